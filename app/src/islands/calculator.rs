//! The cost calculator: a form that the server answers, and that answers by itself once it is started.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::benefit::{Benefit, Plan, RateTier};
use domain::class::{Class, PayCalendar};
use domain::code::{BargainingUnit, UnitCode};
use domain::money::{Cents, Split};
use domain::price::{Cost, Payer, PriceError, RateBook};
use leptos::either::Either;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::words::{Lang, common, public as words};

/// What the calculator knows: the sheets, without what only the office needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheets {
    lang: Lang,
    /// Plans that have a price.
    pub plans: Vec<Plan>,
    book: RateBook,
    /// Units and their names.
    pub units: Vec<(UnitCode, String)>,
    /// The first days of the plan years to choose from.
    pub years: Vec<NaiveDate>,
}

/// At most this many thousands of dollars of optional life insurance are reckoned with.
pub const MOST_THOUSANDS: i64 = 1_000;

impl Sheets {
    /// Of all plans and sheets, what is needed for the plan years `years`, and no more: it travels to
    /// the browser.
    pub fn new(
        lang: Lang,
        plans: &[Plan],
        book: &RateBook,
        units: Vec<(UnitCode, String)>,
        years: Vec<NaiveDate>,
    ) -> Sheets {
        let needed =
            |to: Option<NaiveDate>| to.is_none_or(|to| years.first().is_none_or(|first| *first < to));
        let mut book = book.clone();
        book.rates.retain(|rate| needed(rate.period.to()));
        book.splits.retain(|split| needed(split.period.to()));
        book.rates.iter_mut().for_each(|rate| rate.source.clear());
        book.splits.iter_mut().for_each(|split| split.source.clear());
        let mut plans: Vec<Plan> = plans
            .iter()
            .filter(|plan| book.rates.iter().any(|rate| rate.plan == plan.code))
            .cloned()
            .collect();
        for plan in &mut plans {
            plan.carrier.clear();
            plan.group_number.clear();
            plan.hd_code.clear();
        }
        plans.sort_by_key(|plan| plan.benefit);
        Sheets { lang, plans, book, units, years }
    }

    /// The benefits that have prices, in their order.
    pub fn benefits(&self) -> Vec<Benefit> {
        let mut benefits: Vec<_> = self.plans.iter().map(|plan| plan.benefit).collect();
        benefits.dedup();
        benefits
    }

    /// The bargaining units that have a share of their own.
    pub fn bargaining_units(&self) -> Vec<BargainingUnit> {
        let mut units: Vec<_> =
            self.book.splits.iter().filter_map(|split| split.bargaining_unit.clone()).collect();
        units.sort_unstable();
        units.dedup();
        units
    }

    /// The prices of what is chosen, in the order of the benefits.
    pub fn lines(&self, chosen: &Chosen) -> Vec<Line> {
        self.benefits().into_iter().filter_map(|benefit| self.line(chosen, benefit)).collect()
    }

    fn line(&self, chosen: &Chosen, benefit: Benefit) -> Option<Line> {
        let (plan, tier) = chosen.get(benefit.as_str()).split_once(':')?;
        let plan = self.plans.iter().find(|known| known.code.as_str() == plan && known.benefit == benefit)?;
        let tier: RateTier = tier.parse().ok()?;
        Some(Line { name: plan.name.clone(), tier, cost: self.cost(chosen, plan, tier) })
    }

    fn cost(&self, chosen: &Chosen, plan: &Plan, tier: RateTier) -> Result<Cost, NoCost> {
        let payer = self.payer(chosen, plan.benefit).ok_or(NoCost::NotForYou)?;
        let year = chosen.year(self).ok_or(NoCost::NotForYou)?;
        if !plan.audience.contains(&payer.class) {
            return Err(NoCost::NotForYou);
        }
        let times = if plan.benefit == Benefit::OptionalLife { chosen.thousands() } else { 1 };
        match self.book.price(&plan.code, tier, &payer, year) {
            Ok(price) => Ok(Cost::monthly(
                Split {
                    premium: price.split.premium * times,
                    member: price.split.member * times,
                    employer: price.split.employer * times,
                },
                chosen.pays(),
            )),
            Err(PriceError::NoSplit { hire_date_needed: true, .. }) => Err(NoCost::HireDateNeeded),
            Err(_) => Err(NoCost::NotForYou),
        }
    }

    fn payer(&self, chosen: &Chosen, benefit: Benefit) -> Option<Payer> {
        let unit = self.units.iter().find(|(code, _)| code.as_str() == chosen.get("unit"));
        Some(Payer {
            unit: unit.or(self.units.first())?.0.clone(),
            bargaining_unit: chosen.get("bargaining_unit").parse().ok(),
            hired: chosen.get("hired").parse().ok(),
            class: chosen.class().for_benefit(benefit),
        })
    }
}

/// What is chosen in the form, as sent: names of fields and their values.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Chosen(pub BTreeMap<String, String>);

impl Chosen {
    /// What is in the field `name`; nothing where it was not sent.
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// Who is asking.
    pub fn class(&self) -> Class {
        self.get("class").parse().unwrap_or(Class::Active)
    }

    /// How they are paid.
    pub fn pays(&self) -> PayCalendar {
        self.get("pays").parse().unwrap_or(PayCalendar::Weekly)
    }

    /// The first day of the plan year that is reckoned with.
    pub fn year(&self, sheets: &Sheets) -> Option<NaiveDate> {
        let asked: Option<NaiveDate> = self.get("year").parse().ok();
        asked.filter(|year| sheets.years.contains(year)).or(sheets.years.last().copied())
    }

    fn thousands(&self) -> i64 {
        self.get("thousands").trim().parse().unwrap_or(0_i64).clamp(0, MOST_THOUSANDS)
    }
}

/// The price of one plan that was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The plan's name.
    pub name: String,
    /// The tier or age band.
    pub tier: RateTier,
    /// What it costs, or why that can't be said.
    pub cost: Result<Cost, NoCost>,
}

/// Why there is no cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoCost {
    /// The share depends on the day of hire.
    HireDateNeeded,
    /// The plan is not offered to that group.
    NotForYou,
}

/// What several plans cost together: a month in full, the city's and the member's share, each paycheck.
fn total(lines: &[Line]) -> (Split, Cents) {
    let mut split = Split { premium: Cents::ZERO, member: Cents::ZERO, employer: Cents::ZERO };
    let mut per_pay = Cents::ZERO;
    for cost in lines.iter().filter_map(|line| line.cost.as_ref().ok()) {
        split.premium += cost.monthly.premium;
        split.member += cost.monthly.member;
        split.employer += cost.monthly.employer;
        per_pay += cost.per_pay;
    }
    (split, per_pay)
}

/// The calculator. Drawn by the server with the answer to what was sent; in the browser it answers each
/// change at once, by the same rules.
#[island]
pub fn Calculator(
    /// What it knows.
    sheets: Sheets,
    /// What was sent.
    chosen: Chosen,
    /// The form's fields. They are the server's alone: the browser is not sent the code that draws them.
    children: Children,
) -> impl IntoView {
    let lang = sheets.lang;
    let form = NodeRef::<leptos::html::Form>::new();
    let (now, set_now) = signal(chosen);
    let answer = move || {
        #[cfg(feature = "hydrate")]
        if let Some(form) = form.get_untracked() {
            set_now.set(Chosen(browser::values(&form)));
        }
        let _ = (form, set_now);
    };
    // A browser that comes back to the page fills the form in again before the island starts.
    Effect::new(move |_| answer());

    let results = move || results(&sheets, &now.get());
    view! {
        <div class="calculator">
            <form
                class="filters"
                method="get"
                action=lang.href("/calculator")
                node_ref=form
                on:change=move |_| answer()
                on:input=move |_| answer()
            >
                {children()}
                <p class="actions">
                    <button class="button" type="submit">{words::calculate(lang)}</button>
                </p>
            </form>
            <div class="calculator-result" role="region" aria-labelledby="calculator-result">
                <h2 id="calculator-result">{words::your_cost(lang)}</h2>
                <div aria-live="polite">{results}</div>
            </div>
        </div>
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use std::collections::BTreeMap;

    use leptos::web_sys::{FormData, HtmlFormElement};

    /// What a form would send.
    pub(super) fn values(form: &HtmlFormElement) -> BTreeMap<String, String> {
        let Ok(data) = FormData::new_with_form(form) else { return BTreeMap::new() };
        js_sys::try_iter(&data)
            .ok()
            .flatten()
            .into_iter()
            .flatten()
            .filter_map(|entry| {
                let pair = js_sys::Array::from(&entry.ok()?);
                Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
            })
            .collect()
    }
}

// `Either`, because a view without a type brings along each way there is to draw it.
fn results(sheets: &Sheets, chosen: &Chosen) -> impl IntoView + use<> {
    let lang = sheets.lang;
    let lines = sheets.lines(chosen);
    if lines.is_empty() {
        return Either::Left(view! { <p>{words::choose_a_plan(lang)}</p> });
    }
    let (sum, per_pay) = total(&lines);
    let money = |amount: Cents| view! { <td class="number">{amount.display()}</td> };
    let rows: Vec<_> = lines
        .into_iter()
        .map(|line| {
            let head = view! {
                <th scope="row">{line.name}<br /><small>{common::rate_tier(lang, line.tier)}</small></th>
            };
            match line.cost {
                Ok(cost) => Either::Left(view! {
                    <tr>
                        {head}
                        {money(cost.monthly.premium)}
                        {money(cost.monthly.employer)}
                        {money(cost.monthly.member)}
                        {money(cost.per_pay)}
                    </tr>
                }),
                Err(why) => {
                    let why = match why {
                        NoCost::HireDateNeeded => words::hire_date_needed(lang),
                        NoCost::NotForYou => words::not_for_you(lang),
                    };
                    Either::Right(view! { <tr>{head}<td colspan="4">{why}</td></tr> })
                }
            }
        })
        .collect();
    Either::Right(view! {
        <p>
            <span class="figure">{per_pay.display()}</span>
            <br />
            {words::each_paycheck(lang)}", "{common::pay_calendar(lang, chosen.pays()).to_lowercase()}
        </p>
        <div class="table-region" role="region" tabindex="0" aria-labelledby="calculator-caption">
            <table class="table">
                <caption id="calculator-caption" class="visually-hidden">{words::your_cost(lang)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{words::plan(lang)}</th>
                        <th scope="col" class="number">{words::premium(lang)}</th>
                        <th scope="col" class="number">{words::city_pays(lang)}</th>
                        <th scope="col" class="number">{words::you_pay(lang)}</th>
                        <th scope="col" class="number">{words::each_paycheck(lang)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
                <tfoot>
                    <tr class="total">
                        <th scope="row">{words::together(lang)}</th>
                        {money(sum.premium)}
                        {money(sum.employer)}
                        {money(sum.member)}
                        {money(per_pay)}
                    </tr>
                </tfoot>
            </table>
        </div>
        <p class="field-hint">{words::last_paycheck(lang)}</p>
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::benefit::Tier;
    use domain::money::MemberShare;
    use domain::period::Period;
    use domain::price::{Rate, SplitRule};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn plan(code: &str, benefit: Benefit, tiers: &[Tier]) -> Plan {
        Plan {
            code: code.parse().unwrap(),
            benefit,
            name: code.into(),
            carrier: "Carrier".into(),
            audience: vec![Class::Active],
            tiers: tiers.to_vec(),
            group_number: "1".into(),
            hd_code: "HMO".into(),
        }
    }

    fn rate(code: &str, tier: RateTier, cents: i64) -> Rate {
        Rate {
            plan: code.parse().unwrap(),
            tier,
            premium: Cents::new(cents),
            period: Period::starting(day("2026-07-01")),
            source: "rates.csv row 2".into(),
        }
    }

    fn split(code: &str, hired_to: Option<&str>, percent: &str) -> SplitRule {
        SplitRule {
            plan: code.parse().unwrap(),
            unit: None,
            bargaining_unit: None,
            hired_from: None,
            hired_to: hired_to.map(day),
            class: Some(Class::Active),
            tier: None,
            share: MemberShare::Percent(percent.parse().unwrap()),
            period: Period::starting(day("2026-07-01")),
            source: "splits.csv row 2".into(),
        }
    }

    fn sheets() -> Sheets {
        let plans = [
            plan("HMO", Benefit::Health, &[Tier::Individual, Tier::Family]),
            plan("OPTL", Benefit::OptionalLife, &[Tier::PerThousandByAge]),
            plan("HFSA", Benefit::HealthFsa, &[Tier::Amount]),
        ];
        let old = Rate {
            period: Period::new(day("2025-07-01"), Some(day("2026-07-01"))).unwrap(),
            ..rate("HMO", RateTier::Individual, 1)
        };
        let book = RateBook {
            rates: vec![
                old,
                rate("HMO", RateTier::Individual, 106_527),
                rate("OPTL", RateTier::From40To49, 17),
            ],
            splits: vec![split("HMO", Some("2014-07-01"), "20"), split("OPTL", None, "100")],
        };
        let units = vec![("CITY".parse().unwrap(), "City".to_owned())];
        Sheets::new(Lang::En, &plans, &book, units, vec![day("2026-07-01")])
    }

    fn chosen(pairs: &[(&str, &str)]) -> Chosen {
        Chosen(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn only_what_is_needed_travels() {
        let sheets = sheets();
        assert_eq!(sheets.plans.len(), 2);
        assert_eq!(sheets.book.rates.len(), 2);
        assert!(sheets.book.rates.iter().all(|rate| rate.source.is_empty()));
    }

    #[test]
    fn the_answer_is_that_of_the_rules() {
        let sheets = sheets();
        let chosen = chosen(&[
            ("health", "HMO:individual"),
            ("optional_life", "OPTL:40_49"),
            ("thousands", "50"),
            ("hired", "2010-01-01"),
            ("pays", "biweekly_26"),
        ]);
        let lines = sheets.lines(&chosen);
        let per_pay: Vec<_> = lines.iter().map(|line| line.cost.as_ref().unwrap().per_pay.get()).collect();
        // 1,065.27 × 20 % = 213.05 a month, × 12 ÷ 26; 0.17 × 50 = 8.50 a month, × 12 ÷ 26.
        assert_eq!(per_pay, [98_33, 3_92]);
        let (sum, each) = total(&lines);
        assert_eq!((sum.member.get(), sum.employer.get(), each.get()), (221_55, 852_22, 102_25));
    }

    #[test]
    fn what_is_missing_or_not_offered_is_said() {
        let sheets = sheets();
        let without_hire = sheets.lines(&chosen(&[("health", "HMO:individual")]));
        assert_eq!(without_hire[0].cost, Err(NoCost::HireDateNeeded));
        let retired = sheets.lines(&chosen(&[("health", "HMO:individual"), ("class", "medicare_retiree")]));
        assert_eq!(retired[0].cost, Err(NoCost::NotForYou));
        assert!(
            sheets.lines(&chosen(&[("health", "nonsense"), ("optional_life", "HMO:individual")])).is_empty()
        );
    }

    #[test]
    fn amounts_of_insurance_stay_within_reason() {
        assert_eq!(chosen(&[("thousands", "99999999999")]).thousands(), MOST_THOUSANDS);
        assert_eq!(chosen(&[("thousands", "-5")]).thousands(), 0);
        assert_eq!(chosen(&[("thousands", "x")]).thousands(), 0);
    }
}

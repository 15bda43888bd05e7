//! What a plan costs, who pays it, and why: rate sheet, split sheet, rounding.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::benefit::{Plan, RateTier};
use crate::class::{Class, PayCalendar};
use crate::code::{BargainingUnit, PlanCode, UnitCode};
use crate::election::Choice;
use crate::money::{Cents, MemberShare, Split, deductions, per_pay};
use crate::period::Period;
use crate::person::Subscriber;

/// One row of a rate sheet: the monthly premium of a plan and tier in a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rate {
    /// The plan.
    pub plan: PlanCode,
    /// The tier or age band.
    pub tier: RateTier,
    /// A month; per 1,000 dollars of insurance for an age band.
    pub premium: Cents,
    /// When it holds.
    pub period: Period,
    /// Where it came from, such as `rates.csv row 12`.
    pub source: String,
}

/// One row of a split sheet. An empty column matches anybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SplitRule {
    /// The plan.
    pub plan: PlanCode,
    /// Only that unit.
    pub unit: Option<UnitCode>,
    /// Only that bargaining unit.
    pub bargaining_unit: Option<BargainingUnit>,
    /// Only those hired on or after.
    pub hired_from: Option<NaiveDate>,
    /// Only those hired before.
    pub hired_to: Option<NaiveDate>,
    /// Only that class.
    pub class: Option<Class>,
    /// Only that tier.
    pub tier: Option<RateTier>,
    /// What the member pays.
    pub share: MemberShare,
    /// When it holds.
    pub period: Period,
    /// Where it came from, such as `splits.csv row 3`.
    pub source: String,
}

/// Whose price is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payer {
    /// Employing unit.
    pub unit: UnitCode,
    /// Bargaining unit, if any.
    pub bargaining_unit: Option<BargainingUnit>,
    /// Date of hire, where known.
    pub hired: Option<NaiveDate>,
    /// Eligibility class, as the plan's sheets name it.
    pub class: Class,
}

impl Payer {
    /// `subscriber` as the payer of `plan`. Who has Medicare and holds a plan for those without it pays as they
    /// did: Medicare may have begun before anybody told of it, and its plans begin in a month to come.
    pub fn of(subscriber: &Subscriber, plan: &Plan) -> Payer {
        let class = subscriber.class(plan.benefit);
        let has_moved = plan.audience.contains(&class) || !plan.audience.contains(&class.without_medicare());
        Payer {
            unit: subscriber.unit.clone(),
            bargaining_unit: subscriber.bargaining_unit.clone(),
            hired: subscriber.hired,
            class: if has_moved { class } else { class.without_medicare() },
        }
    }
}

impl SplitRule {
    fn matches(&self, payer: &Payer, tier: RateTier, on: NaiveDate) -> bool {
        let hired_matches = match (self.hired_from, self.hired_to) {
            (None, None) => true,
            (from, to) => payer
                .hired
                .is_some_and(|hired| from.is_none_or(|from| from <= hired) && to.is_none_or(|to| hired < to)),
        };
        self.period.contains(on)
            && hired_matches
            && self.unit.as_ref().is_none_or(|unit| *unit == payer.unit)
            && self.bargaining_unit.as_ref().is_none_or(|b| Some(b) == payer.bargaining_unit.as_ref())
            && self.class.is_none_or(|class| class == payer.class)
            && self.tier.is_none_or(|named| named == tier)
    }

    /// The columns that the row names, most telling first: the order in which rows are compared.
    pub fn specificity(&self) -> [bool; 5] {
        [
            self.bargaining_unit.is_some(),
            self.hired_from.is_some() || self.hired_to.is_some(),
            self.tier.is_some(),
            self.unit.is_some(),
            self.class.is_some(),
        ]
    }
}

/// Why there is no price.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PriceError {
    /// No rate row covers the day.
    #[error("plan {plan} has no rate for {tier} on {on}")]
    NoRate {
        /// The plan.
        plan: PlanCode,
        /// The tier.
        tier: RateTier,
        /// The day.
        on: NaiveDate,
    },
    /// No split row matches the payer.
    #[error("no split row of plan {plan} matches unit {unit}, class {class}, {tier} on {on}{}", if *hire_date_needed { "; the hire date decides here and is not known" } else { "" })]
    NoSplit {
        /// The plan.
        plan: PlanCode,
        /// The payer's unit.
        unit: UnitCode,
        /// The payer's class.
        class: Class,
        /// The tier.
        tier: RateTier,
        /// The day.
        on: NaiveDate,
        /// Rows would match with a date of hire.
        hire_date_needed: bool,
    },
    /// Two split rows that name the same columns match one payer on one day.
    #[error("two split rows contradict each other: {first} and {second}")]
    Ambiguous {
        /// Source of one.
        first: String,
        /// Source of the other.
        second: String,
    },
    /// A fixed share that is more than the premium.
    #[error("the fixed share of {source_row} is more than the premium of {premium}")]
    ShareOverPremium {
        /// Source of the split row.
        source_row: String,
        /// The premium.
        premium: Cents,
    },
}

/// A monthly price and the rows that made it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Price {
    /// Premium, member and employer share, a month.
    pub split: Split,
    /// Source of the rate row.
    pub rate_row: String,
    /// Source of the split row, or the rule that stands for one.
    pub split_row: String,
    /// The share that was applied.
    pub share: MemberShare,
}

/// What is known of a monthly price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Quote {
    /// The premium and its split.
    Full(Price),
    /// A published table that gives the member's amount and not the premium: kept as published.
    MemberOnly {
        /// The member's monthly share.
        member: Cents,
        /// Source of the split row.
        split_row: String,
    },
}

/// COBRA pays 102 % of the premium (42 U.S.C. 300bb-2(3)).
const COBRA_HUNDREDTHS: i64 = 10_200;

/// The rates and splits of plans, as one value that any page or island can ask.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RateBook {
    /// Every rate row.
    pub rates: Vec<Rate>,
    /// Every split row.
    pub splits: Vec<SplitRule>,
}

impl RateBook {
    /// The price of `plan` in `tier` for `payer` on a day, where the premium is known.
    pub fn price(
        &self,
        plan: &PlanCode,
        tier: RateTier,
        payer: &Payer,
        on: NaiveDate,
    ) -> Result<Price, PriceError> {
        match self.quote(plan, tier, payer, on)? {
            Quote::Full(price) => Ok(price),
            Quote::MemberOnly { .. } => Err(PriceError::NoRate { plan: plan.clone(), tier, on }),
        }
    }

    /// What is known of the price; [`RateBook::price`] for all but published tables.
    pub fn quote(
        &self,
        plan: &PlanCode,
        tier: RateTier,
        payer: &Payer,
        on: NaiveDate,
    ) -> Result<Quote, PriceError> {
        let rate = self
            .rates
            .iter()
            .find(|rate| rate.plan == *plan && rate.tier == tier && rate.period.contains(on));
        let no_rate = || PriceError::NoRate { plan: plan.clone(), tier, on };

        if payer.class == Class::Cobra {
            let rate = rate.ok_or_else(no_rate)?;
            let premium = Cents::new((rate.premium.get() * COBRA_HUNDREDTHS + 5_000).div_euclid(10_000));
            return Ok(Quote::Full(Price {
                split: Split { premium, member: premium, employer: Cents::ZERO },
                rate_row: rate.source.clone(),
                split_row: "COBRA: 102 % of the premium, all of it the member's".into(),
                share: MemberShare::Fixed(premium),
            }));
        }

        let rule = self.split_rule(plan, tier, payer, on);
        match (rate, rule) {
            (Some(rate), Ok(rule)) => {
                let split = Split::new(rate.premium, rule.share).ok_or_else(|| {
                    PriceError::ShareOverPremium { source_row: rule.source.clone(), premium: rate.premium }
                })?;
                Ok(Quote::Full(Price {
                    split,
                    rate_row: rate.source.clone(),
                    split_row: rule.source.clone(),
                    share: rule.share,
                }))
            }
            (None, Ok(SplitRule { share: MemberShare::Fixed(member), source, .. })) => {
                Ok(Quote::MemberOnly { member: *member, split_row: source.clone() })
            }
            (None, _) => Err(no_rate()),
            (Some(_), Err(error)) => Err(error),
        }
    }

    /// The one split row that applies: the most specific of those that match.
    pub fn split_rule(
        &self,
        plan: &PlanCode,
        tier: RateTier,
        payer: &Payer,
        on: NaiveDate,
    ) -> Result<&SplitRule, PriceError> {
        let mut best: Option<&SplitRule> = None;
        let mut rival: Option<&SplitRule> = None;
        for rule in self.splits.iter().filter(|rule| rule.plan == *plan && rule.matches(payer, tier, on)) {
            match best.map(|best| rule.specificity().cmp(&best.specificity())) {
                None | Some(std::cmp::Ordering::Greater) => (best, rival) = (Some(rule), None),
                Some(std::cmp::Ordering::Equal) => rival = Some(rule),
                Some(std::cmp::Ordering::Less) => {}
            }
        }
        match (best, rival) {
            (Some(best), Some(rival)) => {
                Err(PriceError::Ambiguous { first: best.source.clone(), second: rival.source.clone() })
            }
            (Some(best), None) => Ok(best),
            (None, _) => Err(PriceError::NoSplit {
                plan: plan.clone(),
                unit: payer.unit.clone(),
                class: payer.class,
                tier,
                on,
                hire_date_needed: payer.hired.is_none()
                    && self.splits.iter().any(|rule| {
                        let hired = rule.hired_from.or_else(|| rule.hired_to.and_then(|to| to.pred_opt()));
                        rule.plan == *plan && rule.matches(&Payer { hired, ..payer.clone() }, tier, on)
                    }),
            }),
        }
    }
}

/// What a choice costs its member: a month in full, who pays it, and each deduction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cost {
    /// Premium, member and employer share, a month. An own contribution is all the member's.
    pub monthly: Split,
    /// The member's part of a whole plan year.
    pub annual_member: Cents,
    /// The ordinary deduction.
    pub per_pay: Cents,
    /// The last deduction of the plan year, which takes the rounding difference.
    pub last_pay: Cents,
    /// Deductions in a plan year.
    pub pays: u32,
}

impl Cost {
    /// Nothing at all, for a waiver.
    pub fn nothing(pays: PayCalendar) -> Cost {
        Cost::monthly(Split { premium: Cents::ZERO, member: Cents::ZERO, employer: Cents::ZERO }, pays)
    }

    /// A monthly premium, taken on a pay calendar.
    pub fn monthly(monthly: Split, pays: PayCalendar) -> Cost {
        Cost::annual(monthly, monthly.member * 12, pays)
    }

    fn annual(monthly: Split, annual_member: Cents, pays: PayCalendar) -> Cost {
        let list = deductions(annual_member, pays.deductions());
        Cost {
            monthly,
            annual_member,
            per_pay: list.first().copied().unwrap_or(Cents::ZERO),
            last_pay: list.last().copied().unwrap_or(Cents::ZERO),
            pays: pays.deductions(),
        }
    }
}

/// What `choice` costs `subscriber` on a day, by the sheets. `plan_year` is the first day of the plan
/// year, by which age bands go.
pub fn cost_of(
    choice: &Choice,
    subscriber: &Subscriber,
    plan: Option<&Plan>,
    book: &RateBook,
    on: NaiveDate,
    plan_year: NaiveDate,
) -> Result<Cost, PriceError> {
    let pays = subscriber.pays;
    let own = |annual: Cents| {
        let month = per_pay(annual, 12);
        Cost::annual(Split { premium: month, member: month, employer: Cents::ZERO }, annual, pays)
    };
    let Some(plan) = plan else { return Ok(Cost::nothing(pays)) };
    let rate_tier = choice.tier().and_then(|tier| RateTier::of(tier, subscriber.birth, plan_year));
    let price =
        |tier| book.price(&plan.code, tier, &Payer::of(subscriber, plan), on).map(|price| price.split);
    Ok(match choice {
        Choice::Waive { .. } => Cost::nothing(pays),
        Choice::Contribute { annual, .. } => own(*annual),
        Choice::Defer { per_pay, .. } => own(*per_pay * i64::from(pays.deductions())),
        Choice::Cover { .. } | Choice::Insure { .. } => {
            let Some(tier) = rate_tier else { return Ok(Cost::nothing(pays)) };
            let unit = price(tier)?;
            let times = match choice {
                Choice::Insure { volume, .. } => volume.get() / THOUSAND_DOLLARS.get(),
                _ => 1,
            };
            Cost::monthly(
                Split {
                    premium: unit.premium * times,
                    member: unit.member * times,
                    employer: unit.employer * times,
                },
                pays,
            )
        }
    })
}

/// The unit in which optional life insurance is sold.
pub const THOUSAND_DOLLARS: Cents = Cents::dollars(1_000);

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn rule(row: &str, share: &str) -> SplitRule {
        // plan,unit,bargaining_unit,hired_from,hired_to,class,tier
        let cell: Vec<&str> = row.split(',').collect();
        let date = |text: &str| (!text.is_empty()).then(|| day(text));
        SplitRule {
            plan: cell[0].parse().unwrap(),
            unit: cell[1].parse().ok(),
            bargaining_unit: cell[2].parse().ok(),
            hired_from: date(cell[3]),
            hired_to: date(cell[4]),
            class: cell[5].parse().ok(),
            tier: cell[6].parse().ok(),
            share: MemberShare::Percent(share.parse().unwrap()),
            period: Period::starting(day("2025-07-01")),
            source: format!("{row}={share}"),
        }
    }

    fn payer(unit: &str, bargaining: Option<&str>, hired: Option<&str>) -> Payer {
        Payer {
            unit: unit.parse().unwrap(),
            bargaining_unit: bargaining.map(|b| b.parse().unwrap()),
            hired: hired.map(day),
            class: Class::Active,
        }
    }

    fn book(splits: Vec<SplitRule>) -> RateBook {
        let rate = Rate {
            plan: "HMO".parse().unwrap(),
            tier: RateTier::Individual,
            premium: Cents::new(96_842),
            period: Period::new(day("2025-07-01"), Some(day("2026-07-01"))).unwrap(),
            source: "rate".into(),
        };
        RateBook { rates: vec![rate], splits }
    }

    #[test]
    fn the_most_specific_row_wins() {
        let book = book(vec![
            rule("HMO,,,,,,", "50"),
            rule("HMO,CITY,,,2014-07-01,active,", "20"),
            rule("HMO,CITY,,2014-07-01,,active,", "25"),
            rule("HMO,CITY,FIRE,,,active,", "22.5"),
        ]);
        for (payer, cents) in [
            (payer("CITY", None, Some("2014-06-30")), 193_68),
            (payer("CITY", None, Some("2014-07-01")), 242_11),
            (payer("CITY", Some("FIRE"), Some("2010-01-01")), 217_89),
            (payer("CITY", Some("POLICE"), Some("2020-01-01")), 242_11),
            (payer("SCHOOL", None, None), 484_21),
        ] {
            let price =
                book.price(&"HMO".parse().unwrap(), RateTier::Individual, &payer, day("2025-07-01")).unwrap();
            assert_eq!(price.split.member, Cents::new(cents), "{payer:?}");
            assert_eq!(price.split.member + price.split.employer, price.split.premium);
        }
    }

    #[test]
    fn rows_that_contradict_each_other_are_both_named() {
        let book = book(vec![rule("HMO,CITY,,,,,", "20"), rule("HMO,CITY,,,,,", "30")]);
        let error = book.price(
            &"HMO".parse().unwrap(),
            RateTier::Individual,
            &payer("CITY", None, None),
            day("2025-07-01"),
        );
        let text = error.unwrap_err().to_string();
        assert!(text.contains("=20") && text.contains("=30"), "{text}");
    }

    #[test]
    fn a_missing_hire_date_is_said() {
        let book = book(vec![rule("HMO,CITY,,2014-07-01,,,", "25")]);
        let error = book.price(
            &"HMO".parse().unwrap(),
            RateTier::Individual,
            &payer("CITY", None, None),
            day("2025-07-01"),
        );
        assert!(error.unwrap_err().to_string().contains("hire date"));
    }

    #[test]
    fn days_without_a_rate_have_no_price() {
        let book = book(vec![rule("HMO,,,,,,", "50")]);
        for on in ["2025-06-30", "2026-07-01"] {
            assert!(
                book.price(
                    &"HMO".parse().unwrap(),
                    RateTier::Individual,
                    &payer("CITY", None, None),
                    day(on)
                )
                .is_err()
            );
        }
    }

    #[test]
    fn a_published_member_amount_stays_as_published() {
        let mut published = rule("GIC,,,,,,individual", "0");
        published.share = MemberShare::Fixed(Cents::new(278_15));
        let book = RateBook { rates: vec![], splits: vec![published] };
        let quote = book
            .quote(
                &"GIC".parse().unwrap(),
                RateTier::Individual,
                &payer("STATE", None, None),
                day("2025-07-01"),
            )
            .unwrap();
        assert!(matches!(quote, Quote::MemberOnly { member, .. } if member == Cents::new(278_15)));
    }

    #[test]
    fn cobra_pays_all_and_two_percent() {
        let book = book(vec![]);
        let payer = Payer { class: Class::Cobra, ..payer("CITY", None, None) };
        let price =
            book.price(&"HMO".parse().unwrap(), RateTier::Individual, &payer, day("2025-07-01")).unwrap();
        assert_eq!(price.split.member, Cents::new(987_79));
        assert_eq!(price.split.employer, Cents::ZERO);
    }
}

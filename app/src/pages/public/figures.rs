//! The figures of the public pages, all of them asked of `domain::price`.

use chrono::NaiveDate;
use domain::benefit::{Plan, RateTier};
use domain::class::{Class, PayCalendar};
use domain::code::{BargainingUnit, UnitCode};
use domain::money::{Cents, per_pay};
use domain::period::PlanYear;
use domain::price::{Payer, Quote, RateBook};

/// One price of a plan, from a day on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The tier or age band.
    pub tier: RateTier,
    /// From when; the first day of the plan year but for prices that change within it.
    pub from: NaiveDate,
    /// The member's monthly share.
    pub member: Cents,
    /// Premium and the city's share a month, where the premium is known.
    pub rest: Option<(Cents, Cents)>,
    /// The ordinary deduction.
    pub per_pay: Cents,
}

/// The rows of a rate sheet that a plan may have, in its order.
pub fn rate_tiers(plan: &Plan) -> impl Iterator<Item = RateTier> {
    RateTier::ALL.iter().copied().filter(|tier| plan.tiers.contains(&tier.tier()))
}

/// What `payer` pays for `plan` in a plan year: a row per tier, and one more for each change within the
/// year. Empty where the plan is not for the payer's class, or has no price for them.
pub fn rows(plan: &Plan, book: &RateBook, payer: &Payer, year: PlanYear, pays: PayCalendar) -> Vec<Row> {
    if !plan.audience.contains(&payer.class) {
        return Vec::new();
    }
    let mut days: Vec<NaiveDate> = book
        .rates
        .iter()
        .filter(|rate| rate.plan == plan.code)
        .map(|rate| rate.period.from())
        .chain(book.splits.iter().filter(|split| split.plan == plan.code).map(|split| split.period.from()))
        .filter(|day| year.period().contains(*day))
        .chain([year.first_day()])
        .collect();
    days.sort_unstable();
    days.dedup();

    let mut rows: Vec<Row> = Vec::new();
    for tier in rate_tiers(plan) {
        for &from in &days {
            let Ok(quote) = book.quote(&plan.code, tier, payer, from) else { continue };
            let row = row(tier, from, &quote, pays);
            let same_as_before = rows
                .last()
                .is_some_and(|last| last.tier == tier && last.member == row.member && last.rest == row.rest);
            if !same_as_before {
                rows.push(row);
            }
        }
    }
    rows
}

fn row(tier: RateTier, from: NaiveDate, quote: &Quote, pays: PayCalendar) -> Row {
    let (member, rest) = match quote {
        Quote::Full(price) => (price.split.member, Some((price.split.premium, price.split.employer))),
        Quote::MemberOnly { member, .. } => (*member, None),
    };
    Row { tier, from, member, rest, per_pay: per_pay(member * 12, pays.deductions()) }
}

/// The premium on a day.
pub fn premium(plan: &Plan, book: &RateBook, tier: RateTier, on: NaiveDate) -> Option<Cents> {
    book.rates
        .iter()
        .find(|rate| rate.plan == plan.code && rate.tier == tier && rate.period.contains(on))
        .map(|rate| rate.premium)
}

/// The next change of a premium after a day: when, from what, to what.
pub fn next_change(
    plan: &Plan,
    book: &RateBook,
    tier: RateTier,
    after: NaiveDate,
) -> Option<(NaiveDate, Cents, Cents)> {
    let now = premium(plan, book, tier, after)?;
    let next = book
        .rates
        .iter()
        .filter(|rate| rate.plan == plan.code && rate.tier == tier && rate.period.from() > after)
        .min_by_key(|rate| rate.period.from())?;
    Some((next.period.from(), now, next.premium))
}

/// By how much `after` is more than `before`, in tenths of a percent, rounded half away from zero.
pub fn tenths_of_percent(before: Cents, after: Cents) -> Option<i64> {
    let (before, change) = (before.get(), after.get() - before.get());
    (before > 0).then(|| (change.abs() * 2_000 + before) / (2 * before) * change.signum())
}

/// The days of hire that split sheets tell apart, ascending.
pub fn hire_dates(book: &RateBook) -> Vec<NaiveDate> {
    let mut days: Vec<_> =
        book.splits.iter().flat_map(|split| [split.hired_from, split.hired_to]).flatten().collect();
    days.sort_unstable();
    days.dedup();
    days
}

/// One day of hire for each group that split sheets tell apart, the earliest group first.
pub fn hire_groups(book: &RateBook) -> Vec<NaiveDate> {
    let days = hire_dates(book);
    days.first().and_then(|first| first.pred_opt()).into_iter().chain(days.iter().copied()).collect()
}

/// The bargaining units that split sheets name.
pub fn bargaining_units(book: &RateBook) -> Vec<BargainingUnit> {
    let mut units: Vec<_> = book.splits.iter().filter_map(|split| split.bargaining_unit.clone()).collect();
    units.sort_unstable();
    units.dedup();
    units
}

/// The least and the most that members of `class` pay a month, over all units, bargaining units and days
/// of hire.
pub fn member_range(
    plan: &Plan,
    book: &RateBook,
    units: &[UnitCode],
    class: Class,
    tier: RateTier,
    on: NaiveDate,
) -> Option<(Cents, Cents)> {
    let unions: Vec<_> = std::iter::once(None).chain(bargaining_units(book).into_iter().map(Some)).collect();
    let hired: Vec<_> = std::iter::once(None).chain(hire_groups(book).into_iter().map(Some)).collect();
    let mut shares = Vec::new();
    for unit in units {
        for bargaining_unit in &unions {
            for hired in &hired {
                let payer = Payer {
                    unit: unit.clone(),
                    bargaining_unit: bargaining_unit.clone(),
                    hired: *hired,
                    class,
                };
                if let Ok(quote) = book.quote(&plan.code, tier, &payer, on) {
                    shares.push(row(tier, on, &quote, PayCalendar::Monthly).member);
                }
            }
        }
    }
    Some((shares.iter().copied().min()?, shares.iter().copied().max()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::benefit::{Benefit, Tier};
    use domain::money::MemberShare;
    use domain::period::Period;
    use domain::price::{Cost, Rate, SplitRule};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn plan(code: &str, audience: &[Class], tiers: &[Tier]) -> Plan {
        Plan {
            code: code.parse().unwrap(),
            benefit: Benefit::Health,
            name: code.into(),
            carrier: "Carrier".into(),
            audience: audience.to_vec(),
            tiers: tiers.to_vec(),
            group_number: String::new(),
            hd_code: String::new(),
        }
    }

    fn rate(code: &str, tier: RateTier, cents: i64, from: &str, to: Option<&str>) -> Rate {
        Rate {
            plan: code.parse().unwrap(),
            tier,
            premium: Cents::new(cents),
            period: Period::new(day(from), to.map(day)).unwrap(),
            source: String::new(),
        }
    }

    fn split(
        code: &str,
        union: Option<&str>,
        hired_to: Option<&str>,
        class: Class,
        percent: &str,
    ) -> SplitRule {
        SplitRule {
            plan: code.parse().unwrap(),
            unit: None,
            bargaining_unit: union.map(|union| union.parse().unwrap()),
            hired_from: None,
            hired_to: hired_to.map(day),
            class: Some(class),
            tier: None,
            share: MemberShare::Percent(percent.parse().unwrap()),
            period: Period::starting(day("2025-01-01")),
            source: String::new(),
        }
    }

    fn book() -> RateBook {
        RateBook {
            rates: vec![
                rate("HMO", RateTier::Individual, 96_842, "2025-07-01", Some("2026-07-01")),
                rate("HMO", RateTier::Individual, 106_527, "2026-07-01", None),
                rate("HMO", RateTier::Family, 287_621, "2026-07-01", None),
                rate("MSUP", RateTier::PerPerson, 42_105, "2026-01-01", Some("2027-01-01")),
                rate("MSUP", RateTier::PerPerson, 44_631, "2027-01-01", None),
            ],
            splits: vec![
                split("HMO", None, None, Class::Active, "25"),
                split("HMO", None, Some("2014-07-01"), Class::Active, "20"),
                split("HMO", Some("FIRE"), None, Class::Active, "22.5"),
                split("MSUP", None, None, Class::MedicareRetiree, "40"),
            ],
        }
    }

    fn payer(class: Class) -> Payer {
        Payer { unit: "CITY".parse().unwrap(), bargaining_unit: None, hired: Some(day("2020-01-01")), class }
    }

    #[test]
    fn the_table_has_the_prices_of_the_rules() {
        let (book, hmo) = (
            book(),
            plan("HMO", &[Class::Active], &[Tier::Individual, Tier::IndividualPlusOne, Tier::Family]),
        );
        let year = PlanYear::starting(day("2026-07-01")).unwrap();
        let rows = rows(&hmo, &book, &payer(Class::Active), year, PayCalendar::Weekly);
        assert_eq!(
            rows.iter().map(|row| row.tier).collect::<Vec<_>>(),
            [RateTier::Individual, RateTier::Family]
        );
        for row in rows {
            let price = book.price(&hmo.code, row.tier, &payer(Class::Active), row.from).unwrap();
            assert_eq!(row.member, price.split.member);
            assert_eq!(row.rest, Some((price.split.premium, price.split.employer)));
            assert_eq!(row.per_pay, Cost::monthly(price.split, PayCalendar::Weekly).per_pay);
        }
    }

    #[test]
    fn a_price_that_changes_within_the_year_has_a_row_for_each_part() {
        let year = PlanYear::starting(day("2026-07-01")).unwrap();
        let senior = plan("MSUP", &[Class::MedicareRetiree], &[Tier::PerPerson]);
        let rows = rows(&senior, &book(), &payer(Class::MedicareRetiree), year, PayCalendar::Monthly);
        let seen: Vec<_> = rows.iter().map(|row| (row.from, row.member.get(), row.per_pay.get())).collect();
        assert_eq!(seen, [(day("2026-07-01"), 168_42, 168_42), (day("2027-01-01"), 178_52, 178_52)]);
    }

    #[test]
    fn a_plan_for_others_has_no_rows() {
        let year = PlanYear::starting(day("2026-07-01")).unwrap();
        let senior = plan("MSUP", &[Class::MedicareRetiree], &[Tier::PerPerson]);
        assert!(rows(&senior, &book(), &payer(Class::Active), year, PayCalendar::Monthly).is_empty());
    }

    #[test]
    fn the_range_spans_unions_and_days_of_hire() {
        let hmo = plan("HMO", &[Class::Active], &[Tier::Individual]);
        let units = ["CITY".parse().unwrap()];
        let on = day("2026-07-01");
        let range = member_range(&hmo, &book(), &units, Class::Active, RateTier::Individual, on);
        assert_eq!(range, Some((Cents::new(213_05), Cents::new(266_32))));
        assert_eq!(member_range(&hmo, &book(), &units, Class::Survivor, RateTier::Individual, on), None);
    }

    #[test]
    fn a_coming_change_is_found_and_measured() {
        let hmo = plan("HMO", &[Class::Active], &[Tier::Individual]);
        let (on, before, after) =
            next_change(&hmo, &book(), RateTier::Individual, day("2026-04-01")).unwrap();
        assert_eq!(on, day("2026-07-01"));
        assert_eq!(tenths_of_percent(before, after), Some(100));
        assert_eq!(tenths_of_percent(Cents::new(1000), Cents::new(985)), Some(-15));
        assert_eq!(tenths_of_percent(Cents::ZERO, after), None);
        assert_eq!(next_change(&hmo, &book(), RateTier::Individual, day("2026-07-01")), None);
    }

    #[test]
    fn hire_groups_lie_on_either_side_of_each_day() {
        assert_eq!(hire_groups(&book()), [day("2014-06-30"), day("2014-07-01")]);
        assert!(hire_groups(&RateBook::default()).is_empty());
    }
}

//! Medicare by age: from when somebody may have it, and when they may enrol without waiting and without a
//! penalty.

use chrono::{Datelike, Months, NaiveDate};

use crate::period::Period;

/// The age of entitlement (42 U.S.C. 426(a)).
pub const MEDICARE_AGE: u32 = 65;

/// The first day of Medicare by age: the first of the month in which somebody becomes 65, which by law is on the
/// eve of the birthday (42 U.S.C. 1395o; 20 CFR 404.2(c)(4)): who was born on the first of a month has it a
/// month earlier. `None` beyond the calendar.
pub fn begins_by_age(birth: NaiveDate) -> Option<NaiveDate> {
    birth.checked_add_months(Months::new(12 * MEDICARE_AGE))?.pred_opt()?.with_day(1)
}

/// The initial enrollment period: the month in which somebody becomes 65, the three before and the three after it
/// (42 U.S.C. 1395p(d)).
pub fn initial_enrollment(birth: NaiveDate) -> Option<Period> {
    let month = begins_by_age(birth)?;
    Period::new(month.checked_sub_months(Months::new(3))?, month.checked_add_months(Months::new(4)))
}

/// Months after current employment ended in which somebody may enrol without a penalty (42 U.S.C. 1395p(i)(3)).
const SPECIAL_ENROLLMENT_MONTHS: u32 = 8;

/// The day from which on the months count that somebody who has no part B is late: the end of the initial enrollment
/// period, or that of current employment whose coverage they had until then, their own or the spouse's (42 CFR
/// 408.24). `None` where they may enrol without a penalty on `today`.
pub fn late_since(
    birth: NaiveDate,
    employment_ended: Option<NaiveDate>,
    today: NaiveDate,
) -> Option<NaiveDate> {
    let over = initial_enrollment(birth)?.to()?;
    let employed = employment_ended.filter(|ended| over <= *ended);
    let special_ends =
        employed.and_then(|ended| ended.checked_add_months(Months::new(SPECIAL_ENROLLMENT_MONTHS)));
    let late_from = special_ends.unwrap_or(over);
    (late_from <= today).then_some(employed.unwrap_or(over))
}

/// The days of birth of those whose Medicare by age can begin in `days`.
pub fn births_of_those_who_begin(days: Period) -> Option<Period> {
    let back = |day: NaiveDate| day.checked_sub_months(Months::new(12 * MEDICARE_AGE));
    // One who was born on the first begins a month before the birthday; the rest is looked at one by one.
    let to = days.to().and_then(|to| to.checked_add_months(Months::new(1)));
    Period::new(back(days.from())?, to.and_then(back))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn medicare_begins_with_the_month_in_which_somebody_becomes_65() {
        for (birth, begins, first, last) in [
            ("1962-03-15", "2027-03-01", "2026-12-01", "2027-06-30"),
            ("1962-03-02", "2027-03-01", "2026-12-01", "2027-06-30"),
            ("1962-03-01", "2027-02-01", "2026-11-01", "2027-05-31"),
            ("1962-01-01", "2026-12-01", "2026-09-01", "2027-03-31"),
            ("1964-02-29", "2029-02-01", "2028-11-01", "2029-05-31"),
        ] {
            let birth = birth.parse().unwrap();
            assert_eq!(begins_by_age(birth), begins.parse().ok(), "{birth}");
            let period = initial_enrollment(birth).unwrap();
            assert_eq!(Some(period.from()), first.parse().ok(), "{birth}");
            assert_eq!(period.last_day(), last.parse().ok(), "{birth}");
        }
    }

    #[test]
    fn whoever_was_covered_by_employment_is_late_eight_months_after_it() {
        for (birth, ended, today, since) in [
            // The initial enrollment period ends in June 2027.
            ("1962-03-15", None, "2027-06-30", None),
            ("1962-03-15", None, "2027-07-01", Some("2027-07-01")),
            ("1962-03-15", Some("2020-07-01"), "2027-07-01", Some("2027-07-01")),
            ("1962-03-15", Some("2029-07-01"), "2030-02-28", None),
            ("1962-03-15", Some("2029-07-01"), "2030-03-01", Some("2029-07-01")),
        ] {
            let day = |text: &str| text.parse::<NaiveDate>().unwrap();
            let found = late_since(day(birth), ended.map(day), day(today));
            assert_eq!(found, since.map(day), "{birth} {ended:?} {today}");
        }
    }

    proptest! {
        #[test]
        fn whoever_begins_in_some_days_is_looked_at(from in 0i64..20_000, length in 1i64..400, back in 0i64..27_000) {
            let epoch: NaiveDate = "1970-01-01".parse().unwrap();
            let day = |days| epoch + chrono::Duration::days(days);
            let days = Period::new(day(from), Some(day(from + length))).unwrap();
            let birth = day(from - back);
            if begins_by_age(birth).is_some_and(|begins| days.contains(begins)) {
                prop_assert!(births_of_those_who_begin(days).unwrap().contains(birth), "{birth} {days:?}");
            }
        }
    }
}

//! When something holds: half-open periods of local calendar days, and plan years.

use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// Days from `from` up to and not including `to`; no `to` means without end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Period {
    from: NaiveDate,
    to: Option<NaiveDate>,
}

impl Period {
    /// `None` where the end is not after the beginning.
    pub fn new(from: NaiveDate, to: Option<NaiveDate>) -> Option<Self> {
        to.is_none_or(|to| from < to).then_some(Period { from, to })
    }

    /// From a day on, without end.
    pub const fn starting(from: NaiveDate) -> Self {
        Period { from, to: None }
    }

    /// The first day.
    pub const fn from(self) -> NaiveDate {
        self.from
    }

    /// The day after the last one; `None` where it has no end.
    pub const fn to(self) -> Option<NaiveDate> {
        self.to
    }

    /// The last day on which it holds, for people, who count it in.
    pub fn last_day(self) -> Option<NaiveDate> {
        self.to.and_then(|to| to.pred_opt())
    }

    /// Whether it holds on `day`.
    pub fn contains(self, day: NaiveDate) -> bool {
        self.from <= day && self.to.is_none_or(|to| day < to)
    }

    /// Whether some day is in both.
    pub fn overlaps(self, other: Period) -> bool {
        self.to.is_none_or(|to| other.from < to) && other.to.is_none_or(|to| self.from < to)
    }

    /// Whether every day of `other` is in it.
    pub fn covers(self, other: Period) -> bool {
        self.from <= other.from && self.to.is_none_or(|to| other.to.is_some_and(|other| other <= to))
    }

    /// The part after the last day of `other`; `None` where there is none.
    pub fn after(self, other: Period) -> Option<Period> {
        Period::new(other.to?.max(self.from), self.to)
    }

    /// The part from `day` on; `None` where there is none.
    pub fn since(self, day: NaiveDate) -> Option<Period> {
        Period::new(self.from.max(day), self.to)
    }

    /// Both, and the days between them.
    pub fn joined(self, other: Period) -> Period {
        let to = self.to.zip(other.to).map(|(one, other)| one.max(other));
        Period { from: self.from.min(other.from), to }
    }

    /// The part before `day`; `None` where there is none.
    pub fn before(self, day: NaiveDate) -> Option<Period> {
        Period::new(self.from, Some(self.to.map_or(day, |to| to.min(day))))
    }
}

/// The year for which elections hold, named by its first day (July 1 for most Massachusetts cities).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PlanYear(NaiveDate);

impl PlanYear {
    /// The plan year that starts on `first`; `None` unless that is the first of a month.
    pub fn starting(first: NaiveDate) -> Option<Self> {
        (first.day() == 1).then_some(PlanYear(first))
    }

    /// The plan year around `day`, where years start on the first of `month` (1 to 12).
    pub fn around(day: NaiveDate, month: u32) -> Option<Self> {
        let this = NaiveDate::from_ymd_opt(day.year(), month, 1)?;
        let first = if this <= day { this } else { this.with_year(day.year() - 1)? };
        Some(PlanYear(first))
    }

    /// The first day.
    pub const fn first_day(self) -> NaiveDate {
        self.0
    }

    /// The plan year after this one.
    pub fn next(self) -> PlanYear {
        PlanYear(self.0.checked_add_months(Months::new(12)).unwrap_or(NaiveDate::MAX))
    }

    /// Its days.
    pub fn period(self) -> Period {
        Period { from: self.0, to: Some(self.next().0) }
    }

    /// The calendar year that tax limits of this plan year go by: that in which it starts.
    pub fn tax_year(self) -> i32 {
        self.0.year()
    }
}

/// Completed years of age on `day`. A birthday on February 29 is kept on March 1 in other years.
pub fn age_on(birth: NaiveDate, day: NaiveDate) -> u32 {
    day.years_since(birth).unwrap_or(0)
}

/// The last day of the month of `day`.
pub fn end_of_month(day: NaiveDate) -> NaiveDate {
    first_of_next_month(day).pred_opt().unwrap_or(day)
}

/// The first day of the month after that of `day`.
pub fn first_of_next_month(day: NaiveDate) -> NaiveDate {
    day.with_day(1).and_then(|first| first.checked_add_months(Months::new(1))).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_period_has_at_least_one_day() {
        assert_eq!(Period::new(day("2026-07-01"), Some(day("2026-07-01"))), None);
        assert!(Period::new(day("2026-07-01"), Some(day("2026-07-02"))).is_some());
    }

    #[test]
    fn a_plan_year_lies_around_its_days() {
        for (on, first) in
            [("2026-06-30", "2025-07-01"), ("2026-07-01", "2026-07-01"), ("2026-11-24", "2026-07-01")]
        {
            assert_eq!(PlanYear::around(day(on), 7).unwrap().first_day(), day(first), "{on}");
        }
        assert_eq!(PlanYear::starting(day("2026-07-02")), None);
    }

    #[test]
    fn ages_change_on_the_birthday() {
        assert_eq!(age_on(day("2000-07-01"), day("2026-06-30")), 25);
        assert_eq!(age_on(day("2000-07-01"), day("2026-07-01")), 26);
        assert_eq!(age_on(day("2000-02-29"), day("2026-02-28")), 25);
        assert_eq!(age_on(day("2000-02-29"), day("2026-03-01")), 26);
    }

    #[test]
    fn months_end_where_the_calendar_says() {
        assert_eq!(end_of_month(day("2028-02-03")), day("2028-02-29"));
        assert_eq!(end_of_month(day("2026-12-31")), day("2026-12-31"));
        assert_eq!(first_of_next_month(day("2026-12-31")), day("2027-01-01"));
    }

    proptest! {
        #[test]
        fn overlap_means_a_common_day(a in 0u64..60, b in 1u64..30, c in 0u64..60, d in 1u64..30) {
            let base = day("2026-01-01");
            let at = |n| base + chrono::Days::new(n);
            let left = Period::new(at(a), Some(at(a + b))).unwrap();
            let right = Period::new(at(c), Some(at(c + d))).unwrap();
            let common = (0..120).any(|n| left.contains(at(n)) && right.contains(at(n)));
            prop_assert_eq!(left.overlaps(right), common);
            prop_assert_eq!(right.overlaps(left), common);
            let covers = (0..120).all(|n| left.contains(at(n)) || !right.contains(at(n)));
            prop_assert_eq!(left.covers(right), covers);
            let after: Vec<u64> = (0..120).filter(|n| left.contains(at(*n)) && right.to().unwrap() <= at(*n)).collect();
            let told: Vec<u64> = (0..120).filter(|n| left.after(right).is_some_and(|part| part.contains(at(*n)))).collect();
            prop_assert_eq!(told, after);
        }
    }
}

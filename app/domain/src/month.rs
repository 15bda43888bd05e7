//! Calendar months, which is how pensions, bills and premiums are counted.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::code::UnknownWord;
use crate::period::end_of_month;

/// A month of a calendar year; written `2026-03`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Month(NaiveDate);

impl Month {
    /// The month (1 to 12) of a year; `None` for any other number.
    pub fn new(year: i32, month: u32) -> Option<Month> {
        NaiveDate::from_ymd_opt(year, month, 1).map(Month)
    }

    /// The month in which a day lies.
    pub fn of(day: NaiveDate) -> Month {
        Month(day.with_day(1).unwrap_or(day))
    }

    /// The first month that begins on `day` or after it.
    pub fn from(day: NaiveDate) -> Month {
        let month = Month::of(day);
        if month.0 == day { month } else { month.next() }
    }

    /// The twelve months of a year, in order; none beyond the calendar.
    pub fn all_of(year: i32) -> impl Iterator<Item = Month> {
        (1..=12).filter_map(move |month| Month::new(year, month))
    }

    /// Its first day.
    pub const fn first_day(self) -> NaiveDate {
        self.0
    }

    /// Its last day.
    pub fn last_day(self) -> NaiveDate {
        end_of_month(self.0)
    }

    /// Its calendar year.
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// Its number in the year, 1 to 12.
    pub fn number(self) -> u32 {
        self.0.month()
    }

    /// The one after it.
    pub fn next(self) -> Month {
        Month(self.0.checked_add_months(Months::new(1)).unwrap_or(self.0))
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.number())
    }
}

impl FromStr for Month {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Month, UnknownWord> {
        let read = || {
            let (year, month) = text.split_once('-')?;
            let digits = |part: &str, count| part.len() == count && part.bytes().all(|b| b.is_ascii_digit());
            (digits(year, 4) && digits(month, 2)).then_some(())?;
            Month::new(year.parse().ok()?, month.parse().ok()?)
        };
        read().ok_or(UnknownWord { kind: "Month", allowed: &["a year and a month, such as 2026-03"] })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_a_year_and_a_number() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let march: Month = "2026-03".parse().unwrap();
        assert_eq!((march.first_day(), march.last_day()), (day("2026-03-01"), day("2026-03-31")));
        assert_eq!((Month::of(day("2026-03-31")), march.to_string()), (march, "2026-03".to_owned()));
        assert_eq!((Month::from(day("2026-03-01")), Month::from(day("2026-02-02"))), (march, march));
        assert_eq!(Month::new(2025, 12).unwrap().next(), Month::new(2026, 1).unwrap());
        assert_eq!(Month::all_of(2026).map(Month::number).sum::<u32>(), 78);
        for bad in ["2026-13", "2026-3", "2026-03-01", "26-03", "", "+026-03"] {
            assert!(bad.parse::<Month>().is_err(), "{bad}");
        }
    }
}

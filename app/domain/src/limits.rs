//! Annual limits on what members set aside, by tax year. Amounts are data: [`limits_of`] holds the ones
//! that the Internal Revenue Service has published.

use serde::{Deserialize, Serialize};

use crate::money::Cents;

/// The limits of one tax year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// The year they were published for.
    pub year: i32,
    /// Health FSA salary reduction, 26 U.S.C. § 125(i).
    pub health_fsa: Cents,
    /// Dependent-care FSA, 26 U.S.C. § 129(a)(2), joint or single.
    pub dependent_care: Cents,
    /// Deferred compensation, 26 U.S.C. § 457(e)(15).
    pub deferred: Cents,
    /// More from the year in which a member turns 50, § 414(v).
    pub catch_up_50: Cents,
    /// Instead, in the years in which a member turns 60 to 63, § 414(v)(2)(E).
    pub catch_up_60: Cents,
}

const TABLE: [(i32, i64, i64, i64, i64, i64); 4] = [
    (2023, 3_050, 5_000, 22_500, 7_500, 7_500),
    (2024, 3_200, 5_000, 23_000, 7_500, 7_500),
    (2025, 3_300, 5_000, 23_500, 7_500, 11_250),
    (2026, 3_400, 7_500, 24_500, 8_000, 11_250),
];

/// The limits for `year`: those published for it, or the latest published before it where they are not
/// out yet ([`Limits::year`] tells which). Years before the table take its first.
pub fn limits_of(year: i32) -> Limits {
    let row = TABLE.iter().rev().find(|row| row.0 <= year).unwrap_or(&TABLE[0]);
    let (year, health, care, deferred, fifty, sixty) = *row;
    Limits {
        year,
        health_fsa: Cents::dollars(health),
        dependent_care: Cents::dollars(care),
        deferred: Cents::dollars(deferred),
        catch_up_50: Cents::dollars(fifty),
        catch_up_60: Cents::dollars(sixty),
    }
}

impl Limits {
    /// What a member may defer in a calendar year in which they turn `age`.
    pub fn deferred_at(&self, age: u32) -> Cents {
        match age {
            60..=63 => self.deferred + self.catch_up_60,
            50.. => self.deferred + self.catch_up_50,
            _ => self.deferred,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_years() {
        assert_eq!(limits_of(2024).health_fsa, Cents::dollars(3_200));
        assert_eq!(limits_of(2026).dependent_care, Cents::dollars(7_500));
        assert_eq!(limits_of(2031), limits_of(2026));
        assert_eq!(limits_of(2020).year, 2023);
    }

    #[test]
    fn catch_up_by_age() {
        let limits = limits_of(2025);
        for (age, dollars) in
            [(49, 23_500), (50, 31_000), (59, 31_000), (60, 34_750), (63, 34_750), (64, 31_000)]
        {
            assert_eq!(limits.deferred_at(age), Cents::dollars(dollars), "{age}");
        }
    }
}

//! What each pay takes for a flexible spending account that is begun, or changed, inside its plan year.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::money::{Cents, per_pay};

/// How far an account is on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// What pays have taken before the day.
    pub taken: Cents,
    /// How many pays of the plan year are left from the day on.
    pub left: u32,
}

impl Progress {
    /// What each pay that is left takes, so that the year comes to `annual`; never less than nothing.
    pub fn per_pay(self, annual: Cents) -> Cents {
        match annual - self.taken {
            rest if self.left > 0 && !rest.is_negative() => per_pay(rest, self.left),
            _ => Cents::ZERO,
        }
    }
}

/// How far an account is on `day`, where `elected` are the elections of the plan year before it, each with its
/// first day, ascending, and `pays` the days on which the plan year's pays are paid, ascending.
pub fn progress(elected: &[(NaiveDate, Cents)], day: NaiveDate, pays: &[NaiveDate]) -> Progress {
    let from = |first: NaiveDate| pays.iter().filter(|pay| first <= **pay).count() as u32;
    let mut taken = Cents::ZERO;
    for (place, (first, annual)) in elected.iter().enumerate() {
        let until = elected.get(place + 1).map_or(day, |next| next.0).min(day);
        let here = from(*first).saturating_sub(from(until));
        taken += Progress { taken, left: from(*first) }.per_pay(*annual) * i64::from(here);
    }
    Progress { taken, left: from(day) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::class::PayCalendar;
    use crate::pay_dates::pay_dates;
    use chrono::Days;
    use proptest::prelude::*;

    #[test]
    fn an_account_of_the_whole_year_is_taken_in_equal_parts() {
        let first: NaiveDate = "2025-07-01".parse().unwrap();
        let pays = pay_dates(PayCalendar::Weekly, first);
        assert_eq!(progress(&[], first, &pays).per_pay(Cents::dollars(1_200)), Cents::new(23_08));
    }

    #[test]
    fn what_was_taken_counts_when_the_amount_goes_up() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let pays = pay_dates(PayCalendar::Monthly, day("2025-07-01"));
        let elected = [(day("2025-07-01"), Cents::dollars(1_200))];
        // Six months of 100 dollars are taken; six are left for the other 1,800.
        let halfway = progress(&elected, day("2026-01-01"), &pays);
        assert_eq!(halfway, Progress { taken: Cents::dollars(600), left: 6 });
        assert_eq!(halfway.per_pay(Cents::dollars(2_400)), Cents::dollars(300));
        assert_eq!(halfway.per_pay(Cents::dollars(500)), Cents::ZERO);
        assert_eq!(progress(&elected, day("2026-07-01"), &pays).per_pay(Cents::dollars(2_400)), Cents::ZERO);
    }

    proptest! {
        #[test]
        fn a_year_comes_to_what_was_elected_last(
            changes in prop::collection::vec((1u64..300, 0i64..500_000), 1..4),
            place in 0usize..7,
        ) {
            let first: NaiveDate = "2025-07-01".parse().unwrap();
            let pays = pay_dates(PayCalendar::ALL[place], first);
            let mut day = first;
            let mut annual = 0;
            let mut elected = Vec::new();
            for (days, more) in changes {
                annual += more;
                elected.push((day, Cents::new(annual)));
                day = day + Days::new(days);
            }
            let (last_day, last) = elected.pop().unwrap();
            let at = progress(&elected, last_day, &pays);
            if at.left > 0 {
                let total = at.taken + at.per_pay(last) * i64::from(at.left);
                // A half cent a pay at most, by the one rounding rule.
                prop_assert!((total - last).get().abs() <= i64::from(at.left), "{total} {last}");
            }
        }
    }
}

//! Corrections by staff: how the records of a benefit are to read from a day on, whatever they say now.
//!
//! A correction is a submission like any other. It takes hold as a whole stretch of time, so that an error
//! that was approved can be taken back, and the correction too.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::apply::{CoverageChange, NewCoverage};
use crate::benefit::Benefit;
use crate::election::{Choice, Coverage};
use crate::period::Period;
use crate::person::Dependent;
use uuid::Uuid;

/// What is held in a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// What.
    pub choice: Choice,
    /// When.
    pub period: Period,
    /// The subscriber through whom; `None` for what is the subscriber's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub through: Option<Uuid>,
}

/// How the records of one benefit are to read from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Restated {
    /// The benefit.
    pub benefit: Benefit,
    /// From this day on; what is held before stays.
    pub from: NaiveDate,
    /// In the order of time; days that no period has are days without coverage.
    pub rows: Vec<Held>,
}

/// What staff put right, as it was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectionFacts {
    /// Why.
    pub because: String,
    /// The reference of the submission whose effect is taken back; `None` where staff say what is to be held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reverses: Option<String>,
    /// One for each benefit that is put right.
    pub restated: Vec<Restated>,
    /// Those of the household whose own record is put right.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<PersonRestated>,
}

/// How the record of somebody of a household is to read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRestated {
    /// As it was when the correction was sent.
    pub was: Dependent,
    /// As it is to be.
    pub is: Dependent,
}

impl PersonRestated {
    /// What takes it back.
    pub fn reversed(&self) -> PersonRestated {
        PersonRestated { was: self.is.clone(), is: self.was.clone() }
    }
}

/// A benefit has been changed since by something else, which has to be taken back first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChangedSince(pub Benefit);

/// What the records of `benefit` are to say where `choice` is held in `period`, or nothing with `None`, and on
/// all other days what `current` says. `current` is every row of one person that has not been superseded.
pub fn restate(current: &[Coverage], benefit: Benefit, choice: Option<Choice>, period: Period) -> Restated {
    let later = rows_of(current, benefit)
        .filter_map(|row| Some(Held { period: row.period.after(period)?, ..held(row) }));
    let through = rows_of(current, benefit).find_map(|row| row.through);
    let stated = choice.map(|choice| Held { choice, period, through });
    let mut rows: Vec<Held> = stated.into_iter().chain(later).collect();
    rows.sort_by_key(|row| row.period.from());
    Restated { benefit, from: period.from(), rows }
}

/// What takes back a change that made `after` of `before`, where the records are `current` now: all three are
/// a person's rows that were, or are, not superseded. Nothing for a change that changed nothing.
pub fn reversal(
    before: &[Coverage],
    after: &[Coverage],
    current: &[Coverage],
) -> Result<Vec<Restated>, ChangedSince> {
    let mut taken_back = Vec::new();
    for benefit in Benefit::ALL {
        let [was, made, now] = [before, after, current].map(|rows| timeline(rows, *benefit));
        let Some(from) = first_difference(&was, &made) else { continue };
        if now != made {
            return Err(ChangedSince(*benefit));
        }
        // An account is put back whole: two halves of it would not be what was there.
        let whole = was.iter().find(|row| benefit.is_fsa() && row.period.contains(from));
        let from = whole.map_or(from, |row| row.period.from());
        let rows = was.iter().filter_map(|row| Some(Held { period: row.period.since(from)?, ..row.clone() }));
        taken_back.push(Restated { benefit: *benefit, from, rows: rows.collect() });
    }
    Ok(taken_back)
}

/// The changes that make `current`, every row of one person that has not been superseded, read as `restated`
/// says. Nothing where it does already, so that applying twice is applying once.
pub fn changes(current: &[Coverage], restated: &[Restated]) -> Vec<CoverageChange> {
    restated.iter().filter_map(|one| change(current, one)).collect()
}

fn change(current: &[Coverage], restated: &Restated) -> Option<CoverageChange> {
    let Restated { benefit, from, ref rows } = *restated;
    let now = timeline(current, benefit);
    let before = now.iter().filter_map(|row| Some(Held { period: row.period.before(from)?, ..row.clone() }));
    let wanted = joined(benefit, before.chain(rows.iter().cloned()));
    if wanted == now {
        return None;
    }
    let is = |row: &Coverage, wanted: &Held| held(row) == *wanted;
    let gone = rows_of(current, benefit).filter(|row| !wanted.iter().any(|held| is(row, held)));
    let new = wanted.iter().filter(|held| !rows_of(current, benefit).any(|row| is(row, held)));
    Some(CoverageChange {
        benefit,
        supersede: gone.map(|row| row.id).collect(),
        insert: new
            .cloned()
            .map(|Held { choice, period, through }| NewCoverage { benefit, choice, period, through })
            .collect(),
        before: on(&now, from).cloned(),
        after: on(&wanted, from).cloned(),
    })
}

fn rows_of(rows: &[Coverage], benefit: Benefit) -> impl Iterator<Item = &Coverage> {
    rows.iter().filter(move |row| row.benefit == benefit)
}

/// A row as it is compared.
fn held(row: &Coverage) -> Held {
    Held { choice: row.choice.clone(), period: row.period, through: row.through }
}

/// The rows of a benefit in the order of time.
fn timeline(rows: &[Coverage], benefit: Benefit) -> Vec<Held> {
    let mut held: Vec<Held> = rows_of(rows, benefit).map(held).collect();
    held.sort_by_key(|row| row.period.from());
    held
}

/// Rows of which two that say the same of adjoining periods are one. Not of accounts: each belongs to its
/// plan year.
fn joined(benefit: Benefit, rows: impl Iterator<Item = Held>) -> Vec<Held> {
    let mut joined: Vec<Held> = Vec::new();
    for row in rows {
        match joined.last_mut() {
            Some(last)
                if !benefit.is_fsa()
                    && last.choice == row.choice
                    && last.through == row.through
                    && last.period.to() == Some(row.period.from()) =>
            {
                last.period = last.period.joined(row.period);
            }
            _ => joined.push(row),
        }
    }
    joined
}

/// What is held on a day.
fn on(rows: &[Held], day: NaiveDate) -> Option<&Choice> {
    rows.iter().find(|row| row.period.contains(day)).map(|row| &row.choice)
}

/// The first day on which two timelines differ.
fn first_difference(one: &[Held], other: &[Held]) -> Option<NaiveDate> {
    let edges = one.iter().chain(other).flat_map(|row| [Some(row.period.from()), row.period.to()]).flatten();
    let on = |rows: &[Held], day| {
        rows.iter().find(|row| row.period.contains(day)).map(|row| (row.choice.clone(), row.through))
    };
    edges.filter(|day| on(one, *day) != on(other, *day)).min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::benefit::Tier;
    use crate::election::WaiverReason;
    use crate::money::Cents;
    use chrono::{DateTime, Days};
    use proptest::prelude::*;
    use uuid::Uuid;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn cover(plan: &str) -> Choice {
        Choice::Cover { plan: plan.parse().unwrap(), tier: Tier::Individual, dependents: vec![] }
    }

    fn period(from: &str, to: Option<&str>) -> Period {
        Period::new(day(from), to.map(day)).unwrap()
    }

    fn row(id: u128, benefit: Benefit, choice: Choice, period: Period) -> Coverage {
        Coverage {
            through: None,
            id: Uuid::from_u128(id),
            person: Uuid::from_u128(1),
            benefit,
            choice,
            period,
            submission: Uuid::from_u128(9),
            recorded_at: DateTime::UNIX_EPOCH,
        }
    }

    fn replay(rows: &[Coverage], changes: &[CoverageChange], next: &mut u128) -> Vec<Coverage> {
        let gone: Vec<Uuid> = changes.iter().flat_map(|change| change.supersede.iter().copied()).collect();
        let mut after: Vec<Coverage> = rows.iter().filter(|row| !gone.contains(&row.id)).cloned().collect();
        for new in changes.iter().flat_map(|change| &change.insert) {
            *next += 1;
            after.push(row(*next, new.benefit, new.choice.clone(), new.period));
        }
        after
    }

    fn said(rows: &[Coverage]) -> Vec<(Choice, Period)> {
        timeline(rows, Benefit::Health).into_iter().map(|row| (row.choice, row.period)).collect()
    }

    #[test]
    fn a_wrong_plan_is_put_right_for_its_days_and_no_others() {
        let rows = [
            row(10, Benefit::Health, cover("HMO"), period("2025-07-01", Some("2026-07-01"))),
            row(11, Benefit::Health, cover("PPO"), period("2026-07-01", None)),
        ];
        let right = |choice, from, to| {
            let restated = restate(&rows, Benefit::Health, choice, period(from, to));
            said(&replay(&rows, &changes(&rows, &[restated]), &mut 100))
        };
        assert_eq!(
            right(Some(cover("HDP")), "2026-01-01", Some("2026-03-01")),
            [
                (cover("HMO"), period("2025-07-01", Some("2026-01-01"))),
                (cover("HDP"), period("2026-01-01", Some("2026-03-01"))),
                (cover("HMO"), period("2026-03-01", Some("2026-07-01"))),
                (cover("PPO"), period("2026-07-01", None)),
            ]
        );
        assert_eq!(
            right(Some(cover("HMO")), "2026-07-01", None),
            [(cover("HMO"), period("2025-07-01", None))],
            "what goes on is one row"
        );
        assert_eq!(
            right(None, "2026-05-01", None),
            [(cover("HMO"), period("2025-07-01", Some("2026-05-01")))],
            "nothing is held from there on"
        );
        assert_eq!(right(Some(cover("HMO")), "2025-09-01", Some("2026-02-01")), said(&rows), "as it is");
    }

    #[test]
    fn what_was_changed_since_has_to_be_taken_back_first() {
        let before = [row(10, Benefit::Health, cover("HMO"), period("2025-07-01", None))];
        let after = [
            row(11, Benefit::Health, cover("HMO"), period("2025-07-01", Some("2026-05-01"))),
            row(12, Benefit::Health, cover("PPO"), period("2026-05-01", None)),
        ];
        let now = [
            row(11, Benefit::Health, cover("HMO"), period("2025-07-01", Some("2026-05-01"))),
            row(13, Benefit::Health, cover("PPO"), period("2026-05-01", Some("2026-06-01"))),
            row(14, Benefit::Health, cover("HDP"), period("2026-06-01", None)),
        ];
        assert_eq!(reversal(&before, &after, &now), Err(ChangedSince(Benefit::Health)));
        assert_eq!(
            reversal(&before, &after, &after),
            Ok(vec![Restated {
                benefit: Benefit::Health,
                from: day("2026-05-01"),
                rows: vec![Held { choice: cover("HMO"), period: period("2026-05-01", None), through: None }],
            }])
        );
        assert_eq!(reversal(&before, &before, &now), Ok(vec![]));
    }

    #[test]
    fn accounts_of_two_plan_years_stay_two() {
        let account = || Choice::Contribute { plan: "HFSA".parse().unwrap(), annual: Cents::dollars(600) };
        let rows = [row(10, Benefit::HealthFsa, account(), period("2025-07-01", Some("2026-07-01")))];
        let next =
            restate(&rows, Benefit::HealthFsa, Some(account()), period("2026-07-01", Some("2027-07-01")));
        assert_eq!(changes(&rows, &[next])[0].insert.len(), 1);
    }

    #[test]
    fn an_account_is_put_back_whole_so_that_what_was_before_can_be_taken_back_too() {
        let account =
            |dollars| Choice::Contribute { plan: "HFSA".parse().unwrap(), annual: Cents::dollars(dollars) };
        let row = |id, dollars, from: &str, to: &str| {
            row(id, Benefit::HealthFsa, account(dollars), period(from, Some(to)))
        };
        let first = [row(10, 600, "2025-07-01", "2026-07-01")];
        let second = [row(11, 600, "2025-07-01", "2025-10-01"), row(12, 900, "2025-10-01", "2026-07-01")];
        let third = [
            row(11, 600, "2025-07-01", "2025-10-01"),
            row(13, 900, "2025-10-01", "2026-01-01"),
            row(14, 1_200, "2026-01-01", "2026-07-01"),
        ];
        let mut next = 100;
        let back = reversal(&second, &third, &third).unwrap();
        let now = replay(&third, &changes(&third, &back), &mut next);
        assert_eq!(timeline(&now, Benefit::HealthFsa), timeline(&second, Benefit::HealthFsa));
        let back = reversal(&first, &second, &now).unwrap();
        let now = replay(&now, &changes(&now, &back), &mut next);
        assert_eq!(timeline(&now, Benefit::HealthFsa), timeline(&first, Benefit::HealthFsa));
    }

    fn any_choice() -> impl Strategy<Value = Option<Choice>> {
        prop_oneof![
            4 => prop::sample::select(vec!["HMO", "PPO", "HDP"]).prop_map(|plan| Some(cover(plan))),
            1 => Just(Some(Choice::Waive { reason: WaiverReason::SpousePlan })),
            1 => Just(None),
        ]
    }

    proptest! {
        #[test]
        fn a_correction_holds_on_its_days_is_once_and_can_be_taken_back(
            corrections in prop::collection::vec((any_choice(), 0u64..500, prop::option::of(1u64..300)), 1..10)
        ) {
            let mut next = 100;
            let mut rows: Vec<Coverage> = Vec::new();
            let on = |rows: &[Coverage], day| rows.iter().find(|row| row.period.contains(day)).map(|row| row.choice.clone());
            for (choice, after, length) in corrections {
                let from = day("2025-01-01") + Days::new(after);
                let period = Period::new(from, length.map(|days| from + Days::new(days))).unwrap();
                let restated = restate(&rows, Benefit::Health, choice.clone(), period);
                let before = rows.clone();
                rows = replay(&rows, &changes(&rows, std::slice::from_ref(&restated)), &mut next);

                for (place, one) in rows.iter().enumerate() {
                    prop_assert!(rows[place + 1..].iter().all(|other| !one.period.overlaps(other.period)));
                }
                for ahead in 0..1_000 {
                    let day = day("2025-01-01") + Days::new(ahead);
                    let expected = if period.contains(day) { choice.clone() } else { on(&before, day) };
                    prop_assert_eq!(on(&rows, day), expected, "{}", day);
                }
                prop_assert_eq!(changes(&rows, &[restated]), vec![]);

                let back = reversal(&before, &rows, &rows).unwrap();
                let reversed = replay(&rows, &changes(&rows, &back), &mut next);
                prop_assert_eq!(said(&reversed), said(&before));
            }
        }
    }
}

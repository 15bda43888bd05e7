//! What an approved proposal does to the records: which rows are superseded, which are new.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::benefit::Benefit;
use crate::election::{Choice, Coverage, Election};
use crate::period::{Period, PlanYear};

/// A row to write; its id, submission and record date are given by the store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewCoverage {
    /// The benefit.
    pub benefit: Benefit,
    /// What is held.
    pub choice: Choice,
    /// When it holds.
    pub period: Period,
    /// The subscriber through whom it is held; `None` for what is the subscriber's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub through: Option<Uuid>,
}

/// The change of one benefit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoverageChange {
    /// The benefit.
    pub benefit: Benefit,
    /// Rows that are no longer what we know.
    pub supersede: Vec<Uuid>,
    /// Rows that take their place.
    pub insert: Vec<NewCoverage>,
    /// What was held the day before the change; `None` for nothing.
    pub before: Option<Choice>,
    /// What is held from the effective date on; `None` for nothing.
    pub after: Option<Choice>,
}

impl CoverageChange {
    /// What is held of the benefit after the change, where `rows` were not superseded before it, in the order
    /// of time.
    pub fn applied_to(&self, rows: &[Coverage]) -> Vec<NewCoverage> {
        let stays = rows
            .iter()
            .filter(|row| row.benefit == self.benefit && !self.supersede.contains(&row.id))
            .map(|row| NewCoverage {
                benefit: row.benefit,
                choice: row.choice.clone(),
                period: row.period,
                through: row.through,
            });
        let mut after: Vec<NewCoverage> = stays.chain(self.insert.iter().cloned()).collect();
        after.sort_by_key(|row| row.period.from());
        after
    }
}

/// The changes that `elections`, effective on a day, make to `current`: every row of one person that has
/// not been superseded. An election of what is held already changes nothing, so applying twice is
/// applying once.
pub fn changes(current: &[Coverage], elections: &[Election], effective: NaiveDate) -> Vec<CoverageChange> {
    elections.iter().filter_map(|election| change(current, election, effective)).collect()
}

fn change(current: &[Coverage], election: &Election, effective: NaiveDate) -> Option<CoverageChange> {
    let period = if election.benefit.is_fsa() {
        let year_end = PlanYear::starting(effective).map(|year| year.period().to());
        Period::new(effective, year_end.unwrap_or_else(|| next_year(effective)))?
    } else {
        Period::starting(effective)
    };
    let mine = || current.iter().filter(|row| row.benefit == election.benefit);
    let touched: Vec<&Coverage> =
        mine().filter(|row| row.period.overlaps(Period::starting(effective))).collect();

    let held_on_effective = touched.iter().find(|row| row.period.contains(effective));
    if let Some(row) = held_on_effective
        && row.choice == election.choice
        && row.period.to() == period.to()
        && touched.len() == 1
    {
        return None;
    }
    let keeps = touched.iter().filter_map(|row| {
        Some(NewCoverage {
            benefit: row.benefit,
            choice: row.choice.clone(),
            period: row.period.before(effective)?,
            through: row.through,
        })
    });
    let new =
        NewCoverage { benefit: election.benefit, choice: election.choice.clone(), period, through: None };
    Some(CoverageChange {
        benefit: election.benefit,
        supersede: touched.iter().map(|row| row.id).collect(),
        insert: keeps.chain([new]).collect(),
        before: effective
            .pred_opt()
            .and_then(|eve| mine().find(|row| row.period.contains(eve)))
            .map(|row| row.choice.clone()),
        after: Some(election.choice.clone()),
    })
}

/// The change that makes `current`, every row of one person that has not been superseded, say that `choice`
/// is held in `period`, as another system knows it. A row that begins on the same day is put right; of
/// others, the days outside of `period` stay as they are. `None` where the records say so already, so
/// that stating twice is stating once.
pub fn restated(
    current: &[Coverage],
    benefit: Benefit,
    choice: &Choice,
    period: Period,
) -> Option<CoverageChange> {
    let mine = || current.iter().filter(|row| row.benefit == benefit);
    let same_row = |row: &Coverage| row.period.from() == period.from();
    let touched: Vec<&Coverage> = mine().filter(|row| same_row(row) || row.period.overlaps(period)).collect();

    if let [row] = touched.as_slice()
        && row.choice == *choice
        && (if same_row(row) { row.period == period } else { row.period.covers(period) })
    {
        return None;
    }
    let keeps = touched.iter().flat_map(|row| {
        let after = if same_row(row) { None } else { row.period.after(period) };
        [row.period.before(period.from()), after].into_iter().flatten().map(|period| NewCoverage {
            benefit,
            choice: row.choice.clone(),
            period,
            through: row.through,
        })
    });
    let mut insert: Vec<NewCoverage> =
        keeps.chain([NewCoverage { benefit, choice: choice.clone(), period, through: None }]).collect();
    insert.sort_by_key(|row| row.period.from());
    Some(CoverageChange {
        benefit,
        supersede: touched.iter().map(|row| row.id).collect(),
        insert,
        before: period
            .from()
            .pred_opt()
            .and_then(|eve| mine().find(|row| row.period.contains(eve)))
            .map(|row| row.choice.clone()),
        after: Some(choice.clone()),
    })
}

fn next_year(day: NaiveDate) -> Option<NaiveDate> {
    day.checked_add_months(chrono::Months::new(12))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::benefit::Tier;
    use crate::election::WaiverReason;
    use crate::money::Cents;
    use chrono::DateTime;
    use proptest::prelude::*;

    /// The rows after `changes`, as the store writes them.
    fn replay(
        current: &[Coverage],
        changes: &[CoverageChange],
        mut id: impl FnMut() -> Uuid,
    ) -> Vec<Coverage> {
        let gone: Vec<Uuid> = changes.iter().flat_map(|change| change.supersede.iter().copied()).collect();
        let kept = current.iter().filter(|row| !gone.contains(&row.id)).cloned();
        let new = changes.iter().flat_map(|change| &change.insert).map(|new| Coverage {
            through: new.through,
            id: id(),
            period: new.period,
            ..held(new.benefit, new.choice.clone(), "2025-01-01", None)
        });
        kept.chain(new).collect()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn cover(plan: &str) -> Choice {
        Choice::Cover { plan: plan.parse().unwrap(), tier: Tier::Individual, dependents: vec![] }
    }

    fn held(benefit: Benefit, choice: Choice, from: &str, to: Option<&str>) -> Coverage {
        Coverage {
            through: None,
            id: Uuid::from_u128(7),
            person: Uuid::from_u128(1),
            benefit,
            choice,
            period: Period::new(day(from), to.map(day)).unwrap(),
            submission: Uuid::from_u128(9),
            recorded_at: DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn a_new_plan_ends_the_old_one_on_the_eve() {
        let current = [held(Benefit::Health, cover("HMO"), "2025-07-01", None)];
        let wish = [Election { benefit: Benefit::Health, choice: cover("PPO") }];
        let changes = changes(&current, &wish, day("2026-07-01"));
        assert_eq!(changes.len(), 1);
        assert_eq!(changes[0].supersede, [Uuid::from_u128(7)]);
        let periods: Vec<_> = changes[0].insert.iter().map(|new| (new.choice.clone(), new.period)).collect();
        assert_eq!(
            periods,
            [
                (cover("HMO"), Period::new(day("2025-07-01"), Some(day("2026-07-01"))).unwrap()),
                (cover("PPO"), Period::starting(day("2026-07-01"))),
            ]
        );
    }

    #[test]
    fn keeping_the_plan_writes_nothing() {
        let current = [held(Benefit::Health, cover("HMO"), "2025-07-01", None)];
        let wish = [Election { benefit: Benefit::Health, choice: cover("HMO") }];
        assert!(changes(&current, &wish, day("2026-07-01")).is_empty());
    }

    #[test]
    fn a_flexible_spending_account_ends_with_its_plan_year() {
        let choice = Choice::Contribute { plan: "HFSA".parse().unwrap(), annual: Cents::dollars(1_200) };
        let wish = [Election { benefit: Benefit::HealthFsa, choice }];
        let changes = changes(&[], &wish, day("2026-07-01"));
        assert_eq!(changes[0].insert[0].period.to(), Some(day("2027-07-01")));
    }

    #[test]
    fn what_another_system_knows_is_taken_over() {
        let hmo = |from, to| held(Benefit::Health, cover("HMO"), from, to);
        let period = |from: &str, to: Option<&str>| Period::new(day(from), to.map(day)).unwrap();
        let open = [hmo("2025-07-01", None)];
        let said = |choice, from, to| {
            restated(&open, Benefit::Health, &cover(choice), period(from, to)).map(|change| {
                let rows = change.insert.into_iter();
                rows.map(|row| (row.choice.plan().unwrap().to_string(), row.period)).collect::<Vec<_>>()
            })
        };
        assert_eq!(said("HMO", "2025-07-01", None), None);
        assert_eq!(said("HMO", "2025-09-01", Some("2026-01-01")), None, "days that are so already");
        let row = |plan: &str, from, to| (plan.to_owned(), period(from, to));
        assert_eq!(
            said("HMO", "2025-07-01", Some("2026-07-01")),
            Some(vec![row("HMO", "2025-07-01", Some("2026-07-01"))]),
            "an end that the records did not know"
        );
        assert_eq!(
            said("PPO", "2026-07-01", None),
            Some(vec![row("HMO", "2025-07-01", Some("2026-07-01")), row("PPO", "2026-07-01", None)])
        );
        assert_eq!(
            said("PPO", "2026-01-01", Some("2026-07-01")),
            Some(vec![
                row("HMO", "2025-07-01", Some("2026-01-01")),
                row("PPO", "2026-01-01", Some("2026-07-01")),
                row("HMO", "2026-07-01", None),
            ])
        );
    }

    fn any_choice() -> impl Strategy<Value = Choice> {
        prop_oneof![
            prop::sample::select(vec!["HMO", "PPO", "HDP"]).prop_map(cover),
            Just(Choice::Waive { reason: WaiverReason::SpousePlan }),
        ]
    }

    fn any_wish() -> impl Strategy<Value = (Vec<Election>, u32, u32)> {
        let benefit = prop::sample::select(vec![Benefit::Health, Benefit::Dental, Benefit::HealthFsa]);
        (prop::collection::vec((benefit, any_choice()), 0..4), 0u32..36, 1u32..3).prop_map(
            |(list, month, day)| {
                let mut elections: Vec<Election> = Vec::new();
                for (benefit, choice) in list {
                    if elections.iter().all(|e| e.benefit != benefit) {
                        elections.push(Election { benefit, choice });
                    }
                }
                (elections, month, day)
            },
        )
    }

    proptest! {
        #[test]
        fn stating_twice_is_stating_once(
            rows in prop::collection::vec((any_choice(), 0u64..400, prop::option::of(1u64..400)), 1..12)
        ) {
            let mut next = 100u128;
            let mut id = || { next += 1; Uuid::from_u128(next) };
            let mut current: Vec<Coverage> = Vec::new();
            for (choice, from, length) in rows {
                let from = day("2025-01-01") + chrono::Days::new(from);
                let period = Period::new(from, length.map(|days| from + chrono::Days::new(days))).unwrap();
                let first = restated(&current, Benefit::Health, &choice, period);
                current = replay(&current, first.as_slice(), &mut id);
                for a in &current {
                    for b in &current {
                        prop_assert!(a.id == b.id || !a.period.overlaps(b.period), "{a:?} {b:?}");
                    }
                }
                for on in [Some(from), period.last_day()].into_iter().flatten() {
                    let held = current.iter().find(|row| row.period.contains(on));
                    prop_assert_eq!(held.map(|row| &row.choice), Some(&choice));
                }
                prop_assert!(restated(&current, Benefit::Health, &choice, period).is_none());
            }
        }

        #[test]
        fn periods_never_overlap_and_applying_twice_is_applying_once(wishes in prop::collection::vec(any_wish(), 1..12)) {
            let mut next = 100u128;
            let mut rows: Vec<Coverage> = Vec::new();
            for (elections, month, dom) in wishes {
                let effective = day("2025-01-01").checked_add_months(chrono::Months::new(month)).unwrap().checked_add_days(chrono::Days::new(u64::from(dom) - 1)).unwrap();
                let first = changes(&rows, &elections, effective);
                let mut id = || { next += 1; Uuid::from_u128(next) };
                rows = replay(&rows, &first, &mut id);
                for a in &rows {
                    for b in &rows {
                        prop_assert!(a.id == b.id || a.benefit != b.benefit || !a.period.overlaps(b.period), "{a:?} {b:?}");
                    }
                }
                for election in &elections {
                    let held = rows.iter().find(|row| row.benefit == election.benefit && row.period.contains(effective));
                    prop_assert_eq!(held.map(|row| &row.choice), Some(&election.choice));
                }
                prop_assert!(changes(&rows, &elections, effective).is_empty());
            }
        }
    }
}

//! What a life event does to the records: a change inside the plan year, beside what is decided for later.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::apply::{CoverageChange, NewCoverage};
use crate::benefit::{Benefit, Plan};
use crate::election::{Choice, Coverage, Election};
use crate::period::Period;

/// When a change on account of a life event takes hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dates {
    /// The first day of what is added or changed.
    pub effective: NaiveDate,
    /// The last day of the coverage of whoever is dropped; it may be before or after the eve of
    /// `effective`.
    pub dropped_through: NaiveDate,
    /// The day after the plan year's last: to there an account goes (26 U.S.C. § 125).
    pub year_end: NaiveDate,
}

/// The changes that `elections` make to `current`: every row of one person that has not been superseded. `dates`
/// are those of a benefit: an account does not reach back where coverage of people does.
///
/// An election is read as the difference from what is held on the effective date: who is added, who is
/// dropped, another plan. What is decided for a later day already (an open enrollment, another event) keeps
/// its own plan where it has one, and gets the same people. Applying twice is applying once.
pub fn changes(
    current: &[Coverage],
    elections: &[Election],
    plans: &[Plan],
    dates: impl Fn(Benefit) -> Dates,
) -> Vec<CoverageChange> {
    elections
        .iter()
        .filter_map(|election| change(current, election, plans, dates(election.benefit)))
        .collect()
}

/// What an election does on each stretch of days on which something else would be held than now: what is, `None`
/// for nothing, and what would be. More than one stretch where something is decided for a later day already.
pub fn replaced(
    current: &[Coverage],
    election: &Election,
    plans: &[Plan],
    dates: Dates,
) -> Vec<(Option<Choice>, Choice)> {
    let Some(change) = change(current, election, plans, dates) else { return Vec::new() };
    let after = change.applied_to(current);
    let held = |day: NaiveDate| {
        current.iter().find(|row| row.benefit == election.benefit && row.period.contains(day))
    };
    let starts = current.iter().map(|row| row.period.from()).chain(after.iter().map(|row| row.period.from()));
    let days: BTreeSet<NaiveDate> = starts.collect();
    let pairs = days.into_iter().filter_map(|day| {
        let would_be = after.iter().find(|row| row.period.contains(day))?;
        Some((held(day).map(|row| row.choice.clone()), would_be.choice.clone()))
    });
    pairs.filter(|(is, would_be)| is.as_ref() != Some(would_be)).collect()
}

/// A stretch of days in which one thing is held, before and after the change.
struct Stretch {
    period: Period,
    row: Option<Uuid>,
    was: Option<Choice>,
    becomes: Option<Choice>,
}

fn change(current: &[Coverage], election: &Election, plans: &[Plan], dates: Dates) -> Option<CoverageChange> {
    let benefit = election.benefit;
    let rows: Vec<&Coverage> = current.iter().filter(|row| row.benefit == benefit).collect();
    let held_on = |day: NaiveDate| rows.iter().find(|row| row.period.contains(day)).copied();
    let difference =
        Difference::between(held_on(dates.effective).map(|row| &row.choice), election, plans, dates);
    let start = difference.start();
    let horizon = if benefit.is_fsa() { Some(dates.year_end) } else { None };
    let span = Period::new(start, horizon)?;

    let touched: Vec<&Coverage> = rows.iter().filter(|row| row.period.overlaps(span)).copied().collect();
    let stretches = stretches(&touched, span, &difference);
    let mut after: Vec<(Option<Uuid>, bool, NewCoverage)> = Vec::new();
    for stretch in stretches {
        let changed = stretch.was != stretch.becomes;
        let Some(choice) = stretch.becomes else { continue };
        if let Some((row, was_changed, last)) = after.last_mut()
            && last.choice == choice
            && last.period.to() == Some(stretch.period.from())
            && (changed || *was_changed || *row == stretch.row)
            && let Some(longer) = Period::new(last.period.from(), stretch.period.to())
        {
            last.period = longer;
            *was_changed |= changed || *row != stretch.row;
            continue;
        }
        after.push((
            stretch.row,
            changed,
            NewCoverage { benefit, choice, period: stretch.period, through: None },
        ));
    }
    let same = |row: &Coverage, new: &NewCoverage| row.period == new.period && row.choice == new.choice;
    let supersede: Vec<Uuid> = touched
        .iter()
        .filter(|row| !after.iter().any(|(_, _, new)| same(row, new)))
        .map(|row| row.id)
        .collect();
    let insert: Vec<NewCoverage> = after
        .into_iter()
        .map(|(_, _, new)| new)
        .filter(|new| !touched.iter().any(|row| same(row, new)))
        .collect();
    if supersede.is_empty() && insert.is_empty() {
        return None;
    }
    Some(CoverageChange {
        benefit,
        supersede,
        insert,
        before: start.pred_opt().and_then(held_on).map(|row| row.choice.clone()),
        after: Some(election.choice.clone()),
    })
}

/// What an election changes, and from when.
struct Difference<'a> {
    benefit: Benefit,
    held: Option<&'a Choice>,
    wanted: &'a Choice,
    plans: &'a [Plan],
    added: BTreeSet<Uuid>,
    dropped: BTreeSet<Uuid>,
    another_plan: bool,
    effective: NaiveDate,
    /// The first day without those who are dropped.
    gone: NaiveDate,
}

impl<'a> Difference<'a> {
    fn between(
        held: Option<&'a Choice>,
        election: &'a Election,
        plans: &'a [Plan],
        dates: Dates,
    ) -> Difference<'a> {
        let people = |choice: Option<&Choice>| -> BTreeSet<Uuid> {
            choice.map(|choice| choice.dependents().iter().copied().collect()).unwrap_or_default()
        };
        let (before, after) = (people(held), people(Some(&election.choice)));
        // An account follows pays, and these lie ahead: it is given up from the effective date.
        let gone = if election.benefit.covers_dependents() {
            dates.dropped_through.succ_opt().unwrap_or(dates.effective)
        } else {
            dates.effective
        };
        Difference {
            benefit: election.benefit,
            held,
            wanted: &election.choice,
            plans,
            added: after.difference(&before).copied().collect(),
            dropped: before.difference(&after).copied().collect(),
            another_plan: held.and_then(Choice::plan) != election.choice.plan(),
            effective: dates.effective,
            gone,
        }
    }

    fn gives_up(&self) -> bool {
        self.wanted.plan().is_none() && self.held.is_some_and(|held| held.plan().is_some())
    }

    /// The first day on which something may be different.
    fn start(&self) -> NaiveDate {
        let drops = self.gives_up() || !self.dropped.is_empty();
        let more = !self.gives_up() && (!self.added.is_empty() || self.another_plan);
        match (drops, more) {
            (true, false) => self.gone,
            (true, true) => self.gone.min(self.effective),
            (false, _) => self.effective,
        }
    }

    /// What is held on `day`, where `was` would be without the change.
    fn applied(&self, was: Option<&Choice>, day: NaiveDate) -> Option<Choice> {
        let (changed, gone) = (self.effective <= day, self.gone <= day);
        let same_plan =
            |other: Option<&Choice>| other.and_then(Choice::plan) == self.held.and_then(Choice::plan);
        if self.gives_up() {
            return if gone && same_plan(was) { Some(self.wanted.clone()) } else { was.cloned() };
        }
        match (was, self.wanted) {
            (Some(Choice::Cover { plan, tier, dependents }), Choice::Cover { plan: wanted, .. })
                if self.benefit.covers_dependents() =>
            {
                let plan = if changed && same_plan(was) { wanted } else { plan };
                let mut people: BTreeSet<Uuid> = dependents.iter().copied().collect();
                if changed {
                    people.extend(&self.added);
                }
                if gone {
                    people.retain(|one| !self.dropped.contains(one));
                }
                let dependents: Vec<Uuid> = people.into_iter().collect();
                if plan == wanted && dependents == self.wanted.dependents() {
                    return Some(self.wanted.clone());
                }
                // A plan that has gone from the sheets keeps the tier that was asked for.
                let tier = self
                    .plans
                    .iter()
                    .find(|offer| offer.code == *plan)
                    .and_then(|offer| offer.tier_for(dependents.len()))
                    .unwrap_or(*tier);
                Some(Choice::Cover { plan: plan.clone(), tier, dependents })
            }
            _ if changed && (was.is_none() || was == self.held) => Some(self.wanted.clone()),
            _ => was.cloned(),
        }
    }
}

/// The days of `touched` and of `span`, cut wherever something may begin or end.
fn stretches(touched: &[&Coverage], span: Period, difference: &Difference<'_>) -> Vec<Stretch> {
    let first = touched.iter().map(|row| row.period.from()).chain([span.from()]).min();
    let mut cuts: BTreeSet<NaiveDate> = first.into_iter().collect();
    cuts.extend([span.from(), difference.effective.max(span.from()), difference.gone.max(span.from())]);
    cuts.extend(touched.iter().flat_map(|row| [Some(row.period.from()), row.period.to()]).flatten());
    cuts.extend(span.to());
    let cuts: Vec<NaiveDate> = cuts.into_iter().collect();
    cuts.iter()
        .enumerate()
        .filter_map(|(place, day)| {
            let period = Period::new(*day, cuts.get(place + 1).copied())?;
            let row = touched.iter().find(|row| row.period.contains(*day));
            let was = row.map(|row| row.choice.clone());
            let becomes =
                if span.contains(*day) { difference.applied(was.as_ref(), *day) } else { was.clone() };
            Some(Stretch { period, row: row.map(|row| row.id), was, becomes })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::benefit::Tier;
    use crate::class::Class;
    use crate::election::WaiverReason;
    use crate::money::Cents;
    use chrono::{DateTime, Days};
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn plan(code: &str, benefit: Benefit) -> Plan {
        Plan {
            code: code.parse().unwrap(),
            benefit,
            name: code.into(),
            carrier: "C".into(),
            audience: vec![Class::Active],
            tiers: vec![Tier::Individual, Tier::IndividualPlusOne, Tier::Family],
            group_number: String::new(),
            hd_code: String::new(),
        }
    }

    fn plans() -> Vec<Plan> {
        ["HMO", "PPO", "HDP"].map(|code| plan(code, Benefit::Health)).into()
    }

    fn cover(code: &str, people: &[u128]) -> Choice {
        let mut dependents: Vec<Uuid> = people.iter().copied().map(Uuid::from_u128).collect();
        dependents.sort();
        let tier = plan(code, Benefit::Health).tier_for(dependents.len()).unwrap();
        Choice::Cover { plan: code.parse().unwrap(), tier, dependents }
    }

    const WAIVE: Choice = Choice::Waive { reason: WaiverReason::SpousePlan };

    fn row(id: u128, choice: Choice, from: &str, to: Option<&str>) -> Coverage {
        let benefit =
            if matches!(choice, Choice::Contribute { .. }) { Benefit::HealthFsa } else { Benefit::Health };
        Coverage {
            through: None,
            id: Uuid::from_u128(id),
            person: Uuid::from_u128(1),
            benefit,
            choice,
            period: Period::new(day(from), to.map(day)).unwrap(),
            submission: Uuid::from_u128(9),
            recorded_at: DateTime::UNIX_EPOCH,
        }
    }

    fn dates(effective: &str, dropped_through: &str) -> Dates {
        Dates {
            effective: day(effective),
            dropped_through: day(dropped_through),
            year_end: day("2026-07-01"),
        }
    }

    fn replay(rows: &[Coverage], changes: &[CoverageChange], next: &mut u128) -> Vec<Coverage> {
        let gone: Vec<Uuid> = changes.iter().flat_map(|change| change.supersede.iter().copied()).collect();
        let mut after: Vec<Coverage> = rows.iter().filter(|row| !gone.contains(&row.id)).cloned().collect();
        for new in changes.iter().flat_map(|change| &change.insert) {
            *next += 1;
            after.push(Coverage {
                id: Uuid::from_u128(*next),
                period: new.period,
                benefit: new.benefit,
                ..row(0, new.choice.clone(), "2025-01-01", None)
            });
        }
        after.sort_by_key(|row| row.period.from());
        after
    }

    /// What is held after an election of `choice`, as `choice from to`.
    fn after(rows: &[Coverage], choice: Choice, dates: Dates) -> Vec<(Choice, String, String)> {
        let benefit = rows.first().map_or(Benefit::Health, |row| row.benefit);
        let election = Election { benefit, choice };
        let changes = changes(rows, &[election], &plans(), |_| dates);
        replay(rows, &changes, &mut 100)
            .into_iter()
            .map(|row| {
                let to = row.period.to().map(|to| to.to_string()).unwrap_or_default();
                (row.choice, row.period.from().to_string(), to)
            })
            .collect()
    }

    fn held(choice: Choice, from: &str, to: &str) -> (Choice, String, String) {
        (choice, from.into(), to.into())
    }

    #[test]
    fn a_newborn_is_added_from_the_day_of_birth() {
        let rows = [row(10, cover("HMO", &[]), "2025-07-01", None)];
        assert_eq!(
            after(&rows, cover("HMO", &[2]), dates("2026-03-10", "2026-03-09")),
            [held(cover("HMO", &[]), "2025-07-01", "2026-03-10"), held(cover("HMO", &[2]), "2026-03-10", "")]
        );
    }

    #[test]
    fn a_plan_chosen_for_the_next_year_stays_and_gets_the_same_people() {
        let rows = [
            row(10, cover("HMO", &[]), "2025-07-01", Some("2026-07-01")),
            row(11, cover("PPO", &[3]), "2026-07-01", None),
        ];
        assert_eq!(
            after(&rows, cover("HMO", &[2]), dates("2026-05-10", "2026-05-09")),
            [
                held(cover("HMO", &[]), "2025-07-01", "2026-05-10"),
                held(cover("HMO", &[2]), "2026-05-10", "2026-07-01"),
                held(cover("PPO", &[2, 3]), "2026-07-01", ""),
            ]
        );
    }

    #[test]
    fn of_two_events_that_overlap_neither_undoes_the_other() {
        // A marriage is in the records from June; a birth in May is approved after it.
        let rows = [
            row(10, cover("HMO", &[]), "2025-07-01", Some("2026-06-01")),
            row(11, cover("HMO", &[3]), "2026-06-01", None),
        ];
        assert_eq!(
            after(&rows, cover("HMO", &[2]), dates("2026-05-10", "2026-05-09")),
            [
                held(cover("HMO", &[]), "2025-07-01", "2026-05-10"),
                held(cover("HMO", &[2]), "2026-05-10", "2026-06-01"),
                held(cover("HMO", &[2, 3]), "2026-06-01", ""),
            ]
        );
    }

    #[test]
    fn who_is_dropped_ends_by_the_rule_and_what_is_added_begins_by_its_own() {
        let rows = [row(10, cover("HMO", &[2]), "2025-07-01", None)];
        // Dropped at the end of March, with another plan from May.
        assert_eq!(
            after(&rows, cover("PPO", &[]), dates("2026-05-01", "2026-03-31")),
            [
                held(cover("HMO", &[2]), "2025-07-01", "2026-04-01"),
                held(cover("HMO", &[]), "2026-04-01", "2026-05-01"),
                held(cover("PPO", &[]), "2026-05-01", ""),
            ]
        );
        // Dropped alone: from the day after, whether that is before the effective date or behind it.
        for (through, gone) in [("2026-03-31", "2026-04-01"), ("2026-05-31", "2026-06-01")] {
            assert_eq!(
                after(&rows, cover("HMO", &[]), dates("2026-05-01", through)),
                [held(cover("HMO", &[2]), "2025-07-01", gone), held(cover("HMO", &[]), gone, "")]
            );
            assert_eq!(
                after(&rows, WAIVE, dates("2026-05-01", through)),
                [held(cover("HMO", &[2]), "2025-07-01", gone), held(WAIVE, gone, "")]
            );
        }
    }

    #[test]
    fn an_account_holds_to_the_end_of_its_plan_year() {
        let account =
            |dollars| Choice::Contribute { plan: "HFSA".parse().unwrap(), annual: Cents::dollars(dollars) };
        let rows = [row(10, account(600), "2025-07-01", Some("2026-07-01"))];
        assert_eq!(
            after(&rows, account(900), dates("2026-03-10", "2026-03-09")),
            [held(account(600), "2025-07-01", "2026-03-10"), held(account(900), "2026-03-10", "2026-07-01")]
        );
        let election = Election { benefit: Benefit::HealthFsa, choice: account(900) };
        let new = changes(&[], &[election], &plans(), |_| dates("2026-03-10", "2026-03-09"));
        assert_eq!(new[0].insert[0].period, Period::new(day("2026-03-10"), Some(day("2026-07-01"))).unwrap());
    }

    #[test]
    fn keeping_what_is_held_changes_nothing() {
        let rows = [row(10, cover("HMO", &[2]), "2025-07-01", None)];
        let election = Election { benefit: Benefit::Health, choice: cover("HMO", &[2]) };
        assert_eq!(changes(&rows, &[election], &plans(), |_| dates("2026-03-10", "2026-02-28")), []);
    }

    fn any_choice() -> impl Strategy<Value = Choice> {
        let people = prop::collection::btree_set(2u128..6, 0..4);
        prop_oneof![
            4 => (prop::sample::select(vec!["HMO", "PPO", "HDP"]), people)
                .prop_map(|(plan, people)| cover(plan, &people.into_iter().collect::<Vec<_>>())),
            1 => Just(WAIVE),
        ]
    }

    proptest! {
        #[test]
        fn whatever_happens_one_thing_is_held_on_each_day_and_twice_is_once(
            events in prop::collection::vec((any_choice(), 0u64..500, 0u64..80), 1..10)
        ) {
            let mut next = 100;
            let mut rows: Vec<Coverage> = Vec::new();
            let mut first_day: Option<NaiveDate> = None;
            for (choice, after, ends) in events {
                let effective = day("2025-07-01") + Days::new(after);
                let dates = Dates {
                    effective,
                    dropped_through: effective - Days::new(40) + Days::new(ends),
                    year_end: day("2026-07-01"),
                };
                let election = [Election { benefit: Benefit::Health, choice: choice.clone() }];
                let before = rows.clone();
                let change = changes(&rows, &election, &plans(), |_| dates);
                rows = replay(&rows, &change, &mut next);
                first_day = Some(first_day.map_or(effective, |day| day.min(effective)));

                for (place, one) in rows.iter().enumerate() {
                    prop_assert!(rows[place + 1..].iter().all(|other| !one.period.overlaps(other.period)));
                }
                // No gap: from the first day on something is held, or declined, on each day.
                for pair in rows.windows(2) {
                    prop_assert_eq!(pair[0].period.to(), Some(pair[1].period.from()));
                }
                prop_assert_eq!(rows.last().unwrap().period.to(), None);
                // Nothing changes before the earlier of the two dates.
                let quiet = effective.min(dates.dropped_through.succ_opt().unwrap());
                let on = |rows: &[Coverage], day| rows.iter().find(|row| row.period.contains(day)).map(|row| row.choice.clone());
                for back in 1..60 {
                    let day = quiet - Days::new(back);
                    prop_assert_eq!(on(&before, day), on(&rows, day));
                }
                // What was asked for is held on the later of the two, where nothing was decided in between.
                let settled = effective.max(dates.dropped_through.succ_opt().unwrap());
                if before.iter().all(|row| row.period.from() <= effective || settled < row.period.from()) {
                    prop_assert_eq!(on(&rows, settled), Some(choice));
                }
                prop_assert_eq!(changes(&rows, &election, &plans(), |_| dates), vec![]);
            }
        }
    }
}

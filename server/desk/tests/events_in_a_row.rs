//! Life events one after the other, in any order, by the shipped catalogue: whatever is asked for, coverage
//! changes only as one of them permits, and no day is left without an answer.
#![allow(clippy::unwrap_used, reason = "a test stops where something is wrong")]

use chrono::{Days, NaiveDate};
use desk::events::shipped;
use domain::apply::CoverageChange;
use domain::benefit::{Benefit, Plan, Tier};
use domain::class::Class;
use domain::election::{Choice, Coverage, Election, WaiverReason};
use domain::event::{Asked, Change, Circle, EventKind, Timing};
use domain::mid_year::{self, Dates};
use domain::period::Period;
use domain::person::{Dependent, Relationship};
use proptest::prelude::*;
use uuid::Uuid;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn plans() -> Vec<Plan> {
    let plan = |code: &str| Plan {
        code: code.parse().unwrap(),
        benefit: Benefit::Health,
        name: code.into(),
        carrier: "C".into(),
        audience: vec![Class::Active],
        tiers: vec![Tier::Individual, Tier::IndividualPlusOne, Tier::Family],
        group_number: String::new(),
        hd_code: String::new(),
    };
    ["HMO", "PPO", "HDP"].map(plan).into()
}

/// A spouse, two children, a former spouse.
fn household() -> Vec<Dependent> {
    use Relationship::{Child, FormerSpouse, Spouse};
    let one = |(id, relationship): (u128, Relationship)| Dependent {
        id: Uuid::from_u128(id),
        given_name: "A".into(),
        family_name: "B".into(),
        birth: day("2010-01-01"),
        relationship,
        disabled: false,
        ended: None,
    };
    [(2, Spouse), (3, Child), (4, Child), (5, FormerSpouse)].map(one).into()
}

fn chosen(mask: u8) -> Vec<Uuid> {
    household()
        .iter()
        .enumerate()
        .filter(|(place, _)| mask & (1 << place) != 0)
        .map(|(_, one)| one.id)
        .collect()
}

fn choice(plan: usize, mask: u8) -> Choice {
    let Some(plan) = plans().into_iter().nth(plan) else {
        return Choice::Waive { reason: WaiverReason::SpousePlan };
    };
    let dependents = chosen(mask);
    Choice::Cover { tier: plan.tier_for(dependents.len()).unwrap(), plan: plan.code, dependents }
}

fn replay(rows: &[Coverage], changes: &[CoverageChange], next: &mut u128) -> Vec<Coverage> {
    let gone: Vec<Uuid> = changes.iter().flat_map(|change| change.supersede.iter().copied()).collect();
    let mut after: Vec<Coverage> = rows.iter().filter(|row| !gone.contains(&row.id)).cloned().collect();
    for new in changes.iter().flat_map(|change| &change.insert) {
        *next += 1;
        after.push(row(*next, new.choice.clone(), new.period));
    }
    after.sort_by_key(|row| row.period.from());
    after
}

fn row(id: u128, choice: Choice, period: Period) -> Coverage {
    Coverage {
        through: None,
        id: Uuid::from_u128(id),
        person: Uuid::from_u128(1),
        benefit: Benefit::Health,
        choice,
        period,
        submission: Uuid::from_u128(9),
        recorded_at: chrono::DateTime::UNIX_EPOCH,
    }
}

fn on(rows: &[Coverage], day: NaiveDate) -> Option<&Choice> {
    rows.iter().find(|row| row.period.contains(day)).map(|row| &row.choice)
}

/// What differs between two choices of a day, where the event does not permit it for anybody or that person.
fn forbidden(kind: &EventKind, circle: Circle<'_>, was: Option<&Choice>, is: &Choice) -> Vec<Change> {
    let covers = |choice: Option<&Choice>, person: Option<Uuid>| {
        let held = choice.filter(|choice| choice.plan().is_some());
        held.is_some_and(|choice| person.is_none_or(|id| choice.dependents().contains(&id)))
    };
    let permits = |change: Change, person: Option<Uuid>| {
        kind.permitted(Benefit::Health)
            .any(|permit| permit.change == change && circle.includes(permit.whom, person))
    };
    let mut found = Vec::new();
    for person in std::iter::once(None).chain(household().iter().map(|one| Some(one.id))) {
        let change = match (covers(was, person), covers(Some(is), person)) {
            (false, true) => Change::Add,
            (true, false) => Change::Drop,
            _ => continue,
        };
        if !permits(change, person) {
            found.push(change);
        }
    }
    found
}

proptest! {
    #[test]
    fn no_sequence_of_events_yields_what_none_of_them_permits(
        events in prop::collection::vec(
            (0usize..25, 0u64..500, 0u64..40, 0usize..4, 0u8..16, 0u8..32, 0usize..3), 1..14)
    ) {
        let (kinds, plans, household) = (shipped(), plans(), household());
        let first = day("2025-07-01");
        let mut rows = vec![row(10, choice(0, 0), Period::starting(first))];
        let mut next = 100;
        for (kind, happened, later, plan, covered, concerned, which) in events {
            let kind = &kinds[kind % kinds.len()];
            let event = first + Days::new(60 + happened);
            let request = event + Days::new(later);
            if kind.timing(event, request) != Timing::InTime {
                continue;
            }
            let allowed = kind.effective_dates(event, request);
            let effective = kind.effective_for(Benefit::Health, allowed[which % allowed.len()], request);
            let mut about = chosen(concerned);
            if concerned & 16 != 0 {
                about.push(Uuid::from_u128(1));
            }
            let wanted = choice(plan, covered);
            let held = on(&rows, effective).cloned();
            let asked = Asked {
                benefit: Benefit::Health,
                before: held.as_ref(),
                after: &wanted,
                household: &household,
                new_people: &[],
                concerned: &about,
            };
            let dates = Dates {
                effective,
                dropped_through: kind.end_date(event, effective),
                year_end: day("2026-07-01"),
            };
            let election = [Election { benefit: Benefit::Health, choice: wanted.clone() }];
            let others = mid_year::replaced(&rows, &election[0], &plans, dates);
            // What is refused is not sent.
            if !kind.judge_all(&asked, &others).is_empty() {
                continue;
            }
            let before = rows.clone();
            let change = mid_year::changes(&rows, &election, &plans, |_| dates);
            rows = replay(&rows, &change, &mut next);

            let circle = Circle { household: &household, new_people: &[], concerned: &about };
            for ahead in 0..900 {
                let day = first + Days::new(ahead);
                let is = on(&rows, day);
                prop_assert!(is.is_some(), "a gap on {day}");
                if let Choice::Cover { plan, tier, dependents } = is.unwrap() {
                    let plan = plans.iter().find(|one| one.code == *plan).unwrap();
                    prop_assert_eq!(plan.tier_for(dependents.len()), Some(*tier), "{}", day);
                }
                let wrong = forbidden(kind, circle, on(&before, day), is.unwrap());
                prop_assert!(wrong.is_empty(), "{} {}: {wrong:?} by {}\n{before:#?}\n{rows:#?}", day, effective, kind.code);
            }
            for (place, one) in rows.iter().enumerate() {
                prop_assert!(rows[place + 1..].iter().all(|other| !one.period.overlaps(other.period)));
            }
        }
    }
}

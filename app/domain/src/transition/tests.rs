use super::*;
use crate::benefit::Tier;
use crate::money::Cents;
use chrono::DateTime;
use proptest::prelude::*;

const RETIREE: Uuid = Uuid::from_u128(1);
const SPOUSE: Uuid = Uuid::from_u128(2);
const CHILD: Uuid = Uuid::from_u128(3);
const DISABLED: Uuid = Uuid::from_u128(4);

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn plan(code: &str, benefit: Benefit, audience: &[Class], tiers: &[Tier]) -> Plan {
    Plan {
        code: code.parse().unwrap(),
        benefit,
        name: code.into(),
        carrier: "Carrier".into(),
        audience: audience.to_vec(),
        tiers: tiers.to_vec(),
        group_number: String::new(),
        hd_code: String::new(),
    }
}

fn plans() -> Vec<Plan> {
    const THREE: &[Tier] = &[Tier::Individual, Tier::IndividualPlusOne, Tier::Family];
    vec![
        plan("HMO", Benefit::Health, &[Class::NonMedicareRetiree, Class::Survivor], THREE),
        plan("MSUP", Benefit::Health, &[Class::MedicareRetiree, Class::MedicareSurvivor], &[Tier::PerPerson]),
        plan("DBAS", Benefit::Dental, &[Class::Retiree, Class::Survivor], THREE),
        plan("VIS", Benefit::Vision, &[Class::Retiree], THREE),
    ]
}

fn member(id: Uuid, relationship: Relationship, birth: &str, disabled: bool) -> Dependent {
    Dependent {
        id,
        given_name: "Ana".into(),
        family_name: "Reis".into(),
        birth: day(birth),
        relationship,
        disabled,
        ended: None,
    }
}

/// A spouse of 61, a child of 20, and a disabled one of 31.
fn members() -> Vec<Dependent> {
    vec![
        member(SPOUSE, Relationship::Spouse, "1965-08-01", false),
        member(DISABLED, Relationship::Child, "1995-02-01", true),
        member(CHILD, Relationship::Child, "2006-05-05", false),
    ]
}

fn cover(code: &str, dependents: &[Uuid]) -> Choice {
    let plan = plans().into_iter().find(|plan| plan.code.as_str() == code).unwrap();
    let mut dependents = dependents.to_vec();
    dependents.sort_unstable();
    Choice::Cover { tier: plan.tier_for(dependents.len()).unwrap(), plan: plan.code, dependents }
}

fn row(id: u128, person: Uuid, benefit: Benefit, choice: Choice) -> Coverage {
    Coverage {
        id: Uuid::from_u128(id),
        person,
        benefit,
        choice,
        period: Period::starting(day("2025-07-01")),
        through: (person != RETIREE).then_some(RETIREE),
        submission: Uuid::from_u128(9),
        recorded_at: DateTime::UNIX_EPOCH,
    }
}

/// The rows of everybody after a change, as the store writes them.
fn after(rows: &[Coverage], contracts: Vec<Contract>) -> Vec<Coverage> {
    let reason = Reason::Remarriage { on: day("2026-01-01") };
    let changes = Transition { reason, contracts }.changes(rows);
    let gone: Vec<Uuid> = changes.iter().flat_map(|(_, change)| change.supersede.clone()).collect();
    let mut made: Vec<Coverage> = rows.iter().filter(|row| !gone.contains(&row.id)).cloned().collect();
    for (holder, change) in changes {
        for new in change.insert {
            made.push(Coverage {
                id: Uuid::from_u128(100 + made.len() as u128),
                period: new.period,
                through: new.through,
                ..row(0, holder, new.benefit, new.choice)
            });
        }
    }
    made
}

/// What is held on a day: who, what, and through whom, in order.
fn held(rows: &[Coverage], on: &str) -> Vec<(Uuid, Choice, Option<Uuid>)> {
    let mut held: Vec<_> = rows
        .iter()
        .filter(|row| row.period.contains(day(on)))
        .map(|row| (row.person, row.choice.clone(), row.through))
        .collect();
    held.sort_by_key(|(person, choice, _)| (*person, choice.plan().cloned()));
    held
}

fn medicare() -> PlanCode {
    "MSUP".parse().unwrap()
}

#[test]
fn whoever_has_medicare_moves_and_the_others_stay_where_they_are() {
    let (all, members) = (plans(), members());
    let everybody = [row(10, RETIREE, Benefit::Health, cover("HMO", &[SPOUSE, CHILD, DISABLED]))];
    let mixed = [
        row(10, RETIREE, Benefit::Health, cover("MSUP", &[])),
        row(11, SPOUSE, Benefit::Health, cover("HMO", &[CHILD])),
    ];
    let through = Some(RETIREE);
    for (rows, who, wanted) in [
        (
            everybody.to_vec(),
            RETIREE,
            vec![(RETIREE, cover("MSUP", &[]), None), (SPOUSE, cover("HMO", &[CHILD, DISABLED]), through)],
        ),
        (
            everybody.to_vec(),
            SPOUSE,
            vec![(RETIREE, cover("HMO", &[CHILD, DISABLED]), None), (SPOUSE, cover("MSUP", &[]), through)],
        ),
        (
            everybody.to_vec(),
            DISABLED,
            vec![(RETIREE, cover("HMO", &[SPOUSE, CHILD]), None), (DISABLED, cover("MSUP", &[]), through)],
        ),
        (
            mixed.to_vec(),
            SPOUSE,
            vec![
                (RETIREE, cover("MSUP", &[]), None),
                (SPOUSE, cover("MSUP", &[]), through),
                (CHILD, cover("HMO", &[]), through),
            ],
        ),
    ] {
        let household = Household { subscriber: RETIREE, members: &members, rows: &rows };
        let contracts = household.to_medicare(who, &medicare(), &all, day("2027-03-01")).unwrap();
        let made = after(&rows, contracts.clone());
        assert_eq!(held(&made, "2027-03-01"), wanted, "{who}");
        assert_eq!(held(&made, "2027-02-28"), held(&rows, "2027-02-28"), "no gap and no change before");
        let again = Household { rows: &made, ..household };
        assert_eq!(after(&made, contracts), made, "applying twice is applying once");
        assert_eq!(
            again.to_medicare(who, &medicare(), &all, day("2027-04-01")),
            Err(TransitionFault::AlreadyThere)
        );
    }
    let nobody = Household { subscriber: RETIREE, members: &members, rows: &[] };
    assert_eq!(
        nobody.to_medicare(SPOUSE, &medicare(), &all, day("2027-03-01")),
        Err(TransitionFault::NotCovered)
    );
}

#[test]
fn a_medicare_plan_begins_once_both_parts_have_and_never_reaches_back() {
    for (a, b, asked, begins) in [
        ("2027-03-01", "2027-03-01", "2026-12-10", "2027-03-01"),
        ("2027-03-01", "2027-05-01", "2027-02-10", "2027-05-01"),
        ("2026-10-01", "2026-10-01", "2026-11-24", "2026-12-01"),
        ("2026-10-01", "2026-10-01", "2026-12-01", "2027-01-01"),
    ] {
        assert_eq!(medicare_plan_begins(day(a), day(b), day(asked)), day(begins), "{a} {b} {asked}");
    }
}

#[test]
fn after_a_death_those_who_may_stay_go_on_under_the_survivor() {
    let (all, members) = (plans(), members());
    let rows = [
        row(10, RETIREE, Benefit::Health, cover("MSUP", &[])),
        row(11, SPOUSE, Benefit::Health, cover("HMO", &[DISABLED])),
        row(12, RETIREE, Benefit::Dental, cover("DBAS", &[SPOUSE, DISABLED])),
        row(13, RETIREE, Benefit::Vision, cover("VIS", &[SPOUSE])),
        row(
            14,
            RETIREE,
            Benefit::Life,
            Choice::Insure { plan: "LIFE".parse().unwrap(), volume: Cents::dollars(10_000) },
        ),
    ];
    let household = Household { subscriber: RETIREE, members: &members, rows: &rows };
    let made = after(&rows, household.after_death(Some(SPOUSE), day("2026-11-10"), &all).unwrap());
    assert_eq!(held(&made, "2026-11-30"), held(&rows, "2026-11-30"), "to the end of the month");
    assert_eq!(
        held(&made, "2026-12-01"),
        [(SPOUSE, cover("DBAS", &[DISABLED]), None), (SPOUSE, cover("HMO", &[DISABLED]), None)],
        "vision is not for survivors, and life insurance is a claim now"
    );
    let alone = after(&rows, household.after_death(None, day("2026-11-10"), &all).unwrap());
    assert_eq!(held(&alone, "2026-12-01"), []);
}

#[test]
fn children_go_on_through_a_survivor_with_medicare_of_their_own() {
    let (all, members) = (plans(), members());
    let rows = [
        row(10, RETIREE, Benefit::Health, cover("HMO", &[CHILD, DISABLED])),
        row(11, SPOUSE, Benefit::Health, cover("MSUP", &[])),
    ];
    let household = Household { subscriber: RETIREE, members: &members, rows: &rows };
    let made = after(&rows, household.after_death(Some(SPOUSE), day("2026-11-30"), &all).unwrap());
    assert_eq!(
        held(&made, "2026-12-01"),
        [(SPOUSE, cover("MSUP", &[]), None), (DISABLED, cover("HMO", &[CHILD]), Some(SPOUSE))]
    );
}

#[test]
fn a_survivor_who_marries_again_is_covered_to_the_end_of_the_month() {
    let rows = [
        Coverage { through: None, ..row(10, SPOUSE, Benefit::Health, cover("HMO", &[DISABLED])) },
        Coverage { through: None, ..row(11, SPOUSE, Benefit::Dental, cover("DBAS", &[])) },
    ];
    let household = Household { subscriber: SPOUSE, members: &[], rows: &rows };
    let made = after(&rows, household.after_remarriage(day("2026-11-10")));
    assert_eq!(held(&made, "2026-11-30").len(), 2);
    assert_eq!(held(&made, "2026-12-01"), []);
}

proptest! {
    /// Whoever of the household moves, in whatever order: everybody who was covered and may be still is, once.
    #[test]
    fn nobody_loses_coverage_or_has_it_twice(moves in prop::collection::vec(0usize..4, 1..5)) {
        let (all, members) = (plans(), members());
        let everybody = [RETIREE, SPOUSE, CHILD, DISABLED];
        let mut rows = vec![row(10, RETIREE, Benefit::Health, cover("HMO", &[SPOUSE, CHILD, DISABLED]))];
        for (month, who) in moves.into_iter().enumerate() {
            let from = NaiveDate::from_ymd_opt(2027, month as u32 + 1, 1).unwrap();
            let household = Household { subscriber: RETIREE, members: &members, rows: &rows };
            match household.to_medicare(everybody[who], &medicare(), &all, from) {
                Ok(contracts) => rows = after(&rows, contracts),
                Err(fault) => prop_assert_eq!(fault, TransitionFault::AlreadyThere),
            }
            for one in everybody {
                let covering = rows.iter().filter(|row| {
                    row.period.contains(from) && (row.person == one || row.choice.dependents().contains(&one))
                });
                prop_assert_eq!(covering.count(), 1, "{}", one);
            }
        }
    }
}

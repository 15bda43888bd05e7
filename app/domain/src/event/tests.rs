use std::collections::BTreeSet;

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::benefit::{Benefit, Tier};
use crate::document::DocumentKind;
use crate::election::{Choice, WaiverReason};
use crate::money::Cents;
use crate::person::{Dependent, Relationship};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

/// A birth with the permits that the tests are about; each of them changes what it needs.
fn kind(permits: &[(Benefit, Change, Whom)]) -> EventKind {
    EventKind {
        code: "birth".parse().unwrap(),
        title: Bilingual { en: "Birth of a child".into(), es: "Nacimiento".into() },
        lead: Bilingual { en: "A child was born.".into(), es: "Nació un niño.".into() },
        populations: vec![Population::Active],
        entry: Entry::SelfService,
        window: Window { before: 0, after: 30 },
        effective: vec![EffectiveRule::DateOfEvent, EffectiveRule::FirstOfMonthAfterRequest],
        ends: EndRule::EveOfEffective,
        permits: permits
            .iter()
            .map(|(benefit, change, whom)| Permit {
                benefit: *benefit,
                change: *change,
                whom: *whom,
                source: "Treas. Reg. § 1.125-4(c)(2)(ii)".into(),
            })
            .collect(),
        proof: vec![ProofRule {
            whom: Whom::Children,
            documents: vec![DocumentKind::BirthCertificate],
            due_days: 60,
        }],
    }
}

const EX: u128 = 2;
const SPOUSE: u128 = 3;
const CHILD: u128 = 4;
const BABY: u128 = 5;
const MEMBER: u128 = 1;

fn household() -> Vec<Dependent> {
    [
        (EX, Relationship::FormerSpouse),
        (SPOUSE, Relationship::Spouse),
        (CHILD, Relationship::Stepchild),
        (BABY, Relationship::Child),
    ]
    .map(|(number, relationship)| Dependent {
        id: id(number),
        given_name: "Ana".into(),
        family_name: "Reis".into(),
        birth: day("2000-01-01"),
        relationship,
        disabled: false,
        ended: None,
    })
    .to_vec()
}

fn cover(plan: &str, dependents: &[u128]) -> Choice {
    Choice::Cover {
        plan: plan.parse().unwrap(),
        tier: Tier::Family,
        dependents: dependents.iter().map(|number| id(*number)).collect(),
    }
}

fn waive() -> Choice {
    Choice::Waive { reason: WaiverReason::SpousePlan }
}

fn contribute(dollars: i64) -> Choice {
    Choice::Contribute { plan: "FSA".parse().unwrap(), annual: Cents::dollars(dollars) }
}

/// What is refused of a change, as words: the change and the number of the person (1 is the member).
fn refused(
    kind: &EventKind,
    benefit: Benefit,
    before: Option<&Choice>,
    after: &Choice,
    concerned: &[u128],
) -> Vec<(Change, u128)> {
    let household = household();
    let concerned: Vec<Uuid> = concerned.iter().map(|number| id(*number)).collect();
    let asked = Asked {
        benefit,
        before,
        after,
        household: &household,
        new_people: &[id(BABY)],
        concerned: &concerned,
    };
    kind.judge(&asked)
        .into_iter()
        .map(|refusal| {
            assert_eq!(refusal.benefit, benefit);
            (refusal.change, refusal.person.map_or(MEMBER, |person| person.as_u128()))
        })
        .collect()
}

#[test]
fn a_window_counts_the_day_of_the_event_as_day_0() {
    let kind = kind(&[]);
    assert_eq!(kind.window(day("2026-01-31")), (day("2026-01-31"), day("2026-03-02")));
    for (today, timing) in [
        ("2026-01-30", Timing::Early),
        ("2026-01-31", Timing::InTime),
        ("2026-03-02", Timing::InTime),
        ("2026-03-03", Timing::Late),
    ] {
        assert_eq!(kind.timing(day("2026-01-31"), day(today)), timing, "{today}");
    }
    assert_eq!(kind.window(NaiveDate::MAX).1, NaiveDate::MAX);
}

#[test]
fn each_rule_gives_its_date_and_never_one_that_has_passed() {
    use EffectiveRule::*;
    for (rule, event, request, date) in [
        (DateOfEvent, "2026-05-17", "2026-05-17", "2026-05-17"),
        (DateOfEvent, "2026-05-17", "2026-06-16", "2026-05-17"),
        (DateOfEvent, "2026-05-17", "2026-06-17", "2026-07-01"),
        (DateOfEvent, "2026-05-17", "2026-05-01", "2026-05-17"),
        (DateOfEventAhead, "2026-05-17", "2026-05-17", "2026-05-17"),
        (DateOfEventAhead, "2026-05-17", "2026-05-18", "2026-06-01"),
        (FirstOfMonthAfterEvent, "2026-05-17", "2026-06-01", "2026-06-01"),
        (FirstOfMonthAfterEvent, "2026-05-17", "2026-06-02", "2026-07-01"),
        (FirstOfMonthAfterEvent, "2026-06-01", "2026-05-02", "2026-07-01"),
        (FirstOfMonthAfterRequest, "2026-05-17", "2026-06-01", "2026-07-01"),
        (FirstOfMonthAfterRequest, "2026-06-01", "2026-04-02", "2026-06-01"),
        (FirstOfMonthAfterRequest, "2026-06-02", "2026-04-02", "2026-07-01"),
        (FirstOfMonthAfterRequest, "2025-12-31", "2025-12-31", "2026-01-01"),
        (AfterWaitingPeriod, "2026-05-17", "2026-05-20", "2026-07-01"),
        (AfterWaitingPeriod, "2026-05-17", "2026-08-20", "2026-09-01"),
    ] {
        assert_eq!(rule.date(day(event), day(request)), day(date), "{rule} {event} {request}");
    }
}

#[test]
fn dates_that_several_rules_give_are_offered_once_each_with_its_rule() {
    let kind = kind(&[]);
    let (event, request) = (day("2026-05-17"), day("2026-06-10"));
    assert_eq!(kind.effective_dates(event, request), [event, day("2026-07-01")]);
    assert_eq!(kind.effective_by(event, request, event), Some(EffectiveRule::DateOfEvent));
    assert_eq!(
        kind.effective_by(event, request, day("2026-07-01")),
        Some(EffectiveRule::FirstOfMonthAfterRequest)
    );
    assert_eq!(kind.effective_by(event, request, day("2026-06-01")), None);
    assert_eq!(kind.effective_dates(event, day("2026-06-20")), [day("2026-07-01")]);
}

#[test]
fn coverage_of_people_alone_reaches_back() {
    let kind = kind(&[]);
    let request = day("2026-06-10");
    for (benefit, chosen, from) in [
        (Benefit::Health, "2026-05-17", "2026-05-17"),
        (Benefit::Vision, "2026-05-17", "2026-05-17"),
        (Benefit::HealthFsa, "2026-05-17", "2026-07-01"),
        (Benefit::OptionalLife, "2026-05-17", "2026-07-01"),
        (Benefit::HealthFsa, "2026-06-17", "2026-06-17"),
        (Benefit::DeferredCompensation, "2026-06-17", "2026-07-01"),
        (Benefit::DeferredCompensation, "2026-08-01", "2026-08-01"),
    ] {
        assert_eq!(kind.effective_for(benefit, day(chosen), request), day(from), "{benefit} {chosen}");
    }
}

#[test]
fn what_is_dropped_ends_by_the_rule_and_never_after_the_eve_of_the_change() {
    for (ends, event, effective, last) in [
        (EndRule::EveOfEffective, "2026-05-17", "2026-07-01", "2026-06-30"),
        (EndRule::EndOfMonthOfEvent, "2026-05-17", "2026-07-01", "2026-05-31"),
        (EndRule::EndOfMonthOfEvent, "2026-05-17", "2026-05-17", "2026-05-16"),
        (EndRule::DayOfEvent, "2026-05-17", "2026-07-01", "2026-05-17"),
        (EndRule::DayOfEvent, "2026-05-17", "2026-05-17", "2026-05-16"),
    ] {
        let kind = EventKind { ends, ..kind(&[]) };
        assert_eq!(kind.end_date(day(event), day(effective)), day(last), "{ends}");
    }
}

#[test]
fn a_birth_adds_the_child_and_takes_nobody_away() {
    use Benefit::Health;
    let birth = kind(&[
        (Health, Change::Add, Whom::Self_),
        (Health, Change::Add, Whom::Spouse),
        (Health, Change::Add, Whom::Children),
        (Health, Change::ChangePlan, Whom::Children),
    ]);
    let held = cover("HMO", &[CHILD]);
    for (before, after, expected) in [
        (Some(&held), cover("HMO", &[CHILD, BABY]), vec![]),
        (Some(&held), cover("PPO", &[CHILD, BABY]), vec![]),
        (Some(&held), cover("HMO", &[SPOUSE, CHILD, BABY]), vec![]),
        (Some(&held), cover("PPO", &[CHILD]), vec![(Change::ChangePlan, MEMBER)]),
        (Some(&held), cover("PPO", &[SPOUSE, CHILD]), vec![(Change::ChangePlan, MEMBER)]),
        (Some(&held), cover("HMO", &[EX, CHILD, BABY]), vec![(Change::Add, EX)]),
        (Some(&held), cover("HMO", &[BABY]), vec![(Change::Drop, CHILD)]),
        (Some(&held), waive(), vec![(Change::Drop, MEMBER), (Change::Drop, CHILD)]),
        (None, cover("PPO", &[BABY]), vec![]),
        (Some(&waive()), cover("PPO", &[BABY]), vec![]),
        (Some(&waive()), Choice::Waive { reason: WaiverReason::Medicare }, vec![]),
        (None, waive(), vec![]),
    ] {
        assert_eq!(refused(&birth, Health, before, &after, &[BABY]), expected, "{before:?} {after:?}");
    }
    let dental = refused(&birth, Benefit::Dental, None, &cover("DEN", &[]), &[BABY]);
    assert_eq!(dental, [(Change::Add, MEMBER)]);
}

#[test]
fn only_whom_the_event_is_about_is_dropped() {
    use Benefit::Health;
    let divorce = kind(&[(Health, Change::Drop, Whom::ThatPerson)]);
    let held = cover("HMO", &[SPOUSE, CHILD]);
    for (after, concerned, expected) in [
        (cover("HMO", &[CHILD]), &[SPOUSE][..], vec![]),
        (cover("HMO", &[SPOUSE]), &[SPOUSE], vec![(Change::Drop, CHILD)]),
        (waive(), &[SPOUSE], vec![(Change::Drop, MEMBER), (Change::Drop, CHILD)]),
        (waive(), &[MEMBER, SPOUSE, CHILD], vec![]),
        (waive(), &[MEMBER], vec![(Change::Drop, SPOUSE), (Change::Drop, CHILD)]),
        (cover("HMO", &[CHILD]), &[], vec![(Change::Drop, SPOUSE)]),
    ] {
        assert_eq!(refused(&divorce, Health, Some(&held), &after, concerned), expected, "{after:?}");
    }
}

#[test]
fn a_family_comes_along_where_the_event_is_about_the_member() {
    use Benefit::Health;
    let loss = kind(&[
        (Health, Change::Add, Whom::Self_),
        (Health, Change::Add, Whom::ThatPerson),
        (Health, Change::Add, Whom::TheirFamily),
        (Health, Change::ChangePlan, Whom::ThatPerson),
    ]);
    let all = cover("HMO", &[SPOUSE, CHILD]);
    assert_eq!(refused(&loss, Health, None, &all, &[MEMBER]), []);
    assert_eq!(refused(&loss, Health, None, &all, &[SPOUSE]), [(Change::Add, CHILD)]);
    let alone = cover("HMO", &[]);
    assert_eq!(refused(&loss, Health, Some(&alone), &cover("PPO", &[SPOUSE]), &[SPOUSE]), []);
    assert_eq!(
        refused(&loss, Health, Some(&alone), &cover("PPO", &[]), &[SPOUSE]),
        [(Change::ChangePlan, MEMBER)]
    );
}

#[test]
fn amounts_move_in_the_directions_that_are_permitted() {
    use Benefit::HealthFsa;
    let more = kind(&[(HealthFsa, Change::Add, Whom::Self_), (HealthFsa, Change::Increase, Whom::Self_)]);
    let less = kind(&[(HealthFsa, Change::Decrease, Whom::Self_), (HealthFsa, Change::Drop, Whom::Self_)]);
    let held = contribute(1_000);
    for (before, after, by_more, by_less) in [
        (Some(&held), contribute(2_000), vec![], vec![(Change::Increase, MEMBER)]),
        (Some(&held), contribute(500), vec![(Change::Decrease, MEMBER)], vec![]),
        (Some(&held), waive(), vec![(Change::Drop, MEMBER)], vec![]),
        (Some(&held), contribute(-1), vec![(Change::Decrease, MEMBER)], vec![(Change::Decrease, MEMBER)]),
        (None, contribute(500), vec![], vec![(Change::Add, MEMBER)]),
        (None, contribute(-1), vec![(Change::Add, MEMBER)], vec![(Change::Add, MEMBER)]),
    ] {
        assert_eq!(refused(&more, HealthFsa, before, &after, &[]), by_more, "{after:?}");
        assert_eq!(refused(&less, HealthFsa, before, &after, &[]), by_less, "{after:?}");
    }
    let other = Benefit::DependentCareFsa;
    assert_eq!(refused(&more, other, Some(&held), &contribute(2_000), &[]), [(Change::Increase, MEMBER)]);
}

#[test]
fn who_comes_new_can_be_told_from_who_was_there() {
    use Benefit::Vision;
    let kind = kind(&[
        (Vision, Change::Add, Whom::NewPeople),
        (Vision, Change::Drop, Whom::FormerSpouse),
        (Vision, Change::ChangePlan, Whom::Self_),
    ]);
    let held = cover("A", &[EX]);
    assert_eq!(refused(&kind, Vision, Some(&held), &cover("B", &[BABY]), &[]), []);
    assert_eq!(refused(&kind, Vision, Some(&held), &cover("A", &[EX, CHILD]), &[]), [(Change::Add, CHILD)]);
}

#[test]
fn proof_is_asked_about_the_people_of_its_rule() {
    let kind = kind(&[]);
    let household = household();
    let circle = Circle { household: &household, new_people: &[id(BABY)], concerned: &[] };
    assert_eq!(kind.proof_about(circle, Some(id(BABY))), [&kind.proof[0]]);
    assert!(kind.proof_about(circle, Some(id(SPOUSE))).is_empty());
    assert!(kind.proof_about(circle, None).is_empty());
}

#[test]
fn each_fault_is_found_alone() {
    let sound = kind(&[(Benefit::Health, Change::Add, Whom::Children)]);
    assert_eq!(sound.check(), []);
    let with = |change: &dyn Fn(&mut EventKind)| {
        let mut kind = sound.clone();
        change(&mut kind);
        kind.check()
    };
    let permit = |benefit, change, whom| {
        move |kind: &mut EventKind| {
            kind.permits.push(Permit { benefit, change, whom, source: "s".into() });
        }
    };
    let found: Vec<(Fault, Vec<Fault>)> = vec![
        (Fault::NoTitle, with(&|kind| kind.title.es.clear())),
        (Fault::NoLead, with(&|kind| kind.lead.en = " ".into())),
        (Fault::NoPopulation, with(&|kind| kind.populations.clear())),
        (Fault::EmptyWindow, with(&|kind| kind.window = Window { before: 0, after: 0 })),
        (Fault::LongWindow, with(&|kind| kind.window.after = 367)),
        (Fault::NoEffectiveRule, with(&|kind| kind.effective.clear())),
        (Fault::EffectiveRuleTwice, with(&|kind| kind.effective.push(EffectiveRule::DateOfEvent))),
        (Fault::ReachesBack, with(&|kind| kind.proof.clear())),
        (Fault::NothingPermitted, with(&|kind| kind.permits.clear())),
        (Fault::PermitTwice, with(&permit(Benefit::Health, Change::Add, Whom::Children))),
        (Fault::NoSource, with(&|kind| kind.permits[0].source.clear())),
        (Fault::ImpossiblePermit, with(&permit(Benefit::HealthFsa, Change::ChangePlan, Whom::Self_))),
        (Fault::ImpossiblePermit, with(&permit(Benefit::HealthFsa, Change::Add, Whom::Children))),
        (Fault::ImpossiblePermit, with(&permit(Benefit::Health, Change::Increase, Whom::Self_))),
        (
            Fault::NoDocument,
            with(&|kind| {
                kind.proof.push(ProofRule { whom: Whom::Self_, documents: vec![], due_days: 1 });
            }),
        ),
        (Fault::ProofDueAtOnce, with(&|kind| kind.proof[0].due_days = 0)),
    ];
    for (fault, faults) in &found {
        assert_eq!(faults, &[*fault]);
    }
    let tried: BTreeSet<Fault> = found.iter().map(|(fault, _)| *fault).collect();
    assert_eq!(tried.len(), Fault::ALL.len());
}

#[test]
fn a_kind_is_read_as_it_was_written_and_with_no_key_too_many() {
    let kind = kind(&[(Benefit::Health, Change::Add, Whom::Self_)]);
    let mut json = serde_json::to_value(&kind).unwrap();
    assert_eq!(serde_json::from_value::<EventKind>(json.clone()).unwrap(), kind);
    json["permits"][0]["sauce"] = "".into();
    assert!(serde_json::from_value::<EventKind>(json).is_err());
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0u64..3_000).prop_map(|days| day("2023-01-01") + Days::new(days))
}

fn any_choice() -> impl Strategy<Value = Choice> {
    let people = prop::sample::subsequence(vec![EX, SPOUSE, CHILD, BABY, 99], 0..=5);
    prop_oneof![
        (prop::sample::select(vec!["HMO", "PPO"]), people).prop_map(|(plan, people)| cover(plan, &people)),
        (-2_000i64..4_000).prop_map(contribute),
        Just(waive()),
    ]
}

fn any_permits() -> impl Strategy<Value = Vec<(Benefit, Change, Whom)>> {
    let permit = (
        prop::sample::select(vec![Benefit::Health, Benefit::HealthFsa]),
        prop::sample::select(Change::ALL),
        prop::sample::select(Whom::ALL),
    );
    prop::collection::vec(permit, 0..8)
}

proptest! {
    #[test]
    fn a_window_holds_its_event(event in any_day(), before in 0u32..400, after in 0u32..400) {
        let kind = EventKind { window: Window { before, after }, ..kind(&[]) };
        let (first, last) = kind.window(event);
        prop_assert!(first <= event && event <= last);
        prop_assert_eq!((last - first).num_days(), i64::from(before + after));
        prop_assert_eq!(kind.timing(event, event), Timing::InTime);
        prop_assert_eq!(kind.timing(event, last + Days::new(1)), Timing::Late);
        prop_assert_eq!(kind.timing(event, first - Days::new(1)), Timing::Early);
    }

    #[test]
    fn a_change_holds_from_no_day_before_its_event_and_reaches_back_for_30_days_alone(
        event in any_day(),
        offset in -400i64..400,
        rules in prop::sample::subsequence(EffectiveRule::ALL, 1..=EffectiveRule::ALL.len()),
        ends in prop::sample::select(EndRule::ALL),
    ) {
        let request = event + chrono::Duration::days(offset);
        let kind = EventKind { effective: rules.clone(), ends, ..kind(&[]) };
        let dates = kind.effective_dates(event, request);
        prop_assert!(!dates.is_empty());
        prop_assert!(dates.windows(2).all(|pair| pair[0] < pair[1]));
        for date in dates {
            prop_assert!(date >= event);
            let back = rules.contains(&EffectiveRule::DateOfEvent) && (0..=30).contains(&offset);
            prop_assert!(date >= request || (back && date == event));
            prop_assert!(kind.end_date(event, date) < date);
            let by = kind.effective_by(event, request, date);
            prop_assert!(by.is_some_and(|rule| rules.contains(&rule)));
        }
    }

    #[test]
    fn nothing_is_refused_where_nothing_changes(choice in any_choice(), permits in any_permits()) {
        let kind = kind(&permits);
        for benefit in [Benefit::Health, Benefit::HealthFsa] {
            prop_assert_eq!(refused(&kind, benefit, Some(&choice), &choice, &[SPOUSE]), []);
        }
    }

    #[test]
    fn one_more_permit_never_refuses_more(
        before in any_choice(),
        after in any_choice(),
        permits in any_permits(),
        more in any_permits(),
    ) {
        let few = refused(&kind(&permits), Benefit::Health, Some(&before), &after, &[SPOUSE]);
        let both: Vec<_> = permits.into_iter().chain(more).collect();
        let many = refused(&kind(&both), Benefit::Health, Some(&before), &after, &[SPOUSE]);
        prop_assert!(many.iter().all(|refusal| few.contains(refusal)));
    }
}

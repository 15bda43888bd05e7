//! A member's life event: from what happened to the records and the payroll notice, on both engines.
#![allow(clippy::unwrap_used, reason = "a test stops where something is wrong")]

mod office;

use desk::decide::Reviewed;
use desk::enroll::event::{TooEarlyOrLate, TypedEvent};
use desk::enroll::household::TypedDependent;
use desk::enroll::occasion::OccasionId;
use desk::error::FieldError;
use desk::{Actor, Clock, Desk, Error, Role};
use domain::benefit::{Benefit, Tier};
use domain::checks::CheckRule;
use domain::election::Choice;
use domain::event::{Change, EffectiveRule};
use domain::person::Relationship;
use domain::submission::{SubmissionKind, SubmissionState};
use office::{day, fields, member, office, person, saying, send, shown, staff};
use records::submissions::{self, Submission};
use records::testing::both;
use records::{Store, coverage, payroll, people};
use uuid::Uuid;

async fn with_events(store: Store, count: usize) -> Desk {
    let desk = office(store, count).await;
    desk.ship_events().await.unwrap();
    desk
}

/// Opens an event of the clerk's own, about somebody who is new.
async fn happened(desk: &Desk, actor: &Actor, kind: &str, date: &str) -> OccasionId {
    let typed = TypedEvent { date: date.into(), somebody_new: true, ..TypedEvent::default() };
    OccasionId::Event(desk.open_event(actor, None, kind, &typed).await.unwrap())
}

/// Opens an event of the clerk's own, about somebody on record.
async fn happened_to(desk: &Desk, actor: &Actor, kind: &str, date: &str, who: Uuid) -> OccasionId {
    let concerned = vec![who.to_string()];
    let typed = TypedEvent { date: date.into(), concerned, ..TypedEvent::default() };
    OccasionId::Event(desk.open_event(actor, None, kind, &typed).await.unwrap())
}

/// The first clerk and the spouse, whom HMO covers since a marriage that was approved.
async fn married(desk: &Desk) -> (Actor, Uuid) {
    let actor = member(&person(desk, "E00001").await);
    let spouse = person(desk, "E00001-01").await.id;
    let at = happened(desk, &actor, "marriage", "4/20/2026").await;
    choose(desk, &actor, at, &[("health.choice", "plan:HMO"), ("health.covered", &spouse.to_string())]).await;
    let sent = submit(desk, &actor, at, "a").await.unwrap();
    desk.approve(&staff(Role::Coordinator), sent.id, sent.version).await.unwrap();
    (actor, spouse)
}

async fn add(desk: &Desk, actor: &Actor, at: OccasionId, name: &str, birth: &str, relation: &str) -> Uuid {
    let typed = TypedDependent {
        given_name: name.into(),
        family_name: "Reis".into(),
        birth: birth.into(),
        relationship: relation.into(),
        ..TypedDependent::default()
    };
    desk.save_dependent(actor, at, None, typed).await.unwrap()
}

async fn choose(desk: &Desk, actor: &Actor, at: OccasionId, pairs: &[(&str, &str)]) {
    desk.save_draft(actor, at, &fields(pairs)).await.unwrap();
}

async fn submit(desk: &Desk, actor: &Actor, at: OccasionId, key: &str) -> desk::Result<Submission> {
    desk.submit(actor, at, key, "Ana Reis", true).await
}

/// A birth that is sent: HMO goes on, with the child.
async fn birth(desk: &Desk, number: &str, date: &str, key: &str) -> (Actor, OccasionId, Uuid, Submission) {
    let actor = member(&person(desk, number).await);
    let at = happened(desk, &actor, "birth", date).await;
    let child = add(desk, &actor, at, "Mel", date, "child").await;
    choose(desk, &actor, at, &[("health.choice", "plan:HMO"), ("health.covered", &child.to_string())]).await;
    let sent = submit(desk, &actor, at, key).await.unwrap();
    (actor, at, child, sent)
}

fn faults<T: std::fmt::Debug>(done: desk::Result<T>) -> Vec<(String, String, String)> {
    match done {
        Err(Error::Fields(errors)) => {
            errors.into_iter().map(|FieldError { field, problem, detail }| (field, problem, detail)).collect()
        }
        other => panic!("{other:?}"),
    }
}

fn fault(field: &str, problem: &str, detail: &str) -> (String, String, String) {
    (field.into(), problem.into(), detail.into())
}

async fn told(desk: &Desk, number: i64) -> (Vec<(String, i64, i64, String)>, Vec<(String, String, i64)>) {
    let lines = payroll::lines(desk.store(), number).await.unwrap();
    let owed = payroll::catch_up(desk.store(), number).await.unwrap();
    (
        lines
            .into_iter()
            .map(|line| {
                let line = line.line;
                (line.deduction_code, line.previous.get(), line.per_pay.get(), line.begin.to_string())
            })
            .collect(),
        owed.into_iter()
            .map(|one| (one.owed.pay_date.to_string(), one.owed.deduction_code, one.owed.amount.get()))
            .collect(),
    )
}

fn line(code: &str, previous: i64, now: i64, begin: &str) -> (String, i64, i64, String) {
    (code.into(), previous, now, begin.into())
}

fn owed(pay_date: &str, code: &str, amount: i64) -> (String, String, i64) {
    (pay_date.into(), code.into(), amount)
}

#[tokio::test]
async fn a_birth_counts_from_the_day_of_birth_everywhere() {
    for store in both().await {
        let desk = with_events(store, 1).await;
        let (actor, at, child, sent) = birth(&desk, "E00001", "4/20/2026", "a").await;
        assert_eq!(sent.kind, SubmissionKind::LifeEvent);
        assert!(sent.reference.starts_with("LE-"), "{}", sent.reference);
        assert_eq!(sent.proposal.effective, day("2026-04-20"));
        let rules: Vec<_> = sent.findings.iter().map(|found| found.rule).collect();
        assert_eq!(rules, [CheckRule::NewDependent]);

        let receipt = desk.receipt(&actor, &sent.reference).await.unwrap();
        let happening = receipt.occasion.event().unwrap();
        assert_eq!(happening.rule(day("2026-04-20")), Some(EffectiveRule::DateOfEvent));
        let health = receipt.lines.iter().find(|line| line.benefit == Benefit::Health).unwrap();
        let (before, after) = (health.before.as_ref().unwrap(), health.after.as_ref().unwrap());
        // HMO: 968.42 and 1,982.17 × 25 % × 12 ÷ 52.
        assert_eq!((before.per_pay().get(), after.per_pay().get()), (55_87, 114_36));
        let pays: Vec<_> = receipt.catch_up.iter().map(|one| one.amount.get()).collect();
        assert_eq!(pays, [58_49, 58_49]);

        let coordinator = staff(Role::Coordinator);
        let review = desk.review(&coordinator, &sent.reference).await.unwrap();
        assert_eq!(review.event.as_ref().unwrap().case.event_date, day("2026-04-20"));
        assert_eq!((review.lines[0].begins, review.catch_up.len()), (day("2026-04-20"), 2));
        desk.approve(&coordinator, sent.id, sent.version).await.unwrap();

        let rows = coverage::current(desk.store(), actor.person.unwrap()).await.unwrap();
        let health: Vec<_> = rows.iter().filter(|row| row.benefit == Benefit::Health).collect();
        assert_eq!(health[0].period.to(), Some(day("2026-04-20")));
        assert_eq!(health[1].period.from(), day("2026-04-20"));
        assert!(
            matches!(&health[1].choice, Choice::Cover { plan, tier: Tier::IndividualPlusOne, dependents }
                if plan.as_str() == "HMO" && *dependents == [child]),
            "{:?}",
            health[1]
        );
        desk.make_payroll_notice().await.unwrap();
        let (lines, catch_up) = told(&desk, 1).await;
        assert_eq!(lines, [line("HMO-IND", 55_87, 0, "2026-04-20"), line("HMO-P1", 0, 114_36, "2026-04-20")]);
        assert_eq!(catch_up, [owed("2026-04-23", "HMO-P1", 58_49), owed("2026-04-30", "HMO-P1", 58_49)]);
        let file = desk.payroll_csv(&staff(Role::Payroll), 1).await.unwrap();
        assert!(String::from_utf8(file).unwrap().contains("HMO-P1,,,,,2026-04-23,58.49,LE-"));

        // What an event has changed is not changed: it is corrected by a submission of its own.
        assert!(matches!(desk.change_choices(&actor, &sent.reference).await, Err(Error::NotFound(_))));
        assert!(
            !faults(desk.save_draft(&actor, at, &fields(&[("health.choice", "waive")])).await).is_empty()
        );
    }
}

#[tokio::test]
async fn an_event_of_the_year_before_has_that_years_prices_until_its_end() {
    for store in both().await {
        let desk = with_events(store, 1).await;
        let july = desk.at(Clock::showing("2026-07-10T16:00:00Z".parse().unwrap()));
        let (actor, _, _, sent) = birth(&july, "E00001", "6/20/2026", "a").await;
        let receipt = july.receipt(&actor, &sent.reference).await.unwrap();
        let health = receipt.lines.iter().find(|line| line.benefit == Benefit::Health).unwrap();
        assert_eq!(health.after.as_ref().unwrap().per_pay().get(), 114_36);

        july.approve(&staff(Role::Coordinator), sent.id, sent.version).await.unwrap();
        july.make_payroll_notice().await.unwrap();
        let (lines, catch_up) = told(&july, 1).await;
        // From July 2,180.39 × 25 % × 12 ÷ 52; alone it would have been 1,065.27 × 25 % × 12 ÷ 52: 61.46.
        assert_eq!(
            lines,
            [
                line("HMO-IND", 55_87, 0, "2026-06-20"),
                line("HMO-P1", 0, 114_36, "2026-06-20"),
                line("HMO-P1", 114_36, 125_79, "2026-07-01"),
            ]
        );
        assert_eq!(
            catch_up,
            [
                owed("2026-06-25", "HMO-P1", 58_49),
                owed("2026-07-02", "HMO-P1", 64_33),
                owed("2026-07-09", "HMO-P1", 64_33),
            ]
        );
    }
}

#[tokio::test]
async fn what_is_late_is_refused_with_its_rule_and_taken_by_staff_with_a_reason() {
    for store in both().await {
        let desk = with_events(store, 1).await;
        let actor = member(&person(&desk, "E00001").await);
        let at = happened(&desk, &actor, "birth", "3/1/2026").await;
        let child = add(&desk, &actor, at, "Mel", "3/1/2026", "child").await;
        choose(&desk, &actor, at, &[("health.choice", "plan:HMO"), ("health.covered", &child.to_string())])
            .await;
        let OccasionId::Event(id) = at else { panic!() };
        let happening = desk.event(&actor, id).await.unwrap().happening;
        assert_eq!(happening.out_of_time(), Some(TooEarlyOrLate::Until(day("2026-03-31"))));
        let refused = faults(submit(&desk, &actor, at, "a").await);
        assert_eq!(refused, [fault("late_because", "event_late", "2026-03-31")]);

        choose(&desk, &actor, at, &[("late_because", "I was away.")]).await;
        let sent = submit(&desk, &actor, at, "a").await.unwrap();
        // Nothing reaches back any more.
        assert_eq!(sent.proposal.effective, day("2026-06-01"));
        assert!(sent.findings.iter().any(|found| found.rule == CheckRule::Late));
        let coordinator = staff(Role::Coordinator);
        assert!(desk.review(&coordinator, &sent.reference).await.unwrap().is_late());
        let refused = faults(desk.approve(&coordinator, sent.id, sent.version).await);
        assert_eq!(refused[0].1, "words_missing");
        let refused = faults(desk.approve_reviewed(&coordinator, sent.id, sent.version, &saying(" ")).await);
        assert_eq!(refused[0].1, "words_missing");
        desk.approve_reviewed(
            &coordinator,
            sent.id,
            sent.version,
            &saying("The hospital sent the papers late."),
        )
        .await
        .unwrap();
        let receipt = desk.receipt(&actor, &sent.reference).await.unwrap();
        assert_eq!(receipt.words().unwrap().words, "The hospital sent the papers late.");
    }
}

#[tokio::test]
async fn what_the_event_does_not_permit_is_refused_at_its_field() {
    for store in both().await {
        let desk = with_events(store, 1).await;
        let clerk = person(&desk, "E00001").await;
        let actor = member(&clerk);
        let at = happened(&desk, &actor, "birth", "4/20/2026").await;
        assert_eq!(faults(submit(&desk, &actor, at, "a").await)[0].1, "nothing_chosen");

        choose(&desk, &actor, at, &[("health.choice", "waive"), ("health.waiver_reason", "spouse_plan")])
            .await;
        let refused = faults(submit(&desk, &actor, at, "a").await);
        assert_eq!(refused, [fault("health.choice", "not_permitted", "drop")]);
        let enrolling = desk.draft(&actor, at).await.unwrap();
        let health = enrolling.step(Benefit::Health).unwrap();
        let waive = Choice::Waive { reason: domain::election::WaiverReason::SpousePlan };
        assert_eq!(enrolling.refusals(health, &waive)[0].change, Change::Drop);
        assert!(!enrolling.permits(Benefit::DeferredCompensation));

        // Another plan, with nobody added.
        choose(&desk, &actor, at, &[("health.choice", "plan:PPO"), ("health.covered", "")]).await;
        let refused = faults(submit(&desk, &actor, at, "a").await);
        assert_eq!(refused, [fault("health.choice", "not_permitted", "change_plan")]);
        // The same plan is no change.
        choose(&desk, &actor, at, &[("health.choice", "plan:HMO")]).await;
        assert_eq!(faults(submit(&desk, &actor, at, "a").await)[0].1, "nothing_chosen");
        // With the spouse it is one.
        let spouse = person(&desk, "E00001-01").await.id.to_string();
        choose(&desk, &actor, at, &[("health.choice", "plan:PPO"), ("health.covered", &spouse)]).await;
        let sent = submit(&desk, &actor, at, "a").await.unwrap();
        assert_eq!(sent.proposal.elections.len(), 1);
        assert_eq!(submissions::of_person(desk.store(), clerk.id).await.unwrap(), [sent]);
    }
}

#[tokio::test]
async fn of_several_days_one_has_to_be_chosen() {
    for store in both().await {
        let desk = with_events(store, 1).await;
        let actor = member(&person(&desk, "E00001").await);
        let typed = TypedEvent { date: "5/20/2026".into(), myself: true, ..TypedEvent::default() };
        let id = desk.open_event(&actor, None, "leave_fmla", &typed).await.unwrap();
        let at = OccasionId::Event(id);
        let happening = desk.event(&actor, id).await.unwrap().happening;
        assert_eq!(happening.allowed, [day("2026-05-20"), day("2026-06-01")]);
        assert_eq!(happening.effective(), None);
        let missing = [fault("effective", "effective_missing", "")];
        assert_eq!(faults(desk.draft(&actor, at).await), missing);
        assert_eq!(faults(submit(&desk, &actor, at, "a").await), missing);
        assert_eq!(faults(desk.choose_effective(&actor, id, "").await), missing);
        let refused = faults(desk.choose_effective(&actor, id, "2026-05-25").await);
        assert_eq!(refused, [fault("effective", "not_a_choice", "")]);
        desk.choose_effective(&actor, id, "2026-06-01").await.unwrap();
        assert_eq!(desk.draft(&actor, at).await.unwrap().grounds.effective, day("2026-06-01"));
    }
}

#[tokio::test]
async fn somebody_who_is_26_can_not_be_chosen_and_is_never_priced() {
    for store in both().await {
        let desk = with_events(store, 1).await;
        let actor = member(&person(&desk, "E00001").await);
        let at = happened(&desk, &actor, "birth", "4/20/2026").await;
        let grown = add(&desk, &actor, at, "Tom", "3/2/2000", "child").await;
        let baby = add(&desk, &actor, at, "Mel", "4/20/2026", "child").await;
        let both = format!("{grown} {baby}");
        choose(&desk, &actor, at, &[("health.choice", "plan:HMO"), ("health.covered", &both)]).await;
        let refused = faults(submit(&desk, &actor, at, "a").await);
        assert_eq!(refused, [fault("health.covered", "dependent_over_age", "Tom Reis")]);
        choose(&desk, &actor, at, &[("health.covered", &baby.to_string())]).await;
        let sent = submit(&desk, &actor, at, "a").await.unwrap();
        let Choice::Cover { tier, dependents, .. } = &sent.proposal.elections[0].choice else { panic!() };
        assert_eq!((tier, dependents.as_slice()), (&Tier::IndividualPlusOne, &[baby][..]));
    }
}

#[tokio::test]
async fn of_two_events_the_second_is_a_conflict_and_then_keeps_both() {
    for store in both().await {
        let desk = with_events(store, 1).await;
        let coordinator = staff(Role::Coordinator);
        let (actor, _, child, born) = birth(&desk, "E00001", "4/20/2026", "a").await;
        let at = happened(&desk, &actor, "marriage", "4/25/2026").await;
        let spouse = person(&desk, "E00001-01").await.id;
        choose(&desk, &actor, at, &[("health.choice", "plan:HMO"), ("health.covered", &spouse.to_string())])
            .await;
        let married = submit(&desk, &actor, at, "b").await.unwrap();
        assert_eq!(married.proposal.effective, day("2026-06-01"));
        // And one for the next plan year waits too.
        let open = send(&desk, "E00001", &[("health.choice", "plan:PPO")], "c").await.unwrap();

        desk.approve(&coordinator, married.id, married.version).await.unwrap();
        for waiting in [&born, &open] {
            let refused = desk.approve(&coordinator, waiting.id, waiting.version).await;
            assert!(matches!(refused, Err(Error::Conflict)), "{refused:?}");
            assert!(desk.review(&coordinator, &waiting.reference).await.unwrap().newer.is_some());
        }
        let seen = desk.review(&coordinator, &born.reference).await.unwrap().records_version;
        desk.approve_reviewed(&coordinator, born.id, born.version, &shown(seen)).await.unwrap();
        let rows = coverage::current(desk.store(), actor.person.unwrap()).await.unwrap();
        let health: Vec<_> = rows
            .iter()
            .filter(|row| row.benefit == Benefit::Health)
            .map(|row| (row.period.from().to_string(), row.choice.dependents().to_vec()))
            .collect();
        let mut everybody = vec![child, spouse];
        everybody.sort();
        assert_eq!(
            health,
            [
                ("2025-07-01".to_owned(), vec![]),
                ("2026-04-20".to_owned(), vec![child]),
                ("2026-06-01".to_owned(), everybody),
            ]
        );
    }
}

#[tokio::test]
async fn an_event_is_changed_taken_back_and_corrected() {
    for store in both().await {
        let desk = with_events(store, 1).await;
        let coordinator = staff(Role::Coordinator);
        let (actor, at, _, first) = birth(&desk, "E00001", "4/20/2026", "a").await;
        let OccasionId::Event(id) = at else { panic!() };
        // Its date stands while it is sent.
        let typed = TypedEvent { date: "4/21/2026".into(), ..TypedEvent::default() };
        assert_eq!(faults(desk.change_event(&actor, id, &typed).await)[0].1, "already_sent");

        // Returned for proof and sent again after the window: it still counts as asked for in time.
        desk.return_for_information(&coordinator, first.id, first.version, "Please send proof.")
            .await
            .unwrap();
        let june = desk.at(Clock::showing("2026-06-09T16:00:00Z".parse().unwrap()));
        assert_eq!(june.change_choices(&actor, &first.reference).await.unwrap(), at);
        june.change_event(&actor, id, &typed).await.unwrap();
        let second = submit(&june, &actor, at, "b").await.unwrap();
        assert_eq!(second.replaces, Some(first.id));
        assert_eq!(second.proposal.effective, day("2026-04-21"));
        assert!(second.findings.iter().all(|found| found.rule != CheckRule::Late));

        // Taken back and sent again: the day of sending counts.
        june.withdraw(&actor, &second.reference).await.unwrap();
        assert_eq!(faults(submit(&june, &actor, at, "c").await)[0].1, "effective_missing");
        june.choose_effective(&actor, id, "2026-07-01").await.unwrap();
        assert_eq!(faults(submit(&june, &actor, at, "c").await)[0].1, "event_late");

        // Approved, then corrected by a submission of its own.
        let may = desk.at(Clock::showing("2026-05-06T16:00:00Z".parse().unwrap()));
        may.choose_effective(&actor, id, "2026-04-21").await.unwrap();
        let third = submit(&may, &actor, at, "d").await.unwrap();
        may.approve(&coordinator, third.id, third.version).await.unwrap();
        assert!(matches!(june.correct_event(&actor, &second.reference).await, Err(Error::NotFound(_))));
        let again = june.correct_event(&actor, &third.reference).await.unwrap();
        assert_ne!(again, id);
        assert_eq!(june.correct_event(&actor, &third.reference).await.unwrap(), again, "begun once");
        let happening = june.event(&actor, again).await.unwrap().happening;
        assert_eq!((happening.case.corrects, happening.out_of_time()), (Some(id), None));
        let spouse = person(&june, "E00001-01").await.id.to_string();
        let held = june.draft(&actor, OccasionId::Event(again)).await.unwrap();
        let child = held.step(Benefit::Health).unwrap().kept.as_ref().unwrap().choice.dependents()[0];
        let at = OccasionId::Event(again);
        let all = format!("{spouse} {child}");
        choose(&june, &actor, at, &[("health.choice", "plan:HMO"), ("health.covered", &all)]).await;
        let fourth = submit(&june, &actor, at, "e").await.unwrap();
        assert_eq!(fourth.replaces, None);
        assert_eq!(submissions::get(june.store(), third.id).await.unwrap().state, SubmissionState::Approved);
        june.approve(&coordinator, fourth.id, fourth.version).await.unwrap();
    }
}

#[tokio::test]
async fn staff_enter_an_event_for_somebody_and_nobody_else_sees_it() {
    for store in both().await {
        let desk = with_events(store, 2).await;
        let coordinator = staff(Role::Coordinator);
        let number = "E00001".parse().unwrap();
        let mut typed = TypedEvent { date: "4/20/2026".into(), somebody_new: true, ..TypedEvent::default() };
        let refused = faults(desk.open_event(&coordinator, Some(&number), "birth", &typed).await);
        assert_eq!(refused[0].0, "reason");
        typed.reason = "At the counter.".into();
        let id = desk.open_event(&coordinator, Some(&number), "birth", &typed).await.unwrap();
        let at = OccasionId::Event(id);
        let child = add(&desk, &coordinator, at, "Mel", "4/20/2026", "child").await;
        let covered = child.to_string();
        choose(&desk, &coordinator, at, &[("health.choice", "plan:HMO"), ("health.covered", &covered)]).await;
        let sent = submit(&desk, &coordinator, at, "a").await.unwrap();
        let clerk = person(&desk, "E00001").await;
        assert_eq!((sent.person, &sent.submitted_by), (Some(clerk.id), &coordinator.id));
        let review = desk.review(&coordinator, &sent.reference).await.unwrap();
        assert_eq!(review.event.unwrap().case.entry_reason.as_deref(), Some("At the counter."));
        assert!(desk.receipt(&member(&clerk), &sent.reference).await.is_ok());

        let stranger = member(&person(&desk, "E00002").await);
        for other in [stranger, staff(Role::Payroll), staff(Role::Director)] {
            assert!(matches!(desk.event(&other, id).await, Err(Error::NotFound(_))));
            assert!(matches!(desk.draft(&other, at).await, Err(Error::NotFound(_))));
            assert!(matches!(desk.save_draft(&other, at, &fields(&[])).await, Err(Error::NotFound(_))));
            assert!(matches!(submit(&desk, &other, at, "x").await, Err(Error::NotFound(_))));
            assert!(matches!(
                desk.withdraw(&other, &sent.reference).await,
                Err(Error::NotFound(_) | Error::Forbidden)
            ));
            let opened = desk.open_event(&other, Some(&number), "birth", &typed).await;
            assert!(matches!(opened, Err(Error::Forbidden)), "{opened:?}");
        }
        // What a member opens, staff do not act on in their place.
        let own = happened(&desk, &member(&clerk), "marriage", "4/25/2026").await;
        assert!(matches!(desk.draft(&coordinator, own).await, Err(Error::NotFound(_))));
    }
}

#[tokio::test]
async fn an_event_has_a_date_people_and_a_kind_that_is_published() {
    for store in both().await {
        let desk = with_events(store, 1).await;
        let actor = member(&person(&desk, "E00001").await);
        let open = async |kind: &str, typed: TypedEvent| desk.open_event(&actor, None, kind, &typed).await;
        let typed = |date: &str, concerned: &[&str]| TypedEvent {
            date: date.into(),
            concerned: concerned.iter().map(|id| (*id).to_owned()).collect(),
            ..TypedEvent::default()
        };
        for (kind, typed, problems) in [
            ("birth", typed("", &[]), vec![fault("event_date", "event_date_missing", "")]),
            ("birth", typed("31/12/2026", &[]), vec![fault("event_date", "not_a_date", "")]),
            ("divorce", typed("4/20/2026", &[]), vec![fault("concerned", "concerned_missing", "")]),
            ("divorce", typed("4/20/2026", &["x"]), vec![fault("concerned", "not_in_household", "")]),
        ] {
            assert_eq!(faults(open(kind, typed).await), problems, "{kind}");
        }
        for kind in ["", "Birth", "earthquake", "death_of_subscriber"] {
            assert!(matches!(open(kind, typed("4/20/2026", &[])).await, Err(Error::NotFound(_))), "{kind}");
        }
        let first = open("birth", typed("4/20/2026", &[])).await.unwrap();
        assert_eq!(open("birth", typed("2026-04-20", &[])).await.unwrap(), first, "opened once");
        desk.put_event_away(&actor, first).await.unwrap();
        assert!(desk.my_events(&actor).await.unwrap().events.is_empty());
        assert!(matches!(desk.draft(&actor, OccasionId::Event(first)).await, Err(Error::NotFound(_))));
        // Dropping only whom the event is about.
        let spouse = person(&desk, "E00001-01").await.id.to_string();
        let divorce = open("divorce", typed("4/20/2026", &[&spouse])).await.unwrap();
        assert!(desk.event(&actor, divorce).await.unwrap().happening.drops());
    }
}

#[tokio::test]
async fn somebody_who_is_on_record_already_is_one_person() {
    for store in both().await {
        let desk = with_events(store, 2).await;
        let coordinator = staff(Role::Coordinator);
        let (groom, bride) = (member(&person(&desk, "E00001").await), person(&desk, "E00002").await);
        // Ana2 Reis is a clerk too, with coverage of her own.
        let at = happened(&desk, &groom, "marriage", "4/20/2026").await;
        let typed = add(&desk, &groom, at, "Ana2", "3/4/1985", "spouse").await;
        choose(&desk, &groom, at, &[("health.choice", "plan:HMO"), ("health.covered", &typed.to_string())])
            .await;
        let sent = submit(&desk, &groom, at, "a").await.unwrap();
        let rules: Vec<_> = sent.findings.iter().map(|found| found.rule).collect();
        assert!(rules.contains(&CheckRule::SamePerson), "{rules:?}");

        let review = desk.review(&coordinator, &sent.reference).await.unwrap();
        assert_eq!(review.same_person[0].1[0].id, bride.id);
        let twice = |found: &domain::checks::Finding| found.rule == CheckRule::DuplicateCoverage;
        assert!(review.found.iter().any(|(found, _)| twice(found)), "covered twice");
        // It has to be said, and only what is on record counts.
        let refused = faults(desk.approve(&coordinator, sent.id, sent.version).await);
        assert_eq!(refused, [fault(&format!("same.{typed}"), "same_person_not_said", "Ana2 Reis")]);
        let said = |known| Reviewed { same_person: [(typed, known)].into(), ..Reviewed::default() };
        let stranger =
            desk.approve_reviewed(&coordinator, sent.id, sent.version, &said(Some(Uuid::now_v7()))).await;
        assert_eq!(faults(stranger)[0].1, "same_person_not_said");
        desk.approve_reviewed(&coordinator, sent.id, sent.version, &said(Some(bride.id))).await.unwrap();

        let household = people::household(desk.store(), groom.person.unwrap()).await.unwrap();
        assert!(household.iter().any(|one| one.id == bride.id));
        assert!(people::person(desk.store(), typed).await.is_err(), "no second record");
        let receipt = desk.receipt(&groom, &sent.reference).await.unwrap();
        let about: Vec<_> = receipt.proof.iter().map(|one| one.about).collect();
        assert_eq!(about, [bride.id], "proof is about the one on record");
        let rows = coverage::current(desk.store(), groom.person.unwrap()).await.unwrap();
        assert!(rows.iter().any(|row| row.choice.dependents() == [bride.id]));
        // And it is noticed from the other side.
        let hers = send(&desk, "E00002", &[("health.choice", "plan:PPO")], "b").await.unwrap();
        assert!(hers.findings.iter().any(twice), "{:?}", hers.findings);
    }
}

#[tokio::test]
async fn a_number_that_is_entered_goes_to_the_record_and_tells_who_somebody_is() {
    for store in both().await {
        let desk = with_events(store, 2).await;
        let coordinator = staff(Role::Coordinator);
        let (ana, other) = (member(&person(&desk, "E00001").await), member(&person(&desk, "E00002").await));
        let at = happened(&desk, &ana, "birth", "4/20/2026").await;
        let child = add(&desk, &ana, at, "Mel", "4/20/2026", "child").await;
        for bad in ["219-09-999", "000-12-3456", "a number"] {
            let refused = faults(desk.keep_ssn(&ana, at, child, bad).await);
            assert_eq!(refused, [fault("ssn", "not_an_ssn", &child.to_string())], "{bad}");
        }
        assert!(matches!(
            desk.keep_ssn(&ana, at, Uuid::now_v7(), "219-09-9999").await,
            Err(Error::NotFound(_))
        ));
        assert!(desk.keep_ssn(&other, at, child, "219-09-9999").await.is_err(), "not theirs");
        desk.keep_ssn(&ana, at, child, "219-09-9999").await.unwrap();
        assert_eq!(desk.entered_ssn(&ana, at).await.unwrap()[&child], "9999");
        choose(&desk, &ana, at, &[("health.choice", "plan:HMO"), ("health.covered", &child.to_string())])
            .await;
        let sent = submit(&desk, &ana, at, "a").await.unwrap();
        let review = desk.review(&coordinator, &sent.reference).await.unwrap();
        assert_eq!(review.entered_ssn[&child], "9999");
        desk.approve(&coordinator, sent.id, sent.version).await.unwrap();
        let on_record = people::person(desk.store(), child).await.unwrap();
        assert_eq!(on_record.ssn_last_four.as_deref(), Some("9999"));
        assert!(desk.entered_ssn(&ana, at).await.unwrap_or_default().is_empty(), "kept in one place");

        // The other parent types another name, and the same number.
        let at = happened(&desk, &other, "adoption", "4/28/2026").await;
        let typed = add(&desk, &other, at, "Melody", "4/20/2026", "adopted_child").await;
        desk.keep_ssn(&other, at, typed, "219099999").await.unwrap();
        choose(&desk, &other, at, &[("health.choice", "plan:HMO"), ("health.covered", &typed.to_string())])
            .await;
        let sent = submit(&desk, &other, at, "b").await.unwrap();
        assert!(sent.findings.iter().any(|found| found.rule == CheckRule::SamePerson));
        let said = |known| Reviewed { same_person: [(typed, known)].into(), ..Reviewed::default() };
        let somebody_else = desk.approve_reviewed(&coordinator, sent.id, sent.version, &said(None)).await;
        assert_eq!(faults(somebody_else), [fault(&format!("same.{typed}"), "same_number", "Mel Reis")]);
        desk.approve_reviewed(&coordinator, sent.id, sent.version, &said(Some(child))).await.unwrap();
        assert!(people::person(desk.store(), typed).await.is_err(), "no second record");
    }
}

#[tokio::test]
async fn a_former_spouse_whose_right_ends_is_covered_no_more() {
    for store in both().await {
        let desk = with_events(store, 1).await;
        let coordinator = staff(Role::Coordinator);
        let (actor, spouse) = married(&desk).await;
        let cover = [("health.choice", "plan:HMO"), ("health.covered", &*spouse.to_string())];
        let at = happened_to(&desk, &actor, "divorce", "5/1/2026", spouse).await;
        choose(&desk, &actor, at, &cover).await;
        let divorced = submit(&desk, &actor, at, "b").await.unwrap();
        desk.approve(&coordinator, divorced.id, divorced.version).await.unwrap();
        let at = happened(&desk, &actor, "former_spouse_ends", "5/4/2026").await;
        choose(&desk, &actor, at, &[("health.choice", "plan:HMO"), ("health.covered", "")]).await;
        let ends = submit(&desk, &actor, at, "c").await.unwrap();
        desk.approve(&coordinator, ends.id, ends.version).await.unwrap();
        let household = people::household(desk.store(), actor.person.unwrap()).await.unwrap();
        let ended = household.iter().find(|one| one.id == spouse).unwrap().ended;
        assert_eq!(ended, Some(day("2026-05-31")), "the end of the month");
    }
}

#[tokio::test]
async fn a_death_ends_somebody_until_it_is_taken_back() {
    for store in both().await {
        let desk = with_events(store, 1).await;
        let coordinator = staff(Role::Coordinator);
        let (actor, spouse) = married(&desk).await;

        let at = happened_to(&desk, &actor, "death_in_family", "5/3/2026", spouse).await;
        choose(&desk, &actor, at, &[("health.choice", "plan:HMO"), ("health.covered", "")]).await;
        let sent = submit(&desk, &actor, at, "b").await.unwrap();
        let ended = async || {
            let household = people::household(desk.store(), actor.person.unwrap()).await.unwrap();
            household.iter().find(|one| one.id == spouse).unwrap().ended
        };
        assert_eq!(ended().await, None);
        desk.approve(&coordinator, sent.id, sent.version).await.unwrap();
        assert_eq!(ended().await, Some(day("2026-05-03")));
        let back = desk.send_reversal(&coordinator, &sent.reference, "Somebody else.", "c").await.unwrap();
        desk.approve(&coordinator, back.id, back.version).await.unwrap();
        assert_eq!(ended().await, None);
    }
}

#[tokio::test]
async fn a_divorce_makes_a_former_spouse_until_it_is_taken_back() {
    for store in both().await {
        let desk = with_events(store, 1).await;
        let coordinator = staff(Role::Coordinator);
        let (actor, spouse) = married(&desk).await;

        let at = happened_to(&desk, &actor, "divorce", "5/1/2026", spouse).await;
        choose(&desk, &actor, at, &[("health.choice", "plan:HMO"), ("health.covered", "")]).await;
        let divorced = submit(&desk, &actor, at, "b").await.unwrap();
        let receipt = desk.receipt(&actor, &divorced.reference).await.unwrap();
        let proof: Vec<_> = receipt.proof.iter().map(|one| (one.about, one.due, one.state)).collect();
        assert_eq!(proof, [(spouse, day("2026-06-04"), None)]);
        let relation = async || {
            let household = people::household(desk.store(), actor.person.unwrap()).await.unwrap();
            household.iter().find(|one| one.id == spouse).unwrap().relationship
        };
        assert_eq!(relation().await, Relationship::Spouse);
        desk.approve(&coordinator, divorced.id, divorced.version).await.unwrap();
        assert_eq!(relation().await, Relationship::FormerSpouse);

        let (mut wrong, mut expected) = (divorced.reference, Relationship::Spouse);
        for key in ["c", "d"] {
            let back =
                desk.send_reversal(&coordinator, &wrong, "Keyed for somebody else.", key).await.unwrap();
            desk.approve(&coordinator, back.id, back.version).await.unwrap();
            assert_eq!(relation().await, expected);
            (wrong, expected) = (back.reference, Relationship::FormerSpouse);
        }
    }
}

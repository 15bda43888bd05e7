//! What the desk decides: all of it or nothing, once, and told to everyone who has to know.

#![allow(clippy::unwrap_used, reason = "a test that lacks what it looks at can only stop")]

mod office;

use std::collections::BTreeMap;

use desk::{Error, Role};
use domain::benefit::{Benefit, Tier};
use domain::election::Choice;
use domain::money::Cents;
use domain::submission::SubmissionState;
use office::{EFFECTIVE, day, member, office, person, send, shown, staff};
use records::testing::both;
use records::{apply, audit, coverage, messages, payroll, submissions};

const PPO: &[(&str, &str)] = &[("health.choice", "plan:PPO")];

#[tokio::test]
async fn an_approval_changes_the_records_and_tells_everyone_once() {
    for store in both().await {
        let desk = office(store, 1).await;
        let coordinator = staff(Role::Coordinator);
        let clerk = person(&desk, "E00001").await;
        let spouse = person(&desk, "E00001-01").await.id.to_string();
        let choices = [
            ("health.choice", "plan:PPO"),
            ("health.covered", &spouse),
            ("health_fsa.choice", "plan:HFSA"),
            ("health_fsa.amount", "1,200"),
        ];
        let sent = send(&desk, "E00001", &choices, "a").await.unwrap();
        desk.approve(&coordinator, sent.id, sent.version).await.unwrap();

        let rows = coverage::current(desk.store(), clerk.id).await.unwrap();
        let health: Vec<_> = rows.iter().filter(|row| row.benefit == Benefit::Health).collect();
        assert_eq!(health.len(), 2);
        assert_eq!(health[0].period.to(), Some(day(EFFECTIVE)));
        assert!(
            matches!(&health[1].choice, Choice::Cover { tier: Tier::IndividualPlusOne, dependents, .. } if dependents.len() == 1)
        );
        assert_eq!(health[1].submission, sent.id);
        // As known before the approval, nothing had changed.
        let before = coverage::known(desk.store(), clerk.id, sent.submitted_at).await.unwrap();
        assert_eq!(before.len(), 1);

        assert_eq!(desk.make_payroll_notice().await.unwrap(), Some(1));
        assert_eq!(desk.make_payroll_notice().await.unwrap(), None);
        let lines = payroll::lines(desk.store(), 1).await.unwrap();
        let seen: Vec<_> = lines
            .iter()
            .map(|line| {
                (line.line.deduction_code.as_str(), line.line.per_pay, line.line.previous, line.line.end)
            })
            .collect();
        // HMO: 968.42 × 25 % × 12 ÷ 52. PPO plus one: 2,697.43 × 35 % × 12 ÷ 52. FSA: 1,200 ÷ 52.
        assert_eq!(
            seen,
            [
                ("HMO-IND", Cents::ZERO, Cents::new(55_87), None),
                ("PPO-P1", Cents::new(217_87), Cents::ZERO, None),
                ("HFSA", Cents::new(23_08), Cents::ZERO, Some(day("2027-07-01"))),
            ]
        );

        assert_eq!(desk.send_mail(None).await.unwrap(), 2);
        assert_eq!(desk.send_mail(None).await.unwrap(), 0);
        let mail = messages::page(desk.store(), None, 10).await.unwrap();
        assert_eq!(mail.len(), 2);
        for message in &mail {
            assert!(message.body.contains(&format!("/my/receipts/{}", sent.reference)));
            assert!(!message.body.contains("PPO") && !message.body.contains('$'), "{}", message.body);
        }
        assert!(matches!(audit::verify(desk.store()).await.unwrap(), audit::Verdict::Whole(_)));

        let again = desk.approve(&coordinator, sent.id, sent.version).await;
        assert!(matches!(again, Err(Error::Stale(_))), "{again:?}");
        assert_eq!(coverage::current(desk.store(), clerk.id).await.unwrap(), rows);
    }
}

#[tokio::test]
async fn of_two_decisions_at_once_one_counts() {
    for store in both().await {
        let desk = office(store, 1).await;
        let sent = send(&desk, "E00001", PPO, "a").await.unwrap();
        let approvals = (0..6).map(|_| {
            let desk = desk.clone();
            tokio::spawn(async move { desk.approve(&staff(Role::Coordinator), sent.id, sent.version).await })
        });
        let mut applied = 0;
        for approval in approvals.collect::<Vec<_>>() {
            match approval.await.unwrap() {
                Ok(()) => applied += 1,
                Err(Error::Stale(_)) => {}
                Err(other) => panic!("{other}"),
            }
        }
        assert_eq!(applied, 1);
        desk.make_payroll_notice().await.unwrap();
        assert_eq!(payroll::lines(desk.store(), 1).await.unwrap().len(), 2);
        assert_eq!(person(&desk, "E00001").await.records_version, sent.proposal.based_on + 1);
    }
}

#[tokio::test]
async fn newer_records_are_a_conflict_until_they_have_been_seen() {
    for store in both().await {
        let desk = office(store, 1).await;
        let coordinator = staff(Role::Coordinator);
        let sent = send(&desk, "E00001", PPO, "a").await.unwrap();
        let clerk = person(&desk, "E00001").await;
        // Something else changes the person's records while it waits.
        let mut write = desk.store().begin().await.unwrap();
        apply::next_version(&mut write, clerk.id, clerk.records_version).await.unwrap();
        write.commit().await.unwrap();

        let newer = clerk.records_version + 1;
        let refused = desk.approve(&coordinator, sent.id, sent.version).await;
        assert!(matches!(refused, Err(Error::Conflict)), "{refused:?}");
        let refused = desk.approve_reviewed(&coordinator, sent.id, sent.version, &shown(newer - 1)).await;
        assert!(matches!(refused, Err(Error::Conflict)), "{refused:?}");
        assert_eq!(submissions::get(desk.store(), sent.id).await.unwrap(), sent);
        assert_eq!(coverage::current(desk.store(), clerk.id).await.unwrap().len(), 1);

        desk.approve_reviewed(&coordinator, sent.id, sent.version, &shown(newer)).await.unwrap();
        assert_eq!(coverage::current(desk.store(), clerk.id).await.unwrap().len(), 2);
    }
}

#[tokio::test]
async fn returning_and_denying_need_words_and_leave_the_records_alone() {
    for store in both().await {
        let desk = office(store, 2).await;
        let coordinator = staff(Role::Coordinator);
        let one = send(&desk, "E00001", PPO, "a").await.unwrap();
        let two = send(&desk, "E00002", PPO, "b").await.unwrap();
        for words in ["", "  \n "] {
            let refused = desk.return_for_information(&coordinator, one.id, one.version, words).await;
            assert!(matches!(refused, Err(Error::Fields(_))), "{refused:?}");
            let refused = desk.deny(&coordinator, two.id, two.version, words).await;
            assert!(matches!(refused, Err(Error::Fields(_))), "{refused:?}");
        }
        desk.return_for_information(&coordinator, one.id, one.version, "Please send the certificate.")
            .await
            .unwrap();
        desk.deny(&coordinator, two.id, two.version, "Covered under your spouse.").await.unwrap();
        let events = submissions::events(desk.store(), one.id).await.unwrap();
        assert_eq!(events.last().unwrap().words, "Please send the certificate.");
        assert_eq!(submissions::get(desk.store(), two.id).await.unwrap().state, SubmissionState::Denied);
        for reference in ["E00001", "E00002"] {
            let clerk = person(&desk, reference).await;
            assert_eq!(coverage::current(desk.store(), clerk.id).await.unwrap().len(), 1);
        }
        assert_eq!(desk.make_payroll_notice().await.unwrap(), None);
        desk.send_mail(None).await.unwrap();
        let mail = messages::page(desk.store(), None, 10).await.unwrap();
        assert!(
            mail.iter()
                .all(|message| !message.body.contains("certificate") && !message.body.contains("spouse"))
        );
        assert_eq!(mail.len(), 4);
    }
}

#[tokio::test]
async fn those_with_flags_are_not_approved_with_others() {
    for store in both().await {
        let desk = office(store, 2).await;
        let plain = send(&desk, "E00001", PPO, "a").await.unwrap();
        let waiver = [("health.choice", "waive"), ("health.waiver_reason", "spouse_plan")];
        let flagged = send(&desk, "E00002", &waiver, "b").await.unwrap();
        assert!(flagged.flags > 0);
        let chosen = [(plain.id, plain.version), (flagged.id, flagged.version)];
        let results = desk.approve_many(&staff(Role::Coordinator), &chosen).await.unwrap();
        assert!(results[0].outcome.is_ok());
        assert!(matches!(results[1].outcome, Err(Error::Flagged)));
        assert_eq!(
            submissions::get(desk.store(), flagged.id).await.unwrap().state,
            SubmissionState::Submitted
        );
    }
}

#[tokio::test]
async fn who_may_not_decide_is_refused() {
    for store in both().await {
        let desk = office(store, 1).await;
        let sent = send(&desk, "E00001", PPO, "a").await.unwrap();
        let clerk = member(&person(&desk, "E00001").await);
        let others = [Role::Director, Role::Payroll, Role::Treasurer, Role::Retirement, Role::Accounting];
        for actor in others.map(staff).into_iter().chain([clerk]) {
            let refusals = [
                desk.approve(&actor, sent.id, sent.version).await,
                desk.deny(&actor, sent.id, sent.version, "no").await,
                desk.return_for_information(&actor, sent.id, sent.version, "why").await,
                desk.claim(&actor, sent.id, sent.version).await,
                desk.release(&actor, sent.id).await,
                desk.approve_many(&actor, &[(sent.id, sent.version)]).await.map(drop),
            ];
            assert!(refusals.iter().all(|refusal| matches!(refusal, Err(Error::Forbidden))), "{actor:?}");
        }
        assert_eq!(submissions::get(desk.store(), sent.id).await.unwrap(), sent);
    }
}

#[tokio::test]
async fn a_submission_is_claimed_by_one() {
    for store in both().await {
        let desk = office(store, 1).await;
        let (one, other) = (staff(Role::Coordinator), staff(Role::Generalist));
        let sent = send(&desk, "E00001", PPO, "a").await.unwrap();
        desk.claim(&one, sent.id, sent.version).await.unwrap();
        assert!(matches!(desk.claim(&other, sent.id, sent.version).await, Err(Error::Stale(_))));
        desk.release(&one, sent.id).await.unwrap();
        desk.claim(&other, sent.id, sent.version).await.unwrap();
        let held = submissions::get(desk.store(), sent.id).await.unwrap();
        assert_eq!(held.assignee, Some(other.id));
    }
}

/// A small generator of its own, so that both engines see the same sequence.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// What can be compared between two databases: no ids, no times.
type Facts = BTreeMap<String, Vec<String>>;

async fn facts_after(desk: &desk::Desk, seed: u64) -> Facts {
    let coordinator = staff(Role::Coordinator);
    let mut dice = Dice(seed);
    let people = ["E00001", "E00002", "E00003"];
    for step in 0..40 {
        let who = people[dice.roll(3) as usize];
        let clerk = member(&person(desk, who).await);
        let plan = ["plan:HMO", "plan:PPO", "plan:HDP", "waive"][dice.roll(4) as usize];
        let amount = (dice.roll(34) * 100).to_string();
        let mut choices = vec![("health.choice", plan), ("health.waiver_reason", "spouse_plan")];
        if dice.roll(2) == 0 {
            choices.extend([("health_fsa.choice", "plan:HFSA"), ("health_fsa.amount", amount.as_str())]);
        }
        let at_work =
            desk.my_submissions(&clerk).await.unwrap().into_iter().find(|one| !one.state.is_final());
        let outcome = match (at_work, dice.roll(5)) {
            (None, _) => send(desk, who, &choices, &format!("{step}")).await.map(drop),
            (Some(sent), 0) => desk.deny(&coordinator, sent.id, sent.version, "no").await,
            (Some(sent), 1) => desk.return_for_information(&coordinator, sent.id, sent.version, "?").await,
            (Some(sent), 2) => desk.withdraw(&clerk, &sent.reference).await,
            (Some(sent), _) => desk.approve(&coordinator, sent.id, sent.version).await,
        };
        // Refusals are part of the sequence: an amount of nothing, a decision that the state does not allow.
        assert!(!matches!(outcome, Err(Error::Records(_) | Error::Price(_))), "{outcome:?}");
    }
    desk.make_payroll_notice().await.unwrap();
    let mut facts = Facts::new();
    for who in people {
        let id = person(desk, who).await.id;
        let rows = coverage::current(desk.store(), id).await.unwrap();
        for (place, row) in rows.iter().enumerate() {
            let others = rows[place + 1..].iter().filter(|other| other.benefit == row.benefit);
            assert!(others.into_iter().all(|other| !other.period.overlaps(row.period)), "{rows:?}");
        }
        let held =
            rows.iter().map(|row| format!("{} {:?} {:?}", row.benefit, row.choice, row.period)).collect();
        facts.insert(who.into(), held);
        let mut sent: Vec<String> = submissions::of_person(desk.store(), id)
            .await
            .unwrap()
            .iter()
            .map(|one| format!("{} {:?}", one.state, one.proposal.elections))
            .collect();
        sent.sort();
        facts.insert(format!("{who} sent"), sent);
    }
    let lines = payroll::lines(desk.store(), 1).await.unwrap_or_default();
    let mut told: Vec<String> =
        lines.iter().map(|line| format!("{} {:?}", line.person_ref, line.line)).collect();
    told.sort();
    facts.insert("payroll".into(), told);
    facts
}

#[tokio::test]
async fn a_random_sequence_leaves_the_same_records_in_both_engines() {
    for seed in 1..=6 {
        let mut all = Vec::new();
        for store in both().await {
            all.push(facts_after(&office(store, 3).await, seed).await);
        }
        assert_eq!(all[0], all[1], "seed {seed}");
        assert!(!all[0]["payroll"].is_empty(), "nothing was approved with seed {seed}");
    }
}

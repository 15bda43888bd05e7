//! Corrections by staff: nothing changes before the approval, payroll hears of each effect, and each of them
//! can be taken back, on both engines.
#![allow(clippy::unwrap_used, reason = "a test stops where something is wrong")]

mod office;

use desk::correct::{NOTHING, TypedCorrection, TypedMember};
use desk::decide::Reviewed;
use desk::{Actor, Desk, Error, Role};
use domain::ballot::Ballot;
use domain::benefit::Benefit;
use domain::checks::CheckRule;
use domain::election::Coverage;
use domain::person::{Dependent, Relationship};
use domain::submission::{SubmissionKind, SubmissionState};
use office::{day, member, office, person, saying, send, shown, staff};
use records::submissions::Submission;
use records::testing::both;
use records::{coverage, messages, payroll, people};

fn right(choice: &str, from: &str, through: &str) -> TypedCorrection {
    TypedCorrection {
        ballot: Ballot { choice: choice.into(), ..Ballot::default() },
        from: from.into(),
        through: through.into(),
        because: "Keyed from the wrong form.".into(),
    }
}

async fn correct(desk: &Desk, typed: &TypedCorrection, key: &str) -> desk::Result<Submission> {
    let number = "E00001".parse().unwrap();
    desk.send_correction(&staff(Role::Coordinator), &number, Benefit::Health, typed, key).await
}

async fn approve(desk: &Desk, sent: &Submission) -> desk::Result<()> {
    desk.approve(&staff(Role::Coordinator), sent.id, sent.version).await
}

async fn health(desk: &Desk) -> Vec<(String, String, String)> {
    let rows = coverage::current(desk.store(), person(desk, "E00001").await.id).await.unwrap();
    let said = |row: &Coverage| {
        let plan = row.choice.plan().map_or("waived".to_owned(), ToString::to_string);
        let to = row.period.to().map(|to| to.to_string()).unwrap_or_default();
        (plan, row.period.from().to_string(), to)
    };
    rows.iter().filter(|row| row.benefit == Benefit::Health).map(said).collect()
}

fn row(plan: &str, from: &str, to: &str) -> (String, String, String) {
    (plan.into(), from.into(), to.into())
}

async fn catch_up(desk: &Desk, notice: i64) -> i64 {
    let owed = payroll::catch_up(desk.store(), notice).await.unwrap();
    owed.iter().map(|one| one.owed.amount.get()).sum()
}

fn fields(refused: desk::Result<Submission>) -> Vec<(String, String)> {
    match refused {
        Err(Error::Fields(errors)) => errors.into_iter().map(|one| (one.field, one.problem)).collect(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_correction_reaches_back_and_is_taken_back_whole() {
    for store in both().await {
        let desk = office(store, 1).await;
        let was = health(&desk).await;
        let sent = correct(&desk, &right("plan:PPO", "4/1/2026", ""), "a").await.unwrap();
        assert_eq!(sent.kind, SubmissionKind::Correction);
        assert!(sent.reference.starts_with("CO-"), "{}", sent.reference);
        assert_eq!(health(&desk).await, was, "sending changes nothing");
        // The same form sent twice is one correction.
        assert_eq!(correct(&desk, &right("plan:PPO", "4/1/2026", ""), "a").await.unwrap().id, sent.id);

        let review = desk.review(&staff(Role::Coordinator), &sent.reference).await.unwrap();
        assert_eq!(review.lines[0].begins, day("2026-04-01"));
        assert_eq!(review.catch_up.len(), 5, "April's Thursdays");
        assert!(review.found.is_empty() && !review.needs_words() && !review.needs_somebody_else);
        approve(&desk, &sent).await.unwrap();
        let corrected = [row("HMO", "2025-07-01", "2026-04-01"), row("PPO", "2026-04-01", "")];
        assert_eq!(health(&desk).await, corrected);
        desk.make_payroll_notice().await.unwrap();
        let more = catch_up(&desk, 1).await;
        assert!(0 < more, "{more}");
        desk.send_mail(None).await.unwrap();
        let mail = messages::page(desk.store(), None, 10).await.unwrap();
        assert_eq!(mail[0].subject, "We corrected your benefits record");

        let coordinator = staff(Role::Coordinator);
        let back = desk.send_reversal(&coordinator, &sent.reference, "It was right.", "b").await.unwrap();
        let facts = back.proposal.correction.clone().unwrap();
        assert_eq!(facts.reverses.as_deref(), Some(sent.reference.as_str()));
        approve(&desk, &back).await.unwrap();
        assert_eq!(health(&desk).await, was);
        desk.make_payroll_notice().await.unwrap();
        assert_eq!(catch_up(&desk, 2).await, -more, "what was taken is given back");

        // And that, too, can be taken back.
        let again = desk.send_reversal(&coordinator, &back.reference, "No, it was not.", "c").await.unwrap();
        approve(&desk, &again).await.unwrap();
        assert_eq!(health(&desk).await, corrected);
        // What was known at each moment is still known.
        let id = person(&desk, "E00001").await.id;
        let eve = desk.now() - chrono::Duration::days(1);
        assert!(coverage::known(desk.store(), id, eve).await.unwrap().is_empty(), "imported today");
    }
}

#[tokio::test]
async fn what_was_changed_since_is_not_taken_back_before_it() {
    for store in both().await {
        let desk = office(store, 1).await;
        let first = send(&desk, "E00001", &[("health.choice", "plan:PPO")], "a").await.unwrap();
        approve(&desk, &first).await.unwrap();
        let second = correct(&desk, &right("plan:HMO", "8/1/2026", ""), "z").await.unwrap();
        approve(&desk, &second).await.unwrap();
        let coordinator = staff(Role::Coordinator);
        let refused = desk.send_reversal(&coordinator, &first.reference, "Wrong.", "b").await;
        assert!(matches!(refused, Err(Error::ChangedSince(Benefit::Health))), "{refused:?}");

        for wrong in [&second, &first] {
            let back = desk.send_reversal(&coordinator, &wrong.reference, "Wrong.", &wrong.reference).await;
            approve(&desk, &back.unwrap()).await.unwrap();
        }
        assert_eq!(health(&desk).await, [row("HMO", "2025-07-01", "")]);
        // What was not approved has nothing to take back.
        let open = correct(&desk, &right("waive", "8/1/2026", ""), "c").await;
        assert_eq!(fields(open), [("waiver_reason".into(), "not_usable".into())]);
        let refused = desk.send_reversal(&coordinator, "OE-NONE-NONE", "Wrong.", "d").await;
        assert!(matches!(refused, Err(Error::NotFound(_))), "{refused:?}");
    }
}

#[tokio::test]
async fn what_a_rule_is_against_takes_a_reason_and_somebody_else() {
    for store in both().await {
        let desk = office(store, 1).await;
        // Optional life insurance goes with the basic one only.
        let life = TypedCorrection {
            ballot: Ballot { choice: "plan:OPTL".into(), amount: "50,000".into(), ..Ballot::default() },
            ..right("", "6/1/2026", "")
        };
        let (coordinator, generalist) = (staff(Role::Coordinator), staff(Role::Generalist));
        let number = "E00001".parse().unwrap();
        let sent =
            desk.send_correction(&coordinator, &number, Benefit::OptionalLife, &life, "a").await.unwrap();
        let rules: Vec<_> = sent.findings.iter().map(|found| found.rule).collect();
        assert_eq!(rules, [CheckRule::BasicLifeNeeded]);
        let review = desk.review(&coordinator, &sent.reference).await.unwrap();
        assert!(review.needs_somebody_else && review.needs_words() && !review.is_blocked());
        let words = "The carrier agreed in writing.";
        let own = desk.approve_reviewed(&coordinator, sent.id, sent.version, &saying(words)).await;
        assert!(matches!(own, Err(Error::SecondApprover)), "{own:?}");
        let silent = desk.approve(&generalist, sent.id, sent.version).await;
        assert!(matches!(silent, Err(Error::Fields(_))), "{silent:?}");
        let person = person(&desk, "E00001").await.id;
        assert_eq!(coverage::current(desk.store(), person).await.unwrap().len(), 1);

        desk.approve_reviewed(&generalist, sent.id, sent.version, &saying(words)).await.unwrap();
        assert_eq!(coverage::current(desk.store(), person).await.unwrap().len(), 2);
        let review = desk.review(&coordinator, &sent.reference).await.unwrap();
        assert_eq!(review.events.last().unwrap().words, words);
    }
}

#[tokio::test]
async fn nobody_approves_their_own_benefits() {
    for store in both().await {
        let desk = office(store, 1).await;
        let sent = send(&desk, "E00001", &[("health.choice", "plan:PPO")], "a").await.unwrap();
        let own = member(&person(&desk, "E00001").await);
        let own = Actor { roles: staff(Role::Coordinator).roles, ..own };
        let refused = desk.approve(&own, sent.id, sent.version).await;
        assert!(matches!(refused, Err(Error::SecondApprover)), "{refused:?}");
        assert!(desk.review(&own, &sent.reference).await.unwrap().needs_somebody_else);
        let endless = saying(&"a".repeat(5_000));
        let refused = desk.approve_reviewed(&staff(Role::Coordinator), sent.id, sent.version, &endless).await;
        assert!(matches!(refused, Err(Error::Fields(_))), "{refused:?}");
        approve(&desk, &sent).await.unwrap();
    }
}

#[tokio::test]
async fn bad_corrections_name_their_fields_and_change_nothing() {
    for store in both().await {
        let desk = office(store, 1).await;
        let was = health(&desk).await;
        for (typed, faults) in [
            (
                TypedCorrection::default(),
                vec![("from", "missing"), ("choice", "missing"), ("because", "missing")],
            ),
            (right("plan:NONE", "4/1/2026", ""), vec![("choice", "not_usable")]),
            (right("plan:PPO", "4/31/2026", "soon"), vec![("from", "not_a_date"), ("through", "not_a_date")]),
            (right("plan:PPO", "4/2/2026", "4/1/2026"), vec![("through", "before_from")]),
            (right("plan:HMO", "8/1/2025", ""), vec![("choice", "nothing_to_correct")]),
            (right(NOTHING, "8/1/2024", "9/1/2024"), vec![("choice", "nothing_to_correct")]),
        ] {
            let faults: Vec<_> = faults.into_iter().map(|(a, b)| (a.to_owned(), b.to_owned())).collect();
            assert_eq!(fields(correct(&desk, &typed, "k").await), faults, "{typed:?}");
        }
        let stranger = staff(Role::Payroll);
        let number = "E00001".parse().unwrap();
        let refused = desk
            .send_correction(&stranger, &number, Benefit::Health, &right("plan:PPO", "4/1/2026", ""), "k")
            .await;
        assert!(matches!(refused, Err(Error::Forbidden)));
        assert_eq!(health(&desk).await, was);
    }
}

#[tokio::test]
async fn nothing_held_ends_the_deduction_and_a_denied_correction_tells_nobody() {
    for store in both().await {
        let desk = office(store, 1).await;
        let sent = correct(&desk, &right(NOTHING, "6/1/2026", ""), "a").await.unwrap();
        let coordinator = staff(Role::Coordinator);
        let review = desk.review(&coordinator, &sent.reference).await.unwrap();
        assert!(review.lines[0].after.is_none());
        desk.deny(&coordinator, sent.id, sent.version, "Not after all.").await.unwrap();
        desk.send_mail(None).await.unwrap();
        assert!(messages::page(desk.store(), None, 10).await.unwrap().is_empty());
        let denied = desk.review(&coordinator, &sent.reference).await.unwrap();
        assert_eq!(denied.submission.state, SubmissionState::Denied);

        let sent = correct(&desk, &right(NOTHING, "6/1/2026", ""), "b").await.unwrap();
        approve(&desk, &sent).await.unwrap();
        assert_eq!(health(&desk).await, [row("HMO", "2025-07-01", "2026-06-01")]);
        desk.make_payroll_notice().await.unwrap();
        let lines = payroll::lines(desk.store(), 1).await.unwrap();
        let told: Vec<_> =
            lines.iter().map(|one| (one.line.deduction_code.as_str(), one.line.per_pay.get())).collect();
        assert_eq!(told, [("HMO-IND", 0)]);
    }
}

#[tokio::test]
async fn a_correction_never_goes_over_what_was_recorded_since() {
    for store in both().await {
        let desk = office(store, 1).await;
        let sent = correct(&desk, &right("plan:HDP", "1/1/2026", "2/28/2026"), "a").await.unwrap();
        let other = send(&desk, "E00001", &[("health.choice", "plan:PPO")], "b").await.unwrap();
        approve(&desk, &other).await.unwrap();
        let recorded = health(&desk).await;
        let coordinator = staff(Role::Coordinator);
        let newer = person(&desk, "E00001").await.records_version;
        for reviewed in [Reviewed::default(), shown(newer)] {
            let refused = desk.approve_reviewed(&coordinator, sent.id, sent.version, &reviewed).await;
            assert!(matches!(refused, Err(Error::Conflict)), "{refused:?}");
        }
        let returned = desk.return_for_information(&coordinator, sent.id, sent.version, "Why?").await;
        assert!(matches!(returned, Err(Error::NotFound(_))), "nobody could send it again: {returned:?}");
        assert_eq!(health(&desk).await, recorded);
        let own = member(&person(&desk, "E00001").await);
        assert!(
            desk.my_benefits(&own, None).await.unwrap().waiting.is_empty(),
            "not theirs until it is done"
        );
    }
}

/// The spouse of the first clerk, as on record.
async fn rui(desk: &Desk) -> Dependent {
    let clerk = person(desk, "E00001").await;
    people::household(desk.store(), clerk.id).await.unwrap().remove(0)
}

fn as_on_record(one: &Dependent) -> TypedMember {
    TypedMember {
        given_name: one.given_name.clone(),
        family_name: one.family_name.clone(),
        birth: one.birth.to_string(),
        relationship: one.relationship.to_string(),
        because: "The certificate says so.".into(),
        ..TypedMember::default()
    }
}

async fn correct_rui(desk: &Desk, typed: &TypedMember, key: &str) -> desk::Result<Submission> {
    let number = "E00001".parse().unwrap();
    let who = rui(desk).await.id;
    desk.send_member_correction(&staff(Role::Coordinator), &number, who, typed, key).await
}

#[tokio::test]
async fn somebody_of_a_household_is_put_right_ended_and_taken_back() {
    for store in both().await {
        let desk = office(store, 1).await;
        let actor = member(&person(&desk, "E00001").await);
        let was = rui(&desk).await;
        assert_eq!((was.relationship, was.ended), (Relationship::Spouse, None));
        let typed = TypedMember {
            given_name: "Ruy".into(),
            relationship: "former_spouse".into(),
            ended: "5/4/2026".into(),
            ..as_on_record(&was)
        };
        let sent = correct_rui(&desk, &typed, "a").await.unwrap();
        assert_eq!(rui(&desk).await, was, "sending changes nothing");
        assert_eq!(correct_rui(&desk, &typed, "a").await.unwrap().id, sent.id, "sent twice is one");
        approve(&desk, &sent).await.unwrap();
        let is = rui(&desk).await;
        assert_eq!((is.relationship, is.ended), (Relationship::FormerSpouse, Some(day("2026-05-04"))));
        assert_eq!(is.given_name, "Ruy");

        // Nobody covers them any more.
        let choose = [("health.choice", "plan:HMO"), ("health.covered", &*was.id.to_string())];
        let refused = send(&desk, "E00001", &choose, "x").await;
        assert!(fields(refused).contains(&("health.covered".into(), "dependent_ended".into())));

        let back = desk.send_reversal(&staff(Role::Coordinator), &sent.reference, "No.", "b").await.unwrap();
        approve(&desk, &back).await.unwrap();
        assert_eq!(rui(&desk).await, was);
        assert!(send(&desk, "E00001", &choose, "y").await.is_ok());
        assert!(desk.my_benefits(&actor, None).await.is_ok());
    }
}

#[tokio::test]
async fn whoever_is_ended_while_covered_takes_a_reason_and_somebody_else() {
    for store in both().await {
        let desk = office(store, 1).await;
        let was = rui(&desk).await;
        let choose = [("health.choice", "plan:HMO"), ("health.covered", &*was.id.to_string())];
        let covered = send(&desk, "E00001", &choose, "a").await.unwrap();
        desk.approve(&staff(Role::Coordinator), covered.id, covered.version).await.unwrap();
        let typed = TypedMember { ended: "5/4/2026".into(), ..as_on_record(&was) };
        let sent = correct_rui(&desk, &typed, "b").await.unwrap();
        assert_eq!(sent.findings[0].rule, CheckRule::DependentEnded);
        assert!(matches!(approve(&desk, &sent).await, Err(Error::SecondApprover)));
        let other = Actor { id: "test|other".into(), ..staff(Role::Coordinator) };
        let silent = desk.approve(&other, sent.id, sent.version).await;
        assert!(matches!(silent, Err(Error::Fields(_))), "a reason is needed");
        let reason = saying("Coverage is ended apart.");
        desk.approve_reviewed(&other, sent.id, sent.version, &reason).await.unwrap();
        assert_eq!(rui(&desk).await.ended, Some(day("2026-05-04")));
    }
}

#[tokio::test]
async fn bad_corrections_of_somebody_name_their_fields_and_change_nothing() {
    for store in both().await {
        let desk = office(store, 1).await;
        let was = rui(&desk).await;
        let on_record = as_on_record(&was);
        for (typed, field, problem) in [
            (on_record.clone(), "because", "nothing_to_correct"),
            (
                TypedMember { because: " ".into(), ended: "5/4/2026".into(), ..on_record.clone() },
                "because",
                "missing",
            ),
            (TypedMember { relationship: "cousin".into(), ..on_record.clone() }, "relationship", "missing"),
            (TypedMember { ended: "13/40/2026".into(), ..on_record.clone() }, "ended", "not_a_date"),
            (TypedMember { ended: "1/1/1900".into(), ..on_record.clone() }, "ended", "before_birth"),
        ] {
            let refused = fields(correct_rui(&desk, &typed, "k").await);
            assert_eq!(refused, [(field.to_owned(), problem.to_owned())], "{typed:?}");
        }
        let number = "E00001".parse().unwrap();
        let who = person(&desk, "E00001").await.id;
        let coordinator = staff(Role::Coordinator);
        let stranger = desk.send_member_correction(&coordinator, &number, who, &on_record, "k").await;
        assert!(matches!(stranger, Err(Error::NotFound(_))), "not of the household");
        let looking = staff(Role::Director);
        let refused = desk.send_member_correction(&looking, &number, was.id, &on_record, "k").await;
        assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
        assert_eq!(rui(&desk).await, was);
    }
}

//! What people send that can't be: each gets the name of the field and the sentence to show, what they
//! typed is kept, and nothing changes. On both engines.
#![allow(clippy::unwrap_used, reason = "a test stops where something is wrong")]

mod office;

use chrono::{DateTime, Utc};
use desk::enroll::occasion::OccasionId;
use desk::{Actor, Clock, Desk, Error};
use domain::enrollment::NotAccepting;
use domain::submission::SubmissionState;
use office::{city, fields, member, office, person, send};
use records::testing::both;
use records::{coverage, drafts, submissions};

/// The same office at another moment.
fn at(desk: &Desk, moment: &str) -> Desk {
    let moment: DateTime<Utc> = moment.parse().unwrap();
    Desk::new(desk.store().clone(), Clock::showing(moment), city())
}

async fn clerk(desk: &Desk) -> Actor {
    member(&person(desk, "E00001").await)
}

/// Field and sentence of each thing that is wrong.
fn faults<T: std::fmt::Debug>(refused: desk::Result<T>) -> Vec<(String, String)> {
    match refused {
        Err(Error::Fields(faults)) => faults.into_iter().map(|one| (one.field, one.problem)).collect(),
        other => panic!("{other:?}"),
    }
}

async fn nothing_was_sent(desk: &Desk) {
    let clerk = person(desk, "E00001").await;
    let sent = submissions::of_person(desk.store(), clerk.id).await.unwrap();
    assert!(sent.iter().all(|one| one.enrollment.is_none()), "{sent:?}");
    assert_eq!(coverage::current(desk.store(), clerk.id).await.unwrap().len(), 1);
}

#[tokio::test]
async fn each_field_that_cant_be_used_is_named_and_kept_as_typed() {
    let somebody = "0198aaaa-0000-7000-8000-000000000001";
    for store in both().await {
        let desk = office(store, 1).await;
        let actor = clerk(&desk).await;
        for (typed, field, problem) in [
            (
                vec![("health_fsa.choice", "plan:HFSA"), ("health_fsa.amount", "12,5o")],
                "health_fsa.amount",
                "not_an_amount",
            ),
            (
                vec![("health_fsa.choice", "plan:HFSA"), ("health_fsa.amount", "-1")],
                "health_fsa.amount",
                "amount_negative",
            ),
            (
                vec![("health_fsa.choice", "plan:HFSA"), ("health_fsa.amount", "1e9")],
                "health_fsa.amount",
                "not_an_amount",
            ),
            (
                vec![("health_fsa.choice", "plan:HFSA"), ("health_fsa.amount", "9".repeat(30).leak())],
                "health_fsa.amount",
                "amount_too_large",
            ),
            (
                vec![("health_fsa.choice", "plan:HFSA"), ("health_fsa.amount", "10.005")],
                "health_fsa.amount",
                "amount_too_precise",
            ),
            (vec![("health_fsa.choice", "plan:HFSA")], "health_fsa.amount", "amount_missing"),
            (
                vec![("health_fsa.choice", "plan:HFSA"), ("health_fsa.amount", "1000000")],
                "health_fsa.amount",
                "over_limit",
            ),
            (vec![("health.choice", "plan:MSUP")], "health.choice", "not_eligible"),
            (vec![("health.choice", "plan:NOPE")], "health.choice", "unknown_plan"),
            (vec![("health.choice", "<script>")], "health.choice", "not_a_choice"),
            (vec![("health.choice", "waive")], "health.waiver_reason", "reason_missing"),
            (
                vec![("health.choice", "plan:HMO"), ("health.covered", somebody)],
                "health.covered",
                "not_in_household",
            ),
            (
                vec![("health.choice", "plan:HMO"), ("health.covered", "everybody")],
                "health.covered",
                "not_in_household",
            ),
        ] {
            let refused = send(&desk, "E00001", &typed, "form").await;
            let found = faults(refused);
            assert!(
                found.iter().any(|(at, why)| at == field && why == problem),
                "{typed:?}: expected {field} {problem}, found {found:?}"
            );

            // By the pages: saved as typed, shown again with the same fault.
            desk.discard_draft(&actor, OccasionId::OpenEnrollment).await.unwrap();
            desk.save_draft(&actor, OccasionId::OpenEnrollment, &fields(&typed)).await.unwrap();
            let refused = desk.submit(&actor, OccasionId::OpenEnrollment, "form", "Ana Reis", true).await;
            assert_eq!(faults(refused), found);
            assert_eq!(
                desk.draft(&actor, OccasionId::OpenEnrollment).await.unwrap().draft.unwrap().fields,
                fields(&typed)
            );
        }
        nothing_was_sent(&desk).await;
    }
}

#[tokio::test]
async fn new_household_members_need_a_name_a_day_of_birth_and_what_they_are() {
    for store in both().await {
        let desk = office(store, 1).await;
        let id = "0198aaaa-0000-7000-8000-000000000002";
        for (name, value, problem) in [
            ("given_name", "", "missing"),
            ("family_name", "1234", "not_a_name"),
            ("birth", "31/12/2019", "not_a_date"),
            ("birth", "2/30/2019", "not_a_date"),
            ("birth", "1/1/2031", "born_later"),
            ("birth", "1/1/1831", "born_too_long_ago"),
            ("relationship", "", "missing"),
            ("relationship", "former_spouse", "not_a_choice"),
        ] {
            let mut typed = fields(&[
                (&format!("dependent.{id}.given_name"), "Ivo"),
                (&format!("dependent.{id}.family_name"), "Reis"),
                (&format!("dependent.{id}.birth"), "3/15/2019"),
                (&format!("dependent.{id}.relationship"), "child"),
                ("health.choice", "plan:HMO"),
                ("health.covered", id),
            ]);
            typed.insert(format!("dependent.{id}.{name}"), value.to_owned());
            let pairs: Vec<(&str, &str)> = typed.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
            let found = faults(send(&desk, "E00001", &pairs, "form").await);
            assert_eq!(found, [(format!("dependent.{id}.{name}"), problem.to_owned())], "{value:?}");
        }
        nothing_was_sent(&desk).await;
    }
}

#[tokio::test]
async fn a_signature_is_a_name_and_the_box_is_ticked() {
    for store in both().await {
        let desk = office(store, 1).await;
        let actor = clerk(&desk).await;
        desk.save_draft(&actor, OccasionId::OpenEnrollment, &fields(&[("health.choice", "plan:PPO")]))
            .await
            .unwrap();
        for (signature, attested, expected) in [
            ("", false, vec![("signature", "signature_missing"), ("attested", "not_attested")]),
            ("Ana Reis", false, vec![("attested", "not_attested")]),
            ("   ", true, vec![("signature", "signature_missing")]),
            ("12345", true, vec![("signature", "signature_not_a_name")]),
            ("x".repeat(201).leak(), true, vec![("signature", "signature_not_a_name")]),
        ] {
            let found =
                faults(desk.submit(&actor, OccasionId::OpenEnrollment, "form", signature, attested).await);
            let found: Vec<(&str, &str)> = found.iter().map(|(f, p)| (f.as_str(), p.as_str())).collect();
            assert_eq!(found, expected);
        }
        nothing_was_sent(&desk).await;
        assert!(desk.draft(&actor, OccasionId::OpenEnrollment).await.unwrap().draft.is_some());
    }
}

#[tokio::test]
async fn the_deadline_counts_to_the_second_in_the_citys_time() {
    for store in both().await {
        let desk = office(store, 2).await;
        // 23:59:59 in Massachusetts in May is 03:59:59 of the next day in UTC.
        let last_second = at(&desk, "2026-05-15T03:59:59Z");
        let sent = send(&last_second, "E00001", &[("health.choice", "plan:PPO")], "form").await.unwrap();
        assert_eq!(sent.state, SubmissionState::Submitted);

        let after = at(&desk, "2026-05-15T04:00:00Z");
        let late = send(&after, "E00002", &[("health.choice", "plan:PPO")], "form").await;
        assert!(matches!(late, Err(Error::NotAccepting(NotAccepting::Closed))), "{late:?}");
        let actor = clerk(&desk).await;
        let taken_back = after.withdraw(&actor, &sent.reference).await;
        assert!(matches!(taken_back, Err(Error::NotAccepting(_))), "{taken_back:?}");
        let changed = after.change_choices(&actor, &sent.reference).await;
        assert!(matches!(changed, Err(Error::NotAccepting(_))), "{changed:?}");
        assert_eq!(submissions::get(desk.store(), sent.id).await.unwrap(), sent);

        // The form that was sent in time and whose answer got lost is answered, however late it comes again.
        let again = send(&after, "E00001", &[("health.choice", "plan:PPO")], "form").await.unwrap();
        assert_eq!(again.id, sent.id);

        let early = at(&desk, "2026-05-01T03:59:59Z");
        let refused = send(&early, "E00002", &[("health.choice", "plan:PPO")], "form").await;
        assert!(matches!(refused, Err(Error::NotAccepting(_))), "{refused:?}");
    }
}

#[tokio::test]
async fn a_form_that_is_sent_twice_at_once_is_one_submission() {
    for store in both().await {
        let desk = office(store, 2).await;
        // The same form eight times at once, and two windows with a form each.
        for (reference, keys) in
            [("E00001", ["form"; 8]), ("E00002", ["a", "b", "a", "b", "a", "b", "a", "b"])]
        {
            let sends = keys.map(|key| {
                let desk = desk.clone();
                tokio::spawn(
                    async move { send(&desk, reference, &[("health.choice", "plan:PPO")], key).await },
                )
            });
            let mut ids = Vec::new();
            for sent in sends {
                ids.push(sent.await.unwrap().unwrap().id);
            }
            ids.dedup();
            assert_eq!(ids.len(), 1, "{reference}");
            let id = person(&desk, reference).await.id;
            let all = submissions::of_person(desk.store(), id).await.unwrap();
            assert_eq!(all.iter().filter(|one| one.enrollment.is_some()).count(), 1);
        }
    }
}

#[tokio::test]
async fn another_persons_ids_open_nothing() {
    for store in both().await {
        let desk = office(store, 2).await;
        let (mine, other) = (clerk(&desk).await, member(&person(&desk, "E00002").await));
        let sent = send(&desk, "E00002", &[("health.choice", "plan:PPO")], "form").await.unwrap();

        for refused in [
            desk.withdraw(&mine, &sent.reference).await,
            desk.change_choices(&mine, &sent.reference).await.map(drop),
            desk.receipt(&mine, &sent.reference).await.map(drop),
        ] {
            assert!(matches!(refused, Err(Error::NotFound("submission"))), "{refused:?}");
        }

        // Their spouse among the covered: not in the household, like anybody else who is not.
        let spouse = person(&desk, "E00002-01").await.id.to_string();
        let choices = [("health.choice", "plan:HMO"), ("health.covered", spouse.as_str())];
        let found = faults(send(&desk, "E00001", &choices, "form").await);
        assert_eq!(found, [("health.covered".to_owned(), "not_in_household".to_owned())]);

        // Their spouse's id for a child of one's own.
        let field = |name: &str| format!("dependent.{spouse}.{name}");
        let (given, family, birth, is) =
            (field("given_name"), field("family_name"), field("birth"), field("relationship"));
        let stolen = [
            (given.as_str(), "Ivo"),
            (family.as_str(), "Reis"),
            (birth.as_str(), "3/15/2019"),
            (is.as_str(), "child"),
            ("health.choice", "plan:HMO"),
            ("health.covered", spouse.as_str()),
        ];
        let refused = send(&desk, "E00001", &stolen, "form").await;
        assert!(matches!(refused, Err(Error::NotFound("dependent"))), "{refused:?}");

        // Their form's key is theirs: it neither shows their submission nor stands in the way.
        let own = send(&desk, "E00001", &[("health.choice", "plan:PPO")], "form").await.unwrap();
        assert_ne!(own.id, sent.id);
        assert_eq!(submissions::get(desk.store(), sent.id).await.unwrap(), sent);
        assert!(desk.receipt(&other, &sent.reference).await.is_ok());
    }
}

#[tokio::test]
async fn a_draft_has_bounds() {
    for store in both().await {
        let desk = office(store, 1).await;
        let actor = clerk(&desk).await;
        let kept = fields(&[("health.choice", "plan:PPO")]);
        desk.save_draft(&actor, OccasionId::OpenEnrollment, &kept).await.unwrap();
        let long = "x".repeat(2_001);
        let found = faults(
            desk.save_draft(&actor, OccasionId::OpenEnrollment, &fields(&[("health_fsa.amount", &long)]))
                .await,
        );
        assert_eq!(found, [("health_fsa.amount".to_owned(), "too_long".to_owned())]);
        let many = (0..200).map(|n| (format!("made.up.{n}"), "x".to_owned())).collect();
        let refused = desk.save_draft(&actor, OccasionId::OpenEnrollment, &many).await;
        assert!(matches!(refused, Err(Error::TooMany)), "{refused:?}");
        let draft = drafts::get(
            desk.store(),
            person(&desk, "E00001").await.id,
            desk.draft(&actor, OccasionId::OpenEnrollment).await.unwrap().occasion().period().unwrap().id,
        );
        assert_eq!(draft.await.unwrap().unwrap().fields, kept);
    }
}

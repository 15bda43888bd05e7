use super::*;
use crate::testing::both;
use chrono::Duration;
use domain::benefit::Benefit;
use domain::election::{Choice, Election, WaiverReason};

fn now() -> DateTime<Utc> {
    "2026-05-05T16:00:00Z".parse().unwrap()
}

/// Writes a person.
pub(crate) async fn given_person(write: &mut Write, id: u128) -> Uuid {
    let id = Uuid::from_u128(id);
    let birth: chrono::NaiveDate = "1985-03-04".parse().unwrap();
    writing!(write, on =>
        sqlx::query("INSERT INTO person (id, given_name, family_name, search_name, birth)
                     VALUES ($1, 'Ana', 'Reis', 'reis, ana', $2)")
            .bind(id).bind(birth).execute(on).await.map(drop))
    .unwrap();
    id
}

/// A submission of that person which declines dental insurance.
pub(crate) fn new(id: u128, person: Uuid) -> NewSubmission {
    let choice = Choice::Waive { reason: WaiverReason::SpousePlan };
    NewSubmission {
        id: Uuid::from_u128(id),
        reference: format!("OE-{id}"),
        kind: SubmissionKind::OpenEnrollment,
        person: Some(person),
        enrollment: None,
        case: None,
        unit: None,
        proposal: Proposal {
            effective: "2026-07-01".parse().unwrap(),
            elections: vec![Election { benefit: Benefit::Dental, choice }],
            new_dependents: Vec::new(),
            based_on: 0,
            event: None,
            correction: None,
            transition: None,
        },
        findings: Vec::new(),
        signature: Some("Ana Reis".into()),
        submitted_at: now(),
        submitted_by: "test|ana".into(),
        submitted_by_name: "Ana Reis".into(),
        once_key: format!("key {id}"),
        replaces: None,
    }
}

/// Somebody at the desk, a while after the submission.
pub(crate) fn clerk(minutes: i64) -> By<'static> {
    By { actor: "test|clerk", name: "Clerk", at: now() + Duration::minutes(minutes) }
}

#[tokio::test]
async fn what_was_signed_is_found_by_all_its_names() {
    for store in both().await {
        let mut write = store.begin().await.unwrap();
        let ana = given_person(&mut write, 1).await;
        let sent = new(10, ana);
        insert(&mut write, &sent).await.unwrap();
        write.commit().await.unwrap();

        let found = get(&store, sent.id).await.unwrap();
        assert_eq!((found.state, found.version, found.flags), (SubmissionState::Submitted, 1, 0));
        assert_eq!((&found.proposal, found.submitted_at), (&sent.proposal, now()));
        assert_eq!(by_reference(&store, "OE-10").await.unwrap(), found);
        assert_eq!(by_once_key(&store, "key 10").await.unwrap(), Some(found.clone()));
        assert_eq!(of_person(&store, ana).await.unwrap(), [found]);
        assert!(matches!(by_reference(&store, "OE-11").await, Err(Error::NotFound(_))));
        assert_eq!(by_once_key(&store, "key 11").await.unwrap(), None);
    }
}

#[tokio::test]
async fn a_form_that_is_sent_twice_is_one_submission() {
    for store in both().await {
        let mut write = store.begin().await.unwrap();
        let ana = given_person(&mut write, 1).await;
        insert(&mut write, &new(10, ana)).await.unwrap();
        write.commit().await.unwrap();

        let mut write = store.begin().await.unwrap();
        let again = NewSubmission { once_key: "key 10".into(), ..new(11, ana) };
        let refused = insert(&mut write, &again).await.unwrap_err();
        assert!(refused.is_duplicate(), "{refused}");
        drop(write);
        assert_eq!(of_person(&store, ana).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn it_moves_only_from_what_the_caller_has_seen() {
    for store in both().await {
        let mut write = store.begin().await.unwrap();
        let ana = given_person(&mut write, 1).await;
        insert(&mut write, &new(10, ana)).await.unwrap();
        let id = Uuid::from_u128(10);
        let state =
            transition(&mut write, id, 1, SubmissionAction::Return, clerk(1), "Please call.").await.unwrap();
        assert_eq!(state, SubmissionState::Returned);
        let stale = transition(&mut write, id, 1, SubmissionAction::Deny, clerk(2), "no").await;
        assert!(matches!(stale, Err(Error::Stale(_))), "{stale:?}");
        let refused = transition(&mut write, id, 2, SubmissionAction::Approve, clerk(2), "").await;
        assert!(matches!(refused, Err(Error::Refused(_))), "{refused:?}");
        assert_eq!(get_in(&mut write, id).await.unwrap().decided_at, None);
        transition(&mut write, id, 2, SubmissionAction::Deny, clerk(3), "Too late.").await.unwrap();
        write.commit().await.unwrap();

        let denied = get(&store, id).await.unwrap();
        assert_eq!((denied.state, denied.version), (SubmissionState::Denied, 3));
        assert_eq!(denied.decided_at, Some(clerk(3).at));
        let events = events(&store, id).await.unwrap();
        let told: Vec<_> = events.iter().map(|event| (event.action.as_str(), event.words.as_str())).collect();
        assert_eq!(told, [("submitted", ""), ("returned", "Please call."), ("denied", "Too late.")]);
        assert_eq!((events[0].actor_name.as_str(), events[2].actor_name.as_str()), ("Ana Reis", "Clerk"));
    }
}

#[tokio::test]
async fn who_has_it_says_nothing_about_its_version() {
    for store in both().await {
        let mut write = store.begin().await.unwrap();
        let ana = given_person(&mut write, 1).await;
        insert(&mut write, &new(10, ana)).await.unwrap();
        let id = Uuid::from_u128(10);
        let other = By { actor: "test|other", name: "Other", at: now() };
        assign(&mut write, id, Some(clerk(1)), clerk(1)).await.unwrap();
        assert!(matches!(assign(&mut write, id, Some(other), other).await, Err(Error::Stale(_))));
        let held = get_in(&mut write, id).await.unwrap();
        assert_eq!((held.assignee_name.as_deref(), held.version), (Some("Clerk"), 1));
        assign(&mut write, id, None, other).await.unwrap();
        assign(&mut write, id, Some(other), other).await.unwrap();
        assert_eq!(get_in(&mut write, id).await.unwrap().assignee.as_deref(), Some("test|other"));
    }
}

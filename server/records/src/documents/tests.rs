use super::*;
use crate::submissions;
use crate::submissions::tests::{clerk, given_person, new as submission};
use crate::testing::both;
use crate::uploads::{self, Upload};

const MARKER: &[u8] = b"MARISOL-THISTLEWOOD-BIRTH-CERTIFICATE";

/// Some parts and a bit, with a text in it.
fn some_content() -> Vec<u8> {
    let mut content = vec![b'.'; 2 * PART];
    content.extend(MARKER);
    content
}

fn new(id: u128, subscriber: Uuid, content: &[u8]) -> NewDocument<'_> {
    NewDocument {
        id: Uuid::from_u128(id),
        subscriber,
        about: Uuid::from_u128(77),
        kind: DocumentKind::BirthCertificate,
        name: "certificado de Añá.pdf",
        media_type: "application/pdf",
        pages: 3,
        content,
        replaces: None,
    }
}

async fn given(store: &Store, new: &NewDocument<'_>) -> Document {
    let mut write = store.begin().await.unwrap();
    insert(&mut write, new, clerk(0)).await.unwrap();
    write.commit().await.unwrap();
    get(store, new.id).await.unwrap()
}

async fn sealed_parts(store: &Store, id: Uuid) -> Vec<Vec<u8>> {
    reading!(store, on =>
        sqlx::query_scalar("SELECT sealed FROM document_chunk WHERE document_id = $1 ORDER BY place")
            .bind(id).fetch_all(on).await)
    .unwrap()
}

async fn run(store: &Store, sql: &str) -> std::result::Result<(), sqlx::Error> {
    let mut write = store.begin().await.unwrap();
    writing!(write, on => sqlx::query(sql).execute(on).await.map(drop))?;
    write.commit().await.unwrap();
    Ok(())
}

#[tokio::test]
async fn a_document_is_kept_in_sealed_parts_and_opens_whole() {
    for store in both().await {
        let mut write = store.begin().await.unwrap();
        let ana = given_person(&mut write, 1).await;
        write.commit().await.unwrap();
        let content_sent = some_content();
        let found = given(&store, &new(10, ana, &content_sent)).await;
        assert_eq!((found.name.as_str(), found.bytes), ("certificado de Añá.pdf", content_sent.len() as i64));
        assert_eq!((found.state, found.pages, found.version), (DocumentState::Received, 3, 1));
        assert_eq!(of_subscriber(&store, ana).await.unwrap(), std::slice::from_ref(&found));
        assert_eq!(super::content(&store, found.id).await.unwrap(), content_sent);

        let parts = sealed_parts(&store, found.id).await;
        assert_eq!(parts.len(), 3);
        assert!(parts.iter().all(|part| !part.windows(MARKER.len()).any(|window| window == MARKER)));

        // A part in another's place, or one that is missing, is noticed.
        run(&store, "UPDATE document_chunk SET place = place + 10 WHERE place = 0").await.unwrap();
        assert!(matches!(super::content(&store, found.id).await, Err(Error::Sealed)));
        run(&store, "UPDATE document_chunk SET place = place - 10 WHERE place = 10").await.unwrap();
        assert_eq!(super::content(&store, found.id).await.unwrap(), content_sent);
        run(&store, "DELETE FROM document_chunk WHERE place = 2").await.unwrap();
        assert!(matches!(super::content(&store, found.id).await, Err(Error::Sealed)));
    }
}

#[tokio::test]
async fn to_delete_is_to_destroy_the_key_and_the_parts() {
    for store in both().await {
        let mut write = store.begin().await.unwrap();
        let ana = given_person(&mut write, 1).await;
        write.commit().await.unwrap();
        let document = given(&store, &new(10, ana, b"abc")).await;

        let mut write = store.begin().await.unwrap();
        assert!(matches!(delete(&mut write, document.id, 7, clerk(1).at).await, Err(Error::Stale(_))));
        delete(&mut write, document.id, 1, clerk(1).at).await.unwrap();
        assert!(matches!(delete(&mut write, document.id, 1, clerk(2).at).await, Err(Error::Stale(_))));
        write.commit().await.unwrap();

        assert!(matches!(super::content(&store, document.id).await, Err(Error::NotFound(_))));
        assert!(sealed_parts(&store, document.id).await.is_empty());
        let row = row(&store, document.id).await.unwrap();
        assert_eq!((row.wrapped_key, row.name_sealed, row.deleted_at), (None, None, Some(clerk(1).at)));
        assert_eq!(of_subscriber(&store, ana).await.unwrap(), []);
        assert!(run(&store, "DELETE FROM document").await.is_err(), "the row stays");
    }
}

#[tokio::test]
async fn a_submission_takes_its_own_persons_documents_alone() {
    for store in both().await {
        let mut write = store.begin().await.unwrap();
        let (ana, other) = (given_person(&mut write, 1).await, given_person(&mut write, 2).await);
        let sent = submission(20, ana);
        submissions::insert(&mut write, &sent).await.unwrap();
        write.commit().await.unwrap();
        let (one, two) = (given(&store, &new(10, ana, b"a")).await, given(&store, &new(11, ana, b"b")).await);
        let strangers = given(&store, &new(12, other, b"c")).await;
        let gone = given(&store, &new(13, ana, b"d")).await;

        let mut write = store.begin().await.unwrap();
        link_in(&mut write, sent.id, &[one.id, two.id]).await.unwrap();
        link_in(&mut write, sent.id, &[two.id]).await.unwrap();
        delete(&mut write, gone.id, 1, clerk(1).at).await.unwrap();
        for refused in [strangers.id, gone.id, Uuid::from_u128(99)] {
            assert!(matches!(link_in(&mut write, sent.id, &[refused]).await, Err(Error::NotFound(_))));
        }
        assert_eq!(
            parts_of_in(&mut write, one.id).await.unwrap(),
            [(sent.id, SubmissionState::Submitted, false)]
        );
        submissions::assign(&mut write, sent.id, Some(clerk(2)), clerk(2)).await.unwrap();
        write.commit().await.unwrap();
        assert_eq!(of_submission(&store, sent.id).await.unwrap(), [one.clone(), two.clone()]);
        let parts = parts_of(&store, &[one.id, gone.id]).await.unwrap();
        assert_eq!(parts, [(one.id, SubmissionState::Submitted, true)]);
        assert_eq!(get_listed(&store, one.id).await.unwrap().reference.as_deref(), Some("OE-20"));
        assert_eq!(get_listed(&store, strangers.id).await.unwrap().reference, None);
    }
}

#[tokio::test]
async fn a_decision_is_about_what_was_seen_and_lists_follow_it() {
    for store in both().await {
        let mut write = store.begin().await.unwrap();
        let ana = given_person(&mut write, 1).await;
        write.commit().await.unwrap();
        let first = given(&store, &new(10, ana, b"a")).await;
        let second = given(&store, &NewDocument { about: ana, ..new(11, ana, b"b") }).await;
        let office = listed(&store, Waiting::ForTheOffice, 10).await.unwrap();
        let ids: Vec<Uuid> = office.iter().map(|one| one.document.id).collect();
        assert_eq!(ids, [first.id, second.id]);
        assert_eq!((office[0].subscriber_name.as_str(), office[0].about_name.as_deref()), ("Ana Reis", None));
        assert_eq!(office[1].about_name.as_deref(), Some("Ana Reis"));

        let due: NaiveDate = "2026-06-04".parse().unwrap();
        let mut write = store.begin().await.unwrap();
        let asked = DocumentState::AskedAgain;
        decide(&mut write, first.id, 1, asked, Some(due), clerk(5), "Page two is missing.").await.unwrap();
        let stale = decide(&mut write, first.id, 1, DocumentState::Verified, None, clerk(6), "").await;
        assert!(matches!(stale, Err(Error::Stale(_))));
        write.commit().await.unwrap();
        let found = get(&store, first.id).await.unwrap();
        assert_eq!((found.state, found.version, found.due_on), (asked, 2, Some(due)));
        assert_eq!(found.words, "Page two is missing.");
        assert_eq!((found.decided_at, found.decided_by_name.as_deref()), (Some(clerk(5).at), Some("Clerk")));
        let member = listed(&store, Waiting::ForTheMember, 10).await.unwrap();
        assert_eq!((member.len(), member[0].document.id), (1, first.id));

        let answer = given(&store, &NewDocument { replaces: Some(first.id), ..new(12, ana, b"c") }).await;
        assert_eq!(get(&store, first.id).await.unwrap().replaced_by, Some(answer.id));
        assert!(listed(&store, Waiting::ForTheMember, 10).await.unwrap().is_empty());
        let office = listed(&store, Waiting::ForTheOffice, 1).await.unwrap();
        assert_eq!((office.len(), office[0].document.id), (1, second.id));
    }
}

#[tokio::test]
async fn an_upload_takes_its_parts_in_order_and_is_tidied_away() {
    for store in both().await {
        let mut write = store.begin().await.unwrap();
        let ana = given_person(&mut write, 1).await;
        let upload = Upload {
            id: Uuid::from_u128(30),
            subscriber: ana,
            about: ana,
            kind: DocumentKind::Other,
            name: "scan.pdf".into(),
            replaces: None,
            bytes: 9,
            received: 0,
        };
        uploads::begin(&mut write, &upload, clerk(0).at).await.unwrap();
        write.commit().await.unwrap();

        for (starts, part, kept) in [
            (4, &b"efgh"[..], false),
            (0, b"abcd", true),
            (0, b"abcd", false),
            (4, b"efghij", false),
            (4, b"efghi", true),
            (9, b"j", false),
        ] {
            let mut write = store.begin().await.unwrap();
            let done = uploads::append(&mut write, upload.id, starts, part).await;
            assert_eq!(done.is_ok(), kept, "{starts} {done:?}");
            if kept {
                write.commit().await.unwrap();
            } else {
                assert!(matches!(done, Err(Error::Stale(_))));
            }
        }
        assert_eq!(uploads::content(&store, upload.id).await.unwrap(), b"abcdefghi");
        assert_eq!(uploads::get(&store, upload.id).await.unwrap(), Upload { received: 9, ..upload.clone() });
        let parts: Vec<Vec<u8>> =
            reading!(store, on => sqlx::query_scalar("SELECT sealed FROM upload_part").fetch_all(on).await)
                .unwrap();
        assert!(
            parts.iter().all(|part| !part.windows(4).any(|window| window == b"abcd" || window == b"efgh"))
        );

        let mut write = store.begin().await.unwrap();
        assert_eq!(taken_in(&mut write, ana, None).await.unwrap(), (1, 9));
        assert_eq!(taken_in(&mut write, ana, Some(upload.id)).await.unwrap(), (0, 0));
        drop(write);
        uploads::discard_before(&store, clerk(0).at).await.unwrap();
        assert!(uploads::get(&store, upload.id).await.is_ok());
        uploads::discard_before(&store, clerk(1).at).await.unwrap();
        assert!(matches!(uploads::get(&store, upload.id).await, Err(Error::NotFound(_))));
        let mut write = store.begin().await.unwrap();
        assert!(!uploads::discard(&mut write, upload.id).await.unwrap());
    }
}

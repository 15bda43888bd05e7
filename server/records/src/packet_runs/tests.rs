use super::*;
use crate::packets::{self, NewPacket};
use crate::submissions::tests::{clerk, given_person};
use crate::testing::both;

const RUN_ID: Uuid = Uuid::from_u128(500);

async fn given_run(store: &Store, people: u128) -> Vec<Uuid> {
    let mut write = store.begin().await.unwrap();
    let mut ids = Vec::new();
    for id in 1..=people {
        ids.push(given_person(&mut write, id).await);
    }
    begin(&mut write, RUN_ID, "all", "normal", &ids, clerk(0)).await.unwrap();
    write.commit().await.unwrap();
    ids
}

async fn make(store: &Store, sequence: i64, person: Uuid, file: &[u8]) -> Result<()> {
    let mut write = store.begin().await.unwrap();
    let id = Uuid::now_v7();
    let (sections, input) = (serde_json::json!([]), "{}");
    let new = NewPacket { id, person, language: "es", size: "normal", input, sections, file, pages: 2 };
    packets::insert(&mut write, &new, clerk(1)).await.unwrap();
    made(&mut write, RUN_ID, sequence, id, file).await?;
    write.commit().await
}

#[tokio::test]
async fn a_run_is_one_processes_until_its_lease_is_over() {
    for store in both().await {
        given_run(&store, 1).await;
        let (now, lease) = (clerk(0).at, Duration::minutes(2));
        let take = async |at| {
            let mut write = store.begin().await.unwrap();
            let taken = claim(&mut write, at, lease).await.unwrap();
            write.commit().await.unwrap();
            taken
        };
        assert_eq!(take(now).await, Some(RUN_ID));
        assert_eq!(take(now + lease - Duration::seconds(1)).await, None);
        assert_eq!(take(now + lease).await, Some(RUN_ID), "as after a crash");
    }
}

#[tokio::test]
async fn a_run_goes_on_where_it_stopped_and_ends_in_one_file() {
    for store in both().await {
        let people = given_run(&store, 3).await;
        assert_eq!(next(&store, RUN_ID).await.unwrap(), Some((1, people[0])));
        make(&store, 1, people[0], b"first").await.unwrap();
        let twice = make(&store, 1, people[0], b"first again").await;
        assert!(matches!(twice, Err(Error::Stale(_))), "another process was quicker");
        assert_eq!(next(&store, RUN_ID).await.unwrap(), Some((2, people[1])));
        let mut write = store.begin().await.unwrap();
        impossible(&mut write, RUN_ID, 2, "not_on_rolls").await.unwrap();
        write.commit().await.unwrap();
        assert_eq!(next(&store, RUN_ID).await.unwrap(), Some((3, people[2])));
        make(&store, 3, people[2], b"third").await.unwrap();
        assert_eq!(next(&store, RUN_ID).await.unwrap(), None);

        let run = get(&store, RUN_ID).await.unwrap();
        assert_eq!((run.items, run.made, run.problems, run.finished_at), (3, 2, 1, None));
        assert_eq!(file(&store, RUN_ID, 3).await.unwrap(), b"third");
        assert!(matches!(print(&store, RUN_ID).await, Err(Error::NotFound(_))));

        let whole = vec![7; 2 * PART + 5];
        let end = async |minutes| {
            let mut write = store.begin().await.unwrap();
            finish(&mut write, RUN_ID, &whole, 4, clerk(minutes).at).await?;
            write.commit().await
        };
        end(9).await.unwrap();
        assert!(matches!(end(10).await, Err(Error::Stale(_))));
        assert_eq!(print(&store, RUN_ID).await.unwrap(), whole);
        assert_eq!(list(&store).await.unwrap()[0].pages, Some(4));
        assert!(
            matches!(file(&store, RUN_ID, 3).await, Err(Error::NotFound(_))),
            "the single ones are let go"
        );
        let said: Vec<_> = items(&store, RUN_ID).await.unwrap();
        assert_eq!(said.iter().map(|one| one.pages).collect::<Vec<_>>(), [Some(2), None, Some(2)]);
        assert_eq!(said[1].problem.as_deref(), Some("not_on_rolls"));

        let mut write = store.begin().await.unwrap();
        assert_eq!(claim(&mut write, clerk(99).at, Duration::minutes(1)).await.unwrap(), None);
    }
}

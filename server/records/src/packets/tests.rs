use super::*;
use crate::submissions::tests::{clerk, given_person};
use crate::testing::both;
use serde_json::json;

const MARKER: &str = "Everett Pettingill pays $168.42";

fn new(id: u128, person: Uuid) -> NewPacket<'static> {
    NewPacket {
        id: Uuid::from_u128(id),
        person,
        language: "en",
        size: "large",
        input: MARKER,
        sections: json!([{"key": "welcome", "version": 2}]),
        file: b"%PDF-1.7",
        pages: 7,
    }
}

#[tokio::test]
async fn what_a_packet_was_made_from_is_sealed_and_opens_again() {
    for store in both().await {
        let mut write = store.begin().await.unwrap();
        let ana = given_person(&mut write, 1).await;
        assert!(!was_made_in(&mut write, ana, b"%PDF-1.7").await.unwrap());
        insert(&mut write, &new(10, ana), clerk(0)).await.unwrap();
        insert(&mut write, &new(11, ana), clerk(1)).await.unwrap();
        assert!(was_made_in(&mut write, ana, b"%PDF-1.7").await.unwrap());
        write.commit().await.unwrap();

        let (made, input) = get(&store, Uuid::from_u128(10)).await.unwrap();
        assert_eq!((made.person_id, made.pages, made.size.as_str()), (ana, 7, "large"));
        assert_eq!(input, MARKER);
        assert!(is_as_made(&store, &made, b"%PDF-1.7"));
        assert!(!is_as_made(&store, &made, b"%PDF-1.8"));
        let list = of_person(&store, ana, 1).await.unwrap();
        assert_eq!(list.iter().map(|one| one.id.as_u128()).collect::<Vec<_>>(), [11], "the latest first");
        assert!(matches!(get(&store, ana).await, Err(Error::NotFound("packet"))));

        let sealed: Vec<Vec<u8>> = reading!(store, on =>
            sqlx::query_scalar("SELECT input_sealed FROM packet").fetch_all(on).await)
        .unwrap();
        assert!(sealed.iter().all(|one| !String::from_utf8_lossy(one).contains("Pettingill")));
    }
}

#[tokio::test]
async fn the_version_that_was_published_last_is_printed_and_none_is_ever_edited() {
    for store in both().await {
        let mut write = store.begin().await.unwrap();
        insert_section(&mut write, "life", 1, &json!({"title_en": "One"}), clerk(0)).await.unwrap();
        write.commit().await.unwrap();
        assert!(printed(&store).await.unwrap().is_empty(), "a draft is not printed");

        let mut write = store.begin().await.unwrap();
        publish_section(&mut write, "life", 1, clerk(1).at).await.unwrap();
        insert_section(&mut write, "life", 2, &json!({"title_en": "Two"}), clerk(2)).await.unwrap();
        write.commit().await.unwrap();
        assert_eq!(printed(&store).await.unwrap()[0].version, 1);
        assert_eq!(latest(&store).await.unwrap()[0].version, 2);
        assert_eq!(history(&store, "life").await.unwrap().len(), 2);

        let mut write = store.begin().await.unwrap();
        let twice = insert_section(&mut write, "life", 2, &json!({}), clerk(3)).await;
        assert!(twice.unwrap_err().is_duplicate());
        drop(write);
        let mut write = store.begin().await.unwrap();
        let again = publish_section(&mut write, "life", 1, clerk(3).at).await;
        assert!(matches!(again, Err(Error::Stale(_))));
        drop(write);
        for sql in [
            "UPDATE packet_section SET saved_by_name = 'x' WHERE version = 2",
            "UPDATE packet_section SET published_at = NULL WHERE version = 1",
            "DELETE FROM packet_section",
        ] {
            let mut write = store.begin().await.unwrap();
            let done = writing!(write, on => sqlx::query(sql).execute(on).await.map(drop));
            assert!(done.is_err(), "{sql}");
        }
    }
}

#[tokio::test]
async fn who_retires_on_a_later_day_gets_no_mail_before_it() {
    for store in both().await {
        let mut write = store.begin().await.unwrap();
        let ana = given_person(&mut write, 1).await;
        let retires: NaiveDate = "2026-12-31".parse().unwrap();
        writing!(write, on => sqlx::query("UPDATE person SET ref = 'E1'").execute(on).await.map(drop))
            .unwrap();
        writing!(write, on => sqlx::query("INSERT INTO unit (code, name, kind) VALUES ('CITY', 'City', 'city')")
            .execute(on).await.map(drop))
        .unwrap();
        writing!(write, on => sqlx::query(
            "INSERT INTO retirement (person_id, unit_code, system, retired_on) VALUES ($1, 'CITY', 'CITY', $2)")
            .bind(ana).bind(retires).execute(on).await.map(drop))
        .unwrap();
        write.commit().await.unwrap();
        assert!(addressees(&store, retires - chrono::Days::new(1)).await.unwrap().is_empty());
        assert_eq!(addressees(&store, retires).await.unwrap()[0].id, ana);
    }
}

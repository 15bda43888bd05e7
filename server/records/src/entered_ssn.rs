//! Social Security numbers of people who are new in a draft or in what waits. A draft is clear text: the
//! number stands here, sealed, under the id of whom it was typed for.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::code::Ssn;
use uuid::Uuid;

use crate::db::{Store, Write, reading, stored, writing};
use crate::error::Result;

/// Keeps the number of somebody who was typed by, or for, a subscriber; in the place of one kept before.
pub async fn put_in(
    write: &mut Write,
    typed: Uuid,
    subscriber: Uuid,
    ssn: &Ssn,
    at: DateTime<Utc>,
) -> Result<()> {
    let (sealed, hash) = (write.vault.seal(ssn.digits())?, write.vault.hash(ssn.digits()));
    writing!(write, on =>
        sqlx::query(
            "INSERT INTO entered_ssn (person_id, subscriber_id, ssn_sealed, ssn_hash, ssn_last_four, entered_at)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (person_id) DO UPDATE SET ssn_sealed = excluded.ssn_sealed, ssn_hash = excluded.ssn_hash,
                 ssn_last_four = excluded.ssn_last_four, entered_at = excluded.entered_at
             WHERE entered_ssn.subscriber_id = excluded.subscriber_id")
            .bind(typed).bind(subscriber).bind(sealed).bind(hash).bind(ssn.last_four()).bind(stored(at))
            .execute(on).await.map(drop))?;
    Ok(())
}

/// The ends of the numbers that were entered for people of a subscriber's, by their id, for a masked display.
pub async fn last_fours(store: &Store, subscriber: Uuid) -> Result<BTreeMap<Uuid, String>> {
    let rows: Vec<(Uuid, String)> = reading!(store, on =>
        sqlx::query_as("SELECT person_id, ssn_last_four FROM entered_ssn WHERE subscriber_id = $1")
            .bind(subscriber).fetch_all(on).await)?;
    Ok(rows.into_iter().collect())
}

/// Whether a number is the one that a person has on record.
pub async fn is_of_in(write: &mut Write, ssn: &Ssn, person: Uuid) -> Result<bool> {
    let hash = write.vault.hash(ssn.digits());
    let found: i64 = writing!(write, on =>
        sqlx::query_scalar("SELECT COUNT(*) FROM person WHERE id = $1 AND ssn_hash = $2")
            .bind(person).bind(hash).fetch_one(on).await)?;
    Ok(found > 0)
}

/// Gives the number that was entered for `typed` to the record of `person`, where that has none and nobody
/// else has it; it is kept here no longer.
pub async fn give_in(write: &mut Write, typed: Uuid, person: Uuid) -> Result<()> {
    let entered: Option<(Vec<u8>, Vec<u8>, String)> = writing!(write, on =>
        sqlx::query_as("SELECT ssn_sealed, ssn_hash, ssn_last_four FROM entered_ssn WHERE person_id = $1")
            .bind(typed).fetch_optional(on).await)?;
    let Some((sealed, hash, last_four)) = entered else { return Ok(()) };
    writing!(write, on =>
        sqlx::query(
            "UPDATE person SET ssn_sealed = $1, ssn_hash = $2, ssn_last_four = $3
             WHERE id = $4 AND ssn_hash IS NULL AND NOT EXISTS (SELECT 1 FROM person p WHERE p.ssn_hash = $2)")
            .bind(sealed).bind(hash).bind(last_four).bind(person).execute(on).await.map(drop))?;
    writing!(write, on =>
        sqlx::query("DELETE FROM entered_ssn WHERE person_id = $1").bind(typed).execute(on).await.map(drop))?;
    Ok(())
}

/// Does away with the number that was entered for somebody by, or for, a subscriber.
pub async fn forget_in(write: &mut Write, subscriber: Uuid, typed: Uuid) -> Result<()> {
    writing!(write, on =>
        sqlx::query("DELETE FROM entered_ssn WHERE person_id = $1 AND subscriber_id = $2")
            .bind(typed).bind(subscriber).execute(on).await.map(drop))?;
    Ok(())
}

/// Does away with those that were entered before an instant and came to nothing.
pub async fn forget_before(store: &Store, before: DateTime<Utc>) -> Result<()> {
    let mut write = store.begin().await?;
    writing!(write, on =>
        sqlx::query("DELETE FROM entered_ssn WHERE entered_at < $1").bind(stored(before))
            .execute(on).await.map(drop))?;
    write.commit().await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::confidential::{Field, open};
    use crate::testing::both;

    async fn somebody(write: &mut Write) -> Uuid {
        let (id, birth) = (Uuid::now_v7(), "1980-01-01".parse::<chrono::NaiveDate>().unwrap());
        writing!(write, on => sqlx::query(
            "INSERT INTO person (id, given_name, family_name, search_name, birth)
             VALUES ($1, 'Ana', 'Reis', 'reis, ana', $2)").bind(id).bind(birth).execute(on).await.map(drop))
        .unwrap();
        id
    }

    #[tokio::test]
    async fn a_number_goes_to_one_record_and_is_kept_nowhere_else() {
        for store in both().await {
            let (first, second): (Ssn, Ssn) =
                ("219-09-9999".parse().unwrap(), "219-09-9998".parse().unwrap());
            let [typed, again] = [Uuid::now_v7(), Uuid::now_v7()];
            let mut write = store.begin().await.unwrap();
            let (ana, child, other) =
                (somebody(&mut write).await, somebody(&mut write).await, somebody(&mut write).await);
            for ssn in [&second, &first] {
                put_in(&mut write, typed, ana, ssn, Utc::now()).await.unwrap();
            }
            put_in(&mut write, again, ana, &first, Utc::now()).await.unwrap();
            write.commit().await.unwrap();
            let ends = last_fours(&store, ana).await.unwrap();
            let nine = "9999".to_owned();
            assert_eq!(ends, [(typed, nine.clone()), (again, nine)].into(), "the last one counts");

            let mut write = store.begin().await.unwrap();
            give_in(&mut write, typed, child).await.unwrap();
            give_in(&mut write, again, other).await.unwrap();
            assert!(is_of_in(&mut write, &first, child).await.unwrap());
            assert!(!is_of_in(&mut write, &second, child).await.unwrap());
            write.commit().await.unwrap();
            assert_eq!(open(&store, child, Field::Ssn).await.unwrap().as_deref(), Some("219099999"));
            assert_eq!(open(&store, other, Field::Ssn).await.unwrap(), None, "a number is one person's");
            assert!(last_fours(&store, ana).await.unwrap().is_empty());
        }
    }

    #[tokio::test]
    async fn what_came_to_nothing_is_done_away_with() {
        for store in both().await {
            let mut write = store.begin().await.unwrap();
            let ana = somebody(&mut write).await;
            let typed = Uuid::now_v7();
            put_in(&mut write, typed, ana, &"219-09-9999".parse().unwrap(), Utc::now()).await.unwrap();
            write.commit().await.unwrap();
            forget_before(&store, Utc::now() - chrono::Duration::days(1)).await.unwrap();
            assert_eq!(last_fours(&store, ana).await.unwrap().len(), 1);
            forget_before(&store, Utc::now() + chrono::Duration::days(1)).await.unwrap();
            assert!(last_fours(&store, ana).await.unwrap().is_empty());
        }
    }
}

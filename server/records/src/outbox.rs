//! The outbox: what others have to be told, written in the transaction of the change itself and delivered
//! after it. Delivery is at-least-once; an entry's id is its idempotency key.

use chrono::{DateTime, Duration, Utc};
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use sqlx::types::Json;
use uuid::Uuid;

use crate::db::{Store, Write, reading, stored, writing};
use crate::dialect::skip_locked;
use crate::error::Result;

/// Who is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    /// The payroll office, by the next notice.
    Payroll,
    /// A member, by e-mail.
    Mail,
}

impl Topic {
    /// As stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Topic::Payroll => "payroll",
            Topic::Mail => "mail",
        }
    }
}

/// An entry that a worker has taken.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Entry {
    /// Its id: the idempotency key of what it asks for.
    pub id: Uuid,
    /// What it asks for.
    pub payload: Json<Value>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// How often it was tried before.
    pub attempts: i64,
}

/// An entry that was tried too often.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Dead {
    /// Its id.
    pub id: Uuid,
    /// Whom it was for.
    pub topic: String,
    /// When it was given up.
    pub dead_at: DateTime<Utc>,
    /// Why, without confidential values.
    pub last_error: Option<String>,
}

/// Tries after which an entry is given up and shown at the desk.
pub const MOST_ATTEMPTS: i64 = 8;

/// Writes an entry in the transaction of what it tells of.
pub async fn push(
    write: &mut Write,
    topic: Topic,
    payload: &impl Serialize,
    at: DateTime<Utc>,
) -> Result<()> {
    let payload = serde_json::to_value(payload)?;
    writing!(write, on =>
        sqlx::query("INSERT INTO outbox (id, topic, payload, created_at, available_at) VALUES ($1, $2, $3, $4, $4)")
            .bind(Uuid::now_v7()).bind(topic.as_str()).bind(Json(payload)).bind(stored(at))
            .execute(on).await.map(drop))?;
    Ok(())
}

/// Writes an entry, unless one with the same `key` was ever written. Whether it was. The entry's id is made of
/// the key, so that the database itself refuses a second one.
pub async fn push_once(
    write: &mut Write,
    topic: Topic,
    key: &str,
    payload: &impl Serialize,
    at: DateTime<Utc>,
) -> Result<bool> {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&Sha256::digest(key.as_bytes())[..16]);
    let id = uuid::Builder::from_custom_bytes(bytes).into_uuid();
    let payload = serde_json::to_value(payload)?;
    let written = writing!(write, on =>
        sqlx::query("INSERT INTO outbox (id, topic, payload, created_at, available_at)
                     VALUES ($1, $2, $3, $4, $4) ON CONFLICT (id) DO NOTHING")
            .bind(id).bind(topic.as_str()).bind(Json(payload)).bind(stored(at))
            .execute(on).await.map(|done| done.rows_affected()))?;
    Ok(written == 1)
}

/// Takes up to `most` entries that are due, the oldest first. They are the caller's until `lease` is over
/// or its transaction ends.
pub async fn claim(
    write: &mut Write,
    topic: Topic,
    most: i64,
    now: DateTime<Utc>,
    lease: Duration,
) -> Result<Vec<Entry>> {
    let now = stored(now);
    let sql = format!(
        "SELECT id, payload, created_at, attempts FROM outbox
         WHERE topic = $1 AND done_at IS NULL AND dead_at IS NULL AND available_at <= $2
           AND (leased_until IS NULL OR leased_until <= $2)
         ORDER BY available_at, id LIMIT $3{}",
        skip_locked(write)
    );
    let entries: Vec<Entry> = writing!(write, on =>
        sqlx::query_as(&sql).bind(topic.as_str()).bind(now).bind(most).fetch_all(on).await)?;
    for entry in &entries {
        writing!(write, on =>
            sqlx::query("UPDATE outbox SET leased_until = $1 WHERE id = $2")
                .bind(now + lease).bind(entry.id).execute(on).await.map(drop))?;
    }
    Ok(entries)
}

/// Notes that an entry has been delivered.
pub async fn done(write: &mut Write, id: Uuid, now: DateTime<Utc>) -> Result<()> {
    writing!(write, on =>
        sqlx::query("UPDATE outbox SET done_at = $1, leased_until = NULL WHERE id = $2")
            .bind(stored(now)).bind(id).execute(on).await.map(drop))?;
    Ok(())
}

/// Notes that a delivery failed: it is tried again after `wait`, or given up after [`MOST_ATTEMPTS`].
pub async fn failed(
    write: &mut Write,
    entry: &Entry,
    why: &str,
    now: DateTime<Utc>,
    wait: Duration,
) -> Result<()> {
    let now = stored(now);
    let dead_at = (entry.attempts + 1 >= MOST_ATTEMPTS).then_some(now);
    writing!(write, on =>
        sqlx::query("UPDATE outbox SET attempts = attempts + 1, available_at = $1, leased_until = NULL,
                            dead_at = $2, last_error = $3 WHERE id = $4")
            .bind(now + wait).bind(dead_at).bind(why).bind(entry.id).execute(on).await.map(drop))?;
    Ok(())
}

/// How many entries wait for delivery.
pub async fn waiting(store: &Store) -> Result<i64> {
    Ok(reading!(store, on =>
        sqlx::query_scalar("SELECT COUNT(*) FROM outbox WHERE done_at IS NULL AND dead_at IS NULL")
            .fetch_one(on).await)?)
}

/// Entries that were given up, the latest first.
pub async fn dead(store: &Store) -> Result<Vec<Dead>> {
    Ok(reading!(store, on =>
        sqlx::query_as("SELECT id, topic, dead_at, last_error FROM outbox WHERE dead_at IS NOT NULL
                        ORDER BY dead_at DESC, id DESC LIMIT 100")
            .fetch_all(on).await)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::both;

    #[tokio::test]
    async fn an_entry_is_taken_by_one_until_its_lease_is_over() {
        for store in both().await {
            let now = Utc::now();
            let lease = Duration::seconds(30);
            let mut write = store.begin().await.unwrap();
            push(&mut write, Topic::Mail, &"a", now).await.unwrap();
            push(&mut write, Topic::Payroll, &"b", now).await.unwrap();
            write.commit().await.unwrap();

            let mut write = store.begin().await.unwrap();
            let taken = claim(&mut write, Topic::Mail, 10, now, lease).await.unwrap();
            write.commit().await.unwrap();
            assert_eq!(taken.len(), 1);

            let mut write = store.begin().await.unwrap();
            assert!(claim(&mut write, Topic::Mail, 10, now, lease).await.unwrap().is_empty());
            let again = claim(&mut write, Topic::Mail, 10, now + lease, lease).await.unwrap();
            assert_eq!(again[0].id, taken[0].id);
            done(&mut write, again[0].id, now).await.unwrap();
            write.commit().await.unwrap();
            assert_eq!(waiting(&store).await.unwrap(), 1);
        }
    }

    #[tokio::test]
    async fn what_fails_too_often_is_given_up_and_shown() {
        for store in both().await {
            let mut now = Utc::now();
            let mut write = store.begin().await.unwrap();
            push(&mut write, Topic::Mail, &"a", now).await.unwrap();
            for attempt in 0..MOST_ATTEMPTS {
                let taken = claim(&mut write, Topic::Mail, 1, now, Duration::seconds(1)).await.unwrap();
                assert_eq!(taken[0].attempts, attempt);
                failed(&mut write, &taken[0], "no route", now, Duration::seconds(5)).await.unwrap();
                assert!(
                    claim(&mut write, Topic::Mail, 1, now, Duration::seconds(1)).await.unwrap().is_empty()
                );
                now += Duration::seconds(5);
            }
            assert!(claim(&mut write, Topic::Mail, 1, now, Duration::seconds(1)).await.unwrap().is_empty());
            write.commit().await.unwrap();
            assert_eq!(dead(&store).await.unwrap()[0].last_error.as_deref(), Some("no route"));
            assert_eq!(waiting(&store).await.unwrap(), 0);
        }
    }
}

//! The audit trail: append-only and hash-chained.
//!
//! Each link's hash is SHA-256 over the link before and its own fields, so that a changed, missing or
//! inserted link shows.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::db::{Store, Write, reading, stored, writing};
use crate::dialect::{Chain, lock_chain};
use crate::error::Result;

/// Something that was done.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom: the signed-in identity, or the part of the portal that acted by itself.
    pub actor: &'a str,
    /// What: a verb such as `submission.approved`.
    pub action: &'a str,
    /// To what: `kind:id`.
    pub subject: &'a str,
    /// More, without confidential values.
    pub detail: Value,
}

#[derive(sqlx::FromRow)]
struct Link {
    seq: i64,
    at: DateTime<Utc>,
    actor: String,
    action: String,
    subject: String,
    detail: String,
    previous: Vec<u8>,
    hash: Vec<u8>,
}

/// Appends `entry` in the transaction of what it tells of.
pub async fn append(write: &mut Write, entry: Entry<'_>) -> Result<()> {
    lock_chain(write, Chain::Audit).await?;
    let last: Option<(i64, Vec<u8>)> = writing!(write, on =>
        sqlx::query_as("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1").fetch_optional(on).await)?;
    let (seq, previous) = last.map_or((1, vec![0; 32]), |(seq, hash)| (seq + 1, hash));
    let at = stored(entry.at);
    let detail = entry.detail.to_string();
    let hash = hash(seq, at, entry.actor, entry.action, entry.subject, &detail, &previous);
    writing!(write, on =>
        sqlx::query("INSERT INTO audit (seq, at, actor, action, subject, detail, previous, hash)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
            .bind(seq).bind(at).bind(entry.actor).bind(entry.action).bind(entry.subject)
            .bind(detail).bind(previous).bind(hash)
            .execute(on).await.map(drop))?;
    Ok(())
}

/// What [`verify`] found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// That many links, each in its place.
    Whole(i64),
    /// The first link that is not what it was, by number.
    Broken(i64),
}

/// Goes through the whole chain.
pub async fn verify(store: &Store) -> Result<Verdict> {
    const PAGE: i64 = 5_000;
    let (mut last, mut previous) = (0i64, vec![0; 32]);
    loop {
        let page: Vec<Link> = reading!(store, on =>
            sqlx::query_as("SELECT * FROM audit WHERE seq > $1 ORDER BY seq LIMIT $2")
                .bind(last).bind(PAGE).fetch_all(on).await)?;
        if page.is_empty() {
            return Ok(Verdict::Whole(last));
        }
        for link in page {
            let expected =
                hash(link.seq, link.at, &link.actor, &link.action, &link.subject, &link.detail, &previous);
            if link.seq != last + 1 || link.previous != previous || link.hash != expected {
                return Ok(Verdict::Broken(last + 1));
            }
            (last, previous) = (link.seq, link.hash);
        }
    }
}

fn hash(
    seq: i64,
    at: DateTime<Utc>,
    actor: &str,
    action: &str,
    subject: &str,
    detail: &str,
    previous: &[u8],
) -> Vec<u8> {
    let mut hasher = Sha256::new();
    hasher.update(previous);
    hasher.update(seq.to_be_bytes());
    hasher.update(at.timestamp_micros().to_be_bytes());
    for field in [actor, action, subject, detail] {
        hasher.update((field.len() as u64).to_be_bytes());
        hasher.update(field.as_bytes());
    }
    hasher.finalize().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::both;

    fn entry(action: &str) -> Entry<'_> {
        Entry {
            at: Utc::now(),
            actor: "tester",
            action,
            subject: "test:1",
            detail: serde_json::json!({"a": 1}),
        }
    }

    #[tokio::test]
    async fn the_chain_is_whole_and_refuses_edits() {
        for store in both().await {
            for action in ["one", "two", "three"] {
                let mut write = store.begin().await.unwrap();
                append(&mut write, entry(action)).await.unwrap();
                write.commit().await.unwrap();
            }
            assert_eq!(verify(&store).await.unwrap(), Verdict::Whole(3));
            for sql in ["UPDATE audit SET actor = 'x' WHERE seq = 2", "DELETE FROM audit WHERE seq = 2"] {
                let mut write = store.begin().await.unwrap();
                let refused = writing!(write, on => sqlx::query(sql).execute(on).await.map(drop));
                assert!(refused.is_err(), "{sql}");
            }
        }
    }

    #[tokio::test]
    async fn the_first_broken_link_is_named() {
        for store in both().await {
            for action in ["one", "two", "three"] {
                let mut write = store.begin().await.unwrap();
                append(&mut write, entry(action)).await.unwrap();
                write.commit().await.unwrap();
            }
            let mut write = store.begin().await.unwrap();
            let unguard = match &write.tx {
                crate::db::Tx::Sqlite(_) => "DROP TRIGGER audit_never_edited",
                crate::db::Tx::Postgres(_) => "ALTER TABLE audit DISABLE TRIGGER ALL",
            };
            writing!(write, on => sqlx::query(unguard).execute(on).await.map(drop)).unwrap();
            writing!(write, on => sqlx::query("UPDATE audit SET actor = 'x' WHERE seq = 2").execute(on).await.map(drop)).unwrap();
            write.commit().await.unwrap();
            assert_eq!(verify(&store).await.unwrap(), Verdict::Broken(2));
        }
    }
}

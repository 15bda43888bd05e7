//! Sessions of the web server, kept where every process finds them. A session is found by a keyed hash:
//! who reads the database, or a copy of it, can't sign in with what is there.

use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::db::{Store, reading, stored, writing};
use crate::error::Result;

/// What is kept of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// What the web server keeps in it.
    pub data: Value,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
}

/// The session of that secret id, unless it has ended by `now`.
pub async fn load(store: &Store, id: &str, now: DateTime<Utc>) -> Result<Option<Session>> {
    let row: Option<(String, DateTime<Utc>)> = reading!(store, on =>
        sqlx::query_as("SELECT data, expires_at FROM session WHERE id_hash = $1 AND expires_at > $2")
            .bind(store.vault.hash(id)).bind(stored(now)).fetch_optional(on).await)?;
    row.map(|(data, expires_at)| Ok(Session { data: serde_json::from_str(&data)?, expires_at })).transpose()
}

/// Keeps a new session; `false` where the id is taken.
pub async fn create(store: &Store, id: &str, session: &Session) -> Result<bool> {
    let mut write = store.begin().await?;
    let made = writing!(write, on =>
        sqlx::query("INSERT INTO session (id_hash, data, expires_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING")
            .bind(store.vault.hash(id)).bind(session.data.to_string()).bind(stored(session.expires_at))
            .execute(on).await.map(|done| done.rows_affected()))?;
    write.commit().await?;
    Ok(made == 1)
}

/// Keeps a session that is there. One that was deleted meanwhile, as by signing out, stays deleted.
pub async fn save(store: &Store, id: &str, session: &Session) -> Result<()> {
    let mut write = store.begin().await?;
    writing!(write, on =>
        sqlx::query("UPDATE session SET data = $1, expires_at = $2 WHERE id_hash = $3")
            .bind(session.data.to_string()).bind(stored(session.expires_at)).bind(store.vault.hash(id))
            .execute(on).await.map(drop))?;
    write.commit().await
}

/// Ends a session.
pub async fn delete(store: &Store, id: &str) -> Result<()> {
    let mut write = store.begin().await?;
    writing!(write, on =>
        sqlx::query("DELETE FROM session WHERE id_hash = $1").bind(store.vault.hash(id))
            .execute(on).await.map(drop))?;
    write.commit().await
}

/// Deletes those that ended before `now`; how many.
pub async fn delete_ended(store: &Store, now: DateTime<Utc>) -> Result<u64> {
    let mut write = store.begin().await?;
    let gone = writing!(write, on =>
        sqlx::query("DELETE FROM session WHERE expires_at <= $1").bind(stored(now))
            .execute(on).await.map(|done| done.rows_affected()))?;
    write.commit().await?;
    Ok(gone)
}

#[cfg(test)]
mod tests {
    use chrono::Duration;
    use serde_json::json;

    use super::*;
    use crate::testing::both;

    #[tokio::test]
    async fn a_session_is_kept_until_it_ends_and_never_comes_back() {
        for store in both().await {
            let now = Utc::now();
            let session =
                |value| Session { data: json!({ "a": value }), expires_at: stored(now + Duration::hours(1)) };
            assert!(create(&store, "one", &session(1)).await.unwrap());
            assert!(!create(&store, "one", &session(2)).await.unwrap(), "an id is taken once");
            assert_eq!(load(&store, "one", now).await.unwrap(), Some(session(1)));
            assert_eq!(load(&store, "two", now).await.unwrap(), None);
            assert_eq!(load(&store, "one", now + Duration::hours(1)).await.unwrap(), None);

            save(&store, "one", &session(3)).await.unwrap();
            assert_eq!(load(&store, "one", now).await.unwrap(), Some(session(3)));
            delete(&store, "one").await.unwrap();
            save(&store, "one", &session(4)).await.unwrap();
            assert_eq!(load(&store, "one", now).await.unwrap(), None, "signed out is signed out");

            create(&store, "old", &session(5)).await.unwrap();
            assert_eq!(delete_ended(&store, now).await.unwrap(), 0);
            assert_eq!(delete_ended(&store, now + Duration::hours(2)).await.unwrap(), 1);
        }
    }
}

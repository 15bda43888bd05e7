//! Authorization codes of the demonstration's issuer: each is good once, and briefly.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::db::{Store, stored, writing};
use crate::error::Result;

/// Keeps what `code` stands for until `expires_at`.
pub async fn put(store: &Store, code: &str, grant: &impl Serialize, expires_at: DateTime<Utc>) -> Result<()> {
    let grant = serde_json::to_string(grant)?;
    let mut write = store.begin().await?;
    writing!(write, on =>
        sqlx::query("INSERT INTO issuer_code (code_hash, granted, expires_at) VALUES ($1, $2, $3)")
            .bind(store.vault.hash(code)).bind(grant).bind(stored(expires_at))
            .execute(on).await.map(drop))?;
    write.commit().await
}

/// Takes what `code` stands for: the first who asks before it expires has it.
pub async fn take<T: DeserializeOwned>(store: &Store, code: &str, now: DateTime<Utc>) -> Result<Option<T>> {
    let mut write = store.begin().await?;
    let grant: Option<String> = writing!(write, on =>
        sqlx::query_scalar("DELETE FROM issuer_code WHERE code_hash = $1 AND expires_at > $2 RETURNING granted")
            .bind(store.vault.hash(code)).bind(stored(now)).fetch_optional(on).await)?;
    write.commit().await?;
    Ok(grant.map(|grant| serde_json::from_str(&grant)).transpose()?)
}

/// Deletes those that expired before `now`.
pub async fn delete_expired(store: &Store, now: DateTime<Utc>) -> Result<()> {
    let mut write = store.begin().await?;
    writing!(write, on =>
        sqlx::query("DELETE FROM issuer_code WHERE expires_at <= $1").bind(stored(now))
            .execute(on).await.map(drop))?;
    write.commit().await
}

#[cfg(test)]
mod tests {
    use chrono::Duration;

    use super::*;
    use crate::testing::both;

    #[tokio::test]
    async fn a_code_is_good_once_and_until_it_expires() {
        for store in both().await {
            let now = Utc::now();
            let minute = now + Duration::seconds(60);
            put(&store, "code", &"grant", minute).await.unwrap();
            put(&store, "late", &"grant", minute).await.unwrap();
            assert_eq!(take::<String>(&store, "other", now).await.unwrap(), None);
            assert_eq!(take::<String>(&store, "code", now).await.unwrap(), Some("grant".into()));
            assert_eq!(take::<String>(&store, "code", now).await.unwrap(), None);
            assert_eq!(take::<String>(&store, "late", minute).await.unwrap(), None);
            delete_expired(&store, minute).await.unwrap();
            assert_eq!(take::<String>(&store, "late", now).await.unwrap(), None);
        }
    }
}

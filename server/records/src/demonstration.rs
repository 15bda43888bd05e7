//! What the records say of being a demonstration: kept as settings, in JSON.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::db::{Store, Write, reading, writing};
use crate::error::Result;

/// The setting that says that the city is invented, and how.
pub const DEMONSTRATION: &str = "demonstration";

/// The setting that lists whom one can sign in as.
pub const CAST: &str = "demo.cast";

/// What the setting holds, if it is there.
pub async fn get<T: DeserializeOwned>(store: &Store, setting: &str) -> Result<Option<T>> {
    let json: Option<String> = reading!(store, on =>
        sqlx::query_scalar("SELECT value FROM setting WHERE name = $1").bind(setting).fetch_optional(on).await)?;
    Ok(json.map(|json| serde_json::from_str(&json)).transpose()?)
}

/// Writes the setting over what it held.
pub async fn put<T: Serialize>(write: &mut Write, setting: &str, value: &T) -> Result<()> {
    let json = serde_json::to_string(value)?;
    writing!(write, on =>
        sqlx::query("INSERT INTO setting (name, value) VALUES ($1, $2)
                     ON CONFLICT (name) DO UPDATE SET value = EXCLUDED.value")
            .bind(setting).bind(json).execute(on).await.map(drop))?;
    Ok(())
}

/// Whether the records know anybody.
pub async fn anybody(store: &Store) -> Result<bool> {
    let found: i64 = reading!(store, on =>
        sqlx::query_scalar("SELECT COUNT(*) FROM (SELECT 1 FROM person LIMIT 1) first").fetch_one(on).await)?;
    Ok(found > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::both;

    #[tokio::test]
    async fn a_setting_is_written_over() {
        for store in both().await {
            assert_eq!(get::<Vec<u8>>(&store, CAST).await.unwrap(), None);
            for value in [vec![1u8], vec![2, 3]] {
                let mut write = store.begin().await.unwrap();
                put(&mut write, CAST, &value).await.unwrap();
                write.commit().await.unwrap();
                assert_eq!(get(&store, CAST).await.unwrap(), Some(value));
            }
            assert!(!anybody(&store).await.unwrap());
        }
    }
}

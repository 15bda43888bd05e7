//! How often something was done lately, counted where every process finds it.

use chrono::{DateTime, Utc};

use crate::db::{Store, stored, writing};
use crate::error::Result;

/// Counts one more in the window of `bucket` that began at `window`, and returns how many there are. A
/// window that is over is forgotten. Of a bucket such as `sign-in:192.0.2.7` the part after the colon,
/// which may tell of a person, is kept as a keyed hash.
pub async fn hit(store: &Store, bucket: &str, window: DateTime<Utc>) -> Result<i64> {
    let (what, whom) = bucket.split_once(':').unwrap_or((bucket, ""));
    let hash = store.vault.hash(whom);
    let bucket = format!("{what}:{}", hex::encode(&hash[..16]));
    let mut write = store.begin().await?;
    let count = writing!(write, on =>
        sqlx::query_scalar(
            "INSERT INTO rate_limit (bucket, window_start, count) VALUES ($1, $2, 1)
             ON CONFLICT (bucket) DO UPDATE SET
               count = CASE WHEN rate_limit.window_start = EXCLUDED.window_start THEN rate_limit.count + 1 ELSE 1 END,
               window_start = EXCLUDED.window_start
             RETURNING count")
            .bind(bucket).bind(stored(window)).fetch_one(on).await)?;
    write.commit().await?;
    Ok(count)
}

/// Forgets windows that began before `then`.
pub async fn forget_before(store: &Store, then: DateTime<Utc>) -> Result<()> {
    let mut write = store.begin().await?;
    writing!(write, on =>
        sqlx::query("DELETE FROM rate_limit WHERE window_start < $1").bind(stored(then))
            .execute(on).await.map(drop))?;
    write.commit().await
}

#[cfg(test)]
mod tests {
    use chrono::Duration;

    use super::*;
    use crate::db::reading;
    use crate::testing::both;

    #[tokio::test]
    async fn each_bucket_counts_by_itself_and_begins_anew_with_each_window() {
        for store in both().await {
            let window = Utc::now();
            assert_eq!(hit(&store, "sign-in:192.0.2.7", window).await.unwrap(), 1);
            assert_eq!(hit(&store, "sign-in:192.0.2.7", window).await.unwrap(), 2);
            assert_eq!(hit(&store, "sign-in:192.0.2.8", window).await.unwrap(), 1);
            let next = window + Duration::minutes(1);
            assert_eq!(hit(&store, "sign-in:192.0.2.7", next).await.unwrap(), 1);

            let buckets: Vec<String> = reading!(store, on =>
                sqlx::query_scalar("SELECT bucket FROM rate_limit").fetch_all(on).await)
            .unwrap();
            assert!(buckets.iter().all(|bucket| bucket.starts_with("sign-in:") && !bucket.contains("192")));
            forget_before(&store, next).await.unwrap();
            assert_eq!(hit(&store, "sign-in:192.0.2.8", window).await.unwrap(), 1);
        }
    }
}

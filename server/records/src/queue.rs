//! The desk's queue: submissions as rows to work through, fast with a hundred thousand of them.

use crate::db::{Store, reading};
use crate::error::Result;

/// A number that grows with every change of the queue, and is cheap to ask for: the link of the audit
/// trail that tells of the latest one. Whoever sees it grow looks again.
pub async fn version(store: &Store) -> Result<i64> {
    let latest: Option<i64> = reading!(store, on =>
        sqlx::query_scalar("SELECT seq FROM audit WHERE action LIKE 'submission.%' ORDER BY seq DESC LIMIT 1")
            .fetch_optional(on).await)?;
    Ok(latest.unwrap_or(0))
}

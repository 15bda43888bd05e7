//! Whether what a member sees of their own has changed: read in one go, and much cheaper than what it is
//! about.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::db::{Store, reading};
use crate::error::{Error, Result};

/// Differs after every change of a person's coverage or submissions, of the sheets, of what an import wrote
/// about people, and of the open enrollment.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Stamp {
    records_version: i64,
    sent: i64,
    happened: i64,
    imported: Option<String>,
    enrollment: Option<Uuid>,
    enrollment_version: Option<i64>,
    /// When the open enrollment begins, where there is one.
    pub opens_at: Option<DateTime<Utc>>,
    /// When it ends.
    pub closes_at: Option<DateTime<Utc>>,
}

/// The stamp of a person's own.
pub async fn stamp(store: &Store, person: Uuid) -> Result<Stamp> {
    let found: Option<Stamp> = reading!(store, on =>
        sqlx::query_as(
            "SELECT p.records_version,
                    (SELECT COUNT(*) FROM submission s WHERE s.person_id = p.id) AS sent,
                    (SELECT CAST(COALESCE(SUM(s.version), 0) AS BIGINT) FROM submission s
                     WHERE s.person_id = p.id) AS happened,
                    (SELECT v.value FROM setting v WHERE v.name = 'catalog_version') AS imported,
                    e.id AS enrollment, e.version AS enrollment_version, e.opens_at, e.closes_at
             FROM person p LEFT JOIN enrollment_period e ON e.state = 'open'
             WHERE p.id = $1")
            .bind(person).fetch_optional(on).await)?;
    found.ok_or(Error::NotFound("person"))
}

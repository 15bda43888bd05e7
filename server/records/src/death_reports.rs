//! What families write when somebody has died.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::db::{Store, Write, reading, stored, writing};
use crate::error::{Error, Result};

/// A report.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct DeathReport {
    /// Its id.
    pub id: Uuid,
    /// Who has died, as it was written.
    pub deceased: String,
    /// The day.
    pub died_on: NaiveDate,
    /// Who wrote it.
    pub reporter: String,
    /// What they are to the deceased, in their words.
    pub relation: String,
    /// How to reach them.
    pub contact: String,
    /// Anything else.
    pub words: String,
    /// When it came.
    pub reported_at: DateTime<Utc>,
    /// When the desk put it away.
    pub settled_at: Option<DateTime<Utc>>,
}

/// Writes a new one.
pub async fn insert(write: &mut Write, report: &DeathReport) -> Result<()> {
    writing!(write, on =>
        sqlx::query(
            "INSERT INTO death_report (id, deceased, died_on, reporter, relation, contact, words, reported_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
            .bind(report.id).bind(&report.deceased).bind(report.died_on).bind(&report.reporter)
            .bind(&report.relation).bind(&report.contact).bind(&report.words).bind(stored(report.reported_at))
            .execute(on).await.map(drop))?;
    Ok(())
}

/// Those that nobody has settled, the oldest first.
pub async fn open(store: &Store) -> Result<Vec<DeathReport>> {
    Ok(reading!(store, on =>
        sqlx::query_as(
            "SELECT id, deceased, died_on, reporter, relation, contact, words, reported_at, settled_at
             FROM death_report WHERE settled_at IS NULL ORDER BY reported_at, id")
            .fetch_all(on).await)?)
}

/// Puts one away; [`Error::NotFound`] where it is not open.
pub async fn settle(write: &mut Write, id: Uuid, at: DateTime<Utc>) -> Result<()> {
    let done = writing!(write, on =>
        sqlx::query("UPDATE death_report SET settled_at = $1 WHERE id = $2 AND settled_at IS NULL")
            .bind(stored(at)).bind(id).execute(on).await.map(|done| done.rows_affected()))?;
    if done == 0 { Err(Error::NotFound("report")) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::both;

    #[tokio::test]
    async fn a_report_is_open_until_it_is_settled_once() {
        for store in both().await {
            let report = DeathReport {
                id: Uuid::now_v7(),
                deceased: "Ana Reis".into(),
                died_on: "2026-11-10".parse().unwrap(),
                reporter: "Rui Reis".into(),
                relation: "husband".into(),
                contact: "413-555-0100".into(),
                words: String::new(),
                reported_at: stored(Utc::now()),
                settled_at: None,
            };
            let mut write = store.begin().await.unwrap();
            insert(&mut write, &report).await.unwrap();
            write.commit().await.unwrap();
            assert_eq!(open(&store).await.unwrap(), std::slice::from_ref(&report));
            let mut write = store.begin().await.unwrap();
            settle(&mut write, report.id, Utc::now()).await.unwrap();
            assert!(matches!(settle(&mut write, report.id, Utc::now()).await, Err(Error::NotFound(_))));
            write.commit().await.unwrap();
            assert!(open(&store).await.unwrap().is_empty());
        }
    }
}

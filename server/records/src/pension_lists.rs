//! What the lists of pension systems are made from and what was made of them: coverage of pensioners through time,
//! lists that were sent, versions of a layout, comparisons with a system's own file.

use chrono::{DateTime, NaiveDate, Utc};
use domain::benefit::Benefit;
use domain::election::Choice;
use domain::list_layout::Layout;
use domain::money::Cents;
use domain::pension_list::{Difference, Line};
use domain::period::Period;
use domain::retiring::RetirementSystem;
use sqlx::types::Json;
use uuid::Uuid;

use crate::catalog::parsed;
use crate::db::{Store, Write, reading, stored, writing};
use crate::error::{Error, Result};
use crate::submissions::By;

/// An insurance of a pensioner: when it holds, and from when to when the records said so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// In whose name.
    pub holder: Uuid,
    /// Out of whose pension it is paid: the holder's, or that of whom they hold it through.
    pub payer: Uuid,
    /// The benefit.
    pub benefit: Benefit,
    /// What is held; dependents are left out, as the tier says enough.
    pub choice: Choice,
    /// When it holds.
    pub period: Period,
    /// Since when that is known.
    pub recorded_at: DateTime<Utc>,
    /// When something else became known.
    pub superseded_at: Option<DateTime<Utc>>,
}

impl Known {
    /// Whether the records said so at an instant.
    pub fn was_known(&self, at: DateTime<Utc>) -> bool {
        self.recorded_at <= at && self.superseded_at.is_none_or(|superseded| at < superseded)
    }
}

#[derive(sqlx::FromRow)]
struct KnownRow {
    person_id: Uuid,
    payer_id: Uuid,
    benefit: String,
    kind: String,
    plan_code: String,
    tier: Option<String>,
    amount_cents: Option<i64>,
    effective_from: NaiveDate,
    effective_to: Option<NaiveDate>,
    recorded_at: DateTime<Utc>,
    superseded_at: Option<DateTime<Utc>>,
}

/// Every insurance of retirees and survivors that was ever on record.
pub async fn history(store: &Store) -> Result<Vec<Known>> {
    let rows: Vec<KnownRow> = reading!(store, on =>
        sqlx::query_as(
            "SELECT c.person_id, COALESCE(c.through_id, c.person_id) AS payer_id, c.benefit, c.kind, c.plan_code, c.tier, c.amount_cents, c.effective_from,
                    c.effective_to, c.recorded_at, c.superseded_at
             FROM coverage c
             WHERE c.kind IN ('cover', 'insure')
               AND (EXISTS (SELECT 1 FROM retirement r WHERE r.person_id = COALESCE(c.through_id, c.person_id))
                    OR EXISTS (SELECT 1 FROM survivorship s WHERE s.person_id = COALESCE(c.through_id, c.person_id)))
             ORDER BY c.person_id, c.benefit, c.effective_from, c.recorded_at")
            .fetch_all(on).await)?;
    rows.into_iter().map(read).collect()
}

fn read(row: KnownRow) -> Result<Known> {
    const CORRUPT: Error = Error::Corrupt("coverage");
    let plan = parsed(&row.plan_code, "coverage")?;
    let choice = match (row.kind.as_str(), row.tier, row.amount_cents) {
        ("cover", Some(tier), _) => {
            Choice::Cover { plan, tier: parsed(&tier, "coverage")?, dependents: Vec::new() }
        }
        ("insure", _, Some(volume)) => Choice::Insure { plan, volume: Cents::new(volume) },
        _ => return Err(CORRUPT),
    };
    Ok(Known {
        holder: row.person_id,
        payer: row.payer_id,
        benefit: parsed(&row.benefit, "coverage")?,
        choice,
        period: Period::new(row.effective_from, row.effective_to).ok_or(CORRUPT)?,
        recorded_at: row.recorded_at,
        superseded_at: row.superseded_at,
    })
}

/// When somebody retired by the records, and since when they say so.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Retired {
    /// Who.
    pub person_id: Uuid,
    /// The first day as a retiree.
    pub retired_on: NaiveDate,
    /// Since when it is known; `None` for always.
    pub recorded_at: Option<DateTime<Utc>>,
}

/// Everybody who has retired.
pub async fn retired(store: &Store) -> Result<Vec<Retired>> {
    Ok(reading!(store, on =>
        sqlx::query_as("SELECT person_id, retired_on, recorded_at FROM retirement").fetch_all(on).await)?)
}

/// A list that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// The first day of its month.
    pub month: NaiveDate,
    /// When.
    pub sent_at: DateTime<Utc>,
    /// By whom: the actor's name.
    pub actor_name: String,
    /// The version of the layout; 0 for the usual one.
    pub layout_version: i64,
    /// The lines, as they were sent.
    pub lines: Vec<Line>,
}

#[derive(sqlx::FromRow)]
struct SentRow {
    month: NaiveDate,
    sent_at: DateTime<Utc>,
    actor_name: String,
    layout_version: i64,
    lines: Json<Vec<Line>>,
}

/// The lists of a system that were sent, the latest month first.
pub async fn sent(store: &Store, system: RetirementSystem) -> Result<Vec<Sent>> {
    let rows: Vec<SentRow> = reading!(store, on =>
        sqlx::query_as(
            "SELECT month, sent_at, actor_name, layout_version, lines FROM pension_list_sent
             WHERE system = $1 ORDER BY month DESC")
            .bind(system.as_str()).fetch_all(on).await)?;
    let sent = |row: SentRow| Sent {
        month: row.month,
        sent_at: row.sent_at,
        actor_name: row.actor_name,
        layout_version: row.layout_version,
        lines: row.lines.0,
    };
    Ok(rows.into_iter().map(sent).collect())
}

/// Notes that a list was sent. The same month again is refused as a duplicate.
pub async fn mark_sent(
    write: &mut Write,
    system: RetirementSystem,
    month: NaiveDate,
    layout_version: i64,
    lines: &[Line],
    by: By<'_>,
) -> Result<()> {
    writing!(write, on =>
        sqlx::query(
            "INSERT INTO pension_list_sent (system, month, sent_at, actor, actor_name, layout_version, lines)
             VALUES ($1, $2, $3, $4, $5, $6, $7)")
            .bind(system.as_str()).bind(month).bind(stored(by.at)).bind(by.actor).bind(by.name)
            .bind(layout_version).bind(Json(lines))
            .execute(on).await.map(drop))?;
    Ok(())
}

/// A version of the layout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayoutVersion {
    /// From 1, without gaps.
    pub version: i64,
    /// The layout.
    pub layout: Layout,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// By whom: the actor's name.
    pub made_by_name: String,
}

#[derive(sqlx::FromRow)]
struct LayoutRow {
    version: i64,
    columns: Json<Layout>,
    made_at: DateTime<Utc>,
    made_by_name: String,
}

/// Every version of the layout, the latest first.
pub async fn layouts(store: &Store) -> Result<Vec<LayoutVersion>> {
    let rows: Vec<LayoutRow> = reading!(store, on =>
        sqlx::query_as("SELECT version, columns, made_at, made_by_name FROM list_layout ORDER BY version DESC")
            .fetch_all(on).await)?;
    let version = |row: LayoutRow| LayoutVersion {
        version: row.version,
        layout: row.columns.0,
        made_at: row.made_at,
        made_by_name: row.made_by_name,
    };
    Ok(rows.into_iter().map(version).collect())
}

/// Writes the version after `seen`, which is to be the last one: [`Error::Stale`] where somebody was faster.
pub async fn put_layout(write: &mut Write, seen: i64, layout: &Layout, by: By<'_>) -> Result<i64> {
    let last: i64 = writing!(write, on =>
        sqlx::query_scalar("SELECT COALESCE(MAX(version), 0) FROM list_layout").fetch_one(on).await)?;
    if last != seen {
        return Err(Error::Stale("the layout"));
    }
    let version = last + 1;
    let done = writing!(write, on =>
        sqlx::query(
            "INSERT INTO list_layout (version, columns, made_at, made_by, made_by_name)
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT (version) DO NOTHING")
            .bind(version).bind(Json(layout)).bind(stored(by.at)).bind(by.actor).bind(by.name)
            .execute(on).await.map(|done| done.rows_affected()))?;
    if done == 1 { Ok(version) } else { Err(Error::Stale("the layout")) }
}

/// What a system's own file differed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// Its id.
    pub id: Uuid,
    /// The first day of the month.
    pub month: NaiveDate,
    /// The name of the file.
    pub file_name: String,
    /// How many deductions it has.
    pub rows: i64,
    /// What is not the same.
    pub differences: Vec<Difference>,
    /// When it was compared.
    pub made_at: DateTime<Utc>,
    /// By whom: the actor's name.
    pub actor_name: String,
}

#[derive(sqlx::FromRow)]
struct ComparisonRow {
    id: Uuid,
    month: NaiveDate,
    file_name: String,
    rows: i64,
    differences: Json<Vec<Difference>>,
    made_at: DateTime<Utc>,
    actor_name: String,
}

/// The last comparison of a month.
pub async fn comparison(store: &Store, month: NaiveDate) -> Result<Option<Comparison>> {
    let row: Option<ComparisonRow> = reading!(store, on =>
        sqlx::query_as(
            "SELECT id, month, file_name, rows, differences, made_at, actor_name FROM pension_comparison
             WHERE month = $1 ORDER BY made_at DESC, id DESC LIMIT 1")
            .bind(month).fetch_optional(on).await)?;
    Ok(row.map(|row| Comparison {
        id: row.id,
        month: row.month,
        file_name: row.file_name,
        rows: row.rows,
        differences: row.differences.0,
        made_at: row.made_at,
        actor_name: row.actor_name,
    }))
}

/// Keeps a comparison.
pub async fn keep_comparison(write: &mut Write, one: &Comparison, actor: &str) -> Result<()> {
    writing!(write, on =>
        sqlx::query(
            "INSERT INTO pension_comparison (id, month, file_name, rows, differences, made_at, actor, actor_name)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
            .bind(one.id).bind(one.month).bind(&one.file_name).bind(one.rows).bind(Json(&one.differences))
            .bind(stored(one.made_at)).bind(actor).bind(&one.actor_name)
            .execute(on).await.map(drop))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::submissions::tests::clerk;
    use crate::testing::both;
    use domain::list_layout::{Column, Field};

    fn layout(headings: &[&str]) -> Layout {
        Layout { columns: headings.iter().map(|heading| Column::plain(Field::Number, heading)).collect() }
    }

    #[tokio::test]
    async fn versions_of_a_layout_have_no_gap_and_none_is_lost() {
        for store in both().await {
            let mut write = store.begin().await.unwrap();
            assert_eq!(put_layout(&mut write, 0, &layout(&["A"]), clerk(1)).await.unwrap(), 1);
            assert_eq!(put_layout(&mut write, 1, &layout(&["A", "B"]), clerk(2)).await.unwrap(), 2);
            let stale = put_layout(&mut write, 1, &layout(&["C"]), clerk(1)).await;
            assert!(matches!(stale, Err(Error::Stale(_))));
            write.commit().await.unwrap();
            let all = layouts(&store).await.unwrap();
            assert_eq!(all.iter().map(|one| one.version).collect::<Vec<_>>(), [2, 1]);
            assert_eq!(all[0].layout, layout(&["A", "B"]));
        }
    }

    #[tokio::test]
    async fn a_list_is_sent_once_and_kept_as_it_was() {
        let month: NaiveDate = "2026-05-01".parse().unwrap();
        for store in both().await {
            let mut write = store.begin().await.unwrap();
            mark_sent(&mut write, RetirementSystem::Mtrs, month, 0, &[], clerk(1)).await.unwrap();
            mark_sent(&mut write, RetirementSystem::City, month, 0, &[], clerk(1)).await.unwrap();
            write.commit().await.unwrap();
            let mut write = store.begin().await.unwrap();
            let again = mark_sent(&mut write, RetirementSystem::Mtrs, month, 0, &[], clerk(2)).await;
            assert!(again.unwrap_err().is_duplicate());
            drop(write);
            let kept = sent(&store, RetirementSystem::Mtrs).await.unwrap();
            assert_eq!((kept.len(), kept[0].month, &kept[0].lines), (1, month, &vec![]));
        }
    }
}

//! The catalogue of life events: every version of every kind, none of them ever edited.

use chrono::{DateTime, Utc};
use domain::event::{EventCode, EventKind, EventState};
use sqlx::types::Json;

use crate::db::{Store, Write, reading, stored, writing};
use crate::error::{Error, Result};

/// A version of a kind of event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventVersion {
    /// The kind as this version has it.
    pub kind: EventKind,
    /// 1, 2, 3, … of its code.
    pub version: i64,
    /// Where it stands.
    pub state: EventState,
    /// When it was written.
    pub saved_at: DateTime<Utc>,
    /// By whom: actor.
    pub saved_by: String,
    /// What people call them.
    pub saved_by_name: String,
    /// When it was published; `None` where it never was.
    pub valid_from: Option<DateTime<Utc>>,
    /// When it ended.
    pub valid_to: Option<DateTime<Utc>>,
}

#[derive(sqlx::FromRow)]
struct Row {
    version: i64,
    state: String,
    body: Json<EventKind>,
    saved_at: DateTime<Utc>,
    saved_by: String,
    saved_by_name: String,
    valid_from: Option<DateTime<Utc>>,
    valid_to: Option<DateTime<Utc>>,
}

impl TryFrom<Row> for EventVersion {
    type Error = Error;

    fn try_from(row: Row) -> Result<EventVersion> {
        Ok(EventVersion {
            kind: row.body.0,
            version: row.version,
            state: row.state.parse().map_err(|_| Error::Corrupt("state of an event"))?,
            saved_at: row.saved_at,
            saved_by: row.saved_by,
            saved_by_name: row.saved_by_name,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
        })
    }
}

const SELECT: &str =
    "SELECT version, state, body, saved_at, saved_by, saved_by_name, valid_from, valid_to FROM event_kind";

/// Every kind in force, by code.
pub async fn published(store: &Store) -> Result<Vec<EventVersion>> {
    let sql = format!("{SELECT} WHERE state = 'published' ORDER BY code");
    let rows: Vec<Row> = reading!(store, on => sqlx::query_as(&sql).fetch_all(on).await)?;
    rows.into_iter().map(EventVersion::try_from).collect()
}

/// Changes with what is in force.
pub async fn in_force(store: &Store) -> Result<String> {
    let rows: Vec<(String, i64)> = reading!(store, on =>
        sqlx::query_as("SELECT code, version FROM event_kind WHERE state = 'published' ORDER BY code")
            .fetch_all(on).await)?;
    let versions: Vec<String> = rows.iter().map(|(code, version)| format!("{code}.{version}")).collect();
    Ok(versions.join(" "))
}

/// The latest version of every kind and, where another one is, the one in force; by code, the latest first.
pub async fn current(store: &Store) -> Result<Vec<EventVersion>> {
    let sql = format!(
        "{SELECT} WHERE state = 'published'
            OR version = (SELECT MAX(l.version) FROM event_kind l WHERE l.code = event_kind.code)
         ORDER BY code, version DESC"
    );
    let rows: Vec<Row> = reading!(store, on => sqlx::query_as(&sql).fetch_all(on).await)?;
    rows.into_iter().map(EventVersion::try_from).collect()
}

/// Every version of a kind, the latest first; none where there is no such kind.
pub async fn history(store: &Store, code: &EventCode) -> Result<Vec<EventVersion>> {
    let sql = format!("{SELECT} WHERE code = $1 ORDER BY version DESC");
    let rows: Vec<Row> = reading!(store, on => sqlx::query_as(&sql).bind(code.as_str()).fetch_all(on).await)?;
    rows.into_iter().map(EventVersion::try_from).collect()
}

/// A kind in force.
pub async fn get(store: &Store, code: &EventCode) -> Result<EventVersion> {
    let sql = format!("{SELECT} WHERE code = $1 AND state = 'published'");
    let row: Option<Row> =
        reading!(store, on => sqlx::query_as(&sql).bind(code.as_str()).fetch_optional(on).await)?;
    row.ok_or(Error::NotFound("life event"))?.try_into()
}

/// A version of a kind, whatever has become of it.
pub async fn at_version(store: &Store, code: &EventCode, version: i64) -> Result<EventVersion> {
    let sql = format!("{SELECT} WHERE code = $1 AND version = $2");
    let row: Option<Row> = reading!(store, on =>
        sqlx::query_as(&sql).bind(code.as_str()).bind(version).fetch_optional(on).await)?;
    row.ok_or(Error::NotFound("life event"))?.try_into()
}

/// Whether there is any version of any kind, as a transaction sees it.
pub async fn any_in(write: &mut Write) -> Result<bool> {
    let count: i64 = writing!(write, on =>
        sqlx::query_scalar("SELECT COUNT(*) FROM event_kind").fetch_one(on).await)?;
    Ok(count > 0)
}

/// Writes a version that has no row yet. Where two write the same one, the second is told by
/// [`Error::is_duplicate`].
pub async fn insert(write: &mut Write, version: &EventVersion) -> Result<()> {
    writing!(write, on =>
        sqlx::query("INSERT INTO event_kind (code, version, state, body, saved_at, saved_by, saved_by_name,
                                             valid_from, valid_to)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
            .bind(version.kind.code.as_str()).bind(version.version).bind(version.state.as_str())
            .bind(Json(&version.kind)).bind(stored(version.saved_at))
            .bind(&version.saved_by).bind(&version.saved_by_name)
            .bind(version.valid_from.map(stored)).bind(version.valid_to.map(stored))
            .execute(on).await.map(drop))?;
    Ok(())
}

/// Puts a draft in force. [`Error::Stale`] where it is not a draft any more.
pub async fn publish(write: &mut Write, code: &EventCode, version: i64, at: DateTime<Utc>) -> Result<()> {
    let changed = writing!(write, on =>
        sqlx::query("UPDATE event_kind SET state = 'published', valid_from = $3
                     WHERE code = $1 AND version = $2 AND state = 'draft'")
            .bind(code.as_str()).bind(version).bind(stored(at))
            .execute(on).await.map(|done| done.rows_affected()))?;
    if changed == 1 { Ok(()) } else { Err(Error::Stale("life event")) }
}

/// Ends a version that is in `state`. [`Error::Stale`] where it is not any more.
pub async fn expire(
    write: &mut Write,
    code: &EventCode,
    version: i64,
    state: EventState,
    at: DateTime<Utc>,
) -> Result<()> {
    let changed = writing!(write, on =>
        sqlx::query("UPDATE event_kind SET state = 'expired', valid_to = $4
                     WHERE code = $1 AND version = $2 AND state = $3")
            .bind(code.as_str()).bind(version).bind(state.as_str()).bind(stored(at))
            .execute(on).await.map(|done| done.rows_affected()))?;
    if changed == 1 { Ok(()) } else { Err(Error::Stale("life event")) }
}

#[cfg(test)]
mod tests {
    use domain::benefit::Benefit;
    use domain::class::Population;
    use domain::document::DocumentKind;
    use domain::event::{Bilingual, Change, EffectiveRule, EndRule, Entry, Permit, ProofRule, Whom, Window};

    use super::*;
    use crate::testing::both;

    fn version(code: &str, version: i64, state: EventState) -> EventVersion {
        let at: DateTime<Utc> = "2026-05-05T16:00:00Z".parse().unwrap();
        let text = Bilingual { en: format!("{code} {version}"), es: "Ñandú".into() };
        EventVersion {
            kind: EventKind {
                code: code.parse().unwrap(),
                title: text.clone(),
                lead: text,
                populations: vec![Population::Active],
                entry: Entry::SelfService,
                window: Window { before: 0, after: 30 },
                effective: vec![EffectiveRule::FirstOfMonthAfterRequest],
                ends: EndRule::EveOfEffective,
                permits: vec![Permit {
                    benefit: Benefit::Health,
                    change: Change::Add,
                    whom: Whom::Spouse,
                    source: "§ 1".into(),
                }],
                proof: vec![ProofRule {
                    whom: Whom::Spouse,
                    documents: vec![DocumentKind::MarriageCertificate],
                    due_days: 30,
                }],
            },
            version,
            state,
            saved_at: at,
            saved_by: "test|1".into(),
            saved_by_name: "Test".into(),
            valid_from: (state == EventState::Published).then_some(at),
            valid_to: (state == EventState::Expired).then_some(at),
        }
    }

    async fn given(store: &Store, versions: &[&EventVersion]) {
        let mut write = store.begin().await.unwrap();
        for version in versions {
            insert(&mut write, version).await.unwrap();
        }
        write.commit().await.unwrap();
    }

    #[tokio::test]
    async fn versions_come_back_as_they_were_written() {
        use EventState::{Draft, Expired, Published};
        let old = version("marriage", 1, Expired);
        let now = version("marriage", 2, Published);
        let next = version("marriage", 3, Draft);
        let gone = version("birth", 1, Expired);
        for store in both().await {
            let mut write = store.begin().await.unwrap();
            assert!(!any_in(&mut write).await.unwrap());
            drop(write);
            given(&store, &[&old, &now, &next, &gone]).await;
            let code = &now.kind.code;
            assert_eq!(published(&store).await.unwrap(), std::slice::from_ref(&now));
            assert_eq!(in_force(&store).await.unwrap(), "marriage.2");
            assert_eq!(current(&store).await.unwrap(), [gone.clone(), next.clone(), now.clone()]);
            assert_eq!(history(&store, code).await.unwrap(), [next.clone(), now.clone(), old.clone()]);
            assert_eq!(get(&store, code).await.unwrap(), now);
            assert_eq!(at_version(&store, code, 1).await.unwrap(), old);
            for missing in [at_version(&store, code, 4).await, get(&store, &gone.kind.code).await] {
                assert!(matches!(missing, Err(Error::NotFound(_))));
            }
            let mut write = store.begin().await.unwrap();
            assert!(any_in(&mut write).await.unwrap());
        }
    }

    #[tokio::test]
    async fn a_version_moves_on_once() {
        let draft = version("marriage", 1, EventState::Draft);
        let code = &draft.kind.code;
        let at: DateTime<Utc> = "2026-05-06T16:00:00Z".parse().unwrap();
        for store in both().await {
            given(&store, &[&draft]).await;
            let mut write = store.begin().await.unwrap();
            publish(&mut write, code, 1, at).await.unwrap();
            assert!(matches!(publish(&mut write, code, 1, at).await, Err(Error::Stale(_))));
            let early = expire(&mut write, code, 1, EventState::Draft, at).await;
            assert!(matches!(early, Err(Error::Stale(_))));
            expire(&mut write, code, 1, EventState::Published, at).await.unwrap();
            write.commit().await.unwrap();
            let after = at_version(&store, code, 1).await.unwrap();
            assert_eq!(after.state, EventState::Expired);
            assert_eq!((after.valid_from, after.valid_to), (Some(at), Some(at)));
        }
    }

    #[tokio::test]
    async fn the_database_keeps_one_in_force_and_edits_nothing() {
        let first = version("marriage", 1, EventState::Published);
        for store in both().await {
            given(&store, &[&first]).await;
            for again in [version("marriage", 2, EventState::Published), first.clone()] {
                let mut write = store.begin().await.unwrap();
                assert!(insert(&mut write, &again).await.unwrap_err().is_duplicate());
            }
            for sql in [
                "DELETE FROM event_kind",
                "UPDATE event_kind SET saved_by = 'x'",
                "UPDATE event_kind SET body = '{}'",
                "UPDATE event_kind SET version = 7",
                "UPDATE event_kind SET state = 'draft'",
            ] {
                let mut write = store.begin().await.unwrap();
                let refused = writing!(write, on => sqlx::query(sql).execute(on).await.map(drop));
                assert!(refused.is_err(), "{sql}");
            }
        }
    }
}

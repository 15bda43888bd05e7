//! Life events of people: what happened, when, to whom, and from which day a change is to hold.

use chrono::{DateTime, NaiveDate, Utc};
use domain::code::EventCode;
use sqlx::types::Json;
use uuid::Uuid;

use crate::catalog::parsed;
use crate::db::{Store, Write, reading, stored, writing};
use crate::error::{Error, Result};

/// A life event of somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventCase {
    /// Its id.
    pub id: Uuid,
    /// Whose benefits it is about.
    pub person: Uuid,
    /// What happened.
    pub kind: EventCode,
    /// The version of the catalogue when it was opened.
    pub kind_version: i64,
    /// When it happened.
    pub event_date: NaiveDate,
    /// From when on a change is to hold; `None` until one of several days is chosen.
    pub effective: Option<NaiveDate>,
    /// Those whom the event is about; the person's own id where it is about them.
    pub concerned: Vec<Uuid>,
    /// The day that counts for the window; `None` until it is sent.
    pub asked_on: Option<NaiveDate>,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// By whom: the actor's id.
    pub opened_by: String,
    /// By whom: the actor's name.
    pub opened_by_name: String,
    /// Why staff enter it for the person; `None` where the person does.
    pub entry_reason: Option<String>,
    /// The event that this one corrects.
    pub corrects: Option<Uuid>,
    /// Whether it was put away, with nothing sent.
    pub put_away: bool,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    person_id: Uuid,
    kind_code: String,
    kind_version: i64,
    event_date: NaiveDate,
    effective_date: Option<NaiveDate>,
    concerned: Json<Vec<Uuid>>,
    asked_on: Option<NaiveDate>,
    opened_at: DateTime<Utc>,
    opened_by: String,
    opened_by_name: String,
    entry_reason: Option<String>,
    corrects: Option<Uuid>,
    state: String,
}

const SELECT: &str = "SELECT id, person_id, kind_code, kind_version, event_date, effective_date, concerned,
        asked_on, opened_at, opened_by, opened_by_name, entry_reason, corrects, state
 FROM event_case";

const PUT_AWAY: &str = "put_away";

fn state(case: &EventCase) -> &'static str {
    if case.put_away { PUT_AWAY } else { "open" }
}

/// One by its id.
pub async fn get(store: &Store, id: Uuid) -> Result<EventCase> {
    let sql = format!("{SELECT} WHERE id = $1");
    let row: Option<Row> = reading!(store, on => sqlx::query_as(&sql).bind(id).fetch_optional(on).await)?;
    read(row.ok_or(Error::NotFound("event"))?)
}

/// [`get`], as a transaction sees it.
pub async fn get_in(write: &mut Write, id: Uuid) -> Result<EventCase> {
    let sql = format!("{SELECT} WHERE id = $1");
    let row: Option<Row> = writing!(write, on => sqlx::query_as(&sql).bind(id).fetch_optional(on).await)?;
    read(row.ok_or(Error::NotFound("event"))?)
}

/// Those of a person, the latest first.
pub async fn of_person(store: &Store, person: Uuid) -> Result<Vec<EventCase>> {
    let sql = format!("{SELECT} WHERE person_id = $1 ORDER BY opened_at DESC, id DESC");
    let rows: Vec<Row> = reading!(store, on => sqlx::query_as(&sql).bind(person).fetch_all(on).await)?;
    rows.into_iter().map(read).collect()
}

/// Writes a new one.
pub async fn insert(write: &mut Write, case: &EventCase) -> Result<()> {
    writing!(write, on =>
        sqlx::query(
            "INSERT INTO event_case (id, person_id, kind_code, kind_version, event_date, effective_date, concerned,
                 asked_on, opened_at, opened_by, opened_by_name, entry_reason, corrects, state)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)")
            .bind(case.id).bind(case.person).bind(case.kind.as_str()).bind(case.kind_version)
            .bind(case.event_date).bind(case.effective).bind(Json(&case.concerned)).bind(case.asked_on)
            .bind(stored(case.opened_at)).bind(&case.opened_by).bind(&case.opened_by_name)
            .bind(&case.entry_reason).bind(case.corrects).bind(state(case))
            .execute(on).await.map(drop))?;
    Ok(())
}

/// Writes date, effective date, whom it is about, the day that counts and the state of `case` over the one of
/// its id. What it is and who opened it stay.
pub async fn update(write: &mut Write, case: &EventCase) -> Result<()> {
    writing!(write, on =>
        sqlx::query("UPDATE event_case SET event_date = $2, effective_date = $3, concerned = $4, asked_on = $5,
                         state = $6
                     WHERE id = $1")
            .bind(case.id).bind(case.event_date).bind(case.effective).bind(Json(&case.concerned))
            .bind(case.asked_on).bind(state(case))
            .execute(on).await.map(drop))?;
    Ok(())
}

fn read(row: Row) -> Result<EventCase> {
    Ok(EventCase {
        id: row.id,
        person: row.person_id,
        kind: parsed(&row.kind_code, "event code")?,
        kind_version: row.kind_version,
        event_date: row.event_date,
        effective: row.effective_date,
        concerned: row.concerned.0,
        asked_on: row.asked_on,
        opened_at: row.opened_at,
        opened_by: row.opened_by,
        opened_by_name: row.opened_by_name,
        entry_reason: row.entry_reason,
        corrects: row.corrects,
        put_away: row.state == PUT_AWAY,
    })
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::drafts::{self, Fields, For};
    use crate::submissions;
    use crate::testing::both;
    use domain::submission::SubmissionAction;

    fn case(id: u128, person: Uuid) -> EventCase {
        EventCase {
            id: Uuid::from_u128(id),
            person,
            kind: "birth".parse().unwrap(),
            kind_version: 1,
            event_date: "2026-05-01".parse().unwrap(),
            effective: None,
            concerned: vec![Uuid::from_u128(2)],
            asked_on: None,
            opened_at: "2026-05-05T16:00:00Z".parse().unwrap(),
            opened_by: "test|ana".into(),
            opened_by_name: "Ana Reis".into(),
            entry_reason: None,
            corrects: None,
            put_away: false,
        }
    }

    #[tokio::test]
    async fn an_event_is_kept_and_changed_but_for_what_it_is() {
        for store in both().await {
            let mut write = store.begin().await.unwrap();
            let ana = submissions::tests::given_person(&mut write, 1).await;
            let first = case(10, ana);
            insert(&mut write, &first).await.unwrap();
            let second = EventCase {
                opened_at: first.opened_at + chrono::Duration::days(1),
                corrects: Some(first.id),
                entry_reason: Some("at the counter".into()),
                ..case(11, ana)
            };
            insert(&mut write, &second).await.unwrap();
            write.commit().await.unwrap();
            assert_eq!(get(&store, first.id).await.unwrap(), first);
            assert_eq!(of_person(&store, ana).await.unwrap(), [second, first.clone()]);
            assert!(matches!(get(&store, ana).await, Err(Error::NotFound(_))));

            let changed = EventCase {
                event_date: "2026-05-02".parse().unwrap(),
                effective: Some("2026-05-02".parse().unwrap()),
                asked_on: Some("2026-05-06".parse().unwrap()),
                concerned: vec![],
                put_away: true,
                ..first.clone()
            };
            let mut write = store.begin().await.unwrap();
            update(&mut write, &EventCase { kind: "marriage".parse().unwrap(), ..changed.clone() })
                .await
                .unwrap();
            write.commit().await.unwrap();
            assert_eq!(get(&store, first.id).await.unwrap(), changed);
        }
    }

    #[tokio::test]
    async fn each_event_has_a_draft_and_one_submission_at_work() {
        for store in both().await {
            let mut write = store.begin().await.unwrap();
            let ana = submissions::tests::given_person(&mut write, 1).await;
            for id in [10, 11] {
                insert(&mut write, &case(id, ana)).await.unwrap();
            }
            let (one, other) = (For::Event(Uuid::from_u128(10)), For::Event(Uuid::from_u128(11)));
            let now = "2026-05-05T16:00:00Z".parse().unwrap();
            let typed = Fields::from([("health.choice".to_owned(), "keep".to_owned())]);
            assert_eq!(drafts::hold(&mut write, ana, one, now).await.unwrap(), Fields::new());
            drafts::put(&mut write, ana, one, &typed).await.unwrap();
            let new = |id: u128, what: For| submissions::NewSubmission {
                case: Some(what.id()),
                ..submissions::tests::new(id, ana)
            };
            submissions::insert(&mut write, &new(20, one)).await.unwrap();
            submissions::insert(&mut write, &new(21, other)).await.unwrap();
            write.commit().await.unwrap();
            assert_eq!(drafts::get(&store, ana, one).await.unwrap().unwrap().fields, typed);
            assert_eq!(drafts::get(&store, ana, other).await.unwrap(), None);

            let mut write = store.begin().await.unwrap();
            let refused = submissions::insert(&mut write, &new(22, one)).await;
            assert!(refused.unwrap_err().is_duplicate());
            drop(write);

            let mut write = store.begin().await.unwrap();
            let sent = submissions::at_work_in(&mut write, ana, one).await.unwrap().unwrap();
            assert_eq!((sent.id, sent.what_for()), (Uuid::from_u128(20), Some(one)));
            let by = submissions::tests::clerk(1);
            submissions::transition(&mut write, sent.id, sent.version, SubmissionAction::Withdraw, by, "")
                .await
                .unwrap();
            submissions::insert(&mut write, &new(22, one)).await.unwrap();
            drafts::delete(&mut write, ana, one).await.unwrap();
            write.commit().await.unwrap();
            assert_eq!(drafts::get(&store, ana, one).await.unwrap(), None);
        }
    }
}

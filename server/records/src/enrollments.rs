//! Open enrollments: when members may choose, who may, and who has not yet.

use chrono::{DateTime, NaiveDate, Utc};
use domain::enrollment::{EnrollmentPeriod, EnrollmentState};
use serde::Serialize;
use uuid::Uuid;

use crate::db::{Store, Write, reading, stored, writing};
use crate::error::{Error, Result};
use crate::outbox::{self, Topic};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    name: String,
    plan_year: NaiveDate,
    opens_at: DateTime<Utc>,
    closes_at: DateTime<Utc>,
    state: String,
    version: i64,
}

impl TryFrom<Row> for EnrollmentPeriod {
    type Error = Error;

    fn try_from(row: Row) -> Result<EnrollmentPeriod> {
        let state: EnrollmentState = row.state.parse().map_err(|_| Error::Corrupt("enrollment state"))?;
        Ok(EnrollmentPeriod {
            id: row.id,
            name: row.name,
            plan_year: row.plan_year,
            opens_at: row.opens_at,
            closes_at: row.closes_at,
            state,
            version: row.version,
        })
    }
}

const SELECT: &str = "SELECT id, name, plan_year, opens_at, closes_at, state, version FROM enrollment_period";

/// The open enrollment that takes submissions at `now`.
pub async fn open_now(store: &Store, now: DateTime<Utc>) -> Result<Option<EnrollmentPeriod>> {
    let sql = format!("{SELECT} WHERE state = 'open' AND opens_at <= $1 AND closes_at > $1");
    let row: Option<Row> =
        reading!(store, on => sqlx::query_as(&sql).bind(stored(now)).fetch_optional(on).await)?;
    row.map(EnrollmentPeriod::try_from).transpose()
}

/// The one that the public should hear of: the one that is open, whether it has begun or not, else the last
/// to have closed.
pub async fn announced(store: &Store) -> Result<Option<EnrollmentPeriod>> {
    let sql = format!(
        "{SELECT} WHERE state IN ('open', 'closed')
         ORDER BY CASE state WHEN 'open' THEN 0 ELSE 1 END, closes_at DESC LIMIT 1"
    );
    let row: Option<Row> = reading!(store, on => sqlx::query_as(&sql).fetch_optional(on).await)?;
    row.map(EnrollmentPeriod::try_from).transpose()
}

/// One open enrollment.
pub async fn get(store: &Store, id: Uuid) -> Result<EnrollmentPeriod> {
    let sql = format!("{SELECT} WHERE id = $1");
    let row: Option<Row> = reading!(store, on => sqlx::query_as(&sql).bind(id).fetch_optional(on).await)?;
    row.ok_or(Error::NotFound("open enrollment"))?.try_into()
}

/// One open enrollment as a transaction sees it; on PostgreSQL a change of it waits until that ends.
pub async fn get_in(write: &mut Write, id: Uuid) -> Result<EnrollmentPeriod> {
    crate::dialect::hold_enrollment(write, id).await?;
    let sql = format!("{SELECT} WHERE id = $1");
    let row: Option<Row> = writing!(write, on => sqlx::query_as(&sql).bind(id).fetch_optional(on).await)?;
    row.ok_or(Error::NotFound("open enrollment"))?.try_into()
}

/// Every open enrollment, the latest first.
pub async fn all(store: &Store) -> Result<Vec<EnrollmentPeriod>> {
    let sql = format!("{SELECT} ORDER BY opens_at DESC, id DESC");
    let rows: Vec<Row> = reading!(store, on => sqlx::query_as(&sql).fetch_all(on).await)?;
    rows.into_iter().map(EnrollmentPeriod::try_from).collect()
}

/// Writes a new one.
pub async fn insert(write: &mut Write, period: &EnrollmentPeriod) -> Result<()> {
    writing!(write, on =>
        sqlx::query("INSERT INTO enrollment_period (id, name, plan_year, opens_at, closes_at, state, version)
                     VALUES ($1, $2, $3, $4, $5, $6, $7)")
            .bind(period.id).bind(&period.name).bind(period.plan_year)
            .bind(stored(period.opens_at)).bind(stored(period.closes_at))
            .bind(period.state.as_str()).bind(period.version)
            .execute(on).await.map(drop))?;
    Ok(())
}

/// Writes `period` over the one of its id, if that still has the version that `period` has; the version
/// then grows by one. [`Error::Stale`] where somebody else was faster.
pub async fn update(write: &mut Write, period: &EnrollmentPeriod) -> Result<()> {
    let changed = writing!(write, on =>
        sqlx::query("UPDATE enrollment_period
                     SET name = $3, plan_year = $4, opens_at = $5, closes_at = $6, state = $7,
                         version = version + 1
                     WHERE id = $1 AND version = $2")
            .bind(period.id).bind(period.version)
            .bind(&period.name).bind(period.plan_year)
            .bind(stored(period.opens_at)).bind(stored(period.closes_at))
            .bind(period.state.as_str())
            .execute(on).await.map(|done| done.rows_affected()))?;
    if changed == 1 { Ok(()) } else { Err(Error::Stale("open enrollment")) }
}

/// Everybody who may enroll for a plan year that starts on `$1`, each with one unit: in service then, or
/// retired, or a survivor.
const SUBSCRIBERS: &str = "subscriber AS (
    SELECT person_id, MIN(unit_code) AS unit_code FROM (
        SELECT person_id, unit_code FROM employment WHERE terminated IS NULL OR terminated >= $1
        UNION ALL SELECT person_id, unit_code FROM retirement
        UNION ALL SELECT person_id, unit_code FROM survivorship
    ) rolls GROUP BY person_id
)";

/// True of a subscriber who has sent something for enrollment `$2` that was not taken back.
const HAS_ACTED: &str = "EXISTS (
    SELECT 1 FROM submission s
    WHERE s.person_id = subscriber.person_id AND s.enrollment_id = $2
      AND s.state NOT IN ('withdrawn', 'replaced')
)";

/// How far an open enrollment has come in one unit.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Turnout {
    /// The unit's code.
    pub unit: String,
    /// How many people may enroll.
    pub may_enroll: i64,
    /// How many of them have sent something.
    pub acted: i64,
}

/// How far `period` has come, by unit.
pub async fn turnout(store: &Store, period: &EnrollmentPeriod) -> Result<Vec<Turnout>> {
    let sql = format!(
        "WITH {SUBSCRIBERS}
         SELECT unit_code AS unit, COUNT(*) AS may_enroll,
                COUNT(CASE WHEN {HAS_ACTED} THEN 1 END) AS acted
         FROM subscriber GROUP BY unit_code ORDER BY unit_code"
    );
    Ok(reading!(store, on =>
        sqlx::query_as(&sql).bind(period.plan_year).bind(period.id).fetch_all(on).await)?)
}

/// Somebody who may enroll and has sent nothing yet.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Silent {
    /// Their id.
    pub id: Uuid,
    /// The office's number of them.
    #[sqlx(rename = "ref")]
    pub ref_: Option<String>,
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// Where they are reached.
    pub email: Option<String>,
    /// `en` or `es`.
    pub language: String,
    /// Their unit's code.
    pub unit: String,
    /// When they last saved a draft.
    pub draft_saved_at: Option<DateTime<Utc>>,
}

/// Those who have sent nothing for `period`, by name, after the person `after`, at most `limit`.
pub async fn silent(
    store: &Store,
    period: &EnrollmentPeriod,
    after: Option<Uuid>,
    limit: i64,
) -> Result<Vec<Silent>> {
    let sql = format!(
        "WITH {SUBSCRIBERS}
         SELECT p.id, p.ref, p.given_name, p.family_name, p.email, p.language,
                subscriber.unit_code AS unit, d.saved_at AS draft_saved_at
         FROM subscriber
         JOIN person p ON p.id = subscriber.person_id
         LEFT JOIN draft d ON d.person_id = p.id AND d.enrollment_id = $2
         WHERE NOT {HAS_ACTED}
           AND ($3 IS NULL OR (p.search_name, p.id) > (SELECT l.search_name, l.id FROM person l WHERE l.id = $3))
         ORDER BY p.search_name, p.id LIMIT $4"
    );
    Ok(reading!(store, on =>
        sqlx::query_as(&sql).bind(period.plan_year).bind(period.id).bind(after).bind(limit)
            .fetch_all(on).await)?)
}

/// Writes the mail entry `payload` into the outbox, unless `person` has had one for `enrollment` on `day`.
/// Whether it was written.
pub async fn remind_once(
    write: &mut Write,
    enrollment: Uuid,
    person: Uuid,
    day: NaiveDate,
    payload: &impl Serialize,
    at: DateTime<Utc>,
) -> Result<bool> {
    outbox::push_once(write, Topic::Mail, &format!("reminder:{enrollment}:{person}:{day}"), payload, at).await
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::testing::both;

    pub(crate) fn period(opens: &str, closes: &str, state: EnrollmentState) -> EnrollmentPeriod {
        EnrollmentPeriod {
            id: Uuid::now_v7(),
            name: "Open enrollment".into(),
            plan_year: "2027-07-01".parse().unwrap(),
            opens_at: opens.parse().unwrap(),
            closes_at: closes.parse().unwrap(),
            state,
            version: 1,
        }
    }

    async fn given(store: &Store, periods: &[&EnrollmentPeriod]) {
        let mut write = store.begin().await.unwrap();
        for period in periods {
            insert(&mut write, period).await.unwrap();
        }
        write.commit().await.unwrap();
    }

    #[tokio::test]
    async fn the_one_that_is_taking_submissions_is_found() {
        let spring = period("2027-04-01T04:00:00Z", "2027-05-01T04:00:00Z", EnrollmentState::Open);
        let draft = period("2027-04-01T04:00:00Z", "2027-04-20T04:00:00Z", EnrollmentState::Draft);
        for store in both().await {
            given(&store, &[&spring, &draft]).await;
            for (now, found) in [
                ("2027-04-01T03:59:59.999999Z", None),
                ("2027-04-01T04:00:00Z", Some(spring.id)),
                ("2027-05-01T03:59:59.999Z", Some(spring.id)),
                ("2027-05-01T04:00:00Z", None),
            ] {
                let open = open_now(&store, now.parse().unwrap()).await.unwrap();
                assert_eq!(open.map(|open| open.id), found, "{now}");
            }
            assert_eq!(get(&store, spring.id).await.unwrap(), spring);
            assert_eq!(all(&store).await.unwrap().len(), 2);
            assert!(matches!(get(&store, Uuid::now_v7()).await, Err(Error::NotFound(_))));
        }
    }

    #[tokio::test]
    async fn the_open_one_is_announced_and_there_is_one() {
        use EnrollmentState::{Archived, Closed, Open};
        let older = period("2025-04-01T04:00:00Z", "2025-05-01T04:00:00Z", Closed);
        let past = period("2026-04-01T04:00:00Z", "2026-05-01T04:00:00Z", Closed);
        let away = period("2026-08-01T04:00:00Z", "2026-09-01T04:00:00Z", Archived);
        let coming = period("2027-04-01T04:00:00Z", "2027-05-01T04:00:00Z", Open);
        for store in both().await {
            given(&store, &[&past, &older, &away]).await;
            assert_eq!(announced(&store).await.unwrap(), Some(past.clone()));
            given(&store, &[&coming]).await;
            assert_eq!(announced(&store).await.unwrap(), Some(coming.clone()));

            let second = EnrollmentPeriod { id: Uuid::now_v7(), ..coming.clone() };
            let mut write = store.begin().await.unwrap();
            assert!(insert(&mut write, &second).await.unwrap_err().is_duplicate());
        }
    }

    #[tokio::test]
    async fn a_change_that_comes_second_is_refused() {
        let draft = period("2027-04-01T04:00:00Z", "2027-05-01T04:00:00Z", EnrollmentState::Draft);
        for store in both().await {
            given(&store, &[&draft]).await;
            let changed = EnrollmentPeriod { state: EnrollmentState::Open, ..draft.clone() };
            let mut write = store.begin().await.unwrap();
            assert_eq!(get_in(&mut write, draft.id).await.unwrap(), draft);
            update(&mut write, &changed).await.unwrap();
            write.commit().await.unwrap();
            assert_eq!(
                get(&store, draft.id).await.unwrap(),
                EnrollmentPeriod { version: 2, ..changed.clone() }
            );

            let mut write = store.begin().await.unwrap();
            let late = EnrollmentPeriod { name: "Too late".into(), ..changed };
            assert!(matches!(update(&mut write, &late).await, Err(Error::Stale(_))));
        }
    }

    #[tokio::test]
    async fn who_may_enroll_and_has_not() {
        let spring = period("2027-04-01T04:00:00Z", "2027-05-01T04:00:00Z", EnrollmentState::Open);
        for store in both().await {
            given(&store, &[&spring]).await;
            let [ana, ben, cora, gone, child] = [(); 5].map(|()| Uuid::now_v7());
            let mut write = store.begin().await.unwrap();
            writing!(write, on => sqlx::query(
                "INSERT INTO unit (code, name, kind) VALUES ('CITY', 'City', 'city'), ('SCHOOL', 'Schools', 'school')")
                .execute(on).await.map(drop)).unwrap();
            for (id, name) in [
                (ana, "abreu, ana"),
                (ben, "bell, ben"),
                (cora, "cole, cora"),
                (gone, "old, al"),
                (child, "abreu, kim"),
            ] {
                writing!(write, on => sqlx::query(
                    "INSERT INTO person (id, given_name, family_name, search_name, birth) VALUES ($1, $2, $2, $2, $3)")
                    .bind(id).bind(name).bind(spring.plan_year).execute(on).await.map(drop)).unwrap();
            }
            let hired: NaiveDate = "2020-01-01".parse().unwrap();
            let last_day: NaiveDate = "2027-06-30".parse().unwrap();
            for (id, terminated) in [(ana, None), (ben, Some(spring.plan_year)), (gone, Some(last_day))] {
                writing!(write, on => sqlx::query(
                    "INSERT INTO employment (id, person_id, unit_code, hours_tenths, hired, terminated, on_leave, pays)
                     VALUES ($1, $1, 'CITY', 375, $2, $3, $4, 'weekly_52')")
                    .bind(id).bind(hired).bind(terminated).bind(false).execute(on).await.map(drop)).unwrap();
            }
            writing!(write, on => sqlx::query(
                "INSERT INTO retirement (person_id, unit_code, system, retired_on) VALUES ($1, 'SCHOOL', 'MTRS', $2)")
                .bind(cora).bind(hired).execute(on).await.map(drop)).unwrap();
            for (person, state) in [(ana, "submitted"), (cora, "withdrawn")] {
                writing!(write, on => sqlx::query(
                    "INSERT INTO submission (id, reference, kind, person_id, enrollment_id, state, proposal, findings, flags, benefits, submitted_at, submitted_by, once_key)
                     VALUES ($1, $2, 'open_enrollment', $3, $4, $5, $6, $6, 0, ';', $7, 'x', $2)")
                    .bind(Uuid::now_v7()).bind(state).bind(person).bind(spring.id).bind(state)
                    .bind(sqlx::types::Json(serde_json::json!([]))).bind(spring.opens_at)
                    .execute(on).await.map(drop)).unwrap();
            }
            write.commit().await.unwrap();

            let turnout = turnout(&store, &spring).await.unwrap();
            let counts: Vec<_> =
                turnout.iter().map(|unit| (unit.unit.as_str(), unit.may_enroll, unit.acted)).collect();
            assert_eq!(counts, [("CITY", 2, 1), ("SCHOOL", 1, 0)]);

            let first = silent(&store, &spring, None, 1).await.unwrap();
            assert_eq!(first.iter().map(|who| who.id).collect::<Vec<_>>(), [ben]);
            let rest = silent(&store, &spring, Some(ben), 9).await.unwrap();
            assert_eq!(
                rest.iter().map(|who| (who.id, who.unit.as_str())).collect::<Vec<_>>(),
                [(cora, "SCHOOL")]
            );
        }
    }

    #[tokio::test]
    async fn a_reminder_is_written_once_a_day() {
        let spring = period("2027-04-01T04:00:00Z", "2027-05-01T04:00:00Z", EnrollmentState::Open);
        let (ana, ben) = (Uuid::now_v7(), Uuid::now_v7());
        let monday: NaiveDate = "2027-04-05".parse().unwrap();
        for store in both().await {
            let mut write = store.begin().await.unwrap();
            for (person, day, written) in [
                (ana, monday, true),
                (ana, monday, false),
                (ben, monday, true),
                (ana, monday.succ_opt().unwrap(), true),
            ] {
                let payload = serde_json::json!({"about": "reminder"});
                let done =
                    remind_once(&mut write, spring.id, person, day, &payload, spring.opens_at).await.unwrap();
                assert_eq!(done, written, "{person} {day}");
            }
            write.commit().await.unwrap();
            assert_eq!(crate::outbox::waiting(&store).await.unwrap(), 3);
        }
    }
}

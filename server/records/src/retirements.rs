//! Roads into retirement: who has said when they retire, what is agreed, and what is done of the list.

use chrono::{DateTime, NaiveDate, Utc};
use domain::retiring::RetirementSystem;
use domain::retiring::checklist::Step;
use uuid::Uuid;

use crate::catalog::parsed;
use crate::db::{Store, Write, reading, stored, writing};
use crate::error::{Error, Result};
use crate::submissions::By;

/// Where a road stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoadState {
    /// They are on it.
    Open,
    /// They stay after all.
    GivenUp,
    /// The move to coverage as a retiree is approved.
    Retired,
}

impl RoadState {
    const ALL: [RoadState; 3] = [RoadState::Open, RoadState::GivenUp, RoadState::Retired];

    const fn as_str(self) -> &'static str {
        match self {
            RoadState::Open => "open",
            RoadState::GivenUp => "given_up",
            RoadState::Retired => "retired",
        }
    }
}

/// A road.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Road {
    /// Its id.
    pub id: Uuid,
    /// Who retires.
    pub person: Uuid,
    /// Whose pension it will be.
    pub system: RetirementSystem,
    /// The day of retirement that they have said.
    pub proposed_on: NaiveDate,
    /// The day that is agreed.
    pub agreed_on: Option<NaiveDate>,
    /// Where it stands.
    pub state: RoadState,
    /// Grows with every change.
    pub version: i64,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// By whom: the actor's id.
    pub opened_by: String,
    /// By whom: the actor's name.
    pub opened_by_name: String,
    /// The submission that moves them to coverage as a retiree.
    pub submission: Option<Uuid>,
}

impl Road {
    /// The day of retirement: the one that is agreed, or else that they have said.
    pub fn retires_on(&self) -> NaiveDate {
        self.agreed_on.unwrap_or(self.proposed_on)
    }
}

/// Something of a road that is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tick {
    /// What.
    pub step: Step,
    /// When it was said.
    pub done_at: DateTime<Utc>,
    /// By whom: the actor's name.
    pub actor_name: String,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    person_id: Uuid,
    system: String,
    proposed_on: NaiveDate,
    agreed_on: Option<NaiveDate>,
    state: String,
    version: i64,
    opened_at: DateTime<Utc>,
    opened_by: String,
    opened_by_name: String,
    submission_id: Option<Uuid>,
}

const SELECT: &str =
    "SELECT id, person_id, system, proposed_on, agreed_on, state, version, opened_at, opened_by,
        opened_by_name, submission_id
 FROM retirement_road";

/// One by its id.
pub async fn get(store: &Store, id: Uuid) -> Result<Road> {
    let sql = format!("{SELECT} WHERE id = $1");
    let row: Option<Row> = reading!(store, on => sqlx::query_as(&sql).bind(id).fetch_optional(on).await)?;
    read(row.ok_or(Error::NotFound("retirement"))?)
}

/// [`get`], as a transaction sees it.
pub async fn get_in(write: &mut Write, id: Uuid) -> Result<Road> {
    let sql = format!("{SELECT} WHERE id = $1");
    let row: Option<Row> = writing!(write, on => sqlx::query_as(&sql).bind(id).fetch_optional(on).await)?;
    read(row.ok_or(Error::NotFound("retirement"))?)
}

/// The last one of a person that was not given up.
pub async fn of_person(store: &Store, person: Uuid) -> Result<Option<Road>> {
    let sql =
        format!("{SELECT} WHERE person_id = $1 AND state <> 'given_up' ORDER BY opened_at DESC LIMIT 1");
    let row: Option<Row> = reading!(store, on => sqlx::query_as(&sql).bind(person).fetch_optional(on).await)?;
    row.map(read).transpose()
}

/// The one that a submission belongs to, as a transaction sees it.
pub async fn of_submission_in(write: &mut Write, submission: Uuid) -> Result<Option<Road>> {
    let sql = format!("{SELECT} WHERE submission_id = $1");
    let row: Option<Row> =
        writing!(write, on => sqlx::query_as(&sql).bind(submission).fetch_optional(on).await)?;
    row.map(read).transpose()
}

/// Those that are open, and those who retired on a day or after it; who retires first, first.
pub async fn under_way(store: &Store, since: NaiveDate) -> Result<Vec<Road>> {
    let sql = format!(
        "{SELECT} WHERE state = 'open' OR (state = 'retired' AND agreed_on >= $1)
         ORDER BY COALESCE(agreed_on, proposed_on), id"
    );
    let rows: Vec<Row> = reading!(store, on => sqlx::query_as(&sql).bind(since).fetch_all(on).await)?;
    rows.into_iter().map(read).collect()
}

/// Writes a new one. A second open one of a person is refused as a duplicate.
pub async fn insert(write: &mut Write, road: &Road) -> Result<()> {
    writing!(write, on =>
        sqlx::query(
            "INSERT INTO retirement_road (id, person_id, system, proposed_on, agreed_on, state, version, opened_at,
                 opened_by, opened_by_name, submission_id)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)")
            .bind(road.id).bind(road.person).bind(road.system.as_str()).bind(road.proposed_on)
            .bind(road.agreed_on).bind(road.state.as_str()).bind(road.version).bind(stored(road.opened_at))
            .bind(&road.opened_by).bind(&road.opened_by_name).bind(road.submission)
            .execute(on).await.map(drop))?;
    Ok(())
}

/// Writes system, days, state and submission of `road` over the one that still has its version, which grows.
pub async fn update(write: &mut Write, road: &Road) -> Result<()> {
    let done = writing!(write, on =>
        sqlx::query(
            "UPDATE retirement_road SET system = $3, proposed_on = $4, agreed_on = $5, state = $6,
                    submission_id = $7, version = version + 1
             WHERE id = $1 AND version = $2")
            .bind(road.id).bind(road.version).bind(road.system.as_str()).bind(road.proposed_on)
            .bind(road.agreed_on).bind(road.state.as_str()).bind(road.submission)
            .execute(on).await.map(|done| done.rows_affected()))?;
    if done == 1 { Ok(()) } else { Err(Error::Stale("the retirement")) }
}

/// What is done of a road.
pub async fn ticks(store: &Store, road: Uuid) -> Result<Vec<Tick>> {
    let rows: Vec<(String, DateTime<Utc>, String)> = reading!(store, on =>
        sqlx::query_as("SELECT step, done_at, actor_name FROM retirement_tick WHERE road_id = $1")
            .bind(road).fetch_all(on).await)?;
    rows.into_iter()
        .map(|(step, done_at, actor_name)| {
            Ok(Tick { step: parsed(&step, "retirement step")?, done_at, actor_name })
        })
        .collect()
}

/// Notes that a step is done. What is done stays with who said it first; whether it is new.
pub async fn tick(write: &mut Write, road: Uuid, step: Step, by: By<'_>) -> Result<bool> {
    let done = writing!(write, on =>
        sqlx::query("INSERT INTO retirement_tick (road_id, step, done_at, actor, actor_name)
                     VALUES ($1, $2, $3, $4, $5) ON CONFLICT (road_id, step) DO NOTHING")
            .bind(road).bind(step.as_str()).bind(stored(by.at)).bind(by.actor).bind(by.name)
            .execute(on).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

/// Notes that a step is not done after all; whether it was.
pub async fn untick(write: &mut Write, road: Uuid, step: Step) -> Result<bool> {
    let done = writing!(write, on =>
        sqlx::query("DELETE FROM retirement_tick WHERE road_id = $1 AND step = $2")
            .bind(road).bind(step.as_str()).execute(on).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

fn read(row: Row) -> Result<Road> {
    let state = RoadState::ALL.into_iter().find(|state| state.as_str() == row.state);
    Ok(Road {
        id: row.id,
        person: row.person_id,
        system: parsed(&row.system, "pension system")?,
        proposed_on: row.proposed_on,
        agreed_on: row.agreed_on,
        state: state.ok_or(Error::Corrupt("retirement"))?,
        version: row.version,
        opened_at: row.opened_at,
        opened_by: row.opened_by,
        opened_by_name: row.opened_by_name,
        submission: row.submission_id,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::submissions::tests::{clerk, given_person};
    use crate::testing::both;

    fn road(id: u128, person: Uuid, retires: &str) -> Road {
        Road {
            id: Uuid::from_u128(id),
            person,
            system: RetirementSystem::City,
            proposed_on: retires.parse().unwrap(),
            agreed_on: None,
            state: RoadState::Open,
            version: 1,
            opened_at: "2026-05-05T16:00:00Z".parse().unwrap(),
            opened_by: "test|ana".into(),
            opened_by_name: "Ana Reis".into(),
            submission: None,
        }
    }

    #[tokio::test]
    async fn one_road_at_a_time_and_no_lost_change() {
        for store in both().await {
            let mut write = store.begin().await.unwrap();
            let ana = given_person(&mut write, 1).await;
            let first = road(10, ana, "2027-06-30");
            insert(&mut write, &first).await.unwrap();
            write.commit().await.unwrap();
            assert_eq!(get(&store, first.id).await.unwrap(), first);
            assert_eq!(of_person(&store, ana).await.unwrap(), Some(first.clone()));

            let mut write = store.begin().await.unwrap();
            let refused = insert(&mut write, &road(11, ana, "2028-06-30")).await;
            assert!(refused.unwrap_err().is_duplicate());
            drop(write);

            let agreed = Road { agreed_on: Some("2027-07-31".parse().unwrap()), ..first.clone() };
            let mut write = store.begin().await.unwrap();
            update(&mut write, &agreed).await.unwrap();
            assert!(matches!(update(&mut write, &agreed).await, Err(Error::Stale(_))));
            let given_up = Road { state: RoadState::GivenUp, version: 2, ..agreed.clone() };
            update(&mut write, &given_up).await.unwrap();
            insert(&mut write, &road(11, ana, "2028-06-30")).await.unwrap();
            write.commit().await.unwrap();
            assert_eq!(get(&store, first.id).await.unwrap(), Road { version: 3, ..given_up });
            assert_eq!(of_person(&store, ana).await.unwrap().unwrap().id, Uuid::from_u128(11));
            let open = under_way(&store, "2027-01-01".parse().unwrap()).await.unwrap();
            assert_eq!(open.iter().map(|road| road.id.as_u128()).collect::<Vec<_>>(), [11]);
        }
    }

    #[tokio::test]
    async fn a_step_is_done_once_and_can_be_undone() {
        for store in both().await {
            let mut write = store.begin().await.unwrap();
            let ana = given_person(&mut write, 1).await;
            let one = road(10, ana, "2027-06-30");
            insert(&mut write, &one).await.unwrap();
            assert!(tick(&mut write, one.id, Step::Seminar, clerk(1)).await.unwrap());
            assert!(!tick(&mut write, one.id, Step::Seminar, clerk(2)).await.unwrap());
            write.commit().await.unwrap();
            let done = ticks(&store, one.id).await.unwrap();
            assert_eq!(done.iter().map(|tick| tick.step).collect::<Vec<_>>(), [Step::Seminar]);
            assert_eq!(done[0].actor_name, clerk(1).name);
            let mut write = store.begin().await.unwrap();
            assert!(untick(&mut write, one.id, Step::Seminar).await.unwrap());
            assert!(!untick(&mut write, one.id, Step::Seminar).await.unwrap());
            write.commit().await.unwrap();
            assert!(ticks(&store, one.id).await.unwrap().is_empty());
        }
    }
}

//! Seminars: when and where, who has signed up, who came.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::db::{Store, Write, reading, stored, writing};
use crate::dialect::hold_rows;
use crate::error::{Error, Result};

/// A seminar.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Seminar {
    /// Its id.
    pub id: Uuid,
    /// What it is about.
    pub title: String,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// How long it is.
    pub minutes: i64,
    /// Where.
    pub place: String,
    /// How many seats there are.
    pub capacity: i64,
    /// What those who had a seat read once it is over.
    pub handout: String,
    /// When it was called off.
    pub called_off_at: Option<DateTime<Utc>>,
}

/// Somebody who has signed up and still comes.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Seat {
    /// Who.
    pub person_id: Uuid,
    /// The office's number of them.
    #[sqlx(rename = "ref")]
    pub ref_: Option<String>,
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// When they signed up.
    pub signed_at: DateTime<Utc>,
    /// Whether they came; `None` until staff have said.
    pub attended: Option<bool>,
}

const SELECT: &str =
    "SELECT id, title, starts_at, minutes, place, capacity, handout, called_off_at FROM seminar";

const SEATS: &str = "SELECT s.person_id, p.ref, p.given_name, p.family_name, s.signed_at, s.attended
 FROM seminar_seat s JOIN person p ON p.id = s.person_id
 WHERE s.seminar_id = $1 AND s.cancelled_at IS NULL ORDER BY s.signed_at, s.person_id";

/// Every seminar, the first first.
pub async fn all(store: &Store) -> Result<Vec<Seminar>> {
    let sql = format!("{SELECT} ORDER BY starts_at, id");
    Ok(reading!(store, on => sqlx::query_as(&sql).fetch_all(on).await)?)
}

/// One by its id.
pub async fn get(store: &Store, id: Uuid) -> Result<Seminar> {
    let sql = format!("{SELECT} WHERE id = $1");
    let row: Option<Seminar> = reading!(store, on => sqlx::query_as(&sql).bind(id).fetch_optional(on).await)?;
    row.ok_or(Error::NotFound("seminar"))
}

/// One by its id, which nobody else changes or signs up for until the transaction ends.
pub async fn hold(write: &mut Write, id: Uuid) -> Result<Seminar> {
    let sql = format!("{SELECT} WHERE id = $1{}", hold_rows(write));
    let row: Option<Seminar> = writing!(write, on => sqlx::query_as(&sql).bind(id).fetch_optional(on).await)?;
    row.ok_or(Error::NotFound("seminar"))
}

/// Writes a new one, or over the one of its id.
pub async fn put(write: &mut Write, seminar: &Seminar) -> Result<()> {
    writing!(write, on =>
        sqlx::query(
            "INSERT INTO seminar (id, title, starts_at, minutes, place, capacity, handout, called_off_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (id) DO UPDATE SET title = $2, starts_at = $3, minutes = $4, place = $5, capacity = $6,
                 handout = $7, called_off_at = $8")
            .bind(seminar.id).bind(&seminar.title).bind(stored(seminar.starts_at)).bind(seminar.minutes)
            .bind(&seminar.place).bind(seminar.capacity).bind(&seminar.handout)
            .bind(seminar.called_off_at.map(stored))
            .execute(on).await.map(drop))?;
    Ok(())
}

/// Those who have signed up and still come, in the order in which they did.
pub async fn seats(store: &Store, seminar: Uuid) -> Result<Vec<Seat>> {
    Ok(reading!(store, on => sqlx::query_as(SEATS).bind(seminar).fetch_all(on).await)?)
}

/// [`seats`], as a transaction sees it.
pub async fn seats_in(write: &mut Write, seminar: Uuid) -> Result<Vec<Seat>> {
    Ok(writing!(write, on => sqlx::query_as(SEATS).bind(seminar).fetch_all(on).await)?)
}

/// Somebody signs up. Who has, keeps their turn; who had cancelled is the last now. Whether it is new.
pub async fn sign_up(write: &mut Write, seminar: Uuid, person: Uuid, at: DateTime<Utc>) -> Result<bool> {
    let done = writing!(write, on =>
        sqlx::query(
            "INSERT INTO seminar_seat (seminar_id, person_id, signed_at) VALUES ($1, $2, $3)
             ON CONFLICT (seminar_id, person_id) DO UPDATE SET signed_at = $3, cancelled_at = NULL
             WHERE seminar_seat.cancelled_at IS NOT NULL")
            .bind(seminar).bind(person).bind(stored(at))
            .execute(on).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

/// Somebody does not come after all; whether they had signed up.
pub async fn cancel(write: &mut Write, seminar: Uuid, person: Uuid, at: DateTime<Utc>) -> Result<bool> {
    let done = writing!(write, on =>
        sqlx::query("UPDATE seminar_seat SET cancelled_at = $3
                     WHERE seminar_id = $1 AND person_id = $2 AND cancelled_at IS NULL")
            .bind(seminar).bind(person).bind(stored(at))
            .execute(on).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

/// Says whether somebody came; [`Error::NotFound`] for who has not signed up.
pub async fn set_attended(write: &mut Write, seminar: Uuid, person: Uuid, attended: bool) -> Result<()> {
    let done = writing!(write, on =>
        sqlx::query("UPDATE seminar_seat SET attended = $3
                     WHERE seminar_id = $1 AND person_id = $2 AND cancelled_at IS NULL")
            .bind(seminar).bind(person).bind(attended)
            .execute(on).await.map(|done| done.rows_affected()))?;
    if done == 1 { Ok(()) } else { Err(Error::NotFound("seat")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::submissions::tests::given_person;
    use crate::testing::both;

    #[tokio::test]
    async fn who_comes_back_is_the_last_and_who_came_is_kept() {
        for store in both().await {
            let at = |minute: u32| format!("2026-05-05T16:{minute:02}:00Z").parse::<DateTime<Utc>>().unwrap();
            let seminar = Seminar {
                id: Uuid::from_u128(9),
                title: "Retiring".into(),
                starts_at: at(59),
                minutes: 90,
                place: "Room 204".into(),
                capacity: 2,
                handout: String::new(),
                called_off_at: None,
            };
            let mut write = store.begin().await.unwrap();
            let (ana, rui) = (given_person(&mut write, 1).await, given_person(&mut write, 2).await);
            put(&mut write, &seminar).await.unwrap();
            assert!(sign_up(&mut write, seminar.id, ana, at(1)).await.unwrap());
            assert!(sign_up(&mut write, seminar.id, rui, at(2)).await.unwrap());
            assert!(!sign_up(&mut write, seminar.id, ana, at(3)).await.unwrap(), "keeps the turn");
            let order = |seats: Vec<Seat>| seats.iter().map(|seat| seat.person_id).collect::<Vec<_>>();
            assert_eq!(order(seats_in(&mut write, seminar.id).await.unwrap()), [ana, rui]);
            assert!(cancel(&mut write, seminar.id, ana, at(4)).await.unwrap());
            assert!(!cancel(&mut write, seminar.id, ana, at(5)).await.unwrap());
            assert!(matches!(set_attended(&mut write, seminar.id, ana, true).await, Err(Error::NotFound(_))));
            assert!(sign_up(&mut write, seminar.id, ana, at(6)).await.unwrap());
            set_attended(&mut write, seminar.id, rui, true).await.unwrap();
            let handout = Seminar { handout: "Slides".into(), ..seminar.clone() };
            put(&mut write, &handout).await.unwrap();
            write.commit().await.unwrap();
            let seats = seats(&store, seminar.id).await.unwrap();
            assert_eq!(seats.iter().map(|seat| seat.attended).collect::<Vec<_>>(), [Some(true), None]);
            assert_eq!(order(seats), [rui, ana]);
            assert_eq!(all(&store).await.unwrap(), [handout]);
        }
    }
}

//! What a change of standing did to the records of a household besides its coverage: kept with the submission, so
//! that it can be taken back. Only the approval of a submission calls what writes here.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use sqlx::types::Json;
use uuid::Uuid;

use crate::apply;
use crate::db::{Write, any_of, stored, writing};
use crate::error::{Error, Result};

/// What the records say of the standing of some people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standings {
    people: Vec<OfPerson>,
    retirements: Vec<Retirement>,
    survivorships: Vec<Survivorship>,
    employments: Vec<Employment>,
    members: Vec<Member>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, sqlx::FromRow)]
struct OfPerson {
    id: Uuid,
    #[sqlx(rename = "ref")]
    ref_: Option<String>,
    medicare_from: Option<NaiveDate>,
    died_on: Option<NaiveDate>,
    /// Whether a Medicare number is on record. The number itself is nowhere but there.
    has_mbi: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, sqlx::FromRow)]
struct Retirement {
    person_id: Uuid,
    unit_code: String,
    system: String,
    retired_on: NaiveDate,
    recorded_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, sqlx::FromRow)]
struct Survivorship {
    person_id: Uuid,
    of_person: Option<Uuid>,
    unit_code: String,
    since: NaiveDate,
    #[serde(default)]
    remarried_on: Option<NaiveDate>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, sqlx::FromRow)]
struct Employment {
    id: Uuid,
    terminated: Option<NaiveDate>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, sqlx::FromRow)]
struct Member {
    subscriber_id: Uuid,
    person_id: Uuid,
    relationship: String,
    disabled: bool,
    ended_on: Option<NaiveDate>,
}

/// The standing of a subscriber and of everybody who belongs, or belonged, to the household.
pub async fn of_household_in(write: &mut Write, subscriber: Uuid) -> Result<Standings> {
    let members: Vec<Uuid> = writing!(write, on =>
        sqlx::query_scalar("SELECT person_id FROM household_member WHERE subscriber_id = $1")
            .bind(subscriber).fetch_all(on).await)?;
    let people: Vec<Uuid> = std::iter::once(subscriber).chain(members).collect();
    of_in(write, &people).await
}

/// The standing of the same people now.
pub async fn again_in(write: &mut Write, before: &Standings) -> Result<Standings> {
    let people: Vec<Uuid> = before.people.iter().map(|one| one.id).collect();
    of_in(write, &people).await
}

async fn of_in(write: &mut Write, people: &[Uuid]) -> Result<Standings> {
    const PEOPLE: &str =
        "SELECT id, ref, medicare_from, died_on, mbi_sealed IS NOT NULL AS has_mbi FROM person WHERE id IN";
    const RETIREMENTS: &str =
        "SELECT person_id, unit_code, system, retired_on, recorded_at FROM retirement WHERE person_id IN";
    const SURVIVORSHIPS: &str =
        "SELECT person_id, of_person, unit_code, since, remarried_on FROM survivorship WHERE person_id IN";
    const EMPLOYMENTS: &str = "SELECT id, terminated FROM employment WHERE person_id IN";
    const MEMBERS: &str =
        "SELECT subscriber_id, person_id, relationship, disabled, ended_on FROM household_member
         WHERE person_id IN";
    Ok(Standings {
        people: writing!(write, on =>
            any_of(PEOPLE, people).push(" ORDER BY id").build_query_as().fetch_all(on).await)?,
        retirements: writing!(write, on =>
            any_of(RETIREMENTS, people).push(" ORDER BY person_id").build_query_as().fetch_all(on).await)?,
        survivorships: writing!(write, on =>
            any_of(SURVIVORSHIPS, people).push(" ORDER BY person_id").build_query_as().fetch_all(on).await)?,
        employments: writing!(write, on =>
            any_of(EMPLOYMENTS, people).push(" ORDER BY id").build_query_as().fetch_all(on).await)?,
        members: writing!(write, on =>
            any_of(MEMBERS, people).push(" ORDER BY subscriber_id, person_id").build_query_as()
                .fetch_all(on).await)?,
    })
}

/// Keeps what a submission has changed: what was, and what it made of it.
pub async fn keep_in(write: &mut Write, submission: Uuid, was: &Standings, made: &Standings) -> Result<()> {
    writing!(write, on =>
        sqlx::query("INSERT INTO standing_change (submission_id, was, made) VALUES ($1, $2, $3)")
            .bind(submission).bind(Json(was)).bind(Json(made)).execute(on).await.map(drop))?;
    Ok(())
}

/// What a submission has changed: what was, and what it made of it. [`Error::NotFound`] where that was not kept.
pub async fn kept_in(write: &mut Write, submission: Uuid) -> Result<(Standings, Standings)> {
    let kept: Option<(Json<Standings>, Json<Standings>)> = writing!(write, on =>
        sqlx::query_as("SELECT was, made FROM standing_change WHERE submission_id = $1")
            .bind(submission).fetch_optional(on).await)?;
    let (was, made) = kept.ok_or(Error::NotFound("change of standing"))?;
    Ok((was.0, made.0))
}

/// Whether nothing of what a submission made has been changed since.
pub async fn stands_in(write: &mut Write, submission: Uuid) -> Result<bool> {
    let (_, made) = kept_in(write, submission).await?;
    Ok(again_in(write, &made).await? == made)
}

/// Puts the records back to what they were before a submission. [`Error::Stale`] where something of what it made
/// has been changed since.
pub async fn take_back_in(write: &mut Write, submission: Uuid) -> Result<()> {
    let (was, made) = kept_in(write, submission).await?;
    if again_in(write, &made).await? != made {
        return Err(Error::Stale("the standing"));
    }
    for one in was.people.iter().filter(|one| !made.people.contains(one)) {
        writing!(write, on =>
            sqlx::query("UPDATE person SET ref = $1, medicare_from = $2, died_on = $3 WHERE id = $4")
                .bind(&one.ref_).bind(one.medicare_from).bind(one.died_on).bind(one.id)
                .execute(on).await.map(drop))?;
        if !one.has_mbi {
            writing!(write, on =>
                sqlx::query("UPDATE person SET mbi_sealed = NULL, mbi_hash = NULL WHERE id = $1")
                    .bind(one.id).execute(on).await.map(drop))?;
        }
    }
    for one in made.retirements.iter().filter(|one| !was.retirements.contains(one)) {
        writing!(write, on =>
            sqlx::query("DELETE FROM retirement WHERE person_id = $1")
                .bind(one.person_id).execute(on).await.map(drop))?;
    }
    for one in was.retirements.iter().filter(|one| !made.retirements.contains(one)) {
        writing!(write, on =>
            sqlx::query("INSERT INTO retirement (person_id, unit_code, system, retired_on, recorded_at)
                         VALUES ($1, $2, $3, $4, $5)")
                .bind(one.person_id).bind(&one.unit_code).bind(&one.system).bind(one.retired_on)
                .bind(one.recorded_at.map(stored)).execute(on).await.map(drop))?;
    }
    for one in made.survivorships.iter().filter(|one| !was.survivorships.contains(one)) {
        writing!(write, on =>
            sqlx::query("DELETE FROM survivorship WHERE person_id = $1")
                .bind(one.person_id).execute(on).await.map(drop))?;
    }
    for one in was.survivorships.iter().filter(|one| !made.survivorships.contains(one)) {
        writing!(write, on =>
            sqlx::query("INSERT INTO survivorship (person_id, of_person, unit_code, since, remarried_on)
                         VALUES ($1, $2, $3, $4, $5)")
                .bind(one.person_id).bind(one.of_person).bind(&one.unit_code).bind(one.since)
                .bind(one.remarried_on).execute(on).await.map(drop))?;
    }
    for one in was.employments.iter().filter(|one| !made.employments.contains(one)) {
        writing!(write, on =>
            sqlx::query("UPDATE employment SET terminated = $1 WHERE id = $2")
                .bind(one.terminated).bind(one.id).execute(on).await.map(drop))?;
    }
    for one in &made.members {
        let before = was.members.iter().find(|other| one.is_same_as(other));
        match before {
            None => writing!(write, on =>
                sqlx::query("DELETE FROM household_member WHERE subscriber_id = $1 AND person_id = $2")
                    .bind(one.subscriber_id).bind(one.person_id).execute(on).await.map(drop))?,
            Some(before) => writing!(write, on =>
                sqlx::query("UPDATE household_member SET ended_on = $1
                             WHERE subscriber_id = $2 AND person_id = $3")
                    .bind(before.ended_on).bind(one.subscriber_id).bind(one.person_id)
                    .execute(on).await.map(drop))?,
        }
    }
    for one in &made.people {
        apply::touch(write, one.id).await?;
    }
    Ok(())
}

impl Member {
    fn is_same_as(&self, other: &Member) -> bool {
        (self.subscriber_id, self.person_id) == (other.subscriber_id, other.person_id)
    }
}

//! Submissions: what was signed, where it stands, and everything that has happened to it.
//!
//! The proposal is written once. The state moves only by [`transition`], which knows the version that the
//! caller has seen; each move leaves an [`Event`].

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::checks::Finding;
use domain::code::UnitCode;
use domain::election::Proposal;
use domain::submission::{SubmissionAction, SubmissionKind, SubmissionState};
use sqlx::types::Json;
use uuid::Uuid;

use crate::db::{Store, Write, reading, stored, writing};
use crate::drafts::For;
use crate::error::{Error, Result};

/// A submission as the records hold it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// Its id.
    pub id: Uuid,
    /// The number that the member was given.
    pub reference: String,
    /// Why the change is asked for.
    pub kind: SubmissionKind,
    /// Whose records it changes; `None` for an import, which names its people row by row.
    pub person: Option<Uuid>,
    /// The open enrollment that it is for.
    pub enrollment: Option<Uuid>,
    /// The life event that it is for.
    pub case: Option<Uuid>,
    /// The person's unit when it was made.
    pub unit: Option<UnitCode>,
    /// Where it stands.
    pub state: SubmissionState,
    /// Grows with everything that happens to it.
    pub version: i64,
    /// What was signed.
    pub proposal: Proposal,
    /// What the automatic checks found when it was made.
    pub findings: Vec<Finding>,
    /// How many of them the desk is to look at.
    pub flags: i64,
    /// The name that the member typed.
    pub signature: Option<String>,
    /// When it was made.
    pub submitted_at: DateTime<Utc>,
    /// Who made it.
    pub submitted_by: String,
    /// What it was sent in place of.
    pub replaces: Option<Uuid>,
    /// Who at the desk has taken it.
    pub assignee: Option<String>,
    /// Their name.
    pub assignee_name: Option<String>,
    /// When it was approved, denied, withdrawn or replaced.
    pub decided_at: Option<DateTime<Utc>>,
}

impl Submission {
    /// What it is for; `None` for an import.
    pub fn what_for(&self) -> Option<For> {
        self.enrollment.map(For::Enrollment).or(self.case.map(For::Event))
    }
}

/// A submission to be written.
#[derive(Debug, Clone)]
pub struct NewSubmission {
    /// Its id.
    pub id: Uuid,
    /// The number that the member is given.
    pub reference: String,
    /// Why the change is asked for.
    pub kind: SubmissionKind,
    /// Whose records it changes.
    pub person: Option<Uuid>,
    /// The open enrollment that it is for.
    pub enrollment: Option<Uuid>,
    /// The life event that it is for.
    pub case: Option<Uuid>,
    /// The person's unit.
    pub unit: Option<UnitCode>,
    /// What was signed.
    pub proposal: Proposal,
    /// What the automatic checks found: each is a flag for the desk, as what blocks is never submitted.
    pub findings: Vec<Finding>,
    /// The name that the member typed.
    pub signature: Option<String>,
    /// When it is made.
    pub submitted_at: DateTime<Utc>,
    /// Who makes it: the actor's id.
    pub submitted_by: String,
    /// Who makes it: the actor's name.
    pub submitted_by_name: String,
    /// The form's own key: a second submission with it is refused as a duplicate.
    pub once_key: String,
    /// What it is sent in place of.
    pub replaces: Option<Uuid>,
}

/// Something that happened to a submission.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Event {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom: the actor's id.
    pub actor: String,
    /// By whom: the actor's name.
    pub actor_name: String,
    /// `submitted`, `claimed`, `released`, `returned`, `approved`, `denied`, `withdrawn`, `replaced`.
    pub action: String,
    /// What was written to the member; empty for nothing.
    pub words: String,
}

/// Who does something to a submission, and when.
#[derive(Debug, Clone, Copy)]
pub struct By<'a> {
    /// The actor's id.
    pub actor: &'a str,
    /// The actor's name.
    pub name: &'a str,
    /// The moment.
    pub at: DateTime<Utc>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    reference: String,
    kind: String,
    person_id: Option<Uuid>,
    enrollment_id: Option<Uuid>,
    case_id: Option<Uuid>,
    unit_code: Option<String>,
    state: String,
    version: i64,
    proposal: Json<Proposal>,
    findings: Json<Vec<Finding>>,
    flags: i64,
    signature: Option<String>,
    submitted_at: DateTime<Utc>,
    submitted_by: String,
    replaces: Option<Uuid>,
    assignee: Option<String>,
    assignee_name: Option<String>,
    decided_at: Option<DateTime<Utc>>,
}

const SELECT: &str =
    "SELECT id, reference, kind, person_id, enrollment_id, case_id, unit_code, state, version, proposal,
        findings, flags, signature, submitted_at, submitted_by, replaces, assignee, assignee_name, decided_at
 FROM submission";

/// One by its id.
pub async fn get(store: &Store, id: Uuid) -> Result<Submission> {
    let sql = format!("{SELECT} WHERE id = $1");
    let row: Option<Row> = reading!(store, on => sqlx::query_as(&sql).bind(id).fetch_optional(on).await)?;
    read(row.ok_or(Error::NotFound("submission"))?)
}

/// [`get`], as a transaction sees it.
pub async fn get_in(write: &mut Write, id: Uuid) -> Result<Submission> {
    let sql = format!("{SELECT} WHERE id = $1");
    let row: Option<Row> = writing!(write, on => sqlx::query_as(&sql).bind(id).fetch_optional(on).await)?;
    read(row.ok_or(Error::NotFound("submission"))?)
}

/// One by the number that the member was given.
pub async fn by_reference(store: &Store, reference: &str) -> Result<Submission> {
    let sql = format!("{SELECT} WHERE reference = $1");
    let row: Option<Row> =
        reading!(store, on => sqlx::query_as(&sql).bind(reference).fetch_optional(on).await)?;
    read(row.ok_or(Error::NotFound("submission"))?)
}

/// [`by_reference`], as a transaction sees it.
pub async fn by_reference_in(write: &mut Write, reference: &str) -> Result<Submission> {
    let sql = format!("{SELECT} WHERE reference = $1");
    let row: Option<Row> =
        writing!(write, on => sqlx::query_as(&sql).bind(reference).fetch_optional(on).await)?;
    read(row.ok_or(Error::NotFound("submission"))?)
}

/// What was sent with a form's key.
pub async fn by_once_key(store: &Store, once_key: &str) -> Result<Option<Submission>> {
    let sql = format!("{SELECT} WHERE once_key = $1");
    let row: Option<Row> =
        reading!(store, on => sqlx::query_as(&sql).bind(once_key).fetch_optional(on).await)?;
    row.map(read).transpose()
}

/// Everything that is about a person, the latest first.
pub async fn of_person(store: &Store, person: Uuid) -> Result<Vec<Submission>> {
    let sql = format!("{SELECT} WHERE person_id = $1 ORDER BY submitted_at DESC, id DESC");
    let rows: Vec<Row> = reading!(store, on => sqlx::query_as(&sql).bind(person).fetch_all(on).await)?;
    rows.into_iter().map(read).collect()
}

/// Those of a kind that were made since an instant, the earliest first.
pub async fn of_kind_since(
    store: &Store,
    kind: SubmissionKind,
    since: DateTime<Utc>,
) -> Result<Vec<Submission>> {
    let sql = format!("{SELECT} WHERE kind = $1 AND submitted_at >= $2 ORDER BY submitted_at, id");
    let rows: Vec<Row> = reading!(store, on =>
        sqlx::query_as(&sql).bind(kind.as_str()).bind(stored(since)).fetch_all(on).await)?;
    rows.into_iter().map(read).collect()
}

/// The one submission of a person for an enrollment or an event that is in the works, as a transaction sees
/// it.
pub async fn at_work_in(write: &mut Write, person: Uuid, what: For) -> Result<Option<Submission>> {
    let id = match what {
        For::Enrollment(_) => "enrollment_id",
        For::Event(_) => "case_id",
    };
    let sql = format!("{SELECT} WHERE person_id = $1 AND {id} = $2 AND state IN ('submitted', 'returned')");
    let row: Option<Row> = writing!(write, on =>
        sqlx::query_as(&sql).bind(person).bind(what.id()).fetch_optional(on).await)?;
    row.map(read).transpose()
}

/// What has happened to a submission, in order.
pub async fn events(store: &Store, id: Uuid) -> Result<Vec<Event>> {
    Ok(reading!(store, on =>
        sqlx::query_as("SELECT at, actor, actor_name, action, words FROM submission_event
                        WHERE submission_id = $1 ORDER BY at, id")
            .bind(id).fetch_all(on).await)?)
}

/// Keeps that somebody who was typed in a submission is somebody on record.
pub async fn match_in(write: &mut Write, submission: Uuid, typed: Uuid, known: Uuid) -> Result<()> {
    writing!(write, on =>
        sqlx::query("INSERT INTO submission_match (submission_id, typed_id, person_id) VALUES ($1, $2, $3)")
            .bind(submission).bind(typed).bind(known).execute(on).await.map(drop))?;
    Ok(())
}

/// Those of a submission's new people who were on record already: who they are there, by the id that they were
/// typed under.
pub async fn matches(store: &Store, submission: Uuid) -> Result<BTreeMap<Uuid, Uuid>> {
    let rows: Vec<(Uuid, Uuid)> = reading!(store, on =>
        sqlx::query_as("SELECT typed_id, person_id FROM submission_match WHERE submission_id = $1")
            .bind(submission).fetch_all(on).await)?;
    Ok(rows.into_iter().collect())
}

/// Writes a new submission, in the queue. The same once-key again, or a second one at work for the same
/// person and enrollment or event, is an error for which [`Error::is_duplicate`] holds.
pub async fn insert(write: &mut Write, new: &NewSubmission) -> Result<()> {
    let mut benefits = String::from(";");
    let elected = new.proposal.elections.iter().map(|election| election.benefit);
    let corrected = new.proposal.correction.iter().flat_map(|facts| &facts.restated).map(|one| one.benefit);
    let moved = new.proposal.transition.iter().flat_map(|change| &change.contracts);
    let mut all: Vec<domain::benefit::Benefit> =
        elected.chain(corrected).chain(moved.map(|one| one.restated.benefit)).collect();
    all.dedup();
    for benefit in all {
        benefits.push_str(benefit.as_str());
        benefits.push(';');
    }
    let at = stored(new.submitted_at);
    writing!(write, on =>
        sqlx::query(
            "INSERT INTO submission (id, reference, kind, person_id, enrollment_id, unit_code, state, proposal,
                 findings, flags, benefits, signature, submitted_at, submitted_by, once_key, replaces, case_id)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)")
            .bind(new.id).bind(&new.reference).bind(new.kind.as_str()).bind(new.person).bind(new.enrollment)
            .bind(new.unit.as_ref().map(UnitCode::as_str)).bind(SubmissionState::Submitted.as_str())
            .bind(Json(&new.proposal)).bind(Json(&new.findings)).bind(new.findings.len() as i64)
            .bind(benefits).bind(&new.signature).bind(at).bind(&new.submitted_by).bind(&new.once_key)
            .bind(new.replaces).bind(new.case)
            .execute(on).await.map(drop))?;
    note(write, new.id, "submitted", By { actor: &new.submitted_by, name: &new.submitted_by_name, at }, "")
        .await
}

/// Moves a submission to the state after `action`, if it still is as the caller has seen it.
///
/// [`Error::Stale`] where its version is another one; [`Error::Refused`] where its state does not allow it.
pub async fn transition(
    write: &mut Write,
    id: Uuid,
    seen_version: i64,
    action: SubmissionAction,
    by: By<'_>,
    words: &str,
) -> Result<SubmissionState> {
    let submission = get_in(write, id).await?;
    if submission.version != seen_version {
        return Err(Error::Stale("the submission"));
    }
    let state = submission.state.after(action)?;
    let decided_at = state.is_final().then_some(stored(by.at));
    let moved = writing!(write, on =>
        sqlx::query("UPDATE submission SET state = $1, version = version + 1, decided_at = $2
                     WHERE id = $3 AND version = $4")
            .bind(state.as_str()).bind(decided_at).bind(id).bind(seen_version)
            .execute(on).await.map(|done| done.rows_affected()))?;
    if moved == 0 {
        return Err(Error::Stale("the submission"));
    }
    note(write, id, state.as_str(), by, words).await?;
    Ok(state)
}

/// Puts a submission into somebody's hands, or back for anybody. The version stays: who has it says nothing
/// about what it is. [`Error::Stale`] where somebody else has it: who comes second must not take it away.
pub async fn assign(write: &mut Write, id: Uuid, to: Option<By<'_>>, by: By<'_>) -> Result<()> {
    let moved = writing!(write, on =>
        sqlx::query("UPDATE submission SET assignee = $1, assignee_name = $2
                     WHERE id = $3 AND ($1 IS NULL OR assignee IS NULL OR assignee = $1)")
            .bind(to.map(|to| to.actor)).bind(to.map(|to| to.name)).bind(id)
            .execute(on).await.map(|done| done.rows_affected()))?;
    if moved == 0 {
        return Err(Error::Stale("the submission"));
    }
    note(write, id, if to.is_some() { "claimed" } else { "released" }, by, "").await
}

async fn note(write: &mut Write, submission: Uuid, action: &str, by: By<'_>, words: &str) -> Result<()> {
    writing!(write, on =>
        sqlx::query("INSERT INTO submission_event (id, submission_id, at, actor, actor_name, action, words)
                     VALUES ($1, $2, $3, $4, $5, $6, $7)")
            .bind(Uuid::now_v7()).bind(submission).bind(stored(by.at)).bind(by.actor).bind(by.name)
            .bind(action).bind(words)
            .execute(on).await.map(drop))?;
    Ok(())
}

fn read(row: Row) -> Result<Submission> {
    Ok(Submission {
        id: row.id,
        reference: row.reference,
        kind: row.kind.parse().map_err(|_| Error::Corrupt("submission kind"))?,
        person: row.person_id,
        enrollment: row.enrollment_id,
        case: row.case_id,
        unit: row.unit_code.map(|unit| unit.parse().map_err(|_| Error::Corrupt("unit code"))).transpose()?,
        state: row.state.parse().map_err(|_| Error::Corrupt("submission state"))?,
        version: row.version,
        proposal: row.proposal.0,
        findings: row.findings.0,
        flags: row.flags,
        signature: row.signature,
        submitted_at: row.submitted_at,
        submitted_by: row.submitted_by,
        replaces: row.replaces,
        assignee: row.assignee,
        assignee_name: row.assignee_name,
        decided_at: row.decided_at,
    })
}

#[cfg(test)]
pub(crate) mod tests;

//! Applying: the one place that writes coverage.
//!
//! A row is never edited but to say that it is superseded, and by which submission; what takes its place
//! is a new row that names the submission too. The database refuses anything else.

use chrono::{DateTime, Utc};
use domain::apply::{CoverageChange, NewCoverage};
use domain::election::Choice;
use uuid::Uuid;

use crate::db::{Write, stored, writing};
use crate::error::{Error, Result};

/// Takes the next version of a person's records, if they still are as the caller has seen them, and keeps
/// others from it until the transaction ends. [`Error::Stale`] otherwise.
pub async fn next_version(write: &mut Write, person: Uuid, seen: i64) -> Result<()> {
    let moved = writing!(write, on =>
        sqlx::query("UPDATE person SET records_version = records_version + 1
                     WHERE id = $1 AND records_version = $2")
            .bind(person).bind(seen).execute(on).await.map(|done| done.rows_affected()))?;
    if moved == 0 { Err(Error::Stale("the person's records")) } else { Ok(()) }
}

/// Takes the next version of the records of somebody in the household of a person whose version was taken.
pub async fn touch(write: &mut Write, member: Uuid) -> Result<()> {
    writing!(write, on =>
        sqlx::query("UPDATE person SET records_version = records_version + 1 WHERE id = $1")
            .bind(member).execute(on).await.map(drop))?;
    Ok(())
}

/// Writes `changes` of a person's coverage on account of a submission. They were worked out in the same
/// transaction, from [`crate::coverage::current_in`].
pub async fn coverage(
    write: &mut Write,
    person: Uuid,
    submission: Uuid,
    changes: &[CoverageChange],
    at: DateTime<Utc>,
) -> Result<()> {
    let at = stored(at);
    for change in changes {
        for row in &change.supersede {
            writing!(write, on =>
                sqlx::query("UPDATE coverage SET superseded_at = $1, superseded_by = $2 WHERE id = $3")
                    .bind(at).bind(submission).bind(row).execute(on).await.map(drop))?;
        }
        for new in &change.insert {
            insert(write, person, submission, new, at).await?;
        }
    }
    Ok(())
}

async fn insert(
    write: &mut Write,
    person: Uuid,
    submission: Uuid,
    new: &NewCoverage,
    at: DateTime<Utc>,
) -> Result<()> {
    let id = Uuid::now_v7();
    let (kind, amount, reason) = match &new.choice {
        Choice::Cover { .. } => ("cover", None, None),
        Choice::Insure { volume, .. } => ("insure", Some(volume.get()), None),
        Choice::Contribute { annual, .. } => ("contribute", Some(annual.get()), None),
        Choice::Defer { per_pay, .. } => ("defer", Some(per_pay.get()), None),
        Choice::Waive { reason } => ("waive", None, Some(reason.as_str())),
    };
    writing!(write, on =>
        sqlx::query(
            "INSERT INTO coverage (id, person_id, benefit, kind, plan_code, tier, amount_cents, waiver_reason,
                 effective_from, effective_to, recorded_at, submission_id, through_id)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)")
            .bind(id).bind(person).bind(new.benefit.as_str()).bind(kind)
            .bind(new.choice.plan().map(|plan| plan.as_str())).bind(new.choice.tier().map(|tier| tier.as_str()))
            .bind(amount).bind(reason).bind(new.period.from()).bind(new.period.to()).bind(at).bind(submission)
            .bind(new.through)
            .execute(on).await.map(drop))?;
    for dependent in new.choice.dependents() {
        writing!(write, on =>
            sqlx::query("INSERT INTO coverage_dependent (coverage_id, person_id) VALUES ($1, $2)")
                .bind(id).bind(dependent).execute(on).await.map(drop))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;

//! The import's own submission, the people that its rows name, and the writing of coverage.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::{DateTime, Utc};
use domain::apply::CoverageChange;
use domain::benefit::Benefit;
use domain::code::PersonRef;
use domain::election::{Choice, Coverage, Proposal};
use domain::submission::{SubmissionKind, SubmissionState, reference};
use serde::{Deserialize, Serialize};
use sqlx::types::Json;
use uuid::Uuid;

use super::line::CoverageLine;
use crate::coverage::current_of;
use crate::db::{Write, any_of, stored, writing};
use crate::error::Result;
use crate::import::report::{Counts, Tally};
use crate::import::source::BATCH;

/// What is kept of an imported file, as the proposal of its submission: readable as a [`Proposal`] without
/// elections, with the file beside.
#[derive(Serialize, Deserialize)]
struct ImportProposal {
    #[serde(flatten)]
    proposal: Proposal,
    import: ImportedFile,
}

#[derive(Serialize, Deserialize)]
struct ImportedFile {
    file: String,
    sha256: String,
    counts: Counts,
    /// Rows that were not taken.
    rejected: Vec<u64>,
}

/// An earlier import of the same bytes.
pub(super) struct EarlierImport {
    /// How many there were.
    times: usize,
    /// Rows that none of them took.
    pub(super) rejected: HashSet<u64>,
}

/// Looks for earlier imports of the same bytes.
pub(super) async fn earlier_import(write: &mut Write, sha256: &str) -> Result<Option<EarlierImport>> {
    let proposals: Vec<Json<ImportProposal>> = writing!(write, on =>
        sqlx::query_scalar("SELECT proposal FROM submission
                            WHERE kind = 'import' AND once_key LIKE $1 ORDER BY submitted_at DESC, id DESC")
            .bind(format!("{}%", once_key(sha256))).fetch_all(on).await)?;
    let times = proposals.len();
    let latest = proposals.into_iter().next();
    Ok(latest
        .map(|Json(latest)| EarlierImport { times, rejected: latest.import.rejected.into_iter().collect() }))
}

fn once_key(sha256: &str) -> String {
    format!("import:{sha256}:")
}

/// The submission that an import is.
pub(super) struct ImportSubmission {
    id: Uuid,
    once_key: String,
    at: DateTime<Utc>,
    actor: String,
    actor_name: String,
}

impl ImportSubmission {
    pub(super) fn new(earlier: Option<&EarlierImport>, tally: &Tally<'_>) -> ImportSubmission {
        let number = earlier.map_or(1, |earlier| earlier.times + 1);
        ImportSubmission {
            id: Uuid::now_v7(),
            once_key: format!("{}{number}", once_key(tally.sha256())),
            at: stored(tally.terms.at),
            actor: tally.terms.actor.to_owned(),
            actor_name: tally.terms.actor_name.to_owned(),
        }
    }

    /// Writes it, approved: the database takes coverage of no other.
    pub(super) async fn insert(&self, write: &mut Write) -> Result<()> {
        let nothing = Json(serde_json::json!([]));
        writing!(write, on =>
            sqlx::query("INSERT INTO submission (id, reference, kind, state, proposal, findings, flags, benefits,
                             submitted_at, submitted_by, once_key, decided_at)
                         VALUES ($1, $2, $3, $4, $5, $5, 0, ';', $6, $7, $8, $6)")
                .bind(self.id).bind(reference(SubmissionKind::Import, self.id))
                .bind(SubmissionKind::Import.as_str()).bind(SubmissionState::Approved.as_str())
                .bind(&nothing).bind(self.at).bind(&self.actor).bind(&self.once_key)
                .execute(on).await.map(drop))?;
        for action in ["submitted", "approved"] {
            writing!(write, on =>
                sqlx::query("INSERT INTO submission_event (id, submission_id, at, actor, actor_name, action)
                             VALUES ($1, $2, $3, $4, $5, $6)")
                    .bind(Uuid::now_v7()).bind(self.id).bind(self.at).bind(&self.actor)
                    .bind(&self.actor_name).bind(action)
                    .execute(on).await.map(drop))?;
        }
        Ok(())
    }

    /// Says in the submission what the file was and which benefits it touched, known only at its end.
    pub(super) async fn finish(
        &self,
        write: &mut Write,
        file: &str,
        benefits: &BTreeSet<Benefit>,
        tally: &Tally<'_>,
    ) -> Result<()> {
        let proposal = ImportProposal {
            proposal: Proposal {
                effective: self.at.date_naive(),
                elections: Vec::new(),
                new_dependents: Vec::new(),
                based_on: 0,
                event: None,
                correction: None,
                transition: None,
            },
            import: ImportedFile {
                file: file.to_owned(),
                sha256: tally.sha256().to_owned(),
                counts: tally.counts(),
                rejected: tally.rejected_rows().to_vec(),
            },
        };
        let benefits: String = benefits.iter().map(|benefit| format!("{benefit};")).collect();
        writing!(write, on =>
            sqlx::query("UPDATE submission SET proposal = $2, benefits = $3 WHERE id = $1")
                .bind(self.id).bind(Json(&proposal)).bind(format!(";{benefits}"))
                .execute(on).await.map(drop))?;
        Ok(())
    }
}

/// The people that a batch names, and who is in whose household.
pub(super) struct People {
    ids: HashMap<String, Uuid>,
    subscribers: Vec<Uuid>,
    household: HashSet<(Uuid, Uuid)>,
    through: HashMap<Uuid, Uuid>,
}

impl People {
    pub(super) async fn load<'l>(
        write: &mut Write,
        lines: impl Iterator<Item = &'l CoverageLine> + Clone,
    ) -> Result<People> {
        let named: BTreeSet<&str> =
            lines.clone().flat_map(CoverageLine::names).map(PersonRef::as_str).collect();
        let named: Vec<&str> = named.into_iter().collect();
        let mut ids = HashMap::with_capacity(named.len());
        for named in named.chunks(BATCH) {
            let found: Vec<(String, Uuid)> = writing!(write, on =>
                any_of("SELECT ref, id FROM person WHERE ref IN", named).build_query_as().fetch_all(on).await)?;
            ids.extend(found);
        }
        let subscribers: BTreeSet<Uuid> =
            lines.filter_map(|line| ids.get(line.person.as_str()).copied()).collect();
        let subscribers: Vec<Uuid> = subscribers.into_iter().collect();
        let household: Vec<(Uuid, Uuid)> = writing!(write, on => any_of(
            "SELECT subscriber_id, person_id FROM household_member WHERE subscriber_id IN", &subscribers)
            .build_query_as().fetch_all(on).await)?;
        let through: Vec<(Uuid, Uuid)> = writing!(write, on => {
            let mut query = any_of(THROUGH, &subscribers);
            query.push(" ORDER BY h.person_id, h.subscriber_id");
            query.build_query_as().fetch_all(on).await
        })?;
        let through: HashMap<Uuid, Uuid> = through.into_iter().collect();
        let holders: Vec<Uuid> = through.values().copied().collect();
        let theirs: Vec<(Uuid, Uuid)> = writing!(write, on => any_of(
            "SELECT subscriber_id, person_id FROM household_member WHERE subscriber_id IN", &holders)
            .build_query_as().fetch_all(on).await)?;
        let household = household.into_iter().chain(theirs).collect();
        Ok(People { ids, subscribers, household, through })
    }

    /// The pensioner through whom somebody who is on nobody's rolls holds a contract of their own.
    pub(super) fn through(&self, person: Uuid) -> Option<Uuid> {
        self.through.get(&person).copied()
    }

    pub(super) fn id(&self, number: &PersonRef) -> Option<Uuid> {
        self.ids.get(number.as_str()).copied()
    }

    pub(super) fn is_in_household(&self, subscriber: Uuid, person: Uuid) -> bool {
        let subscriber = self.through(subscriber).unwrap_or(subscriber);
        self.household.contains(&(subscriber, person))
    }

    /// What the subscribers hold.
    pub(super) async fn coverage(&self, write: &mut Write) -> Result<HashMap<Uuid, Vec<Coverage>>> {
        let mut held: HashMap<Uuid, Vec<Coverage>> = HashMap::new();
        for coverage in current_of(write, &self.subscribers).await? {
            held.entry(coverage.person).or_default().push(coverage);
        }
        Ok(held)
    }
}

/// Pensioners in whose households people are who are on nobody's rolls themselves.
const THROUGH: &str = "SELECT h.person_id, h.subscriber_id FROM household_member h
    WHERE NOT EXISTS (SELECT 1 FROM employment e WHERE e.person_id = h.person_id)
      AND NOT EXISTS (SELECT 1 FROM retirement r WHERE r.person_id = h.person_id)
      AND NOT EXISTS (SELECT 1 FROM survivorship s WHERE s.person_id = h.person_id)
      AND (EXISTS (SELECT 1 FROM retirement r WHERE r.person_id = h.subscriber_id)
           OR EXISTS (SELECT 1 FROM survivorship s WHERE s.person_id = h.subscriber_id))
      AND h.person_id IN";

/// Coverage that a batch supersedes and writes.
#[derive(Default)]
pub(super) struct Written {
    superseded: Vec<Uuid>,
    new: Vec<Coverage>,
    people: BTreeSet<Uuid>,
}

impl Written {
    /// Takes a change over into what is `current` and into what is to be written.
    pub(super) fn take(
        &mut self,
        person: Uuid,
        current: &mut Vec<Coverage>,
        change: &CoverageChange,
        submission: &ImportSubmission,
    ) {
        self.people.insert(person);
        current.retain(|row| !change.supersede.contains(&row.id));
        for id in &change.supersede {
            // A row of this very batch is simply not written.
            let before = self.new.len();
            self.new.retain(|row| row.id != *id);
            if self.new.len() == before {
                self.superseded.push(*id);
            }
        }
        for new in &change.insert {
            let row = Coverage {
                id: Uuid::now_v7(),
                person,
                benefit: new.benefit,
                choice: new.choice.clone(),
                period: new.period,
                through: new.through,
                submission: submission.id,
                recorded_at: submission.at,
            };
            current.push(row.clone());
            self.new.push(row);
        }
    }

    pub(super) async fn put(self, write: &mut Write, submission: &ImportSubmission) -> Result<()> {
        for ids in self.superseded.chunks(BATCH) {
            writing!(write, on => {
                let mut query = sqlx::QueryBuilder::new("UPDATE coverage SET superseded_at = ");
                query.push_bind(submission.at).push(", superseded_by = ").push_bind(submission.id).push(" WHERE id IN (");
                let mut list = query.separated(", ");
                for id in ids {
                    list.push_bind(*id);
                }
                query.push(")");
                query.build().execute(on).await.map(drop)
            })?;
        }
        for rows in self.new.chunks(BATCH) {
            put_coverage(write, rows).await?;
        }
        let people: Vec<Uuid> = self.people.into_iter().collect();
        for people in people.chunks(BATCH) {
            writing!(write, on =>
                any_of("UPDATE person SET records_version = records_version + 1 WHERE id IN", people)
                    .build().execute(on).await.map(drop))?;
        }
        Ok(())
    }
}

async fn put_coverage(write: &mut Write, rows: &[Coverage]) -> Result<()> {
    writing!(write, on => {
        let mut query = sqlx::QueryBuilder::new(
            "INSERT INTO coverage (id, person_id, benefit, kind, plan_code, tier, amount_cents, waiver_reason,
                 effective_from, effective_to, recorded_at, submission_id, through_id) ");
        query.push_values(rows, |mut values, row| {
            let (kind, amount, reason) = match &row.choice {
                Choice::Cover { .. } => ("cover", None, None),
                Choice::Insure { volume, .. } => ("insure", Some(volume.get()), None),
                Choice::Contribute { annual, .. } => ("contribute", Some(annual.get()), None),
                Choice::Defer { per_pay, .. } => ("defer", Some(per_pay.get()), None),
                Choice::Waive { reason } => ("waive", None, Some(reason.as_str())),
            };
            let tier = row.choice.tier();
            values.push_bind(row.id).push_bind(row.person).push_bind(row.benefit.as_str()).push_bind(kind)
                .push_bind(row.choice.plan().map(|plan| plan.as_str())).push_bind(tier.map(|tier| tier.as_str()))
                .push_bind(amount).push_bind(reason)
                .push_bind(row.period.from()).push_bind(row.period.to())
                .push_bind(row.recorded_at).push_bind(row.submission).push_bind(row.through);
        });
        query.build().execute(on).await.map(drop)
    })?;
    let dependents: Vec<(Uuid, Uuid)> = rows
        .iter()
        .flat_map(|row| row.choice.dependents().iter().map(|dependent| (row.id, *dependent)))
        .collect();
    for dependents in dependents.chunks(BATCH) {
        writing!(write, on => {
            let mut query =
                sqlx::QueryBuilder::new("INSERT INTO coverage_dependent (coverage_id, person_id) ");
            query.push_values(dependents, |mut values, (coverage, person)| {
                values.push_bind(*coverage).push_bind(*person);
            });
            query.build().execute(on).await.map(drop)
        })?;
    }
    Ok(())
}

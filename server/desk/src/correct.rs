//! Corrections by staff: what the records of a person are to say, or an approved submission taken back.
//!
//! A correction is a submission. Sending it changes nothing: its review shows each effect, on coverage, cost,
//! payroll and pays that are paid, and approving it applies them. It can be taken back by another one. What
//! a rule is against takes a reason and somebody else than who sent it.

mod household;
mod standing;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::ballot::{Ballot, Wish};
use domain::benefit::{Benefit, Plan};
use domain::checks::{self, CheckInput};
use domain::code::PersonRef;
use domain::correction::{
    ChangedSince, CorrectionFacts, PersonRestated, Restated, changes, restate, reversal,
};
use domain::election::{Coverage, Proposal};
use domain::period::Period;
use domain::person::Dependent;
use domain::submission::{SubmissionKind, SubmissionState};
use records::people::Person;
use records::submissions::{self, Submission};
use records::{coverage, people};

pub use household::{MemberForm, TypedMember};
use standing::Wrong;

use crate::effect::plan_year;
use crate::enroll::household::american_date;
use crate::error::{Error, FieldError, Result};
use crate::line::Reader;
use crate::people::OnFile;
use crate::sending::{Drawn, once};
use crate::{Actor, Desk, Permission};

/// How long the reason may be, in characters.
const LONGEST_REASON: usize = 1_000;

/// A choice of the form: nothing is held.
pub const NOTHING: &str = "nothing";

/// What staff say is to be held, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypedCorrection {
    /// `plan:CODE`, `waive` or [`NOTHING`], with what belongs to it.
    pub ballot: Ballot,
    /// The first day.
    pub from: String,
    /// The last day; empty for until further notice.
    pub through: String,
    /// Why it is put right.
    pub because: String,
}

impl TypedCorrection {
    /// As the fields of the form.
    pub fn into_fields(self) -> BTreeMap<String, String> {
        let TypedCorrection { ballot, from, through, because } = self;
        [
            ("choice", ballot.choice),
            ("covered", ballot.covered),
            ("waiver_reason", ballot.waiver_reason),
            ("amount", ballot.amount),
            ("from", from),
            ("through", through),
            ("because", because),
        ]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
    }
}

/// What the form for a correction of one benefit shows.
#[derive(Debug, Clone)]
pub struct CorrectionForm {
    /// Whose records.
    pub person: Person,
    /// The benefit.
    pub benefit: Benefit,
    /// What the records say of it, in the order of time.
    pub timeline: Vec<OnFile>,
    /// The plans that there are.
    pub plans: Vec<Plan>,
    /// Those who may be covered.
    pub household: Vec<Dependent>,
}

impl Desk {
    /// What is on record of a benefit of somebody's, and what may be put in its place.
    pub async fn correction_form(
        &self,
        actor: &Actor,
        number: &PersonRef,
        benefit: Benefit,
    ) -> Result<CorrectionForm> {
        actor.require(Permission::Decide)?;
        let person = people::by_ref(&self.store, number).await?;
        let subscriber = people::subscriber(&self.store, person.id, self.today()).await?;
        let household = people::household(&self.store, person.id).await?;
        let rows = coverage::current(&self.store, person.id).await?;
        let catalog = self.catalog().await?;
        let mine = rows.iter().filter(|row| row.benefit == benefit);
        let timeline = mine
            .map(|row| {
                let on = row.period.from();
                let (subscriber, household) = (&subscriber, household.as_slice());
                let reader = Reader { catalog: &catalog, subscriber, household, rows: &rows, on };
                let line = reader.line(benefit, &row.choice);
                OnFile { who: None, line, period: row.period, recorded_at: row.recorded_at }
            })
            .collect();
        let plans = catalog.plans.iter().filter(|plan| plan.benefit == benefit).cloned().collect();
        Ok(CorrectionForm { person, benefit, timeline, plans, household })
    }

    /// Sends a correction of one benefit. `once_key` is the form's own: sent twice, it is one correction.
    pub async fn send_correction(
        &self,
        actor: &Actor,
        number: &PersonRef,
        benefit: Benefit,
        typed: &TypedCorrection,
        once_key: &str,
    ) -> Result<Submission> {
        actor.require(Permission::Decide)?;
        let person = people::by_ref(&self.store, number).await?;
        let once_key = once(person.id, once_key)?;
        if let Some(sent) = self.sent_with(&once_key).await? {
            return Ok(sent);
        }
        let rows = coverage::current(&self.store, person.id).await?;
        let catalog = self.catalog().await?;
        let year_end = |day| catalog.plan_year_end(day);
        let (restated, because) =
            read(typed, benefit, &catalog.plans, &rows, year_end).map_err(Error::Fields)?;
        let facts = CorrectionFacts { because, reverses: None, restated: vec![restated], people: Vec::new() };
        self.send_facts(actor, person, &rows, facts, once_key).await
    }

    /// Sends the correction that takes back what an approved submission has changed.
    ///
    /// [`Error::ChangedSince`] where something else has changed the same benefit since: that has to be taken
    /// back first.
    pub async fn send_reversal(
        &self,
        actor: &Actor,
        reference: &str,
        because: &str,
        once_key: &str,
    ) -> Result<Submission> {
        actor.require(Permission::Decide)?;
        let wrong = submissions::by_reference(&self.store, reference).await?;
        let (Some(id), Some(decided), SubmissionState::Approved) =
            (wrong.person, wrong.decided_at, wrong.state)
        else {
            return Err(Error::NotFound("submission"));
        };
        let once_key = once(id, once_key)?;
        if let Some(sent) = self.sent_with(&once_key).await? {
            return Ok(sent);
        }
        let because = reason(because)?;
        if let Some(transition) = &wrong.proposal.transition {
            let wrong = Wrong { submission: &wrong, transition, person: id, decided };
            return self.send_standing_back(actor, wrong, because, once_key).await;
        }
        // First: what is recorded while the rest is read makes the correction stale.
        let person = people::person(&self.store, id).await?;
        let eve = decided - chrono::Duration::microseconds(1);
        let before = coverage::known(&self.store, id, eve).await?;
        let after = coverage::known(&self.store, id, decided).await?;
        let rows = coverage::current(&self.store, id).await?;
        let restated =
            reversal(&before, &after, &rows).map_err(|ChangedSince(benefit)| Error::ChangedSince(benefit))?;
        let was_put_right = wrong.proposal.correction.iter().flat_map(|facts| &facts.people);
        let people: Vec<PersonRestated> = was_put_right.map(PersonRestated::reversed).collect();
        let household = people::household(&self.store, id).await?;
        if !people.iter().all(|one| household.contains(&one.was)) {
            return Err(Error::field("because", "changed_since"));
        }
        if restated.is_empty() && people.is_empty() {
            return Err(Error::field("because", "nothing_to_correct"));
        }
        let facts = CorrectionFacts { because, reverses: Some(wrong.reference), restated, people };
        self.send_facts(actor, person, &rows, facts, once_key).await
    }

    async fn send_facts(
        &self,
        actor: &Actor,
        person: Person,
        rows: &[Coverage],
        facts: CorrectionFacts,
        once_key: String,
    ) -> Result<Submission> {
        if changes(rows, &facts.restated).is_empty() && facts.people.is_empty() {
            return Err(Error::field("choice", "nothing_to_correct"));
        }
        let today = self.today();
        let effective = facts.restated.iter().map(|one| one.from).min().unwrap_or(today);
        let subscriber = people::subscriber(&self.store, person.id, effective).await?;
        let household = people::household(&self.store, person.id).await?;
        let elsewhere = coverage::elsewhere(&self.store, person.id, effective).await?;
        let catalog = self.catalog().await?;
        let proposal = Proposal {
            effective,
            elections: Vec::new(),
            new_dependents: Vec::new(),
            based_on: person.records_version,
            event: None,
            correction: Some(facts),
            transition: None,
        };
        let findings = checks::run(&CheckInput {
            subscriber: &subscriber,
            household: &household,
            plans: &catalog.plans,
            proposal: &proposal,
            plan_year: plan_year(&catalog, &proposal),
            current: rows,
            covered_elsewhere: &elsewhere,
            late: false,
        });
        let drawn = Drawn {
            kind: SubmissionKind::Correction,
            person: person.id,
            unit: subscriber.unit,
            proposal,
            findings,
            signature: None,
            once_key,
            replaces: None,
        };
        self.send_drawn(actor, drawn).await
    }
}

/// Reads what was typed; everything that is wrong with it.
fn read(
    typed: &TypedCorrection,
    benefit: Benefit,
    plans: &[Plan],
    rows: &[Coverage],
    year_end: impl Fn(NaiveDate) -> NaiveDate,
) -> Result<(Restated, String), Vec<FieldError>> {
    let mut faults = Vec::new();
    let mut day = |field: &str, typed: &str, problem: Option<&str>| {
        let read = american_date(typed.trim());
        let problem = if typed.trim().is_empty() { problem } else { Some("not_a_date") };
        if let (None, Some(problem)) = (read, problem) {
            faults.push(FieldError::new(field, problem));
        }
        read
    };
    let from = day("from", &typed.from, Some("missing"));
    let through = day("through", &typed.through, None);
    let choice = match typed.ballot.choice.as_str() {
        NOTHING => None,
        _ => match typed.ballot.wish(benefit, plans) {
            Ok(Wish::Hold(choice)) => Some(choice),
            Ok(Wish::Keep) => {
                faults.push(FieldError::new("choice", "missing"));
                None
            }
            Err(mistake) => {
                faults.push(FieldError::new(mistake.field(), "not_usable"));
                None
            }
        },
    };
    let because = reason(&typed.because).map_err(|found| faults.push(found)).unwrap_or_default();
    let period = from.and_then(|from| {
        let typed_end = through.and_then(|last| last.succ_opt());
        // An account ends with its plan year, whatever is said (26 U.S.C. § 125).
        let end = match typed_end {
            _ if !benefit.is_fsa() => typed_end,
            None => Some(year_end(from)),
            Some(end) => Some(end.min(year_end(from))),
        };
        let period = Period::new(from, end);
        if period.is_none() {
            faults.push(FieldError::new("through", "before_from"));
        }
        period
    });
    match period {
        Some(period) if faults.is_empty() => Ok((restate(rows, benefit, choice, period), because)),
        _ => Err(faults),
    }
}

fn reason(typed: &str) -> Result<String, FieldError> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(FieldError::new("because", "missing"));
    }
    if typed.chars().count() > LONGEST_REASON {
        return Err(FieldError::new("because", "too_long").naming(LONGEST_REASON));
    }
    Ok(typed.to_owned())
}

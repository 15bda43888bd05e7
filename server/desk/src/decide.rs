//! What the desk does with a submission: claim it, return it, deny it, approve it.
//!
//! An approval is one transaction: the submission's state, the coverage, what payroll and the member have
//! to be told, and the audit trail change together or not at all.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use domain::checks::{self, CheckInput, Finding};
use domain::election::{EventFacts, Proposal};
use domain::person::Dependent;
use domain::submission::{SubmissionAction, SubmissionKind, SubmissionState};
use domain::transition::Reason;
use records::audit::{self, Entry};
use records::catalog::Catalog;
use records::outbox::{self, Topic};
use records::submissions::{self, By, Submission};
use records::{Write, apply, coverage, people};
use uuid::Uuid;

use crate::effect::{Effect, effect, plan_year};
use crate::error::{Error, FieldError, Result};
use crate::standing::{Contracts, unchanged_since_in, write_standing, wrong_in};
use crate::tell::{About, MailEntry, PayrollEntry};
use crate::{Actor, Desk, Permission};

/// How long the words to a member may be, in characters.
const LONGEST_WORDS: usize = 4_000;

/// What a reviewer says with an approval.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reviewed {
    /// The version of the person's records that they were shown; `None` for those that it was drawn up against.
    pub records: Option<i64>,
    /// Why it is taken although a rule is against it: it came after the window of its event, or is a correction
    /// that the checks do not let pass. The member reads them, but for a correction's.
    pub words: String,
    /// Of those who are new and have the name and the day of birth of somebody on record, by their new id: who
    /// they are there, or `None` for somebody else.
    pub same_person: BTreeMap<Uuid, Option<Uuid>>,
}

impl Reviewed {
    /// Who of a submission's new people is known under which id. Refused where it was not said of somebody.
    async fn resolve(
        &self,
        write: &mut Write,
        subscriber: Uuid,
        submission: &Submission,
    ) -> Result<BTreeMap<Uuid, Uuid>> {
        let mut same = BTreeMap::new();
        for new in &submission.proposal.new_dependents {
            let known = people::who_may_be_in(write, subscriber, new).await?;
            match self.same_person.get(&new.id) {
                _ if known.is_empty() => {}
                Some(None) => {
                    // Two people never have one number.
                    if let Some(one) = people::of_number_in(write, new.id, &known).await? {
                        let field = format!("same.{}", new.id);
                        return Err(FieldError::new(field, "same_number").naming(one.name()).into());
                    }
                }
                Some(Some(id)) if known.iter().any(|one| one.id == *id) => {
                    same.insert(new.id, *id);
                }
                _ => {
                    let field = format!("same.{}", new.id);
                    return Err(FieldError::new(field, "same_person_not_said").naming(new.name()).into());
                }
            }
        }
        Ok(same)
    }
}

/// What became of one submission of several that were to be approved together.
#[derive(Debug)]
pub struct BulkResult {
    /// The submission.
    pub id: Uuid,
    /// Approved, or why not.
    pub outcome: Result<()>,
}

impl Desk {
    /// Takes a submission that nobody else has taken.
    pub async fn claim(&self, actor: &Actor, id: Uuid, seen_version: i64) -> Result<()> {
        actor.require(Permission::Decide)?;
        let mut write = self.store.begin().await?;
        let submission = submissions::get_in(&mut write, id).await?;
        let taken = submission.assignee.as_ref().is_some_and(|assignee| *assignee != actor.id);
        if submission.version != seen_version || taken || submission.state.is_final() {
            return Err(Error::Stale("the submission"));
        }
        let by = by(actor, self.now());
        submissions::assign(&mut write, id, Some(by), by).await?;
        note(&mut write, actor, "submission.claimed", &submission, by.at).await?;
        Ok(write.commit().await?)
    }

    /// Puts a submission back for anybody to take.
    pub async fn release(&self, actor: &Actor, id: Uuid) -> Result<()> {
        actor.require(Permission::Decide)?;
        let mut write = self.store.begin().await?;
        let submission = submissions::get_in(&mut write, id).await?;
        if submission.assignee.is_none() {
            return Ok(());
        }
        let by = by(actor, self.now());
        submissions::assign(&mut write, id, None, by).await?;
        note(&mut write, actor, "submission.released", &submission, by.at).await?;
        Ok(write.commit().await?)
    }

    /// Gives a submission back to the member, who reads `words`: what is asked of them.
    pub async fn return_for_information(
        &self,
        actor: &Actor,
        id: Uuid,
        seen_version: i64,
        words: &str,
    ) -> Result<()> {
        self.answer(actor, id, seen_version, SubmissionAction::Return, About::Returned, words).await
    }

    /// Refuses a submission; the member reads `words`: why.
    pub async fn deny(&self, actor: &Actor, id: Uuid, seen_version: i64, words: &str) -> Result<()> {
        self.answer(actor, id, seen_version, SubmissionAction::Deny, About::Denied, words).await
    }

    async fn answer(
        &self,
        actor: &Actor,
        id: Uuid,
        seen_version: i64,
        action: SubmissionAction,
        about: About,
        words: &str,
    ) -> Result<()> {
        actor.require(Permission::Decide)?;
        let words = written(words)?;
        let now = self.now();
        let mut write = self.store.begin().await?;
        let state =
            submissions::transition(&mut write, id, seen_version, action, by(actor, now), words).await?;
        let submission = submissions::get_in(&mut write, id).await?;
        let staffs_own = matches!(submission.kind, SubmissionKind::Correction | SubmissionKind::Survivors);
        if staffs_own && action == SubmissionAction::Return {
            return Err(Error::NotFound("submission"));
        }
        if action == SubmissionAction::Deny {
            records::standing::forget_mbi_in(&mut write, id).await?;
        }
        self.road_not_approved(&mut write, actor, id).await?;
        // What staff have entered and does not come about is the office's own affair.
        if !staffs_own {
            tell_member(&mut write, &submission, about, now).await?;
        }
        note(&mut write, actor, &format!("submission.{state}"), &submission, now).await?;
        Ok(write.commit().await?)
    }

    /// Approves a submission that was drawn up against the records as they are, and of which there is nothing to
    /// say.
    ///
    /// [`Error::Conflict`] where they have changed since: a reviewer has to see the newer ones and
    /// approve by [`Desk::approve_reviewed`].
    pub async fn approve(&self, actor: &Actor, id: Uuid, seen_version: i64) -> Result<()> {
        self.approve_reviewed(actor, id, seen_version, &Reviewed::default()).await
    }

    /// Approves each of these that nothing was found in, each for itself. The others are left as they are,
    /// with the reason.
    pub async fn approve_many(&self, actor: &Actor, chosen: &[(Uuid, i64)]) -> Result<Vec<BulkResult>> {
        actor.require(Permission::Decide)?;
        let mut results = Vec::with_capacity(chosen.len());
        for &(id, seen_version) in chosen {
            let outcome = match submissions::get(&self.store, id).await {
                Ok(submission) if submission.flags > 0 => Err(Error::Flagged),
                Ok(_) => self.approve(actor, id, seen_version).await,
                Err(error) => Err(error.into()),
            };
            results.push(BulkResult { id, outcome });
        }
        Ok(results)
    }

    /// Approves a submission with what its reviewer has said.
    ///
    /// [`Error::Conflict`] where the records have changed even since they were shown.
    pub async fn approve_reviewed(
        &self,
        actor: &Actor,
        id: Uuid,
        seen_version: i64,
        reviewed: &Reviewed,
    ) -> Result<()> {
        actor.require(Permission::Decide)?;
        let now = self.now();
        let catalog = self.catalog().await?;
        let words = match reviewed.words.trim() {
            "" => "",
            some => written(some)?,
        };
        let mut write = self.store.begin().await?;

        // The state first: it tells a stale decision apart from a conflict with newer records.
        submissions::transition(
            &mut write,
            id,
            seen_version,
            SubmissionAction::Approve,
            by(actor, now),
            words,
        )
        .await?;
        let mut submission = submissions::get_in(&mut write, id).await?;
        if may_not_approve(actor, &submission) {
            return Err(Error::SecondApprover);
        }
        if submission.proposal.event.as_ref().is_some_and(|event| event.late_because.is_some()) {
            written(words)?;
        }
        if reaches_back(&submission, self.today()) {
            written(words)?;
        }
        let person = submission.person.ok_or(Error::NotFound("person"))?;
        // A correction says what every later day is to be: what was recorded since would be lost.
        let expected = match submission.kind {
            SubmissionKind::Correction => submission.proposal.based_on,
            _ => reviewed.records.unwrap_or(submission.proposal.based_on),
        };
        apply::next_version(&mut write, person, expected).await.map_err(|error| match error {
            records::Error::Stale(_) => Error::Conflict,
            other => other.into(),
        })?;

        let typed: Vec<Uuid> = submission.proposal.new_dependents.iter().map(|new| new.id).collect();
        let same = reviewed.resolve(&mut write, person, &submission).await?;
        submission.proposal = submission.proposal.with_known(&same);
        let wrong = wrong_in(&mut write, &submission).await?;
        let (effect, blocking) =
            effect_in(&mut write, &catalog, &submission, wrong.as_ref(), person, self.today()).await?;
        match &submission.proposal.correction {
            _ if blocking.is_empty() => {}
            None => return Err(Error::Blocked(blocking)),
            Some(_) if submission.submitted_by == actor.id => return Err(Error::SecondApprover),
            Some(_) => drop(written(words)?),
        }
        write_household(&mut write, person, &submission.proposal).await?;
        for typed in &typed {
            let known = same.get(typed).copied().unwrap_or(*typed);
            records::entered_ssn::give_in(&mut write, *typed, known).await?;
        }
        for (typed, known) in &same {
            submissions::match_in(&mut write, submission.id, *typed, *known).await?;
            records::documents::are_about_in(&mut write, person, *typed, *known).await?;
            let detail = serde_json::json!({ "typed_as": typed, "is": known });
            note_with(&mut write, actor, "person.matched", &submission, detail, now).await?;
        }
        apply::coverage(&mut write, person, submission.id, &effect.changes, now).await?;
        for (holder, change) in &effect.others {
            apply::touch(&mut write, *holder).await?;
            apply::coverage(&mut write, *holder, submission.id, std::slice::from_ref(change), now).await?;
        }
        write_standing(&mut write, person, &submission, wrong.as_ref(), now).await?;
        match &wrong {
            Some(wrong) => self.road_taken_back(&mut write, actor, wrong.id).await?,
            None => self.road_approved(&mut write, actor, submission.id).await?,
        }
        if !effect.payroll.is_empty() {
            let Effect { payroll: lines, catch_up, .. } = effect;
            let entry = PayrollEntry { submission: submission.id, person, lines, catch_up };
            outbox::push(&mut write, Topic::Payroll, &entry, now).await?;
        }
        let about =
            if submission.kind == SubmissionKind::Correction { About::Corrected } else { About::Approved };
        tell_member(&mut write, &submission, about, now).await?;
        note(&mut write, actor, "submission.approved", &submission, now).await?;
        Ok(write.commit().await?)
    }
}

/// What an approval writes of the people around `subscriber`: who is new, and what somebody has become.
async fn write_household(write: &mut Write, subscriber: Uuid, proposal: &Proposal) -> Result<()> {
    for new in &proposal.new_dependents {
        people::add_dependent(write, subscriber, new).await?;
    }
    let household = people::household_in(write, subscriber).await?;
    for one in proposal.correction.iter().flat_map(|facts| &facts.people) {
        // They may have been changed on the record of somebody else whose household they are of.
        if !household.contains(&one.was) {
            return Err(Error::Conflict);
        }
        people::set_member_in(write, subscriber, &one.is).await?;
    }
    let (event, taken_back) = happened(write, proposal).await?;
    let Some(event) = event else { return Ok(()) };
    for was in household.iter().filter(|one| event.is_about(one)) {
        let is = if taken_back { was.clone().before(&event) } else { was.clone().after(&event) };
        if is != *was {
            people::set_member_in(write, subscriber, &is).await?;
        }
    }
    Ok(())
}

/// The life event that a proposal is about, or that what it takes back was about; and whether it is one that did
/// not happen after all.
async fn happened(write: &mut Write, proposal: &Proposal) -> Result<(Option<EventFacts>, bool)> {
    let reverses =
        |proposal: &Proposal| proposal.correction.as_ref().and_then(|facts| facts.reverses.clone());
    let (mut event, mut wrong, mut taken_back) = (proposal.event.clone(), reverses(proposal), false);
    while let Some(reference) = wrong {
        let submission = submissions::by_reference_in(write, &reference).await?;
        taken_back = !taken_back;
        wrong = reverses(&submission.proposal);
        event = submission.proposal.event;
    }
    Ok((event, taken_back))
}

/// Whether it is a move to a Medicare plan whose first day is over: the plan does not reach back (42 CFR 422.68), but
/// where its carrier agrees.
pub(crate) fn reaches_back(submission: &Submission, today: NaiveDate) -> bool {
    let reason = submission.proposal.transition.as_ref().map(|change| &change.reason);
    matches!(reason, Some(Reason::Medicare { .. })) && submission.proposal.effective < today
}

/// Whether somebody else has to approve it: nobody decides on their own benefits or on what they have sent as
/// somebody's helper, nor alone on what they have
/// entered for somebody against a rule.
pub(crate) fn may_not_approve(actor: &Actor, submission: &Submission) -> bool {
    let own = submission.person.is_some() && submission.person == actor.person
        || actor.helped_as(&submission.submitted_by);
    let against_a_rule = submission.findings.iter().any(|found| found.rule.is_against());
    own || (against_a_rule && submission.submitted_by == actor.id)
}

/// What applying a submission, which may take back a `wrong` one, does to the records as the transaction sees them,
/// and what is found by the checks that block.
async fn effect_in(
    write: &mut Write,
    catalog: &Arc<Catalog>,
    submission: &Submission,
    wrong: Option<&Submission>,
    person: Uuid,
    today: NaiveDate,
) -> Result<(Effect, Vec<Finding>)> {
    let proposal = &submission.proposal;
    if let Some(transition) = &proposal.transition {
        let eve = proposal.effective.pred_opt().unwrap_or(proposal.effective);
        let mut contracts = Contracts::load_in(write, person, eve).await?;
        if let Some(wrong) = wrong {
            let decided = wrong.decided_at.ok_or(Error::NotFound("submission"))?;
            unchanged_since_in(write, transition, decided).await?;
            contracts = contracts.taking_back_in(write, transition).await?;
        }
        let blocking = contracts.findings(catalog, proposal, &[]);
        let blocking = blocking.into_iter().filter(|finding| finding.rule.blocks()).collect();
        let effect = effect(catalog, &contracts.subscriber, &contracts.rows, proposal, today)?;
        return Ok((effect, blocking));
    }
    let subscriber = people::subscriber_in(write, person, proposal.effective).await?;
    let household: Vec<Dependent> = people::household_in(write, person).await?;
    let current = coverage::current_in(write, person).await?;
    let found = checks::run(&CheckInput {
        subscriber: &subscriber,
        household: &household,
        plans: &catalog.plans,
        proposal,
        plan_year: plan_year(catalog, proposal),
        current: &current,
        covered_elsewhere: &[],
        late: false,
    });
    let blocking = found.into_iter().filter(|finding| finding.rule.blocks()).collect();
    Ok((effect(catalog, &subscriber, &current, proposal, today)?, blocking))
}

fn by(actor: &Actor, at: DateTime<Utc>) -> By<'_> {
    By { actor: &actor.id, name: &actor.name, at }
}

/// The words to a member: some, and not endless.
pub(crate) fn written(words: &str) -> Result<&str> {
    let words = words.trim();
    let problem = if words.is_empty() {
        "words_missing"
    } else if words.chars().count() > LONGEST_WORDS {
        "too_long"
    } else {
        return Ok(words);
    };
    Err(FieldError::new("words", problem).naming(LONGEST_WORDS).into())
}

async fn tell_member(
    write: &mut Write,
    submission: &Submission,
    about: About,
    now: DateTime<Utc>,
) -> Result<()> {
    let Some(person) = submission.person else { return Ok(()) };
    let (person, reference) = match submission.proposal.transition.as_ref().map(|change| &change.reason) {
        None => (person, Some(submission.reference.clone())),
        // Nobody writes to who has died.
        Some(Reason::Death { survivor, .. }) => match survivor {
            Some(survivor) => (*survivor, None),
            None => return Ok(()),
        },
        Some(_) => (person, None),
    };
    // Who retires reads on the page of their road what becomes of it.
    let retires = submission.kind == SubmissionKind::Retirement && about != About::Approved;
    let about = if retires { About::Retiring } else { about };
    let entry = MailEntry { about, person, reference };
    Ok(outbox::push(write, Topic::Mail, &entry, now).await?)
}

async fn note(
    write: &mut Write,
    actor: &Actor,
    action: &str,
    submission: &Submission,
    at: DateTime<Utc>,
) -> Result<()> {
    note_with(write, actor, action, submission, serde_json::json!({}), at).await
}

async fn note_with(
    write: &mut Write,
    actor: &Actor,
    action: &str,
    submission: &Submission,
    detail: serde_json::Value,
    at: DateTime<Utc>,
) -> Result<()> {
    let subject = format!("submission:{}", submission.reference);
    Ok(audit::append(write, Entry { at, actor: &actor.id, action, subject: &subject, detail }).await?)
}

/// Whether a submission waits for a decision, so that the desk's buttons make sense.
pub const fn can_be_decided(state: SubmissionState) -> bool {
    !state.is_final()
}

//! What a member sent, and what became of it.

use domain::benefit::Benefit;
use domain::class::PayCalendar;
use domain::money::Cents;
use domain::payroll::CatchUp;
use domain::submission::SubmissionState;
use records::drafts::{self, For};
use records::people::Person;
use records::submissions::{self, Event, Submission};
use records::{coverage, enrollments};

use super::Grounds;
use super::occasion::Occasion;
use super::parse::fields_of;
use super::steps::{Step, steps};
use crate::effect::effect;
use crate::line::Line;
use crate::proof::WantedProof;
use crate::{Actor, Desk, Error, Result};

/// One benefit of a receipt.
#[derive(Debug, Clone)]
pub struct ReceiptLine {
    /// The benefit.
    pub benefit: Benefit,
    /// What was held when it was sent.
    pub before: Option<Line>,
    /// What was asked for, or goes on; `None` for nothing.
    pub after: Option<Line>,
    /// The member asked for it; else it goes on by itself.
    pub chosen: bool,
}

/// What a member sent, and what became of it.
#[derive(Debug, Clone)]
pub struct Receipt {
    /// The submission.
    pub submission: Submission,
    /// What has happened to it, in order.
    pub events: Vec<Event>,
    /// On what occasion; an event as it was signed.
    pub occasion: Occasion,
    /// Who sent it.
    pub person: Person,
    /// How deductions are taken.
    pub pays: PayCalendar,
    /// Every benefit that it was about or that goes on.
    pub lines: Vec<ReceiptLine>,
    /// What sent this one in its place.
    pub replaced_by: Option<String>,
    /// What has to be made good of pays that are paid already.
    pub catch_up: Vec<CatchUp>,
    /// What its life event asks to be proven.
    pub proof: Vec<WantedProof>,
    /// Whether its occasion still takes submissions.
    pub takes_more: bool,
    /// Whether it was approved and may be corrected by a submission of its own.
    pub can_be_corrected: bool,
    /// Whether it can still be changed.
    pub is_open: bool,
    /// A change of it was begun and not sent.
    pub changing: bool,
}

impl Receipt {
    /// What each pay takes from the effective date on.
    pub fn per_pay(&self) -> Cents {
        self.lines.iter().filter_map(|line| line.after.as_ref()).map(Line::per_pay).sum()
    }

    /// What each pay took when it was sent.
    pub fn per_pay_before(&self) -> Cents {
        self.lines.iter().filter_map(|line| line.before.as_ref()).map(Line::per_pay).sum()
    }

    /// The last words that staff wrote.
    pub fn words(&self) -> Option<&Event> {
        self.events.iter().rev().find(|event| !event.words.is_empty())
    }
}

impl Desk {
    /// What the member sent under that reference number, and what became of it. What it stands beside is
    /// taken from the records as they were known when it was sent, so that a receipt stays what it was.
    pub async fn receipt(&self, actor: &Actor, reference: &str) -> Result<Receipt> {
        let submission = self.submission_of(actor, reference).await?;
        let (Some(person), Some(what)) = (submission.person, submission.what_for()) else {
            return Err(Error::NotFound("submission"));
        };
        let occasion = self.occasion_of(&submission, what).await?;
        let now = self.grounds(person, occasion).await?;
        let grounds = Grounds {
            current: coverage::known(&self.store, person, submission.submitted_at).await?,
            today: domain::deadline::local_day(submission.submitted_at, domain::deadline::CITY_ZONE),
            // Who was new then may be in the records by now: their names come from what was sent.
            household: now
                .household
                .iter()
                .filter(|known| submission.proposal.new_dependents.iter().all(|new| new.id != known.id))
                .cloned()
                .collect(),
            ..now
        };
        let lines = steps(&grounds, &fields_of(&submission.proposal)).into_iter().map(line).collect();
        let takes_more = grounds.occasion.accepts(self.now()).is_ok();
        // What an event has changed is corrected by a submission of its own.
        let can_be_corrected = submission.case.is_some() && submission.state == SubmissionState::Approved;
        let is_open = takes_more
            && matches!(
                submission.state,
                SubmissionState::Submitted | SubmissionState::Returned | SubmissionState::Approved
            )
            && !can_be_corrected;
        let paid = submission.decided_at.map_or(self.today(), |decided| {
            domain::deadline::local_day(decided, domain::deadline::CITY_ZONE)
        });
        // A price that the sheets lack is told with the lines.
        let effect =
            effect(&grounds.catalog, &grounds.subscriber, &grounds.current, &submission.proposal, paid);
        let replaced_by = match submission.state {
            SubmissionState::Replaced => submissions::of_person(&self.store, person)
                .await?
                .into_iter()
                .find(|one| one.replaces == Some(submission.id))
                .map(|one| one.reference),
            _ => None,
        };
        Ok(Receipt {
            proof: self.wanted_proof(&submission).await?,
            events: submissions::events(&self.store, submission.id).await?,
            changing: is_open && drafts::get(&self.store, person, what).await?.is_some(),
            pays: grounds.subscriber.pays,
            catch_up: effect.map(|effect| effect.catch_up).unwrap_or_default(),
            person: grounds.person,
            occasion: grounds.occasion,
            submission,
            lines,
            replaced_by,
            takes_more,
            can_be_corrected,
            is_open,
        })
    }

    /// On what occasion something was sent; an event as it was signed.
    async fn occasion_of(&self, submission: &Submission, what: For) -> Result<Occasion> {
        match what {
            For::Enrollment(id) => Ok(Occasion::OpenEnrollment(enrollments::get(&self.store, id).await?)),
            For::Event(_) => match self.signed_event(submission).await? {
                Some(happening) => Ok(Occasion::Event(Box::new(happening))),
                None => Err(Error::NotFound("submission")),
            },
        }
    }

    /// Everything that the member sent, the latest first; not what staff put right.
    pub async fn my_submissions(&self, actor: &Actor) -> Result<Vec<Submission>> {
        let all = submissions::of_person(&self.store, actor.own_person()?).await?;
        Ok(all.into_iter().filter(|one| one.what_for().is_some()).collect())
    }
}

fn line(step: Step) -> ReceiptLine {
    ReceiptLine { chosen: step.is_chosen(), benefit: step.benefit, before: step.today, after: step.coming }
}

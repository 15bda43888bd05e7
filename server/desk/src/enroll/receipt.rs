//! What a member sent, and what became of it.

use domain::benefit::Benefit;
use domain::class::PayCalendar;
use domain::enrollment::EnrollmentPeriod;
use domain::money::Cents;
use domain::submission::SubmissionState;
use records::drafts;
use records::people::Person;
use records::submissions::{self, Event, Submission};
use records::{coverage, enrollments};

use super::Grounds;
use super::parse::fields_of;
use super::steps::{Step, steps};
use crate::line::Line;
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
    /// For which enrollment.
    pub period: EnrollmentPeriod,
    /// Who sent it.
    pub person: Person,
    /// How deductions are taken.
    pub pays: PayCalendar,
    /// Every benefit that it was about or that goes on.
    pub lines: Vec<ReceiptLine>,
    /// What sent this one in its place.
    pub replaced_by: Option<String>,
    /// Whether its enrollment still takes submissions.
    pub enrollment_is_open: bool,
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
        let submission = self.own_submission(actor, reference).await?;
        let (Some(person), Some(enrollment)) = (submission.person, submission.enrollment) else {
            return Err(Error::NotFound("submission"));
        };
        let period = enrollments::get(&self.store, enrollment).await?;
        let now = self.grounds(person, period.plan_year).await?;
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
        let enrollment_is_open = period.accepts(self.now()).is_ok();
        let is_open = enrollment_is_open
            && matches!(
                submission.state,
                SubmissionState::Submitted | SubmissionState::Returned | SubmissionState::Approved
            );
        let replaced_by = match submission.state {
            SubmissionState::Replaced => submissions::of_person(&self.store, person)
                .await?
                .into_iter()
                .find(|one| one.replaces == Some(submission.id))
                .map(|one| one.reference),
            _ => None,
        };
        Ok(Receipt {
            events: submissions::events(&self.store, submission.id).await?,
            changing: is_open && drafts::get(&self.store, person, enrollment).await?.is_some(),
            pays: grounds.subscriber.pays,
            person: grounds.person,
            submission,
            period,
            lines,
            replaced_by,
            enrollment_is_open,
            is_open,
        })
    }

    /// Everything that the member sent, the latest first.
    pub async fn my_submissions(&self, actor: &Actor) -> Result<Vec<Submission>> {
        Ok(submissions::of_person(&self.store, actor.own_person()?).await?)
    }
}

fn line(step: Step) -> ReceiptLine {
    ReceiptLine { chosen: step.is_chosen(), benefit: step.benefit, before: step.today, after: step.coming }
}

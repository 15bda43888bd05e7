//! Sending what was chosen, changing it, taking it back.

use chrono::{DateTime, Utc};
use domain::checks::{CheckRule, Finding};
use domain::helper::Doing;
use domain::submission::{SubmissionAction, SubmissionState, reference};
use records::drafts::{self, Fields, For};
use records::outbox::{self, Topic};
use records::submissions::{self, By, NewSubmission, Submission};
use records::{Write, documents, enrollments, event_cases, people};
use uuid::Uuid;

use super::occasion::{Occasion, OccasionId};
use super::parse::{Parsed, fields_of, parse};
use crate::error::{Error, FieldError, Result};
use crate::sending::{note, once, signed};
use crate::tell::{About, MailEntry};
use crate::{Actor, Desk};

/// The field of a draft that names what it is sent in place of.
const REPLACES: &str = "replaces";

impl Desk {
    /// Sends the member's draft. `once_key` is the review page's own: however often and from wherever the
    /// same form arrives, there is one submission, and each time it is returned.
    pub async fn submit(
        &self,
        actor: &Actor,
        at: OccasionId,
        once_key: &str,
        signature: &str,
        attested: bool,
    ) -> Result<Submission> {
        let now = self.now();
        if let Some(sent) = self.sent_once(actor, at, once_key).await? {
            return Ok(sent);
        }
        let (person, occasion) = self.occasion(actor, at).await?;
        let what = occasion.what_for();
        let draft = drafts::get(&self.store, person, what).await?;
        // The draft is gone because it was sent, from another window.
        if draft.is_none()
            && let Some(sent) = self.standing(person, what).await?
        {
            return Ok(sent);
        }
        if !attested {
            let fault = FieldError::new("attested", "not_attested");
            return Err(Error::Fields(signed(signature).err().into_iter().chain([fault]).collect()));
        }
        let fields = draft.map(|draft| draft.fields).unwrap_or_default();
        self.send(actor, person, occasion, &fields, once_key, signature, now).await
    }

    /// Sends `fields` as if they had been typed. For members as for [`Desk::submit`]; used where
    /// there is no page, such as by the demonstration.
    pub async fn submit_with(
        &self,
        actor: &Actor,
        at: OccasionId,
        fields: Fields,
        once_key: &str,
        signature: &str,
    ) -> Result<Submission> {
        let now = self.now();
        if let Some(sent) = self.sent_once(actor, at, once_key).await? {
            return Ok(sent);
        }
        let (person, occasion) = self.occasion(actor, at).await?;
        self.send(actor, person, occasion, &fields, once_key, signature, now).await
    }

    /// Begins a change of what was sent: a draft that holds the same choices. What was sent stays in the
    /// queue until the draft is sent. Says what it was sent for.
    pub async fn change_choices(&self, actor: &Actor, reference: &str) -> Result<OccasionId> {
        let now = self.now();
        let sent = self.submission_of(actor, reference).await?;
        let at = match sent.what_for() {
            Some(For::Enrollment(_)) => OccasionId::OpenEnrollment,
            Some(For::Event(case)) if !sent.state.is_final() => OccasionId::Event(case),
            // What an event has changed is corrected by another event.
            _ => return Err(Error::NotFound("submission")),
        };
        let (person, occasion) = self.occasion(actor, at).await?;
        let what = occasion.what_for();
        if sent.what_for() != Some(what) {
            return Err(Error::NotFound("submission"));
        }
        let mut write = self.store.begin().await?;
        let there = drafts::hold(&mut write, person, what, now).await?;
        if there.is_empty() {
            let mut fields = match sent.state {
                SubmissionState::Submitted | SubmissionState::Returned => fields_of(&sent.proposal),
                // What was approved is in the records, and is kept.
                _ => Fields::new(),
            };
            fields.insert(REPLACES.into(), sent.reference.clone());
            drafts::put(&mut write, person, what, &fields).await?;
        }
        write.commit().await?;
        Ok(at)
    }

    /// Takes back what was sent, while it can be: until the close, or the decision. Its choices are kept as a
    /// draft.
    pub async fn withdraw(&self, actor: &Actor, reference: &str) -> Result<()> {
        actor.require_help_to(Doing::Form)?;
        let now = self.now();
        let sent = self.submission_of(actor, reference).await?;
        let (Some(person), Some(what)) = (sent.person, sent.what_for()) else {
            return Err(Error::NotFound("submission"));
        };
        let mut write = self.store.begin().await?;
        if let For::Enrollment(enrollment) = what {
            enrollments::get_in(&mut write, enrollment).await?.accepts(now)?;
        }
        submissions::transition(
            &mut write,
            sent.id,
            sent.version,
            SubmissionAction::Withdraw,
            By { actor: &actor.id, name: &actor.name, at: now },
            "",
        )
        .await?;
        if let For::Event(case) = what {
            // Who sends it again asks again, on that day.
            let case = event_cases::get_in(&mut write, case).await?;
            event_cases::update(&mut write, &event_cases::EventCase { asked_on: None, ..case }).await?;
        }
        let mut fields = drafts::hold(&mut write, person, what, now).await?;
        fields.remove(REPLACES);
        if fields.is_empty() {
            fields = fields_of(&sent.proposal);
        }
        drafts::put(&mut write, person, what, &fields).await?;
        note(&mut write, actor, "submission.withdrawn", &sent.reference, now).await?;
        write.commit().await?;
        Ok(())
    }

    /// A submission of the member's own, or one of an event that staff have entered, for staff who decide;
    /// [`Error::NotFound`] for anybody else's.
    pub(crate) async fn submission_of(&self, actor: &Actor, reference: &str) -> Result<Submission> {
        let found = submissions::by_reference(&self.store, reference).await?;
        if found.person.is_some() && found.person == actor.person {
            return Ok(found);
        }
        match found.case {
            Some(case) => self.happening(actor, case).await.map(|_| found),
            // Somebody who is in nobody's records has nothing of their own.
            None => actor.own_person().and(Err(Error::NotFound("submission"))),
        }
    }

    /// What was sent and stands: neither taken back nor replaced nor denied.
    pub(super) async fn standing(&self, person: Uuid, what: For) -> Result<Option<Submission>> {
        let all = submissions::of_person(&self.store, person).await?;
        Ok(all.into_iter().find(|one| {
            one.what_for() == Some(what)
                && matches!(
                    one.state,
                    SubmissionState::Submitted | SubmissionState::Returned | SubmissionState::Approved
                )
        }))
    }

    /// Whether something was ever sent for `person` with that key.
    pub(crate) async fn was_sent(&self, person: Uuid, once_key: &str) -> Result<bool> {
        Ok(submissions::by_once_key(&self.store, &once(person, once_key)?).await?.is_some())
    }

    /// What was sent with a form's key before.
    async fn sent_once(&self, actor: &Actor, at: OccasionId, once_key: &str) -> Result<Option<Submission>> {
        actor.require_help_to(Doing::Form)?;
        let person = match at {
            OccasionId::OpenEnrollment => actor.own_person()?,
            OccasionId::Event(id) => self.happening(actor, id).await?.case.person,
        };
        Ok(submissions::by_once_key(&self.store, &once(person, once_key)?).await?)
    }

    #[expect(clippy::too_many_arguments, reason = "each is one thing that the form or the server knows")]
    async fn send(
        &self,
        actor: &Actor,
        person: Uuid,
        occasion: Occasion,
        fields: &Fields,
        once_key: &str,
        signature: &str,
        now: DateTime<Utc>,
    ) -> Result<Submission> {
        signed(signature)?;
        let (what, kind) = (occasion.what_for(), occasion.kind());
        let grounds = self.grounds(person, occasion).await?;
        let Parsed { proposal, mut findings } = parse(&grounds, fields).map_err(Error::Fields)?;
        for new in &proposal.new_dependents {
            // An id that the portal did not give would join somebody else's record to this household.
            match people::person(&self.store, new.id).await {
                Err(records::Error::NotFound(_)) => {}
                Ok(_) => return Err(Error::NotFound("dependent")),
                Err(error) => return Err(error.into()),
            }
            if !people::who_may_be(&self.store, person, new).await?.is_empty() {
                findings.push(Finding::of_person(CheckRule::SamePerson, new.id));
            }
        }

        let id = Uuid::now_v7();
        let once_key = once(person, once_key)?;
        let mut new = NewSubmission {
            id,
            reference: reference(kind, id),
            kind,
            person: Some(person),
            enrollment: grounds.occasion.period().map(|period| period.id),
            case: grounds.occasion.event().map(|happening| happening.case.id),
            unit: Some(grounds.subscriber.unit.clone()),
            proposal,
            findings,
            signature: Some(signature.trim().to_owned()),
            submitted_at: now,
            submitted_by: actor.id.clone(),
            submitted_by_name: actor.name.clone(),
            once_key: once_key.clone(),
            replaces: None,
        };
        let mut write = self.store.begin().await?;
        let written = self.write_submission(&mut write, actor, what, fields, &mut new).await;
        match written {
            Ok(Some(already)) => Ok(already),
            Ok(None) => {
                write.commit().await?;
                Ok(submissions::get(&self.store, id).await?)
            }
            // Another request with the same form, or from another window, was faster by a moment.
            Err(Error::Records(error)) if error.is_duplicate() => {
                drop(write);
                let first = submissions::by_once_key(&self.store, &once_key).await?;
                let first = match first {
                    Some(first) => Some(first),
                    None => self.standing(person, what).await?,
                };
                first.ok_or(Error::Records(error))
            }
            Err(error) => Err(error),
        }
    }

    /// Writes a submission with all that belongs to it; or returns the one that is at work already and is
    /// not to be replaced.
    async fn write_submission(
        &self,
        write: &mut Write,
        actor: &Actor,
        what: For,
        fields: &Fields,
        new: &mut NewSubmission,
    ) -> Result<Option<Submission>> {
        let person = new.person.ok_or(Error::NotFound("person"))?;
        let now = new.submitted_at;
        if let For::Enrollment(enrollment) = what {
            enrollments::get_in(write, enrollment).await?.accepts(now)?;
        }
        if let Some(old) = submissions::at_work_in(write, person, what).await? {
            if fields.get(REPLACES) != Some(&old.reference) {
                return Ok(Some(old));
            }
            submissions::transition(
                write,
                old.id,
                old.version,
                SubmissionAction::Replace,
                By { actor: &actor.id, name: &actor.name, at: now },
                "",
            )
            .await?;
            note(write, actor, "submission.replaced", &old.reference, now).await?;
            new.replaces = Some(old.id);
        }
        submissions::insert(write, new).await?;
        documents::link_waiting_in(write, new.id, new.replaces).await?;
        drafts::delete(write, person, what).await?;
        if let (For::Event(case), Some(event)) = (what, &new.proposal.event) {
            // A later version of it still counts as asked for on this day.
            let case = event_cases::get_in(write, case).await?;
            let asked_on = Some(event.asked_on);
            event_cases::update(write, &event_cases::EventCase { asked_on, ..case }).await?;
        }
        // Nobody is thanked for what they did not send.
        if !actor.is_portal() {
            let mail = MailEntry { about: About::Received, person, reference: Some(new.reference.clone()) };
            outbox::push(write, Topic::Mail, &mail, now).await?;
        }
        note(write, actor, "submission.submitted", &new.reference, now).await?;
        Ok(None)
    }
}

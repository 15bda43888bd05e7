//! Sending an enrollment, changing it, taking it back.

use chrono::{DateTime, Utc};
use domain::enrollment::EnrollmentPeriod;
use domain::submission::{SubmissionAction, SubmissionKind, SubmissionState, reference};
use records::audit::{self, Entry};
use records::drafts::{self, Fields};
use records::outbox::{self, Topic};
use records::submissions::{self, By, NewSubmission, Submission};
use records::{Write, enrollments, people};
use uuid::Uuid;

use super::parse::{Parsed, fields_of, parse};
use crate::error::{Error, FieldError, Result};
use crate::tell::{About, MailEntry};
use crate::{Actor, Desk};

/// The field of a draft that names what it is sent in place of.
const REPLACES: &str = "replaces";

impl Desk {
    /// Sends the member's draft. `once_key` is the review page's own: however often and from wherever the
    /// same form arrives, there is one submission, and each time it is returned.
    pub async fn submit_enrollment(
        &self,
        actor: &Actor,
        once_key: &str,
        signature: &str,
        attested: bool,
    ) -> Result<Submission> {
        let now = self.now();
        let person = actor.own_person()?;
        if let Some(sent) = self.sent_once(person, once_key).await? {
            return Ok(sent);
        }
        let period = self.accepting(now).await?;
        let draft = drafts::get(&self.store, person, period.id).await?;
        // The draft is gone because it was sent, from another window.
        if draft.is_none()
            && let Some(sent) = self.standing(person, period.id).await?
        {
            return Ok(sent);
        }
        if !attested {
            let fault = FieldError {
                field: "attested".into(),
                problem: "not_attested".into(),
                detail: String::new(),
            };
            return Err(Error::Fields(signed(signature).err().into_iter().chain([fault]).collect()));
        }
        let fields = draft.map(|draft| draft.fields).unwrap_or_default();
        self.send(actor, person, &period, &fields, once_key, signature, now).await
    }

    /// Sends `fields` as if they had been typed. For members as for [`Desk::submit_enrollment`]; used where
    /// there is no page, such as by the demonstration.
    pub async fn submit_enrollment_with(
        &self,
        actor: &Actor,
        fields: Fields,
        once_key: &str,
        signature: &str,
    ) -> Result<Submission> {
        let now = self.now();
        let person = actor.own_person()?;
        if let Some(sent) = self.sent_once(person, once_key).await? {
            return Ok(sent);
        }
        let period = self.accepting(now).await?;
        self.send(actor, person, &period, &fields, once_key, signature, now).await
    }

    /// Begins a change of what was sent: a draft that holds the same choices. What was sent stays in the
    /// queue until the draft is sent.
    pub async fn change_enrollment_choices(&self, actor: &Actor, reference: &str) -> Result<()> {
        let person = actor.own_person()?;
        let now = self.now();
        let sent = self.own_submission(actor, reference).await?;
        let period = self.accepting(now).await?;
        if sent.enrollment != Some(period.id) {
            return Err(Error::NotFound("submission"));
        }
        let mut write = self.store.begin().await?;
        let there = drafts::hold(&mut write, person, period.id, now).await?;
        if there.is_empty() {
            let mut fields = match sent.state {
                SubmissionState::Submitted | SubmissionState::Returned => fields_of(&sent.proposal),
                // What was approved is in the records, and is kept.
                _ => Fields::new(),
            };
            fields.insert(REPLACES.into(), sent.reference.clone());
            drafts::put(&mut write, person, period.id, &fields).await?;
        }
        write.commit().await?;
        Ok(())
    }

    /// Takes back what was sent, until the close. Its choices are kept as a draft.
    pub async fn withdraw(&self, actor: &Actor, reference: &str) -> Result<()> {
        let person = actor.own_person()?;
        let now = self.now();
        let sent = self.own_submission(actor, reference).await?;
        let enrollment = sent.enrollment.ok_or(Error::NotFound("submission"))?;
        let mut write = self.store.begin().await?;
        enrollments::get_in(&mut write, enrollment).await?.accepts(now)?;
        submissions::transition(
            &mut write,
            sent.id,
            sent.version,
            SubmissionAction::Withdraw,
            By { actor: &actor.id, name: &actor.name, at: now },
            "",
        )
        .await?;
        let mut fields = drafts::hold(&mut write, person, enrollment, now).await?;
        fields.remove(REPLACES);
        if fields.is_empty() {
            fields = fields_of(&sent.proposal);
        }
        drafts::put(&mut write, person, enrollment, &fields).await?;
        note(&mut write, actor, "submission.withdrawn", &sent.reference, now).await?;
        write.commit().await?;
        Ok(())
    }

    /// A submission of the member's own; [`Error::NotFound`] for anybody else's.
    pub(crate) async fn own_submission(&self, actor: &Actor, reference: &str) -> Result<Submission> {
        let person = actor.own_person()?;
        let found = submissions::by_reference(&self.store, reference).await?;
        if found.person == Some(person) { Ok(found) } else { Err(Error::NotFound("submission")) }
    }

    /// What was sent for an enrollment and stands: neither taken back nor replaced nor denied.
    pub(super) async fn standing(&self, person: Uuid, enrollment: Uuid) -> Result<Option<Submission>> {
        let all = submissions::of_person(&self.store, person).await?;
        Ok(all.into_iter().find(|one| {
            one.enrollment == Some(enrollment)
                && matches!(
                    one.state,
                    SubmissionState::Submitted | SubmissionState::Returned | SubmissionState::Approved
                )
        }))
    }

    /// What was sent with a form's key before.
    async fn sent_once(&self, person: Uuid, once_key: &str) -> Result<Option<Submission>> {
        Ok(submissions::by_once_key(&self.store, &once(person, once_key)?).await?)
    }

    #[expect(clippy::too_many_arguments, reason = "each is one thing that the form or the server knows")]
    async fn send(
        &self,
        actor: &Actor,
        person: Uuid,
        period: &EnrollmentPeriod,
        fields: &Fields,
        once_key: &str,
        signature: &str,
        now: DateTime<Utc>,
    ) -> Result<Submission> {
        signed(signature).map_err(|fault| Error::Fields(vec![fault]))?;
        let grounds = self.grounds(person, period.plan_year).await?;
        let Parsed { proposal, findings } = parse(&grounds, fields).map_err(Error::Fields)?;
        for new in &proposal.new_dependents {
            // An id that the portal did not give would join somebody else's record to this household.
            match people::person(&self.store, new.id).await {
                Err(records::Error::NotFound(_)) => {}
                Ok(_) => return Err(Error::NotFound("dependent")),
                Err(error) => return Err(error.into()),
            }
        }

        let id = Uuid::now_v7();
        let once_key = once(person, once_key)?;
        let mut new = NewSubmission {
            id,
            reference: reference(SubmissionKind::OpenEnrollment, id),
            kind: SubmissionKind::OpenEnrollment,
            person: Some(person),
            enrollment: Some(period.id),
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
        let written = self.write_submission(&mut write, actor, fields, &mut new).await;
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
                    None => self.standing(person, period.id).await?,
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
        fields: &Fields,
        new: &mut NewSubmission,
    ) -> Result<Option<Submission>> {
        let (Some(person), Some(enrollment)) = (new.person, new.enrollment) else {
            return Err(Error::NotFound("person"));
        };
        let now = new.submitted_at;
        enrollments::get_in(write, enrollment).await?.accepts(now)?;
        if let Some(old) = submissions::at_work_in(write, person, enrollment).await? {
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
        drafts::delete(write, person, enrollment).await?;
        let mail = MailEntry { about: About::Received, person, reference: Some(new.reference.clone()) };
        outbox::push(write, Topic::Mail, &mail, now).await?;
        note(write, actor, "submission.submitted", &new.reference, now).await?;
        Ok(None)
    }
}

async fn note(
    write: &mut Write,
    actor: &Actor,
    action: &str,
    reference: &str,
    at: DateTime<Utc>,
) -> Result<()> {
    let entry = Entry {
        at,
        actor: &actor.id,
        action,
        subject: &format!("submission:{reference}"),
        detail: serde_json::json!({}),
    };
    Ok(audit::append(write, entry).await?)
}

/// A form's key as it is kept: nobody's key is another one's.
fn once(person: Uuid, key: &str) -> Result<String> {
    if key.is_empty() || key.len() > 64 {
        return Err(Error::Fields(vec![FieldError {
            field: "once_key".into(),
            problem: "missing".into(),
            detail: String::new(),
        }]));
    }
    Ok(format!("{person}:{key}"))
}

/// Whether a typed signature is a name: letters, and not much longer than one.
fn signed(signature: &str) -> std::result::Result<(), FieldError> {
    let signature = signature.trim();
    let problem = if signature.is_empty() {
        "signature_missing"
    } else if signature.chars().filter(|letter| letter.is_alphabetic()).count() < 2
        || signature.chars().any(|letter| letter.is_control() || letter.is_numeric())
        || signature.chars().count() > 200
    {
        "signature_not_a_name"
    } else {
        return Ok(());
    };
    Err(FieldError { field: "signature".into(), problem: problem.into(), detail: String::new() })
}

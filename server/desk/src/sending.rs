//! How a form becomes a submission of the queue: once, however often it is sent, and with what it takes the place
//! of. The choices of an enrollment or event have drafts and go their own way, in [`crate::enroll`].

use chrono::{DateTime, Utc};
use domain::checks::Finding;
use domain::code::UnitCode;
use domain::election::Proposal;
use domain::submission::{SubmissionAction, SubmissionKind, reference};
use records::Write;
use records::audit::{self, Entry};
use records::submissions::{self, By, NewSubmission, Submission};
use uuid::Uuid;

use crate::error::{Error, FieldError, Result};
use crate::{Actor, Desk};

/// What is drawn up and checked, and is to be sent.
#[derive(Debug)]
pub(crate) struct Drawn {
    /// Why the change is asked for.
    pub kind: SubmissionKind,
    /// Whose records it changes.
    pub person: Uuid,
    /// Their unit.
    pub unit: UnitCode,
    /// What is asked for.
    pub proposal: Proposal,
    /// What the automatic checks found, none of which blocks.
    pub findings: Vec<Finding>,
    /// The name that the member typed; `None` where staff send it.
    pub signature: Option<String>,
    /// The form's key, as [`once`] keeps it.
    pub once_key: String,
    /// What waits, and gives way to this.
    pub replaces: Option<Submission>,
}

/// What comes of sending something that is drawn up.
pub(crate) enum Sending {
    /// It is written, with its entry in the audit trail, and stays by [`Desk::finish_sending`]. What belongs to it
    /// is written into the same transaction before.
    Begun(Write, NewSubmission),
    /// Another request with the same form was faster by a moment: what that one sent.
    Sent(Submission),
}

impl Desk {
    /// What was sent with a form's key before.
    pub(crate) async fn sent_with(&self, once_key: &str) -> Result<Option<Submission>> {
        Ok(submissions::by_once_key(&self.store, once_key).await?)
    }

    /// Writes what was drawn up.
    pub(crate) async fn begin_sending(&self, actor: &Actor, drawn: Drawn) -> Result<Sending> {
        let Drawn { kind, person, unit, proposal, findings, signature, once_key, replaces } = drawn;
        let (id, now) = (Uuid::now_v7(), self.now());
        let new = NewSubmission {
            id,
            reference: reference(kind, id),
            kind,
            person: Some(person),
            enrollment: None,
            case: None,
            unit: Some(unit),
            proposal,
            findings,
            signature,
            submitted_at: now,
            submitted_by: actor.id.clone(),
            submitted_by_name: actor.name.clone(),
            once_key,
            replaces: replaces.as_ref().map(|before| before.id),
        };
        let mut write = self.store.begin().await?;
        match write_down(&mut write, actor, &new, replaces.as_ref()).await {
            Ok(()) => Ok(Sending::Begun(write, new)),
            Err(error) if error.is_duplicate() || matches!(error, records::Error::Stale(_)) => {
                drop(write);
                let first = self.sent_with(&new.once_key).await?;
                first.map(Sending::Sent).ok_or_else(|| error.into())
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Sends what was drawn up, with nothing besides.
    pub(crate) async fn send_drawn(&self, actor: &Actor, drawn: Drawn) -> Result<Submission> {
        match self.begin_sending(actor, drawn).await? {
            Sending::Begun(write, new) => self.finish_sending(write, &new).await,
            Sending::Sent(first) => Ok(first),
        }
    }

    /// Ends the transaction of [`Sending::Begun`].
    pub(crate) async fn finish_sending(&self, write: Write, new: &NewSubmission) -> Result<Submission> {
        write.commit().await?;
        Ok(submissions::get(&self.store, new.id).await?)
    }
}

async fn write_down(
    write: &mut Write,
    actor: &Actor,
    new: &NewSubmission,
    replaces: Option<&Submission>,
) -> records::Result<()> {
    let at = new.submitted_at;
    if let Some(before) = replaces {
        let by = By { actor: &actor.id, name: &actor.name, at };
        let action = SubmissionAction::Replace;
        submissions::transition(write, before.id, before.version, action, by, "").await?;
        note(write, actor, "submission.replaced", &before.reference, at).await?;
    }
    submissions::insert(write, new).await?;
    note(write, actor, "submission.submitted", &new.reference, at).await
}

/// Writes into the audit trail what became of a submission.
pub(crate) async fn note(
    write: &mut Write,
    actor: &Actor,
    action: &str,
    reference: &str,
    at: DateTime<Utc>,
) -> records::Result<()> {
    let (subject, detail) = (format!("submission:{reference}"), serde_json::json!({}));
    audit::append(write, Entry { at, actor: &actor.id, action, subject: &subject, detail }).await
}

/// A form's key as it is kept: nobody's key is another one's.
pub(crate) fn once(person: Uuid, key: &str) -> Result<String> {
    if key.is_empty() || key.len() > 64 {
        return Err(Error::field("once_key", "missing"));
    }
    Ok(format!("{person}:{key}"))
}

/// Whether a typed signature is a name: letters, and not much longer than one.
pub(crate) fn signed(signature: &str) -> Result<(), FieldError> {
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
    Err(FieldError::new("signature", problem))
}

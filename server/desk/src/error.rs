//! Why a use case did not happen.

use domain::enrollment::{EnrollmentRefused, NotAccepting};
use domain::event::EventRefused;
use domain::price::PriceError;
use domain::submission::SubmissionRefused;
use thiserror::Error;

/// An error of a use case. `app` maps each to a page that a person can act on.
#[derive(Debug, Error)]
pub enum Error {
    /// Not signed in.
    #[error("signing in is needed")]
    SignInNeeded,
    /// Signed in, and not entitled.
    #[error("not for this person's role")]
    Forbidden,
    /// Signed in as somebody's helper, and the help does not go so far.
    #[error("not within what this helper may do")]
    NotForHelper,
    /// Not there, or not for these eyes: a stranger can't tell which.
    #[error("no such {0}")]
    NotFound(&'static str),
    /// Somebody else has changed it since the page was drawn.
    #[error("{0} was changed by somebody else in the meantime")]
    Stale(&'static str),
    /// The submission was drawn up against older records.
    #[error("the records of this person have changed since the submission was made")]
    Conflict,
    /// A submission that has to be looked at is not approved with others.
    #[error("the automatic checks found something: it is approved by itself, after a look")]
    Flagged,
    /// The automatic checks find something now that does not let it be applied.
    #[error("the automatic checks do not let it be applied")]
    Blocked(Vec<domain::checks::Finding>),
    /// Somebody else has to approve it: it is about the actor, or against a rule and the actor's own entry.
    #[error("somebody else has to approve it")]
    SecondApprover,
    /// Something else has changed the benefit since: that has to be taken back first.
    #[error("the {0} coverage has been changed by something else since")]
    ChangedSince(domain::benefit::Benefit),
    /// The state of a submission does not allow it.
    #[error(transparent)]
    Submission(#[from] SubmissionRefused),
    /// The state of an open enrollment does not allow it.
    #[error(transparent)]
    Enrollment(#[from] EnrollmentRefused),
    /// The state of a version of a life event does not allow it.
    #[error(transparent)]
    Event(#[from] EventRefused),
    /// No open enrollment takes it now.
    #[error(transparent)]
    NotAccepting(#[from] NotAccepting),
    /// The desk has begun to look at it: its sender can't take it back any more.
    #[error("its review has begun")]
    Locked,
    /// Fields of a form that can't be used: name of the field and which sentence to show.
    #[error("{} field(s) need attention", .0.len())]
    Fields(Vec<FieldError>),
    /// Too many in a short time.
    #[error("too many requests; wait a little")]
    TooMany,
    /// The sheets have no price.
    #[error(transparent)]
    Price(#[from] PriceError),
    /// A file for another party could not be made.
    #[error(transparent)]
    File(feeds::payroll_notice::Error),
    /// The manifest of a run of packets could not be made.
    #[error(transparent)]
    Manifest(feeds::packet_manifest::Error),
    /// A letter could not be made.
    #[error(transparent)]
    Letter(letters::Error),
    /// A letter would not be the same file as the one that was sent.
    #[error("the portal's letters have changed since this one was sent: it can't be made again as it was")]
    NotAsSent,
    /// A piece of work was cut short, as where the process ends.
    #[error("the work was cut short")]
    Cut,
    /// A file of a list of Part B reimbursements could not be made.
    #[error(transparent)]
    ReimbursementList(feeds::reimbursement_list::Error),
    /// A table could not be made into a file.
    #[error(transparent)]
    Table(feeds::table::Error),
    /// A file for another party could not be put into its folder.
    #[error("the folder of payroll notices: {0}")]
    Folder(#[source] std::io::Error),
    /// The store.
    #[error("the records: {0}")]
    Records(#[source] records::Error),
}

/// A field and what is wrong with it, as a key that `app::words` has a sentence for.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct FieldError {
    /// The field's name in the form.
    pub field: String,
    /// The key of the sentence.
    pub problem: String,
    /// A value that the sentence names, such as a limit; never a confidential one.
    pub detail: String,
}

impl From<records::Error> for Error {
    fn from(error: records::Error) -> Error {
        match error {
            records::Error::NotFound(what) => Error::NotFound(what),
            records::Error::Stale(what) => Error::Stale(what),
            records::Error::Refused(refused) => Error::Submission(refused),
            other => Error::Records(other),
        }
    }
}

impl FieldError {
    /// A field, and the key of the sentence about it.
    pub(crate) fn new(field: impl Into<String>, problem: impl Into<String>) -> FieldError {
        FieldError { field: field.into(), problem: problem.into(), detail: String::new() }
    }

    /// With the value that the sentence names.
    pub(crate) fn naming(self, detail: impl ToString) -> FieldError {
        FieldError { detail: detail.to_string(), ..self }
    }
}

impl Error {
    /// One field of a form that can't be used.
    pub(crate) fn field(field: impl Into<String>, problem: impl Into<String>) -> Error {
        FieldError::new(field, problem).into()
    }
}

impl From<FieldError> for Error {
    fn from(one: FieldError) -> Error {
        Error::Fields(vec![one])
    }
}

/// The desk's result.
pub type Result<T, E = Error> = std::result::Result<T, E>;

//! What can go wrong in the store.

use thiserror::Error;

/// An error of the store. Its text never holds a confidential value.
#[derive(Debug, Error)]
pub enum Error {
    /// The database refused or could not be reached.
    #[error("the database: {0}")]
    Database(#[from] sqlx::Error),
    /// The schema could not be brought up to date.
    #[error("the database schema: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// A database URL of neither engine.
    #[error("a database URL starts with sqlite: or postgres:")]
    UnknownEngine,
    /// What is asked for is not there.
    #[error("no such {0}")]
    NotFound(&'static str),
    /// The records have moved on since the caller read them.
    #[error("{0} was changed by somebody else in the meantime")]
    Stale(&'static str),
    /// The state of a submission does not allow what is asked.
    #[error(transparent)]
    Refused(#[from] domain::submission::SubmissionRefused),
    /// A value in the database that the domain's types refuse.
    #[error("the database holds a {0} that is not one")]
    Corrupt(&'static str),
    /// A sealed value that the key does not open.
    #[error("a confidential field can't be opened with this key")]
    Sealed,
    /// The key is not the one that this database was first opened with.
    #[error("this key is not the one that the database was made with")]
    OtherKey,
    /// A backup is put into an empty database only.
    #[error("there is something in this database already")]
    NotEmpty,
    /// A program of the database's own that did not do what it should.
    #[error("{tool}: {said}")]
    Tool {
        /// Which one.
        tool: String,
        /// What it said, or why it could not be started.
        said: String,
    },
    /// JSON that can't be written or read.
    #[error("JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// A file that can't be read or written.
    #[error("{path}: {source}")]
    File {
        /// Which one.
        path: String,
        /// Why.
        source: std::io::Error,
    },
}

impl Error {
    /// Whether the database refused because of a unique key: the same thing is there already.
    pub fn is_duplicate(&self) -> bool {
        matches!(self, Error::Database(sqlx::Error::Database(error)) if error.is_unique_violation())
    }
}

/// The store's result.
pub type Result<T, E = Error> = std::result::Result<T, E>;

//! Import of files: CSV and XLSX, by header name, all of a file or nothing of it.
//!
//! [`source`] streams rows out of a file, [`columns`] reads their cells, [`report`] tells what came of
//! them. Each kind of file has a module that says which columns it has and what a row does. Nothing here
//! commits: the caller does, where [`Report::is_clean`] or good rows are accepted.

mod census;
mod columns;
mod coverage;
mod deductions;
mod plans;
mod published;
mod rates;
mod report;
mod source;
mod splits;
mod units;

use std::path::Path;

use chrono::{DateTime, NaiveDate, Utc};

use crate::db::Write;
use crate::error::Result;
use report::Tally;

pub use deductions::read_deductions;
pub use report::{Change, Counts, Fault, Report};
pub use source::Source;

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Payroll units.
    Units,
    /// Plan sheet.
    Plans,
    /// Rate sheet; a published table of member amounts is recognised by its header.
    Rates,
    /// Contribution splits.
    Splits,
    /// People: employees, retirees, survivors and their dependents.
    Census,
    /// What people hold.
    Coverage,
    /// Published table of member amounts, without premiums.
    Published {
        /// Its first day; by default the fiscal year in the file's name (`fy2021` starts July 1, 2020).
        effective_from: Option<NaiveDate>,
    },
}

impl Kind {
    /// The word for it, in commands and in the audit trail.
    pub const fn as_str(self) -> &'static str {
        match self {
            Kind::Units => "units",
            Kind::Plans => "plans",
            Kind::Rates => "rates",
            Kind::Splits => "splits",
            Kind::Census => "census",
            Kind::Coverage => "coverage",
            Kind::Published { .. } => "published",
        }
    }
}

/// How far an import has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Rows looked at in a first pass, which does not know how many there are.
    Looking(u64),
    /// Rows done, and how many there are where that is known.
    Doing(u64, Option<u64>),
}

/// What is told of [`Progress`].
pub type Watch<'a> = &'a (dyn Fn(Progress) + Send + Sync);

/// Who imports, when, and what becomes of bad rows.
#[derive(Clone, Copy)]
pub struct Terms<'a> {
    /// Now.
    pub at: DateTime<Utc>,
    /// Identity of who imports, for submissions.
    pub actor: &'a str,
    /// Their name.
    pub actor_name: &'a str,
    /// Good rows are written although others are bad.
    pub accept_good: bool,
    /// Where the bad rows go, with a column that says why.
    pub rejects: Option<&'a Path>,
    /// Hears how far it has come.
    pub watch: Watch<'a>,
}

/// Reads `source` and writes its rows in the transaction. Where the report is not clean and good rows are
/// not accepted, or the file as a whole can't be used, the caller must not commit.
pub async fn run(write: &mut Write, kind: Kind, source: &Source, terms: Terms<'_>) -> Result<Report> {
    let mut tally = Tally::new(source, terms).await?;
    let done = match kind {
        Kind::Units => units::import(write, source, &mut tally).await,
        Kind::Plans => plans::import(write, source, &mut tally).await,
        Kind::Rates if published::is_one(source).await? => {
            published::import(write, source, None, &mut tally).await
        }
        Kind::Rates => rates::import(write, source, &mut tally).await,
        Kind::Splits => splits::import(write, source, &mut tally).await,
        Kind::Census => census::import(write, source, &mut tally).await,
        Kind::Coverage => coverage::import(write, source, &mut tally).await,
        Kind::Published { effective_from } => {
            published::import(write, source, effective_from, &mut tally).await
        }
    };
    match done {
        Ok(()) => {
            let report = tally.finish()?;
            if report.changes_something() {
                crate::dialect::count_rows(write).await?;
            }
            Ok(report)
        }
        Err(Stop::Unusable(faults)) => Ok(tally.unusable(faults)),
        Err(Stop::Broken(error)) => Err(error),
    }
}

/// Why reading a file ends early.
#[derive(Debug)]
enum Stop {
    /// The file as a whole can't be used.
    Unusable(Vec<Fault>),
    /// The disk or the database.
    Broken(crate::Error),
}

impl<E: Into<crate::Error>> From<E> for Stop {
    fn from(error: E) -> Stop {
        Stop::Broken(error.into())
    }
}

//! What came of a file: counts, faults, changes; and the file of rejected rows.

use std::fmt;
use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::source::{RawRow, Source};
use super::{Progress, Terms};
use crate::error::{Error, Result};

/// As many faults and changes are kept word for word; the others are counted.
const KEPT: usize = 1_000;
/// As much of a value is shown.
const SHOWN: usize = 60;
/// Columns whose values are never shown.
const CONFIDENTIAL: [&str; 2] = ["ssn", "mbi"];

/// One thing that is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// The file.
    pub file: String,
    /// The row as a spreadsheet counts it; the header is row 1.
    pub row: u64,
    /// The column, where it is about one.
    pub column: Option<String>,
    /// What is there; never of a confidential column.
    pub value: Option<String>,
    /// What was expected.
    pub expected: String,
}

impl Fault {
    pub(super) fn new(file: &str, row: u64, column: &str, value: &str, expected: impl Into<String>) -> Fault {
        let confidential = CONFIDENTIAL.contains(&column);
        let mut shown: String = value.chars().take(SHOWN).filter(|c| !c.is_control()).collect();
        if value.chars().nth(SHOWN).is_some() {
            shown.push('…');
        }
        Fault {
            file: file.to_owned(),
            row,
            column: Some(column.to_owned()),
            value: (!confidential).then_some(shown),
            expected: expected.into(),
        }
    }

    /// A fault of a file or a row as a whole.
    pub(super) fn whole(file: &str, row: u64, expected: impl Into<String>) -> Fault {
        Fault { file: file.to_owned(), row, column: None, value: None, expected: expected.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, row {}", self.file, self.row)?;
        if let Some(column) = &self.column {
            write!(f, ", column {column}")?;
        }
        match (&self.value, &self.column) {
            (Some(value), _) if value.is_empty() => write!(f, ": empty; expected {}", self.expected),
            (Some(value), _) => write!(f, ": \"{value}\"; expected {}", self.expected),
            (None, Some(_)) => write!(f, ": a value that is not shown; expected {}", self.expected),
            (None, None) => write!(f, ": {}", self.expected),
        }
    }
}

/// One thing that a file adds to or changes in the records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The row of the file.
    pub row: u64,
    /// It was not there before.
    pub is_new: bool,
    /// What is written, in words, without confidential values.
    pub what: String,
}

/// How many rows came to what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Rows of the file, without its header and blank rows.
    pub rows: u64,
    /// Not in the records before.
    pub new: u64,
    /// In the records, and different now.
    pub changed: u64,
    /// In the records as they are.
    pub unchanged: u64,
    /// Not usable.
    pub rejected: u64,
}

/// What came of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The file's name.
    pub file: String,
    /// SHA-256 of its bytes, in hex.
    pub sha256: String,
    /// How many rows came to what.
    pub counts: Counts,
    /// The file as a whole can't be used.
    pub unusable: bool,
    /// What is wrong, in the order of rows; the first thousand.
    pub faults: Vec<Fault>,
    /// How many faults there are.
    pub fault_count: u64,
    /// What is written; the first thousand.
    pub changes: Vec<Change>,
}

impl Report {
    /// Nothing is wrong with the file.
    pub fn is_clean(&self) -> bool {
        !self.unusable && self.fault_count == 0
    }

    /// Something is added or changed.
    pub fn changes_something(&self) -> bool {
        self.counts.new + self.counts.changed > 0
    }
}

/// Where a file's import stands while it runs.
pub(super) struct Tally<'a> {
    pub(super) terms: Terms<'a>,
    report: Report,
    rejects: Option<Rejects>,
    rejected_rows: Vec<u64>,
}

impl<'a> Tally<'a> {
    pub(super) async fn new(source: &Source, terms: Terms<'a>) -> Result<Tally<'a>> {
        let report = Report {
            file: source.name().to_owned(),
            sha256: source.sha256().await?,
            counts: Counts::default(),
            unusable: false,
            faults: Vec::new(),
            fault_count: 0,
            changes: Vec::new(),
        };
        let rejects = terms.rejects.map(Rejects::create).transpose()?;
        Ok(Tally { terms, report, rejects, rejected_rows: Vec::new() })
    }

    pub(super) fn sha256(&self) -> &str {
        &self.report.sha256
    }

    pub(super) fn counts(&self) -> Counts {
        self.report.counts
    }

    /// Rows rejected so far.
    pub(super) fn rejected_rows(&self) -> &[u64] {
        &self.rejected_rows
    }

    /// The header, for the file of rejected rows.
    pub(super) fn header(&mut self, header: &[String]) -> Result<()> {
        match &mut self.rejects {
            Some(rejects) => rejects.write(header.iter().map(String::as_str), "reason"),
            None => Ok(()),
        }
    }

    /// A row of the file was seen.
    pub(super) fn seen(&mut self) {
        self.report.counts.rows += 1;
        if self.report.counts.rows.is_multiple_of(256) {
            (self.terms.watch)(Progress::Looking(self.report.counts.rows));
        }
    }

    /// That many rows are done.
    pub(super) fn done(&self, rows: u64) {
        (self.terms.watch)(Progress::Doing(rows, Some(self.report.counts.rows)));
    }

    /// A row can't be used.
    pub(super) fn reject(&mut self, row: &RawRow, faults: Vec<Fault>) -> Result<()> {
        self.report.counts.rejected += 1;
        self.report.fault_count += faults.len() as u64;
        self.rejected_rows.push(row.number);
        if let Some(rejects) = &mut self.rejects {
            let reasons: Vec<String> = faults.iter().map(Fault::to_string).collect();
            rejects.write(row.cells.iter(), &reasons.join(" | "))?;
        }
        let room = KEPT.saturating_sub(self.report.faults.len());
        self.report.faults.extend(faults.into_iter().take(room));
        Ok(())
    }

    /// A row is new to the records.
    pub(super) fn new_row(&mut self, row: u64, what: impl FnOnce() -> String) {
        self.report.counts.new += 1;
        self.keep_change(row, true, what);
    }

    /// A row changes the records.
    pub(super) fn changed(&mut self, row: u64, what: impl FnOnce() -> String) {
        self.report.counts.changed += 1;
        self.keep_change(row, false, what);
    }

    fn keep_change(&mut self, row: u64, is_new: bool, what: impl FnOnce() -> String) {
        if self.report.changes.len() < KEPT {
            self.report.changes.push(Change { row, is_new, what: what() });
        }
    }

    /// That many rows are in the records already.
    pub(super) fn unchanged(&mut self, rows: u64) {
        self.report.counts.unchanged += rows;
    }

    pub(super) fn finish(mut self) -> Result<Report> {
        self.report.faults.sort_by_key(|fault| fault.row);
        if let Some(rejects) = self.rejects {
            rejects.close()?;
        }
        Ok(self.report)
    }

    pub(super) fn unusable(mut self, faults: Vec<Fault>) -> Report {
        self.report.unusable = true;
        self.report.fault_count += faults.len() as u64;
        self.report.faults.extend(faults);
        if let Some(rejects) = self.rejects {
            rejects.discard();
        }
        self.report
    }
}

/// The file of rejected rows: whole, so that it can be put right and imported; readable by its owner only,
/// as it may hold confidential columns.
struct Rejects {
    path: PathBuf,
    writer: csv::Writer<File>,
    rows: u64,
}

impl Rejects {
    fn create(path: &Path) -> Result<Rejects> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true); // never over a file that somebody may need
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(path).map_err(|source| at(path, source))?;
        let writer = csv::WriterBuilder::new().flexible(true).from_writer(file);
        Ok(Rejects { path: path.to_owned(), writer, rows: 0 })
    }

    fn write<'c>(&mut self, cells: impl Iterator<Item = &'c str>, last: &'c str) -> Result<()> {
        self.rows += 1;
        self.writer.write_record(cells.chain([last])).map_err(|error| at(&self.path, error.into()))
    }

    /// Without a rejected row there is no file.
    fn close(mut self) -> Result<()> {
        self.writer.flush().map_err(|source| at(&self.path, source))?;
        if self.rows <= 1 {
            self.discard();
        }
        Ok(())
    }

    fn discard(self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

fn at(path: &Path, source: std::io::Error) -> Error {
    Error::File { path: path.display().to_string(), source }
}

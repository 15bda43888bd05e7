//! The store: records on SQLite and PostgreSQL, import of files, audit trail.
//!
//! One statement text serves both engines: [`db`] has the two macros that run it against either pool or
//! either transaction. What an engine must say in its own words is in [`dialect`]. Each other module is
//! one part of the records. Only `desk` calls those that write.

pub mod access;
pub mod apply;
pub mod audit;
pub mod backup;
pub mod catalog;
pub mod confidential;
pub mod coverage;
pub mod db;
pub mod death_reports;
pub mod demonstration;
mod dialect;
pub mod documents;
pub mod drafts;
pub mod enrollments;
pub mod entered_ssn;
pub mod error;
pub mod event_cases;
pub mod event_kinds;
pub mod helpers;
pub mod import;
pub mod issuer_codes;
pub mod lists;
pub mod messages;
pub mod outbox;
pub mod packet_runs;
pub mod packets;
pub mod part_b;
pub mod payroll;
pub mod pension_lists;
pub mod people;
pub mod queue;
pub mod rate_limits;
pub mod retirements;
pub mod seminars;
pub mod sessions;
pub mod stamp;
pub mod standing;
pub mod standing_changes;
pub mod submissions;
pub mod testing;
pub mod uploads;
pub mod vault;

pub use db::{Store, Write};
pub use error::{Error, Result};

//! The demonstration city: invented, of any size, the same for the same seed and day.
//!
//! [`city`] says how many there are and who has which number; [`draw`] and [`coverage`] draw them, [`cast`]
//! lists those whom visitors can sign in as. [`files`] writes them as the files that another system would
//! hand over, which are imported like any other; [`sheets`] moves the city's sheets to its day. [`queue`]
//! plays open enrollment up to now, through the use cases that people go through; [`part_b`] the reimbursement
//! of Part B before it.

mod build;
mod cast;
mod city;
mod cli;
mod coverage;
mod draw;
mod files;
mod household;
mod names;
mod part_b;
mod queue;
mod sheets;
#[cfg(test)]
mod tests;

use anyhow::Result;
use chrono::NaiveDate;
use desk::demonstration::{CastMember, Demonstration};
use records::Store;
use records::demonstration::{CAST, DEMONSTRATION};

pub(crate) use build::{DemoSummary, build};
pub(crate) use city::NAME as CITY_NAME;
pub(crate) use cli::{DemoArgs, run};

/// What city to make.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DemoOptions {
    /// Employees, retirees and survivors together.
    pub people: usize,
    /// What they are drawn from.
    pub seed: u64,
    /// The day that it shows.
    pub today: NaiveDate,
}

impl DemoOptions {
    /// The ordinary city, on a day.
    pub(crate) fn on(today: NaiveDate) -> DemoOptions {
        DemoOptions { people: 2_100, seed: 1, today }
    }
}

/// The demonstration that a store holds, if it holds one.
pub(crate) async fn demonstration(store: &Store) -> Result<Option<Demonstration>> {
    Ok(records::demonstration::get(store, DEMONSTRATION).await?)
}

/// Whom one can sign in as, in the order in which they are offered; nobody beside a real city's records.
pub(crate) async fn cast(store: &Store) -> Result<Vec<CastMember>> {
    Ok(records::demonstration::get(store, CAST).await?.unwrap_or_default())
}

//! MTRS's own file of deductions, compared with the records.

use std::sync::Arc;

use chrono::NaiveDate;
use domain::pension_list::{Taken, differences};
use domain::period::end_of_month;
use domain::retiring::RetirementSystem;
use records::audit::{self, Entry};
use records::import::{Source, read_deductions};
use records::pension_lists::{self, Comparison};
use uuid::Uuid;

use super::{first_of, may_see, subject};
use crate::error::{Error, FieldError, Result};
use crate::{Actor, Desk, Permission};

/// The most bytes of a file.
pub const LARGEST_FILE: usize = 5 * 1024 * 1024;
/// The most faults that are told at once.
const MOST_FAULTS: usize = 20;
/// The longest name of a file that is kept, in characters.
const LONGEST_NAME: usize = 120;

impl Desk {
    /// The last comparison of a month.
    pub async fn mtrs_comparison(&self, actor: &Actor, month: NaiveDate) -> Result<Option<Comparison>> {
        may_see(actor)?;
        Ok(pension_lists::comparison(&self.store, first_of(month)).await?)
    }

    /// Compares a file of deductions, CSV or XLSX, with what the records say for the last day of a month. A file
    /// that can't be read is refused with what is wrong, by row and column.
    pub async fn compare_mtrs(
        &self,
        actor: &Actor,
        month: NaiveDate,
        name: &str,
        bytes: Vec<u8>,
    ) -> Result<()> {
        actor.require(Permission::RunRetirements)?;
        let bad = |problem: &str, detail: String| FieldError::new("file", problem).naming(detail);
        if bytes.is_empty() {
            return Err(Error::Fields(vec![bad("file_missing", String::new())]));
        }
        if bytes.len() > LARGEST_FILE {
            return Err(Error::Fields(vec![bad("file_too_large", (LARGEST_FILE >> 20).to_string())]));
        }
        let name: String = name.chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect();
        let source = Source::bytes(name.as_str(), Arc::<[u8]>::from(bytes));
        let theirs = read_deductions(&source).await?.map_err(|faults| {
            let told = faults.iter().take(MOST_FAULTS);
            Error::Fields(told.map(|fault| bad("bad_file", fault.to_string())).collect())
        })?;
        let month = first_of(month);
        let last_day = end_of_month(month);
        let books = self.books(RetirementSystem::Mtrs).await?;
        let (shares, _) = books.shares(last_day, self.now()).await?;
        let ours: Vec<Taken> = books
            .pensioners
            .iter()
            .filter_map(|one| {
                let amount = shares.get(&one.id)?.iter().map(|share| share.amount).sum();
                let name = format!("{}, {}", one.family_name, one.given_name);
                Some(Taken { number: one.ref_.clone().unwrap_or_default(), name, amount, row: 0 })
            })
            .collect();
        let comparison = Comparison {
            id: Uuid::now_v7(),
            month,
            file_name: name,
            rows: theirs.len() as i64,
            differences: differences(&ours, &theirs),
            made_at: self.now(),
            actor_name: actor.name.clone(),
        };
        let mut write = self.store.begin().await?;
        pension_lists::keep_comparison(&mut write, &comparison, &actor.id).await?;
        let entry = Entry {
            at: self.now(),
            actor: &actor.id,
            action: "pension_list.compared",
            subject: &subject(RetirementSystem::Mtrs, month),
            detail: serde_json::json!({ "rows": comparison.rows, "differences": comparison.differences.len() }),
        };
        audit::append(&mut write, entry).await?;
        Ok(write.commit().await?)
    }
}

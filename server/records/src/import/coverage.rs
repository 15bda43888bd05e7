//! What people hold, as another system knows it. The file becomes one submission, approved by whoever
//! imports it; each of its coverages names that submission.
//!
//! A row says what somebody holds for a benefit in a period. Where the records say so already, nothing is
//! written; where they say otherwise of these days, [`domain::apply::restated`] tells what is superseded
//! and what takes its place.

mod line;
mod store;

use std::collections::{BTreeSet, HashMap};

use domain::apply::restated;
use domain::benefit::Benefit;
use domain::election::Coverage;
use domain::period::Period;
use uuid::Uuid;

use super::Stop;
use super::columns::Columns;
use super::report::{Fault, Tally};
use super::source::{RawRow, Source};
use crate::catalog::{self, Catalog};
use crate::db::Write;
use crate::error::Result;
use line::{COLUMNS, CoverageLine, choice, read};
use store::{ImportSubmission, People, Written};

pub(super) async fn import(write: &mut Write, source: &Source, tally: &mut Tally<'_>) -> Result<(), Stop> {
    let known = catalog::load_in(write).await?;
    let earlier = store::earlier_import(write, tally.sha256()).await?;
    let (header, mut rows) = source.rows().await?;
    let columns = Columns::new(source.name(), &header, &COLUMNS)?;
    tally.header(&header)?;

    let submission = ImportSubmission::new(earlier.as_ref(), tally);
    let mut has_submission = false;
    let mut periods = Periods::new();
    let mut benefits = BTreeSet::new();
    while let Some(batch) = rows.next().await? {
        let mut lines = Vec::with_capacity(batch.len());
        for row in batch {
            tally.seen();
            // The very file was imported before: of its rows, only those that were rejected are news.
            if earlier.as_ref().is_some_and(|earlier| !earlier.rejected.contains(&row.number)) {
                tally.unchanged(1);
                continue;
            }
            let mut cells = columns.read(&row);
            match read(&mut cells, &known) {
                Some(line) => lines.push((row, line)),
                None => tally.reject(&row, cells.into_faults())?,
            }
        }
        if lines.is_empty() {
            continue;
        }
        if !has_submission {
            submission.insert(write).await?;
            has_submission = true;
        }
        apply(write, source, &lines, &known, &submission, &mut periods, &mut benefits, tally).await?;
    }
    if has_submission {
        submission.finish(write, source.name(), &benefits, tally).await?;
    }
    Ok(())
}

/// Periods that the file gives for a person and benefit, each with its row.
type Periods = HashMap<(Uuid, Benefit), Vec<(Period, u64)>>;

#[expect(clippy::too_many_arguments, reason = "one call, of which each is a different thing")]
async fn apply(
    write: &mut Write,
    source: &Source,
    lines: &[(RawRow, CoverageLine)],
    known: &Catalog,
    submission: &ImportSubmission,
    periods: &mut Periods,
    benefits: &mut BTreeSet<Benefit>,
    tally: &mut Tally<'_>,
) -> Result<(), Stop> {
    let people = People::load(write, lines.iter().map(|(_, line)| line)).await?;
    let mut held: HashMap<Uuid, Vec<Coverage>> = people.coverage(write).await?;
    let mut written = Written::default();
    for (row, line) in lines {
        let fault = |column: &str, value: &str, expected: String| {
            vec![Fault::new(source.name(), row.number, column, value, expected)]
        };
        let Some(person) = people.id(&line.person) else {
            tally.reject(
                row,
                fault("person_ref", line.person.as_str(), "the number of a person in the records".into()),
            )?;
            continue;
        };
        let choice = match choice(line, person, &people, known) {
            Ok(choice) => choice,
            Err((column, value, expected)) => {
                tally.reject(row, fault(column, &value, expected))?;
                continue;
            }
        };
        let given = periods.entry((person, line.benefit)).or_default();
        if let Some((other, number)) = given.iter().find(|(other, _)| other.overlaps(line.period)) {
            let expected = format!(
                "periods of one person and benefit that do not overlap, but row {number} has {} and this row {}",
                words(*other),
                words(line.period)
            );
            tally.reject(row, fault("effective_from", &line.period.from().to_string(), expected))?;
            continue;
        }
        given.push((line.period, row.number));
        benefits.insert(line.benefit);

        let current = held.entry(person).or_default();
        let what =
            || format!("{} {}: {} {}", line.person, line.benefit, line.plan_or_waived(), words(line.period));
        match restated(current, line.benefit, &choice, line.period) {
            None => tally.unchanged(1),
            Some(mut change) => {
                for new in &mut change.insert {
                    new.through = people.through(person);
                }
                if change.supersede.is_empty() {
                    tally.new_row(row.number, what)
                } else {
                    tally.changed(row.number, what)
                }
                written.take(person, current, &change, submission);
            }
        }
    }
    written.put(write, submission).await?;
    tally.done(tally.counts().rows);
    Ok(())
}

fn words(period: Period) -> String {
    match period.to() {
        Some(to) => format!("{} to {to}", period.from()),
        None => format!("from {}", period.from()),
    }
}

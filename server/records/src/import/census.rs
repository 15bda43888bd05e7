//! The census: employees, retirees, survivors, and their dependents, a row each.
//!
//! The file is read twice. The first pass finds every fault that a row has by itself or with another row
//! and remembers, a few dozen bytes a row, who is in the file; so a dependent may stand above the
//! subscriber. The second pass writes, a batch at a time. What points from one person to another is
//! written last, when both are there.

mod line;
mod look;
mod store;

use std::collections::{BTreeMap, HashMap};

use uuid::Uuid;

use super::Stop;
use super::columns::Columns;
use super::report::{Fault, Tally};
use super::source::Source;
use super::units::usual_where_none;
use crate::db::Write;
use crate::error::Result;
use line::{COLUMNS, CensusLine, Rolls, read};
use look::{Roster, look};
use store::{Held, HouseholdRow, PersonRow, SurvivorRow, put_household, put_survivors};

pub(super) async fn import(write: &mut Write, source: &Source, tally: &mut Tally<'_>) -> Result<(), Stop> {
    usual_where_none(write).await?;
    let units = crate::catalog::load_in(write).await?.units.into_iter().map(|unit| unit.code).collect();
    let roster = look(write, source, &units, tally).await?;

    let (header, mut rows) = source.rows().await?;
    let columns = Columns::new(source.name(), &header, &COLUMNS)?;
    let mut links: BTreeMap<(Uuid, Uuid), HouseholdRow> = BTreeMap::new();
    let mut survivors: BTreeMap<Uuid, SurvivorRow> = BTreeMap::new();
    let mut done = 0;
    while let Some(batch) = rows.next().await? {
        let count = batch.len() as u64;
        let lines: Vec<_> = batch
            .into_iter()
            .filter(|row| !roster.is_rejected(row.number))
            .filter_map(|row| {
                let line = read(&mut columns.read(&row), &units)?;
                Some((row, line))
            })
            .collect();
        let people: Vec<Uuid> =
            lines.iter().filter_map(|(_, line)| roster.known_id(line.number.as_str())).collect();
        let mut held = Held::load(write, &people).await?;
        for (row, line) in &lines {
            let faults = missing_people(source, row.number, line, &roster);
            match roster.id(line.number.as_str()) {
                Some(id) if faults.is_empty() => {
                    apply(
                        write,
                        row.number,
                        line,
                        id,
                        &roster,
                        &mut held,
                        &mut links,
                        &mut survivors,
                        tally,
                    )?;
                }
                _ => tally.reject(row, faults)?,
            }
        }
        held.put(write).await?;
        done += count;
        tally.done(done);
    }
    put_household(write, links.into_values()).await?;
    put_survivors(write, survivors.into_values()).await?;
    Ok(())
}

/// Faults of a row that names somebody who is neither in the records nor in a good row of the file.
fn missing_people(source: &Source, row: u64, line: &CensusLine, roster: &Roster) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut check = |column: &str, number: &str| {
        if roster.id(number).is_none() {
            let expected = "the number of a person in the records or in a good row of this file";
            faults.push(Fault::new(source.name(), row, column, number, expected));
        }
    };
    if line.personal.is_none() {
        check("ref", line.number.as_str());
    }
    if let Some(link) = &line.link {
        check("subscriber_ref", link.subscriber.as_str());
    }
    if let Some(Rolls::Survivor { of: Some(of), .. }) = &line.rolls {
        check("survivor_of", of.as_str());
    }
    faults
}

/// Takes a good row over into what is held, and says what that changes.
#[expect(clippy::too_many_arguments, reason = "one call, of which each is a different thing")]
fn apply(
    write: &Write,
    row: u64,
    line: &CensusLine,
    id: Uuid,
    roster: &Roster,
    held: &mut Held,
    links: &mut BTreeMap<(Uuid, Uuid), HouseholdRow>,
    survivors: &mut BTreeMap<Uuid, SurvivorRow>,
    tally: &mut Tally<'_>,
) -> Result<()> {
    let mut is_new = false;
    let mut differs: Vec<&'static str> = Vec::new();
    if let Some(personal) = &line.personal {
        match held.people.get(&id) {
            None => {
                is_new = true;
                let person = PersonRow::new(id, &line.number, personal, &write.vault)?;
                held.write_person(person);
            }
            Some(old) => {
                let (person, changed) = old.with(personal, &write.vault)?;
                if !changed.is_empty() {
                    differs.extend(changed);
                    held.write_person(person);
                }
            }
        }
    }
    if let Some(rolls) = &line.rolls {
        differs.extend(held.write_rolls(id, rolls, survivors, |number| roster.id(number)));
    }
    if let Some(link) = &line.link
        && let Some(subscriber) = roster.id(link.subscriber.as_str())
    {
        let new = HouseholdRow {
            subscriber_id: subscriber,
            person_id: id,
            relationship: link.relationship.as_str().to_owned(),
            disabled: link.disabled,
        };
        if held.household.get(&(subscriber, id)) != Some(&new) {
            differs.push("relationship");
            links.insert((subscriber, id), new);
        }
    }
    let number = &line.number;
    if is_new {
        tally.new_row(row, || match (&line.rolls, &line.link) {
            (Some(rolls), _) => format!("{number}: {} in {}", rolls.population(), rolls.unit()),
            (None, Some(link)) => format!("{number}: {} of {}", link.relationship, link.subscriber),
            (None, None) => number.to_string(),
        });
    } else if differs.is_empty() {
        tally.unchanged(1);
    } else {
        tally.changed(row, || format!("{number}: {}", differs.join(", ")));
    }
    Ok(())
}

/// Persons by the office's number.
type ByNumber<V> = HashMap<Box<str>, V>;

//! The first pass: every fault that shows in the file itself, and who is in it.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::{BuildHasher, RandomState};

use domain::code::UnitCode;
use uuid::Uuid;

use super::ByNumber;
use super::line::{COLUMNS, CensusLine, Confidential, Personal, Rolls, read};
use crate::db::{Write, any_of, writing};
use crate::error::Result;
use crate::import::Stop;
use crate::import::columns::Columns;
use crate::import::report::{Fault, Tally};
use crate::import::source::{RawRow, Source};
use crate::vault::Vault;

/// Numbers that are looked up together.
const LOOKED_UP: usize = 1_000;

/// Who is in the file, and who of those that it names is in the records.
pub(super) struct Roster {
    people: ByNumber<Seen>,
    elsewhere: ByNumber<Uuid>,
    rejected: HashSet<u64>,
}

/// Somebody with a good row of their own.
struct Seen {
    id: Uuid,
    /// In the records before.
    is_known: bool,
    row: u32,
    /// Hash of what the row says of the person: a second row must say the same.
    personal: u64,
    /// Without whom they do not come in: a subscriber, the one whose survivor they are.
    needs: Vec<Box<str>>,
}

impl Roster {
    /// The id of a person in the records or in a good row of the file.
    pub(super) fn id(&self, number: &str) -> Option<Uuid> {
        self.people.get(number).map(|seen| seen.id).or_else(|| self.elsewhere.get(number).copied())
    }

    /// The id of a person who is in the records already.
    pub(super) fn known_id(&self, number: &str) -> Option<Uuid> {
        match self.people.get(number) {
            Some(seen) => seen.is_known.then_some(seen.id),
            None => self.elsewhere.get(number).copied(),
        }
    }

    /// Whether the first pass found fault with a row.
    pub(super) fn is_rejected(&self, row: u64) -> bool {
        self.rejected.contains(&row)
    }
}

/// Rows and numbers of the first pass. Keys are 64-bit hashes: of 100,000 rows, two different ones are
/// taken for the same once in billions of files.
#[derive(Default)]
struct Sightings {
    people: ByNumber<Seen>,
    named: HashSet<Box<str>>,
    rows: HashMap<u64, u32>,
    numbers: HashMap<u64, (u32, u64)>,
    hasher: RandomState,
}

pub(super) async fn look(
    write: &mut Write,
    source: &Source,
    units: &BTreeSet<UnitCode>,
    tally: &mut Tally<'_>,
) -> Result<Roster, Stop> {
    let (header, mut rows) = source.rows().await?;
    let columns = Columns::new(source.name(), &header, &COLUMNS)?;
    tally.header(&header)?;
    let mut sightings = Sightings::default();
    let mut rejected = HashSet::new();
    while let Some(batch) = rows.next().await? {
        let mut lines = Vec::with_capacity(batch.len());
        for row in batch {
            tally.seen();
            let mut cells = columns.read(&row);
            match read(&mut cells, units) {
                Some(line) => lines.push((row, line)),
                None => {
                    rejected.insert(row.number);
                    tally.reject(&row, cells.into_faults())?;
                }
            }
        }
        let owners = owners(write, &lines).await?;
        for (row, line) in lines {
            let mut faults = taken(source, row.number, &line, &owners, &write.vault);
            if faults.is_empty() {
                faults = sightings.add(source, row.number, &line);
            }
            if !faults.is_empty() {
                rejected.insert(row.number);
                tally.reject(&row, faults)?;
            }
        }
    }
    sightings.into_roster(write, rejected).await
}

/// Who in the records has which confidential number, by its hash.
type Owners = HashMap<Vec<u8>, Option<String>>;

/// Finds who in the records has the confidential numbers that `lines` give.
async fn owners(write: &mut Write, lines: &[(RawRow, CensusLine)]) -> Result<Owners> {
    let mut owners = Owners::new();
    for (column, sql) in [
        ("ssn", "SELECT ssn_hash, ref FROM person WHERE ssn_hash IN"),
        ("mbi", "SELECT mbi_hash, ref FROM person WHERE mbi_hash IN"),
    ] {
        let hashes: Vec<Vec<u8>> = lines
            .iter()
            .filter_map(|(_, line)| line.personal.as_ref())
            .flat_map(Personal::confidential)
            .filter(|(given, _)| *given == column)
            .map(|(_, number)| write.vault.hash(&number.whole))
            .collect();
        if !hashes.is_empty() {
            let found: Vec<(Vec<u8>, Option<String>)> =
                writing!(write, on => any_of(sql, &hashes).build_query_as().fetch_all(on).await)?;
            owners.extend(found);
        }
    }
    Ok(owners)
}

/// Faults of a row whose confidential number another person of the office's has. What a member has typed for
/// somebody in their household is no reason against what payroll says: it goes to whom the file names.
fn taken(source: &Source, row: u64, line: &CensusLine, owners: &Owners, vault: &Vault) -> Vec<Fault> {
    let numbers = line.personal.iter().flat_map(Personal::confidential);
    numbers
        .filter(|(_, number)| {
            let owner = owners.get(&vault.hash(&number.whole));
            owner.and_then(Option::as_deref).is_some_and(|owner| owner != line.number.as_str())
        })
        .map(|(column, _)| {
            Fault::new(source.name(), row, column, "", "a number that no other person of the records has")
        })
        .collect()
}

impl Sightings {
    /// Takes a row in; faults that it has with an earlier one.
    fn add(&mut self, source: &Source, row: u64, line: &CensusLine) -> Vec<Fault> {
        let number = line.number.as_str();
        let mut faults = Vec::new();
        let mut fault = |column: &str, value: &str, expected: String| {
            faults.push(Fault::new(source.name(), row, column, value, expected));
        };

        let hired = match &line.rolls {
            Some(Rolls::Employee { hired, .. }) => Some(*hired),
            _ => None,
        };
        let survivor_of = match &line.rolls {
            Some(Rolls::Survivor { of: Some(of), .. }) => Some(of.as_str()),
            _ => None,
        };
        let subscriber = line.link.as_ref().map(|link| link.subscriber.as_str());
        let key = self.hasher.hash_one((number, subscriber, line.rolls.is_some(), hired));
        if let Some(earlier) = self.rows.get(&key) {
            fault("ref", number, format!("each person once; row {earlier} is about the same person"));
            return faults;
        }
        if let (Some(personal), Some(seen)) = (&line.personal, self.people.get(number))
            && seen.personal != self.hasher.hash_one(personal)
        {
            let expected = format!(
                "the same name, birth date and address as in row {}, which is about the same person",
                seen.row
            );
            fault("ref", number, expected);
            return faults;
        }
        for (column, confidential) in line.personal.iter().flat_map(Personal::confidential) {
            if let Some(earlier) = self.row_of_other(column, confidential, number) {
                fault(column, "", format!("a number that no other person has; row {earlier} has it too"));
            }
        }
        if !faults.is_empty() {
            return faults;
        }

        let row = u32::try_from(row).unwrap_or(u32::MAX);
        self.rows.insert(key, row);
        if let Some(personal) = &line.personal {
            let owner = self.hasher.hash_one(number);
            for confidential in personal.confidential() {
                self.numbers.entry(self.hasher.hash_one(confidential)).or_insert((row, owner));
            }
            let personal = self.hasher.hash_one(personal);
            let needs: Vec<Box<str>> = subscriber.into_iter().chain(survivor_of).map(Box::from).collect();
            match self.people.get_mut(number) {
                Some(seen) if needs.is_empty() => seen.needs.clear(),
                Some(_) => {}
                None => {
                    let seen = Seen { id: Uuid::nil(), is_known: false, row, personal, needs };
                    self.people.insert(number.into(), seen);
                }
            }
        } else {
            self.named.insert(number.into());
        }
        self.named.extend(subscriber.into_iter().chain(survivor_of).map(Box::from));
        faults
    }

    fn row_of_other(&self, column: &str, confidential: &Confidential, number: &str) -> Option<u32> {
        let (row, owner) = self.numbers.get(&self.hasher.hash_one((column, confidential)))?;
        (*owner != self.hasher.hash_one(number)).then_some(*row)
    }

    /// Finds who is in the records, and gives the others ids.
    async fn into_roster(mut self, write: &mut Write, rejected: HashSet<u64>) -> Result<Roster, Stop> {
        let mut elsewhere = ByNumber::new();
        self.named.retain(|number| !self.people.contains_key(number));
        let everybody: Vec<&str> = self.people.keys().chain(&self.named).map(|number| &**number).collect();
        let mut known = Vec::new();
        for numbers in everybody.chunks(LOOKED_UP) {
            let found: Vec<(String, Uuid)> = writing!(write, on =>
                any_of("SELECT ref, id FROM person WHERE ref IN", numbers)
                    .build_query_as().fetch_all(on).await)?;
            known.extend(found);
        }
        for (number, id) in known {
            match self.people.get_mut(number.as_str()) {
                Some(seen) => (seen.id, seen.is_known) = (id, true),
                None => drop(elsewhere.insert(number.into(), id)),
            }
        }
        for seen in self.people.values_mut().filter(|seen| !seen.is_known) {
            seen.id = Uuid::now_v7();
        }
        // Whoever is new and needs somebody who does not come in does not come in either.
        loop {
            let in_vain: Vec<Box<str>> = self
                .people
                .iter()
                .filter(|(_, seen)| !seen.is_known)
                .filter(|(_, seen)| {
                    let is_there =
                        |number: &str| self.people.contains_key(number) || elsewhere.contains_key(number);
                    !seen.needs.iter().all(|number| is_there(number))
                })
                .map(|(number, _)| number.clone())
                .collect();
            if in_vain.is_empty() {
                break;
            }
            for number in in_vain {
                self.people.remove(&number);
            }
        }
        Ok(Roster { people: self.people, elsewhere, rejected })
    }
}

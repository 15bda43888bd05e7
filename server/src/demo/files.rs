//! The city as files, as another system would hand it over: drawn household by household as it is read,
//! so that a large city needs no more memory than a small one.

use std::io::{self, Read};

use chrono::NaiveDate;
use domain::class::Population;

use super::city::{City, UNITS};
use super::draw;
use super::household::{Held, Household, Person, Relative, What};

const CENSUS: [&str; 27] = [
    "ref",
    "given_name",
    "family_name",
    "birth_date",
    "sex",
    "email",
    "language",
    "street",
    "town",
    "state",
    "zip",
    "ssn",
    "mbi",
    "medicare_from",
    "subscriber_ref",
    "relationship",
    "disabled",
    "population",
    "unit",
    "bargaining_unit",
    "hours_per_week",
    "hired",
    "terminated",
    "pay_calendar",
    "retired_on",
    "survivor_of",
    "since",
];

const COVERAGE: [&str; 9] = [
    "person_ref",
    "benefit",
    "plan_code",
    "tier",
    "amount",
    "waiver_reason",
    "effective_from",
    "effective_to",
    "dependents",
];

type Row = Vec<String>;

/// A file that is made as it is read.
pub(crate) struct Made {
    rows: Box<dyn Iterator<Item = Vec<Row>> + Send>,
    text: Vec<u8>,
    read: usize,
}

impl Made {
    fn new(header: &[&str], rows: impl Iterator<Item = Vec<Row>> + Send + 'static) -> Made {
        let header = vec![header.iter().map(|name| (*name).to_owned()).collect()];
        Made { rows: Box::new(std::iter::once(header).chain(rows)), text: Vec::new(), read: 0 }
    }
}

impl Read for Made {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.read == self.text.len() {
            let Some(rows) = self.rows.next() else { return Ok(0) };
            (self.text, self.read) = (written(&rows)?, 0);
        }
        let length = buffer.len().min(self.text.len() - self.read);
        buffer[..length].copy_from_slice(&self.text[self.read..self.read + length]);
        self.read += length;
        Ok(length)
    }
}

fn written(rows: &[Row]) -> io::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record(row)?;
    }
    writer.into_inner().map_err(|error| io::Error::other(error.to_string()))
}

/// The payroll units.
pub(crate) fn units() -> Made {
    let rows = UNITS.iter().map(|(code, name, kind)| vec![[*code, *name, *kind].map(str::to_owned).to_vec()]);
    Made::new(&["code", "name", "kind"], rows)
}

/// Everybody on the rolls, each followed by their household.
pub(crate) fn census(city: City) -> Made {
    Made::new(&CENSUS, city.places().map(move |place| census_rows(&draw::household(&city, place))))
}

/// What everybody holds.
pub(crate) fn coverage(city: City) -> Made {
    Made::new(&COVERAGE, city.places().map(move |place| coverage_rows(&draw::household(&city, place))))
}

fn census_rows(household: &Household) -> Vec<Row> {
    let post = &household.post;
    let date = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let retired_on = post.since.filter(|_| post.population != Population::Survivor);
    let since = post.since.filter(|_| post.population == Population::Survivor);
    let mut own = card(&household.person);
    own.extend([String::new(), String::new(), String::new()]);
    own.extend([
        post.population.to_string(),
        post.unit.to_owned(),
        post.bargaining_unit.unwrap_or_default().to_owned(),
        post.hours.map(|tenths| format!("{}.{}", tenths / 10, tenths % 10)).unwrap_or_default(),
        date(post.hired),
        String::new(),
        post.pays.to_string(),
        date(retired_on),
        String::new(),
        date(since),
    ]);
    let relatives = household.relatives.iter().map(|relative| relative_row(&household.person, relative));
    std::iter::once(own).chain(relatives).collect()
}

fn relative_row(head: &Person, relative: &Relative) -> Row {
    let mut row = if relative.on_rolls { link(&relative.person) } else { card(&relative.person) };
    row.extend([
        head.ref_.clone(),
        relative.relationship.to_string(),
        if relative.disabled { "yes" } else { "" }.to_owned(),
    ]);
    row.resize(CENSUS.len(), String::new());
    row
}

/// Those columns for somebody who has a row of their own: the number alone.
fn link(person: &Person) -> Row {
    let mut row = vec![person.ref_.clone()];
    row.resize(card(person).len(), String::new());
    row
}

/// The columns that say who somebody is.
fn card(person: &Person) -> Row {
    let (mbi, medicare_from) = match &person.medicare {
        Some((number, from)) => (number.clone(), from.to_string()),
        None => Default::default(),
    };
    vec![
        person.ref_.clone(),
        person.given.clone(),
        person.family.clone(),
        person.birth.to_string(),
        if person.woman { "F" } else { "M" }.to_owned(),
        person.email.clone().unwrap_or_default(),
        person.language.to_owned(),
        person.street.clone(),
        "Alderbrook".to_owned(),
        "MA".to_owned(),
        // The post office has given it to nobody.
        "02799".to_owned(),
        person.ssn.unwrap_or_default().to_owned(),
        mbi,
        medicare_from,
    ]
}

fn coverage_rows(household: &Household) -> Vec<Row> {
    let row = |held: &Held| {
        let dependents: Vec<&str> = match &held.what {
            What::Cover(_, covered) => {
                covered.iter().map(|place| household.relatives[*place].person.ref_.as_str()).collect()
            }
            _ => Vec::new(),
        };
        let reason = match &held.what {
            What::Waive(reason) => reason.as_str(),
            _ => "",
        };
        let holder = held.holder.map_or(&household.person, |place| &household.relatives[place].person);
        vec![
            holder.ref_.clone(),
            held.benefit.to_string(),
            held.what.plan().to_owned(),
            held.what.tier().map(|tier| tier.to_string()).unwrap_or_default(),
            held.what.dollars().map(|dollars| format!("{dollars}.00")).unwrap_or_default(),
            reason.to_owned(),
            held.period.from().to_string(),
            held.period.to().map(|to| to.to_string()).unwrap_or_default(),
            dependents.join(";"),
        ]
    };
    household.holds.iter().map(row).collect()
}

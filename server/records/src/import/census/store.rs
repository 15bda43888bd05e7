//! What the records hold of the people in a batch, and the writing of what differs.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use domain::code::PersonRef;
use uuid::Uuid;

use super::line::{Confidential, Personal, Rolls};
use crate::db::{Write, any_of, writing};
use crate::error::Result;
use crate::import::source::BATCH;
use crate::people::search_name;
use crate::vault::Vault;

#[derive(Clone, sqlx::FromRow)]
pub(super) struct PersonRow {
    id: Uuid,
    #[sqlx(rename = "ref")]
    number: String,
    given_name: String,
    family_name: String,
    birth: NaiveDate,
    sex: Option<String>,
    email: Option<String>,
    language: String,
    street: Option<String>,
    town: Option<String>,
    state: Option<String>,
    zip: Option<String>,
    ssn_hash: Option<Vec<u8>>,
    mbi_hash: Option<Vec<u8>>,
    medicare_from: Option<NaiveDate>,
    /// Only where it is new: what is held is never opened for an import.
    #[sqlx(skip)]
    ssn: Option<Sealed>,
    #[sqlx(skip)]
    mbi: Option<Sealed>,
}

#[derive(Clone)]
struct Sealed {
    sealed: Vec<u8>,
    last_four: String,
}

impl PersonRow {
    /// Somebody who is new to the records.
    pub(super) fn new(id: Uuid, number: &PersonRef, personal: &Personal, vault: &Vault) -> Result<PersonRow> {
        let blank = PersonRow {
            id,
            number: number.to_string(),
            given_name: String::new(),
            family_name: String::new(),
            birth: personal.birth,
            sex: None,
            email: None,
            language: "en".into(),
            street: None,
            town: None,
            state: None,
            zip: None,
            ssn_hash: None,
            mbi_hash: None,
            medicare_from: None,
            ssn: None,
            mbi: None,
        };
        Ok(blank.with(personal, vault)?.0)
    }

    /// The person as the file has them, and the columns that differ.
    pub(super) fn with(&self, personal: &Personal, vault: &Vault) -> Result<(PersonRow, Vec<&'static str>)> {
        let mut new = self.clone();
        let mut differs = Vec::new();
        let mut take = |column, differs_here: bool| {
            if differs_here {
                differs.push(column);
            }
        };
        take("given_name", replace(&mut new.given_name, Some(&personal.given_name)));
        take("family_name", replace(&mut new.family_name, Some(&personal.family_name)));
        take("birth_date", replace(&mut new.birth, Some(&personal.birth)));
        take("sex", replace(&mut new.sex, personal.sex.as_ref()));
        take("email", replace(&mut new.email, personal.email.as_ref()));
        take("language", replace(&mut new.language, personal.language.as_ref()));
        take("street", replace(&mut new.street, personal.street.as_ref()));
        take("town", replace(&mut new.town, personal.town.as_ref()));
        take("state", replace(&mut new.state, personal.state.as_ref()));
        take("zip", replace(&mut new.zip, personal.zip.as_ref()));
        take("medicare_from", replace(&mut new.medicare_from, personal.medicare_from.as_ref()));
        let ssn = sealed(personal.ssn.as_ref(), &mut new.ssn_hash, vault)?;
        take("ssn", ssn.is_some());
        let mbi = sealed(personal.mbi.as_ref(), &mut new.mbi_hash, vault)?;
        take("mbi", mbi.is_some());
        (new.ssn, new.mbi) = (ssn.or(new.ssn), mbi.or(new.mbi));
        Ok((new, differs))
    }
}

fn replace<T: PartialEq + Clone>(held: &mut T, given: Option<&T>) -> bool {
    match given {
        Some(given) if given != held => {
            *held = given.clone();
            true
        }
        _ => false,
    }
}

/// A confidential number, sealed, where it is another one than is held.
fn sealed(given: Option<&Confidential>, held: &mut Option<Vec<u8>>, vault: &Vault) -> Result<Option<Sealed>> {
    let Some(given) = given else { return Ok(None) };
    let hash = vault.hash(&given.whole);
    if held.as_ref() == Some(&hash) {
        return Ok(None);
    }
    *held = Some(hash);
    Ok(Some(Sealed { sealed: vault.seal(&given.whole)?, last_four: given.last_four.clone() }))
}

#[derive(Clone, PartialEq, sqlx::FromRow)]
struct EmploymentRow {
    person_id: Uuid,
    unit_code: String,
    bargaining_unit: Option<String>,
    hours_tenths: i64,
    hired: NaiveDate,
    terminated: Option<NaiveDate>,
    on_leave: bool,
    pays: String,
}

#[derive(Clone, PartialEq, sqlx::FromRow)]
struct RetirementRow {
    person_id: Uuid,
    unit_code: String,
    system: String,
    retired_on: NaiveDate,
}

#[derive(Clone, PartialEq, sqlx::FromRow)]
pub(super) struct SurvivorRow {
    person_id: Uuid,
    of_person: Option<Uuid>,
    unit_code: String,
    since: NaiveDate,
}

#[derive(Clone, PartialEq, sqlx::FromRow)]
pub(super) struct HouseholdRow {
    pub(super) subscriber_id: Uuid,
    pub(super) person_id: Uuid,
    pub(super) relationship: String,
    pub(super) disabled: bool,
}

/// What the records hold of the people of a batch, with what the batch's rows make of it.
#[derive(Default)]
pub(super) struct Held {
    pub(super) people: HashMap<Uuid, PersonRow>,
    pub(super) household: HashMap<(Uuid, Uuid), HouseholdRow>,
    employments: HashMap<(Uuid, NaiveDate), EmploymentRow>,
    retirements: HashMap<Uuid, RetirementRow>,
    survivors: HashMap<Uuid, SurvivorRow>,
    people_to_write: BTreeSet<Uuid>,
    employments_to_write: BTreeSet<(Uuid, NaiveDate)>,
    retirements_to_write: BTreeSet<Uuid>,
}

impl Held {
    pub(super) async fn load(write: &mut Write, people: &[Uuid]) -> Result<Held> {
        if people.is_empty() {
            return Ok(Held::default());
        }
        let rows: Vec<PersonRow> = writing!(write, on => any_of(
            "SELECT id, ref, given_name, family_name, birth, sex, email, language, street, town, state, zip,
                    ssn_hash, mbi_hash, medicare_from FROM person WHERE id IN", people)
            .build_query_as().fetch_all(on).await)?;
        let employments: Vec<EmploymentRow> = writing!(write, on => any_of(
            "SELECT person_id, unit_code, bargaining_unit, hours_tenths, hired, terminated, on_leave, pays
             FROM employment WHERE person_id IN", people)
            .build_query_as().fetch_all(on).await)?;
        let retirements: Vec<RetirementRow> = writing!(write, on => any_of(
            "SELECT person_id, unit_code, system, retired_on FROM retirement WHERE person_id IN", people)
            .build_query_as().fetch_all(on).await)?;
        let survivors: Vec<SurvivorRow> = writing!(write, on => any_of(
            "SELECT person_id, of_person, unit_code, since FROM survivorship WHERE person_id IN", people)
            .build_query_as().fetch_all(on).await)?;
        let household: Vec<HouseholdRow> = writing!(write, on => any_of(
            "SELECT subscriber_id, person_id, relationship, disabled FROM household_member WHERE person_id IN",
            people)
            .build_query_as().fetch_all(on).await)?;
        Ok(Held {
            people: rows.into_iter().map(|row| (row.id, row)).collect(),
            household: household.into_iter().map(|row| ((row.subscriber_id, row.person_id), row)).collect(),
            employments: employments.into_iter().map(|row| ((row.person_id, row.hired), row)).collect(),
            retirements: retirements.into_iter().map(|row| (row.person_id, row)).collect(),
            survivors: survivors.into_iter().map(|row| (row.person_id, row)).collect(),
            ..Held::default()
        })
    }

    pub(super) fn write_person(&mut self, person: PersonRow) {
        self.people_to_write.insert(person.id);
        self.people.insert(person.id, person);
    }

    /// Puts somebody on the rolls, and says what differs. Survivorships point at other people and are
    /// left to the end.
    pub(super) fn write_rolls(
        &mut self,
        id: Uuid,
        rolls: &Rolls,
        survivors: &mut BTreeMap<Uuid, SurvivorRow>,
        person: impl Fn(&str) -> Option<Uuid>,
    ) -> Option<&'static str> {
        match rolls {
            Rolls::Employee { unit, bargaining_unit, hours, hired, terminated, on_leave, pays } => {
                let new = EmploymentRow {
                    person_id: id,
                    unit_code: unit.to_string(),
                    bargaining_unit: bargaining_unit.as_ref().map(|unit| unit.to_string()),
                    hours_tenths: i64::from(hours.tenths()),
                    hired: *hired,
                    terminated: *terminated,
                    on_leave: *on_leave,
                    pays: pays.to_string(),
                };
                let key = (id, *hired);
                let differs = self.employments.get(&key) != Some(&new);
                if differs {
                    self.employments.insert(key, new);
                    self.employments_to_write.insert(key);
                }
                differs.then_some("employment")
            }
            Rolls::Retiree { unit, system, retired_on } => {
                let new = RetirementRow {
                    person_id: id,
                    unit_code: unit.to_string(),
                    system: (*system).to_owned(),
                    retired_on: *retired_on,
                };
                let differs = self.retirements.get(&id) != Some(&new);
                if differs {
                    self.retirements.insert(id, new);
                    self.retirements_to_write.insert(id);
                }
                differs.then_some("retirement")
            }
            Rolls::Survivor { unit, of, since } => {
                let new = SurvivorRow {
                    person_id: id,
                    of_person: of.as_ref().and_then(|of| person(of.as_str())),
                    unit_code: unit.to_string(),
                    since: *since,
                };
                let differs = self.survivors.get(&id) != Some(&new);
                if differs {
                    survivors.insert(id, new);
                }
                differs.then_some("survivorship")
            }
        }
    }

    /// Writes what differs.
    pub(super) async fn put(self, write: &mut Write) -> Result<()> {
        let people: Vec<&PersonRow> =
            self.people_to_write.iter().filter_map(|id| self.people.get(id)).collect();
        put_people(write, &people).await?;
        let employments: Vec<&EmploymentRow> =
            self.employments_to_write.iter().filter_map(|key| self.employments.get(key)).collect();
        if !employments.is_empty() {
            writing!(write, on => {
                let mut query = sqlx::QueryBuilder::new(
                    "INSERT INTO employment (id, person_id, unit_code, bargaining_unit, hours_tenths, hired,
                         terminated, on_leave, pays) ");
                query.push_values(&employments, |mut row, job| {
                    row.push_bind(Uuid::now_v7()).push_bind(job.person_id).push_bind(&job.unit_code)
                        .push_bind(&job.bargaining_unit).push_bind(job.hours_tenths).push_bind(job.hired)
                        .push_bind(job.terminated).push_bind(job.on_leave).push_bind(&job.pays);
                });
                query.push(" ON CONFLICT (person_id, hired) DO UPDATE SET unit_code = excluded.unit_code,
                    bargaining_unit = excluded.bargaining_unit, hours_tenths = excluded.hours_tenths,
                    terminated = excluded.terminated, on_leave = excluded.on_leave, pays = excluded.pays");
                query.build().execute(on).await.map(drop)
            })?;
        }
        let retirements: Vec<&RetirementRow> =
            self.retirements_to_write.iter().filter_map(|id| self.retirements.get(id)).collect();
        if !retirements.is_empty() {
            writing!(write, on => {
                let mut query = sqlx::QueryBuilder::new(
                    "INSERT INTO retirement (person_id, unit_code, system, retired_on) ");
                query.push_values(&retirements, |mut row, retirement| {
                    row.push_bind(retirement.person_id).push_bind(&retirement.unit_code)
                        .push_bind(&retirement.system).push_bind(retirement.retired_on);
                });
                query.push(" ON CONFLICT (person_id) DO UPDATE SET unit_code = excluded.unit_code,
                    system = excluded.system, retired_on = excluded.retired_on");
                query.build().execute(on).await.map(drop)
            })?;
        }
        Ok(())
    }
}

async fn put_people(write: &mut Write, people: &[&PersonRow]) -> Result<()> {
    if people.is_empty() {
        return Ok(());
    }
    let numbers: Vec<Vec<u8>> =
        people.iter().filter(|one| one.ssn.is_some()).filter_map(|one| one.ssn_hash.clone()).collect();
    if !numbers.is_empty() {
        const SQL: &str = "UPDATE person SET ssn_sealed = NULL, ssn_hash = NULL, ssn_last_four = NULL
             WHERE ref IS NULL AND ssn_hash IN";
        writing!(write, on => any_of(SQL, &numbers).build().execute(on).await.map(drop))?;
    }
    writing!(write, on => {
        let mut query = sqlx::QueryBuilder::new(
            "INSERT INTO person (id, ref, given_name, family_name, search_name, birth, sex, email, language,
                 street, town, state, zip, ssn_sealed, ssn_hash, ssn_last_four, mbi_sealed, mbi_hash, medicare_from) ");
        query.push_values(people, |mut row, person| {
            let (ssn, mbi) = (person.ssn.as_ref(), person.mbi.as_ref());
            row.push_bind(person.id).push_bind(&person.number)
                .push_bind(&person.given_name).push_bind(&person.family_name)
                .push_bind(search_name(&person.given_name, &person.family_name))
                .push_bind(person.birth).push_bind(&person.sex).push_bind(&person.email)
                .push_bind(&person.language).push_bind(&person.street).push_bind(&person.town)
                .push_bind(&person.state).push_bind(&person.zip)
                .push_bind(ssn.map(|ssn| &ssn.sealed)).push_bind(&person.ssn_hash)
                .push_bind(ssn.map(|ssn| &ssn.last_four))
                .push_bind(mbi.map(|mbi| &mbi.sealed)).push_bind(&person.mbi_hash)
                .push_bind(person.medicare_from);
        });
        // What is sealed comes only where it is new.
        query.push(" ON CONFLICT (id) DO UPDATE SET
            given_name = excluded.given_name, family_name = excluded.family_name,
            search_name = excluded.search_name, birth = excluded.birth, sex = excluded.sex,
            email = excluded.email, language = excluded.language, street = excluded.street,
            town = excluded.town, state = excluded.state, zip = excluded.zip,
            ssn_sealed = COALESCE(excluded.ssn_sealed, person.ssn_sealed), ssn_hash = excluded.ssn_hash,
            ssn_last_four = COALESCE(excluded.ssn_last_four, person.ssn_last_four),
            mbi_sealed = COALESCE(excluded.mbi_sealed, person.mbi_sealed), mbi_hash = excluded.mbi_hash,
            medicare_from = excluded.medicare_from");
        query.build().execute(on).await.map(drop)
    })?;
    Ok(())
}

/// Writes who is in whose household.
pub(super) async fn put_household(
    write: &mut Write,
    links: impl Iterator<Item = HouseholdRow>,
) -> Result<()> {
    let links: Vec<HouseholdRow> = links.collect();
    for links in links.chunks(BATCH) {
        writing!(write, on => {
            let mut query = sqlx::QueryBuilder::new(
                "INSERT INTO household_member (subscriber_id, person_id, relationship, disabled) ");
            query.push_values(links, |mut row, link| {
                row.push_bind(link.subscriber_id).push_bind(link.person_id)
                    .push_bind(&link.relationship).push_bind(link.disabled);
            });
            query.push(" ON CONFLICT (subscriber_id, person_id) DO UPDATE SET
                relationship = excluded.relationship, disabled = excluded.disabled");
            query.build().execute(on).await.map(drop)
        })?;
    }
    Ok(())
}

/// Writes survivorships.
pub(super) async fn put_survivors(
    write: &mut Write,
    survivors: impl Iterator<Item = SurvivorRow>,
) -> Result<()> {
    let survivors: Vec<SurvivorRow> = survivors.collect();
    for survivors in survivors.chunks(BATCH) {
        writing!(write, on => {
            let mut query = sqlx::QueryBuilder::new(
                "INSERT INTO survivorship (person_id, of_person, unit_code, since) ");
            query.push_values(survivors, |mut row, survivor| {
                row.push_bind(survivor.person_id).push_bind(survivor.of_person)
                    .push_bind(&survivor.unit_code).push_bind(survivor.since);
            });
            query.push(" ON CONFLICT (person_id) DO UPDATE SET of_person = excluded.of_person,
                unit_code = excluded.unit_code, since = excluded.since");
            query.build().execute(on).await.map(drop)
        })?;
    }
    Ok(())
}

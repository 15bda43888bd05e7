//! People: who they are, why they are on the rolls, who is in their household.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::class::{PayCalendar, Population};
use domain::code::{PersonRef, UnitCode};
use domain::person::{Dependent, Subscriber, WeeklyHours};
use uuid::Uuid;

use crate::catalog::{maybe, parsed};
use crate::db::{Store, Write, reading, writing};
use crate::error::{Error, Result};

/// A person as the pages name them.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Person {
    /// Their id.
    pub id: Uuid,
    /// The office's number of them; none for most dependents.
    #[sqlx(rename = "ref")]
    pub ref_: Option<String>,
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// Date of birth.
    pub birth: NaiveDate,
    /// Where they are reached.
    pub email: Option<String>,
    /// `en` or `es`.
    pub language: String,
    /// Street and number.
    pub street: Option<String>,
    /// Town.
    pub town: Option<String>,
    /// State, two letters.
    pub state: Option<String>,
    /// ZIP code.
    pub zip: Option<String>,
    /// The end of the Social Security number, for a masked display.
    pub ssn_last_four: Option<String>,
    /// First day of Medicare parts A and B.
    pub medicare_from: Option<NaiveDate>,
    /// The unit that employs, or employed, them; none for dependents.
    pub unit: Option<String>,
    /// Grows with every change applied to their coverage.
    pub records_version: i64,
}

impl Person {
    /// Given and family name.
    pub fn name(&self) -> String {
        format!("{} {}", self.given_name, self.family_name)
    }
}

/// The name under which a person is searched and sorted.
pub fn search_name(given: &str, family: &str) -> String {
    format!("{}, {}", family.to_lowercase(), given.to_lowercase())
}

pub(crate) const PERSON: &str =
    "SELECT p.id, p.ref, p.given_name, p.family_name, p.birth, p.email, p.language,
        p.street, p.town, p.state, p.zip, p.ssn_last_four, p.medicare_from, p.records_version,
        COALESCE(
            (SELECT e.unit_code FROM employment e WHERE e.person_id = p.id
             ORDER BY CASE WHEN e.terminated IS NULL THEN 0 ELSE 1 END, e.hired DESC LIMIT 1),
            r.unit_code, s.unit_code) AS unit
 FROM person p
 LEFT JOIN retirement r ON r.person_id = p.id
 LEFT JOIN survivorship s ON s.person_id = p.id";

/// A person.
pub async fn person(store: &Store, id: Uuid) -> Result<Person> {
    let sql = format!("{PERSON} WHERE p.id = $1");
    let found: Option<Person> =
        reading!(store, on => sqlx::query_as(&sql).bind(id).fetch_optional(on).await)?;
    found.ok_or(Error::NotFound("person"))
}

/// [`person`], as a transaction sees it.
pub async fn person_in(write: &mut Write, id: Uuid) -> Result<Person> {
    let sql = format!("{PERSON} WHERE p.id = $1");
    let found: Option<Person> =
        writing!(write, on => sqlx::query_as(&sql).bind(id).fetch_optional(on).await)?;
    found.ok_or(Error::NotFound("person"))
}

/// The person whom the office knows by a number.
pub async fn by_ref(store: &Store, number: &PersonRef) -> Result<Person> {
    let sql = format!("{PERSON} WHERE p.ref = $1");
    let found: Option<Person> =
        reading!(store, on => sqlx::query_as(&sql).bind(number.as_str()).fetch_optional(on).await)?;
    found.ok_or(Error::NotFound("person"))
}

#[derive(sqlx::FromRow)]
struct SubscriberRow {
    id: Uuid,
    birth: NaiveDate,
    medicare_from: Option<NaiveDate>,
    employed_by: Option<String>,
    bargaining_unit: Option<String>,
    hours_tenths: Option<i64>,
    hired: Option<NaiveDate>,
    terminated: Option<NaiveDate>,
    on_leave: Option<bool>,
    pays: Option<String>,
    retired_from: Option<String>,
    retired_on: Option<NaiveDate>,
    system: Option<String>,
    survivor_in: Option<String>,
}

/// Of several employments the one that counts on `$1`: in service then, else the latest. One that began
/// before a retirement ended with it.
const SUBSCRIBER: &str = "SELECT p.id, p.birth, p.medicare_from,
        e.unit_code AS employed_by, e.bargaining_unit, e.hours_tenths, e.terminated, e.on_leave, e.pays,
        COALESCE(e.hired, (SELECT MAX(y.hired) FROM employment y WHERE y.person_id = p.id)) AS hired,
        r.unit_code AS retired_from, r.retired_on, r.system, s.unit_code AS survivor_in
 FROM person p
 LEFT JOIN retirement r ON r.person_id = p.id
 LEFT JOIN survivorship s ON s.person_id = p.id
 LEFT JOIN employment e ON e.id = (
     SELECT x.id FROM employment x
     WHERE x.person_id = p.id
       AND (r.retired_on IS NULL OR r.retired_on > $1 OR x.hired >= r.retired_on)
     ORDER BY CASE WHEN x.terminated IS NULL OR x.terminated >= $1 THEN 0 ELSE 1 END, x.hired DESC
     LIMIT 1)";

/// The subscriber as the rules see them on a day: in service, else retired, else a survivor, else
/// somebody whose service has ended, else somebody with a contract of their own through one of these.
/// [`Error::NotFound`] for those who are none of them.
pub async fn subscriber(store: &Store, id: Uuid, on: NaiveDate) -> Result<Subscriber> {
    if let Some(known) = on_rolls(store, id, on).await? {
        return Ok(known);
    }
    let holder: Option<(Uuid, NaiveDate, Option<NaiveDate>)> = reading!(store, db =>
        sqlx::query_as(
            "SELECT c.through_id, p.birth, p.medicare_from FROM coverage c JOIN person p ON p.id = c.person_id
             WHERE c.person_id = $1 AND c.through_id IS NOT NULL AND c.superseded_at IS NULL
             ORDER BY c.effective_from DESC LIMIT 1")
            .bind(id).fetch_optional(db).await)?;
    let (through, birth, medicare_from) = holder.ok_or(Error::NotFound("subscriber"))?;
    let payer = on_rolls(store, through, on).await?.ok_or(Error::NotFound("subscriber"))?;
    Ok(Subscriber { id, birth, medicare: medicare_from.is_some_and(|from| from <= on), ..payer })
}

/// The subscriber as the rules see them on a day; `None` for those who are on nobody's rolls.
pub async fn on_rolls(store: &Store, id: Uuid, on: NaiveDate) -> Result<Option<Subscriber>> {
    let sql = format!("{SUBSCRIBER} WHERE p.id = $2");
    let row: Option<SubscriberRow> = reading!(store, db =>
        sqlx::query_as(&sql).bind(on).bind(id).fetch_optional(db).await)?;
    match row.map(|row| as_subscriber(row, on)) {
        None | Some(Err(Error::NotFound(_))) => Ok(None),
        Some(known) => known.map(Some),
    }
}

/// [`subscriber`], as a transaction sees it.
pub async fn subscriber_in(write: &mut Write, id: Uuid, on: NaiveDate) -> Result<Subscriber> {
    let sql = format!("{SUBSCRIBER} WHERE p.id = $2");
    let row: Option<SubscriberRow> = writing!(write, db =>
        sqlx::query_as(&sql).bind(on).bind(id).fetch_optional(db).await)?;
    as_subscriber(row.ok_or(Error::NotFound("person"))?, on)
}

/// Everybody who is on the rolls, as the rules see them on a day; those too who hold a contract of their own
/// through somebody.
pub async fn subscribers(store: &Store, on: NaiveDate) -> Result<HashMap<Uuid, Subscriber>> {
    let sql =
        format!("{SUBSCRIBER} WHERE e.id IS NOT NULL OR r.person_id IS NOT NULL OR s.person_id IS NOT NULL");
    let rows: Vec<SubscriberRow> = reading!(store, db => sqlx::query_as(&sql).bind(on).fetch_all(db).await)?;
    let mut known: HashMap<Uuid, Subscriber> =
        rows.into_iter().map(|row| Ok((row.id, as_subscriber(row, on)?))).collect::<Result<_>>()?;
    let holders: Vec<(Uuid, Uuid, NaiveDate, Option<NaiveDate>)> = reading!(store, db =>
        sqlx::query_as(
            "SELECT DISTINCT c.through_id, p.id, p.birth, p.medicare_from FROM coverage c
             JOIN person p ON p.id = c.person_id WHERE c.through_id IS NOT NULL AND c.superseded_at IS NULL")
            .fetch_all(db).await)?;
    for (through, id, birth, medicare_from) in holders {
        let Some(subscriber) = known.get(&through) else { continue };
        let medicare = medicare_from.is_some_and(|from| from <= on);
        let holder = Subscriber { id, birth, medicare, ..subscriber.clone() };
        known.entry(id).or_insert(holder);
    }
    Ok(known)
}

/// The first days of Medicare parts A and B of a subscriber and those of the household who have them.
pub async fn medicare_of(store: &Store, subscriber: Uuid) -> Result<HashMap<Uuid, NaiveDate>> {
    let rows: Vec<(Uuid, NaiveDate)> =
        reading!(store, on => sqlx::query_as(MEDICARE_OF).bind(subscriber).fetch_all(on).await)?;
    Ok(rows.into_iter().collect())
}

/// [`medicare_of`], as a transaction sees it.
pub async fn medicare_of_in(write: &mut Write, subscriber: Uuid) -> Result<HashMap<Uuid, NaiveDate>> {
    let rows: Vec<(Uuid, NaiveDate)> =
        writing!(write, on => sqlx::query_as(MEDICARE_OF).bind(subscriber).fetch_all(on).await)?;
    Ok(rows.into_iter().collect())
}

const MEDICARE_OF: &str = "SELECT p.id, p.medicare_from FROM person p
 WHERE p.medicare_from IS NOT NULL
   AND (p.id = $1 OR p.id IN (SELECT h.person_id FROM household_member h WHERE h.subscriber_id = $1))";

fn as_subscriber(row: SubscriberRow, on: NaiveDate) -> Result<Subscriber> {
    const CORRUPT: Error = Error::Corrupt("person");
    // Between the last day of service and retirement they are covered as before.
    let is_to_retire = row.retired_on.is_some_and(|from| on < from);
    let in_service =
        row.employed_by.is_some() && (is_to_retire || row.terminated.is_none_or(|last_day| last_day >= on));
    let (population, unit) = match (in_service, row.retired_from, row.survivor_in, row.employed_by) {
        (true, _, _, Some(unit)) | (_, None, None, Some(unit)) => {
            (if row.on_leave == Some(true) { Population::Leave } else { Population::Active }, unit)
        }
        (_, Some(unit), _, _) => match row.system.as_deref() {
            Some("CITY") => (Population::CityRetiree, unit),
            Some("MTRS") => (Population::MtrsRetiree, unit),
            _ => return Err(CORRUPT),
        },
        (_, None, Some(unit), _) => (Population::Survivor, unit),
        (_, None, None, None) => return Err(Error::NotFound("subscriber")),
    };
    let employed = matches!(population, Population::Active | Population::Leave);
    let hours = row
        .hours_tenths
        .filter(|_| employed)
        .map(|tenths| u16::try_from(tenths).ok().and_then(WeeklyHours::from_tenths).ok_or(CORRUPT));
    let pays: Option<PayCalendar> = maybe(row.pays.filter(|_| employed), "pay calendar")?;
    Ok(Subscriber {
        id: row.id,
        population,
        unit: parsed::<UnitCode>(&unit, "unit")?,
        bargaining_unit: maybe(row.bargaining_unit.filter(|_| employed), "bargaining unit")?,
        hired: row.hired,
        terminated: row.terminated.filter(|_| employed),
        hours: hours.transpose()?,
        birth: row.birth,
        medicare: row.medicare_from.is_some_and(|from| from <= on),
        pays: pays.unwrap_or(PayCalendar::Monthly),
    })
}

#[derive(sqlx::FromRow)]
struct DependentRow {
    id: Uuid,
    given_name: String,
    family_name: String,
    birth: NaiveDate,
    relationship: String,
    disabled: bool,
    ended_on: Option<NaiveDate>,
}

const HOUSEHOLD: &str =
    "SELECT p.id, p.given_name, p.family_name, p.birth, h.relationship, h.disabled, h.ended_on
 FROM household_member h JOIN person p ON p.id = h.person_id
 WHERE h.subscriber_id = $1 ORDER BY p.birth, p.id";

/// Those who may be covered under a subscriber, or might once, the eldest first.
pub async fn household(store: &Store, subscriber: Uuid) -> Result<Vec<Dependent>> {
    let rows: Vec<DependentRow> =
        reading!(store, on => sqlx::query_as(HOUSEHOLD).bind(subscriber).fetch_all(on).await)?;
    rows.into_iter().map(as_dependent).collect()
}

/// [`household`], as a transaction sees it.
pub async fn household_in(write: &mut Write, subscriber: Uuid) -> Result<Vec<Dependent>> {
    let rows: Vec<DependentRow> =
        writing!(write, on => sqlx::query_as(HOUSEHOLD).bind(subscriber).fetch_all(on).await)?;
    rows.into_iter().map(as_dependent).collect()
}

fn as_dependent(row: DependentRow) -> Result<Dependent> {
    Ok(Dependent {
        id: row.id,
        given_name: row.given_name,
        family_name: row.family_name,
        birth: row.birth,
        relationship: parsed(&row.relationship, "relationship")?,
        disabled: row.disabled,
        ended: row.ended_on,
    })
}

/// Somebody who was hired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hired {
    /// Who.
    pub person: Person,
    /// When.
    pub hired: NaiveDate,
    /// Normal hours a week.
    pub hours: Option<WeeklyHours>,
}

#[derive(sqlx::FromRow)]
struct HiredRow {
    #[sqlx(flatten)]
    person: Person,
    hired: NaiveDate,
    hours_tenths: i64,
}

/// Those in service who were hired on a day or after it, the first first.
pub async fn hired_since(store: &Store, since: NaiveDate) -> Result<Vec<Hired>> {
    let sql = PERSON.replacen("SELECT ", "SELECT w.hired, w.hours_tenths, ", 1)
        + " JOIN employment w ON w.person_id = p.id
            WHERE w.hired >= $1 AND w.terminated IS NULL ORDER BY w.hired, p.id";
    let rows: Vec<HiredRow> = reading!(store, on => sqlx::query_as(&sql).bind(since).fetch_all(on).await)?;
    let hours = |tenths| u16::try_from(tenths).ok().and_then(WeeklyHours::from_tenths);
    let hired =
        |row: HiredRow| Hired { person: row.person, hired: row.hired, hours: hours(row.hours_tenths) };
    Ok(rows.into_iter().map(hired).collect())
}

/// Those on record who may be `dependent`, who was typed: they have the Social Security number that was entered
/// with them, or their name and day of birth. Never `subscriber`.
pub async fn who_may_be(store: &Store, subscriber: Uuid, dependent: &Dependent) -> Result<Vec<Person>> {
    let sql = format!("{PERSON} {WHO_MAY_BE}");
    let name = search_name(&dependent.given_name, &dependent.family_name);
    Ok(reading!(store, on =>
        sqlx::query_as(&sql).bind(&name).bind(dependent.birth).bind(dependent.id).bind(subscriber)
            .fetch_all(on).await)?)
}

/// [`who_may_be`], as a transaction sees it.
pub async fn who_may_be_in(
    write: &mut Write,
    subscriber: Uuid,
    dependent: &Dependent,
) -> Result<Vec<Person>> {
    let sql = format!("{PERSON} {WHO_MAY_BE}");
    let name = search_name(&dependent.given_name, &dependent.family_name);
    Ok(writing!(write, on =>
        sqlx::query_as(&sql).bind(&name).bind(dependent.birth).bind(dependent.id).bind(subscriber)
            .fetch_all(on).await)?)
}

/// Who of `people` has the Social Security number that was entered for somebody who was typed.
pub async fn of_number_in<'a>(
    write: &mut Write,
    typed: Uuid,
    people: &'a [Person],
) -> Result<Option<&'a Person>> {
    let has_it: Option<Uuid> = writing!(write, on =>
        sqlx::query_scalar("SELECT p.id FROM person p JOIN entered_ssn t ON t.ssn_hash = p.ssn_hash
                            WHERE t.person_id = $1")
            .bind(typed).fetch_optional(on).await)?;
    Ok(people.iter().find(|one| Some(one.id) == has_it))
}

/// Says what somebody of a subscriber's household is from now on; [`Error::NotFound`] for anybody else.
pub async fn set_member_in(write: &mut Write, subscriber: Uuid, is: &Dependent) -> Result<()> {
    let done = writing!(write, on =>
        sqlx::query("UPDATE household_member SET relationship = $1, disabled = $2, ended_on = $3
                     WHERE subscriber_id = $4 AND person_id = $5")
            .bind(is.relationship.as_str()).bind(is.disabled).bind(is.ended).bind(subscriber).bind(is.id)
            .execute(on).await.map(|done| done.rows_affected()))?;
    if done == 0 {
        return Err(Error::NotFound("household member"));
    }
    writing!(write, on =>
        sqlx::query("UPDATE person SET given_name = $1, family_name = $2, search_name = $3, birth = $4 WHERE id = $5")
            .bind(&is.given_name).bind(&is.family_name).bind(search_name(&is.given_name, &is.family_name))
            .bind(is.birth).bind(is.id).execute(on).await.map(drop))?;
    Ok(())
}

const WHO_MAY_BE: &str = "WHERE ((p.search_name = $1 AND p.birth = $2)
           OR p.ssn_hash = (SELECT t.ssn_hash FROM entered_ssn t WHERE t.person_id = $3))
   AND p.id NOT IN ($3, $4) ORDER BY p.ref, p.id";

/// Adds somebody who is new to the records to a subscriber's household. Adding the same again changes
/// nothing.
pub async fn add_dependent(write: &mut Write, subscriber: Uuid, dependent: &Dependent) -> Result<()> {
    writing!(write, on =>
        sqlx::query("INSERT INTO person (id, given_name, family_name, search_name, birth)
                     VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO NOTHING")
            .bind(dependent.id).bind(&dependent.given_name).bind(&dependent.family_name)
            .bind(search_name(&dependent.given_name, &dependent.family_name)).bind(dependent.birth)
            .execute(on).await.map(drop))?;
    writing!(write, on =>
        sqlx::query("INSERT INTO household_member (subscriber_id, person_id, relationship, disabled)
                     VALUES ($1, $2, $3, $4) ON CONFLICT (subscriber_id, person_id) DO NOTHING")
            .bind(subscriber).bind(dependent.id).bind(dependent.relationship.as_str())
            .bind(dependent.disabled)
            .execute(on).await.map(drop))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::both;
    use domain::person::Relationship;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    async fn run(write: &mut Write, sql: &str) {
        // SQLite keeps ids as blobs, PostgreSQL as uuid: each reads its own literal.
        let sqlite = matches!(write.tx, crate::db::Tx::Sqlite(_));
        let sql = if sqlite { sql.replace("uuid'", "x'") } else { sql.replace("uuid'", "'") };
        writing!(write, on => sqlx::query(&sql).execute(on).await.map(drop)).unwrap();
    }

    fn id(n: u128) -> (Uuid, String) {
        let id = Uuid::from_u128(n);
        (id, format!("uuid'{}'", id.simple()))
    }

    async fn given_person(write: &mut Write, n: u128, birth: &str, medicare_from: Option<&str>) -> Uuid {
        let (key, literal) = id(n);
        let medicare = medicare_from.map_or("NULL".into(), |day| format!("'{day}'"));
        run(
            write,
            &format!(
                "INSERT INTO person (id, ref, given_name, family_name, search_name, birth, medicare_from)
             VALUES ({literal}, 'E{n:05}', 'Ana', 'Reis', 'reis, ana', '{birth}', {medicare})"
            ),
        )
        .await;
        key
    }

    async fn given_units(write: &mut Write) {
        run(write, "INSERT INTO unit (code, name, kind) VALUES ('CITY', 'City', 'city'), ('SCHOOL', 'Schools', 'school')").await;
    }

    async fn given_job(
        write: &mut Write,
        person: u128,
        job: u128,
        hired: &str,
        ended: Option<&str>,
        leave: bool,
    ) {
        let ended = ended.map_or("NULL".into(), |day| format!("'{day}'"));
        let leave = match (&write.tx, leave) {
            (crate::db::Tx::Sqlite(_), leave) => u8::from(leave).to_string(),
            (_, leave) => leave.to_string(),
        };
        run(write, &format!(
            "INSERT INTO employment (id, person_id, unit_code, bargaining_unit, hours_tenths, hired, terminated, on_leave, pays)
             VALUES ({}, {}, 'CITY', 'FIRE', 375, '{hired}', {ended}, {leave}, 'weekly_52')",
            id(job).1, id(person).1)).await;
    }

    #[tokio::test]
    async fn why_somebody_is_on_the_rolls() {
        for store in both().await {
            let mut write = store.begin().await.unwrap();
            given_units(&mut write).await;
            for n in 1..=7 {
                given_person(&mut write, n, "1960-02-03", Some("2025-02-01")).await;
            }
            given_job(&mut write, 1, 101, "2010-01-04", Some("2015-06-30"), false).await;
            given_job(&mut write, 1, 102, "2020-01-06", None, false).await;
            given_job(&mut write, 2, 103, "2010-01-04", None, true).await;
            given_job(&mut write, 3, 104, "1990-01-04", Some("2024-12-31"), false).await;
            run(&mut write, &format!("INSERT INTO retirement (person_id, unit_code, system, retired_on) VALUES ({}, 'SCHOOL', 'MTRS', '2025-01-01')", id(3).1)).await;
            run(&mut write, &format!("INSERT INTO survivorship (person_id, unit_code, since) VALUES ({}, 'CITY', '2024-05-05')", id(4).1)).await;
            given_job(&mut write, 5, 105, "2010-01-04", Some("2024-12-31"), false).await;
            given_job(&mut write, 7, 106, "1990-01-04", None, false).await;
            run(&mut write, &format!("INSERT INTO retirement (person_id, unit_code, system, retired_on) VALUES ({}, 'CITY', 'CITY', '2025-06-01')", id(7).1)).await;
            let seen = subscriber_in(&mut write, Uuid::from_u128(1), day("2025-01-31")).await.unwrap();
            assert!(!seen.medicare, "the day before Medicare");
            write.commit().await.unwrap();

            let on = day("2025-06-15");
            for (n, population, unit, pays, hired, terminated) in [
                (1, Population::Active, "CITY", PayCalendar::Weekly, Some("2020-01-06"), None),
                (2, Population::Leave, "CITY", PayCalendar::Weekly, Some("2010-01-04"), None),
                (3, Population::MtrsRetiree, "SCHOOL", PayCalendar::Monthly, Some("1990-01-04"), None),
                (4, Population::Survivor, "CITY", PayCalendar::Monthly, None, None),
                (5, Population::Active, "CITY", PayCalendar::Weekly, Some("2010-01-04"), Some("2024-12-31")),
                (7, Population::CityRetiree, "CITY", PayCalendar::Monthly, Some("1990-01-04"), None),
            ] {
                let who = subscriber(&store, Uuid::from_u128(n), on).await.unwrap();
                assert_eq!(
                    (who.population, who.unit.as_str(), who.pays, who.hired, who.terminated, who.medicare),
                    (population, unit, pays, hired.map(day), terminated.map(day), true),
                    "{n}"
                );
                let in_service = matches!(population, Population::Active | Population::Leave);
                assert_eq!(who.hours.is_some(), in_service, "{n}");
                assert_eq!(who.bargaining_unit.is_some(), in_service, "{n}");
            }
            let before = subscriber(&store, Uuid::from_u128(3), day("2024-06-01")).await.unwrap();
            assert_eq!(before.population, Population::Active, "before the retirement");
            let everybody = subscribers(&store, on).await.unwrap();
            let mut known: Vec<_> = everybody.keys().map(Uuid::as_u128).collect();
            known.sort_unstable();
            assert_eq!(known, [1, 2, 3, 4, 5, 7]);
            for (person, seen) in everybody {
                assert_eq!(seen, subscriber(&store, person, on).await.unwrap());
            }
            for nobody in [6, 99] {
                let id = Uuid::from_u128(nobody);
                let nobody = subscriber(&store, id, on).await;
                assert!(matches!(nobody, Err(Error::NotFound(_))));
                assert_eq!(on_rolls(&store, id, on).await.unwrap(), None);
            }
        }
    }

    #[tokio::test]
    async fn people_are_found_by_id_and_by_number() {
        for store in both().await {
            let mut write = store.begin().await.unwrap();
            given_units(&mut write).await;
            let ana = given_person(&mut write, 1, "1980-02-03", None).await;
            given_job(&mut write, 1, 101, "2020-01-06", None, false).await;
            assert_eq!(person_in(&mut write, ana).await.unwrap().name(), "Ana Reis");
            write.commit().await.unwrap();

            let found = by_ref(&store, &"E00001".parse().unwrap()).await.unwrap();
            assert_eq!(found, person(&store, ana).await.unwrap());
            assert_eq!((found.unit.as_deref(), found.language.as_str()), (Some("CITY"), "en"));
            assert!(matches!(by_ref(&store, &"E9".parse().unwrap()).await, Err(Error::NotFound(_))));
        }
    }

    #[tokio::test]
    async fn a_household_grows_once() {
        let child = Dependent {
            id: Uuid::from_u128(50),
            given_name: "Kim".into(),
            family_name: "Reis".into(),
            birth: day("2015-03-04"),
            relationship: Relationship::Child,
            disabled: true,
            ended: None,
        };
        for store in both().await {
            let mut write = store.begin().await.unwrap();
            let ana = given_person(&mut write, 1, "1980-02-03", None).await;
            for _ in 0..2 {
                add_dependent(&mut write, ana, &child).await.unwrap();
            }
            assert_eq!(household_in(&mut write, ana).await.unwrap(), std::slice::from_ref(&child));
            write.commit().await.unwrap();
            assert_eq!(household(&store, ana).await.unwrap(), std::slice::from_ref(&child));
            assert!(household(&store, child.id).await.unwrap().is_empty());
        }
    }
}

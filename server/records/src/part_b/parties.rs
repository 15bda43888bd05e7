//! Who is paid back, and for whose Part B: retirees and survivors with Medicare, and their spouses with it.

use chrono::{DateTime, NaiveDate, Utc};
use domain::class::Class;
use domain::code::UnitCode;
use domain::month::Month;
use domain::part_b::ledger::Entitlement;
use sqlx::types::Json;
use uuid::Uuid;

use crate::catalog::parsed;
use crate::db::{Store, Write, reading, stored, writing};
use crate::error::{Error, Result};

/// Somebody with Medicare, and the subscriber under whom the city pays back of it: themselves, or their spouse. Who
/// has a pension of their own is a party of their own from then on, and of nobody else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// Whose pension it goes with.
    pub subscriber: Uuid,
    /// Their name.
    pub subscriber_name: String,
    /// Who is paid: the subscriber, or, of their own and the subscriber's months, who survives them.
    pub payee: Uuid,
    /// The office's number of who is paid.
    pub payee_ref: String,
    /// The payee's family name.
    pub family_name: String,
    /// The payee's given name.
    pub given_name: String,
    /// The unit whose retiree or survivor the subscriber is.
    pub unit: UnitCode,
    /// The subscriber's class, whose rule counts.
    pub class: Class,
    /// The first month of a pension of the subscriber's own, where they were a survivor before.
    pub survivor_before: Option<Month>,
    /// Whose Part B it is.
    pub person: Uuid,
    /// Their name.
    pub person_name: String,
    /// The months that count.
    pub entitlement: Entitlement,
    /// The last day of their Part B or their life, where one is on record.
    pub ended_on: Option<NaiveDate>,
}

#[derive(sqlx::FromRow)]
struct Row {
    subscriber_id: Uuid,
    subscriber_name: String,
    payee_id: Uuid,
    payee_ref: String,
    family_name: String,
    given_name: String,
    unit_code: String,
    retired_on: Option<NaiveDate>,
    survivor_since: Option<NaiveDate>,
    remarried_on: Option<NaiveDate>,
    person_id: Uuid,
    person_name: String,
    medicare_from: NaiveDate,
    relationship: Option<String>,
    household_ended: Option<NaiveDate>,
    own_retirement: Option<NaiveDate>,
    own_survivorship: Option<NaiveDate>,
    part_b_ended: Option<NaiveDate>,
    died_on: Option<NaiveDate>,
    subscriber_died: Option<NaiveDate>,
}

/// A divorce that was approved.
#[derive(sqlx::FromRow)]
struct Divorce {
    person_id: Uuid,
    event_date: NaiveDate,
    concerned: Json<Vec<Uuid>>,
}

/// SQL for who is paid for `person`'s Part B under `subscriber`'s pension: who survives the subscriber, for the
/// subscriber's months and their own. Everybody else's, such as a former spouse's, stay with the subscriber, or the
/// estate.
pub(super) fn payee(subscriber: &str, person: &str) -> String {
    format!(
        "COALESCE((SELECT o.person_id FROM survivorship o JOIN person q ON q.id = o.person_id
                   WHERE o.of_person = {subscriber} AND q.ref IS NOT NULL
                     AND {person} IN (o.of_person, o.person_id)
                   ORDER BY o.since, o.person_id LIMIT 1), {subscriber})"
    )
}

/// SQL for whether `person`'s Part B under `subscriber`'s pension concerns whom `$1` names: it is their pension, or
/// they are paid. Always where `$1` is null.
pub(super) fn concerns(subscriber: &str, person: &str) -> String {
    let payee = payee(subscriber, person);
    format!(
        "($1 IS NULL OR {subscriber} = $1
          OR {subscriber} IN (SELECT of_person FROM survivorship WHERE person_id = $1) AND {payee} = $1)"
    )
}

/// Every party under which somebody, or anybody, is paid, or was while they lived; by the payee's name, what is for
/// one person's Part B together and the payee's own first.
pub async fn all(store: &Store, subscriber: Option<Uuid>) -> Result<Vec<Party>> {
    let sql = format!(
        "SELECT s.id AS subscriber_id, s.given_name || ' ' || s.family_name AS subscriber_name,
                y.id AS payee_id, y.ref AS payee_ref, y.family_name, y.given_name,
                COALESCE(r.unit_code, v.unit_code) AS unit_code, r.retired_on, v.since AS survivor_since,
                v.remarried_on, p.id AS person_id, p.given_name || ' ' || p.family_name AS person_name,
                p.medicare_from, h.relationship, h.ended_on AS household_ended,
                CASE WHEN p.id = s.id THEN NULL ELSE pr.retired_on END AS own_retirement,
                CASE WHEN p.id = s.id THEN NULL ELSE pv.since END AS own_survivorship,
                e.last_day AS part_b_ended, p.died_on,
                s.died_on AS subscriber_died
         FROM person s
         LEFT JOIN retirement r ON r.person_id = s.id
         LEFT JOIN survivorship v ON v.person_id = s.id
         JOIN (SELECT id AS subscriber_id, id AS person_id FROM person
               UNION ALL
               SELECT subscriber_id, person_id FROM household_member
               WHERE relationship IN ('spouse', 'former_spouse')) w
           ON w.subscriber_id = s.id
         JOIN person p ON p.id = w.person_id
         JOIN person y ON y.id = {payee}
         LEFT JOIN household_member h ON h.subscriber_id = s.id AND h.person_id = p.id
         LEFT JOIN retirement pr ON pr.person_id = p.id
         LEFT JOIN survivorship pv ON pv.person_id = p.id
         LEFT JOIN part_b_end e ON e.person_id = p.id
         WHERE COALESCE(r.unit_code, v.unit_code) IS NOT NULL AND s.ref IS NOT NULL
           AND p.medicare_from IS NOT NULL AND {concerns}",
        payee = payee("s.id", "p.id"),
        concerns = concerns("s.id", "p.id")
    );
    let rows: Vec<Row> = reading!(store, on => sqlx::query_as(&sql).bind(subscriber).fetch_all(on).await)?;
    let former = |row: &Row| row.relationship.as_deref() == Some("former_spouse");
    let divorces = if rows.iter().any(former) { approved_divorces(store).await? } else { Vec::new() };
    let mut parties = Vec::new();
    for row in rows {
        let divorce = divorces.iter().find(|one| {
            one.person_id == row.subscriber_id && one.concerned.contains(&row.person_id) && former(&row)
        });
        // Without a divorce on record they were never paid for as a spouse.
        if divorce.is_some() || !former(&row) {
            parties.push(read(row, divorce.map(|one| one.event_date))?);
        }
    }
    // Sorted here, as engines differ in the order of letters.
    parties.sort_by(|a: &Party, b: &Party| {
        let key = |one: &Party| {
            let others = one.payee != one.person;
            (others, one.person_name.clone(), one.person, one.payee != one.subscriber)
        };
        (&a.family_name, &a.given_name, &a.payee_ref, key(a)).cmp(&(
            &b.family_name,
            &b.given_name,
            &b.payee_ref,
            key(b),
        ))
    });
    Ok(parties)
}

/// Says on which day somebody's Part B ended, or that it has not.
pub async fn set_end(
    write: &mut Write,
    person: Uuid,
    last_day: Option<NaiveDate>,
    name: &str,
    at: DateTime<Utc>,
) -> Result<()> {
    writing!(write, on =>
        sqlx::query("DELETE FROM part_b_end WHERE person_id = $1").bind(person).execute(on).await.map(drop))?;
    if let Some(last_day) = last_day {
        writing!(write, on =>
            sqlx::query("INSERT INTO part_b_end (person_id, last_day, entered_at, entered_by_name)
                         VALUES ($1, $2, $3, $4)")
                .bind(person).bind(last_day).bind(stored(at)).bind(name).execute(on).await.map(drop))?;
    }
    Ok(())
}

/// Every divorce that was approved, the last first.
async fn approved_divorces(store: &Store) -> Result<Vec<Divorce>> {
    Ok(reading!(store, on =>
        sqlx::query_as(
            "SELECT c.person_id, c.event_date, c.concerned FROM event_case c
             JOIN submission b ON b.case_id = c.id
             WHERE c.kind_code = 'divorce' AND b.state = 'approved' ORDER BY b.decided_at DESC")
            .fetch_all(on).await)?)
}

fn read(row: Row, divorced_on: Option<NaiveDate>) -> Result<Party> {
    let (class, since) = match (row.retired_on, row.survivor_since) {
        (Some(retired), survivor) => {
            (Class::MedicareRetiree, survivor.into_iter().fold(retired, NaiveDate::min))
        }
        (None, Some(since)) => (Class::MedicareSurvivor, since),
        (None, None) => return Err(Error::Corrupt("pension")),
    };
    let own = [row.own_retirement, row.own_survivorship].into_iter().flatten().min();
    let ended_on = [row.part_b_ended, row.died_on].into_iter().flatten().min();
    let remarried_on = row.remarried_on.filter(|_| row.retired_on.is_none());
    let last_day = [
        row.household_ended,
        divorced_on,
        remarried_on,
        ended_on,
        row.subscriber_died,
        own.and_then(|day| day.pred_opt()),
    ];
    Ok(Party {
        subscriber: row.subscriber_id,
        subscriber_name: row.subscriber_name,
        payee: row.payee_id,
        payee_ref: row.payee_ref,
        family_name: row.family_name,
        given_name: row.given_name,
        unit: parsed(&row.unit_code, "unit")?,
        class,
        survivor_before: row.retired_on.filter(|retired| since < *retired).map(Month::from),
        person: row.person_id,
        person_name: row.person_name,
        entitlement: Entitlement::new(row.medicare_from, since, last_day.into_iter().flatten().min()),
        ended_on,
    })
}

//! Who is paid back, and for whose Part B: retirees and survivors with Medicare, and their spouses with it.

use chrono::{DateTime, NaiveDate, Utc};
use domain::class::Class;
use domain::code::UnitCode;
use domain::part_b::ledger::Entitlement;
use uuid::Uuid;

use crate::catalog::parsed;
use crate::db::{Store, Write, reading, stored, writing};
use crate::error::{Error, Result};

/// Somebody with Medicare, and the subscriber to whom it is paid back: themselves, or their spouse. Who has a
/// pension of their own is a party of their own from then on, and of nobody else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// Who is paid.
    pub subscriber: Uuid,
    /// The office's number of them.
    pub subscriber_ref: String,
    /// Their family name.
    pub family_name: String,
    /// Their given name.
    pub given_name: String,
    /// The unit whose retiree or survivor they are.
    pub unit: UnitCode,
    /// Their class, whose rule counts.
    pub class: Class,
    /// Whose Part B it is.
    pub person: Uuid,
    /// Their name.
    pub person_name: String,
    /// The months that count.
    pub entitlement: Entitlement,
    /// The last day of their Part B, where staff have entered one.
    pub ended_on: Option<NaiveDate>,
}

#[derive(sqlx::FromRow)]
struct Row {
    subscriber_id: Uuid,
    subscriber_ref: String,
    family_name: String,
    given_name: String,
    unit_code: String,
    retired_on: Option<NaiveDate>,
    survivor_since: Option<NaiveDate>,
    person_id: Uuid,
    person_name: String,
    medicare_from: NaiveDate,
    household_ended: Option<NaiveDate>,
    own_pension: Option<NaiveDate>,
    part_b_ended: Option<NaiveDate>,
}

/// Every party of a subscriber, or of anybody, by the subscriber's name; themselves before their spouse.
pub async fn all(store: &Store, subscriber: Option<Uuid>) -> Result<Vec<Party>> {
    let rows: Vec<Row> = reading!(store, on =>
        sqlx::query_as(
            "SELECT s.id AS subscriber_id, s.ref AS subscriber_ref, s.family_name, s.given_name,
                    COALESCE(r.unit_code, v.unit_code) AS unit_code, r.retired_on, v.since AS survivor_since,
                    p.id AS person_id, p.given_name || ' ' || p.family_name AS person_name, p.medicare_from,
                    h.ended_on AS household_ended, COALESCE(e.last_day, p.died_on) AS part_b_ended,
                    CASE WHEN p.id = s.id THEN NULL ELSE COALESCE(pr.retired_on, pv.since) END AS own_pension
             FROM person s
             LEFT JOIN retirement r ON r.person_id = s.id
             LEFT JOIN survivorship v ON v.person_id = s.id
             JOIN (SELECT id AS subscriber_id, id AS person_id FROM person
                   UNION ALL
                   SELECT subscriber_id, person_id FROM household_member WHERE relationship = 'spouse') w
               ON w.subscriber_id = s.id
             JOIN person p ON p.id = w.person_id
             LEFT JOIN household_member h ON h.subscriber_id = s.id AND h.person_id = p.id
             LEFT JOIN retirement pr ON pr.person_id = p.id
             LEFT JOIN survivorship pv ON pv.person_id = p.id
             LEFT JOIN part_b_end e ON e.person_id = p.id
             WHERE COALESCE(r.unit_code, v.unit_code) IS NOT NULL AND s.ref IS NOT NULL
               AND p.medicare_from IS NOT NULL AND ($1 IS NULL OR s.id = $1)")
            .bind(subscriber).fetch_all(on).await)?;
    let mut parties = rows.into_iter().map(read).collect::<Result<Vec<Party>>>()?;
    // Sorted here, as engines differ in the order of letters.
    parties.sort_by(|a, b| {
        let key = |one: &Party| (one.subscriber != one.person, one.person_name.clone());
        (&a.family_name, &a.given_name, &a.subscriber_ref, key(a)).cmp(&(
            &b.family_name,
            &b.given_name,
            &b.subscriber_ref,
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

fn read(row: Row) -> Result<Party> {
    let (class, since) = match (row.retired_on, row.survivor_since) {
        (Some(retired), _) => (Class::MedicareRetiree, retired),
        (None, Some(since)) => (Class::MedicareSurvivor, since),
        (None, None) => return Err(Error::Corrupt("pension")),
    };
    let own = row.own_pension.and_then(|day| day.pred_opt());
    let last_day = [row.household_ended, row.part_b_ended, own].into_iter().flatten().min();
    Ok(Party {
        subscriber: row.subscriber_id,
        subscriber_ref: row.subscriber_ref,
        family_name: row.family_name,
        given_name: row.given_name,
        unit: parsed(&row.unit_code, "unit")?,
        class,
        person: row.person_id,
        person_name: row.person_name,
        entitlement: Entitlement::new(row.medicare_from, since, last_day),
        ended_on: row.part_b_ended,
    })
}

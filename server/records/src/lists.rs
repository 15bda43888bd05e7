//! What everybody holds on a day, for the lists of the offices: read whole, in one statement each.

use chrono::NaiveDate;
use domain::class::RetirementSystem;
use domain::code::PlanCode;
use domain::election::Choice;
use domain::money::Cents;
use uuid::Uuid;

use crate::catalog::{maybe, parsed};
use crate::db::{Store, reading};
use crate::error::{Error, Result};

/// An insurance that somebody holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Who holds it: a subscriber, or somebody through one.
    pub person: Uuid,
    /// Who pays the member's share of it: the subscriber.
    pub payer: Uuid,
    /// What is held; dependents are left out, as the tier says enough.
    pub choice: Choice,
}

/// Somebody out of whose pension a share is taken, or who is billed for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pensioner {
    /// Their id.
    pub id: Uuid,
    /// The office's number of them.
    pub ref_: Option<String>,
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// Whose pension it is, their own or that of the spouse whom they survive. `None` where the records do not say.
    pub system: Option<RetirementSystem>,
}

#[derive(sqlx::FromRow)]
struct PensionerRow {
    id: Uuid,
    #[sqlx(rename = "ref")]
    ref_: Option<String>,
    given_name: String,
    family_name: String,
    system: Option<String>,
}

#[derive(sqlx::FromRow)]
struct Row {
    person_id: Uuid,
    payer_id: Uuid,
    kind: String,
    plan_code: String,
    tier: Option<String>,
    amount_cents: Option<i64>,
}

/// Every insurance that is held on a day, as is known now. Own contributions are not insurance.
pub async fn held(store: &Store, on: NaiveDate) -> Result<Vec<Held>> {
    let rows: Vec<Row> = reading!(store, db =>
        sqlx::query_as(
            "SELECT person_id, COALESCE(through_id, person_id) AS payer_id, kind, plan_code, tier, amount_cents
             FROM coverage
             WHERE superseded_at IS NULL AND kind IN ('cover', 'insure')
               AND effective_from <= $1 AND (effective_to IS NULL OR $1 < effective_to)")
            .bind(on).fetch_all(db).await)?;
    rows.into_iter().map(read).collect()
}

fn read(row: Row) -> Result<Held> {
    const CORRUPT: Error = Error::Corrupt("coverage");
    let plan: PlanCode = parsed(&row.plan_code, "coverage")?;
    let choice = match (row.kind.as_str(), row.tier, row.amount_cents) {
        ("cover", Some(tier), _) => {
            Choice::Cover { plan, tier: parsed(&tier, "coverage")?, dependents: Vec::new() }
        }
        ("insure", _, Some(volume)) => Choice::Insure { plan, volume: Cents::new(volume) },
        _ => return Err(CORRUPT),
    };
    Ok(Held { person: row.person_id, payer: row.payer_id, choice })
}

/// Out of whose pension somebody's share is taken, as [`Pensioner::system`] says.
pub async fn pension_system(store: &Store, person: Uuid) -> Result<Option<RetirementSystem>> {
    let found: Option<Option<String>> = reading!(store, db =>
        sqlx::query_scalar(
            "SELECT COALESCE(r.system, d.system) FROM person p
             LEFT JOIN retirement r ON r.person_id = p.id
             LEFT JOIN survivorship s ON s.person_id = p.id
             LEFT JOIN retirement d ON d.person_id = s.of_person
             WHERE p.id = $1")
            .bind(person).fetch_optional(db).await)?;
    maybe(found.flatten(), "retirement")
}

/// Retirees and survivors, by name.
pub async fn pensioners(store: &Store) -> Result<Vec<Pensioner>> {
    let rows: Vec<PensionerRow> = reading!(store, db =>
        sqlx::query_as(
            "SELECT p.id, p.ref, p.given_name, p.family_name, COALESCE(r.system, d.system) AS system
             FROM person p
             LEFT JOIN retirement r ON r.person_id = p.id
             LEFT JOIN survivorship s ON s.person_id = p.id
             LEFT JOIN retirement d ON d.person_id = s.of_person
             WHERE r.person_id IS NOT NULL OR s.person_id IS NOT NULL
             ORDER BY p.search_name, p.id")
            .fetch_all(db).await)?;
    let read = |row: PensionerRow| {
        let PensionerRow { id, ref_, given_name, family_name, system } = row;
        Ok(Pensioner { id, ref_, given_name, family_name, system: maybe(system, "retirement")? })
    };
    rows.into_iter().map(read).collect()
}

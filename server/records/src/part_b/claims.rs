//! Claims: what somebody says that Part B costs, the proof, and what was decided. A decided claim never changes.

use chrono::{DateTime, NaiveDate, Utc};
use domain::money::Cents;
use domain::month::Month;
use domain::part_b::ledger::Statement;
use domain::part_b::{Charged, ClaimOrigin, ClaimState};
use uuid::Uuid;

use super::parties::{concerns, payee};
use crate::catalog::parsed;
use crate::db::{Store, Write, reading, stored, writing};
use crate::error::{Error, Result};
use crate::submissions::By;

/// A claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Its id.
    pub id: Uuid,
    /// Under whose pension it is paid.
    pub subscriber: Uuid,
    /// Who is paid, as a party says it.
    pub payee: Uuid,
    /// Whose Part B it is.
    pub person: Uuid,
    /// The calendar year.
    pub year: i32,
    /// How it came.
    pub origin: ClaimOrigin,
    /// Where it stands.
    pub state: ClaimState,
    /// Grows with the decision.
    pub version: i64,
    /// What was claimed.
    pub claimed: Statement,
    /// What its proof says; `None` unless it is verified.
    pub verified: Option<Statement>,
    /// The proof.
    pub document: Option<Uuid>,
    /// Why staff entered it, or what was written to the member.
    pub words: String,
    /// When it came.
    pub filed_at: DateTime<Utc>,
    /// From whom: the actor's id.
    pub filed_by: String,
    /// From whom: the actor's name.
    pub filed_by_name: String,
    /// When it was decided about.
    pub decided_at: Option<DateTime<Utc>>,
    /// Who decided: the actor's name.
    pub decided_by_name: Option<String>,
}

/// A claim to be written.
#[derive(Debug, Clone, Copy)]
pub struct NewClaim<'a> {
    /// Its id.
    pub id: Uuid,
    /// Under whose pension it is paid.
    pub subscriber: Uuid,
    /// Whose Part B it is.
    pub person: Uuid,
    /// How it came. One that is carried forward is verified as it is written.
    pub origin: ClaimOrigin,
    /// What is claimed.
    pub claimed: Statement,
    /// The proof.
    pub document: Option<Uuid>,
    /// Why staff enter it.
    pub words: &'a str,
}

/// What becomes of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision<'a> {
    /// The proof says this.
    Verify(Statement),
    /// It goes back with these words.
    Return(&'a str),
}

/// A claim in the queue, with the names that go with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The claim.
    pub claim: Claim,
    /// The office's number of who is paid.
    pub payee_ref: String,
    /// Their name.
    pub payee_name: String,
    /// The name of whose Part B it is.
    pub person_name: String,
    /// Whether its proof went back, with another claim that it came with.
    pub is_proof_refused: bool,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    subscriber_id: Uuid,
    payee_id: Uuid,
    person_id: Uuid,
    year: i64,
    origin: String,
    state: String,
    version: i64,
    from_month: NaiveDate,
    through_month: NaiveDate,
    charged_cents: i64,
    income_related_cents: i64,
    penalty_cents: i64,
    document_id: Option<Uuid>,
    words: String,
    filed_at: DateTime<Utc>,
    filed_by: String,
    filed_by_name: String,
    decided_at: Option<DateTime<Utc>>,
    decided_by_name: Option<String>,
    verified_from: Option<NaiveDate>,
    verified_through: Option<NaiveDate>,
    verified_charged_cents: Option<i64>,
    verified_income_cents: Option<i64>,
    verified_penalty_cents: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct WaitingRow {
    #[sqlx(flatten)]
    claim: Row,
    payee_ref: Option<String>,
    payee_name: String,
    person_name: String,
    is_proof_refused: bool,
}

/// A claim's columns, and who is paid.
fn columns() -> String {
    format!(
        "c.id, c.subscriber_id, {} AS payee_id, c.person_id, c.year, c.origin, c.state, c.version, c.from_month,
         c.through_month, c.charged_cents, c.income_related_cents, c.penalty_cents, c.document_id, c.words,
         c.filed_at, c.filed_by, c.filed_by_name, c.decided_at, c.decided_by_name, c.verified_from,
         c.verified_through, c.verified_charged_cents, c.verified_income_cents, c.verified_penalty_cents",
        payee("c.subscriber_id", "c.person_id")
    )
}

/// One by its id, with the names that go with it.
pub async fn get(store: &Store, id: Uuid) -> Result<Waiting> {
    let sql = named("WHERE c.id = $1");
    let row: Option<WaitingRow> =
        reading!(store, on => sqlx::query_as(&sql).bind(id).fetch_optional(on).await)?;
    read_named(row.ok_or(Error::NotFound("claim"))?)
}

/// One by its id, as a transaction sees it.
pub async fn get_in(write: &mut Write, id: Uuid) -> Result<Claim> {
    let sql = format!("SELECT {} FROM part_b_claim c WHERE c.id = $1", columns());
    let row: Option<Row> = writing!(write, on => sqlx::query_as(&sql).bind(id).fetch_optional(on).await)?;
    read(row.ok_or(Error::NotFound("claim"))?)
}

/// Those about which nobody has decided, the one that waits longest first.
pub async fn waiting(store: &Store) -> Result<Vec<Waiting>> {
    let sql = named("WHERE c.state = 'claimed'");
    let rows: Vec<WaitingRow> = reading!(store, on => sqlx::query_as(&sql).fetch_all(on).await)?;
    rows.into_iter().map(read_named).collect()
}

/// Every claim under somebody's pension or of which they are paid, or of anybody, in the order in which they came.
pub async fn all(store: &Store, subscriber: Option<Uuid>) -> Result<Vec<Claim>> {
    let sql = format!(
        "SELECT {} FROM part_b_claim c WHERE {} ORDER BY c.filed_at, c.id",
        columns(),
        concerns("c.subscriber_id", "c.person_id")
    );
    let rows: Vec<Row> = reading!(store, on => sqlx::query_as(&sql).bind(subscriber).fetch_all(on).await)?;
    rows.into_iter().map(read).collect()
}

fn named(rest: &str) -> String {
    format!(
        "SELECT n.*, y.ref AS payee_ref, y.given_name || ' ' || y.family_name AS payee_name,
                p.given_name || ' ' || p.family_name AS person_name,
                EXISTS (SELECT 1 FROM document d WHERE d.id = n.document_id AND d.state = 'refused')
                    AS is_proof_refused
         FROM (SELECT {} FROM part_b_claim c {rest}) n
         JOIN person y ON y.id = n.payee_id JOIN person p ON p.id = n.person_id
         ORDER BY n.filed_at, n.id",
        columns()
    )
}

/// Writes a claim. One that waits and is about the same months, or some of them alone, is replaced by it.
pub async fn file(write: &mut Write, new: &NewClaim<'_>, by: By<'_>) -> Result<()> {
    writing!(write, on =>
        sqlx::query(
            "UPDATE part_b_claim SET state = 'replaced', version = version + 1, decided_at = $1, decided_by = $2,
                    decided_by_name = $3
             WHERE state = 'claimed' AND subscriber_id = $4 AND person_id = $5 AND $6 <= from_month
               AND through_month <= $7")
            .bind(stored(by.at)).bind(by.actor).bind(by.name).bind(new.subscriber).bind(new.person)
            .bind(new.claimed.from.first_day()).bind(new.claimed.through.first_day())
            .execute(on).await.map(drop))?;
    insert(write, new, by).await.map(drop)
}

/// Writes a claim that the city's rule makes for a new year, unless there was one for that year already; whether
/// it was written.
pub async fn carry(write: &mut Write, new: &NewClaim<'_>, by: By<'_>) -> Result<bool> {
    insert(write, new, by).await
}

async fn insert(write: &mut Write, new: &NewClaim<'_>, by: By<'_>) -> Result<bool> {
    let Statement { from, through, charged } = new.claimed;
    let verified = (new.origin == ClaimOrigin::Carried).then_some(new.claimed);
    let state = if verified.is_some() { ClaimState::Verified } else { ClaimState::Claimed };
    let decided = verified.map(|_| by);
    let done = writing!(write, on =>
        sqlx::query(
            "INSERT INTO part_b_claim (id, subscriber_id, person_id, year, origin, state, from_month, through_month,
                 charged_cents, income_related_cents, penalty_cents, document_id, words, filed_at, filed_by,
                 filed_by_name, decided_at, decided_by, decided_by_name, verified_from, verified_through,
                 verified_charged_cents, verified_income_cents, verified_penalty_cents)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
                     $22, $23, $24)
             ON CONFLICT DO NOTHING")
            .bind(new.id).bind(new.subscriber).bind(new.person).bind(i64::from(from.year()))
            .bind(new.origin.as_str()).bind(state.as_str()).bind(from.first_day()).bind(through.first_day())
            .bind(charged.total.get()).bind(charged.income_related.get()).bind(charged.penalty.get())
            .bind(new.document).bind(new.words).bind(stored(by.at)).bind(by.actor).bind(by.name)
            .bind(decided.map(|by| stored(by.at))).bind(decided.map(|by| by.actor)).bind(decided.map(|by| by.name))
            .bind(verified.map(|one| one.from.first_day())).bind(verified.map(|one| one.through.first_day()))
            .bind(verified.map(|one| one.charged.total.get()))
            .bind(verified.map(|one| one.charged.income_related.get()))
            .bind(verified.map(|one| one.charged.penalty.get()))
            .execute(on).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

/// Decides about a claim that still waits as it was seen; [`Error::Stale`] otherwise.
pub async fn decide(
    write: &mut Write,
    id: Uuid,
    seen_version: i64,
    decision: Decision<'_>,
    by: By<'_>,
) -> Result<()> {
    let (state, verified, words) = match decision {
        Decision::Verify(statement) => (ClaimState::Verified, Some(statement), None),
        Decision::Return(words) => (ClaimState::Returned, None, Some(words)),
    };
    let done = writing!(write, on =>
        sqlx::query(
            "UPDATE part_b_claim SET state = $1, version = version + 1, decided_at = $2, decided_by = $3,
                    decided_by_name = $4, words = COALESCE($5, words), verified_from = $6, verified_through = $7,
                    verified_charged_cents = $8, verified_income_cents = $9, verified_penalty_cents = $10
             WHERE id = $11 AND version = $12 AND state = 'claimed'")
            .bind(state.as_str()).bind(stored(by.at)).bind(by.actor).bind(by.name).bind(words)
            .bind(verified.map(|one| one.from.first_day())).bind(verified.map(|one| one.through.first_day()))
            .bind(verified.map(|one| one.charged.total.get()))
            .bind(verified.map(|one| one.charged.income_related.get()))
            .bind(verified.map(|one| one.charged.penalty.get()))
            .bind(id).bind(seen_version)
            .execute(on).await.map(|done| done.rows_affected()))?;
    if done == 0 { Err(Error::Stale("the claim")) } else { Ok(()) }
}

fn read_named(row: WaitingRow) -> Result<Waiting> {
    Ok(Waiting {
        claim: read(row.claim)?,
        payee_ref: row.payee_ref.unwrap_or_default(),
        payee_name: row.payee_name,
        person_name: row.person_name,
        is_proof_refused: row.is_proof_refused,
    })
}

fn read(row: Row) -> Result<Claim> {
    let charged = |total, income_related, penalty| Charged {
        total: Cents::new(total),
        income_related: Cents::new(income_related),
        penalty: Cents::new(penalty),
    };
    let verified = match (
        row.verified_from,
        row.verified_through,
        row.verified_charged_cents,
        row.verified_income_cents,
        row.verified_penalty_cents,
    ) {
        (Some(from), Some(through), Some(total), Some(income), Some(penalty)) => Some(Statement {
            from: Month::of(from),
            through: Month::of(through),
            charged: charged(total, income, penalty),
        }),
        _ => None,
    };
    Ok(Claim {
        id: row.id,
        subscriber: row.subscriber_id,
        payee: row.payee_id,
        person: row.person_id,
        year: i32::try_from(row.year).map_err(|_| Error::Corrupt("year"))?,
        origin: parsed(&row.origin, "claim")?,
        state: parsed(&row.state, "claim")?,
        version: row.version,
        claimed: Statement {
            from: Month::of(row.from_month),
            through: Month::of(row.through_month),
            charged: charged(row.charged_cents, row.income_related_cents, row.penalty_cents),
        },
        verified,
        document: row.document_id,
        words: row.words,
        filed_at: row.filed_at,
        filed_by: row.filed_by,
        filed_by_name: row.filed_by_name,
        decided_at: row.decided_at,
        decided_by_name: row.decided_by_name,
    })
}

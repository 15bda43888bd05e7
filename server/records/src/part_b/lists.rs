//! Lists that were closed for Accounting: numbered without gaps, and never edited.

use chrono::{DateTime, NaiveDate, Utc};
use domain::money::Cents;
use domain::month::Month;
use domain::part_b::Charged;
use domain::part_b::ledger::{Entry, Listed};
use sqlx::types::Json;
use uuid::Uuid;

use super::parties::{Party, concerns};
use crate::db::{Store, Write, reading, stored, writing};
use crate::dialect::{Chain, lock_chain};
use crate::error::{Error, Result};
use crate::submissions::By;

/// A closed list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// Its number, from 1, without gaps.
    pub number: i64,
    /// The last month that it pays.
    pub through: Month,
    /// When it was closed.
    pub closed_at: DateTime<Utc>,
    /// Who closed it: the actor's name.
    pub closed_by_name: String,
    /// How many lines it has.
    pub line_count: i64,
    /// The sum of its lines.
    pub total: Cents,
    /// The day on which Accounting paid it.
    pub paid_on: Option<NaiveDate>,
    /// Who said so: the actor's name.
    pub paid_by_name: Option<String>,
}

/// A month on a list, as it was at the close.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Under whose pension it is paid.
    pub subscriber: Uuid,
    /// The office's number of who is paid.
    pub payee_ref: String,
    /// The payee's family name.
    pub family_name: String,
    /// The payee's given name.
    pub given_name: String,
    /// The subscriber's unit.
    pub unit: String,
    /// Whose Part B it is.
    pub person: Uuid,
    /// Their name.
    pub person_name: String,
    /// What the list says of the month.
    pub entry: Entry,
}

/// What a list paid of somebody's month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paid {
    /// Under whose pension.
    pub subscriber: Uuid,
    /// Whose Part B it is.
    pub person: Uuid,
    /// Month, amount, list.
    pub listed: Listed,
    /// When Accounting paid the list.
    pub paid_on: Option<NaiveDate>,
}

#[derive(sqlx::FromRow)]
struct ListRow {
    number: i64,
    through_month: NaiveDate,
    closed_at: DateTime<Utc>,
    closed_by_name: String,
    line_count: i64,
    total_cents: i64,
    paid_on: Option<NaiveDate>,
    paid_by_name: Option<String>,
}

#[derive(sqlx::FromRow)]
struct LineRow {
    subscriber_id: Uuid,
    subscriber_ref: String,
    family_name: String,
    given_name: String,
    unit_code: String,
    person_id: Uuid,
    person_name: String,
    month: NaiveDate,
    charged_cents: i64,
    income_related_cents: i64,
    penalty_cents: i64,
    due_cents: i64,
    paid_before_cents: i64,
    amount_cents: i64,
}

#[derive(sqlx::FromRow)]
struct PaidRow {
    subscriber_id: Uuid,
    person_id: Uuid,
    list_number: i64,
    month: NaiveDate,
    amount_cents: i64,
    paid_on: Option<NaiveDate>,
}

const SELECT: &str =
    "SELECT number, through_month, closed_at, closed_by_name, line_count, total_cents, paid_on,
        paid_by_name FROM part_b_list";

/// The number that the next list gets. Nobody else closes one until the transaction ends: what is read after this
/// is what all lists before have left.
pub async fn next_number(write: &mut Write) -> Result<i64> {
    lock_chain(write, Chain::PartBList).await?;
    let last: i64 = writing!(write, on =>
        sqlx::query_scalar("SELECT COALESCE(MAX(number), 0) FROM part_b_list").fetch_one(on).await)?;
    Ok(last + 1)
}

/// Writes a list with its lines and the head of its files, and closes it. `lines` are not empty.
pub async fn close(
    write: &mut Write,
    number: i64,
    through: Month,
    lines: &[(&Party, Entry)],
    letterhead: &serde_json::Value,
    by: By<'_>,
) -> Result<()> {
    let total: Cents = lines.iter().map(|(_, entry)| entry.amount).sum();
    writing!(write, on =>
        sqlx::query("INSERT INTO part_b_list (number, through_month, closed_at, closed_by, closed_by_name, line_count,
                         total_cents, letterhead) VALUES ($1, $2, $3, $4, $5, 0, $6, $7)")
            .bind(number).bind(through.first_day()).bind(stored(by.at)).bind(by.actor).bind(by.name)
            .bind(total.get()).bind(Json(letterhead)).execute(on).await.map(drop))?;
    for (ordinal, (party, entry)) in (1i64..).zip(lines) {
        writing!(write, on =>
            sqlx::query(
                "INSERT INTO part_b_line (list_number, ordinal, subscriber_id, person_id, month, charged_cents,
                     income_related_cents, penalty_cents, due_cents, paid_before_cents, amount_cents,
                     subscriber_ref, family_name, given_name, unit_code, person_name)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)")
                .bind(number).bind(ordinal).bind(party.subscriber).bind(party.person)
                .bind(entry.month.first_day()).bind(entry.charged.total.get())
                .bind(entry.charged.income_related.get()).bind(entry.charged.penalty.get())
                .bind(entry.due.get()).bind(entry.paid_before.get()).bind(entry.amount.get())
                .bind(&party.payee_ref).bind(&party.family_name).bind(&party.given_name)
                .bind(party.unit.as_str()).bind(&party.person_name)
                .execute(on).await.map(drop))?;
    }
    writing!(write, on =>
        sqlx::query("UPDATE part_b_list SET line_count = $2 WHERE number = $1")
            .bind(number).bind(lines.len() as i64).execute(on).await.map(drop))?;
    Ok(())
}

/// Every list, the latest first.
pub async fn all(store: &Store) -> Result<Vec<List>> {
    let sql = format!("{SELECT} ORDER BY number DESC");
    let rows: Vec<ListRow> = reading!(store, on => sqlx::query_as(&sql).fetch_all(on).await)?;
    Ok(rows.into_iter().map(read).collect())
}

/// One list.
pub async fn get(store: &Store, number: i64) -> Result<List> {
    let sql = format!("{SELECT} WHERE number = $1");
    let row: Option<ListRow> =
        reading!(store, on => sqlx::query_as(&sql).bind(number).fetch_optional(on).await)?;
    row.map(read).ok_or(Error::NotFound("list"))
}

/// The head of a list's files, as it was at the close; `None` for what was closed before it was kept.
pub async fn letterhead(store: &Store, number: i64) -> Result<Option<serde_json::Value>> {
    let found: Option<Option<Json<serde_json::Value>>> = reading!(store, on =>
        sqlx::query_scalar("SELECT letterhead FROM part_b_list WHERE number = $1")
            .bind(number).fetch_optional(on).await)?;
    Ok(found.flatten().map(|kept| kept.0))
}

/// The lines of a list, in their order.
pub async fn lines(store: &Store, number: i64) -> Result<Vec<Line>> {
    let rows: Vec<LineRow> = reading!(store, on =>
        sqlx::query_as(
            "SELECT subscriber_id, subscriber_ref, family_name, given_name, unit_code, person_id, person_name, month,
                    charged_cents, income_related_cents, penalty_cents, due_cents, paid_before_cents, amount_cents
             FROM part_b_line WHERE list_number = $1 ORDER BY ordinal")
            .bind(number).fetch_all(on).await)?;
    Ok(rows.into_iter().map(read_line).collect())
}

/// What lists paid under somebody's pension or to them, or to anybody, in the order of the lists.
pub async fn paid(store: &Store, subscriber: Option<Uuid>) -> Result<Vec<Paid>> {
    let sql = format!(
        "SELECT l.subscriber_id, l.person_id, l.list_number, l.month, l.amount_cents, t.paid_on
         FROM part_b_line l JOIN part_b_list t ON t.number = l.list_number
         WHERE {} ORDER BY l.list_number, l.ordinal",
        concerns("l.subscriber_id", "l.person_id")
    );
    let rows: Vec<PaidRow> =
        reading!(store, on => sqlx::query_as(&sql).bind(subscriber).fetch_all(on).await)?;
    Ok(rows
        .into_iter()
        .map(|row| Paid {
            subscriber: row.subscriber_id,
            person: row.person_id,
            listed: Listed {
                list: row.list_number,
                month: Month::of(row.month),
                amount: Cents::new(row.amount_cents),
            },
            paid_on: row.paid_on,
        })
        .collect())
}

/// Notes on which day a list was paid. A day that was wrong may be put right.
pub async fn mark_paid(write: &mut Write, number: i64, day: NaiveDate, name: &str) -> Result<()> {
    let done = writing!(write, on =>
        sqlx::query("UPDATE part_b_list SET paid_on = $1, paid_by_name = $2 WHERE number = $3")
            .bind(day).bind(name).bind(number).execute(on).await.map(|done| done.rows_affected()))?;
    if done == 0 { Err(Error::NotFound("list")) } else { Ok(()) }
}

fn read(row: ListRow) -> List {
    List {
        number: row.number,
        through: Month::of(row.through_month),
        closed_at: row.closed_at,
        closed_by_name: row.closed_by_name,
        line_count: row.line_count,
        total: Cents::new(row.total_cents),
        paid_on: row.paid_on,
        paid_by_name: row.paid_by_name,
    }
}

fn read_line(row: LineRow) -> Line {
    Line {
        subscriber: row.subscriber_id,
        payee_ref: row.subscriber_ref,
        family_name: row.family_name,
        given_name: row.given_name,
        unit: row.unit_code,
        person: row.person_id,
        person_name: row.person_name,
        entry: Entry {
            month: Month::of(row.month),
            charged: Charged {
                total: Cents::new(row.charged_cents),
                income_related: Cents::new(row.income_related_cents),
                penalty: Cents::new(row.penalty_cents),
            },
            due: Cents::new(row.due_cents),
            paid_before: Cents::new(row.paid_before_cents),
            amount: Cents::new(row.amount_cents),
        },
    }
}

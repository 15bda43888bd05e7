//! Payroll notices: numbered without gaps, each line in one of them and only once.

use chrono::{DateTime, NaiveDate, Utc};
use domain::money::Cents;
use domain::payroll::{CatchUp, PayrollLine};
use uuid::Uuid;

use crate::db::{Store, Write, reading, stored, writing};
use crate::dialect::{Chain, lock_chain};
use crate::error::{Error, Result};

/// A notice.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Notice {
    /// From 1, without gaps.
    pub number: i64,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// How many lines it has.
    pub line_count: i64,
}

/// A line of a notice, with whom it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeLine {
    /// The office's number of the person.
    pub person_ref: String,
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// The unit that pays them.
    pub unit: String,
    /// The submission's reference number.
    pub reference: String,
    /// The deduction.
    pub line: PayrollLine,
}

/// A pay of a notice that has to be made good, with whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeCatchUp {
    /// The office's number of the person.
    pub person_ref: String,
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// The unit that pays them.
    pub unit: String,
    /// The submission's reference number.
    pub reference: String,
    /// The pay and the amount.
    pub owed: CatchUp,
}

/// What a submission tells payroll.
#[derive(Debug, Clone)]
pub struct Told {
    /// The submission.
    pub submission: Uuid,
    /// Whose deductions.
    pub person: Uuid,
    /// The lines.
    pub lines: Vec<PayrollLine>,
    /// Pays that were paid before, to be made good.
    pub catch_up: Vec<CatchUp>,
}

/// Makes the next notice of what these submissions tell; lines that are in a notice already are left out.
/// `None` where nothing is left.
pub async fn make_notice(write: &mut Write, told: &[Told], now: DateTime<Utc>) -> Result<Option<i64>> {
    lock_chain(write, Chain::PayrollNotice).await?;
    let last: i64 = writing!(write, on =>
        sqlx::query_scalar("SELECT COALESCE(MAX(number), 0) FROM payroll_notice").fetch_one(on).await)?;
    let number = last + 1;
    writing!(write, on =>
        sqlx::query("INSERT INTO payroll_notice (number, made_at, line_count) VALUES ($1, $2, 0)")
            .bind(number).bind(stored(now)).execute(on).await.map(drop))?;
    let mut written = 0i64;
    for one in told {
        for (ordinal, line) in (0i64..).zip(&one.lines) {
            written += writing!(write, on =>
                sqlx::query(
                    "INSERT INTO payroll_line (submission_id, ordinal, notice_number, person_id, deduction_code,
                         per_pay_cents, previous_cents, begin_date, end_date)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                     ON CONFLICT (submission_id, ordinal) DO NOTHING")
                    .bind(one.submission).bind(ordinal).bind(number).bind(one.person).bind(&line.deduction_code)
                    .bind(line.per_pay.get()).bind(line.previous.get()).bind(line.begin).bind(line.end)
                    .execute(on).await.map(|done| done.rows_affected()))? as i64;
        }
        for (ordinal, owed) in (0i64..).zip(&one.catch_up) {
            writing!(write, on =>
                sqlx::query(
                    "INSERT INTO payroll_catch_up (submission_id, ordinal, notice_number, person_id, deduction_code,
                         pay_date, amount_cents)
                     VALUES ($1, $2, $3, $4, $5, $6, $7)
                     ON CONFLICT (submission_id, ordinal) DO NOTHING")
                    .bind(one.submission).bind(ordinal).bind(number).bind(one.person).bind(&owed.deduction_code)
                    .bind(owed.pay_date).bind(owed.amount.get())
                    .execute(on).await.map(drop))?;
        }
    }
    let sql = if written == 0 {
        "DELETE FROM payroll_notice WHERE number = $1 AND $2 = 0"
    } else {
        "UPDATE payroll_notice SET line_count = $2 WHERE number = $1"
    };
    writing!(write, on => sqlx::query(sql).bind(number).bind(written).execute(on).await.map(drop))?;
    Ok((written > 0).then_some(number))
}

/// Every notice, the latest first.
pub async fn notices(store: &Store) -> Result<Vec<Notice>> {
    Ok(reading!(store, on =>
        sqlx::query_as("SELECT number, made_at, line_count FROM payroll_notice ORDER BY number DESC")
            .fetch_all(on).await)?)
}

/// The numbers of the notices after `number`, ascending.
pub async fn numbers_after(store: &Store, number: i64) -> Result<Vec<i64>> {
    Ok(reading!(store, on =>
        sqlx::query_scalar("SELECT number FROM payroll_notice WHERE number > $1 ORDER BY number")
            .bind(number).fetch_all(on).await)?)
}

/// One notice.
pub async fn notice(store: &Store, number: i64) -> Result<Notice> {
    let found: Option<Notice> = reading!(store, on =>
        sqlx::query_as("SELECT number, made_at, line_count FROM payroll_notice WHERE number = $1")
            .bind(number).fetch_optional(on).await)?;
    found.ok_or(Error::NotFound("payroll notice"))
}

#[derive(sqlx::FromRow)]
struct LineRow {
    person_ref: Option<String>,
    given_name: String,
    family_name: String,
    unit_code: Option<String>,
    reference: String,
    deduction_code: String,
    per_pay_cents: i64,
    previous_cents: i64,
    begin_date: NaiveDate,
    end_date: Option<NaiveDate>,
}

/// The lines of a notice, by name and then in the order of each submission: the same each time.
pub async fn lines(store: &Store, number: i64) -> Result<Vec<NoticeLine>> {
    let rows: Vec<LineRow> = reading!(store, on =>
        sqlx::query_as(
            "SELECT p.ref AS person_ref, p.given_name, p.family_name, s.unit_code, s.reference, l.deduction_code,
                    l.per_pay_cents, l.previous_cents, l.begin_date, l.end_date
             FROM payroll_line l
             JOIN person p ON p.id = l.person_id
             JOIN submission s ON s.id = l.submission_id
             WHERE l.notice_number = $1
             ORDER BY l.submission_id, l.ordinal")
            .bind(number).fetch_all(on).await)?;
    let mut lines: Vec<NoticeLine> = rows.into_iter().map(read).collect();
    // Sorted here, as engines differ in the order of letters.
    lines.sort_by(|a, b| {
        (&a.family_name, &a.given_name, &a.person_ref).cmp(&(&b.family_name, &b.given_name, &b.person_ref))
    });
    Ok(lines)
}

#[derive(sqlx::FromRow)]
struct CatchUpRow {
    person_ref: Option<String>,
    given_name: String,
    family_name: String,
    unit_code: Option<String>,
    reference: String,
    deduction_code: String,
    pay_date: NaiveDate,
    amount_cents: i64,
}

/// The pays that a notice makes good, by name and then in the order of time: the same each time.
pub async fn catch_up(store: &Store, number: i64) -> Result<Vec<NoticeCatchUp>> {
    let rows: Vec<CatchUpRow> = reading!(store, on =>
        sqlx::query_as(
            "SELECT p.ref AS person_ref, p.given_name, p.family_name, s.unit_code, s.reference, c.deduction_code,
                    c.pay_date, c.amount_cents
             FROM payroll_catch_up c
             JOIN person p ON p.id = c.person_id
             JOIN submission s ON s.id = c.submission_id
             WHERE c.notice_number = $1
             ORDER BY c.submission_id, c.ordinal")
            .bind(number).fetch_all(on).await)?;
    let mut owed: Vec<NoticeCatchUp> = rows
        .into_iter()
        .map(|row| NoticeCatchUp {
            person_ref: row.person_ref.unwrap_or_default(),
            given_name: row.given_name,
            family_name: row.family_name,
            unit: row.unit_code.unwrap_or_default(),
            reference: row.reference,
            owed: CatchUp {
                deduction_code: row.deduction_code,
                pay_date: row.pay_date,
                amount: Cents::new(row.amount_cents),
            },
        })
        .collect();
    owed.sort_by(|a, b| {
        (&a.family_name, &a.given_name, &a.person_ref).cmp(&(&b.family_name, &b.given_name, &b.person_ref))
    });
    Ok(owed)
}

fn read(row: LineRow) -> NoticeLine {
    NoticeLine {
        person_ref: row.person_ref.unwrap_or_default(),
        given_name: row.given_name,
        family_name: row.family_name,
        unit: row.unit_code.unwrap_or_default(),
        reference: row.reference,
        line: PayrollLine {
            deduction_code: row.deduction_code,
            per_pay: Cents::new(row.per_pay_cents),
            previous: Cents::new(row.previous_cents),
            begin: row.begin_date,
            end: row.end_date,
        },
    }
}

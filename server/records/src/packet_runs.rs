//! Runs that make the packets of many: who is in it, what is made, and the print file. A run is in the database
//! alone: any process goes on with it, packet by packet, while it holds the lease.

use chrono::{DateTime, Duration, Utc};
use uuid::Uuid;

use crate::db::{Store, Write, reading, stored, writing};
use crate::dialect::skip_locked;
use crate::error::{Error, Result};
use crate::submissions::By;
use crate::vault::OwnKey;

/// The bytes of a part of the print file before it is sealed: 1 MiB.
const PART: usize = 1024 * 1024;

/// A run.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Run {
    /// Its id.
    pub id: Uuid,
    /// `all`, or `no_email` for those without an e-mail address.
    pub audience: String,
    /// `normal` or `large`.
    pub size: String,
    /// When it was begun.
    pub started_at: DateTime<Utc>,
    /// By whom: the actor's id.
    pub started_by: String,
    /// By whom: the actor's name.
    pub started_by_name: String,
    /// When the print file was there.
    pub finished_at: Option<DateTime<Utc>>,
    /// Pages of the print file.
    pub pages: Option<i64>,
    /// How many packets it is to make.
    pub items: i64,
    /// How many are made.
    pub made: i64,
    /// How many can't be made.
    pub problems: i64,
}

/// Somebody in a run.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Item {
    /// Their place in the mail, from 1.
    pub sequence: i64,
    /// Who.
    pub person_id: Uuid,
    /// The office's number of them.
    #[sqlx(rename = "ref")]
    pub ref_: Option<String>,
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// Language of the packet; `None` until it is made.
    pub language: Option<String>,
    /// Pages of the packet.
    pub pages: Option<i64>,
    /// Why there is none.
    pub problem: Option<String>,
}

const RUN: &str =
    "SELECT r.id, r.audience, r.size, r.started_at, r.started_by, r.started_by_name, r.finished_at, r.pages,
        (SELECT COUNT(*) FROM packet_run_item i WHERE i.run_id = r.id) AS items,
        (SELECT COUNT(*) FROM packet_run_item i WHERE i.run_id = r.id AND i.packet_id IS NOT NULL) AS made,
        (SELECT COUNT(*) FROM packet_run_item i WHERE i.run_id = r.id AND i.problem IS NOT NULL) AS problems
 FROM packet_run r";

/// Begins a run for `people`, in the order of the mail.
pub async fn begin(
    write: &mut Write,
    id: Uuid,
    audience: &str,
    size: &str,
    people: &[Uuid],
    by: By<'_>,
) -> Result<()> {
    let (_, wrapped) = write.vault.own_key(id.as_bytes())?;
    writing!(write, on =>
        sqlx::query("INSERT INTO packet_run (id, audience, size, wrapped_key, started_at, started_by, started_by_name)
                     VALUES ($1, $2, $3, $4, $5, $6, $7)")
            .bind(id).bind(audience).bind(size).bind(wrapped).bind(stored(by.at)).bind(by.actor).bind(by.name)
            .execute(on).await.map(drop))?;
    for (sequence, person) in (1_i64..).zip(people) {
        writing!(write, on =>
            sqlx::query("INSERT INTO packet_run_item (run_id, sequence, person_id) VALUES ($1, $2, $3)")
                .bind(id).bind(sequence).bind(person).execute(on).await.map(drop))?;
    }
    Ok(())
}

/// A run.
pub async fn get(store: &Store, id: Uuid) -> Result<Run> {
    let sql = format!("{RUN} WHERE r.id = $1");
    let run: Option<Run> = reading!(store, on => sqlx::query_as(&sql).bind(id).fetch_optional(on).await)?;
    run.ok_or(Error::NotFound("run"))
}

/// The latest runs.
pub async fn list(store: &Store) -> Result<Vec<Run>> {
    let sql = format!("{RUN} ORDER BY r.started_at DESC, r.id DESC LIMIT 20");
    Ok(reading!(store, on => sqlx::query_as(&sql).fetch_all(on).await)?)
}

/// Takes the oldest run that is not finished and that nobody has at work, until `lease` is over.
pub async fn claim(write: &mut Write, now: DateTime<Utc>, lease: Duration) -> Result<Option<Uuid>> {
    let now = stored(now);
    let sql = format!(
        "SELECT id FROM packet_run
         WHERE finished_at IS NULL AND (leased_until IS NULL OR leased_until <= $1)
         ORDER BY started_at, id LIMIT 1{}",
        skip_locked(write)
    );
    let id: Option<Uuid> =
        writing!(write, on => sqlx::query_scalar(&sql).bind(now).fetch_optional(on).await)?;
    if let Some(id) = id {
        hold(write, id, now + lease).await?;
    }
    Ok(id)
}

/// Holds a run until then.
pub async fn hold(write: &mut Write, id: Uuid, until: DateTime<Utc>) -> Result<()> {
    writing!(write, on =>
        sqlx::query("UPDATE packet_run SET leased_until = $2 WHERE id = $1")
            .bind(id).bind(stored(until)).execute(on).await.map(drop))?;
    Ok(())
}

/// The next of a run whose packet is neither made nor known to be impossible.
pub async fn next(store: &Store, run: Uuid) -> Result<Option<(i64, Uuid)>> {
    Ok(reading!(store, on =>
        sqlx::query_as("SELECT sequence, person_id FROM packet_run_item
                        WHERE run_id = $1 AND packet_id IS NULL AND problem IS NULL ORDER BY sequence LIMIT 1")
            .bind(run).fetch_optional(on).await)?)
}

/// Notes that a packet is made, and keeps its file for the print file. [`Error::Stale`] where another process
/// has done so.
pub async fn made(write: &mut Write, run: Uuid, sequence: i64, packet: Uuid, file: &[u8]) -> Result<()> {
    let wrapped: Vec<u8> = writing!(write, on =>
        sqlx::query_scalar("SELECT wrapped_key FROM packet_run WHERE id = $1").bind(run).fetch_one(on).await)?;
    let key = write.vault.unwrap(&wrapped, run.as_bytes())?;
    let sealed = key.seal(file, &place(run, "item", sequence))?;
    let done = writing!(write, on =>
        sqlx::query("UPDATE packet_run_item SET packet_id = $3, pdf_sealed = $4
                     WHERE run_id = $1 AND sequence = $2 AND packet_id IS NULL AND problem IS NULL")
            .bind(run).bind(sequence).bind(packet).bind(sealed)
            .execute(on).await.map(|done| done.rows_affected()))?;
    if done == 1 { Ok(()) } else { Err(Error::Stale("the run")) }
}

/// Notes why there is no packet.
pub async fn impossible(write: &mut Write, run: Uuid, sequence: i64, problem: &str) -> Result<()> {
    writing!(write, on =>
        sqlx::query("UPDATE packet_run_item SET problem = $3
                     WHERE run_id = $1 AND sequence = $2 AND packet_id IS NULL")
            .bind(run).bind(sequence).bind(problem).execute(on).await.map(drop))?;
    Ok(())
}

/// Everybody of a run, in the order of the mail.
pub async fn items(store: &Store, run: Uuid) -> Result<Vec<Item>> {
    Ok(reading!(store, on =>
        sqlx::query_as(
            "SELECT i.sequence, i.person_id, p.ref, p.given_name, p.family_name, k.language, k.pages, i.problem
             FROM packet_run_item i JOIN person p ON p.id = i.person_id LEFT JOIN packet k ON k.id = i.packet_id
             WHERE i.run_id = $1 ORDER BY i.sequence")
            .bind(run).fetch_all(on).await)?)
}

/// The file that was kept for one of a run.
pub async fn file(store: &Store, run: Uuid, sequence: i64) -> Result<Vec<u8>> {
    let sealed: Option<Option<Vec<u8>>> = reading!(store, on =>
        sqlx::query_scalar("SELECT pdf_sealed FROM packet_run_item WHERE run_id = $1 AND sequence = $2")
            .bind(run).bind(sequence).fetch_optional(on).await)?;
    let sealed = sealed.flatten().ok_or(Error::NotFound("packet"))?;
    key(store, run).await?.open(&sealed, &place(run, "item", sequence))
}

/// Writes the print file and lets go of the single ones: the run is finished. [`Error::Stale`] where another
/// process has finished it.
pub async fn finish(
    write: &mut Write,
    run: Uuid,
    print: &[u8],
    pages: usize,
    at: DateTime<Utc>,
) -> Result<()> {
    let done = writing!(write, on =>
        sqlx::query("UPDATE packet_run SET finished_at = $2, pages = $3, leased_until = NULL
                     WHERE id = $1 AND finished_at IS NULL")
            .bind(run).bind(stored(at)).bind(pages as i64)
            .execute(on).await.map(|done| done.rows_affected()))?;
    if done == 0 {
        return Err(Error::Stale("the run"));
    }
    let wrapped: Vec<u8> = writing!(write, on =>
        sqlx::query_scalar("SELECT wrapped_key FROM packet_run WHERE id = $1").bind(run).fetch_one(on).await)?;
    let key = write.vault.unwrap(&wrapped, run.as_bytes())?;
    for (part, content) in (0_i64..).zip(print.chunks(PART)) {
        let sealed = key.seal(content, &place(run, "part", part))?;
        writing!(write, on =>
            sqlx::query("INSERT INTO packet_run_part (run_id, place, sealed) VALUES ($1, $2, $3)")
                .bind(run).bind(part).bind(sealed).execute(on).await.map(drop))?;
    }
    writing!(write, on =>
        sqlx::query("UPDATE packet_run_item SET pdf_sealed = NULL WHERE run_id = $1")
            .bind(run).execute(on).await.map(drop))?;
    Ok(())
}

/// The print file of a run that is finished.
pub async fn print(store: &Store, run: Uuid) -> Result<Vec<u8>> {
    if get(store, run).await?.finished_at.is_none() {
        return Err(Error::NotFound("print file"));
    }
    let key = key(store, run).await?;
    let parts: Vec<Vec<u8>> = reading!(store, on =>
        sqlx::query_scalar("SELECT sealed FROM packet_run_part WHERE run_id = $1 ORDER BY place")
            .bind(run).fetch_all(on).await)?;
    let mut print = Vec::with_capacity(parts.len() * PART);
    for (part, sealed) in (0_i64..).zip(&parts) {
        print.extend(key.open(sealed, &place(run, "part", part))?);
    }
    Ok(print)
}

async fn key(store: &Store, run: Uuid) -> Result<OwnKey> {
    let wrapped: Option<Vec<u8>> = reading!(store, on =>
        sqlx::query_scalar("SELECT wrapped_key FROM packet_run WHERE id = $1")
            .bind(run).fetch_optional(on).await)?;
    store.vault.unwrap(&wrapped.ok_or(Error::NotFound("run"))?, run.as_bytes())
}

/// Where something of a run is sealed: it opens there only.
fn place(run: Uuid, what: &str, number: i64) -> Vec<u8> {
    [run.as_bytes().as_slice(), what.as_bytes(), &number.to_be_bytes()].concat()
}

#[cfg(test)]
mod tests;

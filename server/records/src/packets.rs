//! The retiree packet: every version of what its sections say, and all that each packet was made from, sealed
//! under a key of its own.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;
use sqlx::types::Json;
use uuid::Uuid;

use crate::db::{Store, Write, reading, stored, writing};
use crate::error::{Error, Result};
use crate::submissions::By;

/// A version of a section.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct SectionVersion {
    /// Which section.
    pub key: String,
    /// 1, 2, 3, … of its key.
    pub version: i64,
    /// What it says.
    pub body: Json<Value>,
    /// When it was written.
    pub saved_at: DateTime<Utc>,
    /// By whom: the actor's name.
    pub saved_by_name: String,
    /// When it was published; `None` while it is a draft.
    pub published_at: Option<DateTime<Utc>>,
}

/// A packet that was made, without what it was made from.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct Made {
    /// Its id.
    pub id: Uuid,
    /// Whose it is.
    pub person_id: Uuid,
    /// `en` or `es`.
    pub language: String,
    /// `normal` or `large`.
    pub size: String,
    /// Which version of each section was printed.
    pub sections: Json<Value>,
    /// The mark of the file: [`crate::vault::Vault::digest`] of its bytes.
    pub digest: Vec<u8>,
    /// How many pages it has.
    pub pages: i64,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// By whom: the actor's name.
    pub made_by_name: String,
}

/// A packet to be written.
#[derive(Debug, Clone)]
pub struct NewPacket<'a> {
    /// Its id.
    pub id: Uuid,
    /// Whose it is.
    pub person: Uuid,
    /// `en` or `es`.
    pub language: &'a str,
    /// `normal` or `large`.
    pub size: &'a str,
    /// All that it was made from: it is sealed.
    pub input: &'a str,
    /// Which version of each section was printed.
    pub sections: Value,
    /// The file: only its mark is kept.
    pub file: &'a [u8],
    /// How many pages it has.
    pub pages: usize,
}

const SECTION: &str = "SELECT key, version, body, saved_at, saved_by_name, published_at FROM packet_section";
const MADE: &str =
    "SELECT id, person_id, language, size, sections, digest, pages, made_at, made_by_name FROM packet";

/// The version of each section that is printed; none for one that nobody has published.
pub async fn printed(store: &Store) -> Result<Vec<SectionVersion>> {
    let sql = format!(
        "{SECTION} WHERE version = (SELECT MAX(l.version) FROM packet_section l
                                    WHERE l.key = packet_section.key AND l.published_at IS NOT NULL)
         ORDER BY key"
    );
    Ok(reading!(store, on => sqlx::query_as(&sql).fetch_all(on).await)?)
}

/// Every version of a section, the latest first.
pub async fn history(store: &Store, key: &str) -> Result<Vec<SectionVersion>> {
    let sql = format!("{SECTION} WHERE key = $1 ORDER BY version DESC");
    Ok(reading!(store, on => sqlx::query_as(&sql).bind(key).fetch_all(on).await)?)
}

/// The latest version of each section, drafts included.
pub async fn latest(store: &Store) -> Result<Vec<SectionVersion>> {
    let sql = format!(
        "{SECTION} WHERE version = (SELECT MAX(l.version) FROM packet_section l WHERE l.key = packet_section.key)
         ORDER BY key"
    );
    Ok(reading!(store, on => sqlx::query_as(&sql).fetch_all(on).await)?)
}

/// Writes the next version of a section, as a draft. Where two write the same one, the second is told by
/// [`Error::is_duplicate`].
pub async fn insert_section(
    write: &mut Write,
    key: &str,
    version: i64,
    body: &Value,
    by: By<'_>,
) -> Result<()> {
    writing!(write, on =>
        sqlx::query("INSERT INTO packet_section (key, version, body, saved_at, saved_by, saved_by_name)
                     VALUES ($1, $2, $3, $4, $5, $6)")
            .bind(key).bind(version).bind(Json(body)).bind(stored(by.at)).bind(by.actor).bind(by.name)
            .execute(on).await.map(drop))?;
    Ok(())
}

/// Publishes a draft that is the latest version. [`Error::Stale`] where it is not, or is published already.
pub async fn publish_section(write: &mut Write, key: &str, version: i64, at: DateTime<Utc>) -> Result<()> {
    let changed = writing!(write, on =>
        sqlx::query("UPDATE packet_section SET published_at = $3
                     WHERE key = $1 AND version = $2 AND published_at IS NULL
                       AND version = (SELECT MAX(l.version) FROM packet_section l WHERE l.key = $1)")
            .bind(key).bind(version).bind(stored(at))
            .execute(on).await.map(|done| done.rows_affected()))?;
    if changed == 1 { Ok(()) } else { Err(Error::Stale("the section")) }
}

/// Seals and writes a packet.
pub async fn insert(write: &mut Write, new: &NewPacket<'_>, by: By<'_>) -> Result<()> {
    let (key, wrapped) = write.vault.own_key(new.id.as_bytes())?;
    let input = key.seal(new.input.as_bytes(), new.id.as_bytes())?;
    let digest = write.vault.digest(new.file);
    writing!(write, on =>
        sqlx::query("INSERT INTO packet (id, person_id, language, size, wrapped_key, input_sealed, sections,
                                         digest, pages, made_at, made_by, made_by_name)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)")
            .bind(new.id).bind(new.person).bind(new.language).bind(new.size).bind(wrapped).bind(input)
            .bind(Json(&new.sections)).bind(digest).bind(new.pages as i64)
            .bind(stored(by.at)).bind(by.actor).bind(by.name)
            .execute(on).await.map(drop))?;
    Ok(())
}

/// Whether the same file was made for a person before.
pub async fn was_made_in(write: &mut Write, person: Uuid, file: &[u8]) -> Result<bool> {
    let digest = write.vault.digest(file);
    let count: i64 = writing!(write, on =>
        sqlx::query_scalar("SELECT COUNT(*) FROM packet WHERE person_id = $1 AND digest = $2")
            .bind(person).bind(digest).fetch_one(on).await)?;
    Ok(count > 0)
}

/// A packet that was made, and all that it was made from, opened.
pub async fn get(store: &Store, id: Uuid) -> Result<(Made, String)> {
    let sql = format!("{MADE} WHERE id = $1");
    let made: Option<Made> = reading!(store, on => sqlx::query_as(&sql).bind(id).fetch_optional(on).await)?;
    let made = made.ok_or(Error::NotFound("packet"))?;
    let (wrapped, sealed): (Vec<u8>, Vec<u8>) = reading!(store, on =>
        sqlx::query_as("SELECT wrapped_key, input_sealed FROM packet WHERE id = $1")
            .bind(id).fetch_one(on).await)?;
    let input = store.vault.unwrap(&wrapped, id.as_bytes())?.open(&sealed, id.as_bytes())?;
    Ok((made, String::from_utf8(input).map_err(|_| Error::Sealed)?))
}

/// Whether `file` is the one that was made.
pub fn is_as_made(store: &Store, made: &Made, file: &[u8]) -> bool {
    store.vault.digest(file) == made.digest
}

/// The packets that were made for a person, the latest first, up to `most`.
pub async fn of_person(store: &Store, person: Uuid, most: i64) -> Result<Vec<Made>> {
    let sql = format!("{MADE} WHERE person_id = $1 ORDER BY made_at DESC, id DESC LIMIT $2");
    Ok(reading!(store, on => sqlx::query_as(&sql).bind(person).bind(most).fetch_all(on).await)?)
}

/// A retiree or survivor whom mail reaches.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Addressee {
    /// Their id.
    pub id: Uuid,
    /// The office's number of them.
    #[sqlx(rename = "ref")]
    pub ref_: String,
    /// Whether they have an e-mail address.
    pub has_email: bool,
}

/// Who has retired by a day, and survivors, in the order of the mail: by ZIP code, town, street, name. Whom somebody
/// survives is dead and gets none.
pub async fn addressees(store: &Store, on_day: NaiveDate) -> Result<Vec<Addressee>> {
    Ok(reading!(store, on =>
        sqlx::query_as(
            "SELECT p.id, p.ref, p.email IS NOT NULL AS has_email FROM person p
             LEFT JOIN retirement r ON r.person_id = p.id
             LEFT JOIN survivorship s ON s.person_id = p.id
             WHERE (r.retired_on <= $1 OR s.person_id IS NOT NULL) AND p.ref IS NOT NULL AND p.died_on IS NULL
               AND NOT EXISTS (SELECT 1 FROM survivorship d WHERE d.of_person = p.id)
             ORDER BY COALESCE(p.zip, ''), COALESCE(p.town, ''), COALESCE(p.street, ''), p.search_name, p.id")
            .bind(on_day).fetch_all(on).await)?)
}

#[cfg(test)]
mod tests;

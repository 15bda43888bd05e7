//! Uploads that go on where they were cut short: parts of a file, sealed as they come, until it is whole.

use chrono::{DateTime, Utc};
use domain::document::DocumentKind;
use uuid::Uuid;

use crate::db::{Store, Write, reading, stored, writing};
use crate::documents::{open_name, seal_name};
use crate::error::{Error, Result};
use crate::vault::Vault;

/// An upload that is under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// Its id.
    pub id: Uuid,
    /// Whose records it will belong to.
    pub subscriber: Uuid,
    /// Whom it is about.
    pub about: Uuid,
    /// What it is said to be.
    pub kind: DocumentKind,
    /// The file's name.
    pub name: String,
    /// The document that it is sent in answer to.
    pub replaces: Option<Uuid>,
    /// How many bytes were announced.
    pub bytes: i64,
    /// How many have come; the next part begins there.
    pub received: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    subscriber_id: Uuid,
    about_id: Uuid,
    kind: String,
    replaces: Option<Uuid>,
    wrapped_key: Vec<u8>,
    name_sealed: Vec<u8>,
    bytes: i64,
    received: i64,
}

const SELECT: &str =
    "SELECT id, subscriber_id, about_id, kind, replaces, wrapped_key, name_sealed, bytes, received
 FROM upload WHERE id = $1";

/// Begins an upload of which nothing has come.
pub async fn begin(write: &mut Write, upload: &Upload, at: DateTime<Utc>) -> Result<()> {
    let (key, wrapped) = write.vault.own_key(upload.id.as_bytes())?;
    let name = seal_name(&key, upload.id, &upload.name)?;
    writing!(write, on =>
        sqlx::query(
            "INSERT INTO upload (id, subscriber_id, about_id, kind, replaces, wrapped_key, name_sealed, bytes, begun_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
            .bind(upload.id).bind(upload.subscriber).bind(upload.about).bind(upload.kind.as_str())
            .bind(upload.replaces).bind(wrapped).bind(name).bind(upload.bytes).bind(stored(at))
            .execute(on).await.map(drop))?;
    Ok(())
}

/// One by its id.
pub async fn get(store: &Store, id: Uuid) -> Result<Upload> {
    let row: Option<Row> = reading!(store, on => sqlx::query_as(SELECT).bind(id).fetch_optional(on).await)?;
    read(&store.vault, row.ok_or(Error::NotFound("upload"))?)
}

/// Keeps the part that begins at `starts`. [`Error::Stale`], and nothing kept, where another part is the next
/// one or the file would grow beyond what was announced.
pub async fn append(write: &mut Write, id: Uuid, starts: i64, part: &[u8]) -> Result<()> {
    let wrapped: Option<Vec<u8>> = writing!(write, on =>
        sqlx::query_scalar("UPDATE upload SET received = received + $1
                            WHERE id = $2 AND received = $3 AND received + $1 <= bytes RETURNING wrapped_key")
            .bind(part.len() as i64).bind(id).bind(starts).fetch_optional(on).await)?;
    let wrapped = wrapped.ok_or(Error::Stale("the upload"))?;
    let sealed = write.vault.unwrap(&wrapped, id.as_bytes())?.seal(part, &start_of(id, starts))?;
    writing!(write, on =>
        sqlx::query("INSERT INTO upload_part (upload_id, starts, sealed) VALUES ($1, $2, $3)")
            .bind(id).bind(starts).bind(sealed).execute(on).await.map(drop))?;
    Ok(())
}

/// What has come of an upload so far, opened and put together.
pub async fn content(store: &Store, id: Uuid) -> Result<Vec<u8>> {
    let row: Option<Row> = reading!(store, on => sqlx::query_as(SELECT).bind(id).fetch_optional(on).await)?;
    let row = row.ok_or(Error::NotFound("upload"))?;
    let key = store.vault.unwrap(&row.wrapped_key, id.as_bytes())?;
    let parts: Vec<(i64, Vec<u8>)> = reading!(store, on =>
        sqlx::query_as("SELECT starts, sealed FROM upload_part WHERE upload_id = $1 ORDER BY starts")
            .bind(id).fetch_all(on).await)?;
    let mut content = Vec::with_capacity(usize::try_from(row.received).unwrap_or(0));
    for (starts, sealed) in parts {
        content.extend(key.open(&sealed, &start_of(id, starts))?);
    }
    Ok(content)
}

/// Does away with an upload and all that has come of it. Whether there was one.
pub async fn discard(write: &mut Write, id: Uuid) -> Result<bool> {
    writing!(write, on =>
        sqlx::query("DELETE FROM upload_part WHERE upload_id = $1").bind(id).execute(on).await.map(drop))?;
    let gone = writing!(write, on =>
        sqlx::query("DELETE FROM upload WHERE id = $1").bind(id).execute(on).await.map(|done| done.rows_affected()))?;
    Ok(gone > 0)
}

/// Does away with uploads that were begun before `then`.
pub async fn discard_before(store: &Store, then: DateTime<Utc>) -> Result<()> {
    let mut write = store.begin().await?;
    for sql in [
        "DELETE FROM upload_part WHERE upload_id IN (SELECT id FROM upload WHERE begun_at < $1)",
        "DELETE FROM upload WHERE begun_at < $1",
    ] {
        writing!(write, on => sqlx::query(sql).bind(stored(then)).execute(on).await.map(drop))?;
    }
    write.commit().await
}

/// What a part is sealed for: its upload, and where it begins.
fn start_of(id: Uuid, starts: i64) -> Vec<u8> {
    [id.as_bytes().as_slice(), &starts.to_be_bytes()].concat()
}

fn read(vault: &Vault, row: Row) -> Result<Upload> {
    let key = vault.unwrap(&row.wrapped_key, row.id.as_bytes())?;
    Ok(Upload {
        id: row.id,
        subscriber: row.subscriber_id,
        about: row.about_id,
        kind: row.kind.parse().map_err(|_| Error::Corrupt("document kind"))?,
        name: open_name(&key, row.id, &row.name_sealed)?,
        replaces: row.replaces,
        bytes: row.bytes,
        received: row.received,
    })
}

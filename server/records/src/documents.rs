//! Documents: what was sent as proof, sealed; where each stands; which submissions each is part of.
//!
//! Each has a random key of its own, wrapped by the city's. Its content is kept in parts, each sealed for its
//! place, so that any number of processes serve it and backups hold it. To delete one is to destroy its key
//! and its parts; the row stays and tells that there was one.

use chrono::{DateTime, NaiveDate, Utc};
use domain::document::{DocumentKind, DocumentState};
use domain::submission::SubmissionState;
use uuid::Uuid;

use crate::db::{Store, Write, any_of, reading, stored, writing};
use crate::error::{Error, Result};
use crate::submissions::By;
use crate::vault::{OwnKey, Vault};

/// The bytes of a part before it is sealed: 1 MiB.
const PART: usize = 1024 * 1024;

/// A document as the records hold it, without its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Its id.
    pub id: Uuid,
    /// Whose records it belongs to.
    pub subscriber: Uuid,
    /// Whom it is about: of the household, or somebody who is only in a draft.
    pub about: Uuid,
    /// What it is said to be.
    pub kind: DocumentKind,
    /// The file's name as it was sent: to be shown, never to be trusted. Empty once it is deleted.
    pub name: String,
    /// What it is, by content.
    pub media_type: String,
    /// How many bytes it has.
    pub bytes: i64,
    /// How many pages.
    pub pages: i64,
    /// Where it stands.
    pub state: DocumentState,
    /// Grows with every decision.
    pub version: i64,
    /// The day by which an answer is asked for.
    pub due_on: Option<NaiveDate>,
    /// When it was sent.
    pub uploaded_at: DateTime<Utc>,
    /// Who sent it: the actor's id.
    pub uploaded_by: String,
    /// Who sent it: the actor's name.
    pub uploaded_by_name: String,
    /// The one that it was sent in answer to.
    pub replaces: Option<Uuid>,
    /// The one that was sent in answer to it.
    pub replaced_by: Option<Uuid>,
    /// When it was decided about.
    pub decided_at: Option<DateTime<Utc>>,
    /// Who decided: the actor's name.
    pub decided_by_name: Option<String>,
    /// What was written to the member; empty for nothing.
    pub words: String,
    /// When it was deleted.
    pub deleted_at: Option<DateTime<Utc>>,
}

/// A document to be written.
#[derive(Debug, Clone)]
pub struct NewDocument<'a> {
    /// Its id.
    pub id: Uuid,
    /// Whose records it belongs to.
    pub subscriber: Uuid,
    /// Whom it is about.
    pub about: Uuid,
    /// What it is said to be.
    pub kind: DocumentKind,
    /// The file's name as it was sent.
    pub name: &'a str,
    /// What it is, by content.
    pub media_type: &'a str,
    /// Its pages.
    pub pages: u32,
    /// Its content.
    pub content: &'a [u8],
    /// The one that it is sent in answer to.
    pub replaces: Option<Uuid>,
}

/// A document in a list of the desk, with the names that go with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The document.
    pub document: Document,
    /// The subscriber's name.
    pub subscriber_name: String,
    /// The office's number of the subscriber.
    pub subscriber_ref: Option<String>,
    /// The name of whom it is about, where the records know them.
    pub about_name: Option<String>,
    /// The latest submission that it is part of, by reference number.
    pub reference: Option<String>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    subscriber_id: Uuid,
    about_id: Uuid,
    kind: String,
    wrapped_key: Option<Vec<u8>>,
    name_sealed: Option<Vec<u8>>,
    media_type: String,
    bytes: i64,
    pages: i64,
    digest: Vec<u8>,
    state: String,
    version: i64,
    due_on: Option<NaiveDate>,
    uploaded_at: DateTime<Utc>,
    uploaded_by: String,
    uploaded_by_name: String,
    replaces: Option<Uuid>,
    replaced_by: Option<Uuid>,
    decided_at: Option<DateTime<Utc>>,
    decided_by_name: Option<String>,
    words: String,
    deleted_at: Option<DateTime<Utc>>,
}

#[derive(sqlx::FromRow)]
struct ListedRow {
    #[sqlx(flatten)]
    document: Row,
    given_name: String,
    family_name: String,
    subscriber_ref: Option<String>,
    about_given_name: Option<String>,
    about_family_name: Option<String>,
    reference: Option<String>,
}

const COLUMNS: &str = "d.id, d.subscriber_id, d.about_id, d.kind, d.wrapped_key, d.name_sealed, d.media_type,
        d.bytes, d.pages, d.digest, d.state, d.version, d.due_on, d.uploaded_at, d.uploaded_by,
        d.uploaded_by_name, d.replaces, d.decided_at, d.decided_by_name, d.words, d.deleted_at,
        (SELECT a.id FROM document a WHERE a.replaces = d.id AND a.deleted_at IS NULL
         ORDER BY a.uploaded_at DESC, a.id DESC LIMIT 1) AS replaced_by";

/// One by its id, deleted or not.
pub async fn get(store: &Store, id: Uuid) -> Result<Document> {
    read(&store.vault, row(store, id).await?)
}

/// [`get`], as a transaction sees it.
pub async fn get_in(write: &mut Write, id: Uuid) -> Result<Document> {
    let sql = format!("SELECT {COLUMNS} FROM document d WHERE d.id = $1");
    let row: Option<Row> = writing!(write, on => sqlx::query_as(&sql).bind(id).fetch_optional(on).await)?;
    read(&write.vault, row.ok_or(Error::NotFound("document"))?)
}

async fn row(store: &Store, id: Uuid) -> Result<Row> {
    let sql = format!("SELECT {COLUMNS} FROM document d WHERE d.id = $1");
    let row: Option<Row> = reading!(store, on => sqlx::query_as(&sql).bind(id).fetch_optional(on).await)?;
    row.ok_or(Error::NotFound("document"))
}

/// A subscriber's documents that are not deleted, the latest first.
pub async fn of_subscriber(store: &Store, subscriber: Uuid) -> Result<Vec<Document>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM document d WHERE d.subscriber_id = $1 AND d.deleted_at IS NULL
         ORDER BY d.uploaded_at DESC, d.id DESC"
    );
    let rows: Vec<Row> = reading!(store, on => sqlx::query_as(&sql).bind(subscriber).fetch_all(on).await)?;
    rows.into_iter().map(|row| read(&store.vault, row)).collect()
}

/// The documents of a submission that are not deleted, in the order in which they were sent.
pub async fn of_submission(store: &Store, submission: Uuid) -> Result<Vec<Document>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM document d JOIN submission_document s ON s.document_id = d.id
         WHERE s.submission_id = $1 AND d.deleted_at IS NULL ORDER BY d.uploaded_at, d.id"
    );
    let rows: Vec<Row> = reading!(store, on => sqlx::query_as(&sql).bind(submission).fetch_all(on).await)?;
    rows.into_iter().map(|row| read(&store.vault, row)).collect()
}

/// Whom a document waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waiting {
    /// The office has to look at them; the one that waits longest first.
    ForTheOffice,
    /// A member was asked for a better one and has sent none; the one that is due first, first.
    ForTheMember,
}

/// Up to `most` documents that wait.
pub async fn listed(store: &Store, waiting: Waiting, most: i64) -> Result<Vec<Listed>> {
    let rest = match waiting {
        Waiting::ForTheOffice => {
            "WHERE d.state = 'received' AND d.deleted_at IS NULL
             ORDER BY d.uploaded_at, d.id LIMIT $1"
        }
        Waiting::ForTheMember => {
            "WHERE d.state = 'asked_again' AND d.deleted_at IS NULL
               AND NOT EXISTS (SELECT 1 FROM document a WHERE a.replaces = d.id AND a.deleted_at IS NULL)
             ORDER BY d.due_on, d.id LIMIT $1"
        }
    };
    let sql = listing(rest);
    let rows: Vec<ListedRow> = reading!(store, on => sqlx::query_as(&sql).bind(most).fetch_all(on).await)?;
    rows.into_iter().map(|row| read_listed(&store.vault, row)).collect()
}

/// One by its id, with the names that go with it.
pub async fn get_listed(store: &Store, id: Uuid) -> Result<Listed> {
    let sql = listing("WHERE d.id = $1");
    let row: Option<ListedRow> =
        reading!(store, on => sqlx::query_as(&sql).bind(id).fetch_optional(on).await)?;
    read_listed(&store.vault, row.ok_or(Error::NotFound("document"))?)
}

fn listing(rest: &str) -> String {
    format!(
        "SELECT {COLUMNS}, p.given_name, p.family_name, p.ref AS subscriber_ref,
                w.given_name AS about_given_name, w.family_name AS about_family_name,
                (SELECT s.reference FROM submission_document l JOIN submission s ON s.id = l.submission_id
                 WHERE l.document_id = d.id ORDER BY s.submitted_at DESC, s.id DESC LIMIT 1) AS reference
         FROM document d JOIN person p ON p.id = d.subscriber_id LEFT JOIN person w ON w.id = d.about_id {rest}"
    )
}

/// The content of a document, opened. [`Error::NotFound`] once it is deleted; [`Error::Sealed`] where a part
/// is missing or is not what it was. Who asks writes it into the audit trail.
pub async fn content(store: &Store, id: Uuid) -> Result<Vec<u8>> {
    let row = row(store, id).await?;
    let wrapped = row.wrapped_key.as_deref().ok_or(Error::NotFound("document"))?;
    let key = store.vault.unwrap(wrapped, id.as_bytes())?;
    let parts: Vec<Vec<u8>> = reading!(store, on =>
        sqlx::query_scalar("SELECT sealed FROM document_chunk WHERE document_id = $1 ORDER BY place")
            .bind(id).fetch_all(on).await)?;
    let mut content = Vec::with_capacity(usize::try_from(row.bytes).unwrap_or(0));
    for (place, sealed) in parts.iter().enumerate() {
        content.extend(key.open(sealed, &place_of(id, place))?);
    }
    if store.vault.digest(&content) == row.digest { Ok(content) } else { Err(Error::Sealed) }
}

/// Seals and writes a document.
pub async fn insert(write: &mut Write, new: &NewDocument<'_>, by: By<'_>) -> Result<()> {
    let id = new.id;
    let (key, wrapped) = write.vault.own_key(id.as_bytes())?;
    let name = seal_name(&key, id, new.name)?;
    let digest = write.vault.digest(new.content);
    writing!(write, on =>
        sqlx::query(
            "INSERT INTO document (id, subscriber_id, about_id, kind, wrapped_key, name_sealed, media_type, bytes,
                 pages, digest, state, uploaded_at, uploaded_by, uploaded_by_name, replaces)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)")
            .bind(id).bind(new.subscriber).bind(new.about).bind(new.kind.as_str()).bind(wrapped).bind(name)
            .bind(new.media_type).bind(new.content.len() as i64).bind(i64::from(new.pages)).bind(digest)
            .bind(DocumentState::Received.as_str()).bind(stored(by.at)).bind(by.actor).bind(by.name)
            .bind(new.replaces)
            .execute(on).await.map(drop))?;
    for (place, part) in new.content.chunks(PART).enumerate() {
        let sealed = key.seal(part, &place_of(id, place))?;
        writing!(write, on =>
            sqlx::query("INSERT INTO document_chunk (document_id, place, sealed) VALUES ($1, $2, $3)")
                .bind(id).bind(place as i64).bind(sealed).execute(on).await.map(drop))?;
    }
    Ok(())
}

/// A subscriber's documents about somebody who was `typed` are about `known` from now on: the same person.
pub async fn are_about_in(write: &mut Write, subscriber: Uuid, typed: Uuid, known: Uuid) -> Result<()> {
    writing!(write, on =>
        sqlx::query("UPDATE document SET about_id = $1 WHERE subscriber_id = $2 AND about_id = $3")
            .bind(known).bind(subscriber).bind(typed).execute(on).await.map(drop))?;
    Ok(())
}

/// Makes documents part of a submission, as it is sent. [`Error::NotFound`] for one that does not belong to
/// the submission's person or is deleted; one that is part of it already stays so.
pub async fn link_in(write: &mut Write, submission: Uuid, documents: &[Uuid]) -> Result<()> {
    for document in documents {
        let fits: i64 = writing!(write, on =>
            sqlx::query_scalar(
                "SELECT COUNT(*) FROM document d JOIN submission s ON s.person_id = d.subscriber_id
                 WHERE d.id = $1 AND s.id = $2 AND d.deleted_at IS NULL")
                .bind(document).bind(submission).fetch_one(on).await)?;
        if fits == 0 {
            return Err(Error::NotFound("document"));
        }
        writing!(write, on =>
            sqlx::query("INSERT INTO submission_document (submission_id, document_id) VALUES ($1, $2)
                         ON CONFLICT (submission_id, document_id) DO NOTHING")
                .bind(submission).bind(document).execute(on).await.map(drop))?;
    }
    Ok(())
}

/// Makes of a submission's person what they have sent and is part of nothing yet, and what is part of the
/// submission that this one takes the place of, part of it, as it is sent. What Part B costs is part of no
/// submission.
pub async fn link_waiting_in(write: &mut Write, submission: Uuid, replaces: Option<Uuid>) -> Result<()> {
    let unlike = DocumentKind::PART_B.map(DocumentKind::as_str);
    writing!(write, on =>
        sqlx::query(
            "INSERT INTO submission_document (submission_id, document_id)
             SELECT s.id, d.id FROM submission s JOIN document d ON d.subscriber_id = s.person_id
             WHERE s.id = $1 AND d.deleted_at IS NULL AND d.kind NOT IN ($3, $4, $5)
               AND (NOT EXISTS (SELECT 1 FROM submission_document l WHERE l.document_id = d.id)
                    OR EXISTS (SELECT 1 FROM submission_document l
                               WHERE l.document_id = d.id AND l.submission_id = $2))")
            .bind(submission).bind(replaces).bind(unlike[0]).bind(unlike[1]).bind(unlike[2])
            .execute(on).await.map(drop))?;
    Ok(())
}

/// What a document's person has sent and is not decided.
pub async fn open_submissions_in(write: &mut Write, subscriber: Uuid) -> Result<Vec<Uuid>> {
    Ok(writing!(write, on =>
        sqlx::query_scalar(
            "SELECT id FROM submission
             WHERE person_id = $1 AND state IN ('submitted', 'returned') AND kind <> 'correction' ORDER BY id")
            .bind(subscriber).fetch_all(on).await)?)
}

/// The submissions that a document is part of: each with its state and whether somebody at the desk has it.
/// They stay as they are until the transaction ends.
pub async fn parts_of_in(write: &mut Write, document: Uuid) -> Result<Vec<(Uuid, SubmissionState, bool)>> {
    let sql = format!(
        "SELECT s.id, s.state, s.assignee IS NOT NULL FROM submission s
         WHERE s.id IN (SELECT submission_id FROM submission_document WHERE document_id = $1) ORDER BY s.id{}",
        crate::dialect::hold_rows(write)
    );
    let rows: Vec<(Uuid, String, bool)> =
        writing!(write, on => sqlx::query_as(&sql).bind(document).fetch_all(on).await)?;
    rows.into_iter()
        .map(|(id, state, claimed)| {
            Ok((id, state.parse().map_err(|_| Error::Corrupt("submission state"))?, claimed))
        })
        .collect()
}

/// The submissions that each of these documents is part of: the document's id, the submission's state, and
/// whether somebody at the desk has it.
pub async fn parts_of(store: &Store, documents: &[Uuid]) -> Result<Vec<(Uuid, SubmissionState, bool)>> {
    const SQL: &str = "SELECT l.document_id, s.state, s.assignee IS NOT NULL
         FROM submission_document l JOIN submission s ON s.id = l.submission_id WHERE l.document_id IN";
    let rows: Vec<(Uuid, String, bool)> =
        reading!(store, on => any_of(SQL, documents).build_query_as().fetch_all(on).await)?;
    rows.into_iter()
        .map(|(id, state, claimed)| {
            Ok((id, state.parse().map_err(|_| Error::Corrupt("submission state"))?, claimed))
        })
        .collect()
}

/// Writes a decision about a document that still has `seen_version`; [`Error::Stale`] otherwise.
pub async fn decide(
    write: &mut Write,
    id: Uuid,
    seen_version: i64,
    state: DocumentState,
    due_on: Option<NaiveDate>,
    by: By<'_>,
    words: &str,
) -> Result<()> {
    let done = writing!(write, on =>
        sqlx::query(
            "UPDATE document SET state = $1, version = version + 1, due_on = $2, decided_at = $3, decided_by = $4,
                    decided_by_name = $5, words = $6
             WHERE id = $7 AND version = $8 AND deleted_at IS NULL")
            .bind(state.as_str()).bind(due_on).bind(stored(by.at)).bind(by.actor).bind(by.name).bind(words)
            .bind(id).bind(seen_version)
            .execute(on).await.map(|done| done.rows_affected()))?;
    if done == 0 { Err(Error::Stale("the document")) } else { Ok(()) }
}

/// Destroys a document's key, its name and its content. The row stays. [`Error::Stale`] where it was decided
/// about since `seen_version`, or is deleted already.
pub async fn delete(write: &mut Write, id: Uuid, seen_version: i64, at: DateTime<Utc>) -> Result<()> {
    let done = writing!(write, on =>
        sqlx::query("UPDATE document SET wrapped_key = NULL, name_sealed = NULL, deleted_at = $1
                     WHERE id = $2 AND version = $3 AND deleted_at IS NULL")
            .bind(stored(at)).bind(id).bind(seen_version)
            .execute(on).await.map(|done| done.rows_affected()))?;
    if done == 0 {
        return Err(Error::Stale("the document"));
    }
    writing!(write, on =>
        sqlx::query("DELETE FROM document_chunk WHERE document_id = $1").bind(id).execute(on).await.map(drop))?;
    Ok(())
}

/// Up to `most` documents of a kind, verified or not, that were decided about, or undecided sent, before an
/// instant, and are part of nothing that still waits.
pub async fn outlived(
    store: &Store,
    kind: DocumentKind,
    verified: bool,
    before: DateTime<Utc>,
    most: i64,
) -> Result<Vec<Uuid>> {
    Ok(reading!(store, on =>
        sqlx::query_scalar(
            "SELECT d.id FROM document d
             WHERE d.kind = $1 AND (d.state = 'verified') = $2 AND COALESCE(d.decided_at, d.uploaded_at) < $3
               AND d.deleted_at IS NULL
               AND NOT EXISTS (SELECT 1 FROM submission_document l JOIN submission s ON s.id = l.submission_id
                               WHERE l.document_id = d.id AND s.state IN ('submitted', 'returned'))
             ORDER BY d.uploaded_at, d.id LIMIT $4")
            .bind(kind.as_str()).bind(verified).bind(stored(before)).bind(most).fetch_all(on).await)?)
}

/// The document that is the same as a new one would be: the same content for the same purpose, sent before
/// and not decided about.
pub async fn same_in(write: &mut Write, new: &NewDocument<'_>) -> Result<Option<Uuid>> {
    let digest = write.vault.digest(new.content);
    Ok(writing!(write, on =>
        sqlx::query_scalar(
            "SELECT id FROM document
             WHERE subscriber_id = $1 AND about_id = $2 AND kind = $3 AND digest = $4 AND state = 'received'
               AND deleted_at IS NULL ORDER BY uploaded_at LIMIT 1")
            .bind(new.subscriber).bind(new.about).bind(new.kind.as_str()).bind(digest)
            .fetch_optional(on).await)?)
}

/// How many documents a subscriber has and how many bytes they take, with the uploads that are under way but
/// for `except`.
pub async fn taken_in(write: &mut Write, subscriber: Uuid, except: Option<Uuid>) -> Result<(i64, i64)> {
    Ok(writing!(write, on =>
        sqlx::query_as(
            "SELECT COUNT(*), CAST(COALESCE(SUM(bytes), 0) AS BIGINT) FROM (
               SELECT bytes FROM document WHERE subscriber_id = $1 AND deleted_at IS NULL
               UNION ALL SELECT bytes FROM upload WHERE subscriber_id = $1 AND ($2 IS NULL OR id <> $2)) taken")
            .bind(subscriber).bind(except).fetch_one(on).await)?)
}

pub(crate) fn seal_name(key: &OwnKey, id: Uuid, name: &str) -> Result<Vec<u8>> {
    key.seal(name.as_bytes(), &[id.as_bytes().as_slice(), b"name"].concat())
}

pub(crate) fn open_name(key: &OwnKey, id: Uuid, sealed: &[u8]) -> Result<String> {
    let name = key.open(sealed, &[id.as_bytes().as_slice(), b"name"].concat())?;
    String::from_utf8(name).map_err(|_| Error::Sealed)
}

/// What a part is sealed for: its document, and its place in it.
fn place_of(id: Uuid, place: usize) -> Vec<u8> {
    [id.as_bytes().as_slice(), &(place as u64).to_be_bytes()].concat()
}

fn read_listed(vault: &Vault, row: ListedRow) -> Result<Listed> {
    let about = row.about_given_name.zip(row.about_family_name);
    Ok(Listed {
        document: read(vault, row.document)?,
        subscriber_name: format!("{} {}", row.given_name, row.family_name),
        subscriber_ref: row.subscriber_ref,
        about_name: about.map(|(given, family)| format!("{given} {family}")),
        reference: row.reference,
    })
}

fn read(vault: &Vault, row: Row) -> Result<Document> {
    let name = match (&row.wrapped_key, &row.name_sealed) {
        (Some(wrapped), Some(sealed)) => {
            open_name(&vault.unwrap(wrapped, row.id.as_bytes())?, row.id, sealed)?
        }
        _ => String::new(),
    };
    Ok(Document {
        id: row.id,
        subscriber: row.subscriber_id,
        about: row.about_id,
        kind: row.kind.parse().map_err(|_| Error::Corrupt("document kind"))?,
        name,
        media_type: row.media_type,
        bytes: row.bytes,
        pages: row.pages,
        state: row.state.parse().map_err(|_| Error::Corrupt("document state"))?,
        version: row.version,
        due_on: row.due_on,
        uploaded_at: row.uploaded_at,
        uploaded_by: row.uploaded_by,
        uploaded_by_name: row.uploaded_by_name,
        replaces: row.replaces,
        replaced_by: row.replaced_by,
        decided_at: row.decided_at,
        decided_by_name: row.decided_by_name,
        words: row.words,
        deleted_at: row.deleted_at,
    })
}

#[cfg(test)]
pub(crate) mod tests;

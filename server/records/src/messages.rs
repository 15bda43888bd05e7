//! E-mail to members, kept whether or not a mail server is configured. Holds no benefit detail.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::db::{Store, Write, reading, stored, writing};
use crate::error::Result;

/// A message to a member.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Message {
    /// The outbox entry that asked for it.
    pub id: Uuid,
    /// To whom.
    pub person_id: Uuid,
    /// Where to; `None` where the records have no address.
    pub address: Option<String>,
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub body: String,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// When a mail server took it.
    pub sent_at: Option<DateTime<Utc>>,
}

/// Keeps a message, once: the same id again changes nothing.
pub async fn keep(write: &mut Write, message: &Message) -> Result<()> {
    writing!(write, on =>
        sqlx::query(
            "INSERT INTO message (id, person_id, address, subject, body, created_at)
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO NOTHING")
            .bind(message.id).bind(message.person_id).bind(&message.address).bind(&message.subject)
            .bind(&message.body).bind(stored(message.created_at))
            .execute(on).await.map(drop))?;
    Ok(())
}

/// Notes that a mail server took a message.
pub async fn sent(write: &mut Write, id: Uuid, at: DateTime<Utc>) -> Result<()> {
    writing!(write, on =>
        sqlx::query("UPDATE message SET sent_at = $1 WHERE id = $2")
            .bind(stored(at)).bind(id).execute(on).await.map(drop))?;
    Ok(())
}

/// A message with the name of whom it is for.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Listed {
    /// Its id.
    pub id: Uuid,
    /// The office's number of the person.
    pub person_ref: Option<String>,
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// Where to.
    pub address: Option<String>,
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub body: String,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// When a mail server took it.
    pub sent_at: Option<DateTime<Utc>>,
}

/// Messages, the latest first, up to `most` of those written before `before` (an id of an earlier page).
pub async fn page(store: &Store, before: Option<Uuid>, most: i64) -> Result<Vec<Listed>> {
    const LIST: &str = "SELECT m.id, p.ref AS person_ref, p.given_name, p.family_name, m.address, m.subject,
                               m.body, m.created_at, m.sent_at
                        FROM message m JOIN person p ON p.id = m.person_id";
    Ok(match before {
        None => {
            let sql = format!("{LIST} ORDER BY m.created_at DESC, m.id DESC LIMIT $1");
            reading!(store, on => sqlx::query_as(&sql).bind(most).fetch_all(on).await)?
        }
        Some(before) => {
            let sql = format!(
                "{LIST} JOIN message b ON b.id = $2
                 WHERE (m.created_at, m.id) < (b.created_at, b.id)
                 ORDER BY m.created_at DESC, m.id DESC LIMIT $1"
            );
            reading!(store, on => sqlx::query_as(&sql).bind(most).bind(before).fetch_all(on).await)?
        }
    })
}

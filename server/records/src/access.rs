//! How people get in: accounts of issuers that somebody has signed in with, accounts that sign in by codes of
//! the city, and those codes. A code is found by its keyed hash and is kept in no other way.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::db::{Store, Write, reading, stored, writing};
use crate::error::{Error, Result};
use crate::people::{PERSON, Person};

/// What a code is for, and so whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Makes an account for a person: in a letter to them.
    Activation,
    /// Signs an account in: one of a sheet.
    Sheet,
    /// Signs an account in, or confirms its new address: sent by e-mail.
    Mailed,
    /// Makes somebody a person's helper: in that person's hands.
    Invitation,
}

impl Purpose {
    const fn as_str(self) -> &'static str {
        match self {
            Purpose::Activation => "activation",
            Purpose::Sheet => "sheet",
            Purpose::Mailed => "mailed",
            Purpose::Invitation => "invitation",
        }
    }
}

/// A code as somebody has typed it: what is hashed.
#[derive(Clone, Copy)]
pub struct Typed<'a> {
    /// What for.
    pub purpose: Purpose,
    /// Whose: the account of a code that signs in. The others find their owner by the code alone.
    pub owner: Option<Uuid>,
    /// Its number on a sheet; 1 for one that stands alone.
    pub ordinal: i64,
    /// Its characters.
    pub characters: &'a str,
}

impl Typed<'_> {
    fn hashed(&self, vault: &crate::vault::Vault) -> Vec<u8> {
        let owner = self.owner.map(|id| id.to_string()).unwrap_or_default();
        let purpose = self.purpose.as_str();
        vault.hash(&format!("access code:{purpose}:{owner}:{}:{}", self.ordinal, self.characters))
    }
}

/// A code that is good: neither spent nor void nor expired.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Good {
    /// Its id.
    pub id: Uuid,
    /// A person, an account or a helper, as its purpose says.
    pub owner: Uuid,
    /// Its number on a sheet.
    pub ordinal: i64,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// By whom.
    pub made_by_name: String,
    /// Until when it is good.
    pub expires_at: DateTime<Utc>,
}

const GOOD: &str = "spent_at IS NULL AND voided_at IS NULL AND expires_at > $1";
const COLUMNS: &str = "id, owner, ordinal, made_at, made_by_name, expires_at";

/// Keeps a code for `owner`, good until `expires_at`.
pub async fn put(
    write: &mut Write,
    typed: Typed<'_>,
    owner: Uuid,
    by_name: &str,
    at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<()> {
    let hash = typed.hashed(&write.vault);
    writing!(write, on =>
        sqlx::query("INSERT INTO access_code (id, purpose, owner, ordinal, code_hash, made_at, made_by_name, expires_at)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
            .bind(Uuid::now_v7()).bind(typed.purpose.as_str()).bind(owner).bind(typed.ordinal).bind(hash)
            .bind(stored(at)).bind(by_name).bind(stored(expires_at))
            .execute(on).await.map(drop))?;
    Ok(())
}

/// The code that somebody has typed, if it is good. Nothing is spent.
pub async fn find(store: &Store, typed: Typed<'_>, now: DateTime<Utc>) -> Result<Option<Good>> {
    let sql = format!("SELECT {COLUMNS} FROM access_code WHERE {GOOD} AND code_hash = $2");
    Ok(reading!(store, on =>
        sqlx::query_as(&sql).bind(stored(now)).bind(typed.hashed(&store.vault)).fetch_optional(on).await)?)
}

/// Spends the code that somebody has typed: the first who asks while it is good has it.
pub async fn spend(write: &mut Write, typed: Typed<'_>, now: DateTime<Utc>) -> Result<Option<Good>> {
    let sql =
        format!("UPDATE access_code SET spent_at = $1 WHERE {GOOD} AND code_hash = $2 RETURNING {COLUMNS}");
    let hash = typed.hashed(&write.vault);
    Ok(writing!(write, on => sqlx::query_as(&sql).bind(stored(now)).bind(hash).fetch_optional(on).await)?)
}

/// The good codes of an owner for a purpose, by number.
pub async fn good(store: &Store, purpose: Purpose, owner: Uuid, now: DateTime<Utc>) -> Result<Vec<Good>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM access_code WHERE {GOOD} AND owner = $2 AND purpose = $3 ORDER BY ordinal"
    );
    Ok(reading!(store, on =>
        sqlx::query_as(&sql).bind(stored(now)).bind(owner).bind(purpose.as_str()).fetch_all(on).await)?)
}

/// Voids every code of an owner for a purpose that is not spent.
pub async fn void(write: &mut Write, purpose: Purpose, owner: Uuid, now: DateTime<Utc>) -> Result<()> {
    writing!(write, on =>
        sqlx::query("UPDATE access_code SET voided_at = $1
                     WHERE owner = $2 AND purpose = $3 AND spent_at IS NULL AND voided_at IS NULL")
            .bind(stored(now)).bind(owner).bind(purpose.as_str()).execute(on).await.map(drop))?;
    Ok(())
}

/// Who signs in by codes of the city.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Account {
    /// Its id.
    pub id: Uuid,
    /// Whose records it opens; none for a helper.
    pub person_id: Option<Uuid>,
    /// What people call them.
    pub name: String,
    /// Where codes are sent; `None` for somebody who has a sheet of codes.
    pub email: Option<String>,
    /// Where they want codes to be sent, until a code that was sent there has come back.
    pub new_email: Option<String>,
    /// When it was made.
    pub made_at: DateTime<Utc>,
}

const ACCOUNT: &str =
    "SELECT id, person_id, name, email, new_email, made_at FROM code_account WHERE ended_at IS NULL";

/// Makes an account. A person has one at most: [`Error::is_duplicate`] where another request was faster.
pub async fn insert_account(write: &mut Write, account: &Account) -> Result<()> {
    writing!(write, on =>
        sqlx::query("INSERT INTO code_account (id, person_id, name, email, new_email, made_at)
                     VALUES ($1, $2, $3, $4, $5, $6)")
            .bind(account.id).bind(account.person_id).bind(&account.name).bind(&account.email)
            .bind(&account.new_email).bind(stored(account.made_at)).execute(on).await.map(drop))?;
    Ok(())
}

/// An account that has not ended.
pub async fn account(store: &Store, id: Uuid) -> Result<Option<Account>> {
    let sql = format!("{ACCOUNT} AND id = $1");
    Ok(reading!(store, on => sqlx::query_as(&sql).bind(id).fetch_optional(on).await)?)
}

/// A person's account that has not ended.
pub async fn account_of(store: &Store, person: Uuid) -> Result<Option<Account>> {
    let sql = format!("{ACCOUNT} AND person_id = $1");
    Ok(reading!(store, on => sqlx::query_as(&sql).bind(person).fetch_optional(on).await)?)
}

/// The helper's account to whose confirmed address codes are sent.
pub async fn account_at(store: &Store, email: &str) -> Result<Option<Account>> {
    let sql = format!("{ACCOUNT} AND person_id IS NULL AND email = $1");
    Ok(reading!(store, on => sqlx::query_as(&sql).bind(email).fetch_optional(on).await)?)
}

/// Says where codes are sent, and where they are wanted; [`Error::NotFound`] for an account that has ended.
pub async fn set_email(
    write: &mut Write,
    account: Uuid,
    email: Option<&str>,
    new_email: Option<&str>,
) -> Result<()> {
    let done = writing!(write, on =>
        sqlx::query("UPDATE code_account SET email = $1, new_email = $2 WHERE id = $3 AND ended_at IS NULL")
            .bind(email).bind(new_email).bind(account).execute(on).await.map(|done| done.rows_affected()))?;
    if done == 1 { Ok(()) } else { Err(Error::NotFound("account")) }
}

/// Ends an account and voids its codes.
pub async fn end_account(write: &mut Write, account: Uuid, now: DateTime<Utc>) -> Result<()> {
    writing!(write, on =>
        sqlx::query("UPDATE code_account SET ended_at = $1 WHERE id = $2 AND ended_at IS NULL")
            .bind(stored(now)).bind(account).execute(on).await.map(drop))?;
    void(write, Purpose::Sheet, account, now).await?;
    void(write, Purpose::Mailed, account, now).await
}

/// Notes that somebody signed in with an account of an issuer; once for each.
pub async fn link(write: &mut Write, person: Uuid, actor: &str, at: DateTime<Utc>) -> Result<()> {
    writing!(write, on =>
        sqlx::query("INSERT INTO linked_account (person_id, actor, since) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING")
            .bind(person).bind(actor).bind(stored(at)).execute(on).await.map(drop))?;
    Ok(())
}

/// Accounts of issuers that a person has signed in with, each since when.
pub async fn links(store: &Store, person: Uuid) -> Result<Vec<(String, DateTime<Utc>)>> {
    Ok(reading!(store, on =>
        sqlx::query_as("SELECT actor, since FROM linked_account WHERE person_id = $1 ORDER BY since, actor")
            .bind(person).fetch_all(on).await)?)
}

/// A retiree or survivor who has no way to sign in.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Unlinked {
    /// Who.
    #[sqlx(flatten)]
    pub person: Person,
    /// When the letter was made whose code is good; none without one.
    pub letter_made_at: Option<DateTime<Utc>>,
    /// Until when that code is good.
    pub letter_until: Option<DateTime<Utc>>,
}

/// Retirees and survivors who never signed in with an issuer's account and have none of the city's, by ZIP code
/// and name: in the order in which letters are mailed.
pub async fn unlinked(store: &Store, now: DateTime<Utc>) -> Result<Vec<Unlinked>> {
    let sql =
        PERSON.replacen("SELECT ", "SELECT c.made_at AS letter_made_at, c.expires_at AS letter_until, ", 1)
            + " LEFT JOIN access_code c ON c.owner = p.id AND c.purpose = 'activation'
              AND c.spent_at IS NULL AND c.voided_at IS NULL AND c.expires_at > $1
            WHERE (r.person_id IS NOT NULL OR s.person_id IS NOT NULL) AND p.died_on IS NULL
              AND NOT EXISTS (SELECT 1 FROM code_account a WHERE a.person_id = p.id AND a.ended_at IS NULL)
              AND NOT EXISTS (SELECT 1 FROM linked_account l WHERE l.person_id = p.id)
            ORDER BY p.zip, p.search_name, p.id";
    Ok(reading!(store, on => sqlx::query_as(&sql).bind(stored(now)).fetch_all(on).await)?)
}

#[cfg(test)]
mod tests;

//! One SQL, two engines: pools, transactions, and the macros that run a statement on either.

use std::str::FromStr;
use std::time::Duration;

use chrono::{DateTime, SubsecRound, Utc};
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Database, Encode, Postgres, QueryBuilder, Sqlite, Transaction, Type};

use crate::error::{Error, Result};
use crate::vault::Vault;

/// The records. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    pub(crate) db: Db,
    pub(crate) vault: Vault,
}

#[derive(Clone)]
pub(crate) enum Db {
    /// SQLite has one writer: a pool of one connection queues writes fairly, the others read beside it.
    Sqlite {
        read: SqlitePool,
        write: SqlitePool,
    },
    Postgres(PgPool),
}

/// A transaction that writes. Nothing of it stays unless [`Write::commit`] is reached.
pub struct Write {
    pub(crate) tx: Tx,
    pub(crate) vault: Vault,
}

pub(crate) enum Tx {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// Runs `$body` with `$on` bound to the pool for reading: `reading!(store, on => query.fetch_all(on).await)`.
macro_rules! reading {
    ($store:expr, $on:ident => $body:expr) => {
        match &$store.db {
            $crate::db::Db::Sqlite { read: $on, .. } => $body,
            $crate::db::Db::Postgres($on) => $body,
        }
    };
}

/// Runs `$body` with `$on` bound to the transaction's connection: `writing!(tx, on => query.execute(on).await)`.
macro_rules! writing {
    ($write:expr, $on:ident => $body:expr) => {
        match &mut $write.tx {
            $crate::db::Tx::Sqlite(tx) => {
                let $on = &mut **tx;
                $body
            }
            $crate::db::Tx::Postgres(tx) => {
                let $on = &mut **tx;
                $body
            }
        }
    };
}
pub(crate) use {reading, writing};

impl Store {
    /// Opens the database at `url` (`sqlite:…` or `postgres:…`), creating an SQLite file that is missing,
    /// and brings its schema up to date.
    pub async fn open(url: &str, vault: Vault) -> Result<Store> {
        let db = if url.starts_with("sqlite:") {
            let options = SqliteConnectOptions::from_str(url)?
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(Duration::from_secs(30))
                // What is deleted is overwritten: the wrapped key of a document must not outlive it.
                .pragma("secure_delete", "ON")
                .statement_cache_capacity(256);
            let write = SqlitePoolOptions::new().max_connections(1).connect_with(options.clone()).await?;
            sqlx::migrate!("../../migrations/sqlite").run(&write).await?;
            let read = SqlitePoolOptions::new()
                .max_connections(8)
                .test_before_acquire(false)
                .connect_with(options.read_only(true))
                .await?;
            Db::Sqlite { read, write }
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            let options = PgConnectOptions::from_str(url)?;
            let pool = PgPoolOptions::new().max_connections(24).connect_with(options).await?;
            sqlx::migrate!("../../migrations/postgres").run(&pool).await?;
            Db::Postgres(pool)
        } else {
            return Err(Error::UnknownEngine);
        };
        let store = Store { db, vault };
        store.check_key().await?;
        Ok(store)
    }

    /// Refuses a key that is not the one that the first start wrote with: half of the confidential fields
    /// under one key and half under another would be beyond repair.
    async fn check_key(&self) -> Result<()> {
        let print = hex::encode(self.vault.hash("the key of this database"));
        let mut write = self.begin().await?;
        writing!(write, on =>
            sqlx::query("INSERT INTO setting (name, value) VALUES ('key_print', $1) ON CONFLICT (name) DO NOTHING")
                .bind(&print).execute(on).await.map(drop))?;
        let first: String = writing!(write, on =>
            sqlx::query_scalar("SELECT value FROM setting WHERE name = 'key_print'").fetch_one(on).await)?;
        write.commit().await?;
        if first == print { Ok(()) } else { Err(Error::OtherKey) }
    }

    /// A key for `purpose`, the same in every process that has the key of the records.
    pub fn derived_key(&self, purpose: &str) -> Vec<u8> {
        self.vault.hash(&format!("key for {purpose}"))
    }

    /// Begins a transaction that writes; on SQLite it holds the write lock from the start.
    pub async fn begin(&self) -> Result<Write> {
        let tx = match &self.db {
            Db::Sqlite { write, .. } => {
                // In a task of its own: if the caller is gone in the middle of it (a browser hung up), sqlx
                // would give the connection back inside of a transaction that nobody ends, and no write
                // would ever begin again. The task ends what it has begun.
                let write = write.clone();
                let begun = tokio::spawn(async move {
                    match write.begin_with("BEGIN IMMEDIATE").await {
                        // Where the disk is full SQLite ends a transaction by itself, and sqlx takes the
                        // connection to be inside of it for ever: another one is opened.
                        Err(sqlx::Error::InvalidSavePointStatement) => {
                            write.acquire().await?.close().await?;
                            write.begin_with("BEGIN IMMEDIATE").await
                        }
                        begun => begun,
                    }
                });
                Tx::Sqlite(begun.await.map_err(|_| sqlx::Error::WorkerCrashed)??)
            }
            Db::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        };
        Ok(Write { tx, vault: self.vault.clone() })
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<()> {
        reading!(self, on => sqlx::query("SELECT 1").execute(on).await.map(drop))?;
        Ok(())
    }

    /// Closes every connection; on SQLite the write-ahead log is folded into the file.
    pub async fn close(&self) {
        match &self.db {
            Db::Sqlite { read, write } => {
                read.close().await;
                write.close().await;
            }
            Db::Postgres(pool) => pool.close().await,
        }
    }
}

impl Write {
    /// Makes everything of this transaction stay.
    pub async fn commit(self) -> Result<()> {
        match self.tx {
            Tx::Sqlite(tx) => tx.commit().await?,
            Tx::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }
}

/// An instant as both engines keep it: microseconds.
pub fn stored(instant: DateTime<Utc>) -> DateTime<Utc> {
    instant.trunc_subsecs(6)
}

/// `sql` with a list of `values` in parentheses behind it: `… WHERE id IN` becomes `… WHERE id IN ($1, $2)`.
/// An empty list matches nothing.
pub(crate) fn any_of<'a, DB, T>(sql: &str, values: &'a [T]) -> QueryBuilder<'a, DB>
where
    DB: Database,
    T: Encode<'a, DB> + Type<DB> + Clone + Send + 'a,
{
    let mut query = QueryBuilder::new(sql);
    query.push(if values.is_empty() { " (NULL" } else { " (" });
    let mut list = query.separated(", ");
    for value in values {
        list.push_bind(value.clone());
    }
    query.push(")");
    query
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_database_opens_with_its_own_key_only() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("portal.sqlite").display());
        for (key, opens) in [([7; 32], true), ([8; 32], false), ([7; 32], true)] {
            match Store::open(&url, Vault::new(key)).await {
                Ok(store) => {
                    assert!(opens);
                    store.close().await;
                }
                Err(error) => assert!(!opens && matches!(error, Error::OtherKey), "{error}"),
            }
        }
    }
}

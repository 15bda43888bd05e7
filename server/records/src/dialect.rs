//! The words that only one engine knows, together, each with its reason.

use crate::db::{Tx, Write};
use crate::error::Result;

/// Serialises writers of one chain until the transaction ends, so that numbers have no gaps and links are
/// appended one after the other. SQLite has one writer anyway; PostgreSQL takes an advisory lock.
pub(crate) async fn lock_chain(write: &mut Write, chain: Chain) -> Result<()> {
    if let Tx::Postgres(tx) = &mut write.tx {
        sqlx::query("SELECT pg_advisory_xact_lock($1)").bind(chain as i64).execute(&mut **tx).await?;
    }
    Ok(())
}

/// Keeps an open enrollment as it is until the transaction ends, so that nothing is taken after a close
/// that has been written. SQLite has one writer anyway; PostgreSQL locks the row for sharing.
pub(crate) async fn hold_enrollment(write: &mut Write, id: uuid::Uuid) -> Result<()> {
    if let Tx::Postgres(tx) = &mut write.tx {
        sqlx::query("SELECT 1 FROM enrollment_period WHERE id = $1 FOR SHARE")
            .bind(id)
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

/// Ends a query that takes work from a queue: PostgreSQL passes over what another worker is taking at this
/// moment. SQLite has one writer, so nobody else is.
pub(crate) const fn skip_locked(write: &Write) -> &'static str {
    match write.tx {
        Tx::Postgres(_) => " FOR UPDATE SKIP LOCKED",
        Tx::Sqlite(_) => "",
    }
}

/// Ends a query of rows that nobody else may change until the transaction ends. SQLite has one writer anyway.
pub(crate) const fn hold_rows(write: &Write) -> &'static str {
    match write.tx {
        Tx::Postgres(_) => " FOR UPDATE",
        Tx::Sqlite(_) => "",
    }
}

/// Counts what an import has written. PostgreSQL plans by counts, and makes them by itself only a minute later:
/// until then it would read whole tables for one person's page. SQLite plans by its indexes.
pub(crate) async fn count_rows(write: &mut Write) -> Result<()> {
    if let Tx::Postgres(tx) = &mut write.tx {
        let tables =
            "person, household_member, employment, retirement, coverage, coverage_dependent, rate, split";
        sqlx::query(&format!("ANALYZE {tables}")).execute(&mut **tx).await?;
    }
    Ok(())
}

/// What is numbered or linked one after the other.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Chain {
    /// The audit trail.
    Audit = 0x62_65_6e_01,
    /// Payroll notices.
    PayrollNotice = 0x62_65_6e_02,
    /// Numbers of survivors.
    SurvivorNumber = 0x62_65_6e_03,
}

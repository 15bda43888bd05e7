//! Databases for tests: each test gets its own, on both engines.

use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::{Connection, Executor, PgConnection};

use crate::db::{Store, writing};
use crate::vault::Vault;

static NEXT: AtomicU32 = AtomicU32::new(0);

/// A fresh store on SQLite and one on PostgreSQL, for a test that runs on each in turn.
///
/// # Panics
/// As [`databases`].
#[expect(clippy::expect_used, reason = "a test without its database can only stop")]
pub async fn both() -> Vec<Store> {
    let mut stores = Vec::new();
    for url in databases().await {
        stores.push(Store::open(&url, vault()).await.expect("a store for the test"));
    }
    stores
}

/// The vault that every test uses.
pub fn vault() -> Vault {
    Vault::new([7; 32])
}

/// The addresses of a fresh database on SQLite and one on PostgreSQL.
///
/// # Panics
/// Without `TEST_POSTGRES_URL`, which the README's test command sets: a test that silently skipped an
/// engine would prove nothing.
#[expect(clippy::expect_used, reason = "a test without its database can only stop")]
pub async fn databases() -> Vec<String> {
    let name = format!("test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let file = std::env::temp_dir().join(format!("{name}.sqlite"));
    for ending in ["sqlite", "sqlite-wal", "sqlite-shm"] {
        let _ = std::fs::remove_file(file.with_extension(ending));
    }

    let url = std::env::var("TEST_POSTGRES_URL").expect("TEST_POSTGRES_URL: run the README's test command");
    let mut admin = PgConnection::connect(&url).await.expect("PostgreSQL for tests");
    admin.execute(format!("DROP DATABASE IF EXISTS {name}").as_str()).await.expect("a database dropped");
    admin.execute(format!("CREATE DATABASE {name}").as_str()).await.expect("a database for the test");
    let (server, options) =
        url.split_once('?').map_or((url.as_str(), String::new()), |(s, o)| (s, format!("?{o}")));
    let server = server.rsplit_once('/').map_or(server, |(server, _)| server);
    vec![format!("sqlite:{}", file.display()), format!("{server}/{name}{options}")]
}

/// Lets a store on SQLite grow no more, as where the disk is full; or again.
///
/// # Panics
/// Where the store can't be asked.
#[expect(clippy::expect_used, reason = "a test without its database can only stop")]
pub async fn fill_disk(store: &Store, full: bool) {
    let mut write = store.begin().await.expect("a transaction");
    let pages: i64 = writing!(write, on => sqlx::query_scalar("PRAGMA page_count").fetch_one(on).await)
        .expect("the size of the database");
    let most = if full { pages } else { i64::from(u32::MAX - 1) };
    let limit = format!("PRAGMA max_page_count = {most}");
    writing!(write, on => sqlx::query(&limit).execute(on).await.map(drop)).expect("a limit");
    write.commit().await.expect("a commit");
}

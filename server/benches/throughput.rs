//! "My benefits" against a bare axum handler that reads one session and returns as many bytes: each in a
//! process of its own, in turn, under the same load. The ratio is what counts.

mod support;

use std::env;
use std::net::Ipv4Addr;
use std::process::{Child, Command};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use http::StatusCode;
use support::city::{desk, members};
use support::load::{Client, median, throughput};
use support::portal::{Place, Portal, free_port};
use tower_sessions::cookie::time::Duration as Lasting;
use tower_sessions::session::{Id, Record};
use tower_sessions::{Expiry, Session, SessionManagerLayer, SessionStore};
use tower_sessions_sqlx_store::SqliteStore;
use tower_sessions_sqlx_store::sqlx::SqlitePool;
use tower_sessions_sqlx_store::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode};

/// Says to this program that it is the bare handler: the port, the size of an answer, the database.
const BARE: [&str; 3] = ["BARE_PORT", "BARE_BYTES", "BARE_DATABASE"];
const PEOPLE: usize = 400;
const CONNECTIONS: usize = 16;
const ROUNDS: usize = 5;
const ROUND: Duration = Duration::from_secs(4);
const PAGE: &str = "/my";

#[tokio::main]
async fn main() -> Result<()> {
    match BARE.map(|name| env::var(name).ok()) {
        [Some(port), Some(bytes), Some(database)] => bare(port.parse()?, bytes.parse()?, &database).await,
        _ => measure().await,
    }
}

async fn measure() -> Result<()> {
    let place = Place::new(None)?;
    place.make_city(2_100)?;
    let desk = desk(place.store().await?).await?;
    let cookies: Vec<String> =
        members(&desk, PEOPLE).await?.into_iter().map(|member| member.cookie).collect();
    desk.store().close().await;
    let portal = Portal::start(&place)?;

    let mut bytes = 0;
    let mut client = Client::connect(portal.port).await?;
    for cookie in &cookies {
        let answer = client.get(PAGE, cookie).await?;
        ensure!(answer.status == StatusCode::OK, "{PAGE} answers {}", answer.status);
        ensure!(String::from_utf8_lossy(&answer.body).contains("My benefits"), "{PAGE} is another page");
        bytes += answer.body.len();
    }
    let bytes = bytes / cookies.len();

    let database = place.file("bare.sqlite");
    let bare_cookies = sessions(&database.display().to_string(), PEOPLE).await?;
    let bare = Bare::start(bytes, &database.display().to_string()).await?;

    println!("{PAGE}: {bytes} bytes on average, {PEOPLE} people, {CONNECTIONS} connections, {ROUNDS} rounds");
    let mut ratios = Vec::new();
    for round in 1..=ROUNDS {
        let mine = throughput(portal.port, CONNECTIONS, ROUND, PAGE, &cookies).await?;
        let other = throughput(bare.port, CONNECTIONS, ROUND, "/", &bare_cookies).await?;
        ratios.push(mine / other);
        println!("round {round}: {mine:.0}/s of {other:.0}/s: {:.0} %", 100.0 * mine / other);
    }
    println!("my benefits: {:.0} % of a bare handler (median)", 100.0 * median(ratios));
    Ok(())
}

async fn pool(database: &str) -> Result<SqlitePool> {
    let options = SqliteConnectOptions::new()
        .filename(database)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal);
    Ok(SqlitePool::connect_with(options).await?)
}

/// Makes that many sessions; returns their cookies.
async fn sessions(database: &str, count: usize) -> Result<Vec<String>> {
    let store = SqliteStore::new(pool(database).await?);
    store.migrate().await?;
    let mut cookies = Vec::with_capacity(count);
    for number in 0..count {
        let mut record = Record {
            id: Id::default(),
            data: [("who".to_owned(), serde_json::json!(format!("member {number}")))].into(),
            expiry_date: tower_sessions::cookie::time::OffsetDateTime::now_utc() + Lasting::hours(4),
        };
        store.create(&mut record).await?;
        cookies.push(format!("id={}", record.id));
    }
    Ok(cookies)
}

/// The bare handler, in a process of its own.
struct Bare {
    process: Child,
    port: u16,
}

impl Bare {
    async fn start(bytes: usize, database: &str) -> Result<Bare> {
        let port = free_port()?;
        let mut program = Command::new(env::current_exe()?);
        for (name, value) in BARE.into_iter().zip([port.to_string(), bytes.to_string(), database.to_owned()])
        {
            program.env(name, value);
        }
        let bare = Bare { process: program.spawn()?, port };
        for _ in 0..100 {
            if Client::connect(port).await.is_ok() {
                return Ok(bare);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        anyhow::bail!("the bare handler does not answer")
    }
}

impl Drop for Bare {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

async fn bare(port: u16, bytes: usize, database: &str) -> Result<()> {
    let sessions = SessionManagerLayer::new(SqliteStore::new(pool(database).await?))
        .with_secure(false)
        .with_expiry(Expiry::OnInactivity(Lasting::minutes(30)));
    let body = "x".repeat(bytes);
    let router = Router::new().route("/", get(answer)).with_state(body).layer(sessions);
    let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    axum::serve(listener, router).await.context("the bare handler ended")
}

/// Reads one session and returns a body.
async fn answer(State(body): State<String>, session: Session) -> Result<String, StatusCode> {
    match session.get::<String>("who").await {
        Ok(Some(_)) => Ok(body),
        _ => Err(StatusCode::UNAUTHORIZED),
    }
}

//! Sessions: `tower-sessions` over the records, and who is signed in.
//!
//! A session ends when nothing was asked for a while, and in any case some hours after sign-in. That a
//! session was used is written at most once a minute: an ordinary request reads one row and writes none.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;

use app::pages::public::helping::HELPING;
use app::visit::{self, Flash, Visit};
use chrono::{DateTime, TimeDelta, Utc};
use desk::{Actor, Desk};
use records::Store;
use records::sessions::{self as rows, Session as Row};
use serde::{Deserialize, Serialize};
use tower_sessions::cookie::SameSite;
use tower_sessions::cookie::time::{Duration, OffsetDateTime};
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result as Kept};
use tower_sessions::{Expiry, Session, SessionManagerLayer, SessionStore};
use uuid::Uuid;

use crate::config;

/// How exactly the last use of a session is known.
const GRAIN: TimeDelta = TimeDelta::minutes(1);

const SIGNED_IN: &str = "signed_in";

/// The session's cookie. Over TLS its name makes browsers refuse it from anywhere else.
pub(crate) const fn cookie_name(secure: bool) -> &'static str {
    if secure { "__Host-portal" } else { "portal" }
}

/// The layer that gives each request its session, loaded when somebody looks into it.
pub(crate) fn layer(store: Store, limits: config::Sessions, secure: bool) -> SessionManagerLayer<Sessions> {
    // The exact limits are in `who`; the row itself lasts a little longer than the idle limit.
    let idle = Duration::minutes(i64::from(limits.idle_minutes) + 2);
    SessionManagerLayer::new(Sessions(store))
        .with_name(cookie_name(secure))
        .with_secure(secure)
        .with_http_only(true)
        // Strict would hold it back when an issuer sends people here.
        .with_same_site(SameSite::Lax)
        .with_expiry(Expiry::OnInactivity(idle))
}

/// Who is signed in, since when, and when they were last here.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct SignedIn {
    actor: Actor,
    /// The help by which they act for somebody.
    #[serde(default)]
    helping: Option<Uuid>,
    since: DateTime<Utc>,
    seen: DateTime<Utc>,
}

/// Who is signed in, and acts: whose account has ended is not any more, and whose help is over acts for nobody.
/// `counts` says that this request keeps the session alive.
pub(crate) async fn who(
    desk: &Desk,
    session: &Session,
    limits: config::Sessions,
    counts: bool,
) -> anyhow::Result<Option<Actor>> {
    let Some(SignedIn { actor, helping, .. }) = signed_in(desk, session, limits, counts).await? else {
        return Ok(None);
    };
    if !desk.is_let_in(&actor).await? {
        session.flush().await?;
        return Ok(None);
    }
    let Some(help) = helping else { return Ok(Some(actor)) };
    let acting = desk.as_helper(&actor, help).await?;
    if acting.is_none() {
        act_for(session, None).await?;
        let over = Flash { notice: Some("help_over".into()), ..Flash::default() };
        visit::keep_flash(session, HELPING, over).await;
    }
    Ok(acting.or(Some(actor)))
}

async fn signed_in(
    desk: &Desk,
    session: &Session,
    limits: config::Sessions,
    counts: bool,
) -> Result<Option<SignedIn>, tower_sessions::session::Error> {
    if session.id().is_none() {
        return Ok(None);
    }
    let Some(signed_in) = session.get::<SignedIn>(SIGNED_IN).await? else { return Ok(None) };
    let now = desk.now();
    let idle = now - signed_in.seen;
    if idle >= TimeDelta::minutes(i64::from(limits.idle_minutes))
        || now - signed_in.since >= TimeDelta::hours(i64::from(limits.absolute_hours))
    {
        session.flush().await?;
        return Ok(None);
    }
    if counts && idle >= GRAIN {
        session.insert(SIGNED_IN, SignedIn { seen: now, ..signed_in.clone() }).await?;
    }
    Ok(Some(signed_in))
}

/// Lets the session act for somebody, or for its own again, under a new id.
pub(crate) async fn act_for(
    session: &Session,
    help: Option<Uuid>,
) -> Result<(), tower_sessions::session::Error> {
    let Some(signed_in) = session.get::<SignedIn>(SIGNED_IN).await? else { return Ok(()) };
    session.cycle_id().await?;
    session.insert(SIGNED_IN, SignedIn { helping: help, ..signed_in }).await
}

/// Signs somebody in, in a session with a new id and nothing of the old one in it.
pub(crate) async fn sign_in(visit: &Visit, actor: Actor) -> Result<(), tower_sessions::session::Error> {
    let now = visit.desk.now();
    visit.session.clear().await;
    visit.session.cycle_id().await?;
    visit.session.insert(SIGNED_IN, SignedIn { actor, helping: None, since: now, seen: now }).await
}

/// Keeps sessions in the records.
#[derive(Clone)]
pub(crate) struct Sessions(Store);

impl std::fmt::Debug for Sessions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sessions")
    }
}

type Answer<'a, T> = Pin<Box<dyn Future<Output = Kept<T>> + Send + 'a>>;

impl SessionStore for Sessions {
    fn create<'a, 'b, 'c>(&'a self, record: &'b mut Record) -> Answer<'c, ()>
    where
        'a: 'c,
        'b: 'c,
        Self: 'c,
    {
        Box::pin(async move {
            let row = row(record)?;
            while !rows::create(&self.0, &record.id.to_string(), &row).await.map_err(backend)? {
                record.id = Id::default();
            }
            Ok(())
        })
    }

    fn save<'a, 'b, 'c>(&'a self, record: &'b Record) -> Answer<'c, ()>
    where
        'a: 'c,
        'b: 'c,
        Self: 'c,
    {
        Box::pin(
            async move { rows::save(&self.0, &record.id.to_string(), &row(record)?).await.map_err(backend) },
        )
    }

    fn load<'a, 'b, 'c>(&'a self, id: &'b Id) -> Answer<'c, Option<Record>>
    where
        'a: 'c,
        'b: 'c,
        Self: 'c,
    {
        Box::pin(async move {
            let row = rows::load(&self.0, &id.to_string(), Utc::now()).await.map_err(backend)?;
            row.map(|row| {
                let data: HashMap<_, _> =
                    serde_json::from_value(row.data).map_err(|error| Error::Decode(error.to_string()))?;
                let expiry_date = OffsetDateTime::from_unix_timestamp(row.expires_at.timestamp())
                    .map_err(|error| Error::Decode(error.to_string()))?;
                Ok(Record { id: *id, data, expiry_date })
            })
            .transpose()
        })
    }

    fn delete<'a, 'b, 'c>(&'a self, id: &'b Id) -> Answer<'c, ()>
    where
        'a: 'c,
        'b: 'c,
        Self: 'c,
    {
        Box::pin(async move { rows::delete(&self.0, &id.to_string()).await.map_err(backend) })
    }
}

fn row(record: &Record) -> Kept<Row> {
    let data = serde_json::to_value(&record.data).map_err(|error| Error::Encode(error.to_string()))?;
    let expires_at = DateTime::from_timestamp(record.expiry_date.unix_timestamp(), 0)
        .ok_or_else(|| Error::Encode("a session that never ends".into()))?;
    Ok(Row { data, expires_at })
}

fn backend(error: records::Error) -> Error {
    Error::Backend(error.to_string())
}

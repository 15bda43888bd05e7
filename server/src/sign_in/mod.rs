//! Signing in by OpenID Connect: authorization code with PKCE, state and nonce. What an issuer says of
//! somebody becomes an [`Actor`](desk::Actor) in `desk`.

mod provider;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Result;
use app::pages::public::sign_in::{Choice, Choices};
use app::pages::public::stopped::Stop;
use app::visit::Visit;
use axum::extract::{ConnectInfo, Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Extension, Router};
use chrono::{DateTime, TimeDelta, Utc};
use openidconnect::{AuthorizationCode, Nonce, PkceCodeVerifier};
use serde::{Deserialize, Serialize};

use crate::config;
use crate::http::{Portal, pages, sessions};
use provider::{Failure, Provider};

/// How long somebody may take to type a password.
const PATIENCE: TimeDelta = TimeDelta::minutes(15);
/// Sign-ins that one browser may have begun and not finished.
const MOST_ATTEMPTS: usize = 5;
/// Where the session keeps them.
const ATTEMPTS: &str = "sign_in.attempts";

/// Every issuer that people can sign in through. Cheap to clone.
#[derive(Clone)]
pub(crate) struct SignIn(Arc<[Provider]>);

impl SignIn {
    /// Nothing is asked of an issuer before somebody signs in through it.
    pub(crate) fn new(issuers: &[config::Issuer], origin: &str) -> Result<SignIn> {
        let back = format!("{origin}/sign-in/callback");
        issuers.iter().map(|issuer| Provider::new(issuer, &back)).collect::<Result<_>>().map(SignIn)
    }

    /// The issuers, for the page where people choose one.
    pub(crate) fn choices(&self) -> Choices {
        let choice = |provider: &Provider| Choice {
            id: provider.issuer.id.clone(),
            name_en: provider.issuer.name_en.clone(),
            name_es: provider.issuer.name_es.clone(),
        };
        Choices(self.0.iter().map(choice).collect())
    }

    /// Asks each issuer for its metadata, for `portal doctor`.
    pub(crate) async fn check(&self) -> Vec<(String, Result<(), String>)> {
        let mut found = Vec::new();
        for provider in self.0.iter() {
            let answer = provider.metadata().await.map(drop).map_err(|failure| failure.to_string());
            found.push((provider.issuer.id.clone(), answer));
        }
        found
    }

    fn named(&self, id: &str) -> Option<&Provider> {
        self.0.iter().find(|provider| provider.issuer.id == id)
    }
}

/// Where people begin and end signing in, and sign out.
pub(crate) fn routes() -> Router<Portal> {
    Router::new()
        .route("/sign-in/start", get(start))
        .route("/sign-in/callback", get(callback))
        .route("/sign-out", post(sign_out))
}

/// A sign-in that somebody has begun.
#[derive(Serialize, Deserialize)]
struct Attempt {
    issuer: String,
    nonce: String,
    verifier: String,
    next: String,
    begun: DateTime<Utc>,
}

type Attempts = BTreeMap<String, Attempt>;

#[derive(Deserialize)]
struct Start {
    #[serde(default)]
    issuer: String,
    #[serde(default)]
    next: String,
}

async fn start(
    State(portal): State<Portal>,
    Extension(visit): Extension<Visit>,
    ConnectInfo(client): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Query(asked): Query<Start>,
) -> Response {
    let bucket = format!("sign_in:{}", client_of(&portal, client, &headers));
    if let Err(error) = portal.desk.limit(&bucket, portal.sign_ins, TimeDelta::minutes(1)).await {
        return pages::problem(&portal, visit, error).await;
    }
    let Some(provider) = portal.sign_in.named(&asked.issuer) else {
        return Redirect::to(&visit.href("/sign-in")).into_response();
    };
    let begun = match provider.begin(visit.lang.tag()).await {
        Ok(begun) => begun,
        Err(failure) => return failed(&portal, visit, &failure).await,
    };
    let mut attempts: Attempts = visit.session.get(ATTEMPTS).await.ok().flatten().unwrap_or_default();
    let now = visit.desk.now();
    attempts.retain(|_, attempt| now - attempt.begun < PATIENCE);
    while attempts.len() >= MOST_ATTEMPTS {
        let oldest = attempts.iter().min_by_key(|(_, attempt)| attempt.begun).map(|(state, _)| state.clone());
        oldest.and_then(|state| attempts.remove(&state));
    }
    let attempt = Attempt {
        issuer: asked.issuer,
        nonce: begun.nonce.secret().clone(),
        verifier: begun.verifier.secret().clone(),
        next: local(&asked.next).unwrap_or_default().to_owned(),
        begun: now,
    };
    attempts.insert(begun.state.secret().clone(), attempt);
    if let Err(error) = visit.session.insert(ATTEMPTS, attempts).await {
        return pages::breakdown(&portal, visit, &error).await;
    }
    Redirect::to(begun.address.as_str()).into_response()
}

#[derive(Deserialize)]
struct Answer {
    code: Option<String>,
    #[serde(default)]
    state: String,
    error: Option<String>,
}

async fn callback(
    State(portal): State<Portal>,
    Extension(visit): Extension<Visit>,
    Query(answer): Query<Answer>,
) -> Response {
    let mut attempts: Attempts = visit.session.get(ATTEMPTS).await.ok().flatten().unwrap_or_default();
    // An attempt is good once, whatever comes of it.
    let attempt = attempts.remove(&answer.state);
    if attempt.is_some() && visit.session.insert(ATTEMPTS, &attempts).await.is_err() {
        return pages::stopped(&portal, visit, Stop::SignInOver).await;
    }
    let attempt = match attempt {
        Some(attempt) if visit.desk.now() - attempt.begun < PATIENCE => attempt,
        // Back, after having signed in: nothing is wrong.
        None if visit.actor.is_some() => return Redirect::to(&visit.href("/")).into_response(),
        _ => return pages::stopped(&portal, visit, Stop::SignInOver).await,
    };
    let (Some(provider), Some(code)) = (portal.sign_in.named(&attempt.issuer), answer.code) else {
        tracing::info!(
            error = answer.error.as_deref().unwrap_or("none"),
            "an issuer sent somebody back without a code"
        );
        return pages::stopped(&portal, visit, Stop::SignInRefused).await;
    };
    let verifier = PkceCodeVerifier::new(attempt.verifier);
    let identity = provider.finish(AuthorizationCode::new(code), verifier, &Nonce::new(attempt.nonce)).await;
    let identity = match identity {
        Ok(identity) => identity,
        Err(failure) => return failed(&portal, visit, &failure).await,
    };
    let actor = match visit.desk.sign_in(identity).await {
        Ok(Some(actor)) => actor,
        Ok(None) => return pages::stopped(&portal, visit, Stop::Stranger).await,
        Err(error) => return pages::breakdown(&portal, visit, &error).await,
    };
    let home = actor.home();
    if let Err(error) = sessions::sign_in(&visit, actor).await {
        return pages::breakdown(&portal, visit, &error).await;
    }
    let next = match attempt.next.as_str() {
        "" => visit.href(home),
        next => next.to_owned(),
    };
    Redirect::to(&next).into_response()
}

async fn sign_out(State(portal): State<Portal>, Extension(visit): Extension<Visit>) -> Response {
    if let Some(actor) = &visit.actor
        && let Err(error) = visit.desk.sign_out(actor).await
    {
        return pages::problem(&portal, visit, error).await;
    }
    if let Err(error) = visit.session.flush().await {
        return pages::breakdown(&portal, visit, &error).await;
    }
    Redirect::to(&visit.href("/")).into_response()
}

async fn failed(portal: &Portal, visit: Visit, failure: &Failure) -> Response {
    tracing::warn!(%failure, "a sign-in failed");
    let stop = match failure {
        Failure::Away(_) => Stop::IssuerAway,
        Failure::Refused(_) => Stop::SignInRefused,
    };
    pages::stopped(portal, visit, stop).await
}

/// The address that a limit counts for: what the proxy says, where there is one.
pub(crate) fn client_of(portal: &Portal, client: SocketAddr, headers: &HeaderMap) -> String {
    let said = portal.client_header.as_deref().and_then(|name| headers.get(name)?.to_str().ok());
    match said.and_then(|said| said.rsplit(',').next()).map(str::trim) {
        Some(address) if !address.is_empty() => address.to_owned(),
        _ => client.ip().to_string(),
    }
}

/// `next`, if it is a page of this portal: nobody is sent elsewhere by a link that looks like ours.
fn local(next: &str) -> Option<&str> {
    let is_path = next.starts_with('/') && !next.starts_with("//") && !next.starts_with("/\\");
    let is_plain = next.bytes().all(|byte| (0x21..0x7f).contains(&byte) && byte != b'\\');
    let leads_back = next.starts_with("/sign-in") || next.starts_with("/es/sign-in");
    (is_path && is_plain && !leads_back && next.len() <= 1_000).then_some(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_sent_on_within_the_portal_only() {
        for (next, kept) in [
            ("/my/enroll?check=1", true),
            ("/es/my", true),
            ("//evil.example", false),
            ("/\\evil.example", false),
            ("https://evil.example", false),
            ("/my\\..", false),
            ("/a b", false),
            ("/a\r\nSet-Cookie:x", false),
            ("/sign-in", false),
            ("", false),
        ] {
            assert_eq!(local(next).is_some(), kept, "{next}");
        }
    }
}

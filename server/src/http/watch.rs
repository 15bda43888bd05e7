//! For whoever watches over the portal: is it alive, is it ready, what does it do.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::{StatusCode, header};

use super::Portal;

/// Answers by status.
#[derive(Clone, Default)]
pub(super) struct Answers(Arc<Mutex<BTreeMap<u16, u64>>>);

pub(super) fn routes(portal: Portal) -> Router {
    Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .with_state(portal)
}

/// Counts answers, and notes slow or broken ones: method, status and time, never an address.
pub(super) async fn count(State(portal): State<Portal>, request: Request, next: Next) -> Response {
    let begun = std::time::Instant::now();
    let method = request.method().clone();
    let response = next.run(request).await;
    let status = response.status();
    *portal.answers.0.lock().unwrap_or_else(PoisonError::into_inner).entry(status.as_u16()).or_default() += 1;
    let millis = begun.elapsed().as_millis();
    if status.is_server_error() {
        tracing::error!(%method, %status, millis, "a request failed");
    } else {
        tracing::debug!(%method, %status, millis, "a request");
    }
    response
}

async fn ready(State(portal): State<Portal>) -> Response {
    match portal.desk.store().ping().await {
        Ok(()) => "ready\n".into_response(),
        Err(error) => {
            tracing::error!(%error, "the database does not answer");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

async fn metrics(State(portal): State<Portal>) -> Response {
    let Ok(measures) = portal.desk.measures().await else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let mut text = String::from("# TYPE portal_answers_total counter\n");
    let answers = portal.answers.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
    for (status, count) in answers {
        let _ = writeln!(text, "portal_answers_total{{status=\"{status}\"}} {count}");
    }
    text.push_str("# TYPE portal_submissions gauge\n");
    for (state, count) in measures.submissions {
        let _ = writeln!(text, "portal_submissions{{state=\"{state}\"}} {count}");
    }
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response()
}

//! Draws pages and answers forms with Leptos.

use app::components::problem::{Problem, status_of};
use app::pages::public::stopped::{Stop, Stopped};
use app::problem::Refusal;
use app::shell;
use app::visit::Visit;
use axum::Extension;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE;
use desk::Actor;
use http::{HeaderMap, StatusCode, Uri, header};
use leptos::prelude::*;

use super::{Portal, language};

/// Any page of the table of routes.
pub(super) async fn page(
    State(portal): State<Portal>,
    Extension(visit): Extension<Visit>,
    request: Request,
) -> Response {
    draw(&portal, visit, request, shell::shell).await
}

/// There is no such page. An address that has a slash too many goes to the page without it.
pub(super) async fn unknown(
    State(portal): State<Portal>,
    Extension(visit): Extension<Visit>,
    request: Request,
) -> Response {
    let shorter = visit.path.trim_end_matches('/');
    if shorter != visit.path && !shorter.is_empty() {
        let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
        return Redirect::permanent(&format!("{}{query}", visit.href(shorter))).into_response();
    }
    draw(&portal, visit, request, shell::shell).await
}

/// Draws `view` as the answer to `request`.
pub(crate) async fn draw<V: IntoView + 'static>(
    portal: &Portal,
    visit: Visit,
    request: Request,
    view: impl Fn() -> V + Clone + Send + Sync + 'static,
) -> Response {
    let choices = portal.choices.clone();
    let context = move || {
        provide_context(visit.clone());
        provide_context(choices.clone());
    };
    leptos_axum::render_app_async_with_context(context, view)(request).await
}

/// The page that says why a request was stopped.
pub(crate) async fn stopped(portal: &Portal, visit: Visit, stop: Stop) -> Response {
    let status = stop.status();
    let view = move || {
        let stop = stop.clone();
        shell::document(move || view! { <Stopped stop=stop /> })
    };
    let mut response = draw(portal, visit, asked_for_html(), view).await;
    *response.status_mut() = status;
    response
}

/// The page for an error of a use case.
pub(crate) async fn problem(portal: &Portal, visit: Visit, error: desk::Error) -> Response {
    let error = std::sync::Arc::new(std::sync::Mutex::new(Some(error)));
    let view = move || {
        let error = error.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take();
        shell::document(move || error.map(|error| view! { <Problem error=error /> }))
    };
    draw(portal, visit, asked_for_html(), view).await
}

/// A breakdown: noted in the log under a number that the page shows.
pub(crate) async fn breakdown(
    portal: &Portal,
    visit: Visit,
    error: &(dyn std::fmt::Display + Sync),
) -> Response {
    let incident = super::incident();
    tracing::error!(incident, %error, "something broke");
    stopped(portal, visit, Stop::Breakdown(incident)).await
}

pub(super) fn asked_for_html() -> Request {
    let mut request = Request::new(Body::empty());
    request.headers_mut().insert(header::ACCEPT, header::HeaderValue::from_static("text/html"));
    request
}

/// Runs the server function that a form, or an island, was sent to.
pub(super) async fn form(
    State(portal): State<Portal>,
    Extension(mut visit): Extension<Visit>,
    request: Request,
) -> Response {
    // Whoever may only look sends no form, whatever it is for: the use case behind it need not think of it.
    if let Some(Err(error)) = visit.actor.as_ref().map(Actor::require_more_than_looking) {
        return problem(&portal, visit, error).await;
    }
    let refusal = Refusal::default();
    let context = {
        let (visit, refusal) = (visit.clone(), refusal.clone());
        move || {
            provide_context(visit.clone());
            provide_context(refusal.clone());
        }
    };
    let html = accepts_html(request.headers());
    let page = came_from(&portal, request.headers());
    let response = leptos_axum::handle_server_fns_with_context(context, request).await.into_response();
    if let Some(error) = refusal.take() {
        if !html {
            return (status_of(&error), error.to_string()).into_response();
        }
        // Who signs in, or changes the language, goes on where the form was.
        visit.path = page;
        return problem(&portal, visit, error).await;
    }
    if !html {
        return response;
    }
    visit.path = page;
    match failure(&response) {
        None => response,
        Some(Failure::Unknown) => problem(&portal, visit, desk::Error::NotFound("form")).await,
        Some(Failure::Unreadable) => stopped(&portal, visit, Stop::Unreadable).await,
        Some(Failure::Broken(error)) => breakdown(&portal, visit, &error).await,
    }
}

enum Failure {
    /// There is no such server function.
    Unknown,
    /// Its arguments can't be read.
    Unreadable,
    /// It broke.
    Broken(String),
}

/// A server function that fails sends a browser back with the error in the address. People get a page
/// instead, and no address tells of our insides.
fn failure(response: &Response) -> Option<Failure> {
    if response.status() == StatusCode::BAD_REQUEST {
        return Some(Failure::Unknown);
    }
    let location = response.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
    let code =
        location.and_then(|location| location.split(['?', '&']).find_map(|part| part.strip_prefix("__err=")));
    let Some(code) = code else {
        let broken = response.status().is_server_error();
        return broken.then(|| Failure::Broken("a server function answered with an error".into()));
    };
    let code = code.replace("%3D", "=");
    let text = URL_SAFE.decode(code).ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
    let unreadable = ["Args", "Deserialization", "MissingArg"];
    if unreadable.iter().any(|kind| text.starts_with(&format!("{kind}|"))) {
        Some(Failure::Unreadable)
    } else {
        Some(Failure::Broken(text))
    }
}

fn accepts_html(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.contains("text/html"))
}

/// The path, without the language, of the page that a form was on.
pub(super) fn came_from(portal: &Portal, headers: &HeaderMap) -> String {
    let referer = headers.get(header::REFERER).and_then(|value| value.to_str().ok());
    let path = referer
        .and_then(|referer| referer.strip_prefix(&*portal.origin))
        .and_then(|path| path.parse::<Uri>().ok());
    path.map_or_else(|| "/".to_owned(), |uri| language::split(uri.path()).1.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent_to(location: &str) -> Response {
        (StatusCode::FOUND, [(header::LOCATION, location)]).into_response()
    }

    #[test]
    fn a_failed_server_function_is_told_apart_from_one_that_was_not_understood() {
        let location = |text: &str| format!("http://a.example/my?__path=x&__err={}", URL_SAFE.encode(text));
        assert!(failure(&sent_to("/my/receipts/1")).is_none());
        assert!(matches!(failure(&sent_to(&location("MissingArg|a"))), Some(Failure::Unreadable)));
        assert!(matches!(failure(&sent_to(&location("ServerError|a"))), Some(Failure::Broken(_))));
        assert!(matches!(failure(&StatusCode::BAD_REQUEST.into_response()), Some(Failure::Unknown)));
    }
}

//! What a page shows when a use case did not happen.

use axum::http::StatusCode;
use desk::Error;
use leptos::prelude::*;

use super::layout::Page;
use crate::visit::visit;
use crate::words::{common, packet};

/// The page for an error of a use case: a sentence and a way on, under the right HTTP status. Somebody who is
/// not signed in is sent to sign in, and comes back.
#[component]
pub fn Problem(
    /// What went wrong.
    error: Error,
) -> impl IntoView {
    let visit = visit();
    let lang = visit.lang;
    if matches!(error, Error::SignInNeeded) {
        let next = visit.href(&visit.path);
        let address = super::layout::address(&visit.href("/sign-in"), [("next", next.as_str())]);
        leptos_axum::redirect(&address);
    }
    let status = status_of(&error);
    if status.is_server_error() {
        tracing::error!(%error, path = visit.path, "a page could not be shown");
    }
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        // A redirect has set its own status already.
        if !matches!(error, Error::SignInNeeded) {
            response.set_status(status);
        }
    }
    let (title, text) = match error {
        Error::SignInNeeded => (common::sign_in_needed(lang), common::sign_in_needed_more(lang)),
        Error::Forbidden => (common::forbidden(lang), common::forbidden_more(lang)),
        Error::NotForHelper => (common::not_for_helper(lang), common::not_for_helper_more(lang)),
        Error::NotFound(_) => (common::not_found(lang), common::not_found_more(lang)),
        Error::Stale(_) | Error::Conflict => {
            (common::changed_meanwhile(lang), common::changed_meanwhile_more(lang))
        }
        Error::NotAsSent => (packet::not_as_sent(lang), packet::not_as_sent_more(lang)),
        Error::TooMany => (common::too_many(lang), common::too_many_more(lang)),
        Error::Price(_) | Error::Records(_) | Error::Letter(_) | Error::Cut => {
            (common::breakdown(lang), common::breakdown_more(lang))
        }
        _ => (common::not_possible(lang), common::not_possible_more(lang)),
    };
    view! {
        <Page title=title>
            <h1>{title}</h1>
            <p class="lead">{text}</p>
            <p>
                <a class="button" href=visit.href("/")>{common::to_the_start(lang)}</a>
            </p>
        </Page>
    }
}

/// The HTTP status that says it.
pub fn status_of(error: &Error) -> StatusCode {
    match error {
        Error::SignInNeeded => StatusCode::UNAUTHORIZED,
        Error::Forbidden | Error::NotForHelper => StatusCode::FORBIDDEN,
        Error::NotFound(_) => StatusCode::NOT_FOUND,
        Error::Stale(_) | Error::Conflict => StatusCode::CONFLICT,
        Error::TooMany => StatusCode::TOO_MANY_REQUESTS,
        Error::Price(_) | Error::Records(_) | Error::Letter(_) | Error::Cut => {
            StatusCode::INTERNAL_SERVER_ERROR
        }
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// A page that is loaded first: where a use case on the way refuses, its [`Problem`] is shown instead.
///
/// ```ignore
/// let visit = visit();
/// page(async move {
///     let catalog = visit.desk.catalog().await?;
///     Ok(view! { <Page title="Plans">…</Page> })
/// })
/// ```
pub fn page<V: IntoAny + 'static>(
    load: impl Future<Output = desk::Result<V>> + Send + 'static,
) -> impl IntoView {
    Suspend::new(async move {
        match load.await {
            Ok(view) => view.into_any(),
            Err(error) => view! { <Problem error /> }.into_any(),
        }
    })
}

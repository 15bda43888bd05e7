//! Use cases that did not happen: what a page or a form answers then.

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};

use desk::Error;
use leptos::prelude::*;

use crate::components::problem::Problem;
use crate::visit::{Flash, Visit};

/// What a page shows once its use case has answered: its view, or the page for the error, under the
/// error's HTTP status.
///
/// ```ignore
/// #[component]
/// pub fn My() -> impl IntoView {
///     let visit = visit();
///     loaded(async move {
///         let benefits = visit.desk.benefits(visit.signed_in()?).await?;
///         Ok(view! { <Page title="…">…</Page> })
///     })
/// }
/// ```
pub fn loaded<V, F>(answer: F) -> impl IntoView
where
    V: IntoView + 'static,
    F: Future<Output = desk::Result<V>> + Send + 'static,
{
    Suspend::new(async move {
        match answer.await {
            Ok(view) => view.into_any(),
            Err(error) => view! { <Problem error /> }.into_any(),
        }
    })
}

/// Answers a form. Done: goes to the path that `done` names. Fields need attention: back to `page`, which
/// finds them and what was typed by [`Visit::take_flash`]. Anything else: the page for the error.
/// Paths are without the language.
pub async fn form_result(
    visit: &Visit,
    form: &str,
    typed: BTreeMap<String, String>,
    page: &str,
    done: desk::Result<String>,
) {
    match done {
        Ok(path) => leptos_axum::redirect(&visit.href(&path)),
        Err(Error::Fields(errors)) => {
            visit.put_flash(form, Flash { notice: None, errors, typed }).await;
            leptos_axum::redirect(&visit.href(page));
        }
        Err(error) => refuse(error),
    }
}

/// Where a form's server function leaves the error that is its answer. The server provides it and draws
/// the page.
#[derive(Clone, Default)]
pub struct Refusal(Arc<Mutex<Option<Error>>>);

impl Refusal {
    /// Takes the error, if there is one.
    pub fn take(&self) -> Option<Error> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// Answers a form with the page for `error`, whatever the server function returns.
pub fn refuse(error: Error) {
    match use_context::<Refusal>() {
        Some(refusal) => *refusal.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(error),
        None => tracing::error!(%error, "a form was refused outside a request"),
    }
}

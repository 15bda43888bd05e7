//! One request, as pages and server functions see it: who visits, in which language, with which session.

use std::collections::BTreeMap;

use desk::error::FieldError;
use desk::{Actor, Desk};
use domain::helper::Doing;
use leptos::prelude::{expect_context, use_context};
use serde::{Deserialize, Serialize};
use tower_sessions::Session;

use crate::words::Lang;

/// What the server knows of a request. Provided to every page and server function.
#[derive(Clone)]
pub struct Visit {
    /// The benefits office.
    pub desk: Desk,
    /// Who is signed in.
    pub actor: Option<Actor>,
    /// The language of the page.
    pub lang: Lang,
    /// The path without the language, such as `/my`.
    pub path: String,
    /// The query, decoded; a name that comes twice keeps its last value.
    pub query: BTreeMap<String, String>,
    /// The network address that it comes from, for limits; never shown.
    pub client: String,
    /// The session.
    pub session: Session,
    /// They want large print.
    pub large_print: bool,
}

/// The visit of this request.
pub fn visit() -> Visit {
    expect_context::<Visit>()
}

/// The visit, where a component may be drawn outside a request, as in a test.
pub fn visit_if_any() -> Option<Visit> {
    use_context::<Visit>()
}

impl Visit {
    /// Who is signed in, or the error that sends people to sign-in.
    pub fn signed_in(&self) -> desk::Result<&Actor> {
        self.actor.as_ref().ok_or(desk::Error::SignInNeeded)
    }

    /// Whether whoever is signed in may do that with the records that they see: a helper as far as the help goes.
    pub fn may(&self, doing: Doing) -> bool {
        self.actor.as_ref().is_some_and(|actor| actor.require_help_to(doing).is_ok())
    }

    /// The address of `path` in the visitor's language.
    pub fn href(&self, path: &str) -> String {
        self.lang.href(path)
    }
}

/// What a form had to say after it was sent: shown once, by the page that has the form.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Flash {
    /// The key of a sentence that says what happened.
    pub notice: Option<String>,
    /// Fields that need attention.
    pub errors: Vec<FieldError>,
    /// What the person typed, so that nothing is lost.
    pub typed: BTreeMap<String, String>,
}

impl Visit {
    /// Keeps `flash` for the next page that asks for `form`.
    pub async fn put_flash(&self, form: &str, flash: Flash) {
        keep_flash(&self.session, form, flash).await;
    }

    /// Takes what was kept for `form`.
    pub async fn take_flash(&self, form: &str) -> Flash {
        let key = key(form);
        let flash = self.session.get(&key).await.ok().flatten();
        if flash.is_some() {
            // Only where there is one: removing marks the session as changed, and costs a write.
            let _ = self.session.remove_value(&key).await;
        }
        flash.unwrap_or_default()
    }
}

/// Keeps `flash` in a session for the next page that asks for `form`.
pub async fn keep_flash(session: &Session, form: &str, flash: Flash) {
    if let Err(error) = session.insert(&key(form), flash).await {
        tracing::warn!(%error, "a form's message could not be kept");
    }
}

fn key(form: &str) -> String {
    format!("flash.{form}")
}

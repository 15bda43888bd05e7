//! Forms of the catalogue of life events.

use std::collections::BTreeMap;

use desk::Error;
use desk::events::{TypedEvent, TypedPermit, TypedProof};
use domain::event::EventCode;
use leptos::prelude::*;

use crate::pages::desk::event_form::edit_path;
use crate::pages::desk::events::event_path;
use crate::problem::refuse;
use crate::visit::{Flash, Visit, visit};

/// Keeps what was typed as the next version of a kind, as a draft.
#[server(prefix = "/api", endpoint = "desk/event/save")]
#[allow(clippy::too_many_arguments, reason = "a form of that many fields")]
pub async fn save_event(
    #[server(default)] event: String,
    #[server(default)] version: String,
    #[server(default)] title_en: String,
    #[server(default)] title_es: String,
    #[server(default)] lead_en: String,
    #[server(default)] lead_es: String,
    #[server(default)] populations: Vec<String>,
    #[server(default)] entry: String,
    #[server(default)] before: String,
    #[server(default)] after: String,
    #[server(default)] effective: Vec<String>,
    #[server(default)] ends: String,
    #[server(default)] permits: Vec<TypedPermit>,
    #[server(default)] proof: Vec<TypedProof>,
) -> Result<(), ServerFnError> {
    let visit = visit();
    let typed = TypedEvent {
        title_en,
        title_es,
        lead_en,
        lead_es,
        populations,
        entry,
        before,
        after,
        effective,
        ends,
        permits,
        proof,
    };
    let (code, version) = match seen(&event, &version) {
        Ok(seen) => seen,
        Err(error) => return Ok(refuse(error)),
    };
    let done = match visit.signed_in() {
        Ok(actor) => visit.desk.save_event(actor, &code, version, &typed).await.map(drop),
        Err(error) => Err(error),
    };
    match done {
        // What was typed is shown once more, above what somebody else has written meanwhile.
        Err(Error::Fields(errors)) => {
            let kept = serde_json::to_string(&typed).unwrap_or_default();
            let typed = BTreeMap::from([("event".to_owned(), kept)]);
            visit.put_flash(&format!("event.edit.{code}"), Flash { notice: None, errors, typed }).await;
            leptos_axum::redirect(&visit.href(&edit_path(&code)));
        }
        done => answer(&visit, &code, "saved", done).await,
    }
    Ok(())
}

/// Publishes or ends a version.
#[server(prefix = "/api", endpoint = "desk/event/move")]
pub async fn move_event(
    #[server(default)] event: String,
    #[server(default)] version: String,
    #[server(default)] to: String,
) -> Result<(), ServerFnError> {
    let visit = visit();
    let (code, version) = match seen(&event, &version) {
        Ok(seen) => seen,
        Err(error) => return Ok(refuse(error)),
    };
    let actor = match visit.signed_in() {
        Ok(actor) => actor,
        Err(error) => return Ok(refuse(error)),
    };
    let (said, done) = match to.as_str() {
        "publish" => ("published", visit.desk.publish_event(actor, &code, version).await),
        "expire" => ("expired", visit.desk.expire_event(actor, &code, version).await),
        _ => return Ok(refuse(Error::NotFound("form"))),
    };
    match done {
        // The form has the fields that are named.
        Err(Error::Fields(errors)) => {
            let flash = Flash { errors, ..Flash::default() };
            visit.put_flash(&format!("event.edit.{code}"), flash).await;
            leptos_axum::redirect(&visit.href(&edit_path(&code)));
        }
        done => answer(&visit, &code, said, done).await,
    }
    Ok(())
}

/// Begins a new kind that is like a version of another.
#[server(prefix = "/api", endpoint = "desk/event/clone")]
pub async fn clone_event(
    #[server(default)] event: String,
    #[server(default)] version: String,
    #[server(default)] code: String,
) -> Result<(), ServerFnError> {
    let visit = visit();
    let (like, version) = match seen(&event, &version) {
        Ok(seen) => seen,
        Err(error) => return Ok(refuse(error)),
    };
    let done = match visit.signed_in() {
        Ok(actor) => visit.desk.clone_event(actor, &like, version, &code).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(new) => answer(&visit, &new, "cloned", Ok(())).await,
        Err(Error::Fields(errors)) => {
            let typed = BTreeMap::from([("code".to_owned(), code)]);
            visit.put_flash(&format!("event.{like}"), Flash { notice: None, errors, typed }).await;
            leptos_axum::redirect(&visit.href(&event_path(&like)));
        }
        Err(error) => answer(&visit, &like, "cloned", Err(error)).await,
    }
    Ok(())
}

/// The kind and the version that a form was drawn for.
fn seen(code: &str, version: &str) -> desk::Result<(EventCode, i64)> {
    let none = || Error::NotFound("life event");
    Ok((code.parse().map_err(|_| none())?, version.parse().map_err(|_| none())?))
}

/// Shows the kind, which says what has become of it.
async fn answer(visit: &Visit, code: &EventCode, said: &str, done: desk::Result<()>) {
    let notice = match done {
        Ok(()) => said,
        Err(Error::Stale(_)) => "stale",
        Err(Error::Event(_)) => "refused",
        Err(error) => return refuse(error),
    };
    let flash = Flash { notice: Some(notice.to_owned()), ..Flash::default() };
    visit.put_flash(&format!("event.{code}"), flash).await;
    leptos_axum::redirect(&visit.href(&event_path(code)));
}

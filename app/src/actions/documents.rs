//! Forms about documents: a member takes one back, the desk decides about one.

use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    crate::pages::desk::documents::{document_path, words_field},
    crate::pages::member::documents::{DOCUMENTS, FORM},
    crate::problem::refuse,
    crate::visit::{Flash, visit},
    desk::Error,
    desk::documents::TypedDecision,
    desk::error::FieldError,
    domain::document::DocumentDecision,
    std::collections::BTreeMap,
    uuid::Uuid,
};

/// Takes a document back.
#[server(prefix = "/api", endpoint = "documents/delete")]
pub async fn delete_document(#[server(default)] id: String) -> Result<(), ServerFnError> {
    let visit = visit();
    let done = async {
        let id: Uuid = id.parse().map_err(|_| Error::NotFound("document"))?;
        visit.desk.delete_document(visit.signed_in()?, id).await
    };
    let notice = match done.await {
        Ok(()) => "deleted",
        Err(Error::Locked) => "locked",
        Err(error) => return Ok(refuse(error)),
    };
    visit.put_flash(FORM, Flash { notice: Some(notice.to_owned()), ..Flash::default() }).await;
    leptos_axum::redirect(&visit.href(DOCUMENTS));
    Ok(())
}

/// Decides about a document that still has `version`.
#[server(prefix = "/api", endpoint = "desk/decide-document")]
pub async fn decide_document(
    #[server(default)] id: String,
    #[server(default)] version: String,
    #[server(default)] decision: String,
    #[server(default)] ask_again_words: String,
    #[server(default)] refuse_words: String,
    #[server(default)] due: String,
) -> Result<(), ServerFnError> {
    let visit = visit();
    let (Ok(document), Ok(version)) = (id.parse::<Uuid>(), version.parse::<i64>()) else {
        return Ok(refuse(Error::NotFound("document")));
    };
    let words = if decision == DocumentDecision::Refuse.as_str() { refuse_words } else { ask_again_words };
    let typed = TypedDecision { decision, words, due };
    let done = match visit.signed_in() {
        Ok(actor) => visit.desk.decide_document(actor, document, version, &typed).await,
        Err(error) => Err(error),
    };
    let flash = match done {
        Ok(()) => Flash { notice: Some(typed.decision), ..Flash::default() },
        Err(Error::Stale(_)) => Flash { notice: Some("stale".to_owned()), ..Flash::default() },
        Err(Error::Fields(errors)) => Flash {
            notice: None,
            errors: errors.into_iter().map(|error| in_form(error, &typed.decision)).collect(),
            typed: BTreeMap::from([
                ("decision".to_owned(), typed.decision),
                ("words".to_owned(), typed.words),
                ("due".to_owned(), typed.due),
            ]),
        },
        Err(error) => return Ok(refuse(error)),
    };
    visit.put_flash(&format!("document.{document}"), flash).await;
    leptos_axum::redirect(&visit.href(&document_path(document)));
    Ok(())
}

/// An error of a decision, on the field that its own form has.
#[cfg(feature = "ssr")]
fn in_form(error: FieldError, decision: &str) -> FieldError {
    match decision.parse() {
        Ok(decision) if error.field == "words" => FieldError { field: words_field(decision), ..error },
        _ => error,
    }
}

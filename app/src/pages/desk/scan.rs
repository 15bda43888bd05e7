//! Documents of somebody that staff scan: handed over at the counter, or come by mail.

use desk::documents::MyDocuments;
use domain::code::PersonRef;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::documents::SubmissionDocuments;
use crate::components::form::{ErrorSummary, Problems};
use crate::components::layout::{Page, Width};
use crate::components::notice::{Notice, Tone};
use crate::pages::member::documents::send_form;
use crate::pages::never_kept;
use crate::problem::loaded;
use crate::visit::{Flash, Visit, visit};
use crate::words::documents as w;

/// Path of the page for somebody, without the language.
pub fn scan_path(number: &str) -> String {
    format!("/desk/people/{number}/documents")
}

/// Under what the form for somebody keeps what was typed.
pub fn scan_form(number: &str) -> String {
    format!("scan.{number}")
}

/// What is there of somebody, and the form.
#[component]
pub fn ScanPage() -> impl IntoView {
    let visit = visit();
    let number = use_params_map().get_untracked().get("ref").unwrap_or_default();
    never_kept();
    loaded(async move {
        let number: PersonRef = number.parse().map_err(|_| desk::Error::NotFound("person"))?;
        let (person, theirs) = visit.desk.person_documents(visit.signed_in()?, &number).await?;
        let flash = visit.take_flash(&scan_form(number.as_str())).await;
        Ok(drawn(&visit, number.as_str(), person.name(), theirs, flash))
    })
}

fn drawn(
    visit: &Visit,
    number: &str,
    name: String,
    theirs: MyDocuments,
    flash: Flash,
) -> impl IntoView + use<> {
    let lang = visit.lang;
    let problems = Problems::of(&flash.errors, |error| w::problem(lang, &error.problem).to_owned());
    let taken = flash.notice.is_some().then(|| {
        view! { <Notice tone=Tone::Success announce=true><p>{w::scanned(lang)}</p></Notice> }
    });
    let send = visit.href(&format!("{}/send", scan_path(number)));
    let form = send_form(visit, &theirs, &flash, &problems, &send, false);
    view! {
        <Page title=format!("{}: {name}", w::documents(lang)) width=Width::Wide error=problems.any()>
            <ErrorSummary problems=problems.clone() />
            <p class="eyebrow"><a href=visit.href(&format!("/desk/people/{number}"))>{name.clone()}</a></p>
            <h1>{w::documents(lang)}": "{name}</h1>
            {taken}
            <p class="lead">{w::scan_lead(lang)}</p>
            <SubmissionDocuments documents=theirs.documents />
            {form}
        </Page>
    }
}

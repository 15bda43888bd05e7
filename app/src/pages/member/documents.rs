//! A member's documents: what they have sent as proof, what became of it, and the form to send more.

use std::collections::BTreeMap;

use desk::documents::{Document, Mine, MyDocuments, TypedDocument};
use domain::document::{DocumentKind, DocumentState};
use domain::helper::Doing;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::actions::documents::DeleteDocument;
use crate::components::date::{DateText, InstantText};
use crate::components::form::{
    Answer, ButtonKind, ErrorSummary, HiddenFields, Problems, RadioGroup, Select, SubmitButton,
};
use crate::components::layout::Page;
use crate::components::notice::{Notice, Tone};
use crate::components::status::{Tag, document_tone};
use crate::components::table::TableRegion;
use crate::pages::never_kept;
use crate::problem::loaded;
use crate::shell::upload_script;
use crate::visit::{Flash, Visit, visit};
use crate::words::documents as w;

/// Path of the page, without the language.
pub const DOCUMENTS: &str = "/my/documents";
/// Where the form is sent.
const SEND: &str = "/my/documents/send";
/// The form's name among the messages of a session.
pub const FORM: &str = "document";

/// What was typed beside a file, to be shown again.
pub fn typed_fields(typed: &TypedDocument) -> BTreeMap<String, String> {
    [("kind", &typed.kind), ("about", &typed.about), ("replaces", &typed.replaces)]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.clone()))
        .collect()
}

/// Where the content of a document is.
pub(crate) fn content_href(id: uuid::Uuid) -> String {
    format!("/documents/{id}")
}

/// What was sent, and the form.
#[component]
pub fn DocumentsPage() -> impl IntoView {
    let visit = visit();
    loaded(async move {
        never_kept();
        let mine = visit.desk.my_documents(visit.signed_in()?).await?;
        let flash = visit.take_flash(FORM).await;
        Ok(page(&visit, mine, flash))
    })
}

fn page(visit: &Visit, mine: MyDocuments, flash: Flash) -> impl IntoView + use<> {
    let lang = visit.lang;
    let problems = Problems::of(&flash.errors, |error| w::problem(lang, &error.problem).to_owned());
    let notice = flash.notice.as_deref().map(|notice| {
        let (tone, words) = match notice {
            "sent" => (Tone::Success, w::sent_notice(lang)),
            "deleted" => (Tone::Success, w::deleted_notice(lang)),
            _ => (Tone::Warning, w::locked_notice(lang)),
        };
        view! { <Notice tone announce=true><p>{words}</p></Notice> }
    });
    let may_send = visit.may(Doing::Claim);
    let form = may_send.then(|| send_form(visit, &mine, &flash, &problems, &visit.href(SEND), true));
    let rows: Vec<_> = mine.documents.into_iter().map(|one| row(visit, one)).collect();
    let list = if rows.is_empty() {
        view! { <p class="empty">{w::nothing_sent(lang)}</p> }.into_any()
    } else {
        view! {
            <TableRegion id="documents" caption=w::what_you_sent(lang) quiet=true stacks=true>
                <thead>
                    <tr>
                        <th scope="col">{w::document(lang)}</th>
                        <th scope="col">{w::about(lang)}</th>
                        <th scope="col">{w::sent_on(lang)}</th>
                        <th scope="col">{w::state(lang)}</th>
                        <td></td>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableRegion>
        }
        .into_any()
    };
    view! {
        <Page title=w::my_documents(lang) error=problems.any()>
            <ErrorSummary problems=problems.clone() />
            <h1>{w::my_documents(lang)}</h1>
            {notice}
            <p class="lead">{w::my_documents_lead(lang)}</p>
            <h2>{w::what_you_sent(lang)}</h2>
            {list}
            {form}
        </Page>
        {may_send.then(upload_script)}
    }
}

fn row(visit: &Visit, one: Mine) -> impl IntoView + use<> {
    let lang = visit.lang;
    let document = one.document;
    let id = document.id.to_string();
    let kind = w::document_kind(lang, document.kind);
    let action = if !visit.may(Doing::Claim) {
        ().into_any()
    } else if one.may_delete {
        let about = format!(": {kind}, {}", document.name);
        view! {
            <form method="post" action=visit.href(DeleteDocument::PATH)>
                <HiddenFields fields=vec![("id".to_owned(), id)] />
                <button type="submit" class=ButtonKind::Quiet.class()>
                    {w::delete(lang)}<span class="visually-hidden">{about}</span>
                </button>
            </form>
        }
        .into_any()
    } else if document.state == DocumentState::AskedAgain && document.replaced_by.is_none() {
        let href = visit.href(&format!("{DOCUMENTS}?answer={id}#send"));
        view! { <a class="button button-secondary" href=href>{w::send_again(lang)}</a> }.into_any()
    } else {
        ().into_any()
    };
    view! {
        <tr>
            <th scope="row" data-label=w::document(lang)>
                <a href=content_href(document.id) target="_blank" rel="noopener">
                    {kind}<span class="visually-hidden">" "{w::opens_beside(lang)}</span>
                </a>
                <br />
                <span class="field-hint">
                    {document.name.clone()}" "{w::measure(lang, document.pages, document.bytes)}
                </span>
            </th>
            <td data-label=w::about(lang)>{one.about.unwrap_or_else(|| w::somebody(lang).to_owned())}</td>
            <td data-label=w::sent_on(lang)><InstantText at=document.uploaded_at /></td>
            <td data-label=w::state(lang)>
                <div>
                    <Tag tone=document_tone(document.state) label=w::document_state(lang, document.state) />
                    {answer(visit, &document)}
                </div>
            </td>
            <td data-label="">{action}</td>
        </tr>
    }
}

/// What the office wrote, and until when an answer is asked for.
fn answer(visit: &Visit, document: &Document) -> impl IntoView + use<> {
    let lang = visit.lang;
    let words = (!document.words.is_empty()).then(|| {
        view! {
            <p class="visually-hidden">{w::office_wrote(lang)}</p>
            <blockquote class="trail-words">{document.words.clone()}</blockquote>
        }
    });
    let asked = match (document.replaced_by, document.due_on) {
        (Some(_), _) => Some(view! { <p>{w::answered(lang)}</p> }.into_any()),
        (None, Some(day)) => Some(view! { <p>{w::answer_by(lang)}" "<DateText day /></p> }.into_any()),
        (None, None) => None,
    };
    (words, asked)
}

/// The form that sends a document to `action`; in parts, by a script, where it is `resumed` where it was cut
/// short.
pub(crate) fn send_form(
    visit: &Visit,
    mine: &MyDocuments,
    flash: &Flash,
    problems: &Problems,
    action: &str,
    resumed: bool,
) -> impl IntoView + use<> {
    let lang = visit.lang;
    let typed = |name: &str| flash.typed.get(name).cloned().unwrap_or_default();
    // In answer to a document that was asked for again: what it is and whom it is about are known.
    let asked =
        visit.query.get("answer").cloned().filter(|id| !id.is_empty()).unwrap_or_else(|| typed("replaces"));
    let asked = mine
        .documents
        .iter()
        .map(|one| &one.document)
        .find(|document| document.id.to_string() == asked && document.state == DocumentState::AskedAgain);
    // A page that asks for a document says which.
    let preset = |name: &str| match typed(name) {
        empty if empty.is_empty() => visit.query.get(name).cloned().unwrap_or_default(),
        typed => typed,
    };
    let kind = asked.map_or_else(|| preset("kind"), |document| document.kind.to_string());
    let about = asked.map_or_else(|| preset("about"), |document| document.about.to_string());
    let hidden = asked.map(|document| vec![("replaces".to_owned(), document.id.to_string())]);
    let kinds = DocumentKind::ALL
        .iter()
        .map(|kind| (kind.to_string(), w::document_kind(lang, *kind).to_owned()))
        .collect();
    let people = mine.people.iter().map(|one| Answer::new(one.id.to_string(), one.name.clone())).collect();
    let error = problems.on("file");
    let described = if error.is_some() { "file-error file-hint" } else { "file-hint" };
    view! {
        <section id="send">
            <h2>{w::send_a_document(lang)}</h2>
            {hidden.is_some().then(|| view! { <Notice><p>{w::answering(lang)}</p></Notice> })}
            <form
                method="post"
                action=action.to_owned()
                enctype="multipart/form-data"
                novalidate
                data-upload=resumed.then(|| visit.href("/my/documents/uploads"))
                data-sending=w::sending(lang)
                data-interrupted=w::interrupted(lang)
                data-checking=w::checking(lang)
                data-cut-off=w::cut_off(lang)
                data-empty=w::problem(lang, "file_empty")
                data-too-large=w::problem(lang, "file_too_large")
            >
                <HiddenFields fields=hidden.unwrap_or_default() />
                <Select
                    label=w::kind(lang)
                    name="kind"
                    value=kind
                    options=kinds
                    blank=w::choose_a_kind(lang).to_owned()
                    error=problems.on("kind")
                />
                <RadioGroup
                    legend=w::about_whom(lang)
                    name="about"
                    value=about
                    answers=people
                    error=problems.on("about")
                />
                <div class=if error.is_some() { "field field-bad" } else { "field" }>
                    <label class="field-label" for="file">{w::file(lang)}</label>
                    <p class="field-hint" id="file-hint">{w::file_hint(lang)}</p>
                    {error.clone().map(|error| view! { <p class="field-error" id="file-error">{error}</p> })}
                    <input
                        class="input"
                        id="file"
                        name="file"
                        type="file"
                        accept="application/pdf,image/jpeg,image/png,image/heic,image/heif,.pdf,.jpg,.jpeg,.png,.heic,.heif"
                        aria-describedby=described
                        aria-invalid=error.is_some().then_some("true")
                    />
                </div>
                <div class="upload-progress" hidden>
                    <progress max="100" value="0" aria-label=w::progress(lang)></progress>
                </div>
                <p class="upload-says" role="status"></p>
                {resumed.then(|| view! { <p class="field-hint">{w::kept_safe(lang)}</p> })}
                <p class="actions"><SubmitButton label=w::send(lang) /></p>
            </form>
        </section>
    }
}

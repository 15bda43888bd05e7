//! Documents at the desk: what waits, one of them with its decision, and the part of a submission's review.

use chrono::NaiveDate;
use desk::Permission;
use desk::documents::{Document, Due, Listed, Mine, TypedDecision};
use desk::proof::OwedProof;
use domain::document::{DocumentDecision, DocumentState};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_params_map;
use uuid::Uuid;

use crate::actions::documents::DecideDocument;
use crate::components::date::{DateText, InstantText};
use crate::components::form::{
    ButtonKind, DateField, ErrorSummary, HiddenFields, Problems, SubmitButton, Textarea,
};
use crate::components::layout::{Page, Width};
use crate::components::notice::{Notice, Tone};
use crate::components::proof::{any_of, state};
use crate::components::status::{Tag, document_tone};
use crate::components::summary::{Fact, SummaryList};
use crate::components::table::TableRegion;
use crate::pages::member::documents::content_href;
use crate::pages::never_kept;
use crate::problem::loaded;
use crate::visit::{Flash, Visit, visit};
use crate::words::documents as w;

/// Path of the list, without the language.
pub const DOCUMENTS: &str = "/desk/documents";

/// Path of one document.
pub fn document_path(id: Uuid) -> String {
    format!("{DOCUMENTS}/{id}")
}

/// The field of a decision's words.
pub(crate) fn words_field(decision: DocumentDecision) -> String {
    format!("{decision}_words")
}

/// What waits for the office, and what members were asked for.
#[component]
pub fn Documents() -> impl IntoView {
    let visit = visit();
    never_kept();
    loaded(async move {
        let actor = visit.signed_in()?;
        let due = visit.desk.due_documents(actor).await?;
        let owed = visit.desk.owed_proof(actor).await?;
        Ok(list_page(&visit, due, owed))
    })
}

fn list_page(visit: &Visit, due: Due, owed: Vec<OwedProof>) -> impl IntoView + use<> {
    let lang = visit.lang;
    let more = due.more.then(|| view! { <Notice><p>{w::more_than_listed(lang)}</p></Notice> });
    let asked = list(visit, "asked", w::for_members(lang), w::none_for_members(lang), due.for_members);
    let waiting =
        list(visit, "waiting", w::for_the_office(lang), w::none_for_the_office(lang), due.for_the_office);
    view! {
        <Page title=w::documents(lang) width=Width::Wide>
            <h1>{w::documents(lang)}</h1>
            <p class="lead">{w::documents_lead(lang)}</p>
            {not_scanned(visit)}
            {more}
            {waiting}
            {asked}
            {owed_proof(visit, owed)}
        </Page>
    }
}

/// Proof that members owe for their life events, the one that is due first, first.
fn owed_proof(visit: &Visit, owed: Vec<OwedProof>) -> impl IntoView + use<> {
    let lang = visit.lang;
    let rows: Vec<_> = owed
        .into_iter()
        .map(|OwedProof { person, reference, proof }| {
            let href = visit.href(&format!("/desk/submissions/{reference}"));
            view! {
                <tr>
                    <th scope="row" data-label=w::from_whom(lang)>{person.name()}</th>
                    <td data-label=w::about(lang)>{proof.name.clone()}</td>
                    <td data-label=w::any_of(lang)>{any_of(lang, &proof.documents)}</td>
                    <td data-label=w::due(lang)>{due_day(visit, proof.due)}</td>
                    <td data-label=w::state(lang)>{state(lang, &proof)}</td>
                    <td data-label=w::submission(lang)><a class="reference" href=href>{reference}</a></td>
                </tr>
            }
        })
        .collect();
    let table = if rows.is_empty() {
        view! { <p class="nothing">{w::none_owed(lang)}</p> }.into_any()
    } else {
        view! {
            <TableRegion id="owed" caption=w::owed(lang) quiet=true stacks=true>
                <thead>
                    <tr>
                        <th scope="col">{w::from_whom(lang)}</th>
                        <th scope="col">{w::about(lang)}</th>
                        <th scope="col">{w::any_of(lang)}</th>
                        <th scope="col">{w::due(lang)}</th>
                        <th scope="col">{w::state(lang)}</th>
                        <th scope="col">{w::submission(lang)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableRegion>
        }
        .into_any()
    };
    view! {
        <section>
            <h2 id="owed-title">{w::owed(lang)}</h2>
            {table}
        </section>
    }
}

/// A day by which something is due, and whether it has passed.
fn due_day(visit: &Visit, day: NaiveDate) -> impl IntoView + use<> {
    let label = w::overdue(visit.lang);
    let late = (day < visit.desk.today()).then(|| view! { " "<Tag tone=Tone::Danger label /> });
    view! { <DateText day />{late} }
}

/// Says clearly that nothing is scanned, where that is so.
fn not_scanned(visit: &Visit) -> impl IntoView + use<> {
    let words = w::not_scanned(visit.lang);
    (!visit.desk.scans_documents()).then(|| view! { <Notice tone=Tone::Warning><p>{words}</p></Notice> })
}

fn list(
    visit: &Visit,
    id: &'static str,
    title: &'static str,
    nothing: &'static str,
    documents: Vec<Listed>,
) -> impl IntoView + use<> {
    let lang = visit.lang;
    let rows: Vec<_> = documents
        .into_iter()
        .map(|listed| {
            let document = &listed.document;
            let submission = listed.reference.as_ref().map(|reference| {
                let href = visit.href(&format!("/desk/submissions/{reference}"));
                view! { <a class="reference" href=href>{reference.clone()}</a> }
            });
            let due = document.due_on.map(|day| due_day(visit, day));
            view! {
                <tr>
                    <th scope="row" data-label=w::document(lang)>
                        <a href=visit.href(&document_path(document.id))>{w::document_kind(lang, document.kind)}</a>
                    </th>
                    <td data-label=w::from_whom(lang)>{person(visit, &listed)}</td>
                    <td data-label=w::about(lang)>{listed.about_name.clone().unwrap_or_else(|| "–".to_owned())}</td>
                    <td data-label=w::sent_on(lang)><InstantText at=document.uploaded_at /></td>
                    <td data-label=w::due(lang)>{due}</td>
                    <td data-label=w::submission(lang)>{submission}</td>
                </tr>
            }
        })
        .collect();
    let table = if rows.is_empty() {
        view! { <p class="nothing">{nothing}</p> }.into_any()
    } else {
        view! {
            <TableRegion id=id caption=title quiet=true stacks=true>
                <thead>
                    <tr>
                        <th scope="col">{w::document(lang)}</th>
                        <th scope="col">{w::from_whom(lang)}</th>
                        <th scope="col">{w::about(lang)}</th>
                        <th scope="col">{w::sent_on(lang)}</th>
                        <th scope="col">{w::due(lang)}</th>
                        <th scope="col">{w::submission(lang)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableRegion>
        }
        .into_any()
    };
    view! { <section><h2>{title}</h2>{table}</section> }
}

fn person(visit: &Visit, listed: &Listed) -> AnyView {
    let name = listed.subscriber_name.clone();
    match &listed.subscriber_ref {
        Some(number) => view! { <a href=visit.href(&format!("/desk/people/{number}"))>{name}</a> }.into_any(),
        None => name.into_any(),
    }
}

/// One document: what it is, its content on request, and the decision.
#[component]
pub fn DocumentPage() -> impl IntoView {
    let visit = visit();
    let id = use_params_map().get_untracked().get("id").unwrap_or_default();
    never_kept();
    loaded(async move {
        let actor = visit.signed_in()?;
        let id: Uuid = id.parse().map_err(|_| desk::Error::NotFound("document"))?;
        let listed = visit.desk.document(actor, id).await?;
        let may_decide = actor.may(Permission::Decide);
        let flash = visit.take_flash(&format!("document.{id}")).await;
        Ok(document_page(&visit, listed, may_decide, flash))
    })
}

fn document_page(visit: &Visit, listed: Listed, may_decide: bool, flash: Flash) -> impl IntoView + use<> {
    let lang = visit.lang;
    let document = listed.document.clone();
    let problems = Problems::of(&flash.errors, |error| w::problem(lang, &error.problem).to_owned());
    let title = w::document_kind(lang, document.kind);
    let notice = flash.notice.as_deref().map(|notice| {
        let (tone, words) = match notice.parse() {
            Ok(DocumentDecision::Verify) => (Tone::Success, w::was_verified(lang)),
            Ok(DocumentDecision::AskAgain) => (Tone::Success, w::was_asked_again(lang)),
            Ok(DocumentDecision::Refuse) => (Tone::Success, w::was_refused(lang)),
            Err(_) => (Tone::Warning, w::stale(lang)),
        };
        view! { <Notice tone announce=true><p>{words}</p></Notice> }
    });
    let mut facts = vec![
        Fact::new(
            w::state(lang),
            view! { <Tag tone=document_tone(document.state) label=w::document_state(lang, document.state) /> },
        ),
        Fact::new(w::from_whom(lang), person(visit, &listed)),
        Fact::new(w::about(lang), listed.about_name.clone().unwrap_or_else(|| w::somebody(lang).to_owned())),
        Fact::new(
            w::sent_on(lang),
            view! { <InstantText at=document.uploaded_at />", "{document.uploaded_by_name.clone()} },
        ),
        Fact::new(w::file_name(lang), document.name.clone()),
        Fact::new(w::size(lang), w::measure(lang, document.pages, document.bytes)),
    ];
    if let Some(reference) = &listed.reference {
        let href = visit.href(&format!("/desk/submissions/{reference}"));
        let link = view! { <a class="reference" href=href>{reference.clone()}</a> };
        facts.push(Fact::new(w::submission(lang), link));
    }
    if let (Some(at), Some(who)) = (document.decided_at, document.decided_by_name.clone()) {
        facts.push(Fact::new(w::decided(lang), view! { <InstantText at />", "{who} }));
    }
    if let Some(day) = document.due_on {
        facts.push(Fact::new(w::due(lang), view! { <DateText day /> }));
    }
    if let Some(day) = visit.desk.kept_through(&document) {
        facts.push(Fact::new(w::kept_through(lang), view! { <DateText day /> }));
    }
    if !document.words.is_empty() {
        facts.push(Fact::new(w::office_wrote(lang), document.words.clone()));
    }
    let decide = if may_decide {
        decisions(visit, &document, &flash, &problems).into_any()
    } else {
        view! { <Notice><p>{w::only_looking(lang)}</p></Notice> }.into_any()
    };
    view! {
        <Page title=title width=Width::Wide error=problems.any()>
            <ErrorSummary problems=problems.clone() />
            <p><a href=visit.href(DOCUMENTS)>{w::documents(lang)}</a></p>
            <h1>{title}</h1>
            {notice}
            {not_scanned(visit)}
            <SummaryList facts />
            <p>
                <a class="button" href=content_href(document.id) target="_blank" rel="noopener">
                    {w::open_it(lang)}<span class="visually-hidden">" "{w::opens_beside(lang)}</span>
                </a>
            </p>
            {decide}
        </Page>
    }
}

/// A form for each decision that the state allows.
fn decisions(
    visit: &Visit,
    document: &Document,
    flash: &Flash,
    problems: &Problems,
) -> impl IntoView + use<> {
    let lang = visit.lang;
    let typed = TypedDecision {
        decision: flash.typed.get("decision").cloned().unwrap_or_default(),
        words: flash.typed.get("words").cloned().unwrap_or_default(),
        due: flash.typed.get("due").cloned().unwrap_or_default(),
    };
    let form =
        move |decision: DocumentDecision, title: &'static str, inside: AnyView, kind, label: &'static str| {
            let fields = vec![
                ("id".to_owned(), document.id.to_string()),
                ("version".to_owned(), document.version.to_string()),
                ("decision".to_owned(), decision.to_string()),
            ];
            document.state.after(decision).is_ok().then(|| {
                view! {
                    <section class="card">
                        <h3>{title}</h3>
                        <form method="post" action=visit.href(DecideDocument::PATH) novalidate>
                            <HiddenFields fields />
                            {inside}
                            <SubmitButton label kind />
                        </form>
                    </section>
                }
            })
        };
    let words = |decision: DocumentDecision, label: &'static str| {
        // Two forms have words: each names its field by the decision.
        let name = words_field(decision);
        let value = if typed.decision == decision.as_str() { typed.words.clone() } else { String::new() };
        view! {
            <Textarea
                label
                name=name.clone()
                value
                hint=w::member_reads(lang)
                error=problems.on(&name)
                maxlength=4000
                required=true
            />
        }
    };
    let ask = view! {
        {words(DocumentDecision::AskAgain, w::ask_again_words(lang))}
        <DateField
            label=w::ask_again_due(lang)
            name="due"
            value=typed.due.clone()
            hint=w::ask_again_due_hint(lang)
            error=problems.on("due")
        />
    };
    let verify = view! { <p>{w::verify_hint(lang)}</p> }.into_any();
    let refuse = words(DocumentDecision::Refuse, w::refuse_words(lang)).into_any();
    let cards = (
        form(DocumentDecision::Verify, w::verify(lang), verify, ButtonKind::Primary, w::verify_it(lang)),
        form(
            DocumentDecision::AskAgain,
            w::ask_again(lang),
            ask.into_any(),
            ButtonKind::Secondary,
            w::ask_again(lang),
        ),
        form(DocumentDecision::Refuse, w::refuse(lang), refuse, ButtonKind::Danger, w::refuse(lang)),
    );
    view! { <section><h2>{w::decide(lang)}</h2><div class="cards">{cards}</div></section> }
}

/// A document beside what it proves. The browser asks for its content as for any other look at it, so that
/// each is in the audit trail.
#[component]
pub fn Viewer(
    /// The document.
    document: Document,
    /// Where it is not shown, without the language.
    close: String,
) -> impl IntoView {
    let visit = visit();
    let lang = visit.lang;
    let title = w::document_kind(lang, document.kind);
    let content = if document.media_type.starts_with("image/") {
        view! { <img src=content_href(document.id) alt=title /> }.into_any()
    } else {
        view! { <iframe src=content_href(document.id) title=title></iframe> }.into_any()
    };
    view! {
        <aside class="viewer" id="viewer" aria-labelledby="viewer-title">
            <h2 id="viewer-title">{title}</h2>
            <p class="viewer-ways">
                <a href=visit.href(&document_path(document.id))>{w::decide_about_it(lang)}</a>
                <a href=visit.href(&close)>{w::close(lang)}</a>
            </p>
            <div class="viewer-content" tabindex="0" role="region" aria-labelledby="viewer-title">{content}</div>
        </aside>
    }
}

/// The documents of a submission, beside its review: each with its state and the ways to look at it.
#[component]
pub fn SubmissionDocuments(
    /// What [`desk::Desk::submission_documents`] found.
    documents: Vec<Mine>,
    /// The address of the review that shows them beside it, without the language.
    #[prop(optional, into)]
    here: Option<String>,
) -> impl IntoView {
    let visit = visit();
    let lang = visit.lang;
    let show = |id: Uuid, about: &str| {
        let here = here.as_ref()?;
        let joint = if here.contains('?') { '&' } else { '?' };
        let href = visit.href(&format!("{here}{joint}document={id}#viewer"));
        Some(view! {
            <a href=href>{w::show_here(lang)}<span class="visually-hidden">{about.to_owned()}</span></a>
        })
    };
    let rows: Vec<_> = documents
        .into_iter()
        .map(|one| {
            let document = one.document;
            let due = document
                .due_on
                .filter(|_| document.state == DocumentState::AskedAgain)
                .map(|day| view! { " "{w::due(lang)}" "<DateText day /> });
            let words = (!document.words.is_empty())
                .then(|| view! { <blockquote class="trail-words">{document.words.clone()}</blockquote> });
            let about = format!(": {}", w::document_kind(lang, document.kind));
            view! {
                <tr>
                    <th scope="row" data-label=w::document(lang)>
                        {w::document_kind(lang, document.kind)}
                        <br />
                        <span class="field-hint">{w::measure(lang, document.pages, document.bytes)}</span>
                    </th>
                    <td data-label=w::about(lang)>{one.about.unwrap_or_else(|| w::somebody(lang).to_owned())}</td>
                    <td data-label=w::sent_on(lang)><InstantText at=document.uploaded_at /></td>
                    <td data-label=w::state(lang)>
                        <div>
                            <Tag tone=document_tone(document.state) label=w::document_state(lang, document.state) />
                            {due}
                            {words}
                        </div>
                    </td>
                    <td data-label="">
                        <p class="actions">
                            {show(document.id, &about)}
                            <a href=visit.href(&document_path(document.id))>
                                {w::look(lang)}<span class="visually-hidden">{about}</span>
                            </a>
                        </p>
                    </td>
                </tr>
            }
        })
        .collect();
    let table = if rows.is_empty() {
        view! { <p class="nothing">{if here.is_some() { w::no_documents(lang) } else { w::none_there(lang) }}</p> }.into_any()
    } else {
        view! {
            {not_scanned(&visit)}
            <TableRegion id="submission-documents" caption=w::documents(lang) quiet=true stacks=true>
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
        <section>
            <h2 id="documents-title">{w::documents(lang)}</h2>
            {table}
        </section>
    }
}

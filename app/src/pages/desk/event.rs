//! One kind of life event: what a version of it says, its history, and what may be done with it.

use desk::events::{EventHistory, EventVersion};
use desk::{Error, Result};
use domain::event::{EventCode, EventKind, EventState};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_params_map;

use super::event_form::edit_path;
use super::events::{EVENTS, event_path, state_tag};
use crate::actions::events::{CloneEvent, MoveEvent};
use crate::components::date::InstantText;
use crate::components::form::{ButtonKind, ErrorSummary, HiddenFields, Problems, SubmitButton, TextField};
use crate::components::layout::{Page, Width};
use crate::components::notice::{Notice, Tone};
use crate::components::summary::{Fact, SummaryList};
use crate::components::table::TableRegion;
use crate::problem::loaded;
use crate::visit::{Flash, Visit, visit};
use crate::words::{Lang, common, desk as dw, documents, events as w};

/// What is wrong with a form of the catalogue.
pub(super) fn problems(lang: Lang, flash: &Flash) -> Problems {
    Problems::of(&flash.errors, |error| w::event_problem(lang, &error.problem, &error.detail))
}

/// The title in the visitor's language; the code where there is none yet.
pub(super) fn title(lang: Lang, kind: &EventKind) -> String {
    let title = lang.pick(kind.title.en.as_str(), kind.title.es.as_str());
    if title.is_empty() { kind.code.to_string() } else { title.to_owned() }
}

/// The code in the address.
pub(super) fn code_of(param: &str) -> Result<EventCode> {
    param.parse().map_err(|_| Error::NotFound("life event"))
}

/// One kind as the page shows it.
pub(super) struct Shown {
    history: EventHistory,
    version: EventVersion,
    flash: Flash,
}

/// A kind of event.
#[component]
pub fn Event() -> impl IntoView {
    let visit = visit();
    let code = use_params_map().get_untracked().get("code").unwrap_or_default();
    loaded(async move { load(&visit, &code).await.map(|shown| drawn(&visit, shown)) })
}

pub(super) async fn load(visit: &Visit, code: &str) -> Result<Shown> {
    let code = code_of(code)?;
    let history = visit.desk.event_history(visit.signed_in()?, &code).await?;
    let version = match visit.query.get("version") {
        None => history.latest(),
        Some(number) => history.versions.iter().find(|one| one.version.to_string() == *number),
    };
    let version = version.cloned().ok_or(Error::NotFound("life event"))?;
    let flash = visit.take_flash(&format!("event.{code}")).await;
    Ok(Shown { history, version, flash })
}

pub(super) fn drawn(visit: &Visit, shown: Shown) -> impl IntoView + use<> {
    let lang = visit.lang;
    let Shown { history, version, flash } = shown;
    let latest = history.latest().is_some_and(|latest| latest.version == version.version);
    let problems = problems(lang, &flash);
    let title = title(lang, &version.kind);
    let notice = flash.notice.as_deref().map(|notice| said(lang, notice));
    let code = &version.kind.code;
    let old = (!latest).then(|| {
        view! {
            <Notice tone=Tone::Info>
                <p>
                    {w::looking_at_old(lang)}" "
                    <a href=visit.href(&event_path(code))>{w::see_latest(lang)}</a>
                </p>
            </Notice>
        }
    });
    let changes = history.may_run.then(|| {
        let typed = flash.typed.get("code").cloned().unwrap_or_default();
        view! { <Changes visit=visit.clone() version=version.clone() latest typed problems=problems.clone() /> }
    });
    view! {
        <Page title=title.clone() width=Width::Wide error=problems.any()>
            <ErrorSummary problems=problems.clone() />
            <p><a href=visit.href(EVENTS)>{w::catalogue(lang)}</a></p>
            <h1>{title}</h1>
            {notice}
            {old}
            <Facts version=version.clone() />
            <Permits kind=version.kind.clone() />
            <Proofs kind=version.kind.clone() />
            {changes}
            <Versions visit=visit.clone() history />
        </Page>
    }
}

fn said(lang: Lang, notice: &str) -> impl IntoView + use<> {
    let (tone, words) = match notice {
        "saved" => (Tone::Success, w::was_saved(lang)),
        "published" => (Tone::Success, w::was_published(lang)),
        "expired" => (Tone::Success, w::was_expired(lang)),
        "cloned" => (Tone::Success, w::was_cloned(lang)),
        "stale" => (Tone::Warning, w::is_stale(lang)),
        _ => (Tone::Warning, w::is_refused(lang)),
    };
    view! { <Notice tone announce=true><p>{words}</p></Notice> }
}

#[component]
fn Facts(version: EventVersion) -> impl IntoView {
    let lang = visit().lang;
    let kind = &version.kind;
    let state = view! { {w::version_number(lang, version.version)}" "{state_tag(lang, version.state)} };
    let list = |texts: Vec<&'static str>| {
        let items: Vec<_> = texts.into_iter().map(|text| view! { <li>{text}</li> }).collect();
        view! { <ul role="list">{items}</ul> }
    };
    let both = |english: &str, spanish: &str| {
        view! {
            <p lang="en">{english.to_owned()}</p>
            <p lang="es">{spanish.to_owned()}</p>
        }
    };
    let facts = vec![
        Fact::new(w::state(lang), state),
        Fact::new(w::code(lang), kind.code.to_string()),
        Fact::new(w::title(lang), both(&kind.title.en, &kind.title.es)),
        Fact::new(w::lead(lang), both(&kind.lead.en, &kind.lead.es)),
        Fact::new(
            w::populations(lang),
            list(kind.populations.iter().map(|population| dw::standing(lang, *population)).collect()),
        ),
        Fact::new(w::entry(lang), w::entry_name(lang, kind.entry)),
        Fact::new(w::window(lang), w::window_days(lang, kind.window.before, kind.window.after)),
        Fact::new(
            w::effective(lang),
            list(kind.effective.iter().map(|rule| w::effective_rule(lang, *rule)).collect()),
        ),
        Fact::new(w::ends(lang), w::end_rule(lang, kind.ends)),
    ];
    view! { <SummaryList facts /> }
}

#[component]
fn Permits(kind: EventKind) -> impl IntoView {
    let lang = visit().lang;
    let rows: Vec<_> = kind
        .permits
        .iter()
        .map(|permit| {
            view! {
                <tr>
                    <th scope="row" data-label=w::benefit(lang)>{common::benefit(lang, permit.benefit)}</th>
                    <td data-label=w::change(lang)>{w::change_name(lang, permit.change)}</td>
                    <td data-label=w::whom(lang)>{w::whom_name(lang, permit.whom)}</td>
                    <td data-label=w::source(lang) lang="en">{permit.source.clone()}</td>
                </tr>
            }
        })
        .collect();
    let table = if rows.is_empty() {
        view! { <p class="nothing">{w::nothing_permitted(lang)}</p> }.into_any()
    } else {
        view! {
            <TableRegion id="permits" caption=w::permits(lang) quiet=true stacks=true>
                <thead>
                    <tr>
                        <th scope="col">{w::benefit(lang)}</th>
                        <th scope="col">{w::change(lang)}</th>
                        <th scope="col">{w::whom(lang)}</th>
                        <th scope="col">{w::source(lang)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableRegion>
        }
        .into_any()
    };
    view! {
        <section>
            <h2>{w::permits(lang)}</h2>
            {table}
        </section>
    }
}

#[component]
fn Proofs(kind: EventKind) -> impl IntoView {
    let lang = visit().lang;
    let facts: Vec<Fact> = kind
        .proof
        .iter()
        .map(|rule| {
            let documents: Vec<_> = rule
                .documents
                .iter()
                .map(|document| view! { <li>{documents::document_kind(lang, *document)}</li> })
                .collect();
            let value = view! {
                <ul role="list">{documents}</ul>
                <p>{w::due_within(lang, rule.due_days)}</p>
            };
            Fact::new(w::whom_name(lang, rule.whom), value)
        })
        .collect();
    let list = if facts.is_empty() {
        view! { <p class="nothing">{w::no_proof(lang)}</p> }.into_any()
    } else {
        view! { <SummaryList facts /> }.into_any()
    };
    view! {
        <section>
            <h2>{w::proof(lang)}</h2>
            {list}
        </section>
    }
}

/// The forms for what the state allows.
#[component]
fn Changes(
    visit: Visit,
    version: EventVersion,
    latest: bool,
    typed: String,
    problems: Problems,
) -> impl IntoView {
    let lang = visit.lang;
    let code = &version.kind.code;
    let fields = |to: &str| {
        vec![
            ("event".to_owned(), code.to_string()),
            ("version".to_owned(), version.version.to_string()),
            ("to".to_owned(), to.to_owned()),
        ]
    };
    let form = |to: &str, hint: &'static str, label: &'static str, kind| {
        view! {
            <form method="post" action=visit.href(MoveEvent::PATH) class="card">
                <HiddenFields fields=fields(to) />
                <p>{hint}</p>
                <SubmitButton label kind />
            </form>
        }
    };
    let draft = version.state == EventState::Draft;
    let publish = (draft && latest)
        .then(|| form("publish", w::publish_hint(lang), w::publish(lang), ButtonKind::Primary));
    let end = match version.state {
        EventState::Draft => {
            Some(form("expire", w::discard_hint(lang), w::discard(lang), ButtonKind::Danger))
        }
        EventState::Published => {
            Some(form("expire", w::expire_hint(lang), w::expire(lang), ButtonKind::Danger))
        }
        EventState::Expired => None,
    };
    let edit = latest.then(|| {
        view! {
            <div class="card">
                <p>{w::edit_hint(lang)}</p>
                <p class="actions">
                    <a class="button button-secondary" href=visit.href(&edit_path(code))>
                        {w::edit(lang)}
                    </a>
                </p>
            </div>
        }
    });
    view! {
        <section>
            <h2>{w::change_it(lang)}</h2>
            <div class="cards">
                {publish}
                {edit}
                {end}
                <form method="post" action=visit.href(CloneEvent::PATH) class="card" novalidate>
                    <HiddenFields fields=fields("") />
                    <p>{w::clone_hint(lang)}</p>
                    <TextField
                        label=w::new_code(lang)
                        name="code"
                        value=typed
                        hint=w::new_code_hint(lang)
                        error=problems.on("code")
                        maxlength=32
                        required=true
                    />
                    <SubmitButton label=w::clone(lang) kind=ButtonKind::Secondary />
                </form>
            </div>
        </section>
    }
}

#[component]
fn Versions(visit: Visit, history: EventHistory) -> impl IntoView {
    let lang = visit.lang;
    let rows: Vec<_> = history
        .versions
        .iter()
        .map(|one| {
            let href = visit.href(&format!("{}?version={}", event_path(&one.kind.code), one.version));
            let instant = |at: Option<chrono::DateTime<chrono::Utc>>, otherwise: &'static str| match at {
                Some(at) => view! { <InstantText at /> }.into_any(),
                None => otherwise.into_any(),
            };
            view! {
                <tr>
                    <th scope="row" data-label=w::version(lang)>
                        <a href=href>{w::version_number(lang, one.version)}</a>
                    </th>
                    <td data-label=w::state(lang)>{state_tag(lang, one.state)}</td>
                    <td data-label=w::saved(lang)><InstantText at=one.saved_at /></td>
                    <td data-label=w::saved_by(lang)>{one.saved_by_name.clone()}</td>
                    <td data-label=w::valid_from(lang)>{instant(one.valid_from, w::never(lang))}</td>
                    <td data-label=w::valid_to(lang)>{instant(one.valid_to, w::not_ended(lang))}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <section>
            <h2>{w::history(lang)}</h2>
            <TableRegion id="versions" caption=w::history(lang) quiet=true stacks=true>
                <thead>
                    <tr>
                        <th scope="col">{w::version(lang)}</th>
                        <th scope="col">{w::state(lang)}</th>
                        <th scope="col">{w::saved(lang)}</th>
                        <th scope="col">{w::saved_by(lang)}</th>
                        <th scope="col">{w::valid_from(lang)}</th>
                        <th scope="col">{w::valid_to(lang)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableRegion>
        </section>
    }
}

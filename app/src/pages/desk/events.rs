//! The catalogue of life events: every kind, where it stands, and from when its changes hold.

use desk::Result;
use desk::events::EventVersion;
use domain::event::{EventCode, EventState};
use leptos::prelude::*;

use crate::components::layout::{Page, Width};
use crate::components::notice::Tone;
use crate::components::status::Tag;
use crate::components::table::TableRegion;
use crate::problem::loaded;
use crate::visit::{Visit, visit};
use crate::words::{Lang, events as w};

/// Path of the list, without the language.
pub const EVENTS: &str = "/desk/events";

/// Path of a kind.
pub fn event_path(code: &EventCode) -> String {
    format!("{EVENTS}/{code}")
}

/// Where a version stands, in words, with a shape and a colour.
pub(super) fn state_tag(lang: Lang, state: EventState) -> impl IntoView + use<> {
    let tone = match state {
        EventState::Draft => Tone::Info,
        EventState::Published => Tone::Success,
        EventState::Expired => Tone::Quiet,
    };
    view! { <Tag tone label=w::event_state(lang, state) /> }
}

/// Every kind of event.
#[component]
pub fn Events() -> impl IntoView {
    let visit = visit();
    loaded(async move {
        let versions = load(&visit).await?;
        Ok(drawn(&visit, versions))
    })
}

pub(super) async fn load(visit: &Visit) -> Result<Vec<EventVersion>> {
    let mut versions = visit.desk.event_catalogue(visit.signed_in()?).await?;
    let title = |one: &EventVersion| {
        visit.lang.pick(one.kind.title.en.as_str(), one.kind.title.es.as_str()).to_lowercase()
    };
    // Of a kind, what is in force comes before what is being prepared.
    versions.sort_by_key(|one| (title(one), one.kind.code.clone(), one.version));
    Ok(versions)
}

pub(super) fn drawn(visit: &Visit, versions: Vec<EventVersion>) -> impl IntoView + use<> {
    let lang = visit.lang;
    let rows: Vec<_> = versions
        .iter()
        .map(|one| {
            let kind = &one.kind;
            let title = lang.pick(kind.title.en.as_str(), kind.title.es.as_str());
            let title = if title.is_empty() { kind.code.as_str() } else { title };
            let href = visit.href(&format!("{}?version={}", event_path(&kind.code), one.version));
            let rules: Vec<_> = kind
                .effective
                .iter()
                .map(|rule| view! { <li>{w::effective_rule(lang, *rule)}</li> })
                .collect();
            view! {
                <tr>
                    <th scope="row" data-label=w::kind(lang)><a href=href>{title.to_owned()}</a></th>
                    <td data-label=w::state(lang)>{state_tag(lang, one.state)}</td>
                    <td data-label=w::version(lang)>{one.version}</td>
                    <td data-label=w::window(lang)>
                        {w::window_days(lang, kind.window.before, kind.window.after)}
                    </td>
                    <td data-label=w::effective(lang)><ul role="list">{rules}</ul></td>
                    <td data-label=w::entry(lang)>{w::entry_name(lang, kind.entry)}</td>
                </tr>
            }
        })
        .collect();
    let table = if rows.is_empty() {
        view! { <p class="nothing">{w::no_kinds(lang)}</p> }.into_any()
    } else {
        view! {
            <TableRegion id="events" caption=w::catalogue(lang) quiet=true stacks=true>
                <thead>
                    <tr>
                        <th scope="col">{w::kind(lang)}</th>
                        <th scope="col">{w::state(lang)}</th>
                        <th scope="col">{w::version(lang)}</th>
                        <th scope="col">{w::window(lang)}</th>
                        <th scope="col">{w::effective(lang)}</th>
                        <th scope="col">{w::entry(lang)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableRegion>
        }
        .into_any()
    };
    view! {
        <Page title=w::catalogue(lang) width=Width::Wide>
            <h1>{w::catalogue(lang)}</h1>
            <p class="lead">{w::catalogue_lead(lang)}</p>
            {table}
        </Page>
    }
}

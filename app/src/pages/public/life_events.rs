//! The guide to changes within the plan year (Treas. Reg. § 1.125-4), drawn from the catalogue in force.

use domain::benefit::Benefit;
use domain::event::{Change, Entry, EventKind, Whom};
use domain::person::CHILD_AGE_LIMIT;
use leptos::prelude::*;

use crate::components::layout::{Page, Width};
use crate::components::table::TableRegion;
use crate::problem::loaded;
use crate::visit::{Visit, visit};
use crate::words::{Lang, common, documents, events as w, guides as words};

/// The guide to life events.
#[component]
pub fn LifeEvents() -> impl IntoView {
    let visit = visit();
    loaded(async move {
        let in_force = visit.desk.event_kinds().await?;
        let mut kinds: Vec<EventKind> = in_force
            .into_iter()
            .map(|event| event.kind)
            .filter(|kind| kind.entry == Entry::SelfService)
            .collect();
        kinds.sort_by_key(|kind| title(visit.lang, kind).to_lowercase());
        Ok(drawn(&visit, &kinds))
    })
}

fn drawn(visit: &Visit, kinds: &[EventKind]) -> impl IntoView + use<> {
    let lang = visit.lang;
    view! {
        <Page title=words::events_title(lang) description=words::events_lead(lang) width=Width::Wide>
            <h1>{words::events_title(lang)}</h1>
            <p class="lead">{words::events_lead(lang)}</p>
            <h2>{words::events_rule(lang)}</h2>
            <ol class="numbered">
                <li>{words::events_rule_fits(lang)}</li>
                <li>{words::events_rule_time(lang)}</li>
                <li>{words::events_rule_start(lang)}</li>
            </ol>
            <h2>{words::events_table(lang)}</h2>
            {table(lang, kinds)}
            <h2>{words::events_child(lang)}</h2>
            <p>{words::children_until(lang, CHILD_AGE_LIMIT)}</p>
            <h2>{words::events_tell(lang)}</h2>
            <p>{words::events_tell_more(lang)}</p>
            <p class="actions">
                <a class="button" href=visit.href("/contact")>{common::nav_contact(lang)}</a>
            </p>
        </Page>
    }
}

fn title(lang: Lang, kind: &EventKind) -> String {
    lang.pick(kind.title.en.as_str(), kind.title.es.as_str()).to_owned()
}

fn table(lang: Lang, kinds: &[EventKind]) -> impl IntoView + use<> {
    let rows: Vec<_> = kinds
        .iter()
        .map(|kind| {
            let amount = |benefit| directions(lang, kind, benefit);
            view! {
                <tr>
                    <th scope="row">{title(lang, kind)}</th>
                    <td data-label=words::may_change(lang)>{insurance(lang, kind)}</td>
                    <td data-label=words::health_account(lang)>{amount(Benefit::HealthFsa)}</td>
                    <td data-label=words::care_account(lang)>{amount(Benefit::DependentCareFsa)}</td>
                    <td data-label=words::window(lang)>{days(lang, kind)}</td>
                    <td data-label=words::proof(lang)>{documents(lang, kind)}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <div class="events">
            <TableRegion id="events" caption=words::events_table(lang) quiet=true stacks=true>
                <thead>
                    <tr>
                        <th scope="col">{words::event(lang)}</th>
                        <th scope="col">{words::may_change(lang)}</th>
                        <th scope="col">{words::health_account(lang)}</th>
                        <th scope="col">{words::care_account(lang)}</th>
                        <th scope="col">{words::window(lang)}</th>
                        <th scope="col">{words::proof(lang)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableRegion>
        </div>
    }
}

/// How many days people have from the event on.
fn days(lang: Lang, kind: &EventKind) -> String {
    crate::words::desk::days(lang, i64::from(kind.window.after))
}

/// "Add: yourself, your spouse. Drop: a former spouse. Change plan."
fn insurance(lang: Lang, kind: &EventKind) -> String {
    let told: Vec<String> = Change::ALL
        .iter()
        .filter_map(|change| {
            let permits = kind.permitted(Benefit::Health).filter(|permit| permit.change == *change);
            let whom: Vec<Whom> = permits.map(|permit| permit.whom).collect();
            let what = w::change_name(lang, *change);
            match (whom.is_empty(), change) {
                (true, _) => None,
                (false, Change::ChangePlan) => Some(format!("{what}.")),
                (false, _) => {
                    let people: Vec<&str> = whom.iter().map(|whom| w::whom_told(lang, *whom)).collect();
                    Some(format!("{what}: {}.", people.join(", ")))
                }
            }
        })
        .collect();
    if told.is_empty() { w::no_change(lang).to_owned() } else { told.join(" ") }
}

/// "More", "Less", both or neither.
fn directions(lang: Lang, kind: &EventKind, benefit: Benefit) -> String {
    let permits =
        |changes: [Change; 2]| kind.permitted(benefit).any(|permit| changes.contains(&permit.change));
    let told: Vec<&str> = [
        (permits([Change::Add, Change::Increase]), w::more(lang)),
        (permits([Change::Drop, Change::Decrease]), w::less(lang)),
    ]
    .into_iter()
    .filter_map(|(may, words)| may.then_some(words))
    .collect();
    if told.is_empty() { w::no_change(lang).to_owned() } else { told.join(" / ") }
}

/// The documents of every proof, each once.
fn documents(lang: Lang, kind: &EventKind) -> AnyView {
    let mut all: Vec<_> = kind.proof.iter().flat_map(|rule| rule.documents.iter().copied()).collect();
    all.sort();
    all.dedup();
    if all.is_empty() {
        return w::nothing_to_bring(lang).into_any();
    }
    let items: Vec<_> = all
        .into_iter()
        .map(|document| view! { <li>{documents::document_kind(lang, document)}</li> })
        .collect();
    view! { <ul role="list">{items}</ul> }.into_any()
}

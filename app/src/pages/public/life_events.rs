//! The guide to changes within the plan year (Treas. Reg. § 1.125-4).

use domain::person::CHILD_AGE_LIMIT;
use leptos::prelude::*;

use crate::components::layout::{Page, Width};
use crate::components::table::TableRegion;
use crate::visit::visit;
use crate::words::{common, guides as words};

/// The guide to life events.
#[component]
pub fn LifeEvents() -> impl IntoView {
    let visit = visit();
    let lang = visit.lang;
    let labels = [
        words::event(lang),
        words::may_change(lang),
        words::health_account(lang),
        words::care_account(lang),
        words::window(lang),
        words::proof(lang),
    ];
    let rows: Vec<_> = words::EVENTS
        .iter()
        .map(|event| {
            let mut texts = event.iter().map(|(english, spanish)| lang.pick(*english, *spanish));
            let what = texts.next();
            let cells: Vec<_> = texts
                .zip(&labels[1..])
                .map(|(text, label)| view! { <td data-label=*label>{text}</td> })
                .collect();
            view! { <tr><th scope="row">{what}</th>{cells}</tr> }
        })
        .collect();
    let heads: Vec<_> = labels.iter().map(|label| view! { <th scope="col">{*label}</th> }).collect();
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
            <div class="events">
                <TableRegion id="events" caption=words::events_table(lang) quiet=true stacks=true>
                    <thead><tr>{heads}</tr></thead>
                    <tbody>{rows}</tbody>
                </TableRegion>
            </div>
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

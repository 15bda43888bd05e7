//! New hires and the window in which they may choose.

use desk::new_hires::{NewHire, Progress};
use leptos::prelude::*;

use crate::components::date::DateText;
use crate::components::layout::{Page, Width};
use crate::components::notice::Tone;
use crate::components::status::{Tag, tone_of};
use crate::components::table::TableRegion;
use crate::pages::never_kept;
use crate::problem::loaded;
use crate::visit::{Visit, visit};
use crate::words::desk as w;

/// Who was hired lately; whose window closes first, first.
#[component]
pub fn NewHires() -> impl IntoView {
    let visit = visit();
    never_kept();
    loaded(async move {
        let hires = visit.desk.new_hires(visit.signed_in()?).await?;
        Ok(page(&visit, hires))
    })
}

fn page(visit: &Visit, hires: Vec<NewHire>) -> impl IntoView + use<> {
    let lang = visit.lang;
    let rows: Vec<_> = hires.iter().map(|hire| row(visit, hire)).collect();
    let table = if rows.is_empty() {
        view! { <p class="nothing">{w::no_new_hires(lang)}</p> }.into_any()
    } else {
        view! {
            <TableRegion id="new-hires" caption=w::new_hires(lang) quiet=true stacks=true>
                <thead>
                    <tr>
                        <th scope="col">{w::name(lang)}</th>
                        <th scope="col">{w::hired_on(lang)}</th>
                        <th scope="col" class="number">{w::hours_a_week(lang)}</th>
                        <th scope="col">{w::choose_by(lang)}</th>
                        <th scope="col">{w::choices(lang)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableRegion>
        }
        .into_any()
    };
    view! {
        <Page title=w::new_hires(lang) width=Width::Wide>
            <h1 id="new-hires-title">{w::new_hires(lang)}</h1>
            <p class="lead">{w::new_hires_lead(lang)}</p>
            {table}
        </Page>
    }
}

fn row(visit: &Visit, hire: &NewHire) -> impl IntoView + use<> {
    let lang = visit.lang;
    let today = visit.desk.today();
    let name = hire.person.name();
    let name = match &hire.person.ref_ {
        Some(number) => view! { <a href=visit.href(&format!("/desk/people/{number}"))>{name}</a> }.into_any(),
        None => name.into_any(),
    };
    let tag = if hire.last_day.is_some_and(|last| last < today) {
        Some(view! { " "<Tag tone=Tone::Quiet label=w::window_over(lang) /> }.into_any())
    } else if hire.is_pressing(today) {
        Some(view! { " "<Tag tone=Tone::Warning label=w::closes_soon(lang) /> }.into_any())
    } else {
        None
    };
    let progress = match &hire.progress {
        Progress::Nothing => w::nothing_begun(lang).into_any(),
        Progress::Begun => w::begun(lang).into_any(),
        Progress::Sent(reference, state) => {
            let href = visit.href(&format!("/desk/submissions/{reference}"));
            view! {
                <a class="reference" href=href>{reference.clone()}</a>
                " "
                <Tag tone=tone_of(*state) label=w::submission_state(lang, *state) />
            }
            .into_any()
        }
    };
    view! {
        <tr>
            <th scope="row" data-label=w::name(lang)>{name}</th>
            <td data-label=w::hired_on(lang)><DateText day=hire.hired /></td>
            <td class="number" data-label=w::hours_a_week(lang)>{hire.hours.map(|hours| hours.to_string())}</td>
            <td data-label=w::choose_by(lang)><span>{hire.last_day.map(|day| view! { <DateText day /> })}{tag}</span></td>
            <td data-label=w::choices(lang)>{progress}</td>
        </tr>
    }
}

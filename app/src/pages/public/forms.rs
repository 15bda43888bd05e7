//! Forms and documents: what can be done online, and what can be printed.

use domain::benefit::Benefit;
use leptos::prelude::*;

use crate::components::card::Card;
use crate::components::layout::{Page, Width};
use crate::components::problem::page;
use crate::components::table::TableRegion;
use crate::visit::{Visit, visit};
use crate::words::{common, guides as words};

/// Forms and documents.
#[component]
pub fn Forms() -> impl IntoView {
    let visit = visit();
    let lang = visit.lang;
    let online = [
        ("/my/enroll", words::form_enroll(lang), words::form_enroll_more(lang)),
        ("/my", words::form_my(lang), words::form_my_more(lang)),
        ("/my/submissions", words::form_submissions(lang), words::form_submissions_more(lang)),
    ];
    let print = [
        ("/forms/worksheet", words::form_worksheet(lang), words::form_worksheet_more(lang)),
        ("/rates", words::form_rates(lang), words::form_rates_more(lang)),
        ("/life-events", words::form_events(lang), words::form_events_more(lang)),
        ("/retirees", words::form_retirees(lang), words::form_retirees_more(lang)),
    ];
    view! {
        <Page title=words::forms_title(lang) description=words::forms_lead(lang) width=Width::Wide>
            <h1>{words::forms_title(lang)}</h1>
            <p class="lead">{words::forms_lead(lang)}</p>
            <section>
                <h2>{words::forms_online(lang)}</h2>
                <div class="cards">{cards(&visit, &online)}</div>
            </section>
            <section>
                <h2>{words::forms_print(lang)}</h2>
                <div class="cards">{cards(&visit, &print)}</div>
            </section>
        </Page>
    }
}

fn cards(visit: &Visit, entries: &[(&str, &'static str, &'static str)]) -> Vec<AnyView> {
    entries
        .iter()
        .map(|&(path, heading, text)| {
            view! { <Card heading=heading href=visit.href(path) minor=true><p>{text}</p></Card> }.into_any()
        })
        .collect()
}

/// A page to print and fill in by hand, which changes nothing by itself.
#[component]
pub fn Worksheet() -> impl IntoView {
    let visit = visit();
    page(async move {
        let lang = visit.lang;
        let catalog = visit.desk.catalog().await?;
        let announced = visit.desk.announced_enrollment().await?;
        let people: Vec<_> = (0..5).map(|_| view! { <tr><td></td><td></td><td></td></tr> }).collect();
        let choices: Vec<_> = Benefit::ALL
            .iter()
            .filter_map(|&benefit| {
                let names: Vec<_> = catalog
                    .plans
                    .iter()
                    .filter(|plan| plan.benefit == benefit)
                    .map(|plan| plan.name.clone())
                    .collect();
                (!names.is_empty()).then(|| view! {
                    <tr>
                        <th scope="row">{common::benefit(lang, benefit)}<br /><small>{names.join(", ")}</small></th>
                        <td></td>
                        <td></td>
                        <td></td>
                    </tr>
                })
            })
            .collect();
        Ok(view! {
            <Page title=words::sheet_title(lang)>
                <h1>{words::sheet_title(lang)}</h1>
                {announced.map(|period| view! { <p>{words::for_year(lang, period.plan_year)}</p> })}
                <p class="lead">{words::sheet_lead(lang)}</p>
                <p class="field-hint no-print">{words::sheet_print_hint(lang)}</p>
                <h2>{words::sheet_people(lang)}</h2>
                <div class="worksheet">
                    <TableRegion id="people" caption=words::sheet_people(lang) quiet=true>
                        <thead>
                            <tr>
                                <th scope="col">{words::sheet_name(lang)}</th>
                                <th scope="col">{words::sheet_birth(lang)}</th>
                                <th scope="col">{words::sheet_relation(lang)}</th>
                            </tr>
                        </thead>
                        <tbody>{people}</tbody>
                    </TableRegion>
                </div>
                <h2>{words::sheet_choices(lang)}</h2>
                <div class="worksheet">
                    <TableRegion id="choices" caption=words::sheet_choices(lang) quiet=true>
                        <thead>
                            <tr>
                                <th scope="col">{words::sheet_choices_of(lang)}</th>
                                <th scope="col">{words::sheet_now(lang)}</th>
                                <th scope="col">{words::sheet_next(lang)}</th>
                                <th scope="col">{words::sheet_price(lang)}</th>
                            </tr>
                        </thead>
                        <tbody>{choices}</tbody>
                    </TableRegion>
                </div>
            </Page>
        })
    })
}

//! The cost calculator's page. The form and its answer are an island that the server draws too.

use leptos::prelude::*;

use crate::components::layout::{Page, Width};
use crate::components::problem::page;
use crate::islands::calculator::{Calculator, Chosen, Sheets};
use crate::visit::visit;
use crate::words::public as words;

/// The calculator.
#[component]
pub fn CalculatorPage() -> impl IntoView {
    let visit = visit();
    page(async move {
        let lang = visit.lang;
        let catalog = visit.desk.catalog().await?;
        let units = catalog.units.iter().map(|unit| (unit.code.clone(), unit.name.clone())).collect();
        // Nobody reckons with a year that has passed.
        let current = catalog.plan_year(visit.desk.today());
        let years = catalog.plan_years.iter().copied().filter(|year| Some(*year) >= current).collect();
        let sheets = Sheets::new(lang, &catalog.plans, &catalog.book, units, years);
        let chosen = Chosen(visit.query.clone());
        Ok(view! {
            <Page title=words::calculator_title(lang) description=words::calculator_lead(lang) width=Width::Wide>
                <h1>{words::calculator_title(lang)}</h1>
                <p class="lead">{words::calculator_lead(lang)}</p>
                <div data-lazy="touch">
                    <Calculator sheets chosen />
                </div>
                <p class="field-hint">{words::accounts_note(lang)}</p>
            </Page>
        })
    })
}

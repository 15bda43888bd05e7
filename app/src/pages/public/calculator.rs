//! The cost calculator's page. The form and its answer are an island that the server draws too.

use domain::benefit::{Benefit, RateTier};
use domain::class::{Class, PayCalendar};
use leptos::prelude::*;

use crate::components::layout::{Page, Width};
use crate::components::problem::page;
use crate::islands::calculator::{Calculator, Chosen, MOST_THOUSANDS, Sheets};
use crate::visit::visit;
use crate::words::{Lang, common, public as words};

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
        let fields = fields(lang, &sheets, &chosen);
        Ok(view! {
            <Page title=words::calculator_title(lang) description=words::calculator_lead(lang) width=Width::Wide>
                <h1>{words::calculator_title(lang)}</h1>
                <p class="lead">{words::calculator_lead(lang)}</p>
                <div data-lazy="touch">
                    <Calculator sheets chosen>{fields}</Calculator>
                </div>
                <p class="field-hint">{words::accounts_note(lang)}</p>
            </Page>
        })
    })
}

/// The classes that have prices of their own in every benefit.
pub(super) const CLASSES: [Class; 6] = [
    Class::Active,
    Class::NonMedicareRetiree,
    Class::MedicareRetiree,
    Class::Survivor,
    Class::MedicareSurvivor,
    Class::Cobra,
];

fn fields(lang: Lang, sheets: &Sheets, chosen: &Chosen) -> impl IntoView + use<> {
    let option = |value: &str, text: &str| (value.to_owned(), text.to_owned());
    let classes = CLASSES.iter().map(|class| option(class.as_str(), common::class(lang, *class))).collect();
    let units = sheets.units.iter().map(|(code, name)| option(code.as_str(), name)).collect();
    let unions = std::iter::once(option("", words::another_or_none(lang)))
        .chain(
            sheets
                .bargaining_units()
                .iter()
                .map(|unit| option(unit.as_str(), &common::bargaining_unit(unit))),
        )
        .collect();
    let pays = PayCalendar::ALL
        .iter()
        .map(|pays| option(pays.as_str(), common::pay_calendar(lang, *pays)))
        .collect();
    let years =
        sheets.years.iter().map(|year| (year.to_string(), words::plan_year_from(lang, *year))).collect();
    let year = chosen.year(sheets).map(|year| year.to_string()).unwrap_or_default();
    let plans: Vec<_> =
        sheets.benefits().into_iter().map(|benefit| plan_field(lang, sheets, chosen, benefit)).collect();
    view! {
        <fieldset>
            <legend class="field-label">{words::about_you(lang)}</legend>
            <div class="filters-grid">
                {select("class", words::you_are(lang), chosen.class().as_str(), classes)}
                {select("unit", words::unit(lang), chosen.get("unit"), units)}
                {select("bargaining_unit", words::bargaining_unit(lang), chosen.get("bargaining_unit"), unions)}
                <div class="field">
                    <label class="field-label" for="hired">{words::hired_on(lang)}</label>
                    <input class="input" id="hired" name="hired" type="date" value=chosen.get("hired").to_owned() />
                </div>
                {select("pays", words::paid(lang), chosen.pays().as_str(), pays)}
                {select("year", words::plan_year(lang), &year, years)}
            </div>
        </fieldset>
        <fieldset>
            <legend class="field-label">{words::your_plans(lang)}</legend>
            {plans}
        </fieldset>
    }
}

fn plan_field(lang: Lang, sheets: &Sheets, chosen: &Chosen, benefit: Benefit) -> impl IntoView + use<> {
    let name = benefit.as_str();
    let value = chosen.get(name).to_owned();
    let groups: Vec<_> = sheets
        .plans
        .iter()
        .filter(|plan| plan.benefit == benefit)
        .map(|plan| {
            let options: Vec<_> = RateTier::ALL
                .iter()
                .filter(|tier| plan.tiers.contains(&tier.tier()))
                .map(|tier| {
                    let option = format!("{}:{tier}", plan.code);
                    let selected = option == value;
                    let text = format!("{} – {}", plan.name, common::rate_tier(lang, *tier));
                    view! { <option value=option selected=selected>{text}</option> }
                })
                .collect();
            view! { <optgroup label=plan.name.clone()>{options}</optgroup> }
        })
        .collect();
    let thousands = (benefit == Benefit::OptionalLife).then(|| {
        view! {
            <div class="field">
                <label class="field-label" for="thousands">{words::thousands(lang)}</label>
                <input
                    class="input input-short"
                    id="thousands"
                    name="thousands"
                    type="number"
                    inputmode="numeric"
                    min="0"
                    max=MOST_THOUSANDS.to_string()
                    value=chosen.get("thousands").to_owned()
                />
            </div>
        }
    });
    view! {
        <div class="field">
            <label class="field-label" for=name>{common::benefit(lang, benefit)}</label>
            <select class="input" id=name name=name>
                <option value="">{words::no_plan(lang)}</option>
                {groups}
            </select>
        </div>
        {thousands}
    }
}

fn select(
    name: &'static str,
    label: &'static str,
    value: &str,
    options: Vec<(String, String)>,
) -> impl IntoView + use<> {
    let options: Vec<_> = options
        .into_iter()
        .map(|(option, text)| {
            let selected = option == value;
            view! { <option value=option selected=selected>{text}</option> }
        })
        .collect();
    view! {
        <div class="field">
            <label class="field-label" for=name>{label}</label>
            <select class="input" id=name name=name>{options}</select>
        </div>
    }
}

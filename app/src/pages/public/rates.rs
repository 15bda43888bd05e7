//! The price list, for one group of people at a time.

use chrono::NaiveDate;
use domain::benefit::Benefit;
use domain::class::{Class, PayCalendar};
use domain::period::PlanYear;
use domain::price::Payer;
use leptos::prelude::*;

use super::figures::{Row, bargaining_units, hire_dates, hire_groups, rows};
use crate::components::form::{Select, SubmitButton};
use crate::components::layout::{Page, Width};
use crate::components::problem::page;
use crate::components::table::TableRegion;
use crate::pages::public::calculator::CLASSES;
use crate::visit::{Visit, visit};
use crate::words::{Lang, common, public as words};

/// What the form asks for, or what stands for it where nothing usable was sent.
struct Asked {
    payer: Payer,
    pays: PayCalendar,
    year: PlanYear,
}

/// The price list.
#[component]
pub fn Rates() -> impl IntoView {
    let visit = visit();
    page(async move {
        let lang = visit.lang;
        let catalog = visit.desk.catalog().await?;
        let field = |name: &str| visit.query.get(name).map_or("", String::as_str);
        let units: Vec<_> =
            catalog.units.iter().map(|unit| (unit.code.to_string(), unit.name.clone())).collect();
        let groups = hire_groups(&catalog.book);
        let years: Vec<PlanYear> =
            catalog.plan_years.iter().filter_map(|day| PlanYear::starting(*day)).collect();
        let (Some(unit), Some(year)) = (
            catalog.units.iter().find(|unit| unit.code.as_str() == field("unit")).or(catalog.units.first()),
            years
                .iter()
                .copied()
                .find(|year| year.first_day().to_string() == field("year"))
                .or(default_year(&visit, &years).await?),
        ) else {
            return Ok(view! { <NoRates lang /> }.into_any());
        };
        let class: Class = field("class").parse().unwrap_or(Class::Active);
        let asked = Asked {
            payer: Payer {
                unit: unit.code.clone(),
                bargaining_unit: field("bargaining_unit").parse().ok(),
                hired: field("hired")
                    .parse()
                    .ok()
                    .filter(|day| groups.contains(day))
                    .or(groups.last().copied()),
                class,
            },
            pays: field("pays").parse().unwrap_or(match class {
                Class::Active => PayCalendar::Weekly,
                _ => PayCalendar::Monthly,
            }),
            year,
        };

        let option = |value: &str, text: String| (value.to_owned(), text);
        let unions: Vec<_> = bargaining_units(&catalog.book)
            .iter()
            .map(|unit| option(unit.as_str(), common::bargaining_unit(unit)))
            .collect();
        let classes =
            CLASSES.iter().map(|class| option(class.as_str(), common::class(lang, *class).into())).collect();
        let pays = PayCalendar::ALL
            .iter()
            .map(|pays| option(pays.as_str(), common::pay_calendar(lang, *pays).into()))
            .collect();
        let years = years
            .iter()
            .map(|year| (year.first_day().to_string(), words::plan_year_from(lang, year.first_day())))
            .collect();
        let hired = hired_options(lang, &hire_dates(&catalog.book));
        let tables: Vec<_> = Benefit::ALL
            .iter()
            .filter_map(|benefit| {
                let payer = Payer { class: class.for_benefit(*benefit), ..asked.payer.clone() };
                let plans: Vec<_> = catalog
                    .plans
                    .iter()
                    .filter(|plan| plan.benefit == *benefit)
                    .map(|plan| {
                        (plan.name.clone(), rows(plan, &catalog.book, &payer, asked.year, asked.pays))
                    })
                    .filter(|(_, rows)| !rows.is_empty())
                    .collect();
                (!plans.is_empty()).then(|| view! { <Prices lang benefit=*benefit plans year=asked.year /> })
            })
            .collect();
        let heading = who(lang, &asked, &unit.name);
        let unit = unit.code.to_string();
        let none = tables.is_empty().then(|| view! { <p class="empty">{words::no_rates(lang)}</p> });
        Ok(view! {
            <Page title=words::rates_title(lang) description=words::rates_lead(lang) width=Width::Wide>
                <h1>{words::rates_title(lang)}</h1>
                <p class="lead">{words::rates_lead(lang)}</p>
                <form class="filters" method="get" action=visit.href("/rates")>
                    <div class="filters-grid">
                        <Select label=words::you_are(lang) name="class" value=class.as_str() options=classes />
                        <Select label=words::unit(lang) name="unit" value=unit options=units />
                        <Select
                            label=words::bargaining_unit(lang)
                            name="bargaining_unit"
                            value=asked.payer.bargaining_unit.as_ref().map(ToString::to_string).unwrap_or_default()
                            options=unions
                            blank=words::another_or_none(lang)
                        />
                        {(!hired.is_empty()).then(|| view! {
                            <Select
                                label=words::hired(lang)
                                name="hired"
                                value=asked.payer.hired.map(|day| day.to_string()).unwrap_or_default()
                                options=hired
                            />
                        })}
                        <Select label=words::paid(lang) name="pays" value=asked.pays.as_str() options=pays />
                        <Select
                            label=words::plan_year(lang)
                            name="year"
                            value=asked.year.first_day().to_string()
                            options=years
                        />
                    </div>
                    <div class="actions"><SubmitButton label=words::show_rates(lang) /></div>
                </form>
                <h2>{heading}</h2>
                {none}
                {(class == Class::Cobra).then(|| view! { <p>{words::cobra_note(lang)}</p> })}
                {tables}
                <p class="field-hint">{words::rates_note(lang)}</p>
                <p class="field-hint no-print">{words::print_hint(lang)}</p>
            </Page>
        }
        .into_any())
    })
}

/// The plan year that people now choose for, else the one around today.
async fn default_year(visit: &Visit, years: &[PlanYear]) -> desk::Result<Option<PlanYear>> {
    let today = visit.desk.today();
    let announced = visit.desk.announced_enrollment().await?.map(|period| period.plan_year);
    let chosen_for = years.iter().find(|year| Some(year.first_day()) == announced);
    let around_today = years.iter().rev().find(|year| year.first_day() <= today);
    Ok(chosen_for.or(around_today).or(years.first()).copied())
}

/// One sentence for whom the list is, which stays on paper when the form does not.
fn who(lang: Lang, asked: &Asked, unit: &str) -> String {
    let parts = [
        Some(common::class(lang, asked.payer.class).to_owned()),
        Some(unit.to_owned()),
        asked.payer.bargaining_unit.as_ref().map(common::bargaining_unit),
        Some(words::plan_year_from(lang, asked.year.first_day()).to_lowercase_first()),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

trait LowercaseFirst {
    fn to_lowercase_first(&self) -> String;
}

impl LowercaseFirst for String {
    fn to_lowercase_first(&self) -> String {
        let mut letters = self.chars();
        letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
    }
}

fn hired_options(lang: Lang, days: &[NaiveDate]) -> Vec<(String, String)> {
    let Some(before) = days.first().and_then(|first| Some((first, first.pred_opt()?))) else {
        return Vec::new();
    };
    let later = days
        .iter()
        .enumerate()
        .map(|(place, day)| (day.to_string(), words::hired_since(lang, *day, days.get(place + 1).copied())));
    std::iter::once((before.1.to_string(), words::hired_before(lang, *before.0))).chain(later).collect()
}

#[component]
fn NoRates(lang: Lang) -> impl IntoView {
    view! {
        <Page title=words::rates_title(lang)>
            <h1>{words::rates_title(lang)}</h1>
            <p class="empty">{words::no_rates(lang)}</p>
        </Page>
    }
}

/// The plans of one benefit, with their rows.
#[component]
fn Prices(lang: Lang, benefit: Benefit, plans: Vec<(String, Vec<Row>)>, year: PlanYear) -> impl IntoView {
    let groups: Vec<_> = plans
        .into_iter()
        .map(|(name, rows)| {
            let rows: Vec<_> = rows
                .into_iter()
                .map(|row| {
                    let money = |label: &'static str, amount: Option<domain::money::Cents>| {
                        let text =
                            amount.map_or_else(|| words::not_published(lang).to_owned(), |a| a.display());
                        view! { <td class="number" data-label=label>{text}</td> }
                    };
                    let from = (row.from != year.first_day())
                        .then(|| view! { <br /><small>{words::from_day(lang, row.from)}</small> });
                    view! {
                        <tr>
                            <th scope="row">{common::rate_tier(lang, row.tier)}{from}</th>
                            {money(words::premium(lang), row.rest.map(|(premium, _)| premium))}
                            {money(words::city_pays(lang), row.rest.map(|(_, city)| city))}
                            {money(words::you_pay(lang), Some(row.member))}
                            {money(words::each_paycheck(lang), Some(row.per_pay))}
                        </tr>
                    }
                })
                .collect();
            view! {
                <tbody>
                    <tr class="table-group"><th colspan="5" scope="rowgroup">{name}</th></tr>
                    {rows}
                </tbody>
            }
        })
        .collect();
    let per_thousand = (benefit == Benefit::OptionalLife)
        .then(|| view! { <p class="field-hint">{words::per_thousand(lang)}</p> });
    view! {
        <section>
            <h3>{common::benefit(lang, benefit)}</h3>
            {per_thousand}
            <TableRegion
                id=format!("rates-{benefit}")
                caption=format!("{}, {}", common::benefit(lang, benefit), words::a_month(lang))
                quiet=true
                stacks=true
            >
                <thead>
                    <tr>
                        <th scope="col">{words::covered(lang)}</th>
                        <th scope="col" class="number">{words::premium(lang)}</th>
                        <th scope="col" class="number">{words::city_pays(lang)}</th>
                        <th scope="col" class="number">{words::you_pay(lang)}</th>
                        <th scope="col" class="number">{words::each_paycheck(lang)}</th>
                    </tr>
                </thead>
                {groups}
            </TableRegion>
        </section>
    }
}

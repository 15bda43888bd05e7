//! The first page: deadlines and what is new.

use chrono::{Datelike, NaiveDate};
use domain::deadline::{CITY_ZONE, local_day};
use domain::enrollment::{EnrollmentPeriod, NotAccepting};
use leptos::prelude::*;

use super::figures::{next_change, rate_tiers, tenths_of_percent};
use crate::components::card::Card;
use crate::components::date::DateText;
use crate::components::layout::{Page, Width};
use crate::components::problem::page;
use crate::visit::{Visit, visit};
use crate::words::{Lang, common, public as words};

/// Home.
#[component]
pub fn Home() -> impl IntoView {
    let visit = visit();
    page(async move {
        let lang = visit.lang;
        let catalog = visit.desk.catalog().await?;
        let announced = visit.desk.announced_enrollment().await?;
        let today = visit.desk.today();

        let dates = announced.as_ref().map(|period| view! { <Dates period=period.clone() today /> });
        let news: Vec<_> = catalog
            .plans
            .iter()
            .filter_map(|plan| {
                let tier = rate_tiers(plan).next()?;
                let (on, before, after) = next_change(plan, &catalog.book, tier, today)?;
                let class = if after > before { "change-up" } else { "change-down" };
                let tier = common::rate_tier(lang, tier).to_lowercase();
                Some(view! {
                    <li>
                        <strong>{plan.name.clone()}", "{tier}</strong>": "
                        {words::price_changes(lang, before, after, on)}
                        {tenths_of_percent(before, after).map(|tenths| view! {
                            " "<span class=class>{words::percent_change(lang, tenths)}</span>
                        })}
                    </li>
                })
            })
            .collect();
        Ok(view! {
            <Page title=words::home_title(lang) description=words::home_lead(lang) width=Width::Wide>
                <h1>{words::home_title(lang)}</h1>
                <p class="lead">{words::home_lead(lang)}</p>
                <Hero visit=visit.clone() announced today />
                {dates}
                <section>
                    <h2>{words::find(lang)}</h2>
                    <div class="cards">
                        {ways(&visit)}
                    </div>
                </section>
                <section class="flow">
                    <h2>{words::whats_new(lang)}</h2>
                    {(!news.is_empty()).then(|| view! {
                        <h3>{words::new_prices(lang)}</h3>
                        <ul>{news}</ul>
                    })}
                    <p>{words::fsa_again(lang)}</p>
                </section>
            </Page>
        })
    })
}

fn ways(visit: &Visit) -> Vec<AnyView> {
    let lang = visit.lang;
    [
        ("/plans", common::nav_plans(lang), words::find_plans(lang)),
        ("/rates", common::nav_rates(lang), words::find_rates(lang)),
        ("/calculator", common::nav_calculator(lang), words::find_calculator(lang)),
        ("/life-events", common::nav_life_events(lang), words::find_life(lang)),
        ("/retirees", common::nav_retirees(lang), words::find_retirees(lang)),
        ("/contact", common::nav_contact(lang), words::find_contact(lang)),
    ]
    .into_iter()
    .map(|(path, heading, text)| {
        view! { <Card heading href=visit.href(path) minor=true><p>{text}</p></Card> }.into_any()
    })
    .collect()
}

/// Where open enrollment stands, in large.
#[component]
fn Hero(visit: Visit, announced: Option<EnrollmentPeriod>, today: NaiveDate) -> impl IntoView {
    let lang = visit.lang;
    let (heading, text, days, open) = match &announced {
        None => (words::oe_none(lang), words::oe_none_more(lang).to_owned(), None, false),
        Some(period) => {
            let close = common::last_minute(lang, period.closes_at);
            match period.accepts(visit.desk.now()) {
                Ok(()) => (
                    words::oe_open_now(lang),
                    words::oe_until(lang, &close, period.plan_year),
                    Some((last_day(period) - today).num_days()),
                    true,
                ),
                Err(NotAccepting::NotYet) => (
                    words::oe_coming(lang),
                    words::oe_opens_on(lang, local_day(period.opens_at, CITY_ZONE), period.plan_year),
                    None,
                    false,
                ),
                Err(NotAccepting::Closed) => {
                    (words::oe_closed(lang), words::oe_ended(lang, &close, period.plan_year), None, false)
                }
            }
        }
    };
    view! {
        <section class="hero" aria-labelledby="hero">
            <div class="hero-words">
                <h2 id="hero">{heading}</h2>
                <p class="lead">{text}</p>
                <p class="actions">
                    {open.then(|| view! {
                        <a class="button" href=visit.href("/my/enroll")>{words::choose_now(lang)}</a>
                    })}
                    <a class="button button-secondary" href=visit.href("/open-enrollment")>{words::how_it_works(lang)}</a>
                </p>
            </div>
            {days.map(|days| view! {
                <p class="days-left">
                    <span class="figure">{days}</span>
                    <span>{words::days_left(lang, days)}</span>
                </p>
            })}
        </section>
    }
}

/// The last day on which submissions are taken, by the clocks of the city.
fn last_day(period: &EnrollmentPeriod) -> NaiveDate {
    local_day(period.closes_at - chrono::Duration::seconds(1), CITY_ZONE)
}

/// The dates that are still to come, each on a leaf of a calendar. Nothing where all are past.
#[component]
pub fn Dates(
    /// The open enrollment.
    period: EnrollmentPeriod,
    /// Today.
    today: NaiveDate,
) -> impl IntoView {
    let lang = crate::components::lang();
    let close = common::last_minute(lang, period.closes_at);
    let dates: Vec<_> = [
        (local_day(period.opens_at, CITY_ZONE), words::oe_opens(lang), words::first_minute(lang).to_owned()),
        (last_day(&period), words::oe_closes(lang), words::send_by(lang, &close)),
        (period.plan_year, words::year_starts(lang), words::year_starts_more(lang).to_owned()),
    ]
    .into_iter()
    .filter(|(day, ..)| *day >= today)
    .map(|(day, what, more)| {
        view! {
            <li>
                <Leaf lang day />
                <div>
                    <p class="dates-what">{what}</p>
                    <p><DateText day /></p>
                    <p class="field-hint">{more}</p>
                </div>
            </li>
        }
    })
    .collect();
    (!dates.is_empty()).then(|| {
        view! {
            <section>
                <h2>{words::next_dates(lang)}</h2>
                <ul class="dates">{dates}</ul>
            </section>
        }
    })
}

/// A day on a leaf of a calendar, for the eye only: the date stands beside it in words.
#[component]
fn Leaf(lang: Lang, day: NaiveDate) -> impl IntoView {
    view! {
        <span class="leaf" aria-hidden="true">
            <span class="leaf-month">{common::month_short(lang, day.month())}</span>
            <span class="leaf-day">{day.day()}</span>
            <span class="leaf-year">{day.year()}</span>
        </span>
    }
}

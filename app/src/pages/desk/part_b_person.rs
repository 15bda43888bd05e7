//! Somebody's Part B ledger at the desk, with the entry from paper.

use std::collections::{BTreeMap, BTreeSet};

use desk::Permission;
use desk::error::FieldError;
use desk::part_b::{PartB, PersonYear};
use domain::code::PersonRef;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_params_map;

use super::part_b::{PART_B, ledger_path};
use super::scan::scan_path;
use crate::actions::part_b::{EndPartB, EnterPartBClaim};
use crate::components::form::{
    ButtonKind, DateField, ErrorSummary, HiddenFields, Problems, Select, SubmitButton, TextField,
};
use crate::components::layout::{Page, Width};
use crate::components::money::{Money, MoneyChange};
use crate::components::notice::{Notice, Tone};
use crate::components::part_b::{ClaimFields, ClaimTable, MonthTable, name_of, people_of, problems};
use crate::components::summary::{Fact, SummaryList};
use crate::pages::never_kept;
use crate::problem::loaded;
use crate::visit::{Flash, Visit, visit};
use crate::words::{Lang, documents, part_b as w};

/// Under what the forms for somebody keep what was typed.
pub fn ledger_form(number: &str) -> String {
    format!("part-b.{number}")
}

/// A year of somebody's ledger.
#[component]
pub fn LedgerPage() -> impl IntoView {
    let visit = visit();
    let number = use_params_map().get_untracked().get("ref").unwrap_or_default();
    never_kept();
    loaded(async move {
        let year = visit.query.get("year").and_then(|text| text.parse().ok());
        let number: PersonRef = number.parse().map_err(|_| desk::Error::NotFound("person"))?;
        let theirs = visit.desk.person_part_b(visit.signed_in()?, &number, year).await?;
        let flash = visit.take_flash(&ledger_form(number.as_str())).await;
        Ok(drawn(&visit, number.as_str(), theirs, flash))
    })
}

fn drawn(visit: &Visit, number: &str, theirs: PartB, flash: Flash) -> impl IntoView + use<> {
    let lang = visit.lang;
    let problems = problems(lang, &at_their_fields(&flash));
    let said = flash.notice.as_deref().map(|notice| {
        let words = if notice == "entered" { w::entered(lang) } else { w::saved(lang) };
        view! { <Notice tone=Tone::Success announce=true><p>{words}</p></Notice> }
    });
    let name = theirs.subscriber.name();
    let may = visit.actor.as_ref().is_some_and(|actor| actor.may(Permission::Decide));
    let none = theirs.parties.is_empty().then(|| view! { <Notice><p>{w::no_parties(lang)}</p></Notice> });
    let people: Vec<_> =
        theirs.people.iter().enumerate().map(|(place, one)| person(lang, place, theirs.year, one)).collect();
    let years: Vec<_> = theirs
        .years
        .iter()
        .filter(|year| **year != theirs.year)
        .map(|year| {
            let href = visit.href(&format!("{}?year={year}", ledger_path(number)));
            view! { <li><a href=href>{year.to_string()}</a></li> }
        })
        .collect();
    let forms = (may && !theirs.parties.is_empty()).then(|| {
        view! {
            {enter(visit, number, &theirs, &flash, &problems)}
            {ends(visit, number, &theirs, &flash, &problems)}
        }
    });
    view! {
        <Page title=format!("{}: {name}", w::ledger(lang)) width=Width::Wide error=problems.any()>
            <ErrorSummary problems=problems.clone() />
            <p class="back-link"><a href=visit.href(PART_B)>{w::title(lang)}</a></p>
            <p class="eyebrow"><a href=visit.href(&format!("/desk/people/{number}"))>{name.clone()}</a></p>
            <h1>{w::ledger(lang)}": "{name}</h1>
            {said}
            {none}
            {people}
            {(!years.is_empty()).then(|| view! { <h2>{w::other_years(lang)}</h2><ul>{years}</ul> })}
            {forms}
        </Page>
    }
}

/// Each person's last day has a field of its own.
fn at_their_fields(flash: &Flash) -> Vec<FieldError> {
    let person = flash.typed.get("ends").map_or("", String::as_str);
    let moved = |error: &FieldError| match error.field.as_str() {
        "last_day" => FieldError { field: last_day(person), ..error.clone() },
        _ => error.clone(),
    };
    flash.errors.iter().map(moved).collect()
}

/// The field of somebody's last day.
fn last_day(person: &str) -> String {
    // With a letter in front: a key that begins with a digit would be a place in a list.
    format!("last_day[of-{person}]")
}

fn person(lang: Lang, place: usize, year_shown: i32, year: &PersonYear) -> impl IntoView + use<> {
    let (due, listed) = (year.due(), year.listed());
    let facts = vec![
        Fact::new(w::city_rule(lang), w::share(lang, &year.rule.percent.to_string(), year.rule.cap)),
        Fact::new(w::city_owes(lang), view! { <Money amount=due /> }),
        Fact::new(w::listed(lang), view! { <Money amount=listed /> }),
        Fact::new(w::owed(lang), view! { <MoneyChange amount=due - listed /> }),
    ];
    let months = (!year.months.is_empty())
        .then(|| view! { <MonthTable year=year.clone() id=format!("months-{place}") /> });
    view! {
        <section>
            <h2>{w::year_of(lang, year_shown, &name_of(lang, &year.party))}</h2>
            <SummaryList facts />
            {months}
            <h3>{w::my_claims(lang)}</h3>
            <ClaimTable year=year.clone() id=format!("claims-{place}") path=PART_B />
        </section>
    }
}

fn enter(
    visit: &Visit,
    number: &str,
    theirs: &PartB,
    flash: &Flash,
    problems: &Problems,
) -> impl IntoView + use<> {
    let lang = visit.lang;
    let typed = if flash.typed.contains_key("premium") {
        flash.typed.clone()
    } else {
        let first = theirs.parties.first().map(|party| party.person.to_string()).unwrap_or_default();
        BTreeMap::from([
            ("person".to_owned(), first),
            ("year".to_owned(), theirs.year.to_string()),
            ("from".to_owned(), "1".to_owned()),
            ("through".to_owned(), "12".to_owned()),
        ])
    };
    let value = |name: &str| typed.get(name).cloned().unwrap_or_default();
    let people = people_of(&theirs.parties);
    let years = theirs.claimable.clone().map(|years| years.rev().collect()).unwrap_or_default();
    let proofs = theirs
        .proofs
        .iter()
        .map(|one| {
            (one.id.to_string(), format!("{}, {}", documents::document_kind(lang, one.kind), one.name))
        })
        .collect();
    let scan = visit.href(&scan_path(number));
    view! {
        <section id="enter">
            <h2>{w::enter_claim(lang)}</h2>
            <p>{w::enter_lead(lang)}</p>
            <form method="post" action=visit.href(EnterPartBClaim::PATH) novalidate>
                <HiddenFields fields=vec![("number".to_owned(), number.to_owned())] />
                <ClaimFields typed=typed.clone() problems=problems.clone() people years />
                <Select
                    label=w::which_proof(lang)
                    name="document"
                    value=value("document")
                    options=proofs
                    blank=w::paper_alone(lang).to_owned()
                    error=problems.on("document")
                />
                <p><a href=scan>{w::scan_it(lang)}</a></p>
                <TextField label=w::reason(lang) name="reason" value=value("reason") error=problems.on("reason") maxlength=500 />
                <SubmitButton label=w::enter(lang) />
            </form>
        </section>
    }
}

/// For each, the last day of their Part B.
fn ends(
    visit: &Visit,
    number: &str,
    theirs: &PartB,
    flash: &Flash,
    problems: &Problems,
) -> impl IntoView + use<> {
    let lang = visit.lang;
    let mut seen = BTreeSet::new();
    let forms: Vec<_> = theirs
        .parties
        .iter()
        .filter(|party| seen.insert(party.person))
        .map(|party| {
            let id = party.person.to_string();
            let is_it = flash.typed.get("ends").is_some_and(|typed| *typed == id);
            let day = party.ended_on.map(|day| day.to_string()).unwrap_or_default();
            let value = flash.typed.get("last_day").cloned().filter(|_| is_it).unwrap_or(day);
            let name = last_day(&id);
            let error = problems.on(&name);
            let fields = vec![("number".to_owned(), number.to_owned()), ("person".to_owned(), id)];
            view! {
                <form method="post" action=visit.href(EndPartB::PATH) novalidate>
                    <HiddenFields fields />
                    <DateField label=format!("{}: {}", w::last_day(lang), party.person_name) name value error />
                    <SubmitButton label=w::save(lang) kind=ButtonKind::Secondary />
                </form>
            }
        })
        .collect();
    view! {
        <section id="ends">
            <h2>{w::ends(lang)}</h2>
            <p>{w::ends_lead(lang)}</p>
            {forms}
        </section>
    }
}

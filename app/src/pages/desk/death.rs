//! Recording a death, or a survivor's remarriage: what it does first, then to the queue.

use desk::survivors::{DeathForm, DeathPreview, TypedDeath};
use domain::code::PersonRef;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_params_map;
use uuid::Uuid;

use crate::actions::standing::{SendDeath, death_path, typed_death};
use crate::components::form::{
    Answer, ButtonKind, ErrorSummary, HiddenFields, Problems, RadioGroup, SubmitButton, TextField,
};
use crate::components::layout::{Page, Width};
use crate::components::money::Money;
use crate::components::notice::{Notice, Tone};
use crate::components::table::TableRegion;
use crate::pages::never_kept;
use crate::problem::loaded;
use crate::visit::{Visit, visit};
use crate::words::{Lang, common, member as mw, survivors as w};

/// The form, and what it would do where a day is given in the query.
#[component]
pub fn DeathPage() -> impl IntoView {
    let visit = visit();
    let number = use_params_map().get_untracked().get("ref").unwrap_or_default();
    never_kept();
    loaded(async move {
        let whose: PersonRef = number.parse().map_err(|_| desk::Error::NotFound("person"))?;
        let flash = visit.take_flash(&format!("death.{number}")).await;
        let asked = if flash.typed.is_empty() { &visit.query } else { &flash.typed };
        let typed = typed_death(asked);
        let form = visit.desk.death_form(visit.signed_in()?, &whose, &typed).await?;
        let problems = Problems::of(&flash.errors, |error| {
            w::problem(visit.lang, &error.field, &error.problem, &error.detail)
        });
        Ok(page(&visit, &number, &form, &typed, &problems))
    })
}

fn page(
    visit: &Visit,
    number: &str,
    form: &DeathForm,
    typed: &TypedDeath,
    problems: &Problems,
) -> impl IntoView + use<> {
    let lang = visit.lang;
    let title = format!("{}: {}", w::record_title(lang), form.person.name());
    let body = if form.died_on.is_some() {
        view! { <Notice><p>{w::already(lang)}</p></Notice> }.into_any()
    } else {
        view! {
            <p class="lead">{w::record_lead(lang)}</p>
            {ask(visit, number, form, typed, problems)}
            {form.preview.as_ref().map(|preview| preview_of(visit, number, typed, preview))}
        }
        .into_any()
    };
    view! {
        <Page title=title.clone() width=Width::Wide error=problems.any()>
            <ErrorSummary problems=problems.clone() />
            <p class="eyebrow"><a href=visit.href(&format!("/desk/people/{number}"))>{form.person.name()}</a></p>
            <h1>{title}</h1>
            {body}
        </Page>
    }
}

/// The questions; asking changes nothing.
fn ask(
    visit: &Visit,
    number: &str,
    form: &DeathForm,
    typed: &TypedDeath,
    problems: &Problems,
) -> impl IntoView + use<> {
    let lang = visit.lang;
    let what = form.is_survivor.then(|| {
        let answers = vec![
            Answer::new("death", w::what_death(lang)),
            Answer::new("remarriage", w::what_remarriage(lang)),
        ];
        let value = if typed.what.is_empty() { "death".to_owned() } else { typed.what.clone() };
        view! { <RadioGroup legend=w::what(lang) name="what" answers value error=problems.on("what") /> }
    });
    let spouse = form.spouse.iter().map(|one| Answer::new(one.id.to_string(), one.name()));
    let answers: Vec<Answer> = spouse.chain([Answer::new("nobody", w::nobody_goes_on(lang))]).collect();
    let usual = match (&form.spouse, form.is_survivor) {
        (Some(spouse), _) => spouse.id.to_string(),
        (None, _) => "nobody".to_owned(),
    };
    let survivor = if typed.survivor.is_empty() { usual } else { typed.survivor.clone() };
    view! {
        <form method="get" action=visit.href(&death_path(number)) novalidate>
            {what}
            <TextField
                label=w::day(lang)
                name="day"
                value=typed.day.clone()
                hint=w::day_hint(lang)
                error=problems.on("day")
                autocomplete="off"
                short=true
                required=true
            />
            <RadioGroup legend=w::who_goes_on(lang) name="survivor" answers value=survivor error=problems.on("survivor") />
            <SubmitButton label=w::look(lang) kind=ButtonKind::Secondary />
        </form>
    }
}

fn preview_of(
    visit: &Visit,
    number: &str,
    typed: &TypedDeath,
    preview: &DeathPreview,
) -> impl IntoView + use<> {
    let lang = visit.lang;
    let rows: Vec<_> = preview
        .lines
        .iter()
        .map(|line| {
            let side = |line: &Option<desk::line::Line>| in_words(lang, line.as_ref());
            view! {
                <tr>
                    <th scope="row" data-label=w::benefit(lang)>{common::benefit(lang, line.benefit)}</th>
                    <td data-label=w::who(lang)>{line.who.clone().unwrap_or_else(|| w::what_death(lang).to_owned())}</td>
                    <td data-label=w::before(lang)><span>{side(&line.before)}</span></td>
                    <td data-label=w::after(lang)><span>{side(&line.after)}</span></td>
                </tr>
            }
        })
        .collect();
    let refund = preview.refund;
    let hidden = vec![
        ("number".to_owned(), number.to_owned()),
        ("what".to_owned(), typed.what.clone()),
        ("day".to_owned(), typed.day.clone()),
        ("survivor".to_owned(), typed.survivor.clone()),
        ("once_key".to_owned(), Uuid::now_v7().to_string()),
    ];
    view! {
        <section>
            <h2 id="preview-title">{w::preview_title(lang)}</h2>
            <Notice tone=Tone::Info>
                <p>{w::last_day(lang, preview.last_day)}</p>
                <p>{w::refund(lang, refund.months, refund.monthly, refund.total())}</p>
            </Notice>
            <TableRegion id="preview" caption=w::preview_title(lang) quiet=true stacks=true>
                <thead>
                    <tr>
                        <th scope="col">{w::benefit(lang)}</th>
                        <th scope="col">{w::who(lang)}</th>
                        <th scope="col">{w::before(lang)}</th>
                        <th scope="col">{w::after(lang)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableRegion>
            <form method="post" action=visit.href(SendDeath::PATH)>
                <HiddenFields fields=hidden />
                <SubmitButton label=w::to_queue(lang) />
            </form>
        </section>
    }
}

/// What is held, and the member's share of a month.
fn in_words(lang: Lang, line: Option<&desk::line::Line>) -> AnyView {
    let Some(line) = line else { return w::nothing(lang).into_any() };
    let choice = mw::choice(lang, &line.choice, line.plan.as_ref());
    let covered = (!line.covered.is_empty()).then(|| format!(" ({})", line.covered.join(", ")));
    let share = line.cost.as_ref().map(|cost| cost.monthly.member);
    view! { {choice}{covered}{share.map(|amount| view! { ", "<Money amount /> })} }.into_any()
}

//! Life events: which there are, what was reported, and the form for one.

use desk::enroll::event::{EventForm, MyEvent, asks_whom};
use domain::code::PersonRef;
use domain::event::EventKind;
use domain::person::Dependent;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_params_map;

use super::parts::problems;
use crate::actions::life_events::{ChangeEvent, OpenEvent};
use crate::components::card::Card;
use crate::components::date::DateText;
use crate::components::form::{
    Checkbox, ErrorSummary, Fieldset, HiddenFields, Problems, SubmitButton, TextField,
};
use crate::components::layout::Page;
use crate::components::notice::{Notice, Tone};
use crate::components::status::StatusTag;
use crate::components::summary::{Fact, SummaryList};
use crate::pages::never_kept;
use crate::problem::loaded;
use crate::visit::{Flash, Visit, visit};
use crate::words::{Lang, life_events as events, member};

/// What may be reported, and what was.
#[component]
pub fn EventsPage() -> impl IntoView {
    let visit = visit();
    loaded(async move {
        never_kept();
        let lang = visit.lang;
        let mine = visit.desk.my_events(visit.signed_in()?).await?;
        let reported: Vec<_> = mine.events.iter().map(|one| reported(&visit, one)).collect();
        let kinds: Vec<_> =
            mine.kinds.iter().map(|kind| offered(lang, kind, visit.href(&new_path(kind)))).collect();
        Ok(view! {
            <Page title=events::title(lang)>
                <h1>{events::title(lang)}</h1>
                <p class="lead">{events::lead(lang)}</p>
                {(!reported.is_empty()).then(|| view! {
                    <h2>{events::reported(lang)}</h2>
                    <div class="cards">{reported}</div>
                })}
                <h2>{events::what_happened(lang)}</h2>
                {if kinds.is_empty() {
                    view! { <p>{events::nothing_to_report(lang)}</p> }.into_any()
                } else {
                    view! { <div class="cards">{kinds}</div> }.into_any()
                }}
                <p class="actions">
                    <a class="button button-secondary" href=visit.href("/my")>{member::back_to_my_benefits(lang)}</a>
                </p>
            </Page>
        })
    })
}

fn new_path(kind: &EventKind) -> String {
    format!("/my/events/new/{}", kind.code)
}

/// A kind of event, as a card that leads to its form.
pub(crate) fn offered(lang: Lang, kind: &EventKind, href: String) -> impl IntoView + use<> {
    let lead = events::text(lang, &kind.lead);
    view! {
        <Card heading=events::kind(lang, kind) href minor=true>
            <p>{lead}</p>
        </Card>
    }
}

fn reported(visit: &Visit, one: &MyEvent) -> impl IntoView + use<> {
    let lang = visit.lang;
    let happening = &one.happening;
    let href = match &one.sent {
        Some(sent) => visit.href(&format!("/my/receipts/{}", sent.reference)),
        None => visit.href(&format!("/my/events/{}", happening.case.id)),
    };
    let state = one.sent.as_ref().map(|sent| {
        view! { <p><span class="reference">{sent.reference.clone()}</span>" "<StatusTag state=sent.state /></p> }
    });
    let by = one.sent.is_none().then(|| {
        view! { <p>{events::deadline(lang)}" "{events::by_day(lang, happening.window().1)}"."</p> }
    });
    view! {
        <Card heading=events::kind(lang, &happening.kind) href minor=true>
            <p><DateText day=happening.case.event_date /></p>
            {state}
            {by}
        </Card>
    }
}

/// The form for a new event of the member's own.
#[component]
pub fn NewEventPage() -> impl IntoView {
    let visit = visit();
    let kind = use_params_map().read_untracked().get("kind").unwrap_or_default();
    loaded(async move {
        never_kept();
        let asked = visit.desk.event_form(visit.signed_in()?, None, &kind).await?;
        let flash = visit.take_flash("event").await;
        Ok(new_page(&visit, &asked, None, &flash))
    })
}

/// The form for a new event that staff enter for somebody.
#[component]
pub fn EnterEventPage() -> impl IntoView {
    let visit = visit();
    let params = use_params_map();
    let kind = params.read_untracked().get("kind").unwrap_or_default();
    let number = params.read_untracked().get("ref").unwrap_or_default();
    loaded(async move {
        never_kept();
        let number: PersonRef = number.parse().map_err(|_| desk::Error::NotFound("person"))?;
        let asked = visit.desk.event_form(visit.signed_in()?, Some(&number), &kind).await?;
        let flash = visit.take_flash("event").await;
        Ok(new_page(&visit, &asked, Some(&number), &flash))
    })
}

fn new_page(
    visit: &Visit,
    asked: &EventForm,
    number: Option<&PersonRef>,
    flash: &Flash,
) -> impl IntoView + use<> {
    let lang = visit.lang;
    let problems = problems(lang, &flash.errors, "");
    let title = events::kind(lang, &asked.kind);
    let mut hidden = vec![("kind".to_owned(), asked.kind.code.to_string())];
    hidden.extend(number.map(|number| ("number".to_owned(), number.to_string())));
    let proof: Vec<_> =
        asked.kind.proof.iter().map(|rule| view! { <li>{events::proof_rule(lang, rule)}</li> }).collect();
    let typed = |name: &str| flash.typed.get(name).cloned().unwrap_or_default();
    let entry = number.map(|_| {
        view! {
            <Notice>
                <p><strong>{asked.person.name()}</strong></p>
                <p>{events::entering(lang)}</p>
            </Notice>
        }
    });
    let reason = number.map(|_| {
        view! {
            <TextField
                label=events::entry_reason(lang)
                name="reason"
                value=typed("reason")
                hint=events::entry_reason_hint(lang)
                error=problems.on("reason")
                maxlength=500
            />
        }
    });
    view! {
        <Page title=title.clone() error=problems.any()>
            <ErrorSummary problems=problems.clone() />
            <h1>{title}</h1>
            <p class="lead">{events::text(lang, &asked.kind.lead)}</p>
            {entry}
            <form method="post" action=visit.href(OpenEvent::PATH) novalidate>
                <HiddenFields fields=hidden />
                {facts(lang, &asked.kind, &asked.household, flash, &problems)}
                {reason}
                <p class="actions">
                    <SubmitButton label=events::go_on(lang) />
                    <a class="button button-quiet" href=visit.href("/my/events")>{events::title(lang)}</a>
                </p>
            </form>
            {(!proof.is_empty()).then(|| view! {
                <h2>{events::what_you_need(lang)}</h2>
                <ul>{proof}</ul>
                <p class="field-hint">{events::proof_later(lang)}</p>
            })}
        </Page>
    }
}

/// The date, and whom it is about where a rule goes by that.
fn facts(
    lang: Lang,
    kind: &EventKind,
    household: &[Dependent],
    flash: &Flash,
    problems: &Problems,
) -> impl IntoView + use<> {
    let typed = |name: &str| flash.typed.get(name).cloned().unwrap_or_default();
    let concerned = typed("concerned");
    let is_chosen = |id: &str| concerned.split_whitespace().any(|one| one == id);
    let people = asks_whom(kind).then(|| {
        let boxes: Vec<_> = household
            .iter()
            .map(|one| {
                let id = one.id.to_string();
                let relation = member::relationship_word(lang, one.relationship);
                view! {
                    <Checkbox
                        id=format!("concerned-{id}")
                        name="concerned[]"
                        value=id.clone()
                        label=one.name()
                        hint=format!("{relation}, {}", member::born(lang, one.birth))
                        checked=is_chosen(&id)
                    />
                }
            })
            .collect();
        view! {
            <Fieldset
                legend=events::whom(lang)
                name="concerned"
                hint=events::whom_hint(lang)
                error=problems.on("concerned")
            >
                <Checkbox name="myself" label=events::me(lang) checked=flash.typed.contains_key("myself") />
                {boxes}
                <Checkbox
                    name="somebody_new"
                    label=events::somebody_new(lang)
                    hint=events::somebody_new_hint(lang)
                    checked=flash.typed.contains_key("somebody_new")
                />
            </Fieldset>
        }
    });
    view! {
        <TextField
            label=events::when(lang)
            name="event_date"
            value=typed("event_date")
            hint=events::when_hint(lang)
            error=problems.on("event_date")
            autocomplete="off"
            maxlength=20
            short=true
        />
        {people}
    }
}

/// The form that puts the date of an event right, and whom it is about.
#[component]
pub fn EventFactsPage() -> impl IntoView {
    let visit = visit();
    let case = use_params_map().read_untracked().get("case").unwrap_or_default();
    loaded(async move {
        never_kept();
        let actor = visit.signed_in()?;
        let id = case.parse().map_err(|_| desk::Error::NotFound("event"))?;
        let one = visit.desk.event(actor, id).await?;
        let household = visit.desk.event_household(actor, id).await?;
        let mut flash = visit.take_flash("event").await;
        if flash.errors.is_empty() {
            flash.typed = as_typed(&one);
        }
        Ok(facts_page(&visit, &one, &household, &flash))
    })
}

fn as_typed(one: &MyEvent) -> std::collections::BTreeMap<String, String> {
    let case = &one.happening.case;
    let ids: Vec<String> = case.concerned.iter().map(ToString::to_string).collect();
    let mut typed = std::collections::BTreeMap::from([
        ("event_date".to_owned(), case.event_date.format("%-m/%-d/%Y").to_string()),
        ("concerned".to_owned(), ids.join(" ")),
    ]);
    if case.concerned.contains(&case.person) {
        typed.insert("myself".to_owned(), "true".to_owned());
    }
    if case.concerned.is_empty() {
        typed.insert("somebody_new".to_owned(), "true".to_owned());
    }
    typed
}

fn facts_page(visit: &Visit, one: &MyEvent, household: &[Dependent], flash: &Flash) -> impl IntoView + use<> {
    let lang = visit.lang;
    let problems = problems(lang, &flash.errors, "");
    let case = one.happening.case.id.to_string();
    let back = visit.href(&format!("/my/events/{case}"));
    let sent = flash.errors.iter().any(|error| error.field.is_empty());
    view! {
        <Page title=events::kind(lang, &one.happening.kind) error=problems.any()>
            <ErrorSummary problems=problems.clone() />
            <h1>{events::kind(lang, &one.happening.kind)}</h1>
            {sent.then(|| view! { <Notice tone=Tone::Warning><p>{events::already_there(lang)}</p></Notice> })}
            <form method="post" action=visit.href(ChangeEvent::PATH) novalidate>
                <HiddenFields fields=vec![("case".to_owned(), case)] />
                {facts(lang, &one.happening.kind, household, flash, &problems)}
                <p class="actions">
                    <SubmitButton label=member::save(lang) />
                    <a class="button button-quiet" href=back>{member::your_steps(lang)}</a>
                </p>
            </form>
        </Page>
    }
}

/// What staff may enter for somebody.
#[component]
pub fn EnterEventsPage() -> impl IntoView {
    let visit = visit();
    let number = use_params_map().read_untracked().get("ref").unwrap_or_default();
    loaded(async move {
        never_kept();
        let lang = visit.lang;
        let number: PersonRef = number.parse().map_err(|_| desk::Error::NotFound("person"))?;
        let (person, kinds) = visit.desk.events_for(visit.signed_in()?, &number).await?;
        let kinds: Vec<_> = kinds
            .iter()
            .map(|kind| {
                offered(lang, kind, visit.href(&format!("/desk/people/{number}/events/{}", kind.code)))
            })
            .collect();
        let who = vec![Fact::new(member::name(lang), person.name())];
        Ok(view! {
            <Page title=events::enter_for(lang)>
                <h1>{events::enter_for(lang)}</h1>
                <SummaryList facts=who />
                <p class="lead">{events::entering(lang)}</p>
                <h2>{events::what_happened(lang)}</h2>
                <div class="cards">{kinds}</div>
                <p class="actions">
                    <a class="button button-secondary" href=visit.href(&format!("/desk/people/{number}"))>{person.name()}</a>
                </p>
            </Page>
        })
    })
}

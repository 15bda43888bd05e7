//! Choosing: who is in the family.

use std::collections::BTreeMap;

use desk::enroll::Enrolling;
use desk::enroll::household::{RELATIONSHIPS, TypedDependent};
use desk::enroll::occasion::OccasionId;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::enroll::load;
use super::parts::{
    NoEnrollment, Place, after, at_page, case_field, changing, indicator, problems, steps_path,
};
use crate::actions::enroll::{RemoveDependent, SaveDependent};
use crate::components::form::{
    Answer, ButtonKind, ErrorSummary, HiddenFields, Problems, RadioGroup, SubmitButton, TextField,
};
use crate::components::layout::Page;
use crate::components::notice::{Notice, Tone};
use crate::components::summary::{Fact, SummaryList};
use crate::pages::never_kept;
use crate::visit::{Flash, Visit, visit};
use crate::words::member;

/// The family: on record, and new.
#[component]
pub fn HouseholdPage() -> impl IntoView {
    let (visit, at) = (visit(), at_page());
    Suspend::new(async move {
        never_kept();
        match load(&visit, at).await {
            Ok(Some(enrolling)) => page(&visit, &enrolling).await,
            Ok(None) => ().into_any(),
            Err(error) => view! { <NoEnrollment error /> }.into_any(),
        }
    })
}

async fn page(visit: &Visit, enrolling: &Enrolling) -> AnyView {
    let lang = visit.lang;
    let at = enrolling.occasion().id();
    let flash = visit.take_flash("dependent").await;
    let entered = match visit.signed_in() {
        Ok(actor) => visit.desk.entered_ssn(actor, at).await.unwrap_or_default(),
        Err(_) => BTreeMap::new(),
    };
    let on_record: Vec<Fact> = enrolling
        .grounds
        .household
        .iter()
        .filter(|one| one.belongs(enrolling.grounds.today))
        .map(|one| {
            let relation = member::relationship_word(lang, one.relationship);
            Fact::new(one.name(), format!("{relation}, {}", member::born(lang, one.birth)))
        })
        .collect();

    // Whoever was typed with a fault, or is asked for by the address, has the form open.
    let edit = visit.query.get("edit").cloned().unwrap_or_default();
    let mut new_people = Vec::new();
    let mut all_problems = problems(lang, &flash.errors, "");
    for typed in &enrolling.new_dependents {
        let prefix = format!("dependent.{}.", typed.id);
        let errors = enrolling.errors(&prefix);
        let ssn = entered.get(&typed.id).map(String::as_str);
        if errors.is_empty() && edit != typed.id.to_string() {
            new_people.push(shown(visit, at, typed, ssn).into_any());
        } else {
            // What is wrong with the number is said once: it is never kept.
            let is_asked = edit == typed.id.to_string();
            let once = flash.errors.iter().filter(|error| is_asked && error.field == "ssn").cloned();
            let faults: Vec<_> = errors.into_iter().chain(once).collect();
            let own = problems(lang, &faults, &prefix);
            if own.any() {
                all_problems = own.clone();
            }
            new_people.push(form(visit, at, typed, Some(typed.id.to_string()), &own, ssn).into_any());
        }
    }
    // One form at a time has the fields that the summary of errors links to.
    let form_is_open = all_problems.any() && flash.errors.is_empty();
    let blank = (!form_is_open && edit.is_empty())
        .then(|| form(visit, at, &typed_in(&flash), None, &all_problems, None));
    let has_new = !new_people.is_empty();
    let next = after(enrolling, Place::Household);
    view! {
        <Page title=member::household(lang) error=all_problems.any()>
            {indicator(visit, enrolling, Place::Household)}
            <ErrorSummary problems=all_problems.clone() />
            <h1>{member::household(lang)}</h1>
            {changing(visit, enrolling)}
            {flash.notice.map(|_| view! {
                <Notice tone=Tone::Warning announce=true><p>{member::something_is_wrong(lang)}</p></Notice>
            })}
            <p class="lead">{member::household_lead(lang)}</p>
            <h2>{member::on_record(lang)}</h2>
            {if on_record.is_empty() {
                view! { <p>{member::nobody_to_cover(lang)}</p> }.into_any()
            } else {
                view! { <SummaryList facts=on_record /> }.into_any()
            }}
            <p class="field-hint">{member::on_record_mistake(lang)}</p>
            {has_new.then(|| view! { <h2>{member::new_people(lang)}</h2>{new_people} })}
            {blank.map(|form| view! { <h2>{member::add_a_person(lang)}</h2>{form} })}
            <p class="actions">
                <a class="button" href=visit.href(&next.path(at))>{member::go_on(lang)}</a>
                <a class="button button-quiet" href=visit.href(&steps_path(at))>{member::your_steps(lang)}</a>
            </p>
        </Page>
    }
    .into_any()
}

/// What was typed into the form for somebody new, where it was not kept.
fn typed_in(flash: &Flash) -> TypedDependent {
    let field = |name: &str| flash.typed.get(name).cloned().unwrap_or_default();
    TypedDependent {
        given_name: field("given_name"),
        family_name: field("family_name"),
        birth: field("birth"),
        relationship: field("relationship"),
        ..TypedDependent::default()
    }
}

fn shown(visit: &Visit, at: OccasionId, typed: &TypedDependent, ssn: Option<&str>) -> impl IntoView + use<> {
    let lang = visit.lang;
    let relation = typed.relationship.parse().map_or("", |one| member::relationship_word(lang, one));
    let id = typed.id.to_string();
    let about = format!(": {}", typed.name());
    let edit = visit.href(&format!("{}?edit={id}", Place::Household.path(at)));
    let ssn = ssn.map(|end| format!(", {} •••-••-{end}", member::ssn(lang))).unwrap_or_default();
    let said = format!("{relation}, {}{ssn}", typed.birth);
    let facts = vec![Fact::new(typed.name(), said).action(edit, member::change(lang))];
    view! {
        <SummaryList facts />
        <form method="post" action=visit.href(RemoveDependent::PATH)>
            <HiddenFields fields=vec![case_field(at), ("id".to_owned(), id)] />
            <button type="submit" class=ButtonKind::Quiet.class()>
                {member::remove(lang)}<span class="visually-hidden">{about}</span>
            </button>
        </form>
    }
}

fn form(
    visit: &Visit,
    at: OccasionId,
    typed: &TypedDependent,
    id: Option<String>,
    problems: &Problems,
    ssn: Option<&str>,
) -> impl IntoView + use<> {
    let lang = visit.lang;
    let hidden: Vec<_> = id.iter().map(|id| ("id".to_owned(), id.clone())).chain([case_field(at)]).collect();
    let answers = RELATIONSHIPS
        .iter()
        .map(|one| Answer::new(one.as_str(), member::relationship_word(lang, *one)))
        .collect();
    let label = if id.is_some() { member::save(lang) } else { member::add(lang) };
    view! {
        <form method="post" action=visit.href(SaveDependent::PATH) novalidate>
            <HiddenFields fields=hidden />
            <div class="fields-row">
                <TextField
                    label=member::given_name(lang)
                    name="given_name"
                    value=typed.given_name.clone()
                    error=problems.on("given_name")
                    autocomplete="off"
                    maxlength=100
                />
                <TextField
                    label=member::family_name(lang)
                    name="family_name"
                    value=typed.family_name.clone()
                    error=problems.on("family_name")
                    autocomplete="off"
                    maxlength=100
                />
            </div>
            <TextField
                label=member::birth_date(lang)
                name="birth"
                value=typed.birth.clone()
                hint=member::birth_hint(lang)
                error=problems.on("birth")
                autocomplete="off"
                maxlength=20
                short=true
            />
            <RadioGroup
                legend=member::relationship(lang)
                name="relationship"
                value=typed.relationship.clone()
                answers
                error=problems.on("relationship")
            />
            <TextField
                label=member::ssn_optional(lang)
                name="ssn"
                value=String::new()
                hint=ssn.map_or_else(|| member::ssn_hint(lang).to_owned(), |end| member::ssn_there(lang, end))
                error=problems.on("ssn")
                autocomplete="off"
                maxlength=11
                short=true
            />
            <p class="field-hint">{member::proof(lang)}</p>
            <p class="actions"><SubmitButton label kind=ButtonKind::Secondary /></p>
        </form>
    }
}

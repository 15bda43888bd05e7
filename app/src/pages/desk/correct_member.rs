//! Correcting what the records say of somebody in a household.

use desk::correct::MemberForm;
use domain::code::PersonRef;
use domain::person::Relationship;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_params_map;
use uuid::Uuid;

use crate::actions::correct::{CorrectMember, form_name};
use crate::components::form::{
    Checkbox, ErrorSummary, HiddenFields, Problems, Select, SubmitButton, TextField, Textarea,
};
use crate::components::layout::Page;
use crate::components::notice::Notice;
use crate::components::summary::{Fact, SummaryList};
use crate::pages::never_kept;
use crate::problem::loaded;
use crate::visit::{Flash, Visit, visit};
use crate::words::{common, corrections as w, desk as dw, member as member_words};

/// The form for a correction.
#[component]
pub fn CorrectMemberPage() -> impl IntoView {
    let visit = visit();
    let params = use_params_map().get_untracked();
    let [number, member] = ["ref", "member"].map(|name| params.get(name).unwrap_or_default());
    never_kept();
    loaded(async move {
        let number: PersonRef = number.parse().map_err(|_| desk::Error::NotFound("person"))?;
        let id: Uuid = member.parse().map_err(|_| desk::Error::NotFound("household member"))?;
        let form = visit.desk.member_form(visit.signed_in()?, &number, id).await?;
        let flash = visit.take_flash(&form_name(&member)).await;
        Ok(drawn(&visit, number.as_str(), form, flash))
    })
}

fn drawn(visit: &Visit, number: &str, form: MemberForm, flash: Flash) -> impl IntoView + use<> {
    let lang = visit.lang;
    let member = form.member;
    let problems =
        Problems::of(&flash.errors, |error| w::problem(lang, &error.field, &error.problem, &error.detail));
    let was_typed = !flash.typed.is_empty();
    let value = |name: &str, on_record: String| {
        if was_typed { flash.typed.get(name).cloned().unwrap_or_default() } else { on_record }
    };
    let hidden = vec![
        ("number".to_owned(), number.to_owned()),
        ("member".to_owned(), member.id.to_string()),
        ("once_key".to_owned(), Uuid::now_v7().to_string()),
    ];
    let relationships =
        Relationship::ALL.iter().map(|one| (one.to_string(), dw::relation(lang, *one).to_owned())).collect();
    let identity = if form.on_rolls {
        let facts = vec![
            Fact::new(dw::name(lang), member.name()),
            Fact::new(dw::birth(lang), common::date(lang, member.birth)),
        ];
        view! { <SummaryList facts /><p class="field-hint">{w::by_census(lang)}</p> }.into_any()
    } else {
        view! {
            <TextField
                label=member_words::given_name(lang)
                name="given_name"
                value=value("given_name", member.given_name.clone())
                error=problems.on("given_name")
            />
            <TextField
                label=member_words::family_name(lang)
                name="family_name"
                value=value("family_name", member.family_name.clone())
                error=problems.on("family_name")
            />
            <TextField
                label=dw::birth(lang)
                name="birth"
                value=value("birth", common::typed_date(member.birth))
                hint=w::birth_hint(lang)
                error=problems.on("birth")
            />
        }
        .into_any()
    };
    let disabled = value("disabled", if member.disabled { "yes".into() } else { String::new() });
    let ended = member.ended.map(common::typed_date).unwrap_or_default();
    view! {
        <Page title=format!("{}: {}", w::title(lang), member.name()) error=problems.any()>
            <ErrorSummary problems=problems.clone() />
            <p class="eyebrow"><a href=visit.href(&format!("/desk/people/{number}"))>{form.person.name()}</a></p>
            <h1>{w::title(lang)}": "{member.name()}</h1>
            <p class="lead">{w::lead(lang)}</p>
            {form.in_census.then(|| view! { <Notice><p>{w::in_census(lang)}</p></Notice> })}
            <form method="post" action=visit.href(CorrectMember::PATH) novalidate>
                <HiddenFields fields=hidden />
                {identity}
                <Select
                    label=dw::relationship(lang)
                    name="relationship"
                    value=value("relationship", member.relationship.to_string())
                    options=relationships
                    error=problems.on("relationship")
                />
                <Checkbox
                    id="disabled"
                    name="disabled"
                    value="yes"
                    label=w::disabled_child(lang)
                    hint=w::disabled_child_hint(lang)
                    checked=!disabled.is_empty()
                />
                <TextField
                    label=w::ended(lang)
                    name="ended"
                    value=value("ended", ended)
                    hint=w::ended_hint(lang)
                    error=problems.on("ended")
                />
                <Textarea
                    label=w::because(lang)
                    name="because"
                    value=value("because", String::new())
                    hint=w::because_hint(lang)
                    error=problems.on("because")
                    maxlength=1000
                    required=true
                />
                <SubmitButton label=w::look(lang) />
            </form>
        </Page>
    }
}

//! Signing in by codes of the city: the first time with a letter, and from then on.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::components::form::{ButtonKind, DateField, ErrorSummary, Problems, SubmitButton, TextField};
use crate::components::layout::Page;
use crate::components::notice::Notice;
use crate::problem::loaded;
use crate::visit::{Visit, visit};
use crate::words::{access as w, common};

/// Path of the page for a letter; also its form's name among the messages of a session.
pub const LETTER: &str = "/sign-in/letter";
/// Path of the page for a code.
pub const CODE: &str = "/sign-in/code";
/// Where the session keeps what somebody was asked for.
pub const ASKED: &str = "sign_in.asked";

/// Who said who they are, and which code they were asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// A number of the office, or an address.
    pub who: String,
    /// The number of a code on a sheet; `None` for one that was e-mailed.
    pub number: Option<i64>,
}

/// The code of a letter and a date of birth.
#[component]
pub fn LetterPage() -> impl IntoView {
    let visit = visit();
    loaded(async move {
        let flash = visit.take_flash(LETTER).await;
        let lang = visit.lang;
        let problems = Problems::of(&flash.errors, |error| w::problem(lang, error));
        let birth = flash.typed.get("birth").cloned().unwrap_or_default();
        Ok(view! {
            <Page title=w::letter_title(lang) error=problems.any()>
                <ErrorSummary problems=problems.clone() />
                <h1>{w::letter_title(lang)}</h1>
                <p class="lead">{w::letter_lead(lang)}</p>
                <form method="post" action=visit.href("/sign-in/letter/use") novalidate>
                    {code_field(&problems, w::code(lang), w::letter_code_hint(lang))}
                    <DateField
                        label=w::birth(lang)
                        name="birth"
                        value=birth
                        error=problems.on("birth")
                        autocomplete="bday"
                        required=true
                    />
                    <SubmitButton label=w::go_on(lang) />
                </form>
                <p>{w::letter_lost(lang)}" "<Phone /></p>
            </Page>
        })
    })
}

/// Who it is; and then the code that they are asked for.
#[component]
pub fn CodePage() -> impl IntoView {
    let visit = visit();
    loaded(async move {
        let lang = visit.lang;
        let flash = visit.take_flash(CODE).await;
        let asked: Option<Asked> = visit.session.get(ASKED).await.ok().flatten();
        let asked = asked.filter(|_| !visit.query.contains_key("again"));
        let problems = Problems::of(&flash.errors, |error| w::problem(lang, error));
        let form = match &asked {
            None => {
                who_form(&visit, &problems, flash.typed.get("who").cloned().unwrap_or_default()).into_any()
            }
            Some(asked) => answer_form(&visit, &problems, asked).into_any(),
        };
        Ok(view! {
            <Page title=w::code_title(lang) error=problems.any()>
                <ErrorSummary problems=problems.clone() />
                <h1>{w::code_title(lang)}</h1>
                {form}
                <p>{w::out_of_codes(lang)}" "<Phone /></p>
            </Page>
        })
    })
}

fn who_form(visit: &Visit, problems: &Problems, who: String) -> impl IntoView + use<> {
    let lang = visit.lang;
    view! {
        <form method="post" action=visit.href("/sign-in/code/ask") novalidate>
            <TextField
                label=w::who(lang)
                name="who"
                value=who
                hint=w::who_hint(lang)
                error=problems.on("who")
                autocomplete="username"
                required=true
            />
            <SubmitButton label=w::go_on(lang) />
        </form>
    }
}

fn answer_form(visit: &Visit, problems: &Problems, asked: &Asked) -> impl IntoView + use<> {
    let lang = visit.lang;
    let label = asked.number.map_or_else(|| w::code(lang).to_owned(), |number| w::code_number(lang, number));
    let mailed = asked.number.is_none().then(|| view! { <Notice><p>{w::mailed(lang)}</p></Notice> });
    let again = format!("{}?again=1", visit.href(CODE));
    view! {
        <p class="lead">{asked.who.clone()}</p>
        {mailed}
        <form method="post" action=visit.href("/sign-in/code/use") novalidate>
            {code_field(problems, &label, w::one_code_hint(lang))}
            <SubmitButton label=w::sign_in(lang) />
        </form>
        <p><a href=again>{w::someone_else(lang)}</a></p>
    }
}

/// A field for a code. What was typed is not shown again: it is kept nowhere.
pub(crate) fn code_field(problems: &Problems, label: &str, hint: &str) -> impl IntoView + use<> {
    view! {
        <TextField
            label=label.to_owned()
            name="code"
            hint=hint.to_owned()
            error=problems.on("code")
            autocomplete="one-time-code"
            maxlength=40
            required=true
        />
    }
}

/// The benefits office's telephone number.
#[component]
fn Phone() -> impl IntoView {
    view! { <a href=common::OFFICE_PHONE_LINK>{common::OFFICE_PHONE}</a> }
}

/// The ways to sign in without an account of an issuer.
#[component]
pub fn OtherWays() -> impl IntoView {
    let visit = visit();
    let lang = visit.lang;
    let link = |path: &str, label: &'static str| {
        let class = ButtonKind::Secondary.class();
        view! { <li><a class=class href=visit.href(path)>{label}</a></li> }
    };
    view! {
        <h2>{w::other_ways(lang)}</h2>
        <ul class="sign-in-choices" role="list">
            {link(LETTER, w::have_letter(lang))}
            {link(CODE, w::have_code(lang))}
            {link("/helping/invited", w::was_invited(lang))}
        </ul>
    }
}

//! Where people choose who vouches for them.

use std::sync::Arc;

use leptos::prelude::*;

use super::code_sign_in::OtherWays;
use crate::components::layout::{Page, address};
use crate::visit::visit;
use crate::words::{common, sign_in};

/// An issuer that people can sign in through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Its short name in addresses.
    pub id: String,
    /// What people call it in English.
    pub name_en: String,
    /// What people call it in Spanish.
    pub name_es: String,
}

/// Every issuer. The server provides it to the pages.
#[derive(Debug, Clone, Default)]
pub struct Choices(pub Arc<[Choice]>);

/// The issuers to sign in through, and the ways of those who have no account. Signed in already, straight on.
#[component]
pub fn SignIn() -> impl IntoView {
    let visit = visit();
    let lang = visit.lang;
    let choices = use_context::<Choices>().unwrap_or_default();
    let next = visit.query.get("next").cloned().unwrap_or_default();
    let start = |choice: &Choice| {
        address(&visit.href("/sign-in/start"), [("issuer", choice.id.as_str()), ("next", next.as_str())])
    };
    if let Some(actor) = &visit.actor {
        leptos_axum::redirect(&visit.href(actor.home()));
    }
    let (title, text) = if choices.0.is_empty() {
        (sign_in::no_issuer(lang), sign_in::no_issuer_more(lang))
    } else {
        (sign_in::choose_how(lang), sign_in::choose_how_more(lang))
    };
    let links: Vec<_> = choices
        .0
        .iter()
        .map(|choice| {
            let name = lang.pick(choice.name_en.as_str(), choice.name_es.as_str()).to_owned();
            view! { <li><a class="button" href=start(choice)>{name}</a></li> }
        })
        .collect();
    view! {
        <Page title=common::sign_in(lang)>
            <h1>{title}</h1>
            <p class="lead">{text}</p>
            <ul class="sign-in-choices" role="list">{links}</ul>
            <OtherWays />
        </Page>
    }
}

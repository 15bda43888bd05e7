//! The e-mail that the portal wrote to members.

use desk::messages::{Listed, Messages as Shown};
use leptos::prelude::*;

use crate::components::date::InstantText;
use crate::components::layout::{Page, Width, address};
use crate::components::notice::{Notice, Tone};
use crate::problem::loaded;
use crate::visit::{Visit, visit};
use crate::words::{Lang, offices as w};

/// Messages, the latest first.
#[component]
pub fn Messages() -> impl IntoView {
    let visit = visit();
    loaded(async move {
        let before = visit.query.get("before").and_then(|id| id.parse().ok());
        let shown = visit.desk.messages(visit.signed_in()?, before).await?;
        Ok(messages_page(&visit, shown))
    })
}

fn messages_page(visit: &Visit, shown: Shown) -> impl IntoView + use<> {
    let lang = visit.lang;
    let empty = shown.listed.is_empty();
    let messages: Vec<_> = shown.listed.into_iter().map(|message| item(lang, message)).collect();
    let dead: Vec<_> = shown
        .dead
        .into_iter()
        .map(|dead| {
            view! {
                <li><InstantText at=dead.dead_at />": "{dead.topic}" – "{dead.last_error.unwrap_or_default()}</li>
            }
        })
        .collect();
    let older =
        shown.older.map(|id| address(&visit.href("/desk/messages"), [("before", id.to_string().as_str())]));
    view! {
        <Page title=w::messages(lang) width=Width::Wide>
            <h1>{w::messages(lang)}</h1>
            <p class="lead">{w::messages_lead(lang)}</p>
            {(!dead.is_empty()).then(|| view! {
                <Notice tone=Tone::Danger heading=w::given_up(lang)>
                    <p>{w::given_up_lead(lang)}</p>
                    <ul>{dead}</ul>
                </Notice>
            })}
            {empty.then(|| view! { <p>{w::no_messages(lang)}</p> })}
            <ul class="message-list">{messages}</ul>
            {older.map(|href| view! { <p><a class="button button-secondary" rel="next" href=href>{w::older(lang)}</a></p> })}
        </Page>
    }
}

fn item(lang: Lang, message: Listed) -> impl IntoView {
    let name = format!("{} {}", message.given_name, message.family_name);
    let reached = message.address.unwrap_or_else(|| w::no_address(lang).to_owned());
    let sent = match message.sent_at {
        Some(at) => view! { <span>{w::sent(lang)}" "<InstantText at /></span> }.into_any(),
        None => view! { <span>{w::not_sent(lang)}</span> }.into_any(),
    };
    view! {
        <li class="message">
            <details>
                <summary>
                    <strong>{message.subject}</strong>
                    " – "{name}
                </summary>
                <p>{w::to(lang)}": "{reached}</p>
                <pre class="message-body">{message.body}</pre>
            </details>
            <p class="message-when">{w::written(lang)}" "<InstantText at=message.created_at />" · "{sent}</p>
        </li>
    }
}

//! How somebody with codes of the city signs in: chosen after a letter, changed at any time.

use desk::access::Sheet;
use desk::code_sign_in::{MAILED_MINUTES, MySignIn};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::actions::access::{ChangeMyEmail, ConfirmMyEmail};
use crate::components::form::{ErrorSummary, Problems, SubmitButton, TextField};
use crate::components::layout::Page;
use crate::components::notice::{Notice, Tone};
use crate::components::summary::{Fact, SummaryList};
use crate::components::table::TableRegion;
use crate::pages::never_kept;
use crate::pages::public::code_sign_in::code_field;
use crate::problem::loaded;
use crate::visit::{Flash, Visit, visit};
use crate::words::{access as w, common};

/// Path of the page; also its forms' name among the messages of a session.
pub const MY_SIGN_IN: &str = "/my/sign-in";

const _: () = assert!(MAILED_MINUTES == 15, "the words say 15 minutes");

/// How one signs in.
#[component]
pub fn MySignInPage() -> impl IntoView {
    let visit = visit();
    loaded(async move {
        never_kept();
        let mine = visit.desk.my_sign_in(visit.signed_in()?).await?;
        let flash = visit.take_flash(MY_SIGN_IN).await;
        Ok(page(&visit, mine, flash))
    })
}

fn page(visit: &Visit, mine: MySignIn, flash: Flash) -> impl IntoView + use<> {
    let lang = visit.lang;
    let problems = Problems::of(&flash.errors, |error| w::problem(lang, error));
    let notice = match flash.notice.as_deref() {
        Some("welcome") => Some(w::welcome(lang)),
        Some("confirmed") => Some(w::confirmed(lang)),
        _ => None,
    };
    let notice = notice.map(|text| view! { <Notice tone=Tone::Success announce=true><p>{text}</p></Notice> });
    let way = match (&mine.email, mine.codes_left) {
        (Some(address), _) => w::mailed_to_address(lang, address),
        (None, 0) => w::way_none(lang).to_owned(),
        (None, left) => w::codes_left(lang, left),
    };
    let mut facts = vec![Fact::new(w::way_now(lang), way)];
    if let Some(number) = &mine.number {
        facts.push(Fact::new(w::your_number(lang), format!("{number}. {}", w::number_more(lang))));
    }
    // A helper has no number to go with a sheet.
    let sheet = mine.number.is_some().then(|| {
        view! {
            <section>
                <h2>{w::by_sheet(lang)}</h2>
                <p>{w::by_sheet_more(lang)}</p>
                <form method="post" action=visit.href("/my/sign-in/sheet")>
                    <SubmitButton label=w::make_sheet(lang) />
                </form>
            </section>
        }
    });
    let email = mine.may_mail.then(|| by_email(visit, &mine, &problems, &flash));
    // A helper helps nobody before the address is confirmed.
    let go_on = (mine.number.is_some() || mine.email.is_some()).then(|| {
        let home = visit.actor.as_ref().map_or("/", |actor| actor.home());
        view! { <p><a class="button button-secondary" href=visit.href(home)>{w::go_on(lang)}</a></p> }
    });
    view! {
        <Page title=w::my_way(lang) error=problems.any()>
            <ErrorSummary problems=problems.clone() />
            <h1>{w::my_way(lang)}</h1>
            {notice}
            <SummaryList facts />
            {sheet}
            {email}
            {go_on}
        </Page>
    }
}

fn by_email(visit: &Visit, mine: &MySignIn, problems: &Problems, flash: &Flash) -> impl IntoView + use<> {
    let lang = visit.lang;
    let confirm = mine.new_email.as_ref().map(|address| {
        view! {
            <p>{w::confirm_more(lang)}" "<strong>{address.clone()}</strong></p>
            <form method="post" action=visit.href(ConfirmMyEmail::PATH) novalidate>
                {code_field(problems, w::code(lang), w::one_code_hint(lang))}
                <SubmitButton label=w::confirm(lang) />
            </form>
        }
    });
    let typed = flash.typed.get("email").cloned().or_else(|| mine.new_email.clone());
    view! {
        <section>
            <h2>{w::by_email(lang)}</h2>
            <p>{w::by_email_more(lang)}</p>
            {confirm}
            <form method="post" action=visit.href(ChangeMyEmail::PATH) novalidate>
                <TextField
                    label=w::email(lang)
                    name="email"
                    kind="email"
                    value=typed.unwrap_or_default()
                    error=problems.on("email")
                    autocomplete="email"
                    required=true
                />
                <SubmitButton label=w::send_code(lang) kind=crate::components::form::ButtonKind::Secondary />
            </form>
        </section>
    }
}

/// A sheet of codes, shown once, to be printed. `next` is where its reader goes on.
#[component]
pub fn SheetPage(
    /// The sheet.
    sheet: Sheet,
    /// Path without the language.
    next: String,
) -> impl IntoView {
    let visit = visit();
    let lang = visit.lang;
    let rows: Vec<_> = sheet
        .codes
        .iter()
        .zip(1..)
        .map(|(code, number)| {
            view! { <tr><th scope="row">{number}</th><td class="money">{code.to_string()}</td></tr> }
        })
        .collect();
    let facts = vec![
        Fact::new(w::your_number(lang), sheet.number),
        Fact::new(w::last_day(lang), common::date(lang, sheet.last_day)),
    ];
    view! {
        <Page title=w::sheet_title(lang)>
            <h1>{w::sheet_title(lang)}</h1>
            <p class="lead">{sheet.name}</p>
            <Notice tone=Tone::Warning><p>{w::sheet_once(lang)}</p></Notice>
            <SummaryList facts />
            <TableRegion id="codes" caption=w::sheet_title(lang) quiet=true>
                <thead>
                    <tr><th scope="col">{w::number(lang)}</th><th scope="col">{w::code(lang)}</th></tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableRegion>
            <p>{w::sheet_how(lang)}</p>
            <p>{w::nobody_asks(lang)}</p>
            <p><a class="button" href=visit.href(&next)>{w::written_down(lang)}</a></p>
        </Page>
    }
}

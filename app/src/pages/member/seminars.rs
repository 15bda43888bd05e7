//! Seminars about retiring: when and where, signing up, and the handout after it.

use desk::seminars::MySeminar;
use domain::seminar::Place;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::actions::seminars::{CancelSeat, SignUp};
use crate::components::date::InstantText;
use crate::components::form::{ButtonKind, HiddenFields, SubmitButton};
use crate::components::layout::Page;
use crate::components::notice::Tone;
use crate::components::status::Tag;
use crate::components::summary::{Fact, SummaryList};
use crate::pages::never_kept;
use crate::problem::loaded;
use crate::visit::{Visit, visit};
use crate::words::{retiring, seminars as w};

/// Path of the page, without the language.
pub const SEMINARS: &str = "/my/seminars";

/// The seminars to come, and those that the member was at.
#[component]
pub fn SeminarsPage() -> impl IntoView {
    let visit = visit();
    loaded(async move {
        never_kept();
        let mine = visit.desk.my_seminars(visit.signed_in()?).await?;
        Ok(drawn(&visit, mine))
    })
}

fn drawn(visit: &Visit, mine: Vec<MySeminar>) -> impl IntoView + use<> {
    let lang = visit.lang;
    let list: Vec<_> = mine.iter().map(|one| seminar(visit, one)).collect();
    let body = if list.is_empty() {
        view! { <p class="empty">{w::none(lang)}</p> }.into_any()
    } else {
        list.into_any()
    };
    view! {
        <Page title=w::title(lang)>
            <h1>{w::title(lang)}</h1>
            <p class="lead">{w::lead(lang)}</p>
            {body}
            <p><a href=visit.href("/my/retiring")>{retiring::title(lang)}</a></p>
        </Page>
    }
}

fn seminar(visit: &Visit, one: &MySeminar) -> impl IntoView + use<> {
    let lang = visit.lang;
    let MySeminar { seminar, free, place, is_over } = one;
    let off = seminar.called_off_at.is_some();
    let tag = match (off, is_over) {
        (true, _) => Some(view! { " "<Tag tone=Tone::Danger label=w::called_off(lang) /> }),
        (_, true) => Some(view! { " "<Tag tone=Tone::Quiet label=w::is_over(lang) /> }),
        _ => None,
    };
    let when = view! {
        <span><InstantText at=seminar.starts_at />", "{w::minutes_long(lang, seminar.minutes)}</span>
    };
    let mut facts = vec![Fact::new(w::when(lang), when), Fact::new(w::place(lang), seminar.place.clone())];
    if !off && !is_over {
        facts.push(Fact::new(w::seats(lang), w::free(lang, *free, seminar.capacity)));
    }
    if let Some(place) = place.filter(|_| !off) {
        facts.push(Fact::new(w::you(lang), w::my_place(lang, place)));
    }
    let fields = vec![("seminar".to_owned(), seminar.id.to_string())];
    let about = format!(": {}", seminar.title);
    let form = (!off && !is_over).then(|| match place {
        None => {
            let label = if *free > 0 { w::sign_up(lang) } else { w::join_list(lang) };
            view! {
                <form method="post" action=visit.href(SignUp::PATH)>
                    <HiddenFields fields />
                    <button type="submit" class=ButtonKind::Primary.class()>
                        {label}<span class="visually-hidden">{about}</span>
                    </button>
                </form>
            }
            .into_any()
        }
        Some(place) => {
            let calendar = (*place == Place::Seat).then(|| {
                let href = format!("/my/seminars/{}/calendar.ics", seminar.id);
                view! { <a class="button button-secondary" href=href download>{w::calendar(lang)}</a> }
            });
            view! {
                <div class="actions">
                    {calendar}
                    <form method="post" action=visit.href(CancelSeat::PATH)>
                        <HiddenFields fields />
                        <SubmitButton label=w::cancel(lang) kind=ButtonKind::Quiet />
                    </form>
                </div>
            }
            .into_any()
        }
    });
    let handout = (!seminar.handout.is_empty()).then(|| {
        let parts: Vec<_> = lines(&seminar.handout);
        view! { <h3>{w::handout(lang)}</h3>{parts} }
    });
    view! {
        <section class="card">
            <h2>{seminar.title.clone()}{tag}</h2>
            {off.then(|| view! { <p>{w::called_off_more(lang)}</p> })}
            <SummaryList facts />
            {form}
            {handout}
        </section>
    }
}

/// The lines of a handout; a line that is an address is a link.
fn lines(handout: &str) -> Vec<AnyView> {
    let line = |text: &str| {
        if text.starts_with("https://") && !text.contains(char::is_whitespace) {
            view! { <p><a href=text.to_owned() rel="noopener">{text.to_owned()}</a></p> }.into_any()
        } else {
            view! { <p>{text.to_owned()}</p> }.into_any()
        }
    };
    handout.lines().map(str::trim).filter(|text| !text.is_empty()).map(line).collect()
}

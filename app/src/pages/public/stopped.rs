//! What a visitor reads when a request was stopped before a page could answer it.

use axum::http::StatusCode;
use leptos::prelude::*;

use crate::components::layout::Page;
use crate::visit::visit;
use crate::words::{Lang, common, sign_in};

/// Why a request was stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stop {
    /// More was sent than is taken.
    TooLarge,
    /// A form that another site sent.
    OtherSite,
    /// A form that can't be read.
    Unreadable,
    /// It took too long.
    TooSlow,
    /// Something broke; staff find it in the log by this number.
    Breakdown(String),
    /// A sign-in that is not known here: too old, finished, or begun elsewhere.
    SignInOver,
    /// A sign-in that failed. A stranger is not told at which point.
    SignInRefused,
    /// The issuer does not answer.
    IssuerAway,
    /// The issuer knows them, the benefits office does not.
    Stranger,
}

impl Stop {
    /// The HTTP status that says it.
    pub const fn status(&self) -> StatusCode {
        match self {
            Stop::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Stop::OtherSite | Stop::Stranger => StatusCode::FORBIDDEN,
            Stop::Unreadable | Stop::SignInOver | Stop::SignInRefused => StatusCode::BAD_REQUEST,
            Stop::TooSlow | Stop::IssuerAway => StatusCode::SERVICE_UNAVAILABLE,
            Stop::Breakdown(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    const fn words(&self, lang: Lang) -> (&'static str, &'static str) {
        match self {
            Stop::TooLarge => (sign_in::too_large(lang), sign_in::too_large_more(lang)),
            Stop::OtherSite => (sign_in::other_site(lang), sign_in::other_site_more(lang)),
            Stop::Unreadable => (sign_in::unreadable(lang), sign_in::unreadable_more(lang)),
            Stop::TooSlow => (sign_in::too_slow(lang), sign_in::too_slow_more(lang)),
            Stop::Breakdown(_) => (common::breakdown(lang), common::breakdown_more(lang)),
            Stop::SignInOver => (sign_in::sign_in_over(lang), sign_in::sign_in_over_more(lang)),
            Stop::SignInRefused => (sign_in::sign_in_refused(lang), sign_in::sign_in_refused_more(lang)),
            Stop::IssuerAway => (sign_in::issuer_away(lang), sign_in::issuer_away_more(lang)),
            Stop::Stranger => (sign_in::stranger(lang), sign_in::stranger_more(lang)),
        }
    }

    const fn is_sign_in(&self) -> bool {
        matches!(self, Stop::SignInOver | Stop::SignInRefused | Stop::IssuerAway | Stop::Stranger)
    }
}

/// The page for a request that was stopped.
#[component]
pub fn Stopped(
    /// Why.
    stop: Stop,
) -> impl IntoView {
    let visit = visit();
    let lang = visit.lang;
    let (title, text) = stop.words(lang);
    let (way_on, to) = if stop.is_sign_in() {
        (sign_in::try_again(lang), "/sign-in")
    } else {
        (common::to_the_start(lang), "/")
    };
    let incident = match &stop {
        Stop::Breakdown(number) => Some(view! { <p>{sign_in::incident(lang, number)}</p> }),
        _ => None,
    };
    let office = matches!(stop, Stop::Stranger | Stop::Breakdown(_)).then(|| {
        view! {
            <p>
                {common::telephone(lang)}" "
                <a href=common::OFFICE_PHONE_LINK>{common::OFFICE_PHONE}</a>
                <br />
                {sign_in::write_to_us(lang)}" "
                <a href=format!("mailto:{}", common::OFFICE_EMAIL)>{common::OFFICE_EMAIL}</a>
            </p>
        }
    });
    view! {
        <Page title=title>
            <h1>{title}</h1>
            <p class="lead">{text}</p>
            {incident}
            {office}
            <p>
                <a class="button" href=visit.href(to)>{way_on}</a>
            </p>
        </Page>
    }
}

//! Open enrollment: the list of steps.

use desk::enroll::Enrolling;
use desk::enroll::occasion::OccasionId;
use leptos::prelude::*;

use super::parts::{NoEnrollment, PerPay, Place, changing, in_words, steps_path, totals};
use crate::components::layout::Page;
use crate::components::notice::{Notice, Tone};
use crate::components::status::Tag;
use crate::components::summary::{Fact, SummaryList};
use crate::pages::never_kept;
use crate::visit::{Visit, visit};
use crate::words::{common, life_events as events, member};

/// The list of steps, each with what is chosen so far.
#[component]
pub fn EnrollPage() -> impl IntoView {
    let (visit, at) = (visit(), OccasionId::OpenEnrollment);
    Suspend::new(async move {
        never_kept();
        match load(&visit, at).await {
            Ok(Some(enrolling)) => page(&visit, &enrolling).await,
            Ok(None) => ().into_any(),
            Err(error) => view! { <NoEnrollment error /> }.into_any(),
        }
    })
}

/// The member's choices, for the pages of an occasion; `None` where another page is shown instead: the receipt,
/// because they were sent, or the event, because a day has to be chosen first.
pub(super) async fn load(visit: &Visit, at: OccasionId) -> desk::Result<Option<Enrolling>> {
    let enrolling = match visit.desk.draft(visit.signed_in()?, at).await {
        Err(desk::Error::Fields(_)) => {
            leptos_axum::redirect(&visit.href(&steps_path(at)));
            return Ok(None);
        }
        enrolling => enrolling?,
    };
    match enrolling.sent.as_ref().filter(|_| enrolling.is_sent()) {
        Some(sent) => {
            leptos_axum::redirect(&visit.href(&format!("/my/receipts/{}", sent.reference)));
            Ok(None)
        }
        None => Ok(Some(enrolling)),
    }
}

async fn page(visit: &Visit, enrolling: &Enrolling) -> AnyView {
    let lang = visit.lang;
    let flash = visit.take_flash("enroll").await;
    let facts = steps(visit, enrolling);
    view! {
        <Page title=member::open_enrollment(lang)>
            <h1>{member::open_enrollment(lang)}</h1>
            {flash.notice.map(|_| view! {
                <Notice tone=Tone::Warning announce=true><p>{member::something_is_wrong(lang)}</p></Notice>
            })}
            {changing(visit, enrolling)}
            <p class="lead">{member::enroll_lead(lang)}</p>
            {enrolling.occasion().period().map(|period| view! {
                <Notice>
                    <p>{member::deadline(lang, period.closes_at)}</p>
                    <p>{member::choosing_for(lang, period.plan_year)}</p>
                    <p>{member::if_you_do_nothing(lang)}</p>
                </Notice>
            })}
            <h2>{member::your_steps(lang)}</h2>
            <SummaryList facts />
            {totals(lang, enrolling)}
            <p class="actions">
                <a class="button" href=visit.href(&Place::Household.path(OccasionId::OpenEnrollment))>
                    {if enrolling.draft.is_some() { member::go_on_choosing(lang) } else { member::begin(lang) }}
                </a>
                <a class="button button-secondary" href=visit.href(&Place::Review.path(OccasionId::OpenEnrollment))>{member::review(lang)}</a>
            </p>
        </Page>
    }
    .into_any()
}

/// The steps, each with what is chosen so far.
pub(super) fn steps(visit: &Visit, enrolling: &Enrolling) -> Vec<Fact> {
    let (lang, at) = (visit.lang, enrolling.occasion().id());
    let pays = enrolling.grounds.subscriber.pays;
    let family = enrolling.people().len();
    let mut facts = vec![
        Fact::new(member::household(lang), family.to_string())
            .action(visit.href(&Place::Household.path(at)), member::change(lang)),
    ];
    facts.extend(enrolling.steps.iter().map(|step| {
        if !enrolling.permits(step.benefit) {
            let value = view! {
                {in_words(lang, step.coming.as_ref())}
                <br /><span class="field-hint">{events::no_change(lang)}</span>
            };
            return Fact::new(common::benefit(lang, step.benefit), value);
        }
        let prefix = format!("{}.", step.benefit);
        let wrong = !enrolling.errors(&prefix).is_empty();
        let touched = !step.ballot.choice.is_empty();
        let path = Place::Benefit(step.benefit).path(at);
        let (path, label) = match (wrong, touched) {
            (true, true) => (format!("{path}?check=1"), member::change(lang)),
            (_, true) => (path, member::change(lang)),
            (_, false) => (path, member::choose(lang)),
        };
        let value = view! {
            {in_words(lang, step.coming.as_ref())}
            {step.coming.as_ref().map(|line| {
                let amount = line.per_pay();
                view! { <br /><PerPay amount pays /> }
            })}
            {(wrong && touched).then(|| view! { " "<Tag tone=Tone::Warning label=common::there_is_a_problem(lang) /> })}
            {(!touched).then(|| view! { " "<Tag tone=Tone::Quiet label=member::not_looked_at(lang) /> })}
        };
        Fact::new(common::benefit(lang, step.benefit), value).action(visit.href(&path), label)
    }));
    facts
}

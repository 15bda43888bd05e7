//! Open enrollment: the list of steps.

use desk::enroll::Enrolling;
use leptos::prelude::*;

use super::parts::{NoEnrollment, PerPay, Place, changing, in_words, never_kept, totals};
use crate::components::layout::Page;
use crate::components::notice::{Notice, Tone};
use crate::components::status::Tag;
use crate::components::summary::{Fact, SummaryList};
use crate::visit::{Visit, visit};
use crate::words::{common, member};

/// The list of steps, each with what is chosen so far.
#[component]
pub fn EnrollPage() -> impl IntoView {
    let visit = visit();
    Suspend::new(async move {
        never_kept();
        match load(&visit).await {
            Ok(Some(enrolling)) => page(&visit, &enrolling).await,
            Ok(None) => ().into_any(),
            Err(error) => view! { <NoEnrollment error /> }.into_any(),
        }
    })
}

/// The member's enrollment, for its pages; `None` where the receipt is shown instead, because it was sent.
pub(super) async fn load(visit: &Visit) -> desk::Result<Option<Enrolling>> {
    let enrolling = visit.desk.draft(visit.signed_in()?).await?;
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
    let pays = enrolling.grounds.subscriber.pays;
    let family = enrolling.people().len();
    let mut facts = vec![
        Fact::new(member::household(lang), family.to_string())
            .action(visit.href(&Place::Household.path()), member::change(lang)),
    ];
    facts.extend(enrolling.steps.iter().map(|step| {
        let prefix = format!("{}.", step.benefit);
        let wrong = !enrolling.errors(&prefix).is_empty();
        let touched = !step.ballot.choice.is_empty();
        let path = Place::Benefit(step.benefit).path();
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
    view! {
        <Page title=member::open_enrollment(lang)>
            <h1>{member::open_enrollment(lang)}</h1>
            {flash.notice.map(|_| view! {
                <Notice tone=Tone::Warning announce=true><p>{member::something_is_wrong(lang)}</p></Notice>
            })}
            {changing(visit, enrolling)}
            <p class="lead">{member::enroll_lead(lang)}</p>
            <Notice>
                <p>{member::deadline(lang, enrolling.period.closes_at)}</p>
                <p>{member::choosing_for(lang, enrolling.period.plan_year)}</p>
                <p>{member::if_you_do_nothing(lang)}</p>
            </Notice>
            <h2>{member::your_steps(lang)}</h2>
            <SummaryList facts />
            {totals(lang, enrolling)}
            <p class="actions">
                <a class="button" href=visit.href(&Place::Household.path())>
                    {if enrolling.draft.is_some() { member::go_on_choosing(lang) } else { member::begin(lang) }}
                </a>
                <a class="button button-secondary" href=visit.href(&Place::Review.path())>{member::review(lang)}</a>
            </p>
        </Page>
    }
    .into_any()
}

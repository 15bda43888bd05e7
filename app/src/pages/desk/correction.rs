//! What the review of a correction shows besides, and the form that takes back what was approved.

use desk::review::Review;
use domain::person::Dependent;
use domain::submission::SubmissionState;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use crate::actions::correct::TakeBack;
use crate::components::form::{ButtonKind, HiddenFields, Problems, SubmitButton, Textarea};
use crate::components::notice::Notice;
use crate::components::summary::Fact;
use crate::components::table::TableRegion;
use crate::visit::{Flash, Visit};
use crate::words::{Lang, common, corrections as w, desk as dw, member};

/// Why it was sent, and what it takes back.
pub(super) fn about(visit: &Visit, because: &str, takes_back: Option<&String>) -> Vec<Fact> {
    let lang = visit.lang;
    let mut facts = vec![Fact::new(w::because(lang), because.to_owned())];
    if let Some(reference) = takes_back {
        let href = visit.href(&format!("/desk/submissions/{reference}"));
        facts.push(Fact::new(w::takes_back(lang), view! { <a href=href>{reference.clone()}</a> }));
    }
    facts
}

/// What the records will say of each benefit, from the day on from which they are put right.
pub(super) fn restated(lang: Lang, review: &Review) -> Option<impl IntoView + use<>> {
    let put_right = review.submission.proposal.correction.as_ref()?;
    let state = review.submission.state;
    let open = !state.is_final();
    let title = match state {
        SubmissionState::Approved => w::restated_was(lang),
        _ if open => w::restated(lang),
        _ => w::restated_never(lang),
    };
    let mut rows = Vec::new();
    for one in &put_right.restated {
        let benefit = common::benefit(lang, one.benefit);
        if one.rows.is_empty() {
            rows.push(row(lang, benefit, w::nothing_from(lang).into(), String::new(), one.from, None));
        }
        for held in &one.rows {
            let plan =
                held.choice.plan().and_then(|code| review.plans.iter().find(|plan| plan.code == *code));
            let names: Vec<String> =
                held.choice.dependents().iter().filter_map(|id| review.name_of(*id)).collect();
            let choice = member::choice(lang, &held.choice, plan);
            let through = held.period.last_day();
            rows.push(row(lang, benefit, choice, names.join(", "), held.period.from(), through));
        }
    }
    Some(view! {
        <section>
            <h2 id="restated-title">{title}</h2>
            {open.then(|| view! { <Notice><p>{w::not_yet(lang)}</p></Notice> })}
            <TableRegion id="restated" caption=title quiet=true stacks=true>
                <thead>
                    <tr>
                        <th scope="col">{dw::benefit(lang)}</th>
                        <th scope="col">{dw::plan(lang)}</th>
                        <th scope="col">{dw::covers(lang)}</th>
                        <th scope="col">{dw::effective(lang)}</th>
                        <th scope="col">{dw::until(lang)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableRegion>
        </section>
    })
}

/// What the records will say of somebody in the household, beside what they said when it was sent.
pub(super) fn people_restated(lang: Lang, review: &Review) -> Option<impl IntoView + use<>> {
    let put_right = review.submission.proposal.correction.as_ref()?;
    let facts = |one: &Dependent| {
        let disabled = if one.disabled { format!(", {}", dw::disabled(lang)) } else { String::new() };
        let ended = one.ended.map_or_else(|| w::still_here(lang).to_owned(), |day| common::date(lang, day));
        [
            (dw::name(lang), one.name()),
            (dw::birth(lang), common::date(lang, one.birth)),
            (dw::relationship(lang), format!("{}{disabled}", dw::relation(lang, one.relationship))),
            (w::ended(lang), ended),
        ]
    };
    let bodies: Vec<_> = put_right
        .people
        .iter()
        .map(|one| {
            let rows: Vec<_> = facts(&one.was)
                .into_iter()
                .zip(facts(&one.is))
                .filter(|(was, is)| was != is)
                .map(|((label, was), (_, is))| {
                    view! {
                        <tr class="changed">
                            <th scope="row" data-label="">{label}</th>
                            <td data-label=dw::today_column(lang)>{was}</td>
                            <td data-label=dw::proposed_column(lang)><strong>{is}</strong></td>
                        </tr>
                    }
                })
                .collect();
            view! {
                <tbody>
                    <tr class="group"><th scope="rowgroup" colspan="3">{one.was.name()}</th></tr>
                    {rows}
                </tbody>
            }
        })
        .collect();
    (!bodies.is_empty()).then(|| {
        let open = !review.submission.state.is_final();
        view! {
            <section>
                <h2 id="people-restated-title">{w::people_restated(lang)}</h2>
                {open.then(|| view! { <Notice><p>{w::not_yet(lang)}</p></Notice> })}
                <TableRegion id="people-restated" caption=w::people_restated(lang) quiet=true stacks=true>
                    <thead>
                        <tr>
                            <td></td>
                            <th scope="col">{dw::today_column(lang)}</th>
                            <th scope="col">{dw::proposed_column(lang)}</th>
                        </tr>
                    </thead>
                    {bodies}
                </TableRegion>
            </section>
        }
    })
}

fn row(
    lang: Lang,
    benefit: &'static str,
    choice: String,
    covered: String,
    from: chrono::NaiveDate,
    through: Option<chrono::NaiveDate>,
) -> impl IntoView + use<> {
    view! {
        <tr>
            <th scope="row" data-label=dw::benefit(lang)>{benefit}</th>
            <td data-label=dw::plan(lang)>{choice}</td>
            <td data-label=dw::covers(lang)>{covered}</td>
            <td data-label=dw::effective(lang)>{common::date(lang, from)}</td>
            <td data-label=dw::until(lang)>{through.map(|day| common::date(lang, day))}</td>
        </tr>
    }
}

/// Of what was approved: the form that prepares taking it back.
pub(super) fn take_back(visit: &Visit, review: &Review, flash: &Flash) -> Option<impl IntoView + use<>> {
    let lang = visit.lang;
    let submission = &review.submission;
    let took_back = submission.proposal.transition.as_ref().is_some_and(|change| change.takes_back());
    let can_be = submission.state == SubmissionState::Approved && submission.person.is_some() && !took_back;
    if !can_be || !review.may_decide {
        return None;
    }
    let fields = vec![
        ("reference".to_owned(), submission.reference.clone()),
        ("once_key".to_owned(), Uuid::now_v7().to_string()),
    ];
    let problems =
        Problems::of(&flash.errors, |error| w::problem(lang, &error.field, &error.problem, &error.detail));
    Some(view! {
        <details class="card" open=problems.any()>
            <summary>{w::take_back(lang)}</summary>
            <form method="post" action=visit.href(TakeBack::PATH) novalidate>
                <HiddenFields fields />
                <p>{w::take_back_more(lang)}</p>
                <Textarea
                    label=w::because(lang)
                    name="because"
                    value=flash.typed.get("because").cloned().unwrap_or_default()
                    hint=w::because_hint(lang)
                    error=problems.on("because")
                    maxlength=1000
                    required=true
                />
                <SubmitButton label=w::look(lang) kind=ButtonKind::Secondary />
            </form>
        </details>
    })
}

//! What was sent, what became of it, and taking it back.

use desk::enroll::occasion::Occasion;
use desk::enroll::receipt::{Receipt, ReceiptLine};
use desk::line::Line;
use desk::proof::WantedProof;
use domain::money::Cents;
use domain::submission::SubmissionState;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_params_map;

use super::event::why_date;
use super::parts::{case_field, catch_up, in_words, steps_path};
use crate::actions::enroll::{ChangeEnrollment, DiscardDraft, WithdrawEnrollment};
use crate::actions::life_events::CorrectEvent;
use crate::components::date::{DateText, InstantText};
use crate::components::form::{ButtonKind, HiddenFields, SubmitButton};
use crate::components::layout::{Page, Width};
use crate::components::money::Money;
use crate::components::notice::{Notice, Tone};
use crate::components::proof::ProofTable;
use crate::components::status::{StatusTag, StatusTrail, TrailEvent, tone_of};
use crate::components::summary::{Fact, SummaryList};
use crate::components::table::TableRegion;
use crate::pages::never_kept;
use crate::problem::loaded;
use crate::visit::{Visit, visit};
use crate::words::{Lang, common, documents, life_events as events, member};

/// The receipt of a submission: also its confirmation statement, to print.
#[component]
pub fn ReceiptPage() -> impl IntoView {
    let visit = visit();
    let reference = use_params_map().read_untracked().get("reference").unwrap_or_default();
    loaded(async move {
        never_kept();
        let receipt = visit.desk.receipt(visit.signed_in()?, &reference).await?;
        let notice = visit.take_flash("receipt").await.notice;
        Ok(page(&visit, &receipt, notice.as_deref()))
    })
}

/// Asks before something that was sent is taken back.
#[component]
pub fn WithdrawPage() -> impl IntoView {
    let visit = visit();
    let reference = use_params_map().read_untracked().get("reference").unwrap_or_default();
    loaded(async move {
        never_kept();
        let receipt = visit.desk.receipt(visit.signed_in()?, &reference).await?;
        Ok(confirm(&visit, &receipt))
    })
}

fn path(receipt: &Receipt) -> String {
    format!("/my/receipts/{}", receipt.submission.reference)
}

fn can_take_back(receipt: &Receipt) -> bool {
    receipt.is_open && !receipt.submission.state.is_final()
}

fn confirm(visit: &Visit, receipt: &Receipt) -> impl IntoView + use<> {
    let lang = visit.lang;
    let back = visit.href(&path(receipt));
    let reference = receipt.submission.reference.clone();
    view! {
        <Page title=member::take_back_title(lang)>
            <h1>{member::take_back_title(lang)}</h1>
            <p><span class="reference">{reference.clone()}</span>" "<StatusTag state=receipt.submission.state /></p>
            {if can_take_back(receipt) {
                view! {
                    <p class="lead">{match &receipt.occasion {
                        Occasion::OpenEnrollment(_) => member::take_back_more(lang),
                        Occasion::Event(_) => events::take_back_more(lang),
                    }}</p>
                    <form method="post" action=visit.href(WithdrawEnrollment::PATH)>
                        <HiddenFields fields=vec![("reference".to_owned(), reference)] />
                        <p class="actions">
                            <SubmitButton label=member::yes_take_back(lang) kind=ButtonKind::Danger />
                            <a class="button button-secondary" href=back>{member::no_leave_it(lang)}</a>
                        </p>
                    </form>
                }
                .into_any()
            } else {
                let why = match receipt.submission.state.is_final() {
                    true => member::decided_already(lang),
                    false => member::too_late_to_take_back(lang),
                };
                view! {
                    <p class="lead">{why}</p>
                    <p class="actions"><a class="button" href=back>{member::see_receipt(lang)}</a></p>
                }
                .into_any()
            }}
        </Page>
    }
}

fn page(visit: &Visit, receipt: &Receipt, notice: Option<&str>) -> impl IntoView + use<> {
    let lang = visit.lang;
    let submission = &receipt.submission;
    let notice = notice.map(|key| {
        let text = match key {
            "too_late_to_take_back" => member::too_late_to_take_back(lang),
            "decided_already" => member::decided_already(lang),
            _ => member::something_is_wrong(lang),
        };
        view! { <Notice tone=Tone::Warning announce=true><p>{text}</p></Notice> }
    });
    let facts = vec![
        Fact::new(
            member::reference_number(lang),
            view! { <span class="reference">{submission.reference.clone()}</span> },
        ),
        Fact::new(member::sent_on(lang), view! { <InstantText at=submission.submitted_at /> }),
        Fact::new(member::name(lang), receipt.person.name()),
        Fact::new(member::sent_by(lang), submission.signature.clone().unwrap_or_default()),
        Fact::new(member::state(lang), view! { <StatusTag state=submission.state /> }),
        Fact::new(
            member::for_plan_year(lang),
            view! { <DateText day=receipt.submission.proposal.effective /> },
        ),
    ];
    let facts = facts.into_iter().chain(event_facts(lang, receipt)).collect();
    let new: Vec<_> = submission
        .proposal
        .new_dependents
        .iter()
        .map(|one| {
            let relation = member::relationship_word(lang, one.relationship);
            view! { <li>{format!("{}, {relation}, {}", one.name(), member::born(lang, one.birth))}</li> }
        })
        .collect();
    view! {
        <Page title=member::receipt(lang) width=Width::Wide>
            <h1>{member::receipt(lang)}</h1>
            {notice}
            {what_now(visit, receipt)}
            {actions(visit, receipt)}
            <ProofTable proof=receipt.proof.clone() title=documents::proof_from_you(lang) />
            {receipt.proof.iter().any(WantedProof::waits_for_member).then(|| view! {
                <p class="actions no-print">
                    <a class="button button-secondary" href=visit.href("/my/documents")>{documents::send_proof(lang)}</a>
                </p>
            })}
            <section class="receipt" aria-labelledby="statement">
                <h2 id="statement">{member::statement(lang)}</h2>
                <SummaryList facts />
                <h3>{member::your_choices(lang)}</h3>
                {table(lang, receipt)}
                {why(lang, receipt)}
                {catch_up(lang, &receipt.catch_up)}
                {(!new.is_empty()).then(|| view! { <h3>{member::new_in_family(lang)}</h3><ul>{new}</ul> })}
                <h3>{member::what_happened(lang)}</h3>
                <StatusTrail events=trail(lang, receipt) />
            </section>
            <p class="field-hint no-print">{member::print_hint(lang)}</p>
            <p class="actions">
                <a class="button button-secondary" href=visit.href("/my")>{member::back_to_my_benefits(lang)}</a>
                <a class="button button-quiet" href=visit.href("/my/submissions")>{member::all_submissions(lang)}</a>
            </p>
        </Page>
    }
}

/// Where it stands, and what the member may do about it.
fn what_now(visit: &Visit, receipt: &Receipt) -> impl IntoView + use<> {
    let lang = visit.lang;
    let state = receipt.submission.state;
    let open = receipt.is_open;
    let still_open = receipt.takes_more;
    let event = receipt.occasion.event().is_some();
    let (heading, more) = match state {
        SubmissionState::Returned if event => (member::returned_heading(lang), events::returned_more(lang)),
        SubmissionState::Denied if event => (member::denied_heading(lang), events::denied_more(lang)),
        SubmissionState::Submitted => (member::received_heading(lang), member::received_more(lang)),
        SubmissionState::Returned if still_open => {
            (member::returned_heading(lang), member::returned_open(lang))
        }
        SubmissionState::Returned => (member::returned_heading(lang), member::returned_closed(lang)),
        SubmissionState::Approved => (member::approved_heading(lang), member::approved_more(lang)),
        SubmissionState::Denied if still_open => (member::denied_heading(lang), member::denied_more(lang)),
        SubmissionState::Denied => (member::denied_heading(lang), member::denied_closed(lang)),
        SubmissionState::Withdrawn => (member::withdrawn_heading(lang), member::withdrawn_more(lang)),
        SubmissionState::Replaced => (member::replaced_heading(lang), member::replaced_more(lang)),
    };
    let tone = match state {
        SubmissionState::Submitted => Tone::Success,
        state => tone_of(state),
    };
    let words = receipt.words().map(|event| {
        let words = event.words.clone();
        view! { <p>{member::they_wrote(lang)}":"</p><blockquote class="trail-words">{words}</blockquote> }
    });
    let newer = receipt.replaced_by.as_ref().map(|newer| {
        view! { <p><a href=visit.href(&format!("/my/receipts/{newer}"))>{member::see_newer(lang)}</a></p> }
    });
    let until = open.then(|| {
        let words = match &receipt.occasion {
            Occasion::OpenEnrollment(period) => member::can_change_until(lang, period.closes_at),
            Occasion::Event(_) => events::can_change(lang).to_owned(),
        };
        view! { <p>{words}</p> }
    });
    view! {
        <Notice tone heading>
            {words}
            <p>{more}</p>
            {newer}
            {until}
        </Notice>
    }
}

fn actions(visit: &Visit, receipt: &Receipt) -> AnyView {
    let lang = visit.lang;
    let (state, at) = (receipt.submission.state, receipt.occasion.id());
    if receipt.changing && receipt.is_open {
        return view! {
            <Notice>
                <p>{member::change_not_sent(lang)}</p>
                <form method="post" action=visit.href(DiscardDraft::PATH) class="actions">
                    <HiddenFields fields=vec![case_field(at)] />
                    <a class="button" href=visit.href(&steps_path(at))>{member::go_on_changing(lang)}</a>
                    <SubmitButton label=member::keep_what_i_sent(lang) kind=ButtonKind::Secondary />
                </form>
            </Notice>
        }
        .into_any();
    }
    if receipt.can_be_corrected {
        let reference = vec![("reference".to_owned(), receipt.submission.reference.clone())];
        return view! {
            <form method="post" action=visit.href(CorrectEvent::PATH) class="actions">
                <HiddenFields fields=reference />
                <SubmitButton label=events::correct(lang) kind=ButtonKind::Secondary />
            </form>
            <p class="field-hint">{events::correct_more(lang)}</p>
        }
        .into_any();
    }
    if !receipt.is_open {
        let again =
            matches!(state, SubmissionState::Denied | SubmissionState::Withdrawn) && receipt.takes_more;
        return again
            .then(|| {
                view! {
                    <p class="actions">
                        <a class="button" href=visit.href(&steps_path(at))>{member::go_on_choosing(lang)}</a>
                    </p>
                }
            })
            .into_any();
    }
    let (label, kind) = match state {
        SubmissionState::Returned => (member::change_and_send_again(lang), ButtonKind::Primary),
        _ => (member::change_my_choices(lang), ButtonKind::Secondary),
    };
    let reference = vec![("reference".to_owned(), receipt.submission.reference.clone())];
    let take_back = can_take_back(receipt).then(|| {
        let href = visit.href(&format!("{}/withdraw", path(receipt)));
        view! { <a class="button button-quiet" href=href>{member::take_back(lang)}</a> }
    });
    view! {
        <form method="post" action=visit.href(ChangeEnrollment::PATH) class="actions">
            <HiddenFields fields=reference />
            <SubmitButton label kind />
            {take_back}
        </form>
    }
    .into_any()
}

fn table(lang: Lang, receipt: &Receipt) -> impl IntoView + use<> {
    let from = member::from_day(lang, receipt.submission.proposal.effective);
    let each = member::per_pay(lang, receipt.pays);
    let rows: Vec<_> = receipt.lines.iter().map(|line| row(lang, line, &from)).collect();
    let month: Cents = receipt.lines.iter().filter_map(|line| line.after.as_ref()).map(Line::monthly).sum();
    view! {
        <TableRegion id="choices" caption=member::your_choices(lang) quiet=true stacks=true>
            <thead>
                <tr>
                    <th scope="col">{member::benefit(lang)}</th>
                    <th scope="col">{from}</th>
                    <th scope="col" class="number">{member::per_month_of_pension(lang)}</th>
                    <th scope="col" class="number">{each}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
            <tfoot>
                <tr class="total">
                    <th scope="row" colspan="2">{member::your_total(lang)}</th>
                    <td class="number" data-label=member::per_month_of_pension(lang)><Money amount=month /></td>
                    <td class="number" data-label=each><Money amount=receipt.per_pay() /></td>
                </tr>
            </tfoot>
        </TableRegion>
    }
}

fn row(lang: Lang, line: &ReceiptLine, from: &str) -> impl IntoView + use<> {
    let after = line.after.as_ref();
    let becomes = match (after, &line.before) {
        (Some(_), _) if line.chosen => member::you_choose(lang),
        (Some(_), _) => member::carries_over(lang),
        (None, Some(_)) => member::ends(lang),
        (None, None) => "",
    };
    let (month, each) = (after.map_or(Cents::ZERO, Line::monthly), after.map_or(Cents::ZERO, Line::per_pay));
    view! {
        <tr>
            <th scope="row">{common::benefit(lang, line.benefit)}</th>
            <td data-label=from.to_owned()>
                <div>
                    {in_words(lang, after)}<br />
                    <span class="field-hint">{becomes}</span>
                </div>
            </td>
            <td class="number" data-label=member::per_month_of_pension(lang)><Money amount=month /></td>
            <td class="number" data-label=member::per_paycheck(lang)><Money amount=each /></td>
        </tr>
    }
}

/// The event, as it was signed.
fn event_facts(lang: Lang, receipt: &Receipt) -> Vec<Fact> {
    let Some(happening) = receipt.occasion.event() else { return Vec::new() };
    let case = &happening.case;
    let mut facts = vec![
        Fact::new(events::event(lang), events::kind(lang, &happening.kind)),
        Fact::new(events::date_of_event(lang), view! { <DateText day=case.event_date /> }),
        Fact::new(events::deadline(lang), events::by_day(lang, happening.window().1)),
    ];
    if case.entry_reason.is_some() {
        facts.push(Fact::new(events::entered_by(lang), case.opened_by_name.clone()));
    }
    facts
}

/// Why each change counts from its date, and why it costs what it does; nothing in open enrollment.
fn why(lang: Lang, receipt: &Receipt) -> Option<impl IntoView + use<>> {
    let happening = receipt.occasion.event()?;
    let proposal = &receipt.submission.proposal;
    let facts: Vec<_> = receipt
        .lines
        .iter()
        .filter(|line| line.chosen)
        .map(|line| {
            let date = why_date(lang, happening, proposal.effective, proposal.begins(line.benefit));
            let amount = line.after.as_ref().and_then(|after| {
                after.cost.as_ref().map(|cost| events::why_amount(lang, &after.choice, cost))
            });
            Fact::new(common::benefit(lang, line.benefit), view! { {date}<br />{amount} })
        })
        .collect();
    Some(view! { <h3>{events::why(lang)}</h3><SummaryList facts /> })
}

/// What has happened, without who had it in their hands.
fn trail(lang: Lang, receipt: &Receipt) -> Vec<TrailEvent> {
    receipt
        .events
        .iter()
        .filter(|event| !matches!(event.action.as_str(), "claimed" | "released"))
        .map(|event| TrailEvent {
            what: member::event(lang, &event.action).to_owned(),
            at: event.at,
            who: None,
            words: (!event.words.is_empty()).then(|| event.words.clone()),
            tone: event.action.parse().map_or(Tone::Info, tone_of),
        })
        .collect()
}

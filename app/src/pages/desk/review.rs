//! A submission under review.

use desk::decide::can_be_decided;
use desk::documents::{Document, Mine};
use desk::enroll::occasion::Happening;
use desk::error::FieldError;
use desk::line::Line;
use desk::review::{BeforeAfter, FoundWhen, Newer, Review, ReviewLine};
use domain::checks::{CheckRule, Finding};
use domain::election::{Choice, Proposal};
use domain::event::Timing;
use domain::submission::{SubmissionKind, SubmissionState};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_params_map;
use uuid::Uuid;

use super::address::{path_of, view_of};
use super::correction::{about, people_restated, restated, take_back};
use super::documents::{SubmissionDocuments, Viewer};
use super::queue::{QUEUE, unit_name, units};
use super::standing;
use crate::actions::desk::{Approve, Claim, Deny, Release, ReturnForInformation};
use crate::components::form::{
    Answer, ButtonKind, Checkbox, ErrorSummary, HiddenFields, Problems, RadioGroup, SubmitButton, Textarea,
};
use crate::components::layout::{Page, Width};
use crate::components::money::{Money, MoneyChange};
use crate::components::notice::{Notice, Tone};
use crate::components::proof::ProofTable;
use crate::components::status::{StatusTrail, Tag, TrailEvent, tone_of};
use crate::components::summary::{Fact, SummaryList};
use crate::components::table::TableRegion;
use crate::pages::member::parts::catch_up;
use crate::pages::never_kept;
use crate::problem::loaded;
use crate::visit::{Flash, Visit, visit};
use crate::words::{
    Lang, common, corrections, desk as w, documents, life_events as events, member, public, retirement,
    retiring,
};

/// Everything the page shows.
struct Shown {
    review: Review,
    documents: Vec<Mine>,
    /// The document that is shown beside it.
    viewed: Option<Document>,
    units: Vec<(String, String)>,
    /// Path of this page, with the queue's view that it was reached from.
    here: String,
    queue: String,
    earlier: Option<String>,
    later: Option<String>,
    flash: Flash,
}

/// A submission, what it changes, and the buttons to decide it.
#[component]
pub fn Submission() -> impl IntoView {
    let visit = visit();
    let reference = use_params_map().get_untracked().get("reference").unwrap_or_default();
    never_kept();
    loaded(async move { load(&visit, &reference).await.map(|shown| drawn(&visit, shown)) })
}

async fn load(visit: &Visit, reference: &str) -> desk::Result<Shown> {
    let actor = visit.signed_in()?;
    let review = visit.desk.review(actor, reference).await?;
    let view = view_of(&visit.query);
    let (earlier, later) = visit.desk.beside(actor, &view, reference).await?;
    let documents = visit.desk.submission_documents(actor, review.submission.id).await?;
    let asked = visit.query.get("document").and_then(|id| id.parse::<Uuid>().ok());
    let viewed = documents.iter().map(|one| &one.document).find(|one| Some(one.id) == asked).cloned();
    let page = |reference: &str| path_of(&format!("/desk/submissions/{reference}"), &view, None);
    Ok(Shown {
        units: units(visit).await?,
        here: page(reference),
        queue: path_of(QUEUE, &view, None),
        earlier: earlier.map(|reference| visit.href(&page(&reference))),
        later: later.map(|reference| visit.href(&page(&reference))),
        flash: visit.take_flash(&format!("decide.{reference}")).await,
        documents,
        viewed,
        review,
    })
}

fn drawn(visit: &Visit, shown: Shown) -> impl IntoView + use<> {
    let lang = visit.lang;
    let errors = at_their_fields(&shown.flash.errors, &shown.review);
    let problems = Problems::of(&errors, |error| match (error.field.as_str(), error.problem.as_str()) {
        ("compared", _) => w::need_compared(lang).to_owned(),
        (_, "same_person_not_said") => w::say_whether_same(lang, &error.detail),
        (_, "same_number") => w::same_number(lang, &error.detail),
        ("because", problem) => corrections::problem(lang, "because", problem, &error.detail),
        (_, "too_long") => w::words_too_long(lang).to_owned(),
        _ => w::need_words(lang).to_owned(),
    });
    let review = &shown.review;
    let title = format!("{} {}", w::submission(lang), review.submission.reference);
    let open = can_be_decided(review.submission.state);
    let decide = (open && review.may_decide).then(|| {
        view! { <Decide visit=visit.clone() review=review.clone() here=shown.here.clone() problems=problems.clone() flash=shown.flash.clone() /> }
    });
    let looking =
        (open && !review.may_decide).then(|| view! { <Notice><p>{w::only_looking(lang)}</p></Notice> });
    let viewer = shown
        .viewed
        .clone()
        .map(|document| view! { <Viewer document close=format!("{}#documents-title", shown.here) /> });
    let change = (!review.lines.is_empty()).then(|| {
        view! {
            <Changes review=review.clone() />
            {restated(lang, review)}
            <Costs review=review.clone() />
            <Payroll review=review.clone() />
            {catch_up(lang, &review.catch_up)}
        }
    });
    view! {
        <Page title width=Width::Wide error=problems.any()>
            <ErrorSummary problems=problems.clone() />
            <Turn visit=visit.clone() queue=shown.queue.clone() earlier=shown.earlier.clone() later=shown.later.clone() />
            <h1>{w::submission(lang)}" "{review.submission.reference.clone()}</h1>
            <Said review=review.clone() flash=shown.flash.clone() />
            {looking}
            {viewer}
            <Conflict review=review.clone() />
            <About visit=visit.clone() review=review.clone() units=shown.units.clone() />
            {people_restated(lang, review)}
            {change}
            <Checks review=review.clone() />
            <ProofTable proof=review.proof.clone() title=documents::proof_wanted(lang) />
            <SubmissionDocuments documents=shown.documents.clone() here=shown.here.clone() />
            {decide}
            {take_back(visit, review, &shown.flash)}
            <Trail review=review.clone() />
        </Page>
    }
}

/// Errors about somebody who may be on record, at the field of the page that asks for them.
fn at_their_fields(errors: &[FieldError], review: &Review) -> Vec<FieldError> {
    let field = |error: &FieldError| {
        let id: Uuid = error.field.strip_prefix("same.")?.parse().ok()?;
        let place = review.same_person.iter().position(|(new, _)| new.id == id)?;
        Some(format!("same[{place}]"))
    };
    let moved = |error: &FieldError| FieldError {
        field: field(error).unwrap_or_else(|| error.field.clone()),
        ..error.clone()
    };
    errors.iter().map(moved).collect()
}

#[component]
fn Turn(visit: Visit, queue: String, earlier: Option<String>, later: Option<String>) -> impl IntoView {
    let lang = visit.lang;
    view! {
        <nav class="pager" aria-label=w::queue(lang)>
            <a href=visit.href(&queue)>{w::back_to_queue(lang)}</a>
            {earlier.map(|href| view! { <a rel="prev" href=href>{w::earlier(lang)}</a> })}
            {later.map(|href| view! { <a rel="next" href=href>{w::later(lang)}</a> })}
        </nav>
    }
}

/// What a decision had to say: done, or what somebody else did first, with what was written kept.
#[component]
fn Said(review: Review, flash: Flash) -> impl IntoView {
    let lang = visit().lang;
    let notice = flash.notice?;
    let done = |words: &'static str| {
        view! { <Notice tone=Tone::Success announce=true><p>{words}</p></Notice> }.into_any()
    };
    Some(match notice.as_str() {
        "approved" => done(w::was_approved(lang)),
        "returned" => done(w::was_returned(lang)),
        "denied" => done(w::was_denied(lang)),
        "conflict" => view! {
            <Notice tone=Tone::Warning heading=w::conflict(lang) announce=true><p>{w::need_compared(lang)}</p></Notice>
        }
        .into_any(),
        "somebody_else" => view! {
            <Notice tone=Tone::Warning announce=true><p>{corrections::somebody_else(lang)}</p></Notice>
        }
        .into_any(),
        "changed_since" => {
            let benefit = flash.typed.get("benefit").and_then(|word| word.parse().ok())?;
            view! {
                <Notice tone=Tone::Warning announce=true><p>{corrections::changed_since(lang, benefit)}</p></Notice>
            }
            .into_any()
        }
        "blocked" => view! {
            <Notice tone=Tone::Danger announce=true><p>{w::cannot_apply(lang)}</p></Notice>
        }
        .into_any(),
        "stale" => {
            let last = review.events.last().map(|event| {
                let what = format!("{} · {}", w::event(lang, &event.action), event.actor_name);
                let words = (!event.words.is_empty()).then(|| event.words.clone());
                view! {
                    <p><strong>{what}</strong>" · "{common::date_time(lang, event.at)}</p>
                    {words.map(|words| view! { <blockquote class="trail-words">{words}</blockquote> })}
                }
            });
            // Where it can still be decided, the form below keeps the words.
            let decided = !can_be_decided(review.submission.state);
            let written = flash.typed.into_values().next().filter(|_| decided).map(|words| {
                view! {
                    <p>{w::what_you_wrote(lang)}</p>
                    <blockquote class="trail-words">{words}</blockquote>
                }
            });
            view! {
                <Notice tone=Tone::Danger heading=w::decided_meanwhile(lang) announce=true>
                    <p>{w::decided_meanwhile_more(lang)}</p>
                    {last}
                    {written}
                </Notice>
            }
            .into_any()
        }
        _ => return None,
    })
}

/// Newer records than those that the submission was drawn up against.
#[component]
fn Conflict(review: Review) -> impl IntoView {
    let lang = visit().lang;
    let newer = review.newer?;
    let rows: Vec<_> = newer
        .into_iter()
        .map(|Newer { line, period, recorded_at }| {
            view! {
                <tr>
                    <th scope="row" data-label=w::benefit(lang)>{common::benefit(lang, line.benefit)}</th>
                    <td data-label=w::plan(lang)>{in_words(lang, &line)}</td>
                    <td data-label=w::effective(lang)>{common::date(lang, period.from())}</td>
                    <td data-label=w::until(lang)>{period.last_day().map(|day| common::date(lang, day))}</td>
                    <td data-label=w::recorded_at(lang)>{common::date_time(lang, recorded_at)}</td>
                </tr>
            }
        })
        .collect();
    let table = (!rows.is_empty()).then(|| {
        view! {
            <TableRegion id="newer" caption=w::recorded_since(lang) stacks=true>
                <thead>
                    <tr>
                        <th scope="col">{w::benefit(lang)}</th>
                        <th scope="col">{w::plan(lang)}</th>
                        <th scope="col">{w::effective(lang)}</th>
                        <th scope="col">{w::until(lang)}</th>
                        <th scope="col">{w::recorded_at(lang)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableRegion>
        }
    });
    Some(view! {
        <Notice tone=Tone::Danger heading=w::conflict(lang)>
            <p>{w::conflict_more(lang)}</p>
            {table}
        </Notice>
    })
}

#[component]
fn About(visit: Visit, review: Review, units: Vec<(String, String)>) -> impl IntoView {
    let lang = visit.lang;
    let submission = review.submission;
    let who = match review.person {
        None => w::import(lang).into_any(),
        Some(person) => match &person.ref_ {
            Some(number) => {
                view! { <a href=visit.href(&format!("/desk/people/{number}"))>{person.name()}</a>" ("{number.clone()}")" }.into_any()
            }
            None => person.name().into_any(),
        },
    };
    let state =
        view! { <Tag tone=tone_of(submission.state) label=w::submission_state(lang, submission.state) /> };
    let mut facts = vec![Fact::new(w::name(lang), who), Fact::new(w::state(lang), state)];
    if let Some(unit) = submission.unit {
        facts.push(Fact::new(w::unit(lang), unit_name(&units, unit.as_str())));
    }
    if let Some(period) = review.enrollment {
        facts.push(Fact::new(w::for_enrollment(lang), period.name));
    }
    facts
        .extend(review.event.iter().flat_map(|happening| event_facts(lang, happening, &submission.proposal)));
    facts.push(Fact::new(w::submitted(lang), common::date_time(lang, submission.submitted_at)));
    facts.push(Fact::new(w::effective(lang), common::date(lang, submission.proposal.effective)));
    let put_right = submission.proposal.correction.iter();
    facts.extend(put_right.flat_map(|one| about(&visit, &one.because, one.reverses.as_ref())));
    let names = |id| review.household.iter().find(|one| one.id == id).map(|one| one.name());
    let reason = submission.proposal.transition.iter().map(|change| &change.reason);
    facts.extend(reason.flat_map(|reason| standing::facts(&visit, reason, &names)));
    let on_paper =
        (submission.kind == SubmissionKind::Retirement).then(|| retiring::on_paper(lang).to_owned());
    if let Some(signature) = submission.signature.or(on_paper) {
        facts.push(Fact::new(w::signed_as(lang), signature));
    }
    if let Some(replaces) = review.replaces {
        let href = visit.href(&format!("/desk/submissions/{replaces}"));
        facts.push(Fact::new(w::replaces(lang), view! { <a href=href>{replaces}</a> }));
    }
    facts.push(Fact::new(
        w::claimed_by(lang),
        submission.assignee_name.unwrap_or_else(|| w::nobody(lang).to_owned()),
    ));
    if !submission.proposal.new_dependents.is_empty() {
        let new: Vec<_> = submission
            .proposal
            .new_dependents
            .iter()
            .map(|new| {
                let words = format!(
                    "{}, {}, {}",
                    new.name(),
                    w::relation(lang, new.relationship),
                    common::date(lang, new.birth)
                );
                let ssn = review.entered_ssn.get(&new.id);
                let ssn = ssn.map(|end| format!(", {} •••-••-{end}", w::ssn(lang)));
                view! { <li>{words}{ssn}</li> }
            })
            .collect();
        facts.push(Fact::new(w::new_dependents(lang), view! { <ul>{new}</ul> }));
    }
    view! { <SummaryList facts /> }
}

/// A life event as it was signed: what, when, its window, why the change counts from its date.
fn event_facts(lang: Lang, happening: &Happening, proposal: &Proposal) -> Vec<Fact> {
    let (case, effective) = (&happening.case, proposal.effective);
    let timing = happening.timing();
    let tone = if timing == Timing::InTime { Tone::Quiet } else { Tone::Warning };
    let window = view! {
        {events::between(lang, happening.window())}" "<Tag tone label=events::timing(lang, timing) />
    };
    let mut facts = vec![
        Fact::new(events::for_event(lang), events::kind(lang, &happening.kind)),
        Fact::new(events::date_of_event(lang), common::date(lang, case.event_date)),
        Fact::new(events::window(lang), window),
        Fact::new(events::asked_on(lang), common::date(lang, happening.request)),
        Fact::new(
            events::rule_of_date(lang),
            events::why_date(lang, happening.rule(effective), effective, false),
        ),
    ];
    if happening.drops() {
        facts
            .push(Fact::new(events::ends_on(lang), common::date(lang, happening.dropped_through(effective))));
    }
    if let Some(because) = proposal.event.as_ref().and_then(|event| event.late_because.clone()) {
        facts.push(Fact::new(events::late_because(lang), because));
    }
    if let Some(reason) = &case.entry_reason {
        facts.push(Fact::new(events::entered_by(lang), format!("{}: {reason}", case.opened_by_name)));
    }
    facts
}

/// One field of a choice, before and after.
struct Field {
    label: &'static str,
    before: String,
    after: String,
}

/// The fields of a benefit's change, in the order in which they are read.
fn fields(lang: Lang, line: &ReviewLine) -> Vec<Field> {
    let values = |line: Option<&Line>| -> [(&'static str, Option<String>); 6] {
        let plan = match line {
            None => w::nothing_held(lang).to_owned(),
            Some(Line { choice: Choice::Waive { .. }, .. }) => w::waived(lang).to_owned(),
            Some(line) => line.plan.as_ref().map_or_else(
                || line.choice.plan().map(ToString::to_string).unwrap_or_default(),
                |plan| plan.name.clone(),
            ),
        };
        // Carriers ask for it: who retires moves from one group of a company to another.
        let group = line.and_then(|line| line.plan.as_ref()).map(|plan| plan.group_number.clone());
        let choice = line.map(|line| &line.choice);
        let tier = match choice {
            Some(Choice::Cover { tier, .. }) => Some(common::tier(lang, *tier).to_owned()),
            _ => None,
        };
        let covered = match (choice, line) {
            (Some(Choice::Cover { dependents, .. }), _) if dependents.is_empty() => {
                Some(w::just_member(lang).to_owned())
            }
            (Some(Choice::Cover { .. }), Some(line)) => Some(line.covered.join(", ")),
            _ => None,
        };
        let amount = match choice {
            Some(Choice::Insure { volume, .. }) => Some(volume.display()),
            Some(Choice::Contribute { annual, .. }) => Some(annual.display()),
            Some(Choice::Defer { per_pay, .. }) => Some(per_pay.display()),
            _ => None,
        };
        let reason = match choice {
            Some(Choice::Waive { reason }) => Some(member::waiver_reason(lang, *reason).to_owned()),
            _ => None,
        };
        let amount_label = match &line
            .map_or(&Choice::Waive { reason: domain::election::WaiverReason::NotWanted }, |line| &line.choice)
        {
            Choice::Contribute { .. } => w::amount_annual(lang),
            Choice::Defer { .. } => w::amount_per_pay(lang),
            _ => w::amount_volume(lang),
        };
        [
            (w::plan(lang), Some(plan)),
            (public::group_number(lang), group.filter(|number| !number.is_empty())),
            (w::tier(lang), tier),
            (w::covered(lang), covered),
            (amount_label, amount),
            (w::waiver_reason(lang), reason),
        ]
    };
    let after = values(line.after.as_ref());
    values(line.before.as_ref())
        .into_iter()
        .zip(after)
        .filter(|((_, before), (_, after))| before.is_some() || after.is_some())
        .map(|((label_before, before), (label_after, after))| Field {
            label: if after.is_some() { label_after } else { label_before },
            before: before.unwrap_or_else(|| "–".to_owned()),
            after: after.unwrap_or_else(|| "–".to_owned()),
        })
        .collect()
}

/// Proposed beside current, field by field.
#[component]
fn Changes(review: Review) -> impl IntoView {
    let lang = visit().lang;
    let bodies: Vec<_> = review
        .lines
        .iter()
        .map(|line| {
            let rows: Vec<_> = fields(lang, line)
                .into_iter()
                .map(|field| {
                    let is_changed = field.before != field.after;
                    let words = if is_changed { w::changed(lang) } else { w::unchanged(lang) };
                    let after = if is_changed {
                        view! { <strong>{field.after}</strong> }.into_any()
                    } else {
                        field.after.into_any()
                    };
                    view! {
                        <tr class=if is_changed { "changed" } else { "" }>
                            <th scope="row" data-label="">{field.label}</th>
                            <td data-label=w::today_column(lang)>{field.before}</td>
                            <td data-label=w::proposed_column(lang)>{after}</td>
                            <td data-label=w::difference(lang)>
                                <Tag tone=if is_changed { Tone::Warning } else { Tone::Quiet } label=words />
                            </td>
                        </tr>
                    }
                })
                .collect();
            let benefit = common::benefit(lang, line.benefit);
            let heading =
                line.who.as_ref().map_or_else(|| benefit.to_owned(), |who| format!("{benefit}: {who}"));
            view! {
                <tbody>
                    <tr class="group">
                        <th scope="rowgroup" colspan="4">{heading}</th>
                    </tr>
                    {rows}
                </tbody>
            }
        })
        .collect();
    view! {
        <section>
            <h2 id="changes-title">{w::proposed_and_current(lang)}</h2>
            <TableRegion id="changes" caption=w::proposed_and_current(lang) quiet=true stacks=true>
                <thead>
                    <tr>
                        <th scope="col">{w::benefit(lang)}</th>
                        <th scope="col">{w::today_column(lang)}</th>
                        <th scope="col">{w::proposed_column(lang)}</th>
                        <th scope="col">{w::difference(lang)}</th>
                    </tr>
                </thead>
                {bodies}
            </TableRegion>
        </section>
    }
}

#[component]
fn Costs(review: Review) -> impl IntoView {
    let lang = visit().lang;
    let row = |label: &'static str, amounts: BeforeAfter| {
        view! {
            <tr>
                <th scope="row">{label}</th>
                <td class="number"><Money amount=amounts.before /></td>
                <td class="number"><Money amount=amounts.after /></td>
                <td class="number"><MoneyChange amount=amounts.difference() /></td>
            </tr>
        }
    };
    view! {
        <section>
            <h2 id="cost-title">{w::cost_effect(lang)}</h2>
            {review.cost.incomplete.then(|| view! { <Notice tone=Tone::Warning><p>{w::no_price(lang)}</p></Notice> })}
            <TableRegion id="cost" caption=w::cost_effect(lang) quiet=true>
                <thead>
                    <tr>
                        <td></td>
                        <th scope="col" class="number">{w::today_column(lang)}</th>
                        <th scope="col" class="number">{w::proposed_column(lang)}</th>
                        <th scope="col" class="number">{w::difference(lang)}</th>
                    </tr>
                </thead>
                <tbody>
                    {row(w::member_per_month(lang), review.cost.member_month)}
                    {row(w::member_per_pay(lang), review.cost.member_pay)}
                    {row(w::city_per_month(lang), review.cost.city_month)}
                </tbody>
            </TableRegion>
        </section>
    }
}

#[component]
fn Payroll(review: Review) -> impl IntoView {
    let lang = visit().lang;
    let title = match review.submission.state {
        SubmissionState::Approved => w::payroll_lines_sent(lang),
        _ => w::payroll_lines(lang),
    };
    let rows: Vec<_> = review
        .payroll
        .into_iter()
        .map(|line| {
            let end = line.end.and_then(|day| day.pred_opt()).map(|day| common::date(lang, day));
            view! {
                <tr>
                    <th scope="row">{line.deduction_code}</th>
                    <td class="number"><Money amount=line.previous /></td>
                    <td class="number"><Money amount=line.per_pay /></td>
                    <td>{common::date(lang, line.begin)}</td>
                    <td>{end}</td>
                </tr>
            }
        })
        .collect();
    let table = if rows.is_empty() {
        view! { <p class="nothing">{w::no_payroll_lines(lang)}</p> }.into_any()
    } else {
        view! {
            <TableRegion id="payroll-lines" caption=title quiet=true>
                <thead>
                    <tr>
                        <th scope="col">{w::deduction(lang)}</th>
                        <th scope="col" class="number">{w::previous_amount(lang)}</th>
                        <th scope="col" class="number">{w::per_pay(lang)}</th>
                        <th scope="col">{w::begin(lang)}</th>
                        <th scope="col">{w::end(lang)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableRegion>
        }
        .into_any()
    };
    view! {
        <section>
            <h2 id="payroll-title">{title}</h2>
            {table}
        </section>
    }
}

#[component]
fn Checks(review: Review) -> impl IntoView {
    let lang = visit().lang;
    let decided = review.submission.state.is_final();
    let rows: Vec<_> = review
        .found
        .iter()
        .map(|(found, when)| {
            let (tone, words) = match when {
                FoundWhen::Sent if decided => (Tone::Info, w::submitted(lang)),
                FoundWhen::Sent => (Tone::Warning, w::check_now(lang)),
                FoundWhen::Now => (Tone::Danger, w::check_new(lang)),
                FoundWhen::NoLonger => (Tone::Quiet, w::check_then(lang)),
            };
            view! {
                <tr>
                    <th scope="row" data-label=w::rule(lang)>{w::rule_name(lang, found.rule)}</th>
                    <td data-label=w::checks(lang)>{found_text(lang, &review, found)}</td>
                    <td data-label=w::source(lang)>{source(found)}</td>
                    <td data-label=w::state(lang)><Tag tone label=words /></td>
                </tr>
            }
        })
        .collect();
    let table = if rows.is_empty() {
        view! { <p class="nothing">{w::checks_clear(lang)}</p> }.into_any()
    } else {
        view! {
            <TableRegion id="checks" caption=w::checks(lang) quiet=true stacks=true>
                <thead>
                    <tr>
                        <th scope="col">{w::rule(lang)}</th>
                        <th scope="col">{w::checks(lang)}</th>
                        <th scope="col">{w::source(lang)}</th>
                        <th scope="col">{w::state(lang)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableRegion>
        }
        .into_any()
    };
    view! {
        <section>
            <h2 id="checks-title">{w::checks(lang)}</h2>
            {table}
        </section>
    }
}

fn source(found: &Finding) -> &'static str {
    match found.eligibility {
        Some(rule) if found.rule == CheckRule::NotEligible => rule.source(),
        _ => found.rule.source(),
    }
}

fn found_text(lang: Lang, review: &Review, found: &Finding) -> String {
    let mut about: Vec<String> = Vec::new();
    about.extend(found.benefit.map(|benefit| common::benefit(lang, benefit).to_owned()));
    about.extend(found.person.and_then(|id| review.name_of(id)));
    about.extend(found.limit.map(|limit| limit.display()));
    let why = found.eligibility.map(|rule| format!(" {}", w::eligibility(lang, rule))).unwrap_or_default();
    let text = format!("{}{why}", w::rule_text(lang, found.rule));
    if about.is_empty() { text } else { format!("{}: {text}", about.join(", ")) }
}

fn in_words(lang: Lang, line: &Line) -> String {
    let choice = member::choice(lang, &line.choice, line.plan.as_ref());
    if line.covered.is_empty() { choice } else { format!("{choice} ({})", line.covered.join(", ")) }
}

/// The forms: approve, return, deny, claim.
#[component]
fn Decide(visit: Visit, review: Review, here: String, problems: Problems, flash: Flash) -> impl IntoView {
    let lang = visit.lang;
    let submission = &review.submission;
    let waiting = submission.state == SubmissionState::Submitted;
    let correction = submission.kind == SubmissionKind::Correction;
    let reads = if correction { corrections::stays(lang) } else { w::member_reads(lang) };
    let hidden = vec![
        (
            "chosen".to_owned(),
            format!("{}.{}.{}", submission.reference, submission.id.simple(), submission.version),
        ),
        ("back".to_owned(), here),
    ];
    let typed = |name: &str| flash.typed.get(name).cloned().unwrap_or_default();
    let claim = {
        let (action, label) = match submission.assignee {
            None => (Claim::PATH, w::claim(lang)),
            Some(_) => (Release::PATH, w::release(lang)),
        };
        view! {
            <form method="post" action=visit.href(action)>
                <HiddenFields fields=hidden.clone() />
                <SubmitButton label kind=ButtonKind::Secondary />
            </form>
        }
    };
    let approve = waiting.then(|| {
        let mut fields = hidden.clone();
        let compared = review.newer.is_some().then(|| {
            view! { <Checkbox label=w::have_compared(lang) name="compared" error=problems.on("compared") /> }
        });
        let same: Vec<_> = review
            .same_person
            .iter()
            .enumerate()
            .map(|(place, (new, known))| {
                let name = format!("same[{place}]");
                let answer = |known: &str, words: String| Answer::new(format!("{}.{known}", new.id), words);
                let answers = known
                    .iter()
                    .map(|one| answer(&one.id.to_string(), w::is_same(lang, &one.name(), one.ref_.as_deref(), one.birth)))
                    .chain([answer("new", w::is_somebody_else(lang).to_owned())])
                    .collect();
                let error = problems.on(&name);
                view! { <RadioGroup legend=w::who_is(lang, &new.name()) name answers error /> }
            })
            .collect();
        let late = review.needs_words().then(|| {
            view! {
                <Textarea
                    label=if review.is_late() {
                        events::approve_late_words(lang)
                    } else if review.reaches_back {
                        retirement::approve_past_words(lang)
                    } else {
                        corrections::against_rule_words(lang)
                    }
                    name="late_words"
                    value=typed("late_words")
                    hint=reads
                    error=problems.on("late_words")
                    maxlength=4000
                    required=true
                />
            }
        });
        if review.newer.is_some() {
            fields.push(("records".to_owned(), review.records_version.to_string()));
        }
        let body = if correction && review.newer.is_some() {
            view! { <Notice tone=Tone::Warning><p>{corrections::out_of_date(lang)}</p></Notice> }.into_any()
        } else if review.needs_somebody_else {
            view! { <Notice tone=Tone::Warning><p>{corrections::somebody_else(lang)}</p></Notice> }.into_any()
        } else if review.is_blocked() {
            view! { <Notice tone=Tone::Danger><p>{w::cannot_apply(lang)}</p></Notice> }.into_any()
        } else {
            view! {
                <form method="post" action=visit.href(Approve::PATH) novalidate>
                    <HiddenFields fields />
                    <p>{w::approve_hint(lang)}</p>
                    {compared}
                    {same}
                    {late}
                    <SubmitButton label=w::approve(lang) />
                </form>
            }
            .into_any()
        };
        view! { <section class="card" aria-labelledby="approve-title"><h3 id="approve-title">{w::approve(lang)}</h3>{body}</section> }
    });
    let send_back = (waiting && !correction).then(|| {
        view! {
            <section class="card" aria-labelledby="return-title">
                <h3 id="return-title">{w::return_it(lang)}</h3>
                <form method="post" action=visit.href(ReturnForInformation::PATH) novalidate>
                    <HiddenFields fields=hidden.clone() />
                    <Textarea
                        label=w::return_words(lang)
                        name="return_words"
                        value=typed("return_words")
                        hint=reads
                        error=problems.on("return_words")
                        maxlength=4000
                        required=true
                    />
                    <SubmitButton label=w::return_it(lang) kind=ButtonKind::Secondary />
                </form>
            </section>
        }
    });
    view! {
        <section aria-labelledby="decide-title">
            <h2 id="decide-title">{w::decide(lang)}</h2>
            {claim}
            <div class="cards">
                {approve}
                {send_back}
                <section class="card" aria-labelledby="deny-title">
                    <h3 id="deny-title">{w::deny(lang)}</h3>
                    <form method="post" action=visit.href(Deny::PATH) novalidate>
                        <HiddenFields fields=hidden.clone() />
                        <Textarea
                            label=w::deny_words(lang)
                            name="deny_words"
                            value=typed("deny_words")
                            hint=reads
                            error=problems.on("deny_words")
                            maxlength=4000
                            required=true
                        />
                        <SubmitButton label=w::deny(lang) kind=ButtonKind::Danger />
                    </form>
                </section>
            </div>
        </section>
    }
}

#[component]
fn Trail(review: Review) -> impl IntoView {
    let lang = visit().lang;
    let events = review
        .events
        .into_iter()
        .map(|event| TrailEvent {
            what: w::event(lang, &event.action).to_owned(),
            at: event.at,
            who: Some(event.actor_name),
            words: (!event.words.is_empty()).then_some(event.words),
            tone: event.action.parse().map_or(Tone::Quiet, tone_of),
        })
        .collect();
    view! {
        <section>
            <h2 id="history-title">{w::history(lang)}</h2>
            <StatusTrail events />
        </section>
    }
}

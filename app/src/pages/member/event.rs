//! A life event: its rules at once, the day from which it counts, and the list of steps.

use desk::enroll::Enrolling;
use desk::enroll::event::{MyEvent, TooEarlyOrLate};
use desk::enroll::occasion::{Happening, OccasionId};
use desk::enroll::parse::LATE_BECAUSE;
use domain::benefit::Benefit;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::enroll::steps;
use super::parts::{Place, at_page, case_field, changing, problems, totals};
use crate::actions::life_events::{AskLate, ChooseEffective, PutEventAway};
use crate::components::date::DateText;
use crate::components::form::{
    Answer, ButtonKind, ErrorSummary, HiddenFields, Problems, RadioGroup, SubmitButton, Textarea,
};
use crate::components::layout::{Page, Width};
use crate::components::notice::{Notice, Tone};
use crate::components::summary::{Fact, SummaryList};
use crate::components::table::TableRegion;
use crate::pages::never_kept;
use crate::problem::loaded;
use crate::visit::{Flash, Visit, visit};
use crate::words::{Lang, common, life_events as events, member};

/// The event, what counts for it, and its steps.
#[component]
pub fn EventPage() -> impl IntoView {
    let (visit, at) = (visit(), at_page());
    loaded(async move {
        never_kept();
        let actor = visit.signed_in()?;
        let OccasionId::Event(id) = at else { return Err(desk::Error::NotFound("event")) };
        let one = visit.desk.event(actor, id).await?;
        let household = visit.desk.event_household(actor, id).await?;
        let enrolling = match visit.desk.draft(actor, at).await {
            Ok(enrolling) => Some(enrolling),
            // From which day it counts has to be chosen first.
            Err(desk::Error::Fields(_)) => None,
            Err(error) => return Err(error),
        };
        if let Some(sent) = enrolling.as_ref().filter(|one| one.is_sent()).and_then(|one| one.sent.as_ref()) {
            leptos_axum::redirect(&visit.href(&format!("/my/receipts/{}", sent.reference)));
        }
        let names = one
            .happening
            .case
            .concerned
            .iter()
            .map(|id| match household.iter().find(|person| person.id == *id) {
                Some(person) => person.name(),
                None => events::me(visit.lang).to_owned(),
            })
            .collect::<Vec<_>>();
        let said = visit.take_flash("enroll").await;
        let mut flash = visit.take_flash("effective").await;
        let late = visit.take_flash("late").await;
        flash.errors.extend(late.errors);
        flash.errors.extend(said.errors);
        flash.typed.extend(late.typed);
        Ok(page(&visit, &one, &names, enrolling.as_ref(), &flash))
    })
}

fn page(
    visit: &Visit,
    one: &MyEvent,
    names: &[String],
    enrolling: Option<&Enrolling>,
    flash: &Flash,
) -> impl IntoView + use<> {
    let lang = visit.lang;
    let happening = &one.happening;
    let at = OccasionId::Event(happening.case.id);
    let problems = problems(lang, &flash.errors, "");
    let title = events::kind(lang, &happening.kind);
    let because = enrolling
        .and_then(|enrolling| enrolling.draft.as_ref())
        .and_then(|draft| draft.fields.get(LATE_BECAUSE).cloned());
    let out_of_time = happening.out_of_time();
    let ready = match out_of_time {
        None => true,
        Some(TooEarlyOrLate::From(_)) => false,
        Some(TooEarlyOrLate::Until(_)) => because.is_some(),
    };
    let choose = (happening.allowed.len() > 1 || happening.effective().is_none())
        .then(|| choose_day(visit, happening, &problems, flash));
    let todo = enrolling.filter(|_| ready).map(|enrolling| {
        view! {
            <h2>{member::your_steps(lang)}</h2>
            <SummaryList facts=steps(visit, enrolling) />
            {totals(lang, enrolling)}
            <p class="actions">
                <a class="button" href=visit.href(&Place::Household.path(at))>{member::begin(lang)}</a>
                <a class="button button-secondary" href=visit.href(&Place::Review.path(at))>{member::review(lang)}</a>
            </p>
        }
    });
    let put_away = one.sent.is_none().then(|| {
        view! {
            <form method="post" action=visit.href(PutEventAway::PATH)>
                <HiddenFields fields=vec![case_field(at)] />
                <p class="field-hint">{events::put_away_hint(lang)}</p>
                <SubmitButton label=events::put_away(lang) kind=ButtonKind::Quiet />
            </form>
        }
    });
    view! {
        <Page title=title.clone() error=problems.any() width=Width::Wide>
            <ErrorSummary problems=problems.clone() />
            <h1>{title}</h1>
            {enrolling.map(|enrolling| changing(visit, enrolling))}
            {happening.case.entry_reason.as_ref().map(|_| view! { <Notice><p>{events::entering(lang)}</p></Notice> })}
            {happening.case.corrects.map(|_| view! { <Notice><p>{events::corrects(lang)}</p></Notice> })}
            <p class="lead">{events::text(lang, &happening.kind.lead)}</p>
            {out_of_time.map(|when| not_in_time(visit, happening, when, because, flash, &problems))}
            <h2>{events::the_rules(lang)}</h2>
            <SummaryList facts=rules(visit, happening, names) />
            {choose}
            {todo}
            {permits(lang, happening)}
            {put_away}
        </Page>
    }
}

fn rules(visit: &Visit, happening: &Happening, names: &[String]) -> Vec<Fact> {
    let lang = visit.lang;
    let case = &happening.case;
    let facts_path = visit.href(&format!("/my/events/{}/facts", case.id));
    let mut facts = vec![
        Fact::new(events::date_of_event(lang), view! { <DateText day=case.event_date /> })
            .action(facts_path, member::change(lang)),
        Fact::new(events::window(lang), events::between(lang, happening.window())),
        Fact::new(events::deadline(lang), events::by_day(lang, happening.window().1)),
    ];
    if !names.is_empty() {
        facts.insert(1, Fact::new(events::about(lang), names.join(", ")));
    }
    match happening.effective() {
        None => facts.push(Fact::new(events::counts_from(lang), events::not_chosen(lang))),
        Some(day) => {
            let why = events::why_date(lang, happening.rule(day), day, false);
            facts.push(Fact::new(events::counts_from(lang), why));
            if happening.drops() {
                let last = happening.dropped_through(day);
                facts.push(Fact::new(events::ends_on(lang), view! { <DateText day=last /> }));
            }
        }
    }
    let proof: Vec<_> =
        happening.kind.proof.iter().map(|rule| view! { <li>{events::proof_rule(lang, rule)}</li> }).collect();
    if !proof.is_empty() {
        facts.push(Fact::new(events::what_you_need(lang), view! { <ul>{proof}</ul> }));
    }
    facts
}

/// Why a change counts from its day: as the event's rule says, or because it does not reach back.
pub(super) fn why_date(
    lang: Lang,
    happening: &Happening,
    chosen: chrono::NaiveDate,
    begins: chrono::NaiveDate,
) -> String {
    events::why_date(lang, happening.rule(begins), begins, begins != chosen)
}

/// One of several days is chosen; none is chosen by itself.
fn choose_day(
    visit: &Visit,
    happening: &Happening,
    problems: &Problems,
    flash: &Flash,
) -> impl IntoView + use<> {
    let lang = visit.lang;
    let at = OccasionId::Event(happening.case.id);
    let answers = happening
        .allowed
        .iter()
        .map(|day| {
            Answer::new(day.to_string(), events::from_day(lang, *day)).hint(events::why_date(
                lang,
                happening.rule(*day),
                *day,
                false,
            ))
        })
        .collect();
    let chosen = happening.effective().map(|day| day.to_string());
    let value = flash.typed.get("effective").cloned().or(chosen).unwrap_or_default();
    view! {
        <form method="post" action=visit.href(ChooseEffective::PATH) novalidate>
            <HiddenFields fields=vec![case_field(at)] />
            <RadioGroup
                legend=events::choose_day(lang)
                name="effective"
                value
                answers
                hint=events::choose_day_more(lang)
                error=problems.on("effective")
            />
            <p class="actions"><SubmitButton label=events::save_day(lang) kind=ButtonKind::Secondary /></p>
        </form>
    }
}

/// Too early or too late: the rule, the next chance, and how to ask the coordinator.
fn not_in_time(
    visit: &Visit,
    happening: &Happening,
    when: TooEarlyOrLate,
    because: Option<String>,
    flash: &Flash,
    problems: &Problems,
) -> AnyView {
    let lang = visit.lang;
    let last = match when {
        TooEarlyOrLate::From(first) => {
            return view! {
                <Notice tone=Tone::Warning heading=events::early_heading(lang)>
                    <p>{events::not_before(lang, first)}</p>
                </Notice>
            }
            .into_any();
        }
        TooEarlyOrLate::Until(last) => last,
    };
    let at = OccasionId::Event(happening.case.id);
    let asked = because.is_some();
    let value = flash.typed.get(LATE_BECAUSE).cloned().or(because).unwrap_or_default();
    view! {
        <Notice tone=Tone::Warning heading=events::late_heading(lang)>
            <p>{events::was_due(lang, last, happening.kind.window.after)}</p>
            <p>{events::next_chance(lang)}</p>
            {asked.then(|| view! { <p><strong>{events::asked_coordinator(lang)}</strong></p> })}
        </Notice>
        <form method="post" action=visit.href(AskLate::PATH) novalidate>
            <HiddenFields fields=vec![case_field(at)] />
            <Textarea
                label=events::why_late(lang)
                name=LATE_BECAUSE
                value
                hint=events::why_late_hint(lang)
                error=problems.on(LATE_BECAUSE)
                maxlength=1000
            />
            <p class="actions">
                <SubmitButton label=events::ask_coordinator(lang) kind=ButtonKind::Secondary />
                <a class="button button-quiet" href=visit.href("/contact")>{common::nav_contact(lang)}</a>
            </p>
        </form>
    }
    .into_any()
}

/// What may be changed, benefit by benefit, each with the statute or regulation.
fn permits(lang: Lang, happening: &Happening) -> impl IntoView + use<> {
    let rows: Vec<_> = Benefit::ALL
        .iter()
        .map(|benefit| {
            let mut sources: Vec<&str> = Vec::new();
            let items: Vec<_> = happening
                .kind
                .permitted(*benefit)
                .map(|permit| {
                    if !sources.contains(&permit.source.as_str()) {
                        sources.push(&permit.source);
                    }
                    view! { <li>{events::permit(lang, permit)}</li> }
                })
                .collect();
            let may = if items.is_empty() {
                events::no_change(lang).into_any()
            } else {
                view! { <ul>{items}</ul> }.into_any()
            };
            let source =
                if sources.is_empty() { "Treas. Reg. § 1.125-4".to_owned() } else { sources.join("; ") };
            view! {
                <tr>
                    <th scope="row">{common::benefit(lang, *benefit)}</th>
                    <td data-label=events::allowed_changes(lang)>{may}</td>
                    <td data-label=events::by_rule(lang)>{source}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <h2>{events::permitted(lang)}</h2>
        <TableRegion id="permits" caption=events::permitted(lang) quiet=true stacks=true>
            <thead>
                <tr>
                    <th scope="col">{events::benefit(lang)}</th>
                    <th scope="col">{events::allowed_changes(lang)}</th>
                    <th scope="col">{events::by_rule(lang)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </TableRegion>
    }
}

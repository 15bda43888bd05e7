//! My benefits: what a member has today, and on any other day.

use desk::member::{Held, MyBenefits, Waiting};
use domain::class::PayCalendar;
use domain::election::Choice;
use domain::helper::Doing;
use leptos::prelude::*;

use super::parts::{PerPay, covered};
use crate::components::card::Card;
use crate::components::date::{DateText, InstantText};
use crate::components::form::{DateField, SubmitButton};
use crate::components::layout::Page;
use crate::components::money::Money;
use crate::components::notice::{Notice, Tone};
use crate::components::problem::Problem;
use crate::components::status::StatusTag;
use crate::components::summary::{Fact, SummaryList};
use crate::pages::never_kept;
use crate::visit::{Visit, visit};
use crate::words::{Lang, common, life_events as events, medicare, member, part_b, retirement, retiring};

/// What the member has today.
#[component]
pub fn MyBenefitsPage() -> impl IntoView {
    let visit = visit();
    Suspend::new(async move {
        never_kept();
        match load(&visit, None).await {
            Ok(my) => today(&visit, &my),
            Err(error) => no_benefits(&visit, error),
        }
    })
}

/// What the member had, or will have, on a day.
#[component]
pub fn HistoryPage() -> impl IntoView {
    let visit = visit();
    Suspend::new(async move {
        never_kept();
        let typed = visit.query.get("on").cloned().unwrap_or_default();
        let day = if typed.is_empty() { Ok(None) } else { typed.trim().parse().map(Some) };
        let bad = day.is_err();
        match load(&visit, day.ok().flatten()).await {
            Ok(my) => on_a_day(&visit, &my, typed, bad),
            Err(error) => no_benefits(&visit, error),
        }
    })
}

async fn load(visit: &Visit, on: Option<chrono::NaiveDate>) -> desk::Result<MyBenefits> {
    visit.desk.my_benefits(visit.signed_in()?, on).await
}

/// Somebody without benefits of their own on that day has done nothing wrong.
fn no_benefits(visit: &Visit, error: desk::Error) -> AnyView {
    let lang = visit.lang;
    if !matches!(error, desk::Error::NotFound(_)) {
        return view! { <Problem error /> }.into_any();
    }
    view! {
        <Page title=member::not_a_subscriber(lang)>
            <h1>{member::not_a_subscriber(lang)}</h1>
            <p class="lead">{member::not_a_subscriber_more(lang)}</p>
            <p class="actions"><a class="button" href=visit.href("/contact")>{common::nav_contact(lang)}</a></p>
        </Page>
    }
    .into_any()
}

fn today(visit: &Visit, my: &MyBenefits) -> AnyView {
    let lang = visit.lang;
    let upcoming: Vec<_> = my.upcoming.iter().map(|held| benefit(lang, held, my.pays)).collect();
    let has_upcoming = !upcoming.is_empty();
    let part_b_link =
        if visit.may(Doing::Claim) { part_b::claim_heading(lang) } else { part_b::each_month(lang) };
    view! {
        <Page title=member::my_benefits(lang)>
            <h1>{member::my_benefits(lang)}</h1>
            {call_to_action(visit, my)}
            {sent(visit, &my.waiting)}
            {my.leaving.iter().map(|one| view! {
                <Notice tone=Tone::Warning heading=member::coverage_ends(lang, &one.name, one.last_day)>
                    <p>{member::coverage_ends_more(lang)}</p>
                </Notice>
            }).collect::<Vec<_>>()}
            {turning_65(visit, my)}
            {my.is_retired.then(|| view! {
                <p class="actions">
                    <a class="button" href=visit.href("/my/retirement")>{retirement::my_retirement_link(lang)}</a>
                </p>
            })}
            <h2>{member::my_benefits_today(lang)}</h2>
            {all_held(lang, my)}
            <h2>{member::upcoming(lang)}</h2>
            {if has_upcoming {
                view! { <div class="cards">{upcoming}</div> }.into_any()
            } else {
                view! { <p>{member::nothing_upcoming(lang)}</p> }.into_any()
            }}
            <h2>{member::look_at_another_day(lang)}</h2>
            {another_day(visit, my.on.to_string(), false)}
            {my.part_b.then(|| view! {
                <h2>{part_b::title(lang)}</h2>
                <p>{part_b::my_lead(lang)}</p>
                <p><a class="button button-secondary" href=visit.href("/my/part-b")>{part_b_link}</a></p>
            })}
            {retiring(visit, my)}
            {visit.may(Doing::Form).then(|| view! {
                <h2>{events::title(lang)}</h2>
                <p>{events::lead(lang)}</p>
                <p><a class="button button-secondary" href=visit.href("/my/events")>{events::report(lang)}</a></p>
            })}
            <p><a href=visit.href("/my/submissions")>{member::all_submissions(lang)}</a></p>
        </Page>
    }
    .into_any()
}

/// The way into retirement, for those who are paid.
fn retiring(visit: &Visit, my: &MyBenefits) -> Option<impl IntoView + use<>> {
    let lang = visit.lang;
    (my.pays != PayCalendar::Monthly && visit.may(Doing::Form)).then(|| {
        view! {
            <h2>{retiring::on_my_page(lang)}</h2>
            <p>{retiring::on_my_page_more(lang)}</p>
            <p><a class="button button-secondary" href=visit.href("/my/retiring")>{retiring::title(lang)}</a></p>
        }
    })
}

/// Who becomes 65: by when to enrol in Medicare, and what then happens to their coverage.
fn turning_65(visit: &Visit, my: &MyBenefits) -> impl IntoView + use<> {
    let lang = visit.lang;
    let people: Vec<_> = my
        .turning_65
        .iter()
        .map(|one| {
            let last = one.enrol.last_day().unwrap_or(one.begins);
            let late = one.is_late(my.on);
            let tone = if late { Tone::Danger } else { Tone::Warning };
            let enroll = (my.on <= last).then(|| medicare::enrol_by(lang, one.enrol.from(), last));
            view! {
                <Notice tone heading=medicare::heading(lang, &one.name, one.begins, late)>
                    {enroll.map(|text| view! { <p>{text}</p> })}
                    <p>{medicare::what_happens(lang)}</p>
                    {late.then(|| view! { <p>{medicare::late(lang)}</p> })}
                    <p>
                        <a class="button button-secondary" href=visit.href(&format!("/my/medicare/{}", one.person))>
                            {medicare::read_more(lang)}
                        </a>
                    </p>
                </Notice>
            }
        })
        .collect();
    people
}

fn on_a_day(visit: &Visit, my: &MyBenefits, typed: String, bad: bool) -> AnyView {
    let lang = visit.lang;
    let value = if typed.is_empty() { my.on.to_string() } else { typed };
    view! {
        <Page title=member::history(lang) error=bad>
            <h1>{member::history(lang)}</h1>
            {another_day(visit, value, bad)}
            <h2>{member::held_on(lang, my.on)}</h2>
            {all_held(lang, my)}
            <p class="actions">
                <a class="button button-secondary" href=visit.href("/my")>{member::back_to_my_benefits(lang)}</a>
            </p>
        </Page>
    }
    .into_any()
}

fn all_held(lang: Lang, my: &MyBenefits) -> AnyView {
    if my.held.is_empty() {
        return view! { <p class="empty">{member::nothing_held(lang)}</p> }.into_any();
    }
    let cards: Vec<_> = my.held.iter().map(|held| benefit(lang, held, my.pays)).collect();
    view! {
        <div class="cards">{cards}</div>
        <p class="running-total">
            <span>{member::you_pay_a_month(lang)}": "<Money amount=my.monthly() /></span>
            <strong>{member::total(lang)}": "<PerPay amount=my.per_pay() pays=my.pays /></strong>
        </p>
    }
    .into_any()
}

fn benefit(lang: Lang, held: &Held, pays: PayCalendar) -> impl IntoView + use<> {
    let line = &held.line;
    let mut facts = Vec::new();
    if let Choice::Waive { reason } = &line.choice {
        facts.push(Fact::new(member::waived(lang), member::waiver_reason(lang, *reason)));
    } else {
        let text = member::choice(lang, &line.choice, line.plan.as_ref());
        facts.push(Fact::new(member::plan(lang), text));
    }
    if matches!(line.choice, Choice::Cover { .. }) {
        facts.push(Fact::new(member::who_is_covered(lang), covered(lang, line)));
    }
    facts.push(Fact::new(member::since(lang), view! { <DateText day=held.since /> }));
    if let Some(last) = held.until {
        facts.push(Fact::new(member::until(lang), view! { <DateText day=last /> }));
    }
    match &line.cost {
        _ if line.plan.is_none() => {}
        None => facts.push(Fact::new(member::you_pay_a_month(lang), member::price_unknown(lang))),
        Some(cost) => {
            if matches!(line.choice, Choice::Cover { .. } | Choice::Insure { .. }) {
                let (premium, city) = (cost.monthly.premium, cost.monthly.employer);
                facts.push(Fact::new(member::full_price_a_month(lang), view! { <Money amount=premium /> }));
                facts.push(Fact::new(member::city_pays_a_month(lang), view! { <Money amount=city /> }));
            }
            let (mine, each) = (cost.monthly.member, cost.per_pay);
            facts.push(Fact::new(member::you_pay_a_month(lang), view! { <Money amount=mine /> }));
            if pays != PayCalendar::Monthly {
                let each = view! { <strong><Money amount=each /></strong> };
                facts.push(Fact::new(member::you_pay_per_paycheck(lang), each));
            }
        }
    }
    view! {
        <Card heading=common::benefit(lang, line.benefit) minor=true>
            <SummaryList facts />
        </Card>
    }
}

fn call_to_action(visit: &Visit, my: &MyBenefits) -> Option<impl IntoView + use<>> {
    let lang = visit.lang;
    let period = my.enrollment.as_ref()?;
    let action = match &my.sent {
        Some(reference) => view! {
            <p>{member::you_have_sent(lang)}</p>
            <p>
                <a class="button button-secondary" href=visit.href(&format!("/my/receipts/{reference}"))>
                    {member::see_receipt(lang)}
                </a>
            </p>
        }
        .into_any(),
        None => view! {
            <p>{member::choosing_for(lang, period.plan_year)}</p>
            {visit.may(Doing::Form).then(|| view! {
                <p><a class="button" href=visit.href("/my/enroll")>{member::begin(lang)}</a></p>
            })}
        }
        .into_any(),
    };
    Some(view! {
        <Notice heading=member::enrollment_is_open(lang)>
            <p>{member::deadline(lang, period.closes_at)}</p>
            {action}
        </Notice>
    })
}

fn sent(visit: &Visit, waiting: &[Waiting]) -> Option<impl IntoView + use<>> {
    let lang = visit.lang;
    let notices: Vec<_> = waiting
        .iter()
        .map(|one| {
            let tone = crate::components::status::tone_of(one.state);
            let tone = if tone == Tone::Info { Tone::Quiet } else { tone };
            view! {
                <Notice tone>
                    <p>
                        <span class="reference">{one.reference.clone()}</span>" "<StatusTag state=one.state />
                    </p>
                    <p>
                        {member::sent_on(lang)}" "<InstantText at=one.submitted_at />". "
                        {member::for_plan_year(lang)}" "<DateText day=one.effective />"."
                    </p>
                    <p>
                        <a href=visit.href(&format!("/my/receipts/{}", one.reference))>{member::see_receipt(lang)}</a>
                    </p>
                </Notice>
            }
        })
        .collect();
    (!notices.is_empty()).then(|| view! { <h2>{member::waiting(lang)}</h2>{notices} })
}

fn another_day(visit: &Visit, value: String, bad: bool) -> impl IntoView + use<> {
    let lang = visit.lang;
    view! {
        <form method="get" action=visit.href("/my/history") class="filters">
            <div class="filters-grid">
                <DateField label=member::day(lang) name="on" value error=bad.then(|| member::not_a_day(lang).to_owned()) />
                <SubmitButton label=member::show(lang) kind=crate::components::form::ButtonKind::Secondary />
            </div>
        </form>
    }
}

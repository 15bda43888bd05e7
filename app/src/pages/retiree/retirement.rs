//! My retirement benefits: a mixed household on one page.

use desk::retirement::{Covered, Member, MyRetirement};
use domain::helper::Doing;
use leptos::prelude::*;

use crate::actions::standing::medicare_path;
use crate::components::card::Card;
use crate::components::date::DateText;
use crate::components::layout::Page;
use crate::components::money::Money;
use crate::components::notice::{Notice, Tone};
use crate::components::status::StatusTag;
use crate::components::summary::{Fact, SummaryList};
use crate::pages::never_kept;
use crate::problem::loaded;
use crate::visit::{Visit, visit};
use crate::words::{Lang, common, desk as dw, member as mw, retirement as w};

/// Everybody of the household, each with plan, price and next date.
#[component]
pub fn MyRetirementPage() -> impl IntoView {
    let visit = visit();
    never_kept();
    loaded(async move {
        let my = visit.desk.my_retirement(visit.signed_in()?, None).await?;
        Ok(page(&visit, &my))
    })
}

fn page(visit: &Visit, my: &MyRetirement) -> impl IntoView + use<> {
    let lang = visit.lang;
    let lead = if my.is_survivor { w::survivor_lead(lang) } else { w::lead(lang) };
    let next = my.next().map(|(who, next)| {
        view! {
            <p><strong><DateText day=next.day /></strong>" · "{who.name.clone()}": "{w::change(lang, &next.why)}</p>
        }
    });
    let next = match next {
        Some(next) => next.into_any(),
        None => view! { <p>{w::nothing_next(lang)}</p> }.into_any(),
    };
    let people: Vec<_> = my.members.iter().map(|one| person(visit, one)).collect();
    let totals = vec![
        Fact::new(w::you_pay(lang), view! { <strong><Money amount=my.monthly /></strong> }),
        Fact::new(w::city_pays(lang), view! { <Money amount=my.city /> }),
        Fact::new(w::how_paid(lang), w::paid_by(lang, my.paid_by)),
    ];
    view! {
        <Page title=w::title(lang)>
            <h1>{w::title(lang)}</h1>
            <p class="lead">{lead}</p>
            {waiting(visit, my)}
            <Notice heading=w::next_title(lang)>{next}</Notice>
            <SummaryList facts=totals />
            {my.incomplete.then(|| view! { <p>{w::incomplete(lang)}</p> })}
            {people}
            <p class="actions">
                <a class="button button-secondary" href=visit.href("/my/packet")>{w::my_packet(lang)}</a>
                <a class="button button-secondary" href=visit.href("/my/part-b")>{w::my_part_b(lang)}</a>
                <a class="button button-secondary" href=visit.href("/my")>{w::all_benefits(lang)}</a>
            </p>
        </Page>
    }
}

/// What was sent about somebody's standing and is not decided.
fn waiting(visit: &Visit, my: &MyRetirement) -> impl IntoView + use<> {
    let lang = visit.lang;
    let sent: Vec<_> = my
        .waiting
        .iter()
        .filter_map(|one| {
            use domain::transition::Reason;
            let reason = &one.proposal.transition.as_ref()?.reason;
            let Reason::Medicare { who, .. } = reason else { return None };
            let name = my.members.iter().find(|member| member.id == *who)?.name.clone();
            let words = w::sent_state(lang, &w::medicare_of(lang, &name), one.proposal.effective, one.state);
            let href = visit.href(&medicare_path("", &who.to_string()));
            Some(view! {
                <Notice tone=Tone::Quiet>
                    <p><span class="reference">{one.reference.clone()}</span>" "<StatusTag state=one.state /></p>
                    <p><a href=href>{words}</a></p>
                </Notice>
            })
        })
        .collect();
    (!sent.is_empty()).then(|| view! { <section><h2>{w::waiting(lang)}</h2>{sent}</section> })
}

fn person(visit: &Visit, one: &Member) -> impl IntoView + use<> {
    let lang = visit.lang;
    let relation = one.relationship.map_or_else(|| mw::you(lang), |relation| dw::relation(lang, relation));
    let disabled = if one.disabled { format!(", {}", dw::disabled(lang)) } else { String::new() };
    let about = format!("{relation}{disabled}, {}", w::years_old(lang, one.age));
    let mut facts: Vec<Fact> = Vec::new();
    if let Some(day) = one.medicare_from {
        facts.push(Fact::new(w::medicare_since(lang), view! { <DateText day /> }));
    }
    facts.extend(one.covered.iter().map(|covered| fact(lang, covered)));
    if one.covered.is_empty() {
        facts.push(Fact::new(w::plan(lang), w::not_covered(lang)));
    }
    let next: Vec<_> = one
        .next
        .iter()
        .map(|next| view! { <li><DateText day=next.day />": "{w::change(lang, &next.why)}</li> })
        .collect();
    if !next.is_empty() {
        facts.push(Fact::new(w::next_date(lang), view! { <ul>{next}</ul> }));
    }
    let tell = (one.may_tell_medicare && visit.may(Doing::Form)).then(|| {
        let href = visit.href(&medicare_path("", &one.id.to_string()));
        let about = format!(": {}", one.name);
        view! {
            <p class="actions">
                <a class="button" href=href>{w::tell_medicare(lang)}<span class="visually-hidden">{about}</span></a>
            </p>
        }
    });
    view! {
        <Card heading=one.name.clone()>
            <p class="field-hint">{about}</p>
            <SummaryList facts />
            {tell}
        </Card>
    }
}

/// A benefit that covers somebody: the plan, and what it costs where it is their own contract.
fn fact(lang: Lang, covered: &Covered) -> Fact {
    let line = &covered.line;
    let plan = mw::choice(lang, &line.choice, line.plan.as_ref());
    let until = covered.until.map(|day| view! { <br />{w::until(lang)}" "<DateText day /> });
    let value = match (&covered.under, &line.cost) {
        (Some(holder), _) => {
            let name = line.plan.as_ref().map_or(plan, |plan| plan.name.clone());
            view! { {w::under_whom(lang, &name, holder)}{until} }.into_any()
        }
        (None, None) => view! { {plan}<br />{mw::price_unknown(lang)}{until} }.into_any(),
        (None, Some(cost)) => {
            let (mine, city) = (cost.monthly.member, cost.monthly.employer);
            view! {
                {plan}
                <br />
                {w::your_share(lang)}": "<strong><Money amount=mine /></strong>
                <br />
                {w::city_share(lang)}": "<Money amount=city />
                {until}
            }
            .into_any()
        }
    };
    Fact::new(common::benefit(lang, line.benefit), value)
}

//! The estimate on the page of somebody's retirement: before and after, what ends, Medicare, dates, and the plans to
//! choose.

use desk::retiring::{Estimate, NOTHING, Part};
use domain::retiring::RetirementSystem;
use domain::retiring::checklist::{Item, Step};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::retiring::{Shown, plan_field};
use crate::actions::retiring::{ChoosePlans, ShowCost};
use crate::components::date::DateText;
use crate::components::form::{
    ButtonKind, Checkbox, HiddenFields, Problems, Select, SubmitButton, TextField,
};
use crate::components::money::Money;
use crate::components::notice::{Notice, Tone};
use crate::components::summary::{Fact, SummaryList};
use crate::components::table::TableRegion;
use crate::visit::Visit;
use crate::words::{Lang, common, member, retiring as w, survivors};

/// The whole estimate; on the road, what can be chosen, and what follows.
pub(super) fn drawn_estimate(
    visit: &Visit,
    estimate: &Estimate,
    shown: &Shown,
    may_choose: bool,
    problems: &Problems,
) -> impl IntoView + use<> {
    let lang = visit.lang;
    let on_road = shown.my.road.is_some();
    let turnover = estimate.turnover;
    let facts = vec![
        Fact::new(w::when(lang), common::date(lang, turnover.retires_on)),
        Fact::new(w::pension_from(lang), w::system(lang, estimate.system)),
        Fact::new(w::last_day(lang), common::date(lang, turnover.active_until())),
        Fact::new(w::first_day(lang), common::date(lang, turnover.retiree_from())),
    ];
    let head = (!on_road).then(|| {
        view! {
            <h2 id="estimate-title">{w::estimate(lang)}</h2>
            <SummaryList facts />
            <p>{w::no_gap(lang)}" "{w::print(lang)}</p>
        }
    });
    let dates = (!on_road).then(|| dates(lang, &estimate.items, estimate.system));
    view! {
        <section id="estimate">
            {head}
            {before(lang, estimate)}
            {after(visit, estimate, shown, may_choose, problems)}
            {ends(lang, estimate)}
            {medicare(lang, estimate)}
            {dates}
        </section>
    }
}

fn before(lang: Lang, estimate: &Estimate) -> impl IntoView + use<> {
    let rows: Vec<_> = estimate
        .before
        .iter()
        .map(|line| {
            let known = line.cost.is_some();
            view! {
                <tr>
                    <th scope="row" data-label=member::benefit(lang)>{common::benefit(lang, line.benefit)}</th>
                    <td data-label=member::plan(lang)>
                        <span>{member::choice(lang, &line.choice, line.plan.as_ref())}</span>
                    </td>
                    <td class="number" data-label=w::each_pay(lang)>
                        {known.then(|| view! { <Money amount=line.per_pay() /> })}
                    </td>
                    <td class="number" data-label=w::each_month(lang)>
                        {known.then(|| view! { <Money amount=line.monthly() /> })}
                    </td>
                </tr>
            }
        })
        .collect();
    if rows.is_empty() {
        return view! { <h3>{w::now(lang)}</h3><p class="empty">{w::nothing_now(lang)}</p> }.into_any();
    }
    view! {
        <h3>{w::now(lang)}</h3>
        <TableRegion id="before" caption=w::now(lang) quiet=true stacks=true>
            <thead>
                <tr>
                    <th scope="col">{member::benefit(lang)}</th>
                    <th scope="col">{member::plan(lang)}</th>
                    <th scope="col" class="number">{w::each_pay(lang)}</th>
                    <th scope="col" class="number">{w::each_month(lang)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </TableRegion>
    }
    .into_any()
}

/// What could be held, with a plan to choose for each part; and, once the day is agreed, the signature.
fn after(
    visit: &Visit,
    estimate: &Estimate,
    shown: &Shown,
    may_choose: bool,
    problems: &Problems,
) -> impl IntoView + use<> {
    let lang = visit.lang;
    let fields: Vec<_> = estimate.parts.iter().map(|part| part_field(lang, part)).collect();
    let hidden = shown.hidden(&[("date", shown.typed.date.clone()), ("system", shown.typed.system.clone())]);
    let facts = vec![
        Fact::new(w::taken_now(lang), view! { <Money amount=estimate.per_pay() /> }),
        Fact::new(w::month_now(lang), view! { <Money amount=estimate.monthly_before() /> }),
        Fact::new(w::month_then(lang), view! { <strong><Money amount=estimate.monthly_after() /></strong> }),
    ];
    let sign = may_choose.then(|| {
        let version = shown.my.road.as_ref().map(|view| view.road.version.to_string()).unwrap_or_default();
        let typed = |name: &str| shown.flash.typed.get(name).cloned().unwrap_or_default();
        let once =
            if typed("once_key").is_empty() { uuid::Uuid::now_v7().to_string() } else { typed("once_key") };
        let signature = shown.is_own().then(|| {
            view! {
                <TextField
                    label=w::signature(lang)
                    name="signature"
                    value=typed("signature")
                    autocomplete="name"
                    error=problems.on("signature")
                />
            }
        });
        view! {
            <h3 id="choose">{shown.pick(w::choose(lang), w::choose_for(lang))}</h3>
            <p>{shown.pick(w::choose_lead(lang), w::choose_lead_for(lang))}</p>
            <HiddenFields fields=vec![("version".to_owned(), version), ("once_key".to_owned(), once)] />
            <Checkbox
                label=shown.pick(w::attest(lang), w::attest_for(lang))
                name="attested"
                checked=typed("attested") == "true"
                error=problems.on("attested")
            />
            {signature}
            <p class="actions">
                <SubmitButton
                    label=shown.pick(w::send(lang), survivors::to_queue(lang))
                    formaction=visit.href(ChoosePlans::PATH)
                />
            </p>
        }
    });
    let unpriced = estimate
        .lacks_a_price()
        .then(|| view! { <Notice tone=Tone::Warning><p>{w::some_unpriced(lang)}</p></Notice> });
    view! {
        <h3>{w::then(lang)}</h3>
        <p>{w::then_lead(lang)}" "{w::prices_of(lang, estimate.priced_on)}</p>
        <form method="post" action=visit.href(ShowCost::PATH) novalidate>
            <HiddenFields fields=hidden />
            {fields}
            <p><SubmitButton label=w::show_cost(lang) kind=ButtonKind::Secondary /></p>
            {unpriced}
            <SummaryList facts />
            {sign}
        </form>
    }
}

fn part_field(lang: Lang, part: &Part) -> impl IntoView + use<> {
    let code = |line: &desk::line::Line| line.choice.plan().map(ToString::to_string).unwrap_or_default();
    let options = part.options.iter().map(|line| {
        let price = match &line.cost {
            Some(cost) => format!("{} {}", cost.monthly.member.display(), w::each_month(lang).to_lowercase()),
            None => w::no_price(lang).to_owned(),
        };
        (code(line), format!("{} – {price}", member::choice(lang, &line.choice, line.plan.as_ref())))
    });
    let nothing = (NOTHING.to_owned(), w::no_plan(lang).to_owned());
    let options: Vec<(String, String)> = options.chain([nothing]).collect();
    let value = part.line().map_or_else(|| NOTHING.to_owned(), code);
    let label = w::part(lang, common::benefit(lang, part.benefit), &part.who, part.contract.medicare);
    view! { <Select label=label name=plan_field(&part.key) value options /> }
}

fn ends(lang: Lang, estimate: &Estimate) -> impl IntoView + use<> {
    let rows: Vec<_> = estimate
        .ends
        .iter()
        .map(|one| {
            view! {
                <tr>
                    <th scope="row" data-label=member::benefit(lang)>{common::benefit(lang, one.line.benefit)}</th>
                    <td data-label=w::until(lang)><DateText day=one.last_day /></td>
                </tr>
            }
        })
        .collect();
    let body = if rows.is_empty() {
        view! { <p>{w::nothing_ends(lang)}</p> }.into_any()
    } else {
        view! {
            <p>{w::ends_lead(lang)}</p>
            <TableRegion id="ends" caption=w::ends(lang) quiet=true stacks=true>
                <thead>
                    <tr>
                        <th scope="col">{member::benefit(lang)}</th>
                        <th scope="col">{w::until(lang)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableRegion>
        }
        .into_any()
    };
    view! { <h3>{w::ends(lang)}</h3>{body} }
}

fn medicare(lang: Lang, estimate: &Estimate) -> impl IntoView + use<> {
    let rows: Vec<_> = estimate
        .members
        .iter()
        .map(|one| {
            view! {
                <tr>
                    <th scope="row" data-label=w::person(lang)>{one.name.clone()}</th>
                    <td data-label=w::what_to_do(lang)>
                        <span>{one.step.map(|step| w::medicare_step(lang, step))}</span>
                    </td>
                </tr>
            }
        })
        .collect();
    view! {
        <h3>{w::medicare(lang)}</h3>
        <p>{w::medicare_lead(lang)}</p>
        <TableRegion id="medicare" caption=w::medicare(lang) quiet=true stacks=true>
            <thead>
                <tr>
                    <th scope="col">{w::person(lang)}</th>
                    <th scope="col">{w::what_to_do(lang)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </TableRegion>
    }
}

fn dates(lang: Lang, items: &[Item], system: RetirementSystem) -> impl IntoView + use<> {
    let row = |item: &Item| {
        let Item { step, owner, due } = *item;
        view! {
            <tr>
                <th scope="row" data-label=w::step(lang)>{w::step_words(lang, step, system)}</th>
                <td data-label=w::who(lang)>{w::owner(lang, owner)}</td>
                <td data-label=w::due(lang)><DateText day=due /></td>
            </tr>
        }
    };
    // What the offices decide among themselves is not the employee's to plan.
    let rows: Vec<_> = items.iter().filter(|item| item.step != Step::Approve).map(row).collect();
    view! {
        <h3>{w::dates(lang)}</h3>
        <TableRegion id="dates" caption=w::dates(lang) quiet=true stacks=true>
            <thead>
                <tr>
                    <th scope="col">{w::step(lang)}</th>
                    <th scope="col">{w::who(lang)}</th>
                    <th scope="col">{w::due(lang)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </TableRegion>
    }
}

//! The lists of the retirement administrator, the treasurer and accounting: each sees their own.

use chrono::NaiveDate;
use desk::Permission;
use desk::error::FieldError;
use desk::lists::{Costs, Deduction, PAGE, PaidBy, PensionList, PlanCost, UnitCosts};
use domain::class::RetirementSystem;
use leptos::prelude::*;

use crate::components::form::{DateField, ErrorSummary, Problems, SubmitButton};
use crate::components::layout::{Page, Width, address};
use crate::components::money::Money;
use crate::components::notice::{Notice, Tone};
use crate::components::pager::Pager;
use crate::components::table::TableRegion;
use crate::problem::loaded;
use crate::visit::{Visit, visit};
use crate::words::{Lang, common, lists as w};

/// Every list that the actor may see, as of a day.
#[component]
pub fn Lists() -> impl IntoView {
    let visit = visit();
    loaded(async move {
        let actor = visit.signed_in()?;
        let asked = visit.query.get("on").map(|text| text.parse::<NaiveDate>());
        let on = asked.and_then(Result::ok).unwrap_or_else(|| visit.desk.today());
        let problems = match asked {
            Some(Err(_)) => {
                vec![FieldError { field: "on".into(), problem: String::new(), detail: String::new() }]
            }
            _ => Vec::new(),
        };

        let mut lists = Vec::new();
        if actor.may(Permission::SeePensionDeductions) {
            let wanted = visit.query.get("system").map(String::as_str);
            let system = PaidBy::ALL.into_iter().find(|system| Some(system.as_str()) == wanted);
            let start = visit.query.get("start").and_then(|text| text.parse().ok()).unwrap_or(0);
            let system = system.unwrap_or(PaidBy::Pension(RetirementSystem::City));
            let list = visit.desk.pension_deductions(actor, on, system, start).await?;
            lists.push(pensions(&visit, on, list).into_any());
        }
        if actor.may(Permission::SeeBilling) {
            lists.push(bills(visit.lang, visit.desk.bills(actor, on).await?).into_any());
        }
        if actor.may(Permission::SeeCosts) {
            lists.push(costs(visit.lang, visit.desk.costs(actor, on).await?).into_any());
        }
        if lists.is_empty() {
            return Err(desk::Error::Forbidden);
        }
        Ok(lists_page(&visit, on, &problems, lists))
    })
}

fn lists_page(
    visit: &Visit,
    on: NaiveDate,
    problems: &[FieldError],
    lists: Vec<AnyView>,
) -> impl IntoView + use<> {
    let lang = visit.lang;
    let problems = Problems::of(problems, |_| w::not_a_date(lang).to_owned());
    let action = visit.href("/offices");
    view! {
        <Page title=w::offices(lang) width=Width::Wide error=problems.any()>
            <ErrorSummary problems=problems.clone() />
            <h1>{w::offices(lang)}</h1>
            <p class="lead">{w::offices_lead(lang)}</p>
            <form class="filters" method="get" action=action>
                <DateField
                    label=w::as_of(lang)
                    name="on"
                    value=on.to_string()
                    hint=w::as_of_hint(lang)
                    error=problems.on("on")
                    required=true
                />
                <SubmitButton label=w::show(lang) />
            </form>
            {lists}
        </Page>
    }
}

fn unpriced(lang: Lang, count: u32) -> Option<impl IntoView> {
    (count > 0).then(|| {
        view! {
            <Notice tone=Tone::Warning heading=w::unpriced_heading(lang)>
                <p>{w::unpriced(lang, count)}</p>
            </Notice>
        }
    })
}

// Pensions ---------------------------------------------------------------------------------------

fn pensions(visit: &Visit, on: NaiveDate, list: PensionList) -> impl IntoView + use<> {
    let lang = visit.lang;
    let href = |system: PaidBy, start: usize| {
        let (on, start) = (on.to_string(), start.to_string());
        let query = [("on", on.as_str()), ("system", system.as_str()), ("start", start.as_str())];
        address(&visit.href("/offices"), query)
    };
    let systems: Vec<_> = list
        .systems
        .iter()
        .map(|sum| {
            let shares: Vec<_> = sum.plans.iter().map(|(plan, share)| share_of(plan.as_str(), *share)).collect();
            let current = (sum.system == list.system).then_some("true");
            view! {
                <tr>
                    <th scope="row">
                        <a href=href(sum.system, 0) aria-current=current>{w::pension_system(lang, sum.system)}</a>
                    </th>
                    <td class="number">{sum.pensions}</td>
                    <td>{shares}</td>
                    <td class="number"><Money amount=sum.total /></td>
                </tr>
            }
        })
        .collect();
    let shown = list.deductions.len();
    let (start, count, system) = (list.start, list.count, list.system);
    let rows: Vec<_> = list.deductions.into_iter().map(deduction).collect();
    let previous = (start > 0).then(|| href(system, start.saturating_sub(PAGE)));
    let next = (start + shown < count).then(|| href(system, start + shown));
    view! {
        <section aria-labelledby="pensions-heading">
            <h2 id="pensions-heading">{w::pensions(lang)}</h2>
            <p>{w::pensions_lead(lang)}</p>
            {unpriced(lang, list.unpriced)}
            {systems.is_empty().then(|| view! { <p>{w::nothing_to_deduct(lang)}</p> })}
            {(!systems.is_empty()).then(|| view! {
                <TableRegion id="systems" caption=w::pensions_by_system(lang)>
                    <thead>
                        <tr>
                            <th scope="col">{w::system(lang)}</th>
                            <th scope="col" class="number">{w::pensions_count(lang)}</th>
                            <th scope="col">{w::shares(lang)}</th>
                            <th scope="col" class="number">{w::a_month(lang)}</th>
                        </tr>
                    </thead>
                    <tbody>{systems}</tbody>
                </TableRegion>
            })}
            {(shown > 0).then(|| view! {
                <TableRegion id="deductions" caption=w::pension_system(lang, system)>
                    <thead>
                        <tr>
                            <th scope="col">{w::person(lang)}</th>
                            <th scope="col">{w::number(lang)}</th>
                            <th scope="col">{w::shares(lang)}</th>
                            <th scope="col" class="number">{w::a_month(lang)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </TableRegion>
                {(system == PaidBy::Bill).then(|| view! { <p>{w::unknown_note(lang)}</p> })}
                <Pager previous next summary=w::range(lang, start, shown, count) />
            })}
        </section>
    }
}

fn deduction(one: Deduction) -> impl IntoView {
    let shares: Vec<_> = one.shares.iter().map(|(plan, share)| share_of(plan.as_str(), *share)).collect();
    view! {
        <tr>
            <th scope="row">{format!("{}, {}", one.family_name, one.given_name)}</th>
            <td>{one.person_ref}</td>
            <td>{shares}</td>
            <td class="number"><Money amount=one.total /></td>
        </tr>
    }
}

fn share_of(plan: &str, share: domain::money::Cents) -> impl IntoView + use<> {
    view! { <span class="plan-share">{plan.to_owned()}" "<Money amount=share /></span>" " }
}

// Bills ------------------------------------------------------------------------------------------

fn bills(lang: Lang, bills: Costs) -> impl IntoView {
    let empty = bills.units.is_empty();
    let tables: Vec<_> = bills.units.into_iter().map(|unit| bill(lang, unit)).collect();
    view! {
        <section aria-labelledby="bills-heading">
            <h2 id="bills-heading">{w::bills(lang)}</h2>
            <p>{w::bills_lead(lang)}</p>
            {unpriced(lang, bills.unpriced)}
            {empty.then(|| view! { <p>{w::nothing_to_bill(lang)}</p> })}
            {tables}
        </section>
    }
}

fn bill(lang: Lang, unit: UnitCosts) -> impl IntoView {
    let rows: Vec<_> = unit
        .plans
        .into_iter()
        .map(|plan| {
            let owed = plan.split.employer;
            view! { <tr>{plan_cells(lang, plan)}<td class="number"><Money amount=owed /></td></tr> }
        })
        .collect();
    view! {
        <TableRegion id=format!("bill-{}", unit.unit.code) caption=unit.unit.name>
            <thead>
                <tr>
                    <th scope="col">{w::plan(lang)}</th>
                    <th scope="col">{w::benefit(lang)}</th>
                    <th scope="col" class="number">{w::subscribers(lang)}</th>
                    <th scope="col" class="number">{w::employer_share(lang)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
            <tfoot>
                <tr class="total">
                    <th scope="row" colspan="3">{w::total(lang)}</th>
                    <td class="number"><Money amount=unit.total.employer /></td>
                </tr>
            </tfoot>
        </TableRegion>
    }
}

/// Plan, benefit, subscribers.
fn plan_cells(lang: Lang, plan: PlanCost) -> impl IntoView {
    view! {
        <th scope="row">{plan.name}" ("{plan.code.to_string()}")"</th>
        <td>{common::benefit(lang, plan.benefit)}</td>
        <td class="number">{plan.subscribers}</td>
    }
}

// Costs ------------------------------------------------------------------------------------------

fn costs(lang: Lang, costs: Costs) -> impl IntoView {
    let empty = costs.units.is_empty();
    let tables: Vec<_> = costs.units.into_iter().map(|unit| unit_costs(lang, unit)).collect();
    let total = costs.total;
    view! {
        <section aria-labelledby="costs-heading">
            <h2 id="costs-heading">{w::costs(lang)}</h2>
            <p>{w::costs_lead(lang)}</p>
            {unpriced(lang, costs.unpriced)}
            {empty.then(|| view! { <p>{w::no_costs(lang)}</p> })}
            {tables}
            {(!empty).then(|| view! {
                <TableRegion id="costs-total" caption=w::all_units(lang)>
                    <thead>
                        <tr>
                            <th scope="col" class="number">{w::premium(lang)}</th>
                            <th scope="col" class="number">{w::member_share(lang)}</th>
                            <th scope="col" class="number">{w::employer_share(lang)}</th>
                        </tr>
                    </thead>
                    <tbody><tr class="total">{split_cells(total)}</tr></tbody>
                </TableRegion>
            })}
        </section>
    }
}

fn unit_costs(lang: Lang, unit: UnitCosts) -> impl IntoView {
    let rows: Vec<_> = unit
        .plans
        .into_iter()
        .map(|plan| {
            let split = plan.split;
            view! { <tr>{plan_cells(lang, plan)}{split_cells(split)}</tr> }
        })
        .collect();
    view! {
        <TableRegion id=format!("costs-{}", unit.unit.code) caption=unit.unit.name>
            <thead>
                <tr>
                    <th scope="col">{w::plan(lang)}</th>
                    <th scope="col">{w::benefit(lang)}</th>
                    <th scope="col" class="number">{w::subscribers(lang)}</th>
                    <th scope="col" class="number">{w::premium(lang)}</th>
                    <th scope="col" class="number">{w::member_share(lang)}</th>
                    <th scope="col" class="number">{w::employer_share(lang)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
            <tfoot>
                <tr class="total">
                    <th scope="row" colspan="3">{w::total(lang)}</th>
                    {split_cells(unit.total)}
                </tr>
            </tfoot>
        </TableRegion>
    }
}

/// Premium, member's and employer's share.
fn split_cells(split: domain::money::Split) -> impl IntoView {
    view! {
        <td class="number"><Money amount=split.premium /></td>
        <td class="number"><Money amount=split.member /></td>
        <td class="number"><Money amount=split.employer /></td>
    }
}

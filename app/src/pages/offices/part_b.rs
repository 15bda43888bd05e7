//! Lists of Part B reimbursements: every one of them, and each with its payments and control totals. The desk and
//! Accounting read the same.

use desk::Permission;
use desk::part_b::{List, Payment, ReimbursementList, Totals};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_params_map;

use crate::actions::part_b::MarkPartBListPaid;
use crate::components::date::{DateText, InstantText};
use crate::components::form::{DateField, ErrorSummary, HiddenFields, Problems, SubmitButton};
use crate::components::layout::{Page, Width};
use crate::components::money::Money;
use crate::components::notice::{Notice, Tone};
use crate::components::part_b::{downloads, problems};
use crate::components::status::Tag;
use crate::components::summary::{Fact, SummaryList};
use crate::components::table::TableRegion;
use crate::pages::never_kept;
use crate::problem::loaded;
use crate::visit::{Flash, Visit, visit};
use crate::words::part_b as w;

/// Path of the lists, for Accounting, without the language.
pub const LISTS: &str = "/offices/part-b";

/// Path of one list.
pub fn list_path(number: i64) -> String {
    format!("/desk/part-b/lists/{number}")
}

/// Under what the form of a list keeps what was typed.
pub fn list_form(number: i64) -> String {
    format!("part-b-list.{number}")
}

/// Every list, the latest first.
#[component]
pub fn PartBLists() -> impl IntoView {
    let visit = visit();
    never_kept();
    loaded(async move {
        let lists = visit.desk.part_b_lists(visit.signed_in()?).await?;
        let lang = visit.lang;
        Ok(view! {
            <Page title=w::lists(lang) width=Width::Wide>
                <h1>{w::lists(lang)}</h1>
                <p class="lead">{w::lists_lead(lang)}</p>
                {lists_table(&visit, &lists)}
            </Page>
        })
    })
}

/// The lists, each with its sum and whether it is paid.
pub fn lists_table(visit: &Visit, lists: &[List]) -> impl IntoView + use<> {
    let lang = visit.lang;
    if lists.is_empty() {
        return view! { <p class="nothing">{w::no_lists(lang)}</p> }.into_any();
    }
    let rows: Vec<_> = lists
        .iter()
        .map(|list| {
            let href = visit.href(&list_path(list.number));
            view! {
                <tr>
                    <th scope="row" data-label=w::list(lang)>
                        <a href=href>{w::list_number(lang, list.number)}</a>
                    </th>
                    <td data-label=w::pays_through(lang)>{w::month_of(lang, list.through)}</td>
                    <td data-label=w::closed_at(lang)><InstantText at=list.closed_at /></td>
                    <td class="number" data-label=w::total(lang)><Money amount=list.total /></td>
                    <td data-label=w::paid(lang)>{paid(visit, list)}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <TableRegion id="lists" caption=w::lists(lang) quiet=true stacks=true>
            <thead>
                <tr>
                    <th scope="col">{w::list(lang)}</th>
                    <th scope="col">{w::pays_through(lang)}</th>
                    <th scope="col">{w::closed_at(lang)}</th>
                    <th scope="col" class="number">{w::total(lang)}</th>
                    <th scope="col">{w::paid(lang)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </TableRegion>
    }
    .into_any()
}

fn paid(visit: &Visit, list: &List) -> AnyView {
    match list.paid_on {
        Some(day) => view! { <DateText day /> }.into_any(),
        None => view! { <Tag tone=Tone::Warning label=w::not_paid(visit.lang) /> }.into_any(),
    }
}

/// One list.
#[component]
pub fn PartBListPage() -> impl IntoView {
    let visit = visit();
    let number = use_params_map().get_untracked().get("number").unwrap_or_default();
    never_kept();
    loaded(async move {
        let actor = visit.signed_in()?;
        let number: i64 = number.parse().map_err(|_| desk::Error::NotFound("list"))?;
        let (list, said) = visit.desk.part_b_list(actor, number).await?;
        let may_pay = actor.may(Permission::PayPartBList);
        let flash = visit.take_flash(&list_form(number)).await;
        Ok(drawn(&visit, list, said, may_pay, flash))
    })
}

fn drawn(
    visit: &Visit,
    list: List,
    said: ReimbursementList,
    may_pay: bool,
    flash: Flash,
) -> impl IntoView + use<> {
    let lang = visit.lang;
    let problems = problems(lang, &flash.errors);
    let title = w::list_number(lang, list.number);
    let marked = flash.notice.is_some().then(|| {
        view! { <Notice tone=Tone::Success announce=true><p>{w::was_marked(lang)}</p></Notice> }
    });
    let facts = vec![
        Fact::new(w::pays_through(lang), w::month_of(lang, list.through)),
        Fact::new(
            w::closed_at(lang),
            view! { <InstantText at=list.closed_at />", "{list.closed_by_name.clone()} },
        ),
        Fact::new(w::total(lang), view! { <Money amount=list.total /> }),
        Fact::new(w::paid(lang), paid(visit, &list)),
    ];
    let form = may_pay.then(|| pay_form(visit, &list, &flash, &problems));
    let back = if visit.actor.as_ref().is_some_and(|actor| actor.may(Permission::SeeQueue)) {
        super::super::desk::part_b::PART_B
    } else {
        LISTS
    };
    view! {
        <Page title=title.clone() width=Width::Wide error=problems.any()>
            <ErrorSummary problems=problems.clone() />
            <p class="back-link"><a href=visit.href(back)>{w::lists(lang)}</a></p>
            <h1>{title}</h1>
            {marked}
            <SummaryList facts />
            {downloads(visit, list.number)}
            {form}
            {totals(visit, &said)}
            {payments(visit, &said.payments)}
        </Page>
    }
}

fn pay_form(visit: &Visit, list: &List, flash: &Flash, problems: &Problems) -> impl IntoView + use<> {
    let lang = visit.lang;
    let day = list.paid_on.unwrap_or_else(|| visit.desk.today()).to_string();
    let value = flash.typed.get("day").cloned().unwrap_or(day);
    view! {
        <form method="post" action=visit.href(MarkPartBListPaid::PATH) novalidate>
            <HiddenFields fields=vec![("number".to_owned(), list.number.to_string())] />
            <DateField label=w::paid_day(lang) name="day" value hint=w::mark_hint(lang) error=problems.on("day") />
            <SubmitButton label=w::mark_paid(lang) />
        </form>
    }
}

fn totals(visit: &Visit, list: &ReimbursementList) -> impl IntoView + use<> {
    let lang = visit.lang;
    let row = |unit: String, totals: Totals, class: &'static str| {
        view! {
            <tr class=class>
                <th scope="row" data-label=w::unit(lang)>{unit}</th>
                <td class="number" data-label=w::payees(lang)>{totals.payees}</td>
                <td class="number" data-label=w::payments(lang)>{totals.payments}</td>
                <td class="number" data-label=w::months(lang)>{totals.months}</td>
                <td class="number" data-label=w::to_pay(lang)><Money amount=totals.to_pay /></td>
                <td class="number" data-label=w::taken_back(lang)><Money amount=totals.taken_back /></td>
                <td class="number" data-label=w::total(lang)><Money amount=totals.total /></td>
            </tr>
        }
    };
    let rows: Vec<_> =
        list.totals_by_unit().into_iter().map(|(unit, totals)| row(unit.to_owned(), totals, "")).collect();
    let all = row(w::all_units(lang).to_owned(), list.totals(), "total");
    view! {
        <section>
            <h2>{w::control_totals(lang)}</h2>
            <TableRegion id="totals" caption=w::control_totals(lang) quiet=true stacks=true>
                <thead>
                    <tr>
                        <th scope="col">{w::unit(lang)}</th>
                        <th scope="col" class="number">{w::payees(lang)}</th>
                        <th scope="col" class="number">{w::payments(lang)}</th>
                        <th scope="col" class="number">{w::months(lang)}</th>
                        <th scope="col" class="number">{w::to_pay(lang)}</th>
                        <th scope="col" class="number">{w::taken_back(lang)}</th>
                        <th scope="col" class="number">{w::total(lang)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
                <tfoot>{all}</tfoot>
            </TableRegion>
        </section>
    }
}

fn payments(visit: &Visit, payments: &[Payment]) -> impl IntoView + use<> {
    let lang = visit.lang;
    let rows: Vec<_> = payments
        .iter()
        .map(|payment| {
            let months = match (payment.months.first(), payment.months.last()) {
                (Some(first), Some(last)) => w::span(lang, first.month, last.month),
                _ => String::new(),
            };
            view! {
                <tr>
                    <th scope="row" data-label=w::who_is_paid(lang)>
                        {payment.family_name.clone()}", "{payment.given_name.clone()}
                    </th>
                    <td data-label=w::number(lang)>{payment.subscriber_ref.clone()}</td>
                    <td data-label=w::unit(lang)>{payment.unit.clone()}</td>
                    <td data-label=w::part_b_of(lang)>{payment.person_name.clone()}</td>
                    <td data-label=w::months(lang)>{months}</td>
                    <td class="number" data-label=w::amount(lang)><Money amount=payment.amount() /></td>
                </tr>
            }
        })
        .collect();
    view! {
        <section>
            <h2>{w::payments(lang)}</h2>
            <TableRegion id="payments" caption=w::payments(lang) quiet=true stacks=true>
                <thead>
                    <tr>
                        <th scope="col">{w::who_is_paid(lang)}</th>
                        <th scope="col">{w::number(lang)}</th>
                        <th scope="col">{w::unit(lang)}</th>
                        <th scope="col">{w::part_b_of(lang)}</th>
                        <th scope="col">{w::months(lang)}</th>
                        <th scope="col" class="number">{w::amount(lang)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableRegion>
        </section>
    }
}

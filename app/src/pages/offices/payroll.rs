//! Payroll notices: the list, and each with its lines.

use desk::payroll::{Notice, NoticeCatchUp, NoticeLine};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::components::date::{DateText, InstantText};
use crate::components::layout::{Page, Width};
use crate::components::money::{Money, MoneyChange};
use crate::components::table::TableRegion;
use crate::problem::loaded;
use crate::visit::{Visit, visit};
use crate::words::{Lang, life_events as events, offices as w};

/// Every notice, the latest first.
#[component]
pub fn Notices() -> impl IntoView {
    let visit = visit();
    loaded(async move {
        let notices = visit.desk.payroll_notices(visit.signed_in()?).await?;
        Ok(notices_page(&visit, notices))
    })
}

fn notices_page(visit: &Visit, notices: Vec<Notice>) -> impl IntoView + use<> {
    let lang = visit.lang;
    let visit = visit.clone();
    let list = if notices.is_empty() {
        view! { <p>{w::no_notices(lang)}</p> }.into_any()
    } else {
        let rows: Vec<_> = notices
            .into_iter()
            .map(|notice| {
                let page = visit.href(&format!("/payroll/notices/{}", notice.number));
                view! {
                    <tr>
                        <th scope="row">
                            <a href=page>{w::notice_number(lang, notice.number)}</a>
                        </th>
                        <td><InstantText at=notice.made_at /></td>
                        <td class="number">{notice.line_count}</td>
                        <td><a href=csv(notice.number) download>{w::download_csv(lang)}</a></td>
                    </tr>
                }
            })
            .collect();
        view! {
            <TableRegion id="notices" caption=w::payroll_notices(lang) quiet=true>
                <thead>
                    <tr>
                        <th scope="col">{w::notice(lang)}</th>
                        <th scope="col">{w::made_at(lang)}</th>
                        <th scope="col" class="number">{w::lines(lang)}</th>
                        <th scope="col">{w::file(lang)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableRegion>
        }
        .into_any()
    };
    view! {
        <Page title=w::payroll_notices(lang) width=Width::Wide>
            <h1>{w::payroll_notices(lang)}</h1>
            <p class="lead">{w::payroll_lead(lang)}</p>
            {list}
        </Page>
    }
}

/// One notice.
#[component]
pub fn NoticePage() -> impl IntoView {
    let visit = visit();
    let number = use_params_map().with_untracked(|params| params.get("number"));
    loaded(async move {
        let actor = visit.signed_in()?;
        let number: i64 =
            number.and_then(|text| text.parse().ok()).ok_or(desk::Error::NotFound("payroll notice"))?;
        let (notice, lines) = visit.desk.payroll_notice(actor, number).await?;
        let owed = visit.desk.payroll_catch_up(actor, number).await?;
        Ok(notice_page(&visit, notice, lines, owed))
    })
}

fn notice_page(
    visit: &Visit,
    notice: Notice,
    lines: Vec<NoticeLine>,
    owed: Vec<NoticeCatchUp>,
) -> impl IntoView + use<> {
    let lang = visit.lang;
    let title = w::notice_number(lang, notice.number);
    let all = visit.href("/payroll");
    let rows: Vec<_> = lines.into_iter().map(|line| row(visit, line)).collect();
    view! {
        <Page title=title.clone() width=Width::Wide>
            <p class="back-link"><a href=all>{w::all_notices(lang)}</a></p>
            <h1>{title.clone()}</h1>
            <p class="lead">{w::made_at(lang)}" "<InstantText at=notice.made_at /></p>
            <p><a class="button" href=csv(notice.number) download>{w::download_csv(lang)}</a></p>
            <TableRegion id="lines" caption=title quiet=true>
                <thead>
                    <tr>
                        <th scope="col">{w::employee(lang)}</th>
                        <th scope="col">{w::number(lang)}</th>
                        <th scope="col">{w::unit(lang)}</th>
                        <th scope="col">{w::deduction(lang)}</th>
                        <th scope="col" class="number">{w::per_pay(lang)}</th>
                        <th scope="col" class="number">{w::previous(lang)}</th>
                        <th scope="col">{w::begins(lang)}</th>
                        <th scope="col">{w::ends(lang)}</th>
                        <th scope="col">{w::submission(lang)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableRegion>
            {catch_up(lang, owed)}
        </Page>
    }
}

/// Pays that were paid before payroll heard of a change, each with what is made good.
fn catch_up(lang: Lang, owed: Vec<NoticeCatchUp>) -> Option<impl IntoView + use<>> {
    if owed.is_empty() {
        return None;
    }
    let rows: Vec<_> = owed
        .into_iter()
        .map(|one| {
            view! {
                <tr>
                    <th scope="row">{format!("{}, {}", one.family_name, one.given_name)}</th>
                    <td>{one.person_ref}</td>
                    <td>{one.unit}</td>
                    <td>{one.owed.deduction_code}</td>
                    <td><DateText day=one.owed.pay_date /></td>
                    <td class="number"><MoneyChange amount=one.owed.amount /></td>
                    <td>{one.reference}</td>
                </tr>
            }
        })
        .collect();
    Some(view! {
        <h2 id="catch-up-title">{events::catch_up(lang)}</h2>
        <TableRegion id="catch-up" caption=events::catch_up(lang) quiet=true>
            <thead>
                <tr>
                    <th scope="col">{w::employee(lang)}</th>
                    <th scope="col">{w::number(lang)}</th>
                    <th scope="col">{w::unit(lang)}</th>
                    <th scope="col">{w::deduction(lang)}</th>
                    <th scope="col">{events::pay_date(lang)}</th>
                    <th scope="col" class="number">{events::amount(lang)}</th>
                    <th scope="col">{w::submission(lang)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </TableRegion>
    })
}

fn row(visit: &Visit, line: NoticeLine) -> impl IntoView + use<> {
    let lang = visit.lang;
    let deduction = line.line;
    let last_day = match deduction.end.and_then(|end| end.pred_opt()) {
        Some(day) => view! { <DateText day /> }.into_any(),
        None if deduction.per_pay.is_zero() => w::deduction_ends(lang).into_any(),
        None => w::until_further_notice(lang).into_any(),
    };
    view! {
        <tr>
            <th scope="row">{format!("{}, {}", line.family_name, line.given_name)}</th>
            <td>{line.person_ref}</td>
            <td>{line.unit}</td>
            <td>{deduction.deduction_code}</td>
            <td class="number"><Money amount=deduction.per_pay /></td>
            <td class="number"><Money amount=deduction.previous /></td>
            <td><DateText day=deduction.begin /></td>
            <td>{last_day}</td>
            <td>{line.reference}</td>
        </tr>
    }
}

fn csv(number: i64) -> String {
    format!("/payroll/notices/{number}.csv")
}

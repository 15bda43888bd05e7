//! Part B reimbursement at the desk: the queue, who is missing, the days until December 1, the close.

use desk::part_b::{Missing, NextList, Outlook, Waiting};
use domain::month::Month;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::actions::part_b::{ClosePartBList, VerifyStandardPartB};
use crate::components::date::{DateText, InstantText};
use crate::components::form::{ButtonKind, ErrorSummary, HiddenFields, Problems, Select, SubmitButton};
use crate::components::layout::{Page, Width};
use crate::components::money::Money;
use crate::components::notice::{Notice, Tone};
use crate::components::pager::Pager;
use crate::components::part_b::problems;
use crate::components::status::Tag;
use crate::components::summary::{Fact, SummaryList};
use crate::components::table::TableRegion;
use crate::pages::never_kept;
use crate::pages::offices::part_b::lists_table;
use crate::problem::loaded;
use crate::visit::{Flash, Visit, visit};
use crate::words::{Lang, part_b as w};

/// Path of the page, without the language.
pub const PART_B: &str = "/desk/part-b";
/// The forms' name among the messages of a session.
pub const FORM: &str = "desk.part-b";
/// Those who are missing, on a page.
const PAGE: usize = 50;

/// Path of a claim.
pub fn claim_path(id: &str) -> String {
    format!("{PART_B}/{id}")
}

/// Path of somebody's ledger.
pub fn ledger_path(number: &str) -> String {
    format!("/desk/people/{number}/part-b")
}

/// Where the reimbursement of this year stands.
#[component]
pub fn PartBDesk() -> impl IntoView {
    let visit = visit();
    never_kept();
    loaded(async move {
        let outlook = visit.desk.part_b_outlook(visit.signed_in()?).await?;
        let flash = visit.take_flash(FORM).await;
        Ok(page(&visit, outlook, flash))
    })
}

fn page(visit: &Visit, outlook: Outlook, flash: Flash) -> impl IntoView + use<> {
    let lang = visit.lang;
    let problems = problems(lang, &flash.errors);
    let said = said(lang, &flash);
    view! {
        <Page title=w::title(lang) width=Width::Wide error=problems.any()>
            <ErrorSummary problems=problems.clone() />
            <h1>{w::title(lang)}</h1>
            {said}
            {countdown(lang, &outlook)}
            <p class="lead">{w::desk_lead(lang)}</p>
            {waiting(visit, &outlook)}
            {next(visit, &outlook, &flash, &problems)}
            {missing(visit, &outlook)}
            <section>
                <h2>{w::lists(lang)}</h2>
                {lists_table(visit, &outlook.lists)}
            </section>
        </Page>
    }
}

/// What the form before did.
fn said(lang: Lang, flash: &Flash) -> Option<impl IntoView + use<>> {
    let typed = |name: &str| flash.typed.get(name).map_or("0", String::as_str);
    let (tone, words) = match flash.notice.as_deref()? {
        "bulk" => (Tone::Success, w::bulk_done(lang, typed("verified"), typed("left"))),
        "nothing_chosen" => (Tone::Warning, w::nothing_chosen(lang).to_owned()),
        "verified" => (Tone::Success, w::was_verified(lang).to_owned()),
        "returned" => (Tone::Success, w::was_returned(lang).to_owned()),
        _ => (Tone::Warning, w::stale(lang).to_owned()),
    };
    Some(view! { <Notice tone announce=true><p>{words}</p></Notice> })
}

fn countdown(lang: Lang, outlook: &Outlook) -> impl IntoView + use<> {
    let (tone, heading) = match outlook.closed() {
        Some(list) => (Tone::Success, w::closed_for(lang, outlook.year, list.number)),
        None => {
            let tone = match outlook.days_left {
                ..0 => Tone::Danger,
                0..=30 => Tone::Warning,
                _ => Tone::Info,
            };
            (tone, w::countdown(lang, outlook.due, outlook.days_left))
        }
    };
    let words = w::missing_of(lang, outlook.missing.len(), outlook.people);
    view! { <Notice tone heading><p>{words}</p></Notice> }
}

fn waiting(visit: &Visit, outlook: &Outlook) -> impl IntoView + use<> {
    let lang = visit.lang;
    let rows: Vec<_> = outlook
        .waiting
        .iter()
        .map(|(one, standard)| row(visit, one, *standard, outlook.may_decide))
        .collect();
    let any_standard = outlook.may_decide && outlook.waiting.iter().any(|(_, standard)| *standard);
    let bulk = any_standard.then(|| {
        view! {
            <p>{w::bulk_hint(lang)}</p>
            <form method="post" id="verify-standard" action=visit.href(VerifyStandardPartB::PATH)>
                <SubmitButton label=w::verify_chosen(lang) />
            </form>
        }
    });
    let table = if rows.is_empty() {
        view! { <p class="nothing">{w::none_waiting(lang)}</p> }.into_any()
    } else {
        view! {
            <TableRegion id="waiting" caption=w::waiting(lang) quiet=true stacks=true>
                <thead>
                    <tr>
                        {outlook.may_decide.then(|| view! { <th scope="col">{w::choose(lang)}</th> })}
                        <th scope="col">{w::part_b_of(lang)}</th>
                        <th scope="col">{w::who_is_paid(lang)}</th>
                        <th scope="col">{w::months(lang)}</th>
                        <th scope="col" class="number">{w::premium(lang)}</th>
                        <th scope="col">{w::sent_on(lang)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableRegion>
            {bulk}
        }
        .into_any()
    };
    view! { <section><h2>{w::waiting(lang)}</h2>{table}</section> }
}

fn row(visit: &Visit, one: &Waiting, standard: bool, may_decide: bool) -> impl IntoView + use<> {
    let lang = visit.lang;
    let claim = &one.claim;
    let href = visit.href(&claim_path(&claim.id.to_string()));
    let ledger = visit.href(&ledger_path(&one.payee_ref));
    let about = format!(": {}", one.person_name);
    let tick = may_decide.then(|| {
        let tick = standard.then(|| {
            view! {
                <input
                    type="checkbox"
                    form="verify-standard"
                    name="chosen[]"
                    value=format!("{}.{}", claim.id, claim.version)
                    checked=true
                    aria-label=format!("{} {}", w::choose(lang), one.person_name)
                />
            }
        });
        view! { <td data-label=w::choose(lang)>{tick}</td> }
    });
    let (tone, label) = if claim.claimed.charged.is_standard(claim.year) {
        (Tone::Success, w::standard(lang))
    } else {
        (Tone::Warning, w::not_standard(lang))
    };
    let paper =
        claim.document.is_none().then(|| view! { " "<Tag tone=Tone::Quiet label=w::on_paper(lang) /> });
    view! {
        <tr>
            {tick}
            <th scope="row" data-label=w::part_b_of(lang)>
                <span>
                    {one.person_name.clone()}<br />
                    <a href=href>{w::look(lang)}<span class="visually-hidden">{about}</span></a>
                </span>
            </th>
            <td data-label=w::who_is_paid(lang)><a href=ledger>{one.payee_name.clone()}</a></td>
            <td data-label=w::months(lang)>{w::span(lang, claim.claimed.from, claim.claimed.through)}</td>
            <td class="number" data-label=w::premium(lang)>
                <span><Money amount=claim.claimed.charged.total />" "<Tag tone label />{paper}</span>
            </td>
            <td data-label=w::sent_on(lang)><InstantText at=claim.filed_at /></td>
        </tr>
    }
}

fn next(visit: &Visit, outlook: &Outlook, flash: &Flash, problems: &Problems) -> impl IntoView + use<> {
    let lang = visit.lang;
    let NextList { number, people, months, total, overpaid } = outlook.next;
    let mut facts = vec![
        Fact::new(w::list(lang), number.to_string()),
        Fact::new(w::people(lang), people.to_string()),
        Fact::new(w::months(lang), months.to_string()),
        Fact::new(w::total(lang), view! { <Money amount=total /> }),
    ];
    if !overpaid.is_zero() {
        facts.push(Fact::new(w::to_recover(lang), view! { <Money amount=overpaid /> }));
    }
    let form = outlook.may_close.then(|| {
        let last = Month::new(outlook.year, 12).map(|month| month.to_string()).unwrap_or_default();
        let value = flash.typed.get("through").cloned().unwrap_or(last);
        let options = Month::all_of(outlook.year).map(|month| (month.to_string(), w::month_of(lang, month))).collect();
        view! {
            <form method="post" action=visit.href(ClosePartBList::PATH) novalidate>
                <HiddenFields fields=vec![("number".to_owned(), number.to_string())] />
                <Select label=w::pays_through(lang) name="through" value options error=problems.on("through") />
                <p class="field-hint">{w::close_hint(lang)}</p>
                <SubmitButton label=w::close_list(lang) kind=ButtonKind::Secondary />
            </form>
        }
    });
    view! {
        <section>
            <h2>{w::next_list(lang)}</h2>
            <SummaryList facts />
            {form}
        </section>
    }
}

fn missing(visit: &Visit, outlook: &Outlook) -> impl IntoView + use<> {
    let lang = visit.lang;
    let all = outlook.missing.len();
    let start = visit.query.get("missing").and_then(|text| text.parse().ok()).unwrap_or(0usize).min(all);
    let end = all.min(start + PAGE);
    let rows: Vec<_> = outlook.missing[start..end].iter().map(|one| missing_row(visit, one)).collect();
    let page = |start: usize| visit.href(&format!("{PART_B}?missing={start}#missing-title"));
    let previous = (start > 0).then(|| page(start.saturating_sub(PAGE)));
    let next = (end < all).then(|| page(end));
    let table = if rows.is_empty() {
        view! { <p class="nothing">{w::nobody_missing(lang)}</p> }.into_any()
    } else {
        view! {
            <p>{w::missing_lead(lang)}</p>
            <TableRegion id="missing" caption=w::missing(lang) quiet=true stacks=true>
                <thead>
                    <tr>
                        <th scope="col">{w::part_b_of(lang)}</th>
                        <th scope="col">{w::who_is_paid(lang)}</th>
                        <th scope="col">{w::since(lang)}</th>
                        <th scope="col">{w::state(lang)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableRegion>
            <Pager previous next summary=w::range(lang, start + 1, end, all) />
        }
        .into_any()
    };
    view! { <section><h2 id="missing-title">{w::missing(lang)}</h2>{table}</section> }
}

fn missing_row(visit: &Visit, one: &Missing) -> impl IntoView + use<> {
    let lang = visit.lang;
    let party = &one.party;
    let href = visit.href(&ledger_path(&party.payee_ref));
    let (tone, label) = if one.waits {
        (Tone::Info, w::waits(lang).to_owned())
    } else {
        (Tone::Warning, w::months_lack(lang, one.months))
    };
    view! {
        <tr>
            <th scope="row" data-label=w::part_b_of(lang)>{party.person_name.clone()}</th>
            <td data-label=w::who_is_paid(lang)>
                <span>
                    <a href=href>{party.family_name.clone()}", "{party.given_name.clone()}</a>
                    " "
                    {party.payee_ref.clone()}
                </span>
            </td>
            <td data-label=w::since(lang)><DateText day=party.entitlement.first.first_day() /></td>
            <td data-label=w::state(lang)><Tag tone label /></td>
        </tr>
    }
}

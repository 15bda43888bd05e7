//! The list of changes of a month that a pension system gets: the city's, for its retirement administrator; and what
//! the page of MTRS's list shares with it.

use chrono::{Months, NaiveDate};
use desk::Permission;
use desk::error::FieldError;
use desk::pension_changes::{ChangeList, read_month};
use domain::pension_list::Line;
use domain::retiring::RetirementSystem;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::actions::pension_changes::MarkListSent;
use crate::components::date::DateText;
use crate::components::form::{ButtonKind, ErrorSummary, HiddenFields, Problems, SubmitButton, TextField};
use crate::components::layout::{Page, Width, address};
use crate::components::money::Money;
use crate::components::notice::{Notice, Tone};
use crate::components::table::TableRegion;
use crate::problem::loaded;
use crate::visit::{Visit, visit};
use crate::words::{Lang, lists, pension_changes as w};

/// Path of the city's list, without the language.
pub const CITY: &str = "/offices/retirement-changes";
/// Path of MTRS's list.
pub const MTRS: &str = "/desk/mtrs";

/// The city's list of a month.
#[component]
pub fn RetirementChanges() -> impl IntoView {
    let visit = visit();
    loaded(async move {
        let actor = visit.signed_in()?;
        let (month, problems) = asked_month(&visit);
        let list = visit.desk.pension_changes(actor, RetirementSystem::City, month).await?;
        Ok(city_page(&visit, &list, problems))
    })
}

/// The month that is asked for, or this one; and what is wrong with what was typed.
pub(crate) fn asked_month(visit: &Visit) -> (NaiveDate, Problems) {
    let typed = visit.query.get("month").filter(|typed| !typed.is_empty());
    let read = typed.map(|typed| read_month(typed));
    let wrong = matches!(read, Some(None)).then(|| FieldError {
        field: "month".into(),
        problem: String::new(),
        detail: String::new(),
    });
    let problems = Problems::of(wrong.as_slice(), |_| w::not_a_month(visit.lang).to_owned());
    (read.flatten().unwrap_or_else(|| visit.desk.today()), problems)
}

fn city_page(visit: &Visit, list: &ChangeList, problems: Problems) -> impl IntoView + use<> {
    let lang = visit.lang;
    let may_see = |permission| visit.actor.as_ref().is_some_and(|actor| actor.may(permission));
    let roads =
        if may_see(Permission::RunRetirements) { "/desk/retirements" } else { "/offices/retirements" };
    view! {
        <Page title=w::city_title(lang) width=Width::Wide error=problems.any()>
            <ErrorSummary problems=problems.clone() />
            <h1>{w::city_title(lang)}</h1>
            <p class="lead">{w::lead(lang)}</p>
            {ask(visit, CITY, list.month, &problems)}
            {lines(visit, list)}
            {files(visit, CITY, list)}
            {sending(visit, CITY, list)}
            <p><a href=visit.href(roads)>{crate::words::retiring::roads(lang)}</a></p>
        </Page>
    }
}

/// The form that asks for a month, with the ones beside it.
pub(crate) fn ask(
    visit: &Visit,
    here: &'static str,
    month: NaiveDate,
    problems: &Problems,
) -> impl IntoView + use<> {
    let lang = visit.lang;
    let href = |month: NaiveDate| {
        let month = month.format("%Y-%m").to_string();
        address(&visit.href(here), [("month", month.as_str())])
    };
    let (before, after) =
        (month.checked_sub_months(Months::new(1)), month.checked_add_months(Months::new(1)));
    view! {
        <form class="filters" method="get" action=visit.href(here)>
            <TextField
                label=w::month(lang)
                name="month"
                value=month.format("%Y-%m").to_string()
                hint=w::month_hint(lang)
                error=problems.on("month")
                short=true
                required=true
            />
            <SubmitButton label=w::show(lang) />
        </form>
        <p>
            {before.map(|month| view! { <a href=href(month)>{w::previous(lang)}</a> })}
            " · "
            {after.map(|month| view! { <a href=href(month)>{w::next(lang)}</a> })}
        </p>
    }
}

/// The lines of a list.
pub(crate) fn lines(visit: &Visit, list: &ChangeList) -> impl IntoView + use<> {
    let lang = visit.lang;
    let title = w::month_name(lang, list.month);
    let sent = list.sent.as_ref().map(|sent| {
        let words = w::sent_by(lang, sent.sent_at, &sent.actor_name, sent.layout_version);
        view! { <Notice tone=Tone::Success heading=w::sent(lang)><p>{words}</p></Notice> }
    });
    let unpriced = (list.unpriced > 0).then(|| {
        view! {
            <Notice tone=Tone::Warning heading=lists::unpriced_heading(lang)>
                <p>{lists::unpriced(lang, list.unpriced)}</p>
            </Notice>
        }
    });
    let rows: Vec<_> = list.lines.iter().map(|line| row(lang, line)).collect();
    let table = if rows.is_empty() {
        view! { <p class="nothing">{w::nothing(lang)}</p> }.into_any()
    } else {
        view! {
            <TableRegion id="changes" caption=title.clone() quiet=true stacks=true>
                <thead>
                    <tr>
                        <th scope="col">{w::name(lang)}</th>
                        <th scope="col">{w::number(lang)}</th>
                        <th scope="col">{w::change(lang)}</th>
                        <th scope="col" class="number">{w::old(lang)}</th>
                        <th scope="col" class="number">{w::new_amount(lang)}</th>
                        <th scope="col">{w::effective(lang)}</th>
                        <th scope="col">{w::why(lang)}</th>
                        <th scope="col">{w::plans(lang)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableRegion>
        }
        .into_any()
    };
    view! { <h2 id="month-title">{title}</h2>{sent}{unpriced}{table} }
}

fn row(lang: Lang, line: &Line) -> impl IntoView + use<> {
    let change = line.change;
    let plans = line.plans.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    view! {
        <tr>
            <th scope="row" data-label=w::name(lang)>{format!("{}, {}", line.family_name, line.given_name)}</th>
            <td data-label=w::number(lang)>{line.number.clone()}</td>
            <td data-label=w::change(lang)>{w::change_kind(lang, change.kind)}</td>
            <td class="number" data-label=w::old(lang)><Money amount=change.old /></td>
            <td class="number" data-label=w::new_amount(lang)><Money amount=change.new /></td>
            <td data-label=w::effective(lang)><DateText day=change.effective /></td>
            <td data-label=w::why(lang)>{w::why_words(lang, change.why)}</td>
            <td data-label=w::plans(lang)>{plans}</td>
        </tr>
    }
}

/// The list as files.
pub(crate) fn files(visit: &Visit, here: &'static str, list: &ChangeList) -> impl IntoView + use<> {
    let lang = visit.lang;
    let file = |ending: &str| format!("{here}/{}.{ending}", list.month.format("%Y-%m"));
    view! {
        <p class="actions">
            <a class="button button-secondary" href=file("xlsx") download>{w::xlsx(lang)}</a>
            <a class="button button-secondary" href=file("csv") download>{w::csv(lang)}</a>
        </p>
    }
}

/// The form that says that the list was sent.
pub(crate) fn sending(visit: &Visit, here: &'static str, list: &ChangeList) -> Option<impl IntoView + use<>> {
    let lang = visit.lang;
    if list.sent.is_some() || !list.may_send {
        return None;
    }
    let fields = vec![
        ("system".to_owned(), list.system.to_string()),
        ("month".to_owned(), list.month.format("%Y-%m").to_string()),
        ("back".to_owned(), here.to_owned()),
    ];
    Some(view! {
        <form method="post" action=visit.href(MarkListSent::PATH)>
            <HiddenFields fields />
            <p>{w::mark_sent_more(lang)}</p>
            <SubmitButton label=w::mark_sent(lang) kind=ButtonKind::Secondary />
        </form>
    })
}

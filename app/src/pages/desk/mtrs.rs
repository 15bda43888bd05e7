//! MTRS's list of a month: what changes, in MTRS's own layout to key from, and how MTRS's file differs.

use desk::pension_changes::{ChangeList, Comparison};
use domain::list_layout::Layout;
use domain::money::Cents;
use domain::retiring::RetirementSystem;
use leptos::prelude::*;

use crate::components::form::{ErrorSummary, HiddenFields, Problems, SubmitButton};
use crate::components::layout::{Page, Width};
use crate::components::money::Money;
use crate::components::notice::{Notice, Tone};
use crate::components::table::TableRegion;
use crate::pages::never_kept;
use crate::pages::offices::retirement_changes::{MTRS, ask, asked_month, files, lines, sending};
use crate::problem::loaded;
use crate::visit::{Flash, Visit, visit};
use crate::words::{Lang, pension_changes as w, retiring};

/// The form's name among the messages of a session.
pub const FORM: &str = "mtrs";

/// The list of a month.
#[component]
pub fn Mtrs() -> impl IntoView {
    let visit = visit();
    never_kept();
    loaded(async move {
        let actor = visit.signed_in()?;
        actor.require(desk::Permission::RunRetirements)?;
        let (month, problems) = asked_month(&visit);
        let list = visit.desk.pension_changes(actor, RetirementSystem::Mtrs, month).await?;
        let layout = visit.desk.mtrs_layout(actor).await?;
        let comparison = visit.desk.mtrs_comparison(actor, month).await?;
        let flash = visit.take_flash(FORM).await;
        Ok(drawn(&visit, &list, &layout, comparison, problems, flash))
    })
}

fn drawn(
    visit: &Visit,
    list: &ChangeList,
    layout: &Layout,
    comparison: Option<Comparison>,
    month: Problems,
    flash: Flash,
) -> impl IntoView + use<> {
    let lang = visit.lang;
    let file = Problems::of(&flash.errors, |error| w::problem(lang, error));
    let compared = flash.notice.is_some().then(|| {
        view! { <Notice tone=Tone::Success announce=true><p>{w::compared(lang)}</p></Notice> }
    });
    view! {
        <Page title=w::mtrs_title(lang) width=Width::Wide error=month.any() || file.any()>
            <ErrorSummary problems=if month.any() { month.clone() } else { file.clone() } />
            <h1>{w::mtrs_title(lang)}</h1>
            {compared}
            <p class="lead">{w::lead(lang)}</p>
            {ask(visit, MTRS, list.month, &month)}
            {lines(visit, list)}
            {in_layout(visit, list, layout)}
            {files(visit, MTRS, list)}
            {sending(visit, MTRS, list)}
            {compare(visit, list, &file)}
            {comparison.map(|one| differences(lang, &one))}
            <p><a href=visit.href("/desk/retirements")>{retiring::roads(lang)}</a></p>
        </Page>
    }
}

/// The lines as MTRS wants them.
fn in_layout(visit: &Visit, list: &ChangeList, layout: &Layout) -> impl IntoView + use<> {
    let lang = visit.lang;
    let headings = layout.headings();
    let head: Vec<_> =
        headings.iter().map(|heading| view! { <th scope="col">{heading.clone()}</th> }).collect();
    let rows: Vec<_> = list
        .lines
        .iter()
        .map(|line| {
            let cells: Vec<_> = headings
                .iter()
                .zip(layout.cells(line))
                .map(|(heading, cell)| view! { <td data-label=heading.clone()>{cell}</td> })
                .collect();
            view! { <tr>{cells}</tr> }
        })
        .collect();
    let table = (!rows.is_empty()).then(|| {
        view! {
            <TableRegion id="in-layout" caption=w::in_layout(lang) quiet=true stacks=true>
                <thead><tr>{head}</tr></thead>
                <tbody>{rows}</tbody>
            </TableRegion>
        }
    });
    view! {
        <h2 id="layout-title">{w::in_layout(lang)}</h2>
        <p>{w::in_layout_lead(lang)}" "<a href=visit.href("/desk/mtrs-layout")>{w::change_layout(lang)}</a></p>
        {table}
    }
}

fn compare(visit: &Visit, list: &ChangeList, problems: &Problems) -> impl IntoView + use<> {
    let lang = visit.lang;
    let error = problems.on("file");
    let described = if error.is_some() { "file-error file-hint" } else { "file-hint" };
    let fields = vec![("month".to_owned(), list.month.format("%Y-%m").to_string())];
    view! {
        <section id="compare">
            <h2>{w::compare(lang)}</h2>
            <form method="post" action=visit.href("/desk/mtrs/compare") enctype="multipart/form-data" novalidate>
                <HiddenFields fields />
                <div class=if error.is_some() { "field field-bad" } else { "field" }>
                    <label class="field-label" for="file">{w::file(lang)}</label>
                    <p class="field-hint" id="file-hint">{w::compare_lead(lang)}</p>
                    {error.clone().map(|error| view! { <p class="field-error" id="file-error">{error}</p> })}
                    <input
                        class="input"
                        id="file"
                        name="file"
                        type="file"
                        accept=".csv,.xlsx,text/csv"
                        aria-describedby=described
                        aria-invalid=error.is_some().then_some("true")
                    />
                </div>
                <p class="actions"><SubmitButton label=w::compare_now(lang) /></p>
            </form>
        </section>
    }
}

fn differences(lang: Lang, one: &Comparison) -> impl IntoView + use<> {
    let money = |amount: Option<Cents>| amount.map(|amount| view! { <Money amount /> });
    let rows: Vec<_> = one
        .differences
        .iter()
        .map(|found| {
            view! {
                <tr>
                    <th scope="row" data-label=w::name(lang)>{found.name.clone()}</th>
                    <td data-label=w::number(lang)>{found.number.clone()}</td>
                    <td data-label=w::difference(lang)>{w::difference_kind(lang, found.kind)}</td>
                    <td class="number" data-label=w::ours(lang)>{money(found.ours)}</td>
                    <td class="number" data-label=w::theirs(lang)>{money(found.theirs)}</td>
                    <td class="number" data-label=w::row(lang)>{found.row}</td>
                </tr>
            }
        })
        .collect();
    let body = if rows.is_empty() {
        view! { <p>{w::no_differences(lang)}</p> }.into_any()
    } else {
        view! {
            <TableRegion id="differences" caption=w::differences(lang) quiet=true stacks=true>
                <thead>
                    <tr>
                        <th scope="col">{w::name(lang)}</th>
                        <th scope="col">{w::number(lang)}</th>
                        <th scope="col">{w::difference(lang)}</th>
                        <th scope="col" class="number">{w::ours(lang)}</th>
                        <th scope="col" class="number">{w::theirs(lang)}</th>
                        <th scope="col" class="number">{w::row(lang)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableRegion>
        }
        .into_any()
    };
    view! {
        <section>
            <h2 id="differences-title">{w::differences(lang)}</h2>
            <p>{w::compared_with(lang, &one.file_name, one.rows, one.made_at)}</p>
            {body}
        </section>
    }
}

//! The layout of MTRS's list: its columns, kept in versions.

use desk::pension_changes::{LayoutVersion, TypedColumn, TypedLayout};
use domain::list_layout::{AmountFormat, DayFormat, Field, Layout, MOST_COLUMNS, Pad};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::actions::pension_changes::SaveMtrsLayout;
use crate::components::date::InstantText;
use crate::components::form::{
    ErrorSummary, Fieldset, HiddenFields, Problems, Select, SubmitButton, TextField,
};
use crate::components::layout::{Page, Width};
use crate::components::notice::{Notice, Tone};
use crate::components::table::TableRegion;
use crate::pages::never_kept;
use crate::pages::offices::retirement_changes::MTRS;
use crate::problem::loaded;
use crate::visit::{Visit, visit};
use crate::words::{Lang, pension_changes as w};

/// Path of the page, without the language.
pub const LAYOUT: &str = "/desk/mtrs-layout";
/// The form's name among the messages of a session.
pub const FORM: &str = "mtrs-layout";

/// The layout, and its versions.
#[component]
pub fn MtrsLayout() -> impl IntoView {
    let visit = visit();
    never_kept();
    loaded(async move {
        let versions = visit.desk.mtrs_layouts(visit.signed_in()?).await?;
        let flash = visit.take_flash(FORM).await;
        let typed = flash.typed.get("layout").and_then(|text| serde_json::from_str(text).ok());
        let typed = typed.unwrap_or_else(|| {
            TypedLayout::of(&versions.first().map_or_else(Layout::usual, |last| last.layout.clone()))
        });
        let problems = Problems::of(&flash.errors, |error| w::problem(visit.lang, error));
        Ok(drawn(&visit, &versions, typed, problems, flash.notice.is_some()))
    })
}

fn drawn(
    visit: &Visit,
    versions: &[LayoutVersion],
    typed: TypedLayout,
    problems: Problems,
    saved: bool,
) -> impl IntoView + use<> {
    let lang = visit.lang;
    let seen = versions.first().map_or(0, |last| last.version);
    let blank = || TypedColumn {
        day: DayFormat::American.to_string(),
        amount: AmountFormat::Dollars.to_string(),
        pad: Pad::Blanks.to_string(),
        ..TypedColumn::default()
    };
    let columns = typed.columns.into_iter().chain(std::iter::repeat_with(blank)).take(MOST_COLUMNS);
    let columns: Vec<_> =
        columns.enumerate().map(|(place, column)| column_fields(lang, place, column, &problems)).collect();
    view! {
        <Page title=w::layout_title(lang) width=Width::Wide error=problems.any()>
            <ErrorSummary problems=problems.clone() />
            <p class="back-link"><a href=visit.href(MTRS)>{w::mtrs_title(lang)}</a></p>
            <h1>{w::layout_title(lang)}</h1>
            {saved.then(|| view! { <Notice tone=Tone::Success announce=true><p>{w::saved(lang)}</p></Notice> })}
            <p class="lead">{w::layout_lead(lang)}</p>
            <form method="post" action=visit.href(SaveMtrsLayout::PATH) novalidate>
                <HiddenFields fields=vec![("seen".to_owned(), seen.to_string())] />
                {columns}
                <p class="actions"><SubmitButton label=w::save_layout(lang) /></p>
            </form>
            <h2 id="versions-title">{w::versions(lang)}</h2>
            {list(lang, versions)}
        </Page>
    }
}

fn column_fields(
    lang: Lang,
    place: usize,
    column: TypedColumn,
    problems: &Problems,
) -> impl IntoView + use<> {
    let name = |field: &str| format!("columns[{place}][{field}]");
    let error = |field: &str| problems.on(&name(field));
    let fields =
        Field::ALL.iter().map(|one| (one.to_string(), w::field_words(lang, *one).to_owned())).collect();
    let days = DayFormat::ALL.iter().map(|one| (one.to_string(), one.to_string())).collect();
    let amounts = AmountFormat::ALL
        .iter()
        .map(|one| (one.to_string(), w::amount_words(lang, *one).to_owned()))
        .collect();
    let pads = Pad::ALL.iter().map(|one| (one.to_string(), w::pad_words(lang, *one).to_owned())).collect();
    view! {
        <Fieldset legend=format!("{} {}", w::column(lang), place + 1) name=format!("columns[{place}]")>
            <div class="filters-grid">
                <Select
                    label=w::field(lang)
                    name=name("field")
                    value=column.field
                    options=fields
                    blank=w::no_field(lang).to_owned()
                    error=error("field")
                />
                <TextField label=w::heading(lang) name=name("heading") value=column.heading error=error("heading") />
                <Select label=w::day_format(lang) name=name("day") value=column.day options=days />
                <Select label=w::amount_format(lang) name=name("amount") value=column.amount options=amounts />
                <TextField
                    label=w::width(lang)
                    name=name("width")
                    value=column.width
                    inputmode="numeric"
                    error=error("width")
                />
                <Select label=w::pad(lang) name=name("pad") value=column.pad options=pads />
            </div>
        </Fieldset>
    }
}

fn list(lang: Lang, versions: &[LayoutVersion]) -> AnyView {
    if versions.is_empty() {
        return view! { <p class="nothing">{w::usual(lang)}</p> }.into_any();
    }
    let rows: Vec<_> = versions
        .iter()
        .map(|one| {
            view! {
                <tr>
                    <th scope="row" data-label=w::version(lang)>{one.version}</th>
                    <td data-label=w::made_at(lang)><InstantText at=one.made_at /></td>
                    <td data-label=w::made_by(lang)>{one.made_by_name.clone()}</td>
                    <td data-label=w::as_it_looks(lang)><span>{one.layout.headings().join(" | ")}</span></td>
                </tr>
            }
        })
        .collect();
    view! {
        <TableRegion id="versions" caption=w::versions(lang) quiet=true stacks=true>
            <thead>
                <tr>
                    <th scope="col">{w::version(lang)}</th>
                    <th scope="col">{w::made_at(lang)}</th>
                    <th scope="col">{w::made_by(lang)}</th>
                    <th scope="col">{w::as_it_looks(lang)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </TableRegion>
    }
    .into_any()
}

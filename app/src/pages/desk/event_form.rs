//! The form that writes the next version of a kind of life event. Works without a script: a row more is had by
//! saving, a row less by emptying it.

use desk::Result;
use desk::events::{TypedEvent, TypedPermit, TypedProof};
use domain::benefit::Benefit;
use domain::class::Population;
use domain::document::DocumentKind;
use domain::event::{Change, EffectiveRule, EndRule, Entry, EventCode, Whom};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_params_map;

use super::event::{code_of, problems, title};
use super::events::event_path;
use crate::actions::events::SaveEvent;
use crate::components::form::{
    Answer, Checkbox, ErrorSummary, Fieldset, HiddenFields, Problems, RadioGroup, Select, SubmitButton,
    TextField, Textarea, field_id,
};
use crate::components::layout::{Page, Width};
use crate::components::table::TableRegion;
use crate::problem::loaded;
use crate::visit::{Visit, visit};
use crate::words::{Lang, common, desk as dw, documents, events as w};

/// Empty rows at the end of the table of permits.
const MORE_PERMITS: usize = 4;
/// Empty proofs at the end of the list.
const MORE_PROOFS: usize = 1;

/// The form as the page shows it.
pub(super) struct Shown {
    code: EventCode,
    title: String,
    based_on: i64,
    typed: TypedEvent,
    problems: Problems,
}

/// Editing a kind of event.
#[component]
pub fn EventForm() -> impl IntoView {
    let visit = visit();
    let code = use_params_map().get_untracked().get("code").unwrap_or_default();
    loaded(async move { load(&visit, &code).await.map(|shown| drawn(&visit, shown)) })
}

pub(super) async fn load(visit: &Visit, code: &str) -> Result<Shown> {
    let code = code_of(code)?;
    let actor = visit.signed_in()?;
    actor.require(desk::Permission::RunEvents)?;
    let history = visit.desk.event_history(actor, &code).await?;
    let latest = history.latest().ok_or(desk::Error::NotFound("life event"))?;
    let flash = visit.take_flash(&format!("event.edit.{code}")).await;
    let kept = flash.typed.get("event").and_then(|json| serde_json::from_str(json).ok());
    Ok(Shown {
        title: title(visit.lang, &latest.kind),
        based_on: latest.version,
        typed: kept.unwrap_or_else(|| TypedEvent::of(&latest.kind)),
        problems: problems(visit.lang, &flash),
        code,
    })
}

pub(super) fn drawn(visit: &Visit, shown: Shown) -> impl IntoView + use<> {
    let lang = visit.lang;
    let Shown { code, title, based_on, typed, problems } = shown;
    let heading = w::edit_title(lang, &title);
    let back = visit.href(&event_path(&code));
    let hidden = vec![("event".to_owned(), code.to_string()), ("version".to_owned(), based_on.to_string())];
    view! {
        <Page title=heading.clone() width=Width::Wide error=problems.any()>
            <ErrorSummary problems=problems.clone() />
            <p><a href=back>{title}</a></p>
            <h1>{heading}</h1>
            <p class="lead">{w::edit_hint(lang)}</p>
            <form method="post" action=visit.href(SaveEvent::PATH) novalidate>
                <HiddenFields fields=hidden />
                {texts(lang, &typed, &problems)}
                {rules(lang, &typed, &problems)}
                {permit_rows(lang, typed.permits.clone(), &problems)}
                {proof_rows(lang, typed.proof.clone(), &problems)}
                <SubmitButton label=w::save(lang) />
            </form>
        </Page>
    }
}

fn texts(lang: Lang, typed: &TypedEvent, problems: &Problems) -> impl IntoView + use<> {
    view! {
        <Fieldset legend=w::title(lang) name="title" error=problems.on("title")>
            <TextField
                label=w::english(lang)
                name="title_en"
                value=typed.title_en.clone()
                error=problems.on("title_en")
                maxlength=100
            />
            <TextField
                label=w::spanish(lang)
                name="title_es"
                value=typed.title_es.clone()
                error=problems.on("title_es")
                maxlength=100
            />
        </Fieldset>
        <Fieldset legend=w::lead(lang) name="lead" hint=w::lead_hint(lang) error=problems.on("lead")>
            <Textarea
                label=w::english(lang)
                name="lead_en"
                value=typed.lead_en.clone()
                error=problems.on("lead_en")
                rows=3
                maxlength=500
            />
            <Textarea
                label=w::spanish(lang)
                name="lead_es"
                value=typed.lead_es.clone()
                error=problems.on("lead_es")
                rows=3
                maxlength=500
            />
        </Fieldset>
    }
}

fn rules(lang: Lang, typed: &TypedEvent, problems: &Problems) -> impl IntoView + use<> {
    let populations = boxes(
        "populations",
        &typed.populations,
        Population::ALL.iter().map(|one| (one.as_str(), dw::standing(lang, *one))),
    );
    let effective = boxes(
        "effective",
        &typed.effective,
        EffectiveRule::ALL.iter().map(|one| (one.as_str(), w::effective_rule(lang, *one))),
    );
    let entry = Entry::ALL.iter().map(|one| Answer::new(one.as_str(), w::entry_name(lang, *one))).collect();
    let ends = EndRule::ALL.iter().map(|one| Answer::new(one.as_str(), w::end_rule(lang, *one))).collect();
    view! {
        <Fieldset legend=w::populations(lang) name="populations" error=problems.on("populations")>
            {populations}
        </Fieldset>
        <RadioGroup
            legend=w::entry(lang)
            name="entry"
            value=typed.entry.clone()
            answers=entry
            error=problems.on("entry")
        />
        <Fieldset legend=w::window(lang) name="window" hint=w::window_hint(lang) error=problems.on("window")>
            <TextField
                label=w::before(lang)
                name="before"
                value=typed.before.clone()
                error=problems.on("before")
                inputmode="numeric"
                short=true
            />
            <TextField
                label=w::after(lang)
                name="after"
                value=typed.after.clone()
                error=problems.on("after")
                inputmode="numeric"
                short=true
            />
        </Fieldset>
        <Fieldset
            legend=w::effective(lang)
            name="effective"
            hint=w::effective_hint(lang)
            error=problems.on("effective")
        >
            {effective}
        </Fieldset>
        <RadioGroup
            legend=w::ends(lang)
            name="ends"
            value=typed.ends.clone()
            answers=ends
            error=problems.on("ends")
        />
    }
}

/// Boxes that share a name.
fn boxes<'a>(
    name: &str,
    ticked: &[String],
    choices: impl Iterator<Item = (&'a str, &'a str)>,
) -> Vec<AnyView> {
    choices
        .map(|(value, label)| {
            view! {
                <Checkbox
                    label=label
                    name=format!("{name}[]")
                    value=value
                    id=field_id(&format!("{name}-{value}"))
                    checked=ticked.iter().any(|word| word == value)
                />
            }
            .into_any()
        })
        .collect()
}

fn permit_rows(lang: Lang, rows: Vec<TypedPermit>, problems: &Problems) -> impl IntoView + use<> {
    let benefits = choices(Benefit::ALL.iter().map(|one| (one.as_str(), common::benefit(lang, *one))));
    let changes = choices(Change::ALL.iter().map(|one| (one.as_str(), w::change_name(lang, *one))));
    let whom = choices(Whom::ALL.iter().map(|one| (one.as_str(), w::whom_name(lang, *one))));
    let empty = (0..MORE_PERMITS).map(|_| TypedPermit {
        change: Change::Add.to_string(),
        whom: Whom::Self_.to_string(),
        ..TypedPermit::default()
    });
    let rows: Vec<_> = rows
        .into_iter()
        .chain(empty)
        .enumerate()
        .map(|(place, row)| {
            let cell = |name: &'static str, what: &'static str| Cell {
                name: format!("permits[{place}][{name}]"),
                label: w::in_row(lang, what, place + 1),
                error: problems.on(&format!("permits[{place}][{name}]")),
            };
            view! {
                <tr>
                    <td data-label=w::benefit(lang)>
                        {cell("benefit", w::benefit(lang)).select(&benefits, &row.benefit, Some(w::no_benefit(lang)))}
                    </td>
                    <td data-label=w::change(lang)>
                        {cell("change", w::change(lang)).select(&changes, &row.change, None)}
                    </td>
                    <td data-label=w::whom(lang)>
                        {cell("whom", w::whom(lang)).select(&whom, &row.whom, None)}
                    </td>
                    <td data-label=w::source(lang)>{cell("source", w::source(lang)).text(row.source)}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <Fieldset legend=w::permits(lang) name="permits" hint=w::permits_hint(lang) error=problems.on("permits")>
            <TableRegion id="permit-rows" caption=w::permits(lang) quiet=true stacks=true>
                <thead>
                    <tr>
                        <th scope="col">{w::benefit(lang)}</th>
                        <th scope="col">{w::change(lang)}</th>
                        <th scope="col">{w::whom(lang)}</th>
                        <th scope="col">{w::source(lang)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableRegion>
        </Fieldset>
    }
}

fn choices<'a>(words: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<(String, String)> {
    words.map(|(value, text)| (value.to_owned(), text.to_owned())).collect()
}

/// A control in a row of a table. The head of its column is its label for who sees it; who does not hears the
/// row too.
struct Cell {
    name: String,
    label: String,
    error: Option<String>,
}

impl Cell {
    fn select(self, options: &[(String, String)], value: &str, blank: Option<&'static str>) -> AnyView {
        let blank = blank.map(|text| view! { <option value="" selected=value.is_empty()>{text}</option> });
        let options: Vec<_> = options
            .iter()
            .map(|(option, text)| {
                view! { <option value=option.clone() selected=option == value>{text.clone()}</option> }
            })
            .collect();
        let (id, described) = self.ids();
        view! {
            {self.wrong()}
            <select
                class="input"
                id=id
                name=self.name
                aria-label=self.label
                aria-describedby=described.clone()
                aria-invalid=described.map(|_| "true")
            >
                {blank}
                {options}
            </select>
        }
        .into_any()
    }

    fn text(self, value: String) -> AnyView {
        let (id, described) = self.ids();
        view! {
            {self.wrong()}
            <input
                class="input"
                type="text"
                lang="en"
                maxlength="200"
                id=id
                name=self.name
                value=value
                aria-label=self.label
                aria-describedby=described.clone()
                aria-invalid=described.map(|_| "true")
            />
        }
        .into_any()
    }

    fn ids(&self) -> (String, Option<String>) {
        let id = field_id(&self.name);
        let described = self.error.is_some().then(|| format!("{id}-error"));
        (id, described)
    }

    fn wrong(&self) -> Option<AnyView> {
        let (_, described) = self.ids();
        let error = self.error.clone()?;
        Some(view! { <p class="field-error" id=described>{error}</p> }.into_any())
    }
}

fn proof_rows(lang: Lang, rows: Vec<TypedProof>, problems: &Problems) -> impl IntoView + use<> {
    let whom = choices(Whom::ALL.iter().map(|one| (one.as_str(), w::whom_name(lang, *one))));
    let whom = &whom;
    let empty = (0..MORE_PROOFS).map(|_| TypedProof { due_days: "30".into(), ..TypedProof::default() });
    let proofs: Vec<_> = rows
        .into_iter()
        .chain(empty)
        .enumerate()
        .map(|(place, row)| {
            let name = |field: &str| format!("proof[{place}][{field}]");
            let documents = boxes(
                &name("documents"),
                &row.documents,
                DocumentKind::ALL.iter().map(|one| (one.as_str(), documents::document_kind(lang, *one))),
            );
            view! {
                <Fieldset legend=w::proof_number(lang, place + 1) name=format!("proof[{place}]")>
                    <Select
                        label=w::about_whom(lang)
                        name=name("whom")
                        value=row.whom
                        options=whom.clone()
                        blank=w::no_whom(lang)
                        error=problems.on(&name("whom"))
                    />
                    <Fieldset
                        legend=w::documents(lang)
                        name=name("documents")
                        error=problems.on(&name("documents"))
                    >
                        {documents}
                    </Fieldset>
                    <TextField
                        label=w::due(lang)
                        name=name("due_days")
                        value=row.due_days
                        error=problems.on(&name("due_days"))
                        inputmode="numeric"
                        short=true
                    />
                </Fieldset>
            }
        })
        .collect();
    view! {
        <Fieldset legend=w::proof(lang) name="proof" hint=w::proof_hint(lang) error=problems.on("proof")>
            {proofs}
        </Fieldset>
    }
}

/// Path of the form of a kind.
pub fn edit_path(code: &EventCode) -> String {
    format!("{}/edit", event_path(code))
}

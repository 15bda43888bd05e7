//! A section of the packet: what it says, a look at it, publishing, its versions.

use desk::packet::sections::{SectionHistory, SectionVersion};
use desk::packet::{Language, SectionKey, SectionText, Size};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_params_map;

use super::packet::PACKET;
use crate::actions::packet::{PublishSection, SaveSection};
use crate::components::date::InstantText;
use crate::components::form::{
    ErrorSummary, Fieldset, HiddenFields, Problems, SubmitButton, TextField, Textarea,
};
use crate::components::layout::{Page, Width, address};
use crate::components::notice::{Notice, Tone};
use crate::components::status::Tag;
use crate::components::table::TableRegion;
use crate::problem::loaded;
use crate::visit::{Flash, Visit, visit};
use crate::words::packet as w;

/// Where a draft is seen as a PDF.
const PREVIEW: &str = "/desk/packet/preview.pdf";

/// The form of a section among the messages of a session.
pub fn form_of(key: SectionKey) -> String {
    format!("packet.section.{}", key.as_str())
}

/// A section.
#[component]
pub fn SectionPage() -> impl IntoView {
    let visit = visit();
    let key = use_params_map().get_untracked().get("key").unwrap_or_default();
    loaded(async move {
        let key = SectionKey::from_word(&key).ok_or(desk::Error::NotFound("section"))?;
        let history = visit.desk.packet_section(visit.signed_in()?, key).await?;
        let flash = visit.take_flash(&form_of(key)).await;
        Ok(page(&visit, history, flash))
    })
}

fn page(visit: &Visit, history: SectionHistory, flash: Flash) -> impl IntoView + use<> {
    let lang = visit.lang;
    let problems = Problems::of(&flash.errors, |error| w::problem(lang, &error.problem, &error.detail));
    let name = w::section_name(lang, history.key);
    let notice = flash.notice.as_deref().map(|notice| {
        let words = if notice == "published" { w::published(lang) } else { w::saved(lang) };
        view! { <Notice tone=Tone::Success announce=true><p>{words}</p></Notice> }
    });
    let previews: Vec<_> = Language::ALL
        .into_iter()
        .flat_map(|language| Size::ALL.map(|size| (language, size)))
        .map(|(language, size)| preview(visit, history.key, language, size))
        .collect();
    let publish = (history.may_run && !history.is_printed).then(|| {
        let fields = vec![
            ("key".to_owned(), history.key.as_str().to_owned()),
            ("version".to_owned(), history.latest.to_string()),
        ];
        view! {
            <form method="post" action=visit.href(PublishSection::PATH)>
                <HiddenFields fields />
                <div class="actions"><SubmitButton label=w::publish(lang) /></div>
            </form>
        }
    });
    let form = history.may_run.then(|| edit_form(visit, &history, &flash, &problems));
    let versions = versions(visit, &history.versions);
    view! {
        <Page title=name width=Width::Wide error=problems.any()>
            <ErrorSummary problems=problems.clone() />
            <p><a href=visit.href(PACKET)>{w::desk_title(lang)}</a></p>
            <h1>{name}</h1>
            {notice}
            <p class="lead">{w::edit_lead(lang)}</p>
            <section>
                <h2 id="preview">{w::preview(lang)}</h2>
                <ul>{previews}</ul>
                {publish}
            </section>
            {form}
            {versions}
        </Page>
    }
}

fn preview(visit: &Visit, key: SectionKey, language: Language, size: Size) -> impl IntoView + use<> {
    let lang = visit.lang;
    let query = [("key", key.as_str()), ("lang", language.as_str()), ("size", size.as_str())];
    let name = match language {
        Language::En => w::english(lang),
        Language::Es => w::spanish(lang),
    };
    let print = match size {
        Size::Normal => w::normal(lang),
        Size::Large => w::large(lang),
    };
    view! { <li><a href=address(PREVIEW, query)>{name}", "{print}" (PDF)"</a></li> }
}

fn edit_form(
    visit: &Visit,
    history: &SectionHistory,
    flash: &Flash,
    problems: &Problems,
) -> impl IntoView + use<> {
    let lang = visit.lang;
    let kept = flash.typed.get("text").and_then(|json| serde_json::from_str(json).ok());
    let text: SectionText = kept.unwrap_or_else(|| history.text.clone());
    let fields = vec![
        ("key".to_owned(), history.key.as_str().to_owned()),
        ("based_on".to_owned(), history.latest.to_string()),
    ];
    let fieldset = |language: &'static str, code: &str, title: String, body: String| {
        let (title_name, body_name) = (format!("title_{code}"), format!("body_{code}"));
        let (title_error, body_error) = (problems.on(&title_name), problems.on(&body_name));
        view! {
            <Fieldset legend=language name=format!("language_{code}")>
                <TextField label=w::heading(lang) name=title_name value=title error=title_error maxlength=80 />
                <Textarea
                    label=w::text(lang)
                    name=body_name
                    value=body
                    hint=w::markup_hint(lang)
                    error=body_error
                    rows=10
                    maxlength=4000
                />
            </Fieldset>
        }
    };
    view! {
        <form method="post" action=visit.href(SaveSection::PATH) novalidate>
            <HiddenFields fields />
            {fieldset(w::english(lang), "en", text.title_en, text.body_en)}
            {fieldset(w::spanish(lang), "es", text.title_es, text.body_es)}
            <div class="actions"><SubmitButton label=w::save(lang) /></div>
        </form>
    }
}

fn versions(visit: &Visit, versions: &[SectionVersion]) -> impl IntoView + use<> {
    let lang = visit.lang;
    let in_print = versions.iter().find(|one| one.published_at.is_some()).map(|one| one.version);
    let rows: Vec<_> = versions
        .iter()
        .map(|one| {
            let (tone, state) = match (one.published_at, in_print == Some(one.version)) {
                (_, true) => (Tone::Success, w::print_now(lang)),
                (Some(_), false) => (Tone::Quiet, w::was_printed(lang)),
                (None, false) => (Tone::Warning, w::draft(lang)),
            };
            view! {
                <tr>
                    <th scope="row" data-label=w::version(lang)>{one.version}</th>
                    <td data-label=w::saved_at(lang)><InstantText at=one.saved_at /></td>
                    <td data-label=w::by(lang)>{one.saved_by_name.clone()}</td>
                    <td data-label=w::state(lang)><Tag tone label=state /></td>
                </tr>
            }
        })
        .collect();
    (!rows.is_empty()).then(|| {
        view! {
            <section>
                <h2>{w::versions(lang)}</h2>
                <TableRegion id="versions" caption=w::versions(lang) quiet=true stacks=true>
                    <thead>
                        <tr>
                            <th scope="col">{w::version(lang)}</th>
                            <th scope="col">{w::saved_at(lang)}</th>
                            <th scope="col">{w::by(lang)}</th>
                            <th scope="col">{w::state(lang)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </TableRegion>
            </section>
        }
    })
}

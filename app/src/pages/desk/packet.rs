//! The retiree packet at the desk: its sections, the runs for the mail, and the packets of one person.

use desk::Permission;
use desk::packet::runs::{Audience, Run};
use desk::packet::sections::SectionInList;
use desk::packet::{Made, SectionKey};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use crate::actions::packet::{BeginPackets, MakePacket};
use crate::components::date::InstantText;
use crate::components::form::{
    Answer, ButtonKind, ErrorSummary, HiddenFields, Problems, RadioGroup, SubmitButton,
};
use crate::components::layout::{Page, Width};
use crate::components::notice::Tone;
use crate::components::status::Tag;
use crate::components::table::TableRegion;
use crate::pages::member::packet::{paper_fields, size_field};
use crate::problem::loaded;
use crate::visit::{Flash, Visit, visit};
use crate::words::packet as w;

/// Path of the page, without the language.
pub const PACKET: &str = "/desk/packet";
/// The form that begins a run, among the messages of a session.
pub const RUN_FORM: &str = "packet.run";

/// Path of a section.
pub fn section_path(key: SectionKey) -> String {
    format!("{PACKET}/sections/{}", key.as_str())
}

/// Path of a run.
pub fn run_path(id: Uuid) -> String {
    format!("{PACKET}/runs/{id}")
}

/// Sections and runs.
#[component]
pub fn PacketPage() -> impl IntoView {
    let visit = visit();
    loaded(async move {
        let actor = visit.signed_in()?;
        let sections = visit.desk.packet_sections(actor).await?;
        let runs = visit.desk.packet_runs(actor).await?;
        let may_run = actor.may(Permission::RunPackets);
        let flash = visit.take_flash(RUN_FORM).await;
        Ok(page(&visit, sections, runs, may_run, flash))
    })
}

fn page(
    visit: &Visit,
    sections: Vec<SectionInList>,
    runs: Vec<Run>,
    may_run: bool,
    flash: Flash,
) -> impl IntoView + use<> {
    let lang = visit.lang;
    let problems = Problems::of(&flash.errors, |error| w::problem(lang, &error.problem, &error.detail));
    let sections: Vec<_> = sections.iter().map(|one| section_row(visit, one)).collect();
    let runs = if runs.is_empty() {
        view! { <p class="nothing">{w::no_runs(lang)}</p> }.into_any()
    } else {
        let rows: Vec<_> = runs.iter().map(|run| run_row(visit, run)).collect();
        view! {
            <TableRegion id="runs" caption=w::runs(lang) quiet=true stacks=true>
                <thead>
                    <tr>
                        <th scope="col">{w::begun(lang)}</th>
                        <th scope="col">{w::audience(lang)}</th>
                        <th scope="col">{w::size(lang)}</th>
                        <th scope="col">{w::by(lang)}</th>
                        <th scope="col">{w::how_far(lang)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableRegion>
        }
        .into_any()
    };
    let begin = may_run.then(|| begin_form(visit, &problems));
    view! {
        <Page title=w::desk_title(lang) width=Width::Wide error=problems.any()>
            <ErrorSummary problems=problems.clone() />
            <h1>{w::desk_title(lang)}</h1>
            <p class="lead">{w::desk_lead(lang)}</p>
            <section>
                <h2>{w::sections(lang)}</h2>
                <TableRegion id="sections" caption=w::sections(lang) quiet=true stacks=true>
                    <thead>
                        <tr>
                            <th scope="col">{w::section(lang)}</th>
                            <th scope="col">{w::heading(lang)}</th>
                            <th scope="col">{w::printed(lang)}</th>
                        </tr>
                    </thead>
                    <tbody>{sections}</tbody>
                </TableRegion>
            </section>
            <section>
                <h2 id="mail">{w::runs(lang)}</h2>
                <p>{w::runs_lead(lang)}</p>
                {runs}
                {begin}
            </section>
        </Page>
    }
}

fn section_row(visit: &Visit, one: &SectionInList) -> impl IntoView + use<> {
    let lang = visit.lang;
    let printed = if one.printed == 0 { w::shipped(lang).to_owned() } else { one.printed.to_string() };
    let title = lang.pick(one.text.title_en.as_str(), one.text.title_es.as_str()).to_owned();
    let draft = one.draft.map(|_| view! { " "<Tag tone=Tone::Warning label=w::draft(lang) /> });
    view! {
        <tr>
            <th scope="row" data-label=w::section(lang)>
                <a href=visit.href(&section_path(one.key))>{w::section_name(lang, one.key)}</a>
            </th>
            <td data-label=w::heading(lang)>{title}</td>
            <td data-label=w::printed(lang)><span>{printed}{draft}</span></td>
        </tr>
    }
}

fn run_row(visit: &Visit, run: &Run) -> impl IntoView + use<> {
    let lang = visit.lang;
    let size = if run.size == "large" { w::large(lang) } else { w::normal(lang) };
    let audience = Audience::from_word(&run.audience).map(|audience| w::audience_name(lang, audience));
    let done = run.finished_at.map(|_| view! { " "<Tag tone=Tone::Success label=w::finished(lang) /> });
    view! {
        <tr>
            <th scope="row" data-label=w::begun(lang)>
                <a href=visit.href(&run_path(run.id))><InstantText at=run.started_at /></a>
            </th>
            <td data-label=w::audience(lang)>{audience}</td>
            <td data-label=w::size(lang)>{size}</td>
            <td data-label=w::by(lang)>{run.started_by_name.clone()}</td>
            <td data-label=w::how_far(lang)><span>{w::made_of(lang, run.made, run.items)}{done}</span></td>
        </tr>
    }
}

fn begin_form(visit: &Visit, problems: &Problems) -> impl IntoView + use<> {
    let lang = visit.lang;
    let audiences = [Audience::All, Audience::NoEmail];
    let audiences =
        audiences.iter().map(|one| Answer::new(one.as_str(), w::audience_name(lang, *one))).collect();
    view! {
        <form method="post" action=visit.href(BeginPackets::PATH) novalidate>
            <RadioGroup
                legend=w::audience(lang)
                name="audience"
                value=Audience::NoEmail.as_str()
                answers=audiences
                error=problems.on("audience")
            />
            {size_field(visit)}
            <div class="actions"><SubmitButton label=w::begin(lang) /></div>
        </form>
    }
}

/// The packets that were made for somebody, and the form that makes one: on their page at the desk.
pub(super) fn packets_of(visit: &Visit, number: String, made: Vec<Made>) -> impl IntoView + use<> {
    let lang = visit.lang;
    let rows: Vec<_> = made
        .into_iter()
        .map(|one| {
            let language = if one.language == "es" { "Español" } else { "English" };
            let size = if one.size == "large" { w::large(lang) } else { w::normal(lang) };
            let about = format!(": {language}, {size}");
            view! {
                <tr>
                    <th scope="row" data-label=w::made_at(lang)><InstantText at=one.made_at /></th>
                    <td data-label=w::language(lang)>{language}</td>
                    <td data-label=w::size(lang)>{size}</td>
                    <td data-label=w::by(lang)>{one.made_by_name}</td>
                    <td data-label="">
                        <a href=format!("/desk/packets/{}.pdf", one.id)>
                            {w::as_sent(lang)}<span class="visually-hidden">{about}</span>
                        </a>
                    </td>
                </tr>
            }
        })
        .collect();
    let table = if rows.is_empty() {
        view! { <p class="nothing">{w::no_packets(lang)}</p> }.into_any()
    } else {
        view! {
            <TableRegion id="packets" caption=w::person_title(lang) quiet=true stacks=true>
                <thead>
                    <tr>
                        <th scope="col">{w::made_at(lang)}</th>
                        <th scope="col">{w::language(lang)}</th>
                        <th scope="col">{w::size(lang)}</th>
                        <th scope="col">{w::by(lang)}</th>
                        <td></td>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableRegion>
        }
        .into_any()
    };
    let fields = vec![("number".to_owned(), number)];
    view! {
        <section>
            <h2 id="packets-title">{w::person_title(lang)}</h2>
            {table}
            <details class="card">
                <summary>{w::person_make(lang)}</summary>
                <form method="post" action=visit.href(MakePacket::PATH) novalidate>
                    <HiddenFields fields />
                    {paper_fields(visit)}
                    <SubmitButton label=w::person_make(lang) kind=ButtonKind::Secondary />
                </form>
            </details>
        </section>
    }
}

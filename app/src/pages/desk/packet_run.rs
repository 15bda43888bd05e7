//! A run of packets for the mail: how far it is, and its files. Who looks again asks for it: a page that reloads
//! by itself takes the place away from those who read it slowly (WCAG 2.2.1).

use desk::packet::runs::{Audience, Run};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::packet::{PACKET, run_path};
use crate::components::date::InstantText;
use crate::components::layout::Page;
use crate::components::notice::{Notice, Tone};
use crate::components::summary::{Fact, SummaryList};
use crate::problem::loaded;
use crate::visit::{Visit, visit};
use crate::words::{common, packet as w};

/// A run.
#[component]
pub fn RunPage() -> impl IntoView {
    let visit = visit();
    let id = use_params_map().get_untracked().get("id").unwrap_or_default();
    crate::pages::never_kept();
    loaded(async move {
        let id = id.parse().map_err(|_| desk::Error::NotFound("run"))?;
        let run = visit.desk.packet_run(visit.signed_in()?, id).await?;
        Ok(page(&visit, run))
    })
}

fn page(visit: &Visit, run: Run) -> impl IntoView + use<> {
    let lang = visit.lang;
    let here = visit.href(&run_path(run.id));
    let audience = Audience::from_word(&run.audience).map(|audience| w::audience_name(lang, audience));
    let size = if run.size == "large" { w::large(lang) } else { w::normal(lang) };
    let mut facts = vec![
        Fact::new(w::how_far(lang), w::made_of(lang, run.made, run.items)),
        Fact::new(w::audience(lang), audience.unwrap_or_default()),
        Fact::new(w::size(lang), size),
        Fact::new(w::begun(lang), common::date_time(lang, run.started_at)),
        Fact::new(w::by(lang), run.started_by_name.clone()),
    ];
    if run.problems > 0 {
        facts.push(Fact::new(w::problems(lang), run.problems.to_string()));
    }
    if let Some(pages) = run.pages {
        facts.push(Fact::new(w::pages(lang), pages.to_string()));
    }
    let state = match run.finished_at {
        Some(at) => {
            let file = |name: &str| format!("/desk/packet/runs/{}/{name}", run.id);
            view! {
                <Notice tone=Tone::Success><p>{w::finished(lang)}" "<InstantText at /></p></Notice>
                <p class="actions">
                    <a class="button" href=file("print.pdf")>{w::print_file(lang)}</a>
                    <a class="button button-secondary" href=file("manifest.csv")>{w::manifest(lang)}</a>
                </p>
                <p class="field-hint">{w::print_file_more(lang)}</p>
            }
            .into_any()
        }
        None => {
            let all_made = run.made + run.problems == run.items;
            let words = if all_made { w::putting_together(lang) } else { w::running(lang) };
            view! {
                <Notice tone=Tone::Info><p>{words}</p></Notice>
                <progress max=run.items.to_string() value=(run.made + run.problems).to_string() aria-label=w::how_far(lang)></progress>
                <p><a class="button" href=here>{w::look_again(lang)}</a></p>
            }
            .into_any()
        }
    };
    view! {
        <Page title=w::run_title(lang)>
            <p><a href=visit.href(PACKET)>{w::desk_title(lang)}</a></p>
            <h1>{w::run_title(lang)}</h1>
            {state}
            <SummaryList facts />
        </Page>
    }
}

//! Who retires: for the desk, the retirement administrator and payroll, each with what is theirs to do.

use desk::Permission;
use desk::retiring::{RoadView, Task};
use domain::code::PersonRef;
use domain::retiring::RetirementSystem;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::actions::retiring::{AgreeDate, TickStep};
use crate::components::date::DateText;
use crate::components::form::{ButtonKind, DateField, ErrorSummary, HiddenFields, Problems, SubmitButton};
use crate::components::layout::{Page, Width};
use crate::components::notice::{Notice, Tone};
use crate::components::status::Tag;
use crate::components::summary::{Fact, SummaryList};
use crate::components::table::TableRegion;
use crate::pages::never_kept;
use crate::problem::loaded;
use crate::visit::{Visit, visit};
use crate::words::{Lang, common, pension_changes as lists, retiring as w, seminars};

/// Path of the desk's page, without the language.
pub const DESK: &str = "/desk/retirements";
/// Path of the offices' page.
pub const OFFICES: &str = "/offices/retirements";

/// Who retires, for the desk.
#[component]
pub fn Retirements() -> impl IntoView {
    roads_page(DESK)
}

/// Who retires, for the retirement administrator and payroll.
#[component]
pub fn OfficeRetirements() -> impl IntoView {
    roads_page(OFFICES)
}

fn roads_page(here: &'static str) -> impl IntoView {
    let visit = visit();
    never_kept();
    loaded(async move {
        let roads = visit.desk.roads(visit.signed_in()?).await?;
        let flash = visit.take_flash(FORM).await;
        let problems = Problems::of(&flash.errors, |error| w::problem(visit.lang, error));
        Ok(drawn(&visit, here, &roads, problems, flash.notice.is_some()))
    })
}

/// The form's name among the messages of a session.
pub const FORM: &str = "retirements";

fn drawn(
    visit: &Visit,
    here: &'static str,
    roads: &[RoadView],
    problems: Problems,
    agreed: bool,
) -> impl IntoView + use<> {
    let lang = visit.lang;
    let list: Vec<_> = roads.iter().map(|view| road(visit, view, here, &problems)).collect();
    let body = if list.is_empty() {
        view! { <p class="nothing">{w::no_roads(lang)}</p> }.into_any()
    } else {
        list.into_any()
    };
    let links: Vec<_> = links(visit, here)
        .into_iter()
        .map(|(path, words)| view! { <li><a href=visit.href(path)>{words}</a></li> })
        .collect();
    view! {
        <Page title=w::roads(lang) width=Width::Wide error=problems.any()>
            <ErrorSummary problems=problems.clone() />
            <h1>{w::roads(lang)}</h1>
            {agreed.then(|| view! { <Notice tone=Tone::Success announce=true><p>{w::agreed_notice(lang)}</p></Notice> })}
            <p class="lead">{w::roads_lead(lang)}</p>
            <nav aria-label=w::lists(lang)><ul>{links}</ul></nav>
            {body}
        </Page>
    }
}

/// What belongs beside it, for those who may see it.
fn links(visit: &Visit, here: &str) -> Vec<(&'static str, &'static str)> {
    let lang = visit.lang;
    let may = |permission| visit.actor.as_ref().is_some_and(|actor| actor.may(permission));
    let mut links = Vec::new();
    if here == DESK && may(Permission::RunRetirements) {
        links.push(("/desk/seminars", seminars::desk_title(lang)));
        links.push(("/desk/mtrs", lists::mtrs_title(lang)));
    }
    if may(Permission::SeePensionDeductions) || may(Permission::RunRetirements) {
        links.push(("/offices/retirement-changes", lists::city_title(lang)));
    }
    links
}

fn road(visit: &Visit, view: &RoadView, here: &'static str, problems: &Problems) -> impl IntoView + use<> {
    let lang = visit.lang;
    let may_see = visit.actor.as_ref().is_some_and(|actor| actor.may(Permission::SeePeople));
    let name = view.person.name();
    let title = match view.person.ref_.as_ref().filter(|_| may_see) {
        Some(number) => {
            view! { <a href=visit.href(&format!("/desk/people/{number}"))>{name.clone()}</a> }.into_any()
        }
        None => name.clone().into_any(),
    };
    let overdue = (view.overdue() > 0).then(|| view! { " "<Tag tone=Tone::Danger label=w::overdue(lang) /> });
    let id = format!("road-{}", view.road.id);
    view! {
        <section class="card" aria-labelledby=id.clone()>
            <h2 id=id.clone()>{title}{overdue}</h2>
            {facts(lang, view)}
            {sent(visit, view)}
            {agree(visit, view, here, problems)}
            <Tasks visit=visit.clone() road=view.clone() back=here.to_owned() />
        </section>
    }
}

fn facts(lang: Lang, view: &RoadView) -> impl IntoView + use<> {
    let facts = vec![
        Fact::new(w::employee(lang), view.person.ref_.clone().unwrap_or_default()),
        Fact::new(w::unit(lang), view.person.unit.clone().unwrap_or_default()),
        Fact::new(w::pension_from(lang), w::system(lang, view.road.system)),
        Fact::new(w::proposed(lang), common::date(lang, view.road.proposed_on)),
        Fact::new(
            w::agreed(lang),
            view.road.agreed_on.map_or_else(|| w::to_do(lang).to_owned(), |day| common::date(lang, day)),
        ),
        Fact::new(w::first_day(lang), common::date(lang, view.turnover.retiree_from())),
    ];
    view! { <SummaryList facts /> }
}

fn sent(visit: &Visit, view: &RoadView) -> Option<impl IntoView + use<>> {
    let may_see = visit.actor.as_ref().is_some_and(|actor| actor.may(Permission::SeeQueue));
    let sent = view.submission.as_ref().filter(|_| may_see)?;
    let href = visit.href(&format!("/desk/submissions/{}", sent.reference));
    let words = w::review(visit.lang);
    Some(view! { <p><a href=href>{words}" "{sent.reference.clone()}</a></p> })
}

fn agree(
    visit: &Visit,
    view: &RoadView,
    here: &'static str,
    problems: &Problems,
) -> Option<impl IntoView + use<>> {
    let lang = visit.lang;
    let waits = view.submission.as_ref().is_some_and(|sent| !sent.state.is_final());
    if !view.may_agree || waits {
        return None;
    }
    let label = match view.road.system {
        RetirementSystem::City => w::agree(lang),
        RetirementSystem::Mtrs => w::agree_mtrs(lang),
    };
    let hidden = vec![
        ("road".to_owned(), view.road.id.to_string()),
        ("version".to_owned(), view.road.version.to_string()),
        ("back".to_owned(), here.to_owned()),
    ];
    // Each road has its own field on the page.
    let name = format!("date[road-{}]", view.road.id);
    Some(view! {
        <form class="filters" method="post" action=visit.href(AgreeDate::PATH) novalidate>
            <HiddenFields fields=hidden />
            <DateField
                label=w::retires_on(lang)
                name=name.clone()
                value=view.road.retires_on().to_string()
                hint=w::agree_hint(lang)
                error=problems.on(&name)
                required=true
            />
            <SubmitButton label kind=ButtonKind::Secondary />
        </form>
    })
}

/// What has to be done of a road: whose it is, by when, and for each that is the actor's a button. It goes back to
/// the page at `back`.
#[component]
pub fn Tasks(
    /// The request.
    visit: Visit,
    /// The road.
    road: RoadView,
    /// The page that the buttons go back to, without the language.
    back: String,
) -> impl IntoView {
    let lang = visit.lang;
    let rows: Vec<_> = road.tasks.iter().map(|task| row(&visit, task, &road, &back)).collect();
    // Several roads are on one page.
    let caption = format!("{}: {}", w::dates(lang), road.person.name());
    view! {
        <TableRegion id=format!("tasks-{}", road.road.id) caption quiet=true stacks=true>
            <thead>
                <tr>
                    <th scope="col">{w::step(lang)}</th>
                    <th scope="col">{w::who(lang)}</th>
                    <th scope="col">{w::due(lang)}</th>
                    <th scope="col">{w::state(lang)}</th>
                    <td></td>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </TableRegion>
    }
}

fn row(visit: &Visit, task: &Task, view: &RoadView, back: &str) -> impl IntoView + use<> {
    let lang = visit.lang;
    let step = w::step_words(lang, task.item.step, view.road.system);
    let state = match (&task.done, task.overdue) {
        (Some(done), _) => {
            let day = domain::deadline::local_day(done.done_at, domain::deadline::CITY_ZONE);
            view! {
                <span>
                    <Tag tone=Tone::Success label=w::done(lang) />
                    <br />
                    <span class="field-hint">{w::done_by(lang, &done.actor_name, day)}</span>
                </span>
            }
            .into_any()
        }
        (None, true) => view! { <Tag tone=Tone::Danger label=w::overdue(lang) /> }.into_any(),
        (None, false) => view! { <Tag tone=Tone::Quiet label=w::to_do(lang) /> }.into_any(),
    };
    let is_done = task.done.is_some();
    let button = task.mine.then(|| {
        let hidden = vec![
            ("road".to_owned(), view.road.id.to_string()),
            ("step".to_owned(), task.item.step.to_string()),
            ("done".to_owned(), (!is_done).to_string()),
            ("back".to_owned(), back.to_owned()),
        ];
        let label = if is_done { w::mark_undone(lang) } else { w::mark_done(lang) };
        let about = format!(": {step}, {}", view.person.name());
        let kind = if is_done { ButtonKind::Quiet } else { ButtonKind::Secondary };
        view! {
            <form method="post" action=visit.href(TickStep::PATH)>
                <HiddenFields fields=hidden />
                <button type="submit" class=kind.class()>
                    {label}<span class="visually-hidden">{about}</span>
                </button>
            </form>
        }
    });
    view! {
        <tr>
            <th scope="row" data-label=w::step(lang)>{step}</th>
            <td data-label=w::who(lang)>{w::owner(lang, task.item.owner)}</td>
            <td data-label=w::due(lang)><DateText day=task.item.due /></td>
            <td data-label=w::state(lang)>{state}</td>
            <td data-label="">{button}</td>
        </tr>
    }
}

/// The road of somebody, for their page at the desk; nothing where they are on none, or where it is not for the
/// actor.
pub async fn on_person_page(visit: &Visit, number: &PersonRef) -> desk::Result<Option<AnyView>> {
    let actor = visit.signed_in()?;
    if !actor.may(Permission::RunRetirements) {
        return Ok(None);
    }
    let lang = visit.lang;
    let back = format!("/desk/people/{number}");
    Ok(visit.desk.road_of(actor, number).await?.map(|view| {
        view! {
            <section>
                <h2 id="retirement-title">{w::roads(lang)}</h2>
                {facts(lang, &view)}
                <Tasks visit=visit.clone() road=view.clone() back />
            </section>
        }
        .into_any()
    }))
}

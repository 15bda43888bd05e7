//! Open-enrollment administration: the list, one of them, and those who have not acted.

use desk::enrollments::{EnrollmentOverview, SILENT_PAGE, Silent};
use desk::{Permission, Result};
use domain::deadline::{CITY_ZONE, local_day};
use domain::enrollment::{EnrollmentAction, EnrollmentPeriod, EnrollmentState, NotAccepting};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_params_map;
use uuid::Uuid;

use super::queue::{unit_name, units};
use crate::actions::desk::{ChangeEnrollment, CreateEnrollment, Remind};
use crate::components::card::Card;
use crate::components::date::{DateText, InstantText};
use crate::components::form::{
    ButtonKind, DateField, ErrorSummary, HiddenFields, Problems, Select, SubmitButton, TextField,
};
use crate::components::layout::{Page, Width};
use crate::components::notice::{Notice, Tone};
use crate::components::pager::Pager;
use crate::components::status::Tag;
use crate::components::summary::{Fact, SummaryList};
use crate::components::table::TableRegion;
use crate::problem::loaded;
use crate::visit::{Flash, Visit, visit};
use crate::words::{Lang, common, desk as w};

/// Path of the list, without the language.
pub const ENROLLMENTS: &str = "/desk/enrollments";

/// Path of one of them.
pub fn enrollment_path(id: Uuid) -> String {
    format!("{ENROLLMENTS}/{id}")
}

fn tone(state: EnrollmentState) -> Tone {
    match state {
        EnrollmentState::Draft => Tone::Info,
        EnrollmentState::Open => Tone::Success,
        EnrollmentState::Closed => Tone::Warning,
        EnrollmentState::Archived => Tone::Quiet,
    }
}

fn problems(lang: Lang, flash: &Flash) -> Problems {
    Problems::of(&flash.errors, |error| {
        w::enrollment_problem(lang, &error.field, &error.problem, &error.detail)
    })
}

/// Every open enrollment, and the form for a new one.
#[component]
pub fn Enrollments() -> impl IntoView {
    let visit = visit();
    loaded(async move {
        let (all, may_run, years) = load_all(&visit).await?;
        let flash = visit.take_flash("enrollment.new").await;
        Ok(list_drawn(&visit, all, may_run, years, flash))
    })
}

async fn load_all(visit: &Visit) -> Result<(Vec<EnrollmentPeriod>, bool, Vec<chrono::NaiveDate>)> {
    let actor = visit.signed_in()?;
    let all = visit.desk.enrollments(actor).await?;
    let years = visit.desk.catalog().await?.plan_years.clone();
    Ok((all, actor.may(Permission::RunEnrollment), years))
}

fn list_drawn(
    visit: &Visit,
    all: Vec<EnrollmentPeriod>,
    may_run: bool,
    years: Vec<chrono::NaiveDate>,
    flash: Flash,
) -> impl IntoView + use<> {
    let lang = visit.lang;
    let problems = problems(lang, &flash);
    let rows: Vec<_> = all
        .iter()
        .map(|period| {
            view! {
                <tr>
                    <th scope="row" data-label=w::enrollment_name(lang)>
                        <a href=visit.href(&enrollment_path(period.id))>{period.name.clone()}</a>
                    </th>
                    <td data-label=w::plan_year(lang)><DateText day=period.plan_year /></td>
                    <td data-label=w::opens(lang)><InstantText at=period.opens_at /></td>
                    <td data-label=w::closes(lang)>{common::last_minute(lang, period.closes_at)}</td>
                    <td data-label=w::state(lang)>
                        <Tag tone=tone(period.state) label=w::enrollment_state(lang, period.state) />
                    </td>
                </tr>
            }
        })
        .collect();
    let table = if rows.is_empty() {
        view! { <p class="nothing">{w::no_enrollments(lang)}</p> }.into_any()
    } else {
        view! {
            <TableRegion id="enrollments" caption=w::enrollments(lang) quiet=true stacks=true>
                <thead>
                    <tr>
                        <th scope="col">{w::enrollment_name(lang)}</th>
                        <th scope="col">{w::plan_year(lang)}</th>
                        <th scope="col">{w::opens(lang)}</th>
                        <th scope="col">{w::closes(lang)}</th>
                        <th scope="col">{w::state(lang)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableRegion>
        }
        .into_any()
    };
    let action = visit.href(CreateEnrollment::PATH);
    let form = may_run.then(|| {
        let typed = |name: &str| flash.typed.get(name).cloned().unwrap_or_default();
        let years = years.iter().rev().map(|day| (day.to_string(), common::date(lang, *day))).collect();
        view! {
            <section>
                <h2 id="new-enrollment">{w::create_enrollment(lang)}</h2>
                <p>{w::only_office_sees(lang)}</p>
                <form method="post" action=action novalidate>
                    <TextField
                        label=w::enrollment_name(lang)
                        name="name"
                        value=typed("name")
                        hint=w::enrollment_name_hint(lang)
                        error=problems.on("name")
                        maxlength=100
                        required=true
                    />
                    <Select
                        label=w::plan_year(lang)
                        name="plan_year"
                        value=typed("plan_year")
                        options=years
                        error=problems.on("plan_year")
                    />
                    <DateField
                        label=w::opens(lang)
                        name="opens"
                        value=typed("opens")
                        hint=w::opens_hint(lang)
                        error=problems.on("opens")
                        required=true
                    />
                    <DateField
                        label=w::closes(lang)
                        name="closes"
                        value=typed("closes")
                        hint=w::closes_hint(lang)
                        error=problems.on("closes")
                        required=true
                    />
                    <SubmitButton label=w::create(lang) />
                </form>
            </section>
        }
    });
    view! {
        <Page title=w::enrollments(lang) width=Width::Wide error=problems.any()>
            <ErrorSummary problems=problems.clone() />
            <h1>{w::enrollments(lang)}</h1>
            <p class="lead">{w::enrollments_lead(lang)}</p>
            {table}
            {form}
        </Page>
    }
}

/// One of them as the page shows it.
struct Shown {
    overview: EnrollmentOverview,
    silent: Vec<Silent>,
    more: bool,
    units: Vec<(String, String)>,
    flash: Flash,
}

/// One open enrollment: how it will look, how far it has come, what may be done, who has not acted.
#[component]
pub fn Enrollment() -> impl IntoView {
    let visit = visit();
    let id = use_params_map().get_untracked().get("id").unwrap_or_default();
    loaded(async move { load(&visit, &id).await.map(|shown| drawn(&visit, shown)) })
}

async fn load(visit: &Visit, id: &str) -> Result<Shown> {
    let actor = visit.signed_in()?;
    let id: Uuid = id.parse().map_err(|_| desk::Error::NotFound("open enrollment"))?;
    let overview = visit.desk.enrollment(actor, id).await?;
    let after = visit.query.get("after").and_then(|id| id.parse().ok());
    let (silent, more) = visit.desk.silent(actor, id, after).await?;
    let flash = visit.take_flash(&format!("enrollment.{id}")).await;
    Ok(Shown { overview, silent, more, units: units(visit).await?, flash })
}

fn drawn(visit: &Visit, shown: Shown) -> impl IntoView + use<> {
    let lang = visit.lang;
    let period = shown.overview.period.clone();
    let problems = problems(lang, &shown.flash);
    let notice = shown.flash.notice.as_deref().map(|notice| said(lang, notice, &shown.flash));
    let state = view! { <Tag tone=tone(period.state) label=w::enrollment_state(lang, period.state) /> };
    let facts = vec![
        Fact::new(w::state(lang), state),
        Fact::new(w::plan_year(lang), common::date(lang, period.plan_year)),
        Fact::new(w::opens(lang), common::date_time(lang, period.opens_at)),
        Fact::new(w::closes(lang), common::last_minute(lang, period.closes_at)),
    ];
    let changes = shown.overview.may_run.then(|| {
        let typed = shown.flash.typed.get("closes").cloned().unwrap_or_default();
        view! { <Changes visit=visit.clone() period=period.clone() typed problems=problems.clone() /> }
    });
    view! {
        <Page title=period.name.clone() width=Width::Wide error=problems.any()>
            <ErrorSummary problems=problems.clone() />
            <p><a href=visit.href(ENROLLMENTS)>{w::enrollments(lang)}</a></p>
            <h1>{period.name.clone()}</h1>
            {notice}
            <Standing visit=visit.clone() period=period.clone() />
            <SummaryList facts />
            <Preview visit=visit.clone() overview=shown.overview.clone() />
            <TurnoutTable overview=shown.overview.clone() units=shown.units.clone() />
            {changes}
            <SilentPeople visit=visit.clone() shown=shown />
        </Page>
    }
}

fn said(lang: Lang, notice: &str, flash: &Flash) -> AnyView {
    let (tone, words) = match notice {
        "created" => (Tone::Success, w::enrollment_created(lang).to_owned()),
        "opened" => (Tone::Success, w::enrollment_opened(lang).to_owned()),
        "extended" => (Tone::Success, w::enrollment_extended(lang).to_owned()),
        "closed" => (Tone::Success, w::enrollment_closed(lang).to_owned()),
        "archived" => (Tone::Success, w::enrollment_archived(lang).to_owned()),
        "reminded" => {
            let count = flash.typed.get("count").map_or("0", String::as_str);
            (Tone::Success, w::reminded(lang, count))
        }
        "stale" => (Tone::Warning, w::enrollment_stale(lang).to_owned()),
        _ => (Tone::Warning, w::enrollment_refused(lang).to_owned()),
    };
    view! { <Notice tone announce=true><p>{words}</p></Notice> }.into_any()
}

/// What the dates mean today, where the state alone does not tell.
#[component]
fn Standing(visit: Visit, period: EnrollmentPeriod) -> impl IntoView {
    let lang = visit.lang;
    let is_open = period.state == EnrollmentState::Open;
    let over = is_open && period.accepts(visit.desk.now()) == Err(NotAccepting::Closed);
    let not_begun = is_open && period.accepts(visit.desk.now()) == Err(NotAccepting::NotYet);
    let last_day = local_day(period.closes_at - chrono::Duration::seconds(1), CITY_ZONE);
    let after_plan_year = period.state != EnrollmentState::Archived && last_day >= period.plan_year;
    [
        (over, w::over_but_open(lang)),
        (not_begun, w::not_begun(lang)),
        (after_plan_year, w::after_plan_year(lang)),
    ]
    .into_iter()
    .filter(|(holds, _)| *holds)
    .map(|(_, words)| view! { <Notice tone=Tone::Warning><p>{words}</p></Notice> })
    .collect::<Vec<_>>()
}

/// The call and the deadline as members will read them, and how many they are.
#[component]
fn Preview(visit: Visit, overview: EnrollmentOverview) -> impl IntoView {
    let lang = visit.lang;
    let period = &overview.period;
    let call = view! {
        <p>{w::deadline_sentence(lang, period.plan_year, period.closes_at)}</p>
        <p><strong>{w::count(overview.may_enroll())}</strong>" "{w::people_may_enroll(lang)}</p>
    };
    view! {
        <section>
            <h2 id="enrollment-preview">{w::preview(lang)}</h2>
            <Card heading=period.name.clone() minor=true>{call}</Card>
            <p><a href=visit.href("/open-enrollment")>{w::see_public_page(lang)}</a></p>
        </section>
    }
}

#[component]
fn TurnoutTable(overview: EnrollmentOverview, units: Vec<(String, String)>) -> impl IntoView {
    let lang = visit().lang;
    let cells = |may: i64, acted: i64| {
        view! {
            <td class="number">{w::count(may)}</td>
            <td class="number">{w::count(acted)}</td>
            <td class="number">{w::count(may - acted)}</td>
        }
    };
    let rows: Vec<_> = overview
        .turnout
        .iter()
        .map(|unit| {
            view! {
                <tr>
                    <th scope="row">{unit_name(&units, &unit.unit)}</th>
                    {cells(unit.may_enroll, unit.acted)}
                </tr>
            }
        })
        .collect();
    view! {
        <section>
            <h2 id="turnout-title">{w::turnout(lang)}</h2>
            <TableRegion id="turnout" caption=w::turnout_by_unit(lang)>
                <thead>
                    <tr>
                        <th scope="col">{w::unit(lang)}</th>
                        <th scope="col" class="number">{w::may_enroll(lang)}</th>
                        <th scope="col" class="number">{w::acted(lang)}</th>
                        <th scope="col" class="number">{w::not_acted(lang)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
                <tfoot>
                    <tr class="total">
                        <th scope="row">{w::total(lang)}</th>
                        {cells(overview.may_enroll(), overview.acted())}
                    </tr>
                </tfoot>
            </TableRegion>
        </section>
    }
}

/// The forms for what the state allows.
#[component]
fn Changes(visit: Visit, period: EnrollmentPeriod, typed: String, problems: Problems) -> impl IntoView {
    use EnrollmentAction as A;
    let lang = visit.lang;
    let may = |action| period.state.after(action).is_ok();
    let form =
        |change: &'static str, label: &'static str, hint: &'static str, kind, field: Option<AnyView>| {
            let fields = vec![
                ("id".to_owned(), period.id.to_string()),
                ("version".to_owned(), period.version.to_string()),
                ("change".to_owned(), change.to_owned()),
            ];
            view! {
                <form method="post" action=visit.href(ChangeEnrollment::PATH) class="card" novalidate>
                    <HiddenFields fields />
                    <p>{hint}</p>
                    {field}
                    <SubmitButton label kind />
                </form>
            }
        };
    let new_last_day = may(A::Extend).then(|| {
        view! {
            <DateField
                label=w::new_last_day(lang)
                name="closes"
                value=typed.clone()
                hint=w::closes_hint(lang)
                error=problems.on("closes")
                required=true
            />
        }
        .into_any()
    });
    let open =
        may(A::Open).then(|| form("open", w::open_it(lang), w::open_hint(lang), ButtonKind::Primary, None));
    let extend = may(A::Extend).then(|| {
        form("extend", w::extend_it(lang), w::extend_hint(lang), ButtonKind::Secondary, new_last_day)
    });
    let close = may(A::Close)
        .then(|| form("close", w::close_it(lang), w::close_hint(lang), ButtonKind::Danger, None));
    let archive = may(A::Archive)
        .then(|| form("archive", w::archive_it(lang), w::archive_hint(lang), ButtonKind::Secondary, None));
    let any = period.state != EnrollmentState::Archived;
    any.then(|| {
        view! {
            <section>
                <h2 id="change-title">{w::change_it(lang)}</h2>
                // Errors about the state, such as another that is open, link to here.
                <div class="cards" id="state">{open}{extend}{close}{archive}</div>
            </section>
        }
    })
}

/// Those who have sent nothing, and the reminder.
#[component]
fn SilentPeople(visit: Visit, shown: Shown) -> impl IntoView {
    let lang = visit.lang;
    let period = &shown.overview.period;
    let here = enrollment_path(period.id);
    let next = shown
        .silent
        .last()
        .filter(|_| shown.more)
        .map(|last| visit.href(&format!("{here}?after={}", last.id)));
    let first = visit.query.contains_key("after").then(|| visit.href(&here));
    let count = shown.silent.len();
    let rows: Vec<_> = shown
        .silent
        .into_iter()
        .map(|who| {
            let name = format!("{} {}", who.given_name, who.family_name);
            let link = match &who.ref_ {
                Some(number) => {
                    view! { <a href=visit.href(&format!("/desk/people/{number}"))>{name}</a> }.into_any()
                }
                None => name.into_any(),
            };
            let draft = match who.draft_saved_at {
                Some(at) => view! { <InstantText at /> }.into_any(),
                None => w::no_draft(lang).into_any(),
            };
            view! {
                <tr>
                    <th scope="row" data-label=w::name(lang)>{link}</th>
                    <td data-label=w::unit(lang)>{unit_name(&shown.units, &who.unit)}</td>
                    <td data-label=w::email(lang)>{who.email.unwrap_or_else(|| w::no_email(lang).to_owned())}</td>
                    <td data-label=w::draft(lang)>{draft}</td>
                </tr>
            }
        })
        .collect();
    let remind =
        (shown.overview.may_run && period.accepts(visit.desk.now()).is_ok() && count > 0).then(|| {
            view! {
                <form method="post" action=visit.href(Remind::PATH)>
                    <HiddenFields fields=vec![("id".to_owned(), period.id.to_string())] />
                    <p>{w::remind_hint(lang)}</p>
                    <SubmitButton label=w::remind(lang) kind=ButtonKind::Secondary />
                </form>
            }
        });
    let list = if rows.is_empty() {
        view! { <p class="nothing">{w::everybody_acted(lang)}</p> }.into_any()
    } else {
        view! {
            <TableRegion id="silent" caption=w::silent_people(lang) quiet=true stacks=true>
                <thead>
                    <tr>
                        <th scope="col">{w::name(lang)}</th>
                        <th scope="col">{w::unit(lang)}</th>
                        <th scope="col">{w::email(lang)}</th>
                        <th scope="col">{w::draft(lang)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableRegion>
            <Pager previous=first next summary=w::shown(lang, count.min(SILENT_PAGE)) />
        }
        .into_any()
    };
    view! {
        <section>
            <h2 id="silent-title">{w::silent_people(lang)}</h2>
            {remind}
            {list}
        </section>
    }
}

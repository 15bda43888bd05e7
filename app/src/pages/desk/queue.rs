//! The queue: what waits for a decision, and the bulk approval of what has no flags.

use std::sync::Arc;

use desk::Result;
use desk::queue::{APPROVE_AT_ONCE, QueuePage, QueueView, Row, Sort, in_bulk};
use domain::benefit::Benefit;
use domain::deadline::{CITY_ZONE, local_day};
use domain::submission::SubmissionState;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::address::{claimed_word, flags_word, path_of, sort_word, state_word, turn_of, view_of};
use crate::actions::desk::{ApproveChosen, Claim, Release};
use crate::components::date::InstantText;
use crate::components::form::{HiddenFields, Select, SubmitButton, TextField};
use crate::components::layout::{Page, Width};
use crate::components::notice::{Notice, Tone};
use crate::components::pager::Pager;
use crate::components::status::{Tag, tone_of};
use crate::components::table::TableRegion;
use crate::islands::queue::{QueueKeys, QueueWords};
use crate::pages::never_kept;
use crate::problem::loaded;
use crate::visit::{Flash, Visit, visit};
use crate::words::{Lang, common, desk as w};

/// Path of the queue, without the language.
pub const QUEUE: &str = "/desk";
/// Path of the bulk approval.
pub const APPROVE_PAGE: &str = "/desk/approve";

/// What the page shows.
struct Shown {
    view: QueueView,
    page: QueuePage,
    units: Vec<(String, String)>,
    flash: Flash,
}

/// The queue.
#[component]
pub fn Queue() -> impl IntoView {
    let visit = visit();
    never_kept();
    loaded(async move { load(&visit).await.map(|shown| drawn(&visit, shown)) })
}

async fn load(visit: &Visit) -> Result<Shown> {
    let actor = visit.signed_in()?;
    let view = view_of(&visit.query);
    let page = visit.desk.queue(actor, &view, &turn_of(&visit.query)).await?;
    // The island looks at the page too, and must not take a message that a person is to read.
    let flash =
        if visit.query.contains_key("live") { Flash::default() } else { visit.take_flash("queue").await };
    Ok(Shown { units: units(visit).await?, view, page, flash })
}

/// Codes and names of the units.
pub(super) async fn units(visit: &Visit) -> Result<Vec<(String, String)>> {
    let catalog = visit.desk.catalog().await?;
    Ok(catalog.units.iter().map(|unit| (unit.code.to_string(), unit.name.clone())).collect())
}

/// What people call the unit of `code`.
pub(super) fn unit_name(units: &[(String, String)], code: &str) -> String {
    units.iter().find(|(known, _)| known == code).map_or_else(|| code.to_owned(), |(_, name)| name.clone())
}

fn drawn(visit: &Visit, shown: Shown) -> impl IntoView + use<> {
    let lang = visit.lang;
    let back = path_of(QUEUE, &shown.view, turn_pair(visit));
    let words = QueueWords {
        shortcuts: w::shortcuts(lang).into(),
        turn_on: w::shortcuts_on(lang).into(),
        close: w::close(lang).into(),
        changed: w::queue_changed(lang).into(),
    };
    let form = |id: &'static str, action: &str| {
        view! {
            <form id=id method="post" action=visit.href(action)>
                <HiddenFields fields=vec![("back".to_owned(), back.clone())] />
            </form>
        }
    };
    view! {
        <Page title=w::queue(lang) width=Width::Wide>
            <h1>{w::queue(lang)}</h1>
            <p class="lead">{w::queue_lead(lang)}</p>
            <QueueNotice flash=shown.flash.clone() />
            <Filters view=shown.view.clone() assignees=shown.page.assignees.clone() units=shown.units.clone() />
            <QueueKeys words events="/desk/live".to_owned()>
                <KeysHelp />
            </QueueKeys>
            {form("queue-claim", Claim::PATH)}
            {form("queue-release", Release::PATH)}
            {form("queue-approve", ApproveChosen::PATH)}
            <Live visit=visit.clone() shown=Arc::new(shown) />
        </Page>
    }
}

fn turn_pair(visit: &Visit) -> Option<(&'static str, &str)> {
    let value = |name: &'static str| {
        visit.query.get(name).filter(|value| !value.is_empty()).map(|value| (name, value.as_str()))
    };
    value("after").or_else(|| value("before"))
}

/// Which keys there are.
#[component]
fn KeysHelp() -> impl IntoView {
    let lang = visit().lang;
    let keys: Vec<_> = [
        ("j, ↓", w::key_next(lang)),
        ("k, ↑", w::key_previous(lang)),
        ("Enter", w::key_open(lang)),
        ("x", w::key_choose(lang)),
        ("c", w::key_claim(lang)),
        ("/", w::key_search(lang)),
        ("?", w::key_help(lang)),
    ]
    .into_iter()
    .map(|(key, what)| view! { <div class="summary-row"><dt><kbd>{key}</kbd></dt><dd>{what}</dd></div> })
    .collect();
    view! {
        <h2>{w::shortcuts(lang)}</h2>
        <dl class="summary">{keys}</dl>
    }
}

/// What a form of the queue had to say.
#[component]
fn QueueNotice(flash: Flash) -> impl IntoView {
    let lang = visit().lang;
    let said = match flash.notice.as_deref()? {
        "claimed" => (Tone::Success, w::claimed(lang).to_owned()),
        "released" => (Tone::Success, w::released(lang).to_owned()),
        "none_chosen" => (Tone::Warning, w::none_chosen(lang).to_owned()),
        "approved" => {
            let count = flash.typed.get("approved").map_or("0", String::as_str);
            let tone = if flash.typed.keys().any(|key| key.starts_with("not:")) {
                Tone::Warning
            } else {
                Tone::Success
            };
            (tone, w::approved_count(lang, count))
        }
        other => (Tone::Warning, w::not_approved(lang, other).to_owned()),
    };
    let left_out: Vec<_> = flash
        .typed
        .iter()
        .filter_map(|(key, why)| Some((key.strip_prefix("not:")?.to_owned(), why.clone())))
        .map(|(reference, why)| {
            view! {
                <li>
                    <a href=visit().href(&format!("/desk/submissions/{reference}"))>{reference.clone()}</a>
                    ": "{w::not_approved(lang, &why)}
                </li>
            }
        })
        .collect();
    let left_out = (!left_out.is_empty()).then(|| view! { <ul>{left_out}</ul> });
    Some(view! {
        <Notice tone=said.0 announce=true>
            <p>{said.1}</p>
            {left_out}
        </Notice>
    })
}

#[component]
fn Filters(view: QueueView, assignees: Vec<(String, String)>, units: Vec<(String, String)>) -> impl IntoView {
    let visit = visit();
    let lang = visit.lang;
    let option = |value: &str, words: &str| (value.to_owned(), words.to_owned());
    let states = [Some(SubmissionState::Submitted), None]
        .into_iter()
        .chain(SubmissionState::ALL[1..].iter().copied().map(Some))
        .map(|state| {
            let words = state.map_or(w::any_state(lang), |state| w::submission_state(lang, state));
            option(state_word(state), words)
        })
        .collect();
    let benefits = Benefit::ALL.iter().map(|it| option(it.as_str(), common::benefit(lang, *it))).collect();
    let mut claimed =
        vec![option("", w::anybody(lang)), option("me", w::me(lang)), option("nobody", w::nobody(lang))];
    claimed.extend(assignees);
    let flags = [None, Some(true), Some(false)]
        .into_iter()
        .zip([w::flags_any(lang), w::flags_yes(lang), w::flags_no(lang)])
        .map(|(flagged, words)| option(flags_word(flagged), words))
        .collect();
    let sorts = [
        (Sort::Oldest, w::sort_oldest(lang)),
        (Sort::Newest, w::sort_newest(lang)),
        (Sort::Name, w::sort_name(lang)),
        (Sort::Unit, w::sort_unit(lang)),
    ]
    .into_iter()
    .map(|(sort, words)| option(sort_word(sort), words))
    .collect();
    let narrowed = view != QueueView { search: view.search.clone(), ..QueueView::default() };
    let age = view.older_than.map(|days| days.to_string()).unwrap_or_default();
    view! {
        <search>
            <form method="get" action=visit.href(QUEUE) class="filters" aria-label=w::filters(lang)>
                <TextField label=w::search(lang) name="q" kind="search" value=view.search.clone() hint=w::search_hint(lang) />
                <details class="filters-more" open=narrowed>
                    <summary>{w::filters(lang)}</summary>
                    <div class="filters-fields">
                        <Select label=w::state(lang) name="state" value=state_word(view.state) options=states />
                        <Select label=w::unit(lang) name="unit" value=view.unit.clone().unwrap_or_default() options=units blank=w::any_unit(lang) />
                        <Select
                            label=w::benefit(lang)
                            name="benefit"
                            value=view.benefit.map(|it| it.to_string()).unwrap_or_default()
                            options=benefits
                            blank=w::any_benefit(lang)
                        />
                        <TextField label=w::older_than(lang) name="age" value=age inputmode="numeric" maxlength=4 short=true />
                        <Select label=w::claimed_by(lang) name="assignee" value=claimed_word(&view.assignee) options=claimed />
                        <Select label=w::flags(lang) name="flags" value=flags_word(view.flagged) options=flags />
                        <Select label=w::sort(lang) name="sort" value=sort_word(view.sort) options=sorts />
                    </div>
                </details>
                <p class="filters-actions">
                    <SubmitButton label=w::show(lang) />
                    <a class="button button-quiet" href=visit.href(QUEUE)>{w::show_all(lang)}</a>
                </p>
            </form>
        </search>
    }
}

/// The part that is drawn anew when somebody else acts: counts, rows, paging.
#[component]
fn Live(visit: Visit, shown: Arc<Shown>) -> impl IntoView {
    let lang = visit.lang;
    let (page, view) = (&shown.page, &shown.view);
    let turn =
        |pair: (&'static str, &String)| visit.href(&path_of(QUEUE, view, Some((pair.0, pair.1.as_str()))));
    let previous = page.previous.as_ref().map(|reference| turn(("before", reference)));
    let next = page.next.as_ref().map(|reference| turn(("after", reference)));
    let any_in_bulk = page.may_decide && page.rows.iter().any(in_bulk);
    let bulk = any_in_bulk.then(|| {
        let all = QueueView { state: Some(SubmissionState::Submitted), flagged: None, ..view.clone() };
        view! {
            <div class="bulk">
                <button type="submit" form="queue-approve" class="button">{w::approve_chosen(lang)}</button>
                <a class="button button-secondary" href=visit.href(&path_of(APPROVE_PAGE, &all, None))>
                    {w::approve_all(lang)}
                </a>
                <p class="field-hint">{w::bulk_hint(lang)}</p>
            </div>
        }
    });
    let body = if page.rows.is_empty() {
        view! { <Nothing visit=visit.clone() view=view.clone() /> }.into_any()
    } else {
        view! { <Rows visit=visit.clone() shown=shown.clone() bulk=any_in_bulk /> }.into_any()
    };
    view! {
        <div id="queue-live" data-waiting=w::count(page.waiting())>
            <Counts visit=visit.clone() view=view.clone() counts=page.counts.clone() />
            {body}
            {bulk}
            <Pager previous next summary=w::shown(lang, page.rows.len()) />
        </div>
    }
}

#[component]
fn Counts(visit: Visit, view: QueueView, counts: Vec<(SubmissionState, i64)>) -> impl IntoView {
    let lang = visit.lang;
    let links: Vec<_> = counts
        .into_iter()
        .map(|(state, count)| {
            let there = QueueView { state: Some(state), ..view.clone() };
            let current = (view.state == Some(state)).then_some("true");
            view! {
                <li>
                    <a href=visit.href(&path_of(QUEUE, &there, None)) aria-current=current>
                        {w::submission_state(lang, state)}" "<span class="count">{w::count(count)}</span>
                    </a>
                </li>
            }
        })
        .collect();
    view! { <nav class="counts" aria-label=w::by_state(lang)><ul>{links}</ul></nav> }
}

#[component]
fn Nothing(visit: Visit, view: QueueView) -> impl IntoView {
    let lang = visit.lang;
    let elsewhere = QueueView { state: None, ..view.clone() };
    let words = if view == QueueView::default() { w::nothing_waits(lang) } else { w::nothing_found(lang) };
    let link = (!view.search.is_empty() && view.state.is_some()).then(|| {
        view! { <p><a href=visit.href(&path_of(QUEUE, &elsewhere, None))>{w::look_everywhere(lang)}</a></p> }
    });
    view! { <p class="nothing">{words}</p>{link} }
}

#[component]
fn Rows(visit: Visit, shown: Arc<Shown>, bulk: bool) -> impl IntoView {
    let lang = visit.lang;
    let rows: Vec<_> = shown
        .page
        .rows
        .iter()
        .cloned()
        .map(|row| view! { <OneRow visit=visit.clone() shown=shown.clone() row bulk /> })
        .collect();
    view! {
        <TableRegion id="queue-rows" caption=w::queue(lang) quiet=true stacks=true>
            <thead>
                <tr>
                    {bulk.then(|| view! { <th scope="col">{w::choose(lang)}</th> })}
                    <th scope="col">{w::reference(lang)}</th>
                    <th scope="col">{w::name(lang)}</th>
                    <th scope="col">{w::unit(lang)}</th>
                    <th scope="col">{w::benefits(lang)}</th>
                    <th scope="col">{w::submitted(lang)}</th>
                    <th scope="col">{w::age(lang)}</th>
                    <th scope="col">{w::flags(lang)}</th>
                    <th scope="col">{w::claimed_by(lang)}</th>
                    <th scope="col">{w::state(lang)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </TableRegion>
    }
}

#[component]
fn OneRow(visit: Visit, shown: Arc<Shown>, row: Row, bulk: bool) -> impl IntoView {
    let lang = visit.lang;
    let tick = bulk.then(|| {
        let tick = in_bulk(&row).then(|| {
            view! {
                <input
                    type="checkbox"
                    form="queue-approve"
                    name="chosen[]"
                    value=chosen_value(&row)
                    aria-label=format!("{} {}", w::choose(lang), row.reference)
                />
            }
        });
        view! { <td data-label=w::choose(lang)>{tick}</td> }
    });
    let name = match (&row.name, &row.person_ref) {
        (Some(name), Some(number)) => {
            view! { <a href=visit.href(&format!("/desk/people/{number}"))>{name.clone()}</a> }.into_any()
        }
        (Some(name), None) => name.clone().into_any(),
        (None, _) => w::import(lang).into_any(),
    };
    let benefits = row.benefits.iter().map(|it| common::benefit(lang, *it)).collect::<Vec<_>>().join(", ");
    let age = (visit.desk.today() - local_day(row.submitted_at, CITY_ZONE)).num_days();
    let open = path_of(&format!("/desk/submissions/{}", row.reference), &shown.view, None);
    view! {
        <tr id=row.reference.clone() data-row=row.reference.clone()>
            {tick}
            <th scope="row" data-label=w::reference(lang)>
                <a href=visit.href(&open) data-open="">{row.reference.clone()}</a><br />
                <span class="field-hint">{w::kind(lang, row.kind)}</span>
            </th>
            <td data-label=w::name(lang)>{name}</td>
            <td data-label=w::unit(lang)>{row.unit.as_ref().map(|code| unit_name(&shown.units, code))}</td>
            <td data-label=w::benefits(lang)>{benefits}</td>
            <td data-label=w::submitted(lang)><InstantText at=row.submitted_at /></td>
            <td data-label=w::age(lang)>{w::days(lang, age)}</td>
            <td data-label=w::flags(lang)>{flags_of(lang, &row)}</td>
            <td data-label=w::claimed_by(lang)>{claim_of(lang, &shown, &row)}</td>
            <td data-label=w::state(lang)>
                <Tag tone=tone_of(row.state) label=w::submission_state(lang, row.state) />
            </td>
        </tr>
    }
}

/// What a box sends: the submission and the version that was seen.
fn chosen_value(row: &Row) -> String {
    format!("{}.{}.{}", row.reference, row.id.simple(), row.version)
}

fn flags_of(lang: Lang, row: &Row) -> AnyView {
    if row.findings.is_empty() {
        return w::no_flags(lang).into_any();
    }
    let mut names: Vec<_> = row.findings.iter().map(|found| w::rule_name(lang, found.rule)).collect();
    names.dedup();
    view! {
        <strong>{w::flag_count(lang, row.findings.len())}</strong>
        ": "
        {names.join(", ")}
    }
    .into_any()
}

fn claim_of(lang: Lang, shown: &Shown, row: &Row) -> AnyView {
    let who = row.assignee_name.clone().unwrap_or_else(|| w::nobody(lang).to_owned());
    let open = !row.state.is_final() && shown.page.may_decide;
    let (form, label) = match &row.assignee {
        Some(_) => ("queue-release", w::release(lang)),
        None => ("queue-claim", w::claim(lang)),
    };
    let button = open.then(|| {
        view! {
            <button
                type="submit"
                class="button button-small button-secondary"
                form=form
                name="chosen"
                value=chosen_value(row)
                data-claim=""
            >
                {label}
                <span class="visually-hidden">" "{row.reference.clone()}</span>
            </button>
        }
    });
    view! { <span class="claimed">{who}</span>" "{button} }.into_any()
}

/// Asks once more before many submissions are approved.
#[component]
pub fn Approve() -> impl IntoView {
    let visit = visit();
    never_kept();
    loaded(async move {
        let (view, rows, all, units) = load_approve(&visit).await?;
        Ok(approve_drawn(&visit, &view, rows, all, &units))
    })
}

type Approvable = (QueueView, Vec<Row>, i64, Vec<(String, String)>);

async fn load_approve(visit: &Visit) -> Result<Approvable> {
    let view = view_of(&visit.query);
    let (rows, all) = visit.desk.approvable(visit.signed_in()?, &view).await?;
    Ok((view, rows, all, units(visit).await?))
}

fn approve_drawn(
    visit: &Visit,
    view: &QueueView,
    rows: Vec<Row>,
    all: i64,
    units: &[(String, String)],
) -> impl IntoView + use<> {
    let lang = visit.lang;
    let count = rows.len();
    let back = path_of(QUEUE, view, None);
    let fields = std::iter::once(("back".to_owned(), back.clone()))
        .chain(rows.iter().map(|row| ("chosen[]".to_owned(), chosen_value(row))))
        .collect();
    let items: Vec<_> = rows
        .into_iter()
        .map(|row| {
            let open = path_of(&format!("/desk/submissions/{}", row.reference), view, None);
            let benefits = row.benefits.iter().map(|it| common::benefit(lang, *it)).collect::<Vec<_>>().join(", ");
            view! {
                <tr>
                    <th scope="row" data-label=w::reference(lang)><a href=visit.href(&open)>{row.reference}</a></th>
                    <td data-label=w::name(lang)>{row.name}</td>
                    <td data-label=w::unit(lang)>{row.unit.map(|code| unit_name(units, &code))}</td>
                    <td data-label=w::benefits(lang)>{benefits}</td>
                </tr>
            }
        })
        .collect();
    let form = (count > 0).then(|| {
        view! {
            <p><strong>{w::approve_count(lang, count, all)}</strong></p>
            {(all > APPROVE_AT_ONCE as i64).then(|| view! { <Notice><p>{w::approve_some(lang)}</p></Notice> })}
            <form method="post" action=visit.href(ApproveChosen::PATH)>
                <HiddenFields fields />
                <SubmitButton label=w::approve_these(lang, count) />
            </form>
            <TableRegion id="approve-rows" caption=w::approve_page(lang) quiet=true stacks=true>
                <thead>
                    <tr>
                        <th scope="col">{w::reference(lang)}</th>
                        <th scope="col">{w::name(lang)}</th>
                        <th scope="col">{w::unit(lang)}</th>
                        <th scope="col">{w::benefits(lang)}</th>
                    </tr>
                </thead>
                <tbody>{items}</tbody>
            </TableRegion>
        }
    });
    let nothing = (count == 0).then(|| view! { <p class="nothing">{w::approve_none(lang)}</p> });
    view! {
        <Page title=w::approve_page(lang) width=Width::Wide>
            <p><a href=visit.href(&back)>{w::back_to_queue(lang)}</a></p>
            <h1>{w::approve_page(lang)}</h1>
            <p class="lead">{w::approve_page_lead(lang)}</p>
            {nothing}
            {form}
        </Page>
    }
}

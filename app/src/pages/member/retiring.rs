//! Retiring: the estimate for a day, and the road of those who have said that they retire.

use std::collections::BTreeMap;

use desk::retiring::{Estimate, MyRetiring, RoadState, RoadView, TypedPlans, TypedRetirement};
use domain::retiring::RetirementSystem;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::retirement_estimate::drawn_estimate;
use crate::actions::retiring::{ChangeRoad, GiveUpRoad, OpenRoad, WithdrawPlans};
use crate::components::form::{
    Answer, ButtonKind, DateField, ErrorSummary, HiddenFields, Problems, RadioGroup, SubmitButton,
};
use crate::components::layout::Page;
use crate::components::notice::{Notice, Tone};
use crate::components::problem::Problem;
use crate::components::status::StatusTag;
use crate::components::summary::{Fact, SummaryList};
use crate::pages::desk::retirements::Tasks;
use crate::pages::never_kept;
use crate::visit::{Flash, Visit, visit};
use crate::words::{Lang, common, retiring as w};

/// Path of the page, without the language.
pub const RETIRING: &str = "/my/retiring";
/// The form's name among the messages of a session.
pub const FORM: &str = "retiring";
/// The name in a form of the plan of a part.
pub fn plan_field(part: &str) -> String {
    format!("plans[{part}]")
}

/// What the page shows.
pub(super) struct Shown {
    pub(super) my: MyRetiring,
    pub(super) typed: TypedRetirement,
    estimate: Option<Estimate>,
    problems: Problems,
    pub(super) flash: Flash,
}

/// The estimate, or the road.
#[component]
pub fn RetiringPage() -> impl IntoView {
    let visit = visit();
    Suspend::new(async move {
        never_kept();
        match load(&visit).await {
            Ok(shown) => drawn(&visit, shown).into_any(),
            Err(desk::Error::NotFound(_)) => not_employed(&visit).into_any(),
            Err(error) => view! { <Problem error /> }.into_any(),
        }
    })
}

async fn load(visit: &Visit) -> desk::Result<Shown> {
    let actor = visit.signed_in()?;
    let my = visit.desk.my_retiring(actor).await?;
    let flash = visit.take_flash(FORM).await;
    let asked = |name: &str| {
        let typed = flash.typed.get(name).or_else(|| visit.query.get(name));
        typed.cloned().unwrap_or_default()
    };
    let mut typed = TypedRetirement { date: asked("date"), system: asked("system") };
    if let Some(view) = my.road.as_ref().filter(|_| typed.date.is_empty()) {
        typed.date = view.turnover.retires_on.to_string();
        typed.system = view.road.system.to_string();
    }
    let plans = plans_in(&visit.query).chain(plans_in(&flash.typed)).collect();
    let mut errors = flash.errors.clone();
    let is_asked = !typed.date.is_empty() || visit.query.contains_key("date");
    let mut estimate = None;
    if is_asked {
        match visit.desk.retirement_estimate(actor, &typed, &TypedPlans(plans)).await {
            Ok(made) => estimate = Some(made),
            // A day that is over needs no estimate: the road says where it stands.
            Err(desk::Error::Fields(_)) if my.road.is_some() => {}
            Err(desk::Error::Fields(found)) if errors.is_empty() => errors = found,
            Err(desk::Error::Fields(_)) => {}
            Err(error) => return Err(error),
        }
    }
    let problems = Problems::of(&errors, |error| w::problem(visit.lang, error));
    Ok(Shown { my, typed, estimate, problems, flash })
}

/// The plans of a form's fields, by the name of their part.
fn plans_in(fields: &BTreeMap<String, String>) -> impl Iterator<Item = (String, String)> + '_ {
    let plan = |(name, value): (&String, &String)| {
        let part = name.strip_prefix("plans[")?.strip_suffix(']')?;
        Some((part.to_owned(), value.clone()))
    };
    fields.iter().filter_map(plan)
}

fn not_employed(visit: &Visit) -> impl IntoView + use<> {
    let lang = visit.lang;
    view! {
        <Page title=w::not_employed(lang)>
            <h1>{w::not_employed(lang)}</h1>
            <p class="lead">{w::not_employed_more(lang)}</p>
            <p class="actions"><a class="button" href=visit.href("/my")>{common::nav_my(lang)}</a></p>
        </Page>
    }
}

fn drawn(visit: &Visit, shown: Shown) -> impl IntoView + use<> {
    let lang = visit.lang;
    let problems = shown.problems.clone();
    let road = shown.my.road.as_ref().map(|view| road(visit, view, &shown, &problems));
    let ask = shown.my.road.is_none().then(|| ask(visit, &shown, &problems));
    let open = shown.estimate.as_ref().filter(|_| shown.my.road.is_none()).map(|_| {
        let TypedRetirement { date, system } = shown.typed.clone();
        view! {
            <section id="want">
                <h2>{w::want(lang)}</h2>
                <p>{w::want_more(lang)}</p>
                <form method="post" action=visit.href(OpenRoad::PATH)>
                    <HiddenFields fields=vec![("date".to_owned(), date), ("system".to_owned(), system)] />
                    <p class="actions"><SubmitButton label=w::want(lang) /></p>
                </form>
            </section>
        }
    });
    let may_choose = shown.my.road.as_ref().is_some_and(may_choose);
    let estimate = shown
        .estimate
        .as_ref()
        .map(|estimate| drawn_estimate(visit, estimate, &shown, may_choose, &problems));
    view! {
        <Page title=w::title(lang) error=problems.any()>
            <ErrorSummary problems=problems.clone() />
            <h1>{w::title(lang)}</h1>
            {ask}
            {road}
            {estimate}
            {open}
            <p><a href=visit.href("/my/seminars")>{w::seminars(lang)}</a></p>
        </Page>
    }
}

/// Whether plans can be chosen: the day is agreed and nothing waits.
fn may_choose(view: &RoadView) -> bool {
    let waits = view.submission.as_ref().is_some_and(|sent| !sent.state.is_final());
    view.road.state == RoadState::Open && view.road.agreed_on.is_some() && !waits
}

/// The form that asks for an estimate.
fn ask(visit: &Visit, shown: &Shown, problems: &Problems) -> impl IntoView + use<> {
    let lang = visit.lang;
    view! {
        <p class="lead">{w::lead(lang)}</p>
        <form method="get" action=visit.href(RETIRING) novalidate>
            <DateField
                label=w::when(lang)
                name="date"
                value=shown.typed.date.clone()
                hint=w::when_hint(lang)
                error=problems.on("date")
                required=true
            />
            {system_field(lang, shown, problems)}
            <p class="actions"><SubmitButton label=w::show_estimate(lang) /></p>
        </form>
    }
}

/// Whose pension it will be, where the unit does not say.
fn system_field(lang: Lang, shown: &Shown, problems: &Problems) -> Option<impl IntoView + use<>> {
    let answers: Vec<_> =
        RetirementSystem::ALL.iter().map(|one| Answer::new(one.to_string(), w::system(lang, *one))).collect();
    shown.my.employee.system.is_none().then(|| {
        view! {
            <RadioGroup
                legend=w::which_system(lang)
                name="system"
                value=shown.typed.system.clone()
                answers
                hint=w::which_system_hint(lang)
                error=problems.on("system")
            />
        }
    })
}

// The road ---------------------------------------------------------------------------------------

fn road(visit: &Visit, view: &RoadView, shown: &Shown, problems: &Problems) -> impl IntoView + use<> {
    let lang = visit.lang;
    let day = |day| common::date(lang, day);
    let mut facts = vec![
        Fact::new(w::when(lang), day(view.turnover.retires_on)),
        Fact::new(w::pension_from(lang), w::system(lang, view.road.system)),
        Fact::new(w::last_day(lang), day(view.turnover.active_until())),
        Fact::new(w::first_day(lang), day(view.turnover.retiree_from())),
    ];
    if let Some(agreed) = view.road.agreed_on {
        facts.insert(1, Fact::new(w::agreed(lang), day(agreed)));
    }
    let sent = view.submission.as_ref().map(|sent| {
        let withdraw = (!sent.state.is_final()).then(|| {
            view! {
                <form method="post" action=visit.href(WithdrawPlans::PATH)>
                    <SubmitButton label=w::withdraw(lang) kind=ButtonKind::Secondary />
                </form>
            }
        });
        view! {
            <Notice heading=w::sent(lang)>
                <p>
                    {w::reference(lang)}" "<strong class="reference">{sent.reference.clone()}</strong>" "
                    <StatusTag state=sent.state />
                </p>
                {withdraw}
            </Notice>
        }
    });
    let is_open = view.road.state == RoadState::Open;
    let waits = view.submission.as_ref().is_some_and(|sent| !sent.state.is_final());
    let notice = match (view.road.state, view.road.agreed_on) {
        (RoadState::Retired, _) => {
            Some(view! { <Notice tone=Tone::Success><p>{w::retired(lang)}</p></Notice> }.into_any())
        }
        (_, None) => Some(view! { <Notice><p>{w::not_agreed(lang)}</p></Notice> }.into_any()),
        _ => None,
    };
    let version = vec![("version".to_owned(), view.road.version.to_string())];
    let change = (is_open && !waits).then(|| {
        view! {
            <details class="card" open=problems.on("date").is_some()>
                <summary>{w::change_day(lang)}</summary>
                <p>{w::change_day_more(lang)}</p>
                <form method="post" action=visit.href(ChangeRoad::PATH) novalidate>
                    <HiddenFields fields=version.clone() />
                    <DateField
                        label=w::when(lang)
                        name="date"
                        value=shown.typed.date.clone()
                        error=problems.on("date")
                        required=true
                    />
                    {system_field(lang, shown, problems)}
                    <SubmitButton label=w::change_day(lang) kind=ButtonKind::Secondary />
                </form>
            </details>
            <details class="card">
                <summary>{w::give_up(lang)}</summary>
                <p>{w::give_up_more(lang)}</p>
                <form method="post" action=visit.href(GiveUpRoad::PATH)>
                    <HiddenFields fields=version />
                    <SubmitButton label=w::give_up(lang) kind=ButtonKind::Danger />
                </form>
            </details>
        }
    });
    view! {
        <section>
            <h2 id="road-title">{w::road(lang)}</h2>
            {notice}
            {sent}
            <SummaryList facts />
            <Tasks visit=visit.clone() road=view.clone() back=RETIRING.to_owned() />
            {change}
        </section>
    }
}

//! Retiring: the estimate for a day, and the road of those who have said that they retire.

use std::collections::BTreeMap;

use desk::retiring::{Estimate, MyRetiring, RoadState, RoadView, TypedPlans, TypedRetirement};
use domain::retiring::RetirementSystem;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_params_map;

use super::retirement_estimate::drawn_estimate;
use crate::actions::retiring::{
    ChangeRoad, GiveUpRoad, OpenRoad, WithdrawPlans, retiring_form, retiring_path,
};
use crate::actions::standing::numbered;
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
use crate::problem::loaded;
use crate::visit::{Flash, Visit, visit};
use crate::words::{Lang, common, retiring as w};

/// Path of the page, without the language.
pub const RETIRING: &str = "/my/retiring";
/// The name in a form of the plan of a part.
pub fn plan_field(part: &str) -> String {
    format!("plans[{part}]")
}

/// What the page shows.
pub(super) struct Shown {
    /// By which staff enter it; empty for the employee's own.
    pub(super) number: String,
    pub(super) my: MyRetiring,
    pub(super) typed: TypedRetirement,
    estimate: Option<Estimate>,
    problems: Problems,
    pub(super) flash: Flash,
}

impl Shown {
    pub(super) fn is_own(&self) -> bool {
        self.number.is_empty()
    }

    /// What the employee reads, or staff who enter it for them.
    pub(super) fn pick(&self, own: &'static str, entered: &'static str) -> &'static str {
        if self.is_own() { own } else { entered }
    }

    /// The fields of a form, with whose it is.
    pub(super) fn hidden(&self, fields: &[(&str, String)]) -> Vec<(String, String)> {
        let number = ("number", self.number.clone());
        let fields = fields.iter().cloned().chain([number]);
        fields.map(|(name, value)| (name.to_owned(), value)).collect()
    }
}

/// The estimate, or the road.
#[component]
pub fn RetiringPage() -> impl IntoView {
    let visit = visit();
    Suspend::new(async move {
        never_kept();
        match load(&visit, String::new()).await {
            Ok(shown) => drawn(&visit, shown).into_any(),
            Err(desk::Error::NotFound(_)) => not_employed(&visit).into_any(),
            Err(error) => view! { <Problem error /> }.into_any(),
        }
    })
}

/// The same at the desk: from paper, or at the counter.
#[component]
pub fn EnterRetiringPage() -> impl IntoView {
    let visit = visit();
    let number = use_params_map().get_untracked().get("ref").unwrap_or_default();
    never_kept();
    loaded(async move { load(&visit, number).await.map(|shown| drawn(&visit, shown)) })
}

async fn load(visit: &Visit, number: String) -> desk::Result<Shown> {
    let (actor, of) = (visit.signed_in()?, numbered(&number)?);
    let my = visit.desk.my_retiring(actor, of.as_ref()).await?;
    let flash = visit.take_flash(&retiring_form(&number)).await;
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
        match visit.desk.retirement_estimate(actor, of.as_ref(), &typed, &TypedPlans(plans)).await {
            Ok(made) => estimate = Some(made),
            // A day that is over needs no estimate: the road says where it stands.
            Err(desk::Error::Fields(_)) if my.road.is_some() => {}
            Err(desk::Error::Fields(found)) if errors.is_empty() => errors = found,
            Err(desk::Error::Fields(_)) => {}
            Err(error) => return Err(error),
        }
    }
    let problems = Problems::of(&errors, |error| w::problem(visit.lang, error));
    Ok(Shown { number, my, typed, estimate, problems, flash })
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
        let want = shown.pick(w::want(lang), w::begin_for(lang));
        let more = shown.is_own().then(|| view! { <p>{w::want_more(lang)}</p> });
        view! {
            <section id="want">
                <h2>{want}</h2>
                {more}
                <form method="post" action=visit.href(OpenRoad::PATH)>
                    <HiddenFields fields=shown.hidden(&[("date", date), ("system", system)]) />
                    <p class="actions"><SubmitButton label=want /></p>
                </form>
            </section>
        }
    });
    let may_choose = shown.my.road.as_ref().is_some_and(may_choose);
    let estimate = shown
        .estimate
        .as_ref()
        .map(|estimate| drawn_estimate(visit, estimate, &shown, may_choose, &problems));
    let title = shown.pick(w::title(lang), w::enter(lang));
    let whose = (!shown.is_own()).then(|| {
        let person = visit.href(&format!("/desk/people/{}", shown.number));
        view! {
            <p class="eyebrow"><a href=person>{shown.my.person.name()}</a></p>
        }
    });
    let entering = (!shown.is_own()).then(|| view! { <Notice><p>{w::enter_lead(lang)}</p></Notice> });
    let seminars =
        shown.is_own().then(|| view! { <p><a href=visit.href("/my/seminars")>{w::seminars(lang)}</a></p> });
    view! {
        <Page title error=problems.any()>
            <ErrorSummary problems=problems.clone() />
            {whose}
            <h1>{title}</h1>
            {entering}
            {ask}
            {road}
            {estimate}
            {open}
            {seminars}
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
    let lead = shown.is_own().then(|| view! { <p class="lead">{w::lead(lang)}</p> });
    view! {
        {lead}
        <form method="get" action=visit.href(&retiring_path(&shown.number)) novalidate>
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
                    <HiddenFields fields=shown.hidden(&[]) />
                    <SubmitButton
                        label=shown.pick(w::withdraw(lang), w::withdraw_for(lang))
                        kind=ButtonKind::Secondary
                    />
                </form>
            }
        });
        view! {
            <Notice heading=shown.pick(w::sent(lang), w::sent_for(lang))>
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
            let retired = shown.pick(w::retired(lang), w::retired_for(lang));
            Some(view! { <Notice tone=Tone::Success><p>{retired}</p></Notice> }.into_any())
        }
        (_, None) => Some(view! { <Notice><p>{w::not_agreed(lang)}</p></Notice> }.into_any()),
        _ => None,
    };
    let version = shown.hidden(&[("version", view.road.version.to_string())]);
    let give_up = shown.pick(w::give_up(lang), w::give_up_for(lang));
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
                <summary>{give_up}</summary>
                <p>{w::give_up_more(lang)}</p>
                <form method="post" action=visit.href(GiveUpRoad::PATH)>
                    <HiddenFields fields=version />
                    <SubmitButton label=give_up kind=ButtonKind::Danger />
                </form>
            </details>
        }
    });
    view! {
        <section>
            <h2 id="road-title">{shown.pick(w::road(lang), w::road_for(lang))}</h2>
            {notice}
            {sent}
            <SummaryList facts />
            <Tasks visit=visit.clone() road=view.clone() back=retiring_path(&shown.number) />
            {change}
        </section>
    }
}

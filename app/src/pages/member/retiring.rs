//! Retiring: the estimate for a day, and the road of those who have said that they retire.

use std::collections::BTreeMap;

use desk::retiring::{Estimate, MyRetiring, NOTHING, Part, RoadState, RoadView, TypedPlans, TypedRetirement};
use domain::retiring::RetirementSystem;
use domain::retiring::checklist::{Item, Step};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::parts::never_kept;
use crate::actions::retiring::{ChangeRoad, ChoosePlans, GiveUpRoad, OpenRoad, WithdrawPlans};
use crate::components::date::DateText;
use crate::components::form::{
    Answer, ButtonKind, Checkbox, DateField, ErrorSummary, HiddenFields, Problems, RadioGroup, Select,
    SubmitButton, TextField,
};
use crate::components::layout::Page;
use crate::components::money::Money;
use crate::components::notice::{Notice, Tone};
use crate::components::problem::Problem;
use crate::components::status::StatusTag;
use crate::components::summary::{Fact, SummaryList};
use crate::components::table::TableRegion;
use crate::pages::desk::retirements::Tasks;
use crate::visit::{Flash, Visit, visit};
use crate::words::{Lang, common, member, retiring as w};

/// Path of the page, without the language.
pub const RETIRING: &str = "/my/retiring";
/// The form's name among the messages of a session.
pub const FORM: &str = "retiring";
/// The name in a form of the plan of a part.
pub fn plan_field(part: &str) -> String {
    format!("plans[{part}]")
}

/// What the page shows.
struct Shown {
    my: MyRetiring,
    typed: TypedRetirement,
    estimate: Option<Estimate>,
    problems: Problems,
    flash: Flash,
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

// The estimate -----------------------------------------------------------------------------------

fn drawn_estimate(
    visit: &Visit,
    estimate: &Estimate,
    shown: &Shown,
    may_choose: bool,
    problems: &Problems,
) -> impl IntoView + use<> {
    let lang = visit.lang;
    let on_road = shown.my.road.is_some();
    let turnover = estimate.turnover;
    let facts = vec![
        Fact::new(w::when(lang), common::date(lang, turnover.retires_on)),
        Fact::new(w::pension_from(lang), w::system(lang, estimate.system)),
        Fact::new(w::last_day(lang), common::date(lang, turnover.active_until())),
        Fact::new(w::first_day(lang), common::date(lang, turnover.retiree_from())),
    ];
    let head = (!on_road).then(|| {
        view! {
            <h2 id="estimate-title">{w::estimate(lang)}</h2>
            <SummaryList facts />
            <p>{w::no_gap(lang)}" "{w::print(lang)}</p>
        }
    });
    let dates = (!on_road).then(|| dates(lang, &estimate.items, estimate.system));
    view! {
        <section id="estimate">
            {head}
            {before(lang, estimate)}
            {after(visit, estimate, shown, may_choose, problems)}
            {ends(lang, estimate)}
            {medicare(lang, estimate)}
            {dates}
        </section>
    }
}

fn before(lang: Lang, estimate: &Estimate) -> impl IntoView + use<> {
    let rows: Vec<_> = estimate
        .before
        .iter()
        .map(|line| {
            let known = line.cost.is_some();
            view! {
                <tr>
                    <th scope="row" data-label=member::benefit(lang)>{common::benefit(lang, line.benefit)}</th>
                    <td data-label=member::plan(lang)>
                        <span>{member::choice(lang, &line.choice, line.plan.as_ref())}</span>
                    </td>
                    <td class="number" data-label=w::each_pay(lang)>
                        {known.then(|| view! { <Money amount=line.per_pay() /> })}
                    </td>
                    <td class="number" data-label=w::each_month(lang)>
                        {known.then(|| view! { <Money amount=line.monthly() /> })}
                    </td>
                </tr>
            }
        })
        .collect();
    if rows.is_empty() {
        return view! { <h3>{w::now(lang)}</h3><p class="empty">{w::nothing_now(lang)}</p> }.into_any();
    }
    view! {
        <h3>{w::now(lang)}</h3>
        <TableRegion id="before" caption=w::now(lang) quiet=true stacks=true>
            <thead>
                <tr>
                    <th scope="col">{member::benefit(lang)}</th>
                    <th scope="col">{member::plan(lang)}</th>
                    <th scope="col" class="number">{w::each_pay(lang)}</th>
                    <th scope="col" class="number">{w::each_month(lang)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </TableRegion>
    }
    .into_any()
}

/// What could be held, with a plan to choose for each part; and, once the day is agreed, the signature.
fn after(
    visit: &Visit,
    estimate: &Estimate,
    shown: &Shown,
    may_choose: bool,
    problems: &Problems,
) -> impl IntoView + use<> {
    let lang = visit.lang;
    let fields: Vec<_> = estimate.parts.iter().map(|part| part_field(lang, part)).collect();
    let hidden = vec![
        ("date".to_owned(), shown.typed.date.clone()),
        ("system".to_owned(), shown.typed.system.clone()),
    ];
    let facts = vec![
        Fact::new(w::taken_now(lang), view! { <Money amount=estimate.per_pay() /> }),
        Fact::new(w::month_now(lang), view! { <Money amount=estimate.monthly_before() /> }),
        Fact::new(w::month_then(lang), view! { <strong><Money amount=estimate.monthly_after() /></strong> }),
    ];
    let sign = may_choose.then(|| {
        let version = shown.my.road.as_ref().map(|view| view.road.version.to_string()).unwrap_or_default();
        let typed = |name: &str| shown.flash.typed.get(name).cloned().unwrap_or_default();
        let once = if typed("once_key").is_empty() { uuid::Uuid::now_v7().to_string() } else { typed("once_key") };
        view! {
            <h3 id="choose">{w::choose(lang)}</h3>
            <p>{w::choose_lead(lang)}</p>
            <HiddenFields fields=vec![("version".to_owned(), version), ("once_key".to_owned(), once)] />
            <Checkbox
                label=w::attest(lang)
                name="attested"
                checked=typed("attested") == "true"
                error=problems.on("attested")
            />
            <TextField
                label=w::signature(lang)
                name="signature"
                value=typed("signature")
                autocomplete="name"
                error=problems.on("signature")
            />
            <p class="actions">
                <button type="submit" class="button" formmethod="post" formaction=visit.href(ChoosePlans::PATH)>
                    {w::send(lang)}
                </button>
            </p>
        }
    });
    let unpriced = estimate
        .lacks_a_price()
        .then(|| view! { <Notice tone=Tone::Warning><p>{w::some_unpriced(lang)}</p></Notice> });
    view! {
        <h3>{w::then(lang)}</h3>
        <p>{w::then_lead(lang)}" "{w::prices_of(lang, estimate.priced_on)}</p>
        <form method="get" action=visit.href(RETIRING) novalidate>
            <HiddenFields fields=hidden />
            {fields}
            <p><SubmitButton label=w::show_cost(lang) kind=ButtonKind::Secondary /></p>
            {unpriced}
            <SummaryList facts />
            {sign}
        </form>
    }
}

fn part_field(lang: Lang, part: &Part) -> impl IntoView + use<> {
    let code = |line: &desk::line::Line| line.choice.plan().map(ToString::to_string).unwrap_or_default();
    let options = part.options.iter().map(|line| {
        let price = match &line.cost {
            Some(cost) => format!("{} {}", cost.monthly.member.display(), w::each_month(lang).to_lowercase()),
            None => w::no_price(lang).to_owned(),
        };
        (code(line), format!("{} – {price}", member::choice(lang, &line.choice, line.plan.as_ref())))
    });
    let nothing = (NOTHING.to_owned(), w::no_plan(lang).to_owned());
    let options: Vec<(String, String)> = options.chain([nothing]).collect();
    let value = part.line().map_or_else(|| NOTHING.to_owned(), code);
    let label = w::part(lang, common::benefit(lang, part.benefit), &part.who, part.contract.medicare);
    view! { <Select label=label name=plan_field(&part.key) value options /> }
}

fn ends(lang: Lang, estimate: &Estimate) -> impl IntoView + use<> {
    let rows: Vec<_> = estimate
        .ends
        .iter()
        .map(|one| {
            view! {
                <tr>
                    <th scope="row" data-label=member::benefit(lang)>{common::benefit(lang, one.line.benefit)}</th>
                    <td data-label=w::until(lang)><DateText day=one.last_day /></td>
                </tr>
            }
        })
        .collect();
    let body = if rows.is_empty() {
        view! { <p>{w::nothing_ends(lang)}</p> }.into_any()
    } else {
        view! {
            <p>{w::ends_lead(lang)}</p>
            <TableRegion id="ends" caption=w::ends(lang) quiet=true stacks=true>
                <thead>
                    <tr>
                        <th scope="col">{member::benefit(lang)}</th>
                        <th scope="col">{w::until(lang)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableRegion>
        }
        .into_any()
    };
    view! { <h3>{w::ends(lang)}</h3>{body} }
}

fn medicare(lang: Lang, estimate: &Estimate) -> impl IntoView + use<> {
    let rows: Vec<_> = estimate
        .members
        .iter()
        .map(|one| {
            view! {
                <tr>
                    <th scope="row" data-label=w::person(lang)>{one.name.clone()}</th>
                    <td data-label=w::what_to_do(lang)>
                        <span>{one.step.map(|step| w::medicare_step(lang, step))}</span>
                    </td>
                </tr>
            }
        })
        .collect();
    view! {
        <h3>{w::medicare(lang)}</h3>
        <p>{w::medicare_lead(lang)}</p>
        <TableRegion id="medicare" caption=w::medicare(lang) quiet=true stacks=true>
            <thead>
                <tr>
                    <th scope="col">{w::person(lang)}</th>
                    <th scope="col">{w::what_to_do(lang)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </TableRegion>
    }
}

fn dates(lang: Lang, items: &[Item], system: RetirementSystem) -> impl IntoView + use<> {
    let row = |item: &Item| {
        let Item { step, owner, due } = *item;
        view! {
            <tr>
                <th scope="row" data-label=w::step(lang)>{w::step_words(lang, step, system)}</th>
                <td data-label=w::who(lang)>{w::owner(lang, owner)}</td>
                <td data-label=w::due(lang)><DateText day=due /></td>
            </tr>
        }
    };
    // What the offices decide among themselves is not the employee's to plan.
    let rows: Vec<_> = items.iter().filter(|item| item.step != Step::Approve).map(row).collect();
    view! {
        <h3>{w::dates(lang)}</h3>
        <TableRegion id="dates" caption=w::dates(lang) quiet=true stacks=true>
            <thead>
                <tr>
                    <th scope="col">{w::step(lang)}</th>
                    <th scope="col">{w::who(lang)}</th>
                    <th scope="col">{w::due(lang)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </TableRegion>
    }
}

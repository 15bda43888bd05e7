//! Choosing: one benefit.

use desk::enroll::Enrolling;
use desk::enroll::steps::Step;
use domain::ballot::{Ballot, asks_for_reason};
use domain::benefit::{Benefit, Plan, Tier};
use domain::carry_over::CarryOver;
use domain::election::{Choice, WaiverReason};
use domain::money::Cents;
use domain::person::Dependent;
use domain::price::cost_of;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_params_map;

use super::enroll::load;
use super::parts::{
    NoEnrollment, PerPay, Place, after, at_page, before, case_field, changing, in_words, indicator, problems,
    steps_path,
};
use crate::actions::enroll::{AutosaveStep, SaveStep};
use crate::components::form::{
    ButtonKind, Checkbox, ChoiceCard, ErrorSummary, Fieldset, HiddenFields, MoneyField, Problems, Select,
    SubmitButton,
};
use crate::components::layout::Page;
use crate::components::notice::{Notice, Tone};
use crate::components::problem::Problem;
use crate::components::status::Tag;
use crate::islands::enroll::{StepFacts, StepTotals};
use crate::pages::never_kept;
use crate::visit::{Flash, Visit, visit};
use crate::words::{Lang, common, life_events as events, member};

/// The step of one benefit.
#[component]
pub fn StepPage() -> impl IntoView {
    let (visit, at) = (visit(), at_page());
    let benefit = use_params_map().read_untracked().get("benefit").unwrap_or_default();
    Suspend::new(async move {
        never_kept();
        match load(&visit, at).await {
            Ok(Some(enrolling)) => {
                let flash = visit.take_flash("step").await;
                match benefit.parse().ok().and_then(|benefit| enrolling.step(benefit)).cloned() {
                    Some(step) => page(&visit, &enrolling, step, flash),
                    None => view! { <Problem error=desk::Error::NotFound("benefit") /> }.into_any(),
                }
            }
            Ok(None) => ().into_any(),
            Err(error) => view! { <NoEnrollment error /> }.into_any(),
        }
    })
}

fn page(visit: &Visit, enrolling: &Enrolling, mut step: Step, flash: Flash) -> AnyView {
    let lang = visit.lang;
    let benefit = step.benefit;
    let here = Place::Benefit(benefit);
    let prefix = format!("{benefit}.");
    let asked = visit.query.contains_key("check");
    let mut errors = if asked { enrolling.errors(&prefix) } else { Vec::new() };
    if !flash.errors.is_empty() {
        errors = flash.errors;
        step.ballot = Ballot::of(benefit, &flash.typed);
    }
    let step = &step;
    let problems = problems(lang, &errors, &prefix);
    let name = common::benefit(lang, benefit);
    let at = enrolling.occasion().id();
    let back = before(enrolling, here).map_or_else(|| steps_path(at), |place| place.path(at));
    let hidden = vec![case_field(at), ("benefit".to_owned(), benefit.to_string())];
    if !enrolling.permits(benefit) {
        return not_permitted(visit, enrolling, step);
    }
    view! {
        <Page title=name error=problems.any()>
            {indicator(visit, enrolling, here)}
            <ErrorSummary problems=problems.clone() />
            <h1>{name}</h1>
            {changing(visit, enrolling)}
            <p class="lead">{member::about(lang, benefit)}</p>
            {held_today(visit, enrolling, step)}
            <form method="post" action=visit.href(SaveStep::PATH) novalidate class="enroll-step">
                <HiddenFields fields=hidden />
                {choices(visit, enrolling, step, &problems)}
                {(benefit.covers_dependents() && step.eligible().next().is_some())
                    .then(|| people(visit, enrolling, step, &problems))}
                {asks_for_amount(step).then(|| amount(lang, enrolling, step, &problems))}
                {asks_for_reason(benefit).then(|| reason(lang, step, &problems))}
                <StepTotals facts=facts(visit, enrolling, step) />
                <p class="actions">
                    <SubmitButton label=member::save_and_go_on(lang) />
                    <SubmitButton label=member::save_and_overview(lang) kind=ButtonKind::Secondary name="overview" value="1" />
                    <a class="button button-quiet" href=visit.href(&back)>{member::previous_step(lang)}</a>
                </p>
            </form>
            {refused(lang, step)}
        </Page>
    }
    .into_any()
}

/// A benefit that the event does not let one change: what is held, and the rule.
fn not_permitted(visit: &Visit, enrolling: &Enrolling, step: &Step) -> AnyView {
    let (lang, at) = (visit.lang, enrolling.occasion().id());
    let here = Place::Benefit(step.benefit);
    let name = common::benefit(lang, step.benefit);
    view! {
        <Page title=name>
            {indicator(visit, enrolling, here)}
            <h1>{name}</h1>
            {held_today(visit, enrolling, step)}
            <Notice>
                <p>{events::not_permitted_here(lang)}</p>
                <p>{events::consistency(lang)}</p>
            </Notice>
            <p class="actions">
                <a class="button" href=visit.href(&after(enrolling, here).path(at))>{member::go_on(lang)}</a>
                <a class="button button-quiet" href=visit.href(&steps_path(at))>{member::your_steps(lang)}</a>
            </p>
        </Page>
    }
    .into_any()
}

/// Whether the occasion lets the member choose `choice`; always in open enrollment. Who is covered by it is
/// judged for each person.
fn may_choose(enrolling: &Enrolling, step: &Step, choice: &Choice) -> bool {
    enrolling.refusals(step, choice).iter().all(|refusal| refusal.person.is_some())
}

/// What would be held with another plan, for the same people.
fn in_plan(step: &Step, plan: &Plan) -> Option<Choice> {
    let held = step.kept.as_ref().map(|line| &line.choice);
    let code = plan.code.clone();
    Some(match step.benefit {
        Benefit::Health | Benefit::Dental | Benefit::Vision | Benefit::Life => {
            let dependents = held.map(|choice| choice.dependents().to_vec()).unwrap_or_default();
            let tier = plan.tier_for(dependents.len()).or(plan.tiers.first().copied())?;
            Choice::Cover { plan: code, tier, dependents }
        }
        // An amount may be raised or lowered: that is judged when it is typed.
        _ => return None,
    })
}

/// What the form holds: what was typed, or what is kept where nothing was.
fn shown(step: &Step) -> Ballot {
    match (&step.kept, step.ballot.choice.as_str()) {
        (Some(kept), "" | "keep") => Ballot::for_choice(&kept.choice),
        _ => step.ballot.clone(),
    }
}

fn asks_for_amount(step: &Step) -> bool {
    step.eligible().any(|plan| plan.tiers.iter().all(|t| matches!(t, Tier::Amount | Tier::PerThousandByAge)))
}

fn held_today(visit: &Visit, enrolling: &Enrolling, step: &Step) -> impl IntoView + use<> {
    let lang = visit.lang;
    let pays = enrolling.grounds.subscriber.pays;
    let catalog = &enrolling.grounds.catalog;
    let carried = step.carried.as_ref().map(|carried| {
        let successor = match carried {
            CarryOver::Successor(code) => catalog.plan(code),
            _ => None,
        };
        member::carried(lang, carried, successor)
    });
    // Whom the age limit takes out of what is kept.
    let left_out: Vec<String> = match (&step.today, &step.kept) {
        (Some(today), Some(kept)) => {
            today.covered.iter().filter(|name| !kept.covered.contains(name)).cloned().collect()
        }
        _ => Vec::new(),
    };
    view! {
        <section class="held">
            <h2>{member::today(lang)}</h2>
            <p>
                {in_words(lang, step.today.as_ref())}
                {step.today.as_ref().map(|line| {
                    let amount = line.per_pay();
                    view! { <br /><PerPay amount pays /> }
                })}
            </p>
            {carried.map(|text| view! { <p>{text}</p> })}
            {(!left_out.is_empty()).then(|| view! { <p>{member::left_out(lang, &left_out.join(", "))}</p> })}
        </section>
    }
}

fn choices(visit: &Visit, enrolling: &Enrolling, step: &Step, problems: &Problems) -> impl IntoView + use<> {
    let lang = visit.lang;
    let pays = enrolling.grounds.subscriber.pays;
    let chosen = shown(step).choice;
    let kept_plan = step.kept.as_ref().and_then(|line| line.choice.plan());
    let mut cards = Vec::new();
    let mut kept_out = Vec::new();
    // With somebody who is new, a plan may be chosen that may not be without.
    let new_people = !enrolling.new_dependents.is_empty();
    for plan in step.eligible() {
        if !new_people && in_plan(step, plan).is_some_and(|choice| !may_choose(enrolling, step, &choice)) {
            kept_out.push(view! { <li><strong>{plan.name.clone()}</strong></li> });
            continue;
        }
        let value = format!("plan:{}", plan.code);
        let checked = chosen == value;
        let label = match plan.tiers.contains(&Tier::Amount) {
            true => member::put_money_aside(lang).to_owned(),
            false => plan.name.clone(),
        };
        let prices = prices(enrolling, step, plan);
        let is_kept = kept_plan == Some(&plan.code);
        let about = if label == plan.name {
            plan.carrier.clone()
        } else {
            format!("{}, {}", plan.name, plan.carrier)
        };
        cards.push(
            view! {
                <ChoiceCard name="choice" value label checked>
                    <p>
                        {about}
                        {is_kept.then(|| view! { " "<Tag tone=Tone::Quiet label=member::you_have_this(lang) /> })}
                    </p>
                    {(!prices.is_empty()).then(|| view! {
                        <ul class="prices">
                            {prices.into_iter().map(|(tier, amount)| view! {
                                <li>{common::tier(lang, tier)}": "<PerPay amount pays /></li>
                            }).collect::<Vec<_>>()}
                        </ul>
                    })}
                </ChoiceCard>
            }
            .into_any(),
        );
    }
    let none = step.eligible().next().is_none();
    let value = "waive";
    let waive = Choice::Waive { reason: WaiverReason::NotWanted };
    if may_choose(enrolling, step, &waive) {
        cards.push(
            view! {
                <ChoiceCard name="choice" value label=member::do_not_want(lang) checked=chosen == value>
                    {""}
                </ChoiceCard>
            }
            .into_any(),
        )
    }
    view! {
        <Fieldset
            legend=member::what_do_you_want(lang, step.effective)
            name="choice"
            error=problems.on("choice")
        >
            {none.then(|| view! { <p>{member::no_plan_for_you(lang)}</p> })}
            {cards}
            {(!kept_out.is_empty()).then(|| view! {
                <details class="disclosure">
                    <summary>{member::plans_you_can_not_choose(lang)}</summary>
                    <p>{events::consistency(lang)}</p>
                    <ul>{kept_out}</ul>
                </details>
            })}
        </Fieldset>
    }
}

/// What each tier of a plan takes out of each pay; for optional life, each 1,000 dollars.
fn prices(enrolling: &Enrolling, step: &Step, plan: &Plan) -> Vec<(Tier, Cents)> {
    let grounds = &enrolling.grounds;
    let on = step.effective;
    let year = grounds.catalog.plan_year(on).unwrap_or(on);
    let code = || plan.code.clone();
    plan.tiers
        .iter()
        .filter_map(|tier| {
            let choice = match tier {
                Tier::Amount => return None,
                Tier::PerThousandByAge => {
                    Choice::Insure { plan: code(), volume: domain::price::THOUSAND_DOLLARS }
                }
                tier => Choice::Cover { plan: code(), tier: *tier, dependents: Vec::new() },
            };
            let cost =
                cost_of(&choice, &grounds.subscriber, Some(plan), &grounds.catalog.book, on, year).ok()?;
            Some((*tier, cost.per_pay))
        })
        .collect()
}

fn people(visit: &Visit, enrolling: &Enrolling, step: &Step, problems: &Problems) -> impl IntoView + use<> {
    let lang = visit.lang;
    let first_day = step.effective;
    let ballot = shown(step);
    let boxes: Vec<_> = enrolling
        .people()
        .into_iter()
        // Nobody is asked about somebody who has died.
        .filter(|one| one.belongs(first_day))
        .map(|one| {
            if one.may_be_covered(first_day) {
                match bound(enrolling, step, &one) {
                    Some(stays) => fixed(lang, &one, stays).into_any(),
                    None => may_be_covered(lang, &one, ballot.covers(one.id)).into_any(),
                }
            } else {
                too_old(lang, &one).into_any()
            }
        })
        .collect();
    let nobody = boxes.is_empty();
    view! {
        <Fieldset
            legend=member::whom_to_cover(lang)
            name="covered"
            hint=member::whom_to_cover_hint(lang)
            error=problems.on("covered")
        >
            {nobody.then(|| view! { <p>{member::nobody_to_cover(lang)}</p> })}
            {boxes}
            <p><a href=visit.href(&Place::Household.path(enrolling.occasion().id()))>{member::add_a_person(lang)}</a></p>
        </Fieldset>
    }
}

/// Whether the event leaves no choice about somebody: covered where they are and can't be dropped, not covered
/// where they are not and can't be added.
fn bound(enrolling: &Enrolling, step: &Step, one: &Dependent) -> Option<bool> {
    enrolling.occasion().event()?;
    let plan = step.eligible().next()?.code.clone();
    let held = step.kept.as_ref().map(|line| &line.choice);
    let mut dependents = held.map(|choice| choice.dependents().to_vec()).unwrap_or_default();
    let covered = dependents.contains(&one.id);
    if covered {
        dependents.retain(|id| *id != one.id);
    } else {
        dependents.push(one.id);
        dependents.sort();
    }
    let plan = held.and_then(Choice::plan).cloned().unwrap_or(plan);
    let turned = Choice::Cover { plan, tier: Tier::Family, dependents };
    let refused = enrolling.refusals(step, &turned).iter().any(|refusal| refusal.person == Some(one.id));
    refused.then_some(covered)
}

/// Somebody about whom the event leaves no choice: shown, and said why. A disabled box sends nothing, so who
/// stays is sent beside it.
fn fixed(lang: Lang, one: &Dependent, stays: bool) -> impl IntoView + use<> {
    let id = format!("covered-{}", one.id);
    let hint = format!("{id}-hint");
    let sent = if stays { vec![("covered[]".to_owned(), one.id.to_string())] } else { Vec::new() };
    view! {
        <div class="field">
            <HiddenFields fields=sent />
            <div class="choice">
                <input type="checkbox" id=id.clone() disabled checked=stays aria-describedby=hint.clone() />
                <label for=id>{one.name()}</label>
            </div>
            <p class="field-hint" id=hint>{if stays { events::stays(lang) } else { events::not_added(lang) }}</p>
        </div>
    }
}

fn may_be_covered(lang: Lang, one: &Dependent, checked: bool) -> impl IntoView + use<> {
    let relation = member::relationship_word(lang, one.relationship);
    view! {
        <Checkbox
            id=format!("covered-{}", one.id)
            name="covered[]"
            value=one.id.to_string()
            label=one.name()
            hint=format!("{relation}, {}", member::born(lang, one.birth))
            checked
        />
    }
}

/// Somebody whom the age limit keeps out: shown, and said why. A disabled box sends nothing.
fn too_old(lang: Lang, one: &Dependent) -> impl IntoView + use<> {
    let id = format!("covered-{}", one.id);
    let hint = format!("{id}-hint");
    view! {
        <div class="field">
            <div class="choice">
                <input type="checkbox" id=id.clone() disabled aria-describedby=hint.clone() />
                <label for=id>{one.name()}</label>
            </div>
            <p class="field-hint" id=hint>{member::over_age(lang, one.last_covered_day())}</p>
        </div>
    }
}

fn amount(lang: Lang, enrolling: &Enrolling, step: &Step, problems: &Problems) -> impl IntoView + use<> {
    let pays = enrolling.grounds.subscriber.pays.deductions();
    let hint = match (step.benefit, step.limit) {
        (Benefit::OptionalLife, _) => member::whole_thousands(lang).to_owned(),
        (Benefit::DeferredCompensation, Some(limit)) => {
            // The most that stays within the limit however it is rounded.
            let most = Cents::new(limit.get() / i64::from(pays.max(1)));
            member::at_most_per_pay(lang, &limit.display(), &most.display())
        }
        (_, Some(limit)) => member::at_most(lang, &limit.display()),
        (_, None) => String::new(),
    };
    view! {
        <div class="if-chosen">
            <MoneyField
                label=member::amount(lang, step.benefit)
                name="amount"
                value=shown(step).amount
                hint
                error=problems.on("amount")
            />
        </div>
    }
}

fn reason(lang: Lang, step: &Step, problems: &Problems) -> impl IntoView + use<> {
    let options = WaiverReason::ALL
        .iter()
        .map(|one| (one.to_string(), member::waiver_reason(lang, *one).to_owned()))
        .collect();
    view! {
        <div class="if-waived">
            <Select
                label=member::why_not(lang)
                name="waiver_reason"
                value=shown(step).waiver_reason
                options
                blank=member::choose_a_reason(lang)
                error=problems.on("waiver_reason")
            />
        </div>
    }
}

fn refused(lang: Lang, step: &Step) -> Option<impl IntoView + use<>> {
    let items: Vec<_> = step
        .not_eligible()
        .map(|(plan, rule)| {
            view! { <li><strong>{plan.name.clone()}</strong>". "{member::not_eligible(lang, rule)}</li> }
        })
        .collect();
    (!items.is_empty()).then(|| {
        view! {
            <details class="disclosure">
                <summary>{member::plans_you_can_not_choose(lang)}</summary>
                <ul>{items}</ul>
            </details>
        }
    })
}

/// How far an account is that is begun or changed inside its plan year.
fn account(enrolling: &Enrolling, step: &Step) -> Option<domain::account::Progress> {
    enrolling.occasion().event().filter(|_| step.benefit.is_fsa())?;
    Some(enrolling.account(step.benefit, step.effective))
}

/// What the island adds up from; and, without a script, what it first shows.
fn facts(visit: &Visit, enrolling: &Enrolling, step: &Step) -> StepFacts {
    let grounds = &enrolling.grounds;
    let plans: Vec<Plan> = step.eligible().cloned().collect();
    let on = step.effective;
    let named = |code: &domain::code::PlanCode| plans.iter().any(|plan| plan.code == *code);
    let book = domain::price::RateBook {
        rates: grounds
            .catalog
            .book
            .rates
            .iter()
            .filter(|r| named(&r.plan) && r.period.contains(on))
            .cloned()
            .collect(),
        splits: grounds
            .catalog
            .book
            .splits
            .iter()
            .filter(|r| named(&r.plan) && r.period.contains(on))
            .cloned()
            .collect(),
    };
    let kept = step.kept.as_ref().map_or(Cents::ZERO, |line| line.per_pay());
    let here = step.coming.as_ref().map_or(Cents::ZERO, |line| line.per_pay());
    StepFacts {
        lang: visit.lang,
        benefit: step.benefit,
        plans,
        book,
        subscriber: grounds.subscriber.clone(),
        effective: on,
        plan_year: grounds.catalog.plan_year(on).unwrap_or(on),
        ballot: shown(step),
        kept,
        others: enrolling.per_pay_coming() - here,
        today: enrolling.per_pay_today(),
        account: account(enrolling, step),
        autosave: visit.href(AutosaveStep::PATH),
        saved: enrolling.draft.as_ref().map(|draft| common::time_of(visit.lang, draft.saved_at)),
    }
}

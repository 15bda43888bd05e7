//! Choosing: check, sign and send.

use desk::enroll::Enrolling;
use desk::enroll::steps::Step;
use desk::line::Line;
use domain::carry_over::CarryOver;
use domain::money::Cents;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use super::enroll::load;
use super::event::why_date;
use super::parts::{
    NoEnrollment, Place, at_page, case_field, catch_up, changing, in_words, indicator, problems, steps_path,
};
use crate::actions::enroll::SubmitEnrollment;
use crate::components::form::{Checkbox, ErrorSummary, HiddenFields, Problems, SubmitButton, TextField};
use crate::components::layout::{Page, Width};
use crate::components::money::{Money, MoneyChange};
use crate::components::notice::{Notice, Tone};
use crate::components::summary::{Fact, SummaryList};
use crate::components::table::TableRegion;
use crate::pages::never_kept;
use crate::visit::{Flash, Visit, visit};
use crate::words::{Lang, common, life_events as events, member};

/// Everything beside today, and the signature.
#[component]
pub fn ReviewPage() -> impl IntoView {
    let (visit, at) = (visit(), at_page());
    Suspend::new(async move {
        never_kept();
        match load(&visit, at).await {
            Ok(Some(enrolling)) => page(&visit, &enrolling).await,
            Ok(None) => ().into_any(),
            Err(error) => view! { <NoEnrollment error /> }.into_any(),
        }
    })
}

async fn page(visit: &Visit, enrolling: &Enrolling) -> AnyView {
    let lang = visit.lang;
    let mut flash = visit.take_flash("review").await;
    flash.errors.retain(|error| matches!(error.field.as_str(), "signature" | "attested" | "once_key"));
    let form = problems(lang, &flash.errors, "");
    let new: Vec<_> = enrolling
        .new_dependents
        .iter()
        .map(|one| {
            let relation = one.relationship.parse().map_or("", |one| member::relationship_word(lang, one));
            view! { <li>{format!("{}, {relation}, {}", one.name(), one.birth)}</li> }
        })
        .collect();
    let changed = enrolling.steps.iter().any(Step::is_changed) || !new.is_empty();
    view! {
        <Page title=member::review(lang) error=form.any() width=Width::Wide>
            {indicator(visit, enrolling, Place::Review)}
            <ErrorSummary problems=form.clone() />
            <h1>{member::review(lang)}</h1>
            {changing(visit, enrolling)}
            <p class="lead">{member::review_lead(lang)}</p>
            {(!changed && enrolling.occasion().period().is_some()).then(|| view! { <Notice><p>{member::nothing_changed(lang)}</p></Notice> })}
            {table(visit, enrolling)}
            {why(lang, enrolling)}
            {enrolling.effect().map(|effect| catch_up(lang, &effect.catch_up))}
            {(!new.is_empty()).then(|| view! {
                <h2>{member::new_in_family(lang)}</h2>
                <ul>{new}</ul>
                <p class="field-hint">{member::proof(lang)}</p>
            })}
            {match &enrolling.parsed {
                Ok(_) => sign(visit, enrolling, &flash, &form).into_any(),
                Err(_) => faults(visit, enrolling).into_any(),
            }}
        </Page>
    }
    .into_any()
}

fn table(visit: &Visit, enrolling: &Enrolling) -> impl IntoView + use<> {
    let lang = visit.lang;
    let pays = enrolling.grounds.subscriber.pays;
    let at = enrolling.occasion().id();
    let from = member::from_day(lang, enrolling.grounds.effective);
    let until_now = match enrolling.occasion().event() {
        Some(_) => events::until_now(lang),
        None => member::today(lang),
    };
    let each = member::per_pay(lang, pays);
    let rows: Vec<_> = enrolling
        .steps
        .iter()
        .map(|step| {
            let (before, after) = (amount(step.today.as_ref()), amount(step.coming.as_ref()));
            let name = common::benefit(lang, step.benefit);
            let about = format!(": {name}");
            let href = visit.href(&Place::Benefit(step.benefit).path(at));
            view! {
                <tr>
                    <th scope="row">
                        {name}<br />
                        <a href=href>{member::change(lang)}<span class="visually-hidden">{about}</span></a>
                    </th>
                    <td data-label=until_now><div>{in_words(lang, step.today.as_ref())}</div></td>
                    <td data-label=from.clone()>
                        <div>
                            {in_words(lang, step.coming.as_ref())}<br />
                            <span class="field-hint">{what_becomes(lang, step)}</span>
                        </div>
                    </td>
                    <td class="number" data-label=member::you_pay_per_paycheck(lang)><Money amount=after /></td>
                    <td class="number" data-label=member::change_in_cost(lang)><MoneyChange amount=after - before /></td>
                </tr>
            }
        })
        .collect();
    let (today, new) = (enrolling.per_pay_today(), enrolling.per_pay_coming());
    let month: Cents =
        enrolling.steps.iter().filter_map(|step| step.coming.as_ref()).map(Line::monthly).sum();
    let month_today: Cents =
        enrolling.steps.iter().filter_map(|step| step.today.as_ref()).map(Line::monthly).sum();
    view! {
        <TableRegion id="review" caption=member::your_choices(lang) quiet=true stacks=true>
            <thead>
                <tr>
                    <th scope="col">{member::benefit(lang)}</th>
                    <th scope="col">{until_now}</th>
                    <th scope="col">{from.clone()}</th>
                    <th scope="col" class="number">{each}</th>
                    <th scope="col" class="number">{member::change_in_cost(lang)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
            <tfoot>
                <tr class="total">
                    <th scope="row" colspan="3">{member::your_total(lang)}", "{each}</th>
                    <td class="number" data-label=each><Money amount=new /></td>
                    <td class="number" data-label=member::change_in_cost(lang)><MoneyChange amount=new - today /></td>
                </tr>
                <tr class="total">
                    <th scope="row" colspan="3">{member::your_total(lang)}", "{member::per_month_of_pension(lang)}</th>
                    <td class="number" data-label=member::per_month_of_pension(lang)><Money amount=month /></td>
                    <td class="number" data-label=member::change_in_cost(lang)>
                        <MoneyChange amount=month - month_today />
                    </td>
                </tr>
            </tfoot>
        </TableRegion>
    }
}

fn amount(line: Option<&Line>) -> Cents {
    line.map_or(Cents::ZERO, Line::per_pay)
}

/// Whether a benefit stays, was chosen, or ends.
fn what_becomes(lang: Lang, step: &Step) -> &'static str {
    if step.is_changed() {
        member::you_choose(lang)
    } else if step.coming.is_some() {
        member::carries_over(lang)
    } else if step.today.is_some() || step.carried == Some(CarryOver::MustElectAnew) {
        member::ends(lang)
    } else {
        ""
    }
}

fn faults(visit: &Visit, enrolling: &Enrolling) -> impl IntoView + use<> {
    let lang = visit.lang;
    let at = enrolling.occasion().id();
    let items: Vec<_> = enrolling
        .errors("")
        .into_iter()
        .map(|error| {
            let part = error.field.split('.').next().unwrap_or_default();
            let (name, path) = match part.parse() {
                Ok(benefit) => {
                    let place = Place::Benefit(benefit);
                    (place.label(lang), format!("{}?check=1", place.path(at)))
                }
                Err(_) if part == "dependent" => {
                    (Place::Household.label(lang), format!("{}?check=1", Place::Household.path(at)))
                }
                Err(_) => (member::your_steps(lang), steps_path(at)),
            };
            let sentence = member::problem(lang, &error.field, &error.problem, &error.detail);
            view! { <li><a href=visit.href(&path)>{name}": "{sentence}</a></li> }
        })
        .collect();
    view! {
        <Notice tone=Tone::Warning heading=member::needs_attention(lang)>
            <ul>{items}</ul>
        </Notice>
    }
}

/// Why each change counts from its date, and why it costs what it does; nothing in open enrollment.
fn why(lang: Lang, enrolling: &Enrolling) -> Option<impl IntoView + use<>> {
    let happening = enrolling.occasion().event()?;
    let chosen = enrolling.grounds.effective;
    let items: Vec<_> = enrolling
        .steps
        .iter()
        .filter(|step| step.is_changed())
        .map(|step| {
            let date = why_date(lang, happening, chosen, step.effective);
            let amount = step
                .coming
                .as_ref()
                .and_then(|line| line.cost.as_ref().map(|cost| events::why_amount(lang, &line.choice, cost)));
            Fact::new(common::benefit(lang, step.benefit), view! { {date}<br />{amount} })
        })
        .collect();
    let drops = happening.drops().then(|| {
        view! { <p>{events::why_end(lang, happening.dropped_through(chosen))}</p> }
    });
    Some(view! {
        <h2>{events::why(lang)}</h2>
        <SummaryList facts=items />
        {drops}
    })
}

fn sign(visit: &Visit, enrolling: &Enrolling, flash: &Flash, problems: &Problems) -> impl IntoView + use<> {
    let lang = visit.lang;
    let at = enrolling.occasion().id();
    let attest = match enrolling.occasion().event() {
        None => member::attest(lang),
        Some(happening) if happening.case.entry_reason.is_some() => events::attest_for(lang),
        Some(_) => events::attest(lang),
    };
    let signature = flash.typed.get("signature").cloned().unwrap_or_default();
    let key = vec![case_field(at), ("once_key".to_owned(), Uuid::now_v7().to_string())];
    view! {
        <h2>{member::sign_and_send(lang)}</h2>
        <form method="post" action=visit.href(SubmitEnrollment::PATH) novalidate>
            <HiddenFields fields=key />
            <Checkbox
                name="attested"
                label=attest
                checked=flash.typed.contains_key("attested")
                error=problems.on("attested")
            />
            <TextField
                label=member::signature(lang)
                name="signature"
                value=signature
                error=problems.on("signature")
                autocomplete="name"
                maxlength=200
            />
            <p class="actions">
                <SubmitButton label=member::send(lang) />
                <a class="button button-quiet" href=visit.href(&steps_path(at))>{member::your_steps(lang)}</a>
            </p>
        </form>
    }
}

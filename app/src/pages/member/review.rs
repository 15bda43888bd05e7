//! Open enrollment: check, sign and send.

use desk::enroll::Enrolling;
use desk::enroll::steps::Step;
use desk::line::Line;
use domain::carry_over::CarryOver;
use domain::money::Cents;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use super::enroll::load;
use super::parts::{NoEnrollment, Place, changing, in_words, indicator, never_kept, problems};
use crate::actions::enroll::SubmitEnrollment;
use crate::components::form::{Checkbox, ErrorSummary, HiddenFields, Problems, SubmitButton, TextField};
use crate::components::layout::{Page, Width};
use crate::components::money::{Money, MoneyChange};
use crate::components::notice::{Notice, Tone};
use crate::components::table::TableRegion;
use crate::visit::{Flash, Visit, visit};
use crate::words::{Lang, common, member};

/// Everything beside today, and the signature.
#[component]
pub fn ReviewPage() -> impl IntoView {
    let visit = visit();
    Suspend::new(async move {
        never_kept();
        match load(&visit).await {
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
            {(!changed).then(|| view! { <Notice><p>{member::nothing_changed(lang)}</p></Notice> })}
            {table(visit, enrolling)}
            {(!new.is_empty()).then(|| view! {
                <h2>{member::new_in_family(lang)}</h2>
                <ul>{new}</ul>
                <p class="field-hint">{member::proof(lang)}</p>
            })}
            {match &enrolling.parsed {
                Ok(_) => sign(visit, &flash, &form).into_any(),
                Err(_) => faults(visit, enrolling).into_any(),
            }}
        </Page>
    }
    .into_any()
}

fn table(visit: &Visit, enrolling: &Enrolling) -> impl IntoView + use<> {
    let lang = visit.lang;
    let pays = enrolling.grounds.subscriber.pays;
    let from = member::from_day(lang, enrolling.period.plan_year);
    let each = member::per_pay(lang, pays);
    let rows: Vec<_> = enrolling
        .steps
        .iter()
        .map(|step| {
            let (before, after) = (amount(step.today.as_ref()), amount(step.coming.as_ref()));
            let name = common::benefit(lang, step.benefit);
            let about = format!(": {name}");
            let href = visit.href(&Place::Benefit(step.benefit).path());
            view! {
                <tr>
                    <th scope="row">
                        {name}<br />
                        <a href=href>{member::change(lang)}<span class="visually-hidden">{about}</span></a>
                    </th>
                    <td data-label=member::today(lang)><div>{in_words(lang, step.today.as_ref())}</div></td>
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
                    <th scope="col">{member::today(lang)}</th>
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
    let items: Vec<_> = enrolling
        .errors("")
        .into_iter()
        .map(|error| {
            let place = match error.field.split('.').next().and_then(|part| part.parse().ok()) {
                Some(benefit) => Place::Benefit(benefit),
                None => Place::Household,
            };
            let name = place.label(lang);
            let sentence = member::problem(lang, &error.field, &error.problem, &error.detail);
            view! { <li><a href=visit.href(&format!("{}?check=1", place.path()))>{name}": "{sentence}</a></li> }
        })
        .collect();
    view! {
        <Notice tone=Tone::Warning heading=member::needs_attention(lang)>
            <ul>{items}</ul>
        </Notice>
    }
}

fn sign(visit: &Visit, flash: &Flash, problems: &Problems) -> impl IntoView + use<> {
    let lang = visit.lang;
    let signature = flash.typed.get("signature").cloned().unwrap_or_default();
    let key = vec![("once_key".to_owned(), Uuid::now_v7().to_string())];
    view! {
        <h2>{member::sign_and_send(lang)}</h2>
        <form method="post" action=visit.href(SubmitEnrollment::PATH) novalidate>
            <HiddenFields fields=key />
            <Checkbox
                name="attested"
                label=member::attest(lang)
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
                <a class="button button-quiet" href=visit.href("/my/enroll")>{member::your_steps(lang)}</a>
            </p>
        </form>
    }
}

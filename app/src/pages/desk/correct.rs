//! Correcting the records of one benefit of somebody's: what they say, and what is right.

use desk::correct::{CorrectionForm, NOTHING};
use desk::people::OnFile;
use domain::ballot::{Ballot, asks_for_reason};
use domain::benefit::{Benefit, Tier};
use domain::code::PersonRef;
use domain::election::WaiverReason;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_params_map;
use uuid::Uuid;

use crate::actions::correct::{Correct, form_name};
use crate::components::form::{
    Checkbox, ErrorSummary, Fieldset, HiddenFields, MoneyField, Problems, Select, SubmitButton, TextField,
    Textarea,
};
use crate::components::layout::Page;
use crate::components::table::TableRegion;
use crate::pages::never_kept;
use crate::problem::loaded;
use crate::visit::{Flash, Visit, visit};
use crate::words::{Lang, common, corrections as w, desk as dw, member};

/// The form for a correction.
#[component]
pub fn CorrectPage() -> impl IntoView {
    let visit = visit();
    let params = use_params_map().get_untracked();
    let [number, benefit] = ["ref", "benefit"].map(|name| params.get(name).unwrap_or_default());
    never_kept();
    loaded(async move {
        let number: PersonRef = number.parse().map_err(|_| desk::Error::NotFound("person"))?;
        let benefit: Benefit = benefit.parse().map_err(|_| desk::Error::NotFound("benefit"))?;
        let form = visit.desk.correction_form(visit.signed_in()?, &number, benefit).await?;
        let flash = visit.take_flash(&form_name(number.as_str())).await;
        Ok(drawn(&visit, number.as_str(), form, flash))
    })
}

fn drawn(visit: &Visit, number: &str, form: CorrectionForm, flash: Flash) -> impl IntoView + use<> {
    let lang = visit.lang;
    let benefit = form.benefit;
    let problems =
        Problems::of(&flash.errors, |error| w::problem(lang, &error.field, &error.problem, &error.detail));
    let typed = |name: &str| flash.typed.get(name).cloned().unwrap_or_default();
    let ballot = Ballot { covered: typed("covered"), ..Ballot::default() };
    let hidden = vec![
        ("number".to_owned(), number.to_owned()),
        ("benefit".to_owned(), benefit.to_string()),
        ("once_key".to_owned(), Uuid::now_v7().to_string()),
    ];
    let has_amount = form
        .plans
        .iter()
        .any(|plan| plan.tiers.iter().any(|tier| matches!(tier, Tier::Amount | Tier::PerThousandByAge)));
    let choices = form
        .plans
        .iter()
        .map(|plan| (format!("plan:{}", plan.code), format!("{} ({})", plan.name, plan.code)))
        .chain([
            ("waive".to_owned(), w::declined(lang).to_owned()),
            (NOTHING.to_owned(), w::nothing_held(lang).to_owned()),
        ])
        .collect();
    let people = (benefit.covers_dependents() && !form.household.is_empty()).then(|| {
        let boxes: Vec<_> = form
            .household
            .iter()
            .map(|one| {
                let relation = dw::relation(lang, one.relationship);
                view! {
                    <Checkbox
                        id=format!("covered-{}", one.id)
                        name="covered[]"
                        value=one.id.to_string()
                        label=one.name()
                        hint=format!("{relation}, {}", member::born(lang, one.birth))
                        checked=ballot.covers(one.id)
                    />
                }
            })
            .collect();
        view! { <Fieldset legend=dw::covers(lang) name="covered" error=problems.on("covered")>{boxes}</Fieldset> }
    });
    let reason = asks_for_reason(benefit).then(|| {
        let options = WaiverReason::ALL
            .iter()
            .map(|one| (one.to_string(), member::waiver_reason(lang, *one).to_owned()))
            .collect();
        view! {
            <Select
                label=dw::waiver_reason(lang)
                name="waiver_reason"
                value=typed("waiver_reason")
                options
                blank=member::choose_a_reason(lang)
                error=problems.on("waiver_reason")
            />
        }
    });
    let amount = has_amount.then(|| {
        view! {
            <MoneyField
                label=member::amount(lang, benefit)
                name="amount"
                value=typed("amount")
                error=problems.on("amount")
            />
        }
    });
    let title = format!("{}: {}", common::benefit(lang, benefit), form.person.name());
    view! {
        <Page title=title.clone() error=problems.any()>
            <ErrorSummary problems=problems.clone() />
            <p class="eyebrow"><a href=visit.href(&format!("/desk/people/{number}"))>{form.person.name()}</a></p>
            <h1>{w::title(lang)}": "{common::benefit(lang, benefit)}</h1>
            <p class="lead">{w::lead(lang)}</p>
            <section>
                <h2 id="on-record-title">{w::on_record(lang)}</h2>
                {timeline(lang, form.timeline)}
            </section>
            <form method="post" action=visit.href(Correct::PATH) novalidate>
                <HiddenFields fields=hidden />
                <Select
                    label=w::what_is_right(lang)
                    name="choice"
                    value=typed("choice")
                    options=choices
                    blank=dw::choose(lang)
                    error=problems.on("choice")
                />
                {people}
                {amount}
                {reason}
                <TextField label=w::from(lang) name="from" value=typed("from") hint=w::from_hint(lang) error=problems.on("from") />
                <TextField label=w::through(lang) name="through" value=typed("through") hint=w::through_hint(lang) error=problems.on("through") />
                <Textarea
                    label=w::because(lang)
                    name="because"
                    value=typed("because")
                    hint=w::because_hint(lang)
                    error=problems.on("because")
                    maxlength=1000
                    required=true
                />
                <SubmitButton label=w::look(lang) />
            </form>
        </Page>
    }
}

fn timeline(lang: Lang, rows: Vec<OnFile>) -> AnyView {
    if rows.is_empty() {
        return view! { <p class="nothing">{w::nothing_on_record(lang)}</p> }.into_any();
    }
    let rows: Vec<_> = rows
        .into_iter()
        .map(|OnFile { line, period, recorded_at, .. }| {
            view! {
                <tr>
                    <th scope="row" data-label=dw::plan(lang)>{member::choice(lang, &line.choice, line.plan.as_ref())}</th>
                    <td data-label=dw::covers(lang)>{line.covered.join(", ")}</td>
                    <td data-label=dw::effective(lang)>{common::date(lang, period.from())}</td>
                    <td data-label=dw::until(lang)>{period.last_day().map(|day| common::date(lang, day))}</td>
                    <td data-label=dw::recorded_at(lang)>{common::date_time(lang, recorded_at)}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <TableRegion id="on-record" caption=w::on_record(lang) quiet=true stacks=true>
            <thead>
                <tr>
                    <th scope="col">{dw::plan(lang)}</th>
                    <th scope="col">{dw::covers(lang)}</th>
                    <th scope="col">{dw::effective(lang)}</th>
                    <th scope="col">{dw::until(lang)}</th>
                    <th scope="col">{dw::recorded_at(lang)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </TableRegion>
    }
    .into_any()
}

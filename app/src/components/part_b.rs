//! Parts that the pages of the Part B reimbursement share: a year's months, the fields of a claim, lists.

use std::collections::BTreeMap;

use desk::part_b::{ListFormat, MonthLine, MonthState, Party, PersonYear};
use domain::money::Cents;
use leptos::prelude::*;

use super::date::InstantText;
use super::form::{Answer, MoneyField, Problems, RadioGroup, Select};
use super::lang;
use super::money::Money;
use super::notice::Tone;
use super::status::Tag;
use super::table::TableRegion;
use crate::visit::Visit;
use crate::words::{Lang, part_b as w};

/// Whose Part B it is; of a survivor's months before the death, through whom.
pub fn name_of(lang: Lang, party: &Party) -> String {
    let is_apart = party.payee != party.subscriber && party.person != party.subscriber;
    if is_apart {
        w::through_whom(lang, &party.person_name, &party.subscriber_name)
    } else {
        party.person_name.clone()
    }
}

/// Those of whose Part B something may be claimed, each once.
pub fn people_of(parties: &[Party]) -> Vec<(String, String)> {
    let mut people: Vec<(String, String)> = Vec::new();
    for party in parties {
        let id = party.person.to_string();
        if !people.iter().any(|(known, _)| *known == id) {
            people.push((id, party.person_name.clone()));
        }
    }
    people
}

/// The months of a person's year, each in plain words, with the sums.
#[component]
pub fn MonthTable(
    /// The year.
    year: PersonYear,
    /// Unique in the page.
    id: String,
) -> impl IntoView {
    let lang = lang();
    let caption = w::year_of(lang, year_number(&year), &name_of(lang, &year.party));
    let premiums: Cents = year.months.iter().filter_map(|month| month.charged).map(|one| one.total).sum();
    let (due, rows) = (year.due(), year.months.iter().map(|month| row(lang, month)).collect::<Vec<_>>());
    view! {
        <TableRegion id caption quiet=true stacks=true>
            <thead>
                <tr>
                    <th scope="col">{w::month(lang)}</th>
                    <th scope="col" class="number">{w::premium(lang)}</th>
                    <th scope="col" class="number">{w::city_owes(lang)}</th>
                    <th scope="col">{w::state(lang)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
            <tfoot>
                <tr class="total">
                    <th scope="row">{w::total(lang)}</th>
                    <td class="number" data-label=w::premium(lang)><Money amount=premiums /></td>
                    <td class="number" data-label=w::city_owes(lang)><Money amount=due /></td>
                    <td></td>
                </tr>
            </tfoot>
        </TableRegion>
    }
}

fn year_number(year: &PersonYear) -> i32 {
    year.months.first().map_or(0, |month| month.month.year())
}

fn row(lang: Lang, month: &MonthLine) -> impl IntoView + use<> {
    let amount = |amount: Option<Cents>| match amount {
        Some(amount) => view! { <Money amount /> }.into_any(),
        None => "–".into_any(),
    };
    let premium = amount(month.charged.map(|charged| charged.total));
    let due = amount(month.charged.map(|_| month.due));
    view! {
        <tr>
            <th scope="row" data-label=w::month(lang)>{w::month_name(lang, month.month.number())}</th>
            <td class="number" data-label=w::premium(lang)>{premium}</td>
            <td class="number" data-label=w::city_owes(lang)>{due}</td>
            <td data-label=w::state(lang)><span>{state(lang, month)}</span></td>
        </tr>
    }
}

/// Where a month stands, in plain words.
fn state(lang: Lang, month: &MonthLine) -> impl IntoView + use<> {
    let (tone, label) = match &month.state {
        MonthState::Unclaimed => (Tone::Quiet, w::unclaimed(lang).to_owned()),
        MonthState::Claimed => (Tone::Info, w::claimed(lang).to_owned()),
        MonthState::Returned(_) => (Tone::Warning, w::returned(lang).to_owned()),
        MonthState::Verified => (Tone::Success, w::verified(lang).to_owned()),
        MonthState::Listed(number) => (Tone::Info, w::on_list(lang, *number)),
        MonthState::Paid(number, day) => (Tone::Success, w::paid_on(lang, *number, *day)),
    };
    let is_listed = matches!(month.state, MonthState::Listed(_) | MonthState::Paid(..));
    let difference = (is_listed && !month.owed().is_zero()).then(|| w::difference(lang, month.owed()));
    let again = month.looked_at_again.then(|| w::looked_at_again(lang).to_owned());
    let more: Vec<_> = difference
        .into_iter()
        .chain(again)
        .map(|text| view! { <br /><span class="field-hint">{text}</span> })
        .collect();
    view! { <Tag tone label />{more} }
}

/// The claims of a person's year, each with what became of it.
#[component]
pub fn ClaimTable(
    /// The year.
    year: PersonYear,
    /// Unique in the page.
    id: String,
    /// Where a claim is looked at, without the language and the claim's id; empty for members.
    #[prop(optional, into)]
    path: String,
) -> impl IntoView {
    let lang = lang();
    let visit = crate::visit::visit_if_any();
    if year.claims.is_empty() {
        return view! { <p class="empty">{w::no_claims(lang)}</p> }.into_any();
    }
    let rows: Vec<_> = year
        .claims
        .iter()
        .map(|claim| {
            let shown = claim.verified.unwrap_or(claim.claimed);
            let words = (!claim.words.is_empty())
                .then(|| view! { <blockquote class="trail-words">{claim.words.clone()}</blockquote> });
            let months = w::span(lang, shown.from, shown.through);
            let months = match visit.as_ref().filter(|_| !path.is_empty()) {
                Some(visit) => {
                    let href = visit.href(&format!("{path}/{}", claim.id));
                    view! { <a href=href>{months}</a> }.into_any()
                }
                None => months.into_any(),
            };
            view! {
                <tr>
                    <th scope="row" data-label=w::months(lang)>{months}</th>
                    <td class="number" data-label=w::premium(lang)><Money amount=shown.charged.total /></td>
                    <td data-label=w::sent_on(lang)>
                        <span>
                            <InstantText at=claim.filed_at /><br />
                            <span class="field-hint">{w::origin(lang, claim.origin)}</span>
                        </span>
                    </td>
                    <td data-label=w::answer(lang)>
                        <span>
                            <Tag tone=claim_tone(claim.state) label=w::claim_state(lang, claim.state) />
                            {words}
                        </span>
                    </td>
                </tr>
            }
        })
        .collect();
    view! {
        <TableRegion id caption=w::my_claims(lang) quiet=true stacks=true>
            <thead>
                <tr>
                    <th scope="col">{w::months(lang)}</th>
                    <th scope="col" class="number">{w::premium(lang)}</th>
                    <th scope="col">{w::sent_on(lang)}</th>
                    <th scope="col">{w::answer(lang)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </TableRegion>
    }
    .into_any()
}

/// The tone of a claim's state.
pub const fn claim_tone(state: domain::part_b::ClaimState) -> Tone {
    use domain::part_b::ClaimState as S;
    match state {
        S::Claimed => Tone::Info,
        S::Verified => Tone::Success,
        S::Returned => Tone::Warning,
        S::Replaced => Tone::Quiet,
    }
}

/// The fields of a claim that say whose, when and how much. `people` and `years` are left out where there is
/// nothing to choose.
#[component]
pub fn ClaimFields(
    /// What was typed, or is there to begin with.
    typed: BTreeMap<String, String>,
    /// What is wrong.
    problems: Problems,
    /// Whose Part B it may be: id and name.
    people: Vec<(String, String)>,
    /// Years that may be claimed.
    years: Vec<i32>,
) -> impl IntoView {
    let lang = lang();
    let value = |name: &str| typed.get(name).cloned().unwrap_or_default();
    let months = || (1..=12).map(|n| (n.to_string(), w::month_name(lang, n).to_owned())).collect::<Vec<_>>();
    let whose = (!people.is_empty()).then(|| {
        let answers = people.into_iter().map(|(id, name)| Answer::new(id, name)).collect();
        view! {
            <RadioGroup legend=w::whose(lang) name="person" value=value("person") answers error=problems.on("person") />
        }
    });
    let year = (!years.is_empty()).then(|| {
        let options = years.iter().map(|year| (year.to_string(), year.to_string())).collect();
        view! { <Select label=w::year(lang) name="year" value=value("year") options error=problems.on("year") /> }
    });
    view! {
        {whose}
        {year}
        <Select label=w::from(lang) name="from" value=value("from") options=months() error=problems.on("from") />
        <Select label=w::through(lang) name="through" value=value("through") options=months() error=problems.on("through") />
        <MoneyField
            label=w::monthly_premium(lang)
            name="premium"
            value=value("premium")
            hint=w::premium_hint(lang)
            error=problems.on("premium")
        />
        <MoneyField
            label=w::income_related(lang)
            name="income_related"
            value=value("income_related")
            hint=w::income_hint(lang)
            error=problems.on("income_related")
        />
        <MoneyField label=w::penalty(lang) name="penalty" value=value("penalty") error=problems.on("penalty") />
    }
}

/// Where a list is downloaded: each form of it.
pub fn downloads(visit: &Visit, number: i64) -> impl IntoView + use<> {
    let lang = visit.lang;
    let links: Vec<_> = ListFormat::ALL
        .into_iter()
        .map(|format| {
            let label = match format {
                ListFormat::Xlsx => w::download_xlsx(lang),
                ListFormat::Csv => w::download_csv(lang),
                ListFormat::Pdf => w::download_pdf(lang),
            };
            let href = format!("/desk/part-b/lists/{number}.{}", format.ending());
            view! { <a class="button button-secondary" href=href download>{label}</a>" " }
        })
        .collect();
    view! { <p class="actions">{links}</p> }
}

/// The sentences for the fields of a form.
pub fn problems(lang: Lang, errors: &[desk::error::FieldError]) -> Problems {
    Problems::of(errors, |error| w::problem(lang, &error.problem, &error.detail))
}

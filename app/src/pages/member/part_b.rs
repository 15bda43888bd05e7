//! Medicare Part B reimbursement of a member: each month's state, the claim, the statement of a year.

use std::collections::BTreeMap;
use std::str::FromStr;

use desk::part_b::{PartB, PersonYear};
use domain::document::DocumentKind;
use domain::helper::Doing;
use domain::part_b::{ClaimState, PartBYear};
use leptos::prelude::*;

use crate::components::form::{
    Answer, ErrorSummary, HiddenFields, Problems, RadioGroup, Select, SubmitButton,
};
use crate::components::layout::{Page, Width};
use crate::components::money::Money;
use crate::components::notice::{Notice, Tone};
use crate::components::part_b::{ClaimFields, ClaimTable, MonthTable, name_of, people_of, problems};
use crate::components::summary::{Fact, SummaryList};
use crate::pages::never_kept;
use crate::problem::loaded;
use crate::visit::{Flash, Visit, visit};
use crate::words::{Lang, documents, part_b as w};

/// Path of the page, without the language.
pub const PART_B: &str = "/my/part-b";
/// Where the claim is sent.
pub const CLAIM: &str = "/my/part-b/claim";
/// The form's name among the messages of a session.
pub const FORM: &str = "part-b";

/// A value of the query, where it can be read.
fn asked<T: FromStr>(visit: &Visit, name: &str) -> Option<T> {
    visit.query.get(name).and_then(|text| text.parse().ok())
}

/// Each month of a year, and the claim.
#[component]
pub fn PartBPage() -> impl IntoView {
    let visit = visit();
    loaded(async move {
        never_kept();
        let mine = visit.desk.my_part_b(visit.signed_in()?, asked(&visit, "year")).await?;
        let flash = visit.take_flash(FORM).await;
        Ok(page(&visit, mine, flash))
    })
}

fn page(visit: &Visit, mine: PartB, flash: Flash) -> impl IntoView + use<> {
    let lang = visit.lang;
    let problems = problems(lang, &flash.errors);
    let filed = flash.notice.is_some().then(|| {
        view! { <Notice tone=Tone::Success announce=true><p>{w::filed(lang)}</p></Notice> }
    });
    let people: Vec<_> =
        mine.people.iter().enumerate().map(|(place, one)| person(lang, place, one)).collect();
    let content = if mine.parties.is_empty() {
        view! {
            <Notice><p>{w::nobody(lang)}</p></Notice>
            {visit.may(Doing::Claim).then(|| view! {
                <p class="actions">
                    <a class="button button-secondary" href=visit.href("/my/documents")>{w::send_card(lang)}</a>
                </p>
            })}
        }
        .into_any()
    } else {
        let statement = visit.href(&format!("{PART_B}/statement?year={}", mine.year));
        view! {
            {people}
            <p class="actions"><a class="button button-secondary" href=statement>{w::statement(lang)}</a></p>
            {other_years(visit, &mine)}
            {visit.may(Doing::Claim).then(|| claim_form(visit, &mine, &flash, &problems))}
        }
        .into_any()
    };
    view! {
        <Page title=w::title(lang) width=Width::Wide error=problems.any()>
            <ErrorSummary problems=problems.clone() />
            <h1>{w::title(lang)}</h1>
            {filed}
            <p class="lead">{w::my_lead(lang)}</p>
            {content}
        </Page>
    }
}

fn person(lang: Lang, place: usize, year: &PersonYear) -> impl IntoView + use<> {
    let returned = year
        .claims
        .iter()
        .find(|claim| claim.state != ClaimState::Replaced)
        .filter(|claim| claim.state == ClaimState::Returned)
        .map(|claim| {
            view! {
                <Notice tone=Tone::Warning heading=w::returned(lang)>
                    <blockquote class="trail-words">{claim.words.clone()}</blockquote>
                </Notice>
            }
        });
    let number = year.months.first().map_or(0, |month| month.month.year());
    let heading = if year.months.is_empty() {
        name_of(lang, &year.party)
    } else {
        w::year_of(lang, number, &name_of(lang, &year.party))
    };
    let months = (!year.months.is_empty())
        .then(|| view! { <MonthTable year=year.clone() id=format!("months-{place}") /> });
    view! {
        <section>
            <h2>{heading}</h2>
            {returned}
            {months}
            <h3>{w::my_claims(lang)}</h3>
            <ClaimTable year=year.clone() id=format!("claims-{place}") />
        </section>
    }
}

fn other_years(visit: &Visit, mine: &PartB) -> Option<impl IntoView + use<>> {
    let links: Vec<_> = mine
        .years
        .iter()
        .filter(|year| **year != mine.year)
        .map(|year| {
            let href = visit.href(&format!("{PART_B}?year={year}"));
            view! { <li><a href=href>{year.to_string()}</a></li> }
        })
        .collect();
    (!links.is_empty()).then(|| view! { <h2>{w::other_years(visit.lang)}</h2><ul>{links}</ul> })
}

/// What the form shows at first: the whole of the year that counts, of the first person.
fn beginning(mine: &PartB) -> BTreeMap<String, String> {
    let person = mine.people.first();
    let months = person.map(|one| one.months.as_slice()).unwrap_or_default();
    let number = |month: Option<u32>, usual: u32| month.unwrap_or(usual).to_string();
    BTreeMap::from([
        ("person".to_owned(), person.map(|one| one.party.person.to_string()).unwrap_or_default()),
        ("year".to_owned(), mine.year.to_string()),
        ("from".to_owned(), number(months.first().map(|month| month.month.number()), 1)),
        ("through".to_owned(), number(months.last().map(|month| month.month.number()), 12)),
    ])
}

fn claim_form(
    visit: &Visit,
    mine: &PartB,
    flash: &Flash,
    problems: &Problems,
) -> Option<impl IntoView + use<>> {
    let lang = visit.lang;
    let years: Vec<i32> = mine.claimable.clone()?.rev().collect();
    let typed = if flash.typed.is_empty() { beginning(mine) } else { flash.typed.clone() };
    let people = people_of(&mine.parties);
    let standard: Vec<_> = years
        .iter()
        .filter_map(|year| PartBYear::of(*year))
        .map(|figures| {
            let term = format!("{} {}", w::standard_is(lang), figures.year);
            Fact::new(term, view! { <Money amount=figures.standard /> })
        })
        .collect();
    let value = |name: &str| typed.get(name).cloned().unwrap_or_default();
    let kinds = DocumentKind::PART_B
        .map(|kind| (kind.to_string(), documents::document_kind(lang, kind).to_owned()))
        .to_vec();
    let kind = typed.get("kind").cloned().unwrap_or_else(|| DocumentKind::SsaAwardLetter.to_string());
    let error = problems.on("file");
    let described = if error.is_some() { "file-error file-hint" } else { "file-hint" };
    // One that came with a form that was sent back is not asked for again.
    let there = (!mine.proofs.is_empty()).then(|| {
        let mut answers: Vec<Answer> = mine
            .proofs
            .iter()
            .map(|one| {
                let label = format!("{}, {}", documents::document_kind(lang, one.kind), one.name);
                let day = domain::deadline::local_day(one.uploaded_at, domain::deadline::CITY_ZONE);
                Answer::new(one.id.to_string(), label).hint(crate::words::common::date(lang, day))
            })
            .collect();
        answers.push(Answer::new("", w::proof_none(lang)));
        view! { <RadioGroup legend=w::proof_there(lang) name="document" value=value("document") answers /> }
    });
    let again =
        mine.people.iter().any(|one| one.claims.iter().any(|claim| claim.state == ClaimState::Verified));
    Some(view! {
        <section id="claim">
            <h2>{w::claim_heading(lang)}</h2>
            <p>{if again { w::claim_again(lang) } else { w::claim_lead(lang) }}</p>
            <SummaryList facts=standard />
            <form method="post" action=visit.href(CLAIM) enctype="multipart/form-data" novalidate>
                <ClaimFields typed=typed.clone() problems=problems.clone() people years />
                {there}
                <Select label=w::proof_kind(lang) name="kind" value=kind options=kinds error=problems.on("kind") />
                <div class=if error.is_some() { "field field-bad" } else { "field" }>
                    <label class="field-label" for="file">{w::proof(lang)}</label>
                    <p class="field-hint" id="file-hint">{w::proof_hint(lang)}</p>
                    {error.clone().map(|error| view! { <p class="field-error" id="file-error">{error}</p> })}
                    <input
                        class="input"
                        id="file"
                        name="file"
                        type="file"
                        accept="application/pdf,image/jpeg,image/png,image/heic,image/heif,.pdf,.jpg,.jpeg,.png,.heic,.heif"
                        aria-describedby=described
                        aria-invalid=error.is_some().then_some("true")
                    />
                </div>
                <HiddenFields fields=vec![("shown".to_owned(), mine.year.to_string())] />
                <p class="actions"><SubmitButton label=w::send_claim(lang) /></p>
            </form>
        </section>
    })
}

/// The statement of a year, to be printed: large, and nothing but the year.
#[component]
pub fn StatementPage() -> impl IntoView {
    let visit = visit();
    loaded(async move {
        never_kept();
        let mine = visit.desk.my_part_b(visit.signed_in()?, asked(&visit, "year")).await?;
        Ok(statement(&visit, mine))
    })
}

fn statement(visit: &Visit, mine: PartB) -> impl IntoView + use<> {
    let lang = visit.lang;
    let today = visit.desk.today();
    let title = w::statement_of(lang, mine.year);
    let person = mine.subscriber.clone();
    let people: Vec<_> = mine
        .people
        .iter()
        .filter(|one| !one.months.is_empty())
        .enumerate()
        .map(|(place, one)| {
            let rule = &one.rule;
            let income = if rule.income_related {
                w::with_income_related(lang)
            } else {
                w::without_income_related(lang)
            };
            let penalty = if rule.penalty { w::with_penalty(lang) } else { w::without_penalty(lang) };
            view! {
                <section>
                    <h2>{name_of(lang, &one.party)}</h2>
                    <p>{w::share(lang, &rule.percent.to_string(), rule.cap)}" "{income}" "{penalty}</p>
                    <MonthTable year=one.clone() id=format!("months-{place}") />
                </section>
            }
        })
        .collect();
    let nothing = people.is_empty().then(|| view! { <p class="empty">{w::no_claims(lang)}</p> });
    let back = visit.href(&format!("{PART_B}?year={}", mine.year));
    view! {
        <Page title=title.clone() width=Width::Wide>
            <div class="large-print flow">
                <p class="back-link"><a href=back>{w::title(lang)}</a></p>
                <h1>{title.clone()}</h1>
                <p class="lead">
                    {person.name()}
                    {person.ref_.as_ref().map(|number| format!(", {number}"))}
                    <br />
                    {visit.desk.city().name.clone()}", "{crate::words::common::date(lang, today)}
                </p>
                {nothing}
                {people}
                <p class="field-hint">{w::print_hint(lang)}</p>
            </div>
        </Page>
    }
}

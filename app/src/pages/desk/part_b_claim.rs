//! A claim for Part B reimbursement, beside its proof, with the decision.

use std::collections::BTreeMap;

use desk::Permission;
use desk::part_b::{Claim, ClaimFile};
use domain::part_b::ClaimState;
use domain::part_b::ledger::Statement;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_params_map;
use uuid::Uuid;

use super::documents::Viewer;
use super::part_b::{PART_B, claim_path, ledger_path};
use crate::actions::part_b::{ReturnPartBClaim, VerifyPartBClaim};
use crate::components::date::InstantText;
use crate::components::form::{ButtonKind, ErrorSummary, HiddenFields, Problems, SubmitButton, Textarea};
use crate::components::layout::{Page, Width};
use crate::components::money::Money;
use crate::components::notice::{Notice, Tone};
use crate::components::part_b::{ClaimFields, claim_tone, problems};
use crate::components::status::Tag;
use crate::components::summary::{Fact, SummaryList};
use crate::pages::never_kept;
use crate::problem::loaded;
use crate::visit::{Flash, Visit, visit};
use crate::words::{Lang, documents, part_b as w};

/// Under what the forms of a claim keep what was typed.
pub fn claim_form(id: &str) -> String {
    format!("part-b-claim.{id}")
}

/// One claim.
#[component]
pub fn ClaimPage() -> impl IntoView {
    let visit = visit();
    let id = use_params_map().get_untracked().get("claim").unwrap_or_default();
    never_kept();
    loaded(async move {
        let claim: Uuid = id.parse().map_err(|_| desk::Error::NotFound("claim"))?;
        let file = visit.desk.part_b_claim(visit.signed_in()?, claim).await?;
        let flash = visit.take_flash(&claim_form(&id)).await;
        Ok(drawn(&visit, file, flash))
    })
}

fn drawn(visit: &Visit, file: ClaimFile, flash: Flash) -> impl IntoView + use<> {
    let lang = visit.lang;
    let problems = problems(lang, &flash.errors);
    let claim = &file.claim.claim;
    let here = claim_path(&claim.id.to_string());
    let stale = flash.notice.is_some().then(|| {
        view! { <Notice tone=Tone::Warning announce=true><p>{w::stale(lang)}</p></Notice> }
    });
    let beside = visit.query.contains_key("document");
    let viewer = file.proof.clone().filter(|_| beside).map(|document| {
        view! { <Viewer document close=here.clone() /> }
    });
    let proof = match &file.proof {
        None => view! { <p>{w::no_proof(lang)}</p> }.into_any(),
        Some(document) if !beside => {
            let href = visit.href(&format!("{here}?document={}#viewer", document.id));
            let kind = documents::document_kind(lang, document.kind);
            view! {
                <p>{kind}", "{documents::document_state(lang, document.state)}</p>
                <p class="actions"><a class="button" href=href>{w::proof_beside(lang)}</a></p>
            }
            .into_any()
        }
        Some(_) => ().into_any(),
    };
    let waits = claim.state == ClaimState::Claimed;
    let may = visit.actor.as_ref().is_some_and(|actor| actor.may(Permission::Decide));
    let decide = if file.may_decide {
        decisions(visit, claim, &flash, &problems).into_any()
    } else if waits {
        let words = if may { w::somebody_else(lang) } else { w::only_looking(lang) };
        view! { <Notice><p>{words}</p></Notice> }.into_any()
    } else {
        ().into_any()
    };
    let title = format!("{}: {}", w::claim(lang), w::year_of(lang, claim.year, &file.claim.person_name));
    view! {
        <Page title=title.clone() width=Width::Wide error=problems.any()>
            <ErrorSummary problems=problems.clone() />
            <p class="back-link"><a href=visit.href(PART_B)>{w::title(lang)}</a></p>
            <h1>{title}</h1>
            {stale}
            {viewer}
            <SummaryList facts=facts(visit, &file) />
            {proof}
            {decide}
        </Page>
    }
}

fn facts(visit: &Visit, file: &ClaimFile) -> Vec<Fact> {
    let lang = visit.lang;
    let claim = &file.claim.claim;
    let ledger = visit.href(&ledger_path(&file.claim.payee_ref));
    let paid = view! { <a href=ledger>{file.claim.payee_name.clone()}</a>" "{file.claim.payee_ref.clone()} };
    let mut facts = vec![
        Fact::new(
            w::state(lang),
            view! { <Tag tone=claim_tone(claim.state) label=w::claim_state(lang, claim.state) /> },
        ),
        Fact::new(w::who_is_paid(lang), paid),
        Fact::new(w::part_b_of(lang), file.claim.person_name.clone()),
        Fact::new(
            w::claimed_by(lang),
            view! {
                {claim.filed_by_name.clone()}", "<InstantText at=claim.filed_at />" · "
                {w::origin(lang, claim.origin)}
            },
        ),
        Fact::new(w::as_claimed(lang), amounts(lang, claim.claimed)),
    ];
    if let Some(verified) = claim.verified {
        facts.push(Fact::new(w::claim_state(lang, ClaimState::Verified), amounts(lang, verified)));
    }
    if let (Some(at), Some(who)) = (claim.decided_at, claim.decided_by_name.clone()) {
        facts.push(Fact::new(documents::decided(lang), view! { <InstantText at />", "{who} }));
    }
    if !claim.words.is_empty() {
        facts.push(Fact::new(w::answer(lang), claim.words.clone()));
    }
    if let Some(figures) = file.figures {
        facts.push(Fact::new(w::standard_is(lang), view! { <Money amount=figures.standard /> }));
        let tiers: Vec<String> = figures.tiers().map(|tier| tier.display()).collect();
        facts.push(Fact::new(w::tiers(lang), tiers.join(", ")));
    }
    if let Some(party) = &file.party {
        facts.push(Fact::new(w::since(lang), w::month_of(lang, party.entitlement.first)));
    }
    facts
}

/// Months and premium, with its parts where it has some.
fn amounts(lang: Lang, statement: Statement) -> impl IntoView + use<> {
    let charged = statement.charged;
    let part = |label: &'static str, amount: domain::money::Cents| {
        (!amount.is_zero())
            .then(|| view! { <br /><span class="field-hint">{label}": "<Money amount /></span> })
    };
    view! {
        {w::span(lang, statement.from, statement.through)}": "<Money amount=charged.total />
        {part(w::income_related(lang), charged.income_related)}
        {part(w::penalty(lang), charged.penalty)}
    }
}

fn decisions(visit: &Visit, claim: &Claim, flash: &Flash, problems: &Problems) -> impl IntoView + use<> {
    let lang = visit.lang;
    let hidden = || {
        vec![("claim".to_owned(), claim.id.to_string()), ("version".to_owned(), claim.version.to_string())]
    };
    let claimed = claim.claimed;
    let part = |amount: domain::money::Cents| {
        if amount.is_zero() { String::new() } else { amount.to_string() }
    };
    let typed = if flash.typed.contains_key("premium") {
        flash.typed.clone()
    } else {
        BTreeMap::from([
            ("from".to_owned(), claimed.from.number().to_string()),
            ("through".to_owned(), claimed.through.number().to_string()),
            ("premium".to_owned(), claimed.charged.total.to_string()),
            ("income_related".to_owned(), part(claimed.charged.income_related)),
            ("penalty".to_owned(), part(claimed.charged.penalty)),
        ])
    };
    let words = flash.typed.get("words").cloned().unwrap_or_default();
    view! {
        <div class="cards">
            <section class="card">
                <h2 class="card-heading">{w::verify(lang)}</h2>
                <p>{w::verify_hint(lang)}</p>
                <form method="post" action=visit.href(VerifyPartBClaim::PATH) novalidate>
                    <HiddenFields fields=hidden() />
                    <ClaimFields typed problems=problems.clone() people=Vec::new() years=Vec::new() />
                    <SubmitButton label=w::verify_it(lang) />
                </form>
            </section>
            <section class="card">
                <h2 class="card-heading">{w::send_back(lang)}</h2>
                <form method="post" action=visit.href(ReturnPartBClaim::PATH) novalidate>
                    <HiddenFields fields=hidden() />
                    <Textarea
                        label=w::send_back_words(lang)
                        name="words"
                        value=words
                        hint=w::member_reads(lang)
                        error=problems.on("words")
                        maxlength=4000
                        required=true
                    />
                    <SubmitButton label=w::send_back(lang) kind=ButtonKind::Danger />
                </form>
            </section>
        </div>
    }
}

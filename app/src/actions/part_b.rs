//! Forms of the Part B reimbursement at the desk and in Accounting. A member's claim comes with a file: the server
//! takes it.
#![expect(clippy::too_many_arguments, reason = "a form has as many fields as it has")]

use std::collections::BTreeMap;

use desk::Error;
use desk::part_b::{TypedClaim, TypedClose};
use leptos::prelude::*;
use uuid::Uuid;

use crate::pages::desk::part_b::{FORM, PART_B, claim_path, ledger_path};
use crate::pages::desk::part_b_claim::claim_form;
use crate::pages::desk::part_b_person::ledger_form;
use crate::pages::offices::part_b::{list_form, list_path};
use crate::problem::{form_result, refuse};
use crate::visit::{Flash, Visit, visit};

/// What was typed of a claim, to be shown again.
pub fn typed_fields(typed: &TypedClaim) -> BTreeMap<String, String> {
    [
        ("person", &typed.person),
        ("year", &typed.year),
        ("from", &typed.from),
        ("through", &typed.through),
        ("premium", &typed.premium),
        ("income_related", &typed.income_related),
        ("penalty", &typed.penalty),
        ("document", &typed.document),
        ("reason", &typed.reason),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value.clone()))
    .collect()
}

/// Enters a claim for somebody, from paper.
#[server(prefix = "/api", endpoint = "desk/part-b/enter")]
pub async fn enter_part_b_claim(
    #[server(default)] number: String,
    #[server(default)] person: String,
    #[server(default)] year: String,
    #[server(default)] from: String,
    #[server(default)] through: String,
    #[server(default)] premium: String,
    #[server(default)] income_related: String,
    #[server(default)] penalty: String,
    #[server(default)] document: String,
    #[server(default)] reason: String,
) -> Result<(), ServerFnError> {
    let visit = visit();
    let typed =
        TypedClaim { person, year, from, through, premium, income_related, penalty, document, reason };
    let done = async {
        let whom = number.parse().map_err(|_| Error::NotFound("person"))?;
        visit.desk.enter_part_b_claim(visit.signed_in()?, &whom, &typed).await
    };
    let page = format!("{}?year={}", ledger_path(&number), typed.year);
    let done = done.await;
    say(&visit, &ledger_form(&number), &done, "entered").await;
    form_result(
        &visit,
        &ledger_form(&number),
        typed_fields(&typed),
        &ledger_path(&number),
        done.map(|_| page),
    )
    .await;
    Ok(())
}

/// Says on which day somebody's Part B ended.
#[server(prefix = "/api", endpoint = "desk/part-b/end")]
pub async fn end_part_b(
    #[server(default)] number: String,
    #[server(default)] person: String,
    #[server(default)] last_day: BTreeMap<String, String>,
) -> Result<(), ServerFnError> {
    let visit = visit();
    let day = last_day.get(&format!("of-{person}")).cloned().unwrap_or_default();
    let done = async {
        let whom = number.parse().map_err(|_| Error::NotFound("person"))?;
        visit.desk.end_part_b(visit.signed_in()?, &whom, &person, &day).await
    };
    let typed = BTreeMap::from([("ends".to_owned(), person.clone()), ("last_day".to_owned(), day.clone())]);
    let page = ledger_path(&number);
    let done = done.await;
    say(&visit, &ledger_form(&number), &done, "saved").await;
    form_result(&visit, &ledger_form(&number), typed, &page, done.map(|()| page.clone())).await;
    Ok(())
}

/// Verifies a claim as its proof says it.
#[server(prefix = "/api", endpoint = "desk/part-b/verify")]
pub async fn verify_part_b_claim(
    #[server(default)] claim: String,
    #[server(default)] version: String,
    #[server(default)] from: String,
    #[server(default)] through: String,
    #[server(default)] premium: String,
    #[server(default)] income_related: String,
    #[server(default)] penalty: String,
) -> Result<(), ServerFnError> {
    let visit = visit();
    let typed = TypedClaim { from, through, premium, income_related, penalty, ..TypedClaim::default() };
    let done = async {
        let (id, seen) = seen(&claim, &version)?;
        visit.desk.verify_part_b_claim(visit.signed_in()?, id, seen, &typed).await
    };
    let done = done.await;
    decided(&visit, &claim, done, typed_fields(&typed), "verified").await;
    Ok(())
}

/// Sends a claim back with words.
#[server(prefix = "/api", endpoint = "desk/part-b/return")]
pub async fn return_part_b_claim(
    #[server(default)] claim: String,
    #[server(default)] version: String,
    #[server(default)] words: String,
) -> Result<(), ServerFnError> {
    let visit = visit();
    let done = async {
        let (id, seen) = seen(&claim, &version)?;
        visit.desk.return_part_b_claim(visit.signed_in()?, id, seen, &words).await
    };
    let done = done.await;
    decided(&visit, &claim, done, BTreeMap::from([("words".to_owned(), words)]), "returned").await;
    Ok(())
}

/// Verifies those that are chosen, by id and version, and claim the standard premium.
#[server(prefix = "/api", endpoint = "desk/part-b/verify-standard")]
pub async fn verify_standard_part_b(#[server(default)] chosen: Vec<String>) -> Result<(), ServerFnError> {
    let visit = visit();
    let claims: Vec<(Uuid, i64)> = chosen
        .iter()
        .filter_map(|one| one.split_once('.'))
        .filter_map(|(id, version)| seen(id, version).ok())
        .collect();
    let done = match visit.signed_in() {
        Ok(actor) => visit.desk.verify_standard_part_b(actor, &claims).await,
        Err(error) => Err(error),
    };
    let flash = match done {
        Ok(_) if claims.is_empty() => Flash { notice: Some("nothing_chosen".to_owned()), ..Flash::default() },
        Ok((verified, left)) => Flash {
            notice: Some("bulk".to_owned()),
            errors: Vec::new(),
            typed: BTreeMap::from([
                ("verified".to_owned(), verified.to_string()),
                ("left".to_owned(), left.to_string()),
            ]),
        },
        Err(error) => return Ok(refuse(error)),
    };
    visit.put_flash(FORM, flash).await;
    leptos_axum::redirect(&visit.href(PART_B));
    Ok(())
}

/// Closes the next list to Accounting.
#[server(prefix = "/api", endpoint = "desk/part-b/close")]
pub async fn close_part_b_list(
    #[server(default)] number: String,
    #[server(default)] through: String,
) -> Result<(), ServerFnError> {
    let visit = visit();
    let typed = TypedClose { number, through };
    let done = match visit.signed_in() {
        Ok(actor) => visit.desk.close_part_b_list(actor, &typed).await,
        Err(error) => Err(error),
    };
    let fields = BTreeMap::from([("through".to_owned(), typed.through.clone())]);
    form_result(&visit, FORM, fields, PART_B, done.map(list_path)).await;
    Ok(())
}

/// Says on which day Accounting paid a list.
#[server(prefix = "/api", endpoint = "offices/part-b/paid")]
pub async fn mark_part_b_list_paid(
    #[server(default)] number: String,
    #[server(default)] day: String,
) -> Result<(), ServerFnError> {
    let visit = visit();
    let Ok(list) = number.parse::<i64>() else { return Ok(refuse(Error::NotFound("list"))) };
    let done = match visit.signed_in() {
        Ok(actor) => visit.desk.mark_part_b_list_paid(actor, list, &day).await,
        Err(error) => Err(error),
    };
    say(&visit, &list_form(list), &done, "paid").await;
    let typed = BTreeMap::from([("day".to_owned(), day)]);
    form_result(&visit, &list_form(list), typed, &list_path(list), done.map(|()| list_path(list))).await;
    Ok(())
}

fn seen(claim: &str, version: &str) -> desk::Result<(Uuid, i64)> {
    match (claim.parse(), version.parse()) {
        (Ok(id), Ok(version)) => Ok((id, version)),
        _ => Err(Error::NotFound("claim")),
    }
}

/// Keeps what a form did for the page that it goes to.
async fn say<T>(visit: &Visit, form: &str, done: &desk::Result<T>, notice: &str) {
    if done.is_ok() {
        visit.put_flash(form, Flash { notice: Some(notice.to_owned()), ..Flash::default() }).await;
    }
}

/// After a decision: on to the queue, or back to the claim where it was not one.
async fn decided(
    visit: &Visit,
    claim: &str,
    done: desk::Result<()>,
    typed: BTreeMap<String, String>,
    notice: &str,
) {
    let page = claim_path(claim);
    match done {
        Err(Error::Stale(_)) => {
            let flash = Flash { notice: Some("stale".to_owned()), ..Flash::default() };
            visit.put_flash(&claim_form(claim), flash).await;
            leptos_axum::redirect(&visit.href(&page));
        }
        done => {
            say(visit, FORM, &done, notice).await;
            form_result(visit, &claim_form(claim), typed, &page, done.map(|()| PART_B.to_owned())).await;
        }
    }
}

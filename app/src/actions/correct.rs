//! Forms of corrections: saying what the records are to say, taking back what was approved.
#![expect(clippy::too_many_arguments, reason = "a form has as many fields as it has")]

use std::collections::BTreeMap;

use desk::Error;
use desk::correct::{TypedCorrection, TypedMember};
use domain::ballot::Ballot;
use domain::benefit::Benefit;
use domain::code::PersonRef;
use leptos::prelude::*;
use uuid::Uuid;

use crate::problem::{form_result, refuse};
use crate::visit::{Flash, Visit, visit};

/// Sends a correction of a benefit of somebody's records to the queue, and shows its review.
#[server(prefix = "/api", endpoint = "desk/correct")]
pub async fn correct(
    #[server(default)] number: String,
    #[server(default)] benefit: String,
    #[server(default)] choice: String,
    #[server(default)] covered: Vec<String>,
    #[server(default)] waiver_reason: String,
    #[server(default)] amount: String,
    #[server(default)] from: String,
    #[server(default)] through: String,
    #[server(default)] because: String,
    #[server(default)] once_key: String,
) -> Result<(), ServerFnError> {
    let visit = visit();
    let ballot = Ballot { choice, covered: covered.join(" "), waiver_reason, amount };
    let typed = TypedCorrection { ballot, from, through, because };
    let sent = send(&visit, &number, &benefit, &typed, &once_key).await;
    let (form, page) = (form_name(&number), format!("/desk/people/{number}/correct/{benefit}"));
    form_result(&visit, &form, typed.into_fields(), &page, sent).await;
    Ok(())
}

async fn send(
    visit: &Visit,
    number: &str,
    benefit: &str,
    typed: &TypedCorrection,
    once_key: &str,
) -> desk::Result<String> {
    let number: PersonRef = number.parse().map_err(|_| Error::NotFound("person"))?;
    let benefit: Benefit = benefit.parse().map_err(|_| Error::NotFound("benefit"))?;
    let sent = visit.desk.send_correction(visit.signed_in()?, &number, benefit, typed, once_key).await?;
    Ok(format!("/desk/submissions/{}", sent.reference))
}

/// Under what the form for somebody keeps what was typed.
pub fn form_name(number: &str) -> String {
    format!("correct.{number}")
}

/// Sends a correction of what the records say of somebody in a household, and shows its review.
#[server(prefix = "/api", endpoint = "desk/correct-member")]
pub async fn correct_member(
    #[server(default)] number: String,
    #[server(default)] member: String,
    #[server(default)] given_name: String,
    #[server(default)] family_name: String,
    #[server(default)] birth: String,
    #[server(default)] relationship: String,
    #[server(default)] disabled: String,
    #[server(default)] ended: String,
    #[server(default)] because: String,
    #[server(default)] once_key: String,
) -> Result<(), ServerFnError> {
    let visit = visit();
    let typed = TypedMember { given_name, family_name, birth, relationship, disabled, ended, because };
    let send = async {
        let whose: PersonRef = number.parse().map_err(|_| Error::NotFound("person"))?;
        let who: Uuid = member.parse().map_err(|_| Error::NotFound("household member"))?;
        let actor = visit.signed_in()?;
        let sent = visit.desk.send_member_correction(actor, &whose, who, &typed, &once_key).await?;
        Ok(format!("/desk/submissions/{}", sent.reference))
    };
    let sent = send.await;
    let (form, page) = (form_name(&member), format!("/desk/people/{number}/household/{member}"));
    form_result(&visit, &form, typed.into_fields(), &page, sent).await;
    Ok(())
}

/// Sends the correction that takes back an approved submission, and shows its review.
#[server(prefix = "/api", endpoint = "desk/take-back")]
pub async fn take_back(
    #[server(default)] reference: String,
    #[server(default)] because: String,
    #[server(default)] once_key: String,
) -> Result<(), ServerFnError> {
    let visit = visit();
    let sent = match visit.signed_in() {
        Ok(actor) => visit.desk.send_reversal(actor, &reference, &because, &once_key).await,
        Err(error) => Err(error),
    };
    let mut flash = Flash { typed: BTreeMap::from([("because".to_owned(), because)]), ..Flash::default() };
    match sent {
        Ok(sent) => {
            leptos_axum::redirect(&visit.href(&format!("/desk/submissions/{}", sent.reference)));
            return Ok(());
        }
        Err(Error::Fields(errors)) => flash.errors = errors,
        Err(Error::ChangedSince(benefit)) => {
            flash.notice = Some("changed_since".into());
            flash.typed.insert("benefit".into(), benefit.to_string());
        }
        Err(error) => return Ok(refuse(error)),
    }
    visit.put_flash(&format!("decide.{reference}"), flash).await;
    leptos_axum::redirect(&visit.href(&format!("/desk/submissions/{reference}")));
    Ok(())
}

//! Forms of a member's enrollment. Each keeps what was typed, then shows the next page.

use std::collections::BTreeMap;

use desk::Error;
use desk::enroll::household::TypedDependent;
use domain::ballot::Ballot;
use domain::benefit::Benefit;
use leptos::prelude::*;

use crate::pages::member::parts::{Place, after};
use crate::problem::{form_result, refuse};
use crate::visit::{Flash, Visit, visit};
use crate::words::common;

/// Keeps a step and goes on, or shows what is wrong with it.
#[server(prefix = "/api", endpoint = "enroll/save")]
pub async fn save_step(
    #[server(default)] benefit: String,
    #[server(default)] choice: String,
    #[server(default)] covered: Vec<String>,
    #[server(default)] waiver_reason: String,
    #[server(default)] amount: String,
    #[server(default)] overview: String,
) -> Result<(), ServerFnError> {
    let visit = visit();
    let ballot = Ballot { choice, covered: covered.join(" "), waiver_reason, amount };
    let typed = ballot.clone();
    let page = format!("/my/enroll/{benefit}");
    let done = async {
        let benefit = save(&visit, &benefit, ballot).await?;
        if !overview.is_empty() {
            return Ok("/my/enroll".to_owned());
        }
        let enrolling = visit.desk.draft(visit.signed_in()?).await?;
        let here = Place::Benefit(benefit);
        match enrolling.errors(&format!("{benefit}.")).is_empty() {
            true => Ok(after(&enrolling, here).path()),
            false => Ok(format!("{}?check=1", here.path())),
        }
    };
    match done.await {
        // Too long to be kept: the page shows it once more.
        Err(Error::Fields(errors)) => {
            let typed = benefit.parse().map(|benefit| typed.into_fields(benefit).into()).unwrap_or_default();
            form_result(&visit, "step", typed, &page, Err(Error::Fields(errors))).await;
        }
        done => answer(&visit, done).await,
    }
    Ok(())
}

/// Keeps a step while it is being filled in; says at what time.
#[server(prefix = "/api", endpoint = "enroll/autosave")]
pub async fn autosave_step(
    #[server(default)] benefit: String,
    #[server(default)] choice: String,
    #[server(default)] covered: Vec<String>,
    #[server(default)] waiver_reason: String,
    #[server(default)] amount: String,
) -> Result<String, ServerFnError> {
    let visit = visit();
    let ballot = Ballot { choice, covered: covered.join(" "), waiver_reason, amount };
    match save(&visit, &benefit, ballot).await {
        Ok(_) => Ok(common::time_of(visit.lang, visit.desk.now())),
        Err(_) => Err(ServerFnError::new("not saved")),
    }
}

async fn save(visit: &Visit, benefit: &str, ballot: Ballot) -> desk::Result<Benefit> {
    let benefit: Benefit = benefit.parse().map_err(|_| Error::NotFound("benefit"))?;
    let fields = ballot.into_fields(benefit).into_iter().collect();
    visit.desk.save_draft(visit.signed_in()?, &fields).await?;
    Ok(benefit)
}

/// Keeps a household member who was typed.
#[server(prefix = "/api", endpoint = "enroll/dependent")]
pub async fn save_dependent(
    #[server(default)] id: String,
    #[server(default)] given_name: String,
    #[server(default)] family_name: String,
    #[server(default)] birth: String,
    #[server(default)] relationship: String,
) -> Result<(), ServerFnError> {
    let visit = visit();
    let typed = BTreeMap::from([
        ("given_name".to_owned(), given_name.clone()),
        ("family_name".to_owned(), family_name.clone()),
        ("birth".to_owned(), birth.clone()),
        ("relationship".to_owned(), relationship.clone()),
    ]);
    let dependent =
        TypedDependent { given_name, family_name, birth, relationship, ..TypedDependent::default() };
    let done = async {
        let known = match id.as_str() {
            "" => None,
            id => Some(id.parse().map_err(|_| Error::NotFound("dependent"))?),
        };
        visit.desk.save_dependent(visit.signed_in()?, known, dependent).await?;
        Ok("/my/enroll/household".to_owned())
    };
    match done.await {
        Err(Error::NotAccepting(_)) => leptos_axum::redirect(&visit.href("/my/enroll")),
        done => form_result(&visit, "dependent", typed, "/my/enroll/household", done).await,
    }
    Ok(())
}

/// Takes a household member who was typed off the list.
#[server(prefix = "/api", endpoint = "enroll/dependent/remove")]
pub async fn remove_dependent(#[server(default)] id: String) -> Result<(), ServerFnError> {
    let visit = visit();
    let done = async {
        let id = id.parse().map_err(|_| Error::NotFound("dependent"))?;
        visit.desk.remove_dependent(visit.signed_in()?, id).await?;
        Ok("/my/enroll/household".to_owned())
    };
    answer(&visit, done.await).await;
    Ok(())
}

/// Sends the draft.
#[server(prefix = "/api", endpoint = "enroll/submit")]
pub async fn submit_enrollment(
    #[server(default)] once_key: String,
    #[server(default)] signature: String,
    #[server(default)] attested: String,
) -> Result<(), ServerFnError> {
    let visit = visit();
    let attested = !attested.is_empty();
    let mut typed = BTreeMap::from([("signature".to_owned(), signature.clone())]);
    if attested {
        typed.insert("attested".to_owned(), "true".to_owned());
    }
    let done = async {
        let actor = visit.signed_in()?;
        let sent = visit.desk.submit_enrollment(actor, &once_key, &signature, attested).await?;
        Ok(format!("/my/receipts/{}", sent.reference))
    };
    match done.await {
        Err(Error::NotAccepting(_)) => leptos_axum::redirect(&visit.href("/my/enroll")),
        done => form_result(&visit, "review", typed, "/my/enroll/review", done).await,
    }
    Ok(())
}

/// Begins a change of what was sent.
#[server(prefix = "/api", endpoint = "enroll/change")]
pub async fn change_enrollment(#[server(default)] reference: String) -> Result<(), ServerFnError> {
    let visit = visit();
    let done = async {
        visit.desk.change_enrollment_choices(visit.signed_in()?, &reference).await?;
        Ok("/my/enroll".to_owned())
    };
    answer(&visit, done.await).await;
    Ok(())
}

/// Puts away a change that was begun.
#[server(prefix = "/api", endpoint = "enroll/discard")]
pub async fn discard_draft() -> Result<(), ServerFnError> {
    let visit = visit();
    let done = async {
        visit.desk.discard_draft(visit.signed_in()?).await?;
        Ok("/my/enroll".to_owned())
    };
    answer(&visit, done.await).await;
    Ok(())
}

/// Takes back what was sent.
#[server(prefix = "/api", endpoint = "enroll/withdraw")]
pub async fn withdraw_enrollment(#[server(default)] reference: String) -> Result<(), ServerFnError> {
    let visit = visit();
    let done = async { visit.desk.withdraw(visit.signed_in()?, &reference).await };
    // What the receipt then says: that it is too late, or decided already.
    let notice = match done.await {
        Ok(()) => None,
        Err(Error::NotAccepting(_)) => Some("too_late_to_take_back"),
        Err(Error::Stale(_) | Error::Submission(_)) => Some("decided_already"),
        Err(error) => {
            refuse(error);
            return Ok(());
        }
    };
    if let Some(notice) = notice {
        visit.put_flash("receipt", Flash { notice: Some(notice.to_owned()), ..Flash::default() }).await;
    }
    leptos_axum::redirect(&visit.href(&format!("/my/receipts/{reference}")));
    Ok(())
}

/// Shows the next page. What can't be kept because of the close, or because it was sent from another window,
/// is told by the list of steps.
async fn answer(visit: &Visit, done: desk::Result<String>) {
    match done {
        Err(Error::NotAccepting(_)) => leptos_axum::redirect(&visit.href("/my/enroll")),
        done => form_result(visit, "enroll", BTreeMap::new(), "/my/enroll", done).await,
    }
}

//! Forms of a member who chooses, in open enrollment or, where `case` names it, because of a life event. Each keeps what was typed, then shows the next page.

use std::collections::BTreeMap;

use desk::Error;
use desk::enroll::household::TypedDependent;
use desk::enroll::occasion::OccasionId;
use domain::ballot::Ballot;
use domain::benefit::Benefit;
use leptos::prelude::*;

use crate::pages::member::parts::{Place, after, at_case, steps_path};
use crate::problem::{form_result, refuse};
use crate::visit::{Flash, Visit, visit};
use crate::words::common;

/// Keeps a step and goes on, or shows what is wrong with it.
#[server(prefix = "/api", endpoint = "enroll/save")]
pub async fn save_step(
    #[server(default)] case: String,
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
    let at = at_case(&case);
    let page = format!("{}/{benefit}", steps_path(at));
    let done = async {
        let benefit = save(&visit, at, &benefit, ballot).await?;
        if !overview.is_empty() {
            return Ok(steps_path(at));
        }
        let enrolling = visit.desk.draft(visit.signed_in()?, at).await?;
        let here = Place::Benefit(benefit);
        match enrolling.errors(&format!("{benefit}.")).is_empty() {
            true => Ok(after(&enrolling, here).path(at)),
            false => Ok(format!("{}?check=1", here.path(at))),
        }
    };
    match done.await {
        // Too long to be kept: the page shows it once more.
        Err(Error::Fields(errors)) => {
            let typed = benefit.parse().map(|benefit| typed.into_fields(benefit).into()).unwrap_or_default();
            form_result(&visit, "step", typed, &page, Err(Error::Fields(errors))).await;
        }
        done => answer(&visit, at, done).await,
    }
    Ok(())
}

/// Keeps a step while it is being filled in; says at what time.
#[server(prefix = "/api", endpoint = "enroll/autosave")]
pub async fn autosave_step(
    #[server(default)] case: String,
    #[server(default)] benefit: String,
    #[server(default)] choice: String,
    #[server(default)] covered: Vec<String>,
    #[server(default)] waiver_reason: String,
    #[server(default)] amount: String,
) -> Result<String, ServerFnError> {
    let visit = visit();
    let ballot = Ballot { choice, covered: covered.join(" "), waiver_reason, amount };
    match save(&visit, at_case(&case), &benefit, ballot).await {
        Ok(_) => Ok(common::time_of(visit.lang, visit.desk.now())),
        Err(_) => Err(ServerFnError::new("not saved")),
    }
}

async fn save(visit: &Visit, at: OccasionId, benefit: &str, ballot: Ballot) -> desk::Result<Benefit> {
    let benefit: Benefit = benefit.parse().map_err(|_| Error::NotFound("benefit"))?;
    let fields = ballot.into_fields(benefit).into_iter().collect();
    visit.desk.save_draft(visit.signed_in()?, at, &fields).await?;
    Ok(benefit)
}

/// Keeps a household member who was typed.
#[server(prefix = "/api", endpoint = "enroll/dependent")]
pub async fn save_dependent(
    #[server(default)] case: String,
    #[server(default)] id: String,
    #[server(default)] given_name: String,
    #[server(default)] family_name: String,
    #[server(default)] birth: String,
    #[server(default)] relationship: String,
    #[server(default)] ssn: String,
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
    let at = at_case(&case);
    let page = Place::Household.path(at);
    let done = async {
        let known = match id.as_str() {
            "" => None,
            id => Some(id.parse().map_err(|_| Error::NotFound("dependent"))?),
        };
        let actor = visit.signed_in()?;
        let kept = visit.desk.save_dependent(actor, at, known, dependent).await?;
        if ssn.trim().is_empty() { Ok(()) } else { visit.desk.keep_ssn(actor, at, kept, &ssn).await }
    };
    match done.await {
        Err(Error::NotAccepting(_)) => leptos_axum::redirect(&visit.href(&steps_path(at))),
        // The rest is kept: the form of that person is open again. The number itself is never shown again.
        Err(Error::Fields(errors)) if errors.iter().any(|error| error.field == "ssn") => {
            let id = errors.iter().map(|error| error.detail.clone()).next().unwrap_or_default();
            let flash = Flash { notice: None, errors, typed: BTreeMap::new() };
            visit.put_flash("dependent", flash).await;
            leptos_axum::redirect(&visit.href(&format!("{page}?edit={id}")));
        }
        done => form_result(&visit, "dependent", typed, &page, done.map(|()| page.clone())).await,
    }
    Ok(())
}

/// Takes a household member who was typed off the list.
#[server(prefix = "/api", endpoint = "enroll/dependent/remove")]
pub async fn remove_dependent(
    #[server(default)] case: String,
    #[server(default)] id: String,
) -> Result<(), ServerFnError> {
    let (visit, at) = (visit(), at_case(&case));
    let done = async {
        let id = id.parse().map_err(|_| Error::NotFound("dependent"))?;
        visit.desk.remove_dependent(visit.signed_in()?, at, id).await?;
        Ok(Place::Household.path(at))
    };
    answer(&visit, at, done.await).await;
    Ok(())
}

/// Sends the draft.
#[server(prefix = "/api", endpoint = "enroll/submit")]
pub async fn submit_enrollment(
    #[server(default)] case: String,
    #[server(default)] once_key: String,
    #[server(default)] signature: String,
    #[server(default)] attested: String,
) -> Result<(), ServerFnError> {
    let (visit, at) = (visit(), at_case(&case));
    let attested = !attested.is_empty();
    let mut typed = BTreeMap::from([("signature".to_owned(), signature.clone())]);
    if attested {
        typed.insert("attested".to_owned(), "true".to_owned());
    }
    let done = async {
        let actor = visit.signed_in()?;
        let sent = visit.desk.submit(actor, at, &once_key, &signature, attested).await?;
        Ok(format!("/my/receipts/{}", sent.reference))
    };
    match done.await {
        Err(Error::NotAccepting(_)) => leptos_axum::redirect(&visit.href(&steps_path(at))),
        done => form_result(&visit, "review", typed, &Place::Review.path(at), done).await,
    }
    Ok(())
}

/// Begins a change of what was sent.
#[server(prefix = "/api", endpoint = "enroll/change")]
pub async fn change_enrollment(#[server(default)] reference: String) -> Result<(), ServerFnError> {
    let visit = visit();
    let done = async {
        let at = visit.desk.change_choices(visit.signed_in()?, &reference).await?;
        Ok(steps_path(at))
    };
    answer(&visit, OccasionId::OpenEnrollment, done.await).await;
    Ok(())
}

/// Puts away a change that was begun.
#[server(prefix = "/api", endpoint = "enroll/discard")]
pub async fn discard_draft(#[server(default)] case: String) -> Result<(), ServerFnError> {
    let (visit, at) = (visit(), at_case(&case));
    let done = async {
        visit.desk.discard_draft(visit.signed_in()?, at).await?;
        Ok(steps_path(at))
    };
    answer(&visit, at, done.await).await;
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
async fn answer(visit: &Visit, at: OccasionId, done: desk::Result<String>) {
    let steps = steps_path(at);
    match done {
        Err(Error::NotAccepting(_)) => leptos_axum::redirect(&visit.href(&steps)),
        done => form_result(visit, "enroll", BTreeMap::new(), &steps, done).await,
    }
}

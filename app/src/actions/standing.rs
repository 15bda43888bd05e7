//! Forms that change somebody's standing: Medicare, a death.
#![expect(clippy::too_many_arguments, reason = "a form has as many fields as it has")]

use std::collections::BTreeMap;

use desk::Error;
use desk::medicare::TypedMedicare;
use desk::survivors::{TypedDeath, TypedReport};
use domain::code::PersonRef;
use leptos::prelude::*;
use uuid::Uuid;

use crate::problem::{form_result, refuse};
use crate::visit::{Flash, Visit, visit};

/// The path of the page about somebody's Medicare: the member's own, or the desk's for `number`.
pub fn medicare_path(number: &str, who: &str) -> String {
    if number.is_empty() {
        format!("/my/medicare/{who}")
    } else {
        format!("/desk/people/{number}/medicare/{who}")
    }
}

/// Under what the form about somebody's Medicare keeps what was typed.
pub fn medicare_form(who: &str) -> String {
    format!("medicare.{who}")
}

/// Sends what a card says.
#[server(prefix = "/api", endpoint = "my/medicare")]
pub async fn send_medicare(
    #[server(default)] number: String,
    #[server(default)] who: String,
    #[server(default)] mbi: String,
    #[server(default)] part_a: String,
    #[server(default)] part_b: String,
    #[server(default)] plan: String,
    #[server(default)] signature: String,
    #[server(default)] once_key: String,
) -> Result<(), ServerFnError> {
    let visit = visit();
    let typed = TypedMedicare { mbi, part_a, part_b, plan, signature };
    let page = medicare_path(&number, &who);
    let sent = async {
        let of = numbered(&number)?;
        let id: Uuid = who.parse().map_err(|_| Error::NotFound("household member"))?;
        let sent = visit.desk.send_medicare(visit.signed_in()?, of.as_ref(), id, &typed, &once_key).await?;
        Ok(if number.is_empty() { page.clone() } else { format!("/desk/submissions/{}", sent.reference) })
    };
    let sent = sent.await;
    form_result(&visit, &medicare_form(&who), typed.into_fields(), &page, sent).await;
    Ok(())
}

/// Whom a form of the desk is about; nobody for a member's own, which has no number.
pub(crate) fn numbered(number: &str) -> desk::Result<Option<PersonRef>> {
    if number.is_empty() {
        return Ok(None);
    }
    number.parse().map(Some).map_err(|_| Error::NotFound("person"))
}

/// Where the page about a death in the family is.
pub const REPORT: &str = "/retirees/death";

/// Takes a family's report of a death.
#[server(prefix = "/api", endpoint = "report-death")]
pub async fn report_death(
    #[server(default)] deceased: String,
    #[server(default)] died_on: String,
    #[server(default)] reporter: String,
    #[server(default)] relation: String,
    #[server(default)] contact: String,
    #[server(default)] words: String,
) -> Result<(), ServerFnError> {
    let visit = visit();
    let typed = TypedReport { deceased, died_on, reporter, relation, contact, words };
    let sent = visit.desk.report_death(visit.actor.as_ref(), &visit.client, &typed).await;
    let flash = match sent {
        Ok(()) => Flash { notice: Some("sent".into()), ..Flash::default() },
        Err(Error::Fields(errors)) => Flash { notice: None, errors, typed: typed.into_fields() },
        Err(error) => return Ok(refuse(error)),
    };
    visit.put_flash(REPORT, flash).await;
    leptos_axum::redirect(&visit.href(REPORT));
    Ok(())
}

/// Where the page that records somebody's death is.
pub fn death_path(number: &str) -> String {
    format!("/desk/people/{number}/death")
}

/// Sends what was recorded of a death to the queue, and shows its review.
#[server(prefix = "/api", endpoint = "desk/death")]
pub async fn send_death(
    #[server(default)] number: String,
    #[server(default)] what: String,
    #[server(default)] day: String,
    #[server(default)] survivor: String,
    #[server(default)] once_key: String,
) -> Result<(), ServerFnError> {
    let visit = visit();
    let typed = TypedDeath { what, day, survivor };
    let sent = async {
        let whose: PersonRef = number.parse().map_err(|_| Error::NotFound("person"))?;
        let sent = visit.desk.send_death(visit.signed_in()?, &whose, &typed, &once_key).await?;
        Ok(format!("/desk/submissions/{}", sent.reference))
    };
    let sent = sent.await;
    let form = format!("death.{number}");
    form_result(&visit, &form, typed.into_fields(), &death_path(&number), sent).await;
    Ok(())
}

/// Puts a family's report away.
#[server(prefix = "/api", endpoint = "desk/deaths/settle")]
pub async fn settle_report(#[server(default)] id: String) -> Result<(), ServerFnError> {
    let visit = visit();
    match settled(&visit, &id).await {
        Ok(()) => leptos_axum::redirect(&visit.href("/desk/deaths")),
        Err(error) => refuse(error),
    }
    Ok(())
}

async fn settled(visit: &Visit, id: &str) -> desk::Result<()> {
    let id: Uuid = id.parse().map_err(|_| Error::NotFound("report"))?;
    visit.desk.settle_death_report(visit.signed_in()?, id).await
}

/// What was typed, from a flash or from a query.
pub fn typed_death(typed: &BTreeMap<String, String>) -> TypedDeath {
    let field = |name: &str| typed.get(name).cloned().unwrap_or_default();
    TypedDeath { what: field("what"), day: field("day"), survivor: field("survivor") }
}

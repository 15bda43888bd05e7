//! Forms of the road into retirement.

use std::collections::BTreeMap;

use desk::Error;
use desk::error::FieldError;
use desk::retiring::{TypedPlans, TypedRetirement, TypedSignature};
use leptos::prelude::*;
use uuid::Uuid;

use super::standing::numbered;
use crate::components::layout::address;
use crate::pages::desk::retirements::{self, DESK, OFFICES};
use crate::pages::member::retiring::{RETIRING, plan_field};
use crate::problem::{form_result, refuse};
use crate::visit::{Flash, Visit, visit};

/// The path of the page of somebody's retirement: the employee's own, or the desk's for `number`.
pub fn retiring_path(number: &str) -> String {
    if number.is_empty() { RETIRING.to_owned() } else { format!("/desk/people/{number}/retiring") }
}

/// Under what the forms of somebody's retirement keep what was typed.
pub fn retiring_form(number: &str) -> String {
    format!("retiring.{number}")
}

/// Goes back to the page of the retirement, which shows where it stands, or what is wrong.
async fn answer(visit: &Visit, number: &str, typed: BTreeMap<String, String>, done: desk::Result<()>) {
    let page = retiring_path(number);
    form_result(visit, &retiring_form(number), typed, &page, done.map(|()| page.clone())).await;
}

/// Opens the road of the signed-in employee, or, for staff, of the one of `number`.
#[server(prefix = "/api", endpoint = "retiring/open")]
pub async fn open_road(
    #[server(default)] number: String,
    #[server(default)] date: String,
    #[server(default)] system: String,
) -> Result<(), ServerFnError> {
    let visit = visit();
    let typed = TypedRetirement { date, system };
    let done = async {
        let of = numbered(&number)?;
        visit.desk.open_road(visit.signed_in()?, of.as_ref(), &typed).await
    };
    let done = done.await;
    answer(&visit, &number, typed.into_fields(), done).await;
    Ok(())
}

/// Says another day.
#[server(prefix = "/api", endpoint = "retiring/change")]
pub async fn change_road(
    #[server(default)] number: String,
    #[server(default)] version: String,
    #[server(default)] date: String,
    #[server(default)] system: String,
) -> Result<(), ServerFnError> {
    let visit = visit();
    let typed = TypedRetirement { date, system };
    let done = async {
        let of = numbered(&number)?;
        visit.desk.change_road(visit.signed_in()?, of.as_ref(), seen(&version)?, &typed).await
    };
    let done = done.await;
    answer(&visit, &number, typed.into_fields(), done).await;
    Ok(())
}

/// They stay after all.
#[server(prefix = "/api", endpoint = "retiring/give-up")]
pub async fn give_up_road(
    #[server(default)] number: String,
    #[server(default)] version: String,
) -> Result<(), ServerFnError> {
    let visit = visit();
    let done = async {
        let of = numbered(&number)?;
        visit.desk.give_up_road(visit.signed_in()?, of.as_ref(), seen(&version)?).await
    };
    let done = done.await;
    answer(&visit, &number, BTreeMap::new(), done).await;
    Ok(())
}

/// Says that a thing is done, or not after all.
#[server(prefix = "/api", endpoint = "retiring/tick")]
pub async fn tick_step(
    #[server(default)] road: String,
    #[server(default)] step: String,
    #[server(default)] done: String,
    #[server(default)] back: String,
) -> Result<(), ServerFnError> {
    let visit = visit();
    let ticked = async {
        let road = id(&road)?;
        let step = step.parse().map_err(|_| Error::NotFound("step"))?;
        visit.desk.tick_step(visit.signed_in()?, road, step, done == "true").await
    };
    let back = page_back(&back);
    form_result(&visit, &retiring_form(""), BTreeMap::new(), &back, ticked.await.map(|()| back.clone()))
        .await;
    Ok(())
}

/// Agrees to a day of retirement.
#[server(prefix = "/api", endpoint = "retiring/agree")]
pub async fn agree_date(
    #[server(default)] road: String,
    #[server(default)] version: String,
    #[server(default)] date: BTreeMap<String, String>,
    #[server(default)] back: String,
) -> Result<(), ServerFnError> {
    let visit = visit();
    // With a letter in front: a key that begins with a digit would be a place in a list.
    let key = format!("road-{road}");
    let day = date.get(&key).cloned().unwrap_or_default();
    let agreed = async { visit.desk.agree_date(visit.signed_in()?, id(&road)?, seen(&version)?, &day).await };
    let back = page_back(&back);
    let flash = match agreed.await {
        Ok(()) => Flash { notice: Some("agreed".to_owned()), ..Flash::default() },
        Err(Error::Fields(errors)) => {
            let of_road =
                |error: FieldError| FieldError { field: format!("{}[{key}]", error.field), ..error };
            Flash { errors: errors.into_iter().map(of_road).collect(), ..Flash::default() }
        }
        Err(error) => return Ok(refuse(error)),
    };
    visit.put_flash(retirements::FORM, flash).await;
    leptos_axum::redirect(&visit.href(&back));
    Ok(())
}

/// The page that a form goes back to: one of those that have it, and no other.
fn page_back(back: &str) -> String {
    let is_person = back
        .strip_prefix("/desk/people/")
        .map(|rest| rest.strip_suffix("/retiring").unwrap_or(rest))
        .is_some_and(|number| number.parse::<domain::code::PersonRef>().is_ok());
    match back {
        DESK | OFFICES | RETIRING => back.to_owned(),
        _ if is_person => back.to_owned(),
        _ => RETIRING.to_owned(),
    }
}

fn seen(version: &str) -> desk::Result<i64> {
    version.parse().map_err(|_| Error::Stale("the retirement"))
}

fn id(text: &str) -> desk::Result<Uuid> {
    text.parse().map_err(|_| Error::NotFound("retirement"))
}

/// Shows what other plans would cost: the page again, with their codes in its address. A signature that was typed
/// already is kept, and stays out of it.
#[server(prefix = "/api", endpoint = "retiring/cost")]
pub async fn show_cost(
    #[server(default)] number: String,
    #[server(default)] date: String,
    #[server(default)] system: String,
    #[server(default)] plans: BTreeMap<String, String>,
    #[server(default)] attested: String,
    #[server(default)] signature: String,
) -> Result<(), ServerFnError> {
    let visit = visit();
    if let Err(error) = numbered(&number) {
        return Ok(refuse(error));
    }
    let typed = BTreeMap::from([("attested".to_owned(), attested), ("signature".to_owned(), signature)]);
    visit.put_flash(&retiring_form(&number), Flash { typed, ..Flash::default() }).await;
    let plans: Vec<_> = plans.into_iter().map(|(part, plan)| (plan_field(&part), plan)).collect();
    let typed = [("date", date.as_str()), ("system", system.as_str())];
    let asked = typed.into_iter().chain(plans.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    leptos_axum::redirect(&visit.href(&address(&retiring_path(&number), asked)));
    Ok(())
}

/// Sends the plans of the road, and shows staff their review. The plan of each part comes as `plans[PART]`.
#[server(prefix = "/api", endpoint = "retiring/choose")]
pub async fn choose_plans(
    #[server(default)] number: String,
    #[server(default)] plans: BTreeMap<String, String>,
    #[server(default)] attested: String,
    #[server(default)] signature: String,
    #[server(default)] once_key: String,
) -> Result<(), ServerFnError> {
    let visit = visit();
    let with = TypedSignature { signature: signature.clone(), attested: attested == "true" };
    let chosen = TypedPlans(plans.clone());
    let page = retiring_path(&number);
    let sent = async {
        let of = numbered(&number)?;
        let sent = visit.desk.send_plans(visit.signed_in()?, of.as_ref(), &chosen, &with, &once_key).await?;
        Ok(if number.is_empty() { page.clone() } else { format!("/desk/submissions/{}", sent.reference) })
    };
    let sent = sent.await;
    let mut typed: BTreeMap<String, String> =
        plans.into_iter().map(|(part, plan)| (plan_field(&part), plan)).collect();
    typed.extend([
        ("attested".to_owned(), attested),
        ("signature".to_owned(), signature),
        ("once_key".to_owned(), once_key),
    ]);
    form_result(&visit, &retiring_form(&number), typed, &page, sent).await;
    Ok(())
}

/// Takes back what was sent for the road.
#[server(prefix = "/api", endpoint = "retiring/withdraw")]
pub async fn withdraw_plans(#[server(default)] number: String) -> Result<(), ServerFnError> {
    let visit = visit();
    let done = async {
        let of = numbered(&number)?;
        visit.desk.withdraw_plans(visit.signed_in()?, of.as_ref()).await
    };
    let done = done.await;
    answer(&visit, &number, BTreeMap::new(), done).await;
    Ok(())
}

//! Forms of seminars.

use std::collections::BTreeMap;

use desk::Error;
use desk::seminars::TypedSeminar;
use leptos::prelude::*;
use uuid::Uuid;

use crate::pages::desk::seminars::{FORM, SEMINARS};
use crate::pages::member::seminars::SEMINARS as MINE;
use crate::problem::{form_result, refuse};
use crate::visit::{Flash, Visit, visit};

/// Signs the member up, or puts them on the waiting list.
#[server(prefix = "/api", endpoint = "seminars/sign-up")]
pub async fn sign_up(#[server(default)] seminar: String) -> Result<(), ServerFnError> {
    let visit = visit();
    let done = async { visit.desk.sign_up(visit.signed_in()?, id(&seminar)?).await }.await;
    form_result(&visit, FORM, BTreeMap::new(), MINE, done.map(|()| MINE.to_owned())).await;
    Ok(())
}

/// The member does not come after all.
#[server(prefix = "/api", endpoint = "seminars/cancel")]
pub async fn cancel_seat(#[server(default)] seminar: String) -> Result<(), ServerFnError> {
    let visit = visit();
    let done = async { visit.desk.cancel_seat(visit.signed_in()?, id(&seminar)?).await }.await;
    form_result(&visit, FORM, BTreeMap::new(), MINE, done.map(|()| MINE.to_owned())).await;
    Ok(())
}

/// Announces a seminar.
#[server(prefix = "/api", endpoint = "desk/seminar/create")]
pub async fn create_seminar(
    #[server(default)] title: String,
    #[server(default)] date: String,
    #[server(default)] time: String,
    #[server(default)] minutes: String,
    #[server(default)] place: String,
    #[server(default)] capacity: String,
) -> Result<(), ServerFnError> {
    let visit = visit();
    let typed = TypedSeminar { title, date, time, minutes, place, capacity };
    let done = match visit.signed_in() {
        Ok(actor) => visit.desk.create_seminar(actor, &typed).await,
        Err(error) => Err(error),
    };
    let done = done.map(|id| format!("{SEMINARS}/{id}"));
    form_result(&visit, FORM, typed.into_fields(), SEMINARS, done).await;
    Ok(())
}

/// Calls a seminar off.
#[server(prefix = "/api", endpoint = "desk/seminar/call-off")]
pub async fn call_off(#[server(default)] seminar: String) -> Result<(), ServerFnError> {
    let visit = visit();
    let done = async { visit.desk.call_off_seminar(visit.signed_in()?, id(&seminar)?).await }.await;
    Ok(saved(&visit, &seminar, BTreeMap::new(), done).await)
}

/// Keeps the handout.
#[server(prefix = "/api", endpoint = "desk/seminar/handout")]
pub async fn set_handout(
    #[server(default)] seminar: String,
    #[server(default)] handout: String,
) -> Result<(), ServerFnError> {
    let visit = visit();
    let done = async { visit.desk.set_handout(visit.signed_in()?, id(&seminar)?, &handout).await }.await;
    Ok(saved(&visit, &seminar, BTreeMap::from([("handout".to_owned(), handout)]), done).await)
}

/// Keeps who came.
#[server(prefix = "/api", endpoint = "desk/seminar/attendance")]
pub async fn set_attendance(
    #[server(default)] seminar: String,
    #[server(default)] came: Vec<String>,
) -> Result<(), ServerFnError> {
    let visit = visit();
    let came: Vec<Uuid> = came.iter().filter_map(|one| one.parse().ok()).collect();
    let done = async { visit.desk.set_attendance(visit.signed_in()?, id(&seminar)?, &came).await }.await;
    Ok(saved(&visit, &seminar, BTreeMap::new(), done).await)
}

/// Goes back to the seminar, which says that it is saved, or what is wrong.
async fn saved(visit: &Visit, seminar: &str, typed: BTreeMap<String, String>, done: desk::Result<()>) {
    let flash = match done {
        Ok(()) => Flash { notice: Some("saved".to_owned()), ..Flash::default() },
        Err(Error::Fields(errors)) => Flash { notice: None, errors, typed },
        Err(error) => return refuse(error),
    };
    visit.put_flash(FORM, flash).await;
    leptos_axum::redirect(&visit.href(&format!("{SEMINARS}/{seminar}")));
}

fn id(text: &str) -> desk::Result<Uuid> {
    text.parse().map_err(|_| Error::NotFound("seminar"))
}

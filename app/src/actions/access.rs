//! Forms of access and of helpers that show no secret: addresses for codes, the end of help and of access.

use std::collections::BTreeMap;

use desk::Error;
use domain::code::PersonRef;
use leptos::prelude::*;

use crate::pages::desk::access::access_path;
use crate::pages::member::sign_in::MY_SIGN_IN;
use crate::problem::form_result;
use crate::visit::{Flash, visit};
use crate::words::Lang;

/// Sends a code to the address where somebody wants codes from now on.
#[server(prefix = "/api", endpoint = "access/change-email")]
pub async fn change_my_email(#[server(default)] email: String) -> Result<(), ServerFnError> {
    let visit = visit();
    let done = async {
        let spanish = visit.lang == Lang::Es;
        visit.desk.change_my_email(visit.signed_in()?, &email, spanish).await?;
        Ok(MY_SIGN_IN.to_owned())
    };
    let done = done.await;
    form_result(&visit, MY_SIGN_IN, BTreeMap::from([("email".to_owned(), email)]), MY_SIGN_IN, done).await;
    Ok(())
}

/// Takes the code that was sent there.
#[server(prefix = "/api", endpoint = "access/confirm-email")]
pub async fn confirm_my_email(#[server(default)] code: String) -> Result<(), ServerFnError> {
    let visit = visit();
    let done = async {
        visit.desk.confirm_my_email(visit.signed_in()?, &code).await?;
        visit.put_flash(MY_SIGN_IN, Flash { notice: Some("confirmed".into()), ..Flash::default() }).await;
        Ok(MY_SIGN_IN.to_owned())
    };
    form_result(&visit, MY_SIGN_IN, BTreeMap::new(), MY_SIGN_IN, done.await).await;
    Ok(())
}

/// Ends help, and goes back to the page that the form was on.
#[server(prefix = "/api", endpoint = "access/end-help")]
pub async fn end_help(
    #[server(default)] id: String,
    #[server(default)] back: String,
) -> Result<(), ServerFnError> {
    let visit = visit();
    let is_ours = back == "/my/helpers" || back == "/helping" || back.starts_with("/desk/people/");
    let back = if is_ours && !back.contains(['\\', '?', '#']) { back } else { "/my/helpers".to_owned() };
    let done = async {
        let id = id.parse().map_err(|_| Error::NotFound("helper"))?;
        visit.desk.end_help(visit.signed_in()?, id).await?;
        visit.put_flash(&back, Flash { notice: Some("ended".into()), ..Flash::default() }).await;
        Ok(back.clone())
    };
    form_result(&visit, &back, BTreeMap::new(), &back, done.await).await;
    Ok(())
}

/// Ends somebody's access by codes of the city.
#[server(prefix = "/api", endpoint = "access/end")]
pub async fn end_access(#[server(default)] number: String) -> Result<(), ServerFnError> {
    let visit = visit();
    let page = access_path(&number);
    let done = async {
        let number: PersonRef = number.parse().map_err(|_| Error::NotFound("person"))?;
        visit.desk.end_access(visit.signed_in()?, &number).await?;
        visit.put_flash(&page, Flash { notice: Some("access_ended".into()), ..Flash::default() }).await;
        Ok(page.clone())
    };
    form_result(&visit, &page, BTreeMap::new(), &page, done.await).await;
    Ok(())
}

//! Answers that hold a secret: letters, sheets of codes, invitations. Each is made and sent in one request and
//! kept by nobody. And the choice of large print.

use std::collections::BTreeMap;

use app::pages::desk::access::access_path;
use app::pages::member::helpers::{HELPERS, InvitationPage};
use app::pages::member::sign_in::{MY_SIGN_IN, SheetPage};
use app::shell;
use app::visit::{Flash, Visit};
use axum::extract::{Form, Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::post;
use axum::{Extension, Router};
use desk::Error;
use desk::access::{ActivationLetter, Sheet};
use desk::helpers::{Invitation, TypedHelper};
use leptos::prelude::*;

use super::{Portal, letters, pages};

/// Where the forms are sent.
pub(super) fn routes() -> Router<Portal> {
    Router::new()
        .route("/desk/people/{number}/access/letter", post(letter))
        .route("/desk/people/{number}/access/sheet", post(sheet))
        .route("/desk/people/{number}/access/helper", post(enter_helper))
        .route("/desk/access/letters", post(letters_for_all))
        .route("/my/sign-in/sheet", post(my_sheet))
        .route("/my/helpers/invite", post(invite))
        .route("/print", post(print_size))
}

type Fields = Form<BTreeMap<String, String>>;

async fn letter(
    State(portal): State<Portal>,
    Extension(visit): Extension<Visit>,
    Path(number): Path<String>,
) -> Response {
    let made = async {
        let number = number.parse().map_err(|_| Error::NotFound("person"))?;
        visit.desk.make_activation_letter(visit.signed_in()?, &number).await.map(|letter| vec![letter])
    };
    printed(&portal, &visit, made.await, "letter.pdf").await
}

async fn letters_for_all(State(portal): State<Portal>, Extension(visit): Extension<Visit>) -> Response {
    let made = async { visit.desk.make_activation_letters(visit.signed_in()?).await };
    printed(&portal, &visit, made.await, "letters.pdf").await
}

async fn printed(
    portal: &Portal,
    visit: &Visit,
    made: desk::Result<Vec<ActivationLetter>>,
    name: &str,
) -> Response {
    let printed = match made {
        Ok(letters) => visit.desk.print_activation_letters(letters).await,
        Err(error) => Err(error),
    };
    letters::answer(portal, visit, printed.map(|pdf| pdf.bytes), name).await
}

async fn sheet(
    State(portal): State<Portal>,
    Extension(visit): Extension<Visit>,
    Path(number): Path<String>,
) -> Response {
    let next = access_path(&number);
    let made = async {
        let number = number.parse().map_err(|_| Error::NotFound("person"))?;
        visit.desk.make_sheet(visit.signed_in()?, &number).await
    };
    let made = made.await;
    show_sheet(portal, visit, made, next).await
}

async fn my_sheet(State(portal): State<Portal>, Extension(visit): Extension<Visit>) -> Response {
    let made = async { visit.desk.make_my_sheet(visit.signed_in()?).await };
    let made = made.await;
    show_sheet(portal, visit, made, MY_SIGN_IN.to_owned()).await
}

async fn show_sheet(portal: Portal, mut visit: Visit, made: desk::Result<Sheet>, next: String) -> Response {
    match made {
        Ok(sheet) => {
            // Who changes the language goes on where the form was.
            visit.path.clone_from(&next);
            let view = move || {
                let (sheet, next) = (sheet.clone(), next.clone());
                shell::document(move || view! { <SheetPage sheet=sheet next=next /> })
            };
            pages::draw(&portal, visit, pages::asked_for_html(), view).await
        }
        Err(error) => pages::problem(&portal, visit, error).await,
    }
}

fn typed(fields: &Fields) -> (String, TypedHelper) {
    let field = |name: &str| fields.get(name).cloned().unwrap_or_default();
    let typed = TypedHelper {
        name: field("name"),
        scope: field("scope"),
        last_day: field("last_day"),
        paper: field("paper"),
    };
    (field("once_key"), typed)
}

async fn invite(
    State(portal): State<Portal>,
    Extension(visit): Extension<Visit>,
    fields: Fields,
) -> Response {
    let (once_key, typed) = typed(&fields);
    let made = async { visit.desk.invite_helper(visit.signed_in()?, &once_key, &typed).await };
    let made = made.await;
    show_invitation(portal, visit, made, typed, HELPERS.to_owned()).await
}

async fn enter_helper(
    State(portal): State<Portal>,
    Extension(visit): Extension<Visit>,
    Path(number): Path<String>,
    fields: Fields,
) -> Response {
    let (once_key, typed) = typed(&fields);
    let next = access_path(&number);
    let made = async {
        let number = number.parse().map_err(|_| Error::NotFound("person"))?;
        visit.desk.enter_helper(visit.signed_in()?, &number, &once_key, &typed).await
    };
    let made = made.await;
    show_invitation(portal, visit, made, typed, next).await
}

async fn show_invitation(
    portal: Portal,
    mut visit: Visit,
    made: desk::Result<Invitation>,
    typed: TypedHelper,
    next: String,
) -> Response {
    match made {
        Ok(invitation) => {
            visit.path.clone_from(&next);
            let view = move || {
                let (invitation, next) = (invitation.clone(), next.clone());
                shell::document(move || view! { <InvitationPage invitation=invitation next=next /> })
            };
            pages::draw(&portal, visit, pages::asked_for_html(), view).await
        }
        Err(Error::Fields(errors)) => {
            visit.put_flash(&next, Flash { notice: None, errors, typed: typed.into_fields() }).await;
            Redirect::to(&visit.href(&next)).into_response()
        }
        Err(error) => pages::problem(&portal, visit, error).await,
    }
}

/// The cookie that says how large the print is; it tells nothing of who somebody is.
const PRINT: &str = "print";

/// Whether large print was chosen.
pub(super) fn wants_large_print(headers: &HeaderMap) -> bool {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|cookies| cookies.to_str().ok());
    let mut pairs =
        cookies.flat_map(|cookies| cookies.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.any(|pair| pair == (PRINT, "large"))
}

/// Keeps the choice for a year in this browser, and shows the same page again.
async fn print_size(
    State(portal): State<Portal>,
    Extension(visit): Extension<Visit>,
    headers: HeaderMap,
    fields: Fields,
) -> Response {
    let size = if fields.get("size").is_some_and(|size| size == "large") { "large" } else { "usual" };
    let secure = if portal.is_secure() { "; Secure" } else { "" };
    let cookie = format!("{PRINT}={size}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly{secure}");
    let page = pages::came_from(&portal, &headers);
    let mut response = Redirect::to(&visit.href(&page)).into_response();
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_print_is_what_its_cookie_says() {
        for (cookies, large) in [
            ("print=large", true),
            ("portal=abc; print=large", true),
            ("print=usual", false),
            ("sprint=large", false),
            ("", false),
        ] {
            let headers = HeaderMap::from_iter([(header::COOKIE, HeaderValue::from_static(cookies))]);
            assert_eq!(wants_large_print(&headers), large, "{cookies}");
        }
    }
}

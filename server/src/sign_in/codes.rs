//! Signing in by codes of the city, and taking an invitation to help somebody: the forms that begin a session or
//! change whom it acts for.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use app::pages::member::sign_in::MY_SIGN_IN;
use app::pages::public::code_sign_in::{ASKED, Asked, CODE, LETTER};
use app::pages::public::helping::{ACCEPT, HELPING, INVITED, SHOWN};
use app::visit::{Flash, Visit};
use app::words::Lang;
use axum::extract::{ConnectInfo, Form, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::post;
use axum::{Extension, Router};
use desk::code_sign_in::Challenge;
use desk::{Actor, Error};
use uuid::Uuid;

use super::client_of;
use crate::http::{Portal, pages, sessions};

/// Where the forms are sent.
pub(super) fn routes() -> Router<Portal> {
    Router::new()
        .route("/sign-in/letter/use", post(use_letter))
        .route("/sign-in/code/ask", post(ask))
        .route("/sign-in/code/use", post(use_code))
        .route("/helping/invitation", post(show_invitation))
        .route("/helping/accept/mine", post(accept_mine))
        .route("/helping/accept/by-email", post(accept_by_email))
        .route("/helping/begin", post(begin))
        .route("/helping/stop", post(stop))
}

type Fields = Form<BTreeMap<String, String>>;

fn field<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields.get(name).map_or("", String::as_str)
}

/// Back to `page` with what is wrong and what was typed into the field `kept`, which is no secret; or the page for
/// the error.
async fn back(portal: &Portal, visit: Visit, page: &str, kept: &[(&str, &str)], error: Error) -> Response {
    match error {
        Error::Fields(errors) => {
            let typed = kept.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
            visit.put_flash(page, Flash { notice: None, errors, typed }).await;
            Redirect::to(&visit.href(page)).into_response()
        }
        error => pages::problem(portal, visit, error).await,
    }
}

async fn signed_in(
    portal: &Portal,
    visit: Visit,
    actor: Actor,
    next: &str,
    notice: Option<&str>,
) -> Response {
    if let Err(error) = sessions::sign_in(&visit, actor).await {
        return pages::breakdown(portal, visit, &error).await;
    }
    if let Some(notice) = notice {
        visit.put_flash(next, Flash { notice: Some(notice.into()), ..Flash::default() }).await;
    }
    Redirect::to(&visit.href(next)).into_response()
}

async fn use_letter(
    State(portal): State<Portal>,
    Extension(visit): Extension<Visit>,
    ConnectInfo(client): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    fields: Fields,
) -> Response {
    let client = client_of(&portal, client, &headers);
    let birth = field(&fields, "birth");
    match visit.desk.activate(&client, field(&fields, "code"), birth).await {
        Ok(actor) => signed_in(&portal, visit, actor, MY_SIGN_IN, Some("welcome")).await,
        Err(error) => back(&portal, visit, LETTER, &[("birth", birth)], error).await,
    }
}

async fn ask(
    State(portal): State<Portal>,
    Extension(visit): Extension<Visit>,
    ConnectInfo(client): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    fields: Fields,
) -> Response {
    let client = client_of(&portal, client, &headers);
    let who = field(&fields, "who");
    let challenge = match visit.desk.challenge(&client, who, visit.lang == Lang::Es).await {
        Ok(challenge) => challenge,
        Err(error) => {
            let _ = visit.session.remove_value(ASKED).await;
            return back(&portal, visit, CODE, &[("who", who)], error).await;
        }
    };
    let number = match challenge {
        Challenge::Mailed => None,
        Challenge::OnSheet(number) => Some(number),
    };
    if let Err(error) = visit.session.insert(ASKED, Asked { who: who.trim().to_owned(), number }).await {
        return pages::breakdown(&portal, visit, &error).await;
    }
    Redirect::to(&visit.href(CODE)).into_response()
}

async fn use_code(
    State(portal): State<Portal>,
    Extension(visit): Extension<Visit>,
    ConnectInfo(client): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    fields: Fields,
) -> Response {
    let client = client_of(&portal, client, &headers);
    let asked: Option<Asked> = visit.session.get(ASKED).await.ok().flatten();
    let Some(asked) = asked else { return Redirect::to(&visit.href(CODE)).into_response() };
    match visit.desk.answer_challenge(&client, &asked.who, field(&fields, "code")).await {
        Ok(actor) => {
            let home = actor.home();
            signed_in(&portal, visit, actor, home, None).await
        }
        Err(error) => back(&portal, visit, CODE, &[], error).await,
    }
}

async fn show_invitation(
    State(portal): State<Portal>,
    Extension(visit): Extension<Visit>,
    ConnectInfo(client): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    fields: Fields,
) -> Response {
    let client = client_of(&portal, client, &headers);
    let helper = match visit.desk.invitation(&client, field(&fields, "code")).await {
        Ok(helper) => helper,
        Err(error) => return back(&portal, visit, INVITED, &[], error).await,
    };
    if let Err(error) = visit.session.insert(SHOWN, helper.id).await {
        return pages::breakdown(&portal, visit, &error).await;
    }
    Redirect::to(&visit.href(ACCEPT)).into_response()
}

/// Which invitation this session has shown.
pub(super) async fn shown(visit: &Visit) -> Option<Uuid> {
    visit.session.get(SHOWN).await.ok().flatten()
}

async fn accept_mine(State(portal): State<Portal>, Extension(visit): Extension<Visit>) -> Response {
    let accepted = async {
        let id = shown(&visit).await.ok_or(Error::NotFound("invitation"))?;
        visit.desk.accept_help(visit.signed_in()?, id).await
    };
    match accepted.await {
        Ok(()) => {
            let _ = visit.session.remove_value(SHOWN).await;
            Redirect::to(&visit.href(HELPING)).into_response()
        }
        Err(error) => back(&portal, visit, INVITED, &[], error).await,
    }
}

async fn accept_by_email(
    State(portal): State<Portal>,
    Extension(visit): Extension<Visit>,
    fields: Fields,
) -> Response {
    let email = field(&fields, "email");
    let accepted = async {
        let id = shown(&visit).await.ok_or(Error::NotFound("invitation"))?;
        visit.desk.accept_by_email(id, email, visit.lang == Lang::Es).await
    };
    match accepted.await {
        Ok(actor) => signed_in(&portal, visit, actor, MY_SIGN_IN, None).await,
        Err(error) => back(&portal, visit, ACCEPT, &[("email", email)], error).await,
    }
}

async fn begin(State(portal): State<Portal>, Extension(visit): Extension<Visit>, fields: Fields) -> Response {
    let begun = async {
        let id = field(&fields, "id").parse().map_err(|_| Error::NotFound("helper"))?;
        visit.desk.begin_helping(visit.signed_in()?, id).await?;
        Ok(id)
    };
    match begun.await {
        Ok(id) => act_for(portal, visit, Some(id), "/my").await,
        Err(error) => pages::problem(&portal, visit, error).await,
    }
}

async fn stop(State(portal): State<Portal>, Extension(visit): Extension<Visit>) -> Response {
    act_for(portal, visit, None, HELPING).await
}

async fn act_for(portal: Portal, visit: Visit, help: Option<Uuid>, next: &str) -> Response {
    match sessions::act_for(&visit.session, help).await {
        Ok(()) => Redirect::to(&visit.href(next)).into_response(),
        Err(error) => pages::breakdown(&portal, visit, &error).await,
    }
}

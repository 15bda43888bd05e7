//! Letters over HTTP: a retiree's own packet, everybody's, those that the desk makes, and the files of a run.

use app::visit::Visit;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Router};
use desk::Error;
use desk::packet::{Language, Paper, SectionKey, Size};
use http::{HeaderValue, header};

use super::{Portal, pages};

/// Routes of letters. No page of the portal has these addresses.
pub(super) fn routes() -> Router<Portal> {
    Router::new()
        .route("/my/packet.pdf", get(mine))
        .route("/retirees/packet.pdf", get(public))
        .route("/desk/packets/{file}", get(as_sent))
        .route("/desk/packet/preview.pdf", get(preview))
        .route("/desk/packet/runs/{id}/print.pdf", get(print_file))
        .route("/desk/packet/runs/{id}/manifest.csv", get(manifest))
        .route("/desk/people/{number}/medicare/{who}/letter", post(turning_65))
}

/// How the visitor wants it printed; in the language of the page where they do not say.
fn paper(visit: &Visit) -> Paper {
    let asked = |name: &str| visit.query.get(name).map(String::as_str);
    Paper {
        language: Language::from_code(asked("lang").unwrap_or(visit.lang.tag())),
        size: Size::from_word(asked("size").unwrap_or_default()),
    }
}

async fn mine(State(portal): State<Portal>, Extension(visit): Extension<Visit>) -> Response {
    let made = async { visit.desk.my_packet(visit.signed_in()?, paper(&visit)).await };
    answer(&portal, &visit, made.await.map(|pdf| pdf.bytes), "packet.pdf").await
}

/// The packet that names nobody: browsers may keep it for a while.
async fn public(State(portal): State<Portal>, Extension(visit): Extension<Visit>) -> Response {
    match visit.desk.public_packet(paper(&visit)).await {
        Ok(pdf) => {
            let mut response = file(pdf.bytes.clone(), "retiree-packet.pdf");
            let a_while = HeaderValue::from_static("public, max-age=300");
            response.headers_mut().insert(header::CACHE_CONTROL, a_while);
            response
        }
        Err(error) => pages::problem(&portal, visit, error).await,
    }
}

async fn as_sent(
    State(portal): State<Portal>,
    Extension(visit): Extension<Visit>,
    Path(name): Path<String>,
) -> Response {
    let made = async {
        let id = name.strip_suffix(".pdf").and_then(|id| id.parse().ok()).ok_or(Error::NotFound("packet"))?;
        visit.desk.packet_as_sent(visit.signed_in()?, id).await
    };
    answer(&portal, &visit, made.await.map(|pdf| pdf.bytes), "packet.pdf").await
}

async fn preview(State(portal): State<Portal>, Extension(visit): Extension<Visit>) -> Response {
    let made = async {
        let key = visit.query.get("key").and_then(|key| SectionKey::from_word(key));
        let key = key.ok_or(Error::NotFound("section"))?;
        visit.desk.preview_packet(visit.signed_in()?, key, paper(&visit)).await
    };
    answer(&portal, &visit, made.await.map(|pdf| pdf.bytes), "preview.pdf").await
}

async fn print_file(
    State(portal): State<Portal>,
    Extension(visit): Extension<Visit>,
    Path(id): Path<String>,
) -> Response {
    let made = async {
        let id = id.parse().map_err(|_| Error::NotFound("run"))?;
        visit.desk.packet_print_file(visit.signed_in()?, id).await
    };
    answer(&portal, &visit, made.await, "packets.pdf").await
}

async fn manifest(
    State(portal): State<Portal>,
    Extension(visit): Extension<Visit>,
    Path(id): Path<String>,
) -> Response {
    let made = async {
        let id = id.parse().map_err(|_| Error::NotFound("run"))?;
        visit.desk.packet_manifest(visit.signed_in()?, id).await
    };
    answer(&portal, &visit, made.await, "packets.csv").await
}

/// The letter about somebody's Medicare at 65, to that subscriber.
async fn turning_65(
    State(portal): State<Portal>,
    Extension(visit): Extension<Visit>,
    Path((number, who)): Path<(String, String)>,
) -> Response {
    let made = async {
        let number = number.parse().map_err(|_| Error::NotFound("person"))?;
        let who = who.parse().map_err(|_| Error::NotFound("household member"))?;
        visit.desk.make_turning_65_letter(visit.signed_in()?, &number, who).await
    };
    answer(&portal, &visit, made.await.map(|pdf| pdf.bytes), "medicare.pdf").await
}

/// Somebody's file, which no browser keeps; or the page for the error.
pub(super) async fn answer(
    portal: &Portal,
    visit: &Visit,
    made: desk::Result<Vec<u8>>,
    name: &str,
) -> Response {
    match made {
        Ok(content) => {
            let mut response = file(content, name);
            response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            response
        }
        Err(error) => pages::problem(portal, visit.clone(), error).await,
    }
}

/// A PDF is shown by browsers that can; anything else is saved.
fn file(content: Vec<u8>, name: &str) -> Response {
    let (media_type, how) = if name.ends_with(".pdf") {
        ("application/pdf", "inline")
    } else {
        ("text/csv; charset=utf-8", "attachment")
    };
    let disposition = format!("{how}; filename=\"{name}\"");
    let headers = [(header::CONTENT_TYPE, media_type.to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    let mut response = (headers, content).into_response();
    // A browser's own viewer of PDFs needs its styles; what is shown has no program in it.
    let policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    response
}

//! Documents over HTTP: a form that works without a script, uploads in parts that go on where they were cut
//! short, and the content itself for those who may see it.

use std::sync::Arc;
use std::time::Duration;

use app::components::problem::status_of;
use app::pages::desk::scan::{scan_form, scan_path};
use app::pages::member::documents::{DOCUMENTS, FORM, typed_fields};
use app::pages::public::stopped::Stop;
use app::visit::{Flash, Visit};
use app::words::documents as w;
use axum::body::to_bytes;
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Path, Query, Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Extension, Json, Router};
use desk::documents::{LARGEST_PART, TypedDocument};
use desk::{Actor, Error, Permission};
use documents::LARGEST;
use domain::code::PersonRef;
use http::{HeaderValue, StatusCode, header};
use serde::Deserialize;
use tokio::sync::Semaphore;
use uuid::Uuid;

use super::{Portal, pages};

/// The most that the form with a file may send, in bytes.
pub(super) const LARGEST_UPLOAD: usize = 16 * 1024 * 1024;
/// How long it may take: 15 MiB over a telephone that sends 0.3 Mbit/s.
pub(super) const LONGEST_UPLOAD: Duration = Duration::from_secs(420);
/// Mebibytes of files that forms may have in memory together.
const MEMORY: u32 = 128;
/// How long a form waits for its share of it.
const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// The longest text of a field beside the file.
const LONGEST_FIELD: usize = 4 * 1024;

/// Room for the files of forms. Cheap to clone.
#[derive(Clone)]
pub(super) struct Room(Arc<Semaphore>);

impl Default for Room {
    fn default() -> Room {
        Room(Arc::new(Semaphore::new(MEMORY as usize)))
    }
}

/// Routes that take files.
pub(super) fn routes() -> Router<Portal> {
    Router::new()
        .route("/my/documents/send", post(send))
        .route("/desk/people/{number}/documents/send", post(scan))
        .route("/my/documents/uploads", post(begin))
        .route("/my/documents/uploads/{id}", get(how_far).put(append).delete(give_up))
        .route("/my/documents/uploads/{id}/finish", post(finish))
        .layer(DefaultBodyLimit::max(LARGEST_UPLOAD))
}

/// The content of a document. It is shown in the page's own frame or a window of its own, and no browser
/// keeps it.
pub(super) async fn content(
    State(portal): State<Portal>,
    Extension(visit): Extension<Visit>,
    Path(id): Path<String>,
) -> Response {
    let opened = async {
        let id = id.parse().map_err(|_| Error::NotFound("document"))?;
        visit.desk.open_document(visit.signed_in()?, id).await
    };
    let opened = match opened.await {
        Ok(opened) => opened,
        Err(error) => return pages::problem(&portal, visit, error).await,
    };
    // The kind and a day: nothing of it was typed by anybody.
    let disposition = format!("inline; filename=\"{}\"", opened.file_name);
    // A browser's own viewer of PDFs does not work in a sandbox; what is shown has no program in it.
    let policy = match opened.media_type.as_str() {
        "application/pdf" => "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'",
        _ => "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox",
    };
    let media_type = HeaderValue::from_str(&opened.media_type);
    let mut response = opened.content.into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        media_type.unwrap_or(HeaderValue::from_static("application/octet-stream")),
    );
    if let Ok(disposition) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN"));
    response
}

/// Takes a member's form with its file.
async fn send(
    State(portal): State<Portal>,
    Extension(visit): Extension<Visit>,
    request: Request,
) -> Response {
    take(portal, visit, request, None).await
}

/// Takes the form with a file that staff have scanned for somebody.
async fn scan(
    State(portal): State<Portal>,
    Extension(visit): Extension<Visit>,
    Path(number): Path<String>,
    request: Request,
) -> Response {
    match number.parse() {
        Ok(number) => take(portal, visit, request, Some(number)).await,
        Err(_) => pages::problem(&portal, visit, Error::NotFound("person")).await,
    }
}

/// Takes a file of the signed-in member, or of somebody else `whose` number it is.
async fn take(portal: Portal, mut visit: Visit, request: Request, whose: Option<PersonRef>) -> Response {
    let (page, form) = match &whose {
        None => (DOCUMENTS.to_owned(), FORM.to_owned()),
        Some(number) => (scan_path(number.as_str()), scan_form(number.as_str())),
    };
    visit.path.clone_from(&page);
    // A stranger's file is not read.
    let may = |actor: &Actor| whose.as_ref().map_or(Ok(()), |_| actor.require(Permission::Decide));
    let actor = match visit.signed_in().and_then(|actor| may(actor).map(|()| actor)) {
        Ok(actor) => actor.clone(),
        Err(error) => return pages::problem(&portal, visit, error).await,
    };
    let length = request.headers().get(header::CONTENT_LENGTH);
    let length = length.and_then(|value| value.to_str().ok()).and_then(|text| text.parse::<usize>().ok());
    let share = length.unwrap_or(LARGEST_UPLOAD).min(LARGEST_UPLOAD).div_ceil(1024 * 1024).max(1) as u32;
    let waiting = tokio::time::timeout(LONGEST_WAIT, portal.room.0.acquire_many(share));
    let Ok(Ok(_room)) = waiting.await else {
        return pages::problem(&portal, visit, Error::TooMany).await;
    };
    let Ok(parts) = Multipart::from_request(request, &()).await else {
        return pages::stopped(&portal, visit, Stop::Unreadable).await;
    };
    let Ok((typed, file)) = read(parts).await else {
        return pages::stopped(&portal, visit, Stop::Unreadable).await;
    };
    let sent = match &whose {
        None => visit.desk.send_document(&actor, &typed, file).await,
        Some(number) => visit.desk.scan_document(&actor, number, &typed, file).await,
    };
    let flash = match sent {
        Ok(_) => Flash { notice: Some("sent".into()), ..Flash::default() },
        Err(Error::Fields(errors)) => Flash { notice: None, errors, typed: typed_fields(&typed) },
        Err(error) => return pages::problem(&portal, visit, error).await,
    };
    visit.put_flash(&form, flash).await;
    Redirect::to(&visit.href(&page)).into_response()
}

async fn read(mut form: Multipart) -> Result<(TypedDocument, Vec<u8>), MultipartError> {
    let (mut typed, mut file) = (TypedDocument::default(), Vec::new());
    while let Some(field) = form.next_field().await? {
        match field.name().unwrap_or_default() {
            "file" => {
                typed.name = field.file_name().unwrap_or_default().to_owned();
                file = bytes(field, LARGEST + 1).await?;
            }
            "kind" => typed.kind = text(field).await?,
            "about" => typed.about = text(field).await?,
            "replaces" => typed.replaces = text(field).await?,
            _ => {}
        }
    }
    Ok((typed, file))
}

/// A field's bytes, of which no more than `most` are kept; the rest is read and forgotten, so that the browser
/// hears the answer.
pub(super) async fn bytes(mut field: Field<'_>, most: usize) -> Result<Vec<u8>, MultipartError> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await? {
        let room = most - bytes.len();
        bytes.extend_from_slice(&chunk[..chunk.len().min(room)]);
    }
    Ok(bytes)
}

pub(super) async fn text(field: Field<'_>) -> Result<String, MultipartError> {
    Ok(String::from_utf8_lossy(&bytes(field, LONGEST_FIELD).await?).into_owned())
}

/// What a script says of a file before it sends the parts.
#[derive(Deserialize)]
struct Begin {
    #[serde(flatten)]
    typed: TypedDocument,
    /// How many bytes it has.
    bytes: u64,
}

async fn begin(Extension(visit): Extension<Visit>, Json(begin): Json<Begin>) -> Response {
    let begun = async { visit.desk.begin_upload(visit.signed_in()?, &begin.typed, begin.bytes).await };
    match begun.await {
        Ok(uploading) => Json(uploading).into_response(),
        Err(error) => refusal(&visit, error),
    }
}

async fn how_far(Extension(visit): Extension<Visit>, Path(id): Path<Uuid>) -> Response {
    let upload = async { visit.desk.upload(visit.signed_in()?, id).await };
    match upload.await {
        Ok(uploading) => Json(uploading).into_response(),
        Err(error) => refusal(&visit, error),
    }
}

/// Where a part begins.
#[derive(Deserialize)]
struct Starts {
    offset: u64,
}

async fn append(
    Extension(visit): Extension<Visit>,
    Path(id): Path<Uuid>,
    Query(Starts { offset }): Query<Starts>,
    request: Request,
) -> Response {
    let appended = async {
        let actor = visit.signed_in()?;
        let part = to_bytes(request.into_body(), LARGEST_PART).await;
        let part = part.map_err(|_| Error::Stale("the upload"))?;
        visit.desk.append_upload(actor, id, offset, &part).await
    };
    match appended.await {
        Ok(uploading) => Json(uploading).into_response(),
        Err(error) => refusal(&visit, error),
    }
}

async fn give_up(Extension(visit): Extension<Visit>, Path(id): Path<Uuid>) -> Response {
    let done = async { visit.desk.give_up_upload(visit.signed_in()?, id).await };
    match done.await {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => refusal(&visit, error),
    }
}

async fn finish(Extension(visit): Extension<Visit>, Path(id): Path<Uuid>) -> Response {
    let finished = async { visit.desk.finish_upload(visit.signed_in()?, id).await };
    match finished.await {
        Ok(_) => {
            visit.put_flash(FORM, Flash { notice: Some("sent".into()), ..Flash::default() }).await;
            Json(serde_json::json!({ "next": visit.href(DOCUMENTS) })).into_response()
        }
        Err(error) => refusal(&visit, error),
    }
}

/// An error as a script reads it: which field, and the sentence that people read.
fn refusal(visit: &Visit, error: Error) -> Response {
    let status = status_of(&error);
    if status.is_server_error() {
        tracing::error!(%error, "an upload broke");
    }
    let (field, problem) = match &error {
        Error::Fields(errors) => {
            errors.first().map_or(("file", ""), |e| (e.field.as_str(), e.problem.as_str()))
        }
        Error::SignInNeeded => ("file", "signed_out"),
        Error::TooMany => ("file", "too_many"),
        _ => ("file", "not_sent"),
    };
    let body = serde_json::json!({ "field": field, "problem": w::problem(visit.lang, problem) });
    (status, Json(body)).into_response()
}

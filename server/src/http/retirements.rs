//! Files of retirements over HTTP: lists of changes, calendar files, and MTRS's own file to be compared.

use app::pages::desk::mtrs::FORM;
use app::pages::offices::retirement_changes::MTRS;
use app::pages::public::stopped::Stop;
use app::visit::{Flash, Visit};
use axum::Extension;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Path, Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{Router, get, post};
use desk::pension_changes::{Form, LARGEST_FILE, ListFile, read_month};
use desk::{Error, Permission};
use domain::retiring::RetirementSystem;
use http::header;

use super::documents::{bytes, text};
use super::{Portal, pages};

/// Routes that give files.
pub(super) fn files() -> Router<Portal> {
    Router::new()
        .route("/offices/retirement-changes/{file}", get(city))
        .route("/desk/mtrs/{file}", get(mtrs))
        .route("/my/seminars/{id}/calendar.ics", get(calendar))
}

/// Routes that take one.
pub(super) fn uploads() -> Router<Portal> {
    Router::new()
        .route("/desk/mtrs/compare", post(compare))
        .layer(DefaultBodyLimit::max(LARGEST_FILE + 64 * 1024))
}

async fn city(state: State<Portal>, visit: Extension<Visit>, file: Path<String>) -> Response {
    list(state, visit, file, RetirementSystem::City).await
}

async fn mtrs(state: State<Portal>, visit: Extension<Visit>, file: Path<String>) -> Response {
    list(state, visit, file, RetirementSystem::Mtrs).await
}

/// The list of the month that the file's name says, in the form that its end says.
async fn list(
    State(portal): State<Portal>,
    Extension(visit): Extension<Visit>,
    Path(file): Path<String>,
    system: RetirementSystem,
) -> Response {
    let made = async {
        let (month, ending) = file.split_once('.').ok_or(Error::NotFound("list"))?;
        let month = read_month(month).ok_or(Error::NotFound("list"))?;
        let form = Form::from_ending(ending).ok_or(Error::NotFound("list"))?;
        let file = visit.desk.pension_changes_file(visit.signed_in()?, system, month, form).await?;
        Ok::<_, Error>((form, file))
    };
    match made.await {
        Ok((Form::Csv, file)) => attached("text/csv; charset=utf-8", file),
        Ok((Form::Xlsx, file)) => {
            attached("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", file)
        }
        Err(error) => pages::problem(&portal, visit, error).await,
    }
}

/// The calendar file of a seminar.
async fn calendar(
    State(portal): State<Portal>,
    Extension(visit): Extension<Visit>,
    Path(id): Path<String>,
) -> Response {
    let made = async {
        let id = id.parse().map_err(|_| Error::NotFound("seminar"))?;
        visit.desk.seminar_calendar(visit.signed_in()?, id).await
    };
    match made.await {
        Ok(bytes) => attached("text/calendar; charset=utf-8", ListFile { name: "seminar.ics".into(), bytes }),
        Err(error) => pages::problem(&portal, visit, error).await,
    }
}

fn attached(kind: &str, file: ListFile) -> Response {
    let disposition = format!("attachment; filename=\"{}\"", file.name);
    let headers = [(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    (headers, file.bytes).into_response()
}

/// Takes MTRS's own file, and goes back to the list, which shows how it differs.
async fn compare(
    State(portal): State<Portal>,
    Extension(mut visit): Extension<Visit>,
    request: Request,
) -> Response {
    MTRS.clone_into(&mut visit.path);
    // A stranger's file is not read.
    let may = visit.signed_in().and_then(|actor| actor.require(Permission::RunRetirements).map(|()| actor));
    let actor = match may {
        Ok(actor) => actor.clone(),
        Err(error) => return pages::problem(&portal, visit, error).await,
    };
    let Ok(mut parts) = Multipart::from_request(request, &()).await else {
        return pages::stopped(&portal, visit, Stop::Unreadable).await;
    };
    let (mut month, mut name, mut file) = (String::new(), String::new(), Vec::new());
    loop {
        let read = match parts.next_field().await {
            Ok(None) => break,
            Ok(Some(field)) if field.name() == Some("file") => {
                field.file_name().unwrap_or_default().clone_into(&mut name);
                bytes(field, LARGEST_FILE + 1).await.map(|read| file = read)
            }
            Ok(Some(field)) if field.name() == Some("month") => text(field).await.map(|read| month = read),
            Ok(Some(_)) => Ok(()),
            Err(error) => Err(error),
        };
        if read.is_err() {
            return pages::stopped(&portal, visit, Stop::Unreadable).await;
        }
    }
    let month = read_month(&month).unwrap_or_else(|| visit.desk.today());
    let flash = match visit.desk.compare_mtrs(&actor, month, &name, file).await {
        Ok(()) => Flash { notice: Some("compared".into()), ..Flash::default() },
        Err(Error::Fields(errors)) => Flash { errors, ..Flash::default() },
        Err(error) => return pages::problem(&portal, visit, error).await,
    };
    visit.put_flash(FORM, flash).await;
    Redirect::to(&format!("{}?month={}", visit.href(MTRS), month.format("%Y-%m"))).into_response()
}

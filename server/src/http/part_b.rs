//! Part B reimbursement over HTTP: a member's claim with its proof, and lists as files.

use app::actions::part_b::typed_fields;
use app::pages::member::part_b::{FORM, PART_B};
use app::pages::public::stopped::Stop;
use app::visit::{Flash, Visit};
use axum::Extension;
use axum::extract::multipart::MultipartError;
use axum::extract::{FromRequest, Multipart, Path, Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use desk::documents::TypedDocument;
use desk::part_b::{ListFormat, TypedClaim};
use desk::{Actor, Error};
use documents::LARGEST;
use http::header;

use super::documents::{bytes, room_for, text};
use super::{Portal, pages};

/// A claim's form, read.
#[derive(Default)]
struct Sent {
    typed: TypedClaim,
    /// What the file is said to be.
    kind: String,
    file_name: String,
    file: Vec<u8>,
}

/// Takes a member's claim. A proof that comes with it is kept also where the claim needs attention, so that it is
/// not sent twice.
pub(super) async fn claim(
    State(portal): State<Portal>,
    Extension(mut visit): Extension<Visit>,
    request: Request,
) -> Response {
    PART_B.clone_into(&mut visit.path);
    let actor = match visit.signed_in() {
        Ok(actor) => actor.clone(),
        Err(error) => return pages::problem(&portal, visit, error).await,
    };
    let Some(_room) = room_for(&portal, request.headers()).await else {
        return pages::problem(&portal, visit, Error::TooMany).await;
    };
    let Ok(parts) = Multipart::from_request(request, &()).await else {
        return pages::stopped(&portal, visit, Stop::Unreadable).await;
    };
    let Ok(mut sent) = read(parts).await else {
        return pages::stopped(&portal, visit, Stop::Unreadable).await;
    };
    let mut errors = Vec::new();
    if !sent.file.is_empty() {
        match proof(&visit, &actor, &mut sent).await {
            Ok(()) => {}
            Err(Error::Fields(faults)) => errors = faults,
            Err(error) => return pages::problem(&portal, visit, error).await,
        }
    }
    // Whose Part B it is is said once, of the claim.
    errors.retain(|error| error.field != "about");
    let filed = if errors.is_empty() {
        visit.desk.file_part_b_claim(&actor, &sent.typed).await.map(drop)
    } else {
        Err(Error::Fields(Vec::new()))
    };
    let flash = match filed {
        Ok(()) => Flash { notice: Some("filed".into()), ..Flash::default() },
        Err(Error::Fields(faults)) => {
            errors.extend(faults);
            let mut typed = typed_fields(&sent.typed);
            typed.insert("kind".into(), sent.kind);
            Flash { notice: None, errors, typed }
        }
        Err(error) => return pages::problem(&portal, visit, error).await,
    };
    visit.put_flash(FORM, flash).await;
    let year = sent.typed.year.parse::<i32>().map(|year| format!("?year={year}")).unwrap_or_default();
    Redirect::to(&visit.href(&format!("{PART_B}{year}"))).into_response()
}

/// Keeps the file as a document of the member, and names it in the claim.
async fn proof(visit: &Visit, actor: &Actor, sent: &mut Sent) -> desk::Result<()> {
    let document = TypedDocument {
        kind: sent.kind.clone(),
        about: sent.typed.person.clone(),
        replaces: String::new(),
        name: std::mem::take(&mut sent.file_name),
    };
    let id = visit.desk.send_document(actor, &document, std::mem::take(&mut sent.file)).await?;
    sent.typed.document = id.to_string();
    Ok(())
}

async fn read(mut form: Multipart) -> Result<Sent, MultipartError> {
    let mut sent = Sent::default();
    while let Some(field) = form.next_field().await? {
        let typed = &mut sent.typed;
        let into = match field.name().unwrap_or_default() {
            "file" => {
                sent.file_name = field.file_name().unwrap_or_default().to_owned();
                sent.file = bytes(field, LARGEST + 1).await?;
                continue;
            }
            "kind" => &mut sent.kind,
            "person" => &mut typed.person,
            "year" => &mut typed.year,
            "from" => &mut typed.from,
            "through" => &mut typed.through,
            "premium" => &mut typed.premium,
            "income_related" => &mut typed.income_related,
            "penalty" => &mut typed.penalty,
            "document" => &mut typed.document,
            _ => continue,
        };
        *into = text(field).await?;
    }
    Ok(sent)
}

/// A list, as a page or, with an ending behind its number, as a file.
pub(super) async fn list(
    State(portal): State<Portal>,
    Extension(visit): Extension<Visit>,
    Path(number): Path<String>,
    request: Request,
) -> Response {
    let format = ListFormat::ALL
        .into_iter()
        .find_map(|format| Some((format, number.strip_suffix(format.ending())?.strip_suffix('.')?)));
    let Some((format, number)) = format else {
        return pages::page(State(portal), Extension(visit), request).await;
    };
    let file = async {
        let number = number.parse().map_err(|_| Error::NotFound("list"))?;
        visit.desk.part_b_list_file(visit.signed_in()?, number, format).await
    };
    match file.await {
        Ok(file) => {
            let disposition = format!("attachment; filename=\"{}\"", file.name);
            let headers = [
                (header::CONTENT_TYPE, format.media_type().to_owned()),
                (header::CONTENT_DISPOSITION, disposition),
            ];
            (headers, file.content).into_response()
        }
        Err(error) => pages::problem(&portal, visit, error).await,
    }
}

//! A member's first page: drawn once, and again when something that it shows has changed. It is kept in
//! memory alone, for the one who is signed in, and is theirs in no other language and under no other role.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use app::visit::Visit;
use app::words::Lang;
use axum::Extension;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use desk::Actor;
use http::{HeaderMap, StatusCode};

use super::{Portal, pages};

/// The page that is kept.
pub(super) const PATH: &str = "/my";

/// Pages kept at most; when there are more, all are drawn anew.
const MOST: usize = 4_000;
/// The largest page that is kept, in bytes.
const LARGEST: usize = 256 * 1024;

/// Whose a page is and how it is drawn. An actor who helps somebody is another one than by themselves, with a
/// banner and a scope of their own.
type Whose = (Actor, Lang, bool);

/// Pages by whose they are.
#[derive(Clone, Default)]
pub(super) struct OwnPages(Arc<RwLock<HashMap<Whose, Page>>>);

#[derive(Clone)]
struct Page {
    version: String,
    headers: HeaderMap,
    body: Bytes,
}

impl OwnPages {
    fn get(&self, key: &Whose, version: &str) -> Option<Page> {
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner);
        kept.get(key).filter(|page| page.version == version).cloned()
    }

    fn put(&self, key: Whose, page: Page) {
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST && !kept.contains_key(&key) {
            kept.clear();
        }
        kept.insert(key, page);
    }
}

/// The page, for whoever is signed in.
pub(super) async fn page(
    State(portal): State<Portal>,
    Extension(visit): Extension<Visit>,
    request: Request,
) -> Response {
    let member = visit.actor.clone().filter(|actor| actor.person.is_some());
    let Some(actor) = member.filter(|_| request.uri().query().is_none()) else {
        return pages::page(State(portal), Extension(visit), request).await;
    };
    // Read before the page is drawn: what changes meanwhile makes it a page of yesterday, not of tomorrow.
    let version = match portal.desk.my_version(&actor).await {
        Ok(version) => version,
        Err(error) => return pages::problem(&portal, visit, error).await,
    };
    let key = (actor, visit.lang, visit.large_print);
    if let Some(page) = portal.own.get(&key, &version) {
        return (page.headers, page.body).into_response();
    }
    let response = pages::page(State(portal.clone()), Extension(visit), request).await;
    if response.status() != StatusCode::OK {
        return response;
    }
    let (parts, body) = response.into_parts();
    let Ok(body) = to_bytes(body, LARGEST).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    portal.own.put(key, Page { version, headers: parts.headers.clone(), body: body.clone() });
    Response::from_parts(parts, Body::from(body))
}

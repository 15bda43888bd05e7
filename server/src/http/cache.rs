//! Public pages: drawn once per change of their data, kept compressed, known to browsers by a tag.

use std::collections::HashMap;
use std::io::Write;
use std::sync::{Arc, PoisonError, RwLock};

use app::visit::Visit;
use axum::Extension;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use sha2::{Digest, Sha256};

use super::{Portal, pages};

/// Pages kept at most; when there are more, all are drawn anew.
const MOST: usize = 2_000;
/// The largest page that is kept, in bytes.
const LARGEST: usize = 4 * 1024 * 1024;

/// The pages that anybody reads.
const PUBLIC: [&str; 11] = [
    "/",
    "/plans",
    "/plans/{benefit}",
    "/rates",
    "/calculator",
    "/open-enrollment",
    "/life-events",
    "/retirees",
    "/forms",
    "/forms/worksheet",
    "/contact",
];

pub(super) fn is_public(route: &str) -> bool {
    PUBLIC.contains(&route)
}

#[derive(Clone, Default)]
pub(super) struct PublicPages(Arc<RwLock<Kept>>);

#[derive(Default)]
struct Kept {
    version: String,
    pages: HashMap<String, Arc<Page>>,
}

struct Page {
    tag: HeaderValue,
    plain: Vec<u8>,
    gzip: Vec<u8>,
    brotli: Vec<u8>,
}

impl PublicPages {
    fn get(&self, version: &str, key: &str) -> Option<Arc<Page>> {
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if kept.version == version { kept.pages.get(key).cloned() } else { None }
    }

    fn put(&self, version: &str, key: String, page: Arc<Page>) {
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if kept.version != version || kept.pages.len() >= MOST {
            version.clone_into(&mut kept.version);
            kept.pages.clear();
        }
        kept.pages.insert(key, page);
    }
}

/// A public page. Who has a session gets one drawn for them: it shows who they are.
pub(super) async fn page(
    State(portal): State<Portal>,
    Extension(visit): Extension<Visit>,
    request: Request,
) -> Response {
    if visit.session.id().is_some() {
        return pages::page(State(portal), Extension(visit), request).await;
    }
    let version = match portal.desk.public_version().await {
        Ok(version) => version,
        Err(error) => return pages::problem(&portal, visit, error).await,
    };
    let asked = request.headers().clone();
    let key = {
        let (lang, query) = (visit.lang.tag(), request.uri().query().unwrap_or_default());
        format!("{lang} {} {} {query}", visit.large_print, visit.path)
    };
    if let Some(page) = portal.cache.get(&version, &key) {
        return answer(&page, &asked);
    }
    let response = pages::page(State(portal.clone()), Extension(visit), request).await;
    if response.status() != StatusCode::OK {
        return response;
    }
    let Ok(plain) = to_bytes(response.into_body(), LARGEST).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let page = Arc::new(compressed(plain.to_vec()));
    portal.cache.put(&version, key, page.clone());
    answer(&page, &asked)
}

fn compressed(plain: Vec<u8>) -> Page {
    let digest = Sha256::digest(&plain);
    let tag: String = digest.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let gzip = gzip.write_all(&plain).and_then(|()| gzip.finish()).unwrap_or_default();
    let mut brotli = Vec::new();
    let params = brotli::enc::BrotliEncoderParams { quality: 9, ..Default::default() };
    if brotli::BrotliCompress(&mut plain.as_slice(), &mut brotli, &params).is_err() {
        brotli.clear();
    }
    Page {
        tag: HeaderValue::from_str(&format!("W/\"{tag}\"")).unwrap_or(HeaderValue::from_static("W/\"\"")),
        plain,
        gzip,
        brotli,
    }
}

fn answer(page: &Page, asked: &HeaderMap) -> Response {
    let mut headers = HeaderMap::new();
    headers.insert(header::ETAG, page.tag.clone());
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding, Cookie"));
    if asked.get_all(header::IF_NONE_MATCH).iter().any(|tag| tag == page.tag) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    let accepted =
        asked.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let takes =
        |coding: &str| accepted.split(',').any(|one| one.split(';').next().map(str::trim) == Some(coding));
    let (coding, body) = match () {
        () if takes("br") && !page.brotli.is_empty() => (Some("br"), &page.brotli),
        () if takes("gzip") && !page.gzip.is_empty() => (Some("gzip"), &page.gzip),
        () => (None, &page.plain),
    };
    if let Some(coding) = coding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    (headers, Body::from(body.clone())).into_response()
}

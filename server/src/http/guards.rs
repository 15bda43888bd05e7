//! Headers and checks that protect visitors.

use app::pages::public::stopped::Stop;
use app::visit::Visit;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, HeaderValue, Method, header};
use sha2::{Digest, Sha256};

use super::{Portal, pages};

/// The only scripts inside pages: Leptos says with them that no data follows. They never change, so the
/// policy allows them by their hash.
const INLINE_SCRIPTS: [&str; 2] = [
    "__RESOLVED_RESOURCES=[];__SERIALIZED_ERRORS=[];__PENDING_RESOURCES=[];__RESOURCE_RESOLVERS=[];",
    "__INCOMPLETE_CHUNKS=[];",
];

fn content_security_policy() -> String {
    let hashes: Vec<String> = INLINE_SCRIPTS
        .iter()
        .map(|script| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(script))))
        .collect();
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' {}; style-src 'self'; img-src 'self' data:; \
         frame-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
        hashes.join(" ")
    )
}

/// Security headers of every response.
pub(super) async fn headers(State(portal): State<Portal>, request: Request, next: Next) -> Response {
    static POLICY: std::sync::LazyLock<Option<HeaderValue>> =
        std::sync::LazyLock::new(|| HeaderValue::from_str(&content_security_policy()).ok());
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    if let Some(policy) = &*POLICY {
        // A document has a stricter one of its own.
        headers.entry(header::CONTENT_SECURITY_POLICY).or_insert_with(|| policy.clone());
    }
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (header::HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (
            header::HeaderName::from_static("permissions-policy"),
            "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
        ),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::X_FRAME_OPTIONS).or_insert(HeaderValue::from_static("DENY"));
    if portal.is_secure() {
        let year = HeaderValue::from_static("max-age=31536000; includeSubDomains");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
    }
    response
}

/// Refuses a form that another site sent, and one of more than `largest` bytes. Browsers say where a form is from by
/// `Sec-Fetch-Site`, older ones by `Origin`; what says neither is refused. The issuer's token endpoint is
/// asked by servers, which prove themselves otherwise.
pub(super) async fn same_origin(
    State((portal, largest)): State<(Portal, usize)>,
    request: Request,
    next: Next,
) -> Response {
    let is_safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let by_server = request.uri().path() == crate::issuer::TOKEN_PATH;
    if is_safe || by_server {
        return next.run(request).await;
    }
    let stop = if !is_from_here(&portal.origin, request.headers()) {
        Some(Stop::OtherSite)
    } else if declared_length(request.headers()).is_some_and(|length| length > largest) {
        Some(Stop::TooLarge)
    } else {
        None
    };
    match (stop, request.extensions().get::<Visit>().cloned()) {
        (None, _) => next.run(request).await,
        (Some(stop), Some(visit)) => pages::stopped(&portal, visit, stop).await,
        (Some(stop), None) => stop.status().into_response(),
    }
}

fn is_from_here(origin: &str, headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match (text("sec-fetch-site"), text("origin")) {
        (Some(site), _) => site == "same-origin",
        (None, Some(from)) => from == origin,
        (None, None) => false,
    }
}

fn declared_length(headers: &HeaderMap) -> Option<usize> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// `localhost` and `127.0.0.1` are one machine and two sites: a session of one is unknown on the other. Who
/// types the former is sent to the latter, where the issuer sends people back to.
pub(super) async fn loopback_name(request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    if request.method() == Method::GET
        && let Some(port) = host.strip_prefix("localhost:")
        && port.bytes().all(|digit| digit.is_ascii_digit())
    {
        let rest = request.uri().path_and_query().map_or("/", |rest| rest.as_str());
        return Redirect::temporary(&format!("http://127.0.0.1:{port}{rest}")).into_response();
    }
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_taken_from_this_site_only() {
        let here = "https://benefits.example";
        for (headers, taken) in [
            (&[("sec-fetch-site", "same-origin")][..], true),
            (&[("sec-fetch-site", "cross-site"), ("origin", here)], false),
            (&[("sec-fetch-site", "same-site")], false),
            (&[("sec-fetch-site", "none")], false),
            (&[("origin", here)], true),
            (&[("origin", "https://evil.example")], false),
            (&[("origin", "null")], false),
            (&[], false),
        ] {
            let map: HeaderMap = headers
                .iter()
                .map(|(name, value)| (header::HeaderName::from_static(name), HeaderValue::from_static(value)))
                .collect();
            assert_eq!(is_from_here(here, &map), taken, "{headers:?}");
        }
    }

    #[test]
    fn nothing_but_our_own_is_allowed() {
        let policy = content_security_policy();
        assert!(
            !policy.contains("unsafe-inline")
                && !policy.contains("unsafe-eval'; ")
                && !policy.contains("http")
        );
        assert_eq!(policy.matches("'sha256-").count(), INLINE_SCRIPTS.len());
    }
}

//! The language is the start of the path: `/es/plans` is `/plans` in Spanish. Taken off before routing.

use app::words::Lang;
use axum::extract::Request;
use http::Uri;
use http::uri::PathAndQuery;

/// Takes the language off the path and notes it for whoever answers.
pub(crate) fn take<B>(mut request: Request<B>) -> Request<B> {
    let (lang, path) = split(request.uri().path());
    if path != request.uri().path() {
        let path_and_query = match request.uri().query() {
            Some(query) => format!("{path}?{query}"),
            None => path.to_owned(),
        };
        let mut parts = request.uri().clone().into_parts();
        if let Ok(shorter) = path_and_query.parse::<PathAndQuery>() {
            parts.path_and_query = Some(shorter);
            if let Ok(uri) = Uri::from_parts(parts) {
                *request.uri_mut() = uri;
            }
        }
    }
    request.extensions_mut().insert(lang);
    request
}

/// The language and the path without it. Slashes at the start become one: `//host` in a link would lead
/// to another host.
pub(super) fn split(path: &str) -> (Lang, &str) {
    let path = single_slash(path);
    match path.strip_prefix("/es") {
        Some("" | "/") => (Lang::Es, "/"),
        Some(rest) if rest.starts_with('/') => (Lang::Es, single_slash(rest)),
        _ => (Lang::En, path),
    }
}

fn single_slash(path: &str) -> &str {
    let rest = path.trim_start_matches('/');
    let slashes = path.len() - rest.len();
    if slashes > 1 { &path[slashes - 1..] } else { path }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spanish_pages_are_below_es() {
        for (path, lang, rest) in [
            ("/", Lang::En, "/"),
            ("/plans", Lang::En, "/plans"),
            ("/es", Lang::Es, "/"),
            ("/es/", Lang::Es, "/"),
            ("/es/plans/health", Lang::Es, "/plans/health"),
            ("/essay", Lang::En, "/essay"),
            ("//evil.example/a", Lang::En, "/evil.example/a"),
            ("/es//evil.example", Lang::Es, "/evil.example"),
            ("*", Lang::En, "*"),
        ] {
            assert_eq!(split(path), (lang, rest), "{path}");
        }
    }

    #[test]
    fn the_query_stays() {
        let request = Request::builder().uri("/es/rates?unit=CITY").body(()).unwrap();
        let request = take(request);
        assert_eq!(request.uri(), "/rates?unit=CITY");
        assert_eq!(request.extensions().get(), Some(&Lang::Es));
    }
}

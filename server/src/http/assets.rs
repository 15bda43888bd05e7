//! Files of the built site: fingerprinted ones are kept by browsers for good, the others are asked for anew.

use std::path::Path;

use anyhow::{Context, Result};
use app::shell::Assets;
use axum::Router;
use http::{HeaderValue, header};
use tower::ServiceBuilder;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

/// Reads where the bundle put its assets, and tells the pages.
pub(crate) fn announce(site: &Path) -> Result<()> {
    let path = site.join("manifest.json");
    let text = std::fs::read_to_string(&path)
        .with_context(|| format!("{}: the site is not built; see the README", path.display()))?;
    let manifest: std::collections::BTreeMap<String, String> =
        serde_json::from_str(&text).with_context(|| format!("{} can't be read", path.display()))?;
    let of = |name: &str| {
        manifest.get(name).cloned().with_context(|| format!("{} does not name {name}", path.display()))
    };
    app::shell::set_assets(Assets {
        loader: of("loader.js")?,
        upload: of("upload.js")?,
        js: of("app.js")?,
        wasm: of("app_bg.wasm")?,
        css: of("style.css")?,
    });
    Ok(())
}

/// Files whose name changes with their content.
pub(super) fn fingerprinted(site: &Path) -> Router {
    let files = ServeDir::new(site.join("pkg")).precompressed_br().precompressed_gzip();
    let forever = HeaderValue::from_static("public, max-age=31536000, immutable");
    let service = ServiceBuilder::new()
        .layer(SetResponseHeaderLayer::if_not_present(header::CACHE_CONTROL, forever))
        .service(files);
    Router::new().fallback_service(service)
}

/// The other public files; what is none of them goes to `unknown`.
pub(super) fn files(site: &Path, unknown: Router) -> ServeDir<Router> {
    ServeDir::new(site)
        .append_index_html_on_directories(false)
        .call_fallback_on_method_not_allowed(true)
        .fallback(unknown)
}

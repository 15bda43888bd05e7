//! Pages, one folder per audience, one file per page.

pub mod desk;
pub mod member;
pub mod offices;
pub mod public;
pub mod retiree;

use leptos::prelude::*;

use crate::components::problem::Problem;

/// A page that shows people's records is never kept by a browser or by anything on the way: Back asks the server
/// again.
pub(crate) fn never_kept() {
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        let never = axum::http::HeaderValue::from_static("no-store");
        response.insert_header(axum::http::header::CACHE_CONTROL, never);
    }
}

/// There is no such page.
#[component]
pub fn NotFound() -> impl IntoView {
    view! { <Problem error=::desk::Error::NotFound("page") /> }
}

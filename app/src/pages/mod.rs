//! Pages, one folder per audience, one file per page.

pub mod desk;
pub mod member;
pub mod offices;
pub mod public;

use leptos::prelude::*;

/// There is no such page.
#[component]
pub fn NotFound() -> impl IntoView {
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(axum::http::StatusCode::NOT_FOUND);
    }
    view! { <main><h1>"Page not found"</h1></main> }
}

//! Pages, one folder per audience, one file per page.

pub mod desk;
pub mod member;
pub mod offices;
pub mod public;
pub mod retiree;

use leptos::prelude::*;

use crate::components::problem::Problem;

/// There is no such page.
#[component]
pub fn NotFound() -> impl IntoView {
    view! { <Problem error=::desk::Error::NotFound("page") /> }
}

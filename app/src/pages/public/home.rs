//! The first page: deadlines and what is new.

use leptos::prelude::*;

/// Home.
#[component]
pub fn Home() -> impl IntoView {
    view! { <main><h1>"Benefits"</h1></main> }
}

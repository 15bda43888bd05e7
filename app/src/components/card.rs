//! Cards: a heading, a few facts, a way on.

use leptos::prelude::*;

use super::inside::Inside;

/// A card. With `href` its heading is a link. Put several into a `<div class="cards">`. Class `card`.
#[component]
pub fn Card(
    /// Its heading, an `h2`, or an `h3` with `minor`.
    #[prop(into)]
    heading: String,
    /// Where its heading leads.
    #[prop(optional, into)]
    href: Option<String>,
    /// The heading is an `h3`.
    #[prop(optional)]
    minor: bool,
    children: Inside,
) -> impl IntoView {
    let text = match href {
        Some(href) => view! { <a href=href>{heading}</a> }.into_any(),
        None => heading.into_any(),
    };
    let heading = if minor {
        view! { <h3 class="card-heading">{text}</h3> }.into_any()
    } else {
        view! { <h2 class="card-heading">{text}</h2> }.into_any()
    };
    view! { <section class="card">{heading}{children.view()}</section> }
}

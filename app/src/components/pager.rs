//! Paging through a long list.

use leptos::prelude::*;

use super::lang;
use crate::words::common;

/// Links to the pages before and after, and where one is. Nothing but `summary` where there is one page.
/// Class `pager`.
#[component]
pub fn Pager(
    /// The page before.
    #[prop(optional_no_strip, into)]
    previous: Option<String>,
    /// The page after.
    #[prop(optional_no_strip, into)]
    next: Option<String>,
    /// Where one is, such as `1 to 50 of 1,204`.
    #[prop(into)]
    summary: String,
) -> impl IntoView {
    let lang = lang();
    view! {
        <nav class="pager" aria-label=common::pages(lang)>
            {previous.map(|href| view! { <a class="button button-secondary" rel="prev" href=href>{common::previous(lang)}</a> })}
            <p class="pager-summary">{summary}</p>
            {next.map(|href| view! { <a class="button button-secondary" rel="next" href=href>{common::next(lang)}</a> })}
        </nav>
    }
}

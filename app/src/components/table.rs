//! Tables, which may be wider than the page.

use leptos::prelude::*;

use super::inside::Inside;

/// A table with its caption, in a region that scrolls sideways and can be reached by keyboard.
/// The children are `<thead>`, `<tbody>`, `<tfoot>`; number cells have class `number`, rows of totals
/// class `total`. Classes: `table-region`, `table`, `table-caption-quiet` for a caption that repeats a
/// heading.
#[component]
pub fn TableRegion(
    /// Unique in the page.
    #[prop(into)]
    id: String,
    /// What the table shows.
    #[prop(into)]
    caption: String,
    /// The caption repeats the heading above it: it is for screen readers alone.
    #[prop(optional)]
    quiet: bool,
    /// Below 640 px each row becomes a block; its cells then need `data-label`, the column's heading.
    #[prop(optional)]
    stacks: bool,
    children: Inside,
) -> impl IntoView {
    let caption_id = format!("{id}-caption");
    view! {
        <div class="table-region" role="region" tabindex="0" aria-labelledby=caption_id.clone()>
            <table class=if stacks { "table table-stacks" } else { "table" } id=id>
                <caption id=caption_id.clone() class=if quiet { "visually-hidden" } else { "table-caption" }>{caption}</caption>
                {children.view()}
            </table>
        </div>
    }
}

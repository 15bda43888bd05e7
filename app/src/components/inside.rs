//! What stands inside a component.

use leptos::children::ToChildren;
use leptos::prelude::*;

/// What stands inside a component, drawn at once: so it may borrow from the page around it, where Leptos'
/// own `Children`, kept for later, may not. Pages run on the server alone and are drawn once.
pub struct Inside(AnyView);

impl<F, V> ToChildren<F> for Inside
where
    F: FnOnce() -> V,
    V: IntoView + 'static,
{
    fn to_children(draw: F) -> Inside {
        Inside(draw().into_any())
    }
}

impl Inside {
    /// The view.
    pub fn view(self) -> AnyView {
        self.0
    }
}

//! Something to know, set apart from the text.

use leptos::prelude::*;

use super::inside::Inside;

/// What a notice means; each has a sign of its own beside its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Good to know.
    #[default]
    Info,
    /// It worked.
    Success,
    /// Needs attention.
    Warning,
    /// Went wrong, or was refused.
    Danger,
    /// Over, or without effect.
    Quiet,
}

impl Tone {
    /// The ending of style classes.
    pub const fn word(self) -> &'static str {
        match self {
            Tone::Info => "info",
            Tone::Success => "success",
            Tone::Warning => "warning",
            Tone::Danger => "danger",
            Tone::Quiet => "quiet",
        }
    }
}

/// A box with an optional heading. `announce` reads it out when the page opens: for what a form did.
/// Classes `notice`, `notice-info` and so on.
#[component]
pub fn Notice(
    /// What it means.
    #[prop(optional)]
    tone: Tone,
    /// Its heading.
    #[prop(optional, into)]
    heading: Option<String>,
    /// Read it out.
    #[prop(optional)]
    announce: bool,
    children: Inside,
) -> impl IntoView {
    view! {
        <div class=format!("notice notice-{}", tone.word()) role=announce.then_some("status")>
            {heading.map(|heading| view! { <p class="notice-heading">{heading}</p> })}
            {children.view()}
        </div>
    }
}

//! Where a submission stands, and how it came there.

use chrono::{DateTime, Utc};
use domain::document::DocumentState;
use domain::submission::SubmissionState;
use leptos::prelude::*;

use super::date::InstantText;
use super::lang;
use super::notice::Tone;
use crate::words::common;

/// The tone of a state.
pub const fn tone_of(state: SubmissionState) -> Tone {
    match state {
        SubmissionState::Submitted => Tone::Info,
        SubmissionState::Returned => Tone::Warning,
        SubmissionState::Approved => Tone::Success,
        SubmissionState::Denied => Tone::Danger,
        SubmissionState::Withdrawn | SubmissionState::Replaced => Tone::Quiet,
    }
}

/// The state of a submission, in words, with a shape and a colour.
#[component]
pub fn StatusTag(
    /// The state.
    state: SubmissionState,
) -> impl IntoView {
    view! { <Tag tone=tone_of(state) label=common::submission_state(lang(), state) /> }
}

/// A word with a shape and a colour. Classes `tag`, `tag-info` and so on.
#[component]
pub fn Tag(
    /// What it means.
    #[prop(optional)]
    tone: Tone,
    /// The word.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    view! { <span class=format!("tag tag-{}", tone.word())>{label}</span> }
}

/// One event of a [`StatusTrail`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrailEvent {
    /// What happened, in a few words.
    pub what: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Who did it, where that is shown.
    pub who: Option<String>,
    /// What they wrote.
    pub words: Option<String>,
    /// What it means.
    pub tone: Tone,
}

/// What happened to a submission, the first event first. Class `trail`.
#[component]
pub fn StatusTrail(
    /// The events, in order.
    events: Vec<TrailEvent>,
) -> impl IntoView {
    let items: Vec<_> = events
        .into_iter()
        .map(|event| {
            view! {
                <li class=format!("trail-event trail-{}", event.tone.word())>
                    <p class="trail-what">{event.what}</p>
                    <p class="trail-when">
                        <InstantText at=event.at />
                        {event.who.map(|who| format!(" · {who}"))}
                    </p>
                    {event.words.map(|words| view! { <blockquote class="trail-words">{words}</blockquote> })}
                </li>
            }
        })
        .collect();
    view! { <ol class="trail">{items}</ol> }
}

/// The tone of a document's state.
pub const fn document_tone(state: DocumentState) -> Tone {
    match state {
        DocumentState::Received => Tone::Info,
        DocumentState::Verified => Tone::Success,
        DocumentState::AskedAgain => Tone::Warning,
        DocumentState::Refused => Tone::Danger,
    }
}

//! Days and instants.

use chrono::{DateTime, NaiveDate, Utc};
use leptos::prelude::*;

use super::lang;
use crate::words::common;

/// A day as people write it.
#[component]
pub fn DateText(
    /// The day.
    day: NaiveDate,
) -> impl IntoView {
    view! { <time datetime=day.to_string()>{common::date(lang(), day)}</time> }
}

/// An instant by the clocks of the city.
#[component]
pub fn InstantText(
    /// The instant.
    at: DateTime<Utc>,
) -> impl IntoView {
    view! { <time datetime=at.to_rfc3339()>{common::date_time(lang(), at)}</time> }
}

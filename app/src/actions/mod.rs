//! Server functions: what forms send to. Each asks `desk` and answers with the next page.
#![allow(
    missing_docs,
    reason = "the arguments are the fields of a form, which the macro makes a public struct of"
)]

#[cfg(feature = "ssr")]
pub mod access;
#[cfg(feature = "ssr")]
pub mod correct;
#[cfg(feature = "ssr")]
pub mod desk;
#[cfg(feature = "ssr")]
pub mod documents;
#[cfg(feature = "ssr")]
pub mod enroll;
#[cfg(feature = "ssr")]
pub mod events;
#[cfg(feature = "ssr")]
pub mod life_events;
#[cfg(feature = "ssr")]
pub mod packet;
#[cfg(feature = "ssr")]
pub mod part_b;
#[cfg(feature = "ssr")]
pub mod pension_changes;
#[cfg(feature = "ssr")]
pub mod retiring;
#[cfg(feature = "ssr")]
pub mod seminars;
#[cfg(feature = "ssr")]
pub mod standing;

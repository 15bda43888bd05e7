//! Server functions: what forms send to. Each asks `desk` and answers with the next page.

#[cfg(feature = "ssr")]
pub mod desk;
#[cfg(feature = "ssr")]
pub mod enroll;

//! How the benefits office is reached: on every page and on every letter.

/// Street and number.
pub const STREET: &str = "1 Millpond Square";
/// Telephone number, as people read it.
pub const PHONE: &str = "413-555-0142";
/// E-mail address.
pub const EMAIL: &str = "benefits@alderbrook.example";

//! The commands that work on the records and end: import, explain.

pub mod explain;
pub mod import;

//! The commands that work on the records and end: import, explain, backup and restore.

pub mod backup;
pub mod explain;
pub mod import;

//! The commands that work on the records and end: import, explain, export, backup and restore.

pub mod backup;
pub mod explain;
pub mod export;
pub mod import;

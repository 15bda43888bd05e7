//! Islands: the parts of a page that WebAssembly makes better. Each page works without them.
#![allow(missing_docs, reason = "the macro makes a struct of each island beside its function")]

pub mod calculator;
pub mod enroll;
pub mod queue;

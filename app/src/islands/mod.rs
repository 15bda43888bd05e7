//! Islands: the parts of a page that WebAssembly makes better. Each page works without them.

pub mod calculator;
pub mod queue;

pub mod enroll;

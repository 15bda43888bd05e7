//! The plans that somebody chooses for their retirement.

use std::collections::BTreeMap;

/// A choice of the form: nothing is held.
pub const NOTHING: &str = "nothing";

/// The plan of each part, as typed: its code or [`NOTHING`], by the part's name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypedPlans(pub BTreeMap<String, String>);

//! Reimbursement of Medicare Part B premiums: [`claims`] and what was decided about each, [`parties`] to be paid,
//! [`lists`] that were closed.

pub mod claims;
pub mod lists;
pub mod parties;
#[cfg(test)]
mod tests;

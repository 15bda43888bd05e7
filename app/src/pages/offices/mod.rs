//! Pages of the other offices: each sees just the lists that are theirs.

pub mod lists;
pub mod part_b;
pub mod payroll;
pub mod retirement_changes;

#[cfg(test)]
mod tests;

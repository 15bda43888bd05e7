//! Pages that anybody reads, without signing in.

mod figures;

pub mod calculator;
pub mod cast;
pub mod contact;
pub mod death;
pub mod forms;
pub mod home;
pub mod life_events;
pub mod open_enrollment;
pub mod plans;
pub mod rates;
pub mod retirees;
pub mod sign_in;
pub mod stopped;

#[cfg(test)]
mod tests;

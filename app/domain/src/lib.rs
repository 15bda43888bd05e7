//! The rules of municipal benefits.
//!
//! Everything here is a pure function or a value: no I/O, no clock, no randomness. "Today" and ids
//! come in as arguments, so the same rule answers alike in the server, in the browser and in a test.
//!
//! Read it in this order: [`money`] and [`period`] are the measures; [`benefit`], [`class`] and
//! [`person`] say what is bought and for whom; [`price`] and [`eligibility`] are the two questions that
//! every page asks; [`event`] says what a life event permits; [`ballot`], [`election`], [`submission`]
//! and [`apply`] carry a change from a wish to the records.

pub mod access_code;
pub mod account;
pub mod apply;
pub mod ballot;
pub mod benefit;
pub mod carry_over;
pub mod checks;
pub mod class;
pub mod code;
pub mod correction;
pub mod deadline;
pub mod document;
pub mod election;
pub mod eligibility;
pub mod enrollment;
pub mod event;
pub mod helper;
pub mod limits;
pub mod list_layout;
pub mod medicare;
pub mod mid_year;
pub mod money;
pub mod month;
pub mod office;
pub mod part_b;
pub mod pay_dates;
pub mod payroll;
pub mod pension_list;
pub mod period;
pub mod person;
pub mod price;
pub mod retiring;
pub mod seminar;
pub mod submission;
pub mod transition;

mod word;

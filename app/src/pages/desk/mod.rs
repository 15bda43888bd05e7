//! Pages of the desk: the queue, a submission under review, a person's records, open
//! enrollments, the catalogue of life events, corrections.

pub mod access;
pub mod address;
pub mod correct;
pub mod correct_member;
mod correction;
pub mod death;
pub mod deaths;
pub mod documents;
pub mod enrollments;
pub mod event;
pub mod event_form;
pub mod events;
pub mod messages;
pub mod mtrs;
pub mod mtrs_layout;
pub mod new_hires;
pub mod packet;
pub mod packet_run;
pub mod packet_section;
pub mod part_b;
pub mod part_b_claim;
pub mod part_b_person;
pub mod person;
pub mod queue;
pub mod retirements;
pub mod review;
pub mod scan;
pub mod seminars;
mod standing;
#[cfg(test)]
mod tests;
pub mod turning_65;

//! Pages of a signed-in member: what they have, and choosing, in open enrollment or because of a life event.

pub mod benefits;
pub mod documents;
pub mod enroll;
pub mod event;
pub mod events;
pub mod helpers;
pub mod household;
pub mod packet;
pub mod part_b;
pub(crate) mod parts;
pub mod receipt;
mod retirement_estimate;
pub mod retiring;
pub mod review;
pub mod seminars;
pub mod sign_in;
pub mod step;
pub mod submissions;

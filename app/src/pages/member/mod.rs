//! Pages of a signed-in member: what they have, and choosing in open enrollment.

pub mod benefits;
pub mod enroll;
pub mod household;
pub(crate) mod parts;
pub mod receipt;
pub mod review;
pub mod step;
pub mod submissions;

//! Pages that anybody reads, without signing in.

pub mod home;

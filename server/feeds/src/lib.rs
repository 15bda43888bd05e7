//! Files for other parties. Each is a function of its records: the same records make the same bytes.

pub mod packet_manifest;
pub mod payroll_notice;

//! Files for other parties. Each is a function of its records: the same records make the same bytes.

pub mod calendar;
pub mod packet_manifest;
pub mod payroll_notice;
pub mod reimbursement_list;
pub mod table;

/// Text that a spreadsheet does not take for a formula: one that starts like one gets an apostrophe, as
/// OWASP recommends against CSV injection.
fn plain(text: &str) -> String {
    match text.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r') => format!("'{text}"),
        _ => text.to_owned(),
    }
}

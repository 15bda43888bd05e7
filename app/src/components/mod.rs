//! Parts that pages share, drawn on the server. Each documents the style classes that it uses.

pub mod card;
pub mod date;
pub mod form;
pub mod inside;
pub mod layout;
mod menu;
pub mod money;
pub mod notice;
pub mod pager;
pub mod part_b;
pub mod problem;
pub mod proof;
pub mod status;
pub mod steps;
pub mod summary;
pub mod table;

use crate::visit::visit_if_any;
use crate::words::Lang;

/// The language to draw in: the visit's, or English where a part is drawn by itself, as in a test.
pub fn lang() -> Lang {
    visit_if_any().map(|visit| visit.lang).unwrap_or_default()
}

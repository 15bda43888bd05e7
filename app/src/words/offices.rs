//! Words of the offices pages.

use super::phrases;

phrases! {
    placeholder_offices: "" / "",
}

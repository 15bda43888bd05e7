//! Words of the member pages.

use super::phrases;

phrases! {
    placeholder_member: "" / "",
}

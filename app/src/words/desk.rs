//! Words of the desk pages.

use super::phrases;

phrases! {
    placeholder_desk: "" / "",
}

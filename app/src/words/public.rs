//! Words of the public pages.

use super::phrases;

phrases! {
    placeholder_public: "" / "",
}

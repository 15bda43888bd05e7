//! Every sentence of the portal, in English and Spanish. A phrase that lacks a language does not compile.
//!
//! One file per audience, as the pages have. `phrases!` makes a function per phrase:
//!
//! ```ignore
//! phrases! { sign_in: "Sign in" / "Iniciar sesión" }
//! assert_eq!(sign_in(Lang::Es), "Iniciar sesión");
//! ```

use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
pub mod access;
pub mod common;
pub mod corrections;
pub mod desk;
pub mod documents;
#[cfg(feature = "ssr")]
pub mod events;
pub mod guides;
#[cfg(feature = "ssr")]
pub mod life_events;
#[cfg(feature = "ssr")]
pub mod lists;
#[cfg(feature = "ssr")]
pub mod medicare;
pub mod member;
pub mod offices;
#[cfg(feature = "ssr")]
pub mod packet;
#[cfg(feature = "ssr")]
pub mod part_b;
#[cfg(feature = "ssr")]
pub mod pension_changes;
pub mod public;
#[cfg(feature = "ssr")]
pub mod retirement;
#[cfg(feature = "ssr")]
pub mod retiring;
#[cfg(feature = "ssr")]
pub mod seminars;
pub mod sign_in;
#[cfg(feature = "ssr")]
pub mod survivors;

/// The languages of the portal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Spanish. Its pages have `/es` in front of their path.
    Es,
}

impl Lang {
    /// BCP 47 tag, for the `lang` attribute.
    pub const fn tag(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::Es => "es",
        }
    }

    /// The address of the page at `path` in this language. `path` starts with `/`.
    pub fn href(self, path: &str) -> String {
        match (self, path) {
            (Lang::En, path) => path.to_owned(),
            (Lang::Es, "/") => "/es".to_owned(),
            (Lang::Es, path) => format!("/es{path}"),
        }
    }

    /// One of two texts.
    pub const fn pick<T: Copy>(self, english: T, spanish: T) -> T {
        match self {
            Lang::En => english,
            Lang::Es => spanish,
        }
    }
}

/// Declares phrases: each a function from the language to the text.
macro_rules! phrases {
    ($($name:ident: $english:literal / $spanish:literal),+ $(,)?) => {
        $(#[doc = $english] pub const fn $name(lang: $crate::words::Lang) -> &'static str {
            lang.pick($english, $spanish)
        })+
    };
}
pub(crate) use phrases;

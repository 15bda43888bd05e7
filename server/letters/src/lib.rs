//! What the office sends on paper or as a PDF. Each letter is a function of its input: the same input makes the
//! same bytes, so that a letter can be made again as it was sent.
//!
//! Every PDF is tagged and conforms to PDF/UA-1 (ISO 14289-1): the press refuses to make one that does not.
//! What people wrote is data to the templates and never their code.

pub mod activation;
pub mod markup;
mod merge;
pub mod packet;
mod press;
pub mod reimbursement_list;
pub mod testing;
pub mod turning_65;

use serde::{Deserialize, Serialize};

pub use merge::merge;
pub use press::Error;

/// A letter as a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pdf {
    /// Its content.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
}

/// The language of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Spanish.
    Es,
}

impl Language {
    /// Every language.
    pub const ALL: [Language; 2] = [Language::En, Language::Es];

    /// Its code: `en`, `es`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Language::En => "en",
            Language::Es => "es",
        }
    }

    /// From its code; English for any other.
    pub fn from_code(code: &str) -> Language {
        if code == "es" { Language::Es } else { Language::En }
    }
}

/// The size of a letter's print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Size {
    /// 12 points.
    #[default]
    Normal,
    /// 18 points: large print as the American Printing House for the Blind and libraries mean it.
    Large,
}

impl Size {
    /// Every size.
    pub const ALL: [Size; 2] = [Size::Normal, Size::Large];

    /// As it is stored and asked for: `normal`, `large`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Size::Normal => "normal",
            Size::Large => "large",
        }
    }

    /// From its word; normal for any other.
    pub fn from_word(word: &str) -> Size {
        if word == "large" { Size::Large } else { Size::Normal }
    }
}

/// How a letter is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Paper {
    /// In which language.
    pub language: Language,
    /// In which size.
    pub size: Size,
}

/// Where a letter goes: as it shows in the window of an envelope.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Address {
    /// Given and family name.
    pub name: String,
    /// Street and number.
    pub street: String,
    /// Town, state and ZIP code in one line.
    pub place: String,
}

/// Who writes: the head of each letter.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Office {
    /// The city's name, such as "City of Alderbrook".
    pub city: String,
    /// Street and room of the benefits office.
    pub street: String,
    /// Its telephone number.
    pub phone: String,
    /// Its e-mail address.
    pub email: String,
    /// Where people reach the portal.
    pub portal: String,
}

//! Codes and identifiers as types: what has been parsed is well-formed.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A word that is not one of the fixed words of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("one of {}", allowed.join(", "))]
pub struct UnknownWord {
    /// The type asked for, for logs.
    pub kind: &'static str,
    /// The words that it knows.
    pub allowed: &'static [&'static str],
}

/// Why a text is not a code or identifier of its kind. Never carries the text: it may be confidential.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CodeError {
    /// A code of 1 to 32 capital letters, digits, `-` and `_`.
    #[error("a code of up to 32 capital letters, digits, - and _")]
    Code,
    /// A code of 1 to 32 small letters, digits and `_`, which begins with a letter.
    #[error("a code of up to 32 small letters, digits and _ that begins with a letter")]
    Word,
    /// A Social Security number.
    #[error("a Social Security number of nine digits, such as 219-09-9999")]
    Ssn,
    /// A Medicare Beneficiary Identifier.
    #[error("a Medicare number of 11 letters and digits as on the card, such as 1EG4-TE5-MK73")]
    Mbi,
}

macro_rules! code {
    ($(#[$meta:meta])* $name:ident, $error:ident unless $well_formed:ident) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The code as stored.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl FromStr for $name {
            type Err = CodeError;
            fn from_str(text: &str) -> Result<Self, CodeError> {
                let text = text.trim();
                let well_formed = (1..=32).contains(&text.len()) && $well_formed(text.as_bytes());
                well_formed.then(|| $name(text.to_owned())).ok_or(CodeError::$error)
            }
        }
        impl TryFrom<String> for $name {
            type Error = CodeError;
            fn try_from(text: String) -> Result<Self, CodeError> {
                text.parse()
            }
        }
        impl From<$name> for String {
            fn from(code: $name) -> String {
                code.0
            }
        }
    };
}

fn is_code(text: &[u8]) -> bool {
    text.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || matches!(b, b'_' | b'-'))
}

fn is_word(text: &[u8]) -> bool {
    text.first().is_some_and(u8::is_ascii_lowercase)
        && text.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'_')
}

code! {
    /// A plan of a carrier, such as `HMO`.
    PlanCode, Code unless is_code
}
code! {
    /// A payroll unit: the city, the schools, an associated public body.
    UnitCode, Code unless is_code
}
code! {
    /// A bargaining unit (union local), such as `FIRE`.
    BargainingUnit, Code unless is_code
}
code! {
    /// The office's own number of a person (employee or retiree number), such as `E01234`.
    PersonRef, Code unless is_code
}
code! {
    /// A kind of life event, such as `birth`.
    EventCode, Word unless is_word
}

/// A Social Security number, nine digits. Not printable: `Debug` hides it, [`Ssn::last_four`] shows its end.
#[derive(Clone, PartialEq, Eq)]
pub struct Ssn(String);

impl Ssn {
    /// The nine digits, for encryption and for files whose law asks for them.
    pub fn digits(&self) -> &str {
        &self.0
    }
    /// The last four digits, for a masked display.
    pub fn last_four(&self) -> &str {
        &self.0[5..]
    }
}

impl fmt::Debug for Ssn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ssn(hidden)")
    }
}

/// Nine digits with or without dashes; never area 000, 666 or 9xx, group 00 or serial 0000 (SSA's rules).
impl FromStr for Ssn {
    type Err = CodeError;
    fn from_str(text: &str) -> Result<Self, CodeError> {
        let text = text.trim();
        let dashed = text.len() == 11 && text.as_bytes()[3] == b'-' && text.as_bytes()[6] == b'-';
        let digits: String = if dashed { text.replace('-', "") } else { text.to_owned() };
        if digits.len() != 9 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(CodeError::Ssn);
        }
        let (area, group, serial) = (&digits[..3], &digits[3..5], &digits[5..]);
        let issued =
            area != "000" && area != "666" && !area.starts_with('9') && group != "00" && serial != "0000";
        issued.then_some(Ssn(digits)).ok_or(CodeError::Ssn)
    }
}

/// A Medicare Beneficiary Identifier in CMS's format, 11 characters without dashes. Not printable.
#[derive(Clone, PartialEq, Eq)]
pub struct Mbi(String);

impl Mbi {
    /// The 11 characters, for encryption and for files whose law asks for them.
    pub fn characters(&self) -> &str {
        &self.0
    }
    /// The last four characters, for a masked display.
    pub fn last_four(&self) -> &str {
        &self.0[7..]
    }
}

impl fmt::Debug for Mbi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mbi(hidden)")
    }
}

/// What a place of an MBI takes, by CMS's format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum MbiPlace {
    /// The first.
    #[error("a digit from 1 to 9")]
    FirstDigit,
    /// A letter that is not mistaken for a digit.
    #[error("a letter, but not S, L, O, I, B or Z")]
    Letter,
    /// Either of the two.
    #[error("a digit or a letter, but not S, L, O, I, B or Z")]
    LetterOrDigit,
    /// A digit.
    #[error("a digit from 0 to 9")]
    Digit,
}

impl MbiPlace {
    /// What each place takes, in order.
    const ALL: [MbiPlace; 11] = {
        use MbiPlace::{Digit, FirstDigit, Letter, LetterOrDigit};
        [FirstDigit, Letter, LetterOrDigit, Digit, Letter, LetterOrDigit, Digit, Letter, Letter, Digit, Digit]
    };

    fn takes(self, found: char) -> bool {
        let letter = found.is_ascii_uppercase() && !"SLOIBZ".contains(found);
        match self {
            MbiPlace::FirstDigit => matches!(found, '1'..='9'),
            MbiPlace::Letter => letter,
            MbiPlace::LetterOrDigit => letter || found.is_ascii_digit(),
            MbiPlace::Digit => found.is_ascii_digit(),
        }
    }
}

/// What is wrong with a text that is to be an MBI. It says of one character which it is, never the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum MbiFault {
    /// A character that its place does not take. Places count from 1, dashes apart.
    #[error("character {place} is {found}, and its place takes {expected}")]
    Character {
        /// Which one.
        place: usize,
        /// What stands there.
        found: char,
        /// What its place takes.
        expected: MbiPlace,
    },
    /// More or fewer than 11 characters.
    #[error("it has {0} characters and not 11")]
    Length(usize),
}

impl Mbi {
    /// Reads an MBI, with or without dashes, in capital or small letters; the first thing that is wrong with it.
    pub fn read(text: &str) -> Result<Mbi, MbiFault> {
        let text: String = text.trim().chars().filter(|c| *c != '-').collect::<String>().to_ascii_uppercase();
        for (place, (found, expected)) in text.chars().zip(MbiPlace::ALL).enumerate() {
            if !expected.takes(found) {
                return Err(MbiFault::Character { place: place + 1, found, expected });
            }
        }
        match text.chars().count() {
            11 => Ok(Mbi(text)),
            other => Err(MbiFault::Length(other)),
        }
    }
}

impl FromStr for Mbi {
    type Err = CodeError;
    fn from_str(text: &str) -> Result<Self, CodeError> {
        Mbi::read(text).map_err(|_| CodeError::Mbi)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_short_and_plain() {
        assert!("HMO".parse::<PlanCode>().is_ok());
        for bad in ["", "hmo", "A B", &"X".repeat(33), "É"] {
            assert_eq!(bad.parse::<PlanCode>(), Err(CodeError::Code), "{bad}");
        }
    }

    #[test]
    fn events_are_named_by_small_words() {
        assert_eq!("loss_of_other_coverage".parse::<EventCode>().unwrap().as_str(), "loss_of_other_coverage");
        for bad in ["", "Birth", "26_years", "_birth", "a-b", "nació", &"x".repeat(33)] {
            assert_eq!(bad.parse::<EventCode>(), Err(CodeError::Word), "{bad}");
        }
    }

    #[test]
    fn social_security_numbers_follow_the_issuers_rules() {
        assert_eq!("219-09-9999".parse::<Ssn>().unwrap().last_four(), "9999");
        for bad in [
            "000-12-3456",
            "666-12-3456",
            "900-12-3456",
            "219-00-1234",
            "219-09-0000",
            "21909999",
            "2-1909-9999",
            "21é09999",
        ] {
            assert_eq!(bad.parse::<Ssn>(), Err(CodeError::Ssn), "{bad}");
        }
        assert_eq!(format!("{:?}", "219099999".parse::<Ssn>().unwrap()), "Ssn(hidden)");
    }

    #[test]
    fn medicare_numbers_follow_the_cms_format() {
        assert_eq!("1EG4-TE5-MK73".parse::<Mbi>().unwrap().characters(), "1EG4TE5MK73");
        assert!("1eg4te5mk73".parse::<Mbi>().is_ok());
        for bad in ["0EG4TE5MK73", "1SG4TE5MK73", "1EG4TE5MK7", "1EG4TE5M173", ""] {
            assert_eq!(bad.parse::<Mbi>(), Err(CodeError::Mbi), "{bad}");
        }
    }

    #[test]
    fn of_a_medicare_number_the_first_wrong_character_is_named() {
        for (text, fault) in [
            ("1EG4-TE5-MK73", None),
            ("1eg4te5mk73", None),
            ("0EG4-TE5-MK73", Some((1, '0', MbiPlace::FirstDigit))),
            ("1SG4-TE5-MK73", Some((2, 'S', MbiPlace::Letter))),
            ("1EO4-TE5-MK73", Some((3, 'O', MbiPlace::LetterOrDigit))),
            ("1EGA-TE5-MK73", Some((4, 'A', MbiPlace::Digit))),
            ("1EG4-T55-MK7", None),
            ("1EG4-TE5-MK7É", Some((11, 'É', MbiPlace::Digit))),
        ] {
            let found = match Mbi::read(text) {
                Err(MbiFault::Character { place, found, expected }) => Some((place, found, expected)),
                _ => None,
            };
            assert_eq!(found, fault, "{text}");
        }
        for (text, length) in [("1EG4-TE5-MK7", 10), ("1EG4-TE5-MK733", 12), ("", 0)] {
            assert_eq!(Mbi::read(text).unwrap_err(), MbiFault::Length(length), "{text}");
        }
    }
}

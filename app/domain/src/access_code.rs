//! Codes that people copy from paper: in capital letters and digits of which none looks like another, with a
//! last character that tells a slip of the pen from a wrong code.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// Neither 0 nor O, neither 1 nor I. A character is a number of five bits: its place.
const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// Characters between two dashes.
const GROUP: usize = 4;

/// A code of `LENGTH` characters, of which the last is the check character. Not printable by `Debug`: whoever
/// reads it can sign in. [`fmt::Display`] groups it, for the paper alone.
#[derive(Clone, PartialEq, Eq)]
pub struct AccessCode<const LENGTH: usize>(String);

/// The code of a letter: 55 random bits.
pub type LetterCode = AccessCode<12>;

/// A code that is used at one sign-in, beside a number or an address: 35 random bits.
pub type SignInCode = AccessCode<8>;

/// Why a text is not a code. Says nothing about whether some code is in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum AccessCodeError {
    /// It has more or fewer characters.
    #[error("a code of another length")]
    Length,
    /// It has a character that no code has.
    #[error("a character that no code has")]
    Character,
    /// The check character is another one: something was misread.
    #[error("the check character is another one")]
    Check,
}

impl<const LENGTH: usize> AccessCode<LENGTH> {
    /// The code that random bytes make. Each byte gives five of its bits.
    pub fn from_random(bytes: &[u8; 32]) -> AccessCode<LENGTH> {
        const { assert!(1 < LENGTH && LENGTH < 31, "the check character holds for up to 31") }
        let values: Vec<u8> = bytes.iter().take(LENGTH - 1).map(|byte| byte & 31).collect();
        let check = times_alpha(remainder(&values));
        let text = values.into_iter().chain([check]).map(|value| char::from(ALPHABET[usize::from(value)]));
        AccessCode(text.collect())
    }

    /// The characters without dashes, for its keyed hash.
    pub fn characters(&self) -> &str {
        &self.0
    }

    /// The first group: tries are counted for it, so that nobody tries the rest.
    pub fn prefix(&self) -> &str {
        &self.0[..GROUP.min(LENGTH)]
    }
}

/// In groups of four, as on paper.
impl<const LENGTH: usize> fmt::Display for AccessCode<LENGTH> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, character) in self.0.chars().enumerate() {
            if place > 0 && place % GROUP == 0 {
                f.write_str("-")?;
            }
            write!(f, "{character}")?;
        }
        Ok(())
    }
}

impl<const LENGTH: usize> fmt::Debug for AccessCode<LENGTH> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessCode(hidden)")
    }
}

/// With or without dashes and spaces, in small letters or capitals.
impl<const LENGTH: usize> FromStr for AccessCode<LENGTH> {
    type Err = AccessCodeError;
    fn from_str(text: &str) -> Result<Self, AccessCodeError> {
        let is_between = |c: &char| c.is_whitespace() || matches!(c, '-' | '\u{2010}'..='\u{2015}' | '.');
        let text: String = text
            .chars()
            .filter(|c| !is_between(c))
            .map(|c| c.to_ascii_uppercase())
            .take(LENGTH + 1)
            .collect();
        if text.chars().count() != LENGTH {
            return Err(AccessCodeError::Length);
        }
        let value = |c: u8| ALPHABET.iter().position(|known| *known == c).map(|place| place as u8);
        let values: Option<Vec<u8>> = text.bytes().map(value).collect();
        let values = values.ok_or(AccessCodeError::Character)?;
        if remainder(&values) == 0 { Ok(AccessCode(text)) } else { Err(AccessCodeError::Check) }
    }
}

/// The characters as a polynomial over the field of 32 elements, at its generator: a Reed-Solomon code of one
/// check character. Each wrong character and each two that changed places leave a remainder.
fn remainder(values: &[u8]) -> u8 {
    values.iter().fold(0, |sum, value| times_alpha(sum) ^ value)
}

/// Times the generator, modulo x^5 + x^2 + 1.
const fn times_alpha(value: u8) -> u8 {
    let doubled = value << 1;
    if doubled & 0b10_0000 == 0 { doubled } else { doubled ^ 0b10_0101 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_code_is_read_as_people_write_it() {
        let code = LetterCode::from_random(&[3; 32]);
        let text = code.to_string();
        assert_eq!((text.len(), &text[..10]), (14, "5555-5555-"));
        assert_eq!(format!("{code:?}"), "AccessCode(hidden)");
        assert_eq!(code.prefix(), "5555");
        for written in [
            text.clone(),
            text.replace('-', ""),
            text.to_lowercase(),
            text.replace('-', " "),
            format!(" {} ", text.replace('-', " – ")),
        ] {
            assert_eq!(written.parse(), Ok(code.clone()), "{written}");
        }
        for (written, error) in [
            ("", AccessCodeError::Length),
            ("5555-5555", AccessCodeError::Length),
            ("5555-5555-55555", AccessCodeError::Length),
            ("0555-5555-5555", AccessCodeError::Character),
            ("5555-5555-555é", AccessCodeError::Character),
            ("5555-5555-5O55", AccessCodeError::Character),
        ] {
            assert_eq!(written.parse::<LetterCode>(), Err(error), "{written}");
        }
    }

    #[test]
    fn no_character_looks_like_another() {
        for confused in *b"0O1I" {
            assert!(!ALPHABET.contains(&confused));
        }
        let different: std::collections::BTreeSet<_> = ALPHABET.iter().collect();
        assert_eq!(different.len(), 32);
    }

    proptest! {
        #[test]
        fn what_was_made_is_read_again(bytes in any::<[u8; 32]>()) {
            let code = SignInCode::from_random(&bytes);
            prop_assert_eq!(code.to_string().parse(), Ok(code));
        }

        #[test]
        fn one_wrong_character_is_always_found(bytes in any::<[u8; 32]>(), place in 0usize..12, other in 0usize..32) {
            let code = LetterCode::from_random(&bytes);
            let mut text = code.characters().as_bytes().to_vec();
            prop_assume!(text[place] != ALPHABET[other]);
            text[place] = ALPHABET[other];
            let text = String::from_utf8(text).unwrap();
            prop_assert_eq!(text.parse::<LetterCode>(), Err(AccessCodeError::Check));
        }

        #[test]
        fn two_that_changed_places_are_always_found(bytes in any::<[u8; 32]>(), a in 0usize..12, b in 0usize..12) {
            let code = LetterCode::from_random(&bytes);
            let mut text = code.characters().as_bytes().to_vec();
            prop_assume!(text[a] != text[b]);
            text.swap(a, b);
            let text = String::from_utf8(text).unwrap();
            prop_assert_eq!(text.parse::<LetterCode>(), Err(AccessCodeError::Check));
        }
    }
}

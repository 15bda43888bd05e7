//! The letter with the code by which somebody without a city account gets into the portal for the first time.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::press::{Template, print};
use crate::{Address, Error, Office, Paper, Pdf};

/// An activation letter. Holds a secret: it is printed, mailed and not kept.
#[derive(Clone, Serialize, Deserialize)]
pub struct Activation {
    /// Language and size.
    pub paper: Paper,
    /// Who writes.
    pub office: Office,
    /// To whom.
    pub to: Address,
    /// The day of the letter.
    pub made_on: NaiveDate,
    /// The code, as it is to be typed.
    pub code: String,
    /// The last day on which it works.
    pub valid_until: NaiveDate,
    /// Where it is typed, as people type an address: without `https://`.
    pub address: String,
}

/// Makes the letter. The address shows in the window of a number 10 envelope.
pub fn activation(letter: &Activation) -> Result<Pdf, Error> {
    print(Template("activation.typ"), letter, letter.made_on)
}

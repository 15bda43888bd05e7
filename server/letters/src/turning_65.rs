//! The letter about Medicare at 65: what the mail says, for those whom no mail reaches.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::press::{Template, print};
use crate::{Address, Error, Office, Paper, Pdf};

/// A letter about somebody who becomes 65, or has become and has no Medicare on record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turning65Letter {
    /// Language and size.
    pub paper: Paper,
    /// Who writes.
    pub office: Office,
    /// To whom: in whose name the coverage is held.
    pub to: Address,
    /// The day of the letter.
    pub made_on: NaiveDate,
    /// Who becomes 65.
    pub name: String,
    /// Whether that is whom the letter is to.
    pub own: bool,
    /// The 65th birthday.
    pub birthday: NaiveDate,
    /// When Medicare can begin, or could have.
    pub begins: NaiveDate,
    /// The first day for enrolling without a penalty.
    pub enroll_from: NaiveDate,
    /// The last day for it.
    pub enroll_until: NaiveDate,
    /// Where the card is told, as people type an address: without `https://`.
    pub address: String,
}

/// Makes the letter. The address shows in the window of a number 10 envelope.
pub fn turning_65(letter: &Turning65Letter) -> Result<Pdf, Error> {
    print(Template("turning_65.typ"), letter, letter.made_on)
}

//! The retiree packet: what somebody has, what it will cost, what has changed, what Medicare asks of whom, and
//! the forms. Without a recipient it is the public one: the same sections, prices by class.

mod sections;

use chrono::NaiveDate;
use domain::benefit::{Benefit, RateTier, Tier};
use domain::class::Class;
use domain::money::Cents;
use serde::{Deserialize, Serialize};

use crate::markup::Block;
use crate::press::{Template, print};
use crate::{Address, Error, Office, Paper, Pdf};

pub use sections::{SectionKey, SectionText, shipped};

/// All that a packet is made from: kept, it makes the same packet again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Packet {
    /// Language and size.
    pub paper: Paper,
    /// Who writes.
    pub office: Office,
    /// The day of which it speaks.
    pub made_on: NaiveDate,
    /// Whose it is; `None` for the public one.
    pub recipient: Option<Recipient>,
    /// What the office says, one of each key.
    pub sections: Vec<Section>,
    /// Who holds insurance of their own in the household: the recipient first.
    pub holders: Vec<Holder>,
    /// How the recipient's share is paid.
    pub payment: Option<Payment>,
    /// Prices, by class.
    pub prices: Vec<PriceGroup>,
    /// What has changed in the last twelve months, the first first.
    pub changes: Vec<Change>,
    /// Where each of the household is with Medicare.
    pub medicare: Vec<Medicare>,
    /// What is reimbursed of Part B; `None` where nothing is on record.
    pub reimbursement: Option<Reimbursement>,
    /// Life insurance.
    pub life: Vec<Life>,
}

/// Whose packet it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// Name and address.
    pub address: Address,
    /// The office's number of them.
    pub number: String,
}

/// A section as it is printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Which one.
    pub key: SectionKey,
    /// Which version of its text; 0 for the one that the portal ships with.
    pub version: i64,
    /// Its heading.
    pub title: String,
    /// Its text.
    pub body: Vec<Block>,
}

/// Somebody with insurance of their own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Their name.
    pub name: String,
    /// Whether it is the recipient.
    pub own: bool,
    /// What they hold.
    pub contracts: Vec<Contract>,
}

/// An insurance that somebody holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contract {
    /// What it insures.
    pub benefit: Benefit,
    /// The plan's name.
    pub plan: String,
    /// Who insures.
    pub carrier: String,
    /// The tier; `None` where it says nothing, as of life insurance.
    pub tier: Option<Tier>,
    /// Who is covered beside the holder, by name.
    pub covered: Vec<String>,
    /// Since when it is the same.
    pub since: NaiveDate,
    /// The last day; `None` until further notice.
    pub until: Option<NaiveDate>,
    /// What a month costs; `None` where the sheets do not say.
    pub amounts: Option<Amounts>,
}

/// A monthly premium and who pays it, in cents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amounts {
    /// The whole premium.
    pub premium: Cents,
    /// The city's part.
    pub city: Cents,
    /// The own part.
    pub own: Cents,
}

/// How a share is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// Which way.
    pub way: PaymentWay,
    /// How much a month, in cents.
    pub monthly: Cents,
    /// Whether a price is missing on the sheets, so that the sums are without it.
    pub incomplete: bool,
}

/// Ways in which a share is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentWay {
    /// Out of the pension of the city's own system.
    CityPension,
    /// Out of the pension of the Massachusetts Teachers' Retirement System.
    MtrsPension,
    /// By a bill that the treasurer sends each month: the records name no pension.
    Bill,
}

/// The prices of those of one class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceGroup {
    /// The class.
    pub class: Class,
    /// Its prices, by plan and tier.
    pub rows: Vec<Price>,
}

/// The next price of a plan's tier, or today's where no other is set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Price {
    /// What it insures.
    pub benefit: Benefit,
    /// The plan's name.
    pub plan: String,
    /// The tier.
    pub tier: RateTier,
    /// From when on.
    pub from: NaiveDate,
    /// How much a month.
    pub amounts: Amounts,
    /// The own part today; `None` for the same, or for a plan that is new.
    pub now: Option<Cents>,
    /// Whether the recipient holds it.
    pub held: bool,
    /// Who else of the household holds it, by name.
    pub held_by: Vec<String>,
}

/// Something that has changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The first day on which it was so; of an end, the last day of coverage.
    pub day: NaiveDate,
    /// Whose insurance it is, by name; `None` for the recipient's.
    pub holder: Option<String>,
    /// What it insures.
    pub benefit: Benefit,
    /// The plan's name.
    pub plan: String,
    /// What has changed.
    #[serde(flatten)]
    pub what: Changed,
}

/// What has changed of an insurance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Changed {
    /// It began.
    Began,
    /// It ended.
    Ended,
    /// Who is covered beside the holder.
    People {
        /// Who is covered from then on, by name.
        covered: Vec<String>,
    },
    /// The own part of a month, in cents.
    Price {
        /// Until then.
        before: Cents,
        /// From then on.
        after: Cents,
    },
}

/// Where somebody is with Medicare.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Medicare {
    /// Who.
    pub name: String,
    /// Where they are.
    pub state: MedicareState,
    /// When it can begin, could have, or did.
    pub begins: NaiveDate,
    /// The first day for enrolling without a penalty.
    pub enroll_from: NaiveDate,
    /// The last day for it.
    pub enroll_until: NaiveDate,
}

/// States with Medicare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MedicareState {
    /// It is on record.
    Has,
    /// It is to come.
    Ahead,
    /// It could have begun, and is not on record.
    Late,
}

/// What is reimbursed of Part B for a year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reimbursement {
    /// The calendar year.
    pub year: i32,
    /// One for each person.
    pub lines: Vec<Reimbursed>,
}

/// What is reimbursed to one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reimbursed {
    /// Who.
    pub name: String,
    /// Verified months.
    pub months: u32,
    /// What the city pays back for them in all, in cents.
    pub due: Cents,
    /// What Accounting has paid, in cents; more than is due where something has been learnt since.
    pub paid: Cents,
    /// What lists say that Accounting has not paid yet, in cents.
    pub listed: Cents,
}

/// A life insurance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Life {
    /// The plan's name.
    pub plan: String,
    /// For how much, in cents; `None` where the plan's name says it.
    pub amount: Option<Cents>,
    /// The own part of a month, in cents.
    pub own: Option<Cents>,
}

/// Makes the packet.
pub fn packet(packet: &Packet) -> Result<Pdf, Error> {
    print(Template("packet.typ"), packet, packet.made_on)
}

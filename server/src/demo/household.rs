//! What the rolls say of a household, before it is written as rows of a census and of coverage.

use chrono::NaiveDate;
use domain::benefit::{Benefit, Tier};
use domain::class::{PayCalendar, Population};
use domain::election::WaiverReason;
use domain::period::Period;
use domain::person::Relationship;

/// A subscriber, their household, and what they hold.
#[derive(Debug, Clone)]
pub(crate) struct Household {
    /// The subscriber.
    pub person: Person,
    /// Why they are on the rolls.
    pub post: Post,
    /// The others, in the order in which they are numbered.
    pub relatives: Vec<Relative>,
    /// Coverage and waivers.
    pub holds: Vec<Held>,
}

/// Somebody, as on a card.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    /// The office's number of them.
    pub ref_: String,
    pub given: String,
    pub family: String,
    pub birth: NaiveDate,
    pub woman: bool,
    pub email: Option<String>,
    pub language: &'static str,
    pub street: String,
    pub ssn: Option<&'static str>,
    /// Medicare number and first day of Medicare.
    pub medicare: Option<(String, NaiveDate)>,
}

/// Why somebody is on the rolls.
#[derive(Debug, Clone)]
pub(crate) struct Post {
    pub population: Population,
    pub unit: &'static str,
    pub bargaining_unit: Option<&'static str>,
    /// Tenths of hours a week, for those in service.
    pub hours: Option<u16>,
    /// For those in service.
    pub hired: Option<NaiveDate>,
    pub pays: PayCalendar,
    /// The day of retirement, or since when a survivor.
    pub since: Option<NaiveDate>,
}

impl Post {
    /// Whether they are in service.
    pub(crate) fn in_service(&self) -> bool {
        matches!(self.population, Population::Active | Population::Leave)
    }
}

/// A member of a household.
#[derive(Debug, Clone)]
pub(crate) struct Relative {
    pub person: Person,
    pub relationship: Relationship,
    pub disabled: bool,
    /// On the rolls in their own name too.
    pub on_rolls: bool,
}

/// What is held for a benefit in a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Held {
    /// Who holds a contract of their own through the head, by place; `None` for the head.
    pub holder: Option<usize>,
    pub benefit: Benefit,
    pub what: What,
    pub period: Period,
}

/// What is held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum What {
    /// A plan, for the subscriber and these of the household, by place.
    Cover(&'static str, Vec<usize>),
    /// Dollars of life insurance.
    Insure(&'static str, i64),
    /// Dollars a plan year.
    Contribute(&'static str, i64),
    /// Dollars out of each pay.
    Defer(&'static str, i64),
    /// Nothing.
    Waive(WaiverReason),
}

impl What {
    /// The plan's code; empty for a waiver.
    pub(crate) fn plan(&self) -> &'static str {
        match self {
            What::Cover(plan, _)
            | What::Insure(plan, _)
            | What::Contribute(plan, _)
            | What::Defer(plan, _) => plan,
            What::Waive(_) => "",
        }
    }

    /// The tier, as the demonstration's plan sheet sells it.
    pub(crate) fn tier(&self) -> Option<Tier> {
        Some(match self {
            What::Cover("MSUP" | "MHMO", _) => Tier::PerPerson,
            What::Cover(_, covered) => match covered.len() {
                0 => Tier::Individual,
                1 => Tier::IndividualPlusOne,
                _ => Tier::Family,
            },
            What::Insure(..) => Tier::PerThousandByAge,
            What::Contribute(..) | What::Defer(..) => Tier::Amount,
            What::Waive(_) => return None,
        })
    }

    /// The amount, in dollars.
    pub(crate) fn dollars(&self) -> Option<i64> {
        match self {
            What::Insure(_, dollars) | What::Contribute(_, dollars) | What::Defer(_, dollars) => {
                Some(*dollars)
            }
            _ => None,
        }
    }
}

//! Life events: what happens to people between open enrollments, and what it lets them change.
//!
//! The catalogue is data. A kind of event is a value that the office edits and publishes; the rules here
//! read it: when it may be asked for ([`EventKind::window`]), from when the change holds
//! ([`EventKind::effective_dates`]), until when what is dropped is covered ([`EventKind::end_date`]) and
//! whether a change is on account of the event and consistent with it ([`EventKind::judge`];
//! Treas. Reg. § 1.125-4(c)(3)).

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::class::Population;
use crate::word::words;

mod dates;
mod fault;
mod judge;
mod permit;
mod proof;
mod state;

pub use crate::code::EventCode;
pub use dates::{BACKDATING_DAYS, EffectiveRule, EndRule};
pub use fault::Fault;
pub use judge::{Asked, Circle, Refusal};
pub use permit::{Change, Permit, Whom};
pub use proof::ProofRule;
pub use state::{EventAction, EventRefused, EventState};

/// A text in the languages of the portal.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    /// English.
    pub en: String,
    /// Spanish.
    pub es: String,
}

words! {
    /// Who may report an event.
    pub enum Entry {
        /// The member, or staff for them.
        SelfService = "self_service",
        /// The office alone.
        StaffOnly = "staff_only",
    }
}

words! {
    /// Where a day lies to the window of an event.
    pub enum Timing {
        /// The window has not opened.
        Early = "early",
        /// Inside the window.
        InTime = "in_time",
        /// The window has closed.
        Late = "late",
    }
}

/// How long before and after an event a change may be asked for. The day of the event is day 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// Days before the event.
    pub before: u32,
    /// Days after the event: at least 30 by HIPAA, 60 for Medicaid and CHIP (26 CFR 54.9801-6(b)(1);
    /// 26 U.S.C. § 9801(f)(3)).
    pub after: u32,
}

/// A kind of event, as one version of the catalogue has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventKind {
    /// The name under which it is stored.
    pub code: EventCode,
    /// What people call it.
    pub title: Bilingual,
    /// One or two sentences that say whether this is the right one.
    pub lead: Bilingual,
    /// Whose event it can be.
    pub populations: Vec<Population>,
    /// Who may report it.
    pub entry: Entry,
    /// When a change may be asked for.
    pub window: Window,
    /// The rules that give the dates from which a change may hold; where they give several, one is chosen.
    pub effective: Vec<EffectiveRule>,
    /// When coverage that is dropped ends.
    pub ends: EndRule,
    /// What may be changed. What is not listed may not.
    pub permits: Vec<Permit>,
    /// What is to be proven.
    pub proof: Vec<ProofRule>,
}

impl EventKind {
    /// The first and the last day on which a change may be asked for because of an event on a day. The
    /// last day counts to 23:59:59 in the city's zone ([`crate::deadline::end_of_day`]).
    pub fn window(&self, event: NaiveDate) -> (NaiveDate, NaiveDate) {
        let first = event.checked_sub_days(Days::new(self.window.before.into())).unwrap_or(NaiveDate::MIN);
        let last = event.checked_add_days(Days::new(self.window.after.into())).unwrap_or(NaiveDate::MAX);
        (first, last)
    }

    /// Whether a change that is asked for `today` is in time for an event on a day.
    pub fn timing(&self, event: NaiveDate, today: NaiveDate) -> Timing {
        let (first, last) = self.window(event);
        if today < first {
            Timing::Early
        } else if today > last {
            Timing::Late
        } else {
            Timing::InTime
        }
    }
}

#[cfg(test)]
mod tests;

//! What an event lets people change, and for whom.

use serde::{Deserialize, Serialize};

use super::EventKind;
use crate::benefit::Benefit;
use crate::word::words;

words! {
    /// A part of a change of what is held for a benefit.
    pub enum Change {
        /// Somebody comes under the coverage who was not; an account or an insurance is begun.
        Add = "add",
        /// Somebody leaves the coverage; an account or an insurance is given up.
        Drop = "drop",
        /// What is held goes on in another plan.
        ChangePlan = "change_plan",
        /// The amount goes up.
        Increase = "increase",
        /// The amount goes down, but not to nothing.
        Decrease = "decrease",
    }
}

impl Change {
    /// Whether `benefit` can change in that way at all: amounts change where one is chosen.
    pub const fn applies_to(self, benefit: Benefit) -> bool {
        match self {
            Change::Add | Change::Drop => true,
            Change::ChangePlan => !benefit.is_fsa(),
            Change::Increase | Change::Decrease => matches!(
                benefit,
                Benefit::OptionalLife
                    | Benefit::HealthFsa
                    | Benefit::DependentCareFsa
                    | Benefit::DeferredCompensation
            ),
        }
    }
}

words! {
    /// The people to whom a permit or a proof applies. A change of plan that is permitted for others than
    /// the member needs that one of them is added along with it: the choice of plan comes with the special
    /// enrollment (26 CFR 54.9801-6(d)(2)).
    pub enum Whom {
        /// The member and everybody in the household.
        Anybody = "anybody",
        /// The member; for an amount, always this one.
        Self_ = "self",
        /// The spouse.
        Spouse = "spouse",
        /// Children of every kind, and wards.
        Children = "children",
        /// People who are new to the household with this event.
        NewPeople = "new_people",
        /// The persons whom the event is about; the member too where it is about them.
        ThatPerson = "that_person",
        /// Everybody in the household, where the event is about the member.
        TheirFamily = "their_family",
        /// A former spouse who is still covered (M.G.L. c. 32B § 9H).
        FormerSpouse = "former_spouse",
    }
}

/// A change that an event permits.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Permit {
    /// The benefit that changes.
    pub benefit: Benefit,
    /// The way in which it changes.
    pub change: Change,
    /// For whom.
    pub whom: Whom,
    /// The statute or regulation, for those who check.
    pub source: String,
}

impl EventKind {
    /// What may be changed for `benefit`, in the order of the catalogue.
    pub fn permitted(&self, benefit: Benefit) -> impl Iterator<Item = &Permit> {
        self.permits.iter().filter(move |permit| permit.benefit == benefit)
    }
}

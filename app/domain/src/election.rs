//! What a member chooses, and what they hold.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::benefit::{Benefit, Tier};
use crate::code::{EventCode, PlanCode};
use crate::correction::CorrectionFacts;
use crate::money::Cents;
use crate::period::Period;
use crate::person::{Dependent, Relationship};
use crate::transition::Transition;
use crate::word::words;

words! {
    /// Why somebody declines a benefit.
    pub enum WaiverReason {
        /// Covered under a spouse's plan.
        SpousePlan = "spouse_plan",
        /// Covered under a parent's plan.
        ParentPlan = "parent_plan",
        /// Covered by another employer.
        OtherEmployer = "other_employer",
        /// Covered by Medicare.
        Medicare = "medicare",
        /// Covered by MassHealth (Medicaid) or CHIP.
        MassHealth = "masshealth",
        /// Covered by TRICARE or the Veterans Administration.
        Military = "military",
        /// Does not want it.
        NotWanted = "not_wanted",
    }
}

/// What is chosen, or held, for one benefit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Choice {
    /// Insurance, for the subscriber and these dependents.
    Cover {
        /// The plan.
        plan: PlanCode,
        /// The tier that follows from who is covered.
        tier: Tier,
        /// Covered dependents, by id, in ascending order.
        dependents: Vec<Uuid>,
    },
    /// Life insurance of a volume.
    Insure {
        /// The plan.
        plan: PlanCode,
        /// Dollars of insurance, in cents; a multiple of 1,000 dollars.
        volume: Cents,
    },
    /// A flexible spending account, for the plan year.
    Contribute {
        /// The plan.
        plan: PlanCode,
        /// For the whole plan year.
        annual: Cents,
    },
    /// Deferred compensation.
    Defer {
        /// The plan.
        plan: PlanCode,
        /// Out of each pay.
        per_pay: Cents,
    },
    /// Nothing, and why.
    Waive {
        /// The reason that was given.
        reason: WaiverReason,
    },
}

impl Choice {
    /// The plan; `None` for a waiver.
    pub fn plan(&self) -> Option<&PlanCode> {
        match self {
            Choice::Cover { plan, .. }
            | Choice::Insure { plan, .. }
            | Choice::Contribute { plan, .. }
            | Choice::Defer { plan, .. } => Some(plan),
            Choice::Waive { .. } => None,
        }
    }

    /// The tier under which it is priced; `None` for a waiver.
    pub fn tier(&self) -> Option<Tier> {
        match self {
            Choice::Cover { tier, .. } => Some(*tier),
            Choice::Insure { .. } => Some(Tier::PerThousandByAge),
            Choice::Contribute { .. } | Choice::Defer { .. } => Some(Tier::Amount),
            Choice::Waive { .. } => None,
        }
    }

    /// The covered dependents.
    pub fn dependents(&self) -> &[Uuid] {
        match self {
            Choice::Cover { dependents, .. } => dependents,
            _ => &[],
        }
    }
}

/// One line of a submission: from the effective date on, hold this.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Election {
    /// The benefit.
    pub benefit: Benefit,
    /// What is chosen.
    pub choice: Choice,
}

/// What a person holds for a benefit in a period: one row of the records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    /// Its id.
    pub id: Uuid,
    /// Who holds the contract: a subscriber, or somebody of their household with a contract of their own.
    pub person: Uuid,
    /// The benefit.
    pub benefit: Benefit,
    /// What is held.
    pub choice: Choice,
    /// When it holds.
    pub period: Period,
    /// The subscriber through whom it is held; `None` for what is the subscriber's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub through: Option<Uuid>,
    /// The submission that made it.
    pub submission: Uuid,
    /// When the records learnt of it.
    pub recorded_at: DateTime<Utc>,
}

/// What a submission asks for, as signed. Stored whole, never edited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// From when on.
    pub effective: NaiveDate,
    /// One line a benefit that the member acted on; a benefit without a line carries over.
    pub elections: Vec<Election>,
    /// Household members who are new to the records.
    pub new_dependents: Vec<Dependent>,
    /// The version of the person's records that it was drawn up against.
    pub based_on: i64,
    /// The life event on account of which it is asked for; `None` for an open enrollment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<EventFacts>,
    /// What staff put right; `None` but for a correction, which has no elections.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correction: Option<CorrectionFacts>,
    /// The change of somebody's standing that it is on account of; `None` for the others. It has no elections.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transition: Option<Transition>,
}

impl Proposal {
    /// A change of somebody's standing from a day on, drawn up against a version of the records.
    pub fn of(transition: Transition, effective: NaiveDate, based_on: i64) -> Proposal {
        Proposal {
            effective,
            elections: Vec::new(),
            new_dependents: Vec::new(),
            based_on,
            event: None,
            correction: None,
            transition: Some(transition),
        }
    }

    /// The proposal where some who are new in it are known to the records under another id: `same` has that id
    /// by the new one.
    pub fn with_known(mut self, same: &BTreeMap<Uuid, Uuid>) -> Proposal {
        let known = |id: &Uuid| same.get(id).copied().unwrap_or(*id);
        for election in &mut self.elections {
            if let Choice::Cover { dependents, .. } = &mut election.choice {
                *dependents = dependents.iter().map(known).collect();
                dependents.sort_unstable();
                dependents.dedup();
            }
        }
        if let Some(event) = &mut self.event {
            event.concerned = event.concerned.iter().map(known).collect();
        }
        for dependent in &mut self.new_dependents {
            dependent.id = known(&dependent.id);
        }
        self
    }

    /// From when on the change of a benefit holds.
    pub fn begins(&self, benefit: Benefit) -> NaiveDate {
        let later = self.event.iter().flat_map(|event| &event.later);
        later.filter(|(one, _)| *one == benefit).map(|(_, day)| *day).next().unwrap_or(self.effective)
    }
}

/// A life event, as it was signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventFacts {
    /// What happened.
    pub kind: EventCode,
    /// The version of the catalogue by which it is judged.
    pub version: i64,
    /// When it happened.
    pub date: NaiveDate,
    /// The day that counts for the window.
    pub asked_on: NaiveDate,
    /// Those whom it is about, by id; the member's own where it is about them.
    pub concerned: Vec<Uuid>,
    /// The last day of the coverage of whoever is dropped.
    pub dropped_through: NaiveDate,
    /// Benefits whose change does not reach back, each with its own first day.
    pub later: Vec<(Benefit, NaiveDate)>,
    /// Why it is asked for after its window; `None` where it is in time.
    pub late_because: Option<String>,
}

impl EventFacts {
    /// Whether it is about somebody of the household. The end of a former spouse's right is about whoever is
    /// one: nobody else is asked for.
    pub fn is_about(&self, one: &Dependent) -> bool {
        let is_former = one.relationship == Relationship::FormerSpouse;
        self.concerned.contains(&one.id) || (self.kind.as_str() == "former_spouse_ends" && is_former)
    }
}

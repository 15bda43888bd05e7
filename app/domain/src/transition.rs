//! Changes of somebody's standing: Medicare begins, an employee retires, a subscriber dies. Each says what every
//! contract of the household is to be from then on, so that nobody who may stay is left without one.
//!
//! A contract is held by the subscriber, or by somebody of the household through the subscriber: a Medicare plan
//! is sold to one person, and whoever was covered with them goes on under a contract of their own.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

use crate::apply::CoverageChange;
use crate::benefit::{Benefit, Plan};
use crate::class::{Class, PayCalendar, Population, RetirementSystem};
use crate::code::{PlanCode, UnitCode};
use crate::correction::{Held, Restated, changes};
use crate::election::{Choice, Coverage};
use crate::period::{Period, first_of_next_month};
use crate::person::{Dependent, Relationship, Subscriber};

/// A change of standing, as it was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transition {
    /// What has happened, or will.
    pub reason: Reason,
    /// What each contract is to be.
    pub contracts: Vec<Contract>,
}

/// What changes somebody's standing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Reason {
    /// Somebody under a retiree's or survivor's coverage has Medicare parts A and B, and moves to a Medicare plan
    /// (M.G.L. c. 32B §§ 18, 18A).
    Medicare {
        /// Who: the subscriber or somebody of the household.
        who: Uuid,
        /// The first day of part A.
        part_a: NaiveDate,
        /// The first day of part B.
        part_b: NaiveDate,
    },
    /// An employee retires (M.G.L. c. 32B §§ 9, 9A, 9E).
    Retirement {
        /// Who pays the pension.
        system: RetirementSystem,
        /// The unit that they retire from.
        unit: UnitCode,
        /// The last day of service.
        last_day: NaiveDate,
        /// The first day of coverage as a retiree.
        retired_on: NaiveDate,
    },
    /// The subscriber has died (M.G.L. c. 32B §§ 9B, 9D).
    Death {
        /// The day.
        died_on: NaiveDate,
        /// The surviving spouse who goes on as a subscriber, if any.
        survivor: Option<Uuid>,
    },
    /// A surviving spouse has married again (M.G.L. c. 32B §§ 9B, 9D).
    Remarriage {
        /// The day.
        on: NaiveDate,
    },
    /// A change of standing that was approved is taken back: it was a mistake.
    TakenBack {
        /// The reference of its submission.
        reference: String,
        /// Why.
        because: String,
    },
}

/// What the records of one holder are to say of a benefit from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contract {
    /// Who holds it.
    pub holder: Uuid,
    /// What they hold.
    pub restated: Restated,
}

/// Why a change can't be drawn up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TransitionFault {
    /// Nobody's health plan covers them on that day.
    #[error("no health plan of the city covers them on that day")]
    NotCovered,
    /// They are in that plan already.
    #[error("they are in that plan already")]
    AlreadyThere,
    /// The plan of those who stay does not sell a tier for them.
    #[error("the plan of the others has no tier for them")]
    NoTier,
}

/// A household with every contract of it.
#[derive(Debug, Clone, Copy)]
pub struct Household<'a> {
    /// The subscriber.
    pub subscriber: Uuid,
    /// Those who belong, or belonged, to it.
    pub members: &'a [Dependent],
    /// Rows that have not been superseded: the subscriber's own, and those that are held through them.
    pub rows: &'a [Coverage],
}

impl Transition {
    /// What approving it does to each holder's records, where `rows` are those of the whole household. Nothing for
    /// a holder of whom the records say so already.
    pub fn changes(&self, rows: &[Coverage]) -> Vec<(Uuid, CoverageChange)> {
        let of = |contract: &Contract| {
            let mine: Vec<Coverage> =
                rows.iter().filter(|row| row.person == contract.holder).cloned().collect();
            let made = changes(&mine, std::slice::from_ref(&contract.restated));
            made.into_iter().map(|change| (contract.holder, change)).collect::<Vec<_>>()
        };
        self.contracts.iter().flat_map(of).collect()
    }

    /// Whether it takes back another change, so that everybody is again what they were before that.
    pub const fn takes_back(&self) -> bool {
        matches!(self.reason, Reason::TakenBack { .. })
    }

    /// Somebody as the rules see them once it holds, who was `before` until then.
    pub fn standing(&self, before: &Subscriber) -> Subscriber {
        let after = before.clone();
        match &self.reason {
            Reason::Medicare { who, .. } if *who == before.id => Subscriber { medicare: true, ..after },
            Reason::Medicare { .. } | Reason::Remarriage { .. } | Reason::TakenBack { .. } => after,
            Reason::Retirement { system, unit, .. } => Subscriber {
                population: system.population(),
                unit: unit.clone(),
                bargaining_unit: None,
                hours: None,
                terminated: None,
                pays: PayCalendar::Monthly,
                ..after
            },
            Reason::Death { .. } => Subscriber {
                population: Population::Survivor,
                bargaining_unit: None,
                hours: None,
                terminated: None,
                pays: PayCalendar::Monthly,
                ..after
            },
        }
    }
}

/// From when on somebody whose parts A and B begin on these days is in a Medicare plan: once both have begun, and
/// from the first of a month after it is asked for, since Medicare takes no enrollment that reaches back (42 CFR
/// 422.68, 423.40).
pub fn medicare_plan_begins(part_a: NaiveDate, part_b: NaiveDate, asked_on: NaiveDate) -> NaiveDate {
    part_a.max(part_b).max(first_of_next_month(asked_on))
}

/// The last day of coverage of a subscriber who died on a day is the last of its month: premiums are paid by the
/// month.
pub fn ends_after(day: NaiveDate) -> NaiveDate {
    first_of_next_month(day)
}

impl Household<'_> {
    /// What each contract is to be where `who` moves to the Medicare plan `plan` on a day and the others stay
    /// where they are.
    pub fn to_medicare(
        &self,
        who: Uuid,
        plan: &PlanCode,
        plans: &[Plan],
        from: NaiveDate,
    ) -> Result<Vec<Contract>, TransitionFault> {
        let row = self.covers(who, Benefit::Health, from).ok_or(TransitionFault::NotCovered)?;
        let tier = plans.iter().find(|one| one.code == *plan).and_then(|one| one.tier_for(0));
        let choice = Choice::Cover {
            plan: plan.clone(),
            tier: tier.ok_or(TransitionFault::NoTier)?,
            dependents: Vec::new(),
        };
        if row.person == who && row.choice == choice {
            return Err(TransitionFault::AlreadyThere);
        }
        let own = |holder| (holder != self.subscriber).then_some(self.subscriber);
        let mut contracts = vec![self.contract(who, Benefit::Health, Some(choice), own(who), from)];
        let rest = self.who_may_stay(row.choice.dependents(), who, from);
        let holder = if row.person == who { self.first_of(&rest) } else { Some(row.person) };
        if let Some(holder) = holder {
            let choice = with(row, &rest, holder, plans).ok_or(TransitionFault::NoTier)?;
            contracts.push(self.contract(holder, Benefit::Health, Some(choice), own(holder), from));
        }
        Ok(contracts)
    }

    /// What each contract is to be after the subscriber's death: what the subscriber held ends, `survivor` goes on
    /// as a subscriber with those who may stay, in plans that are sold to survivors. Without a survivor all of it
    /// ends.
    pub fn after_death(
        &self,
        survivor: Option<Uuid>,
        died_on: NaiveDate,
        plans: &[Plan],
    ) -> Result<Vec<Contract>, TransitionFault> {
        let from = ends_after(died_on);
        let mut contracts = Vec::new();
        for benefit in Benefit::ALL.iter().copied() {
            let lasts =
                |row: &&Coverage| row.benefit == benefit && row.period.to().is_none_or(|to| from < to);
            for row in self.rows.iter().filter(lasts).filter(|row| row.person == self.subscriber) {
                if !contracts.iter().any(|one: &Contract| one.restated.benefit == benefit) {
                    contracts.push(self.contract(self.subscriber, benefit, None, None, from));
                }
                if !row.period.contains(from) || !is_for_survivors(row, plans) {
                    continue;
                }
                let Some(survivor) = survivor else { continue };
                let rest = self.who_may_stay(row.choice.dependents(), self.subscriber, from);
                let holder = if rest.contains(&survivor) { Some(survivor) } else { self.first_of(&rest) };
                let Some(holder) = holder else { continue };
                let choice = with(row, &rest, holder, plans).ok_or(TransitionFault::NoTier)?;
                let through = (holder != survivor).then_some(survivor);
                contracts.push(self.contract(holder, benefit, Some(choice), through, from));
            }
            let others = self.rows.iter().filter(lasts).filter(|row| row.person != self.subscriber);
            for row in others.filter(|row| row.period.contains(from)) {
                let stays = survivor.filter(|_| is_for_survivors(row, plans));
                let choice = stays.map(|_| row.choice.clone());
                let through = stays.filter(|survivor| *survivor != row.person);
                contracts.push(self.contract(row.person, benefit, choice, through, from));
            }
        }
        Ok(contracts)
    }

    /// What each contract is to be after a survivor's remarriage: everything ends.
    pub fn after_remarriage(&self, on: NaiveDate) -> Vec<Contract> {
        let from = ends_after(on);
        let mut contracts: Vec<Contract> = Vec::new();
        for row in self.rows.iter().filter(|row| row.period.to().is_none_or(|to| from < to)) {
            let ended = |one: &Contract| one.holder == row.person && one.restated.benefit == row.benefit;
            if !contracts.iter().any(ended) {
                contracts.push(self.contract(row.person, row.benefit, None, None, from));
            }
        }
        contracts
    }

    /// The row that covers somebody for a benefit on a day, in whoever's name.
    pub fn covers(&self, who: Uuid, benefit: Benefit, on: NaiveDate) -> Option<&Coverage> {
        self.rows.iter().find(|row| {
            row.benefit == benefit
                && row.period.contains(on)
                && matches!(row.choice, Choice::Cover { .. })
                && (row.person == who || row.choice.dependents().contains(&who))
        })
    }

    /// `holder` holds `choice` of a benefit from a day on, until further notice; nothing with `None`.
    pub fn contract(
        &self,
        holder: Uuid,
        benefit: Benefit,
        choice: Option<Choice>,
        through: Option<Uuid>,
        from: NaiveDate,
    ) -> Contract {
        let period = Period::starting(from);
        let rows = choice.map(|choice| Held { choice, period, through }).into_iter().collect();
        Contract { holder, restated: Restated { benefit, from, rows } }
    }

    fn member(&self, id: Uuid) -> Option<&Dependent> {
        self.members.iter().find(|one| one.id == id)
    }

    /// Of those who are covered, the ones who may be on `from`, without `gone`.
    fn who_may_stay(&self, covered: &[Uuid], gone: Uuid, from: NaiveDate) -> Vec<Uuid> {
        let may = |id: &Uuid| self.member(*id).is_some_and(|one| one.may_be_covered(from));
        covered.iter().copied().filter(|id| *id != gone && may(id)).collect()
    }

    /// In whose name the others go on: the spouse's, else the eldest's.
    fn first_of(&self, people: &[Uuid]) -> Option<Uuid> {
        let members = people.iter().filter_map(|id| self.member(*id));
        members.min_by_key(|one| (one.relationship != Relationship::Spouse, one.birth)).map(|one| one.id)
    }
}

/// The plan of a row, held by `holder` for `people`.
fn with(row: &Coverage, people: &[Uuid], holder: Uuid, plans: &[Plan]) -> Option<Choice> {
    let code = row.choice.plan()?;
    let plan = plans.iter().find(|plan| plan.code == *code)?;
    let mut dependents: Vec<Uuid> = people.iter().copied().filter(|id| *id != holder).collect();
    dependents.sort_unstable();
    let tier = plan.tier_for(dependents.len())?;
    Some(Choice::Cover { plan: code.clone(), tier, dependents })
}

/// Whether the plan of a row is sold to survivors.
fn is_for_survivors(row: &Coverage, plans: &[Plan]) -> bool {
    let plan = row.choice.plan().and_then(|code| plans.iter().find(|plan| plan.code == *code));
    plan.is_some_and(|plan| {
        plan.audience.iter().any(|class| matches!(class, Class::Survivor | Class::MedicareSurvivor))
    })
}

#[cfg(test)]
mod tests;

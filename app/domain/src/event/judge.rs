//! Whether a change is on account of an event and consistent with it (Treas. Reg. § 1.125-4(c)(3)).

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Change, EventKind, Permit, Whom};
use crate::benefit::Benefit;
use crate::election::Choice;
use crate::money::Cents;
use crate::person::{Dependent, Relationship};

/// The people around an event.
#[derive(Debug, Clone, Copy)]
pub struct Circle<'a> {
    /// The member's household, with those who are new to it.
    pub household: &'a [Dependent],
    /// Those of the household who are new to it with this event.
    pub new_people: &'a [Uuid],
    /// The persons whom the event is about. An id outside the household is the member's own.
    pub concerned: &'a [Uuid],
}

impl Circle<'_> {
    /// Whether `whom` takes in a dependent; `None` is the member.
    pub fn includes(&self, whom: Whom, person: Option<Uuid>) -> bool {
        let Some(person) = person else {
            return match whom {
                Whom::Anybody | Whom::Self_ => true,
                Whom::ThatPerson | Whom::TheirFamily => self.concerns_member(),
                Whom::Spouse | Whom::Children | Whom::NewPeople | Whom::FormerSpouse => false,
            };
        };
        let relationship = self.household.iter().find(|one| one.id == person).map(|one| one.relationship);
        match whom {
            Whom::Anybody => true,
            Whom::Self_ => false,
            Whom::Spouse => relationship == Some(Relationship::Spouse),
            Whom::Children => relationship.is_some_and(Relationship::is_child),
            Whom::NewPeople => self.new_people.contains(&person),
            Whom::ThatPerson => self.concerned.contains(&person),
            Whom::TheirFamily => self.concerns_member(),
            Whom::FormerSpouse => relationship == Some(Relationship::FormerSpouse),
        }
    }

    fn concerns_member(&self) -> bool {
        let in_household =
            |id| self.new_people.contains(id) || self.household.iter().any(|one| one.id == *id);
        self.concerned.iter().any(|id| !in_household(id))
    }
}

/// A change of what a member holds for a benefit, as asked for.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The benefit.
    pub benefit: Benefit,
    /// What is held now; `None` where nothing ever was.
    pub before: Option<&'a Choice>,
    /// What is to be held.
    pub after: &'a Choice,
    /// As [`Circle::household`].
    pub household: &'a [Dependent],
    /// As [`Circle::new_people`].
    pub new_people: &'a [Uuid],
    /// As [`Circle::concerned`].
    pub concerned: &'a [Uuid],
}

/// A part of a change that the event does not permit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Refusal {
    /// The benefit.
    pub benefit: Benefit,
    /// What may not be done.
    pub change: Change,
    /// The dependent for whom it may not be done; `None` where it is the member.
    pub person: Option<Uuid>,
}

impl<'a> Asked<'a> {
    fn circle(&self) -> Circle<'a> {
        Circle { household: self.household, new_people: self.new_people, concerned: self.concerned }
    }

    /// The parts of the change, each with the dependent whom it is about: who is added and dropped, whether
    /// the plan is another, whether the amount goes up or down. Nothing where nothing changes.
    pub fn parts(&self) -> Vec<(Change, Option<Uuid>)> {
        let people = |choice: Option<&Choice>| -> Vec<Option<Uuid>> {
            let Some(choice) = choice.filter(|choice| choice.plan().is_some()) else { return Vec::new() };
            std::iter::once(None).chain(choice.dependents().iter().copied().map(Some)).collect()
        };
        let (before, after) = (people(self.before), people(Some(self.after)));
        let added = after.iter().filter(|person| !before.contains(person));
        let dropped = before.iter().filter(|person| !after.contains(person));
        let mut parts: Vec<(Change, Option<Uuid>)> = added
            .map(|person| (Change::Add, *person))
            .chain(dropped.map(|person| (Change::Drop, *person)))
            .collect();
        if let Some(held) = self.before
            && held.plan().is_some()
            && self.after.plan().is_some()
        {
            if held.plan() != self.after.plan() {
                parts.push((Change::ChangePlan, None));
            }
            match amount(self.after).cmp(&amount(held)) {
                std::cmp::Ordering::Greater => parts.push((Change::Increase, None)),
                std::cmp::Ordering::Less => parts.push((Change::Decrease, None)),
                std::cmp::Ordering::Equal => {}
            }
        }
        parts
    }
}

/// The amount that a choice is about; nothing for what has none.
fn amount(choice: &Choice) -> Cents {
    match choice {
        Choice::Insure { volume: amount, .. }
        | Choice::Contribute { annual: amount, .. }
        | Choice::Defer { per_pay: amount, .. } => *amount,
        Choice::Cover { .. } | Choice::Waive { .. } => Cents::ZERO,
    }
}

impl EventKind {
    /// [`EventKind::judge`] of a change, and of what it does on other days than the first: each of `others` is
    /// what is held there and what would be.
    pub fn judge_all(&self, asked: &Asked<'_>, others: &[(Option<Choice>, Choice)]) -> Vec<Refusal> {
        let mut refusals = self.judge(asked);
        for (is, would_be) in others {
            let there = Asked { before: is.as_ref(), after: would_be, ..*asked };
            for refusal in self.judge(&there) {
                if !refusals.contains(&refusal) {
                    refusals.push(refusal);
                }
            }
        }
        refusals
    }

    /// Each part of a change that this kind of event does not permit; nothing where all of it is. An
    /// amount below zero is never permitted.
    pub fn judge(&self, asked: &Asked<'_>) -> Vec<Refusal> {
        let circle = asked.circle();
        let parts = asked.parts();
        let added: Vec<Option<Uuid>> =
            parts.iter().filter(|(change, _)| *change == Change::Add).map(|(_, person)| *person).collect();
        let applies = |permit: &Permit, change: Change, person: Option<Uuid>| {
            permit.change == change
                && match (change, permit.whom) {
                    (Change::ChangePlan, Whom::Anybody | Whom::Self_) => true,
                    (Change::ChangePlan, whom) => added.iter().any(|one| circle.includes(whom, *one)),
                    (_, whom) => circle.includes(whom, person),
                }
        };
        let below_zero = amount(asked.after) < Cents::ZERO;
        parts
            .iter()
            .copied()
            .filter(|(change, person)| {
                (below_zero && *change != Change::ChangePlan)
                    || !self.permitted(asked.benefit).any(|permit| applies(permit, *change, *person))
            })
            .map(|(change, person)| Refusal { benefit: asked.benefit, change, person })
            .collect()
    }
}

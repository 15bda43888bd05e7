//! The ledger of what the city pays back of somebody's Part B premiums: what is due of each month, what was paid
//! of it on which list, what is owed. Nothing in it is kept but proven premiums and the lines of closed lists:
//! all else follows from them, so that what was paid and what is owed always add up to what is due.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Charged, PartBRules};
use crate::class::Class;
use crate::money::Cents;
use crate::month::Month;

/// The months of which the city pays back: somebody has Part B, and is retired, a survivor, or the spouse of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entitlement {
    /// The first month.
    pub first: Month,
    /// The last one; `None` until further notice.
    pub last: Option<Month>,
}

impl Entitlement {
    /// From the first day of Part B on, and from the first month that begins with the pension; to the month of the
    /// last day, of life, of Part B or of the household.
    pub fn new(
        medicare_from: NaiveDate,
        pension_since: NaiveDate,
        last_day: Option<NaiveDate>,
    ) -> Entitlement {
        Entitlement {
            first: Month::of(medicare_from).max(Month::from(pension_since)),
            last: last_day.map(Month::of),
        }
    }

    /// Whether the city pays back of this month.
    pub fn counts(self, month: Month) -> bool {
        self.first <= month && self.last.is_none_or(|last| month <= last)
    }

    /// Whether any month of a year counts.
    pub fn touches(self, year: i32) -> bool {
        Month::all_of(year).any(|month| self.counts(month))
    }
}

/// What a proof says: a premium, the same in each of some months.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Statement {
    /// The first month.
    pub from: Month,
    /// The last month.
    pub through: Month,
    /// What Social Security or Medicare charges in each.
    pub charged: Charged,
}

impl Statement {
    /// Whether it is about this month.
    pub fn covers(self, month: Month) -> bool {
        self.from <= month && month <= self.through
    }

    /// Its months, in order.
    pub fn months(self) -> impl Iterator<Item = Month> {
        let mut next = Some(self.from);
        std::iter::from_fn(move || {
            let month = next.filter(|month| *month <= self.through)?;
            next = (month < month.next()).then(|| month.next());
            Some(month)
        })
    }
}

/// What a closed list pays of a month; below zero, what it takes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listed {
    /// The list's number.
    pub list: i64,
    /// The month.
    pub month: Month,
    /// The amount.
    pub amount: Cents,
}

/// What the next list has to say of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The month.
    pub month: Month,
    /// What was proven to be charged; nothing where the proof was taken back.
    pub charged: Charged,
    /// What is due of it in all.
    pub due: Cents,
    /// What lists before paid of it.
    pub paid_before: Cents,
    /// What this list pays; below zero, what it takes back.
    pub amount: Cents,
}

/// The ledger of one person, paid to one subscriber.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ledger {
    /// The class of the subscriber, whose rule counts.
    pub class: Class,
    /// The first month of a pension of their own, where they were paid as a survivor before.
    pub survivor_before: Option<Month>,
    /// Which months count; `None` for none.
    pub entitlement: Option<Entitlement>,
    /// What is verified, in the order in which it was claimed: of two about a month the later one counts.
    pub verified: Vec<Statement>,
    /// The lines of closed lists.
    pub listed: Vec<Listed>,
}

impl Ledger {
    /// What was proven to be charged in a month.
    pub fn charged(&self, month: Month) -> Option<Charged> {
        self.verified.iter().rev().find(|one| one.covers(month)).map(|one| one.charged)
    }

    /// What the city has to pay back of a month, by its rule.
    pub fn due(&self, month: Month, rules: &PartBRules) -> Cents {
        let counts = self.entitlement.is_some_and(|entitlement| entitlement.counts(month));
        let charged = self.charged(month).filter(|_| counts);
        charged.map_or(Cents::ZERO, |charged| rules.rule(self.class_of(month), month.year()).owed(charged))
    }

    fn class_of(&self, month: Month) -> Class {
        match self.survivor_before {
            Some(own) if month < own => Class::MedicareSurvivor,
            _ => self.class,
        }
    }

    /// What closed lists paid of a month.
    pub fn listed_of(&self, month: Month) -> Cents {
        self.listed.iter().filter(|one| one.month == month).map(|one| one.amount).sum()
    }

    /// What is owed of a month; below zero, what was paid too much.
    pub fn owed(&self, month: Month, rules: &PartBRules) -> Cents {
        self.due(month, rules) - self.listed_of(month)
    }

    /// The months of which something was proven or listed, in order.
    pub fn months(&self) -> Vec<Month> {
        let proven = self.verified.iter().flat_map(|one| one.months());
        let months: BTreeMap<Month, ()> =
            proven.chain(self.listed.iter().map(|one| one.month)).map(|month| (month, ())).collect();
        months.into_keys().collect()
    }

    /// Every month of which something is owed or was paid too much, in order.
    fn open(&self, rules: &PartBRules) -> Vec<Entry> {
        let entry = |month: Month| {
            let (due, paid_before) = (self.due(month, rules), self.listed_of(month));
            let charged = self.charged(month).unwrap_or_default();
            Entry { month, charged, due, paid_before, amount: due - paid_before }
        };
        self.months().into_iter().map(entry).filter(|entry| !entry.amount.is_zero()).collect()
    }
}

/// What a list that is closed now says of each of some ledgers, all of one person's Part B and paid to the same
/// hands: all that is owed of the months to `through`, and of what was paid too much as much as that leaves, the
/// oldest first. A list never takes more from somebody than it pays them; the rest is for the lists to come.
///
/// There are two where a retiree has died: what was paid to them for the spouse's months after the death is made
/// good out of what the same months give the survivor.
pub fn next_list(ledgers: &[Ledger], through: Month, rules: &PartBRules) -> Vec<Vec<Entry>> {
    let open: Vec<Vec<Entry>> = ledgers.iter().map(|ledger| ledger.open(rules)).collect();
    let to_pay = |entry: &&Entry| !entry.amount.is_negative() && entry.month <= through;
    let mut left: Cents = open.iter().flatten().filter(to_pay).map(|entry| entry.amount).sum();
    let mut say = |entry: Entry| {
        if to_pay(&&entry) {
            return Some(entry);
        }
        let taken = entry.amount.max(-left);
        left += taken.min(Cents::ZERO);
        taken.is_negative().then_some(Entry { amount: taken, ..entry })
    };
    open.into_iter().map(|entries| entries.into_iter().filter_map(&mut say).collect()).collect()
}

#[cfg(test)]
mod tests;

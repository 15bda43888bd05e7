//! My retirement benefits: everybody of the household, each with plan, price and next date; how it is paid; what
//! changes next, and why.

use chrono::{Datelike, Months, NaiveDate};
use domain::benefit::Benefit;
use domain::code::PersonRef;
use domain::election::{Choice, Coverage};
use domain::money::Cents;
use domain::period::age_on;
use domain::person::{Dependent, Relationship};
use domain::submission::SubmissionState;
use records::lists;
use records::submissions::{self, Submission};
use uuid::Uuid;

use crate::error::Result;
use crate::line::{Line, Reader};
use crate::lists::PaidBy;
use crate::standing::Contracts;
use crate::turning_65::Turning65;
use crate::{Actor, Desk};

/// Months ahead in which the next change of a price is looked for.
const MONTHS_AHEAD: u32 = 13;

/// A benefit that covers somebody.
#[derive(Debug, Clone)]
pub struct Covered {
    /// The plan and, where it is their own contract, its price.
    pub line: Line,
    /// In whose contract; `None` for their own.
    pub under: Option<String>,
    /// Since when.
    pub since: NaiveDate,
    /// The last day; `None` until further notice.
    pub until: Option<NaiveDate>,
}

/// Why something changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// Another plan begins, or the same with others: its name.
    Begins(Benefit, String),
    /// Coverage ends.
    Ends(Benefit),
    /// A new price: what is paid a month until then, and from then on.
    Price(Benefit, Cents, Cents),
    /// Becomes 65 and has to have Medicare.
    Turns65,
    /// A child reaches the age limit.
    AgeLimit,
}

/// Something that will change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Next {
    /// The first day on which it holds.
    pub day: NaiveDate,
    /// Why.
    pub why: Why,
}

/// Somebody of the household.
#[derive(Debug, Clone)]
pub struct Member {
    /// Who.
    pub id: Uuid,
    /// Their name.
    pub name: String,
    /// What they are to the subscriber; `None` for the subscriber.
    pub relationship: Option<Relationship>,
    /// A child who may stay beyond the age limit.
    pub disabled: bool,
    /// Their age today.
    pub age: u32,
    /// The first day of Medicare, where it is on record.
    pub medicare_from: Option<NaiveDate>,
    /// What covers them today.
    pub covered: Vec<Covered>,
    /// What changes for them, the first first.
    pub next: Vec<Next>,
    /// Whether their Medicare may be told here.
    pub may_tell_medicare: bool,
}

/// A retiree's or survivor's benefits.
#[derive(Debug, Clone)]
pub struct MyRetirement {
    /// Today.
    pub on: NaiveDate,
    /// Whether the subscriber survives a retiree.
    pub is_survivor: bool,
    /// How the share is paid.
    pub paid_by: PaidBy,
    /// Everybody, the subscriber first.
    pub members: Vec<Member>,
    /// What the household pays a month in all.
    pub monthly: Cents,
    /// What the city pays a month in all.
    pub city: Cents,
    /// Whether a price is missing on the sheets, so that the sums are not whole.
    pub incomplete: bool,
    /// What was sent and is not decided.
    pub waiting: Vec<Submission>,
}

impl MyRetirement {
    /// The first thing that changes for anybody, with the name.
    pub fn next(&self) -> Option<(&Member, &Next)> {
        let all = self.members.iter().flat_map(|one| one.next.iter().map(move |next| (one, next)));
        all.min_by_key(|(_, next)| next.day)
    }
}

impl Desk {
    /// The benefits of the signed-in retiree or survivor, or, for staff who decide, of the one of `number`.
    pub async fn my_retirement(&self, actor: &Actor, number: Option<&PersonRef>) -> Result<MyRetirement> {
        let person = self.retired(actor, number).await?;
        let today = self.today();
        let contracts = Contracts::load(&self.store, person.id, today).await?;
        let catalog = self.catalog().await?;
        let soon = self.turning_65_with(person.id).await?;
        let line = |row: &Coverage, on: NaiveDate| {
            let holder = contracts.holder(row.person, on)?;
            let (household, rows) = (contracts.members.as_slice(), contracts.rows.as_slice());
            let reader = Reader { catalog: &catalog, subscriber: &holder, household, rows, on };
            Some(reader.line(row.benefit, &row.choice))
        };
        let subscriber = (person.id, person.name(), None, false, person.birth);
        let others = contracts
            .members
            .iter()
            .filter(|one| one.belongs(today))
            .map(|one| (one.id, one.name(), Some(one.relationship), one.disabled, one.birth));
        let mut members = Vec::new();
        for (id, name, relationship, disabled, birth) in std::iter::once(subscriber).chain(others) {
            let covers = |row: &&Coverage| row.person == id || row.choice.dependents().contains(&id);
            let mine = contracts.rows.iter().filter(covers);
            let mine = mine.filter(|row| !matches!(row.choice, Choice::Waive { .. }));
            let mut covered: Vec<Covered> = mine
                .clone()
                .filter(|row| row.period.contains(today))
                .filter_map(|row| {
                    let under = (row.person != id)
                        .then(|| contracts.name_of(row.person).unwrap_or_else(|| person.name()));
                    let (since, until) = (row.period.from(), row.period.last_day());
                    Some(Covered { line: line(row, today)?, under, since, until })
                })
                .collect();
            covered.sort_by_key(|one| one.line.benefit);
            let mut next: Vec<Next> = Vec::new();
            for row in mine {
                // A price is told to who has the contract.
                let change = change_of(row, &contracts, today, &|row, on| line(row, on));
                next.extend(change.filter(|one| row.person == id || !matches!(one.why, Why::Price(..))));
            }
            next.extend(turns_65(&soon, id, today));
            next.extend(
                contracts
                    .members
                    .iter()
                    .find(|one| one.id == id)
                    .and_then(|one| age_limit(one, today).filter(|_| !covered.is_empty())),
            );
            next.sort_by_key(|one| one.day);
            next.dedup();
            let has_health = covered.iter().any(|one| one.line.benefit == Benefit::Health);
            let medicare_from = contracts.medicare.get(&id).copied();
            let old_enough = soon.iter().any(|one| one.person == id) || age_on(birth, today) >= 65;
            members.push(Member {
                id,
                name,
                relationship,
                disabled,
                age: age_on(birth, today),
                may_tell_medicare: has_health && medicare_from.is_none() && old_enough,
                medicare_from,
                covered,
                next,
            });
        }
        // Each contract once: under its holder.
        let own =
            || members.iter().flat_map(|one| one.covered.iter().filter(|covered| covered.under.is_none()));
        let sums = own().filter_map(|one| one.line.cost.as_ref().map(|cost| cost.monthly));
        let incomplete = own().any(|one| one.line.cost.is_none());
        let (mut monthly, mut city) = (Cents::ZERO, Cents::ZERO);
        for split in sums {
            monthly += split.member;
            city += split.employer;
        }
        let sent = submissions::of_person(&self.store, person.id).await?;
        let waits = |one: &Submission| {
            one.proposal.transition.is_some()
                && matches!(one.state, SubmissionState::Submitted | SubmissionState::Returned)
        };
        Ok(MyRetirement {
            on: today,
            is_survivor: contracts.subscriber.population == domain::class::Population::Survivor,
            paid_by: self.paid_by(person.id).await?,
            members,
            monthly,
            city,
            incomplete,
            waiting: sent.into_iter().filter(waits).collect(),
        })
    }

    /// Out of whose pension somebody's share is taken.
    async fn paid_by(&self, person: Uuid) -> Result<PaidBy> {
        let system = lists::pension_system(&self.store, person).await?;
        Ok(PaidBy::of(system))
    }
}

/// What changes in a row: it begins later, it ends with nothing after it, or its price changes.
fn change_of(
    row: &Coverage,
    contracts: &Contracts,
    today: NaiveDate,
    line: &impl Fn(&Coverage, NaiveDate) -> Option<Line>,
) -> Option<Next> {
    let benefit = row.benefit;
    if today < row.period.from() {
        let name = line(row, row.period.from()).and_then(|line| line.plan).map(|plan| plan.name);
        return Some(Next { day: row.period.from(), why: Why::Begins(benefit, name.unwrap_or_default()) });
    }
    if !row.period.contains(today) {
        return None;
    }
    if let Some(end) = row.period.to() {
        let goes_on = contracts.rows.iter().any(|other| {
            other.benefit == benefit && other.period.from() == end && other.person == row.person
        });
        return (!goes_on).then_some(Next { day: end, why: Why::Ends(benefit) });
    }
    let price = |day| Some(line(row, day)?.cost?.monthly.member);
    let now = price(today)?;
    let first = today.with_day(1)?;
    (1..=MONTHS_AHEAD).find_map(|months| {
        let day = first.checked_add_months(Months::new(months))?;
        let then = price(day)?;
        (then != now).then_some(Next { day, why: Why::Price(benefit, now, then) })
    })
}

/// The end of a child's coverage by age, where it is near.
fn age_limit(child: &Dependent, today: NaiveDate) -> Option<Next> {
    let last = child.last_covered_day().filter(|_| child.relationship.is_child() && !child.disabled)?;
    let near = today.checked_add_months(Months::new(MONTHS_AHEAD))?;
    (today <= last && last < near).then_some(Next { day: last.succ_opt()?, why: Why::AgeLimit })
}

fn turns_65(soon: &[Turning65], id: Uuid, today: NaiveDate) -> Option<Next> {
    let one = soon.iter().find(|one| one.person == id && today <= one.begins)?;
    Some(Next { day: one.begins, why: Why::Turns65 })
}

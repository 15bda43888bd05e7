//! Somebody's ledger as people read it: each month of a year with what it stands at.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate};
use domain::code::PersonRef;
use domain::document::{DocumentKind, DocumentState};
use domain::money::Cents;
use domain::month::Month;
use domain::part_b::ledger::{Ledger, Listed};
use domain::part_b::{Charged, ClaimState, PartBRules, PartBYear, ReimbursementRule};
use records::documents::{self, Document};
use records::part_b::claims::{self, Claim};
use records::part_b::lists::{self, Paid};
use records::part_b::parties::{self, Party};
use records::people::{self, Person};
use uuid::Uuid;

use crate::error::Result;
use crate::{Actor, Desk, Permission};

/// Where a month stands, for who is paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MonthState {
    /// Nothing was claimed of it.
    Unclaimed,
    /// Claimed; nobody has decided.
    Claimed,
    /// The claim went back with these words.
    Returned(String),
    /// Verified: the next list pays it.
    Verified,
    /// On the list of this number, which is not paid yet.
    Listed(i64),
    /// On the list of this number, which was paid on this day.
    Paid(i64, NaiveDate),
}

/// A month of somebody's year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthLine {
    /// The month.
    pub month: Month,
    /// What was proven to be charged.
    pub charged: Option<Charged>,
    /// What the city owes of it in all, by its rule.
    pub due: Cents,
    /// What lists have paid of it; those that Accounting has not paid yet, too.
    pub listed: Cents,
    /// Where it stands.
    pub state: MonthState,
    /// Beside what was listed, a new claim about it waits.
    pub looked_at_again: bool,
}

impl MonthLine {
    /// What the next lists pay; below zero, what they take back.
    pub fn owed(&self) -> Cents {
        self.due - self.listed
    }
}

/// A year of one person's ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonYear {
    /// Whose it is and who is paid.
    pub party: Party,
    /// The city's rule.
    pub rule: ReimbursementRule,
    /// The months that count, and those of which something was paid.
    pub months: Vec<MonthLine>,
    /// The claims of the year, the latest first.
    pub claims: Vec<Claim>,
}

impl PersonYear {
    /// What the city owes of the year in all.
    pub fn due(&self) -> Cents {
        self.months.iter().map(|month| month.due).sum()
    }

    /// What lists have paid.
    pub fn listed(&self) -> Cents {
        self.months.iter().map(|month| month.listed).sum()
    }
}

/// The ledgers of a subscriber and their spouse, and of whom they survive, in a year.
#[derive(Debug, Clone)]
pub struct PartB {
    /// Who is paid.
    pub subscriber: Person,
    /// The year that is shown.
    pub year: i32,
    /// The years that have something to show, the latest first.
    pub years: Vec<i32>,
    /// The years that may be claimed now; none where nobody has Part B.
    pub claimable: Option<RangeInclusive<i32>>,
    /// Everybody with Part B of whose premiums the city pays back, the subscriber first.
    pub parties: Vec<Party>,
    /// The year of each.
    pub people: Vec<PersonYear>,
    /// Documents that may prove a claim, the latest first.
    pub proofs: Vec<Document>,
}

impl Desk {
    /// The signed-in member's own ledgers in a year; this one where none is given.
    pub async fn my_part_b(&self, actor: &Actor, year: Option<i32>) -> Result<PartB> {
        self.part_b_of(actor.own_person()?, year).await
    }

    /// Somebody's ledgers, for the desk.
    pub async fn person_part_b(&self, actor: &Actor, number: &PersonRef, year: Option<i32>) -> Result<PartB> {
        actor.require(Permission::SeePeople)?;
        let person = people::by_ref(&self.store, number).await?;
        self.part_b_of(person.id, year).await
    }

    /// Somebody's ledgers in a year; this one where none is given.
    pub(crate) async fn part_b_of(&self, subscriber: Uuid, year: Option<i32>) -> Result<PartB> {
        let this_year = self.today().year();
        let year = year.unwrap_or(this_year);
        let person = people::person(&self.store, subscriber).await?;
        let parties = parties::all(&self.store, Some(subscriber)).await?;
        let claims = claims::all(&self.store, Some(subscriber)).await?;
        let paid = lists::paid(&self.store, Some(subscriber)).await?;
        let proofs = documents::of_subscriber(&self.store, subscriber).await?;
        let claimable = claimable(&parties, &self.part_b, this_year);
        let mut years: BTreeSet<i32> = claims.iter().map(|claim| claim.year).collect();
        years.extend(claimable.clone().into_iter().flatten());
        years.extend(paid.iter().map(|one| one.listed.month.year()));
        let people =
            parties.iter().map(|party| person_year(party, year, &claims, &paid, &self.part_b)).collect();
        Ok(PartB {
            subscriber: person,
            year,
            years: years.into_iter().rev().collect(),
            claimable,
            people,
            parties,
            proofs: proofs.into_iter().filter(may_prove).collect(),
        })
    }
}

/// Whether a document may prove what Part B costs.
pub(super) fn may_prove(document: &Document) -> bool {
    DocumentKind::PART_B.contains(&document.kind)
        && document.deleted_at.is_none()
        && matches!(document.state, DocumentState::Received | DocumentState::Verified)
}

/// The years of which premiums are known and claims are taken: this one, and as many before it as the city's rule
/// says.
pub(super) fn claimable(
    parties: &[Party],
    rules: &PartBRules,
    this_year: i32,
) -> Option<RangeInclusive<i32>> {
    let back = |party: &Party| rules.rule(party.class, this_year).years_back;
    let back = parties.iter().map(back).max()?;
    let first = this_year.saturating_sub(i32::try_from(back).unwrap_or(i32::MAX));
    let known = (first..=this_year).find(|year| PartBYear::of(*year).is_some())?;
    let last = (known..=this_year).rev().find(|year| PartBYear::of(*year).is_some())?;
    Some(known..=last)
}

/// The ledger of a party.
pub(super) fn ledger_of(party: &Party, claims: &[Claim], paid: &[Paid]) -> Ledger {
    let theirs = |subscriber, person| subscriber == party.subscriber && person == party.person;
    Ledger {
        class: party.class,
        survivor_before: party.survivor_before,
        entitlement: Some(party.entitlement),
        verified: claims
            .iter()
            .filter(|claim| theirs(claim.subscriber, claim.person))
            .filter_map(|claim| claim.verified)
            .collect(),
        listed: paid.iter().filter(|one| theirs(one.subscriber, one.person)).map(|one| one.listed).collect(),
    }
}

fn person_year(party: &Party, year: i32, claims: &[Claim], paid: &[Paid], rules: &PartBRules) -> PersonYear {
    let ledger = ledger_of(party, claims, paid);
    let theirs: Vec<&Claim> = claims
        .iter()
        .filter(|claim| {
            (claim.subscriber, claim.person, claim.year) == (party.subscriber, party.person, year)
        })
        .collect();
    let months = Month::all_of(year)
        .filter(|month| {
            party.entitlement.counts(*month) || ledger.listed.iter().any(|listed| listed.month == *month)
        })
        .map(|month| month_line(month, &ledger, &theirs, party, paid, rules))
        .collect();
    PersonYear {
        party: party.clone(),
        rule: rules.rule(party.class, year),
        months,
        claims: theirs.into_iter().rev().cloned().collect(),
    }
}

fn month_line(
    month: Month,
    ledger: &Ledger,
    claims: &[&Claim],
    party: &Party,
    paid: &[Paid],
    rules: &PartBRules,
) -> MonthLine {
    let charged = ledger.charged(month);
    // The last that came about the month, but for those that another one has replaced.
    let last =
        claims.iter().rev().find(|claim| claim.claimed.covers(month) && claim.state != ClaimState::Replaced);
    let last_list = paid.iter().rev().find(|one| {
        let Listed { month: of, .. } = one.listed;
        (one.subscriber, one.person, of) == (party.subscriber, party.person, month)
    });
    let waits = last.is_some_and(|claim| claim.state == ClaimState::Claimed);
    let state = match (last_list, last) {
        (Some(one), _) => match one.paid_on {
            Some(day) => MonthState::Paid(one.listed.list, day),
            None => MonthState::Listed(one.listed.list),
        },
        (None, _) if charged.is_some() => MonthState::Verified,
        (None, Some(claim)) if claim.state == ClaimState::Returned => {
            MonthState::Returned(claim.words.clone())
        }
        (None, _) if waits => MonthState::Claimed,
        (None, _) => MonthState::Unclaimed,
    };
    let looked_at_again = waits && state != MonthState::Claimed;
    MonthLine {
        month,
        charged,
        due: ledger.due(month, rules),
        listed: ledger.listed_of(month),
        state,
        looked_at_again,
    }
}

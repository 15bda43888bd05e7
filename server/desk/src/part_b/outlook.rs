//! What the desk has to do by December 1: decide about claims, hear from those who are missing, close the list.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use domain::money::Cents;
use domain::month::Month;
use domain::part_b::PartBRules;
use domain::part_b::ledger::{Entry, Ledger, next_list};
use records::part_b::claims::{self, Claim, Waiting};
use records::part_b::lists::{self, List, Paid};
use records::part_b::parties::{self, Party};
use uuid::Uuid;

use super::claim::is_standard;
use super::ledger::ledger_of;
use crate::error::Result;
use crate::{Actor, Desk, Permission};

/// Month and day by which the list of a year is with Accounting.
pub const DUE: (u32, u32) = (12, 1);

/// Somebody with Part B of whose year some months are not verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// Who.
    pub party: Party,
    /// How many months that are.
    pub months: usize,
    /// Whether a claim of theirs waits.
    pub waits: bool,
}

/// What a list would say that is closed now, through December.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NextList {
    /// Its number.
    pub number: i64,
    /// For how many people.
    pub people: usize,
    /// How many months.
    pub months: usize,
    /// The sum.
    pub total: Cents,
    /// What was paid too much and no list has taken back; zero or below.
    pub overpaid: Cents,
}

/// Where the reimbursement of a year stands.
#[derive(Debug, Clone)]
pub struct Outlook {
    /// The year.
    pub year: i32,
    /// The day by which its list is with Accounting.
    pub due: NaiveDate,
    /// Days until then; below zero, days since.
    pub days_left: i64,
    /// Claims that wait, the longest first; each with whether it may be verified with many others.
    pub waiting: Vec<(Waiting, bool)>,
    /// Those of whose year some months are not verified, by name.
    pub missing: Vec<Missing>,
    /// Those with Part B in the year.
    pub people: usize,
    /// What the next list would say.
    pub next: NextList,
    /// Those that were closed, the latest first.
    pub lists: Vec<List>,
    /// Whether this actor may close a list.
    pub may_close: bool,
    /// Whether this actor may decide.
    pub may_decide: bool,
}

impl Outlook {
    /// The list through December of the year, where it is closed.
    pub fn closed(&self) -> Option<&List> {
        self.lists.iter().find(|list| Some(list.through) == Month::new(self.year, 12))
    }
}

impl Desk {
    /// Where the reimbursement of this year stands, for the desk.
    pub async fn part_b_outlook(&self, actor: &Actor) -> Result<Outlook> {
        actor.require(Permission::SeeQueue)?;
        let today = self.today();
        let year = today.year();
        let due = NaiveDate::from_ymd_opt(year, DUE.0, DUE.1).unwrap_or(today);
        let through = Month::new(year, 12).unwrap_or(Month::of(today));
        let books = self.part_b_books().await?;
        let lists = lists::all(&self.store).await?;
        let entries = books.entries(&self.part_b, through);
        let waiting = claims::waiting(&self.store).await?;
        let here = |party: &&Party| party.entitlement.touches(year);
        let waits = |party: &Party| {
            waiting.iter().any(|one| {
                (one.claim.subscriber, one.claim.person, one.claim.year)
                    == (party.subscriber, party.person, year)
            })
        };
        let missing = books
            .ledgers()
            .map(|(party, ledger)| Missing {
                months: unproven(party, ledger, year),
                waits: waits(party),
                party: party.clone(),
            })
            .filter(|one| one.months > 0)
            .collect();
        let next = NextList {
            number: lists.first().map_or(1, |list| list.number + 1),
            people: entries
                .iter()
                .filter(|(_, entries)| !entries.is_empty())
                .map(|(party, _)| (party.payee, party.person))
                .collect::<BTreeSet<_>>()
                .len(),
            months: entries.iter().map(|(_, entries)| entries.len()).sum(),
            total: entries.iter().flat_map(|(_, entries)| entries).map(|entry| entry.amount).sum(),
            overpaid: books.overpaid(&self.part_b),
        };
        Ok(Outlook {
            year,
            due,
            days_left: (due - today).num_days(),
            people: books.parties.iter().filter(here).count(),
            missing,
            next,
            lists,
            may_close: actor.may(Permission::ClosePartBList),
            may_decide: actor.may(Permission::Decide),
            waiting: waiting
                .into_iter()
                .map(|one| {
                    let standard = is_standard(&one);
                    (one, standard)
                })
                .collect(),
        })
    }

    /// Every ledger, as the records have it now.
    pub(super) async fn part_b_books(&self) -> Result<Books> {
        let parties = parties::all(&self.store, None).await?;
        let mut claims: BTreeMap<(Uuid, Uuid), Vec<Claim>> = BTreeMap::new();
        for claim in claims::all(&self.store, None).await? {
            claims.entry((claim.subscriber, claim.person)).or_default().push(claim);
        }
        let mut paid: BTreeMap<(Uuid, Uuid), Vec<Paid>> = BTreeMap::new();
        for one in lists::paid(&self.store, None).await? {
            paid.entry((one.subscriber, one.person)).or_default().push(one);
        }
        let ledgers = parties
            .iter()
            .map(|party| {
                let of = (party.subscriber, party.person);
                let theirs = (claims.get(&of), paid.get(&of));
                ledger_of(party, theirs.0.map_or(&[], Vec::as_slice), theirs.1.map_or(&[], Vec::as_slice))
            })
            .collect();
        Ok(Books { parties, ledgers })
    }
}

/// The months of a year that count and of which nothing is proven.
fn unproven(party: &Party, ledger: &Ledger, year: i32) -> usize {
    let open = |month: &Month| party.entitlement.counts(*month) && ledger.charged(*month).is_none();
    Month::all_of(year).filter(open).count()
}

/// Every party with its ledger.
pub(super) struct Books {
    parties: Vec<Party>,
    /// One for each party, in the same order.
    ledgers: Vec<Ledger>,
}

impl Books {
    fn ledgers(&self) -> impl Iterator<Item = (&Party, &Ledger)> {
        self.parties.iter().zip(&self.ledgers)
    }

    /// What a list says of each that is closed now.
    pub(super) fn entries(&self, rules: &PartBRules, through: Month) -> Vec<(&Party, Vec<Entry>)> {
        let mut said = Vec::with_capacity(self.parties.len());
        let mut rest = self.ledgers.as_slice();
        for parties in self.parties.chunk_by(|a, b| (a.payee, a.person) == (b.payee, b.person)) {
            let (ledgers, others) = rest.split_at(parties.len());
            said.extend(parties.iter().zip(next_list(ledgers, through, rules)));
            rest = others;
        }
        said
    }

    fn overpaid(&self, rules: &PartBRules) -> Cents {
        let owed = |ledger: &Ledger| {
            ledger.months().into_iter().map(|month| ledger.owed(month, rules)).collect::<Vec<_>>()
        };
        self.ledgers.iter().flat_map(owed).filter(|amount| amount.is_negative()).sum()
    }
}

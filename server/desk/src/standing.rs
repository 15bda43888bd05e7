//! Changes of standing: Medicare, retirement, a death, a remarriage. Each is a submission that says what every
//! contract of a household is to be; here is what is found in it, what a review shows of it, and what its approval
//! writes besides coverage.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::checks::{self, CheckInput, Finding};
use domain::correction::{CorrectionFacts, Restated};
use domain::election::{Coverage, Proposal};
use domain::person::{Dependent, Subscriber};
use domain::submission::SubmissionKind;
use domain::transition::{Contract, Household, Reason, Transition, ends_after};
use records::catalog::Catalog;
use records::submissions::{self, Submission};
use records::{Store, Write, coverage, people, standing, standing_changes};
use uuid::Uuid;

use crate::effect::plan_year;
use crate::error::{Error, Result};
use crate::line::Reader;
use crate::review::ReviewLine;

/// A household with every contract of it: the subscriber's own, and those that others hold through them.
#[derive(Debug, Clone)]
pub(crate) struct Contracts {
    /// The subscriber, on the day for which it was read.
    pub subscriber: Subscriber,
    /// Those who belong, or belonged, to the household.
    pub members: Vec<Dependent>,
    /// The first days of Medicare A and B of those who have them.
    pub medicare: HashMap<Uuid, NaiveDate>,
    /// Rows that have not been superseded, of everybody.
    pub rows: Vec<Coverage>,
    /// The change that is to be taken back.
    undone: Option<Transition>,
}

impl Contracts {
    /// Those of a subscriber, who is seen as on `on`.
    pub(crate) async fn load(store: &Store, subscriber: Uuid, on: NaiveDate) -> Result<Contracts> {
        Ok(Contracts {
            subscriber: people::subscriber(store, subscriber, on).await?,
            members: people::household(store, subscriber).await?,
            medicare: people::medicare_of(store, subscriber).await?,
            rows: coverage::of_household(store, subscriber).await?,
            undone: None,
        })
    }

    /// [`Contracts::load`], as a transaction sees it.
    pub(crate) async fn load_in(write: &mut Write, subscriber: Uuid, on: NaiveDate) -> Result<Contracts> {
        Ok(Contracts {
            subscriber: people::subscriber_in(write, subscriber, on).await?,
            members: people::household_in(write, subscriber).await?,
            medicare: people::medicare_of_in(write, subscriber).await?,
            rows: coverage::of_household_in(write, subscriber).await?,
            undone: None,
        })
    }

    /// With the rows of those whom `transition` takes back to what they were, as they are now or were known at an
    /// instant: some of them may hold what is theirs through nobody of this household by now.
    pub(crate) async fn taking_back(
        mut self,
        store: &Store,
        transition: &Transition,
        known: Option<DateTime<Utc>>,
    ) -> Result<Contracts> {
        for holder in holders(transition) {
            let rows = match known {
                Some(instant) => coverage::known(store, holder, instant).await?,
                None => coverage::current(store, holder).await?,
            };
            self.set_rows(holder, rows);
        }
        if let Reason::TakenBack { reference, .. } = &transition.reason {
            self.undone = submissions::by_reference(store, reference).await?.proposal.transition;
        }
        Ok(self)
    }

    /// [`Contracts::taking_back`], as a transaction sees it: as they are now.
    pub(crate) async fn taking_back_in(
        mut self,
        write: &mut Write,
        transition: &Transition,
    ) -> Result<Contracts> {
        for holder in holders(transition) {
            let rows = coverage::current_in(write, holder).await?;
            self.set_rows(holder, rows);
        }
        Ok(self)
    }

    fn set_rows(&mut self, holder: Uuid, rows: Vec<Coverage>) {
        self.rows.retain(|row| row.person != holder);
        self.rows.extend(rows);
    }

    /// As the rules for changes see it.
    pub(crate) fn household(&self) -> Household<'_> {
        Household { subscriber: self.subscriber.id, members: &self.members, rows: &self.rows }
    }

    /// Somebody as the rules see them on a day, under a contract of their own.
    pub(crate) fn holder(&self, id: Uuid, on: NaiveDate) -> Option<Subscriber> {
        let medicare = self.medicare.get(&id).is_some_and(|from| *from <= on);
        if id == self.subscriber.id {
            return Some(Subscriber { medicare, ..self.subscriber.clone() });
        }
        let member = self.members.iter().find(|one| one.id == id)?;
        Some(self.subscriber.with_contract_of(member, medicare))
    }

    /// The rows of one holder.
    pub(crate) fn rows_of(&self, holder: Uuid) -> Vec<Coverage> {
        self.rows.iter().filter(|row| row.person == holder).cloned().collect()
    }

    /// The name of a member of the household.
    pub(crate) fn name_of(&self, id: Uuid) -> Option<String> {
        self.members.iter().find(|one| one.id == id).map(Dependent::name)
    }

    /// [`Contracts::findings`] of a change that is to be sent; [`Error::Blocked`] where it can't be.
    pub(crate) async fn checked(
        &self,
        store: &Store,
        catalog: &Catalog,
        proposal: &Proposal,
    ) -> Result<Vec<Finding>> {
        let elsewhere = coverage::elsewhere(store, self.subscriber.id, proposal.effective).await?;
        let findings = self.findings(catalog, proposal, &elsewhere);
        match findings.iter().any(|found| found.rule.blocks()) {
            true => Err(Error::Blocked(findings)),
            false => Ok(findings),
        }
    }

    /// What the automatic checks say of a change, contract by contract.
    pub(crate) fn findings(
        &self,
        catalog: &Catalog,
        proposal: &Proposal,
        elsewhere: &[(Uuid, domain::benefit::Benefit)],
    ) -> Vec<Finding> {
        // What was on record before is not asked for anew.
        let transition = proposal.transition.as_ref().filter(|change| !change.takes_back());
        let Some(transition) = transition else { return Vec::new() };
        // Who has a contract in this household is not covered elsewhere by it.
        let elsewhere: Vec<_> = elsewhere
            .iter()
            .filter(|(id, benefit)| !self.rows.iter().any(|row| row.person == *id && row.benefit == *benefit))
            .copied()
            .collect();
        let mut found = Vec::new();
        for holder in holders(transition) {
            let Some(before) = self.holder(holder, proposal.effective) else { continue };
            let subscriber = transition.standing(&before);
            found.extend(checks::run(&CheckInput {
                subscriber: &subscriber,
                household: &self.members,
                plans: &catalog.plans,
                proposal: &of_holder(proposal, transition, holder),
                plan_year: plan_year(catalog, proposal),
                current: &self.rows_of(holder),
                covered_elsewhere: &elsewhere,
                late: false,
            }));
        }
        found
    }

    /// What is proposed beside what is held the day before, contract by contract; where a change is taken back,
    /// beside what that has put on record.
    pub(crate) fn lines(&self, catalog: &Catalog, proposal: &Proposal) -> Vec<ReviewLine> {
        let Some(transition) = &proposal.transition else { return Vec::new() };
        let line = |holder: Uuid, restated: &Restated| {
            let (benefit, begins) = (restated.benefit, restated.from);
            let eve = begins.pred_opt().unwrap_or(begins);
            let rows = self.rows_of(holder);
            let eves = self.holder(holder, eve)?;
            let (day, was, is) = match &self.undone {
                Some(undone) => (begins, undone.standing(&eves), eves),
                None => (eve, eves, transition.standing(&self.holder(holder, begins)?)),
            };
            let held = rows.iter().find(|row| row.benefit == benefit && row.period.contains(day));
            let right = restated.rows.iter().find(|held| held.period.contains(begins));
            let reader =
                |subscriber, on| Reader { catalog, subscriber, household: &self.members, rows: &rows, on };
            Some(ReviewLine {
                benefit,
                who: self.name_of(holder),
                begins,
                before: held.map(|row| reader(&was, day).line(benefit, &row.choice)),
                after: right.map(|held| reader(&is, begins).line(benefit, &held.choice)),
            })
        };
        transition.contracts.iter().filter_map(|one| line(one.holder, &one.restated)).collect()
    }
}

/// A change of standing as if it were one holder's alone, for the checks: what is held from then on.
fn of_holder(proposal: &Proposal, transition: &Transition, holder: Uuid) -> Proposal {
    let mine = transition.contracts.iter().filter(|one| one.holder == holder);
    let restated = mine.map(|one| one.restated.clone()).collect();
    let facts = CorrectionFacts { because: String::new(), reverses: None, restated, people: Vec::new() };
    Proposal { transition: None, correction: Some(facts), ..proposal.clone() }
}

/// Those whose contracts a change is about, in its order.
pub(crate) fn holders(transition: &Transition) -> Vec<Uuid> {
    let mut holders: Vec<Uuid> = Vec::new();
    for contract in &transition.contracts {
        if !holders.contains(&contract.holder) {
            holders.push(contract.holder);
        }
    }
    holders
}

/// [`Error::ChangedSince`] where something else has changed one of the contracts since `decided`, when what is taken
/// back was approved.
pub(crate) async fn unchanged_since_in(
    write: &mut Write,
    transition: &Transition,
    decided: DateTime<Utc>,
) -> Result<()> {
    for Contract { holder, restated } in &transition.contracts {
        if coverage::changed_since_in(write, *holder, restated.benefit, decided).await? {
            return Err(Error::ChangedSince(restated.benefit));
        }
    }
    Ok(())
}

/// The kind of submission that a change is sent as.
pub(crate) const fn kind_of(reason: &Reason) -> SubmissionKind {
    match reason {
        Reason::Medicare { .. } => SubmissionKind::Medicare,
        Reason::Retirement { .. } => SubmissionKind::Retirement,
        Reason::Death { .. } | Reason::Remarriage { .. } => SubmissionKind::Survivors,
        Reason::TakenBack { .. } => SubmissionKind::Correction,
    }
}

/// The submission that another one takes back, where it is a change of standing.
pub(crate) async fn wrong_in(write: &mut Write, submission: &Submission) -> Result<Option<Submission>> {
    match submission.proposal.transition.as_ref().map(|change| &change.reason) {
        Some(Reason::TakenBack { reference, .. }) => {
            Ok(Some(submissions::by_reference_in(write, reference).await?))
        }
        _ => Ok(None),
    }
}

/// What the approval of a change writes of the people themselves; it keeps what they were, for who takes it back.
/// `wrong` is what it takes back.
pub(crate) async fn write_standing(
    write: &mut Write,
    subscriber: Uuid,
    submission: &Submission,
    wrong: Option<&Submission>,
    at: DateTime<Utc>,
) -> Result<()> {
    let Some(transition) = &submission.proposal.transition else { return Ok(()) };
    let was = standing_changes::of_household_in(write, subscriber).await?;
    match wrong {
        Some(wrong) => {
            standing_changes::take_back_in(write, wrong.id).await.map_err(|error| match error {
                records::Error::Stale(_) => Error::Conflict,
                other => other.into(),
            })?;
        }
        None => write_reason(write, subscriber, submission.id, transition, at).await?,
    }
    let made = standing_changes::again_in(write, &was).await?;
    Ok(standing_changes::keep_in(write, submission.id, &was, &made).await?)
}

async fn write_reason(
    write: &mut Write,
    subscriber: Uuid,
    submission: Uuid,
    transition: &Transition,
    at: DateTime<Utc>,
) -> Result<()> {
    match &transition.reason {
        Reason::Medicare { who, part_a, part_b } => {
            for contract in transition.contracts.iter().filter(|one| one.holder != subscriber) {
                standing::number_member_in(write, subscriber, contract.holder).await?;
            }
            let given = standing::give_medicare_in(write, submission, *who, *part_a.max(part_b)).await;
            given.map_err(|error| match error {
                error if error.is_duplicate() => Error::field("mbi", "number_of_another"),
                error => error.into(),
            })
        }
        Reason::Retirement { system, unit, last_day, retired_on } => {
            for contract in transition.contracts.iter().filter(|one| one.holder != subscriber) {
                standing::number_member_in(write, subscriber, contract.holder).await?;
            }
            Ok(standing::retire_in(write, subscriber, *system, unit, *last_day, *retired_on, at).await?)
        }
        Reason::Death { died_on, survivor } => {
            let before = Contracts::load_in(write, subscriber, *died_on).await?;
            standing::die_in(write, subscriber, *died_on).await?;
            let Some(survivor) = survivor else { return Ok(()) };
            let since = ends_after(*died_on);
            let unit = &before.subscriber.unit;
            let stay: Vec<Dependent> =
                before.members.iter().filter(|one| one.may_be_covered(since)).cloned().collect();
            Ok(standing::survive_in(write, *survivor, subscriber, unit, since, &stay).await?)
        }
        Reason::Remarriage { on } => Ok(standing::remarry_in(write, subscriber, *on).await?),
        // Written by whoever has read what is taken back.
        Reason::TakenBack { .. } => Ok(()),
    }
}

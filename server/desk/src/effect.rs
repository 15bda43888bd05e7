//! What an approval does: to the records, to payroll, and to pays that are paid already.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::apply::{self, CoverageChange};
use domain::benefit::{Benefit, Plan};
use domain::class::Population;
use domain::correction;
use domain::election::{Choice, Coverage, Proposal};
use domain::mid_year;
use domain::money::Cents;
use domain::pay_dates::pay_dates;
use domain::payroll::{CatchUp, Deduction, PayrollLine, catch_up, corrections, deduction_code, lines};
use domain::period::Period;
use domain::person::Subscriber;
use domain::price::cost_of;
use records::catalog::Catalog;
use uuid::Uuid;

use crate::error::Result;
use crate::line::account;

/// What an approval would do, worked out and not written.
#[derive(Debug, Clone)]
pub struct Effect {
    /// The change of each benefit.
    pub changes: Vec<CoverageChange>,
    /// What payroll would be told; nothing for those who are not on a payroll.
    pub payroll: Vec<PayrollLine>,
    /// What has to be made good of pays that are paid already.
    pub catch_up: Vec<CatchUp>,
    /// The changes of those who hold a contract of their own in the household, each with its holder.
    pub others: Vec<(Uuid, CoverageChange)>,
}

/// The first day of the plan year that `proposal` is for.
pub(crate) fn plan_year(catalog: &Catalog, proposal: &Proposal) -> NaiveDate {
    match (&proposal.event, &proposal.correction, &proposal.transition) {
        (None, None, None) => proposal.effective,
        _ => catalog.plan_year(proposal.effective).unwrap_or(proposal.effective),
    }
}

/// What approving `proposal` does, where `current` is every row of the subscriber that has not been superseded; of
/// a change of standing, every row of the household.
/// Pays up to `today` are paid.
pub fn effect(
    catalog: &Catalog,
    subscriber: &Subscriber,
    current: &[Coverage],
    proposal: &Proposal,
    today: NaiveDate,
) -> Result<Effect> {
    let on_payroll = matches!(subscriber.population, Population::Active | Population::Leave);
    let payer = Payer { catalog, subscriber };
    let effective = proposal.effective;
    let mut others = Vec::new();
    let (changes, first) = match (&proposal.event, &proposal.correction, &proposal.transition) {
        (_, _, Some(transition)) => {
            let first = transition.contracts.iter().map(|one| one.restated.from).chain([effective]).min();
            let all = transition.changes(current).into_iter();
            let (own, of_others) = all.partition::<Vec<_>, _>(|(holder, _)| *holder == subscriber.id);
            others = of_others;
            (own.into_iter().map(|(_, change)| change).collect(), first.unwrap_or(effective))
        }
        (None, None, None) => {
            let changes = apply::changes(current, &proposal.elections, effective);
            let payroll = if on_payroll { payer.coming(&changes, effective)? } else { Vec::new() };
            return Ok(Effect { changes, payroll, catch_up: Vec::new(), others });
        }
        (_, Some(facts), None) => (correction::changes(current, &facts.restated), effective),
        (Some(event), None, None) => {
            let dates = |benefit| {
                let effective = proposal.begins(benefit);
                let (dropped_through, year_end) = (event.dropped_through, catalog.plan_year_end(effective));
                mid_year::Dates { effective, dropped_through, year_end }
            };
            let changes = mid_year::changes(current, &proposal.elections, &catalog.plans, dates);
            let gone = event.dropped_through.succ_opt().unwrap_or(effective);
            (changes, effective.min(gone))
        }
    };
    let (mut payroll, mut owed) = (Vec::new(), Vec::new());
    let mine: Vec<Coverage> = current.iter().filter(|row| row.person == subscriber.id).cloned().collect();
    for benefit in taken(&changes, &mine, proposal).into_iter().filter(|_| on_payroll) {
        let told: Vec<&Coverage> = mine.iter().filter(|row| row.benefit == benefit).collect();
        let after = changes.iter().find(|change| change.benefit == benefit);
        let after: Vec<(Period, Choice)> = match after.map(|change| change.applied_to(&mine)) {
            Some(rows) => rows.into_iter().map(|row| (row.period, row.choice)).collect(),
            None => told.iter().map(|row| (row.period, row.choice.clone())).collect(),
        };
        // Who retires or dies is paid by this payroll no more; where that was a mistake, they are again.
        let until = |period: Period, left: bool| if left { period.before(effective) } else { Some(period) };
        let (had_left, has_left) = match &proposal.transition {
            Some(transition) => (transition.takes_back(), !transition.takes_back()),
            None => (false, false),
        };
        let told: Vec<_> =
            told.into_iter().filter_map(|row| Some((until(row.period, had_left)?, &row.choice))).collect();
        let now: Vec<_> =
            after.iter().filter_map(|(period, choice)| Some((until(*period, has_left)?, choice))).collect();
        let told = payer.deductions(benefit, &told, first, today)?;
        let now = payer.deductions(benefit, &now, first, today)?;
        payroll.extend(corrections(&told, &now));
        owed.extend(catch_up(&told, &now, &payer.paid(first, today)));
    }
    owed.sort_by_key(|one| one.pay_date);
    Ok(Effect { changes, payroll, catch_up: owed, others })
}

/// The benefits whose deductions change: those that change themselves, and of who leaves the payroll all of them,
/// though coverage may go on as it is.
fn taken(changes: &[CoverageChange], mine: &[Coverage], proposal: &Proposal) -> BTreeSet<Benefit> {
    let changed = changes.iter().map(|change| change.benefit);
    let leaves = proposal.transition.is_some();
    changed.chain(mine.iter().filter(|_| leaves).map(|row| row.benefit)).collect()
}

/// Whose pays, by which sheets.
struct Payer<'a> {
    catalog: &'a Catalog,
    subscriber: &'a Subscriber,
}

impl Payer<'_> {
    /// What payroll is told of changes that lie ahead.
    fn coming(&self, changes: &[CoverageChange], effective: NaiveDate) -> Result<Vec<PayrollLine>> {
        let eve = effective.pred_opt().unwrap_or(effective);
        let per_pay = |choice: &Option<Choice>, on| {
            choice.as_ref().map_or(Ok(Cents::ZERO), |choice| self.per_pay(choice, on))
        };
        let mut payroll = Vec::new();
        for change in changes {
            let (before, after) = (per_pay(&change.before, eve)?, per_pay(&change.after, effective)?);
            payroll.extend(lines(change, before, after, effective));
        }
        Ok(payroll)
    }

    fn per_pay(&self, choice: &Choice, on: NaiveDate) -> Result<Cents> {
        let plan: Option<&Plan> = choice.plan().and_then(|code| self.catalog.plan(code));
        let year = self.catalog.plan_year(on).unwrap_or(on);
        Ok(cost_of(choice, self.subscriber, plan, &self.catalog.book, on, year)?.per_pay)
    }

    /// What each pay takes by `rows`, from the eve of `first` on. The prices of a plan year that has begun are
    /// told apart from those of the one before.
    fn deductions(
        &self,
        benefit: Benefit,
        rows: &[(Period, &Choice)],
        first: NaiveDate,
        today: NaiveDate,
    ) -> Result<Vec<Deduction>> {
        let eve = first.pred_opt().unwrap_or(first);
        let mut list = Vec::new();
        for (period, choice) in rows {
            let Some(period) = Period::new(period.from().max(eve), period.to()) else { continue };
            let years = self.catalog.plan_years.iter().copied();
            let cuts = years.filter(|year| *year <= today && period.from() < *year && period.contains(*year));
            let starts: Vec<NaiveDate> = std::iter::once(period.from()).chain(cuts).collect();
            for (place, from) in starts.iter().enumerate() {
                let to = starts.get(place + 1).copied().or(period.to());
                let Some(part) = Period::new(*from, to) else { continue };
                let per_pay = match choice {
                    Choice::Contribute { annual, .. } => {
                        let elected = rows.iter().map(|(period, choice)| (period.from(), *choice));
                        let begun = rows.iter().find(|(whole, _)| whole.contains(*from));
                        let begun = begun.map_or(*from, |(whole, _)| whole.from());
                        account(self.catalog, self.subscriber, elected, begun).per_pay(*annual)
                    }
                    choice => self.per_pay(choice, *from)?,
                };
                let code = deduction_code(choice);
                list.push(Deduction { period: part, code, per_pay, ends: benefit.is_fsa() });
            }
        }
        Ok(list)
    }

    /// The pays from `first` up to `today`.
    fn paid(&self, first: NaiveDate, today: NaiveDate) -> Vec<NaiveDate> {
        let years = self.catalog.plan_years.iter().filter(|year| **year <= today);
        let mut paid: Vec<NaiveDate> = years
            .flat_map(|year| pay_dates(self.subscriber.pays, *year))
            .filter(|day| first <= *day && *day <= today)
            .collect();
        paid.sort_unstable();
        paid
    }
}

//! A choice as people read it: the plan, who is covered, what it costs.

use chrono::NaiveDate;
use domain::account::{Progress, progress};
use domain::benefit::{Benefit, Plan};
use domain::election::{Choice, Coverage};
use domain::money::Cents;
use domain::pay_dates::pay_dates;
use domain::person::{Dependent, Subscriber};
use domain::price::{Cost, cost_of};
use records::catalog::Catalog;

/// A choice as people read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The benefit.
    pub benefit: Benefit,
    /// What is chosen or held.
    pub choice: Choice,
    /// Its plan, as on the plan sheet; `None` for a waiver.
    pub plan: Option<Plan>,
    /// Names of the covered dependents.
    pub covered: Vec<String>,
    /// What it costs; `None` where the sheets have no price for this person.
    pub cost: Option<Cost>,
}

impl Line {
    /// What a pay takes for it; nothing where that is not known.
    pub fn per_pay(&self) -> Cents {
        self.cost.as_ref().map_or(Cents::ZERO, |cost| cost.per_pay)
    }

    /// The member's part of a month; nothing where that is not known.
    pub fn monthly(&self) -> Cents {
        self.cost.as_ref().map_or(Cents::ZERO, |cost| cost.monthly.member)
    }
}

/// What lines are made from: the sheets, and the people, on a day.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    /// Plans and prices.
    pub catalog: &'a Catalog,
    /// Who pays.
    pub subscriber: &'a Subscriber,
    /// Whose names are known.
    pub household: &'a [Dependent],
    /// What is on record: an account that was changed inside its year goes by what was taken before.
    pub rows: &'a [Coverage],
    /// The day for which prices are asked.
    pub on: NaiveDate,
}

impl Reader<'_> {
    /// `choice` as people read it.
    pub fn line(&self, benefit: Benefit, choice: &Choice) -> Line {
        let plan = choice.plan().and_then(|code| self.catalog.plan(code));
        let year = self.catalog.plan_year(self.on).unwrap_or(self.on);
        let cost = match (choice, plan) {
            (Choice::Waive { .. }, _) => Some(Cost::nothing(self.subscriber.pays)),
            (_, None) => None,
            (_, plan) => cost_of(choice, self.subscriber, plan, &self.catalog.book, self.on, year)
                .inspect_err(|error| tracing::warn!(%error, "a coverage has no price"))
                .ok(),
        };
        let cost = cost.map(|cost| match choice {
            Choice::Contribute { annual, .. } => {
                Cost { per_pay: self.account(benefit, choice).per_pay(*annual), ..cost }
            }
            _ => cost,
        });
        let name = |id| self.household.iter().find(|one| one.id == id).map(Dependent::name);
        Line {
            benefit,
            choice: choice.clone(),
            plan: plan.cloned(),
            covered: choice.dependents().iter().filter_map(|id| name(*id)).collect(),
            cost,
        }
    }

    /// How far an account is when `choice` of it begins: on the first day of the row that holds it, or on the
    /// day that is asked for.
    pub fn account(&self, benefit: Benefit, choice: &Choice) -> Progress {
        let held = self
            .rows
            .iter()
            .find(|row| row.benefit == benefit && row.choice == *choice && row.period.contains(self.on));
        let from = held.map_or(self.on, |row| row.period.from());
        let rows = self.rows.iter().filter(|row| row.benefit == benefit);
        account(self.catalog, self.subscriber, rows.map(|row| (row.period.from(), &row.choice)), from)
    }
}

/// How far an account is on `day`, by what was elected of it: each with its first day.
pub(crate) fn account<'a>(
    catalog: &Catalog,
    subscriber: &Subscriber,
    elected: impl Iterator<Item = (NaiveDate, &'a Choice)>,
    day: NaiveDate,
) -> Progress {
    let year = catalog.plan_year(day).unwrap_or(day);
    let mut elected: Vec<(NaiveDate, Cents)> = elected
        .filter(|(from, _)| year <= *from && *from < day)
        .map(|(from, choice)| match choice {
            Choice::Contribute { annual, .. } => (from, *annual),
            _ => (from, Cents::ZERO),
        })
        .collect();
    elected.sort_unstable();
    progress(&elected, day, &pay_dates(subscriber.pays, year))
}

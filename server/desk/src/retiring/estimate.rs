//! What retirement on a day would mean: coverage and cost before and after, what ends, Medicare for each of the
//! household, and the days by which things have to be done. Nothing is written.

use chrono::{Months, NaiveDate};
use domain::benefit::{Benefit, Plan};
use domain::code::PersonRef;
use domain::election::{Choice, Coverage};
use domain::eligibility::is_eligible;
use domain::money::Cents;
use domain::person::Dependent;
use domain::retiring::checklist::{Grounds, Item, checklist};
use domain::retiring::{
    Contract, Covered, MedicareStep, RetirementSystem, Turnover, as_retiree, contracts, has_medicare,
    is_for_retirees,
};
use records::catalog::Catalog;
use records::{coverage, people, retirements};
use uuid::Uuid;

use super::{Employee, Member, NOTHING, TypedPlans, TypedRetirement, last_deduction};
use crate::error::{Error, Result};
use crate::line::{Line, Reader};
use crate::{Actor, Desk};

/// By what somebody is in a Medicare plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Basis {
    /// By age: as it is to be, for an estimate.
    Age,
    /// By Medicare on record: a plan is chosen for who has it. Who has not stays with the others, and moves once
    /// the card is there.
    Records,
}

/// What retirement on a day would mean.
#[derive(Debug, Clone)]
pub struct Estimate {
    /// Who retires.
    pub employee: Employee,
    /// The day and what follows from it.
    pub turnover: Turnover,
    /// Whose pension it would be.
    pub system: RetirementSystem,
    /// What is held now.
    pub before: Vec<Line>,
    /// What could be held as a retiree, part by part.
    pub parts: Vec<Part>,
    /// What ends for good.
    pub ends: Vec<Ends>,
    /// Those under the health coverage, the employee first.
    pub members: Vec<Member>,
    /// What has to be done, what is due first, first.
    pub items: Vec<Item>,
    /// The day for which prices are: of coverage as a retiree, or today where the sheets do not reach so far.
    pub priced_on: NaiveDate,
}

/// Something that a retiree holds in one plan: for one or several of the household.
#[derive(Debug, Clone)]
pub struct Part {
    /// Its name in the form.
    pub key: String,
    /// The benefit.
    pub benefit: Benefit,
    /// Who holds it, and whom it covers besides.
    pub contract: Contract,
    /// Their names.
    pub who: Vec<String>,
    /// The plans that there are, each with its price.
    pub options: Vec<Line>,
    /// Which of them is chosen; `None` for nothing.
    pub chosen: Option<usize>,
}

impl Part {
    /// What is chosen.
    pub fn line(&self) -> Option<&Line> {
        self.chosen.and_then(|place| self.options.get(place))
    }
}

/// Something that ends with service or with coverage as an employee.
#[derive(Debug, Clone)]
pub struct Ends {
    /// What.
    pub line: Line,
    /// The last day.
    pub last_day: NaiveDate,
}

impl Estimate {
    /// What each pay takes now.
    pub fn per_pay(&self) -> Cents {
        self.before.iter().map(Line::per_pay).sum()
    }

    /// The employee's part of a month now, without own savings.
    pub fn monthly_before(&self) -> Cents {
        self.before.iter().filter(|line| is_for_retirees(line.benefit)).map(Line::monthly).sum()
    }

    /// The retiree's part of a month, of what is chosen.
    pub fn monthly_after(&self) -> Cents {
        self.parts.iter().filter_map(Part::line).map(Line::monthly).sum()
    }

    /// Whether a chosen part has no price on the sheets: it is in no sum.
    pub fn lacks_a_price(&self) -> bool {
        self.parts.iter().filter_map(Part::line).any(|line| line.cost.is_none())
    }
}

impl Desk {
    /// What retirement on a day would mean for the signed-in employee, or, for staff who decide, for the one of
    /// `number`, in these plans. Nothing is written.
    pub async fn retirement_estimate(
        &self,
        actor: &Actor,
        number: Option<&PersonRef>,
        typed: &TypedRetirement,
        plans: &TypedPlans,
    ) -> Result<Estimate> {
        let person = self.who_retires(actor, number).await?.id;
        let employee = self.employee(person, self.today()).await?;
        let (day, system) = self.read(typed, &employee).map_err(Error::Fields)?;
        // Once the day is agreed, plans are chosen by what is on record.
        let road = retirements::of_person(&self.store, person).await?;
        let is_agreed = road.is_some_and(|road| road.agreed_on == Some(day));
        let basis = if is_agreed { Basis::Records } else { Basis::Age };
        self.estimate_of(employee, Turnover::on(day), system, plans, basis).await
    }

    pub(super) async fn estimate_of(
        &self,
        employee: Employee,
        turnover: Turnover,
        system: RetirementSystem,
        plans: &TypedPlans,
        basis: Basis,
    ) -> Result<Estimate> {
        let today = self.today();
        let subscriber = &employee.subscriber;
        let (catalog, id) = (self.catalog().await?, subscriber.id);
        let household = people::household(&self.store, id).await?;
        let rows = coverage::current(&self.store, id).await?;
        let members = self.covered(subscriber, turnover).await?;
        let held: Vec<&Coverage> = rows.iter().filter(|row| row.period.contains(today)).collect();
        let reader = Reader { catalog: &catalog, subscriber, household: &household, rows: &rows, on: today };
        let mut before: Vec<Line> = held.iter().map(|row| reader.line(row.benefit, &row.choice)).collect();
        before.sort_by_key(|line| line.benefit);
        let ends = before
            .iter()
            .filter(|line| !is_for_retirees(line.benefit) && line.plan.is_some())
            .map(|line| Ends { line: line.clone(), last_day: turnover.last_day(line.benefit) })
            .collect();

        let priced_on = if known_until(&catalog) > Some(turnover.retiree_from()) {
            turnover.retiree_from()
        } else {
            today
        };
        let offers = Offers {
            catalog: &catalog,
            employee: &employee,
            system,
            turnover,
            priced_on,
            household: &household,
            basis,
        };
        let parts = offers.parts(&held, &members, plans);
        let medicare = members.iter().any(|one| matches!(one.step, Some(MedicareStep::Apply { .. })));
        let items = checklist(&Grounds {
            turnover,
            system,
            last_pay: last_deduction(&catalog, subscriber, turnover),
            medicare,
            begun: today,
        });
        Ok(Estimate { turnover, system, before, parts, ends, members, items, priced_on, employee })
    }
}

/// The day up to which there are sheets.
fn known_until(catalog: &Catalog) -> Option<NaiveDate> {
    catalog.plan_years.last()?.checked_add_months(Months::new(12))
}

/// What a retiree is offered.
struct Offers<'a> {
    catalog: &'a Catalog,
    employee: &'a Employee,
    system: RetirementSystem,
    turnover: Turnover,
    priced_on: NaiveDate,
    household: &'a [Dependent],
    basis: Basis,
}

impl Offers<'_> {
    fn parts(&self, held: &[&Coverage], members: &[Member], plans: &TypedPlans) -> Vec<Part> {
        let mut parts = Vec::new();
        let now = |benefit| held.iter().find(|row| row.benefit == benefit).map(|row| &row.choice);
        let covered: Vec<Covered> = members.iter().map(|member| member.covered.clone()).collect();
        let mut with_medicare = 0;
        let begins = self.turnover.retiree_from();
        let has = |one: &Covered| match self.basis {
            Basis::Age => has_medicare(one.birth, one.medicare_from, begins),
            Basis::Records => one.medicare_from.is_some_and(|from| from <= begins),
        };
        for contract in contracts(&covered, has) {
            let key = if contract.medicare {
                with_medicare += 1;
                format!("medicare{with_medicare}")
            } else {
                "health".to_owned()
            };
            parts.extend(self.part(key, Benefit::Health, contract, now(Benefit::Health), members, plans));
        }
        for benefit in [Benefit::Dental, Benefit::Vision, Benefit::Life] {
            let now = now(benefit);
            // Life insurance is kept, and not begun.
            if benefit == Benefit::Life && now.and_then(Choice::plan).is_none() {
                continue;
            }
            let dependents = now.map(|choice| choice.dependents().to_vec()).unwrap_or_default();
            let may = |id: &Uuid| {
                let one = self.household.iter().find(|one| one.id == *id);
                one.is_some_and(|one| one.may_be_covered(self.turnover.retiree_from()))
            };
            let dependents = dependents.into_iter().filter(may).collect();
            let contract = Contract { holder: self.employee.subscriber.id, dependents, medicare: false };
            parts.extend(self.part(benefit.to_string(), benefit, contract, now, members, plans));
        }
        parts
    }

    /// A part with its options; `None` where there is no plan for it.
    fn part(
        &self,
        key: String,
        benefit: Benefit,
        contract: Contract,
        now: Option<&Choice>,
        members: &[Member],
        plans: &TypedPlans,
    ) -> Option<Part> {
        let retiree = as_retiree(&self.employee.subscriber, self.system, contract.medicare);
        let begins = self.turnover.retiree_from();
        let reader = Reader {
            catalog: self.catalog,
            subscriber: &retiree,
            household: self.household,
            rows: &[],
            on: self.priced_on,
        };
        let choice = |plan: &Plan| {
            let (tier, dependents) = (plan.tier_for(contract.dependents.len())?, contract.dependents.clone());
            Some(Choice::Cover { plan: plan.code.clone(), tier, dependents })
        };
        let fits = |plan: &&Plan| plan.benefit == benefit && is_eligible(&retiree, plan, begins);
        let offered = self.catalog.plans.iter().filter(fits).filter_map(choice);
        let options: Vec<Line> = offered.map(|choice| reader.line(benefit, &choice)).collect();
        if options.is_empty() {
            return None;
        }
        let of_plan = |code: &str| {
            options.iter().position(|line| line.choice.plan().is_some_and(|plan| plan.as_str() == code))
        };
        let chosen = match plans.0.get(&key).map(String::as_str) {
            Some(NOTHING) => None,
            Some(code) if of_plan(code).is_some() => of_plan(code),
            _ => now.and_then(Choice::plan).and_then(|plan| {
                // What they have, or else what costs them least.
                of_plan(plan.as_str()).or_else(|| {
                    let cost =
                        |place: &usize| options.get(*place).map(|line| (line.cost.is_none(), line.monthly()));
                    (0..options.len()).min_by_key(cost)
                })
            }),
        };
        let who = std::iter::once(contract.holder).chain(contract.dependents.iter().copied());
        let name = |id: Uuid| {
            let member = members.iter().find(|one| one.covered.id == id).map(|one| one.name.clone());
            member.or_else(|| self.household.iter().find(|one| one.id == id).map(Dependent::name))
        };
        let who = who.filter_map(name).collect();
        Some(Part { key, benefit, contract, who, options, chosen })
    }
}

//! The lists of the offices: what pensions have to deduct, what associated bodies owe, what coverage costs.
//! Each is worked out from the records and the sheets for a day; nothing is kept.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use domain::benefit::Benefit;
use domain::class::{Population, RetirementSystem};
use domain::code::{PlanCode, UnitCode};
use domain::money::{Cents, Split};
use domain::person::Subscriber;
use domain::price::{PriceError, cost_of};
pub use records::catalog::Unit;
use records::catalog::{Catalog, UnitKind};
use records::lists::{self, Held, Pensioner};
use records::people;
use uuid::Uuid;

use crate::error::Result;
use crate::{Actor, Desk, Permission};

/// Persons on a page of the pension list.
pub const PAGE: usize = 100;

/// What one plan costs a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanCost {
    /// The benefit.
    pub benefit: Benefit,
    /// The plan's code.
    pub code: PlanCode,
    /// The plan's name.
    pub name: String,
    /// How many subscribers hold it.
    pub subscribers: u32,
    /// Premium, member and employer share.
    pub split: Split,
}

/// What the plans of one unit cost a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitCosts {
    /// The unit.
    pub unit: Unit,
    /// Each plan that is held, by benefit.
    pub plans: Vec<PlanCost>,
    /// All of them.
    pub total: Split,
}

/// Costs by unit and plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Costs {
    /// Each unit that has subscribers.
    pub units: Vec<UnitCosts>,
    /// All of them.
    pub total: Split,
    /// Insurances for which the sheets have no price: they are in no sum.
    pub unpriced: u32,
}

/// How a pensioner's share is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PaidBy {
    /// Taken out of a pension.
    Pension(RetirementSystem),
    /// By a bill each month: the records name no pension.
    Bill,
}

impl PaidBy {
    /// Every one, in the order of the lists.
    pub const ALL: [PaidBy; 3] =
        [PaidBy::Pension(RetirementSystem::City), PaidBy::Pension(RetirementSystem::Mtrs), PaidBy::Bill];

    /// The word in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            PaidBy::Pension(RetirementSystem::City) => "city",
            PaidBy::Pension(RetirementSystem::Mtrs) => "mtrs",
            PaidBy::Bill => "bill",
        }
    }

    /// Whose pension `system` pays.
    pub(crate) fn of(system: Option<RetirementSystem>) -> PaidBy {
        system.map_or(PaidBy::Bill, PaidBy::Pension)
    }
}

/// What is taken from one pension a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deduction {
    /// The office's number of the person.
    pub person_ref: String,
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// The member's share of each plan.
    pub shares: Vec<(PlanCode, Cents)>,
    /// All of them.
    pub total: Cents,
}

/// What is paid in one way a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SystemTotal {
    /// Out of whose pension, or by bill.
    pub system: PaidBy,
    /// From how many pensions.
    pub pensions: usize,
    /// Member shares of each plan.
    pub plans: Vec<(PlanCode, Cents)>,
    /// All of them.
    pub total: Cents,
}

/// The pension list: every system in sum, and one of them person by person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PensionList {
    /// Every system that has something to deduct.
    pub systems: Vec<SystemTotal>,
    /// The system that is shown person by person.
    pub system: PaidBy,
    /// A page of its pensions, by name.
    pub deductions: Vec<Deduction>,
    /// Where the page begins, from 0.
    pub start: usize,
    /// Pensions of the system.
    pub count: usize,
    /// Insurances for which the sheets have no price: they are in no sum.
    pub unpriced: u32,
}

impl Desk {
    /// What coverage costs a month, by unit and plan, on a day.
    pub async fn costs(&self, actor: &Actor, on: NaiveDate) -> Result<Costs> {
        actor.require(Permission::SeeCosts)?;
        self.costs_of(on, |_| true).await
    }

    /// What the associated bodies are billed a month, by plan, on a day: the employer's share.
    pub async fn bills(&self, actor: &Actor, on: NaiveDate) -> Result<Costs> {
        actor.require(Permission::SeeBilling)?;
        self.costs_of(on, |unit| unit.kind == UnitKind::Associated).await
    }

    async fn costs_of(&self, on: NaiveDate, wanted: impl Fn(&Unit) -> bool) -> Result<Costs> {
        let catalog = self.catalog().await?;
        let subscribers = people::subscribers(&self.store, on).await?;
        let held = lists::held(&self.store, on).await?;
        let units: Vec<&Unit> = catalog.units.iter().filter(|unit| wanted(unit)).collect();
        Ok(costs(&catalog, &units, &subscribers, &held, on))
    }

    /// What pensions have to deduct a month, on a day; person by person for `system`, from the place
    /// `start` on.
    pub async fn pension_deductions(
        &self,
        actor: &Actor,
        on: NaiveDate,
        system: PaidBy,
        start: usize,
    ) -> Result<PensionList> {
        actor.require(Permission::SeePensionDeductions)?;
        let catalog = self.catalog().await?;
        let subscribers = people::subscribers(&self.store, on).await?;
        let held = lists::held(&self.store, on).await?;
        let pensioners = lists::pensioners(&self.store).await?;
        Ok(pensions(&catalog, &subscribers, &held, pensioners, on, system, start))
    }
}

fn nothing() -> Split {
    Split { premium: Cents::ZERO, member: Cents::ZERO, employer: Cents::ZERO }
}

fn add(sum: &mut Split, split: &Split) {
    sum.premium += split.premium;
    sum.member += split.member;
    sum.employer += split.employer;
}

fn monthly(catalog: &Catalog, who: &Subscriber, held: &Held, on: NaiveDate) -> Result<Split, PriceError> {
    let plan = held.choice.plan().and_then(|code| catalog.plan(code));
    let year = catalog.plan_year(on).unwrap_or(on);
    cost_of(&held.choice, who, plan, &catalog.book, on, year).map(|cost| cost.monthly)
}

fn costs(
    catalog: &Catalog,
    units: &[&Unit],
    subscribers: &HashMap<Uuid, Subscriber>,
    held: &[Held],
    on: NaiveDate,
) -> Costs {
    let mut sums: BTreeMap<(&UnitCode, &PlanCode), (u32, Split)> = BTreeMap::new();
    let mut unpriced = 0;
    for held in held {
        let (Some(who), Some(plan)) = (subscribers.get(&held.person), held.choice.plan()) else {
            unpriced += 1;
            continue;
        };
        if !units.iter().any(|unit| unit.code == who.unit) {
            continue;
        }
        match monthly(catalog, who, held, on) {
            Ok(split) => {
                let sum = sums.entry((&who.unit, plan)).or_insert((0, nothing()));
                sum.0 += 1;
                add(&mut sum.1, &split);
            }
            Err(_) => unpriced += 1,
        }
    }

    let mut total = nothing();
    let units = units.iter().filter_map(|unit| {
        let mut unit_total = nothing();
        // In the order of the catalog: by benefit, then by code.
        let plans: Vec<PlanCost> = catalog
            .plans
            .iter()
            .filter_map(|plan| {
                let (subscribers, split) = *sums.get(&(&unit.code, &plan.code))?;
                add(&mut unit_total, &split);
                let (code, name) = (plan.code.clone(), plan.name.clone());
                Some(PlanCost { benefit: plan.benefit, code, name, subscribers, split })
            })
            .collect();
        add(&mut total, &unit_total);
        (!plans.is_empty()).then(|| UnitCosts { unit: (*unit).clone(), plans, total: unit_total })
    });
    let units = units.collect();
    Costs { units, total, unpriced }
}

fn pensions(
    catalog: &Catalog,
    subscribers: &HashMap<Uuid, Subscriber>,
    held: &[Held],
    pensioners: Vec<Pensioner>,
    on: NaiveDate,
    system: PaidBy,
    start: usize,
) -> PensionList {
    let mut of_person: HashMap<Uuid, Vec<&Held>> = HashMap::new();
    for held in held {
        of_person.entry(held.payer).or_default().push(held);
    }
    let mut systems: BTreeMap<PaidBy, (usize, BTreeMap<PlanCode, Cents>)> = BTreeMap::new();
    let mut unpriced = 0;
    let mut deductions = Vec::new();
    for pensioner in pensioners {
        // Somebody who is in service again, or still, is on a payroll.
        let in_service = |who: &Subscriber| matches!(who.population, Population::Active | Population::Leave);
        let Some(who) = subscribers.get(&pensioner.id).filter(|who| !in_service(who)) else { continue };
        let mut shares = Vec::new();
        for held in of_person.remove(&pensioner.id).unwrap_or_default() {
            let holder = subscribers.get(&held.person).unwrap_or(who);
            match (held.choice.plan(), monthly(catalog, holder, held, on)) {
                (Some(plan), Ok(split)) if !split.member.is_zero() => {
                    shares.push((plan.clone(), split.member));
                }
                (_, Ok(_)) => {}
                (_, Err(_)) => unpriced += 1,
            }
        }
        if shares.is_empty() {
            continue;
        }
        shares.sort();
        let pays = PaidBy::of(pensioner.system);
        let sum = systems.entry(pays).or_default();
        sum.0 += 1;
        for (plan, share) in &shares {
            *sum.1.entry(plan.clone()).or_insert(Cents::ZERO) += *share;
        }
        if pays == system {
            deductions.push(Deduction {
                person_ref: pensioner.ref_.unwrap_or_default(),
                given_name: pensioner.given_name,
                family_name: pensioner.family_name,
                total: shares.iter().map(|(_, share)| *share).sum(),
                shares,
            });
        }
    }
    let systems = systems.into_iter().map(|(system, (pensions, plans))| SystemTotal {
        system,
        pensions,
        total: plans.values().copied().sum(),
        plans: plans.into_iter().collect(),
    });
    let count = deductions.len();
    let deductions = deductions.into_iter().skip(start).take(PAGE).collect();
    PensionList { systems: systems.collect(), system, deductions, start, count, unpriced }
}

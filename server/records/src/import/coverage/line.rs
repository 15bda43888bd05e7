//! One row of a coverage file, typed.

use domain::benefit::{Benefit, Plan, Tier};
use domain::code::{PersonRef, PlanCode};
use domain::election::{Choice, WaiverReason};
use domain::money::Cents;
use domain::period::{Period, PlanYear};
use domain::price::THOUSAND_DOLLARS;
use uuid::Uuid;

use super::store::People;
use crate::catalog::Catalog;
use crate::import::columns::{Cells, Column, optional, required};

pub(super) const COLUMNS: [Column<'_>; 9] = [
    required("person_ref"),
    required("benefit"),
    required("plan_code"),
    optional("tier"),
    optional("amount"),
    optional("waiver_reason"),
    required("effective_from"),
    optional("effective_to"),
    optional("dependents"),
];

/// What a row says.
pub(super) struct CoverageLine {
    pub(super) person: PersonRef,
    pub(super) benefit: Benefit,
    pub(super) period: Period,
    what: What,
}

enum What {
    Cover { plan: PlanCode, tier: Tier, dependents: Vec<PersonRef> },
    Amount { plan: PlanCode, amount: Cents },
    Waive(WaiverReason),
}

impl CoverageLine {
    /// Everybody whom the row names.
    pub(super) fn names(&self) -> impl Iterator<Item = &PersonRef> {
        let dependents = match &self.what {
            What::Cover { dependents, .. } => dependents.as_slice(),
            _ => &[],
        };
        std::iter::once(&self.person).chain(dependents)
    }

    /// The plan's code, or that it is waived, for people.
    pub(super) fn plan_or_waived(&self) -> &str {
        match &self.what {
            What::Cover { plan, .. } | What::Amount { plan, .. } => plan.as_str(),
            What::Waive(_) => "waived",
        }
    }
}

/// Reads a row. `None` where something is wrong with it, which `cells` then tells.
pub(super) fn read(cells: &mut Cells<'_>, known: &Catalog) -> Option<CoverageLine> {
    if !cells.is_good() {
        return None;
    }
    let person = cells.value("person_ref");
    let benefit = cells.value::<Benefit>("benefit");
    let period = cells.period();
    let what = match cells.raw("plan_code") {
        "" => waiver(cells),
        _ => benefit.and_then(|benefit| held(cells, benefit, known)),
    };
    let (person, benefit, what) = (person?, benefit?, what?);
    let period = year_of_account(benefit, &what, period?);
    cells.is_good().then_some(CoverageLine { person, benefit, period, what })
}

/// A flexible spending account without an end ends with its plan year.
fn year_of_account(benefit: Benefit, what: &What, period: Period) -> Period {
    if !benefit.is_fsa() || period.to().is_some() || matches!(what, What::Waive(_)) {
        return period;
    }
    let year = PlanYear::around(period.from(), 7);
    year.and_then(|year| Period::new(period.from(), year.period().to())).unwrap_or(period)
}

fn waiver(cells: &mut Cells<'_>) -> Option<What> {
    let reason = match cells.raw("waiver_reason") {
        "" => {
            cells.fault("waiver_reason", "a reason, as plan_code is empty: ".to_owned() + &reasons());
            None
        }
        _ => cells.value("waiver_reason"),
    };
    empty(cells, &["tier", "amount", "dependents"], "nothing, as plan_code is empty");
    reason.map(What::Waive)
}

fn reasons() -> String {
    WaiverReason::ALL.iter().map(|reason| reason.as_str()).collect::<Vec<_>>().join(", ")
}

fn empty(cells: &mut Cells<'_>, columns: &[&str], expected: &str) {
    for column in columns {
        if !cells.raw(column).is_empty() {
            cells.fault(column, expected);
        }
    }
}

fn held(cells: &mut Cells<'_>, benefit: Benefit, known: &Catalog) -> Option<What> {
    empty(cells, &["waiver_reason"], "nothing, as plan_code is given");
    let code = cells.value::<PlanCode>("plan_code")?;
    let Some(plan) = known.plan(&code).filter(|plan| plan.benefit == benefit) else {
        let plans = known.plans.iter().filter(|plan| plan.benefit == benefit);
        let codes: Vec<&str> = plans.map(|plan| plan.code.as_str()).collect();
        cells.fault("plan_code", format!("a {benefit} plan of the records: {}", codes.join(", ")));
        return None;
    };
    if benefit.covers_dependents() || benefit == Benefit::Life {
        covers(cells, plan)
    } else {
        amounts_to(cells, plan)
    }
}

fn covers(cells: &mut Cells<'_>, plan: &Plan) -> Option<What> {
    empty(cells, &["amount"], "nothing, as the plan has a tier");
    let tier = cells.value::<Tier>("tier").filter(|tier| {
        let sold = plan.tiers.contains(tier);
        if !sold {
            let tiers: Vec<&str> = plan.tiers.iter().map(|tier| tier.as_str()).collect();
            cells.fault("tier", format!("a tier of plan {}: {}", plan.code, tiers.join(", ")));
        }
        sold
    });
    let dependents = match cells.raw("dependents") {
        "" => Some(Vec::new()),
        _ => cells.list::<PersonRef>("dependents"),
    };
    let (tier, dependents) = (tier?, dependents?);
    let expected = match (tier, dependents.len()) {
        (Tier::Individual | Tier::PerPerson, 1..) => Some("nobody, as the tier covers the subscriber alone"),
        (Tier::IndividualPlusOne, count) if count != 1 => Some("one dependent, as the tier says"),
        (Tier::Family, 0) => Some("the dependents who are covered, joined by ;"),
        _ => None,
    };
    if let Some(expected) = expected {
        cells.fault("dependents", expected);
        return None;
    }
    Some(What::Cover { plan: plan.code.clone(), tier, dependents })
}

fn amounts_to(cells: &mut Cells<'_>, plan: &Plan) -> Option<What> {
    empty(cells, &["dependents"], "nothing, as the plan covers no dependents");
    if !cells.raw("tier").is_empty() {
        let tier = cells.value::<Tier>("tier")?;
        if !plan.tiers.contains(&tier) {
            cells.fault("tier", format!("nothing, as plan {} goes by amount", plan.code));
        }
    }
    let amount = cells.amount("amount")?;
    let is_sold = !amount.is_zero()
        && (plan.benefit != Benefit::OptionalLife || amount.get() % THOUSAND_DOLLARS.get() == 0);
    if !is_sold {
        let expected = match plan.benefit {
            Benefit::OptionalLife => "whole thousands of dollars of insurance, such as 50000",
            _ => "an amount above zero",
        };
        cells.fault("amount", expected);
        return None;
    }
    Some(What::Amount { plan: plan.code.clone(), amount })
}

/// What is held, with dependents as persons of the subscriber's household; else column, value and what
/// was expected.
pub(super) fn choice(
    line: &CoverageLine,
    person: Uuid,
    people: &People,
    known: &Catalog,
) -> Result<Choice, (&'static str, String, String)> {
    Ok(match &line.what {
        What::Waive(reason) => Choice::Waive { reason: *reason },
        What::Amount { plan, amount } => {
            let (plan, amount) = (plan.clone(), *amount);
            match known.plan(&plan).map(|plan| plan.benefit) {
                Some(Benefit::OptionalLife) => Choice::Insure { plan, volume: amount },
                Some(Benefit::DeferredCompensation) => Choice::Defer { plan, per_pay: amount },
                _ => Choice::Contribute { plan, annual: amount },
            }
        }
        What::Cover { plan, tier, dependents } => {
            let mut ids = Vec::with_capacity(dependents.len());
            for dependent in dependents {
                let id = people.id(dependent).filter(|id| people.is_in_household(person, *id));
                ids.push(id.ok_or_else(|| {
                    let expected = format!("people of the household of {}", line.person);
                    ("dependents", dependent.to_string(), expected)
                })?);
            }
            ids.sort();
            Choice::Cover { plan: plan.clone(), tier: *tier, dependents: ids }
        }
    })
}

//! What payroll has to be told: deductions that begin, change or end.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::apply::CoverageChange;
use crate::benefit::Tier;
use crate::election::Choice;
use crate::money::Cents;

/// One deduction, from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayrollLine {
    /// The deduction code that payroll knows.
    pub deduction_code: String,
    /// Out of each pay; zero where the deduction ends.
    pub per_pay: Cents,
    /// Out of each pay until now; zero where it is new.
    pub previous: Cents,
    /// The first day for which it is due.
    pub begin: NaiveDate,
    /// The day after the last one; `None` until further notice.
    pub end: Option<NaiveDate>,
}

/// The deduction code of a choice: the plan's code, with `-IND`, `-P1` or `-FAM` where the tier has a
/// price of its own. `None` for a waiver.
pub fn deduction_code(choice: &Choice) -> Option<String> {
    let plan = choice.plan()?;
    Some(match choice.tier() {
        Some(Tier::Individual) => format!("{plan}-IND"),
        Some(Tier::IndividualPlusOne) => format!("{plan}-P1"),
        Some(Tier::Family) => format!("{plan}-FAM"),
        _ => plan.to_string(),
    })
}

/// The lines of one benefit's change. `before` and `after` are what each pay takes for
/// [`CoverageChange::before`] and [`CoverageChange::after`]. A change of the deduction code ends one
/// deduction and begins another; an unchanged amount under an unchanged code says nothing, unless it has an
/// end of its own: payroll stopped the old one with its plan year.
pub fn lines(change: &CoverageChange, before: Cents, after: Cents, effective: NaiveDate) -> Vec<PayrollLine> {
    let old = change.before.as_ref().and_then(deduction_code);
    let new = deduction_code(&change.after);
    let end = change.insert.last().and_then(|row| row.period.to());
    let mut lines = Vec::new();
    match (old, new) {
        (Some(old), Some(new)) if old == new => {
            if before != after || end.is_some() {
                lines.push(PayrollLine {
                    deduction_code: new,
                    per_pay: after,
                    previous: before,
                    begin: effective,
                    end,
                });
            }
        }
        (old, new) => {
            if let Some(code) = old.filter(|_| !before.is_zero()) {
                lines.push(PayrollLine {
                    deduction_code: code,
                    per_pay: Cents::ZERO,
                    previous: before,
                    begin: effective,
                    end: None,
                });
            }
            if let Some(code) = new.filter(|_| !after.is_zero()) {
                lines.push(PayrollLine {
                    deduction_code: code,
                    per_pay: after,
                    previous: Cents::ZERO,
                    begin: effective,
                    end,
                });
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::benefit::Benefit;
    use crate::election::WaiverReason;

    fn cover(plan: &str, tier: Tier) -> Choice {
        Choice::Cover { plan: plan.parse().unwrap(), tier, dependents: vec![] }
    }

    #[test]
    fn payroll_hears_of_beginnings_changes_and_ends() {
        let effective: NaiveDate = "2026-07-01".parse().unwrap();
        let waive = Choice::Waive { reason: WaiverReason::SpousePlan };
        let ind = cover("HMO", Tier::Individual);
        let fam = cover("HMO", Tier::Family);
        for (before, after, old, new, expected) in [
            (Some(&ind), &fam, 100, 300, vec![("HMO-IND", 0, 100), ("HMO-FAM", 300, 0)]),
            (Some(&ind), &ind, 100, 120, vec![("HMO-IND", 120, 100)]),
            (Some(&ind), &ind, 100, 100, vec![]),
            (Some(&ind), &waive, 100, 0, vec![("HMO-IND", 0, 100)]),
            (None, &ind, 0, 100, vec![("HMO-IND", 100, 0)]),
            (Some(&waive), &waive, 0, 0, vec![]),
        ] {
            let change = CoverageChange {
                benefit: Benefit::Health,
                supersede: vec![],
                insert: vec![],
                before: before.cloned(),
                after: after.clone(),
            };
            let lines = lines(&change, Cents::new(old), Cents::new(new), effective);
            let seen: Vec<_> = lines
                .iter()
                .map(|l| (l.deduction_code.as_str(), l.per_pay.get(), l.previous.get()))
                .collect();
            assert_eq!(seen, expected);
            assert!(lines.iter().all(|line| line.begin == effective));
        }
    }
}

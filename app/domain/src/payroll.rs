//! What payroll has to be told: deductions that begin, change or end.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::apply::CoverageChange;
use crate::benefit::Tier;
use crate::election::Choice;
use crate::money::Cents;
use crate::period::Period;

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

/// What is taken out of each pay for one benefit in a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deduction {
    /// When.
    pub period: Period,
    /// The deduction code; `None` for a waiver.
    pub code: Option<String>,
    /// Out of each pay.
    pub per_pay: Cents,
    /// It ends with its period, as an account does.
    pub ends: bool,
}

/// What a pay was short of, or had too much of, because a change came after its date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatchUp {
    /// The deduction code that payroll knows.
    pub deduction_code: String,
    /// The pay that was paid without it.
    pub pay_date: NaiveDate,
    /// To be taken once; below zero, to be given back.
    pub amount: Cents,
}

/// The code and the amount of a day; nothing at all where nothing is taken.
fn taken(list: &[Deduction], on: NaiveDate) -> (Option<&str>, Cents) {
    let found = list.iter().find(|one| one.period.contains(on) && !one.per_pay.is_zero());
    found.map_or((None, Cents::ZERO), |one| (one.code.as_deref(), one.per_pay))
}

/// The lines by which payroll goes from what it was `told` of one benefit to what holds `now`, from the first
/// day on which they differ: each deduction that begins, changes or ends, and each that was announced and
/// will not begin.
pub fn corrections(told: &[Deduction], now: &[Deduction]) -> Vec<PayrollLine> {
    let mut days: Vec<NaiveDate> =
        told.iter().chain(now).flat_map(|one| [Some(one.period.from()), one.period.to()]).flatten().collect();
    days.sort_unstable();
    days.dedup();
    let Some(first) = days.iter().position(|day| taken(told, *day) != taken(now, *day)) else {
        return Vec::new();
    };
    let mut lines = Vec::new();
    for &day in &days[first..] {
        let (announced, was_announced) = taken(told, day);
        let (code, per_pay) = taken(now, day);
        let eve = day.pred_opt().unwrap_or(day);
        let (until_now, previous) = taken(now, eve);
        let ends =
            now.iter().find(|one| one.ends && one.period.contains(day)).and_then(|one| one.period.to());
        let mut say = |code: Option<&str>, per_pay: Cents, previous: Cents, end: Option<NaiveDate>| {
            if let Some(code) = code
                && per_pay != previous
            {
                let deduction_code = code.to_owned();
                lines.push(PayrollLine { deduction_code, per_pay, previous, begin: day, end });
            }
        };
        if until_now == code {
            say(code, per_pay, previous, ends);
        } else {
            // An account's end was told when it began.
            let ended = now.iter().any(|one| one.ends && one.period.to() == Some(day));
            if !ended {
                say(until_now, Cents::ZERO, previous, None);
            }
            say(code, per_pay, Cents::ZERO, ends);
        }
        let begins = announced != taken(told, eve).0;
        if begins && announced != code && announced != until_now {
            say(announced, Cents::ZERO, was_announced, None);
        }
    }
    lines
}

/// What has to be made good of each pay in `dates`, where it was paid by what payroll was `told` of one
/// benefit, and `now` is what it should have been.
pub fn catch_up(told: &[Deduction], now: &[Deduction], dates: &[NaiveDate]) -> Vec<CatchUp> {
    dates
        .iter()
        .filter_map(|&pay_date| {
            let (announced, paid) = taken(told, pay_date);
            let (code, due) = taken(now, pay_date);
            let amount = due - paid;
            let deduction_code = code.or(announced)?.to_owned();
            (!amount.is_zero()).then_some(CatchUp { deduction_code, pay_date, amount })
        })
        .collect()
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

    fn taken_from(code: &str, per_pay: i64, from: &str, to: Option<&str>) -> Deduction {
        Deduction {
            period: Period::new(from.parse().unwrap(), to.map(|to| to.parse().unwrap())).unwrap(),
            code: (!code.is_empty()).then(|| code.to_owned()),
            per_pay: Cents::new(per_pay),
            ends: false,
        }
    }

    #[test]
    fn payroll_hears_of_what_begins_what_ends_and_what_will_not_begin() {
        let told = [
            taken_from("HMO-IND", 5_587, "2025-07-01", Some("2026-07-01")),
            taken_from("PPO-IND", 9_000, "2026-07-01", None),
        ];
        let now = [
            taken_from("HMO-IND", 5_587, "2025-07-01", Some("2026-05-10")),
            taken_from("HMO-P1", 13_000, "2026-05-10", Some("2026-07-01")),
            taken_from("PPO-P1", 21_000, "2026-07-01", None),
        ];
        let lines: Vec<_> = corrections(&told, &now)
            .into_iter()
            .map(|line| {
                (line.deduction_code, line.previous.get(), line.per_pay.get(), line.begin.to_string())
            })
            .collect();
        let line =
            |code: &str, previous, now, begin: &str| (code.to_owned(), previous, now, begin.to_owned());
        assert_eq!(
            lines,
            [
                line("HMO-IND", 5_587, 0, "2026-05-10"),
                line("HMO-P1", 0, 13_000, "2026-05-10"),
                line("HMO-P1", 13_000, 0, "2026-07-01"),
                line("PPO-P1", 0, 21_000, "2026-07-01"),
                line("PPO-IND", 9_000, 0, "2026-07-01"),
            ]
        );
        assert_eq!(corrections(&now, &now), []);
    }

    #[test]
    fn each_pay_that_was_missed_is_caught_up_on() {
        let told = [taken_from("HMO-IND", 5_587, "2025-07-01", None)];
        let now = [
            taken_from("HMO-IND", 5_587, "2025-07-01", Some("2026-05-10")),
            taken_from("HMO-P1", 13_000, "2026-05-10", None),
        ];
        let dates = ["2026-05-07", "2026-05-14", "2026-05-21"].map(|day| day.parse().unwrap());
        let owed: Vec<_> = catch_up(&told, &now, &dates)
            .into_iter()
            .map(|one| (one.pay_date.to_string(), one.deduction_code, one.amount.get()))
            .collect();
        assert_eq!(
            owed,
            [
                ("2026-05-14".to_owned(), "HMO-P1".to_owned(), 7_413),
                ("2026-05-21".to_owned(), "HMO-P1".to_owned(), 7_413)
            ]
        );
    }
}

//! What payroll has to be told: deductions that begin, change or end.

use std::collections::BTreeSet;

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
    let new = change.after.as_ref().and_then(deduction_code);
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

/// The lines by which payroll goes from what it was `told` of one benefit to what holds `now`: for each
/// deduction code, from the first day on which its amount differs, each time that it begins, changes or ends.
/// They stand in the place of all that was told of that code from the first of them on.
pub fn corrections(told: &[Deduction], now: &[Deduction]) -> Vec<PayrollLine> {
    let edges = told.iter().chain(now).flat_map(|one| [Some(one.period.from()), one.period.to()]);
    let days: BTreeSet<NaiveDate> = edges.flatten().collect();
    let codes: BTreeSet<&str> = told.iter().chain(now).filter_map(|one| one.code.as_deref()).collect();
    let mut lines: Vec<(NaiveDate, u8, PayrollLine)> = Vec::new();
    for code in codes {
        let on = |list: &[Deduction], day: NaiveDate| -> (Cents, Option<NaiveDate>) {
            let holds = |one: &&Deduction| one.code.as_deref() == Some(code) && one.period.contains(day);
            list.iter().find(holds).map_or((Cents::ZERO, None), |one| {
                (one.per_pay, if one.ends { one.period.to() } else { None })
            })
        };
        let differ = days.iter().position(|day| on(told, *day).0 != on(now, *day).0);
        let mut ends_by_itself = None;
        for (place, &begin) in days.iter().skip(differ.unwrap_or(days.len())).enumerate() {
            let ((per_pay, end), before) = (on(now, begin), on(now, begin.pred_opt().unwrap_or(begin)));
            let goes_on = place > 0 && before == (per_pay, end);
            if goes_on || (per_pay.is_zero() && ends_by_itself == Some(begin)) {
                continue;
            }
            // What goes on where payroll was told that it would not.
            let previous = if per_pay == before.0 { on(told, begin).0 } else { before.0 };
            let rank = match (per_pay.is_zero(), before.0.is_zero()) {
                (true, false) => 0,
                (false, _) => 1,
                (true, true) => 2,
            };
            ends_by_itself = end;
            let deduction_code = code.to_owned();
            lines.push((begin, rank, PayrollLine { deduction_code, per_pay, previous, begin, end }));
        }
    }
    lines.sort_by_key(|(begin, rank, _)| (*begin, *rank));
    lines.into_iter().map(|(_, _, line)| line).collect()
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
    use std::collections::BTreeMap;

    use super::*;
    use crate::benefit::Benefit;
    use crate::election::WaiverReason;
    use proptest::prelude::*;

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
                after: Some(after.clone()),
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

    #[test]
    fn what_was_to_end_and_goes_on_is_told_again_and_an_account_that_ends_early_is_told() {
        let short = [
            taken_from("HMO-IND", 5_587, "2025-07-01", Some("2026-05-10")),
            taken_from("HMO-P1", 13_000, "2026-05-10", None),
        ];
        let back = [taken_from("HMO-IND", 5_587, "2025-07-01", None)];
        let told = |lines: Vec<PayrollLine>| -> Vec<_> {
            lines
                .iter()
                .map(|one| (one.deduction_code.clone(), one.previous.get(), one.per_pay.get()))
                .collect()
        };
        assert_eq!(
            told(corrections(&short, &back)),
            [("HMO-IND".to_owned(), 0, 5_587), ("HMO-P1".to_owned(), 13_000, 0)]
        );
        let account = |to| Deduction { ends: true, ..taken_from("HFSA", 2_000, "2025-07-01", Some(to)) };
        let lines = corrections(&[account("2026-07-01")], &[account("2026-03-01")]);
        assert_eq!(told(lines), [("HFSA".to_owned(), 2_000, 0)]);
    }

    /// A payroll office that does what it is told: amounts by code and first day, with the day of their end.
    #[derive(Default)]
    struct Office(BTreeMap<String, BTreeMap<NaiveDate, (Cents, Option<NaiveDate>)>>);

    impl Office {
        fn hears(&mut self, lines: &[PayrollLine]) {
            let mut heard = BTreeSet::new();
            for line in lines {
                let amounts = self.0.entry(line.deduction_code.clone()).or_default();
                if heard.insert(&line.deduction_code) {
                    amounts.split_off(&line.begin);
                }
                amounts.insert(line.begin, (line.per_pay, line.end));
            }
        }

        fn takes(&self, on: NaiveDate) -> BTreeMap<&str, Cents> {
            let taken = self.0.iter().filter_map(|(code, amounts)| {
                let (_, (amount, end)) = amounts.range(..=on).next_back()?;
                let runs = !amount.is_zero() && end.is_none_or(|end| on < end);
                runs.then_some((code.as_str(), *amount))
            });
            taken.collect()
        }
    }

    fn any_deductions() -> impl Strategy<Value = Vec<Deduction>> {
        // Each stretch: how long, which code if any, how much.
        prop::collection::vec((1u64..120, 0usize..4, 1i64..4), 0..6).prop_map(|stretches| {
            let mut list = Vec::new();
            let mut from: NaiveDate = "2026-01-01".parse().unwrap();
            let count = stretches.len();
            for (place, (days, code, amount)) in stretches.into_iter().enumerate() {
                let to = from + chrono::Days::new(days);
                let code = ["", "HMO-IND", "HMO-FAM", "HFSA"][code];
                let ends = code == "HFSA";
                let to = if place + 1 == count && !ends { None } else { Some(to) };
                if !code.is_empty() {
                    list.push(Deduction {
                        period: Period::new(from, to).unwrap(),
                        code: Some(code.to_owned()),
                        per_pay: Cents::new(amount * 1_000),
                        ends,
                    });
                }
                from = from + chrono::Days::new(days);
            }
            list
        })
    }

    proptest! {
        #[test]
        fn however_often_it_changes_payroll_takes_what_is_due_and_each_pay_adds_up(
            changes in prop::collection::vec((any_deductions(), 0u64..60), 1..6)
        ) {
            let first: NaiveDate = "2026-01-01".parse().unwrap();
            let days: Vec<NaiveDate> = (0..700).map(|ahead| first + chrono::Days::new(ahead)).collect();
            let pays: Vec<NaiveDate> = days.iter().copied().step_by(7).collect();
            let mut office = Office::default();
            let mut told: Vec<Deduction> = Vec::new();
            let mut today = first;
            // What was taken of each pay that is paid, and given or taken since.
            let mut paid: BTreeMap<NaiveDate, Cents> = BTreeMap::new();
            for (now, later) in changes {
                let paid_by_then = |day: &&NaiveDate| **day <= today;
                for pay in pays.iter().filter(paid_by_then) {
                    paid.entry(*pay).or_insert_with(|| office.takes(*pay).values().copied().sum());
                }
                let dates: Vec<NaiveDate> = paid.keys().copied().collect();
                for one in catch_up(&told, &now, &dates) {
                    *paid.get_mut(&one.pay_date).unwrap() += one.amount;
                }
                office.hears(&corrections(&told, &now));
                for day in &days {
                    let (code, due) = taken(&now, *day);
                    let expected: BTreeMap<&str, Cents> = code.map(|code| (code, due)).into_iter().collect();
                    prop_assert_eq!(office.takes(*day), expected, "{}", day);
                }
                for (pay, amount) in &paid {
                    prop_assert_eq!(*amount, taken(&now, *pay).1, "{}", pay);
                }
                told = now;
                today = today + chrono::Days::new(later);
            }
        }
    }
}

//! What has to be done before somebody retires, by whom and by when: worked back from the day of retirement.

use chrono::{Days, Months, NaiveDate};

use super::{RetirementSystem, Turnover};
use crate::period::end_of_month;
use crate::word::words;

words! {
    /// Something that has to be done.
    pub enum Step {
        /// Ask the retirement board, or MTRS, what the pension will be, and apply for it.
        AskBoard = "ask_board",
        /// Go to the seminar.
        Seminar = "seminar",
        /// Whoever is 65 by then applies for Medicare parts A and B.
        Medicare = "medicare",
        /// The day is agreed: the administrator confirms it, or MTRS does by a letter.
        AgreeDate = "agree_date",
        /// Choose plans and sign.
        ChoosePlans = "choose_plans",
        /// The move to coverage as a retiree is approved.
        Approve = "approve",
        /// The last deduction out of pay.
        LastPay = "last_pay",
        /// The first deduction out of the pension.
        FirstPension = "first_pension",
    }
}

impl Step {
    /// Whose it is.
    pub const fn owner(self, system: RetirementSystem) -> Owner {
        let of_pension = match system {
            RetirementSystem::City => Owner::Administrator,
            RetirementSystem::Mtrs => Owner::Mtrs,
        };
        match self {
            Step::AskBoard | Step::Seminar | Step::Medicare | Step::ChoosePlans => Owner::Employee,
            Step::Approve => Owner::Coordinator,
            Step::LastPay => Owner::Payroll,
            Step::AgreeDate | Step::FirstPension => of_pension,
        }
    }

    /// Whether it is done by what happens elsewhere, and not by a tick.
    pub const fn happens(self) -> bool {
        matches!(self, Step::AgreeDate | Step::ChoosePlans | Step::Approve)
    }
}

words! {
    /// Who has to do something.
    pub enum Owner {
        /// Who retires.
        Employee = "employee",
        /// The benefits coordinator.
        Coordinator = "coordinator",
        /// The city's retirement administrator.
        Administrator = "administrator",
        /// The teachers' retirement system; the coordinator enters what it writes.
        Mtrs = "mtrs",
        /// The payroll office.
        Payroll = "payroll",
    }
}

/// One thing of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Item {
    /// What.
    pub step: Step,
    /// Whose it is.
    pub owner: Owner,
    /// The last day for it.
    pub due: NaiveDate,
}

/// What the days of a checklist are worked out from.
#[derive(Debug, Clone, Copy)]
pub struct Grounds {
    /// When they retire.
    pub turnover: Turnover,
    /// Whose pension it is.
    pub system: RetirementSystem,
    /// The last day on which a deduction is taken out of pay.
    pub last_pay: NaiveDate,
    /// Somebody of the household has to apply for Medicare.
    pub medicare: bool,
    /// When the list was begun: nothing is due in the first days.
    pub begun: NaiveDate,
}

/// Days from the beginning of a list before anything is due.
const AT_LEAST: u64 = 7;

/// The last day for a step, as if there were time enough.
fn in_time(step: Step, grounds: &Grounds) -> NaiveDate {
    let Turnover { retires_on } = grounds.turnover;
    let begins = grounds.turnover.retiree_from();
    let months = |months| begins.checked_sub_months(Months::new(months)).unwrap_or(begins);
    match step {
        Step::AskBoard => retires_on.checked_sub_months(Months::new(6)).unwrap_or(retires_on),
        Step::Seminar => months(4),
        Step::Medicare => months(3),
        Step::AgreeDate => months(2),
        Step::ChoosePlans => months(1),
        Step::Approve => begins - Days::new(14),
        Step::LastPay => grounds.last_pay,
        Step::FirstPension => end_of_month(begins),
    }
}

/// Everything that has to be done, what is due first, first.
pub fn checklist(grounds: &Grounds) -> Vec<Item> {
    let earliest = grounds.begun + Days::new(AT_LEAST);
    let steps = Step::ALL.iter().filter(|step| **step != Step::Medicare || grounds.medicare);
    let mut items: Vec<Item> = steps
        .map(|&step| {
            let due = in_time(step, grounds).max(earliest);
            Item { step, owner: step.owner(grounds.system), due }
        })
        .collect();
    items.sort_by_key(|item| (item.due, item.step));
    items
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn grounds(retires_on: &str, begun: &str) -> Grounds {
        Grounds {
            turnover: Turnover::on(day(retires_on)),
            system: RetirementSystem::City,
            last_pay: day("2027-06-24"),
            medicare: true,
            begun: day(begun),
        }
    }

    #[test]
    fn the_days_are_worked_back_from_retirement() {
        let list = checklist(&grounds("2027-06-30", "2026-10-01"));
        let said: Vec<_> =
            list.iter().map(|item| (item.step.as_str(), item.owner.as_str(), item.due)).collect();
        assert_eq!(
            said,
            [
                ("ask_board", "employee", day("2026-12-30")),
                ("seminar", "employee", day("2027-03-01")),
                ("medicare", "employee", day("2027-04-01")),
                ("agree_date", "administrator", day("2027-05-01")),
                ("choose_plans", "employee", day("2027-06-01")),
                ("approve", "coordinator", day("2027-06-17")),
                ("last_pay", "payroll", day("2027-06-24")),
                ("first_pension", "administrator", day("2027-07-31")),
            ]
        );
        let teacher = Grounds {
            system: RetirementSystem::Mtrs,
            medicare: false,
            ..grounds("2027-06-30", "2026-10-01")
        };
        let list = checklist(&teacher);
        assert!(list.iter().all(|item| item.step != Step::Medicare));
        let of_mtrs: Vec<_> =
            list.iter().filter(|item| item.owner == Owner::Mtrs).map(|item| item.step).collect();
        assert_eq!(of_mtrs, [Step::AgreeDate, Step::FirstPension]);
    }

    #[test]
    fn who_begins_late_has_a_week_for_what_would_be_over() {
        let list = checklist(&grounds("2027-06-30", "2027-05-20"));
        let due = |step| list.iter().find(|item| item.step == step).unwrap().due;
        assert_eq!(due(Step::AskBoard), day("2027-05-27"));
        assert_eq!(due(Step::ChoosePlans), day("2027-06-01"));
    }

    proptest! {
        #[test]
        fn every_list_is_in_order_and_nothing_is_due_before_it_begins(
            retires in 0i64..4_000, ahead in 0i64..900, medicare: bool, mtrs: bool
        ) {
            let retires_on = day("2026-01-01") + chrono::Duration::days(retires);
            let begun = retires_on - chrono::Duration::days(ahead);
            let system = if mtrs { RetirementSystem::Mtrs } else { RetirementSystem::City };
            let turnover = Turnover::on(retires_on);
            let list = checklist(&Grounds { turnover, system, last_pay: retires_on, medicare, begun });
            prop_assert_eq!(list.len(), if medicare { 8 } else { 7 });
            prop_assert!(list.is_sorted_by_key(|item| item.due));
            prop_assert!(list.iter().all(|item| begun < item.due));
        }
    }
}

//! The road into retirement: whose pension it is, where coverage of an employee ends and that of a retiree begins,
//! what ends for good, and what each member of the household has to do about Medicare.

pub mod checklist;

use chrono::{Months, NaiveDate};
use uuid::Uuid;

use crate::benefit::Benefit;
pub use crate::class::RetirementSystem;

use crate::class::PayCalendar;
use crate::code::BargainingUnit;
use crate::medicare::{begins_by_age, initial_enrollment};
use crate::period::{Period, end_of_month, first_of_next_month};
use crate::person::Subscriber;

/// Whose pension an employee will have, as far as the unit says: teachers' is MTRS's, that of those outside of the
/// schools the city's. `None` for others of the schools: administrators are with MTRS, aides and clerks with the
/// city, and they know themselves.
pub fn system_of(of_school: bool, bargaining_unit: Option<&BargainingUnit>) -> Option<RetirementSystem> {
    match bargaining_unit {
        _ if !of_school => Some(RetirementSystem::City),
        Some(unit) if unit.as_str().starts_with("TEACHER") => Some(RetirementSystem::Mtrs),
        _ => None,
    }
}

/// The two days between which nobody is without coverage, by the day of retirement, which is the last one of
/// service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turnover {
    /// The day of retirement.
    pub retires_on: NaiveDate,
}

impl Turnover {
    /// Retirement on a day.
    pub const fn on(retires_on: NaiveDate) -> Turnover {
        Turnover { retires_on }
    }

    /// The last day of coverage as an employee: the end of the month of retirement.
    pub fn active_until(self) -> NaiveDate {
        end_of_month(self.retires_on)
    }

    /// The first day of coverage as a retiree: the day after, so that there is no gap.
    pub fn retiree_from(self) -> NaiveDate {
        first_of_next_month(self.retires_on)
    }

    /// The last day of what is held of a benefit as an employee. An account for expenses and own savings out of
    /// pay end with service; insurance ends with the month.
    pub fn last_day(self, benefit: Benefit) -> NaiveDate {
        match benefit {
            Benefit::HealthFsa | Benefit::DependentCareFsa | Benefit::DeferredCompensation => self.retires_on,
            _ => self.active_until(),
        }
    }
}

/// Whether retirees may hold the benefit at all. Optional life insurance, accounts and 457(b) are for those who are
/// paid.
pub const fn is_for_retirees(benefit: Benefit) -> bool {
    matches!(benefit, Benefit::Health | Benefit::Dental | Benefit::Vision | Benefit::Life)
}

/// An employee as they will be on the rolls as a retiree of a system.
pub fn as_retiree(employee: &Subscriber, system: RetirementSystem, medicare: bool) -> Subscriber {
    Subscriber {
        population: system.population(),
        bargaining_unit: None,
        terminated: None,
        hours: None,
        medicare,
        pays: PayCalendar::Monthly,
        ..employee.clone()
    }
}

/// What somebody has to do about Medicare before coverage as a retiree's, which needs it from 65 on
/// (M.G.L. c. 32B § 18).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MedicareStep {
    /// They have parts A and B.
    Has {
        /// The first day.
        since: NaiveDate,
    },
    /// They are 65 by then: to apply for A and B, so that both begin with the coverage. Who was covered by current
    /// employment may, without a penalty (42 U.S.C. 1395p(i)).
    Apply {
        /// The first day on which it makes sense.
        from: NaiveDate,
        /// The last day without a gap.
        by: NaiveDate,
    },
    /// They become 65 later.
    Later {
        /// The first day of Medicare by age.
        begins: NaiveDate,
        /// When they may enrol.
        enrol: Period,
    },
}

/// The months ahead of coverage as a retiree in which Social Security takes an application.
const APPLY_AHEAD: u32 = 3;

/// What somebody has to do about Medicare, by birth and by what is on record, where coverage as a retiree's begins
/// on a day. `None` beyond the calendar.
pub fn medicare_step(
    birth: NaiveDate,
    medicare_from: Option<NaiveDate>,
    retiree_from: NaiveDate,
) -> Option<MedicareStep> {
    if let Some(since) = medicare_from {
        return Some(MedicareStep::Has { since });
    }
    let (begins, enrol) = (begins_by_age(birth)?, initial_enrollment(birth)?);
    if begins > retiree_from {
        return Some(MedicareStep::Later { begins, enrol });
    }
    let from = retiree_from.checked_sub_months(Months::new(APPLY_AHEAD))?.max(enrol.from());
    Some(MedicareStep::Apply { from, by: retiree_from.pred_opt()? })
}

/// Whether somebody is in a Medicare plan on a day of coverage as a retiree's: they have it, or are old enough.
pub fn has_medicare(birth: NaiveDate, medicare_from: Option<NaiveDate>, on: NaiveDate) -> bool {
    medicare_from.or_else(|| begins_by_age(birth)).is_some_and(|from| from <= on)
}

/// Somebody under an employee's health coverage, the employee included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Covered {
    /// Who.
    pub id: Uuid,
    /// Date of birth.
    pub birth: NaiveDate,
    /// The first day of Medicare on record.
    pub medicare_from: Option<NaiveDate>,
}

/// Coverage that somebody of a retiree's household holds, by themselves or with others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contract {
    /// In whose name.
    pub holder: Uuid,
    /// Whom it covers besides.
    pub dependents: Vec<Uuid>,
    /// It is in a Medicare plan.
    pub medicare: bool,
}

/// How those under an employee's health coverage are covered by a retiree's: who `has` Medicare then, each by
/// themselves in a Medicare plan, and the others together as before (M.G.L. c. 32B § 18A). The retiree is the first
/// of `covered`.
pub fn contracts(covered: &[Covered], has: impl Fn(&Covered) -> bool) -> Vec<Contract> {
    let (with, without): (Vec<&Covered>, Vec<&Covered>) = covered.iter().partition(|one| has(one));
    let together = without.split_first().map(|(holder, others)| Contract {
        holder: holder.id,
        dependents: others.iter().map(|one| one.id).collect(),
        medicare: false,
    });
    let alone =
        with.into_iter().map(|one| Contract { holder: one.id, dependents: Vec::new(), medicare: true });
    together.into_iter().chain(alone).collect()
}

/// Whoever became a member from this day on has the later ages (St. 2011, c. 176).
const LATER_AGES: Option<NaiveDate> = NaiveDate::from_ymd_opt(2012, 4, 2);

/// The first day on which somebody may retire for superannuation, taking all service to be since the day of hire:
/// at 55 with ten years or at any age with twenty (M.G.L. c. 32 §§ 5(1), 10(1)), at 60 with ten for those who became
/// members later. The retirement board decides; here it says who is asked to the seminar.
pub fn may_retire_from(birth: NaiveDate, hired: NaiveDate) -> NaiveDate {
    let years = |day: NaiveDate, years: u32| {
        day.checked_add_months(Months::new(12 * years)).unwrap_or(NaiveDate::MAX)
    };
    match LATER_AGES {
        Some(later) if later <= hired => years(birth, 60).max(years(hired, 10)),
        _ => years(birth, 55).max(years(hired, 10)).min(years(hired, 20)),
    }
}

/// Months before retirement may begin in which somebody is asked to the seminar.
pub const SEMINAR_AHEAD: u32 = 24;

/// Whether somebody may retire within the time of the seminar, or already.
pub fn is_near(birth: NaiveDate, hired: NaiveDate, today: NaiveDate) -> bool {
    today
        .checked_add_months(Months::new(SEMINAR_AHEAD))
        .is_some_and(|day| may_retire_from(birth, hired) <= day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn coverage_ends_with_the_month_of_retirement_and_begins_again_on_the_next_day() {
        for (retires, until, from) in [
            ("2027-06-30", "2027-06-30", "2027-07-01"),
            ("2027-06-01", "2027-06-30", "2027-07-01"),
            ("2027-12-15", "2027-12-31", "2028-01-01"),
            ("2028-02-10", "2028-02-29", "2028-03-01"),
        ] {
            let turnover = Turnover::on(day(retires));
            assert_eq!((turnover.active_until(), turnover.retiree_from()), (day(until), day(from)));
        }
        let mid = Turnover::on(day("2027-06-15"));
        assert_eq!(mid.last_day(Benefit::HealthFsa), day("2027-06-15"));
        assert_eq!(mid.last_day(Benefit::DeferredCompensation), day("2027-06-15"));
        assert_eq!(mid.last_day(Benefit::OptionalLife), day("2027-06-30"));
        assert_eq!(mid.last_day(Benefit::Health), day("2027-06-30"));
    }

    #[test]
    fn the_unit_says_whose_pension_it_is_where_it_can() {
        let unit = |text: &str| text.parse::<BargainingUnit>().unwrap();
        for (school, bargaining, system) in [
            (false, None, Some(RetirementSystem::City)),
            (false, Some("FIRE"), Some(RetirementSystem::City)),
            (true, Some("TEACHERS"), Some(RetirementSystem::Mtrs)),
            (true, Some("PARAPROFESSIONALS"), None),
            (true, None, None),
        ] {
            let bargaining = bargaining.map(unit);
            assert_eq!(system_of(school, bargaining.as_ref()), system, "{school} {bargaining:?}");
        }
    }

    #[test]
    fn what_each_has_to_do_about_medicare() {
        let from = day("2027-07-01");
        for (birth, on_record, step) in [
            ("1955-05-05", Some("2020-05-01"), MedicareStep::Has { since: day("2020-05-01") }),
            ("1960-05-05", None, MedicareStep::Apply { from: day("2027-04-01"), by: day("2027-06-30") }),
            // Becomes 65 with the coverage: the enrollment period begins three months ahead, too.
            ("1962-07-20", None, MedicareStep::Apply { from: day("2027-04-01"), by: day("2027-06-30") }),
            (
                "1963-03-15",
                None,
                MedicareStep::Later {
                    begins: day("2028-03-01"),
                    enrol: Period::new(day("2027-12-01"), Some(day("2028-07-01"))).unwrap(),
                },
            ),
        ] {
            assert_eq!(medicare_step(day(birth), on_record.map(day), from), Some(step), "{birth}");
            let in_medicare = !matches!(step, MedicareStep::Later { .. });
            assert_eq!(has_medicare(day(birth), on_record.map(day), from), in_medicare, "{birth}");
        }
    }

    #[test]
    fn who_has_medicare_is_covered_apart() {
        let one = |id: u128, birth: &str| Covered {
            id: Uuid::from_u128(id),
            birth: day(birth),
            medicare_from: None,
        };
        let said = |covered: &[Covered]| -> Vec<(u128, Vec<u128>, bool)> {
            let numbers = |ids: &[Uuid]| ids.iter().map(Uuid::as_u128).collect();
            let contracts =
                contracts(covered, |one| has_medicare(one.birth, one.medicare_from, day("2027-07-01")));
            contracts.iter().map(|c| (c.holder.as_u128(), numbers(&c.dependents), c.medicare)).collect()
        };
        let (old, young, child) = (one(1, "1960-05-05"), one(2, "1964-05-05"), one(3, "2010-05-05"));
        assert_eq!(
            said(&[old.clone(), young.clone(), child.clone()]),
            [(2, vec![3], false), (1, vec![], true)]
        );
        assert_eq!(said(&[young.clone(), old.clone()]), [(2, vec![], false), (1, vec![], true)]);
        assert_eq!(said(&[young, child]), [(2, vec![3], false)]);
        assert_eq!(said(&[old]), [(1, vec![], true)]);
    }

    #[test]
    fn when_somebody_may_retire_by_the_day_of_hire() {
        for (birth, hired, from) in [
            ("1965-05-01", "2000-01-10", "2020-01-10"),
            ("1965-05-01", "2011-01-10", "2021-01-10"),
            ("1970-05-01", "2011-01-10", "2025-05-01"),
            ("1970-05-01", "2012-04-01", "2025-05-01"),
            ("1970-05-01", "2012-04-02", "2030-05-01"),
            ("1965-05-01", "2019-03-11", "2029-03-11"),
        ] {
            assert_eq!(may_retire_from(day(birth), day(hired)), day(from), "{birth} {hired}");
        }
        let near = |today| is_near(day("1970-05-01"), day("2012-04-02"), day(today));
        assert!(!near("2028-04-30") && near("2028-05-01") && near("2035-01-01"));
    }

    proptest! {
        #[test]
        fn there_is_never_a_gap_nor_a_day_twice(days in 0i64..30_000) {
            let turnover = Turnover::on(day("2000-01-01") + chrono::Duration::days(days));
            prop_assert_eq!(turnover.active_until().succ_opt(), Some(turnover.retiree_from()));
            prop_assert!(turnover.retires_on <= turnover.active_until());
            for benefit in Benefit::ALL {
                prop_assert!(turnover.retires_on <= turnover.last_day(*benefit));
                if is_for_retirees(*benefit) {
                    prop_assert_eq!(turnover.last_day(*benefit), turnover.active_until());
                }
            }
        }
    }
}

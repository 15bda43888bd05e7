//! Who may have a plan on a day, and by which rule.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::benefit::{Benefit, Plan};
use crate::class::{Class, Population};
use crate::period::first_of_next_month;
use crate::person::{Subscriber, WeeklyHours};
use crate::word::words;

words! {
    /// The rule that decided.
    pub enum EligibilityRule {
        /// Every rule is met.
        Eligible = "eligible",
        /// Employees must normally work 20 hours a week or more (M.G.L. c. 32B § 2(d)).
        MinimumHours = "minimum_hours",
        /// The plan is not offered to the person's class.
        Audience = "audience",
        /// Those with Medicare A and B take a Medicare plan (M.G.L. c. 32B § 18A).
        MedicareRequired = "medicare_required",
        /// A Medicare plan needs Medicare A and B.
        MedicareNeeded = "medicare_needed",
        /// Service has ended.
        Terminated = "terminated",
        /// Coverage begins after the waiting period of a new hire (the city's rule).
        WaitingPeriod = "waiting_period",
    }
}

impl EligibilityRule {
    /// Where the rule comes from, for those who check.
    pub const fn source(self) -> &'static str {
        match self {
            EligibilityRule::Eligible => "",
            EligibilityRule::MinimumHours => "M.G.L. c. 32B § 2(d)",
            EligibilityRule::Audience => "the city's plan sheet",
            EligibilityRule::MedicareRequired | EligibilityRule::MedicareNeeded => "M.G.L. c. 32B § 18A",
            EligibilityRule::Terminated => "M.G.L. c. 32B § 2(d)",
            EligibilityRule::WaitingPeriod => "the city's enrollment rules",
        }
    }
}

/// Normal weekly hours from which an employee may be insured: 20 (M.G.L. c. 32B § 2(d)).
pub const MINIMUM_HOURS: WeeklyHours = match WeeklyHours::from_tenths(200) {
    Some(hours) => hours,
    None => unreachable!(),
};

/// From when coverage of a new hire begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WaitingPeriod {
    /// The first of the month after the date of hire.
    FirstOfNextMonth,
    /// The first of the month after that many days of service.
    FirstOfMonthAfterDays(u32),
}

impl WaitingPeriod {
    /// The first day of coverage of somebody hired on a day.
    pub fn begins(self, hired: NaiveDate) -> NaiveDate {
        match self {
            WaitingPeriod::FirstOfNextMonth => first_of_next_month(hired),
            WaitingPeriod::FirstOfMonthAfterDays(days) => {
                let over = hired.checked_add_days(Days::new(u64::from(days)));
                first_of_next_month(over.unwrap_or(NaiveDate::MAX))
            }
        }
    }
}

/// The demonstration city's setting.
pub const WAITING_PERIOD: WaitingPeriod = WaitingPeriod::FirstOfMonthAfterDays(30);

/// The rule that decides whether `subscriber` may have `plan` on a day.
pub fn rule_for(subscriber: &Subscriber, plan: &Plan, on: NaiveDate) -> EligibilityRule {
    use EligibilityRule as R;
    let class = subscriber.class(plan.benefit);
    let in_service = matches!(subscriber.population, Population::Active | Population::Leave);

    if in_service && subscriber.terminated.is_some_and(|last_day| last_day < on) {
        return R::Terminated;
    }
    if in_service
        && plan.benefit != Benefit::DeferredCompensation
        && subscriber.hours.is_none_or(|hours| hours < MINIMUM_HOURS)
    {
        return R::MinimumHours;
    }
    if !plan.audience.contains(&class) {
        let medicare_plan =
            plan.audience.iter().any(|c| matches!(c, Class::MedicareRetiree | Class::MedicareSurvivor));
        return match class {
            Class::MedicareRetiree | Class::MedicareSurvivor if !medicare_plan => R::MedicareRequired,
            Class::NonMedicareRetiree | Class::Survivor if medicare_plan => R::MedicareNeeded,
            _ => R::Audience,
        };
    }
    if in_service && subscriber.hired.is_some_and(|hired| on < WAITING_PERIOD.begins(hired)) {
        return R::WaitingPeriod;
    }
    R::Eligible
}

/// Whether `subscriber` may have `plan` on a day.
pub fn is_eligible(subscriber: &Subscriber, plan: &Plan, on: NaiveDate) -> bool {
    rule_for(subscriber, plan, on) == EligibilityRule::Eligible
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::benefit::Tier;
    use crate::class::PayCalendar;
    use uuid::Uuid;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn employee(hours: u16) -> Subscriber {
        Subscriber {
            id: Uuid::nil(),
            population: Population::Active,
            unit: "CITY".parse().unwrap(),
            bargaining_unit: None,
            hired: Some(day("2020-01-06")),
            terminated: None,
            hours: WeeklyHours::from_tenths(hours),
            birth: day("1980-01-01"),
            medicare: false,
            pays: PayCalendar::Weekly,
        }
    }

    fn plan(benefit: Benefit, audience: &[Class]) -> Plan {
        Plan {
            code: "P".parse().unwrap(),
            benefit,
            name: "P".into(),
            carrier: "C".into(),
            audience: audience.to_vec(),
            tiers: vec![Tier::Individual],
            group_number: String::new(),
            hd_code: String::new(),
        }
    }

    #[test]
    fn each_rule_decides_where_it_should() {
        use EligibilityRule as R;
        let hmo = plan(Benefit::Health, &[Class::Active, Class::NonMedicareRetiree, Class::Survivor]);
        let senior = plan(Benefit::Health, &[Class::MedicareRetiree, Class::MedicareSurvivor]);
        let deferred = plan(Benefit::DeferredCompensation, &[Class::Active]);
        let dental = plan(Benefit::Dental, &[Class::Retiree]);
        let retiree = |medicare| Subscriber {
            population: Population::MtrsRetiree,
            hours: None,
            medicare,
            ..employee(0)
        };
        let on = "2026-07-01";
        for (subscriber, plan, on, rule) in [
            (employee(200), &hmo, on, R::Eligible),
            (employee(199), &hmo, on, R::MinimumHours),
            (employee(100), &deferred, on, R::Eligible),
            (employee(400), &senior, on, R::Audience),
            (employee(400), &dental, on, R::Audience),
            (Subscriber { terminated: Some(day("2026-06-30")), ..employee(400) }, &hmo, on, R::Terminated),
            (Subscriber { terminated: Some(day("2026-07-01")), ..employee(400) }, &hmo, on, R::Eligible),
            (employee(400), &hmo, "2020-02-29", R::WaitingPeriod),
            (employee(400), &hmo, "2020-03-01", R::Eligible),
            (retiree(false), &hmo, on, R::Eligible),
            (retiree(true), &hmo, on, R::MedicareRequired),
            (retiree(false), &senior, on, R::MedicareNeeded),
            (retiree(true), &senior, on, R::Eligible),
            (retiree(true), &dental, on, R::Eligible),
        ] {
            assert_eq!(rule_for(&subscriber, plan, day(on)), rule, "{subscriber:?} {plan:?} {on}");
        }
    }

    #[test]
    fn both_waiting_rules_can_be_expressed() {
        let hired = day("2026-01-15");
        assert_eq!(WaitingPeriod::FirstOfNextMonth.begins(hired), day("2026-02-01"));
        assert_eq!(WaitingPeriod::FirstOfMonthAfterDays(30).begins(hired), day("2026-03-01"));
    }
}

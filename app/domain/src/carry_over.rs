//! What a member keeps who does nothing in open enrollment.

use chrono::NaiveDate;

use crate::benefit::Plan;
use crate::code::PlanCode;
use crate::election::{Choice, Coverage};
use crate::eligibility::{EligibilityRule, rule_for};
use crate::person::{Dependent, Subscriber};

/// What becomes of a coverage on the first day of the coming plan year, without action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CarryOver {
    /// It goes on as it is.
    Continues,
    /// Its plan is no longer offered: it goes on in the plan that takes its place.
    Successor(PlanCode),
    /// A flexible spending account ends with its plan year and must be elected anew.
    MustElectAnew,
    /// The plan is no longer offered and nothing takes its place.
    NoLongerOffered,
    /// The rule by which the member may not have it then.
    NotEligible(EligibilityRule),
}

/// What becomes of `held` on `first_day` of the coming plan year: health, dental, vision and life go on in
/// the same plan and tier where it is still `offered` and the member eligible; flexible spending accounts
/// never do; 457(b) goes on. `successor` names the plan that takes the place of one no longer offered.
pub fn carry_over(
    held: &Coverage,
    subscriber: &Subscriber,
    offered: &[Plan],
    successor: impl Fn(&PlanCode) -> Option<PlanCode>,
    first_day: NaiveDate,
) -> CarryOver {
    let Some(code) = held.choice.plan() else { return CarryOver::Continues };
    if held.benefit.is_fsa() {
        return CarryOver::MustElectAnew;
    }
    let find = |code: &PlanCode| offered.iter().find(|plan| plan.code == *code);
    let (plan, carried) = match (find(code), successor(code)) {
        (Some(plan), _) => (plan, CarryOver::Continues),
        (None, Some(next)) => match find(&next) {
            Some(plan) => (plan, CarryOver::Successor(next)),
            None => return CarryOver::NoLongerOffered,
        },
        (None, None) => return CarryOver::NoLongerOffered,
    };
    match rule_for(subscriber, plan, first_day) {
        EligibilityRule::Eligible => carried,
        rule => CarryOver::NotEligible(rule),
    }
}

/// What is held from `first_day` on where `held` is kept: the same, in the successor plan where there is
/// one, without the children whom the age limit no longer lets be covered, in the tier that then follows.
/// `None` where it ends.
pub fn kept(
    held: &Choice,
    carried: &CarryOver,
    offered: &[Plan],
    household: &[Dependent],
    first_day: NaiveDate,
) -> Option<Choice> {
    let plan = match carried {
        CarryOver::Continues => held.plan(),
        CarryOver::Successor(next) => Some(next),
        CarryOver::MustElectAnew | CarryOver::NoLongerOffered | CarryOver::NotEligible(_) => return None,
    };
    let mut kept = held.clone();
    match &mut kept {
        Choice::Cover { plan: code, tier, dependents } => {
            let before = dependents.len();
            let too_old = |id| household.iter().any(|one| one.id == id && !one.may_be_covered(first_day));
            dependents.retain(|id| !too_old(*id));
            let plan = offered.iter().find(|offer| Some(&offer.code) == plan)?;
            if dependents.len() != before || plan.code != *code {
                *tier = plan.tier_for(dependents.len())?;
            }
            *code = plan.code.clone();
        }
        Choice::Insure { plan: code, .. }
        | Choice::Contribute { plan: code, .. }
        | Choice::Defer { plan: code, .. } => *code = plan?.clone(),
        Choice::Waive { .. } => {}
    }
    Some(kept)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::benefit::{Benefit, Tier};
    use crate::class::{Class, PayCalendar, Population};
    use crate::money::Cents;
    use crate::period::Period;
    use crate::person::WeeklyHours;
    use uuid::Uuid;

    fn plan(code: &str, benefit: Benefit) -> Plan {
        Plan {
            code: code.parse().unwrap(),
            benefit,
            name: code.into(),
            carrier: "C".into(),
            audience: vec![Class::Active],
            tiers: vec![Tier::Individual, Tier::Amount],
            group_number: String::new(),
            hd_code: String::new(),
        }
    }

    #[test]
    fn what_is_kept_without_action() {
        let cover = |code: &str| Choice::Cover {
            plan: code.parse().unwrap(),
            tier: Tier::Individual,
            dependents: vec![],
        };
        let fsa = Choice::Contribute { plan: "HFSA".parse().unwrap(), annual: Cents::dollars(1_000) };
        let defer = Choice::Defer { plan: "DC457".parse().unwrap(), per_pay: Cents::dollars(50) };
        let offered = [
            plan("HMO", Benefit::Health),
            plan("HFSA", Benefit::HealthFsa),
            plan("DC457", Benefit::DeferredCompensation),
        ];
        for (benefit, choice, hours, kept) in [
            (Benefit::Health, cover("HMO"), 400, CarryOver::Continues),
            (Benefit::Health, cover("OLD"), 400, CarryOver::Successor("HMO".parse().unwrap())),
            (Benefit::Health, cover("GONE"), 400, CarryOver::NoLongerOffered),
            (Benefit::Health, cover("HMO"), 190, CarryOver::NotEligible(EligibilityRule::MinimumHours)),
            (Benefit::HealthFsa, fsa, 400, CarryOver::MustElectAnew),
            (Benefit::DeferredCompensation, defer, 100, CarryOver::Continues),
        ] {
            let held = Coverage {
                through: None,
                id: Uuid::nil(),
                person: Uuid::nil(),
                benefit,
                choice,
                period: Period::starting("2025-07-01".parse().unwrap()),
                submission: Uuid::nil(),
                recorded_at: chrono::DateTime::UNIX_EPOCH,
            };
            let subscriber = Subscriber {
                id: Uuid::nil(),
                population: Population::Active,
                unit: "CITY".parse().unwrap(),
                bargaining_unit: None,
                hired: Some("2020-01-01".parse().unwrap()),
                terminated: None,
                hours: WeeklyHours::from_tenths(hours),
                birth: "1980-01-01".parse().unwrap(),
                medicare: false,
                pays: PayCalendar::Weekly,
            };
            let successor = |code: &PlanCode| (code.as_str() == "OLD").then(|| "HMO".parse().unwrap());
            assert_eq!(
                carry_over(&held, &subscriber, &offered, successor, "2026-07-01".parse().unwrap()),
                kept
            );
        }
    }

    #[test]
    fn who_turned_26_is_left_out_and_the_tier_follows() {
        use crate::person::Relationship;
        let (grown, young) = (uuid::Uuid::from_u128(2), uuid::Uuid::from_u128(3));
        let child = |id, birth: &str| Dependent {
            id,
            given_name: "A".into(),
            family_name: "B".into(),
            birth: birth.parse().unwrap(),
            relationship: Relationship::Child,
            disabled: false,
            ended: None,
        };
        let household = [child(grown, "2000-06-30"), child(young, "2010-01-01")];
        let hmo = Plan {
            tiers: vec![Tier::Individual, Tier::IndividualPlusOne, Tier::Family],
            ..plan("HMO", Benefit::Health)
        };
        let new = Plan { tiers: vec![Tier::Individual, Tier::Family], ..plan("NEW", Benefit::Health) };
        let cover = |code: &str, tier, dependents: &[Uuid]| Choice::Cover {
            plan: code.parse().unwrap(),
            tier,
            dependents: dependents.to_vec(),
        };
        let held = cover("HMO", Tier::Family, &[grown, young]);
        let first_day = "2026-07-01".parse().unwrap();
        let successor = CarryOver::Successor("NEW".parse().unwrap());
        let offered = [hmo, new];
        for (held, carried, expected) in [
            (&held, CarryOver::Continues, Some(cover("HMO", Tier::IndividualPlusOne, &[young]))),
            (&held, successor, Some(cover("NEW", Tier::Family, &[young]))),
            (&held, CarryOver::NoLongerOffered, None),
            (
                &cover("HMO", Tier::IndividualPlusOne, &[young]),
                CarryOver::Continues,
                Some(cover("HMO", Tier::IndividualPlusOne, &[young])),
            ),
        ] {
            assert_eq!(kept(held, &carried, &offered, &household, first_day), expected, "{carried:?}");
        }
    }
}

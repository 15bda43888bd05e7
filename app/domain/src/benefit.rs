//! What the city buys: benefits, plans and their tiers.

use serde::{Deserialize, Serialize};

use crate::class::Class;
use crate::code::PlanCode;
use crate::period::age_on;
use crate::word::words;
use chrono::NaiveDate;

words! {
    /// A kind of coverage, of which a person holds at most one plan at a time.
    pub enum Benefit {
        /// Medical insurance, Medicare plans included.
        Health = "health",
        /// Dental insurance.
        Dental = "dental",
        /// Vision insurance.
        Vision = "vision",
        /// Basic life insurance of a fixed amount.
        Life = "life",
        /// Optional life insurance by the thousand, on top of the basic one.
        OptionalLife = "optional_life",
        /// Health flexible spending account (26 U.S.C. § 125(i)).
        HealthFsa = "health_fsa",
        /// Dependent-care flexible spending account (26 U.S.C. § 129).
        DependentCareFsa = "dependent_care_fsa",
        /// 457(b) deferred compensation (26 U.S.C. § 457(b)).
        DeferredCompensation = "deferred_compensation",
    }
}

impl Benefit {
    /// Whether it covers dependents, so that the tier follows from who is covered.
    pub const fn covers_dependents(self) -> bool {
        matches!(self, Benefit::Health | Benefit::Dental | Benefit::Vision)
    }

    /// Whether it is a flexible spending account: ends with its plan year, must be elected anew.
    pub const fn is_fsa(self) -> bool {
        matches!(self, Benefit::HealthFsa | Benefit::DependentCareFsa)
    }
}

words! {
    /// Who is covered under one premium; how a plan is priced.
    pub enum Tier {
        /// The subscriber alone.
        Individual = "individual",
        /// The subscriber and one dependent.
        IndividualPlusOne = "individual_plus_one",
        /// The subscriber and two or more dependents.
        Family = "family",
        /// Each person on a contract of their own (Medicare plans).
        PerPerson = "per_person",
        /// By age on the first day of the plan year, per 1,000 dollars of insurance.
        PerThousandByAge = "per_thousand_by_age",
        /// An amount that the member chooses.
        Amount = "amount",
    }
}

words! {
    /// The tier column of a rate sheet: a tier with one price, or an age band of optional life.
    pub enum RateTier {
        /// The subscriber alone.
        Individual = "individual",
        /// The subscriber and one dependent.
        IndividualPlusOne = "individual_plus_one",
        /// The subscriber and two or more dependents.
        Family = "family",
        /// Each person.
        PerPerson = "per_person",
        /// Per 1,000 dollars, up to 29 years.
        Under30 = "under_30",
        /// Per 1,000 dollars, 30 to 39 years.
        From30To39 = "30_39",
        /// Per 1,000 dollars, 40 to 49 years.
        From40To49 = "40_49",
        /// Per 1,000 dollars, 50 to 59 years.
        From50To59 = "50_59",
        /// Per 1,000 dollars, 60 to 69 years.
        From60To69 = "60_69",
        /// Per 1,000 dollars, from 70 years.
        From70 = "70_up",
    }
}

impl RateTier {
    /// The row of the rate sheet for a coverage of `tier`, for a person born on `birth`, in the plan year
    /// that starts on `first_day`. `None` for an amount, which has no rate.
    pub fn of(tier: Tier, birth: NaiveDate, first_day: NaiveDate) -> Option<RateTier> {
        Some(match tier {
            Tier::Individual => RateTier::Individual,
            Tier::IndividualPlusOne => RateTier::IndividualPlusOne,
            Tier::Family => RateTier::Family,
            Tier::PerPerson => RateTier::PerPerson,
            Tier::PerThousandByAge => match age_on(birth, first_day) {
                0..=29 => RateTier::Under30,
                30..=39 => RateTier::From30To39,
                40..=49 => RateTier::From40To49,
                50..=59 => RateTier::From50To59,
                60..=69 => RateTier::From60To69,
                _ => RateTier::From70,
            },
            Tier::Amount => return None,
        })
    }

    /// The tier of coverage that this row prices.
    pub const fn tier(self) -> Tier {
        match self {
            RateTier::Individual => Tier::Individual,
            RateTier::IndividualPlusOne => Tier::IndividualPlusOne,
            RateTier::Family => Tier::Family,
            RateTier::PerPerson => Tier::PerPerson,
            _ => Tier::PerThousandByAge,
        }
    }
}

/// A plan that the city offers, as on its plan sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The city's short code.
    pub code: PlanCode,
    /// What it covers.
    pub benefit: Benefit,
    /// The name that people know.
    pub name: String,
    /// The insurance company or administrator.
    pub carrier: String,
    /// Who may have it.
    pub audience: Vec<Class>,
    /// How it is sold.
    pub tiers: Vec<Tier>,
    /// The carrier's group or division number.
    pub group_number: String,
    /// HD03 of the X12 834 (`HMO`, `PPO`, `DEN`, …); empty where no such file is sent.
    pub hd_code: String,
}

impl Plan {
    /// The tier for a subscriber with that many covered dependents, by what the plan sells; a plan
    /// without `individual_plus_one` puts two people on `family`. `None` where it can't cover them.
    pub fn tier_for(&self, dependents: usize) -> Option<Tier> {
        let wanted: &[Tier] = match dependents {
            0 => &[Tier::Individual, Tier::PerPerson, Tier::PerThousandByAge, Tier::Amount],
            1 => &[Tier::IndividualPlusOne, Tier::Family],
            _ => &[Tier::Family],
        };
        wanted.iter().copied().find(|tier| self.tiers.contains(tier))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(tiers: &[Tier]) -> Plan {
        Plan {
            code: "HMO".parse().unwrap(),
            benefit: Benefit::Health,
            name: "HMO".into(),
            carrier: "Carrier".into(),
            audience: vec![Class::Active],
            tiers: tiers.to_vec(),
            group_number: String::new(),
            hd_code: String::new(),
        }
    }

    #[test]
    fn the_tier_follows_from_who_is_covered() {
        use Tier::*;
        let three = plan(&[Individual, IndividualPlusOne, Family]);
        let two = plan(&[Individual, Family]);
        let medicare = plan(&[PerPerson]);
        for (plan, dependents, tier) in [
            (&three, 0, Some(Individual)),
            (&three, 1, Some(IndividualPlusOne)),
            (&three, 2, Some(Family)),
            (&three, 7, Some(Family)),
            (&two, 1, Some(Family)),
            (&medicare, 0, Some(PerPerson)),
            (&medicare, 1, None),
        ] {
            assert_eq!(plan.tier_for(dependents), tier);
        }
    }

    #[test]
    fn optional_life_is_priced_by_age_on_the_first_day_of_the_plan_year() {
        let first: NaiveDate = "2026-07-01".parse().unwrap();
        for (birth, band) in [
            ("1996-07-02", RateTier::Under30),
            ("1996-07-01", RateTier::From30To39),
            ("1956-07-02", RateTier::From60To69),
            ("1956-07-01", RateTier::From70),
        ] {
            assert_eq!(
                RateTier::of(Tier::PerThousandByAge, birth.parse().unwrap(), first),
                Some(band),
                "{birth}"
            );
        }
        assert_eq!(RateTier::of(Tier::Amount, first, first), None);
    }
}

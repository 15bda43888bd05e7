//! What a member typed for one benefit, and the choice that it makes. The page that shows a step, the
//! script that adds up while choosing, and the check before a submission all read it here.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

use crate::benefit::{Benefit, Plan};
use crate::election::{Choice, WaiverReason};
use crate::money::{Cents, MoneyError};

/// The fields of one benefit, as typed. Nothing typed is all empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ballot {
    /// `keep`, `waive` or `plan:CODE`.
    pub choice: String,
    /// Ids of the dependents to cover, apart by spaces.
    pub covered: String,
    /// A [`WaiverReason`].
    pub waiver_reason: String,
    /// Dollars.
    pub amount: String,
}

/// What a member wants for a benefit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// What carries over.
    Keep,
    /// This.
    Hold(Choice),
}

/// Why what was typed makes no choice, and in which field.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Mistake {
    /// None of the choices of the form.
    #[error("choice: not one of the choices")]
    NotAChoice,
    /// No such plan for this benefit.
    #[error("choice: no such plan")]
    UnknownPlan,
    /// Not the id of a dependent.
    #[error("covered: not a dependent")]
    NotADependent,
    /// The plan has no tier for so many dependents.
    #[error("covered: the plan does not cover dependents")]
    PlanCoversOne,
    /// A waiver without its reason.
    #[error("waiver_reason: missing")]
    ReasonMissing,
    /// Not an amount.
    #[error("amount: {0}")]
    Amount(#[from] MoneyError),
}

impl Mistake {
    /// The field that it is in, without the benefit.
    pub const fn field(&self) -> &'static str {
        match self {
            Mistake::NotAChoice | Mistake::UnknownPlan => "choice",
            Mistake::NotADependent | Mistake::PlanCoversOne => "covered",
            Mistake::ReasonMissing => "waiver_reason",
            Mistake::Amount(_) => "amount",
        }
    }
}

/// Whether who declines `benefit` is asked why: insurance that a household may have elsewhere.
pub const fn asks_for_reason(benefit: Benefit) -> bool {
    benefit.covers_dependents()
}

impl Ballot {
    /// The fields of `benefit` among all that a draft holds, as [`Ballot::into_fields`] names them.
    pub fn of(benefit: Benefit, fields: &BTreeMap<String, String>) -> Ballot {
        let field = |name: &str| fields.get(&format!("{benefit}.{name}")).cloned().unwrap_or_default();
        Ballot {
            choice: field("choice"),
            covered: field("covered"),
            waiver_reason: field("waiver_reason"),
            amount: field("amount"),
        }
    }

    /// The ballot that asks for `choice`.
    pub fn for_choice(choice: &Choice) -> Ballot {
        let plan = choice.plan().map_or_else(|| "waive".to_owned(), |plan| format!("plan:{plan}"));
        let ids: Vec<String> = choice.dependents().iter().map(Uuid::to_string).collect();
        let (mut waiver_reason, mut amount) = (String::new(), String::new());
        match choice {
            Choice::Waive { reason } => waiver_reason = reason.to_string(),
            Choice::Insure { volume: typed, .. }
            | Choice::Contribute { annual: typed, .. }
            | Choice::Defer { per_pay: typed, .. } => amount = typed.to_string(),
            Choice::Cover { .. } => {}
        }
        Ballot { choice: plan, covered: ids.join(" "), waiver_reason, amount }
    }

    /// As fields of a draft, such as `health.choice`; the empty ones too.
    pub fn into_fields(self, benefit: Benefit) -> [(String, String); 4] {
        [
            (format!("{benefit}.choice"), self.choice),
            (format!("{benefit}.covered"), self.covered),
            (format!("{benefit}.waiver_reason"), self.waiver_reason),
            (format!("{benefit}.amount"), self.amount),
        ]
    }

    /// Whether that dependent is ticked.
    pub fn covers(&self, dependent: Uuid) -> bool {
        self.covered.split_whitespace().any(|id| id.parse() == Ok(dependent))
    }

    /// The plan that is chosen, if it is among `plans`.
    pub fn plan<'a>(&self, plans: &'a [Plan]) -> Option<&'a Plan> {
        let code = self.choice.strip_prefix("plan:")?;
        plans.iter().find(|plan| plan.code.as_str() == code)
    }

    /// What the member wants, where `plans` are those of `benefit`.
    pub fn wish(&self, benefit: Benefit, plans: &[Plan]) -> Result<Wish, Mistake> {
        match self.choice.as_str() {
            "" | "keep" => Ok(Wish::Keep),
            "waive" if !asks_for_reason(benefit) => {
                Ok(Wish::Hold(Choice::Waive { reason: WaiverReason::NotWanted }))
            }
            "waive" => {
                let reason = self.waiver_reason.parse().map_err(|_| Mistake::ReasonMissing)?;
                Ok(Wish::Hold(Choice::Waive { reason }))
            }
            text if text.starts_with("plan:") => {
                let plan = self.plan(plans).filter(|plan| plan.benefit == benefit);
                Ok(Wish::Hold(self.choice_of(plan.ok_or(Mistake::UnknownPlan)?)?))
            }
            _ => Err(Mistake::NotAChoice),
        }
    }

    fn choice_of(&self, plan: &Plan) -> Result<Choice, Mistake> {
        let amount = || self.amount.parse::<Cents>();
        let code = plan.code.clone();
        Ok(match plan.benefit {
            Benefit::Health | Benefit::Dental | Benefit::Vision => {
                let mut dependents = self
                    .covered
                    .split_whitespace()
                    .map(str::parse)
                    .collect::<Result<Vec<Uuid>, _>>()
                    .map_err(|_| Mistake::NotADependent)?;
                dependents.sort();
                dependents.dedup();
                let tier = plan.tier_for(dependents.len()).ok_or(Mistake::PlanCoversOne)?;
                Choice::Cover { plan: code, tier, dependents }
            }
            Benefit::Life => {
                let tier = plan.tier_for(0).ok_or(Mistake::UnknownPlan)?;
                Choice::Cover { plan: code, tier, dependents: Vec::new() }
            }
            Benefit::OptionalLife => Choice::Insure { plan: code, volume: amount()? },
            Benefit::HealthFsa | Benefit::DependentCareFsa => {
                Choice::Contribute { plan: code, annual: amount()? }
            }
            Benefit::DeferredCompensation => Choice::Defer { plan: code, per_pay: amount()? },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::benefit::Tier;
    use crate::class::Class;

    fn plan(code: &str, benefit: Benefit, tiers: &[Tier]) -> Plan {
        Plan {
            code: code.parse().unwrap(),
            benefit,
            name: code.into(),
            carrier: "C".into(),
            audience: vec![Class::Active],
            tiers: tiers.to_vec(),
            group_number: String::new(),
            hd_code: String::new(),
        }
    }

    fn plans() -> Vec<Plan> {
        use Tier::*;
        vec![
            plan("HMO", Benefit::Health, &[Individual, IndividualPlusOne, Family]),
            plan("SENIOR", Benefit::Health, &[PerPerson]),
            plan("LIFE", Benefit::Life, &[Individual]),
            plan("OPTL", Benefit::OptionalLife, &[PerThousandByAge]),
            plan("HFSA", Benefit::HealthFsa, &[Amount]),
            plan("DC457", Benefit::DeferredCompensation, &[Amount]),
        ]
    }

    fn typed(choice: &str, covered: &str, waiver_reason: &str, amount: &str) -> Ballot {
        Ballot {
            choice: choice.into(),
            covered: covered.into(),
            waiver_reason: waiver_reason.into(),
            amount: amount.into(),
        }
    }

    #[test]
    fn what_is_typed_makes_a_choice_or_names_the_field() {
        use Benefit::*;
        let (two, three) = (Uuid::from_u128(2), Uuid::from_u128(3));
        let code = |text: &str| text.parse().unwrap();
        let hold = |choice| Ok(Wish::Hold(choice));
        let family =
            || hold(Choice::Cover { plan: code("HMO"), tier: Tier::Family, dependents: vec![two, three] });
        for (benefit, ballot, wish) in [
            (Health, typed("", "", "", ""), Ok(Wish::Keep)),
            (Health, typed("keep", "nonsense", "", ""), Ok(Wish::Keep)),
            (Health, typed("plan:HMO", &format!("{three} {two}"), "", ""), family()),
            (Health, typed("plan:HMO", &format!("{three} {two} {two}"), "", "12,5o"), family()),
            (Health, typed("plan:HMO", "4711", "", ""), Err(Mistake::NotADependent)),
            (Health, typed("plan:SENIOR", &two.to_string(), "", ""), Err(Mistake::PlanCoversOne)),
            (Health, typed("plan:OPTL", "", "", ""), Err(Mistake::UnknownPlan)),
            (Health, typed("plan:", "", "", ""), Err(Mistake::UnknownPlan)),
            (Health, typed("HMO", "", "", ""), Err(Mistake::NotAChoice)),
            (Health, typed("waive", "", "", ""), Err(Mistake::ReasonMissing)),
            (
                Health,
                typed("waive", "", "medicare", ""),
                hold(Choice::Waive { reason: WaiverReason::Medicare }),
            ),
            (HealthFsa, typed("waive", "", "", ""), hold(Choice::Waive { reason: WaiverReason::NotWanted })),
            (
                Life,
                typed("plan:LIFE", &two.to_string(), "", ""),
                hold(Choice::Cover { plan: code("LIFE"), tier: Tier::Individual, dependents: vec![] }),
            ),
            (
                OptionalLife,
                typed("plan:OPTL", "", "", "50,000"),
                hold(Choice::Insure { plan: code("OPTL"), volume: Cents::dollars(50_000) }),
            ),
            (HealthFsa, typed("plan:HFSA", "", "", "12,5o"), Err(Mistake::Amount(MoneyError::NotAnAmount))),
            (HealthFsa, typed("plan:HFSA", "", "", "-1"), Err(Mistake::Amount(MoneyError::Negative))),
            (HealthFsa, typed("plan:HFSA", "", "", "1e9"), Err(Mistake::Amount(MoneyError::NotAnAmount))),
            (HealthFsa, typed("plan:HFSA", "", "", ""), Err(Mistake::Amount(MoneyError::Empty))),
            (
                DeferredCompensation,
                typed("plan:DC457", "", "", "75"),
                hold(Choice::Defer { plan: code("DC457"), per_pay: Cents::dollars(75) }),
            ),
        ] {
            assert_eq!(ballot.wish(benefit, &plans()), wish, "{benefit} {ballot:?}");
        }
    }

    #[test]
    fn a_choice_fills_in_the_ballot_that_makes_it() {
        let code = |text: &str| text.parse().unwrap();
        for (benefit, choice) in [
            (
                Benefit::Health,
                Choice::Cover {
                    plan: code("HMO"),
                    tier: Tier::IndividualPlusOne,
                    dependents: vec![Uuid::from_u128(2)],
                },
            ),
            (Benefit::Health, Choice::Waive { reason: WaiverReason::SpousePlan }),
            (Benefit::OptionalLife, Choice::Insure { plan: code("OPTL"), volume: Cents::dollars(50_000) }),
            (Benefit::HealthFsa, Choice::Contribute { plan: code("HFSA"), annual: Cents::new(1_200_50) }),
        ] {
            let fields: BTreeMap<String, String> =
                Ballot::for_choice(&choice).into_fields(benefit).into_iter().collect();
            let ballot = Ballot::of(benefit, &fields);
            assert_eq!(ballot.wish(benefit, &plans()), Ok(Wish::Hold(choice)));
        }
    }
}

//! Explaining: what the rules say about a price or a person, and why. The same answers as on the pages.

use chrono::NaiveDate;
use domain::benefit::{Benefit, Plan, RateTier};
use domain::class::Class;
use domain::code::{BargainingUnit, PersonRef, PlanCode, UnitCode};
use domain::eligibility::{EligibilityRule, MINIMUM_HOURS, WAITING_PERIOD, rule_for};
use domain::money::{Cents, MemberShare, deductions};
use domain::person::Subscriber;
use domain::price::{Payer, Price, PriceError, Quote, THOUSAND_DOLLARS};
use serde::Serialize;
use thiserror::Error;

use crate::{Actor, Desk, Error, Permission};

/// Whose price is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceQuestion {
    /// The plan.
    pub plan: PlanCode,
    /// The tier or age band.
    pub tier: RateTier,
    /// The payer's unit.
    pub unit: UnitCode,
    /// Their bargaining unit.
    pub bargaining_unit: Option<BargainingUnit>,
    /// When they were hired.
    pub hired: Option<NaiveDate>,
    /// Their class.
    pub class: Class,
    /// The day.
    pub on: NaiveDate,
    /// Deductions in a plan year; by default 26 for those in service and 12 for others.
    pub pays: Option<u32>,
    /// Dollars of life insurance, for a plan that is priced by the thousand.
    pub insurance: Option<Cents>,
}

/// A price, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PriceAnswer {
    /// A month in full; `None` where only the member's amount is published.
    pub premium_cents: Option<i64>,
    /// The member's part of it.
    pub member_cents: i64,
    /// The employer's part of it.
    pub employer_cents: Option<i64>,
    /// Each deduction of the plan year.
    pub pays_cents: Vec<i64>,
    /// The rows and the rounding that made it.
    pub because: Because,
}

/// What made a price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Because {
    /// The row of the rate sheet.
    pub rate_row: Option<String>,
    /// The row of the split sheet, or the rule that stands for one.
    pub split_row: String,
    /// How it was reckoned.
    pub rounding: String,
}

/// Why there is no answer.
#[derive(Debug, Error)]
pub enum Unexplained {
    /// Not a plan of the sheets.
    #[error("plan {plan} is not on the city's plan sheet{}", if known.is_empty() { ", which is empty".to_owned() } else { format!("; it has {known}") })]
    UnknownPlan {
        /// The plan.
        plan: PlanCode,
        /// The plans that are.
        known: String,
    },
    /// A plan that the class can't have.
    #[error("plan {plan} is not offered to class {class}; it is offered to {offered}")]
    NotOffered {
        /// The plan.
        plan: PlanCode,
        /// The class.
        class: Class,
        /// The classes that can.
        offered: String,
    },
    /// A volume of insurance for a plan that has none, or not whole thousands.
    #[error("an amount of insurance is for plans priced by the thousand, in whole thousands of dollars")]
    Insurance,
    /// A plan whose cost is the amount that the member chooses.
    #[error("plan {0} has no premium: its members choose the amount")]
    NoPremium(PlanCode),
    /// The sheets have no price.
    #[error(transparent)]
    Price(#[from] PriceError),
    /// Nobody by that number who may hold coverage.
    #[error("there is no employee, retiree or survivor {0} in the records")]
    Nobody(PersonRef),
    /// Anything else.
    #[error(transparent)]
    Desk(#[from] Error),
}

/// What a person may have on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EligibilityAnswer {
    /// The office's number of the person.
    pub person: String,
    /// The day.
    pub on: NaiveDate,
    /// Why they are on the rolls then.
    pub population: String,
    /// Their unit.
    pub unit: UnitCode,
    /// Every plan of the sheets.
    pub plans: Vec<PlanAnswer>,
}

/// Whether a person may have a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlanAnswer {
    /// The plan.
    pub plan: PlanCode,
    /// What it covers.
    pub benefit: Benefit,
    /// Whether they may.
    pub eligible: bool,
    /// The rule that decided.
    pub rule: EligibilityRule,
    /// Where the rule comes from.
    pub source: &'static str,
    /// Why, in words.
    pub because: String,
}

impl Desk {
    /// What a plan costs a payer on a day, and why; public.
    pub async fn explain_price(&self, asked: &PriceQuestion) -> Result<PriceAnswer, Unexplained> {
        let catalog = self.catalog().await?;
        let plan = catalog.plan(&asked.plan).ok_or_else(|| Unexplained::UnknownPlan {
            plan: asked.plan.clone(),
            known: catalog.plans.iter().map(|plan| plan.code.as_str()).collect::<Vec<_>>().join(", "),
        })?;
        let class = asked.class.for_benefit(plan.benefit);
        if !plan.audience.contains(&class) {
            return Err(Unexplained::NotOffered { plan: plan.code.clone(), class, offered: offered(plan) });
        }
        if plan.tiers == [domain::benefit::Tier::Amount] {
            return Err(Unexplained::NoPremium(plan.code.clone()));
        }
        let times = thousands(plan, asked.insurance)?;
        let payer = Payer {
            unit: asked.unit.clone(),
            bargaining_unit: asked.bargaining_unit.clone(),
            hired: asked.hired,
            class,
        };
        let quote = catalog.book.quote(&plan.code, asked.tier, &payer, asked.on)?;
        let (premium, member, employer, rate_row, split_row, rounding) = match quote {
            Quote::Full(price) => {
                let rounding = rounding(&price, class, times);
                let Price { split, rate_row, split_row, .. } = price;
                (Some(split.premium), split.member, Some(split.employer), Some(rate_row), split_row, rounding)
            }
            Quote::MemberOnly { member, split_row } => {
                let rounding = "the member's amount as published; the premium is not published".to_owned();
                (None, member, None, None, split_row, rounding)
            }
        };
        let member = member * times;
        let pays = asked.pays.unwrap_or(if class == Class::Active { 26 } else { 12 });
        Ok(PriceAnswer {
            premium_cents: premium.map(|premium| (premium * times).get()),
            member_cents: member.get(),
            employer_cents: employer.map(|employer| (employer * times).get()),
            pays_cents: deductions(member * 12, pays).into_iter().map(Cents::get).collect(),
            because: Because {
                rate_row,
                split_row,
                rounding: format!(
                    "{rounding}; a year of {} is taken in {pays} deductions, rounded half up, the last one taking the difference",
                    (member * 12).display()
                ),
            },
        })
    }

    /// Which plans a person may have on a day, and by which rule.
    pub async fn explain_eligibility(
        &self,
        actor: &Actor,
        number: &PersonRef,
        on: NaiveDate,
    ) -> Result<EligibilityAnswer, Unexplained> {
        actor.require(Permission::SeePeople)?;
        let nobody = |error| match error {
            records::Error::NotFound(_) => Unexplained::Nobody(number.clone()),
            other => Unexplained::Desk(other.into()),
        };
        let person = records::people::by_ref(&self.store, number).await.map_err(nobody)?;
        let subscriber = records::people::subscriber(&self.store, person.id, on).await.map_err(nobody)?;
        let catalog = self.catalog().await?;
        let plans = catalog.plans.iter().map(|plan| {
            let rule = rule_for(&subscriber, plan, on);
            PlanAnswer {
                plan: plan.code.clone(),
                benefit: plan.benefit,
                eligible: rule == EligibilityRule::Eligible,
                rule,
                source: rule.source(),
                because: because(rule, &subscriber, plan),
            }
        });
        Ok(EligibilityAnswer {
            person: number.to_string(),
            on,
            population: subscriber.population.to_string(),
            unit: subscriber.unit.clone(),
            plans: plans.collect(),
        })
    }
}

fn offered(plan: &Plan) -> String {
    plan.audience.iter().map(|class| class.as_str()).collect::<Vec<_>>().join(", ")
}

/// How many thousands of insurance are asked for; one for any other plan.
fn thousands(plan: &Plan, insurance: Option<Cents>) -> Result<i64, Unexplained> {
    match insurance {
        None => Ok(1),
        Some(volume)
            if plan.benefit == Benefit::OptionalLife
                && !volume.is_zero()
                && volume.get() % THOUSAND_DOLLARS.get() == 0 =>
        {
            Ok(volume.get() / THOUSAND_DOLLARS.get())
        }
        Some(_) => Err(Unexplained::Insurance),
    }
}

fn rounding(price: &Price, class: Class, times: i64) -> String {
    let split = price.split;
    let share = match price.share {
        _ if class == Class::Cobra => {
            format!("102 % of the premium, rounded half up to the cent, is {}", split.member.display())
        }
        MemberShare::Percent(percent) => format!(
            "{percent} % of {} is {}, rounded half up to the cent: {}; the employer pays the rest",
            split.premium.display(),
            exact(split.premium, i64::from(percent.hundredths())),
            split.member.display()
        ),
        MemberShare::Fixed(_) => format!(
            "the member's fixed share of {}, as given; the employer pays the rest of {}",
            split.member.display(),
            split.premium.display()
        ),
    };
    if times == 1 { share } else { format!("{share}; that times {times} thousands of insurance") }
}

/// A part of an amount in dollars, before rounding.
fn exact(amount: Cents, hundredths: i64) -> String {
    let millionths = amount.get() * hundredths; // cents times hundredths of a percent
    let text = format!("{}.{:06}", millionths / 1_000_000, millionths % 1_000_000);
    let text = text.trim_end_matches('0');
    text.strip_suffix('.').unwrap_or(text).to_owned()
}

fn because(rule: EligibilityRule, subscriber: &Subscriber, plan: &Plan) -> String {
    let class = subscriber.class(plan.benefit);
    match rule {
        EligibilityRule::Eligible => format!("the plan is offered to class {class}, and every rule is met"),
        EligibilityRule::MinimumHours => match subscriber.hours {
            Some(hours) => format!("works {hours} hours a week; {MINIMUM_HOURS} are needed"),
            None => format!("weekly hours are not known; {MINIMUM_HOURS} are needed"),
        },
        EligibilityRule::Audience => format!("class {class}; the plan is offered to {}", offered(plan)),
        EligibilityRule::MedicareRequired => "has Medicare A and B, so takes a Medicare plan".to_owned(),
        EligibilityRule::MedicareNeeded => "the plan needs Medicare A and B".to_owned(),
        EligibilityRule::Terminated => match subscriber.terminated {
            Some(last) => format!("the last day of service was {last}"),
            None => "service has ended".to_owned(),
        },
        EligibilityRule::WaitingPeriod => match subscriber.hired {
            Some(hired) => format!("hired on {hired}; coverage begins on {}", WAITING_PERIOD.begins(hired)),
            None => "coverage begins after the waiting period".to_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_before_rounding_are_exact() {
        assert_eq!(exact(Cents::new(968_42), 2_500), "242.105");
        assert_eq!(exact(Cents::new(968_42), 2_250), "217.8945");
        assert_eq!(exact(Cents::new(5), 1), "0.000005");
        assert_eq!(exact(Cents::new(1_000_00), 10_000), "1000");
    }
}

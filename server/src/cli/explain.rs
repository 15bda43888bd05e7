//! `portal explain`: what the rules say and why, as JSON.

use std::process::ExitCode;

use anyhow::Result;
use chrono::NaiveDate;
use clap::{Args, Subcommand};
use desk::explain::{PriceQuestion, Unexplained};
use desk::{Actor, Desk};
use domain::benefit::RateTier;
use domain::class::Class;
use domain::code::{BargainingUnit, PersonRef, PlanCode, UnitCode};
use domain::money::Cents;

/// Arguments of `portal explain`.
#[derive(Debug, Clone, Args)]
pub struct ExplainArgs {
    #[command(subcommand)]
    question: Question,
    /// sqlite:FILE or postgres://… [default: the configured one]
    #[arg(long, global = true, value_name = "URL")]
    pub database_url: Option<String>,
}

#[derive(Debug, Clone, Subcommand)]
enum Question {
    /// What a plan costs, who pays it, and which rows say so
    Price(PriceArgs),
    /// Which plans a person may have, and by which rule
    Eligibility(EligibilityArgs),
}

#[derive(Debug, Clone, Args)]
struct PriceArgs {
    /// The plan's code, such as HMO
    #[arg(long)]
    plan: PlanCode,
    /// The tier or age band, such as family or 40_49
    #[arg(long)]
    tier: RateTier,
    /// The payer's unit, such as CITY
    #[arg(long)]
    unit: UnitCode,
    /// The payer's bargaining unit, such as FIRE
    #[arg(long, value_name = "UNIT")]
    bargaining_unit: Option<BargainingUnit>,
    /// The date of hire
    #[arg(long, value_name = "DATE")]
    hired: Option<NaiveDate>,
    /// The payer's class, such as active or medicare_retiree
    #[arg(long)]
    class: Class,
    /// The day of which the price is asked
    #[arg(long, value_name = "DATE")]
    on: NaiveDate,
    /// Deductions in a plan year [default: 26 for active, 12 for others]
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..=366))]
    pays: Option<u32>,
    /// Dollars of insurance, for optional life
    #[arg(long, value_name = "DOLLARS")]
    insurance: Option<Cents>,
}

#[derive(Debug, Clone, Args)]
struct EligibilityArgs {
    /// The office's number of the person
    #[arg(long, value_name = "REF")]
    person: PersonRef,
    /// The day of which it is asked
    #[arg(long, value_name = "DATE")]
    on: NaiveDate,
}

/// Prints the answer on standard output, or the refusal on standard error.
pub async fn run(args: ExplainArgs, desk: &Desk) -> Result<ExitCode> {
    let answer = match args.question {
        Question::Price(asked) => {
            let question = PriceQuestion {
                plan: asked.plan,
                tier: asked.tier,
                unit: asked.unit,
                bargaining_unit: asked.bargaining_unit,
                hired: asked.hired,
                class: asked.class,
                on: asked.on,
                pays: asked.pays,
                insurance: asked.insurance,
            };
            json(desk.explain_price(&question).await)?
        }
        Question::Eligibility(asked) => {
            let actor = Actor::portal("explain");
            json(desk.explain_eligibility(&actor, &asked.person, asked.on).await)?
        }
    };
    Ok(match answer {
        Ok(text) => {
            println!("{text}");
            ExitCode::SUCCESS
        }
        Err(refusal) => {
            eprintln!("{refusal}");
            ExitCode::FAILURE
        }
    })
}

/// The answer as JSON, or the refusal in words.
fn json(answer: Result<impl serde::Serialize, Unexplained>) -> Result<Result<String, String>> {
    match answer {
        Ok(answer) => Ok(Ok(serde_json::to_string_pretty(&answer)?)),
        Err(refusal) => Ok(Err(refusal.to_string())),
    }
}

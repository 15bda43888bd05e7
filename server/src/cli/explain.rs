//! `portal explain`: what the rules say and why, as JSON.

use std::process::ExitCode;

use anyhow::Result;
use chrono::{Datelike, NaiveDate};
use clap::{Args, Subcommand};
use desk::events::{self, EventInForce};
use desk::explain::{PriceQuestion, Unexplained};
use desk::{Actor, Clock};
use domain::benefit::RateTier;
use domain::class::Class;
use domain::code::{BargainingUnit, EventCode, PersonRef, PlanCode, UnitCode};
use domain::deadline::{CITY_ZONE, local_day};
use domain::money::Cents;

use crate::config::Config;
use crate::open;

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
    /// What a life event lets people change, from when, and what they prove; of the catalogue that the
    /// portal ships with, unless a database is named
    Event(EventArgs),
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

#[derive(Debug, Clone, Args)]
struct EventArgs {
    /// The kind of event, such as birth
    #[arg(long)]
    kind: EventCode,
    /// The day of the event
    #[arg(long, value_name = "DATE", value_parser = near_day)]
    on: NaiveDate,
    /// The day on which the change is asked for [default: today]
    #[arg(long, value_name = "DATE", value_parser = near_day)]
    today: Option<NaiveDate>,
}

/// A day that somebody alive may mean.
fn near_day(text: &str) -> Result<NaiveDate, String> {
    let day: NaiveDate = text.parse().map_err(|_| "a day such as 2026-07-01".to_owned())?;
    if (1900..=2200).contains(&day.year()) { Ok(day) } else { Err("a day from 1900 to 2200".to_owned()) }
}

/// Exit status for arguments that can't be used.
const UNUSABLE: u8 = 2;

/// Prints the answer on standard output, or the refusal on standard error.
pub async fn run(args: ExplainArgs, config: &Config) -> Result<ExitCode> {
    let answer = match args.question {
        Question::Event(asked) => return event(&asked, args.database_url.is_some().then_some(config)).await,
        Question::Price(asked) => {
            let desk = open::desk(config).await?;
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
            let desk = open::desk(config).await?;
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

/// What an event permits, by the records of `live`, or by the catalogue that the portal ships with.
async fn event(asked: &EventArgs, live: Option<&Config>) -> Result<ExitCode> {
    let (kinds, clock_day) = match live {
        Some(config) => {
            let desk = open::desk(config).await?;
            let kinds = desk.event_kinds().await?;
            (
                kinds.into_iter().map(|EventInForce { kind, version }| (kind, Some(version))).collect(),
                desk.today(),
            )
        }
        None => {
            let kinds: Vec<_> = events::shipped().into_iter().map(|kind| (kind, None)).collect();
            (kinds, local_day(Clock::system().now(), CITY_ZONE))
        }
    };
    let Some((kind, version)) = kinds.iter().find(|(kind, _)| kind.code == asked.kind) else {
        let known: Vec<&str> = kinds.iter().map(|(kind, _)| kind.code.as_str()).collect();
        eprintln!("there is no life event {}; there are {}", asked.kind, known.join(", "));
        return Ok(ExitCode::from(UNUSABLE));
    };
    let answer = events::explain(kind, *version, asked.on, asked.today.unwrap_or(clock_day));
    println!("{}", serde_json::to_string_pretty(&answer)?);
    Ok(ExitCode::SUCCESS)
}

/// The answer as JSON, or the refusal in words.
fn json(answer: Result<impl serde::Serialize, Unexplained>) -> Result<Result<String, String>> {
    match answer {
        Ok(answer) => Ok(Ok(serde_json::to_string_pretty(&answer)?)),
        Err(refusal) => Ok(Err(refusal.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_near() {
        assert!(near_day("2026-05-17").is_ok());
        for bad in ["2026-13-01", "tomorrow", "1899-12-31", "+262142-12-31", ""] {
            assert!(near_day(bad).is_err(), "{bad}");
        }
    }
}

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
use domain::code::{BargainingUnit, EventCode, Mbi, MbiFault, PersonRef, PlanCode, UnitCode};
use domain::deadline::{CITY_ZONE, local_day};
use domain::money::Cents;
use domain::part_b::{Filing, PartBYear, known_years};

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
    /// What Medicare Part B costs a month, and what the city owes of it by its settings
    PartB(PartBArgs),
    /// Whether a Medicare number is one, or which character is wrong
    Mbi {
        /// The number, with or without dashes
        value: String,
    },
}

#[derive(Debug, Clone, Args)]
struct PartBArgs {
    /// The calendar year
    #[arg(long)]
    year: i32,
    /// How the tax return of two years before was filed
    #[arg(long)]
    filing: Filing,
    /// Modified adjusted gross income of that return, in dollars
    #[arg(long, value_name = "DOLLARS")]
    magi: Cents,
    /// Months of the year with Part B
    #[arg(long, default_value_t = 12, value_parser = clap::value_parser!(u32).range(1..=12))]
    months: u32,
    /// Months without Part B after it could have begun
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=1200))]
    late_months: u32,
    /// The retiree's class, whose rule of the city's counts
    #[arg(long, default_value = "medicare_retiree")]
    class: Class,
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
        Question::PartB(asked) => return part_b(&asked, config),
        Question::Mbi { value } => return mbi(&value),
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

/// What Part B costs a month, and what the city owes.
fn part_b(asked: &PartBArgs, config: &Config) -> Result<ExitCode> {
    let Some(figures) = PartBYear::of(asked.year) else {
        let known: Vec<String> = known_years().map(|year| year.to_string()).collect();
        eprintln!("the Part B premiums of {} are not known; those of {} are", asked.year, known.join(", "));
        return Ok(ExitCode::FAILURE);
    };
    let premium = figures.premium(asked.filing, asked.magi, asked.late_months);
    let rule = config.part_b_rules()?.rule(asked.class, asked.year);
    let owed = rule.owed(premium.into());
    let months = i64::from(asked.months);
    let answer = serde_json::json!({
        "year": asked.year,
        "filing": asked.filing,
        "magi_cents": asked.magi,
        "months": asked.months,
        "late_months": asked.late_months,
        "tier": premium.tier,
        "standard_cents": premium.standard,
        "income_related_cents": premium.income_related,
        "penalty_cents": premium.penalty,
        "premium_cents": premium.charged,
        "city_owes_cents": owed,
        "premium_in_all_cents": premium.charged * months,
        "city_owes_in_all_cents": owed * months,
        "settings": {
            "class": asked.class,
            "percent": rule.percent.to_string(),
            "cap_cents": rule.cap,
            "income_related": rule.income_related,
            "penalty": rule.penalty,
            "years_back": rule.years_back,
            "carry_forward": rule.carry_forward,
        },
        "because": [
            "standard and income-related premium: CMS's notice for the year, 42 U.S.C. 1395r(i)",
            "penalty: 10 % of the standard premium for each full 12 months, 42 CFR 408.22",
            "premium: the standard premium with its penalty, rounded to ten cents (42 CFR 408.27), and the income-related amount",
            "what the city owes: its share by the settings, rounded half up to the cent",
        ],
    });
    println!("{}", serde_json::to_string_pretty(&answer)?);
    Ok(ExitCode::SUCCESS)
}

/// Whether a Medicare number is one. The answer never has the whole number in it.
fn mbi(value: &str) -> Result<ExitCode> {
    let answer = match Mbi::read(value) {
        Ok(_) => serde_json::json!({ "valid": true }),
        Err(fault) => {
            let because = fault.to_string();
            match fault {
                MbiFault::Character { place, found, expected } => serde_json::json!({
                    "valid": false,
                    "because": because,
                    "place": place,
                    "found": found,
                    "expected": expected.to_string(),
                }),
                MbiFault::Length(length) => serde_json::json!({
                    "valid": false, "because": because, "length": length,
                }),
            }
        }
    };
    println!("{}", serde_json::to_string_pretty(&answer)?);
    Ok(ExitCode::SUCCESS)
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

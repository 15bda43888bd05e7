//! `cargo verify`: everything that must hold, in one run, to the end, with one summary.

mod checks;
mod journeys;
mod tools;

use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use clap::ValueEnum;

use crate::command::{catch_interrupts, interrupted};
use crate::postgres::{Cluster, Durability};
use crate::project::Project;
use crate::site;
use crate::step::lasted;

/// What to verify.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Run these steps only
    #[arg(long, value_name = "STEP", value_delimiter = ',')]
    only: Vec<Step>,
    /// Leave these steps out
    #[arg(long, value_name = "STEP", value_delimiter = ',')]
    skip: Vec<Step>,
}

/// One thing that must hold.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Step {
    /// What the other steps need is installed
    Tools,
    /// The code is formatted
    Fmt,
    /// Clippy has nothing to say
    Clippy,
    /// Dependencies: licences, sources, known holes
    Deny,
    /// Rust tests, on both engines
    Test,
    /// The documentation's examples
    Doc,
    /// The site builds, islands included
    Wasm,
    /// The browser's journeys, on SQLite
    JourneysSqlite,
    /// The browser's journeys, on PostgreSQL
    JourneysPostgres,
}

impl Step {
    fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }

    fn needs_postgres(self) -> bool {
        matches!(self, Self::Test | Self::JourneysPostgres)
    }

    fn needs_browser(self) -> bool {
        matches!(self, Self::JourneysSqlite | Self::JourneysPostgres)
    }

    fn run(self, session: &mut Session) -> Result<()> {
        let project = session.project;
        match self {
            Self::Tools => tools::install(&session.steps, project),
            Self::Fmt => checks::fmt(project),
            Self::Clippy => checks::clippy(project),
            Self::Deny => checks::deny(project),
            Self::Test => checks::test(project, &session.cluster()?.url("postgres")),
            Self::Doc => checks::doc(project),
            Self::Wasm => site::build(project),
            Self::JourneysSqlite => {
                session.portal()?;
                journeys::on_sqlite(project)
            }
            Self::JourneysPostgres => {
                session.portal()?;
                journeys::on_postgres(project, session.cluster()?)
            }
        }
    }
}

/// What the steps of one run share.
struct Session<'a> {
    project: &'a Project,
    steps: Vec<Step>,
    cluster: Option<Cluster>,
}

impl Session<'_> {
    /// The run's own PostgreSQL, started when first asked for.
    fn cluster(&mut self) -> Result<&Cluster> {
        let cluster = match self.cluster.take() {
            Some(running) => running,
            None => Cluster::start(Durability::Fleeting)?,
        };
        Ok(self.cluster.insert(cluster))
    }

    /// Builds what a browser's journey goes through.
    fn portal(&self) -> Result<()> {
        site::build(self.project)?;
        checks::build(self.project)
    }
}

/// Runs the chosen steps, each to its end whatever became of those before.
pub(crate) fn run(project: &Project, options: &Options) -> Result<()> {
    catch_interrupts()?;
    let chosen = |step: &Step| {
        (options.only.is_empty() || options.only.contains(step)) && !options.skip.contains(step)
    };
    let steps: Vec<_> = Step::value_variants().iter().copied().filter(chosen).collect();
    let mut session = Session { project, steps: steps.clone(), cluster: None };

    let started = Instant::now();
    let mut results = Vec::new();
    for step in steps {
        if interrupted() {
            break;
        }
        println!("\n━━ {}", step.name());
        let begun = Instant::now();
        let result = step.run(&mut session);
        if let Err(reason) = &result {
            eprintln!("✗ {}: {reason:#}", step.name());
        }
        results.push((step, result, begun.elapsed()));
    }
    drop(session);
    if interrupted() {
        bail!("interrupted");
    }
    summary(&results, started.elapsed())
}

fn summary(results: &[(Step, Result<()>, Duration)], total: Duration) -> Result<()> {
    println!();
    for (step, result, time) in results {
        let mark = if result.is_ok() { "passed" } else { "FAILED" };
        println!("{:<20} {mark}  {:>12}", step.name(), lasted(*time));
    }
    println!("{:<20} {:>20}\n", "together", lasted(total));
    let failed = results.iter().filter(|(_, result, _)| result.is_err()).count();
    println!("{} passed, {failed} failed", results.len() - failed);
    if failed > 0 {
        std::process::exit(1);
    }
    Ok(())
}

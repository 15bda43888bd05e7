//! Behind the README's two commands, `cargo serve` and `cargo verify`.
//!
//! One module per step: [`compiler`] finds a compiler for the browser, [`wasm`] builds the islands,
//! [`style`] the style sheet, [`site`] makes of both, and of `public/`, the folder that the portal serves.
//! [`serve`] and [`verify`] say which steps run in which order; [`bench`] measures the outcome.

mod bench;
mod command;
mod compiler;
mod debian;
mod files;
mod postgres;
mod project;
mod serve;
mod site;
mod step;
mod style;
mod verify;
mod wasm;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use project::Project;

/// Builds, serves, verifies and measures the portal.
#[derive(Parser)]
#[command(name = "bundle")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build the portal and serve it, with a demonstration city, on http://127.0.0.1:3000
    Serve(serve::Options),
    /// Install what is missing, then check everything that must hold before a change lands
    Verify(verify::Options),
    /// Measure what the README states
    Bench(bench::Options),
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("✗ {reason:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let project = Project::find()?;
    match Arguments::parse().task {
        Task::Serve(options) => serve::run(&project, &options),
        Task::Verify(options) => verify::run(&project, &options),
        Task::Bench(options) => bench::run(&project, &options),
    }
}

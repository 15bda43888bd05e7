//! The checks that cargo makes.
//!
//! All of them leave `frontend` out: it turns on the browser's half of `app` and of Leptos, which cargo
//! would then turn on in the server's too. The site's build compiles it.

use std::process::Command;

use anyhow::{Result, bail};

use crate::command::{answers, cargo, run};
use crate::project::Project;

const SERVER_SIDE: [&str; 5] = ["--workspace", "--exclude", "frontend", "--exclude", "bundle"];
/// This tool, by itself: with the others its dependencies would have more features than those that it runs with, and
/// cargo would build them once more.
const TOOL: [&str; 2] = ["--package", "bundle"];

pub(super) fn fmt(project: &Project) -> Result<()> {
    run(of(project).args(["fmt", "--all", "--check"]))
}

pub(super) fn clippy(project: &Project) -> Result<()> {
    run(looked_at(project).arg("build").args(SERVER_SIDE).arg("--all-targets"))?;
    run(looked_at(project).arg("build").args(TOOL).arg("--all-targets"))
}

pub(super) fn deny(project: &Project) -> Result<()> {
    run(of(project).args(["deny", "--log-level", "error", "check", "bans", "licenses", "sources"]))?;
    let advisories = of(project).args(["deny", "check", "advisories"]).output()?;
    let said = String::from_utf8_lossy(&advisories.stderr);
    if !advisories.status.success() && said.contains("failed to fetch advisory database") {
        println!("advisories not checked: their database cannot be fetched from here");
        return Ok(());
    }
    print!("{said}");
    if !advisories.status.success() {
        bail!("there are advisories about dependencies");
    }
    Ok(())
}

/// Builds the portal beside the tests. Alone, its dependencies would have fewer features, and cargo would
/// build most of them again.
pub(super) fn build(project: &Project) -> Result<()> {
    run(looked_at(project).arg("build").args(SERVER_SIDE).args(["--bins", "--tests"]))
}

pub(super) fn test(project: &Project, postgres: &str) -> Result<()> {
    let test = || {
        let mut test = looked_at(project);
        if answers("cargo-nextest") {
            test.args(["nextest", "run", "--no-fail-fast"]);
        } else {
            test.args(["test", "--no-fail-fast", "--lib", "--bins", "--tests"]);
        }
        test
    };
    let server = run(test().args(SERVER_SIDE).env("TEST_POSTGRES_URL", postgres));
    server.and(run(test().args(TOOL)))
}

pub(super) fn doc(project: &Project) -> Result<()> {
    run(looked_at(project).args(["test", "--doc"]).args(SERVER_SIDE))
}

/// A cargo whose builds Clippy looks at. `cargo clippy` would go through every dependency once, and the tests
/// build them again: so it is one build, by the compiler that Clippy is.
fn looked_at(project: &Project) -> Command {
    let mut cargo = of(project);
    cargo.env("RUSTC_WORKSPACE_WRAPPER", "clippy-driver");
    // As `cargo clippy -- -D warnings` hands it on.
    cargo.env("CLIPPY_ARGS", "-D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__");
    cargo
}

fn of(project: &Project) -> Command {
    let mut cargo = cargo();
    cargo.current_dir(&project.root);
    cargo
}

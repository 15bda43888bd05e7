//! Installs what the steps need and this machine lacks.

use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

use super::Step;
use crate::command::{answers, cargo, read, run};
use crate::compiler::Compiler;
use crate::project::Project;
use crate::{debian, postgres, step};

/// Installs what these steps need. What cannot be installed is named, and the rest is tried all the same.
pub(super) fn install(steps: &[Step], project: &Project) -> Result<()> {
    let any = |of: fn(Step) -> bool| steps.iter().any(|step| of(*step));
    let mut missing = Vec::new();
    let mut need = |wanted: bool, install: &dyn Fn() -> Result<()>| {
        if wanted && let Err(reason) = install() {
            missing.push(format!("{reason:#}"));
        }
    };
    need(any(Step::needs_postgres), &postgres_binaries);
    need(any(Step::needs_browser), &chromium);
    need(any(|step| step == Step::Test || step.needs_browser()), &pdftotext);
    need(any(Step::needs_browser), &java);
    need(any(|step| step == Step::Wasm || step.needs_browser()), &|| node_packages(project));
    need(any(|step| step == Step::Wasm || step.needs_browser()), &|| Compiler::find().map(drop));
    need(any(|step| step == Step::Deny), &cargo_deny);
    if !missing.is_empty() {
        bail!("{}", missing.join("\n"));
    }
    Ok(())
}

fn postgres_binaries() -> Result<()> {
    if postgres::binaries().is_some() {
        return Ok(());
    }
    debian::install("PostgreSQL", &["postgresql"])
}

fn chromium() -> Result<()> {
    let there =
        std::env::var_os("CHROMIUM").map_or_else(|| "/usr/bin/chromium".into(), std::path::PathBuf::from);
    if there.exists() {
        return Ok(());
    }
    debian::install("Chromium (or the variable CHROMIUM with the path of one)", &["chromium"])
}

/// Tests and journeys read letters by a program that has no part in making them.
fn pdftotext() -> Result<()> {
    if read(Command::new("pdftotext").arg("-v")).is_ok() {
        return Ok(());
    }
    debian::install("pdftotext (poppler)", &["poppler-utils"])
}

/// veraPDF, which judges the PDFs, is a Java program and reads its rules by JAXB.
fn java() -> Result<()> {
    if answers("javac") && Path::new("/usr/share/java/jaxb-runtime.jar").exists() {
        return Ok(());
    }
    debian::install("Java, version 11 or later, with JAXB", &["default-jdk-headless", "libjaxb-java"])
}

fn node_packages(project: &Project) -> Result<()> {
    if !answers("npm") {
        debian::install("Node.js, version 20 or later", &["nodejs", "npm"])?;
    }
    let folder = project.end2end();
    if newer(&folder.join("node_modules/.package-lock.json"), &folder.join("package-lock.json")) {
        return Ok(());
    }
    step::loud("npm ci", || {
        run(Command::new("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(&folder))
    })
}

fn newer(made: &Path, source: &Path) -> bool {
    let changed = |path: &Path| path.metadata().and_then(|about| about.modified()).ok();
    changed(made).is_some_and(|made| Some(made) >= changed(source))
}

fn cargo_deny() -> Result<()> {
    if answers("cargo-deny") {
        return Ok(());
    }
    step::loud("install cargo-deny", || {
        let mut install = cargo();
        install.args(["install", "cargo-deny", "--locked"]);
        // It runs for seconds: a quick build of it is worth more than a quick program.
        install.env("CARGO_PROFILE_RELEASE_LTO", "off");
        install.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0");
        install.env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
        run(&mut install)
    })
}

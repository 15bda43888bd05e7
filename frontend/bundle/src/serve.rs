//! `cargo serve`: from a fresh clone to a portal with people in it.

use std::process::Command;

use anyhow::Result;

use crate::command::{self, cargo};
use crate::project::Project;
use crate::{site, step};

/// How to serve.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Build the portal as for production
    #[arg(long)]
    release: bool,
    /// The port on 127.0.0.1
    #[arg(long, default_value_t = 3000)]
    port: u16,
    /// Where the records are: `sqlite:FILE` or `postgres://…`; otherwise an SQLite file under data/
    #[arg(long, env = "DATABASE_URL")]
    database_url: Option<String>,
}

/// Builds the site and the portal, then becomes the portal.
pub(crate) fn run(project: &Project, options: &Options) -> Result<()> {
    site::build(project)?;
    step::loud("portal", || build_portal(project, options.release))?;

    let mut portal = Command::new(project.portal(options.release));
    portal.current_dir(&project.root).args(["serve", "--demo", "--port", &options.port.to_string()]);
    portal.arg("--site").arg(project.site());
    if let Some(url) = &options.database_url {
        portal.args(["--database-url", url]);
    }
    become_it(&mut portal)
}

/// Builds the portal's binary; cargo does nothing when nothing changed.
fn build_portal(project: &Project, release: bool) -> Result<()> {
    let mut build = cargo();
    build.args(["build", "-p", "server", "--bin", "portal"]).current_dir(&project.root);
    if release {
        build.arg("--release");
    }
    command::run(&mut build)
}

/// Signals, such as Ctrl-C, then reach the portal itself, which ends in good order.
#[cfg(unix)]
fn become_it(portal: &mut Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    Err(anyhow::Error::new(portal.exec()).context("The portal cannot be started"))
}

#[cfg(not(unix))]
fn become_it(portal: &mut Command) -> Result<()> {
    command::run(portal)
}

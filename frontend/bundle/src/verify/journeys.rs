//! The browser's journeys, against a portal with a demonstration city of its own.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::command::{interrupted, run, start, stop};
use crate::postgres::Cluster;
use crate::project::Project;
use crate::step;

/// The day that the demonstration city lives on, so that every run sees the same dates.
const TODAY: &str = "2026-11-24";
/// A day of the plan year after it, on which the same city is looked at again.
const LATER: &str = "2027-07-12";
const PATIENCE: Duration = Duration::from_secs(300);

pub(super) fn on_sqlite(project: &Project) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let url = format!("sqlite:{}", folder.path().join("portal.sqlite").display());
    journeys(project, "sqlite", folder.path(), &url)
}

pub(super) fn on_postgres(project: &Project, cluster: &Cluster) -> Result<()> {
    let folder = tempfile::tempdir()?;
    cluster.create("journeys")?;
    journeys(project, "postgres", folder.path(), &cluster.url("journeys"))
}

/// Plays the journeys of one day, and then those that need a plan year behind them.
fn journeys(project: &Project, engine: &str, folder: &Path, url: &str) -> Result<()> {
    let now = day(project, engine, folder, url, TODAY, &["js", "nojs"]);
    if interrupted() {
        return now;
    }
    now.and(day(project, engine, folder, url, LATER, &["later"]))
}

/// Plays some of the projects of `playwright.config.ts`, on a day of the city.
fn day(
    project: &Project,
    engine: &str,
    folder: &Path,
    url: &str,
    today: &str,
    projects: &[&str],
) -> Result<()> {
    let log = project.target.join(format!("verify-portal-{engine}-{today}.log"));
    let provider = free_port()?;
    let template = fs::read_to_string(project.end2end().join("portal.toml"))?;
    let config = folder.join("portal.toml");
    fs::write(&config, template.replace("PROVIDER_PORT", &provider.to_string()))?;
    let portal = step::quiet(&format!("demonstration city on {today}"), |_| {
        Portal::start(project, folder, url, &config, today, &log)
    })?;
    let _provider = Provider::start(project, provider, &portal.address(), folder)?;
    let mut playwright = Command::new("node_modules/.bin/playwright");
    playwright.current_dir(project.end2end()).arg("test");
    playwright.args(projects.iter().flat_map(|name| ["--project", name]));
    playwright.env("BASE_URL", portal.address()).env("ENGINE", engine);
    let outcome = run(&mut playwright);
    if outcome.is_err() {
        eprintln!("What the portal had to say is in {}", log.display());
    }
    outcome
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

/// An OpenID provider that is not the portal's own. It ends with this value.
struct Provider(Child);

impl Provider {
    fn start(project: &Project, port: u16, portal: &str, folder: &Path) -> Result<Self> {
        let output = File::create(folder.join("provider.log"))?;
        let mut node = Command::new("node");
        node.arg("provider.mjs").current_dir(project.end2end());
        node.env("PROVIDER_PORT", port.to_string()).env("BASE_URL", portal);
        Ok(Self(start(node.stdout(output.try_clone()?).stderr(output))?))
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        stop(&mut self.0);
    }
}

/// A running portal. It ends with this value.
struct Portal {
    process: Child,
    port: u16,
}

impl Portal {
    fn start(
        project: &Project,
        folder: &Path,
        url: &str,
        config: &Path,
        today: &str,
        log: &Path,
    ) -> Result<Self> {
        let port = free_port()?;
        let output = File::create(log)?;
        let mut serve = Command::new(project.portal(false));
        serve.args(["serve", "--demo", "--today", today, "--port", &port.to_string(), "--database-url", url]);
        serve.arg("--site").arg(project.site()).arg("--config").arg(config).current_dir(folder);
        let process = start(serve.stdout(output.try_clone()?).stderr(output))?;
        let mut portal = Self { process, port };
        portal.wait(log)?;
        Ok(portal)
    }

    fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    fn wait(&mut self, log: &Path) -> Result<()> {
        let begun = Instant::now();
        while !self.is_ready() {
            if let Some(status) = self.process.try_wait()? {
                bail!("The portal ended with {status}:\n{}", fs::read_to_string(log)?);
            }
            if begun.elapsed() > PATIENCE || interrupted() {
                bail!("The portal did not get ready:\n{}", fs::read_to_string(log)?);
            }
            sleep(Duration::from_millis(100));
        }
        Ok(())
    }

    fn is_ready(&self) -> bool {
        let ask = || -> std::io::Result<String> {
            let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
            stream.set_read_timeout(Some(Duration::from_secs(5)))?;
            stream.write_all(b"GET /readyz HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")?;
            let mut answer = String::new();
            stream.read_to_string(&mut answer)?;
            Ok(answer)
        };
        ask().is_ok_and(|answer| answer.split(' ').nth(1) == Some("200"))
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        stop(&mut self.process);
    }
}

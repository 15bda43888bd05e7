//! `cargo run -p bundle -- bench`: measures what the README states.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use clap::ValueEnum;

use crate::command::{cargo, catch_interrupts, run as run_program};
use crate::postgres::{Cluster, Durability};
use crate::project::Project;
use crate::site;

/// What to measure.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Everything, where nothing is named
    what: Vec<What>,
}

#[derive(Clone, Copy, ValueEnum)]
enum What {
    /// What a first visit to a member page loads for its islands, as sent with brotli
    Wasm,
    /// "My benefits" as a share of a bare handler
    Throughput,
    /// 2,000 people who submit within a minute, on both engines
    DeadlineNight,
    /// A census of 100,000 people
    Import,
    /// A retiree packet, and those of 900 people for the mail
    Packets,
}

/// Runs the measurements that were asked for.
pub(crate) fn run(project: &Project, options: &Options) -> Result<()> {
    catch_interrupts()?;
    let chosen = if options.what.is_empty() { What::value_variants() } else { &options.what };
    site::build(project)?;
    for what in chosen {
        match what {
            What::Wasm => wasm(project)?,
            What::Throughput => portal(project, "throughput", None)?,
            What::Import => portal(project, "import", None)?,
            What::Packets => portal(project, "packets", None)?,
            What::DeadlineNight => {
                let cluster = Cluster::start(Durability::Lasting)?;
                cluster.create("night")?;
                portal(project, "deadline_night", Some(&cluster.url("night")))?;
            }
        }
    }
    Ok(())
}

/// Runs one of the portal's benchmarks, `server/benches`.
fn portal(project: &Project, name: &str, postgres: Option<&str>) -> Result<()> {
    let mut bench = cargo();
    bench.current_dir(&project.root).args(["bench", "-q", "-p", "server", "--bench", name]);
    if let Some(url) = postgres {
        bench.env("BENCH_POSTGRES_URL", url);
    }
    run_program(&mut bench)
}

fn wasm(project: &Project) -> Result<()> {
    let folder = project.site();
    let manifest = site::manifest(&folder)?;
    let mut sum = 0;
    for name in ["loader.js", "app.js", "app_bg.wasm"] {
        let address = manifest.get(name).with_context(|| format!("The site has no {name}"))?;
        let bytes = sent(&folder, address)?;
        println!("{name:<12} {:>7.1} KiB", kib(bytes));
        sum += bytes;
    }
    println!("{:<12} {:>7.1} KiB with brotli", "together", kib(sum));
    Ok(())
}

/// The bytes that a browser receives: the compressed file, where there is one.
fn sent(folder: &Path, address: &str) -> Result<u64> {
    let plain = folder.join(address.trim_start_matches('/'));
    let packed = folder.join(format!("{}.br", address.trim_start_matches('/')));
    Ok(fs::metadata(if packed.exists() { packed } else { plain })?.len())
}

fn kib(bytes: u64) -> f64 {
    bytes as f64 / 1024.0
}

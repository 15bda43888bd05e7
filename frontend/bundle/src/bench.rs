//! `cargo run -p bundle -- bench`: measures what the README states.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::project::Project;
use crate::site;

/// What to measure.
#[derive(clap::Args)]
pub(crate) struct Options {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    /// What a first visit to a member page loads for its islands, as sent with brotli
    Wasm,
}

/// Runs the measurement that was asked for.
pub(crate) fn run(project: &Project, options: &Options) -> Result<()> {
    match options.what {
        What::Wasm => wasm(project),
    }
}

fn wasm(project: &Project) -> Result<()> {
    site::build(project)?;
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

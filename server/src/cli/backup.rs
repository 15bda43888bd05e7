//! `portal backup` and `portal restore`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::Args;
use records::audit::{self, Verdict};
use records::backup;

use crate::config::Config;
use crate::open;

/// Arguments of `portal backup` and `portal restore`.
#[derive(Debug, Clone, Args)]
pub struct BackupArgs {
    /// The backup
    file: PathBuf,
    /// sqlite:FILE or postgres://… [default: the configured one]
    #[arg(long, value_name = "URL")]
    pub database_url: Option<String>,
}

/// Writes a backup of the records, which may be in use.
pub async fn make(args: BackupArgs, config: &Config) -> Result<ExitCode> {
    backup::backup(&config.database_url, &args.file).await?;
    println!("All that the records hold is in {}.", args.file.display());
    println!("Their key is not: keep a copy of {} elsewhere.", config.key_path().0.display());
    Ok(ExitCode::SUCCESS)
}

/// Puts a backup into an empty database, and goes through its audit trail.
pub async fn restore(args: BackupArgs, config: &Config) -> Result<ExitCode> {
    let key = config.key_path().0;
    if !key.exists() {
        bail!("the records are sealed: put their key to {} first", key.display());
    }
    if let Some(folder) = config.sqlite_file().as_deref().and_then(Path::parent) {
        std::fs::create_dir_all(folder).with_context(|| format!("{} can't be made", folder.display()))?;
    }
    backup::restore(&args.file, &config.database_url).await?;
    match audit::verify(&open::store(config).await?).await? {
        Verdict::Whole(links) => {
            println!("The records are back, and their audit trail is whole: {links} links.");
            Ok(ExitCode::SUCCESS)
        }
        Verdict::Broken(link) => {
            eprintln!("portal: the records are back, but the audit trail is broken at link {link}");
            Ok(ExitCode::FAILURE)
        }
    }
}

//! `portal`: the benefits portal. Serves it, and lets staff and scripts ask and import on the command line.
//!
//! Exit status: 0; 2 for unusable arguments; 1 for a refusal, with the reason in words on standard error.

mod cli;
mod config;
mod demo;
mod http;
mod issuer;
mod mail;
mod open;
mod scanner;
mod serve;
mod sign_in;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};
use records::audit::{self, Verdict};

use config::Config;

#[derive(Parser)]
#[command(name = "portal", version, about = "The benefits portal of a city")]
struct Arguments {
    /// The configuration file; every key is in server/portal.example.toml
    #[arg(long, global = true, value_name = "FILE", env = "PORTAL_CONFIG")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the portal
    Serve(serve::ServeArgs),
    /// Make the demonstration city in an empty database
    Demo(demo::DemoArgs),
    /// Import a file
    Import(cli::import::ImportArgs),
    /// Say what the rules say, and why, as JSON
    Explain(cli::explain::ExplainArgs),
    /// Make files for the mail
    Export(cli::export::ExportArgs),
    /// Write all that the records hold to a file, while they are in use
    Backup(cli::backup::BackupArgs),
    /// Put a backup into an empty database
    Restore(cli::backup::BackupArgs),
    /// The audit trail
    Audit {
        #[command(subcommand)]
        command: AuditCommand,
    },
    /// Check the configuration, the database, the issuers
    Doctor,
}

#[derive(Subcommand)]
enum AuditCommand {
    /// Go through the whole chain; name the first broken link
    Verify,
}

#[tokio::main]
async fn main() -> ExitCode {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info,sqlx=warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    match run(Arguments::parse()).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("portal: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<ExitCode> {
    let mut config = Config::read(arguments.config.as_deref())?;
    let named = match &arguments.command {
        Command::Serve(args) => args.database_url.clone(),
        Command::Demo(args) => args.database_url.clone(),
        Command::Import(args) => args.database_url.clone(),
        Command::Explain(args) => args.database_url.clone(),
        Command::Export(args) => args.database_url.clone(),
        Command::Backup(args) | Command::Restore(args) => args.database_url.clone(),
        Command::Audit { .. } | Command::Doctor => None,
    };
    if let Some(url) = named {
        config.database_url = url;
    }
    match arguments.command {
        Command::Serve(args) => serve::run(args, config).await.map(|()| ExitCode::SUCCESS),
        Command::Demo(args) => {
            demo::run(&open::of_demonstration(&config, open::store(&config).await?).await?, &args).await?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Import(args) => cli::import::run(args, &open::desk(&config).await?).await,
        Command::Explain(args) => cli::explain::run(args, &config).await,
        Command::Export(args) => cli::export::run(args, &open::desk(&config).await?).await,
        Command::Backup(args) => cli::backup::make(args, &config).await,
        Command::Restore(args) => cli::backup::restore(args, &config).await,
        Command::Audit { command: AuditCommand::Verify } => {
            match audit::verify(open::desk(&config).await?.store()).await? {
                Verdict::Whole(links) => {
                    println!("The audit trail is whole: {links} links.");
                    Ok(ExitCode::SUCCESS)
                }
                Verdict::Broken(link) => {
                    eprintln!("portal: the audit trail is broken at link {link}");
                    Ok(ExitCode::FAILURE)
                }
            }
        }
        Command::Doctor => doctor(&config).await,
    }
}

/// Says of each part whether it works.
async fn doctor(config: &Config) -> Result<ExitCode> {
    let desk = open::desk(config).await?;
    println!("configuration: understood");
    desk.store().ping().await?;
    println!("database: answers");
    let mut works = true;
    for (issuer, answer) in sign_in::SignIn::new(&config.issuers, &desk.city().base_url)?.check().await {
        works &= answer.is_ok();
        println!("issuer {issuer}: {}", answer.map_or_else(|why| why, |()| "answers".into()));
    }
    Ok(if works { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

//! `portal export`: files for the mail, made from the records.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use clap::{Args, Subcommand, ValueEnum};
use desk::packet::Size;
use desk::packet::runs::Audience;
use desk::{Actor, Desk};

/// How often a run is looked at that a serving process has taken.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// Arguments of `portal export`.
#[derive(Debug, Clone, Args)]
pub struct ExportArgs {
    #[command(subcommand)]
    what: What,
    /// sqlite:FILE or postgres://… [default: the configured one]
    #[arg(long, value_name = "URL", global = true)]
    pub database_url: Option<String>,
}

#[derive(Debug, Clone, Subcommand)]
enum What {
    /// The packets of retirees and survivors: one print file in the order of the mail, and its manifest
    Packets {
        /// The folder that gets packets.pdf and packets.csv
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// Whose
        #[arg(long, value_enum, default_value_t = Whose::All)]
        audience: Whose,
        /// 18 points in place of 12
        #[arg(long)]
        large: bool,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Whose {
    /// Every retiree and survivor
    All,
    /// Those without an e-mail address
    NoEmail,
}

/// Makes the files and says what is in them.
pub async fn run(args: ExportArgs, desk: &Desk) -> Result<ExitCode> {
    let What::Packets { out, audience, large } = args.what;
    let begun = Instant::now();
    let audience = match audience {
        Whose::All => Audience::All,
        Whose::NoEmail => Audience::NoEmail,
    };
    std::fs::create_dir_all(&out).with_context(|| format!("{} can't be made", out.display()))?;
    let actor = Actor::portal("export");
    let size = if large { Size::Large } else { Size::Normal };
    let id = desk.begin_packet_run(&actor, audience, size).await.context("there is nobody for this")?;
    let run = loop {
        let worked = desk.work_off_packets(&|| true).await?;
        let run = desk.packet_run(&actor, id).await?;
        if run.finished_at.is_some() {
            break run;
        }
        // A portal that serves has it at work.
        if !worked {
            tokio::time::sleep(LOOK_EVERY).await;
        }
    };
    write(&out, "packets.pdf", &desk.packet_print_file(&actor, id).await?)?;
    write(&out, "packets.csv", &desk.packet_manifest(&actor, id).await?)?;
    println!(
        "{} packets, {} pages, {} that could not be made: {:.0} s",
        run.made,
        run.pages.unwrap_or(0),
        run.problems,
        begun.elapsed().as_secs_f64()
    );
    Ok(ExitCode::SUCCESS)
}

fn write(folder: &Path, name: &str, content: &[u8]) -> Result<()> {
    let path = folder.join(name);
    std::fs::write(&path, content).with_context(|| format!("{} can't be written", path.display()))
}

//! `portal import`: files into the records.

use std::io::{BufRead, BufReader, IsTerminal};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::Result;
use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use desk::imports::{ImportOrder, Imported, Outcome};
use desk::{Actor, Desk};
use indicatif::{ProgressBar, ProgressStyle};
use records::import::{Kind, Progress, Source};

/// Arguments of `portal import`.
#[derive(Debug, Clone, Args)]
pub struct ImportArgs {
    /// What the file holds
    what: What,
    /// A CSV (UTF-8) or XLSX file; its first row names the columns
    file: PathBuf,
    /// Only show what would change
    #[arg(long)]
    dry_run: bool,
    /// Write the good rows although others are bad; the bad ones go to a file of their own
    #[arg(long)]
    accept_good: bool,
    /// Where rejected rows go, each with its reason [default: FILE with .rejected.csv behind its name]
    #[arg(long, value_name = "FILE", requires = "accept_good")]
    rejects: Option<PathBuf>,
    /// First day of a published table [default: the fiscal year in its name, as fy2021]
    #[arg(long, value_name = "DATE")]
    effective_from: Option<NaiveDate>,
    /// sqlite:FILE or postgres://… [default: the configured one]
    #[arg(long, value_name = "URL")]
    pub database_url: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// Payroll units
    Units,
    /// Plan sheet
    Plans,
    /// Rate sheet, or a published table of member amounts
    Rates,
    /// Contribution splits
    Splits,
    /// People and their dependents
    Census,
    /// What people hold
    Coverage,
    /// Published table of member amounts
    Published,
}

/// As many faults and changes are printed.
const PRINTED: usize = 50;

/// Imports the file, says what became of it on standard output, and what is wrong on standard error.
pub async fn run(args: ImportArgs, desk: &Desk) -> Result<ExitCode> {
    let begun = Instant::now();
    let effective_from = args.effective_from;
    let kind = match args.what {
        What::Units => Kind::Units,
        What::Plans => Kind::Plans,
        What::Rates if effective_from.is_some() => Kind::Published { effective_from },
        What::Rates => Kind::Rates,
        What::Splits => Kind::Splits,
        What::Census => Kind::Census,
        What::Coverage => Kind::Coverage,
        What::Published => Kind::Published { effective_from },
    };
    let source = Source::file(&args.file);
    let rejects = args.rejects.clone().unwrap_or_else(|| {
        let mut name = args.file.as_os_str().to_owned();
        name.push(".rejected.csv");
        name.into()
    });
    let order = ImportOrder {
        kind,
        source: &source,
        dry_run: args.dry_run,
        accept_good: args.accept_good,
        rejects: Some(&rejects),
    };
    let bar = bar();
    let imported = desk.import(&Actor::portal("import"), order, |progress| show(&bar, progress)).await;
    bar.finish_and_clear();
    let imported = imported?;

    tell(&imported, args.dry_run);
    if imported.report.counts.rejected > 0 && imported.outcome != Outcome::Refused && !args.dry_run {
        println!("Rejected rows, with reasons: {}", rejects.display());
    }
    let memory = peak_memory().map_or(String::new(), |mebibytes| format!(", {mebibytes} MiB at most"));
    println!("{:.1} s{memory}", begun.elapsed().as_secs_f64());
    Ok(if imported.outcome == Outcome::Refused { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn tell(imported: &Imported, dry_run: bool) {
    let report = &imported.report;
    let counts = report.counts;
    if dry_run {
        for change in report.changes.iter().take(PRINTED) {
            println!(
                "row {}: {}: {}",
                change.row,
                if change.is_new { "new" } else { "changed" },
                change.what
            );
        }
        let more = (counts.new + counts.changed).saturating_sub(PRINTED as u64);
        if more > 0 {
            println!("… and {more} more");
        }
    }
    for fault in report.faults.iter().take(PRINTED) {
        eprintln!("{fault}");
    }
    let more = report.fault_count.saturating_sub(PRINTED as u64);
    if more > 0 {
        eprintln!("… and {more} more");
    }
    println!(
        "{}: {} rows: {} new, {} changed, {} unchanged, {} rejected",
        report.file, counts.rows, counts.new, counts.changed, counts.unchanged, counts.rejected
    );
    match imported.outcome {
        Outcome::Written => println!("Written."),
        Outcome::NothingNew => println!("Nothing has changed: the records hold it already."),
        Outcome::Tried => println!("Nothing was written: a dry run."),
        Outcome::Refused => eprintln!(
            "Nothing was written: {} to put right{}.",
            if report.fault_count == 1 {
                "one thing".to_owned()
            } else {
                format!("{} things", report.fault_count)
            },
            if report.unusable { "" } else { "; or take the good rows with --accept-good" }
        ),
    }
}

fn bar() -> ProgressBar {
    let bar = if std::io::stderr().is_terminal() { ProgressBar::no_length() } else { ProgressBar::hidden() };
    bar.enable_steady_tick(Duration::from_millis(120));
    bar
}

fn show(bar: &ProgressBar, progress: Progress) {
    let (position, length) = match progress {
        Progress::Looking(rows) => (rows, None),
        Progress::Doing(rows, of) => (rows, of),
    };
    if bar.length() != length || bar.position() == 0 {
        let template = match length {
            Some(_) => "{spinner} Writing {human_pos} of {human_len} rows {wide_bar} {elapsed}",
            None => "{spinner} Reading: {human_pos} rows {elapsed}",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        match length {
            Some(length) => bar.set_length(length),
            None => bar.unset_length(),
        }
    }
    bar.set_position(position);
}

/// The most memory that this process has held, in MiB, where the system tells.
fn peak_memory() -> Option<u64> {
    let status = std::fs::File::open("/proc/self/status").ok()?;
    let line =
        BufReader::new(status).lines().map_while(Result::ok).find(|line| line.starts_with("VmHWM:"))?;
    let kibibytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kibibytes / 1024)
}

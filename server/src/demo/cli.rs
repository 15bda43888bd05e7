//! `portal demo`: makes the demonstration city.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use anyhow::Result;
use chrono::NaiveDate;
use desk::Desk;
use indicatif::{ProgressBar, ProgressStyle};

use super::{CITY_NAME, DemoOptions, DemoSummary, build};

/// Arguments of `portal demo`.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct DemoArgs {
    /// Employees, retirees and survivors together
    #[arg(long, value_name = "N", default_value_t = 2_100)]
    pub people: usize,
    /// The same seed and day make the same city
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,
    /// The day that the city shows; its clock runs on from nine in the morning [default: today]
    #[arg(long, value_name = "DATE")]
    pub today: Option<NaiveDate>,
    /// sqlite:FILE or postgres://… [default: the configured one]
    #[arg(long, value_name = "URL")]
    pub database_url: Option<String>,
}

/// Makes the city with `desk`, showing how far it is, and says what was made.
pub(crate) async fn run(desk: &Desk, args: &DemoArgs) -> Result<DemoSummary> {
    let today = args.today.unwrap_or_else(|| desk.today());
    let begun = Instant::now();
    let bar = Bar::new();
    let options = DemoOptions { people: args.people, seed: args.seed, today };
    let summary = build(desk, options, |doing, done, of| bar.show(doing, done, of)).await?;
    bar.bar.finish_and_clear();
    eprintln!(
        "{CITY_NAME}: {} employees, retirees and survivors, {} submissions, open enrollment to {} ({:.1} s)",
        summary.demonstration.people,
        summary.submissions,
        summary.closes,
        begun.elapsed().as_secs_f64()
    );
    Ok(summary)
}

/// A line on a terminal that says how far it is; elsewhere one line a step.
struct Bar {
    bar: ProgressBar,
    doing: std::sync::Mutex<String>,
}

impl Bar {
    fn new() -> Bar {
        let bar = if std::io::stderr().is_terminal() { ProgressBar::new(0) } else { ProgressBar::hidden() };
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {human_pos} {wide_bar} {elapsed}") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(120));
        Bar { bar, doing: std::sync::Mutex::default() }
    }

    fn show(&self, doing: &str, done: u64, of: u64) {
        let mut last = self.doing.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if *last != doing {
            doing.clone_into(&mut last);
            self.bar.set_message(doing.to_owned());
            if self.bar.is_hidden() {
                eprintln!("{doing} …");
            }
        }
        self.bar.set_length(of.max(done));
        self.bar.set_position(done);
    }
}

//! Says what is going on, for how long, and how long it took. The same on a terminal and in a log.

use std::time::{Duration, Instant};

use anyhow::Result;
use indicatif::ProgressBar;

/// Runs a step whose tools show their own progress.
pub(crate) fn loud<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    eprintln!("▸ {name}");
    let started = Instant::now();
    let done = work()?;
    eprintln!("✓ {name}, {}", lasted(started.elapsed()));
    Ok(done)
}

/// Runs a step that is silent itself; on a terminal something moves meanwhile.
pub(crate) fn quiet<T>(name: &str, work: impl FnOnce(&ProgressBar) -> Result<T>) -> Result<T> {
    let started = Instant::now();
    let bar = ProgressBar::new_spinner().with_message(name.to_owned());
    bar.enable_steady_tick(Duration::from_millis(120));
    let done = work(&bar);
    bar.finish_and_clear();
    if done.is_ok() {
        eprintln!("✓ {name}, {}", lasted(started.elapsed()));
    }
    done
}

/// A duration as a person would say it.
pub(crate) fn lasted(time: Duration) -> String {
    match time.as_secs() {
        0..10 => format!("{:.1} s", time.as_secs_f64()),
        seconds @ 10..60 => format!("{seconds} s"),
        seconds => format!("{} min {} s", seconds / 60, seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_well() {
        assert_eq!(lasted(Duration::from_millis(1_240)), "1.2 s");
        assert_eq!(lasted(Duration::from_secs(42)), "42 s");
        assert_eq!(lasted(Duration::from_secs(190)), "3 min 10 s");
    }
}

//! Runs other programs.

use std::env;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};

static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// From here on Ctrl-C ends the running program instead of this one, so that what was started gets stopped.
pub(crate) fn catch_interrupts() -> Result<()> {
    ctrlc::set_handler(|| INTERRUPTED.store(true, Ordering::Relaxed)).context("Ctrl-C cannot be caught")
}

/// Whether somebody asked to stop.
pub(crate) fn interrupted() -> bool {
    INTERRUPTED.load(Ordering::Relaxed)
}

/// The cargo of whoever runs this, without what the outer cargo told this program about itself.
pub(crate) fn cargo() -> Command {
    let mut cargo = Command::new("cargo");
    for (name, _) in env::vars_os() {
        let about_us = name.to_string_lossy();
        if about_us == "CARGO"
            || about_us.starts_with("CARGO_PKG_")
            || about_us.starts_with("CARGO_MANIFEST_")
        {
            cargo.env_remove(name);
        }
    }
    cargo
}

/// Whether a program answers at all.
pub(crate) fn answers(program: &str) -> bool {
    let probe = Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    probe.is_ok_and(|status| status.success())
}

/// Runs a program to its end; it must succeed.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = wait(&mut start(command)?)?;
    ensure!(status.success(), "{} ended with {status}", spelled(command));
    Ok(())
}

/// Starts a program.
pub(crate) fn start(command: &mut Command) -> Result<Child> {
    command.spawn().with_context(|| format!("{} cannot be started", spelled(command)))
}

/// Runs a program to its end and returns what it wrote to standard output.
pub(crate) fn read(command: &mut Command) -> Result<String> {
    let output = command.stderr(Stdio::inherit()).output();
    let output = output.with_context(|| format!("{} cannot be started", spelled(command)))?;
    ensure!(output.status.success(), "{} ended with {}", spelled(command), output.status);
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

/// Asks a program to end, as a service manager would; after ten seconds it is ended.
pub(crate) fn stop(child: &mut Child) {
    let asked = Command::new("kill").arg("-TERM").arg(child.id().to_string()).status();
    for _ in 0..100 {
        match child.try_wait() {
            Ok(None) if asked.is_ok() => sleep(Duration::from_millis(100)),
            _ => break,
        }
    }
    let _ = child.kill();
    let _ = child.wait();
}

fn wait(child: &mut Child) -> Result<ExitStatus> {
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        if interrupted() {
            stop(child);
            bail!("interrupted");
        }
        sleep(Duration::from_millis(20));
    }
}

fn spelled(command: &Command) -> String {
    let words = [command.get_program()].into_iter().chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

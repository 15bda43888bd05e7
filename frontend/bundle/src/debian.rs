//! Installs missing system packages where that is ours to do: as root on Debian. Elsewhere it names them.

use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

use crate::command::{read, run};
use crate::step;

/// Installs `packages`, or fails with the command that would.
pub(crate) fn install(what: &str, packages: &[&str]) -> Result<()> {
    let list = packages.join(" ");
    if !Path::new("/etc/debian_version").exists() {
        bail!(
            "{what} is missing. Debian has it as `apt-get install {list}`; install what your system calls these."
        );
    }
    if !is_root() {
        bail!(
            "{what} is missing. This installs it:\n    sudo apt-get update && sudo apt-get install --no-install-recommends {list}"
        );
    }
    step::loud(&format!("install {list}"), || {
        run(apt().arg("update"))?;
        run(apt().args(["install", "-y", "--no-install-recommends"]).args(packages))
    })
}

/// Whether this process may do everything.
pub(crate) fn is_root() -> bool {
    read(Command::new("id").arg("-u")).is_ok_and(|id| id == "0")
}

fn apt() -> Command {
    let mut apt = Command::new("apt-get");
    // Another program may be installing something at this moment.
    apt.args(["-q", "-o", "DPkg::Lock::Timeout=600"]).env("DEBIAN_FRONTEND", "noninteractive");
    apt
}

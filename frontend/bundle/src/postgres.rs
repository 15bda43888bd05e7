//! A PostgreSQL of this run's own: in a folder of its own, on a socket of its own, gone afterwards.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use crate::command::{read, run};
use crate::{debian, step};

/// A running cluster. It ends with this value.
pub(crate) struct Cluster {
    binaries: PathBuf,
    folder: PathBuf,
}

/// Whether what was committed survives a power cut.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Durability {
    /// As a city's does: what is measured waits for the disk.
    Lasting,
    /// Tests leave nothing that outlives the run.
    Fleeting,
}

/// The folder with `initdb`: of the newest version that Debian installed, else the one on the path.
pub(crate) fn binaries() -> Option<PathBuf> {
    let debian = Path::new("/usr/lib/postgresql").read_dir().into_iter().flatten().flatten();
    let mut versions: Vec<_> =
        debian.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok()).collect();
    versions.sort_unstable();
    let packaged = versions.iter().rev().map(|version| format!("/usr/lib/postgresql/{version}/bin").into());
    let paths = env::var_os("PATH").unwrap_or_default();
    packaged.chain(env::split_paths(&paths)).find(|folder: &PathBuf| folder.join("initdb").exists())
}

impl Cluster {
    pub(crate) fn start(durability: Durability) -> Result<Self> {
        let binaries = binaries().context("PostgreSQL is not installed")?;
        step::quiet("start PostgreSQL", |_| {
            // The path of a socket has room for some hundred characters: no long TMPDIR.
            let folder = read(as_owner("mktemp").args(["-d", "/tmp/portal-postgres-XXXXXX"]))?;
            let cluster = Self { binaries, folder: folder.into() };
            let mut init = as_owner(cluster.binary("initdb"));
            init.arg("-D").arg(cluster.data()).args(["-U", "postgres", "--auth=trust", "--no-sync"]);
            run(init.args(["--encoding=UTF8", "--locale=C"]).stdout(Stdio::null()))?;
            let mut start = as_owner(cluster.binary("pg_ctl"));
            start.arg("-D").arg(cluster.data()).arg("-l").arg(cluster.folder.join("log"));
            start.arg("-o").arg(cluster.settings(durability));
            run(start.args(["-w", "start"]).stdout(Stdio::null()))?;
            Ok(cluster)
        })
    }

    /// The address of one of its databases.
    pub(crate) fn url(&self, database: &str) -> String {
        format!("postgres://postgres@localhost/{database}?host={}", self.folder.display())
    }

    /// Makes an empty database.
    pub(crate) fn create(&self, database: &str) -> Result<()> {
        let mut create = as_owner(self.binary("createdb"));
        run(create.arg("-h").arg(&self.folder).args(["-U", "postgres", database]))
    }

    fn settings(&self, durability: Durability) -> String {
        let sync = match durability {
            Durability::Lasting => "",
            Durability::Fleeting => " -c fsync=off -c full_page_writes=off",
        };
        let folder = self.folder.display();
        format!("-c listen_addresses= -c unix_socket_directories={folder} -c max_connections=200{sync}")
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn binary(&self, name: &str) -> PathBuf {
        self.binaries.join(name)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let mut stop = as_owner(self.binary("pg_ctl"));
        stop.arg("-D").arg(self.data()).args(["-m", "immediate", "stop"]);
        let _ = stop.stdout(Stdio::null()).stderr(Stdio::null()).status();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// PostgreSQL refuses to run as root; root runs it as the user that its package brings.
fn as_owner(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = if debian::is_root() {
        let mut runuser = Command::new("runuser");
        runuser.args(["-u", "postgres", "--"]).arg(program);
        runuser
    } else {
        Command::new(program)
    };
    // Root's own folder may be closed to that user.
    command.current_dir("/tmp");
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cluster_answers_and_leaves_nothing_behind() {
        let cluster = Cluster::start(Durability::Fleeting).unwrap();
        cluster.create("journeys").unwrap();
        let url = cluster.url("journeys");
        let answer = read(Command::new(cluster.binary("psql")).args([&url, "-Atc", "SHOW max_connections"]));
        assert_eq!(answer.unwrap(), "200");

        let folder = cluster.folder.clone();
        drop(cluster);
        assert!(!folder.exists());
    }
}

//! The portal under measure: its own binary, over a demonstration city of its own.

use std::fs::{self, File};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use records::Store;
use records::vault::Vault;

const BINARY: &str = env!("CARGO_BIN_EXE_portal");
const KEY: [u8; 32] = [7; 32];
const PATIENCE: Duration = Duration::from_secs(120);

/// A database, and a folder for what belongs to it. The folder goes with this value.
pub struct Place {
    folder: tempfile::TempDir,
    pub url: String,
}

impl Place {
    /// An empty database: on SQLite in a file, on PostgreSQL the one that `url` names.
    pub fn new(url: Option<&str>) -> Result<Place> {
        let folder = tempfile::tempdir()?;
        let url = match url {
            Some(url) => url.to_owned(),
            None => format!("sqlite:{}", folder.path().join("portal.sqlite").display()),
        };
        let key: String = KEY.iter().map(|byte| format!("{byte:02x}")).collect();
        fs::write(folder.path().join("portal.key"), key)?;
        Ok(Place { folder, url })
    }

    /// The portal's binary, to run over this database.
    pub fn command(&self) -> Command {
        let mut portal = Command::new(BINARY);
        portal.current_dir(self.folder.path()).env("DATABASE_URL", &self.url).env("RUST_LOG", "warn");
        portal.env("PORTAL_KEY_FILE", self.folder.path().join("portal.key"));
        portal
    }

    /// Makes a demonstration city of that many employees, retirees and survivors.
    pub fn make_city(&self, people: usize) -> Result<()> {
        let output = self.command().args(["demo", "--people", &people.to_string()]).output()?;
        ensure!(output.status.success(), "no city: {}", String::from_utf8_lossy(&output.stderr));
        Ok(())
    }

    /// A place for a file.
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The records, beside the portal.
    pub async fn store(&self) -> Result<Store> {
        Ok(Store::open(&self.url, Vault::new(KEY)).await?)
    }
}

/// A running portal. It ends with this value.
pub struct Portal {
    process: Child,
    pub port: u16,
}

impl Portal {
    pub fn start(place: &Place) -> Result<Portal> {
        let site = site();
        ensure!(site.exists(), "{} is missing: run the README's command", site.display());
        let port = free_port()?;
        let log = place.file("portal.log");
        let mut serve = place.command();
        serve.args(["serve", "--port", &port.to_string(), "--site"]).arg(&site);
        let process = serve.stdout(Stdio::null()).stderr(File::create(&log)?).spawn()?;
        let mut portal = Portal { process, port };
        portal.wait(&log)?;
        Ok(portal)
    }

    fn wait(&mut self, log: &Path) -> Result<()> {
        let begun = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).is_err() {
            if self.process.try_wait()?.is_some() || begun.elapsed() > PATIENCE {
                bail!("the portal does not get ready: {}", fs::read_to_string(log)?);
            }
            sleep(Duration::from_millis(50));
        }
        Ok(())
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A port that nobody listens on.
pub fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("no free port")?;
    Ok(listener.local_addr()?.port())
}

/// The built site, beside the binary's folder.
fn site() -> PathBuf {
    let target = Path::new(BINARY).parent().and_then(Path::parent).unwrap_or(Path::new("target"));
    target.join("site")
}

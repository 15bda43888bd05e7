//! Opens the records, as every command needs them.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use desk::{City, Clock, Desk};
use records::Store;
use records::vault::Vault;

use crate::config::Config;
use crate::demo;
use crate::scanner::Scanner;

/// The desk over the configured database. A demonstration city keeps its own name and clock.
pub(crate) async fn desk(config: &Config) -> Result<Desk> {
    over(config, store(config).await?).await
}

/// The desk over `store`. Records without a catalogue of life events get the one that the portal ships with.
pub(crate) async fn over(config: &Config, store: Store) -> Result<Desk> {
    let is_demonstration = demo::demonstration(&store).await?.is_some();
    of_city(config, store, is_demonstration).await
}

/// The desk of the demonstration city, over a store that holds it or is going to.
pub(crate) async fn of_demonstration(config: &Config, store: Store) -> Result<Desk> {
    of_city(config, store, true).await
}

async fn of_city(config: &Config, store: Store, is_demonstration: bool) -> Result<Desk> {
    let demonstration = demo::demonstration(&store).await?;
    let city = City {
        name: if is_demonstration { demo::CITY_NAME.to_owned() } else { config.city.clone() },
        base_url: base_url(config),
        demonstration: is_demonstration,
    };
    let clock = demonstration.map_or_else(Clock::system, |made| made.clock());
    let desk = Desk::new(store, clock, city)
        .with_retention(config.retention.clone())
        .with_part_b(config.part_b_rules()?);
    desk.ship_events().await?;
    Ok(match &config.scanner {
        Some(address) => desk.with_scanner(Arc::new(Scanner::parse(address)?)),
        None => desk,
    })
}

/// Where people reach the portal.
pub(crate) fn base_url(config: &Config) -> String {
    match &config.base_url {
        Some(base) => base.trim_end_matches('/').to_owned(),
        None => format!("http://{}", std::net::SocketAddr::new(config.listen, config.port)),
    }
}

/// The configured database, made if it is missing.
pub(crate) async fn store(config: &Config) -> Result<Store> {
    let vault = Vault::new(key(config)?);
    if let Some(folder) = config.sqlite_file().as_deref().and_then(Path::parent) {
        fs::create_dir_all(folder).with_context(|| format!("{} can't be made", folder.display()))?;
    }
    Store::open(&config.database_url, vault).await.map_err(|error| match error {
        records::Error::OtherKey => {
            anyhow::Error::new(error).context(format!("the key in {}", config.key_path().0.display()))
        }
        other => anyhow::Error::new(other).context("the database can't be opened"),
    })
}

/// The key of confidential fields. One is made where none was named and none is there: the database refuses
/// it if it has been opened with another one before.
fn key(config: &Config) -> Result<[u8; 32]> {
    let (path, named) = config.key_path();
    if !path.exists() {
        if named {
            bail!("the key file {} is missing", path.display());
        }
        make_key(&path).with_context(|| format!("the key file {} can't be made", path.display()))?;
    }
    let text = fs::read_to_string(&path)
        .with_context(|| format!("the key file {} can't be read", path.display()))?;
    parse_key(&text)
        .with_context(|| format!("the key file {} has no key of 64 hexadecimal digits", path.display()))
}

fn parse_key(text: &str) -> Option<[u8; 32]> {
    let digits = text.trim();
    if digits.len() != 64 || !digits.is_ascii() {
        return None;
    }
    let mut key = [0; 32];
    for (place, byte) in key.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&digits[2 * place..2 * place + 2], 16).ok()?;
    }
    Some(key)
}

fn make_key(path: &Path) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let digits: String = Vault::random_key().iter().map(|byte| format!("{byte:02x}")).collect();
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(digits.as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(folder: &Path) -> Config {
        Config {
            database_url: format!("sqlite:{}", folder.join("a/portal.sqlite").display()),
            ..Config::default()
        }
    }

    #[tokio::test]
    async fn a_first_start_makes_a_key_that_only_the_portal_reads() {
        let folder = tempfile::tempdir().unwrap();
        let config = config(folder.path());
        store(&config).await.unwrap().close().await;
        let key = folder.path().join("a/portal.key");
        #[cfg(unix)]
        assert_eq!(
            std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&key).unwrap().permissions()) & 0o777,
            0o600
        );
        store(&config).await.unwrap().close().await;

        fs::remove_file(&key).unwrap();
        let error = format!("{:#}", store(&config).await.err().unwrap());
        assert!(error.contains("not the one that the database was made with"), "{error}");
    }

    #[tokio::test]
    async fn a_key_file_that_was_named_is_never_made() {
        let folder = tempfile::tempdir().unwrap();
        let named = Config { key_file: Some(folder.path().join("missing.key")), ..config(folder.path()) };
        assert!(store(&named).await.is_err());
        assert!(!folder.path().join("missing.key").exists());
    }

    #[test]
    fn a_key_is_64_hexadecimal_digits() {
        assert_eq!(parse_key(&"0a".repeat(32)), Some([10; 32]));
        for text in ["", "0a", &"0g".repeat(32), &"é".repeat(32)] {
            assert_eq!(parse_key(text), None, "{text}");
        }
    }
}

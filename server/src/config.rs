//! Configuration: one TOML file (`--config FILE`) and the environment. Every key is documented here, and a
//! key that is not is refused. `server/portal.example.toml` shows them all.
//!
//! A command line argument goes before the environment, the environment before the file, the file before
//! what is given here as default. These keys can be set in the environment:
//!
//! | variable | key |
//! |---|---|
//! | `DATABASE_URL`, `PORTAL_DATABASE_URL` | `database_url` |
//! | `PORTAL_LISTEN` | `listen` |
//! | `PORTAL_PORT` | `port` |
//! | `PORTAL_BASE_URL` | `base_url` |
//! | `PORTAL_KEY_FILE` | `key_file` |
//! | `PORTAL_SITE` | `site` |
//! | `PORTAL_SCANNER` | `scanner` |
//! | `PORTAL_SMTP_PASSWORD` | `smtp.password` |

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use desk::Role;
use domain::class::Class;
use domain::document::Retention;
use domain::part_b::{PartBRules, ReimbursementRule};
use serde::Deserialize;

use crate::scanner::Scanner;

/// Variables of the environment and the keys that they set.
const ENVIRONMENT: [(&str, &str); 9] = [
    ("DATABASE_URL", "database_url"),
    ("PORTAL_DATABASE_URL", "database_url"),
    ("PORTAL_LISTEN", "listen"),
    ("PORTAL_PORT", "port"),
    ("PORTAL_BASE_URL", "base_url"),
    ("PORTAL_KEY_FILE", "key_file"),
    ("PORTAL_SITE", "site"),
    ("PORTAL_SCANNER", "scanner"),
    ("PORTAL_SMTP_PASSWORD", "smtp.password"),
];

/// The whole configuration.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Config {
    /// Where the records are: `sqlite:FILE` or `postgres://…`. Default: `sqlite:data/portal.sqlite`.
    pub(crate) database_url: String,
    /// The address to listen on. Default: 127.0.0.1, behind a proxy that terminates TLS.
    pub(crate) listen: IpAddr,
    /// The port to listen on. Default: 3000.
    pub(crate) port: u16,
    /// Where people reach the portal, such as `https://benefits.example.gov`, without a path. Default: the
    /// address and port that it listens on.
    pub(crate) base_url: Option<String>,
    /// The file that holds the key of confidential fields: 64 hexadecimal digits, readable by the portal
    /// alone. Default: beside an SQLite database, else `data/portal.key`; there it is made at the first start.
    pub(crate) key_file: Option<PathBuf>,
    /// The folder into which each payroll notice is also written as a CSV file, whole or not at all. Default:
    /// none; payroll then takes notices from its page.
    pub(crate) notices: Option<PathBuf>,
    /// The folder of the built site: style sheet, scripts, public files. Default: `target/site`.
    pub(crate) site: PathBuf,
    /// What the city calls itself. Default: `City`; the demonstration has its own.
    pub(crate) city: String,
    /// The header in which a proxy says the address of the client, such as `X-Forwarded-For` (the last entry
    /// counts). Default: none, the address of the connection counts.
    pub(crate) client_address_header: Option<String>,
    /// Sign-ins that one client address may begin in a minute. A whole city hall may share an address.
    /// Default: 120; in the demonstration 12,000.
    pub(crate) sign_ins_per_minute: Option<u32>,
    /// The virus scanner for documents that members send, which speaks clamd's protocol: `tcp://host:port` or
    /// `unix:///path`. Default: none; the desk then says that nothing is scanned. Where one is configured and
    /// can't be asked, documents are not taken.
    pub(crate) scanner: Option<String>,
    /// How many years documents are kept: `verified_years` (default: 7), `unproven_years` for what was refused
    /// or never decided about (default: 1), and under `kinds` the years of verified documents of a kind.
    pub(crate) retention: Retention,
    /// What the city pays back of Medicare Part B premiums, by class of retiree and from a year on. Default: half
    /// of the standard premium.
    pub(crate) part_b: Vec<PartB>,
    /// How long people stay signed in.
    pub(crate) sessions: Sessions,
    /// The mail server. Without one, messages are kept in the database and shown at the desk.
    pub(crate) smtp: Option<Smtp>,
    /// Who vouches for people: OpenID providers.
    pub(crate) issuers: Vec<Issuer>,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            database_url: "sqlite:data/portal.sqlite".into(),
            listen: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: 3000,
            base_url: None,
            key_file: None,
            notices: None,
            site: "target/site".into(),
            city: "City".into(),
            client_address_header: None,
            sign_ins_per_minute: None,
            scanner: None,
            retention: Retention::default(),
            part_b: Vec::new(),
            sessions: Sessions::default(),
            smtp: None,
            issuers: Vec::new(),
        }
    }
}

/// What the city pays back of Part B premiums.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PartB {
    /// The class of retiree, such as `medicare_retiree`.
    pub(crate) class: Class,
    /// The first calendar year in which it holds; until a later row of the same class does.
    pub(crate) year: i32,
    /// The city's share, such as `"50"` or `"37.5"`.
    pub(crate) percent: String,
    /// The most for a month, in dollars. Default: none.
    pub(crate) cap: Option<String>,
    /// Whether the income-related amount is paid back too. Default: no.
    #[serde(default)]
    pub(crate) income_related: bool,
    /// Whether the late-enrollment penalty is paid, in full. Default: no.
    #[serde(default)]
    pub(crate) penalty: bool,
    /// How many years before the present one may still be claimed. Default: 1.
    pub(crate) years_back: Option<u32>,
    /// Whether the standard premium needs no new proof in January where the year before ended with it. Default: no.
    #[serde(default)]
    pub(crate) carry_forward: bool,
}

impl PartB {
    fn rule(&self) -> Result<ReimbursementRule> {
        let cap = self.cap.as_deref().map(str::parse).transpose().context("part_b.cap")?;
        Ok(ReimbursementRule {
            percent: self.percent.parse().context("part_b.percent")?,
            cap,
            income_related: self.income_related,
            penalty: self.penalty,
            years_back: self.years_back.unwrap_or(ReimbursementRule::default().years_back),
            carry_forward: self.carry_forward,
        })
    }
}

/// How long people stay signed in.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Sessions {
    /// Minutes without a request after which somebody is signed out. Default: 30.
    pub(crate) idle_minutes: u32,
    /// Hours after which somebody signs in anew in any case. Default: 12.
    pub(crate) absolute_hours: u32,
}

impl Default for Sessions {
    fn default() -> Sessions {
        Sessions { idle_minutes: 30, absolute_hours: 12 }
    }
}

/// A mail server.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Smtp {
    /// Its name.
    pub(crate) host: String,
    /// Its port. Default: 587; 465 with `tls = "implicit"`.
    pub(crate) port: Option<u16>,
    /// How the connection is encrypted. Default: `starttls`.
    #[serde(default)]
    pub(crate) tls: Tls,
    /// Who the portal is to it. Default: nobody.
    pub(crate) user: Option<String>,
    /// The password. Better in `password_file`, or in the environment.
    pub(crate) password: Option<String>,
    /// A file with the password.
    pub(crate) password_file: Option<PathBuf>,
    /// The sender, such as `Benefits Office <benefits@example.gov>`.
    pub(crate) from: String,
}

/// How a connection to a mail server is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Tls {
    /// Begun in clear text and required to go on encrypted.
    #[default]
    Starttls,
    /// From the first byte.
    Implicit,
    /// Not at all: for a relay on the same machine.
    None,
}

/// An OpenID provider.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Issuer {
    /// A short name that never changes: identities in the audit trail start with it.
    pub(crate) id: String,
    /// What people call it in English, such as `City staff`.
    pub(crate) name_en: String,
    /// What people call it in Spanish.
    pub(crate) name_es: String,
    /// Its issuer URL; the discovery document is below it.
    pub(crate) issuer_url: String,
    /// Who the portal is to it.
    pub(crate) client_id: String,
    /// The client's secret. Better in `client_secret_file`.
    pub(crate) client_secret: Option<String>,
    /// A file with the client's secret.
    pub(crate) client_secret_file: Option<PathBuf>,
    /// What to ask for besides `openid`. Default: `profile`.
    #[serde(default = "profile")]
    pub(crate) scopes: Vec<String>,
    /// The claim that holds the office's number of the person. Default: `employee_number`.
    #[serde(default = "employee_number")]
    pub(crate) person_claim: String,
    /// The claim that lists groups. Default: `groups`.
    #[serde(default = "groups")]
    pub(crate) role_claim: String,
    /// What each group makes of somebody: `coordinator`, `generalist`, `director`, `payroll`, `treasurer`,
    /// `retirement`, `accounting`. Groups that are not listed make nothing.
    #[serde(default)]
    pub(crate) roles: BTreeMap<String, Role>,
}

fn profile() -> Vec<String> {
    vec!["profile".into()]
}

fn employee_number() -> String {
    "employee_number".into()
}

fn groups() -> String {
    "groups".into()
}

impl Config {
    /// Reads the file, if one is named, and the environment.
    pub(crate) fn read(file: Option<&Path>) -> Result<Config> {
        let text = match file {
            Some(path) => {
                std::fs::read_to_string(path).with_context(|| format!("{} can't be read", path.display()))?
            }
            None => String::new(),
        };
        let config = Config::parse(&text, |name| std::env::var(name).ok());
        match file {
            Some(path) => config.with_context(|| format!("in {}", path.display())),
            None => config,
        }
    }

    fn parse(text: &str, environment: impl Fn(&str) -> Option<String>) -> Result<Config> {
        let mut table: toml::Table = text.parse()?;
        for (variable, key) in ENVIRONMENT {
            if let Some(value) = environment(variable).filter(|value| !value.is_empty()) {
                set(&mut table, key, &value).with_context(|| format!("in the environment: {variable}"))?;
            }
        }
        let config: Config = table.try_into()?;
        config.check()?;
        Ok(config)
    }

    fn check(&self) -> Result<()> {
        if let Some(base) = &self.base_url {
            let rest = base.strip_prefix("https://").or_else(|| base.strip_prefix("http://"));
            if !rest.is_some_and(|host| !host.is_empty() && !host.contains(['/', '?', '#', '@', ' '])) {
                bail!("base_url is http(s)://host, without a path: {base}");
            }
        }
        if let Some(scanner) = &self.scanner {
            Scanner::parse(scanner)?;
        }
        for (place, row) in self.part_b.iter().enumerate() {
            row.rule()?;
            if self.part_b[..place].iter().any(|other| (other.class, other.year) == (row.class, row.year)) {
                bail!("two rows of part_b are of {} and {}", row.class, row.year);
            }
        }
        if self.sessions.idle_minutes == 0 || self.sessions.absolute_hours == 0 {
            bail!("sessions.idle_minutes and sessions.absolute_hours are 1 or more");
        }
        for (place, issuer) in self.issuers.iter().enumerate() {
            if issuer.id.is_empty() || !issuer.id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
                bail!("issuers.id has letters, digits and dashes only: {:?}", issuer.id);
            }
            // Identities begin with the issuer's id: these belong to the portal itself.
            if matches!(issuer.id.as_str(), "portal" | "account") {
                bail!("an issuer can't have the id {}", issuer.id);
            }
            if self.issuers[..place].iter().any(|other| other.id == issuer.id) {
                bail!("two issuers have the id {}", issuer.id);
            }
            let local = ["http://127.0.0.1", "http://localhost", "http://[::1]"];
            if !issuer.issuer_url.starts_with("https://")
                && !local.iter().any(|start| issuer.issuer_url.starts_with(start))
            {
                bail!("issuers.issuer_url of {} starts with https://", issuer.id);
            }
        }
        Ok(())
    }

    /// What the city pays back of Part B premiums.
    pub(crate) fn part_b_rules(&self) -> Result<PartBRules> {
        let rows = self.part_b.iter().map(|row| Ok((row.class, row.year, row.rule()?)));
        Ok(PartBRules::new(rows.collect::<Result<Vec<_>>>()?))
    }

    /// The file of the key, and whether it was named: one that was named is never made.
    pub(crate) fn key_path(&self) -> (PathBuf, bool) {
        match (&self.key_file, self.sqlite_file()) {
            (Some(path), _) => (path.clone(), true),
            (None, Some(database)) => (database.with_extension("key"), false),
            (None, None) => ("data/portal.key".into(), false),
        }
    }

    /// The file of an SQLite database.
    pub(crate) fn sqlite_file(&self) -> Option<PathBuf> {
        let rest = self.database_url.strip_prefix("sqlite:")?;
        let path = rest.strip_prefix("//").unwrap_or(rest);
        Some(path.split('?').next().unwrap_or(path).into())
    }
}

impl Issuer {
    /// The client's secret, from where it is.
    pub(crate) fn secret(&self) -> Result<Option<String>> {
        secret(self.client_secret.as_deref(), self.client_secret_file.as_deref())
    }
}

impl Smtp {
    /// The password, from where it is.
    pub(crate) fn secret(&self) -> Result<Option<String>> {
        secret(self.password.as_deref(), self.password_file.as_deref())
    }
}

fn secret(inline: Option<&str>, file: Option<&Path>) -> Result<Option<String>> {
    match (inline, file) {
        (_, Some(path)) => {
            let text =
                std::fs::read_to_string(path).with_context(|| format!("{} can't be read", path.display()))?;
            Ok(Some(text.trim_end().to_owned()))
        }
        (inline, None) => Ok(inline.map(str::to_owned)),
    }
}

fn set(table: &mut toml::Table, key: &str, text: &str) -> Result<()> {
    let (table, key) = match key.split_once('.') {
        Some((section, key)) => match table.get_mut(section).and_then(toml::Value::as_table_mut) {
            Some(section) => (section, key),
            None => bail!("there is no [{section}] that it belongs to"),
        },
        None => (table, key),
    };
    let value = match key {
        "port" => toml::Value::Integer(text.parse().context("a port is a number")?),
        _ => toml::Value::String(text.to_owned()),
    };
    table.insert(key.to_owned(), value);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Config> {
        Config::parse(text, |_| None)
    }

    #[test]
    fn the_example_shows_every_key() {
        let example = include_str!("../portal.example.toml");
        let config = parse(example).unwrap();
        assert_eq!(config.issuers.len(), 2);
        // Each key that the types above know stands in the example.
        let source = include_str!("config.rs");
        let keys = source
            .lines()
            .skip_while(|line| !line.starts_with("pub(crate) struct Config"))
            .take_while(|line| !line.starts_with("impl Config {"))
            .filter_map(|line| line.strip_prefix("    pub(crate) ")?.split_once(':').map(|(key, _)| key));
        for key in keys {
            assert!(example.contains(key), "{key} is missing in portal.example.toml");
        }
    }

    #[test]
    fn an_unknown_key_is_refused_by_name() {
        for text in
            ["databse_url = 'sqlite:x'", "[sessions]\nidle = 1", "[smtp]\nhost='a'\nfrom='b'\npass='c'"]
        {
            let error = format!("{:#}", parse(text).unwrap_err());
            assert!(error.contains("unknown field"), "{error}");
        }
    }

    #[test]
    fn values_that_make_no_sense_are_refused() {
        let issuer = |id: &str, url: &str| {
            format!("[[issuers]]\nid='{id}'\nname_en='a'\nname_es='b'\nissuer_url='{url}'\nclient_id='c'\n")
        };
        for text in [
            "base_url = 'benefits.example.gov'".to_owned(),
            "base_url = 'https://benefits.example.gov/portal'".into(),
            "[sessions]\nidle_minutes = 0".into(),
            "scanner = '127.0.0.1:3310'".into(),
            "[[part_b]]\nclass = 'medicare_retiree'\nyear = 2026\npercent = '150'".into(),
            "[[part_b]]\nclass = 'medicare_retiree'\nyear = 2026\npercent = '50'\n".repeat(2),
            issuer("city|staff", "https://id.example.gov"),
            issuer("city", "http://id.example.gov"),
            issuer("portal", "https://id.example.gov"),
            issuer("account", "https://id.example.gov"),
            issuer("city", "https://a.example") + &issuer("city", "https://b.example"),
        ] {
            assert!(parse(&text).is_err(), "{text}");
        }
        parse(&issuer("city", "http://127.0.0.1:4010")).unwrap();
    }

    #[test]
    fn the_rule_of_a_class_holds_from_its_year_on() {
        let row = |class: &str, year: i32, percent: &str| {
            format!("[[part_b]]\nclass = '{class}'\nyear = {year}\npercent = '{percent}'\ncap = '100'\n")
        };
        let text = row("medicare_retiree", 2024, "60") + &row("medicare_retiree", 2026, "75.5");
        let rules = parse(&text).unwrap().part_b_rules().unwrap();
        for (class, year, percent) in [
            (Class::MedicareRetiree, 2023, "50"),
            (Class::MedicareRetiree, 2025, "60"),
            (Class::MedicareRetiree, 2030, "75.5"),
            (Class::MedicareSurvivor, 2030, "50"),
        ] {
            let rule = rules.rule(class, year);
            assert_eq!(rule.percent.to_string(), percent, "{class} {year}");
            assert_eq!((rule.years_back, rule.carry_forward), (1, false), "{class} {year}");
        }
    }

    #[test]
    fn the_environment_goes_before_the_file() {
        let environment = |name: &str| match name {
            "PORTAL_PORT" => Some("4000".to_owned()),
            "DATABASE_URL" => Some("postgres://a/b".to_owned()),
            "PORTAL_SMTP_PASSWORD" => Some("secret".to_owned()),
            _ => None,
        };
        let config = Config::parse("port = 1\n[smtp]\nhost='a'\nfrom='b'", environment).unwrap();
        assert_eq!((config.port, config.database_url.as_str()), (4000, "postgres://a/b"));
        assert_eq!(config.smtp.unwrap().secret().unwrap().unwrap(), "secret");
        assert!(Config::parse("", environment).is_err(), "a password without a mail server is a mistake");
    }

    #[test]
    fn the_key_is_beside_an_sqlite_database() {
        let path = |url: &str| Config { database_url: url.into(), ..Config::default() }.key_path();
        assert_eq!(path("sqlite:data/portal.sqlite"), ("data/portal.key".into(), false));
        assert_eq!(path("sqlite:///tmp/a.db?mode=rwc"), ("/tmp/a.key".into(), false));
        assert_eq!(path("postgres://localhost/a"), ("data/portal.key".into(), false));
    }
}

//! Use cases and permissions: who may do what, by which rule.
//!
//! A page or a handler asks here and nowhere else. Each use case takes the [`Actor`] first, checks what
//! the actor may do, applies the rules of `domain`, and is the only caller of `records` that writes.

pub mod access;
pub mod actor;
pub mod ageing;
pub mod catalog;
pub mod clock;
pub mod code_sign_in;
pub mod correct;
pub mod decide;
pub mod demonstration;
pub mod documents;
pub mod effect;
pub mod enroll;
pub mod enrollments;
pub mod error;
pub mod events;
pub mod explain;
pub mod helpers;
pub mod imports;
pub mod limits;
pub mod line;
pub mod lists;
pub mod medicare;
pub mod member;
pub mod messages;
pub mod new_hires;
pub mod packet;
pub mod part_b;
pub mod payroll;
pub mod pension_changes;
pub mod people;
pub mod proof;
pub mod published;
pub mod queue;
pub mod retirement;
pub mod retiring;
pub mod review;
pub mod seminars;
mod sending;
pub mod sign_in;
mod standing;
pub mod survivors;
pub mod tell;
pub mod turning_65;

use records::Store;

pub use actor::{Actor, Helping, Permission, Role};
pub use clock::Clock;
pub use error::{Error, Result};

/// The benefits office: the records, the clock and the city's settings. Cheap to clone.
#[derive(Clone)]
pub struct Desk {
    pub(crate) store: Store,
    pub(crate) clock: Clock,
    pub(crate) city: std::sync::Arc<City>,
    pub(crate) catalog: catalog::Kept,
    pub(crate) public_packets: packet::KeptPublic,
    pub(crate) intake: documents::Intake,
    pub(crate) retention: std::sync::Arc<domain::document::Retention>,
    pub(crate) part_b: std::sync::Arc<domain::part_b::PartBRules>,
    pub(crate) mail: Option<std::sync::Arc<dyn tell::Mail>>,
}

/// What a city calls itself and where its portal is.
#[derive(Debug, Clone)]
pub struct City {
    /// The city's name, such as "City of Alderbrook".
    pub name: String,
    /// Where people reach the portal, without a slash at the end: links in e-mail start with it.
    pub base_url: String,
    /// It is the demonstration: every page says so.
    pub demonstration: bool,
}

impl Desk {
    /// A desk over `store`.
    pub fn new(store: Store, clock: Clock, city: City) -> Desk {
        Desk {
            store,
            clock,
            city: std::sync::Arc::new(city),
            catalog: Default::default(),
            public_packets: Default::default(),
            intake: Default::default(),
            retention: Default::default(),
            part_b: Default::default(),
            mail: None,
        }
    }

    /// The same desk, which has files that are sent looked through by a scanner.
    pub fn with_scanner(self, scanner: std::sync::Arc<dyn documents::Scan>) -> Desk {
        Desk { intake: self.intake.clone().with_scanner(scanner), ..self }
    }

    /// The same desk, which keeps documents as long as the city's rule says.
    pub fn with_retention(self, retention: domain::document::Retention) -> Desk {
        Desk { retention: std::sync::Arc::new(retention), ..self }
    }

    /// The same desk, which pays back Part B premiums by the city's rules.
    pub fn with_part_b(self, rules: domain::part_b::PartBRules) -> Desk {
        Desk { part_b: std::sync::Arc::new(rules), ..self }
    }

    /// The same desk, which has a mail server: people can sign in by codes that are e-mailed.
    pub fn with_mail(self, mail: std::sync::Arc<dyn tell::Mail>) -> Desk {
        Desk { mail: Some(mail), ..self }
    }

    /// The same desk by another clock: to play what has happened before.
    pub fn at(&self, clock: Clock) -> Desk {
        Desk { clock, ..self.clone() }
    }

    /// The city.
    pub fn city(&self) -> &City {
        &self.city
    }

    /// Now, by the server's clock.
    pub fn now(&self) -> chrono::DateTime<chrono::Utc> {
        self.clock.now()
    }

    /// Today, in the city's zone.
    pub fn today(&self) -> chrono::NaiveDate {
        domain::deadline::local_day(self.now(), domain::deadline::CITY_ZONE)
    }

    /// The store, for what wires the portal together: sessions, health, closing down.
    pub fn store(&self) -> &Store {
        &self.store
    }
}

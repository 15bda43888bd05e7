//! The records of an invented city: that it is one, which day it shows, and whom one can sign in as.

use std::collections::BTreeSet;

use chrono::{Duration, NaiveDate};
use domain::deadline::{CITY_ZONE, start_of_day};
use records::audit::{self, Entry};
use records::demonstration::{self, CAST, DEMONSTRATION};
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::{Actor, Clock, Desk, Permission, Role};

/// How the demonstration was made. A server that finds it keeps its data and its clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Demonstration {
    /// The day on which it was first started, by its own clock.
    pub today: NaiveDate,
    /// What its people were drawn from.
    pub seed: u64,
    /// How many employees, retirees and survivors it has.
    pub people: u64,
    /// How far its clock is ahead of the system's, in microseconds.
    pub ahead_micros: i64,
    /// Everything is there; `false` where the making was interrupted.
    pub complete: bool,
}

impl Demonstration {
    /// The clock that it goes by.
    pub fn clock(&self) -> Clock {
        Clock::ahead(Duration::microseconds(self.ahead_micros))
    }
}

/// Somebody whom visitors of the demonstration can sign in as.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CastMember {
    /// Their name with the built-in issuer, such as `city-employee`.
    pub subject: String,
    /// Their name.
    pub name: String,
    /// The office's number of them, by which they are linked to their person.
    pub person_ref: Option<String>,
    /// What they may do at the desk and in the offices.
    pub roles: BTreeSet<Role>,
    /// Who they are, in English.
    pub caption_en: String,
    /// Who they are, in Spanish.
    pub caption_es: String,
}

impl Desk {
    /// Marks the records as those of an invented city, while nobody is in them.
    pub async fn begin_demonstration(&self, actor: &Actor, made: &Demonstration) -> Result<()> {
        actor.require(Permission::Import)?;
        if demonstration::anybody(&self.store).await? {
            return Err(Error::Stale("the empty database"));
        }
        self.note_demonstration(actor, made, "demonstration.begun", None).await
    }

    /// Says that everything is there, and whom one can sign in as.
    pub async fn complete_demonstration(
        &self,
        actor: &Actor,
        made: &Demonstration,
        cast: &[CastMember],
    ) -> Result<()> {
        actor.require(Permission::Import)?;
        self.note_demonstration(actor, made, "demonstration.completed", Some(cast)).await
    }

    /// Moves the clock of the demonstration that was `made` on to nine in the morning of a later day, so that
    /// what comes with the time can be seen: a new plan year, an age limit, an event of last year.
    /// [`Error::Stale`] for a day that is not later: what is recorded is never younger than now.
    pub async fn move_demonstration(
        &self,
        actor: &Actor,
        made: &mut Demonstration,
        to: NaiveDate,
    ) -> Result<()> {
        actor.require(Permission::Import)?;
        if to <= self.today() {
            return Err(Error::Stale("the day of the demonstration"));
        }
        let ahead = start_of_day(to, CITY_ZONE) + Duration::hours(9) - chrono::Utc::now();
        made.ahead_micros = ahead.num_microseconds().ok_or(Error::Stale("the day of the demonstration"))?;
        self.note_demonstration(actor, made, "demonstration.moved", None).await
    }

    async fn note_demonstration(
        &self,
        actor: &Actor,
        made: &Demonstration,
        action: &str,
        cast: Option<&[CastMember]>,
    ) -> Result<()> {
        let mut write = self.store.begin().await?;
        demonstration::put(&mut write, DEMONSTRATION, made).await?;
        if let Some(cast) = cast {
            demonstration::put(&mut write, CAST, &cast).await?;
        }
        let detail = serde_json::json!({
            "today": made.today, "seed": made.seed, "people": made.people, "ahead_micros": made.ahead_micros,
        });
        let entry =
            Entry { at: self.now(), actor: &actor.id, action, subject: "setting:demonstration", detail };
        audit::append(&mut write, entry).await?;
        Ok(write.commit().await?)
    }
}

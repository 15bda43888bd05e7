//! A person's records at the desk. Looking at them is in the audit trail; so is each confidential field
//! that is unmasked, with the reason.

use chrono::{DateTime, NaiveDate, Utc};
use domain::code::PersonRef;
use domain::deadline::{CITY_ZONE, end_of_day};
use domain::period::Period;
use domain::person::{Dependent, Subscriber};
use records::audit::{self, Entry};
use records::confidential;
use records::people::Person;
use records::submissions::{self, Submission};
use records::{coverage, people};

pub use records::confidential::Field;

use crate::error::{FieldError, Result};
use crate::line::{Line, Reader};
use crate::{Actor, Desk, Permission};

/// How long the reason for a look at a confidential number may be, in characters.
const LONGEST_REASON: usize = 200;

/// A coverage as it is on file.
#[derive(Debug, Clone)]
pub struct OnFile {
    /// Who of the household holds it; `None` for the person.
    pub who: Option<String>,
    /// What is held, with its price on the day that was asked for, or on its first one where that is later.
    pub line: Line,
    /// When it holds.
    pub period: Period,
    /// Since when the records know it.
    pub recorded_at: DateTime<Utc>,
}

/// What the desk sees of a person.
#[derive(Debug, Clone)]
pub struct PersonFile {
    /// Who it is.
    pub person: Person,
    /// As the rules see them on that day; `None` for those who are on nobody's rolls.
    pub subscriber: Option<Subscriber>,
    /// Those who may be covered under them.
    pub household: Vec<Dependent>,
    /// The day that is looked at.
    pub on: NaiveDate,
    /// What was known at the end of that day; `None` for what is known now.
    pub known_on: Option<NaiveDate>,
    /// What is held on the day.
    pub held: Vec<OnFile>,
    /// What begins later.
    pub coming: Vec<OnFile>,
    /// What they have sent, the latest first.
    pub submissions: Vec<Submission>,
    /// Whether a Medicare number is on file.
    pub has_mbi: bool,
    /// Whether this actor may unmask confidential fields.
    pub may_unmask: bool,
}

impl Desk {
    /// A person's records, on a day and as they were known on another; today's where neither is given.
    pub async fn person_file(
        &self,
        actor: &Actor,
        number: &PersonRef,
        on: Option<NaiveDate>,
        known_on: Option<NaiveDate>,
    ) -> Result<PersonFile> {
        actor.require(Permission::SeePeople)?;
        let store = &self.store;
        let on = on.unwrap_or_else(|| self.today());
        let person = people::by_ref(store, number).await?;
        self.note_person(actor, "person.read", &person, serde_json::json!({})).await?;

        let subscriber = match people::subscriber(store, person.id, on).await {
            Ok(subscriber) => Some(subscriber),
            Err(records::Error::NotFound(_)) => None,
            Err(error) => return Err(error.into()),
        };
        let household = people::household(store, person.id).await?;
        let rows = match known_on {
            None => coverage::of_household(store, person.id).await?,
            Some(day) => {
                let last_moment = end_of_day(day, CITY_ZONE) - chrono::Duration::microseconds(1);
                coverage::of_household_known(store, person.id, last_moment).await?
            }
        };
        let medicare = people::medicare_of(store, person.id).await?;
        let catalog = self.catalog().await?;
        let (mut held, mut coming) = (Vec::new(), Vec::new());
        for row in &rows {
            let Some(subscriber) = &subscriber else { break };
            let is_coming = on < row.period.from();
            if !is_coming && !row.period.contains(on) {
                continue;
            }
            let priced_on = on.max(row.period.from());
            let other = household.iter().find(|one| one.id == row.person && one.id != person.id);
            let of_other = other.map(|one| {
                let medicare = medicare.get(&one.id).is_some_and(|from| *from <= priced_on);
                subscriber.with_contract_of(one, medicare)
            });
            let subscriber = of_other.as_ref().unwrap_or(subscriber);
            let reader =
                Reader { catalog: &catalog, subscriber, household: &household, rows: &rows, on: priced_on };
            let line = reader.line(row.benefit, &row.choice);
            let list = if is_coming { &mut coming } else { &mut held };
            let who = other.map(Dependent::name);
            list.push(OnFile { who, line, period: row.period, recorded_at: row.recorded_at });
        }
        held.sort_by_key(|on_file| on_file.line.benefit);
        coming.sort_by_key(|on_file| (on_file.period.from(), on_file.line.benefit));

        Ok(PersonFile {
            submissions: submissions::of_person(store, person.id).await?,
            has_mbi: confidential::is_on_file(store, person.id, Field::Mbi).await?,
            may_unmask: actor.may(Permission::Unmask),
            person,
            subscriber,
            household,
            on,
            known_on,
            held,
            coming,
        })
    }

    /// A confidential field of a person, to be shown once. Who, when and why is in the audit trail before
    /// it is shown.
    pub async fn unmask(
        &self,
        actor: &Actor,
        number: &PersonRef,
        field: Field,
        reason: &str,
    ) -> Result<Option<String>> {
        actor.require(Permission::Unmask)?;
        let reason = reason.trim();
        if reason.is_empty() || reason.chars().count() > LONGEST_REASON {
            let problem = if reason.is_empty() { "missing" } else { "too_long" };
            return Err(FieldError::new("reason", problem).naming(LONGEST_REASON).into());
        }
        let person = people::by_ref(&self.store, number).await?;
        let name = match field {
            Field::Ssn => "ssn",
            Field::Mbi => "mbi",
        };
        let detail = serde_json::json!({"field": name, "reason": reason});
        self.note_person(actor, "person.unmasked", &person, detail).await?;
        Ok(confidential::open(&self.store, person.id, field).await?)
    }

    async fn note_person(
        &self,
        actor: &Actor,
        action: &str,
        person: &Person,
        detail: serde_json::Value,
    ) -> Result<()> {
        let mut write = self.store.begin().await?;
        let subject = format!("person:{}", person.id);
        let entry = Entry { at: self.now(), actor: &actor.id, action, subject: &subject, detail };
        audit::append(&mut write, entry).await?;
        write.commit().await?;
        Ok(())
    }
}

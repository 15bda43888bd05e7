//! A member's open enrollment: the draft that is kept as they go, its steps, and what is wrong with it.
//!
//! [`household`] and [`steps`] read what was typed, [`parse`] makes a proposal of it or names the fields,
//! [`submit`] sends it, changes it and takes it back, [`receipt`] shows what was sent.

pub mod household;
pub mod parse;
pub mod receipt;
pub mod steps;
pub mod submit;

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use domain::benefit::Benefit;
use domain::election::Coverage;
use domain::enrollment::{EnrollmentPeriod, NotAccepting};
use domain::money::Cents;
use domain::person::{Dependent, Subscriber};
use domain::submission::SubmissionState;
use records::catalog::Catalog;
use records::drafts::{self, Draft, Fields};
use records::people::{self, Person};
use records::submissions::{self, Submission};
use records::{coverage, enrollments};
use uuid::Uuid;

use crate::error::{Error, FieldError, Result};
use crate::line::Line;
use crate::{Actor, Desk};
use household::TypedDependent;
use parse::Parsed;
use steps::Step;

/// How long one field may be, and how many fields a draft may have.
const LONGEST_FIELD: usize = 2_000;
const MOST_FIELDS: usize = 120;

/// What the rules need to know of a member to read their choices.
#[derive(Debug, Clone)]
pub struct Grounds {
    /// Who it is.
    pub person: Person,
    /// As the rules see them on the first day of the coming plan year.
    pub subscriber: Subscriber,
    /// As the rules see them today.
    pub subscriber_today: Subscriber,
    /// Who may be covered.
    pub household: Vec<Dependent>,
    /// Every row of theirs that has not been superseded.
    pub current: Vec<Coverage>,
    /// Who of the household is covered on another record, by benefit.
    pub elsewhere: Vec<(Uuid, Benefit)>,
    /// Plans and prices.
    pub catalog: Arc<Catalog>,
    /// The first day of the coming plan year.
    pub effective: NaiveDate,
    /// Today.
    pub today: NaiveDate,
}

/// A member's enrollment as far as it has come.
#[derive(Debug, Clone)]
pub struct Enrolling {
    /// The open enrollment.
    pub period: EnrollmentPeriod,
    /// Who chooses, and from what.
    pub grounds: Grounds,
    /// What has been typed, and when it was saved.
    pub draft: Option<Draft>,
    /// What was sent last, unless it was taken back.
    pub sent: Option<Submission>,
    /// Household members who have been typed.
    pub new_dependents: Vec<TypedDependent>,
    /// One step for each benefit that concerns the member.
    pub steps: Vec<Step>,
    /// The proposal as it stands, or every field that needs attention.
    pub parsed: std::result::Result<Parsed, Vec<FieldError>>,
}

impl Enrolling {
    /// Whether what was sent stands and no change of it has been begun: there is a receipt to show.
    pub fn is_sent(&self) -> bool {
        self.draft.is_none() && self.sent.as_ref().is_some_and(|sent| sent.state != SubmissionState::Denied)
    }

    /// The step of a benefit, where it concerns the member.
    pub fn step(&self, benefit: Benefit) -> Option<&Step> {
        self.steps.iter().find(|step| step.benefit == benefit)
    }

    /// Everybody who may be covered: the household, and who has been typed in full.
    pub fn people(&self) -> Vec<Dependent> {
        let typed = self.new_dependents.iter().filter_map(|typed| typed.read(&self.grounds).ok());
        self.grounds.household.iter().cloned().chain(typed).collect()
    }

    /// The fields that need attention whose names start with `prefix`.
    pub fn errors(&self, prefix: &str) -> Vec<FieldError> {
        let all = self.parsed.as_ref().err().map_or(&[][..], Vec::as_slice);
        all.iter().filter(|fault| fault.field.starts_with(prefix)).cloned().collect()
    }

    /// What each pay takes today.
    pub fn per_pay_today(&self) -> Cents {
        self.steps.iter().filter_map(|step| step.today.as_ref()).map(Line::per_pay).sum()
    }

    /// What each pay would take.
    pub fn per_pay_coming(&self) -> Cents {
        self.steps.iter().filter_map(|step| step.coming.as_ref()).map(Line::per_pay).sum()
    }
}

impl Desk {
    /// The signed-in member's enrollment: what was typed so far, beside what is held.
    pub async fn draft(&self, actor: &Actor) -> Result<Enrolling> {
        let person = actor.own_person()?;
        let period = self.accepting(self.now()).await?;
        let grounds = self.grounds(person, period.plan_year).await?;
        let draft = drafts::get(&self.store, person, period.id).await?;
        let sent = submissions::of_person(&self.store, person).await?.into_iter().find(|one| {
            one.enrollment == Some(period.id)
                && !matches!(one.state, SubmissionState::Withdrawn | SubmissionState::Replaced)
        });
        let nothing = Fields::new();
        let fields = draft.as_ref().map_or(&nothing, |draft| &draft.fields);
        Ok(Enrolling {
            new_dependents: household::typed(fields),
            steps: steps::steps(&grounds, fields),
            parsed: parse::parse(&grounds, fields),
            period,
            grounds,
            draft,
            sent,
        })
    }

    /// Keeps what was typed, as typed, beside what was kept before. An empty text takes its field away.
    /// Says when it was saved.
    pub async fn save_draft(&self, actor: &Actor, typed: &Fields) -> Result<DateTime<Utc>> {
        let person = actor.own_person()?;
        let now = self.now();
        let period = self.accepting(now).await?;
        let too_long: Vec<FieldError> = typed
            .iter()
            .filter(|(_, value)| value.len() > LONGEST_FIELD)
            .map(|(field, _)| FieldError {
                field: field.clone(),
                problem: "too_long".into(),
                detail: LONGEST_FIELD.to_string(),
            })
            .collect();
        if !too_long.is_empty() {
            return Err(Error::Fields(too_long));
        }

        let mut write = self.store.begin().await?;
        let mut fields = drafts::hold(&mut write, person, period.id, now).await?;
        // What was sent is changed on purpose only, not by a page that was left open.
        if fields.is_empty() && self.standing(person, period.id).await?.is_some() {
            return Err(Error::Fields(vec![FieldError {
                field: String::new(),
                problem: "already_sent".into(),
                detail: String::new(),
            }]));
        }
        for (field, value) in typed {
            if value.is_empty() {
                fields.remove(field);
            } else {
                fields.insert(field.clone(), value.clone());
            }
        }
        if fields.len() > MOST_FIELDS {
            return Err(Error::TooMany);
        }
        drafts::put(&mut write, person, period.id, &fields).await?;
        write.commit().await?;
        Ok(now)
    }

    /// Keeps a household member who is typed: one whom the draft has already, by id, or somebody new.
    pub async fn save_dependent(
        &self,
        actor: &Actor,
        known: Option<Uuid>,
        typed: TypedDependent,
    ) -> Result<Uuid> {
        let person = actor.own_person()?;
        if typed.is_blank() {
            // Nothing that could be kept and shown again.
            let missing = |name: &str| FieldError {
                field: name.into(),
                problem: "missing".into(),
                detail: String::new(),
            };
            return Err(Error::Fields(
                ["given_name", "family_name", "birth", "relationship"].map(missing).into(),
            ));
        }
        let period = self.accepting(self.now()).await?;
        let draft = drafts::get(&self.store, person, period.id).await?;
        let there = household::typed(&draft.map(|draft| draft.fields).unwrap_or_default());
        let id = match known {
            Some(id) if there.iter().any(|one| one.id == id) => id,
            Some(_) => return Err(Error::NotFound("dependent")),
            None if there.len() < household::MOST_NEW_DEPENDENTS => Uuid::now_v7(),
            None => return Err(Error::TooMany),
        };
        let fields = TypedDependent { id, ..typed }.into_fields().into_iter().collect();
        self.save_draft(actor, &fields).await?;
        Ok(id)
    }

    /// Takes a household member who was typed out of the draft again, and out of every choice in it.
    pub async fn remove_dependent(&self, actor: &Actor, id: Uuid) -> Result<()> {
        let person = actor.own_person()?;
        let period = self.accepting(self.now()).await?;
        let draft = drafts::get(&self.store, person, period.id).await?.ok_or(Error::NotFound("dependent"))?;
        let mut changes: Fields =
            TypedDependent { id, ..TypedDependent::default() }.into_fields().into_iter().collect();
        if !draft.fields.keys().any(|field| changes.contains_key(field)) {
            return Err(Error::NotFound("dependent"));
        }
        for (field, value) in draft.fields.iter().filter(|(field, _)| field.ends_with(".covered")) {
            let left: Vec<&str> = value.split_whitespace().filter(|one| one.parse() != Ok(id)).collect();
            changes.insert(field.clone(), left.join(" "));
        }
        self.save_draft(actor, &changes).await?;
        Ok(())
    }

    /// Puts away a change that was begun: what was sent before stands.
    pub async fn discard_draft(&self, actor: &Actor) -> Result<()> {
        let person = actor.own_person()?;
        let period = self.accepting(self.now()).await?;
        let mut write = self.store.begin().await?;
        drafts::delete(&mut write, person, period.id).await?;
        write.commit().await?;
        Ok(())
    }

    /// The open enrollment that takes submissions at `now`.
    pub(crate) async fn accepting(&self, now: DateTime<Utc>) -> Result<EnrollmentPeriod> {
        match enrollments::open_now(&self.store, now).await? {
            Some(period) => Ok(period),
            None => {
                let announced = enrollments::announced(&self.store).await?;
                let refused = announced.and_then(|period| period.accepts(now).err());
                Err(refused.unwrap_or(NotAccepting::Closed).into())
            }
        }
    }

    /// What the rules need to know of a member. The person is read first: a change that is applied
    /// meanwhile then shows as a conflict rather than being overwritten.
    pub(crate) async fn grounds(&self, person: Uuid, effective: NaiveDate) -> Result<Grounds> {
        let today = self.today();
        let store = &self.store;
        let person = people::person(store, person).await?;
        let subscriber = people::subscriber(store, person.id, effective).await?;
        let subscriber_today = match people::subscriber(store, person.id, today).await {
            Ok(subscriber) => subscriber,
            Err(records::Error::NotFound(_)) => subscriber.clone(),
            Err(error) => return Err(error.into()),
        };
        Ok(Grounds {
            subscriber,
            subscriber_today,
            household: people::household(store, person.id).await?,
            current: coverage::current(store, person.id).await?,
            elsewhere: coverage::elsewhere(store, person.id, effective).await?,
            catalog: self.catalog().await?,
            effective,
            today,
            person,
        })
    }
}

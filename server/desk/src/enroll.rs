//! A member chooses, in open enrollment or because of a life event ([`occasion`]): the draft that is kept as
//! they go, its steps, and what is wrong with it.
//!
//! [`household`] and [`steps`] read what was typed, [`parse`] makes a proposal of it or names the fields,
//! [`submit`] sends it, changes it and takes it back, [`receipt`] shows what was sent.

pub mod event;
pub mod household;
pub mod occasion;
pub mod parse;
pub mod receipt;
pub mod steps;
pub mod submit;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use domain::account::Progress;
use domain::benefit::Benefit;
use domain::code::Ssn;
use domain::election::{Choice, Coverage};
use domain::enrollment::{EnrollmentPeriod, NotAccepting};
use domain::event::Refusal;
use domain::helper::Doing;
use domain::money::Cents;
use domain::person::{Dependent, Subscriber};
use domain::submission::SubmissionState;
use records::catalog::Catalog;
use records::drafts::{self, Draft, Fields};
use records::people::{self, Person};
use records::submissions::{self, Submission};
use records::{Write, coverage, enrollments, entered_ssn};
use uuid::Uuid;

use crate::effect::{Effect, effect};
use crate::error::{Error, FieldError, Result};
use crate::line::{Line, account};
use crate::{Actor, Desk};
use household::TypedDependent;
use occasion::{Occasion, OccasionId};
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
    /// On what occasion they choose.
    pub occasion: Occasion,
    /// As the rules see them on the effective date.
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
    /// From when on the choices hold: for open enrollment the first day of the coming plan year.
    pub effective: NaiveDate,
    /// Today.
    pub today: NaiveDate,
}

/// A member's choices as far as they have come.
#[derive(Debug, Clone)]
pub struct Enrolling {
    /// Who chooses, on what occasion, and from what.
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
    /// On what occasion the member chooses.
    pub fn occasion(&self) -> &Occasion {
        &self.grounds.occasion
    }

    /// What of `choice` the life event does not permit; nothing in open enrollment.
    pub fn refusals(&self, step: &Step, choice: &Choice) -> Vec<Refusal> {
        let new: Vec<Uuid> = self.new_dependents.iter().map(|typed| typed.id).collect();
        parse::refusals(&self.grounds, step, choice, &self.people(), &new)
    }

    /// Whether the occasion permits any change of a benefit.
    pub fn permits(&self, benefit: Benefit) -> bool {
        let event = self.occasion().event();
        event.is_none_or(|happening| happening.kind.permitted(benefit).next().is_some())
    }

    /// Whether what was sent stands and no change of it has been begun: there is a receipt to show.
    pub fn is_sent(&self) -> bool {
        self.draft.is_none() && self.sent.as_ref().is_some_and(|sent| sent.state != SubmissionState::Denied)
    }

    /// What approving it would do; `None` while fields need attention, or where the sheets lack a price.
    pub fn effect(&self) -> Option<Effect> {
        let grounds = &self.grounds;
        let proposal = &self.parsed.as_ref().ok()?.proposal;
        effect(&grounds.catalog, &grounds.subscriber, &grounds.current, proposal, grounds.today).ok()
    }

    /// How far an account is on `day`.
    pub fn account(&self, benefit: Benefit, day: NaiveDate) -> Progress {
        let rows = self.grounds.current.iter().filter(|row| row.benefit == benefit);
        let elected = rows.map(|row| (row.period.from(), &row.choice));
        account(&self.grounds.catalog, &self.grounds.subscriber, elected, day)
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
    /// The member's choices: what was typed so far, beside what is held.
    pub async fn draft(&self, actor: &Actor, at: OccasionId) -> Result<Enrolling> {
        let (person, occasion) = self.occasion(actor, at).await?;
        let what = occasion.what_for();
        let grounds = self.grounds(person, occasion).await?;
        let draft = drafts::get(&self.store, person, what).await?;
        let sent = submissions::of_person(&self.store, person).await?.into_iter().find(|one| {
            one.what_for() == Some(what)
                && !matches!(one.state, SubmissionState::Withdrawn | SubmissionState::Replaced)
        });
        let nothing = Fields::new();
        let fields = draft.as_ref().map_or(&nothing, |draft| &draft.fields);
        Ok(Enrolling {
            new_dependents: household::typed(fields),
            steps: steps::steps(&grounds, fields),
            parsed: parse::parse(&grounds, fields),
            grounds,
            draft,
            sent,
        })
    }

    /// Keeps what was typed, as typed, beside what was kept before. An empty text takes its field away.
    /// Says when it was saved.
    pub async fn save_draft(&self, actor: &Actor, at: OccasionId, typed: &Fields) -> Result<DateTime<Utc>> {
        let now = self.now();
        let (person, occasion) = self.occasion(actor, at).await?;
        let what = occasion.what_for();
        let too_long: Vec<FieldError> = typed
            .iter()
            .filter(|(_, value)| value.len() > LONGEST_FIELD)
            .map(|(field, _)| FieldError::new(field.clone(), "too_long").naming(LONGEST_FIELD))
            .collect();
        if !too_long.is_empty() {
            return Err(Error::Fields(too_long));
        }

        let mut write = self.store.begin().await?;
        let mut fields = drafts::hold(&mut write, person, what, now).await?;
        // What was sent is changed on purpose only, not by a page that was left open.
        if fields.is_empty() && self.standing(person, what).await?.is_some() {
            return Err(Error::field(String::new(), "already_sent"));
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
        drafts::put(&mut write, person, what, &fields).await?;
        write.commit().await?;
        Ok(now)
    }

    /// Keeps a household member who is typed: one whom the draft has already, by id, or somebody new.
    pub async fn save_dependent(
        &self,
        actor: &Actor,
        at: OccasionId,
        known: Option<Uuid>,
        typed: TypedDependent,
    ) -> Result<Uuid> {
        if typed.is_blank() {
            // Nothing that could be kept and shown again.
            let missing = |name: &str| FieldError::new(name, "missing");
            return Err(Error::Fields(
                ["given_name", "family_name", "birth", "relationship"].map(missing).into(),
            ));
        }
        let (person, occasion) = self.occasion(actor, at).await?;
        let draft = drafts::get(&self.store, person, occasion.what_for()).await?;
        let there = household::typed(&draft.map(|draft| draft.fields).unwrap_or_default());
        let id = match known {
            Some(id) if there.iter().any(|one| one.id == id) => id,
            Some(_) => return Err(Error::NotFound("dependent")),
            None if there.len() < household::MOST_NEW_DEPENDENTS => Uuid::now_v7(),
            None => return Err(Error::TooMany),
        };
        let fields = TypedDependent { id, ..typed }.into_fields().into_iter().collect();
        self.save_draft(actor, at, &fields).await?;
        Ok(id)
    }

    /// Takes a household member who was typed out of the draft again, and out of every choice in it.
    pub async fn remove_dependent(&self, actor: &Actor, at: OccasionId, id: Uuid) -> Result<()> {
        let (person, occasion) = self.occasion(actor, at).await?;
        let draft = drafts::get(&self.store, person, occasion.what_for())
            .await?
            .ok_or(Error::NotFound("dependent"))?;
        let mut changes: Fields =
            TypedDependent { id, ..TypedDependent::default() }.into_fields().into_iter().collect();
        if !draft.fields.keys().any(|field| changes.contains_key(field)) {
            return Err(Error::NotFound("dependent"));
        }
        for (field, value) in draft.fields.iter().filter(|(field, _)| field.ends_with(".covered")) {
            let left: Vec<&str> = value.split_whitespace().filter(|one| one.parse() != Ok(id)).collect();
            changes.insert(field.clone(), left.join(" "));
        }
        self.save_draft(actor, at, &changes).await?;
        let mut write = self.store.begin().await?;
        self.forget_ssn(&mut write, person, &[id]).await?;
        Ok(write.commit().await?)
    }

    /// Does away with the numbers of people who were typed and are in nothing that waits.
    async fn forget_ssn(&self, write: &mut Write, person: Uuid, typed: &[Uuid]) -> Result<()> {
        let sent = submissions::of_person(&self.store, person).await?;
        let open = sent.iter().filter(|one| !one.state.is_final());
        let waiting: Vec<Uuid> =
            open.flat_map(|one| &one.proposal.new_dependents).map(|new| new.id).collect();
        for id in typed.iter().filter(|id| !waiting.contains(id)) {
            entered_ssn::forget_in(write, person, *id).await?;
        }
        Ok(())
    }

    /// Keeps the Social Security number of somebody new in a draft: sealed, and not in the draft.
    pub async fn keep_ssn(&self, actor: &Actor, at: OccasionId, id: Uuid, typed: &str) -> Result<()> {
        let fault = |problem: &str| {
            let detail = id.to_string();
            Err(FieldError::new("ssn", problem).naming(detail).into())
        };
        let (person, occasion) = self.occasion(actor, at).await?;
        let draft = drafts::get(&self.store, person, occasion.what_for()).await?;
        let there = household::typed(&draft.map(|draft| draft.fields).unwrap_or_default());
        if !there.iter().any(|one| one.id == id) {
            return Err(Error::NotFound("dependent"));
        }
        let Ok(ssn) = typed.parse::<Ssn>() else { return fault("not_an_ssn") };
        let mut write = self.store.begin().await?;
        if entered_ssn::is_of_in(&mut write, &ssn, person).await? {
            return fault("own_ssn");
        }
        entered_ssn::put_in(&mut write, id, person, &ssn, self.now()).await?;
        Ok(write.commit().await?)
    }

    /// The ends of the numbers that were entered for people who are new, by their id.
    pub async fn entered_ssn(&self, actor: &Actor, at: OccasionId) -> Result<BTreeMap<Uuid, String>> {
        let (person, _) = self.occasion(actor, at).await?;
        Ok(entered_ssn::last_fours(&self.store, person).await?)
    }

    /// Puts away a change that was begun: what was sent before stands.
    pub async fn discard_draft(&self, actor: &Actor, at: OccasionId) -> Result<()> {
        let (person, occasion) = self.occasion(actor, at).await?;
        let draft = drafts::get(&self.store, person, occasion.what_for()).await?;
        let typed = household::typed(&draft.map(|draft| draft.fields).unwrap_or_default());
        let typed: Vec<Uuid> = typed.into_iter().map(|one| one.id).collect();
        let mut write = self.store.begin().await?;
        drafts::delete(&mut write, person, occasion.what_for()).await?;
        self.forget_ssn(&mut write, person, &typed).await?;
        Ok(write.commit().await?)
    }

    /// The occasion, and whose it is: the signed-in member's own, or an event that staff enter for somebody.
    /// Refused where it takes no choices now.
    pub(crate) async fn occasion(&self, actor: &Actor, at: OccasionId) -> Result<(Uuid, Occasion)> {
        actor.require_help_to(Doing::Form)?;
        match at {
            OccasionId::OpenEnrollment => {
                let person = actor.own_person()?;
                Ok((person, Occasion::OpenEnrollment(self.accepting(self.now()).await?)))
            }
            OccasionId::Event(id) => {
                let happening = self.happening(actor, id).await?;
                let person = happening.case.person;
                let occasion = Occasion::Event(Box::new(happening));
                occasion.accepts(self.now())?;
                Ok((person, occasion))
            }
        }
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
    pub(crate) async fn grounds(&self, person: Uuid, occasion: Occasion) -> Result<Grounds> {
        let effective = occasion.effective()?;
        let today = self.today();
        let store = &self.store;
        let person = people::person(store, person).await?;
        let subscriber = people::subscriber(store, person.id, effective).await?;
        let subscriber_today = people::on_rolls(store, person.id, today).await?;
        Ok(Grounds {
            subscriber_today: subscriber_today.unwrap_or_else(|| subscriber.clone()),
            subscriber,
            household: people::household(store, person.id).await?,
            current: coverage::current(store, person.id).await?,
            elsewhere: coverage::elsewhere(store, person.id, effective).await?,
            catalog: self.catalog().await?,
            effective,
            today,
            person,
            occasion,
        })
    }
}

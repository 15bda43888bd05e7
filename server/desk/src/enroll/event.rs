//! Life events of a member: which there are, opening one, changing its date, correcting one that was approved.

use std::str::FromStr;

use chrono::NaiveDate;
use domain::class::Population;
use domain::code::{EventCode, PersonRef};
use domain::event::{Entry, EventKind, Timing, Whom};
use domain::helper::Doing;
use domain::person::Dependent;
use domain::submission::SubmissionState;
use records::audit::{self, Entry as AuditEntry};
use records::drafts::{self, For};
use records::event_cases::{self, EventCase};
use records::people::Person;
use records::submissions::{self, Submission};
use records::{Write, event_kinds, people};
use uuid::Uuid;

use super::household::american_date;
use super::occasion::Happening;
use crate::error::{Error, FieldError, Result};
use crate::{Actor, Desk, Permission};

/// How many events a person may have open and not sent.
const MOST_OPEN: usize = 20;

/// How long the reason of an entry by staff may be, in characters.
const LONGEST_REASON: usize = 500;

/// What a form says of an event.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypedEvent {
    /// When it happened, as typed.
    pub date: String,
    /// Ids of those of the household whom it is about.
    pub concerned: Vec<String>,
    /// It is about the member.
    pub myself: bool,
    /// It is about somebody who is not on the list yet.
    pub somebody_new: bool,
    /// Why staff enter it for somebody.
    pub reason: String,
}

/// A kind of event, with what a page needs to ask for it.
#[derive(Debug, Clone)]
pub struct EventForm {
    /// Whose event it is.
    pub person: Person,
    /// What happened.
    pub kind: EventKind,
    /// Those whom it may be about, besides the person.
    pub household: Vec<Dependent>,
    /// Staff enter it, and say why.
    pub for_somebody: bool,
}

/// An event of a member's, and what became of it.
#[derive(Debug, Clone)]
pub struct MyEvent {
    /// The event.
    pub happening: Happening,
    /// What was sent for it last, unless that was taken back.
    pub sent: Option<Submission>,
}

/// A member's events.
#[derive(Debug, Clone)]
pub struct MyEvents {
    /// What may be reported.
    pub kinds: Vec<EventKind>,
    /// What was reported, the latest first.
    pub events: Vec<MyEvent>,
}

/// Whether a form for `kind` asks whom it is about: a rule of it goes by that.
pub fn asks_whom(kind: &EventKind) -> bool {
    let by_person = |whom: Whom| matches!(whom, Whom::ThatPerson | Whom::TheirFamily);
    kind.permits.iter().any(|permit| by_person(permit.whom))
        || kind.proof.iter().any(|rule| by_person(rule.whom))
}

impl Desk {
    /// What may be reported by the signed-in member, and what was.
    pub async fn my_events(&self, actor: &Actor) -> Result<MyEvents> {
        let person = actor.own_person()?;
        let population = self.population(person).await?;
        let kinds = self.published_kinds().await?.into_iter().map(|(kind, _)| kind);
        let sent = submissions::of_person(&self.store, person).await?;
        let mut events = Vec::new();
        for case in event_cases::of_person(&self.store, person).await? {
            if case.put_away {
                continue;
            }
            let sent = sent.iter().find(|one| one.case == Some(case.id) && stands(one.state)).cloned();
            let kind = self.kind_at(&case.kind, case.kind_version).await?;
            events.push(MyEvent { happening: Happening::new(case, kind, self.today()), sent });
        }
        Ok(MyEvents { kinds: kinds.filter(|kind| may_report(kind, population, false)).collect(), events })
    }

    /// What staff may enter for somebody.
    pub async fn events_for(&self, actor: &Actor, number: &PersonRef) -> Result<(Person, Vec<EventKind>)> {
        actor.require(Permission::Decide)?;
        let person = people::by_ref(&self.store, number).await?;
        let population = self.population(person.id).await?;
        let kinds = self.published_kinds().await?.into_iter().map(|(kind, _)| kind);
        Ok((person, kinds.filter(|kind| may_report(kind, population, true)).collect()))
    }

    /// What a page needs to ask when it happened and to whom. `number` names whom staff enter it for.
    pub async fn event_form(
        &self,
        actor: &Actor,
        number: Option<&PersonRef>,
        code: &str,
    ) -> Result<EventForm> {
        let (person, for_somebody) = self.whose_event(actor, number).await?;
        let (kind, _) = self.reportable(person.id, code, for_somebody).await?;
        let household = people::household(&self.store, person.id).await?;
        Ok(EventForm { person, kind, household, for_somebody })
    }

    /// Opens an event of that kind: the one that is open already for that day, or a new one.
    pub async fn open_event(
        &self,
        actor: &Actor,
        number: Option<&PersonRef>,
        code: &str,
        typed: &TypedEvent,
    ) -> Result<Uuid> {
        let (person, for_somebody) = self.whose_event(actor, number).await?;
        let (kind, kind_version) = self.reportable(person.id, code, for_somebody).await?;
        let household = people::household(&self.store, person.id).await?;
        let mut faults = Vec::new();
        let read = read(&kind, person.id, &household, typed, &mut faults);
        let reason = typed.reason.trim();
        if for_somebody && (reason.is_empty() || reason.chars().count() > LONGEST_REASON) {
            let problem = if reason.is_empty() { "reason_missing_for_entry" } else { "too_long" };
            faults.push(FieldError::new("reason", problem).naming(LONGEST_REASON));
        }
        let Some((event_date, concerned)) = read.filter(|_| faults.is_empty()) else {
            return Err(Error::Fields(faults));
        };

        let today = self.today();
        let there = event_cases::of_person(&self.store, person.id).await?;
        let sent = submissions::of_person(&self.store, person.id).await?;
        let unsent: Vec<&EventCase> = there
            .iter()
            .filter(|case| !case.put_away && !sent.iter().any(|one| one.case == Some(case.id)))
            .collect();
        let same = |case: &&&EventCase| {
            case.kind == kind.code
                && case.event_date == event_date
                && case.concerned == concerned
                && case.opened_by == actor.id
        };
        if let Some(case) = unsent.iter().find(same) {
            return Ok(case.id);
        }
        if unsent.len() >= MOST_OPEN {
            return Err(Error::TooMany);
        }
        let case = EventCase {
            id: Uuid::now_v7(),
            person: person.id,
            kind: kind.code.clone(),
            kind_version,
            event_date,
            effective: the_only_one(&kind.effective_dates(event_date, today)),
            concerned,
            asked_on: None,
            opened_at: self.now(),
            opened_by: actor.id.clone(),
            opened_by_name: actor.name.clone(),
            entry_reason: for_somebody.then(|| reason.to_owned()),
            corrects: None,
            put_away: false,
        };
        let mut write = self.store.begin().await?;
        event_cases::insert(&mut write, &case).await?;
        let detail =
            serde_json::json!({ "kind": case.kind, "version": case.kind_version, "for": for_somebody });
        self.note_case(&mut write, actor, "event.opened", &case, detail).await?;
        write.commit().await?;
        Ok(case.id)
    }

    /// An event with its rules, for its pages.
    pub async fn event(&self, actor: &Actor, id: Uuid) -> Result<MyEvent> {
        let happening = self.happening(actor, id).await?;
        let sent = submissions::of_person(&self.store, happening.case.person).await?;
        let sent = sent.into_iter().find(|one| one.case == Some(id) && stands(one.state));
        Ok(MyEvent { happening, sent })
    }

    /// Those whom an event may be about, besides the person.
    pub async fn event_household(&self, actor: &Actor, id: Uuid) -> Result<Vec<Dependent>> {
        let person = self.happening(actor, id).await?.case.person;
        Ok(people::household(&self.store, person).await?)
    }

    /// Puts the date of an event right, and whom it is about. What was sent stays until the change is sent.
    pub async fn change_event(&self, actor: &Actor, id: Uuid, typed: &TypedEvent) -> Result<()> {
        let happening = self.changeable(actor, id).await?;
        let case = &happening.case;
        let household = people::household(&self.store, case.person).await?;
        let mut faults = Vec::new();
        let read = read(&happening.kind, case.person, &household, typed, &mut faults);
        let Some((event_date, concerned)) = read.filter(|_| faults.is_empty()) else {
            return Err(Error::Fields(faults));
        };
        let allowed = happening.kind.effective_dates(event_date, happening.request);
        let effective = the_only_one(&allowed).or(case.effective.filter(|day| allowed.contains(day)));
        let changed = EventCase { event_date, concerned, effective, ..case.clone() };
        self.rewrite_event(actor, "event.changed", &changed).await
    }

    /// Chooses from when on the change is to hold, of the days that the event allows.
    pub async fn choose_effective(&self, actor: &Actor, id: Uuid, typed: &str) -> Result<()> {
        let happening = self.changeable(actor, id).await?;
        let problem = if typed.is_empty() { "effective_missing" } else { "not_a_choice" };
        let chosen = typed.parse().ok().filter(|day| happening.allowed.contains(day));
        let Some(day) = chosen else {
            return Err(Error::field("effective", problem));
        };
        let changed = EventCase { effective: Some(day), ..happening.case };
        self.rewrite_event(actor, "event.changed", &changed).await
    }

    /// Puts away an event for which nothing is in the works: what was typed is gone.
    pub async fn put_event_away(&self, actor: &Actor, id: Uuid) -> Result<()> {
        let happening = self.changeable(actor, id).await?;
        let case = happening.case;
        let mut write = self.store.begin().await?;
        if submissions::at_work_in(&mut write, case.person, For::Event(id)).await?.is_some() {
            return Err(already_sent());
        }
        drafts::delete(&mut write, case.person, For::Event(id)).await?;
        let changed = EventCase { put_away: true, ..case };
        event_cases::update(&mut write, &changed).await?;
        self.note_case(&mut write, actor, "event.put_away", &changed, serde_json::json!({})).await?;
        Ok(write.commit().await?)
    }

    /// Begins a correction of an event that was approved: another event of the same kind, for the same people,
    /// asked for on the same day, with a submission of its own. What was approved is never edited.
    pub async fn correct_event(&self, actor: &Actor, reference: &str) -> Result<Uuid> {
        actor.require_help_to(Doing::Form)?;
        let sent = self.submission_of(actor, reference).await?;
        let (Some(case), SubmissionState::Approved) = (sent.case, sent.state) else {
            return Err(Error::NotFound("event"));
        };
        let first = self.happening(actor, case).await?.case;
        let there = event_cases::of_person(&self.store, first.person).await?;
        if let Some(begun) = there.iter().find(|one| one.corrects == Some(case) && !one.put_away) {
            return Ok(begun.id);
        }
        let second = EventCase {
            id: Uuid::now_v7(),
            opened_at: self.now(),
            opened_by: actor.id.clone(),
            opened_by_name: actor.name.clone(),
            corrects: Some(case),
            ..first
        };
        let mut write = self.store.begin().await?;
        event_cases::insert(&mut write, &second).await?;
        let detail = serde_json::json!({ "corrects": sent.reference });
        self.note_case(&mut write, actor, "event.opened", &second, detail).await?;
        write.commit().await?;
        Ok(second.id)
    }

    /// An event: the member's own, or, for staff who decide, one that staff have entered.
    pub(crate) async fn happening(&self, actor: &Actor, id: Uuid) -> Result<Happening> {
        let case = event_cases::get(&self.store, id).await?;
        let own = actor.person == Some(case.person);
        let entered = case.entry_reason.is_some() && actor.may(Permission::Decide);
        if !own && !entered {
            return Err(Error::NotFound("event"));
        }
        let kind = self.kind_at(&case.kind, case.kind_version).await?;
        Ok(Happening::new(case, kind, self.today()))
    }

    /// The event of a submission, as it was signed.
    pub(crate) async fn signed_event(&self, submission: &Submission) -> Result<Option<Happening>> {
        let (Some(id), Some(facts)) = (submission.case, &submission.proposal.event) else { return Ok(None) };
        let case = EventCase {
            event_date: facts.date,
            concerned: facts.concerned.clone(),
            effective: Some(submission.proposal.effective),
            asked_on: Some(facts.asked_on),
            ..event_cases::get(&self.store, id).await?
        };
        let kind = self.kind_at(&facts.kind, facts.version).await?;
        Ok(Some(Happening::new(case, kind, facts.asked_on)))
    }

    /// An event whose facts may be changed: nothing is sent for it, or a change of what was sent has begun.
    async fn changeable(&self, actor: &Actor, id: Uuid) -> Result<Happening> {
        actor.require_help_to(Doing::Form)?;
        let happening = self.happening(actor, id).await?;
        let (case, what) = (&happening.case, For::Event(id));
        if case.put_away {
            return Err(Error::NotFound("event"));
        }
        let stands = self.standing(case.person, what).await?;
        let changing = drafts::get(&self.store, case.person, what).await?.is_some();
        if stands.is_some_and(|sent| sent.state.is_final() || !changing) {
            return Err(already_sent());
        }
        Ok(happening)
    }

    async fn rewrite_event(&self, actor: &Actor, action: &str, case: &EventCase) -> Result<()> {
        let mut write = self.store.begin().await?;
        event_cases::update(&mut write, case).await?;
        self.note_case(&mut write, actor, action, case, serde_json::json!({})).await?;
        Ok(write.commit().await?)
    }

    async fn note_case(
        &self,
        write: &mut Write,
        actor: &Actor,
        action: &str,
        case: &EventCase,
        detail: serde_json::Value,
    ) -> Result<()> {
        let subject = format!("event:{}", case.id);
        let entry = AuditEntry { at: self.now(), actor: &actor.id, action, subject: &subject, detail };
        Ok(audit::append(write, entry).await?)
    }

    /// Whose event it is: the member's own, or somebody's for whom staff enter it.
    async fn whose_event(&self, actor: &Actor, number: Option<&PersonRef>) -> Result<(Person, bool)> {
        match number {
            None => Ok((people::person(&self.store, actor.own_person_to(Doing::Form)?).await?, false)),
            Some(number) => {
                actor.require(Permission::Decide)?;
                Ok((people::by_ref(&self.store, number).await?, true))
            }
        }
    }

    /// The kinds of event that may be reported now, each with its version.
    async fn published_kinds(&self) -> Result<Vec<(EventKind, i64)>> {
        let published = event_kinds::published(&self.store).await?;
        Ok(published.into_iter().map(|one| (one.kind, one.version)).collect())
    }

    /// A kind of event as a version of the catalogue has it.
    async fn kind_at(&self, code: &EventCode, version: i64) -> Result<EventKind> {
        Ok(event_kinds::at_version(&self.store, code, version).await?.kind)
    }

    async fn population(&self, person: Uuid) -> Result<Population> {
        Ok(people::subscriber(&self.store, person, self.today()).await?.population)
    }

    async fn reportable(&self, person: Uuid, code: &str, staff: bool) -> Result<(EventKind, i64)> {
        let code = EventCode::from_str(code).map_err(|_| Error::NotFound("event"))?;
        let population = self.population(person).await?;
        self.published_kinds()
            .await?
            .into_iter()
            .find(|(kind, _)| kind.code == code && may_report(kind, population, staff))
            .ok_or(Error::NotFound("event"))
    }
}

/// Whether `kind` is for that population, and not for staff alone where it is not staff that ask.
fn may_report(kind: &EventKind, population: Population, staff: bool) -> bool {
    kind.populations.contains(&population) && (staff || kind.entry == Entry::SelfService)
}

const fn stands(state: SubmissionState) -> bool {
    !matches!(state, SubmissionState::Withdrawn | SubmissionState::Replaced)
}

fn the_only_one(days: &[NaiveDate]) -> Option<NaiveDate> {
    match days {
        [day] => Some(*day),
        _ => None,
    }
}

fn already_sent() -> Error {
    Error::field("", "already_sent")
}

/// The date and the people of a form, or what is wrong with it.
fn read(
    kind: &EventKind,
    person: Uuid,
    household: &[Dependent],
    typed: &TypedEvent,
    faults: &mut Vec<FieldError>,
) -> Option<(NaiveDate, Vec<Uuid>)> {
    let text = typed.date.trim();
    let date = american_date(text);
    if date.is_none() {
        let problem = if text.is_empty() { "event_date_missing" } else { "not_a_date" };
        faults.push(FieldError::new("event_date", problem));
    }
    let mut concerned: Vec<Uuid> = Vec::new();
    if asks_whom(kind) {
        let known = |id: &Uuid| household.iter().any(|one| one.id == *id);
        let ids: Vec<Option<Uuid>> = typed.concerned.iter().map(|id| id.parse().ok().filter(known)).collect();
        if ids.iter().any(Option::is_none) {
            faults.push(FieldError::new("concerned", "not_in_household"));
        }
        concerned = ids.into_iter().flatten().chain(typed.myself.then_some(person)).collect();
        concerned.sort();
        concerned.dedup();
        if concerned.is_empty() && typed.concerned.is_empty() && !typed.somebody_new {
            faults.push(FieldError::new("concerned", "concerned_missing"));
        }
    }
    Some((date?, concerned))
}

/// What a member can do about an event that can't be sent by them: the rule, and the next chance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TooEarlyOrLate {
    /// From this day on it may be sent.
    From(NaiveDate),
    /// It was to be sent by this day.
    Until(NaiveDate),
}

impl Happening {
    /// Whether the member is too early or too late; `None` in time.
    pub fn out_of_time(&self) -> Option<TooEarlyOrLate> {
        let (first, last) = self.window();
        match self.timing() {
            Timing::Early => Some(TooEarlyOrLate::From(first)),
            Timing::InTime => None,
            Timing::Late => Some(TooEarlyOrLate::Until(last)),
        }
    }
}

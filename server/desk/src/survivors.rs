//! A death: reported by the family or an office, recorded at the desk as a submission that says what ends, what goes
//! on for whom, and what is given back (M.G.L. c. 32B §§ 9B, 9D). And a survivor's remarriage, which ends it.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Months, NaiveDate, TimeDelta, Utc};
use domain::code::PersonRef;
use domain::election::Proposal;
use domain::money::Cents;
use domain::person::{Dependent, Relationship};
use domain::transition::{Contract, Reason, Transition, TransitionFault, ends_after};
use records::audit::{self, Entry};
use records::death_reports::{self, DeathReport};
use records::people::{self, Person};
use records::standing;
use records::submissions::{self, Submission};
use uuid::Uuid;

use crate::enroll::household::american_date;
use crate::error::{Error, FieldError, Result};
use crate::line::Reader;
use crate::review::ReviewLine;
use crate::sending::{Drawn, once};
use crate::standing::{Contracts, kind_of};
use crate::{Actor, Desk, Permission};

/// Reports that one address may send in an hour.
const REPORTS_AN_HOUR: u32 = 5;
/// The longest line of a report, in characters.
const LONGEST_LINE: usize = 200;
/// The longest text of a report, in characters.
const LONGEST_TEXT: usize = 2_000;

/// What the family writes when somebody has died.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypedReport {
    /// Who has died.
    pub deceased: String,
    /// The day.
    pub died_on: String,
    /// Who writes.
    pub reporter: String,
    /// What they are to the deceased.
    pub relation: String,
    /// How to reach them: a telephone number or an e-mail address.
    pub contact: String,
    /// Anything else.
    pub words: String,
}

impl TypedReport {
    /// As the fields of the form.
    pub fn into_fields(self) -> BTreeMap<String, String> {
        let TypedReport { deceased, died_on, reporter, relation, contact, words } = self;
        [
            ("deceased", deceased),
            ("died_on", died_on),
            ("reporter", reporter),
            ("relation", relation),
            ("contact", contact),
            ("words", words),
        ]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
    }
}

/// What staff record of a death or a remarriage.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypedDeath {
    /// `death`, or `remarriage` for a survivor.
    pub what: String,
    /// The day.
    pub day: String,
    /// The surviving spouse who goes on, by id; empty for nobody.
    pub survivor: String,
}

impl TypedDeath {
    /// As the fields of the form.
    pub fn into_fields(self) -> BTreeMap<String, String> {
        let TypedDeath { what, day, survivor } = self;
        [("what", what), ("day", day), ("survivor", survivor)]
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect()
    }
}

/// What the page about a subscriber's death shows.
#[derive(Debug, Clone)]
pub struct DeathForm {
    /// Whose.
    pub person: Person,
    /// The day, where it is on record.
    pub died_on: Option<NaiveDate>,
    /// The spouse who may go on as a survivor.
    pub spouse: Option<Dependent>,
    /// Whether the person is a survivor, who may marry again.
    pub is_survivor: bool,
    /// What it would do, where a day was chosen.
    pub preview: Option<DeathPreview>,
}

/// What a death, or a remarriage, would do.
#[derive(Debug, Clone)]
pub struct DeathPreview {
    /// What is proposed beside what is held.
    pub lines: Vec<ReviewLine>,
    /// The last day of what ends.
    pub last_day: NaiveDate,
    /// The member's share of months after the last day that was paid already: to be given back.
    pub refund: Refund,
}

/// Premiums that were paid for months after the end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Refund {
    /// How many months.
    pub months: u32,
    /// The member's share of one.
    pub monthly: Cents,
}

impl Refund {
    /// All of it.
    pub fn total(self) -> Cents {
        self.monthly * i64::from(self.months)
    }
}

impl Desk {
    /// Takes a report from somebody who need not sign in. Nothing changes by it but the desk's list. `from` is
    /// whence it came, for the limit of reports in an hour.
    pub async fn report_death(&self, actor: Option<&Actor>, from: &str, typed: &TypedReport) -> Result<()> {
        let today = self.today();
        let mut faults = Vec::new();
        for (field, text) in
            [("deceased", &typed.deceased), ("reporter", &typed.reporter), ("contact", &typed.contact)]
        {
            match text.trim() {
                "" => faults.push(FieldError::new(field, "missing")),
                some if some.chars().count() > LONGEST_LINE => {
                    faults.push(FieldError::new(field, "too_long").naming(LONGEST_LINE))
                }
                _ => {}
            }
        }
        if typed.relation.chars().count() > LONGEST_LINE {
            faults.push(FieldError::new("relation", "too_long").naming(LONGEST_LINE));
        }
        if typed.words.chars().count() > LONGEST_TEXT {
            faults.push(FieldError::new("words", "too_long").naming(LONGEST_TEXT));
        }
        let day = day_of_death(&typed.died_on, today)
            .map_err(|problem| faults.push(FieldError::new("died_on", problem)));
        let (Ok(died_on), true) = (day, faults.is_empty()) else { return Err(Error::Fields(faults)) };
        let now = self.now();
        self.limit(&format!("death-report:{from}"), REPORTS_AN_HOUR, TimeDelta::hours(1)).await?;
        let line = |text: &str| text.trim().to_owned();
        let report = DeathReport {
            id: Uuid::now_v7(),
            deceased: line(&typed.deceased),
            died_on,
            reporter: line(&typed.reporter),
            relation: line(&typed.relation),
            contact: line(&typed.contact),
            words: line(&typed.words),
            reported_at: now,
            settled_at: None,
        };
        let mut write = self.store.begin().await?;
        death_reports::insert(&mut write, &report).await?;
        let who = actor.map_or("public|report", |actor| actor.id.as_str());
        self.note_death(&mut write, who, "death.reported", &format!("death_report:{}", report.id), now)
            .await?;
        Ok(write.commit().await?)
    }

    /// Reports that nobody has settled, the oldest first.
    pub async fn death_reports(&self, actor: &Actor) -> Result<Vec<DeathReport>> {
        actor.require(Permission::SeePeople)?;
        Ok(death_reports::open(&self.store).await?)
    }

    /// Puts a report away: it was recorded, or was a mistake.
    pub async fn settle_death_report(&self, actor: &Actor, id: Uuid) -> Result<()> {
        actor.require(Permission::Decide)?;
        let now = self.now();
        let mut write = self.store.begin().await?;
        death_reports::settle(&mut write, id, now).await?;
        self.note_death(&mut write, &actor.id, "death.settled", &format!("death_report:{id}"), now).await?;
        Ok(write.commit().await?)
    }

    /// What may be recorded of the death of somebody in whose name coverage is held; with what it would do, where
    /// a day is given.
    pub async fn death_form(
        &self,
        actor: &Actor,
        number: &PersonRef,
        typed: &TypedDeath,
    ) -> Result<DeathForm> {
        actor.require(Permission::Decide)?;
        let person = people::by_ref(&self.store, number).await?;
        let died_on = standing::died_on(&self.store, person.id).await?;
        let today = self.today();
        let contracts = Contracts::load(&self.store, person.id, today).await?;
        let is_survivor = contracts.subscriber.population == domain::class::Population::Survivor;
        let preview = match self.drawn_up(&person, &contracts, typed).await {
            _ if typed.day.is_empty() => None,
            Ok((_, proposal)) => Some(self.preview(&person, &proposal).await?),
            Err(Error::Fields(_)) => None,
            Err(error) => return Err(error),
        };
        Ok(DeathForm { spouse: spouse_of(&contracts), is_survivor, died_on, preview, person })
    }

    /// Sends what was recorded to the queue, as a submission. `once_key` is the form's own.
    pub async fn send_death(
        &self,
        actor: &Actor,
        number: &PersonRef,
        typed: &TypedDeath,
        once_key: &str,
    ) -> Result<Submission> {
        actor.require(Permission::Decide)?;
        let person = people::by_ref(&self.store, number).await?;
        let once_key = once(person.id, once_key)?;
        if let Some(sent) = self.sent_with(&once_key).await? {
            return Ok(sent);
        }
        let contracts = Contracts::load(&self.store, person.id, self.today()).await?;
        let (reason, proposal) = self.drawn_up(&person, &contracts, typed).await?;
        let kind = kind_of(&reason);
        let sent = submissions::of_person(&self.store, person.id).await?;
        if let Some(waits) = sent.into_iter().find(|one| one.kind == kind && !one.state.is_final()) {
            return Ok(waits);
        }
        let catalog = self.catalog().await?;
        let at = Contracts::load(&self.store, person.id, last_day(&proposal)).await?;
        let drawn = Drawn {
            kind,
            person: person.id,
            unit: contracts.subscriber.unit.clone(),
            findings: at.checked(&self.store, &catalog, &proposal).await?,
            proposal,
            signature: None,
            once_key,
            replaces: None,
        };
        self.send_drawn(actor, drawn).await
    }

    /// What is typed as a submission would have it.
    async fn drawn_up(
        &self,
        person: &Person,
        contracts: &Contracts,
        typed: &TypedDeath,
    ) -> Result<(Reason, Proposal)> {
        let catalog = self.catalog().await?;
        let day = day_of_death(&typed.day, self.today()).map_err(|problem| Error::field("day", problem))?;
        let household = contracts.household();
        let (reason, moved): (Reason, Vec<Contract>) = if typed.what == "remarriage" {
            if contracts.subscriber.population != domain::class::Population::Survivor {
                return Err(Error::field("what", "not_a_survivor"));
            }
            (Reason::Remarriage { on: day }, household.after_remarriage(day))
        } else {
            let survivor = match typed.survivor.as_str() {
                "" => return Err(Error::field("survivor", "missing")),
                "nobody" => None,
                id => {
                    let spouse = spouse_of(contracts).filter(|spouse| spouse.id.to_string() == id);
                    Some(spouse.ok_or_else(|| Error::field("survivor", "missing"))?.id)
                }
            };
            let moved =
                household.after_death(survivor, day, &catalog.plans).map_err(|error| match error {
                    TransitionFault::NoTier => Error::field("survivor", "no_tier"),
                    _ => Error::field("day", "missing"),
                })?;
            (Reason::Death { died_on: day, survivor }, moved)
        };
        let transition = Transition { reason: reason.clone(), contracts: moved };
        let proposal = Proposal::of(transition, ends_after(day), person.records_version);
        Ok((reason, proposal))
    }

    async fn preview(&self, person: &Person, proposal: &Proposal) -> Result<DeathPreview> {
        let catalog = self.catalog().await?;
        let last_day = last_day(proposal);
        let contracts = Contracts::load(&self.store, person.id, last_day).await?;
        Ok(DeathPreview {
            lines: contracts.lines(&catalog, proposal),
            last_day,
            refund: self.refund(&contracts, proposal.effective).await?,
        })
    }

    /// What was paid of the subscriber's own contracts for months after they ended. The share of a month is paid
    /// in that month.
    async fn refund(&self, contracts: &Contracts, from: NaiveDate) -> Result<Refund> {
        let today = self.today();
        let months =
            (0..).map_while(|n| from.checked_add_months(Months::new(n))).take_while(|day| *day <= today);
        let months = u32::try_from(months.count()).unwrap_or(0);
        let catalog = self.catalog().await?;
        let eve = from.pred_opt().unwrap_or(from);
        let own = contracts.rows_of(contracts.subscriber.id);
        let (subscriber, household) = (&contracts.subscriber, contracts.members.as_slice());
        let reader = Reader { catalog: &catalog, subscriber, household, rows: &own, on: eve };
        let held = own.iter().filter(|row| row.period.contains(eve));
        let monthly = held.map(|row| reader.line(row.benefit, &row.choice).monthly()).sum();
        Ok(Refund { months, monthly })
    }

    async fn note_death(
        &self,
        write: &mut records::Write,
        actor: &str,
        action: &str,
        subject: &str,
        at: DateTime<Utc>,
    ) -> Result<()> {
        let entry = Entry { at, actor, action, subject, detail: serde_json::json!({}) };
        Ok(audit::append(write, entry).await?)
    }
}

/// The last day of what ends.
fn last_day(proposal: &Proposal) -> NaiveDate {
    proposal.effective.pred_opt().unwrap_or(proposal.effective)
}

fn spouse_of(contracts: &Contracts) -> Option<Dependent> {
    let spouse = |one: &&Dependent| one.relationship == Relationship::Spouse && one.ended.is_none();
    contracts.members.iter().find(spouse).cloned()
}

/// A day on which somebody has died: not to come, and not before anybody can remember.
fn day_of_death(text: &str, today: NaiveDate) -> Result<NaiveDate, &'static str> {
    match american_date(text.trim()) {
        _ if text.trim().is_empty() => Err("missing"),
        None => Err("not_a_date"),
        Some(day) if day > today => Err("to_come"),
        Some(day) if day.year() < today.year() - 20 => Err("too_long_ago"),
        Some(day) => Ok(day),
    }
}

//! Open-enrollment administration: create, publish, extend, close, put away; who has not acted.

use chrono::NaiveDate;
use domain::deadline::{CITY_ZONE, end_of_day, local_day, start_of_day};
use domain::enrollment::{EnrollmentAction, EnrollmentPeriod, EnrollmentState};
use domain::period::PlanYear;
use records::audit::{self, Entry};
use records::enrollments::{self, Silent, Turnout};
use uuid::Uuid;

use crate::error::{Error, FieldError, Result};
use crate::{Actor, Desk, Permission};

/// A new open enrollment as typed.
#[derive(Debug, Clone, Default)]
pub struct NewEnrollment {
    /// What people call it.
    pub name: String,
    /// First day of the plan year, such as `2027-07-01`.
    pub plan_year: String,
    /// The first day on which submissions are taken.
    pub opens: String,
    /// The last one.
    pub closes: String,
}

/// An open enrollment and how far it has come.
#[derive(Debug, Clone)]
pub struct EnrollmentOverview {
    /// The open enrollment.
    pub period: EnrollmentPeriod,
    /// How many may enroll and have, by unit.
    pub turnout: Vec<Turnout>,
    /// Whether this actor may change it.
    pub may_run: bool,
}

impl EnrollmentOverview {
    /// How many people may enroll.
    pub fn may_enroll(&self) -> i64 {
        self.turnout.iter().map(|unit| unit.may_enroll).sum()
    }

    /// How many of them have sent something.
    pub fn acted(&self) -> i64 {
        self.turnout.iter().map(|unit| unit.acted).sum()
    }
}

/// What is changed about an open enrollment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EnrollmentChange {
    /// Publish it.
    Open,
    /// Take submissions to the end of a later day, as typed.
    Extend(String),
    /// End it now.
    Close,
    /// Put it away.
    Archive,
}

impl EnrollmentChange {
    const fn action(&self) -> EnrollmentAction {
        match self {
            EnrollmentChange::Open => EnrollmentAction::Open,
            EnrollmentChange::Extend(_) => EnrollmentAction::Extend,
            EnrollmentChange::Close => EnrollmentAction::Close,
            EnrollmentChange::Archive => EnrollmentAction::Archive,
        }
    }

    const fn verb(&self) -> &'static str {
        match self {
            EnrollmentChange::Open => "enrollment.opened",
            EnrollmentChange::Extend(_) => "enrollment.extended",
            EnrollmentChange::Close => "enrollment.closed",
            EnrollmentChange::Archive => "enrollment.archived",
        }
    }
}

/// How many people a page of those who have not acted has.
pub const SILENT_PAGE: usize = 50;

impl Desk {
    /// The open enrollment that takes submissions now. For everybody.
    pub async fn open_enrollment(&self) -> Result<Option<EnrollmentPeriod>> {
        Ok(enrollments::open_now(&self.store, self.now()).await?)
    }

    /// The open enrollment that the public should hear of: the one that is open, whether it has begun or
    /// not, else the last to have closed. For everybody.
    pub async fn announced_enrollment(&self) -> Result<Option<EnrollmentPeriod>> {
        Ok(enrollments::announced(&self.store).await?)
    }

    /// Every open enrollment, the latest first.
    pub async fn enrollments(&self, actor: &Actor) -> Result<Vec<EnrollmentPeriod>> {
        actor.require(Permission::SeeQueue)?;
        Ok(enrollments::all(&self.store).await?)
    }

    /// One open enrollment and how far it has come.
    pub async fn enrollment(&self, actor: &Actor, id: Uuid) -> Result<EnrollmentOverview> {
        actor.require(Permission::SeeQueue)?;
        let period = enrollments::get(&self.store, id).await?;
        let turnout = enrollments::turnout(&self.store, &period).await?;
        Ok(EnrollmentOverview { period, turnout, may_run: actor.may(Permission::RunEnrollment) })
    }

    /// Prepares one; nobody but the office sees it before it is opened.
    pub async fn create_enrollment(&self, actor: &Actor, typed: &NewEnrollment) -> Result<Uuid> {
        actor.require(Permission::RunEnrollment)?;
        let period = self.checked(typed).map_err(Error::Fields)?;
        let mut write = self.store.begin().await?;
        enrollments::insert(&mut write, &period).await?;
        self.note(&mut write, actor, "enrollment.created", &period).await?;
        write.commit().await?;
        Ok(period.id)
    }

    /// Changes one that still has `version`.
    pub async fn change_enrollment(
        &self,
        actor: &Actor,
        id: Uuid,
        version: i64,
        change: &EnrollmentChange,
    ) -> Result<()> {
        actor.require(Permission::RunEnrollment)?;
        let before = enrollments::get(&self.store, id).await?;
        if before.version != version {
            return Err(Error::Stale("open enrollment"));
        }
        let mut after = EnrollmentPeriod { state: before.state.after(change.action())?, ..before };
        let now = self.now();
        match change {
            EnrollmentChange::Extend(closes) => {
                let day = day("closes", closes).map_err(|fault| Error::Fields(vec![fault]))?;
                let closes_at = end_of_day(day, CITY_ZONE);
                if closes_at <= after.closes_at || closes_at <= now {
                    let last = local_day(after.closes_at - chrono::Duration::microseconds(1), CITY_ZONE);
                    return Err(one_fault("closes", "not_later", last.max(self.today()).to_string()));
                }
                after.closes_at = closes_at;
            }
            EnrollmentChange::Open if after.closes_at <= now => {
                return Err(one_fault("closes", "day_is_past", String::new()));
            }
            // The close is when it really was, so that what came after it is late by the records too.
            EnrollmentChange::Close if after.opens_at < now && now < after.closes_at => after.closes_at = now,
            _ => {}
        }

        let mut write = self.store.begin().await?;
        enrollments::update(&mut write, &after).await.map_err(|error| {
            if error.is_duplicate() {
                one_fault("state", "another_is_open", String::new())
            } else {
                error.into()
            }
        })?;
        self.note(&mut write, actor, change.verb(), &after).await?;
        write.commit().await?;
        Ok(())
    }

    /// Those who may enroll and have sent nothing, by name, after the person `after`; and whether there
    /// are more.
    pub async fn silent(&self, actor: &Actor, id: Uuid, after: Option<Uuid>) -> Result<(Vec<Silent>, bool)> {
        actor.require(Permission::SeeQueue)?;
        let period = enrollments::get(&self.store, id).await?;
        let mut page = enrollments::silent(&self.store, &period, after, SILENT_PAGE as i64 + 1).await?;
        let more = page.len() > SILENT_PAGE;
        page.truncate(SILENT_PAGE);
        Ok((page, more))
    }

    async fn note(
        &self,
        write: &mut records::Write,
        actor: &Actor,
        action: &str,
        period: &EnrollmentPeriod,
    ) -> Result<()> {
        let entry = Entry {
            at: self.now(),
            actor: &actor.id,
            action,
            subject: &format!("enrollment:{}", period.id),
            detail: serde_json::json!({
                "name": period.name,
                "state": period.state,
                "opens_at": period.opens_at,
                "closes_at": period.closes_at,
            }),
        };
        Ok(audit::append(write, entry).await?)
    }

    /// What was typed, as an open enrollment in preparation; or every field that needs attention.
    fn checked(&self, typed: &NewEnrollment) -> std::result::Result<EnrollmentPeriod, Vec<FieldError>> {
        let mut faults = Vec::new();
        let mut keep =
            |read: std::result::Result<NaiveDate, FieldError>| read.map_err(|fault| faults.push(fault)).ok();
        let plan_year = keep(day("plan_year", &typed.plan_year));
        let opens = keep(day("opens", &typed.opens));
        let closes = keep(day("closes", &typed.closes));

        let name = typed.name.trim();
        match name.chars().count() {
            0 => faults.insert(0, fault("name", "missing", String::new())),
            1..=100 => {}
            _ => faults.insert(0, fault("name", "too_long", "100".into())),
        }
        if plan_year.is_some_and(|first| PlanYear::starting(first).is_none()) {
            faults.push(fault("plan_year", "not_first_of_month", String::new()));
        }
        if let (Some(opens), Some(closes)) = (opens, closes)
            && closes < opens
        {
            faults.push(fault("closes", "before_opening", opens.to_string()));
        } else if closes.is_some_and(|closes| closes < self.today()) {
            faults.push(fault("closes", "day_is_past", String::new()));
        }

        match (plan_year, opens, closes) {
            (Some(plan_year), Some(opens), Some(closes)) if faults.is_empty() => Ok(EnrollmentPeriod {
                id: Uuid::now_v7(),
                name: name.to_owned(),
                plan_year,
                opens_at: start_of_day(opens, CITY_ZONE),
                closes_at: end_of_day(closes, CITY_ZONE),
                state: EnrollmentState::Draft,
                version: 1,
            }),
            _ => Err(faults),
        }
    }
}

fn day(field: &str, typed: &str) -> std::result::Result<NaiveDate, FieldError> {
    match typed.trim() {
        "" => Err(fault(field, "missing", String::new())),
        text => text.parse().map_err(|_| fault(field, "not_a_date", String::new())),
    }
}

fn fault(field: &str, problem: &str, detail: String) -> FieldError {
    FieldError { field: field.into(), problem: problem.into(), detail }
}

fn one_fault(field: &str, problem: &str, detail: String) -> Error {
    Error::Fields(vec![fault(field, problem, detail)])
}

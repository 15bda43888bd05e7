//! On what occasion a member chooses: open enrollment, or something that happened in their life.

use chrono::{DateTime, NaiveDate, Utc};
use domain::benefit::Benefit;
use domain::election::{Coverage, Election, EventFacts};
use domain::enrollment::EnrollmentPeriod;
use domain::event::{Asked, Change, EffectiveRule, EventKind, Permit, Refusal, Timing};
use domain::mid_year::{self, Dates};
use domain::submission::SubmissionKind;
use records::catalog::Catalog;
use records::drafts::For;
use records::event_cases::EventCase;
use uuid::Uuid;

use crate::error::{Error, Result};

/// Which occasion a page is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OccasionId {
    /// The open enrollment that takes submissions now.
    OpenEnrollment,
    /// The life event of that id.
    Event(Uuid),
}

/// The occasion on which a member chooses: it says from when the choices hold.
#[derive(Debug, Clone)]
pub enum Occasion {
    /// Open enrollment, for the coming plan year.
    OpenEnrollment(EnrollmentPeriod),
    /// Something that happened in the member's life.
    Event(Box<Happening>),
}

/// A life event with the rules that it is judged by.
#[derive(Debug, Clone)]
pub struct Happening {
    /// What happened, and when.
    pub case: EventCase,
    /// The rules, in the version of the catalogue by which the event was opened.
    pub kind: EventKind,
    /// The day that counts for the window: today, or the day on which it was first sent.
    pub request: NaiveDate,
    /// The days from which a change may hold, ascending.
    pub allowed: Vec<NaiveDate>,
}

impl Happening {
    pub(crate) fn new(case: EventCase, kind: EventKind, today: NaiveDate) -> Happening {
        let request = case.asked_on.unwrap_or(today);
        let allowed = kind.effective_dates(case.event_date, request);
        Happening { case, kind, request, allowed }
    }

    /// The first and the last day on which a change may be asked for.
    pub fn window(&self) -> (NaiveDate, NaiveDate) {
        self.kind.window(self.case.event_date)
    }

    /// Whether it is asked for in time.
    pub fn timing(&self) -> Timing {
        self.kind.timing(self.case.event_date, self.request)
    }

    /// From when on the change holds: the day that was chosen, while it is allowed.
    pub fn effective(&self) -> Option<NaiveDate> {
        self.case.effective.filter(|day| self.allowed.contains(day))
    }

    /// The rule by which the change holds from `day`.
    pub fn rule(&self, day: NaiveDate) -> Option<EffectiveRule> {
        self.kind.effective_by(self.case.event_date, self.request, day)
    }

    /// The last day of coverage that is dropped by a change that holds from `effective` on.
    pub fn dropped_through(&self, effective: NaiveDate) -> NaiveDate {
        self.kind.end_date(self.case.event_date, effective)
    }

    /// From when on a change of `benefit` holds, where others hold from `effective` on.
    pub fn effective_for(&self, benefit: Benefit, effective: NaiveDate) -> NaiveDate {
        self.kind.effective_for(benefit, effective, self.request)
    }

    /// What of a change that holds from `effective` on the event does not permit, on its first day and on each
    /// other one that it reaches in `rows`, those of the person that have not been superseded. Whom the age
    /// limit takes out is not dropped by the member.
    pub(crate) fn refusals(
        &self,
        asked: &Asked<'_>,
        effective: NaiveDate,
        rows: &[Coverage],
        catalog: &Catalog,
    ) -> Vec<Refusal> {
        let begins = self.effective_for(asked.benefit, effective);
        let dates = Dates {
            effective: begins,
            dropped_through: self.dropped_through(effective),
            year_end: catalog.plan_year_end(begins),
        };
        let held = rows.iter().find(|row| row.benefit == asked.benefit && row.period.contains(begins));
        let election = Election { benefit: asked.benefit, choice: asked.after.clone() };
        let mut others = mid_year::replaced(rows, &election, &catalog.plans, dates);
        others.retain(|(is, _)| is.as_ref() != held.map(|row| &row.choice));
        let too_old =
            |id| asked.household.iter().any(|one| Some(one.id) == id && !one.may_be_covered(begins));
        let mut refusals = self.kind.judge_all(asked, &others);
        refusals.retain(|refusal| !too_old(refusal.person));
        refusals
    }

    /// Whether the event lets coverage of somebody be dropped.
    pub fn drops(&self) -> bool {
        let drops = |permit: &Permit| permit.change == Change::Drop && permit.benefit.covers_dependents();
        self.kind.permits.iter().any(drops)
    }

    pub(super) fn facts(&self, effective: NaiveDate, late_because: Option<String>) -> EventFacts {
        EventFacts {
            kind: self.case.kind.clone(),
            version: self.case.kind_version,
            date: self.case.event_date,
            asked_on: self.request,
            concerned: self.case.concerned.clone(),
            dropped_through: self.dropped_through(effective),
            later: Benefit::ALL
                .iter()
                .map(|benefit| (*benefit, self.effective_for(*benefit, effective)))
                .filter(|(_, day)| *day != effective)
                .collect(),
            late_because,
        }
    }
}

impl Occasion {
    /// Which one it is, for addresses and forms.
    pub fn id(&self) -> OccasionId {
        match self {
            Occasion::OpenEnrollment(_) => OccasionId::OpenEnrollment,
            Occasion::Event(happening) => OccasionId::Event(happening.case.id),
        }
    }

    /// The open enrollment, if it is one.
    pub fn period(&self) -> Option<&EnrollmentPeriod> {
        match self {
            Occasion::OpenEnrollment(period) => Some(period),
            Occasion::Event(_) => None,
        }
    }

    /// The life event, if it is one.
    pub fn event(&self) -> Option<&Happening> {
        match self {
            Occasion::OpenEnrollment(_) => None,
            Occasion::Event(happening) => Some(happening),
        }
    }

    /// From when on the choices hold. Refused, with the field to fill in, where one of several days has to be
    /// chosen first.
    pub fn effective(&self) -> Result<NaiveDate> {
        match self {
            Occasion::OpenEnrollment(period) => Ok(period.plan_year),
            Occasion::Event(happening) => {
                happening.effective().ok_or_else(|| Error::field("effective", "effective_missing"))
            }
        }
    }

    /// What its drafts and submissions are for, in the records.
    pub(crate) fn what_for(&self) -> For {
        match self {
            Occasion::OpenEnrollment(period) => For::Enrollment(period.id),
            Occasion::Event(happening) => For::Event(happening.case.id),
        }
    }

    pub(crate) const fn kind(&self) -> SubmissionKind {
        match self {
            Occasion::OpenEnrollment(_) => SubmissionKind::OpenEnrollment,
            Occasion::Event(_) => SubmissionKind::LifeEvent,
        }
    }

    /// Refuses what comes when the enrollment does not take it. An event takes what is late too: it is then
    /// for the office to say.
    pub(crate) fn accepts(&self, now: DateTime<Utc>) -> Result<()> {
        match self {
            Occasion::OpenEnrollment(period) => Ok(period.accepts(now)?),
            Occasion::Event(happening) if happening.case.put_away => Err(Error::NotFound("event")),
            Occasion::Event(_) => Ok(()),
        }
    }
}

//! Open-enrollment administration: create, publish, extend, close, put away; who has not acted.

use chrono::NaiveDate;
use domain::deadline::{CITY_ZONE, end_of_day, local_day, start_of_day};
use domain::enrollment::{EnrollmentAction, EnrollmentPeriod, EnrollmentState};
use domain::period::PlanYear;
use records::audit::{self, Entry};
use records::enrollments;
use uuid::Uuid;

pub use records::enrollments::{Silent, Turnout};

use crate::error::{Error, FieldError, Result};
use crate::tell::{About, MailEntry};
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
                let day = day("closes", closes)?;
                let closes_at = end_of_day(day, CITY_ZONE);
                if closes_at <= after.closes_at || closes_at <= now {
                    let last = local_day(after.closes_at - chrono::Duration::microseconds(1), CITY_ZONE);
                    return Err(Error::from(
                        FieldError::new("closes", "not_later").naming(last.max(self.today())),
                    ));
                }
                after.closes_at = closes_at;
            }
            EnrollmentChange::Open if after.closes_at <= now => {
                return Err(Error::field("closes", "day_is_past"));
            }
            // The close is when it really was, so that what came after it is late by the records too.
            EnrollmentChange::Close if after.opens_at < now && now < after.closes_at => after.closes_at = now,
            _ => {}
        }

        let mut write = self.store.begin().await?;
        enrollments::update(&mut write, &after).await.map_err(|error| {
            if error.is_duplicate() { Error::field("state", "another_is_open") } else { error.into() }
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

    /// Asks for a reminder to everybody who may enroll, has sent nothing, and has had none today. How many
    /// there are.
    pub async fn remind(&self, actor: &Actor, id: Uuid) -> Result<i64> {
        actor.require(Permission::RunEnrollment)?;
        let (now, today) = (self.now(), self.today());
        let period = enrollments::get(&self.store, id).await?;
        period.accepts(now)?;
        let people = enrollments::silent(&self.store, &period, None, i64::MAX).await?;
        let mut write = self.store.begin().await?;
        let mut count = 0;
        for person in people {
            let entry = MailEntry { about: About::Reminder, person: person.id, reference: None };
            let written =
                enrollments::remind_once(&mut write, period.id, person.id, today, &entry, now).await?;
            count += i64::from(written);
        }
        self.note(&mut write, actor, "enrollment.reminded", &period).await?;
        write.commit().await?;
        Ok(count)
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
            0 => faults.insert(0, FieldError::new("name", "missing")),
            1..=100 => {}
            _ => faults.insert(0, FieldError::new("name", "too_long").naming(100)),
        }
        if plan_year.is_some_and(|first| PlanYear::starting(first).is_none()) {
            faults.push(FieldError::new("plan_year", "not_first_of_month"));
        }
        if let (Some(opens), Some(closes)) = (opens, closes)
            && closes < opens
        {
            faults.push(FieldError::new("closes", "before_opening").naming(opens));
        } else if closes.is_some_and(|closes| closes < self.today()) {
            faults.push(FieldError::new("closes", "day_is_past"));
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
        "" => Err(FieldError::new(field, "missing")),
        text => text.parse().map_err(|_| FieldError::new(field, "not_a_date")),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use EnrollmentState as S;
    use domain::enrollment::EnrollmentRefused;
    use records::testing::both;

    use super::*;
    use crate::{City, Clock, Role};

    fn actor(role: Role) -> Actor {
        Actor {
            id: format!("test|{role:?}"),
            name: "A".into(),
            person: None,
            roles: BTreeSet::from([role]),
            helping: None,
        }
    }

    /// A desk at noon on May 3, 2027.
    fn desk(store: records::Store) -> Desk {
        let city = City { name: "C".into(), base_url: String::new(), demonstration: false };
        Desk::new(store, Clock::showing("2027-05-03T16:00:00Z".parse().unwrap()), city)
    }

    fn typed() -> NewEnrollment {
        NewEnrollment {
            name: " Spring ".into(),
            plan_year: "2027-07-01".into(),
            opens: "2027-05-01".into(),
            closes: "2027-05-14".into(),
        }
    }

    /// An open enrollment of [`typed`] in `state`.
    async fn given(desk: &Desk, state: EnrollmentState) -> EnrollmentPeriod {
        let coordinator = actor(Role::Coordinator);
        let id = desk.create_enrollment(&coordinator, &typed()).await.unwrap();
        let steps: &[EnrollmentChange] = match state {
            S::Draft => &[],
            S::Open => &[EnrollmentChange::Open],
            S::Closed => &[EnrollmentChange::Open, EnrollmentChange::Close],
            S::Archived => &[EnrollmentChange::Archive],
        };
        for (before, step) in steps.iter().enumerate() {
            desk.change_enrollment(&coordinator, id, before as i64 + 1, step).await.unwrap();
        }
        desk.enrollment(&coordinator, id).await.unwrap().period
    }

    #[tokio::test]
    async fn every_state_and_change() {
        let extend = EnrollmentChange::Extend("2027-05-20".into());
        let table = [
            // state, Open, Extend, Close, Archive
            (S::Draft, [Some(S::Open), Some(S::Draft), None, Some(S::Archived)]),
            (S::Open, [None, Some(S::Open), Some(S::Closed), None]),
            (S::Closed, [None, Some(S::Open), None, Some(S::Archived)]),
            (S::Archived, [None, None, None, None]),
        ];
        for (state, results) in table {
            let changes =
                [EnrollmentChange::Open, extend.clone(), EnrollmentChange::Close, EnrollmentChange::Archive];
            for (change, expected) in changes.into_iter().zip(results) {
                for store in both().await {
                    let desk = desk(store);
                    let coordinator = actor(Role::Coordinator);
                    let before = given(&desk, state).await;
                    assert_eq!(before.state, state);
                    let done = desk.change_enrollment(&coordinator, before.id, before.version, &change).await;
                    let after = desk.enrollment(&coordinator, before.id).await.unwrap().period;
                    match expected {
                        Some(expected) => {
                            done.unwrap();
                            assert_eq!((after.state, after.version), (expected, before.version + 1));
                        }
                        None => {
                            assert!(
                                matches!(done, Err(Error::Enrollment(EnrollmentRefused { from, .. })) if from == state),
                                "{state} {change:?}"
                            );
                            assert_eq!(after, before);
                        }
                    }
                    if let (EnrollmentChange::Extend(_), Some(_)) = (&change, expected) {
                        assert_eq!(
                            after.closes_at,
                            "2027-05-21T04:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap()
                        );
                    }
                }
            }
        }
    }

    #[tokio::test]
    async fn a_close_is_when_it_was_and_an_extension_is_later() {
        for store in both().await {
            let desk = desk(store);
            let coordinator = actor(Role::Coordinator);
            let open = given(&desk, S::Open).await;
            assert_eq!(desk.open_enrollment().await.unwrap().map(|open| open.id), Some(open.id));
            for closes in ["2027-05-14", "2027-05-01", "soon", ""] {
                let change = EnrollmentChange::Extend(closes.into());
                let refused = desk.change_enrollment(&coordinator, open.id, open.version, &change).await;
                let Err(Error::Fields(faults)) = refused else { panic!("{closes}: {refused:?}") };
                assert_eq!(faults[0].field, "closes", "{closes}");
            }
            desk.change_enrollment(&coordinator, open.id, open.version, &EnrollmentChange::Close)
                .await
                .unwrap();
            assert_eq!(desk.open_enrollment().await.unwrap(), None);
            let closed = desk.announced_enrollment().await.unwrap().unwrap();
            assert!(closed.closes_at <= desk.now() && closed.state == S::Closed);

            let sooner = EnrollmentChange::Extend("2027-05-05".into());
            desk.change_enrollment(&coordinator, open.id, closed.version, &sooner).await.unwrap();
            assert_eq!(desk.open_enrollment().await.unwrap().map(|open| open.id), Some(open.id));
        }
    }

    #[tokio::test]
    async fn a_stale_change_and_a_second_open_one_are_refused() {
        for store in both().await {
            let desk = desk(store);
            let coordinator = actor(Role::Coordinator);
            let open = given(&desk, S::Open).await;
            let stale = desk.change_enrollment(&coordinator, open.id, 1, &EnrollmentChange::Close).await;
            assert!(matches!(stale, Err(Error::Stale(_))));

            let second = given(&desk, S::Draft).await;
            let refused = desk.change_enrollment(&coordinator, second.id, 1, &EnrollmentChange::Open).await;
            let Err(Error::Fields(faults)) = refused else { panic!("{refused:?}") };
            assert_eq!(faults[0].problem, "another_is_open");
            assert_eq!(desk.enrollments(&coordinator).await.unwrap().len(), 2);
        }
    }

    #[tokio::test]
    async fn each_field_that_needs_attention_is_named() {
        let desk = desk(both().await.remove(0));
        let coordinator = actor(Role::Coordinator);
        for (typed, expected) in [
            (
                NewEnrollment::default(),
                vec![
                    ("name", "missing"),
                    ("plan_year", "missing"),
                    ("opens", "missing"),
                    ("closes", "missing"),
                ],
            ),
            (NewEnrollment { name: "x".repeat(101), ..typed() }, vec![("name", "too_long")]),
            (
                NewEnrollment { plan_year: "2027-07-02".into(), ..typed() },
                vec![("plan_year", "not_first_of_month")],
            ),
            (NewEnrollment { opens: "05/01/2027".into(), ..typed() }, vec![("opens", "not_a_date")]),
            (NewEnrollment { closes: "2027-04-30".into(), ..typed() }, vec![("closes", "before_opening")]),
            (
                NewEnrollment { opens: "2027-04-01".into(), closes: "2027-05-02".into(), ..typed() },
                vec![("closes", "day_is_past")],
            ),
        ] {
            let Err(Error::Fields(faults)) = desk.create_enrollment(&coordinator, &typed).await else {
                panic!("{typed:?}")
            };
            let found: Vec<_> = faults.iter().map(|f| (f.field.as_str(), f.problem.as_str())).collect();
            assert_eq!(found, expected, "{typed:?}");
        }
        let id = desk.create_enrollment(&coordinator, &typed()).await.unwrap();
        let made = desk.enrollment(&coordinator, id).await.unwrap();
        assert_eq!(made.period.name, "Spring");
        assert_eq!((made.may_enroll(), made.acted()), (0, 0));
    }

    #[tokio::test]
    async fn the_coordinator_runs_it_and_others_see_or_not() {
        for store in both().await {
            let desk = desk(store);
            let draft = given(&desk, S::Draft).await;
            for role in Role::ALL.into_iter().filter(|role| *role != Role::Coordinator) {
                let other = actor(role);
                let refused = desk.create_enrollment(&other, &typed()).await;
                assert!(matches!(refused, Err(Error::Forbidden)), "{role:?}");
                let refused = desk.change_enrollment(&other, draft.id, 1, &EnrollmentChange::Open).await;
                assert!(matches!(refused, Err(Error::Forbidden)), "{role:?}");
                let sees = other.may(Permission::SeeQueue);
                assert_eq!(desk.enrollments(&other).await.is_ok(), sees, "{role:?}");
                assert_eq!(desk.enrollment(&other, draft.id).await.is_ok(), sees, "{role:?}");
                assert_eq!(desk.silent(&other, draft.id, None).await.is_ok(), sees, "{role:?}");
            }
        }
    }
}

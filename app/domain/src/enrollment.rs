//! Open enrollment: the period in which members may choose for the coming plan year.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

use crate::word::words;

words! {
    /// Where an open enrollment stands.
    pub enum EnrollmentState {
        /// Being prepared; the office alone sees it.
        Draft = "draft",
        /// Published: takes submissions between its opening and its close.
        Open = "open",
        /// Ended early or at its close.
        Closed = "closed",
        /// Settled and kept for the record.
        Archived = "archived",
    }
}

/// What staff do to an open enrollment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EnrollmentAction {
    /// Publish it.
    Open,
    /// Move the close to a later day; opens a closed one again.
    Extend,
    /// End it now.
    Close,
    /// Put it away.
    Archive,
}

/// The state does not allow the action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("an open enrollment that is {from} can't be {action}")]
pub struct EnrollmentRefused {
    /// The state it is in.
    pub from: EnrollmentState,
    /// What was asked, in words.
    pub action: &'static str,
}

impl EnrollmentState {
    /// The state after `action`.
    pub fn after(self, action: EnrollmentAction) -> Result<EnrollmentState, EnrollmentRefused> {
        use EnrollmentAction as A;
        use EnrollmentState as S;
        match (self, action) {
            (S::Draft, A::Open) => Ok(S::Open),
            (S::Draft, A::Extend) => Ok(S::Draft),
            (S::Open | S::Closed, A::Extend) => Ok(S::Open),
            (S::Open, A::Close) => Ok(S::Closed),
            (S::Draft | S::Closed, A::Archive) => Ok(S::Archived),
            (from, action) => Err(EnrollmentRefused {
                from,
                action: match action {
                    A::Open => "opened",
                    A::Extend => "extended",
                    A::Close => "closed",
                    A::Archive => "archived",
                },
            }),
        }
    }
}

/// One open enrollment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrollmentPeriod {
    /// Its id.
    pub id: Uuid,
    /// What people call it.
    pub name: String,
    /// First day of the plan year that is chosen for: the effective date of what is elected.
    pub plan_year: NaiveDate,
    /// From when submissions are taken.
    pub opens_at: DateTime<Utc>,
    /// The first instant at which they no longer are.
    pub closes_at: DateTime<Utc>,
    /// Where it stands.
    pub state: EnrollmentState,
    /// Grows with every change by staff; guards against lost updates.
    pub version: i64,
}

/// Why an open enrollment takes no submission now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NotAccepting {
    /// Before the opening, or not published.
    #[error("open enrollment has not begun")]
    NotYet,
    /// At or after the close.
    #[error("open enrollment has closed")]
    Closed,
}

impl EnrollmentPeriod {
    /// Whether a submission that arrives at `now` counts.
    pub fn accepts(&self, now: DateTime<Utc>) -> Result<(), NotAccepting> {
        match self.state {
            EnrollmentState::Draft => Err(NotAccepting::NotYet),
            EnrollmentState::Closed | EnrollmentState::Archived => Err(NotAccepting::Closed),
            EnrollmentState::Open if now < self.opens_at => Err(NotAccepting::NotYet),
            EnrollmentState::Open if now >= self.closes_at => Err(NotAccepting::Closed),
            EnrollmentState::Open => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deadline::{CITY_ZONE, end_of_day, start_of_day};
    use EnrollmentAction as A;
    use EnrollmentState as S;

    #[test]
    fn every_state_and_action() {
        let table = [
            (S::Draft, [Some(S::Open), Some(S::Draft), None, Some(S::Archived)]),
            (S::Open, [None, Some(S::Open), Some(S::Closed), None]),
            (S::Closed, [None, Some(S::Open), None, Some(S::Archived)]),
            (S::Archived, [None, None, None, None]),
        ];
        assert_eq!(table.len(), S::ALL.len());
        for (from, results) in table {
            for (action, to) in [A::Open, A::Extend, A::Close, A::Archive].into_iter().zip(results) {
                assert_eq!(from.after(action).ok(), to, "{from} {action:?}");
            }
        }
    }

    #[test]
    fn the_last_second_counts() {
        let period = EnrollmentPeriod {
            id: Uuid::nil(),
            name: "Open enrollment".into(),
            plan_year: "2027-07-01".parse().unwrap(),
            opens_at: start_of_day("2026-11-24".parse().unwrap(), CITY_ZONE),
            closes_at: end_of_day("2026-12-08".parse().unwrap(), CITY_ZONE),
            state: S::Open,
            version: 1,
        };
        let second = chrono::Duration::seconds(1);
        assert_eq!(period.accepts(period.closes_at - second), Ok(()));
        assert_eq!(period.accepts(period.closes_at), Err(NotAccepting::Closed));
        assert_eq!(period.accepts(period.opens_at - second), Err(NotAccepting::NotYet));
        assert_eq!(period.accepts(period.opens_at), Ok(()));
    }
}

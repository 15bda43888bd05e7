//! The queue: what waits for a decision, found, sorted and counted.

use chrono::Days;
use domain::benefit::Benefit;
use domain::deadline::{CITY_ZONE, start_of_day};
use domain::submission::SubmissionState;
use records::queue::{self, Assignee, Search, Wanted};

pub use records::queue::{Row, Sort, Turn};

use crate::error::Result;
use crate::{Actor, Desk, Permission};

/// What somebody at the desk wants to see of the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueView {
    /// In that state; `None` for any.
    pub state: Option<SubmissionState>,
    /// Of that unit.
    pub unit: Option<String>,
    /// That touch that benefit.
    pub benefit: Option<Benefit>,
    /// That have waited for more than so many days.
    pub older_than: Option<u32>,
    /// By who has claimed it.
    pub assignee: Claimed,
    /// With or without flags.
    pub flagged: Option<bool>,
    /// What was typed to find something.
    pub search: String,
    /// In which order.
    pub sort: Sort,
}

/// By who has claimed a submission.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Claimed {
    /// Somebody or nobody.
    #[default]
    Any,
    /// Whoever is looking.
    Me,
    /// Nobody.
    Nobody,
    /// The actor of that id.
    By(String),
}

impl Default for QueueView {
    /// What waits, the longest waiting first.
    fn default() -> QueueView {
        QueueView {
            state: Some(SubmissionState::Submitted),
            unit: None,
            benefit: None,
            older_than: None,
            assignee: Claimed::Any,
            flagged: None,
            search: String::new(),
            sort: Sort::Oldest,
        }
    }
}

/// A page of the queue.
#[derive(Debug, Clone)]
pub struct QueuePage {
    /// The submissions.
    pub rows: Vec<Row>,
    /// Reference number before which the page before ends, where there is one.
    pub previous: Option<String>,
    /// Reference number after which the next page begins, where there is one.
    pub next: Option<String>,
    /// How many are in each state, whatever the view.
    pub counts: Vec<(SubmissionState, i64)>,
    /// Who has claimed something that is not decided: id and name.
    pub assignees: Vec<(String, String)>,
    /// Whether this actor may decide.
    pub may_decide: bool,
}

impl QueuePage {
    /// How many wait for a decision.
    pub fn waiting(&self) -> i64 {
        self.counts.iter().find(|(state, _)| *state == SubmissionState::Submitted).map_or(0, |(_, n)| *n)
    }
}

/// How many submissions a page of the queue has.
pub const QUEUE_PAGE: usize = 50;

/// How many submissions are approved at once at most.
pub const APPROVE_AT_ONCE: usize = 200;

/// More days of waiting than that are as good as that.
const MOST_DAYS: u32 = 36_500;

/// Whether bulk approval takes `row`: it waits, and the automatic checks found nothing.
pub fn in_bulk(row: &Row) -> bool {
    row.state == SubmissionState::Submitted && row.findings.is_empty()
}

impl Desk {
    /// A number that grows with every change of the queue: whoever watches the queue looks again when it
    /// does. It says nothing about anybody, so it has no permission of its own.
    pub async fn queue_version(&self) -> Result<i64> {
        Ok(queue::version(&self.store).await?)
    }

    /// A page of the queue.
    pub async fn queue(&self, actor: &Actor, view: &QueueView, turn: &Turn) -> Result<QueuePage> {
        actor.require(Permission::SeeQueue)?;
        let wanted = self.wanted(actor, view);
        let limit = QUEUE_PAGE as i64 + 1;
        let mut turn = turn;
        let mut rows = queue::page(&self.store, &wanted, view.sort, turn, limit).await?;
        if rows.is_empty() && *turn != Turn::First {
            // What was on the page has been worked off in the meantime.
            turn = &Turn::First;
            rows = queue::page(&self.store, &wanted, view.sort, turn, limit).await?;
        }
        let more = rows.len() > QUEUE_PAGE;
        let (more_before, more_after) = match turn {
            Turn::First => (false, more),
            Turn::After(_) => (true, more),
            Turn::Before(_) => (more, true),
        };
        if more && matches!(turn, Turn::Before(_)) {
            rows.remove(0);
        }
        rows.truncate(QUEUE_PAGE);
        Ok(QueuePage {
            previous: rows.first().filter(|_| more_before).map(|row| row.reference.clone()),
            next: rows.last().filter(|_| more_after).map(|row| row.reference.clone()),
            rows,
            counts: queue::counts(&self.store).await?,
            assignees: queue::assignees(&self.store).await?,
            may_decide: actor.may(Permission::Decide),
        })
    }

    /// What bulk approval would take of `view`, in its order: at most [`APPROVE_AT_ONCE`] submissions, and
    /// how many there are in all.
    pub async fn approvable(&self, actor: &Actor, view: &QueueView) -> Result<(Vec<Row>, i64)> {
        actor.require(Permission::Decide)?;
        let view =
            QueueView { state: Some(SubmissionState::Submitted), flagged: Some(false), ..view.clone() };
        let wanted = self.wanted(actor, &view);
        let rows = queue::page(&self.store, &wanted, view.sort, &Turn::First, APPROVE_AT_ONCE as i64).await?;
        Ok((rows, queue::count(&self.store, &wanted).await?))
    }

    /// The references before and after a submission in `view`.
    pub async fn beside(
        &self,
        actor: &Actor,
        view: &QueueView,
        reference: &str,
    ) -> Result<(Option<String>, Option<String>)> {
        actor.require(Permission::SeeQueue)?;
        let wanted = self.wanted(actor, view);
        let mut found = Vec::with_capacity(2);
        for turn in [Turn::Before(reference.into()), Turn::After(reference.into())] {
            let nearest = queue::page(&self.store, &wanted, view.sort, &turn, 1).await?;
            found.push(nearest.into_iter().next().map(|row| row.reference));
        }
        let after = found.pop().flatten();
        Ok((found.pop().flatten(), after))
    }

    fn wanted(&self, actor: &Actor, view: &QueueView) -> Wanted {
        let before =
            |days: u32| start_of_day(self.today() - Days::new(u64::from(days.min(MOST_DAYS))), CITY_ZONE);
        Wanted {
            state: view.state,
            unit: view.unit.clone(),
            benefit: view.benefit,
            submitted_before: view.older_than.map(before),
            assignee: match &view.assignee {
                Claimed::Any => Assignee::Any,
                Claimed::Me => Assignee::Actor(actor.id.clone()),
                Claimed::Nobody => Assignee::Nobody,
                Claimed::By(id) => Assignee::Actor(id.clone()),
            },
            flagged: view.flagged,
            search: Search::of(&view.search),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use records::testing::both;

    use super::*;
    use crate::{City, Clock, Error, Role};

    #[tokio::test]
    async fn the_queue_is_for_those_who_see_it_and_bulk_for_those_who_decide() {
        for store in both().await {
            let city = City { name: "C".into(), base_url: String::new(), demonstration: false };
            let desk = Desk::new(store, Clock::system(), city);
            for role in Role::ALL {
                let actor = Actor {
                    id: "test|a".into(),
                    name: "A".into(),
                    person: None,
                    roles: BTreeSet::from([role]),
                    helping: None,
                };
                let view = QueueView { older_than: Some(u32::MAX), ..QueueView::default() };
                let queue = desk.queue(&actor, &view, &Turn::First).await;
                match queue {
                    Ok(page) => {
                        assert!(actor.may(Permission::SeeQueue), "{role:?}");
                        assert_eq!(page.may_decide, actor.may(Permission::Decide), "{role:?}");
                        assert_eq!((page.rows.len(), page.waiting()), (0, 0));
                    }
                    Err(error) => {
                        assert!(matches!(error, Error::Forbidden) && !actor.may(Permission::SeeQueue));
                    }
                }
                let bulk = desk.approvable(&actor, &view).await;
                assert_eq!(bulk.is_ok(), actor.may(Permission::Decide), "{role:?}");
                let beside = desk.beside(&actor, &view, "OE-0000-0000").await;
                match beside.unwrap_err() {
                    Error::Forbidden => assert!(!actor.may(Permission::SeeQueue), "{role:?}"),
                    Error::NotFound(_) => assert!(actor.may(Permission::SeeQueue), "{role:?}"),
                    other => panic!("{other}"),
                }
            }
        }
    }
}

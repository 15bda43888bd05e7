//! New hires: who has begun, the last day on which they may choose, and what they have sent.

use chrono::{Days, NaiveDate};
use domain::code::EventCode;
use domain::person::WeeklyHours;
use domain::submission::SubmissionState;
use records::people::{self, Hired, Person};
use records::{event_cases, submissions};

use crate::error::{Error, Result};
use crate::{Actor, Desk, Permission};

/// Hired so many days ago and nobody asks for them any more.
const LOOKED_BACK: u64 = 90;

/// Somebody who has begun, or is about to.
#[derive(Debug, Clone)]
pub struct NewHire {
    /// Who.
    pub person: Person,
    /// When.
    pub hired: NaiveDate,
    /// Normal hours a week.
    pub hours: Option<WeeklyHours>,
    /// The last day on which they may choose; `None` where the catalogue has no such event in force.
    pub last_day: Option<NaiveDate>,
    /// How far they have come.
    pub progress: Progress,
}

/// How far a new hire has come with choosing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// Nothing was begun.
    Nothing,
    /// Something is typed and not sent.
    Begun,
    /// Sent: the reference number and where it stands.
    Sent(String, SubmissionState),
}

impl NewHire {
    /// Whether the window closes in the days to come with nothing sent.
    pub fn is_pressing(&self, today: NaiveDate) -> bool {
        let sent = matches!(self.progress, Progress::Sent(..));
        !sent && self.last_day.is_some_and(|last| today <= last && last <= today + Days::new(7))
    }
}

impl Desk {
    /// Those who were hired lately; whose window closes first, first, and those whose window is over last.
    pub async fn new_hires(&self, actor: &Actor) -> Result<Vec<NewHire>> {
        actor.require(Permission::SeePeople)?;
        let today = self.today();
        let code: EventCode = "new_hire".parse().map_err(|_| Error::NotFound("event"))?;
        let kind = match self.event_kind(&code).await {
            Ok(found) => Some(found.kind),
            Err(Error::NotFound(_) | Error::Records(records::Error::NotFound(_))) => None,
            Err(error) => return Err(error),
        };
        let mut list = Vec::new();
        for Hired { person, hired, hours } in
            people::hired_since(&self.store, today - Days::new(LOOKED_BACK)).await?
        {
            let sent = submissions::of_person(&self.store, person.id).await?;
            let is_it = |date: NaiveDate, of: &EventCode| *of == code && date == hired;
            let sent = sent.into_iter().find(|one| {
                let event = one.proposal.event.as_ref();
                let stands = !matches!(one.state, SubmissionState::Withdrawn | SubmissionState::Replaced);
                stands && event.is_some_and(|event| is_it(event.date, &event.kind))
            });
            let progress = match sent {
                Some(sent) => Progress::Sent(sent.reference, sent.state),
                None => {
                    let cases = event_cases::of_person(&self.store, person.id).await?;
                    let begun = cases.iter().any(|case| is_it(case.event_date, &case.kind) && !case.put_away);
                    if begun { Progress::Begun } else { Progress::Nothing }
                }
            };
            let last_day = kind.as_ref().map(|kind| kind.window(hired).1);
            list.push(NewHire { person, hired, hours, last_day, progress });
        }
        list.sort_by_key(|one| (one.last_day < Some(today), one.last_day, one.person.name()));
        Ok(list)
    }
}

//! Children who reach the age limit (42 U.S.C. 300gg-14): the member is told 90 and 30 days before coverage
//! ends, and then its end is proposed to the desk as a submission, which somebody has to approve.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use domain::ballot::Ballot;
use domain::code::PersonRef;
use domain::election::Choice;
use domain::event::Timing;
use domain::period::Period;
use domain::person::{CHILD_AGE_LIMIT, births_of_26th_birthdays, last_day_of_age_limit};
use records::coverage::{self, CoveredChild};
use records::outbox::{self, Topic};

use crate::enroll::event::TypedEvent;
use crate::enroll::occasion::OccasionId;
use crate::enroll::parse::LATE_BECAUSE;
use crate::error::Result;
use crate::tell::{About, MailEntry};
use crate::{Actor, Desk};

/// The kind of life event that it is.
const KIND: &str = "child_turns_26";

/// Days before the end of coverage on which the member is told; with the last, the end is proposed.
pub const TOLD_AHEAD: [u64; 2] = [90, 30];

/// A child whose birthday was up to this many days ago is looked for: the portal may have stood still.
const LOOKED_BACK: u64 = 120;

/// The actor of what is proposed here.
const PART: &str = "age limit";

/// What a look ahead has led to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Foreseen {
    /// Messages to members.
    pub told: usize,
    /// Submissions on the desk.
    pub proposed: usize,
}

impl Desk {
    /// Tells members of children whose coverage ends soon by the age limit, and proposes the end, each once
    /// however often it is asked for.
    pub async fn foresee_age_limits(&self) -> Result<Foreseen> {
        let today = self.today();
        let [first_notice, last_notice] = TOLD_AHEAD.map(|days| today + Days::new(days));
        let days = Period::new(today - Days::new(LOOKED_BACK), Some(first_notice + Days::new(1)));
        let births = births_of_26th_birthdays(days.unwrap_or(Period::starting(today)));
        let mut foreseen = Foreseen::default();
        for child in coverage::covered_children(&self.store, births, today).await? {
            let Some(last_day) = last_day_of_age_limit(child.birth) else { continue };
            if first_notice < last_day {
                continue;
            }
            let is_last = last_day <= last_notice;
            // First, so that the message finds it; and without it the other children are still seen to.
            if is_last {
                match self.propose_end(&child, last_day).await {
                    Ok(new) => foreseen.proposed += usize::from(new),
                    Err(error) => {
                        tracing::error!(%error, child = %child.child, "an end of coverage can't be proposed");
                    }
                }
            }
            let ahead = TOLD_AHEAD[usize::from(is_last)];
            let key = format!("age-limit:{}:{}:{ahead}", child.subscriber, child.child);
            let entry = MailEntry { about: About::AgeLimit, person: child.subscriber, reference: None };
            let mut write = self.store.begin().await?;
            let new = outbox::push_once(&mut write, Topic::Mail, &key, &entry, self.now()).await?;
            write.commit().await?;
            foreseen.told += usize::from(new);
        }
        Ok(foreseen)
    }

    /// Sends the submission that ends a child's coverage after `last_day`, if it holds on and was not sent
    /// before. Whether it was sent now.
    async fn propose_end(&self, child: &CoveredChild, last_day: NaiveDate) -> Result<bool> {
        let end = last_day + Days::new(1);
        let rows = coverage::current(&self.store, child.subscriber).await?;
        let mut fields = BTreeMap::new();
        for row in rows.iter().filter(|row| row.period.contains(end)) {
            if row.choice.dependents().contains(&child.child) {
                fields.extend(Ballot::for_choice(&without(&row.choice, child)).into_fields(row.benefit));
            }
        }
        let actor = Actor::portal(PART);
        let once_key = format!("age-limit:{}", child.child);
        if fields.is_empty() || self.was_sent(child.subscriber, &once_key).await? {
            return Ok(false);
        }
        let number: PersonRef =
            child.subscriber_ref.parse().map_err(|_| records::Error::Corrupt("reference"))?;
        let birthday = child.birth.checked_add_months(chrono::Months::new(12 * CHILD_AGE_LIMIT));
        let typed = TypedEvent {
            date: birthday.unwrap_or(last_day).to_string(),
            concerned: vec![child.child.to_string()],
            reason: "The age limit is reached.".into(),
            ..TypedEvent::default()
        };
        let case = self.open_event(&actor, Some(&number), KIND, &typed).await?;
        if self.happening(&actor, case).await?.timing() == Timing::Late {
            fields.insert(LATE_BECAUSE.into(), "The portal came to know of it late.".into());
        }
        let at = OccasionId::Event(case);
        self.submit_with(&actor, at, fields, &once_key, "Portal").await?;
        Ok(true)
    }
}

/// `choice` without the child. Its tier follows from who is left, and is worked out where it is read.
fn without(choice: &Choice, child: &CoveredChild) -> Choice {
    match choice {
        Choice::Cover { plan, tier, dependents } => Choice::Cover {
            plan: plan.clone(),
            tier: *tier,
            dependents: dependents.iter().copied().filter(|id| *id != child.child).collect(),
        },
        other => other.clone(),
    }
}

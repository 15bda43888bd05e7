//! Retirees, survivors and those whom they cover who become 65: they have to enrol in Medicare A and B and move
//! to the city's Medicare plan (M.G.L. c. 32B § 18, 18A). They are told ahead, and the desk sees who they are.

use chrono::{Months, NaiveDate};
use domain::medicare::{begins_by_age, births_of_those_who_begin, initial_enrollment};
use domain::period::Period;
use records::coverage::{self, WithoutMedicare};
use records::outbox::{self, Topic};
use uuid::Uuid;

use crate::error::Result;
use crate::tell::{About, MailEntry};
use crate::{Actor, Desk, Permission};

/// Months before Medicare can begin in which somebody is told: when it comes into sight, and when enrolling
/// begins.
const TOLD_AHEAD: [u32; 2] = [9, 3];

/// Months after the day on which Medicare could have begun: who has not enrolled by then is late.
const LOOKED_BACK: u32 = 4;

/// Somebody who becomes 65, or has become and has no Medicare on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turning65 {
    /// Who.
    pub person: Uuid,
    /// Their name.
    pub name: String,
    /// Under whose coverage, by the office's number.
    pub subscriber_ref: String,
    /// Under whose coverage, by name.
    pub subscriber_name: String,
    /// The first day of Medicare by age.
    pub begins: NaiveDate,
    /// When they may enrol without waiting and without a penalty.
    pub enrol: Period,
}

impl Desk {
    /// Those of retirees' and survivors' households who become 65 in the months to come, the first first; for
    /// the desk.
    pub async fn turning_65(&self, actor: &Actor) -> Result<Vec<Turning65>> {
        actor.require(Permission::SeePeople)?;
        Ok(self.without_medicare(None).await?.into_iter().map(|(_, one)| one).collect())
    }

    /// Those under a subscriber's own coverage.
    pub(crate) async fn turning_65_with(&self, subscriber: Uuid) -> Result<Vec<Turning65>> {
        Ok(self.without_medicare(Some(subscriber)).await?.into_iter().map(|(_, one)| one).collect())
    }

    /// Tells subscribers of those who become 65, twice, each once however often it is asked for; how many
    /// messages that were.
    pub async fn foresee_medicare(&self) -> Result<usize> {
        let today = self.today();
        let mut told = 0;
        for (subscriber, one) in self.without_medicare(None).await? {
            // Of several that are due, as at the first start, the last alone.
            let due = TOLD_AHEAD.iter().rev().find(|ahead| {
                one.begins.checked_sub_months(Months::new(**ahead)).is_some_and(|day| day <= today)
            });
            let Some(ahead) = due else { continue };
            let key = format!("turning-65:{subscriber}:{}:{ahead}", one.person);
            let entry = MailEntry { about: About::Medicare, person: subscriber, reference: None };
            let mut write = self.store.begin().await?;
            let new = outbox::push_once(&mut write, Topic::Mail, &key, &entry, self.now()).await?;
            write.commit().await?;
            told += usize::from(new);
        }
        Ok(told)
    }

    async fn without_medicare(&self, subscriber: Option<Uuid>) -> Result<Vec<(Uuid, Turning65)>> {
        let today = self.today();
        let first = today.checked_sub_months(Months::new(LOOKED_BACK)).unwrap_or(today);
        let last = today.checked_add_months(Months::new(TOLD_AHEAD[0]));
        let days = Period::new(first, last.and_then(|last| last.succ_opt()));
        let Some((days, births)) = days.and_then(|days| Some((days, births_of_those_who_begin(days)?)))
        else {
            return Ok(Vec::new());
        };
        let mut list = Vec::new();
        for found in coverage::without_medicare(&self.store, births, today, subscriber).await? {
            let WithoutMedicare { subscriber, person, name, birth, subscriber_ref, subscriber_name } = found;
            let (Some(begins), Some(enrol)) = (begins_by_age(birth), initial_enrollment(birth)) else {
                continue;
            };
            if days.contains(begins) {
                let one = Turning65 { person, name, subscriber_ref, subscriber_name, begins, enrol };
                list.push((subscriber, one));
            }
        }
        list.sort_by(|(_, one), (_, other)| (one.begins, &one.name).cmp(&(other.begins, &other.name)));
        Ok(list)
    }
}

//! Retirees, survivors and those whom they cover who become 65: they have to enrol in Medicare A and B and move
//! to the city's Medicare plan (M.G.L. c. 32B § 18, 18A). They are told ahead, by mail or by a letter, and the
//! desk sees who they are, and who is late.

use chrono::{Months, NaiveDate};
use domain::code::PersonRef;
use domain::medicare::{MEDICARE_AGE, begins_by_age, births_of_those_who_begin, initial_enrollment};
use domain::period::Period;
use letters::Pdf;
use letters::turning_65::{Turning65Letter, turning_65};
use records::coverage;
use records::outbox::{self, Topic};
use records::people::{self, Person};
use uuid::Uuid;

use crate::access::{addressed_to, paper};
use crate::error::{Error, Result};
use crate::tell::{About, MailEntry};
use crate::{Actor, Desk, Permission};

/// Months before Medicare can begin in which somebody is told: when it comes into sight, and when enrolling
/// begins.
const TOLD_AHEAD: [u32; 2] = [9, 3];

/// Months after the day on which Medicare could have begun in which somebody is still told by mail.
const TOLD_BEHIND: u32 = 4;

/// Months back to when the oldest who are alive could have begun.
const EVERYBODY: u32 = 12 * 60;

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
    /// Whether mail reaches the subscriber: where not, a letter tells them.
    pub by_email: bool,
    /// The 65th birthday.
    pub birthday: NaiveDate,
    /// The first day of Medicare by age.
    pub begins: NaiveDate,
    /// When they may enrol without waiting and without a penalty.
    pub enrol: Period,
}

impl Turning65 {
    /// Whether Medicare could have begun.
    pub fn is_late(&self, today: NaiveDate) -> bool {
        self.begins < today
    }
}

impl Desk {
    /// Those of retirees' and survivors' households who become 65 in the months to come, the first first, and
    /// then those who are late, the last first; for the desk.
    pub async fn turning_65(&self, actor: &Actor) -> Result<Vec<Turning65>> {
        actor.require(Permission::SeePeople)?;
        let today = self.today();
        let mut list: Vec<Turning65> =
            self.without_medicare(None, EVERYBODY).await?.into_iter().map(|(_, one)| one).collect();
        list.sort_by(|one, other| {
            let late = one.is_late(today);
            let first_first = one.begins.cmp(&other.begins);
            let by_day = if late { first_first.reverse() } else { first_first };
            late.cmp(&other.is_late(today)).then(by_day).then_with(|| one.name.cmp(&other.name))
        });
        Ok(list)
    }

    /// Those under a subscriber's own coverage.
    pub(crate) async fn turning_65_with(&self, subscriber: Uuid) -> Result<Vec<Turning65>> {
        let list = self.without_medicare(Some(subscriber), EVERYBODY).await?;
        Ok(list.into_iter().map(|(_, one)| one).collect())
    }

    /// Makes the letter about the Medicare of `who` to the subscriber with that number: what mail tells those whom
    /// it reaches.
    pub async fn make_turning_65_letter(&self, actor: &Actor, number: &PersonRef, who: Uuid) -> Result<Pdf> {
        actor.require(Permission::Decide)?;
        let subscriber = people::by_ref(&self.store, number).await?;
        let list = self.turning_65_with(subscriber.id).await?;
        let one = list.into_iter().find(|one| one.person == who);
        let letter = self.letter_about(&subscriber, one.ok_or(Error::NotFound("household member"))?);
        // Typesetting is work for a processor: it does not keep requests waiting.
        let printed = tokio::task::spawn_blocking(move || turning_65(&letter)).await;
        let pdf = printed.map_err(|_| Error::Cut)?.map_err(Error::Letter)?;
        let mut write = self.store.begin().await?;
        let detail = serde_json::json!({ "about": who });
        self.note_access(&mut write, actor, "medicare.letter_made", Some(subscriber.id), detail).await?;
        write.commit().await?;
        Ok(pdf)
    }

    fn letter_about(&self, subscriber: &Person, one: Turning65) -> Turning65Letter {
        let office = self.office();
        Turning65Letter {
            paper: paper(subscriber),
            to: addressed_to(subscriber),
            made_on: self.today(),
            own: one.person == subscriber.id,
            name: one.name,
            birthday: one.birthday,
            begins: one.begins,
            enroll_from: one.enrol.from(),
            enroll_until: one.enrol.last_day().unwrap_or(one.begins),
            address: format!("{}/my/retirement", office.portal),
            office,
        }
    }

    /// Tells subscribers of those who become 65, twice, each once however often it is asked for; how many
    /// messages that were.
    pub async fn foresee_medicare(&self) -> Result<usize> {
        let today = self.today();
        let mut told = 0;
        for (subscriber, one) in self.without_medicare(None, TOLD_BEHIND).await? {
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

    /// Each with the subscriber, the first first: whose Medicare can begin in the months to come, or could have in
    /// the last `behind` months.
    async fn without_medicare(
        &self,
        subscriber: Option<Uuid>,
        behind: u32,
    ) -> Result<Vec<(Uuid, Turning65)>> {
        let today = self.today();
        let ago = |months| today.checked_sub_months(Months::new(months)).unwrap_or(today);
        let last = today.checked_add_months(Months::new(TOLD_AHEAD[0]));
        let days = Period::new(ago(behind), last.and_then(|last| last.succ_opt()));
        let Some((days, births)) = days.and_then(|days| Some((days, births_of_those_who_begin(days)?)))
        else {
            return Ok(Vec::new());
        };
        let mut list = Vec::new();
        for found in coverage::without_medicare(&self.store, births, today, subscriber).await? {
            let birthday = found.birth.checked_add_months(Months::new(12 * MEDICARE_AGE));
            let (Some(birthday), Some(begins), Some(enrol)) =
                (birthday, begins_by_age(found.birth), initial_enrollment(found.birth))
            else {
                continue;
            };
            // Who is still employed may go on without Medicare until they retire.
            let is_employed = found.retired_on.is_some_and(|day| today < day);
            if days.contains(begins) && !(is_employed && begins < ago(TOLD_BEHIND)) {
                let one = Turning65 {
                    person: found.person,
                    name: found.name,
                    subscriber_ref: found.subscriber_ref,
                    subscriber_name: found.subscriber_name,
                    by_email: found.subscriber_email.is_some(),
                    birthday,
                    begins,
                    enrol,
                };
                list.push((found.subscriber, one));
            }
        }
        list.sort_by(|(_, one), (_, other)| (one.begins, &one.name).cmp(&(other.begins, &other.name)));
        Ok(list)
    }
}

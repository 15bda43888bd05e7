//! Seminars for those who come near retirement: staff announce one, people sign up, wait and move up, are reminded,
//! and read the handout after it.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone, Utc};
use domain::class::Population;
use domain::deadline::{CITY_ZONE, local_day};
use domain::helper::Doing;
use domain::retiring::is_near;
use domain::seminar::{Place, moves_up, place, reminder};
use feeds::calendar::{self, Appointment};
use records::audit::{self, Entry};
use records::outbox::{self, Topic};
use records::seminars::{self, Seat, Seminar};
use records::{Write, people, retirements};
use uuid::Uuid;

use crate::enroll::household::american_date;
use crate::error::{Error, FieldError, Result};
use crate::tell::{About, MailEntry};
use crate::{Actor, Desk, Permission};

/// The longest line that is taken, in characters.
const LONGEST_LINE: usize = 120;
/// The longest handout.
const LONGEST_HANDOUT: usize = 8_000;
/// The most seats.
const MOST_SEATS: i64 = 1_000;
/// The longest seminar, in minutes.
const LONGEST: i64 = 600;

/// A seminar as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypedSeminar {
    /// What it is about.
    pub title: String,
    /// The day.
    pub date: String,
    /// When it begins, such as `17:30`.
    pub time: String,
    /// How long it is, in minutes.
    pub minutes: String,
    /// Where.
    pub place: String,
    /// How many seats.
    pub capacity: String,
}

impl TypedSeminar {
    /// As the fields of the form.
    pub fn into_fields(self) -> std::collections::BTreeMap<String, String> {
        let TypedSeminar { title, date, time, minutes, place, capacity } = self;
        let fields = [
            ("title", title),
            ("date", date),
            ("time", time),
            ("minutes", minutes),
            ("place", place),
            ("capacity", capacity),
        ];
        fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }
}

/// A seminar as a member sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MySeminar {
    /// Which.
    pub seminar: Seminar,
    /// Seats that are free.
    pub free: usize,
    /// Where they are, where they have signed up.
    pub place: Option<Place>,
    /// Whether it is over.
    pub is_over: bool,
}

/// A seminar as the desk sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeminarFile {
    /// Which.
    pub seminar: Seminar,
    /// Those who come, in the order in which they signed up.
    pub seats: Vec<(Seat, Place)>,
    /// Whether it is over.
    pub is_over: bool,
}

impl Desk {
    /// The seminars to come, and those that the signed-in member was at or is signed up for.
    pub async fn my_seminars(&self, actor: &Actor) -> Result<Vec<MySeminar>> {
        let person = actor.own_person()?;
        let mut mine = Vec::new();
        for seminar in seminars::all(&self.store).await? {
            let seats = seminars::seats(&self.store, seminar.id).await?;
            let capacity = capacity(&seminar);
            let position = seats.iter().position(|seat| seat.person_id == person);
            let is_over = seminar.starts_at <= self.now();
            let signed_up = position.is_some();
            if (is_over || seminar.called_off_at.is_some()) && !signed_up {
                continue;
            }
            let free = capacity.saturating_sub(seats.len());
            let place = position.map(|position| place(capacity, position));
            // The handout is for those who had a seat, after it.
            let reads = is_over && place == Some(Place::Seat);
            let handout = if reads { seminar.handout.clone() } else { String::new() };
            mine.push(MySeminar { seminar: Seminar { handout, ..seminar }, free, place, is_over });
        }
        Ok(mine)
    }

    /// Signs the signed-in employee up; where it is full, they wait.
    pub async fn sign_up(&self, actor: &Actor, id: Uuid) -> Result<()> {
        let person = actor.own_person_to(Doing::Form)?;
        let who = people::subscriber(&self.store, person, self.today()).await?;
        if !matches!(who.population, Population::Active | Population::Leave) {
            return Err(Error::Forbidden);
        }
        let mut write = self.store.begin().await?;
        let seminar = seminars::hold(&mut write, id).await?;
        self.takes(&seminar)?;
        if seminars::sign_up(&mut write, id, person, self.now()).await? {
            note(&mut write, self, actor, "seminar.signed_up", id, serde_json::json!({ "person": person }))
                .await?;
        }
        Ok(write.commit().await?)
    }

    /// The signed-in member does not come after all; who waits first gets the seat, and is told.
    pub async fn cancel_seat(&self, actor: &Actor, id: Uuid) -> Result<()> {
        let person = actor.own_person_to(Doing::Form)?;
        let mut write = self.store.begin().await?;
        let seminar = seminars::hold(&mut write, id).await?;
        self.takes(&seminar)?;
        let seats = seminars::seats_in(&mut write, id).await?;
        let Some(leaves) = seats.iter().position(|seat| seat.person_id == person) else { return Ok(()) };
        seminars::cancel(&mut write, id, person, self.now()).await?;
        let next = moves_up(capacity(&seminar), seats.len(), leaves).and_then(|next| seats.get(next));
        if let Some(next) = next {
            tell(&mut write, next.person_id, self.now()).await?;
        }
        note(&mut write, self, actor, "seminar.cancelled", id, serde_json::json!({ "person": person }))
            .await?;
        Ok(write.commit().await?)
    }

    /// The calendar file of a seminar.
    pub async fn seminar_calendar(&self, actor: &Actor, id: Uuid) -> Result<Vec<u8>> {
        if !actor.may(Permission::RunRetirements) {
            actor.own_person()?;
        }
        let seminar = seminars::get(&self.store, id).await?;
        Ok(calendar::write(&Appointment {
            id,
            title: &seminar.title,
            starts_at: seminar.starts_at,
            minutes: seminar.minutes,
            place: &seminar.place,
            called_off: seminar.called_off_at.is_some(),
        }))
    }

    /// Every seminar with who comes, the latest first; for the desk.
    pub async fn seminars(&self, actor: &Actor) -> Result<Vec<SeminarFile>> {
        actor.require(Permission::RunRetirements)?;
        let mut files = Vec::new();
        for seminar in seminars::all(&self.store).await?.into_iter().rev() {
            files.push(self.file_of(seminar).await?);
        }
        Ok(files)
    }

    /// One seminar with who comes, for the desk.
    pub async fn seminar(&self, actor: &Actor, id: Uuid) -> Result<SeminarFile> {
        actor.require(Permission::RunRetirements)?;
        self.file_of(seminars::get(&self.store, id).await?).await
    }

    async fn file_of(&self, seminar: Seminar) -> Result<SeminarFile> {
        let seats = seminars::seats(&self.store, seminar.id).await?;
        let capacity = capacity(&seminar);
        let seats = seats.into_iter().enumerate().map(|(position, seat)| (seat, place(capacity, position)));
        Ok(SeminarFile { seats: seats.collect(), is_over: seminar.starts_at <= self.now(), seminar })
    }

    /// Announces a seminar. Those who may retire within two years, or have said that they do, are told.
    pub async fn create_seminar(&self, actor: &Actor, typed: &TypedSeminar) -> Result<Uuid> {
        actor.require(Permission::RunRetirements)?;
        let seminar = read(typed, self.now()).map_err(Error::Fields)?;
        let asked = self.near_retirement().await?;
        let mut write = self.store.begin().await?;
        seminars::put(&mut write, &seminar).await?;
        for person in &asked {
            tell(&mut write, *person, self.now()).await?;
        }
        let detail = serde_json::json!({ "asked": asked.len() });
        note(&mut write, self, actor, "seminar.created", seminar.id, detail).await?;
        write.commit().await?;
        Ok(seminar.id)
    }

    /// Calls a seminar off; who had signed up is told.
    pub async fn call_off_seminar(&self, actor: &Actor, id: Uuid) -> Result<()> {
        actor.require(Permission::RunRetirements)?;
        let mut write = self.store.begin().await?;
        let seminar = seminars::hold(&mut write, id).await?;
        self.takes(&seminar)?;
        for seat in seminars::seats_in(&mut write, id).await? {
            tell(&mut write, seat.person_id, self.now()).await?;
        }
        seminars::put(&mut write, &Seminar { called_off_at: Some(self.now()), ..seminar }).await?;
        note(&mut write, self, actor, "seminar.called_off", id, serde_json::json!({})).await?;
        Ok(write.commit().await?)
    }

    /// Keeps the handout, which those who had a seat read after the seminar.
    pub async fn set_handout(&self, actor: &Actor, id: Uuid, handout: &str) -> Result<()> {
        actor.require(Permission::RunRetirements)?;
        let handout = handout.trim();
        if handout.chars().count() > LONGEST_HANDOUT {
            let detail = LONGEST_HANDOUT.to_string();
            return Err(FieldError::new("handout", "too_long").naming(detail).into());
        }
        let mut write = self.store.begin().await?;
        let seminar = seminars::hold(&mut write, id).await?;
        seminars::put(&mut write, &Seminar { handout: handout.to_owned(), ..seminar }).await?;
        note(&mut write, self, actor, "seminar.handout", id, serde_json::json!({})).await?;
        Ok(write.commit().await?)
    }

    /// Says who of those who had signed up came. The others did not.
    pub async fn set_attendance(&self, actor: &Actor, id: Uuid, came: &[Uuid]) -> Result<()> {
        actor.require(Permission::RunRetirements)?;
        let mut write = self.store.begin().await?;
        let seminar = seminars::hold(&mut write, id).await?;
        if self.now() < seminar.starts_at {
            return Err(Error::field("came", "not_yet"));
        }
        for seat in seminars::seats_in(&mut write, id).await? {
            let attended = came.contains(&seat.person_id);
            seminars::set_attended(&mut write, id, seat.person_id, attended).await?;
        }
        let detail = serde_json::json!({ "came": came.len() });
        note(&mut write, self, actor, "seminar.attendance", id, detail).await?;
        Ok(write.commit().await?)
    }

    /// Reminds those who have a seat, a week and a day ahead, each once however often it is asked for; how many
    /// messages that were.
    pub async fn remind_of_seminars(&self) -> Result<usize> {
        let today = self.today();
        let mut told = 0;
        for seminar in seminars::all(&self.store).await? {
            let held_on = local_day(seminar.starts_at, CITY_ZONE);
            let due = reminder(held_on, today).filter(|_| seminar.called_off_at.is_none());
            let Some(ahead) = due else { continue };
            let seats = seminars::seats(&self.store, seminar.id).await?;
            for seat in seats.into_iter().take(capacity(&seminar)) {
                let key = format!("seminar:{}:{}:{ahead}", seminar.id, seat.person_id);
                let entry = MailEntry { about: About::Seminar, person: seat.person_id, reference: None };
                let mut write = self.store.begin().await?;
                let new = outbox::push_once(&mut write, Topic::Mail, &key, &entry, self.now()).await?;
                write.commit().await?;
                told += usize::from(new);
            }
        }
        Ok(told)
    }

    /// Employees who may retire within two years, or have said that they do.
    async fn near_retirement(&self) -> Result<Vec<Uuid>> {
        let today = self.today();
        let roads = retirements::under_way(&self.store, today).await?;
        let subscribers = people::subscribers(&self.store, today).await?;
        let mut near: Vec<Uuid> = subscribers
            .values()
            .filter(|who| matches!(who.population, Population::Active | Population::Leave))
            .filter(|who| {
                let by_age = who.hired.is_some_and(|hired| is_near(who.birth, hired, today));
                by_age || roads.iter().any(|road| road.person == who.id)
            })
            .map(|who| who.id)
            .collect();
        near.sort_unstable();
        Ok(near)
    }

    /// [`Error::Stale`] for a seminar that has begun or was called off.
    fn takes(&self, seminar: &Seminar) -> Result<()> {
        let is_open = seminar.called_off_at.is_none() && self.now() < seminar.starts_at;
        if is_open { Ok(()) } else { Err(Error::Stale("the seminar")) }
    }
}

fn capacity(seminar: &Seminar) -> usize {
    usize::try_from(seminar.capacity).unwrap_or_default()
}

/// Reads what was typed; everything that is wrong with it.
fn read(typed: &TypedSeminar, now: DateTime<Utc>) -> Result<Seminar, Vec<FieldError>> {
    let mut faults = Vec::new();
    let mut line = |field: &str, typed: &str| {
        let text = typed.trim();
        if text.is_empty() {
            faults.push(FieldError::new(field, "missing"));
        } else if text.chars().count() > LONGEST_LINE || text.chars().any(char::is_control) {
            faults.push(FieldError::new(field, "too_long").naming(LONGEST_LINE));
        }
        text.to_owned()
    };
    let (title, place) = (line("title", &typed.title), line("place", &typed.place));
    let mut number = |field: &str, typed: &str, most: i64| {
        let read = typed.trim().parse::<i64>().ok().filter(|number| (1..=most).contains(number));
        if read.is_none() {
            faults.push(FieldError::new(field, "not_a_number").naming(most));
        }
        read.unwrap_or(1)
    };
    let minutes = number("minutes", &typed.minutes, LONGEST);
    let capacity = number("capacity", &typed.capacity, MOST_SEATS);
    let day = american_date(typed.date.trim());
    if day.is_none() {
        faults.push(FieldError::new(
            "date",
            if typed.date.trim().is_empty() { "missing" } else { "not_a_date" },
        ));
    }
    let time = NaiveTime::parse_from_str(typed.time.trim(), "%H:%M").ok();
    if time.is_none() {
        faults.push(FieldError::new("time", "not_a_time"));
    }
    let starts_at = day.zip(time).and_then(|(day, time)| starts(day, time));
    if starts_at.is_some_and(|at| at <= now) {
        faults.push(FieldError::new("date", "is_over"));
    }
    match starts_at {
        Some(starts_at) if faults.is_empty() => Ok(Seminar {
            id: Uuid::now_v7(),
            title,
            starts_at,
            minutes,
            place,
            capacity,
            handout: String::new(),
            called_off_at: None,
        }),
        None if faults.is_empty() => Err(vec![FieldError::new("time", "not_a_time")]),
        _ => Err(faults),
    }
}

/// The instant of a day and a time by the clocks of the city; `None` where the clocks skip it.
fn starts(day: NaiveDate, time: NaiveTime) -> Option<DateTime<Utc>> {
    CITY_ZONE.from_local_datetime(&day.and_time(time)).earliest().map(|at| at.with_timezone(&Utc))
}

async fn tell(write: &mut Write, person: Uuid, at: DateTime<Utc>) -> Result<()> {
    let entry = MailEntry { about: About::Seminar, person, reference: None };
    Ok(outbox::push(write, Topic::Mail, &entry, at).await?)
}

async fn note(
    write: &mut Write,
    desk: &Desk,
    actor: &Actor,
    action: &str,
    seminar: Uuid,
    detail: serde_json::Value,
) -> Result<()> {
    let subject = format!("seminar:{seminar}");
    let entry = Entry { at: desk.now(), actor: &actor.id, action, subject: &subject, detail };
    Ok(audit::append(write, entry).await?)
}

//! What has come in since open enrollment began, and what was done with it: submissions in every state,
//! sent and decided through the same use cases as by people, each at its moment.

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use chrono::{DateTime, Days, Duration, Timelike, Utc};
use desk::enroll::Enrolling;
use desk::enroll::household::TypedDependent;
use desk::enroll::occasion::OccasionId;
use desk::{Actor, Clock, Desk};
use domain::ballot::Ballot;
use domain::benefit::Benefit;
use domain::deadline::CITY_ZONE;
use domain::election::{Choice, WaiverReason};
use domain::money::Cents;
use domain::period::age_on;
use domain::person::{Dependent, Relationship};
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use records::drafts::Fields;
use records::people;
use records::submissions::Submission;
use uuid::Uuid;

use super::cast;
use super::city::{City, Group, Part, Place};
use super::names::Heritage;

/// How many members of each group take part, where it has so many.
const MEMBERS: [(Group, u64); 7] = [
    (Group::City, 16),
    (Group::School, 20),
    (Group::Utility, 4),
    (Group::Board, 4),
    (Group::CityRetiree, 6),
    (Group::MtrsRetiree, 4),
    (Group::Survivor, 2),
];

/// What a member wants to change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wish {
    CoverTheFamily,
    ChangeHealthPlan,
    ChangeDentalPlan,
    OpenHealthFsa,
    AddNewborn,
    WaiveHealth,
    OwnCoverageBesideSpouse,
}

const WISHES: [Wish; 8] = [
    Wish::CoverTheFamily,
    Wish::ChangeHealthPlan,
    Wish::OpenHealthFsa,
    Wish::ChangeDentalPlan,
    Wish::AddNewborn,
    Wish::ChangeHealthPlan,
    Wish::CoverTheFamily,
    Wish::WaiveHealth,
];

/// What becomes of a member's submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Waits,
    Claimed,
    Approved,
    Returned,
    Denied,
    Withdrawn,
    Replaced,
}

/// The fate of each member in turn, so that a small city sees every one of them.
const FATES: [Fate; 14] = [
    Fate::Approved,
    Fate::Waits,
    Fate::Returned,
    Fate::Claimed,
    Fate::Replaced,
    Fate::Waits,
    Fate::Denied,
    Fate::Waits,
    Fate::Withdrawn,
    Fate::Approved,
    Fate::Waits,
    Fate::Approved,
    Fate::Claimed,
    Fate::Waits,
];

/// Asked of a member whose submission is returned, in English and in Spanish.
const RETURNED: [&str; 2] = [
    "Your e-mail to us names a different choice. Please check this one, change it if you need to, and send it again.",
    "Su correo electrónico indica una opción distinta. Revise esta, cámbiela si hace falta y envíela otra vez.",
];

/// Told to a member whose submission is denied, in English and in Spanish.
const DENIED: [&str; 2] = [
    "As you asked us by telephone, we did not make this change. What you have today goes on.",
    "Como nos pidió por teléfono, no hicimos este cambio. Lo que tiene hoy sigue igual.",
];

/// Somebody who takes part.
struct Member {
    place: Place,
    actor: Actor,
    spanish: bool,
    fate: Fate,
    wishes: Vec<Wish>,
    sent: Option<Submission>,
}

/// Something that happens, to a member by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Act {
    Send,
    SendAnother,
    Withdraw,
    Claim,
    Return,
    Deny,
    Approve,
}

/// Plays everything from the opening up to `now`; returns how many submissions there are.
pub(crate) async fn fill(
    desk: &Desk,
    city: &City,
    opened: DateTime<Utc>,
    now: DateTime<Utc>,
    progress: &impl Fn(&str, u64, u64),
) -> Result<u64> {
    const DOING: &str = "Playing open enrollment up to today";
    let mut members = members(desk, city).await?;
    let (mine, hers) = (staff(desk, city, "coordinator").await?, staff(desk, city, "generalist").await?);
    let story = story(&members, opened, now);
    let mut sent = 0;
    for (step, (moment, who, act)) in story.iter().enumerate() {
        progress(DOING, step as u64, story.len() as u64);
        let then = desk.at(Clock::showing(*moment));
        let member = &mut members[*who];
        match act {
            Act::Send | Act::SendAnother => sent += u64::from(member.send(&then, city).await?),
            Act::Withdraw => {
                if let Some(sent) = &member.sent {
                    then.withdraw(&member.actor, &sent.reference).await?;
                }
            }
            act => member.decided(&then, if who % 2 == 0 { &mine } else { &hers }, *act).await?,
        }
    }
    progress(DOING, story.len() as u64, story.len() as u64);
    Ok(sent)
}

/// Those who take part, none of the cast.
async fn members(desk: &Desk, city: &City) -> Result<Vec<Member>> {
    let mut members = Vec::new();
    for (group, wanted) in MEMBERS {
        let others = city.others(group);
        let taken = wanted.min(others);
        for turn in 0..taken {
            let place = Place::Other(group, turn * others / taken);
            members.push(member(desk, city, place, members.len()).await?);
        }
    }
    // Somebody who is covered by the spouse in the city, and asks for coverage of their own.
    let covered = Place::Other(Group::School, 5);
    if city.spouse_on_rolls(covered).is_some() {
        members.retain(|member| city.number(member.place) != city.number(covered));
        let member = member(desk, city, covered, 0).await?;
        members.push(Member { fate: Fate::Waits, wishes: vec![Wish::OwnCoverageBesideSpouse], ..member });
    }
    Ok(members)
}

async fn member(desk: &Desk, city: &City, place: Place, turn: usize) -> Result<Member> {
    let person = people::by_ref(desk.store(), &city.ref_of(place).parse()?).await?;
    let mut wishes: Vec<Wish> = Vec::new();
    for wish in (0..WISHES.len()).map(|next| WISHES[(turn + next) % WISHES.len()]) {
        // What was sent is not sent again.
        if !wishes.contains(&wish) {
            wishes.push(wish);
        }
    }
    Ok(Member {
        place,
        spanish: person.language == "es",
        actor: Actor {
            id: format!("demo|{}", city.ref_of(place)),
            name: person.name(),
            person: Some(person.id),
            roles: BTreeSet::new(),
            helping: None,
        },
        fate: FATES[turn % FATES.len()],
        wishes,
        sent: None,
    })
}

/// One of the cast, as the built-in issuer signs them in.
pub(super) async fn staff(desk: &Desk, city: &City, subject: &str) -> Result<Actor> {
    let members = cast::members(city);
    let member =
        members.into_iter().find(|member| member.subject == subject).context("nobody of the cast")?;
    let number = member.person_ref.context("without a person")?;
    let person = people::by_ref(desk.store(), &number.parse()?).await?;
    Ok(Actor {
        id: format!("demo|{subject}"),
        name: member.name,
        person: Some(person.id),
        roles: member.roles,
        helping: None,
    })
}

/// Everything that happens, in the order of time.
fn story(members: &[Member], opened: DateTime<Utc>, now: DateTime<Utc>) -> Vec<(DateTime<Utc>, usize, Act)> {
    let whole = now - opened;
    let at = |thousandths: i32| opened + whole / 1_000 * thousandths;
    let mut story = Vec::new();
    for (who, member) in members.iter().enumerate() {
        let spread = (who * 23 % members.len() * 1_000 / members.len()) as i32;
        let open = matches!(member.fate, Fate::Waits | Fate::Claimed);
        let sent = if open { 330 + spread * 66 / 100 } else { 40 + spread * 60 / 100 };
        let later = sent + (995 - sent) * 2 / 5;
        let next = match member.fate {
            Fate::Waits => None,
            Fate::Claimed => Some(Act::Claim),
            Fate::Approved => Some(Act::Approve),
            Fate::Returned => Some(Act::Return),
            Fate::Denied => Some(Act::Deny),
            Fate::Withdrawn => Some(Act::Withdraw),
            Fate::Replaced => Some(Act::SendAnother),
        };
        let first = by_day(at(sent)).max(opened);
        story.push((first, who, Act::Send));
        story.extend(next.map(|act| (by_day(at(later)).max(first + Duration::minutes(20)), who, act)));
    }
    story.sort();
    story
}

/// The same moment, or the evening before where people sleep.
fn by_day(moment: DateTime<Utc>) -> DateTime<Utc> {
    let asleep = moment.with_timezone(&CITY_ZONE).hour() < 7;
    if asleep { moment - Duration::hours(8) } else { moment }
}

impl Member {
    /// Sends the first of their wishes that can be; whether one could.
    async fn send(&mut self, desk: &Desk, city: &City) -> Result<bool> {
        let rng = &mut city.chance(self.place, Part::Wishes);
        let enrolling = desk.draft(&self.actor, OccasionId::OpenEnrollment).await?;
        while let Some(wish) = (!self.wishes.is_empty()).then(|| self.wishes.remove(0)) {
            let Some(mut fields) = fields(&enrolling, wish, rng) else { continue };
            if let Some(old) = &self.sent {
                fields.insert("replaces".into(), old.reference.clone());
            }
            let key = format!("demonstration-{wish:?}");
            match desk
                .submit_with(&self.actor, OccasionId::OpenEnrollment, fields, &key, &self.actor.name)
                .await
            {
                Ok(sent) => {
                    self.sent = Some(sent);
                    return Ok(true);
                }
                // What they hold can't go on as it is: they will have to choose, and have not yet.
                Err(desk::Error::Fields(_)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(false)
    }

    /// What the office does with what they sent.
    async fn decided(&self, desk: &Desk, staff: &Actor, act: Act) -> Result<()> {
        let Some(sent) = &self.sent else { return Ok(()) };
        let (id, version) = (sent.id, sent.version);
        let language = usize::from(self.spanish);
        match act {
            Act::Claim => desk.claim(staff, id, version).await?,
            Act::Return => desk.return_for_information(staff, id, version, RETURNED[language]).await?,
            Act::Deny => desk.deny(staff, id, version, DENIED[language]).await?,
            _ => desk.approve(staff, id, version).await?,
        };
        Ok(())
    }
}

/// What a member types for a wish; `None` where it makes no sense for them.
fn fields(enrolling: &Enrolling, wish: Wish, rng: &mut ChaCha8Rng) -> Option<Fields> {
    let grounds = &enrolling.grounds;
    let (effective, today) = (grounds.effective, grounds.today);
    let held = |benefit: Benefit| {
        let rows = grounds.current.iter();
        rows.filter(|row| row.benefit == benefit && row.period.contains(effective))
            .map(|row| &row.choice)
            .next()
    };
    let may_be_covered = |dependent: &&Dependent| {
        let free = !grounds.elsewhere.iter().any(|(person, _)| *person == dependent.id);
        free && dependent.relationship != Relationship::FormerSpouse && dependent.may_be_covered(effective)
    };
    let family: Vec<Uuid> = grounds.household.iter().filter(may_be_covered).map(|one| one.id).collect();
    let still_covered = |benefit| -> Vec<Uuid> {
        let covered = held(benefit).map(Choice::dependents).unwrap_or_default();
        covered.iter().copied().filter(|id| family.contains(id)).collect()
    };
    let cover = |benefit: Benefit, code: Option<&str>, dependents: Vec<Uuid>| {
        let step = enrolling.step(benefit)?;
        let known = held(benefit).and_then(Choice::plan);
        let plan = match code {
            Some(code) => step.eligible().find(|plan| plan.code.as_str() == code)?,
            None => step.eligible().find(|plan| known != Some(&plan.code))?,
        };
        let tier = plan.tier_for(dependents.len())?;
        Some((benefit, Choice::Cover { plan: plan.code.clone(), tier, dependents }))
    };
    let current_health = || held(Benefit::Health)?.plan().map(|plan| plan.as_str());

    let mut typed = Fields::new();
    let (benefit, choice) = match wish {
        Wish::CoverTheFamily => {
            if family.is_empty() || still_covered(Benefit::Health).len() == family.len() {
                return None;
            }
            cover(Benefit::Health, Some(current_health().unwrap_or("HMO")), family)?
        }
        Wish::ChangeHealthPlan => {
            current_health()?;
            cover(Benefit::Health, None, still_covered(Benefit::Health))?
        }
        Wish::ChangeDentalPlan => cover(Benefit::Dental, None, still_covered(Benefit::Dental))?,
        Wish::OpenHealthFsa => {
            let plan = enrolling.step(Benefit::HealthFsa)?.eligible().next()?.code.clone();
            let annual = Cents::dollars(rng.random_range(6..=40) * 50);
            (Benefit::HealthFsa, Choice::Contribute { plan, annual })
        }
        Wish::AddNewborn => {
            if age_on(grounds.person.birth, today) > 45 {
                return None;
            }
            let born = today - Days::new(rng.random_range(5..90));
            let child = TypedDependent {
                id: Uuid::now_v7(),
                given_name: Heritage::draw(rng).given(true, rng).to_owned(),
                family_name: grounds.person.family_name.clone(),
                birth: born.to_string(),
                relationship: Relationship::Child.to_string(),
            };
            let covered = still_covered(Benefit::Health).into_iter().chain([child.id]).collect();
            typed.extend(child.into_fields());
            cover(Benefit::Health, Some(current_health()?), covered)?
        }
        Wish::WaiveHealth => {
            let married = grounds.household.iter().any(|one| one.relationship == Relationship::Spouse);
            if !married || !still_covered(Benefit::Health).is_empty() {
                return None;
            }
            current_health()?;
            (Benefit::Health, Choice::Waive { reason: WaiverReason::SpousePlan })
        }
        Wish::OwnCoverageBesideSpouse => cover(Benefit::Health, Some("HMO"), Vec::new())?,
    };
    typed.extend(Ballot::for_choice(&choice).into_fields(benefit));
    Some(typed)
}

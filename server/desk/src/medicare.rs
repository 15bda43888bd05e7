//! Moving to Medicare: who becomes 65 under a retiree's coverage says from when they have parts A and B, and which
//! of the city's Medicare plans they take. It ends in a submission that moves them, and leaves the others of the
//! household where they are (M.G.L. c. 32B §§ 18, 18A).

use std::collections::BTreeMap;

use chrono::{Datelike, Months, NaiveDate};
use domain::benefit::{Benefit, Plan};
use domain::class::Population;
use domain::code::{Mbi, MbiFault, PersonRef, PlanCode};
use domain::election::{Choice, Proposal};
use domain::eligibility::{EligibilityRule, rule_for};
use domain::helper::Doing;
use domain::medicare::{begins_by_age, initial_enrollment, late_since};
use domain::money::Cents;
use domain::part_b::{Filing, PartBPremium, PartBYear};
use domain::period::{Period, age_on};
use domain::submission::{SubmissionKind, SubmissionState};
use domain::transition::{Reason, Transition, TransitionFault, medicare_plan_begins};
use records::outbox::{self, Topic};
use records::people::{self, Person};
use records::standing;
use records::submissions::{self, Submission};
use uuid::Uuid;

use crate::enroll::household::american_date;
use crate::error::{Error, FieldError, Result};
use crate::line::{Line, Reader};
use crate::sending::{Drawn, Sending, once, signed};
use crate::standing::Contracts;
use crate::tell::{About, MailEntry};
use crate::{Actor, Desk, Permission};

/// Months ahead for which parts A and B may be told.
const MONTHS_AHEAD: u32 = 12;

/// What is typed about somebody's Medicare.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypedMedicare {
    /// The number on the card.
    pub mbi: String,
    /// The first day of part A.
    pub part_a: String,
    /// The first day of part B.
    pub part_b: String,
    /// The code of the Medicare plan.
    pub plan: String,
    /// The name that is signed with.
    pub signature: String,
}

impl TypedMedicare {
    /// As the fields of the form. The number is not kept: a session is no place for it.
    pub fn into_fields(self) -> BTreeMap<String, String> {
        let TypedMedicare { mbi: _, part_a, part_b, plan, signature } = self;
        [("part_a", part_a), ("part_b", part_b), ("plan", plan), ("signature", signature)]
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect()
    }
}

/// What enrolling late costs each month, for life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LatePenalty {
    /// Full months since they could have enrolled.
    pub months: u32,
    /// The premium with its penalty.
    pub premium: PartBPremium,
}

/// What the page about somebody's Medicare shows.
#[derive(Debug, Clone)]
pub struct MedicareForm {
    /// In whose name the coverage is held.
    pub subscriber: Person,
    /// Who has, or will have, Medicare.
    pub who: Uuid,
    /// Their name.
    pub name: String,
    /// Whether that is the subscriber.
    pub is_subscriber: bool,
    /// The first day of Medicare by age.
    pub begins: Option<NaiveDate>,
    /// When they may enrol without waiting and without a penalty.
    pub enrol: Option<Period>,
    /// What it costs to be late; `None` where they are not, or the year's premium is not known.
    pub late: Option<LatePenalty>,
    /// The plan that covers them now; `None` where none does.
    pub now: Option<Line>,
    /// The city's Medicare plans, each with its price for them.
    pub plans: Vec<Line>,
    /// Those who are covered with them and stay where they are.
    pub stay: Vec<String>,
    /// Since when the records know Medicare of them.
    pub medicare_from: Option<NaiveDate>,
    /// What was sent last, and the words to it.
    pub sent: Option<(Submission, String)>,
}

impl MedicareForm {
    /// Whether something waits that nobody has to add to.
    pub fn waits(&self) -> bool {
        self.sent.as_ref().is_some_and(|(sent, _)| sent.state == SubmissionState::Submitted)
    }

    /// Whether the form is offered.
    pub fn is_open(&self) -> bool {
        self.now.is_some() && self.medicare_from.is_none() && !self.waits()
    }
}

/// Parsed.
struct Told {
    mbi: Mbi,
    part_a: NaiveDate,
    part_b: NaiveDate,
    plan: PlanCode,
}

impl Desk {
    /// What is known, and may be told, of the Medicare of `who`: of the signed-in member's household, or, for
    /// staff, of the one of `number`.
    pub async fn medicare_form(
        &self,
        actor: &Actor,
        number: Option<&PersonRef>,
        who: Uuid,
    ) -> Result<MedicareForm> {
        let subscriber = self.retired(actor, number).await?;
        let today = self.today();
        let contracts = Contracts::load(&self.store, subscriber.id, today).await?;
        let birth = birth_of(&contracts, who)?;
        let catalog = self.catalog().await?;
        let from = begins_by_age(birth).unwrap_or(today).max(today);
        let household = contracts.household();
        let row = household.covers(who, Benefit::Health, today);
        let row = row.or_else(|| household.covers(who, Benefit::Health, from));
        let reader = |holder, on| Reader {
            catalog: &catalog,
            subscriber: holder,
            household: &contracts.members,
            rows: &contracts.rows,
            on,
        };
        let holder = row.and_then(|row| contracts.holder(row.person, row.period.from().max(today)));
        let now = row.zip(holder.as_ref());
        let now = now.map(|(row, holder)| {
            reader(holder, row.period.from().max(today)).line(Benefit::Health, &row.choice)
        });
        let with_medicare =
            contracts.holder(who, from).map(|one| domain::person::Subscriber { medicare: true, ..one });
        let plans = with_medicare.iter().flat_map(|holder| {
            let sold = catalog.plans.iter().filter(|plan| is_for(plan, holder, from));
            sold.filter_map(|plan| {
                let choice = Choice::Cover {
                    plan: plan.code.clone(),
                    tier: plan.tier_for(0)?,
                    dependents: Vec::new(),
                };
                Some(reader(holder, from).line(Benefit::Health, &choice))
            })
        });
        let plans = plans.collect();
        let others = row
            .into_iter()
            .flat_map(|row| std::iter::once(row.person).chain(row.choice.dependents().iter().copied()));
        let stay = others.filter(|id| *id != who).map(|id| match id == subscriber.id {
            true => subscriber.name(),
            false => contracts.name_of(id).unwrap_or_default(),
        });
        let enrol = initial_enrollment(birth);
        Ok(MedicareForm {
            stay: stay.collect(),
            name: contracts.name_of(who).unwrap_or_else(|| subscriber.name()),
            is_subscriber: who == subscriber.id,
            begins: begins_by_age(birth),
            late: late_since(birth, standing::retired_on(&self.store, subscriber.id).await?, today)
                .and_then(|since| late_penalty(since, today)),
            enrol,
            now,
            plans,
            medicare_from: contracts.medicare.get(&who).copied(),
            sent: self.last_told(subscriber.id, who).await?,
            who,
            subscriber,
        })
    }

    /// Sends what somebody says of their Medicare, or of that of somebody whom they cover, to the queue. Sent
    /// again after it was returned, it takes the place of what was sent before. `once_key` is the form's own.
    pub async fn send_medicare(
        &self,
        actor: &Actor,
        number: Option<&PersonRef>,
        who: Uuid,
        typed: &TypedMedicare,
        once_key: &str,
    ) -> Result<Submission> {
        actor.require_help_to(Doing::Form)?;
        let subscriber = self.retired(actor, number).await?;
        let once_key = once(subscriber.id, once_key)?;
        if let Some(sent) = self.sent_with(&once_key).await? {
            return Ok(sent);
        }
        let today = self.today();
        let catalog = self.catalog().await?;
        let told =
            read(typed, today, birth_of(&Contracts::load(&self.store, subscriber.id, today).await?, who)?);
        let told = told.map_err(Error::Fields)?;
        if standing::is_anothers(&self.store, who, &told.mbi).await? {
            return Err(Error::field("mbi", "number_of_another"));
        }
        let effective = medicare_plan_begins(told.part_a, told.part_b, today);
        let contracts = Contracts::load(&self.store, subscriber.id, effective).await?;
        let holder = contracts.holder(who, effective).ok_or(Error::NotFound("household member"))?;
        let holder = domain::person::Subscriber { medicare: true, ..holder };
        if !catalog.plan(&told.plan).is_some_and(|plan| is_for(plan, &holder, effective)) {
            return Err(Error::field("plan", "missing"));
        }
        let moved = contracts.household().to_medicare(who, &told.plan, &catalog.plans, effective);
        let transition = Transition {
            reason: Reason::Medicare { who, part_a: told.part_a, part_b: told.part_b },
            contracts: moved.map_err(|error| {
                let problem = match error {
                    TransitionFault::NotCovered => "not_covered",
                    TransitionFault::AlreadyThere => "already_there",
                    TransitionFault::NoTier => "no_tier",
                };
                Error::field("plan", problem)
            })?,
        };
        let proposal = Proposal::of(transition, effective, subscriber.records_version);
        let findings = contracts.checked(&self.store, &catalog, &proposal).await?;
        let before = self.last_told(subscriber.id, who).await?.map(|(before, _)| before);
        let waits = before.filter(|one| !one.state.is_final());
        if let Some(waits) = waits.as_ref().filter(|one| one.state == SubmissionState::Submitted) {
            return Ok(waits.clone());
        }
        let drawn = Drawn {
            kind: SubmissionKind::Medicare,
            person: subscriber.id,
            unit: contracts.subscriber.unit.clone(),
            proposal,
            findings,
            signature: Some(typed.signature.trim().to_owned()),
            once_key,
            replaces: waits,
        };
        let (mut write, new) = match self.begin_sending(actor, drawn).await? {
            Sending::Begun(write, new) => (write, new),
            Sending::Sent(first) => return Ok(first),
        };
        if let Some(before) = new.replaces {
            standing::forget_mbi_in(&mut write, before).await?;
        }
        standing::keep_mbi_in(&mut write, new.id, who, &told.mbi).await?;
        records::documents::link_waiting_in(&mut write, new.id, new.replaces).await?;
        let mail = MailEntry { about: About::Received, person: subscriber.id, reference: None };
        outbox::push(&mut write, Topic::Mail, &mail, new.submitted_at).await?;
        self.finish_sending(write, &new).await
    }

    /// The retiree or survivor who is signed in, or, for staff who decide, the one of `number`.
    pub(crate) async fn retired(&self, actor: &Actor, number: Option<&PersonRef>) -> Result<Person> {
        let person = match number {
            None => people::person(&self.store, actor.own_person()?).await?,
            Some(number) => {
                actor.require(Permission::Decide)?;
                people::by_ref(&self.store, number).await?
            }
        };
        let who = people::on_rolls(&self.store, person.id, self.today())
            .await?
            .ok_or(Error::NotFound("retiree"))?;
        match who.population {
            Population::CityRetiree | Population::MtrsRetiree | Population::Survivor => Ok(person),
            _ => Err(Error::NotFound("retiree")),
        }
    }

    /// What was told last of somebody's Medicare and stands, with what was written to it.
    async fn last_told(&self, subscriber: Uuid, who: Uuid) -> Result<Option<(Submission, String)>> {
        let is_it = |one: &Submission| {
            let reason = one.proposal.transition.as_ref().map(|change| &change.reason);
            matches!(reason, Some(Reason::Medicare { who: of, .. }) if *of == who)
                && !matches!(one.state, SubmissionState::Withdrawn | SubmissionState::Replaced)
        };
        let sent = submissions::of_person(&self.store, subscriber).await?;
        let Some(last) = sent.into_iter().find(is_it) else { return Ok(None) };
        let events = submissions::events(&self.store, last.id).await?;
        let words = events.last().map(|event| event.words.clone()).unwrap_or_default();
        Ok(Some((last, words)))
    }
}

fn birth_of(contracts: &Contracts, who: Uuid) -> Result<NaiveDate> {
    if who == contracts.subscriber.id {
        return Ok(contracts.subscriber.birth);
    }
    let member = contracts.members.iter().find(|one| one.id == who && one.ended.is_none());
    member.map(|one| one.birth).ok_or(Error::NotFound("household member"))
}

/// Whether a plan is a Medicare plan that somebody may take.
fn is_for(plan: &Plan, holder: &domain::person::Subscriber, on: NaiveDate) -> bool {
    plan.benefit == Benefit::Health && rule_for(holder, plan, on) == EligibilityRule::Eligible
}

/// What it costs to enrol in part B today for who could have `since` a day: a tenth of the standard premium for each
/// full year (42 CFR 408.22).
fn late_penalty(since: NaiveDate, today: NaiveDate) -> Option<LatePenalty> {
    // As age_on counts years, of months.
    let months =
        (1..).take_while(|n| since.checked_add_months(Months::new(*n)).is_some_and(|day| day <= today));
    let months = u32::try_from(months.count()).ok()?;
    let premium = PartBYear::of(today.year())?.premium(Filing::Single, Cents::ZERO, months);
    (!premium.penalty.is_zero()).then_some(LatePenalty { months, premium })
}

fn read(typed: &TypedMedicare, today: NaiveDate, birth: NaiveDate) -> Result<Told, Vec<FieldError>> {
    let mut faults = Vec::new();
    let mbi = match typed.mbi.trim() {
        "" => Err(FieldError::new("mbi", "missing")),
        some => Mbi::read(some).map_err(|found| match found {
            MbiFault::Character { place, .. } => FieldError::new("mbi", "mbi_character").naming(place),
            MbiFault::Length(length) => FieldError::new("mbi", "mbi_length").naming(length),
        }),
    };
    let mut first_day = |name: &str, text: &str| {
        let last = today.checked_add_months(Months::new(MONTHS_AHEAD)).unwrap_or(today);
        let found = match american_date(text.trim()) {
            _ if text.trim().is_empty() => Err("missing"),
            None => Err("not_a_date"),
            Some(day) if day.day() != 1 => Err("not_first_of_month"),
            Some(day) if day > last => Err("too_far_ahead"),
            Some(day) if day < birth || age_on(birth, day) > 120 => Err("before_birth"),
            Some(day) => Ok(day),
        };
        found.map_err(|problem| faults.push(FieldError::new(name, problem).naming(last))).ok()
    };
    let (part_a, part_b) = (first_day("part_a", &typed.part_a), first_day("part_b", &typed.part_b));
    let plan = typed.plan.parse().map_err(|_| FieldError::new("plan", "missing"));
    let mut all = Vec::new();
    let mbi = mbi.map_err(|found| all.push(found)).ok();
    all.append(&mut faults);
    let plan = plan.map_err(|found| all.push(found)).ok();
    if let Err(found) = signed(&typed.signature) {
        all.push(found);
    }
    match (mbi, part_a, part_b, plan) {
        (Some(mbi), Some(part_a), Some(part_b), Some(plan)) if all.is_empty() => {
            Ok(Told { mbi, part_a, part_b, plan })
        }
        _ => Err(all),
    }
}

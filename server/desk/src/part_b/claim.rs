//! Claims: filed by members, entered by staff, and decided about beside the proof.

use chrono::NaiveDate;
use domain::code::PersonRef;
use domain::document::DocumentState;
use domain::helper::Doing;
use domain::money::{Cents, MoneyError};
use domain::month::Month;
use domain::part_b::ledger::Statement;
use domain::part_b::{Charged, ChargedFault, ClaimOrigin, ClaimState, PartBYear};
use records::documents::{self, Document};
use records::outbox::{self, Topic};
use records::part_b::claims::{self, Claim, Decision, NewClaim, Waiting};
use records::part_b::parties::{self, Party};
use records::people;
use records::submissions::By;
use uuid::Uuid;

use super::ledger::{claimable, may_prove};
use super::{not_their_own, note};
use crate::decide::written;
use crate::error::{Error, FieldError, Result};
use crate::tell::{About, MailEntry};
use crate::{Actor, Desk, Permission};

/// A claim, as typed: by a member, from paper, or as the proof says it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypedClaim {
    /// Whose Part B it is, by id.
    pub person: String,
    /// The calendar year.
    pub year: String,
    /// The first month, 1 to 12.
    pub from: String,
    /// The last month, 1 to 12.
    pub through: String,
    /// What is charged in each month, in dollars, in all.
    pub premium: String,
    /// Of that, the income-related amount; empty for none.
    pub income_related: String,
    /// Of that, the penalty for enrolling late; empty for none.
    pub penalty: String,
    /// The proof, by id; empty where staff have it on paper alone.
    pub document: String,
    /// Why staff enter it.
    pub reason: String,
}

/// A claim beside its proof.
#[derive(Debug, Clone)]
pub struct ClaimFile {
    /// The claim, with names.
    pub claim: Waiting,
    /// The party, where they still are one.
    pub party: Option<Party>,
    /// The proof, unless it was deleted.
    pub proof: Option<Document>,
    /// CMS's figures of the year.
    pub figures: Option<PartBYear>,
    /// Whether this actor may decide about it.
    pub may_decide: bool,
}

impl Desk {
    /// The signed-in member claims for themselves or their spouse. One that waits about the same months is
    /// replaced.
    pub async fn file_part_b_claim(&self, actor: &Actor, typed: &TypedClaim) -> Result<Uuid> {
        let subscriber = actor.own_person_to(Doing::Claim)?;
        self.take_claim(actor, subscriber, typed, ClaimOrigin::Member).await
    }

    /// Staff enter a claim for somebody: from paper, or to put something right. It goes through the queue like any
    /// other.
    pub async fn enter_part_b_claim(
        &self,
        actor: &Actor,
        number: &PersonRef,
        typed: &TypedClaim,
    ) -> Result<Uuid> {
        actor.require(Permission::Decide)?;
        let subscriber = people::by_ref(&self.store, number).await?.id;
        self.take_claim(actor, subscriber, typed, ClaimOrigin::Paper).await
    }

    async fn take_claim(
        &self,
        actor: &Actor,
        subscriber: Uuid,
        typed: &TypedClaim,
        origin: ClaimOrigin,
    ) -> Result<Uuid> {
        let parties = parties::all(&self.store, Some(subscriber)).await?;
        let by_staff = origin == ClaimOrigin::Paper;
        let mut faults = Vec::new();
        let person: Option<Uuid> = typed.person.parse().ok();
        let of_person: Vec<&Party> = parties.iter().filter(|party| Some(party.person) == person).collect();
        if of_person.is_empty() {
            faults.push(choice("person", &typed.person));
        }
        let this_year = chrono::Datelike::year(&self.today());
        let year = typed.year.parse().ok().filter(|year| {
            claimable(&parties, &self.part_b, this_year).is_some_and(|years| years.contains(year))
        });
        if year.is_none() {
            faults.push(choice("year", &typed.year));
        }
        let claimed = statement(typed, year, by_staff, &mut faults);
        let parts = claimed.map(|claimed| parts(&of_person, claimed)).unwrap_or_default();
        if claimed.is_some() && !of_person.is_empty() && parts.is_empty() {
            faults.push(FieldError::new("from", "no_part_b_then"));
        }
        let document = match typed.document.trim() {
            "" if by_staff => None,
            "" => {
                faults.push(FieldError::new("file", "proof_missing"));
                None
            }
            id => match self.proof(subscriber, id).await? {
                Some(document) => Some(document.id),
                None => {
                    faults.push(choice(if by_staff { "document" } else { "file" }, id));
                    None
                }
            },
        };
        let reason = typed.reason.trim();
        if by_staff && reason.is_empty() {
            faults.push(FieldError::new("reason", "reason_missing"));
        } else if reason.chars().count() > LONGEST_REASON {
            faults.push(FieldError::new("reason", "too_long").naming(LONGEST_REASON));
        }
        let first = Uuid::now_v7();
        if parts.is_empty() || !faults.is_empty() {
            return Err(Error::Fields(faults));
        }

        let now = self.now();
        let mut write = self.store.begin().await?;
        for (place, (party, claimed)) in parts.into_iter().enumerate() {
            let new = NewClaim {
                id: if place == 0 { first } else { Uuid::now_v7() },
                subscriber: party.subscriber,
                person: party.person,
                origin,
                claimed,
                document,
                words: if by_staff { reason } else { "" },
            };
            claims::file(&mut write, &new, By { actor: &actor.id, name: &actor.name, at: now }).await?;
            let filed = claims::get_in(&mut write, new.id).await?;
            note(&mut write, actor, "part_b_claim.filed", &filed, now).await?;
        }
        write.commit().await?;
        Ok(first)
    }

    /// A document of a subscriber that may prove a claim.
    async fn proof(&self, subscriber: Uuid, id: &str) -> Result<Option<Document>> {
        let Ok(id) = id.parse() else { return Ok(None) };
        match documents::get(&self.store, id).await {
            Ok(found) if found.subscriber == subscriber && may_prove(&found) => Ok(Some(found)),
            Ok(_) | Err(records::Error::NotFound(_)) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// A claim beside its proof, for the desk.
    pub async fn part_b_claim(&self, actor: &Actor, id: Uuid) -> Result<ClaimFile> {
        actor.require(Permission::SeeQueue)?;
        let claim = claims::get(&self.store, id).await?;
        let parties = parties::all(&self.store, Some(claim.claim.subscriber)).await?;
        let proof = match claim.claim.document {
            Some(id) => {
                Some(documents::get(&self.store, id).await?).filter(|found| found.deleted_at.is_none())
            }
            None => None,
        };
        let waits = claim.claim.state == ClaimState::Claimed;
        Ok(ClaimFile {
            party: parties.into_iter().find(|party| {
                (party.subscriber, party.person) == (claim.claim.subscriber, claim.claim.person)
            }),
            figures: PartBYear::of(claim.claim.year),
            may_decide: waits && actor.may(Permission::Decide) && may_decide(actor, &claim.claim),
            proof,
            claim,
        })
    }

    /// Verifies a claim as its proof says it, which need not be what was claimed. [`Error::SecondApprover`] for
    /// what is the actor's own, and for an amount other than the standard one that the actor has entered.
    pub async fn verify_part_b_claim(
        &self,
        actor: &Actor,
        id: Uuid,
        seen_version: i64,
        typed: &TypedClaim,
    ) -> Result<()> {
        actor.require(Permission::Decide)?;
        let year = claims::get(&self.store, id).await?.claim.year;
        let mut faults = Vec::new();
        let proven = statement(typed, Some(year), true, &mut faults);
        match proven.filter(|_| faults.is_empty()) {
            Some(proven) => self.verify(actor, id, seen_version, proven).await,
            None => Err(Error::Fields(faults)),
        }
    }

    /// Verifies those of `seen`, by id and version, that claim the standard premium with a proof, as they are;
    /// how many that were, and how many were left for a look.
    pub async fn verify_standard_part_b(
        &self,
        actor: &Actor,
        seen: &[(Uuid, i64)],
    ) -> Result<(usize, usize)> {
        actor.require(Permission::Decide)?;
        let mut verified = 0;
        for (id, version) in seen {
            let found = match claims::get(&self.store, *id).await {
                Ok(found) => found,
                Err(records::Error::NotFound(_)) => continue,
                Err(error) => return Err(error.into()),
            };
            if !is_standard(&found) {
                continue;
            }
            match self.verify(actor, *id, *version, found.claim.claimed).await {
                Ok(()) => verified += 1,
                Err(Error::Stale(_) | Error::SecondApprover) => {}
                Err(error) => return Err(error),
            }
        }
        Ok((verified, seen.len() - verified))
    }

    async fn verify(&self, actor: &Actor, id: Uuid, seen_version: i64, proven: Statement) -> Result<()> {
        let now = self.now();
        let by = By { actor: &actor.id, name: &actor.name, at: now };
        let mut write = self.store.begin().await?;
        let claim = claims::get_in(&mut write, id).await?;
        not_their_own(actor, &claim)?;
        if claim.filed_by == actor.id && !proven.charged.is_standard(claim.year) {
            return Err(Error::SecondApprover);
        }
        claims::decide(&mut write, id, seen_version, Decision::Verify(proven), by).await?;
        self.decide_proof(&mut write, actor, &claim, DocumentState::Verified, "", by).await?;
        note(&mut write, actor, "part_b_claim.verified", &claim, now).await?;
        Ok(write.commit().await?)
    }

    /// Sends a claim back with words, and its proof with it. The member is told by mail, without detail.
    pub async fn return_part_b_claim(
        &self,
        actor: &Actor,
        id: Uuid,
        seen_version: i64,
        words: &str,
    ) -> Result<()> {
        actor.require(Permission::Decide)?;
        let words = written(words)?;
        let now = self.now();
        let by = By { actor: &actor.id, name: &actor.name, at: now };
        let mut write = self.store.begin().await?;
        let claim = claims::get_in(&mut write, id).await?;
        not_their_own(actor, &claim)?;
        claims::decide(&mut write, id, seen_version, Decision::Return(words), by).await?;
        self.decide_proof(&mut write, actor, &claim, DocumentState::Refused, words, by).await?;
        let entry = MailEntry { about: About::Reimbursement, person: claim.payee, reference: None };
        outbox::push(&mut write, Topic::Mail, &entry, now).await?;
        note(&mut write, actor, "part_b_claim.returned", &claim, now).await?;
        Ok(write.commit().await?)
    }

    /// What was decided about a claim holds for its proof, where nobody has decided about that.
    async fn decide_proof(
        &self,
        write: &mut records::Write,
        actor: &Actor,
        claim: &Claim,
        state: DocumentState,
        words: &str,
        by: By<'_>,
    ) -> Result<()> {
        let Some(id) = claim.document else { return Ok(()) };
        let document = documents::get_in(write, id).await?;
        if document.state == DocumentState::Received && document.deleted_at.is_none() {
            documents::decide(write, id, document.version, state, None, by, words).await?;
            crate::documents::note(write, actor, &format!("document.{state}"), &document, by.at).await?;
        }
        Ok(())
    }

    /// Says on which day somebody's Part B ended, or their life; empty for neither. The months after it are not
    /// due, and what was paid of them is taken back.
    pub async fn end_part_b(
        &self,
        actor: &Actor,
        number: &PersonRef,
        person: &str,
        last_day: &str,
    ) -> Result<()> {
        actor.require(Permission::Decide)?;
        let subscriber = people::by_ref(&self.store, number).await?.id;
        let parties = parties::all(&self.store, Some(subscriber)).await?;
        let known: Option<Uuid> = person.parse().ok();
        let party =
            parties.iter().find(|party| Some(party.person) == known).ok_or(Error::NotFound("person"))?;
        if actor.person.is_some_and(|own| [party.person, party.payee, subscriber].contains(&own)) {
            return Err(Error::SecondApprover);
        }
        let last_day = match last_day.trim() {
            "" => None,
            text => match text.parse::<NaiveDate>() {
                Ok(day) if day <= self.today() => Some(day),
                Ok(_) => return Err(Error::field("last_day", "day_to_come")),
                Err(_) => return Err(Error::field("last_day", "not_a_date")),
            },
        };
        let now = self.now();
        let mut write = self.store.begin().await?;
        parties::set_end(&mut write, party.person, last_day, &actor.name, now).await?;
        let entry = records::audit::Entry {
            at: now,
            actor: &actor.id,
            action: "part_b.ended",
            subject: &format!("person:{}", party.person),
            detail: serde_json::json!({ "last_day": last_day }),
        };
        records::audit::append(&mut write, entry).await?;
        Ok(write.commit().await?)
    }
}

/// Which part of what is claimed of somebody's Part B is under which pension: a survivor claims a year as one, and
/// the months up to the death are paid as the retiree's. None where no month counts.
fn parts<'a>(parties: &[&'a Party], claimed: Statement) -> Vec<(&'a Party, Statement)> {
    let mine = |party: &&&Party| claimed.months().any(|month| party.entitlement.counts(month));
    let counting: Vec<&'a Party> = parties.iter().filter(mine).copied().collect();
    match counting[..] {
        [one] => vec![(one, claimed)],
        _ => counting
            .into_iter()
            .map(|party| {
                let from = claimed.from.max(party.entitlement.first);
                let through =
                    party.entitlement.last.map_or(claimed.through, |last| claimed.through.min(last));
                (party, Statement { from, through, ..claimed })
            })
            .collect(),
    }
}

/// The longest reason of an entry, in characters.
const LONGEST_REASON: usize = 500;

/// Whether a claim is the standard premium and has a proof that nobody refused: it may be verified with many others.
pub(super) fn is_standard(found: &Waiting) -> bool {
    let claim = &found.claim;
    claim.claimed.charged.is_standard(claim.year)
        && !found.is_proof_refused
        && (claim.document.is_some() || claim.origin == ClaimOrigin::Paper)
}

fn may_decide(actor: &Actor, claim: &Claim) -> bool {
    let own_entry = claim.filed_by == actor.id && !claim.claimed.charged.is_standard(claim.year);
    not_their_own(actor, claim).is_ok() && !own_entry
}

fn choice(field: &str, text: &str) -> FieldError {
    FieldError::new(field, if text.trim().is_empty() { "missing" } else { "not_a_choice" })
}

/// Months and premium as typed; `None` where `faults` says why. Staff may say that nothing is charged.
fn statement(
    typed: &TypedClaim,
    year: Option<i32>,
    by_staff: bool,
    faults: &mut Vec<FieldError>,
) -> Option<Statement> {
    let month = |text: &str| Month::new(year.unwrap_or(2000), text.trim().parse().ok()?);
    let (from, through) = (month(&typed.from), month(&typed.through));
    if from.is_none() {
        faults.push(choice("from", &typed.from));
    }
    match (from, through) {
        (_, None) => faults.push(choice("through", &typed.through)),
        (Some(from), Some(through)) if through < from => {
            faults.push(FieldError::new("through", "through_before_from"))
        }
        _ => {}
    }
    let mut amount = |field: &str, text: &str, may_lack: bool| match text.parse::<Cents>() {
        Ok(amount) => Some(amount),
        Err(MoneyError::Empty) if may_lack => Some(Cents::ZERO),
        Err(error) => {
            let problem = match error {
                MoneyError::Empty => "missing_amount",
                MoneyError::NotAnAmount | MoneyError::TooPrecise => "not_an_amount",
                MoneyError::Negative => "negative_amount",
                MoneyError::TooLarge => "too_large",
            };
            faults.push(FieldError::new(field, problem));
            None
        }
    };
    let total = amount("premium", &typed.premium, false);
    let income_related = amount("income_related", &typed.income_related, true);
    let penalty = amount("penalty", &typed.penalty, true);
    let (total, income_related, penalty) = (total?, income_related?, penalty?);
    if total.is_zero() && !by_staff {
        faults.push(FieldError::new("premium", "missing_amount"));
        return None;
    }
    match Charged::stated(year?, total, income_related, penalty) {
        Ok(charged) => {
            Some(Statement { from: from?, through: through.filter(|last| Some(*last) >= from)?, charged })
        }
        Err(ChargedFault::PartsExceed) => {
            faults.push(FieldError::new("premium", "parts_exceed"));
            None
        }
        Err(ChargedFault::MoreThanStandard(standard)) => {
            faults.push(FieldError::new("premium", "more_than_standard").naming(standard.display()));
            None
        }
        Err(ChargedFault::UnknownYear) => {
            faults.push(FieldError::new("year", "not_a_choice"));
            None
        }
    }
}

//! What the desk does with documents: sees them beside a submission, decides about each, keeps the due dates.

use chrono::{Days, NaiveDate};
use domain::document::{DAYS_TO_ANSWER, DocumentDecision};
use records::documents::{self, Listed, Waiting};
use records::outbox::{self, Topic};
use records::submissions::{self, By};
use uuid::Uuid;

use super::{Mine, note};
use crate::decide::written;
use crate::error::{Error, Result};
use crate::tell::{About, MailEntry};
use crate::{Actor, Desk, Permission};

/// Documents in each list of the desk.
const MOST_LISTED: i64 = 200;
/// The farthest day on which an answer may be due, in days from today.
const FARTHEST_DUE: u64 = 366;

/// What waits, for whom.
#[derive(Debug, Clone)]
pub struct Due {
    /// Documents that nobody has decided about; the one that waits longest first.
    pub for_the_office: Vec<Listed>,
    /// Documents that members were asked to send anew; the one that is due first, first.
    pub for_members: Vec<Listed>,
    /// Whether there may be more than are listed.
    pub more: bool,
}

/// A decision about a document, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypedDecision {
    /// `verify`, `ask_again` or `refuse`.
    pub decision: String,
    /// What the member reads.
    pub words: String,
    /// The day by which an answer is asked for, as `2026-07-01`; empty for the usual one.
    pub due: String,
}

impl Desk {
    /// The documents of a submission, for the desk. `may_delete` is never set: that is the member's.
    pub async fn submission_documents(&self, actor: &Actor, submission: Uuid) -> Result<Vec<Mine>> {
        actor.require(Permission::SeeQueue)?;
        let found = documents::of_submission(&self.store, submission).await?;
        let Some(person) = submissions::get(&self.store, submission).await?.person else {
            return Ok(Vec::new());
        };
        let names = self.names_around(person).await?;
        Ok(found
            .into_iter()
            .map(|document| Mine { about: names.get(&document.about).cloned(), may_delete: false, document })
            .collect())
    }

    /// One document, for the desk. Its content is opened by [`Desk::open_document`].
    pub async fn document(&self, actor: &Actor, id: Uuid) -> Result<Listed> {
        actor.require(Permission::SeeQueue)?;
        let mut listed = documents::get_listed(&self.store, id).await?;
        if listed.document.deleted_at.is_some() {
            return Err(Error::NotFound("document"));
        }
        if listed.about_name.is_none() {
            let names = self.names_around(listed.document.subscriber).await?;
            listed.about_name = names.get(&listed.document.about).cloned();
        }
        Ok(listed)
    }

    /// What waits for the office, and what for members.
    pub async fn due_documents(&self, actor: &Actor) -> Result<Due> {
        actor.require(Permission::SeeQueue)?;
        let for_the_office = documents::listed(&self.store, Waiting::ForTheOffice, MOST_LISTED).await?;
        let for_members = documents::listed(&self.store, Waiting::ForTheMember, MOST_LISTED).await?;
        let more = [&for_the_office, &for_members].iter().any(|list| list.len() as i64 == MOST_LISTED);
        Ok(Due { for_the_office, for_members, more })
    }

    /// Decides about a document that still is as it was seen. The member reads the words; where something is
    /// asked of them or refused they are told by mail, without detail.
    pub async fn decide_document(
        &self,
        actor: &Actor,
        id: Uuid,
        seen_version: i64,
        typed: &TypedDecision,
    ) -> Result<()> {
        actor.require(Permission::Decide)?;
        let decision: DocumentDecision = typed.decision.parse().map_err(|_| Error::NotFound("decision"))?;
        let words = if decision.needs_words() { written(&typed.words)? } else { "" };
        let due_on = match decision {
            DocumentDecision::AskAgain => Some(due(&typed.due, self.today())?),
            _ => None,
        };
        let now = self.now();
        let mut write = self.store.begin().await?;
        let document = documents::get_in(&mut write, id).await?;
        if document.deleted_at.is_some() {
            return Err(Error::NotFound("document"));
        }
        let state = document.state.after(decision).map_err(|_| Error::Stale("the document"))?;
        let by = By { actor: &actor.id, name: &actor.name, at: now };
        documents::decide(&mut write, id, seen_version, state, due_on, by, words).await?;
        if decision.needs_words() {
            let entry = MailEntry { about: About::Document, person: document.subscriber, reference: None };
            outbox::push(&mut write, Topic::Mail, &entry, now).await?;
        }
        note(&mut write, actor, &format!("document.{state}"), &document, now).await?;
        Ok(write.commit().await?)
    }
}

/// The day by which an answer is asked for: the usual one where none is typed.
fn due(text: &str, today: NaiveDate) -> Result<NaiveDate> {
    let fault = |problem: &str| Err(Error::field("due", problem));
    let text = text.trim();
    if text.is_empty() {
        return Ok(today + Days::new(DAYS_TO_ANSWER));
    }
    match text.parse::<NaiveDate>() {
        Err(_) => fault("not_a_date"),
        Ok(day) if day <= today => fault("due_over"),
        Ok(day) if day > today + Days::new(FARTHEST_DUE) => fault("due_too_far"),
        Ok(day) => Ok(day),
    }
}

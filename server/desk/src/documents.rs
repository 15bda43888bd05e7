//! Documents: what members send as proof, and what the desk decides about it.
//!
//! A member sees the documents of their own records alone, staff those of everybody who sends something to
//! the desk. Each time that a content is opened stands in the audit trail.

mod intake;
mod retention;
mod review;
mod send;

use std::collections::BTreeMap;

use domain::code::PersonRef;
use domain::document::may_be_deleted;
use domain::helper::Doing;
use domain::submission::SubmissionState;
use records::audit::{self, Entry};
use records::drafts::{self, For};
use records::people::Person;
use records::{documents, event_cases, people, standing, submissions};
use uuid::Uuid;

pub(crate) use intake::Intake;
pub use intake::{Scan, ScanVerdict};
pub use records::documents::{Document, Listed};
pub use review::{Due, TypedDecision};
pub use send::{LARGEST_PART, MOST_BYTES, MOST_DOCUMENTS, TypedDocument, Uploading};

use crate::enroll::household;
use crate::error::{Error, Result};
use crate::{Actor, Desk, Permission};

/// Somebody whom a document may be about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// Their id, in the records or in a draft.
    pub id: Uuid,
    /// Their name.
    pub name: String,
}

/// One of a member's own documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mine {
    /// The document.
    pub document: Document,
    /// The name of whom it is about, where they are still known.
    pub about: Option<String>,
    /// Whether the member may take it back now.
    pub may_delete: bool,
}

/// What a member has sent, and what they may send.
#[derive(Debug, Clone)]
pub struct MyDocuments {
    /// The latest first.
    pub documents: Vec<Mine>,
    /// Whom a document may be about: the member first.
    pub people: Vec<About>,
}

/// The content of a document, opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// A name of our own for the file.
    pub file_name: String,
    /// What it is, by content.
    pub media_type: String,
    /// The content.
    pub content: Vec<u8>,
}

impl Desk {
    /// The signed-in member's documents.
    pub async fn my_documents(&self, actor: &Actor) -> Result<MyDocuments> {
        self.documents_of(actor.own_person()?).await
    }

    /// Somebody's documents, for the desk that scans another one. `may_delete` is the member's.
    pub async fn person_documents(&self, actor: &Actor, number: &PersonRef) -> Result<(Person, MyDocuments)> {
        actor.require(Permission::Decide)?;
        let person = people::by_ref(&self.store, number).await?;
        let theirs = self.documents_of(person.id).await?;
        Ok((person, theirs))
    }

    async fn documents_of(&self, person: Uuid) -> Result<MyDocuments> {
        let all = documents::of_subscriber(&self.store, person).await?;
        let ids: Vec<Uuid> = all.iter().map(|document| document.id).collect();
        let parts = documents::parts_of(&self.store, &ids).await?;
        let names = self.names_around(person).await?;
        let documents = all
            .into_iter()
            .map(|document| {
                let own: Vec<(SubmissionState, bool)> = parts
                    .iter()
                    .filter(|(id, ..)| *id == document.id)
                    .map(|(_, state, claimed)| (*state, *claimed))
                    .collect();
                Mine {
                    about: names.get(&document.about).cloned(),
                    may_delete: may_be_deleted(document.state, &own),
                    document,
                }
            })
            .collect();
        Ok(MyDocuments { documents, people: self.people_around(person).await? })
    }

    /// Takes a document back: its key and content are destroyed. [`Error::Locked`] once its review has begun.
    pub async fn delete_document(&self, actor: &Actor, id: Uuid) -> Result<()> {
        let person = actor.own_person_to(Doing::Claim)?;
        let now = self.now();
        let mut write = self.store.begin().await?;
        let document = documents::get_in(&mut write, id).await?;
        if document.subscriber != person || document.deleted_at.is_some() {
            return Err(Error::NotFound("document"));
        }
        let parts = documents::parts_of_in(&mut write, id).await?;
        let parts: Vec<_> = parts.into_iter().map(|(_, state, claimed)| (state, claimed)).collect();
        if !may_be_deleted(document.state, &parts) {
            return Err(Error::Locked);
        }
        documents::delete(&mut write, id, document.version, now).await?;
        note(&mut write, actor, "document.deleted", &document, now).await?;
        Ok(write.commit().await?)
    }

    /// Opens a document, for whose records it belongs to or for the desk. Each time is in the audit trail.
    pub async fn open_document(&self, actor: &Actor, id: Uuid) -> Result<Opened> {
        let document = documents::get(&self.store, id).await?;
        let is_own = actor.person == Some(document.subscriber);
        if document.deleted_at.is_some() || !(is_own || actor.may(Permission::SeeQueue)) {
            return Err(Error::NotFound("document"));
        }
        // It may show a whole number. What a helper has sent, the helper has.
        if document.uploaded_by != actor.id {
            actor.require_help_to(Doing::Open)?;
        }
        let now = self.now();
        let mut write = self.store.begin().await?;
        note(&mut write, actor, "document.viewed", &document, now).await?;
        write.commit().await?;
        let content = documents::content(&self.store, id).await?;
        let ending =
            ::documents::Kind::of_media_type(&document.media_type).map_or("bin", |kind| kind.ending());
        let day = domain::deadline::local_day(document.uploaded_at, domain::deadline::CITY_ZONE);
        Ok(Opened {
            file_name: format!("{}-{day}.{ending}", document.kind),
            media_type: document.media_type,
            content,
        })
    }

    /// Whether files are looked through by a virus scanner.
    pub fn scans_documents(&self) -> bool {
        self.intake.scans()
    }

    /// Everybody whom a document of a subscriber may be about: themselves, their household, whom they survive, and
    /// who is new in a draft or in a submission that is not decided.
    async fn people_around(&self, subscriber: Uuid) -> Result<Vec<About>> {
        let person = people::person(&self.store, subscriber).await?;
        let household = people::household(&self.store, subscriber).await?;
        let mut around = vec![About { id: person.id, name: person.name() }];
        around.extend(household.into_iter().map(|one| About { id: one.id, name: one.name() }));
        let survived = standing::survived(&self.store, subscriber).await?;
        around.extend(survived.map(|(id, name)| About { id, name }));
        let known = |id: Uuid, around: &[About]| around.iter().any(|one| one.id == id);
        for submission in submissions::of_person(&self.store, subscriber).await? {
            for new in submission.proposal.new_dependents {
                if !submission.state.is_final() && !known(new.id, &around) {
                    around.push(About { id: new.id, name: new.name() });
                }
            }
        }
        let enrollment = self.accepting(self.now()).await.ok().map(|period| For::Enrollment(period.id));
        let events = event_cases::of_person(&self.store, subscriber).await?;
        for what in enrollment.into_iter().chain(events.iter().map(|case| For::Event(case.id))) {
            let draft = drafts::get(&self.store, subscriber, what).await?;
            for typed in draft.map(|draft| household::typed(&draft.fields)).unwrap_or_default() {
                if !known(typed.id, &around) && !typed.name().is_empty() {
                    around.push(About { id: typed.id, name: typed.name() });
                }
            }
        }
        Ok(around)
    }

    /// The names of all whom a subscriber's documents are about, also of those who were in a submission that
    /// came to nothing.
    async fn names_around(&self, subscriber: Uuid) -> Result<BTreeMap<Uuid, String>> {
        let around = self.people_around(subscriber).await?;
        let mut names: BTreeMap<Uuid, String> = around.into_iter().map(|one| (one.id, one.name)).collect();
        for submission in submissions::of_person(&self.store, subscriber).await? {
            for new in submission.proposal.new_dependents {
                names.entry(new.id).or_insert_with(|| new.name());
            }
        }
        Ok(names)
    }
}

/// The key of every reason for which a file is refused by its content.
pub fn refusals() -> impl Iterator<Item = &'static str> {
    ::documents::Refusal::ALL.into_iter().map(::documents::Refusal::as_str)
}

/// Writes into the audit trail what was done to a document: its kind, never its name or content.
pub(crate) async fn note(
    write: &mut records::Write,
    actor: &Actor,
    action: &str,
    document: &Document,
    at: chrono::DateTime<chrono::Utc>,
) -> Result<()> {
    let subject = format!("document:{}", document.id);
    let detail = serde_json::json!({ "kind": document.kind, "person": document.subscriber });
    Ok(audit::append(write, Entry { at, actor: &actor.id, action, subject: &subject, detail }).await?)
}

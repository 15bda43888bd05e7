//! Sending a document: whole, or in parts that go on where they were cut short.

use chrono::TimeDelta;
use documents::LARGEST;
use domain::code::PersonRef;
use domain::document::{DocumentKind, DocumentState};
use domain::helper::Doing;
use records::documents::NewDocument;
use records::people;
use records::submissions::By;
use records::uploads::{self, Upload};
use uuid::Uuid;

use super::intake::refused;
use super::note;
use crate::error::{Error, FieldError, Result};
use crate::{Actor, Desk, Permission};

/// Documents that a subscriber may have at a time.
pub const MOST_DOCUMENTS: i64 = 100;
/// Bytes that they may take together: 300 MiB.
pub const MOST_BYTES: i64 = 300 * 1024 * 1024;
/// The most bytes of one part of an upload: 1 MiB.
pub const LARGEST_PART: usize = 1024 * 1024;
/// Documents that a member may begin to send in an hour.
const MOST_AN_HOUR: u32 = 60;
/// The longest name of a file that is kept, in characters.
const LONGEST_NAME: usize = 120;

/// What a member says of a document, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default)]
pub struct TypedDocument {
    /// What it is.
    pub kind: String,
    /// Whom it is about, by id.
    pub about: String,
    /// The document that it is sent in answer to, by id; empty for none.
    pub replaces: String,
    /// The file's name.
    pub name: String,
}

/// An upload that is under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Uploading {
    /// Its id.
    pub id: Uuid,
    /// Where the next part begins.
    pub offset: u64,
}

/// What is known of a document before its content.
struct Announced {
    subscriber: Uuid,
    about: Uuid,
    kind: DocumentKind,
    name: String,
    replaces: Option<Uuid>,
}

impl Desk {
    /// Takes a whole file as a document of the signed-in member. The same file again for the same purpose
    /// is the same document.
    pub async fn send_document(
        &self,
        actor: &Actor,
        typed: &TypedDocument,
        content: Vec<u8>,
    ) -> Result<Uuid> {
        self.take(actor, actor.own_person_to(Doing::Claim)?, typed, content).await
    }

    /// Takes a file that somebody handed over at the counter or sent by mail as a document of theirs. Who scanned
    /// it is named beside it.
    pub async fn scan_document(
        &self,
        actor: &Actor,
        number: &PersonRef,
        typed: &TypedDocument,
        content: Vec<u8>,
    ) -> Result<Uuid> {
        actor.require(Permission::Decide)?;
        let subscriber = people::by_ref(&self.store, number).await?.id;
        // Documents are of those in whose name coverage is held.
        people::subscriber(&self.store, subscriber, self.today()).await?;
        self.take(actor, subscriber, typed, content).await
    }

    async fn take(
        &self,
        actor: &Actor,
        subscriber: Uuid,
        typed: &TypedDocument,
        content: Vec<u8>,
    ) -> Result<Uuid> {
        let announced = self.announced(subscriber, typed).await?;
        let turn = self.intake.turn().await?;
        let clean = self.intake.look(&turn, content).await?;
        self.keep(actor, &announced, &clean, None).await
    }

    /// Begins an upload of a file of `bytes`.
    pub async fn begin_upload(&self, actor: &Actor, typed: &TypedDocument, bytes: u64) -> Result<Uploading> {
        let announced = self.announced(actor.own_person_to(Doing::Claim)?, typed).await?;
        if bytes == 0 {
            return Err(refused("file_empty"));
        }
        if bytes > LARGEST as u64 {
            return Err(refused("file_too_large"));
        }
        let upload = Upload {
            id: Uuid::now_v7(),
            subscriber: announced.subscriber,
            about: announced.about,
            kind: announced.kind,
            name: announced.name,
            replaces: announced.replaces,
            bytes: bytes as i64,
            received: 0,
        };
        let mut write = self.store.begin().await?;
        room(&mut write, upload.subscriber, None, upload.bytes).await?;
        uploads::begin(&mut write, &upload, self.now()).await?;
        write.commit().await?;
        Ok(Uploading { id: upload.id, offset: 0 })
    }

    /// How far an upload has come.
    pub async fn upload(&self, actor: &Actor, id: Uuid) -> Result<Uploading> {
        let upload = self.own_upload(actor, id).await?;
        Ok(Uploading { id, offset: upload.received as u64 })
    }

    /// Keeps the part of an upload that begins at `offset`. [`Error::Stale`], and nothing kept, where another
    /// part is the next one: ask [`Desk::upload`] which.
    pub async fn append_upload(
        &self,
        actor: &Actor,
        id: Uuid,
        offset: u64,
        part: &[u8],
    ) -> Result<Uploading> {
        self.own_upload(actor, id).await?;
        if part.is_empty() || part.len() > LARGEST_PART {
            return Err(Error::Stale("the upload"));
        }
        let starts = i64::try_from(offset).map_err(|_| Error::Stale("the upload"))?;
        let mut write = self.store.begin().await?;
        uploads::append(&mut write, id, starts, part).await?;
        write.commit().await?;
        Ok(Uploading { id, offset: offset + part.len() as u64 })
    }

    /// Makes a document of an upload that has come whole; [`Error::Stale`] where it has not. A file that is
    /// refused leaves nothing behind.
    pub async fn finish_upload(&self, actor: &Actor, id: Uuid) -> Result<Uuid> {
        let upload = self.own_upload(actor, id).await?;
        if upload.received != upload.bytes {
            return Err(Error::Stale("the upload"));
        }
        let announced = Announced {
            subscriber: upload.subscriber,
            about: upload.about,
            kind: upload.kind,
            name: upload.name,
            replaces: upload.replaces,
        };
        let done = async {
            let turn = self.intake.turn().await?;
            let content = uploads::content(&self.store, id).await?;
            let clean = self.intake.look(&turn, content).await?;
            self.keep(actor, &announced, &clean, Some(id)).await
        };
        match done.await {
            Err(Error::Fields(errors))
                if errors.iter().all(|error| error.problem != "scanner_unavailable") =>
            {
                self.give_up_upload(actor, id).await?;
                Err(Error::Fields(errors))
            }
            other => other,
        }
    }

    /// Does away with an upload and all that has come of it.
    pub async fn give_up_upload(&self, actor: &Actor, id: Uuid) -> Result<()> {
        self.own_upload(actor, id).await?;
        let mut write = self.store.begin().await?;
        uploads::discard(&mut write, id).await?;
        Ok(write.commit().await?)
    }

    async fn own_upload(&self, actor: &Actor, id: Uuid) -> Result<Upload> {
        let person = actor.own_person_to(Doing::Claim)?;
        let upload = uploads::get(&self.store, id).await?;
        if upload.subscriber == person { Ok(upload) } else { Err(Error::NotFound("upload")) }
    }

    /// What is said of a document of a subscriber, read; counts against what may be sent for them in an hour.
    async fn announced(&self, subscriber: Uuid, typed: &TypedDocument) -> Result<Announced> {
        self.limit(&format!("document:{subscriber}"), MOST_AN_HOUR, TimeDelta::hours(1)).await?;
        let mut faults = Vec::new();
        let mut fault = |field: &str, text: &str| {
            let problem = if text.is_empty() { "missing" } else { "not_a_choice" };
            faults.push(FieldError::new(field, problem));
        };
        let kind: Option<DocumentKind> = typed.kind.parse().ok();
        if kind.is_none() {
            fault("kind", &typed.kind);
        }
        let around = self.people_around(subscriber).await?;
        let about = typed.about.parse().ok().filter(|id| around.iter().any(|one| one.id == *id));
        if about.is_none() {
            fault("about", &typed.about);
        }
        let replaces = match typed.replaces.as_str() {
            "" => None,
            id => Some(id.parse().map_err(|_| Error::NotFound("document"))?),
        };
        match (kind, about) {
            (Some(kind), Some(about)) => {
                Ok(Announced { subscriber, about, kind, name: tidy_name(&typed.name), replaces })
            }
            _ => Err(Error::Fields(faults)),
        }
    }

    /// Writes a document in one transaction with its audit entry; `upload` ends with it. One that answers
    /// another is part of the same submissions, where those are still open.
    async fn keep(
        &self,
        actor: &Actor,
        announced: &Announced,
        clean: &documents::Clean,
        upload: Option<Uuid>,
    ) -> Result<Uuid> {
        let now = self.now();
        let new = NewDocument {
            id: Uuid::now_v7(),
            subscriber: announced.subscriber,
            about: announced.about,
            kind: announced.kind,
            name: &announced.name,
            media_type: clean.kind.media_type(),
            pages: clean.pages,
            content: &clean.bytes,
            replaces: announced.replaces,
        };
        let mut write = self.store.begin().await?;
        if let Some(upload) = upload
            && !uploads::discard(&mut write, upload).await?
        {
            return Err(Error::Stale("the upload"));
        }
        if let Some(there) = records::documents::same_in(&mut write, &new).await? {
            write.commit().await?;
            return Ok(there);
        }
        room(&mut write, new.subscriber, upload, clean.bytes.len() as i64).await?;
        let open = match announced.replaces {
            // What Part B costs proves nothing of coverage.
            None if DocumentKind::PART_B.contains(&new.kind) => Vec::new(),
            // Proof that comes later belongs to what waits for it.
            None => records::documents::open_submissions_in(&mut write, new.subscriber).await?,
            Some(asked) => {
                let asked = records::documents::get_in(&mut write, asked).await?;
                let waits = asked.state == DocumentState::AskedAgain && asked.deleted_at.is_none();
                if asked.subscriber != new.subscriber || !waits {
                    return Err(Error::NotFound("document"));
                }
                let parts = records::documents::parts_of_in(&mut write, asked.id).await?;
                parts.iter().filter(|(_, state, _)| !state.is_final()).map(|(id, ..)| *id).collect()
            }
        };
        records::documents::insert(&mut write, &new, By { actor: &actor.id, name: &actor.name, at: now })
            .await?;
        for submission in open {
            records::documents::link_in(&mut write, submission, &[new.id]).await?;
        }
        let document = records::documents::get_in(&mut write, new.id).await?;
        note(&mut write, actor, "document.received", &document, now).await?;
        write.commit().await?;
        Ok(new.id)
    }
}

/// Refuses what goes beyond a subscriber's room.
async fn room(write: &mut records::Write, subscriber: Uuid, except: Option<Uuid>, bytes: i64) -> Result<()> {
    let (count, taken) = records::documents::taken_in(write, subscriber, except).await?;
    if count >= MOST_DOCUMENTS || taken + bytes > MOST_BYTES {
        return Err(refused("no_room"));
    }
    Ok(())
}

/// A file's name to be shown: without folders and control characters, and not endless.
fn tidy_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last.chars().filter(|letter| !letter.is_control()).take(LONGEST_NAME).collect();
    plain.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_shown_without_folders_and_control_characters() {
        for (name, shown) in [
            ("acta de nacimiento.pdf", "acta de nacimiento.pdf"),
            ("C:\\Users\\ana\\scan.pdf", "scan.pdf"),
            ("../../etc/passwd", "passwd"),
            ("a\r\nb\0.pdf", "ab.pdf"),
            ("", ""),
        ] {
            assert_eq!(tidy_name(name), shown);
        }
        assert_eq!(tidy_name(&"ñ".repeat(500)).chars().count(), LONGEST_NAME);
    }
}

//! The packets of many, for the mail: a run is begun at the desk and worked off in the background, packet by
//! packet, by any process. It ends in one print file in the order of the mail, and a manifest of it.

use chrono::Duration;
use feeds::packet_manifest;
use letters::{Language, Paper, Size};
use records::audit::{self, Entry};
use records::submissions::By;
use records::{packet_runs, packets, people};
use uuid::Uuid;

pub use records::packet_runs::Run;

use crate::error::{Error, FieldError, Result};
use crate::{Actor, Desk, Permission};

/// How long a process may be silent before another goes on with its run.
const LEASE: Duration = Duration::minutes(2);
/// How long it may put the print file together.
const LONGEST_MERGE: Duration = Duration::minutes(10);

/// Who is in a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Every retiree and survivor.
    All,
    /// Those without an e-mail address.
    NoEmail,
}

impl Audience {
    /// As stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Audience::All => "all",
            Audience::NoEmail => "no_email",
        }
    }

    /// From its stored word.
    pub fn from_word(word: &str) -> Option<Audience> {
        [Audience::All, Audience::NoEmail].into_iter().find(|one| one.as_str() == word)
    }
}

impl Desk {
    /// The latest runs.
    pub async fn packet_runs(&self, actor: &Actor) -> Result<Vec<Run>> {
        actor.require(Permission::SeePeople)?;
        Ok(packet_runs::list(&self.store).await?)
    }

    /// A run and how far it is.
    pub async fn packet_run(&self, actor: &Actor, id: Uuid) -> Result<Run> {
        actor.require(Permission::SeePeople)?;
        Ok(packet_runs::get(&self.store, id).await?)
    }

    /// Begins a run; its id. Each gets the packet in their own language.
    pub async fn begin_packet_run(&self, actor: &Actor, audience: Audience, size: Size) -> Result<Uuid> {
        actor.require(Permission::RunPackets)?;
        let everybody = packets::addressees(&self.store, self.today()).await?;
        let people = everybody.iter().filter(|one| audience == Audience::All || !one.has_email);
        let people: Vec<Uuid> = people.map(|one| one.id).collect();
        if people.is_empty() {
            let nobody = FieldError::new("audience", "nobody");
            return Err(Error::Fields(vec![nobody]));
        }
        let (id, at) = (Uuid::now_v7(), self.now());
        let by = By { actor: &actor.id, name: &actor.name, at };
        let mut write = self.store.begin().await?;
        packet_runs::begin(&mut write, id, audience.as_str(), size.as_str(), &people, by).await?;
        let entry = Entry {
            at,
            actor: &actor.id,
            action: "packet_run.begun",
            subject: &format!("packet_run:{id}"),
            detail: serde_json::json!({
                "audience": audience.as_str(), "size": size.as_str(), "people": people.len(),
            }),
        };
        audit::append(&mut write, entry).await?;
        write.commit().await?;
        Ok(id)
    }

    /// The print file of a run that is finished. Reading it is in the audit trail.
    pub async fn packet_print_file(&self, actor: &Actor, id: Uuid) -> Result<Vec<u8>> {
        actor.require(Permission::SeePeople)?;
        let print = packet_runs::print(&self.store, id).await?;
        self.note_run(actor, "packet_run.printed", id).await?;
        Ok(print)
    }

    /// The manifest of a run, as CSV: what is in its print file, and who is not and why.
    pub async fn packet_manifest(&self, actor: &Actor, id: Uuid) -> Result<Vec<u8>> {
        actor.require(Permission::SeePeople)?;
        packet_runs::get(&self.store, id).await?;
        let items = packet_runs::items(&self.store, id).await?;
        self.note_run(actor, "packet_run.listed", id).await?;
        let names: Vec<String> =
            items.iter().map(|one| format!("{} {}", one.given_name, one.family_name)).collect();
        let lines = items.iter().zip(&names).map(|(one, name)| packet_manifest::Line {
            sequence: one.sequence,
            person_ref: one.ref_.as_deref().unwrap_or_default(),
            name,
            language: one.language.as_deref().unwrap_or_default(),
            pages: one.pages,
            problem: one.problem.as_deref().unwrap_or_default(),
        });
        packet_manifest::write(lines).map_err(Error::Manifest)
    }

    /// Takes a run that nobody has at work and makes its packets until it is finished, or `goes_on` says no.
    /// Whether there was one.
    pub async fn work_off_packets(&self, goes_on: &(dyn Fn() -> bool + Sync)) -> Result<bool> {
        let mut write = self.store.begin().await?;
        let claimed = packet_runs::claim(&mut write, self.now(), LEASE).await?;
        write.commit().await?;
        let Some(id) = claimed else { return Ok(false) };
        let run = packet_runs::get(&self.store, id).await?;
        let actor = Actor { id: run.started_by, name: run.started_by_name, ..Actor::portal("packets") };
        let size = Size::from_word(&run.size);
        while let Some((sequence, person)) = packet_runs::next(&self.store, id).await? {
            if !goes_on() {
                let mut write = self.store.begin().await?;
                packet_runs::hold(&mut write, id, self.now()).await?;
                write.commit().await?;
                return Ok(true);
            }
            self.make_one_of_many(&actor, id, sequence, person, size).await?;
        }
        self.put_together(id).await?;
        Ok(true)
    }

    async fn make_one_of_many(
        &self,
        actor: &Actor,
        run: Uuid,
        sequence: i64,
        person: Uuid,
        size: Size,
    ) -> Result<()> {
        let language = Language::from_code(&people::person(&self.store, person).await?.language);
        let printed = self.print_packet(person, Paper { language, size }).await;
        let mut write = self.store.begin().await?;
        match printed {
            Ok(printed) => {
                let packet = self.keep_packet(&mut write, actor, &printed).await?;
                match packet_runs::made(&mut write, run, sequence, packet, &printed.pdf.bytes).await {
                    // Another process was quicker: what this one has written goes.
                    Err(records::Error::Stale(_)) => return Ok(()),
                    done => done?,
                }
            }
            // One that can't be made must not keep the others waiting.
            Err(Error::NotFound(_)) => {
                packet_runs::impossible(&mut write, run, sequence, "not_on_rolls").await?;
            }
            Err(Error::Letter(error)) => {
                tracing::error!(%error, %person, "a packet can't be made");
                packet_runs::impossible(&mut write, run, sequence, "not_printable").await?;
            }
            Err(error) => return Err(error),
        }
        packet_runs::hold(&mut write, run, self.now() + LEASE).await?;
        Ok(write.commit().await?)
    }

    /// Makes the print file of the single ones.
    async fn put_together(&self, run: Uuid) -> Result<()> {
        let mut write = self.store.begin().await?;
        packet_runs::hold(&mut write, run, self.now() + LONGEST_MERGE).await?;
        write.commit().await?;
        let mut files = Vec::new();
        for item in packet_runs::items(&self.store, run).await?.iter().filter(|item| item.pages.is_some()) {
            files.push(packet_runs::file(&self.store, run, item.sequence).await?);
        }
        let merged = tokio::task::spawn_blocking(move || letters::merge(files)).await;
        let print = merged.map_err(|_| Error::Cut)?.map_err(Error::Letter)?;
        let mut write = self.store.begin().await?;
        match packet_runs::finish(&mut write, run, &print.bytes, print.pages, self.now()).await {
            Err(records::Error::Stale(_)) => return Ok(()),
            done => done?,
        }
        let entry = Entry {
            at: self.now(),
            actor: &Actor::portal("packets").id,
            action: "packet_run.finished",
            subject: &format!("packet_run:{run}"),
            detail: serde_json::json!({ "pages": print.pages }),
        };
        audit::append(&mut write, entry).await?;
        Ok(write.commit().await?)
    }

    async fn note_run(&self, actor: &Actor, action: &str, id: Uuid) -> Result<()> {
        let mut write = self.store.begin().await?;
        let subject = format!("packet_run:{id}");
        let detail = serde_json::json!({});
        let entry = Entry { at: self.now(), actor: &actor.id, action, subject: &subject, detail };
        audit::append(&mut write, entry).await?;
        Ok(write.commit().await?)
    }
}

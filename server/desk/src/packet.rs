//! The retiree packet: a retiree's or survivor's own, everybody's without names, one that staff make, and each as
//! it was sent. What sections say is in [`sections`], many for the mail in [`runs`].

mod facts;
pub mod runs;
pub mod sections;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::code::PersonRef;
use domain::office;
use letters::Office;
use letters::packet::Packet;
use records::audit::{self, Entry};
use records::packets::{self, NewPacket};
use records::people;
use records::submissions::By;
use uuid::Uuid;

pub use letters::packet::{SectionKey, SectionText};
pub use letters::{Language, Paper, Pdf, Size};
pub use records::packets::Made;

use crate::error::{Error, Result};
use crate::{Actor, Desk, Permission};

/// The most packets of one person that the desk lists.
const LISTED: i64 = 20;

/// The public packets that were made last, each with what it depends on.
pub(crate) type KeptPublic = Arc<Mutex<BTreeMap<Paper, (String, Arc<Pdf>)>>>;

/// A packet that is made, before it is written.
struct Printed {
    person: Uuid,
    paper: Paper,
    input: String,
    sections: serde_json::Value,
    pdf: Pdf,
}

impl Desk {
    /// Who writes letters.
    pub fn office(&self) -> Office {
        let portal = &self.city.base_url;
        Office {
            city: self.city.name.clone(),
            street: office::STREET.into(),
            phone: office::PHONE.into(),
            email: office::EMAIL.into(),
            portal: portal.split_once("://").map_or(portal.as_str(), |(_, rest)| rest).to_owned(),
        }
    }

    /// Whether there is a packet for the signed-in person: they are retired, or a survivor.
    pub async fn has_packet(&self, actor: &Actor) -> Result<bool> {
        self.is_for(actor.own_person()?).await
    }

    /// The signed-in retiree's or survivor's own packet of today. It is kept once, however often it is asked for;
    /// [`Error::NotFound`] for anybody else.
    pub async fn my_packet(&self, actor: &Actor, paper: Paper) -> Result<Pdf> {
        let printed = self.print_packet(actor.own_person()?, paper).await?;
        let mut write = self.store.begin().await?;
        if !packets::was_made_in(&mut write, printed.person, &printed.pdf.bytes).await? {
            self.keep_packet(&mut write, actor, &printed).await?;
        }
        write.commit().await?;
        Ok(printed.pdf)
    }

    /// The packet that names nobody: for everybody.
    pub async fn public_packet(&self, paper: Paper) -> Result<Arc<Pdf>> {
        let version = format!("{} {:?}", self.public_version().await?, packets::printed(&self.store).await?);
        let kept = self.public_packets.lock().unwrap_or_else(PoisonError::into_inner).get(&paper).cloned();
        if let Some((_, pdf)) = kept.filter(|(known, _)| *known == version) {
            return Ok(pdf);
        }
        let pdf = Arc::new(print(self.public_facts(paper).await?).await?);
        let mut kept = self.public_packets.lock().unwrap_or_else(PoisonError::into_inner);
        kept.insert(paper, (version, pdf.clone()));
        Ok(pdf)
    }

    /// Makes somebody's packet at the desk, and keeps it; its id.
    pub async fn make_packet(&self, actor: &Actor, number: &PersonRef, paper: Paper) -> Result<Uuid> {
        actor.require(Permission::SeePeople)?;
        let person = people::by_ref(&self.store, number).await?;
        let printed = self.print_packet(person.id, paper).await?;
        let mut write = self.store.begin().await?;
        let id = self.keep_packet(&mut write, actor, &printed).await?;
        write.commit().await?;
        Ok(id)
    }

    /// The packets that were made for somebody, the latest first; `None` where there is none to be made.
    pub async fn packets_of(&self, actor: &Actor, number: &PersonRef) -> Result<Option<Vec<Made>>> {
        actor.require(Permission::SeePeople)?;
        let person = people::by_ref(&self.store, number).await?;
        let made = packets::of_person(&self.store, person.id, LISTED).await?;
        let is_for = !made.is_empty() || self.is_for(person.id).await?;
        Ok(is_for.then_some(made))
    }

    /// A packet as it was sent, made again of what it was made from; for the desk. [`Error::NotAsSent`] where it
    /// would not be the same file, as after the portal's templates have changed.
    pub async fn packet_as_sent(&self, actor: &Actor, id: Uuid) -> Result<Pdf> {
        actor.require(Permission::SeePeople)?;
        let (made, input) = packets::get(&self.store, id).await?;
        let input: Packet = serde_json::from_str(&input).map_err(|_| Error::NotAsSent)?;
        let pdf = print(input).await?;
        if !packets::is_as_made(&self.store, &made, &pdf.bytes) {
            return Err(Error::NotAsSent);
        }
        let mut write = self.store.begin().await?;
        let entry = Entry {
            at: self.now(),
            actor: &actor.id,
            action: "packet.read",
            subject: &format!("person:{}", made.person_id),
            detail: serde_json::json!({ "packet": id }),
        };
        audit::append(&mut write, entry).await?;
        write.commit().await?;
        Ok(pdf)
    }

    /// Makes somebody's packet of today, and writes nothing.
    async fn print_packet(&self, person: Uuid, paper: Paper) -> Result<Printed> {
        let facts = self.packet_facts(person, paper).await?;
        let versions = facts.sections.iter();
        let versions = versions.map(|one| serde_json::json!({ "key": one.key, "version": one.version }));
        let (sections, input) = (versions.collect(), serde_json::to_string(&facts));
        let input = input.map_err(|error| Error::Letter(error.into()))?;
        Ok(Printed { person, paper, input, sections, pdf: print(facts).await? })
    }

    /// Writes a packet that was made, and that it was.
    async fn keep_packet(
        &self,
        write: &mut records::Write,
        actor: &Actor,
        printed: &Printed,
    ) -> Result<Uuid> {
        let id = Uuid::now_v7();
        let new = NewPacket {
            id,
            person: printed.person,
            language: printed.paper.language.as_str(),
            size: printed.paper.size.as_str(),
            input: &printed.input,
            sections: printed.sections.clone(),
            file: &printed.pdf.bytes,
            pages: printed.pdf.pages,
        };
        let at = self.now();
        packets::insert(write, &new, By { actor: &actor.id, name: &actor.name, at }).await?;
        let entry = Entry {
            at,
            actor: &actor.id,
            action: "packet.made",
            subject: &format!("person:{}", printed.person),
            detail: serde_json::json!({
                "packet": id, "language": new.language, "size": new.size, "pages": new.pages,
            }),
        };
        audit::append(write, entry).await?;
        Ok(id)
    }
}

/// Makes the PDF, beside what else the process does.
async fn print(facts: Packet) -> Result<Pdf> {
    let made = tokio::task::spawn_blocking(move || letters::packet::packet(&facts)).await;
    made.map_err(|_| Error::Cut)?.map_err(Error::Letter)
}

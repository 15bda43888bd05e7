//! What the sections of the packet say: written at the desk in both languages, seen as a PDF before it is
//! published, never edited afterwards. Where nobody has written, the text that the portal ships with is printed.

use std::collections::BTreeMap;

use letters::markup;
use letters::packet::{
    Contract, Holder, Packet, Payment, PaymentWay, Recipient, Section, SectionKey, SectionText, shipped,
};
use letters::{Address, Language, Paper, Pdf};
use records::audit::{self, Entry};
use records::packets;
use records::submissions::By;

pub use records::packets::SectionVersion;

use super::print;
use crate::error::{Error, FieldError, Result};
use crate::{Actor, Desk, Permission};

/// The most that a heading has, in characters.
const LONGEST_TITLE: usize = 80;
/// The most that a text has, in characters.
const LONGEST_BODY: usize = 4_000;

/// A section in the list of the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionInList {
    /// Which one.
    pub key: SectionKey,
    /// What is printed.
    pub text: SectionText,
    /// Its version; 0 for the text that the portal ships with.
    pub printed: i64,
    /// A later version that is not published.
    pub draft: Option<i64>,
}

/// A section and all its versions.
#[derive(Debug, Clone, PartialEq)]
pub struct SectionHistory {
    /// Which one.
    pub key: SectionKey,
    /// What the latest version says: what a change begins with.
    pub text: SectionText,
    /// Its version; 0 for the text that the portal ships with.
    pub latest: i64,
    /// Whether it is published.
    pub is_printed: bool,
    /// Every version, the latest first.
    pub versions: Vec<SectionVersion>,
    /// Whether this actor may change it.
    pub may_run: bool,
}

impl Desk {
    /// Every section, in the order in which they are printed.
    pub async fn packet_sections(&self, actor: &Actor) -> Result<Vec<SectionInList>> {
        actor.require(Permission::SeePeople)?;
        let printed = packets::printed(&self.store).await?;
        let latest = packets::latest(&self.store).await?;
        let of = |list: &[SectionVersion], key: SectionKey| {
            list.iter().find(|one| one.key == key.as_str()).cloned()
        };
        let section = |key| {
            let (text, version) = text_of(key, of(&printed, key));
            let draft = of(&latest, key).filter(|one| one.published_at.is_none()).map(|one| one.version);
            SectionInList { key, text, printed: version, draft }
        };
        Ok(SectionKey::ALL.into_iter().map(section).collect())
    }

    /// A section and all its versions.
    pub async fn packet_section(&self, actor: &Actor, key: SectionKey) -> Result<SectionHistory> {
        actor.require(Permission::SeePeople)?;
        let versions = packets::history(&self.store, key.as_str()).await?;
        let is_printed = versions.first().is_none_or(|latest| latest.published_at.is_some());
        let (text, latest) = text_of(key, versions.first().cloned());
        let may_run = actor.may(Permission::RunPackets);
        Ok(SectionHistory { key, text, latest, is_printed, versions, may_run })
    }

    /// Keeps `text` as the next version of a section whose latest one is still `based_on`, as a draft; its number.
    pub async fn save_section(
        &self,
        actor: &Actor,
        key: SectionKey,
        based_on: i64,
        text: &SectionText,
    ) -> Result<i64> {
        actor.require(Permission::RunPackets)?;
        let problems = faults(text);
        if !problems.is_empty() {
            return Err(Error::Fields(problems));
        }
        let versions = packets::history(&self.store, key.as_str()).await?;
        if versions.first().map_or(0, |latest| latest.version) != based_on {
            return Err(Error::Stale("the section"));
        }
        let body = serde_json::to_value(text).map_err(|error| Error::Letter(error.into()))?;
        let by = By { actor: &actor.id, name: &actor.name, at: self.now() };
        let version = based_on + 1;
        let mut write = self.store.begin().await?;
        packets::insert_section(&mut write, key.as_str(), version, &body, by)
            .await
            .map_err(|error| if error.is_duplicate() { Error::Stale("the section") } else { error.into() })?;
        self.note_section(&mut write, actor, "packet_section.saved", key, version).await?;
        write.commit().await?;
        Ok(version)
    }

    /// Publishes the latest version of a section: packets that are made from now on say it.
    pub async fn publish_section(&self, actor: &Actor, key: SectionKey, version: i64) -> Result<()> {
        actor.require(Permission::RunPackets)?;
        let mut write = self.store.begin().await?;
        packets::publish_section(&mut write, key.as_str(), version, self.now()).await?;
        self.note_section(&mut write, actor, "packet_section.published", key, version).await?;
        Ok(write.commit().await?)
    }

    /// The packet of an invented retiree, with the latest version of a section in it, published or not.
    pub async fn preview_packet(&self, actor: &Actor, key: SectionKey, paper: Paper) -> Result<Pdf> {
        let latest = self.packet_section(actor, key).await?;
        let mut sections = self.printed_sections(paper.language).await?;
        if let Some(section) = sections.iter_mut().find(|section| section.key == key) {
            *section = as_printed(key, &latest.text, latest.latest, paper.language)?;
        }
        let public = self.public_facts_with(paper, sections).await?;
        print(sample(public)).await
    }

    /// The sections as they are printed today.
    pub(super) async fn printed_sections(&self, language: Language) -> Result<Vec<Section>> {
        let printed = packets::printed(&self.store).await?;
        let by_key: BTreeMap<_, _> = printed.into_iter().map(|one| (one.key.clone(), one)).collect();
        let section = |key: SectionKey| {
            let (text, version) = text_of(key, by_key.get(key.as_str()).cloned());
            as_printed(key, &text, version, language)
        };
        SectionKey::ALL.into_iter().map(section).collect()
    }

    async fn note_section(
        &self,
        write: &mut records::Write,
        actor: &Actor,
        action: &str,
        key: SectionKey,
        version: i64,
    ) -> Result<()> {
        let entry = Entry {
            at: self.now(),
            actor: &actor.id,
            action,
            subject: &format!("packet_section:{}", key.as_str()),
            detail: serde_json::json!({ "version": version }),
        };
        Ok(audit::append(write, entry).await?)
    }
}

/// What a version says, and its number; the text that the portal ships with where there is none.
fn text_of(key: SectionKey, version: Option<SectionVersion>) -> (SectionText, i64) {
    let kept = version.and_then(|one| Some((serde_json::from_value(one.body.0).ok()?, one.version)));
    kept.unwrap_or_else(|| (shipped(key), 0))
}

fn as_printed(key: SectionKey, text: &SectionText, version: i64, language: Language) -> Result<Section> {
    let body = markup::parse(text.body(language));
    let body = body.map_err(|_| one_fault(&format!("body_{}", language.as_str()), "markup"))?;
    Ok(Section { key, version, title: text.title(language).to_owned(), body })
}

/// What is wrong with a text, by field.
fn faults(text: &SectionText) -> Vec<FieldError> {
    let mut faults = Vec::new();
    let mut fault = |field: String, problem: &str, detail: String| {
        faults.push(FieldError::new(field, problem).naming(detail));
    };
    for language in Language::ALL {
        let code = language.as_str();
        for (name, text, most) in
            [("title", text.title(language), LONGEST_TITLE), ("body", text.body(language), LONGEST_BODY)]
        {
            if text.trim().is_empty() {
                fault(format!("{name}_{code}"), "empty", String::new());
            } else if text.chars().count() > most {
                fault(format!("{name}_{code}"), "too_long", most.to_string());
            } else if name == "body" && markup::parse(text).is_err() {
                fault(format!("{name}_{code}"), "markup", String::new());
            }
        }
    }
    faults
}

fn one_fault(field: &str, problem: &str) -> Error {
    Error::field(field, problem)
}

/// The packet of somebody invented who holds the first plan of the first price list.
fn sample(public: Packet) -> Packet {
    let name = match public.paper.language {
        Language::En => "Sample Retiree",
        Language::Es => "Jubilada de Muestra",
    };
    let address =
        Address { name: name.into(), street: "1 Sample Street".into(), place: "Sampletown, MA 00000".into() };
    let prices: Vec<_> = public.prices.iter().take(1).cloned().collect();
    let contract = |price: &letters::packet::Price| Contract {
        benefit: price.benefit,
        plan: price.plan.clone(),
        carrier: String::new(),
        tier: Some(price.tier.tier()),
        covered: Vec::new(),
        since: public.made_on,
        until: None,
        amounts: Some(price.amounts),
    };
    let contracts: Vec<_> = prices.iter().flat_map(|group| group.rows.first()).map(contract).collect();
    let monthly = contracts.iter().filter_map(|one| one.amounts).map(|of| of.own).sum();
    Packet {
        recipient: Some(Recipient { address, number: "R00000".into() }),
        payment: Some(Payment { way: PaymentWay::CityPension, monthly, incomplete: false }),
        holders: vec![Holder { name: name.into(), own: true, contracts }],
        prices,
        ..public
    }
}

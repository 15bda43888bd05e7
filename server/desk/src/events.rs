//! The catalogue of life events: what is in force, for everybody; preparing, publishing and ending kinds, for
//! the office. What has been published is never edited: a change is the next version.

use domain::event::{EventAction, EventCode, EventKind, EventState};
use records::audit::{self, Entry};
use records::event_kinds;

pub use explain::{EventAnswer, explain};
pub use records::event_kinds::EventVersion;
pub use shipped::shipped;
pub use typed::{TypedEvent, TypedPermit, TypedProof};

use crate::error::{Error, Result};
use crate::{Actor, Desk, Permission};

mod explain;
mod shipped;
mod typed;

/// A kind of event that is in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventInForce {
    /// The kind.
    pub kind: EventKind,
    /// Which version of it; what is asked for keeps to that version.
    pub version: i64,
}

impl From<EventVersion> for EventInForce {
    fn from(version: EventVersion) -> EventInForce {
        EventInForce { kind: version.kind, version: version.version }
    }
}

/// Every version of a kind of event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventHistory {
    /// The latest first; there is at least one.
    pub versions: Vec<EventVersion>,
    /// Whether this actor may change it.
    pub may_run: bool,
}

impl EventHistory {
    /// The latest version: what a change begins with.
    pub fn latest(&self) -> Option<&EventVersion> {
        self.versions.first()
    }
}

impl Desk {
    /// Every kind of event in force, by its English title. For everybody.
    pub async fn event_kinds(&self) -> Result<Vec<EventInForce>> {
        let versions = event_kinds::published(&self.store).await?;
        let mut kinds: Vec<EventInForce> = versions.into_iter().map(EventInForce::from).collect();
        kinds.sort_by(|one, other| one.kind.title.en.cmp(&other.kind.title.en));
        Ok(kinds)
    }

    /// A kind of event in force. For everybody.
    pub async fn event_kind(&self, code: &EventCode) -> Result<EventInForce> {
        Ok(event_kinds::get(&self.store, code).await?.into())
    }

    /// A kind of event as a version had it, whatever has become of it since: what was asked for under it
    /// keeps its rules. For everybody.
    pub async fn event_kind_at_version(&self, code: &EventCode, version: i64) -> Result<EventKind> {
        Ok(event_kinds::at_version(&self.store, code, version).await?.kind)
    }

    /// Of every kind the latest version and the one in force, by code, the latest first.
    pub async fn event_catalogue(&self, actor: &Actor) -> Result<Vec<EventVersion>> {
        actor.require(Permission::SeeQueue)?;
        Ok(event_kinds::current(&self.store).await?)
    }

    /// Every version of a kind.
    pub async fn event_history(&self, actor: &Actor, code: &EventCode) -> Result<EventHistory> {
        actor.require(Permission::SeeQueue)?;
        let versions = self.versions(code).await?;
        Ok(EventHistory { versions, may_run: actor.may(Permission::RunEvents) })
    }

    /// Keeps `typed` as the next version of a kind whose latest one is still `based_on`, as a draft; an older
    /// draft ends. The number of the new version.
    pub async fn save_event(
        &self,
        actor: &Actor,
        code: &EventCode,
        based_on: i64,
        typed: &TypedEvent,
    ) -> Result<i64> {
        actor.require(Permission::RunEvents)?;
        let latest = self.latest(code, based_on).await?;
        let kind = typed.parse(code).map_err(Error::Fields)?;
        let draft = self.draft_of(actor, kind, based_on + 1);
        let mut write = self.store.begin().await?;
        if latest.state == EventState::Draft {
            event_kinds::expire(&mut write, code, based_on, EventState::Draft, self.now()).await?;
        }
        event_kinds::insert(&mut write, &draft).await.map_err(stale)?;
        self.note_event(&mut write, actor, "event.saved", &draft).await?;
        write.commit().await?;
        Ok(draft.version)
    }

    /// Puts a draft in force, in the place of the version that is. A draft with faults stays one; each fault
    /// names its field.
    pub async fn publish_event(&self, actor: &Actor, code: &EventCode, version: i64) -> Result<()> {
        actor.require(Permission::RunEvents)?;
        let draft = self.latest(code, version).await?;
        draft.state.after(EventAction::Publish)?;
        let faults = draft.kind.check();
        if !faults.is_empty() {
            return Err(Error::Fields(faults.into_iter().map(typed::fault).collect()));
        }
        let before = self.versions(code).await?.into_iter().find(|one| one.state == EventState::Published);
        let now = self.now();
        let mut write = self.store.begin().await?;
        if let Some(before) = before {
            event_kinds::expire(&mut write, code, before.version, EventState::Published, now).await?;
        }
        event_kinds::publish(&mut write, code, version, now).await.map_err(stale)?;
        self.note_event(&mut write, actor, "event.published", &draft).await?;
        Ok(write.commit().await?)
    }

    /// Ends a draft or the version in force: nothing takes its place. What was asked for under it goes on.
    pub async fn expire_event(&self, actor: &Actor, code: &EventCode, version: i64) -> Result<()> {
        actor.require(Permission::RunEvents)?;
        let found = event_kinds::at_version(&self.store, code, version).await?;
        found.state.after(EventAction::Expire)?;
        let mut write = self.store.begin().await?;
        event_kinds::expire(&mut write, code, version, found.state, self.now()).await?;
        self.note_event(&mut write, actor, "event.ended", &found).await?;
        Ok(write.commit().await?)
    }

    /// Begins a new kind under the code `typed`, as a draft that is like a version of another kind. Its code.
    pub async fn clone_event(
        &self,
        actor: &Actor,
        code: &EventCode,
        version: i64,
        typed: &str,
    ) -> Result<EventCode> {
        actor.require(Permission::RunEvents)?;
        let like = event_kinds::at_version(&self.store, code, version).await?;
        let new: EventCode = typed.parse().map_err(|_| Error::field("code", "not_a_code"))?;
        let draft = self.draft_of(actor, EventKind { code: new.clone(), ..like.kind }, 1);
        let mut write = self.store.begin().await?;
        event_kinds::insert(&mut write, &draft).await.map_err(|error| {
            if error.is_duplicate() { Error::field("code", "taken") } else { error.into() }
        })?;
        self.note_event(&mut write, actor, "event.cloned", &draft).await?;
        write.commit().await?;
        Ok(new)
    }

    /// Puts the catalogue that the portal ships with in force, where the records have none. At start-up.
    pub async fn ship_events(&self) -> Result<()> {
        let actor = Actor::portal("catalogue");
        let now = self.now();
        let mut write = self.store.begin().await?;
        if event_kinds::any_in(&mut write).await? {
            return Ok(());
        }
        for kind in shipped() {
            let state = EventState::Published;
            let version = EventVersion { state, valid_from: Some(now), ..self.draft_of(&actor, kind, 1) };
            match event_kinds::insert(&mut write, &version).await {
                // Another process has started at the same moment.
                Err(error) if error.is_duplicate() => return Ok(()),
                done => done?,
            }
            self.note_event(&mut write, &actor, "event.shipped", &version).await?;
        }
        Ok(write.commit().await?)
    }

    fn draft_of(&self, actor: &Actor, kind: EventKind, version: i64) -> EventVersion {
        EventVersion {
            kind,
            version,
            state: EventState::Draft,
            saved_at: self.now(),
            saved_by: actor.id.clone(),
            saved_by_name: actor.name.clone(),
            valid_from: None,
            valid_to: None,
        }
    }

    /// Every version of a kind, the latest first; at least one.
    async fn versions(&self, code: &EventCode) -> Result<Vec<EventVersion>> {
        let versions = event_kinds::history(&self.store, code).await?;
        if versions.is_empty() { Err(Error::NotFound("life event")) } else { Ok(versions) }
    }

    /// The latest version of a kind, if it is still `version`.
    async fn latest(&self, code: &EventCode, version: i64) -> Result<EventVersion> {
        let latest = self.versions(code).await?.swap_remove(0);
        if latest.version == version { Ok(latest) } else { Err(Error::Stale("life event")) }
    }

    async fn note_event(
        &self,
        write: &mut records::Write,
        actor: &Actor,
        action: &str,
        version: &EventVersion,
    ) -> Result<()> {
        let entry = Entry {
            at: self.now(),
            actor: &actor.id,
            action,
            subject: &format!("event:{}", version.kind.code),
            detail: serde_json::json!({ "version": version.version, "title": version.kind.title.en }),
        };
        Ok(audit::append(write, entry).await?)
    }
}

/// Of two who write the same version, the second is told that it came second.
fn stale(error: records::Error) -> Error {
    if error.is_duplicate() { Error::Stale("life event") } else { error.into() }
}

//! The e-mail that the portal wrote, for the desk; and deliveries that were given up.

use records::messages;
pub use records::messages::Listed;
use records::outbox::{self, Dead};
use uuid::Uuid;

use crate::error::Result;
use crate::{Actor, Desk, Permission};

/// Messages on a page.
pub const PAGE: usize = 50;

/// A page of messages.
#[derive(Debug, Clone)]
pub struct Messages {
    /// The latest first.
    pub listed: Vec<Listed>,
    /// Where the next page begins; `None` on the last one.
    pub older: Option<Uuid>,
    /// Deliveries that were given up.
    pub dead: Vec<Dead>,
}

impl Desk {
    /// Messages, the latest first; those before `before`, an id of an earlier page.
    pub async fn messages(&self, actor: &Actor, before: Option<Uuid>) -> Result<Messages> {
        actor.require(Permission::SeeMessages)?;
        let mut listed = messages::page(&self.store, before, PAGE as i64 + 1).await?;
        let more = listed.len() > PAGE;
        listed.truncate(PAGE);
        let older = listed.last().filter(|_| more).map(|last| last.id);
        Ok(Messages { listed, older, dead: outbox::dead(&self.store).await? })
    }
}

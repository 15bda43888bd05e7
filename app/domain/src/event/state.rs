//! Where a version of a kind of event stands, and what staff may do with it.

use thiserror::Error;

use crate::word::words;

words! {
    /// Where a version of a kind of event stands.
    pub enum EventState {
        /// Being prepared; the office alone sees it.
        Draft = "draft",
        /// In force.
        Published = "published",
        /// No longer in force, or never was; kept for what was asked for under it.
        Expired = "expired",
    }
}

/// What is done with a version of a kind of event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventAction {
    /// Put it in force, in the place of the version that is.
    Publish,
    /// End it: because another version takes its place, or nothing does.
    Expire,
}

/// The state does not allow the action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a version of an event that is {from} can't be {action}")]
pub struct EventRefused {
    /// The state it is in.
    pub from: EventState,
    /// What was asked, in words.
    pub action: &'static str,
}

impl EventState {
    /// The state after `action`.
    pub fn after(self, action: EventAction) -> Result<EventState, EventRefused> {
        use EventAction as A;
        use EventState as S;
        match (self, action) {
            (S::Draft, A::Publish) => Ok(S::Published),
            (S::Draft | S::Published, A::Expire) => Ok(S::Expired),
            (from, A::Publish) => Err(EventRefused { from, action: "published" }),
            (from, A::Expire) => Err(EventRefused { from, action: "ended" }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_and_action() {
        for (from, publish, expire) in [
            (EventState::Draft, Some(EventState::Published), Some(EventState::Expired)),
            (EventState::Published, None, Some(EventState::Expired)),
            (EventState::Expired, None, None),
        ] {
            assert_eq!(from.after(EventAction::Publish).ok(), publish, "{from}");
            assert_eq!(from.after(EventAction::Expire).ok(), expire, "{from}");
        }
    }
}

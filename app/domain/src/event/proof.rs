//! What is to be proven after an event.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Circle, EventKind, Whom};
use crate::document::DocumentKind;

/// What is to be proven about whom. Any one of the documents is enough.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProofRule {
    /// About whom: each of these people whom the change adds or drops. What is about the event rather
    /// than a person is about the member.
    pub whom: Whom,
    /// The documents of which one is needed.
    pub documents: Vec<DocumentKind>,
    /// Days after the submission by which it is due.
    pub due_days: u32,
}

impl EventKind {
    /// What is to be proven about a dependent; `None` is the member.
    pub fn proof_about(&self, circle: Circle<'_>, person: Option<Uuid>) -> Vec<&ProofRule> {
        self.proof.iter().filter(|rule| circle.includes(rule.whom, person)).collect()
    }
}

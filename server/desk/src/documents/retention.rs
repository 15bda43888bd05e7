//! How long documents are kept: what has outlived the city's rule is destroyed, and the audit trail says so.

use chrono::{Days, NaiveDate};
use domain::deadline::{CITY_ZONE, local_day, start_of_day};
use domain::document::{DocumentKind, DocumentState};
use records::documents;
use uuid::Uuid;

use super::{Document, note};
use crate::error::Result;
use crate::{Actor, Desk};

/// Documents of a kind that are destroyed at a time; the others follow the next time.
const AT_A_TIME: i64 = 500;

impl Desk {
    /// The last day on which a document is kept; `None` for ever.
    pub fn kept_through(&self, document: &Document) -> Option<NaiveDate> {
        let since = local_day(document.decided_at.unwrap_or(document.uploaded_at), CITY_ZONE);
        self.retention.kept_through(document.kind, document.state, since)
    }

    /// Destroys the documents that have outlived the city's rule; returns how many.
    pub async fn expire_documents(&self) -> Result<u64> {
        let mut destroyed = 0;
        for kind in DocumentKind::ALL {
            for state in [DocumentState::Verified, DocumentState::Received] {
                let years = self.retention.years(*kind, state).saturating_mul(12);
                let Some(since) = self.today().checked_sub_months(chrono::Months::new(years)) else {
                    continue;
                };
                // The last day is one on which it is kept, also where February is short.
                let before = start_of_day(since - Days::new(1), CITY_ZONE);
                let verified = state == DocumentState::Verified;
                for id in documents::outlived(&self.store, *kind, verified, before, AT_A_TIME).await? {
                    destroyed += u64::from(self.expire(id).await?);
                }
            }
        }
        Ok(destroyed)
    }

    /// Destroys a document, where it still has outlived the rule; whether it was.
    async fn expire(&self, id: Uuid) -> Result<bool> {
        let now = self.now();
        let mut write = self.store.begin().await?;
        let document = documents::get_in(&mut write, id).await?;
        let over = self.kept_through(&document).is_some_and(|last| last < self.today());
        if document.deleted_at.is_some() || !over {
            return Ok(false);
        }
        documents::delete(&mut write, id, document.version, now).await?;
        note(&mut write, &Actor::portal("retention"), "document.expired", &document, now).await?;
        write.commit().await?;
        Ok(true)
    }
}

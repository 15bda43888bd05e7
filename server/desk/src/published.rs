//! What tells from outside whether the portal has changed, and how it is doing.

use domain::submission::SubmissionState;
use records::{catalog, enrollments, event_kinds, queue};

use crate::Desk;
use crate::error::Result;

/// Counts for whoever watches over the portal; nothing about anybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measures {
    /// Submissions in each state.
    pub submissions: Vec<(SubmissionState, i64)>,
}

impl Desk {
    /// Changes with everything that public pages show: sheets, the announced open enrollment and where it
    /// stands, the life events in force, the day.
    pub async fn public_version(&self) -> Result<String> {
        let catalog = catalog::version(&self.store).await?;
        let enrollment = enrollments::announced(&self.store).await?.map(|period| {
            let now = self.now();
            (period.id, period.version, now < period.opens_at, now < period.closes_at)
        });
        let events = event_kinds::in_force(&self.store).await?;
        Ok(format!("{catalog} {enrollment:?} {events} {}", self.today()))
    }

    /// Counts for whoever watches over the portal.
    pub async fn measures(&self) -> Result<Measures> {
        Ok(Measures { submissions: queue::counts(&self.store).await? })
    }
}

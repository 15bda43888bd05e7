//! Taking back a change of standing: a death of somebody who lives, a retirement on the wrong day, Medicare of the
//! wrong person. Coverage, and what everybody of the household is, become what they were.

use chrono::{DateTime, Duration, Utc};
use domain::correction::{ChangedSince, reversal};
use domain::election::Proposal;
use domain::submission::SubmissionKind;
use domain::transition::{Contract, Reason, Transition};
use records::submissions::Submission;
use records::{coverage, people, standing_changes};
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::sending::{Drawn, Sending};
use crate::standing::holders;
use crate::{Actor, Desk};

/// What was approved by mistake.
#[derive(Clone, Copy)]
pub(super) struct Wrong<'a> {
    /// The submission.
    pub submission: &'a Submission,
    /// What it changed.
    pub transition: &'a Transition,
    /// Of whom.
    pub person: Uuid,
    /// When it was approved.
    pub decided: DateTime<Utc>,
}

impl Desk {
    /// Sends the submission that takes back a change of standing. What took one back is not taken back itself: the
    /// change is recorded anew.
    pub(super) async fn send_standing_back(
        &self,
        actor: &Actor,
        wrong: Wrong<'_>,
        because: String,
        once_key: String,
    ) -> Result<Submission> {
        if wrong.transition.takes_back() {
            return Err(Error::NotFound("submission"));
        }
        // First: what is recorded while the rest is read makes it stale.
        let person = people::person(&self.store, wrong.person).await?;
        let mut contracts = Vec::new();
        for holder in holders(wrong.transition) {
            let eve = wrong.decided - Duration::microseconds(1);
            let before = coverage::known(&self.store, holder, eve).await?;
            let after = coverage::known(&self.store, holder, wrong.decided).await?;
            let now = coverage::current(&self.store, holder).await?;
            let restated = reversal(&before, &after, &now);
            let restated = restated.map_err(|ChangedSince(benefit)| Error::ChangedSince(benefit))?;
            contracts.extend(restated.into_iter().map(|restated| Contract { holder, restated }));
        }
        let effective = wrong.submission.proposal.effective;
        let eve = effective.pred_opt().unwrap_or(effective);
        let reason = Reason::TakenBack { reference: wrong.submission.reference.clone(), because };
        let drawn = Drawn {
            kind: SubmissionKind::Correction,
            person: person.id,
            unit: people::subscriber(&self.store, person.id, eve).await?.unit,
            proposal: Proposal::of(Transition { reason, contracts }, effective, person.records_version),
            findings: Vec::new(),
            signature: None,
            once_key,
            replaces: None,
        };
        match self.begin_sending(actor, drawn).await? {
            Sending::Begun(mut write, new) => {
                if !standing_changes::stands_in(&mut write, wrong.submission.id).await? {
                    return Err(Error::field("because", "changed_since"));
                }
                self.finish_sending(write, &new).await
            }
            Sending::Sent(first) => Ok(first),
        }
    }
}

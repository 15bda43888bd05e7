//! The proof that a life event asks for: about whom, any of which documents, by when, and where it stands.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use domain::deadline::{CITY_ZONE, local_day};
use domain::document::{DocumentKind, DocumentState};
use domain::election::Proposal;
use domain::event::Circle;
use domain::person::Dependent;
use domain::submission::{SubmissionKind, SubmissionState};
use domain::transition::Reason;
use records::documents::{self, Document};
use records::people::Person;
use records::submissions::{self, Submission};
use records::{coverage, people};
use uuid::Uuid;

use crate::error::Result;
use crate::{Actor, Desk, Permission};

/// Days within which the proof of a change of standing is to come.
const PROOF_DAYS: u64 = 30;

/// Submissions of this many days are looked through for proof that is owed.
const LOOKED_BACK: u64 = 400;

/// Proof about somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WantedProof {
    /// Whom it is about; the member's own id for what is about the event.
    pub about: Uuid,
    /// Their name.
    pub name: String,
    /// Any one of these is enough.
    pub documents: Vec<DocumentKind>,
    /// The day by which it is to come.
    pub due: NaiveDate,
    /// The best that has come; `None` for nothing.
    pub state: Option<DocumentState>,
}

impl WantedProof {
    /// Whether nothing more is to come.
    pub fn is_settled(&self) -> bool {
        self.state == Some(DocumentState::Verified)
    }

    /// Whether the member is to send something.
    pub fn waits_for_member(&self) -> bool {
        !matches!(self.state, Some(DocumentState::Verified | DocumentState::Received))
    }
}

/// Proof that is owed to the office.
#[derive(Debug, Clone)]
pub struct OwedProof {
    /// Who owes it.
    pub person: Person,
    /// For which submission.
    pub reference: String,
    /// What.
    pub proof: WantedProof,
}

impl Desk {
    /// Proof that members owe, the one that is due first, first: of life events that wait or were approved.
    pub async fn owed_proof(&self, actor: &Actor) -> Result<Vec<OwedProof>> {
        actor.require(Permission::SeeQueue)?;
        let since = self.now() - chrono::Duration::days(LOOKED_BACK as i64);
        let mut owed = Vec::new();
        use SubmissionKind::{LifeEvent, Medicare, Survivors};
        let mut asking = Vec::new();
        for kind in [LifeEvent, Medicare, Survivors] {
            asking.extend(submissions::of_kind_since(&self.store, kind, since).await?);
        }
        for submission in asking {
            let Some(id) = submission.person else { continue };
            let proof = self.wanted_proof(&submission).await?;
            let waits: Vec<WantedProof> = proof.into_iter().filter(WantedProof::waits_for_member).collect();
            if waits.is_empty() {
                continue;
            }
            let person = people::person(&self.store, id).await?;
            owed.extend(waits.into_iter().map(|proof| OwedProof {
                person: person.clone(),
                reference: submission.reference.clone(),
                proof,
            }));
        }
        owed.sort_by_key(|one| (one.proof.due, one.reference.clone()));
        Ok(owed)
    }

    /// What a submission of a life event asks to be proven; nothing for others, and for what came to nothing.
    pub(crate) async fn wanted_proof(&self, submission: &Submission) -> Result<Vec<WantedProof>> {
        use SubmissionState::{Approved, Returned, Submitted};
        if !matches!(submission.state, Submitted | Returned | Approved) {
            return Ok(Vec::new());
        }
        if let Some(wanted) = self.proof_of_standing(submission).await? {
            return Ok(vec![wanted]);
        }
        let (Some(member), Some(event)) = (submission.person, self.signed_event(submission).await?) else {
            return Ok(Vec::new());
        };
        let person = people::person(&self.store, member).await?;
        let mut household = people::household(&self.store, member).await?;
        let same = submissions::matches(&self.store, submission.id).await?;
        let proposal = &submission.proposal.clone().with_known(&same);
        let concerned: Vec<Uuid> =
            event.case.concerned.iter().map(|id| same.get(id).copied().unwrap_or(*id)).collect();
        let known: BTreeSet<Uuid> = household.iter().map(|one| one.id).collect();
        household.extend(proposal.new_dependents.iter().filter(|new| !known.contains(&new.id)).cloned());
        let new_people: Vec<Uuid> = proposal.new_dependents.iter().map(|new| new.id).collect();
        let circle = Circle { household: &household, new_people: &new_people, concerned: &concerned };

        let changed = self.changed_people(submission, proposal, member).await?;
        let touched = |one: &&Dependent| {
            changed.contains(&one.id) || new_people.contains(&one.id) || concerned.contains(&one.id)
        };
        let whom = household.iter().filter(touched).map(|one| (Some(one.id), one.id, one.name()));
        let sent = documents::of_subscriber(&self.store, member).await?;
        let with_it: Vec<Uuid> = documents::of_submission(&self.store, submission.id)
            .await?
            .into_iter()
            .map(|one| one.id)
            .collect();
        // A letter about another event proves nothing of this one; a certificate proves the same for ever.
        let is_of_it = |one: &Document| {
            one.kind.lasts() || with_it.contains(&one.id) || one.uploaded_at >= submission.submitted_at
        };
        let asked_on = local_day(submission.submitted_at, CITY_ZONE);
        let mut wanted = Vec::new();
        for (dependent, about, name) in [(None, member, person.name())].into_iter().chain(whom) {
            for rule in event.kind.proof_about(circle, dependent) {
                let fits = |one: &&Document| {
                    one.deleted_at.is_none()
                        && one.about == about
                        && rule.documents.contains(&one.kind)
                        && is_of_it(one)
                };
                let best = sent.iter().filter(fits).max_by_key(|one| standing(one.state));
                let due = best.and_then(|one| one.due_on);
                wanted.push(WantedProof {
                    about,
                    name: name.clone(),
                    documents: rule.documents.clone(),
                    due: due.unwrap_or(asked_on + Days::new(rule.due_days.into())),
                    state: best.map(|one| one.state),
                });
            }
        }
        Ok(wanted)
    }

    /// The document that proves a change of standing: the Medicare card, the death or marriage certificate.
    async fn proof_of_standing(&self, submission: &Submission) -> Result<Option<WantedProof>> {
        let reason = submission.proposal.transition.as_ref().map(|change| &change.reason);
        let (Some(reason), Some(member)) = (reason, submission.person) else { return Ok(None) };
        let (about, kind) = match reason {
            Reason::Medicare { who, .. } => (*who, DocumentKind::MedicareCard),
            Reason::Death { .. } => (member, DocumentKind::DeathCertificate),
            Reason::Remarriage { .. } => (member, DocumentKind::MarriageCertificate),
            Reason::Retirement { .. } | Reason::TakenBack { .. } => return Ok(None),
        };
        let sent = documents::of_subscriber(&self.store, member).await?;
        let fits = |one: &&Document| one.deleted_at.is_none() && one.about == about && one.kind == kind;
        let best = sent.iter().filter(fits).max_by_key(|one| standing(one.state));
        let asked_on = local_day(submission.submitted_at, CITY_ZONE);
        Ok(Some(WantedProof {
            about,
            name: people::person(&self.store, about).await?.name(),
            documents: vec![kind],
            due: best.and_then(|one| one.due_on).unwrap_or(asked_on + Days::new(PROOF_DAYS)),
            state: best.map(|one| one.state),
        }))
    }

    /// Those who are added or dropped by a submission, against what was on record when it was sent.
    async fn changed_people(
        &self,
        submission: &Submission,
        proposal: &Proposal,
        member: Uuid,
    ) -> Result<BTreeSet<Uuid>> {
        let rows = coverage::known(&self.store, member, submission.submitted_at).await?;
        let mut changed = BTreeSet::new();
        for election in &proposal.elections {
            let begins = proposal.begins(election.benefit);
            let held = rows.iter().find(|row| row.benefit == election.benefit && row.period.contains(begins));
            let before: BTreeSet<Uuid> =
                held.map(|row| row.choice.dependents()).unwrap_or_default().iter().copied().collect();
            let after: BTreeSet<Uuid> = election.choice.dependents().iter().copied().collect();
            changed.extend(before.symmetric_difference(&after));
        }
        Ok(changed)
    }
}

/// How far a document has come.
const fn standing(state: DocumentState) -> u8 {
    match state {
        DocumentState::Refused => 0,
        DocumentState::AskedAgain => 1,
        DocumentState::Received => 2,
        DocumentState::Verified => 3,
    }
}

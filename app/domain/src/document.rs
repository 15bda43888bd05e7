//! Documents: what people send as proof, where each stands, and when it may be taken back.

use std::collections::BTreeMap;

use chrono::{Months, NaiveDate};
use serde::Deserialize;
use thiserror::Error;

use crate::submission::SubmissionState;
use crate::word::words;

words! {
    /// What a document is said to be.
    pub enum DocumentKind {
        /// Birth certificate.
        BirthCertificate = "birth_certificate",
        /// Marriage certificate.
        MarriageCertificate = "marriage_certificate",
        /// Divorce decree, or agreement of separation.
        DivorceDecree = "divorce_decree",
        /// Death certificate.
        DeathCertificate = "death_certificate",
        /// Decree of adoption, or papers of placement.
        AdoptionPapers = "adoption_papers",
        /// Letter of an insurer or employer: other coverage has ended.
        LossOfCoverageLetter = "loss_of_coverage_letter",
        /// Letter of an insurer or employer: other coverage has begun.
        GainOfCoverageLetter = "gain_of_coverage_letter",
        /// Order of a court, such as a medical child support order.
        CourtOrder = "court_order",
        /// Medicare card.
        MedicareCard = "medicare_card",
        /// Proof of residence.
        ProofOfResidence = "proof_of_residence",
        /// Proof of a disability.
        DisabilityProof = "disability_proof",
        /// Letter of an employer: hours, status, job begun or ended.
        EmployerLetter = "employer_letter",
        /// Letter or bill of the carrier or provider that names a new price.
        CostNotice = "cost_notice",
        /// Letter or bill of a provider of dependent care.
        CareProviderLetter = "care_provider_letter",
        /// Orders to military service, or the discharge from it.
        MilitaryOrders = "military_orders",
        /// The office's approval of a leave.
        LeaveApproval = "leave_approval",
        /// Form SSA-1099: what Social Security paid and withheld in a year.
        Ssa1099 = "ssa_1099",
        /// Letter of Social Security that names the premium of a year: a new benefit amount (COLA), an award.
        SsaAwardLetter = "ssa_award_letter",
        /// Medicare premium bill, form CMS-500.
        MedicareBill = "medicare_bill",
        /// Anything else.
        Other = "other",
    }
}

words! {
    /// Where a document stands.
    pub enum DocumentState {
        /// Nobody has decided about it.
        Received = "received",
        /// It proves what it was sent for.
        Verified = "verified",
        /// The member is asked for a better one.
        AskedAgain = "asked_again",
        /// It does not prove it.
        Refused = "refused",
    }
}

words! {
    /// What staff decide about a document.
    pub enum DocumentDecision {
        /// It proves what it was sent for.
        Verify = "verify",
        /// The member is asked for a better one, by a day.
        AskAgain = "ask_again",
        /// It does not prove it.
        Refuse = "refuse",
    }
}

/// The document is what the decision would make of it already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the document is {0} already")]
pub struct DecidedAlready(pub DocumentState);

impl DocumentState {
    /// The state after `decision`. A decision may be corrected by another one.
    pub fn after(self, decision: DocumentDecision) -> Result<DocumentState, DecidedAlready> {
        let state = match decision {
            DocumentDecision::Verify => DocumentState::Verified,
            DocumentDecision::AskAgain => DocumentState::AskedAgain,
            DocumentDecision::Refuse => DocumentState::Refused,
        };
        if state == self { Err(DecidedAlready(state)) } else { Ok(state) }
    }
}

impl DocumentDecision {
    /// Whether the member has to be told why.
    pub const fn needs_words(self) -> bool {
        !matches!(self, DocumentDecision::Verify)
    }
}

impl DocumentKind {
    /// Whether it proves something that stays so, such as who somebody's parents are; a letter proves what was so
    /// when it was written.
    pub const fn lasts(self) -> bool {
        matches!(
            self,
            DocumentKind::BirthCertificate
                | DocumentKind::MarriageCertificate
                | DocumentKind::DivorceDecree
                | DocumentKind::DeathCertificate
                | DocumentKind::AdoptionPapers
        )
    }

    /// Those that prove what somebody is charged for Medicare Part B.
    pub const PART_B: [DocumentKind; 3] =
        [DocumentKind::Ssa1099, DocumentKind::SsaAwardLetter, DocumentKind::MedicareBill];
}

/// Days in which a member is asked to answer, where staff set no other day.
pub const DAYS_TO_ANSWER: u64 = 30;

/// Whether the member may still take a document back: nobody has decided about it, and of no submission that
/// it is part of has the review begun. `parts` are those submissions, each with whether somebody at the desk
/// has it.
pub fn may_be_deleted(state: DocumentState, parts: &[(SubmissionState, bool)]) -> bool {
    state == DocumentState::Received
        && parts.iter().all(|(state, claimed)| match state {
            SubmissionState::Submitted => !claimed,
            SubmissionState::Withdrawn | SubmissionState::Replaced => true,
            _ => false,
        })
}

/// How long documents are kept, in whole years. The city's records officer sets it: nothing of a city is
/// destroyed but by the schedule of the supervisor of records (M.G.L. c. 66 § 8). Where nothing is set, what
/// was verified outlives by a year the six in which a contract can be sued upon (M.G.L. c. 260 § 2).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Retention {
    /// What was verified, from the day of the decision.
    pub verified_years: u32,
    /// What proves nothing: from the day on which it was refused or, undecided, sent.
    pub unproven_years: u32,
    /// Verified documents of kinds that have years of their own.
    pub kinds: BTreeMap<DocumentKind, u32>,
}

impl Default for Retention {
    fn default() -> Retention {
        Retention { verified_years: 7, unproven_years: 1, kinds: BTreeMap::new() }
    }
}

impl Retention {
    /// For how many years.
    pub fn years(&self, kind: DocumentKind, state: DocumentState) -> u32 {
        match state {
            DocumentState::Verified => self.kinds.get(&kind).copied().unwrap_or(self.verified_years),
            _ => self.unproven_years,
        }
    }

    /// The last day on which a document is kept that was decided about, or undecided sent, on `since`; `None`
    /// beyond the calendar.
    pub fn kept_through(
        &self,
        kind: DocumentKind,
        state: DocumentState,
        since: NaiveDate,
    ) -> Option<NaiveDate> {
        since.checked_add_months(Months::new(self.years(kind, state).checked_mul(12)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use SubmissionState as S;

    #[test]
    fn a_decision_may_be_corrected_and_not_repeated() {
        for state in DocumentState::ALL {
            for decision in DocumentDecision::ALL {
                let after = state.after(*decision);
                let repeats = matches!(
                    (state, decision),
                    (DocumentState::Verified, DocumentDecision::Verify)
                        | (DocumentState::AskedAgain, DocumentDecision::AskAgain)
                        | (DocumentState::Refused, DocumentDecision::Refuse)
                );
                assert_eq!(after.is_err(), repeats, "{state} {decision}");
            }
        }
    }

    #[test]
    fn a_document_is_taken_back_before_its_review_begins_only() {
        let received = DocumentState::Received;
        for (parts, may) in [
            (&[][..], true),
            (&[(S::Submitted, false)], true),
            (&[(S::Submitted, true)], false),
            (&[(S::Returned, false)], false),
            (&[(S::Approved, false)], false),
            (&[(S::Denied, false)], false),
            (&[(S::Withdrawn, true)], true),
            (&[(S::Replaced, false), (S::Submitted, false)], true),
            (&[(S::Replaced, false), (S::Submitted, true)], false),
        ] {
            assert_eq!(may_be_deleted(received, parts), may, "{parts:?}");
        }
        for decided in [DocumentState::Verified, DocumentState::AskedAgain, DocumentState::Refused] {
            assert!(!may_be_deleted(decided, &[]), "{decided}");
        }
    }

    #[test]
    fn what_proves_something_is_kept_longer_and_a_kind_may_have_years_of_its_own() {
        let city = Retention { kinds: [(DocumentKind::MedicareCard, 2)].into(), ..Retention::default() };
        let since: NaiveDate = "2028-02-29".parse().unwrap();
        for (kind, state, through) in [
            (DocumentKind::BirthCertificate, DocumentState::Verified, "2035-02-28"),
            (DocumentKind::MedicareCard, DocumentState::Verified, "2030-02-28"),
            (DocumentKind::MedicareCard, DocumentState::Refused, "2029-02-28"),
            (DocumentKind::BirthCertificate, DocumentState::Received, "2029-02-28"),
            (DocumentKind::BirthCertificate, DocumentState::AskedAgain, "2029-02-28"),
        ] {
            assert_eq!(
                city.kept_through(kind, state, since),
                Some(through.parse().unwrap()),
                "{kind} {state}"
            );
        }
        let ever = Retention { verified_years: u32::MAX, ..Retention::default() };
        assert_eq!(ever.kept_through(DocumentKind::Other, DocumentState::Verified, since), None);
    }
}

//! What is to be proven after an event.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Circle, EventKind, Whom};
use crate::word::words;

words! {
    /// A kind of document that proves something.
    pub enum ProofKind {
        /// Certificate of birth, or the hospital's record of it for a newborn.
        BirthCertificate = "birth_certificate",
        /// Certificate of marriage.
        MarriageCertificate = "marriage_certificate",
        /// Judgment of divorce, separation agreement or annulment.
        DivorceDecree = "divorce_decree",
        /// Certificate of death.
        DeathCertificate = "death_certificate",
        /// Decree of adoption, or the agency's letter of placement.
        AdoptionPapers = "adoption_papers",
        /// Letter of an insurer, an employer or MassHealth that coverage has ended.
        LossOfCoverageLetter = "loss_of_coverage_letter",
        /// Letter of an insurer, an employer or MassHealth that coverage has begun.
        GainOfCoverageLetter = "gain_of_coverage_letter",
        /// Order of a court or notice of a child-support agency: medical support, guardianship.
        CourtOrder = "court_order",
        /// Medicare card, or the letter of entitlement.
        MedicareCard = "medicare_card",
        /// Bill, lease or the like with name and address.
        ProofOfResidence = "proof_of_residence",
        /// Proof of a disability that arose before the age limit.
        DisabilityProof = "disability_proof",
        /// Letter of an employer: hours, status, job begun or ended.
        EmployerLetter = "employer_letter",
        /// Letter or bill of the carrier or provider that names the new price.
        CostNotice = "cost_notice",
        /// Letter or bill of a provider of dependent care.
        CareProviderLetter = "care_provider_letter",
        /// Orders to military service, or the discharge from it.
        MilitaryOrders = "military_orders",
        /// The office's approval of a leave.
        LeaveApproval = "leave_approval",
    }
}

/// What is to be proven about whom. Any one of the documents is enough.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProofRule {
    /// About whom: each of these people whom the change adds or drops. What is about the event rather
    /// than a person is about the member.
    pub whom: Whom,
    /// The documents of which one is needed.
    pub documents: Vec<ProofKind>,
    /// Days after the submission by which it is due.
    pub due_days: u32,
}

impl EventKind {
    /// What is to be proven about a dependent; `None` is the member.
    pub fn proof_about(&self, circle: Circle<'_>, person: Option<Uuid>) -> Vec<&ProofRule> {
        self.proof.iter().filter(|rule| circle.includes(rule.whom, person)).collect()
    }
}

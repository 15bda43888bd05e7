//! What is wrong with a kind of event before it may be published.

use std::collections::BTreeSet;

use super::{Bilingual, Change, EventKind, Permit, Whom};
use crate::document::DocumentKind;
use crate::word::words;

words! {
    /// Why a kind of event may not be published.
    pub enum Fault {
        /// No title in English or in Spanish.
        NoTitle = "no_title",
        /// No lead in English or in Spanish.
        NoLead = "no_lead",
        /// Nobody has it.
        NoPopulation = "no_population",
        /// The window has the day of the event alone.
        EmptyWindow = "empty_window",
        /// The window reaches over more than a year before or after the event.
        LongWindow = "long_window",
        /// No rule gives a date.
        NoEffectiveRule = "no_effective_rule",
        /// The same rule twice.
        EffectiveRuleTwice = "effective_rule_twice",
        /// It reaches back to the event, and neither birth nor adoption is proven: elections are
        /// prospective (Treas. Reg. § 1.125-4(b); 26 U.S.C. § 9801(f)(2)).
        ReachesBack = "reaches_back",
        /// It permits nothing.
        NothingPermitted = "nothing_permitted",
        /// The same benefit, change and people twice.
        PermitTwice = "permit_twice",
        /// A permit names no statute or regulation.
        NoSource = "no_source",
        /// A change that the benefit does not have, or of an amount for others than the member.
        ImpossiblePermit = "impossible_permit",
        /// A proof without a document.
        NoDocument = "no_document",
        /// A proof that is due at once.
        ProofDueAtOnce = "proof_due_at_once",
    }
}

/// The longest window, in days.
const LONGEST_WINDOW: u32 = 366;

impl EventKind {
    /// What is wrong with it, each fault once; nothing where it may be published.
    pub fn check(&self) -> Vec<Fault> {
        let missing = |text: &Bilingual| text.en.trim().is_empty() || text.es.trim().is_empty();
        let births = [DocumentKind::BirthCertificate, DocumentKind::AdoptionPapers];
        let proves_birth =
            self.proof.iter().any(|rule| rule.documents.iter().any(|document| births.contains(document)));
        let key = |permit: &Permit| (permit.benefit, permit.change, permit.whom);
        let findings = [
            (Fault::NoTitle, missing(&self.title)),
            (Fault::NoLead, missing(&self.lead)),
            (Fault::NoPopulation, self.populations.is_empty()),
            (Fault::EmptyWindow, self.window.before == 0 && self.window.after == 0),
            (Fault::LongWindow, self.window.before.max(self.window.after) > LONGEST_WINDOW),
            (Fault::NoEffectiveRule, self.effective.is_empty()),
            (Fault::EffectiveRuleTwice, twice(self.effective.iter())),
            (Fault::ReachesBack, self.effective.iter().any(|rule| rule.reaches_back()) && !proves_birth),
            (Fault::NothingPermitted, self.permits.is_empty()),
            (Fault::PermitTwice, twice(self.permits.iter().map(key))),
            (Fault::NoSource, self.permits.iter().any(|permit| permit.source.trim().is_empty())),
            (Fault::ImpossiblePermit, !self.permits.iter().all(is_possible)),
            (Fault::NoDocument, self.proof.iter().any(|rule| rule.documents.is_empty())),
            (Fault::ProofDueAtOnce, self.proof.iter().any(|rule| rule.due_days == 0)),
        ];
        findings.into_iter().filter(|(_, wrong)| *wrong).map(|(fault, _)| fault).collect()
    }
}

fn is_possible(permit: &Permit) -> bool {
    let for_dependents = permit.benefit.covers_dependents() || matches!(permit.whom, Whom::Self_);
    let member_only = matches!(permit.change, Change::Add | Change::Drop | Change::ChangePlan)
        || matches!(permit.whom, Whom::Self_);
    permit.change.applies_to(permit.benefit) && for_dependents && member_only
}

fn twice<T: Ord>(values: impl Iterator<Item = T>) -> bool {
    let mut seen = BTreeSet::new();
    let mut values = values;
    values.any(|value| !seen.insert(value))
}

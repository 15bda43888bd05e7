//! Reimbursement of Medicare Part B premiums. A retiree or survivor claims, with proof, what Social Security
//! charges them or their spouse; staff verify it; a list to Accounting pays what the city owes of it by its rule.
//!
//! Who sees what: members their own ledgers, the desk everybody's, Accounting the lists that were closed.

mod claim;
mod forward;
mod ledger;
mod list;
mod outlook;

pub use claim::{ClaimFile, TypedClaim};
pub use feeds::reimbursement_list::{Payment, ReimbursementList, Totals};
pub use ledger::{MonthLine, MonthState, PartB, PersonYear};
pub use list::{ListFile, ListFormat, TypedClose};
pub use outlook::{DUE, Missing, NextList, Outlook};
pub use records::part_b::claims::{Claim, Waiting};
pub use records::part_b::lists::List;
pub use records::part_b::parties::Party;

use chrono::{DateTime, Utc};
use records::audit::{self, Entry};

use crate::Actor;
use crate::error::{Error, Result};

/// Writes into the audit trail what was done: of which year, never how much.
async fn note(
    write: &mut records::Write,
    actor: &Actor,
    action: &str,
    claim: &Claim,
    at: DateTime<Utc>,
) -> Result<()> {
    let detail = serde_json::json!({
        "year": claim.year, "person": claim.person, "subscriber": claim.subscriber, "origin": claim.origin,
    });
    let subject = format!("part_b_claim:{}", claim.id);
    Ok(audit::append(write, Entry { at, actor: &actor.id, action, subject: &subject, detail }).await?)
}

/// Nobody decides about what they are paid themselves.
fn not_their_own(actor: &Actor, claim: &Claim) -> Result<()> {
    let own =
        actor.person.is_some_and(|person| [claim.subscriber, claim.payee, claim.person].contains(&person));
    if own { Err(Error::SecondApprover) } else { Ok(()) }
}

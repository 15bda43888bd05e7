//! A submission: the one way to change the records. Its states and who may move it between them.

use thiserror::Error;
use uuid::Uuid;

use crate::word::words;

words! {
    /// Why the change is asked for.
    pub enum SubmissionKind {
        /// A member's choices for the coming plan year.
        OpenEnrollment = "open_enrollment",
        /// A change on account of something that happened in a member's life.
        LifeEvent = "life_event",
        /// Somebody has Medicare and moves to a Medicare plan.
        Medicare = "medicare",
        /// An employee retires.
        Retirement = "retirement",
        /// A subscriber has died, or a survivor has married again.
        Survivors = "survivors",
        /// Records that staff put right.
        Correction = "correction",
        /// Rows of a file that staff imported.
        Import = "import",
    }
}

words! {
    /// Where a submission stands.
    pub enum SubmissionState {
        /// In the queue.
        Submitted = "submitted",
        /// Back with the member, who is asked for something.
        Returned = "returned",
        /// Applied to the records.
        Approved = "approved",
        /// Refused.
        Denied = "denied",
        /// Taken back by the member.
        Withdrawn = "withdrawn",
        /// The member sent another one in its place.
        Replaced = "replaced",
    }
}

/// What is done to a submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SubmissionAction {
    /// The member takes it back.
    Withdraw,
    /// The member sends another one in its place.
    Replace,
    /// Staff ask the member for something.
    Return,
    /// Staff approve it; the records change.
    Approve,
    /// Staff refuse it.
    Deny,
}

/// The state does not allow the action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a submission that is {from} can't be {action}")]
pub struct SubmissionRefused {
    /// The state it is in.
    pub from: SubmissionState,
    /// What was asked, in words.
    pub action: &'static str,
}

impl SubmissionAction {
    const fn participle(self) -> &'static str {
        match self {
            SubmissionAction::Withdraw => "withdrawn",
            SubmissionAction::Replace => "replaced",
            SubmissionAction::Return => "returned",
            SubmissionAction::Approve => "approved",
            SubmissionAction::Deny => "denied",
        }
    }
}

impl SubmissionState {
    /// The state after `action`.
    pub fn after(self, action: SubmissionAction) -> Result<SubmissionState, SubmissionRefused> {
        use SubmissionAction as A;
        use SubmissionState as S;
        match (self, action) {
            (S::Submitted | S::Returned, A::Withdraw) => Ok(S::Withdrawn),
            (S::Submitted | S::Returned, A::Replace) => Ok(S::Replaced),
            (S::Submitted, A::Return) => Ok(S::Returned),
            (S::Submitted, A::Approve) => Ok(S::Approved),
            (S::Submitted | S::Returned, A::Deny) => Ok(S::Denied),
            (from, action) => Err(SubmissionRefused { from, action: action.participle() }),
        }
    }

    /// Whether nothing more happens to it.
    pub const fn is_final(self) -> bool {
        !matches!(self, SubmissionState::Submitted | SubmissionState::Returned)
    }
}

/// Letters and digits that are not mistaken for each other on paper or by telephone.
const REFERENCE_ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The reference number that a member is given, such as `OE-7K3M-2Q9X`, from the submission's id: the
/// low 40 bits of a UUIDv7, which are random.
pub fn reference(kind: SubmissionKind, id: Uuid) -> String {
    let prefix = match kind {
        SubmissionKind::OpenEnrollment => "OE",
        SubmissionKind::LifeEvent => "LE",
        SubmissionKind::Medicare => "ME",
        SubmissionKind::Retirement => "RE",
        SubmissionKind::Survivors => "SU",
        SubmissionKind::Correction => "CO",
        SubmissionKind::Import => "IM",
    };
    let bits = id.as_u128() & ((1 << 40) - 1);
    let letters: String = (0..8)
        .rev()
        .map(|place| char::from(REFERENCE_ALPHABET[((bits >> (5 * place)) & 31) as usize]))
        .collect();
    format!("{prefix}-{}-{}", &letters[..4], &letters[4..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use SubmissionAction as A;
    use SubmissionState as S;

    #[test]
    fn every_state_and_action() {
        // Withdraw, Replace, Return, Approve, Deny
        let table = [
            (
                S::Submitted,
                [
                    Some(S::Withdrawn),
                    Some(S::Replaced),
                    Some(S::Returned),
                    Some(S::Approved),
                    Some(S::Denied),
                ],
            ),
            (S::Returned, [Some(S::Withdrawn), Some(S::Replaced), None, None, Some(S::Denied)]),
            (S::Approved, [None; 5]),
            (S::Denied, [None; 5]),
            (S::Withdrawn, [None; 5]),
            (S::Replaced, [None; 5]),
        ];
        assert_eq!(table.len(), S::ALL.len());
        for (from, results) in table {
            for (action, to) in
                [A::Withdraw, A::Replace, A::Return, A::Approve, A::Deny].into_iter().zip(results)
            {
                assert_eq!(from.after(action).ok(), to, "{from} {action:?}");
            }
            assert_eq!(from.is_final(), results.iter().all(Option::is_none), "{from}");
        }
    }

    #[test]
    fn references_are_short_and_readable() {
        let id = Uuid::from_u128(0x0190_0000_0000_7000_8000_00FF_FFFF_FFFF);
        assert_eq!(reference(SubmissionKind::OpenEnrollment, id), "OE-ZZZZ-ZZZZ");
        assert_eq!(reference(SubmissionKind::Import, Uuid::nil()), "IM-0000-0000");
    }
}

//! What somebody may do for another who has asked for their help.

use chrono::{Months, NaiveDate};

use crate::word::words;

/// Months for which help is given at most. It can be given again.
pub const LONGEST_MONTHS: u32 = 12;

words! {
    /// How much a helper may do. Each includes the one before it.
    pub enum Scope {
        /// See what is held, what was sent, what comes.
        See = "see",
        /// And send documents and claims.
        Claims = "claims",
        /// And fill in and send forms: choices, life events.
        Forms = "forms",
    }
}

/// What a use case does with somebody's own records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doing {
    /// Sends, or takes back, a document or a claim.
    Claim,
    /// Fills in, sends or takes back a form.
    Form,
    /// Opens what may show a Social Security or Medicare number.
    Open,
    /// Says how somebody signs in and who helps them.
    Access,
}

impl Doing {
    /// Every one.
    pub const ALL: [Doing; 4] = [Doing::Claim, Doing::Form, Doing::Open, Doing::Access];
}

impl Scope {
    /// Whether a helper with this scope may. What shows a whole number, and who else gets in, is never a
    /// helper's.
    pub fn allows(self, doing: Doing) -> bool {
        match doing {
            Doing::Claim => self >= Scope::Claims,
            Doing::Form => self >= Scope::Forms,
            Doing::Open | Doing::Access => false,
        }
    }
}

/// The last day for which help that is given `today` may be given.
pub fn latest(today: NaiveDate) -> NaiveDate {
    today.checked_add_months(Months::new(LONGEST_MONTHS)).unwrap_or(today)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_allows_what_it_says_and_never_what_is_nobodys() {
        use Doing::{Access, Claim, Form, Open};
        for (scope, allowed) in
            [(Scope::See, vec![]), (Scope::Claims, vec![Claim]), (Scope::Forms, vec![Claim, Form])]
        {
            for doing in [Claim, Form, Open, Access] {
                assert_eq!(scope.allows(doing), allowed.contains(&doing), "{scope} {doing:?}");
            }
        }
    }

    #[test]
    fn help_is_given_for_a_year_at_most() {
        for (today, last) in [("2026-11-24", "2027-11-24"), ("2028-02-29", "2029-02-28")] {
            assert_eq!(latest(today.parse().unwrap()), last.parse::<NaiveDate>().unwrap());
        }
    }
}

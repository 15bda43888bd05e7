//! Who acts, and what they may do. Decided here for every use case; no page decides.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::helper::{Doing, Scope};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::error::{Error, Result};

/// What a sign-in's claims make of somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Keeps the records true: works the queue, runs open enrollment.
    Coordinator,
    /// HR generalist: stands in for the coordinator in the queue.
    Generalist,
    /// HR director: sees everything at the desk, decides nothing.
    Director,
    /// Payroll office.
    Payroll,
    /// Treasurer/collector.
    Treasurer,
    /// Retirement administrator.
    Retirement,
    /// Accounting.
    Accounting,
}

impl Role {
    /// Every role.
    pub const ALL: [Role; 7] = [
        Role::Coordinator,
        Role::Generalist,
        Role::Director,
        Role::Payroll,
        Role::Treasurer,
        Role::Retirement,
        Role::Accounting,
    ];

    /// What the role may do.
    pub const fn permissions(self) -> &'static [Permission] {
        use Permission as P;
        match self {
            Role::Coordinator => &[
                P::SeeQueue,
                P::Decide,
                P::RunEnrollment,
                P::RunEvents,
                P::RunPackets,
                P::SeeMessages,
                P::SeePayroll,
                P::Unmask,
                P::Import,
                P::SeePeople,
                P::SeePartBLists,
                P::ClosePartBList,
                P::RunRetirements,
            ],
            Role::Generalist => {
                &[P::SeeQueue, P::Decide, P::SeeMessages, P::SeePeople, P::SeePartBLists, P::RunRetirements]
            }
            Role::Director => &[P::SeeQueue, P::SeeMessages, P::SeePayroll, P::SeePeople, P::SeePartBLists],
            Role::Payroll => &[P::SeePayroll, P::ConfirmPay],
            Role::Treasurer => &[P::SeeBilling],
            Role::Retirement => &[P::SeePensionDeductions, P::AgreeRetirements],
            Role::Accounting => &[P::SeeCosts, P::SeePartBLists, P::PayPartBList],
        }
    }
}

/// Something that not everybody may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Permission {
    /// See the queue and each submission.
    SeeQueue,
    /// Claim, approve, return, deny.
    Decide,
    /// Create, open, extend, close an open enrollment; send reminders.
    RunEnrollment,
    /// Prepare, publish and end kinds of life events.
    RunEvents,
    /// Edit and publish sections of the retiree packet; make the packets of many.
    RunPackets,
    /// See the e-mail that the portal wrote.
    SeeMessages,
    /// See payroll notices.
    SeePayroll,
    /// See what pensions have to deduct.
    SeePensionDeductions,
    /// See what is billed to members and associated bodies.
    SeeBilling,
    /// See what coverage costs, by plan and unit.
    SeeCosts,
    /// See a person's records at the desk.
    SeePeople,
    /// Unmask a confidential field; each time is in the audit trail.
    Unmask,
    /// Import files.
    Import,
    /// See the lists of Part B reimbursements, and download them.
    SeePartBLists,
    /// Close such a list.
    ClosePartBList,
    /// Say on which day such a list was paid.
    PayPartBList,
    /// See who retires, run seminars, keep MTRS's list.
    RunRetirements,
    /// Agree to a day of retirement from the city's own system.
    AgreeRetirements,
    /// Say that the last deduction was taken out of pay.
    ConfirmPay,
}

/// Somebody who is signed in, or a part of the portal that acts by itself.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Actor {
    /// Stable identity for the audit trail: `issuer|subject`, or `portal|part`.
    pub id: String,
    /// What people call them.
    pub name: String,
    /// Their own person in the records, if any.
    pub person: Option<Uuid>,
    /// Their roles.
    pub roles: BTreeSet<Role>,
    /// For whom they act, where they help somebody: `person` is then whom they help, and they have no role.
    #[serde(default)]
    pub helping: Option<Helping>,
}

/// Help that somebody gives, as it is now: it is read anew for each request.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Helping {
    /// Its id.
    pub id: Uuid,
    /// Who is helped.
    pub whom: String,
    /// How far it goes.
    pub scope: Scope,
    /// The last day.
    pub last_day: NaiveDate,
}

/// Stands in a helper's identity between their own and the help's id.
const FOR: &str = " for ";

impl Actor {
    /// The same, as the helper of somebody.
    pub(crate) fn on_behalf_of(&self, person: Uuid, helping: Helping) -> Actor {
        Actor {
            id: format!("{}{FOR}{}", self.id, helping.id),
            name: format!("{}{FOR}{}", self.name, helping.whom),
            person: Some(person),
            roles: BTreeSet::new(),
            helping: Some(helping),
        }
    }

    /// Whether it was they, as somebody's helper, who did what `id` did.
    pub(crate) fn helped_as(&self, id: &str) -> bool {
        id.strip_prefix(&self.id).is_some_and(|rest| rest.starts_with(FOR))
    }

    /// A part of the portal that acts by itself, such as `import`; holds the coordinator's permissions.
    pub fn portal(part: &str) -> Actor {
        Actor {
            id: format!("portal|{part}"),
            name: format!("Portal ({part})"),
            person: None,
            roles: BTreeSet::from([Role::Coordinator]),
            helping: None,
        }
    }

    /// Whether it is a part of the portal.
    pub fn is_portal(&self) -> bool {
        self.id.starts_with("portal|")
    }

    /// Whether they may.
    pub fn may(&self, permission: Permission) -> bool {
        self.roles.iter().any(|role| role.permissions().contains(&permission))
    }

    /// Refuses those who may not.
    pub fn require(&self, permission: Permission) -> Result<()> {
        if self.may(permission) { Ok(()) } else { Err(Error::Forbidden) }
    }

    /// Their own person, or whom they help, to look at; refuses those who have none in the records. What
    /// changes something, or shows a whole number, asks [`Actor::own_person_to`].
    pub fn own_person(&self) -> Result<Uuid> {
        self.person.ok_or(Error::Forbidden)
    }

    /// [`Actor::own_person`], to do that: refuses a helper whose help does not go so far.
    pub fn own_person_to(&self, doing: Doing) -> Result<Uuid> {
        self.require_help_to(doing)?;
        self.own_person()
    }

    /// Refuses a helper whose help does not go so far. Everybody else passes.
    pub fn require_help_to(&self, doing: Doing) -> Result<()> {
        match &self.helping {
            Some(helping) if !helping.scope.allows(doing) => Err(Error::NotForHelper),
            _ => Ok(()),
        }
    }

    /// Refuses a helper who may look and nothing else: no form is for them, whatever it does.
    pub fn require_more_than_looking(&self) -> Result<()> {
        match &self.helping {
            Some(helping) if helping.scope == Scope::See => Err(Error::NotForHelper),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offices_see_their_own_lists_and_decide_nothing() {
        for role in Role::ALL {
            let decides = role.permissions().contains(&Permission::Decide);
            assert_eq!(decides, matches!(role, Role::Coordinator | Role::Generalist), "{role:?}");
            let queue = role.permissions().contains(&Permission::SeeQueue);
            assert_eq!(
                queue,
                matches!(role, Role::Coordinator | Role::Generalist | Role::Director),
                "{role:?}"
            );
        }
    }
}

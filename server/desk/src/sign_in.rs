//! What becomes of somebody whom an issuer has vouched for.

use std::collections::BTreeSet;

use domain::code::PersonRef;
use records::audit::{self, Entry};
use records::{access, helpers, people};
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::{Actor, Desk, Permission, Role};

/// What an issuer said of somebody, after its claims were mapped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Which issuer, by its name in the configuration.
    pub issuer: String,
    /// Who they are with it; never given to anybody else.
    pub subject: String,
    /// What people call them, where the issuer says it.
    pub name: Option<String>,
    /// The office's number of them.
    pub person: Option<PersonRef>,
    /// What the groups they are in make of them.
    pub roles: BTreeSet<Role>,
}

impl Desk {
    /// Signs somebody in: finds their person in the records and writes the audit trail. `None` for somebody
    /// who is neither in the records nor in an office, and helps nobody: the issuer knows them, the benefits
    /// office does not.
    pub async fn sign_in(&self, identity: Identity) -> Result<Option<Actor>> {
        let actor = self.vouched_for(identity).await?;
        let known = actor.person.is_some()
            || !actor.roles.is_empty()
            || !helpers::of_actor(&self.store, &actor.id, self.today()).await?.is_empty();
        self.note_sign_in(&actor, if known { "sign_in" } else { "sign_in.unknown" }).await?;
        Ok(known.then_some(actor))
    }

    /// Signs somebody in who has shown the invitation to that help, and takes it for them. `None` where it can't
    /// be taken any more and they are not known otherwise.
    pub async fn sign_in_invited(&self, identity: Identity, help: Uuid) -> Result<Option<Actor>> {
        let actor = self.vouched_for(identity.clone()).await?;
        match self.accept_help(&actor, help).await {
            Ok(()) => {}
            Err(Error::Fields(_) | Error::NotFound(_)) => return self.sign_in(identity).await,
            Err(error) => return Err(error),
        }
        self.note_sign_in(&actor, "sign_in").await?;
        Ok(Some(actor))
    }

    async fn vouched_for(&self, identity: Identity) -> Result<Actor> {
        let person = match &identity.person {
            Some(number) => match people::by_ref(&self.store, number).await {
                Ok(person) => Some(person),
                Err(records::Error::NotFound(_)) => None,
                Err(error) => return Err(error.into()),
            },
            None => None,
        };
        let id = format!("{}|{}", identity.issuer, identity.subject);
        let name = person.as_ref().map(people::Person::name).or(identity.name).unwrap_or_else(|| id.clone());
        let person = person.map(|person| person.id);
        Ok(Actor { id, name, person, roles: identity.roles, helping: None })
    }

    /// Writes in the audit trail that somebody signed out.
    pub async fn sign_out(&self, actor: &Actor) -> Result<()> {
        self.note_sign_in(actor, "sign_out").await
    }

    pub(crate) async fn note_sign_in(&self, actor: &Actor, action: &str) -> Result<()> {
        let subject = actor.person.map_or_else(|| "person:none".to_owned(), |id| format!("person:{id}"));
        let detail = serde_json::json!({ "roles": actor.roles });
        let mut write = self.store.begin().await?;
        if let (Some(person), "sign_in", false) = (actor.person, action, actor.has_code_account()) {
            access::link(&mut write, person, &actor.id, self.now()).await?;
        }
        let entry = Entry { at: self.now(), actor: &actor.id, action, subject: &subject, detail };
        audit::append(&mut write, entry).await?;
        Ok(write.commit().await?)
    }
}

impl Actor {
    /// The page that they work on: the desk, their office's, their own benefits, or those whom they help.
    pub fn home(&self) -> &'static str {
        if self.may(Permission::SeeQueue) {
            "/desk"
        } else if self.may(Permission::SeePayroll) {
            "/payroll"
        } else if !self.roles.is_empty() {
            "/offices"
        } else if self.person.is_some() {
            "/my"
        } else {
            "/helping"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{City, Clock};

    fn identity(person: Option<&str>, roles: &[Role]) -> Identity {
        Identity {
            issuer: "test".into(),
            subject: "s-1".into(),
            name: Some("Sam".into()),
            person: person.map(|number| number.parse().unwrap()),
            roles: roles.iter().copied().collect(),
        }
    }

    #[tokio::test]
    async fn somebody_without_a_role_or_a_person_is_not_signed_in() {
        for store in records::testing::both().await {
            let city = City { name: "Alderbrook".into(), base_url: String::new(), demonstration: true };
            let desk = Desk::new(store, Clock::system(), city);
            assert_eq!(desk.sign_in(identity(None, &[])).await.unwrap(), None);
            assert_eq!(desk.sign_in(identity(Some("E99999"), &[])).await.unwrap(), None);
            let actor = desk.sign_in(identity(Some("E99999"), &[Role::Payroll])).await.unwrap().unwrap();
            assert_eq!((actor.id.as_str(), actor.name.as_str(), actor.person), ("test|s-1", "Sam", None));
            desk.sign_out(&actor).await.unwrap();
            assert_eq!(audit::verify(desk.store()).await.unwrap(), audit::Verdict::Whole(4));
        }
    }

    #[test]
    fn everybody_starts_where_they_work() {
        let home = |roles: &[Role]| {
            let roles = roles.iter().copied().collect();
            Actor { id: "a|b".into(), name: "A".into(), person: None, roles, helping: None }.home()
        };
        assert_eq!(home(&[]), "/helping");
        let member = Actor {
            id: "a|b".into(),
            name: "A".into(),
            person: Some(Uuid::nil()),
            roles: BTreeSet::new(),
            helping: None,
        };
        assert_eq!(member.home(), "/my");
        assert_eq!(home(&[Role::Coordinator]), "/desk");
        assert_eq!(home(&[Role::Director]), "/desk");
        assert_eq!(home(&[Role::Payroll]), "/payroll");
        for office in [Role::Treasurer, Role::Retirement, Role::Accounting] {
            assert_eq!(home(&[office]), "/offices");
        }
    }
}

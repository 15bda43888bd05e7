//! Corrections of what the records say of somebody in a household: name, day of birth, what they are to the
//! subscriber, disability, and that they belong to it no longer.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::code::PersonRef;
use domain::correction::{CorrectionFacts, PersonRestated};
use domain::person::{Dependent, Relationship};
use records::people::Person;
use records::submissions::{self, Submission};
use records::{coverage, people};
use uuid::Uuid;

use super::reason;
use crate::enroll::household::{american_date, birth, name};
use crate::error::{Error, FieldError, Result};
use crate::sending::once;
use crate::{Actor, Desk, Permission};

/// What the records are to say of somebody, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypedMember {
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// Date of birth.
    pub birth: String,
    /// What they are to the subscriber.
    pub relationship: String,
    /// Any word for a child with a proven disability.
    pub disabled: String,
    /// The last day on which they belong to the household; empty while they do.
    pub ended: String,
    /// Why it is put right.
    pub because: String,
}

impl TypedMember {
    /// As the fields of the form.
    pub fn into_fields(self) -> BTreeMap<String, String> {
        let TypedMember { given_name, family_name, birth, relationship, disabled, ended, because } = self;
        [
            ("given_name", given_name),
            ("family_name", family_name),
            ("birth", birth),
            ("relationship", relationship),
            ("disabled", disabled),
            ("ended", ended),
            ("because", because),
        ]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
    }
}

/// What the form for a correction of somebody in a household shows.
#[derive(Debug, Clone)]
pub struct MemberForm {
    /// Whose household.
    pub person: Person,
    /// Who.
    pub member: Dependent,
    /// They are on the rolls themselves: their name and day of birth come with the census.
    pub on_rolls: bool,
    /// The census has them too: it has to be mended as well, or the next one brings back what it says.
    pub in_census: bool,
}

impl Desk {
    /// What is on record of somebody in a household.
    pub async fn member_form(&self, actor: &Actor, number: &PersonRef, member: Uuid) -> Result<MemberForm> {
        actor.require(Permission::Decide)?;
        let person = people::by_ref(&self.store, number).await?;
        let household = people::household(&self.store, person.id).await?;
        let member = household.into_iter().find(|one| one.id == member);
        let member = member.ok_or(Error::NotFound("household member"))?;
        let on_rolls = people::on_rolls(&self.store, member.id, self.today()).await?.is_some();
        let in_census = people::person(&self.store, member.id).await?.ref_.is_some();
        Ok(MemberForm { person, member, on_rolls, in_census })
    }

    /// Sends a correction of somebody in a household. `once_key` is the form's own.
    pub async fn send_member_correction(
        &self,
        actor: &Actor,
        number: &PersonRef,
        member: Uuid,
        typed: &TypedMember,
        once_key: &str,
    ) -> Result<Submission> {
        let form = self.member_form(actor, number, member).await?;
        let once_key = once(form.person.id, once_key)?;
        if let Some(sent) = submissions::by_once_key(&self.store, &once_key).await? {
            return Ok(sent);
        }
        let rows = coverage::current(&self.store, form.person.id).await?;
        let (is, because) = read(typed, &form, self.today()).map_err(Error::Fields)?;
        if is == form.member {
            return Err(Error::field("because", "nothing_to_correct"));
        }
        let people = vec![PersonRestated { was: form.member, is }];
        let facts = CorrectionFacts { because, reverses: None, restated: Vec::new(), people };
        self.send_facts(actor, form.person, &rows, facts, once_key).await
    }
}

/// Reads what was typed; everything that is wrong with it.
fn read(
    typed: &TypedMember,
    form: &MemberForm,
    today: NaiveDate,
) -> Result<(Dependent, String), Vec<FieldError>> {
    let mut faults = Vec::new();
    let was = &form.member;
    let mut is = was.clone();
    if !form.on_rolls {
        for (field, text, part) in [
            ("given_name", &typed.given_name, &mut is.given_name),
            ("family_name", &typed.family_name, &mut is.family_name),
        ] {
            match name(text) {
                Ok(read) => *part = read,
                Err(problem) => faults.push(FieldError::new(field, problem)),
            }
        }
        match birth(&typed.birth, today) {
            Ok(day) => is.birth = day,
            Err(problem) => faults.push(FieldError::new("birth", problem)),
        }
    }
    match typed.relationship.parse::<Relationship>() {
        Ok(relationship) => is.relationship = relationship,
        Err(_) => faults.push(FieldError::new("relationship", "missing")),
    }
    is.disabled = !typed.disabled.is_empty() && is.relationship.is_child();
    is.ended = match typed.ended.trim() {
        "" => None,
        text => match american_date(text) {
            Some(day) if day >= is.birth => Some(day),
            Some(_) => {
                faults.push(FieldError::new("ended", "before_birth"));
                None
            }
            None => {
                faults.push(FieldError::new("ended", "not_a_date"));
                None
            }
        },
    };
    let because = reason(&typed.because).map_err(|found| faults.push(found)).unwrap_or_default();
    if faults.is_empty() { Ok((is, because)) } else { Err(faults) }
}

//! Helping somebody: they say who may, how far and until when; whoever takes the invitation acts for them under
//! their own name, and each of the two, and the desk, can end it at any time.

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};
use domain::access_code::LetterCode;
use domain::code::PersonRef;
use domain::helper::{Doing, Scope, latest};
use records::access::{self, Account, Purpose};
use records::helpers::{self, Helper};
use records::people;
use uuid::Uuid;

use crate::access::{alone, random};
use crate::code_sign_in::{account_in, as_actor, evenly, read_address, read_code};
use crate::error::{Error, FieldError, Result};
use crate::{Actor, Desk, Helping, Permission};

/// Days for which an invitation is good.
pub const INVITATION_DAYS: i64 = 30;
/// Helpers whom somebody may have at a time.
pub const MOST_HELPERS: usize = 4;
const LONGEST_NAME: usize = 100;
const LONGEST_PAPER: usize = 200;

/// What somebody said of a helper.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypedHelper {
    /// The helper's name.
    pub name: String,
    /// How far the help goes.
    pub scope: String,
    /// The last day.
    pub last_day: String,
    /// Where the signed form is; staff say it.
    pub paper: String,
}

impl TypedHelper {
    /// As the fields of a form.
    pub fn into_fields(self) -> BTreeMap<String, String> {
        [("name", self.name), ("scope", self.scope), ("last_day", self.last_day), ("paper", self.paper)]
            .map(|(name, value)| (name.to_owned(), value))
            .into()
    }
}

/// An invitation, to be given to the helper. Holds a secret: it is shown once and kept nowhere.
#[derive(Debug, Clone)]
pub struct Invitation {
    /// The help that it is to.
    pub helper: Helper,
    /// The code.
    pub code: LetterCode,
}

impl Desk {
    /// Who helps the signed-in member, or did, the latest first.
    pub async fn my_helpers(&self, actor: &Actor) -> Result<Vec<Helper>> {
        Ok(helpers::of_person(&self.store, actor.own_person_to(Doing::Access)?).await?)
    }

    /// Lets somebody help the signed-in member. `once_key` is the form's own, a UUID: sent twice, it makes no
    /// second helper ([`Error::Stale`]).
    pub async fn invite_helper(
        &self,
        actor: &Actor,
        once_key: &str,
        typed: &TypedHelper,
    ) -> Result<Invitation> {
        let person = actor.own_person_to(Doing::Access)?;
        self.give_help(actor, person, once_key, typed, false).await
    }

    /// Lets somebody help a person who has signed a form on paper.
    pub async fn enter_helper(
        &self,
        actor: &Actor,
        number: &PersonRef,
        once_key: &str,
        typed: &TypedHelper,
    ) -> Result<Invitation> {
        actor.require(Permission::Decide)?;
        let person = people::by_ref(&self.store, number).await?;
        self.give_help(actor, person.id, once_key, typed, true).await
    }

    async fn give_help(
        &self,
        actor: &Actor,
        person: Uuid,
        once_key: &str,
        typed: &TypedHelper,
        on_paper: bool,
    ) -> Result<Invitation> {
        let (now, today) = (self.now(), self.today());
        let (name, scope, last_day, paper) = read(typed, today, on_paper)?;
        let id = once_key.parse().map_err(|_| Error::field("name", "sent_wrong"))?;
        let there = helpers::of_person(&self.store, person).await?;
        if there.iter().filter(|one| one.holds(today)).count() >= MOST_HELPERS {
            return Err(FieldError::new("name", "too_many_helpers").naming(MOST_HELPERS).into());
        }
        let helper = Helper {
            id,
            person,
            person_name: people::person(&self.store, person).await?.name(),
            name,
            scope,
            last_day,
            given_at: now,
            given_by: actor.id.clone(),
            given_by_name: actor.name.clone(),
            paper,
            actor: None,
            accepted_at: None,
            ended_at: None,
            ended_by_name: None,
        };
        let code = random();
        let mut write = self.store.begin().await?;
        match helpers::insert(&mut write, &helper).await {
            Err(error) if error.is_duplicate() => return Err(Error::Stale("the form")),
            done => done?,
        }
        let until = now + TimeDelta::days(INVITATION_DAYS);
        access::put(&mut write, alone(Purpose::Invitation, &code), id, &actor.name, now, until).await?;
        self.note_help(&mut write, actor, "helper.invited", &helper).await?;
        write.commit().await?;
        Ok(Invitation { helper, code })
    }

    /// Ends help: by whom it was given to, by the helper, or by the desk.
    pub async fn end_help(&self, actor: &Actor, id: Uuid) -> Result<()> {
        let helper = helpers::get(&self.store, id).await?;
        actor.require_help_to(Doing::Access)?;
        let own = actor.person == Some(helper.person) || helper.is_by(&actor.id);
        if !own && !actor.may(Permission::Decide) {
            return Err(Error::NotFound("helper"));
        }
        let mut write = self.store.begin().await?;
        if helpers::end(&mut write, id, &actor.id, &actor.name, self.now()).await? {
            access::void(&mut write, Purpose::Invitation, id, self.now()).await?;
            self.note_help(&mut write, actor, "helper.ended", &helper).await?;
        }
        Ok(write.commit().await?)
    }

    /// What an invitation is to, for whoever has its code. Nothing is spent. `client` is the address that tries
    /// are counted for.
    pub async fn invitation(&self, client: &str, code: &str) -> Result<Helper> {
        let code: LetterCode = read_code(code)?;
        self.limit(&format!("invitation:{client}"), 20, TimeDelta::minutes(15)).await?;
        self.limit(&format!("invitation_code:{}", code.prefix()), 6, TimeDelta::minutes(15)).await?;
        evenly(async {
            let found = access::find(&self.store, alone(Purpose::Invitation, &code), self.now()).await?;
            match found {
                Some(found) => self.invited(found.owner).await,
                None => Err(refused()),
            }
        })
        .await
    }

    /// The help that somebody has shown the invitation to, while it can be taken.
    pub async fn invited(&self, id: Uuid) -> Result<Helper> {
        let helper = helpers::get(&self.store, id).await?;
        if helper.holds(self.today()) && helper.accepted_at.is_none() { Ok(helper) } else { Err(refused()) }
    }

    /// Takes an invitation for whoever is signed in. Its code has been shown before: [`Desk::invitation`].
    pub async fn accept_help(&self, actor: &Actor, id: Uuid) -> Result<()> {
        actor.require_help_to(Doing::Access)?;
        let helper = self.invited(id).await?;
        if actor.person == Some(helper.person) {
            return Err(Error::field("code", "own_helper"));
        }
        if self.waits_for_address(actor).await? {
            return Err(Error::field("code", "address_unconfirmed"));
        }
        let mut write = self.store.begin().await?;
        self.end_asking(&mut write, &helper).await?;
        self.accept_in(&mut write, actor, &helper).await?;
        Ok(write.commit().await?)
    }

    /// Makes an account for somebody who has an invitation and no account. It signs in by codes sent to `email`, and
    /// takes the invitation once the first of them has come back; until then the invitation can be shown again, as
    /// after a slip in the address, and whoever shows it takes the place of this account.
    pub async fn accept_by_email(&self, id: Uuid, email: &str, spanish: bool) -> Result<Actor> {
        let helper = self.invited(id).await?;
        let address = read_address(email)?;
        if !self.may_mail_codes() {
            return Err(Error::field("email", "no_mail"));
        }
        if access::account_at(&self.store, &address).await?.is_some() {
            return Err(Error::field("email", "address_known"));
        }
        self.limit(&format!("invitation_mailed:{id}"), 4, TimeDelta::minutes(15)).await?;
        let account = Account {
            id: Uuid::now_v7(),
            person_id: None,
            name: helper.name.clone(),
            email: None,
            new_email: None,
            made_at: self.now(),
        };
        let actor = as_actor(&account);
        let mut write = self.store.begin().await?;
        self.end_asking(&mut write, &helper).await?;
        access::insert_account(&mut write, &account).await?;
        if !helpers::ask(&mut write, id, &actor.id, self.today()).await? {
            return Err(refused());
        }
        self.note_help(&mut write, &actor, "helper.asked", &helper).await?;
        write.commit().await?;
        self.change_my_email(&actor, &address, spanish).await?;
        Ok(actor)
    }

    /// Ends the account that has asked for an invitation which nobody has taken: one invitation lets one person in.
    async fn end_asking(&self, write: &mut records::Write, helper: &Helper) -> Result<()> {
        if let Some(account) = helper.actor.as_deref().and_then(account_in) {
            access::end_account(write, account, self.now()).await?;
        }
        Ok(())
    }

    /// Takes the invitation that an account has asked for, now that its address is confirmed.
    pub(crate) async fn accept_asked(&self, write: &mut records::Write, actor: &Actor) -> Result<()> {
        for helper in helpers::asked_in(write, &actor.id).await? {
            self.accept_in(write, actor, &helper).await?;
        }
        Ok(())
    }

    async fn accept_in(&self, write: &mut records::Write, actor: &Actor, helper: &Helper) -> Result<()> {
        let now = self.now();
        if !helpers::accept(write, helper.id, &actor.id, self.today(), now).await? {
            return Err(refused());
        }
        access::void(write, Purpose::Invitation, helper.id, now).await?;
        self.note_help(write, actor, "helper.accepted", helper).await
    }

    /// Those whom the signed-in actor helps.
    pub async fn helped(&self, actor: &Actor) -> Result<Vec<Helper>> {
        // Who acts for somebody helps nobody through them.
        actor.require_help_to(Doing::Access)?;
        Ok(helpers::of_actor(&self.store, &actor.id, self.today()).await?)
    }

    /// Begins to act for somebody: who, for whom and how far is in the audit trail.
    pub async fn begin_helping(&self, actor: &Actor, id: Uuid) -> Result<()> {
        actor.require_help_to(Doing::Access)?;
        let helper = helpers::get(&self.store, id).await?;
        if !helper.is_by(&actor.id) || !helper.holds(self.today()) {
            return Err(Error::NotFound("helper"));
        }
        let mut write = self.store.begin().await?;
        self.note_help(&mut write, actor, "helper.began", &helper).await?;
        Ok(write.commit().await?)
    }

    /// `actor` as the helper of somebody; `None` once the help is over. Asked for each request: help that ends,
    /// ends at once.
    pub async fn as_helper(&self, actor: &Actor, id: Uuid) -> Result<Option<Actor>> {
        let helper = match helpers::get(&self.store, id).await {
            Ok(helper) => helper,
            Err(records::Error::NotFound(_)) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let holds = helper.is_by(&actor.id) && helper.holds(self.today());
        let helping =
            Helping { id, whom: helper.person_name, scope: helper.scope, last_day: helper.last_day };
        Ok(holds.then(|| actor.on_behalf_of(helper.person, helping)))
    }

    async fn note_help(
        &self,
        write: &mut records::Write,
        actor: &Actor,
        action: &str,
        helper: &Helper,
    ) -> Result<()> {
        let detail = serde_json::json!({
            "helper": helper.id, "name": helper.name, "scope": helper.scope, "last_day": helper.last_day,
        });
        self.note_access(write, actor, action, Some(helper.person), detail).await
    }
}

fn refused() -> Error {
    Error::field("code", "invitation_refused")
}

type Read = (String, Scope, NaiveDate, Option<String>);

fn read(typed: &TypedHelper, today: NaiveDate, on_paper: bool) -> Result<Read> {
    let mut faults = Vec::new();
    let mut text = |field: &str, value: &str, most: usize, missing: &str| {
        let value = value.trim();
        if value.is_empty() {
            faults.push(FieldError::new(field, missing));
        } else if value.chars().count() > most || value.contains(char::is_control) {
            faults.push(FieldError::new(field, "too_long").naming(most));
        }
        value.to_owned()
    };
    let name = text("name", &typed.name, LONGEST_NAME, "name_missing");
    let paper = on_paper.then(|| text("paper", &typed.paper, LONGEST_PAPER, "paper_missing"));
    let scope = typed.scope.parse::<Scope>();
    if scope.is_err() {
        faults.push(FieldError::new("scope", "scope_missing"));
    }
    let last_day = typed.last_day.trim().parse::<NaiveDate>();
    match last_day {
        Err(_) if typed.last_day.trim().is_empty() => {
            faults.push(FieldError::new("last_day", "last_day_missing"))
        }
        Err(_) => faults.push(FieldError::new("last_day", "not_a_date")),
        Ok(day) if day < today => faults.push(FieldError::new("last_day", "last_day_over")),
        Ok(day) if day > latest(today) => faults.push(FieldError::new("last_day", "last_day_too_far")),
        Ok(_) => {}
    }
    match (scope, last_day) {
        (Ok(scope), Ok(last_day)) if faults.is_empty() => Ok((name, scope, last_day, paper)),
        _ => Err(Error::Fields(faults)),
    }
}

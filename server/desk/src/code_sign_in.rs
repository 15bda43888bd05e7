//! Signing in by codes of the city: once with the code of a letter and a date of birth, and from then on with the
//! office's number, or a helper's address, and a code.
//!
//! Who types something wrong reads the same, after the same time, whatever it was: a stranger learns nothing of
//! who is on record.

use std::collections::BTreeSet;
use std::future::Future;
use std::time::Duration;

use chrono::{NaiveDate, TimeDelta};
use domain::access_code::{AccessCode, AccessCodeError, LetterCode, SignInCode};
use domain::code::PersonRef;
use domain::helper::Doing;
use records::access::{self, Account, Purpose};
use records::messages::Message;
use records::people;
use uuid::Uuid;

use crate::access::{alone, of_account, random};
use crate::error::{Error, FieldError, Result};
use crate::{Actor, Desk};

/// How long an answer takes at least: longer than any way to it.
const EVEN: Duration = Duration::from_millis(400);
/// Minutes for which an e-mailed code is good.
pub const MAILED_MINUTES: i64 = 15;
/// Tries from one address in [`WINDOW`].
const TRIES_OF_ADDRESS: u32 = 20;
/// Tries for one code, or one account, in [`WINDOW`].
const TRIES_FOR_ONE: u32 = 6;
/// E-mails to one account in [`WINDOW`].
const MAILS: u32 = 4;
const WINDOW: TimeDelta = TimeDelta::minutes(15);

/// What an e-mailed code is for, as its number.
const TO_SIGN_IN: i64 = 1;
const TO_CONFIRM: i64 = 2;

/// Which code somebody is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Challenge {
    /// The one that was e-mailed, if they are on record.
    Mailed,
    /// The one with that number on their sheet, if they are on record.
    OnSheet(i64),
}

/// How the signed-in person signs in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MySignIn {
    /// Where codes are sent; `None` for a sheet of codes.
    pub email: Option<String>,
    /// Where a code was sent that has to come back.
    pub new_email: Option<String>,
    /// Codes left on the sheet.
    pub codes_left: usize,
    /// The office's number of them, which they sign in with; none for a helper.
    pub number: Option<String>,
    /// Whether codes can be e-mailed at all.
    pub may_mail: bool,
}

impl Actor {
    /// Whether they signed in by codes of the city.
    pub fn has_code_account(&self) -> bool {
        self.code_account().is_some()
    }

    /// The account of somebody who signed in by codes of the city, for themselves.
    fn code_account(&self) -> Option<Uuid> {
        account_in(&self.id)
    }
}

/// In front of an account's id in the identity of an actor. No issuer has this name.
const ACCOUNT: &str = "account|";

/// The account in the identity of an actor who signs in by codes of the city.
pub(crate) fn account_in(id: &str) -> Option<Uuid> {
    id.strip_prefix(ACCOUNT).and_then(|id| id.parse().ok())
}

impl Desk {
    /// Whether codes can be e-mailed.
    pub fn may_mail_codes(&self) -> bool {
        self.mail.is_some()
    }

    /// Whether somebody who signed in is still let in: an account with codes of the city can end.
    pub async fn is_let_in(&self, actor: &Actor) -> Result<bool> {
        Ok(match actor.code_account() {
            Some(id) => access::account(&self.store, id).await?.is_some(),
            None => true,
        })
    }

    /// Makes an account for whoever has the letter and knows the date of birth of whom it is to, and signs them
    /// in. The letter's code is spent, and an account that they had before ends. `client` is the address that
    /// tries are counted for.
    pub async fn activate(&self, client: &str, code: &str, birth: &str) -> Result<Actor> {
        let (code, birth) = match (read_code::<12>(code), read_birth(birth)) {
            (Ok(code), Ok(birth)) => (code, birth),
            (code, birth) => return Err(Error::Fields(code.err().into_iter().chain(birth.err()).collect())),
        };
        self.limit(&format!("activation:{client}"), TRIES_OF_ADDRESS, WINDOW).await?;
        self.limit(&format!("activation_code:{}", code.prefix()), TRIES_FOR_ONE, WINDOW).await?;
        evenly(self.activated(&code, birth)).await
    }

    async fn activated(&self, code: &LetterCode, birth: NaiveDate) -> Result<Actor> {
        let refused = || Err(Error::field("code", "letter_refused"));
        let (now, typed) = (self.now(), alone(Purpose::Activation, code));
        let Some(good) = access::find(&self.store, typed, now).await? else { return refused() };
        let person = people::person(&self.store, good.owner).await?;
        if person.birth != birth {
            return refused();
        }
        let before = access::account_of(&self.store, person.id).await?;
        let account = Account {
            id: Uuid::now_v7(),
            person_id: Some(person.id),
            name: person.name(),
            email: None,
            new_email: None,
            made_at: now,
        };
        let actor = as_actor(&account);
        let mut write = self.store.begin().await?;
        if access::spend(&mut write, typed, now).await?.is_none() {
            return refused();
        }
        if let Some(before) = before {
            access::end_account(&mut write, before.id, now).await?;
        }
        access::insert_account(&mut write, &account).await?;
        let detail = serde_json::json!({ "by": "letter" });
        self.note_access(&mut write, &actor, "access.activated", Some(person.id), detail).await?;
        write.commit().await?;
        Ok(actor)
    }

    /// Asks `who`, a number of the office or a helper's address, for a code; e-mails one where that is their
    /// way. Somebody who is not on record is asked for one too, always for the same.
    pub async fn challenge(&self, client: &str, who: &str, spanish: bool) -> Result<Challenge> {
        let who = read_who(who)?;
        self.limit(&format!("code_asked:{client}"), TRIES_OF_ADDRESS, WINDOW).await?;
        evenly(async {
            let account = self.account_named(&who).await?;
            let Some(account) = account else { return Ok(self.pretended(&who)) };
            if let Some(address) = &account.email {
                if self.limit(&format!("code_mailed:{}", account.id), MAILS, WINDOW).await.is_ok() {
                    self.mail_code(&account, address, TO_SIGN_IN, spanish).await?;
                }
                return Ok(Challenge::Mailed);
            }
            let next = access::good(&self.store, Purpose::Sheet, account.id, self.now()).await?;
            Ok(next.first().map_or_else(|| self.pretended(&who), |code| Challenge::OnSheet(code.ordinal)))
        })
        .await
    }

    /// Signs `who` in with the code that they were asked for.
    pub async fn answer_challenge(&self, client: &str, who: &str, code: &str) -> Result<Actor> {
        let who = read_who(who)?;
        let code = read_code::<8>(code)?;
        self.limit(&format!("code_tried:{client}"), TRIES_OF_ADDRESS, WINDOW).await?;
        self.limit(&format!("code_tried_for:{who}"), TRIES_FOR_ONE, WINDOW).await?;
        evenly(async {
            let refused = || Err(Error::field("code", "code_refused"));
            let Some(account) = self.account_named(&who).await? else { return refused() };
            let (now, store) = (self.now(), &self.store);
            let typed = if account.email.is_some() {
                of_account(Purpose::Mailed, account.id, TO_SIGN_IN, &code)
            } else {
                let next = access::good(store, Purpose::Sheet, account.id, now).await?;
                let Some(next) = next.first() else { return refused() };
                of_account(Purpose::Sheet, account.id, next.ordinal, &code)
            };
            let actor = as_actor(&account);
            let mut write = store.begin().await?;
            if access::spend(&mut write, typed, now).await?.is_none() {
                return refused();
            }
            let by = if account.email.is_some() { "mailed_code" } else { "sheet" };
            let detail = serde_json::json!({ "by": by, "number": typed.ordinal });
            self.note_access(&mut write, &actor, "sign_in", account.person_id, detail).await?;
            write.commit().await?;
            Ok(actor)
        })
        .await
    }

    /// How the signed-in person signs in; [`Error::NotFound`] for whoever has an account of an issuer.
    pub async fn my_sign_in(&self, actor: &Actor) -> Result<MySignIn> {
        let account = self.own_account(actor).await?;
        let number = match account.person_id {
            Some(person) => people::person(&self.store, person).await?.ref_,
            None => None,
        };
        Ok(MySignIn {
            codes_left: access::good(&self.store, Purpose::Sheet, account.id, self.now()).await?.len(),
            email: account.email,
            new_email: account.new_email,
            number,
            may_mail: self.may_mail_codes(),
        })
    }

    /// Sends a code to the address where the signed-in person wants codes from now on.
    pub async fn change_my_email(&self, actor: &Actor, typed: &str, spanish: bool) -> Result<()> {
        let account = self.own_account(actor).await?;
        let address = read_address(typed)?;
        if !self.may_mail_codes() {
            return Err(Error::field("email", "no_mail"));
        }
        self.limit(&format!("code_mailed:{}", account.id), MAILS, WINDOW).await?;
        let mut write = self.store.begin().await?;
        access::set_email(&mut write, account.id, account.email.as_deref(), Some(&address)).await?;
        write.commit().await?;
        self.mail_code(&account, &address, TO_CONFIRM, spanish).await
    }

    /// Takes the code that was sent to the new address: codes are sent there from now on, and the sheet is void. An
    /// account that was made for an invitation takes it.
    pub async fn confirm_my_email(&self, actor: &Actor, code: &str) -> Result<()> {
        let account = self.own_account(actor).await?;
        let code: SignInCode = read_code(code)?;
        self.limit(&format!("code_tried_for:{}", account.id), TRIES_FOR_ONE, WINDOW).await?;
        let refused = || Err(Error::field("code", "code_refused"));
        let Some(address) = &account.new_email else { return refused() };
        let now = self.now();
        let mut write = self.store.begin().await?;
        let typed = of_account(Purpose::Mailed, account.id, TO_CONFIRM, &code);
        if access::spend(&mut write, typed, now).await?.is_none() {
            return refused();
        }
        match access::set_email(&mut write, account.id, Some(address), None).await {
            // Another helper has confirmed the same address.
            Err(error) if error.is_duplicate() => return refused(),
            done => done?,
        }
        access::void(&mut write, Purpose::Sheet, account.id, now).await?;
        let detail = serde_json::json!({ "by": "mailed_code" });
        self.note_access(&mut write, actor, "access.way_chosen", account.person_id, detail).await?;
        self.accept_asked(&mut write, actor).await?;
        Ok(write.commit().await?)
    }

    /// Whether somebody signed in by an invitation alone, and has not confirmed where codes reach them.
    pub(crate) async fn waits_for_address(&self, actor: &Actor) -> Result<bool> {
        let Some(id) = actor.code_account() else { return Ok(false) };
        let account = access::account(&self.store, id).await?;
        Ok(account.is_some_and(|account| account.person_id.is_none() && account.email.is_none()))
    }

    pub(crate) async fn own_account(&self, actor: &Actor) -> Result<Account> {
        actor.require_help_to(Doing::Access)?;
        let Some(id) = actor.code_account() else { return Err(Error::NotFound("account")) };
        access::account(&self.store, id).await?.ok_or(Error::NotFound("account"))
    }

    async fn account_named(&self, who: &str) -> Result<Option<Account>> {
        if who.contains('@') {
            return Ok(access::account_at(&self.store, who).await?);
        }
        let Ok(number) = who.parse::<PersonRef>() else { return Ok(None) };
        match people::by_ref(&self.store, &number).await {
            Ok(person) => Ok(access::account_of(&self.store, person.id).await?),
            Err(records::Error::NotFound(_)) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// What somebody who is not on record is asked for: the same each time, as of somebody who is.
    fn pretended(&self, who: &str) -> Challenge {
        let bytes = self.store.derived_key(&format!("what {who} is asked for"));
        match (bytes.first(), bytes.get(1)) {
            _ if who.contains('@') => Challenge::Mailed,
            (Some(way), _) if self.may_mail_codes() && way % 2 == 0 => Challenge::Mailed,
            (_, Some(number)) => Challenge::OnSheet(1 + i64::from(*number) % crate::access::SHEET_CODES),
            _ => Challenge::OnSheet(1),
        }
    }

    /// E-mails a code. It is sent at once and beside the answer: the server keeps no copy, and the answer takes no
    /// longer than any other.
    async fn mail_code(&self, account: &Account, address: &str, what: i64, spanish: bool) -> Result<()> {
        let Some(mail) = self.mail.clone() else { return Ok(()) };
        let (now, code) = (self.now(), random());
        let until = now + TimeDelta::minutes(MAILED_MINUTES);
        let mut write = self.store.begin().await?;
        access::void(&mut write, Purpose::Mailed, account.id, now).await?;
        let typed = of_account(Purpose::Mailed, account.id, what, &code);
        access::put(&mut write, typed, account.id, "Portal", now, until).await?;
        write.commit().await?;
        let (subject, body) = words(&self.city.name, &code, spanish);
        let message = Message {
            id: Uuid::now_v7(),
            person_id: account.person_id.unwrap_or(account.id),
            address: Some(address.to_owned()),
            subject,
            body,
            created_at: now,
            sent_at: None,
        };
        tokio::spawn(async move {
            if let Err(why) = mail.send(&message).await {
                tracing::warn!(why, "a code could not be e-mailed");
            }
        });
        Ok(())
    }
}

/// Who signed in by that account.
pub(crate) fn as_actor(account: &Account) -> Actor {
    Actor {
        id: format!("{ACCOUNT}{}", account.id),
        name: account.name.clone(),
        person: account.person_id,
        roles: BTreeSet::new(),
        helping: None,
    }
}

/// Answers after the same time, whatever the answer is.
pub(crate) async fn evenly<T>(answer: impl Future<Output = Result<T>>) -> Result<T> {
    tokio::join!(answer, tokio::time::sleep(EVEN)).0
}

/// A code as typed. What is wrong with it by itself is said: the office knows nothing of it.
pub(crate) fn read_code<const LENGTH: usize>(typed: &str) -> Result<AccessCode<LENGTH>, FieldError> {
    if typed.trim().is_empty() {
        return Err(FieldError::new("code", "code_missing"));
    }
    typed.parse().map_err(|error| match error {
        AccessCodeError::Length => FieldError::new("code", "code_length").naming(LENGTH),
        AccessCodeError::Character => FieldError::new("code", "code_character"),
        AccessCodeError::Check => FieldError::new("code", "code_misread"),
    })
}

fn read_birth(typed: &str) -> Result<NaiveDate, FieldError> {
    let typed = typed.trim();
    let problem = if typed.is_empty() { "birth_missing" } else { "not_a_date" };
    typed.parse().map_err(|_| FieldError::new("birth", problem))
}

/// A number in capitals, or an address in small letters.
fn read_who(typed: &str) -> Result<String> {
    let typed = typed.trim();
    if typed.is_empty() || typed.len() > 254 {
        return Err(Error::field("who", "who_missing"));
    }
    Ok(if typed.contains('@') { typed.to_lowercase() } else { typed.to_uppercase() })
}

/// An e-mail address, in small letters.
pub(crate) fn read_address(typed: &str) -> Result<String> {
    let typed = typed.trim().to_lowercase();
    let parts = typed.split_once('@');
    let good = typed.len() <= 254
        && !typed
            .contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, ',' | ';' | '<' | '>'))
        && parts.is_some_and(|(who, host)| {
            !who.is_empty()
                && !host.contains('@')
                && host.contains('.')
                && !host.starts_with('.')
                && !host.ends_with('.')
        });
    if good { Ok(typed) } else { Err(Error::field("email", "not_an_address")) }
}

fn words(city: &str, code: &SignInCode, spanish: bool) -> (String, String) {
    if spanish {
        let body = format!(
            "Su código para el portal de beneficios:\n\n{code}\n\nSirve una vez, durante {MAILED_MINUTES} minutos. Nadie de la ciudad se lo pedirá por teléfono. Si usted no lo pidió, no tiene que hacer nada.\n\nOficina de beneficios, {city}\n"
        );
        ("Su código para iniciar sesión".to_owned(), body)
    } else {
        let body = format!(
            "Your code for the benefits portal:\n\n{code}\n\nIt works once, for {MAILED_MINUTES} minutes. Nobody from the city will ask you for it by telephone. If you did not ask for it, you need not do anything.\n\nBenefits office, {city}\n"
        );
        ("Your sign-in code".to_owned(), body)
    }
}

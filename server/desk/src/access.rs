//! How somebody gets in, as the desk sees and helps it: letters with an activation code, sheets of codes, the end
//! of access. A code leaves here on paper alone.

use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::access_code::{AccessCode, LetterCode, SignInCode};
use domain::code::PersonRef;
use domain::deadline::{CITY_ZONE, local_day};
use domain::helper::Doing;
use letters::activation::{Activation, activation};
use letters::{Address, Language, Paper, Pdf, Size, merge};
use records::access::{self, Account, Good, Purpose, Typed};
use records::audit::{self, Entry};
use records::people::{self, Person};
use records::vault::Vault;
use records::{Write, helpers};
use uuid::Uuid;

pub use records::access::Unlinked;
pub use records::helpers::Helper;

use crate::error::{Error, Result};
use crate::{Actor, Desk, Permission};

/// Days for which the code of a letter is good.
pub const LETTER_DAYS: u64 = 60;
/// Letters in one file: as many as are typeset while somebody waits.
pub const LETTERS_IN_FILE: usize = 100;
/// Codes on a sheet.
pub const SHEET_CODES: i64 = 10;
/// Days for which a sheet is good.
pub const SHEET_DAYS: u64 = 2 * 365;

/// How somebody gets in.
#[derive(Debug, Clone)]
pub struct PersonAccess {
    /// Who.
    pub person: Person,
    /// Accounts of issuers that they have signed in with, each since when.
    pub linked: Vec<(String, DateTime<Utc>)>,
    /// Their account with codes of the city.
    pub account: Option<Account>,
    /// Codes left on its sheet.
    pub codes_left: usize,
    /// The letter whose code is good.
    pub letter: Option<Good>,
    /// Who helps them, or did, the latest first.
    pub helpers: Vec<Helper>,
    /// Whether this actor may change any of it.
    pub may_change: bool,
}

/// What goes into an activation letter. Holds a secret: it is printed at once and kept nowhere.
#[derive(Debug, Clone)]
pub struct ActivationLetter {
    /// To whom.
    pub person: Person,
    /// The code.
    pub code: LetterCode,
    /// The day of the letter.
    pub made_on: NaiveDate,
    /// The last day on which the code is good.
    pub last_day: NaiveDate,
}

/// How letters to somebody are printed: in their language, in large print, since most who get one are over 70.
pub(crate) fn paper(person: &Person) -> Paper {
    Paper { language: Language::from_code(&person.language), size: Size::Large }
}

/// The address that a letter to somebody shows; empty lines where the records do not know it.
pub(crate) fn addressed_to(person: &Person) -> Address {
    let known = |parts: [Option<&str>; 2], between: &str| {
        parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(between)
    };
    let area = known([person.state.as_deref(), person.zip.as_deref()], " ");
    // A state alone is no place.
    let has_place = person.town.is_some() || person.zip.is_some();
    Address {
        name: person.name(),
        street: person.street.clone().unwrap_or_default(),
        place: if has_place { known([person.town.as_deref(), Some(&area)], ", ") } else { String::new() },
    }
}

/// A sheet of codes for signing in. Holds secrets: it is printed at once and kept nowhere.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// Whose.
    pub name: String,
    /// The office's number of them, which is asked for beside a code.
    pub number: String,
    /// The codes, from number 1 on.
    pub codes: Vec<SignInCode>,
    /// The last day on which they are good.
    pub last_day: NaiveDate,
}

impl Desk {
    /// How somebody gets in, for the desk.
    pub async fn person_access(&self, actor: &Actor, number: &PersonRef) -> Result<PersonAccess> {
        actor.require(Permission::SeePeople)?;
        let store = &self.store;
        let person = people::by_ref(store, number).await?;
        let account = access::account_of(store, person.id).await?;
        let codes_left = match &account {
            Some(account) => access::good(store, Purpose::Sheet, account.id, self.now()).await?.len(),
            None => 0,
        };
        Ok(PersonAccess {
            linked: access::links(store, person.id).await?,
            letter: access::good(store, Purpose::Activation, person.id, self.now()).await?.pop(),
            helpers: helpers::of_person(store, person.id).await?,
            may_change: actor.may(Permission::Decide),
            account,
            codes_left,
            person,
        })
    }

    /// Retirees and survivors who have no way to sign in, in mailing order.
    pub async fn without_access(&self, actor: &Actor) -> Result<Vec<Unlinked>> {
        actor.require(Permission::SeePeople)?;
        Ok(access::unlinked(&self.store, self.now()).await?)
    }

    /// Makes an activation letter for somebody. One that was made before is void.
    pub async fn make_activation_letter(
        &self,
        actor: &Actor,
        number: &PersonRef,
    ) -> Result<ActivationLetter> {
        actor.require(Permission::Decide)?;
        let person = people::by_ref(&self.store, number).await?;
        // Those whom the benefits office has on its rolls; not their dependents.
        people::subscriber(&self.store, person.id, self.today()).await?;
        let mut write = self.store.begin().await?;
        let letter = self.write_letter(&mut write, actor, person).await?;
        write.commit().await?;
        Ok(letter)
    }

    /// Makes a letter for those who have no way to sign in and no letter that is good, in mailing order: the first
    /// [`LETTERS_IN_FILE`] of them.
    pub async fn make_activation_letters(&self, actor: &Actor) -> Result<Vec<ActivationLetter>> {
        actor.require(Permission::Decide)?;
        let unlinked = access::unlinked(&self.store, self.now()).await?;
        let mut write = self.store.begin().await?;
        let mut letters = Vec::new();
        for one in unlinked.into_iter().filter(|one| one.letter_until.is_none()).take(LETTERS_IN_FILE) {
            letters.push(self.write_letter(&mut write, actor, one.person).await?);
        }
        write.commit().await?;
        Ok(letters)
    }

    async fn write_letter(
        &self,
        write: &mut Write,
        actor: &Actor,
        person: Person,
    ) -> Result<ActivationLetter> {
        let (now, made_on) = (self.now(), self.today());
        let last_day = made_on.checked_add_days(Days::new(LETTER_DAYS)).unwrap_or(made_on);
        let code: LetterCode = random();
        access::void(write, Purpose::Activation, person.id, now).await?;
        let typed = alone(Purpose::Activation, &code);
        access::put(write, typed, person.id, &actor.name, now, end_of(last_day)).await?;
        let detail = serde_json::json!({ "last_day": last_day });
        self.note_access(write, actor, "access.letter_made", Some(person.id), detail).await?;
        Ok(ActivationLetter { person, code, made_on, last_day })
    }

    /// Prints activation letters, in their order, as one file.
    pub async fn print_activation_letters(&self, letters: Vec<ActivationLetter>) -> Result<Pdf> {
        let office = self.office();
        let address = format!("{}/sign-in/letter", office.portal);
        let input: Vec<Activation> = letters
            .into_iter()
            .map(|ActivationLetter { person, code, made_on, last_day }| Activation {
                paper: paper(&person),
                office: office.clone(),
                to: addressed_to(&person),
                made_on,
                code: code.to_string(),
                valid_until: last_day,
                address: address.clone(),
            })
            .collect();
        // Typesetting is work for a processor: it does not keep requests waiting.
        let printed = tokio::task::spawn_blocking(move || match &*input {
            [one] => activation(one),
            many => merge(
                many.iter()
                    .map(|one| Ok(activation(one)?.bytes))
                    .collect::<Result<Vec<_>, letters::Error>>()?,
            ),
        });
        printed.await.map_err(|_| Error::Cut)?.map_err(Error::Letter)
    }

    /// Makes a sheet of codes for somebody who signs in by codes of the city, to be mailed. The sheet that they
    /// had is void, and codes are not e-mailed any more.
    pub async fn make_sheet(&self, actor: &Actor, number: &PersonRef) -> Result<Sheet> {
        actor.require(Permission::Decide)?;
        let person = people::by_ref(&self.store, number).await?;
        let account = access::account_of(&self.store, person.id).await?.ok_or(Error::NotFound("account"))?;
        self.write_sheet(actor, &account, person).await
    }

    /// Makes a sheet of codes for oneself.
    pub async fn make_my_sheet(&self, actor: &Actor) -> Result<Sheet> {
        let person = people::person(&self.store, actor.own_person_to(Doing::Access)?).await?;
        self.write_sheet(actor, &self.own_account(actor).await?, person).await
    }

    async fn write_sheet(&self, actor: &Actor, account: &Account, person: Person) -> Result<Sheet> {
        let number = person.ref_.clone().ok_or(Error::NotFound("person"))?;
        let now = self.now();
        let last_day = self.today().checked_add_days(Days::new(SHEET_DAYS)).unwrap_or(self.today());
        let mut write = self.store.begin().await?;
        access::void(&mut write, Purpose::Sheet, account.id, now).await?;
        access::set_email(&mut write, account.id, None, None).await?;
        let mut codes = Vec::new();
        for ordinal in 1..=SHEET_CODES {
            let code: SignInCode = random();
            let typed = of_account(Purpose::Sheet, account.id, ordinal, &code);
            access::put(&mut write, typed, account.id, &actor.name, now, end_of(last_day)).await?;
            codes.push(code);
        }
        let detail = serde_json::json!({ "last_day": last_day });
        self.note_access(&mut write, actor, "access.sheet_made", Some(person.id), detail).await?;
        write.commit().await?;
        Ok(Sheet { name: person.name(), number, codes, last_day })
    }

    /// Ends somebody's access by codes of the city: their account, every code, the letter. Who is signed in by
    /// it is not any more at the next click.
    pub async fn end_access(&self, actor: &Actor, number: &PersonRef) -> Result<()> {
        actor.require(Permission::Decide)?;
        let person = people::by_ref(&self.store, number).await?;
        let now = self.now();
        let account = access::account_of(&self.store, person.id).await?;
        let mut write = self.store.begin().await?;
        access::void(&mut write, Purpose::Activation, person.id, now).await?;
        if let Some(account) = account {
            access::end_account(&mut write, account.id, now).await?;
        }
        self.note_access(&mut write, actor, "access.ended", Some(person.id), serde_json::json!({})).await?;
        Ok(write.commit().await?)
    }

    pub(crate) async fn note_access(
        &self,
        write: &mut Write,
        actor: &Actor,
        action: &str,
        person: Option<Uuid>,
        detail: serde_json::Value,
    ) -> Result<()> {
        let subject = person.map_or_else(|| "person:none".to_owned(), |id| format!("person:{id}"));
        let entry = Entry { at: self.now(), actor: &actor.id, action, subject: &subject, detail };
        Ok(audit::append(write, entry).await?)
    }
}

/// A new code.
pub(crate) fn random<const LENGTH: usize>() -> AccessCode<LENGTH> {
    AccessCode::from_random(&Vault::random_key())
}

/// A code that finds its owner by itself.
pub(crate) fn alone(purpose: Purpose, code: &LetterCode) -> Typed<'_> {
    Typed { purpose, owner: None, ordinal: 1, characters: code.characters() }
}

/// A code that signs an account in.
pub(crate) fn of_account(purpose: Purpose, account: Uuid, ordinal: i64, code: &SignInCode) -> Typed<'_> {
    Typed { purpose, owner: Some(account), ordinal, characters: code.characters() }
}

/// The end of a day in the city.
pub(crate) fn end_of(day: NaiveDate) -> DateTime<Utc> {
    domain::deadline::end_of_day(day, CITY_ZONE)
}

/// The last day on which a code is good.
pub fn last_day_of(code: &Good) -> NaiveDate {
    local_day(code.expires_at - chrono::TimeDelta::microseconds(1), CITY_ZONE)
}

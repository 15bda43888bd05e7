//! New household members, as a member types them: `dependent.{id}.given_name`, `.family_name`, `.birth`,
//! `.relationship`.

use std::collections::BTreeMap;

use chrono::{Months, NaiveDate};
use domain::person::{Dependent, Relationship};
use records::drafts::Fields;
use uuid::Uuid;

use super::Grounds;
use crate::error::FieldError;

/// How many people may be added at a time.
pub const MOST_NEW_DEPENDENTS: usize = 12;

/// The most characters of a name.
const LONGEST_NAME: usize = 100;

/// The fields of somebody who is added.
pub const FIELDS: [&str; 4] = ["given_name", "family_name", "birth", "relationship"];

/// What a new household member may be to the subscriber. A former spouse is one whom the records know.
pub const RELATIONSHIPS: [Relationship; 5] = [
    Relationship::Spouse,
    Relationship::Child,
    Relationship::AdoptedChild,
    Relationship::Stepchild,
    Relationship::Ward,
];

/// A new household member as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypedDependent {
    /// The id that the server gave when it was first saved.
    pub id: Uuid,
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// Date of birth.
    pub birth: String,
    /// What they are to the subscriber.
    pub relationship: String,
}

/// Those who have been typed, in the order in which they were added.
pub fn typed(fields: &Fields) -> Vec<TypedDependent> {
    let mut found: BTreeMap<Uuid, TypedDependent> = BTreeMap::new();
    for (field, value) in fields {
        let Some((id, name)) = field.strip_prefix("dependent.").and_then(|rest| rest.split_once('.')) else {
            continue;
        };
        let Ok(id) = id.parse() else { continue };
        let one = found.entry(id).or_insert_with(|| TypedDependent { id, ..TypedDependent::default() });
        match name {
            "given_name" => one.given_name.clone_from(value),
            "family_name" => one.family_name.clone_from(value),
            "birth" => one.birth.clone_from(value),
            "relationship" => one.relationship.clone_from(value),
            _ => {}
        }
    }
    found.into_values().collect()
}

impl TypedDependent {
    /// As the fields of a draft.
    pub fn into_fields(self) -> [(String, String); 4] {
        let field = |name: &str| format!("dependent.{}.{name}", self.id);
        [
            (field("given_name"), self.given_name),
            (field("family_name"), self.family_name),
            (field("birth"), self.birth),
            (field("relationship"), self.relationship),
        ]
    }

    /// Whether nothing was typed.
    pub fn is_blank(&self) -> bool {
        [&self.given_name, &self.family_name, &self.birth, &self.relationship]
            .iter()
            .all(|text| text.trim().is_empty())
    }

    /// The name as typed, for pages.
    pub fn name(&self) -> String {
        format!("{} {}", self.given_name.trim(), self.family_name.trim()).trim().to_owned()
    }

    /// The dependent, or what is wrong with the fields.
    pub fn read(&self, grounds: &Grounds) -> Result<Dependent, Vec<FieldError>> {
        let mut faults = Vec::new();
        let fault =
            |name: &str, problem: &str| FieldError::new(format!("dependent.{}.{name}", self.id), problem);
        for (name, text) in [("given_name", &self.given_name), ("family_name", &self.family_name)] {
            if let Err(problem) = self::name(text) {
                let detail = if problem == "too_long" { LONGEST_NAME.to_string() } else { String::new() };
                faults.push(fault(name, problem).naming(detail));
            }
        }
        let birth = birth(&self.birth, grounds.today);
        if let Err(problem) = birth {
            faults.push(fault("birth", problem));
        }
        let relationship = self.relationship.parse().ok().filter(|one| RELATIONSHIPS.contains(one));
        if relationship.is_none() {
            let problem = if self.relationship.is_empty() { "missing" } else { "not_a_choice" };
            faults.push(fault("relationship", problem));
        }
        if let (Ok(birth), Some(relationship), true) = (birth, relationship, faults.is_empty()) {
            let dependent = Dependent {
                id: self.id,
                given_name: self.given_name.trim().to_owned(),
                family_name: self.family_name.trim().to_owned(),
                birth,
                relationship,
                disabled: false,
                ended: None,
            };
            let same = |known: &Dependent| {
                known.belongs(grounds.today)
                    && known.birth == birth
                    && known.name().to_lowercase() == dependent.name().to_lowercase()
            };
            if !grounds.household.iter().any(same) {
                return Ok(dependent);
            }
            faults.push(fault("given_name", "already_in_household").naming(dependent.name()));
        }
        Err(faults)
    }
}

/// A given or family name.
pub fn name(text: &str) -> Result<String, &'static str> {
    let text = text.trim();
    if text.is_empty() {
        Err("missing")
    } else if !text.chars().any(char::is_alphabetic) || text.chars().any(char::is_control) {
        Err("not_a_name")
    } else if text.chars().count() > LONGEST_NAME {
        Err("too_long")
    } else {
        Ok(text.to_owned())
    }
}

/// A date of birth, as [`american_date`] reads it.
pub fn birth(text: &str, today: NaiveDate) -> Result<NaiveDate, &'static str> {
    let text = text.trim();
    if text.is_empty() {
        return Err("missing");
    }
    match american_date(text) {
        None => Err("not_a_date"),
        Some(day) if day > today => Err("born_later"),
        Some(day) if day < today - Months::new(12 * 120) => Err("born_too_long_ago"),
        Some(day) => Ok(day),
    }
}

/// A date as people write it here, `3/15/2019`, or as computers do, `2019-03-15`.
pub fn american_date(text: &str) -> Option<NaiveDate> {
    let american = || {
        let mut parts = text.split('/').map(str::trim);
        let (month, day, year) = (parts.next()?, parts.next()?, parts.next()?);
        let whole = parts.next().is_none() && year.len() == 4;
        let number = |part: &str| part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse().ok())?;
        NaiveDate::from_ymd_opt(year.parse().ok()?, number(month)?, number(day)?).filter(|_| whole)
    };
    text.parse().ok().or_else(american)
}

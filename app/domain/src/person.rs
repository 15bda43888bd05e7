//! People: the subscriber as the rules see them, and their dependents.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::benefit::Benefit;
use crate::class::{Class, PayCalendar, Population};
use crate::code::{BargainingUnit, UnitCode};
use crate::election::EventFacts;
use crate::period::{Period, end_of_month};
use crate::word::words;

words! {
    /// What a dependent is to the subscriber.
    pub enum Relationship {
        /// Married to the subscriber.
        Spouse = "spouse",
        /// Divorced, and still covered (M.G.L. c. 32B § 9H).
        FormerSpouse = "former_spouse",
        /// Child by birth.
        Child = "child",
        /// Adopted, or placed for adoption.
        AdoptedChild = "adopted_child",
        /// Child of the spouse.
        Stepchild = "stepchild",
        /// Under the subscriber's guardianship.
        Ward = "ward",
    }
}

impl Relationship {
    /// Whether the age limit of children applies.
    pub const fn is_child(self) -> bool {
        !matches!(self, Relationship::Spouse | Relationship::FormerSpouse)
    }
}

/// Normal working hours a week, in tenths: 37.5 hours is 375.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WeeklyHours(u16);

impl WeeklyHours {
    /// `None` for more hours than a week has (168).
    pub const fn from_tenths(tenths: u16) -> Option<Self> {
        if tenths <= 1_680 { Some(WeeklyHours(tenths)) } else { None }
    }
    /// Tenths of an hour.
    pub const fn tenths(self) -> u16 {
        self.0
    }
}

impl std::fmt::Display for WeeklyHours {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 % 10 {
            0 => write!(f, "{}", self.0 / 10),
            tenth => write!(f, "{}.{tenth}", self.0 / 10),
        }
    }
}

/// A person in whose name coverage is held, as the rules need to know them on one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscriber {
    /// Their id in the records.
    pub id: Uuid,
    /// Why they are on the rolls.
    pub population: Population,
    /// The unit that employs, or employed, them.
    pub unit: UnitCode,
    /// Their bargaining unit, if any.
    pub bargaining_unit: Option<BargainingUnit>,
    /// When they were hired.
    pub hired: Option<NaiveDate>,
    /// Their last day of service, where it has ended.
    pub terminated: Option<NaiveDate>,
    /// Normal hours a week; `None` for those no longer in service.
    pub hours: Option<WeeklyHours>,
    /// Date of birth.
    pub birth: NaiveDate,
    /// Enrolled in Medicare parts A and B.
    pub medicare: bool,
    /// How their deductions are taken.
    pub pays: PayCalendar,
}

impl Subscriber {
    /// Their eligibility class for `benefit`.
    pub const fn class(&self, benefit: Benefit) -> Class {
        Class::of(self.population, self.medicare, benefit)
    }

    /// Somebody of the household who has a contract of their own, as the rules see them: of the subscriber's
    /// population and unit, with their own age and Medicare.
    pub fn with_contract_of(&self, member: &Dependent, medicare: bool) -> Subscriber {
        Subscriber { id: member.id, birth: member.birth, medicare, ..self.clone() }
    }
}

/// A member of the subscriber's household who may be covered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dependent {
    /// Their id in the records; chosen when first entered on a form.
    pub id: Uuid,
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// Date of birth.
    pub birth: NaiveDate,
    /// What they are to the subscriber.
    pub relationship: Relationship,
    /// A child with a disability that arose before the age limit, proven to the carrier.
    pub disabled: bool,
    /// The last day on which they belong to the household: of their life, or of what made them part of it.
    /// `None` while they do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<NaiveDate>,
}

/// The age from which a child is no longer covered (PHSA § 2714, 42 U.S.C. 300gg-14).
pub const CHILD_AGE_LIMIT: u32 = 26;

impl Dependent {
    /// Whether they belong to the household on `day`.
    pub fn belongs(&self, day: NaiveDate) -> bool {
        self.ended.is_none_or(|last| day <= last)
    }

    /// Whether they may be covered on `day`: while they belong to the household, and a child to the last day of
    /// the month of the 26th birthday, longer with a proven disability.
    pub fn may_be_covered(&self, day: NaiveDate) -> bool {
        self.last_covered_day().is_none_or(|last| day <= last)
    }

    /// The last day on which they may be covered: they end then, or the month of the 26th birthday does. `None`
    /// where no limit applies.
    pub fn last_covered_day(&self) -> Option<NaiveDate> {
        let has_limit = self.relationship.is_child() && !self.disabled;
        let by_age = if has_limit { last_day_of_age_limit(self.birth) } else { None };
        by_age.into_iter().chain(self.ended).min()
    }

    /// As they are after a life event that is about them: a divorced spouse may stay on the plan as a former
    /// spouse, whose right ends with a remarriage (M.G.L. c. 32B § 9H); somebody who died ends.
    pub fn after(self, event: &EventFacts) -> Dependent {
        match (event.kind.as_str(), self.relationship) {
            ("divorce", Relationship::Spouse) => {
                Dependent { relationship: Relationship::FormerSpouse, ..self }
            }
            _ => Dependent { ended: self.ended_by(event).into_iter().chain(self.ended).min(), ..self },
        }
    }

    /// As they were before a life event that did not happen after all.
    pub fn before(self, event: &EventFacts) -> Dependent {
        match (event.kind.as_str(), self.relationship) {
            ("divorce", Relationship::FormerSpouse) => {
                Dependent { relationship: Relationship::Spouse, ..self }
            }
            _ if self.ended.is_some() && self.ended == self.ended_by(event) => {
                Dependent { ended: None, ..self }
            }
            _ => self,
        }
    }

    /// Their last day in the household by a life event that is about them: the day of a death, else the last one
    /// of the coverage that the event ends.
    fn ended_by(&self, event: &EventFacts) -> Option<NaiveDate> {
        match (event.kind.as_str(), self.relationship) {
            ("death_in_family", _) => Some(event.date),
            ("former_spouse_ends", Relationship::FormerSpouse) => Some(event.dropped_through),
            _ => None,
        }
    }

    /// Given and family name.
    pub fn name(&self) -> String {
        format!("{} {}", self.given_name, self.family_name)
    }
}

/// The last day on which a child born on `birth` is covered, unless disabled: the end of the month of the 26th
/// birthday.
pub fn last_day_of_age_limit(birth: NaiveDate) -> Option<NaiveDate> {
    birth.checked_add_months(chrono::Months::new(12 * CHILD_AGE_LIMIT)).map(end_of_month)
}

/// The days of birth of those whose 26th birthday is in `days`.
pub fn births_of_26th_birthdays(days: Period) -> Period {
    let back = |day: NaiveDate| {
        day.checked_sub_months(chrono::Months::new(12 * CHILD_AGE_LIMIT)).unwrap_or(NaiveDate::MIN)
    };
    Period::new(back(days.from()), days.to().map(back)).unwrap_or(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn child(birth: &str, disabled: bool) -> Dependent {
        Dependent {
            id: Uuid::nil(),
            given_name: "Ana".into(),
            family_name: "Reis".into(),
            birth: birth.parse().unwrap(),
            relationship: Relationship::Child,
            disabled,
            ended: None,
        }
    }

    fn happened(kind: &str) -> EventFacts {
        EventFacts {
            kind: kind.parse().unwrap(),
            version: 1,
            date: "2026-11-05".parse().unwrap(),
            asked_on: "2026-11-06".parse().unwrap(),
            concerned: vec![],
            dropped_through: "2026-11-30".parse().unwrap(),
            later: vec![],
            late_because: None,
        }
    }

    #[test]
    fn a_life_event_changes_what_somebody_is_and_taking_it_back_restores_it() {
        let (date, month) = ("2026-11-05".parse().ok(), "2026-11-30".parse().ok());
        for (was, event, is, ended) in [
            (Relationship::Spouse, "divorce", Relationship::FormerSpouse, None),
            (Relationship::Child, "divorce", Relationship::Child, None),
            (Relationship::Spouse, "marriage", Relationship::Spouse, None),
            (Relationship::FormerSpouse, "former_spouse_ends", Relationship::FormerSpouse, month),
            (Relationship::Spouse, "former_spouse_ends", Relationship::Spouse, None),
            (Relationship::Spouse, "death_in_family", Relationship::Spouse, date),
            (Relationship::Ward, "death_in_family", Relationship::Ward, date),
        ] {
            let event = happened(event);
            let before = Dependent { relationship: was, ..child("1990-01-01", false) };
            let after = before.clone().after(&event);
            assert_eq!((after.relationship, after.ended), (is, ended), "{was} {}", event.kind);
            assert_eq!(after.before(&event), before, "{was} {}", event.kind);
        }
        // What was ended otherwise stays ended.
        let earlier = Dependent { ended: "2020-01-01".parse().ok(), ..child("1990-01-01", false) };
        assert_eq!(earlier.clone().before(&happened("death_in_family")), earlier);
        for event in ["birth", "death_in_family"] {
            assert_eq!(earlier.clone().after(&happened(event)), earlier, "{event}");
        }
    }

    #[test]
    fn an_event_is_about_those_whom_it_names_and_its_end_about_a_former_spouse() {
        let former = Dependent { relationship: Relationship::FormerSpouse, ..child("1990-01-01", false) };
        let named = EventFacts { concerned: vec![former.id], ..happened("divorce") };
        assert!(named.is_about(&former) && !happened("divorce").is_about(&former));
        let ends = happened("former_spouse_ends");
        assert!(ends.is_about(&former) && !ends.is_about(&child("2010-01-01", false)));
    }

    #[test]
    fn nobody_is_covered_after_they_ended() {
        let last: NaiveDate = "2020-05-10".parse().unwrap();
        for (birth, disabled) in [("2010-01-01", false), ("1980-01-01", true)] {
            let ended = Dependent { ended: Some(last), ..child(birth, disabled) };
            assert!(ended.may_be_covered(last) && ended.belongs(last));
            assert!(!ended.may_be_covered(last.succ_opt().unwrap()));
        }
    }

    #[test]
    fn a_child_is_covered_to_the_end_of_the_month_of_the_26th_birthday() {
        for (birth, disabled, day, covered) in [
            ("2000-07-15", false, "2026-07-14", true),
            ("2000-07-15", false, "2026-07-31", true),
            ("2000-07-15", false, "2026-08-01", false),
            ("2000-06-30", false, "2026-06-30", true),
            ("2000-06-30", false, "2026-07-01", false),
            ("2000-02-29", false, "2026-02-28", true),
            ("2000-02-29", false, "2026-03-01", false),
            ("1990-07-15", true, "2026-08-01", true),
        ] {
            let day = day.parse().unwrap();
            assert_eq!(child(birth, disabled).may_be_covered(day), covered, "{birth} on {day}");
        }
    }
}

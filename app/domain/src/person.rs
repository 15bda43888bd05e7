//! People: the subscriber as the rules see them, and their dependents.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::benefit::Benefit;
use crate::class::{Class, PayCalendar, Population};
use crate::code::{BargainingUnit, EventCode, UnitCode};
use crate::period::{Period, age_on, end_of_month};
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

    /// What somebody is after a life event that is about them: a divorced spouse may stay on the plan as a
    /// former spouse (M.G.L. c. 32B § 9H).
    pub fn after(self, event: &EventCode) -> Relationship {
        match (event.as_str(), self) {
            ("divorce", Relationship::Spouse) => Relationship::FormerSpouse,
            _ => self,
        }
    }

    /// What somebody was before a life event that did not happen after all.
    pub fn before(self, event: &EventCode) -> Relationship {
        match (event.as_str(), self) {
            ("divorce", Relationship::FormerSpouse) => Relationship::Spouse,
            _ => self,
        }
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
}

/// The age from which a child is no longer covered (PHSA § 2714, 42 U.S.C. 300gg-14).
pub const CHILD_AGE_LIMIT: u32 = 26;

impl Dependent {
    /// Whether the age limit lets them be covered on `day`: a child to the last day of the month of the
    /// 26th birthday, longer with a proven disability; spouses always.
    pub fn within_age_limit(&self, day: NaiveDate) -> bool {
        if !self.relationship.is_child() || self.disabled {
            return true;
        }
        age_on(self.birth, day) < CHILD_AGE_LIMIT || self.last_covered_day().is_some_and(|last| day <= last)
    }

    /// The last day on which the age limit lets them be covered: the end of the month of the 26th
    /// birthday. `None` where no limit applies.
    pub fn last_covered_day(&self) -> Option<NaiveDate> {
        if !self.relationship.is_child() || self.disabled {
            return None;
        }
        last_day_of_age_limit(self.birth)
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
        }
    }

    #[test]
    fn a_divorce_makes_a_former_spouse() {
        let after = |relationship: Relationship, event: &str| relationship.after(&event.parse().unwrap());
        assert_eq!(after(Relationship::Spouse, "divorce"), Relationship::FormerSpouse);
        assert_eq!(after(Relationship::Child, "divorce"), Relationship::Child);
        assert_eq!(after(Relationship::Spouse, "marriage"), Relationship::Spouse);
        let divorce = "divorce".parse().unwrap();
        assert_eq!(Relationship::FormerSpouse.before(&divorce), Relationship::Spouse);
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
            assert_eq!(child(birth, disabled).within_age_limit(day), covered, "{birth} on {day}");
        }
    }
}

//! Who a person is to the benefits office: population, and the eligibility class that follows from it.

use crate::benefit::Benefit;
use crate::word::words;

words! {
    /// Why a person is on the city's rolls.
    pub enum Population {
        /// In service with a unit.
        Active = "ACTIVE",
        /// In service and on unpaid or family leave.
        Leave = "LEAVE",
        /// Retired, pension from the city's own contributory system.
        CityRetiree = "CITY_RETIREE",
        /// Retired teacher, pension from the Massachusetts Teachers' Retirement System.
        MtrsRetiree = "MTRS_RETIREE",
        /// Surviving spouse of an employee or retiree (M.G.L. c. 32B §§ 9B, 9D).
        Survivor = "SURVIVOR",
        /// On continuation coverage (42 U.S.C. 300bb-1 ff.).
        Cobra = "COBRA",
    }
}

words! {
    /// Who pays somebody's pension, and takes their share of premiums out of it.
    pub enum RetirementSystem {
        /// The city's own contributory system.
        City = "CITY",
        /// The Massachusetts Teachers' Retirement System.
        Mtrs = "MTRS",
    }
}

impl RetirementSystem {
    /// The population that its pensioners are.
    pub const fn population(self) -> Population {
        match self {
            RetirementSystem::City => Population::CityRetiree,
            RetirementSystem::Mtrs => Population::MtrsRetiree,
        }
    }
}

words! {
    /// The class column of plan sheets and split sheets. Health tells Medicare classes apart
    /// (M.G.L. c. 32B § 18A); other benefits do not.
    pub enum Class {
        /// Employees in service or on leave.
        Active = "active",
        /// Retirees, where Medicare makes no difference.
        Retiree = "retiree",
        /// Retirees without Medicare.
        NonMedicareRetiree = "non_medicare_retiree",
        /// Retirees with Medicare.
        MedicareRetiree = "medicare_retiree",
        /// Survivors; for health, those without Medicare.
        Survivor = "survivor",
        /// Survivors with Medicare.
        MedicareSurvivor = "medicare_survivor",
        /// On continuation coverage, at up to 102 % of the premium.
        Cobra = "cobra",
    }
}

impl Class {
    /// The class of somebody of `population`, with or without Medicare, for `benefit`.
    pub const fn of(population: Population, medicare: bool, benefit: Benefit) -> Class {
        let by_medicare = matches!(benefit, Benefit::Health);
        match population {
            Population::Active | Population::Leave => Class::Active,
            Population::Cobra => Class::Cobra,
            Population::CityRetiree | Population::MtrsRetiree => match (by_medicare, medicare) {
                (false, _) => Class::Retiree,
                (true, false) => Class::NonMedicareRetiree,
                (true, true) => Class::MedicareRetiree,
            },
            Population::Survivor => {
                if by_medicare && medicare {
                    Class::MedicareSurvivor
                } else {
                    Class::Survivor
                }
            }
        }
    }

    /// The class of the same person before Medicare.
    pub const fn without_medicare(self) -> Class {
        match self {
            Class::MedicareRetiree => Class::NonMedicareRetiree,
            Class::MedicareSurvivor => Class::Survivor,
            class => class,
        }
    }

    /// The same class as the sheets of `benefit` name it: dental sheets say `retiree` for both kinds.
    pub const fn for_benefit(self, benefit: Benefit) -> Class {
        match (benefit, self) {
            (Benefit::Health, class) => class,
            (_, Class::NonMedicareRetiree | Class::MedicareRetiree) => Class::Retiree,
            (_, Class::MedicareSurvivor) => Class::Survivor,
            (_, class) => class,
        }
    }
}

words! {
    /// How often a unit pays: the number of deductions in a plan year.
    pub enum PayCalendar {
        /// 52 a year.
        Weekly = "weekly_52",
        /// 26 a year.
        Biweekly = "biweekly_26",
        /// 24 a year.
        Semimonthly = "semimonthly_24",
        /// School year, 21 deductions.
        School21 = "school_21",
        /// School year, 22 deductions.
        School22 = "school_22",
        /// School staff paid through the summer, 26 deductions.
        School26 = "school_26",
        /// Pensions and direct bills: 12 a year.
        Monthly = "monthly_12",
    }
}

impl PayCalendar {
    /// Deductions in a plan year.
    pub const fn deductions(self) -> u32 {
        match self {
            PayCalendar::Weekly => 52,
            PayCalendar::Biweekly | PayCalendar::School26 => 26,
            PayCalendar::Semimonthly => 24,
            PayCalendar::School21 => 21,
            PayCalendar::School22 => 22,
            PayCalendar::Monthly => 12,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_health_tells_medicare_apart() {
        use Population::*;
        for (population, medicare, benefit, class) in [
            (Active, true, Benefit::Health, Class::Active),
            (Leave, false, Benefit::Dental, Class::Active),
            (CityRetiree, false, Benefit::Health, Class::NonMedicareRetiree),
            (MtrsRetiree, true, Benefit::Health, Class::MedicareRetiree),
            (MtrsRetiree, true, Benefit::Dental, Class::Retiree),
            (Survivor, true, Benefit::Health, Class::MedicareSurvivor),
            (Survivor, true, Benefit::Dental, Class::Survivor),
            (Survivor, false, Benefit::Health, Class::Survivor),
            (Cobra, true, Benefit::Health, Class::Cobra),
        ] {
            assert_eq!(Class::of(population, medicare, benefit), class, "{population} {medicare} {benefit}");
        }
        assert_eq!(Class::MedicareRetiree.for_benefit(Benefit::Vision), Class::Retiree);
        assert_eq!(Class::MedicareRetiree.for_benefit(Benefit::Health), Class::MedicareRetiree);
    }
}

//! Medicare Part B premiums: what CMS publishes for a year, what somebody is charged by it, and what the city
//! pays back of that by its own rule. Somebody's months are in [`ledger`].

pub mod ledger;

use thiserror::Error;

use crate::class::Class;
use crate::money::{Cents, Percent};
use crate::word::words;

words! {
    /// How the tax return of two years before was filed (42 U.S.C. 1395r(i)).
    pub enum Filing {
        /// By one person.
        Single = "single",
        /// By a married couple together.
        Joint = "joint",
        /// By a married person alone, who lived with the spouse.
        Separate = "separate",
    }
}

words! {
    /// Where a claim for reimbursement stands.
    pub enum ClaimState {
        /// Nobody has decided about it.
        Claimed = "claimed",
        /// Its proof says so: it counts.
        Verified = "verified",
        /// It went back, with words.
        Returned = "returned",
        /// A later one about the same months took its place before anybody decided.
        Replaced = "replaced",
    }
}

words! {
    /// How a claim came to the office.
    pub enum ClaimOrigin {
        /// The member sent it here.
        Member = "member",
        /// Staff entered it: from paper, or to put something right.
        Paper = "paper",
        /// The standard premium of a new year, by the city's rule.
        Carried = "carried",
    }
}

/// What CMS has published for a calendar year. Premiums are monthly, bounds are of modified adjusted gross income
/// (MAGI).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartBYear {
    /// The year.
    pub year: i32,
    /// The premium of those whose income is not above the first bound.
    pub standard: Cents,
    /// The whole premium of the tiers 2 to 6.
    adjusted: [Cents; 5],
    /// For a single return, the most income of the standard premium and of the tiers 2 to 4.
    bounds: [Cents; 4],
}

/// The income with which the highest tier begins: single, and joint, which is not twice as much.
const HIGHEST: (Cents, Cents) = (Cents::dollars(500_000), Cents::dollars(750_000));

/// Notices of the Centers for Medicare & Medicaid Services in the Federal Register, one a year: the year, the
/// standard premium and those of the tiers 2 to 6 in cents, and the bounds in dollars.
const TABLE: [(i32, i64, [i64; 5], [i64; 4]); 5] = [
    (2022, 170_10, [238_10, 340_20, 442_30, 544_30, 578_30], [91_000, 114_000, 142_000, 170_000]),
    (2023, 164_90, [230_80, 329_70, 428_60, 527_50, 560_50], [97_000, 123_000, 153_000, 183_000]),
    (2024, 174_70, [244_60, 349_40, 454_20, 559_00, 594_00], [103_000, 129_000, 161_000, 193_000]),
    (2025, 185_00, [259_00, 370_00, 480_90, 591_90, 628_90], [106_000, 133_000, 167_000, 200_000]),
    (2026, 202_90, [284_10, 405_80, 527_50, 649_20, 689_90], [109_000, 137_000, 171_000, 205_000]),
];

/// The years of which the premiums are known.
pub fn known_years() -> impl Iterator<Item = i32> {
    TABLE.iter().map(|row| row.0)
}

/// What somebody is charged each month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartBPremium {
    /// The tier of income, 1 for the standard premium to 6.
    pub tier: u8,
    /// The standard premium.
    pub standard: Cents,
    /// The income-related monthly adjustment amount (IRMAA), beside the standard premium.
    pub income_related: Cents,
    /// A tenth of the standard premium for each full 12 months without Part B (42 CFR 408.22).
    pub penalty: Cents,
    /// What is charged in all. The standard premium with its penalty is rounded to ten cents, five up (42 CFR
    /// 408.27).
    pub charged: Cents,
}

impl PartBYear {
    /// The figures of a year; `None` where they are not known.
    pub fn of(year: i32) -> Option<PartBYear> {
        let (year, standard, adjusted, bounds) = *TABLE.iter().find(|row| row.0 == year)?;
        Some(PartBYear {
            year,
            standard: Cents::new(standard),
            adjusted: adjusted.map(Cents::new),
            bounds: bounds.map(Cents::dollars),
        })
    }

    /// The whole premium of each tier of income, the standard one first.
    pub fn tiers(&self) -> impl Iterator<Item = Cents> {
        std::iter::once(self.standard).chain(self.adjusted)
    }

    /// The premium of somebody whose income is `magi` and who has been without Part B for `late_months`.
    pub fn premium(&self, filing: Filing, magi: Cents, late_months: u32) -> PartBPremium {
        let tier = self.tier(filing, magi);
        let whole = match tier {
            1 => self.standard,
            tier => self.adjusted[usize::from(tier) - 2],
        };
        let income_related = whole - self.standard;
        let penalty = tenths(self.standard, late_months / 12);
        PartBPremium {
            tier,
            standard: self.standard,
            income_related,
            penalty,
            charged: to_ten_cents(self.standard + penalty) + income_related,
        }
    }

    /// A married person who files alone has three tiers only: 1, 5 and 6.
    fn tier(&self, filing: Filing, magi: Cents) -> u8 {
        let [first, ..] = self.bounds;
        let (bounds, highest) = match filing {
            Filing::Single => (self.bounds, HIGHEST.0),
            Filing::Joint => (self.bounds.map(|bound| bound * 2), HIGHEST.1),
            Filing::Separate => ([first; 4], HIGHEST.0 - first),
        };
        let below = bounds.iter().filter(|bound| magi > **bound).count();
        match below {
            4 if magi >= highest => 6,
            // There are four bounds.
            below => below as u8 + 1,
        }
    }
}

/// So many tenths of an amount, half up to the cent.
fn tenths(amount: Cents, count: u32) -> Cents {
    Cents::new((amount.get() * i64::from(count) + 5).div_euclid(10))
}

fn to_ten_cents(amount: Cents) -> Cents {
    Cents::new((amount.get() + 5).div_euclid(10) * 10)
}

/// A month's premium as a bill or a letter of Social Security states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Charged {
    /// In all.
    pub total: Cents,
    /// Of that, the income-related amount (IRMAA).
    pub income_related: Cents,
    /// Of that, the penalty for enrolling late, with what rounding to ten cents adds.
    pub penalty: Cents,
}

/// Why a stated premium is not one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ChargedFault {
    /// The parts are more than the whole.
    #[error("the parts of the premium are more than the whole")]
    PartsExceed,
    /// What is neither income-related nor penalty is more than the standard premium of the year, given here.
    #[error("without its other parts the premium is more than the standard one, {0}")]
    MoreThanStandard(Cents),
    /// CMS's figures for the year are not known.
    #[error("the premiums of the year are not known")]
    UnknownYear,
}

impl Charged {
    /// The standard premium, and nothing else.
    pub const fn standard_of(year: &PartBYear) -> Charged {
        Charged { total: year.standard, income_related: Cents::ZERO, penalty: Cents::ZERO }
    }

    /// What is stated for a month of `year`, where it can be. Who is held harmless (42 U.S.C. 1395r(f)) is charged
    /// less than the standard premium; nobody more, but for the other parts.
    pub fn stated(
        year: i32,
        total: Cents,
        income_related: Cents,
        penalty: Cents,
    ) -> Result<Charged, ChargedFault> {
        let standard = PartBYear::of(year).ok_or(ChargedFault::UnknownYear)?.standard;
        let rest = total - income_related - penalty;
        if rest.is_negative() {
            return Err(ChargedFault::PartsExceed);
        }
        let over = rest - standard;
        if over.get() > 0 {
            // A bill with a penalty is rounded to ten cents: what that adds goes with the penalty.
            let rounded = over.get() <= 5 && !penalty.is_zero();
            if !rounded {
                return Err(ChargedFault::MoreThanStandard(standard));
            }
            return Ok(Charged { total, income_related, penalty: penalty + over });
        }
        Ok(Charged { total, income_related, penalty })
    }

    /// The part that is neither income-related nor penalty.
    pub fn standard(self) -> Cents {
        self.total - self.income_related - self.penalty
    }

    /// Whether it is the standard premium of the year, no more and no less.
    pub fn is_standard(self, year: i32) -> bool {
        PartBYear::of(year).is_some_and(|year| self == Charged::standard_of(&year))
    }
}

impl From<PartBPremium> for Charged {
    fn from(premium: PartBPremium) -> Charged {
        Charged {
            total: premium.charged,
            income_related: premium.income_related,
            penalty: premium.charged - premium.standard - premium.income_related,
        }
    }
}

/// What the city pays back of Part B premiums: its own rule, by class of retiree and year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReimbursementRule {
    /// Its share.
    pub percent: Percent,
    /// The most that it pays back for a month; `None` for no such bound.
    pub cap: Option<Cents>,
    /// Whether it pays back of the income-related amount too.
    pub income_related: bool,
    /// Whether it pays the whole penalty that the transfer to Medicare has caused (M.G.L. c. 32B § 18A).
    pub penalty: bool,
    /// How many years before the present one may still be claimed.
    pub years_back: u32,
    /// Whether the standard premium is taken for proven in January where the year before ended with it.
    pub carry_forward: bool,
}

impl Default for ReimbursementRule {
    /// Half of the standard premium, claimed with proof, for this year and the one before.
    fn default() -> ReimbursementRule {
        ReimbursementRule {
            percent: Percent::HALF,
            cap: None,
            income_related: false,
            penalty: false,
            years_back: 1,
            carry_forward: false,
        }
    }
}

impl ReimbursementRule {
    /// What the city owes of a month's premium, rounded half up to the cent. The cap bounds its share, not a
    /// penalty that is the city's own to pay.
    pub fn owed(&self, charged: Charged) -> Cents {
        let income_related = if self.income_related { charged.income_related } else { Cents::ZERO };
        let share = self.percent.of(charged.standard() + income_related);
        let share = self.cap.map_or(share, |cap| share.min(cap));
        share + if self.penalty { charged.penalty } else { Cents::ZERO }
    }
}

/// The city's rules: each of a class, from a calendar year on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PartBRules(Vec<(Class, i32, ReimbursementRule)>);

impl PartBRules {
    /// These rules. Of two for the same class and year the last one counts.
    pub fn new(rows: impl IntoIterator<Item = (Class, i32, ReimbursementRule)>) -> PartBRules {
        PartBRules(rows.into_iter().collect())
    }

    /// The rule of a class in a year: the latest that has begun; the usual one where there is none.
    pub fn rule(&self, class: Class, year: i32) -> ReimbursementRule {
        let begun = self.0.iter().filter(|(of, from, _)| *of == class && *from <= year);
        begun.max_by_key(|(_, from, _)| *from).map(|(.., rule)| *rule).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn charged(year: i32, filing: Filing, dollars: i64, late: u32) -> (u8, i64, i64, i64, i64) {
        let premium = PartBYear::of(year).unwrap().premium(filing, Cents::dollars(dollars), late);
        let PartBPremium { tier, standard, income_related, penalty, charged } = premium;
        (tier, standard.get(), income_related.get(), penalty.get(), charged.get())
    }

    #[test]
    fn each_tier_begins_where_it_is_published() {
        use Filing::{Joint, Separate, Single};
        for (year, filing, dollars, tier, whole) in [
            (2022, Single, 91_000, 1, 170_10),
            (2022, Single, 91_001, 2, 238_10),
            (2022, Joint, 182_000, 1, 170_10),
            (2022, Joint, 340_001, 5, 544_30),
            (2022, Separate, 91_001, 5, 544_30),
            (2022, Separate, 408_999, 5, 544_30),
            (2022, Separate, 409_000, 6, 578_30),
            (2023, Single, 123_000, 2, 230_80),
            (2023, Single, 123_001, 3, 329_70),
            (2023, Joint, 749_999, 5, 527_50),
            (2023, Joint, 750_000, 6, 560_50),
            (2024, Single, 161_001, 4, 454_20),
            (2024, Single, 193_000, 4, 454_20),
            (2024, Single, 193_001, 5, 559_00),
            (2024, Separate, 103_000, 1, 174_70),
            (2025, Single, 499_999, 5, 591_90),
            (2025, Single, 500_000, 6, 628_90),
            (2025, Joint, 266_001, 3, 370_00),
            (2026, Single, 0, 1, 202_90),
            (2026, Single, 137_001, 3, 405_80),
            (2026, Joint, 410_000, 4, 527_50),
            (2026, Joint, 410_001, 5, 649_20),
            (2026, Separate, 390_999, 5, 649_20),
            (2026, Separate, 391_000, 6, 689_90),
        ] {
            let (found, standard, income_related, penalty, all) = charged(year, filing, dollars, 0);
            assert_eq!((found, standard + income_related), (tier, whole), "{year} {filing} {dollars}");
            assert_eq!((penalty, all), (0, whole), "{year} {filing} {dollars}");
        }
        assert_eq!(PartBYear::of(2021), None);
        assert_eq!(known_years().collect::<Vec<_>>(), [2022, 2023, 2024, 2025, 2026]);
    }

    #[test]
    fn full_years_without_part_b_cost_a_tenth_each_and_the_bill_is_in_tens_of_cents() {
        for (year, late, penalty, all) in [
            (2023, 11, 0, 164_90),
            (2023, 24, 32_98, 197_90),
            (2023, 35, 32_98, 197_90),
            (2025, 12, 18_50, 203_50),
            (2026, 12, 20_29, 223_20),
            (2026, 30, 40_58, 243_50),
            (2026, 120, 202_90, 405_80),
        ] {
            let (.., found, charged) = charged(year, Filing::Single, 50_000, late);
            assert_eq!((found, charged), (penalty, all), "{year} {late}");
        }
        // The income-related amount stands beside the penalty, not under it.
        assert_eq!(charged(2026, Filing::Single, 120_000, 24), (2, 202_90, 81_20, 40_58, 324_70));
    }

    #[test]
    fn the_city_owes_by_its_own_rule() {
        let half = Percent::from_hundredths(5_000).unwrap();
        let plain = ReimbursementRule { percent: half, ..ReimbursementRule::default() };
        let premium = PartBYear::of(2026).unwrap().premium(Filing::Single, Cents::dollars(120_000), 24);
        for (rule, owed) in [
            (plain, 101_45),
            (ReimbursementRule { income_related: true, ..plain }, 142_05),
            (ReimbursementRule { cap: Some(Cents::new(100_00)), ..plain }, 100_00),
            (ReimbursementRule { penalty: true, ..plain }, 101_45 + 40_60),
            (ReimbursementRule { penalty: true, cap: Some(Cents::new(100_00)), ..plain }, 140_60),
            (ReimbursementRule { percent: Percent::from_hundredths(3_333).unwrap(), ..plain }, 67_63),
        ] {
            assert_eq!(rule.owed(premium.into()).get(), owed, "{rule:?}");
        }
    }

    #[test]
    fn a_stated_premium_is_the_standard_one_and_its_other_parts() {
        use ChargedFault::{MoreThanStandard, PartsExceed, UnknownYear};
        let stated = |year, total, income_related, penalty| {
            Charged::stated(year, Cents::new(total), Cents::new(income_related), Cents::new(penalty))
        };
        for (year, total, income_related, penalty, standard) in [
            (2026, 202_90, 0, 0, 202_90),
            (2026, 160_00, 0, 0, 160_00),
            (2026, 284_10, 81_20, 0, 202_90),
            // The letter names the penalty to the cent, the bill is in tens of cents.
            (2026, 223_20, 0, 20_29, 202_90),
            (2026, 304_40, 81_20, 20_30, 202_90),
            (2026, 0, 0, 0, 0),
        ] {
            let found = stated(year, total, income_related, penalty).unwrap();
            assert_eq!(found.standard().get(), standard, "{year} {total}");
            assert_eq!(found.total.get(), total);
        }
        let most = Cents::new(202_90);
        for (year, total, income_related, penalty, fault) in [
            (2026, 284_10, 0, 0, MoreThanStandard(most)),
            (2026, 202_91, 0, 0, MoreThanStandard(most)),
            (2026, 223_20, 0, 20_20, MoreThanStandard(most)),
            (2026, 202_90, 202_90, 1, PartsExceed),
            (2021, 148_50, 0, 0, UnknownYear),
        ] {
            assert_eq!(stated(year, total, income_related, penalty), Err(fault), "{year} {total}");
        }
        let standard = stated(2026, 202_90, 0, 0).unwrap();
        assert!(standard.is_standard(2026) && !standard.is_standard(2025) && !standard.is_standard(2021));
        let adjusted = stated(2026, 202_90, 10_00, 0).unwrap();
        assert!(!adjusted.is_standard(2026));
    }

    #[test]
    fn the_rule_of_a_class_holds_from_its_year_on() {
        let percent = |hundredths| Percent::from_hundredths(hundredths).unwrap();
        let rule =
            |hundredths| ReimbursementRule { percent: percent(hundredths), ..ReimbursementRule::default() };
        let rules = PartBRules::new([
            (Class::MedicareRetiree, 2026, rule(7_550)),
            (Class::MedicareRetiree, 2024, rule(6_000)),
        ]);
        for (class, year, hundredths) in [
            (Class::MedicareRetiree, 2023, 5_000),
            (Class::MedicareRetiree, 2025, 6_000),
            (Class::MedicareRetiree, 2030, 7_550),
            (Class::MedicareSurvivor, 2030, 5_000),
        ] {
            assert_eq!(rules.rule(class, year).percent, percent(hundredths), "{class} {year}");
        }
    }

    proptest! {
        #[test]
        fn more_income_or_more_delay_never_costs_less_and_the_city_never_owes_more_than_the_bill(
            year in 2022..=2026, dollars in 0i64..900_000, more in 0i64..100_000, late in 0u32..240,
            hundredths in 0u16..=10_000, income_related: bool, penalty: bool, cap in proptest::option::of(0i64..100_000),
        ) {
            let row = PartBYear::of(year).unwrap();
            for filing in Filing::ALL {
                let one = row.premium(*filing, Cents::dollars(dollars), late);
                let other = row.premium(*filing, Cents::dollars(dollars + more), late + 12);
                prop_assert!(one.charged <= other.charged && one.tier <= other.tier);
                prop_assert_eq!(one.charged.get() % 10, 0);
                let percent = Percent::from_hundredths(hundredths).unwrap();
                let cap = cap.map(Cents::new);
                let rule =
                    ReimbursementRule { percent, cap, income_related, penalty, ..ReimbursementRule::default() };
                let owed = rule.owed(one.into());
                prop_assert!(Cents::ZERO <= owed && owed <= one.charged, "{:?} {:?}", owed, one);
            }
        }
    }
}

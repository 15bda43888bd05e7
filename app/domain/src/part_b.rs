//! Medicare Part B premiums: what CMS publishes for a year, what somebody is charged by it, and what the city
//! pays back of that by its own rule.

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
}

impl ReimbursementRule {
    /// What the city owes of a month's premium, rounded half up to the cent. The cap bounds its share, not a
    /// penalty that is the city's own to pay.
    pub fn owed(&self, premium: &PartBPremium) -> Cents {
        let income_related = if self.income_related { premium.income_related } else { Cents::ZERO };
        let share = self.percent.of(premium.standard + income_related);
        let share = self.cap.map_or(share, |cap| share.min(cap));
        let rounded = premium.charged - premium.standard - premium.income_related;
        share + if self.penalty { rounded } else { Cents::ZERO }
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
        let plain = ReimbursementRule { percent: half, cap: None, income_related: false, penalty: false };
        let premium = PartBYear::of(2026).unwrap().premium(Filing::Single, Cents::dollars(120_000), 24);
        for (rule, owed) in [
            (plain, 101_45),
            (ReimbursementRule { income_related: true, ..plain }, 142_05),
            (ReimbursementRule { cap: Some(Cents::new(100_00)), ..plain }, 100_00),
            (ReimbursementRule { penalty: true, ..plain }, 101_45 + 40_60),
            (ReimbursementRule { penalty: true, cap: Some(Cents::new(100_00)), ..plain }, 140_60),
            (ReimbursementRule { percent: Percent::from_hundredths(3_333).unwrap(), ..plain }, 67_63),
        ] {
            assert_eq!(rule.owed(&premium).get(), owed, "{rule:?}");
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
                let rule = ReimbursementRule { percent, cap: cap.map(Cents::new), income_related, penalty };
                let owed = rule.owed(&one);
                prop_assert!(Cents::ZERO <= owed && owed <= one.charged, "{:?} {:?}", owed, one);
            }
        }
    }
}

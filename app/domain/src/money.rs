//! Money is integer cents; a share is a percentage in hundredths of a percent. The one rounding rule is
//! [`Percent::of`]: half up to the cent.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Mul, Neg, Sub};
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// An amount of United States money in whole cents. May be negative (a difference).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cents(i64);

/// Why a typed amount is not one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum MoneyError {
    /// Nothing was typed.
    #[error("an amount is missing")]
    Empty,
    /// Letters, two points, misplaced commas, exponents.
    #[error("an amount is written in dollars and cents, such as 1250 or 1,250.00")]
    NotAnAmount,
    /// A minus sign where only a plain amount makes sense.
    #[error("an amount can't be below zero")]
    Negative,
    /// More than two digits after the point.
    #[error("an amount has at most two digits after the point")]
    TooPrecise,
    /// Over 99,999,999.99 dollars: surely a slip of the hand.
    #[error("the amount is too large")]
    TooLarge,
}

impl Cents {
    /// Nothing.
    pub const ZERO: Cents = Cents(0);

    /// An amount of `cents` cents.
    pub const fn new(cents: i64) -> Self {
        Cents(cents)
    }

    /// An amount of whole dollars.
    pub const fn dollars(dollars: i64) -> Self {
        Cents(dollars * 100)
    }

    /// The number of cents.
    pub const fn get(self) -> i64 {
        self.0
    }

    /// True below zero.
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// True for exactly nothing.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// As people read it: `$1,234.56`, `−$3.00` for a negative difference.
    pub fn display(self) -> String {
        let plain = format!("{}", Cents(self.0.abs()));
        let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, "00"));
        let mut grouped = String::with_capacity(plain.len() + 4);
        for (place, digit) in whole.chars().enumerate() {
            if place > 0 && (whole.len() - place) % 3 == 0 {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        let sign = if self.0 < 0 { "\u{2212}" } else { "" };
        format!("{sign}${grouped}.{fraction}")
    }
}

/// Dollars and cents without sign or grouping, as files carry it: `1234.56`.
impl fmt::Display for Cents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(f, "{sign}{}.{:02}", self.0.abs() / 100, self.0.abs() % 100)
    }
}

/// Parses what a person types or a file holds: `1250`, `1,250.5`, `$1,250.50`. Never negative.
impl FromStr for Cents {
    type Err = MoneyError;

    fn from_str(text: &str) -> Result<Self, MoneyError> {
        let text = text.trim();
        let text = text.strip_prefix('$').unwrap_or(text).trim_start();
        if text.is_empty() {
            return Err(MoneyError::Empty);
        }
        if text.starts_with('-') || text.starts_with('\u{2212}') {
            return Err(MoneyError::Negative);
        }
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let groups: Vec<&str> = whole.split(',').collect();
        let grouped_well = groups.len() == 1
            || ((1..=3).contains(&groups[0].len()) && groups[1..].iter().all(|g| g.len() == 3));
        let whole: String = groups.concat();
        let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if !grouped_well || whole.is_empty() || !digits(&whole) || !digits(fraction) || text.ends_with('.') {
            return Err(MoneyError::NotAnAmount);
        }
        if fraction.len() > 2 {
            return Err(MoneyError::TooPrecise);
        }
        if whole.trim_start_matches('0').len() > 8 {
            return Err(MoneyError::TooLarge);
        }
        let dollars: i64 = whole.parse().map_err(|_| MoneyError::TooLarge)?;
        let cents: i64 = format!("{fraction:0<2}").parse().unwrap_or(0);
        Ok(Cents(dollars * 100 + cents))
    }
}

impl Add for Cents {
    type Output = Cents;
    fn add(self, other: Cents) -> Cents {
        Cents(self.0 + other.0)
    }
}
impl AddAssign for Cents {
    fn add_assign(&mut self, other: Cents) {
        self.0 += other.0;
    }
}
impl Sub for Cents {
    type Output = Cents;
    fn sub(self, other: Cents) -> Cents {
        Cents(self.0 - other.0)
    }
}
impl Neg for Cents {
    type Output = Cents;
    fn neg(self) -> Cents {
        Cents(-self.0)
    }
}
impl Mul<i64> for Cents {
    type Output = Cents;
    fn mul(self, times: i64) -> Cents {
        Cents(self.0 * times)
    }
}
impl Sum for Cents {
    fn sum<I: Iterator<Item = Cents>>(amounts: I) -> Cents {
        amounts.fold(Cents::ZERO, Add::add)
    }
}

/// A share from 0 to 100 percent, in hundredths of a percent: 22.5 % is 2250.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Percent(u16);

/// The text is not a percentage from 0 to 100 with at most two decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a percentage from 0 to 100 with at most two decimals, such as 22.5")]
pub struct PercentError;

impl Percent {
    /// 50 %.
    pub const HALF: Percent = Percent(5_000);

    /// From hundredths of a percent; `None` above 100 %.
    pub const fn from_hundredths(hundredths: u16) -> Option<Self> {
        if hundredths <= 10_000 { Some(Percent(hundredths)) } else { None }
    }

    /// Hundredths of a percent.
    pub const fn hundredths(self) -> u16 {
        self.0
    }

    /// This share of `amount`, rounded half up to the cent. `amount` is not negative.
    pub const fn of(self, amount: Cents) -> Cents {
        Cents((amount.0 * self.0 as i64 + 5_000).div_euclid(10_000))
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, part) = (self.0 / 100, self.0 % 100);
        match part {
            0 => write!(f, "{whole}"),
            p if p % 10 == 0 => write!(f, "{whole}.{}", p / 10),
            p => write!(f, "{whole}.{p:02}"),
        }
    }
}

impl FromStr for Percent {
    type Err = PercentError;
    fn from_str(text: &str) -> Result<Self, PercentError> {
        let text = text.trim();
        let text = text.strip_suffix('%').unwrap_or(text).trim_end();
        let hundredths: Cents = text.parse().map_err(|_| PercentError)?;
        u16::try_from(hundredths.get()).ok().and_then(Percent::from_hundredths).ok_or(PercentError)
    }
}

/// How the member's part of a premium is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MemberShare {
    /// That part of the premium, rounded half up to the cent.
    Percent(Percent),
    /// That many cents a month, stored and charged as given.
    Fixed(Cents),
}

/// A monthly premium and who pays it. `member + employer == premium`, always.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Split {
    /// The whole monthly premium.
    pub premium: Cents,
    /// The member's part.
    pub member: Cents,
    /// The employer's part: the remainder.
    pub employer: Cents,
}

impl Split {
    /// Divides `premium`; `None` where a fixed share is more than the premium.
    pub fn new(premium: Cents, share: MemberShare) -> Option<Self> {
        let member = match share {
            MemberShare::Percent(percent) => percent.of(premium),
            MemberShare::Fixed(amount) => amount,
        };
        (member <= premium && !member.is_negative()).then(|| Split {
            premium,
            member,
            employer: premium - member,
        })
    }
}

/// Divides an annual amount over `count` deductions: equal amounts rounded half up, the last one taking
/// the difference so that they add up to `annual`. Empty for a count of 0.
pub fn deductions(annual: Cents, count: u32) -> Vec<Cents> {
    if count == 0 {
        return Vec::new();
    }
    let n = i64::from(count);
    let each = Cents((2 * annual.0 + n).div_euclid(2 * n));
    let mut list = vec![each; count as usize];
    if let Some(last) = list.last_mut() {
        *last = annual - each * (n - 1);
    }
    list
}

/// The ordinary deduction of [`deductions`]: what every pay but the last one takes.
pub fn per_pay(annual: Cents, count: u32) -> Cents {
    deductions(annual, count).first().copied().unwrap_or(Cents::ZERO)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn amounts_are_read_as_people_write_them() {
        for (text, cents) in [("0", 0), ("12", 1200), ("12.5", 1250), ("$1,250.00", 125_000), (" 7.05 ", 705)]
        {
            assert_eq!(text.parse::<Cents>(), Ok(Cents(cents)), "{text}");
        }
    }

    #[test]
    fn bad_amounts_say_what_is_wrong() {
        use MoneyError::*;
        for (text, error) in [
            ("", Empty),
            ("12,5o", NotAnAmount),
            ("12,50", NotAnAmount),
            ("1e9", NotAnAmount),
            ("-1", Negative),
            ("1.234", TooPrecise),
            ("1000000000", TooLarge),
            ("12.", NotAnAmount),
            (".", NotAnAmount),
            ("١٢", NotAnAmount),
        ] {
            assert_eq!(text.parse::<Cents>(), Err(error), "{text}");
        }
    }

    #[test]
    fn amounts_are_shown_with_grouping() {
        assert_eq!(Cents(123_456_789).display(), "$1,234,567.89");
        assert_eq!(Cents(5).display(), "$0.05");
        assert_eq!(Cents(-300).display(), "\u{2212}$3.00");
    }

    #[test]
    fn a_share_rounds_half_up() {
        let p = |text: &str| text.parse::<Percent>().unwrap();
        assert_eq!(p("25").of(Cents(968_42)), Cents(242_11));
        assert_eq!(p("22.5").of(Cents(968_42)), Cents(217_89));
        assert_eq!(p("50").of(Cents(5)), Cents(3));
    }

    proptest! {
        #[test]
        fn splits_add_up(premium in 0i64..10_000_000, hundredths in 0u16..=10_000) {
            let share = MemberShare::Percent(Percent::from_hundredths(hundredths).unwrap());
            let split = Split::new(Cents(premium), share).unwrap();
            prop_assert_eq!(split.member + split.employer, split.premium);
            prop_assert!(!split.member.is_negative() && !split.employer.is_negative());
        }

        #[test]
        fn deductions_add_up_and_differ_only_at_the_end(annual in 0i64..100_000_000, count in 1u32..=52) {
            let list = deductions(Cents(annual), count);
            prop_assert_eq!(list.len(), count as usize);
            prop_assert_eq!(list.iter().copied().sum::<Cents>(), Cents(annual));
            prop_assert!(list[..list.len() - 1].windows(2).all(|pair| pair[0] == pair[1]));
        }

        #[test]
        fn every_amount_reads_back(cents in 0i64..9_999_999_999) {
            let amount = Cents(cents);
            prop_assert_eq!(amount.to_string().parse::<Cents>(), Ok(amount));
            prop_assert_eq!(amount.display().parse::<Cents>(), Ok(amount));
        }
    }
}

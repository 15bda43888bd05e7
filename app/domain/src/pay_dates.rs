//! On which days pay is paid, as the demonstration city pays it.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use crate::class::PayCalendar;
use crate::period::end_of_month;

/// The days of the plan year that starts on `first_day` on which a deduction is taken, ascending: as many as
/// [`PayCalendar::deductions`] says. Weekly and biweekly pay is paid on Thursdays, half-monthly pay on the
/// 15th and the last day of the month, pensions on the last day; the school year begins in its third month.
pub fn pay_dates(calendar: PayCalendar, first_day: NaiveDate) -> Vec<NaiveDate> {
    let count = calendar.deductions();
    let month = |months| first_day.checked_add_months(Months::new(months)).unwrap_or(first_day);
    let every = |days: u64, from: NaiveDate| -> Vec<NaiveDate> {
        let first = thursday(from);
        (0..u64::from(count)).map(|pay| first + Days::new(days * pay)).collect()
    };
    match calendar {
        PayCalendar::Weekly => every(7, first_day),
        PayCalendar::Biweekly | PayCalendar::School26 => every(14, first_day),
        PayCalendar::School21 | PayCalendar::School22 => every(14, month(2)),
        PayCalendar::Semimonthly => (0..count / 2)
            .flat_map(|months| {
                let first = month(months);
                [first.with_day(15).unwrap_or(first), end_of_month(first)]
            })
            .collect(),
        PayCalendar::Monthly => (0..count).map(|months| end_of_month(month(months))).collect(),
    }
}

/// The last day on or before `until` on which a deduction is taken, where `first_day` is that of the plan year
/// around it. A school year may have ended in the plan year before.
pub fn last_pay(calendar: PayCalendar, first_day: NaiveDate, until: NaiveDate) -> Option<NaiveDate> {
    let before = first_day.checked_sub_months(Months::new(12));
    let years = [Some(first_day), before].into_iter().flatten();
    years.flat_map(|year| pay_dates(calendar, year)).filter(|day| *day <= until).max()
}

/// The first Thursday on or after `day`.
fn thursday(day: NaiveDate) -> NaiveDate {
    let past = day.weekday().days_since(Weekday::Thu);
    day + Days::new(u64::from((7 - past) % 7))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_plan_year_has_as_many_pays_as_its_calendar_says() {
        let first: NaiveDate = "2026-07-01".parse().unwrap();
        for (calendar, begins, ends) in [
            (PayCalendar::Weekly, "2026-07-02", "2027-06-24"),
            (PayCalendar::Biweekly, "2026-07-02", "2027-06-17"),
            (PayCalendar::Semimonthly, "2026-07-15", "2027-06-30"),
            (PayCalendar::School21, "2026-09-03", "2027-06-10"),
            (PayCalendar::School22, "2026-09-03", "2027-06-24"),
            (PayCalendar::School26, "2026-07-02", "2027-06-17"),
            (PayCalendar::Monthly, "2026-07-31", "2027-06-30"),
        ] {
            let dates = pay_dates(calendar, first);
            assert_eq!(dates.first().unwrap().to_string(), begins, "{calendar}");
            assert_eq!(dates.last().unwrap().to_string(), ends, "{calendar}");
        }
    }

    #[test]
    fn the_last_pay_before_a_day() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        for (calendar, until, last) in [
            (PayCalendar::Weekly, "2027-06-30", "2027-06-24"),
            (PayCalendar::Semimonthly, "2027-06-30", "2027-06-30"),
            (PayCalendar::School21, "2027-06-30", "2027-06-10"),
            (PayCalendar::School21, "2026-07-31", "2026-06-11"),
        ] {
            assert_eq!(
                last_pay(calendar, day("2026-07-01"), day(until)),
                Some(day(last)),
                "{calendar} {until}"
            );
        }
    }

    proptest! {
        #[test]
        fn every_pay_is_inside_its_plan_year(year in 2000i32..2100, month in 1u32..=12, place in 0usize..7) {
            let first = NaiveDate::from_ymd_opt(year, month, 1).unwrap();
            let calendar = PayCalendar::ALL[place];
            let dates = pay_dates(calendar, first);
            prop_assert_eq!(dates.len() as u32, calendar.deductions());
            prop_assert!(dates.is_sorted_by(|a, b| a < b));
            prop_assert!(dates.iter().all(|day| first <= *day && *day < first + Months::new(12)));
        }
    }
}

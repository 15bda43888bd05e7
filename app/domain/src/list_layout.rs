//! The layout of a list for another party, as data: which columns, in which order, under which headings, in which
//! format. Kept on the desk, so that a change of the other party's form needs no new portal.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::money::Cents;
use crate::pension_list::{ChangeKind, Line, Why};
use crate::word::words;

words! {
    /// What a column holds.
    pub enum Field {
        /// The office's number of the person.
        Number = "number",
        /// Family name.
        FamilyName = "family_name",
        /// Given name.
        GivenName = "given_name",
        /// Family name, comma, given name.
        FullName = "full_name",
        /// NEW, CHANGE or END.
        Change = "change",
        /// What was taken a month.
        OldAmount = "old_amount",
        /// What is to be taken.
        NewAmount = "new_amount",
        /// From which day on.
        Effective = "effective",
        /// Codes of the plans.
        Plans = "plans",
        /// Why, in a word.
        Why = "why",
    }
}

words! {
    /// How a day is written.
    pub enum DayFormat {
        /// As Americans write it.
        American = "MM/DD/YYYY",
        /// ISO 8601.
        Iso = "YYYY-MM-DD",
        /// Eight digits, the year first.
        Compact = "YYYYMMDD",
        /// Eight digits, the month first.
        CompactAmerican = "MMDDYYYY",
        /// Month and year.
        Month = "MM/YYYY",
    }
}

words! {
    /// How an amount is written.
    pub enum AmountFormat {
        /// Dollars, a dot, cents.
        Dollars = "1234.56",
        /// Cents, without a dot.
        Cents = "123456",
    }
}

words! {
    /// With what a cell is filled to its width.
    pub enum Pad {
        /// Blanks behind it.
        Blanks = "blanks",
        /// Zeros before it.
        Zeros = "zeros",
    }
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// What it holds.
    pub field: Field,
    /// What stands above it.
    pub heading: String,
    /// How a day is written.
    pub day: DayFormat,
    /// How an amount is written.
    pub amount: AmountFormat,
    /// Characters of each cell; `None` for as many as there are.
    pub width: Option<usize>,
    /// With what a shorter one is filled.
    pub pad: Pad,
}

/// What is wrong with a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnFault {
    /// It has no heading, or one that is too long.
    Heading,
    /// Days or amounts would be cut off, or it is wider than [`WIDEST`].
    Width {
        /// The least that it needs.
        least: usize,
    },
}

/// The widest column, in characters.
pub const WIDEST: usize = 60;
/// The longest heading, in characters.
pub const LONGEST_HEADING: usize = 40;
/// The most columns.
pub const MOST_COLUMNS: usize = 12;

impl Column {
    /// A column with the usual formats.
    pub fn plain(field: Field, heading: &str) -> Column {
        Column {
            field,
            heading: heading.to_owned(),
            day: DayFormat::American,
            amount: AmountFormat::Dollars,
            width: None,
            pad: Pad::Blanks,
        }
    }

    /// What is wrong with it.
    pub fn fault(&self) -> Option<ColumnFault> {
        let heading = self.heading.trim();
        if heading.is_empty() || heading.chars().count() > LONGEST_HEADING {
            return Some(ColumnFault::Heading);
        }
        let least = match self.field {
            Field::Effective => self.day.as_str().len(),
            // 99,999.99 dollars a month.
            Field::OldAmount | Field::NewAmount => self.amount.write(Cents::new(99_999_99)).len(),
            Field::Number => 8,
            Field::Change => 6,
            _ => 1,
        };
        self.width.filter(|width| !(least..=WIDEST).contains(width)).map(|_| ColumnFault::Width { least })
    }

    /// The cell of a line. Names and words that are too long are cut, amounts and days never.
    pub fn cell(&self, line: &Line) -> String {
        let text = match self.field {
            Field::Number => line.number.clone(),
            Field::FamilyName => line.family_name.clone(),
            Field::GivenName => line.given_name.clone(),
            Field::FullName => format!("{}, {}", line.family_name, line.given_name),
            Field::Change => change_word(line.change.kind).to_owned(),
            Field::OldAmount => self.amount.write(line.change.old),
            Field::NewAmount => self.amount.write(line.change.new),
            Field::Effective => self.day.write(line.change.effective),
            Field::Plans => line.plans.iter().map(|plan| plan.as_str()).collect::<Vec<_>>().join(" "),
            Field::Why => why_word(line.change.why).to_owned(),
        };
        let Some(width) = self.width else { return text };
        let missing = width.saturating_sub(text.chars().count());
        match self.pad {
            Pad::Zeros => "0".repeat(missing) + &text,
            Pad::Blanks => text.chars().take(width).collect::<String>() + &" ".repeat(missing),
        }
    }
}

impl DayFormat {
    /// `day`, written so.
    pub fn write(self, day: NaiveDate) -> String {
        let format = match self {
            DayFormat::American => "%m/%d/%Y",
            DayFormat::Iso => "%Y-%m-%d",
            DayFormat::Compact => "%Y%m%d",
            DayFormat::CompactAmerican => "%m%d%Y",
            DayFormat::Month => "%m/%Y",
        };
        day.format(format).to_string()
    }
}

impl AmountFormat {
    /// `amount`, written so.
    pub fn write(self, amount: Cents) -> String {
        let cents = amount.get();
        match self {
            AmountFormat::Dollars => format!("{}.{:02}", cents / 100, cents.rem_euclid(100)),
            AmountFormat::Cents => cents.to_string(),
        }
    }
}

const fn change_word(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::New => "NEW",
        ChangeKind::Changed => "CHANGE",
        ChangeKind::Ended => "END",
    }
}

const fn why_word(why: Why) -> &'static str {
    match why {
        Why::Retired => "Retirement",
        Why::Begins => "Coverage begins",
        Why::Ends => "Coverage ends",
        Why::Medicare => "Medicare",
        Why::Plan => "Plan change",
        Why::People => "Covered people change",
        Why::Rates => "Rate change",
    }
}

/// A layout: its columns, from left to right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Layout {
    /// The columns.
    pub columns: Vec<Column>,
}

impl Layout {
    /// The layout that there is before anybody has made another.
    pub fn usual() -> Layout {
        use Field as F;
        let columns = [
            (F::Number, "Member number"),
            (F::FamilyName, "Last name"),
            (F::GivenName, "First name"),
            (F::Change, "Action"),
            (F::OldAmount, "Current deduction"),
            (F::NewAmount, "New deduction"),
            (F::Effective, "Effective"),
            (F::Plans, "Plans"),
            (F::Why, "Reason"),
        ];
        Layout {
            columns: columns.into_iter().map(|(field, heading)| Column::plain(field, heading)).collect(),
        }
    }

    /// What stands above the columns.
    pub fn headings(&self) -> Vec<String> {
        self.columns.iter().map(|column| column.heading.clone()).collect()
    }

    /// The cells of a line.
    pub fn cells(&self, line: &Line) -> Vec<String> {
        self.columns.iter().map(|column| column.cell(line)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pension_list::Change;
    use proptest::prelude::*;

    fn line() -> Line {
        Line {
            number: "R00010".into(),
            family_name: "Botelho".into(),
            given_name: "Filomena".into(),
            plans: vec!["HMO".parse().unwrap(), "DBAS".parse().unwrap()],
            change: Change {
                kind: ChangeKind::Changed,
                old: Cents::new(38_737),
                new: Cents::new(5_05),
                effective: "2027-07-01".parse().unwrap(),
                why: Why::Rates,
            },
        }
    }

    #[test]
    fn the_usual_layout_names_each_part_of_a_line() {
        let usual = Layout::usual();
        assert_eq!(
            usual.cells(&line()),
            [
                "R00010",
                "Botelho",
                "Filomena",
                "CHANGE",
                "387.37",
                "5.05",
                "07/01/2027",
                "HMO DBAS",
                "Rate change"
            ]
        );
        assert!(usual.columns.iter().all(|column| column.fault().is_none()));
    }

    #[test]
    fn formats_are_data() {
        use Field as F;
        for (field, change, cell) in [
            (F::NewAmount, ("123456", Some(9), Pad::Zeros), "000000505"),
            (F::NewAmount, ("1234.56", Some(10), Pad::Zeros), "0000005.05"),
            (F::OldAmount, ("123456", None, Pad::Blanks), "38737"),
            (F::FamilyName, ("123456", Some(4), Pad::Blanks), "Bote"),
            (F::FullName, ("123456", Some(20), Pad::Blanks), "Botelho, Filomena   "),
        ] {
            let (amount, width, pad) = change;
            let column = Column { amount: amount.parse().unwrap(), width, pad, ..Column::plain(field, "H") };
            assert_eq!(column.cell(&line()), cell, "{column:?}");
        }
        for (format, written) in [
            ("MM/DD/YYYY", "07/01/2027"),
            ("YYYY-MM-DD", "2027-07-01"),
            ("YYYYMMDD", "20270701"),
            ("MMDDYYYY", "07012027"),
            ("MM/YYYY", "07/2027"),
        ] {
            let format: DayFormat = format.parse().unwrap();
            assert_eq!(format.write("2027-07-01".parse().unwrap()), written);
            assert_eq!(written.len(), format.as_str().len());
        }
    }

    #[test]
    fn a_column_that_would_cut_amounts_or_days_is_refused() {
        let column = |field, width| Column { width, ..Column::plain(field, "H") };
        for (column, fault) in [
            (column(Field::NewAmount, Some(7)), Some(ColumnFault::Width { least: 8 })),
            (column(Field::NewAmount, Some(8)), None),
            (column(Field::Effective, Some(9)), Some(ColumnFault::Width { least: 10 })),
            (column(Field::FamilyName, Some(1)), None),
            (column(Field::FamilyName, Some(0)), Some(ColumnFault::Width { least: 1 })),
            (column(Field::FamilyName, Some(61)), Some(ColumnFault::Width { least: 1 })),
            (Column::plain(Field::Number, "  "), Some(ColumnFault::Heading)),
        ] {
            assert_eq!(column.fault(), fault, "{column:?}");
        }
    }

    proptest! {
        #[test]
        fn a_cell_of_a_width_has_it_and_amounts_are_whole(cents in 0i64..9_999_999, width in 9usize..60, zeros: bool) {
            let mut line = line();
            line.change.new = Cents::new(cents);
            let pad = if zeros { Pad::Zeros } else { Pad::Blanks };
            for amount in AmountFormat::ALL {
                let column = Column { amount: *amount, width: Some(width), pad, ..Column::plain(Field::NewAmount, "H") };
                prop_assert_eq!(column.fault(), None);
                let cell = column.cell(&line);
                prop_assert_eq!(cell.chars().count(), width);
                let digits: String = cell.trim().replace('.', "");
                prop_assert_eq!(digits.parse::<i64>().unwrap(), cents);
            }
        }
    }
}

//! Columns by name, and the typed reading of cells: each bad cell is a fault of its own.

use std::fmt::Display;
use std::str::FromStr;

use chrono::{Days, NaiveDate};
use domain::money::{Cents, Percent};
use domain::period::Period;
use domain::person::WeeklyHours;

use super::Stop;
use super::report::{Fault, Tally};
use super::source::{RawRow, Source};

/// A column that a kind of file may have.
pub(super) struct Column<'n> {
    pub(super) name: &'n str,
    pub(super) required: bool,
}

/// A column that must be there.
pub(super) const fn required(name: &str) -> Column<'_> {
    Column { name, required: true }
}

/// A column that may be left out.
pub(super) const fn optional(name: &str) -> Column<'_> {
    Column { name, required: false }
}

/// Where the known columns stand in one file.
pub(super) struct Columns {
    file: String,
    places: Vec<(String, usize)>,
    width: usize,
}

/// The column that [`super::report`] adds to rejected rows, so that the file can be imported again.
const REASON: &str = "reason";

impl Columns {
    /// Finds `known` columns in a header, in any order and any case.
    pub(super) fn new(file: &str, header: &[String], known: &[Column<'_>]) -> Result<Columns, Stop> {
        let names: Vec<String> = header.iter().map(|name| normal(name)).collect();
        let mut faults = Vec::new();
        let mut places = Vec::new();
        for (place, name) in names.iter().enumerate() {
            if names[..place].contains(name) && !name.is_empty() {
                faults.push(Fault::whole(file, 1, format!("column {name} is there twice")));
            } else if let Some(column) = known.iter().find(|column| column.name == name) {
                places.push((column.name.to_owned(), place));
            } else if name.is_empty() {
                faults.push(Fault::whole(file, 1, format!("column {} has no name", place + 1)));
            } else if name != REASON {
                let all: Vec<&str> = known.iter().map(|column| column.name).collect();
                faults.push(Fault::whole(
                    file,
                    1,
                    format!("unknown column {}; known are {}", shown(name), all.join(", ")),
                ));
            }
        }
        for column in known.iter().filter(|column| column.required) {
            if !names.iter().any(|name| name == column.name) {
                faults.push(Fault::whole(file, 1, format!("column {} is missing", column.name)));
            }
        }
        if faults.is_empty() {
            Ok(Columns { file: file.to_owned(), places, width: header.len() })
        } else {
            Err(Stop::Unusable(faults))
        }
    }

    /// Whether the file has a column.
    pub(super) fn has(&self, column: &str) -> bool {
        self.places.iter().any(|(name, _)| name == column)
    }

    /// The cells of a row, typed.
    pub(super) fn read<'r>(&'r self, row: &'r RawRow) -> Cells<'r> {
        let mut cells = Cells { columns: self, row, faults: Vec::new() };
        if let Some(why) = &row.unreadable {
            cells.faults.push(Fault::whole(&self.file, row.number, why.as_str()));
            return cells;
        }
        if row.cells.iter().skip(self.width).any(|cell| !cell.is_empty()) {
            let why = format!("the row has more cells than the header's {}", self.width);
            cells.faults.push(Fault::whole(&self.file, row.number, why));
        }
        for (name, place) in &self.places {
            let text = row.cells.get(*place).unwrap_or_default();
            if text.len() > LONGEST_CELL {
                cells.fault(name, format!("at most {LONGEST_CELL} characters"));
            } else if text.chars().any(char::is_control) {
                cells.fault(name, "text on one line, without control characters");
            }
        }
        cells
    }
}

/// The longest cell that is taken.
const LONGEST_CELL: usize = 500;

/// A header cell as it is compared: lower case, with `_` for blanks and dashes.
pub(super) fn normal(name: &str) -> String {
    name.trim().to_lowercase().replace([' ', '-'], "_")
}

fn shown(name: &str) -> String {
    name.chars().take(40).collect()
}

/// The cells of one row while they are read.
pub(super) struct Cells<'r> {
    columns: &'r Columns,
    row: &'r RawRow,
    faults: Vec<Fault>,
}

pub(super) const DATE: &str = "a date as YYYY-MM-DD, such as 2026-07-01";
const AMOUNT: &str = "an amount in dollars with at most two decimals, such as 1250 or 1,250.00";

impl Cells<'_> {
    /// The row's number.
    pub(super) fn number(&self) -> u64 {
        self.row.number
    }

    /// Whether the file has a column.
    pub(super) fn has(&self, column: &str) -> bool {
        self.columns.has(column)
    }

    /// The text of a cell; empty where it or its column is not there.
    pub(super) fn raw(&self, column: &str) -> &str {
        let place = self.columns.places.iter().find(|(name, _)| name == column);
        place.and_then(|(_, place)| self.row.cells.get(*place)).unwrap_or_default()
    }

    /// Something is wrong with a cell.
    pub(super) fn fault(&mut self, column: &str, expected: impl Into<String>) {
        let fault = Fault::new(&self.columns.file, self.row.number, column, self.raw(column), expected);
        self.faults.push(fault);
    }

    /// What is wrong with the row.
    pub(super) fn into_faults(self) -> Vec<Fault> {
        self.faults
    }

    /// Whether nothing is wrong with the row so far.
    pub(super) fn is_good(&self) -> bool {
        self.faults.is_empty()
    }

    fn take<T>(&mut self, column: &str, parse: impl FnOnce(&str) -> Result<T, String>) -> Option<Option<T>> {
        match self.raw(column) {
            "" => Some(None),
            text => match parse(text) {
                Ok(value) => Some(Some(value)),
                Err(expected) => {
                    self.fault(column, expected);
                    None
                }
            },
        }
    }

    fn need<T>(&mut self, column: &str, parse: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        let text = self.raw(column).to_owned();
        parse(&text).map_err(|expected| self.fault(column, expected)).ok()
    }

    /// A value that must be there.
    pub(super) fn value<T: FromStr<Err: Display>>(&mut self, column: &str) -> Option<T> {
        self.need(column, parse)
    }

    /// A value that may be left empty.
    pub(super) fn maybe<T: FromStr<Err: Display>>(&mut self, column: &str) -> Option<Option<T>> {
        self.take(column, parse)
    }

    /// A text that must be there.
    pub(super) fn text(&mut self, column: &str) -> Option<String> {
        self.need(column, |text| if text.is_empty() { Err("some text".into()) } else { Ok(text.to_owned()) })
    }

    /// A text that may be left empty.
    pub(super) fn maybe_text(&mut self, column: &str) -> Option<String> {
        Some(self.raw(column)).filter(|text| !text.is_empty()).map(str::to_owned)
    }

    /// A day that must be there.
    pub(super) fn day(&mut self, column: &str) -> Option<NaiveDate> {
        self.need(column, day)
    }

    /// A day that may be left empty.
    pub(super) fn maybe_day(&mut self, column: &str) -> Option<Option<NaiveDate>> {
        self.take(column, day)
    }

    /// An amount of money that must be there.
    pub(super) fn amount(&mut self, column: &str) -> Option<Cents> {
        self.need(column, amount)
    }

    /// An amount of money that may be left empty.
    pub(super) fn maybe_amount(&mut self, column: &str) -> Option<Option<Cents>> {
        self.take(column, amount)
    }

    /// A percentage that may be left empty. A part of 1 is refused: 0.25 surely means 25.
    pub(super) fn maybe_percent(&mut self, column: &str) -> Option<Option<Percent>> {
        self.take(column, |text| match text.parse::<Percent>() {
            Ok(percent) if (1..100).contains(&percent.hundredths()) => {
                Err("a percentage such as 22.5; for 25 percent write 25".into())
            }
            Ok(percent) => Ok(percent),
            Err(error) => Err(error.to_string()),
        })
    }

    /// Hours a week that must be there.
    pub(super) fn hours(&mut self, column: &str) -> Option<WeeklyHours> {
        self.need(column, |text| {
            let tenths = text.parse::<Cents>().ok().filter(|hours| hours.get() % 10 == 0);
            tenths
                .and_then(|hours| u16::try_from(hours.get() / 10).ok())
                .and_then(WeeklyHours::from_tenths)
                .ok_or_else(|| "hours a week from 0 to 168 with at most one decimal, such as 37.5".into())
        })
    }

    /// Yes or no; no where it is left empty.
    pub(super) fn yes_or_no(&mut self, column: &str) -> Option<bool> {
        self.take(column, |text| match text.to_ascii_lowercase().as_str() {
            "yes" | "y" | "true" | "1" => Ok(true),
            "no" | "n" | "false" | "0" => Ok(false),
            _ => Err("yes or no".into()),
        })
        .map(Option::unwrap_or_default)
    }

    /// Words of one kind, joined by `;`; at least one, none twice.
    pub(super) fn list<T: FromStr<Err: Display> + PartialEq>(&mut self, column: &str) -> Option<Vec<T>> {
        self.need(column, |text| {
            let mut list: Vec<T> = Vec::new();
            for word in text.split(';').map(str::trim) {
                let value =
                    parse(word).map_err(|expected| format!("one or more, joined by ;, of: {expected}"))?;
                if list.contains(&value) {
                    return Err(format!("each only once, but {word} is there twice"));
                }
                list.push(value);
            }
            Ok(list)
        })
    }

    /// The days from `effective_from` up to and not including `effective_to`.
    pub(super) fn period(&mut self) -> Option<Period> {
        let (from, to) = (self.day("effective_from"), self.maybe_day("effective_to"));
        let (from, to) = (from?, to?);
        let period = Period::new(from, to);
        if period.is_none() {
            self.fault(
                "effective_to",
                format!("a date after effective_from, {from}; this day itself is no longer in it"),
            );
        }
        period
    }
}

fn parse<T: FromStr<Err: Display>>(text: &str) -> Result<T, String> {
    text.parse().map_err(|error: T::Err| error.to_string())
}

fn amount(text: &str) -> Result<Cents, String> {
    text.parse().map_err(|_| AMOUNT.to_owned())
}

/// A date in ISO 8601, or the serial number of one as spreadsheets keep it.
fn day(text: &str) -> Result<NaiveDate, String> {
    const EARLIEST: i32 = 1850;
    const LATEST: i32 = 2200;
    use chrono::Datelike;
    let iso = || (text.len() == 10).then(|| text.parse::<NaiveDate>().ok()).flatten();
    let serial = || {
        let days: u64 = (text.len() == 5).then(|| text.parse().ok()).flatten()?;
        NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days))
    };
    iso()
        .or_else(serial)
        .filter(|day| (EARLIEST..=LATEST).contains(&day.year()))
        .ok_or_else(|| DATE.to_owned())
}

/// A row and what was read from it.
pub(super) struct Line<T> {
    pub(super) row: RawRow,
    pub(super) value: T,
}

/// As many rows a sheet of plans, rates or splits may have: such sheets are checked whole, in memory.
const LARGEST_SHEET: u64 = 200_000;

/// Reads a sheet whole, row by row with `read`; rows that it finds fault with are rejected.
pub(super) async fn sheet<T>(
    source: &Source,
    known: &[Column<'_>],
    tally: &mut Tally<'_>,
    read: impl Fn(&mut Cells<'_>) -> Option<T>,
) -> Result<Vec<Line<T>>, Stop> {
    let (header, mut rows) = source.rows().await?;
    let columns = Columns::new(source.name(), &header, known)?;
    tally.header(&header)?;
    let mut lines = Vec::new();
    while let Some(batch) = rows.next().await? {
        for row in batch {
            tally.seen();
            if tally.counts().rows > LARGEST_SHEET {
                let why = format!("the sheet has more than {LARGEST_SHEET} rows");
                return Err(Stop::Unusable(vec![Fault::whole(source.name(), row.number, why)]));
            }
            let mut cells = columns.read(&row);
            let value = if cells.is_good() { read(&mut cells) } else { None };
            let faults = cells.into_faults();
            match value {
                Some(value) if faults.is_empty() => lines.push(Line { row, value }),
                _ => tally.reject(&row, faults)?,
            }
        }
    }
    Ok(lines)
}

/// Rejects the lines that `faults` are about, each with all of its faults, and gives back the others.
pub(super) fn sift<T>(
    lines: Vec<Line<T>>,
    mut faults: Vec<(usize, Fault)>,
    tally: &mut Tally<'_>,
) -> Result<Vec<Line<T>>, Stop> {
    faults.sort_by_key(|(place, _)| *place);
    let mut good = Vec::with_capacity(lines.len());
    let mut faults = faults.into_iter().peekable();
    for (place, line) in lines.into_iter().enumerate() {
        let mut mine = Vec::new();
        while let Some((_, fault)) = faults.next_if(|(about, _)| *about == place) {
            mine.push(fault);
        }
        if mine.is_empty() { good.push(line) } else { tally.reject(&line.row, mine)? }
    }
    Ok(good)
}

/// Faults of lines that have the key of an earlier line.
pub(super) fn twice<T, K: Ord>(
    source: &Source,
    lines: &[Line<T>],
    column: &str,
    key: impl Fn(&T) -> K,
    shown: impl Fn(&T) -> String,
) -> Vec<(usize, Fault)> {
    let mut first = std::collections::BTreeMap::new();
    let mut faults = Vec::new();
    for (place, line) in lines.iter().enumerate() {
        let number = line.row.number;
        let earlier = *first.entry(key(&line.value)).or_insert(number);
        if earlier != number {
            let expected = format!("each only once; row {earlier} has it too");
            let value = shown(&line.value);
            faults.push((place, Fault::new(source.name(), number, column, &value, expected)));
        }
    }
    faults
}

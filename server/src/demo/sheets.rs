//! The city's plan, rate and split sheets, moved by whole years to the day of the demonstration.

use anyhow::{Context, Result};
use chrono::{Datelike, Months, NaiveDate};

use super::city::City;

/// The plan sheet.
pub(crate) const PLANS: &str = include_str!("../../demo-data/plans.csv");
const RATES: &str = include_str!("../../demo-data/rates.csv");
const SPLITS: &str = include_str!("../../demo-data/splits.csv");

/// The year in which the first plan year of the sheets starts.
const FIRST_YEAR: i32 = 2025;

/// The columns that move. Dates of hire are part of the bargain and stay.
const MOVED: [&str; 2] = ["effective_from", "effective_to"];

/// The rate sheet, whose two plan years are the present and the coming one.
pub(crate) fn rates(city: &City) -> Result<Vec<u8>> {
    moved(RATES, city.year.first_day().year() - FIRST_YEAR)
}

/// The split sheet, likewise.
pub(crate) fn splits(city: &City) -> Result<Vec<u8>> {
    moved(SPLITS, city.year.first_day().year() - FIRST_YEAR)
}

fn moved(sheet: &str, years: i32) -> Result<Vec<u8>> {
    let mut reader = csv::Reader::from_reader(sheet.as_bytes());
    let mut writer = csv::Writer::from_writer(Vec::new());
    let header = reader.headers()?.clone();
    writer.write_record(&header)?;
    for row in reader.records() {
        let row = row?;
        let cells = header.iter().zip(&row).map(|(column, cell)| {
            let moves = MOVED.contains(&column) && !cell.is_empty();
            if moves { moved_day(cell, years) } else { Ok(cell.to_owned()) }
        });
        writer.write_record(cells.collect::<Result<Vec<String>>>()?)?;
    }
    Ok(writer.into_inner()?)
}

fn moved_day(cell: &str, years: i32) -> Result<String> {
    let day: NaiveDate = cell.parse().with_context(|| format!("{cell} in a sheet is not a date"))?;
    let months = Months::new(12 * years.unsigned_abs());
    let moved = if years < 0 { day.checked_sub_months(months) } else { day.checked_add_months(months) };
    Ok(moved.context("a day beyond the calendar")?.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn effective_dates_move_and_dates_of_hire_stay() {
        let sheet = "plan_code,hired_from,effective_from,effective_to\nHMO,2014-07-01,2025-07-01,\n";
        let text = String::from_utf8(moved(sheet, 1).unwrap()).unwrap();
        assert_eq!(text, "plan_code,hired_from,effective_from,effective_to\nHMO,2014-07-01,2026-07-01,\n");
        let city = City::new(60, 1, "2031-02-01".parse().unwrap()).unwrap();
        let rates = String::from_utf8(rates(&city).unwrap()).unwrap();
        assert!(rates.contains("HMO,individual,968.42,2030-07-01,2031-07-01"), "{rates}");
    }
}

//! A table as a file: CSV by RFC 4180 in UTF-8, or an XLSX workbook of one sheet. The same rows make the same bytes.

use chrono::NaiveDate;
use domain::money::Cents;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};
use thiserror::Error;

use crate::plain;

/// The file could not be made.
#[derive(Debug, Error)]
pub enum Error {
    /// As CSV.
    #[error("the table as CSV: {0}")]
    Csv(#[from] csv::Error),
    /// As a workbook.
    #[error("the table as a workbook: {0}")]
    Xlsx(#[from] XlsxError),
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Text, as it stands.
    Text(String),
    /// An amount: dollars with two decimals.
    Money(Cents),
    /// A day: ISO 8601 in CSV, a date in a workbook.
    Day(NaiveDate),
}

/// The table as CSV.
pub fn csv(headings: &[String], rows: &[Vec<Cell>]) -> Result<Vec<u8>, Error> {
    let mut file = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    file.write_record(headings.iter().map(|heading| plain(heading)))?;
    for row in rows {
        file.write_record(row.iter().map(|cell| match cell {
            Cell::Text(text) => plain(text),
            Cell::Money(amount) => amount.to_string(),
            Cell::Day(day) => day.to_string(),
        }))?;
    }
    Ok(file.into_inner().map_err(|error| csv::Error::from(error.into_error()))?)
}

/// The table as a workbook whose one sheet is called `name`, of at most 31 characters.
pub fn xlsx(name: &str, headings: &[String], rows: &[Vec<Cell>]) -> Result<Vec<u8>, Error> {
    let mut book = Workbook::new();
    // The time of making would make other bytes of the same rows.
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let (bold, money, day) = (
        Format::new().set_bold(),
        Format::new().set_num_format("#,##0.00"),
        Format::new().set_num_format("mm/dd/yyyy"),
    );
    let sheet = book.add_worksheet();
    sheet.set_name(name)?;
    sheet.set_freeze_panes(1, 0)?;
    for (column, heading) in (0u16..).zip(headings) {
        sheet.write_string_with_format(0, column, heading, &bold)?;
    }
    for (row, cells) in (1u32..).zip(rows) {
        for (column, cell) in (0u16..).zip(cells) {
            match cell {
                Cell::Text(text) => sheet.write_string(row, column, text)?,
                // An amount of cents is exact in a double up to 90 trillion dollars.
                Cell::Money(amount) => {
                    sheet.write_number_with_format(row, column, amount.get() as f64 / 100.0, &money)?
                }
                Cell::Day(date) => sheet.write_datetime_with_format(row, column, date, &day)?,
            };
        }
    }
    sheet.autofit();
    Ok(book.save_to_buffer()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> (Vec<String>, Vec<Vec<Cell>>) {
        let headings = ["Name", "Amount", "From"].map(str::to_owned).to_vec();
        let row = |name: &str, cents| {
            let day = "2027-07-01".parse().unwrap();
            vec![Cell::Text(name.into()), Cell::Money(Cents::new(cents)), Cell::Day(day)]
        };
        (headings, vec![row("Reis, Ana", 38_737), row("=1+2", -5)])
    }

    #[test]
    fn a_table_as_csv() {
        let (headings, rows) = table();
        let file = String::from_utf8(csv(&headings, &rows).unwrap()).unwrap();
        assert_eq!(file, "Name,Amount,From\r\n\"Reis, Ana\",387.37,2027-07-01\r\n'=1+2,-0.05,2027-07-01\r\n");
    }

    #[test]
    fn a_workbook_is_made_alike_each_time() {
        let (headings, rows) = table();
        let first = xlsx("Changes", &headings, &rows).unwrap();
        std::thread::sleep(std::time::Duration::from_millis(1_100));
        assert_eq!(first, xlsx("Changes", &headings, &rows).unwrap());
        assert!(first.starts_with(b"PK"));
    }
}

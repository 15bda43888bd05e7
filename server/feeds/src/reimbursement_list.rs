//! The list of Medicare Part B reimbursements to Accounting: what each retiree or survivor is paid, for whose
//! months, with control totals. As CSV by RFC 4180, UTF-8, a line for each person's months; as XLSX, which has
//! each month too. Amounts are dollars with two decimals.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};
use domain::money::Cents;
use domain::month::Month;
use domain::part_b::Charged;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use thiserror::Error;

use crate::plain;

/// A file of the list could not be made.
#[derive(Debug, Error)]
pub enum Error {
    /// CSV.
    #[error("the list of Part B reimbursements: {0}")]
    Csv(#[from] csv::Error),
    /// XLSX.
    #[error("the list of Part B reimbursements: {0}")]
    Xlsx(#[from] XlsxError),
}

/// A closed list, as every one of its files says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReimbursementList {
    /// What the city calls itself.
    pub city: String,
    /// The list's number.
    pub number: i64,
    /// The last month that it pays.
    pub through: Month,
    /// When it was closed. Files are dated by it, so that they are the same each time.
    pub closed_at: DateTime<Utc>,
    /// The city's day on which it was closed.
    pub closed_on: NaiveDate,
    /// Who closed it.
    pub closed_by: String,
    /// What is paid, by the name of who is paid.
    pub payments: Vec<Payment>,
}

/// What a list pays to somebody for one person's months.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// The office's number of who is paid.
    pub subscriber_ref: String,
    /// Their family name.
    pub family_name: String,
    /// Their given name.
    pub given_name: String,
    /// Their unit.
    pub unit: String,
    /// Whose Part B it is.
    pub person_name: String,
    /// Its months, in order; at least one. A month stands twice where a survivor's makes good what was paid of it to
    /// whom they survive.
    pub months: Vec<PaidMonth>,
}

/// A month of a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaidMonth {
    /// The month.
    pub month: Month,
    /// What was charged.
    pub charged: Charged,
    /// What is due of it in all.
    pub due: Cents,
    /// What lists before paid of it.
    pub paid_before: Cents,
    /// What this list pays; below zero, what it takes back.
    pub amount: Cents,
}

impl Payment {
    /// The sum of its months. Below zero where it is made good by another unit's payment to the same person.
    pub fn amount(&self) -> Cents {
        self.months.iter().map(|month| month.amount).sum()
    }
}

/// By which who receives a list checks that it is whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Totals {
    /// Those who are paid.
    pub payees: usize,
    /// Payments: one for each person with Part B and unit.
    pub payments: usize,
    /// Months.
    pub months: usize,
    /// What is paid before anything is taken back.
    pub to_pay: Cents,
    /// What is taken back of earlier lists; zero or below.
    pub taken_back: Cents,
    /// What is paid in all.
    pub total: Cents,
}

impl ReimbursementList {
    /// The control totals of the whole list.
    pub fn totals(&self) -> Totals {
        totals(self.payments.iter())
    }

    /// Those of each unit.
    pub fn totals_by_unit(&self) -> Vec<(&str, Totals)> {
        let units: BTreeSet<&str> = self.payments.iter().map(|one| one.unit.as_str()).collect();
        let of = |unit| totals(self.payments.iter().filter(move |one| one.unit == unit));
        units.into_iter().map(|unit| (unit, of(unit))).collect()
    }
}

fn totals<'a>(payments: impl Iterator<Item = &'a Payment> + Clone) -> Totals {
    let amounts = || payments.clone().flat_map(|one| one.months.iter().map(|month| month.amount));
    let payees: BTreeSet<&str> = payments.clone().map(|one| one.subscriber_ref.as_str()).collect();
    Totals {
        payees: payees.len(),
        payments: payments.clone().count(),
        months: amounts().count(),
        to_pay: amounts().filter(|amount| !amount.is_negative()).sum(),
        taken_back: amounts().filter(|amount| amount.is_negative()).sum(),
        total: amounts().sum(),
    }
}

const HEADER: [&str; 11] = [
    "list",
    "line",
    "retiree",
    "family_name",
    "given_name",
    "unit",
    "part_b_of",
    "first_month",
    "last_month",
    "months",
    "amount",
];

/// The list as CSV.
pub fn csv(list: &ReimbursementList) -> Result<Vec<u8>, Error> {
    let mut file = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    file.write_record(HEADER)?;
    for (place, payment) in (1u64..).zip(&list.payments) {
        let (first, last) = span(payment);
        file.write_record([
            list.number.to_string(),
            place.to_string(),
            plain(&payment.subscriber_ref),
            plain(&payment.family_name),
            plain(&payment.given_name),
            plain(&payment.unit),
            plain(&payment.person_name),
            first,
            last,
            payment.months.len().to_string(),
            payment.amount().to_string(),
        ])?;
    }
    Ok(file.into_inner().map_err(|error| csv::Error::from(error.into_error()))?)
}

/// The first and the last month of a payment.
fn span(payment: &Payment) -> (String, String) {
    let month = |month: Option<&PaidMonth>| month.map(|one| one.month.to_string()).unwrap_or_default();
    (month(payment.months.first()), month(payment.months.last()))
}

/// How cells look.
struct Formats {
    title: Format,
    head: Format,
    money: Format,
    total: Format,
    total_money: Format,
}

impl Formats {
    fn new() -> Formats {
        let money = "#,##0.00;[Red]-#,##0.00";
        Formats {
            title: Format::new().set_bold().set_font_size(14),
            head: Format::new().set_bold().set_text_wrap(),
            money: Format::new().set_num_format(money),
            total: Format::new().set_bold(),
            total_money: Format::new().set_bold().set_num_format(money),
        }
    }
}

/// The list as XLSX: payments, their months, control totals.
pub fn xlsx(list: &ReimbursementList) -> Result<Vec<u8>, Error> {
    let formats = Formats::new();
    let mut book = Workbook::new();
    let (day, time) = (list.closed_at.date_naive(), list.closed_at.time());
    let year = u16::try_from(day.year()).unwrap_or(1900);
    let made = ExcelDateTime::from_ymd(year, day.month() as u8, day.day() as u8)?.and_hms(
        time.hour() as u16,
        time.minute() as u8,
        f64::from(time.second()),
    )?;
    let title = format!("Medicare Part B reimbursements, list {}", list.number);
    book.set_properties(
        &DocProperties::new()
            .set_title(&title)
            .set_author(&list.closed_by)
            .set_company(&list.city)
            .set_creation_datetime(&made),
    );
    payments_sheet(book.add_worksheet(), list, &title, &formats)?;
    months_sheet(book.add_worksheet(), list, &formats)?;
    totals_sheet(book.add_worksheet(), list, &formats)?;
    Ok(book.save_to_buffer()?)
}

fn payments_sheet(
    sheet: &mut Worksheet,
    list: &ReimbursementList,
    title: &str,
    formats: &Formats,
) -> Result<(), XlsxError> {
    sheet.set_name("Payments")?.set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(3, 3)?;
    sheet.write_with_format(0, 0, format!("{}: {title}", list.city), &formats.title)?;
    let said =
        format!("Pays months through {}. Closed on {} by {}.", list.through, list.closed_on, list.closed_by);
    sheet.write(1, 0, said)?;
    let heads = [
        "Line",
        "Number",
        "Family name",
        "Given name",
        "Unit",
        "Part B of",
        "From",
        "Through",
        "Months",
        "Amount",
    ];
    let widths = [6, 10, 22, 18, 20, 26, 10, 10, 8, 14];
    head(sheet, 3, &heads, &widths, formats)?;
    let mut row = 4;
    for (place, payment) in (1u32..).zip(&list.payments) {
        let (first, last) = span(payment);
        sheet.write(row, 0, place)?;
        for (column, text) in (1u16..).zip([
            &payment.subscriber_ref,
            &payment.family_name,
            &payment.given_name,
            &payment.unit,
            &payment.person_name,
            &first,
            &last,
        ]) {
            sheet.write_string(row, column, text)?;
        }
        sheet.write(row, 8, payment.months.len() as u32)?;
        sheet.write_with_format(row, 9, dollars(payment.amount()), &formats.money)?;
        row += 1;
    }
    let totals = list.totals();
    sheet.write_with_format(row, 0, "Total", &formats.total)?;
    sheet.write_with_format(row, 8, totals.months as u32, &formats.total)?;
    sheet.write_with_format(row, 9, dollars(totals.total), &formats.total_money)?;
    Ok(())
}

fn months_sheet(sheet: &mut Worksheet, list: &ReimbursementList, formats: &Formats) -> Result<(), XlsxError> {
    sheet.set_name("Months")?.set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    let heads = [
        "Line",
        "Number",
        "Part B of",
        "Month",
        "Premium",
        "Income-related",
        "Penalty",
        "Due",
        "Paid before",
        "Amount",
    ];
    let widths = [6, 10, 26, 10, 12, 16, 12, 12, 12, 12];
    head(sheet, 0, &heads, &widths, formats)?;
    let mut row = 1;
    for (place, payment) in (1u32..).zip(&list.payments) {
        for month in &payment.months {
            sheet.write(row, 0, place)?;
            sheet.write_string(row, 1, &payment.subscriber_ref)?;
            sheet.write_string(row, 2, &payment.person_name)?;
            sheet.write_string(row, 3, month.month.to_string())?;
            for (column, amount) in (4u16..).zip([
                month.charged.total,
                month.charged.income_related,
                month.charged.penalty,
                month.due,
                month.paid_before,
                month.amount,
            ]) {
                sheet.write_with_format(row, column, dollars(amount), &formats.money)?;
            }
            row += 1;
        }
    }
    Ok(())
}

fn totals_sheet(sheet: &mut Worksheet, list: &ReimbursementList, formats: &Formats) -> Result<(), XlsxError> {
    sheet.set_name("Control totals")?.set_landscape().set_print_fit_to_pages(1, 0);
    let heads = ["Unit", "Payees", "Payments", "Months", "To pay", "Taken back", "Total"];
    let widths = [22, 10, 10, 10, 14, 14, 14];
    head(sheet, 0, &heads, &widths, formats)?;
    let rows = list.totals_by_unit().into_iter().chain([("All", list.totals())]);
    for (row, (unit, totals)) in (1u32..).zip(rows) {
        sheet.write_string(row, 0, unit)?;
        for (column, count) in (1u16..).zip([totals.payees, totals.payments, totals.months]) {
            sheet.write(row, column, count as u32)?;
        }
        for (column, amount) in (4u16..).zip([totals.to_pay, totals.taken_back, totals.total]) {
            sheet.write_with_format(row, column, dollars(amount), &formats.money)?;
        }
    }
    Ok(())
}

fn head(
    sheet: &mut Worksheet,
    row: u32,
    heads: &[&str],
    widths: &[u16],
    formats: &Formats,
) -> Result<(), XlsxError> {
    for (column, (head, width)) in (0u16..).zip(heads.iter().zip(widths)) {
        sheet.write_with_format(row, column, *head, &formats.head)?;
        sheet.set_column_width(column, *width)?;
    }
    sheet.set_freeze_panes(row + 1, 0)?;
    Ok(())
}

/// A spreadsheet's number: exact to the cent for every amount that a city pays.
fn dollars(amount: Cents) -> f64 {
    amount.get() as f64 / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::{Reader, Xlsx};
    use std::io::Cursor;

    fn list() -> ReimbursementList {
        let month = |text: &str, due, paid_before, amount| PaidMonth {
            month: text.parse().unwrap(),
            charged: Charged { total: Cents::new(202_90), ..Charged::default() },
            due: Cents::new(due),
            paid_before: Cents::new(paid_before),
            amount: Cents::new(amount),
        };
        let payment = |number: &str, family: &str, unit: &str, person: &str, months| Payment {
            subscriber_ref: number.into(),
            family_name: family.into(),
            given_name: "Ida".into(),
            unit: unit.into(),
            person_name: person.into(),
            months,
        };
        ReimbursementList {
            city: "Alderbrook".into(),
            number: 3,
            through: "2026-12".parse().unwrap(),
            closed_at: "2026-11-27T15:04:05Z".parse().unwrap(),
            closed_on: "2026-11-27".parse().unwrap(),
            closed_by: "Renata Larkham".into(),
            payments: vec![
                payment(
                    "R00001",
                    "=Reis",
                    "CITY",
                    "Ida Reis",
                    vec![month("2025-12", 0, 92_50, -92_50), month("2026-01", 101_45, 0, 101_45)],
                ),
                payment("R00001", "=Reis", "CITY", "Rui Reis", vec![month("2026-01", 101_45, 0, 101_45)]),
                payment("S00002", "Vale", "SCHOOL", "Ida Vale", vec![month("2026-02", 101_45, 1_45, 100_00)]),
            ],
        }
    }

    #[test]
    fn the_same_list_makes_the_same_bytes() {
        let list = list();
        let file = String::from_utf8(csv(&list).unwrap()).unwrap();
        assert_eq!(
            file,
            "list,line,retiree,family_name,given_name,unit,part_b_of,first_month,last_month,months,amount\r\n\
             3,1,R00001,'=Reis,Ida,CITY,Ida Reis,2025-12,2026-01,2,8.95\r\n\
             3,2,R00001,'=Reis,Ida,CITY,Rui Reis,2026-01,2026-01,1,101.45\r\n\
             3,3,S00002,Vale,Ida,SCHOOL,Ida Vale,2026-02,2026-02,1,100.00\r\n"
        );
        assert_eq!(xlsx(&list).unwrap(), xlsx(&list).unwrap());
    }

    #[test]
    fn the_totals_are_those_of_the_lines() {
        let list = list();
        let totals = list.totals();
        assert_eq!((totals.payees, totals.payments, totals.months), (2, 3, 4));
        assert_eq!(
            (totals.to_pay.get(), totals.taken_back.get(), totals.total.get()),
            (302_90, -92_50, 210_40)
        );
        let units = list.totals_by_unit();
        let said: Vec<_> = units.iter().map(|(unit, totals)| (*unit, totals.total.get())).collect();
        assert_eq!(said, [("CITY", 110_40), ("SCHOOL", 100_00)]);
    }

    #[test]
    fn a_spreadsheet_reads_what_the_list_says() {
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(xlsx(&list()).unwrap())).unwrap();
        assert_eq!(book.sheet_names(), ["Payments", "Months", "Control totals"]);
        let text = |sheet: &calamine::Range<calamine::Data>, at| sheet.get_value(at).unwrap().to_string();
        let payments = book.worksheet_range("Payments").unwrap();
        assert_eq!(text(&payments, (4, 2)), "=Reis", "a text, not a formula");
        assert_eq!(text(&payments, (4, 9)), "8.95");
        assert_eq!(text(&payments, (7, 9)), "210.4");
        let months = book.worksheet_range("Months").unwrap();
        assert_eq!(months.height(), 5);
        assert_eq!(text(&months, (1, 9)), "-92.5");
        let totals = book.worksheet_range("Control totals").unwrap();
        assert_eq!((text(&totals, (3, 0)), text(&totals, (3, 6))), ("All".into(), "210.4".into()));
    }
}

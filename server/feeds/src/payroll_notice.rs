//! The payroll notice as a file: CSV by RFC 4180, UTF-8, a line for each deduction that begins, changes or
//! ends, and one for each pay that has to be made good (`catch_up_date`, `catch_up_amount`; below zero, to be
//! given back). Amounts are dollars with two decimals; `end_date` is the last day, empty until further notice.

use domain::payroll::{CatchUp, PayrollLine};
use thiserror::Error;

use crate::plain;

/// The file could not be made.
#[derive(Debug, Error)]
#[error("the payroll notice: {0}")]
pub struct Error(#[from] csv::Error);

/// A line of the notice.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    /// Employee number.
    pub person_ref: &'a str,
    /// Family name.
    pub family_name: &'a str,
    /// Given name.
    pub given_name: &'a str,
    /// Unit that pays.
    pub unit: &'a str,
    /// Reference number of the submission.
    pub reference: &'a str,
    /// What payroll is told.
    pub told: Told<'a>,
}

/// What a line tells.
#[derive(Debug, Clone, Copy)]
pub enum Told<'a> {
    /// A deduction that begins, changes or ends.
    Deduction(&'a PayrollLine),
    /// A pay that has to be made good.
    CatchUp(&'a CatchUp),
}

const HEADER: [&str; 14] = [
    "notice",
    "line",
    "employee",
    "family_name",
    "given_name",
    "unit",
    "deduction_code",
    "amount_per_pay",
    "previous_amount",
    "begin_date",
    "end_date",
    "catch_up_date",
    "catch_up_amount",
    "reference",
];

/// The file of notice `number`.
pub fn write<'a>(number: i64, lines: impl IntoIterator<Item = Line<'a>>) -> Result<Vec<u8>, Error> {
    let mut file = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    file.write_record(HEADER)?;
    for (place, line) in (1u64..).zip(lines) {
        let code = match line.told {
            Told::Deduction(deduction) => &deduction.deduction_code,
            Told::CatchUp(owed) => &owed.deduction_code,
        };
        let [per_pay, previous, begin, last_day, pay_date, owed] = match line.told {
            Told::Deduction(deduction) => {
                let last_day = deduction.end.and_then(|end| end.pred_opt());
                [
                    deduction.per_pay.to_string(),
                    deduction.previous.to_string(),
                    deduction.begin.to_string(),
                    last_day.map(|day| day.to_string()).unwrap_or_default(),
                    String::new(),
                    String::new(),
                ]
            }
            Told::CatchUp(owed) => {
                let nothing = String::new;
                let (pay_date, amount) = (owed.pay_date.to_string(), owed.amount.to_string());
                [nothing(), nothing(), nothing(), nothing(), pay_date, amount]
            }
        };
        file.write_record([
            number.to_string(),
            place.to_string(),
            plain(line.person_ref),
            plain(line.family_name),
            plain(line.given_name),
            plain(line.unit),
            plain(code),
            per_pay,
            previous,
            begin,
            last_day,
            pay_date,
            owed,
            plain(line.reference),
        ])?;
    }
    Ok(file.into_inner().map_err(|error| csv::Error::from(error.into_error()))?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::money::Cents;

    fn line() -> PayrollLine {
        PayrollLine {
            deduction_code: "HFSA".into(),
            per_pay: Cents::new(4_615),
            previous: Cents::ZERO,
            begin: "2027-07-01".parse().unwrap(),
            end: Some("2028-07-01".parse().unwrap()),
        }
    }

    #[test]
    fn the_same_lines_make_the_same_bytes() {
        let deduction = line();
        let make = |name| {
            let line = Line {
                person_ref: "E00001",
                family_name: name,
                given_name: "Ana",
                unit: "CITY",
                reference: "OE-0000-0001",
                told: Told::Deduction(&deduction),
            };
            String::from_utf8(write(3, [line]).unwrap()).unwrap()
        };
        assert_eq!(
            make("Reis, \"A\""),
            "notice,line,employee,family_name,given_name,unit,deduction_code,amount_per_pay,previous_amount,\
             begin_date,end_date,catch_up_date,catch_up_amount,reference\r\n\
             3,1,E00001,\"Reis, \"\"A\"\"\",Ana,CITY,HFSA,46.15,0.00,2027-07-01,2028-06-30,,,OE-0000-0001\r\n"
        );
        assert!(make("=1+2").contains(",'=1+2,"));
    }

    #[test]
    fn a_pay_to_be_made_good_is_a_line_of_its_own() {
        let owed = CatchUp {
            deduction_code: "HMO-FAM".into(),
            pay_date: "2026-05-14".parse().unwrap(),
            amount: Cents::new(-11_006),
        };
        let line = Line {
            person_ref: "E00001",
            family_name: "Reis",
            given_name: "Ana",
            unit: "CITY",
            reference: "LE-0000-0001",
            told: Told::CatchUp(&owed),
        };
        let file = String::from_utf8(write(3, [line]).unwrap()).unwrap();
        assert!(
            file.ends_with("3,1,E00001,Reis,Ana,CITY,HMO-FAM,,,,,2026-05-14,-110.06,LE-0000-0001\r\n"),
            "{file}"
        );
    }
}

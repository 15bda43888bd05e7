//! The numbered list of Part B reimbursements for Accounting, with control totals. The totals are counted here,
//! from the lines, and from nothing else.

use chrono::NaiveDate;
use domain::money::Cents;
use serde::{Deserialize, Serialize};

use crate::press::{Template, print};
use crate::{Error, Office, Paper, Pdf};

/// A list to be paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReimbursementList {
    /// Language and size.
    pub paper: Paper,
    /// Who writes.
    pub office: Office,
    /// The list's number.
    pub number: i64,
    /// When it was closed.
    pub closed_on: NaiveDate,
    /// A sentence above the list, such as which months it pays; empty for none.
    pub note: String,
    /// What is paid, in the order of the list.
    pub lines: Vec<Line>,
}

/// What one person is paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The office's number of them.
    pub number: String,
    /// Their name.
    pub name: String,
    /// Their unit; totals are by it.
    pub unit: String,
    /// For which time, in words, such as `2026-01 to 2026-12`.
    pub period: String,
    /// How many months.
    pub months: u32,
    /// How much, in cents; below zero for what is taken back.
    pub amount: Cents,
}

/// The total of those of one unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Total {
    /// The unit.
    pub name: String,
    /// Lines.
    pub lines: usize,
    /// Months.
    pub months: u32,
    /// Amount in cents.
    pub amount: Cents,
}

impl ReimbursementList {
    /// Totals by unit, in the order in which units first appear.
    pub fn totals(&self) -> Vec<Total> {
        let mut totals: Vec<Total> = Vec::new();
        for line in &self.lines {
            let place = totals.iter().position(|total| total.name == line.unit).unwrap_or_else(|| {
                let name = line.unit.clone();
                totals.push(Total { name, lines: 0, months: 0, amount: Cents::ZERO });
                totals.len() - 1
            });
            totals[place].lines += 1;
            totals[place].months += line.months;
            totals[place].amount += line.amount;
        }
        totals
    }
}

#[derive(Serialize)]
struct Printed<'a> {
    #[serde(flatten)]
    list: &'a ReimbursementList,
    groups: Vec<Total>,
    total_months: u32,
    total: Cents,
}

/// Makes the list.
pub fn reimbursement_list(list: &ReimbursementList) -> Result<Pdf, Error> {
    let printed = Printed {
        list,
        groups: list.totals(),
        total_months: list.lines.iter().map(|line| line.months).sum(),
        total: list.lines.iter().map(|line| line.amount).sum(),
    };
    print(Template("reimbursement_list.typ"), &printed, list.closed_on)
}

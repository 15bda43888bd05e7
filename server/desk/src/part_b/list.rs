//! Lists to Accounting: closed once, numbered without gaps, made again byte for byte from the records.

use chrono::{Datelike, NaiveDate};
use domain::deadline::{CITY_ZONE, local_day};
use domain::month::Month;
use feeds::reimbursement_list::{self, PaidMonth, Payment, ReimbursementList};
use records::audit::{self, Entry};
use records::part_b::lists::{self, Line, List};
use records::submissions::By;
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::{Actor, Desk, Permission};

/// The close of a list, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypedClose {
    /// The number that the list gets, as it was seen: a form that is sent twice closes one list.
    pub number: String,
    /// The last month that it pays, such as `2026-12`.
    pub through: String,
}

/// In which form a list is downloaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListFormat {
    /// A spreadsheet.
    Xlsx,
    /// A text for another program.
    Csv,
    /// To be printed and filed.
    Pdf,
}

impl ListFormat {
    /// Every form, in the order in which they are offered.
    pub const ALL: [ListFormat; 3] = [ListFormat::Xlsx, ListFormat::Csv, ListFormat::Pdf];

    /// The ending of the file's name.
    pub const fn ending(self) -> &'static str {
        match self {
            ListFormat::Xlsx => "xlsx",
            ListFormat::Csv => "csv",
            ListFormat::Pdf => "pdf",
        }
    }

    /// Its media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            ListFormat::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            ListFormat::Csv => "text/csv; charset=utf-8",
            ListFormat::Pdf => "application/pdf",
        }
    }
}

/// Who sends a list: what its files say of the city and the office.
#[derive(Serialize, Deserialize)]
struct Letterhead {
    city: String,
    office: letters::Office,
}

/// A list as a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListFile {
    /// Its name.
    pub name: String,
    /// Its content.
    pub content: Vec<u8>,
}

impl Desk {
    /// Closes the next list: all that is owed of the months through the one that is typed. What is verified later
    /// is on a later one. Returns its number; that of the list that has it already, where the form was sent twice.
    pub async fn close_part_b_list(&self, actor: &Actor, typed: &TypedClose) -> Result<i64> {
        actor.require(Permission::ClosePartBList)?;
        let seen: i64 = typed.number.parse().map_err(|_| Error::NotFound("list"))?;
        let last = Month::new(self.today().year(), 12);
        let through = typed.through.parse().ok().filter(|through| Some(*through) <= last);
        let through: Month = through.ok_or_else(|| Error::field("through", "not_a_choice"))?;
        let now = self.now();
        let mut write = self.store.begin().await?;
        let number = lists::next_number(&mut write).await?;
        if (1..number).contains(&seen) {
            return Ok(seen);
        }
        if seen != number {
            return Err(Error::NotFound("list"));
        }
        // Read after the lock: all that lists before have paid, and what is verified by now.
        let books = self.part_b_books().await?;
        let entries = books.entries(&self.part_b, through);
        let lines: Vec<_> = entries
            .iter()
            .flat_map(|(party, entries)| entries.iter().map(move |entry| (*party, *entry)))
            .collect();
        if lines.is_empty() {
            return Err(Error::field("through", "nothing_owed"));
        }
        let by = By { actor: &actor.id, name: &actor.name, at: now };
        let letterhead = Letterhead { city: self.city.name.clone(), office: self.office() };
        let letterhead = serde_json::to_value(&letterhead).map_err(records::Error::from)?;
        lists::close(&mut write, number, through, &lines, &letterhead, by).await?;
        let entry = Entry {
            at: now,
            actor: &actor.id,
            action: "part_b_list.closed",
            subject: &format!("part_b_list:{number}"),
            detail: serde_json::json!({ "through": through, "lines": lines.len() }),
        };
        audit::append(&mut write, entry).await?;
        write.commit().await?;
        Ok(number)
    }

    /// Every list, the latest first.
    pub async fn part_b_lists(&self, actor: &Actor) -> Result<Vec<List>> {
        actor.require(Permission::SeePartBLists)?;
        Ok(lists::all(&self.store).await?)
    }

    /// One list: when it was closed and paid, and what all of its files say.
    pub async fn part_b_list(&self, actor: &Actor, number: i64) -> Result<(List, ReimbursementList)> {
        let (list, said, _) = self.whole_list(actor, number).await?;
        Ok((list, said))
    }

    /// The same, with the office that the printed one names.
    async fn whole_list(
        &self,
        actor: &Actor,
        number: i64,
    ) -> Result<(List, ReimbursementList, letters::Office)> {
        actor.require(Permission::SeePartBLists)?;
        let Letterhead { city, office } = self.letterhead(number).await?;
        let list = lists::get(&self.store, number).await?;
        let lines = lists::lines(&self.store, number).await?;
        let said = ReimbursementList {
            city,
            number,
            through: list.through,
            closed_at: list.closed_at,
            closed_on: local_day(list.closed_at, CITY_ZONE),
            closed_by: list.closed_by_name.clone(),
            payments: payments(lines),
        };
        Ok((list, said, office))
    }

    /// The head of a list's files, as it was at the close.
    async fn letterhead(&self, number: i64) -> Result<Letterhead> {
        match lists::letterhead(&self.store, number).await? {
            Some(kept) => Ok(serde_json::from_value(kept).map_err(records::Error::from)?),
            None => Ok(Letterhead { city: self.city.name.clone(), office: self.office() }),
        }
    }

    /// One list as a file: made anew from the records, byte for byte the same each time. Each time is in the audit
    /// trail.
    pub async fn part_b_list_file(&self, actor: &Actor, number: i64, format: ListFormat) -> Result<ListFile> {
        let (_, list, office) = self.whole_list(actor, number).await?;
        let content = match format {
            ListFormat::Xlsx => reimbursement_list::xlsx(&list).map_err(Error::ReimbursementList)?,
            ListFormat::Csv => reimbursement_list::csv(&list).map_err(Error::ReimbursementList)?,
            ListFormat::Pdf => {
                let printed = printed(&list, office);
                letters::reimbursement_list::reimbursement_list(&printed).map_err(Error::Letter)?.bytes
            }
        };
        let mut write = self.store.begin().await?;
        let entry = Entry {
            at: self.now(),
            actor: &actor.id,
            action: "part_b_list.downloaded",
            subject: &format!("part_b_list:{number}"),
            detail: serde_json::json!({ "format": format.ending() }),
        };
        audit::append(&mut write, entry).await?;
        write.commit().await?;
        Ok(ListFile { name: format!("part-b-list-{number}.{}", format.ending()), content })
    }

    /// Says on which day Accounting paid a list.
    pub async fn mark_part_b_list_paid(&self, actor: &Actor, number: i64, day: &str) -> Result<()> {
        actor.require(Permission::PayPartBList)?;
        let list = lists::get(&self.store, number).await?;
        let problem = match day.trim().parse::<NaiveDate>() {
            Err(_) => "not_a_date",
            Ok(day) if day > self.today() => "day_to_come",
            Ok(day) if day < local_day(list.closed_at, CITY_ZONE) => "before_the_close",
            Ok(day) => {
                let now = self.now();
                let mut write = self.store.begin().await?;
                lists::mark_paid(&mut write, number, day, &actor.name).await?;
                let entry = Entry {
                    at: now,
                    actor: &actor.id,
                    action: "part_b_list.paid",
                    subject: &format!("part_b_list:{number}"),
                    detail: serde_json::json!({ "on": day }),
                };
                audit::append(&mut write, entry).await?;
                return Ok(write.commit().await?);
            }
        };
        Err(Error::field("day", problem))
    }
}

/// A list as it is printed: a line for each payment, totals by unit.
fn printed(
    list: &ReimbursementList,
    office: letters::Office,
) -> letters::reimbursement_list::ReimbursementList {
    let line = |one: &Payment| {
        let payee = format!("{}, {}", one.family_name, one.given_name);
        let own = one.person_name == format!("{} {}", one.given_name, one.family_name);
        let ends = one.months.first().zip(one.months.last());
        letters::reimbursement_list::Line {
            number: one.subscriber_ref.clone(),
            name: if own { payee } else { format!("{payee} (for {})", one.person_name) },
            unit: one.unit.clone(),
            period: ends
                .map_or_else(String::new, |(first, last)| format!("{} to {}", first.month, last.month)),
            months: u32::try_from(one.months.len()).unwrap_or_default(),
            amount: one.amount(),
        }
    };
    letters::reimbursement_list::ReimbursementList {
        paper: letters::Paper { language: letters::Language::En, size: letters::Size::Normal },
        office,
        number: list.number,
        closed_on: list.closed_on,
        note: format!(
            "Medicare Part B reimbursements for months up to {}, closed by {}.",
            list.through, list.closed_by
        ),
        lines: list.payments.iter().map(line).collect(),
    }
}

/// The lines of a list, gathered by whom they pay for whose Part B out of which unit, in their order: what a
/// survivor's months make good is in one payment with them.
fn payments(lines: Vec<Line>) -> Vec<Payment> {
    let mut payments: Vec<((String, uuid::Uuid, String), Payment)> = Vec::new();
    for line in lines {
        let of = (line.payee_ref.clone(), line.person, line.unit.clone());
        let month = PaidMonth {
            month: line.entry.month,
            charged: line.entry.charged,
            due: line.entry.due,
            paid_before: line.entry.paid_before,
            amount: line.entry.amount,
        };
        match payments.last_mut() {
            Some((last, payment)) if *last == of => payment.months.push(month),
            _ => payments.push((
                of,
                Payment {
                    subscriber_ref: line.payee_ref,
                    family_name: line.family_name,
                    given_name: line.given_name,
                    unit: line.unit,
                    person_name: line.person_name,
                    months: vec![month],
                },
            )),
        }
    }
    let mut payments: Vec<Payment> = payments.into_iter().map(|(_, payment)| payment).collect();
    for payment in &mut payments {
        payment.months.sort_by_key(|paid| paid.month);
    }
    payments
}

#[cfg(test)]
mod tests {
    use chrono::Days;
    use domain::money::Cents;
    use domain::part_b::Charged;
    use domain::part_b::ledger::Entry;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn each_unit_pays_its_own_and_a_month_that_is_made_good_stands_with_it() {
        let first = NaiveDate::default();
        let line = |unit: &str, months: u64, cents| Line {
            subscriber: Uuid::nil(),
            payee_ref: "S00003".into(),
            family_name: "Reis".into(),
            given_name: "Rui".into(),
            unit: unit.into(),
            person: Uuid::nil(),
            person_name: "Rui Reis".into(),
            entry: Entry {
                month: Month::of(first + Days::new(31 * months)),
                charged: Charged::default(),
                due: Cents::ZERO,
                paid_before: Cents::ZERO,
                amount: Cents::new(cents),
            },
        };
        let lines = vec![
            line("SCHOOL", 1, 101_45),
            line("SCHOOL", 2, 101_45),
            line("SCHOOL", 1, -50_00),
            line("CITY", 0, -1),
        ];
        let paid: Vec<_> = payments(lines)
            .into_iter()
            .map(|one| {
                (one.unit.clone(), one.months.len(), one.months[1 % one.months.len()].amount, one.amount())
            })
            .collect();
        let sums =
            |unit: &str, months, second, sum| (unit.to_owned(), months, Cents::new(second), Cents::new(sum));
        assert_eq!(paid, [sums("SCHOOL", 3, -50_00, 152_90), sums("CITY", 1, -1, -1)]);
    }
}

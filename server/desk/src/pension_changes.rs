//! What a pension system is told each month: whose deduction is new, has changed or ends. Worked out from what the
//! records hold for the last day of the month, against what they held when the list before was made; so that each
//! change is in one list, however late it is recorded.

mod compare;
mod layout;

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, Datelike, Months, NaiveDate, Utc};
use domain::class::Population;
use domain::deadline::{CITY_ZONE, end_of_day};
use domain::list_layout::{Column, Field};
use domain::pension_list::{Change, Compared, Line, Share, change};
use domain::period::end_of_month;
use domain::person::Subscriber;
use domain::retiring::RetirementSystem;
use feeds::table::{self, Cell};
use records::audit::{self, Entry};
use records::catalog::Catalog;
use records::lists::{self, Pensioner};
use records::pension_lists::{self, Known, Retired, Sent};
use records::people;
use records::submissions::By;
use uuid::Uuid;

pub use compare::LARGEST_FILE;
pub use layout::{TypedColumn, TypedLayout};
pub use records::pension_lists::{Comparison, LayoutVersion};

use crate::error::{Error, Result};
use crate::line::Reader;
use crate::{Actor, Desk, Permission};

/// The list of a month.
#[derive(Debug, Clone)]
pub struct ChangeList {
    /// Whose.
    pub system: RetirementSystem,
    /// Its first day.
    pub month: NaiveDate,
    /// The changes, by name; as they were sent, where they were.
    pub lines: Vec<Line>,
    /// When and by whom it was sent.
    pub sent: Option<Sent>,
    /// Coverages for which the sheets have no price: they are in no line.
    pub unpriced: u32,
    /// Whether this actor may say that it was sent.
    pub may_send: bool,
}

/// A file of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListFile {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// In which form a list is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// CSV.
    Csv,
    /// A workbook.
    Xlsx,
}

impl Form {
    /// From the end of a file's name.
    pub fn from_ending(ending: &str) -> Option<Form> {
        match ending {
            "csv" => Some(Form::Csv),
            "xlsx" => Some(Form::Xlsx),
            _ => None,
        }
    }
}

/// The first day of the month `YYYY-MM`.
pub fn read_month(text: &str) -> Option<NaiveDate> {
    format!("{}-01", text.trim()).parse().ok().filter(|_| text.trim().len() == 7)
}

fn may_see(actor: &Actor) -> Result<()> {
    match actor.may(Permission::SeePensionDeductions) || actor.may(Permission::RunRetirements) {
        true => Ok(()),
        false => Err(Error::Forbidden),
    }
}

/// The administrator sends the city's list; the coordinator either.
fn may_send(actor: &Actor, system: RetirementSystem) -> bool {
    let own = system == RetirementSystem::City && actor.may(Permission::AgreeRetirements);
    own || actor.may(Permission::RunRetirements)
}

impl Desk {
    /// The list of the month of `month`.
    pub async fn pension_changes(
        &self,
        actor: &Actor,
        system: RetirementSystem,
        month: NaiveDate,
    ) -> Result<ChangeList> {
        may_see(actor)?;
        let month = first_of(month);
        let sent = pension_lists::sent(&self.store, system).await?;
        let later = sent.iter().any(|one| month < one.month);
        let may_send = may_send(actor, system) && !later && month <= next_month(self.today());
        if let Some(this) = sent.iter().find(|one| one.month == month) {
            let lines = this.lines.clone();
            return Ok(ChangeList { system, month, lines, sent: Some(this.clone()), unpriced: 0, may_send });
        }
        let (lines, unpriced) = self.changes_of(system, month, &sent).await?;
        Ok(ChangeList { system, month, lines, sent: None, unpriced, may_send })
    }

    /// Says that the list of a month was sent. What is recorded afterwards is in the next one.
    pub async fn mark_list_sent(
        &self,
        actor: &Actor,
        system: RetirementSystem,
        month: NaiveDate,
    ) -> Result<()> {
        if !may_send(actor, system) {
            return Err(Error::Forbidden);
        }
        let list = self.pension_changes(actor, system, month).await?;
        if list.sent.is_some() || !list.may_send {
            return Err(Error::Stale("the list"));
        }
        let layout = self.layout_of(system).await?.0;
        let by = By { actor: &actor.id, name: &actor.name, at: self.now() };
        let mut write = self.store.begin().await?;
        match pension_lists::mark_sent(&mut write, system, list.month, layout, &list.lines, by).await {
            Err(error) if error.is_duplicate() => return Err(Error::Stale("the list")),
            other => other?,
        }
        let detail = serde_json::json!({ "lines": list.lines.len(), "layout": layout });
        let subject = subject(system, list.month);
        let action = "pension_list.sent";
        audit::append(&mut write, Entry { at: by.at, actor: by.actor, action, subject: &subject, detail })
            .await?;
        Ok(write.commit().await?)
    }

    /// The list of a month as a file: the city's as it is read here, MTRS's in its layout. In the audit trail.
    pub async fn pension_changes_file(
        &self,
        actor: &Actor,
        system: RetirementSystem,
        month: NaiveDate,
        form: Form,
    ) -> Result<ListFile> {
        let list = self.pension_changes(actor, system, month).await?;
        let (headings, rows) = match system {
            RetirementSystem::City => (CITY_HEADINGS.map(str::to_owned).to_vec(), city_rows(&list.lines)),
            RetirementSystem::Mtrs => {
                let sent = list.sent.as_ref().map(|sent| sent.layout_version);
                let layout = match sent {
                    Some(version) => self.layout_version(version).await?,
                    None => self.layout_of(system).await?.1,
                };
                let cells = |line| layout.cells(line).into_iter().map(Cell::Text).collect();
                (layout.headings(), list.lines.iter().map(cells).collect())
            }
        };
        let (ending, made) = match form {
            Form::Csv => ("csv", table::csv(&headings, &rows)),
            Form::Xlsx => ("xlsx", table::xlsx("Changes", &headings, &rows)),
        };
        let name =
            format!("{}-changes-{}.{ending}", system.as_str().to_lowercase(), list.month.format("%Y-%m"));
        let mut write = self.store.begin().await?;
        let entry = Entry {
            at: self.now(),
            actor: &actor.id,
            action: "pension_list.downloaded",
            subject: &subject(system, list.month),
            detail: serde_json::json!({ "lines": list.lines.len() }),
        };
        audit::append(&mut write, entry).await?;
        write.commit().await?;
        Ok(ListFile { name, bytes: made.map_err(Error::Table)? })
    }

    async fn changes_of(
        &self,
        system: RetirementSystem,
        month: NaiveDate,
        sent: &[Sent],
    ) -> Result<(Vec<Line>, u32)> {
        let now = self.now();
        let eve = month.pred_opt().unwrap_or(month);
        let sent_before = sent.iter().find(|one| one.month == first_of(eve)).map(|one| one.sent_at);
        let before = sent_before.unwrap_or_else(|| last_moment(eve)).min(now);
        let last_day = end_of_month(month);
        let books = self.books(system).await?;
        let (told, _) = books.shares(eve, before).await?;
        let (now_due, unpriced) = books.shares(last_day, last_moment(last_day).min(now)).await?;
        let mut lines = Vec::new();
        for pensioner in &books.pensioners {
            let shares =
                |all: &HashMap<Uuid, Vec<Share>>| all.get(&pensioner.id).cloned().unwrap_or_default();
            let (before, after) = (shares(&told), shares(&now_due));
            let compared = Compared {
                before: &before,
                after: &after,
                month,
                retired_on: books.retired.get(&pensioner.id).map(|retired| retired.retired_on),
                ended: books.ended(pensioner.id, last_day),
            };
            if let Some(change) = change(&compared) {
                lines.push(line(pensioner, change, if after.is_empty() { &before } else { &after }));
            }
        }
        Ok((lines, unpriced))
    }

    /// Everything that the deductions of a system are worked out from.
    async fn books(&self, system: RetirementSystem) -> Result<Books<'_>> {
        let mut pensioners = lists::pensioners(&self.store).await?;
        pensioners.retain(|one| one.system == Some(system));
        let mut known: HashMap<Uuid, Vec<Known>> = HashMap::new();
        for row in pension_lists::history(&self.store).await? {
            known.entry(row.payer).or_default().push(row);
        }
        let retired = pension_lists::retired(&self.store).await?;
        let retired = retired.into_iter().map(|one| (one.person_id, one)).collect();
        Ok(Books { desk: self, catalog: self.catalog().await?, pensioners, known, retired })
    }
}

/// What deductions are worked out from.
struct Books<'a> {
    desk: &'a Desk,
    catalog: Arc<Catalog>,
    pensioners: Vec<Pensioner>,
    known: HashMap<Uuid, Vec<Known>>,
    retired: HashMap<Uuid, Retired>,
}

impl Books<'_> {
    /// What each pensioner pays for coverage on a day, as it was known at an instant; and for how much of it the
    /// sheets have no price.
    async fn shares(&self, day: NaiveDate, at: DateTime<Utc>) -> Result<(HashMap<Uuid, Vec<Share>>, u32)> {
        let subscribers = people::subscribers(&self.desk.store, day).await?;
        let (mut all, mut unpriced) = (HashMap::new(), 0);
        for pensioner in &self.pensioners {
            let is_known = |one: &Retired| one.recorded_at.is_none_or(|recorded| recorded <= at);
            let Some(who) = subscribers.get(&pensioner.id).filter(|who| is_on_a_pension(who)) else {
                continue;
            };
            if !self.retired.get(&pensioner.id).is_none_or(is_known) {
                continue;
            }
            let retired_on = self.retired.get(&pensioner.id).map(|retired| retired.retired_on);
            let mut shares = Vec::new();
            let rows = self.known.get(&pensioner.id).into_iter().flatten();
            for row in rows.filter(|row| row.was_known(at) && row.period.contains(day)) {
                let subscriber = subscribers.get(&row.holder).unwrap_or(who);
                let reader =
                    Reader { catalog: &self.catalog, subscriber, household: &[], rows: &[], on: day };
                let (Some(plan), Some(cost)) =
                    (row.choice.plan(), reader.line(row.benefit, &row.choice).cost)
                else {
                    unpriced += 1;
                    continue;
                };
                if !cost.monthly.member.is_zero() {
                    shares.push(Share {
                        benefit: row.benefit,
                        plan: plan.clone(),
                        tier: row.choice.tier(),
                        amount: cost.monthly.member,
                        // What was held as an employee before is taken out of the pension from then on.
                        from: row.period.from().max(retired_on.unwrap_or(NaiveDate::MIN)),
                    });
                }
            }
            shares.sort();
            all.insert(pensioner.id, shares);
        }
        Ok((all, unpriced))
    }

    /// The day after the last one of coverage that has ended by `day`, as is known now.
    fn ended(&self, person: Uuid, day: NaiveDate) -> Option<NaiveDate> {
        let rows = self.known.get(&person).into_iter().flatten();
        let current = rows.filter(|row| row.superseded_at.is_none());
        current.filter_map(|row| row.period.to()).filter(|to| *to <= day).max()
    }
}

fn is_on_a_pension(who: &Subscriber) -> bool {
    matches!(who.population, Population::CityRetiree | Population::MtrsRetiree | Population::Survivor)
}

fn line(pensioner: &Pensioner, change: Change, shares: &[Share]) -> Line {
    Line {
        number: pensioner.ref_.clone().unwrap_or_default(),
        family_name: pensioner.family_name.clone(),
        given_name: pensioner.given_name.clone(),
        plans: shares.iter().map(|share| share.plan.clone()).collect(),
        change,
    }
}

const CITY_HEADINGS: [&str; 9] = [
    "Number",
    "Last name",
    "First name",
    "Change",
    "Old monthly amount",
    "New monthly amount",
    "Effective",
    "Plans",
    "Why",
];

fn city_rows(lines: &[Line]) -> Vec<Vec<Cell>> {
    let row = |line: &Line| {
        let text = |field| Cell::Text(Column::plain(field, "").cell(line));
        vec![
            text(Field::Number),
            text(Field::FamilyName),
            text(Field::GivenName),
            text(Field::Change),
            Cell::Money(line.change.old),
            Cell::Money(line.change.new),
            Cell::Day(line.change.effective),
            text(Field::Plans),
            text(Field::Why),
        ]
    };
    lines.iter().map(row).collect()
}

fn subject(system: RetirementSystem, month: NaiveDate) -> String {
    format!("pension_list:{system}:{}", month.format("%Y-%m"))
}

fn first_of(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

fn next_month(day: NaiveDate) -> NaiveDate {
    first_of(day).checked_add_months(Months::new(1)).unwrap_or(day)
}

/// The last moment of a day in the city.
fn last_moment(day: NaiveDate) -> DateTime<Utc> {
    end_of_day(day, CITY_ZONE) - chrono::Duration::microseconds(1)
}

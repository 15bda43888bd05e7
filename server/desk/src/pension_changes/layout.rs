//! The layout of MTRS's list, kept in versions: what was sent stays as it was laid out then.

use domain::list_layout::{Column, ColumnFault, LONGEST_HEADING, Layout, MOST_COLUMNS, WIDEST};
use domain::retiring::RetirementSystem;
use records::audit::{self, Entry};
use records::pension_lists::{self, LayoutVersion};
use records::submissions::By;

use super::may_see;
use crate::error::{Error, FieldError, Result};
use crate::{Actor, Desk, Permission};

/// A column as typed; without a field there is none.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct TypedColumn {
    /// What it holds.
    pub field: String,
    /// What stands above it.
    pub heading: String,
    /// How a day is written.
    pub day: String,
    /// How an amount is written.
    pub amount: String,
    /// Characters of each cell; empty for as many as there are.
    pub width: String,
    /// With what a shorter one is filled.
    pub pad: String,
}

/// A layout as typed: its columns in order.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct TypedLayout {
    /// The columns.
    pub columns: Vec<TypedColumn>,
}

impl TypedLayout {
    /// A layout as its form shows it.
    pub fn of(layout: &Layout) -> TypedLayout {
        let typed = |column: &Column| TypedColumn {
            field: column.field.to_string(),
            heading: column.heading.clone(),
            day: column.day.to_string(),
            amount: column.amount.to_string(),
            width: column.width.map(|width| width.to_string()).unwrap_or_default(),
            pad: column.pad.to_string(),
        };
        TypedLayout { columns: layout.columns.iter().map(typed).collect() }
    }
}

impl Desk {
    /// The versions of the layout, the latest first; none before anybody has made one.
    pub async fn mtrs_layouts(&self, actor: &Actor) -> Result<Vec<LayoutVersion>> {
        actor.require(Permission::RunRetirements)?;
        Ok(pension_lists::layouts(&self.store).await?)
    }

    /// The layout in use.
    pub async fn mtrs_layout(&self, actor: &Actor) -> Result<Layout> {
        may_see(actor)?;
        Ok(self.layout_of(RetirementSystem::Mtrs).await?.1)
    }

    /// Keeps a layout as the version after `seen`.
    pub async fn save_mtrs_layout(&self, actor: &Actor, seen: i64, typed: &TypedLayout) -> Result<i64> {
        actor.require(Permission::RunRetirements)?;
        let layout = read(typed).map_err(Error::Fields)?;
        let by = By { actor: &actor.id, name: &actor.name, at: self.now() };
        let mut write = self.store.begin().await?;
        let version = pension_lists::put_layout(&mut write, seen, &layout, by).await?;
        let entry = Entry {
            at: by.at,
            actor: by.actor,
            action: "list_layout.saved",
            subject: &format!("list_layout:{version}"),
            detail: serde_json::json!({ "columns": layout.columns.len() }),
        };
        audit::append(&mut write, entry).await?;
        write.commit().await?;
        Ok(version)
    }

    /// The layout of a system's list in use, and its version; 0 for the usual one.
    pub(super) async fn layout_of(&self, system: RetirementSystem) -> Result<(i64, Layout)> {
        if system == RetirementSystem::City {
            return Ok((0, Layout::usual()));
        }
        let last = pension_lists::layouts(&self.store).await?.into_iter().next();
        Ok(last.map_or_else(|| (0, Layout::usual()), |last| (last.version, last.layout)))
    }

    pub(super) async fn layout_version(&self, version: i64) -> Result<Layout> {
        let all = pension_lists::layouts(&self.store).await?;
        Ok(all.into_iter().find(|one| one.version == version).map_or_else(Layout::usual, |one| one.layout))
    }
}

/// Reads what was typed; everything that is wrong with it, by place and field.
fn read(typed: &TypedLayout) -> Result<Layout, Vec<FieldError>> {
    let mut faults = Vec::new();
    let mut columns = Vec::new();
    for (place, typed) in typed.columns.iter().take(MOST_COLUMNS).enumerate() {
        if typed.field.is_empty() {
            continue;
        }
        let mut fault = |field: &str, problem: &str, detail: String| {
            faults.push(FieldError::new(format!("columns[{place}][{field}]"), problem).naming(detail));
        };
        let width = match typed.width.trim() {
            "" => Ok(None),
            text => text.parse::<usize>().map(Some),
        };
        let (Ok(field), Ok(day), Ok(amount), Ok(pad)) =
            (typed.field.parse(), typed.day.parse(), typed.amount.parse(), typed.pad.parse())
        else {
            fault("field", "not_usable", String::new());
            continue;
        };
        let Ok(width) = width else {
            fault("width", "not_a_width", WIDEST.to_string());
            continue;
        };
        let column = Column { field, heading: typed.heading.trim().to_owned(), day, amount, width, pad };
        match column.fault() {
            None => columns.push(column),
            Some(ColumnFault::Heading) => fault("heading", "heading", LONGEST_HEADING.to_string()),
            Some(ColumnFault::Width { least }) => fault("width", "width", format!("{least} – {WIDEST}")),
        }
    }
    if columns.is_empty() && faults.is_empty() {
        faults.push(FieldError::new("columns[0][field]", "no_columns"));
    }
    if faults.is_empty() { Ok(Layout { columns }) } else { Err(faults) }
}

//! Payroll units.

use domain::code::UnitCode;

use super::Stop;
use super::columns::{Cells, Column, required, sheet, sift, twice};
use super::report::Tally;
use super::source::Source;
use crate::catalog::{self, Unit, UnitKind};
use crate::db::Write;
use crate::error::Result;

const COLUMNS: [Column<'_>; 3] = [required("code"), required("name"), required("kind")];

pub(super) async fn import(write: &mut Write, source: &Source, tally: &mut Tally<'_>) -> Result<(), Stop> {
    let lines = sheet(source, &COLUMNS, tally, read).await?;
    let faults = twice(source, &lines, "code", |unit| unit.code.clone(), |unit| unit.code.to_string());
    let lines = sift(lines, faults, tally)?;
    let known = catalog::load_in(write).await?;
    for line in &lines {
        let (row, unit) = (line.row.number, &line.value);
        match known.unit(&unit.code) {
            Some(old) if old == unit => {
                tally.unchanged(1);
                continue;
            }
            Some(old) => {
                tally.changed(row, || format!("unit {}: {} becomes {}", unit.code, old.name, unit.name))
            }
            None => tally.new_row(row, || format!("unit {}: {}", unit.code, unit.name)),
        }
        catalog::put_unit(write, unit).await?;
    }
    Ok(())
}

fn read(cells: &mut Cells<'_>) -> Option<Unit> {
    let (code, name) = (cells.value::<UnitCode>("code"), cells.text("name"));
    let kind = UnitKind::from_word(cells.raw("kind"));
    if kind.is_none() {
        cells.fault("kind", "one of city, school, associated");
    }
    Some(Unit { code: code?, name: name?, kind: kind? })
}

/// Where no units are known yet, the usual four: the city, its schools, and two associated public bodies.
pub(super) async fn usual_where_none(write: &mut Write) -> Result<()> {
    if !catalog::load_in(write).await?.units.is_empty() {
        return Ok(());
    }
    for (code, name, kind) in [
        ("CITY", "City", UnitKind::City),
        ("SCHOOL", "Public schools", UnitKind::School),
        ("UTILITY", "Municipal utility", UnitKind::Associated),
        ("EMPLOYMENT_BOARD", "Regional employment board", UnitKind::Associated),
    ] {
        let code = catalog::parsed(code, "unit")?;
        catalog::put_unit(write, &Unit { code, name: name.into(), kind }).await?;
    }
    catalog::touch(write).await?;
    Ok(())
}

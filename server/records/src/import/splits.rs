//! Split sheets: who pays which part of a premium.

use domain::benefit::RateTier;
use domain::class::Class;
use domain::code::{BargainingUnit, UnitCode};
use domain::money::MemberShare;
use domain::price::{RateBook, SplitRule};

use super::Stop;
use super::columns::{Cells, Column, Line, optional, required, sheet, sift};
use super::plans::{class_expected, is_class_of};
use super::rates::{plan_cell, row_name, tier_of_plan};
use super::report::{Fault, Tally};
use super::source::Source;
use super::units::usual_where_none;
use crate::catalog::{self, Catalog};
use crate::db::Write;
use crate::error::Result;

const COLUMNS: [Column<'_>; 11] = [
    required("plan_code"),
    optional("unit"),
    optional("bargaining_unit"),
    optional("hired_from"),
    optional("hired_to"),
    optional("class"),
    optional("tier"),
    optional("member_percent"),
    optional("member_fixed"),
    required("effective_from"),
    optional("effective_to"),
];

pub(super) async fn import(write: &mut Write, source: &Source, tally: &mut Tally<'_>) -> Result<(), Stop> {
    usual_where_none(write).await?;
    let known = catalog::load_in(write).await?;
    let lines = sheet(source, &COLUMNS, tally, |cells| read(cells, source, &known)).await?;
    put(write, source, lines, &known.book, tally).await
}

/// Checks split rows against each other and the records, and writes what is new.
pub(super) async fn put(
    write: &mut Write,
    source: &Source,
    lines: Vec<Line<SplitRule>>,
    book: &RateBook,
    tally: &mut Tally<'_>,
) -> Result<(), Stop> {
    let mut faults = rivals(source, &lines, book);
    faults.extend(above_premium(source, &lines, book));
    let lines = sift(lines, faults, tally)?;

    for Line { row, value: split } in &lines {
        match book.splits.iter().find(|old| key(old) == key(split)) {
            Some(old) if old.share == split.share && old.period == split.period => tally.unchanged(1),
            Some(old) => {
                tally.changed(row.number, || {
                    format!("{}: {} becomes {}", payers(split), share(old), share(split))
                });
                catalog::update_split(write, split).await?;
            }
            None => {
                tally.new_row(row.number, || format!("{}: {}", payers(split), share(split)));
                catalog::insert_split(write, split).await?;
            }
        }
    }
    Ok(())
}

/// What makes two rows the same row: plan, named payers, first day.
#[allow(clippy::type_complexity)]
fn key(
    split: &SplitRule,
) -> (
    String,
    Option<UnitCode>,
    Option<BargainingUnit>,
    [Option<chrono::NaiveDate>; 2],
    Option<Class>,
    Option<RateTier>,
    chrono::NaiveDate,
) {
    (
        split.plan.to_string(),
        split.unit.clone(),
        split.bargaining_unit.clone(),
        [split.hired_from, split.hired_to],
        split.class,
        split.tier,
        split.period.from(),
    )
}

fn read(cells: &mut Cells<'_>, source: &Source, known: &Catalog) -> Option<SplitRule> {
    let plan = plan_cell(cells, known);
    let unit = cells.maybe::<UnitCode>("unit");
    if let Some(Some(unit)) = &unit
        && known.unit(unit).is_none()
    {
        let codes: Vec<&str> = known.units.iter().map(|unit| unit.code.as_str()).collect();
        cells.fault("unit", format!("a unit of the records ({}), or empty for any", codes.join(", ")));
    }
    let bargaining_unit = cells.maybe("bargaining_unit");
    let (hired_from, hired_to) = (cells.maybe_day("hired_from"), cells.maybe_day("hired_to"));
    if let (Some(Some(from)), Some(Some(to))) = (hired_from, hired_to)
        && from >= to
    {
        cells.fault("hired_to", format!("a date after hired_from, {from}"));
    }
    let class = cells.maybe::<Class>("class");
    let tier = cells.maybe::<RateTier>("tier");
    if let (Some(plan), Some(Some(class))) = (plan.as_ref().and_then(|code| known.plan(code)), class) {
        if !is_class_of(plan.benefit, class) {
            cells.fault("class", class_expected(plan.benefit, class));
        } else if class == Class::Cobra {
            cells.fault("class", "no row for cobra: it pays 102 percent of the premium by law");
        }
    }
    if let (Some(plan), Some(Some(tier))) = (&plan, tier) {
        tier_of_plan(cells, known, plan, tier);
    }
    let (percent, fixed) = (cells.maybe_percent("member_percent"), cells.maybe_amount("member_fixed"));
    let share = match (percent, fixed) {
        (Some(Some(percent)), Some(None)) => Some(MemberShare::Percent(percent)),
        (Some(None), Some(Some(fixed))) => Some(MemberShare::Fixed(fixed)),
        (Some(Some(_)), Some(Some(_))) => {
            cells.fault("member_fixed", "nothing, as member_percent is given: one of the two");
            None
        }
        (Some(None), Some(None)) => {
            cells.fault("member_percent", "a percentage such as 22.5 here, or an amount in member_fixed");
            None
        }
        _ => None,
    };
    let period = cells.period();
    Some(SplitRule {
        plan: plan?,
        unit: unit?,
        bargaining_unit: bargaining_unit?,
        hired_from: hired_from?,
        hired_to: hired_to?,
        class: class?,
        tier: tier?,
        share: share?,
        period: period?,
        source: row_name(source, cells.number()),
    })
}

/// Rows that name the same columns and could match one person on one day, so that neither is the more
/// specific one. Each is told with the other.
fn rivals(source: &Source, lines: &[Line<SplitRule>], book: &RateBook) -> Vec<(usize, Fault)> {
    let mut by_plan: std::collections::BTreeMap<&str, Vec<(usize, &Line<SplitRule>)>> = Default::default();
    for (place, line) in lines.iter().enumerate() {
        by_plan.entry(line.value.plan.as_str()).or_default().push((place, line));
    }
    let mut faults = Vec::new();
    let mut tell = |place: usize, line: &Line<SplitRule>, other: String, rival: &SplitRule| {
        let closes = match rival.period.to() {
            None if other.contains("records") => {
                "; to end that one, give this file its row again with effective_to"
            }
            _ => "",
        };
        let expected = format!(
            "rows that can't both match one person, but {other} ({}, {}) names the same columns{closes}",
            payers(rival),
            share(rival)
        );
        let value = line.value.plan.as_str();
        faults.push((place, Fault::new(source.name(), line.row.number, "plan_code", value, expected)));
    };
    for mine in by_plan.values() {
        for (index, (place, line)) in mine.iter().enumerate() {
            for (other_place, other) in &mine[index + 1..] {
                if is_rival(&line.value, &other.value) {
                    tell(*place, line, format!("row {}", other.row.number), &other.value);
                    tell(*other_place, other, format!("row {}", line.row.number), &line.value);
                }
            }
            let replaced = |old: &SplitRule| mine.iter().any(|(_, line)| key(&line.value) == key(old));
            for old in book.splits.iter().filter(|old| old.plan == line.value.plan && !replaced(old)) {
                if is_rival(&line.value, old) {
                    tell(*place, line, format!("{} of the records", old.source), old);
                }
            }
        }
    }
    faults
}

fn is_rival(a: &SplitRule, b: &SplitRule) -> bool {
    let hired_overlap = a.hired_to.is_none_or(|to| b.hired_from.is_none_or(|from| from < to))
        && b.hired_to.is_none_or(|to| a.hired_from.is_none_or(|from| from < to));
    a.specificity() == b.specificity()
        && a.unit == b.unit
        && a.bargaining_unit == b.bargaining_unit
        && a.class == b.class
        && a.tier == b.tier
        && hired_overlap
        && a.period.overlaps(b.period)
}

/// Fixed shares that are more than a premium that they apply to.
fn above_premium(source: &Source, lines: &[Line<SplitRule>], book: &RateBook) -> Vec<(usize, Fault)> {
    let mut faults = Vec::new();
    for (place, Line { row, value: split }) in lines.iter().enumerate() {
        let MemberShare::Fixed(share) = split.share else { continue };
        let lower = book.rates.iter().find(|rate| {
            rate.plan == split.plan
                && split.tier.is_none_or(|tier| tier == rate.tier)
                && rate.period.overlaps(split.period)
                && rate.premium < share
        });
        if let Some(rate) = lower {
            let expected = format!(
                "at most {}, the whole premium of {} {} ({})",
                rate.premium, rate.plan, rate.tier, rate.source
            );
            let value = share.to_string();
            faults.push((place, Fault::new(source.name(), row.number, "member_fixed", &value, expected)));
        }
    }
    faults
}

/// The payers that a row names, for people.
fn payers(split: &SplitRule) -> String {
    let mut words = vec![split.plan.to_string()];
    words.extend(split.unit.as_ref().map(UnitCode::to_string));
    words.extend(split.bargaining_unit.as_ref().map(BargainingUnit::to_string));
    words.extend(split.hired_from.map(|from| format!("hired from {from}")));
    words.extend(split.hired_to.map(|to| format!("hired before {to}")));
    words.extend(split.class.map(|class| class.to_string()));
    words.extend(split.tier.map(|tier| tier.to_string()));
    words.join(" ")
}

fn share(split: &SplitRule) -> String {
    let share = match split.share {
        MemberShare::Percent(percent) => format!("{percent} %"),
        MemberShare::Fixed(cents) => cents.display(),
    };
    match split.period.to() {
        Some(to) => format!("{share} from {} to {to}", split.period.from()),
        None => format!("{share} from {}", split.period.from()),
    }
}

//! Rate sheets: monthly premiums by plan and tier, without gap or overlap in time.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use domain::benefit::RateTier;
use domain::code::PlanCode;
use domain::money::{Cents, MemberShare};
use domain::period::Period;
use domain::price::{Rate, RateBook};

use super::Stop;
use super::columns::{Cells, Column, Line, optional, required, sheet, sift, twice};
use super::report::{Fault, Tally};
use super::source::Source;
use crate::catalog::{self, Catalog};
use crate::db::Write;
use crate::error::Result;

const COLUMNS: [Column<'_>; 5] = [
    required("plan_code"),
    required("tier"),
    required("monthly_premium"),
    required("effective_from"),
    optional("effective_to"),
];

pub(super) async fn import(write: &mut Write, source: &Source, tally: &mut Tally<'_>) -> Result<(), Stop> {
    let known = catalog::load_in(write).await?;
    let lines = sheet(source, &COLUMNS, tally, |cells| read(cells, source, &known)).await?;
    let is_whole = tally.counts().rejected == 0;
    let key = |rate: &Rate| (rate.plan.clone(), rate.tier, rate.period.from());
    let shown = |rate: &Rate| format!("{} {} {}", rate.plan, rate.tier, rate.period.from());
    let lines = {
        let faults = twice(source, &lines, "plan_code", key, shown);
        sift(lines, faults, tally)?
    };
    // A gap where a row could not be read is no news; where good rows are accepted it would be real.
    let look_for_gaps = is_whole || tally.terms.accept_good;
    let mut faults = clashes(source, &lines, &known.book, look_for_gaps);
    faults.extend(below_fixed_shares(source, &lines, &known.book));
    let lines = sift(lines, faults, tally)?;

    let mut changed = Vec::new();
    let mut new = Vec::new();
    for Line { row, value: rate } in &lines {
        let old = known.book.rates.iter().find(|old| key(old) == key(rate));
        match old {
            Some(old) if old.premium == rate.premium && old.period == rate.period => tally.unchanged(1),
            Some(old) => {
                tally.changed(row.number, || differences(old, rate));
                changed.push(rate);
            }
            None => {
                tally.new_row(row.number, || format!("{}: {}", shown(rate), rate.premium));
                new.push(rate);
            }
        }
    }
    // Changes first: they may end what new rows follow.
    for rate in changed {
        catalog::update_rate(write, rate).await?;
    }
    for rate in &new {
        catalog::insert_rate(write, rate).await?;
    }
    let years: BTreeSet<NaiveDate> = new.iter().filter_map(|rate| plan_year(rate.period.from())).collect();
    for first_day in years.into_iter().filter(|first_day| !known.plan_years.contains(first_day)) {
        let name = format!("{}–{}", first_day.year(), first_day.year() + 1);
        catalog::put_plan_year(write, first_day, &name).await?;
    }
    Ok(())
}

/// Rates that begin on July 1 begin a plan year.
fn plan_year(from: NaiveDate) -> Option<NaiveDate> {
    ((from.month(), from.day()) == (7, 1)).then_some(from)
}

fn read(cells: &mut Cells<'_>, source: &Source, known: &Catalog) -> Option<Rate> {
    let plan = plan_cell(cells, known);
    let tier: Option<RateTier> = cells.value("tier");
    let premium = cells.amount("monthly_premium");
    let period = cells.period();
    if let (Some(plan), Some(tier)) = (&plan, tier) {
        tier_of_plan(cells, known, plan, tier);
    }
    let source = row_name(source, cells.number());
    Some(Rate { plan: plan?, tier: tier?, premium: premium?, period: period?, source })
}

/// Where a rate or split came from, as `rates.csv row 12`.
pub(super) fn row_name(source: &Source, row: u64) -> String {
    format!("{} row {row}", source.name())
}

/// The code of a plan that is known.
pub(super) fn plan_cell(cells: &mut Cells<'_>, known: &Catalog) -> Option<PlanCode> {
    let plan: PlanCode = cells.value("plan_code")?;
    if known.plan(&plan).is_none() {
        let expected = match known.plans.is_empty() {
            true => "a plan of the records, which hold none yet: import the plan sheet first".to_owned(),
            false => {
                let codes: Vec<&str> = known.plans.iter().take(40).map(|plan| plan.code.as_str()).collect();
                format!("a plan of the records: {}", codes.join(", "))
            }
        };
        cells.fault("plan_code", expected);
        return None;
    }
    Some(plan)
}

/// Finds fault with a tier that the plan does not have.
pub(super) fn tier_of_plan(cells: &mut Cells<'_>, known: &Catalog, plan: &PlanCode, tier: RateTier) {
    let Some(plan) = known.plan(plan) else { return };
    if !plan.tiers.contains(&tier.tier()) {
        let sold: Vec<String> = RateTier::ALL
            .iter()
            .filter(|tier| plan.tiers.contains(&tier.tier()))
            .map(RateTier::to_string)
            .collect();
        let expected = match sold.is_empty() {
            true => format!("no row at all: plan {} has no premium", plan.code),
            false => format!("a tier of plan {}: {}", plan.code, sold.join(", ")),
        };
        cells.fault("tier", expected);
    }
}

/// A period of a plan and tier, from the file or from the records.
struct Span {
    period: Period,
    /// Its place among the file's lines.
    line: Option<usize>,
    /// As `row 4` or `rates.csv row 4 of the records`.
    name: String,
}

/// Overlaps and gaps of the periods as they would stand after the import. A fault is told with each row of
/// the file that has part in it; with good rows accepted, the whole plan and tier is left out, as no part
/// of it would be right.
fn clashes(
    source: &Source,
    lines: &[Line<Rate>],
    book: &RateBook,
    look_for_gaps: bool,
) -> Vec<(usize, Fault)> {
    let mut spans: BTreeMap<(&PlanCode, RateTier), BTreeMap<NaiveDate, Span>> = BTreeMap::new();
    for old in &book.rates {
        let span = Span { period: old.period, line: None, name: format!("{} of the records", old.source) };
        spans.entry((&old.plan, old.tier)).or_default().insert(old.period.from(), span);
    }
    for (place, Line { row, value: rate }) in lines.iter().enumerate() {
        let span = Span { period: rate.period, line: Some(place), name: format!("row {}", row.number) };
        spans.entry((&rate.plan, rate.tier)).or_default().insert(rate.period.from(), span);
    }

    let mut faults = Vec::new();
    for ((plan, tier), spans) in &spans {
        let ordered: Vec<&Span> = spans.values().collect();
        let mut clash = None;
        for pair in ordered.windows(2) {
            let (earlier, later) = (pair[0], pair[1]);
            let Some(why) = clash_of(earlier, later, look_for_gaps) else { continue };
            let why = format!("{plan} {tier}: {why}");
            for line in [earlier.line, later.line].into_iter().flatten() {
                let column = if Some(line) == later.line { "effective_from" } else { "effective_to" };
                faults.push((line, fault_of(source, &lines[line], column, why.clone())));
            }
            if earlier.line.is_some() || later.line.is_some() {
                clash = clash.or(Some(why));
            }
        }
        let Some(why) = clash else { continue };
        for line in ordered.iter().filter_map(|span| span.line) {
            if !faults.iter().any(|(place, _)| *place == line) {
                faults.push((
                    line,
                    fault_of(
                        source,
                        &lines[line],
                        "plan_code",
                        format!("all rows of a plan and tier to go together; {why}"),
                    ),
                ));
            }
        }
    }
    faults
}

fn clash_of(earlier: &Span, later: &Span, look_for_gaps: bool) -> Option<String> {
    let (before, after) = (words(earlier), words(later));
    let starts = later.period.from();
    match earlier.period.to() {
        None => {
            let hint = match earlier.line {
                None => "; give this file a row that closes the one of the records, with the same first day",
                Some(_) => "",
            };
            Some(format!(
                "periods that do not overlap, but {before} has no end and {after} begins on {starts}{hint}"
            ))
        }
        Some(end) if end > starts => Some(format!(
            "periods that do not overlap, but {before} and {after} share the days from {starts} up to {end}"
        )),
        Some(end) if end < starts && look_for_gaps => {
            Some(format!("periods without a gap, but {before} ends on {end} and {after} begins on {starts}"))
        }
        Some(_) => None,
    }
}

fn words(span: &Span) -> String {
    match span.period.to() {
        Some(to) => format!("{} ({} to {to})", span.name, span.period.from()),
        None => format!("{} (from {})", span.name, span.period.from()),
    }
}

fn fault_of(source: &Source, line: &Line<Rate>, column: &str, expected: String) -> Fault {
    let value = match column {
        "effective_from" => line.value.period.from().to_string(),
        "effective_to" => line.value.period.to().map_or(String::new(), |to| to.to_string()),
        _ => line.value.plan.to_string(),
    };
    Fault::new(source.name(), line.row.number, column, &value, expected)
}

/// Premiums that would be less than a fixed share of the records.
fn below_fixed_shares(source: &Source, lines: &[Line<Rate>], book: &RateBook) -> Vec<(usize, Fault)> {
    let mut faults = Vec::new();
    for (place, Line { row, value: rate }) in lines.iter().enumerate() {
        let fixed = |cents: Cents| cents > rate.premium;
        let split = book.splits.iter().find(|split| {
            split.plan == rate.plan
                && split.tier.is_none_or(|tier| tier == rate.tier)
                && split.period.overlaps(rate.period)
                && matches!(split.share, MemberShare::Fixed(share) if fixed(share))
        });
        if let Some(split) = split
            && let MemberShare::Fixed(share) = split.share
        {
            let expected =
                format!("at least {share}, the member's fixed share of {} of the records", split.source);
            let value = rate.premium.to_string();
            faults.push((place, Fault::new(source.name(), row.number, "monthly_premium", &value, expected)));
        }
    }
    faults
}

fn differences(old: &Rate, new: &Rate) -> String {
    let mut parts = Vec::new();
    if old.premium != new.premium {
        parts.push(format!("{} becomes {}", old.premium, new.premium));
    }
    if old.period != new.period {
        let end = |rate: &Rate| rate.period.to().map_or("open".to_owned(), |to| to.to_string());
        parts.push(format!("its end, {}, becomes {}", end(old), end(new)));
    }
    format!("{} {} {}: {}", new.plan, new.tier, new.period.from(), parts.join(", "))
}

//! Plan sheets.

use std::collections::BTreeMap;

use domain::benefit::{Benefit, Plan, Tier};
use domain::class::Class;
use domain::code::PlanCode;

use super::Stop;
use super::columns::{Cells, Column, Line, optional, required, sheet, sift, twice};
use super::report::{Fault, Tally};
use super::source::Source;
use crate::catalog::{self, Catalog};
use crate::db::Write;
use crate::error::Result;

const COLUMNS: [Column<'_>; 9] = [
    required("plan_code"),
    required("benefit"),
    required("name"),
    required("carrier"),
    required("audience"),
    required("tiers"),
    optional("group_number"),
    optional("hd_code"),
    optional("successor_code"),
];

struct PlanLine {
    plan: Plan,
    /// `None` where the sheet has no such column.
    successor: Option<Option<PlanCode>>,
}

pub(super) async fn import(write: &mut Write, source: &Source, tally: &mut Tally<'_>) -> Result<(), Stop> {
    let lines = sheet(source, &COLUMNS, tally, read).await?;
    let known = catalog::load_in(write).await?;
    let mut faults =
        twice(source, &lines, "plan_code", |line| line.plan.code.clone(), |line| line.plan.code.to_string());
    faults.extend(contradictions(source, &lines, &known));
    let lines = sift(lines, faults, tally)?;

    for Line { row, value: PlanLine { plan, successor } } in &lines {
        let old = known.plan(&plan.code);
        let old_successor = known.successors.get(&plan.code);
        let successor_stays = successor.as_ref().is_none_or(|new| new.as_ref() == old_successor);
        match old {
            Some(old) if old == plan && successor_stays => {
                tally.unchanged(1);
                continue;
            }
            Some(old) => {
                tally.changed(row.number, || {
                    format!("plan {}: {}", plan.code, differences(old, plan, successor_stays))
                });
            }
            None => tally.new_row(row.number, || format!("plan {}: {}", plan.code, plan.name)),
        }
        catalog::put_plan(write, plan).await?;
    }
    // After all plans: a successor may stand below the plan that it succeeds.
    for PlanLine { plan, successor } in lines.iter().map(|line| &line.value) {
        if let Some(successor) = successor {
            catalog::put_successor(write, &plan.code, successor.as_ref()).await?;
        }
    }
    Ok(())
}

fn read(cells: &mut Cells<'_>) -> Option<PlanLine> {
    let code = cells.value("plan_code");
    let benefit: Option<Benefit> = cells.value("benefit");
    let (name, carrier) = (cells.text("name"), cells.text("carrier"));
    let (audience, tiers) = (cells.list::<Class>("audience"), cells.list::<Tier>("tiers"));
    let successor = match cells.has("successor_code") {
        true => cells.maybe("successor_code").map(Some),
        false => Some(None),
    };
    if let (Some(benefit), Some(audience)) = (benefit, &audience)
        && let Some(class) = audience.iter().find(|class| !is_class_of(benefit, **class))
    {
        cells.fault("audience", class_expected(benefit, *class));
    }
    let benefit = benefit.map(|benefit| as_sold(benefit, tiers.as_deref().unwrap_or_default()));
    if let (Some(benefit), Some(tiers)) = (benefit, &tiers)
        && let Some(expected) = tiers_expected(benefit, tiers)
    {
        cells.fault("tiers", expected);
    }
    Some(PlanLine {
        plan: Plan {
            code: code?,
            benefit: benefit?,
            name: name?,
            carrier: carrier?,
            audience: audience?,
            tiers: tiers?,
            group_number: cells.raw("group_number").to_owned(),
            hd_code: cells.raw("hd_code").to_owned(),
        },
        successor: successor?,
    })
}

/// Whether sheets of `benefit` use `class`: health tells Medicare apart, the others do not.
pub(super) fn is_class_of(benefit: Benefit, class: Class) -> bool {
    match benefit {
        Benefit::Health => class != Class::Retiree,
        _ => class.for_benefit(benefit) == class,
    }
}

/// What to write in place of a class that [`is_class_of`] refuses.
pub(super) fn class_expected(benefit: Benefit, class: Class) -> String {
    match benefit {
        Benefit::Health => {
            "for health, non_medicare_retiree or medicare_retiree in place of retiree".to_owned()
        }
        _ => format!("for {benefit}, {} in place of {class}", class.for_benefit(benefit)),
    }
}

/// Plan sheets call both kinds of life insurance `life`: what is sold by the thousand is the optional one.
fn as_sold(benefit: Benefit, tiers: &[Tier]) -> Benefit {
    if benefit == Benefit::Life && tiers == [Tier::PerThousandByAge] {
        Benefit::OptionalLife
    } else {
        benefit
    }
}

fn tiers_expected(benefit: Benefit, tiers: &[Tier]) -> Option<&'static str> {
    let special = |tier: &Tier| matches!(tier, Tier::Amount | Tier::PerThousandByAge);
    match benefit {
        Benefit::HealthFsa | Benefit::DependentCareFsa | Benefit::DeferredCompensation => {
            (tiers != [Tier::Amount]).then_some("amount, as the member chooses it")
        }
        Benefit::OptionalLife => (tiers != [Tier::PerThousandByAge]).then_some("per_thousand_by_age"),
        Benefit::Life => (tiers != [Tier::Individual]).then_some("individual"),
        Benefit::Health | Benefit::Dental | Benefit::Vision => {
            tiers.iter().any(special).then_some("of individual, individual_plus_one, family, per_person")
        }
    }
}

fn contradictions(source: &Source, lines: &[Line<PlanLine>], known: &Catalog) -> Vec<(usize, Fault)> {
    let benefits: BTreeMap<&PlanCode, Benefit> = known
        .plans
        .iter()
        .chain(lines.iter().map(|line| &line.value.plan))
        .map(|plan| (&plan.code, plan.benefit))
        .collect();
    let mut faults = Vec::new();
    for (place, Line { row, value: PlanLine { plan, successor } }) in lines.iter().enumerate() {
        let mut fault = |column: &str, value: &str, expected: String| {
            faults.push((place, Fault::new(source.name(), row.number, column, value, expected)));
        };
        if let Some(old) = known.plan(&plan.code).filter(|old| old.benefit != plan.benefit) {
            let expected = format!("{}, which plan {} has been so far", old.benefit, plan.code);
            fault("benefit", plan.benefit.as_str(), expected);
        }
        if let Some(Some(successor)) = successor
            && (successor == &plan.code || benefits.get(successor) != Some(&plan.benefit))
        {
            fault("successor_code", successor.as_str(), format!("another {} plan", plan.benefit));
        }
    }
    faults
}

fn differences(old: &Plan, new: &Plan, successor_stays: bool) -> String {
    let mut parts = Vec::new();
    for (what, old, new) in [
        ("name", &old.name, &new.name),
        ("carrier", &old.carrier, &new.carrier),
        ("group_number", &old.group_number, &new.group_number),
        ("hd_code", &old.hd_code, &new.hd_code),
    ] {
        if old != new {
            parts.push(format!("{what} {old} becomes {new}"));
        }
    }
    for (what, differs) in [
        ("audience", old.audience != new.audience),
        ("tiers", old.tiers != new.tiers),
        ("successor_code", !successor_stays),
    ] {
        if differs {
            parts.push(what.to_owned());
        }
    }
    parts.join(", ")
}

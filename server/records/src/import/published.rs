//! Published tables of what members pay, without the premiums: one row a plan, one column a tier and
//! contribution percentage (`family_25`). Each amount is kept as published, as a fixed share; who pays 25
//! percent is told by the bargaining unit `SHARE_25`.

use chrono::NaiveDate;
use domain::benefit::{Benefit, Plan, RateTier};
use domain::class::Class;
use domain::code::{BargainingUnit, PlanCode};
use domain::money::{Cents, MemberShare};
use domain::period::{Period, PlanYear};
use domain::price::SplitRule;

use super::Stop;
use super::columns::{Cells, Column, Line, normal, optional, required, sheet, sift, twice};
use super::rates::row_name;
use super::report::{Fault, Tally};
use super::source::Source;
use crate::catalog::{self, Catalog};
use crate::db::Write;
use crate::error::Result;

/// Whether the header of a file is that of a published table.
pub(super) async fn is_one(source: &Source) -> Result<bool> {
    match source.rows().await {
        Ok((header, _)) => Ok(Table::of(&header).is_some()),
        Err(Stop::Unusable(_)) => Ok(false), // the import itself will say why
        Err(Stop::Broken(error)) => Err(error),
    }
}

/// How a table is laid out.
struct Table {
    class: Class,
    /// The column that sorts plans: `category` or `type`.
    kind: String,
    amounts: Vec<AmountColumn>,
}

struct AmountColumn {
    name: String,
    tier: RateTier,
    share: BargainingUnit,
}

impl Table {
    fn of(header: &[String]) -> Option<Table> {
        let names: Vec<String> = header.iter().map(|name| normal(name)).collect();
        let amounts: Vec<AmountColumn> = names.iter().filter_map(|name| AmountColumn::of(name)).collect();
        let kind = names.iter().find(|name| *name == "category" || *name == "type")?.clone();
        if !names.iter().any(|name| name == "plan") || amounts.is_empty() {
            return None;
        }
        let class = if kind == "category" {
            Class::Active
        } else if amounts.iter().all(|column| column.tier == RateTier::PerPerson) {
            Class::MedicareRetiree
        } else {
            Class::NonMedicareRetiree
        };
        Some(Table { class, kind, amounts })
    }
}

impl AmountColumn {
    fn of(name: &str) -> Option<AmountColumn> {
        let (tier, percent) = name.rsplit_once('_')?;
        let percent: u8 = percent.parse().ok().filter(|percent| (1..=100).contains(percent))?;
        Some(AmountColumn {
            name: name.to_owned(),
            tier: tier.parse().ok()?,
            share: format!("SHARE_{percent}").parse().ok()?,
        })
    }
}

/// One plan of the table.
struct Row {
    name: String,
    /// By the place of the column.
    amounts: Vec<Option<Cents>>,
}

pub(super) async fn import(
    write: &mut Write,
    source: &Source,
    effective_from: Option<NaiveDate>,
    tally: &mut Tally<'_>,
) -> Result<(), Stop> {
    let unusable = |why: &str| Stop::Unusable(vec![Fault::whole(source.name(), 1, why)]);
    let (header, _) = source.rows().await?;
    let table = Table::of(&header).ok_or_else(|| {
        unusable("the header is not that of a published table: plan, category or type, and columns such as individual_20 or per_person_15")
    })?;
    let period =
        effective_from.or_else(|| fiscal_year(source.name())).and_then(year_from).ok_or_else(|| {
            unusable("the table's first day is not known: give --effective-from, or a file name with fyNNNN")
        })?;

    let mut columns = vec![required("plan"), optional(&table.kind)];
    columns.extend(table.amounts.iter().map(|amount| Column { name: &amount.name, required: true }));
    let lines = sheet(source, &columns, tally, |cells| read(cells, &table)).await?;
    let faults = twice(source, &lines, "plan", |row| row.name.to_lowercase(), |row| row.name.clone());
    let lines = sift(lines, faults, tally)?;

    let mut known = catalog::load_in(write).await?;
    let mut splits = Vec::new();
    for Line { row, value } in lines {
        let plan = plan_of(write, &value.name, &table, &mut known).await?;
        for (column, amount) in table.amounts.iter().zip(&value.amounts) {
            let Some(amount) = *amount else { continue };
            let split = SplitRule {
                plan: plan.clone(),
                unit: None,
                bargaining_unit: Some(column.share.clone()),
                hired_from: None,
                hired_to: None,
                class: Some(table.class),
                tier: Some(column.tier),
                share: MemberShare::Fixed(amount),
                period,
                source: format!("{} {}", row_name(source, row.number), column.name),
            };
            splits.push(Line { row: row.clone(), value: split });
            tally.seen(); // amounts are counted, beside the rows that they stand in
        }
    }
    super::splits::put(write, source, splits, &known.book, tally).await
}

fn read(cells: &mut Cells<'_>, table: &Table) -> Option<Row> {
    let name = cells.text("plan");
    let amounts: Vec<_> = table.amounts.iter().map(|column| cells.maybe_amount(&column.name)).collect();
    Some(Row { name: name?, amounts: amounts.into_iter().collect::<Option<_>>()? })
}

/// The plan of a published name: the known one, else a new one. Either way it is then sold to the table's
/// class in the table's tiers.
async fn plan_of(write: &mut Write, name: &str, table: &Table, known: &mut Catalog) -> Result<PlanCode> {
    let is_it = |plan: &Plan| plan.benefit == Benefit::Health && plan.name.eq_ignore_ascii_case(name);
    let old = known.plans.iter().find(|plan| is_it(plan)).cloned();
    let mut plan = match &old {
        Some(old) => old.clone(),
        None => Plan {
            code: free_code(name, known)?,
            benefit: Benefit::Health,
            name: name.to_owned(),
            carrier: name.split('/').next().unwrap_or(name).trim().to_owned(),
            audience: Vec::new(),
            tiers: Vec::new(),
            group_number: String::new(),
            hd_code: String::new(),
        },
    };
    if !plan.audience.contains(&table.class) {
        plan.audience.push(table.class);
    }
    for tier in table.amounts.iter().map(|column| column.tier.tier()) {
        if !plan.tiers.contains(&tier) {
            plan.tiers.push(tier);
        }
    }
    let code = plan.code.clone();
    if old.as_ref() != Some(&plan) {
        catalog::put_plan(write, &plan).await?;
        known.plans.retain(|other| other.code != code);
        known.plans.push(plan);
    }
    Ok(code)
}

/// The longest code of a plan.
const LONGEST_CODE: usize = 32;

/// A code out of a name that no other plan has.
fn free_code(name: &str, known: &Catalog) -> Result<PlanCode> {
    let slug = slug(name);
    let taken = |code: &str| known.plans.iter().any(|plan| plan.code.as_str() == code);
    let numbered = (2..).map(|number| {
        let ending = format!("_{number}");
        format!("{}{ending}", &slug[..slug.len().min(LONGEST_CODE - ending.len())])
    });
    let code = std::iter::once(slug.clone()).chain(numbered).find(|code| !taken(code));
    catalog::parsed(code.as_deref().unwrap_or_default(), "plan")
}

/// A name in capital letters and underscores. Of a long name the first word and as many of the last ones
/// as fit: plans of one carrier differ at the end.
fn slug(name: &str) -> String {
    let upper = name.to_ascii_uppercase();
    let words: Vec<&str> =
        upper.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let whole = words.join("_");
    if (1..=LONGEST_CODE).contains(&whole.len()) {
        return whole;
    }
    let Some((first, rest)) = words.split_first() else { return "PLAN".to_owned() };
    let first = &first[..first.len().min(LONGEST_CODE)];
    (0..rest.len())
        .map(|start| format!("{first}_{}", rest[start..].join("_")))
        .find(|code| code.len() <= LONGEST_CODE)
        .unwrap_or_else(|| first.to_owned())
}

/// `gic-fy2021-employee-share.csv`: fiscal year 2021 starts on July 1, 2020.
fn fiscal_year(file: &str) -> Option<NaiveDate> {
    let lower = file.to_ascii_lowercase();
    let at = lower.find("fy")?;
    let year: i32 = lower.get(at + 2..at + 6)?.parse().ok()?;
    NaiveDate::from_ymd_opt(year - 1, 7, 1)
}

/// A table holds for the year from its first day on.
fn year_from(first: NaiveDate) -> Option<Period> {
    Some(PlanYear::starting(first)?.period())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_short_and_tell_plans_apart() {
        for (name, code) in [
            ("Health New England", "HEALTH_NEW_ENGLAND"),
            ("UniCare State Indemnity Plan/Basic with CIC", "UNICARE_PLAN_BASIC_WITH_CIC"),
            ("UniCare State Indemnity Plan/Basic without CIC", "UNICARE_PLAN_BASIC_WITHOUT_CIC"),
            ("UniCare State Indemnity Plan/PLUS", "UNICARE_INDEMNITY_PLAN_PLUS"),
            ("NHP Prime (Neighborhood Health Plan)", "NHP_NEIGHBORHOOD_HEALTH_PLAN"),
            ("Élan", "LAN"),
            ("---", "PLAN"),
            (&"X".repeat(50), &"X".repeat(32)),
        ] {
            assert_eq!(slug(name), code, "{name}");
        }
    }

    #[test]
    fn fiscal_years_start_the_summer_before() {
        assert_eq!(fiscal_year("gic-fy2021-employee-share.csv"), NaiveDate::from_ymd_opt(2020, 7, 1));
        assert_eq!(fiscal_year("Rates FY2018.xlsx"), NaiveDate::from_ymd_opt(2017, 7, 1));
        assert_eq!(fiscal_year("rates.csv"), None);
    }
}

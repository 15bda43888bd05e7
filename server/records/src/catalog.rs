//! What the city buys and for whom: units, plans, rates, splits, plan years. Small, read whole, and kept
//! by `desk` until [`version`] says that it has changed.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::benefit::Plan;
use domain::code::{PlanCode, UnitCode};
use domain::money::{Cents, MemberShare, Percent};
use domain::period::Period;
use domain::price::{Rate, RateBook, SplitRule};
use uuid::Uuid;

use crate::db::{Store, Write, reading, writing};
use crate::error::{Error, Result};

/// Everything that prices and choices are made from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Catalog {
    /// Every plan, by benefit and then in the order of their codes.
    pub plans: Vec<Plan>,
    /// The plan that members of a plan carry over to when it is no longer offered.
    pub successors: BTreeMap<PlanCode, PlanCode>,
    /// Rate and split sheets.
    pub book: RateBook,
    /// Payroll units.
    pub units: Vec<Unit>,
    /// First days of the plan years, ascending.
    pub plan_years: Vec<NaiveDate>,
}

impl Catalog {
    /// A plan by its code.
    pub fn plan(&self, code: &PlanCode) -> Option<&Plan> {
        self.plans.iter().find(|plan| plan.code == *code)
    }

    /// A unit by its code.
    pub fn unit(&self, code: &UnitCode) -> Option<&Unit> {
        self.units.iter().find(|unit| unit.code == *code)
    }

    /// The first day of the plan year around `day`, of those that are loaded.
    pub fn plan_year(&self, day: NaiveDate) -> Option<NaiveDate> {
        self.plan_years.iter().copied().rfind(|first| *first <= day)
    }

    /// The day after the last of the plan year around `day`.
    pub fn plan_year_end(&self, day: NaiveDate) -> NaiveDate {
        let next = self.plan_years.iter().copied().find(|first| day < *first);
        next.unwrap_or_else(|| self.plan_year(day).unwrap_or(day) + chrono::Months::new(12))
    }
}

/// A payroll unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Its code, such as `CITY`.
    pub code: UnitCode,
    /// What people call it.
    pub name: String,
    /// What it is.
    pub kind: UnitKind,
}

/// What a unit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnitKind {
    /// The city itself.
    City,
    /// The public schools.
    School,
    /// A public body that buys through the city and is billed.
    Associated,
}

impl UnitKind {
    /// Every kind.
    pub const ALL: [UnitKind; 3] = [UnitKind::City, UnitKind::School, UnitKind::Associated];

    /// As stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            UnitKind::City => "city",
            UnitKind::School => "school",
            UnitKind::Associated => "associated",
        }
    }

    /// From its stored word.
    pub fn from_word(word: &str) -> Option<UnitKind> {
        UnitKind::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

#[derive(sqlx::FromRow)]
struct PlanRow {
    code: String,
    benefit: String,
    name: String,
    carrier: String,
    audience: String,
    tiers: String,
    group_number: String,
    hd_code: String,
    successor_code: Option<String>,
}

#[derive(sqlx::FromRow)]
struct RateRow {
    plan_code: String,
    tier: String,
    premium_cents: i64,
    effective_from: NaiveDate,
    effective_to: Option<NaiveDate>,
    source: String,
}

#[derive(sqlx::FromRow)]
struct SplitRow {
    plan_code: String,
    unit_code: Option<String>,
    bargaining_unit: Option<String>,
    hired_from: Option<NaiveDate>,
    hired_to: Option<NaiveDate>,
    class: Option<String>,
    tier: Option<String>,
    member_hundredths: Option<i64>,
    member_fixed_cents: Option<i64>,
    effective_from: NaiveDate,
    effective_to: Option<NaiveDate>,
    source: String,
}

const UNITS: &str = "SELECT code, name, kind FROM unit ORDER BY code";
const PLANS: &str = "SELECT * FROM plan ORDER BY code";
const RATES: &str = "SELECT * FROM rate ORDER BY plan_code, tier, effective_from";
const SPLITS: &str = "SELECT * FROM split ORDER BY plan_code, effective_from, id";
const PLAN_YEARS: &str = "SELECT first_day FROM plan_year ORDER BY first_day";

macro_rules! load {
    ($run:ident, $from:expr) => {{
        let units: Vec<(String, String, String)> =
            $run!($from, on => sqlx::query_as(UNITS).fetch_all(on).await)?;
        let plans: Vec<PlanRow> = $run!($from, on => sqlx::query_as(PLANS).fetch_all(on).await)?;
        let rates: Vec<RateRow> = $run!($from, on => sqlx::query_as(RATES).fetch_all(on).await)?;
        let splits: Vec<SplitRow> = $run!($from, on => sqlx::query_as(SPLITS).fetch_all(on).await)?;
        let plan_years: Vec<NaiveDate> =
            $run!($from, on => sqlx::query_scalar(PLAN_YEARS).fetch_all(on).await)?;
        catalog(units, plans, rates, splits, plan_years)
    }};
}

/// The whole catalog.
pub async fn load(store: &Store) -> Result<Catalog> {
    load!(reading, store)
}

/// [`load`], as a transaction sees it.
pub async fn load_in(write: &mut Write) -> Result<Catalog> {
    load!(writing, write)
}

/// A word that is another one after each import that changed something; empty before the first.
pub async fn version(store: &Store) -> Result<String> {
    let version: Option<String> = reading!(store, on =>
        sqlx::query_scalar("SELECT value FROM setting WHERE name = 'catalog_version'").fetch_optional(on).await)?;
    Ok(version.unwrap_or_default())
}

/// Says that an import has changed the sheets, or people: nobody goes on with an older catalog, or with a
/// page that was drawn before.
pub async fn touch(write: &mut Write) -> Result<()> {
    writing!(write, on =>
        sqlx::query("INSERT INTO setting (name, value) VALUES ('catalog_version', $1)
                     ON CONFLICT (name) DO UPDATE SET value = excluded.value")
            .bind(Uuid::now_v7().to_string()).execute(on).await.map(drop))?;
    Ok(())
}

/// Writes a unit, over the one of its code.
pub async fn put_unit(write: &mut Write, unit: &Unit) -> Result<()> {
    writing!(write, on =>
        sqlx::query("INSERT INTO unit (code, name, kind) VALUES ($1, $2, $3)
                     ON CONFLICT (code) DO UPDATE SET name = excluded.name, kind = excluded.kind")
            .bind(unit.code.as_str()).bind(&unit.name).bind(unit.kind.as_str())
            .execute(on).await.map(drop))?;
    Ok(())
}

/// Writes a plan, over the one of its code.
pub async fn put_plan(write: &mut Write, plan: &Plan) -> Result<()> {
    writing!(write, on =>
        sqlx::query("INSERT INTO carrier (name) VALUES ($1) ON CONFLICT (name) DO NOTHING")
            .bind(&plan.carrier).execute(on).await.map(drop))?;
    writing!(write, on =>
        sqlx::query("INSERT INTO plan (code, benefit, name, carrier, audience, tiers, group_number, hd_code)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                     ON CONFLICT (code) DO UPDATE SET
                         benefit = excluded.benefit, name = excluded.name, carrier = excluded.carrier,
                         audience = excluded.audience, tiers = excluded.tiers,
                         group_number = excluded.group_number, hd_code = excluded.hd_code")
            .bind(plan.code.as_str()).bind(plan.benefit.as_str()).bind(&plan.name).bind(&plan.carrier)
            .bind(joined(&plan.audience)).bind(joined(&plan.tiers))
            .bind(&plan.group_number).bind(&plan.hd_code)
            .execute(on).await.map(drop))?;
    Ok(())
}

/// Names the plan that takes the place of `plan` where it is no longer offered.
pub async fn put_successor(write: &mut Write, plan: &PlanCode, successor: Option<&PlanCode>) -> Result<()> {
    writing!(write, on =>
        sqlx::query("UPDATE plan SET successor_code = $2 WHERE code = $1")
            .bind(plan.as_str()).bind(successor.map(PlanCode::as_str)).execute(on).await.map(drop))?;
    Ok(())
}

/// Writes a plan year, over the one of its first day.
pub async fn put_plan_year(write: &mut Write, first_day: NaiveDate, name: &str) -> Result<()> {
    writing!(write, on =>
        sqlx::query("INSERT INTO plan_year (first_day, name) VALUES ($1, $2)
                     ON CONFLICT (first_day) DO UPDATE SET name = excluded.name")
            .bind(first_day).bind(name).execute(on).await.map(drop))?;
    Ok(())
}

/// Writes a new rate.
pub async fn insert_rate(write: &mut Write, rate: &Rate) -> Result<()> {
    writing!(write, on =>
        sqlx::query("INSERT INTO rate (id, plan_code, tier, premium_cents, effective_from, effective_to, source)
                     VALUES ($1, $2, $3, $4, $5, $6, $7)")
            .bind(Uuid::now_v7()).bind(rate.plan.as_str()).bind(rate.tier.as_str())
            .bind(rate.premium.get()).bind(rate.period.from()).bind(rate.period.to()).bind(&rate.source)
            .execute(on).await.map(drop))?;
    Ok(())
}

/// Corrects the rate of the same plan, tier and first day.
pub async fn update_rate(write: &mut Write, rate: &Rate) -> Result<()> {
    writing!(write, on =>
        sqlx::query("UPDATE rate SET premium_cents = $4, effective_to = $5, source = $6
                     WHERE plan_code = $1 AND tier = $2 AND effective_from = $3")
            .bind(rate.plan.as_str()).bind(rate.tier.as_str()).bind(rate.period.from())
            .bind(rate.premium.get()).bind(rate.period.to()).bind(&rate.source)
            .execute(on).await.map(drop))?;
    Ok(())
}

/// Writes a new split row.
pub async fn insert_split(write: &mut Write, split: &SplitRule) -> Result<()> {
    let (hundredths, fixed) = share_columns(split.share);
    writing!(write, on =>
        sqlx::query("INSERT INTO split (id, plan_code, unit_code, bargaining_unit, hired_from, hired_to, class,
                         tier, member_hundredths, member_fixed_cents, effective_from, effective_to, source)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)")
            .bind(Uuid::now_v7()).bind(split.plan.as_str())
            .bind(split.unit.as_ref().map(|code| code.as_str()))
            .bind(split.bargaining_unit.as_ref().map(|code| code.as_str()))
            .bind(split.hired_from).bind(split.hired_to)
            .bind(split.class.map(|class| class.as_str())).bind(split.tier.map(|tier| tier.as_str()))
            .bind(hundredths).bind(fixed)
            .bind(split.period.from()).bind(split.period.to()).bind(&split.source)
            .execute(on).await.map(drop))?;
    Ok(())
}

/// Corrects share and end of the split row of the same plan, payers and first day.
pub async fn update_split(write: &mut Write, split: &SplitRule) -> Result<()> {
    let (hundredths, fixed) = share_columns(split.share);
    writing!(write, on =>
        sqlx::query("UPDATE split SET member_hundredths = $9, member_fixed_cents = $10, effective_to = $11, source = $12
                     WHERE plan_code = $1 AND unit_code IS NOT DISTINCT FROM $2
                       AND bargaining_unit IS NOT DISTINCT FROM $3
                       AND hired_from IS NOT DISTINCT FROM $4 AND hired_to IS NOT DISTINCT FROM $5
                       AND class IS NOT DISTINCT FROM $6 AND tier IS NOT DISTINCT FROM $7
                       AND effective_from = $8")
            .bind(split.plan.as_str())
            .bind(split.unit.as_ref().map(|code| code.as_str()))
            .bind(split.bargaining_unit.as_ref().map(|code| code.as_str()))
            .bind(split.hired_from).bind(split.hired_to)
            .bind(split.class.map(|class| class.as_str())).bind(split.tier.map(|tier| tier.as_str()))
            .bind(split.period.from())
            .bind(hundredths).bind(fixed).bind(split.period.to()).bind(&split.source)
            .execute(on).await.map(drop))?;
    Ok(())
}

fn share_columns(share: MemberShare) -> (Option<i64>, Option<i64>) {
    match share {
        MemberShare::Percent(percent) => (Some(i64::from(percent.hundredths())), None),
        MemberShare::Fixed(cents) => (None, Some(cents.get())),
    }
}

fn catalog(
    units: Vec<(String, String, String)>,
    plans: Vec<PlanRow>,
    rates: Vec<RateRow>,
    splits: Vec<SplitRow>,
    plan_years: Vec<NaiveDate>,
) -> Result<Catalog> {
    let units = units
        .into_iter()
        .map(|(code, name, kind)| {
            let kind = UnitKind::from_word(&kind).ok_or(Error::Corrupt("unit"))?;
            Ok(Unit { code: parsed(&code, "unit")?, name, kind })
        })
        .collect::<Result<_>>()?;
    let mut successors = BTreeMap::new();
    for row in &plans {
        if let Some(successor) = &row.successor_code {
            successors.insert(parsed(&row.code, "plan")?, parsed(successor, "plan")?);
        }
    }
    let mut plans: Vec<Plan> = plans.into_iter().map(plan).collect::<Result<_>>()?;
    plans.sort_by(|a, b| (a.benefit, &a.code).cmp(&(b.benefit, &b.code)));
    let rates = rates.into_iter().map(rate).collect::<Result<_>>()?;
    let splits = splits.into_iter().map(split).collect::<Result<_>>()?;
    Ok(Catalog { plans, successors, book: RateBook { rates, splits }, units, plan_years })
}

fn plan(row: PlanRow) -> Result<Plan> {
    Ok(Plan {
        code: parsed(&row.code, "plan")?,
        benefit: parsed(&row.benefit, "plan")?,
        name: row.name,
        carrier: row.carrier,
        audience: split_up(&row.audience, "plan")?,
        tiers: split_up(&row.tiers, "plan")?,
        group_number: row.group_number,
        hd_code: row.hd_code,
    })
}

fn rate(row: RateRow) -> Result<Rate> {
    Ok(Rate {
        plan: parsed(&row.plan_code, "rate")?,
        tier: parsed(&row.tier, "rate")?,
        premium: Cents::new(row.premium_cents),
        period: Period::new(row.effective_from, row.effective_to).ok_or(Error::Corrupt("rate"))?,
        source: row.source,
    })
}

fn split(row: SplitRow) -> Result<SplitRule> {
    const CORRUPT: Error = Error::Corrupt("split");
    let share = match (row.member_hundredths, row.member_fixed_cents) {
        (Some(hundredths), None) => MemberShare::Percent(
            u16::try_from(hundredths).ok().and_then(Percent::from_hundredths).ok_or(CORRUPT)?,
        ),
        (None, Some(cents)) => MemberShare::Fixed(Cents::new(cents)),
        _ => return Err(CORRUPT),
    };
    Ok(SplitRule {
        plan: parsed(&row.plan_code, "split")?,
        unit: maybe(row.unit_code, "split")?,
        bargaining_unit: maybe(row.bargaining_unit, "split")?,
        hired_from: row.hired_from,
        hired_to: row.hired_to,
        class: maybe(row.class, "split")?,
        tier: maybe(row.tier, "split")?,
        share,
        period: Period::new(row.effective_from, row.effective_to).ok_or(CORRUPT)?,
        source: row.source,
    })
}

pub(crate) fn parsed<T: std::str::FromStr>(text: &str, what: &'static str) -> Result<T> {
    text.parse().map_err(|_| Error::Corrupt(what))
}

pub(crate) fn maybe<T: std::str::FromStr>(text: Option<String>, what: &'static str) -> Result<Option<T>> {
    text.map(|text| parsed(&text, what)).transpose()
}

fn joined<T: std::fmt::Display>(words: &[T]) -> String {
    words.iter().map(T::to_string).collect::<Vec<_>>().join(";")
}

fn split_up<T: std::str::FromStr>(text: &str, what: &'static str) -> Result<Vec<T>> {
    text.split(';').filter(|word| !word.is_empty()).map(|word| parsed(word, what)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::both;
    use domain::benefit::{Benefit, RateTier, Tier};
    use domain::class::Class;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn a_plan(code: &str, benefit: Benefit) -> Plan {
        Plan {
            code: code.parse().unwrap(),
            benefit,
            name: format!("Plan {code}"),
            carrier: "Carrier".into(),
            audience: vec![Class::Active, Class::Cobra],
            tiers: vec![Tier::Individual, Tier::Family],
            group_number: "G-1".into(),
            hd_code: "HMO".into(),
        }
    }

    fn a_rate() -> Rate {
        Rate {
            plan: "HMO".parse().unwrap(),
            tier: RateTier::Family,
            premium: Cents::new(261_473),
            period: Period::starting(day("2025-07-01")),
            source: "rates.csv row 4".into(),
        }
    }

    fn a_split() -> SplitRule {
        SplitRule {
            plan: "HMO".parse().unwrap(),
            unit: Some("CITY".parse().unwrap()),
            bargaining_unit: None,
            hired_from: None,
            hired_to: Some(day("2014-07-01")),
            class: Some(Class::Active),
            tier: None,
            share: MemberShare::Percent("22.5".parse().unwrap()),
            period: Period::starting(day("2025-07-01")),
            source: "splits.csv row 2".into(),
        }
    }

    #[tokio::test]
    async fn what_is_written_is_read_back() {
        let unit =
            Unit { code: "SCHOOL".parse().unwrap(), name: "Public schools".into(), kind: UnitKind::School };
        let (hmo, dental) = (a_plan("HMO", Benefit::Health), a_plan("DEN", Benefit::Dental));
        for store in both().await {
            assert_eq!(load(&store).await.unwrap(), Catalog::default());
            assert_eq!(version(&store).await.unwrap(), "");

            let mut write = store.begin().await.unwrap();
            for _ in 0..2 {
                put_unit(&mut write, &unit).await.unwrap();
                put_plan(&mut write, &dental).await.unwrap();
                put_plan(&mut write, &hmo).await.unwrap();
                put_plan_year(&mut write, day("2025-07-01"), "2025-2026").await.unwrap();
            }
            put_successor(&mut write, &dental.code, Some(&hmo.code)).await.unwrap();
            insert_rate(&mut write, &a_rate()).await.unwrap();
            insert_split(&mut write, &a_split()).await.unwrap();
            touch(&mut write).await.unwrap();
            let expected = Catalog {
                plans: vec![hmo.clone(), dental.clone()],
                successors: BTreeMap::from([(dental.code.clone(), hmo.code.clone())]),
                book: RateBook { rates: vec![a_rate()], splits: vec![a_split()] },
                units: vec![unit.clone()],
                plan_years: vec![day("2025-07-01")],
            };
            assert_eq!(load_in(&mut write).await.unwrap(), expected);
            write.commit().await.unwrap();
            assert_eq!(load(&store).await.unwrap(), expected);
            let first = version(&store).await.unwrap();
            assert!(!first.is_empty());

            let period = Period::new(day("2025-07-01"), Some(day("2026-07-01"))).unwrap();
            let rate = Rate { premium: Cents::new(1), period, source: "b".into(), ..a_rate() };
            let split = SplitRule {
                share: MemberShare::Fixed(Cents::new(5)),
                period,
                source: "b".into(),
                ..a_split()
            };
            let mut write = store.begin().await.unwrap();
            update_rate(&mut write, &rate).await.unwrap();
            update_split(&mut write, &split).await.unwrap();
            touch(&mut write).await.unwrap();
            write.commit().await.unwrap();
            let book = load(&store).await.unwrap().book;
            assert_eq!(book, RateBook { rates: vec![rate], splits: vec![split] });
            assert_ne!(version(&store).await.unwrap(), first);
        }
    }

    #[tokio::test]
    async fn rates_of_one_tier_never_overlap() {
        for store in both().await {
            let mut write = store.begin().await.unwrap();
            put_plan(&mut write, &a_plan("HMO", Benefit::Health)).await.unwrap();
            let closed = Period::new(day("2025-07-01"), Some(day("2026-07-01"))).unwrap();
            insert_rate(&mut write, &Rate { period: closed, ..a_rate() }).await.unwrap();
            insert_rate(&mut write, &Rate { period: Period::starting(day("2026-07-01")), ..a_rate() })
                .await
                .unwrap();
            write.commit().await.unwrap();

            let mut write = store.begin().await.unwrap();
            let late = Rate { period: Period::starting(day("2026-12-01")), ..a_rate() };
            assert!(insert_rate(&mut write, &late).await.is_err());
            drop(write);
            let mut write = store.begin().await.unwrap();
            assert!(update_rate(&mut write, &a_rate()).await.is_err(), "an end taken away");
        }
    }
}

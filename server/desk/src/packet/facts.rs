//! What a packet says of somebody: their coverage, prices, changes and Medicare, as the records and the sheets
//! have them today.

use std::collections::BTreeSet;

use chrono::{Days, Months, NaiveDate};
use domain::benefit::{Benefit, Plan, RateTier};
use domain::class::{Class, Population, RetirementSystem};
use domain::code::UnitCode;
use domain::election::{Choice, Coverage};
use domain::medicare::{MEDICARE_AGE, begins_by_age, initial_enrollment};
use domain::money::{Cents, Split};
use domain::month::Month;
use domain::period::age_on;
use domain::person::{Dependent, Relationship, Subscriber};
use domain::price::Payer;
use letters::Paper;
use letters::packet::{
    Amounts, Change, Changed, Contract, Holder, Life, Medicare, MedicareState, Packet, Payment, PaymentWay,
    Price, PriceGroup, Recipient, Reimbursed, Reimbursement, Section,
};
use records::catalog::{Catalog, UnitKind};
use records::part_b::lists::Paid;
use records::people::Person;
use records::{lists, part_b, people};
use uuid::Uuid;

use crate::Desk;
use crate::access::addressed_to;
use crate::error::{Error, Result};
use crate::line::Reader;
use crate::member::as_held;
use crate::part_b::{MonthLine, PersonYear};
use crate::standing::Contracts;

/// Months that "what has changed" looks back.
const LOOKED_BACK: u32 = 12;

/// Classes of the public packet.
const CLASSES: [Class; 4] =
    [Class::MedicareRetiree, Class::NonMedicareRetiree, Class::MedicareSurvivor, Class::Survivor];

/// Those for whom there is a packet.
const fn gets_one(population: Population) -> bool {
    matches!(population, Population::CityRetiree | Population::MtrsRetiree | Population::Survivor)
}

/// Somebody with all that they hold, or held, in their own name.
struct Holding {
    name: String,
    /// Whether it is the recipient.
    own: bool,
    subscriber: Subscriber,
    rows: Vec<Coverage>,
}

impl Holding {
    fn reader<'a>(&'a self, catalog: &'a Catalog, household: &'a [Dependent], on: NaiveDate) -> Reader<'a> {
        Reader { catalog, subscriber: &self.subscriber, household, rows: &self.rows, on }
    }

    fn is_insured(&self, on: NaiveDate) -> bool {
        insured(&self.rows, on).next().is_some()
    }

    fn holds(&self, plan: &Plan, tier: RateTier, on: NaiveDate) -> bool {
        insured(&self.rows, on).any(|row| {
            row.choice.plan() == Some(&plan.code) && row.choice.tier().is_some_and(|held| tier.tier() == held)
        })
    }
}

impl Desk {
    /// Whether there is a packet for somebody.
    pub(super) async fn is_for(&self, person: Uuid) -> Result<bool> {
        let subscriber = people::on_rolls(&self.store, person, self.today()).await?;
        Ok(subscriber.is_some_and(|subscriber| gets_one(subscriber.population)))
    }

    /// What a packet says of a retiree or survivor today; [`Error::NotFound`] for anybody else.
    pub(super) async fn packet_facts(&self, person: Uuid, paper: Paper) -> Result<Packet> {
        let (store, today) = (&self.store, self.today());
        let subscriber = people::on_rolls(store, person, today).await?;
        let subscriber =
            subscriber.filter(|one| gets_one(one.population)).ok_or(Error::NotFound("packet"))?;
        let file = people::person(store, person).await?;
        let catalog = self.catalog().await?;
        let system = lists::pension_system(store, person).await?;
        let all = Contracts::load(store, person, today).await?;
        let holdings = holdings(&all, &file.name(), today);
        let holders = holders(&holdings, &catalog, &all.members, today);
        let contracts: Vec<Contract> = holders.iter().flat_map(|one| one.contracts.clone()).collect();
        let payment = Payment {
            way: way(system),
            monthly: contracts.iter().filter_map(|one| one.amounts).map(|of| of.own).sum(),
            incomplete: contracts.iter().any(|one| one.amounts.is_none()),
        };
        Ok(Packet {
            paper,
            office: self.office(),
            made_on: today,
            sections: self.printed_sections(paper.language).await?,
            payment: Some(payment),
            prices: prices_for(&catalog, &subscriber, &all.members, &holdings, today),
            changes: changes_of(&holdings, &catalog, &all.members, today),
            medicare: medicare(&file, &all, today),
            reimbursement: self.reimbursed(person).await?,
            life: life(&contracts),
            holders,
            recipient: Some(Recipient {
                number: file.ref_.clone().unwrap_or_default(),
                address: addressed_to(&file),
            }),
        })
    }

    /// What is paid back of Part B premiums this year; `None` where nobody's are.
    async fn reimbursed(&self, person: Uuid) -> Result<Option<Reimbursement>> {
        let ledgers = self.part_b_of(person, None).await?;
        let listed = part_b::lists::paid(&self.store, Some(person)).await?;
        let lines: Vec<Reimbursed> = ledgers
            .people
            .chunk_by(|one, next| one.party.person == next.party.person)
            .filter_map(|years| reimbursed_of(years, ledgers.year, &listed))
            .collect();
        Ok((!lines.is_empty()).then_some(Reimbursement { year: ledgers.year, lines }))
    }

    /// What the public packet says today.
    pub(super) async fn public_facts(&self, paper: Paper) -> Result<Packet> {
        let sections = self.printed_sections(paper.language).await?;
        self.public_facts_with(paper, sections).await
    }

    /// [`Desk::public_facts`] with these sections.
    pub(super) async fn public_facts_with(&self, paper: Paper, sections: Vec<Section>) -> Result<Packet> {
        let (catalog, today) = (self.catalog().await?, self.today());
        let city = catalog.units.iter().find(|unit| unit.kind == UnitKind::City);
        let group = |unit: &UnitCode, class: Class| {
            let payer = |plan: &Plan| Payer {
                unit: unit.clone(),
                bargaining_unit: None,
                hired: None,
                class: class.for_benefit(plan.benefit),
            };
            price_group(&catalog, class, today, &payer, &[])
        };
        let groups = city.into_iter().flat_map(|city| CLASSES.map(|class| group(&city.code, class)));
        Ok(Packet {
            paper,
            office: self.office(),
            made_on: today,
            recipient: None,
            sections,
            holders: Vec::new(),
            payment: None,
            prices: groups.filter(|group| !group.rows.is_empty()).collect(),
            changes: Vec::new(),
            medicare: Vec::new(),
            reimbursement: None,
            life: Vec::new(),
        })
    }
}

/// What is paid back of one person's Part B in a year, of which there are two ledgers where a retiree has died:
/// theirs, and that of who survives them. `None` where no month counts.
fn reimbursed_of(ledgers: &[PersonYear], year: i32, listed: &[Paid]) -> Option<Reimbursed> {
    let months: Vec<&MonthLine> = ledgers.iter().flat_map(|one| &one.months).collect();
    let party = &ledgers.first().filter(|_| !months.is_empty())?.party;
    let verified: BTreeSet<Month> =
        months.iter().filter(|month| month.charged.is_some()).map(|month| month.month).collect();
    let of_ledgers = |one: &&Paid| {
        let theirs = ledgers.iter().any(|ledger| ledger.party.subscriber == one.subscriber);
        theirs && one.person == party.person && one.listed.month.year() == year
    };
    let sum = |is_paid: bool| -> Cents {
        let lines = listed.iter().filter(of_ledgers).filter(|one| one.paid_on.is_some() == is_paid);
        lines.map(|one| one.listed.amount).sum()
    };
    Some(Reimbursed {
        name: party.person_name.clone(),
        months: u32::try_from(verified.len()).unwrap_or_default(),
        due: months.iter().map(|month| month.due).sum(),
        paid: sum(true),
        listed: sum(false),
    })
}

/// Everybody of a household with what they hold in their own name, the subscriber first.
fn holdings(all: &Contracts, own: &str, today: NaiveDate) -> Vec<Holding> {
    let people = std::iter::once(all.subscriber.id).chain(all.members.iter().map(|one| one.id));
    let holding = |id: Uuid| {
        let is_own = id == all.subscriber.id;
        let name = if is_own { own.to_owned() } else { all.name_of(id)? };
        Some(Holding { name, own: is_own, subscriber: all.holder(id, today)?, rows: all.rows_of(id) })
    };
    people.filter_map(holding).collect()
}

/// Those who have insurance of their own today, and the recipient.
fn holders(
    holdings: &[Holding],
    catalog: &Catalog,
    household: &[Dependent],
    today: NaiveDate,
) -> Vec<Holder> {
    let holder = |one: &Holding| Holder {
        name: one.name.clone(),
        own: one.own,
        contracts: contracts(one.reader(catalog, household, today)),
    };
    holdings.iter().map(holder).filter(|one| one.own || !one.contracts.is_empty()).collect()
}

const fn way(system: Option<RetirementSystem>) -> PaymentWay {
    match system {
        Some(RetirementSystem::City) => PaymentWay::CityPension,
        Some(RetirementSystem::Mtrs) => PaymentWay::MtrsPension,
        None => PaymentWay::Bill,
    }
}

fn amounts(split: Split) -> Amounts {
    Amounts { premium: split.premium, city: split.employer, own: split.member }
}

/// An insurance: not a waiver, and not the money that somebody puts aside.
const fn is_insurance(choice: &Choice) -> bool {
    matches!(choice, Choice::Cover { .. } | Choice::Insure { .. })
}

/// The insurance among some rows on a day.
fn insured(rows: &[Coverage], on: NaiveDate) -> impl Iterator<Item = &Coverage> {
    rows.iter().filter(move |row| row.period.contains(on) && is_insurance(&row.choice))
}

/// What the subscriber holds on the reader's day.
fn contracts(reader: Reader<'_>) -> Vec<Contract> {
    let here = insured(reader.rows, reader.on);
    let mut held: Vec<_> = here.map(|row| as_held(row, reader.rows, reader)).collect();
    held.sort_by_key(|held| held.line.benefit);
    held.into_iter()
        .filter_map(|held| {
            let (line, plan) = (held.line.clone(), held.line.plan?);
            Some(Contract {
                benefit: line.benefit,
                plan: plan.name,
                carrier: plan.carrier,
                tier: line.choice.tier().filter(|_| line.benefit.covers_dependents()),
                covered: line.covered,
                since: held.since,
                until: held.until,
                amounts: line.cost.map(|cost| amounts(cost.monthly)),
            })
        })
        .collect()
}

fn life(contracts: &[Contract]) -> Vec<Life> {
    let life = contracts.iter().filter(|one| matches!(one.benefit, Benefit::Life | Benefit::OptionalLife));
    life.map(|one| Life { plan: one.plan.clone(), amount: None, own: one.amounts.map(|of| of.own) }).collect()
}

/// The next prices of the subscriber's class; those of the other one beside Medicare too, where somebody of the
/// household is, or will be, in it.
fn prices_for(
    catalog: &Catalog,
    subscriber: &Subscriber,
    household: &[Dependent],
    holdings: &[Holding],
    on: NaiveDate,
) -> Vec<PriceGroup> {
    let group = |medicare: bool| {
        let subscriber = Subscriber { medicare, ..subscriber.clone() };
        let payer = |plan: &Plan| Payer::of(&subscriber, plan);
        price_group(catalog, subscriber.class(Benefit::Health), on, &payer, holdings)
    };
    let other = !subscriber.medicare
        || holdings.iter().any(|one| !one.subscriber.medicare && one.is_insured(on))
        || household.iter().any(|one| one.may_be_covered(on) && age_on(one.birth, on) < MEDICARE_AGE);
    let mut groups = vec![group(subscriber.medicare)];
    if other {
        let health = group(!subscriber.medicare);
        let rows = health.rows.into_iter().filter(|row| row.benefit == Benefit::Health).collect();
        groups.push(PriceGroup { rows, ..health });
    }
    groups.retain(|group| !group.rows.is_empty());
    groups
}

/// The next price of every plan and tier of a class, and who of some people holds it.
fn price_group(
    catalog: &Catalog,
    class: Class,
    today: NaiveDate,
    payer: &dyn Fn(&Plan) -> Payer,
    holdings: &[Holding],
) -> PriceGroup {
    let mut rows = Vec::new();
    for plan in &catalog.plans {
        if !plan.benefit.covers_dependents() || !plan.audience.contains(&class.for_benefit(plan.benefit)) {
            continue;
        }
        let payer = payer(plan);
        for tier in RateTier::ALL.iter().filter(|tier| plan.tiers.contains(&tier.tier())) {
            let price = |on| catalog.book.price(&plan.code, *tier, &payer, on).ok();
            let (next, now) = (price_change(catalog, plan, *tier, today), price(today));
            let next = next.and_then(|day| price(day).map(|price| (day, price)));
            let since = || last_change(catalog, plan, *tier, today).unwrap_or(today);
            let Some((from, price)) = next.or_else(|| now.clone().map(|price| (since(), price))) else {
                continue;
            };
            let (own, others): (Vec<&Holding>, Vec<&Holding>) =
                holdings.iter().filter(|one| one.holds(plan, *tier, today)).partition(|one| one.own);
            rows.push(Price {
                benefit: plan.benefit,
                plan: plan.name.clone(),
                tier: *tier,
                from,
                amounts: amounts(price.split),
                now: now.filter(|_| today < from).map(|now| now.split.member),
                held: !own.is_empty(),
                held_by: others.into_iter().map(|one| one.name.clone()).collect(),
            });
        }
    }
    PriceGroup { class, rows }
}

/// The days on which a row of the sheets for a plan's tier begins.
fn change_days(catalog: &Catalog, plan: &Plan, tier: RateTier) -> BTreeSet<NaiveDate> {
    let rates = catalog.book.rates.iter().filter(|rate| rate.plan == plan.code && rate.tier == tier);
    let splits = catalog.book.splits.iter();
    let splits =
        splits.filter(|split| split.plan == plan.code && split.tier.is_none_or(|named| named == tier));
    rates.map(|rate| rate.period.from()).chain(splits.map(|split| split.period.from())).collect()
}

fn price_change(catalog: &Catalog, plan: &Plan, tier: RateTier, after: NaiveDate) -> Option<NaiveDate> {
    change_days(catalog, plan, tier).into_iter().find(|day| after < *day)
}

fn last_change(catalog: &Catalog, plan: &Plan, tier: RateTier, until: NaiveDate) -> Option<NaiveDate> {
    change_days(catalog, plan, tier).into_iter().rfind(|day| *day <= until)
}

/// What has changed of anybody's own insurance in the last months, the first first.
fn changes_of(
    holdings: &[Holding],
    catalog: &Catalog,
    household: &[Dependent],
    today: NaiveDate,
) -> Vec<Change> {
    let of_one = |one: &Holding| {
        let holder = (!one.own).then_some(one.name.as_str());
        changes(one.reader(catalog, household, today), holder)
    };
    let mut list: Vec<Change> = holdings.iter().flat_map(of_one).collect();
    list.sort_by_key(|one| (one.day, one.benefit));
    list
}

/// What has changed of the insurance of the reader's subscriber in the last months; `holder` is their name, unless
/// they are the recipient.
fn changes(reader: Reader<'_>, holder: Option<&str>) -> Vec<Change> {
    let since = reader.on.checked_sub_months(Months::new(LOOKED_BACK)).unwrap_or(reader.on);
    let recent = |day: NaiveDate| since < day && day <= reader.on;
    let insured: Vec<&Coverage> = reader.rows.iter().filter(|row| is_insurance(&row.choice)).collect();
    let mut list = Vec::new();
    for row in &insured {
        let Some(plan) = row.choice.plan().and_then(|code| reader.catalog.plan(code)) else { continue };
        let change = |day, what| {
            let (holder, plan) = (holder.map(str::to_owned), plan.name.clone());
            Change { day, holder, benefit: row.benefit, plan, what }
        };
        let from = row.period.from();
        let same_plan =
            |other: &&&Coverage| other.benefit == row.benefit && other.choice.plan() == row.choice.plan();
        let before = insured.iter().filter(same_plan).find(|other| other.period.to() == Some(from));
        let after =
            insured.iter().filter(same_plan).find(|other| row.period.to() == Some(other.period.from()));
        match before {
            None if recent(from) => list.push(change(from, Changed::Began)),
            Some(before) if recent(from) && before.choice.dependents() != row.choice.dependents() => {
                let covered = reader.line(row.benefit, &row.choice).covered;
                list.push(change(from, Changed::People { covered }));
            }
            _ => {}
        }
        if let (Some(last), None) = (row.period.last_day(), after)
            && recent(last)
        {
            list.push(change(last, Changed::Ended));
        }
        let prices = price_changes(reader, row, plan, before.is_some(), recent).into_iter();
        list.extend(prices.map(|(day, before, after)| change(day, Changed::Price { before, after })));
    }
    list
}

/// The `recent` days inside of a coverage on which the own part changed, with the part before and after. The first
/// day counts where the same plan was held before.
fn price_changes(
    reader: Reader<'_>,
    row: &Coverage,
    plan: &Plan,
    held_before: bool,
    recent: impl Fn(NaiveDate) -> bool,
) -> Vec<(NaiveDate, Cents, Cents)> {
    let first_day = reader.catalog.plan_year(reader.on).unwrap_or(reader.on);
    let tier = row.choice.tier().and_then(|tier| RateTier::of(tier, reader.subscriber.birth, first_day));
    let days = tier.map(|tier| change_days(reader.catalog, plan, tier)).unwrap_or_default();
    let own = |on| {
        let line = Reader { on, ..reader }.line(row.benefit, &row.choice);
        line.cost.map(|cost| cost.monthly.member)
    };
    let inside = |day: &NaiveDate| {
        recent(*day) && row.period.contains(*day) && (held_before || row.period.from() < *day)
    };
    days.into_iter()
        .filter(inside)
        .filter_map(|day| {
            let (before, after) = (own(day - Days::new(1))?, own(day)?);
            (before != after).then_some((day, before, after))
        })
        .collect()
}

/// Where the retiree, a spouse, and whoever else has Medicare or may have it within a year, are with it.
fn medicare(file: &Person, all: &Contracts, today: NaiveDate) -> Vec<Medicare> {
    let soon = today.checked_add_months(Months::new(LOOKED_BACK)).unwrap_or(today);
    let own = (file.name(), file.birth, file.medicare_from, true);
    let others = all.members.iter().filter(|one| one.belongs(today)).map(|one| {
        let spouse = matches!(one.relationship, Relationship::Spouse | Relationship::FormerSpouse);
        (one.name(), one.birth, all.medicare.get(&one.id).copied(), spouse)
    });
    let state = |(name, birth, on_record, always): (String, NaiveDate, Option<NaiveDate>, bool)| {
        let by_age = begins_by_age(birth)?;
        let enroll = initial_enrollment(birth)?;
        let (state, begins) = match on_record {
            Some(from) => (MedicareState::Has, from),
            None if by_age <= today => (MedicareState::Late, by_age),
            None => (MedicareState::Ahead, by_age),
        };
        let shown = always || on_record.is_some() || begins <= soon;
        let enroll_until = enroll.last_day()?;
        shown.then_some(Medicare { name, state, begins, enroll_from: enroll.from(), enroll_until })
    };
    std::iter::once(own).chain(others).filter_map(state).collect()
}

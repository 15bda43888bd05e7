//! The road into retirement: an employee says when, the retirement administrator or MTRS agrees to the day, each
//! ticks what is theirs, and the move to coverage as a retiree goes to the queue. For who comes to the counter with
//! paper, staff who decide say it by their number.

mod choose;
mod estimate;
mod owners;

use std::collections::BTreeMap;

use chrono::{Days, Months, NaiveDate};
use domain::code::PersonRef;
use domain::helper::Doing;
use domain::pay_dates::last_pay;
use domain::period::PlanYear;
use domain::person::Subscriber;
use domain::retiring::checklist::{Grounds, Item, Step, checklist};
use domain::retiring::{
    Covered, MedicareStep, RetirementSystem, Turnover, is_near, medicare_step, system_of,
};
use records::audit::{self, Entry};
use records::catalog::{Catalog, UnitKind};
use records::people::Person;
use records::retirements;
pub use records::retirements::{Road, RoadState, Tick};
use records::submissions::{By, Submission};
use records::{Write, coverage, people, submissions};
use uuid::Uuid;

pub use choose::{NOTHING, TypedPlans, TypedSignature};
pub use estimate::{Ends, Estimate, Part};

use crate::enroll::household::american_date;
use crate::error::{Error, FieldError, Result};
use crate::{Actor, Desk, Permission};

/// How far ahead somebody may say that they retire, in months.
const FARTHEST: u32 = 120;

/// Days for which those who have retired are still shown to the offices.
const SHOWN_FOR: u64 = 60;

/// When and from which system, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypedRetirement {
    /// The day of retirement.
    pub date: String,
    /// `CITY`, `MTRS`, or nothing where the unit says it.
    pub system: String,
}

impl TypedRetirement {
    /// As the fields of the form.
    pub fn into_fields(self) -> BTreeMap<String, String> {
        BTreeMap::from([("date".to_owned(), self.date), ("system".to_owned(), self.system)])
    }
}

/// An employee, as their retirement sees them.
#[derive(Debug, Clone)]
pub struct Employee {
    /// As the rules see them.
    pub subscriber: Subscriber,
    /// Whose pension it will be; `None` where they have to say.
    pub system: Option<RetirementSystem>,
    /// They may retire within two years, as far as the records say.
    pub is_near: bool,
}

/// What an employee sees of their own retirement, or staff who enter it for them.
#[derive(Debug, Clone)]
pub struct MyRetiring {
    /// Who they are.
    pub person: Person,
    /// As the rules see them.
    pub employee: Employee,
    /// Their road, where they are on one.
    pub road: Option<RoadView>,
}

/// A thing of a list, and whether it is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// What, whose, and by when.
    pub item: Item,
    /// Done, by whom and when.
    pub done: Option<Tick>,
    /// The last day for it is over, and it is not done.
    pub overdue: bool,
    /// Whether this actor may say that it is done.
    pub mine: bool,
}

/// A road as somebody sees it.
#[derive(Debug, Clone)]
pub struct RoadView {
    /// The road.
    pub road: Road,
    /// Who retires.
    pub person: Person,
    /// The day of retirement and what follows from it.
    pub turnover: Turnover,
    /// What has to be done, what is due first, first.
    pub tasks: Vec<Task>,
    /// What was sent to the queue.
    pub submission: Option<Submission>,
    /// Whether this actor may agree to a day.
    pub may_agree: bool,
}

impl RoadView {
    /// How many things are overdue.
    pub fn overdue(&self) -> usize {
        self.tasks.iter().filter(|task| task.overdue).count()
    }
}

impl Desk {
    /// The retirement of the signed-in employee, or, for staff who decide, of the one of `number`.
    /// [`Error::NotFound`] for those who are not in service.
    pub async fn my_retiring(&self, actor: &Actor, number: Option<&PersonRef>) -> Result<MyRetiring> {
        let person = self.who_retires(actor, number).await?;
        let road = match retirements::of_person(&self.store, person.id).await? {
            Some(road) => Some(self.view(actor, road).await?),
            None => None,
        };
        let on = road.as_ref().map_or(self.today(), |view| view.turnover.retires_on.min(self.today()));
        Ok(MyRetiring { employee: self.employee(person.id, on).await?, road, person })
    }

    /// Opens the road of the signed-in employee, or, from paper, of the one of `number`.
    pub async fn open_road(
        &self,
        actor: &Actor,
        number: Option<&PersonRef>,
        typed: &TypedRetirement,
    ) -> Result<()> {
        actor.require_help_to(Doing::Form)?;
        let person = self.who_retires(actor, number).await?.id;
        let employee = self.employee(person, self.today()).await?;
        let (proposed_on, system) = self.read(typed, &employee).map_err(Error::Fields)?;
        let road = Road {
            id: Uuid::now_v7(),
            person,
            system,
            proposed_on,
            agreed_on: None,
            state: RoadState::Open,
            version: 1,
            opened_at: self.now(),
            opened_by: actor.id.clone(),
            opened_by_name: actor.name.clone(),
            submission: None,
        };
        let mut write = self.store.begin().await?;
        match retirements::insert(&mut write, &road).await {
            // The same form, sent twice.
            Err(error) if error.is_duplicate() => return Ok(()),
            other => other?,
        }
        let detail = said(proposed_on, system, number);
        self.note_road(&mut write, actor, "retirement.opened", road.id, detail).await?;
        Ok(write.commit().await?)
    }

    /// Says another day. What was agreed is to be agreed anew; refused while a submission waits.
    pub async fn change_road(
        &self,
        actor: &Actor,
        number: Option<&PersonRef>,
        version: i64,
        typed: &TypedRetirement,
    ) -> Result<()> {
        actor.require_help_to(Doing::Form)?;
        let person = self.who_retires(actor, number).await?.id;
        let employee = self.employee(person, self.today()).await?;
        let (proposed_on, system) = self.read(typed, &employee).map_err(Error::Fields)?;
        let road = self.own_road(person).await?;
        self.nothing_sent(&road).await?;
        let road = Road { proposed_on, system, agreed_on: None, version, ..road };
        let mut write = self.store.begin().await?;
        retirements::update(&mut write, &road).await?;
        retirements::untick(&mut write, road.id, Step::AgreeDate).await?;
        let detail = said(proposed_on, system, number);
        self.note_road(&mut write, actor, "retirement.date_changed", road.id, detail).await?;
        Ok(write.commit().await?)
    }

    /// They stay after all.
    pub async fn give_up_road(&self, actor: &Actor, number: Option<&PersonRef>, version: i64) -> Result<()> {
        actor.require_help_to(Doing::Form)?;
        let road = self.own_road(self.who_retires(actor, number).await?.id).await?;
        self.nothing_sent(&road).await?;
        let road = Road { state: RoadState::GivenUp, version, ..road };
        let mut write = self.store.begin().await?;
        retirements::update(&mut write, &road).await?;
        let detail = serde_json::json!({ "from_paper": number.is_some() });
        self.note_road(&mut write, actor, "retirement.given_up", road.id, detail).await?;
        Ok(write.commit().await?)
    }

    /// The road of somebody, for their page at the desk.
    pub async fn road_of(&self, actor: &Actor, number: &PersonRef) -> Result<Option<RoadView>> {
        actor.require(Permission::RunRetirements)?;
        let person = people::by_ref(&self.store, number).await?;
        match retirements::of_person(&self.store, person.id).await? {
            Some(road) => Ok(Some(self.view(actor, road).await?)),
            None => Ok(None),
        }
    }

    /// Who retires: the signed-in employee, or, for staff who decide, the one of `number`.
    /// [`Error::SecondApprover`] for staff's own number: their own they say on their own page, and sign.
    async fn who_retires(&self, actor: &Actor, number: Option<&PersonRef>) -> Result<Person> {
        let Some(number) = number else {
            return Ok(people::person(&self.store, actor.own_person()?).await?);
        };
        actor.require(Permission::Decide)?;
        let person = people::by_ref(&self.store, number).await?;
        if actor.person == Some(person.id) { Err(Error::SecondApprover) } else { Ok(person) }
    }

    async fn own_road(&self, person: Uuid) -> Result<Road> {
        let road = retirements::of_person(&self.store, person).await?;
        road.filter(|road| road.state == RoadState::Open).ok_or(Error::NotFound("retirement"))
    }

    /// [`Error::Locked`] while the move is in the works: it is taken back first.
    async fn nothing_sent(&self, road: &Road) -> Result<()> {
        match self.sent_of(road).await? {
            Some(sent) if !sent.state.is_final() => Err(Error::Locked),
            _ => Ok(()),
        }
    }

    async fn sent_of(&self, road: &Road) -> Result<Option<Submission>> {
        Ok(match road.submission {
            Some(id) => Some(submissions::get(&self.store, id).await?),
            None => None,
        })
    }

    /// Somebody in service on a day.
    async fn employee(&self, person: Uuid, on: NaiveDate) -> Result<Employee> {
        use domain::class::Population::{Active, Leave};
        let subscriber = people::subscriber(&self.store, person, on).await?;
        if !matches!(subscriber.population, Active | Leave) {
            return Err(Error::NotFound("employment"));
        }
        let catalog = self.catalog().await?;
        let of_school = catalog.unit(&subscriber.unit).is_some_and(|unit| unit.kind == UnitKind::School);
        let system = system_of(of_school, subscriber.bargaining_unit.as_ref());
        let today = self.today();
        let is_near = subscriber.hired.is_some_and(|hired| is_near(subscriber.birth, hired, today));
        Ok(Employee { subscriber, system, is_near })
    }

    /// Reads when and from which system; everything that is wrong with it.
    fn read(
        &self,
        typed: &TypedRetirement,
        employee: &Employee,
    ) -> Result<(NaiveDate, RetirementSystem), Vec<FieldError>> {
        let mut faults = Vec::new();
        let day = read_day(&typed.date, self.today()).map_err(|fault| faults.push(fault)).ok();
        let system = employee.system.or_else(|| typed.system.parse().ok());
        if system.is_none() {
            faults.push(FieldError::new("system", "system_missing"));
        }
        match (day, system) {
            (Some(day), Some(system)) => Ok((day, system)),
            _ => Err(faults),
        }
    }

    async fn view(&self, actor: &Actor, road: Road) -> Result<RoadView> {
        let turnover = Turnover::on(road.retires_on());
        let catalog = self.catalog().await?;
        let subscriber = people::subscriber(&self.store, road.person, turnover.retires_on).await?;
        let covered = self.covered(&subscriber, turnover).await?;
        let steps = covered.iter().map(|one| &one.step);
        let medicare = steps.flatten().any(|step| matches!(step, MedicareStep::Apply { .. }));
        let items = checklist(&Grounds {
            turnover,
            system: road.system,
            last_pay: last_deduction(&catalog, &subscriber, turnover),
            medicare,
            begun: domain::deadline::local_day(road.opened_at, domain::deadline::CITY_ZONE),
        });
        let ticks = retirements::ticks(&self.store, road.id).await?;
        let today = self.today();
        let tasks = items.into_iter().map(|item| {
            let done = ticks.iter().find(|tick| tick.step == item.step).cloned();
            let overdue = done.is_none() && item.due < today;
            let mine = !item.step.happens() && owners::may_tick(actor, item.owner, road.person);
            Task { item, done, overdue, mine }
        });
        Ok(RoadView {
            tasks: tasks.collect(),
            person: people::person(&self.store, road.person).await?,
            turnover,
            submission: self.sent_of(&road).await?,
            may_agree: road.state == RoadState::Open && owners::may_agree(actor, road.system),
            road,
        })
    }

    /// Those under somebody's health coverage, themselves first, each with what they have to do about
    /// Medicare. Who holds none is alone.
    async fn covered(&self, subscriber: &Subscriber, turnover: Turnover) -> Result<Vec<Member>> {
        let on = self.today().min(turnover.active_until());
        let household = people::household(&self.store, subscriber.id).await?;
        let rows = coverage::current(&self.store, subscriber.id).await?;
        let health = rows
            .iter()
            .find(|row| row.benefit == domain::benefit::Benefit::Health && row.period.contains(on));
        let ids = health.map(|row| row.choice.dependents().to_vec()).unwrap_or_default();
        let mut members = vec![self.member(subscriber.id, true, turnover).await?];
        for one in household.iter().filter(|one| ids.contains(&one.id)) {
            members.push(self.member(one.id, false, turnover).await?);
        }
        Ok(members)
    }

    async fn member(&self, id: Uuid, is_self: bool, turnover: Turnover) -> Result<Member> {
        let person = people::person(&self.store, id).await?;
        let covered = Covered { id, birth: person.birth, medicare_from: person.medicare_from };
        let step = medicare_step(person.birth, person.medicare_from, turnover.retiree_from());
        Ok(Member { name: person.name(), covered, is_self, step })
    }

    async fn note_road(
        &self,
        write: &mut Write,
        actor: &Actor,
        action: &str,
        road: Uuid,
        detail: serde_json::Value,
    ) -> Result<()> {
        let subject = format!("retirement:{road}");
        let entry = Entry { at: self.now(), actor: &actor.id, action, subject: &subject, detail };
        Ok(audit::append(write, entry).await?)
    }
}

/// Somebody under an employee's health coverage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Given and family name.
    pub name: String,
    /// As the rules see them.
    pub covered: Covered,
    /// They are the employee.
    pub is_self: bool,
    /// What they have to do about Medicare.
    pub step: Option<MedicareStep>,
}

/// The last day on which pay is taken for coverage that ends with `turnover`.
fn last_deduction(catalog: &Catalog, subscriber: &Subscriber, turnover: Turnover) -> NaiveDate {
    use chrono::Datelike;
    let until = turnover.active_until();
    let month = catalog.plan_years.first().map_or(7, |first| first.month());
    let year = PlanYear::around(until, month).map_or(until, PlanYear::first_day);
    last_pay(subscriber.pays, year, until).unwrap_or(until)
}

/// What the audit trail keeps of a day that was said.
fn said(day: NaiveDate, system: RetirementSystem, number: Option<&PersonRef>) -> serde_json::Value {
    serde_json::json!({ "retires_on": day, "system": system.as_str(), "from_paper": number.is_some() })
}

/// A day of retirement, not before today and not too far ahead.
fn read_day(typed: &str, today: NaiveDate) -> Result<NaiveDate, FieldError> {
    let farthest = today.checked_add_months(Months::new(FARTHEST)).unwrap_or(NaiveDate::MAX);
    let problem = match american_date(typed.trim()) {
        _ if typed.trim().is_empty() => "missing",
        None => "not_a_date",
        Some(day) if day < today => "is_over",
        Some(day) if farthest < day => "too_far",
        Some(day) => return Ok(day),
    };
    Err(FieldError::new("date", problem))
}

/// Roads of those who retired lately are still shown.
fn shown_since(today: NaiveDate) -> NaiveDate {
    today - Days::new(SHOWN_FOR)
}

fn by<'a>(actor: &'a Actor, desk: &Desk) -> By<'a> {
    By { actor: &actor.id, name: &actor.name, at: desk.now() }
}

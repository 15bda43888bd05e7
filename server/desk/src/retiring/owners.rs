//! What the offices do of a road: agree to the day, say what is done.

use domain::retiring::RetirementSystem;
use domain::retiring::checklist::{Owner, Step};
use records::outbox::{self, Topic};
use records::retirements::{self, Road, RoadState};
use uuid::Uuid;

use super::{RoadView, by, read_day, shown_since};
use crate::error::{Error, Result};
use crate::tell::{About, MailEntry};
use crate::{Actor, Desk, Permission};

/// Whether somebody may say that a thing of `owner`'s is done. Staff of the desk may for the employee, who may have
/// come to the counter; what MTRS does reaches the coordinator by letter.
pub(super) fn may_tick(actor: &Actor, owner: Owner, person: Uuid) -> bool {
    match owner {
        Owner::Employee => actor.person == Some(person) || actor.may(Permission::RunRetirements),
        Owner::Coordinator | Owner::Mtrs => actor.may(Permission::RunRetirements),
        Owner::Administrator => actor.may(Permission::AgreeRetirements),
        Owner::Payroll => actor.may(Permission::ConfirmPay),
    }
}

/// Whether somebody may agree to a day of retirement from `system`.
pub(super) fn may_agree(actor: &Actor, system: RetirementSystem) -> bool {
    match system {
        RetirementSystem::City => actor.may(Permission::AgreeRetirements),
        RetirementSystem::Mtrs => actor.may(Permission::RunRetirements),
    }
}

/// Whether an office has something to do of a road: the desk of each, the administrator of the city's, payroll of
/// each.
fn sees(actor: &Actor, road: &Road) -> bool {
    let of_city = road.system == RetirementSystem::City;
    actor.may(Permission::RunRetirements)
        || actor.may(Permission::ConfirmPay)
        || (of_city && actor.may(Permission::AgreeRetirements))
}

impl Desk {
    /// The roads that an office has something to do of, who retires first, first.
    pub async fn roads(&self, actor: &Actor) -> Result<Vec<RoadView>> {
        let offices = [Permission::RunRetirements, Permission::AgreeRetirements, Permission::ConfirmPay];
        if !offices.into_iter().any(|permission| actor.may(permission)) {
            return Err(Error::Forbidden);
        }
        let mut views = Vec::new();
        for road in retirements::under_way(&self.store, shown_since(self.today())).await? {
            if sees(actor, &road) {
                views.push(self.view(actor, road).await?);
            }
        }
        Ok(views)
    }

    /// Agrees to a day of retirement: the one that was proposed, or another. Who retires is told.
    pub async fn agree_date(&self, actor: &Actor, road: Uuid, version: i64, date: &str) -> Result<()> {
        let seen = retirements::get(&self.store, road).await?;
        if !may_agree(actor, seen.system) {
            return Err(Error::Forbidden);
        }
        if actor.person == Some(seen.person) {
            return Err(Error::SecondApprover);
        }
        if seen.state != RoadState::Open {
            return Err(Error::Stale("the retirement"));
        }
        self.nothing_sent(&seen).await?;
        let day = read_day(date, self.today()).map_err(|found| Error::Fields(vec![found]))?;
        let agreed = Road { agreed_on: Some(day), version, ..seen };
        let mut write = self.store.begin().await?;
        retirements::update(&mut write, &agreed).await?;
        retirements::untick(&mut write, road, Step::AgreeDate).await?;
        retirements::tick(&mut write, road, Step::AgreeDate, by(actor, self)).await?;
        let entry = MailEntry { about: About::Retiring, person: agreed.person, reference: None };
        outbox::push(&mut write, Topic::Mail, &entry, self.now()).await?;
        let detail = serde_json::json!({ "retires_on": day });
        self.note_road(&mut write, actor, "retirement.agreed", road, detail).await?;
        Ok(write.commit().await?)
    }

    /// Says that a thing of a road is done, or not after all. Each says it of their own.
    pub async fn tick_step(&self, actor: &Actor, road: Uuid, step: Step, done: bool) -> Result<()> {
        let mut write = self.store.begin().await?;
        let found = retirements::get_in(&mut write, road).await?;
        if !may_tick(actor, step.owner(found.system), found.person) {
            // A stranger can't tell whether there is such a road.
            let insider = actor.person == Some(found.person) || sees(actor, &found);
            return Err(if insider { Error::Forbidden } else { Error::NotFound("retirement") });
        }
        if step.happens() {
            return Err(Error::field("step", "happens_by_itself"));
        }
        if found.state == RoadState::GivenUp {
            return Err(Error::Stale("the retirement"));
        }
        let (changed, action) = if done {
            (retirements::tick(&mut write, road, step, by(actor, self)).await?, "retirement.ticked")
        } else {
            (retirements::untick(&mut write, road, step).await?, "retirement.unticked")
        };
        if changed {
            let detail = serde_json::json!({ "step": step.as_str() });
            self.note_road(&mut write, actor, action, road, detail).await?;
        }
        Ok(write.commit().await?)
    }
}

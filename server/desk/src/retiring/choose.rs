//! The plans that somebody chooses for their retirement: sent to the queue once the day is agreed, as the move from
//! coverage as an employee to that as a retiree.

use std::collections::BTreeMap;

use domain::benefit::Benefit;
use domain::code::PersonRef;
use domain::correction::{Held, Restated};
use domain::election::{Coverage, Proposal};
use domain::helper::Doing;
use domain::period::Period;
use domain::retiring::checklist::Step;
use domain::retiring::{Turnover, is_for_retirees};
use domain::submission::{SubmissionAction, SubmissionKind, SubmissionState};
use domain::transition::{Contract, Reason, Transition};
use records::outbox::{self, Topic};
use records::retirements::{self, Road, RoadState};
use records::submissions::{self, Submission};
use records::{Write, people};
use uuid::Uuid;

use super::by;
use super::estimate::{Basis, Part};
use crate::error::{Error, FieldError, Result};
use crate::sending::{Drawn, Sending, note, once, signed};
use crate::standing::Contracts;
use crate::tell::{About, MailEntry};
use crate::{Actor, Desk};

/// A choice of the form: nothing is held.
pub const NOTHING: &str = "nothing";

/// The plan of each part, as typed: its code or [`NOTHING`], by the part's name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypedPlans(pub BTreeMap<String, String>);

/// What is signed with the plans.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypedSignature {
    /// The name; not asked from staff, who have it on paper.
    pub signature: String,
    /// That it is meant; from staff, that the signed paper is on file.
    pub attested: bool,
}

impl Desk {
    /// Sends the plans of the signed-in employee to the queue, as the move to coverage as a retiree on the day that
    /// is agreed; or those of the one of `number`, who has signed them on paper. Sent again after it was returned,
    /// it takes the place of what was sent before. `once_key` is the form's own.
    pub async fn send_plans(
        &self,
        actor: &Actor,
        number: Option<&PersonRef>,
        plans: &TypedPlans,
        signed_with: &TypedSignature,
        once_key: &str,
    ) -> Result<Submission> {
        actor.require_help_to(Doing::Form)?;
        let person = self.who_retires(actor, number).await?.id;
        let once_key = once(person, once_key)?;
        if let Some(sent) = self.sent_with(&once_key).await? {
            return Ok(sent);
        }
        let road = self.own_road(person).await?;
        let before = self.sent_of(&road).await?.filter(|sent| !sent.state.is_final());
        if let Some(waits) = before.as_ref().filter(|sent| sent.state == SubmissionState::Submitted) {
            return Ok(waits.clone());
        }
        let mut faults = Vec::new();
        if !signed_with.attested {
            faults.push(FieldError::new("attested", "not_attested"));
        }
        let own = number.is_none();
        if own {
            faults.extend(signed(&signed_with.signature).err());
        }
        if road.agreed_on.is_none() {
            faults.push(FieldError::new("date", "not_agreed"));
        }
        if !faults.is_empty() {
            return Err(Error::Fields(faults));
        }
        let (proposal, contracts) = self.move_of(&road, plans).await?;
        let catalog = self.catalog().await?;
        let drawn = Drawn {
            kind: SubmissionKind::Retirement,
            person,
            unit: contracts.subscriber.unit.clone(),
            findings: contracts.checked(&self.store, &catalog, &proposal).await?,
            proposal,
            signature: own.then(|| signed_with.signature.trim().to_owned()),
            once_key,
            replaces: before,
        };
        let (mut write, new) = match self.begin_sending(actor, drawn).await? {
            Sending::Begun(write, new) => (write, new),
            Sending::Sent(first) => return Ok(first),
        };
        retirements::update(&mut write, &Road { submission: Some(new.id), ..road.clone() }).await?;
        retirements::tick(&mut write, road.id, Step::ChoosePlans, by(actor, self)).await?;
        let mail = MailEntry { about: About::Retiring, person, reference: None };
        outbox::push(&mut write, Topic::Mail, &mail, new.submitted_at).await?;
        self.finish_sending(write, &new).await
    }

    /// Takes back what was sent, while it waits.
    pub async fn withdraw_plans(&self, actor: &Actor, number: Option<&PersonRef>) -> Result<()> {
        actor.require_help_to(Doing::Form)?;
        let road = self.own_road(self.who_retires(actor, number).await?.id).await?;
        let sent = self.sent_of(&road).await?.filter(|sent| !sent.state.is_final());
        let sent = sent.ok_or(Error::NotFound("submission"))?;
        let mut write = self.store.begin().await?;
        let (id, version, action) = (sent.id, sent.version, SubmissionAction::Withdraw);
        submissions::transition(&mut write, id, version, action, by(actor, self), "").await?;
        retirements::untick(&mut write, road.id, Step::ChoosePlans).await?;
        note(&mut write, actor, "submission.withdrawn", &sent.reference, self.now()).await?;
        Ok(write.commit().await?)
    }

    /// What sending the plans of a road asks for.
    async fn move_of(&self, road: &Road, plans: &TypedPlans) -> Result<(Proposal, Contracts)> {
        let turnover = Turnover::on(road.retires_on());
        let effective = turnover.retiree_from();
        let employee = self.employee(road.person, self.today().min(turnover.retires_on)).await?;
        let unit = employee.subscriber.unit.clone();
        let estimate = self.estimate_of(employee, turnover, road.system, plans, Basis::Records).await?;
        let contracts = Contracts::load(&self.store, road.person, turnover.active_until()).await?;
        let reason = Reason::Retirement {
            system: road.system,
            unit,
            last_day: turnover.retires_on,
            retired_on: effective,
        };
        let restated = restated(road.person, turnover, &estimate.parts, &contracts.rows_of(road.person));
        let seen = people::person(&self.store, road.person).await?.records_version;
        let transition = Transition { reason, contracts: restated };
        Ok((Proposal::of(transition, effective, seen), contracts))
    }

    /// The move of a road is approved: it is at its end. Nothing for other submissions.
    pub(crate) async fn road_approved(
        &self,
        write: &mut Write,
        actor: &Actor,
        submission: Uuid,
    ) -> Result<()> {
        let Some(road) = retirements::of_submission_in(write, submission).await? else { return Ok(()) };
        retirements::tick(write, road.id, Step::Approve, by(actor, self)).await?;
        retirements::update(write, &Road { state: RoadState::Retired, ..road }).await?;
        Ok(())
    }

    /// The approved move of a road is taken back: plans are to be chosen again. Nothing for other submissions.
    pub(crate) async fn road_taken_back(
        &self,
        write: &mut Write,
        actor: &Actor,
        submission: Uuid,
    ) -> Result<()> {
        if let Some(road) = retirements::of_submission_in(write, submission).await? {
            retirements::untick(write, road.id, Step::Approve).await?;
            retirements::update(write, &Road { state: RoadState::Open, ..road }).await?;
        }
        self.road_not_approved(write, actor, submission).await
    }

    /// The move of a road is returned or denied: plans are to be chosen again. Nothing for other submissions.
    pub(crate) async fn road_not_approved(
        &self,
        write: &mut Write,
        actor: &Actor,
        submission: Uuid,
    ) -> Result<()> {
        let Some(road) = retirements::of_submission_in(write, submission).await? else { return Ok(()) };
        if retirements::untick(write, road.id, Step::ChoosePlans).await? {
            let detail = serde_json::json!({ "step": Step::ChoosePlans.as_str() });
            self.note_road(write, actor, "retirement.unticked", road.id, detail).await?;
        }
        Ok(())
    }
}

/// What each contract is to be: the plans that are chosen from the first day as a retiree on, nothing more of what
/// ends before. `held` is what is on record of the one who retires.
fn restated(retiree: Uuid, turnover: Turnover, parts: &[Part], held: &[Coverage]) -> Vec<Contract> {
    let from = turnover.retiree_from();
    let mut contracts: Vec<Contract> = Vec::new();
    for part in parts {
        let holder = part.contract.holder;
        let through = (holder != retiree).then_some(retiree);
        let period = Period::starting(from);
        let row = part.line().map(|line| Held { choice: line.choice.clone(), period, through });
        let restated = Restated { benefit: part.benefit, from, rows: row.into_iter().collect() };
        contracts.push(Contract { holder, restated });
    }
    for benefit in Benefit::ALL.iter().copied() {
        let is_said = contracts.iter().any(|one| one.holder == retiree && one.restated.benefit == benefit);
        let last_day = turnover.last_day(benefit);
        let goes_on =
            |row: &&Coverage| row.benefit == benefit && row.period.to().is_none_or(|to| last_day < to);
        // A contract of one's own in Medicare leaves nothing of the retiree's; what is not for retirees ends.
        if !is_said && held.iter().filter(goes_on).any(|row| row.choice.plan().is_some()) {
            let from = if is_for_retirees(benefit) { from } else { last_day.succ_opt().unwrap_or(from) };
            contracts
                .push(Contract { holder: retiree, restated: Restated { benefit, from, rows: Vec::new() } });
        }
    }
    contracts
}

//! The steps of an enrollment or an event: for each benefit what is held, what could be chosen, and what would
//! be held from the effective date on by what has been typed.

use chrono::{Datelike, NaiveDate};
use domain::ballot::{Ballot, Mistake, Wish};
use domain::benefit::{Benefit, Plan};
use domain::carry_over::{CarryOver, carry_over, kept};
use domain::checks::limit_for;
use domain::election::{Choice, Coverage};
use domain::eligibility::{EligibilityRule, rule_for};
use domain::limits::{Limits, limits_of};
use domain::money::Cents;
use domain::period::PlanYear;
use domain::person::Dependent;
use records::drafts::Fields;

use super::occasion::Occasion;
use super::{Grounds, household};
use crate::line::{Line, Reader};

/// One benefit of an enrollment.
#[derive(Debug, Clone)]
pub struct Step {
    /// The benefit.
    pub benefit: Benefit,
    /// From when on a choice of it holds.
    pub effective: NaiveDate,
    /// What is held today, or last before the coming plan year, at today's price.
    pub today: Option<Line>,
    /// What becomes of it without action; `None` where nothing is held that could go on.
    pub carried: Option<CarryOver>,
    /// What is held from the first day on where nothing is chosen; `None` for nothing.
    pub kept: Option<Line>,
    /// The plans that are offered for the coming year, each with the rule that decides.
    pub plans: Vec<(Plan, EligibilityRule)>,
    /// The most for a year, for an account.
    pub limit: Option<Cents>,
    /// What has been typed.
    pub ballot: Ballot,
    /// What is wanted by it.
    pub wish: Result<Wish, Mistake>,
    /// What would be held from the first day on; `None` for nothing, or where it is not known yet.
    pub coming: Option<Line>,
    /// What the records say of the first day already.
    pub(super) recorded: Option<Choice>,
}

impl Step {
    /// The plans that the member may choose.
    pub fn eligible(&self) -> impl Iterator<Item = &Plan> {
        self.plans.iter().filter(|(_, rule)| *rule == EligibilityRule::Eligible).map(|(plan, _)| plan)
    }

    /// The plans that the member may not choose, each with the rule.
    pub fn not_eligible(&self) -> impl Iterator<Item = (&Plan, EligibilityRule)> {
        self.plans.iter().filter(|(_, rule)| *rule != EligibilityRule::Eligible).map(|(p, rule)| (p, *rule))
    }

    /// Whether what is held can't go on, so that the member has to choose.
    pub fn must_choose(&self) -> bool {
        matches!(self.carried, Some(CarryOver::NoLongerOffered | CarryOver::NotEligible(_)))
            && self.eligible().next().is_some()
    }

    /// Whether the member has said something about this benefit.
    pub fn is_chosen(&self) -> bool {
        matches!(self.wish, Ok(Wish::Hold(_)))
    }

    /// Whether `choice` is what the records say of the first day already, or nothing where that is nothing. Who
    /// is past the age limit is on record until somebody ends it.
    pub(super) fn is_as_recorded(&self, choice: &Choice) -> bool {
        let held = self.recorded.as_ref();
        held == Some(choice) || (held.and_then(Choice::plan).is_none() && choice.plan().is_none())
    }

    /// Whether something else than what carries over has been chosen.
    pub fn is_changed(&self) -> bool {
        matches!(&self.wish, Ok(Wish::Hold(choice)) if self.recorded.as_ref() != Some(choice))
    }
}

/// The plans that are offered in the coming year: those with a price then, and accounts, which have none.
pub(super) fn offered(grounds: &Grounds) -> Vec<Plan> {
    use domain::benefit::Tier;
    let book = &grounds.catalog.book;
    let priced = |plan: &Plan| {
        plan.tiers.contains(&Tier::Amount)
            || book.rates.iter().any(|r| r.plan == plan.code && r.period.contains(grounds.effective))
    };
    grounds.catalog.plans.iter().filter(|plan| priced(plan)).cloned().collect()
}

/// The first day of the plan year that `grounds` are for.
pub(super) fn plan_year(grounds: &Grounds) -> NaiveDate {
    let effective = grounds.effective;
    match &grounds.occasion {
        Occasion::OpenEnrollment(_) => effective,
        Occasion::Event(_) => grounds.catalog.plan_year(effective).unwrap_or(effective),
    }
}

/// The limits of the year that `grounds` are for.
pub(super) fn limits(grounds: &Grounds) -> Limits {
    let first_day = plan_year(grounds);
    limits_of(PlanYear::starting(first_day).map_or(first_day.year(), PlanYear::tax_year))
}

/// Every benefit that concerns the member: with a plan for their class, or that they hold.
pub fn steps(grounds: &Grounds, fields: &Fields) -> Vec<Step> {
    let offered = offered(grounds);
    let people: Vec<Dependent> = grounds
        .household
        .iter()
        .cloned()
        .chain(household::typed(fields).iter().filter_map(|typed| typed.read(grounds).ok()))
        .collect();
    Benefit::ALL.iter().filter_map(|benefit| step(grounds, &offered, &people, *benefit, fields)).collect()
}

fn step(
    grounds: &Grounds,
    offered: &[Plan],
    people: &[Dependent],
    benefit: Benefit,
    fields: &Fields,
) -> Option<Step> {
    let subscriber = &grounds.subscriber;
    let event = grounds.occasion.event();
    let effective = event.map_or(grounds.effective, |event| event.effective_for(benefit, grounds.effective));
    let class = subscriber.class(benefit);
    let on = |day| grounds.current.iter().find(|row| row.benefit == benefit && row.period.contains(day));
    let (before, then) = (effective.pred_opt().and_then(on), on(effective));

    let plans: Vec<Plan> = offered.iter().filter(|plan| plan.benefit == benefit).cloned().collect();
    let holds = |row: Option<&Coverage>| row.is_some_and(|row| row.choice.plan().is_some());
    if !holds(before) && !holds(then) && !plans.iter().any(|plan| plan.audience.contains(&class)) {
        return None;
    }

    let successor = |code: &_| grounds.catalog.successors.get(code).cloned();
    let in_year = event.is_some();
    let carried = match (before, then) {
        // Inside a plan year everything goes on as it is.
        (_, then) if in_year => then.map(|_| CarryOver::Continues),
        // Decided for the coming year already: an approved submission.
        (_, Some(row)) if effective <= row.period.from() => Some(CarryOver::Continues),
        (_, Some(row)) => Some(carry_over(row, subscriber, offered, successor, effective)),
        (Some(_), None) if benefit.is_fsa() => Some(CarryOver::MustElectAnew),
        _ => None,
    };
    let kept = carried
        .as_ref()
        .zip(then)
        .and_then(|(carried, row)| kept(&row.choice, carried, offered, people, effective));

    let today = Reader {
        catalog: &grounds.catalog,
        subscriber: &grounds.subscriber_today,
        household: people,
        rows: &grounds.current,
        on: grounds.today,
    };
    let coming = Reader { subscriber, on: effective, ..today };
    let ballot = Ballot::of(benefit, fields);
    let wish = ballot.wish(benefit, &plans);
    let wanted = match &wish {
        Ok(Wish::Hold(choice)) => Some(choice),
        Ok(Wish::Keep) => kept.as_ref(),
        Err(_) => None,
    };
    Some(Step {
        benefit,
        effective,
        today: before.map(|row| {
            // An event may lie back: what it changes is told at the price of its eve.
            let eve = effective.pred_opt().unwrap_or(effective);
            let on = if in_year { eve } else { grounds.today.max(row.period.from()) };
            let payer = if in_year { subscriber } else { today.subscriber };
            Reader { on, subscriber: payer, ..today }.line(benefit, &row.choice)
        }),
        coming: wanted.map(|choice| coming.line(benefit, choice)),
        kept: kept.as_ref().map(|choice| coming.line(benefit, choice)),
        limit: limit_for(benefit, subscriber, effective, &limits(grounds)),
        plans: plans
            .into_iter()
            .map(|plan| {
                let rule = rule_for(subscriber, &plan, effective);
                (plan, rule)
            })
            .collect(),
        carried,
        ballot,
        wish,
        recorded: then.map(|row| row.choice.clone()),
    })
}

//! From what was typed to a proposal, or to every field that needs attention.

use std::collections::BTreeSet;

use domain::ballot::{Mistake, Wish};
use domain::benefit::Benefit;
use domain::checks::{self, CheckInput, CheckRule, Finding};
use domain::election::{Choice, Election, EventFacts, Proposal};
use domain::event::{Asked, Change, Refusal, Timing};
use domain::money::MoneyError;
use domain::person::Dependent;
use records::drafts::Fields;
use uuid::Uuid;

use super::occasion::Happening;
use super::steps::{Step, offered, steps};
use super::{Grounds, household};
use crate::error::FieldError;

/// The field of a draft that says why an event is asked for after its window.
pub const LATE_BECAUSE: &str = "late_because";

/// A proposal that can be sent, and what the desk is told about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed {
    /// What is asked for.
    pub proposal: Proposal,
    /// What the automatic checks flag.
    pub findings: Vec<Finding>,
}

/// What `fields` ask for. Errors are in the order of the pages: household first, then the benefits.
pub fn parse(grounds: &Grounds, fields: &Fields) -> Result<Parsed, Vec<FieldError>> {
    let mut faults = Vec::new();
    let new_dependents = new_dependents(grounds, fields, &mut faults);
    let happening = grounds.occasion.event();
    let event = happening.and_then(|happening| facts(grounds, happening, fields, &mut faults));
    let people: Vec<Dependent> = grounds.household.iter().chain(&new_dependents).cloned().collect();
    let new: Vec<Uuid> = new_dependents.iter().map(|new| new.id).collect();
    let mut elections = Vec::new();
    for step in steps(grounds, fields) {
        match election(&step, happening.is_some()) {
            Ok(None) => {}
            Ok(Some(election)) => {
                let refusals = refusals(grounds, &step, &election.choice, &people, &new);
                faults.extend(refusals.iter().map(|refusal| refused(refusal, &people)));
                elections.push(election);
            }
            Err(fault) => faults.push(fault),
        }
    }
    // A divorce may leave everything as it is, and yet the spouse is a former one from then on.
    let changes_somebody = event.as_ref().is_some_and(|event| {
        let changes = |one: &&Dependent| (*one).clone().after(event) != **one;
        grounds.household.iter().filter(|one| event.concerned.contains(&one.id)).any(|one| changes(&one))
    });
    let nothing = elections.is_empty() && new_dependents.is_empty() && !changes_somebody;
    if happening.is_some() && nothing && faults.is_empty() {
        faults.push(FieldError::new("", "nothing_chosen"));
    }

    let proposal = Proposal {
        effective: grounds.effective,
        elections,
        new_dependents,
        based_on: grounds.person.records_version,
        event,
        correction: None,
        transition: None,
    };
    let mut findings = checks::run(&CheckInput {
        subscriber: &grounds.subscriber,
        household: &grounds.household,
        plans: &offered(grounds),
        proposal: &proposal,
        plan_year: super::steps::plan_year(grounds),
        current: &grounds.current,
        covered_elsewhere: &grounds.elsewhere,
        late: proposal.event.as_ref().is_some_and(|event| event.late_because.is_some()),
    });
    // Somebody who is typed and still faulty has an error of their own already.
    let half_typed: BTreeSet<_> = household::typed(fields).into_iter().map(|typed| typed.id).collect();
    for finding in findings.extract_if(.., |finding| finding.rule.blocks()) {
        let unfinished = finding.rule == CheckRule::NotInHousehold
            && finding.person.is_some_and(|id| half_typed.contains(&id));
        if !unfinished {
            faults.push(blocked(&finding, &people));
        }
    }
    if faults.is_empty() { Ok(Parsed { proposal, findings }) } else { Err(faults) }
}

fn new_dependents(grounds: &Grounds, fields: &Fields, faults: &mut Vec<FieldError>) -> Vec<Dependent> {
    let mut read: Vec<Dependent> = Vec::new();
    for typed in household::typed(fields) {
        match typed.read(grounds) {
            Err(found) => faults.extend(found),
            Ok(new) => {
                let twice = |known: &Dependent| {
                    known.birth == new.birth && known.name().to_lowercase() == new.name().to_lowercase()
                };
                if read.iter().any(twice) {
                    let field = format!("dependent.{}.given_name", new.id);
                    faults.push(FieldError::new(field, "already_in_household").naming(new.name()));
                }
                read.push(new);
            }
        }
    }
    if read.len() > household::MOST_NEW_DEPENDENTS {
        faults
            .push(FieldError::new("dependent", "too_many_dependents").naming(household::MOST_NEW_DEPENDENTS));
    }
    read
}

/// The event as it is signed; a fault where it is too early, or late and not said why.
fn facts(
    grounds: &Grounds,
    happening: &Happening,
    fields: &Fields,
    faults: &mut Vec<FieldError>,
) -> Option<EventFacts> {
    let because = fields.get(LATE_BECAUSE).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let (first, last) = happening.window();
    let mut fault = |field: &str, problem: &str, day: chrono::NaiveDate| {
        faults.push(FieldError::new(field, problem).naming(day));
        None
    };
    match (happening.timing(), because) {
        (Timing::Early, _) => fault("event_date", "event_too_early", first),
        (Timing::Late, None) => fault(LATE_BECAUSE, "event_late", last),
        (Timing::Late, because) => Some(happening.facts(grounds.effective, because)),
        (Timing::InTime, _) => Some(happening.facts(grounds.effective, None)),
    }
}

/// What of `choice` for the benefit of `step` the event does not permit; nothing in open enrollment. `people`
/// are all who may be covered, `new` those of them who come new with the event.
pub(super) fn refusals(
    grounds: &Grounds,
    step: &Step,
    choice: &Choice,
    people: &[Dependent],
    new: &[Uuid],
) -> Vec<Refusal> {
    let Some(happening) = grounds.occasion.event() else { return Vec::new() };
    let concerned: Vec<Uuid> = happening.case.concerned.iter().chain(new).copied().collect();
    let asked = Asked {
        benefit: step.benefit,
        // Whom the age limit takes out is not dropped by the member.
        before: step.kept.as_ref().map(|line| &line.choice).or(step.recorded.as_ref()),
        after: choice,
        household: people,
        new_people: new,
        concerned: &concerned,
    };
    happening.refusals(&asked, grounds.effective, &grounds.current, &grounds.catalog)
}

/// A part that the event does not permit, as the field to mend. The detail is the change, and of whom.
fn refused(refusal: &Refusal, people: &[Dependent]) -> FieldError {
    let name = match (refusal.change, refusal.person) {
        (_, Some(_)) => "covered",
        (Change::Increase | Change::Decrease, None) => "amount",
        _ => "choice",
    };
    let person = refusal.person.and_then(|id| people.iter().find(|one| one.id == id));
    let detail = match person {
        Some(person) => format!("{} {}", refusal.change, person.name()),
        None => refusal.change.to_string(),
    };
    field(refusal.benefit, name, "not_permitted", detail)
}

/// The line that a step adds to the proposal; none where what the records hold goes on as it is. An event
/// moves nothing by itself.
fn election(step: &Step, event: bool) -> Result<Option<Election>, FieldError> {
    let benefit = step.benefit;
    let line = |choice| Ok(Some(Election { benefit, choice }));
    match &step.wish {
        Err(mistake) => Err(mistaken(benefit, mistake)),
        Ok(Wish::Keep) if event => Ok(None),
        Ok(Wish::Hold(choice)) if event && step.is_as_recorded(choice) => Ok(None),
        Ok(Wish::Hold(choice)) => line(choice.clone()),
        Ok(Wish::Keep) => match &step.kept {
            Some(kept) if step.recorded.as_ref() != Some(&kept.choice) => line(kept.choice.clone()),
            None if step.must_choose() => Err(field(benefit, "choice", "choose_one", String::new())),
            _ => Ok(None),
        },
    }
}

fn field(benefit: Benefit, name: &str, problem: &str, detail: String) -> FieldError {
    FieldError { field: format!("{benefit}.{name}"), problem: problem.into(), detail }
}

fn mistaken(benefit: Benefit, mistake: &Mistake) -> FieldError {
    let problem = match mistake {
        Mistake::NotAChoice => "not_a_choice",
        Mistake::UnknownPlan => "unknown_plan",
        Mistake::NotADependent => "not_in_household",
        Mistake::PlanCoversOne => "plan_covers_one",
        Mistake::ReasonMissing => "reason_missing",
        Mistake::Amount(MoneyError::Empty) => "amount_missing",
        Mistake::Amount(MoneyError::NotAnAmount) => "not_an_amount",
        Mistake::Amount(MoneyError::Negative) => "amount_negative",
        Mistake::Amount(MoneyError::TooPrecise) => "amount_too_precise",
        Mistake::Amount(MoneyError::TooLarge) => "amount_too_large",
    };
    field(benefit, mistake.field(), problem, String::new())
}

/// A check that blocks, as the field to mend and the sentence to show.
fn blocked(finding: &Finding, people: &[Dependent]) -> FieldError {
    let name = match finding.rule {
        CheckRule::NotInHousehold
        | CheckRule::DependentOverAge
        | CheckRule::DependentEnded
        | CheckRule::WrongTier => "covered",
        CheckRule::OverLimit | CheckRule::BadAmount => "amount",
        _ => "choice",
    };
    let person = finding.person.and_then(|id| people.iter().find(|one| one.id == id));
    let detail = match (finding.eligibility, finding.limit, person) {
        (Some(rule), ..) => rule.to_string(),
        (_, Some(limit), _) => limit.display(),
        (.., Some(person)) => person.name(),
        _ => String::new(),
    };
    match finding.benefit {
        Some(benefit) => field(benefit, name, finding.rule.as_str(), detail),
        None => FieldError::new(String::new(), finding.rule.to_string()).naming(detail),
    }
}

/// The fields of a draft that ask for `proposal` again.
pub fn fields_of(proposal: &Proposal) -> Fields {
    use domain::ballot::Ballot;
    let elections = proposal
        .elections
        .iter()
        .flat_map(|election| Ballot::for_choice(&election.choice).into_fields(election.benefit));
    let dependents = proposal.new_dependents.iter().flat_map(|new| {
        household::TypedDependent {
            id: new.id,
            given_name: new.given_name.clone(),
            family_name: new.family_name.clone(),
            birth: new.birth.format("%-m/%-d/%Y").to_string(),
            relationship: new.relationship.to_string(),
        }
        .into_fields()
    });
    let late = proposal.event.iter().filter_map(|event| event.late_because.clone());
    let late = late.map(|because| (LATE_BECAUSE.to_owned(), because));
    elections.chain(dependents).chain(late).filter(|(_, value)| !value.is_empty()).collect()
}

//! A submission under review: what is proposed beside what is held, what it costs, what the automatic
//! checks say of it today, and what was recorded since it was drawn up.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::benefit::{Benefit, Plan};
use domain::checks::{self, CheckInput, CheckRule, Finding};
use domain::deadline::{CITY_ZONE, local_day};
use domain::election::{Choice, Coverage, Proposal};
use domain::enrollment::EnrollmentPeriod;
use domain::event::Asked;
use domain::money::Cents;
use domain::payroll::{CatchUp, PayrollLine};
use domain::period::Period;
use domain::person::{Dependent, Subscriber};
use domain::submission::SubmissionKind;
use records::catalog::Catalog;
use records::people::Person;
use records::submissions::{self, Event, Submission};
use records::{coverage, enrollments, people};
use uuid::Uuid;

use crate::decide::{may_not_approve, reaches_back};
use crate::effect::{effect, plan_year};
use crate::enroll::occasion::Happening;
use crate::error::Result;
use crate::line::{Line, Reader};
use crate::proof::WantedProof;
use crate::standing::Contracts;
use crate::{Actor, Desk, Permission};

/// One benefit of a submission.
#[derive(Debug, Clone)]
pub struct ReviewLine {
    /// The benefit.
    pub benefit: Benefit,
    /// Who of the household holds it; `None` for the member.
    pub who: Option<String>,
    /// From when on it holds.
    pub begins: NaiveDate,
    /// What is held the day before; of a correction, what is on record for that day. `None` for nothing.
    pub before: Option<Line>,
    /// What is proposed; `None` for nothing.
    pub after: Option<Line>,
}

impl ReviewLine {
    /// Whether the proposal is something else than what is held.
    pub fn changes(&self) -> bool {
        let choice = |line: &Option<Line>| line.as_ref().map(|line| line.choice.clone());
        choice(&self.before) != choice(&self.after)
    }
}

/// An amount before and after.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BeforeAfter {
    /// Until now.
    pub before: Cents,
    /// From the effective date on.
    pub after: Cents,
}

impl BeforeAfter {
    /// How much more it is.
    pub fn difference(self) -> Cents {
        self.after - self.before
    }
}

/// What a submission costs, for the benefits that it touches.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CostEffect {
    /// The member's part of a month.
    pub member_month: BeforeAfter,
    /// What a pay takes.
    pub member_pay: BeforeAfter,
    /// The city's part of a month.
    pub city_month: BeforeAfter,
    /// The sheets lack a price, which is left out.
    pub incomplete: bool,
}

/// When a check found something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FoundWhen {
    /// When it was sent, and still, or it was decided in the meantime.
    Sent,
    /// Today, and not when it was sent.
    Now,
    /// When it was sent, and not today.
    NoLonger,
}

/// Something that was recorded since a submission was drawn up.
#[derive(Debug, Clone)]
pub struct Newer {
    /// What is held.
    pub line: Line,
    /// When it holds.
    pub period: Period,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
}

/// A submission, to be looked at and decided.
#[derive(Debug, Clone)]
pub struct Review {
    /// The submission.
    pub submission: Submission,
    /// Whose it is; `None` for an import.
    pub person: Option<Person>,
    /// The open enrollment that it is for.
    pub enrollment: Option<EnrollmentPeriod>,
    /// The life event that it is for, as it was signed.
    pub event: Option<Happening>,
    /// The reference of what it was sent in place of.
    pub replaces: Option<String>,
    /// What is proposed beside what is held, benefit by benefit.
    pub lines: Vec<ReviewLine>,
    /// What it costs.
    pub cost: CostEffect,
    /// What payroll is, or would be, told.
    pub payroll: Vec<PayrollLine>,
    /// What has to be made good of pays that are paid already.
    pub catch_up: Vec<CatchUp>,
    /// What the automatic checks found, and when.
    pub found: Vec<(Finding, FoundWhen)>,
    /// Everybody in the household, those who are new included.
    pub household: Vec<Dependent>,
    /// The records have moved on since it was drawn up: what was recorded since. `None` where they have
    /// not, or where it is decided.
    pub newer: Option<Vec<Newer>>,
    /// The version of the person's records that this shows.
    pub records_version: i64,
    /// What has happened to it, in order.
    pub events: Vec<Event>,
    /// Whether this actor may decide.
    pub may_decide: bool,
    /// Of those who are new: who has their name and day of birth on record.
    pub same_person: Vec<(Dependent, Vec<Person>)>,
    /// The ends of the Social Security numbers that were entered for those who are new, by their id.
    pub entered_ssn: BTreeMap<Uuid, String>,
    /// What its life event asks to be proven.
    pub proof: Vec<WantedProof>,
    /// The plans that a correction names.
    pub plans: Vec<Plan>,
    /// Whether somebody else has to approve it.
    pub needs_somebody_else: bool,
    /// Whether it is a move to a Medicare plan whose first day is over.
    pub reaches_back: bool,
}

impl Review {
    /// Whether it came after the window of its event.
    pub fn is_late(&self) -> bool {
        self.submission.proposal.event.as_ref().is_some_and(|event| event.late_because.is_some())
    }

    /// Whether approving it takes a reason: it is late, reaches back, or is a correction against a rule.
    pub fn needs_words(&self) -> bool {
        self.is_late()
            || self.reaches_back
            || (self.submission.kind == SubmissionKind::Correction && self.finds_what_blocks())
    }

    /// Whether a check that can't be set aside stands in the way of approving it.
    pub fn is_blocked(&self) -> bool {
        self.submission.kind != SubmissionKind::Correction && self.finds_what_blocks()
    }

    fn finds_what_blocks(&self) -> bool {
        self.found.iter().any(|(found, when)| found.rule.blocks() && *when != FoundWhen::NoLonger)
    }

    /// The name of somebody in the household, or of the member.
    pub fn name_of(&self, id: Uuid) -> Option<String> {
        let member = self.person.as_ref().filter(|person| person.id == id).map(Person::name);
        member.or_else(|| self.household.iter().find(|one| one.id == id).map(Dependent::name))
    }
}

/// The people and sheets that a submission is judged by.
struct Grounds<'a> {
    catalog: &'a Catalog,
    subscriber: &'a Subscriber,
    household: &'a [Dependent],
    rows: &'a [Coverage],
}

impl Desk {
    /// A submission by its reference, to be looked at.
    pub async fn review(&self, actor: &Actor, reference: &str) -> Result<Review> {
        actor.require(Permission::SeeQueue)?;
        let store = &self.store;
        let submission = submissions::by_reference(store, reference).await?;
        let mut review = Review {
            enrollment: match submission.enrollment {
                Some(id) => Some(enrollments::get(store, id).await?),
                None => None,
            },
            replaces: match submission.replaces {
                Some(id) => Some(submissions::get(store, id).await?.reference),
                None => None,
            },
            events: submissions::events(store, submission.id).await?,
            may_decide: actor.may(Permission::Decide),
            same_person: Vec::new(),
            entered_ssn: BTreeMap::new(),
            proof: self.wanted_proof(&submission).await?,
            plans: Vec::new(),
            needs_somebody_else: may_not_approve(actor, &submission),
            reaches_back: !submission.state.is_final() && reaches_back(&submission, self.today()),
            person: None,
            lines: Vec::new(),
            cost: CostEffect::default(),
            payroll: Vec::new(),
            catch_up: Vec::new(),
            event: self.signed_event(&submission).await?,
            found: submission.findings.iter().map(|found| (found.clone(), FoundWhen::Sent)).collect(),
            household: Vec::new(),
            newer: None,
            records_version: 0,
            submission,
        };
        if let Some(person) = review.submission.person {
            self.look_at_person(&mut review, person).await?;
        }
        Ok(review)
    }

    async fn look_at_person(&self, review: &mut Review, id: Uuid) -> Result<()> {
        let store = &self.store;
        let submission = &review.submission;
        let (proposal, effective) = (&submission.proposal, submission.proposal.effective);
        let person = people::person(store, id).await?;
        let subscriber = people::subscriber(store, id, effective).await?;
        let mut household = people::household(store, id).await?;
        let on_record = household.clone();
        household.extend(
            proposal
                .new_dependents
                .iter()
                .filter(|new| !on_record.iter().any(|one| one.id == new.id))
                .cloned(),
        );
        // What was decided is shown as it was then: beside what it took the place of.
        let eve_of = |decided: DateTime<Utc>| decided - chrono::Duration::microseconds(1);
        let rows = match submission.decided_at {
            Some(decided) => coverage::known(store, id, eve_of(decided)).await?,
            None => coverage::current(store, id).await?,
        };
        let catalog = self.catalog().await?;
        let contracts = match &proposal.transition {
            None => None,
            Some(transition) => {
                let eve = effective.pred_opt().unwrap_or(effective);
                let mut contracts = Contracts::load(store, id, eve).await?;
                let decided = submission.decided_at.map(eve_of);
                if let Some(decided) = decided {
                    contracts.rows = coverage::of_household_known(store, id, decided).await?;
                }
                if transition.takes_back() {
                    contracts = contracts.taking_back(store, transition, decided).await?;
                }
                Some(contracts)
            }
        };
        let subscriber = contracts.as_ref().map_or(subscriber, |all| all.subscriber.clone());
        let grounds =
            Grounds { catalog: &catalog, subscriber: &subscriber, household: &household, rows: &rows };

        let lines = match &contracts {
            Some(contracts) => contracts.lines(&catalog, proposal),
            None => grounds.lines(proposal),
        };
        let all_rows = contracts.as_ref().map_or(&rows, |contracts| &contracts.rows);
        let paid = submission.decided_at.map_or(self.today(), |at| local_day(at, CITY_ZONE));
        // A price that the sheets lack is told with the cost.
        let (payroll, catch_up) = effect(&catalog, &subscriber, all_rows, proposal, paid)
            .map(|effect| (effect.payroll, effect.catch_up))
            .unwrap_or_default();
        if !submission.state.is_final() {
            review.entered_ssn = records::entered_ssn::last_fours(store, id).await?;
            let mut elsewhere = coverage::elsewhere(store, id, effective).await?;
            for new in &proposal.new_dependents {
                let known = people::who_may_be(store, id, new).await?;
                for one in &known {
                    let rows = coverage::current(store, one.id).await?;
                    let covers = |row: &&Coverage| {
                        matches!(row.choice, Choice::Cover { .. })
                            && row.period.overlaps(Period::starting(effective))
                    };
                    elsewhere.extend(rows.iter().filter(covers).map(|row| (new.id, row.benefit)));
                }
                if !known.is_empty() {
                    review.same_person.push((new.clone(), known));
                }
            }
            let late = review.is_late()
                || review
                    .enrollment
                    .as_ref()
                    .is_some_and(|period| period.closes_at <= submission.submitted_at);
            let mut found = match &contracts {
                Some(contracts) => contracts.findings(&catalog, proposal, &elsewhere),
                None => checks::run(&CheckInput {
                    subscriber: &subscriber,
                    household: &on_record,
                    plans: &catalog.plans,
                    proposal,
                    plan_year: plan_year(&catalog, proposal),
                    current: &rows,
                    covered_elsewhere: &elsewhere,
                    late,
                }),
            };
            let unclear = review.same_person.iter();
            found.extend(unclear.map(|(new, _)| Finding::of_person(CheckRule::SamePerson, new.id)));
            found.extend(review.event.iter().flat_map(|event| grounds.not_permitted(event, submission)));
            review.found = compared(&submission.findings, found);
            if person.records_version != proposal.based_on {
                review.newer = Some(grounds.recorded_since(submission.submitted_at));
            }
        }
        let restated = proposal.correction.iter().flat_map(|facts| &facts.restated);
        let named = restated.flat_map(|one| &one.rows).filter_map(|held| held.choice.plan());
        review.plans = named.filter_map(|code| catalog.plan(code).cloned()).collect();
        review.cost = cost(&lines);
        review.lines = lines;
        review.payroll = payroll;
        review.catch_up = catch_up;
        review.records_version = person.records_version;
        review.person = Some(person);
        review.household = household;
        Ok(())
    }
}

impl Grounds<'_> {
    fn reader(&self, on: NaiveDate) -> Reader<'_> {
        let Grounds { catalog, subscriber, household, rows } = *self;
        Reader { catalog, subscriber, household, rows, on }
    }

    /// The parts of a change that its event does not permit, against the records as they are now.
    fn not_permitted(&self, event: &Happening, submission: &Submission) -> Vec<Finding> {
        let new: Vec<Uuid> = submission.proposal.new_dependents.iter().map(|new| new.id).collect();
        let concerned: Vec<Uuid> = event.case.concerned.iter().chain(&new).copied().collect();
        let proposal = &submission.proposal;
        let mut found = Vec::new();
        for election in &proposal.elections {
            let benefit = election.benefit;
            let effective = proposal.begins(benefit);
            let held = self.rows.iter().find(|row| row.benefit == benefit && row.period.contains(effective));
            let asked = Asked {
                benefit,
                before: held.map(|row| &row.choice),
                after: &election.choice,
                household: self.household,
                new_people: &new,
                concerned: &concerned,
            };
            let refusals = event.refusals(&asked, proposal.effective, self.rows, self.catalog);
            found.extend(refusals.into_iter().map(|refusal| Finding {
                rule: CheckRule::NotPermitted,
                benefit: Some(benefit),
                person: refusal.person,
                eligibility: None,
                limit: None,
            }));
        }
        found
    }

    fn lines(&self, proposal: &Proposal) -> Vec<ReviewLine> {
        let restated = proposal.correction.iter().flat_map(|facts| &facts.restated).map(|one| {
            let held =
                self.rows.iter().find(|row| row.benefit == one.benefit && row.period.contains(one.from));
            let right = one.rows.iter().find(|held| held.period.contains(one.from));
            let line = |choice| self.reader(one.from).line(one.benefit, choice);
            ReviewLine {
                benefit: one.benefit,
                who: None,
                begins: one.from,
                before: held.map(|row| line(&row.choice)),
                after: right.map(|held| line(&held.choice)),
            }
        });
        let elected = proposal.elections.iter().map(|election| {
            let (benefit, begins) = (election.benefit, proposal.begins(election.benefit));
            let eve = begins.pred_opt().unwrap_or(begins);
            let held = self.rows.iter().find(|row| row.benefit == benefit && row.period.contains(eve));
            ReviewLine {
                benefit,
                who: None,
                begins,
                before: held.map(|row| self.reader(eve).line(row.benefit, &row.choice)),
                after: Some(self.reader(begins).line(benefit, &election.choice)),
            }
        });
        restated.chain(elected).collect()
    }

    fn recorded_since(&self, instant: DateTime<Utc>) -> Vec<Newer> {
        self.rows
            .iter()
            .filter(|row| instant < row.recorded_at)
            .map(|row| Newer {
                line: self.reader(row.period.from()).line(row.benefit, &row.choice),
                period: row.period,
                recorded_at: row.recorded_at,
            })
            .collect()
    }
}

/// What was found when it was sent and what is found now, each once.
fn compared(sent: &[Finding], now: Vec<Finding>) -> Vec<(Finding, FoundWhen)> {
    let gone = sent.iter().filter(|found| !now.contains(found)).cloned().collect::<Vec<_>>();
    now.into_iter()
        .map(|found| {
            let when = if sent.contains(&found) { FoundWhen::Sent } else { FoundWhen::Now };
            (found, when)
        })
        .chain(gone.into_iter().map(|found| (found, FoundWhen::NoLonger)))
        .collect()
}

fn cost(lines: &[ReviewLine]) -> CostEffect {
    let mut effect = CostEffect::default();
    for line in lines {
        for (side, is_after) in [(line.before.as_ref(), false), (line.after.as_ref(), true)] {
            let Some(side) = side else { continue };
            let Some(cost) = &side.cost else {
                effect.incomplete = true;
                continue;
            };
            let parts = [
                (&mut effect.member_month, cost.monthly.member),
                (&mut effect.member_pay, cost.per_pay),
                (&mut effect.city_month, cost.monthly.employer),
            ];
            for (part, amount) in parts {
                *(if is_after { &mut part.after } else { &mut part.before }) += amount;
            }
        }
    }
    effect
}

//! The automatic checks of a proposal. A check that blocks is told to the member, who can't submit; a
//! check that flags is told to the desk, which decides. Each names its rule.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::benefit::{Benefit, Plan};
use crate::election::{Choice, Coverage, Proposal};
use crate::eligibility::{EligibilityRule, rule_for};
use crate::limits::{Limits, limits_of};
use crate::money::Cents;
use crate::period::{PlanYear, age_on};
use crate::person::{Dependent, Relationship, Subscriber};
use crate::price::THOUSAND_DOLLARS;
use crate::word::words;

words! {
    /// What was found.
    pub enum CheckRule {
        /// The plan is not on the city's sheets.
        UnknownPlan = "unknown_plan",
        /// The plan is not for this person ([`EligibilityRule`]).
        NotEligible = "not_eligible",
        /// Somebody is chosen who is not in the household.
        NotInHousehold = "not_in_household",
        /// A child over 26 who is not disabled (42 U.S.C. 300gg-14).
        DependentOverAge = "dependent_over_age",
        /// Somebody who has died, or belongs to the household no longer.
        DependentEnded = "dependent_ended",
        /// The tier is not the one that follows from who is covered.
        WrongTier = "wrong_tier",
        /// Above the year's limit (26 U.S.C. §§ 125(i), 129, 457(e)).
        OverLimit = "over_limit",
        /// Not a sum that is sold or accepted: nothing, or not whole thousands of life insurance.
        BadAmount = "bad_amount",
        /// Optional life insurance without the basic one.
        BasicLifeNeeded = "basic_life_needed",
        /// Somebody who would be covered twice by the city: on a spouse's record too.
        DuplicateCoverage = "duplicate_coverage",
        /// Rows of the records that overlap or begin later than the effective date.
        OverlappingDates = "overlapping_dates",
        /// It arrived after the close, or after the window of the event.
        Late = "late",
        /// A part of the change that the event does not permit.
        NotPermitted = "not_permitted",
        /// The member marries again: a former spouse's right to stay on the plan ends.
        FormerSpouseEnds = "former_spouse_ends",
        /// Household members who are new to the records: proof is to be seen.
        NewDependent = "new_dependent",
        /// Somebody of the same name and day of birth as a new household member is on record: staff say whether
        /// it is the same person.
        SamePerson = "same_person",
        /// Health coverage is given up.
        HealthWaived = "health_waived",
    }
}

impl CheckRule {
    /// Whether the member can't submit at all.
    pub const fn blocks(self) -> bool {
        !matches!(
            self,
            CheckRule::DuplicateCoverage
                | CheckRule::OverlappingDates
                | CheckRule::Late
                | CheckRule::NotPermitted
                | CheckRule::FormerSpouseEnds
                | CheckRule::NewDependent
                | CheckRule::SamePerson
                | CheckRule::HealthWaived
        )
    }

    /// Whether what was found is against a rule, and not only something to look at: two people have to agree
    /// that it is done all the same.
    pub const fn is_against(self) -> bool {
        self.blocks() || matches!(self, CheckRule::Late | CheckRule::NotPermitted)
    }

    /// Where the rule comes from, for those who check.
    pub const fn source(self) -> &'static str {
        match self {
            CheckRule::UnknownPlan | CheckRule::WrongTier => "the city's plan sheet",
            CheckRule::NotEligible => "M.G.L. c. 32B; the city's plan sheet",
            CheckRule::NotInHousehold | CheckRule::DependentEnded => "M.G.L. c. 32B § 2(b)",
            CheckRule::DependentOverAge => "42 U.S.C. 300gg-14",
            CheckRule::OverLimit => "26 U.S.C. §§ 125(i), 129(a)(2), 457(e)(15)",
            CheckRule::BadAmount | CheckRule::BasicLifeNeeded => "the carrier's contract",
            CheckRule::DuplicateCoverage => "the city's rule against covering a person twice",
            CheckRule::OverlappingDates => "one coverage for a benefit at a time",
            CheckRule::Late => "Treas. Reg. § 1.125-2",
            CheckRule::NotPermitted => "Treas. Reg. § 1.125-4(c)(3)",
            CheckRule::FormerSpouseEnds => "M.G.L. c. 32B § 9H",
            CheckRule::NewDependent => "proof of dependency",
            CheckRule::SamePerson => "one record for one person",
            CheckRule::HealthWaived => "M.G.L. c. 111M (individual mandate)",
        }
    }
}

/// One thing that a check found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The rule.
    pub rule: CheckRule,
    /// The benefit it is about, where it is about one.
    pub benefit: Option<Benefit>,
    /// The dependent it is about, where it is about one.
    pub person: Option<Uuid>,
    /// The eligibility rule, for [`CheckRule::NotEligible`].
    pub eligibility: Option<EligibilityRule>,
    /// The limit that was passed, for [`CheckRule::OverLimit`].
    pub limit: Option<Cents>,
}

impl Finding {
    /// About somebody, and no benefit.
    pub fn of_person(rule: CheckRule, person: Uuid) -> Finding {
        Finding { rule, benefit: None, person: Some(person), eligibility: None, limit: None }
    }

    fn about(rule: CheckRule, benefit: Benefit) -> Finding {
        Finding { rule, benefit: Some(benefit), person: None, eligibility: None, limit: None }
    }
}

/// What the checks look at.
#[derive(Debug, Clone, Copy)]
pub struct CheckInput<'a> {
    /// Who it is for, as of the effective date.
    pub subscriber: &'a Subscriber,
    /// Their household in the records.
    pub household: &'a [Dependent],
    /// Every plan of the sheets.
    pub plans: &'a [Plan],
    /// What is asked for.
    pub proposal: &'a Proposal,
    /// The first day of the plan year that it is for, by which the limits of the tax year go.
    pub plan_year: NaiveDate,
    /// Rows of the subscriber that have not been superseded.
    pub current: &'a [Coverage],
    /// Who of the household holds or is proposed coverage of a benefit elsewhere in the city's records.
    pub covered_elsewhere: &'a [(Uuid, Benefit)],
    /// It came after the close.
    pub late: bool,
}

/// Everything that is found, in the order of the proposal.
pub fn run(input: &CheckInput<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let first_day = input.plan_year;
    let limits = limits_of(PlanYear::starting(first_day).map_or(first_day.year(), PlanYear::tax_year));

    for (benefit, choice, on) in proposed(input) {
        match choice.plan() {
            None => {
                if benefit == Benefit::Health {
                    found.push(Finding::about(CheckRule::HealthWaived, benefit));
                }
            }
            Some(code) => match input.plans.iter().find(|plan| plan.code == *code && plan.benefit == benefit)
            {
                None => found.push(Finding::about(CheckRule::UnknownPlan, benefit)),
                Some(plan) => check_choice(input, plan, choice, on, &limits, &mut found),
            },
        }
        // A correction says what is held on each day to come.
        if input.proposal.correction.is_none() && overlapping(input.current, benefit, on) {
            found.push(Finding::about(CheckRule::OverlappingDates, benefit));
        }
    }
    found.extend(covered_for_too_long(input));
    if let Some(event) = input.proposal.event.as_ref().filter(|event| event.kind.as_str() == "marriage") {
        let former =
            |one: &&Dependent| one.relationship == Relationship::FormerSpouse && one.belongs(event.date);
        let of = |one: &Dependent| Finding::of_person(CheckRule::FormerSpouseEnds, one.id);
        found.extend(input.household.iter().filter(former).map(of));
    }
    for dependent in &input.proposal.new_dependents {
        found.push(Finding::of_person(CheckRule::NewDependent, dependent.id));
    }
    if input.late {
        found.push(Finding {
            rule: CheckRule::Late,
            benefit: None,
            person: None,
            eligibility: None,
            limit: None,
        });
    }
    found
}

/// What is proposed, and from when on: elections, and of a correction what is not on record already.
fn proposed<'a>(input: &CheckInput<'a>) -> impl Iterator<Item = (Benefit, &'a Choice, NaiveDate)> {
    let CheckInput { proposal, current, .. } = *input;
    let restated = proposal.correction.iter().flat_map(|facts| &facts.restated);
    let put_right = restated.flat_map(|one| one.rows.iter().map(|held| (one.benefit, held)));
    let new = put_right.filter(|(benefit, held)| {
        !current
            .iter()
            .any(|row| row.benefit == *benefit && row.choice == held.choice && row.period.covers(held.period))
    });
    let elections = proposal.elections.iter();
    elections
        .map(|election| (election.benefit, &election.choice, proposal.effective))
        .chain(new.map(|(benefit, held)| (benefit, &held.choice, held.period.from())))
}

/// Those whom a correction puts right, where the records have them covered on days on which they may not be.
fn covered_for_too_long(input: &CheckInput<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for one in input.proposal.correction.iter().flat_map(|facts| &facts.people) {
        let Some(first) = one.is.last_covered_day().and_then(|last| last.succ_opt()) else { continue };
        for row in input.current.iter().filter(|row| row.choice.dependents().contains(&one.is.id)) {
            if let Some(period) = row.period.since(first)
                && let Some(rule) = uncoverable(&one.is, period.from())
            {
                found.push(Finding { person: Some(one.is.id), ..Finding::about(rule, row.benefit) });
            }
        }
    }
    found
}

fn check_choice(
    input: &CheckInput<'_>,
    plan: &Plan,
    choice: &Choice,
    effective: NaiveDate,
    limits: &Limits,
    found: &mut Vec<Finding>,
) {
    let benefit = plan.benefit;
    let mut add = |rule| found.push(Finding::about(rule, benefit));

    match choice {
        Choice::Cover { tier, dependents, .. } if plan.tier_for(dependents.len()) != Some(*tier) => {
            add(CheckRule::WrongTier);
        }
        Choice::Insure { volume, .. } => {
            if volume.get() <= 0 || volume.get() % THOUSAND_DOLLARS.get() != 0 {
                add(CheckRule::BadAmount);
            }
            if !holds_basic_life(input, effective) {
                add(CheckRule::BasicLifeNeeded);
            }
        }
        Choice::Contribute { annual, .. } if annual.get() <= 0 => add(CheckRule::BadAmount),
        Choice::Defer { per_pay, .. } if per_pay.get() <= 0 => add(CheckRule::BadAmount),
        _ => {}
    }

    let rule = rule_for(input.subscriber, plan, effective);
    if rule != EligibilityRule::Eligible {
        found.push(Finding { eligibility: Some(rule), ..Finding::about(CheckRule::NotEligible, benefit) });
    }

    let limit = limit_for(benefit, input.subscriber, effective, limits);
    let annual = match choice {
        Choice::Contribute { annual, .. } => Some(*annual),
        Choice::Defer { per_pay, .. } => Some(*per_pay * i64::from(input.subscriber.pays.deductions())),
        _ => None,
    };
    if let (Some(limit), Some(annual)) = (limit, annual)
        && annual > limit
    {
        found.push(Finding { limit: Some(limit), ..Finding::about(CheckRule::OverLimit, benefit) });
    }

    let restores = input.proposal.correction.as_ref().is_some_and(|facts| facts.reverses.is_some());
    let mut chosen = BTreeSet::new();
    for id in choice.dependents() {
        let known = input
            .household
            .iter()
            .chain(&input.proposal.new_dependents)
            .find(|dependent| dependent.id == *id);
        let rule = match known {
            None => Some(CheckRule::NotInHousehold),
            Some(_) if !chosen.insert(*id) => Some(CheckRule::WrongTier),
            // What takes an end back restores who ended.
            Some(dependent) => uncoverable(dependent, effective)
                .filter(|rule| !(restores && *rule == CheckRule::DependentEnded)),
        };
        if let Some(rule) = rule {
            found.push(Finding { person: Some(*id), ..Finding::about(rule, benefit) });
        }
    }
    if benefit.covers_dependents() {
        let covered = choice.dependents().iter().chain([&input.subscriber.id]);
        for id in covered.filter(|id| input.covered_elsewhere.contains(&(**id, benefit))) {
            found
                .push(Finding { person: Some(*id), ..Finding::about(CheckRule::DuplicateCoverage, benefit) });
        }
    }
}

/// Why a dependent may not be covered on a day.
fn uncoverable(dependent: &Dependent, on: NaiveDate) -> Option<CheckRule> {
    match () {
        () if dependent.may_be_covered(on) => None,
        () if dependent.belongs(on) => Some(CheckRule::DependentOverAge),
        () => Some(CheckRule::DependentEnded),
    }
}

/// The annual limit of an account for `subscriber`; `None` for insurance.
pub fn limit_for(
    benefit: Benefit,
    subscriber: &Subscriber,
    effective: NaiveDate,
    limits: &Limits,
) -> Option<Cents> {
    match benefit {
        Benefit::HealthFsa => Some(limits.health_fsa),
        Benefit::DependentCareFsa => Some(limits.dependent_care),
        Benefit::DeferredCompensation => {
            let year_end = NaiveDate::from_ymd_opt(effective.year(), 12, 31).unwrap_or(effective);
            Some(limits.deferred_at(age_on(subscriber.birth, year_end)))
        }
        _ => None,
    }
}

fn holds_basic_life(input: &CheckInput<'_>, on: NaiveDate) -> bool {
    match proposed(input).find(|(benefit, _, from)| *benefit == Benefit::Life && *from <= on) {
        Some((_, choice, _)) => choice.plan().is_some(),
        None => input.current.iter().any(|row| {
            row.benefit == Benefit::Life && row.choice.plan().is_some() && row.period.contains(on)
        }),
    }
}

fn overlapping(current: &[Coverage], benefit: Benefit, effective: NaiveDate) -> bool {
    let rows: Vec<&Coverage> = current.iter().filter(|row| row.benefit == benefit).collect();
    rows.iter().any(|row| row.period.from() > effective)
        || rows
            .iter()
            .enumerate()
            .any(|(place, row)| rows[place + 1..].iter().any(|other| row.period.overlaps(other.period)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::benefit::Tier;
    use crate::class::{Class, PayCalendar, Population};
    use crate::election::EventFacts;
    use crate::election::{Election, WaiverReason};
    use crate::person::WeeklyHours;

    fn plan(code: &str, benefit: Benefit, tiers: &[Tier]) -> Plan {
        Plan {
            code: code.parse().unwrap(),
            benefit,
            name: code.into(),
            carrier: "C".into(),
            audience: vec![Class::Active],
            tiers: tiers.to_vec(),
            group_number: String::new(),
            hd_code: String::new(),
        }
    }

    fn dependent(id: u128, birth: &str) -> Dependent {
        Dependent {
            id: Uuid::from_u128(id),
            given_name: "A".into(),
            family_name: "B".into(),
            birth: birth.parse().unwrap(),
            relationship: Relationship::Child,
            disabled: false,
            ended: None,
        }
    }

    fn subscriber() -> Subscriber {
        Subscriber {
            id: Uuid::from_u128(1),
            population: Population::Active,
            unit: "CITY".parse().unwrap(),
            bargaining_unit: None,
            hired: Some("2020-01-01".parse().unwrap()),
            terminated: None,
            hours: WeeklyHours::from_tenths(400),
            birth: "1980-01-01".parse().unwrap(),
            medicare: false,
            pays: PayCalendar::Weekly,
        }
    }

    fn proposal(elections: Vec<Election>) -> Proposal {
        Proposal {
            effective: "2026-07-01".parse().unwrap(),
            elections,
            new_dependents: vec![],
            based_on: 0,
            event: None,
            correction: None,
            transition: None,
        }
    }

    fn input<'a>(subscriber: &'a Subscriber, proposal: &'a Proposal) -> CheckInput<'a> {
        CheckInput {
            subscriber,
            household: &[],
            plans: &[],
            proposal,
            plan_year: proposal.effective,
            current: &[],
            covered_elsewhere: &[],
            late: false,
        }
    }

    fn found(elections: Vec<Election>, elsewhere: &[(Uuid, Benefit)], late: bool) -> Vec<CheckRule> {
        use Tier::*;
        let plans = [
            plan("HMO", Benefit::Health, &[Individual, IndividualPlusOne, Family]),
            plan("OPTL", Benefit::OptionalLife, &[PerThousandByAge]),
            plan("HFSA", Benefit::HealthFsa, &[Amount]),
            plan("DC457", Benefit::DeferredCompensation, &[Amount]),
        ];
        let ended = Dependent { ended: "2026-06-30".parse().ok(), ..dependent(4, "2010-01-01") };
        let household = [dependent(2, "2010-01-01"), dependent(3, "1999-01-01"), ended];
        let (subscriber, proposal) = (subscriber(), proposal(elections));
        let found = run(&CheckInput {
            household: &household,
            plans: &plans,
            covered_elsewhere: elsewhere,
            late,
            ..input(&subscriber, &proposal)
        });
        found.into_iter().map(|finding| finding.rule).collect()
    }

    fn cover(plan: &str, tier: Tier, dependents: &[u128]) -> Vec<Election> {
        let dependents = dependents.iter().map(|id| Uuid::from_u128(*id)).collect();
        vec![Election {
            benefit: Benefit::Health,
            choice: Choice::Cover { plan: plan.parse().unwrap(), tier, dependents },
        }]
    }

    #[test]
    fn each_check_finds_its_fault_and_nothing_else() {
        use CheckRule as R;
        let one = |benefit, choice| vec![Election { benefit, choice }];
        let fsa = |dollars| {
            one(
                Benefit::HealthFsa,
                Choice::Contribute { plan: "HFSA".parse().unwrap(), annual: Cents::dollars(dollars) },
            )
        };
        let defer = |dollars| {
            one(
                Benefit::DeferredCompensation,
                Choice::Defer { plan: "DC457".parse().unwrap(), per_pay: Cents::dollars(dollars) },
            )
        };
        let elsewhere = [(Uuid::from_u128(2), Benefit::Health)];
        for (elections, elsewhere, late, rules) in [
            (cover("HMO", Tier::Individual, &[]), &[][..], false, vec![]),
            (cover("HMO", Tier::IndividualPlusOne, &[2]), &[], false, vec![]),
            (cover("HMO", Tier::Family, &[2]), &[], false, vec![R::WrongTier]),
            (cover("NONE", Tier::Individual, &[]), &[], false, vec![R::UnknownPlan]),
            (cover("OPTL", Tier::Individual, &[]), &[], false, vec![R::UnknownPlan]),
            (cover("HMO", Tier::IndividualPlusOne, &[9]), &[], false, vec![R::NotInHousehold]),
            (cover("HMO", Tier::IndividualPlusOne, &[3]), &[], false, vec![R::DependentOverAge]),
            (cover("HMO", Tier::IndividualPlusOne, &[4]), &[], false, vec![R::DependentEnded]),
            (cover("HMO", Tier::Family, &[2, 2]), &[], false, vec![R::WrongTier]),
            (cover("HMO", Tier::IndividualPlusOne, &[2]), &elsewhere[..], false, vec![R::DuplicateCoverage]),
            (fsa(3_400), &[], false, vec![]),
            (fsa(3_401), &[], false, vec![R::OverLimit]),
            (fsa(0), &[], false, vec![R::BadAmount]),
            (defer(471), &[], false, vec![]),
            (defer(472), &[], false, vec![R::OverLimit]),
            (
                one(
                    Benefit::OptionalLife,
                    Choice::Insure { plan: "OPTL".parse().unwrap(), volume: Cents::dollars(1_500) },
                ),
                &[],
                false,
                vec![R::BadAmount, R::BasicLifeNeeded],
            ),
            (
                one(Benefit::Health, Choice::Waive { reason: WaiverReason::SpousePlan }),
                &[],
                false,
                vec![R::HealthWaived],
            ),
            (vec![], &[], true, vec![R::Late]),
        ] {
            assert_eq!(found(elections.clone(), elsewhere, late), rules, "{elections:?}");
        }
    }

    #[test]
    fn a_marriage_ends_the_right_of_a_former_spouse_and_nothing_else_does() {
        let former = Dependent { relationship: Relationship::FormerSpouse, ..dependent(4, "1981-01-01") };
        let gone = Dependent { id: Uuid::from_u128(5), ended: "2020-01-01".parse().ok(), ..former.clone() };
        let household = [dependent(2, "2010-01-01"), former, gone];
        for (kind, ended) in [("marriage", vec![Uuid::from_u128(4)]), ("birth", vec![])] {
            let date = "2026-05-05".parse().unwrap();
            let event = EventFacts {
                kind: kind.parse().unwrap(),
                version: 1,
                date,
                asked_on: date,
                concerned: vec![],
                dropped_through: date,
                later: vec![],
                late_because: None,
            };
            let proposal = Proposal { event: Some(event), ..proposal(vec![]) };
            let subscriber = subscriber();
            let found = run(&CheckInput { household: &household, ..input(&subscriber, &proposal) });
            let about: Vec<_> = found
                .iter()
                .filter(|one| one.rule == CheckRule::FormerSpouseEnds)
                .filter_map(|one| one.person)
                .collect();
            assert_eq!(about, ended, "{kind}");
            assert!(found.iter().all(|one| !one.rule.is_against()));
        }
    }
}

//! The list of changes that a pension system gets each month: whose deduction is new, has changed or ends, and why;
//! and how what comes back differs from the records.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::benefit::{Benefit, Tier};
use crate::code::PlanCode;
use crate::money::Cents;
use crate::word::words;

/// What a pensioner pays a month for one coverage.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Share {
    /// The benefit.
    pub benefit: Benefit,
    /// The plan.
    pub plan: PlanCode,
    /// The tier, where there is one.
    pub tier: Option<Tier>,
    /// The share of a month.
    pub amount: Cents,
    /// Since when the coverage holds.
    pub from: NaiveDate,
}

words! {
    /// What becomes of a deduction.
    pub enum ChangeKind {
        /// There was none.
        New = "new",
        /// Another amount.
        Changed = "changed",
        /// There is none any more.
        Ended = "ended",
    }
}

words! {
    /// Why a deduction changes.
    pub enum Why {
        /// They have retired.
        Retired = "retired",
        /// Coverage begins.
        Begins = "begins",
        /// Coverage ends.
        Ends = "ends",
        /// To the Medicare plan.
        Medicare = "medicare",
        /// Another plan.
        Plan = "plan",
        /// Other people are covered.
        People = "people",
        /// The rates are other ones.
        Rates = "rates",
    }
}

/// A change of a deduction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// What becomes of it.
    pub kind: ChangeKind,
    /// What was taken a month.
    pub old: Cents,
    /// What is to be taken.
    pub new: Cents,
    /// From which day on.
    pub effective: NaiveDate,
    /// Why.
    pub why: Why,
}

/// What a change is worked out from.
#[derive(Debug, Clone, Copy)]
pub struct Compared<'a> {
    /// What the pension system was told last.
    pub before: &'a [Share],
    /// What is to be taken.
    pub after: &'a [Share],
    /// The first day of the month of the list.
    pub month: NaiveDate,
    /// Since when they are retired.
    pub retired_on: Option<NaiveDate>,
    /// The day after the last of coverage that is there no more, where that is known.
    pub ended: Option<NaiveDate>,
}

/// How the deduction changes; `None` where the same amount is taken.
pub fn change(compared: &Compared<'_>) -> Option<Change> {
    let Compared { before, after, month, retired_on, ended } = *compared;
    let total = |shares: &[Share]| shares.iter().map(|share| share.amount).sum::<Cents>();
    let (old, new) = (total(before), total(after));
    if old == new {
        return None;
    }
    let begins = after.iter().filter(|share| !before.contains(share)).map(|share| share.from).min();
    let begins = begins.unwrap_or(month);
    if old.is_zero() {
        let why = if retired_on == Some(begins) { Why::Retired } else { Why::Begins };
        return Some(Change { kind: ChangeKind::New, old, new, effective: begins, why });
    }
    if new.is_zero() {
        let effective = ended.unwrap_or(month);
        return Some(Change { kind: ChangeKind::Ended, old, new, effective, why: Why::Ends });
    }
    let why = why(before, after);
    let effective = match why {
        Why::Rates => month,
        Why::Ends => ended.unwrap_or(month),
        _ => begins,
    };
    Some(Change { kind: ChangeKind::Changed, old, new, effective, why })
}

/// Why one set of shares became another: the most telling reason of those that hold.
fn why(before: &[Share], after: &[Share]) -> Why {
    let held = |shares: &[Share]| -> BTreeMap<Benefit, BTreeSet<(PlanCode, Option<Tier>)>> {
        let mut held: BTreeMap<Benefit, BTreeSet<(PlanCode, Option<Tier>)>> = BTreeMap::new();
        for share in shares {
            held.entry(share.benefit).or_default().insert((share.plan.clone(), share.tier));
        }
        held
    };
    let (before, after) = (held(before), held(after));
    let mut reasons = BTreeSet::new();
    for benefit in before.keys().chain(after.keys()) {
        reasons.insert(match (before.get(benefit), after.get(benefit)) {
            (None, _) => Why::Begins,
            (_, None) => Why::Ends,
            (Some(old), Some(new)) if old == new => continue,
            (Some(old), Some(new)) => {
                let plans = |held: &BTreeSet<(PlanCode, Option<Tier>)>| -> BTreeSet<PlanCode> {
                    held.iter().map(|(plan, _)| plan.clone()).collect()
                };
                let in_medicare = |held: &BTreeSet<(PlanCode, Option<Tier>)>| {
                    held.iter().filter(|(_, tier)| *tier == Some(Tier::PerPerson)).count()
                };
                match () {
                    () if in_medicare(old) < in_medicare(new) => Why::Medicare,
                    () if plans(old) != plans(new) => Why::Plan,
                    () => Why::People,
                }
            }
        });
    }
    let telling = [Why::Medicare, Why::Plan, Why::People, Why::Begins, Why::Ends];
    telling.into_iter().find(|why| reasons.contains(why)).unwrap_or(Why::Rates)
}

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The office's number of the person.
    pub number: String,
    /// Family name.
    pub family_name: String,
    /// Given name.
    pub given_name: String,
    /// Codes of the plans that are paid for from now on; of those that end, where nothing is.
    pub plans: Vec<PlanCode>,
    /// What changes.
    pub change: Change,
}

/// A deduction as one side has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The office's number of the person.
    pub number: String,
    /// Family and given name.
    pub name: String,
    /// A month.
    pub amount: Cents,
    /// The row of a file; 0 for the records.
    pub row: u64,
}

words! {
    /// How a pension system's own list differs from the records.
    pub enum DifferenceKind {
        /// The records have a deduction, the file has none.
        MissingThere = "missing_there",
        /// The file has a deduction, the records have none.
        MissingHere = "missing_here",
        /// Both have one, and not the same.
        Amount = "amount",
    }
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// Which.
    pub kind: DifferenceKind,
    /// The number of the person.
    pub number: String,
    /// Their name.
    pub name: String,
    /// By the records.
    pub ours: Option<Cents>,
    /// By the file.
    pub theirs: Option<Cents>,
    /// The row of the file.
    pub row: Option<u64>,
}

/// Everything in which the file of a pension system differs from the records, by number. Several rows of one
/// person are added up; the first is named.
pub fn differences(ours: &[Taken], theirs: &[Taken]) -> Vec<Difference> {
    let gather = |list: &[Taken]| -> BTreeMap<String, Taken> {
        let mut gathered: BTreeMap<String, Taken> = BTreeMap::new();
        for taken in list {
            let first = gathered.entry(taken.number.clone());
            first.and_modify(|first| first.amount += taken.amount).or_insert_with(|| taken.clone());
        }
        gathered.retain(|_, taken| !taken.amount.is_zero());
        gathered
    };
    let (ours, theirs) = (gather(ours), gather(theirs));
    let numbers: BTreeSet<&String> = ours.keys().chain(theirs.keys()).collect();
    numbers
        .into_iter()
        .filter_map(|number| {
            let (here, there) = (ours.get(number), theirs.get(number));
            let kind = match (here, there) {
                (Some(here), Some(there)) if here.amount == there.amount => return None,
                (Some(_), Some(_)) => DifferenceKind::Amount,
                (Some(_), None) => DifferenceKind::MissingThere,
                (None, _) => DifferenceKind::MissingHere,
            };
            Some(Difference {
                kind,
                number: number.clone(),
                name: here.or(there).map(|one| one.name.clone()).unwrap_or_default(),
                ours: here.map(|one| one.amount),
                theirs: there.map(|one| one.amount),
                row: there.map(|one| one.row),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// `health HMO family 40000 2026-07-01`
    fn share(text: &str) -> Share {
        let part: Vec<&str> = text.split(' ').collect();
        Share {
            benefit: part[0].parse().unwrap(),
            plan: part[1].parse().unwrap(),
            tier: part[2].parse().ok(),
            amount: Cents::new(part[3].parse().unwrap()),
            from: day(part[4]),
        }
    }

    fn compared<'a>(before: &'a [Share], after: &'a [Share]) -> Compared<'a> {
        Compared {
            before,
            after,
            month: day("2027-07-01"),
            retired_on: Some(day("2027-07-01")),
            ended: Some(day("2027-06-15")),
        }
    }

    #[test]
    fn what_becomes_of_a_deduction_and_why() {
        let hmo = "health HMO individual 10000 2025-07-01";
        let dental = "dental DBAS individual 4000 2025-07-01";
        for (before, after, wanted) in [
            (vec![], vec!["health HMO individual 10000 2027-07-01"], Some(("new", "retired", "2027-07-01"))),
            (vec![], vec!["health HMO individual 10000 2027-05-01"], Some(("new", "begins", "2027-05-01"))),
            (vec![hmo], vec![], Some(("ended", "ends", "2027-06-15"))),
            (vec![hmo, dental], vec![hmo], Some(("changed", "ends", "2027-06-15"))),
            (
                vec![hmo],
                vec![hmo, "dental DBAS individual 4000 2027-06-01"],
                Some(("changed", "begins", "2027-06-01")),
            ),
            (
                vec![hmo],
                vec!["health PPO individual 12000 2027-07-01"],
                Some(("changed", "plan", "2027-07-01")),
            ),
            (
                vec![hmo],
                vec!["health HMO family 30000 2027-06-20"],
                Some(("changed", "people", "2027-06-20")),
            ),
            (
                vec![hmo],
                vec!["health MSUP per_person 9000 2027-07-01"],
                Some(("changed", "medicare", "2027-07-01")),
            ),
            (
                vec![hmo],
                vec!["health HMO individual 10500 2025-07-01"],
                Some(("changed", "rates", "2027-07-01")),
            ),
            (vec![hmo], vec![hmo], None),
            (vec![], vec![], None),
        ] {
            let shares = |list: &[&str]| list.iter().map(|text| share(text)).collect::<Vec<_>>();
            let (before, after) = (shares(&before), shares(&after));
            let found = change(&compared(&before, &after));
            let found = found.map(|one| (one.kind.as_str(), one.why.as_str(), one.effective.to_string()));
            let wanted = wanted.map(|(kind, why, effective)| (kind, why, effective.to_owned()));
            assert_eq!(found, wanted, "{before:?} {after:?}");
        }
    }

    fn taken(number: &str, amount: i64, row: u64) -> Taken {
        Taken { number: number.into(), name: format!("Name {number}"), amount: Cents::new(amount), row }
    }

    #[test]
    fn each_difference_is_named_with_its_row() {
        let ours = [taken("R1", 100, 0), taken("R2", 200, 0), taken("R3", 300, 0), taken("R5", 500, 0)];
        let theirs = [
            taken("R1", 100, 2),
            taken("R3", 250, 3),
            taken("R4", 400, 4),
            taken("R5", 200, 5),
            taken("R5", 300, 6),
        ];
        let said: Vec<_> = differences(&ours, &theirs)
            .into_iter()
            .map(|one| {
                (one.kind.as_str(), one.number, one.ours.map(Cents::get), one.theirs.map(Cents::get), one.row)
            })
            .collect();
        assert_eq!(
            said,
            [
                ("missing_there", "R2".to_owned(), Some(200), None, None),
                ("amount", "R3".to_owned(), Some(300), Some(250), Some(3)),
                ("missing_here", "R4".to_owned(), None, Some(400), Some(4)),
            ]
        );
    }

    fn any_shares() -> impl Strategy<Value = Vec<Share>> {
        prop::collection::vec((0usize..3, 0usize..2, 0i64..4), 0..4).prop_map(|list| {
            let benefits = [Benefit::Health, Benefit::Dental, Benefit::Vision];
            list.into_iter()
                .map(|(benefit, plan, amount)| Share {
                    benefit: benefits[benefit],
                    plan: ["A", "B"][plan].parse().unwrap(),
                    tier: Some(Tier::Individual),
                    amount: Cents::new(amount * 100),
                    from: day("2027-01-01"),
                })
                .collect()
        })
    }

    proptest! {
        #[test]
        fn whoever_keeps_the_lists_takes_what_is_due(months in prop::collection::vec(any_shares(), 1..8)) {
            let mut kept = Cents::ZERO;
            let mut before: Vec<Share> = Vec::new();
            for after in months {
                if let Some(change) = change(&compared(&before, &after)) {
                    prop_assert_eq!(change.old, kept);
                    prop_assert_eq!(change.kind == ChangeKind::New, kept.is_zero());
                    prop_assert_eq!(change.kind == ChangeKind::Ended, change.new.is_zero());
                    kept = change.new;
                }
                prop_assert_eq!(kept, after.iter().map(|share| share.amount).sum::<Cents>());
                before = after;
            }
        }

        #[test]
        fn who_has_the_same_list_has_no_difference(amounts in prop::collection::vec(1i64..9_999, 0..9)) {
            let list: Vec<Taken> = amounts.iter().zip(1u64..)
                .map(|(amount, row)| taken(&format!("R{row}"), *amount, row)).collect();
            prop_assert!(differences(&list, &list).is_empty());
            prop_assert_eq!(differences(&list, &[]).len(), list.len());
            prop_assert_eq!(differences(&[], &list).len(), list.len());
        }
    }
}

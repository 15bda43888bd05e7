use super::*;
use crate::part_b::{Filing, PartBYear, ReimbursementRule};
use proptest::prelude::*;

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn rules(rule: ReimbursementRule) -> PartBRules {
    PartBRules::new([(Class::MedicareRetiree, 2022, rule)])
}

fn percent(hundredths: u16) -> crate::money::Percent {
    crate::money::Percent::from_hundredths(hundredths).unwrap()
}

fn ledger(medicare_from: &str, last_day: Option<&str>) -> Ledger {
    Ledger {
        class: Class::MedicareRetiree,
        survivor_before: None,
        entitlement: Some(Entitlement::new(day(medicare_from), day("2010-06-30"), last_day.map(day))),
        verified: Vec::new(),
        listed: Vec::new(),
    }
}

/// What CMS's figures say that somebody is charged.
fn published(year: i32, filing: Filing, dollars: i64, late: u32) -> Charged {
    PartBYear::of(year).unwrap().premium(filing, Cents::dollars(dollars), late).into()
}

/// What the next list says of a ledger beside which there is no other.
fn alone(ledger: &Ledger, through: Month, rules: &PartBRules) -> Vec<Entry> {
    next_list(std::slice::from_ref(ledger), through, rules).remove(0)
}

fn close(ledger: &mut Ledger, number: i64, through: Month, rules: &PartBRules) -> Cents {
    let list = alone(ledger, through, rules);
    ledger.listed.extend(list.iter().map(|entry| Listed {
        list: number,
        month: entry.month,
        amount: entry.amount,
    }));
    list.iter().map(|entry| entry.amount).sum()
}

/// A year's reimbursement to the cent, by published figures: who, in which months, by which rule.
#[test]
fn a_year_is_paid_back_to_the_cent() {
    use Filing::{Joint, Separate, Single};
    let half = ReimbursementRule::default();
    let adjusted = ReimbursementRule { income_related: true, ..half };
    let full = ReimbursementRule { percent: percent(10_000), ..half };
    let third = ReimbursementRule { percent: percent(3_333), ..half };
    let three_quarters = ReimbursementRule { percent: percent(7_500), ..half };
    for (what, year, filing, dollars, late, (from, last), rule, each, all) in [
        ("standard", 2022, Single, 91_000, 0, ("2015-01-01", None), half, 85_05, 1_020_60),
        ("standard", 2023, Joint, 194_000, 0, ("2015-01-01", None), half, 82_45, 989_40),
        ("standard", 2024, Single, 50_000, 0, ("2015-01-01", None), half, 87_35, 1_048_20),
        ("standard", 2025, Single, 50_000, 0, ("2015-01-01", None), half, 92_50, 1_110_00),
        ("standard", 2026, Single, 50_000, 0, ("2015-01-01", None), half, 101_45, 1_217_40),
        (
            "income-related, not paid back",
            2023,
            Single,
            123_001,
            0,
            ("2015-01-01", None),
            half,
            82_45,
            989_40,
        ),
        (
            "income-related, paid back",
            2023,
            Single,
            123_001,
            0,
            ("2015-01-01", None),
            adjusted,
            164_85,
            1_978_20,
        ),
        (
            "married, filing separately",
            2022,
            Separate,
            91_001,
            0,
            ("2015-01-01", None),
            adjusted,
            272_15,
            3_265_80,
        ),
        (
            "married, filing separately",
            2024,
            Separate,
            397_000,
            0,
            ("2015-01-01", None),
            adjusted,
            297_00,
            3_564_00,
        ),
        (
            "married, filing separately",
            2025,
            Separate,
            200_000,
            0,
            ("2015-01-01", None),
            half,
            92_50,
            1_110_00,
        ),
        ("mid-year start", 2025, Single, 50_000, 0, ("2025-08-01", None), half, 92_50, 462_50),
        ("mid-year death", 2026, Single, 50_000, 0, ("2015-01-01", Some("2026-03-02")), half, 101_45, 304_35),
        (
            "start and death in a year",
            2024,
            Single,
            50_000,
            0,
            ("2024-02-01", Some("2024-11-30")),
            full,
            174_70,
            1_747_00,
        ),
        ("late penalty, not paid", 2026, Single, 50_000, 30, ("2015-01-01", None), half, 101_45, 1_217_40),
        (
            "late penalty, paid",
            2026,
            Single,
            50_000,
            30,
            ("2015-01-01", None),
            // The bill is 243.50: the penalty of 40.58 with what rounding adds.
            ReimbursementRule { penalty: true, ..half },
            142_05,
            1_704_60,
        ),
        ("odd percentage", 2023, Single, 50_000, 0, ("2015-01-01", None), third, 54_96, 659_52),
        (
            "capped percentage",
            2026,
            Single,
            50_000,
            0,
            ("2015-01-01", None),
            ReimbursementRule { cap: Some(Cents::new(150_00)), ..three_quarters },
            150_00,
            1_800_00,
        ),
        (
            "cap that is not reached",
            2022,
            Single,
            50_000,
            0,
            ("2015-01-01", None),
            ReimbursementRule { cap: Some(Cents::new(150_00)), ..three_quarters },
            127_58,
            1_530_96,
        ),
    ] {
        let rules = rules(rule);
        let mut ledger = ledger(from, last);
        let whole = Statement {
            from: Month::new(year, 1).unwrap(),
            through: Month::new(year, 12).unwrap(),
            charged: published(year, filing, dollars, late),
        };
        ledger.verified.push(whole);
        let counting = Month::all_of(year).find(|month| ledger.entitlement.unwrap().counts(*month)).unwrap();
        assert_eq!(ledger.due(counting, &rules).get(), each, "{what} {year}");
        assert_eq!(close(&mut ledger, 1, whole.through, &rules).get(), all, "{what} {year}");
        assert_eq!(close(&mut ledger, 2, whole.through, &rules), Cents::ZERO, "{what}: once");
    }
}

#[test]
fn the_months_that_count_are_those_with_part_b_and_a_pension() {
    for (medicare, pension, last, first, counts, not) in [
        ("2021-05-01", "2010-06-30", None, "2021-05", "2030-12", "2021-04"),
        ("2021-05-01", "2023-06-30", None, "2023-07", "2023-07", "2023-06"),
        ("2021-05-01", "2023-07-01", None, "2023-07", "2023-07", "2023-06"),
        ("2021-05-01", "2010-06-30", Some("2026-03-01"), "2021-05", "2026-03", "2026-04"),
        ("2021-05-01", "2010-06-30", Some("2026-03-31"), "2021-05", "2026-03", "2026-04"),
    ] {
        let found = Entitlement::new(day(medicare), day(pension), last.map(day));
        assert_eq!(found.first, month(first), "{medicare} {pension}");
        assert!(found.counts(month(counts)) && !found.counts(month(not)), "{medicare} {pension} {last:?}");
    }
    let ended = Entitlement::new(day("2021-05-01"), day("2010-06-30"), Some(day("2026-03-01")));
    assert!(ended.touches(2026) && ended.touches(2021) && !ended.touches(2027) && !ended.touches(2020));
}

#[test]
fn what_is_learnt_after_a_list_is_a_difference_on_the_next() {
    let half = ReimbursementRule::default();
    let rules = rules(half);
    let standard = published(2026, Filing::Single, 0, 0);
    let year = |charged| Statement { from: month("2026-01"), through: month("2026-12"), charged };
    let mut ledger = ledger("2015-01-01", None);
    ledger.verified.push(year(Charged { total: Cents::new(180_00), ..standard }));
    assert_eq!(close(&mut ledger, 1, month("2026-12"), &rules).get(), 12 * 90_00);
    // It was the standard premium: 11.45 more for each month.
    ledger.verified.push(year(standard));
    let list = alone(&ledger, month("2026-12"), &rules);
    assert_eq!((list.len(), list[0].paid_before.get(), list[0].amount.get()), (12, 90_00, 11_45));
    close(&mut ledger, 2, month("2026-12"), &rules);
    assert_eq!(ledger.owed(month("2026-05"), &rules), Cents::ZERO);
    // A claim of the year before, inside the city's limit, is paid beside it.
    let before = Statement {
        from: month("2025-11"),
        through: month("2025-12"),
        charged: published(2025, Filing::Single, 0, 0),
    };
    ledger.verified.push(before);
    assert_eq!(close(&mut ledger, 3, month("2026-12"), &rules).get(), 2 * 92_50);
}

#[test]
fn what_was_paid_too_much_comes_back_out_of_later_lists_and_never_more_than_they_pay() {
    let rules = rules(ReimbursementRule::default());
    let mut ledger = ledger("2015-01-01", None);
    for year in [2025, 2026] {
        ledger.verified.push(Statement {
            from: Month::new(year, 1).unwrap(),
            through: Month::new(year, 12).unwrap(),
            charged: published(year, Filing::Single, 0, 0),
        });
    }
    assert_eq!(close(&mut ledger, 1, month("2025-12"), &rules).get(), 12 * 92_50);
    // Part B of 2025 turns out to have begun in March: 185.00 was paid too much, of which January pays 101.45.
    ledger.entitlement = Some(Entitlement::new(day("2025-03-01"), day("2010-06-30"), None));
    let list = alone(&ledger, month("2026-01"), &rules);
    let said: Vec<_> = list.iter().map(|one| (one.month.to_string(), one.amount.get())).collect();
    assert_eq!(
        said,
        [("2025-01".to_owned(), -92_50), ("2025-02".to_owned(), -8_95), ("2026-01".to_owned(), 101_45)]
    );
    assert_eq!(close(&mut ledger, 2, month("2026-01"), &rules), Cents::ZERO);
    assert_eq!(ledger.owed(month("2025-02"), &rules).get(), -83_55);
    assert_eq!(close(&mut ledger, 3, month("2026-02"), &rules).get(), 101_45 - 83_55);
    // Who is owed nothing more is not on a list.
    ledger.entitlement = None;
    assert_eq!(alone(&ledger, month("2026-12"), &rules), []);
    assert!(ledger.owed(month("2026-02"), &rules).is_negative());
}

#[test]
fn what_was_paid_past_a_death_is_made_good_out_of_the_survivors_own_months() {
    let rules = PartBRules::new([
        (Class::MedicareRetiree, 2022, ReimbursementRule::default()),
        (Class::MedicareSurvivor, 2022, ReimbursementRule::default()),
    ]);
    let charged = published(2026, Filing::Single, 50_000, 0);
    let of_year = Statement { from: month("2026-01"), through: month("2026-12"), charged };
    // The spouse's Part B was paid to the retiree through December; the retiree died in September.
    let mut through_retiree = ledger("2015-01-01", None);
    through_retiree.verified.push(of_year);
    assert_eq!(close(&mut through_retiree, 1, month("2026-12"), &rules), Cents::new(12 * 101_45));
    through_retiree.entitlement =
        through_retiree.entitlement.map(|all| Entitlement { last: Some(month("2026-09")), ..all });
    assert_eq!(alone(&through_retiree, month("2026-12"), &rules), [], "nothing to take it from");
    let mut own = Ledger { class: Class::MedicareSurvivor, ..ledger("2026-10-01", None) };
    own.verified.push(Statement { from: month("2026-10"), ..of_year });

    let list = next_list(&[own.clone(), through_retiree.clone()], month("2026-12"), &rules);
    let sums: Vec<Cents> = list.iter().map(|of| of.iter().map(|entry| entry.amount).sum()).collect();
    assert_eq!(sums, [Cents::new(3 * 101_45), Cents::new(-3 * 101_45)]);
    let months: Vec<Month> = list[1].iter().map(|entry| entry.month).collect();
    assert_eq!(months, ["2026-10", "2026-11", "2026-12"].map(month));

    // Of less than that, as much as there is.
    own.verified[0].through = month("2026-11");
    let list = next_list(&[own, through_retiree], month("2026-12"), &rules);
    let all: Cents = list.iter().flatten().map(|entry| entry.amount).sum();
    assert_eq!((list[1].len(), all), (2, Cents::ZERO));
}

#[test]
fn the_months_of_a_survivor_who_retires_later_stay_under_the_rule_for_survivors() {
    let rules = PartBRules::new([
        (Class::MedicareRetiree, 2022, ReimbursementRule { percent: percent(7_500), ..Default::default() }),
        (Class::MedicareSurvivor, 2022, ReimbursementRule::default()),
    ]);
    let charged = published(2026, Filing::Single, 50_000, 0);
    let ledger = Ledger {
        survivor_before: Some(month("2026-07")),
        verified: vec![Statement { from: month("2026-01"), through: month("2026-12"), charged }],
        ..ledger("2015-01-01", None)
    };
    assert_eq!(ledger.due(month("2026-06"), &rules), Cents::new(101_45));
    assert_eq!(ledger.due(month("2026-07"), &rules), Cents::new(152_18));
}

/// What can happen to a ledger.
#[derive(Debug, Clone)]
enum Step {
    Verify { from: u32, months: u32, tier: usize, late: u32 },
    TakeBack { from: u32, months: u32 },
    Ends(Option<u32>),
    Begins(u32),
    Close { through: u32 },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => (0u32..60, 1u32..24, 0usize..6, 0u32..40)
            .prop_map(|(from, months, tier, late)| Step::Verify { from, months, tier, late }),
        1 => (0u32..60, 1u32..24).prop_map(|(from, months)| Step::TakeBack { from, months }),
        1 => proptest::option::of(0u32..60).prop_map(Step::Ends),
        1 => (0u32..40).prop_map(Step::Begins),
        3 => (0u32..60).prop_map(|through| Step::Close { through }),
    ];
    proptest::collection::vec(step, 1..25)
}

/// The month so many months after the first that is known.
fn nth(n: u32) -> Month {
    let n = n.min(59);
    Month::new(2022 + n as i32 / 12, n % 12 + 1).unwrap()
}

proptest! {
    #[test]
    fn whatever_happens_what_was_paid_and_what_is_owed_is_what_is_due(
        steps in steps(), hundredths in 0u16..=10_000, cap in proptest::option::of(0i64..30_000),
        income_related: bool, penalty: bool,
    ) {
        let rules = rules(ReimbursementRule {
            percent: percent(hundredths), cap: cap.map(Cents::new), income_related, penalty,
            ..ReimbursementRule::default()
        });
        let mut ledger = ledger("2022-01-01", None);
        let (mut first, mut last) = (nth(0), None);
        let mut paid = Cents::ZERO;
        for (number, step) in (1i64..).zip(steps) {
            match step {
                Step::Verify { from, months, tier, late } => {
                    let year = nth(from).year();
                    let dollars = [0, 120_000, 140_000, 180_000, 300_000, 600_000][tier];
                    ledger.verified.push(Statement {
                        from: nth(from),
                        through: nth(from + months - 1),
                        charged: published(year, Filing::Single, dollars, late),
                    });
                }
                Step::TakeBack { from, months } => ledger.verified.push(Statement {
                    from: nth(from), through: nth(from + months - 1), charged: Charged::default(),
                }),
                Step::Ends(month) => last = month.map(nth),
                Step::Begins(month) => first = nth(month),
                Step::Close { through } => {
                    let total = close(&mut ledger, number, nth(through), &rules);
                    prop_assert!(!total.is_negative(), "a list takes from nobody");
                    paid += total;
                    // What the list could pay it has, unless it went to what was paid too much.
                    for month in ledger.months().into_iter().filter(|month| *month <= nth(through)) {
                        let owed = ledger.owed(month, &rules);
                        prop_assert!(owed <= Cents::ZERO, "{month} {owed:?}");
                        prop_assert!(owed.is_zero() || total.is_zero(), "{month} is left while money is paid");
                    }
                    prop_assert_eq!(alone(&ledger, nth(through), &rules), vec![], "closed twice");
                }
            }
            ledger.entitlement = Some(Entitlement { first, last });
            let months = ledger.months();
            let due: Cents = months.iter().map(|month| ledger.due(*month, &rules)).sum();
            let owed: Cents = months.iter().map(|month| ledger.owed(*month, &rules)).sum();
            prop_assert_eq!(paid + owed, due);
            for month in &months {
                prop_assert!(!ledger.due(*month, &rules).is_negative());
                let counts = first <= *month && last.is_none_or(|last| *month <= last);
                prop_assert!(counts || ledger.due(*month, &rules).is_zero());
            }
            // Nobody is owed for a month that nothing proves.
            for n in 0..60 {
                prop_assert!(months.contains(&nth(n)) || ledger.due(nth(n), &rules).is_zero());
            }
        }
    }
}

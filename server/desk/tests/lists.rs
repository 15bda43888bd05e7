//! The lists of the offices, on both engines, to the cent.
#![allow(clippy::unwrap_used, reason = "a test stops where something is wrong")]
#![allow(clippy::mistyped_literal_suffixes, reason = "dollars_cents")]

mod office;

use desk::imports::{ImportOrder, Outcome};
use desk::lists::{Costs, PaidBy, PensionList};
use desk::{Actor, Desk, Error, Role};
use domain::class::RetirementSystem;
use domain::money::Cents;
use office::{day, desk_over, staff};
use records::import::{Kind, Source};
use records::testing::both;

const UNITS: &str = "code,name,kind\n\
    CITY,City,city\nSCHOOL,Schools,school\nUTILITY,Broadband,associated\nEMPLOYMENT_BOARD,Jobs,associated\n";

const CENSUS: &str = "\
ref,given_name,family_name,birth_date,medicare_from,population,unit,hours_per_week,hired,pay_calendar,retired_on,survivor_of,since
E00001,Ana,Reis,1985-03-04,,ACTIVE,UTILITY,37.5,2020-01-06,weekly_52,,,
E00002,Bea,Reis,1985-03-04,,ACTIVE,CITY,37.5,2020-01-06,weekly_52,,,
R00003,Cy,Vale,1955-03-04,2020-03-01,CITY_RETIREE,CITY,,,monthly_12,2020-06-30,,
R00004,Dee,Vale,1965-03-04,,MTRS_RETIREE,SCHOOL,,,monthly_12,2024-06-30,,
S00005,Eve,Vale,1952-01-09,2017-01-01,SURVIVOR,SCHOOL,,,monthly_12,,R00004,2025-06-30
S00006,Fay,Vale,1970-01-09,,SURVIVOR,CITY,,,monthly_12,,,2025-06-30
E00007,Guy,Reis,1985-03-04,,ACTIVE,EMPLOYMENT_BOARD,37.5,2020-01-06,weekly_52,,,
R00008,Hal,Vale,1955-03-04,2020-03-01,CITY_RETIREE,CITY,,,monthly_12,2020-06-30,,
";

const COVERAGE: &str = "\
person_ref,benefit,plan_code,tier,amount,waiver_reason,effective_from,effective_to
E00001,health,HMO,individual,,,2025-07-01,
E00001,life,LIFE,individual,,,2025-07-01,
E00001,optional_life,OPTL,,50000,,2025-07-01,
E00001,health_fsa,HFSA,,1200,,2026-07-01,2027-07-01
E00002,health,HMO,individual,,,2025-07-01,
R00003,health,MSUP,per_person,,,2025-07-01,
R00003,life,LIFE,individual,,,2025-07-01,
R00004,health,HMO,individual,,,2025-07-01,
S00005,health,MSUP,per_person,,,2025-07-01,
S00006,health,HMO,individual,,,2025-07-01,
E00007,health,HMO,individual,,,2025-07-01,2026-07-01
R00008,health,,,,medicare,2025-07-01,
";

async fn filled(desk: &Desk) {
    for (kind, name, text) in [
        (Kind::Units, "units.csv", UNITS),
        (Kind::Plans, "plans.csv", include_str!("../../demo-data/plans.csv")),
        (Kind::Rates, "rates.csv", include_str!("../../demo-data/rates.csv")),
        (Kind::Splits, "splits.csv", include_str!("../../demo-data/splits.csv")),
        (Kind::Census, "census.csv", CENSUS),
        (Kind::Coverage, "coverage.csv", COVERAGE),
    ] {
        let source = Source::bytes(name, text.as_bytes().to_vec());
        let order = ImportOrder::whole(kind, &source);
        let imported = desk.import(&Actor::portal("import"), order, &|_| {}).await.unwrap();
        assert_eq!(imported.outcome, Outcome::Written, "{name}: {:?}", imported.report);
    }
}

/// Unit, plan, subscribers, premium, member's share, employer's share.
fn rows(costs: &Costs) -> Vec<(&str, &str, u32, Cents, Cents, Cents)> {
    let plans = costs.units.iter().flat_map(|unit| unit.plans.iter().map(move |plan| (unit, plan)));
    plans
        .map(|(unit, plan)| {
            let split = plan.split;
            (
                unit.unit.code.as_str(),
                plan.code.as_str(),
                plan.subscribers,
                split.premium,
                split.member,
                split.employer,
            )
        })
        .collect()
}

#[tokio::test]
async fn associated_bodies_are_billed_for_who_is_covered_on_the_day() {
    let cents = Cents::new;
    for store in both().await {
        let desk = desk_over(store);
        filled(&desk).await;
        let treasurer = staff(Role::Treasurer);
        let bills = desk.bills(&treasurer, day("2026-07-01")).await.unwrap();
        assert_eq!(
            rows(&bills),
            [
                ("UTILITY", "HMO", 1, cents(1_065_27), cents(213_05), cents(852_22)),
                ("UTILITY", "LIFE", 1, cents(7_90), cents(3_95), cents(3_95)),
                ("UTILITY", "OPTL", 1, cents(8_50), cents(8_50), cents(0)),
            ]
        );
        assert_eq!((bills.total.employer, bills.unpriced), (cents(856_17), 0));

        let before = desk.bills(&treasurer, day("2026-06-30")).await.unwrap();
        assert_eq!(
            rows(&before)[0],
            ("EMPLOYMENT_BOARD", "HMO", 1, cents(968_42), cents(290_53), cents(677_89)),
            "the last day of a coverage, at the rates of its plan year"
        );
    }
}

#[tokio::test]
async fn costs_add_up_by_unit_and_plan() {
    let cents = Cents::new;
    for store in both().await {
        let desk = desk_over(store);
        filled(&desk).await;
        let costs = desk.costs(&staff(Role::Accounting), day("2026-07-01")).await.unwrap();
        assert_eq!(
            rows(&costs)[..3],
            [
                // An employee at 25 percent and a survivor at 50.
                ("CITY", "HMO", 2, cents(2_130_54), cents(266_32 + 532_64), cents(798_95 + 532_63)),
                ("CITY", "MSUP", 1, cents(421_05), cents(168_42), cents(252_63)),
                ("CITY", "LIFE", 1, cents(7_90), cents(3_95), cents(3_95)),
            ]
        );
        let total = costs.total;
        assert_eq!(total.member + total.employer, total.premium);
        let parts: Cents = costs.units.iter().map(|unit| unit.total.premium).sum();
        assert_eq!(parts, total.premium);

        let too_early = desk.costs(&staff(Role::Accounting), day("2025-06-30")).await.unwrap();
        assert_eq!((too_early.units.len(), too_early.unpriced), (0, 0));
    }
}

#[tokio::test]
async fn pensions_deduct_the_members_share_by_system() {
    let cents = Cents::new;
    for store in both().await {
        let desk = desk_over(store);
        filled(&desk).await;
        let administrator = staff(Role::Retirement);
        let list = async |system, start| -> PensionList {
            desk.pension_deductions(&administrator, day("2026-07-01"), system, start).await.unwrap()
        };
        let city = list(PaidBy::Pension(RetirementSystem::City), 0).await;
        let totals: Vec<_> = city.systems.iter().map(|sum| (sum.system, sum.pensions, sum.total)).collect();
        assert_eq!(
            totals,
            [
                (PaidBy::Pension(RetirementSystem::City), 1, cents(172_37)),
                // The teacher, and the survivor of a teacher.
                (PaidBy::Pension(RetirementSystem::Mtrs), 2, cents(426_11 + 210_53)),
                (PaidBy::Bill, 1, cents(532_64)),
            ]
        );
        let shares: Vec<_> =
            city.deductions[0].shares.iter().map(|(plan, share)| (plan.as_str(), *share)).collect();
        assert_eq!(shares, [("LIFE", cents(3_95)), ("MSUP", cents(168_42))]);

        let mtrs = list(PaidBy::Pension(RetirementSystem::Mtrs), 0).await;
        let names: Vec<_> = mtrs.deductions.iter().map(|one| one.given_name.as_str()).collect();
        assert_eq!((names, mtrs.count), (vec!["Dee", "Eve"], 2));
        assert_eq!(list(PaidBy::Pension(RetirementSystem::Mtrs), 1).await.deductions[0].person_ref, "S00005");
        assert!(list(PaidBy::Pension(RetirementSystem::Mtrs), 9).await.deductions.is_empty());
    }
}

#[tokio::test]
async fn each_office_sees_its_own_list_alone() {
    let on = day("2026-07-01");
    for store in both().await {
        let desk = desk_over(store);
        filled(&desk).await;
        for role in Role::ALL {
            let actor = staff(role);
            let seen = [
                desk.bills(&actor, on).await.map(drop),
                desk.costs(&actor, on).await.map(drop),
                desk.pension_deductions(&actor, on, PaidBy::Pension(RetirementSystem::City), 0)
                    .await
                    .map(drop),
            ];
            let own = [Role::Treasurer, Role::Accounting, Role::Retirement];
            for (outcome, owner) in seen.into_iter().zip(own) {
                assert_eq!(outcome.is_ok(), role == owner, "{role:?} and the list of {owner:?}");
                assert!(outcome.is_ok() || matches!(outcome, Err(Error::Forbidden)));
            }
        }
    }
}

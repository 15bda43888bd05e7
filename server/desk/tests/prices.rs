//! Prices through the import and out of `explain price` again, on both engines, to the cent.
//!
//! `prices/demo.csv` was worked out apart from this code, in decimal arithmetic from the demonstration's
//! sheets: each split row with each rate row that it meets, on the first and the last day on which they
//! meet, for payers on both sides of each hire date; and the 102 percent of COBRA.
#![allow(clippy::unwrap_used, reason = "a test stops where something is wrong")]

mod office;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use desk::explain::{PriceAnswer, PriceQuestion};
use desk::imports::{ImportOrder, Outcome};
use desk::{Actor, Desk};
use domain::class::Class;
use domain::code::PlanCode;
use domain::money::Cents;
use office::{day, desk_over};
use records::import::{Kind, Source};
use records::testing::both;
use serde::Deserialize;

#[derive(Deserialize)]
struct Expected {
    plan: PlanCode,
    tier: String,
    unit: String,
    bargaining_unit: String,
    hired: Option<NaiveDate>,
    class: Class,
    on: NaiveDate,
    pays: u32,
    premium: String,
    member: String,
    employer: String,
    each: String,
    last: String,
}

impl Expected {
    fn question(&self) -> PriceQuestion {
        PriceQuestion {
            plan: self.plan.clone(),
            tier: self.tier.parse().unwrap(),
            unit: self.unit.parse().unwrap(),
            bargaining_unit: self.bargaining_unit.parse().ok(),
            hired: self.hired,
            class: self.class,
            on: self.on,
            pays: Some(self.pays),
            insurance: None,
        }
    }
}

/// A last deduction may give back: of 72 cents a year, each of 26 pays takes 3.
fn cents(dollars: &str) -> i64 {
    match dollars.strip_prefix('-') {
        Some(back) => -cents(back),
        None => dollars.parse::<Cents>().unwrap().get(),
    }
}

async fn import(desk: &Desk, kind: Kind, name: &str, text: &str) {
    let source = Source::bytes(name, text.as_bytes().to_vec());
    let order = ImportOrder::whole(kind, &source);
    let imported = desk.import(&Actor::portal("import"), order, |_| {}).await.unwrap();
    assert_eq!(imported.outcome, Outcome::Written, "{name}: {:?}", imported.report);
}

#[tokio::test]
async fn every_row_of_the_demonstrations_sheets_has_the_price_that_was_worked_out_by_hand() {
    let table: Vec<Expected> = csv::Reader::from_reader(include_str!("prices/demo.csv").as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()
        .unwrap();
    for store in both().await {
        let desk = desk_over(store);
        import(&desk, Kind::Plans, "plans.csv", include_str!("../../demo-data/plans.csv")).await;
        import(&desk, Kind::Rates, "rates.csv", include_str!("../../demo-data/rates.csv")).await;
        import(&desk, Kind::Splits, "splits.csv", include_str!("../../demo-data/splits.csv")).await;
        let (mut rates_met, mut splits_met) = (BTreeMap::new(), BTreeMap::new());
        for expected in &table {
            let question = expected.question();
            let answer = desk.explain_price(&question).await.unwrap();
            let mut pays = vec![cents(&expected.each); expected.pays as usize];
            *pays.last_mut().unwrap() = cents(&expected.last);
            let PriceAnswer { premium_cents, member_cents, employer_cents, pays_cents, because } = answer;
            assert_eq!(premium_cents, Some(cents(&expected.premium)), "{question:?} {because:?}");
            assert_eq!(member_cents, cents(&expected.member), "{question:?} {because:?}");
            assert_eq!(employer_cents, Some(cents(&expected.employer)), "{question:?} {because:?}");
            assert_eq!(pays_cents, pays, "{question:?} {because:?}");
            rates_met.insert(because.rate_row.unwrap(), ());
            splits_met.insert(because.split_row, ());
        }
        // Each row of both sheets has decided something; COBRA has no row.
        let rows = |sheet: &str| sheet.lines().count() - 1;
        assert_eq!(rates_met.len(), rows(include_str!("../../demo-data/rates.csv")));
        assert_eq!(splits_met.len(), rows(include_str!("../../demo-data/splits.csv")) + 1);
    }
}

#[tokio::test]
async fn published_tables_load_with_each_amount_as_published() {
    let tables = [
        (
            "gic-fy2021-employee-share.csv",
            include_str!("prices/gic-fy2021-employee-share.csv"),
            Class::Active,
            "2020-07-01",
        ),
        (
            "rmt-medicare-fy2018.csv",
            include_str!("prices/rmt-medicare-fy2018.csv"),
            Class::MedicareRetiree,
            "2017-07-01",
        ),
        (
            "rmt-non-medicare-fy2017.csv",
            include_str!("prices/rmt-non-medicare-fy2017.csv"),
            Class::NonMedicareRetiree,
            "2016-07-01",
        ),
    ];
    for store in both().await {
        let desk = desk_over(store);
        let mut asked = 0;
        for (name, text, class, first) in tables {
            import(&desk, Kind::Rates, name, text).await;
            let catalog = desk.catalog().await.unwrap();
            let mut reader = csv::Reader::from_reader(text.as_bytes());
            let header = reader.headers().unwrap().clone();
            for row in reader.records() {
                let row = row.unwrap();
                // Two tables may name the same plan; each has a plan of the class it is for.
                let plan = catalog
                    .plans
                    .iter()
                    .find(|plan| plan.name == row[0] && plan.audience.contains(&class))
                    .unwrap_or_else(|| panic!("{} of {name}", &row[0]));
                for (column, amount) in header.iter().zip(&row).skip(2) {
                    let (tier, percent) = column.rsplit_once('_').unwrap();
                    let question = PriceQuestion {
                        plan: plan.code.clone(),
                        tier: tier.parse().unwrap(),
                        unit: "STATE".parse().unwrap(),
                        bargaining_unit: Some(format!("SHARE_{percent}").parse().unwrap()),
                        hired: None,
                        class,
                        on: day(first),
                        pays: None,
                        insurance: None,
                    };
                    let answer = desk.explain_price(&question).await.unwrap();
                    assert_eq!(answer.member_cents, cents(amount), "{} {column} of {name}", &row[0]);
                    // The premium is not published, and is not made up.
                    assert_eq!((answer.premium_cents, answer.employer_cents), (None, None));
                    asked += 1;
                }
            }
        }
        assert_eq!(asked, 12 * 4 + 7 * 2 + 6 * 4);
    }
}

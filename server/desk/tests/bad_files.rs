//! Files that can't be right: each fault names the file, the row, the column, the value and what was
//! expected, and nothing of the file is written. On both engines.
#![allow(clippy::unwrap_used, reason = "a test stops where something is wrong")]

mod office;

use desk::imports::{ImportOrder, Imported, Outcome};
use desk::{Actor, Desk, Error, Role};
use office::{desk_over, staff};
use records::import::{Kind, Source};
use records::testing::both;
use rust_xlsxwriter::{Format, Workbook};

const PLANS: &str = include_str!("../../demo-data/plans.csv");
const RATES: &str = include_str!("../../demo-data/rates.csv");
const SPLITS: &str = include_str!("../../demo-data/splits.csv");
const CENSUS: &str =
    "ref,given_name,family_name,birth_date,population,unit,hours_per_week,hired,pay_calendar\n";
const COVERAGE: &str = "person_ref,benefit,plan_code,tier,amount,effective_from,effective_to\n";

async fn import(desk: &Desk, kind: Kind, name: &str, bytes: &[u8]) -> Imported {
    let source = Source::bytes(name, bytes.to_vec());
    desk.import(&Actor::portal("import"), ImportOrder::whole(kind, &source), |_| {}).await.unwrap()
}

/// An office with the demonstration's sheets and one clerk.
async fn filled(desk: &Desk) {
    let clerk = format!("{CENSUS}E00001,Ana,Reis,1985-03-04,ACTIVE,CITY,37.5,2020-01-06,weekly_52\n");
    for (kind, name, text) in [
        (Kind::Plans, "plans.csv", PLANS),
        (Kind::Rates, "rates.csv", RATES),
        (Kind::Splits, "splits.csv", SPLITS),
        (Kind::Census, "census.csv", &clerk),
    ] {
        assert_eq!(import(desk, kind, name, text.as_bytes()).await.outcome, Outcome::Written);
    }
}

/// Everything that an import could have changed.
async fn all(desk: &Desk) -> String {
    let catalog = desk.catalog().await.unwrap();
    let clerk = office::person(desk, "E00001").await;
    let coverage = records::coverage::current(desk.store(), clerk.id).await.unwrap();
    format!("{catalog:?} {clerk:?} {coverage:?}")
}

#[tokio::test]
async fn each_fault_names_row_column_value_and_what_was_expected() {
    let rates = "plan_code,tier,monthly_premium,effective_from,effective_to\n";
    let splits = "plan_code,unit,bargaining_unit,hired_from,hired_to,class,tier,member_percent,member_fixed,effective_from,effective_to\n";
    let good_rate = "VIS,family,20.93,2025-07-01,\n";
    let cases: Vec<(Kind, Vec<u8>, &str)> = vec![
        // Amounts.
        (Kind::Rates, format!("{rates}{good_rate}HMO,individual,\"12,5o\",2027-07-01,\n").into(), "f.csv, row 3, column monthly_premium: \"12,5o\"; expected"),
        (Kind::Rates, format!("{rates}HMO,individual,-1,2027-07-01,\n").into(), "f.csv, row 2, column monthly_premium: \"-1\"; expected"),
        (Kind::Rates, format!("{rates}HMO,individual,1e9,2027-07-01,\n").into(), "f.csv, row 2, column monthly_premium: \"1e9\"; expected"),
        (Kind::Rates, format!("{rates}HMO,individual,,2027-07-01,\n").into(), "f.csv, row 2, column monthly_premium: empty; expected"),
        // Names and dates.
        (Kind::Rates, format!("{rates}HNO,individual,12.50,2027-07-01,\n").into(), "f.csv, row 2, column plan_code: \"HNO\"; expected"),
        (Kind::Rates, format!("{rates}HMO,everyone,12.50,2027-07-01,\n").into(), "f.csv, row 2, column tier: \"everyone\"; expected"),
        (Kind::Rates, format!("{rates}HMO,individual,12.50,2027-02-30,\n").into(), "f.csv, row 2, column effective_from: \"2027-02-30\"; expected"),
        (Kind::Rates, format!("{rates}HMO,individual,12.50,2027-07-01,2027-07-01\n").into(), "f.csv, row 2, column effective_to: \"2027-07-01\"; expected a date after effective_from"),
        // Dates with an overlap, within the file and with the records, and with a gap.
        (Kind::Rates, format!("{rates}VIS,family,1.00,2020-07-01,2022-07-01\nVIS,family,2.00,2022-01-01,2025-07-01\n").into(), "f.csv, row 3, column effective_from: \"2022-01-01\"; expected VIS family: periods that do not overlap"),
        (Kind::Rates, format!("{rates}HMO,individual,1200.00,2027-07-01,\n").into(), "f.csv, row 2, column effective_from: \"2027-07-01\"; expected HMO individual: periods that do not overlap"),
        (Kind::Rates, format!("{rates}VIS,family,1.00,2020-07-01,2022-07-01\nVIS,family,2.00,2022-08-01,2025-07-01\n").into(), "f.csv, row 3, column effective_from: \"2022-08-01\"; expected VIS family: periods without a gap"),
        // Two split rows that both match, and a share of more than everything.
        (Kind::Splits, format!("{splits}VIS,,,,,active,,90,,2026-07-01,\n").into(), "f.csv, row 2"),
        (Kind::Splits, format!("{splits}VIS,CITY,,,,active,,101,,2025-07-01,\n").into(), "f.csv, row 2, column member_percent: \"101\"; expected"),
        (Kind::Splits, format!("{splits}VIS,CITY,,,,active,,10,5.00,2025-07-01,\n").into(), "f.csv, row 2"),
        // People.
        (Kind::Census, format!("{CENSUS}E00002,,Reis,1985-03-04,ACTIVE,CITY,37.5,2020-01-06,weekly_52\n").into(), "f.csv, row 2, column given_name: empty; expected"),
        (Kind::Census, format!("{CENSUS}E00002,Bea,Reis,03/04/85,ACTIVE,CITY,37.5,2020-01-06,weekly_52\n").into(), "f.csv, row 2, column birth_date: \"03/04/85\"; expected"),
        (Kind::Census, format!("{CENSUS}E00002,Bea,Reis,1985-03-04,ACTIVE,CITY,lots,2020-01-06,weekly_52\n").into(), "f.csv, row 2, column hours_per_week: \"lots\"; expected"),
        (Kind::Census, format!("{CENSUS}E00002,Bea,Reis,1985-03-04,ACTIVE,CITY,37.5,2020-01-06,fortnightly\n").into(), "f.csv, row 2, column pay_calendar: \"fortnightly\"; expected"),
        (Kind::Census, format!("{CENSUS}E00002,Bea,Reis,1985-03-04,ACTIVE,CITY,37.5,2020-01-06,weekly_52\nE00002,Bea,Reis,1985-03-04,ACTIVE,CITY,37.5,2020-01-06,weekly_52\n").into(), "f.csv, row 3, column ref: \"E00002\"; expected"),
        // Coverage.
        (Kind::Coverage, format!("{COVERAGE}E00009,health,HMO,individual,,2025-07-01,\n").into(), "f.csv, row 2, column person_ref: \"E00009\"; expected"),
        (Kind::Coverage, format!("{COVERAGE}E00001,health,DBAS,individual,,2025-07-01,\n").into(), "f.csv, row 2, column plan_code: \"DBAS\"; expected"),
        (Kind::Coverage, format!("{COVERAGE}E00001,health,HMO,individual,,2025-07-01,2026-01-01\nE00001,health,PPO,individual,,2025-12-01,\n").into(), "f.csv, row 3, column effective_from: \"2025-12-01\"; expected periods of one person and benefit that do not overlap"),
        // Files that are no such file.
        (Kind::Rates, b"plan_code,tier,monthly_premium,effective_from,effective_to\nHMO,individual,12.50,2027-07-01,\xFF\n".to_vec(), "f.csv, row 2: the row is not UTF-8 text: byte 1 of cell 5 is 0xFF"),
        (Kind::Rates, b"plan_code,tier,\xFF\n".to_vec(), "f.csv, row 1: the header is not UTF-8 text"),
        (Kind::Rates, Vec::new(), "f.csv, row 1: the file is empty"),
        (Kind::Rates, b"plan_code,tier\nHMO,individual\n".to_vec(), "f.csv, row 1: column monthly_premium is missing"),
        (Kind::Rates, format!("plan_code,plan_code,tier,monthly_premium,effective_from,effective_to\n{good_rate}").into(), "f.csv, row 1: column plan_code is there twice"),
        (Kind::Rates, format!("{rates}VIS,family,20.93,2025-07-01,,and,more\n").into(), "f.csv, row 2: the row has more cells than the header's 5"),
        (Kind::Census, format!("{CENSUS}\"E00002,Bea\n{}", "x".repeat(1 << 21)).into(), "does not end within a megabyte"),
        (Kind::Rates, b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 an old workbook".to_vec(), "old or protected Excel format"),
        (Kind::Rates, b"PK\x03\x04 not a workbook".to_vec(), "the workbook can't be read"),
        (Kind::Rates, merged(), "header cells A1:B1 are merged"),
    ];
    for store in both().await {
        let desk = desk_over(store);
        filled(&desk).await;
        let before = all(&desk).await;
        for (kind, bytes, expected) in &cases {
            let came = import(&desk, *kind, "f.csv", bytes).await;
            let told: Vec<String> = came.report.faults.iter().map(ToString::to_string).collect();
            assert_eq!(came.outcome, Outcome::Refused, "{expected}: {told:?}");
            assert!(
                told.iter().any(|fault| fault.contains(expected)),
                "expected {expected:?}, told {told:#?}"
            );
            assert_eq!(all(&desk).await, before, "{expected}");
        }
    }
}

/// A workbook whose first two header cells are one.
fn merged() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.merge_range(0, 0, 0, 1, "plan_code", &Format::new()).unwrap();
    for (column, name) in ["tier", "monthly_premium", "effective_from", "effective_to"].iter().enumerate() {
        sheet.write(0, column as u16 + 2, *name).unwrap();
    }
    sheet.write(1, 0, "VIS").unwrap();
    workbook.save_to_buffer().unwrap()
}

#[tokio::test]
async fn a_workbook_and_columns_in_another_order_say_the_same_as_the_csv() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, line) in RATES.lines().enumerate() {
        for (column, cell) in line.split(',').rev().enumerate() {
            let (row, column) = (row as u32, column as u16);
            match cell.parse::<f64>() {
                Ok(number) => sheet.write(row, column, number).unwrap(),
                Err(_) => sheet.write(row, column, cell).unwrap(),
            };
        }
    }
    let workbook = workbook.save_to_buffer().unwrap();
    for store in both().await {
        let desk = desk_over(store);
        filled(&desk).await;
        let before = all(&desk).await;
        // The same rows, and the same file again: nothing changes.
        for (name, bytes) in [("rates.xlsx", workbook.as_slice()), ("rates.csv", RATES.as_bytes())] {
            let came = import(&desk, Kind::Rates, name, bytes).await;
            assert_eq!(came.outcome, Outcome::NothingNew, "{name}: {:?}", came.report);
            assert_eq!(came.report.counts.unchanged, came.report.counts.rows);
        }
        assert_eq!(all(&desk).await, before);
    }
}

#[tokio::test]
async fn good_rows_are_taken_where_that_is_asked_for_and_the_others_come_back_with_reasons() {
    let text = format!(
        "{CENSUS}E00002,Bea,Reis,1985-03-04,ACTIVE,CITY,37.5,2020-01-06,weekly_52\n\
         E00003,Cy,Reis,1985-13-04,ACTIVE,CITY,37.5,2020-01-06,weekly_52\n"
    );
    for store in both().await {
        let desk = desk_over(store);
        filled(&desk).await;
        let source = Source::bytes("census.csv", text.clone().into_bytes());
        let folder = tempfile::tempdir().unwrap();
        let rejects = folder.path().join("rejected.csv");
        let mut order =
            ImportOrder { accept_good: true, dry_run: true, ..ImportOrder::whole(Kind::Census, &source) };
        order.rejects = Some(&rejects);
        let tried = desk.import(&Actor::portal("import"), order, |_| {}).await.unwrap();
        assert_eq!(tried.outcome, Outcome::Tried);
        assert!(!rejects.exists());
        let beas = records::people::by_ref(desk.store(), &"E00002".parse().unwrap()).await;
        assert!(matches!(beas, Err(records::Error::NotFound(_))), "{beas:?}");

        order.dry_run = false;
        let done = desk.import(&Actor::portal("import"), order, |_| {}).await.unwrap();
        assert_eq!(
            (done.outcome, done.report.counts.new, done.report.counts.rejected),
            (Outcome::Written, 1, 1)
        );
        office::person(&desk, "E00002").await;
        let rejected = std::fs::read_to_string(&rejects).unwrap();
        let rejected: Vec<&str> = rejected.lines().collect();
        assert_eq!(rejected.len(), 2, "{rejected:?}");
        assert!(rejected[0].ends_with(",reason") && rejected[1].starts_with("E00003,Cy,Reis,1985-13-04"));
        assert!(rejected[1].contains("column birth_date"), "{rejected:?}");

        // A file that is there is not written over.
        let again = desk.import(&Actor::portal("import"), order, |_| {}).await;
        assert!(again.is_err(), "{again:?}");
    }
}

#[tokio::test]
async fn confidential_numbers_are_not_in_what_is_told_of_a_file() {
    let text = "ref,given_name,family_name,birth_date,ssn,population,unit,hours_per_week,hired,pay_calendar\n\
        E00002,Bea,Reis,1985-03-04,000-12-3456,ACTIVE,CITY,37.5,2020-01-06,weekly_52\n";
    for store in both().await {
        let desk = desk_over(store);
        filled(&desk).await;
        let came = import(&desk, Kind::Census, "census.csv", text.as_bytes()).await;
        assert_eq!(came.outcome, Outcome::Refused);
        let told = format!("{:?}", came.report);
        assert!(told.contains("ssn") && !told.contains("3456"), "{told}");
    }
}

#[tokio::test]
async fn only_who_may_imports() {
    for store in both().await {
        let desk = desk_over(store);
        let source = Source::bytes("plans.csv", PLANS.as_bytes().to_vec());
        for role in [Role::Payroll, Role::Treasurer, Role::Retirement, Role::Accounting, Role::Director] {
            let refused = desk.import(&staff(role), ImportOrder::whole(Kind::Plans, &source), |_| {}).await;
            assert!(matches!(refused, Err(Error::Forbidden)), "{role:?}: {refused:?}");
        }
        assert!(desk.catalog().await.unwrap().plans.is_empty());
    }
}

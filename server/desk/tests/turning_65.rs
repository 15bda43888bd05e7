//! Those who become 65 under a retiree's coverage: seen by the desk, told twice, on both engines.
#![allow(clippy::unwrap_used, reason = "a test stops where something is wrong")]

mod office;

use desk::imports::{ImportOrder, Outcome};
use desk::{Actor, Clock, Desk, Error, Role};
use office::{day, member, office, person, staff};
use records::import::{Kind, Source};
use records::testing::both;
use records::{Store, messages};

/// A retiree of 70 with Medicare and a spouse who is 65 on March 1, 2027; a retiree of 64 who is 65 on
/// March 15, 2027; one who was 65 last month; an employee of 64.
async fn retirees(store: Store) -> Desk {
    let desk = office(store, 1).await;
    let census = "ref,given_name,family_name,birth_date,email,subscriber_ref,relationship,population,unit,hours_per_week,hired,pay_calendar,retired_on,medicare_from\n\
        R00001,Ida,Reis,1956-05-01,ida@alderbrook.example,,,CITY_RETIREE,CITY,,,,2020-07-01,2021-05-01\n\
        R00001-01,Rui,Reis,1962-03-01,,R00001,spouse,,,,,,,\n\
        R00002,Ana,Alves,1962-03-15,ana@alderbrook.example,,,MTRS_RETIREE,SCHOOL,,,,2022-07-01,\n\
        R00003,Bia,Alves,1961-10-20,bia@alderbrook.example,,,CITY_RETIREE,CITY,,,,2022-07-01,\n\
        E00091,Caio,Alves,1962-03-15,caio@alderbrook.example,,,ACTIVE,CITY,37.5,2020-01-06,weekly_52,,\n";
    let coverage = "person_ref,benefit,plan_code,tier,effective_from,dependents\n\
        R00001,health,HMO,individual_plus_one,2025-07-01,R00001-01\n\
        R00002,health,HMO,individual,2025-07-01,\n\
        R00003,health,HMO,individual,2025-07-01,\n\
        E00091,health,HMO,individual,2025-07-01,\n";
    for (kind, name, text) in
        [(Kind::Census, "census.csv", census), (Kind::Coverage, "coverage.csv", coverage)]
    {
        let source = Source::bytes(name, text.as_bytes().to_vec());
        let imported =
            desk.import(&Actor::portal("import"), ImportOrder::whole(kind, &source), &|_| {}).await.unwrap();
        assert_eq!(imported.outcome, Outcome::Written, "{name}: {:?}", imported.report);
    }
    desk
}

fn on(desk: &Desk, date: &str) -> Desk {
    desk.at(Clock::showing(format!("{date}T16:00:00Z").parse().unwrap()))
}

#[tokio::test]
async fn the_desk_sees_who_becomes_65_and_has_no_medicare() {
    for store in both().await {
        let desk = on(&retirees(store).await, "2026-11-24");
        let list = desk.turning_65(&staff(Role::Coordinator)).await.unwrap();
        let said: Vec<_> = list
            .iter()
            .map(|one| (one.name.as_str(), one.subscriber_ref.as_str(), one.begins, one.enrol.from()))
            .collect();
        assert_eq!(
            said,
            [
                ("Bia Alves", "R00003", day("2026-10-01"), day("2026-07-01")),
                ("Rui Reis", "R00001", day("2027-02-01"), day("2026-11-01")),
                ("Ana Alves", "R00002", day("2027-03-01"), day("2026-12-01")),
            ],
            "not the employee, not who has Medicare"
        );
        assert!(matches!(desk.turning_65(&staff(Role::Payroll)).await, Err(Error::Forbidden)));
        let ida = member(&person(&desk, "R00001").await);
        let mine = desk.my_benefits(&ida, None).await.unwrap().turning_65;
        assert_eq!(mine.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["Rui Reis"]);
    }
}

#[tokio::test]
async fn each_is_told_when_it_comes_into_sight_and_when_enrolling_begins() {
    for store in both().await {
        let desk = retirees(store).await;
        for (date, told) in [
            ("2026-04-30", 1),
            ("2026-04-30", 0),
            ("2026-05-01", 1),
            ("2026-05-02", 0),
            ("2026-06-01", 1),
            ("2026-07-01", 1),
            ("2026-10-31", 0),
            ("2026-11-01", 1),
            ("2026-12-01", 1),
            ("2026-12-02", 0),
        ] {
            assert_eq!(on(&desk, date).foresee_medicare().await.unwrap(), told, "{date}");
        }
        on(&desk, "2026-12-02").send_mail(None).await.unwrap();
        let mail = messages::page(desk.store(), None, 10).await.unwrap();
        assert_eq!(mail.len(), 6);
        assert!(
            mail.iter().all(|one| !one.body.contains("Rui") && one.body.contains("/my")),
            "no names in mail"
        );
    }
}

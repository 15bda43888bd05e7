//! Those who become 65 under a retiree's coverage: seen by the desk, told twice or by a letter, on both engines.
#![allow(clippy::unwrap_used, reason = "a test stops where something is wrong")]

mod office;

use desk::imports::{ImportOrder, Outcome};
use desk::turning_65::Turning65;
use desk::{Actor, Clock, Desk, Error, Role};
use letters::testing::pages;
use office::{day, member, office, person, staff};
use records::audit::{self, Verdict};
use records::import::{Kind, Source};
use records::testing::both;
use records::{Store, messages};

/// A retiree of 70 with Medicare and a spouse who is 65 on March 1, 2027; a retiree of 64 who is 65 on
/// March 15, 2027; one who was 65 last month; one without e-mail who works until December 2026, past 65; an employee
/// of 64.
async fn retirees(store: Store) -> Desk {
    let desk = office(store, 1).await;
    let census = "ref,given_name,family_name,birth_date,email,subscriber_ref,relationship,population,unit,hours_per_week,hired,pay_calendar,retired_on,medicare_from,language,street,town,state,zip\n\
        R00001,Ida,Reis,1956-05-01,ida@alderbrook.example,,,CITY_RETIREE,CITY,,,,2020-07-01,2021-05-01,,,,,\n\
        R00001-01,Rui,Reis,1962-03-01,,R00001,spouse,,,,,,,,,,,,\n\
        R00002,Ana,Alves,1962-03-15,ana@alderbrook.example,,,MTRS_RETIREE,SCHOOL,,,,2022-07-01,,,,,,\n\
        R00003,Bia,Alves,1961-10-20,bia@alderbrook.example,,,CITY_RETIREE,CITY,,,,2022-07-01,,,,,,\n\
        R00004,Dora,Alves,1960-06-15,,,,CITY_RETIREE,CITY,,,,2026-12-01,,es,3 Elm Street,Alderbrook,MA,01099\n\
        E00091,Caio,Alves,1962-03-15,caio@alderbrook.example,,,ACTIVE,CITY,37.5,2020-01-06,weekly_52,,,,,,,\n";
    let coverage = "person_ref,benefit,plan_code,tier,effective_from,dependents\n\
        R00001,health,HMO,individual_plus_one,2025-07-01,R00001-01\n\
        R00002,health,HMO,individual,2025-07-01,\n\
        R00003,health,HMO,individual,2025-07-01,\n\
        R00004,health,HMO,individual,2025-07-01,\n\
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
                ("Rui Reis", "R00001", day("2027-02-01"), day("2026-11-01")),
                ("Ana Alves", "R00002", day("2027-03-01"), day("2026-12-01")),
                ("Bia Alves", "R00003", day("2026-10-01"), day("2026-07-01")),
            ],
            "late last; not the employee, not who works on past 65, not who has Medicare"
        );
        assert!(matches!(desk.turning_65(&staff(Role::Payroll)).await, Err(Error::Forbidden)));
        let ida = member(&person(&desk, "R00001").await);
        let mine = desk.my_benefits(&ida, None).await.unwrap().turning_65;
        assert_eq!(mine.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["Rui Reis"]);
    }
}

#[tokio::test]
async fn whoever_is_late_stays_on_the_list_and_is_mailed_no_more() {
    for store in both().await {
        let today = day("2027-03-15");
        let desk = on(&retirees(store).await, "2027-03-15");
        let names = |list: &[Turning65]| list.iter().map(|one| one.name.clone()).collect::<Vec<_>>();
        let list = desk.turning_65(&staff(Role::Coordinator)).await.unwrap();
        assert_eq!(names(&list), ["Ana Alves", "Rui Reis", "Bia Alves", "Dora Alves"], "the last first");
        assert!(list.iter().all(|one| one.is_late(today)));
        for number in ["R00003", "R00004"] {
            let late = person(&desk, number).await;
            let mine = desk.my_benefits(&member(&late), None).await.unwrap().turning_65;
            assert_eq!(names(&mine), [late.name()]);
        }
        assert_eq!(desk.foresee_medicare().await.unwrap(), 2, "Ana's and Rui's, not those before");
        assert_eq!(desk.foresee_medicare().await.unwrap(), 0);
    }
}

async fn letter(desk: &Desk, one: &Turning65) -> String {
    let number = one.subscriber_ref.parse().unwrap();
    let made = desk.make_turning_65_letter(&staff(Role::Coordinator), &number, one.person).await.unwrap();
    pages(&made.bytes).join(" ")
}

#[tokio::test]
async fn whoever_no_mail_reaches_is_sent_a_letter_in_their_language() {
    for store in both().await {
        let desk = on(&retirees(store).await, "2026-12-24");
        let list = desk.turning_65(&staff(Role::Coordinator)).await.unwrap();
        let named = |name: &str| list.iter().find(|one| one.name == name).unwrap();
        let (dora, rui) = (named("Dora Alves"), named("Rui Reis"));
        assert!(!dora.by_email && rui.by_email);
        let trail = async || match audit::verify(desk.store()).await.unwrap() {
            Verdict::Whole(links) => links,
            broken => panic!("{broken:?}"),
        };
        let before = trail().await;
        for (one, words) in [
            (
                dora,
                [
                    "3 Elm Street",
                    "Usted cumplió 65 años el 15 de junio de 2025",
                    "podía empezar el 1 de junio de 2025",
                    "del 1 de marzo de 2025 al 30 de septiembre de 2025",
                ],
            ),
            (
                rui,
                [
                    "Dear Ida Reis",
                    "Rui Reis, whom you cover, will be 65 on March 1, 2027",
                    "can begin on February 1, 2027",
                    "from November 1, 2026 to May 31, 2027",
                ],
            ),
        ] {
            let said = letter(&desk, one).await;
            assert!(words.iter().all(|words| said.contains(*words)), "{said}");
        }
        assert_eq!(trail().await, before + 2);

        let number = "R00001".parse().unwrap();
        let ida = person(&desk, "R00001").await.id;
        let has_it = desk.make_turning_65_letter(&staff(Role::Coordinator), &number, ida).await;
        assert!(matches!(has_it, Err(Error::NotFound(_))));
        let looks = desk.make_turning_65_letter(&staff(Role::Director), &number, rui.person).await;
        assert!(matches!(looks, Err(Error::Forbidden)));
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

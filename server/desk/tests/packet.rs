//! The retiree packet: what it says is what the records say; as it was sent it can be made again; many for the
//! mail. On both engines.
#![allow(clippy::unwrap_used, reason = "a test stops where something is wrong")]

mod office;

use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::NaiveDate;
use desk::imports::{ImportOrder, Outcome};
use desk::packet::runs::Audience;
use desk::packet::{Language, Paper, SectionKey, SectionText, Size};
use desk::part_b::{TypedClaim, TypedClose};
use desk::{Actor, Clock, Desk, Error, Role};
use domain::money::Cents;
use office::{member, office, person, staff};
use records::import::{Kind, Source};
use records::testing::both;
use records::{Store, audit};

const CENSUS: &str = "ref,given_name,family_name,birth_date,email,subscriber_ref,relationship,population,unit,hours_per_week,hired,pay_calendar,retired_on,medicare_from,since,street,town,state,zip,language\n\
    R00001,Ida,Reis,1950-05-01,ida@alderbrook.example,,,CITY_RETIREE,CITY,,,,2015-07-01,2015-05-01,,9 Mill Road,Alderbrook,MA,01002,en\n\
    R00001-01,Rui,Reis,1963-03-15,,R00001,spouse,,,,,,,,,,,,,\n\
    R00002,Inés,Núñez,1966-03-15,,,,MTRS_RETIREE,SCHOOL,,,,2022-07-01,,,4 Añil Street,Alderbrook,MA,01001,es\n\
    R00002-01,José,Núñez,1967-04-15,,R00002,spouse,,,,,,,,,,,,,\n\
    S00003,Dora,Alves,1948-02-02,,,,SURVIVOR,CITY,,,,,2013-02-01,2020-01-01,1 Elm Street,Alderbrook,MA,01002,en\n";
const COVERAGE: &str = "person_ref,benefit,plan_code,tier,effective_from,dependents\n\
    R00001,health,MSUP,per_person,2025-07-01,\n\
    R00001,dental,DBAS,individual,2025-07-01,\n\
    R00001,life,LIFE,individual,2025-07-01,\n\
    R00002,health,HMO,individual_plus_one,2025-07-01,R00002-01\n\
    S00003,health,MHMO,per_person,2025-07-01,\n";

async fn import(desk: &Desk, kind: Kind, name: &str, text: &str) {
    let source = Source::bytes(name, text.as_bytes().to_vec());
    let order = ImportOrder::whole(kind, &source);
    let imported = desk.import(&Actor::portal("import"), order, &|_| {}).await.unwrap();
    assert_eq!(imported.outcome, Outcome::Written, "{name}: {:?}", imported.report);
}

/// A city retiree with Medicare, a retired teacher of 60 with a spouse, a survivor; one employee.
async fn retirees(store: Store) -> Desk {
    let desk = office(store, 1).await;
    import(&desk, Kind::Census, "census.csv", CENSUS).await;
    import(&desk, Kind::Coverage, "coverage.csv", COVERAGE).await;
    desk.at(Clock::showing("2026-11-24T16:00:00Z".parse().unwrap()))
}

/// What somebody's packet says, in English at normal size.
async fn packet_of(desk: &Desk, number: &str) -> String {
    let actor = member(&person(desk, number).await);
    said(&desk.my_packet(&actor, Paper::default()).await.unwrap().bytes)
}

/// The standard Part B premium of some months of 2026, proven on paper.
async fn proven(desk: &Desk, number: &str, months: (u32, u32)) {
    let typed = TypedClaim {
        person: person(desk, number).await.id.to_string(),
        year: "2026".into(),
        from: months.0.to_string(),
        through: months.1.to_string(),
        premium: "202.90".into(),
        reason: "by mail".into(),
        ..TypedClaim::default()
    };
    let generalist = staff(Role::Generalist);
    let id = desk.enter_part_b_claim(&generalist, &number.parse().unwrap(), &typed).await.unwrap();
    desk.verify_part_b_claim(&generalist, id, 1, &typed).await.unwrap();
}

async fn close(desk: &Desk, number: i64, through: &str) {
    let typed = TypedClose { number: number.to_string(), through: through.into() };
    assert_eq!(desk.close_part_b_list(&staff(Role::Coordinator), &typed).await.unwrap(), number);
}

fn said(pdf: &[u8]) -> String {
    letters::testing::pages(pdf).join(" ")
}

fn papers() -> impl Iterator<Item = Paper> {
    Language::ALL.into_iter().flat_map(|language| Size::ALL.map(|size| Paper { language, size }))
}

fn everything(text: &SectionText) -> SectionText {
    SectionText {
        title_en: "Our new words".into(),
        title_es: "Nuestras palabras nuevas".into(),
        ..text.clone()
    }
}

#[tokio::test]
async fn a_packet_says_what_the_records_say() {
    for store in both().await {
        let desk = retirees(store).await;
        for (number, way) in [
            ("R00001", "is taken from your city pension"),
            ("R00002", "Massachusetts Teachers’ Retirement System"),
            ("S00003", "The treasurer sends you a bill"),
        ] {
            let file = person(&desk, number).await;
            let actor = member(&file);
            let held = desk.my_benefits(&actor, None).await.unwrap().held;
            assert!(!held.is_empty());
            for paper in papers() {
                let said = said(&desk.my_packet(&actor, paper).await.unwrap().bytes);
                let mut words = vec![number.to_owned(), file.name(), file.street.clone().unwrap()];
                let mut own = Cents::ZERO;
                for line in held.iter().map(|held| &held.line) {
                    let monthly = line.cost.as_ref().unwrap().monthly;
                    own += monthly.member;
                    words.extend([monthly.premium, monthly.employer, monthly.member].map(Cents::display));
                    words.push(line.plan.clone().unwrap().name);
                    words.extend(line.covered.iter().cloned());
                }
                words.push(own.display());
                for word in words {
                    assert!(said.contains(&word), "{number} {paper:?} does not say {word}: {said}");
                }
                if paper.language == Language::En {
                    assert!(said.contains(way), "{number}: {said}");
                }
            }
        }
    }
}

#[tokio::test]
async fn it_foresees_prices_and_medicare_and_remembers_changes() {
    for store in both().await {
        let desk = retirees(store).await;
        let ida = member(&person(&desk, "R00001").await);
        let said_to_ida = said(&desk.my_packet(&ida, Paper::default()).await.unwrap().bytes);
        // 446.31 from January 2027, of which 40 %; 421.05 since January 2026, 398.72 before.
        for words in [
            "from January 1, 2027",
            "$446.31 $267.79 $178.52",
            "Now you pay $168.42",
            "January 1, 2026: your share of health, Senior Supplement changed from $159.49 to $168.42",
            "Medicare is on record since May 1, 2015",
            "Medicare can begin on March 1, 2028",
            "Retirees without Medicare",
            "Valley HMO, individual",
        ] {
            assert!(said_to_ida.contains(words), "{words}: {said_to_ida}");
        }
        let ines = member(&person(&desk, "R00002").await);
        let paper = Paper { language: Language::Es, size: Size::Large };
        let said_to_ines = said(&desk.my_packet(&ines, paper).await.unwrap().bytes);
        for words in ["José Núñez", "Medicare puede empezar el 1 de marzo de 2031", "Jubilados con Medicare"]
        {
            assert!(said_to_ines.contains(words), "{words}: {said_to_ines}");
        }
    }
}

#[tokio::test]
async fn what_is_due_paid_and_still_to_come_of_part_b_are_told_apart() {
    for store in both().await {
        let desk = retirees(store).await;
        let nothing = packet_of(&desk, "R00001").await;
        assert!(nothing.contains("$0.00 $0.00 $0.00"), "{nothing}");
        proven(&desk, "R00001", (1, 6)).await;
        close(&desk, 1, "2026-06").await;
        let listed = packet_of(&desk, "R00001").await;
        for words in ["$608.70 $0.00 $608.70", "On a list, not paid yet: $608.70"] {
            assert!(listed.contains(words), "{words}: {listed}");
        }

        let later = desk.at(Clock::showing("2026-12-08T16:00:00Z".parse().unwrap()));
        later.mark_part_b_list_paid(&staff(Role::Accounting), 1, "2026-12-04").await.unwrap();
        let paid = packet_of(&later, "R00001").await;
        assert!(paid.contains("$608.70 $608.70 $0.00") && !paid.contains("On a list"), "{paid}");

        // The rest of the year, of which three months are on a list.
        proven(&later, "R00001", (7, 12)).await;
        close(&later, 2, "2026-09").await;
        let said = packet_of(&later, "R00001").await;
        for words in ["Verified months: 12", "$1,217.40 $608.70 $608.70", "On a list, not paid yet: $304.35"]
        {
            assert!(said.contains(words), "{words}: {said}");
        }
    }
}

#[tokio::test]
async fn a_total_without_a_price_says_so() {
    for store in both().await {
        let desk = retirees(store).await;
        let whole = packet_of(&desk, "S00003").await;
        assert!(!whole.contains("the totals are without it"), "{whole}");
        // The sheets have no price of Vision for survivors.
        let vision = "person_ref,benefit,plan_code,tier,effective_from,dependents\n\
            S00003,vision,VIS,individual,2026-07-01,\n";
        import(&desk, Kind::Coverage, "vision.csv", vision).await;
        let said = packet_of(&desk, "S00003").await;
        for words in
            ["Ask us for the price", "a bill of $185.93 each month", "the totals are without it: call us"]
        {
            assert!(said.contains(words), "{words}: {said}");
        }
    }
}

#[tokio::test]
async fn contracts_of_others_in_the_household_are_marked_and_their_changes_told_by_name() {
    const OTHERS: &str = "ref,given_name,family_name,birth_date,subscriber_ref,relationship,population,unit,retired_on,medicare_from\n\
        R00004,Luz,Lima,1964-05-01,,,CITY_RETIREE,CITY,2020-07-01,\n\
        R00004-01,Hugo,Lima,1955-04-10,R00004,spouse,,,,2020-04-01\n";
    // Ida's spouse has no Medicare, and Luz's has.
    const CONTRACTS: &str = "person_ref,benefit,plan_code,tier,effective_from,effective_to,dependents\n\
        R00001-01,health,HMO,individual,2025-07-01,,\n\
        R00004,health,HMO,individual,2026-07-01,,\n\
        R00004-01,health,MSUP,per_person,2025-07-01,,\n\
        R00004-01,dental,DBAS,individual,2025-07-01,2026-07-01,\n";
    for store in both().await {
        let desk = retirees(store).await;
        import(&desk, Kind::Census, "others.csv", OTHERS).await;
        import(&desk, Kind::Coverage, "contracts.csv", CONTRACTS).await;
        for (number, own, others) in [
            (
                "R00001",
                2,
                [
                    "Rui Reis has this.",
                    "Rui Reis: your share of health, Valley HMO changed from $387.37 to $426.11",
                ],
            ),
            (
                "R00004",
                1,
                [
                    "Hugo Lima has this.",
                    "Hugo Lima: your share of health, Senior Supplement changed from $159.49 to $168.42",
                ],
            ),
        ] {
            let said = packet_of(&desk, number).await;
            for words in others {
                assert_eq!(said.matches(words).count(), 1, "{number} {words}: {said}");
            }
            assert_eq!(said.matches("You have this.").count(), own, "{number}: {said}");
            assert!(said.contains("Retirees with Medicare"), "{number}: {said}");
            assert!(said.contains("Retirees without Medicare"), "{number}: {said}");
        }
        let said = packet_of(&desk, "R00004").await;
        for words in
            ["July 1, 2026: health, Valley HMO began", "June 30, 2026, Hugo Lima: the last day of dental"]
        {
            assert!(said.contains(words), "{words}: {said}");
        }
    }
}

#[tokio::test]
async fn a_packet_is_its_owners_and_the_desks_and_nobody_elses() {
    for store in both().await {
        let desk = retirees(store).await;
        let employee = member(&person(&desk, "E00001").await);
        assert!(!desk.has_packet(&employee).await.unwrap());
        let none = desk.my_packet(&employee, Paper::default()).await;
        assert!(matches!(none, Err(Error::NotFound("packet"))));
        let spouse = member(&person(&desk, "R00001-01").await);
        assert!(matches!(desk.my_packet(&spouse, Paper::default()).await, Err(Error::NotFound("packet"))));

        let number = "R00001".parse().unwrap();
        for actor in [staff(Role::Payroll), staff(Role::Accounting), employee.clone()] {
            let made = desk.make_packet(&actor, &number, Paper::default()).await;
            assert!(matches!(made, Err(Error::Forbidden)));
            assert!(matches!(desk.packets_of(&actor, &number).await, Err(Error::Forbidden)));
        }
        let coordinator = staff(Role::Coordinator);
        let id = desk.make_packet(&coordinator, &number, Paper::default()).await.unwrap();
        assert!(matches!(desk.packet_as_sent(&employee, id).await, Err(Error::Forbidden)));
        assert_eq!(desk.packets_of(&coordinator, &"E00001".parse().unwrap()).await.unwrap(), None);
        assert!(matches!(audit::verify(desk.store()).await.unwrap(), audit::Verdict::Whole(_)));
    }
}

#[tokio::test]
async fn what_is_asked_for_twice_is_kept_once() {
    for store in both().await {
        let desk = retirees(store).await;
        let ida = member(&person(&desk, "R00001").await);
        let first = desk.my_packet(&ida, Paper::default()).await.unwrap();
        assert_eq!(first, desk.my_packet(&ida, Paper::default()).await.unwrap());
        desk.my_packet(&ida, Paper { size: Size::Large, ..Paper::default() }).await.unwrap();
        let made = desk.packets_of(&staff(Role::Coordinator), &"R00001".parse().unwrap()).await.unwrap();
        assert_eq!(made.unwrap().len(), 2);
    }
}

#[tokio::test]
async fn a_packet_that_was_sent_is_made_again_as_it_was() {
    for store in both().await {
        let desk = retirees(store).await;
        let (coordinator, number) = (staff(Role::Coordinator), "R00001".parse().unwrap());
        let ida = member(&person(&desk, "R00001").await);
        let paper = Paper { language: Language::Es, size: Size::Large };
        let sent = desk.my_packet(&ida, paper).await.unwrap();
        let id = desk.packets_of(&coordinator, &number).await.unwrap().unwrap()[0].id;

        // Other words, other prices, another day.
        let life = desk.packet_section(&coordinator, SectionKey::Life).await.unwrap();
        let version =
            desk.save_section(&coordinator, SectionKey::Life, 0, &everything(&life.text)).await.unwrap();
        desk.publish_section(&coordinator, SectionKey::Life, version).await.unwrap();
        let rates = include_str!("../../demo-data/rates.csv").replace("446.31", "499.99");
        import(&desk, Kind::Rates, "rates.csv", &rates).await;
        let later = desk.at(Clock::showing("2027-02-01T16:00:00Z".parse().unwrap()));

        assert_eq!(later.packet_as_sent(&coordinator, id).await.unwrap().bytes, sent.bytes);
        let now = later.my_packet(&ida, paper).await.unwrap();
        assert_ne!(now.bytes, sent.bytes);
        assert!(
            said(&now.bytes).contains("palabras nuevas") && !said(&sent.bytes).contains("palabras nuevas")
        );
    }
}

#[tokio::test]
async fn a_section_is_printed_once_it_is_published() {
    for store in both().await {
        let desk = retirees(store).await;
        let coordinator = staff(Role::Coordinator);
        let key = SectionKey::Survivors;
        let text = SectionText {
            title_en: "Alone, and not forgotten".into(),
            body_en: "Call **Renata**.\n\n- One\n- Two #panic()".into(),
            title_es: "Sola y no olvidada".into(),
            body_es: "Llame a **Renata**.".into(),
        };
        let paper = Paper::default();
        let ida = member(&person(&desk, "R00001").await);
        let version = desk.save_section(&coordinator, key, 0, &text).await.unwrap();
        assert_eq!(version, 1);
        let seen = said(&desk.preview_packet(&coordinator, key, paper).await.unwrap().bytes);
        assert!(seen.contains("Alone, and not forgotten") && seen.contains("Two #panic()"), "{seen}");
        assert!(!said(&desk.my_packet(&ida, paper).await.unwrap().bytes).contains("not forgotten"));
        assert!(!said(&desk.public_packet(paper).await.unwrap().bytes).contains("not forgotten"));

        let stale = desk.save_section(&coordinator, key, 0, &text).await;
        assert!(matches!(stale, Err(Error::Stale(_))));
        desk.publish_section(&coordinator, key, 1).await.unwrap();
        assert!(matches!(desk.publish_section(&coordinator, key, 1).await, Err(Error::Stale(_))));
        assert!(said(&desk.my_packet(&ida, paper).await.unwrap().bytes).contains("not forgotten"));
        assert!(said(&desk.public_packet(paper).await.unwrap().bytes).contains("not forgotten"));
        let list = desk.packet_sections(&coordinator).await.unwrap();
        let one = list.iter().find(|one| one.key == key).unwrap();
        assert_eq!((one.printed, one.draft), (1, None));

        for actor in [staff(Role::Generalist), staff(Role::Payroll), ida] {
            assert!(matches!(desk.save_section(&actor, key, 1, &text).await, Err(Error::Forbidden)));
            assert!(matches!(desk.publish_section(&actor, key, 1).await, Err(Error::Forbidden)));
        }
    }
}

#[tokio::test]
async fn bad_text_of_a_section_is_told_by_field() {
    for store in both().await {
        let desk = retirees(store).await;
        let text = SectionText {
            title_en: "x".repeat(81),
            body_en: "# Heading".into(),
            title_es: "  ".into(),
            body_es: "ñ".repeat(4_001),
        };
        let saved = desk.save_section(&staff(Role::Coordinator), SectionKey::Have, 0, &text).await;
        let Err(Error::Fields(errors)) = saved else { panic!("{saved:?}") };
        let told: Vec<_> =
            errors.iter().map(|e| (e.field.as_str(), e.problem.as_str(), e.detail.as_str())).collect();
        assert_eq!(
            told,
            [
                ("title_en", "too_long", "80"),
                ("body_en", "markup", ""),
                ("title_es", "empty", ""),
                ("body_es", "too_long", "4000"),
            ]
        );
    }
}

#[tokio::test]
async fn many_are_made_in_the_order_of_the_mail_and_a_run_goes_on_where_it_stopped() {
    for store in both().await {
        let desk = retirees(store).await;
        let coordinator = staff(Role::Coordinator);
        let refused = desk.begin_packet_run(&staff(Role::Generalist), Audience::All, Size::Normal).await;
        assert!(matches!(refused, Err(Error::Forbidden)));
        let id = desk.begin_packet_run(&coordinator, Audience::All, Size::Normal).await.unwrap();
        assert!(matches!(desk.packet_print_file(&coordinator, id).await, Err(Error::NotFound(_))));

        // The process is told to stop after one.
        let asked = AtomicUsize::new(0);
        assert!(desk.work_off_packets(&|| asked.fetch_add(1, Ordering::Relaxed) < 1).await.unwrap());
        let run = desk.packet_run(&coordinator, id).await.unwrap();
        assert_eq!((run.made, run.items, run.finished_at), (1, 3, None));

        // Another goes on, at once, as the first has let go.
        assert!(desk.work_off_packets(&|| true).await.unwrap());
        assert!(!desk.work_off_packets(&|| true).await.unwrap(), "nothing is left");
        let run = desk.packet_run(&coordinator, id).await.unwrap();
        assert_eq!((run.made, run.problems), (3, 0));
        assert!(run.finished_at.is_some());

        let manifest = String::from_utf8(desk.packet_manifest(&coordinator, id).await.unwrap()).unwrap();
        let lines: Vec<Vec<&str>> = manifest.lines().skip(1).map(|line| line.split(',').collect()).collect();
        let order: Vec<_> = lines.iter().map(|line| (line[1], line[3])).collect();
        assert_eq!(
            order,
            [("R00002", "es"), ("S00003", "en"), ("R00001", "en")],
            "by ZIP code, street, name"
        );

        // Each packet stands where the manifest says.
        let print = desk.packet_print_file(&coordinator, id).await.unwrap();
        let pages = letters::testing::pages(&print);
        assert_eq!(pages.len() as i64, run.pages.unwrap());
        for (line, name) in lines.iter().zip(["Inés Núñez", "Dora Alves", "Ida Reis"]) {
            let first: usize = line[5].parse().unwrap();
            assert!(pages[first - 1].contains(name), "{name}: {}", pages[first - 1]);
            let last = first + line[4].parse::<usize>().unwrap() - 1;
            assert!(pages[last - 1].contains(line[1]), "{}", pages[last - 1]);
        }
        // Those of a run are kept like any other.
        let made = desk.packets_of(&coordinator, &"R00002".parse().unwrap()).await.unwrap().unwrap();
        assert_eq!(made[0].language, "es");
    }
}

#[tokio::test]
async fn a_process_that_dies_leaves_its_run_to_others() {
    for store in both().await {
        let desk = retirees(store).await;
        let coordinator = staff(Role::Coordinator);
        let id = desk.begin_packet_run(&coordinator, Audience::NoEmail, Size::Large).await.unwrap();
        let dead = async {
            let mut write = desk.store().begin().await.unwrap();
            let lease = chrono::Duration::minutes(2);
            records::packet_runs::claim(&mut write, desk.now(), lease).await.unwrap();
            write.commit().await.unwrap();
        };
        dead.await;
        assert!(!desk.work_off_packets(&|| true).await.unwrap(), "it may still be alive");
        let later = desk.at(Clock::showing(desk.now() + chrono::Duration::minutes(2)));
        assert!(later.work_off_packets(&|| true).await.unwrap());
        let run = desk.packet_run(&coordinator, id).await.unwrap();
        assert_eq!((run.items, run.made), (2, 2), "Ida has an e-mail address");
        assert!(run.finished_at.is_some());
    }
}

#[tokio::test]
async fn who_is_on_no_rolls_any_more_does_not_keep_others_waiting() {
    for store in both().await {
        let desk = retirees(store).await;
        let coordinator = staff(Role::Coordinator);
        let id = desk.begin_packet_run(&coordinator, Audience::All, Size::Normal).await.unwrap();
        // Dora goes back to work for the city before the run is worked off.
        let back = "ref,given_name,family_name,birth_date,population,unit,hours_per_week,hired,pay_calendar\n\
            S00003,Dora,Alves,1948-02-02,ACTIVE,CITY,37.5,2026-11-01,weekly_52\n";
        import(&desk, Kind::Census, "census.csv", back).await;
        assert!(desk.work_off_packets(&|| true).await.unwrap());
        let run = desk.packet_run(&coordinator, id).await.unwrap();
        assert_eq!((run.made, run.problems), (2, 1));
        let manifest = String::from_utf8(desk.packet_manifest(&coordinator, id).await.unwrap()).unwrap();
        assert!(manifest.contains("S00003,Dora Alves,,,,not_on_rolls"), "{manifest}");
    }
}

#[tokio::test]
async fn the_public_packet_has_prices_by_class_and_nobodys_name() {
    for store in both().await {
        let desk = retirees(store).await;
        for paper in papers() {
            let said = said(&desk.public_packet(paper).await.unwrap().bytes);
            for words in ["$446.31 $267.79 $178.52", "$446.31 $223.15 $223.16", "$1,065.27 $639.16 $426.11"] {
                assert!(said.contains(words), "{paper:?} {words}: {said}");
            }
            assert!(!said.contains("Reis") && !said.contains("Núñez"));
        }
        let day: NaiveDate = "2027-01-01".parse().unwrap();
        let later = desk.at(Clock::showing(day.and_hms_opt(17, 0, 0).unwrap().and_utc()));
        let first = desk.public_packet(Paper::default()).await.unwrap();
        assert_ne!(first, later.public_packet(Paper::default()).await.unwrap(), "not an older one");
    }
}

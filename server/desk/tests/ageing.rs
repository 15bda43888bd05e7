//! Children who reach the age limit: told ahead, proposed to the desk once, ended by an approval, on both
//! engines.
#![allow(clippy::unwrap_used, reason = "a test stops where something is wrong")]

mod office;

use desk::ageing::Foreseen;
use desk::imports::{ImportOrder, Outcome};
use desk::{Actor, Clock, Desk, Role};
use domain::benefit::{Benefit, Tier};
use domain::election::Choice;
use domain::submission::{SubmissionKind, SubmissionState};
use office::{day, member, office, person, staff};
use records::import::{Kind, Source};
use records::testing::both;
use records::{Store, coverage, messages, submissions};

/// E00001 covers a spouse and a child who is 26 on August 10, 2026, and another, disabled, of the same age.
async fn family(store: Store) -> Desk {
    let desk = office(store, 1).await;
    desk.ship_events().await.unwrap();
    let census = "ref,given_name,family_name,birth_date,email,subscriber_ref,relationship,disabled,population,unit,hours_per_week,hired,pay_calendar\n\
        E00001-02,Davi,Reis,2000-08-10,,E00001,child,,,,,,\n\
        E00001-03,Eva,Reis,2000-08-10,,E00001,child,yes,,,,,\n";
    let coverage = "person_ref,benefit,plan_code,tier,effective_from,dependents\n\
        E00001,health,HMO,family,2025-07-01,E00001-01;E00001-02;E00001-03\n";
    for (kind, name, text) in [(Kind::Census, "more.csv", census), (Kind::Coverage, "family.csv", coverage)] {
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

async fn foresee(desk: &Desk) -> (usize, usize) {
    let Foreseen { told, proposed } = desk.foresee_age_limits().await.unwrap();
    (told, proposed)
}

#[tokio::test]
async fn the_end_is_told_ahead_and_proposed_once() {
    for store in both().await {
        let desk = family(store).await;
        // Coverage ends on August 31: 90 days before is June 2, 30 days before is August 1.
        for (date, seen) in [
            ("2026-06-01", (0, 0)),
            ("2026-06-02", (1, 0)),
            ("2026-06-02", (0, 0)),
            ("2026-07-31", (0, 0)),
            ("2026-08-01", (1, 1)),
            ("2026-08-02", (0, 0)),
            ("2026-08-31", (0, 0)),
        ] {
            assert_eq!(foresee(&on(&desk, date)).await, seen, "{date}");
        }
        let august = on(&desk, "2026-08-03");
        august.send_mail(None).await.unwrap();
        let mail = messages::page(desk.store(), None, 10).await.unwrap();
        assert_eq!(mail.len(), 2, "nobody is thanked for what the portal sent");
        assert!(!mail[0].body.contains("Davi"), "{}", mail[0].body);
        let clerk = person(&desk, "E00001").await;
        let my = august.my_benefits(&member(&clerk), None).await.unwrap();
        let leaving: Vec<_> = my.leaving.iter().map(|one| (one.name.as_str(), one.last_day)).collect();
        assert_eq!(leaving, [("Davi Reis", day("2026-08-31"))]);

        let sent = submissions::of_person(desk.store(), clerk.id).await.unwrap();
        assert_eq!((sent.len(), sent[0].kind), (1, SubmissionKind::LifeEvent));
        let coordinator = staff(Role::Coordinator);
        let review = august.review(&coordinator, &sent[0].reference).await.unwrap();
        assert!(review.found.is_empty(), "{:?}", review.found);
        august.approve(&coordinator, sent[0].id, sent[0].version).await.unwrap();
        let rows = coverage::current(desk.store(), clerk.id).await.unwrap();
        let september = rows
            .iter()
            .find(|row| row.benefit == Benefit::Health && row.period.contains(day("2026-09-01")))
            .unwrap();
        let eva = person(&desk, "E00001-03").await.id;
        let spouse = person(&desk, "E00001-01").await.id;
        let Choice::Cover { tier: Tier::Family, dependents, .. } = &september.choice else {
            panic!("{september:?}")
        };
        let mut stay = vec![spouse, eva];
        stay.sort();
        assert_eq!(*dependents, stay, "the disabled child stays");
        let august_row = rows.iter().find(|row| row.period.contains(day("2026-08-31"))).unwrap();
        assert_eq!(august_row.choice.dependents().len(), 3);
        assert_eq!(foresee(&on(&desk, "2026-09-10")).await, (0, 0));
    }
}

#[tokio::test]
async fn who_was_away_is_told_late_and_a_denied_end_is_not_proposed_again() {
    for store in both().await {
        let desk = family(store).await;
        // Past the window of the event, too.
        let september = on(&desk, "2026-09-20");
        assert_eq!(foresee(&september).await, (1, 1));
        let clerk = person(&desk, "E00001").await;
        let sent = &submissions::of_person(desk.store(), clerk.id).await.unwrap()[0];
        september
            .deny(&staff(Role::Coordinator), sent.id, sent.version, "A disability is proven.")
            .await
            .unwrap();
        assert_eq!(foresee(&on(&desk, "2026-09-21")).await, (0, 0));
        let sent = submissions::of_person(desk.store(), clerk.id).await.unwrap();
        assert_eq!((sent.len(), sent[0].state), (1, SubmissionState::Denied));
    }
}

//! The list of new hires: their window, and how far they have come, on both engines.
#![allow(clippy::unwrap_used, reason = "a test stops where something is wrong")]

mod office;

use desk::enroll::event::TypedEvent;
use desk::enroll::occasion::OccasionId;
use desk::imports::{ImportOrder, Outcome};
use desk::new_hires::Progress;
use desk::{Actor, Clock, Error, Role};
use domain::submission::SubmissionState;
use office::{day, fields, member, office, person, staff};
use records::import::{Kind, Source};
use records::testing::both;

#[tokio::test]
async fn new_hires_are_listed_with_their_last_day_and_what_they_sent() {
    for store in both().await {
        let desk = office(store, 1).await;
        desk.ship_events().await.unwrap();
        let census = "ref,given_name,family_name,birth_date,population,unit,hours_per_week,hired,pay_calendar\n\
            E00091,Bia,Alves,1990-01-02,ACTIVE,CITY,37.5,2026-04-20,weekly_52\n\
            E00092,Caio,Alves,1990-01-02,ACTIVE,CITY,15,2026-05-04,weekly_52\n\
            E00093,Davi,Alves,1990-01-02,ACTIVE,CITY,37.5,2026-03-02,weekly_52\n\
            E00094,Eva,Alves,1990-01-02,ACTIVE,CITY,37.5,2026-01-05,weekly_52\n";
        let source = Source::bytes("census.csv", census.as_bytes().to_vec());
        let order = ImportOrder::whole(Kind::Census, &source);
        let imported = desk.import(&Actor::portal("import"), order, &|_| {}).await.unwrap();
        assert_eq!(imported.outcome, Outcome::Written, "{:?}", imported.report);

        let coordinator = staff(Role::Coordinator);
        let listed = async |desk: &desk::Desk| {
            let hires = desk.new_hires(&coordinator).await.unwrap();
            let said = |one: desk::new_hires::NewHire| {
                (one.person.given_name.clone(), one.last_day.unwrap(), one.progress)
            };
            hires.into_iter().map(said).collect::<Vec<_>>()
        };
        let nothing = |name: &str, last: &str| (name.to_owned(), day(last), Progress::Nothing);
        // Who was hired in January is asked for no more; whose window is over comes last.
        assert_eq!(
            listed(&desk).await,
            [nothing("Bia", "2026-05-20"), nothing("Caio", "2026-06-03"), nothing("Davi", "2026-04-01")]
        );
        let near = desk.at(Clock::showing("2026-05-14T16:00:00Z".parse().unwrap()));
        let pressing: Vec<bool> = near
            .new_hires(&coordinator)
            .await
            .unwrap()
            .iter()
            .map(|one| one.is_pressing(near.today()))
            .collect();
        assert_eq!(pressing, [true, false, false]);

        let bia = member(&person(&desk, "E00091").await);
        let typed = TypedEvent { date: "4/20/2026".into(), ..TypedEvent::default() };
        let at = OccasionId::Event(desk.open_event(&bia, None, "new_hire", &typed).await.unwrap());
        assert_eq!(listed(&desk).await[0].2, Progress::Begun);
        desk.save_draft(&bia, at, &fields(&[("health.choice", "plan:HMO")])).await.unwrap();
        let sent = desk.submit(&bia, at, "a", "Bia Alves", true).await.unwrap();
        assert_eq!(listed(&desk).await[0].2, Progress::Sent(sent.reference, SubmissionState::Submitted));

        for other in [bia, staff(Role::Payroll)] {
            assert!(matches!(desk.new_hires(&other).await, Err(Error::Forbidden)));
        }
    }
}

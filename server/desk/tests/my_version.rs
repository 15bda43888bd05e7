//! A page that is kept until what it shows has changed: every change shows, and nothing else does.
#![allow(clippy::unwrap_used, reason = "a test stops where something is wrong")]

mod office;

use chrono::TimeDelta;
use desk::enroll::occasion::OccasionId;
use desk::enrollments::EnrollmentChange;
use desk::imports::ImportOrder;
use desk::{Actor, Clock, Desk, Role};
use office::{fields, member, noon, office, person, send, staff};
use records::import::{Kind, Source};
use records::testing::both;

/// The version after something that has to show.
async fn changed(desk: &Desk, who: &Actor, before: &mut String, what: &str) {
    let now = desk.my_version(who).await.unwrap();
    assert_ne!(now, *before, "{what} does not show");
    assert_eq!(now, desk.my_version(who).await.unwrap(), "nothing happened after: {what}");
    *before = now;
}

#[tokio::test]
async fn every_change_of_ones_own_shows_and_no_other() {
    for store in both().await {
        let desk = office(store, 2).await;
        let coordinator = staff(Role::Coordinator);
        let who = member(&person(&desk, "E00001").await);
        let mut version = desk.my_version(&who).await.unwrap();

        let sent = send(&desk, "E00001", &[("health.choice", "plan:PPO")], "a").await.unwrap();
        changed(&desk, &who, &mut version, "sending").await;
        desk.withdraw(&who, &sent.reference).await.unwrap();
        changed(&desk, &who, &mut version, "taking back").await;
        let sent = send(&desk, "E00001", &[("health.choice", "plan:PPO")], "b").await.unwrap();
        changed(&desk, &who, &mut version, "sending again").await;
        desk.return_for_information(&coordinator, sent.id, sent.version, "Which plan?").await.unwrap();
        changed(&desk, &who, &mut version, "a return").await;
        desk.deny(&coordinator, sent.id, sent.version + 1, "No.").await.unwrap();
        changed(&desk, &who, &mut version, "a denial").await;
        let sent = send(&desk, "E00001", &[("health.choice", "plan:PPO")], "c").await.unwrap();
        desk.approve(&coordinator, sent.id, sent.version).await.unwrap();
        changed(&desk, &who, &mut version, "an approval").await;

        let census = "ref,given_name,family_name,birth_date,population,unit,hours_per_week,hired,pay_calendar\n\
                      E00001,Ana1,Reis,1985-03-04,ACTIVE,CITY,37.5,2020-01-06,biweekly_26\n";
        let source = Source::bytes("census.csv", census.as_bytes());
        let order = ImportOrder::whole(Kind::Census, &source);
        desk.import(&Actor::portal("import"), order, &|_| {}).await.unwrap();
        changed(&desk, &who, &mut version, "another pay calendar").await;
        desk.import(&Actor::portal("import"), order, &|_| {}).await.unwrap();
        assert_eq!(desk.my_version(&who).await.unwrap(), version, "the same file again");

        // What another one sends, and what is typed and not sent, is not on the page.
        send(&desk, "E00002", &[("health.choice", "plan:PPO")], "a").await.unwrap();
        desk.save_draft(&who, OccasionId::OpenEnrollment, &fields(&[("vision.choice", "plan:VIS")]))
            .await
            .ok();
        assert_eq!(desk.my_version(&who).await.unwrap(), version);

        for (later, what) in [(TimeDelta::days(1), "another day"), (TimeDelta::days(10), "the close")] {
            let then = desk.at(Clock::showing(noon() + later));
            changed(&then, &who, &mut version, what).await;
        }
        let period = desk.announced_enrollment().await.unwrap().unwrap();
        desk.change_enrollment(&coordinator, period.id, period.version, &EnrollmentChange::Close)
            .await
            .unwrap();
        changed(&desk, &who, &mut version, "an early close").await;
        assert!(desk.my_version(&coordinator).await.is_err(), "without benefits of one's own");
    }
}

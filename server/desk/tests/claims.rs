//! Whose a submission is at the desk.
#![allow(clippy::unwrap_used, reason = "a test stops where something is wrong")]

mod office;

use desk::{Actor, Error, Role};
use office::{office, send, staff};
use records::submissions;
use records::testing::both;

fn clerk(n: usize) -> Actor {
    Actor { id: format!("test|{n}"), name: format!("Clerk {n}"), ..staff(Role::Generalist) }
}

#[tokio::test]
async fn of_several_who_reach_for_it_at_once_one_has_it() {
    for store in both().await {
        let desk = office(store, 1).await;
        for round in 0..5 {
            let sent = send(&desk, "E00001", &[("health.choice", "plan:PPO")], "a").await.unwrap();
            let claims = (0..6).map(|n| {
                let desk = desk.clone();
                tokio::spawn(async move { desk.claim(&clerk(n), sent.id, sent.version).await })
            });
            let mut winners = Vec::new();
            for (n, claim) in claims.collect::<Vec<_>>().into_iter().enumerate() {
                match claim.await.unwrap() {
                    Ok(()) => winners.push(clerk(n).id),
                    Err(Error::Stale(_)) => {}
                    Err(other) => panic!("{other}"),
                }
            }
            let held = submissions::get(desk.store(), sent.id).await.unwrap();
            assert_eq!(winners, held.assignee.into_iter().collect::<Vec<_>>());
            let events = submissions::events(desk.store(), sent.id).await.unwrap();
            let claimed = events.iter().filter(|event| event.action == "claimed").count();
            assert_eq!(claimed, round + 1);
            desk.release(&staff(Role::Coordinator), sent.id).await.unwrap();
        }
    }
}

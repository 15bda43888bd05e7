//! People of the demonstration city who are signed in.
//!
//! Their sessions are written to the records as sign-in writes them: it is not sign-in that is measured.

use std::collections::{BTreeSet, HashMap};

use anyhow::{Context, Result};
use chrono::Utc;
use desk::demonstration::Demonstration;
use desk::{Actor, City, Desk, Role};
use domain::class::Population;
use domain::eligibility::MINIMUM_HOURS;
use records::demonstration::DEMONSTRATION;
use records::sessions::{Session, create};
use records::{Store, people};
use tower_sessions::session::Id;

/// Somebody with a browser.
pub struct Member {
    pub name: String,
    pub cookie: String,
}

/// A desk over a demonstration city, by its own clock.
pub async fn desk(store: Store) -> Result<Desk> {
    let made: Demonstration =
        records::demonstration::get(&store, DEMONSTRATION).await?.context("no demonstration city")?;
    let city = City { name: String::new(), base_url: String::new(), demonstration: true };
    Ok(Desk::new(store, made.clock(), city))
}

/// `count` employees who may be insured and have sent nothing yet, each signed in.
pub async fn members(desk: &Desk, count: usize) -> Result<Vec<Member>> {
    let roles = BTreeSet::from([Role::Coordinator]);
    let staff = Actor { id: "bench".into(), name: "Bench".into(), person: None, roles, helping: None };
    let period = desk.open_enrollment().await?.context("no open enrollment")?;
    let subscribers = people::subscribers(desk.store(), period.plan_year).await?;
    let mut members = Vec::with_capacity(count);
    let mut after = None;
    while members.len() < count {
        let (silent, more) = desk.silent(&staff, period.id, after).await?;
        after = silent.last().map(|person| person.id);
        for person in silent {
            let employed = subscribers
                .get(&person.id)
                .is_some_and(|one| one.population == Population::Active && one.hours >= Some(MINIMUM_HOURS));
            if employed && members.len() < count {
                let name = format!("{} {}", person.given_name, person.family_name);
                let actor = Actor {
                    id: format!("bench|{}", person.id),
                    name: name.clone(),
                    person: Some(person.id),
                    roles: BTreeSet::new(),
                    helping: None,
                };
                members.push(Member { name, cookie: signed_in(desk, &actor).await? });
            }
        }
        anyhow::ensure!(more || members.len() == count, "the city has {} such people only", members.len());
    }
    Ok(members)
}

async fn signed_in(desk: &Desk, actor: &Actor) -> Result<String> {
    let now = desk.now();
    let data =
        HashMap::from([("signed_in", serde_json::json!({ "actor": actor, "since": now, "seen": now }))]);
    let id = Id::default().to_string();
    let session =
        Session { data: serde_json::to_value(data)?, expires_at: Utc::now() + chrono::TimeDelta::hours(4) };
    create(desk.store(), &id, &session).await?;
    Ok(format!("portal={id}"))
}

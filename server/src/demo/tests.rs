//! The whole city on both engines, small.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use chrono::{DateTime, Utc};
use desk::packet::{Language, Paper, Size};
use desk::{Actor, City as CityName, Clock, Desk};
use domain::benefit::Benefit;
use domain::checks::{self, CheckInput, CheckRule};
use domain::election::{Coverage, Election, Proposal};
use domain::person::Subscriber;
use domain::price::cost_of;
use domain::submission::SubmissionState;
use records::people::Person;
use records::submissions::Submission;
use records::{Store, people, submissions};

use super::city::City;
use super::{DemoOptions, build, cast, demonstration, files};

const OPTIONS: DemoOptions = DemoOptions { people: 120, seed: 7, today: TODAY };
const TODAY: chrono::NaiveDate = chrono::NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();

fn desk(store: Store) -> Desk {
    let city = CityName { name: super::CITY_NAME.into(), base_url: String::new(), demonstration: true };
    Desk::new(store, Clock::system(), city)
}

fn texts(options: DemoOptions) -> (String, String) {
    let city = City::new(options.people, options.seed, options.today).unwrap();
    let (mut census, mut coverage) = (String::new(), String::new());
    files::census(city).read_to_string(&mut census).unwrap();
    files::coverage(city).read_to_string(&mut coverage).unwrap();
    (census, coverage)
}

/// Everybody on the rolls in their own name.
async fn everybody(store: &Store, options: DemoOptions) -> Vec<Person> {
    let city = City::new(options.people, options.seed, options.today).unwrap();
    let mut everybody = Vec::new();
    for place in city.places() {
        let number = city.ref_of(place).parse().unwrap();
        everybody.push(people::by_ref(store, &number).await.unwrap());
    }
    everybody
}

#[test]
fn the_same_seed_and_day_make_the_same_city() {
    assert_eq!(texts(OPTIONS), texts(OPTIONS));
    assert_ne!(texts(OPTIONS), texts(DemoOptions { seed: 8, ..OPTIONS }));
}

#[tokio::test]
async fn the_city_keeps_the_rules_and_its_queue_has_every_state() {
    for store in records::testing::both().await {
        let desk = desk(store);
        let summary = build(&desk, OPTIONS, |_, _, _| {}).await.unwrap();
        let store = desk.store();
        let everybody = everybody(store, OPTIONS).await;
        assert_eq!(everybody.len(), 120);
        for person in &everybody {
            keeps_the_rules(&desk, person).await;
        }
        has_every_state(store, &everybody, summary.submissions).await;
        has_its_cast(store).await;

        let made = demonstration(store).await.unwrap().unwrap();
        assert!(made.complete);
        let shown = desk.at(made.clock());
        assert_eq!(shown.today(), TODAY);
        let open = shown.open_enrollment().await.unwrap().unwrap();
        assert_eq!(open.plan_year, "2027-07-01".parse().unwrap());
        assert_eq!(open.closes_at, "2026-12-09T05:00:00Z".parse::<DateTime<Utc>>().unwrap());
        let catalog = shown.catalog().await.unwrap();
        assert_eq!(catalog.plan_years, ["2026-07-01", "2027-07-01"].map(|day| day.parse().unwrap()));

        the_packets_of_its_retirees_say_what_they_hold(&shown).await;

        let again = build(&desk, OPTIONS, |_, _, _| {}).await.unwrap_err();
        assert!(again.to_string().contains("people in this database already"), "{again}");
    }
}

/// What is held today may be held, in its tier, by those who are covered, once; and has a price.
async fn keeps_the_rules(desk: &Desk, person: &Person) {
    let store = desk.store();
    let catalog = desk.catalog().await.unwrap();
    let subscriber = people::subscriber(store, person.id, TODAY).await.unwrap();
    let household = people::household(store, person.id).await.unwrap();
    let current: Vec<Coverage> = records::coverage::current(store, person.id).await.unwrap();
    let today: Vec<&Coverage> = current.iter().filter(|row| row.period.contains(TODAY)).collect();
    let elections =
        today.iter().map(|row| Election { benefit: row.benefit, choice: row.choice.clone() }).collect();
    let proposal = Proposal {
        effective: TODAY,
        elections,
        new_dependents: vec![],
        based_on: 0,
        event: None,
        correction: None,
        transition: None,
    };
    let elsewhere: Vec<_> = records::coverage::elsewhere(store, person.id, TODAY)
        .await
        .unwrap()
        .into_iter()
        .filter(|(other, _)| *other == person.id)
        .collect();
    let found = checks::run(&CheckInput {
        subscriber: &subscriber,
        household: &household,
        plans: &catalog.plans,
        proposal: &proposal,
        plan_year: proposal.effective,
        current: &[],
        covered_elsewhere: &elsewhere,
        late: false,
    });
    let found: Vec<_> = found.into_iter().filter(|one| one.rule != CheckRule::HealthWaived).collect();
    assert!(found.is_empty(), "{:?}: {found:?}", person.ref_);

    for row in current {
        let begins = row.period.from();
        let then: Subscriber = people::subscriber(store, person.id, begins).await.unwrap();
        let plan = row.choice.plan().map(|code| catalog.plan(code).unwrap());
        if let Some(plan) = plan {
            let rule = domain::eligibility::rule_for(&then, plan, begins);
            assert_eq!(rule.as_str(), "eligible", "{:?} {row:?}", person.ref_);
        }
        for on in [TODAY, row.period.from()].into_iter().filter(|day| row.period.contains(*day)) {
            if let Some(year) = catalog.plan_year(on) {
                cost_of(&row.choice, &subscriber, plan, &catalog.book, on, year).unwrap();
            }
        }
    }
}

async fn has_every_state(store: &Store, everybody: &[Person], sent: u64) {
    let mut all: Vec<Submission> = Vec::new();
    for person in everybody {
        all.extend(submissions::of_person(store, person.id).await.unwrap());
    }
    assert_eq!(all.len() as u64, sent);
    let mut states: BTreeMap<SubmissionState, usize> = BTreeMap::new();
    for one in &all {
        *states.entry(one.state).or_default() += 1;
    }
    assert_eq!(states.len(), SubmissionState::ALL.len(), "{states:?}");
    let waiting = || all.iter().filter(|one| one.state == SubmissionState::Submitted);
    assert!(waiting().any(|one| one.flags > 0) && waiting().any(|one| one.flags == 0));
    assert!(waiting().any(|one| one.assignee.is_some()) && waiting().any(|one| one.assignee.is_none()));
    let units: BTreeSet<_> = all.iter().filter_map(|one| one.unit.clone()).collect();
    assert_eq!(units.len(), 4);
    let duplicate =
        |one: &Submission| one.findings.iter().any(|found| found.rule == CheckRule::DuplicateCoverage);
    assert!(all.iter().any(duplicate));
}

/// Retirees and survivors of the cast: each packet, in each language and size, has every figure of theirs.
async fn the_packets_of_its_retirees_say_what_they_hold(desk: &Desk) {
    let cast = cast(desk.store()).await.unwrap();
    for subject in ["retiree-medicare", "retiree-under-65", "survivor"] {
        let one = cast.iter().find(|one| one.subject == subject).unwrap();
        let number = one.person_ref.clone().unwrap();
        let person = people::by_ref(desk.store(), &number.parse().unwrap()).await.unwrap();
        let actor = Actor {
            helping: None,
            id: subject.into(),
            name: person.name(),
            person: Some(person.id),
            roles: BTreeSet::new(),
        };
        let held = desk.my_benefits(&actor, None).await.unwrap().held;
        assert!(!held.is_empty(), "{subject}");
        for language in Language::ALL {
            for size in Size::ALL {
                let pdf = desk.my_packet(&actor, Paper { language, size }).await.unwrap();
                let said = letters::testing::pages(&pdf.bytes).join(" ");
                assert!(said.contains(&number) && said.contains(&person.name()), "{said}");
                for line in held.iter().map(|held| &held.line) {
                    let monthly = line.cost.as_ref().unwrap().monthly;
                    for amount in [monthly.premium, monthly.employer, monthly.member] {
                        assert!(said.contains(&amount.display()), "{subject} {}: {said}", amount.display());
                    }
                    assert!(said.contains(&line.plan.as_ref().unwrap().name), "{subject}: {said}");
                }
            }
        }
    }
}

async fn has_its_cast(store: &Store) {
    let cast = cast(store).await.unwrap();
    let subjects: BTreeSet<_> = cast.iter().map(|one| one.subject.as_str()).collect();
    assert_eq!(subjects.len(), cast.len());
    for one in &cast {
        let number = one.person_ref.clone().unwrap().parse().unwrap();
        let person = people::by_ref(store, &number).await.unwrap();
        assert_eq!(person.name(), one.name);
        assert!(submissions::of_person(store, person.id).await.unwrap().is_empty(), "{}", one.subject);
        if one.subject == "city-employee" {
            let held = records::coverage::current(store, person.id).await.unwrap();
            let held: Vec<_> =
                held.iter().map(|row| (row.benefit, row.choice.plan().unwrap().as_str())).collect();
            assert_eq!(held, [(Benefit::Dental, "DBAS"), (Benefit::Health, "HMO")]);
            assert_eq!(people::household(store, person.id).await.unwrap().len(), 2);
        }
    }
    let without = ["new-hire"];
    for subject in without {
        let one = cast.iter().find(|one| one.subject == subject).unwrap();
        let number = one.person_ref.clone().unwrap().parse().unwrap();
        let person = people::by_ref(store, &number).await.unwrap();
        assert!(records::coverage::current(store, person.id).await.unwrap().is_empty());
    }
}

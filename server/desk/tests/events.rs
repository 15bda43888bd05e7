//! The catalogue of life events: the shipped one against a table that was worked out by itself from the
//! regulations, and what the office does with it.
#![allow(clippy::unwrap_used, reason = "a test stops where something is wrong")]

use std::collections::BTreeSet;

use chrono::NaiveDate;
use desk::events::{EventVersion, TypedEvent, explain, shipped};
use desk::{Actor, Desk, Error, Permission, Role};
use domain::benefit::Benefit;
use domain::event::{Change, EffectiveRule, EventCode, EventKind, EventState, Timing};
use records::audit::{self, Verdict};
use records::testing::both;

mod office;
use office::{day, desk_over, staff};

/// One row of the table: an event, a benefit, a change, and what the rules say of the three.
#[derive(Debug, PartialEq, Eq, serde::Deserialize)]
struct Row {
    event: String,
    benefit: String,
    change: String,
    permitted: String,
    whom: String,
    from: String,
    from_ahead: String,
    last_day: String,
    source: String,
}

/// An event on May 17, 2026 that is told on June 10.
const AFTER: (&str, &str) = ("2026-05-17", "2026-06-10");
/// An event on August 1, 2026 that is told on July 10.
const AHEAD: (&str, &str) = ("2026-08-01", "2026-07-10");

fn joined(values: impl IntoIterator<Item = impl ToString>, by: &str) -> String {
    let mut parts: Vec<String> = values.into_iter().map(|value| value.to_string()).collect();
    parts.dedup();
    parts.join(by)
}

/// From when a change of `benefit` holds.
fn dates(kind: &EventKind, benefit: Benefit, (event, request): (&str, &str)) -> Vec<NaiveDate> {
    let (event, request) = (day(event), day(request));
    if kind.timing(event, request) != Timing::InTime {
        return Vec::new();
    }
    let chosen = kind.effective_dates(event, request);
    chosen.into_iter().map(|date| kind.effective_for(benefit, date, request)).collect()
}

fn row(kind: &EventKind, benefit: Benefit, change: Change) -> Row {
    let permits: Vec<_> = kind.permitted(benefit).filter(|permit| permit.change == change).collect();
    let from = dates(kind, benefit, AFTER);
    let shown = |dates: &[NaiveDate]| if permits.is_empty() { String::new() } else { joined(dates, ";") };
    let last = (change == Change::Drop).then(|| kind.end_date(day(AFTER.0), from[0]).to_string());
    Row {
        event: kind.code.to_string(),
        benefit: benefit.to_string(),
        change: change.to_string(),
        permitted: if permits.is_empty() { "no" } else { "yes" }.to_owned(),
        whom: joined(permits.iter().map(|permit| permit.whom), ";"),
        from: shown(&from),
        from_ahead: shown(&dates(kind, benefit, AHEAD)),
        last_day: last.filter(|_| !permits.is_empty()).unwrap_or_default(),
        source: joined(permits.iter().map(|permit| &permit.source), " | "),
    }
}

#[test]
fn every_event_benefit_and_change_is_as_the_table_says() {
    let mut table = csv::Reader::from_reader(include_bytes!("events/permitted.csv").as_slice());
    let expected: Vec<Row> = table.deserialize().collect::<Result<_, _>>().unwrap();
    let found: Vec<Row> = shipped()
        .iter()
        .flat_map(|kind| Benefit::ALL.iter().map(move |benefit| (kind, *benefit)))
        .flat_map(|(kind, benefit)| Change::ALL.iter().map(move |change| row(kind, benefit, *change)))
        .collect();
    let by_key = |row: &Row| (row.event.clone(), row.benefit.clone(), row.change.clone());
    for wanted in &expected {
        let found = found.iter().find(|row| by_key(row) == by_key(wanted));
        assert_eq!(found, Some(wanted));
    }
    assert_eq!(found.len(), expected.len());
    assert_eq!(found.iter().map(by_key).collect::<BTreeSet<_>>().len(), found.len(), "a code comes twice");
}

#[test]
fn every_shipped_kind_may_be_published_and_none_reaches_back_but_for_children() {
    for kind in shipped() {
        assert_eq!(kind.check(), [], "{}", kind.code);
        let reaches_back = kind.effective.contains(&EffectiveRule::DateOfEvent);
        assert_eq!(reaches_back, ["birth", "adoption"].contains(&kind.code.as_str()), "{}", kind.code);
        // Treas. Reg. § 1.125-4(f)(1): a change of cost is never one of the health FSA.
        let cost = kind.permits.iter().any(|permit| permit.source.contains("(f)"));
        assert!(!cost || kind.permitted(Benefit::HealthFsa).next().is_none(), "{}", kind.code);
    }
}

#[test]
fn an_answer_names_window_dates_ends_and_proof() {
    let kinds = shipped();
    let find = |code: &str| kinds.iter().find(|kind| kind.code.as_str() == code).unwrap();
    let birth = explain(find("birth"), Some(1), day(AFTER.0), day(AFTER.1));
    assert_eq!((birth.window.first, birth.window.last), (day("2026-05-17"), day("2026-06-16")));
    let dates = |benefit: Benefit| {
        let of = birth.benefits.iter().find(|of| of.benefit == benefit).unwrap();
        (of.effective_dates.clone(), of.end_dates.clone())
    };
    assert_eq!(dates(Benefit::Health), (vec![day("2026-05-17")], vec![]));
    assert_eq!(dates(Benefit::HealthFsa), (vec![day("2026-07-01")], vec![]));
    assert_eq!(dates(Benefit::Life), (vec![day("2026-07-01")], vec![day("2026-06-30")]));
    assert_eq!(dates(Benefit::DeferredCompensation), (vec![], vec![]));
    assert_eq!(birth.proof[0].due, day("2026-08-09"));

    let late = explain(find("birth"), None, day(AFTER.0), day("2026-06-17"));
    assert_eq!(late.window.timing, Timing::Late);
    assert!(late.effective_dates.is_empty());
    assert!(late.benefits.iter().all(|benefit| benefit.effective_dates.is_empty()));

    let leave = explain(find("leave_fmla"), None, day(AHEAD.0), day(AHEAD.1));
    let ends: Vec<_> = leave.effective_dates.iter().map(|one| (one.date, one.end_date)).collect();
    assert_eq!(ends, [(day("2026-08-01"), day("2026-07-31")), (day("2026-09-01"), day("2026-08-31"))]);
}

/// A desk with the shipped catalogue, and its coordinator.
async fn with_catalogue(store: records::Store) -> (Desk, Actor) {
    let desk = desk_over(store);
    desk.ship_events().await.unwrap();
    (desk, staff(Role::Coordinator))
}

fn code(text: &str) -> EventCode {
    text.parse().unwrap()
}

async fn versions(desk: &Desk, actor: &Actor, text: &str) -> Vec<(i64, EventState)> {
    let history = desk.event_history(actor, &code(text)).await.unwrap();
    history.versions.iter().map(|one: &EventVersion| (one.version, one.state)).collect()
}

#[tokio::test]
async fn the_shipped_catalogue_is_put_in_force_once() {
    for store in both().await {
        let (desk, coordinator) = with_catalogue(store).await;
        let kinds = desk.event_kinds().await.unwrap();
        assert_eq!(kinds.len(), shipped().len());
        assert!(kinds.windows(2).all(|pair| pair[0].kind.title.en < pair[1].kind.title.en));
        let marriage = desk.event_kind(&code("marriage")).await.unwrap();
        assert_eq!(marriage.version, 1);
        assert!(shipped().contains(&marriage.kind));

        desk.expire_event(&coordinator, &code("marriage"), 1).await.unwrap();
        desk.ship_events().await.unwrap();
        assert!(matches!(desk.event_kind(&code("marriage")).await, Err(Error::NotFound(_))));
        assert_eq!(desk.event_kinds().await.unwrap().len(), shipped().len() - 1);
        assert!(matches!(audit::verify(desk.store()).await.unwrap(), Verdict::Whole(_)));
    }
}

#[tokio::test]
async fn a_change_is_the_next_version_and_ends_the_one_before_when_it_is_published() {
    use EventState::{Draft, Expired, Published};
    for store in both().await {
        let (desk, coordinator) = with_catalogue(store).await;
        let marriage = code("marriage");
        let before = desk.event_kind(&marriage).await.unwrap().kind;
        let public = desk.public_version().await.unwrap();
        let longer = TypedEvent { after: "45".into(), ..TypedEvent::of(&before) };
        assert_eq!(desk.save_event(&coordinator, &marriage, 1, &longer).await.unwrap(), 2);
        let again = TypedEvent { after: "60".into(), ..longer.clone() };
        assert_eq!(desk.save_event(&coordinator, &marriage, 2, &again).await.unwrap(), 3);
        assert_eq!(
            versions(&desk, &coordinator, "marriage").await,
            [(3, Draft), (2, Expired), (1, Published)]
        );
        assert_eq!(desk.event_kind(&marriage).await.unwrap().kind.window.after, 30);
        assert_eq!(desk.public_version().await.unwrap(), public);

        let stale = desk.save_event(&coordinator, &marriage, 2, &longer).await;
        assert!(matches!(stale, Err(Error::Stale(_))));
        let stale = desk.publish_event(&coordinator, &marriage, 2).await;
        assert!(matches!(stale, Err(Error::Stale(_))));

        desk.publish_event(&coordinator, &marriage, 3).await.unwrap();
        assert_eq!(
            versions(&desk, &coordinator, "marriage").await,
            [(3, Published), (2, Expired), (1, Expired)]
        );
        assert_eq!(desk.event_kind(&marriage).await.unwrap().kind.window.after, 60);
        assert_ne!(desk.public_version().await.unwrap(), public);
        assert_eq!(desk.event_kind_at_version(&marriage, 1).await.unwrap(), before);
        let twice = desk.publish_event(&coordinator, &marriage, 3).await;
        assert!(matches!(twice, Err(Error::Event(refused)) if refused.from == Published));
        let ended = desk.expire_event(&coordinator, &marriage, 1).await;
        assert!(matches!(ended, Err(Error::Event(refused)) if refused.from == Expired));
    }
}

#[tokio::test]
async fn a_draft_with_faults_stays_one_and_each_fault_names_its_field() {
    for store in both().await {
        let (desk, coordinator) = with_catalogue(store).await;
        let marriage = code("marriage");
        let kind = desk.event_kind(&marriage).await.unwrap().kind;
        let typed = TypedEvent {
            title_es: String::new(),
            effective: vec!["date_of_event".into()],
            proof: vec![],
            ..TypedEvent::of(&kind)
        };
        let draft = desk.save_event(&coordinator, &marriage, 1, &typed).await.unwrap();
        let refused = desk.publish_event(&coordinator, &marriage, draft).await;
        let Err(Error::Fields(faults)) = refused else { panic!("{refused:?}") };
        let found: Vec<_> = faults.iter().map(|f| (f.field.as_str(), f.problem.as_str())).collect();
        assert_eq!(found, [("title", "no_title"), ("effective", "reaches_back")]);
        assert_eq!(desk.event_kind(&marriage).await.unwrap().version, 1);
    }
}

#[tokio::test]
async fn a_clone_is_a_draft_of_its_own_under_a_code_that_is_free() {
    for store in both().await {
        let (desk, coordinator) = with_catalogue(store).await;
        let marriage = code("marriage");
        for (typed, problem) in [("birth", "taken"), ("Civil union", "not_a_code"), ("", "not_a_code")] {
            let refused = desk.clone_event(&coordinator, &marriage, 1, typed).await;
            let Err(Error::Fields(faults)) = refused else { panic!("{typed}: {refused:?}") };
            assert_eq!((faults[0].field.as_str(), faults[0].problem.as_str()), ("code", problem));
        }
        let new = desk.clone_event(&coordinator, &marriage, 1, "civil_union").await.unwrap();
        assert_eq!(versions(&desk, &coordinator, "civil_union").await, [(1, EventState::Draft)]);
        desk.publish_event(&coordinator, &new, 1).await.unwrap();
        assert_eq!(desk.event_kind(&new).await.unwrap().kind.code, new);
    }
}

#[tokio::test]
async fn the_coordinator_runs_it_and_others_see_or_not() {
    for store in both().await {
        let (desk, coordinator) = with_catalogue(store).await;
        let marriage = code("marriage");
        let kind = desk.event_kind(&marriage).await.unwrap().kind;
        let mut others: Vec<Actor> =
            Role::ALL.into_iter().filter(|role| *role != Role::Coordinator).map(staff).collect();
        others.push(Actor {
            id: "test|member".into(),
            name: "Ana Reis".into(),
            person: Some(uuid::Uuid::nil()),
            roles: BTreeSet::new(),
            helping: None,
        });
        for other in &others {
            let typed = TypedEvent::of(&kind);
            for refused in [
                desk.save_event(other, &marriage, 1, &typed).await.map(drop),
                desk.publish_event(other, &marriage, 1).await,
                desk.expire_event(other, &marriage, 1).await,
                desk.clone_event(other, &marriage, 1, "x").await.map(drop),
            ] {
                assert!(matches!(refused, Err(Error::Forbidden)), "{}", other.id);
            }
            let sees = other.may(Permission::SeeQueue);
            assert_eq!(desk.event_catalogue(other).await.is_ok(), sees, "{}", other.id);
            assert_eq!(desk.event_history(other, &marriage).await.is_ok(), sees, "{}", other.id);
        }
        assert!(desk.event_history(&coordinator, &marriage).await.unwrap().may_run);
        assert_eq!(desk.event_catalogue(&coordinator).await.unwrap().len(), shipped().len());
    }
}

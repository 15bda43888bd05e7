//! The road into retirement, from the estimate to the list of the pension system, on both engines.
#![allow(clippy::unwrap_used, reason = "a test stops where something is wrong")]

mod office;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use desk::error::FieldError;
use desk::imports::{ImportOrder, Outcome};
use desk::lists::PaidBy;
use desk::pension_changes::{Form, TypedColumn, TypedLayout};
use desk::retiring::{NOTHING, TypedPlans, TypedRetirement, TypedSignature};
use desk::{Actor, Clock, Desk, Error, Role};
use domain::benefit::{Benefit, RateTier};
use domain::class::{Class, Population};
use domain::code::PersonRef;
use domain::election::Choice;
use domain::pension_list::{ChangeKind, DifferenceKind, Why};
use domain::price::Payer;
use domain::retiring::RetirementSystem;
use domain::retiring::checklist::Step;
use domain::submission::{SubmissionKind, SubmissionState};
use office::{day, member, office, person, saying, staff};
use records::import::{Kind, Source};
use records::retirements::RoadState;
use records::testing::both;
use records::{Store, coverage, people, retirements};

const CENSUS: &str = "ref,given_name,family_name,birth_date,email,subscriber_ref,relationship,population,unit,bargaining_unit,hours_per_week,hired,pay_calendar,retired_on\n\
    E00091,Caio,Alves,1963-03-15,caio@alderbrook.example,,,ACTIVE,CITY,,37.5,1990-01-08,weekly_52,\n\
    E00091-01,Rui,Alves,1960-05-05,,E00091,spouse,,,,,,,\n\
    E00092,Tea,Cher,1964-03-15,tea@alderbrook.example,,,ACTIVE,SCHOOL,TEACHERS,35,1992-08-31,school_21,\n\
    E00093,Ad,Min,1964-03-15,ad@alderbrook.example,,,ACTIVE,SCHOOL,,35,1992-08-31,school_21,\n\
    R00094,Ida,Vale,1964-03-15,ida@alderbrook.example,,,MTRS_RETIREE,SCHOOL,,,,,2024-07-01\n";

const COVERAGE: &str = "person_ref,benefit,plan_code,tier,amount,effective_from,effective_to,dependents\n\
    E00091,health,HMO,individual_plus_one,,2025-07-01,,E00091-01\n\
    E00091,dental,DBAS,individual,,2025-07-01,,\n\
    E00091,health_fsa,HFSA,,1200,2025-07-01,2026-07-01,\n\
    E00092,health,HMO,individual,,2025-07-01,,\n\
    R00094,health,HMO,individual,,2025-07-01,,\n";

/// One clerk who is far from retiring, somebody of the city and a teacher who are near it, a retired teacher.
async fn near(store: Store) -> Desk {
    let desk = office(store, 1).await;
    for (kind, name, text) in
        [(Kind::Census, "census.csv", CENSUS), (Kind::Coverage, "coverage.csv", COVERAGE)]
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

fn typed(date: &str, system: &str) -> TypedRetirement {
    TypedRetirement { date: date.into(), system: system.into() }
}

fn plans(list: &[(&str, &str)]) -> TypedPlans {
    TypedPlans(list.iter().map(|(part, plan)| ((*part).to_owned(), (*plan).to_owned())).collect())
}

fn signed() -> TypedSignature {
    TypedSignature { signature: "Caio Alves".into(), attested: true }
}

async fn of(desk: &Desk, number: &str) -> Actor {
    member(&person(desk, number).await)
}

fn problems(error: Error) -> Vec<(String, String)> {
    match error {
        Error::Fields(faults) => {
            faults.into_iter().map(|FieldError { field, problem, .. }| (field, problem)).collect()
        }
        other => panic!("{other}"),
    }
}

fn one(field: &str, problem: &str) -> Vec<(String, String)> {
    vec![(field.to_owned(), problem.to_owned())]
}

/// Opens the road of somebody, has the day agreed, and sends plans; the reference number.
async fn sent(desk: &Desk, number: &str, date: &str, by: Role, chosen: &TypedPlans) -> String {
    let who = of(desk, number).await;
    desk.open_road(&who, None, &typed(date, "")).await.unwrap();
    let road = desk.my_retiring(&who, None).await.unwrap().road.unwrap().road;
    desk.agree_date(&staff(by), road.id, road.version, date).await.unwrap();
    desk.send_plans(&who, None, chosen, &signed(), "form-1").await.unwrap().reference
}

async fn approve(desk: &Desk, reference: &str) {
    let sent = records::submissions::by_reference(desk.store(), reference).await.unwrap();
    let words = if sent.flags > 0 { "Looked at." } else { "" };
    desk.approve_reviewed(&staff(Role::Coordinator), sent.id, sent.version, &saying(words)).await.unwrap();
}

#[tokio::test]
async fn an_estimate_says_what_would_be_and_writes_nothing() {
    for store in both().await {
        let desk = near(store).await;
        let caio = of(&desk, "E00091").await;
        let estimate = desk
            .retirement_estimate(&caio, None, &typed("6/15/2026", ""), &TypedPlans::default())
            .await
            .unwrap();
        assert_eq!(estimate.turnover.retiree_from(), day("2026-07-01"));
        assert_eq!(estimate.system, RetirementSystem::City);
        assert_eq!(estimate.priced_on, day("2026-07-01"));
        let parts: Vec<_> = estimate
            .parts
            .iter()
            .map(|part| {
                let plan = part.line().and_then(|line| line.choice.plan().map(ToString::to_string));
                (part.key.as_str(), part.who.join("+"), plan)
            })
            .collect();
        let some = |plan: &str| Some(plan.to_owned());
        assert_eq!(parts[0], ("health", "Caio Alves".to_owned(), some("HMO")));
        assert_eq!((parts[1].0, parts[1].1.as_str()), ("medicare1", "Rui Alves"));
        assert_eq!(parts[2], ("dental", "Caio Alves".to_owned(), some("DBAS")));
        assert_eq!(parts[3], ("vision", "Caio Alves".to_owned(), None));
        assert_eq!(parts.len(), 4, "life insurance is kept, and not begun");
        assert!(
            estimate.parts[0].options.iter().all(|line| line.plan.as_ref().unwrap().code.as_str() != "HDP"),
            "a plan for employees alone is not offered"
        );

        let catalog = desk.catalog().await.unwrap();
        let price = |plan: &str, tier, class| {
            let unit = "CITY".parse().unwrap();
            let payer = Payer { unit, bargaining_unit: None, hired: Some(day("1990-01-08")), class };
            let plan = plan.parse().unwrap();
            catalog.book.price(&plan, tier, &payer, day("2026-07-01")).unwrap().split.member
        };
        let medicare = ["MSUP", "MHMO"].map(|plan| price(plan, RateTier::PerPerson, Class::MedicareRetiree));
        let due = price("HMO", RateTier::Individual, Class::NonMedicareRetiree)
            + price("DBAS", RateTier::Individual, Class::Retiree)
            + *medicare.iter().min().unwrap();
        assert_eq!(estimate.monthly_after(), due);
        let ends: Vec<_> = estimate.ends.iter().map(|one| (one.line.benefit, one.last_day)).collect();
        assert_eq!(ends, [(Benefit::HealthFsa, day("2026-06-15"))]);
        assert_eq!(
            estimate.members.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(),
            ["Caio Alves", "Rui Alves"]
        );
        assert!(estimate.items.iter().any(|item| item.step == Step::Medicare));

        let without = plans(&[("health", NOTHING), ("medicare1", "MSUP"), ("dental", "no such plan")]);
        let other = desk.retirement_estimate(&caio, None, &typed("6/15/2026", ""), &without).await.unwrap();
        assert_eq!(other.monthly_after(), medicare[0] + price("DBAS", RateTier::Individual, Class::Retiree));
        assert!(desk.my_retiring(&caio, None).await.unwrap().road.is_none());
        assert!(retirements::under_way(desk.store(), day("2020-01-01")).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_day_or_a_system_that_can_t_be_used_is_named() {
    for store in both().await {
        let desk = near(store).await;
        let (caio, admin) = (of(&desk, "E00091").await, of(&desk, "E00093").await);
        for (date, problem) in [
            ("", "missing"),
            ("soon", "not_a_date"),
            ("2/30/2027", "not_a_date"),
            ("5/4/2026", "is_over"),
            ("5/6/2036", "too_far"),
        ] {
            let refused = desk.open_road(&caio, None, &typed(date, "")).await.unwrap_err();
            assert_eq!(problems(refused), one("date", problem), "{date}");
        }
        let refused = desk.open_road(&admin, None, &typed("6/30/2027", "")).await.unwrap_err();
        assert_eq!(problems(refused), one("system", "system_missing"));
        desk.open_road(&admin, None, &typed("6/30/2027", "MTRS")).await.unwrap();
        let road = desk.my_retiring(&admin, None).await.unwrap().road.unwrap().road;
        assert_eq!((road.system, road.proposed_on), (RetirementSystem::Mtrs, day("2027-06-30")));
        let ida = of(&desk, "R00094").await;
        assert!(matches!(desk.my_retiring(&ida, None).await, Err(Error::NotFound(_))));
        assert!(matches!(desk.open_road(&ida, None, &typed("6/30/2027", "")).await, Err(Error::NotFound(_))));
        // Of the unit of a teacher there is no doubt, whatever a form says.
        let tea = of(&desk, "E00092").await;
        desk.open_road(&tea, None, &typed("6/30/2027", "CITY")).await.unwrap();
        let road = desk.my_retiring(&tea, None).await.unwrap().road.unwrap().road;
        assert_eq!(road.system, RetirementSystem::Mtrs);
    }
}

#[tokio::test]
async fn each_says_of_their_own_what_is_done() {
    for store in both().await {
        let desk = near(store).await;
        let caio = of(&desk, "E00091").await;
        desk.open_road(&caio, None, &typed("6/15/2026", "")).await.unwrap();
        desk.open_road(&caio, None, &typed("7/15/2026", "")).await.unwrap();
        let view = desk.my_retiring(&caio, None).await.unwrap().road.unwrap();
        assert_eq!(view.road.proposed_on, day("2026-06-15"), "one road at a time");
        let road = view.road.id;
        let [retirement, payroll, coordinator, director] =
            [Role::Retirement, Role::Payroll, Role::Coordinator, Role::Director].map(staff);
        for (actor, step, may) in [
            (&caio, Step::AskBoard, true),
            (&caio, Step::LastPay, false),
            (&payroll, Step::LastPay, true),
            (&payroll, Step::AskBoard, false),
            (&retirement, Step::FirstPension, true),
            (&retirement, Step::Seminar, false),
            (&coordinator, Step::Seminar, true),
            (&coordinator, Step::FirstPension, false),
        ] {
            let ticked = desk.tick_step(actor, road, step, true).await;
            match ticked {
                Ok(()) => assert!(may, "{} {step}", actor.name),
                Err(Error::Forbidden) => assert!(!may, "{} {step}", actor.name),
                Err(other) => panic!("{other}"),
            }
        }
        let clerk = of(&desk, "E00001").await;
        for stranger in [&clerk, &director] {
            let refused = desk.tick_step(stranger, road, Step::AskBoard, true).await;
            assert!(matches!(refused, Err(Error::NotFound(_))), "a stranger can't tell whether there is one");
        }
        for (actor, step) in [(&coordinator, Step::Approve), (&retirement, Step::AgreeDate)] {
            let refused = desk.tick_step(actor, road, step, true).await.unwrap_err();
            assert_eq!(problems(refused), one("step", "happens_by_itself"));
        }
        desk.tick_step(&caio, road, Step::AskBoard, false).await.unwrap();
        let tasks = on(&desk, "2026-07-01").my_retiring(&caio, None).await;
        assert!(matches!(tasks, Ok(ref my) if my.road.is_some()));
        let late = on(&desk, "2026-06-01").my_retiring(&caio, None).await.unwrap().road.unwrap();
        let state = |step| {
            let task = late.tasks.iter().find(|task| task.item.step == step).unwrap();
            (task.done.as_ref().map(|tick| tick.actor_name.clone()), task.overdue, task.mine)
        };
        assert_eq!(state(Step::AskBoard), (None, true, true));
        assert_eq!(state(Step::Seminar), (Some("Coordinator".to_owned()), false, true));
        assert_eq!(state(Step::LastPay), (Some("Payroll".to_owned()), false, false));
        assert_eq!(late.overdue(), 3, "the board, Medicare, the day");

        let seen = |actor| desk.roads(actor);
        assert_eq!(seen(&payroll).await.unwrap().len(), 1);
        assert!(matches!(seen(&director).await, Err(Error::Forbidden)));
        assert!(matches!(seen(&caio).await, Err(Error::Forbidden)));
    }
}

#[tokio::test]
async fn retirement_from_the_city_moves_everything_without_a_gap() {
    for store in both().await {
        let desk = near(store).await;
        let caio = of(&desk, "E00091").await;
        let id = caio.person.unwrap();
        desk.open_road(&caio, None, &typed("5/31/2026", "")).await.unwrap();
        let road = desk.my_retiring(&caio, None).await.unwrap().road.unwrap().road;
        let early =
            desk.send_plans(&caio, None, &TypedPlans::default(), &signed(), "early").await.unwrap_err();
        assert_eq!(problems(early), one("date", "not_agreed"));
        for stranger in [Role::Coordinator, Role::Payroll] {
            let refused = desk.agree_date(&staff(stranger), road.id, road.version, "6/15/2026").await;
            assert!(matches!(refused, Err(Error::Forbidden)), "{stranger:?}");
        }
        let administrator = staff(Role::Retirement);
        let own = Actor { person: Some(road.person), ..administrator.clone() };
        let refused = desk.agree_date(&own, road.id, road.version, "6/15/2026").await;
        assert!(matches!(refused, Err(Error::SecondApprover)), "nobody agrees to their own day");
        let wrong = desk.agree_date(&administrator, road.id, road.version, "no day").await.unwrap_err();
        assert_eq!(problems(wrong), one("date", "not_a_date"));
        desk.agree_date(&administrator, road.id, road.version, "6/15/2026").await.unwrap();
        let stale = desk.agree_date(&administrator, road.id, road.version, "6/20/2026").await;
        assert!(matches!(stale, Err(Error::Stale(_))));

        let unsigned = TypedSignature { signature: " ".into(), attested: false };
        let refused =
            desk.send_plans(&caio, None, &TypedPlans::default(), &unsigned, "form-0").await.unwrap_err();
        assert_eq!(
            problems(refused),
            [one("attested", "not_attested"), one("signature", "signature_missing")].concat()
        );
        let sent = desk.send_plans(&caio, None, &TypedPlans::default(), &signed(), "form-1").await.unwrap();
        assert_eq!((sent.kind, sent.state), (SubmissionKind::Retirement, SubmissionState::Submitted));
        let again = desk.send_plans(&caio, None, &TypedPlans::default(), &signed(), "form-2").await.unwrap();
        assert_eq!(again.id, sent.id, "one at a time");
        let now = desk.my_retiring(&caio, None).await.unwrap().road.unwrap().road;
        for locked in [
            desk.change_road(&caio, None, now.version, &typed("7/15/2026", "")).await,
            desk.give_up_road(&caio, None, now.version).await,
        ] {
            assert!(matches!(locked, Err(Error::Locked)));
        }
        desk.withdraw_plans(&caio, None).await.unwrap();
        let sent = desk.send_plans(&caio, None, &TypedPlans::default(), &signed(), "form-3").await.unwrap();
        // Nothing has changed yet.
        assert_eq!(
            people::subscriber(desk.store(), id, day("2026-07-01")).await.unwrap().population,
            Population::Active
        );
        approve(&desk, &sent.reference).await;

        let store = desk.store();
        let seen = |date: &str| people::subscriber(store, id, day(date));
        let june = seen("2026-06-20").await.unwrap();
        assert_eq!((june.population, june.terminated), (Population::Active, Some(day("2026-06-15"))));
        let july = seen("2026-07-01").await.unwrap();
        assert_eq!((july.population, july.unit.as_str()), (Population::CityRetiree, "CITY"));
        let rows = coverage::current(store, id).await.unwrap();
        let held = |benefit, date: &str| {
            rows.iter()
                .find(|row| row.benefit == benefit && row.period.contains(day(date)))
                .map(|row| &row.choice)
        };
        for date in ["2026-06-15", "2026-06-30", "2026-07-01", "2027-01-01"] {
            assert!(
                matches!(held(Benefit::Health, date), Some(Choice::Cover { plan, .. }) if plan.as_str() == "HMO"),
                "{date}"
            );
            assert!(held(Benefit::Dental, date).is_some(), "{date}");
        }
        assert!(
            held(Benefit::HealthFsa, "2026-06-15").is_some()
                && held(Benefit::HealthFsa, "2026-06-16").is_none()
        );

        desk.make_payroll_notice().await.unwrap().unwrap();
        let (_, lines) = desk.payroll_notice(&staff(Role::Payroll), 1).await.unwrap();
        let told: BTreeMap<String, (bool, NaiveDate)> = lines
            .iter()
            .map(|line| (line.line.deduction_code.clone(), (line.line.per_pay.is_zero(), line.line.begin)))
            .collect();
        assert_eq!(told.get("HFSA"), Some(&(true, day("2026-06-16"))), "{told:?}");
        let ends = told.iter().filter(|(_, line)| **line == (true, day("2026-07-01"))).count();
        assert_eq!(ends, 2, "health and dental: {told:?}");

        let view = desk.my_retiring(&caio, None).await.unwrap().road.unwrap();
        assert_eq!(view.road.state, RoadState::Retired);
        let done: Vec<Step> =
            view.tasks.iter().filter(|task| task.done.is_some()).map(|task| task.item.step).collect();
        assert_eq!(done, [Step::AgreeDate, Step::ChoosePlans, Step::Approve]);

        let list = |month: &str| desk.pension_changes(&administrator, RetirementSystem::City, day(month));
        let lines = list("2026-07-01").await.unwrap().lines;
        assert_eq!(lines.len(), 1, "{lines:?}");
        let change = lines[0].change;
        assert_eq!(
            (lines[0].number.as_str(), change.kind, change.why),
            ("E00091", ChangeKind::New, Why::Retired)
        );
        assert_eq!((change.old.is_zero(), change.effective), (true, day("2026-07-01")));
        assert!(list("2026-06-01").await.unwrap().lines.is_empty());
        assert!(list("2026-08-01").await.unwrap().lines.is_empty());
        let mtrs =
            desk.pension_changes(&administrator, RetirementSystem::Mtrs, day("2026-07-01")).await.unwrap();
        assert!(mtrs.lines.iter().all(|line| line.number != "E00091"));
    }
}

#[tokio::test]
async fn a_retirement_on_the_wrong_day_is_taken_back_and_payroll_goes_on() {
    for store in both().await {
        let desk = near(store).await;
        let (caio, coordinator) = (of(&desk, "E00091").await, staff(Role::Coordinator));
        let id = caio.person.unwrap();
        let before = coverage::current(desk.store(), id).await.unwrap();
        let reference = sent(&desk, "E00091", "6/15/2026", Role::Retirement, &TypedPlans::default()).await;
        approve(&desk, &reference).await;
        desk.make_payroll_notice().await.unwrap().unwrap();

        let back = desk.send_reversal(&coordinator, &reference, "They stay a year.", "back").await.unwrap();
        approve(&desk, &back.reference).await;
        let july = people::subscriber(desk.store(), id, day("2026-07-01")).await.unwrap();
        assert_eq!((july.population, july.terminated), (Population::Active, None));
        let after = coverage::current(desk.store(), id).await.unwrap();
        let held = |rows: &[domain::election::Coverage]| -> Vec<String> {
            rows.iter().map(|row| format!("{} {:?} {:?}", row.benefit, row.choice, row.period)).collect()
        };
        assert_eq!(held(&after), held(&before));

        let number = desk.make_payroll_notice().await.unwrap().unwrap();
        let (_, lines) = desk.payroll_notice(&staff(Role::Payroll), number).await.unwrap();
        let told: BTreeMap<String, (bool, NaiveDate)> = lines
            .iter()
            .map(|line| (line.line.deduction_code.clone(), (line.line.per_pay.is_zero(), line.line.begin)))
            .collect();
        assert_eq!(told.get("HFSA").map(|line| line.0), Some(false), "{told:?}");
        let resumed = told.values().filter(|line| **line == (false, day("2026-07-01"))).count();
        assert_eq!(resumed, 2, "health and dental: {told:?}");

        let road = desk.my_retiring(&caio, None).await.unwrap().road.unwrap();
        assert_eq!(road.road.state, RoadState::Open);
        assert!(road.tasks.iter().all(|task| task.item.step != Step::Approve || task.done.is_none()));
        let again = desk.send_plans(&caio, None, &TypedPlans::default(), &signed(), "again").await.unwrap();
        assert_ne!(again.reference, reference);
    }
}

#[tokio::test]
async fn what_is_returned_is_chosen_again() {
    for store in both().await {
        let desk = near(store).await;
        let reference = sent(&desk, "E00091", "6/15/2026", Role::Retirement, &TypedPlans::default()).await;
        let first = records::submissions::by_reference(desk.store(), &reference).await.unwrap();
        let coordinator = staff(Role::Coordinator);
        desk.return_for_information(&coordinator, first.id, first.version, "Which dental plan?")
            .await
            .unwrap();
        let caio = of(&desk, "E00091").await;
        let view = desk.my_retiring(&caio, None).await.unwrap().road.unwrap();
        assert!(view.tasks.iter().all(|task| task.item.step != Step::ChoosePlans || task.done.is_none()));
        let chosen = plans(&[("dental", "DHIGH")]);
        let second = desk.send_plans(&caio, None, &chosen, &signed(), "form-2").await.unwrap();
        assert_eq!(second.replaces, Some(first.id));
        approve(&desk, &second.reference).await;
        let rows = coverage::current(desk.store(), caio.person.unwrap()).await.unwrap();
        let july =
            rows.iter().find(|row| row.benefit == Benefit::Dental && row.period.contains(day("2026-07-01")));
        assert_eq!(july.unwrap().choice.plan().unwrap().as_str(), "DHIGH");
        assert_eq!(july.unwrap().period.from(), day("2026-07-01"));
    }
}

/// What somebody gets who tries everything that staff may do for the one of `number`.
async fn by_number(desk: &Desk, actor: &Actor, number: &PersonRef) -> Vec<desk::Result<()>> {
    let (number, date, none) = (Some(number), typed("6/15/2026", ""), TypedPlans::default());
    vec![
        desk.my_retiring(actor, number).await.map(drop),
        desk.retirement_estimate(actor, number, &date, &none).await.map(drop),
        desk.open_road(actor, number, &date).await,
        desk.change_road(actor, number, 1, &date).await,
        desk.send_plans(actor, number, &none, &signed(), "by-number").await.map(drop),
        desk.withdraw_plans(actor, number).await,
        desk.give_up_road(actor, number, 1).await,
    ]
}

#[tokio::test]
async fn staff_enter_a_retirement_from_paper() {
    for store in both().await {
        let desk = near(store).await;
        let (caio, generalist) = (of(&desk, "E00091").await, staff(Role::Generalist));
        let (number, none): (PersonRef, _) = ("E00091".parse().unwrap(), TypedPlans::default());
        let theirs = Some(&number);
        let estimate = desk.retirement_estimate(&generalist, theirs, &typed("6/15/2026", ""), &none).await;
        assert_eq!(estimate.unwrap().turnover.retiree_from(), day("2026-07-01"));
        desk.open_road(&generalist, theirs, &typed("5/31/2026", "")).await.unwrap();
        let my = desk.my_retiring(&generalist, theirs).await.unwrap();
        let road = my.road.unwrap().road;
        assert_eq!((my.person.name().as_str(), road.opened_by_name.as_str()), ("Caio Alves", "Generalist"));
        desk.change_road(&generalist, theirs, road.version, &typed("6/15/2026", "")).await.unwrap();
        let road = desk.my_retiring(&caio, None).await.unwrap().road.unwrap().road;
        assert_eq!(road.proposed_on, day("2026-06-15"), "it is their own road");
        desk.agree_date(&staff(Role::Retirement), road.id, road.version, "6/15/2026").await.unwrap();

        let refused =
            desk.send_plans(&generalist, theirs, &none, &TypedSignature::default(), "paper-1").await;
        assert_eq!(problems(refused.unwrap_err()), one("attested", "not_attested"), "no signature is asked");
        let on_file = TypedSignature { attested: true, ..TypedSignature::default() };
        desk.send_plans(&generalist, theirs, &none, &on_file, "paper-1").await.unwrap();
        desk.withdraw_plans(&generalist, theirs).await.unwrap();
        let chosen = plans(&[("dental", "DHIGH")]);
        let sent = desk.send_plans(&generalist, theirs, &chosen, &on_file, "paper-2").await.unwrap();
        assert_eq!((sent.signature.as_deref(), sent.submitted_by.as_str()), (None, generalist.id.as_str()));
        let seen = desk.my_retiring(&caio, None).await.unwrap().road.unwrap();
        assert_eq!(seen.submission.map(|one| one.id), Some(sent.id));
        approve(&desk, &sent.reference).await;
        let who = people::subscriber(desk.store(), caio.person.unwrap(), day("2026-07-01")).await.unwrap();
        assert_eq!(who.population, Population::CityRetiree);

        let number: PersonRef = "E00092".parse().unwrap();
        desk.open_road(&generalist, Some(&number), &typed("6/30/2026", "")).await.unwrap();
        let road = desk.my_retiring(&generalist, Some(&number)).await.unwrap().road.unwrap().road;
        desk.give_up_road(&generalist, Some(&number), road.version).await.unwrap();
        assert!(desk.my_retiring(&generalist, Some(&number)).await.unwrap().road.is_none());
    }
}

#[tokio::test]
async fn from_paper_only_those_who_decide_and_nobody_their_own() {
    for store in both().await {
        let desk = near(store).await;
        let number: PersonRef = "E00091".parse().unwrap();
        for stranger in
            [staff(Role::Director), staff(Role::Retirement), staff(Role::Payroll), of(&desk, "E00092").await]
        {
            for tried in by_number(&desk, &stranger, &number).await {
                assert!(matches!(tried, Err(Error::Forbidden)), "{}: {tried:?}", stranger.name);
            }
        }
        let own = Actor { roles: staff(Role::Coordinator).roles, ..of(&desk, "E00091").await };
        for tried in by_number(&desk, &own, &number).await {
            assert!(matches!(tried, Err(Error::SecondApprover)), "{tried:?}");
        }
        assert!(desk.my_retiring(&own, None).await.unwrap().road.is_none());

        // What they say on their own page, or somebody enters for them, somebody else decides.
        let reference = sent(&desk, "E00091", "6/15/2026", Role::Retirement, &TypedPlans::default()).await;
        let waits = records::submissions::by_reference(desk.store(), &reference).await.unwrap();
        let tried = desk.approve_reviewed(&own, waits.id, waits.version, &saying("")).await;
        assert!(matches!(tried, Err(Error::SecondApprover)), "{tried:?}");
        assert!(desk.review(&own, &reference).await.unwrap().needs_somebody_else);
        approve(&desk, &reference).await;
    }
}

#[tokio::test]
async fn retirement_from_the_school_is_on_mtrs_list() {
    for store in both().await {
        let desk = near(store).await;
        let administrator = staff(Role::Retirement);
        let coordinator = staff(Role::Coordinator);
        let tea = of(&desk, "E00092").await;
        desk.open_road(&tea, None, &typed("6/30/2026", "")).await.unwrap();
        let road = desk.my_retiring(&tea, None).await.unwrap().road.unwrap().road;
        let refused = desk.agree_date(&administrator, road.id, road.version, "6/30/2026").await;
        assert!(matches!(refused, Err(Error::Forbidden)), "MTRS writes to the coordinator");
        assert_eq!(desk.roads(&administrator).await.unwrap().len(), 0);
        desk.agree_date(&coordinator, road.id, road.version, "6/30/2026").await.unwrap();
        let sent = desk.send_plans(&tea, None, &TypedPlans::default(), &signed(), "form-1").await.unwrap();
        approve(&desk, &sent.reference).await;
        let who = people::subscriber(desk.store(), tea.person.unwrap(), day("2026-07-01")).await.unwrap();
        assert_eq!((who.population, who.unit.as_str()), (Population::MtrsRetiree, "SCHOOL"));

        let list =
            desk.pension_changes(&coordinator, RetirementSystem::Mtrs, day("2026-07-01")).await.unwrap();
        let said: Vec<_> =
            list.lines.iter().map(|line| (line.number.as_str(), line.change.kind, line.change.why)).collect();
        assert_eq!(
            said,
            [("E00092", ChangeKind::New, Why::Retired), ("R00094", ChangeKind::Changed, Why::Rates)]
        );
        let city =
            desk.pension_changes(&administrator, RetirementSystem::City, day("2026-07-01")).await.unwrap();
        assert!(city.lines.is_empty());
    }
}

#[tokio::test]
async fn a_list_that_was_sent_stays_and_what_comes_later_is_in_the_next() {
    for store in both().await {
        let desk = near(store).await;
        let coordinator = staff(Role::Coordinator);
        let mtrs = RetirementSystem::Mtrs;
        let july = day("2026-07-01");
        let too_early = desk.mark_list_sent(&coordinator, mtrs, july).await;
        assert!(matches!(too_early, Err(Error::Stale(_))), "not two months ahead");
        let desk = on(&desk, "2026-06-10");
        for stranger in [Role::Payroll, Role::Retirement] {
            let refused = desk.mark_list_sent(&staff(stranger), mtrs, july).await;
            assert!(matches!(refused, Err(Error::Forbidden)), "{stranger:?}");
        }
        desk.mark_list_sent(&coordinator, mtrs, july).await.unwrap();
        assert!(matches!(desk.mark_list_sent(&coordinator, mtrs, july).await, Err(Error::Stale(_))));
        let before = desk.pension_changes(&coordinator, mtrs, july).await.unwrap();
        assert_eq!(before.sent.as_ref().unwrap().actor_name, "Coordinator");
        assert_eq!(before.lines.iter().map(|line| line.number.as_str()).collect::<Vec<_>>(), ["R00094"]);

        // The teacher's retirement is approved after the list has gone.
        let later = on(&desk, "2026-06-20");
        let reference = sent(&later, "E00092", "6/30/2026", Role::Coordinator, &TypedPlans::default()).await;
        approve(&later, &reference).await;
        let after = later.pension_changes(&coordinator, mtrs, july).await.unwrap();
        assert_eq!(after.lines, before.lines);
        let august = later.pension_changes(&coordinator, mtrs, day("2026-08-01")).await.unwrap().lines;
        let said: Vec<_> = august
            .iter()
            .map(|line| (line.number.as_str(), line.change.why, line.change.effective))
            .collect();
        assert_eq!(said, [("E00092", Why::Retired, july)]);
    }
}

fn column(field: &str, heading: &str, width: &str) -> TypedColumn {
    TypedColumn {
        field: field.into(),
        heading: heading.into(),
        day: "YYYYMMDD".into(),
        amount: "123456".into(),
        width: width.into(),
        pad: "zeros".into(),
    }
}

#[tokio::test]
async fn the_layout_of_mtrs_list_is_data() {
    for store in both().await {
        let desk = near(store).await;
        let coordinator = staff(Role::Coordinator);
        let bad = TypedLayout {
            columns: vec![
                column("number", "", ""),
                TypedColumn::default(),
                column("new_amount", "Amount", "3"),
                column("effective", "From", "wide"),
                column("color", "Color", ""),
            ],
        };
        let refused = desk.save_mtrs_layout(&coordinator, 0, &bad).await.unwrap_err();
        assert_eq!(
            problems(refused),
            [
                one("columns[0][heading]", "heading"),
                one("columns[2][width]", "width"),
                one("columns[3][width]", "not_a_width"),
                one("columns[4][field]", "not_usable"),
            ]
            .concat()
        );
        let empty = desk.save_mtrs_layout(&coordinator, 0, &TypedLayout::default()).await.unwrap_err();
        assert_eq!(problems(empty), one("columns[0][field]", "no_columns"));
        let good = TypedLayout {
            columns: vec![
                column("number", "ID", ""),
                column("new_amount", "AMT", "9"),
                column("effective", "EFF", ""),
            ],
        };
        assert_eq!(desk.save_mtrs_layout(&coordinator, 0, &good).await.unwrap(), 1);
        let stale = desk.save_mtrs_layout(&coordinator, 0, &good).await;
        assert!(matches!(stale, Err(Error::Stale(_))));
        let stranger = desk.save_mtrs_layout(&staff(Role::Retirement), 1, &good).await;
        assert!(matches!(stranger, Err(Error::Forbidden)));

        let file =
            |form| desk.pension_changes_file(&coordinator, RetirementSystem::Mtrs, day("2026-07-01"), form);
        let csv = file(Form::Csv).await.unwrap();
        assert_eq!(csv.name, "mtrs-changes-2026-07.csv");
        let text = String::from_utf8(csv.bytes).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!((lines[0], lines.len()), ("ID,AMT,EFF", 2));
        let cells: Vec<&str> = lines[1].split(',').collect();
        assert_eq!((cells[0], cells[1].len(), cells[2]), ("R00094", 9, "20260701"));
        assert_eq!(file(Form::Xlsx).await.unwrap(), file(Form::Xlsx).await.unwrap(), "the same bytes");
    }
}

#[tokio::test]
async fn mtrs_own_file_is_compared_row_by_row() {
    for store in both().await {
        let desk = near(store).await;
        let coordinator = staff(Role::Coordinator);
        let may = day("2026-05-01");
        let deductions = desk
            .pension_deductions(
                &staff(Role::Retirement),
                day("2026-05-31"),
                PaidBy::Pension(RetirementSystem::Mtrs),
                0,
            )
            .await
            .unwrap();
        let right = deductions.deductions[0].total;
        let compare = |text: String| desk.compare_mtrs(&coordinator, may, "mtrs.csv", text.into_bytes());
        compare(format!("number,amount\nR00094,{right}\n")).await.unwrap();
        let found = desk.mtrs_comparison(&coordinator, may).await.unwrap().unwrap();
        assert_eq!((found.rows, found.differences.len()), (1, 0));
        compare("number,family_name,amount\nR00094,Vale,1.00\nR00099,Who,2.00\n".into()).await.unwrap();
        let found = desk.mtrs_comparison(&coordinator, may).await.unwrap().unwrap();
        let said: Vec<_> =
            found.differences.iter().map(|one| (one.kind, one.number.as_str(), one.row)).collect();
        assert_eq!(
            said,
            [(DifferenceKind::Amount, "R00094", Some(2)), (DifferenceKind::MissingHere, "R00099", Some(3))]
        );
        compare("number,amount\n".into()).await.unwrap();
        let found = desk.mtrs_comparison(&coordinator, may).await.unwrap().unwrap();
        assert_eq!(found.differences[0].kind, DifferenceKind::MissingThere);

        match compare("number,amount\nR00094,much\n".into()).await.unwrap_err() {
            Error::Fields(faults) => {
                assert_eq!((faults.len(), faults[0].field.as_str()), (1, "file"));
                assert!(faults[0].detail.contains("row 2, column amount"), "{}", faults[0].detail);
            }
            other => panic!("{other}"),
        }
        assert_eq!(problems(compare(String::new()).await.unwrap_err()), one("file", "file_missing"));
        let stranger =
            desk.compare_mtrs(&staff(Role::Retirement), may, "x.csv", b"number,amount\n".to_vec()).await;
        assert!(matches!(stranger, Err(Error::Forbidden)));
    }
}

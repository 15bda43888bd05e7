//! Medicare, a death and a remarriage: what each does to every contract of a household, on both engines.
#![allow(clippy::unwrap_used, reason = "a test stops where something is wrong")]

mod office;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use desk::decide::Reviewed;
use desk::imports::{ImportOrder, Outcome};
use desk::lists::PaidBy;
use desk::medicare::TypedMedicare;
use desk::retirement::Why;
use desk::survivors::{TypedDeath, TypedReport};
use desk::{Actor, Clock, Desk, Error, Role};
use domain::benefit::Benefit;
use domain::class::{Population, RetirementSystem};
use domain::election::Choice;
use domain::submission::{SubmissionKind, SubmissionState};
use office::{day, member, office, person, staff};
use records::audit::{self, Verdict};
use records::import::{Kind, Source};
use records::testing::both;
use records::{Store, coverage, messages, people};
use uuid::Uuid;

/// Ida will be 65 on March 15, 2027, and covers Rui, 61, and Zoe, 31 and disabled; Nuno has Medicare, and Eva,
/// under 65, a contract of her own through him.
async fn retirees(store: Store) -> Desk {
    let desk = office(store, 1).await;
    let census = "ref,given_name,family_name,birth_date,email,subscriber_ref,relationship,disabled,population,unit,retired_on,medicare_from\n\
        R00001,Ida,Reis,1962-03-15,ida@alderbrook.example,,,,MTRS_RETIREE,SCHOOL,2022-07-01,\n\
        R00001-01,Rui,Reis,1965-08-01,,R00001,spouse,,,,,\n\
        R00001-02,Zoe,Reis,1995-02-01,,R00001,child,yes,,,,\n\
        R00002,Nuno,Alves,1950-01-01,nuno@alderbrook.example,,,,CITY_RETIREE,CITY,2015-07-01,2015-01-01\n\
        R00002-01,Eva,Alves,1964-01-01,,R00002,spouse,,,,,\n";
    let coverage = "person_ref,benefit,plan_code,tier,effective_from,dependents\n\
        R00001,health,HMO,family,2025-07-01,R00001-01;R00001-02\n\
        R00001,dental,DBAS,family,2025-07-01,R00001-01;R00001-02\n\
        R00001,vision,VIS,individual,2025-07-01,\n\
        R00002,health,MSUP,per_person,2025-07-01,\n\
        R00002-01,health,HMO,individual,2025-07-01,\n";
    for (kind, name, text) in
        [(Kind::Census, "census.csv", census), (Kind::Coverage, "coverage.csv", coverage)]
    {
        let source = Source::bytes(name, text.as_bytes().to_vec());
        let imported =
            desk.import(&Actor::portal("import"), ImportOrder::whole(kind, &source), &|_| {}).await.unwrap();
        assert_eq!(imported.outcome, Outcome::Written, "{name}: {:?}", imported.report);
    }
    desk.at(Clock::showing("2026-11-24T16:00:00Z".parse().unwrap()))
}

fn card() -> TypedMedicare {
    TypedMedicare {
        mbi: "1eg4-te5-mk73".into(),
        part_a: "3/1/2027".into(),
        part_b: "2027-03-01".into(),
        plan: "MSUP".into(),
        signature: "Ida Reis".into(),
    }
}

async fn id(desk: &Desk, reference: &str) -> Uuid {
    person(desk, reference).await.id
}

/// What somebody holds on a day: plan, tier, how many others are covered, through whom.
async fn held(
    desk: &Desk,
    who: Uuid,
    benefit: Benefit,
    on: &str,
) -> Option<(String, String, usize, Option<Uuid>)> {
    let on: NaiveDate = day(on);
    let rows = coverage::current(desk.store(), who).await.unwrap();
    let row = rows.into_iter().find(|row| row.benefit == benefit && row.period.contains(on))?;
    let Choice::Cover { plan, tier, dependents } = &row.choice else { return None };
    Some((plan.to_string(), tier.to_string(), dependents.len(), row.through))
}

fn plan(
    plan: &str,
    tier: &str,
    others: usize,
    through: Option<Uuid>,
) -> Option<(String, String, usize, Option<Uuid>)> {
    Some((plan.into(), tier.into(), others, through))
}

fn fields(error: Error) -> Vec<(String, String)> {
    match error {
        Error::Fields(faults) => faults.into_iter().map(|one| (one.field, one.problem)).collect(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn who_becomes_65_moves_and_the_spouse_of_61_stays_where_they_are() {
    for store in both().await {
        let desk = retirees(store).await;
        let ida = person(&desk, "R00001").await;
        let (rui, zoe) = (id(&desk, "R00001-01").await, id(&desk, "R00001-02").await);
        let (actor, coordinator) = (member(&ida), staff(Role::Coordinator));

        let form = desk.medicare_form(&actor, None, ida.id).await.unwrap();
        assert!(form.is_open());
        assert_eq!(form.begins, Some(day("2027-03-01")));
        let stay: BTreeSet<&str> = form.stay.iter().map(String::as_str).collect();
        assert_eq!(stay, ["Rui Reis", "Zoe Reis"].into());
        let offered: Vec<_> =
            form.plans.iter().map(|line| line.plan.as_ref().unwrap().code.to_string()).collect();
        assert_eq!(offered, ["MHMO", "MSUP"]);

        let sent = desk.send_medicare(&actor, None, ida.id, &card(), "key").await.unwrap();
        let again = desk.send_medicare(&actor, None, ida.id, &card(), "key").await.unwrap();
        assert_eq!(
            (sent.id, sent.kind, sent.proposal.effective),
            (again.id, SubmissionKind::Medicare, day("2027-03-01"))
        );
        let other = desk.send_medicare(&actor, None, ida.id, &card(), "another window").await.unwrap();
        assert_eq!(other.id, sent.id, "what waits is not sent twice");
        assert!(!desk.medicare_form(&actor, None, ida.id).await.unwrap().is_open());

        let review = desk.review(&coordinator, &sent.reference).await.unwrap();
        let lines: Vec<_> = review
            .lines
            .iter()
            .map(|line| {
                let side = |line: &Option<desk::line::Line>| {
                    line.as_ref()
                        .map(|line| (line.plan.as_ref().unwrap().code.to_string(), line.monthly().get()))
                };
                (line.who.as_deref(), side(&line.before), side(&line.after))
            })
            .collect();
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0].0, None);
        assert_eq!(lines[0].2.as_ref().unwrap().0, "MSUP");
        assert_eq!((lines[1].0, lines[1].1.is_none()), (Some("Rui Reis"), true));
        assert_eq!(lines[1].2.as_ref().unwrap().0, "HMO");
        assert!(review.proof.iter().any(|proof| proof.about == ida.id), "the card is asked for");
        assert!(review.payroll.is_empty());

        desk.approve(&coordinator, sent.id, sent.version).await.unwrap();
        for (who, on, wanted) in [
            (ida.id, "2027-02-28", plan("HMO", "family", 2, None)),
            (ida.id, "2027-03-01", plan("MSUP", "per_person", 0, None)),
            (rui, "2027-02-28", None),
            (rui, "2027-03-01", plan("HMO", "individual_plus_one", 1, Some(ida.id))),
            (zoe, "2027-03-01", None),
        ] {
            assert_eq!(held(&desk, who, Benefit::Health, on).await, wanted, "{on}");
        }
        assert_eq!(held(&desk, ida.id, Benefit::Dental, "2027-03-01").await, plan("DBAS", "family", 2, None));
        let medicare = people::medicare_of(desk.store(), ida.id).await.unwrap();
        assert_eq!(medicare, [(ida.id, day("2027-03-01"))].into());
        let to_come = desk.my_benefits(&actor, None).await.unwrap().upcoming;
        let health = to_come.iter().find(|held| held.line.benefit == Benefit::Health).unwrap();
        assert!(health.line.cost.is_some(), "with the price that it will have, in their class of then");
        let mbi =
            desk.unmask(&coordinator, &"R00001".parse().unwrap(), desk::people::Field::Mbi, "card").await;
        assert_eq!(mbi.unwrap().as_deref(), Some("1EG4TE5MK73"));

        // Another one's spouse has no page of it, and what is approved is not approved twice.
        assert!(matches!(desk.approve(&coordinator, sent.id, sent.version).await, Err(Error::Stale(_))));
        let nuno = member(&person(&desk, "R00002").await);
        assert!(matches!(desk.medicare_form(&nuno, None, rui).await, Err(Error::NotFound(_))));
    }
}

#[tokio::test]
async fn medicare_that_is_told_late_keeps_the_price_of_the_plan_until_it_changes() {
    for store in both().await {
        let desk = retirees(store).await;
        let coordinator = staff(Role::Coordinator);
        let ida = member(&person(&desk, "R00001").await);
        let who = ida.person.unwrap();
        let before = desk.my_benefits(&ida, None).await.unwrap().monthly();
        let card = TypedMedicare { part_a: "10/1/2026".into(), part_b: "10/1/2026".into(), ..card() };
        let sent = desk.send_medicare(&ida, None, who, &card, "key").await.unwrap();
        assert_eq!(sent.proposal.effective, day("2026-12-01"));

        // Its plan's day is over when somebody comes to it: that takes a word.
        let late = desk.at(Clock::showing("2026-12-08T16:00:00Z".parse().unwrap()));
        assert!(!desk.review(&coordinator, &sent.reference).await.unwrap().needs_words());
        assert!(
            late.review(&coordinator, &sent.reference).await.unwrap().needs_words(),
            "the page asks for it"
        );
        let outcome = late.approve(&coordinator, sent.id, sent.version).await;
        assert_eq!(fields(outcome.unwrap_err()), [("words".to_owned(), "words_missing".to_owned())]);
        let reviewed =
            Reviewed { words: "The carrier takes it from December 1.".into(), ..Reviewed::default() };
        late.approve_reviewed(&coordinator, sent.id, sent.version, &reviewed).await.unwrap();
        assert_eq!(people::medicare_of(desk.store(), who).await.unwrap()[&who], day("2026-10-01"));
        let now = desk.my_benefits(&ida, None).await.unwrap();
        assert!(
            now.held.iter().all(|held| held.line.cost.is_some()),
            "Medicare since October, HMO in November"
        );
        assert_eq!(now.monthly(), before);
    }
}

#[tokio::test]
async fn medicare_of_the_wrong_person_is_taken_back_whole() {
    for store in both().await {
        let desk = retirees(store).await;
        let ida = person(&desk, "R00001").await;
        let rui = id(&desk, "R00001-01").await;
        let (actor, coordinator) = (member(&ida), staff(Role::Coordinator));
        let sent = desk.send_medicare(&actor, None, ida.id, &card(), "key").await.unwrap();
        assert!(
            matches!(
                desk.send_reversal(&coordinator, &sent.reference, "Another Ida.", "k").await,
                Err(Error::NotFound(_))
            ),
            "what waits is denied or withdrawn"
        );
        desk.approve(&coordinator, sent.id, sent.version).await.unwrap();

        let back = desk.send_reversal(&coordinator, &sent.reference, "Another Ida.", "k").await.unwrap();
        let again = desk.send_reversal(&coordinator, &sent.reference, "Another Ida.", "k").await.unwrap();
        assert_eq!((back.id, back.kind), (again.id, SubmissionKind::Correction));
        assert_eq!(held(&desk, rui, Benefit::Health, "2027-03-01").await.unwrap().0, "HMO", "not before");
        let review = desk.review(&coordinator, &back.reference).await.unwrap();
        let sides: Vec<_> = review
            .lines
            .iter()
            .map(|line| {
                let plan = |line: &Option<desk::line::Line>| {
                    line.as_ref()
                        .map(|line| (line.plan.as_ref().unwrap().code.to_string(), line.cost.is_some()))
                };
                (line.who.clone(), plan(&line.before), plan(&line.after))
            })
            .collect();
        let priced = |plan: &str| Some((plan.to_owned(), true));
        assert_eq!(
            sides,
            [(None, priced("MSUP"), priced("HMO")), (Some("Rui Reis".to_owned()), priced("HMO"), None),],
            "each at the price of who has Medicare, or has not"
        );
        desk.approve(&coordinator, back.id, back.version).await.unwrap();

        assert_eq!(held(&desk, ida.id, Benefit::Health, "2027-03-01").await, plan("HMO", "family", 2, None));
        assert_eq!(held(&desk, rui, Benefit::Health, "2027-03-01").await, None);
        assert!(people::medicare_of(desk.store(), ida.id).await.unwrap().is_empty());
        let mbi =
            desk.unmask(&coordinator, &"R00001".parse().unwrap(), desk::people::Field::Mbi, "card").await;
        assert_eq!(mbi.unwrap(), None, "the number is free for whose it is");
        let form = desk.medicare_form(&actor, None, ida.id).await.unwrap();
        assert!(form.is_open(), "the right one can be told");
        let right = desk.send_medicare(&actor, None, ida.id, &card(), "right").await.unwrap();
        desk.approve(&coordinator, right.id, right.version).await.unwrap();
        assert!(
            matches!(
                desk.send_reversal(&coordinator, &back.reference, "No.", "n").await,
                Err(Error::NotFound(_))
            ),
            "what took something back is not taken back: the change is told anew"
        );
        assert!(matches!(audit::verify(desk.store()).await.unwrap(), Verdict::Whole(_)));
    }
}

#[tokio::test]
async fn a_death_of_somebody_who_lives_is_taken_back_and_everybody_is_what_they_were() {
    for store in both().await {
        let desk = retirees(store).await;
        let coordinator = staff(Role::Coordinator);
        // Nuno's spouse has a contract of her own through him; Ida covers hers with their child.
        for (number, spouse) in [("R00001", "R00001-01"), ("R00002", "R00002-01")] {
            let (deceased, spouse) = (id(&desk, number).await, id(&desk, spouse).await);
            let number = number.parse().unwrap();
            let before = [everything(&desk, deceased).await, everything(&desk, spouse).await];
            let typed =
                TypedDeath { what: "death".into(), day: "10/10/2026".into(), survivor: spouse.to_string() };
            let sent = desk.send_death(&coordinator, &number, &typed, "key").await.unwrap();
            desk.approve(&coordinator, sent.id, sent.version).await.unwrap();
            assert_ne!([everything(&desk, deceased).await, everything(&desk, spouse).await], before);

            let back = desk.send_reversal(&coordinator, &sent.reference, "Another one.", "b").await.unwrap();
            desk.approve(&coordinator, back.id, back.version).await.unwrap();
            assert_eq!([everything(&desk, deceased).await, everything(&desk, spouse).await], before);
            let form = desk.death_form(&coordinator, &number, &TypedDeath::default()).await.unwrap();
            assert_eq!(form.died_on, None);
        }
        assert!(matches!(audit::verify(desk.store()).await.unwrap(), Verdict::Whole(_)));
    }
}

#[tokio::test]
async fn a_change_is_not_taken_back_over_what_came_after_it() {
    for store in both().await {
        let desk = retirees(store).await;
        let coordinator = staff(Role::Coordinator);
        let rui = id(&desk, "R00001-01").await;
        let typed = TypedDeath { what: "death".into(), day: "10/10/2026".into(), survivor: rui.to_string() };
        let death = desk.send_death(&coordinator, &"R00001".parse().unwrap(), &typed, "key").await.unwrap();
        desk.approve(&coordinator, death.id, death.version).await.unwrap();
        let back = desk.send_reversal(&coordinator, &death.reference, "Another one.", "b").await.unwrap();

        // The survivor marries again, while it waits.
        let typed =
            TypedDeath { what: "remarriage".into(), day: "11/20/2026".into(), survivor: "nobody".into() };
        let remarried =
            desk.send_death(&coordinator, &"S00001".parse().unwrap(), &typed, "again").await.unwrap();
        desk.approve(&coordinator, remarried.id, remarried.version).await.unwrap();
        let refused = desk.send_reversal(&coordinator, &death.reference, "Another one.", "c").await;
        assert!(
            matches!(refused, Err(Error::ChangedSince(Benefit::Health | Benefit::Dental))),
            "{refused:?}"
        );
        let approved = desk.approve(&coordinator, back.id, back.version).await;
        assert!(matches!(approved, Err(Error::ChangedSince(_) | Error::Conflict)), "{approved:?}");
        assert!(held(&desk, rui, Benefit::Health, "2026-11-30").await.is_some(), "nothing is half-written");
        assert_eq!(held(&desk, rui, Benefit::Health, "2026-12-01").await, None);
    }
}

/// All that the records say of somebody's standing and coverage.
async fn everything(desk: &Desk, who: Uuid) -> (Option<String>, String, Vec<String>, Vec<String>) {
    let store = desk.store();
    let person = people::person(store, who).await.unwrap();
    let rolls = people::on_rolls(store, who, day("2026-12-01")).await.unwrap();
    let household = people::household(store, who).await.unwrap();
    let rows = coverage::current(store, who).await.unwrap();
    let held =
        rows.iter().map(|row| format!("{} {:?} {:?} {:?}", row.benefit, row.choice, row.period, row.through));
    let standing = format!("{rolls:?} {:?}", records::standing::died_on(store, who).await.unwrap());
    (person.ref_, standing, household.iter().map(|one| format!("{one:?}")).collect(), held.collect())
}

#[tokio::test]
async fn a_returned_card_is_sent_again_and_takes_the_place_of_the_first() {
    for store in both().await {
        let desk = retirees(store).await;
        let ida = person(&desk, "R00001").await;
        let (actor, coordinator) = (member(&ida), staff(Role::Coordinator));
        let first = desk.send_medicare(&actor, None, ida.id, &card(), "one").await.unwrap();
        desk.return_for_information(&coordinator, first.id, first.version, "Which plan?").await.unwrap();
        let form = desk.medicare_form(&actor, None, ida.id).await.unwrap();
        let (sent, words) = form.sent.clone().unwrap();
        assert_eq!(
            (sent.state, words.as_str(), form.is_open()),
            (SubmissionState::Returned, "Which plan?", true)
        );
        let second = TypedMedicare { plan: "MHMO".into(), ..card() };
        let second = desk.send_medicare(&actor, None, ida.id, &second, "two").await.unwrap();
        assert_eq!(second.replaces, Some(first.id));
        desk.approve(&coordinator, second.id, second.version).await.unwrap();
        assert_eq!(
            held(&desk, ida.id, Benefit::Health, "2027-03-01").await,
            plan("MHMO", "per_person", 0, None)
        );
        desk.send_mail(None).await.unwrap();
        let mail = messages::page(desk.store(), None, 100).await.unwrap();
        assert!(
            mail.iter().all(|one| !one.body.contains("HMO") && one.body.contains("/my/retirement")),
            "{mail:?}"
        );
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_card_is_said_of_its_field() {
    for store in both().await {
        let desk = retirees(store).await;
        let ida = person(&desk, "R00001").await;
        let actor = member(&ida);
        for (typed, wanted) in [
            (
                TypedMedicare::default(),
                vec![
                    ("mbi", "missing"),
                    ("part_a", "missing"),
                    ("part_b", "missing"),
                    ("plan", "missing"),
                    ("signature", "signature_missing"),
                ],
            ),
            (TypedMedicare { mbi: "1EO4TE5MK73".into(), ..card() }, vec![("mbi", "mbi_character")]),
            (TypedMedicare { mbi: "1EG4".into(), ..card() }, vec![("mbi", "mbi_length")]),
            (TypedMedicare { part_a: "3/2/2027".into(), ..card() }, vec![("part_a", "not_first_of_month")]),
            (TypedMedicare { part_b: "soon".into(), ..card() }, vec![("part_b", "not_a_date")]),
            (TypedMedicare { part_b: "1/1/2028".into(), ..card() }, vec![("part_b", "too_far_ahead")]),
            (TypedMedicare { part_a: "1/1/1950".into(), ..card() }, vec![("part_a", "before_birth")]),
            (TypedMedicare { plan: "HMO".into(), ..card() }, vec![("plan", "missing")]),
            (
                TypedMedicare { signature: "123".into(), ..card() },
                vec![("signature", "signature_not_a_name")],
            ),
        ] {
            let found = fields(desk.send_medicare(&actor, None, ida.id, &typed, "key").await.unwrap_err());
            let found: Vec<_> =
                found.iter().map(|(field, problem)| (field.as_str(), problem.as_str())).collect();
            assert_eq!(found, wanted, "{typed:?}");
        }
        assert!(
            desk.medicare_form(&actor, None, ida.id).await.unwrap().sent.is_none(),
            "nothing is left behind"
        );
        let employee = member(&person(&desk, "E00001").await);
        let own = employee.person.unwrap();
        assert!(matches!(desk.medicare_form(&employee, None, own).await, Err(Error::NotFound(_))));
        // A number is one person's.
        let nuno = person(&desk, "R00002").await;
        let eva = id(&desk, "R00002-01").await;
        let sent = desk.send_medicare(&actor, None, ida.id, &card(), "key").await.unwrap();
        desk.approve(&staff(Role::Coordinator), sent.id, sent.version).await.unwrap();
        let theirs = TypedMedicare { part_a: "12/1/2026".into(), part_b: "12/1/2026".into(), ..card() };
        let found = fields(desk.send_medicare(&member(&nuno), None, eva, &theirs, "k").await.unwrap_err());
        assert_eq!(found, [("mbi".to_owned(), "number_of_another".to_owned())]);
    }
}

#[tokio::test]
async fn a_mixed_household_is_on_one_page_with_plan_price_and_next_date() {
    for store in both().await {
        let desk = retirees(store).await;
        let nuno = person(&desk, "R00002").await;
        let my = desk.my_retirement(&member(&nuno), None).await.unwrap();
        assert_eq!(my.paid_by, PaidBy::Pension(RetirementSystem::City));
        let said: Vec<_> = my
            .members
            .iter()
            .map(|one| {
                let line = &one.covered[0].line;
                (
                    one.name.as_str(),
                    line.plan.as_ref().unwrap().code.to_string(),
                    one.covered[0].under.clone(),
                )
            })
            .collect();
        assert_eq!(said, [("Nuno Alves", "MSUP".to_owned(), None), ("Eva Alves", "HMO".to_owned(), None)]);
        let each: i64 = my.members.iter().map(|one| one.covered[0].line.monthly().get()).sum();
        assert_eq!(my.monthly.get(), each);
        let (_, next) = my.next().unwrap();
        assert!(matches!(next.why, Why::Price(Benefit::Health, _, _)), "{next:?}");

        let list = desk
            .pension_deductions(
                &staff(Role::Retirement),
                day("2026-11-24"),
                PaidBy::Pension(RetirementSystem::City),
                0,
            )
            .await
            .unwrap();
        let one = list.deductions.iter().find(|one| one.person_ref == "R00002").unwrap();
        assert_eq!(one.total, my.monthly, "both shares come out of the one pension");
        assert_eq!(list.deductions.len(), 1);

        let ida = person(&desk, "R00001").await;
        let my = desk.my_retirement(&member(&ida), None).await.unwrap();
        let rui = my.members.iter().find(|one| one.name == "Rui Reis").unwrap();
        assert_eq!(rui.covered[0].under.as_deref(), Some("Ida Reis"));
        let own = my.members[0].next.iter().find(|next| next.why == Why::Turns65).unwrap();
        assert_eq!(own.day, day("2027-03-01"));
        assert!(my.members[0].may_tell_medicare && !rui.may_tell_medicare);
    }
}

#[tokio::test]
async fn after_a_death_the_spouse_and_the_disabled_child_go_on() {
    for store in both().await {
        let desk = retirees(store).await;
        let coordinator = staff(Role::Coordinator);
        let ida = person(&desk, "R00001").await;
        let (rui, zoe) = (id(&desk, "R00001-01").await, id(&desk, "R00001-02").await);
        let number = "R00001".parse().unwrap();
        let typed = TypedDeath { what: "death".into(), day: "10/10/2026".into(), survivor: rui.to_string() };
        let form = desk.death_form(&coordinator, &number, &typed).await.unwrap();
        let preview = form.preview.unwrap();
        assert_eq!(preview.last_day, day("2026-10-31"));
        assert_eq!(preview.refund.months, 1, "November's share was taken");
        assert!(preview.refund.total().get() > 0);

        let sent = desk.send_death(&coordinator, &number, &typed, "key").await.unwrap();
        assert_eq!(desk.send_death(&coordinator, &number, &typed, "other").await.unwrap().id, sent.id);
        assert_eq!(sent.kind, SubmissionKind::Survivors);
        assert!(held(&desk, ida.id, Benefit::Health, "2026-11-01").await.is_some(), "nothing changes before");
        desk.approve(&coordinator, sent.id, sent.version).await.unwrap();

        for (who, benefit, on, wanted) in [
            (ida.id, Benefit::Health, "2026-10-31", plan("HMO", "family", 2, None)),
            (ida.id, Benefit::Health, "2026-11-01", None),
            (ida.id, Benefit::Vision, "2026-11-01", None),
            (rui, Benefit::Health, "2026-11-01", plan("HMO", "individual_plus_one", 1, None)),
            (rui, Benefit::Dental, "2026-11-01", plan("DBAS", "individual_plus_one", 1, None)),
        ] {
            assert_eq!(held(&desk, who, benefit, on).await, wanted, "{benefit} {on}");
        }
        let survivor = people::subscriber(desk.store(), rui, day("2026-11-01")).await.unwrap();
        assert_eq!(survivor.population, Population::Survivor);
        let rui = people::person(desk.store(), rui).await.unwrap();
        assert_eq!(rui.ref_.as_deref(), Some("S00001"));
        let household = people::household(desk.store(), rui.id).await.unwrap();
        assert_eq!(household.iter().map(|one| (one.id, one.disabled)).collect::<Vec<_>>(), [(zoe, true)]);
        let my = desk.my_retirement(&member(&rui), None).await.unwrap();
        assert!(my.is_survivor);
        assert_eq!(my.paid_by, PaidBy::Pension(RetirementSystem::Mtrs), "the pension of whom they survive");
        desk.send_mail(None).await.unwrap();
        let mail = messages::page(desk.store(), None, 100).await.unwrap();
        assert!(
            mail.iter().all(|one| one.person_ref.as_deref() != Some("R00001")),
            "nobody writes to who has died"
        );
        let soon = desk.turning_65(&coordinator).await.unwrap();
        assert!(soon.iter().all(|one| one.person != ida.id));

        // And the survivor marries again.
        let typed =
            TypedDeath { what: "remarriage".into(), day: "11/20/2026".into(), survivor: "nobody".into() };
        let number = "S00001".parse().unwrap();
        let sent = desk.send_death(&coordinator, &number, &typed, "again").await.unwrap();
        desk.approve(&coordinator, sent.id, sent.version).await.unwrap();
        assert!(held(&desk, rui.id, Benefit::Health, "2026-11-30").await.is_some());
        assert_eq!(held(&desk, rui.id, Benefit::Health, "2026-12-01").await, None);
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_death_is_said_and_only_staff_record_it() {
    for store in both().await {
        let desk = retirees(store).await;
        let coordinator = staff(Role::Coordinator);
        let number = "R00001".parse().unwrap();
        let rui = id(&desk, "R00001-01").await.to_string();
        let typed = |what: &str, day: &str, survivor: &str| TypedDeath {
            what: what.into(),
            day: day.into(),
            survivor: survivor.into(),
        };
        for (typed, wanted) in [
            (typed("death", "", &rui), ("day", "missing")),
            (typed("death", "yesterday", &rui), ("day", "not_a_date")),
            (typed("death", "11/25/2026", &rui), ("day", "to_come")),
            (typed("death", "1/1/1990", &rui), ("day", "too_long_ago")),
            (typed("death", "11/20/2026", ""), ("survivor", "missing")),
            (typed("death", "11/20/2026", &Uuid::nil().to_string()), ("survivor", "missing")),
            (typed("remarriage", "11/20/2026", "nobody"), ("what", "not_a_survivor")),
        ] {
            let found = fields(desk.send_death(&coordinator, &number, &typed, "key").await.unwrap_err());
            assert_eq!(found, [(wanted.0.to_owned(), wanted.1.to_owned())], "{typed:?}");
        }
        let ida = member(&person(&desk, "R00001").await);
        for actor in [ida, staff(Role::Retirement)] {
            let refused = desk.send_death(&actor, &number, &typed("death", "11/20/2026", &rui), "key").await;
            assert!(matches!(refused, Err(Error::Forbidden)));
        }
    }
}

#[tokio::test]
async fn a_family_reports_a_death_and_the_desk_puts_the_report_away() {
    for store in both().await {
        let desk = retirees(store).await;
        let coordinator = staff(Role::Coordinator);
        let report = TypedReport {
            deceased: "Ida Reis".into(),
            died_on: "11/20/2026".into(),
            reporter: "Rui Reis".into(),
            contact: "413-555-0100".into(),
            ..TypedReport::default()
        };
        let found = fields(desk.report_death(None, "a", &TypedReport::default()).await.unwrap_err());
        let found: Vec<_> = found.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(found, ["deceased", "reporter", "contact", "died_on"]);
        for n in 0..6 {
            let sent = desk.report_death(None, "a", &report).await;
            assert_eq!(sent.is_ok(), n < 5, "{n}");
        }
        desk.report_death(None, "b", &report).await.unwrap();
        let reports = desk.death_reports(&coordinator).await.unwrap();
        assert_eq!(reports.len(), 6);
        desk.settle_death_report(&coordinator, reports[0].id).await.unwrap();
        assert!(matches!(
            desk.settle_death_report(&coordinator, reports[0].id).await,
            Err(Error::NotFound(_))
        ));
        assert_eq!(desk.death_reports(&coordinator).await.unwrap().len(), 5);
        assert!(matches!(desk.death_reports(&staff(Role::Payroll)).await, Err(Error::Forbidden)));
    }
}

//! Reimbursement of Part B premiums, from the claim to the list that Accounting has paid, on both engines.
#![allow(clippy::unwrap_used, reason = "a test that lacks its office can only stop")]

mod office;

use std::collections::BTreeSet;

use desk::documents::TypedDocument;
use desk::error::FieldError;
use desk::imports::{ImportOrder, Outcome};
use desk::part_b::{ListFormat, MonthState, PersonYear, TypedClaim, TypedClose};
use desk::survivors::TypedDeath;
use desk::{Actor, City, Clock, Desk, Error, Role};
use domain::class::Class;
use domain::document::{DocumentKind, DocumentState};
use domain::money::Cents;
use domain::part_b::ledger::Statement;
use domain::part_b::{ClaimOrigin, ClaimState, PartBRules, ReimbursementRule};
use office::{day, member, office, person, staff};
use records::audit::{self, Verdict};
use records::import::{Kind, Source};
use records::testing::both;
use records::{Store, messages};
use uuid::Uuid;

/// Ida, 70, with Medicare, and Rui, her spouse, with Medicare since August 2026; Bia, a survivor; Caio, without
/// Medicare; Ana1, an employee.
async fn retirees(store: Store) -> Desk {
    let desk = office(store, 1).await;
    let census = "ref,given_name,family_name,birth_date,email,subscriber_ref,relationship,population,unit,hours_per_week,hired,pay_calendar,retired_on,since,medicare_from\n\
        R00001,Ida,Reis,1956-05-01,ida@alderbrook.example,,,CITY_RETIREE,CITY,,,,2020-07-01,,2021-05-01\n\
        R00001-01,Rui,Reis,1961-08-10,,R00001,spouse,,,,,,,,2026-08-01\n\
        S00002,Bia,Alves,1950-10-20,bia@alderbrook.example,,,SURVIVOR,CITY,,,,,2022-06-10,2015-10-01\n\
        R00003,Caio,Alves,1962-03-15,caio@alderbrook.example,,,CITY_RETIREE,CITY,,,,2022-07-01,,\n";
    let source = Source::bytes("census.csv", census.as_bytes().to_vec());
    let order = ImportOrder::whole(Kind::Census, &source);
    let imported = desk.import(&Actor::portal("import"), order, &|_| {}).await.unwrap();
    assert_eq!(imported.outcome, Outcome::Written, "{:?}", imported.report);
    on(&desk, "2026-11-24")
}

fn on(desk: &Desk, date: &str) -> Desk {
    desk.at(Clock::showing(format!("{date}T16:00:00Z").parse().unwrap()))
}

async fn ida(desk: &Desk) -> Actor {
    member(&person(desk, "R00001").await)
}

async fn spouse(desk: &Desk) -> Uuid {
    let mine = desk.my_part_b(&ida(desk).await, None).await.unwrap();
    mine.parties[1].person
}

/// The smallest picture there is, with something behind that tells two apart.
fn picture() -> Vec<u8> {
    let text =
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==";
    let value = |letter: u8| match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let letters: Vec<u8> = text.bytes().filter(|letter| *letter != b'=').map(value).collect();
    let mut bytes = Vec::new();
    for four in letters.chunks(4) {
        let mut all: u32 = 0;
        for place in 0..4 {
            all = all << 6 | u32::from(four.get(place).copied().unwrap_or(0));
        }
        bytes.extend(&all.to_be_bytes()[1..four.len()]);
    }
    bytes
}

async fn proof(desk: &Desk, actor: &Actor, about: Uuid) -> String {
    let typed = TypedDocument {
        kind: DocumentKind::SsaAwardLetter.to_string(),
        about: about.to_string(),
        replaces: String::new(),
        name: "letter.png".into(),
    };
    desk.send_document(actor, &typed, picture()).await.unwrap().to_string()
}

fn typed(person: Uuid, year: i32, months: (u32, u32), premium: &str) -> TypedClaim {
    TypedClaim {
        person: person.to_string(),
        year: year.to_string(),
        from: months.0.to_string(),
        through: months.1.to_string(),
        premium: premium.into(),
        ..TypedClaim::default()
    }
}

/// Files a claim with a proof.
async fn file(desk: &Desk, actor: &Actor, claim: TypedClaim) -> Uuid {
    let document = proof(desk, actor, claim.person.parse().unwrap()).await;
    desk.file_part_b_claim(actor, &TypedClaim { document, ..claim }).await.unwrap()
}

/// Files a claim, and verifies it as it is.
async fn proven(desk: &Desk, actor: &Actor, claim: TypedClaim) -> Uuid {
    let id = file(desk, actor, claim.clone()).await;
    desk.verify_part_b_claim(&staff(Role::Coordinator), id, 1, &claim).await.unwrap();
    id
}

async fn close(desk: &Desk, number: i64, through: &str) -> desk::Result<i64> {
    let typed = TypedClose { number: number.to_string(), through: through.into() };
    desk.close_part_b_list(&staff(Role::Coordinator), &typed).await
}

async fn files(desk: &Desk, number: i64) -> Vec<Vec<u8>> {
    let mut files = Vec::new();
    for format in ListFormat::ALL {
        files.push(desk.part_b_list_file(&staff(Role::Accounting), number, format).await.unwrap().content);
    }
    files
}

async fn year(desk: &Desk, place: usize, year: i32) -> PersonYear {
    desk.my_part_b(&ida(desk).await, Some(year)).await.unwrap().people[place].clone()
}

fn problems(outcome: desk::Result<impl std::fmt::Debug>) -> Vec<(String, String)> {
    match outcome {
        Err(Error::Fields(errors)) => {
            errors.into_iter().map(|FieldError { field, problem, .. }| (field, problem)).collect()
        }
        other => panic!("{other:?}"),
    }
}

fn problem(field: &str, problem: &str) -> (String, String) {
    (field.to_owned(), problem.to_owned())
}

#[tokio::test]
async fn a_claim_goes_from_its_proof_to_the_list_to_paid() {
    for store in both().await {
        let desk = retirees(store).await;
        let (ida, rui) = (ida(&desk).await, spouse(&desk).await);
        let own = ida.person.unwrap();
        let unclaimed = year(&desk, 0, 2026).await;
        assert!(unclaimed.months.iter().all(|month| month.state == MonthState::Unclaimed));
        assert_eq!(unclaimed.months.len(), 12);
        // The spouse's Part B began in August, in a ledger of their own.
        assert_eq!(year(&desk, 1, 2026).await.months.len(), 5);

        let claim = file(&desk, &ida, typed(own, 2026, (1, 12), "202.90")).await;
        let of_rui = file(&desk, &ida, typed(rui, 2026, (8, 12), "202.90")).await;
        let seen = year(&desk, 0, 2026).await;
        assert!(seen.months.iter().all(|month| month.state == MonthState::Claimed && month.due.is_zero()));
        assert!(matches!(close(&desk, 1, "2026-12").await, Err(Error::Fields(_))), "nothing is verified");

        let coordinator = staff(Role::Coordinator);
        let file_of = desk.part_b_claim(&coordinator, claim).await.unwrap();
        let document = file_of.proof.unwrap().id;
        assert!(file_of.may_decide);
        let done = desk.verify_standard_part_b(&coordinator, &[(claim, 1), (of_rui, 1)]).await.unwrap();
        assert_eq!(done, (2, 0));
        let proof = records::documents::get(desk.store(), document).await.unwrap();
        assert_eq!(proof.state, DocumentState::Verified, "the proof is decided about with the claim");
        let verified = year(&desk, 0, 2026).await;
        assert_eq!((verified.due().get(), verified.listed().get()), (12 * 101_45, 0));
        assert_eq!(verified.months[0].state, MonthState::Verified);

        assert_eq!(close(&desk, 1, "2026-12").await.unwrap(), 1);
        let listed = year(&desk, 1, 2026).await;
        assert_eq!((listed.listed().get(), &listed.months[4].state), (5 * 101_45, &MonthState::Listed(1)));
        let later = on(&desk, "2026-12-08");
        later.mark_part_b_list_paid(&staff(Role::Accounting), 1, "2026-12-04").await.unwrap();
        assert_eq!(year(&later, 0, 2026).await.months[3].state, MonthState::Paid(1, day("2026-12-04")));
        let (list, said) = desk.part_b_list(&staff(Role::Accounting), 1).await.unwrap();
        assert_eq!((list.total.get(), list.paid_on), (17 * 101_45, Some(day("2026-12-04"))));
        assert_eq!(said.totals().total, list.total);
        assert_eq!((said.totals().payees, said.totals().payments, said.totals().months), (1, 2, 17));
        assert!(matches!(audit::verify(desk.store()).await.unwrap(), Verdict::Whole(_)));
    }
}

#[tokio::test]
async fn a_list_is_the_same_file_each_time_whatever_is_learnt_later() {
    for store in both().await {
        let desk = retirees(store).await;
        let ida = ida(&desk).await;
        let own = ida.person.unwrap();
        proven(&desk, &ida, typed(own, 2026, (1, 12), "190.00")).await;
        assert_eq!(close(&desk, 1, "2026-12").await.unwrap(), 1);
        let first = files(&desk, 1).await;
        // Closed twice, by the same form or by another desk that saw the same: one list.
        assert_eq!(close(&desk, 1, "2026-12").await.unwrap(), 1);
        assert!(matches!(close(&desk, 2, "2026-12").await, Err(Error::Fields(_))), "nothing is left");
        assert!(matches!(close(&desk, 7, "2026-12").await, Err(Error::NotFound(_))));

        // Corrections after the close: a higher premium from July, a name, a payment.
        let entry = TypedClaim { reason: "new letter".into(), ..typed(own, 2026, (7, 12), "202.90") };
        let number = "R00001".parse().unwrap();
        let id = desk.enter_part_b_claim(&staff(Role::Generalist), &number, &entry).await.unwrap();
        assert!(year(&desk, 0, 2026).await.months[6].looked_at_again);
        desk.verify_part_b_claim(&staff(Role::Generalist), id, 1, &entry).await.unwrap();
        let renamed = "ref,given_name,family_name,birth_date,population,unit,retired_on,medicare_from\n\
            R00001,Idalina,Reis,1956-05-01,CITY_RETIREE,CITY,2020-07-01,2021-05-01\n";
        let source = Source::bytes("census.csv", renamed.as_bytes().to_vec());
        let order = ImportOrder::whole(Kind::Census, &source);
        desk.import(&Actor::portal("import"), order, &|_| {}).await.unwrap();
        on(&desk, "2026-12-08")
            .mark_part_b_list_paid(&staff(Role::Accounting), 1, "2026-12-04")
            .await
            .unwrap();
        assert_eq!(files(&desk, 1).await, first, "byte for byte");

        assert_eq!(close(&desk, 2, "2026-12").await.unwrap(), 2);
        assert_eq!(files(&desk, 1).await, first);
        let (_, second) = desk.part_b_list(&staff(Role::Accounting), 2).await.unwrap();
        let months: Vec<_> = second.payments[0]
            .months
            .iter()
            .map(|one| (one.month.to_string(), one.paid_before.get(), one.amount.get()))
            .collect();
        assert_eq!(months.len(), 6);
        assert_eq!(months[0], ("2026-07".to_owned(), 95_00, 6_45));
        let ledger = year(&desk, 0, 2026).await;
        assert_eq!(ledger.due(), ledger.listed());
    }
}

#[tokio::test]
async fn two_desks_close_one_list_and_an_edit_in_the_middle_is_on_this_one_or_the_next() {
    for store in both().await {
        let desk = retirees(store).await;
        let (ida, rui) = (ida(&desk).await, spouse(&desk).await);
        let own = ida.person.unwrap();
        proven(&desk, &ida, typed(own, 2026, (1, 12), "202.90")).await;
        let late = file(&desk, &ida, typed(rui, 2026, (8, 12), "202.90")).await;
        let coordinator = staff(Role::Coordinator);
        let seen = [(late, 1)];
        let (one, other, edit) = tokio::join!(
            close(&desk, 1, "2026-12"),
            close(&desk, 1, "2026-12"),
            desk.verify_standard_part_b(&coordinator, &seen),
        );
        assert_eq!((one.unwrap(), other.unwrap(), edit.unwrap()), (1, 1, (1, 0)));
        let first = files(&desk, 1).await;
        match close(&desk, 2, "2026-12").await {
            Ok(number) => assert_eq!(number, 2),
            Err(Error::Fields(_)) => {}
            Err(error) => panic!("{error}"),
        }
        assert_eq!(files(&desk, 1).await, first);
        // Whichever list it was on, the lists pay what the ledgers say.
        let lists = desk.part_b_lists(&coordinator).await.unwrap();
        let numbers: BTreeSet<i64> = lists.iter().map(|list| list.number).collect();
        assert_eq!(numbers, (1..=lists.len() as i64).collect(), "without gaps");
        let paid: Cents = lists.iter().map(|list| list.total).sum();
        let (ida_year, rui_year) = (year(&desk, 0, 2026).await, year(&desk, 1, 2026).await);
        assert_eq!(paid, ida_year.due() + rui_year.due());
        assert_eq!(paid, ida_year.listed() + rui_year.listed());
    }
}

#[tokio::test]
async fn what_was_paid_after_a_death_comes_back_out_of_what_is_paid() {
    for store in both().await {
        let desk = retirees(store).await;
        let (ida, number) = (ida(&desk).await, "R00001".parse().unwrap());
        let own = ida.person.unwrap();
        proven(&desk, &ida, typed(own, 2026, (1, 12), "202.90")).await;
        close(&desk, 1, "2026-12").await.unwrap();
        let generalist = staff(Role::Generalist);
        desk.end_part_b(&generalist, &number, &own.to_string(), "2026-10-03").await.unwrap();
        let ledger = year(&desk, 0, 2026).await;
        assert_eq!((ledger.due().get(), ledger.listed().get()), (10 * 101_45, 12 * 101_45));
        assert_eq!(ledger.months[10].owed().get(), -101_45);
        assert!(matches!(close(&desk, 2, "2026-12").await, Err(Error::Fields(_))), "nobody pays a list");
        let outlook = desk.part_b_outlook(&generalist).await.unwrap();
        assert_eq!((outlook.next.months, outlook.next.overpaid.get()), (0, -2 * 101_45));
        // A year before pays 92.50 a month: the two months are taken out of it.
        proven(&desk, &ida, typed(own, 2025, (1, 12), "185.00")).await;
        close(&desk, 2, "2026-12").await.unwrap();
        let (list, said) = desk.part_b_list(&generalist, 2).await.unwrap();
        assert_eq!(list.total.get(), 12 * 92_50 - 2 * 101_45);
        assert_eq!(said.totals().taken_back.get(), -2 * 101_45);
        let ledger = year(&desk, 0, 2026).await;
        assert_eq!(ledger.due(), ledger.listed());
        desk.end_part_b(&generalist, &number, &own.to_string(), "").await.unwrap();
        assert_eq!(year(&desk, 0, 2026).await.due().get(), 12 * 101_45);
        for (bad, fault) in [("2027-01-01", "day_to_come"), ("tomorrow", "not_a_date")] {
            let outcome = desk.end_part_b(&generalist, &number, &own.to_string(), bad).await;
            assert_eq!(problems(outcome), [problem("last_day", fault)]);
        }
    }
}

#[tokio::test]
async fn a_survivor_claims_a_year_as_one_and_nobody_is_paid_twice() {
    for store in both().await {
        let desk = retirees(store).await;
        let coordinator = staff(Role::Coordinator);
        let (ida, rui) = (ida(&desk).await, spouse(&desk).await);
        let of_ida = ida.person.unwrap();
        // Rui's Part B from August on, paid to Ida through December.
        proven(&desk, &ida, typed(rui, 2026, (8, 12), "202.90")).await;
        close(&desk, 1, "2026-12").await.unwrap();
        let death = TypedDeath { what: "death".into(), day: "10/05/2026".into(), survivor: rui.to_string() };
        let sent = desk.send_death(&coordinator, &"R00001".parse().unwrap(), &death, "key").await.unwrap();
        desk.approve(&coordinator, sent.id, sent.version).await.unwrap();

        let survivor = member(&records::people::person(desk.store(), rui).await.unwrap());
        let parties = desk.my_part_b(&survivor, Some(2026)).await.unwrap().parties;
        let said: Vec<_> = parties
            .iter()
            .map(|one| (one.person_name.as_str(), one.subscriber_name.as_str(), one.given_name.as_str()))
            .collect();
        assert_eq!(
            said,
            [
                ("Rui Reis", "Rui Reis", "Rui"),
                ("Rui Reis", "Ida Reis", "Rui"),
                ("Ida Reis", "Ida Reis", "Rui")
            ]
        );

        // One form for Rui's year, one for Ida's months: each lands under whose pension it is.
        let coordinators = desk.part_b_outlook(&coordinator).await.unwrap();
        assert_eq!(coordinators.waiting.len(), 0);
        file(&desk, &survivor, typed(rui, 2026, (8, 12), "202.90")).await;
        file(&desk, &survivor, typed(of_ida, 2026, (1, 12), "202.90")).await;
        let waiting = desk.part_b_outlook(&coordinator).await.unwrap().waiting;
        let said: Vec<_> = waiting
            .iter()
            .map(|(one, _)| {
                let Statement { from, through, .. } = one.claim.claimed;
                assert_eq!((one.claim.payee, one.payee_name.as_str()), (rui, "Rui Reis"));
                (one.claim.subscriber == rui, one.claim.person == rui, from.number(), through.number())
            })
            .collect();
        assert_eq!(said, [(true, true, 11, 12), (false, true, 8, 10), (false, false, 1, 12)]);
        let seen: Vec<_> = waiting.iter().map(|(one, _)| (one.claim.id, one.claim.version)).collect();
        let own = Actor { person: Some(rui), ..coordinator.clone() };
        assert_eq!(desk.verify_standard_part_b(&own, &seen).await.unwrap(), (0, 3), "nobody their own");
        assert_eq!(desk.verify_standard_part_b(&coordinator, &seen).await.unwrap(), (3, 0));

        // November and December were paid to Ida: they are made good out of Rui's own.
        close(&desk, 2, "2026-12").await.unwrap();
        let (list, said) = desk.part_b_list(&coordinator, 2).await.unwrap();
        assert_eq!(list.total.get(), 10 * 101_45, "Ida's months to October, and no month of Rui's twice");
        let paid: Vec<_> = said
            .payments
            .iter()
            .map(|one| (one.given_name.as_str(), one.person_name.as_str(), one.amount().get()))
            .collect();
        assert_eq!(paid, [("Rui", "Rui Reis", 0), ("Rui", "Ida Reis", 10 * 101_45)]);
        let mine = desk.my_part_b(&survivor, Some(2026)).await.unwrap();
        assert!(mine.people.iter().all(|one| one.due() == one.listed()));
    }
}

#[tokio::test]
async fn a_list_keeps_the_head_that_it_was_closed_with() {
    for store in both().await {
        let desk = retirees(store).await;
        let ida = ida(&desk).await;
        proven(&desk, &ida, typed(ida.person.unwrap(), 2026, (1, 12), "202.90")).await;
        close(&desk, 1, "2026-12").await.unwrap();
        let before = files(&desk, 1).await;
        let renamed = City { name: "City of Somewhere Else".into(), ..desk.city().clone() };
        let later = Desk::new(desk.store().clone(), Clock::showing(desk.now()), renamed);
        assert_eq!(files(&later, 1).await, before);
    }
}

#[tokio::test]
async fn bad_claims_are_refused_field_by_field() {
    for store in both().await {
        let desk = retirees(store).await;
        let ida = ida(&desk).await;
        let (own, rui) = (ida.person.unwrap(), spouse(&desk).await);
        let document = proof(&desk, &ida, own).await;
        let good = TypedClaim { document, ..typed(own, 2026, (1, 12), "202.90") };
        let with = |change: &dyn Fn(&mut TypedClaim)| {
            let mut claim = good.clone();
            change(&mut claim);
            claim
        };
        let cases: Vec<(TypedClaim, &[(&str, &str)])> = vec![
            (
                TypedClaim::default(),
                &[
                    ("person", "missing"),
                    ("year", "missing"),
                    ("from", "missing"),
                    ("through", "missing"),
                    ("premium", "missing_amount"),
                    ("file", "proof_missing"),
                ],
            ),
            (with(&|claim| claim.person = Uuid::nil().to_string()), &[("person", "not_a_choice")]),
            (with(&|claim| claim.year = "2024".into()), &[("year", "not_a_choice")]),
            (with(&|claim| claim.year = "2027".into()), &[("year", "not_a_choice")]),
            (with(&|claim| claim.from = "13".into()), &[("from", "not_a_choice")]),
            (with(&|claim| claim.from = "7".into()), &[]),
            (
                with(&|claim| (claim.from, claim.through) = ("7".into(), "6".into())),
                &[("through", "through_before_from")],
            ),
            (
                with(&|claim| (claim.person, claim.through) = (rui.to_string(), "7".into())),
                &[("from", "no_part_b_then")],
            ),
            (with(&|claim| claim.premium = "a lot".into()), &[("premium", "not_an_amount")]),
            (with(&|claim| claim.premium = "-1".into()), &[("premium", "negative_amount")]),
            (with(&|claim| claim.premium = "0".into()), &[("premium", "missing_amount")]),
            (with(&|claim| claim.premium = "284.10".into()), &[("premium", "more_than_standard")]),
            (with(&|claim| claim.income_related = "300".into()), &[("premium", "parts_exceed")]),
            (with(&|claim| claim.penalty = "x".into()), &[("penalty", "not_an_amount")]),
            (with(&|claim| claim.document = Uuid::nil().to_string()), &[("file", "not_a_choice")]),
            (with(&|claim| claim.document = String::new()), &[("file", "proof_missing")]),
        ];
        for (claim, faults) in cases {
            let outcome = desk.file_part_b_claim(&ida, &claim).await;
            if faults.is_empty() {
                outcome.unwrap();
            } else {
                let expected: Vec<_> = faults.iter().map(|(field, fault)| problem(field, fault)).collect();
                assert_eq!(problems(outcome), expected, "{claim:?}");
            }
        }
        // Somebody else's letter proves nothing; nor does a certificate of one's own.
        let bia = member(&person(&desk, "S00002").await);
        let hers = proof(&desk, &bia, bia.person.unwrap()).await;
        let outcome = desk.file_part_b_claim(&ida, &with(&|claim| claim.document.clone_from(&hers))).await;
        assert_eq!(problems(outcome), [problem("file", "not_a_choice")]);
        // Who has no Medicare on record has nothing to claim.
        let caio = member(&person(&desk, "R00003").await);
        assert!(desk.my_part_b(&caio, None).await.unwrap().parties.is_empty());
        assert!(
            problems(desk.file_part_b_claim(&caio, &good).await).contains(&problem("person", "not_a_choice"))
        );

        let number = "R00001".parse().unwrap();
        let outcome = desk.enter_part_b_claim(&staff(Role::Generalist), &number, &good).await;
        assert_eq!(problems(outcome), [problem("reason", "reason_missing")]);
        for (through, fault) in
            [("2027-01", "not_a_choice"), ("soon", "not_a_choice"), ("2026-12", "nothing_owed")]
        {
            assert_eq!(problems(close(&desk, 1, through).await), [problem("through", fault)], "{through}");
        }
    }
}

#[tokio::test]
async fn whose_proof_went_back_is_looked_at_and_not_verified_with_many() {
    for store in both().await {
        let desk = retirees(store).await;
        let ida = ida(&desk).await;
        let own = ida.person.unwrap();
        let coordinator = staff(Role::Coordinator);
        let document = TypedDocument {
            kind: DocumentKind::Ssa1099.to_string(),
            about: own.to_string(),
            replaces: String::new(),
            name: "1099.png".into(),
        };
        let document = desk.send_document(&ida, &document, picture()).await.unwrap().to_string();
        let of = |months| TypedClaim { document: document.clone(), ..typed(own, 2026, months, "202.90") };
        let first = desk.file_part_b_claim(&ida, &of((1, 6))).await.unwrap();
        let second = desk.file_part_b_claim(&ida, &of((7, 12))).await.unwrap();
        let offered = async || -> Vec<_> {
            let waiting = desk.part_b_outlook(&coordinator).await.unwrap().waiting;
            waiting.into_iter().map(|(one, standard)| (one.claim.id, standard)).collect()
        };
        assert_eq!(offered().await, [(first, true), (second, true)]);
        desk.return_part_b_claim(&coordinator, first, 1, "It is of another year.").await.unwrap();
        assert_eq!(offered().await, [(second, false)]);
        assert_eq!(desk.verify_standard_part_b(&coordinator, &[(second, 1)]).await.unwrap(), (0, 1));
    }
}

#[tokio::test]
async fn the_desk_decides_by_the_proof_and_nobody_about_their_own() {
    for store in both().await {
        let desk = retirees(store).await;
        let ida = ida(&desk).await;
        let own = ida.person.unwrap();
        let coordinator = staff(Role::Coordinator);
        let adjusted = TypedClaim { income_related: "81.20".into(), ..typed(own, 2026, (1, 12), "284.10") };
        let first = file(&desk, &ida, adjusted.clone()).await;
        // It is not the standard amount: it needs a look.
        assert_eq!(desk.verify_standard_part_b(&coordinator, &[(first, 1)]).await.unwrap(), (0, 1));
        let outcome = desk.return_part_b_claim(&coordinator, first, 1, " ").await;
        assert_eq!(problems(outcome), [problem("words", "words_missing")]);
        desk.return_part_b_claim(&coordinator, first, 1, "The second page is missing.").await.unwrap();
        let seen = year(&desk, 0, 2026).await;
        assert_eq!(seen.months[0].state, MonthState::Returned("The second page is missing.".into()));
        desk.send_mail(None).await.unwrap();
        let mail = messages::page(desk.store(), None, 10).await.unwrap();
        assert!(mail[0].body.contains("/my/part-b") && !mail[0].body.contains("page is missing"));

        let document = TypedDocument {
            kind: DocumentKind::Ssa1099.to_string(),
            about: own.to_string(),
            replaces: String::new(),
            name: "1099.png".into(),
        };
        let document = desk.send_document(&ida, &document, picture()).await.unwrap().to_string();
        let filed = TypedClaim { document: document.clone(), ..adjusted };
        let again = desk.file_part_b_claim(&ida, &filed).await.unwrap();
        // The proof says less than was claimed, and begins later.
        let proof_says = typed(own, 2026, (3, 12), "202.90");
        let stale = desk.verify_part_b_claim(&coordinator, again, 9, &proof_says).await;
        assert!(matches!(stale, Err(Error::Stale(_))));
        desk.verify_part_b_claim(&coordinator, again, 1, &proof_says).await.unwrap();
        let ledger = year(&desk, 0, 2026).await;
        assert_eq!(ledger.due().get(), 10 * 101_45);
        assert_eq!(ledger.months[0].charged, None);
        assert_eq!(ledger.claims[0].claimed.charged.total.get(), 284_10);

        // Staff who are paid themselves leave it to others; so do those who entered another amount.
        let double = Actor { roles: [Role::Coordinator].into(), ..ida.clone() };
        let two_months = TypedClaim { document, ..typed(own, 2026, (1, 2), "202.90") };
        let mine = desk.file_part_b_claim(&ida, &two_months).await.unwrap();
        let outcome = desk.verify_part_b_claim(&double, mine, 1, &two_months).await;
        assert!(matches!(outcome, Err(Error::SecondApprover)));
        assert_eq!(desk.verify_standard_part_b(&double, &[(mine, 1)]).await.unwrap(), (0, 1));
        let number = "S00002".parse().unwrap();
        let bia = person(&desk, "S00002").await.id;
        let entry = TypedClaim { reason: "by telephone".into(), ..typed(bia, 2026, (1, 12), "150.00") };
        let id = desk.enter_part_b_claim(&coordinator, &number, &entry).await.unwrap();
        let outcome = desk.verify_part_b_claim(&coordinator, id, 1, &entry).await;
        assert!(matches!(outcome, Err(Error::SecondApprover)));
        assert!(!desk.part_b_claim(&coordinator, id).await.unwrap().may_decide);
        desk.verify_part_b_claim(&staff(Role::Generalist), id, 1, &entry).await.unwrap();
    }
}

#[tokio::test]
async fn who_may_see_and_do_what() {
    for store in both().await {
        let desk = retirees(store).await;
        let ida = ida(&desk).await;
        let own = ida.person.unwrap();
        let claim = file(&desk, &ida, typed(own, 2026, (1, 12), "202.90")).await;
        let number = "R00001".parse().unwrap();
        let stranger = member(&person(&desk, "E00001").await);
        for actor in
            [&ida, &stranger, &staff(Role::Payroll), &staff(Role::Treasurer), &staff(Role::Accounting)]
        {
            assert!(matches!(desk.part_b_outlook(actor).await, Err(Error::Forbidden)), "{}", actor.name);
            assert!(matches!(desk.part_b_claim(actor, claim).await, Err(Error::Forbidden)));
            assert!(matches!(desk.person_part_b(actor, &number, None).await, Err(Error::Forbidden)));
            let outcome = desk.verify_standard_part_b(actor, &[(claim, 1)]).await;
            assert!(matches!(outcome, Err(Error::Forbidden)));
            let typed = TypedClose { number: "1".into(), through: "2026-12".into() };
            assert!(matches!(desk.close_part_b_list(actor, &typed).await, Err(Error::Forbidden)));
        }
        let director = staff(Role::Director);
        assert!(desk.part_b_outlook(&director).await.is_ok());
        let outcome = desk.return_part_b_claim(&director, claim, 1, "no").await;
        assert!(matches!(outcome, Err(Error::Forbidden)));
        desk.verify_standard_part_b(&staff(Role::Generalist), &[(claim, 1)]).await.unwrap();
        let typed = TypedClose { number: "1".into(), through: "2026-12".into() };
        let outcome = desk.close_part_b_list(&staff(Role::Generalist), &typed).await;
        assert!(matches!(outcome, Err(Error::Forbidden)));
        close(&desk, 1, "2026-12").await.unwrap();
        for actor in [&ida, &staff(Role::Payroll), &staff(Role::Treasurer), &staff(Role::Retirement)] {
            assert!(matches!(desk.part_b_list(actor, 1).await, Err(Error::Forbidden)));
            let outcome = desk.part_b_list_file(actor, 1, ListFormat::Csv).await;
            assert!(matches!(outcome, Err(Error::Forbidden)));
        }
        let later = on(&desk, "2026-12-08");
        let outcome = later.mark_part_b_list_paid(&staff(Role::Coordinator), 1, "2026-12-04").await;
        assert!(matches!(outcome, Err(Error::Forbidden)));
        for (bad, fault) in
            [("", "not_a_date"), ("2026-11-23", "before_the_close"), ("2026-12-09", "day_to_come")]
        {
            let outcome = later.mark_part_b_list_paid(&staff(Role::Accounting), 1, bad).await;
            assert_eq!(problems(outcome), [problem("day", fault)], "{bad}");
        }
        assert!(desk.my_part_b(&stranger, None).await.unwrap().parties.is_empty());
    }
}

#[tokio::test]
async fn the_desk_counts_down_and_sees_who_is_missing() {
    for store in both().await {
        let desk = retirees(store).await;
        let ida = ida(&desk).await;
        let coordinator = staff(Role::Coordinator);
        let own = ida.person.unwrap();
        let names = |outlook: &desk::part_b::Outlook| {
            let named = outlook.missing.iter().map(|one| (one.party.person_name.clone(), one.waits));
            named.collect::<Vec<_>>()
        };
        let name = |name: &str, waits| (name.to_owned(), waits);
        proven(&desk, &ida, typed(own, 2026, (1, 3), "202.90")).await;
        let outlook = desk.part_b_outlook(&coordinator).await.unwrap();
        assert_eq!((outlook.due, outlook.days_left, outlook.people), (day("2026-12-01"), 7, 3));
        assert_eq!(
            names(&outlook),
            [name("Bia Alves", false), name("Ida Reis", false), name("Rui Reis", false)]
        );
        let months: Vec<_> = outlook.missing.iter().map(|one| one.months).collect();
        assert_eq!(months, [12, 9, 5], "a quarter of a year is not a year");
        let claim = file(&desk, &ida, typed(own, 2026, (1, 12), "202.90")).await;
        let outlook = desk.part_b_outlook(&coordinator).await.unwrap();
        assert_eq!(names(&outlook)[1], name("Ida Reis", true));
        assert_eq!(
            outlook.waiting.iter().map(|(one, standard)| (one.claim.id, *standard)).collect::<Vec<_>>(),
            [(claim, true)]
        );
        desk.verify_standard_part_b(&coordinator, &[(claim, 1)]).await.unwrap();
        let outlook = desk.part_b_outlook(&coordinator).await.unwrap();
        assert_eq!(names(&outlook).len(), 2);
        assert_eq!((outlook.next.number, outlook.next.people, outlook.next.months), (1, 1, 12));
        assert_eq!(outlook.next.total.get(), 12 * 101_45);
        assert!(outlook.closed().is_none());
        close(&desk, 1, "2026-12").await.unwrap();
        let outlook = on(&desk, "2026-12-03").part_b_outlook(&coordinator).await.unwrap();
        assert_eq!((outlook.days_left, outlook.closed().map(|list| list.number)), (-2, Some(1)));
    }
}

#[tokio::test]
async fn the_standard_premium_is_carried_into_the_new_year_where_the_rule_says_so() {
    for store in both().await {
        let plain = on(&retirees(store).await, "2025-11-24");
        let rule = ReimbursementRule { carry_forward: true, ..ReimbursementRule::default() };
        let desk = plain.clone().with_part_b(PartBRules::new([(Class::MedicareRetiree, 2022, rule)]));
        let ida = ida(&desk).await;
        let own = ida.person.unwrap();
        let bia = member(&person(&desk, "S00002").await);
        proven(&desk, &ida, typed(own, 2025, (1, 12), "185.00")).await;
        // A survivor, for whom the rule does not say so.
        proven(&desk, &bia, typed(bia.person.unwrap(), 2025, (1, 12), "185.00")).await;
        assert_eq!(desk.carry_part_b_forward().await.unwrap(), 0, "the year is not over");
        let january = on(&desk, "2026-01-02");
        assert_eq!(on(&plain, "2026-01-02").carry_part_b_forward().await.unwrap(), 0);
        let (one, other) = tokio::join!(january.carry_part_b_forward(), january.carry_part_b_forward());
        assert_eq!(one.unwrap() + other.unwrap(), 1, "once, however many ask");
        let ledger = january.my_part_b(&ida, Some(2026)).await.unwrap().people[0].clone();
        assert_eq!(
            (ledger.claims[0].origin, ledger.claims[0].state),
            (ClaimOrigin::Carried, ClaimState::Verified)
        );
        assert_eq!(ledger.due().get(), 12 * 101_45);
        // Nothing is known of 2027 yet.
        assert_eq!(on(&desk, "2027-01-02").carry_part_b_forward().await.unwrap(), 0);
        // What Social Security says later counts.
        let number = "R00001".parse().unwrap();
        let entry = TypedClaim { reason: "letter".into(), ..typed(own, 2026, (1, 12), "0") };
        let id = january.enter_part_b_claim(&staff(Role::Generalist), &number, &entry).await.unwrap();
        january.verify_part_b_claim(&staff(Role::Coordinator), id, 1, &entry).await.unwrap();
        assert!(january.my_part_b(&ida, Some(2026)).await.unwrap().people[0].due().is_zero());
    }
}

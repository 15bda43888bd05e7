//! Getting in by codes of the city: letters, sheets, e-mailed codes, and the end of it, on both engines.
#![allow(clippy::unwrap_used, reason = "a test stops where something is wrong")]

mod office;

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::TimeDelta;
use desk::code_sign_in::Challenge;
use desk::imports::{ImportOrder, Outcome};
use desk::{Actor, Clock, Desk, Error, Role};
use domain::code::PersonRef;
use office::{Post, noon, office, staff};
use records::audit::{self, Verdict};
use records::import::{Kind, Source};
use records::testing::both;
use records::{Store, access};

/// A clerk, a retiree and a survivor's house: whoever has a letter was born on the day that is given.
async fn with_retirees(store: Store) -> Desk {
    let desk = office(store, 1).await;
    let census = "ref,given_name,family_name,birth_date,email,subscriber_ref,relationship,population,unit,hours_per_week,hired,pay_calendar,retired_on,medicare_from\n\
        R00001,Ida,Reis,1946-05-01,,,,CITY_RETIREE,CITY,,,,2010-07-01,2011-05-01\n\
        R00002,Ana,Alves,1952-03-15,,,,MTRS_RETIREE,SCHOOL,,,,2012-07-01,2017-03-01\n";
    let source = Source::bytes("census.csv", census.as_bytes().to_vec());
    let order = ImportOrder::whole(Kind::Census, &source);
    let imported = desk.import(&Actor::portal("import"), order, &|_| {}).await.unwrap();
    assert_eq!(imported.outcome, Outcome::Written, "{:?}", imported.report);
    desk
}

const BIRTH: &str = "1946-05-01";

fn ida() -> PersonRef {
    "R00001".parse().unwrap()
}

fn coordinator() -> Actor {
    staff(Role::Coordinator)
}

async fn letter(desk: &Desk) -> String {
    desk.make_activation_letter(&coordinator(), &ida()).await.unwrap().code.to_string()
}

fn problem<T: std::fmt::Debug>(answer: desk::Result<T>) -> String {
    match answer {
        Err(Error::Fields(errors)) => {
            errors.iter().map(|e| format!("{}:{}", e.field, e.problem)).collect::<Vec<_>>().join(" ")
        }
        other => format!("{other:?}"),
    }
}

#[tokio::test]
async fn a_letter_lets_its_reader_in_once_with_their_date_of_birth() {
    for store in both().await {
        let desk = with_retirees(store).await;
        let code = letter(&desk).await;
        assert_eq!(problem(desk.activate("a", &code, "1946-05-02").await), "code:letter_refused");
        let actor = desk.activate("a", &code.to_lowercase(), BIRTH).await.unwrap();
        assert_eq!((actor.name.as_str(), actor.home()), ("Ida Reis", "/my"));
        assert!(desk.my_benefits(&actor, None).await.is_ok());
        assert_eq!(problem(desk.activate("a", &code, BIRTH).await), "code:letter_refused");
        assert!(matches!(audit::verify(desk.store()).await.unwrap(), Verdict::Whole(_)));

        // Lost again: the new letter makes a new account, and the old one is out.
        let again = letter(&desk).await;
        let second = desk.activate("a", &again, BIRTH).await.unwrap();
        assert_ne!(actor.id, second.id);
        assert!(!desk.is_let_in(&actor).await.unwrap());
        assert!(desk.is_let_in(&second).await.unwrap());
    }
}

#[tokio::test]
async fn a_letter_is_void_when_it_is_old_or_another_was_made_or_access_has_ended() {
    for store in both().await {
        let desk = with_retirees(store).await;
        let first = letter(&desk).await;
        let second = letter(&desk).await;
        assert_eq!(problem(desk.activate("a", &first, BIRTH).await), "code:letter_refused");
        let later = |days| desk.at(Clock::showing(noon() + TimeDelta::days(days)));
        assert_eq!(problem(later(61).activate("a", &second, BIRTH).await), "code:letter_refused");
        later(60).activate("a", &second, BIRTH).await.unwrap();
        let third = letter(&desk).await;
        desk.end_access(&coordinator(), &ida()).await.unwrap();
        assert_eq!(problem(desk.activate("a", &third, BIRTH).await), "code:letter_refused");
    }
}

#[tokio::test]
async fn of_two_processes_with_the_same_code_one_lets_in() {
    for store in both().await {
        let desk = with_retirees(store).await;
        let code = letter(&desk).await;
        let (one, two) = tokio::join!(desk.activate("a", &code, BIRTH), desk.activate("b", &code, BIRTH));
        assert_eq!([one.is_ok(), two.is_ok()].iter().filter(|in_| **in_).count(), 1);
    }
}

#[tokio::test]
async fn nobody_tries_codes_for_long() {
    for store in both().await {
        let desk = with_retirees(store).await;
        let code = letter(&desk).await;
        for _ in 0..6 {
            assert_eq!(problem(desk.activate("a", &code, "1950-01-01").await), "code:letter_refused");
        }
        let from_elsewhere = desk.activate("b", &code, BIRTH).await;
        assert!(matches!(from_elsewhere, Err(Error::TooMany)), "the code itself is closed for a while");
        let later = desk.at(Clock::showing(noon() + TimeDelta::minutes(16)));
        later.activate("b", &code, BIRTH).await.unwrap();
    }
}

#[tokio::test]
async fn what_is_wrong_with_what_was_typed_is_said() {
    for store in both().await {
        let desk = with_retirees(store).await;
        let code = letter(&desk).await;
        let misread = format!("{}{}", if code.starts_with('2') { '3' } else { '2' }, &code[1..]);
        for (typed, birth, said) in [
            ("", "", "code:code_missing birth:birth_missing"),
            ("ABC", BIRTH, "code:code_length"),
            ("0000-0000-0000", BIRTH, "code:code_character"),
            (&*misread, BIRTH, "code:code_misread"),
            (&*code, "01.05.1946", "birth:not_a_date"),
        ] {
            assert_eq!(problem(desk.activate("a", typed, birth).await), said, "{typed}");
        }
        assert_eq!(problem(desk.challenge("a", " ", false).await), "who:who_missing");
        assert_eq!(problem(desk.answer_challenge("a", "R00001", "").await), "code:code_missing");
    }
}

#[tokio::test]
async fn a_sheet_is_asked_for_by_number_and_each_code_works_once() {
    for store in both().await {
        let desk = with_retirees(store).await;
        let actor = desk.activate("a", &letter(&desk).await, BIRTH).await.unwrap();
        let sheet = desk.make_my_sheet(&actor).await.unwrap();
        assert_eq!((sheet.codes.len(), sheet.number.as_str()), (10, "R00001"));
        assert_eq!(desk.challenge("a", "r00001 ", false).await.unwrap(), Challenge::OnSheet(1));
        let code = |n: usize| sheet.codes[n - 1].to_string();
        assert_eq!(problem(desk.answer_challenge("a", "R00001", &code(2)).await), "code:code_refused");
        let back = desk.answer_challenge("a", "R00001", &code(1)).await.unwrap();
        assert_eq!(back.id, actor.id);
        assert_eq!(desk.challenge("a", "R00001", false).await.unwrap(), Challenge::OnSheet(2));
        assert_eq!(problem(desk.answer_challenge("a", "R00001", &code(1)).await), "code:code_refused");
        assert_eq!(desk.my_sign_in(&actor).await.unwrap().codes_left, 9);

        // Staff mail a new sheet: the old one is void.
        let new = desk.make_sheet(&coordinator(), &ida()).await.unwrap();
        assert_eq!(problem(desk.answer_challenge("a", "R00001", &code(2)).await), "code:code_refused");
        desk.answer_challenge("a", "R00001", &new.codes[0].to_string()).await.unwrap();

        desk.end_access(&coordinator(), &ida()).await.unwrap();
        assert!(!desk.is_let_in(&actor).await.unwrap());
        assert!(matches!(desk.my_sign_in(&actor).await, Err(Error::NotFound(_))));
    }
}

#[tokio::test]
async fn a_stranger_is_asked_like_anybody_and_each_time_alike() {
    for store in both().await {
        let desk = with_retirees(store).await;
        let first = desk.challenge("a", "R77777", false).await.unwrap();
        assert!(matches!(first, Challenge::OnSheet(1..=10)), "{first:?}");
        assert_eq!(desk.challenge("a", "r77777", false).await.unwrap(), first);
        assert_eq!(desk.challenge("a", "nobody@example.org", false).await.unwrap(), Challenge::Mailed);
        let any = "2222-2222";
        let known = "R00002";
        for who in ["R77777", "nobody@example.org", known] {
            assert_eq!(problem(desk.answer_challenge("a", who, any).await), "code:code_refused", "{who}");
        }
    }
}

#[tokio::test]
async fn codes_by_email_go_to_an_address_that_was_confirmed() {
    for store in both().await {
        let post = Arc::new(Post::default());
        let desk = with_retirees(store).await.with_mail(post.clone());
        let actor = desk.activate("a", &letter(&desk).await, BIRTH).await.unwrap();
        for bad in ["", "ida", "ida@", "@b.org", "a b@c.org", "ida@host", "a@b@c.org"] {
            assert_eq!(
                problem(desk.change_my_email(&actor, bad, false).await),
                "email:not_an_address",
                "{bad}"
            );
        }
        desk.change_my_email(&actor, "Ida@Example.org", true).await.unwrap();
        let (address, code) = post.last().await;
        assert_eq!(address, "ida@example.org");
        let unconfirmed = desk.answer_challenge("a", "R00001", &code).await;
        assert_eq!(problem(unconfirmed), "code:code_refused", "it confirms, and does not sign in");
        desk.confirm_my_email(&actor, &code).await.unwrap();
        assert_eq!(problem(desk.confirm_my_email(&actor, &code).await), "code:code_refused");

        assert_eq!(desk.challenge("a", "R00001", false).await.unwrap(), Challenge::Mailed);
        let (_, code) = post.last().await;
        // The desk's clock has run on a little since noon.
        let late = desk.at(Clock::showing(noon() + TimeDelta::minutes(16)));
        assert_eq!(problem(late.answer_challenge("a", "R00001", &code).await), "code:code_refused");
        assert_eq!(desk.answer_challenge("a", "R00001", &code).await.unwrap().id, actor.id);
        let kept = desk.messages(&coordinator(), None).await.unwrap().listed;
        assert!(kept.iter().all(|one| !one.body.contains(&code)), "a code is not shown at the desk");
    }
}

#[tokio::test]
async fn letters_for_all_go_to_those_who_have_no_way_in() {
    for store in both().await {
        let desk = with_retirees(store).await;
        let director = staff(Role::Director);
        let refs = async || -> Vec<String> {
            let people = desk.without_access(&director).await.unwrap();
            people.into_iter().filter_map(|one| one.person.ref_).collect()
        };
        assert_eq!(refs().await, ["R00002", "R00001"]);
        assert!(matches!(desk.make_activation_letters(&director).await, Err(Error::Forbidden)));
        let letters = desk.make_activation_letters(&coordinator()).await.unwrap();
        assert_eq!(letters.len(), 2);
        let different: BTreeSet<_> = letters.iter().map(|one| one.code.to_string()).collect();
        assert_eq!(different.len(), 2);
        assert!(desk.make_activation_letters(&coordinator()).await.unwrap().is_empty(), "each has one");
        let code = letters[1].code.to_string();
        let printed = desk.print_activation_letters(letters).await.unwrap();
        assert!(printed.pages >= 2 && printed.bytes.starts_with(b"%PDF"));

        desk.activate("a", &code, BIRTH).await.unwrap();
        assert_eq!(refs().await, ["R00002"], "who has an account needs no letter");
        let signed_in = desk::sign_in::Identity {
            issuer: "public".into(),
            subject: "ana".into(),
            name: None,
            person: Some("R00002".parse().unwrap()),
            roles: BTreeSet::new(),
        };
        desk.sign_in(signed_in).await.unwrap().unwrap();
        assert!(refs().await.is_empty(), "nor who has signed in with an issuer's");
        let seen = desk.person_access(&director, &"R00002".parse().unwrap()).await.unwrap();
        assert_eq!(seen.linked.iter().map(|(actor, _)| actor.as_str()).collect::<Vec<_>>(), ["public|ana"]);
        assert!(!seen.may_change);
    }
}

#[tokio::test]
async fn what_is_done_with_access_is_for_those_who_decide() {
    for store in both().await {
        let desk = with_retirees(store).await;
        for role in [Role::Director, Role::Payroll, Role::Retirement] {
            let actor = staff(role);
            assert!(matches!(desk.make_activation_letter(&actor, &ida()).await, Err(Error::Forbidden)));
            assert!(matches!(desk.make_sheet(&actor, &ida()).await, Err(Error::Forbidden)));
            assert!(matches!(desk.end_access(&actor, &ida()).await, Err(Error::Forbidden)));
        }
        let spouse: PersonRef = "E00001-01".parse().unwrap();
        let letter = desk.make_activation_letter(&coordinator(), &spouse).await;
        assert!(matches!(letter, Err(Error::NotFound(_))), "a dependent has no records of their own");
        assert!(matches!(desk.make_sheet(&coordinator(), &ida()).await, Err(Error::NotFound(_))));
        assert_eq!(access::account_of(desk.store(), uuid::Uuid::nil()).await.unwrap(), None);
    }
}

//! Helping somebody: how far it goes, who ends it, what it never reaches, on both engines.
#![allow(clippy::unwrap_used, reason = "a test stops where something is wrong")]

mod office;

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::TimeDelta;
use desk::documents::TypedDocument;
use desk::enroll::event::TypedEvent;
use desk::enroll::occasion::OccasionId;
use desk::helpers::{Invitation, TypedHelper};
use desk::sign_in::Identity;
use desk::{Actor, Clock, Desk, Error, Role};
use domain::helper::Scope;
use office::{Post, fields, member, noon, office, pdf, person, staff};
use records::testing::both;
use uuid::Uuid;

fn lena() -> Actor {
    Actor {
        id: "public|lena".into(),
        name: "Lena Ortiz".into(),
        person: None,
        roles: BTreeSet::new(),
        helping: None,
    }
}

fn typed(scope: Scope) -> TypedHelper {
    TypedHelper {
        name: "Lena Ortiz".into(),
        scope: scope.as_str().into(),
        last_day: "2026-12-31".into(),
        paper: String::new(),
    }
}

async fn ana(desk: &Desk) -> Actor {
    member(&person(desk, "E00001").await)
}

async fn invite(desk: &Desk, scope: Scope) -> Invitation {
    desk.invite_helper(&ana(desk).await, &Uuid::now_v7().to_string(), &typed(scope)).await.unwrap()
}

/// Lena, as Ana's helper.
async fn helper(desk: &Desk, scope: Scope) -> Actor {
    let id = invite(desk, scope).await.helper.id;
    desk.accept_help(&lena(), id).await.unwrap();
    desk.as_helper(&lena(), id).await.unwrap().unwrap()
}

fn problem<T: std::fmt::Debug>(answer: desk::Result<T>) -> String {
    match answer {
        Err(Error::Fields(errors)) => {
            errors.iter().map(|e| format!("{}:{}", e.field, e.problem)).collect::<Vec<_>>().join(" ")
        }
        other => format!("{other:?}"),
    }
}

fn refused<T>(answer: &desk::Result<T>) -> bool {
    matches!(answer, Err(Error::NotForHelper))
}

#[tokio::test]
async fn a_helper_sees_and_does_what_the_scope_says_and_nothing_else() {
    for store in both().await {
        let desk = office(store, 1).await;
        let at = OccasionId::OpenEnrollment;
        for scope in Scope::ALL {
            let lena = helper(&desk, *scope).await;
            assert_eq!(lena.name, "Lena Ortiz for Ana1 Reis");
            desk.my_benefits(&lena, None).await.unwrap();
            desk.my_documents(&lena).await.unwrap();
            desk.my_submissions(&lena).await.unwrap();
            desk.my_events(&lena).await.unwrap();

            let claims = *scope >= Scope::Claims;
            let document = desk.send_document(&lena, &TypedDocument::default(), b"x".to_vec()).await;
            assert_eq!(!refused(&document), claims, "{scope}");
            let upload = desk.begin_upload(&lena, &TypedDocument::default(), 10).await;
            assert_eq!(!refused(&upload), claims, "{scope}");
            assert_eq!(!refused(&desk.delete_document(&lena, Uuid::nil()).await), claims, "{scope}");

            let forms = *scope >= Scope::Forms;
            let draft = desk.save_draft(&lena, at, &fields(&[("health", "keep")])).await;
            assert_eq!(!refused(&draft), forms, "{scope}");
            let event = desk.open_event(&lena, None, "birth", &TypedEvent::default()).await;
            assert_eq!(!refused(&event), forms, "{scope}");
            assert_eq!(!refused(&desk.submit(&lena, at, "k", "Lena", true).await), forms, "{scope}");
            assert_eq!(!refused(&desk.withdraw(&lena, "OE-1").await), forms, "{scope}");
            assert_eq!(!refused(&desk.change_event(&lena, Uuid::nil(), &TypedEvent::default()).await), forms);

            // Access is nobody's but one's own.
            let key = Uuid::now_v7().to_string();
            assert!(refused(&desk.my_helpers(&lena).await));
            assert!(refused(&desk.invite_helper(&lena, &key, &typed(Scope::See)).await));
            assert!(refused(&desk.make_my_sheet(&lena).await));
            assert!(refused(&desk.my_sign_in(&lena).await));
            assert!(refused(&desk.helped(&lena).await));
            assert!(refused(&desk.accept_help(&lena, Uuid::nil()).await));
            let help = lena.helping.as_ref().unwrap().id;
            assert!(refused(&desk.begin_helping(&lena, help).await));
            assert!(refused(&desk.end_help(&lena, help).await));
            assert!(matches!(
                desk.person_file(&lena, &"E00001".parse().unwrap(), None, None).await,
                Err(Error::Forbidden)
            ));

            assert_eq!(lena.require_more_than_looking().is_err(), *scope == Scope::See);
            desk.end_help(&ana(&desk).await, help).await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_helper_opens_no_document_but_their_own() {
    for store in both().await {
        let desk = office(store, 1).await;
        let lena = helper(&desk, Scope::Forms).await;
        let ana = ana(&desk).await;
        let typed = TypedDocument {
            kind: "birth_certificate".into(),
            name: "a.pdf".into(),
            ..TypedDocument::default()
        };
        let file = || pdf("a certificate", 0);
        let of = |actor: &Actor| TypedDocument { about: actor.person.unwrap().to_string(), ..typed.clone() };
        let hers = desk.send_document(&ana, &of(&ana), file()).await.unwrap();
        assert!(refused(&desk.open_document(&lena, hers).await));
        desk.open_document(&ana, hers).await.unwrap();
        let marriage = TypedDocument { kind: "marriage_certificate".into(), ..of(&ana) };
        let sent = desk.send_document(&lena, &marriage, file()).await.unwrap();
        desk.open_document(&lena, sent).await.unwrap();
        let shown = desk.my_documents(&ana).await.unwrap().documents;
        let by: Vec<_> = shown.iter().map(|one| one.document.uploaded_by_name.as_str()).collect();
        assert!(by.contains(&"Lena Ortiz for Ana1 Reis"), "{by:?}");
    }
}

#[tokio::test]
async fn help_ends_when_either_of_the_two_or_the_desk_says_so_or_its_last_day_is_over() {
    for store in both().await {
        let desk = office(store, 2).await;
        let stranger = member(&person(&desk, "E00002").await);
        for end in ["retiree", "helper", "desk", "day"] {
            let id = helper(&desk, Scope::See).await.helping.unwrap().id;
            assert!(matches!(desk.end_help(&stranger, id).await, Err(Error::NotFound(_))));
            assert!(matches!(desk.begin_helping(&stranger, id).await, Err(Error::NotFound(_))));
            desk.begin_helping(&lena(), id).await.unwrap();
            let mut then = desk.clone();
            match end {
                "retiree" => desk.end_help(&ana(&desk).await, id).await.unwrap(),
                "helper" => desk.end_help(&lena(), id).await.unwrap(),
                "desk" => desk.end_help(&staff(Role::Generalist), id).await.unwrap(),
                _ => then = desk.at(Clock::showing("2027-01-01T05:00:00Z".parse().unwrap())),
            }
            assert_eq!(then.as_helper(&lena(), id).await.unwrap(), None, "{end}");
            assert!(then.helped(&lena()).await.unwrap().is_empty(), "{end}");
            assert!(matches!(then.begin_helping(&lena(), id).await, Err(Error::NotFound(_))), "{end}");
            if end == "day" {
                let last = desk.at(Clock::showing("2027-01-01T04:59:00Z".parse().unwrap()));
                assert!(last.as_helper(&lena(), id).await.unwrap().is_some(), "the last day in the city");
            }
        }
    }
}

#[tokio::test]
async fn an_invitation_is_taken_once_by_somebody_else() {
    for store in both().await {
        let desk = office(store, 1).await;
        let Invitation { helper, code } = invite(&desk, Scope::See).await;
        let code = code.to_string();
        assert_eq!(problem(desk.invitation("a", "").await), "code:code_missing");
        assert_eq!(problem(desk.invitation("a", "2222-2222-2222").await), "code:invitation_refused");
        assert_eq!(desk.invitation("a", &code).await.unwrap().id, helper.id);
        assert_eq!(problem(desk.accept_help(&ana(&desk).await, helper.id).await), "code:own_helper");
        let late = desk.at(Clock::showing(noon() + TimeDelta::days(31)));
        assert_eq!(problem(late.invitation("a", &code).await), "code:invitation_refused");
        let mallory = Actor { id: "public|mallory".into(), ..lena() };
        let lena = lena();
        let (one, two) =
            tokio::join!(desk.accept_help(&lena, helper.id), desk.accept_help(&mallory, helper.id));
        assert_eq!([one.is_ok(), two.is_ok()].iter().filter(|taken| **taken).count(), 1);
        assert_eq!(problem(desk.invitation("a", &code).await), "code:invitation_refused");
        assert_eq!(
            problem(desk.accept_by_email(helper.id, "x@example.org", false).await),
            "code:invitation_refused"
        );
    }
}

#[tokio::test]
async fn an_invitation_can_be_shown_again_until_an_address_is_confirmed() {
    for store in both().await {
        let post = Arc::new(Post::default());
        let desk = office(store, 1).await.with_mail(post.clone());
        let Invitation { helper, code } = invite(&desk, Scope::See).await;
        let code = code.to_string();
        let mistyped = desk.accept_by_email(helper.id, "lena@exmaple.org", false).await.unwrap();
        let (_, sent_astray) = post.last().await;
        assert!(desk.helped(&mistyped).await.unwrap().is_empty(), "nobody is in yet");
        assert_eq!(desk.as_helper(&mistyped, helper.id).await.unwrap(), None);
        assert!(matches!(desk.begin_helping(&mistyped, helper.id).await, Err(Error::NotFound(_))));
        assert_eq!(problem(desk.accept_help(&mistyped, helper.id).await), "code:address_unconfirmed");

        assert_eq!(desk.invitation("a", &code).await.unwrap().id, helper.id);
        let lena = desk.accept_by_email(helper.id, "lena@example.org", false).await.unwrap();
        let (address, sent) = post.last().await;
        assert_eq!(address, "lena@example.org");
        assert!(!desk.is_let_in(&mistyped).await.unwrap(), "an invitation lets one in");
        let astray = desk.confirm_my_email(&mistyped, &sent_astray).await;
        assert!(matches!(astray, Err(Error::NotFound(_))));
        desk.confirm_my_email(&lena, &sent).await.unwrap();
        assert_eq!(desk.helped(&lena).await.unwrap().len(), 1);
        assert!(desk.as_helper(&lena, helper.id).await.unwrap().is_some());

        assert_eq!(problem(desk.invitation("a", &code).await), "code:invitation_refused");
        let third = desk.accept_by_email(helper.id, "mallory@example.org", false).await;
        assert_eq!(problem(third), "code:invitation_refused");
        assert!(desk.is_let_in(&lena).await.unwrap());
    }
}

#[tokio::test]
async fn an_address_is_confirmed_in_vain_once_an_invitation_is_taken_or_ended() {
    for store in both().await {
        let post = Arc::new(Post::default());
        let desk = office(store, 1).await.with_mail(post.clone());
        let id = invite(&desk, Scope::See).await.helper.id;
        let slow = desk.accept_by_email(id, "lena@example.org", false).await.unwrap();
        let (_, code) = post.last().await;
        desk.accept_help(&lena(), id).await.unwrap();
        assert!(!desk.is_let_in(&slow).await.unwrap());
        assert!(matches!(desk.confirm_my_email(&slow, &code).await, Err(Error::NotFound(_))));
        assert_eq!(desk.helped(&lena()).await.unwrap().len(), 1);

        let id = invite(&desk, Scope::See).await.helper.id;
        let late = desk.accept_by_email(id, "lena@example.org", false).await.unwrap();
        let (_, code) = post.last().await;
        desk.end_help(&ana(&desk).await, id).await.unwrap();
        assert_eq!(problem(desk.confirm_my_email(&late, &code).await), "code:invitation_refused");
        assert!(desk.helped(&late).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn nobody_mails_strangers_by_an_invitation_for_long() {
    for store in both().await {
        let desk = office(store, 1).await.with_mail(Arc::new(Post::default()));
        let id = invite(&desk, Scope::See).await.helper.id;
        for n in 0..4 {
            desk.accept_by_email(id, &format!("a{n}@example.org"), false).await.unwrap();
        }
        let fifth = desk.accept_by_email(id, "a5@example.org", false).await;
        assert!(matches!(fifth, Err(Error::TooMany)));
    }
}

#[tokio::test]
async fn somebody_whom_only_the_issuer_knows_comes_in_by_an_invitation() {
    for store in both().await {
        let desk = office(store, 1).await;
        let identity = Identity {
            issuer: "public".into(),
            subject: "lena".into(),
            name: Some("Lena Ortiz".into()),
            person: None,
            roles: BTreeSet::new(),
        };
        assert_eq!(desk.sign_in(identity.clone()).await.unwrap(), None);
        let id = invite(&desk, Scope::See).await.helper.id;
        let lena = desk.sign_in_invited(identity.clone(), id).await.unwrap().unwrap();
        assert_eq!((lena.home(), desk.helped(&lena).await.unwrap().len()), ("/helping", 1));
        assert!(matches!(desk.my_benefits(&lena, None).await, Err(Error::Forbidden)));
        assert!(desk.sign_in(identity.clone()).await.unwrap().is_some());
        desk.end_help(&ana(&desk).await, id).await.unwrap();
        assert_eq!(desk.sign_in(identity).await.unwrap(), None);
    }
}

#[tokio::test]
async fn what_was_typed_of_a_helper_is_looked_at() {
    for store in both().await {
        let desk = office(store, 1).await;
        let ana = ana(&desk).await;
        let good = typed(Scope::See);
        let key = || Uuid::now_v7().to_string();
        for (wrong, said) in [
            (TypedHelper::default(), "name:name_missing scope:scope_missing last_day:last_day_missing"),
            (TypedHelper { name: "x".repeat(101), ..good.clone() }, "name:too_long"),
            (TypedHelper { name: "a\u{7}b".into(), ..good.clone() }, "name:too_long"),
            (TypedHelper { scope: "all".into(), ..good.clone() }, "scope:scope_missing"),
            (TypedHelper { last_day: "soon".into(), ..good.clone() }, "last_day:not_a_date"),
            (TypedHelper { last_day: "2026-05-04".into(), ..good.clone() }, "last_day:last_day_over"),
            (TypedHelper { last_day: "2027-05-06".into(), ..good.clone() }, "last_day:last_day_too_far"),
        ] {
            assert_eq!(problem(desk.invite_helper(&ana, &key(), &wrong).await), said);
        }
        assert_eq!(problem(desk.invite_helper(&ana, "not a key", &good).await), "name:sent_wrong");
        let number = "E00001".parse().unwrap();
        let clerk = staff(Role::Coordinator);
        assert_eq!(problem(desk.enter_helper(&clerk, &number, &key(), &good).await), "paper:paper_missing");
        assert!(matches!(desk.enter_helper(&ana, &number, &key(), &good).await, Err(Error::Forbidden)));

        let once = key();
        desk.invite_helper(&ana, &once, &good).await.unwrap();
        let twice = desk.invite_helper(&ana, &once, &good).await;
        assert!(matches!(twice, Err(Error::Stale(_))), "sent twice, it is one helper");
        let on_paper = TypedHelper { paper: "file 7".into(), ..good.clone() };
        desk.enter_helper(&clerk, &number, &key(), &on_paper).await.unwrap();
        for _ in 0..2 {
            desk.invite_helper(&ana, &key(), &good).await.unwrap();
        }
        assert_eq!(problem(desk.invite_helper(&ana, &key(), &good).await), "name:too_many_helpers");
    }
}

#[tokio::test]
async fn nobody_approves_what_they_have_sent_as_a_helper() {
    for store in both().await {
        let desk = office(store, 1).await;
        let clerk = staff(Role::Generalist);
        let id = invite(&desk, Scope::Forms).await.helper.id;
        desk.accept_help(&clerk, id).await.unwrap();
        let acting = desk.as_helper(&clerk, id).await.unwrap().unwrap();
        assert!(acting.roles.is_empty(), "who helps is no clerk meanwhile");
        let wishes = fields(&[("health", "waive"), ("health.waiver_reason", "other_coverage")]);
        let sent = desk.submit_with(&acting, OccasionId::OpenEnrollment, wishes, "k", "G for Ana").await;
        let sent = match sent {
            Ok(sent) => sent,
            Err(Error::Fields(_)) => desk
                .submit_with(&acting, OccasionId::OpenEnrollment, fields(&[]), "k", "G for Ana")
                .await
                .unwrap(),
            Err(error) => panic!("{error}"),
        };
        let trail = records::submissions::events(desk.store(), sent.id).await.unwrap();
        assert_eq!(trail[0].actor_name, "Generalist for Ana1 Reis");
        let approved = desk.approve(&clerk, sent.id, sent.version).await;
        assert!(matches!(approved, Err(Error::SecondApprover)), "{approved:?}");
        let other = staff(Role::Coordinator);
        assert!(!matches!(desk.approve(&other, sent.id, sent.version).await, Err(Error::SecondApprover)));
    }
}

use chrono::{DateTime, NaiveDate, Utc};
use domain::class::Class;
use domain::money::Cents;
use domain::month::Month;
use domain::part_b::ledger::{Entry, Statement};
use domain::part_b::{Charged, ClaimOrigin, ClaimState};
use uuid::Uuid;

use super::claims::{self, Decision, NewClaim};
use super::{lists, parties};
use crate::db::{Store, Write, writing};
use crate::error::Error;
use crate::submissions::By;
use crate::testing::both;

fn now() -> DateTime<Utc> {
    "2026-11-24T15:00:00Z".parse().unwrap()
}

fn clerk(minutes: i64) -> By<'static> {
    By { actor: "test|clerk", name: "Clerk", at: now() + chrono::Duration::minutes(minutes) }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn charged(cents: i64) -> Charged {
    Charged { total: Cents::new(cents), ..Charged::default() }
}

fn claim(n: u128, from: &str, through: &str, cents: i64) -> NewClaim<'static> {
    NewClaim {
        id: id(n),
        subscriber: id(1),
        person: id(1),
        origin: ClaimOrigin::Member,
        claimed: Statement { from: month(from), through: month(through), charged: charged(cents) },
        document: None,
        words: "",
    }
}

async fn person(write: &mut Write, n: u128, ref_: Option<&str>, medicare: Option<&str>) {
    writing!(write, on => sqlx::query(
        "INSERT INTO person (id, ref, given_name, family_name, search_name, birth, medicare_from)
         VALUES ($1, $2, $3, 'Reis', 'reis', $4, $5)")
        .bind(id(n)).bind(ref_).bind(format!("Ana{n}")).bind(day("1950-01-01")).bind(medicare.map(day))
        .execute(on).await.map(drop))
    .unwrap();
}

async fn pension(write: &mut Write, n: u128, retired: Option<&str>, survivor: Option<&str>) {
    if let Some(on_day) = retired {
        writing!(write, on => sqlx::query(
            "INSERT INTO retirement (person_id, unit_code, system, retired_on) VALUES ($1, 'CITY', 'CITY', $2)")
            .bind(id(n)).bind(day(on_day)).execute(on).await.map(drop))
        .unwrap();
    }
    if let Some(since) = survivor {
        writing!(write, on => sqlx::query(
            "INSERT INTO survivorship (person_id, unit_code, since) VALUES ($1, 'CITY', $2)")
            .bind(id(n)).bind(day(since)).execute(on).await.map(drop))
        .unwrap();
    }
}

async fn relative(write: &mut Write, of: u128, n: u128, relationship: &str, ended: Option<&str>) {
    writing!(write, on => sqlx::query(
        "INSERT INTO household_member (subscriber_id, person_id, relationship, ended_on) VALUES ($1, $2, $3, $4)")
        .bind(id(of)).bind(id(n)).bind(relationship).bind(ended.map(day)).execute(on).await.map(drop))
    .unwrap();
}

/// 1 is retired, with Medicare, married to 2, who has it too; 3 is retired without Medicare, married to 4, who has
/// it and a pension of their own; 5 survives 6, whose spouse they were; 7 is a child with Medicare of 1.
async fn given_people(store: &Store) {
    let mut write = store.begin().await.unwrap();
    writing!(write, on => sqlx::query("INSERT INTO unit (code, name, kind) VALUES ('CITY', 'City', 'city')")
        .execute(on).await.map(drop))
    .unwrap();
    for (n, ref_, medicare) in [
        (1, Some("R1"), Some("2015-01-01")),
        (2, None, Some("2026-05-01")),
        (3, Some("R3"), None),
        (4, Some("R4"), Some("2015-01-01")),
        (5, Some("S5"), Some("2015-01-01")),
        (6, Some("R6"), Some("2014-01-01")),
        (7, None, Some("2015-01-01")),
    ] {
        person(&mut write, n, ref_, medicare).await;
    }
    for (n, retired, survivor) in [
        (1, Some("2012-06-30"), None),
        (3, Some("2020-06-30"), None),
        (4, Some("2020-06-30"), None),
        (5, None, Some("2026-03-10")),
        (6, Some("2012-06-30"), None),
    ] {
        pension(&mut write, n, retired, survivor).await;
    }
    writing!(write, on => sqlx::query("UPDATE survivorship SET of_person = $1 WHERE person_id = $2")
        .bind(id(6)).bind(id(5)).execute(on).await.map(drop))
    .unwrap();
    for (of, n, relationship, ended) in [
        (1, 2, "spouse", None),
        (1, 7, "child", None),
        (3, 4, "spouse", None),
        (4, 3, "spouse", None),
        (6, 5, "spouse", None),
    ] {
        relative(&mut write, of, n, relationship, ended).await;
    }
    write.commit().await.unwrap();
}

#[tokio::test]
async fn each_is_paid_for_once_at_a_time() {
    for store in both().await {
        given_people(&store).await;
        let found = parties::all(&store, None).await.unwrap();
        let said: Vec<_> = found
            .iter()
            .map(|one| {
                let last = one.entitlement.last.map(|last| last.to_string());
                let class = one.class.to_string();
                (
                    one.subscriber.as_u128(),
                    one.person.as_u128(),
                    one.entitlement.first.to_string(),
                    last,
                    class,
                )
            })
            .collect();
        let line = |subscriber, person, first: &str, last: Option<&str>, class: &str| {
            (subscriber, person, first.to_owned(), last.map(str::to_owned), class.to_owned())
        };
        assert_eq!(
            said,
            [
                line(1, 1, "2015-01", None, "medicare_retiree"),
                line(1, 2, "2026-05", None, "medicare_retiree"),
                // Paid to their own account since they retired, and not under the spouse's.
                line(3, 4, "2020-07", Some("2020-06"), "medicare_retiree"),
                line(4, 4, "2020-07", None, "medicare_retiree"),
                line(5, 5, "2026-04", None, "medicare_survivor"),
                // The months before the death, and those of who has died, are paid to who survives.
                line(6, 5, "2015-01", Some("2026-03"), "medicare_retiree"),
                line(6, 6, "2014-01", None, "medicare_retiree"),
            ]
        );
        let paid: Vec<_> = found.iter().map(|one| (one.payee.as_u128(), one.payee_ref.as_str())).collect();
        assert_eq!(paid[4..], [(5, "S5"), (5, "S5"), (5, "S5")]);
        assert_eq!(parties::all(&store, Some(id(5))).await.unwrap().len(), 3, "what the survivor is paid");
        assert_eq!(parties::all(&store, Some(id(6))).await.unwrap().len(), 2, "under whose pension");
        let own = parties::all(&store, Some(id(1))).await.unwrap();
        assert_eq!(own.len(), 2);

        let mut write = store.begin().await.unwrap();
        parties::set_end(&mut write, id(1), Some(day("2026-03-02")), "Clerk", now()).await.unwrap();
        parties::set_end(&mut write, id(1), Some(day("2026-08-02")), "Clerk", now()).await.unwrap();
        write.commit().await.unwrap();
        let own = parties::all(&store, Some(id(1))).await.unwrap();
        assert_eq!(own[0].entitlement.last, Some(month("2026-08")));
        let mut write = store.begin().await.unwrap();
        parties::set_end(&mut write, id(1), None, "Clerk", now()).await.unwrap();
        write.commit().await.unwrap();
        assert_eq!(parties::all(&store, Some(id(1))).await.unwrap()[0].entitlement.last, None);
    }
}

#[tokio::test]
async fn the_earliest_end_counts_and_the_earliest_beginning() {
    async fn run(store: &Store, sql: &str) {
        let mut write = store.begin().await.unwrap();
        writing!(write, on => sqlx::query(sql).execute(on).await.map(drop)).unwrap();
        write.commit().await.unwrap();
    }
    for store in both().await {
        given_people(&store).await;
        let of = async |n| parties::all(&store, Some(id(n))).await.unwrap();
        // A last day that was entered does not outlive a death that is on record.
        let mut write = store.begin().await.unwrap();
        parties::set_end(&mut write, id(1), Some(day("2026-10-03")), "Clerk", now()).await.unwrap();
        write.commit().await.unwrap();
        run(&store, "UPDATE person SET died_on = '2026-09-28' WHERE ref = 'R1'").await;
        assert_eq!(of(1).await[0].entitlement.last, Some(month("2026-09")));

        // Whoever survived somebody and has a pension of their own since is paid for both times.
        let mut write = store.begin().await.unwrap();
        pension(&mut write, 5, Some("2026-08-31"), None).await;
        write.commit().await.unwrap();
        let both = &of(5).await[0];
        assert_eq!((both.entitlement.first, both.class), (month("2026-04"), Class::MedicareRetiree));
        assert_eq!(both.survivor_before, Some(month("2026-09")));
        run(&store, "DELETE FROM retirement WHERE retired_on = '2026-08-31'").await;

        // A survivor who has married again is paid to the end of that month.
        let mut write = store.begin().await.unwrap();
        crate::standing::remarry_in(&mut write, id(5), day("2026-07-04")).await.unwrap();
        write.commit().await.unwrap();
        assert_eq!(of(5).await[0].entitlement.last, Some(month("2026-07")));

        // Of a former spouse there is nothing without the day of the divorce.
        run(&store, "UPDATE household_member SET relationship = 'former_spouse' WHERE ended_on IS NULL")
            .await;
        assert_eq!(of(1).await.len(), 1);
    }
}

#[tokio::test]
async fn a_claim_names_who_is_paid() {
    for store in both().await {
        given_people(&store).await;
        let mut write = store.begin().await.unwrap();
        person(&mut write, 8, None, Some("2014-01-01")).await;
        relative(&mut write, 6, 8, "former_spouse", None).await;
        for (n, of) in [(10, 6), (11, 5), (12, 8)] {
            let person = id(of);
            let new = NewClaim { subscriber: id(6), person, ..claim(n, "2026-01", "2026-01", 202_90) };
            claims::file(&mut write, &new, clerk(0)).await.unwrap();
        }
        write.commit().await.unwrap();
        // The survivor's months and those of whom they survive; a former spouse's stay with the deceased.
        let said = |one: &claims::Waiting| (one.claim.person.as_u128(), one.payee_ref.clone());
        let waiting: Vec<_> = claims::waiting(&store).await.unwrap().iter().map(said).collect();
        assert_eq!(waiting, [(6, "S5".to_owned()), (5, "S5".to_owned()), (8, "R6".to_owned())]);
        let of = async |n| -> Vec<u128> {
            let all = claims::all(&store, Some(id(n))).await.unwrap();
            all.iter().map(|one| one.person.as_u128()).collect()
        };
        assert_eq!(of(5).await, [6, 5]);
        assert_eq!(of(6).await, [6, 5, 8]);
        assert!(of(1).await.is_empty());
    }
}

#[tokio::test]
async fn a_claim_is_decided_once_and_never_edited() {
    for store in both().await {
        given_people(&store).await;
        let mut write = store.begin().await.unwrap();
        claims::file(&mut write, &claim(10, "2026-01", "2026-12", 202_90), clerk(0)).await.unwrap();
        // About half of the months alone: both wait.
        claims::file(&mut write, &claim(11, "2026-07", "2026-12", 180_00), clerk(1)).await.unwrap();
        write.commit().await.unwrap();
        assert_eq!(claims::waiting(&store).await.unwrap().len(), 2);
        // About the same months again: the one before is replaced.
        let mut write = store.begin().await.unwrap();
        claims::file(&mut write, &claim(12, "2026-07", "2026-12", 190_00), clerk(2)).await.unwrap();
        write.commit().await.unwrap();
        let waiting = claims::waiting(&store).await.unwrap();
        assert_eq!(waiting.iter().map(|one| one.claim.id).collect::<Vec<_>>(), [id(10), id(12)]);
        assert_eq!((waiting[0].payee_ref.as_str(), waiting[0].person_name.as_str()), ("R1", "Ana1 Reis"));

        let proven = Statement { charged: charged(185_00), ..waiting[0].claim.claimed };
        let mut write = store.begin().await.unwrap();
        let stale = claims::decide(&mut write, id(10), 2, Decision::Verify(proven), clerk(3)).await;
        assert!(matches!(stale, Err(Error::Stale(_))));
        claims::decide(&mut write, id(10), 1, Decision::Verify(proven), clerk(3)).await.unwrap();
        claims::decide(&mut write, id(12), 1, Decision::Return("Whose is it?"), clerk(4)).await.unwrap();
        let again = claims::decide(&mut write, id(10), 2, Decision::Return("No"), clerk(5)).await;
        assert!(matches!(again, Err(Error::Stale(_))));
        write.commit().await.unwrap();
        let found = claims::get(&store, id(10)).await.unwrap().claim;
        assert_eq!((found.state, found.verified, found.version), (ClaimState::Verified, Some(proven), 2));
        assert_eq!(found.claimed.charged, charged(202_90), "what was claimed stays");
        let all = claims::all(&store, Some(id(1))).await.unwrap();
        let states: Vec<_> = all.iter().map(|one| (one.id, one.state)).collect();
        assert_eq!(
            states,
            [(id(10), ClaimState::Verified), (id(11), ClaimState::Replaced), (id(12), ClaimState::Returned)]
        );
        for sql in [
            "UPDATE part_b_claim SET verified_charged_cents = 1 WHERE state = 'verified'",
            "UPDATE part_b_claim SET state = 'claimed' WHERE state = 'returned'",
            "DELETE FROM part_b_claim",
        ] {
            let mut write = store.begin().await.unwrap();
            assert!(writing!(write, on => sqlx::query(sql).execute(on).await.map(drop)).is_err(), "{sql}");
        }
    }
}

#[tokio::test]
async fn a_year_is_carried_forward_once() {
    for store in both().await {
        given_people(&store).await;
        let carried = |n| NewClaim { origin: ClaimOrigin::Carried, ..claim(n, "2026-01", "2026-12", 202_90) };
        let mut write = store.begin().await.unwrap();
        assert!(claims::carry(&mut write, &carried(10), clerk(0)).await.unwrap());
        assert!(!claims::carry(&mut write, &carried(11), clerk(1)).await.unwrap());
        write.commit().await.unwrap();
        let all = claims::all(&store, None).await.unwrap();
        assert_eq!((all.len(), all[0].state), (1, ClaimState::Verified));
        assert_eq!(all[0].verified, Some(all[0].claimed));
    }
}

#[tokio::test]
async fn a_closed_list_is_never_edited_only_paid() {
    for store in both().await {
        given_people(&store).await;
        let found = parties::all(&store, Some(id(1))).await.unwrap();
        let entry = |month_: &str, amount| Entry {
            month: month(month_),
            charged: charged(202_90),
            due: Cents::new(101_45),
            paid_before: Cents::ZERO,
            amount: Cents::new(amount),
        };
        let letterhead = serde_json::json!({ "city": "City of Alderbrook" });
        let lines = [(&found[0], entry("2026-01", 101_45)), (&found[1], entry("2026-05", 100_00))];
        let mut write = store.begin().await.unwrap();
        let number = lists::next_number(&mut write).await.unwrap();
        lists::close(&mut write, number, month("2026-12"), &lines, &letterhead, clerk(0)).await.unwrap();
        assert_eq!(lists::next_number(&mut write).await.unwrap(), number + 1);
        write.commit().await.unwrap();
        let list = lists::get(&store, 1).await.unwrap();
        assert_eq!((list.line_count, list.total.get(), list.paid_on), (2, 201_45, None));
        assert_eq!(lists::letterhead(&store, 1).await.unwrap(), Some(letterhead));
        let read = lists::lines(&store, 1).await.unwrap();
        assert_eq!(read.iter().map(|line| line.entry).collect::<Vec<_>>(), lines.map(|(_, entry)| entry));
        assert_eq!((read[1].payee_ref.as_str(), read[1].person_name.as_str()), ("R1", "Ana2 Reis"));

        for sql in [
            "UPDATE part_b_line SET amount_cents = 1",
            "DELETE FROM part_b_line",
            "DELETE FROM part_b_list",
            "UPDATE part_b_list SET total_cents = 1",
            "UPDATE part_b_list SET line_count = 0",
            "UPDATE part_b_list SET letterhead = NULL",
            "INSERT INTO part_b_line SELECT list_number, 3, subscriber_id, person_id, through_month, charged_cents,
                 income_related_cents, penalty_cents, due_cents, paid_before_cents, amount_cents, subscriber_ref,
                 family_name, given_name, unit_code, person_name
             FROM part_b_line JOIN part_b_list ON number = list_number WHERE ordinal = 1",
        ] {
            let mut write = store.begin().await.unwrap();
            assert!(writing!(write, on => sqlx::query(sql).execute(on).await.map(drop)).is_err(), "{sql}");
        }
        for paid_on in ["2026-12-04", "2026-12-07"] {
            let mut write = store.begin().await.unwrap();
            lists::mark_paid(&mut write, 1, day(paid_on), "Lucy").await.unwrap();
            write.commit().await.unwrap();
        }
        let paid = lists::paid(&store, Some(id(1))).await.unwrap();
        let said: Vec<_> = paid.iter().map(|one| (one.person, one.listed.list, one.paid_on)).collect();
        assert_eq!(said, [(id(1), 1, Some(day("2026-12-07"))), (id(2), 1, Some(day("2026-12-07")))]);
        let mut write = store.begin().await.unwrap();
        assert!(matches!(
            lists::mark_paid(&mut write, 2, day("2026-12-04"), "L").await,
            Err(Error::NotFound(_))
        ));
    }
}

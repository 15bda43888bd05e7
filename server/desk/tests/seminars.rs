//! Seminars: announcing, seats and the waiting list, reminders, attendance, handout; on both engines.
#![allow(clippy::unwrap_used, reason = "a test stops where something is wrong")]

mod office;

use desk::seminars::TypedSeminar;
use desk::{Clock, Desk, Error, Role};
use domain::seminar::Place;
use office::{member, office, person, staff};
use records::messages;
use records::testing::both;

fn typed() -> TypedSeminar {
    TypedSeminar {
        title: "Retiring from the city".into(),
        date: "5/20/2026".into(),
        time: "17:30".into(),
        minutes: "90".into(),
        place: "City Hall, Room 204".into(),
        capacity: "1".into(),
    }
}

fn on(desk: &Desk, date: &str) -> Desk {
    desk.at(Clock::showing(format!("{date}T16:00:00Z").parse().unwrap()))
}

#[tokio::test]
async fn a_seminar_that_can_t_be_announced_says_what_is_wrong() {
    for store in both().await {
        let desk = office(store, 1).await;
        let coordinator = staff(Role::Coordinator);
        for (typed, field, problem) in [
            (TypedSeminar { title: " ".into(), ..typed() }, "title", "missing"),
            (TypedSeminar { title: "x".repeat(121), ..typed() }, "title", "too_long"),
            (TypedSeminar { place: String::new(), ..typed() }, "place", "missing"),
            (TypedSeminar { date: "someday".into(), ..typed() }, "date", "not_a_date"),
            (TypedSeminar { date: "5/4/2026".into(), ..typed() }, "date", "is_over"),
            (TypedSeminar { time: "half past".into(), ..typed() }, "time", "not_a_time"),
            (TypedSeminar { minutes: "0".into(), ..typed() }, "minutes", "not_a_number"),
            (TypedSeminar { capacity: "1001".into(), ..typed() }, "capacity", "not_a_number"),
        ] {
            match desk.create_seminar(&coordinator, &typed).await {
                Err(Error::Fields(faults)) => {
                    let said: Vec<_> =
                        faults.iter().map(|one| (one.field.as_str(), one.problem.as_str())).collect();
                    assert_eq!(said, [(field, problem)]);
                }
                other => panic!("{field} {problem}: {other:?}"),
            }
        }
        let refused = desk.create_seminar(&staff(Role::Retirement), &typed()).await;
        assert!(matches!(refused, Err(Error::Forbidden)));
        assert!(desk.seminars(&coordinator).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn who_waits_moves_up_is_told_and_reminded_and_reads_the_handout() {
    for store in both().await {
        let desk = office(store, 2).await;
        let coordinator = staff(Role::Coordinator);
        let id = desk.create_seminar(&coordinator, &typed()).await.unwrap();
        let [ana, bea] = [member(&person(&desk, "E00001").await), member(&person(&desk, "E00002").await)];
        let place = async |actor| {
            let mine = desk.my_seminars(actor).await.unwrap();
            mine.into_iter().find(|one| one.seminar.id == id).map(|one| (one.place, one.free))
        };
        assert_eq!(place(&ana).await, Some((None, 1)));
        desk.sign_up(&ana, id).await.unwrap();
        desk.sign_up(&ana, id).await.unwrap();
        on(&desk, "2026-05-06").sign_up(&bea, id).await.unwrap();
        assert_eq!(place(&ana).await, Some((Some(Place::Seat), 0)));
        assert_eq!(place(&bea).await, Some((Some(Place::Waiting(1)), 0)));
        let mails = async |desk: &Desk| {
            desk.send_mail(None).await.unwrap();
            let page = messages::page(desk.store(), None, 100).await.unwrap();
            page.into_iter().filter(|mail| mail.body.contains("/my/seminars")).count()
        };
        assert_eq!(mails(&desk).await, 0, "nobody here is near retirement");
        desk.cancel_seat(&ana, id).await.unwrap();
        assert_eq!(place(&bea).await, Some((Some(Place::Seat), 0)));
        assert_eq!(mails(&desk).await, 1, "who moved up");

        for (date, told) in
            [("2026-05-12", 0), ("2026-05-13", 1), ("2026-05-14", 0), ("2026-05-19", 1), ("2026-05-20", 0)]
        {
            assert_eq!(on(&desk, date).remind_of_seminars().await.unwrap(), told, "{date}");
        }
        let calendar = String::from_utf8(desk.seminar_calendar(&bea, id).await.unwrap()).unwrap();
        assert!(calendar.contains("DTSTART:20260520T213000Z"), "{calendar}");

        let bea_id = bea.person.unwrap();
        let early = desk.set_attendance(&coordinator, id, &[bea_id]).await;
        assert!(matches!(early, Err(Error::Fields(_))));
        desk.set_handout(&coordinator, id, "https://alderbrook.example/retiring\nCall us.").await.unwrap();
        assert_eq!(desk.my_seminars(&bea).await.unwrap()[0].seminar.handout, "", "not before it");
        let after = on(&desk, "2026-05-21");
        after.set_attendance(&coordinator, id, &[bea_id]).await.unwrap();
        assert!(after.my_seminars(&bea).await.unwrap()[0].seminar.handout.contains("Call us."));
        assert!(after.my_seminars(&ana).await.unwrap().is_empty());
        let file = after.seminar(&coordinator, id).await.unwrap();
        assert_eq!(file.seats.iter().map(|(seat, _)| seat.attended).collect::<Vec<_>>(), [Some(true)]);
        for late in [after.sign_up(&ana, id).await, after.cancel_seat(&bea, id).await] {
            assert!(matches!(late, Err(Error::Stale(_))));
        }
        let long = desk.set_handout(&coordinator, id, &"x".repeat(8_001)).await;
        assert!(matches!(long, Err(Error::Fields(_))));
    }
}

#[tokio::test]
async fn a_seminar_that_is_called_off_tells_who_had_signed_up() {
    for store in both().await {
        let desk = office(store, 1).await;
        let coordinator = staff(Role::Coordinator);
        let id = desk.create_seminar(&coordinator, &typed()).await.unwrap();
        let ana = member(&person(&desk, "E00001").await);
        desk.sign_up(&ana, id).await.unwrap();
        desk.call_off_seminar(&coordinator, id).await.unwrap();
        assert!(matches!(desk.call_off_seminar(&coordinator, id).await, Err(Error::Stale(_))));
        desk.send_mail(None).await.unwrap();
        assert_eq!(messages::page(desk.store(), None, 10).await.unwrap().len(), 1);
        assert!(desk.my_seminars(&ana).await.unwrap()[0].seminar.called_off_at.is_some());
        assert_eq!(on(&desk, "2026-05-19").remind_of_seminars().await.unwrap(), 0);
    }
}

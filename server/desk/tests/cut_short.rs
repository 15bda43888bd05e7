//! Work that is cut short at every point where it waits: all of it is in the records, or nothing.
#![allow(clippy::unwrap_used, reason = "a test stops where something is wrong")]

mod office;

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use desk::{Desk, Role};
use domain::submission::SubmissionState;
use office::{office, send, staff};
use records::submissions::Submission;
use records::testing::both;
use records::{audit, coverage, messages, outbox, payroll, submissions};

const PPO: &[(&str, &str)] = &[("health.choice", "plan:PPO")];

/// Follows `work` through that many steps and drops it in the next one. `None` where it was cut short.
async fn cut<F: Future>(work: F, steps: usize) -> Option<F::Output> {
    let mut work = pin!(work);
    let mut taken = 0;
    poll_fn(move |cx| {
        if taken == steps {
            return Poll::Ready(None);
        }
        taken += 1;
        work.as_mut().poll(cx).map(Some)
    })
    .await
}

/// Rows, events and outbox entries that an approval leaves.
async fn left(desk: &Desk, sent: &Submission) -> (SubmissionState, usize, usize, i64, i64) {
    let person = sent.person.unwrap();
    (
        submissions::get(desk.store(), sent.id).await.unwrap().state,
        coverage::current(desk.store(), person).await.unwrap().len(),
        submissions::events(desk.store(), sent.id).await.unwrap().len(),
        outbox::waiting(desk.store()).await.unwrap(),
        records::people::person(desk.store(), person).await.unwrap().records_version,
    )
}

/// Work is cut short at least this often. How often a step waits depends on how busy the machine is: so the
/// tests take another person, and another, until it has been cut this often.
const CUTS: usize = 100;

/// The people that there are; of each, the work is cut short at other points.
const PEOPLE: usize = CUTS;

#[tokio::test]
async fn an_approval_that_is_cut_short_leaves_all_or_nothing() {
    for store in both().await {
        let desk = office(store, PEOPLE).await;
        let coordinator = staff(Role::Coordinator);
        let mut cuts = 0;
        let mut people = 0;
        while cuts < CUTS && people < PEOPLE {
            people += 1;
            let sent = send(&desk, &format!("E{people:05}"), PPO, "a").await.unwrap();
            let before = left(&desk, &sent).await;
            let (_, rows, events, waiting, version) = before;
            let after = (SubmissionState::Approved, rows + 1, events + 1, waiting + 2, version + 1);
            for steps in 1.. {
                let outcome = cut(desk.approve(&coordinator, sent.id, sent.version), steps).await;
                let seen = left(&desk, &sent).await;
                match outcome {
                    None if seen == before => cuts += 1,
                    // The commit was on its way.
                    None => {
                        assert_eq!(seen, after, "after {steps} steps");
                        break;
                    }
                    Some(done) => {
                        done.unwrap();
                        assert_eq!(seen, after);
                        break;
                    }
                }
            }
            assert!(desk.approve(&coordinator, sent.id, sent.version).await.is_err());
            assert_eq!(left(&desk, &sent).await, after);
        }
        assert!(cuts >= CUTS, "cut short {cuts} times only");
        assert!(matches!(audit::verify(desk.store()).await.unwrap(), audit::Verdict::Whole(_)));
    }
}

#[tokio::test]
async fn telling_that_is_cut_short_is_told_once() {
    for store in both().await {
        let desk = office(store, PEOPLE).await;
        let (mut cuts, mut people) = (0, 0);
        while cuts < CUTS && people < PEOPLE {
            people += 1;
            let sent = send(&desk, &format!("E{people:05}"), PPO, "a").await.unwrap();
            desk.approve(&staff(Role::Coordinator), sent.id, sent.version).await.unwrap();
            for steps in 1.. {
                match cut(desk.make_payroll_notice(), steps).await {
                    None => cuts += 1,
                    Some(made) => {
                        made.unwrap();
                        break;
                    }
                }
            }
            for steps in 1.. {
                match cut(desk.send_mail(None), steps).await {
                    None => cuts += 1,
                    Some(sent) => {
                        sent.unwrap();
                        break;
                    }
                }
            }
            // PostgreSQL may still be undoing the last one, and its entries are passed over: the worker
            // comes again.
            while outbox::waiting(desk.store()).await.unwrap() > 0 {
                tokio::time::sleep(Duration::from_millis(5)).await;
                desk.make_payroll_notice().await.unwrap();
                desk.send_mail(None).await.unwrap();
            }
        }
        assert!(cuts >= CUTS, "cut short {cuts} times only");
        let mut told = Vec::new();
        for (number, notice) in (1..).zip(payroll::notices(desk.store()).await.unwrap().iter().rev()) {
            assert_eq!(notice.number, number);
            let lines = payroll::lines(desk.store(), number).await.unwrap();
            assert_eq!(lines.len() as i64, notice.line_count);
            told.extend(lines.into_iter().map(|line| (line.reference, line.line.deduction_code)));
        }
        assert_eq!(told.len(), 2 * people);
        told.sort();
        told.dedup();
        assert_eq!(told.len(), 2 * people, "each line once");
        assert_eq!(messages::page(desk.store(), None, 1_000).await.unwrap().len(), 2 * people);
    }
}

//! The server is killed in the middle of its work, again and again: each approval is there whole or not at
//! all, and payroll hears of each once.
//!
//! The one that is killed is this test program itself, started as a child that approves and makes payroll
//! notices as fast as it can.

#![allow(clippy::unwrap_used, reason = "a test that lacks what it looks at can only stop")]

mod office;

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Duration;

use desk::{Desk, Role};
use domain::money::Cents;
use domain::submission::SubmissionState;
use office::{desk_over, office, person, send, staff};
use records::submissions::Submission;
use records::testing::{databases, vault};
use records::{Store, audit, coverage, payroll, submissions};

/// Where the child finds its database.
const DATABASE: &str = "KILLED_TEST_DATABASE";
/// What it says after each step.
const STEP: &str = "one step further";
const PEOPLE: usize = 160;

async fn sent(desk: &Desk) -> Vec<Submission> {
    let mut all = Vec::new();
    for n in 1..=PEOPLE {
        let id = person(desk, &format!("E{n:05}")).await.id;
        all.extend(
            submissions::of_person(desk.store(), id)
                .await
                .unwrap()
                .into_iter()
                .filter(|one| one.person.is_some()),
        );
    }
    all
}

/// Not a test of its own: what the child does.
#[tokio::test]
#[ignore = "the child of `an_approval_is_whole_or_not_there`"]
async fn child() {
    let Ok(url) = std::env::var(DATABASE) else { return };
    let desk = desk_over(Store::open(&url, vault()).await.unwrap());
    let sent = sent(&desk).await;
    println!("{STEP}");
    for submission in sent {
        if submission.state == SubmissionState::Submitted {
            desk.approve(&staff(Role::Coordinator), submission.id, submission.version).await.unwrap();
            println!("{STEP}");
            desk.make_payroll_notice().await.unwrap();
        }
    }
}

/// Everything of each approval, or nothing.
async fn whole(desk: &Desk) -> usize {
    let mut approved = 0;
    for submission in sent(desk).await {
        let id = submission.person.unwrap();
        let rows = coverage::current(desk.store(), id).await.unwrap();
        let events = submissions::events(desk.store(), submission.id).await.unwrap();
        let version = records::people::person(desk.store(), id).await.unwrap().records_version;
        let applied = submission.state == SubmissionState::Approved;
        approved += usize::from(applied);
        assert_eq!(rows.len(), if applied { 2 } else { 1 }, "{rows:?}");
        assert_eq!(
            rows.iter().filter(|row| row.submission == submission.id).count(),
            if applied { 2 } else { 0 }
        );
        assert_eq!(events.len(), if applied { 2 } else { 1 }, "{events:?}");
        assert_eq!(version, submission.proposal.based_on + i64::from(applied));
    }
    assert!(matches!(audit::verify(desk.store()).await.unwrap(), audit::Verdict::Whole(_)));
    approved
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_approval_is_whole_or_not_there() {
    for url in databases().await {
        let store = Store::open(&url, vault()).await.unwrap();
        let desk = office(store, PEOPLE).await;
        for n in 1..=PEOPLE {
            send(&desk, &format!("E{n:05}"), &[("health.choice", "plan:PPO")], "a").await.unwrap();
        }
        desk.store().close().await;

        let mut kills = 0;
        loop {
            let mut child = Command::new(std::env::current_exe().unwrap())
                .args(["--exact", "child", "--ignored", "--nocapture"])
                .env(DATABASE, &url)
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            // After some of its steps, however fast the machine is, and an uneven pause, so that each kill strikes
            // at another point.
            let said = BufReader::new(child.stdout.take().unwrap()).lines();
            let mut steps = said.map_while(Result::ok).filter(|line| line.ends_with(STEP));
            let seen = steps.by_ref().take(1 + kills % 12).count();
            tokio::time::sleep(Duration::from_millis(kills as u64 * 7 % 20)).await;
            let ended = child.try_wait().unwrap();
            child.kill().unwrap();
            child.wait().unwrap();
            assert!(seen > 0, "the child did not begin");
            kills += usize::from(ended.is_none());

            let desk = desk_over(Store::open(&url, vault()).await.unwrap());
            let approved = whole(&desk).await;
            if approved == PEOPLE {
                // Every process of this test starts its clock at noon: the last entry may still be to come.
                tokio::time::sleep(Duration::from_millis(500)).await;
                desk.make_payroll_notice().await.unwrap();
                told_once(&desk).await;
                break;
            }
            desk.store().close().await;
            assert!(kills < 400, "no progress: {approved} approved");
        }
        println!("{}: killed {kills} times", url.split(':').next().unwrap_or_default());
        assert!(kills >= 8, "the child was killed {kills} times only");
    }
}

/// Each submission's two lines, each in one notice; notices without gaps.
async fn told_once(desk: &Desk) {
    let mut notices = payroll::notices(desk.store()).await.unwrap();
    notices.reverse();
    let numbers: Vec<i64> = notices.iter().map(|notice| notice.number).collect();
    assert_eq!(numbers, (1..=numbers.len() as i64).collect::<Vec<_>>());
    let mut told: BTreeMap<(String, String), Vec<Cents>> = BTreeMap::new();
    for number in numbers {
        for line in payroll::lines(desk.store(), number).await.unwrap() {
            told.entry((line.reference, line.line.deduction_code)).or_default().push(line.line.per_pay);
        }
    }
    assert_eq!(told.len(), 2 * PEOPLE);
    assert!(told.values().all(|amounts| amounts.len() == 1), "{told:?}");
}

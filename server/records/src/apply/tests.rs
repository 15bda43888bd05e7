use super::*;
use crate::coverage::current;
use crate::db::Store;
use crate::submissions::tests::{clerk, given_person, new};
use crate::submissions::{insert as submit, transition};
use crate::testing::both;
use chrono::NaiveDate;
use domain::apply::changes;
use domain::benefit::Benefit;
use domain::election::{Election, WaiverReason};
use domain::period::Period;
use domain::submission::SubmissionAction;

fn period(from: &str, to: Option<&str>) -> Period {
    let day = |text: &str| -> NaiveDate { text.parse().unwrap() };
    Period::new(day(from), to.map(day)).unwrap()
}

fn waiver(benefit: Benefit, reason: WaiverReason, from: &str, to: Option<&str>) -> CoverageChange {
    let choice = Choice::Waive { reason };
    CoverageChange {
        benefit,
        supersede: Vec::new(),
        insert: vec![NewCoverage {
            benefit,
            choice: choice.clone(),
            period: period(from, to),
            through: None,
        }],
        before: None,
        after: Some(choice),
    }
}

fn dental(from: &str, to: Option<&str>) -> CoverageChange {
    waiver(Benefit::Dental, WaiverReason::SpousePlan, from, to)
}

const ANA: Uuid = Uuid::from_u128(1);
const SUBMISSION: Uuid = Uuid::from_u128(10);

/// Writes Ana and her submission, approved.
async fn approved(store: &Store) {
    let mut write = store.begin().await.unwrap();
    given_person(&mut write, 1).await;
    submit(&mut write, &new(10, ANA)).await.unwrap();
    transition(&mut write, SUBMISSION, 1, SubmissionAction::Approve, clerk(1), "").await.unwrap();
    write.commit().await.unwrap();
}

/// Applies `changes` in a transaction of their own.
async fn applied(store: &Store, changes: &[CoverageChange]) -> Result<()> {
    let mut write = store.begin().await?;
    coverage(&mut write, ANA, SUBMISSION, changes, clerk(1).at).await?;
    write.commit().await
}

#[tokio::test]
async fn coverage_needs_an_approved_submission() {
    for store in both().await {
        let mut write = store.begin().await.unwrap();
        given_person(&mut write, 1).await;
        submit(&mut write, &new(10, ANA)).await.unwrap();
        write.commit().await.unwrap();
        for action in [None, Some(SubmissionAction::Return), Some(SubmissionAction::Deny)] {
            if let Some(action) = action {
                let mut write = store.begin().await.unwrap();
                let version = crate::submissions::get_in(&mut write, SUBMISSION).await.unwrap().version;
                transition(&mut write, SUBMISSION, version, action, clerk(1), "no").await.unwrap();
                write.commit().await.unwrap();
            }
            let refused = applied(&store, &[dental("2026-07-01", None)]).await.unwrap_err();
            assert!(refused.to_string().contains("approved submission"), "{refused}");
        }
        assert!(current(&store, ANA).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn the_database_refuses_periods_that_overlap() {
    for store in both().await {
        approved(&store).await;
        applied(&store, &[dental("2026-07-01", Some("2027-07-01"))]).await.unwrap();
        for (from, to) in [
            ("2026-07-01", Some("2027-07-01")),
            ("2026-12-01", Some("2027-01-01")),
            ("2025-07-01", Some("2026-07-02")),
            ("2027-06-30", None),
            ("2025-07-01", None),
        ] {
            assert!(applied(&store, &[dental(from, to)]).await.is_err(), "{from} {to:?}");
        }
        applied(&store, &[dental("2025-07-01", Some("2026-07-01"))]).await.unwrap();
        applied(&store, &[dental("2027-07-01", None)]).await.unwrap();
        let health = waiver(Benefit::Health, WaiverReason::SpousePlan, "2026-07-01", None);
        applied(&store, &[health]).await.unwrap();
        assert_eq!(current(&store, ANA).await.unwrap().len(), 4);
    }
}

#[tokio::test]
async fn what_is_written_is_never_edited_and_never_deleted() {
    for store in both().await {
        approved(&store).await;
        applied(&store, &[dental("2026-07-01", None)]).await.unwrap();
        for sql in [
            "DELETE FROM coverage",
            "UPDATE coverage SET effective_to = '2026-08-01'",
            "UPDATE coverage SET effective_from = '2026-08-01', superseded_at = recorded_at, superseded_by = submission_id",
            "UPDATE coverage SET waiver_reason = 'medicare'",
            "UPDATE coverage SET benefit = 'health'",
            "UPDATE coverage SET tier = 'family'",
        ] {
            let mut write = store.begin().await.unwrap();
            let refused = writing!(write, on => sqlx::query(sql).execute(on).await.map(drop));
            assert!(refused.is_err(), "{sql}");
        }

        let mut write = store.begin().await.unwrap();
        let row = current(&store, ANA).await.unwrap()[0].id;
        writing!(write, on =>
            sqlx::query("INSERT INTO coverage_dependent (coverage_id, person_id) VALUES ($1, $2)")
                .bind(row).bind(ANA).execute(on).await.map(drop))
        .unwrap();
        write.commit().await.unwrap();
        for sql in ["DELETE FROM coverage_dependent", "UPDATE coverage_dependent SET person_id = coverage_id"]
        {
            let mut write = store.begin().await.unwrap();
            let refused = writing!(write, on => sqlx::query(sql).execute(on).await.map(drop));
            assert!(refused.unwrap_err().to_string().contains("never"), "{sql}");
        }

        let rows = current(&store, ANA).await.unwrap();
        let other = waiver(Benefit::Dental, WaiverReason::Medicare, "2026-07-01", None);
        let replaced = CoverageChange { supersede: vec![rows[0].id], ..other };
        applied(&store, &[replaced]).await.unwrap();
        assert_eq!(current(&store, ANA).await.unwrap().len(), 1);
        // What is superseded stays so, and by whom.
        for sql in [
            "UPDATE coverage SET superseded_at = NULL, superseded_by = NULL WHERE superseded_at IS NOT NULL",
            "UPDATE coverage SET superseded_at = recorded_at WHERE superseded_at IS NOT NULL",
        ] {
            let mut write = store.begin().await.unwrap();
            let refused = writing!(write, on => sqlx::query(sql).execute(on).await.map(drop));
            assert!(refused.is_err(), "{sql}");
        }
    }
}

#[tokio::test]
async fn applying_twice_is_applying_once() {
    let wish =
        [Election { benefit: Benefit::Dental, choice: Choice::Waive { reason: WaiverReason::Medicare } }];
    let effective = "2026-07-01".parse().unwrap();
    for store in both().await {
        approved(&store).await;
        applied(&store, &[dental("2025-07-01", None)]).await.unwrap();
        let first = changes(&current(&store, ANA).await.unwrap(), &wish, effective);
        applied(&store, &first).await.unwrap();
        let rows = current(&store, ANA).await.unwrap();
        let held: Vec<_> = rows.iter().map(|row| (row.choice.clone(), row.period)).collect();
        assert_eq!(
            held,
            [
                (
                    Choice::Waive { reason: WaiverReason::SpousePlan },
                    period("2025-07-01", Some("2026-07-01"))
                ),
                (Choice::Waive { reason: WaiverReason::Medicare }, period("2026-07-01", None)),
            ]
        );
        assert!(changes(&rows, &wish, effective).is_empty());
        // The same changes again, as a worker would that has not seen the first: refused whole.
        assert!(applied(&store, &first).await.is_err());
        assert_eq!(current(&store, ANA).await.unwrap(), rows);
    }
}

#[tokio::test]
async fn one_of_two_takes_the_next_version() {
    for store in both().await {
        approved(&store).await;
        let mut write = store.begin().await.unwrap();
        next_version(&mut write, ANA, 0).await.unwrap();
        write.commit().await.unwrap();
        let mut write = store.begin().await.unwrap();
        assert!(matches!(next_version(&mut write, ANA, 0).await, Err(Error::Stale(_))));
        next_version(&mut write, ANA, 1).await.unwrap();
    }
}

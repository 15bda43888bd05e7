//! Coverage as the records hold it: what, for whom, in which period, and since when that is known.
//!
//! Only [`crate::apply`] writes coverage. Here it is read: what is known now, what was held on a day, and
//! what was known then.

use chrono::{DateTime, NaiveDate, Utc};
use domain::benefit::Benefit;
use domain::election::{Choice, Coverage};
use domain::money::Cents;
use domain::period::Period;
use uuid::Uuid;

use crate::db::{Store, Write, any_of, reading, stored, writing};
use crate::error::{Error, Result};

/// One coverage and one of its dependents; a coverage with several comes several times in a row.
#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    person_id: Uuid,
    benefit: String,
    kind: String,
    plan_code: Option<String>,
    tier: Option<String>,
    amount_cents: Option<i64>,
    waiver_reason: Option<String>,
    effective_from: NaiveDate,
    effective_to: Option<NaiveDate>,
    recorded_at: DateTime<Utc>,
    submission_id: Uuid,
    through_id: Option<Uuid>,
    dependent: Option<Uuid>,
}

const SELECT: &str = "SELECT c.id, c.person_id, c.benefit, c.kind, c.plan_code, c.tier, c.amount_cents,
        c.waiver_reason, c.effective_from, c.effective_to, c.recorded_at, c.submission_id, c.through_id,
        d.person_id AS dependent
 FROM coverage c LEFT JOIN coverage_dependent d ON d.coverage_id = c.id
 WHERE c.person_id";

/// Goes on where [`SELECT`] ends: the rows of a household.
const OF_HOUSEHOLD: &str = "= $1 AND c.through_id IS NULL AND c.superseded_at IS NULL
    OR c.through_id = $1 AND c.superseded_at IS NULL";

const ORDER: &str = "ORDER BY c.effective_from, c.benefit, c.id, d.person_id";

/// Every row of a person that has not been superseded, past and future ones too, in the order of time.
pub async fn current(store: &Store, person: Uuid) -> Result<Vec<Coverage>> {
    let sql = format!("{SELECT} = $1 AND c.superseded_at IS NULL {ORDER}");
    let rows = reading!(store, on => sqlx::query_as(&sql).bind(person).fetch_all(on).await)?;
    gathered(rows)
}

/// [`current`], as a transaction sees it.
pub async fn current_in(write: &mut Write, person: Uuid) -> Result<Vec<Coverage>> {
    let sql = format!("{SELECT} = $1 AND c.superseded_at IS NULL {ORDER}");
    let rows = writing!(write, on => sqlx::query_as(&sql).bind(person).fetch_all(on).await)?;
    gathered(rows)
}

/// [`current`], with the rows that others of the household hold through the subscriber.
pub async fn of_household(store: &Store, subscriber: Uuid) -> Result<Vec<Coverage>> {
    let sql = format!("{SELECT} {OF_HOUSEHOLD} {ORDER}");
    let rows = reading!(store, on => sqlx::query_as(&sql).bind(subscriber).fetch_all(on).await)?;
    gathered(rows)
}

/// [`of_household`], as a transaction sees it.
pub async fn of_household_in(write: &mut Write, subscriber: Uuid) -> Result<Vec<Coverage>> {
    let sql = format!("{SELECT} {OF_HOUSEHOLD} {ORDER}");
    let rows = writing!(write, on => sqlx::query_as(&sql).bind(subscriber).fetch_all(on).await)?;
    gathered(rows)
}

/// [`of_household`], as it was at an instant.
pub async fn of_household_known(
    store: &Store,
    subscriber: Uuid,
    instant: DateTime<Utc>,
) -> Result<Vec<Coverage>> {
    const KNOWN: &str = "c.recorded_at <= $2 AND (c.superseded_at IS NULL OR $2 < c.superseded_at)";
    let sql = format!(
        "{SELECT} = $1 AND c.through_id IS NULL AND {KNOWN} OR c.through_id = $1 AND {KNOWN} {ORDER}"
    );
    let rows = reading!(store, on =>
        sqlx::query_as(&sql).bind(subscriber).bind(stored(instant)).fetch_all(on).await)?;
    gathered(rows)
}

/// [`current`] of several people, as a transaction sees it.
pub(crate) async fn current_of(write: &mut Write, people: &[Uuid]) -> Result<Vec<Coverage>> {
    let rows = writing!(write, on => {
        let mut query = any_of(&format!("{SELECT} IN"), people);
        query.push(format!(" AND c.superseded_at IS NULL {ORDER}"));
        query.build_query_as().fetch_all(on).await
    })?;
    gathered(rows)
}

/// What a person held on `day`, as is known now, or as was known at an instant.
pub async fn as_of(
    store: &Store,
    person: Uuid,
    day: NaiveDate,
    known_on: Option<DateTime<Utc>>,
) -> Result<Vec<Coverage>> {
    const ON_DAY: &str = "AND c.effective_from <= $2 AND (c.effective_to IS NULL OR $2 < c.effective_to)";
    let rows = match known_on {
        None => {
            let sql = format!("{SELECT} = $1 {ON_DAY} AND c.superseded_at IS NULL {ORDER}");
            reading!(store, on => sqlx::query_as(&sql).bind(person).bind(day).fetch_all(on).await)
        }
        Some(instant) => {
            let sql = format!(
                "{SELECT} = $1 {ON_DAY} AND c.recorded_at <= $3
                 AND (c.superseded_at IS NULL OR $3 < c.superseded_at) {ORDER}"
            );
            reading!(store, on =>
                sqlx::query_as(&sql).bind(person).bind(day).bind(stored(instant)).fetch_all(on).await)
        }
    }?;
    gathered(rows)
}

/// [`current`], as it was at an instant.
pub async fn known(store: &Store, person: Uuid, instant: DateTime<Utc>) -> Result<Vec<Coverage>> {
    let sql = format!(
        "{SELECT} = $1 AND c.recorded_at <= $2 AND (c.superseded_at IS NULL OR $2 < c.superseded_at) {ORDER}"
    );
    let rows = reading!(store, on =>
        sqlx::query_as(&sql).bind(person).bind(stored(instant)).fetch_all(on).await)?;
    gathered(rows)
}

/// Whether what a person holds of a benefit was changed after an instant.
pub async fn changed_since_in(
    write: &mut Write,
    person: Uuid,
    benefit: Benefit,
    instant: DateTime<Utc>,
) -> Result<bool> {
    let changed: i64 = writing!(write, on =>
        sqlx::query_scalar("SELECT COUNT(*) FROM coverage
                            WHERE person_id = $1 AND benefit = $2 AND (recorded_at > $3 OR superseded_at > $3)")
            .bind(person).bind(benefit.as_str()).bind(stored(instant)).fetch_one(on).await)?;
    Ok(changed > 0)
}

/// Who of a subscriber's household, the subscriber included, is covered from `day` on by somebody else's
/// record or by one of their own: the person, and the benefit.
pub async fn elsewhere(store: &Store, subscriber: Uuid, day: NaiveDate) -> Result<Vec<(Uuid, Benefit)>> {
    let rows: Vec<(Uuid, String)> = reading!(store, on =>
        sqlx::query_as(
            "WITH household AS (
                 SELECT person_id FROM household_member WHERE subscriber_id = $1
             )
             SELECT c.person_id, c.benefit
             FROM household h JOIN coverage c ON c.person_id = h.person_id
             WHERE c.kind = 'cover' AND c.superseded_at IS NULL
               AND (c.effective_to IS NULL OR $2 < c.effective_to)
             UNION
             SELECT d.person_id, c.benefit
             FROM (SELECT person_id FROM household UNION SELECT id FROM person WHERE id = $1) h
             JOIN coverage_dependent d ON d.person_id = h.person_id
             JOIN coverage c ON c.id = d.coverage_id
             WHERE c.person_id <> $1 AND c.superseded_at IS NULL
               AND (c.effective_to IS NULL OR $2 < c.effective_to)
             ORDER BY 1, 2")
            .bind(subscriber).bind(day).fetch_all(on).await)?;
    rows.into_iter()
        .map(|(person, benefit)| Ok((person, benefit.parse().map_err(|_| Error::Corrupt("benefit"))?)))
        .collect()
}

/// A child that somebody covers.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct CoveredChild {
    /// Who covers it.
    pub subscriber: Uuid,
    /// Their number.
    #[sqlx(rename = "ref")]
    pub subscriber_ref: String,
    /// The child.
    pub child: Uuid,
    /// Its day of birth.
    pub birth: NaiveDate,
}

/// Children without a proven disability who were born in `births` and are covered on some day from `day` on.
pub async fn covered_children(store: &Store, births: Period, day: NaiveDate) -> Result<Vec<CoveredChild>> {
    let born_before = births.to().unwrap_or(NaiveDate::MAX);
    Ok(reading!(store, on =>
        sqlx::query_as(
            "SELECT DISTINCT s.id AS subscriber, s.ref, p.id AS child, p.birth
             FROM person p
             JOIN coverage_dependent d ON d.person_id = p.id
             JOIN coverage c ON c.id = d.coverage_id
             JOIN person s ON s.id = COALESCE(c.through_id, c.person_id)
             JOIN household_member h ON h.subscriber_id = s.id AND h.person_id = p.id
             WHERE $1 <= p.birth AND p.birth < $2 AND s.ref IS NOT NULL
               AND h.ended_on IS NULL AND h.disabled = FALSE AND h.relationship NOT IN ('spouse', 'former_spouse')
               AND c.superseded_at IS NULL AND (c.effective_to IS NULL OR $3 < c.effective_to)
             ORDER BY p.birth, p.id, s.id")
            .bind(births.from()).bind(born_before).bind(day).fetch_all(on).await)?)
}

/// Somebody under a retiree's or survivor's health coverage of whom no Medicare is on record.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct WithoutMedicare {
    /// In whose name the coverage is held.
    pub subscriber: Uuid,
    /// The office's number of them.
    pub subscriber_ref: String,
    /// Their name.
    pub subscriber_name: String,
    /// Where they are reached.
    pub subscriber_email: Option<String>,
    /// Since when they are retired, or from when on they will be; none for a survivor.
    pub retired_on: Option<NaiveDate>,
    /// Who has no Medicare: the subscriber, or somebody whom they cover.
    pub person: Uuid,
    /// Their name.
    pub name: String,
    /// Their date of birth.
    pub birth: NaiveDate,
}

/// Those who were born in `births`, are covered by health insurance of a retiree or survivor on some day from
/// `day` on, and have no Medicare on record.
///
/// Under one subscriber's coverage, or anybody's.
pub async fn without_medicare(
    store: &Store,
    births: Period,
    day: NaiveDate,
    subscriber: Option<Uuid>,
) -> Result<Vec<WithoutMedicare>> {
    let born_before = births.to().unwrap_or(NaiveDate::MAX);
    Ok(reading!(store, on =>
        sqlx::query_as(
            "SELECT DISTINCT s.id AS subscriber, s.ref AS subscriber_ref,
                    s.given_name || ' ' || s.family_name AS subscriber_name,
                    p.id AS person, p.given_name || ' ' || p.family_name AS name, p.birth,
                    s.email AS subscriber_email, r.retired_on
             FROM (SELECT COALESCE(c.through_id, c.person_id) AS subscriber_id, c.person_id AS covered_id, c.id
                   FROM coverage c
                   UNION ALL
                   SELECT COALESCE(c.through_id, c.person_id), d.person_id, c.id FROM coverage c
                   JOIN coverage_dependent d ON d.coverage_id = c.id) covered
             JOIN coverage c ON c.id = covered.id
             JOIN person s ON s.id = covered.subscriber_id
             JOIN person p ON p.id = covered.covered_id
             LEFT JOIN retirement r ON r.person_id = s.id
             WHERE $1 <= p.birth AND p.birth < $2 AND p.medicare_from IS NULL AND p.died_on IS NULL
               AND s.ref IS NOT NULL
               AND ($4 IS NULL OR s.id = $4)
               AND (r.person_id IS NOT NULL
                    OR EXISTS (SELECT 1 FROM survivorship v WHERE v.person_id = s.id))
               AND c.benefit = 'health' AND c.kind = 'cover' AND c.superseded_at IS NULL
               AND (c.effective_to IS NULL OR $3 < c.effective_to)
             ORDER BY 6, 4, 1")
            .bind(births.from()).bind(born_before).bind(day).bind(subscriber).fetch_all(on).await)?)
}

fn gathered(rows: Vec<Row>) -> Result<Vec<Coverage>> {
    let mut gathered: Vec<Coverage> = Vec::new();
    for row in rows {
        match (gathered.last_mut(), row.dependent) {
            (Some(Coverage { id, choice: Choice::Cover { dependents, .. }, .. }), Some(dependent))
                if *id == row.id =>
            {
                dependents.push(dependent);
            }
            _ => gathered.push(coverage(row)?),
        }
    }
    Ok(gathered)
}

fn coverage(row: Row) -> Result<Coverage> {
    const CORRUPT: Error = Error::Corrupt("coverage");
    let plan = || row.plan_code.as_deref().and_then(|code| code.parse().ok()).ok_or(CORRUPT);
    let amount = || row.amount_cents.map(Cents::new).ok_or(CORRUPT);
    let choice = match row.kind.as_str() {
        "cover" => Choice::Cover {
            plan: plan()?,
            tier: row.tier.as_deref().and_then(|tier| tier.parse().ok()).ok_or(CORRUPT)?,
            dependents: row.dependent.into_iter().collect(),
        },
        "insure" => Choice::Insure { plan: plan()?, volume: amount()? },
        "contribute" => Choice::Contribute { plan: plan()?, annual: amount()? },
        "defer" => Choice::Defer { plan: plan()?, per_pay: amount()? },
        _ => Choice::Waive {
            reason: row.waiver_reason.as_deref().and_then(|word| word.parse().ok()).ok_or(CORRUPT)?,
        },
    };
    Ok(Coverage {
        id: row.id,
        person: row.person_id,
        benefit: row.benefit.parse().map_err(|_| CORRUPT)?,
        choice,
        period: Period::new(row.effective_from, row.effective_to).ok_or(CORRUPT)?,
        through: row.through_id,
        submission: row.submission_id,
        recorded_at: row.recorded_at,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::both;
    use domain::benefit::Tier;
    use domain::election::WaiverReason;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    /// A coverage row to write, with what the test does not care about filled in.
    struct Given<'a> {
        id: u128,
        person: u128,
        benefit: &'a str,
        kind: &'a str,
        plan: Option<&'a str>,
        tier: Option<&'a str>,
        amount: Option<i64>,
        reason: Option<&'a str>,
        from: &'a str,
        to: Option<&'a str>,
        recorded: &'a str,
        superseded: Option<&'a str>,
        dependents: &'a [u128],
    }

    const HEALTH: Given<'static> = Given {
        id: 10,
        person: 1,
        benefit: "health",
        kind: "cover",
        plan: Some("HMO"),
        tier: Some("family"),
        amount: None,
        reason: None,
        from: "2025-07-01",
        to: None,
        recorded: "2025-05-10T12:00:00Z",
        superseded: None,
        dependents: &[3, 2],
    };

    /// Writes people 1 to 5 (1 has 2 and 3 in the household; 4 is married to 5), a plan for each code and
    /// an approved submission.
    async fn people_and_plans(store: &Store) {
        let mut write = store.begin().await.unwrap();
        for id in 1..=5u128 {
            writing!(write, on => sqlx::query(
                "INSERT INTO person (id, given_name, family_name, search_name, birth) VALUES ($1, 'A', 'B', 'b, a', $2)")
                .bind(Uuid::from_u128(id)).bind(day("1980-01-01")).execute(on).await.map(drop))
            .unwrap();
        }
        for (subscriber, member) in [(1u128, 2u128), (1, 3), (4, 5), (5, 4)] {
            writing!(write, on => sqlx::query(
                "INSERT INTO household_member (subscriber_id, person_id, relationship) VALUES ($1, $2, 'child')")
                .bind(Uuid::from_u128(subscriber)).bind(Uuid::from_u128(member)).execute(on).await.map(drop))
            .unwrap();
        }
        writing!(write, on => sqlx::query("INSERT INTO carrier (name) VALUES ('C')").execute(on).await.map(drop))
            .unwrap();
        for code in ["HMO", "OPTL", "HFSA", "DC457"] {
            writing!(write, on => sqlx::query(
                "INSERT INTO plan (code, benefit, name, carrier, audience, tiers, group_number, hd_code)
                 VALUES ($1, 'health', $1, 'C', 'active', 'individual', '', '')")
                .bind(code).execute(on).await.map(drop))
            .unwrap();
        }
        writing!(write, on => sqlx::query(
            "INSERT INTO submission (id, reference, kind, state, proposal, findings, flags, benefits, submitted_at, submitted_by, once_key)
             VALUES ($1, 'R', 'import', 'approved', $2, $2, 0, ';', $3, 'x', 'K')")
            .bind(Uuid::from_u128(9)).bind(sqlx::types::Json(serde_json::json!([])))
            .bind(at("2025-05-01T00:00:00Z")).execute(on).await.map(drop))
        .unwrap();
        write.commit().await.unwrap();
    }

    async fn given(store: &Store, rows: &[Given<'_>]) {
        let mut write = store.begin().await.unwrap();
        for row in rows {
            let superseded_by = row.superseded.map(|_| Uuid::from_u128(9));
            writing!(write, on => sqlx::query(
                "INSERT INTO coverage (id, person_id, benefit, kind, plan_code, tier, amount_cents, waiver_reason,
                                       effective_from, effective_to, recorded_at, superseded_at, superseded_by, submission_id)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)")
                .bind(Uuid::from_u128(row.id)).bind(Uuid::from_u128(row.person)).bind(row.benefit).bind(row.kind)
                .bind(row.plan).bind(row.tier).bind(row.amount).bind(row.reason)
                .bind(day(row.from)).bind(row.to.map(day)).bind(at(row.recorded)).bind(row.superseded.map(at))
                .bind(superseded_by).bind(Uuid::from_u128(9))
                .execute(on).await.map(drop))
            .unwrap();
            for dependent in row.dependents {
                writing!(write, on => sqlx::query(
                    "INSERT INTO coverage_dependent (coverage_id, person_id) VALUES ($1, $2)")
                    .bind(Uuid::from_u128(row.id)).bind(Uuid::from_u128(*dependent)).execute(on).await.map(drop))
                .unwrap();
            }
        }
        write.commit().await.unwrap();
    }

    #[tokio::test]
    async fn every_kind_of_choice_reads_back_with_its_dependents() {
        for store in both().await {
            people_and_plans(&store).await;
            given(
                &store,
                &[
                    HEALTH,
                    Given {
                        id: 11,
                        benefit: "dental",
                        kind: "waive",
                        plan: None,
                        tier: None,
                        reason: Some("spouse_plan"),
                        dependents: &[],
                        ..HEALTH
                    },
                    Given {
                        id: 12,
                        benefit: "optional_life",
                        kind: "insure",
                        plan: Some("OPTL"),
                        amount: Some(50_000_00),
                        dependents: &[],
                        ..HEALTH
                    },
                    Given {
                        id: 13,
                        benefit: "health_fsa",
                        kind: "contribute",
                        plan: Some("HFSA"),
                        amount: Some(1_200_00),
                        to: Some("2026-07-01"),
                        dependents: &[],
                        ..HEALTH
                    },
                    Given {
                        id: 14,
                        benefit: "deferred_compensation",
                        kind: "defer",
                        plan: Some("DC457"),
                        amount: Some(50_00),
                        dependents: &[],
                        ..HEALTH
                    },
                ],
            )
            .await;
            let person = Uuid::from_u128(1);
            let rows = current(&store, person).await.unwrap();
            let choices: Vec<_> = rows.iter().map(|row| (row.benefit, row.choice.clone())).collect();
            let plan = |code: &str| code.parse().unwrap();
            assert_eq!(
                choices,
                [
                    (
                        Benefit::DeferredCompensation,
                        Choice::Defer { plan: plan("DC457"), per_pay: Cents::dollars(50) }
                    ),
                    (Benefit::Dental, Choice::Waive { reason: WaiverReason::SpousePlan }),
                    (
                        Benefit::Health,
                        Choice::Cover {
                            plan: plan("HMO"),
                            tier: Tier::Family,
                            dependents: vec![Uuid::from_u128(2), Uuid::from_u128(3)],
                        }
                    ),
                    (
                        Benefit::HealthFsa,
                        Choice::Contribute { plan: plan("HFSA"), annual: Cents::dollars(1_200) }
                    ),
                    (
                        Benefit::OptionalLife,
                        Choice::Insure { plan: plan("OPTL"), volume: Cents::dollars(50_000) }
                    ),
                ]
            );
            assert_eq!(rows[3].period.to(), Some(day("2026-07-01")));
            let mut write = store.begin().await.unwrap();
            assert_eq!(current_in(&mut write, person).await.unwrap(), rows);
        }
    }

    #[tokio::test]
    async fn any_day_and_what_was_known_then() {
        let learnt = "2026-05-10T12:00:00Z";
        for store in both().await {
            people_and_plans(&store).await;
            given(
                &store,
                &[
                    Given { superseded: Some(learnt), ..HEALTH },
                    Given { id: 11, to: Some("2026-07-01"), recorded: learnt, ..HEALTH },
                    Given { id: 12, from: "2026-07-01", recorded: learnt, dependents: &[], ..HEALTH },
                ],
            )
            .await;
            let person = Uuid::from_u128(1);
            for (on, known, id) in [
                ("2025-06-30", None, None),
                ("2025-07-01", None, Some(11)),
                ("2026-06-30", None, Some(11)),
                ("2026-07-01", None, Some(12)),
                ("2026-07-01", Some("2026-05-10T11:59:59.999999Z"), Some(10)),
                ("2026-07-01", Some(learnt), Some(12)),
                ("2026-06-30", Some("2025-05-10T11:00:00Z"), None),
            ] {
                let rows = as_of(&store, person, day(on), known.map(at)).await.unwrap();
                let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
                assert_eq!(ids, id.map(Uuid::from_u128).into_iter().collect::<Vec<_>>(), "{on} {known:?}");
            }
            assert_eq!(current(&store, person).await.unwrap().len(), 2);
            for (instant, count) in [("2025-05-10T11:00:00Z", 0), ("2025-05-10T12:00:00Z", 1), (learnt, 2)] {
                assert_eq!(known(&store, person, at(instant)).await.unwrap().len(), count, "{instant}");
            }
        }
    }

    #[tokio::test]
    async fn who_is_covered_twice_is_seen_from_both_sides() {
        let (ana, ben) = (Uuid::from_u128(4), Uuid::from_u128(5));
        for store in both().await {
            people_and_plans(&store).await;
            given(
                &store,
                &[
                    Given { person: 4, dependents: &[5], ..HEALTH },
                    Given { id: 11, person: 5, dependents: &[], ..HEALTH },
                    Given {
                        id: 12,
                        person: 5,
                        benefit: "dental",
                        to: Some("2026-07-01"),
                        dependents: &[],
                        ..HEALTH
                    },
                ],
            )
            .await;
            let on = day("2026-07-01");
            assert_eq!(elsewhere(&store, ana, on).await.unwrap(), [(ben, Benefit::Health)]);
            // Ana holds coverage of her own, and covers Ben.
            assert_eq!(
                elsewhere(&store, ben, on).await.unwrap(),
                [(ana, Benefit::Health), (ben, Benefit::Health)]
            );
            assert_eq!(
                elsewhere(&store, ana, day("2026-06-30")).await.unwrap(),
                [(ben, Benefit::Dental), (ben, Benefit::Health)]
            );
            assert_eq!(elsewhere(&store, Uuid::from_u128(1), on).await.unwrap(), []);
        }
    }
}

//! What changes somebody's standing: Medicare, retirement, a death. Written by the approval of a submission alone.

use chrono::{DateTime, NaiveDate, Utc};
use domain::class::RetirementSystem;
use domain::code::{Mbi, UnitCode};
use domain::person::{Dependent, Relationship};
use uuid::Uuid;

use crate::db::{Store, Write, reading, stored, writing};
use crate::error::{Error, Result};

/// Keeps the Medicare number that was sent with a submission, sealed.
pub async fn keep_mbi_in(write: &mut Write, submission: Uuid, person: Uuid, mbi: &Mbi) -> Result<()> {
    let (sealed, hash) = (write.vault.seal(mbi.characters())?, write.vault.hash(mbi.characters()));
    writing!(write, on =>
        sqlx::query("INSERT INTO entered_mbi (submission_id, person_id, mbi_sealed, mbi_hash)
                     VALUES ($1, $2, $3, $4)")
            .bind(submission).bind(person).bind(sealed).bind(hash).execute(on).await.map(drop))?;
    Ok(())
}

/// Whether a Medicare number is somebody else's on record.
pub async fn is_anothers(store: &Store, person: Uuid, mbi: &Mbi) -> Result<bool> {
    let hash = store.vault.hash(mbi.characters());
    let others: i64 = reading!(store, on =>
        sqlx::query_scalar("SELECT COUNT(*) FROM person WHERE mbi_hash = $1 AND id <> $2")
            .bind(hash).bind(person).fetch_one(on).await)?;
    Ok(others > 0)
}

/// The Medicare number of somebody whose submission waits, opened. Who asks writes it into the audit trail.
pub async fn entered_mbi(store: &Store, submission: Uuid) -> Result<Option<String>> {
    let sealed: Option<Vec<u8>> = reading!(store, on =>
        sqlx::query_scalar("SELECT mbi_sealed FROM entered_mbi WHERE submission_id = $1")
            .bind(submission).fetch_optional(on).await)?;
    sealed.map(|sealed| store.vault.open(&sealed)).transpose()
}

/// Gives somebody Medicare from a day on, with the number that was sent with the submission.
pub async fn give_medicare_in(
    write: &mut Write,
    submission: Uuid,
    person: Uuid,
    from: NaiveDate,
) -> Result<()> {
    let entered: Option<(Vec<u8>, Vec<u8>)> = writing!(write, on =>
        sqlx::query_as("SELECT mbi_sealed, mbi_hash FROM entered_mbi WHERE submission_id = $1 AND person_id = $2")
            .bind(submission).bind(person).fetch_optional(on).await)?;
    if let Some((sealed, hash)) = entered {
        writing!(write, on =>
            sqlx::query("UPDATE person SET mbi_sealed = $1, mbi_hash = $2 WHERE id = $3")
                .bind(sealed).bind(hash).bind(person).execute(on).await.map(drop))?;
        forget_mbi_in(write, submission).await?;
    }
    writing!(write, on =>
        sqlx::query("UPDATE person SET medicare_from = $1 WHERE id = $2")
            .bind(from).bind(person).execute(on).await.map(drop))?;
    Ok(())
}

/// Does away with the Medicare number that was sent with a submission that came to nothing.
pub async fn forget_mbi_in(write: &mut Write, submission: Uuid) -> Result<()> {
    writing!(write, on =>
        sqlx::query("DELETE FROM entered_mbi WHERE submission_id = $1")
            .bind(submission).execute(on).await.map(drop))?;
    Ok(())
}

/// Puts an employee into retirement from a day on; service ends on `last_day`, which is before it. The records know
/// it since `at`.
pub async fn retire_in(
    write: &mut Write,
    person: Uuid,
    system: RetirementSystem,
    unit: &UnitCode,
    last_day: NaiveDate,
    retired_on: NaiveDate,
    at: DateTime<Utc>,
) -> Result<()> {
    writing!(write, on =>
        sqlx::query("INSERT INTO retirement (person_id, unit_code, system, retired_on, recorded_at)
                     VALUES ($1, $2, $3, $4, $5)
                     ON CONFLICT (person_id) DO UPDATE SET unit_code = excluded.unit_code,
                         system = excluded.system, retired_on = excluded.retired_on,
                         recorded_at = excluded.recorded_at")
            .bind(person).bind(unit.as_str()).bind(system.as_str()).bind(retired_on).bind(stored(at))
            .execute(on).await.map(drop))?;
    writing!(write, on =>
        sqlx::query("UPDATE employment SET terminated = $1
                     WHERE person_id = $2 AND hired < $3 AND (terminated IS NULL OR terminated > $1)")
            .bind(last_day).bind(person).bind(retired_on).execute(on).await.map(drop))?;
    Ok(())
}

/// Notes somebody's death, in every household that they belong to.
pub async fn die_in(write: &mut Write, person: Uuid, died_on: NaiveDate) -> Result<()> {
    writing!(write, on =>
        sqlx::query("UPDATE person SET died_on = $1 WHERE id = $2")
            .bind(died_on).bind(person).execute(on).await.map(drop))?;
    writing!(write, on =>
        sqlx::query("UPDATE household_member SET ended_on = $1
                     WHERE person_id = $2 AND (ended_on IS NULL OR ended_on > $1)")
            .bind(died_on).bind(person).execute(on).await.map(drop))?;
    Ok(())
}

/// The day of somebody's death, where it is on record.
pub async fn died_on(store: &Store, person: Uuid) -> Result<Option<NaiveDate>> {
    let found: Option<Option<NaiveDate>> = reading!(store, on =>
        sqlx::query_scalar("SELECT died_on FROM person WHERE id = $1").bind(person).fetch_optional(on).await)?;
    found.ok_or(Error::NotFound("person"))
}

/// Makes a surviving spouse a subscriber, since a day, with those of the household who `stay` and the deceased's
/// address where there is none. A survivor without a number gets the next one: `S` and five digits.
pub async fn survive_in(
    write: &mut Write,
    survivor: Uuid,
    of: Uuid,
    unit: &UnitCode,
    since: NaiveDate,
    stay: &[Dependent],
) -> Result<()> {
    writing!(write, on =>
        sqlx::query("INSERT INTO survivorship (person_id, of_person, unit_code, since) VALUES ($1, $2, $3, $4)
                     ON CONFLICT (person_id) DO UPDATE SET of_person = excluded.of_person,
                         unit_code = excluded.unit_code, since = excluded.since, remarried_on = NULL")
            .bind(survivor).bind(of).bind(unit.as_str()).bind(since).execute(on).await.map(drop))?;
    for one in stay.iter().filter(|one| one.id != survivor && one.relationship.is_child()) {
        writing!(write, on =>
            sqlx::query("INSERT INTO household_member (subscriber_id, person_id, relationship, disabled)
                         VALUES ($1, $2, $3, $4) ON CONFLICT (subscriber_id, person_id) DO NOTHING")
                .bind(survivor).bind(one.id).bind(Relationship::Child.as_str()).bind(one.disabled)
                .execute(on).await.map(drop))?;
    }
    writing!(write, on =>
        sqlx::query("UPDATE person SET street = d.street, town = d.town, state = d.state, zip = d.zip
                     FROM (SELECT street, town, state, zip FROM person WHERE id = $2) d
                     WHERE person.id = $1 AND person.street IS NULL")
            .bind(survivor).bind(of).execute(on).await.map(drop))?;
    number_in(write, survivor).await
}

/// Since when somebody is retired, or whom they survive was: of both, the later day.
pub async fn retired_on(store: &Store, person: Uuid) -> Result<Option<NaiveDate>> {
    let found: Option<NaiveDate> = reading!(store, on =>
        sqlx::query_scalar("SELECT r.retired_on FROM retirement r
                            WHERE r.person_id = $1
                               OR r.person_id = (SELECT of_person FROM survivorship WHERE person_id = $1)
                            ORDER BY r.retired_on DESC LIMIT 1")
            .bind(person).fetch_optional(on).await)?;
    Ok(found)
}

/// Whom somebody survives, with their name.
pub async fn survived(store: &Store, survivor: Uuid) -> Result<Option<(Uuid, String)>> {
    Ok(reading!(store, on =>
        sqlx::query_as("SELECT p.id, p.given_name || ' ' || p.family_name
                        FROM survivorship v JOIN person p ON p.id = v.of_person WHERE v.person_id = $1")
            .bind(survivor).fetch_optional(on).await)?)
}

/// Notes that a surviving spouse has married again.
pub async fn remarry_in(write: &mut Write, survivor: Uuid, on_day: NaiveDate) -> Result<()> {
    writing!(write, on =>
        sqlx::query("UPDATE survivorship SET remarried_on = $1 WHERE person_id = $2")
            .bind(on_day).bind(survivor).execute(on).await.map(drop))?;
    Ok(())
}

/// Gives somebody who holds a contract of their own in a household a number, where they have none: the
/// subscriber's with the next place behind it.
pub async fn number_member_in(write: &mut Write, subscriber: Uuid, member: Uuid) -> Result<()> {
    let places: i64 = writing!(write, on =>
        sqlx::query_scalar("SELECT COUNT(*) FROM person p
                            WHERE p.ref LIKE (SELECT s.ref FROM person s WHERE s.id = $1) || '-%'")
            .bind(subscriber).fetch_one(on).await)?;
    writing!(write, on =>
        sqlx::query("UPDATE person SET ref = (SELECT s.ref FROM person s WHERE s.id = $1) || $2
                     WHERE id = $3 AND ref IS NULL")
            .bind(subscriber).bind(format!("-{:02}", places + 1)).bind(member).execute(on).await.map(drop))?;
    Ok(())
}

/// Gives a survivor a number, where the one on record is that of a household member or none is.
async fn number_in(write: &mut Write, survivor: Uuid) -> Result<()> {
    crate::dialect::lock_chain(write, crate::dialect::Chain::SurvivorNumber).await?;
    let has: Option<String> = writing!(write, on =>
        sqlx::query_scalar("SELECT ref FROM person WHERE id = $1").bind(survivor).fetch_one(on).await)?;
    if has.is_some_and(|number| !number.contains('-')) {
        return Ok(());
    }
    let last: Option<String> = writing!(write, on =>
        sqlx::query_scalar("SELECT MAX(ref) FROM person WHERE ref LIKE 'S_____'").fetch_one(on).await)?;
    let last: u32 = last.and_then(|number| number[1..].parse().ok()).unwrap_or(0);
    writing!(write, on =>
        sqlx::query("UPDATE person SET ref = $1 WHERE id = $2")
            .bind(format!("S{:05}", last + 1)).bind(survivor).execute(on).await.map(drop))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::confidential::{Field, open};
    use crate::people;
    use crate::submissions::tests::{given_person, new};
    use crate::testing::both;
    use domain::class::Population;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    async fn unit(write: &mut Write) -> UnitCode {
        writing!(write, on => sqlx::query("INSERT INTO unit (code, name, kind) VALUES ('CITY', 'City', 'city')
                                           ON CONFLICT (code) DO NOTHING").execute(on).await.map(drop))
        .unwrap();
        "CITY".parse().unwrap()
    }

    #[tokio::test]
    async fn a_medicare_number_goes_to_its_person_and_is_kept_nowhere_else() {
        for store in both().await {
            let mbi: Mbi = "1EG4-TE5-MK73".parse().unwrap();
            let mut write = store.begin().await.unwrap();
            let ana = given_person(&mut write, 1).await;
            let submission = new(10, ana);
            crate::submissions::insert(&mut write, &submission).await.unwrap();
            keep_mbi_in(&mut write, submission.id, ana, &mbi).await.unwrap();
            write.commit().await.unwrap();
            assert_eq!(entered_mbi(&store, submission.id).await.unwrap().as_deref(), Some("1EG4TE5MK73"));

            let mut write = store.begin().await.unwrap();
            give_medicare_in(&mut write, submission.id, ana, day("2027-03-01")).await.unwrap();
            write.commit().await.unwrap();
            assert_eq!(entered_mbi(&store, submission.id).await.unwrap(), None);
            assert_eq!(open(&store, ana, Field::Mbi).await.unwrap().as_deref(), Some("1EG4TE5MK73"));
            assert!(!is_anothers(&store, ana, &mbi).await.unwrap());
            assert!(is_anothers(&store, Uuid::now_v7(), &mbi).await.unwrap());
            let medicare = people::medicare_of(&store, ana).await.unwrap();
            assert_eq!(medicare, [(ana, day("2027-03-01"))].into());
        }
    }

    #[tokio::test]
    async fn a_survivor_is_a_subscriber_with_a_number_and_the_children_who_stay() {
        for store in both().await {
            let mut write = store.begin().await.unwrap();
            let unit = unit(&mut write).await;
            let [of, survivor, child] = [
                given_person(&mut write, 1).await,
                given_person(&mut write, 2).await,
                given_person(&mut write, 3).await,
            ];
            let at = "2020-05-05T16:00:00Z".parse().unwrap();
            retire_in(
                &mut write,
                of,
                RetirementSystem::Mtrs,
                &unit,
                day("2020-06-30"),
                day("2020-07-01"),
                at,
            )
            .await
            .unwrap();
            writing!(&mut write, on => sqlx::query("UPDATE person SET ref = NULL WHERE id <> $1").bind(of)
                .execute(on).await.map(drop))
            .unwrap();
            let stays = Dependent {
                id: child,
                given_name: "Ana".into(),
                family_name: "Reis".into(),
                birth: day("1995-01-01"),
                relationship: Relationship::Child,
                disabled: true,
                ended: None,
            };
            die_in(&mut write, of, day("2026-11-10")).await.unwrap();
            survive_in(&mut write, survivor, of, &unit, day("2026-12-01"), &[stays]).await.unwrap();
            write.commit().await.unwrap();
            assert_eq!(died_on(&store, of).await.unwrap(), Some(day("2026-11-10")));
            let who = people::subscriber(&store, survivor, day("2026-12-01")).await.unwrap();
            assert_eq!(who.population, Population::Survivor);
            let household = people::household(&store, survivor).await.unwrap();
            assert_eq!(
                household.iter().map(|one| (one.id, one.disabled)).collect::<Vec<_>>(),
                [(child, true)]
            );
            let number = people::person(&store, survivor).await.unwrap().ref_;
            assert_eq!(number.as_deref(), Some("S00001"));
        }
    }

    #[tokio::test]
    async fn who_has_retired_in_a_month_is_covered_as_before_to_its_end() {
        for store in both().await {
            let mut write = store.begin().await.unwrap();
            let unit = unit(&mut write).await;
            let ana = given_person(&mut write, 1).await;
            writing!(&mut write, on => sqlx::query(
                "INSERT INTO employment (id, person_id, unit_code, hours_tenths, hired, pays)
                 VALUES ($1, $2, 'CITY', 375, $3, 'weekly_52')")
                .bind(Uuid::now_v7()).bind(ana).bind(day("1990-01-01")).execute(on).await.map(drop))
            .unwrap();
            let at = "2027-05-05T16:00:00Z".parse().unwrap();
            retire_in(
                &mut write,
                ana,
                RetirementSystem::City,
                &unit,
                day("2027-06-15"),
                day("2027-07-01"),
                at,
            )
            .await
            .unwrap();
            write.commit().await.unwrap();
            let on = |date| people::subscriber(&store, ana, date);
            assert_eq!(on(day("2027-06-30")).await.unwrap().population, Population::Active);
            assert_eq!(on(day("2027-06-16")).await.unwrap().terminated, Some(day("2027-06-15")));
            assert_eq!(on(day("2027-07-01")).await.unwrap().population, Population::CityRetiree);
        }
    }
}

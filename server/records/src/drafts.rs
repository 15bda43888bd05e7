//! Drafts of an enrollment: what a member has typed so far, as typed.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::types::Json;
use uuid::Uuid;

use crate::db::{Store, Write, reading, stored, writing};
use crate::error::Result;

/// What was typed, by field name.
pub type Fields = BTreeMap<String, String>;

/// A draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// What was typed.
    pub fields: Fields,
    /// When it was last saved.
    pub saved_at: DateTime<Utc>,
}

/// A member's draft for an open enrollment.
pub async fn get(store: &Store, person: Uuid, enrollment: Uuid) -> Result<Option<Draft>> {
    let row: Option<(Json<Fields>, DateTime<Utc>)> = reading!(store, on =>
        sqlx::query_as("SELECT fields, saved_at FROM draft WHERE person_id = $1 AND enrollment_id = $2")
            .bind(person).bind(enrollment).fetch_optional(on).await)?;
    Ok(row.map(|(Json(fields), saved_at)| Draft { fields, saved_at }))
}

/// Begins a draft that has none yet, keeps others from changing it until the transaction ends, and returns
/// what it holds.
pub async fn hold(write: &mut Write, person: Uuid, enrollment: Uuid, now: DateTime<Utc>) -> Result<Fields> {
    let (Json(fields),): (Json<Fields>,) = writing!(write, on =>
        sqlx::query_as("INSERT INTO draft (person_id, enrollment_id, fields, saved_at) VALUES ($1, $2, $3, $4)
                        ON CONFLICT (person_id, enrollment_id) DO UPDATE SET saved_at = EXCLUDED.saved_at
                        RETURNING fields")
            .bind(person).bind(enrollment).bind(Json(Fields::new())).bind(stored(now))
            .fetch_one(on).await)?;
    Ok(fields)
}

/// Writes what a draft now holds; [`hold`] comes before.
pub async fn put(write: &mut Write, person: Uuid, enrollment: Uuid, fields: &Fields) -> Result<()> {
    writing!(write, on =>
        sqlx::query("UPDATE draft SET fields = $3 WHERE person_id = $1 AND enrollment_id = $2")
            .bind(person).bind(enrollment).bind(Json(fields)).execute(on).await.map(drop))?;
    Ok(())
}

/// Puts a draft away, as its submission takes its place or the member begins anew.
pub async fn delete(write: &mut Write, person: Uuid, enrollment: Uuid) -> Result<()> {
    writing!(write, on =>
        sqlx::query("DELETE FROM draft WHERE person_id = $1 AND enrollment_id = $2")
            .bind(person).bind(enrollment).execute(on).await.map(drop))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::both;

    #[tokio::test]
    async fn a_draft_is_kept_merged_and_put_away() {
        for store in both().await {
            let (person, enrollment) = (Uuid::now_v7(), Uuid::now_v7());
            let now: DateTime<Utc> = "2027-04-02T12:00:00Z".parse().unwrap();
            let mut write = store.begin().await.unwrap();
            writing!(write, on => sqlx::query(
                "INSERT INTO person (id, given_name, family_name, search_name, birth) VALUES ($1, 'A', 'B', 'b, a', $2)")
                .bind(person).bind(now.date_naive()).execute(on).await.map(drop))
            .unwrap();
            writing!(write, on => sqlx::query(
                "INSERT INTO enrollment_period (id, name, plan_year, opens_at, closes_at, state)
                 VALUES ($1, 'E', $2, $3, $4, 'open')")
                .bind(enrollment).bind(now.date_naive()).bind(now).bind(now + chrono::Duration::days(14))
                .execute(on).await.map(drop))
            .unwrap();
            write.commit().await.unwrap();
            assert_eq!(get(&store, person, enrollment).await.unwrap(), None);

            for (field, value) in [("health.choice", "plan:HMO"), ("health_fsa.amount", "12,5o")] {
                let mut write = store.begin().await.unwrap();
                let mut fields = hold(&mut write, person, enrollment, now).await.unwrap();
                fields.insert(field.into(), value.into());
                put(&mut write, person, enrollment, &fields).await.unwrap();
                write.commit().await.unwrap();
            }
            let draft = get(&store, person, enrollment).await.unwrap().unwrap();
            assert_eq!(draft.saved_at, now);
            assert_eq!(draft.fields.len(), 2);
            assert_eq!(draft.fields["health_fsa.amount"], "12,5o");

            let mut write = store.begin().await.unwrap();
            delete(&mut write, person, enrollment).await.unwrap();
            write.commit().await.unwrap();
            assert_eq!(get(&store, person, enrollment).await.unwrap(), None);
        }
    }
}

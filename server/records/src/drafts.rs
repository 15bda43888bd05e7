//! Drafts of an enrollment or of a life event: what a member has typed so far, as typed.

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

/// What a draft, or a submission, is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum For {
    /// The open enrollment of that id.
    Enrollment(Uuid),
    /// The life event of that id.
    Event(Uuid),
}

impl For {
    pub(crate) const fn id(self) -> Uuid {
        match self {
            For::Enrollment(id) | For::Event(id) => id,
        }
    }

    /// The table of the drafts, and its column that names what they are for.
    const fn table(self) -> (&'static str, &'static str) {
        match self {
            For::Enrollment(_) => ("draft", "enrollment_id"),
            For::Event(_) => ("event_draft", "case_id"),
        }
    }
}

/// A member's draft.
pub async fn get(store: &Store, person: Uuid, what: For) -> Result<Option<Draft>> {
    let (table, id) = what.table();
    let sql = format!("SELECT fields, saved_at FROM {table} WHERE person_id = $1 AND {id} = $2");
    let row: Option<(Json<Fields>, DateTime<Utc>)> = reading!(store, on =>
        sqlx::query_as(&sql).bind(person).bind(what.id()).fetch_optional(on).await)?;
    Ok(row.map(|(Json(fields), saved_at)| Draft { fields, saved_at }))
}

/// Begins a draft that has none yet, keeps others from changing it until the transaction ends, and returns
/// what it holds.
pub async fn hold(write: &mut Write, person: Uuid, what: For, now: DateTime<Utc>) -> Result<Fields> {
    let (table, id) = what.table();
    let sql = format!(
        "INSERT INTO {table} (person_id, {id}, fields, saved_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (person_id, {id}) DO UPDATE SET saved_at = EXCLUDED.saved_at
         RETURNING fields"
    );
    let (Json(fields),): (Json<Fields>,) = writing!(write, on =>
        sqlx::query_as(&sql)
            .bind(person).bind(what.id()).bind(Json(Fields::new())).bind(stored(now))
            .fetch_one(on).await)?;
    Ok(fields)
}

/// Writes what a draft now holds; [`hold`] comes before.
pub async fn put(write: &mut Write, person: Uuid, what: For, fields: &Fields) -> Result<()> {
    let (table, id) = what.table();
    let sql = format!("UPDATE {table} SET fields = $3 WHERE person_id = $1 AND {id} = $2");
    writing!(write, on =>
        sqlx::query(&sql).bind(person).bind(what.id()).bind(Json(fields)).execute(on).await.map(drop))?;
    Ok(())
}

/// Puts a draft away, as its submission takes its place or the member begins anew.
pub async fn delete(write: &mut Write, person: Uuid, what: For) -> Result<()> {
    let (table, id) = what.table();
    let sql = format!("DELETE FROM {table} WHERE person_id = $1 AND {id} = $2");
    writing!(write, on => sqlx::query(&sql).bind(person).bind(what.id()).execute(on).await.map(drop))?;
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
            let what = For::Enrollment(enrollment);
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
            assert_eq!(get(&store, person, what).await.unwrap(), None);

            for (field, value) in [("health.choice", "plan:HMO"), ("health_fsa.amount", "12,5o")] {
                let mut write = store.begin().await.unwrap();
                let mut fields = hold(&mut write, person, what, now).await.unwrap();
                fields.insert(field.into(), value.into());
                put(&mut write, person, what, &fields).await.unwrap();
                write.commit().await.unwrap();
            }
            let draft = get(&store, person, what).await.unwrap().unwrap();
            assert_eq!(draft.saved_at, now);
            assert_eq!(draft.fields.len(), 2);
            assert_eq!(draft.fields["health_fsa.amount"], "12,5o");

            let mut write = store.begin().await.unwrap();
            delete(&mut write, person, what).await.unwrap();
            write.commit().await.unwrap();
            assert_eq!(get(&store, person, what).await.unwrap(), None);
        }
    }
}

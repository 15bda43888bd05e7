//! Who may help whom, how far and until when.

use chrono::{DateTime, NaiveDate, Utc};
use domain::helper::Scope;
use uuid::Uuid;

use crate::catalog::parsed;
use crate::db::{Store, Write, reading, stored, writing};
use crate::error::{Error, Result};

/// Help that somebody has asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Helper {
    /// Its id.
    pub id: Uuid,
    /// Who is helped.
    pub person: Uuid,
    /// Their given and family name.
    pub person_name: String,
    /// The helper's name, as whoever gave the help said it.
    pub name: String,
    /// How far it goes.
    pub scope: Scope,
    /// The last day.
    pub last_day: NaiveDate,
    /// When it was given.
    pub given_at: DateTime<Utc>,
    /// By whom: the person, or staff.
    pub given_by: String,
    /// Their name.
    pub given_by_name: String,
    /// Where the signed form is, if staff entered it.
    pub paper: Option<String>,
    /// Who helps, or asks to; nobody until the invitation is shown by somebody.
    pub actor: Option<String>,
    /// When the invitation was taken; none while whoever asks to has not confirmed an address.
    pub accepted_at: Option<DateTime<Utc>>,
    /// When it was ended before its last day.
    pub ended_at: Option<DateTime<Utc>>,
    /// By whom.
    pub ended_by_name: Option<String>,
}

impl Helper {
    /// Whether it holds on a day.
    pub fn holds(&self, today: NaiveDate) -> bool {
        self.ended_at.is_none() && today <= self.last_day
    }

    /// Whether it is `actor` who helps.
    pub fn is_by(&self, actor: &str) -> bool {
        self.accepted_at.is_some() && self.actor.as_deref() == Some(actor)
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    person_id: Uuid,
    given_name: String,
    family_name: String,
    name: String,
    scope: String,
    last_day: NaiveDate,
    given_at: DateTime<Utc>,
    given_by: String,
    given_by_name: String,
    paper: Option<String>,
    actor: Option<String>,
    accepted_at: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
    ended_by_name: Option<String>,
}

const HELPER: &str = "SELECT h.id, h.person_id, p.given_name, p.family_name, h.name, h.scope, h.last_day,
        h.given_at, h.given_by, h.given_by_name, h.paper, h.actor, h.accepted_at, h.ended_at, h.ended_by_name
 FROM helper h JOIN person p ON p.id = h.person_id";

/// Keeps help that was given.
pub async fn insert(write: &mut Write, new: &Helper) -> Result<()> {
    writing!(write, on =>
        sqlx::query("INSERT INTO helper (id, person_id, name, scope, last_day, given_at, given_by, given_by_name, paper)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
            .bind(new.id).bind(new.person).bind(&new.name).bind(new.scope.as_str()).bind(new.last_day)
            .bind(stored(new.given_at)).bind(&new.given_by).bind(&new.given_by_name).bind(&new.paper)
            .execute(on).await.map(drop))?;
    Ok(())
}

/// One, whether it holds or not.
pub async fn get(store: &Store, id: Uuid) -> Result<Helper> {
    let sql = format!("{HELPER} WHERE h.id = $1");
    let row: Option<Row> = reading!(store, on => sqlx::query_as(&sql).bind(id).fetch_optional(on).await)?;
    read(row.ok_or(Error::NotFound("helper"))?)
}

/// All that somebody was ever given, the latest first.
pub async fn of_person(store: &Store, person: Uuid) -> Result<Vec<Helper>> {
    let sql = format!("{HELPER} WHERE h.person_id = $1 ORDER BY h.given_at DESC, h.id DESC");
    let rows: Vec<Row> = reading!(store, on => sqlx::query_as(&sql).bind(person).fetch_all(on).await)?;
    rows.into_iter().map(read).collect()
}

/// Those whom somebody helps on a day, by name.
pub async fn of_actor(store: &Store, actor: &str, today: NaiveDate) -> Result<Vec<Helper>> {
    let sql = format!(
        "{HELPER} WHERE h.actor = $1 AND h.accepted_at IS NOT NULL AND h.ended_at IS NULL AND h.last_day >= $2
         ORDER BY p.search_name, h.id"
    );
    let rows: Vec<Row> =
        reading!(store, on => sqlx::query_as(&sql).bind(actor).bind(today).fetch_all(on).await)?;
    rows.into_iter().map(read).collect()
}

/// Notes that `actor` asks to take an invitation, in the place of whoever asked before; whether it can be taken.
pub async fn ask(write: &mut Write, id: Uuid, actor: &str, today: NaiveDate) -> Result<bool> {
    let done = writing!(write, on =>
        sqlx::query("UPDATE helper SET actor = $1
                     WHERE id = $2 AND accepted_at IS NULL AND ended_at IS NULL AND last_day >= $3")
            .bind(actor).bind(id).bind(today)
            .execute(on).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

/// What `actor` asks to take.
pub async fn asked_in(write: &mut Write, actor: &str) -> Result<Vec<Helper>> {
    let sql = format!("{HELPER} WHERE h.actor = $1 AND h.accepted_at IS NULL ORDER BY h.id");
    let rows: Vec<Row> = writing!(write, on => sqlx::query_as(&sql).bind(actor).fetch_all(on).await)?;
    rows.into_iter().map(read).collect()
}

/// Takes an invitation for `actor`: whether it was the first to.
pub async fn accept(
    write: &mut Write,
    id: Uuid,
    actor: &str,
    today: NaiveDate,
    at: DateTime<Utc>,
) -> Result<bool> {
    let done = writing!(write, on =>
        sqlx::query("UPDATE helper SET actor = $1, accepted_at = $2
                     WHERE id = $3 AND accepted_at IS NULL AND ended_at IS NULL AND last_day >= $4")
            .bind(actor).bind(stored(at)).bind(id).bind(today)
            .execute(on).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

/// Ends help; whether it had not ended before.
pub async fn end(write: &mut Write, id: Uuid, by: &str, by_name: &str, at: DateTime<Utc>) -> Result<bool> {
    let done = writing!(write, on =>
        sqlx::query("UPDATE helper SET ended_at = $1, ended_by = $2, ended_by_name = $3
                     WHERE id = $4 AND ended_at IS NULL")
            .bind(stored(at)).bind(by).bind(by_name).bind(id)
            .execute(on).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

fn read(row: Row) -> Result<Helper> {
    Ok(Helper {
        id: row.id,
        person: row.person_id,
        person_name: format!("{} {}", row.given_name, row.family_name),
        name: row.name,
        scope: parsed(&row.scope, "helper")?,
        last_day: row.last_day,
        given_at: row.given_at,
        given_by: row.given_by,
        given_by_name: row.given_by_name,
        paper: row.paper,
        actor: row.actor,
        accepted_at: row.accepted_at,
        ended_at: row.ended_at,
        ended_by_name: row.ended_by_name,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::both;

    #[tokio::test]
    async fn an_invitation_is_taken_once_and_help_ends_with_its_last_day_or_before() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        for store in both().await {
            let now = stored(Utc::now());
            let person = Uuid::now_v7();
            let mut write = store.begin().await.unwrap();
            writing!(write, on =>
                sqlx::query("INSERT INTO person (id, given_name, family_name, search_name, birth)
                             VALUES ($1, 'Ida', 'Reis', 'reis, ida', $2)")
                    .bind(person).bind(day("1950-01-01")).execute(on).await.map(drop))
            .unwrap();
            let help = Helper {
                id: Uuid::now_v7(),
                person,
                person_name: "Ida Reis".into(),
                name: "Lena Ortiz".into(),
                scope: Scope::Claims,
                last_day: day("2026-12-31"),
                given_at: now,
                given_by: "test|ida".into(),
                given_by_name: "Ida Reis".into(),
                paper: None,
                actor: None,
                accepted_at: None,
                ended_at: None,
                ended_by_name: None,
            };
            insert(&mut write, &help).await.unwrap();
            write.commit().await.unwrap();
            assert_eq!(get(&store, help.id).await.unwrap(), help);

            let take = async |actor: &str, today: &str| {
                let mut write = store.begin().await.unwrap();
                let taken = accept(&mut write, help.id, actor, day(today), now).await.unwrap();
                write.commit().await.unwrap();
                taken
            };
            let ask = async |actor: &str, today: &str| {
                let mut write = store.begin().await.unwrap();
                let asked = ask(&mut write, help.id, actor, day(today)).await.unwrap();
                let asks = asked_in(&mut write, actor).await.unwrap().len();
                write.commit().await.unwrap();
                (asked, asks)
            };
            assert!(!take("test|late", "2027-01-01").await, "over");
            assert_eq!(ask("test|late", "2027-01-01").await, (false, 0), "over");
            assert_eq!(ask("test|typo", "2026-12-31").await, (true, 1));
            assert_eq!(ask("test|typo again", "2026-12-31").await, (true, 1));
            assert!(of_actor(&store, "test|typo again", day("2026-12-31")).await.unwrap().is_empty());
            assert!(take("test|lena", "2026-12-31").await);
            assert!(!take("test|mallory", "2026-12-31").await, "taken");
            assert_eq!(ask("test|mallory", "2026-12-31").await, (false, 0), "taken");
            let helped =
                async |actor: &str, today: &str| of_actor(&store, actor, day(today)).await.unwrap().len();
            assert_eq!(helped("test|lena", "2026-12-31").await, 1);
            assert_eq!(helped("test|lena", "2027-01-01").await, 0);
            assert_eq!(helped("test|mallory", "2026-12-31").await, 0);

            let mut write = store.begin().await.unwrap();
            assert!(end(&mut write, help.id, "test|ida", "Ida Reis", now).await.unwrap());
            assert!(!end(&mut write, help.id, "test|x", "X", now).await.unwrap(), "over already");
            write.commit().await.unwrap();
            assert_eq!(helped("test|lena", "2026-12-31").await, 0);
            let all = of_person(&store, person).await.unwrap();
            assert_eq!(all[0].ended_by_name.as_deref(), Some("Ida Reis"));
            assert!(!all[0].holds(day("2026-12-01")));
        }
    }
}

//! The desk's queue: submissions as rows to work through, fast with a hundred thousand of them.
//!
//! A page is found by its neighbour's sort key, not by counting rows off, and every order has an index.
//! The address of a page names that neighbour by its reference number, so it holds no name of a member.

use chrono::{DateTime, Utc};
use domain::benefit::Benefit;
use domain::checks::Finding;
use domain::submission::{SubmissionKind, SubmissionState};
use sqlx::types::Json;
use uuid::Uuid;

use crate::db::{Store, reading, stored};
use crate::error::{Error, Result};

/// Which submissions are asked for. Everything that is `None` or empty matches all.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// In that state.
    pub state: Option<SubmissionState>,
    /// Of people of that unit.
    pub unit: Option<String>,
    /// That touch that benefit.
    pub benefit: Option<Benefit>,
    /// That came in before.
    pub submitted_before: Option<DateTime<Utc>>,
    /// That somebody has claimed, or nobody.
    pub assignee: Assignee,
    /// With or without flags.
    pub flagged: Option<bool>,
    /// That are found by what was typed.
    pub search: Option<Search>,
}

/// Who has claimed a submission.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Assignee {
    /// Somebody or nobody.
    #[default]
    Any,
    /// Nobody.
    Nobody,
    /// The actor of that id.
    Actor(String),
}

/// What was typed to find submissions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Search {
    /// A reference number or a part of one, or the office's number of a person.
    Number(String),
    /// Beginnings of words of a member's name, each of which is to be there.
    Words(Vec<String>),
}

impl Search {
    /// What `typed` looks for: numbers have digits or a dash after `OE`, `LE` or `IM`, names have not.
    pub fn of(typed: &str) -> Option<Search> {
        let typed = typed.trim();
        let upper = typed.to_uppercase();
        let is_number = typed.bytes().any(|byte| byte.is_ascii_digit())
            || upper.starts_with("OE-")
            || upper.starts_with("LE-")
            || upper.starts_with("IM-");
        if is_number {
            return Some(Search::Number(upper.split_whitespace().collect()));
        }
        let words: Vec<String> = typed
            .to_lowercase()
            .split(|letter: char| letter.is_whitespace() || letter == ',')
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect();
        (!words.is_empty()).then_some(Search::Words(words))
    }
}

/// In which order. Imports have neither name nor unit, and are left out of those two orders.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    /// The longest waiting first.
    #[default]
    Oldest,
    /// The latest first.
    Newest,
    /// By the member's family name.
    Name,
    /// By unit, the longest waiting first.
    Unit,
}

/// Which page: the first, or the one beside the submission of a reference number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Turn {
    /// The first page.
    #[default]
    First,
    /// What follows.
    After(String),
    /// What comes before.
    Before(String),
}

/// A submission as a row of the queue.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its id.
    pub id: Uuid,
    /// What people call it.
    pub reference: String,
    /// Why the change is asked for.
    pub kind: SubmissionKind,
    /// Where it stands.
    pub state: SubmissionState,
    /// Guards against stale decisions.
    pub version: i64,
    /// Whose it is, `Given Family`; none for an import.
    pub name: Option<String>,
    /// The office's number of them.
    pub person_ref: Option<String>,
    /// Code of their unit.
    pub unit: Option<String>,
    /// What it touches.
    pub benefits: Vec<Benefit>,
    /// When it came in.
    pub submitted_at: DateTime<Utc>,
    /// What the automatic checks found.
    pub findings: Vec<Finding>,
    /// Actor who has claimed it.
    pub assignee: Option<String>,
    /// What people call them.
    pub assignee_name: Option<String>,
}

#[derive(sqlx::FromRow)]
struct Stored {
    id: Uuid,
    reference: String,
    kind: String,
    state: String,
    version: i64,
    given_name: Option<String>,
    family_name: Option<String>,
    person_ref: Option<String>,
    unit_code: Option<String>,
    benefits: String,
    submitted_at: DateTime<Utc>,
    findings: Json<Vec<Finding>>,
    assignee: Option<String>,
    assignee_name: Option<String>,
}

impl TryFrom<Stored> for Row {
    type Error = Error;

    fn try_from(row: Stored) -> Result<Row> {
        let benefits = row.benefits.split(';').filter(|word| !word.is_empty());
        Ok(Row {
            id: row.id,
            kind: row.kind.parse().map_err(|_| Error::Corrupt("submission kind"))?,
            state: row.state.parse().map_err(|_| Error::Corrupt("submission state"))?,
            reference: row.reference,
            version: row.version,
            name: row.given_name.zip(row.family_name).map(|(given, family)| format!("{given} {family}")),
            person_ref: row.person_ref,
            unit: row.unit_code,
            benefits: benefits
                .map(|word| word.parse().map_err(|_| Error::Corrupt("benefit")))
                .collect::<Result<_>>()?,
            submitted_at: row.submitted_at,
            findings: row.findings.0,
            assignee: row.assignee,
            assignee_name: row.assignee_name,
        })
    }
}

/// Conditions and their values, in step.
#[derive(Default)]
struct Conditions {
    sql: String,
    values: Vec<Value>,
}

enum Value {
    Text(String),
    Instant(DateTime<Utc>),
    Id(Uuid),
}

/// Binds the values of conditions, each as its own type.
macro_rules! bind_all {
    ($query:expr, $values:expr) => {{
        let mut query = $query;
        for value in $values {
            query = match value {
                Value::Text(text) => query.bind(text),
                Value::Instant(instant) => query.bind(stored(*instant)),
                Value::Id(id) => query.bind(id),
            };
        }
        query
    }};
}

impl Conditions {
    /// Adds `condition`, in which each `?` stands for the next of `values`.
    fn and(&mut self, condition: &str, values: impl IntoIterator<Item = Value>) {
        self.sql.push_str(if self.sql.is_empty() { " WHERE " } else { " AND " });
        let mut values = values.into_iter();
        for (place, part) in condition.split('?').enumerate() {
            if place > 0 {
                self.values.extend(values.next());
                self.sql.push_str(&format!("${}", self.values.len()));
            }
            self.sql.push_str(part);
        }
    }

    fn of(wanted: &Wanted) -> Conditions {
        let mut all = Conditions::default();
        let text = |text: &str| Value::Text(text.to_owned());
        if let Some(state) = wanted.state {
            all.and("s.state = ?", [text(state.as_str())]);
        }
        if let Some(unit) = &wanted.unit {
            all.and("s.unit_code = ?", [text(unit)]);
        }
        if let Some(benefit) = wanted.benefit {
            all.and("s.benefits LIKE ?", [Value::Text(format!("%;{benefit};%"))]);
        }
        if let Some(before) = wanted.submitted_before {
            all.and("s.submitted_at < ?", [Value::Instant(before)]);
        }
        match &wanted.assignee {
            Assignee::Any => {}
            Assignee::Nobody => all.and("s.assignee IS NULL", []),
            Assignee::Actor(id) => all.and("s.assignee = ?", [text(id)]),
        }
        match wanted.flagged {
            None => {}
            Some(true) => all.and("s.flags > 0", []),
            Some(false) => all.and("s.flags = 0", []),
        }
        match &wanted.search {
            None => {}
            Some(Search::Number(number)) => all.and(
                r"(s.reference LIKE ? ESCAPE '\' OR s.person_id = (SELECT n.id FROM person n WHERE n.ref = ?))",
                [Value::Text(format!("%{}%", escaped(number))), text(number)],
            ),
            Some(Search::Words(words)) => {
                let each = vec![r"' ' || n.search_name LIKE ? ESCAPE '\'"; words.len()].join(" AND ");
                all.and(
                    &format!("s.person_id IN (SELECT n.id FROM person n WHERE {each})"),
                    words.iter().map(|word| Value::Text(format!("% {}%", escaped(word)))),
                );
            }
        }
        all
    }
}

/// `text` with the signs that `LIKE` has a meaning for made plain.
fn escaped(text: &str) -> String {
    text.replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_")
}

/// Submissions that are `wanted`, in the order of `sort`, at most `limit`. What comes before a submission
/// is the nearest of it, in the same order.
pub async fn page(store: &Store, wanted: &Wanted, sort: Sort, turn: &Turn, limit: i64) -> Result<Vec<Row>> {
    let mut conditions = Conditions::of(wanted);
    let backward = matches!(turn, Turn::Before(_));
    if let Turn::After(reference) | Turn::Before(reference) = turn {
        let key = key_of(store, reference).await?.ok_or(Error::NotFound("submission"))?;
        let (name, unit) = (key.search_name, Value::Text(key.unit_code));
        let (at, id) = (Value::Instant(key.submitted_at), Value::Id(key.id));
        let than = if backward != (sort == Sort::Newest) { "<" } else { ">" };
        match sort {
            Sort::Oldest | Sort::Newest => {
                conditions.and(&format!("(s.submitted_at, s.id) {than} (?, ?)"), [at, id]);
            }
            // The first condition is part of the second: it lets the index of names be entered there.
            Sort::Name => conditions.and(
                &format!("p.search_name {than}= ? AND (p.search_name, s.id) {than} (?, ?)"),
                [Value::Text(name.clone()), Value::Text(name), id],
            ),
            Sort::Unit => {
                conditions
                    .and(&format!("(s.unit_code, s.submitted_at, s.id) {than} (?, ?, ?)"), [unit, at, id]);
            }
        }
    }
    if sort == Sort::Name {
        conditions.and("p.id = s.person_id", []);
    }
    let (tables, columns): (_, &[&str]) = match sort {
        Sort::Oldest | Sort::Newest => {
            ("submission s LEFT JOIN person p ON p.id = s.person_id", &["s.submitted_at", "s.id"])
        }
        // SQLite takes the tables of a cross join in their order: people by name, each one's submissions.
        Sort::Name => ("person p CROSS JOIN submission s", &["p.search_name", "s.id"]),
        Sort::Unit => {
            ("submission s JOIN person p ON p.id = s.person_id", &["s.unit_code", "s.submitted_at", "s.id"])
        }
    };
    let direction = if backward != (sort == Sort::Newest) { "DESC" } else { "ASC" };
    let order = columns.iter().map(|column| format!("{column} {direction}")).collect::<Vec<_>>().join(", ");
    let sql = format!(
        "SELECT s.id, s.reference, s.kind, s.state, s.version, p.given_name, p.family_name, p.ref AS person_ref,
                s.unit_code, s.benefits, s.submitted_at, s.findings, s.assignee, s.assignee_name
         FROM {tables}{}
         ORDER BY {order} LIMIT {limit}",
        conditions.sql
    );
    let rows: Vec<Stored> = reading!(store, on =>
        bind_all!(sqlx::query_as(&sql), &conditions.values).fetch_all(on).await)?;
    let mut rows = rows.into_iter().map(Row::try_from).collect::<Result<Vec<_>>>()?;
    if backward {
        rows.reverse();
    }
    Ok(rows)
}

#[derive(sqlx::FromRow)]
struct Key {
    id: Uuid,
    submitted_at: DateTime<Utc>,
    search_name: String,
    unit_code: String,
}

async fn key_of(store: &Store, reference: &str) -> Result<Option<Key>> {
    Ok(reading!(store, on =>
        sqlx::query_as("SELECT s.id, s.submitted_at, COALESCE(p.search_name, '') AS search_name,
                               COALESCE(s.unit_code, '') AS unit_code
                        FROM submission s LEFT JOIN person p ON p.id = s.person_id WHERE s.reference = $1")
            .bind(reference).fetch_optional(on).await)?)
}

/// How many submissions are `wanted`.
pub async fn count(store: &Store, wanted: &Wanted) -> Result<i64> {
    let conditions = Conditions::of(wanted);
    let sql = format!("SELECT COUNT(*) FROM submission s{}", conditions.sql);
    Ok(reading!(store, on =>
        bind_all!(sqlx::query_scalar(&sql), &conditions.values).fetch_one(on).await)?)
}

/// How many submissions are in each state, in the order in which people list states.
pub async fn counts(store: &Store) -> Result<Vec<(SubmissionState, i64)>> {
    let found: Vec<(String, i64)> = reading!(store, on =>
        sqlx::query_as("SELECT state, COUNT(*) FROM submission GROUP BY state").fetch_all(on).await)?;
    Ok(SubmissionState::ALL
        .iter()
        .map(|&state| {
            let count = found.iter().find(|(word, _)| word == state.as_str());
            (state, count.map_or(0, |(_, count)| *count))
        })
        .collect())
}

/// Who has claimed something that is not decided: id and name, by name.
pub async fn assignees(store: &Store) -> Result<Vec<(String, String)>> {
    Ok(reading!(store, on =>
        sqlx::query_as("SELECT assignee, MIN(COALESCE(assignee_name, assignee)) AS name FROM submission
                        WHERE assignee IS NOT NULL AND state IN ('submitted', 'returned')
                        GROUP BY assignee ORDER BY 2")
            .fetch_all(on).await)?)
}

/// A number that grows with every change of the queue, and is cheap to ask for: the link of the audit
/// trail that tells of the latest one. Whoever sees it grow looks again.
pub async fn version(store: &Store) -> Result<i64> {
    let latest: Option<i64> = reading!(store, on =>
        sqlx::query_scalar("SELECT seq FROM audit WHERE action LIKE 'submission.%' ORDER BY seq DESC LIMIT 1")
            .fetch_optional(on).await)?;
    Ok(latest.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use domain::checks::CheckRule;

    use super::*;
    use crate::db::{Write, writing};
    use crate::testing::both;

    const UNITS: [&str; 4] = ["CITY", "SCHOOL", "UTILITY", "EMPLOYMENT_BOARD"];

    struct Given {
        name: String,
        unit: &'static str,
        state: SubmissionState,
        benefits: &'static str,
        flagged: bool,
        assignee: Option<&'static str>,
        minute: i64,
    }

    impl Given {
        fn new(name: &str, unit: &'static str, minute: i64) -> Given {
            Given {
                name: name.into(),
                unit,
                state: SubmissionState::Submitted,
                benefits: ";health;dental;",
                flagged: false,
                assignee: None,
                minute,
            }
        }
    }

    fn instant(minute: i64) -> DateTime<Utc> {
        "2027-04-01T04:00:00Z".parse::<DateTime<Utc>>().unwrap() + chrono::Duration::minutes(minute)
    }

    async fn units(write: &mut Write) {
        for unit in UNITS {
            writing!(write, on => sqlx::query("INSERT INTO unit (code, name, kind) VALUES ($1, $1, 'city')")
                .bind(unit).execute(on).await.map(drop))
            .unwrap();
        }
    }

    /// Writes a submission of somebody of its own, number `place`.
    async fn given(write: &mut Write, place: usize, it: &Given) {
        let id = Uuid::now_v7();
        let (given_name, family_name) = it.name.split_once(' ').unwrap();
        let search = format!("{family_name}, {given_name}").to_lowercase();
        let birth: chrono::NaiveDate = "1980-01-01".parse().unwrap();
        writing!(write, on => sqlx::query(
            "INSERT INTO person (id, ref, given_name, family_name, search_name, birth) VALUES ($1, $2, $3, $4, $5, $6)")
            .bind(id).bind(format!("E{place:05}")).bind(given_name).bind(family_name).bind(search).bind(birth)
            .execute(on).await.map(drop)).unwrap();
        let found = Finding {
            rule: CheckRule::NewDependent,
            benefit: None,
            person: None,
            eligibility: None,
            limit: None,
        };
        let findings = if it.flagged { vec![found] } else { vec![] };
        // As large as a real proposal, so that times mean something.
        let proposal =
            serde_json::json!({"effective": "2027-07-01", "elections": vec!["health: HMO, family"; 40]});
        writing!(write, on => sqlx::query(
            "INSERT INTO submission (id, reference, kind, person_id, unit_code, state, proposal, findings, flags,
                benefits, submitted_at, submitted_by, once_key, assignee, assignee_name)
             VALUES ($1, $2, 'open_enrollment', $1, $3, $4, $5, $6, $7, $8, $9, 'test', $2, $10, $10)")
            .bind(id).bind(reference(place)).bind(it.unit).bind(it.state.as_str()).bind(Json(&proposal))
            .bind(Json(&findings)).bind(findings.len() as i64).bind(it.benefits).bind(instant(it.minute))
            .bind(it.assignee).execute(on).await.map(drop)).unwrap();
    }

    fn reference(place: usize) -> String {
        format!("OE-{:04}-{:04}", place / 10_000, place % 10_000)
    }

    async fn few(store: &Store) {
        let mut write = store.begin().await.unwrap();
        units(&mut write).await;
        let list = [
            Given::new("Ana Reis", "SCHOOL", 5),
            Given { flagged: true, ..Given::new("Ben O'Hara", "CITY", 1) },
            Given { assignee: Some("desk|carol"), ..Given::new("Cora Ana Diaz", "CITY", 3) },
            Given { state: SubmissionState::Approved, ..Given::new("Dan Reisman", "CITY", 2) },
            Given { benefits: ";health_fsa;", ..Given::new("Eve 100%_Real", "UTILITY", 4) },
        ];
        for (place, it) in list.iter().enumerate() {
            given(&mut write, place, it).await;
        }
        // An import: nobody's, of no unit.
        writing!(write, on => sqlx::query(
            "INSERT INTO submission (id, reference, kind, state, proposal, findings, flags, benefits, submitted_at, submitted_by, once_key)
             VALUES ($1, 'IM-0000-0000', 'import', 'approved', $2, $2, 0, ';', $3, 'portal|import', 'import')")
            .bind(Uuid::now_v7()).bind(Json(serde_json::json!([]))).bind(instant(0))
            .execute(on).await.map(drop)).unwrap();
        write.commit().await.unwrap();
    }

    async fn found(store: &Store, wanted: &Wanted, sort: Sort, turn: Turn) -> Vec<usize> {
        let rows = page(store, wanted, sort, &turn, 100).await.unwrap();
        let place = |row: &Row| row.reference.rsplit('-').next().unwrap().parse().unwrap();
        rows.iter().filter(|row| row.kind != SubmissionKind::Import).map(place).collect()
    }

    #[tokio::test]
    async fn each_filter_and_the_search_find_theirs() {
        for store in both().await {
            few(&store).await;
            let search = |typed: &str| Wanted { search: Search::of(typed), ..Wanted::default() };
            let state = |state| Wanted { state: Some(state), ..Wanted::default() };
            for (wanted, expected) in [
                (Wanted::default(), vec![1, 3, 2, 4, 0]),
                (state(SubmissionState::Submitted), vec![1, 2, 4, 0]),
                (state(SubmissionState::Approved), vec![3]),
                (Wanted { unit: Some("CITY".into()), ..state(SubmissionState::Submitted) }, vec![1, 2]),
                (Wanted { benefit: Some(Benefit::HealthFsa), ..Wanted::default() }, vec![4]),
                (Wanted { benefit: Some(Benefit::Health), ..Wanted::default() }, vec![1, 3, 2, 0]),
                (Wanted { submitted_before: Some(instant(3)), ..Wanted::default() }, vec![1, 3]),
                (Wanted { assignee: Assignee::Nobody, ..Wanted::default() }, vec![1, 3, 4, 0]),
                (Wanted { assignee: Assignee::Actor("desk|carol".into()), ..Wanted::default() }, vec![2]),
                (Wanted { flagged: Some(true), ..Wanted::default() }, vec![1]),
                (Wanted { flagged: Some(false), ..Wanted::default() }, vec![3, 2, 4, 0]),
                (search("reis"), vec![3, 0]),
                (search("Reis, Ana"), vec![0]),
                (search("ana"), vec![2, 0]),
                (search("na"), vec![]),
                (search("o'h"), vec![1]),
                (search("%"), vec![]),
                (search("oe-0000-0003"), vec![3]),
                (search("0000-0003"), vec![3]),
                (search("e00002"), vec![2]),
                (search("  "), vec![1, 3, 2, 4, 0]),
            ] {
                assert_eq!(found(&store, &wanted, Sort::Oldest, Turn::First).await, expected, "{wanted:?}");
                let imports = i64::from(
                    page(&store, &wanted, Sort::Oldest, &Turn::First, 100)
                        .await
                        .unwrap()
                        .iter()
                        .any(|row| row.kind == SubmissionKind::Import),
                );
                assert_eq!(
                    count(&store, &wanted).await.unwrap(),
                    expected.len() as i64 + imports,
                    "{wanted:?}"
                );
            }
        }
    }

    #[tokio::test]
    async fn each_order_turns_pages_both_ways() {
        for store in both().await {
            few(&store).await;
            for (sort, order) in [
                (Sort::Oldest, [1, 3, 2, 4, 0]),
                (Sort::Newest, [0, 4, 2, 3, 1]),
                (Sort::Name, [4, 2, 1, 0, 3]),
                (Sort::Unit, [1, 3, 2, 0, 4]),
            ] {
                let all = Wanted::default();
                assert_eq!(found(&store, &all, sort, Turn::First).await, order, "{sort:?}");
                for (place, &at) in order.iter().enumerate() {
                    let (before, after) = (Turn::Before(reference(at)), Turn::After(reference(at)));
                    assert_eq!(
                        found(&store, &all, sort, before).await,
                        order[..place],
                        "{sort:?} before {at}"
                    );
                    assert_eq!(
                        found(&store, &all, sort, after).await,
                        order[place + 1..],
                        "{sort:?} after {at}"
                    );
                }
                let nearest = page(&store, &all, sort, &Turn::Before(reference(order[3])), 1).await.unwrap();
                assert_eq!(nearest[0].reference, reference(order[2]), "{sort:?}");
            }
        }
    }

    #[tokio::test]
    async fn rows_tell_what_the_queue_shows() {
        for store in both().await {
            few(&store).await;
            let rows = page(&store, &Wanted::default(), Sort::Oldest, &Turn::First, 3).await.unwrap();
            assert_eq!(rows[0].name, None);
            assert_eq!((rows[0].unit.as_deref(), rows[0].benefits.len()), (None, 0));
            assert_eq!(rows[1].name.as_deref(), Some("Ben O'Hara"));
            assert_eq!(rows[1].benefits, [Benefit::Health, Benefit::Dental]);
            assert_eq!(rows[1].findings[0].rule, CheckRule::NewDependent);
            assert_eq!(rows[1].submitted_at, instant(1));

            let counts = counts(&store).await.unwrap();
            assert_eq!(counts.len(), SubmissionState::ALL.len());
            assert_eq!(counts[0], (SubmissionState::Submitted, 4));
            let assigned = assignees(&store).await.unwrap();
            assert_eq!(assigned, [("desk|carol".to_owned(), "desk|carol".to_owned())]);
        }
    }

    #[tokio::test]
    async fn the_version_grows_with_what_is_done_to_submissions() {
        for store in both().await {
            assert_eq!(version(&store).await.unwrap(), 0);
            for (action, expected) in
                [("submission.approved", 1), ("person.read", 1), ("submission.claimed", 3)]
            {
                let mut write = store.begin().await.unwrap();
                let entry = crate::audit::Entry {
                    at: Utc::now(),
                    actor: "test",
                    action,
                    subject: "submission:1",
                    detail: serde_json::json!({}),
                };
                crate::audit::append(&mut write, entry).await.unwrap();
                write.commit().await.unwrap();
                assert_eq!(version(&store).await.unwrap(), expected, "{action}");
            }
        }
    }

    /// Prints how long the queue's questions take with 100,000 submissions:
    /// `cargo test -p records --release queue_of_100_000 -- --ignored --nocapture`.
    #[tokio::test]
    #[ignore = "a measurement, not a test"]
    async fn queue_of_100_000() {
        const NAMES: [&str; 8] = ["Ana", "Ben", "Cora", "Dan", "Eve", "Flo", "Gus", "Hal"];
        for (engine, store) in ["SQLite", "PostgreSQL"].into_iter().zip(both().await) {
            let mut write = store.begin().await.unwrap();
            units(&mut write).await;
            for place in 0..100_000usize {
                let state = match place % 100 {
                    0..=39 => SubmissionState::Submitted,
                    40..=41 => SubmissionState::Returned,
                    42..=44 => SubmissionState::Denied,
                    _ => SubmissionState::Approved,
                };
                let it = Given {
                    name: format!("{} Family{:05}", NAMES[place % 8], (place * 7_919) % 100_000),
                    unit: UNITS[match place % 64 {
                        0 => 3,
                        1..=3 => 2,
                        n => n % 2,
                    }],
                    state,
                    benefits: if place % 50 == 0 { ";vision;" } else { ";health;dental;life;" },
                    flagged: place % 9 == 0,
                    assignee: (place % 30 == 0).then_some("desk|carol"),
                    minute: place as i64,
                };
                given(&mut write, place, &it).await;
            }
            write.commit().await.unwrap();
            let mut write = store.begin().await.unwrap();
            writing!(write, on => sqlx::query("ANALYZE").execute(on).await.map(drop)).unwrap();
            write.commit().await.unwrap();

            let waiting = Wanted { state: Some(SubmissionState::Submitted), ..Wanted::default() };
            let of = |change: fn(&mut Wanted)| {
                let mut wanted = waiting.clone();
                change(&mut wanted);
                wanted
            };
            let middle = Turn::After(reference(50_000));
            let questions = [
                ("waiting, oldest first", waiting.clone(), Sort::Oldest, Turn::First),
                ("waiting, oldest first, from the middle", waiting.clone(), Sort::Oldest, middle.clone()),
                ("waiting, newest first", waiting.clone(), Sort::Newest, Turn::First),
                ("waiting, by name", waiting.clone(), Sort::Name, Turn::First),
                ("waiting, by name, from the middle", waiting.clone(), Sort::Name, middle.clone()),
                ("waiting, by unit", waiting.clone(), Sort::Unit, Turn::First),
                ("waiting, by unit, from the middle", waiting.clone(), Sort::Unit, middle.clone()),
                ("every state, oldest first", Wanted::default(), Sort::Oldest, Turn::First),
                ("every state, by name", Wanted::default(), Sort::Name, middle.clone()),
                ("every state, by unit", Wanted::default(), Sort::Unit, middle.clone()),
                (
                    "returned, by name",
                    of(|w| w.state = Some(SubmissionState::Returned)),
                    Sort::Name,
                    Turn::First,
                ),
                (
                    "smallest unit",
                    of(|w| w.unit = Some("EMPLOYMENT_BOARD".into())),
                    Sort::Oldest,
                    Turn::First,
                ),
                ("rare benefit", of(|w| w.benefit = Some(Benefit::Vision)), Sort::Oldest, Turn::First),
                (
                    "benefit that nobody has",
                    of(|w| w.benefit = Some(Benefit::HealthFsa)),
                    Sort::Oldest,
                    Turn::First,
                ),
                ("with flags", of(|w| w.flagged = Some(true)), Sort::Oldest, Turn::First),
                (
                    "claimed by one",
                    of(|w| w.assignee = Assignee::Actor("desk|carol".into())),
                    Sort::Oldest,
                    Turn::First,
                ),
                (
                    "claimed by somebody else",
                    of(|w| w.assignee = Assignee::Actor("x".into())),
                    Sort::Oldest,
                    Turn::First,
                ),
                ("one name", of(|w| w.search = Search::of("family00042")), Sort::Oldest, Turn::First),
                (
                    "a name, as it is typed",
                    of(|w| w.search = Search::of("ana fam")),
                    Sort::Oldest,
                    Turn::First,
                ),
                ("a word that nobody has", of(|w| w.search = Search::of("zzz")), Sort::Oldest, Turn::First),
                ("one name, by name", of(|w| w.search = Search::of("family abc")), Sort::Name, Turn::First),
                ("a reference", of(|w| w.search = Search::of("OE-0004-2000")), Sort::Oldest, Turn::First),
                (
                    "a reference that is not there",
                    of(|w| w.search = Search::of("OE-9999-2000")),
                    Sort::Oldest,
                    Turn::First,
                ),
            ];
            println!("{engine}");
            for (name, wanted, sort, turn) in questions {
                page(&store, &wanted, sort, &turn, 51).await.unwrap();
                let began = Instant::now();
                let rows = page(&store, &wanted, sort, &turn, 51).await.unwrap().len();
                println!("{:>9.1} ms  {name} ({rows} rows)", began.elapsed().as_secs_f64() * 1_000.0);
            }
            let began = Instant::now();
            counts(&store).await.unwrap();
            println!("{:>9.1} ms  counts by state", began.elapsed().as_secs_f64() * 1_000.0);
            let began = Instant::now();
            count(&store, &of(|w| w.flagged = Some(false))).await.unwrap();
            println!("{:>9.1} ms  count without flags", began.elapsed().as_secs_f64() * 1_000.0);
            let began = Instant::now();
            assignees(&store).await.unwrap();
            println!("{:>9.1} ms  who has claimed", began.elapsed().as_secs_f64() * 1_000.0);
        }
    }
}

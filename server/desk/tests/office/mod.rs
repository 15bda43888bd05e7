//! A small benefits office for tests: the demonstration's sheets, some firefighters' colleagues, an open
//! enrollment that is open.
#![allow(dead_code, unreachable_pub, reason = "each test file uses a part of it")]
#![allow(clippy::unwrap_used, reason = "a test that lacks its office can only stop")]

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::pin::Pin;
use std::sync::Mutex;

use chrono::{DateTime, NaiveDate, Utc};
use desk::decide::Reviewed;
use desk::enroll::occasion::OccasionId;
use desk::imports::{ImportOrder, Outcome};
use desk::tell::Mail;
use desk::{Actor, City, Clock, Desk, Role};
use domain::deadline::{CITY_ZONE, end_of_day, start_of_day};
use domain::enrollment::{EnrollmentPeriod, EnrollmentState};
use records::import::{Kind, Source};
use records::messages::Message;
use records::people::Person;
use records::submissions::Submission;
use records::{Store, enrollments, people};
use uuid::Uuid;

pub const EFFECTIVE: &str = "2026-07-01";

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Noon in the city on May 5, 2026, while enrollment is open.
pub fn noon() -> DateTime<Utc> {
    "2026-05-05T16:00:00Z".parse().unwrap()
}

pub fn city() -> City {
    City { name: "Alderbrook".into(), base_url: "http://127.0.0.1".into(), demonstration: false }
}

pub fn staff(role: Role) -> Actor {
    Actor {
        id: format!("test|{role:?}"),
        name: format!("{role:?}"),
        person: None,
        roles: BTreeSet::from([role]),
        helping: None,
    }
}

pub fn member(person: &Person) -> Actor {
    Actor {
        id: format!("test|{}", person.id),
        name: person.name(),
        person: Some(person.id),
        roles: BTreeSet::new(),
        helping: None,
    }
}

pub fn desk_over(store: Store) -> Desk {
    Desk::new(store, Clock::showing(noon()), city())
}

/// An office with `count` clerks of the city, hired in 2020, each with HMO individual and a spouse.
pub async fn office(store: Store, count: usize) -> Desk {
    let desk = desk_over(store);
    let mut census = String::from(
        "ref,given_name,family_name,birth_date,email,subscriber_ref,relationship,population,unit,hours_per_week,hired,pay_calendar\n",
    );
    let mut coverage = String::from("person_ref,benefit,plan_code,tier,effective_from\n");
    for n in 1..=count {
        census.push_str(&format!(
            "E{n:05},Ana{n},Reis,1985-03-04,ana{n}@alderbrook.example,,,ACTIVE,CITY,37.5,2020-01-06,weekly_52\n\
             E{n:05}-01,Rui{n},Reis,1984-03-04,,E{n:05},spouse,,,,,\n"
        ));
        coverage.push_str(&format!("E{n:05},health,HMO,individual,2025-07-01\n"));
    }
    for (kind, name, text) in [
        (Kind::Plans, "plans.csv", include_str!("../../../demo-data/plans.csv").to_owned()),
        (Kind::Rates, "rates.csv", include_str!("../../../demo-data/rates.csv").to_owned()),
        (Kind::Splits, "splits.csv", include_str!("../../../demo-data/splits.csv").to_owned()),
        (Kind::Census, "census.csv", census),
        (Kind::Coverage, "coverage.csv", coverage),
    ] {
        let source = Source::bytes(name, text.into_bytes());
        let imported =
            desk.import(&Actor::portal("import"), ImportOrder::whole(kind, &source), &|_| {}).await.unwrap();
        assert_eq!(imported.outcome, Outcome::Written, "{name}: {:?}", imported.report);
    }
    let mut write = desk.store().begin().await.unwrap();
    let period = EnrollmentPeriod {
        id: Uuid::now_v7(),
        name: "Open Enrollment 2026".into(),
        plan_year: day(EFFECTIVE),
        opens_at: start_of_day(day("2026-05-01"), CITY_ZONE),
        closes_at: end_of_day(day("2026-05-14"), CITY_ZONE),
        state: EnrollmentState::Open,
        version: 1,
    };
    enrollments::insert(&mut write, &period).await.unwrap();
    write.commit().await.unwrap();
    desk
}

pub async fn person(desk: &Desk, reference: &str) -> Person {
    people::by_ref(desk.store(), &reference.parse().unwrap()).await.unwrap()
}

pub fn fields(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// Sends choices for the person with that number; `key` is the form's own.
pub async fn send(
    desk: &Desk,
    reference: &str,
    pairs: &[(&str, &str)],
    key: &str,
) -> desk::Result<Submission> {
    let person = person(desk, reference).await;
    desk.submit_with(&member(&person), OccasionId::OpenEnrollment, fields(pairs), key, "Ana Reis").await
}

/// A mail server that keeps what it is given.
#[derive(Default)]
pub struct Post(Mutex<Vec<Message>>);

impl Mail for Post {
    fn send<'a>(
        &'a self,
        message: &'a Message,
    ) -> Pin<Box<dyn Future<Output = Result<(), String>> + Send + 'a>> {
        self.0.lock().unwrap().push(message.clone());
        Box::pin(async { Ok(()) })
    }
}

impl Post {
    /// The address and the code of the message that was sent last.
    pub async fn last(&self) -> (String, String) {
        // It is sent beside the answer.
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        let sent = self.0.lock().unwrap();
        let message = sent.last().unwrap();
        let code = message.body.lines().find(|line| line.len() == 9 && line.contains('-')).unwrap();
        (message.address.clone().unwrap(), code.to_owned())
    }
}

/// An approval with words.
pub fn saying(words: &str) -> Reviewed {
    Reviewed { words: words.into(), ..Reviewed::default() }
}

/// An approval after a look at the records at that version.
pub fn shown(records: i64) -> Reviewed {
    Reviewed { records: Some(records), ..Reviewed::default() }
}

/// A PDF of one page with a text in it, and so much more behind the text.
pub fn pdf(text: &str, more: usize) -> Vec<u8> {
    let content = format!("BT ({text}) Tj ET {}", "% filling ".repeat(more / 10));
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
    ];
    let (mut file, mut starts) = ("%PDF-1.4\n".to_owned(), Vec::new());
    for (number, object) in objects.iter().enumerate() {
        starts.push(file.len());
        file.push_str(&format!("{} 0 obj\n{object}\nendobj\n", number + 1));
    }
    let table = file.len();
    file.push_str("xref\n0 5\n0000000000 65535 f \n");
    for start in starts {
        file.push_str(&format!("{start:010} 00000 n \n"));
    }
    file.push_str(&format!("trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n"));
    file.into_bytes()
}

//! The last night of open enrollment: 2,000 people choose and send within 60 seconds, to one process. On
//! SQLite, and on the PostgreSQL that `BENCH_POSTGRES_URL` names, where it names one.

mod support;

use std::env;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use desk::queue::{QueueView, Turn};
use desk::{Actor, Desk, Role};
use domain::submission::SubmissionState;
use http::StatusCode;
use support::city::{Member, desk, members};
use support::load::{Answer, Client, quantile};
use support::portal::{Place, Portal};
use tokio::task::JoinSet;

const PEOPLE: usize = 2_000;
const LASTING: Duration = Duration::from_secs(60);

#[tokio::main]
async fn main() -> Result<()> {
    night("SQLite", None).await?;
    match env::var("BENCH_POSTGRES_URL") {
        Ok(url) => night("PostgreSQL", Some(&url)).await,
        Err(_) => {
            println!("PostgreSQL: not measured, as BENCH_POSTGRES_URL names none");
            Ok(())
        }
    }
}

async fn night(engine: &str, url: Option<&str>) -> Result<()> {
    let place = Place::new(url)?;
    place.make_city(5_000)?;
    let desk = desk(place.store().await?).await?;
    let people = members(&desk, PEOPLE).await?;
    let before = waiting(&desk).await?;
    let portal = Portal::start(&place)?;

    let begun = Instant::now();
    let pause = LASTING / PEOPLE as u32;
    let mut sending = JoinSet::new();
    for (number, member) in people.into_iter().enumerate() {
        // Nobody waits until another one is answered.
        let due = begun + pause * number as u32;
        let port = portal.port;
        sending.spawn(async move {
            tokio::time::sleep_until(due.into()).await;
            choose_and_send(port, &member).await.map_err(|error| error.context(member.name))
        });
    }
    let (mut submits, mut others, mut references, mut failed) = (vec![], vec![], vec![], 0);
    while let Some(sent) = sending.join_next().await {
        match sent? {
            Ok(sent) => {
                submits.push(sent.submit);
                others.extend(sent.others);
                references.push(sent.reference);
            }
            Err(error) => {
                failed += 1;
                eprintln!("{error:#}");
            }
        }
    }
    let took = begun.elapsed();
    submits.sort();
    others.sort();
    references.sort();
    references.dedup();
    let kept = waiting(&desk).await? - before;
    println!(
        "{engine}: {PEOPLE} people in {:.0} s: {failed} errors, {} receipts, {kept} submissions kept",
        took.as_secs_f64(),
        references.len()
    );
    println!("{engine}: submit {}", spread(&submits));
    println!("{engine}: other requests {}", spread(&others));
    ensure!(failed == 0 && references.len() == PEOPLE && kept == PEOPLE as i64, "something was lost");
    Ok(())
}

/// How many submissions wait for a decision.
async fn waiting(desk: &Desk) -> Result<i64> {
    let staff = Actor {
        id: "bench".into(),
        name: "Bench".into(),
        person: None,
        roles: [Role::Coordinator].into(),
        helping: None,
    };
    let queue = desk.queue(&staff, &QueueView::default(), &Turn::First).await?;
    let found = queue.counts.iter().find(|(state, _)| *state == SubmissionState::Submitted);
    Ok(found.map_or(0, |(_, count)| *count))
}

struct Sent {
    reference: String,
    submit: Duration,
    others: Vec<Duration>,
}

/// Looks at a step, chooses, reads the review, signs, sends, looks at the receipt.
async fn choose_and_send(port: u16, member: &Member) -> Result<Sent> {
    let mut client = Client::connect(port).await?;
    let cookie = &member.cookie;
    let mut others = Vec::new();

    let step = seen(client.get("/my/enroll/health", cookie).await?)?;
    others.push(step.took);
    let form = [("benefit", "health"), ("choice", "plan:HDP")];
    let saved = client.post("/api/enroll/save", cookie, &form).await?;
    let next = saved.location.as_deref().unwrap_or_default();
    ensure!(saved.status == StatusCode::FOUND && !next.contains("check="), "saved: {} {next}", saved.status);
    others.push(saved.took);

    let review = seen(client.get("/my/enroll/review", cookie).await?)?;
    others.push(review.took);
    let page = String::from_utf8_lossy(&review.body);
    let key = hidden(&page, "once_key").context("the review has no form to sign")?;
    let form = [("once_key", key), ("attested", "true"), ("signature", member.name.as_str())];
    let sent = client.post("/api/enroll/submit", cookie, &form).await?;
    let receipt = sent.location.clone().unwrap_or_default();
    let reference = receipt.strip_prefix("/my/receipts/").map(str::to_owned);
    let reference = reference.with_context(|| format!("sent: {} {receipt}", sent.status))?;

    let receipt = seen(client.get(&receipt, cookie).await?)?;
    ensure!(String::from_utf8_lossy(&receipt.body).contains(&reference), "a receipt without its number");
    others.push(receipt.took);
    Ok(Sent { reference, submit: sent.took, others })
}

fn seen(answer: Answer) -> Result<Answer> {
    ensure!(answer.status == StatusCode::OK, "a page answers {}", answer.status);
    Ok(answer)
}

/// The value of a hidden field.
fn hidden<'a>(page: &'a str, name: &str) -> Option<&'a str> {
    let tags = page.split("<input").skip(1).filter_map(|rest| rest.split('>').next());
    let mut named = tags.filter(|tag| tag.contains(&format!("name=\"{name}\"")));
    named.next()?.split("value=\"").nth(1)?.split('"').next()
}

fn spread(sorted: &[Duration]) -> String {
    let at = |share| quantile(sorted, share).as_secs_f64() * 1_000.0;
    format!("p50 {:.0} ms, p99 {:.0} ms, slowest {:.0} ms", at(0.5), at(0.99), at(1.0))
}

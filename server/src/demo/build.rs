//! Makes the city: marks the records, imports the files, opens open enrollment, plays it up to now.

use anyhow::{Context, Result, bail};
use chrono::{DateTime, Datelike, Days, Duration, NaiveDate, Utc};
use desk::demonstration::Demonstration;
use desk::enrollments::{EnrollmentChange, NewEnrollment};
use desk::imports::{ImportOrder, Outcome};
use desk::{Actor, Clock, Desk};
use domain::deadline::{CITY_ZONE, start_of_day};
use records::import::{Kind, Progress, Source};

use super::city::{City, FEWEST_PEOPLE};
use super::{DemoOptions, cast, demonstration, files, part_b, queue, sheets};

/// What was made.
#[derive(Debug, Clone)]
pub(crate) struct DemoSummary {
    /// How it was made: keeps the clock to go by.
    pub demonstration: Demonstration,
    /// How many submissions came in.
    pub submissions: u64,
    /// The last day of open enrollment.
    pub closes: NaiveDate,
}

/// How long ago open enrollment began, in days.
const OPENED: u64 = 10;
/// How many days are left.
const CLOSES: u64 = 14;
/// How long ago the records were taken over, in days.
const TAKEN_OVER: u64 = 30;

/// Makes the city. Refuses records that have people in them already. `progress` is told what is being done,
/// how far it is, and out of how much; out of nothing where that is not known.
pub(crate) async fn build(
    desk: &Desk,
    options: DemoOptions,
    progress: impl Fn(&str, u64, u64) + Send + Sync,
) -> Result<DemoSummary> {
    let store = desk.store();
    if demonstration(store).await?.is_some_and(|made| !made.complete) {
        bail!("the making of the demonstration city was interrupted: begin again with an empty database");
    }
    if records::demonstration::anybody(store).await? {
        bail!("there are people in this database already; the demonstration city needs an empty one");
    }
    if options.people < FEWEST_PEOPLE {
        bail!("the demonstration city has {FEWEST_PEOPLE} people or more");
    }
    let city = City::new(options.people, options.seed, options.today).context("a day beyond the calendar")?;
    let now = morning_or_now(desk, options.today);
    let ahead = now - Utc::now();
    let mut made = Demonstration {
        today: options.today,
        seed: options.seed,
        people: city.people(),
        ahead_micros: if ahead.abs() < Duration::seconds(1) {
            0
        } else {
            ahead.num_microseconds().unwrap_or(0)
        },
        complete: false,
    };

    let actor = Actor::portal("demonstration");
    let taken_over = start_of_day(options.today - Days::new(TAKEN_OVER), CITY_ZONE) + Duration::hours(10);
    let then = desk.at(Clock::showing(taken_over));
    then.begin_demonstration(&actor, &made).await?;
    import(&then, &actor, &city, &progress).await?;
    part_b::fill(desk, &city).await?;

    let opens = options.today - Days::new(OPENED);
    let closes = options.today + Days::new(CLOSES);
    let opened = open_enrollment(desk, &actor, &city, opens, closes).await?;
    let submissions = queue::fill(desk, &city, opened, now, &progress).await?;

    let cast = cast::members(&city);
    made.complete = true;
    desk.at(Clock::showing(now)).complete_demonstration(&actor, &made, &cast).await?;
    Ok(DemoSummary { demonstration: made, submissions, closes })
}

/// Now, or nine in the morning of another day.
fn morning_or_now(desk: &Desk, today: NaiveDate) -> DateTime<Utc> {
    if today == desk.today() { desk.now() } else { start_of_day(today, CITY_ZONE) + Duration::hours(9) }
}

/// Creates and opens open enrollment for the coming plan year; the moment at which it began.
async fn open_enrollment(
    desk: &Desk,
    actor: &Actor,
    city: &City,
    opens: NaiveDate,
    closes: NaiveDate,
) -> Result<DateTime<Utc>> {
    let opened = start_of_day(opens, CITY_ZONE);
    let then = desk.at(Clock::showing(opened - Duration::days(7)));
    let plan_year = city.year.next().first_day();
    let typed = NewEnrollment {
        name: format!("Open Enrollment {}", plan_year.year()),
        plan_year: plan_year.to_string(),
        opens: opens.to_string(),
        closes: closes.to_string(),
    };
    let id = then.create_enrollment(actor, &typed).await?;
    then.change_enrollment(actor, id, 1, &EnrollmentChange::Open).await?;
    Ok(opened)
}

/// Takes over the sheets and the people, as files like any other.
async fn import(
    desk: &Desk,
    actor: &Actor,
    city: &City,
    progress: &(impl Fn(&str, u64, u64) + Send + Sync),
) -> Result<()> {
    let folder = tempfile::tempdir().context("a folder for the city's files")?;
    let written = |name: &str, mut made: files::Made| -> Result<Source> {
        let path = folder.path().join(name);
        let mut file = std::fs::File::create(&path).with_context(|| format!("{name} can't be written"))?;
        std::io::copy(&mut made, &mut file).with_context(|| format!("{name} can't be written"))?;
        Ok(Source::file(path))
    };
    for (kind, doing, source) in [
        (Kind::Units, "Units", written("units.csv", files::units())?),
        (Kind::Plans, "Plans", Source::bytes("plans.csv", sheets::PLANS.as_bytes())),
        (Kind::Rates, "Rates", Source::bytes("rates.csv", sheets::rates(city)?)),
        (Kind::Splits, "Splits", Source::bytes("splits.csv", sheets::splits(city)?)),
        (Kind::Census, "Taking over the people", written("census.csv", files::census(*city))?),
        (Kind::Coverage, "Taking over their coverage", written("coverage.csv", files::coverage(*city))?),
    ] {
        let watch = |step| match step {
            Progress::Looking(rows) => progress(doing, rows, 0),
            Progress::Doing(rows, of) => progress(doing, rows, of.unwrap_or(0)),
        };
        let imported = desk.import(actor, ImportOrder::whole(kind, &source), watch).await?;
        if imported.outcome == Outcome::Refused {
            let faults: Vec<String> =
                imported.report.faults.iter().take(5).map(ToString::to_string).collect();
            bail!("the city's own {} is not as it should be: {}", source.name(), faults.join("; "));
        }
    }
    Ok(())
}

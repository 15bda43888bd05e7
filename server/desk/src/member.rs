//! What a member holds: today, on any other day, and from when on it changes.

use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::class::{PayCalendar, Population};
use domain::election::Coverage;
use domain::enrollment::EnrollmentPeriod;
use domain::money::Cents;
use domain::submission::SubmissionState;
use records::part_b::parties;
use records::{coverage, enrollments, people, stamp, submissions};

use crate::ageing::TOLD_AHEAD;
use crate::line::{Line, Reader};
use crate::turning_65::Turning65;
use crate::{Actor, Desk, Result};

/// A benefit that a member holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// What it is, with its price on the day that was asked for, or on its first one where that is later.
    pub line: Line,
    /// Since when it has been the same.
    pub since: NaiveDate,
    /// The last day; `None` until further notice.
    pub until: Option<NaiveDate>,
}

/// Something that a member sent and that is not decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Its reference number.
    pub reference: String,
    /// Where it stands.
    pub state: SubmissionState,
    /// When it was sent.
    pub submitted_at: DateTime<Utc>,
    /// From when on it would hold.
    pub effective: NaiveDate,
}

/// What a member holds on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MyBenefits {
    /// The day.
    pub on: NaiveDate,
    /// Whether that is today.
    pub is_today: bool,
    /// How deductions are taken.
    pub pays: PayCalendar,
    /// What is held, in the order in which people list benefits.
    pub held: Vec<Held>,
    /// What begins later.
    pub upcoming: Vec<Held>,
    /// What was sent and is not decided.
    pub waiting: Vec<Waiting>,
    /// The open enrollment that takes submissions now.
    pub enrollment: Option<EnrollmentPeriod>,
    /// What was sent for that enrollment and stands, by reference number.
    pub sent: Option<String>,
    /// Whom the age limit takes out soon.
    pub leaving: Vec<Leaving>,
    /// Who becomes 65 and has to enrol in Medicare.
    pub turning_65: Vec<Turning65>,
    /// Whether the member is retired, or survives a retiree.
    pub is_retired: bool,
    /// Whether the city pays back of somebody's Part B premiums to them.
    pub part_b: bool,
}

/// Somebody whose coverage the age limit ends soon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaving {
    /// Given and family name.
    pub name: String,
    /// The last day of coverage.
    pub last_day: NaiveDate,
}

impl MyBenefits {
    /// What each pay takes.
    pub fn per_pay(&self) -> Cents {
        self.held.iter().map(|held| held.line.per_pay()).sum()
    }

    /// The member's part of a month.
    pub fn monthly(&self) -> Cents {
        self.held.iter().map(|held| held.line.monthly()).sum()
    }
}

impl Desk {
    /// Changes with everything that [`Desk::my_benefits`] says of today.
    pub async fn my_version(&self, actor: &Actor) -> Result<String> {
        let stamp = stamp::stamp(&self.store, actor.own_person()?).await?;
        let now = self.now();
        let accepts =
            stamp.opens_at.is_some_and(|at| at <= now) && stamp.closes_at.is_some_and(|at| now < at);
        Ok(format!("{stamp:?} {accepts} {}", self.today()))
    }

    /// What the signed-in member holds, today or on another day.
    pub async fn my_benefits(&self, actor: &Actor, as_of: Option<NaiveDate>) -> Result<MyBenefits> {
        let person = actor.own_person()?;
        let (store, now, today) = (&self.store, self.now(), self.today());
        let on = as_of.unwrap_or(today);

        let subscriber = people::subscriber(store, person, on).await?;
        let household = people::household(store, person).await?;
        let rows = coverage::current(store, person).await?;
        let sent = submissions::of_person(store, person).await?;
        let enrollment = enrollments::open_now(store, now).await?;
        let catalog = self.catalog().await?;

        let reader =
            Reader { catalog: &catalog, subscriber: &subscriber, household: &household, rows: &rows, on };
        let here = rows.iter().filter(|row| row.period.contains(on));
        let later = rows.iter().filter(|row| on < row.period.from());
        let mut held: Vec<Held> = here.map(|row| as_held(row, &rows, reader)).collect();
        held.sort_by_key(|held| held.line.benefit);
        let mut upcoming = Vec::new();
        for row in later {
            // By then they may be retired, or have Medicare.
            let then = people::on_rolls(store, person, row.period.from()).await?;
            let then = then.as_ref().unwrap_or(&subscriber);
            upcoming.push(as_held(row, &rows, Reader { subscriber: then, ..reader }));
        }
        upcoming.sort_by_key(|held| (held.since, held.line.benefit));

        use Population::{CityRetiree, MtrsRetiree, Survivor};
        let is_retired = matches!(subscriber.population, CityRetiree | MtrsRetiree | Survivor);
        let turning_65 = if is_retired { self.turning_65_with(person).await? } else { Vec::new() };
        let part_b = is_retired && !parties::all(store, Some(person)).await?.is_empty();
        let told_ahead = Days::new(TOLD_AHEAD[0]);
        let is_covered = |id| held.iter().any(|held| held.line.choice.dependents().contains(&id));
        let leaving = household.iter().filter(|one| is_covered(one.id)).filter_map(|one| {
            let by_age = one.relationship.is_child() && !one.disabled && one.ended.is_none();
            let last_day = one.last_covered_day().filter(|_| by_age)?;
            (on <= last_day && last_day <= on + told_ahead).then(|| Leaving { name: one.name(), last_day })
        });
        Ok(MyBenefits {
            leaving: leaving.collect(),
            turning_65,
            is_retired,
            part_b,
            on,
            is_today: on == today,
            pays: subscriber.pays,
            held,
            upcoming,
            sent: enrollment.as_ref().and_then(|period| {
                let stands = |state| {
                    use SubmissionState::{Approved, Returned, Submitted};
                    matches!(state, Submitted | Returned | Approved)
                };
                let mine = sent.iter().find(|one| one.enrollment == Some(period.id) && stands(one.state));
                mine.map(|one| one.reference.clone())
            }),
            waiting: sent
                .into_iter()
                // What staff put right is not the member's until it is done.
                .filter(|one| !one.state.is_final() && one.what_for().is_some())
                .map(|one| Waiting {
                    reference: one.reference,
                    state: one.state,
                    submitted_at: one.submitted_at,
                    effective: one.proposal.effective,
                })
                .collect(),
            enrollment,
        })
    }
}

/// A coverage, priced on the reader's day or on its first one where that is later.
pub(crate) fn as_held(row: &Coverage, rows: &[Coverage], reader: Reader<'_>) -> Held {
    let on = reader.on.max(row.period.from());
    Held {
        line: Reader { on, ..reader }.line(row.benefit, &row.choice),
        since: since(row, rows),
        until: row.period.last_day(),
    }
}

/// The first day of the unbroken time in which the same was held.
fn since(row: &Coverage, rows: &[Coverage]) -> NaiveDate {
    let before = rows.iter().find(|earlier| {
        earlier.benefit == row.benefit
            && earlier.choice == row.choice
            && earlier.period.to() == Some(row.period.from())
    });
    before.map_or(row.period.from(), |before| since(before, rows))
}

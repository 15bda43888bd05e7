//! What an event permits and from when, with the source of each rule: the same answers as on the pages.

use chrono::{Days, NaiveDate};
use domain::benefit::Benefit;
use domain::class::Population;
use domain::document::DocumentKind;
use domain::event::{Bilingual, Change, EffectiveRule, EndRule, Entry, EventCode, EventKind, Timing, Whom};
use serde::Serialize;

/// Where the lengths of windows come from.
const WINDOW_SOURCE: &str = "the city's enrollment rules; at least 30 days by 26 CFR 54.9801-6(a)(4)(i), (b)(3)(i), 60 for Medicaid and CHIP by 26 U.S.C. § 9801(f)(3)";

/// What an event permits to somebody who asks on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EventAnswer {
    /// The kind of event.
    pub kind: EventCode,
    /// The version of the kind; `None` where it is the one that the portal ships with.
    pub version: Option<i64>,
    /// What people call it.
    pub title: Bilingual,
    /// Whose event it can be.
    pub populations: Vec<Population>,
    /// Who may report it.
    pub entry: Entry,
    /// The day of the event.
    pub on: NaiveDate,
    /// The day on which it is asked.
    pub today: NaiveDate,
    /// When a change may be asked for.
    pub window: WindowAnswer,
    /// The dates from which a change may hold; none where it is early or late.
    pub effective_dates: Vec<EffectiveAnswer>,
    /// What may be changed, for every benefit.
    pub benefits: Vec<BenefitAnswer>,
    /// What is to be proven.
    pub proof: Vec<ProofAnswer>,
}

/// When a change may be asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WindowAnswer {
    /// The first day.
    pub first: NaiveDate,
    /// The last day, to 23:59:59 in the city's zone.
    pub last: NaiveDate,
    /// Where today lies to it.
    pub timing: Timing,
    /// Where the rule comes from.
    pub source: &'static str,
}

/// A date from which a change may hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EffectiveAnswer {
    /// The date.
    pub date: NaiveDate,
    /// The rule that gives it.
    pub rule: EffectiveRule,
    /// Where the rule comes from.
    pub source: &'static str,
    /// The last day of coverage that is dropped by it.
    pub end_date: NaiveDate,
    /// The rule that gives that day.
    pub end_rule: EndRule,
    /// Where that rule comes from.
    pub end_source: &'static str,
}

/// What may be changed for a benefit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BenefitAnswer {
    /// The benefit.
    pub benefit: Benefit,
    /// What may be done.
    pub permitted: Vec<PermitAnswer>,
    /// What may not be done by anybody, of the changes that the benefit knows.
    pub not_permitted: Vec<Change>,
    /// The dates from which a change of it may hold; none where it is early or late, or nothing is permitted.
    pub effective_dates: Vec<NaiveDate>,
    /// The last day of coverage that is dropped, for each of these dates; none where nothing may be dropped.
    pub end_dates: Vec<NaiveDate>,
}

/// A change that may be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PermitAnswer {
    /// The change.
    pub change: Change,
    /// For whom.
    pub whom: Whom,
    /// Where the rule comes from.
    pub source: String,
}

/// What is to be proven.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProofAnswer {
    /// About whom.
    pub whom: Whom,
    /// The documents of which one is needed.
    pub documents: Vec<DocumentKind>,
    /// Days after the submission by which it is due.
    pub due_days: u32,
    /// The day by which it is due, if the change is asked for today.
    pub due: NaiveDate,
}

/// What `kind` permits after an event `on` a day, to somebody who asks `today`.
pub fn explain(kind: &EventKind, version: Option<i64>, on: NaiveDate, today: NaiveDate) -> EventAnswer {
    let (first, last) = kind.window(on);
    let timing = kind.timing(on, today);
    let dates = if timing == Timing::InTime { kind.effective_dates(on, today) } else { Vec::new() };
    let effective_dates = dates
        .iter()
        .filter_map(|date| {
            let rule = kind.effective_by(on, today, *date)?;
            Some(EffectiveAnswer {
                date: *date,
                rule,
                source: rule.source(),
                end_date: kind.end_date(on, *date),
                end_rule: kind.ends,
                end_source: kind.ends.source(),
            })
        })
        .collect();
    let proof = kind.proof.iter().map(|rule| ProofAnswer {
        whom: rule.whom,
        documents: rule.documents.clone(),
        due_days: rule.due_days,
        due: today.checked_add_days(Days::new(rule.due_days.into())).unwrap_or(NaiveDate::MAX),
    });
    EventAnswer {
        kind: kind.code.clone(),
        version,
        title: kind.title.clone(),
        populations: kind.populations.clone(),
        entry: kind.entry,
        on,
        today,
        window: WindowAnswer { first, last, timing, source: WINDOW_SOURCE },
        effective_dates,
        benefits: Benefit::ALL.iter().map(|benefit| of_benefit(kind, *benefit, &dates, on, today)).collect(),
        proof: proof.collect(),
    }
}

fn of_benefit(
    kind: &EventKind,
    benefit: Benefit,
    dates: &[NaiveDate],
    on: NaiveDate,
    today: NaiveDate,
) -> BenefitAnswer {
    let permitted: Vec<PermitAnswer> = kind
        .permitted(benefit)
        .map(|permit| PermitAnswer {
            change: permit.change,
            whom: permit.whom,
            source: permit.source.clone(),
        })
        .collect();
    let permits = |change: Change| permitted.iter().any(|permit| permit.change == change);
    let mut effective: Vec<NaiveDate> =
        dates.iter().map(|date| kind.effective_for(benefit, *date, today)).collect();
    effective.dedup();
    if permitted.is_empty() {
        effective.clear();
    }
    let ends = effective.iter().filter(|_| permits(Change::Drop));
    BenefitAnswer {
        benefit,
        not_permitted: Change::ALL
            .iter()
            .copied()
            .filter(|change| change.applies_to(benefit) && !permits(*change))
            .collect(),
        end_dates: ends.map(|date| kind.end_date(on, *date)).collect(),
        effective_dates: effective,
        permitted,
    }
}

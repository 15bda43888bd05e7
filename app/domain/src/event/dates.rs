//! From when a change holds, and until when what is dropped is covered.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};

use super::EventKind;
use crate::benefit::Benefit;
use crate::eligibility::WAITING_PERIOD;
use crate::period::{end_of_month, first_of_next_month};
use crate::word::words;

/// Days after a birth, an adoption or a placement within which coverage that is asked for reaches back to
/// it (26 U.S.C. § 9801(f)(2)(B), (C); Treas. Reg. § 1.125-4(b)).
pub const BACKDATING_DAYS: u32 = 30;

words! {
    /// What gives a date from which a change may hold.
    ///
    /// Elections are prospective: where the date of a rule has passed when the change is asked for, the
    /// first of the month after the request takes its place. [`EffectiveRule::DateOfEvent`] alone reaches
    /// back, and for 30 days only.
    pub enum EffectiveRule {
        /// The day of the event, even when it has passed: birth, adoption, placement for adoption
        /// (26 CFR 54.9801-6(b)(3)(iii)(B), (C)).
        DateOfEvent = "date_of_event",
        /// The day of the event, where it is asked for on that day or before it.
        DateOfEventAhead = "date_of_event_ahead",
        /// The first of the month after the event.
        FirstOfMonthAfterEvent = "first_of_month_after_event",
        /// The first of the month after the request; where it is asked for ahead of the event, the first
        /// one that is not before the event (26 CFR 54.9801-6(a)(4)(iii), (b)(3)(iii)(A)).
        FirstOfMonthAfterRequest = "first_of_month_after_request",
        /// The day on which the waiting period of somebody hired on the day of the event is over
        /// ([`crate::eligibility::WaitingPeriod`]; the city's setting).
        AfterWaitingPeriod = "after_waiting_period",
    }
}

words! {
    /// When coverage that is dropped ends: never later than the day before the change holds.
    pub enum EndRule {
        /// The day before the change holds.
        EveOfEffective = "eve_of_effective",
        /// The last day of the month of the event.
        EndOfMonthOfEvent = "end_of_month_of_event",
        /// The day of the event.
        DayOfEvent = "day_of_event",
    }
}

impl EffectiveRule {
    /// Whether its date may lie before the request.
    pub const fn reaches_back(self) -> bool {
        matches!(self, EffectiveRule::DateOfEvent)
    }

    /// Where the rule comes from, for those who check.
    pub const fn source(self) -> &'static str {
        match self {
            EffectiveRule::DateOfEvent => "26 U.S.C. § 9801(f)(2); 26 CFR 54.9801-6(b)(3)(iii)(B), (C)",
            EffectiveRule::DateOfEventAhead | EffectiveRule::FirstOfMonthAfterEvent => {
                "Treas. Reg. § 1.125-4: elections are prospective"
            }
            EffectiveRule::FirstOfMonthAfterRequest => "26 CFR 54.9801-6(a)(4)(iii), (b)(3)(iii)(A)",
            EffectiveRule::AfterWaitingPeriod => "the city's enrollment rules",
        }
    }

    /// Its date, for an event on `event` and a change that is asked for on `request`.
    pub fn date(self, event: NaiveDate, request: NaiveDate) -> NaiveDate {
        let date = match self {
            EffectiveRule::DateOfEvent | EffectiveRule::DateOfEventAhead => event,
            EffectiveRule::FirstOfMonthAfterEvent => first_of_next_month(event),
            EffectiveRule::FirstOfMonthAfterRequest => {
                let eve = event.pred_opt().unwrap_or(event);
                first_of_next_month(request.max(eve))
            }
            EffectiveRule::AfterWaitingPeriod => WAITING_PERIOD.begins(event),
        };
        let reaches_back = self.reaches_back() && (request - event).num_days() <= i64::from(BACKDATING_DAYS);
        if date < request && !reaches_back { first_of_next_month(request) } else { date }
    }
}

impl EndRule {
    /// Where the rule comes from, for those who check.
    pub const fn source(self) -> &'static str {
        match self {
            EndRule::EveOfEffective => "Treas. Reg. § 1.125-4: elections are prospective",
            EndRule::EndOfMonthOfEvent | EndRule::DayOfEvent => "the carrier's contract",
        }
    }
}

impl EventKind {
    /// The dates from which a change may hold that is asked for on `request` because of an event on
    /// `event`, ascending, each once. Never before the event; before the request for a birth, an adoption
    /// or a placement alone.
    pub fn effective_dates(&self, event: NaiveDate, request: NaiveDate) -> Vec<NaiveDate> {
        let dates: BTreeSet<NaiveDate> =
            self.effective.iter().map(|rule| rule.date(event, request)).collect();
        dates.into_iter().collect()
    }

    /// The rule by which `date` is one of the [`EventKind::effective_dates`]: the first that gives it.
    pub fn effective_by(
        &self,
        event: NaiveDate,
        request: NaiveDate,
        date: NaiveDate,
    ) -> Option<EffectiveRule> {
        self.effective.iter().copied().find(|rule| rule.date(event, request) == date)
    }

    /// From when a change of `benefit` holds that was asked for on `request`, where `chosen` is the one of
    /// the [`EventKind::effective_dates`] that was chosen. Coverage of people alone reaches back to a birth,
    /// an adoption or a placement; amounts, life insurance and savings are prospective like every other
    /// election (Treas. Reg. § 1.125-4(b), (c)), and 457(b) begins with a month (26 CFR 1.457-4(b)).
    pub fn effective_for(&self, benefit: Benefit, chosen: NaiveDate, request: NaiveDate) -> NaiveDate {
        match benefit {
            Benefit::DeferredCompensation => chosen.max(first_of_next_month(request)),
            _ if chosen < request && !benefit.covers_dependents() => first_of_next_month(request),
            _ => chosen,
        }
    }

    /// The last day of coverage that is dropped because of an event on `event` by a change that holds from
    /// `effective` on. Never after the day before that, so that nobody is covered twice; earlier where
    /// the event itself ends the right to coverage.
    pub fn end_date(&self, event: NaiveDate, effective: NaiveDate) -> NaiveDate {
        let eve = effective.checked_sub_days(Days::new(1)).unwrap_or(effective);
        match self.ends {
            EndRule::EveOfEffective => eve,
            EndRule::EndOfMonthOfEvent => end_of_month(event).min(eve),
            EndRule::DayOfEvent => event.min(eve),
        }
    }
}

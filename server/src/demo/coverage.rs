//! Draws what people hold: the present year's coverage, waivers and accounts.

use chrono::{Months, NaiveDate};
use domain::benefit::{Benefit, Tier};
use domain::class::Population;
use domain::election::WaiverReason;
use domain::eligibility::{MINIMUM_HOURS, WAITING_PERIOD};
use domain::limits::limits_of;
use domain::period::{Period, age_on, first_of_next_month};
use domain::person::{CHILD_AGE_LIMIT, Relationship};
use rand::Rng;
use rand_chacha::ChaCha8Rng;

use super::city::{City, Group};
use super::household::{Held, Person, Post, Relative, What};

/// What `person` holds. `married_into` is their own group where their spouse is on the rolls too: the one
/// in the city covers both, the one in the schools waives.
pub(crate) fn draw(
    city: &City,
    person: &Person,
    post: &Post,
    relatives: &[Relative],
    married_into: Option<Group>,
    rng: &mut ChaCha8Rng,
) -> Vec<Held> {
    let earliest = earliest(post);
    let start = city.year.first_day().max(earliest);
    if start > city.today {
        return Vec::new();
    }
    let mut holder = Holder { city, person, post, relatives, earliest, start, rng, holds: Vec::new() };
    if post.hours.is_none_or(|tenths| tenths >= MINIMUM_HOURS.tenths()) {
        holder.insurance(married_into);
        holder.life();
        if post.in_service() {
            holder.accounts();
        }
    }
    if post.in_service() && holder.rng.random_bool(0.24) {
        let dollars = holder.rng.random_range(1..=30) * 10;
        holder.hold(Benefit::DeferredCompensation, What::Defer("DC457", dollars), start);
    }
    holder.spouse();
    holder.holds
}

/// The first day on which somebody may hold anything.
fn earliest(post: &Post) -> NaiveDate {
    match (post.hired, post.since) {
        (Some(hired), _) => WAITING_PERIOD.begins(hired),
        (None, Some(since)) => first_of_next_month(since),
        (None, None) => NaiveDate::MIN,
    }
}

struct Holder<'a> {
    city: &'a City,
    person: &'a Person,
    post: &'a Post,
    relatives: &'a [Relative],
    earliest: NaiveDate,
    start: NaiveDate,
    rng: &'a mut ChaCha8Rng,
    holds: Vec<Held>,
}

impl Holder<'_> {
    fn hold(&mut self, benefit: Benefit, what: What, from: NaiveDate) {
        self.holds.push(Held { holder: None, benefit, what, period: Period::starting(from) });
    }

    /// One of `list`, by weight.
    fn weighted<T: Copy>(&mut self, list: &[(u32, T)], otherwise: T) -> T {
        let mut place = self.rng.random_range(0..list.iter().map(|(weight, _)| weight).sum::<u32>().max(1));
        for (weight, value) in list {
            match place.checked_sub(*weight) {
                Some(rest) => place = rest,
                None => return *value,
            }
        }
        otherwise
    }

    /// Who of the household is covered with the subscriber, by place.
    fn covered(&mut self, couple: bool) -> Vec<usize> {
        let (start, today) = (self.start, self.city.today);
        let spouse_too = couple || self.rng.random_bool(0.68);
        let children_too = couple || self.rng.random_bool(0.9);
        let pensioner = !self.post.in_service();
        let may = |relative: &Relative| match relative.relationship {
            // A pensioner's spouse with Medicare is on a contract of their own.
            Relationship::Spouse => spouse_too && !(pensioner && relative.person.medicare.is_some()),
            Relationship::FormerSpouse => false,
            _ => {
                let born = relative.person.birth <= start;
                let young = age_on(relative.person.birth, today) < CHILD_AGE_LIMIT;
                children_too && born && (young || relative.disabled)
            }
        };
        (0..self.relatives.len()).filter(|place| may(&self.relatives[*place])).collect()
    }

    /// Since when somebody who is covered alone has been: some never changed anything for years.
    fn alone_since(&mut self) -> NaiveDate {
        let years: u32 = self.weighted(&[(70, 0), (12, 1), (9, 2), (9, 5)], 0);
        let since = self.city.year.first_day() - Months::new(12 * years);
        if since >= self.earliest { since } else { self.start }
    }

    fn insurance(&mut self, married_into: Option<Group>) {
        let waives = match married_into {
            Some(Group::School) => true,
            Some(_) => false,
            None => self.rng.random_bool(if self.post.in_service() { 0.12 } else { 0.06 }),
        };
        let couple = married_into.is_some();
        let covered = if waives { Vec::new() } else { self.covered(couple) };
        let from = if covered.is_empty() && !waives { self.alone_since() } else { self.start };

        if waives {
            let reason = self.reason(couple);
            self.hold(Benefit::Health, What::Waive(reason), from);
        } else {
            self.health(&covered, from);
        }
        let survivor = self.post.population == Population::Survivor;
        let plan = self.weighted(&[(54, Some("DBAS")), (34, Some("DHIGH")), (12, None)], None);
        match plan.filter(|_| married_into != Some(Group::School)) {
            Some(plan) => self.hold(Benefit::Dental, What::Cover(plan, covered.clone()), from),
            None if couple => self.hold(Benefit::Dental, What::Waive(WaiverReason::SpousePlan), from),
            None => self.hold(Benefit::Dental, What::Waive(WaiverReason::NotWanted), from),
        }
        if !survivor && !waives && self.rng.random_bool(0.45) {
            self.hold(Benefit::Vision, What::Cover("VIS", covered), from);
        }
    }

    fn reason(&mut self, couple: bool) -> WaiverReason {
        let married = self.relatives.iter().any(|relative| relative.relationship == Relationship::Spouse);
        let young = age_on(self.person.birth, self.city.today) < CHILD_AGE_LIMIT;
        match (couple || married, young, self.post.in_service()) {
            (true, ..) => WaiverReason::SpousePlan,
            (false, true, _) => WaiverReason::ParentPlan,
            (false, false, true) => self.weighted(
                &[(6, WaiverReason::OtherEmployer), (2, WaiverReason::Military)],
                WaiverReason::OtherEmployer,
            ),
            (false, false, false) => WaiverReason::Military,
        }
    }

    /// Health insurance; for those who got Medicare since, first without it and then with it.
    fn health(&mut self, covered: &[usize], from: NaiveDate) {
        let ordinary = if self.post.in_service() {
            self.weighted(&[(60, "HMO"), (20, "PPO"), (20, "HDP")], "HMO")
        } else {
            self.weighted(&[(70, "HMO"), (30, "PPO")], "HMO")
        };
        let senior = self.weighted(&[(65, "MSUP"), (35, "MHMO")], "MSUP");
        let medicare_from = match &self.person.medicare {
            Some((_, day)) if !self.post.in_service() => Some(*day),
            _ => None,
        };
        match medicare_from {
            None => self.hold(Benefit::Health, What::Cover(ordinary, covered.to_vec()), from),
            Some(day) if day <= self.start => {
                self.hold(Benefit::Health, What::Cover(senior, Vec::new()), from.max(day));
            }
            Some(day) => {
                if let Some(period) = Period::new(self.start, Some(day)) {
                    let what = What::Cover(ordinary, covered.to_vec());
                    self.holds.push(Held { holder: None, benefit: Benefit::Health, what, period });
                }
                self.hold(Benefit::Health, What::Cover(senior, Vec::new()), day);
            }
        }
    }

    /// The spouse of a pensioner with Medicare is on a contract of their own.
    fn spouse(&mut self) {
        let senior =
            |held: &Held| held.benefit == Benefit::Health && held.what.tier() == Some(Tier::PerPerson);
        let Some(since) = self.holds.iter().find(|held| senior(held)).map(|held| held.period.from()) else {
            return;
        };
        let spouse =
            |relative: &Relative| relative.relationship == Relationship::Spouse && !relative.on_rolls;
        let Some(place) = self.relatives.iter().position(spouse) else { return };
        if !self.rng.random_bool(0.6) {
            return;
        }
        let from = since.max(self.start);
        let plan = match &self.relatives[place].person.medicare {
            Some((_, day)) if *day <= from => "MSUP",
            Some(_) => return,
            None => "HMO",
        };
        let (what, period) = (What::Cover(plan, Vec::new()), Period::starting(from));
        self.holds.push(Held { holder: Some(place), benefit: Benefit::Health, what, period });
    }

    fn life(&mut self) {
        if self.post.population == Population::Survivor {
            return;
        }
        if !self.rng.random_bool(0.85) {
            let start = self.start;
            return self.hold(Benefit::Life, What::Waive(WaiverReason::NotWanted), start);
        }
        let since = self.alone_since();
        self.hold(Benefit::Life, What::Cover("LIFE", Vec::new()), since);
        if self.post.in_service() && self.rng.random_bool(0.24) {
            let dollars = self.rng.random_range(1..=20) * 10_000;
            self.hold(Benefit::OptionalLife, What::Insure("OPTL", dollars), self.start);
        }
    }

    /// Flexible spending accounts: for this plan year only.
    fn accounts(&mut self) {
        let limits = limits_of(self.city.year.tax_year());
        let Some(period) = Period::new(self.start, self.city.year.period().to()) else { return };
        if self.rng.random_bool(0.28) {
            let dollars = self.rng.random_range(4..=limits.health_fsa.get() / 5_000) * 50;
            let what = What::Contribute("HFSA", dollars);
            self.holds.push(Held { holder: None, benefit: Benefit::HealthFsa, what, period });
        }
        let small = |relative: &Relative| {
            relative.relationship.is_child() && age_on(relative.person.birth, self.start) < 12
        };
        if self.relatives.iter().any(small) && self.rng.random_bool(0.35) {
            let dollars = self.rng.random_range(10..=limits.dependent_care.get() / 10_000) * 100;
            let what = What::Contribute("DFSA", dollars);
            self.holds.push(Held { holder: None, benefit: Benefit::DependentCareFsa, what, period });
        }
    }
}

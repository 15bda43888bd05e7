//! How large the city is, and who has which number on its rolls.

use chrono::NaiveDate;
use domain::period::PlanYear;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::cast::{self, Player};

/// What the city calls itself. No municipality of Massachusetts has this name.
pub(crate) const NAME: &str = "City of Alderbrook";

/// Payroll units: code, name, kind.
pub(crate) const UNITS: [(&str, &str, &str); 4] = [
    ("CITY", "City of Alderbrook", "city"),
    ("SCHOOL", "Alderbrook Public Schools", "school"),
    ("UTILITY", "Alderbrook Broadband", "associated"),
    ("EMPLOYMENT_BOARD", "Millrace Valley Employment Board", "associated"),
];

/// The month in which plan years start.
pub(crate) const PLAN_YEAR_MONTH: u32 = 7;

/// The smallest city in which everybody of the cast has colleagues.
pub(crate) const FEWEST_PEOPLE: usize = 60;

/// The size and the day of a city; everything else follows from the seed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct City {
    seed: u64,
    /// The day on which it is first shown.
    pub today: NaiveDate,
    /// The plan year around it.
    pub year: PlanYear,
    counts: [u64; 7],
}

/// Why somebody is on the rolls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Group {
    /// Employed by the city.
    City,
    /// Employed by the schools.
    School,
    /// Employed by the broadband utility.
    Utility,
    /// Employed by the regional employment board.
    Board,
    /// Retired from the city's own system.
    CityRetiree,
    /// Retired teacher.
    MtrsRetiree,
    /// Surviving spouse.
    Survivor,
}

impl Group {
    /// In the order of their numbers.
    pub(crate) const ALL: [Group; 7] = [
        Group::City,
        Group::School,
        Group::Utility,
        Group::Board,
        Group::CityRetiree,
        Group::MtrsRetiree,
        Group::Survivor,
    ];

    /// In service.
    pub(crate) fn is_employed(self) -> bool {
        matches!(self, Group::City | Group::School | Group::Utility | Group::Board)
    }
}

/// Somebody's place on the rolls.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Place {
    /// One of the cast.
    Cast(&'static Player),
    /// One of the others: that one of their group.
    Other(Group, u64),
}

/// What is drawn about a place.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Part {
    /// Who it is and what they do.
    Person,
    /// The others of the household.
    Relatives,
    /// What they hold.
    Coverage,
    /// What they ask for in open enrollment.
    Wishes,
}

impl City {
    /// A city of `people` employees, retirees and survivors on a day; `None` where no plan year is around it.
    pub(crate) fn new(people: usize, seed: u64, today: NaiveDate) -> Option<City> {
        let people = people.max(FEWEST_PEOPLE) as u64;
        let employees = people * 4 / 7;
        let (school, utility, board) = (employees * 31 / 60, employees / 20, employees / 30);
        let (mtrs, survivors) = (people * 2 / 15, people / 21);
        let counts = [
            employees - school - utility - board,
            school,
            utility,
            board,
            people - employees - mtrs - survivors,
            mtrs,
            survivors,
        ];
        Some(City { seed, today, year: PlanYear::around(today, PLAN_YEAR_MONTH)?, counts })
    }

    /// How many are on the rolls in their own name.
    pub(crate) fn people(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// How many of a group are not of the cast.
    pub(crate) fn others(&self, group: Group) -> u64 {
        let cast = cast::PLAYERS.iter().filter(|player| player.group() == group).count() as u64;
        self.counts[group as usize].saturating_sub(cast)
    }

    /// Everybody's place, in the order of the rolls: the cast first.
    pub(crate) fn places(&self) -> impl Iterator<Item = Place> + Send + use<> {
        let city = *self;
        let others = Group::ALL
            .into_iter()
            .flat_map(move |group| (0..city.others(group)).map(move |index| Place::Other(group, index)));
        cast::PLAYERS.iter().map(Place::Cast).chain(others)
    }

    /// A number that nobody else has.
    pub(crate) fn number(&self, place: Place) -> u64 {
        match place {
            Place::Cast(player) => cast::place_of(player) as u64,
            Place::Other(group, index) => {
                let before = Group::ALL.into_iter().take_while(|other| *other != group);
                cast::PLAYERS.len() as u64 + before.map(|group| self.others(group)).sum::<u64>() + index
            }
        }
    }

    /// The source from which a part of a place is drawn: each can be drawn by itself, in any order.
    pub(crate) fn chance(&self, place: Place, part: Part) -> ChaCha8Rng {
        let mut rng = ChaCha8Rng::seed_from_u64(self.seed);
        rng.set_stream(self.number(place) * 4 + part as u64);
        rng
    }

    /// The office's number of whoever has the place.
    pub(crate) fn ref_of(&self, place: Place) -> String {
        let group = match place {
            Place::Cast(player) => player.group(),
            Place::Other(group, _) => group,
        };
        let letter = match group {
            Group::Survivor => 'S',
            group if group.is_employed() => 'E',
            _ => 'R',
        };
        format!("{letter}{:05}", self.number(place) + 1)
    }

    /// The colleague in the schools, or in the city, to whom somebody is married: every 24th of the city is
    /// married to the one of the same number in the schools.
    pub(crate) fn spouse_on_rolls(&self, place: Place) -> Option<Place> {
        let Place::Other(group, index) = place else { return None };
        let other = match group {
            Group::City => Group::School,
            Group::School => Group::City,
            _ => return None,
        };
        (index % 24 == 5 && index < self.others(other)).then_some(Place::Other(other, index))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_city_is_as_large_as_it_should_be() {
        let city = City::new(2_100, 1, "2026-11-24".parse().unwrap()).unwrap();
        assert_eq!(city.counts, [480, 620, 60, 40, 520, 280, 100]);
        assert_eq!(city.year.first_day(), "2026-07-01".parse().unwrap());
    }

    #[test]
    fn everybody_has_a_number_of_their_own_in_every_size() {
        for people in [0, 60, 120, 2_100] {
            let city = City::new(people, 1, "2026-11-24".parse().unwrap()).unwrap();
            let numbers: Vec<u64> = city.places().map(|place| city.number(place)).collect();
            assert_eq!(numbers, (0..city.people()).collect::<Vec<_>>(), "{people}");
        }
    }
}

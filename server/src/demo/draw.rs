//! Draws the people who are not of the cast: who they are, what they do, whom they live with.

use chrono::{Datelike, Days, Months, NaiveDate};
use domain::class::{PayCalendar, Population};
use domain::period::{age_on, end_of_month};
use domain::person::Relationship;
use rand::Rng;
use rand_chacha::ChaCha8Rng;

use super::city::{City, Group, Part, Place};
use super::coverage;
use super::household::{Household, Person, Post, Relative};
use super::names::{self, Heritage};

/// The household of whoever has the place.
pub(crate) fn household(city: &City, place: Place) -> Household {
    match place {
        Place::Cast(player) => player.household(city),
        Place::Other(group, index) => {
            let (person, post) = colleague(city, group, index);
            let relatives = relatives(city, place, &person);
            let married_into = city.spouse_on_rolls(place).map(|_| group);
            let rng = &mut city.chance(place, Part::Coverage);
            let holds = coverage::draw(city, &person, &post, &relatives, married_into, rng);
            Household { person, post, relatives, holds }
        }
    }
}

fn colleague(city: &City, group: Group, index: u64) -> (Person, Post) {
    let place = Place::Other(group, index);
    let rng = &mut city.chance(place, Part::Person);
    let heritage = Heritage::draw(rng);
    let mut woman = rng.random_bool(match group {
        Group::School | Group::MtrsRetiree => 0.72,
        Group::Survivor => 0.8,
        _ => 0.45,
    });
    let mut family = heritage.family(rng).to_owned();
    let mut street = names::street(rng);
    if let (Group::School, Some(Place::Other(group, index))) = (group, city.spouse_on_rolls(place)) {
        let (spouse, _) = colleague(city, group, index);
        (woman, family, street) = (!spouse.woman, spouse.family, spouse.street);
    }
    let given = heritage.given(woman, rng).to_owned();
    let language = heritage.language(rng);
    let (birth, post) =
        if group.is_employed() { employee(city, group, index, rng) } else { pensioner(city, group, rng) };

    let mailbox = names::mailbox(&given, &family, city.number(place));
    let email = match group {
        Group::City => Some("alderbrook.example"),
        Group::School => Some("schools.alderbrook.example"),
        Group::Utility => Some("broadband.alderbrook.example"),
        Group::Board => Some("board.alderbrook.example"),
        _ => rng.random_bool(0.6).then_some("mail.example"),
    }
    .map(|host| format!("{mailbox}@{host}"));
    let has_medicare = !post.in_service() && rng.random_bool(0.97);
    let medicare = if has_medicare { medicare(city, place, 0, birth) } else { None };
    let person = Person {
        ref_: city.ref_of(place),
        given,
        family,
        birth,
        woman,
        email,
        language,
        street,
        ssn: None,
        medicare,
    };
    (person, post)
}

/// The day of birth and the post of an employee.
fn employee(city: &City, group: Group, index: u64, rng: &mut ChaCha8Rng) -> (NaiveDate, Post) {
    let couple = city.spouse_on_rolls(Place::Other(group, index)).is_some();
    let new_hire = index % 120 == 2;
    let on_leave = index % 90 == 10;

    let age = if new_hire {
        rng.random_range(22..46)
    } else if has_disabled_child(group, index) {
        58
    } else {
        22 + (rng.random_range(0..=46) + rng.random_range(0..=46)) / 2
    };
    let birth = day_of_birth(city, age, rng);
    let hired = if new_hire {
        city.today - Days::new(rng.random_range(1..=24))
    } else {
        let years = rng.random_range(0..=(age - 21).min(34));
        city.today - Days::new(years * 365 + rng.random_range(75..=365))
    };
    let hired = hired - Days::new(u64::from(hired.weekday().num_days_from_monday()));

    let (unit, bargaining_unit, full_time, pays) = match group {
        Group::City => match index * 29 % 48 {
            0..9 => ("CITY", Some("POLICE"), 400, PayCalendar::Biweekly),
            9..17 => ("CITY", Some("FIRE"), 420, PayCalendar::Biweekly),
            17..27 => ("CITY", Some("DPW"), 400, PayCalendar::Weekly),
            27..38 => ("CITY", Some("CLERICAL"), 375, PayCalendar::Weekly),
            _ => ("CITY", None, 375, PayCalendar::Weekly),
        },
        Group::School => match index * 37 % 62 {
            0..15 => ("SCHOOL", Some("TEACHERS"), 350, PayCalendar::School26),
            15..26 => ("SCHOOL", Some("TEACHERS"), 350, PayCalendar::School21),
            26..34 => ("SCHOOL", Some("TEACHERS"), 350, PayCalendar::School22),
            34..46 => ("SCHOOL", Some("PARAPROFESSIONALS"), 325, PayCalendar::Biweekly),
            46..51 => ("SCHOOL", Some("CUSTODIANS"), 400, PayCalendar::Biweekly),
            _ => ("SCHOOL", None, 375, PayCalendar::Biweekly),
        },
        Group::Utility => ("UTILITY", None, 400, PayCalendar::Semimonthly),
        _ => ("EMPLOYMENT_BOARD", None, 375, PayCalendar::Biweekly),
    };
    let by_the_hour = matches!(bargaining_unit, None | Some("CLERICAL" | "PARAPROFESSIONALS"));
    let hours = if by_the_hour && index % 40 == 14 {
        rng.random_range(20..40) * 5
    } else if by_the_hour && !couple && rng.random_bool(0.1) {
        rng.random_range(40..60) * 5
    } else {
        full_time
    };
    let post = Post {
        population: if on_leave { Population::Leave } else { Population::Active },
        unit,
        bargaining_unit,
        hours: Some(hours),
        hired: Some(hired),
        pays,
        since: None,
    };
    (birth, post)
}

/// The day of birth and the post of a retiree or a survivor.
fn pensioner(city: &City, group: Group, rng: &mut ChaCha8Rng) -> (NaiveDate, Post) {
    let age = 56 + (rng.random_range(0..=37) + rng.random_range(0..=37)) / 2;
    let birth = day_of_birth(city, age, rng);
    let years = rng.random_range(1..=(age - 54).min(30));
    let month_before = city.year.first_day() - Months::new(12 * years as u32 + 1);
    let (population, unit, since) = match group {
        Group::CityRetiree => {
            let unit = match rng.random_range(0..20) {
                0..13 => "CITY",
                13..18 => "SCHOOL",
                18 => "UTILITY",
                _ => "EMPLOYMENT_BOARD",
            };
            let month = month_before - Months::new(rng.random_range(0..12));
            (Population::CityRetiree, unit, end_of_month(month))
        }
        Group::MtrsRetiree => (Population::MtrsRetiree, "SCHOOL", end_of_month(month_before)),
        _ => {
            let unit = if rng.random_bool(0.6) { "CITY" } else { "SCHOOL" };
            (Population::Survivor, unit, month_before + Days::new(rng.random_range(0..28)))
        }
    };
    let post = Post {
        population,
        unit,
        bargaining_unit: None,
        hours: None,
        hired: None,
        pays: PayCalendar::Monthly,
        since: Some(since),
    };
    (birth, post)
}

/// A day on which somebody was born who is that old now.
fn day_of_birth(city: &City, age: u64, rng: &mut ChaCha8Rng) -> NaiveDate {
    city.today - Months::new(12 * age as u32) - Days::new(rng.random_range(0..365))
}

/// A Medicare number and the first day of Medicare, for those who have reached 65.
pub(crate) fn medicare(
    city: &City,
    place: Place,
    member: u64,
    birth: NaiveDate,
) -> Option<(String, NaiveDate)> {
    let from = (birth + Months::new(12 * 65)).with_day(1)?;
    (from <= city.today).then(|| (invented_mbi(city.number(place) * 16 + member), from))
}

/// A number in the format of a Medicare card, of a kind that nobody has: all of them start with `1XX0X`.
fn invented_mbi(number: u64) -> String {
    const LETTERS: &[u8; 20] = b"ACDEFGHJKMNPQRTUVWXY";
    let letter = |place: u32| char::from(LETTERS[(number / 1_000 / 20u64.pow(place) % 20) as usize]);
    let (tens, rest) = (number / 100 % 10, number % 100);
    format!("1XX0X{}{tens}{}{}{rest:02}", letter(2), letter(1), letter(0))
}

fn relatives(city: &City, place: Place, person: &Person) -> Vec<Relative> {
    let Place::Other(group, index) = place else { return Vec::new() };
    let rng = &mut city.chance(place, Part::Relatives);
    let colleague_spouse = city.spouse_on_rolls(place);
    let age = u64::from(age_on(person.birth, city.today));
    let mut relatives = Vec::new();
    let mut family = Family { city, place, head: person, rng };

    if let Some(Place::Other(group, index)) = colleague_spouse {
        let (spouse, _) = colleague(city, group, index);
        relatives.push(Relative {
            person: spouse,
            relationship: Relationship::Spouse,
            disabled: false,
            on_rolls: true,
        });
    } else if group != Group::Survivor && family.rng.random_bool(if age < 28 { 0.25 } else { 0.66 }) {
        relatives.push(family.spouse());
    }
    if colleague_spouse.is_some() && group == Group::School {
        return relatives;
    }
    let children = match family.rng.random_range(0..100) {
        0..35 => 0,
        35..57 => 1,
        57..85 => 2,
        85..96 => 3,
        _ => 4,
    };
    let married = !relatives.is_empty();
    for _ in 0..children {
        let member = relatives.len();
        relatives.extend(family.child(member, married));
    }
    if has_disabled_child(group, index) {
        let member = relatives.len();
        relatives.push(family.disabled_adult(member));
    }
    relatives
}

/// One employee has a grown child who stays covered.
fn has_disabled_child(group: Group, index: u64) -> bool {
    group == Group::City && index == 3
}

/// Draws the household of its head.
struct Family<'a> {
    city: &'a City,
    place: Place,
    head: &'a Person,
    rng: &'a mut ChaCha8Rng,
}

impl Family<'_> {
    fn relative(&mut self, member: usize, relationship: Relationship, birth: NaiveDate) -> Relative {
        let woman = match relationship {
            Relationship::Spouse => self.head.woman == self.rng.random_bool(0.06),
            _ => self.rng.random_bool(0.5),
        };
        let heritage = Heritage::draw(self.rng);
        let own_name = self.rng.random_bool(if relationship == Relationship::Child { 0.05 } else { 0.3 });
        let family = if own_name { heritage.family(self.rng).to_owned() } else { self.head.family.clone() };
        let person = Person {
            ref_: relative_ref(&self.head.ref_, member),
            given: heritage.given(woman, self.rng).to_owned(),
            family,
            birth,
            woman,
            email: None,
            language: self.head.language,
            street: self.head.street.clone(),
            ssn: None,
            medicare: medicare(self.city, self.place, member as u64 + 1, birth),
        };
        Relative { person, relationship, disabled: false, on_rolls: false }
    }

    fn spouse(&mut self) -> Relative {
        let years_apart = self.rng.random_range(0..=3_000);
        let birth = self.head.birth + Days::new(years_apart) - Days::new(1_500);
        self.relative(0, Relationship::Spouse, birth)
    }

    /// A child; `None` for one who is not born yet or has long left home.
    fn child(&mut self, member: usize, married: bool) -> Option<Relative> {
        let birth = self.head.birth + Days::new(self.rng.random_range(21 * 365..41 * 365));
        let relationship = match self.rng.random_range(0..100) {
            88..92 => Relationship::AdoptedChild,
            92..99 if married => Relationship::Stepchild,
            99 => Relationship::Ward,
            _ => Relationship::Child,
        };
        let still_listed = self.rng.random_bool(0.2);
        let born = birth + Days::new(10) <= self.city.today;
        let age = age_on(birth, self.city.today);
        (born && (age < 26 || (age < 30 && still_listed))).then(|| self.relative(member, relationship, birth))
    }

    fn disabled_adult(&mut self, member: usize) -> Relative {
        let birth = day_of_birth(self.city, 31, self.rng);
        Relative { disabled: true, ..self.relative(member, Relationship::Child, birth) }
    }
}

/// The number of a member of the household, by place.
pub(crate) fn relative_ref(head: &str, member: usize) -> String {
    format!("{head}-{:02}", member + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::code::Mbi;

    #[test]
    fn invented_medicare_numbers_have_the_format_and_are_told_apart() {
        let numbers: Vec<String> = [0, 1, 999, 1_000, 1_600_000].map(invented_mbi).to_vec();
        for (place, number) in numbers.iter().enumerate() {
            assert!(number.parse::<Mbi>().is_ok(), "{number}");
            assert!(!numbers[..place].contains(number), "{number}");
        }
    }
}

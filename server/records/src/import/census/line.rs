//! One row of the census, typed.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::class::{PayCalendar, Population};
use domain::code::{BargainingUnit, Mbi, PersonRef, Ssn, UnitCode};
use domain::person::{Relationship, WeeklyHours};

use crate::import::columns::{Cells, Column, optional, required};

pub(super) const COLUMNS: [Column<'_>; 27] = [
    required("ref"),
    required("given_name"),
    required("family_name"),
    required("birth_date"),
    optional("sex"),
    optional("email"),
    optional("language"),
    optional("street"),
    optional("town"),
    optional("state"),
    optional("zip"),
    optional("ssn"),
    optional("mbi"),
    optional("medicare_from"),
    optional("subscriber_ref"),
    optional("relationship"),
    optional("disabled"),
    optional("population"),
    optional("unit"),
    optional("bargaining_unit"),
    optional("hours_per_week"),
    optional("hired"),
    optional("terminated"),
    optional("pay_calendar"),
    optional("retired_on"),
    optional("survivor_of"),
    optional("since"),
];

/// One row: a person, why they are on the rolls, whose household they are in. A row may have only a number
/// and a subscriber: it then links somebody who is known from another row.
pub(super) struct CensusLine {
    pub(super) number: PersonRef,
    pub(super) personal: Option<Personal>,
    pub(super) rolls: Option<Rolls>,
    pub(super) link: Option<Link>,
}

/// What is known of a person. `None` means that the file has no such column: what is held stays.
#[derive(Hash)]
pub(super) struct Personal {
    pub(super) given_name: String,
    pub(super) family_name: String,
    pub(super) birth: NaiveDate,
    pub(super) sex: Option<Option<String>>,
    pub(super) email: Option<Option<String>>,
    pub(super) language: Option<String>,
    pub(super) street: Option<Option<String>>,
    pub(super) town: Option<Option<String>>,
    pub(super) state: Option<Option<String>>,
    pub(super) zip: Option<Option<String>>,
    pub(super) medicare_from: Option<Option<NaiveDate>>,
    /// Empty cells leave what is held: a number is never forgotten by leaving it out.
    pub(super) ssn: Option<Confidential>,
    pub(super) mbi: Option<Confidential>,
}

impl Personal {
    /// The confidential numbers that the row gives, by column.
    pub(super) fn confidential(&self) -> impl Iterator<Item = (&'static str, &Confidential)> {
        let numbers = [("ssn", self.ssn.as_ref()), ("mbi", self.mbi.as_ref())];
        numbers.into_iter().filter_map(|(column, number)| Some((column, number?)))
    }
}

/// Digits or letters that are sealed before they are stored.
#[derive(Hash, PartialEq, Eq, Clone)]
pub(super) struct Confidential {
    pub(super) whole: String,
    pub(super) last_four: String,
}

/// Why somebody is on the rolls.
pub(super) enum Rolls {
    Employee {
        unit: UnitCode,
        bargaining_unit: Option<BargainingUnit>,
        hours: WeeklyHours,
        hired: NaiveDate,
        terminated: Option<NaiveDate>,
        on_leave: bool,
        pays: PayCalendar,
    },
    Retiree {
        unit: UnitCode,
        system: &'static str,
        retired_on: NaiveDate,
    },
    Survivor {
        unit: UnitCode,
        of: Option<PersonRef>,
        since: NaiveDate,
    },
}

impl Rolls {
    pub(super) fn population(&self) -> Population {
        match self {
            Rolls::Employee { on_leave: false, .. } => Population::Active,
            Rolls::Employee { on_leave: true, .. } => Population::Leave,
            Rolls::Retiree { system: "MTRS", .. } => Population::MtrsRetiree,
            Rolls::Retiree { .. } => Population::CityRetiree,
            Rolls::Survivor { .. } => Population::Survivor,
        }
    }

    pub(super) fn unit(&self) -> &UnitCode {
        match self {
            Rolls::Employee { unit, .. } | Rolls::Retiree { unit, .. } | Rolls::Survivor { unit, .. } => unit,
        }
    }
}

/// Whose household somebody is in.
pub(super) struct Link {
    pub(super) subscriber: PersonRef,
    pub(super) relationship: Relationship,
    pub(super) disabled: bool,
}

/// Reads a row. `None` where something is wrong with it, which `cells` then tells.
pub(super) fn read(cells: &mut Cells<'_>, units: &BTreeSet<UnitCode>) -> Option<CensusLine> {
    if !cells.is_good() {
        return None;
    }
    let number = cells.value::<PersonRef>("ref");
    let link = link(cells);
    let population = cells.raw("population").to_owned();
    let rolls = if population.is_empty() { Some(None) } else { rolls(cells, &population, units).map(Some) };
    let names = ["given_name", "family_name", "birth_date"];
    let is_mere_link = matches!((&link, &rolls), (Some(Some(_)), Some(None)))
        && names.iter().all(|column| cells.raw(column).is_empty());
    let personal = if is_mere_link { Some(None) } else { personal(cells).map(Some) };
    if let (Some(None), true) = (&link, population.is_empty()) {
        cells.fault(
            "population",
            "ACTIVE, LEAVE, CITY_RETIREE, MTRS_RETIREE or SURVIVOR; or subscriber_ref and relationship for a dependent",
        );
    }
    if let (Some(number), Some(Some(link))) = (&number, &link)
        && *number == link.subscriber
    {
        cells.fault("subscriber_ref", "the number of somebody else");
    }
    let line = CensusLine { number: number?, personal: personal?, rolls: rolls?, link: link? };
    cells.is_good().then_some(line)
}

fn link(cells: &mut Cells<'_>) -> Option<Option<Link>> {
    let subscriber = cells.maybe::<PersonRef>("subscriber_ref");
    let relationship = cells.maybe::<Relationship>("relationship");
    let disabled = cells.yes_or_no("disabled");
    match (subscriber?, relationship?) {
        (Some(subscriber), Some(relationship)) => {
            Some(Some(Link { subscriber, relationship, disabled: disabled? }))
        }
        (None, None) => Some(None),
        (Some(_), None) => {
            let words: Vec<&str> = Relationship::ALL.iter().map(|word| word.as_str()).collect();
            cells.fault(
                "relationship",
                format!("what the person is to the subscriber: one of {}", words.join(", ")),
            );
            None
        }
        (None, Some(_)) => {
            cells.fault("subscriber_ref", "the number of the subscriber, as a relationship is given");
            None
        }
    }
}

fn rolls(cells: &mut Cells<'_>, population: &str, units: &BTreeSet<UnitCode>) -> Option<Rolls> {
    let unit = cells.value::<UnitCode>("unit").filter(|unit| {
        let known = units.contains(unit);
        if !known {
            let codes: Vec<&str> = units.iter().map(UnitCode::as_str).collect();
            cells.fault("unit", format!("a unit of the records: {}", codes.join(", ")));
        }
        known
    });
    match population {
        "ACTIVE" | "LEAVE" => {
            let bargaining_unit = cells.maybe("bargaining_unit");
            let (hours, hired) = (cells.hours("hours_per_week"), cells.day("hired"));
            let (terminated, pays) = (cells.maybe_day("terminated"), cells.value("pay_calendar"));
            if let (Some(hired), Some(Some(terminated))) = (hired, terminated)
                && terminated < hired
            {
                cells.fault("terminated", format!("the last day of service, not before hired, {hired}"));
            }
            Some(Rolls::Employee {
                unit: unit?,
                bargaining_unit: bargaining_unit?,
                hours: hours?,
                hired: hired?,
                terminated: terminated?,
                on_leave: population == "LEAVE",
                pays: pays?,
            })
        }
        "CITY_RETIREE" | "MTRS_RETIREE" => {
            let retired_on = cells.day("retired_on");
            let system = if population == "MTRS_RETIREE" { "MTRS" } else { "CITY" };
            Some(Rolls::Retiree { unit: unit?, system, retired_on: retired_on? })
        }
        "SURVIVOR" => {
            let (of, since) = (cells.maybe("survivor_of"), cells.day("since"));
            Some(Rolls::Survivor { unit: unit?, of: of?, since: since? })
        }
        _ => {
            cells.fault("population", "one of ACTIVE, LEAVE, CITY_RETIREE, MTRS_RETIREE, SURVIVOR");
            None
        }
    }
}

fn personal(cells: &mut Cells<'_>) -> Option<Personal> {
    let (given_name, family_name) = (cells.text("given_name"), cells.text("family_name"));
    let birth = cells.day("birth_date");
    let sex = given(cells, "sex", "F, M or X", |text| matches!(text, "F" | "M" | "X"));
    let email = given(cells, "email", "an e-mail address", |text| {
        text.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty()
                && host.contains('.')
                && !host.contains('@')
                && !text.contains(char::is_whitespace)
        })
    });
    let language = given(cells, "language", "en or es", |text| matches!(text, "en" | "es"));
    let (street, town) = (given(cells, "street", "", |_| true), given(cells, "town", "", |_| true));
    let state = given(cells, "state", "two capital letters, such as MA", |text| {
        text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase())
    });
    let zip = given(cells, "zip", "a ZIP code such as 02138 or 02138-1234", is_zip);
    let ssn = cells.maybe::<Ssn>("ssn");
    let mbi = cells.maybe::<Mbi>("mbi");
    let medicare_from = match cells.has("medicare_from") {
        true => cells.maybe_day("medicare_from").map(Some),
        false => Some(None),
    };
    Some(Personal {
        given_name: given_name?,
        family_name: family_name?,
        birth: birth?,
        sex: sex?,
        email: email?,
        language: language?.map(|language| language.unwrap_or_else(|| "en".to_owned())),
        street: street?,
        town: town?,
        state: state?,
        zip: zip?,
        medicare_from: medicare_from?,
        ssn: ssn?.map(|ssn| Confidential { whole: ssn.digits().into(), last_four: ssn.last_four().into() }),
        mbi: mbi?
            .map(|mbi| Confidential { whole: mbi.characters().into(), last_four: mbi.last_four().into() }),
    })
}

fn given(
    cells: &mut Cells<'_>,
    column: &str,
    expected: &str,
    is_good: impl Fn(&str) -> bool,
) -> Option<Option<Option<String>>> {
    if !cells.has(column) {
        return Some(None);
    }
    let text = cells.maybe_text(column);
    if text.as_deref().is_some_and(|text| !is_good(text)) {
        cells.fault(column, expected);
        return None;
    }
    Some(Some(text))
}

fn is_zip(text: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    match text.split_once('-') {
        None => text.len() == 5 && digits(text),
        Some((five, four)) => five.len() == 5 && four.len() == 4 && digits(five) && digits(four),
    }
}

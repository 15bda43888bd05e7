//! The people whom visitors can sign in as. The browser journeys rely on this table.
//!
//! None of them has sent anything when the city is new. Coverage holds from the first day of the present
//! plan year. Ages are those reached in the year in which it starts.
//!
//! | subject | who | pays | household | holds |
//! |---|---|---|---|---|
//! | `city-employee` | CITY, no bargaining unit, hired 2019-03-11 | 52 | spouse, child of 6 | HMO and DBAS, individual |
//! | `school-employee` | SCHOOL, TEACHERS, hired 2016-08-29 | 21 | spouse, child of 9 | HMO and DHIGH individual, health FSA of 1,050 |
//! | `utility-employee` | UTILITY, hired 2011-05-02 | 24 | spouse (covered), child of 3 | PPO individual plus one, DBAS individual, basic life |
//! | `board-employee` | EMPLOYMENT_BOARD, hired 2021-10-04 | 26 | spouse, child of 12 | HMO individual |
//! | `waiver` | CITY, DPW, hired 2012-04-02 | 52 | spouse | HMO and DBAS individual, basic life |
//! | `changer` | SCHOOL, PARAPROFESSIONALS, hired 2022-09-06 | 26 | nobody | HDP and DBAS individual, 457(b) of 25 a pay |
//! | `new-hire` | CITY, CLERICAL, hired 12 days ago | 52 | child of 2 | nothing yet |
//! | `part-timer` | SCHOOL, 15 hours, hired 2020-09-08 | 26 | spouse | 457(b) of 20 a pay |
//! | `retiree-medicare` | retired from CITY 6 years ago, 71 | 12 | spouse of 62 (HMO on her own) | MSUP, DBAS individual, basic life |
//! | `retiree-under-65` | retired teacher since 2 years, 61 | 12 | spouse of 60 (covered) | HMO individual plus one |
//! | `survivor` | survivor since 4 years, 74 | 12 | nobody | MHMO, DBAS individual |
//! | `second-coordinator` | as below | 52 | child who is 26 this month (covered) | HMO individual plus one, DBAS individual, basic life |
//! | `coordinator` … `accounting` | CITY staff, CLERICAL or none, hired 2015 to 2018 | 52 | nobody | HMO and DBAS individual, basic life |
//! | `retiree-turning-65` | retired teacher since 3 years, 65 on February 20 | 12 | spouse of 61 (covered) | HMO individual plus one, DBAS |
//! | `retiree-family` | retired from CITY 4 years ago, 69 | 12 | spouse of 60 and disabled child of 31 (HMO on her own) | MSUP, DBAS family, basic life |
//! | `retiring-city` | CITY, DPW, hired 1996-05-06, 63 | 52 | spouse of 61 (covered) | HMO individual plus one, DBAS individual, basic life, health FSA of 600 |
//! | `retiring-teacher` | SCHOOL, TEACHERS, hired 1993-08-30, 62 | 21 | nobody | HMO and DHIGH individual, basic life |

use std::collections::BTreeSet;

use chrono::{Datelike, Days, Months, NaiveDate};
use desk::Role;
use desk::demonstration::CastMember;
use domain::benefit::Benefit;
use domain::class::{PayCalendar, Population};
use domain::period::{Period, end_of_month};
use domain::person::{CHILD_AGE_LIMIT, Relationship};

use super::city::{City, Group, Part, Place};
use super::draw::{medicare, relative_ref};
use super::household::{Held, Household, Person, Post, Relative, What};
use super::names;

/// One of the cast.
#[derive(Debug)]
pub(crate) struct Player {
    subject: &'static str,
    given: &'static str,
    family: &'static str,
    woman: bool,
    /// Age reached in the year in which the present plan year starts, and the birthday.
    born: (u32, u32, u32),
    language: &'static str,
    ssn: Option<&'static str>,
    work: Work,
    relatives: &'static [Kin],
    holds: &'static [Holding],
    roles: &'static [Role],
    caption_en: &'static str,
    caption_es: &'static str,
}

/// What one of the cast does.
#[derive(Debug, Clone, Copy)]
enum Work {
    /// Unit, bargaining unit, tenths of hours, hired on, pay calendar.
    Employed(Group, Option<&'static str>, u16, Hired, PayCalendar),
    /// Retired or survivor, that many years ago.
    Pension(Group, u32),
}

#[derive(Debug, Clone, Copy)]
enum Hired {
    On(i32, u32, u32),
    DaysAgo(u64),
}

/// Relationship, given name, whether a woman, age and birthday.
#[derive(Debug)]
struct Kin(Relationship, &'static str, bool, (u32, u32, u32));

#[derive(Debug, Clone, Copy)]
enum Holding {
    /// Insurance for themselves.
    Alone(Benefit, &'static str),
    /// Insurance with the first of the household.
    WithFirst(Benefit, &'static str),
    /// Insurance with everybody of the household.
    WithAll(Benefit, &'static str),
    /// Insurance of the first of the household on a contract of their own, with the others of it.
    Theirs(Benefit, &'static str),
    /// A health FSA of that many dollars.
    HealthFsa(i64),
    /// 457(b), that many dollars a pay.
    Defer(i64),
}

use Benefit::{Dental, Health, Life};
use Holding::{Alone, Defer, HealthFsa, Theirs, WithAll, WithFirst};
use Relationship::{Child, Spouse};

/// A child who is 26 on the first day of the month in which the city is made: coverage ends with that month.
const TURNS_26: (u32, u32, u32) = (CHILD_AGE_LIMIT, 0, 0);

const STAFF: Player = Player {
    subject: "",
    given: "",
    family: "",
    woman: true,
    born: (44, 5, 17),
    language: "en",
    ssn: None,
    work: Work::Employed(Group::City, None, 375, Hired::On(2016, 2, 8), PayCalendar::Weekly),
    relatives: &[],
    holds: &[Alone(Health, "HMO"), Alone(Dental, "DBAS"), Alone(Life, "LIFE")],
    roles: &[],
    caption_en: "",
    caption_es: "",
};

/// Everybody of the cast, in the order in which they are offered.
pub(crate) static PLAYERS: [Player; 23] = [
    Player {
        subject: "city-employee",
        given: "Marisol",
        family: "Thistlewood",
        born: (38, 4, 12),
        ssn: Some("219-09-9999"),
        work: Work::Employed(Group::City, None, 375, Hired::On(2019, 3, 11), PayCalendar::Weekly),
        relatives: &[Kin(Spouse, "Alden", false, (40, 9, 3)), Kin(Child, "Wren", true, (6, 2, 20))],
        holds: &[Alone(Health, "HMO"), Alone(Dental, "DBAS")],
        caption_en: "City employee, paid weekly, with a spouse and a child who are not covered yet",
        caption_es: "Empleada de la ciudad con pago semanal; su cónyuge y su hija aún no tienen cobertura",
        ..STAFF
    },
    Player {
        subject: "school-employee",
        given: "Duarte",
        family: "Rezendes",
        woman: false,
        born: (41, 8, 30),
        work: Work::Employed(
            Group::School,
            Some("TEACHERS"),
            350,
            Hired::On(2016, 8, 29),
            PayCalendar::School21,
        ),
        relatives: &[Kin(Spouse, "Inês", true, (39, 1, 25)), Kin(Child, "Tomás", false, (9, 6, 14))],
        holds: &[Alone(Health, "HMO"), Alone(Dental, "DHIGH"), HealthFsa(1_050)],
        caption_en: "Teacher with 21 deductions a year and a health FSA that ends with the plan year",
        caption_es: "Maestro con 21 descuentos al año y una cuenta FSA médica que termina con el año del plan",
        ..STAFF
    },
    Player {
        subject: "utility-employee",
        given: "Linh",
        family: "Quach",
        born: (46, 11, 2),
        work: Work::Employed(Group::Utility, None, 400, Hired::On(2011, 5, 2), PayCalendar::Semimonthly),
        relatives: &[Kin(Spouse, "Vinh", false, (47, 3, 9)), Kin(Child, "Kim-Lien", true, (3, 7, 28))],
        holds: &[WithFirst(Health, "PPO"), Alone(Dental, "DBAS"), Alone(Life, "LIFE")],
        caption_en: "Employee of the broadband utility, paid twice a month, who covers a spouse and not yet a child",
        caption_es: "Empleada de la empresa de banda ancha, con pago quincenal; cubre a su cónyuge y aún no a su hija",
        ..STAFF
    },
    Player {
        subject: "board-employee",
        given: "Wilner",
        family: "Saintil",
        woman: false,
        born: (35, 12, 19),
        work: Work::Employed(Group::Board, None, 375, Hired::On(2021, 10, 4), PayCalendar::Biweekly),
        relatives: &[Kin(Spouse, "Mirlande", true, (34, 5, 6)), Kin(Child, "Jocelyn", false, (12, 10, 11))],
        holds: &[Alone(Health, "HMO")],
        caption_en: "Employee of the regional employment board, with a spouse and a child who are not covered yet",
        caption_es: "Empleado de la junta regional de empleo; su cónyuge y su hijo aún no tienen cobertura",
        ..STAFF
    },
    Player {
        subject: "waiver",
        given: "Brendan",
        family: "Mulvaney",
        woman: false,
        born: (52, 3, 17),
        ssn: Some("078-05-1120"),
        work: Work::Employed(Group::City, Some("DPW"), 400, Hired::On(2012, 4, 2), PayCalendar::Weekly),
        relatives: &[Kin(Spouse, "Siobhan", true, (50, 8, 8))],
        caption_en: "Public works employee, hired before July 2014, who may want to waive",
        caption_es: "Empleado de obras públicas, contratado antes de julio de 2014, que quizá quiera renunciar",
        ..STAFF
    },
    Player {
        subject: "changer",
        given: "Rocío",
        family: "Encarnación",
        born: (29, 1, 31),
        language: "es",
        work: Work::Employed(
            Group::School,
            Some("PARAPROFESSIONALS"),
            325,
            Hired::On(2022, 9, 6),
            PayCalendar::Biweekly,
        ),
        holds: &[Alone(Health, "HDP"), Alone(Dental, "DBAS"), Defer(25)],
        caption_en: "School paraprofessional who reads Spanish and may change more than once",
        caption_es: "Asistente escolar que prefiere el español y quizá cambie más de una vez",
        ..STAFF
    },
    Player {
        subject: "new-hire",
        given: "Sophea",
        family: "Meas",
        born: (27, 6, 5),
        work: Work::Employed(Group::City, Some("CLERICAL"), 375, Hired::DaysAgo(12), PayCalendar::Weekly),
        relatives: &[Kin(Child, "Dara", false, (2, 4, 1))],
        holds: &[],
        caption_en: "New hire of this month, still in the waiting period",
        caption_es: "Empleada nueva de este mes, todavía en el período de espera",
        ..STAFF
    },
    Player {
        subject: "part-timer",
        given: "Halina",
        family: "Czajka",
        born: (57, 9, 21),
        work: Work::Employed(Group::School, None, 150, Hired::On(2020, 9, 8), PayCalendar::Biweekly),
        relatives: &[Kin(Spouse, "Leszek", false, (59, 2, 14))],
        holds: &[Defer(20)],
        caption_en: "Part-time school employee at 15 hours a week, too few for insurance",
        caption_es: "Empleada escolar de 15 horas por semana, muy pocas para el seguro",
        ..STAFF
    },
    Player {
        subject: "retiree-medicare",
        given: "Everett",
        family: "Pettingill",
        woman: false,
        born: (71, 3, 4),
        work: Work::Pension(Group::CityRetiree, 6),
        relatives: &[Kin(Spouse, "Olive", true, (62, 10, 30))],
        holds: &[Alone(Health, "MSUP"), Theirs(Health, "HMO"), Alone(Dental, "DBAS"), Alone(Life, "LIFE")],
        caption_en: "City retiree with Medicare, and a spouse without",
        caption_es: "Jubilado de la ciudad con Medicare, y cónyuge sin Medicare",
        ..STAFF
    },
    Player {
        subject: "retiree-under-65",
        given: "Filomena",
        family: "Botelho",
        born: (61, 12, 12),
        work: Work::Pension(Group::MtrsRetiree, 2),
        relatives: &[Kin(Spouse, "Joaquim", false, (60, 11, 7))],
        holds: &[WithFirst(Health, "HMO")],
        caption_en: "Retired teacher under 65, without Medicare",
        caption_es: "Maestra jubilada menor de 65 años, sin Medicare",
        ..STAFF
    },
    Player {
        subject: "survivor",
        given: "Dorothy",
        family: "Winterbourne",
        born: (74, 1, 9),
        work: Work::Pension(Group::Survivor, 4),
        holds: &[Alone(Health, "MHMO"), Alone(Dental, "DBAS")],
        caption_en: "Surviving spouse of a city retiree, with Medicare",
        caption_es: "Cónyuge sobreviviente de un jubilado de la ciudad, con Medicare",
        ..STAFF
    },
    Player {
        subject: "coordinator",
        given: "Renata",
        family: "Larkham",
        roles: &[Role::Coordinator],
        caption_en: "Benefits coordinator: works the queue, runs open enrollment",
        caption_es: "Coordinadora de beneficios: atiende las solicitudes y dirige la inscripción abierta",
        ..STAFF
    },
    Player {
        subject: "second-coordinator",
        given: "Niall",
        family: "Standish",
        woman: false,
        born: (51, 10, 10),
        work: Work::Employed(Group::City, None, 375, Hired::On(2015, 6, 15), PayCalendar::Weekly),
        relatives: &[Kin(Child, "Rory", false, TURNS_26)],
        holds: &[WithFirst(Health, "HMO"), Alone(Dental, "DBAS"), Alone(Life, "LIFE")],
        roles: &[Role::Coordinator],
        caption_en: "A second coordinator, to try what happens when two decide at once",
        caption_es: "Un segundo coordinador, para ver qué pasa cuando dos deciden a la vez",
        ..STAFF
    },
    Player {
        subject: "generalist",
        given: "Paola",
        family: "Candelario",
        born: (33, 7, 22),
        work: Work::Employed(Group::City, Some("CLERICAL"), 375, Hired::On(2018, 1, 8), PayCalendar::Weekly),
        roles: &[Role::Generalist],
        caption_en: "HR generalist: stands in for the coordinator",
        caption_es: "Generalista de recursos humanos: sustituye a la coordinadora",
        ..STAFF
    },
    Player {
        subject: "director",
        given: "Theodore",
        family: "Whitcomb",
        woman: false,
        born: (58, 2, 2),
        roles: &[Role::Director],
        caption_en: "HR director: sees everything at the desk, decides nothing",
        caption_es: "Director de recursos humanos: lo ve todo y no decide nada",
        ..STAFF
    },
    Player {
        subject: "payroll",
        given: "Maeve",
        family: "Garrity",
        born: (47, 8, 16),
        work: Work::Employed(Group::City, Some("CLERICAL"), 375, Hired::On(2017, 5, 1), PayCalendar::Weekly),
        roles: &[Role::Payroll],
        caption_en: "Payroll office",
        caption_es: "Oficina de nómina",
        ..STAFF
    },
    Player {
        subject: "treasurer",
        given: "Hélder",
        family: "Pacheco",
        woman: false,
        born: (55, 4, 27),
        roles: &[Role::Treasurer],
        caption_en: "Treasurer and collector",
        caption_es: "Tesorero y recaudador",
        ..STAFF
    },
    Player {
        subject: "retirement",
        given: "Ghislaine",
        family: "Desrosiers",
        born: (49, 12, 1),
        roles: &[Role::Retirement],
        caption_en: "Retirement administrator",
        caption_es: "Administradora de jubilaciones",
        ..STAFF
    },
    Player {
        subject: "accounting",
        given: "Rithy",
        family: "Chhim",
        woman: false,
        born: (36, 6, 18),
        work: Work::Employed(Group::City, Some("CLERICAL"), 375, Hired::On(2018, 11, 5), PayCalendar::Weekly),
        roles: &[Role::Accounting],
        caption_en: "Accounting",
        caption_es: "Contabilidad",
        ..STAFF
    },
    Player {
        subject: "retiree-turning-65",
        given: "Lorraine",
        family: "Abernathy",
        born: (64, 2, 20),
        work: Work::Pension(Group::MtrsRetiree, 3),
        relatives: &[Kin(Spouse, "Walter", false, (61, 5, 5))],
        holds: &[WithFirst(Health, "HMO"), Alone(Dental, "DBAS")],
        caption_en: "Retired teacher who will be 65 in three months, with a spouse of 61",
        caption_es: "Maestra jubilada que cumplirá 65 años en tres meses, con cónyuge de 61",
        ..STAFF
    },
    Player {
        subject: "retiree-family",
        given: "Augustin",
        family: "Delacroix",
        woman: false,
        born: (69, 8, 3),
        work: Work::Pension(Group::CityRetiree, 4),
        relatives: &[Kin(Spouse, "Noelle", true, (60, 4, 9)), Kin(Child, "Remy", false, (31, 2, 1))],
        holds: &[Alone(Health, "MSUP"), Theirs(Health, "HMO"), WithAll(Dental, "DBAS"), Alone(Life, "LIFE")],
        caption_en: "City retiree with Medicare, a spouse under 65 and a disabled child",
        caption_es: "Jubilado de la ciudad con Medicare, cónyuge menor de 65 años y un hijo con discapacidad",
        ..STAFF
    },
    Player {
        subject: "retiring-city",
        given: "Wendell",
        family: "Ashgrove",
        woman: false,
        born: (63, 9, 14),
        work: Work::Employed(Group::City, Some("DPW"), 400, Hired::On(1996, 5, 6), PayCalendar::Weekly),
        relatives: &[Kin(Spouse, "Ottilie", true, (61, 4, 9))],
        holds: &[WithFirst(Health, "HMO"), Alone(Dental, "DBAS"), Alone(Life, "LIFE"), HealthFsa(600)],
        caption_en: "Public works employee near retirement, who covers a spouse and has a health FSA",
        caption_es: "Empleado de obras públicas cerca de jubilarse; cubre a su cónyuge y tiene una cuenta FSA médica",
        ..STAFF
    },
    Player {
        subject: "retiring-teacher",
        given: "Beatriz",
        family: "Carvalhal",
        born: (62, 2, 3),
        work: Work::Employed(
            Group::School,
            Some("TEACHERS"),
            350,
            Hired::On(1993, 8, 30),
            PayCalendar::School21,
        ),
        holds: &[Alone(Health, "HMO"), Alone(Dental, "DHIGH"), Alone(Life, "LIFE")],
        caption_en: "Teacher near retirement, whose pension MTRS will pay",
        caption_es: "Maestra cerca de jubilarse, cuya pensión pagará MTRS",
        ..STAFF
    },
];

/// The place of one of the cast in the list.
pub(crate) fn place_of(player: &Player) -> usize {
    PLAYERS.iter().position(|other| other.subject == player.subject).unwrap_or_default()
}

/// The cast as the built-in issuer offers it.
pub(crate) fn members(city: &City) -> Vec<CastMember> {
    PLAYERS
        .iter()
        .map(|player| CastMember {
            subject: player.subject.into(),
            name: format!("{} {}", player.given, player.family),
            person_ref: Some(city.ref_of(Place::Cast(player))),
            roles: BTreeSet::from_iter(player.roles.iter().copied()),
            caption_en: player.caption_en.into(),
            caption_es: player.caption_es.into(),
        })
        .collect()
}

impl Player {
    /// Which group they are counted with.
    pub(crate) fn group(&self) -> Group {
        match self.work {
            Work::Employed(group, ..) | Work::Pension(group, _) => group,
        }
    }

    /// Their household.
    pub(crate) fn household(&'static self, city: &City) -> Household {
        let place = Place::Cast(self);
        let head = city.ref_of(place);
        let street = names::street(&mut city.chance(place, Part::Person));
        let post = self.post(city);
        let card = |given: &str, woman, born, member: u64| {
            let birth = birth(city, born);
            Person {
                ref_: if member == 0 { head.clone() } else { relative_ref(&head, member as usize - 1) },
                given: given.into(),
                family: self.family.into(),
                birth,
                woman,
                email: (member == 0).then(|| format!("{}@alderbrook.example", self.subject)),
                language: self.language,
                street: street.clone(),
                ssn: self.ssn.filter(|_| member == 0),
                medicare: medicare(city, place, member, birth).filter(|_| !post.in_service()),
            }
        };
        let person = card(self.given, self.woman, self.born, 0);
        let relatives = self.relatives.iter().zip(1..).map(|(kin, member)| {
            let Kin(relationship, given, woman, born) = *kin;
            Relative {
                person: card(given, woman, born, member),
                relationship,
                // Nobody else is covered at that age.
                disabled: relationship.is_child() && born.0 > CHILD_AGE_LIMIT,
                on_rolls: false,
            }
        });
        let relatives = relatives.collect();
        let others = self.relatives.len();
        let holds = self.holds.iter().map(|holding| holding.held(city, others)).collect();
        Household { person, post, relatives, holds }
    }

    fn post(&self, city: &City) -> Post {
        let unit = |group| match group {
            Group::School | Group::MtrsRetiree => "SCHOOL",
            Group::Utility => "UTILITY",
            Group::Board => "EMPLOYMENT_BOARD",
            _ => "CITY",
        };
        match self.work {
            Work::Employed(group, bargaining_unit, hours, hired, pays) => Post {
                population: Population::Active,
                unit: unit(group),
                bargaining_unit,
                hours: Some(hours),
                hired: match hired {
                    Hired::On(year, month, day) => NaiveDate::from_ymd_opt(year, month, day),
                    Hired::DaysAgo(days) => Some(city.today - Days::new(days)),
                },
                pays,
                since: None,
            },
            Work::Pension(group, years) => Post {
                population: match group {
                    Group::MtrsRetiree => Population::MtrsRetiree,
                    Group::Survivor => Population::Survivor,
                    _ => Population::CityRetiree,
                },
                unit: unit(group),
                bargaining_unit: None,
                hours: None,
                hired: None,
                pays: PayCalendar::Monthly,
                since: Some(end_of_month(city.year.first_day() - Months::new(12 * years + 1))),
            },
        }
    }
}

fn birth(city: &City, born: (u32, u32, u32)) -> NaiveDate {
    if born == TURNS_26 {
        let first = city.today.with_day(1).unwrap_or(city.today);
        return first - Months::new(12 * CHILD_AGE_LIMIT);
    }
    let (age, month, day) = born;
    let year = city.year.first_day().year() - age as i32;
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or(city.today)
}

impl Holding {
    fn held(self, city: &City, others: usize) -> Held {
        let year = city.year.period();
        let holder = matches!(self, Theirs(..)).then_some(0);
        let (benefit, what, period) = match self {
            Alone(benefit, plan) => (benefit, What::Cover(plan, Vec::new()), Period::starting(year.from())),
            WithAll(benefit, plan) => {
                (benefit, What::Cover(plan, (0..others).collect()), Period::starting(year.from()))
            }
            Theirs(benefit, plan) => {
                (benefit, What::Cover(plan, (1..others).collect()), Period::starting(year.from()))
            }
            WithFirst(benefit, plan) => (benefit, What::Cover(plan, vec![0]), Period::starting(year.from())),
            HealthFsa(dollars) => (Benefit::HealthFsa, What::Contribute("HFSA", dollars), year),
            Defer(dollars) => {
                let what = What::Defer("DC457", dollars);
                (Benefit::DeferredCompensation, what, Period::starting(year.from()))
            }
        };
        Held { holder, benefit, what, period }
    }
}

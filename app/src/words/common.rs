//! Words that every audience meets: navigation, forms, problems, benefits, money and dates.

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};
use domain::benefit::{Benefit, RateTier, Tier};
use domain::class::{Class, PayCalendar};
use domain::code::BargainingUnit;
use domain::deadline::CITY_ZONE;
use domain::submission::SubmissionState;

use super::{Lang, phrases};

phrases! {
    benefits_portal: "Employee and Retiree Benefits" / "Beneficios para empleados y jubilados",
    benefits_office: "Benefits Office" / "Oficina de Beneficios",
    skip_to_content: "Skip to main content" / "Saltar al contenido principal",
    other_language: "Español" / "English",
    sign_in: "Sign in" / "Iniciar sesión",
    sign_out: "Sign out" / "Cerrar sesión",
    demonstration_label: "Demonstration" / "Demostración",
    demonstration: "This is a demonstration. The city and everyone in it are invented." / "Esto es una demostración. La ciudad y todas las personas son inventadas.",
    menu: "Menu" / "Menú",
    main_menu: "Main menu" / "Menú principal",
    desk_menu: "Desk menu" / "Menú de la mesa de trabajo",
    desk_queue: "Queue" / "Cola",
    desk_people: "People" / "Personas",
    desk_setup: "Set-up" / "Configuración",
    nav_submissions: "Submissions" / "Solicitudes",
    nav_plans: "Plans" / "Planes",
    nav_rates: "Rates" / "Tarifas",
    nav_calculator: "Calculator" / "Calculadora",
    nav_open_enrollment: "Open enrollment" / "Inscripción abierta",
    nav_life_events: "Life events" / "Cambios en su vida",
    nav_retirees: "Retirees" / "Jubilados",
    nav_forms: "Forms" / "Formularios",
    nav_contact: "Contact" / "Contacto",
    nav_my: "My benefits" / "Mis beneficios",
    nav_desk: "Desk" / "Mesa de trabajo",
    nav_enrollments: "Enrollment periods" / "Períodos de inscripción",
    nav_my_events: "Something happened" / "Algo pasó",
    nav_turning_65: "Turning 65" / "Cumplen 65",
    nav_new_hires: "New hires" / "Nuevos empleados",
    nav_events: "Event catalogue" / "Catálogo de cambios",
    nav_messages: "Messages" / "Mensajes",
    nav_payroll: "Payroll" / "Nómina",
    nav_offices: "Offices" / "Oficinas",
    accessibility: "Accessibility" / "Accesibilidad",
    telephone: "Telephone" / "Teléfono",
    office_room: "City Hall, Room 204" / "Ayuntamiento (City Hall), oficina 204",
    office_hours: "Monday to Friday, 8:30 a.m. to 4:30 p.m." / "De lunes a viernes, de 8:30 a. m. a 4:30 p. m.",
    error_prefix: "Error: " / "Error: ",
    there_is_a_problem: "There is a problem" / "Hay un problema",
    no_change: "no change" / "sin cambio",
    steps: "Steps" / "Pasos",
    step_done: "done" / "hecho",
    step_current: "this step" / "este paso",
    step_todo: "still to do" / "pendiente",
    pages: "Pages" / "Páginas",
    previous: "Previous" / "Anterior",
    next: "Next" / "Siguiente",
    to_the_start: "Go to the start page" / "Ir a la página de inicio",
    sign_in_needed: "Please sign in" / "Inicie sesión",
    sign_in_needed_more: "This page is for people who are signed in." / "Esta página es para personas que han iniciado sesión.",
    forbidden: "This page is not for you" / "Esta página no es para usted",
    forbidden_more: "Your account does not have access to it. If you need it for your work, ask the benefits office." / "Su cuenta no tiene acceso a ella. Si la necesita para su trabajo, pregunte a la Oficina de Beneficios.",
    not_for_helper: "Not for a helper" / "No es para un ayudante",
    not_for_helper_more: "The person whom you help has not allowed this, or it is theirs alone. Ask them, or the benefits office." / "La persona a quien ayuda no lo ha permitido, o es solo de ella. Pregúntele a ella o a la Oficina de Beneficios.",
    not_found: "Page not found" / "Página no encontrada",
    not_found_more: "There is nothing at this address. It may have moved, or the address may have a typing mistake." / "No hay nada en esta dirección. Puede que la página haya cambiado de lugar o que la dirección tenga un error.",
    changed_meanwhile: "Somebody else changed this" / "Otra persona cambió esto",
    changed_meanwhile_more: "It was changed after you opened the page, so nothing was saved. Go back, look at the new version, and try again." / "Se cambió después de que usted abrió la página, así que no se guardó nada. Vuelva atrás, mire la nueva versión e inténtelo otra vez.",
    too_many: "Too many tries" / "Demasiados intentos",
    too_many_more: "You tried many times in a short time. Wait a few minutes, then try again." / "Lo intentó muchas veces en poco tiempo. Espere unos minutos e inténtelo otra vez.",
    not_possible: "This can't be done now" / "Esto no se puede hacer ahora",
    not_possible_more: "Nothing was changed. Go back to see where things stand." / "No se cambió nada. Vuelva atrás para ver cómo están las cosas.",
    breakdown: "Something went wrong on our side" / "Algo falló de nuestro lado",
    breakdown_more: "Nothing was changed. Try again in a few minutes. If it goes on, call the benefits office." / "No se cambió nada. Inténtelo otra vez en unos minutos. Si sigue igual, llame a la Oficina de Beneficios.",
}

/// The benefits office's street, the same in both languages. Invented, as its telephone number is.
pub const OFFICE_STREET: &str = domain::office::STREET;
/// Its telephone number.
pub const OFFICE_PHONE: &str = domain::office::PHONE;
/// The same as a link.
pub const OFFICE_PHONE_LINK: &str = "tel:+14135550142";
/// Its e-mail address.
pub const OFFICE_EMAIL: &str = domain::office::EMAIL;

/// "Step 2 of 7".
pub fn step_of(lang: Lang, step: usize, count: usize) -> String {
    match lang {
        Lang::En => format!("Step {step} of {count}"),
        Lang::Es => format!("Paso {step} de {count}"),
    }
}

/// Where a submission stands, as its member reads it.
pub const fn submission_state(lang: Lang, state: SubmissionState) -> &'static str {
    match state {
        SubmissionState::Submitted => lang.pick("Received", "Recibida"),
        SubmissionState::Returned => lang.pick("Needs your answer", "Falta su respuesta"),
        SubmissionState::Approved => lang.pick("Approved", "Aprobada"),
        SubmissionState::Denied => lang.pick("Denied", "Rechazada"),
        SubmissionState::Withdrawn => lang.pick("Withdrawn", "Retirada"),
        SubmissionState::Replaced => lang.pick("Replaced", "Sustituida"),
    }
}

/// How often somebody is paid.
pub const fn pay_calendar(lang: Lang, calendar: PayCalendar) -> &'static str {
    match calendar {
        PayCalendar::Weekly => lang.pick("Every week (52 a year)", "Cada semana (52 al año)"),
        PayCalendar::Biweekly => lang.pick("Every two weeks (26 a year)", "Cada dos semanas (26 al año)"),
        PayCalendar::Semimonthly => lang.pick("Twice a month (24 a year)", "Dos veces al mes (24 al año)"),
        PayCalendar::School21 => lang.pick("School year, 21 paychecks", "Año escolar, 21 pagos"),
        PayCalendar::School22 => lang.pick("School year, 22 paychecks", "Año escolar, 22 pagos"),
        PayCalendar::School26 => lang
            .pick("School, paid through the summer (26 a year)", "Escuelas, con pagos en verano (26 al año)"),
        PayCalendar::Monthly => lang.pick("Every month (12 a year)", "Cada mes (12 al año)"),
    }
}

/// Who somebody is to the benefits office.
pub const fn class(lang: Lang, class: Class) -> &'static str {
    match class {
        Class::Active => lang.pick("Employees", "Empleados"),
        Class::Retiree => lang.pick("Retirees", "Jubilados"),
        Class::NonMedicareRetiree => lang.pick("Retirees without Medicare", "Jubilados sin Medicare"),
        Class::MedicareRetiree => lang.pick("Retirees with Medicare", "Jubilados con Medicare"),
        Class::Survivor => lang.pick("Survivors", "Cónyuges sobrevivientes"),
        Class::MedicareSurvivor => {
            lang.pick("Survivors with Medicare", "Cónyuges sobrevivientes con Medicare")
        }
        Class::Cobra => lang.pick("People on COBRA", "Personas con COBRA"),
    }
}

/// A bargaining unit as people read it: `FIRE` is "Fire", `DPW_LABOR` is "Dpw labor".
pub fn bargaining_unit(unit: &BargainingUnit) -> String {
    let text = unit.as_str().to_lowercase().replace('_', " ");
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The row of a rate sheet.
pub const fn rate_tier(lang: Lang, rate: RateTier) -> &'static str {
    match rate {
        RateTier::Under30 => lang.pick("Under age 30", "Menos de 30 años"),
        RateTier::From30To39 => lang.pick("Age 30 to 39", "De 30 a 39 años"),
        RateTier::From40To49 => lang.pick("Age 40 to 49", "De 40 a 49 años"),
        RateTier::From50To59 => lang.pick("Age 50 to 59", "De 50 a 59 años"),
        RateTier::From60To69 => lang.pick("Age 60 to 69", "De 60 a 69 años"),
        RateTier::From70 => lang.pick("Age 70 and up", "70 años o más"),
        other => tier(lang, other.tier()),
    }
}

/// What people call a benefit.
pub const fn benefit(lang: Lang, benefit: Benefit) -> &'static str {
    match benefit {
        Benefit::Health => lang.pick("Health", "Salud"),
        Benefit::Dental => lang.pick("Dental", "Dental"),
        Benefit::Vision => lang.pick("Vision", "Visión"),
        Benefit::Life => lang.pick("Basic life", "Vida básico"),
        Benefit::OptionalLife => lang.pick("Optional life", "Vida opcional"),
        Benefit::HealthFsa => lang.pick("Health FSA", "Cuenta FSA de salud"),
        Benefit::DependentCareFsa => lang.pick("Dependent care FSA", "Cuenta FSA de cuidado de dependientes"),
        Benefit::DeferredCompensation => {
            lang.pick("457(b) retirement savings", "Ahorro para la jubilación 457(b)")
        }
    }
}

/// What people call a tier.
pub const fn tier(lang: Lang, tier: Tier) -> &'static str {
    match tier {
        Tier::Individual => lang.pick("Individual", "Individual"),
        Tier::IndividualPlusOne => lang.pick("Individual plus one", "Individual más uno"),
        Tier::Family => lang.pick("Family", "Familiar"),
        Tier::PerPerson => lang.pick("Per person", "Por persona"),
        Tier::PerThousandByAge => lang.pick("Per $1,000, by age", "Por cada $1,000, según la edad"),
        Tier::Amount => lang.pick("Amount you choose", "Cantidad que usted elige"),
    }
}

const MONTHS: [(&str, &str); 12] = [
    ("January", "enero"),
    ("February", "febrero"),
    ("March", "marzo"),
    ("April", "abril"),
    ("May", "mayo"),
    ("June", "junio"),
    ("July", "julio"),
    ("August", "agosto"),
    ("September", "septiembre"),
    ("October", "octubre"),
    ("November", "noviembre"),
    ("December", "diciembre"),
];

/// The month on a leaf of a calendar: `Jul`, `jul`; 1 is January.
pub fn month_short(lang: Lang, month: u32) -> &'static str {
    let (english, spanish) = MONTHS[(month as usize + 11) % 12];
    &lang.pick(english, spanish)[..3]
}

/// A month by its name: `July`, `julio`; 1 is January.
pub fn month_name(lang: Lang, month: u32) -> &'static str {
    let (english, spanish) = MONTHS[(month as usize + 11) % 12];
    lang.pick(english, spanish)
}

/// A day as people type it into a field, such as 3/15/2027.
pub fn typed_date(day: NaiveDate) -> String {
    day.format("%-m/%-d/%Y").to_string()
}

/// A day as people write it: `July 1, 2026`, `1 de julio de 2026`.
pub fn date(lang: Lang, day: NaiveDate) -> String {
    let (english, spanish) = MONTHS[day.month0() as usize];
    match lang {
        Lang::En => format!("{english} {}, {}", day.day(), day.year()),
        Lang::Es => format!("{} de {spanish} de {}", day.day(), day.year()),
    }
}

/// An instant by the clocks of the city: `July 1, 2026, 4:05 p.m.`, `1 de julio de 2026, 4:05 p. m.`
pub fn date_time(lang: Lang, at: DateTime<Utc>) -> String {
    let local = at.with_timezone(&CITY_ZONE);
    format!("{}, {}", date(lang, local.date_naive()), time(lang, local.hour(), local.minute()))
}

/// A time of day: `11:59 p.m.`, `11:59 p. m.`
fn time(lang: Lang, hour: u32, minute: u32) -> String {
    let half = match (hour < 12, lang) {
        (true, Lang::En) => "a.m.",
        (false, Lang::En) => "p.m.",
        (true, Lang::Es) => "a. m.",
        (false, Lang::Es) => "p. m.",
    };
    format!("{}:{minute:02} {half}", (hour + 11) % 12 + 1)
}

/// The time of day of an instant by the clocks of the city: `4:05 p.m.`
pub fn time_of(lang: Lang, at: DateTime<Utc>) -> String {
    let local = at.with_timezone(&CITY_ZONE);
    time(lang, local.hour(), local.minute())
}

/// A sentence whose last word may end with a period of its own, as `p.m.` does: one period is enough.
pub fn sentence(text: String) -> String {
    match text.strip_suffix("..") {
        Some(rest) => format!("{rest}."),
        None => text,
    }
}

/// The last moment before a close, which is the first instant too late: `December 8, 2026, 11:59 p.m.`
pub fn last_minute(lang: Lang, closes_at: DateTime<Utc>) -> String {
    date_time(lang, closes_at - chrono::Duration::seconds(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_written_as_people_write_them() {
        let day = "2026-07-01".parse().unwrap();
        assert_eq!(date(Lang::En, day), "July 1, 2026");
        assert_eq!(date(Lang::Es, day), "1 de julio de 2026");
    }

    #[test]
    fn a_close_is_written_as_the_last_minute_before_it() {
        let close = "2026-12-09T05:00:00Z".parse().unwrap();
        assert_eq!(last_minute(Lang::En, close), "December 8, 2026, 11:59 p.m.");
        assert_eq!(last_minute(Lang::Es, close), "8 de diciembre de 2026, 11:59 p. m.");
    }

    #[test]
    fn a_sentence_ends_with_one_period() {
        assert_eq!(sentence("By 11:59 p.m..".into()), "By 11:59 p.m.");
        assert_eq!(sentence("By noon.".into()), "By noon.");
    }

    #[test]
    fn times_of_day_have_twelve_hours() {
        for (hour, text) in [(0, "12:05 a.m."), (9, "9:05 a.m."), (12, "12:05 p.m."), (13, "1:05 p.m.")] {
            assert_eq!(time(Lang::En, hour, 5), text);
        }
    }
}

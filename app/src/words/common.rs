//! Words that every audience meets: navigation, forms, problems, benefits, money and dates.

use chrono::{Datelike, NaiveDate};
use domain::benefit::{Benefit, Tier};

use super::{Lang, phrases};

phrases! {
    benefits_portal: "Employee and Retiree Benefits" / "Beneficios para empleados y jubilados",
    skip_to_content: "Skip to main content" / "Saltar al contenido principal",
    other_language: "Español" / "English",
    sign_in: "Sign in" / "Iniciar sesión",
    sign_out: "Sign out" / "Cerrar sesión",
    demonstration: "This is a demonstration. The city and everyone in it are invented." / "Esto es una demostración. La ciudad y todas las personas son inventadas.",
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

/// A day as people write it: `July 1, 2026`, `1 de julio de 2026`.
pub fn date(lang: Lang, day: NaiveDate) -> String {
    let (english, spanish) = MONTHS[day.month0() as usize];
    match lang {
        Lang::En => format!("{english} {}, {}", day.day(), day.year()),
        Lang::Es => format!("{} de {spanish} de {}", day.day(), day.year()),
    }
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
}

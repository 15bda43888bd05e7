//! What the review of a change of standing shows besides.

use domain::transition::Reason;
use uuid::Uuid;

use super::correction::about;
use crate::components::summary::Fact;
use crate::visit::Visit;
use crate::words::{common, desk as dw, retiring, survivors as w};

/// What has happened, to whom, and when.
pub(super) fn facts(visit: &Visit, reason: &Reason, name_of: &impl Fn(Uuid) -> Option<String>) -> Vec<Fact> {
    let lang = visit.lang;
    let day = |label: &'static str, day| Fact::new(label, common::date(lang, day));
    let name = |id: Uuid| name_of(id).unwrap_or_default();
    match reason {
        Reason::Medicare { who, part_a, part_b } => {
            let whom = name_of(*who).map(|name| Fact::new(w::who(lang), name));
            let dates = [day(w::fact_part_a(lang), *part_a), day(w::fact_part_b(lang), *part_b)];
            let number = Fact::new(dw::mbi(lang), w::mbi_entered(lang));
            whom.into_iter().chain(dates).chain([number]).collect()
        }
        Reason::Retirement { system, unit, last_day, retired_on } => vec![
            day(retiring::when(lang), *last_day),
            day(w::fact_retired(lang), *retired_on),
            Fact::new(dw::unit(lang), unit.to_string()),
            Fact::new(w::fact_system(lang), dw::standing(lang, system.population())),
        ],
        Reason::Death { died_on, survivor } => {
            let survivor = survivor.map(|id| Fact::new(w::fact_survivor(lang), name(id)));
            std::iter::once(day(w::fact_death(lang), *died_on)).chain(survivor).collect()
        }
        Reason::Remarriage { on } => vec![day(w::fact_remarriage(lang), *on)],
        Reason::TakenBack { reference, because } => about(visit, because, Some(reference)),
    }
}

//! Words for those who become 65.

use chrono::NaiveDate;

use super::{Lang, common, phrases};

phrases! {
    title: "Turning 65" / "Cumplen 65 años",
    lead: "Retirees, survivors and those whom they cover who become 65 in the next nine months, or are past 65 and have no Medicare on record. They are told by e-mail nine and three months ahead; print a letter for those who have no e-mail address." / "Jubilados, sobrevivientes y las personas a quienes cubren que cumplen 65 años en los próximos nueve meses, o ya los cumplieron y no tienen Medicare en los registros. Se les avisa por correo electrónico nueve y tres meses antes; imprima una carta para quienes no tienen correo electrónico.",
    nobody: "Nobody becomes 65 in this time." / "Nadie cumple 65 años en este tiempo.",
    who: "Who" / "Quién",
    covered_by: "Covered by" / "Cubierto por",
    begins: "Medicare can begin" / "Medicare puede empezar",
    enrolls: "May enroll" / "Puede inscribirse",
    told_by: "Told by" / "Se le avisa por",
    by_email: "E-mail" / "Correo electrónico",
    no_email: "No e-mail address" / "Sin correo electrónico",
    letter: "Letter (PDF)" / "Carta (PDF)",
    late_title: "Past 65 without Medicare" / "Más de 65 años y sin Medicare",
    late_lead: "Their Medicare could have begun. Whoever became 65 last comes first." / "Su Medicare podía haber empezado. Primero está quien cumplió 65 años más recientemente.",
    enter: "Enter a Medicare card" / "Registrar una tarjeta de Medicare",
    over: "Late" / "Tarde",
    open_now: "May enroll now" / "Puede inscribirse ahora",
    what_happens: "The city’s retirees and those whom they cover must have Medicare parts A and B at 65, and then move to the city’s Medicare plan. The others in your family stay where they are. Send us a photo of the Medicare card when it comes." / "Los jubilados de la ciudad y las personas a quienes cubren deben tener las partes A y B de Medicare a los 65 años y pasan entonces al plan de Medicare de la ciudad. Los demás de su familia siguen donde están. Envíenos una foto de la tarjeta de Medicare cuando llegue.",
    late: "This day is over and we have no Medicare on record. Whoever enrolls late may pay more for part B for life. Call Social Security at 1-800-772-1213, and then us." / "Ese día ya pasó y no tenemos Medicare en los registros. Quien se inscribe tarde puede pagar más por la parte B de por vida. Llame al Seguro Social al 1-800-772-1213 y después a nosotros.",
    read_more: "What to do, and tell us what the card says" / "Qué hacer, y díganos qué dice la tarjeta",
}

/// Who, and from when on; or since when, where that day is over.
pub fn heading(lang: Lang, name: &str, begins: NaiveDate, late: bool) -> String {
    let day = common::date(lang, begins);
    match (lang, late) {
        (Lang::En, false) => format!("Medicare for {name} can begin on {day}"),
        (Lang::En, true) => format!("Medicare for {name} could have begun on {day}"),
        (Lang::Es, false) => format!("Medicare para {name} puede empezar el {day}"),
        (Lang::Es, true) => format!("Medicare para {name} podía empezar el {day}"),
    }
}

/// When to enrol.
pub fn enrol_by(lang: Lang, first: NaiveDate, last: NaiveDate) -> String {
    let (first, last) = (common::date(lang, first), common::date(lang, last));
    match lang {
        Lang::En => format!(
            "Enroll in Medicare parts A and B with Social Security between {first} and {last}. Do it in the first three months, so that there is no gap."
        ),
        Lang::Es => format!(
            "Inscríbase en las partes A y B de Medicare con el Seguro Social entre el {first} y el {last}. Hágalo en los primeros tres meses, para que no quede ningún período sin cobertura."
        ),
    }
}

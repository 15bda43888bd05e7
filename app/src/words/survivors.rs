//! Words for a death in the family, and for survivors.

use chrono::NaiveDate;
use domain::money::Cents;

use super::{Lang, common, phrases};

phrases! {
    nav: "Deaths" / "Fallecimientos",
    title: "When somebody dies" / "Cuando alguien fallece",
    lead: "We are sorry for your loss. One call or this short form is enough to begin: we do the rest with you." / "Lamentamos su pérdida. Una llamada o este breve formulario basta para empezar: hacemos lo demás con usted.",
    description: "What ends and what goes on after the death of an employee or retiree of the city, and how to tell the benefits office." / "Qué termina y qué continúa tras el fallecimiento de un empleado o jubilado de la ciudad y cómo avisar a la oficina de beneficios.",
    ends_title: "What ends" / "Qué termina",
    ends_coverage: "The coverage of who has died goes on to the last day of the month." / "La cobertura de la persona fallecida sigue hasta el último día del mes.",
    ends_refund: "Premiums that were taken for later months are given back." / "Las primas descontadas por meses posteriores se devuelven.",
    ends_life: "Life insurance is paid to the beneficiary: we send you the insurer’s claim form." / "El seguro de vida se paga al beneficiario: le enviamos el formulario de la aseguradora.",
    goes_on_title: "What goes on, for whom, and until when" / "Qué continúa, para quién y hasta cuándo",
    goes_on_spouse: "A surviving spouse who was covered keeps health and dental insurance from the first of the next month, without a gap, until a new marriage." / "El cónyuge sobreviviente que estaba cubierto conserva el seguro de salud y dental desde el primer día del mes siguiente, sin interrupción, hasta un nuevo matrimonio.",
    goes_on_children: "Children who were covered stay with the surviving spouse to the end of the month in which they become 26; a child with a disability stays beyond it." / "Los hijos cubiertos siguen con el cónyuge sobreviviente hasta el final del mes en que cumplen 26 años; un hijo con discapacidad sigue después.",
    goes_on_medicare: "Part B premiums are paid back for the months up to the month of the death." / "Las primas de la parte B se reembolsan por los meses hasta el mes del fallecimiento.",
    goes_on_otherwise: "Who can’t stay may buy continuation coverage (COBRA) for up to 36 months." / "Quien no puede seguir puede comprar cobertura de continuación (COBRA) hasta por 36 meses.",
    remarriage_title: "If a survivor marries again" / "Si un sobreviviente vuelve a casarse",
    remarriage: "Survivors’ insurance ends with the month of the marriage (M.G.L. c. 32B § 9B). Please tell us before it." / "El seguro de sobrevivientes termina con el mes del matrimonio (M.G.L. c. 32B § 9B). Por favor, avísenos antes.",
    form_title: "Tell us" / "Avísenos",
    form_lead: "You need not sign in. The death certificate can come later." / "No necesita iniciar sesión. El certificado de defunción puede venir después.",
    deceased: "Who has died?" / "¿Quién falleció?",
    died_on: "On which day?" / "¿Qué día?",
    day_hint: "Such as 11/10/2026" / "Como 11/10/2026 (mes/día/año)",
    reporter: "Your name" / "Su nombre",
    relation: "What you are to them (if you like)" / "Qué parentesco tiene (si quiere)",
    contact: "How do we reach you? Telephone or e-mail" / "¿Cómo le contactamos? Teléfono o correo electrónico",
    words: "Anything else (if you like)" / "Algo más (si quiere)",
    send: "Send to the benefits office" / "Enviar a la oficina de beneficios",
    thanks_title: "Thank you. We have it." / "Gracias. Lo recibimos.",
    thanks: "We call or write to you within two working days. You need not do anything until then." / "Le llamamos o escribimos en dos días hábiles. No tiene que hacer nada hasta entonces.",
    or_call: "Or call us:" / "O llámenos:",

    reports_title: "Deaths reported by families" / "Fallecimientos avisados por familias",
    reports_lead: "Find the person, record the death on their page, and put the report away. Nothing has changed by it yet." / "Busque a la persona, registre el fallecimiento en su página y archive el aviso. Todavía no ha cambiado nada.",
    no_reports: "No report waits." / "Ningún aviso espera.",
    put_away: "Put away" / "Archivar",
    reported_by: "Reported by" / "Avisado por",
    reported_at: "Reported" / "Avisado",
    look_for: "Look for the person" / "Buscar a la persona",

    record_title: "Record a death" / "Registrar un fallecimiento",
    record_lead: "It goes to the queue as a submission: nothing changes until it is approved." / "Va a la cola como solicitud: nada cambia hasta que se aprueba.",
    what: "What has happened?" / "¿Qué sucedió?",
    what_death: "The person has died" / "La persona falleció",
    what_remarriage: "The survivor has married again" / "El sobreviviente volvió a casarse",
    day: "On which day?" / "¿Qué día?",
    who_goes_on: "Who goes on as a survivor?" / "¿Quién sigue como sobreviviente?",
    nobody_goes_on: "Nobody: everything ends" / "Nadie: todo termina",
    look: "Show what it does" / "Mostrar qué hace",
    to_queue: "Send to the queue" / "Enviar a la cola",
    preview_title: "What it does" / "Qué hace",
    already: "The death is on record." / "El fallecimiento está en los registros.",
    nothing: "Nothing" / "Nada",
    benefit: "Benefit" / "Beneficio",
    who: "Who" / "Quién",
    before: "Until then" / "Hasta entonces",
    after: "From then on" / "Desde entonces",
    fact_reason: "Reason" / "Motivo",
    fact_part_a: "Part A begins" / "Empieza la parte A",
    fact_part_b: "Part B begins" / "Empieza la parte B",
    fact_death: "Died on" / "Falleció el",
    fact_survivor: "Goes on as a survivor" / "Sigue como sobreviviente",
    fact_remarriage: "Married again on" / "Volvió a casarse el",
    fact_retired: "First day of retirement" / "Primer día de jubilación",
    fact_system: "Pension" / "Pensión",
    mbi_entered: "A Medicare number was sent with it; an approval gives it to the record." / "Se envió un número de Medicare; la aprobación lo pasa al registro.",
}

/// What is to be given back.
pub fn refund(lang: Lang, months: u32, monthly: Cents, total: Cents) -> String {
    let (monthly, total) = (monthly.display(), total.display());
    match (lang, months) {
        (Lang::En, 0) => "No premium was paid for a later month: nothing is given back.".into(),
        (Lang::Es, 0) => "No se pagó ninguna prima por un mes posterior: no se devuelve nada.".into(),
        (Lang::En, 1) => format!(
            "One month’s premium was paid after the end, the subscriber’s share of {monthly}: {total} is to be given back, less what the survivors’ coverage costs."
        ),
        (Lang::Es, 1) => format!(
            "Se pagó la prima de un mes después del final, la parte del titular de {monthly}: se devuelven {total}, menos lo que cuesta la cobertura de los sobrevivientes."
        ),
        (Lang::En, n) => format!(
            "Premiums of {n} months were paid after the end, the subscriber’s share of {monthly} each: {total} is to be given back, less what the survivors’ coverage costs."
        ),
        (Lang::Es, n) => format!(
            "Se pagaron primas de {n} meses después del final, la parte del titular de {monthly} cada uno: se devuelven {total}, menos lo que cuesta la cobertura de los sobrevivientes."
        ),
    }
}

/// Until when the old coverage goes on.
pub fn last_day(lang: Lang, day: NaiveDate) -> String {
    let day = common::date(lang, day);
    match lang {
        Lang::En => format!("Coverage goes on through {day}."),
        Lang::Es => format!("La cobertura sigue hasta el {day}."),
    }
}

/// What is wrong with a field.
pub fn problem(lang: Lang, field: &str, problem: &str, detail: &str) -> String {
    let text: &str = match (field, problem) {
        (_, "too_long") => {
            return match lang {
                Lang::En => format!("Write {detail} characters at most."),
                Lang::Es => format!("Escriba {detail} caracteres como máximo."),
            };
        }
        ("deceased", _) => {
            lang.pick("Enter the name of who has died.", "Escriba el nombre de quien falleció.")
        }
        ("reporter", _) => lang.pick("Enter your name.", "Escriba su nombre."),
        ("contact", _) => lang.pick(
            "Enter a telephone number or an e-mail address.",
            "Escriba un teléfono o un correo electrónico.",
        ),
        ("died_on" | "day", "missing") => lang.pick("Enter the day.", "Escriba el día."),
        ("died_on" | "day", "not_a_date") => lang
            .pick("Enter a date, such as 11/10/2026.", "Escriba una fecha, como 11/10/2026 (mes/día/año)."),
        ("died_on" | "day", "to_come") => {
            lang.pick("This day is still to come.", "Ese día todavía no ha llegado.")
        }
        ("died_on" | "day", _) => {
            lang.pick("This is too long ago: call us.", "Hace demasiado tiempo: llámenos.")
        }
        ("survivor", "no_tier") => lang.pick(
            "The plan has no tier for those who would stay: correct the coverage first.",
            "El plan no tiene un nivel para quienes seguirían: corrija antes la cobertura.",
        ),
        ("survivor", _) => {
            lang.pick("Say who goes on as a survivor.", "Indique quién sigue como sobreviviente.")
        }
        ("what", _) => {
            lang.pick("Only a survivor marries again here.", "Aquí solo un sobreviviente vuelve a casarse.")
        }
        _ => lang.pick("Please look at this again.", "Por favor, revise esto."),
    };
    text.to_owned()
}

//! Words of My retirement benefits and of moving to Medicare.

use chrono::NaiveDate;
use desk::lists::PaidBy;
use desk::retirement::Why;
use domain::class::RetirementSystem;
use domain::money::Cents;
use domain::submission::SubmissionState;

use super::{Lang, common, phrases};

phrases! {
    title: "My retirement benefits" / "Mis beneficios de jubilación",
    lead: "Everybody whom you cover, each with plan, price and the next date." / "Todas las personas a quienes cubre, cada una con su plan, su precio y la próxima fecha.",
    survivor_lead: "As a surviving spouse you keep the city’s insurance while you pay your share and do not marry again." / "Como cónyuge sobreviviente conserva el seguro de la ciudad mientras pague su parte y no vuelva a casarse.",
    next_title: "What changes next" / "Qué cambia próximamente",
    nothing_next: "Nothing that we know of changes in the next year." / "No sabemos de ningún cambio en el próximo año.",
    how_paid: "How it is paid" / "Cómo se paga",
    you_pay: "You pay a month, in all" / "Usted paga al mes, en total",
    city_pays: "The city pays a month, in all" / "La ciudad paga al mes, en total",
    incomplete: "One price is not on our sheets yet: call us for it." / "Un precio todavía no está en nuestras tablas: llámenos.",
    plan: "Plan" / "Plan",
    under: "Covered under" / "Cubierto con",
    your_share: "Your share a month" / "Su parte al mes",
    city_share: "City’s share a month" / "Parte de la ciudad al mes",
    whole_price: "Whole price a month" / "Precio total al mes",
    since: "Since" / "Desde",
    until: "Until" / "Hasta",
    medicare_since: "Medicare A and B since" / "Medicare A y B desde",
    not_covered: "Not covered by the city." / "Sin cobertura de la ciudad.",
    next_date: "Next date" / "Próxima fecha",
    approve_past_words: "The plan’s first day is over. Has its company agreed to it, and how?" / "El primer día del plan ya pasó. ¿Lo aceptó la compañía, y cómo?",
    tell_medicare: "Tell us about Medicare" / "Infórmenos sobre Medicare",
    waiting: "What you sent" / "Lo que envió",
    my_packet: "Your packet, to print (PDF)" / "Su paquete, para imprimir (PDF)",
    my_part_b: "Part B: what the city pays back" / "Parte B: lo que la ciudad reembolsa",
    all_benefits: "All benefits, other days and forms" / "Todos los beneficios, otros días y formularios",
    my_retirement_link: "Everybody whom you cover, on one page" / "Todas las personas a quienes cubre, en una página",
    your_plan_stays: "Nothing to do" / "Nada que hacer",

    medicare_title: "Medicare" / "Medicare",
    when: "When Medicare can begin" / "Cuándo puede empezar Medicare",
    enroll_between: "Enroll with Social Security between" / "Inscríbase en el Seguro Social entre",
    today_plan: "Plan today" / "Plan de hoy",
    who_stays: "Who stays where they are" / "Quiénes siguen donde están",
    steps_title: "How it goes" / "Cómo funciona",
    step_enroll: "Enroll in Medicare parts A and B with Social Security: 1-800-772-1213, or ssa.gov. Do it in the three months before the month in which Medicare can begin." / "Inscríbase en las partes A y B de Medicare con el Seguro Social: 1-800-772-1213, o ssa.gov. Hágalo en los tres meses anteriores al mes en que puede empezar Medicare.",
    step_card: "When the red, white and blue card comes, tell us below what is on it, and choose one of the city’s Medicare plans." / "Cuando llegue la tarjeta roja, blanca y azul, díganos abajo qué dice y elija uno de los planes de Medicare de la ciudad.",
    step_photo: "Then send us a photo of the card." / "Después envíenos una foto de la tarjeta.",
    step_moves: "Once we have checked it, the plan begins on the first of a month, and coverage until then goes on. Nobody is without insurance for a day." / "Cuando la hayamos revisado, el plan empieza el primer día de un mes y la cobertura anterior sigue hasta entonces. Nadie queda un día sin seguro.",
    law: "Massachusetts law asks for it (M.G.L. c. 32B § 18): whoever can have part A without a premium enrolls in A and B and moves to a Medicare plan of the city." / "Lo exige la ley de Massachusetts (M.G.L. c. 32B § 18): quien puede tener la parte A sin prima se inscribe en A y B y pasa a un plan de Medicare de la ciudad.",
    form_title: "What the card says" / "Qué dice la tarjeta",
    mbi: "Medicare number" / "Número de Medicare",
    mbi_hint: "11 letters and digits, such as 1EG4-TE5-MK73. We keep it encrypted." / "11 letras y dígitos, como 1EG4-TE5-MK73. Lo guardamos cifrado.",
    part_a: "HOSPITAL (PART A) begins" / "HOSPITAL (PARTE A) empieza",
    part_b: "MEDICAL (PART B) begins" / "MÉDICO (PARTE B) empieza",
    part_hint: "The first of a month, such as 3/1/2027" / "El primer día de un mes, como 3/1/2027 (mes/día/año)",
    which_plan: "Which Medicare plan?" / "¿Qué plan de Medicare?",
    signature: "Your name, as signature" / "Su nombre, como firma",
    attest: "By sending this you say that it is what the card says." / "Al enviarlo usted declara que es lo que dice la tarjeta.",
    send: "Send" / "Enviar",
    was_sent: "We have it" / "Lo recibimos",
    was_sent_more: "We look at it and write to you. If you have not done so yet, send a photo of the card now." / "Lo revisamos y le escribimos. Si todavía no lo ha hecho, envíe ahora una foto de la tarjeta.",
    send_photo: "Send a photo of the card" / "Enviar una foto de la tarjeta",
    was_returned: "We need something from you" / "Necesitamos algo de usted",
    was_denied: "We could not take it" / "No pudimos aceptarlo",
    is_in_medicare: "Medicare is on record. Nothing more to do." / "Medicare está en los registros. No hay nada más que hacer.",
    no_health_plan: "No health plan of the city covers this person." / "Ningún plan de salud de la ciudad cubre a esta persona.",
    late_title: "Enrolling late costs more, for life" / "Inscribirse tarde cuesta más, de por vida",
    back: "Back to My retirement benefits" / "Volver a Mis beneficios de jubilación",
    from_paper: "From a paper form or the counter: the name of the person who signed it." / "De un formulario en papel o del mostrador: el nombre de quien lo firmó.",
    per_month: "a month" / "al mes",
}

/// How the share is paid.
pub const fn paid_by(lang: Lang, how: PaidBy) -> &'static str {
    match how {
        PaidBy::Pension(RetirementSystem::City) => {
            lang.pick("Taken out of your city pension", "Se descuenta de su pensión de la ciudad")
        }
        PaidBy::Pension(RetirementSystem::Mtrs) => lang.pick(
            "Taken out of your pension by the Massachusetts Teachers’ Retirement System (MTRS)",
            "El Sistema de Jubilación de Maestros de Massachusetts (MTRS) lo descuenta de su pensión",
        ),
        PaidBy::Bill => lang.pick(
            "By a bill that the treasurer sends you each month",
            "Con una factura que el tesorero le envía cada mes",
        ),
    }
}

/// What changes, and why, for somebody.
pub fn change(lang: Lang, why: &Why) -> String {
    let benefit = |one: &domain::benefit::Benefit| common::benefit(lang, *one);
    match (why, lang) {
        (Why::Begins(one, plan), Lang::En) => format!("{} begins: {plan}", benefit(one)),
        (Why::Begins(one, plan), Lang::Es) => format!("Empieza {}: {plan}", benefit(one)),
        (Why::Ends(one), Lang::En) => format!("{} ends", benefit(one)),
        (Why::Ends(one), Lang::Es) => format!("Termina {}", benefit(one)),
        (Why::Price(one, before, after), Lang::En) => {
            format!(
                "{}: new price, {} a month in place of {}",
                benefit(one),
                after.display(),
                before.display()
            )
        }
        (Why::Price(one, before, after), Lang::Es) => {
            format!(
                "{}: nuevo precio, {} al mes en lugar de {}",
                benefit(one),
                after.display(),
                before.display()
            )
        }
        (Why::Turns65, Lang::En) => "65 years old: Medicare has to begin".into(),
        (Why::Turns65, Lang::Es) => "65 años: tiene que empezar Medicare".into(),
        (Why::AgeLimit, Lang::En) => "26 years old: coverage as a child is over".into(),
        (Why::AgeLimit, Lang::Es) => "26 años: termina la cobertura como hijo".into(),
    }
}

/// Somebody's age.
pub fn years_old(lang: Lang, age: u32) -> String {
    match lang {
        Lang::En => format!("{age} years old"),
        Lang::Es => format!("{age} años"),
    }
}

/// A covered-under sentence.
pub fn under_whom(lang: Lang, plan: &str, whom: &str) -> String {
    match lang {
        Lang::En => format!("{plan}, under {whom}"),
        Lang::Es => format!("{plan}, con {whom}"),
    }
}

/// Medicare of somebody, as a heading.
pub fn medicare_of(lang: Lang, name: &str) -> String {
    match lang {
        Lang::En => format!("Medicare for {name}"),
        Lang::Es => format!("Medicare para {name}"),
    }
}

/// What a submission about Medicare has come to.
pub fn sent_state(lang: Lang, name: &str, effective: NaiveDate, state: SubmissionState) -> String {
    let day = common::date(lang, effective);
    match (state, lang) {
        (SubmissionState::Returned, Lang::En) => format!("{name}: we need something from you"),
        (SubmissionState::Returned, Lang::Es) => format!("{name}: necesitamos algo de usted"),
        (_, Lang::En) => format!("{name}: change from {day} on, with us for a look"),
        (_, Lang::Es) => format!("{name}: cambio desde el {day}, en revisión"),
    }
}

/// What it costs to be late, and what the city covers of it.
pub fn late(lang: Lang, months: u32, penalty: Cents, whole: Cents) -> String {
    let (penalty, whole) = (penalty.display(), whole.display());
    let years = months / 12;
    match lang {
        Lang::En => format!(
            "The time to enroll without a penalty has been over for {months} months. Part B costs a tenth more for each of {years} full years: {penalty} more a month this year, {whole} in all, for life. Months in which somebody’s current employment covered you do not count: tell Social Security of them. Where the city’s rule made you move, the city pays the penalty (M.G.L. c. 32B § 18): call us before you enroll."
        ),
        Lang::Es => format!(
            "El plazo para inscribirse sin recargo terminó hace {months} meses. La parte B cuesta una décima más por cada uno de {years} años completos: {penalty} más al mes este año, {whole} en total, de por vida. No cuentan los meses en que le cubría el empleo actual de alguien: infórmelos al Seguro Social. Si la regla de la ciudad le obligó a cambiar, la ciudad paga el recargo (M.G.L. c. 32B § 18): llámenos antes de inscribirse."
        ),
    }
}

/// What is wrong with a field about Medicare.
pub fn problem(lang: Lang, field: &str, problem: &str, detail: &str) -> String {
    let text: &str = match (field, problem) {
        ("mbi", "missing") => lang.pick("Enter the Medicare number.", "Escriba el número de Medicare."),
        ("mbi", "mbi_character") => {
            return match lang {
                Lang::En => format!(
                    "Character {detail} of the Medicare number can’t be right. Compare it with the card; it never has the letters S, L, O, I, B or Z."
                ),
                Lang::Es => format!(
                    "El carácter {detail} del número de Medicare no puede ser correcto. Compárelo con la tarjeta; nunca lleva las letras S, L, O, I, B ni Z."
                ),
            };
        }
        ("mbi", "mbi_length") => {
            return match lang {
                Lang::En => format!("The Medicare number has 11 letters and digits; this has {detail}."),
                Lang::Es => format!("El número de Medicare tiene 11 letras y dígitos; este tiene {detail}."),
            };
        }
        ("mbi", _) => lang.pick(
            "This Medicare number is somebody else’s in our records. Check it, or call us.",
            "Este número de Medicare es de otra persona en nuestros registros. Revíselo o llámenos.",
        ),
        ("part_a", "missing") => {
            lang.pick("Enter the day on which part A begins.", "Escriba el día en que empieza la parte A.")
        }
        ("part_b", "missing") => {
            lang.pick("Enter the day on which part B begins.", "Escriba el día en que empieza la parte B.")
        }
        ("part_a" | "part_b", "not_a_date") => {
            lang.pick("Enter a date, such as 3/1/2027.", "Escriba una fecha, como 3/1/2027 (mes/día/año).")
        }
        ("part_a" | "part_b", "not_first_of_month") => lang.pick(
            "Medicare begins on the first of a month: look at the card again.",
            "Medicare empieza el primer día de un mes: vuelva a mirar la tarjeta.",
        ),
        ("part_a" | "part_b", "too_far_ahead") => {
            lang.pick("This is more than a year ahead.", "Es dentro de más de un año.")
        }
        ("part_a" | "part_b", _) => lang.pick("This is before the birth.", "Es anterior al nacimiento."),
        ("plan", "not_covered") => lang.pick(
            "No health plan of the city covers this person on that day. Call us.",
            "Ningún plan de salud de la ciudad cubre a esta persona ese día. Llámenos.",
        ),
        ("plan", "already_there") => lang.pick("They are in that plan already.", "Ya está en ese plan."),
        ("plan", "no_tier") => lang.pick(
            "The plan of the others can’t go on as it is. Call us.",
            "El plan de los demás no puede seguir como está. Llámenos.",
        ),
        ("plan", _) => lang.pick("Choose a plan.", "Elija un plan."),
        ("signature", "signature_missing") => lang.pick("Type your name.", "Escriba su nombre."),
        ("signature", _) => {
            lang.pick("Type a name, with letters only.", "Escriba un nombre, solo con letras.")
        }
        _ => lang.pick("Please look at this again.", "Por favor, revise esto."),
    };
    text.to_owned()
}

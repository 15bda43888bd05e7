//! Words of life events: choosing one, its dates and rules, and why each effect is what it is.

use chrono::NaiveDate;
use domain::document::DocumentKind;
use domain::election::Choice;
use domain::event::{Bilingual, Change, EffectiveRule, EventKind, Permit, Timing, Whom};
use domain::price::Cost;

use super::{Lang, common, member, phrases};

phrases! {
    title: "Changes in your life" / "Cambios en su vida",
    lead: "Tell us what happened. You then see at once what you may change, by which day, and from when it counts." / "Díganos qué pasó. Enseguida verá qué puede cambiar, hasta qué día y desde cuándo cuenta.",
    what_happened: "What happened?" / "¿Qué pasó?",
    nothing_to_report: "There is no event that you can report here. Call the benefits office." / "No hay ningún cambio que pueda informar aquí. Llame a la Oficina de Beneficios.",
    reported: "What you told us" / "Lo que nos informó",
    report: "Tell us about it" / "Informarlo",
    when: "When did it happen, or when will it?" / "¿Cuándo pasó o cuándo pasará?",
    when_hint: "Month/day/year, such as 3/15/2027" / "Mes/día/año, por ejemplo 3/15/2027",
    whom: "Who is it about?" / "¿A quién se refiere?",
    whom_hint: "Choose everybody whom it is about." / "Elija a todas las personas a quienes se refiere.",
    me: "Me" / "Yo",
    somebody_new: "Somebody who is not on this list" / "Alguien que no está en esta lista",
    somebody_new_hint: "You add the person in the next steps." / "Agrega a la persona en los pasos siguientes.",
    go_on: "Go on" / "Seguir",
    what_you_need: "What you will need" / "Lo que necesitará",
    proof_later: "You may send this before you have the papers." / "Puede enviar esto antes de tener los papeles.",

    the_rules: "What counts for this event" / "Lo que cuenta para este cambio",
    event: "Event" / "Qué pasó",
    date_of_event: "Date" / "Fecha",
    about: "About" / "Se refiere a",
    window: "You may ask for a change" / "Puede pedir un cambio",
    deadline: "Send it by" / "Envíelo a más tardar el",
    counts_from: "Changes count from" / "Los cambios cuentan desde",
    ends_on: "Coverage that you drop ends on" / "La cobertura que usted deja termina el",
    not_chosen: "You have to choose a day" / "Tiene que elegir un día",
    choose_day: "From which day should it count?" / "¿Desde qué día debe contar?",
    choose_day_more: "The rules allow more than one day. Choose one to go on." / "Las reglas permiten más de un día. Elija uno para seguir.",
    save_day: "Save the day" / "Guardar el día",
    change_day: "Choose another day" / "Elegir otro día",
    permitted: "What you may change" / "Lo que puede cambiar",
    benefit: "Benefit" / "Beneficio",
    allowed_changes: "You may" / "Usted puede",
    by_rule: "Rule" / "Regla",
    no_change: "No change on account of this event" / "Ningún cambio por este motivo",
    not_permitted_here: "This event does not let you change this benefit. You can change it in the next open enrollment, or after another event." / "Este cambio en su vida no le permite modificar este beneficio. Puede modificarlo en la próxima inscripción abierta o después de otro cambio en su vida.",
    stays: "Stays covered: this event does not let you drop them." / "Sigue con cobertura: este cambio en su vida no le permite quitar a esta persona.",
    not_added: "Can’t be added on account of this event." / "No se puede agregar por este motivo.",
    consistency: "The rule: a change must be on account of the event and fit with it (Treas. Reg. § 1.125-4(c)(3))." / "La regla: un cambio debe deberse a lo que pasó y corresponder a ello (Treas. Reg. § 1.125-4(c)(3)).",
    change_facts: "Change the date or the people" / "Cambiar la fecha o las personas",
    put_away: "I do not need this" / "No necesito esto",
    put_away_hint: "Nothing was sent. What you typed for it is thrown away." / "No se envió nada. Lo que escribió para esto se borra.",
    already_there: "You have sent this." / "Usted ya envió esto.",

    late_heading: "The days for this event have passed" / "Ya pasó el plazo para este cambio",
    next_chance: "You can make any change in the next open enrollment, and other changes when something else happens in your life. You can also ask the coordinator to take it all the same. Only the office can allow that, and it tells you why or why not." / "Puede hacer cualquier cambio en la próxima inscripción abierta y otros cuando pase algo más en su vida. También puede pedir al coordinador que lo acepte de todos modos. Solo la oficina puede permitirlo y le dirá por qué sí o por qué no.",
    ask_coordinator: "Ask the coordinator" / "Preguntar al coordinador",
    why_late: "Why are you late?" / "¿Por qué se retrasó?",
    why_late_hint: "For example: I was in the hospital. Do not write medical details." / "Por ejemplo: estuve en el hospital. No escriba detalles médicos.",
    asked_coordinator: "You ask the coordinator to take this although it is late." / "Usted pide al coordinador que acepte esto aunque sea tarde.",
    early_heading: "It is too early to send this" / "Es demasiado pronto para enviar esto",

    why: "Why this date, why this amount" / "Por qué esta fecha y por qué esta cantidad",
    per_paycheck_rule: "Your paychecks" / "Sus pagos",
    catch_up: "Paychecks to make good" / "Pagos por ajustar",
    catch_up_lead: "This counts from a day that has passed. These paychecks were paid without it. The difference is taken, or given back, once." / "Esto cuenta desde un día que ya pasó. Estos pagos se hicieron sin ello. La diferencia se descuenta o se devuelve una sola vez.",
    pay_date: "Paid on" / "Pagado el",
    deduction: "Deduction" / "Descuento",
    amount: "Difference" / "Diferencia",
    in_all: "In all" / "En total",
    from: "From" / "Desde",
    until_now: "Until now" / "Hasta ahora",
    attest: "What I have entered is true and complete. I will send proof when I am asked. I understand that the change must fit the event, and that it holds until the next open enrollment or the next event in my life." / "Lo que he escrito es verdadero y está completo. Enviaré comprobantes cuando me los pidan. Entiendo que el cambio debe corresponder a lo que pasó y que vale hasta la próxima inscripción abierta o el próximo cambio en mi vida.",
    attest_for: "I have entered what the member asked for at the counter or by mail, and the signed paper is on file." / "He ingresado lo que el afiliado pidió en el mostrador o por correo, y el papel firmado está archivado.",
    nothing_chosen_yet: "You have not chosen any change yet." / "Todavía no ha elegido ningún cambio.",
    returned_more: "Change it as it says, then send it again. It still counts as asked for on the day on which you first sent it." / "Cámbielo como se indica y envíelo otra vez. Sigue contando como pedido el día en que lo envió por primera vez.",
    denied_more: "Nothing in your benefits has changed. Questions? Call the benefits office." / "Nada ha cambiado en sus beneficios. ¿Preguntas? Llame a la Oficina de Beneficios.",
    can_change: "You can change this or take it back until the benefits office decides." / "Puede cambiar esto o retirarlo hasta que la Oficina de Beneficios decida.",
    take_back_more: "We then do nothing with it. Your choices are kept as a draft. If you send it again, the day of sending counts." / "Entonces no haremos nada con ello. Sus elecciones se guardan como borrador. Si lo envía otra vez, cuenta el día del envío.",
    correct: "Correct this" / "Corregir esto",
    correct_more: "What was approved stays in the records as it was. A correction is a new form, and the office decides on it." / "Lo aprobado queda en el registro como fue. Una corrección es un formulario nuevo y la oficina decide sobre ella.",
    corrects: "This corrects something that was approved before." / "Esto corrige algo que se aprobó antes.",

    // The desk
    for_event: "Life event" / "Cambio en la vida",
    asked_on: "Asked for on" / "Pedido el",
    rule_of_date: "Why that date" / "Por qué esa fecha",
    entered_by: "Entered by" / "Ingresado por",
    late: "Late" / "Fuera de plazo",
    late_because: "Why it is late, in the member’s words" / "Por qué es tarde, según el afiliado",
    approve_late_words: "Why do you take it although it is late?" / "¿Por qué lo acepta aunque sea tarde?",
    enter_event: "Enter a life event for them" / "Ingresar un cambio en la vida de esta persona",
    enter_for: "Enter a life event" / "Ingresar un cambio en la vida",
    entry_reason: "How did it reach you?" / "¿Cómo le llegó?",
    entry_reason_hint: "For example: at the counter, by mail on March 3." / "Por ejemplo: en el mostrador, por correo el 3 de marzo.",
    entering: "You enter this for somebody else. It is shown on the submission." / "Usted ingresa esto por otra persona. Se indica en la solicitud.",
}

/// A text of the catalogue.
pub fn text(lang: Lang, text: &Bilingual) -> String {
    match lang {
        Lang::En => text.en.clone(),
        Lang::Es => text.es.clone(),
    }
}

/// What a kind of event is called.
pub fn kind(lang: Lang, kind: &EventKind) -> String {
    text(lang, &kind.title)
}

/// "from March 1, 2027 to March 31, 2027, 11:59 p.m."
pub fn between(lang: Lang, (first, last): (NaiveDate, NaiveDate)) -> String {
    let (first, last) = (common::date(lang, first), common::date(lang, last));
    match lang {
        Lang::En => format!("from {first} to {last}, 11:59 p.m."),
        Lang::Es => format!("del {first} al {last}, 11:59 p. m."),
    }
}

/// "March 31, 2027, 11:59 p.m."
pub fn by_day(lang: Lang, last: NaiveDate) -> String {
    let last = common::date(lang, last);
    match lang {
        Lang::En => format!("{last}, 11:59 p.m."),
        Lang::Es => format!("{last}, 11:59 p. m."),
    }
}

/// What to say of an event for which it is too late.
pub fn was_due(lang: Lang, last: NaiveDate, days: u32) -> String {
    let last = common::date(lang, last);
    match lang {
        Lang::En => format!(
            "A change because of this event had to be sent within {days} days, by {last} (26 CFR 54.9801-6; Treas. Reg. § 1.125-4)."
        ),
        Lang::Es => format!(
            "Un cambio por este motivo debía enviarse en un plazo de {days} días, a más tardar el {last} (26 CFR 54.9801-6; Treas. Reg. § 1.125-4)."
        ),
    }
}

/// What to say of an event for which it is too early.
pub fn not_before(lang: Lang, first: NaiveDate) -> String {
    let first = common::date(lang, first);
    match lang {
        Lang::En => format!("You may send it from {first}. What you type is kept."),
        Lang::Es => format!("Puede enviarlo desde el {first}. Lo que escriba se guarda."),
    }
}

/// Whether it is in time, as the desk reads it.
pub const fn timing(lang: Lang, timing: Timing) -> &'static str {
    match timing {
        Timing::Early => lang.pick("too early", "demasiado pronto"),
        Timing::InTime => lang.pick("in time", "a tiempo"),
        Timing::Late => lang.pick("late", "fuera de plazo"),
    }
}

/// Why a change counts from `day`.
pub fn why_date(lang: Lang, rule: Option<EffectiveRule>, day: NaiveDate, passed: bool) -> String {
    let date = common::date(lang, day);
    let because = match rule {
        _ if passed => lang.pick(
            "the first of the month after you ask: amounts do not reach back",
            "el primero del mes después de pedirlo: las cantidades no son retroactivas",
        ),
        Some(EffectiveRule::DateOfEvent) => lang.pick(
            "the day of the event, as it was asked for within 30 days (26 CFR 54.9801-6(b)(3))",
            "el día en que pasó, porque se pidió en un plazo de 30 días (26 CFR 54.9801-6(b)(3))",
        ),
        Some(EffectiveRule::DateOfEventAhead) => lang.pick("the day of the event", "el día en que pasa"),
        Some(EffectiveRule::FirstOfMonthAfterEvent) => {
            lang.pick("the first of the month after the event", "el primero del mes después de lo que pasó")
        }
        Some(EffectiveRule::FirstOfMonthAfterRequest) | None => {
            lang.pick("the first of the month after you ask", "el primero del mes después de pedirlo")
        }
        Some(EffectiveRule::AfterWaitingPeriod) => lang
            .pick("the end of the waiting period of new hires", "el fin del período de espera de los nuevos"),
    };
    match lang {
        Lang::En => format!("Counts from {date}: {because}."),
        Lang::Es => format!("Cuenta desde el {date}: {because}."),
    }
}

/// Until when whoever is dropped is covered.
pub fn why_end(lang: Lang, day: NaiveDate) -> String {
    let date = common::date(lang, day);
    match lang {
        Lang::En => format!("Coverage of whoever is dropped ends on {date}."),
        Lang::Es => format!("La cobertura de quien se quita termina el {date}."),
    }
}

/// Why a choice costs what it does.
pub fn why_amount(lang: Lang, choice: &Choice, cost: &Cost) -> String {
    let (month, city, full) =
        (cost.monthly.member.display(), cost.monthly.employer.display(), cost.monthly.premium.display());
    let (each, pays) = (cost.per_pay.display(), cost.pays);
    match (choice, lang) {
        (Choice::Waive { .. }, Lang::En) => "You pay nothing for it.".to_owned(),
        (Choice::Waive { .. }, Lang::Es) => "No paga nada por ello.".to_owned(),
        (Choice::Cover { .. } | Choice::Insure { .. }, Lang::En) => format!(
            "The full price is {full} a month. The city pays {city}, you pay {month}: {each} from each of {pays} paychecks a year."
        ),
        (Choice::Cover { .. } | Choice::Insure { .. }, Lang::Es) => format!(
            "El precio completo es {full} al mes. La ciudad paga {city} y usted {month}: {each} de cada uno de {pays} pagos al año."
        ),
        (Choice::Contribute { .. }, Lang::En) => {
            format!("{each} from each paycheck that is left, so that the plan year comes to your amount.")
        }
        (Choice::Contribute { .. }, Lang::Es) => {
            format!("{each} de cada pago que queda, para que el año del plan llegue a su cantidad.")
        }
        (Choice::Defer { .. }, Lang::En) => format!("{each} from each paycheck, as you chose."),
        (Choice::Defer { .. }, Lang::Es) => format!("{each} de cada pago, como usted eligió."),
    }
}

/// A change that a permit allows, and for whom.
pub fn permit(lang: Lang, permit: &Permit) -> String {
    let what = change(lang, permit.change);
    match permit.change {
        Change::Add | Change::Drop if permit.benefit.covers_dependents() => {
            format!("{what}: {}", whom_word(lang, permit.whom))
        }
        Change::ChangePlan if !matches!(permit.whom, Whom::Anybody | Whom::Self_) => {
            format!("{what} ({})", lang.pick("when you add somebody", "cuando agrega a alguien"))
        }
        _ => what.to_owned(),
    }
}

/// A way to change, in a word or two.
pub const fn change(lang: Lang, change: Change) -> &'static str {
    match change {
        Change::Add => lang.pick("add", "agregar"),
        Change::Drop => lang.pick("drop", "quitar"),
        Change::ChangePlan => lang.pick("take another plan", "tomar otro plan"),
        Change::Increase => lang.pick("raise the amount", "subir la cantidad"),
        Change::Decrease => lang.pick("lower the amount", "bajar la cantidad"),
    }
}

/// The people of a permit or a proof.
pub const fn whom_word(lang: Lang, whom: Whom) -> &'static str {
    match whom {
        Whom::Anybody => lang.pick("anybody in the family", "cualquier persona de la familia"),
        Whom::Self_ => lang.pick("yourself", "usted"),
        Whom::Spouse => lang.pick("husband or wife", "cónyuge"),
        Whom::Children => lang.pick("children", "hijos"),
        Whom::NewPeople => lang.pick("new people in the family", "personas nuevas en la familia"),
        Whom::ThatPerson => lang.pick("the person it is about", "la persona a quien se refiere"),
        Whom::TheirFamily => lang.pick("the family, if it is about you", "la familia, si se refiere a usted"),
        Whom::FormerSpouse => lang.pick("former husband or wife", "excónyuge"),
    }
}

/// What is not permitted, by the detail that `desk` gave: the change, and of whom.
pub fn not_permitted(lang: Lang, detail: &str) -> String {
    let (word, name) = detail.split_once(' ').unwrap_or((detail, ""));
    let what = word.parse().map_or("", |one| change(lang, one));
    let about = if name.is_empty() { String::new() } else { format!(" ({name})") };
    match lang {
        Lang::En => format!(
            "What happened does not let you do this: {what}{about}. The change must fit the event (Treas. Reg. § 1.125-4(c)(3)). Your next chance is open enrollment."
        ),
        Lang::Es => format!(
            "Lo que pasó no le permite hacer esto: {what}{about}. El cambio debe corresponder a lo que pasó (Treas. Reg. § 1.125-4(c)(3)). Su próxima oportunidad es la inscripción abierta."
        ),
    }
}

/// A document that proves something.
pub const fn proof(lang: Lang, kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::BirthCertificate => lang.pick("birth certificate", "acta de nacimiento"),
        DocumentKind::MarriageCertificate => lang.pick("marriage certificate", "acta de matrimonio"),
        DocumentKind::DivorceDecree => lang.pick("divorce decree", "sentencia de divorcio"),
        DocumentKind::DeathCertificate => lang.pick("death certificate", "acta de defunción"),
        DocumentKind::AdoptionPapers => lang.pick("adoption papers", "papeles de adopción"),
        DocumentKind::LossOfCoverageLetter => {
            lang.pick("letter that the other coverage ended", "carta de que terminó la otra cobertura")
        }
        DocumentKind::GainOfCoverageLetter => {
            lang.pick("letter that the other coverage began", "carta de que empezó la otra cobertura")
        }
        DocumentKind::CourtOrder => lang.pick("court order", "orden judicial"),
        DocumentKind::MedicareCard => lang.pick("Medicare card", "tarjeta de Medicare"),
        DocumentKind::ProofOfResidence => lang.pick("proof of address", "comprobante de domicilio"),
        DocumentKind::DisabilityProof => lang.pick("proof of disability", "comprobante de discapacidad"),
        DocumentKind::EmployerLetter => lang.pick("letter of the employer", "carta del empleador"),
        DocumentKind::CostNotice => lang.pick("notice of the new price", "aviso del nuevo precio"),
        DocumentKind::CareProviderLetter => {
            lang.pick("letter or bill for the care", "carta o factura del cuidado")
        }
        DocumentKind::MilitaryOrders => lang.pick("military orders", "órdenes militares"),
        DocumentKind::LeaveApproval => lang.pick("approval of the leave", "aprobación de la licencia"),
        DocumentKind::Ssa1099 => lang.pick("form SSA-1099", "formulario SSA-1099"),
        DocumentKind::SsaAwardLetter => lang.pick("letter from Social Security", "carta del Seguro Social"),
        DocumentKind::MedicareBill => lang.pick("Medicare premium bill", "factura de la prima de Medicare"),
        DocumentKind::Other => lang.pick("another document", "otro documento"),
    }
}

/// A proof that is asked for: "birth certificate, within 60 days".
pub fn proof_rule(lang: Lang, rule: &domain::event::ProofRule) -> String {
    let documents: Vec<&str> = rule.documents.iter().map(|one| proof(lang, *one)).collect();
    let documents = documents.join(lang.pick(" or ", " o "));
    let (about, days) = (whom_word(lang, rule.whom), rule.due_days);
    match lang {
        Lang::En => format!("{about}: {documents}, within {days} days"),
        Lang::Es => format!("{about}: {documents}, en {days} días"),
    }
}

/// "From May 17, 2027" as the answer to from which day it should count.
pub fn from_day(lang: Lang, day: NaiveDate) -> String {
    member::from_day(lang, day)
}

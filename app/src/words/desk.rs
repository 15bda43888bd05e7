//! Words of the desk pages: the queue, a submission under review, a person's records, open enrollments.

use chrono::{DateTime, NaiveDate, Utc};
use domain::checks::CheckRule;
use domain::class::Population;
use domain::eligibility::EligibilityRule;
use domain::enrollment::EnrollmentState;
use domain::person::Relationship;
use domain::submission::SubmissionState;

use super::{Lang, common, phrases};

phrases! {
    queue: "Queue" / "Cola de solicitudes",
    queue_lead: "What members have sent in, and what was decided." / "Lo que han enviado los afiliados y lo que se decidió.",
    by_state: "Submissions by state" / "Solicitudes por estado",
    filters: "Find and filter" / "Buscar y filtrar",
    search: "Name or number" / "Nombre o número",
    search_hint: "A name, a reference number or an employee number" / "Un nombre, un número de referencia o un número de empleado",
    state: "State" / "Estado",
    any_state: "Any state" / "Cualquier estado",
    unit: "Unit" / "Unidad",
    any_unit: "Any unit" / "Cualquier unidad",
    benefit: "Benefit" / "Beneficio",
    benefits: "Benefits" / "Beneficios",
    any_benefit: "Any benefit" / "Cualquier beneficio",
    older_than: "Waiting for more than (days)" / "Espera desde hace más de (días)",
    claimed_by: "Claimed by" / "A cargo de",
    anybody: "Anybody or nobody" / "Cualquiera o nadie",
    me: "Me" / "Yo",
    nobody: "Nobody" / "Nadie",
    flags: "Flags" / "Avisos",
    flags_any: "With or without flags" / "Con o sin avisos",
    flags_yes: "With flags" / "Con avisos",
    flags_no: "Without flags" / "Sin avisos",
    no_flags: "None" / "Ninguno",
    sort: "Order" / "Orden",
    sort_oldest: "Longest waiting first" / "Primero las más antiguas",
    sort_newest: "Newest first" / "Primero las más nuevas",
    sort_name: "By name" / "Por nombre",
    sort_unit: "By unit" / "Por unidad",
    show: "Show" / "Mostrar",
    show_all: "Clear filters" / "Quitar filtros",
    reference: "Reference" / "Referencia",
    name: "Name" / "Nombre",
    submitted: "Sent" / "Enviada",
    age: "Age" / "Antigüedad",
    choose: "Choose" / "Elegir",
    import: "Import of a file" / "Importación de un archivo",
    nothing_found: "Nothing matches." / "No hay nada que coincida.",
    nothing_waits: "Nothing is waiting. Well done." / "No hay nada pendiente. ¡Buen trabajo!",
    look_everywhere: "Search in every state" / "Buscar en todos los estados",
    claim: "Claim" / "Tomar",
    release: "Release" / "Soltar",
    approve_chosen: "Approve the chosen ones" / "Aprobar las elegidas",
    approve_all: "Approve all without flags…" / "Aprobar todas las que no tienen avisos…",
    bulk_hint: "Submissions with flags are approved one by one, after a look." / "Las solicitudes con avisos se aprueban una por una, después de revisarlas.",
    approve_page: "Approve without flags" / "Aprobar sin avisos",
    approve_page_lead: "The automatic checks found nothing in these submissions. Approving changes the records of each of these people." / "Las comprobaciones automáticas no encontraron nada en estas solicitudes. Al aprobarlas se cambian los registros de cada una de estas personas.",
    approve_none: "No submission without flags is waiting here." / "Aquí no espera ninguna solicitud sin avisos.",
    approve_some: "There are more than are approved at once. When these are done, come back for the rest." / "Hay más de las que se aprueban a la vez. Cuando terminen estas, vuelva por las demás.",
    back_to_queue: "Back to the queue" / "Volver a la cola",
    none_chosen: "Choose at least one submission." / "Elija al menos una solicitud.",
    claimed: "It is yours now." / "Ahora está a su cargo.",
    released: "Released. Anybody can take it." / "Liberada. Cualquiera puede tomarla.",
    shortcuts: "Keyboard shortcuts" / "Atajos de teclado",
    shortcuts_on: "Turn shortcuts on" / "Activar los atajos",
    close: "Close" / "Cerrar",
    key_next: "Next submission" / "Solicitud siguiente",
    key_previous: "Previous submission" / "Solicitud anterior",
    key_open: "Open it" / "Abrirla",
    key_choose: "Choose it, or not" / "Elegirla o no",
    key_claim: "Claim or release it" / "Tomarla o soltarla",
    key_search: "Go to the search" / "Ir a la búsqueda",
    key_help: "Show this help" / "Mostrar esta ayuda",
    queue_changed: "The queue changed: {n} waiting" / "La cola cambió: {n} pendientes",

    enrollments: "Enrollment periods" / "Períodos de inscripción",
    enrollments_lead: "Prepare an open enrollment, publish it, and see how far it has come." / "Prepare una inscripción abierta, publíquela y vea cómo avanza.",
    no_enrollments: "There is none yet." / "Todavía no hay ninguno.",
    create_enrollment: "Prepare a new one" / "Preparar uno nuevo",
    enrollment_name: "Name" / "Nombre",
    enrollment_name_hint: "Members see it, such as “Open enrollment 2027”" / "Los afiliados lo ven, por ejemplo «Inscripción abierta 2027»",
    plan_year: "Plan year from" / "Año del plan desde",
    opens: "First day" / "Primer día",
    opens_hint: "Opens at midnight, city time" / "Se abre a medianoche, hora de la ciudad",
    closes: "Last day" / "Último día",
    closes_hint: "Closes at the end of this day, 11:59:59 p.m. city time" / "Se cierra al final de este día, a las 11:59:59 p. m., hora de la ciudad",
    create: "Prepare" / "Preparar",
    only_office_sees: "Only the office sees it until you open it." / "Solo la oficina lo ve hasta que usted lo abra.",
    see_public_page: "See the public page" / "Ver la página pública",
    preview: "How it will look" / "Cómo se verá",
    people_may_enroll: "people may enroll." / "personas pueden inscribirse.",
    may_enroll: "May enroll" / "Pueden inscribirse",
    acted: "Have sent something" / "Han enviado algo",
    not_acted: "Have not" / "No han enviado nada",
    total: "Total" / "Total",
    turnout: "How far it has come" / "Cómo avanza",
    turnout_by_unit: "People by unit" / "Personas por unidad",
    change_it: "Change it" / "Cambiarlo",
    open_it: "Open it" / "Abrirlo",
    open_hint: "Members and the public see it from now on. From the first day on, members can choose." / "Los afiliados y el público lo ven desde ahora. Desde el primer día, los afiliados pueden elegir.",
    extend_it: "Extend it" / "Prolongarlo",
    extend_hint: "A later last day. One that is closed opens again." / "Un último día posterior. Si está cerrado, se abre de nuevo.",
    new_last_day: "New last day" / "Nuevo último día",
    close_it: "Close it now" / "Cerrarlo ahora",
    close_hint: "Nothing more is taken. Drafts are kept." / "Ya no se recibe nada más. Los borradores se conservan.",
    archive_it: "Put it away" / "Archivarlo",
    archive_hint: "It is kept for the record and can't be opened again." / "Se conserva como constancia y no se puede abrir de nuevo.",
    remind: "Remind those who have not" / "Recordar a quienes no lo han hecho",
    remind_hint: "Each gets one e-mail a day at most. It says nothing about their benefits." / "Cada persona recibe como máximo un correo al día. No dice nada sobre sus beneficios.",
    silent_people: "Who has sent nothing yet" / "Quién no ha enviado nada todavía",
    everybody_acted: "Everybody has." / "Todos han enviado algo.",
    draft: "Draft" / "Borrador",
    no_draft: "Not begun" / "Sin empezar",
    email: "E-mail" / "Correo electrónico",
    no_email: "None on file" / "No consta",
    enrollment_created: "Prepared. Only the office sees it until you open it." / "Preparado. Solo la oficina lo ve hasta que usted lo abra.",
    enrollment_opened: "It is open." / "Está abierto.",
    enrollment_extended: "It has a new last day." / "Tiene un nuevo último día.",
    enrollment_closed: "It is closed. Drafts are kept." / "Está cerrado. Los borradores se conservan.",
    enrollment_archived: "It is put away." / "Está archivado.",
    enrollment_stale: "Somebody else changed it while you were looking. Nothing was done. This is how it stands now." / "Otra persona lo cambió mientras usted miraba. No se hizo nada. Así está ahora.",
    enrollment_refused: "Its state does not allow that. Nothing was done." / "Su estado no lo permite. No se hizo nada.",
    over_but_open: "Its last day is past: nothing more is taken." / "Su último día ya pasó: no se recibe nada más.",
    not_begun: "It has not begun: members can choose from its first day on." / "No ha empezado: los afiliados pueden elegir desde su primer día.",
    after_plan_year: "It ends after the plan year has begun. Choices under the city's section 125 plan are to be made before." / "Termina después de que empieza el año del plan. Según el plan de la sección 125 de la ciudad, hay que elegir antes.",

    submission: "Submission" / "Solicitud",
    proposed_and_current: "What changes" / "Qué cambia",
    today_column: "Until now" / "Hasta ahora",
    proposed_column: "Proposed" / "Propuesto",
    changed: "Changed" / "Cambia",
    unchanged: "Same" / "Igual",
    plan: "Plan" / "Plan",
    tier: "Tier" / "Nivel",
    covered: "Who is covered" / "Quién está cubierto",
    just_member: "The member alone" / "Solo el afiliado",
    amount_volume: "Insurance amount" / "Monto del seguro",
    amount_annual: "For the plan year" / "Para el año del plan",
    amount_per_pay: "From each paycheck" / "De cada pago",
    waived: "Declined" / "No desea el beneficio",
    waiver_reason: "Reason" / "Motivo",
    nothing_held: "Nothing" / "Nada",
    effective: "From" / "Desde",
    cost_effect: "What it costs" / "Lo que cuesta",
    member_per_month: "Member, a month" / "El afiliado, al mes",
    member_per_pay: "Member, each paycheck" / "El afiliado, cada pago",
    city_per_month: "City, a month" / "La ciudad, al mes",
    difference: "Difference" / "Diferencia",
    no_price: "The sheets have no price for one of these plans, so the totals leave it out." / "Las tablas no tienen precio para uno de estos planes, por eso los totales no lo incluyen.",
    payroll_lines: "What payroll will be told" / "Lo que se comunicará a nómina",
    payroll_lines_sent: "What payroll is told" / "Lo que se comunica a nómina",
    no_payroll_lines: "Nothing changes for payroll." / "Nada cambia para nómina.",
    deduction: "Deduction" / "Deducción",
    per_pay: "Each pay" / "Cada pago",
    previous_amount: "Until now" / "Hasta ahora",
    begin: "Begins" / "Empieza",
    end: "Ends" / "Termina",
    checks: "Automatic checks" / "Comprobaciones automáticas",
    checks_clear: "Nothing was found." / "No se encontró nada.",
    check_now: "Found now" / "Se encuentra ahora",
    check_then: "Found when it was sent, not any more" / "Se encontró al enviarla, ya no",
    check_new: "New since it was sent" / "Nuevo desde que se envió",
    rule: "Rule" / "Regla",
    source: "Source" / "Fuente",
    conflict: "The records have changed since this was drawn up" / "Los registros han cambiado desde que se preparó esta solicitud",
    conflict_more: "Approving would put this in place of what was recorded in the meantime. Compare both before you decide." / "Al aprobarla, se pondría en lugar de lo que se registró entretanto. Compare ambas cosas antes de decidir.",
    recorded_since: "Recorded since" / "Registrado desde entonces",
    recorded_at: "Recorded" / "Registrado",
    have_compared: "I have compared this with what was recorded since, and it shall take its place." / "He comparado esto con lo que se registró desde entonces, y debe ponerse en su lugar.",
    decide: "Decide" / "Decidir",
    only_looking: "You can read this and not decide it." / "Usted puede leer esto, pero no decidirlo.",
    approve: "Approve" / "Aprobar",
    approve_hint: "The records change at once, payroll is told, and the member gets an e-mail." / "Los registros cambian de inmediato, se avisa a nómina y el afiliado recibe un correo.",
    return_it: "Return for information" / "Devolver para pedir información",
    return_words: "What do you need from the member?" / "¿Qué necesita del afiliado?",
    deny: "Deny" / "Rechazar",
    deny_words: "Why is it denied?" / "¿Por qué se rechaza?",
    member_reads: "The member reads these words." / "El afiliado lee estas palabras.",
    history: "History" / "Historial",
    earlier: "Previous in the queue" / "Anterior en la cola",
    later: "Next in the queue" / "Siguiente en la cola",
    signed_as: "Signed" / "Firmado",
    for_enrollment: "For" / "Para",
    replaces: "Takes the place of an earlier one" / "Sustituye a una anterior",
    is_somebody_else: "Somebody else, who is new" / "Otra persona, que es nueva",
    new_dependents: "New in the household" / "Nuevos en el hogar",
    decided_meanwhile: "Somebody else was faster" / "Otra persona fue más rápida",
    decided_meanwhile_more: "Nothing of yours was done. This is what happened:" / "No se hizo nada de lo suyo. Esto es lo que pasó:",
    what_you_wrote: "What you had written" / "Lo que usted había escrito",
    need_words: "Write what the member should know." / "Escriba lo que el afiliado debe saber.",
    need_compared: "Say that you have compared it with what was recorded since." / "Confirme que lo ha comparado con lo que se registró desde entonces.",
    words_too_long: "That is too long. Use at most 4,000 characters." / "Es demasiado largo. Use 4,000 caracteres como máximo.",
    cannot_apply: "It can't be approved as it is: the checks below say why. Return it or deny it." / "No se puede aprobar así: las comprobaciones de abajo dicen por qué. Devuélvala o rechácela.",
    was_approved: "Approved. The records have changed." / "Aprobada. Los registros han cambiado.",
    was_returned: "Returned. The member has been told." / "Devuelta. Se avisó al afiliado.",
    was_denied: "Denied. The member has been told." / "Rechazada. Se avisó al afiliado.",
    not_allowed_now: "Its state does not allow that any more. Nothing was done." / "Su estado ya no lo permite. No se hizo nada.",

    person: "Person" / "Persona",
    identity: "Who they are" / "Quién es",
    number: "Number" / "Número",
    birth: "Born" / "Nacimiento",
    address: "Address" / "Dirección",
    language: "Language" / "Idioma",
    ssn: "Social Security number" / "Número de Seguro Social",
    mbi: "Medicare number" / "Número de Medicare",
    not_on_file: "Not on file" / "No consta",
    on_file: "On file, hidden" / "Consta, oculto",
    medicare_from: "Medicare A and B from" / "Medicare A y B desde",
    household: "Household" / "Hogar",
    nobody_in_household: "Nobody else." / "Nadie más.",
    new_hires: "New hires" / "Nuevos empleados",
    new_hires_lead: "Who was hired in the last 90 days, and the last day on which they may choose." / "Quiénes fueron contratados en los últimos 90 días y el último día en que pueden elegir.",
    no_new_hires: "Nobody was hired in the last 90 days." / "No se contrató a nadie en los últimos 90 días.",
    hired_on: "Hired" / "Contratado",
    hours_a_week: "Hours a week" / "Horas por semana",
    choose_by: "Last day to choose" / "Último día para elegir",
    window_over: "Over" / "Terminó",
    closes_soon: "Closes soon" / "Termina pronto",
    choices: "Choices" / "Selecciones",
    nothing_begun: "Nothing begun" / "Sin empezar",
    begun: "Begun, not sent" / "Empezado, sin enviar",
    relationship: "Relationship" / "Parentesco",
    disabled: "Disabled" / "Con discapacidad",
    employment: "Service" / "Servicio",
    population: "Standing" / "Situación",
    bargaining_unit: "Bargaining unit" / "Unidad de negociación",
    hours: "Hours a week" / "Horas por semana",
    hired: "Hired" / "Contratación",
    last_day: "Last day of service" / "Último día de servicio",
    paid: "Paid" / "Pago",
    no_service: "Not a subscriber: a dependent of somebody else." / "No es titular: depende de otra persona.",
    coverage_now: "Coverage now" / "Cobertura actual",
    coverage_coming: "Coming changes" / "Próximos cambios",
    coverage_on: "Coverage on a day" / "Cobertura en una fecha",
    coverage_none: "None." / "Ninguna.",
    as_of: "On this day" / "En esta fecha",
    known_on: "As known at the end of" / "Según lo que se sabía al final del",
    known_hint: "Leave empty for what is known today" / "Déjelo vacío para lo que se sabe hoy",
    submissions: "Submissions" / "Solicitudes",
    no_submissions: "None." / "Ninguna.",
    unmask_ssn: "Show the Social Security number" / "Mostrar el número de Seguro Social",
    unmask_mbi: "Show the Medicare number" / "Mostrar el número de Medicare",
    unmask_reason: "Why do you need it?" / "¿Para qué lo necesita?",
    unmask_hint: "Your name, the time and the reason go into the audit trail." / "Su nombre, la hora y el motivo quedan en el registro de auditoría.",
    unmask_show: "Show once" / "Mostrar una vez",
    unmasked: "Shown once" / "Se muestra una vez",
    unmasked_more: "It is hidden again when you leave or reload this page." / "Se oculta de nuevo cuando usted sale de esta página o la vuelve a cargar.",
    reason_missing: "Say why you need it." / "Diga para qué lo necesita.",
    covers: "Covers" / "Cubre a",
    until: "Until" / "Hasta",
}

/// The state of a submission, as the office says it.
pub const fn submission_state(lang: Lang, state: SubmissionState) -> &'static str {
    match state {
        SubmissionState::Submitted => lang.pick("Waiting", "Pendiente"),
        SubmissionState::Returned => lang.pick("With the member", "Con el afiliado"),
        SubmissionState::Approved => lang.pick("Approved", "Aprobada"),
        SubmissionState::Denied => lang.pick("Denied", "Rechazada"),
        SubmissionState::Withdrawn => lang.pick("Withdrawn", "Retirada"),
        SubmissionState::Replaced => lang.pick("Replaced", "Sustituida"),
    }
}

/// The state of an open enrollment, as the office says it.
pub const fn enrollment_state(lang: Lang, state: EnrollmentState) -> &'static str {
    match state {
        EnrollmentState::Draft => lang.pick("In preparation", "En preparación"),
        EnrollmentState::Open => lang.pick("Open", "Abierto"),
        EnrollmentState::Closed => lang.pick("Closed", "Cerrado"),
        EnrollmentState::Archived => lang.pick("Put away", "Archivado"),
    }
}

/// "3 days".
pub fn days(lang: Lang, days: i64) -> String {
    match (lang, days) {
        (Lang::En, ..=0) => "today".into(),
        (Lang::Es, ..=0) => "hoy".into(),
        (Lang::En, 1) => "1 day".into(),
        (Lang::Es, 1) => "1 día".into(),
        (Lang::En, n) => format!("{n} days"),
        (Lang::Es, n) => format!("{n} días"),
    }
}

/// "2 flags".
pub fn flag_count(lang: Lang, count: usize) -> String {
    match (lang, count) {
        (Lang::En, 1) => "1 flag".into(),
        (Lang::Es, 1) => "1 aviso".into(),
        (Lang::En, n) => format!("{n} flags"),
        (Lang::Es, n) => format!("{n} avisos"),
    }
}

/// "12 shown".
pub fn shown(lang: Lang, count: usize) -> String {
    match lang {
        Lang::En => format!("{count} shown"),
        Lang::Es => format!("Se muestran {count}"),
    }
}

/// "Approve these 12".
pub fn approve_these(lang: Lang, count: usize) -> String {
    match lang {
        Lang::En => format!("Approve these {count}"),
        Lang::Es => format!("Aprobar estas {count}"),
    }
}

/// "12 of 1,204 submissions without flags".
pub fn approve_count(lang: Lang, shown: usize, all: i64) -> String {
    let (shown, all) = (count(shown as i64), count(all));
    match lang {
        Lang::En => format!("{shown} of {all} submissions without flags"),
        Lang::Es => format!("{shown} de {all} solicitudes sin avisos"),
    }
}

/// "12 approved".
pub fn approved_count(lang: Lang, count: &str) -> String {
    match (lang, count) {
        (Lang::En, n) => format!("{n} approved"),
        (Lang::Es, "1") => "1 aprobada".into(),
        (Lang::Es, n) => format!("{n} aprobadas"),
    }
}

/// The question whether somebody new is on record.
pub fn who_is(lang: Lang, name: &str) -> String {
    match lang {
        Lang::En => format!("Who is {name}?"),
        Lang::Es => format!("¿Quién es {name}?"),
    }
}

/// The answer that somebody new is this person on record.
pub fn is_same(lang: Lang, name: &str, number: Option<&str>, birth: NaiveDate) -> String {
    let (number, born) = (number.unwrap_or("–"), common::date(lang, birth));
    match lang {
        Lang::En => format!("The same as {name} on record: number {number}, born {born}"),
        Lang::Es => {
            format!("La misma persona que {name} en los registros: número {number}, nacida el {born}")
        }
    }
}

/// That it was not said whether somebody is on record.
pub fn say_whether_same(lang: Lang, name: &str) -> String {
    match lang {
        Lang::En => format!("Say who {name} is."),
        Lang::Es => format!("Indique quién es {name}."),
    }
}

/// The number that was entered is somebody's on record.
pub fn same_number(lang: Lang, name: &str) -> String {
    match lang {
        Lang::En => format!(
            "The Social Security number is the one of {name} on record. Choose {name}, or return it to the member to check the number."
        ),
        Lang::Es => format!(
            "El número de Seguro Social es el de {name} en los registros. Elija a {name} o devuélvalo al afiliado para que revise el número."
        ),
    }
}

/// Why a submission was left out of a bulk approval.
pub fn not_approved(lang: Lang, why: &str) -> &'static str {
    match why {
        "stale" => lang.pick("somebody else changed it in the meantime", "otra persona la cambió entretanto"),
        "conflict" => lang
            .pick("the records have changed since it was sent", "los registros cambiaron desde que se envió"),
        "state" => lang.pick("its state does not allow it any more", "su estado ya no lo permite"),
        "checks" => lang
            .pick("the automatic checks found something", "las comprobaciones automáticas encontraron algo"),
        "somebody_else" => lang.pick("somebody else has to approve it", "otra persona tiene que aprobarla"),
        _ => lang.pick("it could not be done", "no se pudo hacer"),
    }
}

/// When members are to choose by, for the coming plan year.
pub fn deadline_sentence(lang: Lang, plan_year: NaiveDate, closes_at: DateTime<Utc>) -> String {
    let (year, close) = (common::date(lang, plan_year), common::last_minute(lang, closes_at));
    match lang {
        Lang::En => {
            format!("Choose your benefits for the plan year that starts on {year}. You have until {close}.")
        }
        Lang::Es => format!(
            "Elija sus beneficios para el año del plan que empieza el {year}. Tiene hasta el {close}."
        ),
    }
}

/// "1,204 reminders are on their way".
pub fn reminded(lang: Lang, count: &str) -> String {
    match (lang, count) {
        (Lang::En, "0") => "No reminder was sent: everybody has had one today, or has acted.".into(),
        (Lang::Es, "0") => {
            "No se envió ningún recordatorio: todos ya recibieron uno hoy o ya enviaron algo.".into()
        }
        (Lang::En, "1") => "1 reminder is on its way.".into(),
        (Lang::Es, "1") => "1 recordatorio está en camino.".into(),
        (Lang::En, n) => format!("{n} reminders are on their way."),
        (Lang::Es, n) => format!("{n} recordatorios están en camino."),
    }
}

/// Why a change is asked for.
pub const fn kind(lang: Lang, kind: domain::submission::SubmissionKind) -> &'static str {
    use domain::submission::SubmissionKind as K;
    match kind {
        K::OpenEnrollment => lang.pick("Open enrollment", "Inscripción abierta"),
        K::LifeEvent => lang.pick("Life event", "Cambio en la vida"),
        K::Medicare => "Medicare",
        K::Retirement => lang.pick("Retirement", "Jubilación"),
        K::Survivors => lang.pick("Death and survivors", "Fallecimiento y sobrevivientes"),
        K::Correction => super::corrections::kind(lang),
        K::Import => lang.pick("Import", "Importación"),
    }
}

/// What is wrong with a field of an open enrollment. `detail` is a day or a limit.
pub fn enrollment_problem(lang: Lang, field: &str, problem: &str, detail: &str) -> String {
    let day = || detail.parse().map_or_else(|_| detail.to_owned(), |day| common::date(lang, day));
    match (problem, field) {
        ("missing", "name") => lang.pick("Give it a name.", "Póngale un nombre.").into(),
        ("missing", "plan_year") => lang.pick("Choose the plan year.", "Elija el año del plan.").into(),
        ("missing", "opens") => lang.pick("Enter the first day.", "Escriba el primer día.").into(),
        ("missing", _) => lang.pick("Enter the last day.", "Escriba el último día.").into(),
        ("too_long", _) => match lang {
            Lang::En => format!("Use at most {detail} characters."),
            Lang::Es => format!("Use {detail} caracteres como máximo."),
        },
        ("not_a_date", _) => {
            lang.pick("Enter a day, such as 2027-05-14.", "Escriba una fecha, por ejemplo 2027-05-14.").into()
        }
        ("not_first_of_month", _) => lang
            .pick(
                "A plan year starts on the first of a month.",
                "El año del plan empieza el primer día de un mes.",
            )
            .into(),
        ("before_opening", _) => match lang {
            Lang::En => format!("The last day can't be before the first day, {}.", day()),
            Lang::Es => format!("El último día no puede ser anterior al primer día, {}.", day()),
        },
        ("day_is_past", _) => lang
            .pick(
                "The last day is past. Choose one from today on.",
                "El último día ya pasó. Elija uno desde hoy en adelante.",
            )
            .into(),
        ("not_later", _) => match lang {
            Lang::En => format!("The new last day is to be after {}.", day()),
            Lang::Es => format!("El nuevo último día debe ser posterior al {}.", day()),
        },
        ("another_is_open", _) => lang
            .pick(
                "Another open enrollment is open. Close that one first.",
                "Otra inscripción está abierta. Ciérrela primero.",
            )
            .into(),
        _ => lang.pick("This can't be used.", "Esto no se puede usar.").into(),
    }
}

/// What somebody is to the subscriber.
pub const fn relation(lang: Lang, relationship: Relationship) -> &'static str {
    match relationship {
        Relationship::Spouse => lang.pick("Spouse", "Cónyuge"),
        Relationship::FormerSpouse => lang.pick("Former spouse", "Excónyuge"),
        Relationship::Child => lang.pick("Child", "Hijo o hija"),
        Relationship::AdoptedChild => lang.pick("Adopted child", "Hijo adoptivo o hija adoptiva"),
        Relationship::Stepchild => lang.pick("Stepchild", "Hijastro o hijastra"),
        Relationship::Ward => lang.pick("Ward", "Menor bajo tutela"),
    }
}

/// Why somebody is on the city's rolls.
pub const fn standing(lang: Lang, population: Population) -> &'static str {
    match population {
        Population::Active => lang.pick("In service", "En servicio"),
        Population::Leave => lang.pick("On leave", "En licencia"),
        Population::CityRetiree => lang.pick("Retired, city system", "Jubilado, sistema de la ciudad"),
        Population::MtrsRetiree => lang.pick("Retired teacher (MTRS)", "Docente jubilado (MTRS)"),
        Population::Survivor => lang.pick("Survivor", "Cónyuge sobreviviente"),
        Population::Cobra => lang.pick("On COBRA", "Con COBRA"),
    }
}

/// The short name of a rule of the automatic checks.
pub const fn rule_name(lang: Lang, rule: CheckRule) -> &'static str {
    match rule {
        CheckRule::UnknownPlan => lang.pick("Unknown plan", "Plan desconocido"),
        CheckRule::NotEligible => lang.pick("Not eligible", "Sin derecho al plan"),
        CheckRule::NotInHousehold => lang.pick("Not in the household", "No es del hogar"),
        CheckRule::DependentOverAge => {
            lang.pick("Dependent over age", "Dependiente que supera la edad límite")
        }
        CheckRule::DependentEnded => lang.pick("In the household no longer", "Ya no es del hogar"),
        CheckRule::WrongTier => lang.pick("Wrong tier", "Nivel equivocado"),
        CheckRule::OverLimit => lang.pick("Over the limit", "Por encima del límite"),
        CheckRule::BadAmount => lang.pick("Amount not possible", "Monto no posible"),
        CheckRule::BasicLifeNeeded => lang.pick("Basic life needed", "Falta el seguro de vida básico"),
        CheckRule::DuplicateCoverage => lang.pick("Covered twice", "Cobertura doble"),
        CheckRule::OverlappingDates => lang.pick("Overlapping dates", "Fechas que se superponen"),
        CheckRule::Late => lang.pick("Late", "Fuera de plazo"),
        CheckRule::NotPermitted => lang.pick("Not permitted by the event", "No lo permite lo que pasó"),
        CheckRule::FormerSpouseEnds => {
            lang.pick("Former spouse's right ends", "Termina el derecho del excónyuge")
        }
        CheckRule::NewDependent => lang.pick("New dependent", "Dependiente nuevo"),
        CheckRule::SamePerson => lang.pick("On record already?", "¿Ya consta?"),
        CheckRule::HealthWaived => lang.pick("Health declined", "Sin cobertura de salud"),
    }
}

/// What a rule of the automatic checks found, in a sentence for those who decide.
pub const fn rule_text(lang: Lang, rule: CheckRule) -> &'static str {
    match rule {
        CheckRule::UnknownPlan => lang.pick("The plan is not on the city's sheets.", "El plan no está en las tablas de la ciudad."),
        CheckRule::NotEligible => lang.pick("The plan is not for this person.", "El plan no es para esta persona."),
        CheckRule::NotInHousehold => lang.pick(
            "Somebody is to be covered who is not in the household on record.",
            "Se quiere cubrir a alguien que no consta en el hogar.",
        ),
        CheckRule::DependentOverAge => lang.pick(
            "A child is covered to the end of the month of the 26th birthday, longer only with a proven disability.",
            "Un hijo está cubierto hasta el final del mes en que cumple 26 años; más tiempo solo con una discapacidad comprobada.",
        ),
        CheckRule::DependentEnded => lang.pick(
            "Somebody is, or would be, covered after the last day on which they belong to the household.",
            "Alguien está o estaría cubierto después del último día en que es parte del hogar.",
        ),
        CheckRule::WrongTier => lang.pick(
            "The tier does not follow from who is covered.",
            "El nivel no corresponde a las personas cubiertas.",
        ),
        CheckRule::OverLimit => lang.pick("The amount is above the year's limit.", "El monto supera el límite del año."),
        CheckRule::BadAmount => lang.pick("The amount is not one that is sold or taken.", "El monto no es uno que se venda o se acepte."),
        CheckRule::BasicLifeNeeded => lang.pick(
            "Optional life insurance needs the basic one.",
            "El seguro de vida opcional requiere el básico.",
        ),
        CheckRule::DuplicateCoverage => lang.pick(
            "This person is, or would be, covered by the city on another record too.",
            "Esta persona está o estaría cubierta por la ciudad también en otro registro.",
        ),
        CheckRule::OverlappingDates => lang.pick(
            "The records have coverage of this benefit that begins later or overlaps.",
            "Los registros tienen una cobertura de este beneficio que empieza después o se superpone.",
        ),
        CheckRule::Late => lang.pick("It came in after the last day.", "Llegó después del último día."),
        CheckRule::NotPermitted => lang.pick(
            "A part of the change is not on account of the event, or does not fit with it.",
            "Una parte del cambio no se debe a lo que pasó o no corresponde a ello.",
        ),
        CheckRule::FormerSpouseEnds => lang.pick(
            "The member marries again, so a former spouse's right to stay on the plan ends (M.G.L. c. 32B § 9H). End their coverage by the event “A former spouse's right to coverage ends”.",
            "El afiliado se casa otra vez, así que termina el derecho del excónyuge a seguir en el plan (M.G.L. c. 32B § 9H). Termine su cobertura con el evento «Termina el derecho de un excónyuge a la cobertura».",
        ),
        CheckRule::NewDependent => lang.pick(
            "New to the records: see proof, such as a birth or marriage certificate.",
            "Nuevo en los registros: pida un comprobante, como el acta de nacimiento o de matrimonio.",
        ),
        CheckRule::SamePerson => lang.pick(
            "Somebody of that name and day of birth is on record. Say whether it is the same person.",
            "Alguien con ese nombre y fecha de nacimiento ya consta. Indique si es la misma persona.",
        ),
        CheckRule::HealthWaived => lang.pick(
            "Health coverage is given up: see the reason.",
            "Se renuncia a la cobertura de salud: vea el motivo.",
        ),
    }
}

/// Why a plan is not for somebody.
pub const fn eligibility(lang: Lang, rule: EligibilityRule) -> &'static str {
    match rule {
        EligibilityRule::Eligible => lang.pick("Every rule is met.", "Se cumplen todas las reglas."),
        EligibilityRule::MinimumHours => {
            lang.pick("Fewer than 20 hours a week.", "Menos de 20 horas por semana.")
        }
        EligibilityRule::Audience => {
            lang.pick("The plan is for another group of people.", "El plan es para otro grupo de personas.")
        }
        EligibilityRule::MedicareRequired => lang.pick(
            "Has Medicare A and B, so a Medicare plan is needed.",
            "Tiene Medicare A y B, así que necesita un plan de Medicare.",
        ),
        EligibilityRule::MedicareNeeded => {
            lang.pick("The plan needs Medicare A and B.", "El plan requiere Medicare A y B.")
        }
        EligibilityRule::Terminated => lang.pick("Service has ended.", "El servicio terminó."),
        EligibilityRule::WaitingPeriod => lang.pick(
            "Still in the waiting period of a new hire.",
            "Aún en el período de espera de un nuevo empleado.",
        ),
    }
}

/// What was done to a submission, for its history.
pub fn event(lang: Lang, action: &str) -> &'static str {
    match action {
        "submitted" => lang.pick("Sent in", "Enviada"),
        "claimed" => lang.pick("Claimed", "Tomada"),
        "released" => lang.pick("Released", "Liberada"),
        "returned" => lang.pick("Returned for information", "Devuelta para pedir información"),
        "approved" => lang.pick("Approved", "Aprobada"),
        "denied" => lang.pick("Denied", "Rechazada"),
        "withdrawn" => lang.pick("Withdrawn by the member", "Retirada por el afiliado"),
        "replaced" => lang.pick("Replaced by the member", "Sustituida por el afiliado"),
        _ => lang.pick("Comment", "Comentario"),
    }
}

/// A count with commas: `1,204`.
pub fn count(count: i64) -> String {
    let digits = count.abs().to_string();
    let mut grouped = String::from(if count < 0 { "\u{2212}" } else { "" });
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {

    #[test]
    fn large_counts_have_commas() {
        for (count, text) in
            [(0, "0"), (999, "999"), (1_204, "1,204"), (100_000, "100,000"), (-12_345, "\u{2212}12,345")]
        {
            assert_eq!(super::count(count), text);
        }
    }
}

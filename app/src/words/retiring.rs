//! Words of the road into retirement: the estimate, the list of what has to be done, the offices' pages.

use chrono::NaiveDate;
use desk::error::FieldError;
use domain::class::Class;
use domain::retiring::MedicareStep;
use domain::retiring::RetirementSystem;
use domain::retiring::checklist::{Owner, Step};

use super::{Lang, common, phrases};

phrases! {
    title: "Retiring" / "Mi jubilación",
    lead: "See what retiring on a day would mean: your coverage and its cost before and after, Medicare for each of your household, and what to do by when. An estimate changes nothing." / "Vea qué significaría jubilarse en una fecha: su cobertura y su costo antes y después, Medicare para cada persona de su hogar, y qué hacer y hasta cuándo. Un cálculo no cambia nada.",
    on_my_page: "If you think of retiring" / "Si piensa en jubilarse",
    on_my_page_more: "See what it would mean for your coverage, and tell us when you decide." / "Vea qué significaría para su cobertura y avísenos cuando lo decida.",
    estimate: "Estimate" / "Cálculo",
    when: "Day of retirement" / "Fecha de jubilación",
    when_hint: "Your last day of service. Coverage as an employee goes on to the end of that month." / "Su último día de servicio. La cobertura como empleado sigue hasta el final de ese mes.",
    which_system: "Who will pay your pension?" / "¿Quién pagará su pensión?",
    which_system_hint: "It is on your pay statement: MTRS for teachers and administrators of the schools, the city for everybody else." / "Está en su comprobante de pago: MTRS para maestros y administradores de las escuelas, la ciudad para los demás.",
    show_estimate: "Show the estimate" / "Mostrar el cálculo",
    not_employed: "This page is for employees" / "Esta página es para empleados",
    not_employed_more: "You are not in service with the city or its schools by our records. If you have retired, see My benefits." / "Según nuestros registros, usted no está en servicio en la ciudad ni en sus escuelas. Si ya se jubiló, vea Mis beneficios.",
    last_day: "Last day of coverage as an employee" / "Último día de cobertura como empleado",
    first_day: "First day of coverage as a retiree" / "Primer día de cobertura como jubilado",
    no_gap: "There is no day between the two." / "No hay ningún día entre los dos.",
    pension_from: "Pension from" / "Pensión de",
    now: "What you have now" / "Lo que tiene ahora",
    nothing_now: "You hold nothing now." / "Ahora no tiene nada.",
    then: "What you can have as a retiree" / "Lo que puede tener como jubilado",
    then_lead: "Premiums are taken out of the pension each month. Choose a plan for each to see the cost." / "Las primas se descuentan de la pensión cada mes. Elija un plan para cada parte para ver el costo.",
    no_plan: "None" / "Ninguno",
    no_price: "no price on the sheets" / "sin precio en las tablas",
    show_cost: "Show the cost" / "Mostrar el costo",
    each_pay: "Each pay" / "Cada pago",
    each_month: "Each month" / "Cada mes",
    taken_now: "Taken out of each pay now, all of it" / "Lo que se descuenta ahora de cada pago, en total",
    month_now: "Insurance a month now" / "Seguros al mes ahora",
    month_then: "Insurance a month as a retiree" / "Seguros al mes como jubilado",
    some_unpriced: "A plan that is chosen has no price on the sheets yet. It is in no sum." / "Un plan elegido todavía no tiene precio en las tablas. No está en ninguna suma.",
    ends: "What ends" / "Lo que termina",
    ends_lead: "These are for those who are paid, and do not go on." / "Estos beneficios son para quienes reciben un sueldo y no continúan.",
    nothing_ends: "Nothing that you have ends." / "Nada de lo que tiene termina.",
    until: "Last day" / "Último día",
    medicare: "Medicare" / "Medicare",
    medicare_lead: "Who is covered by a retiree has to have Medicare parts A and B from 65 on, and then has a Medicare plan of the city. Social Security decides whether part A is free for you." / "Quien está cubierto por un jubilado debe tener las partes A y B de Medicare desde los 65 años y tiene entonces un plan de Medicare de la ciudad. El Seguro Social decide si la parte A es gratuita para usted.",
    what_to_do: "What to do" / "Qué hacer",
    person: "Person" / "Persona",
    dates: "What to do by when" / "Qué hacer y hasta cuándo",
    step: "What" / "Qué",
    who: "Who" / "Quién",
    due: "By" / "Hasta",
    state: "State" / "Estado",
    done: "Done" / "Hecho",
    overdue: "Overdue" / "Atrasado",
    to_do: "To do" / "Pendiente",
    print: "You can print this page and keep it." / "Puede imprimir esta página y guardarla.",
    want: "I want to retire on this day" / "Quiero jubilarme en esta fecha",
    want_more: "This tells the benefits office, and begins a list that you, the office, payroll and the retirement system work off. It does not end your coverage, and you can change your mind." / "Esto avisa a la Oficina de Beneficios y empieza una lista que usted, la oficina, nómina y el sistema de jubilación van completando. No termina su cobertura, y puede cambiar de opinión.",
    road: "Your way into retirement" / "Su camino a la jubilación",
    proposed: "Day that was asked for" / "Fecha que se pidió",
    agreed: "Agreed" / "Acordada",
    not_agreed: "The retirement system has not agreed to the day yet." / "El sistema de jubilación todavía no ha acordado la fecha.",
    retired: "You have retired. Your coverage as a retiree is in the records." / "Usted se jubiló. Su cobertura como jubilado está en los registros.",
    mark_done: "Done" / "Hecho",
    mark_undone: "Not done" / "No está hecho",
    change_day: "Say another day" / "Decir otra fecha",
    change_day_more: "The day has to be agreed anew then." / "Entonces la fecha se tiene que acordar de nuevo.",
    give_up: "I stay" / "Me quedo",
    give_up_more: "The list ends. You can begin again at any time." / "La lista termina. Puede empezar de nuevo cuando quiera.",
    seminars: "Seminars about retiring" / "Seminarios sobre la jubilación",
    choose: "Choose your plans as a retiree" / "Elija sus planes como jubilado",
    choose_lead: "The day is agreed. Choose, sign, and send; the benefits office looks at it and tells you." / "La fecha está acordada. Elija, firme y envíe; la Oficina de Beneficios lo revisa y le avisa.",
    attest: "What I have chosen is what I want, and what I have said is true." / "Lo que elegí es lo que quiero, y lo que dije es verdad.",
    signature: "Your name, as a signature" / "Su nombre, como firma",
    send: "Send my choices" / "Enviar mi elección",
    sent: "Your choices are with the benefits office." / "Su elección está en la Oficina de Beneficios.",
    reference: "Reference" / "Referencia",
    withdraw: "Take my choices back" / "Retirar mi elección",
    roads: "Retirements" / "Jubilaciones",
    roads_lead: "Who has said that they retire, what is agreed, and what is still to do. Who retires first is first." / "Quién ha dicho que se jubila, qué está acordado y qué falta. Primero quien se jubila antes.",
    no_roads: "Nobody is about to retire." / "Nadie está por jubilarse.",
    employee: "Employee" / "Empleado",
    unit: "Unit" / "Unidad",
    retires_on: "Retires on" / "Se jubila el",
    still_to_do: "Still to do" / "Falta",
    agree: "Agree to the day" / "Acordar la fecha",
    agree_mtrs: "Enter the day of MTRS’s letter" / "Escribir la fecha de la carta de MTRS",
    agree_hint: "The day that is agreed. They are told." / "La fecha acordada. Se le avisa a la persona.",
    agreed_notice: "The day is agreed." / "La fecha está acordada.",
    review: "Review what was sent" / "Revisar lo enviado",
    lists: "Lists" / "Listas",
    enter: "Enter a retirement from paper" / "Ingresar una jubilación en papel",
    enter_lead: "You enter this for somebody else: what is on the signed paper, or what was said at the counter. The audit trail keeps that it was you." / "Usted ingresa esto por otra persona: lo que dice el papel firmado o lo que se dijo en el mostrador. El registro de auditoría conserva que fue usted.",
    road_for: "The way into retirement" / "El camino a la jubilación",
    retired_for: "The move to coverage as a retiree is approved." / "El paso a la cobertura como jubilado está aprobado.",
    begin_for: "Begin the retirement on this day" / "Empezar la jubilación en esta fecha",
    give_up_for: "They stay" / "La persona se queda",
    choose_for: "Enter the plans of the signed paper" / "Ingrese los planes del papel firmado",
    choose_lead_for: "The day is agreed. The choices go to the queue, and nothing changes until they are approved." / "La fecha está acordada. La elección va a la cola, y nada cambia hasta que se apruebe.",
    attest_for: "These are the choices of the paper, which is signed and on file." / "Esta es la elección del papel, que está firmado y archivado.",
    withdraw_for: "Take the choices back" / "Retirar la elección",
    sent_for: "The choices are in the queue." / "La elección está en la cola.",
    on_paper: "On paper; the office entered it" / "En papel; lo ingresó la oficina",
}

/// Who pays a pension.
pub const fn system(lang: Lang, system: RetirementSystem) -> &'static str {
    match system {
        RetirementSystem::City => lang.pick("City retirement system", "Sistema de jubilación de la ciudad"),
        RetirementSystem::Mtrs => lang.pick("Teachers’ retirement (MTRS)", "Jubilación de maestros (MTRS)"),
    }
}

/// Something that has to be done.
pub const fn step_words(lang: Lang, step: Step, system: RetirementSystem) -> &'static str {
    match (step, system) {
        (Step::AskBoard, RetirementSystem::City) => lang.pick(
            "Ask the retirement board what the pension will be, and apply for it",
            "Preguntar a la junta de jubilación cuánto será la pensión y solicitarla",
        ),
        (Step::AskBoard, RetirementSystem::Mtrs) => lang.pick(
            "Ask MTRS what the pension will be, and apply for it",
            "Preguntar a MTRS cuánto será la pensión y solicitarla",
        ),
        (Step::Seminar, _) => lang.pick("Go to the seminar", "Ir al seminario"),
        (Step::Medicare, _) => lang.pick(
            "Apply for Medicare parts A and B for those who are 65 by then",
            "Solicitar las partes A y B de Medicare para quienes tengan 65 años entonces",
        ),
        (Step::AgreeDate, RetirementSystem::City) => {
            lang.pick("Agree to the day of retirement", "Acordar la fecha de jubilación")
        }
        (Step::AgreeDate, RetirementSystem::Mtrs) => lang.pick(
            "MTRS agrees to the day of retirement, by letter",
            "MTRS acuerda la fecha de jubilación, por carta",
        ),
        (Step::ChoosePlans, _) => {
            lang.pick("Choose plans as a retiree, and sign", "Elegir planes como jubilado y firmar")
        }
        (Step::Approve, _) => lang.pick(
            "Approve the move to coverage as a retiree",
            "Aprobar el paso a la cobertura como jubilado",
        ),
        (Step::LastPay, _) => {
            lang.pick("Take the last deduction out of pay", "Hacer el último descuento del sueldo")
        }
        (Step::FirstPension, _) => lang
            .pick("Take the first deduction out of the pension", "Hacer el primer descuento de la pensión"),
    }
}

/// Who has to do something.
pub const fn owner(lang: Lang, owner: Owner) -> &'static str {
    match owner {
        Owner::Employee => lang.pick("Employee", "Empleado"),
        Owner::Coordinator => lang.pick("Benefits office", "Oficina de Beneficios"),
        Owner::Administrator => lang.pick("Retirement administrator", "Administrador de jubilaciones"),
        Owner::Mtrs => lang.pick("MTRS", "MTRS"),
        Owner::Payroll => lang.pick("Payroll", "Nómina"),
    }
}

/// What somebody has to do about Medicare.
pub fn medicare_step(lang: Lang, step: MedicareStep) -> String {
    let day = |day| common::date(lang, day);
    match (step, lang) {
        (MedicareStep::Has { since }, Lang::En) => {
            format!("Has Medicare since {}. Nothing to do.", day(since))
        }
        (MedicareStep::Has { since }, Lang::Es) => {
            format!("Tiene Medicare desde el {}. No hay nada que hacer.", day(since))
        }
        (MedicareStep::Apply { from, by }, Lang::En) => format!(
            "Apply to Social Security for parts A and B between {} and {}. Covered by work until then, part B costs no penalty.",
            day(from),
            day(by)
        ),
        (MedicareStep::Apply { from, by }, Lang::Es) => format!(
            "Solicite las partes A y B al Seguro Social entre el {} y el {}. Con cobertura por el trabajo hasta entonces, la parte B no tiene recargo.",
            day(from),
            day(by)
        ),
        (MedicareStep::Later { begins, enrol }, Lang::En) => format!(
            "Is 65 later: Medicare can begin on {}. Enroll between {} and {}.",
            day(begins),
            day(enrol.from()),
            day(enrol.last_day().unwrap_or(begins))
        ),
        (MedicareStep::Later { begins, enrol }, Lang::Es) => format!(
            "Cumple 65 años después: Medicare puede empezar el {}. Inscríbase entre el {} y el {}.",
            day(begins),
            day(enrol.from()),
            day(enrol.last_day().unwrap_or(begins))
        ),
    }
}

/// What a part of the coverage is called.
pub fn part(lang: Lang, benefit: &str, who: &[String], medicare: bool) -> String {
    let plan = if medicare {
        format!("{benefit} ({})", common::class(lang, Class::MedicareRetiree))
    } else {
        benefit.to_owned()
    };
    format!("{plan}: {}", who.join(", "))
}

/// For which day prices are.
pub fn prices_of(lang: Lang, day: NaiveDate) -> String {
    match lang {
        Lang::En => {
            format!("Prices of {}, by the rate sheets. They may change until then.", common::date(lang, day))
        }
        Lang::Es => format!(
            "Precios del {}, según las tablas de tarifas. Pueden cambiar hasta entonces.",
            common::date(lang, day)
        ),
    }
}

/// "Done by Ghislaine Desrosiers".
pub fn done_by(lang: Lang, name: &str, day: NaiveDate) -> String {
    let day = common::date(lang, day);
    match lang {
        Lang::En => format!("{name}, {day}"),
        Lang::Es => format!("{name}, {day}"),
    }
}

/// What is wrong with a field.
pub fn problem(lang: Lang, error: &FieldError) -> String {
    let detail = &error.detail;
    match (error.problem.as_str(), lang) {
        ("missing", _) if error.field == "date" => lang.pick("Enter a day.", "Escriba una fecha.").to_owned(),
        ("not_a_date", _) => lang
            .pick("Enter a day such as 6/30/2027.", "Escriba una fecha como 6/30/2027 (mes, día, año).")
            .to_owned(),
        ("is_over", _) => lang
            .pick(
                "This day is over. Enter one that is to come.",
                "Esa fecha ya pasó. Escriba una que esté por venir.",
            )
            .to_owned(),
        ("too_far", _) => lang
            .pick(
                "Enter a day within the next ten years.",
                "Escriba una fecha dentro de los próximos diez años.",
            )
            .to_owned(),
        ("system_missing", _) => {
            lang.pick("Say who will pay your pension.", "Diga quién pagará su pensión.").to_owned()
        }
        ("signature_missing", _) => lang.pick("Type your name.", "Escriba su nombre.").to_owned(),
        ("signature_not_a_name", _) => {
            lang.pick("Type your name in letters.", "Escriba su nombre con letras.").to_owned()
        }
        ("not_attested", _) => {
            lang.pick("Check the box to sign.", "Marque la casilla para firmar.").to_owned()
        }
        ("not_agreed", _) => {
            lang.pick("The day has to be agreed first.", "Primero se tiene que acordar la fecha.").to_owned()
        }
        ("missing", _) => lang.pick("This is needed.", "Esto es necesario.").to_owned(),
        ("too_long", Lang::En) => format!("Use at most {detail} characters on one line."),
        ("too_long", Lang::Es) => format!("Use como máximo {detail} caracteres en una línea."),
        ("not_a_number", Lang::En) => format!("Enter a number from 1 to {detail}."),
        ("not_a_number", Lang::Es) => format!("Escriba un número del 1 al {detail}."),
        ("not_a_time", _) => {
            lang.pick("Enter a time such as 17:30.", "Escriba una hora como 17:30.").to_owned()
        }
        ("not_yet", _) => {
            lang.pick("The seminar has not begun yet.", "El seminario todavía no ha empezado.").to_owned()
        }
        _ => lang.pick("This can’t be used.", "Esto no se puede usar.").to_owned(),
    }
}

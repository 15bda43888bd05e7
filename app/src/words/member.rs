//! Words of the member pages.

use chrono::NaiveDate;
use domain::benefit::{Benefit, Plan};
use domain::carry_over::CarryOver;
use domain::class::PayCalendar;
use domain::election::{Choice, WaiverReason};
use domain::eligibility::EligibilityRule;
use domain::person::Relationship;

use super::{Lang, common, phrases};

phrases! {
    // My benefits
    my_benefits: "My benefits" / "Mis beneficios",
    my_benefits_today: "What you have today" / "Lo que tiene hoy",
    nothing_held: "You have no benefits through the city on this day." / "Usted no tiene beneficios de la ciudad en este día.",
    not_a_subscriber: "You have no benefits in your own name" / "Usted no tiene beneficios a su propio nombre",
    not_a_subscriber_more: "Your account is not linked to an employee, a retiree or a survivor on this day. If this is wrong, call the benefits office." / "Su cuenta no está vinculada a un empleado, un jubilado ni un cónyuge sobreviviente en este día. Si es un error, llame a la Oficina de Beneficios.",
    plan: "Plan" / "Plan",
    who_is_covered: "Who is covered" / "A quién cubre",
    you: "You" / "Usted",
    since: "Since" / "Desde",
    until: "Until" / "Hasta",
    full_price_a_month: "Full price a month" / "Precio completo al mes",
    city_pays_a_month: "The city pays a month" / "La ciudad paga al mes",
    you_pay_a_month: "You pay a month" / "Usted paga al mes",
    price_unknown: "Ask the benefits office for the price." / "Pregunte el precio en la Oficina de Beneficios.",
    upcoming: "What will change" / "Lo que va a cambiar",
    nothing_upcoming: "No changes are planned." / "No hay cambios previstos.",
    waiting: "What you sent us" / "Lo que nos envió",
    see_receipt: "See your receipt" / "Ver su comprobante",
    look_at_another_day: "Look at another day" / "Ver otro día",
    day: "Day" / "Día",
    show: "Show" / "Mostrar",
    history: "Your benefits on another day" / "Sus beneficios en otro día",
    not_a_day: "Choose a day, such as 2026-07-01." / "Elija un día, por ejemplo 2026-07-01.",
    back_to_my_benefits: "Back to my benefits" / "Volver a mis beneficios",
    all_submissions: "Everything you have sent" / "Todo lo que ha enviado",
    total: "Total" / "Total",
    waived: "You said no to this benefit" / "Usted no quiso este beneficio",

    // The call to action
    enrollment_is_open: "Open enrollment is open" / "La inscripción abierta ha comenzado",
    begin: "Start choosing" / "Empezar a elegir",
    go_on_choosing: "Go on choosing" / "Seguir eligiendo",
    you_have_sent: "You have sent your choices." / "Usted ya envió sus elecciones.",

    // Enrolling
    open_enrollment: "Open enrollment" / "Inscripción abierta",
    enroll_lead: "Go through the steps, then check and send your choices. We save what you type, so you can stop at any time and come back." / "Siga los pasos; después revise y envíe sus elecciones. Guardamos lo que escribe, así que puede parar cuando quiera y volver más tarde.",
    if_you_do_nothing: "If you do nothing, you keep your health, dental, vision and life insurance and your 457(b). An FSA ends with the plan year: you must choose it again." / "Si no hace nada, conserva su seguro de salud, dental, de visión y de vida, y su plan 457(b). Una cuenta FSA termina con el año del plan: debe elegirla otra vez.",
    your_steps: "Your steps" / "Sus pasos",
    household: "Your family" / "Su familia",
    review: "Check and send" / "Revisar y enviar",
    change: "Change" / "Cambiar",
    choose: "Choose" / "Elegir",
    not_looked_at: "Not looked at yet" / "Sin ver todavía",
    today: "Today" / "Hoy",
    nothing: "Nothing" / "Nada",
    per_paycheck: "per paycheck" / "por pago",
    per_month_of_pension: "a month" / "al mes",
    your_total: "Your total" / "Su total",
    total_today: "Total today" / "Total hoy",
    total_new: "New total" / "Nuevo total",
    difference: "Difference" / "Diferencia",
    this_benefit: "This benefit" / "Este beneficio",
    tier: "Kind of coverage" / "Tipo de cobertura",
    not_known_yet: "Not known yet" / "Todavía no se sabe",
    you_have_this: "You have this now" / "Es lo que tiene ahora",
    do_not_want: "I do not want this benefit" / "No quiero este beneficio",
    put_money_aside: "Put money aside" / "Apartar dinero",
    plans_you_can_not_choose: "Plans you can't choose, and why" / "Planes que no puede elegir y por qué",
    no_plan_for_you: "There is no plan that you can choose for this benefit." / "No hay ningún plan que pueda elegir para este beneficio.",
    whom_to_cover: "Who should be covered, besides you?" / "¿A quién quiere cubrir, además de usted?",
    whom_to_cover_hint: "This counts if you choose a plan above." / "Esto cuenta si elige un plan arriba.",
    nobody_to_cover: "There is nobody else in your family on record." / "No hay nadie más de su familia en el registro.",
    add_a_person: "Add a person" / "Agregar a una persona",
    why_not: "If you do not want it: why?" / "Si no lo quiere: ¿por qué?",
    choose_a_reason: "Choose a reason" / "Elija un motivo",
    save_and_go_on: "Save and go on" / "Guardar y seguir",
    save_and_overview: "Save and go to the list of steps" / "Guardar e ir a la lista de pasos",
    previous_step: "Previous step" / "Paso anterior",
    not_saved: "Not saved. Check your connection, then press the save button." / "No se guardó. Revise su conexión y después oprima el botón de guardar.",
    saving: "Saving" / "Guardando",

    // Household
    household_lead: "These are the people you may cover. Add a husband, wife or child who is missing." / "Estas son las personas que puede cubrir. Agregue a su cónyuge o a un hijo que falte.",
    on_record: "On record" / "En el registro",
    new_people: "New, will be sent with your choices" / "Nuevas: se envían con sus elecciones",
    name: "Name" / "Nombre",
    ssn: "Social Security number" / "Número de Seguro Social",
    ssn_optional: "Social Security number (if you have it)" / "Número de Seguro Social (si lo tiene)",
    ssn_hint: "Nine digits, such as 219-09-9999. Kept encrypted. A newborn’s can follow later." / "Nueve dígitos, por ejemplo 219-09-9999. Se guarda cifrado. El de un recién nacido puede venir después.",
    given_name: "First name" / "Nombre",
    family_name: "Last name" / "Apellido",
    birth_date: "Date of birth" / "Fecha de nacimiento",
    birth_hint: "Month/day/year, such as 3/15/2019" / "Mes/día/año, por ejemplo 3/15/2019",
    relationship: "What are they to you?" / "¿Qué es de usted?",
    relationship_short: "Relationship" / "Parentesco",
    add: "Add this person" / "Agregar a esta persona",
    save: "Save" / "Guardar",
    remove: "Take off the list" / "Quitar de la lista",
    proof: "The benefits office will ask you for proof, such as a birth or marriage certificate." / "La Oficina de Beneficios le pedirá un comprobante, por ejemplo un acta de nacimiento o de matrimonio.",
    go_on: "Go on" / "Seguir",
    coverage_ends_more: "A child is covered to the end of the month of the 26th birthday. After that, coverage of their own is to be had from a job, from the Health Connector, or for a time by paying for this plan themselves (COBRA). A child with a disability can stay: call the benefits office." / "Un hijo está cubierto hasta el final del mes en que cumple 26 años. Después puede tener cobertura propia por un empleo, por el Health Connector o, por un tiempo, pagando este mismo plan (COBRA). Un hijo con una discapacidad puede seguir: llame a la Oficina de Beneficios.",
    on_record_mistake: "Is something wrong here? Call the benefits office: we mend it with you." / "¿Hay algún error aquí? Llame a la Oficina de Beneficios y lo corregimos con usted.",

    // Review
    review_lead: "Nothing has been sent yet. Check each line, then sign at the end." / "Todavía no se ha enviado nada. Revise cada línea y firme al final.",
    benefit: "Benefit" / "Beneficio",
    change_in_cost: "Change" / "Cambio",
    needs_attention: "Some steps need your attention before you can send" / "Algunos pasos necesitan su atención antes de enviar",
    new_in_family: "New people in your family" / "Personas nuevas en su familia",
    carries_over: "Stays as it is" / "Sigue igual",
    ends: "Ends" / "Termina",
    you_choose: "You chose this" / "Usted lo eligió",
    nothing_changed: "You have not changed anything. You can send this to confirm what you keep, or do nothing: the result is the same." / "Usted no ha cambiado nada. Puede enviarlo para confirmar lo que conserva, o no hacer nada: el resultado es el mismo.",
    sign_and_send: "Sign and send" / "Firmar y enviar",
    attest: "What I have entered is true and complete. I understand that my choices hold for the whole plan year, unless my life changes in a way that the rules allow for." / "Lo que he escrito es verdadero y está completo. Entiendo que mis elecciones valen para todo el año del plan, salvo que mi vida cambie de una manera que las reglas permiten.",
    signature: "Your signature: type your full name" / "Su firma: escriba su nombre completo",
    send: "Send my choices" / "Enviar mis elecciones",
    you_pay_per_paycheck: "You pay per paycheck" / "Usted paga por pago",

    // Changing what was sent
    keep_what_i_sent: "Keep what I sent" / "Dejar lo que envié",
    change_my_choices: "Change my choices" / "Cambiar mis elecciones",
    change_and_send_again: "Change and send again" / "Cambiar y enviar otra vez",
    take_back: "Take back" / "Retirar",
    take_back_title: "Take back what you sent?" / "¿Retirar lo que envió?",
    take_back_more: "We then do nothing with it. Your choices are kept as a draft, so you can send them again until the deadline. If you send nothing, you keep what you have today, but an FSA ends." / "Entonces no haremos nada con ello. Sus elecciones se guardan como borrador y puede enviarlas otra vez hasta la fecha límite. Si no envía nada, conserva lo que tiene hoy, pero una cuenta FSA termina.",
    yes_take_back: "Yes, take it back" / "Sí, retirarlo",
    no_leave_it: "No, leave it" / "No, dejarlo",
    change_not_sent: "You began to change it. What you sent stays until you send the change." / "Usted empezó a cambiarlo. Lo que envió vale hasta que envíe el cambio.",
    go_on_changing: "Go on with the change" / "Seguir con el cambio",

    // Receipt
    receipt: "Your receipt" / "Su comprobante",
    reference_number: "Reference number" / "Número de referencia",
    sent_on: "Sent" / "Enviado",
    sent_by: "Signed by" / "Firmado por",
    state: "Where it stands" / "Estado",
    for_plan_year: "Choices hold from" / "Las elecciones valen desde",
    received_heading: "We have your choices" / "Recibimos sus elecciones",
    received_more: "Keep the reference number. The benefits office looks at your choices and writes to you. Nothing changes until they are approved." / "Guarde el número de referencia. La Oficina de Beneficios revisa sus elecciones y le escribe. Nada cambia hasta que se aprueben.",
    returned_heading: "We need something from you" / "Necesitamos algo de usted",
    returned_open: "Change your choices as it says, then send them again before the deadline." / "Cambie sus elecciones como se indica y envíelas otra vez antes de la fecha límite.",
    returned_closed: "Open enrollment has closed, so you can't send a new version here. Call the benefits office: they can still take your answer." / "La inscripción abierta ya cerró, así que no puede enviar otra versión aquí. Llame a la Oficina de Beneficios: todavía pueden recibir su respuesta.",
    approved_heading: "Your choices are approved" / "Sus elecciones están aprobadas",
    approved_more: "They are in your records, and payroll has been told." / "Están en su registro y se avisó a la oficina de nómina.",
    denied_heading: "Your choices were not accepted" / "Sus elecciones no fueron aceptadas",
    denied_more: "Nothing in your benefits has changed. You may send new choices until the deadline." / "Nada ha cambiado en sus beneficios. Puede enviar otras elecciones hasta la fecha límite.",
    denied_closed: "Nothing in your benefits has changed. Questions? Call the benefits office." / "Nada ha cambiado en sus beneficios. ¿Preguntas? Llame a la Oficina de Beneficios.",
    withdrawn_heading: "You took this back" / "Usted retiró esto",
    withdrawn_more: "It has no effect. Your choices are kept as a draft." / "No tiene efecto. Sus elecciones se guardan como borrador.",
    replaced_heading: "You sent newer choices" / "Usted envió elecciones más nuevas",
    replaced_more: "This one has no effect. The newer one counts." / "Esta ya no tiene efecto. Vale la más nueva.",
    see_newer: "See the newer one" / "Ver la más nueva",
    they_wrote: "The benefits office wrote" / "La Oficina de Beneficios escribió",
    your_choices: "Your choices" / "Sus elecciones",
    what_happened: "What has happened" / "Qué ha pasado",
    statement: "Confirmation statement" / "Constancia de confirmación",
    print_hint: "You can print this page or save it as a PDF with your browser." / "Puede imprimir esta página o guardarla como PDF con su navegador.",
    too_late_to_take_back: "Open enrollment has closed, so this can no longer be taken back or changed here. Nothing was changed." / "La inscripción abierta ya cerró, así que esto ya no se puede retirar ni cambiar aquí. No se cambió nada.",
    decided_already: "The benefits office has decided on this already, so it can't be taken back. Nothing was changed." / "La Oficina de Beneficios ya decidió sobre esto, así que no se puede retirar. No se cambió nada.",

    // Closed
    closed_heading: "Open enrollment is closed" / "La inscripción abierta está cerrada",
    closed_more: "Choices can't be sent now. What you typed is kept, and nothing was sent or changed. Has your life changed, by a marriage or a birth for example? You may then be able to change your benefits." / "Ahora no se pueden enviar elecciones. Lo que escribió está guardado, y no se envió ni se cambió nada. ¿Ha cambiado su vida, por ejemplo por un matrimonio o un nacimiento? Entonces quizá pueda cambiar sus beneficios.",
    not_yet_heading: "Open enrollment has not begun" / "La inscripción abierta no ha comenzado",
    not_yet_more: "You can choose when it begins." / "Podrá elegir cuando comience.",
    life_events: "Changes in your life" / "Cambios en su vida",
    nothing_sent: "You have not sent anything." / "Usted no ha enviado nada.",
    something_is_wrong: "That did not work. Nothing was changed." / "Eso no funcionó. No se cambió nada.",
    too_many: "You tried many times in a short time. Nothing was changed. Wait a few minutes, then try again." / "Lo intentó muchas veces en poco tiempo. No se cambió nada. Espere unos minutos e inténtelo otra vez.",
    already_sent: "You have sent your choices already. To change them, press “Change my choices”." / "Usted ya envió sus elecciones. Para cambiarlas, oprima «Cambiar mis elecciones».",
}

/// A number is there already: its end, and that another one takes its place.
pub fn ssn_there(lang: Lang, end: &str) -> String {
    match lang {
        Lang::En => format!("We have a number that ends in {end}. Leave this empty to keep it."),
        Lang::Es => format!("Tenemos un número que termina en {end}. Déjelo vacío para conservarlo."),
    }
}

/// What one deduction is called for somebody on that pay calendar.
pub const fn per_pay(lang: Lang, pays: PayCalendar) -> &'static str {
    match pays {
        PayCalendar::Monthly => per_month_of_pension(lang),
        _ => per_paycheck(lang),
    }
}

/// "Open until December 8, 2026, 11:59 p.m."
pub fn deadline(lang: Lang, closes_at: chrono::DateTime<chrono::Utc>) -> String {
    let until = common::last_minute(lang, closes_at);
    let text = match lang {
        Lang::En => format!("Send your choices by {until}."),
        Lang::Es => format!("Envíe sus elecciones a más tardar el {until}."),
    };
    common::sentence(text)
}

/// "You choose for the year from July 1, 2027."
pub fn choosing_for(lang: Lang, first_day: NaiveDate) -> String {
    let day = common::date(lang, first_day);
    match lang {
        Lang::En => format!("What you choose holds from {day}, for one year."),
        Lang::Es => format!("Lo que elija vale desde el {day}, por un año."),
    }
}

/// "From July 1, 2027".
pub fn from_day(lang: Lang, day: NaiveDate) -> String {
    let day = common::date(lang, day);
    match lang {
        Lang::En => format!("From {day}"),
        Lang::Es => format!("Desde el {day}"),
    }
}

/// "What do you want from July 1, 2027?"
pub fn what_do_you_want(lang: Lang, day: NaiveDate) -> String {
    let day = common::date(lang, day);
    match lang {
        Lang::En => format!("What do you want from {day}?"),
        Lang::Es => format!("¿Qué quiere desde el {day}?"),
    }
}

/// "What you had on July 1, 2026".
pub fn held_on(lang: Lang, day: NaiveDate) -> String {
    let day = common::date(lang, day);
    match lang {
        Lang::En => format!("Your benefits on {day}"),
        Lang::Es => format!("Sus beneficios el {day}"),
    }
}

/// "Saved at 11:58 a.m."
pub fn saved_at(lang: Lang, time: &str) -> String {
    match lang {
        Lang::En => format!("Saved at {time}"),
        Lang::Es => format!("Guardado a las {time}"),
    }
}

/// "You are changing what you sent under OE-… ."
pub fn changing(lang: Lang, reference: &str) -> String {
    match lang {
        Lang::En => format!("You are changing {reference}. What you sent stays until you send the change."),
        Lang::Es => format!("Está cambiando {reference}. Lo que envió vale hasta que envíe el cambio."),
    }
}

/// "You can change this or take it back until …"
pub fn can_change_until(lang: Lang, closes_at: chrono::DateTime<chrono::Utc>) -> String {
    let until = common::last_minute(lang, closes_at);
    let text = match lang {
        Lang::En => format!("You can change this until {until}."),
        Lang::Es => format!("Puede cambiar esto hasta el {until}."),
    };
    common::sentence(text)
}

/// A choice in a few words: the plan and the tier, the amount, or that it was declined.
pub fn choice(lang: Lang, choice: &Choice, plan: Option<&Plan>) -> String {
    let name = || {
        plan.map_or_else(|| choice.plan().map(ToString::to_string).unwrap_or_default(), |p| p.name.clone())
    };
    match choice {
        Choice::Cover { tier: domain::benefit::Tier::Individual, .. }
            if plan.is_some_and(|plan| plan.benefit == Benefit::Life) =>
        {
            name()
        }
        Choice::Cover { tier, .. } => format!("{}, {}", name(), common::tier(lang, *tier).to_lowercase()),
        Choice::Insure { volume, .. } => format!("{}, {}", name(), volume.display()),
        Choice::Contribute { annual, .. } => match lang {
            Lang::En => format!("{}, {} a year", name(), annual.display()),
            Lang::Es => format!("{}, {} al año", name(), annual.display()),
        },
        Choice::Defer { per_pay, .. } => match lang {
            Lang::En => format!("{}, {} per paycheck", name(), per_pay.display()),
            Lang::Es => format!("{}, {} por pago", name(), per_pay.display()),
        },
        Choice::Waive { reason } => match lang {
            Lang::En => format!("No, thank you. {}", waiver_reason(lang, *reason)),
            Lang::Es => format!("No, gracias. {}", waiver_reason(lang, *reason)),
        },
    }
}

/// Why somebody declines.
pub const fn waiver_reason(lang: Lang, reason: WaiverReason) -> &'static str {
    match reason {
        WaiverReason::SpousePlan => {
            lang.pick("Covered by my husband’s or wife’s plan", "Me cubre el plan de mi cónyuge")
        }
        WaiverReason::ParentPlan => {
            lang.pick("Covered by a parent’s plan", "Me cubre el plan de mi madre o mi padre")
        }
        WaiverReason::OtherEmployer => lang.pick("Covered by another employer", "Me cubre otro empleador"),
        WaiverReason::Medicare => lang.pick("Covered by Medicare", "Me cubre Medicare"),
        WaiverReason::MassHealth => lang.pick("Covered by MassHealth or CHIP", "Me cubre MassHealth o CHIP"),
        WaiverReason::Military => lang.pick("Covered by TRICARE or the VA", "Me cubre TRICARE o la VA"),
        WaiverReason::NotWanted => lang.pick("I do not want it", "No lo quiero"),
    }
}

/// What somebody is to the subscriber.
pub const fn relationship_word(lang: Lang, relationship: Relationship) -> &'static str {
    match relationship {
        Relationship::Spouse => lang.pick("Husband or wife", "Cónyuge"),
        Relationship::FormerSpouse => lang.pick("Former husband or wife", "Excónyuge"),
        Relationship::Child => lang.pick("Child by birth", "Hijo o hija"),
        Relationship::AdoptedChild => lang.pick("Adopted child", "Hijo adoptivo o hija adoptiva"),
        Relationship::Stepchild => lang.pick("Stepchild", "Hijastro o hijastra"),
        Relationship::Ward => lang.pick("Child in my guardianship", "Menor bajo mi tutela"),
    }
}

/// Why a plan can't be chosen.
pub const fn not_eligible(lang: Lang, rule: EligibilityRule) -> &'static str {
    match rule {
        EligibilityRule::Eligible => "",
        EligibilityRule::MinimumHours => lang.pick(
            "You must normally work 20 hours a week or more.",
            "Debe trabajar normalmente 20 horas a la semana o más.",
        ),
        EligibilityRule::Audience => lang.pick(
            "This plan is for another group, such as employees or retirees.",
            "Este plan es para otro grupo, por ejemplo empleados o jubilados.",
        ),
        EligibilityRule::MedicareRequired => lang.pick(
            "You have Medicare, so by law you need a Medicare plan.",
            "Usted tiene Medicare; por ley necesita un plan de Medicare.",
        ),
        EligibilityRule::MedicareNeeded => lang.pick(
            "This plan is only for people who have Medicare parts A and B.",
            "Este plan es solo para personas con Medicare partes A y B.",
        ),
        EligibilityRule::Terminated => lang.pick(
            "Your job with the city will have ended by then.",
            "Para entonces su trabajo con la ciudad habrá terminado.",
        ),
        EligibilityRule::WaitingPeriod => lang.pick(
            "You are new: coverage begins on the first of the month after 30 days of work.",
            "Usted es nuevo: la cobertura comienza el primer día del mes después de 30 días de trabajo.",
        ),
    }
}

/// What becomes of a benefit without action.
pub fn carried(lang: Lang, carried: &CarryOver, successor: Option<&Plan>) -> String {
    match carried {
        CarryOver::Continues => {
            lang.pick("If you do nothing, you keep it.", "Si no hace nada, lo conserva.").to_owned()
        }
        CarryOver::Successor(code) => {
            let name = successor.map_or_else(|| code.to_string(), |plan| plan.name.clone());
            match lang {
                Lang::En => format!("This plan is no longer offered. If you do nothing, you move to {name}."),
                Lang::Es => format!("Este plan ya no se ofrece. Si no hace nada, pasa a {name}."),
            }
        }
        CarryOver::MustElectAnew => lang
            .pick(
                "It ends with the plan year. If you want it again, choose it here.",
                "Termina con el año del plan. Si lo quiere otra vez, elíjalo aquí.",
            )
            .to_owned(),
        CarryOver::NoLongerOffered => lang
            .pick(
                "This plan is no longer offered. Choose another one, or say that you do not want one.",
                "Este plan ya no se ofrece. Elija otro, o diga que no quiere ninguno.",
            )
            .to_owned(),
        CarryOver::NotEligible(rule) => {
            let why = not_eligible(lang, *rule);
            match lang {
                Lang::En => format!("You can't keep it. {why}"),
                Lang::Es => format!("No puede conservarlo. {why}"),
            }
        }
    }
}

/// What a benefit is for, in a sentence.
pub const fn about(lang: Lang, benefit: Benefit) -> &'static str {
    match benefit {
        Benefit::Health => lang.pick(
            "Pays for doctors, hospitals and medicine.",
            "Paga médicos, hospitales y medicinas.",
        ),
        Benefit::Dental => lang.pick("Pays for care of your teeth.", "Paga el cuidado de sus dientes."),
        Benefit::Vision => lang.pick("Pays for eye exams and glasses.", "Paga exámenes de la vista y lentes."),
        Benefit::Life => lang.pick(
            "Pays your family a fixed amount if you die.",
            "Paga a su familia una cantidad fija si usted muere.",
        ),
        Benefit::OptionalLife => lang.pick(
            "More life insurance, on top of basic life. You choose how much, in steps of $1,000.",
            "Más seguro de vida, además del básico. Usted elige cuánto, de $1,000 en $1,000.",
        ),
        Benefit::HealthFsa => lang.pick(
            "Money from your pay, before taxes, for doctor bills, medicine and glasses. It is for one plan year.",
            "Dinero de su sueldo, antes de impuestos, para cuentas médicas, medicinas y lentes. Es para un año del plan.",
        ),
        Benefit::DependentCareFsa => lang.pick(
            "Money from your pay, before taxes, for child care or care of an adult who can’t be alone. It is for one plan year.",
            "Dinero de su sueldo, antes de impuestos, para el cuidado de niños o de un adulto que no puede estar solo. Es para un año del plan.",
        ),
        Benefit::DeferredCompensation => lang.pick(
            "Savings for retirement from your pay. You may also change it in any other month.",
            "Ahorro de su sueldo para la jubilación. También puede cambiarlo cualquier otro mes.",
        ),
    }
}

/// The label of the amount of a benefit.
pub const fn amount(lang: Lang, benefit: Benefit) -> &'static str {
    match benefit {
        Benefit::OptionalLife => lang.pick("How much insurance, in dollars?", "¿Cuánto seguro, en dólares?"),
        Benefit::DeferredCompensation => {
            lang.pick("How much from each paycheck, in dollars?", "¿Cuánto de cada pago, en dólares?")
        }
        _ => lang.pick(
            "How much for the whole plan year, in dollars?",
            "¿Cuánto para todo el año del plan, en dólares?",
        ),
    }
}

/// "At most $3,400.00 a year."
pub fn at_most(lang: Lang, limit: &str) -> String {
    match lang {
        Lang::En => format!("At most {limit} a year."),
        Lang::Es => format!("Como máximo {limit} al año."),
    }
}

/// "At most $24,500.00 a year: $942.30 from each paycheck."
pub fn at_most_per_pay(lang: Lang, limit: &str, per_pay: &str) -> String {
    match lang {
        Lang::En => format!("At most {limit} a year: {per_pay} from each paycheck."),
        Lang::Es => format!("Como máximo {limit} al año: {per_pay} de cada pago."),
    }
}

/// "Whole thousands, such as 50,000."
pub const fn whole_thousands(lang: Lang) -> &'static str {
    lang.pick("Whole thousands, such as 50,000.", "Miles completos, por ejemplo 50,000.")
}

/// Why a child can't be chosen.
pub fn over_age(lang: Lang, last_day: Option<NaiveDate>) -> String {
    match (lang, last_day.map(|day| common::date(lang, day))) {
        (Lang::En, Some(day)) => format!("Can't be covered: turns 26. Covered until {day} at the latest."),
        (Lang::Es, Some(day)) => {
            format!("No se puede cubrir: cumple 26 años. Cubierto a más tardar hasta el {day}.")
        }
        (Lang::En, None) => "Can't be covered: over age 26.".to_owned(),
        (Lang::Es, None) => "No se puede cubrir: mayor de 26 años.".to_owned(),
    }
}

/// "born March 15, 2019".
pub fn born(lang: Lang, day: NaiveDate) -> String {
    let day = common::date(lang, day);
    match lang {
        Lang::En => format!("born {day}"),
        Lang::Es => format!("fecha de nacimiento: {day}"),
    }
}

/// "Left out: Kim Reis, who is over the age limit."
pub fn left_out(lang: Lang, names: &str) -> String {
    match lang {
        Lang::En => format!("No longer covered because of age: {names}."),
        Lang::Es => format!("Ya no se puede cubrir por la edad: {names}."),
    }
}

/// What happened to a submission, by the word that is stored.
pub fn event(lang: Lang, action: &str) -> &'static str {
    match action {
        "submitted" => lang.pick("You sent your choices", "Usted envió sus elecciones"),
        "returned" => lang.pick("Sent back to you with a question", "Se le devolvió con una pregunta"),
        "approved" => lang.pick("Approved", "Aprobado"),
        "denied" => lang.pick("Not accepted", "No aceptado"),
        "withdrawn" => lang.pick("You took it back", "Usted lo retiró"),
        "replaced" => lang.pick("You sent newer choices", "Usted envió elecciones más nuevas"),
        "commented" => lang.pick("Note", "Nota"),
        _ => lang.pick("Being looked at", "En revisión"),
    }
}

/// A day that `desk` gave, as people write it.
fn day_of(lang: Lang, detail: &str) -> String {
    detail.parse().map_or_else(|_| detail.to_owned(), |day| common::date(lang, day))
}

/// Somebody's coverage ends by the age limit.
pub fn coverage_ends(lang: Lang, name: &str, last_day: NaiveDate) -> String {
    let day = common::date(lang, last_day);
    match lang {
        Lang::En => format!("{name} is covered through {day}"),
        Lang::Es => format!("{name} tiene cobertura hasta el {day}"),
    }
}

/// What is wrong with a field, by the key that `desk` gave and the value that it named.
pub fn problem(lang: Lang, field: &str, key: &str, detail: &str) -> String {
    let fixed = |english: &str, spanish: &str| match lang {
        Lang::En => english.to_owned(),
        Lang::Es => spanish.to_owned(),
    };
    let name = field.rsplit('.').next().unwrap_or(field);
    match key {
        "choose_one" => fixed(
            "Choose a plan, or say that you do not want one: you can’t keep what you have.",
            "Elija un plan, o diga que no quiere ninguno: no puede conservar lo que tiene.",
        ),
        "not_a_choice" if name == "relationship" => {
            fixed("Choose one of the answers in the list.", "Elija una de las respuestas de la lista.")
        }
        "not_a_choice" => {
            fixed("Choose one of the answers on the page.", "Elija una de las respuestas de la página.")
        }
        "unknown_plan" => fixed(
            "This plan is not offered for the coming year. Choose one from the list.",
            "Este plan no se ofrece para el próximo año. Elija uno de la lista.",
        ),
        "not_eligible" => {
            let why = detail.parse().map_or("", |rule| not_eligible(lang, rule));
            match lang {
                Lang::En => format!("You can’t choose this plan. {why}"),
                Lang::Es => format!("No puede elegir este plan. {why}"),
            }
        }
        "not_in_household" => fixed(
            "You chose somebody who is not in your family on record. Choose from the list, or add the person first.",
            "Eligió a alguien que no está en su familia según el registro. Elija de la lista, o agregue primero a la persona.",
        ),
        "dependent_over_age" => match lang {
            Lang::En => format!("{detail} is over 26 then and can’t be covered. Take the tick away."),
            Lang::Es => format!("{detail} será mayor de 26 años y no se puede cubrir. Quite la marca."),
        },
        "dependent_ended" => match lang {
            Lang::En => {
                format!("{detail} is not in your household then and can’t be covered. Take the tick away.")
            }
            Lang::Es => {
                format!("{detail} ya no es parte de su hogar y no se puede cubrir. Quite la marca.")
            }
        },
        "wrong_tier" | "plan_covers_one" => fixed(
            "This plan covers one person only. Take the ticks away, or choose another plan. The benefits office helps with a plan for your husband or wife.",
            "Este plan cubre a una sola persona. Quite las marcas o elija otro plan. La Oficina de Beneficios le ayuda con un plan para su cónyuge.",
        ),
        "reason_missing" => fixed("Choose why you do not want it.", "Elija por qué no lo quiere."),
        "amount_missing" => fixed("Type an amount.", "Escriba una cantidad."),
        "not_an_amount" => fixed(
            "Type the amount with digits only, such as 1250 or 1,250.00.",
            "Escriba la cantidad solo con números, por ejemplo 1250 o 1,250.00.",
        ),
        "amount_negative" => {
            fixed("The amount can’t be below zero.", "La cantidad no puede ser menor que cero.")
        }
        "amount_too_precise" => fixed(
            "Type at most two digits after the point, such as 12.50.",
            "Escriba como máximo dos números después del punto, por ejemplo 12.50.",
        ),
        "amount_too_large" => fixed(
            "The amount is too large. Check for extra digits.",
            "La cantidad es demasiado grande. Revise si sobran números.",
        ),
        "over_limit" => match lang {
            Lang::En => format!("The amount is over the limit. At most {detail} a year is allowed."),
            Lang::Es => format!("La cantidad pasa del límite. Se permite como máximo {detail} al año."),
        },
        "bad_amount" if field.starts_with("optional_life") => fixed(
            "Type whole thousands of dollars, such as 50,000.",
            "Escriba miles completos de dólares, por ejemplo 50,000.",
        ),
        "bad_amount" => fixed("Type an amount above zero.", "Escriba una cantidad mayor que cero."),
        "basic_life_needed" => fixed(
            "You need basic life insurance to have optional life.",
            "Necesita el seguro de vida básico para tener el opcional.",
        ),
        "not_an_ssn" => fixed(
            "Type the nine digits of the Social Security number, or leave it empty.",
            "Escriba los nueve dígitos del número de Seguro Social o déjelo vacío.",
        ),
        "own_ssn" => fixed(
            "This is your own number. Type the number of the person you add.",
            "Ese es su propio número. Escriba el de la persona que agrega.",
        ),
        "not_a_name" => fixed("Type a name with letters.", "Escriba un nombre con letras."),
        "too_long" => match lang {
            Lang::En => format!("This is too long. At most {detail} characters."),
            Lang::Es => format!("Es demasiado largo. Como máximo {detail} caracteres."),
        },
        "not_a_date" => fixed(
            "Type the date as month/day/year, such as 3/15/2019.",
            "Escriba la fecha como mes/día/año, por ejemplo 3/15/2019.",
        ),
        "born_later" => {
            fixed("This date is in the future. Check the year.", "Esta fecha es futura. Revise el año.")
        }
        "born_too_long_ago" => fixed(
            "This date is too long ago. Check the year.",
            "Esta fecha es demasiado antigua. Revise el año.",
        ),
        "already_in_household" => match lang {
            Lang::En => format!("{detail} is on your list already."),
            Lang::Es => format!("{detail} ya está en su lista."),
        },
        "too_many_dependents" => match lang {
            Lang::En => {
                format!("You can add at most {detail} people here. Call the benefits office for more.")
            }
            Lang::Es => format!(
                "Puede agregar como máximo {detail} personas aquí. Para más, llame a la Oficina de Beneficios."
            ),
        },
        "missing" => match name {
            "given_name" => fixed("Type the first name.", "Escriba el nombre."),
            "family_name" => fixed("Type the last name.", "Escriba el apellido."),
            "birth" => fixed("Type the date of birth.", "Escriba la fecha de nacimiento."),
            "relationship" => fixed("Choose what they are to you.", "Elija qué es de usted."),
            _ => fixed("Open this page again, then send.", "Abra otra vez esta página y envíe."),
        },
        "not_attested" => fixed(
            "Tick the box to say that what you entered is true.",
            "Marque la casilla para decir que lo que escribió es verdadero.",
        ),
        "signature_missing" => {
            fixed("Type your full name to sign.", "Escriba su nombre completo para firmar.")
        }
        "signature_not_a_name" => {
            fixed("Sign with your name, in letters.", "Firme con su nombre, en letras.")
        }
        "already_sent" => already_sent(lang).to_owned(),
        #[cfg(feature = "ssr")]
        "not_permitted" => super::life_events::not_permitted(lang, detail),
        #[cfg(feature = "ssr")]
        "nothing_chosen" => super::life_events::nothing_chosen_yet(lang).to_owned(),
        "event_date_missing" => fixed("Type the date.", "Escriba la fecha."),
        "concerned_missing" => fixed("Choose who it is about.", "Elija a quién se refiere."),
        "effective_missing" => fixed(
            "Choose from which day the change should count.",
            "Elija desde qué día debe contar el cambio.",
        ),
        "event_late" => match lang {
            Lang::En => format!(
                "The last day to send this was {}. Say why you are late to ask the coordinator.",
                day_of(lang, detail)
            ),
            Lang::Es => format!(
                "El último día para enviarlo fue el {}. Diga por qué se retrasó para preguntar al coordinador.",
                day_of(lang, detail)
            ),
        },
        "event_too_early" => match lang {
            Lang::En => format!("You may send this from {}.", day_of(lang, detail)),
            Lang::Es => format!("Puede enviar esto desde el {}.", day_of(lang, detail)),
        },
        "late_because_missing" => fixed("Say why you are late.", "Diga por qué se retrasó."),
        "reason_missing_for_entry" => fixed("Say how it reached you.", "Diga cómo le llegó."),
        _ => something_is_wrong(lang).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::checks::CheckRule;

    #[test]
    fn every_check_that_blocks_has_a_sentence_of_its_own() {
        for rule in CheckRule::ALL.iter().filter(|rule| rule.blocks()) {
            for lang in [Lang::En, Lang::Es] {
                let sentence = problem(lang, "health.choice", rule.as_str(), "minimum_hours");
                assert_ne!(sentence, something_is_wrong(lang), "{rule}");
            }
        }
    }

    #[test]
    fn a_choice_reads_as_a_sentence_does() {
        let waive = Choice::Waive { reason: WaiverReason::SpousePlan };
        assert_eq!(choice(Lang::Es, &waive, None), "No, gracias. Me cubre el plan de mi cónyuge");
        let fsa = Choice::Contribute {
            plan: "HFSA".parse().unwrap(),
            annual: domain::money::Cents::dollars(1_200),
        };
        assert_eq!(choice(Lang::En, &fsa, None), "HFSA, $1,200.00 a year");
    }
}

//! Words of the guides: open enrollment, life events, retirees, forms, contact.

use chrono::NaiveDate;

use super::{Lang, common, phrases};

phrases! {
    on_this_page: "On this page" / "En esta página",

    // Open enrollment
    oe_title: "Open enrollment guide" / "Guía de la inscripción abierta",
    oe_lead: "Once a year everybody can look at all their benefits and choose again. You do not need a reason." / "Una vez al año todos pueden revisar todos sus beneficios y elegir otra vez. No hace falta una razón.",
    oe_dates: "Dates" / "Fechas",
    oe_what_you_can_do: "What you can do" / "Qué puede hacer",
    oe_can_change_plan: "Change to another health, dental or vision plan, or keep the one you have." / "Cambiar a otro plan médico, dental o de visión, o quedarse con el que tiene.",
    oe_can_family: "Add your husband, wife or children, or take them off." / "Agregar a su cónyuge o a sus hijos, o quitarlos.",
    oe_can_waive: "Say no to a benefit. You tell us why, for example because you are covered by your spouse's plan." / "Rechazar un beneficio. Usted nos dice por qué, por ejemplo porque le cubre el plan de su cónyuge.",
    oe_can_fsa: "Choose how much to set aside in a flexible spending account (FSA) for the new year." / "Elegir cuánto apartar en una cuenta de gastos flexibles (FSA) para el nuevo año.",
    oe_can_457: "Change what you save in the 457(b) plan. You can do this in any other month too." / "Cambiar lo que ahorra en el plan 457(b). También puede hacerlo en cualquier otro mes.",
    oe_nothing: "If you do nothing" / "Si no hace nada",
    oe_nothing_keeps: "Health, dental, vision and life insurance go on: the same plan, for the same people, if the plan is still offered to you. If it is not, you move to the plan that takes its place." / "El seguro médico, dental, de visión y de vida sigue: el mismo plan, para las mismas personas, si todavía se lo ofrecen. Si no, usted pasa al plan que lo reemplaza.",
    oe_nothing_fsa: "FSAs end. If you want an FSA in the new year, you must choose it again." / "Las FSA terminan. Si quiere una FSA en el nuevo año, debe elegirla otra vez.",
    oe_nothing_457: "457(b) savings go on at the same amount." / "Los ahorros 457(b) siguen con la misma cantidad.",
    oe_nothing_price: "Your price may change even if your plan does not. Look at the new rates." / "Su precio puede cambiar aunque su plan no cambie. Mire las tarifas nuevas.",
    oe_steps: "Step by step" / "Paso a paso",
    oe_step_look: "Look at what you have. Sign in and open My benefits." / "Mire lo que tiene. Inicie sesión y abra Mis beneficios.",
    oe_step_compare: "Compare plans and prices. The calculator shows what each paycheck would take." / "Compare planes y precios. La calculadora muestra cuánto se descontaría de cada pago.",
    oe_step_gather: "Have the names and dates of birth of the people you want to cover." / "Tenga a mano los nombres y las fechas de nacimiento de las personas que quiere cubrir.",
    oe_step_choose: "Choose one benefit after the other. We keep what you enter, so you can stop and come back." / "Elija un beneficio tras otro. Guardamos lo que escribe, así que puede parar y volver.",
    oe_step_review: "Read the review page. It shows what changes and what each paycheck will take." / "Lea la página de revisión. Muestra qué cambia y cuánto se descontará de cada pago.",
    oe_step_send: "Type your name to sign, and send. You get a receipt with a reference number." / "Escriba su nombre para firmar y envíe. Recibirá un comprobante con un número de referencia.",
    oe_after: "After you send" / "Después de enviar",
    oe_after_change: "Until the last minute of the last day you can change what you sent or take it back. The last one that you send counts." / "Hasta el último minuto del último día puede cambiar lo que envió o retirarlo. Cuenta lo último que envíe.",
    oe_after_check: "The benefits office looks at it. If something is missing we ask you, in your account, and send an e-mail that there is news." / "La Oficina de Beneficios lo revisa. Si falta algo, se lo preguntamos en su cuenta y le enviamos un correo que avisa que hay novedades.",
    oe_after_email: "Our e-mails never say which benefits you have. They only tell you to sign in." / "Nuestros correos nunca dicen qué beneficios tiene. Solo le piden que inicie sesión.",
    oe_after_start: "When it is approved, it starts on the first day of the new plan year." / "Cuando se aprueba, empieza el primer día del nuevo año del plan.",
    oe_who: "Who may take part" / "Quién puede participar",
    oe_limits: "The most you can set aside" / "Lo máximo que puede apartar",
    oe_limits_note: "The federal government sets these limits for each tax year. If the new year's limits are not out yet, the last ones count until they are." / "El gobierno federal fija estos límites para cada año fiscal. Si los límites del nuevo año todavía no han salido, valen los últimos hasta que salgan.",
    oe_retirees: "Retirees and survivors" / "Jubilados y cónyuges sobrevivientes",
    oe_retirees_more: "Retirees and survivors can use open enrollment for the plans offered to them." / "Los jubilados y los cónyuges sobrevivientes pueden usar la inscripción abierta para los planes que se les ofrecen.",
    amount: "Most" / "Máximo",
    account: "Account" / "Cuenta",
    from_50: "457(b), in the year you turn 50 and later" / "457(b), desde el año en que cumple 50",
    from_60: "457(b), in the years you turn 60 to 63" / "457(b), en los años en que cumple de 60 a 63",
    a_year: "a year" / "al año",

    // Life events
    events_title: "When your life changes" / "Cuando cambia su vida",
    events_lead: "Most benefits stay as they are until the next open enrollment. But when something big happens, you can change what fits with it." / "La mayoría de los beneficios quedan como están hasta la próxima inscripción abierta. Pero cuando pasa algo importante, usted puede cambiar lo que corresponda.",
    events_rule: "Three rules" / "Tres reglas",
    events_rule_fits: "The change must fit the event. A new baby lets you add the baby. It does not let you drop your dental plan." / "El cambio debe corresponder a lo que pasó. Un bebé le permite agregar al bebé. No le permite dejar su plan dental.",
    events_rule_time: "You have 30 days. The day of the event is day 0, and the last day counts until 11:59 p.m. If you lose MassHealth or CHIP, or start to get help to pay premiums from them, you have 60 days." / "Tiene 30 días. El día en que pasa es el día 0, y el último día cuenta hasta las 11:59 p. m. Si pierde MassHealth o CHIP, o empieza a recibir su ayuda para pagar primas, tiene 60 días.",
    events_rule_start: "A birth, an adoption or a placement for adoption counts from that very day. Other changes start on the first of the month after you ask." / "Un nacimiento, una adopción o una colocación para adopción cuenta desde ese mismo día. Otros cambios empiezan el primer día del mes después de pedirlos.",
    events_table: "Events, and what you may change" / "Qué pasó y qué puede cambiar",
    event: "What happened" / "Qué pasó",
    may_change: "Health insurance" / "Seguro médico",
    health_account: "Health FSA" / "FSA de salud",
    care_account: "Dependent care FSA" / "FSA de cuidado",
    window: "You have" / "Tiene",
    proof: "Bring" / "Traiga",
    events_tell: "Tell us" / "Avísenos",
    events_tell_more: "Call or visit the benefits office, or write to us. Do it within your days even if you do not have the papers yet." / "Llame, visite o escriba a la Oficina de Beneficios. Hágalo dentro de su plazo aunque todavía no tenga los papeles.",
    events_child: "Children" / "Hijos",

    // Retirees
    retirees_title: "Retirees and Medicare" / "Jubilados y Medicare",
    retirees_lead: "What happens to your insurance when you retire, when you turn 65, and for the people you leave behind." / "Qué pasa con su seguro cuando se jubila, cuando cumple 65 y para su familia cuando usted falte.",
    ret_pension: "Your pension and your insurance" / "Su pensión y su seguro",
    ret_pension_city: "If you worked for the city, your pension comes from the city's retirement system. Your share for insurance is taken from it each month." / "Si trabajó para la ciudad, su pensión viene del sistema de jubilación de la ciudad. Su parte del seguro se descuenta de ella cada mes.",
    ret_pension_mtrs: "If you were a teacher, your pension comes from the Massachusetts Teachers' Retirement System (MTRS). Your insurance is still the city's. MTRS takes your share from your pension and sends it to the city." / "Si fue maestro o maestra, su pensión viene del Sistema de Jubilación de Maestros de Massachusetts (MTRS). Su seguro sigue siendo el de la ciudad. MTRS descuenta su parte de la pensión y la envía a la ciudad.",
    ret_pension_bill: "If your pension is too small for your share, we send you a bill." / "Si su pensión no alcanza para su parte, le enviamos una factura.",
    ret_pension_moves: "Tell both: your retirement system about your pension and your bank, and us about your address, your family and your insurance." / "Avise a los dos: a su sistema de jubilación sobre su pensión y su banco, y a nosotros sobre su dirección, su familia y su seguro.",
    ret_before: "Before you retire" / "Antes de jubilarse",
    ret_before_call: "Call us when you know the date, some months ahead. You choose the plans that you keep." / "Llámenos cuando sepa la fecha, unos meses antes. Usted elige los planes que conserva.",
    ret_before_change: "FSAs and optional life insurance are for employees only. They do not go on." / "Las FSA y el seguro de vida opcional son solo para empleados. No continúan.",
    ret_medicare: "Medicare" / "Medicare",
    ret_must: "You must take Medicare Part A and Part B when you can get Part A without paying for it. For most people that is at 65." / "Debe tomar Medicare Parte A y Parte B cuando pueda tener la Parte A sin pagar por ella. Para la mayoría eso es a los 65 años.",
    ret_must_law: "Massachusetts law says so (M.G.L. c. 32B, sections 18 and 18A). It is true for retirees, and for their husbands, wives and other people they cover." / "Lo dice la ley de Massachusetts (M.G.L. c. 32B, secciones 18 y 18A). Vale para los jubilados, y también para sus cónyuges y las demás personas que cubren.",
    ret_then: "Then you move to one of the city's Medicare plans. It works together with Medicare." / "Entonces pasa a uno de los planes de la ciudad para Medicare. Funciona junto con Medicare.",
    ret_spouse: "A spouse who does not have Medicare yet keeps a plan that is not for Medicare." / "Un cónyuge que todavía no tiene Medicare sigue en un plan que no es de Medicare.",
    ret_apply: "Apply at Social Security about three months before you turn 65. Send us a copy of your Medicare card as soon as you have it." / "Solicítelo en el Seguro Social unos tres meses antes de cumplir 65. Envíenos una copia de su tarjeta de Medicare en cuanto la tenga.",
    ret_working: "Still working for the city at 65? You stay on your employee plan. Ask us before you sign up for Part B." / "¿Sigue trabajando para la ciudad a los 65? Usted sigue en su plan de empleado. Pregúntenos antes de inscribirse en la Parte B.",
    ret_penalty: "If you pay more for Part B because the city moved you to Medicare late, the city pays the extra." / "Si paga más por la Parte B porque la ciudad lo pasó tarde a Medicare, la ciudad paga la diferencia.",
    ret_part_b: "Money back for Part B" / "Reembolso de la Parte B",
    ret_part_b_more: "Medicare takes a Part B premium from your Social Security each month, and more from people with a high income. A city may pay a part of it back. How much depends on the city's rule for your group and year." / "Medicare descuenta cada mes una prima de la Parte B de su Seguro Social, y más a las personas con ingresos altos. Una ciudad puede devolver una parte. Cuánto depende de la regla de la ciudad para su grupo y año.",
    ret_part_b_proof: "To show what you pay, send one of these:" / "Para mostrar cuánto paga, envíe uno de estos papeles:",
    ret_proof_1099: "the SSA-1099 that Social Security mails each January," / "el SSA-1099 que el Seguro Social envía cada enero,",
    ret_proof_letter: "your Social Security letter with the amounts of the new year, or" / "su carta del Seguro Social con las cantidades del nuevo año, o",
    ret_proof_bill: "your Medicare bill (CMS-500), if you pay Medicare yourself." / "su factura de Medicare (CMS-500), si paga a Medicare directamente.",
    ret_plans: "Plans for retirees and survivors" / "Planes para jubilados y sobrevivientes",
    ret_plans_more: "The prices of your group are on the rates page." / "Los precios de su grupo están en la página de tarifas.",
    ret_survivors: "Survivors" / "Cónyuges sobrevivientes",
    ret_survivors_stay: "A husband or wife who was covered can stay insured after the member dies. Call us; a family member can call for you." / "El cónyuge que estaba cubierto puede seguir asegurado después de que muere el miembro. Llámenos; un familiar puede llamar por usted.",
    ret_survivors_price: "Survivors pay a share of their own. It is on the rates page." / "Los sobrevivientes pagan una parte propia. Está en la página de tarifas.",
    ret_survivors_marry: "Coverage ends if you marry again. Tell us within 30 days." / "La cobertura termina si usted se casa otra vez. Avísenos dentro de 30 días.",
    ret_dates: "Dates in a retiree's year" / "Fechas del año de un jubilado",
    ret_date_january: "January" / "Enero",
    ret_date_january_more: "Prices of the Medicare plans can change on January 1. Social Security mails the SSA-1099." / "Los precios de los planes de Medicare pueden cambiar el 1 de enero. El Seguro Social envía el SSA-1099.",
    ret_date_october: "By October 15" / "Antes del 15 de octubre",
    ret_date_october_more: "You get a letter that says whether the city's drug coverage is as good as Medicare's. Keep it." / "Recibe una carta que dice si la cobertura de medicinas de la ciudad es tan buena como la de Medicare. Guárdela.",
    ret_date_oe: "Open enrollment" / "Inscripción abierta",
    group: "Group" / "Grupo",
    plans: "Plans" / "Planes",
    see_rates: "See rates" / "Ver tarifas",

    // Forms
    forms_title: "Forms and documents" / "Formularios y documentos",
    forms_lead: "Most things are done online and need no form. What is useful on paper can be printed from here." / "Casi todo se hace en línea y no necesita formularios. Lo que sirve en papel se puede imprimir desde aquí.",
    forms_online: "Do it online" / "Hágalo en línea",
    forms_print: "Print it" / "Imprímalo",
    form_enroll: "Choose your benefits" / "Elija sus beneficios",
    form_enroll_more: "Open enrollment, with a receipt. You sign in first." / "Inscripción abierta, con comprobante. Primero inicie sesión.",
    form_my: "See your benefits" / "Vea sus beneficios",
    form_my_more: "What you have, what it costs, who is covered." / "Lo que tiene, cuánto cuesta y a quién cubre.",
    form_submissions: "Your receipts" / "Sus comprobantes",
    form_submissions_more: "What you sent, where it stands, and a statement to print." / "Lo que envió, cómo va, y una constancia para imprimir.",
    form_worksheet: "Enrollment worksheet" / "Hoja de trabajo de inscripción",
    form_worksheet_more: "One page to plan your choices on paper with your family." / "Una página para planear en papel, con su familia, lo que va a elegir.",
    form_rates: "Rates for your group" / "Tarifas de su grupo",
    form_rates_more: "Choose your group, then print the list." / "Elija su grupo e imprima la lista.",
    form_events: "Life events table" / "Tabla de cambios en su vida",
    form_events_more: "What you may change, by when, and what to bring." / "Qué puede cambiar, hasta cuándo y qué traer.",
    form_retirees: "Retiree and Medicare guide" / "Guía para jubilados y Medicare",
    form_retirees_more: "Medicare, pensions, survivors, dates." / "Medicare, pensiones, sobrevivientes, fechas.",

    // Worksheet
    sheet_title: "Enrollment worksheet" / "Hoja de trabajo de inscripción",
    sheet_lead: "Print this page, fill it in with your family, and keep it beside you when you choose online. Please do not send it to us: it changes nothing by itself." / "Imprima esta página, llénela con su familia y téngala a mano cuando elija en línea. No nos la envíe: por sí sola no cambia nada.",
    sheet_people: "People you want to cover" / "Personas que quiere cubrir",
    sheet_name: "Name" / "Nombre",
    sheet_birth: "Date of birth" / "Fecha de nacimiento",
    sheet_relation: "Relation to you" / "Parentesco",
    sheet_choices: "Your choices" / "Lo que elige",
    sheet_now: "What I have now" / "Lo que tengo ahora",
    sheet_next: "What I choose" / "Lo que elijo",
    sheet_price: "Each paycheck" / "Cada pago",
    sheet_choices_of: "Plans to choose from" / "Planes para elegir",
    sheet_print_hint: "Use your browser's Print command." / "Use el comando Imprimir de su navegador.",

    // Contact
    contact_title: "Contact" / "Contacto",
    contact_lead: "We are glad to help, in English or Spanish. You can bring somebody with you." / "Con gusto le ayudamos, en inglés o en español. Puede venir con otra persona.",
    contact_visit: "Visit" / "Visítenos",
    contact_call: "Call" / "Llámenos",
    contact_write: "Write" / "Escríbanos",
    contact_tty: "Deaf or hard of hearing: dial 711 and give our number." / "Si es sordo o tiene dificultad para oír: marque 711 y dé nuestro número.",
    contact_step_free: "The entrance on the mill side has no steps. There is an elevator." / "La entrada del lado del molino no tiene escalones. Hay ascensor.",
    contact_email_safe: "Please do not put a Social Security number, a Medicare number or anything about your health into an e-mail." / "No escriba en un correo su número de Seguro Social, su número de Medicare ni nada sobre su salud.",
    contact_language: "Other languages" / "Otros idiomas",
    contact_language_more: "Tell us which language you speak and we call an interpreter. It is free." / "Díganos qué idioma habla y llamamos a un intérprete. Es gratis.",
    contact_accessibility: "Accessibility" / "Accesibilidad",
    contact_accessibility_more: "We want everybody to be able to use these pages, with any device and any assistive technology (WCAG 2.2, level AA). If something does not work for you, call us. We will help you right away and fix it. You can have any page in large print or read to you." / "Queremos que todos puedan usar estas páginas, con cualquier aparato y cualquier tecnología de apoyo (WCAG 2.2, nivel AA). Si algo no le funciona, llámenos. Le ayudaremos enseguida y lo arreglaremos. Podemos darle cualquier página en letra grande o leérsela.",
    contact_elsewhere: "Not us, but useful" / "Otras oficinas útiles",
    contact_medicare: "Medicare: cards, Part A and Part B, Medicare bills" / "Medicare: tarjetas, Parte A y Parte B, facturas de Medicare",
    contact_ssa: "Social Security: applying for Medicare, the SSA-1099" / "Seguro Social: solicitar Medicare, el SSA-1099",
    contact_who: "Who to ask" / "A quién preguntar",
    contact_who_plan: "What a plan pays for, lost cards: the company on your card." / "Qué paga un plan, tarjetas perdidas: la compañía de su tarjeta.",
    contact_who_pay: "Your pay or your tax forms: the payroll office of the place you work for." / "Su pago o sus formularios de impuestos: la oficina de nómina del lugar donde trabaja.",
    contact_who_pension: "Your pension: the city's retirement office, or MTRS for teachers." / "Su pensión: la oficina de jubilación de la ciudad, o MTRS para maestros.",
    contact_who_us: "Everything about who is covered, since when and at what price: the benefits office." / "Todo sobre quién está cubierto, desde cuándo y a qué precio: la Oficina de Beneficios.",
}

/// Who may take part in open enrollment.
pub fn oe_who_hours(lang: Lang, hours: &str) -> String {
    match lang {
        Lang::En => {
            format!("Employees who normally work {hours} hours a week or more (M.G.L. c. 32B, section 2).")
        }
        Lang::Es => format!(
            "Empleados que normalmente trabajan {hours} horas a la semana o más (M.G.L. c. 32B, sección 2)."
        ),
    }
}

/// Until when a child can be covered.
pub fn children_until(lang: Lang, age: u32) -> String {
    match lang {
        Lang::En => format!(
            "A child can be covered to the end of the month in which they turn {age}. A child with a disability that began before then can stay longer, with proof."
        ),
        Lang::Es => format!(
            "Un hijo puede estar cubierto hasta el fin del mes en que cumple {age} años. Un hijo con una discapacidad que empezó antes puede seguir más tiempo, con pruebas."
        ),
    }
}

/// "Limits for the tax year 2026".
pub fn limits_of_year(lang: Lang, year: i32) -> String {
    match lang {
        Lang::En => format!("Limits for the tax year {year}"),
        Lang::Es => format!("Límites para el año fiscal {year}"),
    }
}

/// "For the year that starts on July 1, 2027".
pub fn for_year(lang: Lang, year: NaiveDate) -> String {
    let year = common::date(lang, year);
    match lang {
        Lang::En => format!("For the year that starts on {year}"),
        Lang::Es => format!("Para el año que empieza el {year}"),
    }
}

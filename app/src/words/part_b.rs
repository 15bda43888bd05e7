//! Words for the reimbursement of Medicare Part B: members' pages, the desk's, Accounting's.

use chrono::NaiveDate;
use domain::money::Cents;
use domain::month::Month;
use domain::part_b::{ClaimOrigin, ClaimState};

use super::{Lang, common, phrases};

phrases! {
    title: "Medicare Part B reimbursement" / "Reembolso de Medicare Parte B",
    nav: "Part B" / "Parte B",
    my_lead: "The city pays back part of what you and your spouse pay for Medicare Part B. Tell us what Social Security charges each month and send the proof. We check it, and Accounting pays once a year, in December." / "La ciudad devuelve una parte de lo que usted y su cónyuge pagan por Medicare Parte B. Díganos cuánto le cobra el Seguro Social cada mes y envíe el comprobante. Lo revisamos y Contabilidad paga una vez al año, en diciembre.",
    nobody: "The city pays back Part B to retirees, survivors and their spouses who have Medicare. We have no Medicare on record for you. If you have it, send us a photo of the card." / "La ciudad devuelve la Parte B a jubilados, sobrevivientes y sus cónyuges que tienen Medicare. No tenemos su Medicare en los registros. Si lo tiene, envíenos una foto de la tarjeta.",
    send_card: "Send a photo of the card" / "Enviar una foto de la tarjeta",
    each_month: "See each month" / "Ver cada mes",
    month: "Month" / "Mes",
    premium: "Premium" / "Prima",
    city_owes: "The city pays back" / "La ciudad devuelve",
    state: "Where it stands" / "En qué estado está",
    total: "Total" / "Total",
    unclaimed: "No claim yet" / "Sin solicitud todavía",
    claimed: "We have your claim and will check it" / "Tenemos su solicitud y la revisaremos",
    returned: "We need something from you" / "Necesitamos algo de usted",
    verified: "Verified, paid with the next list" / "Verificado, se paga con la próxima lista",
    looked_at_again: "A new claim about this month is being checked." / "Se está revisando una nueva solicitud sobre este mes.",
    other_years: "Other years" / "Otros años",
    statement: "Statement of the year to print" / "Estado del año para imprimir",
    print_hint: "To print this page, use your browser’s menu: Print." / "Para imprimir esta página, use el menú de su navegador: Imprimir.",
    claim_heading: "Claim a year" / "Solicitar un año",
    claim_lead: "One form for each person and year. If the premium changed during the year, send one form for each part of it." / "Un formulario por persona y año. Si la prima cambió durante el año, envíe un formulario por cada parte.",
    claim_again: "Did the premium change, or was something wrong? Send a new claim: it takes the place of the old one from there on." / "¿Cambió la prima o había un error? Envíe una nueva solicitud: reemplaza a la anterior desde ahí.",
    whose: "Whose Part B is it?" / "¿De quién es la Parte B?",
    year: "Year" / "Año",
    from: "First month" / "Primer mes",
    through: "Last month" / "Último mes",
    monthly_premium: "Part B premium each month" / "Prima mensual de la Parte B",
    premium_hint: "In all, as on the letter, the bill or the SSA-1099. The SSA-1099 shows the whole year: divide it by its months." / "En total, como en la carta, la factura o el SSA-1099. El SSA-1099 muestra todo el año: divídalo entre sus meses.",
    income_related: "Of that, income-related (IRMAA)" / "De eso, ajuste por ingresos (IRMAA)",
    income_hint: "Leave it empty if you pay the standard premium." / "Déjelo vacío si paga la prima estándar.",
    penalty: "Of that, late-enrollment penalty" / "De eso, multa por inscripción tardía",
    proof_kind: "What proof do you send?" / "¿Qué comprobante envía?",
    proof: "Proof" / "Comprobante",
    proof_hint: "A photo or a PDF, up to 15 MB. Name, year and amount must be easy to read." / "Una foto o un PDF de hasta 15 MB. El nombre, el año y el monto deben leerse bien.",
    proof_sent: "We have this proof from you. You need not send it again." / "Ya tenemos este comprobante suyo. No hace falta enviarlo otra vez.",
    proof_none: "Send another one" / "Enviar otro",
    proof_there: "Use a proof that we have" / "Usar un comprobante que tenemos",
    send_claim: "Send the claim" / "Enviar la solicitud",
    filed: "We have your claim." / "Tenemos su solicitud.",
    my_claims: "Claims of this year" / "Solicitudes de este año",
    no_claims: "Nothing has been claimed." / "No se ha solicitado nada.",
    sent_on: "Sent" / "Enviada",
    months: "Months" / "Meses",
    answer: "Answer" / "Respuesta",
    standard_is: "Standard premium" / "Prima estándar",
    city_rule: "What the city pays back" / "Lo que devuelve la ciudad",
    with_income_related: "The income-related amount (IRMAA) is paid back too." / "También se devuelve el ajuste por ingresos (IRMAA).",
    without_income_related: "The income-related amount (IRMAA) is not paid back." / "El ajuste por ingresos (IRMAA) no se devuelve.",
    with_penalty: "The late-enrollment penalty is paid in full." / "La multa por inscripción tardía se paga completa.",
    without_penalty: "The late-enrollment penalty is not paid back." / "La multa por inscripción tardía no se devuelve.",

    desk_lead: "Check each claim beside its proof, then close the list to Accounting. What is verified later is on the next list." / "Revise cada solicitud junto a su comprobante y cierre la lista para Contabilidad. Lo que se verifique después va en la próxima lista.",
    waiting: "Claims that wait" / "Solicitudes en espera",
    none_waiting: "No claim waits." / "No hay solicitudes en espera.",
    who_is_paid: "Who is paid" / "A quién se paga",
    part_b_of: "Part B of" / "Parte B de",
    look: "Look at the claim" / "Ver la solicitud",
    standard: "Standard" / "Estándar",
    not_standard: "Not standard" / "No estándar",
    on_paper: "On paper" / "En papel",
    verify_chosen: "Verify the chosen ones" / "Verificar las elegidas",
    bulk_hint: "Those who claim the standard premium and have a proof can be verified together. Look at the others one by one." / "Las que piden la prima estándar y tienen comprobante se pueden verificar juntas. Vea las demás una por una.",
    choose: "Choose" / "Elegir",
    nothing_chosen: "Choose at least one claim." / "Elija al menos una solicitud.",
    missing: "Who is missing" / "Quién falta",
    missing_lead: "They have Medicare on record, and some months of this year are not verified." / "Tienen Medicare en los registros y algunos meses de este año no están verificados.",
    nobody_missing: "Nobody is missing." / "No falta nadie.",
    waits: "A claim waits" / "Hay una solicitud en espera",
    since: "Part B since" / "Parte B desde",
    next_list: "The next list" / "La próxima lista",
    close_list: "Close the list" / "Cerrar la lista",
    close_hint: "Nothing on a closed list is ever changed. What is learnt later is a difference on the next one." / "Nada de una lista cerrada se cambia. Lo que se sepa después es una diferencia en la próxima.",
    pays_through: "Pays months through" / "Paga meses hasta",
    people: "People" / "Personas",
    to_recover: "Paid too much, to be taken back" / "Pagado de más, por recuperar",
    lists: "Lists to Accounting" / "Listas para Contabilidad",
    lists_lead: "Each is numbered and closed. It can be downloaded again at any time and is the same, byte for byte." / "Cada una está numerada y cerrada. Se puede descargar otra vez en cualquier momento y es idéntica, byte por byte.",
    no_lists: "No list has been closed yet." / "Todavía no se ha cerrado ninguna lista.",
    list: "List" / "Lista",
    closed_at: "Closed" / "Cerrada",
    paid: "Paid" / "Pagada",
    not_paid: "Not paid yet" / "Sin pagar todavía",
    amount: "Amount" / "Monto",
    download_xlsx: "Download as XLSX" / "Descargar en XLSX",
    download_csv: "Download as CSV" / "Descargar en CSV",
    download_pdf: "Download as PDF" / "Descargar en PDF",
    control_totals: "Control totals" / "Totales de control",
    unit: "Unit" / "Unidad",
    all_units: "All" / "Todas",
    payees: "Payees" / "Beneficiarios",
    payments: "Payments" / "Pagos",
    to_pay: "To pay" / "Por pagar",
    taken_back: "Taken back" / "Recuperado",
    number: "Number" / "Número",
    mark_paid: "Mark as paid" / "Marcar como pagada",
    paid_day: "Day of payment" / "Día del pago",
    mark_hint: "Retirees read this day on their page." / "Los jubilados leen este día en su página.",
    was_marked: "The list is marked as paid." / "La lista está marcada como pagada.",
    claim: "Claim" / "Solicitud",
    claimed_by: "Sent by" / "Enviada por",
    as_claimed: "As claimed" / "Como se solicitó",
    figures: "CMS’s figures of the year" / "Cifras de CMS del año",
    tiers: "Whole premium by income, from the standard one up" / "Prima completa por ingresos, desde la estándar",
    no_proof: "There is no proof with this claim." / "No hay comprobante con esta solicitud.",
    proof_beside: "Show the proof beside this" / "Mostrar el comprobante al lado",
    verify: "Verify" / "Verificar",
    verify_hint: "Enter what the proof says. Only that counts." / "Anote lo que dice el comprobante. Solo eso cuenta.",
    verify_it: "Verify the claim" / "Verificar la solicitud",
    send_back: "Send back" / "Devolver",
    send_back_words: "What is wrong, or missing?" / "¿Qué está mal o falta?",
    member_reads: "The member reads these words on their page. The e-mail only says that there is a question." / "El afiliado lee estas palabras en su página. El correo solo dice que hay una pregunta.",
    was_verified: "The claim is verified." / "La solicitud está verificada.",
    was_returned: "The claim is sent back." / "La solicitud se devolvió.",
    stale: "Somebody else has decided about this claim, so nothing was saved. Look again." / "Otra persona ya decidió sobre esta solicitud, así que no se guardó nada. Mire otra vez.",
    somebody_else: "Somebody else has to decide about this: it is your own, or you entered another amount than the standard one." / "Otra persona tiene que decidir sobre esto: es suya o usted anotó un monto distinto del estándar.",
    only_looking: "You can look at this claim. The office decides about it." / "Usted puede ver esta solicitud. La oficina decide sobre ella.",
    ledger: "Part B ledger" / "Libro de la Parte B",
    ledger_of_person: "Part B reimbursement" / "Reembolso de la Parte B",
    listed: "On lists" / "En listas",
    owed: "Owed" / "Se debe",
    enter_claim: "Enter a claim from paper" / "Anotar una solicitud en papel",
    enter_lead: "Or put a month right: the latest verified claim about a month counts. Nothing is charged is $0.00." / "O corrija un mes: cuenta la última solicitud verificada sobre cada mes. Si no se cobra nada, anote $0.00.",
    which_proof: "Proof that was scanned" / "Comprobante escaneado",
    paper_alone: "On paper alone" / "Solo en papel",
    scan_it: "Scan it first" / "Escanearlo primero",
    reason: "Why do you enter it?" / "¿Por qué lo anota?",
    enter: "Enter the claim" / "Anotar la solicitud",
    entered: "The claim is entered and waits for its check." / "La solicitud está anotada y espera su revisión.",
    ends: "Part B ended, or life" / "Terminó la Parte B, o la vida",
    ends_lead: "The month of this day is the last that is paid back. What was paid of later months is taken back. Empty: it goes on." / "El mes de este día es el último que se devuelve. Lo pagado de meses posteriores se recupera. Vacío: continúa.",
    last_day: "Last day" / "Último día",
    save: "Save" / "Guardar",
    saved: "Saved." / "Guardado.",
    no_parties: "Neither this person nor a spouse has Medicare and a pension of the city’s on record." / "Ni esta persona ni su cónyuge tienen Medicare y una pensión de la ciudad en los registros.",
    carried_forward: "Carried forward" / "Trasladada",
    desk_link: "Part B reimbursement" / "Reembolso de la Parte B",
}

/// Where a claim stands.
pub const fn claim_state(lang: Lang, state: ClaimState) -> &'static str {
    match state {
        ClaimState::Claimed => lang.pick("Waits", "En espera"),
        ClaimState::Verified => lang.pick("Verified", "Verificada"),
        ClaimState::Returned => lang.pick("Sent back", "Devuelta"),
        ClaimState::Replaced => lang.pick("Replaced", "Reemplazada"),
    }
}

/// How a claim came.
pub const fn origin(lang: Lang, origin: ClaimOrigin) -> &'static str {
    match origin {
        ClaimOrigin::Member => lang.pick("Sent here", "Enviada aquí"),
        ClaimOrigin::Paper => lang.pick("Entered by the office", "Anotada por la oficina"),
        ClaimOrigin::Carried => lang.pick(
            "The standard premium of the new year, by the city’s rule",
            "La prima estándar del nuevo año, por la regla de la ciudad",
        ),
    }
}

/// `March`, `marzo`.
pub fn month_name(lang: Lang, number: u32) -> &'static str {
    const NAMES: [(&str, &str); 12] = [
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
    let place = usize::try_from(number).unwrap_or(1).clamp(1, 12) - 1;
    let (english, spanish) = NAMES[place];
    lang.pick(english, spanish)
}

/// `March 2026`, `marzo de 2026`.
pub fn month_of(lang: Lang, month: Month) -> String {
    let (name, year) = (month_name(lang, month.number()), month.year());
    match lang {
        Lang::En => format!("{name} {year}"),
        Lang::Es => format!("{name} de {year}"),
    }
}

/// `January to March 2026`.
pub fn span(lang: Lang, from: Month, through: Month) -> String {
    if from == through {
        return month_of(lang, from);
    }
    let (first, last) = (month_name(lang, from.number()), month_of(lang, through));
    let joint = lang.pick("to", "a");
    if from.year() == through.year() {
        format!("{first} {joint} {last}")
    } else {
        format!("{} {joint} {last}", month_of(lang, from))
    }
}

/// `Part B list 3`.
pub fn list_number(lang: Lang, number: i64) -> String {
    match lang {
        Lang::En => format!("Part B list {number}"),
        Lang::Es => format!("Lista {number} de la Parte B"),
    }
}

/// On a list that is not paid yet.
pub fn on_list(lang: Lang, number: i64) -> String {
    match lang {
        Lang::En => format!("On list no. {number} to Accounting"),
        Lang::Es => format!("En la lista n.º {number} para Contabilidad"),
    }
}

/// Paid, and with which list.
pub fn paid_on(lang: Lang, number: i64, day: NaiveDate) -> String {
    let day = common::date(lang, day);
    match lang {
        Lang::En => format!("Paid on {day}, list no. {number}"),
        Lang::Es => format!("Pagado el {day}, lista n.º {number}"),
    }
}

/// What later lists make good, or take back.
pub fn difference(lang: Lang, owed: Cents) -> String {
    let amount = Cents::new(owed.get().abs()).display();
    match (lang, owed.is_negative()) {
        (Lang::En, false) => format!("{amount} more comes with the next list."),
        (Lang::En, true) => format!("{amount} was paid too much and comes off the next lists."),
        (Lang::Es, false) => format!("Con la próxima lista se pagan {amount} más."),
        (Lang::Es, true) => format!("Se pagaron {amount} de más, que se descuentan de las próximas listas."),
    }
}

/// `2026: what you get back for Everett Pettingill`.
pub fn year_of(lang: Lang, year: i32, name: &str) -> String {
    match lang {
        Lang::En => format!("{name}, {year}"),
        Lang::Es => format!("{name}, {year}"),
    }
}

/// The name of a survivor whose months before a death are paid as the deceased's.
pub fn through_whom(lang: Lang, name: &str, subscriber: &str) -> String {
    match lang {
        Lang::En => format!("{name}, through {subscriber}"),
        Lang::Es => format!("{name}, por {subscriber}"),
    }
}

/// How many months of a year nothing proves.
pub fn months_lack(lang: Lang, months: usize) -> String {
    match (lang, months) {
        (Lang::En, 1) => "1 month is not proven".to_owned(),
        (Lang::En, _) => format!("{months} months are not proven"),
        (Lang::Es, 1) => "Falta comprobar 1 mes".to_owned(),
        (Lang::Es, _) => format!("Faltan comprobar {months} meses"),
    }
}

/// The heading of a year's statement.
pub fn statement_of(lang: Lang, year: i32) -> String {
    match lang {
        Lang::En => format!("Statement of Part B reimbursement, {year}"),
        Lang::Es => format!("Estado del reembolso de la Parte B, {year}"),
    }
}

/// The city's share, and the most for a month.
pub fn share(lang: Lang, percent: &str, cap: Option<Cents>) -> String {
    match (lang, cap) {
        (Lang::En, None) => format!("{percent} % of the premium."),
        (Lang::En, Some(cap)) => format!("{percent} % of the premium, at most {} a month.", cap.display()),
        (Lang::Es, None) => format!("{percent} % de la prima."),
        (Lang::Es, Some(cap)) => format!("{percent} % de la prima, a lo más {} al mes.", cap.display()),
    }
}

/// How long until the list is due.
pub fn countdown(lang: Lang, due: NaiveDate, days_left: i64) -> String {
    let day = common::date(lang, due);
    match (lang, days_left) {
        (Lang::En, 0) => "The list is due at Accounting today.".to_owned(),
        (Lang::En, 1) => format!("1 day left: the list is due at Accounting by {day}."),
        (Lang::En, 2..) => format!("{days_left} days left: the list is due at Accounting by {day}."),
        (Lang::En, _) => format!("The list was due at Accounting by {day}."),
        (Lang::Es, 0) => "La lista debe estar hoy en Contabilidad.".to_owned(),
        (Lang::Es, 1) => format!("Falta 1 día: la lista debe estar en Contabilidad el {day}."),
        (Lang::Es, 2..) => format!("Faltan {days_left} días: la lista debe estar en Contabilidad el {day}."),
        (Lang::Es, _) => format!("La lista debía estar en Contabilidad el {day}."),
    }
}

/// The list of the year is closed.
pub fn closed_for(lang: Lang, year: i32, number: i64) -> String {
    match lang {
        Lang::En => format!("The list of {year} is closed: list no. {number}."),
        Lang::Es => format!("La lista de {year} está cerrada: lista n.º {number}."),
    }
}

/// `12 of 430 people are missing`.
pub fn missing_of(lang: Lang, missing: usize, people: usize) -> String {
    match lang {
        Lang::En => format!("{missing} of {people} people with Part B are missing."),
        Lang::Es => format!("Faltan {missing} de {people} personas con Parte B."),
    }
}

/// What verifying many at a time did.
pub fn bulk_done(lang: Lang, verified: &str, left: &str) -> String {
    match (lang, left) {
        (Lang::En, "0") => format!("Verified: {verified}."),
        (Lang::En, _) => format!("Verified: {verified}. Left for a look: {left}."),
        (Lang::Es, "0") => format!("Verificadas: {verified}."),
        (Lang::Es, _) => format!("Verificadas: {verified}. Quedan por ver: {left}."),
    }
}

/// `1 to 50 of 430`.
pub fn range(lang: Lang, first: usize, last: usize, of: usize) -> String {
    match lang {
        Lang::En => format!("{first} to {last} of {of}"),
        Lang::Es => format!("{first} a {last} de {of}"),
    }
}

/// The sentence for an error of a field.
pub fn problem(lang: Lang, key: &str, detail: &str) -> String {
    let text = match key {
        "missing" => lang.pick("Choose one of the answers.", "Elija una de las respuestas."),
        "not_a_choice" => lang.pick(
            "Choose one of the answers in the list.",
            "Elija una de las respuestas de la lista.",
        ),
        "through_before_from" => lang.pick(
            "The last month is before the first one.",
            "El último mes es anterior al primero.",
        ),
        "no_part_b_then" => lang.pick(
            "In these months we have no Part B, or no pension of the city’s, on record. Ask the office if that is wrong.",
            "En estos meses no tenemos Parte B, o no hay pensión de la ciudad, en los registros. Pregunte a la oficina si no es así.",
        ),
        "missing_amount" => lang.pick(
            "Enter what is charged each month, such as 202.90.",
            "Anote cuánto se cobra cada mes, por ejemplo 202.90.",
        ),
        "not_an_amount" => lang.pick(
            "Enter dollars and cents, such as 202.90.",
            "Anote dólares y centavos, por ejemplo 202.90.",
        ),
        "negative_amount" => lang.pick("An amount can’t be below zero.", "Un monto no puede ser menor que cero."),
        "too_large" => lang.pick("The amount is too large.", "El monto es demasiado grande."),
        "parts_exceed" => lang.pick(
            "The parts are more than the whole premium.",
            "Las partes suman más que la prima completa.",
        ),
        "more_than_standard" => {
            return match lang {
                Lang::En => format!(
                    "The standard premium of this year is {detail} a month. Say below how much of the rest is income-related, and how much is a penalty."
                ),
                Lang::Es => format!(
                    "La prima estándar de este año es de {detail} al mes. Indique abajo cuánto del resto es ajuste por ingresos y cuánto es multa."
                ),
            };
        }
        "proof_missing" => lang.pick(
            "Choose a photo or a PDF of the proof.",
            "Elija una foto o un PDF del comprobante.",
        ),
        "reason_missing" => lang.pick(
            "Say why you enter it, such as “paper form of November 12”.",
            "Diga por qué lo anota, por ejemplo “formulario en papel del 12 de noviembre”.",
        ),
        "words_missing" => lang.pick("Write what the member has to do.", "Escriba qué tiene que hacer el afiliado."),
        "too_long" => lang.pick("This text is too long.", "Este texto es demasiado largo."),
        "not_a_date" => lang.pick("Enter a day.", "Anote un día."),
        "day_to_come" => lang.pick("This day is still to come.", "Ese día todavía no ha llegado."),
        "before_the_close" => lang.pick(
            "This day is before the list was closed.",
            "Ese día es anterior al cierre de la lista.",
        ),
        "nothing_owed" => lang.pick(
            "Nothing is owed of the months through this one: there is no list to close.",
            "No se debe nada de los meses hasta este: no hay lista que cerrar.",
        ),
        other => super::documents::problem(lang, other),
    };
    text.to_owned()
}

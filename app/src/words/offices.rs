//! Words of the other offices: payroll, and the e-mail that the desk keeps.

use super::{Lang, phrases};

phrases! {
    payroll_notices: "Payroll notices" / "Avisos de nómina",
    payroll_lead: "Each approved change to a deduction is in one notice, once. Notices are numbered without gaps." / "Cada cambio aprobado de un descuento está en un solo aviso, una sola vez. Los avisos se numeran sin saltos.",
    no_notices: "No change to a deduction has been approved yet." / "Todavía no se ha aprobado ningún cambio de descuento.",
    notice: "Notice" / "Aviso",
    made_at: "Made" / "Hecho el",
    lines: "Lines" / "Líneas",
    file: "File" / "Archivo",
    download_csv: "Download as CSV" / "Descargar en CSV",
    employee: "Employee" / "Empleado",
    number: "Number" / "Número",
    unit: "Unit" / "Unidad",
    deduction: "Deduction" / "Descuento",
    per_pay: "Each pay" / "Cada pago",
    previous: "Until now" / "Hasta ahora",
    begins: "Begins" / "Empieza",
    ends: "Last day" / "Último día",
    until_further_notice: "until further notice" / "hasta nuevo aviso",
    submission: "Submission" / "Solicitud",
    all_notices: "All notices" / "Todos los avisos",
    deduction_ends: "ends" / "termina",
    messages: "E-mail to members" / "Correos a los afiliados",
    messages_lead: "What the portal wrote, the latest first. A message has no benefit detail, only a link." / "Lo que escribió el portal, lo más reciente primero. Un correo no lleva detalles de beneficios, solo un enlace.",
    no_messages: "Nothing has been written yet." / "Todavía no se ha escrito nada.",
    to: "To" / "Para",
    no_address: "no e-mail address in the records" / "sin correo electrónico en los registros",
    subject: "Subject" / "Asunto",
    written: "Written" / "Escrito",
    sent: "Sent" / "Enviado",
    not_sent: "kept here, not sent" / "guardado aquí, no enviado",
    read_message: "Read it" / "Leerlo",
    given_up: "Deliveries that were given up" / "Entregas que se abandonaron",
    given_up_lead: "Each was tried several times. Mend the cause and tell the person by another way." / "Cada una se intentó varias veces. Corrija la causa y avise a la persona por otro medio.",
    older: "Earlier messages" / "Mensajes anteriores",
}

/// `Payroll notice 7`.
pub fn notice_number(lang: Lang, number: i64) -> String {
    match lang {
        Lang::En => format!("Payroll notice {number}"),
        Lang::Es => format!("Aviso de nómina {number}"),
    }
}

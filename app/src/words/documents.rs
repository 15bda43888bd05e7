//! Words of documents: what members send as proof, and what the desk decides about it.

use domain::document::{DocumentKind, DocumentState};

use super::{Lang, phrases};

phrases! {
    my_documents: "My documents" / "Mis documentos",
    my_documents_lead: "Send the benefits office proof, such as a birth or marriage certificate, and see what became of what you sent." / "Envíe comprobantes a la Oficina de Beneficios, por ejemplo un acta de nacimiento o de matrimonio, y vea qué pasó con lo que envió.",
    what_you_sent: "What you sent" / "Lo que envió",
    nothing_sent: "You have not sent any documents." / "Usted no ha enviado ningún documento.",
    sent_notice: "We have your document. You can open it below to check it." / "Recibimos su documento. Puede abrirlo abajo para revisarlo.",
    deleted_notice: "The document is deleted." / "El documento está borrado.",
    locked_notice: "The benefits office has begun to look at this document, so you can't delete it any more. Call us if it was a mistake." / "La Oficina de Beneficios ya empezó a revisar este documento, así que ya no puede borrarlo. Llámenos si fue un error.",
    document: "Document" / "Documento",
    about: "About" / "Sobre",
    sent_on: "Sent" / "Enviado",
    state: "State" / "Estado",
    office_wrote: "The benefits office wrote" / "La Oficina de Beneficios escribió",
    answer_by: "Answer by" / "Responda antes del",
    delete: "Delete" / "Borrar",
    send_again: "Send a better one" / "Enviar uno mejor",
    answered: "You sent a new one" / "Usted envió uno nuevo",
    send_a_document: "Send a document" / "Enviar un documento",
    answering: "You are sending this in answer to what the benefits office wrote." / "Usted lo envía en respuesta a lo que escribió la Oficina de Beneficios.",
    kind: "What is it?" / "¿Qué es?",
    choose_a_kind: "Choose what it is" / "Elija qué es",
    about_whom: "Whom is it about?" / "¿Sobre quién es?",
    file: "The file" / "El archivo",
    file_hint: "PDF, JPEG, PNG or HEIC, up to 15 MB and 40 pages. A clear photo from a telephone is fine. Several pages: send one PDF, or one photo after the other." / "PDF, JPEG, PNG o HEIC, hasta 15 MB y 40 páginas. Una foto clara del teléfono sirve. Si son varias páginas: envíe un PDF, o una foto tras otra.",
    kept_safe: "Documents are encrypted. Only you and the benefits office can open them, and each time is recorded." / "Los documentos se guardan cifrados. Solo usted y la Oficina de Beneficios pueden abrirlos, y cada vez queda registrada.",
    send: "Send" / "Enviar",
    progress: "Sending" / "Enviando",
    sending: "Sending: {n} percent" / "Enviando: {n} por ciento",
    interrupted: "The connection was cut. Trying again…" / "Se cortó la conexión. Intentando otra vez…",
    checking: "Sent. The file is being checked…" / "Enviado. Se está revisando el archivo…",
    cut_off: "The connection does not come back. What was sent is kept for a day: press Send to go on." / "La conexión no vuelve. Lo enviado se guarda por un día: oprima Enviar para seguir.",
    opens_beside: "(opens in a new tab)" / "(se abre en otra pestaña)",

    documents: "Documents" / "Documentos",
    documents_lead: "Proof that waits to be looked at, and proof that members were asked for." / "Comprobantes que esperan revisión y comprobantes que se pidieron a los afiliados.",
    nav_documents: "Documents" / "Documentos",
    not_scanned: "No virus scanner is configured: files that members send are not scanned for viruses. They are checked and written anew all the same." / "No hay ningún antivirus configurado: los archivos que envían los afiliados no se revisan en busca de virus. Igual se comprueban y se escriben de nuevo.",
    for_the_office: "To look at" / "Por revisar",
    for_members: "Asked for" / "Pedidos",
    none_for_the_office: "No document waits." / "Ningún documento espera.",
    none_for_members: "Nothing is asked for." / "No se ha pedido nada.",
    more_than_listed: "There may be more than are listed here." / "Puede haber más de los que se muestran aquí.",
    from_whom: "From" / "De",
    due: "Due" / "Vence",
    any_of: "Any one of these" / "Cualquiera de estos",
    not_come: "Not sent yet" / "Todavía no enviado",
    proof_wanted: "Proof" / "Comprobantes",
    proof_from_you: "Proof that we need from you" / "Comprobantes que necesitamos de usted",
    send_proof: "Send a document" / "Enviar un documento",
    owed: "Proof that has not come" / "Comprobantes que no han llegado",
    none_owed: "No proof is owed." / "No falta ningún comprobante.",
    overdue: "Overdue" / "Vencido",
    submission: "Submission" / "Solicitud",
    no_documents: "No documents were sent with it." / "No se envió ningún documento con ella.",
    pages: "Pages" / "Páginas",
    size: "Size" / "Tamaño",
    file_name: "Name of the file, as sent" / "Nombre del archivo, como se envió",
    sent_by: "Sent by" / "Enviado por",
    decided: "Decided" / "Decidido",
    kept_through: "Kept through" / "Se guarda hasta el",
    open_it: "Open the document" / "Abrir el documento",
    look: "Look at it and decide" / "Verlo y decidir",
    scan: "Scan a document for them" / "Escanear un documento de esta persona",
    scan_lead: "For what somebody handed over at the counter or sent by mail. It goes with what they have sent and waits." / "Para lo que alguien entregó en el mostrador o envió por correo. Se une a lo que ya envió y está pendiente.",
    scanned: "The document is kept." / "El documento está guardado.",
    none_there: "There are no documents." / "No hay documentos.",
    show_here: "Show it beside this" / "Mostrarlo al lado",
    decide_about_it: "Decide about it" / "Decidir sobre él",
    close: "Close" / "Cerrar",
    decide: "Decide" / "Decidir",
    verify: "Verify" / "Verificar",
    verify_hint: "It proves what it was sent for." / "Comprueba aquello para lo que se envió.",
    verify_it: "Mark as verified" / "Marcar como verificado",
    ask_again: "Ask again" / "Pedir otra vez",
    ask_again_words: "What is missing?" / "¿Qué falta?",
    ask_again_due: "Answer by" / "Respuesta antes del",
    ask_again_due_hint: "Left empty: in 30 days" / "Si se deja vacío: en 30 días",
    refuse: "Refuse" / "Rechazar",
    refuse_words: "Why is it refused?" / "¿Por qué se rechaza?",
    member_reads: "The member reads these words on their page. The e-mail only says that there is an answer." / "El afiliado lee estas palabras en su página. El correo solo dice que hay una respuesta.",
    was_verified: "The document is verified." / "El documento está verificado.",
    was_asked_again: "The member is asked for a better one." / "Se pidió otro al afiliado.",
    was_refused: "The document is refused." / "El documento está rechazado.",
    stale: "Somebody else has decided about this document, so nothing was saved. Look again." / "Otra persona ya decidió sobre este documento, así que no se guardó nada. Mire otra vez.",
    only_looking: "You can look at this document. The coordinator decides about it." / "Usted puede ver este documento. La coordinadora decide sobre él.",
    somebody: "Somebody who is not on record" / "Alguien que no está en el registro",
}

/// What a document is said to be.
pub const fn document_kind(lang: Lang, kind: DocumentKind) -> &'static str {
    use DocumentKind as K;
    match kind {
        K::BirthCertificate => lang.pick("Birth certificate", "Acta de nacimiento"),
        K::MarriageCertificate => lang.pick("Marriage certificate", "Acta de matrimonio"),
        K::DivorceDecree => lang
            .pick("Divorce decree or separation agreement", "Sentencia de divorcio o acuerdo de separación"),
        K::DeathCertificate => lang.pick("Death certificate", "Acta de defunción"),
        K::AdoptionPapers => lang.pick("Adoption or placement papers", "Documentos de adopción o de acogida"),
        K::LossOfCoverageLetter => {
            lang.pick("Letter: other coverage has ended", "Carta: terminó otra cobertura")
        }
        K::GainOfCoverageLetter => {
            lang.pick("Letter: other coverage has begun", "Carta: empezó otra cobertura")
        }
        K::CourtOrder => lang.pick("Court order", "Orden judicial"),
        K::MedicareCard => lang.pick("Medicare card", "Tarjeta de Medicare"),
        K::ProofOfResidence => lang.pick("Proof of residence", "Comprobante de domicilio"),
        K::DisabilityProof => lang.pick("Proof of disability", "Comprobante de discapacidad"),
        K::EmployerLetter => lang.pick("Letter from an employer", "Carta de un empleador"),
        K::CostNotice => {
            lang.pick("Notice or bill with the new price", "Aviso o factura con el nuevo precio")
        }
        K::CareProviderLetter => {
            lang.pick("Letter or bill of a care provider", "Carta o factura de un proveedor de cuidado")
        }
        K::MilitaryOrders => lang.pick("Military orders", "Órdenes militares"),
        K::LeaveApproval => lang.pick("Your approved leave", "Su licencia aprobada"),
        K::Ssa1099 => lang.pick("SSA-1099 (yearly statement)", "SSA-1099 (declaración anual)"),
        K::SsaAwardLetter => lang.pick(
            "Letter from Social Security with the new amounts",
            "Carta del Seguro Social con los nuevos montos",
        ),
        K::MedicareBill => lang.pick("Medicare premium bill (CMS-500)", "Factura de Medicare (CMS-500)"),
        K::Other => lang.pick("Something else", "Otra cosa"),
    }
}

/// Where a document stands.
pub const fn document_state(lang: Lang, state: DocumentState) -> &'static str {
    match state {
        DocumentState::Received => lang.pick("Received", "Recibido"),
        DocumentState::Verified => lang.pick("Verified", "Verificado"),
        DocumentState::AskedAgain => lang.pick("Needs a better one", "Falta uno mejor"),
        DocumentState::Refused => lang.pick("Refused", "Rechazado"),
    }
}

/// The sentence for a problem with a form about documents. What to do comes with it.
pub fn problem(lang: Lang, key: &str) -> &'static str {
    match key {
        "missing" => lang.pick("Choose one of the answers.", "Elija una de las respuestas."),
        "not_a_choice" => {
            lang.pick("Choose one of the answers in the list.", "Elija una de las respuestas de la lista.")
        }
        "file_empty" => lang.pick(
            "Choose a file. The one that was sent is empty.",
            "Elija un archivo. El que se envió está vacío.",
        ),
        "file_too_large" => lang.pick(
            "The file is larger than 15 MB. Scan with fewer dots per inch, or send the pages one by one.",
            "El archivo pasa de 15 MB. Escanee con menos resolución o envíe las páginas una por una.",
        ),
        "file_wrong_type" => lang.pick(
            "This is not a PDF, JPEG, PNG or HEIC file, whatever its name says. Take a photo of the document, or save it as PDF.",
            "No es un archivo PDF, JPEG, PNG ni HEIC, aunque su nombre lo diga. Tome una foto del documento o guárdelo como PDF.",
        ),
        "file_polyglot" => lang.pick(
            "There is something else inside or behind this file. Print it to a new PDF, or take a photo of the document.",
            "Hay algo más dentro o detrás de este archivo. Imprímalo en un PDF nuevo o tome una foto del documento.",
        ),
        "file_too_many_pages" => lang.pick(
            "The file has more than 40 pages. Send only the pages that prove it.",
            "El archivo tiene más de 40 páginas. Envíe solo las páginas que lo comprueban.",
        ),
        "file_bomb" => lang.pick(
            "The picture has too many dots to be opened here. Take it with a lower resolution, or scan it at 300 dots per inch.",
            "La imagen tiene demasiados puntos para abrirla aquí. Tómela con menos resolución o escanéela a 300 puntos por pulgada.",
        ),
        "file_damaged" => lang.pick(
            "The file is damaged or incomplete and can’t be opened. Scan or save it anew, then send it again.",
            "El archivo está dañado o incompleto y no se puede abrir. Escanéelo o guárdelo de nuevo y envíelo otra vez.",
        ),
        "file_encrypted" => lang.pick(
            "The PDF is protected by a password. Open it and print it to a new PDF, or take a photo of the document.",
            "El PDF está protegido con contraseña. Ábralo e imprímalo en un PDF nuevo, o tome una foto del documento.",
        ),
        "file_active" => lang.pick(
            "The PDF has a program, a form or other files inside. Print it to a new PDF, or take a photo of the document.",
            "El PDF tiene dentro un programa, un formulario u otros archivos. Imprímalo en un PDF nuevo o tome una foto del documento.",
        ),
        "file_infected" => lang.pick(
            "The virus scanner found something in this file, so it was not kept. Have your device checked, or bring the document to the benefits office.",
            "El antivirus encontró algo en este archivo, así que no se guardó. Haga revisar su aparato o traiga el documento a la Oficina de Beneficios.",
        ),
        "scanner_unavailable" => lang.pick(
            "Files can’t be checked at this moment, so nothing was kept. Try again in a few minutes.",
            "En este momento no se pueden revisar archivos, así que no se guardó nada. Inténtelo otra vez en unos minutos.",
        ),
        "no_room" => lang.pick(
            "You have sent as many documents as we keep for one person. Delete what is not needed, or call the benefits office.",
            "Ya envió tantos documentos como guardamos por persona. Borre lo que no haga falta o llame a la Oficina de Beneficios.",
        ),
        "signed_out" => lang.pick(
            "You were signed out. Sign in again, then send the file.",
            "Se cerró su sesión. Inicie sesión otra vez y envíe el archivo.",
        ),
        "too_many" => lang.pick(
            "Too many files in a short time. Wait a few minutes, then try again.",
            "Demasiados archivos en poco tiempo. Espere unos minutos e inténtelo otra vez.",
        ),
        "words_missing" => lang.pick(
            "Write what the member has to know.",
            "Escriba lo que el afiliado tiene que saber.",
        ),
        "too_long" => lang.pick("At most 4,000 characters.", "Como máximo 4,000 caracteres."),
        "not_a_date" => lang.pick("Choose a day.", "Elija un día."),
        "due_over" => lang.pick("Choose a day after today.", "Elija un día después de hoy."),
        "due_too_far" => lang.pick("Choose a day within a year.", "Elija un día dentro de un año."),
        _ => lang.pick(
            "The file could not be sent. Try again; if it goes on, call the benefits office.",
            "No se pudo enviar el archivo. Inténtelo otra vez; si sigue igual, llame a la Oficina de Beneficios.",
        ),
    }
}

/// "3 pages, 1.2 MB".
pub fn measure(lang: Lang, pages: i64, bytes: i64) -> String {
    let size = if bytes < 1_000_000 {
        format!("{} kB", (bytes + 999) / 1_000)
    } else {
        format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000)
    };
    match (lang, pages) {
        (Lang::En, 1) => format!("1 page, {size}"),
        (Lang::En, pages) => format!("{pages} pages, {size}"),
        (Lang::Es, 1) => format!("1 página, {size}"),
        (Lang::Es, pages) => format!("{pages} páginas, {size}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_measure_is_read_at_a_glance() {
        assert_eq!(measure(Lang::En, 1, 1), "1 page, 1 kB");
        assert_eq!(measure(Lang::Es, 3, 1_250_000), "3 páginas, 1.2 MB");
    }

    #[cfg(feature = "ssr")]
    #[test]
    fn every_reason_to_refuse_a_file_has_a_sentence_of_its_own() {
        let other = problem(Lang::En, "");
        let keys = desk::documents::refusals().chain(["file_infected", "scanner_unavailable", "no_room"]);
        for key in keys {
            for lang in [Lang::En, Lang::Es] {
                assert_ne!(problem(lang, key), other, "{key}");
            }
        }
    }
}

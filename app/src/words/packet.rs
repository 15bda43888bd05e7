//! Words for the retiree packet: a retiree's own page, and the desk's.

use desk::packet::SectionKey;
use desk::packet::runs::Audience;

use super::{Lang, phrases};

phrases! {
    my_title: "My benefits packet" / "Mi paquete de beneficios",
    my_lead: "Everything on paper: what you have, what you will pay, what changed, Medicare steps and dates, and forms with your name filled in. It is a PDF file to read, keep or print." / "Todo en papel: lo que tiene, lo que va a pagar, lo que cambió, los pasos y fechas de Medicare, y formularios con su nombre ya escrito. Es un archivo PDF para leer, guardar o imprimir.",
    my_nothing: "Packets are for retirees and survivors. What you have is on the page “My benefits”." / "Los paquetes son para jubilados y sobrevivientes. Lo que usted tiene está en la página «Mis beneficios».",
    language: "Language" / "Idioma",
    size: "Size of the print" / "Tamaño de la letra",
    normal: "Normal print (12 point)" / "Letra normal (12 puntos)",
    large: "Large print (18 point)" / "Letra grande (18 puntos)",
    download: "Get the packet (PDF)" / "Obtener el paquete (PDF)",
    no_printer: "No printer? Call us and we mail it to you." / "¿No tiene impresora? Llámenos y se lo enviamos por correo.",
    public_title: "The packet for everybody" / "El paquete para todos",
    public_more: "The same guide without anybody’s figures, to read or print (PDF). Your own, with what you have and pay, is on your pages after you sign in, or call us." / "La misma guía sin datos de nadie, para leer o imprimir (PDF). La suya, con lo que tiene y paga, está en sus páginas después de iniciar sesión, o llámenos.",
    public_normal: "Packet, normal print (PDF)" / "Paquete, letra normal (PDF)",
    public_large: "Packet, large print (PDF)" / "Paquete, letra grande (PDF)",
    desk_title: "Retiree packet" / "Paquete de jubilados",
    desk_lead: "What the packet says around each person’s figures, and packets of many for the mail." / "Lo que dice el paquete junto a los datos de cada persona, y los paquetes de muchos para el correo.",
    sections: "Sections" / "Secciones",
    section: "Section" / "Sección",
    heading: "Heading" / "Título",
    printed: "Printed version" / "Versión impresa",
    shipped: "The one that the portal ships with" / "La que trae el portal",
    draft: "Draft" / "Borrador",
    print_now: "Printed now" / "Se imprime ahora",
    was_printed: "Published" / "Publicada",
    edit_lead: "Packets that are made from the day of publishing on say the new text. Packets that were sent keep theirs." / "Los paquetes que se hagan a partir de la publicación dicen el texto nuevo. Los ya enviados conservan el suyo.",
    markup_hint: "An empty line begins a paragraph. Lines that begin with “- ” make a list, with “1. ” a numbered one. **Two stars** make words bold. Nothing else." / "Una línea vacía empieza un párrafo. Las líneas que empiezan con «- » hacen una lista, con «1. » una numerada. **Dos asteriscos** ponen palabras en negrita. Nada más.",
    english: "English" / "Inglés",
    spanish: "Spanish" / "Español",
    text: "Text" / "Texto",
    save: "Save as a draft" / "Guardar como borrador",
    saved: "Saved as a draft. Look at it, then publish it." / "Guardado como borrador. Véalo y después publíquelo.",
    published: "Published. Packets that are made from now on say it." / "Publicado. Los paquetes que se hagan desde ahora lo dicen.",
    preview: "Look at it in the packet of an invented retiree" / "Verlo en el paquete de una persona inventada",
    publish: "Publish" / "Publicar",
    versions: "Versions" / "Versiones",
    version: "Version" / "Versión",
    saved_at: "Written" / "Escrita",
    by: "By" / "Por",
    state: "State" / "Estado",
    runs: "Packets for the mail" / "Paquetes para el correo",
    runs_lead: "One print file in the order of the mail (ZIP code, town, street, name), each person’s packet in their own language, and a list of what is in it. It is made in the background; you can leave the page." / "Un solo archivo para imprimir en el orden del correo (código postal, ciudad, calle, nombre), el paquete de cada persona en su idioma, y una lista de lo que contiene. Se hace en segundo plano; puede salir de la página.",
    audience: "For whom" / "Para quién",
    begin: "Make the packets" / "Hacer los paquetes",
    no_runs: "None has been made yet." / "Todavía no se ha hecho ninguno.",
    begun: "Begun" / "Empezado",
    how_far: "How far" / "Avance",
    run_title: "Packets for the mail" / "Paquetes para el correo",
    running: "Being made. You can leave this page, or look again." / "En preparación. Puede salir de esta página o actualizarla.",
    look_again: "Look again now" / "Actualizar ahora",
    putting_together: "All are made; the print file is being put together." / "Todos están hechos; se está armando el archivo para imprimir.",
    finished: "Finished." / "Terminado.",
    pages: "Pages" / "Páginas",
    print_file: "Print file (PDF)" / "Archivo para imprimir (PDF)",
    print_file_more: "For the printer. Its pages have no tags for screen readers; each person’s own packet on the portal has them." / "Para la imprenta. Sus páginas no tienen etiquetas para lectores de pantalla; el paquete de cada persona en el portal sí las tiene.",
    manifest: "List of what is in it (CSV)" / "Lista de lo que contiene (CSV)",
    problems: "Could not be made" / "No se pudieron hacer",
    person_title: "Packets" / "Paquetes",
    person_make: "Make the packet of today" / "Hacer el paquete de hoy",
    made_at: "Made" / "Hecho",
    as_sent: "As it was sent (PDF)" / "Tal como se envió (PDF)",
    no_packets: "None has been made yet." / "Todavía no se ha hecho ninguno.",
    not_as_sent: "This packet can’t be made again as it was sent" / "Este paquete no se puede volver a hacer tal como se envió",
    not_as_sent_more: "The portal’s templates have changed since. What it was made from is kept; ask who runs the portal for the earlier version of the program." / "Las plantillas del portal han cambiado desde entonces. Se conserva aquello de lo que se hizo; pida a quien administra el portal la versión anterior del programa.",
    nav: "Retiree packet" / "Paquete de jubilados",
    nav_my: "My packet" / "Mi paquete",
}

/// What the office calls a section.
pub const fn section_name(lang: Lang, key: SectionKey) -> &'static str {
    match key {
        SectionKey::Welcome => lang.pick("Cover", "Portada"),
        SectionKey::Have => lang.pick("What you have", "Lo que tiene"),
        SectionKey::NextYear => lang.pick("Prices to come", "Próximos precios"),
        SectionKey::Changes => lang.pick("Changes", "Cambios"),
        SectionKey::Medicare => "Medicare",
        SectionKey::Reimbursement => lang.pick("Part B reimbursement", "Reembolso de la Parte B"),
        SectionKey::Life => lang.pick("Life insurance", "Seguro de vida"),
        SectionKey::Survivors => lang.pick("Survivors", "Sobrevivientes"),
        SectionKey::Contacts => lang.pick("Contacts", "Contactos"),
        SectionKey::Forms => lang.pick("Forms", "Formularios"),
    }
}

/// Who gets a packet.
pub const fn audience_name(lang: Lang, audience: Audience) -> &'static str {
    match audience {
        Audience::All => lang.pick("All retirees and survivors", "Todos los jubilados y sobrevivientes"),
        Audience::NoEmail => {
            lang.pick("Those without an e-mail address", "Quienes no tienen correo electrónico")
        }
    }
}

/// How far a run is.
pub fn made_of(lang: Lang, made: i64, items: i64) -> String {
    match lang {
        Lang::En => format!("{made} of {items} packets"),
        Lang::Es => format!("{made} de {items} paquetes"),
    }
}

/// What is wrong with a form.
pub fn problem(lang: Lang, problem: &str, detail: &str) -> String {
    let sentence = match problem {
        "empty" => lang.pick("Write something in both languages", "Escriba algo en los dos idiomas"),
        "markup" => lang.pick(
            "Use only paragraphs, lists and **bold** words",
            "Use solo párrafos, listas y palabras en **negrita**",
        ),
        "nobody" => lang.pick("There is nobody for this", "No hay nadie para esto"),
        "audience" => lang.pick("Choose for whom", "Elija para quién"),
        "too_long" => {
            return match lang {
                Lang::En => format!("Write {detail} characters at most"),
                Lang::Es => format!("Escriba {detail} caracteres como máximo"),
            };
        }
        _ => lang.pick("Check this answer", "Revise esta respuesta"),
    };
    sentence.to_owned()
}

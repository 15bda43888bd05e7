//! Words of life events: what may be changed, for whom, from when, with which proof; the catalogue at the desk.

use domain::event::{Change, EffectiveRule, EndRule, Entry, EventState, Fault, Whom};

use super::{Lang, phrases};

phrases! {
    catalogue: "Life events" / "Cambios en la vida",
    catalogue_lead: "Each kind of event says who has it, how long people have, what they may change and what they prove. Members see what is in force." / "Cada tipo de cambio dice a quién le puede pasar, cuánto tiempo hay, qué se puede cambiar y qué hay que probar. Los afiliados ven lo que está en vigor.",
    no_kinds: "There is none yet." / "Todavía no hay ninguno.",
    kind: "Event" / "Cambio",
    code: "Code" / "Código",
    state: "State" / "Estado",
    version: "Version" / "Versión",
    window: "Window" / "Plazo",
    entry: "Who reports it" / "Quién lo informa",
    populations: "Whose event it can be" / "A quién le puede pasar",
    effective: "Changes hold from" / "Los cambios valen desde",
    effective_hint: "Where several give different dates, the member chooses one." / "Si varias dan fechas distintas, el afiliado elige una.",
    ends: "Coverage that is dropped ends" / "La cobertura que se deja termina",
    permits: "What may be changed" / "Qué se puede cambiar",
    permits_hint: "What is not listed may not be changed. To take a row out, choose no benefit. Saving gives you more empty rows." / "Lo que no está en la lista no se puede cambiar. Para quitar una fila, no elija ningún beneficio. Al guardar aparecen más filas vacías.",
    benefit: "Benefit" / "Beneficio",
    change: "Change" / "Cambio",
    whom: "For whom" / "Para quién",
    source: "Source" / "Fuente",
    proof: "Proof" / "Prueba",
    proof_hint: "One of the documents is enough. To take a proof out, choose nobody. Saving gives you more empty ones." / "Basta uno de los documentos. Para quitar una prueba, no elija a nadie. Al guardar aparecen más vacías.",
    about_whom: "About whom" / "Sobre quién",
    documents: "One of these documents" / "Uno de estos documentos",
    due: "Days to hand it in" / "Días para entregarla",
    no_proof: "Nothing has to be proven." / "No hay que probar nada.",
    nothing_permitted: "Nothing may be changed." / "No se puede cambiar nada.",
    title: "Title" / "Título",
    lead: "Lead" / "Explicación",
    lead_hint: "One or two plain sentences that help people see whether this is their event." / "Una o dos frases sencillas que ayuden a ver si este es el cambio.",
    english: "In English" / "En inglés",
    spanish: "In Spanish" / "En español",
    before: "Days before the event" / "Días antes",
    after: "Days after the event" / "Días después",
    window_hint: "The day of the event is day 0. Federal law asks for 30 days or more after, and 60 for Medicaid and CHIP." / "El día en que pasa es el día 0. La ley federal pide 30 días o más después, y 60 para Medicaid y CHIP.",
    no_benefit: "None" / "Ninguno",
    no_whom: "Nobody" / "Nadie",
    edit: "Edit" / "Editar",
    edit_hint: "What you save is a draft with a number of its own. Nothing changes for members until you publish it." / "Lo que guarde es un borrador con su propio número. Nada cambia para los afiliados hasta que lo publique.",
    save: "Save the draft" / "Guardar el borrador",
    change_it: "Change it" / "Cambiarlo",
    publish: "Publish" / "Publicar",
    publish_hint: "From now on members use this version. What was asked for under the one before keeps its rules." / "Desde ahora los afiliados usan esta versión. Lo que se pidió con la anterior conserva sus reglas.",
    discard: "Put the draft away" / "Descartar el borrador",
    discard_hint: "It is kept in the history." / "Se conserva en el historial.",
    expire: "End it" / "Ponerle fin",
    expire_hint: "Members can no longer choose this event. What was asked for goes on." / "Los afiliados ya no pueden elegir este cambio. Lo que ya se pidió sigue su curso.",
    clone: "Copy it" / "Copiarlo",
    clone_hint: "A new kind of event that starts as a draft like this version." / "Un nuevo tipo de cambio que empieza como un borrador igual a esta versión.",
    new_code: "Code of the new one" / "Código del nuevo",
    new_code_hint: "Small letters, digits and _, such as civil_union" / "Letras minúsculas, cifras y _, por ejemplo civil_union",
    history: "History" / "Historial",
    saved: "Written" / "Escrita",
    saved_by: "By" / "Por",
    valid_from: "In force from" / "En vigor desde",
    valid_to: "Ended" / "Terminó",
    never: "Never" / "Nunca",
    not_ended: "Not yet" / "Todavía no",
    looking_at_old: "You are looking at an older version." / "Está viendo una versión anterior.",
    see_latest: "See the latest" / "Ver la última",
    was_saved: "Saved as a draft. Members do not see it until you publish it." / "Guardado como borrador. Los afiliados no lo ven hasta que lo publique.",
    was_published: "It is in force." / "Está en vigor.",
    was_expired: "It has ended. The history keeps it." / "Ha terminado. El historial lo conserva.",
    was_cloned: "Copied. This is the draft of the new one." / "Copiado. Este es el borrador del nuevo.",
    is_stale: "Somebody else changed it while you were looking. Nothing was done. This is how it stands now." / "Otra persona lo cambió mientras usted miraba. No se hizo nada. Así está ahora.",
    is_refused: "Its state does not allow that. Nothing was done." / "Su estado no lo permite. No se hizo nada.",
    more: "More" / "Más",
    less: "Less" / "Menos",
    no_change: "No" / "No",
    nothing_to_bring: "Nothing" / "Nada",
}

/// Where a version of a kind of event stands.
pub const fn event_state(lang: Lang, state: EventState) -> &'static str {
    match state {
        EventState::Draft => lang.pick("Draft", "Borrador"),
        EventState::Published => lang.pick("In force", "En vigor"),
        EventState::Expired => lang.pick("Ended", "Terminado"),
    }
}

/// Who may report an event.
pub const fn entry_name(lang: Lang, entry: Entry) -> &'static str {
    match entry {
        Entry::SelfService => lang.pick("The member, or the office", "El afiliado o la oficina"),
        Entry::StaffOnly => lang.pick("The office alone", "Solo la oficina"),
    }
}

/// What may be done.
pub const fn change_name(lang: Lang, change: Change) -> &'static str {
    match change {
        Change::Add => lang.pick("Add", "Agregar"),
        Change::Drop => lang.pick("Drop", "Quitar"),
        Change::ChangePlan => lang.pick("Change plan", "Cambiar de plan"),
        Change::Increase => lang.pick("More", "Aumentar"),
        Change::Decrease => lang.pick("Less", "Reducir"),
    }
}

/// For whom, as the office says it.
pub const fn whom_name(lang: Lang, whom: Whom) -> &'static str {
    match whom {
        Whom::Anybody => lang.pick("Anybody", "Cualquiera"),
        Whom::Self_ => lang.pick("The member", "El afiliado"),
        Whom::Spouse => lang.pick("The spouse", "El cónyuge"),
        Whom::Children => lang.pick("Children", "Los hijos"),
        Whom::NewPeople => lang.pick("New in the household", "Nuevos en el hogar"),
        Whom::ThatPerson => lang.pick("The person concerned", "La persona de que se trata"),
        Whom::TheirFamily => lang.pick("All, if it is about the member", "Todos, si se trata del afiliado"),
        Whom::FormerSpouse => lang.pick("A former spouse", "Un excónyuge"),
    }
}

/// For whom, as the member is told.
pub const fn whom_told(lang: Lang, whom: Whom) -> &'static str {
    match whom {
        Whom::Anybody => lang.pick("anybody in your household", "cualquiera de su hogar"),
        Whom::Self_ => lang.pick("yourself", "usted"),
        Whom::Spouse => lang.pick("your spouse", "su cónyuge"),
        Whom::Children => lang.pick("children", "los hijos"),
        Whom::NewPeople => {
            lang.pick("people who are new in your household", "las personas nuevas en su hogar")
        }
        Whom::ThatPerson => lang.pick("the person it happened to", "la persona a quien le pasó"),
        Whom::TheirFamily => {
            lang.pick("your family, if it happened to you", "su familia, si le pasó a usted")
        }
        Whom::FormerSpouse => lang.pick("a former spouse", "un excónyuge"),
    }
}

/// From when a change holds.
pub const fn effective_rule(lang: Lang, rule: EffectiveRule) -> &'static str {
    match rule {
        EffectiveRule::DateOfEvent => lang.pick(
            "The day of the event, even when it is past (birth, adoption, placement)",
            "El día en que pasó, aunque ya haya pasado (nacimiento, adopción, colocación)",
        ),
        EffectiveRule::DateOfEventAhead => lang.pick(
            "The day of the event, if it is asked for by then",
            "El día en que pasa, si se pide a más tardar ese día",
        ),
        EffectiveRule::FirstOfMonthAfterEvent => {
            lang.pick("The first of the month after the event", "El primer día del mes después del cambio")
        }
        EffectiveRule::FirstOfMonthAfterRequest => lang.pick(
            "The first of the month after the request",
            "El primer día del mes después de la solicitud",
        ),
        EffectiveRule::AfterWaitingPeriod => lang.pick(
            "The end of the waiting period of a new hire",
            "El fin del período de espera de un nuevo empleado",
        ),
    }
}

/// When coverage that is dropped ends.
pub const fn end_rule(lang: Lang, rule: EndRule) -> &'static str {
    match rule {
        EndRule::EveOfEffective => {
            lang.pick("The day before the change holds", "El día antes de que valga el cambio")
        }
        EndRule::EndOfMonthOfEvent => {
            lang.pick("The last day of the month of the event", "El último día del mes en que pasa")
        }
        EndRule::DayOfEvent => lang.pick("The day of the event", "El día en que pasa"),
    }
}

/// "30 days after", "from 30 days before to 30 days after".
pub fn window_days(lang: Lang, before: u32, after: u32) -> String {
    match (lang, before) {
        (Lang::En, 0) => format!("{after} days after"),
        (Lang::Es, 0) => format!("{after} días después"),
        (Lang::En, before) => format!("From {before} days before to {after} days after"),
        (Lang::Es, before) => format!("Desde {before} días antes hasta {after} días después"),
    }
}

/// "Within 30 days".
pub fn due_within(lang: Lang, days: u32) -> String {
    match lang {
        Lang::En => format!("Within {days} days"),
        Lang::Es => format!("Dentro de {days} días"),
    }
}

/// "Version 3".
pub fn version_number(lang: Lang, version: i64) -> String {
    match lang {
        Lang::En => format!("Version {version}"),
        Lang::Es => format!("Versión {version}"),
    }
}

/// "Edit: You married".
pub fn edit_title(lang: Lang, title: &str) -> String {
    match lang {
        Lang::En => format!("Edit: {title}"),
        Lang::Es => format!("Editar: {title}"),
    }
}

/// What a control in a row of a table is, for who does not see the heads: "Benefit, row 3".
pub fn in_row(lang: Lang, what: &str, row: usize) -> String {
    match lang {
        Lang::En => format!("{what}, row {row}"),
        Lang::Es => format!("{what}, fila {row}"),
    }
}

/// "Proof 2".
pub fn proof_number(lang: Lang, number: usize) -> String {
    match lang {
        Lang::En => format!("Proof {number}"),
        Lang::Es => format!("Prueba {number}"),
    }
}

/// What is wrong with a field of a kind of event, or what keeps a draft from being published. `detail` is a
/// limit.
pub fn event_problem(lang: Lang, problem: &str, detail: &str) -> String {
    if let Ok(fault) = problem.parse() {
        return fault_text(lang, fault).to_owned();
    }
    match (problem, lang) {
        ("too_long", Lang::En) => format!("Use at most {detail} characters."),
        ("too_long", Lang::Es) => format!("Use {detail} caracteres como máximo."),
        ("too_many", Lang::En) => format!("Use at most {detail} rows."),
        ("too_many", Lang::Es) => format!("Use {detail} filas como máximo."),
        ("not_days", _) => lang
            .pick("Enter a number of days, such as 30.", "Escriba un número de días, por ejemplo 30.")
            .into(),
        ("not_a_choice", _) => lang.pick("Choose one of the list.", "Elija uno de la lista.").into(),
        ("not_a_code", _) => lang
            .pick(
                "Use up to 32 small letters, digits and _, and begin with a letter.",
                "Use hasta 32 letras minúsculas, cifras y _, y empiece con una letra.",
            )
            .into(),
        ("taken", _) => {
            lang.pick("There is an event of this code already.", "Ya hay un cambio con este código.").into()
        }
        _ => lang.pick("This can't be used.", "Esto no se puede usar.").into(),
    }
}

/// What keeps a kind of event from being published.
const fn fault_text(lang: Lang, fault: Fault) -> &'static str {
    match fault {
        Fault::NoTitle => lang.pick("Give it a title in both languages.", "Póngale un título en los dos idiomas."),
        Fault::NoLead => lang.pick("Explain it in both languages.", "Explíquelo en los dos idiomas."),
        Fault::NoPopulation => lang.pick("Choose whose event it can be.", "Elija a quién le puede pasar."),
        Fault::EmptyWindow => lang.pick("Give people some days.", "Dé algunos días de plazo."),
        Fault::LongWindow => {
            lang.pick("The window is to be at most 366 days.", "El plazo debe ser de 366 días como máximo.")
        }
        Fault::NoEffectiveRule => {
            lang.pick("Choose from when changes hold.", "Elija desde cuándo valen los cambios.")
        }
        Fault::EffectiveRuleTwice => lang.pick("Choose each rule once.", "Elija cada regla una vez."),
        Fault::ReachesBack => lang.pick(
            "Only a birth, an adoption or a placement reaches back to its day: ask for a birth certificate or adoption papers, or choose another rule (Treas. Reg. § 1.125-4).",
            "Solo un nacimiento, una adopción o una colocación vale desde su día: pida el acta de nacimiento o los papeles de adopción, o elija otra regla (Treas. Reg. § 1.125-4).",
        ),
        Fault::NothingPermitted => lang.pick("Say what may be changed.", "Indique qué se puede cambiar."),
        Fault::PermitTwice => {
            lang.pick("Two rows say the same: take one out.", "Dos filas dicen lo mismo: quite una.")
        }
        Fault::NoSource => lang.pick("Each row needs its source.", "Cada fila necesita su fuente."),
        Fault::ImpossiblePermit => lang.pick(
            "A row names a change that its benefit does not have. Amounts and life insurance are the member's alone.",
            "Una fila indica un cambio que su beneficio no tiene. Los montos y el seguro de vida son solo del afiliado.",
        ),
        Fault::NoDocument => lang.pick("Each proof needs a document.", "Cada prueba necesita un documento."),
        Fault::ProofDueAtOnce => {
            lang.pick("Give people some days to hand in proof.", "Dé algunos días para entregar la prueba.")
        }
    }
}

//! Words of seminars.

use domain::seminar::Place;

use super::{Lang, phrases};

phrases! {
    title: "Retirement seminars" / "Seminarios de jubilación",
    lead: "For those who think of retiring within two years: coverage, Medicare, the pension, and time for questions." / "Para quienes piensan jubilarse en los próximos dos años: cobertura, Medicare, la pensión y tiempo para preguntas.",
    none: "No seminar is planned now. We write to you when there is one." / "Ahora no hay ningún seminario previsto. Le escribiremos cuando haya uno.",
    when: "When" / "Cuándo",
    place: "Where" / "Dónde",
    seats: "Seats" / "Lugares",
    you: "You" / "Usted",
    sign_up: "Sign up" / "Inscribirme",
    join_list: "Join the waiting list" / "Entrar en la lista de espera",
    cancel: "I can’t come" / "No puedo ir",
    calendar: "Add to my calendar" / "Añadir a mi calendario",
    have_seat: "You have a seat." / "Usted tiene un lugar.",
    called_off: "Called off" / "Cancelado",
    called_off_more: "This seminar does not take place." / "Este seminario no tiene lugar.",
    is_over: "Over" / "Terminado",
    handout: "Handout" / "Material",
    desk_title: "Seminars" / "Seminarios",
    desk_lead: "Those who may retire within two years, or have said that they do, are told of a new seminar. Who has a seat is reminded a week and a day before it." / "A quienes pueden jubilarse en dos años, o han dicho que lo harán, se les avisa de un seminario nuevo. A quien tiene lugar se le recuerda una semana y un día antes.",
    new: "Announce a seminar" / "Anunciar un seminario",
    what: "What it is about" / "De qué trata",
    date: "Day" / "Fecha",
    time: "Begins at" / "Empieza a las",
    time_hint: "24 hours, such as 17:30" / "En 24 horas, como 17:30",
    minutes: "Minutes" / "Minutos",
    capacity: "Seats" / "Lugares",
    announce: "Announce" / "Anunciar",
    nobody: "Nobody has signed up yet." / "Todavía no se ha inscrito nadie.",
    who_comes: "Who comes" / "Quién viene",
    person: "Person" / "Persona",
    came: "Came" / "Vino",
    save_attendance: "Save who came" / "Guardar quién vino",
    handout_hint: "Those who had a seat read it once the seminar is over." / "Lo leen quienes tenían lugar, cuando termina el seminario.",
    save_handout: "Save the handout" / "Guardar el material",
    call_off: "Call it off" / "Cancelarlo",
    call_off_more: "Everybody who has signed up is told." / "Se avisa a todos los inscritos.",
    saved: "Saved." / "Guardado.",
    all: "All seminars" / "Todos los seminarios",
    has_seat: "Seat" / "Lugar",
}

/// How many seats are free.
pub fn free(lang: Lang, free: usize, capacity: i64) -> String {
    match (free, lang) {
        (0, Lang::En) => "Full; there is a waiting list".to_owned(),
        (0, Lang::Es) => "Completo; hay una lista de espera".to_owned(),
        (free, Lang::En) => format!("{free} of {capacity} free"),
        (free, Lang::Es) => format!("{free} de {capacity} libres"),
    }
}

/// Where somebody is who has signed up.
pub fn my_place(lang: Lang, place: Place) -> String {
    match (place, lang) {
        (Place::Seat, lang) => have_seat(lang).to_owned(),
        (Place::Waiting(turn), Lang::En) => format!("You wait; your turn is number {turn}."),
        (Place::Waiting(turn), Lang::Es) => format!("Está en espera; su turno es el número {turn}."),
    }
}

/// The same at the desk.
pub fn place_of(lang: Lang, place: Place) -> String {
    match (place, lang) {
        (Place::Seat, lang) => has_seat(lang).to_owned(),
        (Place::Waiting(turn), Lang::En) => format!("Waits, number {turn}"),
        (Place::Waiting(turn), Lang::Es) => format!("En espera, número {turn}"),
    }
}

/// "90 minutes".
pub fn minutes_long(lang: Lang, minutes: i64) -> String {
    match lang {
        Lang::En => format!("{minutes} minutes"),
        Lang::Es => format!("{minutes} minutos"),
    }
}

//! Words of corrections: what the records are to say, and taking back what was approved.

use domain::benefit::Benefit;

use super::{Lang, common, phrases};

phrases! {
    title: "Correct a record" / "Corregir un registro",
    lead: "Say what the records should have said. Nothing changes yet: you see every effect on the next page, and approve it there." / "Diga qué deberían haber dicho los registros. Nada cambia todavía: en la página siguiente verá cada efecto y lo aprobará allí.",
    correct: "Correct the records" / "Corregir los registros",
    correct_more: "Choose the benefit whose record is wrong." / "Elija el beneficio cuyo registro está equivocado.",
    on_record: "On record now" / "En los registros ahora",
    nothing_on_record: "Nothing is on record." / "No hay nada en los registros.",
    what_is_right: "What is right?" / "¿Qué es lo correcto?",
    nothing_held: "No coverage, and not declined" / "Sin cobertura, y sin haberla rechazado",
    declined: "Declined" / "Rechazado",
    from: "From" / "Desde",
    from_hint: "The first day, such as 3/15/2027" / "El primer día, por ejemplo 3/15/2027",
    through: "Through" / "Hasta",
    through_hint: "The last day. Leave it empty if it goes on." / "El último día. Déjelo vacío si continúa.",
    because: "Why is it corrected?" / "¿Por qué se corrige?",
    because_hint: "Stays with the correction. No medical facts." / "Queda con la corrección. Sin datos médicos.",
    look: "Look at the effects" / "Ver los efectos",
    kind: "Correction" / "Corrección",
    restated: "What the records will say" / "Lo que dirán los registros",
    restated_was: "What the records say since this correction" / "Lo que dicen los registros desde esta corrección",
    restated_never: "What the records would have said" / "Lo que habrían dicho los registros",
    out_of_date: "The records have changed since this correction was sent. Deny it, and send it again." / "Los registros cambiaron desde que se envió esta corrección. Rechácela y envíela de nuevo.",
    stays: "These words stay with the correction." / "Estas palabras quedan con la corrección.",
    nothing_from: "nothing" / "nada",
    takes_back: "Takes back" / "Anula",
    take_back: "Take this back" / "Anular esto",
    take_back_more: "Makes a correction that puts the records back to what they were. Nothing changes until it is approved. Payroll is told, and pays that are paid are made good." / "Prepara una corrección que deja los registros como estaban. Nada cambia hasta que se apruebe. Se avisa a nóminas y se ajustan los pagos ya hechos.",
    not_yet: "This is what approving it will do. Nothing has changed yet." / "Esto es lo que hará al aprobarla. Todavía no ha cambiado nada.",
    somebody_else: "Somebody else has to approve this: it is about you, or it goes against a rule and you entered it." / "Otra persona tiene que aprobar esto: se refiere a usted, o va contra una regla y usted lo ingresó.",
    people_restated: "What the records say of somebody in the household" / "Lo que dicen los registros de alguien del hogar",
    correct_them: "Correct" / "Corregir",
    by_census: "This person is on the city's rolls: name and day of birth come from payroll." / "Esta persona está en las nóminas de la ciudad: su nombre y fecha de nacimiento vienen de nóminas.",
    in_census: "This person is in the census too. Have it mended there as well: the next census brings back what it says." / "Esta persona también está en el censo. Haga que se corrija allí: el próximo censo trae de nuevo lo que dice.",
    birth_hint: "Month, day, year, such as 3/15/2019" / "Mes, día y año, por ejemplo 3/15/2019",
    disabled_child: "A child with a proven disability that began before age 26" / "Un hijo con una discapacidad comprobada que empezó antes de los 26 años",
    disabled_child_hint: "The age limit does not apply then." / "Entonces no se aplica el límite de edad.",
    ended: "Last day in the household" / "Último día en el hogar",
    ended_hint: "Only for somebody who has died or belongs to the household no longer. Coverage is corrected apart." / "Solo para alguien que falleció o ya no es parte del hogar. La cobertura se corrige aparte.",
    still_here: "in the household" / "en el hogar",
    against_rule_words: "Why is it approved against the rule?" / "¿Por qué se aprueba en contra de la regla?",
}

/// Something else has changed the benefit since: it has to be taken back first.
pub fn changed_since(lang: Lang, benefit: Benefit) -> String {
    let name = common::benefit(lang, benefit);
    match lang {
        Lang::En => format!(
            "{name} has been changed again since. Take back the later change first, or correct the record directly."
        ),
        Lang::Es => format!(
            "{name}: hubo otro cambio después. Anule primero el cambio posterior o corrija el registro directamente."
        ),
    }
}

/// What is wrong with a field of the form.
pub fn problem(lang: Lang, field: &str, problem: &str, detail: &str) -> String {
    match (field, problem) {
        ("because", "changed_since") => lang
            .pick(
                "Their record has been changed again since. Correct it directly.",
                "Su registro cambió otra vez después. Corríjalo directamente.",
            )
            .into(),
        ("choice" | "because", "nothing_to_correct") => lang
            .pick(
                "The records say so already. There is nothing to correct.",
                "Los registros ya lo dicen. No hay nada que corregir.",
            )
            .into(),
        ("given_name" | "family_name", "missing") => lang.pick("Enter a name.", "Escriba un nombre.").into(),
        ("given_name" | "family_name", _) => {
            lang.pick("Use letters, up to 100.", "Use letras, hasta 100.").into()
        }
        ("birth", "born_later") => {
            lang.pick("This day is still to come.", "Ese día todavía no ha llegado.").into()
        }
        ("birth" | "ended", "missing" | "not_a_date" | "born_too_long_ago") => {
            lang.pick("Enter a date, such as 3/15/2019.", "Escriba una fecha, por ejemplo 3/15/2019.").into()
        }
        ("ended", _) => {
            lang.pick("This is before the day of birth.", "Es anterior a la fecha de nacimiento.").into()
        }
        ("relationship", _) => lang
            .pick("Choose what they are to the member.", "Elija qué relación tiene con el afiliado.")
            .into(),
        ("choice", _) => lang.pick("Choose what is right.", "Elija qué es lo correcto.").into(),
        ("from", "missing") => lang.pick("Enter the first day.", "Escriba el primer día.").into(),
        ("from" | "through", "not_a_date") => {
            lang.pick("Enter a date, such as 3/15/2027.", "Escriba una fecha, por ejemplo 3/15/2027.").into()
        }
        ("through", _) => lang
            .pick(
                "The last day can't be before the first.",
                "El último día no puede ser anterior al primero.",
            )
            .into(),
        ("waiver_reason", _) => lang.pick("Choose why it is declined.", "Elija por qué se rechaza.").into(),
        ("amount", _) => {
            lang.pick("Enter an amount, such as 1,200.00.", "Escriba un monto, por ejemplo 1,200.00.").into()
        }
        ("covered", _) => {
            lang.pick("The plan does not cover so many people.", "El plan no cubre a tantas personas.").into()
        }
        ("because", "too_long") => match lang {
            Lang::En => format!("Use at most {detail} characters."),
            Lang::Es => format!("Use {detail} caracteres como máximo."),
        },
        ("because", _) => lang.pick("Say why it is corrected.", "Diga por qué se corrige.").into(),
        _ => lang.pick("This can't be used.", "Esto no se puede usar.").into(),
    }
}

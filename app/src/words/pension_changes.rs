//! Words of the lists of changes that pension systems get.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use desk::error::FieldError;
use domain::list_layout::{AmountFormat, Field, Pad};
use domain::pension_list::{ChangeKind, DifferenceKind, Why};

use super::{Lang, common, phrases};

phrases! {
    city_title: "Changes for city retirees" / "Cambios de los jubilados de la ciudad",
    mtrs_title: "Changes for MTRS" / "Cambios para MTRS",
    lead: "Whose deduction is new, has changed or ends, compared with the list before: each change is in one list, however late it is recorded." / "De quién es nuevo, cambia o termina el descuento, comparado con la lista anterior: cada cambio está en una sola lista, por tarde que se registre.",
    month: "Month" / "Mes",
    month_hint: "Such as 2027-07" / "Por ejemplo, 2027-07",
    not_a_month: "Enter a month such as 2027-07. This is the list of this month." / "Escriba un mes como 2027-07. Esta es la lista de este mes.",
    show: "Show" / "Mostrar",
    nothing: "Nothing changes in this month." / "En este mes no cambia nada.",
    number: "Number" / "Número",
    name: "Name" / "Nombre",
    change: "Change" / "Cambio",
    old: "Old, a month" / "Antes, al mes",
    new_amount: "New, a month" / "Después, al mes",
    effective: "Effective" / "Desde",
    why: "Why" / "Por qué",
    plans: "Plans" / "Planes",
    csv: "Download as CSV" / "Descargar en CSV",
    xlsx: "Download as Excel" / "Descargar en Excel",
    mark_sent: "Mark as sent" / "Marcar como enviada",
    mark_sent_more: "What is recorded afterwards is in the next list." / "Lo que se registre después estará en la lista siguiente.",
    sent: "Sent" / "Enviada",
    previous: "Month before" / "Mes anterior",
    next: "Month after" / "Mes siguiente",
    in_layout: "As MTRS wants it" / "Como lo quiere MTRS",
    in_layout_lead: "The same lines in MTRS’s layout: to key from, or to send as a file." / "Las mismas líneas en el formato de MTRS: para teclearlas o enviarlas como archivo.",
    change_layout: "Change the layout" / "Cambiar el formato",
    compare: "Compare with MTRS’s own file" / "Comparar con el archivo de MTRS",
    compare_lead: "CSV or Excel with the columns number and amount (family_name and given_name may be there). It is compared with the records for the last day of the month; nothing is changed." / "CSV o Excel con las columnas number y amount (puede tener family_name y given_name). Se compara con los registros del último día del mes; no se cambia nada.",
    file: "File" / "Archivo",
    compare_now: "Compare" / "Comparar",
    differences: "Differences" / "Diferencias",
    no_differences: "Everything agrees." / "Todo coincide.",
    ours: "Our records" / "Nuestros registros",
    theirs: "Their file" / "Su archivo",
    row: "Row of the file" / "Fila del archivo",
    difference: "Difference" / "Diferencia",
    layout_title: "Layout of MTRS’s list" / "Formato de la lista de MTRS",
    layout_lead: "Columns from left to right. Leave a row without a field to drop it. Each save is a new version; lists that were sent keep theirs." / "Columnas de izquierda a derecha. Deje una fila sin campo para quitarla. Cada vez que guarda hay una versión nueva; las listas enviadas conservan la suya.",
    field: "Field" / "Campo",
    no_field: "None" / "Ninguno",
    heading: "Heading" / "Encabezado",
    day_format: "Dates" / "Fechas",
    amount_format: "Amounts" / "Cantidades",
    width: "Width" / "Ancho",
    pad: "Filled with" / "Relleno",
    save_layout: "Save as a new version" / "Guardar como versión nueva",
    versions: "Versions" / "Versiones",
    version: "Version" / "Versión",
    made_by: "By" / "Por",
    made_at: "When" / "Cuándo",
    usual: "The usual layout is in use." / "Se usa el formato habitual.",
    saved: "The layout is saved." / "El formato está guardado.",
    compared: "The file is compared." / "El archivo está comparado.",
    column: "Column" / "Columna",
    as_it_looks: "As it looks" / "Así se ve",
}

/// "July 2027".
pub fn month_name(lang: Lang, month: NaiveDate) -> String {
    format!("{} {}", common::month_name(lang, month.month()), month.year())
}

/// What becomes of a deduction.
pub const fn change_kind(lang: Lang, kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::New => lang.pick("New", "Nuevo"),
        ChangeKind::Changed => lang.pick("Changed", "Cambia"),
        ChangeKind::Ended => lang.pick("Ended", "Termina"),
    }
}

/// Why a deduction changes.
pub const fn why_words(lang: Lang, why: Why) -> &'static str {
    match why {
        Why::Retired => lang.pick("Retirement", "Jubilación"),
        Why::Begins => lang.pick("Coverage begins", "Empieza una cobertura"),
        Why::Ends => lang.pick("Coverage ends", "Termina una cobertura"),
        Why::Medicare => lang.pick("Medicare plan", "Plan de Medicare"),
        Why::Plan => lang.pick("Another plan", "Otro plan"),
        Why::People => lang.pick("Other people are covered", "Otras personas cubiertas"),
        Why::Rates => lang.pick("New rates", "Tarifas nuevas"),
    }
}

/// How a file differs.
pub const fn difference_kind(lang: Lang, kind: DifferenceKind) -> &'static str {
    match kind {
        DifferenceKind::MissingThere => lang.pick("Missing in the file", "Falta en el archivo"),
        DifferenceKind::MissingHere => lang.pick("Missing in our records", "Falta en nuestros registros"),
        DifferenceKind::Amount => lang.pick("Another amount", "Otra cantidad"),
    }
}

/// What a column holds.
pub const fn field_words(lang: Lang, field: Field) -> &'static str {
    match field {
        Field::Number => lang.pick("Number", "Número"),
        Field::FamilyName => lang.pick("Family name", "Apellido"),
        Field::GivenName => lang.pick("Given name", "Nombre"),
        Field::FullName => lang.pick("Full name", "Nombre completo"),
        Field::Change => lang.pick("Change", "Cambio"),
        Field::OldAmount => lang.pick("Old amount", "Cantidad anterior"),
        Field::NewAmount => lang.pick("New amount", "Cantidad nueva"),
        Field::Effective => lang.pick("Effective date", "Fecha de efecto"),
        Field::Plans => lang.pick("Plans", "Planes"),
        Field::Why => lang.pick("Reason", "Motivo"),
    }
}

/// How an amount is written.
pub const fn amount_words(lang: Lang, format: AmountFormat) -> &'static str {
    match format {
        AmountFormat::Dollars => "1234.56",
        AmountFormat::Cents => lang.pick("123456 (no dot)", "123456 (sin punto)"),
    }
}

/// With what a cell is filled.
pub const fn pad_words(lang: Lang, pad: Pad) -> &'static str {
    match pad {
        Pad::Blanks => lang.pick("Blanks behind", "Espacios detrás"),
        Pad::Zeros => lang.pick("Zeros before", "Ceros delante"),
    }
}

/// When and by whom a list was sent.
pub fn sent_by(lang: Lang, at: DateTime<Utc>, name: &str, version: i64) -> String {
    let at = common::date_time(lang, at);
    match (lang, version) {
        (Lang::En, 0) => format!("{at}, by {name}."),
        (Lang::En, version) => format!("{at}, by {name}, in version {version} of the layout."),
        (Lang::Es, 0) => format!("{at}, por {name}."),
        (Lang::Es, version) => format!("{at}, por {name}, con la versión {version} del formato."),
    }
}

/// What was compared.
pub fn compared_with(lang: Lang, file: &str, rows: i64, at: DateTime<Utc>) -> String {
    let at = common::date_time(lang, at);
    match lang {
        Lang::En => format!("{file}, {rows} deductions, compared on {at}"),
        Lang::Es => format!("{file}, {rows} descuentos, comparado el {at}"),
    }
}

/// What is wrong with a field.
pub fn problem(lang: Lang, error: &FieldError) -> String {
    let detail = &error.detail;
    match (error.problem.as_str(), lang) {
        ("file_missing", _) => lang.pick("Choose a file.", "Elija un archivo.").to_owned(),
        ("file_too_large", Lang::En) => format!("The file is larger than {detail} MB."),
        ("file_too_large", Lang::Es) => format!("El archivo tiene más de {detail} MB."),
        // Said by the reader of files, which names row, column and what it expected.
        ("bad_file", Lang::En) => format!("{detail}."),
        ("bad_file", Lang::Es) => format!("No se puede leer: {detail}."),
        ("heading", Lang::En) => format!("Give a heading of at most {detail} characters."),
        ("heading", Lang::Es) => format!("Ponga un encabezado de {detail} caracteres como máximo."),
        ("width", Lang::En) => format!("This field needs a width of {detail}, or none."),
        ("width", Lang::Es) => format!("Este campo necesita un ancho de {detail}, o ninguno."),
        ("not_a_width", Lang::En) => format!("Enter a whole number up to {detail}, or nothing."),
        ("not_a_width", Lang::Es) => format!("Escriba un número entero hasta {detail}, o nada."),
        ("no_columns", _) => lang
            .pick("A layout has at least one column.", "Un formato tiene al menos una columna.")
            .to_owned(),
        _ => lang.pick("This can’t be used.", "Esto no se puede usar.").to_owned(),
    }
}

//! Words of getting in without an account of an issuer, and of helping somebody.

use chrono::NaiveDate;
use desk::error::FieldError;
use domain::helper::Scope;

use super::{Lang, common, phrases};

phrases! {
    other_ways: "Without a city account" / "Sin una cuenta de la ciudad",
    have_letter: "I have a letter from the city" / "Tengo una carta de la ciudad",
    have_code: "Sign in with a code" / "Entrar con un código",
    was_invited: "I was asked to help somebody" / "Me pidieron ayudar a alguien",

    letter_title: "Your letter from the city" / "Su carta de la ciudad",
    letter_lead: "Type the code of your letter and your date of birth. The code works once. After that you choose how you sign in from then on." / "Escriba el código de su carta y su fecha de nacimiento. El código sirve una vez. Después usted elige cómo entra de ahí en adelante.",
    letter_lost: "No letter, or it does not work? Call the benefits office: we send you a new one." / "¿No tiene carta, o no funciona? Llame a la Oficina de Beneficios: le enviamos otra.",
    code: "Code" / "Código",
    letter_code_hint: "Twelve letters and digits, such as AB2C-D3EF-4GH5. Dashes and small letters do not matter." / "Doce letras y cifras, como AB2C-D3EF-4GH5. No importan los guiones ni las minúsculas.",
    birth: "Your date of birth" / "Su fecha de nacimiento",
    go_on: "Continue" / "Continuar",

    code_title: "Sign in with a code" / "Entrar con un código",
    who: "Your number, or your e-mail address" / "Su número, o su correo electrónico",
    who_hint: "Retirees and survivors: the number on your sheet of codes, such as R01234. Helpers: your e-mail address." / "Jubilados y sobrevivientes: el número de su hoja de códigos, como R01234. Ayudantes: su correo electrónico.",
    mailed: "If we know you, we have sent you an e-mail with a code. It works for 15 minutes." / "Si lo conocemos, le enviamos un correo con un código. Sirve durante 15 minutos.",
    one_code_hint: "Eight letters and digits, such as AB2C-D3EF. Dashes and small letters do not matter." / "Ocho letras y cifras, como AB2C-D3EF. No importan los guiones ni las minúsculas.",
    out_of_codes: "No code left, or none has come? Call the benefits office: we send you a new sheet." / "¿No le quedan códigos o no llegó ninguno? Llame a la Oficina de Beneficios: le enviamos una hoja nueva.",
    someone_else: "Start again" / "Empezar de nuevo",
    sign_in: "Sign in" / "Entrar",

    my_way: "How you sign in" / "Cómo entra usted",
    welcome: "You are signed in. Now choose how you sign in from now on: your letter has done its work." / "Ya entró. Ahora elija cómo entra de aquí en adelante: su carta ya cumplió su función.",
    your_number: "Your number" / "Su número",
    number_more: "You type it each time you sign in." / "Lo escribe cada vez que entra.",
    way_now: "You sign in by" / "Usted entra con",
    way_none: "Nothing chosen yet" / "Nada elegido todavía",
    by_sheet: "Codes on paper" / "Códigos en papel",
    by_sheet_more: "A page with ten codes that you print and keep with your papers. Each works once; we ask for them by number. A new page makes the old one void." / "Una página con diez códigos que usted imprime y guarda con sus papeles. Cada uno sirve una vez; se los pedimos por número. Una página nueva anula la anterior.",
    make_sheet: "Show ten new codes" / "Mostrar diez códigos nuevos",
    by_email: "Codes by e-mail" / "Códigos por correo electrónico",
    by_email_more: "Each time you sign in we send you an e-mail with a code." / "Cada vez que entra le enviamos un correo con un código.",
    email: "Your e-mail address" / "Su correo electrónico",
    send_code: "Send me a code" / "Envíenme un código",
    confirm_more: "We have sent a code to this address. Type it here, and codes go there from now on." / "Enviamos un código a esta dirección. Escríbalo aquí y desde ahora los códigos irán allí.",
    confirm: "Confirm the address" / "Confirmar la dirección",
    confirmed: "Done. From now on we send your codes to this address." / "Listo. Desde ahora enviamos sus códigos a esta dirección.",

    sheet_title: "Your codes for signing in" / "Sus códigos para entrar",
    sheet_once: "This page is shown once. Print it or copy the codes now, and keep them where you keep your bank papers." / "Esta página se muestra una sola vez. Imprímala o copie los códigos ahora y guárdelos donde guarda sus papeles del banco.",
    sheet_how: "To sign in: open the portal, choose “Sign in with a code”, type your number and then the code that we ask for. Cross out each code that you have used." / "Para entrar: abra el portal, elija “Entrar con un código”, escriba su número y después el código que le pedimos. Tache cada código que haya usado.",
    nobody_asks: "Nobody from the city will ever ask you for a code by telephone." / "Nadie de la ciudad le pedirá nunca un código por teléfono.",
    number: "Number" / "Número",
    written_down: "I have them" / "Ya los tengo",

    helpers: "My helpers" / "Mis ayudantes",
    helpers_lead: "Somebody whom you trust can look after your benefits with you: a daughter, a neighbor, a social worker. They use their own account, you say how far it goes and until when, and you can end it at any time. They never see your Social Security or Medicare number, and cannot let others in." / "Alguien de su confianza puede ocuparse de sus beneficios con usted: una hija, un vecino, una trabajadora social. Usa su propia cuenta, usted dice hasta dónde y hasta cuándo, y puede terminarlo en cualquier momento. Nunca ve su número de Seguro Social ni de Medicare y no puede dar acceso a otros.",
    no_helpers: "Nobody helps you." / "Nadie le ayuda.",
    helper: "Helper" / "Ayudante",
    helper_name: "Name of the helper" / "Nombre del ayudante",
    may: "What they may do" / "Qué puede hacer",
    last_day: "Last day" / "Último día",
    last_day_hint: "At most 12 months from today." / "Como máximo 12 meses desde hoy.",
    state: "State" / "Estado",
    invited: "Invited" / "Invitado",
    accepted: "Helps" / "Ayuda",
    over: "Over" / "Terminado",
    end_it: "End it" / "Terminar",
    ended: "Done. They have no access any more." / "Listo. Ya no tiene acceso.",
    add_helper: "Add a helper" / "Agregar un ayudante",
    invite: "Make an invitation" / "Crear una invitación",
    paper: "Where the signed form is" / "Dónde está el formulario firmado",
    paper_hint: "For example: paper file, scanned on November 3. Enter a helper for somebody only from a form that they have signed." / "Por ejemplo: archivo en papel, escaneado el 3 de noviembre. Registre un ayudante solo con un formulario que la persona firmó.",
    invitation: "Invitation" / "Invitación",
    invitation_once: "This code is shown once. Copy or print it now and give it to your helper, and to nobody else." / "Este código se muestra una sola vez. Cópielo o imprímalo ahora y déselo a su ayudante, y a nadie más.",
    invitation_how: "The helper opens the portal, chooses “Sign in” and then “I was asked to help somebody”, and types this code. It works once, for 30 days." / "El ayudante abre el portal, elige “Iniciar sesión” y después “Me pidieron ayudar a alguien”, y escribe este código. Sirve una vez, durante 30 días.",

    helping: "People I help" / "Personas a quienes ayudo",
    helping_nobody: "You help nobody at the moment." / "En este momento no ayuda a nadie.",
    begin: "Help now" / "Ayudar ahora",
    have_invitation: "I have another invitation" / "Tengo otra invitación",
    give_up: "Stop helping for good" / "Dejar de ayudar para siempre",
    stop: "Stop helping" / "Dejar de ayudar",
    help_over: "This help is over: it was ended, or its last day has passed." / "Esta ayuda terminó: alguien la dio por terminada o pasó su último día.",
    invited_title: "You were asked to help somebody" / "Le pidieron ayudar a alguien",
    invited_lead: "Type the code of your invitation." / "Escriba el código de su invitación.",
    accept_as: "Accept as" / "Aceptar como",
    accept: "Accept" / "Aceptar",
    accept_by_account: "With an account that you have" / "Con una cuenta que ya tiene",
    accept_by_email: "With your e-mail address" / "Con su correo electrónico",
    accept_by_email_more: "Each time you sign in we send you a code by e-mail." / "Cada vez que entra le enviamos un código por correo.",
    accept_rules: "All that you do here is recorded under your own name. You do it for them, not for yourself." / "Todo lo que haga aquí queda registrado con su propio nombre. Lo hace para esa persona, no para usted.",

    access: "Access" / "Acceso",
    access_of: "Access and helpers" / "Acceso y ayudantes",
    signs_in_with: "Signs in with" / "Entra con",
    nothing_yet: "Has never signed in" / "Nunca ha entrado",
    since: "since" / "desde",
    letter: "Activation letter" / "Carta de activación",
    no_letter: "None that is good" / "Ninguna vigente",
    make_letter: "Make an activation letter (PDF)" / "Crear una carta de activación (PDF)",
    make_letter_more: "The letter holds a code that works once, for 60 days, together with the date of birth. A letter that was made before is void. The code is in the letter alone: to print it again, make a new one." / "La carta lleva un código que sirve una vez, durante 60 días, junto con la fecha de nacimiento. Una carta anterior queda anulada. El código está solo en la carta: para imprimirla otra vez, cree una nueva.",
    make_sheet_for: "Make a new sheet of codes" / "Crear una hoja nueva de códigos",
    make_sheet_for_more: "Ten codes on a page to print and mail. The sheet that they have is void, and codes are not e-mailed any more." / "Diez códigos en una página para imprimir y enviar por correo. La hoja que tienen queda anulada y ya no se envían códigos por correo electrónico.",
    end_access: "End access" / "Terminar el acceso",
    end_access_more: "Ends the account with codes, voids every code and letter, and signs them out at once. Accounts of the city and the schools are ended where they are kept." / "Termina la cuenta con códigos, anula todos los códigos y cartas y cierra su sesión de inmediato. Las cuentas de la ciudad y de las escuelas se terminan donde se administran.",
    access_ended: "Access is ended." / "El acceso terminó.",
    without_access: "Without access" / "Sin acceso",
    without_access_lead: "Retirees and survivors who have never signed in, by ZIP code and name." / "Jubilados y sobrevivientes que nunca han entrado, por código postal y nombre.",
    make_letters_more: "One file with a letter for each who has none that is good, in the order of this list. Each code works once, for 60 days. The codes are in the file alone: print it at once." / "Un archivo con una carta para cada persona que no tiene una vigente, en el orden de esta lista. Cada código sirve una vez, durante 60 días. Los códigos están solo en el archivo: imprímalo de inmediato.",
    everybody_in: "Everybody has a way to sign in." / "Todos tienen una forma de entrar.",
    person: "Person" / "Persona",
    mailed_to: "Address" / "Dirección",
    good_until: "good until" / "vigente hasta",
    no_address: "No address on record" / "Sin dirección registrada",
    given_by: "Given by" / "Dado por",

    large_print: "Large print" / "Letra grande",
    usual_print: "Usual print" / "Letra normal",
}

/// What a scope lets a helper do.
pub const fn scope(lang: Lang, scope: Scope) -> &'static str {
    match scope {
        Scope::See => lang.pick("See my benefits, nothing else", "Ver mis beneficios, nada más"),
        Scope::Claims => {
            lang.pick("See, and send documents and claims", "Ver, y enviar documentos y reclamaciones")
        }
        Scope::Forms => lang.pick(
            "See, send documents and claims, and fill in and send forms",
            "Ver, enviar documentos y reclamaciones, y llenar y enviar formularios",
        ),
    }
}

/// The sentence for a field that needs attention.
pub fn problem(lang: Lang, error: &FieldError) -> String {
    let detail = &error.detail;
    let text = match error.problem.as_str() {
        "code_missing" => lang.pick("Type the code", "Escriba el código"),
        "code_length" => {
            return match lang {
                Lang::En => format!("The code has {detail} letters and digits. Count them again"),
                Lang::Es => format!("El código tiene {detail} letras y cifras. Cuéntelas otra vez"),
            };
        }
        "code_character" => lang.pick(
            "A code has no 0, O, 1 or I, and no other signs. Look at it again",
            "Un código no tiene 0, O, 1 ni I, ni otros signos. Mírelo otra vez",
        ),
        "code_misread" => lang.pick(
            "One of the characters is not right. Compare the code with the paper",
            "Uno de los caracteres no está bien. Compare el código con el papel",
        ),
        "letter_refused" => lang.pick(
            "This code and this date of birth do not go together, or the letter is too old or was used already. Check both, or call us for a new letter",
            "Este código y esta fecha de nacimiento no corresponden, o la carta es muy antigua o ya se usó. Revise los dos, o llámenos para pedir otra carta",
        ),
        "code_refused" => lang.pick(
            "That is not the code. Check its number and type it again",
            "Ese no es el código. Revise su número y escríbalo otra vez",
        ),
        "invitation_refused" => lang.pick(
            "This invitation does not work: it was used, has ended, or is too old. Ask for a new one",
            "Esta invitación no sirve: ya se usó, terminó o es muy antigua. Pida otra",
        ),
        "own_helper" => lang.pick("You can't be your own helper", "No puede ser su propio ayudante"),
        "birth_missing" => lang.pick("Type your date of birth", "Escriba su fecha de nacimiento"),
        "not_a_date" => lang.pick("Type a date: year, month and day", "Escriba una fecha: año, mes y día"),
        "who_missing" => lang.pick("Type your number or your e-mail address", "Escriba su número o su correo electrónico"),
        "not_an_address" => lang.pick(
            "Type an e-mail address such as ana@example.org",
            "Escriba un correo electrónico como ana@example.org",
        ),
        "address_unconfirmed" => lang.pick(
            "Confirm your e-mail address first, with the code that we sent there. Your help begins with it",
            "Confirme primero su correo electrónico, con el código que le enviamos. Con eso empieza su ayuda",
        ),
        "address_known" => lang.pick(
            "Somebody signs in with this address already. If it is you, sign in with a code first, and then accept",
            "Alguien ya entra con esta dirección. Si es usted, entre primero con un código y después acepte",
        ),
        "no_mail" => lang.pick("Codes can't be e-mailed here", "Aquí no se pueden enviar códigos por correo"),
        "name_missing" => lang.pick("Type the helper’s name", "Escriba el nombre del ayudante"),
        "scope_missing" => lang.pick("Choose what they may do", "Elija qué puede hacer"),
        "last_day_missing" => lang.pick("Say until when", "Diga hasta cuándo"),
        "last_day_over" => lang.pick("This day is over", "Ese día ya pasó"),
        "last_day_too_far" => lang.pick("At most 12 months from today", "Como máximo 12 meses desde hoy"),
        "paper_missing" => lang.pick("Say where the signed form is", "Diga dónde está el formulario firmado"),
        "too_long" => {
            return match lang {
                Lang::En => format!("At most {detail} characters"),
                Lang::Es => format!("Como máximo {detail} caracteres"),
            };
        }
        "too_many_helpers" => {
            return match lang {
                Lang::En => format!("{detail} people help already. End one first"),
                Lang::Es => format!("Ya ayudan {detail} personas. Termine primero con una"),
            };
        }
        _ => lang.pick("Look at this again", "Mírelo otra vez"),
    };
    text.to_owned()
}

/// Which code of the sheet is asked for.
pub fn code_number(lang: Lang, number: i64) -> String {
    match lang {
        Lang::En => format!("Code number {number} of your sheet"),
        Lang::Es => format!("Código número {number} de su hoja"),
    }
}

/// How many codes are left.
pub fn codes_left(lang: Lang, left: usize) -> String {
    match (lang, left) {
        (Lang::En, 1) => "Codes on paper, 1 left".into(),
        (Lang::En, _) => format!("Codes on paper, {left} left"),
        (Lang::Es, 1) => "Códigos en papel, queda 1".into(),
        (Lang::Es, _) => format!("Códigos en papel, quedan {left}"),
    }
}

/// By e-mail, and where to.
pub fn mailed_to_address(lang: Lang, address: &str) -> String {
    match lang {
        Lang::En => format!("Codes by e-mail to {address}"),
        Lang::Es => format!("Códigos por correo a {address}"),
    }
}

/// Who asks for help.
pub fn asks_for_help(lang: Lang, name: &str) -> String {
    match lang {
        Lang::En => format!("{name} asks for your help"),
        Lang::Es => format!("{name} le pide ayuda"),
    }
}

/// The banner of each page while somebody helps.
pub fn you_help(lang: Lang, name: &str) -> String {
    match lang {
        Lang::En => format!("You are helping {name}"),
        Lang::Es => format!("Usted está ayudando a {name}"),
    }
}

/// Until when.
pub fn until(lang: Lang, day: NaiveDate) -> String {
    let day = common::date(lang, day);
    match lang {
        Lang::En => format!("Until {day}"),
        Lang::Es => format!("Hasta el {day}"),
    }
}

/// The button that makes letters for many.
pub fn make_letters(lang: Lang, count: usize) -> String {
    match (lang, count) {
        (Lang::En, 1) => "Make 1 letter (PDF)".into(),
        (Lang::En, _) => format!("Make {count} letters (PDF)"),
        (Lang::Es, 1) => "Crear 1 carta (PDF)".into(),
        (Lang::Es, _) => format!("Crear {count} cartas (PDF)"),
    }
}

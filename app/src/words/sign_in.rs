//! Words of signing in, and of requests that were stopped.

use super::{Lang, phrases};

phrases! {
    choose_how: "Choose how to sign in" / "Elija cómo iniciar sesión",
    choose_how_more: "Use the account that you have at work, or the one for retirees." / "Use la cuenta que tiene en el trabajo, o la que es para jubilados.",
    no_issuer: "Signing in is not set up yet" / "Aún no se puede iniciar sesión",
    no_issuer_more: "The public pages work. To see your benefits, call the benefits office." / "Las páginas públicas funcionan. Para ver sus beneficios, llame a la Oficina de Beneficios.",

    sign_in_over: "Please sign in again" / "Inicie sesión otra vez",
    sign_in_over_more: "Signing in took too long, was finished already, or was started in another window. Nothing is wrong with your account." / "El inicio de sesión tardó demasiado, ya había terminado o empezó en otra ventana. Su cuenta está bien.",
    sign_in_refused: "You are not signed in" / "No ha iniciado sesión",
    sign_in_refused_more: "Signing in did not work. Try again. If it goes on, call the benefits office." / "No se pudo iniciar sesión. Inténtelo otra vez. Si sigue igual, llame a la Oficina de Beneficios.",
    issuer_away: "Signing in does not work right now" / "Ahora no se puede iniciar sesión",
    issuer_away_more: "The service that checks your password does not answer. Try again in a few minutes. Nothing that you saved here is lost." / "El servicio que comprueba su contraseña no responde. Inténtelo otra vez en unos minutos. Nada de lo que guardó aquí se ha perdido.",
    stranger: "We do not know this account yet" / "Aún no conocemos esta cuenta",
    stranger_more: "Your password was right, but the benefits office has no record under this account. Call or write to us, and have your employee or retiree number ready." / "Su contraseña es correcta, pero la Oficina de Beneficios no tiene ningún registro con esta cuenta. Llámenos o escríbanos y tenga a mano su número de empleado o de jubilado.",
    try_again: "Sign in again" / "Iniciar sesión otra vez",
    write_to_us: "E-mail" / "Correo electrónico",

    too_large: "That is too much to send" / "Es demasiado para enviar",
    too_large_more: "What you sent is larger than this page can take, so nothing was saved. Go back, make it shorter, and send it again." / "Lo que envió es más de lo que esta página puede recibir, así que no se guardó nada. Vuelva atrás, acórtelo y envíelo otra vez.",
    other_site: "This form was not sent from our page" / "Este formulario no se envió desde nuestra página",
    other_site_more: "To keep you safe, a form works only when it is sent from this site. Nothing was saved. Open the page here again and send the form from there." / "Por su seguridad, un formulario solo funciona si se envía desde este sitio. No se guardó nada. Abra la página aquí otra vez y envíe el formulario desde ella.",
    unreadable: "We could not read the form" / "No pudimos leer el formulario",
    unreadable_more: "A part of it was missing or damaged, so nothing was saved. Go back and send it again." / "Faltaba una parte o estaba dañada, así que no se guardó nada. Vuelva atrás y envíelo otra vez.",
    too_slow: "This is taking too long" / "Esto tarda demasiado",
    too_slow_more: "The portal is very busy. Wait a minute, then look at the page again before you send anything a second time." / "El portal está muy ocupado. Espere un minuto y vuelva a mirar la página antes de enviar algo por segunda vez.",

    cast_title: "Sign in to the demonstration" / "Entrar en la demostración",
    cast_lead: "Everybody here is invented. Choose who you want to be. There is no password." / "Todas las personas son inventadas. Elija quién quiere ser. No hay contraseña.",
    cast_members: "Employees, retirees and survivors" / "Empleados, jubilados y cónyuges sobrevivientes",
    cast_offices: "The benefits office and other offices" / "La Oficina de Beneficios y otras oficinas",
    cast_nobody: "There is nobody to sign in as yet." / "Aún no hay nadie con quien entrar.",
}

/// A number by which the office's staff can find what went wrong.
pub fn incident(lang: Lang, number: &str) -> String {
    match lang {
        Lang::En => format!("If you call, say this number: {number}"),
        Lang::Es => format!("Si llama, diga este número: {number}"),
    }
}

/// What a screen reader says of a button: "Sign in as Ada Poe".
pub fn sign_in_as(lang: Lang, name: &str) -> String {
    match lang {
        Lang::En => format!("Sign in as {name}"),
        Lang::Es => format!("Entrar como {name}"),
    }
}

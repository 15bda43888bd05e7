//! Words of the public pages: home, plans, rates, calculator. The guides' words are in [`super::guides`].

use chrono::NaiveDate;
use domain::money::Cents;

use super::{Lang, common, phrases};

phrases! {
    // Home
    home_title: "Your benefits" / "Sus beneficios",
    home_lead: "Health, dental, vision, life insurance and savings for people who work for the city or are retired from it. See what there is, what it costs, and when you can choose." / "Seguro médico, dental, de visión y de vida, y cuentas de ahorro para quienes trabajan para la ciudad o se jubilaron de ella. Vea qué hay, cuánto cuesta y cuándo puede elegir.",
    oe_open_now: "Open enrollment is open" / "La inscripción abierta ya comenzó",
    oe_coming: "Open enrollment is coming" / "Pronto habrá inscripción abierta",
    oe_closed: "Open enrollment has closed" / "La inscripción abierta ya terminó",
    oe_closed_more: "You can still change some benefits when something changes in your life." / "Todavía puede cambiar algunos beneficios si algo cambia en su vida.",
    oe_none: "There is no open enrollment right now" / "Ahora no hay inscripción abierta",
    oe_none_more: "We will post the dates here. You can change some benefits when something changes in your life." / "Publicaremos las fechas aquí. Puede cambiar algunos beneficios si algo cambia en su vida.",
    choose_now: "Choose your benefits" / "Elija sus beneficios",
    how_it_works: "How it works" / "Cómo funciona",
    next_dates: "Dates to know" / "Fechas importantes",
    oe_opens: "Open enrollment opens" / "Empieza la inscripción abierta",
    oe_closes: "Last day to choose" / "Último día para elegir",
    year_starts: "The new plan year starts" / "Empieza el nuevo año del plan",
    year_starts_more: "What you choose in open enrollment starts on this day." / "Lo que elija en la inscripción abierta empieza este día.",
    first_minute: "The first day on which you can send your choices." / "El primer día en que puede enviar lo que elija.",
    whats_new: "What is new" / "Novedades",
    new_prices: "New prices" / "Precios nuevos",
    fsa_again: "Flexible spending accounts (FSA) end with the plan year. Choose them again if you want one." / "Las cuentas de gastos flexibles (FSA) terminan con el año del plan. Elíjalas otra vez si quiere una.",
    find: "Find your way" / "Encuentre lo que busca",
    find_plans: "Compare plans side by side: who may have them and what they cost." / "Compare los planes: quién puede tenerlos y cuánto cuestan.",
    find_rates: "The full price list for your unit, union and date of hire." / "La lista de precios completa para su unidad, sindicato y fecha de contratación.",
    find_calculator: "See what your choices take from each paycheck." / "Vea cuánto se descuenta de cada pago según lo que elija.",
    find_life: "Married, a new baby, a new job? What you can change, and by when." / "¿Se casó, tuvo un bebé, cambió de trabajo? Qué puede cambiar y hasta cuándo.",
    find_retirees: "Medicare, pensions and survivors." / "Medicare, pensiones y cónyuges sobrevivientes.",
    find_contact: "Call, write or visit the benefits office." / "Llame, escriba o visite la Oficina de Beneficios.",

    // Plans
    plans_title: "Plans" / "Planes",
    plans_lead: "Every plan that the city offers. Pick a benefit to see its plans side by side." / "Todos los planes que ofrece la ciudad. Elija un beneficio para comparar sus planes.",
    plans_for: "Show plans for" / "Mostrar planes para",
    everybody: "Everybody" / "Todos",
    show: "Show" / "Mostrar",
    no_plans: "There are no plans for this group." / "No hay planes para este grupo.",
    compare: "Compare" / "Comparar",
    side_by_side: "Plans side by side" / "Comparación de planes",
    all_plans: "All plans" / "Todos los planes",
    plan: "Plan" / "Plan",
    carrier: "Company" / "Compañía",
    who_may: "Who may have it" / "Quién puede tenerlo",
    who_is_covered: "Who can be covered" / "A quién puede cubrir",
    group_number: "Group number" / "Número de grupo",
    full_price: "Full price a month" / "Precio completo al mes",
    employees_pay: "What employees pay a month" / "Lo que pagan los empleados al mes",
    retirees_pay: "What retirees and survivors pay a month" / "Lo que pagan los jubilados y sobrevivientes al mes",
    range_note: "The lowest and highest share. Yours depends on your unit, union and date of hire." / "La parte más baja y la más alta. La suya depende de su unidad, sindicato y fecha de contratación.",
    coming_price: "Next change of the full price" / "Próximo cambio del precio completo",
    no_coming_price: "No change is set." / "No hay cambios fijados.",
    no_price_now: "no price now" / "sin precio ahora",
    your_own_rate: "Find your own price" / "Busque su propio precio",
    limit_of_year: "Most you can set aside" / "Máximo que puede apartar",
    catch_up: "with the extra amounts that the law allows from age 50" / "con las cantidades adicionales que la ley permite desde los 50 años",
    per_thousand: "Prices are for each $1,000 of insurance, by your age when the plan year starts." / "Los precios son por cada $1,000 de seguro, según su edad cuando empieza el año del plan.",
    medicare_plans_note: "Plans for people with Medicare cover one person each. A family member without Medicare takes another plan." / "Los planes para personas con Medicare cubren a una persona cada uno. Un familiar sin Medicare toma otro plan.",

    // What each benefit is
    health_is: "Pays for doctors, hospitals, tests and medicine." / "Paga médicos, hospitales, análisis y medicinas.",
    dental_is: "Pays for cleanings, fillings and other care of your teeth." / "Paga limpiezas, empastes y otros cuidados de sus dientes.",
    vision_is: "Helps pay for eye exams, glasses and contact lenses." / "Ayuda a pagar exámenes de la vista, lentes y lentes de contacto.",
    life_is: "Pays a fixed amount to the people you name when you die." / "Paga una cantidad fija a las personas que usted nombre cuando usted muera.",
    optional_life_is: "More life insurance, which you pay yourself. The price goes by your age." / "Más seguro de vida, que paga usted. El precio depende de su edad.",
    health_fsa_is: "Money that you set aside before taxes to pay for health care. It ends with the plan year." / "Dinero que aparta antes de impuestos para gastos de salud. Termina con el año del plan.",
    dependent_care_is: "Money that you set aside before taxes to pay for the care of children or other family members while you work." / "Dinero que aparta antes de impuestos para el cuidado de hijos u otros familiares mientras usted trabaja.",
    deferred_is: "Savings for retirement, taken from your pay. You can start, change or stop in any month." / "Ahorros para la jubilación, descontados de su pago. Puede empezar, cambiar o parar en cualquier mes.",

    // Rates
    rates_title: "Rates" / "Tarifas",
    rates_lead: "What each plan costs, what the city pays and what you pay." / "Cuánto cuesta cada plan, cuánto paga la ciudad y cuánto paga usted.",
    unit: "Where you work or worked" / "Dónde trabaja o trabajó",
    bargaining_unit: "Union (bargaining unit)" / "Sindicato (unidad de negociación)",
    another_or_none: "Another one or none" / "Otro o ninguno",
    you_are: "Who you are" / "Quién es usted",
    hired: "Hired" / "Contratado",
    paid: "How often you are paid" / "Cada cuánto le pagan",
    plan_year: "Plan year" / "Año del plan",
    show_rates: "Show rates" / "Mostrar tarifas",
    covered: "Who is covered" / "A quién cubre",
    premium: "Full price" / "Precio completo",
    city_pays: "City pays" / "Paga la ciudad",
    you_pay: "You pay" / "Usted paga",
    each_paycheck: "Each paycheck" / "Cada pago",
    a_month: "a month" / "al mes",
    no_rates: "No plan has a price for these answers. Check the union and the date of hire." / "Ningún plan tiene precio para estas respuestas. Revise el sindicato y la fecha de contratación.",
    not_published: "not published" / "no publicado",
    rates_note: "Your share of a month is a part of the full price, or a fixed amount, and is rounded to the cent. Each paycheck takes your share of twelve months divided by the number of paychecks in the plan year; the last one takes the few cents that are left over." / "Su parte de un mes es una parte del precio completo, o una cantidad fija, redondeada al centavo. Cada pago descuenta su parte de doce meses dividida por el número de pagos del año del plan; el último toma los pocos centavos que falten o sobren.",
    cobra_note: "On COBRA you pay the full price and 2 percent for running the plan." / "Con COBRA usted paga el precio completo y un 2 por ciento por la administración.",
    print_hint: "To keep this list, print the page or save it as a PDF." / "Para guardar esta lista, imprima la página o guárdela como PDF.",

    // Calculator
    calculator_title: "Cost calculator" / "Calculadora de costos",
    calculator_lead: "Pick plans and see what they take from each paycheck. Nothing you enter here is kept." / "Elija planes y vea cuánto descuentan de cada pago. No se guarda nada de lo que escriba aquí.",
    about_you: "About you" / "Sobre usted",
    your_plans: "Your plans" / "Sus planes",
    hired_on: "Date of hire" / "Fecha de contratación",
    no_plan: "None" / "Ninguno",
    thousands: "How many thousands of dollars of optional life" / "Cuántos miles de dólares de vida opcional",
    calculate: "Calculate" / "Calcular",
    your_cost: "Your cost" / "Su costo",
    choose_a_plan: "Choose at least one plan to see its cost." / "Elija al menos un plan para ver su costo.",
    together: "Together" / "En total",
    hire_date_needed: "The price depends on your date of hire. Enter it to see the price." / "El precio depende de su fecha de contratación. Escríbala para ver el precio.",
    not_for_you: "This plan is not offered to this group." / "Este plan no se ofrece a este grupo.",
    last_paycheck: "The last paycheck of the plan year may differ by a few cents, so that the year adds up." / "El último pago del año del plan puede variar unos centavos, para que el año cuadre.",
    accounts_note: "FSA and 457(b) amounts are not in this sum: you choose them yourself." / "Las cantidades de FSA y 457(b) no están en esta suma: las elige usted.",
}

/// "Plan year from July 1, 2026".
pub fn plan_year_from(lang: Lang, first: NaiveDate) -> String {
    let day = common::date(lang, first);
    match lang {
        Lang::En => format!("Starts {day}"),
        Lang::Es => format!("Empieza el {day}"),
    }
}

/// The words under the figure of days that are left.
pub fn days_left(lang: Lang, days: i64) -> &'static str {
    match days {
        1 => lang.pick("day left", "día queda"),
        _ => lang.pick("days left", "días quedan"),
    }
}

/// "You have until December 8, 2026, 11:59 p.m. to choose for the year that starts July 1, 2027."
pub fn oe_until(lang: Lang, last_minute: &str, year: NaiveDate) -> String {
    let year = common::date(lang, year);
    match lang {
        Lang::En => format!(
            "You have until {last_minute} to choose your benefits for the year that starts on {year}."
        ),
        Lang::Es => format!(
            "Tiene hasta el {last_minute} para elegir sus beneficios para el año que empieza el {year}."
        ),
    }
}

/// "It opens on …".
pub fn oe_opens_on(lang: Lang, day: NaiveDate, year: NaiveDate) -> String {
    let (day, year) = (common::date(lang, day), common::date(lang, year));
    match lang {
        Lang::En => format!("It opens on {day}. You will choose for the year that starts on {year}."),
        Lang::Es => format!("Empieza el {day}. Usted elegirá para el año que empieza el {year}."),
    }
}

/// "It ended on … What was chosen starts on …"
pub fn oe_ended(lang: Lang, last_minute: &str, year: NaiveDate) -> String {
    let year = common::date(lang, year);
    match lang {
        Lang::En => format!("It ended on {last_minute}. What was chosen starts on {year}."),
        Lang::Es => format!("Terminó el {last_minute}. Lo que se eligió empieza el {year}."),
    }
}

/// "Send your choices by 11:59 p.m."
pub fn send_by(lang: Lang, last_minute: &str) -> String {
    let text = match lang {
        Lang::En => format!("Your choices count if we have them by {last_minute}."),
        Lang::Es => format!("Lo que elija cuenta si lo recibimos hasta el {last_minute}."),
    };
    common::sentence(text)
}

/// "Valley HMO, individual: from $968.42 to $1,065.27 a month on July 1, 2027 (10.0% more)."
pub fn price_changes(lang: Lang, before: Cents, after: Cents, on: NaiveDate) -> String {
    let (before, after, on) = (before.display(), after.display(), common::date(lang, on));
    match lang {
        Lang::En => format!("from {before} to {after} a month on {on}"),
        Lang::Es => format!("de {before} a {after} al mes el {on}"),
    }
}

/// "10.0% more", "1.5% less".
pub fn percent_change(lang: Lang, tenths: i64) -> String {
    let amount = format!("{}.{}%", tenths.abs() / 10, tenths.abs() % 10);
    match (tenths < 0, lang) {
        (false, Lang::En) => format!("{amount} more"),
        (true, Lang::En) => format!("{amount} less"),
        (false, Lang::Es) => format!("{amount} más"),
        (true, Lang::Es) => format!("{amount} menos"),
    }
}

/// "Before July 1, 2014".
pub fn hired_before(lang: Lang, day: NaiveDate) -> String {
    let day = common::date(lang, day);
    match lang {
        Lang::En => format!("Before {day}"),
        Lang::Es => format!("Antes del {day}"),
    }
}

/// "July 1, 2014 or later", or a range where there is a next date.
pub fn hired_since(lang: Lang, from: NaiveDate, before: Option<NaiveDate>) -> String {
    let from = common::date(lang, from);
    match (lang, before.map(|day| common::date(lang, day))) {
        (Lang::En, None) => format!("{from} or later"),
        (Lang::Es, None) => format!("El {from} o después"),
        (Lang::En, Some(before)) => format!("{from} or later, and before {before}"),
        (Lang::Es, Some(before)) => format!("El {from} o después, y antes del {before}"),
    }
}

/// "From January 1, 2027".
pub fn from_day(lang: Lang, day: NaiveDate) -> String {
    let day = common::date(lang, day);
    match lang {
        Lang::En => format!("from {day}"),
        Lang::Es => format!("desde el {day}"),
    }
}

/// "$3,400.00 for the tax year 2026".
pub fn limit(lang: Lang, amount: Cents, year: i32) -> String {
    match lang {
        Lang::En => format!("{} for the tax year {year}", amount.display()),
        Lang::Es => format!("{} para el año fiscal {year}", amount.display()),
    }
}

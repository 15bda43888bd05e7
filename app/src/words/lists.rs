//! Words of the offices' lists: pensions, bills, costs.

use desk::lists::PaidBy;
use domain::class::RetirementSystem;

use super::{Lang, phrases};

phrases! {
    offices: "Lists for the offices" / "Listas para las oficinas",
    offices_lead: "Worked out from the records and the rate sheets, for any day." / "Calculadas con los registros y las tablas de tarifas, para cualquier día.",
    as_of: "As of" / "Con fecha de",
    as_of_hint: "What is held on that day, at that day's rates." / "Lo que se tiene ese día, con las tarifas de ese día.",
    show: "Show" / "Mostrar",
    not_a_date: "Type a date, such as 07/01/2026. These lists are for today." / "Escriba una fecha, como 07/01/2026 (mes, día, año). Estas listas son para hoy.",
    pensions: "Monthly pension deductions" / "Descuentos mensuales de las pensiones",
    pensions_lead: "The member's share of each plan, by who pays the pension." / "La parte del afiliado en cada plan, según quién paga la pensión.",
    pensions_by_system: "Deductions by retirement system" / "Descuentos por sistema de jubilación",
    system: "Retirement system" / "Sistema de jubilación",
    pensions_count: "Pensions" / "Pensiones",
    plan: "Plan" / "Plan",
    benefit: "Benefit" / "Beneficio",
    person: "Person" / "Persona",
    number: "Number" / "Número",
    shares: "Share of each plan" / "Parte de cada plan",
    a_month: "A month" / "Al mes",
    nothing_to_deduct: "Nothing is to be deducted on that day." / "Ese día no hay nada que descontar.",
    unknown_note: "For these the records do not say whose pension it is. Bill them, or add the spouse whom they survive to the census." / "De estas personas los registros no dicen de quién es la pensión. Factúreles, o añada al censo el cónyuge a quien sobreviven.",
    bills: "Monthly bills of associated bodies" / "Facturas mensuales de los organismos asociados",
    bills_lead: "What each body that buys through the city owes: the employer's share, by plan." / "Lo que debe cada organismo que compra a través de la ciudad: la parte del empleador, por plan.",
    nothing_to_bill: "Nothing is to be billed on that day." / "Ese día no hay nada que facturar.",
    costs: "Monthly cost of coverage" / "Costo mensual de la cobertura",
    costs_lead: "Premiums and who pays them, by unit and plan. Flexible spending and retirement savings are members' own money, and not in it." / "Primas y quién las paga, por unidad y plan. Las cuentas FSA y el ahorro para la jubilación son dinero de los afiliados y no están incluidos.",
    no_costs: "Nobody is covered on that day." / "Ese día no hay nadie con cobertura.",
    subscribers: "Subscribers" / "Titulares",
    premium: "Premium" / "Prima",
    member_share: "Member's share" / "Parte del afiliado",
    employer_share: "Employer's share" / "Parte del empleador",
    total: "Total" / "Total",
    all_units: "All units" / "Todas las unidades",
    unpriced_heading: "Some prices are missing" / "Faltan algunos precios",
}

/// Who pays a pension.
pub const fn pension_system(lang: Lang, system: PaidBy) -> &'static str {
    match system {
        PaidBy::Pension(RetirementSystem::City) => lang.pick("City retirement", "Jubilación de la ciudad"),
        PaidBy::Pension(RetirementSystem::Mtrs) => {
            lang.pick("Teachers' retirement (MTRS)", "Jubilación de maestros (MTRS)")
        }
        PaidBy::Bill => lang.pick("Not in the records", "No consta en los registros"),
    }
}

/// "3 coverages have no price …"
pub fn unpriced(lang: Lang, count: u32) -> String {
    match lang {
        Lang::En => format!(
            "{count} coverage(s) have no price on the sheets for that day. They are in no sum. Tell the benefits office."
        ),
        Lang::Es => format!(
            "{count} cobertura(s) no tienen precio en las tablas de ese día. No están en ninguna suma. Avise a la Oficina de Beneficios."
        ),
    }
}

/// "1 to 100 of 1,204".
pub fn range(lang: Lang, start: usize, shown: usize, count: usize) -> String {
    match lang {
        Lang::En => format!("{} to {} of {count}", start + 1, start + shown),
        Lang::Es => format!("{} a {} de {count}", start + 1, start + shown),
    }
}

//! The guide for retirees and survivors: Medicare, pensions, dates.

use domain::benefit::Benefit;
use domain::class::Class;
use leptos::prelude::*;

use crate::components::layout::{Page, Width, address};
use crate::components::problem::page;
use crate::components::summary::{Fact, SummaryList};
use crate::components::table::TableRegion;
use crate::visit::visit;
use crate::words::{common, guides as words, survivors};

const GROUPS: [Class; 4] =
    [Class::NonMedicareRetiree, Class::MedicareRetiree, Class::Survivor, Class::MedicareSurvivor];

/// The guide for retirees.
#[component]
pub fn Retirees() -> impl IntoView {
    let visit = visit();
    page(async move {
        let lang = visit.lang;
        let catalog = visit.desk.catalog().await?;
        let announced = visit.desk.announced_enrollment().await?;
        let groups: Vec<_> = GROUPS
            .iter()
            .map(|class| {
                let plans: Vec<_> = Benefit::ALL
                    .iter()
                    .flat_map(|benefit| catalog.plans.iter().filter(move |plan| plan.benefit == *benefit))
                    .filter(|plan| plan.audience.contains(&class.for_benefit(plan.benefit)))
                    .map(|plan| view! { <li>{common::benefit(lang, plan.benefit)}": "{plan.name.clone()}</li> })
                    .collect();
                let rates = address(&visit.href("/rates"), [("class", class.as_str())]);
                let name = common::class(lang, *class);
                view! {
                    <tr>
                        <th scope="row">{name}</th>
                        <td data-label=words::plans(lang)><ul class="plain">{plans}</ul></td>
                        <td>
                            <a href=rates>
                                {words::see_rates(lang)}<span class="visually-hidden">": "{name}</span>
                            </a>
                        </td>
                    </tr>
                }
            })
            .collect();
        let mut dates = vec![
            Fact::new(words::ret_date_january(lang), words::ret_date_january_more(lang)),
            Fact::new(words::ret_date_october(lang), words::ret_date_october_more(lang)),
        ];
        if let Some(period) = announced {
            let close = common::last_minute(lang, period.closes_at);
            dates.push(Fact::new(words::ret_date_oe(lang), crate::words::public::send_by(lang, &close)));
        }
        Ok(view! {
            <Page title=words::retirees_title(lang) description=words::retirees_lead(lang) width=Width::Wide>
                <h1>{words::retirees_title(lang)}</h1>
                <p class="lead">{words::retirees_lead(lang)}</p>
                <div class="with-aside">
                    <div class="flow">
                        <section id="before">
                            <h2>{words::ret_before(lang)}</h2>
                            <p>{words::ret_before_call(lang)}</p>
                            <p>{words::ret_before_change(lang)}</p>
                        </section>
                        <section id="pension">
                            <h2>{words::ret_pension(lang)}</h2>
                            <p>{words::ret_pension_city(lang)}</p>
                            <p>{words::ret_pension_mtrs(lang)}</p>
                            <p>{words::ret_pension_bill(lang)}</p>
                            <p>{words::ret_pension_moves(lang)}</p>
                        </section>
                        <section id="medicare">
                            <h2>{words::ret_medicare(lang)}</h2>
                            <p><strong>{words::ret_must(lang)}</strong></p>
                            <p>{words::ret_must_law(lang)}</p>
                            <ul>
                                <li>{words::ret_apply(lang)}</li>
                                <li>{words::ret_then(lang)}</li>
                                <li>{words::ret_spouse(lang)}</li>
                                <li>{words::ret_working(lang)}</li>
                                <li>{words::ret_penalty(lang)}</li>
                            </ul>
                        </section>
                        <section id="part-b">
                            <h2>{words::ret_part_b(lang)}</h2>
                            <p>{words::ret_part_b_more(lang)}</p>
                            <p>{words::ret_part_b_proof(lang)}</p>
                            <ul>
                                <li>{words::ret_proof_1099(lang)}</li>
                                <li>{words::ret_proof_letter(lang)}</li>
                                <li>{words::ret_proof_bill(lang)}</li>
                            </ul>
                        </section>
                        <section id="survivors">
                            <h2>{words::ret_survivors(lang)}</h2>
                            <p>{words::ret_survivors_stay(lang)}</p>
                            <p>{words::ret_survivors_price(lang)}</p>
                            <p>{words::ret_survivors_marry(lang)}</p>
                            <p><a href=visit.href("/retirees/death")>{survivors::title(lang)}</a></p>
                        </section>
                        <section id="plans">
                            <h2>{words::ret_plans(lang)}</h2>
                            <p>{words::ret_plans_more(lang)}</p>
                            <TableRegion id="groups" caption=words::ret_plans(lang) quiet=true stacks=true>
                                <thead>
                                    <tr>
                                        <th scope="col">{words::group(lang)}</th>
                                        <th scope="col">{words::plans(lang)}</th>
                                        <th scope="col">{common::nav_rates(lang)}</th>
                                    </tr>
                                </thead>
                                <tbody>{groups}</tbody>
                            </TableRegion>
                        </section>
                        <section id="dates">
                            <h2>{words::ret_dates(lang)}</h2>
                            <SummaryList facts=dates />
                        </section>
                    </div>
                    <aside class="contents" aria-labelledby="contents">
                        <h2 id="contents" class="card-heading">{words::on_this_page(lang)}</h2>
                        <ul>
                            <li><a href="#before">{words::ret_before(lang)}</a></li>
                            <li><a href="#pension">{words::ret_pension(lang)}</a></li>
                            <li><a href="#medicare">{words::ret_medicare(lang)}</a></li>
                            <li><a href="#part-b">{words::ret_part_b(lang)}</a></li>
                            <li><a href="#survivors">{words::ret_survivors(lang)}</a></li>
                            <li><a href="#plans">{words::ret_plans(lang)}</a></li>
                            <li><a href="#dates">{words::ret_dates(lang)}</a></li>
                        </ul>
                    </aside>
                </div>
            </Page>
        })
    })
}

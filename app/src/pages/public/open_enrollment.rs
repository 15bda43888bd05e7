//! The guide to open enrollment.

use chrono::Datelike;
use domain::eligibility::MINIMUM_HOURS;
use domain::limits::limits_of;
use domain::person::CHILD_AGE_LIMIT;
use leptos::prelude::*;

use super::home::Dates;
use crate::components::layout::{Page, Width};
use crate::components::money::Money;
use crate::components::notice::Notice;
use crate::components::problem::page;
use crate::components::table::TableRegion;
use crate::visit::visit;
use crate::words::{common, guides as words, public};

/// The guide to open enrollment.
#[component]
pub fn OpenEnrollment() -> impl IntoView {
    let visit = visit();
    page(async move {
        let lang = visit.lang;
        let today = visit.desk.today();
        let announced = visit.desk.announced_enrollment().await?;
        let year = announced.as_ref().map_or(today, |period| period.plan_year);
        let limits = limits_of(year.year());
        let open = announced.as_ref().is_some_and(|period| period.accepts(visit.desk.now()).is_ok());
        let rows: Vec<_> = [
            (common::benefit(lang, domain::benefit::Benefit::HealthFsa), limits.health_fsa),
            (common::benefit(lang, domain::benefit::Benefit::DependentCareFsa), limits.dependent_care),
            (common::benefit(lang, domain::benefit::Benefit::DeferredCompensation), limits.deferred),
            (words::from_50(lang), limits.deferred_at(50)),
            (words::from_60(lang), limits.deferred_at(60)),
        ]
        .into_iter()
        .map(|(account, amount)| {
            view! {
                <tr><th scope="row">{account}</th><td class="number"><Money amount /></td></tr>
            }
        })
        .collect();
        Ok(view! {
            <Page title=words::oe_title(lang) description=words::oe_lead(lang) width=Width::Wide>
                <h1>{words::oe_title(lang)}</h1>
                <p class="lead">{words::oe_lead(lang)}</p>
                <div class="with-aside">
                    <div class="flow">
                        {match announced {
                            Some(period) => view! { <Dates period today /> }.into_any(),
                            None => view! { <Notice><p>{public::oe_none_more(lang)}</p></Notice> }.into_any(),
                        }}
                        <section id="can">
                            <h2>{words::oe_what_you_can_do(lang)}</h2>
                            <ul>
                                <li>{words::oe_can_change_plan(lang)}</li>
                                <li>{words::oe_can_family(lang)}</li>
                                <li>{words::oe_can_waive(lang)}</li>
                                <li>{words::oe_can_fsa(lang)}</li>
                                <li>{words::oe_can_457(lang)}</li>
                            </ul>
                        </section>
                        <section id="nothing">
                            <h2>{words::oe_nothing(lang)}</h2>
                            <ul>
                                <li>{words::oe_nothing_keeps(lang)}</li>
                                <li><strong>{words::oe_nothing_fsa(lang)}</strong></li>
                                <li>{words::oe_nothing_457(lang)}</li>
                                <li>
                                    {words::oe_nothing_price(lang)}" "
                                    <a href=visit.href("/rates")>{common::nav_rates(lang)}</a>
                                </li>
                            </ul>
                        </section>
                        <section id="steps">
                            <h2>{words::oe_steps(lang)}</h2>
                            <ol class="numbered">
                                <li>{words::oe_step_look(lang)}</li>
                                <li>{words::oe_step_compare(lang)}</li>
                                <li>{words::oe_step_gather(lang)}</li>
                                <li>{words::oe_step_choose(lang)}</li>
                                <li>{words::oe_step_review(lang)}</li>
                                <li>{words::oe_step_send(lang)}</li>
                            </ol>
                            {open.then(|| view! {
                                <p class="actions">
                                    <a class="button" href=visit.href("/my/enroll")>{public::choose_now(lang)}</a>
                                </p>
                            })}
                        </section>
                        <section id="after">
                            <h2>{words::oe_after(lang)}</h2>
                            <ul>
                                <li>{words::oe_after_change(lang)}</li>
                                <li>{words::oe_after_check(lang)}</li>
                                <li>{words::oe_after_email(lang)}</li>
                                <li>{words::oe_after_start(lang)}</li>
                            </ul>
                        </section>
                        <section id="who">
                            <h2>{words::oe_who(lang)}</h2>
                            <ul>
                                <li>{words::oe_who_hours(lang, &MINIMUM_HOURS.to_string())}</li>
                                <li>{words::oe_retirees_more(lang)}</li>
                                <li>{words::children_until(lang, CHILD_AGE_LIMIT)}</li>
                            </ul>
                        </section>
                        <section id="limits">
                            <h2>{words::oe_limits(lang)}</h2>
                            <TableRegion id="limits-table" caption=words::limits_of_year(lang, limits.year)>
                                <thead>
                                    <tr>
                                        <th scope="col">{words::account(lang)}</th>
                                        <th scope="col" class="number">{words::amount(lang)}</th>
                                    </tr>
                                </thead>
                                <tbody>{rows}</tbody>
                            </TableRegion>
                            <p class="field-hint">{words::oe_limits_note(lang)}</p>
                        </section>
                    </div>
                    <aside class="contents" aria-labelledby="contents">
                        <h2 id="contents" class="card-heading">{words::on_this_page(lang)}</h2>
                        <ul>
                            <li><a href="#can">{words::oe_what_you_can_do(lang)}</a></li>
                            <li><a href="#nothing">{words::oe_nothing(lang)}</a></li>
                            <li><a href="#steps">{words::oe_steps(lang)}</a></li>
                            <li><a href="#after">{words::oe_after(lang)}</a></li>
                            <li><a href="#who">{words::oe_who(lang)}</a></li>
                            <li><a href="#limits">{words::oe_limits(lang)}</a></li>
                        </ul>
                    </aside>
                </div>
            </Page>
        })
    })
}

//! What the city offers: all plans, and the plans of one benefit side by side.

use chrono::Datelike;
use domain::benefit::{Benefit, Plan};
use domain::class::Class;
use domain::code::UnitCode;
use domain::limits::{Limits, limits_of};
use domain::price::RateBook;
use leptos::prelude::*;

use super::figures::{member_range, next_change, premium, rate_tiers, tenths_of_percent};
use crate::components::card::Card;
use crate::components::form::{ButtonKind, Select, SubmitButton};
use crate::components::layout::{Page, Width};
use crate::components::money::Money;
use crate::components::problem::page;
use crate::components::table::TableRegion;
use crate::pages::public::calculator::CLASSES;
use crate::visit::visit;
use crate::words::{Lang, common, public as words};

/// The address of a benefit's page, without the language.
pub fn path_of(benefit: Benefit) -> String {
    format!("/plans/{}", benefit.as_str().replace('_', "-"))
}

const fn what_it_is(lang: Lang, benefit: Benefit) -> &'static str {
    match benefit {
        Benefit::Health => words::health_is(lang),
        Benefit::Dental => words::dental_is(lang),
        Benefit::Vision => words::vision_is(lang),
        Benefit::Life => words::life_is(lang),
        Benefit::OptionalLife => words::optional_life_is(lang),
        Benefit::HealthFsa => words::health_fsa_is(lang),
        Benefit::DependentCareFsa => words::dependent_care_is(lang),
        Benefit::DeferredCompensation => words::deferred_is(lang),
    }
}

/// All plans by benefit, for everybody or for one class.
#[component]
pub fn Plans() -> impl IntoView {
    let visit = visit();
    page(async move {
        let lang = visit.lang;
        let catalog = visit.desk.catalog().await?;
        let asked: Option<Class> = visit.query.get("for").and_then(|class| class.parse().ok());
        let cards: Vec<_> = Benefit::ALL
            .iter()
            .filter_map(|&benefit| {
                let plans: Vec<_> = catalog
                    .plans
                    .iter()
                    .filter(|plan| plan.benefit == benefit)
                    .filter(|plan| asked.is_none_or(|class| plan.audience.contains(&class.for_benefit(benefit))))
                    .map(|plan| view! { <li><strong>{plan.name.clone()}</strong>", "{plan.carrier.clone()}</li> })
                    .collect();
                (!plans.is_empty()).then(|| view! {
                    <Card heading=common::benefit(lang, benefit) href=visit.href(&path_of(benefit))>
                        <p>{what_it_is(lang, benefit)}</p>
                        <ul>{plans}</ul>
                    </Card>
                })
            })
            .collect();
        let none = cards.is_empty().then(|| view! { <p class="empty">{words::no_plans(lang)}</p> });
        let classes =
            CLASSES.iter().map(|class| (class.to_string(), common::class(lang, *class).to_owned())).collect();
        Ok(view! {
            <Page title=words::plans_title(lang) description=words::plans_lead(lang) width=Width::Wide>
                <h1>{words::plans_title(lang)}</h1>
                <p class="lead">{words::plans_lead(lang)}</p>
                <form class="filters filters-grid" method="get" action=visit.href("/plans")>
                    <Select
                        label=words::plans_for(lang)
                        name="for"
                        value=asked.map(|class| class.to_string()).unwrap_or_default()
                        options=classes
                        blank=words::everybody(lang)
                    />
                    <div><SubmitButton label=words::show(lang) kind=ButtonKind::Secondary /></div>
                </form>
                {none}
                <div class="cards">{cards}</div>
            </Page>
        })
    })
}

/// The plans of one benefit side by side.
#[component]
pub fn PlansOf() -> impl IntoView {
    let visit = visit();
    page(async move {
        let lang = visit.lang;
        let benefit: Benefit = visit
            .path
            .strip_prefix("/plans/")
            .and_then(|word| word.replace('-', "_").parse().ok())
            .ok_or(desk::Error::NotFound("benefit"))?;
        let catalog = visit.desk.catalog().await?;
        let plans: Vec<_> = catalog.plans.iter().filter(|plan| plan.benefit == benefit).cloned().collect();
        let units: Vec<UnitCode> = catalog.units.iter().map(|unit| unit.code.clone()).collect();
        let sheet = Comparison { lang, plans, book: &catalog.book, units, today: visit.desk.today() }
            .view()
            .into_any();
        let title = common::benefit(lang, benefit);
        let notes = [
            (benefit == Benefit::OptionalLife).then(|| words::per_thousand(lang)),
            (benefit == Benefit::Health).then(|| words::medicare_plans_note(lang)),
        ];
        Ok(view! {
            <Page title=title description=what_it_is(lang, benefit) width=Width::Wide>
                <p class="eyebrow"><a href=visit.href("/plans")>{words::all_plans(lang)}</a></p>
                <h1>{title}</h1>
                <p class="lead">{what_it_is(lang, benefit)}</p>
                {notes.into_iter().flatten().map(|note| view! { <p>{note}</p> }).collect::<Vec<_>>()}
                {sheet}
                <p class="field-hint">{words::range_note(lang)}</p>
                <p class="actions">
                    <a class="button" href=visit.href("/rates")>{words::your_own_rate(lang)}</a>
                    <a class="button button-secondary" href=visit.href("/calculator")>{common::nav_calculator(lang)}</a>
                </p>
            </Page>
        })
    })
}

struct Comparison<'a> {
    lang: Lang,
    plans: Vec<Plan>,
    book: &'a RateBook,
    units: Vec<UnitCode>,
    today: chrono::NaiveDate,
}

impl Comparison<'_> {
    fn view(&self) -> impl IntoView + use<> {
        let lang = self.lang;
        let heads: Vec<_> =
            self.plans.iter().map(|plan| view! { <th scope="col">{plan.name.clone()}</th> }).collect();
        let priced = self.plans.iter().any(|plan| rate_tiers(plan).next().is_some());
        let mut rows = vec![
            self.row(words::carrier(lang), |plan| plan.carrier.clone().into_any()),
            self.row(words::who_may(lang), |plan| {
                list(plan.audience.iter().map(|class| common::class(lang, *class).into_any()))
            }),
            self.row(words::who_is_covered(lang), |plan| {
                list(plan.tiers.iter().map(|tier| common::tier(lang, *tier).into_any()))
            }),
            self.row(words::group_number(lang), |plan| plan.group_number.clone().into_any()),
        ];
        if priced {
            rows.push(self.row(words::full_price(lang), |plan| self.prices(plan)));
            rows.push(self.row(words::employees_pay(lang), |plan| self.ranges(plan, true)));
            if self.plans.iter().any(|plan| plan.audience.iter().any(|class| is_retired(*class))) {
                rows.push(self.row(words::retirees_pay(lang), |plan| self.ranges(plan, false)));
            }
            rows.push(self.row(words::coming_price(lang), |plan| self.changes(plan)));
        } else {
            rows.push(self.row(words::limit_of_year(lang), |plan| self.limit(plan.benefit)));
        }
        view! {
            <div class="compare">
                <TableRegion id="plans" caption=words::side_by_side(lang)>
                    <thead>
                        <tr><td></td>{heads}</tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </TableRegion>
            </div>
        }
    }

    fn row(&self, heading: &'static str, cell: impl Fn(&Plan) -> AnyView) -> AnyView {
        let cells: Vec<_> = self.plans.iter().map(|plan| view! { <td>{cell(plan)}</td> }).collect();
        view! { <tr><th scope="row">{heading}</th>{cells}</tr> }.into_any()
    }

    fn prices(&self, plan: &Plan) -> AnyView {
        let lang = self.lang;
        list(rate_tiers(plan).filter_map(|tier| {
            let amount = premium(plan, self.book, tier, self.today)?;
            Some(view! { {common::rate_tier(lang, tier)}": "<Money amount /> }.into_any())
        }))
    }

    fn ranges(&self, plan: &Plan, employees: bool) -> AnyView {
        let lang = self.lang;
        let classes: Vec<_> = plan
            .audience
            .iter()
            .copied()
            .filter(|class| if employees { *class == Class::Active } else { is_retired(*class) })
            .collect();
        list(rate_tiers(plan).filter_map(|tier| {
            let ranges = classes
                .iter()
                .filter_map(|class| member_range(plan, self.book, &self.units, *class, tier, self.today));
            let (low, high) = ranges.reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)))?;
            let high = (low < high).then(|| view! { " – "<Money amount=high /> });
            Some(view! { {common::rate_tier(lang, tier)}": "<Money amount=low />{high} }.into_any())
        }))
    }

    fn changes(&self, plan: &Plan) -> AnyView {
        let lang = self.lang;
        let changes: Vec<_> = rate_tiers(plan)
            .filter_map(|tier| {
                let (on, before, after) = next_change(plan, self.book, tier, self.today)?;
                let class = if after > before { "change-up" } else { "change-down" };
                let percent =
                    tenths_of_percent(before, after).map(|tenths| words::percent_change(lang, tenths));
                Some(
                    view! {
                        {common::rate_tier(lang, tier)}": "<Money amount=after />" "
                        {words::from_day(lang, on)}", "<span class=class>{percent}</span>
                    }
                    .into_any(),
                )
            })
            .collect();
        if changes.is_empty() { words::no_coming_price(lang).into_any() } else { list(changes) }
    }

    /// The limits of the tax year, where a member chooses the amount.
    fn limit(&self, benefit: Benefit) -> AnyView {
        let limits: Limits = limits_of(self.today.year());
        let amount = match benefit {
            Benefit::HealthFsa => limits.health_fsa,
            Benefit::DependentCareFsa => limits.dependent_care,
            Benefit::DeferredCompensation => limits.deferred,
            _ => return ().into_any(),
        };
        words::limit(self.lang, amount, limits.year).into_any()
    }
}

const fn is_retired(class: Class) -> bool {
    !matches!(class, Class::Active | Class::Cobra)
}

fn list(items: impl IntoIterator<Item = AnyView>) -> AnyView {
    let items: Vec<_> = items.into_iter().map(|item| view! { <li>{item}</li> }).collect();
    if items.is_empty() { "–".into_any() } else { view! { <ul>{items}</ul> }.into_any() }
}

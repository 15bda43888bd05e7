//! A person's records at the desk.

use desk::packet::Made;
use desk::people::{Field, OnFile, PersonFile};
use domain::benefit::Benefit;
use domain::class::Population;
use domain::code::PersonRef;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_params_map;

use super::access::access_path;
use super::packet::packets_of;
use super::queue::{unit_name, units};
use super::scan::scan_path;
use crate::actions::desk::Unmask;
use crate::actions::retiring::retiring_path;
use crate::actions::standing::death_path;
use crate::components::form::{
    ButtonKind, DateField, ErrorSummary, HiddenFields, Problems, SubmitButton, TextField,
};
use crate::components::layout::{Page, Width};
use crate::components::money::Money;
use crate::components::notice::{Notice, Tone};
use crate::components::status::{Tag, tone_of};
use crate::components::summary::{Fact, SummaryList};
use crate::components::table::TableRegion;
use crate::pages::never_kept;
use crate::problem::loaded;
use crate::visit::{Visit, visit};
use crate::words::{
    access as access_words, common, corrections, desk as w, documents, life_events as events, member, part_b,
    retiring, survivors,
};

/// What the page shows.
struct Shown {
    file: PersonFile,
    units: Vec<(String, String)>,
    /// Packets that were made; `None` for those who get none.
    packets: Option<Vec<Made>>,
    /// A confidential field that was asked for, opened for this page alone.
    unmasked: Option<(Field, Option<String>)>,
    problems: Problems,
    /// Their way into retirement, where they are on it.
    road: Option<AnyView>,
}

/// Identity, household, service, coverage by day and by what was known, submissions.
#[component]
pub fn Person() -> impl IntoView {
    let visit = visit();
    let number = use_params_map().get_untracked().get("ref").unwrap_or_default();
    never_kept();
    loaded(async move { load(&visit, &number).await.map(|shown| drawn(&visit, shown)) })
}

async fn load(visit: &Visit, number: &str) -> desk::Result<Shown> {
    let actor = visit.signed_in()?;
    let number: PersonRef = number.parse().map_err(|_| desk::Error::NotFound("person"))?;
    let day = |name: &str| visit.query.get(name).and_then(|day| day.parse().ok());
    let file = visit.desk.person_file(actor, &number, day("on"), day("known")).await?;
    let asked = visit.take_flash(&format!("unmask.{number}")).await;
    let (mut unmasked, mut problems) = (None, Problems::default());
    if asked.notice.is_some() {
        let typed = |name: &str| asked.typed.get(name).map_or("", String::as_str);
        let field = if typed("field") == "mbi" { Field::Mbi } else { Field::Ssn };
        match visit.desk.unmask(actor, &number, field, typed("reason")).await {
            Ok(value) => unmasked = Some((field, value)),
            Err(desk::Error::Fields(errors)) => {
                problems = Problems::of(&errors, |_| w::reason_missing(visit.lang).to_owned());
            }
            Err(error) => return Err(error),
        }
    }
    let packets = visit.desk.packets_of(actor, &number).await?;
    let road = super::retirements::on_person_page(visit, &number).await?;
    Ok(Shown { file, units: units(visit).await?, packets, unmasked, problems, road })
}

fn drawn(visit: &Visit, shown: Shown) -> impl IntoView + use<> {
    let lang = visit.lang;
    let file = &shown.file;
    let title = file.person.name();
    let held_title = if file.on == visit.desk.today() && file.known_on.is_none() {
        w::coverage_now(lang).to_owned()
    } else {
        format!("{}: {}", w::coverage_on(lang), common::date(lang, file.on))
    };
    let may_enter = visit.actor.as_ref().is_some_and(|actor| actor.may(desk::Permission::Decide));
    let number = file.person.ref_.as_ref().filter(|_| may_enter && file.subscriber.is_some());
    let correct = number.map(|number| {
        let links: Vec<_> = Benefit::ALL
            .iter()
            .map(|benefit| {
                let href = visit.href(&format!("/desk/people/{number}/correct/{benefit}"));
                view! { <li><a href=href>{common::benefit(lang, *benefit)}</a></li> }
            })
            .collect();
        view! { <p>{corrections::correct_more(lang)}</p><ul>{links}</ul> }
    });
    let scan = number.map(|number| visit.href(&scan_path(number))).unwrap_or_default();
    let is_pensioner = |population| {
        matches!(population, Population::CityRetiree | Population::MtrsRetiree | Population::Survivor)
    };
    let ledger = file
        .person
        .ref_
        .as_ref()
        .filter(|_| file.subscriber.as_ref().is_some_and(|subscriber| is_pensioner(subscriber.population)))
        .map(|number| visit.href(&super::part_b::ledger_path(number)));
    let enter = number.map(|number| visit.href(&format!("/desk/people/{number}/events")));
    let death = number.map(|number| visit.href(&death_path(number))).unwrap_or_default();
    let is_employee = |population| matches!(population, Population::Active | Population::Leave);
    let in_service = file.subscriber.as_ref().is_some_and(|subscriber| is_employee(subscriber.population));
    let own = visit.actor.as_ref().is_some_and(|actor| actor.person == Some(file.person.id));
    let retire = number.filter(|_| in_service && !own).map(|number| visit.href(&retiring_path(number)));
    let retire =
        retire.map(|href| view! { <a class="button button-secondary" href=href>{retiring::enter(lang)}</a> });
    let unmasked = shown.unmasked.map(|(field, value)| {
        let label = match field {
            Field::Ssn => w::ssn(lang),
            Field::Mbi => w::mbi(lang),
        };
        view! {
            <Notice tone=Tone::Warning heading=w::unmasked(lang) announce=true>
                <p>{label}": "<strong class="money">{value.unwrap_or_else(|| w::not_on_file(lang).to_owned())}</strong></p>
                <p>{w::unmasked_more(lang)}</p>
            </Notice>
        }
    });
    let access = file.person.ref_.as_ref().map(|number| {
        let href = visit.href(&access_path(number));
        view! { <p class="actions"><a class="button button-secondary" href=href>{access_words::access_of(lang)}</a></p> }
    });
    view! {
        <Page title=title.clone() width=Width::Wide error=shown.problems.any()>
            <ErrorSummary problems=shown.problems.clone() />
            <h1>{title}</h1>
            {unmasked}
            <Identity file=file.clone() />
            <Service file=file.clone() units=shown.units />
            <Household file=file.clone() may_correct=number.is_some() />
            <section>
                <h2 id="held-title">{held_title.clone()}</h2>
                <Lines id="held" caption=held_title list=file.held.clone() />
                <Days visit=visit.clone() file=file.clone() />
            </section>
            <section>
                <h2 id="coming-title">{w::coverage_coming(lang)}</h2>
                <Lines id="coming" caption=w::coverage_coming(lang) list=file.coming.clone() />
            </section>
            {shown.road}
            <Sent visit=visit.clone() file=file.clone() />
            {shown.packets.map(|packets| packets_of(visit, file.person.ref_.clone().unwrap_or_default(), packets))}
            {correct.map(|links| view! { <section><h2 id="correct-title">{corrections::correct(lang)}</h2>{links}</section> })}
            {ledger.map(|href| view! { <p><a href=href>{part_b::ledger(lang)}</a></p> })}
            {enter.map(|href| view! {
                <p class="actions">
                    <a class="button button-secondary" href=href>{events::enter_event(lang)}</a>
                    {retire}
                    <a class="button button-secondary" href=scan>{documents::scan(lang)}</a>
                    <a class="button button-secondary" href=death>{survivors::record_title(lang)}</a>
                </p>
            })}
            {access}
            <UnmaskForms visit=visit.clone() file=file.clone() problems=shown.problems />
        </Page>
    }
}

#[component]
fn Identity(file: PersonFile) -> impl IntoView {
    let lang = visit().lang;
    let person = file.person;
    let hidden = |there: bool| if there { w::on_file(lang) } else { w::not_on_file(lang) };
    let ssn = match &person.ssn_last_four {
        Some(last_four) => format!("•••-••-{last_four}"),
        None => w::not_on_file(lang).to_owned(),
    };
    let town = [person.town, person.state, person.zip].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let address = person.street.into_iter().chain([town]).filter(|part| !part.is_empty()).collect::<Vec<_>>();
    let mut facts = vec![
        Fact::new(w::number(lang), person.ref_.unwrap_or_default()),
        Fact::new(w::birth(lang), common::date(lang, person.birth)),
        Fact::new(w::email(lang), person.email.unwrap_or_else(|| w::no_email(lang).to_owned())),
        Fact::new(
            w::address(lang),
            if address.is_empty() { w::not_on_file(lang).to_owned() } else { address.join(", ") },
        ),
        Fact::new(w::language(lang), if person.language == "es" { "Español" } else { "English" }),
        Fact::new(w::ssn(lang), ssn),
        Fact::new(w::mbi(lang), hidden(file.has_mbi)),
    ];
    if let Some(from) = person.medicare_from {
        facts.push(Fact::new(w::medicare_from(lang), common::date(lang, from)));
    }
    view! {
        <section>
            <h2 id="identity-title">{w::identity(lang)}</h2>
            <SummaryList facts />
        </section>
    }
}

#[component]
fn Service(file: PersonFile, units: Vec<(String, String)>) -> impl IntoView {
    let lang = visit().lang;
    let body = match file.subscriber {
        None => view! { <p>{w::no_service(lang)}</p> }.into_any(),
        Some(subscriber) => {
            let mut facts = vec![
                Fact::new(w::population(lang), w::standing(lang, subscriber.population)),
                Fact::new(w::unit(lang), unit_name(&units, subscriber.unit.as_str())),
            ];
            if let Some(bargaining_unit) = subscriber.bargaining_unit {
                facts.push(Fact::new(w::bargaining_unit(lang), bargaining_unit.to_string()));
            }
            if let Some(hours) = subscriber.hours {
                facts.push(Fact::new(w::hours(lang), hours.to_string()));
            }
            if let Some(hired) = subscriber.hired {
                facts.push(Fact::new(w::hired(lang), common::date(lang, hired)));
            }
            if let Some(last_day) = subscriber.terminated {
                facts.push(Fact::new(w::last_day(lang), common::date(lang, last_day)));
            }
            if matches!(subscriber.population, Population::Active | Population::Leave) {
                facts.push(Fact::new(w::paid(lang), common::pay_calendar(lang, subscriber.pays)));
            }
            view! { <SummaryList facts /> }.into_any()
        }
    };
    view! {
        <section>
            <h2 id="service-title">{w::employment(lang)}</h2>
            {body}
        </section>
    }
}

#[component]
fn Household(file: PersonFile, may_correct: bool) -> impl IntoView {
    let visit = visit();
    let lang = visit.lang;
    let number = file.person.ref_.clone().filter(|_| may_correct);
    let rows: Vec<_> = file
        .household
        .into_iter()
        .map(|one| {
            let relation = w::relation(lang, one.relationship);
            let relation =
                if one.disabled { format!("{relation}, {}", w::disabled(lang)) } else { relation.to_owned() };
            let ended = one.ended.map(|day| format!(", {} {}", w::until(lang), common::date(lang, day)));
            let correct = number.as_ref().map(|number| {
                let href = visit.href(&format!("/desk/people/{number}/household/{}", one.id));
                let about = format!(": {}", one.name());
                view! {
                    <a href=href>{corrections::correct_them(lang)}<span class="visually-hidden">{about}</span></a>
                }
            });
            view! {
                <tr>
                    <th scope="row" data-label=w::name(lang)>{one.name()}</th>
                    <td data-label=w::relationship(lang)>{relation}{ended}</td>
                    <td data-label=w::birth(lang)>{common::date(lang, one.birth)}</td>
                    <td data-label="">{correct}</td>
                </tr>
            }
        })
        .collect();
    let table = if rows.is_empty() {
        view! { <p class="nothing">{w::nobody_in_household(lang)}</p> }.into_any()
    } else {
        view! {
            <TableRegion id="household" caption=w::household(lang) quiet=true stacks=true>
                <thead>
                    <tr>
                        <th scope="col">{w::name(lang)}</th>
                        <th scope="col">{w::relationship(lang)}</th>
                        <th scope="col">{w::birth(lang)}</th>
                        <td></td>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableRegion>
        }
        .into_any()
    };
    view! {
        <section>
            <h2 id="household-title">{w::household(lang)}</h2>
            {table}
        </section>
    }
}

#[component]
fn Lines(id: &'static str, #[prop(into)] caption: String, list: Vec<OnFile>) -> impl IntoView {
    let lang = visit().lang;
    if list.is_empty() {
        return view! { <p class="nothing">{w::coverage_none(lang)}</p> }.into_any();
    }
    let rows: Vec<_> = list
        .into_iter()
        .map(|OnFile { who, line, period, recorded_at }| {
            let money = |amount: Option<domain::money::Cents>| amount.map(|amount| view! { <Money amount /> });
            let cost = line.cost.as_ref();
            view! {
                <tr>
                    <th scope="row" data-label=w::benefit(lang)><span>{common::benefit(lang, line.benefit)}{who.map(|who| format!(": {who}"))}</span></th>
                    <td data-label=w::plan(lang)>{member::choice(lang, &line.choice, line.plan.as_ref())}</td>
                    <td data-label=w::covers(lang)>{line.covered.join(", ")}</td>
                    <td class="number" data-label=w::member_per_month(lang)>{money(cost.map(|cost| cost.monthly.member))}</td>
                    <td class="number" data-label=w::member_per_pay(lang)>{money(cost.map(|cost| cost.per_pay))}</td>
                    <td class="number" data-label=w::city_per_month(lang)>{money(cost.map(|cost| cost.monthly.employer))}</td>
                    <td data-label=w::effective(lang)>{common::date(lang, period.from())}</td>
                    <td data-label=w::until(lang)>{period.last_day().map(|day| common::date(lang, day))}</td>
                    <td data-label=w::recorded_at(lang)>{common::date_time(lang, recorded_at)}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <TableRegion id caption quiet=true stacks=true>
            <thead>
                <tr>
                    <th scope="col">{w::benefit(lang)}</th>
                    <th scope="col">{w::plan(lang)}</th>
                    <th scope="col">{w::covers(lang)}</th>
                    <th scope="col" class="number">{w::member_per_month(lang)}</th>
                    <th scope="col" class="number">{w::member_per_pay(lang)}</th>
                    <th scope="col" class="number">{w::city_per_month(lang)}</th>
                    <th scope="col">{w::effective(lang)}</th>
                    <th scope="col">{w::until(lang)}</th>
                    <th scope="col">{w::recorded_at(lang)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </TableRegion>
    }
    .into_any()
}

/// The form that asks for another day, and for what was known on another.
#[component]
fn Days(visit: Visit, file: PersonFile) -> impl IntoView {
    let lang = visit.lang;
    let here = person_path(&file);
    view! {
        <form method="get" action=visit.href(&here) class="filters" aria-label=w::coverage_on(lang)>
            <DateField label=w::as_of(lang) name="on" value=file.on.to_string() />
            <DateField
                label=w::known_on(lang)
                name="known"
                value=file.known_on.map(|day| day.to_string()).unwrap_or_default()
                hint=w::known_hint(lang)
            />
            <SubmitButton label=w::show(lang) kind=ButtonKind::Secondary />
        </form>
    }
}

#[component]
fn Sent(visit: Visit, file: PersonFile) -> impl IntoView {
    let lang = visit.lang;
    let rows: Vec<_> = file
        .submissions
        .into_iter()
        .map(|submission| {
            let href = visit.href(&format!("/desk/submissions/{}", submission.reference));
            view! {
                <tr>
                    <th scope="row" data-label=w::reference(lang)><a href=href>{submission.reference}</a></th>
                    <td data-label=w::submitted(lang)>{common::date_time(lang, submission.submitted_at)}</td>
                    <td data-label=w::effective(lang)>{common::date(lang, submission.proposal.effective)}</td>
                    <td data-label=w::state(lang)>
                        <Tag tone=tone_of(submission.state) label=w::submission_state(lang, submission.state) />
                    </td>
                </tr>
            }
        })
        .collect();
    let table = if rows.is_empty() {
        view! { <p class="nothing">{w::no_submissions(lang)}</p> }.into_any()
    } else {
        view! {
            <TableRegion id="sent" caption=w::submissions(lang) quiet=true stacks=true>
                <thead>
                    <tr>
                        <th scope="col">{w::reference(lang)}</th>
                        <th scope="col">{w::submitted(lang)}</th>
                        <th scope="col">{w::effective(lang)}</th>
                        <th scope="col">{w::state(lang)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableRegion>
        }
        .into_any()
    };
    view! {
        <section>
            <h2 id="sent-title">{w::submissions(lang)}</h2>
            {table}
        </section>
    }
}

/// A form for each confidential field that is on file, for those who may see it.
#[component]
fn UnmaskForms(visit: Visit, file: PersonFile, problems: Problems) -> impl IntoView {
    let lang = visit.lang;
    let form = |field: &'static str, label: &'static str| {
        let number = file.person.ref_.clone().unwrap_or_default();
        let fields = vec![("number".to_owned(), number), ("field".to_owned(), field.to_owned())];
        view! {
            <details class="card" open=problems.any()>
                <summary>{label}</summary>
                <form method="post" action=visit.href(Unmask::PATH) novalidate>
                    <HiddenFields fields />
                    <TextField
                        label=w::unmask_reason(lang)
                        name="reason"
                        hint=w::unmask_hint(lang)
                        error=problems.on("reason")
                        maxlength=200
                        required=true
                    />
                    <SubmitButton label=w::unmask_show(lang) kind=ButtonKind::Secondary />
                </form>
            </details>
        }
    };
    let ssn = file.person.ssn_last_four.is_some().then(|| form("ssn", w::unmask_ssn(lang)));
    let mbi = file.has_mbi.then(|| form("mbi", w::unmask_mbi(lang)));
    file.may_unmask.then(|| view! { {ssn}{mbi} })
}

fn person_path(file: &PersonFile) -> String {
    format!("/desk/people/{}", file.person.ref_.clone().unwrap_or_default())
}

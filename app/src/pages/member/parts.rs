//! Parts that the member pages share.

use desk::enroll::Enrolling;
use desk::enroll::occasion::OccasionId;
use desk::error::FieldError;
use desk::line::Line;
use domain::benefit::Benefit;
use domain::class::PayCalendar;
use domain::enrollment::NotAccepting;
use domain::money::Cents;
use domain::payroll::CatchUp;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::actions::enroll::DiscardDraft;
use crate::components::date::DateText;
use crate::components::form::{ButtonKind, HiddenFields, Problems, SubmitButton};
use crate::components::layout::Page;
use crate::components::money::{Money, MoneyChange};
use crate::components::notice::{Notice, Tone};
use crate::components::problem::Problem;
use crate::components::steps::{Step, StepIndicator, StepState};
use crate::components::table::TableRegion;
use crate::visit::{Visit, visit};
use crate::words::{Lang, common, life_events as events, member};

/// Everybody whom a line covers, the member first.
pub(super) fn covered(lang: Lang, line: &Line) -> String {
    std::iter::once(member::you(lang))
        .chain(line.covered.iter().map(String::as_str))
        .collect::<Vec<_>>()
        .join(", ")
}

/// A line in words, with who is covered below.
pub(super) fn in_words(lang: Lang, line: Option<&Line>) -> AnyView {
    let Some(line) = line else { return member::nothing(lang).into_any() };
    let text = member::choice(lang, &line.choice, line.plan.as_ref());
    let names = (!line.covered.is_empty()).then(|| covered(lang, line));
    view! { {text}{names.map(|names| view! { <br /><span class="field-hint">{names}</span> })} }.into_any()
}

/// An amount of each pay: `$12.50 per paycheck`.
#[component]
pub(super) fn PerPay(amount: Cents, pays: PayCalendar) -> impl IntoView {
    view! { <Money amount />" "{member::per_pay(crate::components::lang(), pays)} }
}

/// Sentences for the fields of a form; `prefix` is what the desk puts in front of their names.
pub(super) fn problems(lang: Lang, errors: &[FieldError], prefix: &str) -> Problems {
    let own: Vec<FieldError> = errors
        .iter()
        .map(|error| FieldError {
            field: error.field.strip_prefix(prefix).unwrap_or(&error.field).to_owned(),
            ..error.clone()
        })
        .collect();
    // The key of a sentence depends on the whole name of its field.
    Problems::of(&own, |error| {
        member::problem(lang, &format!("{prefix}{}", error.field), &error.problem, &error.detail)
    })
}

/// The list of steps of an occasion; its pages are below.
pub(crate) fn steps_path(at: OccasionId) -> String {
    match at {
        OccasionId::OpenEnrollment => "/my/enroll".to_owned(),
        OccasionId::Event(case) => format!("/my/events/{case}"),
    }
}

/// The occasion that a page's address names: below `/my/events` the event, else open enrollment.
pub(super) fn at_page() -> OccasionId {
    let params = leptos_router::hooks::use_params_map();
    params.read_untracked().get("case").map_or(OccasionId::OpenEnrollment, |case| at_case(&case))
}

/// The occasion that a form's field names: the event of that id; open enrollment where it is empty.
pub(crate) fn at_case(case: &str) -> OccasionId {
    match case {
        "" => OccasionId::OpenEnrollment,
        // There is none with the id of nothing.
        case => OccasionId::Event(case.parse().unwrap_or_default()),
    }
}

/// The field by which a form names its occasion.
pub(super) fn case_field(at: OccasionId) -> (String, String) {
    let case = match at {
        OccasionId::OpenEnrollment => String::new(),
        OccasionId::Event(case) => case.to_string(),
    };
    ("case".to_owned(), case)
}

/// A page of an occasion, by the last part of its path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Household,
    Benefit(Benefit),
    Review,
}

impl Place {
    pub(crate) fn path(self, at: OccasionId) -> String {
        let steps = steps_path(at);
        match self {
            Place::Household => format!("{steps}/household"),
            Place::Benefit(benefit) => format!("{steps}/{benefit}"),
            Place::Review => format!("{steps}/review"),
        }
    }

    pub(crate) fn label(self, lang: Lang) -> &'static str {
        match self {
            Place::Household => member::household(lang),
            Place::Benefit(benefit) => common::benefit(lang, benefit),
            Place::Review => member::review(lang),
        }
    }
}

/// The pages of an enrollment, in order.
fn places(enrolling: &Enrolling) -> Vec<Place> {
    let benefits = enrolling.steps.iter().map(|step| Place::Benefit(step.benefit));
    std::iter::once(Place::Household).chain(benefits).chain([Place::Review]).collect()
}

/// The page after `here`.
pub(crate) fn after(enrolling: &Enrolling, here: Place) -> Place {
    let places = places(enrolling);
    let place = places.iter().position(|place| *place == here).unwrap_or_default();
    places.get(place + 1).copied().unwrap_or(Place::Review)
}

/// The page before `here`; `None` for the first.
pub(super) fn before(enrolling: &Enrolling, here: Place) -> Option<Place> {
    let places = places(enrolling);
    let place = places.iter().position(|place| *place == here)?;
    places.get(place.checked_sub(1)?).copied()
}

/// Where the member is among the steps.
pub(super) fn indicator(visit: &Visit, enrolling: &Enrolling, here: Place) -> impl IntoView + use<> {
    let done = |place: Place| match place {
        Place::Household => enrolling.draft.is_some(),
        Place::Benefit(benefit) => enrolling.step(benefit).is_some_and(|step| !step.ballot.choice.is_empty()),
        Place::Review => false,
    };
    let steps = places(enrolling)
        .into_iter()
        .map(|place| Step {
            label: place.label(visit.lang).to_owned(),
            href: Some(visit.href(&place.path(enrolling.occasion().id()))),
            state: match place {
                place if place == here => StepState::Current,
                place if done(place) => StepState::Done,
                _ => StepState::ToDo,
            },
        })
        .collect();
    view! { <StepIndicator steps /> }
}

/// Says that a change of what was sent is under way, with a way back.
pub(super) fn changing(visit: &Visit, enrolling: &Enrolling) -> Option<impl IntoView + use<>> {
    let lang = visit.lang;
    let sent = enrolling.sent.as_ref().filter(|sent| enrolling.draft.is_some() && !sent.state.is_final())?;
    Some(view! {
        <Notice tone=Tone::Info>
            <p>{member::changing(lang, &sent.reference)}</p>
            <form method="post" action=visit.href(DiscardDraft::PATH)>
                <HiddenFields fields=vec![case_field(enrolling.occasion().id())] />
                <SubmitButton label=member::keep_what_i_sent(lang) kind=ButtonKind::Secondary />
            </form>
        </Notice>
    })
}

/// What each pay takes today and would take, without a script.
pub(super) fn totals(lang: Lang, enrolling: &Enrolling) -> impl IntoView + use<> {
    let pays = enrolling.grounds.subscriber.pays;
    let (today, new) = (enrolling.per_pay_today(), enrolling.per_pay_coming());
    view! {
        <p class="running-total">
            <span>{member::total_today(lang)}": "<PerPay amount=today pays /></span>
            <strong>{member::total_new(lang)}": "<PerPay amount=new pays /></strong>
            <span>{member::difference(lang)}": "<MoneyChange amount=new - today /></span>
        </p>
    }
}

/// The page for an enrollment that did not load: closed or not begun in sentences of its own, else what any
/// page shows.
#[component]
pub(super) fn NoEnrollment(error: desk::Error) -> impl IntoView {
    let visit = visit();
    let lang = visit.lang;
    let desk::Error::NotAccepting(refused) = error else {
        return view! { <Problem error /> }.into_any();
    };
    let (heading, more) = match refused {
        NotAccepting::Closed => (member::closed_heading(lang), member::closed_more(lang)),
        NotAccepting::NotYet => (member::not_yet_heading(lang), member::not_yet_more(lang)),
    };
    view! {
        <Page title=heading>
            <h1>{heading}</h1>
            <p class="lead">{more}</p>
            <p class="actions">
                <a class="button" href=visit.href("/my")>{member::back_to_my_benefits(lang)}</a>
                <a class="button button-secondary" href=visit.href("/my/submissions")>{member::all_submissions(lang)}</a>
                <a class="button button-quiet" href=visit.href("/life-events")>{member::life_events(lang)}</a>
            </p>
        </Page>
    }
    .into_any()
}

/// The pays that were paid before a change that reaches back, each with what is made good; nothing where there
/// are none.
pub(crate) fn catch_up(lang: Lang, owed: &[CatchUp]) -> Option<impl IntoView + use<>> {
    if owed.is_empty() {
        return None;
    }
    let total: Cents = owed.iter().map(|one| one.amount).sum();
    let rows: Vec<_> = owed
        .iter()
        .map(|one| {
            let (day, amount) = (one.pay_date, one.amount);
            view! {
                <tr>
                    <th scope="row"><DateText day /></th>
                    <td>{one.deduction_code.clone()}</td>
                    <td class="number"><MoneyChange amount /></td>
                </tr>
            }
        })
        .collect();
    Some(view! {
        <h2 id="catch-up-title">{events::catch_up(lang)}</h2>
        <p>{events::catch_up_lead(lang)}</p>
        <TableRegion id="catch-up" caption=events::catch_up(lang) quiet=true>
            <thead>
                <tr>
                    <th scope="col">{events::pay_date(lang)}</th>
                    <th scope="col">{events::deduction(lang)}</th>
                    <th scope="col" class="number">{events::amount(lang)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
            <tfoot>
                <tr class="total">
                    <th scope="row" colspan="2">{events::in_all(lang)}</th>
                    <td class="number"><MoneyChange amount=total /></td>
                </tr>
            </tfoot>
        </TableRegion>
    })
}

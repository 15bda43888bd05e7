//! Medicare of somebody of a retiree's household: what to do by when, and what the card says.

use desk::medicare::MedicareForm;
use domain::code::PersonRef;
use domain::helper::Doing;
use domain::submission::SubmissionState;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_params_map;
use uuid::Uuid;

use crate::actions::standing::{SendMedicare, medicare_form};
use crate::components::date::DateText;
use crate::components::form::{
    Answer, ErrorSummary, HiddenFields, Problems, RadioGroup, SubmitButton, TextField,
};
use crate::components::layout::Page;
use crate::components::notice::{Notice, Tone};
use crate::components::status::StatusTag;
use crate::components::summary::{Fact, SummaryList};
use crate::pages::never_kept;
use crate::problem::loaded;
use crate::visit::{Flash, Visit, visit};
use crate::words::{Lang, member as mw, retirement as w};

/// The page of somebody of the signed-in member's household.
#[component]
pub fn MedicarePage() -> impl IntoView {
    let visit = visit();
    let who = use_params_map().get_untracked().get("who").unwrap_or_default();
    never_kept();
    loaded(async move { load(&visit, String::new(), &who).await })
}

/// The same at the desk: from a paper form, or at the counter.
#[component]
pub fn EnterMedicarePage() -> impl IntoView {
    let visit = visit();
    let params = use_params_map().get_untracked();
    let (number, who) = (params.get("ref").unwrap_or_default(), params.get("who").unwrap_or_default());
    never_kept();
    loaded(async move { load(&visit, number, &who).await })
}

async fn load(visit: &Visit, number: String, who: &str) -> desk::Result<impl IntoView + use<>> {
    let id: Uuid = who.parse().map_err(|_| desk::Error::NotFound("household member"))?;
    let of: Option<PersonRef> = match number.as_str() {
        "" => None,
        number => Some(number.parse().map_err(|_| desk::Error::NotFound("person"))?),
    };
    let form = visit.desk.medicare_form(visit.signed_in()?, of.as_ref(), id).await?;
    let flash = visit.take_flash(&medicare_form(who)).await;
    Ok(page(visit, &number, &form, &flash))
}

fn page(visit: &Visit, number: &str, form: &MedicareForm, flash: &Flash) -> impl IntoView + use<> {
    let lang = visit.lang;
    let problems =
        Problems::of(&flash.errors, |error| w::problem(lang, &error.field, &error.problem, &error.detail));
    let title = w::medicare_of(lang, &form.name);
    let back = match number {
        "" => visit.href("/my/retirement"),
        number => visit.href(&format!("/desk/people/{number}")),
    };
    let back_words = if number.is_empty() { w::back(lang).to_owned() } else { form.subscriber.name() };
    let body = if form.now.is_none() {
        view! { <Notice tone=Tone::Warning><p>{w::no_health_plan(lang)}</p></Notice> }.into_any()
    } else if form.medicare_from.is_some() {
        view! { <Notice tone=Tone::Success><p>{w::is_in_medicare(lang)}</p></Notice> }.into_any()
    } else if form.is_open() {
        let form = visit.may(Doing::Form).then(|| card_form(visit, number, form, flash, &problems));
        view! { {steps(lang)}{form} }.into_any()
    } else {
        ().into_any()
    };
    view! {
        <Page title=title.clone() error=problems.any()>
            <ErrorSummary problems=problems.clone() />
            <p class="eyebrow"><a href=back>{back_words}</a></p>
            <h1>{title}</h1>
            {sent(visit, number, form)}
            <SummaryList facts=facts(lang, form) />
            {late(lang, form)}
            {body}
        </Page>
    }
}

fn facts(lang: Lang, form: &MedicareForm) -> Vec<Fact> {
    let mut facts = Vec::new();
    if let Some(day) = form.begins {
        facts.push(Fact::new(w::when(lang), view! { <DateText day /> }));
    }
    if let Some((first, last)) = form.enrol.and_then(|period| Some((period.from(), period.last_day()?))) {
        facts.push(Fact::new(
            w::enroll_between(lang),
            view! { <DateText day=first />" – "<DateText day=last /> },
        ));
    }
    if let Some(line) = &form.now {
        facts.push(Fact::new(w::today_plan(lang), mw::choice(lang, &line.choice, line.plan.as_ref())));
    }
    if !form.stay.is_empty() {
        facts.push(Fact::new(w::who_stays(lang), form.stay.join(", ")));
    }
    facts
}

/// What was sent, and where it stands.
fn sent(visit: &Visit, number: &str, form: &MedicareForm) -> Option<impl IntoView + use<>> {
    let lang = visit.lang;
    let (sent, words) = form.sent.as_ref()?;
    let (tone, heading) = match sent.state {
        SubmissionState::Submitted => (Tone::Success, w::was_sent(lang)),
        SubmissionState::Returned => (Tone::Warning, w::was_returned(lang)),
        SubmissionState::Denied => (Tone::Danger, w::was_denied(lang)),
        _ => return None,
    };
    let said =
        (!words.is_empty()).then(|| view! { <blockquote class="trail-words">{words.clone()}</blockquote> });
    let photo = (form.waits() && visit.may(Doing::Claim)).then(|| {
        let (path, about) = match number {
            "" => ("/my/documents".to_owned(), form.who),
            number => (format!("/desk/people/{number}/documents"), form.who),
        };
        let href = visit.href(&format!("{path}?kind=medicare_card&about={about}"));
        view! {
            <p>{w::was_sent_more(lang)}</p>
            <p class="actions"><a class="button" href=href>{w::send_photo(lang)}</a></p>
        }
    });
    Some(view! {
        <Notice tone heading>
            <p><span class="reference">{sent.reference.clone()}</span>" "<StatusTag state=sent.state /></p>
            {said}
            {photo}
        </Notice>
    })
}

fn late(lang: Lang, form: &MedicareForm) -> Option<impl IntoView + use<>> {
    let late = form.late.filter(|_| form.medicare_from.is_none())?;
    Some(view! {
        <Notice tone=Tone::Danger heading=w::late_title(lang)>
            <p>{w::late(lang, late.months, late.premium.penalty, late.premium.charged)}</p>
        </Notice>
    })
}

fn steps(lang: Lang) -> impl IntoView {
    view! {
        <section>
            <h2 id="steps-title">{w::steps_title(lang)}</h2>
            <ol>
                <li>{w::step_enroll(lang)}</li>
                <li>{w::step_card(lang)}</li>
                <li>{w::step_photo(lang)}</li>
                <li>{w::step_moves(lang)}</li>
            </ol>
            <p class="field-hint">{w::law(lang)}</p>
        </section>
    }
}

fn card_form(
    visit: &Visit,
    number: &str,
    form: &MedicareForm,
    flash: &Flash,
    problems: &Problems,
) -> impl IntoView + use<> {
    let lang = visit.lang;
    let typed = |name: &str| flash.typed.get(name).cloned().unwrap_or_default();
    let hidden = vec![
        ("number".to_owned(), number.to_owned()),
        ("who".to_owned(), form.who.to_string()),
        ("once_key".to_owned(), Uuid::now_v7().to_string()),
    ];
    let answers: Vec<Answer> = form
        .plans
        .iter()
        .filter_map(|line| {
            let plan = line.plan.as_ref()?;
            let price = line.cost.as_ref().map(|cost| cost.monthly.member.display());
            let price = price.map_or_else(
                || mw::price_unknown(lang).to_owned(),
                |price| format!("{}: {price}", w::your_share(lang)),
            );
            Some(Answer::new(plan.code.to_string(), plan.name.clone()).hint(price))
        })
        .collect();
    let staff = !number.is_empty();
    view! {
        <section>
            <h2 id="card-title">{w::form_title(lang)}</h2>
            <form method="post" action=visit.href(SendMedicare::PATH) novalidate>
                <HiddenFields fields=hidden />
                <TextField
                    label=w::mbi(lang)
                    name="mbi"
                    hint=w::mbi_hint(lang)
                    error=problems.on("mbi")
                    autocomplete="off"
                    maxlength=20
                    short=true
                    required=true
                />
                <TextField
                    label=w::part_a(lang)
                    name="part_a"
                    value=typed("part_a")
                    hint=w::part_hint(lang)
                    error=problems.on("part_a")
                    short=true
                    required=true
                />
                <TextField
                    label=w::part_b(lang)
                    name="part_b"
                    value=typed("part_b")
                    hint=w::part_hint(lang)
                    error=problems.on("part_b")
                    short=true
                    required=true
                />
                <RadioGroup legend=w::which_plan(lang) name="plan" answers value=typed("plan") error=problems.on("plan") />
                <TextField
                    label=w::signature(lang)
                    name="signature"
                    value=typed("signature")
                    hint=if staff { w::from_paper(lang) } else { w::attest(lang) }
                    error=problems.on("signature")
                    autocomplete=if staff { "off" } else { "name" }
                    maxlength=200
                    required=true
                />
                <SubmitButton label=w::send(lang) />
            </form>
        </section>
    }
}

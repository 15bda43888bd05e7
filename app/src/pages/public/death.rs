//! When somebody dies: what ends, what goes on, and how to tell the office. Nobody has to sign in.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::actions::standing::{REPORT, ReportDeath};
use crate::components::form::{ErrorSummary, Problems, SubmitButton, TextField, Textarea};
use crate::components::layout::Page;
use crate::components::notice::{Notice, Tone};
use crate::visit::{Flash, Visit, visit};
use crate::words::{common, survivors as w};

/// The page, with the form that reports a death.
#[component]
pub fn Death() -> impl IntoView {
    let visit = visit();
    Suspend::new(async move {
        let flash = visit.take_flash(REPORT).await;
        page(&visit, &flash)
    })
}

fn page(visit: &Visit, flash: &Flash) -> impl IntoView + use<> {
    let lang = visit.lang;
    let problems =
        Problems::of(&flash.errors, |error| w::problem(lang, &error.field, &error.problem, &error.detail));
    let sent = flash.notice.is_some();
    let thanks = sent.then(|| {
        view! {
            <Notice tone=Tone::Success heading=w::thanks_title(lang) announce=true><p>{w::thanks(lang)}</p></Notice>
        }
    });
    let form = (!sent).then(|| report_form(visit, flash, &problems));
    view! {
        <Page title=w::title(lang) error=problems.any() description=w::description(lang)>
            <ErrorSummary problems=problems.clone() />
            <p class="eyebrow"><a href=visit.href("/retirees#survivors")>{common::nav_retirees(lang)}</a></p>
            <h1>{w::title(lang)}</h1>
            {thanks}
            <p class="lead">{w::lead(lang)}</p>
            <p>{w::or_call(lang)}" "<a href=common::OFFICE_PHONE_LINK>{common::OFFICE_PHONE}</a></p>
            <h2>{w::ends_title(lang)}</h2>
            <ul>
                <li>{w::ends_coverage(lang)}</li>
                <li>{w::ends_refund(lang)}</li>
                <li>{w::ends_life(lang)}</li>
            </ul>
            <h2>{w::goes_on_title(lang)}</h2>
            <ul>
                <li>{w::goes_on_spouse(lang)}</li>
                <li>{w::goes_on_children(lang)}</li>
                <li>{w::goes_on_medicare(lang)}</li>
                <li>{w::goes_on_otherwise(lang)}</li>
            </ul>
            <h2>{w::remarriage_title(lang)}</h2>
            <p>{w::remarriage(lang)}</p>
            {form}
        </Page>
    }
}

fn report_form(visit: &Visit, flash: &Flash, problems: &Problems) -> impl IntoView + use<> {
    let lang = visit.lang;
    let typed = |name: &str| flash.typed.get(name).cloned().unwrap_or_default();
    view! {
        <h2 id="tell">{w::form_title(lang)}</h2>
        <p>{w::form_lead(lang)}</p>
        <form method="post" action=visit.href(ReportDeath::PATH) novalidate>
            <TextField label=w::deceased(lang) name="deceased" value=typed("deceased") error=problems.on("deceased") autocomplete="off" maxlength=200 required=true />
            <TextField label=w::died_on(lang) name="died_on" value=typed("died_on") hint=w::day_hint(lang) error=problems.on("died_on") autocomplete="off" short=true required=true />
            <TextField label=w::reporter(lang) name="reporter" value=typed("reporter") error=problems.on("reporter") autocomplete="name" maxlength=200 required=true />
            <TextField label=w::relation(lang) name="relation" value=typed("relation") error=problems.on("relation") autocomplete="off" maxlength=200 />
            <TextField label=w::contact(lang) name="contact" value=typed("contact") error=problems.on("contact") autocomplete="tel" maxlength=200 required=true />
            <Textarea label=w::words(lang) name="words" value=typed("words") error=problems.on("words") maxlength=2000 />
            <SubmitButton label=w::send(lang) />
        </form>
    }
}

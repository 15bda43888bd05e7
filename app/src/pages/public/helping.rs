//! Helping somebody: whom one helps, and taking an invitation.

use desk::helpers::INVITATION_DAYS;
use domain::helper::Scope;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use super::code_sign_in::code_field;
use super::sign_in::Choices;
use crate::actions::access::EndHelp;
use crate::components::form::{ButtonKind, ErrorSummary, HiddenFields, Problems, SubmitButton, TextField};
use crate::components::layout::{Page, address};
use crate::components::notice::{Notice, Tone};
use crate::components::summary::{Fact, SummaryList};
use crate::pages::never_kept;
use crate::problem::loaded;
use crate::visit::{Visit, visit};
use crate::words::{Lang, access as w};

/// Path of the page of those whom one helps; also its name among the messages of a session.
pub const HELPING: &str = "/helping";
/// Path of the page for the code of an invitation.
pub const INVITED: &str = "/helping/invited";
/// Path of the page where an invitation is taken.
pub const ACCEPT: &str = "/helping/accept";
/// Where the session keeps which invitation was shown.
pub const SHOWN: &str = "helping.invitation";

const _: () = assert!(INVITATION_DAYS == 30, "the words say 30 days");

/// Those whom the signed-in person helps.
#[component]
pub fn HelpingPage() -> impl IntoView {
    let visit = visit();
    loaded(async move {
        never_kept();
        let lang = visit.lang;
        let helped = visit.desk.helped(visit.signed_in()?).await?;
        let flash = visit.take_flash(HELPING).await;
        let over = (flash.notice.as_deref() == Some("help_over")).then(|| {
            view! { <Notice tone=Tone::Warning announce=true><p>{w::help_over(lang)}</p></Notice> }
        });
        let cards: Vec<_> = helped
            .iter()
            .map(|one| {
                let fields = || vec![("id".to_owned(), one.id.to_string()), ("back".to_owned(), HELPING.to_owned())];
                let about = format!(": {}", one.person_name);
                view! {
                    <section class="card">
                        <h2 class="card-heading">{one.person_name.clone()}</h2>
                        <p>{w::scope(lang, one.scope)}</p>
                        <p>{w::until(lang, one.last_day)}</p>
                        <div class="actions">
                            <form method="post" action=visit.href("/helping/begin")>
                                <HiddenFields fields=fields() />
                                <SubmitButton label=format!("{}{about}", w::begin(lang)) />
                            </form>
                            <form method="post" action=visit.href(EndHelp::PATH)>
                                <HiddenFields fields=fields() />
                                <SubmitButton label=format!("{}{about}", w::give_up(lang)) kind=ButtonKind::Quiet />
                            </form>
                        </div>
                    </section>
                }
            })
            .collect();
        let nobody = cards.is_empty().then(|| view! { <p class="nothing">{w::helping_nobody(lang)}</p> });
        Ok(view! {
            <Page title=w::helping(lang)>
                <h1>{w::helping(lang)}</h1>
                {over}
                {nobody}
                <div class="cards">{cards}</div>
                <p><a href=visit.href(INVITED)>{w::have_invitation(lang)}</a></p>
            </Page>
        })
    })
}

/// The code of an invitation.
#[component]
pub fn InvitedPage() -> impl IntoView {
    let visit = visit();
    loaded(async move {
        let lang = visit.lang;
        let flash = visit.take_flash(INVITED).await;
        let problems = Problems::of(&flash.errors, |error| w::problem(lang, error));
        Ok(view! {
            <Page title=w::invited_title(lang) error=problems.any()>
                <ErrorSummary problems=problems.clone() />
                <h1>{w::invited_title(lang)}</h1>
                <p class="lead">{w::invited_lead(lang)}</p>
                <form method="post" action=visit.href("/helping/invitation") novalidate>
                    {code_field(&problems, w::code(lang), w::letter_code_hint(lang))}
                    <SubmitButton label=w::go_on(lang) />
                </form>
            </Page>
        })
    })
}

/// What an invitation is to, and the ways to take it.
#[component]
pub fn AcceptPage() -> impl IntoView {
    let visit = visit();
    let choices = use_context::<Choices>().unwrap_or_default();
    loaded(async move {
        never_kept();
        let lang = visit.lang;
        let shown: Option<Uuid> = visit.session.get(SHOWN).await.ok().flatten();
        let id = shown.ok_or(desk::Error::NotFound("invitation"))?;
        let flash = visit.take_flash(ACCEPT).await;
        let helper = match visit.desk.invited(id).await {
            Ok(helper) => helper,
            Err(desk::Error::Fields(_)) => return Err(desk::Error::NotFound("invitation")),
            Err(error) => return Err(error),
        };
        let problems = Problems::of(&flash.errors, |error| w::problem(lang, error));
        let facts = scope_facts(lang, helper.scope, helper.last_day);
        let email = flash.typed.get("email").cloned().unwrap_or_default();
        let ways = match &visit.actor {
            Some(actor) => view! {
                <form method="post" action=visit.href("/helping/accept/mine")>
                    <SubmitButton label=format!("{} {}", w::accept_as(lang), actor.name) />
                </form>
            }
            .into_any(),
            None => ways(&visit, &choices, &problems, email).into_any(),
        };
        let title = w::asks_for_help(lang, &helper.person_name);
        Ok(view! {
            <Page title=title.clone() error=problems.any()>
                <ErrorSummary problems=problems.clone() />
                <h1>{title}</h1>
                <SummaryList facts />
                <p>{w::accept_rules(lang)}</p>
                {ways}
            </Page>
        })
    })
}

fn ways(visit: &Visit, choices: &Choices, problems: &Problems, email: String) -> impl IntoView + use<> {
    let lang = visit.lang;
    let next = visit.href(HELPING);
    let links: Vec<_> = choices
        .0
        .iter()
        .map(|choice| {
            let name = lang.pick(choice.name_en.as_str(), choice.name_es.as_str()).to_owned();
            let href = address(
                &visit.href("/sign-in/start"),
                [("issuer", choice.id.as_str()), ("next", next.as_str())],
            );
            view! { <li><a class="button" href=href>{name}</a></li> }
        })
        .collect();
    let by_email = visit.desk.may_mail_codes().then(|| {
        view! {
            <h2>{w::accept_by_email(lang)}</h2>
            <p>{w::accept_by_email_more(lang)}</p>
            <form method="post" action=visit.href("/helping/accept/by-email") novalidate>
                <TextField
                    label=w::email(lang)
                    name="email"
                    kind="email"
                    value=email
                    error=problems.on("email")
                    autocomplete="email"
                    required=true
                />
                <SubmitButton label=w::accept(lang) />
            </form>
        }
    });
    view! {
        <h2>{w::accept_by_account(lang)}</h2>
        <ul class="sign-in-choices" role="list">{links}</ul>
        {by_email}
    }
}

/// What a helper may do, and until when.
pub(crate) fn scope_facts(lang: Lang, scope: Scope, last_day: chrono::NaiveDate) -> Vec<Fact> {
    vec![
        Fact::new(w::may(lang), w::scope(lang, scope)),
        Fact::new(w::last_day(lang), crate::words::common::date(lang, last_day)),
    ]
}

/// Says on each page for whom somebody acts, with the way to stop. Class `helping`.
#[component]
pub fn HelpingBanner(
    /// The visit.
    visit: Visit,
) -> impl IntoView {
    let lang = visit.lang;
    let helping = visit.actor.as_ref().and_then(|actor| actor.helping.clone());
    helping.map(|helping| {
        let title = w::you_help(lang, &helping.whom);
        view! {
            <aside class="helping" aria-label=title.clone()>
                <p>
                    <strong>{title.clone()}</strong>" "{w::scope(lang, helping.scope)}". "{w::until(lang, helping.last_day)}"."
                </p>
                <form method="post" action=visit.href("/helping/stop")>
                    <SubmitButton label=w::stop(lang) kind=ButtonKind::Secondary />
                </form>
            </aside>
        }
    })
}

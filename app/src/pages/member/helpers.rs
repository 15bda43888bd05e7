//! Who helps a member: whom they let in, how far and until when.

use desk::access::Helper;
use desk::helpers::Invitation;
use domain::helper::{LONGEST_MONTHS, Scope, latest};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use crate::actions::access::EndHelp;
use crate::components::date::DateText;
use crate::components::form::{
    Answer, ButtonKind, DateField, ErrorSummary, HiddenFields, Problems, RadioGroup, SubmitButton, TextField,
};
use crate::components::layout::{Page, Width};
use crate::components::notice::{Notice, Tone};
use crate::components::status::Tag;
use crate::components::summary::{Fact, SummaryList};
use crate::components::table::TableRegion;
use crate::pages::never_kept;
use crate::pages::public::helping::{HELPING, scope_facts};
use crate::problem::loaded;
use crate::visit::{Flash, Visit, visit};
use crate::words::access as w;

/// Path of the page; also its form's name among the messages of a session.
pub const HELPERS: &str = "/my/helpers";

const _: () = assert!(LONGEST_MONTHS == 12, "the words say 12 months");

/// The helpers, and the form for another.
#[component]
pub fn HelpersPage() -> impl IntoView {
    let visit = visit();
    loaded(async move {
        never_kept();
        let lang = visit.lang;
        let mine = visit.desk.my_helpers(visit.signed_in()?).await?;
        let flash = visit.take_flash(HELPERS).await;
        let problems = Problems::of(&flash.errors, |error| w::problem(lang, error));
        let ended = (flash.notice.as_deref() == Some("ended"))
            .then(|| view! { <Notice tone=Tone::Success announce=true><p>{w::ended(lang)}</p></Notice> });
        let list = helpers_table(&visit, mine, HELPERS, true);
        let form = helper_form(&visit, &flash, &problems, "/my/helpers/invite", false);
        Ok(view! {
            <Page title=w::helpers(lang) width=Width::Wide error=problems.any()>
                <ErrorSummary problems=problems.clone() />
                <h1>{w::helpers(lang)}</h1>
                <p class="lead">{w::helpers_lead(lang)}</p>
                {ended}
                {list}
                <section>
                    <h2 id="add-helper">{w::add_helper(lang)}</h2>
                    {form}
                </section>
                <p><a href=visit.href(HELPING)>{w::helping(lang)}</a></p>
            </Page>
        })
    })
}

/// Helpers, with a way to end each; `back` is the path that is shown after it.
pub(crate) fn helpers_table(
    visit: &Visit,
    helpers: Vec<Helper>,
    back: &str,
    may_end: bool,
) -> impl IntoView + use<> {
    let lang = visit.lang;
    let today = visit.desk.today();
    if helpers.is_empty() {
        return view! { <p class="nothing">{w::no_helpers(lang)}</p> }.into_any();
    }
    let rows: Vec<_> = helpers
        .into_iter()
        .map(|one| {
            let (tone, label) = match (one.holds(today), one.accepted_at) {
                (false, _) => (Tone::Quiet, w::over(lang)),
                (true, None) => (Tone::Info, w::invited(lang)),
                (true, Some(_)) => (Tone::Success, w::accepted(lang)),
            };
            let end = (may_end && one.holds(today)).then(|| {
                let fields = vec![("id".to_owned(), one.id.to_string()), ("back".to_owned(), back.to_owned())];
                view! {
                    <form method="post" action=visit.href(EndHelp::PATH)>
                        <HiddenFields fields />
                        <SubmitButton label=format!("{}: {}", w::end_it(lang), one.name) kind=ButtonKind::Secondary />
                    </form>
                }
            });
            let by = match &one.paper {
                Some(paper) => format!("{} ({paper})", one.given_by_name),
                None => one.given_by_name.clone(),
            };
            view! {
                <tr>
                    <th scope="row" data-label=w::helper(lang)>{one.name.clone()}</th>
                    <td data-label=w::may(lang)>{w::scope(lang, one.scope)}</td>
                    <td data-label=w::last_day(lang)><DateText day=one.last_day /></td>
                    <td data-label=w::given_by(lang)>{by}</td>
                    <td data-label=w::state(lang)><Tag tone label /></td>
                    <td data-label="">{end}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <TableRegion id="helpers" caption=w::helpers(lang) quiet=true stacks=true>
            <thead>
                <tr>
                    <th scope="col">{w::helper(lang)}</th>
                    <th scope="col">{w::may(lang)}</th>
                    <th scope="col">{w::last_day(lang)}</th>
                    <th scope="col">{w::given_by(lang)}</th>
                    <th scope="col">{w::state(lang)}</th>
                    <td></td>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </TableRegion>
    }
    .into_any()
}

/// The form for another helper; on paper, staff say where the signed form is.
pub(crate) fn helper_form(
    visit: &Visit,
    flash: &Flash,
    problems: &Problems,
    action: &str,
    on_paper: bool,
) -> impl IntoView + use<> {
    let lang = visit.lang;
    let today = visit.desk.today();
    let typed = |name: &str| flash.typed.get(name).cloned().unwrap_or_default();
    let answers =
        Scope::ALL.iter().map(|scope| Answer::new(scope.as_str(), w::scope(lang, *scope))).collect();
    let paper = on_paper.then(|| {
        view! {
            <TextField
                label=w::paper(lang)
                name="paper"
                value=typed("paper")
                hint=w::paper_hint(lang)
                error=problems.on("paper")
                maxlength=200
                required=true
            />
        }
    });
    view! {
        <form method="post" action=visit.href(action) novalidate>
            <HiddenFields fields=vec![("once_key".to_owned(), Uuid::now_v7().to_string())] />
            <TextField
                label=w::helper_name(lang)
                name="name"
                value=typed("name")
                error=problems.on("name")
                autocomplete="off"
                maxlength=100
                required=true
            />
            <RadioGroup legend=w::may(lang) name="scope" value=typed("scope") answers error=problems.on("scope") />
            <DateField
                label=w::last_day(lang)
                name="last_day"
                value=typed("last_day")
                hint=w::last_day_hint(lang)
                error=problems.on("last_day")
                min=today.to_string()
                max=latest(today).to_string()
                required=true
            />
            {paper}
            <SubmitButton label=w::invite(lang) />
        </form>
    }
}

/// An invitation, shown once.
#[component]
pub fn InvitationPage(
    /// The invitation.
    invitation: Invitation,
    /// Where its reader goes on: a path without the language.
    next: String,
) -> impl IntoView {
    let visit = visit();
    let lang = visit.lang;
    let helper = invitation.helper;
    let title = format!("{}: {}", w::invitation(lang), helper.name);
    let mut facts = vec![Fact::new(
        w::code(lang),
        view! { <strong class="money">{invitation.code.to_string()}</strong> },
    )];
    facts.extend(scope_facts(lang, helper.scope, helper.last_day));
    view! {
        <Page title=title.clone()>
            <h1>{title}</h1>
            <Notice tone=Tone::Warning><p>{w::invitation_once(lang)}</p></Notice>
            <SummaryList facts />
            <p>{w::invitation_how(lang)}</p>
            <p><a class="button" href=visit.href(&next)>{w::written_down(lang)}</a></p>
        </Page>
    }
}

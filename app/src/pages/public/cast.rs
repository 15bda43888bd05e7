//! The demonstration's sign-in: whom one can be.

use desk::demonstration::CastMember;
use leptos::prelude::*;

use crate::components::layout::Page;
use crate::visit::visit;
use crate::words::sign_in;

/// Everybody whom one can sign in as, as buttons of a form that is sent to `action` with `hidden` fields
/// and the chosen `subject`.
#[component]
pub fn Cast(
    /// Who there is.
    members: Vec<CastMember>,
    /// Where the form goes.
    action: String,
    /// What else it says.
    hidden: Vec<(String, String)>,
) -> impl IntoView {
    let visit = visit();
    let lang = visit.lang;
    let nobody = members.is_empty().then(|| view! { <p>{sign_in::cast_nobody(lang)}</p> });
    let (offices, people): (Vec<_>, Vec<_>) = members.into_iter().partition(|one| !one.roles.is_empty());
    let buttons = |title: &'static str, members: Vec<CastMember>| {
        let buttons: Vec<_> = members
            .into_iter()
            .map(|one| {
                let caption = lang.pick(one.caption_en.as_str(), one.caption_es.as_str()).to_owned();
                view! {
                    <li class="cast-member">
                        <button
                            class="button button-secondary cast-button"
                            name="subject"
                            value=one.subject
                            aria-label=sign_in::sign_in_as(lang, &one.name)
                        >
                            {one.name.clone()}
                        </button>
                        <p class="cast-caption">{caption}</p>
                    </li>
                }
            })
            .collect();
        (!buttons.is_empty()).then(|| {
            view! {
                <h2>{title}</h2>
                <ul class="cast" role="list">{buttons}</ul>
            }
        })
    };
    let hidden: Vec<_> = hidden
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
        .collect();
    view! {
        <Page title=sign_in::cast_title(lang)>
            <h1>{sign_in::cast_title(lang)}</h1>
            <p class="lead">{sign_in::cast_lead(lang)}</p>
            <form method="post" action=action>
                {hidden}
                {nobody}
                {buttons(sign_in::cast_members(lang), people)}
                {buttons(sign_in::cast_offices(lang), offices)}
            </form>
        </Page>
    }
}

//! What surrounds every page: header, navigation, main part, footer.

use desk::{Actor, Permission};
use leptos::prelude::*;
use leptos_meta::{Meta, Title};

use crate::components::inside::Inside;
use crate::pages::public::helping::HelpingBanner;
use crate::visit::{Visit, visit};
use crate::words::{Lang, access, common, documents, packet, part_b, retiring, survivors};

/// How wide the main part grows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Width {
    /// For reading and forms: lines stay short.
    #[default]
    Text,
    /// For tables and the desk.
    Wide,
}

/// A whole page. `error` says in the title that a form was sent back; `description` is for search engines.
///
/// Classes: `site-header`, `site-nav`, `page`, `page-wide`, `site-footer`.
#[component]
pub fn Page(
    /// What the page is, without the city's name.
    #[prop(into)]
    title: String,
    /// The page shows a form that needs attention.
    #[prop(optional)]
    error: bool,
    /// How wide the main part grows.
    #[prop(optional)]
    width: Width,
    /// One sentence for search engines; public pages give it.
    #[prop(optional, into)]
    description: Option<String>,
    children: Inside,
) -> impl IntoView {
    let visit = visit();
    let lang = visit.lang;
    let city = visit.desk.city().name.clone();
    let prefix = if error { common::error_prefix(lang) } else { "" };
    let title = format!("{prefix}{title} – {city}");
    let main_class = match width {
        Width::Text => "page",
        Width::Wide => "page page-wide",
    };
    view! {
        <Title text=title />
        {description.map(|text| view! { <Meta name="description" content=text /> })}
        <a class="skip-link" href="#main">{common::skip_to_content(lang)}</a>
        {visit.desk.city().demonstration.then(|| view! {
            <aside class="demonstration" aria-label=common::demonstration_label(lang)>
                <p>{common::demonstration(lang)}</p>
            </aside>
        })}
        <HelpingBanner visit=visit.clone() />
        <Header visit=visit.clone() />
        <main id="main" class=main_class tabindex="-1">{children.view()}</main>
        <Footer visit=visit.clone() />
    }
}

#[component]
fn Header(visit: Visit) -> impl IntoView {
    let lang = visit.lang;
    view! {
        <header class="site-header">
            <div class="site-header-bar">
                <a class="site-brand" href=visit.href("/")>
                    <Seal />
                    <span class="site-brand-words">
                        <span class="site-brand-city">{visit.desk.city().name.clone()}</span>
                        <span class="site-brand-name">{common::benefits_portal(lang)}</span>
                    </span>
                </a>
                <div class="site-account">
                    <OtherLanguage visit=visit.clone() />
                    {match &visit.actor {
                        None => view! {
                            <a class="button button-small" href=visit.href("/sign-in")>{common::sign_in(lang)}</a>
                        }.into_any(),
                        Some(actor) => view! {
                            <span class="site-account-name">{actor.name.clone()}</span>
                            <form method="post" action=visit.href("/sign-out")>
                                <button class="button button-small button-quiet">{common::sign_out(lang)}</button>
                            </form>
                        }.into_any(),
                    }}
                </div>
            </div>
            <nav class="site-nav" aria-label=common::main_menu(lang)>
                <details class="menu">
                    <summary class="menu-button">{common::menu(lang)}</summary>
                    <ul class="site-nav-list">{menu(&visit)}</ul>
                </details>
            </nav>
        </header>
    }
}

/// The entries of the menu: first what the actor may do, then what everybody may read.
fn menu(visit: &Visit) -> Vec<AnyView> {
    let work = visit.actor.as_ref().map(work_entries).unwrap_or_default();
    let here = current(&visit.path, work.iter().map(|entry| entry.0).chain(PUBLIC.iter().map(|e| e.0)));
    let entry = |(path, words): (&'static str, fn(Lang) -> &'static str), class: &'static str| {
        let current = (here == Some(path)).then_some("page");
        view! {
            <li class=class>
                <a href=visit.href(path) aria-current=current>{words(visit.lang)}</a>
            </li>
        }
        .into_any()
    };
    let guides = PUBLIC.iter().map(|public| entry(*public, ""));
    work.into_iter().map(|work| entry(work, "site-nav-work")).chain(guides).collect()
}

/// The entry that a page belongs to: the longest one that its path starts with.
fn current(path: &str, entries: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    entries
        .filter(|entry| path == *entry || path.strip_prefix(entry).is_some_and(|rest| rest.starts_with('/')))
        .max_by_key(|entry| entry.len())
}

type Entry = (&'static str, fn(Lang) -> &'static str);

const PUBLIC: [Entry; 8] = [
    ("/plans", common::nav_plans),
    ("/rates", common::nav_rates),
    ("/calculator", common::nav_calculator),
    ("/open-enrollment", common::nav_open_enrollment),
    ("/life-events", common::nav_life_events),
    ("/retirees", common::nav_retirees),
    ("/forms", common::nav_forms),
    ("/contact", common::nav_contact),
];

fn work_entries(actor: &Actor) -> Vec<Entry> {
    use Permission as P;
    let helps = actor.helping.is_some();
    let offices = [P::SeeBilling, P::SeePensionDeductions, P::SeeCosts];
    let retirements = [P::AgreeRetirements, P::ConfirmPay];
    let entries: Vec<(bool, Entry)> = vec![
        (actor.person.is_some(), ("/my", common::nav_my)),
        (actor.person.is_some(), ("/my/events", common::nav_my_events)),
        (actor.person.is_some(), ("/my/documents", documents::my_documents)),
        (actor.person.is_some() && !helps, ("/my/helpers", access::helpers)),
        (actor.person.is_none() && actor.roles.is_empty(), ("/helping", access::helping)),
        (actor.may(P::SeeQueue), ("/desk", common::nav_desk)),
        (actor.may(P::SeeQueue), ("/desk/documents", documents::nav_documents)),
        (actor.may(P::SeePeople), ("/desk/access", access::without_access)),
        (actor.may(P::SeePeople), ("/desk/new-hires", common::nav_new_hires)),
        (actor.may(P::SeePeople), ("/desk/turning-65", common::nav_turning_65)),
        (actor.may(P::SeePeople), ("/desk/deaths", survivors::nav)),
        (actor.may(P::SeePeople), ("/desk/packet", packet::nav)),
        (actor.may(P::SeeQueue), ("/desk/part-b", part_b::nav)),
        (actor.may(P::RunRetirements), ("/desk/retirements", retiring::roads)),
        (actor.may(P::SeeQueue), ("/desk/enrollments", common::nav_enrollments)),
        (actor.may(P::SeeQueue), ("/desk/events", common::nav_events)),
        (actor.may(P::SeeMessages), ("/desk/messages", common::nav_messages)),
        (actor.may(P::SeePayroll), ("/payroll", common::nav_payroll)),
        (
            retirements.into_iter().any(|permission| actor.may(permission)),
            ("/offices/retirements", retiring::roads),
        ),
        (offices.into_iter().any(|permission| actor.may(permission)), ("/offices", common::nav_offices)),
        (actor.may(P::SeeCosts) && actor.may(P::SeePartBLists), ("/offices/part-b", part_b::nav)),
    ];
    entries.into_iter().filter_map(|(shown, entry)| shown.then_some(entry)).collect()
}

/// The same page in the other language.
#[component]
fn OtherLanguage(visit: Visit) -> impl IntoView {
    let other = match visit.lang {
        Lang::En => Lang::Es,
        Lang::Es => Lang::En,
    };
    let query = visit.query.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let href = address(&other.href(&visit.path), query);
    view! {
        <a class="site-language" href=href lang=other.tag() hreflang=other.tag()>
            {common::other_language(visit.lang)}
        </a>
    }
}

/// `path` with a query of these names and values; empty values are left out.
///
/// ```
/// use app::components::layout::address;
/// assert_eq!(address("/rates", [("unit", "CITY"), ("q", ""), ("name", "José & co")]), "/rates?unit=CITY&name=Jos%C3%A9%20%26%20co");
/// ```
pub fn address<'a>(path: &str, query: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut address = path.to_owned();
    for (name, value) in query.into_iter().filter(|(_, value)| !value.is_empty()) {
        address.push(if address.len() == path.len() { '?' } else { '&' });
        address.push_str(&encoded(name));
        address.push('=');
        address.push_str(&encoded(value));
    }
    address
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                char::from(byte).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect()
}

/// The portal's mark: an alder leaf over water.
#[component]
fn Seal() -> impl IntoView {
    view! {
        <svg class="seal" viewBox="0 0 48 48" width="44" height="44" aria-hidden="true" focusable="false">
            <circle class="seal-ground" cx="24" cy="24" r="23" />
            <path class="seal-leaf" d="M24 6c7 4 11 10 11 16 0 6-4 10.500-11 12-7-1.500-11-6-11-12 0-6 4-12 11-16z" />
            <path class="seal-line" d="M24 12v26M24 20l6-4M24 20l-6-4M24 27l7-4M24 27l-7-4" />
            <path class="seal-line" d="M10 40c3-2.500 5-2.500 7 0s5 2.500 7 0 5-2.500 7 0 5 2.500 7 0" />
        </svg>
    }
}

#[component]
fn Footer(visit: Visit) -> impl IntoView {
    let lang = visit.lang;
    let (size, print) = if visit.large_print {
        ("usual", access::usual_print(lang))
    } else {
        ("large", access::large_print(lang))
    };
    view! {
        <footer class="site-footer">
            <div class="site-footer-inner">
                <div>
                    <p class="site-footer-name">{common::benefits_office(lang)}", "{visit.desk.city().name.clone()}</p>
                    <address>
                        {common::OFFICE_STREET}<br />
                        {common::office_room(lang)}
                    </address>
                </div>
                <div>
                    <p>
                        {common::telephone(lang)}" "
                        <a href=common::OFFICE_PHONE_LINK>{common::OFFICE_PHONE}</a>
                        <br />
                        {common::office_hours(lang)}
                    </p>
                </div>
                <ul class="site-footer-links">
                    <li><a href=visit.href("/contact")>{common::nav_contact(lang)}</a></li>
                    <li><a href=visit.href("/forms")>{common::nav_forms(lang)}</a></li>
                    <li><a href=visit.href("/contact#accessibility")>{common::accessibility(lang)}</a></li>
                    <li>
                        <form method="post" action=visit.href("/print")>
                            <button class="button button-small button-quiet" name="size" value=size>{print}</button>
                        </form>
                    </li>
                </ul>
            </div>
        </footer>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use desk::Role;
    use std::collections::BTreeSet;

    fn paths(role: Option<Role>, person: bool) -> Vec<&'static str> {
        let actor = Actor {
            id: "test|1".into(),
            name: "Test".into(),
            person: person.then(uuid::Uuid::nil),
            roles: role.into_iter().collect::<BTreeSet<_>>(),
            helping: None,
        };
        work_entries(&actor).into_iter().map(|entry| entry.0).collect()
    }

    #[test]
    fn the_menu_shows_what_the_actor_may_do() {
        assert_eq!(paths(None, true), ["/my", "/my/events", "/my/documents", "/my/helpers"]);
        assert_eq!(
            paths(Some(Role::Payroll), true),
            ["/my", "/my/events", "/my/documents", "/my/helpers", "/payroll", "/offices/retirements"]
        );
        assert_eq!(paths(Some(Role::Treasurer), false), ["/offices"]);
        assert_eq!(paths(Some(Role::Accounting), false), ["/offices", "/offices/part-b"]);
        assert_eq!(
            paths(Some(Role::Coordinator), false),
            [
                "/desk",
                "/desk/documents",
                "/desk/access",
                "/desk/new-hires",
                "/desk/turning-65",
                "/desk/deaths",
                "/desk/packet",
                "/desk/part-b",
                "/desk/retirements",
                "/desk/enrollments",
                "/desk/events",
                "/desk/messages",
                "/payroll"
            ]
        );
    }

    #[test]
    fn a_page_belongs_to_the_longest_entry() {
        let entries = ["/desk", "/desk/enrollments", "/my"];
        for (path, entry) in [
            ("/desk", Some("/desk")),
            ("/desk/submissions/OE-1", Some("/desk")),
            ("/desk/enrollments/1", Some("/desk/enrollments")),
            ("/myself", None),
            ("/", None),
        ] {
            assert_eq!(current(path, entries.into_iter()), entry, "{path}");
        }
    }
}

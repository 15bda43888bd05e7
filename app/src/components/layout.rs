//! What surrounds every page: header, navigation, main part, footer.

use leptos::prelude::*;
use leptos_meta::{Meta, Title};

use crate::components::inside::Inside;
use crate::components::menu::Menus;
use crate::pages::public::helping::HelpingBanner;
use crate::visit::{Visit, visit};
use crate::words::{Lang, access, common};

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
/// Classes: `site-header`, `page`, `page-wide`, `site-footer`.
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
            <Menus visit=visit.clone() />
        </header>
    }
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

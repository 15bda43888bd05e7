//! The menus: the main one on every page, and that of the desk on the desk's pages.

use desk::{Actor, Permission};
use domain::helper::Doing;
use leptos::prelude::*;

use crate::visit::Visit;
use crate::words::{Lang, access, common, documents, packet, part_b, retiring, survivors};

/// Where an entry leads, and what it is called.
type Entry = (&'static str, Words);

/// What something is called in a language.
type Words = fn(Lang) -> &'static str;

/// Words over some entries.
type Group = (Words, Vec<Entry>);

/// What everybody may read.
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

/// The menus of a page: a button that opens a list where it is narrow, rows of links where there is room.
///
/// Classes: `site-nav`, `menu`, `menu-button`, `site-nav-list`, `site-nav-work`, `desk-nav`, `desk-nav-groups`,
/// `desk-nav-group`.
#[component]
pub(super) fn Menus(visit: Visit) -> impl IntoView {
    let lang = visit.lang;
    let work = visit.actor.as_ref().map(work_entries).unwrap_or_default();
    let here = current(&visit.path, work.iter().chain(&PUBLIC));
    let work = work.into_iter().map(|of| entry(&visit, of, here, "site-nav-work"));
    let guides = PUBLIC.map(|of| entry(&visit, of, here, ""));
    view! {
        <nav class="site-nav" aria-label=common::main_menu(lang)>
            <details class="menu">
                <summary class="menu-button">{common::menu(lang)}</summary>
                <ul class="site-nav-list">{work.collect_view()}{guides.collect_view()}</ul>
            </details>
        </nav>
        <DeskMenu visit=visit.clone() />
    }
}

/// The pages of the desk, by whom or what they are about.
#[component]
fn DeskMenu(visit: Visit) -> impl IntoView {
    let lang = visit.lang;
    let is_at_the_desk = visit.path == "/desk" || visit.path.starts_with("/desk/");
    let groups = visit.actor.as_ref().filter(|_| is_at_the_desk).map(desk_entries).unwrap_or_default();
    let here = current(&visit.path, groups.iter().flat_map(|group| &group.1));
    let groups: Vec<_> = groups
        .into_iter()
        .map(|(name, entries)| {
            let entries = entries.into_iter().map(|of| entry(&visit, of, here, "")).collect_view();
            view! {
                <li class="desk-nav-group">
                    <span>{name(lang)}</span>
                    <ul class="site-nav-list">{entries}</ul>
                </li>
            }
        })
        .collect();
    (!groups.is_empty()).then(|| {
        view! {
            <nav class="site-nav desk-nav" aria-label=common::desk_menu(lang)>
                <details class="menu">
                    <summary class="menu-button">{common::desk_menu(lang)}</summary>
                    <ul class="desk-nav-groups">{groups}</ul>
                </details>
            </nav>
        }
    })
}

fn entry(
    visit: &Visit,
    (path, words): Entry,
    here: Option<&str>,
    class: &'static str,
) -> impl IntoView + use<> {
    let current = (here == Some(path)).then_some("page");
    view! {
        <li class=class>
            <a href=visit.href(path) aria-current=current>{words(visit.lang)}</a>
        </li>
    }
}

/// The entry that a page belongs to: the longest one that its path starts with.
fn current<'a>(path: &str, entries: impl Iterator<Item = &'a Entry>) -> Option<&'static str> {
    entries
        .map(|entry| entry.0)
        .filter(|entry| path == *entry || path.strip_prefix(entry).is_some_and(|rest| rest.starts_with('/')))
        .max_by_key(|entry| entry.len())
}

/// Entries of the main menu that are an actor's own.
fn work_entries(actor: &Actor) -> Vec<Entry> {
    use Permission as P;
    let may = |any: &[P]| any.iter().any(|permission| actor.may(*permission));
    let helps = actor.helping.is_some();
    let is_member = actor.person.is_some();
    let may_choose = is_member && actor.require_help_to(Doing::Form).is_ok();
    shown([
        (is_member, ("/my", common::nav_my as Words)),
        (may_choose, ("/my/events", common::nav_my_events)),
        (is_member, ("/my/documents", documents::my_documents)),
        (is_member && !helps, ("/my/helpers", access::helpers)),
        (!is_member && actor.roles.is_empty(), ("/helping", access::helping)),
        (may(&[P::SeeQueue]), ("/desk", common::nav_desk)),
        (may(&[P::SeePayroll]), ("/payroll", common::nav_payroll)),
        (may(&[P::AgreeRetirements, P::ConfirmPay]), ("/offices/retirements", retiring::roads)),
        (may(&[P::SeeBilling, P::SeePensionDeductions, P::SeeCosts]), ("/offices", common::nav_offices)),
        (may(&[P::SeeCosts]) && may(&[P::SeePartBLists]), ("/offices/part-b", part_b::nav)),
    ])
}

/// Entries of the desk's menu, with the words over each group.
fn desk_entries(actor: &Actor) -> Vec<Group> {
    use Permission as P;
    let queue = shown([
        (actor.may(P::SeeQueue), ("/desk", common::nav_submissions as Words)),
        (actor.may(P::SeeQueue), ("/desk/documents", documents::nav_documents)),
    ]);
    let retirees = shown([
        (actor.may(P::SeeQueue), ("/desk/part-b", part_b::nav as Words)),
        (actor.may(P::RunRetirements), ("/desk/retirements", retiring::roads)),
        (actor.may(P::SeePeople), ("/desk/turning-65", common::nav_turning_65)),
        (actor.may(P::SeePeople), ("/desk/deaths", survivors::nav)),
        (actor.may(P::SeePeople), ("/desk/packet", packet::nav)),
    ]);
    let people = shown([
        (actor.may(P::SeePeople), ("/desk/new-hires", common::nav_new_hires as Words)),
        (actor.may(P::SeePeople), ("/desk/access", access::without_access)),
    ]);
    let setup = shown([
        (actor.may(P::SeeQueue), ("/desk/enrollments", common::nav_enrollments as Words)),
        (actor.may(P::SeeQueue), ("/desk/events", common::nav_events)),
        (actor.may(P::SeeMessages), ("/desk/messages", common::nav_messages)),
    ]);
    let groups: [Group; 4] = [
        (common::desk_queue, queue),
        (common::nav_retirees, retirees),
        (common::desk_people, people),
        (common::desk_setup, setup),
    ];
    groups.into_iter().filter(|group| !group.1.is_empty()).collect()
}

fn shown<const N: usize>(entries: [(bool, Entry); N]) -> Vec<Entry> {
    entries.into_iter().filter_map(|(shown, entry)| shown.then_some(entry)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use desk::Role;
    use std::collections::BTreeSet;

    fn actor(role: Option<Role>, person: bool) -> Actor {
        Actor {
            id: "test|1".into(),
            name: "Test".into(),
            person: person.then(uuid::Uuid::nil),
            roles: role.into_iter().collect::<BTreeSet<_>>(),
            helping: None,
        }
    }

    fn paths(role: Option<Role>, person: bool) -> Vec<&'static str> {
        work_entries(&actor(role, person)).into_iter().map(|entry| entry.0).collect()
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
        assert_eq!(paths(Some(Role::Coordinator), false), ["/desk", "/payroll"]);
    }

    #[test]
    fn the_desk_has_a_menu_of_its_own() {
        let groups = desk_entries(&actor(Some(Role::Coordinator), false));
        let paths: Vec<Vec<_>> =
            groups.iter().map(|(_, entries)| entries.iter().map(|entry| entry.0).collect()).collect();
        assert_eq!(
            paths,
            [
                vec!["/desk", "/desk/documents"],
                vec!["/desk/part-b", "/desk/retirements", "/desk/turning-65", "/desk/deaths", "/desk/packet"],
                vec!["/desk/new-hires", "/desk/access"],
                vec!["/desk/enrollments", "/desk/events", "/desk/messages"],
            ]
        );
        assert!(desk_entries(&actor(Some(Role::Accounting), false)).is_empty());
    }

    #[test]
    fn a_page_belongs_to_the_longest_entry() {
        let words: Words = common::nav_my;
        let entries = ["/desk", "/desk/enrollments", "/my"].map(|path| (path, words));
        for (path, entry) in [
            ("/desk", Some("/desk")),
            ("/desk/submissions/OE-1", Some("/desk")),
            ("/desk/enrollments/1", Some("/desk/enrollments")),
            ("/myself", None),
            ("/", None),
        ] {
            assert_eq!(current(path, entries.iter()), entry, "{path}");
        }
    }
}

//! How people get in, at the desk: letters for those who have no way, and one person's access and helpers.

use desk::access::{PersonAccess, Unlinked, last_day_of};
use domain::code::PersonRef;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_params_map;

use crate::actions::access::EndAccess;
use crate::components::form::{ButtonKind, ErrorSummary, HiddenFields, Problems, SubmitButton};
use crate::components::layout::{Page, Width};
use crate::components::notice::{Notice, Tone};
use crate::components::summary::{Fact, SummaryList};
use crate::components::table::TableRegion;
use crate::pages::member::helpers::{helper_form, helpers_table};
use crate::pages::never_kept;
use crate::problem::loaded;
use crate::visit::{Flash, Visit, visit};
use crate::words::{access as w, common};

/// Path of the page of those without access, without the language.
pub const WITHOUT_ACCESS: &str = "/desk/access";

/// Path of the page for somebody; also its forms' name among the messages of a session.
pub fn access_path(number: &str) -> String {
    format!("/desk/people/{number}/access")
}

/// Somebody's ways to sign in, letter, and helpers.
#[component]
pub fn PersonAccessPage() -> impl IntoView {
    let visit = visit();
    let number = use_params_map().get_untracked().get("ref").unwrap_or_default();
    never_kept();
    loaded(async move {
        let number: PersonRef = number.parse().map_err(|_| desk::Error::NotFound("person"))?;
        let access = visit.desk.person_access(visit.signed_in()?, &number).await?;
        let flash = visit.take_flash(&access_path(number.as_str())).await;
        Ok(person_page(&visit, number.as_str(), access, flash))
    })
}

fn person_page(visit: &Visit, number: &str, access: PersonAccess, flash: Flash) -> impl IntoView + use<> {
    let lang = visit.lang;
    let here = access_path(number);
    let problems = Problems::of(&flash.errors, |error| w::problem(lang, error));
    let notice = match flash.notice.as_deref() {
        Some("ended") => Some(w::ended(lang)),
        Some("access_ended") => Some(w::access_ended(lang)),
        _ => None,
    };
    let notice = notice.map(|text| view! { <Notice tone=Tone::Success announce=true><p>{text}</p></Notice> });
    let since = |at| format!("{} {}", w::since(lang), common::date_time(lang, at));
    let mut ways: Vec<String> = access
        .linked
        .iter()
        .map(|(actor, at)| format!("{} {}", actor.split('|').next().unwrap_or_default(), since(*at)))
        .collect();
    if let Some(account) = &access.account {
        let way = match (&account.email, access.codes_left) {
            (Some(address), _) => w::mailed_to_address(lang, address),
            (None, 0) => w::way_none(lang).to_owned(),
            (None, left) => w::codes_left(lang, left),
        };
        ways.push(format!("{way} {}", since(account.made_at)));
    }
    if ways.is_empty() {
        ways.push(w::nothing_yet(lang).to_owned());
    }
    let letter = access.letter.as_ref().map_or_else(
        || w::no_letter(lang).to_owned(),
        |letter| {
            let (made, until) =
                (common::date_time(lang, letter.made_at), common::date(lang, last_day_of(letter)));
            format!("{made}, {}, {} {until}", letter.made_by_name, w::good_until(lang))
        },
    );
    let facts = vec![Fact::new(w::signs_in_with(lang), ways.join("; ")), Fact::new(w::letter(lang), letter)];
    let may_change = access.may_change;
    let has_account = access.account.is_some();
    let has_way = has_account || access.letter.is_some();
    let act = |path: String, label: &'static str, more: &'static str, kind: ButtonKind| {
        view! {
            <form method="post" action=path>
                <HiddenFields fields=vec![("number".to_owned(), number.to_owned())] />
                <p>{more}</p>
                <SubmitButton label kind />
            </form>
        }
    };
    let change = may_change.then(|| {
        let make_letter = act(
            visit.href(&format!("{here}/letter")),
            w::make_letter(lang),
            w::make_letter_more(lang),
            ButtonKind::Primary,
        );
        let sheet = has_account.then(|| {
            let path = visit.href(&format!("{here}/sheet"));
            act(path, w::make_sheet_for(lang), w::make_sheet_for_more(lang), ButtonKind::Secondary)
        });
        let end = has_way.then(|| {
            act(
                visit.href(EndAccess::PATH),
                w::end_access(lang),
                w::end_access_more(lang),
                ButtonKind::Secondary,
            )
        });
        view! { {make_letter}{sheet}{end} }
    });
    let helpers = helpers_table(visit, access.helpers, &here, may_change);
    let form = may_change.then(|| {
        let form = helper_form(visit, &flash, &problems, &format!("{here}/helper"), true);
        view! { <h3>{w::add_helper(lang)}</h3>{form} }
    });
    let name = access.person.name();
    view! {
        <Page title=format!("{}: {name}", w::access(lang)) width=Width::Wide error=problems.any()>
            <ErrorSummary problems=problems.clone() />
            <p class="eyebrow"><a href=visit.href(&format!("/desk/people/{number}"))>{name.clone()}</a></p>
            <h1>{w::access(lang)}": "{name}</h1>
            {notice}
            <SummaryList facts />
            {change}
            <section>
                <h2 id="helpers-title">{w::helpers(lang)}</h2>
                {helpers}
                {form}
            </section>
        </Page>
    }
}

/// Those who have no way to sign in, and letters for all of them.
#[component]
pub fn WithoutAccessPage() -> impl IntoView {
    let visit = visit();
    never_kept();
    loaded(async move {
        let actor = visit.signed_in()?;
        let may_make = actor.may(desk::Permission::Decide);
        let people = visit.desk.without_access(actor).await?;
        Ok(without_page(&visit, people, may_make))
    })
}

fn without_page(visit: &Visit, people: Vec<Unlinked>, may_make: bool) -> impl IntoView + use<> {
    let lang = visit.lang;
    let due = people.iter().filter(|one| one.letter_until.is_none()).count();
    let make = (may_make && due > 0).then(|| {
        view! {
            <form method="post" action=visit.href("/desk/access/letters")>
                <p>{w::make_letters_more(lang)}</p>
                <SubmitButton label=w::make_letters(lang, due.min(desk::access::LETTERS_IN_FILE)) />
            </form>
        }
    });
    let rows: Vec<_> = people
        .into_iter()
        .map(|Unlinked { person, letter_made_at, .. }| {
            let name = person.name();
            let number = person.ref_.unwrap_or_default();
            let place =
                [person.town, person.state, person.zip].into_iter().flatten().collect::<Vec<_>>().join(" ");
            let address = person
                .street
                .map_or_else(|| w::no_address(lang).to_owned(), |street| format!("{street}, {place}"));
            let letter = letter_made_at
                .map_or_else(|| w::no_letter(lang).to_owned(), |at| common::date_time(lang, at));
            view! {
                <tr>
                    <th scope="row" data-label=w::person(lang)>
                        <a href=visit.href(&access_path(&number))>{name}</a>
                    </th>
                    <td data-label=w::mailed_to(lang)>{address}</td>
                    <td data-label=w::letter(lang)>{letter}</td>
                </tr>
            }
        })
        .collect();
    let table = if rows.is_empty() {
        view! { <p class="nothing">{w::everybody_in(lang)}</p> }.into_any()
    } else {
        view! {
            <TableRegion id="without-access" caption=w::without_access(lang) quiet=true stacks=true>
                <thead>
                    <tr>
                        <th scope="col">{w::person(lang)}</th>
                        <th scope="col">{w::mailed_to(lang)}</th>
                        <th scope="col">{w::letter(lang)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableRegion>
        }
        .into_any()
    };
    view! {
        <Page title=w::without_access(lang) width=Width::Wide>
            <h1>{w::without_access(lang)}</h1>
            <p class="lead">{w::without_access_lead(lang)}</p>
            {make}
            {table}
        </Page>
    }
}

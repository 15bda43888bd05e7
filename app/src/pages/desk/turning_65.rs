//! Who becomes 65 and has to move to Medicare.

use desk::turning_65::Turning65;
use leptos::prelude::*;

use crate::actions::standing::medicare_path;
use crate::components::date::DateText;
use crate::components::layout::{Page, Width};
use crate::components::notice::Tone;
use crate::components::status::Tag;
use crate::components::table::TableRegion;
use crate::pages::never_kept;
use crate::problem::loaded;
use crate::visit::{Visit, visit};
use crate::words::medicare as w;

/// Those who become 65 in the months to come, the first first, and those who are past it, the last first.
#[component]
pub fn Turning65Page() -> impl IntoView {
    let visit = visit();
    never_kept();
    loaded(async move {
        let people = visit.desk.turning_65(visit.signed_in()?).await?;
        Ok(page(&visit, people))
    })
}

fn page(visit: &Visit, people: Vec<Turning65>) -> impl IntoView + use<> {
    let lang = visit.lang;
    let today = visit.desk.today();
    let (late, ahead): (Vec<_>, Vec<_>) = people.into_iter().partition(|one| one.is_late(today));
    let ahead = if ahead.is_empty() {
        view! { <p class="nothing">{w::nobody(lang)}</p> }.into_any()
    } else {
        table(visit, "turning-65", w::title(lang), &ahead).into_any()
    };
    let late = (!late.is_empty()).then(|| {
        view! {
            <h2>{w::late_title(lang)}</h2>
            <p>{w::late_lead(lang)}</p>
            {table(visit, "late", w::late_title(lang), &late)}
        }
    });
    view! {
        <Page title=w::title(lang) width=Width::Wide>
            <h1>{w::title(lang)}</h1>
            <p class="lead">{w::lead(lang)}</p>
            {ahead}
            {late}
        </Page>
    }
}

fn table(
    visit: &Visit,
    id: &'static str,
    caption: &'static str,
    people: &[Turning65],
) -> impl IntoView + use<> {
    let lang = visit.lang;
    let rows: Vec<_> = people.iter().map(|one| row(visit, one)).collect();
    view! {
        <TableRegion id caption quiet=true stacks=true>
            <thead>
                <tr>
                    <th scope="col">{w::who(lang)}</th>
                    <th scope="col">{w::covered_by(lang)}</th>
                    <th scope="col">{w::begins(lang)}</th>
                    <th scope="col">{w::enrolls(lang)}</th>
                    <th scope="col">{w::told_by(lang)}</th>
                    <td></td>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </TableRegion>
    }
}

fn row(visit: &Visit, one: &Turning65) -> impl IntoView + use<> {
    let lang = visit.lang;
    let today = visit.desk.today();
    let tag = if one.is_late(today) {
        Some(view! { " "<Tag tone=Tone::Danger label=w::over(lang) /> })
    } else if one.enrol.contains(today) {
        Some(view! { " "<Tag tone=Tone::Warning label=w::open_now(lang) /> })
    } else {
        None
    };
    let no_email = (!one.by_email).then(|| view! { <Tag tone=Tone::Warning label=w::no_email(lang) /> });
    let by_email = one.by_email.then(|| w::by_email(lang));
    let href = visit.href(&format!("/desk/people/{}", one.subscriber_ref));
    let may_decide = visit.actor.as_ref().is_some_and(|actor| actor.may(desk::Permission::Decide));
    let act = may_decide.then(|| {
        let path = medicare_path(&one.subscriber_ref, &one.person.to_string());
        let about = format!(": {}", one.name);
        view! {
            <a href=visit.href(&path)>{w::enter(lang)}<span class="visually-hidden">{about.clone()}</span></a>
            <form method="post" action=visit.href(&format!("{path}/letter"))>
                <button type="submit" class="button button-secondary button-small">
                    {w::letter(lang)}<span class="visually-hidden">{about}</span>
                </button>
            </form>
        }
    });
    let last = one.enrol.last_day().map(|day| view! { " – "<DateText day /> });
    view! {
        <tr>
            <th scope="row" data-label=w::who(lang)>{one.name.clone()}</th>
            <td data-label=w::covered_by(lang)><a href=href>{one.subscriber_name.clone()}</a></td>
            <td data-label=w::begins(lang)><span><DateText day=one.begins />{tag}</span></td>
            <td data-label=w::enrolls(lang)><span><DateText day=one.enrol.from() />{last}</span></td>
            <td data-label=w::told_by(lang)>{by_email}{no_email}</td>
            <td data-label="">{act}</td>
        </tr>
    }
}

//! Seminars at the desk: announcing one, who comes, who came, the handout.

use desk::seminars::{SeminarFile, TypedSeminar};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_params_map;

use crate::actions::seminars::{CallOff, CreateSeminar, SetAttendance, SetHandout};
use crate::components::date::InstantText;
use crate::components::form::{
    ButtonKind, DateField, ErrorSummary, HiddenFields, Problems, SubmitButton, TextField, Textarea,
};
use crate::components::layout::{Page, Width};
use crate::components::notice::{Notice, Tone};
use crate::components::status::Tag;
use crate::components::summary::{Fact, SummaryList};
use crate::components::table::TableRegion;
use crate::pages::never_kept;
use crate::problem::loaded;
use crate::visit::{Flash, Visit, visit};
use crate::words::{Lang, retiring, seminars as w};

/// Path of the list, without the language.
pub const SEMINARS: &str = "/desk/seminars";
/// The form's name among the messages of a session.
pub const FORM: &str = "seminar";

/// Every seminar, and the form for a new one.
#[component]
pub fn Seminars() -> impl IntoView {
    let visit = visit();
    never_kept();
    loaded(async move {
        let list = visit.desk.seminars(visit.signed_in()?).await?;
        let flash = visit.take_flash(FORM).await;
        Ok(list_page(&visit, &list, flash))
    })
}

fn list_page(visit: &Visit, list: &[SeminarFile], flash: Flash) -> impl IntoView + use<> {
    let lang = visit.lang;
    let problems = Problems::of(&flash.errors, |error| retiring::problem(lang, error));
    let rows: Vec<_> = list
        .iter()
        .map(|file| {
            let seminar = &file.seminar;
            let href = visit.href(&format!("{SEMINARS}/{}", seminar.id));
            let free = usize::try_from(seminar.capacity).unwrap_or_default().saturating_sub(file.seats.len());
            view! {
                <tr>
                    <th scope="row" data-label=w::what(lang)>
                        <span><a href=href>{seminar.title.clone()}</a>{tag(lang, file)}</span>
                    </th>
                    <td data-label=w::when(lang)><InstantText at=seminar.starts_at /></td>
                    <td data-label=w::place(lang)>{seminar.place.clone()}</td>
                    <td data-label=w::seats(lang)>{w::free(lang, free, seminar.capacity)}</td>
                </tr>
            }
        })
        .collect();
    let table = if rows.is_empty() {
        view! { <p class="nothing">{w::none(lang)}</p> }.into_any()
    } else {
        view! {
            <TableRegion id="seminars" caption=w::desk_title(lang) quiet=true stacks=true>
                <thead>
                    <tr>
                        <th scope="col">{w::what(lang)}</th>
                        <th scope="col">{w::when(lang)}</th>
                        <th scope="col">{w::place(lang)}</th>
                        <th scope="col">{w::seats(lang)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableRegion>
        }
        .into_any()
    };
    view! {
        <Page title=w::desk_title(lang) width=Width::Wide error=problems.any()>
            <ErrorSummary problems=problems.clone() />
            <h1>{w::desk_title(lang)}</h1>
            <p class="lead">{w::desk_lead(lang)}</p>
            {table}
            {new_form(visit, &flash, &problems)}
        </Page>
    }
}

fn tag(lang: Lang, file: &SeminarFile) -> Option<impl IntoView + use<>> {
    let (tone, label) = match (file.seminar.called_off_at, file.is_over) {
        (Some(_), _) => (Tone::Danger, w::called_off(lang)),
        (None, true) => (Tone::Quiet, w::is_over(lang)),
        _ => return None,
    };
    Some(view! { " "<Tag tone label /> })
}

fn new_form(visit: &Visit, flash: &Flash, problems: &Problems) -> impl IntoView + use<> {
    let lang = visit.lang;
    let typed = |name: &str| flash.typed.get(name).cloned().unwrap_or_default();
    let or = |name: &str, usual: &str| {
        let typed = typed(name);
        if typed.is_empty() && flash.errors.is_empty() { usual.to_owned() } else { typed }
    };
    let TypedSeminar { title, date, time, minutes, place, capacity } = TypedSeminar {
        title: typed("title"),
        date: typed("date"),
        time: or("time", "17:30"),
        minutes: or("minutes", "90"),
        place: typed("place"),
        capacity: or("capacity", "30"),
    };
    view! {
        <section>
            <h2>{w::new(lang)}</h2>
            <form method="post" action=visit.href(CreateSeminar::PATH) novalidate>
                <TextField label=w::what(lang) name="title" value=title error=problems.on("title") required=true />
                <DateField label=w::date(lang) name="date" value=date error=problems.on("date") required=true />
                <TextField
                    label=w::time(lang)
                    name="time"
                    value=time
                    hint=w::time_hint(lang)
                    error=problems.on("time")
                    short=true
                    required=true
                />
                <TextField
                    label=w::minutes(lang)
                    name="minutes"
                    value=minutes
                    inputmode="numeric"
                    error=problems.on("minutes")
                    short=true
                    required=true
                />
                <TextField label=w::place(lang) name="place" value=place error=problems.on("place") required=true />
                <TextField
                    label=w::capacity(lang)
                    name="capacity"
                    value=capacity
                    inputmode="numeric"
                    error=problems.on("capacity")
                    short=true
                    required=true
                />
                <p class="actions"><SubmitButton label=w::announce(lang) /></p>
            </form>
        </section>
    }
}

/// One seminar.
#[component]
pub fn SeminarPage() -> impl IntoView {
    let visit = visit();
    let id = use_params_map().get_untracked().get("id").unwrap_or_default();
    never_kept();
    loaded(async move {
        let actor = visit.signed_in()?;
        let id = id.parse().map_err(|_| desk::Error::NotFound("seminar"))?;
        let file = visit.desk.seminar(actor, id).await?;
        let flash = visit.take_flash(FORM).await;
        Ok(one_page(&visit, &file, flash))
    })
}

fn one_page(visit: &Visit, file: &SeminarFile, flash: Flash) -> impl IntoView + use<> {
    let lang = visit.lang;
    let seminar = &file.seminar;
    let problems = Problems::of(&flash.errors, |error| retiring::problem(lang, error));
    let saved = flash.notice.is_some().then(|| {
        view! { <Notice tone=Tone::Success announce=true><p>{w::saved(lang)}</p></Notice> }
    });
    let when = view! {
        <span><InstantText at=seminar.starts_at />", "{w::minutes_long(lang, seminar.minutes)}</span>
    };
    let facts = vec![
        Fact::new(w::when(lang), when),
        Fact::new(w::place(lang), seminar.place.clone()),
        Fact::new(w::capacity(lang), seminar.capacity.to_string()),
    ];
    let id = vec![("seminar".to_owned(), seminar.id.to_string())];
    let handout = flash.typed.get("handout").cloned().unwrap_or_else(|| seminar.handout.clone());
    let call_off = (seminar.called_off_at.is_none() && !file.is_over).then(|| {
        view! {
            <details class="card">
                <summary>{w::call_off(lang)}</summary>
                <p>{w::call_off_more(lang)}</p>
                <form method="post" action=visit.href(CallOff::PATH)>
                    <HiddenFields fields=id.clone() />
                    <SubmitButton label=w::call_off(lang) kind=ButtonKind::Danger />
                </form>
            </details>
        }
    });
    view! {
        <Page title=seminar.title.clone() width=Width::Wide error=problems.any()>
            <ErrorSummary problems=problems.clone() />
            <p class="back-link"><a href=visit.href(SEMINARS)>{w::all(lang)}</a></p>
            <h1>{seminar.title.clone()}{tag(lang, file)}</h1>
            {saved}
            <SummaryList facts />
            <h2 id="who-title">{w::who_comes(lang)}</h2>
            {who(visit, file)}
            <h2>{w::handout(lang)}</h2>
            <form method="post" action=visit.href(SetHandout::PATH) novalidate>
                <HiddenFields fields=id.clone() />
                <Textarea
                    label=w::handout(lang)
                    name="handout"
                    value=handout
                    hint=w::handout_hint(lang)
                    error=problems.on("handout")
                    rows=8
                />
                <p class="actions"><SubmitButton label=w::save_handout(lang) kind=ButtonKind::Secondary /></p>
            </form>
            {call_off}
        </Page>
    }
}

/// Who comes; once it has begun, with a box for each who came.
fn who(visit: &Visit, file: &SeminarFile) -> AnyView {
    let lang = visit.lang;
    if file.seats.is_empty() {
        return view! { <p class="nothing">{w::nobody(lang)}</p> }.into_any();
    }
    let rows: Vec<_> = file
        .seats
        .iter()
        .map(|(seat, place)| {
            let name = format!("{}, {}", seat.family_name, seat.given_name);
            let label = format!("{}: {name}", w::came(lang));
            let came = file.is_over.then(|| {
                view! {
                    <input
                        type="checkbox"
                        name="came[]"
                        value=seat.person_id.to_string()
                        checked=seat.attended == Some(true)
                        aria-label=label
                    />
                }
            });
            view! {
                <tr>
                    <th scope="row" data-label=w::person(lang)>{name}</th>
                    <td data-label=w::seats(lang)>{w::place_of(lang, *place)}</td>
                    <td data-label=w::came(lang)>{came}</td>
                </tr>
            }
        })
        .collect();
    let table = view! {
        <TableRegion id="who" caption=w::who_comes(lang) quiet=true stacks=true>
            <thead>
                <tr>
                    <th scope="col">{w::person(lang)}</th>
                    <th scope="col">{w::seats(lang)}</th>
                    <th scope="col">{w::came(lang)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </TableRegion>
    };
    if !file.is_over {
        return table.into_any();
    }
    let fields = vec![("seminar".to_owned(), file.seminar.id.to_string())];
    view! {
        <form method="post" action=visit.href(SetAttendance::PATH)>
            <HiddenFields fields />
            {table}
            <p class="actions"><SubmitButton label=w::save_attendance(lang) /></p>
        </form>
    }
    .into_any()
}

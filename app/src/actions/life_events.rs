//! Forms of life events: opening one, its date, the day from which it counts, being late.

use std::collections::BTreeMap;

use desk::Error;
use desk::enroll::event::TypedEvent;
use desk::enroll::occasion::OccasionId;
use desk::enroll::parse::LATE_BECAUSE;
use domain::code::PersonRef;
use leptos::prelude::*;

use crate::pages::member::parts::steps_path;
use crate::problem::form_result;
use crate::visit::{Visit, visit};

fn typed_fields(typed: &TypedEvent) -> BTreeMap<String, String> {
    let mut fields = BTreeMap::from([
        ("event_date".to_owned(), typed.date.clone()),
        ("concerned".to_owned(), typed.concerned.join(" ")),
        ("reason".to_owned(), typed.reason.clone()),
    ]);
    if typed.myself {
        fields.insert("myself".to_owned(), "true".to_owned());
    }
    if typed.somebody_new {
        fields.insert("somebody_new".to_owned(), "true".to_owned());
    }
    fields
}

/// Opens an event, for oneself or, where `number` names somebody, by staff for them.
#[server(prefix = "/api", endpoint = "events/open")]
pub async fn open_event(
    #[server(default)] kind: String,
    #[server(default)] number: String,
    #[server(default)] event_date: String,
    #[server(default)] concerned: Vec<String>,
    #[server(default)] myself: String,
    #[server(default)] somebody_new: String,
    #[server(default)] reason: String,
) -> Result<(), ServerFnError> {
    let visit = visit();
    let typed = TypedEvent {
        date: event_date,
        concerned,
        myself: !myself.is_empty(),
        somebody_new: !somebody_new.is_empty(),
        reason,
    };
    let page = match number.as_str() {
        "" => format!("/my/events/new/{kind}"),
        number => format!("/desk/people/{number}/events/{kind}"),
    };
    let done = async {
        let number = whom(&number)?;
        let id = visit.desk.open_event(visit.signed_in()?, number.as_ref(), &kind, &typed).await?;
        Ok(steps_path(OccasionId::Event(id)))
    };
    form_result(&visit, "event", typed_fields(&typed), &page, done.await).await;
    Ok(())
}

/// Puts the date of an event right, and whom it is about.
#[server(prefix = "/api", endpoint = "events/change")]
pub async fn change_event(
    #[server(default)] case: String,
    #[server(default)] event_date: String,
    #[server(default)] concerned: Vec<String>,
    #[server(default)] myself: String,
    #[server(default)] somebody_new: String,
) -> Result<(), ServerFnError> {
    let visit = visit();
    let typed = TypedEvent {
        date: event_date,
        concerned,
        myself: !myself.is_empty(),
        somebody_new: !somebody_new.is_empty(),
        reason: String::new(),
    };
    let page = format!("/my/events/{case}/facts");
    let done = async {
        visit.desk.change_event(visit.signed_in()?, id(&case)?, &typed).await?;
        Ok(format!("/my/events/{case}"))
    };
    form_result(&visit, "event", typed_fields(&typed), &page, done.await).await;
    Ok(())
}

/// Chooses from which of the allowed days the change counts.
#[server(prefix = "/api", endpoint = "events/effective")]
pub async fn choose_effective(
    #[server(default)] case: String,
    #[server(default)] effective: String,
) -> Result<(), ServerFnError> {
    let visit = visit();
    let done = async { visit.desk.choose_effective(visit.signed_in()?, id(&case)?, &effective).await };
    let typed = BTreeMap::from([("effective".to_owned(), effective.clone())]);
    to_event(&visit, &case, "effective", typed, done.await).await;
    Ok(())
}

/// Keeps why an event is asked for after its window.
#[server(prefix = "/api", endpoint = "events/late")]
pub async fn ask_late(
    #[server(default)] case: String,
    #[server(default)] late_because: String,
) -> Result<(), ServerFnError> {
    let visit = visit();
    let text = late_because.trim().to_owned();
    let done = async {
        if text.is_empty() {
            return Err(Error::Fields(vec![desk::error::FieldError {
                field: LATE_BECAUSE.into(),
                problem: "late_because_missing".into(),
                detail: String::new(),
            }]));
        }
        let fields = BTreeMap::from([(LATE_BECAUSE.to_owned(), text.clone())]);
        visit.desk.save_draft(visit.signed_in()?, OccasionId::Event(id(&case)?), &fields).await.map(drop)
    };
    let typed = BTreeMap::from([(LATE_BECAUSE.to_owned(), late_because.clone())]);
    to_event(&visit, &case, "late", typed, done.await).await;
    Ok(())
}

/// Puts an event away for which nothing was sent.
#[server(prefix = "/api", endpoint = "events/put-away")]
pub async fn put_event_away(#[server(default)] case: String) -> Result<(), ServerFnError> {
    let visit = visit();
    let done = async {
        visit.desk.put_event_away(visit.signed_in()?, id(&case)?).await?;
        Ok("/my/events".to_owned())
    };
    form_result(&visit, "enroll", BTreeMap::new(), &format!("/my/events/{case}"), done.await).await;
    Ok(())
}

/// Begins a correction of an event that was approved.
#[server(prefix = "/api", endpoint = "events/correct")]
pub async fn correct_event(#[server(default)] reference: String) -> Result<(), ServerFnError> {
    let visit = visit();
    let done = async {
        let id = visit.desk.correct_event(visit.signed_in()?, &reference).await?;
        Ok(steps_path(OccasionId::Event(id)))
    };
    let page = format!("/my/receipts/{reference}");
    form_result(&visit, "receipt", BTreeMap::new(), &page, done.await).await;
    Ok(())
}

/// Goes back to the page of the event.
async fn to_event(
    visit: &Visit,
    case: &str,
    form: &str,
    typed: BTreeMap<String, String>,
    done: desk::Result<()>,
) {
    let page = format!("/my/events/{case}");
    form_result(visit, form, typed, &page, done.map(|()| page.clone())).await;
}

fn id(case: &str) -> desk::Result<uuid::Uuid> {
    case.parse().map_err(|_| Error::NotFound("event"))
}

fn whom(number: &str) -> desk::Result<Option<PersonRef>> {
    match number {
        "" => Ok(None),
        number => number.parse().map(Some).map_err(|_| Error::NotFound("person")),
    }
}

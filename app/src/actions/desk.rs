//! Forms of the desk: the queue, decisions, open enrollments, unmasking.

use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    crate::problem::refuse,
    crate::visit::{Flash, Visit, visit},
    desk::Error,
    desk::decide::Reviewed,
    desk::enrollments::{EnrollmentChange, NewEnrollment},
    desk::error::FieldError,
    std::collections::BTreeMap,
    uuid::Uuid,
};

/// Takes a submission of the queue. `chosen` names it and the version that was seen.
#[server(prefix = "/api", endpoint = "desk/claim")]
pub async fn claim(
    #[server(default)] chosen: String,
    #[server(default)] back: String,
) -> Result<(), ServerFnError> {
    let visit = visit();
    let Some(seen) = Chosen::read(&chosen) else {
        return back_to_queue(&visit, &back, "none_chosen", "").await;
    };
    let done = match visit.signed_in() {
        Ok(actor) => visit.desk.claim(actor, seen.id, seen.version).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => back_to_queue(&visit, &back, "claimed", &seen.reference).await,
        Err(error) => queue_refusal(&visit, &back, error, &seen.reference).await,
    }
}

/// Puts a submission back for anybody to take.
#[server(prefix = "/api", endpoint = "desk/release")]
pub async fn release(
    #[server(default)] chosen: String,
    #[server(default)] back: String,
) -> Result<(), ServerFnError> {
    let visit = visit();
    let Some(seen) = Chosen::read(&chosen) else {
        return back_to_queue(&visit, &back, "none_chosen", "").await;
    };
    let done = match visit.signed_in() {
        Ok(actor) => visit.desk.release(actor, seen.id).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => back_to_queue(&visit, &back, "released", &seen.reference).await,
        Err(error) => queue_refusal(&visit, &back, error, &seen.reference).await,
    }
}

/// Approves every chosen submission that has no flags; the others are named with the reason.
#[server(prefix = "/api", endpoint = "desk/approve-chosen")]
pub async fn approve_chosen(
    #[server(default)] chosen: Vec<String>,
    #[server(default)] back: String,
) -> Result<(), ServerFnError> {
    let visit = visit();
    let seen: Vec<Chosen> = chosen.iter().filter_map(|value| Chosen::read(value)).collect();
    if seen.is_empty() {
        return back_to_queue(&visit, &back, "none_chosen", "").await;
    }
    let pairs: Vec<(Uuid, i64)> = seen.iter().map(|one| (one.id, one.version)).collect();
    let results = match visit.signed_in() {
        Ok(actor) => visit.desk.approve_many(actor, &pairs).await,
        Err(error) => Err(error),
    };
    match results {
        Ok(results) => {
            let approved = results.iter().filter(|result| result.outcome.is_ok()).count();
            let mut typed = BTreeMap::from([("approved".to_owned(), approved.to_string())]);
            for result in results {
                let Err(error) = result.outcome else { continue };
                let reference = seen.iter().find(|one| one.id == result.id).map_or("", |one| &one.reference);
                typed.insert(format!("not:{reference}"), why_not(&error).to_owned());
            }
            let flash = Flash { notice: Some("approved".into()), typed, ..Flash::default() };
            visit.put_flash("queue", flash).await;
            leptos_axum::redirect(&visit.href(safe(&back)));
        }
        Err(error) => refuse(error),
    }
    Ok(())
}

/// Approves a submission. Where its person's records have changed since it was drawn up, `compared` says
/// that the reviewer has compared it with them at version `records`. Where a rule is against it, `late_words` say
/// why it is taken. `same` says of those who are new who they are on record: `id.id`, or `id.new` for nobody.
#[server(prefix = "/api", endpoint = "desk/approve")]
pub async fn approve(
    #[server(default)] chosen: String,
    #[server(default)] records: String,
    #[server(default)] compared: String,
    #[server(default)] late_words: String,
    #[server(default)] same: Vec<String>,
    #[server(default)] back: String,
) -> Result<(), ServerFnError> {
    let visit = visit();
    let Some(seen) = Chosen::read(&chosen) else { return Ok(refuse(Error::NotFound("submission"))) };
    let said = |answer: &String| {
        let (new, known) = answer.split_once('.')?;
        Some((new.parse().ok()?, known.parse().ok()))
    };
    let reviewed = Reviewed {
        records: records.parse().ok(),
        words: late_words.clone(),
        same_person: same.iter().filter_map(said).collect(),
    };
    let done = match (visit.signed_in(), reviewed.records, compared.as_str()) {
        (Err(error), _, _) => Err(error),
        // The page has shown newer records, and asks for more than a click.
        (_, Some(_), "") => Err(Error::Fields(vec![FieldError {
            field: "compared".into(),
            problem: "missing".into(),
            detail: String::new(),
        }])),
        (Ok(actor), _, _) => visit.desk.approve_reviewed(actor, seen.id, seen.version, &reviewed).await,
    };
    decided(&visit, &seen, &back, "approved", late_words, done).await
}

/// Gives a submission back to the member, who reads the words.
#[server(prefix = "/api", endpoint = "desk/return")]
pub async fn return_for_information(
    #[server(default)] chosen: String,
    #[server(default)] return_words: String,
    #[server(default)] back: String,
) -> Result<(), ServerFnError> {
    let visit = visit();
    let Some(seen) = Chosen::read(&chosen) else { return Ok(refuse(Error::NotFound("submission"))) };
    let done = match visit.signed_in() {
        Ok(actor) => visit.desk.return_for_information(actor, seen.id, seen.version, &return_words).await,
        Err(error) => Err(error),
    };
    decided(&visit, &seen, &back, "returned", return_words, done).await
}

/// Refuses a submission; the member reads the words.
#[server(prefix = "/api", endpoint = "desk/deny")]
pub async fn deny(
    #[server(default)] chosen: String,
    #[server(default)] deny_words: String,
    #[server(default)] back: String,
) -> Result<(), ServerFnError> {
    let visit = visit();
    let Some(seen) = Chosen::read(&chosen) else { return Ok(refuse(Error::NotFound("submission"))) };
    let done = match visit.signed_in() {
        Ok(actor) => visit.desk.deny(actor, seen.id, seen.version, &deny_words).await,
        Err(error) => Err(error),
    };
    decided(&visit, &seen, &back, "denied", deny_words, done).await
}

/// Prepares an open enrollment.
#[server(prefix = "/api", endpoint = "desk/create-enrollment")]
pub async fn create_enrollment(
    #[server(default)] name: String,
    #[server(default)] plan_year: String,
    #[server(default)] opens: String,
    #[server(default)] closes: String,
) -> Result<(), ServerFnError> {
    let visit = visit();
    let typed = NewEnrollment { name, plan_year, opens, closes };
    let made = match visit.signed_in() {
        Ok(actor) => visit.desk.create_enrollment(actor, &typed).await,
        Err(error) => Err(error),
    };
    match made {
        Ok(id) => enrollment_says(&visit, &id.to_string(), "created").await,
        Err(Error::Fields(errors)) => {
            let typed = [
                ("name", typed.name),
                ("plan_year", typed.plan_year),
                ("opens", typed.opens),
                ("closes", typed.closes),
            ];
            let typed = typed.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
            visit.put_flash("enrollment.new", Flash { notice: None, errors, typed }).await;
            leptos_axum::redirect(&visit.href("/desk/enrollments"));
        }
        Err(error) => refuse(error),
    }
    Ok(())
}

/// Opens, extends, closes or archives an open enrollment that still has `version`.
#[server(prefix = "/api", endpoint = "desk/change-enrollment")]
pub async fn change_enrollment(
    #[server(default)] id: String,
    #[server(default)] version: String,
    #[server(default)] change: String,
    #[server(default)] closes: String,
) -> Result<(), ServerFnError> {
    let visit = visit();
    let (Ok(period), Ok(version)) = (id.parse::<Uuid>(), version.parse::<i64>()) else {
        return Ok(refuse(Error::NotFound("open enrollment")));
    };
    let (change, said) = match change.as_str() {
        "open" => (EnrollmentChange::Open, "opened"),
        "extend" => (EnrollmentChange::Extend(closes.clone()), "extended"),
        "close" => (EnrollmentChange::Close, "closed"),
        "archive" => (EnrollmentChange::Archive, "archived"),
        _ => return Ok(refuse(Error::NotFound("open enrollment"))),
    };
    let done = match visit.signed_in() {
        Ok(actor) => visit.desk.change_enrollment(actor, period, version, &change).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => enrollment_says(&visit, &id, said).await,
        Err(Error::Stale(_)) => enrollment_says(&visit, &id, "stale").await,
        Err(Error::Enrollment(_)) => enrollment_says(&visit, &id, "refused").await,
        Err(Error::Fields(errors)) => {
            let typed = BTreeMap::from([("closes".to_owned(), closes)]);
            visit.put_flash(&format!("enrollment.{id}"), Flash { notice: None, errors, typed }).await;
            leptos_axum::redirect(&visit.href(&format!("/desk/enrollments/{id}")));
        }
        Err(error) => refuse(error),
    }
    Ok(())
}

/// Reminds those who have sent nothing for an open enrollment.
#[server(prefix = "/api", endpoint = "desk/remind")]
pub async fn remind(#[server(default)] id: String) -> Result<(), ServerFnError> {
    let visit = visit();
    let Ok(period) = id.parse::<Uuid>() else { return Ok(refuse(Error::NotFound("open enrollment"))) };
    let done = match visit.signed_in() {
        Ok(actor) => visit.desk.remind(actor, period).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(count) => {
            let typed = BTreeMap::from([("count".to_owned(), count.to_string())]);
            let flash = Flash { notice: Some("reminded".into()), typed, ..Flash::default() };
            visit.put_flash(&format!("enrollment.{id}"), flash).await;
            leptos_axum::redirect(&visit.href(&format!("/desk/enrollments/{id}")));
        }
        Err(Error::NotAccepting(_)) => enrollment_says(&visit, &id, "refused").await,
        Err(error) => refuse(error),
    }
    Ok(())
}

/// Asks to see a confidential field. What it is never goes into the session: the page opens it when it
/// draws itself the next time, and that is in the audit trail.
#[server(prefix = "/api", endpoint = "desk/unmask")]
pub async fn unmask(
    #[server(default)] number: String,
    #[server(default)] field: String,
    #[server(default)] reason: String,
) -> Result<(), ServerFnError> {
    let visit = visit();
    let Ok(number) = number.parse::<domain::code::PersonRef>() else {
        return Ok(refuse(Error::NotFound("person")));
    };
    match visit.signed_in().and_then(|actor| actor.require(desk::Permission::Unmask)) {
        Ok(()) => {
            let typed = BTreeMap::from([("field".to_owned(), field), ("reason".to_owned(), reason)]);
            let flash = Flash { notice: Some("unmask".into()), typed, ..Flash::default() };
            visit.put_flash(&format!("unmask.{number}"), flash).await;
            leptos_axum::redirect(&visit.href(&format!("/desk/people/{number}")));
        }
        Err(error) => refuse(error),
    }
    Ok(())
}

/// A submission as a form names it: `reference.id.version`.
#[cfg(feature = "ssr")]
struct Chosen {
    reference: String,
    id: Uuid,
    version: i64,
}

#[cfg(feature = "ssr")]
impl Chosen {
    fn read(value: &str) -> Option<Chosen> {
        let mut parts = value.split('.');
        let chosen = Chosen {
            reference: parts
                .next()
                .filter(|it| it.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'))?
                .to_owned(),
            id: parts.next()?.parse().ok()?,
            version: parts.next()?.parse().ok()?,
        };
        parts.next().is_none().then_some(chosen)
    }
}

/// `back` where it is a page of the desk; the queue otherwise. A form can't send people elsewhere.
#[cfg(feature = "ssr")]
fn safe(back: &str) -> &str {
    let (path, _) = back.split_once('?').unwrap_or((back, ""));
    let of_the_desk = path == "/desk" || path.starts_with("/desk/");
    let plain = !back.contains(['\\', '\r', '\n', '#']) && !path.contains("//") && !path.contains("..");
    if of_the_desk && plain { back } else { "/desk" }
}

/// Why a submission was not approved, as a key.
#[cfg(feature = "ssr")]
fn why_not(error: &Error) -> &'static str {
    match error {
        Error::Stale(_) => "stale",
        Error::Conflict | Error::ChangedSince(_) => "conflict",
        Error::Submission(_) => "state",
        Error::Flagged | Error::Blocked(_) => "checks",
        Error::SecondApprover => "somebody_else",
        _ => "other",
    }
}

/// Goes back to the queue, at the row of `reference`.
#[cfg(feature = "ssr")]
async fn back_to_queue(
    visit: &Visit,
    back: &str,
    notice: &str,
    reference: &str,
) -> Result<(), ServerFnError> {
    visit.put_flash("queue", Flash { notice: Some(notice.to_owned()), ..Flash::default() }).await;
    let row = if reference.is_empty() { String::new() } else { format!("#{reference}") };
    leptos_axum::redirect(&visit.href(&format!("{}{row}", safe(back))));
    Ok(())
}

#[cfg(feature = "ssr")]
async fn queue_refusal(
    visit: &Visit,
    back: &str,
    error: Error,
    reference: &str,
) -> Result<(), ServerFnError> {
    match why_not(&error) {
        "other" => Ok(refuse(error)),
        why => back_to_queue(visit, back, why, reference).await,
    }
}

/// Answers a decision: the submission's page says what has become of it, and keeps what was written where
/// nothing has.
#[cfg(feature = "ssr")]
async fn decided(
    visit: &Visit,
    seen: &Chosen,
    back: &str,
    decision: &str,
    words: String,
    done: desk::Result<()>,
) -> Result<(), ServerFnError> {
    let mut typed = BTreeMap::new();
    let (notice, errors) = match done {
        Ok(()) => (decision, Vec::new()),
        Err(Error::ChangedSince(benefit)) => {
            typed.insert("benefit".to_owned(), benefit.to_string());
            ("changed_since", Vec::new())
        }
        Err(Error::Stale(_)) => ("stale", Vec::new()),
        Err(Error::Submission(_)) => ("stale", Vec::new()),
        Err(Error::Conflict) => ("conflict", Vec::new()),
        Err(Error::Blocked(_)) => ("blocked", Vec::new()),
        Err(Error::SecondApprover) => ("somebody_else", Vec::new()),
        Err(Error::Fields(errors)) => ("fields", errors),
        Err(error) => return Ok(refuse(error)),
    };
    // Each form of the page that has words names its field by the decision.
    let field = match decision {
        "approved" => "late_words",
        "returned" => "return_words",
        _ => "deny_words",
    };
    let errors = errors
        .into_iter()
        .map(|error| FieldError {
            field: if error.field == "words" { field.into() } else { error.field },
            ..error
        })
        .collect();
    if notice != decision && !words.is_empty() {
        typed.insert(field.to_owned(), words);
    }
    let flash = Flash { notice: Some(notice.to_owned()), errors, typed };
    visit.put_flash(&format!("decide.{}", seen.reference), flash).await;
    leptos_axum::redirect(&visit.href(safe(back)));
    Ok(())
}

#[cfg(feature = "ssr")]
async fn enrollment_says(visit: &Visit, id: &str, notice: &str) {
    let flash = Flash { notice: Some(notice.to_owned()), ..Flash::default() };
    visit.put_flash(&format!("enrollment.{id}"), flash).await;
    leptos_axum::redirect(&visit.href(&format!("/desk/enrollments/{id}")));
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn a_form_sends_people_back_to_the_desk_only() {
        for good in ["/desk", "/desk?unit=CITY&after=OE-1", "/desk/submissions/OE-1?sort=name"] {
            assert_eq!(safe(good), good);
        }
        for bad in [
            "",
            "//evil.example",
            "/desk/..//evil",
            "https://evil.example",
            "/desks",
            "/desk\\evil",
            "/my",
            "/desk?a\r\nb",
        ] {
            assert_eq!(safe(bad), "/desk", "{bad}");
        }
    }

    #[test]
    fn a_chosen_submission_is_read_whole_or_not_at_all() {
        let id = Uuid::now_v7();
        let read = Chosen::read(&format!("OE-7K3M-2Q9X.{}.3", id.simple())).unwrap();
        assert_eq!((read.reference.as_str(), read.id, read.version), ("OE-7K3M-2Q9X", id, 3));
        for bad in [
            "",
            "OE-1",
            "OE-1.x.1",
            &format!("OE-1.{id}.1.1"),
            &format!("<b>.{id}.1"),
            &format!("OE-1.{id}.a"),
        ] {
            assert!(Chosen::read(bad).is_none(), "{bad}");
        }
    }
}

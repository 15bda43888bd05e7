//! Forms about the retiree packet: its sections, one made at the desk, many for the mail.

use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    crate::pages::desk::packet::{PACKET, RUN_FORM, run_path, section_path},
    crate::pages::desk::packet_section::form_of,
    crate::problem::{form_result, refuse},
    crate::visit::{Flash, visit},
    ::desk::Error,
    ::desk::error::FieldError,
    ::desk::packet::runs::Audience,
    ::desk::packet::{Language, Paper, SectionKey, SectionText, Size},
    domain::code::PersonRef,
    std::collections::BTreeMap,
};

/// Keeps the next version of a section, as a draft.
#[server(prefix = "/api", endpoint = "desk/save-packet-section")]
pub async fn save_section(
    #[server(default)] key: String,
    #[server(default)] based_on: String,
    #[server(default)] title_en: String,
    #[server(default)] body_en: String,
    #[server(default)] title_es: String,
    #[server(default)] body_es: String,
) -> Result<(), ServerFnError> {
    let visit = visit();
    let (Some(key), Ok(based_on)) = (SectionKey::from_word(&key), based_on.parse()) else {
        return Ok(refuse(Error::NotFound("section")));
    };
    let lines = |text: String| text.replace("\r\n", "\n");
    let text = SectionText { title_en, body_en: lines(body_en), title_es, body_es: lines(body_es) };
    let done = match visit.signed_in() {
        Ok(actor) => visit.desk.save_section(actor, key, based_on, &text).await,
        Err(error) => Err(error),
    };
    let page = section_path(key);
    if done.is_ok() {
        visit.put_flash(&form_of(key), Flash { notice: Some("saved".into()), ..Flash::default() }).await;
    }
    let typed = BTreeMap::from([("text".to_owned(), serde_json::to_string(&text).unwrap_or_default())]);
    Ok(form_result(&visit, &form_of(key), typed, &page, done.map(|_| page.clone())).await)
}

/// Publishes the latest version of a section.
#[server(prefix = "/api", endpoint = "desk/publish-packet-section")]
pub async fn publish_section(
    #[server(default)] key: String,
    #[server(default)] version: String,
) -> Result<(), ServerFnError> {
    let visit = visit();
    let (Some(key), Ok(version)) = (SectionKey::from_word(&key), version.parse()) else {
        return Ok(refuse(Error::NotFound("section")));
    };
    let done = match visit.signed_in() {
        Ok(actor) => visit.desk.publish_section(actor, key, version).await,
        Err(error) => Err(error),
    };
    let page = section_path(key);
    if done.is_ok() {
        visit.put_flash(&form_of(key), Flash { notice: Some("published".into()), ..Flash::default() }).await;
    }
    Ok(form_result(&visit, &form_of(key), BTreeMap::new(), &page, done.map(|()| page.clone())).await)
}

/// Makes somebody's packet of today.
#[server(prefix = "/api", endpoint = "desk/make-packet")]
pub async fn make_packet(
    #[server(default)] number: String,
    #[server(default)] lang: String,
    #[server(default)] size: String,
) -> Result<(), ServerFnError> {
    let visit = visit();
    let paper = Paper { language: Language::from_code(&lang), size: Size::from_word(&size) };
    let done = async {
        let number: PersonRef = number.parse().map_err(|_| Error::NotFound("person"))?;
        visit.desk.make_packet(visit.signed_in()?, &number, paper).await
    };
    let page = format!("/desk/people/{number}");
    let done = done.await.map(|_| format!("{page}#packets-title"));
    Ok(form_result(&visit, "packet.make", BTreeMap::new(), &page, done).await)
}

/// Begins to make the packets of many.
#[server(prefix = "/api", endpoint = "desk/begin-packets")]
pub async fn begin_packets(
    #[server(default)] audience: String,
    #[server(default)] size: String,
) -> Result<(), ServerFnError> {
    let visit = visit();
    let done = async {
        let actor = visit.signed_in()?;
        let audience = Audience::from_word(&audience).ok_or_else(|| {
            Error::Fields(vec![FieldError {
                field: "audience".into(),
                problem: "audience".into(),
                detail: String::new(),
            }])
        })?;
        visit.desk.begin_packet_run(actor, audience, Size::from_word(&size)).await
    };
    let done = done.await.map(run_path);
    Ok(form_result(&visit, RUN_FORM, BTreeMap::new(), PACKET, done).await)
}

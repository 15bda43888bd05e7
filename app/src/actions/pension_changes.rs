//! Forms of the lists that pension systems get.

use std::collections::BTreeMap;

use desk::Error;
use desk::pension_changes::{TypedColumn, TypedLayout, read_month};
use leptos::prelude::*;

use crate::pages::desk::mtrs_layout::{FORM, LAYOUT};
use crate::pages::offices::retirement_changes::{CITY, MTRS};
use crate::problem::refuse;
use crate::visit::{Flash, visit};

/// Says that the list of a month was sent.
#[server(prefix = "/api", endpoint = "pension-list/sent")]
pub async fn mark_list_sent(
    #[server(default)] system: String,
    #[server(default)] month: String,
    #[server(default)] back: String,
) -> Result<(), ServerFnError> {
    let visit = visit();
    let done = async {
        let system = system.parse().map_err(|_| Error::NotFound("list"))?;
        let month = read_month(&month).ok_or(Error::NotFound("list"))?;
        visit.desk.mark_list_sent(visit.signed_in()?, system, month).await?;
        Ok(month)
    };
    match done.await {
        Ok(month) => {
            let page = if back == MTRS { MTRS } else { CITY };
            let href = format!("{}?month={}", visit.href(page), month.format("%Y-%m"));
            leptos_axum::redirect(&href);
        }
        Err(error) => refuse(error),
    }
    Ok(())
}

/// Keeps a layout as a new version.
#[server(prefix = "/api", endpoint = "desk/mtrs-layout")]
pub async fn save_mtrs_layout(
    #[server(default)] seen: String,
    #[server(default)] columns: Vec<TypedColumn>,
) -> Result<(), ServerFnError> {
    let visit = visit();
    let typed = TypedLayout { columns };
    let done = async {
        let seen = seen.parse().map_err(|_| Error::Stale("the layout"))?;
        visit.desk.save_mtrs_layout(visit.signed_in()?, seen, &typed).await
    };
    let flash = match done.await {
        Ok(_) => Flash { notice: Some("saved".to_owned()), ..Flash::default() },
        Err(Error::Fields(errors)) => {
            let kept = serde_json::to_string(&typed).unwrap_or_default();
            Flash { notice: None, errors, typed: BTreeMap::from([("layout".to_owned(), kept)]) }
        }
        Err(error) => return Ok(refuse(error)),
    };
    visit.put_flash(FORM, flash).await;
    leptos_axum::redirect(&visit.href(LAYOUT));
    Ok(())
}

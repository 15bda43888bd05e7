//! Everything that a member has sent.

use leptos::prelude::*;

use crate::components::date::{DateText, InstantText};
use crate::components::layout::Page;
use crate::components::status::StatusTag;
use crate::components::table::TableRegion;
use crate::pages::never_kept;
use crate::problem::loaded;
use crate::visit::visit;
use crate::words::member;

/// The list, the latest first.
#[component]
pub fn SubmissionsPage() -> impl IntoView {
    let visit = visit();
    loaded(async move {
        never_kept();
        let lang = visit.lang;
        let sent = visit.desk.my_submissions(visit.signed_in()?).await?;
        let rows: Vec<_> = sent
            .into_iter()
            .map(|one| {
                view! {
                    <tr>
                        <th scope="row">
                            <a class="reference" href=visit.href(&format!("/my/receipts/{}", one.reference))>
                                {one.reference.clone()}
                            </a>
                        </th>
                        <td data-label=member::sent_on(lang)><InstantText at=one.submitted_at /></td>
                        <td data-label=member::for_plan_year(lang)><DateText day=one.proposal.effective /></td>
                        <td data-label=member::state(lang)><StatusTag state=one.state /></td>
                    </tr>
                }
            })
            .collect();
        let list = if rows.is_empty() {
            view! { <p class="empty">{member::nothing_sent(lang)}</p> }.into_any()
        } else {
            view! {
                <TableRegion id="submissions" caption=member::all_submissions(lang) quiet=true stacks=true>
                    <thead>
                        <tr>
                            <th scope="col">{member::reference_number(lang)}</th>
                            <th scope="col">{member::sent_on(lang)}</th>
                            <th scope="col">{member::for_plan_year(lang)}</th>
                            <th scope="col">{member::state(lang)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </TableRegion>
            }
            .into_any()
        };
        Ok(view! {
            <Page title=member::all_submissions(lang)>
                <h1>{member::all_submissions(lang)}</h1>
                {list}
                <p class="actions">
                    <a class="button button-secondary" href=visit.href("/my")>{member::back_to_my_benefits(lang)}</a>
                </p>
            </Page>
        })
    })
}

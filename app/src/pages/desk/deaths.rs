//! Deaths that families have reported, to be looked into.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::actions::standing::SettleReport;
use crate::components::card::Card;
use crate::components::date::{DateText, InstantText};
use crate::components::form::{ButtonKind, HiddenFields, SubmitButton};
use crate::components::layout::{Page, Width, address};
use crate::components::summary::{Fact, SummaryList};
use crate::pages::never_kept;
use crate::problem::loaded;
use crate::visit::visit;
use crate::words::survivors as w;

/// The reports that nobody has settled, the oldest first.
#[component]
pub fn Deaths() -> impl IntoView {
    let visit = visit();
    never_kept();
    loaded(async move {
        let actor = visit.signed_in()?;
        let may_settle = actor.may(desk::Permission::Decide);
        let reports = visit.desk.death_reports(actor).await?;
        let lang = visit.lang;
        let none = reports.is_empty().then(|| view! { <p class="nothing">{w::no_reports(lang)}</p> });
        let cards: Vec<_> = reports
            .into_iter()
            .map(|one| {
                let who = if one.relation.is_empty() {
                    one.reporter.clone()
                } else {
                    format!("{} ({})", one.reporter, one.relation)
                };
                let mut facts = vec![
                    Fact::new(w::fact_death(lang), view! { <DateText day=one.died_on /> }),
                    Fact::new(w::reported_by(lang), view! { {who}<br />{one.contact} }),
                    Fact::new(w::reported_at(lang), view! { <InstantText at=one.reported_at /> }),
                ];
                if !one.words.is_empty() {
                    facts.push(Fact::new(w::words(lang), one.words));
                }
                let look = visit.href(&address("/desk", [("q", one.deceased.as_str()), ("state", "all")]));
                let settle = may_settle.then(|| {
                    view! {
                        <form method="post" action=visit.href(SettleReport::PATH)>
                            <HiddenFields fields=vec![("id".to_owned(), one.id.to_string())] />
                            <SubmitButton label=w::put_away(lang) kind=ButtonKind::Secondary />
                        </form>
                    }
                });
                view! {
                    <Card heading=one.deceased>
                        <SummaryList facts />
                        <p><a href=look>{w::look_for(lang)}</a></p>
                        {settle}
                    </Card>
                }
            })
            .collect();
        Ok(view! {
            <Page title=w::reports_title(lang) width=Width::Wide>
                <h1>{w::reports_title(lang)}</h1>
                <p class="lead">{w::reports_lead(lang)}</p>
                {none}
                <div class="cards">{cards}</div>
            </Page>
        })
    })
}

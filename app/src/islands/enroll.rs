//! A step of open enrollment, better: the total follows each choice at once, and the draft is kept while
//! one is choosing.
//!
//! The price is the server's own: the same rules, from the rows of the sheets that concern this step.

use chrono::NaiveDate;
use domain::account::Progress;
use domain::ballot::{Ballot, Wish};
use domain::benefit::{Benefit, Plan};
use domain::election::Choice;
use domain::money::Cents;
use domain::person::Subscriber;
use domain::price::{RateBook, cost_of};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::words::{Lang, common, member};

/// What a step's total is added up from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepFacts {
    /// The language of the page.
    pub lang: Lang,
    /// The benefit.
    pub benefit: Benefit,
    /// The plans that the member may choose.
    pub plans: Vec<Plan>,
    /// Rates and splits of these plans on the effective date.
    pub book: RateBook,
    /// Who pays.
    pub subscriber: Subscriber,
    /// The first day of the coming plan year.
    pub effective: NaiveDate,
    /// By which age bands go.
    pub plan_year: NaiveDate,
    /// What the form holds when the page opens.
    pub ballot: Ballot,
    /// What each pay takes where this benefit is kept.
    pub kept: Cents,
    /// What each pay would take for the other benefits.
    pub others: Cents,
    /// What each pay takes today, for all.
    pub today: Cents,
    /// How far an account is inside its plan year; `None` for a whole year, or for insurance.
    pub account: Option<Progress>,
    /// Where the draft is kept.
    pub autosave: String,
    /// When the draft was last kept.
    pub saved: Option<String>,
}

impl StepFacts {
    /// What the ballot chooses, and what each pay would take for it; `None` while it can't be known.
    fn reckoned(&self, ballot: &Ballot) -> Option<(Option<Choice>, Cents)> {
        match ballot.wish(self.benefit, &self.plans).ok()? {
            Wish::Keep => Some((None, self.kept)),
            Wish::Hold(choice) => {
                if let (Some(progress), Choice::Contribute { annual, .. }) = (self.account, &choice) {
                    let per_pay = progress.per_pay(*annual);
                    return Some((Some(choice), per_pay));
                }
                let plan = ballot.plan(&self.plans);
                let cost =
                    cost_of(&choice, &self.subscriber, plan, &self.book, self.effective, self.plan_year);
                Some((Some(choice), cost.ok()?.per_pay))
            }
        }
    }
}

/// The running total of a step, and when its draft was kept.
#[island]
pub fn StepTotals(
    /// What to add up from.
    facts: StepFacts,
) -> impl IntoView {
    let lang = facts.lang;
    let each = member::per_pay(lang, facts.subscriber.pays);
    let ballot = RwSignal::new(facts.ballot.clone());
    let status =
        RwSignal::new(facts.saved.as_deref().map(|time| member::saved_at(lang, time)).unwrap_or_default());
    let root = NodeRef::<leptos::html::Div>::new();

    #[cfg(feature = "hydrate")]
    {
        let autosave = facts.autosave.clone();
        Effect::new(move |_| {
            if let Some(form) = browser::form_around(root) {
                browser::follow(form, autosave.clone(), lang, ballot, status);
            }
        });
    }

    let reckoned = StoredValue::new(facts);
    let now = Memo::new(move |_| reckoned.with_value(|facts| facts.reckoned(&ballot.get())));
    let (others, today) = reckoned.with_value(|facts| (facts.others, facts.today));
    let unknown = member::not_known_yet(lang);
    let here = move || {
        now.get().map_or_else(|| unknown.to_owned(), |(_, amount)| format!("{} {each}", amount.display()))
    };
    let total = move || {
        now.get().map_or_else(
            || unknown.to_owned(),
            |(_, amount)| format!("{} {each}", (others + amount).display()),
        )
    };
    let difference = move || {
        now.get().map_or_else(String::new, |(_, amount)| {
            let more = others + amount - today;
            let text = match more.get() {
                0 => common::no_change(lang).to_owned(),
                1.. => format!("+{}", more.display()),
                _ => more.display(),
            };
            format!("{}: {text}", member::difference(lang))
        })
    };
    let tier = move || {
        let tier = now.get().and_then(|(choice, _)| match choice? {
            Choice::Cover { tier, .. } => Some(tier),
            _ => None,
        });
        tier.map_or_else(String::new, |tier| format!("{}: {}", member::tier(lang), common::tier(lang, tier)))
    };
    view! {
        <div class="running-total" node_ref=root>
            <span>{member::this_benefit(lang)}": "{here}</span>
            <span>{tier}</span>
            <span>{member::total_today(lang)}": "{today.display()}" "{each}</span>
            <strong>{member::total_new(lang)}": "<output>{total}</output></strong>
            <span>{difference}</span>
        </div>
        <p class="field-hint" role="status">{move || status.get()}</p>
    }
}

/// What only a browser can do.
#[cfg(feature = "hydrate")]
mod browser {
    use std::cell::Cell;
    use std::rc::Rc;

    use domain::ballot::Ballot;
    use gloo_timers::future::TimeoutFuture;
    use leptos::html::Div;
    use leptos::prelude::*;
    use leptos::task::spawn_local;
    use wasm_bindgen::JsCast;
    use wasm_bindgen::closure::Closure;
    use wasm_bindgen_futures::JsFuture;
    use web_sys::{FormData, HtmlFormElement, RequestInit, Response, UrlSearchParams};

    use crate::words::{Lang, member};

    /// The draft is kept when nothing has changed for this long.
    const PAUSE_MILLISECONDS: u32 = 800;

    pub(super) fn form_around(root: NodeRef<Div>) -> Option<HtmlFormElement> {
        root.get()?.closest("form").ok().flatten()?.dyn_into().ok()
    }

    /// Reads the form into `ballot` whenever it changes, and keeps the draft after a pause.
    pub(super) fn follow(
        form: HtmlFormElement,
        autosave: String,
        lang: Lang,
        ballot: RwSignal<Ballot>,
        status: RwSignal<String>,
    ) {
        let latest = Rc::new(Cell::new(0u32));
        let on_change = {
            let form = form.clone();
            Closure::<dyn FnMut()>::new(move || {
                if let Some(read) = read(&form) {
                    ballot.set(read);
                }
                let mine = latest.get().wrapping_add(1);
                latest.set(mine);
                let (form, autosave, latest) = (form.clone(), autosave.clone(), latest.clone());
                spawn_local(async move {
                    TimeoutFuture::new(PAUSE_MILLISECONDS).await;
                    if latest.get() != mine {
                        return;
                    }
                    let saved = keep(&form, &autosave).await;
                    status.set(match saved {
                        Some(time) => member::saved_at(lang, &time),
                        None => member::not_saved(lang).to_owned(),
                    });
                });
            })
        };
        let _ = form.add_event_listener_with_callback("input", on_change.as_ref().unchecked_ref());
        on_change.forget();
        // A browser may have filled the form in anew, as after Back.
        if let Some(read) = read(&form) {
            ballot.set(read);
        }
    }

    fn read(form: &HtmlFormElement) -> Option<Ballot> {
        let data = FormData::new_with_form(form).ok()?;
        let field = |name: &str| data.get(name).as_string().unwrap_or_default();
        let covered: Vec<String> = data.get_all("covered[]").iter().filter_map(|id| id.as_string()).collect();
        Some(Ballot {
            choice: field("choice"),
            covered: covered.join(" "),
            waiver_reason: field("waiver_reason"),
            amount: field("amount"),
        })
    }

    /// Sends the form's fields; the time at which the server kept them.
    async fn keep(form: &HtmlFormElement, autosave: &str) -> Option<String> {
        let data = FormData::new_with_form(form).ok()?;
        let body = UrlSearchParams::new_with_str_sequence_sequence(data.as_ref()).ok()?;
        let request = RequestInit::new();
        request.set_method("POST");
        request.set_body(body.as_ref());
        let answer = JsFuture::from(window().fetch_with_str_and_init(autosave, &request)).await.ok()?;
        let answer: Response = answer.dyn_into().ok()?;
        if !answer.ok() || answer.redirected() {
            return None;
        }
        JsFuture::from(answer.json().ok()?).await.ok()?.as_string()
    }
}

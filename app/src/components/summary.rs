//! Facts as pairs: what they are about, and the fact.

use leptos::prelude::*;

/// One pair.
pub struct Fact {
    term: String,
    value: AnyView,
    action: Option<(String, String)>,
}

impl Fact {
    /// A fact; `value` is a text or a view.
    pub fn new(term: impl Into<String>, value: impl IntoAny) -> Fact {
        Fact { term: term.into(), value: value.into_any(), action: None }
    }

    /// The same with a link beside it, such as "Change". A screen reader reads the term with it.
    pub fn action(self, href: impl Into<String>, label: impl Into<String>) -> Fact {
        Fact { action: Some((href.into(), label.into())), ..self }
    }
}

/// Facts below each other, as a description list. Class `summary`.
#[component]
pub fn SummaryList(
    /// The facts.
    facts: Vec<Fact>,
) -> impl IntoView {
    let rows: Vec<_> = facts
        .into_iter()
        .map(|fact| {
            let about = format!(": {}", fact.term);
            view! {
                <div class="summary-row">
                    <dt>{fact.term}</dt>
                    <dd>{fact.value}</dd>
                    {fact.action.map(|(href, label)| view! {
                        <dd class="summary-action">
                            <a href=href>{label}<span class="visually-hidden">{about}</span></a>
                        </dd>
                    })}
                </div>
            }
        })
        .collect();
    view! { <dl class="summary">{rows}</dl> }
}

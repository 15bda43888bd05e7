//! The steps of a task.

use leptos::prelude::*;

use super::lang;
use crate::words::common;

/// How far a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepState {
    /// Done.
    Done,
    /// The page is about this one.
    Current,
    /// Still to do.
    ToDo,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What it is called.
    pub label: String,
    /// Its page, where it may be opened.
    pub href: Option<String>,
    /// How far it is.
    pub state: StepState,
}

/// The steps of a task, with their state in words too. Classes `steps`, `step-done`, `step-current`,
/// `step-todo`.
#[component]
pub fn StepIndicator(
    /// The steps, in order.
    steps: Vec<Step>,
) -> impl IntoView {
    let lang = lang();
    let count = steps.len();
    let here = steps.iter().position(|step| step.state == StepState::Current);
    let items: Vec<_> = steps
        .into_iter()
        .map(|step| {
            let (class, words, current) = match step.state {
                StepState::Done => ("step step-done", common::step_done(lang), None),
                StepState::Current => ("step step-current", common::step_current(lang), Some("step")),
                StepState::ToDo => ("step step-todo", common::step_todo(lang), None),
            };
            let hidden = view! { <span class="visually-hidden">{format!(" ({words})")}</span> };
            let inner = match step.href {
                Some(href) => view! { <a href=href aria-current=current>{step.label}{hidden}</a> }.into_any(),
                None => view! { <span aria-current=current>{step.label}{hidden}</span> }.into_any(),
            };
            view! { <li class=class>{inner}</li> }
        })
        .collect();
    view! {
        <nav class="steps-nav" aria-label=common::steps(lang)>
            {here.map(|here| view! { <p class="steps-here">{common::step_of(lang, here + 1, count)}</p> })}
            <ol class="steps">{items}</ol>
        </nav>
    }
}

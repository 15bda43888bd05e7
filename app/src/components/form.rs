//! Form fields. Each has its label, an optional hint, and an error in words beside it.
//!
//! A field's id is [`field_id`] of its name, which [`ErrorSummary`] links to. Classes: `field`,
//! `field-bad`, `field-label`, `field-hint`, `field-error`, `input`, `choice`.

use desk::error::FieldError;
use leptos::prelude::*;

use super::inside::Inside;
use super::lang;
use crate::words::common;

/// The id of the field of that name: `dependents[0]` has `dependents-0-`.
pub fn field_id(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' }).collect()
}

/// What is wrong with a form: field names and sentences, in the order of the form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problems(Vec<(String, String)>);

impl Problems {
    /// Each error with its sentence.
    pub fn of(errors: &[FieldError], sentence: impl Fn(&FieldError) -> String) -> Problems {
        Problems(errors.iter().map(|error| (error.field.clone(), sentence(error))).collect())
    }

    /// Whether there is any: for `Page`'s `error`.
    pub fn any(&self) -> bool {
        !self.0.is_empty()
    }

    /// What is wrong with one field.
    pub fn on(&self, name: &str) -> Option<String> {
        self.0.iter().find(|(field, _)| field == name).map(|(_, sentence)| sentence.clone())
    }
}

/// All problems of a form, at the top of the page, each linked to its field. Takes the focus when the page
/// opens. Nothing where there are none. Class `error-summary`.
#[component]
pub fn ErrorSummary(
    /// The problems.
    problems: Problems,
) -> impl IntoView {
    problems.any().then(|| {
        let items: Vec<_> = problems
            .0
            .into_iter()
            .map(|(field, sentence)| {
                view! { <li><a href=format!("#{}", field_id(&field))>{sentence}</a></li> }
            })
            .collect();
        view! {
            <div class="error-summary" role="alert" tabindex="-1" autofocus aria-labelledby="error-summary-title">
                <h2 id="error-summary-title">{common::there_is_a_problem(lang())}</h2>
                <ul>{items}</ul>
            </div>
        }
    })
}

/// What a field is described by, for `aria-describedby`.
fn described_by(id: &str, hint: bool, error: bool) -> Option<String> {
    let parts: Vec<String> = [(error, "error"), (hint, "hint")]
        .into_iter()
        .filter(|(there, _)| *there)
        .map(|(_, part)| format!("{id}-{part}"))
        .collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

fn field_class(error: bool) -> &'static str {
    if error { "field field-bad" } else { "field" }
}

/// Hint and error of a field, to stand between label and control.
#[component]
fn Notes(id: String, hint: Option<String>, error: Option<String>) -> impl IntoView {
    let hint_id = format!("{id}-hint");
    let error_id = format!("{id}-error");
    view! {
        {hint.map(|hint| view! { <p class="field-hint" id=hint_id>{hint}</p> })}
        {error.map(|error| view! {
            <p class="field-error" id=error_id>
                <span class="visually-hidden">{common::error_prefix(lang())}</span>
                {error}
            </p>
        })}
    }
}

/// One line of text.
#[component]
pub fn TextField(
    /// What is asked for.
    #[prop(into)]
    label: String,
    /// The field's name in the form.
    #[prop(into)]
    name: String,
    /// What was typed.
    #[prop(optional, into)]
    value: String,
    /// How to answer.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong with it; a sentence, or an `Option` of one.
    #[prop(optional_no_strip, into)]
    error: Option<String>,
    /// The HTML type, such as `email`, `tel`, `search`; `text` otherwise.
    #[prop(default = "text")]
    kind: &'static str,
    /// The HTML autocomplete words, such as `given-name`.
    #[prop(optional, into)]
    autocomplete: Option<String>,
    /// The HTML inputmode, such as `numeric`.
    #[prop(optional, into)]
    inputmode: Option<String>,
    /// How many characters it takes at most.
    #[prop(optional)]
    maxlength: Option<u32>,
    /// It has to be filled in.
    #[prop(optional)]
    required: bool,
    /// Narrow, for short answers.
    #[prop(optional)]
    short: bool,
) -> impl IntoView {
    let id = field_id(&name);
    let described = described_by(&id, hint.is_some(), error.is_some());
    let bad = error.is_some();
    view! {
        <div class=field_class(bad)>
            <label class="field-label" for=id.clone()>{label}</label>
            <Notes id=id.clone() hint error />
            <input
                class=if short { "input input-short" } else { "input" }
                id=id
                name=name
                type=kind
                value=value
                autocomplete=autocomplete
                inputmode=inputmode
                maxlength=maxlength.map(|n| n.to_string())
                required=required
                aria-describedby=described
                aria-invalid=bad.then_some("true")
            />
        </div>
    }
}

/// An amount of dollars.
#[component]
pub fn MoneyField(
    /// What is asked for.
    #[prop(into)]
    label: String,
    /// The field's name in the form.
    #[prop(into)]
    name: String,
    /// What was typed.
    #[prop(optional, into)]
    value: String,
    /// How to answer.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong with it; a sentence, or an `Option` of one.
    #[prop(optional_no_strip, into)]
    error: Option<String>,
    /// It has to be filled in.
    #[prop(optional)]
    required: bool,
) -> impl IntoView {
    let id = field_id(&name);
    let described = described_by(&id, hint.is_some(), error.is_some());
    let bad = error.is_some();
    view! {
        <div class=field_class(bad)>
            <label class="field-label" for=id.clone()>{label}</label>
            <Notes id=id.clone() hint error />
            <div class="input-money">
                <span aria-hidden="true">"$"</span>
                <input
                    class="input"
                    id=id
                    name=name
                    type="text"
                    inputmode="decimal"
                    autocomplete="off"
                    value=value
                    required=required
                    aria-describedby=described
                    aria-invalid=bad.then_some("true")
                />
            </div>
        </div>
    }
}

/// A day; sends `2026-07-01`.
#[component]
pub fn DateField(
    /// What is asked for.
    #[prop(into)]
    label: String,
    /// The field's name in the form.
    #[prop(into)]
    name: String,
    /// The day, as `2026-07-01`.
    #[prop(optional, into)]
    value: String,
    /// How to answer.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong with it; a sentence, or an `Option` of one.
    #[prop(optional_no_strip, into)]
    error: Option<String>,
    /// The earliest day, as `2026-07-01`.
    #[prop(optional, into)]
    min: Option<String>,
    /// The latest day.
    #[prop(optional, into)]
    max: Option<String>,
    /// The HTML autocomplete words, such as `bday`.
    #[prop(optional, into)]
    autocomplete: Option<String>,
    /// It has to be filled in.
    #[prop(optional)]
    required: bool,
) -> impl IntoView {
    let id = field_id(&name);
    let described = described_by(&id, hint.is_some(), error.is_some());
    let bad = error.is_some();
    view! {
        <div class=field_class(bad)>
            <label class="field-label" for=id.clone()>{label}</label>
            <Notes id=id.clone() hint error />
            <input
                class="input input-short"
                id=id
                name=name
                type="date"
                value=value
                min=min
                max=max
                autocomplete=autocomplete
                required=required
                aria-describedby=described
                aria-invalid=bad.then_some("true")
            />
        </div>
    }
}

/// One of a list of more than about six; fewer are a [`RadioGroup`].
#[component]
pub fn Select(
    /// What is asked for.
    #[prop(into)]
    label: String,
    /// The field's name in the form.
    #[prop(into)]
    name: String,
    /// The value that is chosen.
    #[prop(optional, into)]
    value: String,
    /// Values and what people read.
    options: Vec<(String, String)>,
    /// A first entry with an empty value.
    #[prop(optional, into)]
    blank: Option<String>,
    /// How to answer.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong with it; a sentence, or an `Option` of one.
    #[prop(optional_no_strip, into)]
    error: Option<String>,
) -> impl IntoView {
    let id = field_id(&name);
    let described = described_by(&id, hint.is_some(), error.is_some());
    let bad = error.is_some();
    let blank = blank.map(|text| (String::new(), text));
    let options: Vec<_> = blank
        .into_iter()
        .chain(options)
        .map(|(option, text)| {
            let selected = option == value;
            view! { <option value=option selected=selected>{text}</option> }
        })
        .collect();
    view! {
        <div class=field_class(bad)>
            <label class="field-label" for=id.clone()>{label}</label>
            <Notes id=id.clone() hint error />
            <select class="input" id=id name=name aria-describedby=described aria-invalid=bad.then_some("true")>
                {options}
            </select>
        </div>
    }
}

/// Several lines of text.
#[component]
pub fn Textarea(
    /// What is asked for.
    #[prop(into)]
    label: String,
    /// The field's name in the form.
    #[prop(into)]
    name: String,
    /// What was typed.
    #[prop(optional, into)]
    value: String,
    /// How to answer.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong with it; a sentence, or an `Option` of one.
    #[prop(optional_no_strip, into)]
    error: Option<String>,
    /// Lines that are shown.
    #[prop(default = 4)]
    rows: u32,
    /// How many characters it takes at most.
    #[prop(optional)]
    maxlength: Option<u32>,
    /// It has to be filled in.
    #[prop(optional)]
    required: bool,
) -> impl IntoView {
    let id = field_id(&name);
    let described = described_by(&id, hint.is_some(), error.is_some());
    let bad = error.is_some();
    view! {
        <div class=field_class(bad)>
            <label class="field-label" for=id.clone()>{label}</label>
            <Notes id=id.clone() hint error />
            <textarea
                class="input"
                id=id
                name=name
                rows=rows.to_string()
                maxlength=maxlength.map(|n| n.to_string())
                required=required
                aria-describedby=described
                aria-invalid=bad.then_some("true")
            >
                {value}
            </textarea>
        </div>
    }
}

/// One box to tick. Sends `value` (`true` unless given) when ticked, and nothing otherwise.
#[component]
pub fn Checkbox(
    /// What is said by ticking it.
    #[prop(into)]
    label: String,
    /// The field's name in the form.
    #[prop(into)]
    name: String,
    /// What is sent when it is ticked.
    #[prop(default = "true".to_owned(), into)]
    value: String,
    /// It is ticked.
    #[prop(optional)]
    checked: bool,
    /// More about it.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong with it; a sentence, or an `Option` of one.
    #[prop(optional_no_strip, into)]
    error: Option<String>,
    /// Its id, where several boxes share a name; the name's otherwise.
    #[prop(optional, into)]
    id: Option<String>,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| field_id(&name));
    let described = described_by(&id, hint.is_some(), error.is_some());
    let bad = error.is_some();
    view! {
        <div class=field_class(bad)>
            <div class="choice">
                <input
                    type="checkbox"
                    id=id.clone()
                    name=name
                    value=value
                    checked=checked
                    aria-describedby=described
                    aria-invalid=bad.then_some("true")
                />
                <label for=id.clone()>{label}</label>
            </div>
            <Notes id hint error />
        </div>
    }
}

/// Fields that belong together, under one question.
#[component]
pub fn Fieldset(
    /// The question.
    #[prop(into)]
    legend: String,
    /// The name that errors link to.
    #[prop(into)]
    name: String,
    /// How to answer.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong; a sentence, or an `Option` of one.
    #[prop(optional_no_strip, into)]
    error: Option<String>,
    children: Inside,
) -> impl IntoView {
    let id = field_id(&name);
    let described = described_by(&id, hint.is_some(), error.is_some());
    let bad = error.is_some();
    view! {
        <fieldset class=field_class(bad) id=id.clone() tabindex="-1" aria-describedby=described>
            <legend class="field-label">{legend}</legend>
            <Notes id=id.clone() hint error />
            {children.view()}
        </fieldset>
    }
}

/// One answer of a [`RadioGroup`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    /// What is sent.
    pub value: String,
    /// What people read.
    pub label: String,
    /// More about it.
    pub hint: Option<String>,
    /// It can't be chosen now; `hint` says why.
    pub disabled: bool,
}

impl Answer {
    /// An answer without a hint.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Answer {
        Answer { value: value.into(), label: label.into(), ..Answer::default() }
    }

    /// The same with more about it.
    pub fn hint(self, hint: impl Into<String>) -> Answer {
        Answer { hint: Some(hint.into()), ..self }
    }
}

/// One of a few answers.
#[component]
pub fn RadioGroup(
    /// The question.
    #[prop(into)]
    legend: String,
    /// The field's name in the form.
    #[prop(into)]
    name: String,
    /// The value that is chosen; empty for none.
    #[prop(optional, into)]
    value: String,
    /// The answers.
    answers: Vec<Answer>,
    /// How to answer.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong with it; a sentence, or an `Option` of one.
    #[prop(optional_no_strip, into)]
    error: Option<String>,
) -> impl IntoView {
    let choices: Vec<_> = answers
        .into_iter()
        .enumerate()
        .map(|(place, answer)| {
            let id = format!("{}-{place}", field_id(&name));
            let hint_id = answer.hint.as_ref().map(|_| format!("{id}-hint"));
            view! {
                <div class="choice">
                    <input
                        type="radio"
                        id=id.clone()
                        name=name.clone()
                        checked=answer.value == value
                        value=answer.value
                        disabled=answer.disabled
                        aria-describedby=hint_id.clone()
                    />
                    <label for=id>{answer.label}</label>
                    {answer.hint.map(|hint| view! { <p class="field-hint" id=hint_id>{hint}</p> })}
                </div>
            }
        })
        .collect();
    // `hint` strips its Option, so that both cases are spelt out here.
    match hint {
        Some(hint) => view! { <Fieldset legend name=name.clone() hint error>{choices}</Fieldset> }.into_any(),
        None => view! { <Fieldset legend name=name.clone() error>{choices}</Fieldset> }.into_any(),
    }
}

/// A choice with room for facts below its label: a plan to choose. Belongs into a [`Fieldset`].
/// Class `choice-card`; the chosen one stands out.
#[component]
pub fn ChoiceCard(
    /// The field's name in the form.
    #[prop(into)]
    name: String,
    /// What is sent.
    #[prop(into)]
    value: String,
    /// What people read first.
    #[prop(into)]
    label: String,
    /// It is chosen.
    #[prop(optional)]
    checked: bool,
    /// It can't be chosen now; the children say why.
    #[prop(optional)]
    disabled: bool,
    /// `radio`, or `checkbox` where several may be chosen.
    #[prop(default = "radio")]
    kind: &'static str,
    children: Inside,
) -> impl IntoView {
    let id = field_id(&format!("{name}-{value}"));
    let more = format!("{id}-more");
    view! {
        <div class="choice-card">
            <div class="choice">
                <input
                    type=kind
                    id=id.clone()
                    name=name
                    value=value
                    checked=checked
                    disabled=disabled
                    aria-describedby=more.clone()
                />
                <label for=id>{label}</label>
            </div>
            <div class="choice-more" id=more>{children.view()}</div>
        </div>
    }
}

/// What a button means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ButtonKind {
    /// The one main thing to do.
    #[default]
    Primary,
    /// Something else that may be done.
    Secondary,
    /// Refuses, deletes or ends something.
    Danger,
    /// Looks like a link.
    Quiet,
}

impl ButtonKind {
    /// The style classes.
    pub const fn class(self) -> &'static str {
        match self {
            ButtonKind::Primary => "button",
            ButtonKind::Secondary => "button button-secondary",
            ButtonKind::Danger => "button button-danger",
            ButtonKind::Quiet => "button button-quiet",
        }
    }
}

/// Sends the form. `name` and `value` tell several buttons of one form apart.
#[component]
pub fn SubmitButton(
    /// What happens.
    #[prop(into)]
    label: String,
    /// What it means.
    #[prop(optional)]
    kind: ButtonKind,
    /// Its name in the form.
    #[prop(optional, into)]
    name: Option<String>,
    /// What it sends under that name.
    #[prop(optional, into)]
    value: Option<String>,
    /// The address to send to, where not the form's.
    #[prop(optional, into)]
    formaction: Option<String>,
    /// Sends even where required fields are empty, to save a draft.
    #[prop(optional)]
    formnovalidate: bool,
) -> impl IntoView {
    view! {
        <button
            type="submit"
            class=kind.class()
            name=name
            value=value
            formaction=formaction
            formnovalidate=formnovalidate
        >
            {label}
        </button>
    }
}

/// Values that the form carries unseen.
#[component]
pub fn HiddenFields(
    /// Names and values.
    fields: Vec<(String, String)>,
) -> impl IntoView {
    fields
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
        .collect::<Vec<_>>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_with_an_error_says_so_in_words_and_to_machines() {
        let html = Owner::new().with(|| {
            view! { <MoneyField label="Amount" name="amounts[fsa]" value="12,5o" hint="A year" error=Some("Write digits".to_owned()) /> }
                .to_html()
        });
        for part in [
            "for=\"amounts-fsa-\"",
            "value=\"12,5o\"",
            "aria-invalid=\"true\"",
            "aria-describedby=\"amounts-fsa--error amounts-fsa--hint\"",
            "Error: ",
            "Write digits",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
    }

    #[test]
    fn the_summary_links_to_the_fields() {
        let errors =
            [FieldError { field: "birth[0]".into(), problem: "missing".into(), detail: String::new() }];
        let problems = Problems::of(&errors, |error| format!("{} is missing", error.field));
        assert_eq!(problems.on("birth[0]").as_deref(), Some("birth[0] is missing"));
        assert_eq!(problems.on("birth[1]"), None);
        let html = Owner::new().with(|| view! { <ErrorSummary problems /> }.to_html());
        assert!(html.contains("href=\"#birth-0-\"") && html.contains("role=\"alert\""), "{html}");
    }
}

//! The queue's address: what somebody wants to see of it, as a query that can be kept and shared.

use std::collections::BTreeMap;

use desk::queue::{Claimed, QueueView, Sort, Turn};
use domain::submission::SubmissionState;

use crate::components::layout::address;

/// What a query asks for. What it does not understand, it leaves at its default.
pub fn view_of(query: &BTreeMap<String, String>) -> QueueView {
    let word = |name: &str| query.get(name).map(|value| value.trim()).filter(|value| !value.is_empty());
    let default = QueueView::default();
    QueueView {
        state: match word("state") {
            Some("any") => None,
            Some(state) => state.parse().ok().or(default.state),
            None => default.state,
        },
        unit: word("unit").map(str::to_owned),
        benefit: word("benefit").and_then(|word| word.parse().ok()),
        older_than: word("age").and_then(|days| days.parse().ok()),
        assignee: match word("assignee") {
            None => Claimed::Any,
            Some("me") => Claimed::Me,
            Some("nobody") => Claimed::Nobody,
            Some(id) => Claimed::By(id.to_owned()),
        },
        flagged: match word("flags") {
            Some("yes") => Some(true),
            Some("no") => Some(false),
            _ => None,
        },
        search: word("q").unwrap_or_default().to_owned(),
        sort: match word("sort") {
            Some("newest") => Sort::Newest,
            Some("name") => Sort::Name,
            Some("unit") => Sort::Unit,
            _ => Sort::Oldest,
        },
    }
}

/// The query that asks for `view`; empty where it is the default.
pub fn query_of(view: &QueueView) -> Vec<(&'static str, String)> {
    vec![
        ("state", state_word(view.state).to_owned()),
        ("unit", view.unit.clone().unwrap_or_default()),
        ("benefit", view.benefit.map(|benefit| benefit.to_string()).unwrap_or_default()),
        ("age", view.older_than.map(|days| days.to_string()).unwrap_or_default()),
        ("assignee", claimed_word(&view.assignee).to_owned()),
        ("flags", flags_word(view.flagged).to_owned()),
        ("q", view.search.clone()),
        ("sort", sort_word(view.sort).to_owned()),
    ]
}

/// The word of a state; empty for the one that is shown without asking.
pub fn state_word(state: Option<SubmissionState>) -> &'static str {
    match state {
        None => "any",
        Some(SubmissionState::Submitted) => "",
        Some(state) => state.as_str(),
    }
}

/// The word of who has claimed it.
pub fn claimed_word(claimed: &Claimed) -> &str {
    match claimed {
        Claimed::Any => "",
        Claimed::Me => "me",
        Claimed::Nobody => "nobody",
        Claimed::By(id) => id,
    }
}

/// The word of flags.
pub const fn flags_word(flagged: Option<bool>) -> &'static str {
    match flagged {
        None => "",
        Some(true) => "yes",
        Some(false) => "no",
    }
}

/// The word of an order; empty for the one that is taken without asking.
pub const fn sort_word(sort: Sort) -> &'static str {
    match sort {
        Sort::Oldest => "",
        Sort::Newest => "newest",
        Sort::Name => "name",
        Sort::Unit => "unit",
    }
}

/// Which page of the queue a query asks for.
pub fn turn_of(query: &BTreeMap<String, String>) -> Turn {
    match (query.get("after"), query.get("before")) {
        (Some(reference), _) if !reference.is_empty() => Turn::After(reference.clone()),
        (_, Some(reference)) if !reference.is_empty() => Turn::Before(reference.clone()),
        _ => Turn::First,
    }
}

/// The address, without the language, of `path` that asks for `view`, and for more.
pub fn path_of(path: &str, view: &QueueView, more: Option<(&'static str, &str)>) -> String {
    let query = query_of(view);
    let pairs = query.iter().map(|(name, value)| (*name, value.as_str()));
    address(path, pairs.chain(more))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::benefit::Benefit;

    #[test]
    fn what_is_asked_for_comes_back_as_it_was() {
        let narrow = QueueView {
            state: None,
            unit: Some("CITY".into()),
            benefit: Some(Benefit::HealthFsa),
            older_than: Some(7),
            assignee: Claimed::By("issuer|carol".into()),
            flagged: Some(false),
            search: "reis & co".into(),
            sort: Sort::Name,
        };
        let me = QueueView {
            state: Some(SubmissionState::Denied),
            assignee: Claimed::Me,
            sort: Sort::Newest,
            flagged: Some(true),
            ..QueueView::default()
        };
        for view in [QueueView::default(), narrow, me] {
            let query = query_of(&view).into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
            assert_eq!(view_of(&query), view);
        }
        assert_eq!(path_of("/desk", &QueueView::default(), Some(("after", "OE-1"))), "/desk?after=OE-1");
    }

    #[test]
    fn nonsense_asks_for_what_is_shown_anyway() {
        let query = [("state", "lost"), ("age", "-1"), ("benefit", "x"), ("flags", "?"), ("sort", "up")]
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        assert_eq!(view_of(&query), QueueView::default());
        assert_eq!(turn_of(&query), Turn::First);
    }
}

//! Amounts of money.

use domain::money::Cents;
use leptos::prelude::*;

/// An amount, in figures of one width. Class `money`.
#[component]
pub fn Money(
    /// The amount.
    amount: Cents,
) -> impl IntoView {
    view! { <data class="money" value=amount.to_string()>{amount.display()}</data> }
}

/// The difference that a change makes: `+$3.00`, `−$3.00`, `no change`. Class `money`.
#[component]
pub fn MoneyChange(
    /// What it is more.
    amount: Cents,
) -> impl IntoView {
    let text = match amount.get() {
        0 => crate::words::common::no_change(super::lang()).to_owned(),
        1.. => format!("+{}", amount.display()),
        _ => amount.display(),
    };
    view! { <data class="money" value=amount.to_string()>{text}</data> }
}

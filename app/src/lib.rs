//! What people see: pages, components, islands and server functions.
//!
//! Pages and components run on the server alone (feature `ssr`): every page is HTML that works without
//! JavaScript. [`islands`] run in the browser too (feature `hydrate`), and [`actions`] are the forms'
//! server functions. A page asks `desk` for what it shows and decides nothing.

// The table of routes is one type, as deep as there are routes.
#![recursion_limit = "512"]
#![cfg_attr(not(feature = "ssr"), allow(dead_code, reason = "the browser's build uses a part of the words"))]

pub mod actions;
pub mod islands;
pub mod words;

#[cfg(feature = "ssr")]
pub mod components;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod problem;
#[cfg(feature = "ssr")]
pub mod shell;
#[cfg(feature = "ssr")]
pub mod visit;

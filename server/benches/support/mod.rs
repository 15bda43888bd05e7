//! What the benchmarks share: a portal with a demonstration city, people who are signed in, and a load
//! generator that speaks to this machine's own address alone.
#![allow(dead_code, reason = "each benchmark uses a part of it")]

pub mod city;
pub mod load;
pub mod portal;

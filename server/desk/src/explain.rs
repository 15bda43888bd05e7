//! Explaining: what the rules say about a price or a person, and why.

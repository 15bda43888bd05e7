//! Pages of the offices audience.

//! Pages of the member audience.

//! Pages of the desk audience.

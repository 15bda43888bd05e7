//! Pages of retirees and survivors.

pub mod medicare;
pub mod retirement;

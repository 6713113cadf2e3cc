//! One file per command.

pub mod analyze;
pub mod ltv;
mod number;
mod reading;
pub mod simulate;
pub mod survival;
mod survival_text;
pub mod wide;
pub mod workspace;

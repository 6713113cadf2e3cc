//! One file per command.

pub mod analyze;
pub mod ltv;
mod number;
mod reading;
pub mod simulate;
pub mod wide;

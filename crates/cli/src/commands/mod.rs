//! One file per command.

pub mod analyze;
mod number;
mod reading;
pub mod simulate;
pub mod wide;

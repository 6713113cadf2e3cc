//! One file per command.

pub mod analyze;
pub mod simulate;
pub mod wide;

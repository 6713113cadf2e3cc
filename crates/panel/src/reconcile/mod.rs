//! Why two ways of counting give two numbers: every customer that makes the difference, with the reason.

mod compare;
mod measure;
mod reason;

pub use compare::{Difference, Reconciliation, Side, compare};
pub use measure::Measure;
pub use reason::{Reason, Standing};

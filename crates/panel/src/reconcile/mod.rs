//! Why two ways of counting give two numbers: every customer that makes the difference, with the reason.

mod compare;
mod find;
mod measure;
mod reason;
mod standing;

pub use compare::{Difference, Reads, ReasonTotal, Reconciliation, Side, compare};
pub use measure::Measure;
pub use reason::Reason;
pub use standing::Standing;

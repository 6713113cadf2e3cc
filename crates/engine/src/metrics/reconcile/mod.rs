//! Why two numbers differ: two churn definitions, or two rates, of one period, down to the customers (`holdfast explain-metric`).

mod ask;
mod counted;
mod run;
mod table;
mod words;

pub use ask::ReconcileQuery;
pub(crate) use run::run;
pub use table::{CustomerDifference, Part, ReasonTotal, ReconcileTable, SideHead};

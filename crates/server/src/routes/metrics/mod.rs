//! Metrics: what can be asked, answers, what changed them, two ways of counting.

mod ask;
mod list;
mod read;
mod reconcile;
mod routes;
mod why;

pub use read::MetricParameters;
pub use routes::routes;
pub use why::{WhyDimension, WhySide};

//! Metrics: what can be asked, answers, what changed them, two ways of counting.

pub mod ask;
pub mod list;
pub mod read;
pub mod reconcile;
mod routes;
pub mod why;

pub use read::MetricParameters;
pub use routes::routes;
pub use why::{WhyDimension, WhySide};

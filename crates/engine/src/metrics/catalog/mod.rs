//! What metrics there are: the built-in files and the user's own, read by one parser.

mod builtin;
mod find;
mod header;
mod metric;
mod words;

pub use find::Catalog;
pub use header::parse;
pub use metric::{Additivity, Direction, IntervalKind, Metric, Unit};

//! What customers say when they are asked.

mod count;

pub use count::{SurveyCounts, count};

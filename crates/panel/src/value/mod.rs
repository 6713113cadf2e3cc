//! What customers were worth: what left with those who left, and what was made so far.

mod historical;
mod lost;

pub use historical::{HistoricalValue, historical};
pub use lost::{Revenue, ValueLost, lost};

//! How new what is shown is.

use holdfast_domain::day::Day;
use serde::Serialize;

/// Of which commit an answer is, and up to which day its data go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Freshness {
    /// The commit; 0 before anything was imported.
    pub commit: u64,
    /// The day up to which the data go.
    pub through: Option<Day>,
    /// The day that is looked back from.
    pub as_of: Option<Day>,
    /// When the commit was made, microseconds.
    pub refreshed_at_us: Option<i64>,
}

//! What a model answers: who of the customers of a day will be lost within a horizon.

use holdfast_domain::grain::Grain;
use holdfast_domain::rule::Counts;
use serde::{Deserialize, Serialize};

/// The question that a model was fitted to; scoring asks the same one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Id of the churn definition.
    pub definition: String,
    /// Days of the outcome window.
    pub horizon_days: i32,
    /// Days between the day that is looked back from and the outcome window.
    pub gap_days: i32,
    /// Length of the panel's periods.
    pub grain: Grain,
    /// Periods that features look back on.
    pub periods: usize,
    /// Kinds of events with columns of their own.
    pub kinds: Vec<String>,
    /// Which events count by the definition; absent where it does not look at events.
    pub counts: Option<Counts>,
}

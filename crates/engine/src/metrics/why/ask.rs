//! The question.

use holdfast_domain::grain::Grain;
use serde::{Deserialize, Serialize};

use crate::metrics::query::Filter;

/// A metric in two periods.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhyQuery {
    /// The metric.
    pub metric: String,
    /// Churn definition; absent: the default.
    #[serde(default)]
    pub churn: Option<String>,
    /// Length of the periods.
    pub grain: Grain,
    /// The earlier period, as its label or any day in it.
    pub before: String,
    /// The later one.
    pub after: String,
    /// Dimensions to split by, one at a time; empty: each that there is.
    #[serde(default)]
    pub by: Vec<String>,
    /// Only customers with these values.
    #[serde(default)]
    pub filters: Vec<Filter>,
}

//! The question.

use holdfast_domain::grain::Grain;
use serde::{Deserialize, Serialize};

/// Two ways of counting one period. What is absent on side B is as on side A.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReconcileQuery {
    /// Metric of side A.
    pub metric: String,
    /// Metric of side B.
    #[serde(default)]
    pub other_metric: Option<String>,
    /// Churn definition of side A; absent: the default.
    #[serde(default)]
    pub churn: Option<String>,
    /// Churn definition of side B.
    #[serde(default)]
    pub other_churn: Option<String>,
    /// Length of the period.
    pub grain: Grain,
    /// The period, as its label or any day in it.
    pub period: String,
    /// Customers to name at most, in each part.
    pub limit: usize,
}

//! The answer of a conformal predictor.

use serde::{Deserialize, Serialize};

/// Outcomes that cannot be ruled out at a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutcomeSet {
    /// Staying is ruled out.
    Churn,
    /// Churn is ruled out.
    Stay,
    /// Neither is ruled out: the model does not know.
    Both,
    /// Both are ruled out: the customer looks like none that were seen.
    Neither,
}

impl OutcomeSet {
    /// Whether the outcome is in the set.
    pub fn holds(self, churned: bool) -> bool {
        match self {
            Self::Churn => churned,
            Self::Stay => !churned,
            Self::Both => true,
            Self::Neither => false,
        }
    }
}

/// How unusual each outcome would be for a customer.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PValues {
    /// p-value of "churns", above 0 and at most 1: small where customers who churned had higher scores.
    pub churn: f64,
    /// p-value of "stays", above 0 and at most 1.
    pub stay: f64,
    /// Whether the churners compared with are those of all customers, because the segment has too few.
    pub churn_from_all: bool,
    /// The same for those who stayed.
    pub stay_from_all: bool,
}

impl PValues {
    /// The outcomes with a p-value above `miss`, the share of wrong sets that is allowed (0.1 for sets that hold the truth 90 % of the time).
    pub fn set(&self, miss: f64) -> OutcomeSet {
        match (self.churn > miss, self.stay > miss) {
            (true, true) => OutcomeSet::Both,
            (true, false) => OutcomeSet::Churn,
            (false, true) => OutcomeSet::Stay,
            (false, false) => OutcomeSet::Neither,
        }
    }
}

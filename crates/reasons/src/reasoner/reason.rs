//! A reason as people read it.

use holdfast_domain::lang::Bilingual;
use serde::Serialize;

use crate::concept::Concept;

/// Which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Raises the risk: ↑.
    Raises,
    /// Lowers it: ↓.
    Lowers,
}

impl Direction {
    /// `↑` or `↓`.
    pub fn arrow(self) -> char {
        match self {
            Self::Raises => '↑',
            Self::Lowers => '↓',
        }
    }
}

/// One reason of one customer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reason {
    /// What it is about.
    pub concept: Concept,
    /// The concept in words.
    pub label: Bilingual,
    /// Which way it moves the risk.
    pub direction: Direction,
    /// What the concept adds to the log-odds.
    pub log_odds: f64,
    /// Part of Σ |log-odds| over all concepts, 0–1.
    pub share: f64,
    /// The sentence.
    pub text: Bilingual,
    /// The column that adds most to it.
    pub feature: String,
    /// The figure told: now.
    pub value: Option<f64>,
    /// The customer's own earlier or usual figure.
    pub then: Option<f64>,
    /// Customers of the population whose `feature` is like this customer's; `None` where they are too few to show.
    pub evidence: Option<Evidence>,
    /// The evidence in words.
    pub comparison: Option<Bilingual>,
}

/// How customers like this one fared.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Evidence {
    /// Customers.
    pub customers: u64,
    /// Their churn rate, 0–1.
    pub churn_rate: f64,
    /// Its 95 % interval (Wilson): lower end.
    pub ci_low: f64,
    /// Upper end.
    pub ci_high: f64,
    /// Churn rate of everybody.
    pub churn_rate_all: f64,
}

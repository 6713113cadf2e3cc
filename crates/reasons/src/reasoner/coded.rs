//! A reason of a fixed size, to be put into words when somebody reads it.

use serde::{Deserialize, Serialize};

use super::said::Said;

/// A reason in numbers: 48 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Coded {
    /// Number of the concept ([`super::Reasoner::concepts`]).
    pub concept: u16,
    /// The concept's column that adds most in the reason's direction.
    pub lead: u16,
    /// The column whose figures are told.
    pub told: u16,
    /// The cell of the lead's value in the population: 0 missing, then bins or levels.
    pub cell: u16,
    /// What the concept adds to the log-odds of churn; above 0 raises the risk.
    pub log_odds: f32,
    /// Part of Σ |log-odds| over all concepts of this customer, 0–1.
    pub share: f32,
    /// The figures.
    pub said: Said,
}

/// Reasons of many customers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Explained {
    /// Where the reasons of each customer end in `reasons`.
    pub ends: Vec<u32>,
    /// All reasons; of a customer first those that raise the risk, largest first, then those that lower it.
    pub reasons: Vec<Coded>,
}

impl Explained {
    /// The reasons of the customer at a place; empty beyond the last.
    pub fn of(&self, at: usize) -> &[Coded] {
        let Some(&end) = self.ends.get(at) else {
            return &[];
        };
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.reasons[start as usize..end as usize]
    }
}

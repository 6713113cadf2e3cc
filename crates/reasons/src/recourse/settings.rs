//! How far is searched.

use serde::{Deserialize, Serialize};

use crate::error::ReasonError;

/// Bounds of the search.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecourseSettings {
    /// Probability to fall below, above 0 and at most 1.
    pub threshold: f64,
    /// Levers moved at once at most, 1–3.
    pub levers: usize,
    /// Customers that are looked at as donors at most; an even selection of those given.
    pub donors: usize,
    /// Nearest donors that are tried for each customer.
    pub nearest: usize,
    /// Combinations of levers that are tried for each customer and number of levers.
    pub combinations: usize,
    /// Levels of a category and values of a number that are tried.
    pub values: usize,
}

impl RecourseSettings {
    /// Up to three levers below a threshold.
    pub fn below(threshold: f64) -> Self {
        Self {
            threshold,
            levers: 3,
            donors: 512,
            nearest: 8,
            combinations: 64,
            values: 10,
        }
    }

    pub(super) fn check(&self) -> Result<(), ReasonError> {
        let refuse = |name, value: String, allowed| Err(ReasonError::Setting { name, value, allowed });
        if !(self.threshold > 0.0 && self.threshold <= 1.0) {
            return refuse("threshold", self.threshold.to_string(), "above 0, at most 1");
        }
        if !(1..=3).contains(&self.levers) {
            return refuse("levers", self.levers.to_string(), "1 to 3");
        }
        Ok(())
    }
}

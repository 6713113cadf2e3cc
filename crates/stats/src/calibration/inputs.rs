//! What calibration is fitted on: log-odds, outcomes, weights, checked once.

use crate::check;
use crate::error::StatsError;

/// Log-odds of customers with their outcomes and weights.
#[derive(Clone, Copy)]
pub(super) struct Inputs<'a> {
    pub(super) log_odds: &'a [f64],
    pub(super) labels: &'a [bool],
    weights: &'a [f64],
}

impl<'a> Inputs<'a> {
    /// Refuses lengths that differ, values that are not finite, weights that are not positive, and one class only.
    pub(super) fn new(log_odds: &'a [f64], labels: &'a [bool], weights: &'a [f64]) -> Result<Self, StatsError> {
        check::same_length(log_odds.len(), labels.len())?;
        check::finite(log_odds)?;
        if !weights.is_empty() {
            check::same_length(weights.len(), labels.len())?;
        }
        if let Some(index) = weights.iter().position(|w| !(w.is_finite() && *w > 0.0)) {
            let value = weights[index];
            return Err(StatsError::NonPositiveWeight { index, value });
        }
        if labels.iter().all(|&l| l) || labels.iter().all(|&l| !l) {
            return Err(StatsError::OneClass);
        }
        Ok(Self {
            log_odds,
            labels,
            weights,
        })
    }

    pub(super) fn len(&self) -> usize {
        self.labels.len()
    }

    #[inline]
    pub(super) fn weight(&self, row: usize) -> f64 {
        self.weights.get(row).copied().unwrap_or(1.0)
    }

    /// Weight of the churned and of the retained.
    pub(super) fn totals(&self) -> (f64, f64) {
        (0..self.len()).fold((0.0, 0.0), |(churned, retained), row| {
            let weight = self.weight(row);
            if self.labels[row] {
                (churned + weight, retained)
            } else {
                (churned, retained + weight)
            }
        })
    }

    /// Platt's (1999) targets for churned and retained: (n₊ + 1)/(n₊ + 2) and 1/(n₋ + 2). They keep the optimum finite where the
    /// scores separate the classes.
    pub(super) fn targets(&self) -> (f64, f64) {
        let (churned, retained) = self.totals();
        ((churned + 1.0) / (churned + 2.0), 1.0 / (retained + 2.0))
    }
}

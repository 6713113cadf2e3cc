//! How the models of visits, spend and contracts are fitted.

use crate::error::StatsError;

/// How to fit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FitSettings {
    /// Ridge penalty c ≥ 0: what is maximised is the mean log-likelihood of a customer less c times the sum of squares of the
    /// parameters themselves, not of their logarithms: the `penalizer_coef` of lifetimes' BG/BB and Gamma–Gamma, and the same for contracts.
    /// Coefficients of covariates enter in standard deviations of their columns. As in lifetimes the v of Gamma–Gamma counts
    /// in the unit of the spends, so that there the same c does more for money in cents than in euros.
    pub penalty: f64,
}

impl Default for FitSettings {
    fn default() -> Self {
        Self { penalty: 0.0 }
    }
}

impl FitSettings {
    /// Errors: a penalty that is not a finite number of 0 or more.
    pub(crate) fn check(&self) -> Result<(), StatsError> {
        if self.penalty.is_finite() && self.penalty >= 0.0 {
            return Ok(());
        }
        Err(StatsError::OutOfRange {
            name: "penalty",
            value: self.penalty,
            expected: "0 or more",
        })
    }
}

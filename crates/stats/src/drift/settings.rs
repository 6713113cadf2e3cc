//! When a difference counts as drift.

use serde::{Deserialize, Serialize};

use crate::error::StatsError;

/// A column is flagged where the difference is both significant over all columns together and large enough to matter.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// Largest q-value (Benjamini–Hochberg over all columns of the run) of a flag, above 0 and below 1. With no drift
    /// anywhere it bounds the chance that a run raises any alarm.
    pub level: f64,
    /// Smallest population stability index above what chance explains, above 0.
    pub psi: f64,
    /// Smallest Kolmogorov–Smirnov distance, above 0 and at most 1.
    pub ks: f64,
    /// Smallest Cramér's V (of equal samples, bias-corrected), above 0 and at most 1.
    pub cramers_v: f64,
    /// Smallest expected count of a bin, in the smaller sample; bins below are merged. At least 1.
    pub least_expected: f64,
    /// Intervals of a number for PSI and χ², the missing bin aside; at least 2.
    pub bins: usize,
    /// Smallest change of the churn rate, relative to what was expected, above 0.
    pub churn_rate: f64,
    /// Whether the columns' tests may depend on each other in any way (Benjamini & Yekutieli 2001): more cautious by the factor Σ 1/k.
    pub any_dependence: bool,
}

impl Default for Settings {
    /// Level 1 % (a run also looks at figures: together they stay below 5 %), PSI .1 (the usual "moderate" of credit scoring), KS .1, V .1,
    /// expected counts of 5 (Cochran 1954), ten bins, a tenth of the churn rate.
    fn default() -> Self {
        Self {
            level: 0.01,
            psi: 0.1,
            ks: 0.1,
            cramers_v: 0.1,
            least_expected: 5.0,
            bins: 10,
            churn_rate: 0.1,
            any_dependence: false,
        }
    }
}

impl Settings {
    /// Refuses settings outside the ranges above, with the offending one named.
    pub(crate) fn check(&self) -> Result<(), StatsError> {
        let open = |v: f64| v > 0.0 && v < 1.0;
        let share = |v: f64| v > 0.0 && v <= 1.0;
        let checks = [
            (open(self.level), "level", self.level, "above 0 and below 1"),
            (self.psi > 0.0 && self.psi.is_finite(), "psi", self.psi, "above 0"),
            (share(self.ks), "ks", self.ks, "above 0 and at most 1"),
            (
                share(self.cramers_v),
                "cramers_v",
                self.cramers_v,
                "above 0 and at most 1",
            ),
            (
                self.least_expected >= 1.0 && self.least_expected.is_finite(),
                "least_expected",
                self.least_expected,
                "at least 1",
            ),
            (
                self.churn_rate > 0.0 && self.churn_rate.is_finite(),
                "churn_rate",
                self.churn_rate,
                "above 0",
            ),
            (self.bins >= 2, "bins", self.bins as f64, "at least 2"),
        ];
        match checks.into_iter().find(|(fits, ..)| !fits) {
            None => Ok(()),
            Some((_, name, value, expected)) => Err(StatsError::OutOfRange { name, value, expected }),
        }
    }
}

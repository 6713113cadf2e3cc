//! A number for a number.

use serde::{Deserialize, Serialize};

use crate::error::StatsError;

/// A fitted scale. Missing (NaN) stays missing.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "scale", rename_all = "snake_case")]
pub enum Scale {
    /// sign(x) · ln(1 + |x|): a logarithm that knows 0 and refunds.
    Log,
    /// 1 ÷ x; missing at 0.
    Reciprocal,
    /// (x − mean) ÷ sd, sd with n − 1.
    ZScore {
        /// Mean of the training rows.
        mean: f64,
        /// Their standard deviation, above 0.
        sd: f64,
    },
    /// (x − min) ÷ (max − min), not clamped: rows outside what training saw lie outside 0–1.
    MinMax {
        /// Smallest of the training rows.
        min: f64,
        /// Largest, above it.
        max: f64,
    },
}

impl Scale {
    /// Fits a z-score.
    ///
    /// # Errors
    /// `TooFew` with fewer than two known values, `NotFinite` for an infinity, `NoSpread` where all are equal.
    pub fn z_score(training: &[f64]) -> Result<Self, StatsError> {
        let known = known(training)?;
        spread(&known)?;
        let n = known.len() as f64;
        let mean = known.iter().map(|x| x / n).sum::<f64>();
        let sd = (known.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt();
        Ok(Self::ZScore { mean, sd })
    }

    /// Fits min–max.
    ///
    /// # Errors
    /// As [`Scale::z_score`].
    pub fn min_max(training: &[f64]) -> Result<Self, StatsError> {
        let (min, max) = spread(&known(training)?)?;
        Ok(Self::MinMax { min, max })
    }

    /// The scaled value.
    pub fn apply(self, x: f64) -> f64 {
        match self {
            Self::Log => x.signum() * x.abs().ln_1p(),
            Self::Reciprocal if x == 0.0 => f64::NAN,
            Self::Reciprocal => 1.0 / x,
            Self::ZScore { mean, sd } => (x - mean) / sd,
            Self::MinMax { min, max } => (x - min) / (max - min),
        }
    }
}

/// Values that are not missing.
pub(super) fn known(training: &[f64]) -> Result<Vec<f64>, StatsError> {
    if let Some(index) = training.iter().position(|x| x.is_infinite()) {
        let value = training[index];
        return Err(StatsError::NotFinite { index, value });
    }
    Ok(training.iter().copied().filter(|x| !x.is_nan()).collect())
}

/// Smallest and largest of values that differ.
pub(super) fn spread(known: &[f64]) -> Result<(f64, f64), StatsError> {
    if known.len() < 2 {
        return Err(StatsError::TooFew {
            name: "known values",
            needed: 2,
            found: known.len() as u64,
        });
    }
    let min = known.iter().copied().fold(f64::INFINITY, f64::min);
    let max = known.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if min == max {
        return Err(StatsError::NoSpread { name: "the column" });
    }
    Ok((min, max))
}

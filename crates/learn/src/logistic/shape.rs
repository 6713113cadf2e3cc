//! What each column adds to the log-odds, as numbers that another program can evaluate.

use crate::encode::binner::ColumnBins;

/// The function of one column, in log-odds.
#[derive(Clone, Debug)]
pub enum ColumnShape<'a> {
    /// `constant + Σ slopes[k] · max(min(max(x, low), high) − knots[k], 0)`.
    Number {
        /// Values below count as this.
        low: f64,
        /// Values above count as this.
        high: f64,
        /// Where the slope changes, rising; the first is `low`.
        knots: Vec<f64>,
        /// By how much the slope changes at each knot.
        slopes: Vec<f64>,
        /// Log-odds at `low`.
        constant: f64,
        /// Log-odds of a missing value.
        missing: f64,
    },
    /// One value a bin.
    Levels {
        /// Bins of the levels.
        bins: &'a ColumnBins,
        /// Log-odds by bin.
        values: &'a [f64],
    },
    /// The column is not used.
    Nothing,
}

//! What can go wrong when learning.

use thiserror::Error;

/// A learner's refusal. Data that cannot be learned from is named, never answered with NaN or a default.
#[derive(Debug, Error, Clone, PartialEq)]
pub enum LearnError {
    /// No rows to learn from.
    #[error("no rows to learn from")]
    Empty,
    /// No usable column.
    #[error("no column to learn from: every column is constant, an id or left out")]
    NoColumns,
    /// Labels of one class only.
    #[error("all {rows} labels are {class}: a model needs both churned and retained customers")]
    OneClass {
        /// Rows seen.
        rows: usize,
        /// The only class present.
        class: &'static str,
    },
    /// Too few rows of the rarer class for this many folds.
    #[error("only {found} customers of the rarer class; {needed} are needed for {needed}-fold validation")]
    TooFewOfClass {
        /// Rows of the rarer class.
        found: usize,
        /// Rows needed.
        needed: usize,
    },
    /// The optimiser did not converge.
    #[error("{what} did not converge after {iterations} iterations")]
    NoConvergence {
        /// What was fitted.
        what: &'static str,
        /// Iterations made.
        iterations: usize,
    },
    /// A matrix could not be factorised.
    #[error("{what}: {message}")]
    Numeric {
        /// What was computed.
        what: &'static str,
        /// What the linear algebra said.
        message: String,
    },
    /// A measure could not be computed.
    #[error(transparent)]
    Stats(#[from] holdfast_stats::error::StatsError),
}

//! Why a verdict is what it is: a code with its numbers.

use serde::{Deserialize, Serialize};

use super::loss::FigureName;

/// One reason; its `kind` is the code.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Reason {
    /// Canary rows have other scores than stored: the code path has changed.
    CanaryChanged {
        /// Canary rows.
        rows: u64,
        /// Those whose score changed.
        changed: u64,
        /// Largest change of a score.
        largest: f64,
    },
    /// No rows arrived.
    NoRows,
    /// The latest event is too old.
    StaleWatermark {
        /// Days from the latest event to the as-of day.
        days: i64,
        /// Days allowed.
        allowed: i64,
    },
    /// Far fewer or more rows than usual.
    RowsUnusual {
        /// Rows now.
        rows: u64,
        /// Median of earlier periods.
        usual: u64,
    },
    /// A column has no values any more.
    AllMissing {
        /// The column.
        column: String,
        /// Share missing before, 0–1.
        before: f64,
    },
    /// A column has far more missing values.
    MissingJumped {
        /// The column.
        column: String,
        /// Share missing before, 0–1.
        before: f64,
        /// Share missing now, 0–1.
        now: f64,
    },
    /// All known values of a column are zero.
    AllZero {
        /// The column.
        column: String,
        /// Share of zeros before, 0–1.
        before: f64,
    },
    /// A challenger is significantly better on the same rows.
    ChallengerBetter {
        /// Challenger's log loss less the champion's, below 0.
        log_loss: f64,
        /// Its p-value.
        p_value: f64,
        /// Rows compared.
        rows: u64,
    },
    /// A figure is significantly worse than at training.
    Worse {
        /// Which.
        figure: FigureName,
        /// At training.
        then: f64,
        /// Now.
        now: f64,
        /// p-value of the difference.
        p_value: f64,
        /// Whether it was estimated from probabilities, outcomes being outstanding.
        estimated: bool,
    },
    /// The churn rate is not what the probabilities, or the reference, said.
    ChurnRateMoved {
        /// Expected, 0–1.
        expected: f64,
        /// Observed, 0–1.
        observed: f64,
        /// p-value.
        p_value: f64,
    },
    /// A column (or the score) has drifted.
    Drifted {
        /// The column.
        column: String,
        /// Stability index above chance.
        psi: f64,
        /// q-value over all columns.
        q_value: f64,
    },
    /// Outcomes are not in yet: performance is an estimate.
    OutcomesOutstanding,
    /// Nothing has changed that can be told from chance.
    NothingChanged,
}

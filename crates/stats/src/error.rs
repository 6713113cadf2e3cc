//! Why an estimate cannot be given.

use thiserror::Error;

/// A number that cannot be computed, with the value that stands in the way. Indices count from 0.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum StatsError {
    /// No rows.
    #[error("no rows: the estimate needs at least one")]
    Empty,
    /// Fewer rows than the estimate needs.
    #[error("{found} rows of {name}: the estimate needs at least {needed}")]
    TooFew {
        /// What was counted.
        name: &'static str,
        /// The smallest number that works.
        needed: u64,
        /// The number that was given.
        found: u64,
    },
    /// Every customer churned, or none did.
    #[error("every label is the same: the estimate needs churned and retained customers")]
    OneClass,
    /// A NaN or an infinity among the input.
    #[error("value {value} at index {index} is not a finite number")]
    NotFinite {
        /// Its position.
        index: usize,
        /// The value.
        value: f64,
    },
    /// A probability outside 0–1.
    #[error("probability {value} at index {index} lies outside 0 to 1")]
    NotProbability {
        /// Its position.
        index: usize,
        /// The value.
        value: f64,
    },
    /// A duration below zero.
    #[error("duration {value} at index {index} is negative")]
    NegativeDuration {
        /// Its position.
        index: usize,
        /// The value.
        value: f64,
    },
    /// Two columns of one table that differ in length.
    #[error("columns differ in length: {left} and {right} rows")]
    LengthMismatch {
        /// Rows of the first.
        left: usize,
        /// Rows of the second.
        right: usize,
    },
    /// A group index that is not below the number of groups.
    #[error("group {group} at index {index} is not below the number of groups, {group_count}")]
    GroupOutOfRange {
        /// Its position.
        index: usize,
        /// The group.
        group: u32,
        /// Groups there are.
        group_count: usize,
    },
    /// A setting outside its range.
    #[error("{name} is {value}, it must be {expected}")]
    OutOfRange {
        /// The setting.
        name: &'static str,
        /// Its value.
        value: f64,
        /// What it must be, in words.
        expected: &'static str,
    },
    /// All values are equal where a spread is needed.
    #[error("all values of {name} are equal: no spread to measure against")]
    NoSpread {
        /// What does not vary.
        name: &'static str,
    },
    /// The probabilities separate churned from retained perfectly, so that the recalibration slope is infinite.
    #[error("the probabilities separate churned from retained perfectly: the slope has no finite estimate")]
    Separation,
    /// An iteration that did not settle.
    #[error("{name} did not converge in {iterations} iterations")]
    NoConvergence {
        /// What was being solved.
        name: &'static str,
        /// Iterations made.
        iterations: u32,
    },
    /// No event happened while members of two groups were under observation.
    #[error("no event happened while two groups were under observation together: nothing to compare")]
    NoComparison,
    /// The statistic could not be computed on enough bootstrap samples.
    #[error("the statistic is undefined on too many samples: defined on {defined} of {replicates}")]
    UndefinedStatistic {
        /// Samples on which it had a value.
        defined: u64,
        /// Samples drawn.
        replicates: u64,
    },
    /// Values so large that the result is not a finite number.
    #[error("{name} overflows: the values are too large, rescale them")]
    Overflow {
        /// What overflowed.
        name: &'static str,
    },
}

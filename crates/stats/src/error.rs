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
    /// A duration of zero or less where time must have passed.
    #[error("duration {value} at index {index} is not above zero")]
    NonPositiveDuration {
        /// Its position.
        index: usize,
        /// The value.
        value: f64,
    },
    /// Observation that begins at or after its end.
    #[error("entry {entry} at index {index} is not before exit {exit}")]
    EntryNotBeforeExit {
        /// Its position.
        index: usize,
        /// Where observation began.
        entry: f64,
        /// Where it ended.
        exit: f64,
    },
    /// A weight that is not a positive finite number.
    #[error("weight {value} at index {index} is not a positive number")]
    NonPositiveWeight {
        /// Its position.
        index: usize,
        /// The value.
        value: f64,
    },
    /// A value outside its range.
    #[error("{name} {value} at index {index}: it must be {expected}")]
    BadValue {
        /// Which column.
        name: &'static str,
        /// Its position.
        index: usize,
        /// The value.
        value: f64,
        /// What it must be, in words.
        expected: &'static str,
    },
    /// Two values of one row that contradict each other.
    #[error("{name} {value} and {other_name} {other} at index {index} contradict each other: {expected}")]
    Contradiction {
        /// First column.
        name: &'static str,
        /// Its value.
        value: f64,
        /// Second column.
        other_name: &'static str,
        /// Its value.
        other: f64,
        /// The row.
        index: usize,
        /// What must hold, in words.
        expected: &'static str,
    },
    /// Nobody churned.
    #[error("nobody churned among {n}: {name} needs at least one event")]
    NoEvents {
        /// What was being estimated.
        name: &'static str,
        /// Rows.
        n: u64,
    },
    /// A value that is not finite in a named covariate.
    #[error("value {value} of column {name} at index {index} is not a finite number")]
    CovariateNotFinite {
        /// The column.
        name: String,
        /// The row.
        index: usize,
        /// The value.
        value: f64,
    },
    /// A covariate with one value only.
    #[error("column {name} is constant: it cannot tell customers apart")]
    ConstantColumn {
        /// The column.
        name: String,
    },
    /// A covariate that the others determine.
    #[error("column {name} is determined by the other columns: leave it or one of them out")]
    CollinearColumn {
        /// The column.
        name: String,
    },
    /// A covariate along which churned and retained separate, so that its coefficient is infinite.
    #[error("column {name} separates churned from retained: its coefficient has no finite estimate")]
    SeparatingColumn {
        /// The column.
        name: String,
    },
    /// The likelihood has no maximum inside the range: a parameter runs away or the data do not determine it.
    #[error("the likelihood of {model} has no maximum: {parameter} runs to {value}")]
    NoMaximum {
        /// The model.
        model: &'static str,
        /// The parameter.
        parameter: String,
        /// Where it was when the search ended.
        value: f64,
    },
    /// Data of another setting than the model is for.
    #[error("{model} does not fit these data: {reason}; use {instead}")]
    WrongSetting {
        /// The model.
        model: &'static str,
        /// What in the data contradicts it, in words.
        reason: String,
        /// Models that fit.
        instead: &'static str,
    },
    /// Values so large that the result is not a finite number.
    #[error("{name} overflows: the values are too large, rescale them")]
    Overflow {
        /// What overflowed.
        name: &'static str,
    },
}

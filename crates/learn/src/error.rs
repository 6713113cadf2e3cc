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
    /// Labels, weights, groups, values or rows that do not fit the table.
    #[error("{what}: {found}, but the table has {rows} rows")]
    Mismatch {
        /// What does not fit.
        what: &'static str,
        /// Its number.
        found: usize,
        /// Rows of the table.
        rows: usize,
    },
    /// A weight that is no positive number.
    #[error("the weight of row {row} is {value}: weights are finite and above 0")]
    Weight {
        /// Row of the table, from 0.
        row: usize,
        /// The weight.
        value: String,
    },
    /// An infinity among the values.
    #[error("column {column}, row {row}: an infinite value; leave it empty if it is not known")]
    NotFinite {
        /// Name of the column.
        column: String,
        /// Row of the table, from 0.
        row: usize,
    },
    /// A table without a column that the model was fitted on, or with one of the other type.
    #[error("column {column} is missing or of another type than the model was fitted on")]
    MissingColumn {
        /// Name of the column.
        column: String,
    },
    /// A column that was asked for and is not in the table.
    #[error("there is no column {column}")]
    NoSuchColumn {
        /// Name of the column.
        column: String,
    },
    /// A level that was asked for and is not in the rows.
    #[error("column {column} has no rows with the level {level}")]
    NoSuchLevel {
        /// Name of the column.
        column: String,
        /// Name of the level.
        level: String,
    },
    /// A column that others determine: its effect cannot be told from theirs.
    #[error("{column} is determined by {by}: leave one of them out")]
    Collinear {
        /// Name of the column, with its level where it is a category.
        column: String,
        /// Names of those that determine it.
        by: String,
    },
    /// Columns that tell some or all of the churned from the retained without error: no finite coefficient fits best.
    #[error(
        "{columns}: separates {rows} of {all} customers by outcome without error, so no finite coefficient fits best; leave it out, merge its levels or set a ridge above 0"
    )]
    Separation {
        /// Names of the columns, with levels.
        columns: String,
        /// Rows that are told apart.
        rows: usize,
        /// Rows learned from; equal to `rows` under complete separation.
        all: usize,
    },
    /// A setting outside its range.
    #[error("{name} is {value}: {allowed}")]
    Setting {
        /// Name of the setting.
        name: &'static str,
        /// What was given.
        value: String,
        /// What may be given.
        allowed: &'static str,
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

//! What reasons cannot be given for.

use thiserror::Error;

/// Inputs that do not fit each other.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum ReasonError {
    /// Another number of columns than were described, or other columns.
    #[error("{what} has {found} columns, {expected} were described: give the columns of the frame in its order")]
    Columns {
        /// What has them.
        what: &'static str,
        /// Its columns.
        found: usize,
        /// Columns described.
        expected: usize,
    },
    /// Another column at a place, one of the other type, or other levels.
    #[error(
        "column {at} is `{found}` where `{expected}` was described, or differs in type or levels: align the frame with the model's schema"
    )]
    Column {
        /// Place, from 0.
        at: usize,
        /// Name found.
        found: String,
        /// Name described.
        expected: String,
    },
    /// More rows or labels than there are.
    #[error("{what}: {found} rows, but {expected} are needed")]
    Rows {
        /// What has them.
        what: &'static str,
        /// Rows found.
        found: usize,
        /// Rows needed.
        expected: usize,
    },
    /// No customer to compare with.
    #[error("no customer to compare with: the population is empty")]
    Empty,
    /// A column that cannot be moved by anybody, or that there is not.
    #[error("column `{column}` cannot be moved: name a column of the table other than tenure")]
    NotMovable {
        /// Its name.
        column: String,
    },
    /// A setting outside its range.
    #[error("{name} is {value}: {allowed}")]
    Setting {
        /// Name.
        name: &'static str,
        /// What was given.
        value: String,
        /// What may be given.
        allowed: &'static str,
    },
}

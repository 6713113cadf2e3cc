//! What is remembered of the training population: small enough to be stored beside the model.

use holdfast_learn::frame::{MISSING, UNSEEN};
use serde::{Deserialize, Serialize};

/// Customers and how many of them churned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// Customers.
    pub customers: u64,
    /// Of them, those who churned.
    pub churned: u64,
}

impl Count {
    /// Churned ÷ customers, 0–1; `None` without customers.
    pub fn rate(self) -> Option<f64> {
        (self.customers > 0).then(|| self.churned as f64 / self.customers as f64)
    }
}

/// The training population, column by column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Population {
    /// Everybody.
    pub all: Count,
    /// In the order of the frame.
    pub columns: Vec<ColumnSummary>,
}

/// One column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ColumnSummary {
    /// Name.
    pub name: String,
    /// Those without a value.
    pub missing: Count,
    /// Those with one.
    pub values: Values,
}

/// The values of a column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Values {
    /// Numbers.
    Number {
        /// Where they lie; `None` where every value is missing.
        spread: Option<Spread>,
        /// Rising inner cut points: bin i holds (cuts\[i − 1\], cuts\[i\]].
        cuts: Vec<f64>,
        /// One a bin.
        bins: Vec<Count>,
        /// Whether larger values go with more (above 0) or less churn: P(churned above retained) − P(below), by bins, −1…1.
        tendency: f64,
    },
    /// Categories.
    Category {
        /// Level names by code.
        levels: Vec<String>,
        /// One a level.
        counts: Vec<Count>,
    },
}

/// Where the numbers of a column lie.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Spread {
    /// 5 % quantile.
    pub low: f64,
    /// Median.
    pub median: f64,
    /// 95 % quantile.
    pub high: f64,
}

impl Spread {
    /// From the 5 % to the 95 % quantile, 0 or more.
    pub fn width(&self) -> f64 {
        self.high - self.low
    }
}

/// Place of the missing among the cells of a column.
pub(crate) const MISSING_CELL: u16 = 0;
/// Place of a level that the population has not.
pub(crate) const UNSEEN_CELL: u16 = u16::MAX;

impl ColumnSummary {
    /// Where its numbers lie.
    pub fn spread(&self) -> Option<&Spread> {
        match &self.values {
            Values::Number { spread, .. } => spread.as_ref(),
            Values::Category { .. } => None,
        }
    }

    /// Direction in which churn grows: 1, −1, or 0 where it hardly does (|tendency| below 0.02).
    pub(crate) fn direction(&self) -> i8 {
        match self.values {
            Values::Number { tendency, .. } if tendency.abs() >= 0.02 => {
                if tendency > 0.0 {
                    1
                } else {
                    -1
                }
            }
            _ => 0,
        }
    }

    /// The cell of a number.
    pub(crate) fn cell_of_number(&self, value: f64) -> u16 {
        match &self.values {
            Values::Number { cuts, .. } if !value.is_nan() => 1 + cuts.partition_point(|&cut| cut < value) as u16,
            _ => MISSING_CELL,
        }
    }

    /// The cell of a level.
    pub(crate) fn cell_of_code(&self, code: u32) -> u16 {
        match &self.values {
            _ if code == MISSING => MISSING_CELL,
            Values::Category { levels, .. } if code != UNSEEN && (code as usize) < levels.len() => {
                u16::try_from(code + 1).unwrap_or(UNSEEN_CELL)
            }
            _ => UNSEEN_CELL,
        }
    }

    /// The customers in a cell.
    pub(crate) fn cell(&self, cell: u16) -> Count {
        let counts = match &self.values {
            Values::Number { bins, .. } => bins,
            Values::Category { counts, .. } => counts,
        };
        match cell {
            MISSING_CELL => self.missing,
            cell => counts.get(usize::from(cell) - 1).copied().unwrap_or_default(),
        }
    }
}

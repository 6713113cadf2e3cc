//! What to simulate, and what can go wrong.

use std::path::PathBuf;

use holdfast_domain::day::Day;

use crate::cell::SinkError;
use crate::industry::Industry;

/// The most customers one plan may have: ids have eight digits.
pub const MAX_CUSTOMERS: u64 = 10_000_000;
/// The longest history, months.
pub const MAX_MONTHS: u32 = 120;

/// A company to simulate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// What kind of company.
    pub industry: Industry,
    /// Number of customers, 1 to [`MAX_CUSTOMERS`].
    pub customers: u64,
    /// The same seed gives the same bytes.
    pub seed: u64,
    /// The last day of the history.
    pub end: Day,
    /// Length of the history, months (usually 24).
    pub months: u32,
    /// Whether the snapshot gets a column that is filled only for customers who churned: a leak to be caught.
    pub canary: bool,
}

impl Plan {
    /// A plan of the usual length (24 months), without a canary.
    pub fn new(industry: Industry, customers: u64, seed: u64, end: Day) -> Self {
        Self {
            industry,
            customers,
            seed,
            end,
            months: 24,
            canary: false,
        }
    }

    /// Refuses a plan that cannot be carried out, naming the offending value.
    pub fn check(&self) -> Result<(), SimulateError> {
        if self.customers == 0 || self.customers > MAX_CUSTOMERS {
            return Err(SimulateError::Customers(self.customers));
        }
        let min = self.industry.min_months();
        if self.months < min || self.months > MAX_MONTHS {
            return Err(SimulateError::Months {
                months: self.months,
                industry: self.industry.name(),
                min,
            });
        }
        let year = self.end.date().year();
        if !(1990..=2200).contains(&year) {
            return Err(SimulateError::End(self.end));
        }
        Ok(())
    }
}

/// Why a simulation failed.
#[derive(Debug, thiserror::Error)]
pub enum SimulateError {
    /// No such industry.
    #[error("unknown industry \"{0}\": choose telecom, dealer or shop")]
    UnknownIndustry(String),
    /// Too few or too many customers.
    #[error("{0} customers: choose 1 to {MAX_CUSTOMERS}")]
    Customers(u64),
    /// The history is too short to hold its windows, or too long.
    #[error("a history of {months} months: {industry} needs {min} to {MAX_MONTHS}")]
    Months {
        /// What was asked for.
        months: u32,
        /// For which industry.
        industry: &'static str,
        /// The least it needs.
        min: u32,
    },
    /// The last day is outside the years 1990–2200.
    #[error("history ending on {0}: choose a day in the years 1990 to 2200")]
    End(Day),
    /// A wide table needs room for its informative columns, and an end.
    #[error("{0} columns: a wide table has {min} to {max}", min = crate::wide::MIN_COLUMNS, max = crate::wide::MAX_COLUMNS)]
    Columns(u32),
    /// The receiver of the rows failed.
    #[error(transparent)]
    Sink(#[from] SinkError),
    /// A file or folder could not be read or written.
    #[error("cannot write {}: {source}", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The notes on customers could not be kept until the end.
    #[error("cannot keep notes on customers: {0}")]
    Scratch(#[source] std::io::Error),
    /// The wide table's writer failed.
    #[error("cannot write the table: {0}")]
    Writer(#[source] std::io::Error),
    /// The truth could not be written as JSON.
    #[error("cannot write the truth as JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// The folder holds something the simulator did not write; it is left alone.
    #[error("{} holds \"{found}\", which the simulator did not write: choose an empty folder", path.display())]
    NotOurs {
        /// The folder.
        path: PathBuf,
        /// The first thing found in it.
        found: String,
    },
}

//! What a discrete-time hazard is fitted to, and how.

use crate::check;
use crate::covariates::{Covariates, Scale};
use crate::error::StatsError;

/// Customers seen in whole periods (months, contract terms), one a row.
#[derive(Clone, Copy, Debug)]
pub struct DiscreteData<'a> {
    /// The last period under observation, counted from 1: the customer churned in it (event) or was there to its end.
    pub periods: &'a [u32],
    /// Periods that were over when observation began: at risk in periods entry + 1 to `periods`. `None`: 0.
    pub entry: Option<&'a [u32]>,
    /// Whether the customer churned in the last period.
    pub event: &'a [bool],
    /// Columns that explain, the same in every period of a row.
    pub covariates: Covariates<'a>,
    /// Case weights above zero; `None`: 1. A weight of 2 is the row twice.
    pub weight: Option<&'a [f64]>,
}

/// How the hazard h of a period depends on the linear predictor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Link {
    /// ln(h/(1 − h)): coefficients are log odds ratios of churn in a period.
    #[default]
    Logit,
    /// ln(−ln(1 − h)): coefficients are log hazard ratios of a proportional hazards model observed in periods.
    CompLogLog,
}

/// How the hazard depends on the period.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Baseline {
    /// A free intercept for every period in which somebody churned.
    #[default]
    PerPeriod,
    /// One intercept for each piece: the last period of each, rising. Periods after the last are one more piece.
    Pieces(Vec<u32>),
}

/// Settings of the fit.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct DiscreteSettings {
    /// The link.
    pub link: Link,
    /// The baseline.
    pub baseline: Baseline,
    /// Ridge penalty: ½·ridge·Σ(β·sd)² is taken from the log-likelihood, sd being the column's; 0 or more.
    pub ridge: f64,
}

impl DiscreteData<'_> {
    /// Periods over when the observation of `row` began.
    pub(super) fn entry_of(&self, row: usize) -> u32 {
        self.entry.map_or(0, |entry| entry[row])
    }

    /// At least one row, equal lengths, periods from 1, entries before them, positive weights, usable columns.
    pub(super) fn check(&self) -> Result<Vec<Scale>, StatsError> {
        let n = self.periods.len();
        check::same_length(n, self.event.len())?;
        if u32::try_from(n).is_err() {
            return Err(StatsError::OutOfRange {
                name: "rows",
                value: n as f64,
                expected: "at most 4,294,967,295",
            });
        }
        if let Some(index) = self.periods.iter().position(|&period| period == 0) {
            return Err(StatsError::NonPositiveDuration { index, value: 0.0 });
        }
        if let Some(entry) = self.entry {
            check::same_length(n, entry.len())?;
            if let Some(index) = (0..n).find(|&row| entry[row] >= self.periods[row]) {
                return Err(StatsError::EntryNotBeforeExit {
                    index,
                    entry: f64::from(entry[index]),
                    exit: f64::from(self.periods[index]),
                });
            }
        }
        if let Some(weight) = self.weight {
            check::same_length(n, weight.len())?;
            if let Some(index) = weight.iter().position(|w| !(w.is_finite() && *w > 0.0)) {
                return Err(StatsError::NonPositiveWeight {
                    index,
                    value: weight[index],
                });
            }
        }
        self.covariates.check(n)
    }
}

//! Who was under observation from when to when, and whether they churned at the end.

use crate::check;
use crate::error::StatsError;

/// Spells of observation, one a row: in time order entry < exit, all in one unit.
///
/// A row is at risk at t when entry < t ≤ exit (without entry: t ≤ exit), so that churn at a time counts before
/// censoring and before entry at that time.
#[derive(Clone, Copy, Debug)]
pub struct Spells<'a> {
    /// Where observation began (late entry, left truncation); `None`: at 0 for every row.
    pub entry: Option<&'a [f64]>,
    /// Where it ended: finite, 0 or more.
    pub exit: &'a [f64],
    /// Whether it ended with churn (`true`) or the customer was still there (right-censored).
    pub event: &'a [bool],
    /// Case weights above zero; `None`: 1 for every row. A weight of 2 is the row twice.
    pub weight: Option<&'a [f64]>,
}

impl<'a> Spells<'a> {
    /// Spells from 0, each of weight 1.
    pub fn new(exit: &'a [f64], event: &'a [bool]) -> Self {
        Self {
            entry: None,
            exit,
            event,
            weight: None,
        }
    }

    /// The same spells with late entry.
    pub fn entered(self, entry: &'a [f64]) -> Self {
        Self {
            entry: Some(entry),
            ..self
        }
    }

    /// The same spells with weights.
    pub fn weighted(self, weight: &'a [f64]) -> Self {
        Self {
            weight: Some(weight),
            ..self
        }
    }

    /// Rows.
    pub fn len(&self) -> usize {
        self.exit.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.exit.is_empty()
    }

    /// Where the observation of `row` began.
    pub(crate) fn entry_of(&self, row: usize) -> f64 {
        self.entry.map_or(f64::NEG_INFINITY, |entry| entry[row])
    }

    /// The weight of `row`.
    pub(crate) fn weight_of(&self, row: usize) -> f64 {
        self.weight.map_or(1.0, |weight| weight[row])
    }

    /// At least one row, equal lengths, finite exits of 0 or more, finite entries before the exits, positive weights.
    ///
    /// # Errors
    /// With the index of the first row that is not so.
    pub fn check(&self) -> Result<(), StatsError> {
        check::same_length(self.exit.len(), self.event.len())?;
        check::finite(self.exit)?;
        if let Some(index) = self.exit.iter().position(|&exit| exit < 0.0) {
            return Err(StatsError::NegativeDuration {
                index,
                value: self.exit[index],
            });
        }
        if let Some(entry) = self.entry {
            check::same_length(self.exit.len(), entry.len())?;
            check::finite(entry)?;
            if let Some(index) = (0..entry.len()).find(|&row| entry[row] >= self.exit[row]) {
                return Err(StatsError::EntryNotBeforeExit {
                    index,
                    entry: entry[index],
                    exit: self.exit[index],
                });
            }
        }
        if let Some(weight) = self.weight {
            check::same_length(self.exit.len(), weight.len())?;
            if let Some(index) = weight.iter().position(|w| !(w.is_finite() && *w > 0.0)) {
                return Err(StatsError::NonPositiveWeight {
                    index,
                    value: weight[index],
                });
            }
        }
        Ok(())
    }
}

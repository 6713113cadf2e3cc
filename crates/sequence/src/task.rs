//! What is learned from.

use holdfast_learn::error::LearnError;

use crate::error::SequenceError;
use crate::input::{SequenceInput, size};

/// Rarer-class rows of a horizon without which nothing is learned: the hold-out of a fifth would hold fewer than four.
const LEAST: usize = 20;

/// Histories with their outcomes.
#[derive(Clone, Copy, Debug)]
pub struct SequenceTask<'a> {
    /// The histories.
    pub input: &'a SequenceInput,
    /// Number of horizons, at least 1.
    pub horizons: usize,
    /// `rows × horizons`: whether the customer had churned by then; `None` where that is not known yet.
    pub labels: &'a [Option<bool>],
    /// Weight of each row, finite and above 0; empty: every row weighs 1.
    pub weights: &'a [f64],
    /// Customer of each row; empty: every row is a customer of its own. Rows of one customer are never parted between learning and judging.
    pub groups: &'a [u32],
    /// Rows to learn from, the network's own hold-out included.
    pub rows: &'a [u32],
    /// Seed of the first weights, the hold-out and the order of batches.
    pub seed: u64,
}

impl SequenceTask<'_> {
    /// Outcomes of one row, by horizon.
    pub fn label(&self, row: u32) -> &[Option<bool>] {
        &self.labels[row as usize * self.horizons..(row as usize + 1) * self.horizons]
    }

    /// Weight of a row.
    pub fn weight(&self, row: u32) -> f64 {
        self.weights.get(row as usize).copied().unwrap_or(1.0)
    }

    /// Log-odds of the weighted churn rate of each horizon.
    pub(crate) fn base_margins(&self) -> Vec<f64> {
        (0..self.horizons)
            .map(|horizon| {
                let (churned, all) =
                    self.rows
                        .iter()
                        .fold((0.0, 0.0), |(churned, all), &row| match self.label(row)[horizon] {
                            None => (churned, all),
                            Some(label) => {
                                let weight = self.weight(row);
                                (churned + weight * f64::from(u8::from(label)), all + weight)
                            }
                        });
                (churned / (all - churned)).ln()
            })
            .collect()
    }

    /// Refuses what cannot be learned from.
    ///
    /// # Errors
    /// See [`SequenceInput::check`]; [`SequenceError::Size`]; [`LearnError::Weight`], [`LearnError::Empty`], [`LearnError::OneClass`] and
    /// [`LearnError::TooFewOfClass`] (fewer than 20 rows of a horizon's rarer class).
    pub fn check(&self) -> Result<(), SequenceError> {
        self.input.check()?;
        let rows = self.input.rows;
        if self.horizons == 0 {
            return Err(LearnError::Setting {
                name: "horizons",
                value: "0".to_owned(),
                allowed: "1 or more",
            }
            .into());
        }
        size("labels", self.labels.len(), rows * self.horizons)?;
        if !self.weights.is_empty() {
            size("weights", self.weights.len(), rows)?;
        }
        if !self.groups.is_empty() {
            size("groups", self.groups.len(), rows)?;
        }
        if let Some(&row) = self.rows.iter().find(|&&row| row as usize >= rows) {
            return Err(LearnError::Mismatch {
                what: "a row number",
                found: row as usize,
                rows,
            }
            .into());
        }
        if let Some(&row) = self
            .rows
            .iter()
            .find(|&&r| !(self.weight(r).is_finite() && self.weight(r) > 0.0))
        {
            return Err(LearnError::Weight {
                row: row as usize,
                value: self.weight(row).to_string(),
            }
            .into());
        }
        (0..self.horizons).try_for_each(|horizon| self.check_classes(horizon))
    }

    fn check_classes(&self, horizon: usize) -> Result<(), SequenceError> {
        let known: Vec<bool> = self.rows.iter().filter_map(|&row| self.label(row)[horizon]).collect();
        let churned = known.iter().filter(|&&label| label).count();
        let rarer = churned.min(known.len() - churned);
        Err(match rarer {
            _ if known.is_empty() => LearnError::Empty,
            0 => LearnError::OneClass {
                rows: known.len(),
                class: if churned == 0 { "retained" } else { "churned" },
            },
            found if found < LEAST => LearnError::TooFewOfClass { found, needed: LEAST },
            _ => return Ok(()),
        }
        .into())
    }
}

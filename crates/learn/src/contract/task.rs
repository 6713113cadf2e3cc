//! What is learned from.

use crate::error::LearnError;
use crate::folds::check_classes;
use crate::frame::{FeatureData, Frame};

/// Rows with their outcomes, and which of them may be learned from.
#[derive(Clone, Copy, Debug)]
pub struct Task<'a> {
    /// The table.
    pub frame: &'a Frame,
    /// Whether the customer of each row of the frame churned.
    pub labels: &'a [bool],
    /// Weight of each row of the frame, finite and above 0; empty: every row weighs 1. A weight of 2 counts like the row twice.
    pub weights: &'a [f64],
    /// Customer of each row of the frame; empty: every row is a customer of its own. Rows of one customer are never parted between
    /// learning and judging.
    pub groups: &'a [u32],
    /// Rows that are learned from, hold-outs of the learner's own (early stopping) included.
    pub rows: &'a [u32],
    /// Seed of every draw.
    pub seed: u64,
}

impl<'a> Task<'a> {
    /// All rows of the frame, unweighted, each a customer of its own.
    pub fn whole(frame: &'a Frame, labels: &'a [bool], rows: &'a [u32], seed: u64) -> Self {
        Self {
            frame,
            labels,
            weights: &[],
            groups: &[],
            rows,
            seed,
        }
    }

    /// The same task on other rows.
    pub fn on(self, rows: &'a [u32]) -> Self {
        Self { rows, ..self }
    }

    /// Weight of a row of the frame.
    #[inline]
    pub fn weight(&self, row: u32) -> f64 {
        self.weights.get(row as usize).copied().unwrap_or(1.0)
    }

    /// Whether the row's customer churned.
    #[inline]
    pub fn label(&self, row: u32) -> bool {
        self.labels[row as usize]
    }

    /// Sum of the weights of the rows to learn from: of the churned, and of all.
    pub fn totals(&self) -> (f64, f64) {
        self.rows.iter().fold((0.0, 0.0), |(churned, all), &row| {
            let weight = self.weight(row);
            (churned + if self.label(row) { weight } else { 0.0 }, all + weight)
        })
    }

    /// Log-odds of the weighted churn rate of the rows to learn from.
    pub fn base_margin(&self) -> f64 {
        let (churned, all) = self.totals();
        (churned / (all - churned)).ln()
    }

    /// Refuses what no learner can learn from.
    ///
    /// # Errors
    /// [`LearnError::Empty`], [`LearnError::NoColumns`], [`LearnError::OneClass`], [`LearnError::Mismatch`] (labels, weights, groups or rows that do not fit
    /// the frame), [`LearnError::Weight`], [`LearnError::NotFinite`] (an infinity; NaN is a missing value).
    pub fn check(&self) -> Result<(), LearnError> {
        let rows = self.frame.rows;
        let fits = |what, found: usize| {
            if found == rows {
                Ok(())
            } else {
                Err(LearnError::Mismatch { what, found, rows })
            }
        };
        fits("labels", self.labels.len())?;
        if !self.weights.is_empty() {
            fits("weights", self.weights.len())?;
        }
        if !self.groups.is_empty() {
            fits("groups", self.groups.len())?;
        }
        for feature in &self.frame.columns {
            fits("values of a column", feature.data.len())?;
        }
        if let Some(&row) = self.rows.iter().find(|&&row| row as usize >= rows) {
            return Err(LearnError::Mismatch {
                what: "a row number",
                found: row as usize,
                rows,
            });
        }
        if self.frame.columns.is_empty() {
            return Err(LearnError::NoColumns);
        }
        if let Some(&row) = self.rows.iter().find(|&&row| {
            let weight = self.weight(row);
            !(weight.is_finite() && weight > 0.0)
        }) {
            return Err(LearnError::Weight {
                row: row as usize,
                value: self.weight(row).to_string(),
            });
        }
        finite(self.frame, self.rows)?;
        let churned = self.rows.iter().filter(|&&row| self.label(row)).count();
        check_classes(self.rows.len(), churned, 1)
    }
}

/// Refuses infinities in the rows `rows`.
///
/// # Errors
/// [`LearnError::NotFinite`] with the first column and row.
pub fn finite(frame: &Frame, rows: &[u32]) -> Result<(), LearnError> {
    for feature in &frame.columns {
        if let FeatureData::Number(values) = &feature.data
            && let Some(&row) = rows.iter().find(|&&row| values[row as usize].is_infinite())
        {
            return Err(LearnError::NotFinite {
                column: feature.name.clone(),
                row: row as usize,
            });
        }
    }
    Ok(())
}

//! What a fitted model answers.

use crate::frame::Frame;

/// A fitted model of one kind. Frames have the schema that it was fitted on ([`super::schema::Schema::align`]), and may have more columns behind, which
/// change nothing; a code that is neither
/// a level nor [`crate::frame::MISSING`] is a level it has not seen.
pub trait Predict {
    /// Log-odds of churn of the rows `rows`, in that order; finite.
    fn margins(&self, frame: &Frame, rows: &[u32]) -> Vec<f64>;

    /// What each column adds to the log-odds of the rows `rows`, counted from the mean over the rows the model was fitted on:
    /// `base + Σ values = margin`, to 1e-9 relative to the size of the margin.
    fn contributions(&self, frame: &Frame, rows: &[u32]) -> Contributions;
}

/// Reasons in log-odds.
#[derive(Clone, Debug, PartialEq)]
pub struct Contributions {
    /// Where counting starts: the mean log-odds over (a sample of) the training rows.
    pub base: f64,
    /// Number of columns.
    pub columns: usize,
    /// One value a row and column: `values[row * columns + column]`.
    pub values: Vec<f64>,
}

impl Contributions {
    /// Nothing added to `base` for `rows` rows.
    pub fn zero(base: f64, rows: usize, columns: usize) -> Self {
        Self {
            base,
            columns,
            values: vec![0.0; rows * columns],
        }
    }

    /// Adds the contributions of the same rows by another model, `weight` times; its columns are the first of these.
    pub fn add(&mut self, weight: f64, other: &Self) {
        self.base += weight * other.base;
        if other.columns == 0 {
            return;
        }
        let own = self.values.chunks_mut(self.columns);
        for (own, other) in own.zip(other.values.chunks(other.columns)) {
            own.iter_mut()
                .zip(other)
                .for_each(|(sum, value)| *sum += weight * value);
        }
    }

    /// The values of one row, by column.
    pub fn row(&self, row: usize) -> &[f64] {
        &self.values[row * self.columns..(row + 1) * self.columns]
    }
}

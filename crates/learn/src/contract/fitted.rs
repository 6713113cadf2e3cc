//! A fitted model that reads any table with its columns.

use holdfast_stats::special::sigmoid;
use serde::{Deserialize, Serialize};

use super::model::Model;
use super::predict::{Contributions, Predict};
use super::schema::Schema;
use crate::error::LearnError;
use crate::frame::Frame;

/// A model with the schema of the table that it was fitted on.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Fitted {
    /// Columns and levels.
    pub schema: Schema,
    /// The model.
    pub model: Model,
}

impl Fitted {
    /// Log-odds of churn of every row of a frame.
    ///
    /// # Errors
    /// See [`Schema::align`].
    pub fn margins(&self, frame: &Frame) -> Result<Vec<f64>, LearnError> {
        let frame = self.schema.align(frame)?;
        Ok(self.model.margins(&frame, &all(&frame)))
    }

    /// Probability of churn of every row of a frame, 0–1.
    ///
    /// # Errors
    /// See [`Schema::align`].
    pub fn probabilities(&self, frame: &Frame) -> Result<Vec<f64>, LearnError> {
        let mut margins = self.margins(frame)?;
        margins.iter_mut().for_each(|margin| *margin = sigmoid(*margin));
        Ok(margins)
    }

    /// What each column of the schema adds to the log-odds of every row of a frame.
    ///
    /// # Errors
    /// See [`Schema::align`].
    pub fn contributions(&self, frame: &Frame) -> Result<Contributions, LearnError> {
        let frame = self.schema.align(frame)?;
        Ok(self.model.contributions(&frame, &all(&frame)))
    }
}

fn all(frame: &Frame) -> Vec<u32> {
    (0..frame.rows as u32).collect()
}

//! How a sequence network is built and trained.

use holdfast_learn::error::LearnError;
use serde::{Deserialize, Serialize};

/// Settings with defaults for tens of thousands of customers and a year or two of periods.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SequenceSettings {
    /// Units of the recurrent layer, 1–512.
    pub hidden: usize,
    /// Units of the layer that joins the history with the static columns, 1–512.
    pub joined: usize,
    /// Passes over the training rows at most.
    pub epochs: usize,
    /// Stop when the loss on the hold-out has not improved for this many passes.
    pub patience: usize,
    /// Rows a step.
    pub batch: usize,
    /// Step of AdamW, above 0.
    pub learning_rate: f64,
    /// Shrinkage of weights by AdamW.
    pub weight_decay: f64,
    /// Gradients longer than this (over all weights together) are shortened to it.
    pub gradient_norm: f64,
    /// Share of customers held out for early stopping, 0.05–0.5.
    pub hold_out: f64,
}

impl Default for SequenceSettings {
    fn default() -> Self {
        Self {
            hidden: 24,
            joined: 16,
            epochs: 60,
            patience: 6,
            batch: 128,
            learning_rate: 0.005,
            weight_decay: 0.01,
            gradient_norm: 1.0,
            hold_out: 0.2,
        }
    }
}

impl SequenceSettings {
    /// Refuses settings outside their ranges.
    ///
    /// # Errors
    /// [`LearnError::Setting`].
    pub fn check(&self) -> Result<(), LearnError> {
        let within = |name, value: f64, low: f64, high: f64, allowed| {
            if value >= low && value <= high {
                Ok(())
            } else {
                Err(LearnError::Setting {
                    name,
                    value: value.to_string(),
                    allowed,
                })
            }
        };
        within("hidden", self.hidden as f64, 1.0, 512.0, "1 to 512")?;
        within("joined", self.joined as f64, 1.0, 512.0, "1 to 512")?;
        within("epochs", self.epochs as f64, 1.0, 10_000.0, "1 to 10,000")?;
        within("patience", self.patience as f64, 1.0, 10_000.0, "1 to 10,000")?;
        within("batch", self.batch as f64, 1.0, 1e6, "1 to 1,000,000")?;
        within("learning_rate", self.learning_rate, 1e-7, 1.0, "0.0000001 to 1")?;
        within("weight_decay", self.weight_decay, 0.0, 10.0, "0 to 10")?;
        within("gradient_norm", self.gradient_norm, 1e-6, 1e6, "0.000001 to 1,000,000")?;
        within("hold_out", self.hold_out, 0.05, 0.5, "0.05 to 0.5")
    }
}

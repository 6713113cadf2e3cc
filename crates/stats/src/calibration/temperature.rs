//! Temperature scaling: log-odds stretched about ½.

use serde::{Deserialize, Serialize};

use super::inputs::Inputs;
use crate::chunks;
use crate::error::StatsError;
use crate::special::sigmoid;

/// calibrated log-odds = log-odds ÷ temperature.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Temperature {
    /// Above 1: the model was overconfident; below 1: too timid. Within [`LOWEST`]–[`HIGHEST`].
    pub temperature: f64,
}

/// Smallest temperature.
pub const LOWEST: f64 = 0.01;
/// Largest temperature; also that of scores which say the opposite of the outcome.
pub const HIGHEST: f64 = 100.0;

/// Halvings of the bracket: beyond the last digit.
const STEPS: u32 = 80;

impl Temperature {
    /// Maximum likelihood of Platt's smoothed targets (Guo et al. 2017 for the method; the targets of [`super::platt::Platt`] keep it finite
    /// where scores separate the classes). The loss is convex in 1/temperature, whose derivative is bisected.
    ///
    /// Arguments as [`super::platt::Platt::fit`].
    ///
    /// # Errors
    /// `LengthMismatch`, `Empty`, `NotFinite`, `NonPositiveWeight`, `OneClass`.
    pub fn fit(log_odds: &[f64], labels: &[bool], weights: &[f64]) -> Result<Self, StatsError> {
        let inputs = Inputs::new(log_odds, labels, weights)?;
        let (mut low, mut high) = (1.0 / HIGHEST, 1.0 / LOWEST);
        if slope(&inputs, low) >= 0.0 {
            // Scores that are all 0 have no slope anywhere: left as they are.
            let silent = inputs.log_odds.iter().all(|&z| z == 0.0);
            let temperature = if silent { 1.0 } else { HIGHEST };
            return Ok(Self { temperature });
        }
        if slope(&inputs, high) <= 0.0 {
            return Ok(Self { temperature: LOWEST });
        }
        for _ in 0..STEPS {
            let middle = (low * high).sqrt();
            if slope(&inputs, middle) > 0.0 {
                high = middle;
            } else {
                low = middle;
            }
            if high - low <= 1e-14 * high {
                break;
            }
        }
        Ok(Self {
            temperature: 1.0 / (low * high).sqrt(),
        })
    }

    /// The calibrated log-odds.
    #[inline]
    pub fn apply(&self, log_odds: f64) -> f64 {
        log_odds / self.temperature
    }
}

/// Derivative of the loss by the factor on the log-odds.
fn slope(inputs: &Inputs, factor: f64) -> f64 {
    let (upper, lower) = inputs.targets();
    chunks::sum(inputs.len(), 1, |rows, sums| {
        for row in rows {
            let z = inputs.log_odds[row];
            let target = if inputs.labels[row] { upper } else { lower };
            sums[0] += inputs.weight(row) * (sigmoid(factor * z) - target) * z;
        }
    })[0]
}

//! Platt scaling: log-odds shifted and stretched.

use serde::{Deserialize, Serialize};

use super::inputs::Inputs;
use crate::chunks;
use crate::error::StatsError;
use crate::special::{log1p_exp, sigmoid};

/// calibrated log-odds = intercept + slope · log-odds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Platt {
    /// Log-odds where the score's are 0.
    pub intercept: f64,
    /// At least 0: calibration never turns a ranking round. 0: the scores say nothing and everybody gets the churn rate.
    pub slope: f64,
}

const MAX_STEPS: u32 = 200;

impl Platt {
    /// Maximum likelihood of the smoothed targets (n₊ + 1)/(n₊ + 2) and 1/(n₋ + 2) (Platt 1999; Lin, Lin & Weng 2007), by Newton's method
    /// with halved steps.
    ///
    /// `log_odds` and `labels` by row, of rows that the model did not learn from; `weights` empty: all 1, and a weight of 2 counts like the
    /// row twice. Equal scores everywhere get slope 1 and are shifted to the churn rate. The result does not depend on the number of
    /// threads.
    ///
    /// # Errors
    /// `LengthMismatch`, `Empty`, `NotFinite`, `NonPositiveWeight`, `OneClass`, `NoConvergence`.
    pub fn fit(log_odds: &[f64], labels: &[bool], weights: &[f64]) -> Result<Self, StatsError> {
        let inputs = Inputs::new(log_odds, labels, weights)?;
        let (low, high) = inputs
            .log_odds
            .iter()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &z| {
                (low.min(z), high.max(z))
            });
        let (churned, retained) = inputs.totals();
        let base = ((churned + 1.0) / (retained + 1.0)).ln();
        if low == high {
            return Ok(Self {
                intercept: base - low,
                slope: 1.0,
            });
        }
        // Scores on ±1: the step does not depend on their unit.
        let (centre, spread) = (0.5 * (low + high), 0.5 * (high - low));
        let line = newton(&inputs, centre, spread, base)?;
        let slope = line[1] / spread;
        if slope <= 0.0 {
            return Ok(Self {
                intercept: constant(&inputs),
                slope: 0.0,
            });
        }
        Ok(Self {
            intercept: line[0] - slope * centre,
            slope,
        })
    }

    /// The calibrated log-odds.
    #[inline]
    pub fn apply(&self, log_odds: f64) -> f64 {
        self.intercept + self.slope * log_odds
    }
}

/// The intercept without a slope: log-odds of the mean target.
fn constant(inputs: &Inputs) -> f64 {
    let (upper, lower) = inputs.targets();
    let (churned, retained) = inputs.totals();
    let mean = (churned * upper + retained * lower) / (churned + retained);
    (mean / (1.0 - mean)).ln()
}

/// Intercept and slope on (z − centre)/spread.
fn newton(inputs: &Inputs, centre: f64, spread: f64, base: f64) -> Result<[f64; 2], StatsError> {
    let mut line = [base, 1.0];
    let mut loss = derivatives(inputs, centre, spread, line);
    for _ in 0..MAX_STEPS {
        let [value, g0, g1, h00, h01, h11] = loss;
        // The ridge is far below the information of one row and matters only where that has vanished.
        let (a, d) = (h00 + 1e-12, h11 + 1e-12);
        let determinant = (a * d - h01 * h01).max(f64::MIN_POSITIVE);
        let step = [(d * g0 - h01 * g1) / determinant, (a * g1 - h01 * g0) / determinant];
        let promised = 0.5 * (step[0] * g0 + step[1] * g1);
        if promised <= 1e-13 * (1.0 + value) {
            return Ok(line);
        }
        let mut size = 1.0;
        loop {
            let next = [line[0] - size * step[0], line[1] - size * step[1]];
            let there = derivatives(inputs, centre, spread, next);
            if there[0] < value {
                line = next;
                loss = there;
                break;
            }
            size *= 0.5;
            if size < 1e-10 {
                return Ok(line);
            }
        }
    }
    Err(StatsError::NoConvergence {
        name: "Platt scaling",
        iterations: MAX_STEPS,
    })
}

/// Loss, its gradient and its second derivatives.
fn derivatives(inputs: &Inputs, centre: f64, spread: f64, line: [f64; 2]) -> [f64; 6] {
    let (upper, lower) = inputs.targets();
    let sums = chunks::sum(inputs.len(), 6, |rows, sums| {
        for row in rows {
            let x = (inputs.log_odds[row] - centre) / spread;
            let z = line[0] + line[1] * x;
            let target = if inputs.labels[row] { upper } else { lower };
            let weight = inputs.weight(row);
            let p = sigmoid(z);
            let (residual, curvature) = (weight * (p - target), weight * p * sigmoid(-z));
            sums[0] += weight * (log1p_exp(z) - target * z);
            sums[1] += residual;
            sums[2] += residual * x;
            sums[3] += curvature;
            sums[4] += curvature * x;
            sums[5] += curvature * x * x;
        }
    });
    [sums[0], sums[1], sums[2], sums[3], sums[4], sums[5]]
}

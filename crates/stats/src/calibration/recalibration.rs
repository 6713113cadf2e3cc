//! Calibration slope and intercept (Cox 1958).

use serde::{Deserialize, Serialize};

use crate::check;
use crate::chunks;
use crate::error::StatsError;
use crate::interval::mean_and_variance;
use crate::maximise::{Objective, Search, maximise};
use crate::special::{log1p_exp, logit, sigmoid};

/// Bound on the search for the intercept; every second step halves the bracket at least.
const MAX_ITERATIONS: u32 = 200;

/// Bound on slope × spread: nearly separated classes with one probability far out reach some hundreds.
const LARGEST_PARAMETER: f64 = 1e5;

/// How probabilities would have to be bent to be honest.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recalibration {
    /// Slope b of logit P(churn) = a + b·logit(p); 1 is ideal, below 1 overconfident, above 1 underconfident.
    pub slope: f64,
    /// Standard error of the slope, from the inverse of the observed information.
    pub slope_se: f64,
    /// Calibration in the large: a of logit P(churn) = a + logit(p), the slope fixed at 1; 0 is ideal, above 0 the
    /// probabilities are too low.
    pub intercept: f64,
}

/// Slope and intercept of the outcome on the log-odds of the stated probability, by maximum likelihood (Newton).
///
/// Probabilities are clamped to 1e-15 from 0 and 1. See Steyerberg, Clinical Prediction Models (2019), chapter 15.
///
/// Errors: lengths differ, no rows, a value outside 0–1, one class only, all probabilities equal, probabilities that
/// separate the classes (the slope is then infinite), no convergence.
pub fn slope_intercept(p: &[f64], labels: &[bool]) -> Result<Recalibration, StatsError> {
    check::predictions(p, labels)?;
    let log_odds: Vec<f64> = p.iter().map(|&p| logit(p)).collect();
    let (lowest, highest) = refuse_unsolvable(&log_odds, labels)?;
    let (slope, slope_se) = fit_slope(&log_odds, labels)?;
    Ok(Recalibration {
        slope,
        slope_se,
        intercept: fit_intercept(&log_odds, labels, lowest, highest)?,
    })
}

/// The range of the log-odds, or why no finite slope exists. With one covariate, separation is a question of ranges.
fn refuse_unsolvable(log_odds: &[f64], labels: &[bool]) -> Result<(f64, f64), StatsError> {
    let range = |of: bool| {
        log_odds
            .iter()
            .zip(labels)
            .filter(|&(_, &label)| label == of)
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), (&x, _)| {
                (low.min(x), high.max(x))
            })
    };
    let (lost_low, lost_high) = range(true);
    let (retained_low, retained_high) = range(false);
    if lost_low > lost_high || retained_low > retained_high {
        return Err(StatsError::OneClass);
    }
    let (lowest, highest) = (lost_low.min(retained_low), lost_high.max(retained_high));
    if lowest == highest {
        return Err(StatsError::NoSpread { name: "probability" });
    }
    if lost_low >= retained_high || lost_high <= retained_low {
        return Err(StatsError::Separation);
    }
    Ok((lowest, highest))
}

/// Maximum likelihood on standardised log-odds; returns slope and its standard error.
fn fit_slope(log_odds: &[f64], labels: &[bool]) -> Result<(f64, f64), StatsError> {
    let (mean, variance) = mean_and_variance(log_odds);
    let spread = variance.sqrt();
    let line = Line {
        x: log_odds.iter().map(|v| (v - mean) / spread).collect(),
        labels,
    };
    let lost = labels.iter().filter(|&&label| label).count() as f64;
    let base = (lost / (labels.len() as f64 - lost)).ln();
    let search = Search {
        model: "the calibration slope",
        names: &["intercept".to_owned(), "slope".to_owned()],
        limit: LARGEST_PARAMETER,
    };
    // From no slope at all: there the likelihood is curved everywhere, however far out some probabilities lie.
    let found = maximise(&line, &search, &[vec![base, 0.0]])?;
    Ok((found.parameters[1] / spread, found.covariance[3].sqrt() / spread))
}

/// The outcome on one standardised covariate.
struct Line<'a> {
    x: Vec<f64>,
    labels: &'a [bool],
}

impl Objective for Line<'_> {
    fn evaluate(&self, parameters: &[f64], gradient: &mut [f64]) -> f64 {
        let sums = chunks::sum(self.x.len(), 3, |rows, sums| {
            for row in rows {
                let (x, label) = (self.x[row], self.labels[row]);
                let z = parameters[0] + parameters[1] * x;
                let residual = if label { sigmoid(-z) } else { -sigmoid(z) };
                sums[0] += residual;
                sums[1] += residual * x;
                sums[2] -= log1p_exp(if label { -z } else { z });
            }
        });
        gradient.copy_from_slice(&sums[..2]);
        sums[2]
    }

    fn information(&self, parameters: &[f64]) -> Option<Vec<f64>> {
        let sums = chunks::sum(self.x.len(), 3, |rows, sums| {
            for row in rows {
                let x = self.x[row];
                let z = parameters[0] + parameters[1] * x;
                let weight = sigmoid(z) * sigmoid(-z);
                sums[0] += weight;
                sums[1] += weight * x;
                sums[2] += weight * x * x;
            }
        });
        Some(vec![sums[0], sums[1], sums[1], sums[2]])
    }
}

/// Solves Σ σ(a + xᵢ) = number of churned customers: Newton inside a bracket that is known to hold the root, halved
/// wherever Newton's step leaves it or no longer gains on it.
fn fit_intercept(log_odds: &[f64], labels: &[bool], lowest: f64, highest: f64) -> Result<f64, StatsError> {
    let lost = labels.iter().filter(|&&label| label).count() as f64;
    let target = (lost / (labels.len() as f64 - lost)).ln();
    let (mut low, mut high) = (target - highest, target - lowest);
    // Probabilities of 0 and 1 leave a plateau on which the sum differs from the count by rounding alone; anywhere on
    // it is a root as far as the numbers can tell.
    let rounding = 4.0 * f64::EPSILON * labels.len() as f64;
    let mut a = 0.0_f64.clamp(low, high);
    let mut last_move = high - low;
    for _ in 0..MAX_ITERATIONS {
        let (mut excess, mut weight) = (0.0, 0.0);
        for (&x, &label) in log_odds.iter().zip(labels) {
            let p = sigmoid(a + x);
            excess += if label { -sigmoid(-a - x) } else { p };
            weight += p * (1.0 - p);
        }
        if excess > 0.0 {
            high = a;
        } else {
            low = a;
        }
        if excess.abs() <= rounding {
            return Ok(a);
        }
        let newton = a - excess / weight;
        let gains = (newton - a).abs() <= 0.5 * last_move;
        let next = if gains && newton >= low && newton <= high {
            newton
        } else {
            0.5 * (low + high)
        };
        last_move = (next - a).abs();
        if last_move <= 1e-12 * (1.0 + a.abs()) {
            return Ok(next);
        }
        a = next;
    }
    Err(StatsError::NoConvergence {
        name: "the calibration intercept",
        iterations: MAX_ITERATIONS,
    })
}

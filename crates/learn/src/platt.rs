//! Platt's calibration: from a score that orders customers to log-odds.

use holdfast_stats::special::{log1p_exp, sigmoid};
use serde::{Deserialize, Serialize};

/// Log-odds = intercept + slope × score.
///
/// The logistic regression of the outcome on the score (Platt 1999), with a normal prior instead of his smoothed targets: slope around 1
/// and intercept around a given one, so that few rows move little and separated rows end in finite numbers. The slope is not negative: a
/// score that orders new customers the wrong way round says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Platt {
    /// Log-odds at score 0.
    pub intercept: f64,
    /// Log-odds a unit of the score, at least 0.
    pub slope: f64,
}

/// A tenth of a row on (slope − 1)² and on (intercept − prior)².
const PRECISION: f64 = 0.1;
const MAX_STEPS: usize = 100;

impl Platt {
    /// Fits on scores of rows that the score did not learn from, by label and weight; `intercept` is where the prior stands.
    pub fn fit(scores: &[f64], labels: &[bool], weights: &[f64], intercept: f64) -> Self {
        let prior = Self { intercept, slope: 1.0 };
        let free = prior.newton(scores, labels, weights, true);
        if free.slope >= 0.0 {
            return free;
        }
        Self { intercept, slope: 0.0 }.newton(scores, labels, weights, false)
    }

    /// The log-odds of a score.
    #[inline]
    pub fn margin(&self, score: f64) -> f64 {
        self.intercept + self.slope * score
    }

    /// Weighted sum of the log losses.
    pub fn loss(&self, scores: &[f64], labels: &[bool], weights: &[f64]) -> f64 {
        let rows = scores.iter().zip(labels).zip(weights);
        rows.map(|((&score, &label), &weight)| {
            let z = self.margin(score);
            weight * log1p_exp(if label { -z } else { z })
        })
        .sum()
    }

    fn newton(self, scores: &[f64], labels: &[bool], weights: &[f64], with_slope: bool) -> Self {
        let penalised = |at: &Self| {
            let penalty = (at.slope - self.slope).powi(2) + (at.intercept - self.intercept).powi(2);
            at.loss(scores, labels, weights) + 0.5 * PRECISION * penalty
        };
        let mut now = self;
        let mut value = penalised(&now);
        for _ in 0..MAX_STEPS {
            let (mut g, mut h) = ([0.0; 2], [[0.0; 2]; 2]);
            for ((&score, &label), &weight) in scores.iter().zip(labels).zip(weights) {
                let p = sigmoid(now.margin(score));
                let residual = weight * (f64::from(u8::from(label)) - p);
                let curvature = weight * p * (1.0 - p);
                let x = [1.0, if with_slope { score } else { 0.0 }];
                for i in 0..2 {
                    g[i] += residual * x[i];
                    for j in 0..2 {
                        h[i][j] += curvature * x[i] * x[j];
                    }
                }
            }
            g[0] -= PRECISION * (now.intercept - self.intercept);
            g[1] -= PRECISION * (now.slope - self.slope);
            let (a, b, d) = (h[0][0] + PRECISION, h[0][1], h[1][1] + PRECISION);
            let determinant = a * d - b * b;
            let step = [(d * g[0] - b * g[1]) / determinant, (a * g[1] - b * g[0]) / determinant];
            let mut size = 1.0;
            let gained = loop {
                let trial = Self {
                    intercept: now.intercept + size * step[0],
                    slope: now.slope + size * step[1],
                };
                let at = penalised(&trial);
                if at <= value {
                    let gained = value - at;
                    (now, value) = (trial, at);
                    break gained;
                }
                size *= 0.5;
                if size < 1e-9 {
                    break 0.0;
                }
            };
            if gained <= 1e-12 * (1.0 + value) {
                break;
            }
        }
        now
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fit_is_stationary_and_prior_rules_without_rows() {
        assert_eq!(
            Platt::fit(&[], &[], &[], -1.5),
            Platt {
                intercept: -1.5,
                slope: 1.0
            }
        );
        let scores: Vec<f64> = (0..400).map(|i| f64::from(i % 20) / 10.0 - 1.0).collect();
        let labels: Vec<bool> = (0..400).map(|i| (i * 7) % 20 < i % 20).collect();
        let weights: Vec<f64> = (0..400).map(|i| 1.0 + f64::from(i % 3)).collect();
        let fitted = Platt::fit(&scores, &labels, &weights, 0.3);
        let residual = |i: usize| weights[i] * (f64::from(u8::from(labels[i])) - sigmoid(fitted.margin(scores[i])));
        let by_intercept: f64 = (0..400).map(residual).sum();
        let by_slope: f64 = (0..400).map(|i| residual(i) * scores[i]).sum();
        assert!(
            (by_intercept - PRECISION * (fitted.intercept - 0.3)).abs() < 1e-4,
            "{by_intercept}"
        );
        assert!((by_slope - PRECISION * (fitted.slope - 1.0)).abs() < 1e-4, "{by_slope}");
    }

    #[test]
    fn a_score_turned_round_says_nothing() {
        let scores: Vec<f64> = (0..100).map(f64::from).collect();
        let labels: Vec<bool> = (0..100).map(|i| i < 25).collect();
        let fitted = Platt::fit(&scores, &labels, &[1.0; 100], 0.0);
        assert_eq!(fitted.slope, 0.0);
        assert!((sigmoid(fitted.intercept) - 0.25).abs() < 0.01);
        let separated: Vec<bool> = labels.iter().map(|l| !l).collect();
        let fitted = Platt::fit(&scores, &separated, &[1.0; 100], 0.0);
        assert!(fitted.slope > 0.0 && fitted.slope.is_finite() && fitted.intercept.is_finite());
    }
}

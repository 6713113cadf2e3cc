//! The squared hinge loss with a quadratic penalty, minimised in the primal by Newton's method (Chapelle 2007).

use std::ops::Range;

use holdfast_stats::matrix::Factor;
use rayon::prelude::*;

use crate::error::LearnError;

/// Rows summed by one thread at a time: fixed, so that sums do not depend on the number of threads.
const CHUNK: usize = 1024;
const MAX_STEPS: usize = 100;
/// Share of the loss that half of Newton's decrement may still promise.
const TOLERANCE: f64 = 1e-9;
/// Share of the loss that a step has to gain, or rounding is all that moves.
const LAST_DIGITS: f64 = 1e-13;

/// ½λ·βᵀPβ + Σ w·max(0, 1 − y·f)² ÷ (2·Σ w), with f = β·x + intercept and y = ±1.
pub(super) struct Hinge<'a> {
    /// `rows × width`.
    pub features: &'a [f32],
    pub width: usize,
    pub labels: &'a [bool],
    pub weights: &'a [f64],
    /// P, `width × width`; none: the identity.
    pub penalty: Option<&'a [f64]>,
}

impl Hinge<'_> {
    /// Coefficients by feature, the intercept last, at λ > 0, climbed to from `start`.
    pub fn fit(&self, lambda: f64, start: Vec<f64>) -> Result<Vec<f64>, LearnError> {
        let mut beta = start;
        let mut value = self.objective(&beta, lambda);
        for _ in 0..MAX_STEPS {
            let (slope, curvature) = self.derivatives(&beta, lambda);
            let factor = Factor::new(&curvature, self.width + 1).map_err(|singular| LearnError::Numeric {
                what: "support vector machine",
                message: format!("feature {} is determined by the others", singular.at),
            })?;
            let step = factor.solve(&slope);
            let decrement: f64 = step.iter().zip(&slope).map(|(s, g)| s * g).sum();
            if decrement <= TOLERANCE * (1e-6 + value) {
                return Ok(beta);
            }
            let mut size = 1.0;
            loop {
                let trial: Vec<f64> = beta.iter().zip(&step).map(|(b, s)| b - size * s).collect();
                let found = self.objective(&trial, lambda);
                if found <= value {
                    let gained = value - found;
                    (beta, value) = (trial, found);
                    if gained <= LAST_DIGITS * value {
                        return Ok(beta);
                    }
                    break;
                }
                size *= 0.5;
                if size < 1e-9 {
                    // No better point downhill: the optimum, to the last digit.
                    return Ok(beta);
                }
            }
        }
        Err(LearnError::NoConvergence {
            what: "support vector machine",
            iterations: MAX_STEPS,
        })
    }

    /// Scores of rows of features.
    pub fn score(features: &[f32], beta: &[f64]) -> f64 {
        let width = beta.len() - 1;
        beta[width] + features.iter().zip(beta).map(|(&x, b)| f64::from(x) * b).sum::<f64>()
    }

    fn row(&self, row: usize) -> &[f32] {
        &self.features[row * self.width..(row + 1) * self.width]
    }

    fn sign(&self, row: usize) -> f64 {
        if self.labels[row] { 1.0 } else { -1.0 }
    }

    fn total(&self) -> f64 {
        self.weights.iter().sum()
    }

    fn over_chunks<T: Send>(&self, of: impl Fn(Range<usize>) -> T + Sync) -> Vec<T> {
        let rows = self.labels.len();
        let chunk = |c: usize| c * CHUNK..((c + 1) * CHUNK).min(rows);
        (0..rows.div_ceil(CHUNK))
            .into_par_iter()
            .map(|c| of(chunk(c)))
            .collect()
    }

    /// P·β.
    fn penalised(&self, beta: &[f64]) -> Vec<f64> {
        match self.penalty {
            None => beta[..self.width].to_vec(),
            Some(penalty) => {
                let rows = penalty.chunks_exact(self.width.max(1));
                rows.map(|row| row.iter().zip(beta).map(|(p, b)| p * b).sum()).collect()
            }
        }
    }

    fn objective(&self, beta: &[f64], lambda: f64) -> f64 {
        let parts = self.over_chunks(|range| {
            let loss = |row: usize| {
                let short = (1.0 - self.sign(row) * Self::score(self.row(row), beta)).max(0.0);
                self.weights[row] * short * short
            };
            range.map(loss).sum::<f64>()
        });
        let penalty: f64 = self.penalised(beta).iter().zip(beta).map(|(p, b)| p * b).sum();
        0.5 * lambda * penalty + 0.5 * parts.iter().sum::<f64>() / self.total()
    }

    fn derivatives(&self, beta: &[f64], lambda: f64) -> (Vec<f64>, Vec<f64>) {
        let (width, size) = (self.width, self.width + 1);
        let parts = self.over_chunks(|range| {
            let (mut slope, mut curvature) = (vec![0.0; size], vec![0.0; size * size]);
            let mut x = vec![1.0; size];
            for row in range {
                let y = self.sign(row);
                let short = 1.0 - y * Self::score(self.row(row), beta);
                if short <= 0.0 {
                    continue;
                }
                x.iter_mut()
                    .zip(self.row(row))
                    .for_each(|(x, &feature)| *x = f64::from(feature));
                let weight = self.weights[row];
                for i in 0..size {
                    slope[i] -= weight * y * short * x[i];
                    let scaled = weight * x[i];
                    if scaled != 0.0 {
                        let sums = &mut curvature[i * size..i * size + i + 1];
                        sums.iter_mut().zip(&x).for_each(|(sum, x)| *sum += scaled * x);
                    }
                }
            }
            (slope, curvature)
        });
        let (mut slope, mut curvature) = (vec![0.0; size], vec![0.0; size * size]);
        for (g, h) in parts {
            slope.iter_mut().zip(g).for_each(|(sum, g)| *sum += g);
            curvature.iter_mut().zip(h).for_each(|(sum, h)| *sum += h);
        }
        let total = self.total();
        slope.iter_mut().for_each(|g| *g /= total);
        curvature.iter_mut().for_each(|h| *h /= total);
        for (slope, penalised) in slope.iter_mut().zip(self.penalised(beta)) {
            *slope += lambda * penalised;
        }
        for i in 0..width {
            match self.penalty {
                None => curvature[i * size + i] += lambda,
                Some(penalty) => {
                    for j in 0..=i {
                        curvature[i * size + j] += lambda * penalty[i * width + j];
                    }
                }
            }
        }
        // Where every row is beyond the margin nothing holds the intercept.
        curvature[width * size + width] += 1e-9;
        (slope, curvature)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_rows_by_hand() {
        // x = ±1 with y = ±1: β minimises ½λβ² + ½(1 − β)², so β = 1 ÷ (1 + λ), whatever the weights of the two are if they are equal.
        let hinge = Hinge {
            features: &[1.0, -1.0],
            width: 1,
            labels: &[true, false],
            weights: &[3.0, 3.0],
            penalty: None,
        };
        let beta = hinge.fit(0.25, vec![0.0, 0.0]).unwrap();
        assert!((beta[0] - 0.8).abs() < 1e-6 && beta[1].abs() < 1e-6, "{beta:?}");
        // A penalty of 2 is as if λ were twice as large.
        let hinge = Hinge {
            penalty: Some(&[2.0]),
            ..hinge
        };
        let beta = hinge.fit(0.25, vec![0.0, 0.0]).unwrap();
        assert!((beta[0] - 1.0 / 1.5).abs() < 1e-6, "{beta:?}");
    }

    #[test]
    fn rows_beyond_the_margin_do_not_matter() {
        let labels = [false, false, true, true, true];
        let near = Hinge {
            features: &[-1.0, -0.5, 0.5, 1.0, 1.5],
            width: 1,
            labels: &labels,
            weights: &[1.0, 1.0, 1.0, 1.0, 1.0],
            penalty: None,
        };
        let far = Hinge {
            features: &[-1.0, -0.5, 0.5, 1.0, 900.0],
            ..near
        };
        let near = near.fit(0.01, vec![0.0; 2]).unwrap();
        let far = far.fit(0.01, vec![0.0; 2]).unwrap();
        assert!((near[0] - far[0]).abs() < 1e-6 && (near[1] - far[1]).abs() < 1e-6);
    }
}

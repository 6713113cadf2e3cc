//! Logistic regression on a dense matrix of some tens of terms, by Newton's method.

use std::ops::Range;

use holdfast_stats::matrix::Factor;
use holdfast_stats::special::{log1p_exp, sigmoid};
use rayon::prelude::*;

/// Rows summed by one thread at a time: fixed, so that sums do not depend on the number of threads.
const CHUNK: usize = 4096;
const MAX_STEPS: usize = 100;
/// Share of the loss that half of Newton's decrement may still promise.
const TOLERANCE: f64 = 1e-13;

/// Rows of terms with outcomes and weights; coefficients are by term, the intercept last.
#[derive(Clone, Copy)]
pub struct Dense<'a> {
    /// `rows × width`.
    pub values: &'a [f64],
    /// Number of terms.
    pub width: usize,
    /// Outcome of each row.
    pub labels: &'a [bool],
    /// Weight of each row, above 0.
    pub weights: &'a [f64],
    /// Ridge on the squared coefficients, the intercept left out.
    pub ridge: f64,
}

/// Where Newton's method ended.
pub struct Ended {
    /// The coefficients.
    pub beta: Vec<f64>,
    /// The last step made.
    pub step: Vec<f64>,
    /// How.
    pub how: End,
}

/// How Newton's method ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// At the optimum.
    Optimum,
    /// Where the information became singular.
    Singular,
    /// After this many steps without reaching the optimum.
    Steps(usize),
}

impl Dense<'_> {
    fn margin(&self, row: usize, beta: &[f64]) -> f64 {
        let x = &self.values[row * self.width..(row + 1) * self.width];
        beta[self.width] + x.iter().zip(beta).map(|(x, b)| x * b).sum::<f64>()
    }

    fn over_chunks<T: Send>(&self, of: impl Fn(Range<usize>) -> T + Sync) -> Vec<T> {
        let rows = self.labels.len();
        let chunk = |c: usize| c * CHUNK..((c + 1) * CHUNK).min(rows);
        (0..rows.div_ceil(CHUNK))
            .into_par_iter()
            .map(|c| of(chunk(c)))
            .collect()
    }

    /// All coefficients 0, the intercept at the base rate; finite where both classes are there.
    pub fn start(&self) -> Vec<f64> {
        let (mut churned, mut retained) = (0.0, 0.0);
        for (&label, weight) in self.labels.iter().zip(self.weights) {
            *(if label { &mut churned } else { &mut retained }) += weight;
        }
        let mut beta = vec![0.0; self.width + 1];
        beta[self.width] = (churned / retained).ln();
        beta
    }

    /// Weighted log-likelihood without the penalty.
    pub fn log_likelihood(&self, beta: &[f64]) -> f64 {
        let parts = self.over_chunks(|range| {
            let loss = |row: usize| {
                let z = self.margin(row, beta);
                self.weights[row] * log1p_exp(if self.labels[row] { -z } else { z })
            };
            range.map(loss).sum::<f64>()
        });
        -parts.iter().sum::<f64>()
    }

    fn penalised_loss(&self, beta: &[f64]) -> f64 {
        let squares: f64 = beta[..self.width].iter().map(|b| b * b).sum();
        0.5 * self.ridge * squares - self.log_likelihood(beta)
    }

    /// Gradient of the penalised log-likelihood, and the information without the penalty, row by row.
    pub fn derivatives(&self, beta: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let size = self.width + 1;
        let parts = self.over_chunks(|range| {
            let (mut gradient, mut information) = (vec![0.0; size], vec![0.0; size * size]);
            let mut x = vec![1.0; size];
            for row in range {
                x[..self.width].copy_from_slice(&self.values[row * self.width..(row + 1) * self.width]);
                let z = self.margin(row, beta);
                // 1 − p without the digits that 1 − 0.999… loses.
                let (p, q) = (sigmoid(z), sigmoid(-z));
                let residual = self.weights[row] * if self.labels[row] { q } else { -p };
                let curvature = self.weights[row] * p * q;
                for i in 0..size {
                    gradient[i] += residual * x[i];
                    let scaled = curvature * x[i];
                    for (sum, x) in information[i * size..i * size + i + 1].iter_mut().zip(&x) {
                        *sum += scaled * x;
                    }
                }
            }
            (gradient, information)
        });
        let (mut gradient, mut information) = (vec![0.0; size], vec![0.0; size * size]);
        for (g, h) in parts {
            gradient.iter_mut().zip(g).for_each(|(sum, g)| *sum += g);
            information.iter_mut().zip(h).for_each(|(sum, h)| *sum += h);
        }
        for i in 0..size {
            if i < self.width {
                gradient[i] -= self.ridge * beta[i];
            }
            for j in 0..i {
                information[j * size + i] = information[i * size + j];
            }
        }
        (gradient, information)
    }

    /// The information with the ridge on its diagonal.
    pub fn penalised(&self, information: &[f64]) -> Vec<f64> {
        let mut out = information.to_vec();
        for term in 0..self.width {
            out[term * (self.width + 1) + term] += self.ridge;
        }
        out
    }

    /// Climbs from the base rate. A step that loses is halved.
    pub fn climb(&self) -> Ended {
        let mut beta = self.start();
        let mut loss = self.penalised_loss(&beta);
        let mut last = vec![0.0; beta.len()];
        for _ in 0..MAX_STEPS {
            let (gradient, information) = self.derivatives(&beta);
            let Ok(factor) = Factor::new(&self.penalised(&information), self.width + 1) else {
                return Ended {
                    beta,
                    step: last,
                    how: End::Singular,
                };
            };
            let step = factor.solve(&gradient);
            let decrement: f64 = step.iter().zip(&gradient).map(|(s, g)| s * g).sum();
            if decrement <= TOLERANCE * (1.0 + loss) {
                // The loss does not see this step any more; the coefficients do.
                let beta = beta.iter().zip(&step).map(|(b, s)| b + s).collect();
                return Ended {
                    beta,
                    step: last,
                    how: End::Optimum,
                };
            }
            let mut size = 1.0;
            loop {
                let trial: Vec<f64> = beta.iter().zip(&step).map(|(b, s)| b + size * s).collect();
                let found = self.penalised_loss(&trial);
                if found <= loss {
                    (beta, loss) = (trial, found);
                    break;
                }
                size *= 0.5;
                if size < 1e-9 {
                    // No better point in the direction of ascent: the optimum, to the last digit.
                    return Ended {
                        beta,
                        step,
                        how: End::Optimum,
                    };
                }
            }
            last = step;
        }
        Ended {
            beta,
            step: last,
            how: End::Steps(MAX_STEPS),
        }
    }
}

//! The log-likelihood of a logistic regression on a design, with its derivatives.

use std::ops::Range;

use holdfast_stats::special::{log1p_exp, sigmoid};
use ndarray::{Array1, Array2};
use rayon::prelude::*;

use super::design::{Design, Rows};
use crate::contract::draw::Cases;

/// Rows summed by one thread at a time: fixed, so that sums do not depend on the number of threads.
const CHUNK: usize = 4096;

/// Rows of a design with outcomes and weights.
pub struct Likelihood<'a> {
    design: &'a Design,
    rows: Rows,
    labels: Vec<bool>,
    weights: &'a [f64],
}

impl<'a> Likelihood<'a> {
    /// The rows of the cases.
    pub fn of(design: &'a Design, cases: &Cases<'a>) -> Self {
        Self {
            design,
            rows: design.rows(cases.frame, cases.rows),
            labels: (0..cases.rows.len()).map(|position| cases.label(position)).collect(),
            weights: cases.weights,
        }
    }

    fn margin(&self, row: usize, beta: &[f64]) -> f64 {
        let (dense, active) = self.terms(row);
        let mut sum = beta[self.design.terms];
        for (&x, &b) in dense.iter().zip(beta) {
            sum += f64::from(x) * b;
        }
        for &term in active {
            sum += beta[term as usize];
        }
        sum
    }

    fn terms(&self, row: usize) -> (&[f32], &[u32]) {
        let (dense, categories) = (self.design.dense, self.rows.categories);
        (
            &self.rows.dense[row * dense..(row + 1) * dense],
            &self.rows.active[row * categories..(row + 1) * categories],
        )
    }

    fn chunks(&self) -> Vec<Range<usize>> {
        (0..self.rows.rows.div_ceil(CHUNK))
            .map(|c| c * CHUNK..((c + 1) * CHUNK).min(self.rows.rows))
            .collect()
    }

    /// Weighted sum of the log losses; `beta` holds the coefficients by term, the intercept last.
    pub fn loss(&self, beta: &[f64]) -> f64 {
        let parts: Vec<f64> = self
            .chunks()
            .into_par_iter()
            .map(|range| {
                range
                    .map(|row| {
                        let z = self.margin(row, beta);
                        self.weights[row] * log1p_exp(if self.labels[row] { -z } else { z })
                    })
                    .sum::<f64>()
            })
            .collect();
        parts.iter().sum()
    }

    /// Standard deviation of every term over the rows.
    pub fn spreads(&self) -> Vec<f64> {
        let terms = self.design.terms;
        let (mut sums, mut squares, mut total) = (vec![0.0; terms], vec![0.0; terms], 0.0);
        for (row, &weight) in self.weights.iter().enumerate() {
            total += weight;
            let (dense, active) = self.terms(row);
            for (term, &x) in dense.iter().enumerate() {
                sums[term] += weight * f64::from(x);
                squares[term] += weight * f64::from(x) * f64::from(x);
            }
            for &term in active {
                sums[term as usize] += weight;
                squares[term as usize] += weight;
            }
        }
        let variance = |(sum, square): (f64, f64)| {
            let mean = sum / total;
            let found = square / total - mean * mean;
            // What rounding leaves of a constant is no spread.
            if found > 1e-12 * (square / total) {
                found.sqrt()
            } else {
                0.0
            }
        };
        sums.into_iter().zip(squares).map(variance).collect()
    }

    /// Gradient of the log-likelihood less ½·ridge·Σ b², and its negative second derivative.
    pub fn derivatives(&self, beta: &[f64], ridge: f64) -> (Array1<f64>, Array2<f64>) {
        let terms = self.design.terms;
        let size = terms + 1;
        let parts: Vec<(Vec<f64>, Vec<f64>)> = self
            .chunks()
            .into_par_iter()
            .map(|range| self.chunk_derivatives(beta, range))
            .collect();
        let mut gradient = Array1::zeros(size);
        let mut hessian = Array2::zeros((size, size));
        for (g, h) in &parts {
            for i in 0..size {
                gradient[i] += g[i];
                for j in 0..=i {
                    hessian[[i, j]] += h[i * size + j];
                }
            }
        }
        for i in 0..terms {
            gradient[i] -= ridge * beta[i];
            hessian[[i, i]] += ridge;
        }
        // A weightless intercept cannot occur: 0 < p < 1, but p·(1−p) may underflow where the data separates.
        hessian[[terms, terms]] += 1e-9;
        for i in 0..size {
            for j in 0..i {
                hessian[[j, i]] = hessian[[i, j]];
            }
        }
        (gradient, hessian)
    }

    fn chunk_derivatives(&self, beta: &[f64], range: Range<usize>) -> (Vec<f64>, Vec<f64>) {
        let (size, dense_terms) = (self.design.terms + 1, self.design.dense);
        let mut gradient = vec![0.0; size];
        // Lower triangle, row by row.
        let mut hessian = vec![0.0; size * size];
        let mut x = vec![0.0f64; dense_terms];
        for row in range {
            let p = sigmoid(self.margin(row, beta));
            let residual = self.weights[row] * (f64::from(u8::from(self.labels[row])) - p);
            let weight = self.weights[row] * (p * (1.0 - p));
            let (dense, active) = self.terms(row);
            x.iter_mut().zip(dense).for_each(|(x, &d)| *x = f64::from(d));
            for i in 0..dense_terms {
                gradient[i] += residual * x[i];
                let wx = weight * x[i];
                hessian[i * size..i * size + i + 1]
                    .iter_mut()
                    .zip(&x)
                    .for_each(|(h, &xj)| *h += wx * xj);
            }
            for (k, &term) in active.iter().enumerate() {
                let i = term as usize;
                gradient[i] += residual;
                hessian[i * size..i * size + dense_terms]
                    .iter_mut()
                    .zip(&x)
                    .for_each(|(h, &xj)| *h += weight * xj);
                // Terms of a column come after those of the columns before it: `earlier` are left of the diagonal.
                for &earlier in &active[..=k] {
                    hessian[i * size + earlier as usize] += weight;
                }
            }
            let last = (size - 1) * size;
            gradient[size - 1] += residual;
            hessian[last..last + dense_terms]
                .iter_mut()
                .zip(&x)
                .for_each(|(h, &xj)| *h += weight * xj);
            for &term in active {
                hessian[last + term as usize] += weight;
            }
            hessian[last + size - 1] += weight;
        }
        (gradient, hessian)
    }
}

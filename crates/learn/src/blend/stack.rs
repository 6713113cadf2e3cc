//! Stacking in log-odds: log-odds = intercept + Σ weight × part, weights not negative.

use holdfast_stats::special::{log1p_exp, sigmoid};
use linfa_linalg::cholesky::SolveC;
use ndarray::{Array2, Axis};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::LearnError;
use crate::folds::check_classes;

/// How the log-odds of several models are put together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stack {
    /// Log-odds when every part says 0.
    pub intercept: f64,
    /// One weight a part, at least 0; exactly 0 for a part that is not needed.
    pub weights: Vec<f64>,
}

/// A penalty of one tenth of a row on (weight − 1/parts)²: it keeps the optimum finite where the parts separate the classes, and divides the
/// weight between parts that say the same.
const RIDGE: f64 = 0.1;
const MAX_STEPS: usize = 200;
/// Rows summed by one thread at a time: fixed, so that sums do not depend on the number of threads.
const CHUNK: usize = 4096;

/// Rows to learn weights from.
struct Rows<'a> {
    margins: &'a [Vec<f64>],
    labels: &'a [bool],
    weights: &'a [f64],
}

impl Stack {
    /// The blended log-odds of a row; `parts` by part.
    #[inline]
    pub fn margin(&self, parts: &[f64]) -> f64 {
        self.intercept + self.weights.iter().zip(parts).map(|(w, z)| w * z).sum::<f64>()
    }

    /// The blended log-odds of every row; `margins[part][row]`. Parts with weight 0 are not read.
    pub fn margins(&self, margins: &[Vec<f64>], rows: usize) -> Vec<f64> {
        let mut out = vec![self.intercept; rows];
        for (weight, part) in self.weights.iter().zip(margins).filter(|(weight, _)| **weight != 0.0) {
            out.iter_mut().zip(part).for_each(|(sum, z)| *sum += weight * z);
        }
        out
    }

    /// Mean log loss on rows with these log-odds of the parts; `weights` empty: all rows weigh 1. 0 without rows.
    pub fn loss(&self, margins: &[Vec<f64>], labels: &[bool], weights: &[f64]) -> f64 {
        let mut all = 0.0;
        let mut sum = 0.0;
        for (row, (z, &label)) in self.margins(margins, labels.len()).into_iter().zip(labels).enumerate() {
            let weight = weights.get(row).copied().unwrap_or(1.0);
            all += weight;
            sum += weight * log1p_exp(if label { -z } else { z });
        }
        if all > 0.0 { sum / all } else { 0.0 }
    }
}

/// Fits the weights by maximum likelihood with weights ≥ 0, on `margins[part][row]`: log-odds of rows that the parts did not learn from
/// (Wolpert 1992; Breiman 1996 for the non-negative weights; docs/adr/0004).
///
/// `weights` of rows: empty, or finite and above 0; a weight of 2 counts like the row twice. The penalised loss is strictly convex, so there is one
/// optimum whatever the order of the parts; it is found by Newton's method over the parts that are not held at 0, a step that would
/// cross 0 being bent along it (projected Newton, Bertsekas 1982).
///
/// # Errors
/// [`LearnError::Empty`], [`LearnError::OneClass`], [`LearnError::NoColumns`] (no parts), [`LearnError::Mismatch`], [`LearnError::Weight`],
/// [`LearnError::NotFinite`], [`LearnError::Numeric`], [`LearnError::NoConvergence`].
pub fn stack(margins: &[Vec<f64>], labels: &[bool], weights: &[f64]) -> Result<Stack, LearnError> {
    let rows = Rows {
        margins,
        labels,
        weights,
    };
    let (churned, all) = rows.check()?;
    let parts = margins.len();
    let target = 1.0 / parts as f64;
    let mut at = vec![target; parts + 1];
    at[0] = 0.0;
    // Starts at the intercept that the equal blend would need least: that of the churn rate less the blend's mean.
    let mean = (0..labels.len())
        .map(|row| rows.weight(row) * margins.iter().map(|part| part[row]).sum::<f64>())
        .sum::<f64>()
        * target
        / all;
    at[0] = (churned / (all - churned)).ln() - mean.clamp(-30.0, 30.0);
    let mut value = rows.penalised(&at);
    for _ in 0..MAX_STEPS {
        let (gradient, hessian) = rows.derivatives(&at);
        // Free: the intercept, weights above 0, and weights at 0 that the gradient would raise.
        let free: Vec<usize> = (0..=parts)
            .filter(|&k| k == 0 || at[k] > 0.0 || gradient[k] < 0.0)
            .collect();
        let step = newton_step(&free, &gradient, &hessian)?;
        let promised: f64 = free.iter().zip(&step).map(|(&k, s)| gradient[k] * s).sum();
        if promised <= 1e-12 * (1.0 + value) {
            return Ok(finished(&at));
        }
        let mut size = 1.0;
        loop {
            let mut next = at.clone();
            for (&k, s) in free.iter().zip(&step) {
                next[k] -= size * s;
                if k > 0 {
                    next[k] = next[k].max(0.0);
                }
            }
            let there = rows.penalised(&next);
            if there < value {
                (at, value) = (next, there);
                break;
            }
            size *= 0.5;
            if size < 1e-12 {
                return Ok(finished(&at));
            }
        }
    }
    Err(LearnError::NoConvergence {
        what: "stacking",
        iterations: MAX_STEPS,
    })
}

fn finished(at: &[f64]) -> Stack {
    Stack {
        intercept: at[0],
        weights: at[1..].to_vec(),
    }
}

/// Solves the Newton system of the free parameters.
fn newton_step(free: &[usize], gradient: &[f64], hessian: &[f64]) -> Result<Vec<f64>, LearnError> {
    let width = gradient.len();
    let mut system = Array2::from_shape_fn((free.len(), free.len()), |(i, j)| hessian[free[i] * width + free[j]]);
    let right = ndarray::Array1::from_iter(free.iter().map(|&k| gradient[k]));
    let solved = system
        .solvec(&right.insert_axis(Axis(1)))
        .map_err(|e| LearnError::Numeric {
            what: "stacking",
            message: e.to_string(),
        })?;
    Ok(solved.iter().copied().collect())
}

impl Rows<'_> {
    #[inline]
    fn weight(&self, row: usize) -> f64 {
        self.weights.get(row).copied().unwrap_or(1.0)
    }

    /// Weight of the churned and of all.
    fn check(&self) -> Result<(f64, f64), LearnError> {
        let rows = self.labels.len();
        if self.margins.is_empty() {
            return Err(LearnError::NoColumns);
        }
        let fits = |what, found: usize| {
            if found == rows {
                Ok(())
            } else {
                Err(LearnError::Mismatch { what, found, rows })
            }
        };
        for (part, margins) in self.margins.iter().enumerate() {
            fits("log-odds of a part", margins.len())?;
            if let Some(row) = margins.iter().position(|z| !z.is_finite()) {
                return Err(LearnError::NotFinite {
                    column: format!("log-odds of part {part}"),
                    row,
                });
            }
        }
        if !self.weights.is_empty() {
            fits("weights", self.weights.len())?;
        }
        if let Some(row) = self.weights.iter().position(|w| !(w.is_finite() && *w > 0.0)) {
            return Err(LearnError::Weight {
                row,
                value: self.weights[row].to_string(),
            });
        }
        check_classes(rows, self.labels.iter().filter(|&&l| l).count(), 1)?;
        Ok((0..rows).fold((0.0, 0.0), |(churned, all), row| {
            let weight = self.weight(row);
            (churned + if self.labels[row] { weight } else { 0.0 }, all + weight)
        }))
    }

    #[inline]
    fn margin(&self, at: &[f64], row: usize) -> f64 {
        at[0]
            + self
                .margins
                .iter()
                .zip(&at[1..])
                .map(|(part, w)| w * part[row])
                .sum::<f64>()
    }

    /// Sums over fixed chunks of rows, added in order.
    fn sum(&self, width: usize, add: impl Fn(usize, &mut [f64]) + Sync) -> Vec<f64> {
        let rows = self.labels.len();
        let partials: Vec<Vec<f64>> = (0..rows.div_ceil(CHUNK))
            .into_par_iter()
            .map(|chunk| {
                let mut sums = vec![0.0; width];
                (chunk * CHUNK..rows.min((chunk + 1) * CHUNK)).for_each(|row| add(row, &mut sums));
                sums
            })
            .collect();
        let mut total = vec![0.0; width];
        for partial in partials {
            total.iter_mut().zip(partial).for_each(|(sum, part)| *sum += part);
        }
        total
    }

    fn penalised(&self, at: &[f64]) -> f64 {
        let target = 1.0 / self.margins.len() as f64;
        let penalty: f64 = at[1..].iter().map(|w| (w - target).powi(2)).sum();
        let loss = self.sum(1, |row, sums| {
            let z = self.margin(at, row);
            sums[0] += self.weight(row) * log1p_exp(if self.labels[row] { -z } else { z });
        });
        loss[0] + 0.5 * RIDGE * penalty
    }

    /// Gradient, and second derivatives row by row.
    fn derivatives(&self, at: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let width = at.len();
        let mut sums = self.sum(width + width * width, |row, sums| {
            let z = self.margin(at, row);
            let weight = self.weight(row);
            let residual = weight * if self.labels[row] { -sigmoid(-z) } else { sigmoid(z) };
            let curvature = weight * sigmoid(z) * sigmoid(-z);
            let x = |k: usize| if k == 0 { 1.0 } else { self.margins[k - 1][row] };
            for i in 0..width {
                let own = x(i);
                sums[i] += residual * own;
                for j in 0..=i {
                    sums[width + i * width + j] += curvature * own * x(j);
                }
            }
        });
        let mut hessian = sums.split_off(width);
        let target = 1.0 / self.margins.len() as f64;
        // Far below the information of one row: only for data where that has vanished.
        hessian[0] += 1e-9;
        for k in 1..width {
            sums[k] += RIDGE * (at[k] - target);
            hessian[k * width + k] += RIDGE;
            for j in 0..k {
                hessian[j * width + k] = hessian[k * width + j];
            }
        }
        (sums, hessian)
    }
}

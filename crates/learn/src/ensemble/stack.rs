//! Stacking in log-odds: log-odds = intercept + Σ weight × component, weights not negative.
//!
//! One logistic regression of the outcome on the components' log-odds is both the blend and Platt's calibration (Platt
//! 1999; Wolpert 1992; Breiman 1996 for the non-negative weights). It is affine in the components, so Shapley values of
//! the parts add up to those of the whole (docs/adr/0004).

use holdfast_stats::special::{log1p_exp, sigmoid};

use super::candidate::Candidate;
use crate::error::LearnError;

/// A fitted blend of the two components' log-odds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stack {
    /// Log-odds when every component says 0.
    pub intercept: f64,
    /// Weight of the logistic regression and of the booster.
    pub weights: [f64; 2],
}

impl Stack {
    /// The blended log-odds.
    #[inline]
    pub fn margin(&self, components: [f64; 2]) -> f64 {
        self.intercept + self.weights[0] * components[0] + self.weights[1] * components[1]
    }

    /// Sum of the log losses of rows with these log-odds of the components.
    pub fn loss(&self, components: [&[f64]; 2], labels: &[bool]) -> f64 {
        labels
            .iter()
            .zip(components[0].iter().zip(components[1]))
            .map(|(&label, (&a, &b))| {
                let z = self.margin([a, b]);
                log1p_exp(if label { -z } else { z })
            })
            .sum()
    }
}

/// A penalty of one tenth of a row on (weight − 1)² keeps the optimum finite where the data separates.
const RIDGE: f64 = 0.1;
const MAX_STEPS: usize = 100;

/// Fits one candidate's weights on log-odds of rows that the components did not learn from; returns it with its mean
/// log loss on those rows. A weight that would be negative is set to 0.
///
/// # Errors
/// [`LearnError::Empty`], [`LearnError::NoConvergence`].
pub fn fit(candidate: Candidate, components: [&[f64]; 2], labels: &[bool]) -> Result<(Stack, f64), LearnError> {
    if labels.is_empty() {
        return Err(LearnError::Empty);
    }
    let mut uses = candidate.uses();
    loop {
        let stack = newton(uses, components, labels)?;
        let negative = (0..2).find(|&k| uses[k] && stack.weights[k] < 0.0);
        match negative {
            Some(k) => uses[k] = false,
            None => {
                let loss = stack.loss(components, labels);
                return Ok((stack, loss / labels.len() as f64));
            }
        }
    }
}

fn penalised(stack: &Stack, uses: [bool; 2], target: f64, components: [&[f64]; 2], labels: &[bool]) -> f64 {
    let penalty: f64 = (0..2)
        .filter(|&k| uses[k])
        .map(|k| (stack.weights[k] - target).powi(2))
        .sum();
    stack.loss(components, labels) + 0.5 * RIDGE * penalty
}

fn newton(uses: [bool; 2], components: [&[f64]; 2], labels: &[bool]) -> Result<Stack, LearnError> {
    let used = uses.iter().filter(|&&u| u).count();
    let target = if used == 0 { 0.0 } else { 1.0 / used as f64 };
    let mut stack = Stack {
        intercept: 0.0,
        weights: uses.map(|u| if u { target } else { 0.0 }),
    };
    let mut current = penalised(&stack, uses, target, components, labels);
    for _ in 0..MAX_STEPS {
        let step = newton_step(&stack, uses, target, components, labels);
        let mut size = 1.0;
        let improved = loop {
            let candidate = Stack {
                intercept: stack.intercept + size * step[0],
                weights: [stack.weights[0] + size * step[1], stack.weights[1] + size * step[2]],
            };
            let value = penalised(&candidate, uses, target, components, labels);
            if value <= current {
                let gained = current - value;
                stack = candidate;
                current = value;
                break gained;
            }
            size *= 0.5;
            if size < 1e-8 {
                break 0.0;
            }
        };
        if improved <= 1e-10 * (1.0 + current) {
            return Ok(stack);
        }
    }
    Err(LearnError::NoConvergence {
        what: "stacking",
        iterations: MAX_STEPS,
    })
}

/// Solves the 3 × 3 Newton system by Gaussian elimination; unused weights get a zero step.
fn newton_step(stack: &Stack, uses: [bool; 2], target: f64, components: [&[f64]; 2], labels: &[bool]) -> [f64; 3] {
    let mut g = [0.0; 3];
    let mut h = [[0.0; 3]; 3];
    for (&label, (&a, &b)) in labels.iter().zip(components[0].iter().zip(components[1])) {
        let p = sigmoid(stack.margin([a, b]));
        let residual = f64::from(u8::from(label)) - p;
        let w = p * (1.0 - p);
        let x = [1.0, if uses[0] { a } else { 0.0 }, if uses[1] { b } else { 0.0 }];
        for i in 0..3 {
            g[i] += residual * x[i];
            for j in 0..3 {
                h[i][j] += w * x[i] * x[j];
            }
        }
    }
    h[0][0] += 1e-9;
    for k in 0..2 {
        h[k + 1][k + 1] += RIDGE;
        if uses[k] {
            g[k + 1] -= RIDGE * (stack.weights[k] - target);
        }
    }
    for pivot in 0..3 {
        for row in pivot + 1..3 {
            let factor = h[row][pivot] / h[pivot][pivot];
            let above = h[pivot];
            h[row]
                .iter_mut()
                .zip(above)
                .skip(pivot)
                .for_each(|(own, pivoted)| *own -= factor * pivoted);
            g[row] -= factor * g[pivot];
        }
    }
    let mut step = [0.0; 3];
    for row in (0..3).rev() {
        let known: f64 = (row + 1..3).map(|c| h[row][c] * step[c]).sum();
        step[row] = (g[row] - known) / h[row][row];
    }
    step
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stacking_undoes_miscalibration_and_drops_a_useless_component() {
        // Component 0 states three times the true log-odds plus one; component 1 says the opposite of the truth.
        let n = 4000;
        let truth: Vec<f64> = (0..n).map(|i| (i as f64 / n as f64 - 0.5) * 4.0).collect();
        let a: Vec<f64> = truth.iter().map(|z| 3.0 * z + 1.0).collect();
        let b: Vec<f64> = (0..n).map(|i| ((i * 7919) % 13) as f64 - 6.0 - truth[i]).collect();
        let labels: Vec<bool> = (0..n)
            .map(|i| sigmoid(truth[i]) > ((i * 6151) % 4001) as f64 / 4001.0)
            .collect();
        let (stack, loss) = fit(Candidate::Blend, [&a, &b], &labels).unwrap();
        assert!((stack.weights[0] - 1.0 / 3.0).abs() < 0.04, "{stack:?}");
        assert!(stack.weights[1] >= 0.0 && stack.weights[1] < 0.05, "{stack:?}");
        let (_, worse) = fit(Candidate::Boosting, [&a, &b], &labels).unwrap();
        assert!(loss < worse);
    }
}

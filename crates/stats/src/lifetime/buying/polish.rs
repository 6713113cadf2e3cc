//! The last steps to a maximum that is near, each in one pass over the rows.

use super::geometric::Curved;
use crate::matrix::{Factor, dot};
use crate::maximise::{Maximum, Objective};

const STEPS: u32 = 20;
/// Gain that a step promises, in units of log-likelihood, from which on it is the last: it ends far below a millionth of
/// a standard error from the maximum, and the information changes as little.
const LAST: f64 = 1e-8;
/// Length that a step with such a promise can have only where the likelihood is flat.
const FLAT: f64 = 1e-2;
/// Part of a sum over millions of rows that rounding may take.
const ROUNDING: f64 = 1e-12;

/// Newton's method from `start`; `None` where a step does not gain or the maximum is not sharp: a search will say why.
pub(super) fn polish(curved: impl Fn(&[f64]) -> Curved, start: &[f64], limit: f64) -> Option<Maximum> {
    let mut parameters = start.to_vec();
    let mut before = f64::MIN;
    for step in 1..=STEPS {
        let Curved {
            value,
            gradient,
            information,
        } = curved(&parameters);
        if !value.is_finite() || value < before - ROUNDING * before.abs() || parameters.iter().any(|p| p.abs() > limit)
        {
            return None;
        }
        before = value;
        let factor = Factor::new(&information, gradient.len()).ok()?;
        let direction = factor.solve(&gradient);
        let promise = dot(&direction, &gradient);
        if promise.is_nan() {
            return None;
        }
        let last = promise <= LAST;
        if last && direction.iter().any(|d| d.abs() > FLAT) {
            return None;
        }
        for (parameter, move_by) in parameters.iter_mut().zip(&direction) {
            *parameter += move_by;
        }
        if last {
            return Some(Maximum {
                parameters,
                log_likelihood: value + 0.5 * promise,
                covariance: factor.inverse(),
                evaluations: step,
            });
        }
    }
    None
}

/// The same where only first derivatives are cheap: steps with the covariance of `near`, the maximum over one of `stride`
/// rows, and the information over all rows once, by differences, for a last step and for the errors.
pub(super) fn polish_by_gradient(
    objective: &impl Objective,
    near: &Maximum,
    stride: usize,
    limit: f64,
) -> Option<Maximum> {
    let mut parameters = near.parameters.clone();
    let k = parameters.len();
    let mut gradient = vec![0.0; k];
    let mut before = f64::MIN;
    for step in 1..=STEPS {
        let value = objective.evaluate(&parameters, &mut gradient);
        if !value.is_finite() || value < before - ROUNDING * before.abs() || parameters.iter().any(|p| p.abs() > limit)
        {
            return None;
        }
        before = value;
        let rows = near.covariance.chunks_exact(k);
        let direction: Vec<f64> = rows.map(|row| dot(row, &gradient) / stride as f64).collect();
        let promise = dot(&direction, &gradient);
        if promise.is_nan() || promise < 0.0 {
            return None;
        }
        if promise <= LAST {
            let factor = Factor::new(&information(objective, &parameters)?, k).ok()?;
            let direction = factor.solve(&gradient);
            let promise = dot(&direction, &gradient);
            // Not sharp, or the rows left out had said something else.
            if promise > 10.0 * LAST || direction.iter().any(|d| d.abs() > FLAT) {
                return None;
            }
            return Some(Maximum {
                parameters: parameters.iter().zip(&direction).map(|(p, d)| p + d).collect(),
                log_likelihood: value + 0.5 * promise,
                covariance: factor.inverse(),
                evaluations: step + 2 * k as u32,
            });
        }
        for (parameter, move_by) in parameters.iter_mut().zip(&direction) {
            *parameter += move_by;
        }
    }
    None
}

/// Negative second derivatives by central differences of the gradient.
fn information(objective: &impl Objective, parameters: &[f64]) -> Option<Vec<f64>> {
    let k = parameters.len();
    let mut matrix = vec![0.0; k * k];
    let (mut up, mut down) = (vec![0.0; k], vec![0.0; k]);
    let mut moved = parameters.to_vec();
    for j in 0..k {
        // Cube root of the machine precision: error of the difference and of its rounding are alike.
        let step = 6e-6 * parameters[j].abs().max(1.0);
        moved[j] = parameters[j] + step;
        objective.evaluate(&moved, &mut up);
        moved[j] = parameters[j] - step;
        objective.evaluate(&moved, &mut down);
        moved[j] = parameters[j];
        for i in 0..k {
            let half = (down[i] - up[i]) / (4.0 * step);
            matrix[i * k + j] += half;
            matrix[j * k + i] += half;
        }
    }
    matrix.iter().all(|value| value.is_finite()).then_some(matrix)
}

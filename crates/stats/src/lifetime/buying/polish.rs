//! The last steps to a maximum that is near, each in one pass over the rows.

use super::geometric::Curved;
use crate::matrix::{Factor, dot};
use crate::maximise::Maximum;

const STEPS: u32 = 20;
/// Gain that a step promises, in units of log-likelihood, from which on it is the last: it ends far below a millionth of
/// a standard error from the maximum, and the information changes as little.
const LAST: f64 = 1e-8;
/// Length that a step with such a promise can have only where the likelihood is flat.
const FLAT: f64 = 1e-2;

/// Newton's method from `start`; `None` where a step does not gain or the maximum is not sharp: a search will say why.
pub(super) fn polish(curved: impl Fn(&[f64]) -> Curved, start: &[f64], limit: f64) -> Option<Maximum> {
    let mut parameters = start.to_vec();
    let mut before = f64::NEG_INFINITY;
    for step in 1..=STEPS {
        let Curved {
            value,
            gradient,
            information,
        } = curved(&parameters);
        if !value.is_finite() || value < before || parameters.iter().any(|p| p.abs() > limit) {
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

//! The maximum of the partial likelihood, penalised or not.

use super::lasso;
use super::likelihood::{Evaluation, Likelihood, RUNS};
use crate::error::StatsError;
use crate::matrix::{Factor, dot, quadratic_form};

const MOST_STEPS: u32 = 60;
const HALVINGS: u32 = 40;
/// Squared length of a step, relative to one row's part of the information, that changes no digit shown.
const SETTLED: f64 = 1e-19;
/// The same that rounding may leave.
const GOOD_ENOUGH: f64 = 1e-14;
/// Gain, in units of the mean weight of an event, below which a step should be short.
const GAINS_NOTHING: f64 = 1e-6;
/// A linear predictor this far above the mean only comes from a coefficient that runs away.
const RAN_AWAY: f64 = 200.0;
/// A search that ends without a maximum and this far away, hazards apart by e²⁰, was led there by separation: sums over
/// those at risk then no longer have digits enough to see it end.
const STRAYED: f64 = 20.0;
/// Loss in log-likelihood, relative, that is rounding.
const ROUNDING: f64 = 1e-11;

/// l1·Σ|b| + ½·l2·Σb² on coefficients of standardised columns.
#[derive(Clone, Copy, Debug)]
pub(super) struct Penalty {
    pub(super) l1: f64,
    pub(super) l2: f64,
}

/// Where the maximum is.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// Coefficients of the standardised columns.
    pub(super) beta: Vec<f64>,
    /// Inverse of the information (with the ridge), of the columns that are in; 0 elsewhere.
    pub(super) covariance: Vec<f64>,
    pub(super) log_likelihood: f64,
    pub(super) null_log_likelihood: f64,
    /// Score statistic at 0, where there is no penalty.
    pub(super) score: f64,
    pub(super) steps: u32,
}

/// Weights of the churned: their sum and their number.
#[derive(Clone, Copy, Debug)]
pub(super) struct Events {
    pub(super) weight: f64,
    pub(super) count: u64,
}

/// Newton's method; with absolute values in the penalty, coordinate descent on the quadratic approximation of each step.
/// A step is halved until it gains.
pub(super) fn maximise(
    likelihood: &mut Likelihood<'_>,
    penalty: Penalty,
    events: Events,
    names: &[String],
) -> Result<Found, StatsError> {
    let k = names.len();
    let free = penalty.l1 == 0.0 && penalty.l2 == 0.0;
    let mut beta = vec![0.0; k];
    let mut point = likelihood.evaluate(&beta).ok_or(OVERFLOW)?;
    let null_log_likelihood = point.value;
    let mut score = 0.0;
    for steps in 0..=MOST_STEPS {
        let (target, covered) = next(&beta, &point, penalty, steps, names)?;
        let step: Vec<f64> = target.iter().zip(&beta).map(|(t, b)| t - b).collect();
        let length = penalty.curvature(&step, &point);
        if steps == 0 {
            score = length;
        }
        if free && length <= GAINS_NOTHING * events.weight / events.count as f64 {
            let (reach, column) = likelihood.reach(&step);
            if reach >= RUNS {
                return Err(separating(names, column));
            }
        }
        if length <= SETTLED * events.weight {
            let covariance = match covered {
                Some(factor) => factor.inverse(),
                None => active_covariance(&beta, &point, penalty.l2, names)?,
            };
            return Ok(Found {
                beta,
                covariance,
                log_likelihood: point.value,
                null_log_likelihood,
                score,
                steps,
            });
        }
        let Some((moved, there)) = line_search(likelihood, &beta, &target, &point, penalty, events) else {
            break;
        };
        if free && there.farthest > RAN_AWAY {
            let (_, column) = likelihood.reach(&moved);
            return Err(separating(names, column));
        }
        (beta, point) = (moved, there);
    }
    let (reach, column) = likelihood.reach(&beta);
    if free && reach > STRAYED {
        return Err(separating(names, column));
    }
    Err(StatsError::NoConvergence {
        name: "Cox regression",
        iterations: MOST_STEPS,
    })
}

const OVERFLOW: StatsError = StatsError::Overflow {
    name: "the partial likelihood",
};

fn separating(names: &[String], column: usize) -> StatsError {
    StatsError::SeparatingColumn {
        name: names[column].clone(),
    }
}

/// Where the quadratic approximation has its maximum.
fn next(
    beta: &[f64],
    point: &Evaluation,
    penalty: Penalty,
    steps: u32,
    names: &[String],
) -> Result<(Vec<f64>, Option<Factor>), StatsError> {
    let k = beta.len();
    let ridged = ridged(&point.information, penalty.l2, k);
    let slope: Vec<f64> = (point.gradient.iter().zip(beta))
        .map(|(g, b)| g - penalty.l2 * b)
        .collect();
    if penalty.l1 > 0.0 {
        return Ok((lasso::target(beta, &slope, &ridged, penalty.l1), None));
    }
    let factor = Factor::new(&ridged, k).map_err(|singular| {
        let name = names[singular.at].clone();
        if steps > 0 {
            StatsError::SeparatingColumn { name }
        } else if ridged[singular.at * k + singular.at] <= 0.0 {
            // It does not vary among those at risk together.
            StatsError::ConstantColumn { name }
        } else {
            StatsError::CollinearColumn { name }
        }
    })?;
    let step = factor.solve(&slope);
    Ok((beta.iter().zip(step).map(|(b, d)| b + d).collect(), Some(factor)))
}

fn ridged(information: &[f64], l2: f64, k: usize) -> Vec<f64> {
    let mut ridged = information.to_vec();
    (0..k).for_each(|j| ridged[j * k + j] += l2);
    ridged
}

/// Inverse of the information of the columns whose coefficient is not 0.
fn active_covariance(beta: &[f64], point: &Evaluation, l2: f64, names: &[String]) -> Result<Vec<f64>, StatsError> {
    let k = beta.len();
    let ridged = ridged(&point.information, l2, k);
    let active: Vec<usize> = (0..k).filter(|&j| beta[j] != 0.0).collect();
    let inside = active.iter().flat_map(|&i| active.iter().map(move |&j| (i, j)));
    let part: Vec<f64> = inside.clone().map(|(i, j)| ridged[i * k + j]).collect();
    let factor = Factor::new(&part, active.len()).map_err(|singular| StatsError::CollinearColumn {
        name: names[active[singular.at]].clone(),
    })?;
    let mut covariance = vec![0.0; k * k];
    for ((i, j), value) in inside.zip(factor.inverse()) {
        covariance[i * k + j] = value;
    }
    Ok(covariance)
}

fn line_search(
    likelihood: &mut Likelihood<'_>,
    beta: &[f64],
    target: &[f64],
    point: &Evaluation,
    penalty: Penalty,
    events: Events,
) -> Option<(Vec<f64>, Evaluation)> {
    let before = point.value - penalty.of(beta);
    let step: Vec<f64> = target.iter().zip(beta).map(|(t, b)| t - b).collect();
    let settled = penalty.curvature(&step, point) <= GOOD_ENOUGH * events.weight;
    let mut share = 1.0;
    for halving in 0..HALVINGS {
        let moved: Vec<f64> = if halving == 0 {
            target.to_vec()
        } else {
            beta.iter().zip(&step).map(|(b, d)| b + share * d).collect()
        };
        if let Some(there) = likelihood.evaluate(&moved) {
            let after = there.value - penalty.of(&moved);
            if settled || after >= before - ROUNDING * (before.abs() + events.weight) {
                return Some((moved, there));
            }
        }
        share *= 0.5;
    }
    None
}

impl Penalty {
    fn of(&self, beta: &[f64]) -> f64 {
        let absolute: f64 = beta.iter().map(|b| b.abs()).sum();
        self.l1 * absolute + 0.5 * self.l2 * dot(beta, beta)
    }

    /// stepᵀ(H + l2·I)step.
    fn curvature(&self, step: &[f64], point: &Evaluation) -> f64 {
        quadratic_form(step, &point.information, step) + self.l2 * dot(step, step)
    }
}

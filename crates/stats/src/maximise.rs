//! Maximum likelihood: quasi-Newton from several starts, then Newton to the last digits, or a named error.
//!
//! Bound on every loop: a search ends in a maximum with a positive definite information, or says which parameter has
//! none. A value that is not finite counts as outside the domain, and a step is shortened until it is inside.

use crate::error::StatsError;
use crate::matrix::{Factor, dot, quadratic_form};

/// A log-likelihood in parameters that may take any real value (logarithms of positive ones).
pub(crate) trait Objective {
    /// The log-likelihood at `parameters`; writes its gradient (same length). Not finite outside the domain.
    fn evaluate(&self, parameters: &[f64], gradient: &mut [f64]) -> f64;

    /// The negative second derivatives, row by row, where they are known in closed form.
    fn information(&self, _parameters: &[f64]) -> Option<Vec<f64>> {
        None
    }
}

/// What is being fitted, for errors, and how far parameters may go.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Search<'a> {
    /// The model's name.
    pub(crate) model: &'static str,
    /// Names of the parameters.
    pub(crate) names: &'a [String],
    /// A parameter beyond this distance from 0 has run away: 30 for a logarithm means 1e13.
    pub(crate) limit: f64,
}

/// A maximum.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Maximum {
    /// Where it is.
    pub(crate) parameters: Vec<f64>,
    /// The log-likelihood there.
    pub(crate) log_likelihood: f64,
    /// Inverse of the observed information, row by row.
    pub(crate) covariance: Vec<f64>,
    /// Gradient evaluations made from all starts.
    pub(crate) evaluations: u32,
}

const QUASI_NEWTON_STEPS: u32 = 300;
const NEWTON_STEPS: u32 = 60;
const LINE_SEARCH_STEPS: u32 = 50;
/// Gain in log-likelihood that a step still promises, relative to the log-likelihood, at which quasi-Newton hands over.
const HAND_OVER: f64 = 1e-9;
/// The same at which Newton stops: rounding of a sum over millions of rows is of this order.
const SETTLED: f64 = 1e-15;
/// Promise at which a stalled search still counts as settled: 1e-6 of a standard error squared.
const GOOD_ENOUGH: f64 = 1e-12;
/// Length of a Newton step, relative to the parameter, that a settled search cannot have.
const FLAT: f64 = 1e-2;

/// The highest maximum reached from `starts` (at least one).
///
/// # Errors
/// [`StatsError::NoMaximum`] with the parameter that runs away or that the data do not determine,
/// [`StatsError::NoConvergence`].
pub(crate) fn maximise(
    objective: &impl Objective,
    search: &Search<'_>,
    starts: &[Vec<f64>],
) -> Result<Maximum, StatsError> {
    let mut evaluations = 0;
    let mut climbs: Vec<Point> = Vec::with_capacity(starts.len());
    for start in starts {
        if let Some(point) = Point::at(objective, start.clone(), &mut evaluations) {
            climbs.push(climb(objective, search, point, &mut evaluations));
        }
    }
    // Highest first; ties keep the order of the starts.
    climbs.sort_by(|a, b| b.value.total_cmp(&a.value));
    let mut reason = StatsError::NoConvergence {
        name: search.model,
        iterations: QUASI_NEWTON_STEPS,
    };
    for (rank, point) in climbs.into_iter().enumerate() {
        match settle(objective, search, point, &mut evaluations) {
            Ok(mut maximum) => {
                maximum.evaluations = evaluations;
                return Ok(maximum);
            }
            Err(error) if rank == 0 => reason = error,
            Err(_) => {}
        }
    }
    Err(reason)
}

#[derive(Clone, Debug)]
struct Point {
    parameters: Vec<f64>,
    value: f64,
    gradient: Vec<f64>,
}

impl Point {
    fn at(objective: &impl Objective, parameters: Vec<f64>, evaluations: &mut u32) -> Option<Self> {
        let mut gradient = vec![0.0; parameters.len()];
        let value = objective.evaluate(&parameters, &mut gradient);
        *evaluations += 1;
        (value.is_finite() && gradient.iter().all(|g| g.is_finite())).then_some(Self {
            parameters,
            value,
            gradient,
        })
    }

    fn moved(&self, direction: &[f64], step: f64) -> Vec<f64> {
        self.parameters
            .iter()
            .zip(direction)
            .map(|(p, d)| p + step * d)
            .collect()
    }
}

/// BFGS on the inverse of the information, until the promised gain is small, a parameter runs away or nothing is gained.
fn climb(objective: &impl Objective, search: &Search<'_>, start: Point, evaluations: &mut u32) -> Point {
    let k = start.parameters.len();
    let mut point = start;
    let mut inverse = identity(k);
    let mut fresh = true;
    for _ in 0..QUASI_NEWTON_STEPS {
        let direction = product(&inverse, &point.gradient);
        let promise = dot(&direction, &point.gradient);
        let small = promise <= HAND_OVER * (1.0 + point.value.abs());
        if (small && !fresh) || runaway(&point.parameters, search.limit).is_some() {
            break;
        }
        // Without curvature yet: one unit of a logarithm is a long way.
        let longest = direction.iter().fold(0.0_f64, |m, d| m.max(d.abs()));
        let first = if fresh && longest > 0.0 {
            (1.0 / longest).min(1.0)
        } else {
            1.0
        };
        let Some(next) = line_search(objective, &point, &direction, promise, first, evaluations) else {
            if fresh {
                break;
            }
            inverse = identity(k);
            fresh = true;
            continue;
        };
        let moved: Vec<f64> = next
            .parameters
            .iter()
            .zip(&point.parameters)
            .map(|(a, b)| a - b)
            .collect();
        let bent: Vec<f64> = point.gradient.iter().zip(&next.gradient).map(|(a, b)| a - b).collect();
        let curvature = dot(&moved, &bent);
        if curvature > 1e-14 * (dot(&moved, &moved) * dot(&bent, &bent)).sqrt() {
            if fresh {
                let unit = curvature / dot(&bent, &bent);
                inverse.iter_mut().for_each(|v| *v *= unit);
            }
            update(&mut inverse, &moved, &bent, curvature);
            fresh = false;
        }
        point = next;
    }
    point
}

/// The BFGS update of the inverse.
fn update(inverse: &mut [f64], moved: &[f64], bent: &[f64], curvature: f64) {
    let k = moved.len();
    let carried = product(inverse, bent);
    let factor = (1.0 + dot(bent, &carried) / curvature) / curvature;
    for i in 0..k {
        for j in 0..k {
            inverse[i * k + j] +=
                factor * moved[i] * moved[j] - (carried[i] * moved[j] + moved[i] * carried[j]) / curvature;
        }
    }
}

/// A step with a sufficient gain and a flatter slope (weak Wolfe conditions), by bracketing and halving.
fn line_search(
    objective: &impl Objective,
    from: &Point,
    direction: &[f64],
    promise: f64,
    first: f64,
    evaluations: &mut u32,
) -> Option<Point> {
    if promise.is_nan() || promise <= 0.0 {
        return None;
    }
    let (mut low, mut high, mut step) = (0.0, f64::INFINITY, first);
    let mut best: Option<Point> = None;
    for _ in 0..LINE_SEARCH_STEPS {
        let next = Point::at(objective, from.moved(direction, step), evaluations);
        match next {
            Some(next) if next.value >= from.value + 1e-4 * step * promise => {
                let slope = dot(&next.gradient, direction);
                let flat = slope <= 0.9 * promise;
                if best.as_ref().is_none_or(|best| next.value >= best.value) {
                    best = Some(next);
                }
                if flat {
                    return best;
                }
                low = step;
            }
            _ => high = step,
        }
        step = if high.is_finite() {
            0.5 * (low + high)
        } else {
            2.0 * low
        };
        if (high - low) < 1e-12 * high || step > 1e6 {
            break;
        }
    }
    best
}

/// Newton with the observed information, each step no longer than it gains.
fn settle(
    objective: &impl Objective,
    search: &Search<'_>,
    start: Point,
    evaluations: &mut u32,
) -> Result<Maximum, StatsError> {
    let mut point = start;
    for _ in 0..NEWTON_STEPS {
        if let Some(at) = runaway(&point.parameters, search.limit) {
            return Err(no_maximum(search, at, &point));
        }
        let k = point.parameters.len();
        let information = information(objective, &point, evaluations);
        let factor = match Factor::new(&information, k) {
            Ok(factor) => factor,
            Err(singular) => {
                // Not yet near the maximum, or no maximum in this direction: one step along the scaled gradient.
                let damped = damped(&information, k);
                let direction = damped.map(|f| f.solve(&point.gradient)).unwrap_or_default();
                let promise = dot(&direction, &point.gradient);
                let next = if direction.len() == k && promise > GOOD_ENOUGH * (1.0 + point.value.abs()) {
                    line_search(objective, &point, &direction, promise, 1.0, evaluations)
                } else {
                    None
                };
                point = next.ok_or_else(|| no_maximum(search, singular.at, &point))?;
                continue;
            }
        };
        let direction = factor.solve(&point.gradient);
        let promise = dot(&direction, &point.gradient);
        let maximum = |point: Point| Maximum {
            parameters: point.parameters,
            log_likelihood: point.value,
            covariance: factor.inverse(),
            evaluations: 0,
        };
        // A step that gains nothing and yet is long: the likelihood is flat, the data do not determine this parameter.
        if promise <= GOOD_ENOUGH * (1.0 + point.value.abs()) {
            let longest = (0..k).max_by(|&a, &b| direction[a].abs().total_cmp(&direction[b].abs()));
            if let Some(at) = longest.filter(|&at| direction[at].abs() > FLAT * (1.0 + point.parameters[at].abs())) {
                return Err(no_maximum(search, at, &point));
            }
        }
        if promise <= SETTLED * (1.0 + point.value.abs()) {
            return Ok(maximum(point));
        }
        let mut step = 1.0;
        let mut next = None;
        for _ in 0..LINE_SEARCH_STEPS {
            next = Point::at(objective, point.moved(&direction, step), evaluations).filter(|p| p.value > point.value);
            if next.is_some() {
                break;
            }
            step *= 0.5;
        }
        match next {
            Some(next) => point = next,
            // Rounding hides any further gain.
            None if promise <= GOOD_ENOUGH * (1.0 + point.value.abs()) => return Ok(maximum(point)),
            None => break,
        }
    }
    Err(StatsError::NoConvergence {
        name: search.model,
        iterations: NEWTON_STEPS,
    })
}

/// The information with its diagonal raised until it is positive definite.
fn damped(information: &[f64], k: usize) -> Option<Factor> {
    let largest = (0..k).map(|i| information[i * k + i].abs()).fold(1e-8_f64, f64::max);
    let mut raise = 1e-3 * largest;
    for _ in 0..20 {
        let mut raised = information.to_vec();
        for i in 0..k {
            raised[i * k + i] += raise;
        }
        if let Ok(factor) = Factor::new(&raised, k) {
            return Some(factor);
        }
        raise *= 4.0;
    }
    None
}

/// Negative second derivatives: in closed form or by central differences of the gradient.
fn information(objective: &impl Objective, point: &Point, evaluations: &mut u32) -> Vec<f64> {
    if let Some(known) = objective.information(&point.parameters) {
        return known;
    }
    let k = point.parameters.len();
    let mut full = vec![0.0; k * k];
    let (mut up, mut down) = (vec![0.0; k], vec![0.0; k]);
    let mut parameters = point.parameters.clone();
    for j in 0..k {
        let centre = parameters[j];
        // Cube root of the machine precision: error of the difference and of its rounding are alike.
        let step = 6e-6 * centre.abs().max(1.0);
        parameters[j] = centre + step;
        objective.evaluate(&parameters, &mut up);
        parameters[j] = centre - step;
        objective.evaluate(&parameters, &mut down);
        parameters[j] = centre;
        *evaluations += 2;
        for i in 0..k {
            full[i * k + j] = (down[i] - up[i]) / (2.0 * step);
        }
    }
    let mut symmetric = full.clone();
    for i in 0..k {
        for j in 0..k {
            symmetric[i * k + j] = 0.5 * (full[i * k + j] + full[j * k + i]);
        }
    }
    symmetric
}

fn runaway(parameters: &[f64], limit: f64) -> Option<usize> {
    parameters.iter().position(|p| p.abs() > limit)
}

fn no_maximum(search: &Search<'_>, at: usize, point: &Point) -> StatsError {
    StatsError::NoMaximum {
        model: search.model,
        parameter: search.names[at].clone(),
        value: point.parameters[at],
    }
}

fn identity(k: usize) -> Vec<f64> {
    (0..k * k).map(|at| f64::from(u8::from(at / k == at % k))).collect()
}

fn product(matrix: &[f64], x: &[f64]) -> Vec<f64> {
    matrix.chunks_exact(x.len().max(1)).map(|row| dot(row, x)).collect()
}

/// Standard error of a function of the parameters with gradient `gradient` (delta method).
pub(crate) fn delta_se(gradient: &[f64], covariance: &[f64]) -> f64 {
    quadratic_form(gradient, covariance, gradient).max(0.0).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Rosenbrock;
    impl Objective for Rosenbrock {
        fn evaluate(&self, x: &[f64], g: &mut [f64]) -> f64 {
            let bend = x[1] - x[0] * x[0];
            g[0] = 2.0 * (1.0 - x[0]) + 400.0 * x[0] * bend;
            g[1] = -200.0 * bend;
            -(1.0 - x[0]).powi(2) - 100.0 * bend * bend
        }
    }

    /// 7 churned of 10 in log-odds, or of all when `all`: then there is no maximum.
    struct Coin {
        all: bool,
    }
    impl Objective for Coin {
        fn evaluate(&self, x: &[f64], g: &mut [f64]) -> f64 {
            let churned = if self.all { 10.0 } else { 7.0 };
            let p = crate::special::sigmoid(x[0]);
            g[0] = churned - 10.0 * p;
            churned * x[0] - 10.0 * crate::special::log1p_exp(x[0])
        }
    }

    fn search(names: &[String]) -> Search<'_> {
        Search {
            model: "test",
            names,
            limit: 30.0,
        }
    }

    #[test]
    fn follows_a_bent_valley() {
        let names = ["x".to_owned(), "y".to_owned()];
        let found = maximise(&Rosenbrock, &search(&names), &[vec![-1.2, 1.0], vec![f64::NAN, 0.0]]).unwrap();
        assert!(found.parameters.iter().all(|p| (p - 1.0).abs() < 1e-9));
        assert!(found.log_likelihood.abs() < 1e-18);
    }

    #[test]
    fn errors_come_from_the_information() {
        let names = ["odds".to_owned()];
        let found = maximise(&Coin { all: false }, &search(&names), &[vec![0.0]]).unwrap();
        assert!((found.parameters[0] - (7.0_f64 / 3.0).ln()).abs() < 1e-10);
        // Information n·p·(1 − p) = 2.1.
        assert!((found.covariance[0] - 1.0 / 2.1).abs() < 1e-8);
        assert!((delta_se(&[2.0], &found.covariance) - 2.0 / 2.1_f64.sqrt()).abs() < 1e-8);
    }

    #[test]
    fn a_parameter_that_runs_away_is_named() {
        let names = ["odds".to_owned()];
        let error = maximise(&Coin { all: true }, &search(&names), &[vec![0.0]]).unwrap_err();
        assert!(matches!(error, StatsError::NoMaximum { parameter, value, .. } if parameter == "odds" && value > 5.0));
    }

    #[test]
    fn nowhere_to_start_is_no_convergence() {
        let names = ["odds".to_owned()];
        let error = maximise(&Coin { all: false }, &search(&names), &[vec![f64::NAN]]).unwrap_err();
        assert!(matches!(error, StatsError::NoConvergence { .. }));
    }
}

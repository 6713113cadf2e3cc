//! From the units of the search to those of the data.

use super::contribution::Third;
use super::likelihood::{Likelihood, Predictor};
use crate::check;
use crate::coefficient::Coefficient;
use crate::error::StatsError;
use crate::maximise::{Maximum, Search};

/// Estimates in the units of the data, in the order in which they are reported.
pub(super) struct Estimates {
    pub(super) coefficients: Vec<Coefficient>,
    /// Of these, row by row.
    pub(super) covariance: Vec<f64>,
}

/// A standard error beyond this, in units of the search and relative to the parameter, means that the likelihood is flat.
const UNDETERMINED: f64 = 1e3;

/// The maximum, if the data determine every parameter there: a likelihood that only nears its bound is flat.
///
/// # Errors
/// [`StatsError::NoMaximum`] with the parameter that is known least.
pub(super) fn determined(maximum: Maximum, search: &Search<'_>) -> Result<Maximum, StatsError> {
    let k = maximum.parameters.len();
    let error_of = |at: usize| maximum.covariance[at * k + at].sqrt() / (1.0 + maximum.parameters[at].abs());
    let worst = (0..k).max_by(|&a, &b| error_of(a).total_cmp(&error_of(b)));
    match worst.filter(|&at| error_of(at) > UNDETERMINED) {
        None => Ok(maximum),
        Some(at) => Err(StatsError::NoMaximum {
            model: search.model,
            parameter: search.names[at].clone(),
            value: maximum.parameters[at],
        }),
    }
}

/// One reported number: constant + Σ factor·parameter.
struct Line {
    constant: f64,
    factors: Vec<(usize, f64)>,
}

impl Line {
    /// Adds a function of a parameter with this value and slope: the line that touches it there (delta method).
    fn bend(&mut self, at: usize, value: f64, slope: f64, parameters: &[f64]) {
        self.constant += value - slope * parameters[at];
        self.factors.push((at, slope));
    }
}

/// Slopes, then the intercept, then shapes, as `names` has them in this order: location, ln σ, third predictor.
pub(super) fn in_data_units(
    likelihood: &Likelihood<'_>,
    maximum: &Maximum,
    names: &[String],
) -> Result<Estimates, StatsError> {
    let [location, scale, third] = likelihood.blocks();
    let outcomes = likelihood.outcomes;
    let shape = likelihood.shape(&maximum.parameters);
    let mut lines = predictor_lines(&likelihood.location, location.start, outcomes.centre, outcomes.unit);
    if !scale.is_empty() {
        // ln σ, or ln 1/σ where the shape is reported.
        let sign = if likelihood.family.reports_shape() { -1.0 } else { 1.0 };
        let mut line = Line {
            constant: sign * outcomes.unit.ln(),
            factors: vec![(scale.start, sign)],
        };
        if likelihood.kind_of_third == Third::Shape {
            line.bend(third.start, -shape.shift, -shape.shift_slope, &maximum.parameters);
        }
        lines.push(line);
    }
    if likelihood.kind_of_third == Third::Shape {
        let mut line = Line {
            constant: 0.0,
            factors: Vec::new(),
        };
        line.bend(third.start, shape.q, shape.q_slope, &maximum.parameters);
        lines.push(line);
    } else if !third.is_empty() {
        lines.extend(predictor_lines(&likelihood.third, third.start, 0.0, 1.0));
    }
    let k = maximum.parameters.len();
    // Weights were brought to a mean of 1.
    let inflation = 1.0 / outcomes.weight_mean;
    let covariance_of = |a: &Line, b: &Line| -> f64 {
        let pairs = a.factors.iter().flat_map(|x| b.factors.iter().map(move |y| (x, y)));
        pairs
            .map(|((i, f), (j, g))| f * g * maximum.covariance[i * k + j])
            .sum::<f64>()
            * inflation
    };
    let covariance: Vec<f64> = lines
        .iter()
        .flat_map(|a| lines.iter().map(move |b| covariance_of(a, b)))
        .collect();
    let mut coefficients = Vec::with_capacity(k);
    for (at, (line, name)) in lines.iter().zip(names).enumerate() {
        let sum: f64 = line
            .factors
            .iter()
            .map(|&(i, factor)| factor * maximum.parameters[i])
            .sum();
        let value = check::no_overflow("a coefficient", line.constant + sum)?;
        let se = check::no_overflow("a standard error", covariance[at * k + at].max(0.0).sqrt())?;
        if se == 0.0 {
            return Err(StatsError::Overflow {
                name: "the precision of a coefficient",
            });
        }
        coefficients.push(Coefficient::new(name, value, se));
    }
    Ok(Estimates {
        coefficients,
        covariance,
    })
}

/// unit·slope/sd for each column, then centre + unit·(intercept − Σ slope·mean/sd).
fn predictor_lines(predictor: &Predictor<'_>, start: usize, centre: f64, unit: f64) -> Vec<Line> {
    let mut lines = Vec::with_capacity(predictor.len());
    let mut intercept = Line {
        constant: centre,
        factors: vec![(start, unit)],
    };
    for (index, scale) in predictor.scales.iter().enumerate() {
        let at = start + 1 + index;
        lines.push(Line {
            constant: 0.0,
            factors: vec![(at, unit / scale.sd)],
        });
        intercept.factors.push((at, -unit * (scale.mean / scale.sd)));
    }
    lines.push(intercept);
    lines
}

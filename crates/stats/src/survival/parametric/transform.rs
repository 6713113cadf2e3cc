//! From the units of the search to those of the data.

use super::likelihood::{Likelihood, Predictor};
use crate::check;
use crate::coefficient::Coefficient;
use crate::error::StatsError;
use crate::maximise::Maximum;

/// Estimates in the units of the data, in the order in which they are reported.
pub(super) struct Estimates {
    pub(super) coefficients: Vec<Coefficient>,
    /// Of these, row by row.
    pub(super) covariance: Vec<f64>,
}

/// One reported number: constant + Σ factor·parameter.
struct Line {
    constant: f64,
    factors: Vec<(usize, f64)>,
}

/// Slopes, then the intercept, then shapes, as `names` has them in this order: location, ln σ, third predictor.
pub(super) fn in_data_units(
    likelihood: &Likelihood<'_>,
    maximum: &Maximum,
    names: &[String],
) -> Result<Estimates, StatsError> {
    let [location, scale, third] = likelihood.blocks();
    let outcomes = likelihood.outcomes;
    let mut lines = predictor_lines(&likelihood.location, location.start, outcomes.centre, outcomes.unit);
    if !scale.is_empty() {
        // ln σ, or ln 1/σ where the shape is reported.
        let sign = if likelihood.family.reports_shape() { -1.0 } else { 1.0 };
        lines.push(Line {
            constant: sign * outcomes.unit.ln(),
            factors: vec![(scale.start, sign)],
        });
    }
    if !third.is_empty() {
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

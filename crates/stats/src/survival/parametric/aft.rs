//! Accelerated failure time: covariates stretch or shrink the time to churn.

use super::censored::Censored;
use super::contribution::Third;
use super::family::Family;
use super::likelihood::{Likelihood, Predictor, ShapeParameter};
use super::outcome::Outcomes;
use super::prediction::check_ridge;
use super::start;
use super::transform::{determined, in_data_units};
use crate::coefficient::Coefficient;
use crate::covariates::Covariates;
use crate::error::StatsError;
use crate::maximise::{Maximum, Search, maximise};

/// A parameter of the search this far from 0 has run away: units are standard deviations and logarithms.
pub(super) const LIMIT: f64 = 30.0;
/// The same where durations keep their unit: the logarithm of any number lies within it.
const UNSCALED_LIMIT: f64 = 3000.0;

/// How a model of censored durations is fitted.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct AftSettings {
    /// ½·ridge·Σ (coefficient·sd of its column)² is taken off the log-likelihood; 0: no penalty. Intercept and shape
    /// are free. Errors are then those of the penalised likelihood.
    pub ridge: f64,
}

/// A fitted accelerated failure time model.
#[derive(Clone, Debug, PartialEq)]
pub struct FittedAft {
    /// Shape of the distribution.
    pub family: Family,
    /// Covariates in their order, `intercept`, then the shape: `log_shape` = ln(1/σ) (Weibull, log-logistic),
    /// `log_scale` = ln σ (log-normal, generalised gamma), `shape_q` = Q (generalised gamma). A coefficient b multiplies
    /// the time to churn by e^b for each unit: above zero they stay longer.
    pub coefficients: Vec<Coefficient>,
    /// Covariance of these, row by row.
    pub covariance: Vec<f64>,
    /// Log-likelihood in the unit of the data, without the penalty.
    pub log_likelihood: f64,
    /// 2·(number of parameters) − 2·log-likelihood.
    pub aic: f64,
    /// ln(sum of weights)·(number of parameters) − 2·log-likelihood.
    pub bic: f64,
    /// Rows.
    pub n: u64,
    /// Rows that churned: exact, left- or interval-censored.
    pub events: u64,
    /// Evaluations of the likelihood, from all starts.
    pub evaluations: u32,
}

/// Fits ln T = intercept + xβ + σ·W by maximum likelihood.
///
/// W: standard minimum extreme value (exponential with σ = 1, Weibull), normal, logistic, or that of the generalised
/// gamma of Prentice (1974), in which k·exp(Q·W), k = 1/Q², is gamma distributed with shape k for Q > 0, −W likewise for
/// Q < 0, and W is normal at Q = 0 (as in lifelines and flexsurv). A row adds ln f(t) where churn is exact, ln S(lower)
/// right-censored, ln F(upper) left-censored, ln(S(lower) − S(upper)) between; late entry takes off ln S(entry).
/// Exact times are densities in the unit of the data, so that only log-likelihoods on the same data compare.
///
/// Covariates: finite, not constant, none the combination of others; missing values are the caller's. Ties need no care.
/// Gradients are in closed form; so is the information, but for the generalised gamma (differences of the gradient).
/// O(rows·columns²) for each of a few Newton steps.
///
/// # Errors
/// Those of [`Censored::check`] and of the covariates with row or column; [`StatsError::NoEvents`];
/// [`StatsError::SeparatingColumn`] and [`StatsError::CollinearColumn`]; [`StatsError::NoMaximum`] where the shape runs
/// away (one distinct time) or several columns together separate; [`StatsError::OutOfRange`] for the penalty.
///
/// Kalbfleisch & Prentice (2002), The Statistical Analysis of Failure Time Data, chapter 3; Prentice (1974), Biometrika 61.
pub fn fit_aft(
    data: &Censored<'_>,
    covariates: &Covariates<'_>,
    family: Family,
    settings: &AftSettings,
) -> Result<FittedAft, StatsError> {
    check_ridge(settings.ridge)?;
    let outcomes = Outcomes::new(data, family.has_scale(), family.name())?;
    let scales = covariates.check(data.len())?;
    start::check_determined(covariates, &scales, data.len())?;
    if settings.ridge == 0.0 {
        start::check_separation(covariates, &outcomes.kind)?;
    }
    let likelihood = Likelihood {
        family,
        outcomes: &outcomes,
        location: Predictor {
            covariates,
            scales: &scales,
        },
        kind_of_third: match family {
            Family::GeneralisedGamma => Third::Shape,
            _ => Third::Absent,
        },
        third: Predictor {
            covariates: &Covariates::NONE,
            scales: &[],
        },
        ridge: settings.ridge / outcomes.weight_mean,
    };
    let (search, reported) = names(covariates, family);
    let maximum = climb(&likelihood, &search)?;
    let estimates = in_data_units(&likelihood, &maximum, &reported)?;
    let gained = maximum.log_likelihood + likelihood.penalty(&maximum.parameters) + outcomes.constant;
    let log_likelihood = gained * outcomes.weight_mean;
    let k = maximum.parameters.len() as f64;
    Ok(FittedAft {
        family,
        coefficients: estimates.coefficients,
        covariance: estimates.covariance,
        log_likelihood,
        aic: 2.0 * k - 2.0 * log_likelihood,
        bic: outcomes.total_weight().ln() * k - 2.0 * log_likelihood,
        n: data.len() as u64,
        events: outcomes.events,
        evaluations: maximum.evaluations,
    })
}

/// Names in the order of the search (intercept first) and in that of the report.
fn names(covariates: &Covariates<'_>, family: Family) -> (Vec<String>, Vec<String>) {
    let intercept = ["intercept".to_owned()];
    let shapes = shape_names(family);
    let shapes = shapes.iter().map(|&name| name.to_owned());
    let search = intercept
        .iter()
        .chain(covariates.names)
        .cloned()
        .chain(shapes.clone())
        .collect();
    let reported = covariates
        .names
        .iter()
        .chain(&intercept)
        .cloned()
        .chain(shapes)
        .collect();
    (search, reported)
}

/// Names of what is estimated beside the location.
pub(super) fn shape_names(family: Family) -> &'static [&'static str] {
    match family {
        Family::Exponential => &[],
        Family::Weibull | Family::LogLogistic => &["log_shape"],
        Family::LogNormal => &["log_scale"],
        Family::GeneralisedGamma => &["log_scale", "shape_q"],
    }
}

/// The maximum, in the units of the search.
fn climb(likelihood: &Likelihood<'_>, names: &[String]) -> Result<Maximum, StatsError> {
    let limit = if likelihood.family.has_scale() {
        LIMIT
    } else {
        UNSCALED_LIMIT
    };
    let search = Search {
        model: likelihood.family.name(),
        names,
        limit,
    };
    let result = maximise(likelihood, &search, &starts(likelihood)).and_then(|found| determined(found, &search));
    result.map_err(|error| match error {
        StatsError::NoMaximum {
            model,
            parameter,
            value,
        } => {
            // The search has ln σ where ln 1/σ is reported, and a parameter of Q.
            let value = match parameter.as_str() {
                "log_shape" => -value,
                "shape_q" => ShapeParameter::at(value).q,
                _ => value,
            };
            StatsError::NoMaximum {
                model,
                parameter,
                value,
            }
        }
        other => other,
    })
}

/// Without late entry the log-likelihoods of the simple families are concave in (location/σ, 1/σ) (Burridge 1981), so
/// that one start will do; the generalised gamma starts from its fitted special cases.
fn starts(likelihood: &Likelihood<'_>) -> Vec<Vec<f64>> {
    let outcomes = likelihood.outcomes;
    let slopes = likelihood.location.scales.len();
    let begin = |scale: f64| {
        let mut start = vec![0.0; 1 + slopes];
        start[0] = start::location(outcomes, scale);
        if likelihood.family.has_scale() {
            start.push(scale.ln());
        }
        start
    };
    match likelihood.family {
        Family::Exponential => vec![begin(1.0)],
        Family::GeneralisedGamma => {
            let nested = [(Family::Weibull, 1.0), (Family::LogNormal, 0.0)];
            let from = |(family, q)| {
                let simple = Likelihood {
                    family,
                    kind_of_third: Third::Absent,
                    ..*likelihood
                };
                let names = vec![String::new(); 2 + slopes];
                let mut start = climb(&simple, &names).map_or_else(|_| begin(0.7), |found| found.parameters);
                let log_scale = start.pop().unwrap_or_default();
                start.extend(ShapeParameter::of(log_scale, q));
                start
            };
            nested.map(from).to_vec()
        }
        _ if outcomes.entry.is_empty() => vec![begin(0.7)],
        _ => vec![begin(0.7), begin(0.2), begin(2.0)],
    }
}

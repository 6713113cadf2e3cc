//! By how much does a column change the odds of churn, all others alike, and how sure is that?

use std::collections::BTreeMap;

use holdfast_stats::matrix::Factor;
use holdfast_stats::special::{normal_two_sided, normal_within};
use serde::{Deserialize, Serialize};

use super::dense::{Dense, End, Ended};
use super::separation;
use super::terms::{self, Matrix};
use crate::contract::draw::Cases;
use crate::contract::task::Task;
use crate::error::LearnError;
use crate::folds::check_classes;

/// What is asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InferenceSettings {
    /// Columns in the model; none: all.
    pub columns: Vec<String>,
    /// Base level by category; the heaviest level of those not named.
    pub bases: BTreeMap<String, String>,
    /// Whether coefficients of numbers are for one standard deviation (with n) instead of one unit.
    pub standardise: bool,
    /// Ridge on the squared coefficients of standardised terms, 0 or above; 0 is maximum likelihood.
    pub ridge: f64,
    /// Confidence of the intervals, above 0 and below 1.
    pub confidence: f64,
}

impl Default for InferenceSettings {
    fn default() -> Self {
        Self {
            columns: Vec::new(),
            bases: BTreeMap::new(),
            standardise: false,
            ridge: 0.0,
            confidence: 0.95,
        }
    }
}

/// One coefficient.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Coefficient {
    /// Name of the column; empty for the intercept.
    pub column: String,
    /// Level and the base level that it is compared with; `None` for a number and the intercept.
    pub levels: Option<(String, String)>,
    /// Log of the odds ratio.
    pub estimate: f64,
    /// Its standard error, above 0.
    pub standard_error: f64,
    /// Estimate ÷ standard error.
    pub z: f64,
    /// P(|Z| ≥ |z|) of a standard normal, 0–1.
    pub p: f64,
    /// exp(estimate): by how much the odds are multiplied.
    pub odds_ratio: f64,
    /// Lower end of the Wald interval of the odds ratio.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// A fitted plain logistic regression.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Inference {
    /// The intercept: odds where numbers are 0 (at their mean if standardised) and categories at their base.
    pub intercept: Coefficient,
    /// Coefficients by column, then level.
    pub coefficients: Vec<Coefficient>,
    /// Log-likelihood without the penalty.
    pub log_likelihood: f64,
    /// Log-likelihood of the intercept alone.
    pub null_log_likelihood: f64,
    /// Rows used.
    pub rows: usize,
    /// Rows left out because a number is missing.
    pub incomplete_rows: usize,
    /// Rows of the rarer class for each coefficient; below ten, errors are too small and estimates too large (Peduzzi et al. 1996).
    pub events_per_coefficient: f64,
}

/// Fits on `task.rows` by Newton's method.
///
/// Terms are standardised inside, so that units do not matter. Standard errors are the roots of the diagonal of the inverse information H⁻¹; with a
/// ridge, of H⁻¹·I·H⁻¹ (Gray 1992), the variance of an estimate that is drawn towards 0. A weight counts like that many rows. A missing
/// category is a level; rows with a missing number are left out. Rows of one customer are taken as independent: give one row a customer.
///
/// # Errors
/// See [`Task::check`]; [`LearnError::NoSuchColumn`], [`LearnError::NoSuchLevel`], [`LearnError::Setting`], [`LearnError::Collinear`] (with
/// a ridge as well: then for constant terms only), [`LearnError::Separation`] (complete and quasi-complete), [`LearnError::NoConvergence`].
pub fn infer(task: &Task, settings: &InferenceSettings) -> Result<Inference, LearnError> {
    task.check()?;
    check(settings)?;
    let weights: Vec<f64> = task.rows.iter().map(|&row| task.weight(row)).collect();
    let cases = Cases {
        frame: task.frame,
        labels: task.labels,
        rows: task.rows,
        weights: &weights,
    };
    let matrix = terms::build(&cases, &settings.columns, &settings.bases)?;
    let labels: Vec<bool> = matrix.part.rows.iter().map(|&row| task.label(row)).collect();
    let churned = labels.iter().filter(|&&label| label).count();
    check_classes(labels.len(), churned, 1)?;
    let dense = Dense {
        values: &matrix.values,
        width: matrix.terms.len(),
        labels: &labels,
        weights: &matrix.part.weights,
        ridge: settings.ridge,
    };
    refuse_collinear(&dense, &matrix)?;
    let beta = optimum(&dense, &matrix)?;
    let covariance = covariance(&dense, &beta)?;
    let (intercept, coefficients) = report(&matrix, &beta, &covariance, settings);
    Ok(Inference {
        events_per_coefficient: churned.min(labels.len() - churned) as f64 / (coefficients.len().max(1)) as f64,
        intercept,
        coefficients,
        log_likelihood: dense.log_likelihood(&beta),
        null_log_likelihood: dense.log_likelihood(&dense.start()),
        rows: labels.len(),
        incomplete_rows: task.rows.len() - labels.len(),
    })
}

fn check(settings: &InferenceSettings) -> Result<(), LearnError> {
    let refuse = |name, value: f64, allowed| {
        Err(LearnError::Setting {
            name,
            value: value.to_string(),
            allowed,
        })
    };
    if !(settings.ridge.is_finite() && settings.ridge >= 0.0) {
        return refuse("ridge", settings.ridge, "a number of 0 or above");
    }
    if !(settings.confidence > 0.0 && settings.confidence < 1.0) {
        return refuse("confidence", settings.confidence, "above 0 and below 1");
    }
    Ok(())
}

fn optimum(dense: &Dense, matrix: &Matrix) -> Result<Vec<f64>, LearnError> {
    let Ended { beta, step, how } = dense.climb();
    if dense.ridge == 0.0 {
        let along = |direction: &[f64]| separation::along(direction, dense.values, dense.labels);
        if let Some((terms, rows)) = along(&beta).or_else(|| along(&step)) {
            return Err(LearnError::Separation {
                columns: names(matrix, terms.into_iter()),
                rows,
                all: dense.labels.len(),
            });
        }
    }
    match how {
        End::Optimum => Ok(beta),
        End::Singular => Err(singular()),
        End::Steps(iterations) => Err(LearnError::NoConvergence {
            what: "logistic regression",
            iterations,
        }),
    }
}

fn names(matrix: &Matrix, terms: impl Iterator<Item = usize>) -> String {
    let names: Vec<String> = terms.map(|term| matrix.terms[term].name()).collect();
    names.join(", ")
}

/// Refuses a term that does not vary or, without a ridge, that the terms before it determine.
fn refuse_collinear(dense: &Dense, matrix: &Matrix) -> Result<(), LearnError> {
    if let Some(constant) = matrix.terms.iter().find(|term| term.sd == 0.0) {
        return Err(LearnError::Collinear {
            column: constant.name(),
            by: "the intercept (it does not vary)".to_owned(),
        });
    }
    if dense.ridge > 0.0 {
        return Ok(());
    }
    // Where all coefficients are 0 the information of centred terms is a quarter of their cross products.
    let size = dense.width + 1;
    let (_, information) = dense.derivatives(&vec![0.0; size]);
    let corner = |of: usize| -> Vec<f64> {
        let row = |i: usize| information[i * size..i * size + of].to_vec();
        (0..of).flat_map(row).collect()
    };
    let Err(found) = Factor::new(&corner(dense.width), dense.width) else {
        return Ok(());
    };
    let before = found.at;
    let shared = &information[before * size..before * size + before];
    let parts = Factor::new(&corner(before), before)
        .map_err(|_| singular())?
        .solve(shared);
    Err(LearnError::Collinear {
        column: matrix.terms[before].name(),
        by: names(matrix, (0..before).filter(|&j| parts[j].abs() > 1e-4)),
    })
}

/// Covariance of the coefficients of standardised terms and the intercept.
fn covariance(dense: &Dense, beta: &[f64]) -> Result<Vec<f64>, LearnError> {
    let size = dense.width + 1;
    let (_, information) = dense.derivatives(beta);
    let factor = Factor::new(&dense.penalised(&information), size).map_err(|_| singular())?;
    let inverse = factor.inverse();
    if dense.ridge == 0.0 {
        return Ok(inverse);
    }
    Ok(product(&product(&inverse, &information, size), &inverse, size))
}

fn singular() -> LearnError {
    LearnError::Numeric {
        what: "logistic regression",
        message: "the information is singular".to_owned(),
    }
}

fn product(left: &[f64], right: &[f64], size: usize) -> Vec<f64> {
    let mut out = vec![0.0; size * size];
    for i in 0..size {
        for k in 0..size {
            for j in 0..size {
                out[i * size + j] += left[i * size + k] * right[k * size + j];
            }
        }
    }
    out
}

/// Intercept and coefficients in the units asked for.
fn report(
    matrix: &Matrix,
    beta: &[f64],
    covariance: &[f64],
    settings: &InferenceSettings,
) -> (Coefficient, Vec<Coefficient>) {
    let size = beta.len();
    let standardise = |term: &terms::Term| settings.standardise && term.levels.is_none();
    // The intercept is the margin where numbers are 0 (or at their mean) and levels at their base: a contrast of all coefficients.
    let mut contrast = vec![0.0; size];
    contrast[size - 1] = 1.0;
    for (place, term) in matrix.terms.iter().enumerate() {
        if !standardise(term) {
            contrast[place] = -term.mean / term.sd;
        }
    }
    let within = normal_within(settings.confidence);
    let coefficient = |column: String, levels, estimate: f64, variance: f64| {
        let standard_error = variance.sqrt();
        let z = estimate / standard_error;
        Coefficient {
            column,
            levels,
            estimate,
            standard_error,
            z,
            p: normal_two_sided(z),
            odds_ratio: estimate.exp(),
            low: (estimate - within * standard_error).exp(),
            high: (estimate + within * standard_error).exp(),
        }
    };
    let estimate = contrast.iter().zip(beta).map(|(c, b)| c * b).sum();
    let rows = covariance.chunks_exact(size).zip(&contrast);
    let variance = rows
        .map(|(row, c)| c * row.iter().zip(&contrast).map(|(v, c)| v * c).sum::<f64>())
        .sum();
    let intercept = coefficient(String::new(), None, estimate, variance);
    let all = matrix.terms.iter().enumerate().map(|(place, term)| {
        let unit = if standardise(term) { 1.0 } else { term.sd };
        let variance = covariance[place * size + place] / unit / unit;
        coefficient(term.column.clone(), term.levels.clone(), beta[place] / unit, variance)
    });
    (intercept, all.collect())
}

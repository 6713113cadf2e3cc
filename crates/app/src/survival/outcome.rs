//! What every model gives besides its part of the study.

use holdfast_domain::lang::Bilingual;
use holdfast_report::model::survival_study::{CoefficientRow, Ratio, TestRow};
use holdfast_stats::coefficient::Coefficient;

/// Predictions for the rows that were observed.
#[derive(Default)]
pub(super) struct Predictions {
    /// Orders the rows: higher churns sooner. Empty: the model predicts nothing for single customers.
    pub(super) risk: Vec<f64>,
    /// Share still there, one column for each time that was asked for; `None` beyond what the model has seen.
    pub(super) survival: Vec<Vec<Option<f64>>>,
    /// Time by which half are expected to have left; `None`: not reached. Empty: the model gives none.
    pub(super) median: Vec<Option<f64>>,
    /// Probability of churn within the horizon from now on (see [`super::ahead::ahead`]). Empty: the model gives none.
    pub(super) next: Vec<Option<f64>>,
}

/// What exp(coefficient) is a ratio of, as it stands in the study.
pub(super) const HAZARD: &str = "hazard";
/// Ratio of times.
pub(super) const TIME: &str = "time";
/// Odds of churn in a period, or of ever leaving.
pub(super) const ODDS: &str = "odds";
/// No ratio: an intercept or a shape.
pub(super) const PARAMETER: &str = "parameter";

/// A line of the study.
pub(super) fn row(c: &Coefficient, part: &str) -> CoefficientRow {
    let ratio = Ratio {
        value: c.coef.exp(),
        ci_low: c.ci_low.exp(),
        ci_high: c.ci_high.exp(),
    };
    let written = part != PARAMETER && ratio.ci_high.is_finite();
    CoefficientRow {
        name: c.name.clone(),
        coef: c.coef,
        se: c.se,
        z: c.z,
        p: c.p,
        ci_low: c.ci_low,
        ci_high: c.ci_high,
        part: part.to_owned(),
        ratio: written.then_some(ratio),
    }
}

/// Lines of a regression: the columns as `part`, what comes after them as parameters.
pub(super) fn rows(coefficients: &[Coefficient], columns: usize, part: &str) -> Vec<CoefficientRow> {
    let of = |(i, c): (usize, &Coefficient)| row(c, if i < columns { part } else { PARAMETER });
    coefficients.iter().enumerate().map(of).collect()
}

/// A line of tests.
pub(super) fn test(name: &str, label: Bilingual, chi_squared: f64, degrees_of_freedom: u64, p: f64) -> TestRow {
    TestRow {
        name: name.to_owned(),
        label,
        chi_squared,
        degrees_of_freedom,
        p,
    }
}

/// Σ coefficient·column by row, the columns in the order of the coefficients.
pub(super) fn linear(coefficients: &[Coefficient], columns: &[Vec<f64>], rows: usize) -> Vec<f64> {
    let mut sums = vec![0.0; rows];
    for (coefficient, column) in coefficients.iter().zip(columns) {
        for (sum, x) in sums.iter_mut().zip(column) {
            *sum += coefficient.coef * x;
        }
    }
    sums
}

/// One number a row: without columns that explain, an estimator counts no rows, and all have what `alike` says.
pub(super) fn by_row(values: Vec<f64>, rows: usize, alike: impl FnOnce() -> f64) -> Vec<f64> {
    if values.is_empty() { vec![alike(); rows] } else { values }
}

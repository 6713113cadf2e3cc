//! Penalised maximum likelihood by Newton's method.

use linfa_linalg::cholesky::SolveC;
use ndarray::Axis;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::design::Design;
use super::likelihood::Likelihood;
use super::shape::ColumnShape;
use crate::contract::draw::Cases;
use crate::error::LearnError;
use crate::folds::{check_classes, sample};
use crate::frame::Frame;

/// Settings of a logistic regression.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LogisticSettings {
    /// Ridge penalty on every coefficient but the intercept, i.e. a normal prior with variance 1/ridge.
    pub ridge: f64,
    /// Rows learned from at most (a random sample): a few hundred coefficients do not need more.
    pub max_rows: usize,
    /// Seed of the sample.
    pub seed: u64,
}

impl Default for LogisticSettings {
    fn default() -> Self {
        Self {
            ridge: 0.5,
            max_rows: 50_000,
            seed: 0,
        }
    }
}

/// A fitted logistic regression: log-odds = intercept + Σ column contributions.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FittedLogistic {
    design: Design,
    intercept: f64,
    coefficients: Vec<f64>,
}

/// Newton steps allowed; a ridge-penalised logistic loss is strictly convex and needs fewer than ten.
const MAX_STEPS: usize = 50;
/// Relative improvement of the loss at which the optimum is reached.
const TOLERANCE: f64 = 1e-9;

/// Fits on the rows `train`, each of weight 1; `labels` are by row of the frame.
///
/// # Errors
/// [`LearnError::Empty`], [`LearnError::OneClass`], [`LearnError::NoColumns`], [`LearnError::NoConvergence`].
pub fn fit(
    frame: &Frame,
    labels: &[bool],
    train: &[u32],
    settings: &LogisticSettings,
) -> Result<FittedLogistic, LearnError> {
    let train = sample(train, settings.max_rows, settings.seed);
    let weights = vec![1.0; train.len()];
    let cases = Cases {
        frame,
        labels,
        rows: &train,
        weights: &weights,
    };
    fit_cases(&cases, settings.ridge)
}

/// Fits on weighted cases with a ridge penalty, 0 or above.
///
/// # Errors
/// [`LearnError::Empty`], [`LearnError::OneClass`], [`LearnError::NoColumns`], [`LearnError::NoConvergence`].
pub fn fit_cases(cases: &Cases, ridge: f64) -> Result<FittedLogistic, LearnError> {
    if cases.frame.columns.is_empty() {
        return Err(LearnError::NoColumns);
    }
    let churned = (0..cases.rows.len()).filter(|&position| cases.label(position)).count();
    check_classes(cases.rows.len(), churned, 1)?;
    let design = Design::fit(cases);
    let likelihood = Likelihood::of(&design, cases);
    let penalised =
        |beta: &[f64]| likelihood.loss(beta) + 0.5 * ridge * beta[..design.terms].iter().map(|b| b * b).sum::<f64>();

    // beta[terms] is the intercept.
    let mut beta = vec![0.0; design.terms + 1];
    beta[design.terms] = cases.base_margin();
    let mut loss = penalised(&beta);
    for _ in 0..MAX_STEPS {
        let (gradient, mut hessian) = likelihood.derivatives(&beta, ridge);
        let step = hessian
            .solvec(&gradient.insert_axis(Axis(1)))
            .map_err(|e| LearnError::Numeric {
                what: "logistic regression",
                message: e.to_string(),
            })?;
        let mut size = 1.0;
        let improved = loop {
            let candidate: Vec<f64> = beta.iter().zip(step.iter()).map(|(b, s)| b + size * s).collect();
            let candidate_loss = penalised(&candidate);
            if candidate_loss <= loss {
                beta = candidate;
                let gained = loss - candidate_loss;
                loss = candidate_loss;
                break gained;
            }
            size *= 0.5;
            if size < 1e-6 {
                break 0.0;
            }
        };
        if improved <= TOLERANCE * (1.0 + loss.abs()) {
            return Ok(FittedLogistic::new(design, beta));
        }
    }
    Err(LearnError::NoConvergence {
        what: "logistic regression",
        iterations: MAX_STEPS,
    })
}

impl FittedLogistic {
    /// A regression with these coefficients by term of the design, the intercept last.
    pub(super) fn new(design: Design, mut coefficients: Vec<f64>) -> Self {
        let intercept = coefficients.pop().unwrap_or(0.0);
        Self {
            design,
            intercept,
            coefficients,
        }
    }

    /// Coefficients by term of the design.
    pub fn coefficients(&self) -> &[f64] {
        &self.coefficients
    }

    /// Log-odds of the rows `rows` of a frame with the same columns.
    pub fn margins(&self, frame: &Frame, rows: &[u32]) -> Vec<f64> {
        rows.par_iter()
            .with_min_len(1024)
            .map(|&row| {
                self.intercept
                    + (0..self.design.columns())
                        .map(|c| self.contribution(frame, c, row))
                        .sum::<f64>()
            })
            .collect()
    }

    /// Log-odds that one column adds to one row.
    pub fn contribution(&self, frame: &Frame, column: usize, row: u32) -> f64 {
        self.design.contribution(frame, column, row, &self.coefficients)
    }

    /// The function of one column of the schema.
    pub fn shape(&self, column: usize) -> ColumnShape<'_> {
        self.design.shape(column, &self.coefficients)
    }

    /// Number of columns of the schema.
    pub fn columns(&self) -> usize {
        self.design.columns()
    }

    /// Log-odds before any column is added.
    pub fn intercept(&self) -> f64 {
        self.intercept
    }
}

#[cfg(test)]
mod tests {
    use holdfast_stats::special::sigmoid;

    use super::*;
    use crate::frame::{Feature, FeatureData, MISSING};

    fn frame(n: usize) -> (Frame, Vec<bool>) {
        let x: Vec<f64> = (0..n)
            .map(|i| if i % 13 == 0 { f64::NAN } else { ((i * 37) % 101) as f64 })
            .collect();
        let codes: Vec<u32> = (0..n)
            .map(|i| if i % 17 == 0 { MISSING } else { (i % 3) as u32 })
            .collect();
        let labels = (0..n).map(|i| x[i] > 60.0 && codes[i] != 1 || i % 11 == 0).collect();
        let frame = Frame {
            rows: n,
            columns: vec![
                Feature {
                    name: "x".into(),
                    data: FeatureData::Number(x),
                },
                Feature {
                    name: "c".into(),
                    data: FeatureData::Category {
                        codes,
                        levels: vec!["a".into(), "b".into(), "c".into()],
                    },
                },
            ],
        };
        (frame, labels)
    }

    #[test]
    fn the_optimum_is_stationary_and_the_fit_averages_to_the_churn_rate() {
        let (frame, labels) = frame(3000);
        let train: Vec<u32> = (0..3000).collect();
        let fitted = fit(&frame, &labels, &train, &LogisticSettings::default()).unwrap();
        // With an unpenalised intercept the mean probability equals the churn rate exactly.
        let margins = fitted.margins(&frame, &train);
        let mean = margins.iter().map(|&z| sigmoid(z)).sum::<f64>() / 3000.0;
        let rate = labels.iter().filter(|&&l| l).count() as f64 / 3000.0;
        assert!((mean - rate).abs() < 1e-4, "{mean} {rate}");
    }

    #[test]
    fn perfect_separation_ends_in_a_finite_fit() {
        let n = 200;
        let frame = Frame {
            rows: n,
            columns: vec![Feature {
                name: "x".into(),
                data: FeatureData::Number((0..n).map(|i| i as f64 * 1e9).collect()),
            }],
        };
        let labels: Vec<bool> = (0..n).map(|i| i >= 100).collect();
        let rows: Vec<u32> = (0..n as u32).collect();
        let fitted = fit(&frame, &labels, &rows, &LogisticSettings::default()).unwrap();
        let margins = fitted.margins(&frame, &rows);
        assert!(margins.iter().all(|m| m.is_finite()));
        assert!(margins[0] < -2.0 && margins[199] > 2.0);
    }

    #[test]
    fn a_wide_table_keeps_the_telling_columns() {
        let (mut frame, labels) = frame(600);
        for k in 0..400usize {
            let noise = (0..600usize).map(|i| ((i * (2 * k + 3) + k * k) % 83) as f64).collect();
            frame.columns.push(Feature {
                name: format!("noise{k}"),
                data: FeatureData::Number(noise),
            });
        }
        let rows: Vec<u32> = (0..600).collect();
        let fitted = fit(&frame, &labels, &rows, &LogisticSettings::default()).unwrap();
        assert!(fitted.coefficients.len() <= 300, "{}", fitted.coefficients.len());
        assert!(
            (0..600).any(|row| fitted.contribution(&frame, 0, row) != 0.0),
            "the telling column is used"
        );
    }

    #[test]
    fn an_all_missing_column_does_no_harm() {
        let (mut frame, labels) = frame(500);
        frame.columns.push(Feature {
            name: "empty".into(),
            data: FeatureData::Number(vec![f64::NAN; 500]),
        });
        let rows: Vec<u32> = (0..500).collect();
        assert!(fit(&frame, &labels, &rows, &LogisticSettings::default()).is_ok());
    }
}

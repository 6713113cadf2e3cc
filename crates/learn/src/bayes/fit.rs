//! Fitting naive Bayes, and what it answers.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::evidence::{Density, Evidence};
use crate::contract::draw::{Cases, Draw};
use crate::contract::predict::{Contributions, Predict};
use crate::contract::task::Task;
use crate::error::LearnError;
use crate::frame::Frame;
use crate::platt::Platt;

/// Settings of naive Bayes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct BayesSettings {
    /// Density of numbers.
    pub density: Density,
    /// Folds that calibrate, at least 2.
    pub folds: usize,
    /// Rows learned from at most.
    pub max_rows: usize,
}

impl Default for BayesSettings {
    fn default() -> Self {
        Self {
            density: Density::Kernel,
            folds: 4,
            max_rows: 200_000,
        }
    }
}

impl BayesSettings {
    /// Settings for a table of `rows` rows.
    pub fn for_rows(_rows: usize, _columns: usize, _seed: u64) -> Self {
        Self::default()
    }
}

/// A fitted naive Bayes: log-odds = intercept + slope · Σ evidence of the columns.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct BayesModel {
    /// Evidence by column.
    pub columns: Vec<Evidence>,
    /// From the sum to log-odds. Columns that say the same are counted each: the slope, fitted on rows that were not learned from, takes
    /// back what they say twice.
    pub platt: Platt,
    /// Mean evidence of each column over the rows learned from.
    pub means: Vec<f64>,
}

const STREAM: u64 = 0xba7e5;

/// Fits on `task.rows`.
///
/// # Errors
/// [`LearnError::Setting`] for fewer than two folds.
pub fn fit(task: &Task, settings: &BayesSettings) -> Result<BayesModel, LearnError> {
    if settings.folds < 2 {
        return Err(LearnError::Setting {
            name: "folds",
            value: settings.folds.to_string(),
            allowed: "at least 2",
        });
    }
    let draw = Draw::of(task, STREAM, settings.max_rows);
    let (mut scores, mut labels, mut weights) = (Vec::new(), Vec::new(), Vec::new());
    for fold in draw.folds(task, settings.folds) {
        let columns = evidence(&fold.learn.cases(task), settings.density);
        scores.extend(sums(&columns, task.frame, &fold.held.rows));
        labels.extend(fold.held.rows.iter().map(|&row| task.label(row)));
        weights.extend(fold.held.weights);
    }
    let cases = draw.part.cases(task);
    let platt = Platt::fit(&scores, &labels, &weights, cases.base_margin());
    let columns = evidence(&cases, settings.density);
    let (_, all) = cases.totals();
    let means = columns
        .par_iter()
        .zip(&task.frame.columns)
        .map(|(evidence, feature)| {
            let pairs = cases.rows.iter().zip(cases.weights);
            pairs
                .map(|(&row, &weight)| weight * evidence.at(&feature.data, row))
                .sum::<f64>()
                / all
        })
        .collect();
    Ok(BayesModel { columns, platt, means })
}

fn evidence(cases: &Cases, density: Density) -> Vec<Evidence> {
    let features = cases.frame.columns.par_iter();
    features.map(|feature| Evidence::fit(cases, feature, density)).collect()
}

fn sums(columns: &[Evidence], frame: &Frame, rows: &[u32]) -> Vec<f64> {
    let of_row = |&row: &u32| {
        let pairs = columns.iter().zip(&frame.columns);
        pairs
            .map(|(evidence, feature)| evidence.at(&feature.data, row))
            .sum::<f64>()
    };
    rows.par_iter().with_min_len(1024).map(of_row).collect()
}

impl Predict for BayesModel {
    fn margins(&self, frame: &Frame, rows: &[u32]) -> Vec<f64> {
        let mut out = sums(&self.columns, frame, rows);
        out.iter_mut().for_each(|sum| *sum = self.platt.margin(*sum));
        out
    }

    fn contributions(&self, frame: &Frame, rows: &[u32]) -> Contributions {
        let width = self.columns.len();
        let base = self.platt.margin(self.means.iter().sum());
        let mut out = Contributions::zero(base, rows.len(), width);
        for (values, &row) in out.values.chunks_mut(width.max(1)).zip(rows) {
            for (column, value) in values.iter_mut().enumerate() {
                let evidence = self.columns[column].at(&frame.columns[column].data, row);
                *value = self.platt.slope * (evidence - self.means[column]);
            }
        }
        out
    }
}

//! Fitting a scorecard, and what it answers.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::bins::BinnedColumn;
use super::settings::{PointScale, ScorecardSettings};
use crate::contract::draw::{Cases, Draw};
use crate::contract::predict::{Contributions, Predict};
use crate::contract::task::Task;
use crate::error::LearnError;
use crate::frame::Frame;
use crate::logistic::dense::{Dense, End};

const STREAM: u64 = 0x5c0e;

/// A fitted scorecard: log-odds = intercept + Σ coefficient · weight of evidence.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ScorecardModel {
    /// By column of the frame.
    pub columns: Vec<ScoredColumn>,
    /// Log-odds where every weight of evidence is 0.
    pub intercept: f64,
    /// How log-odds become points.
    pub scale: PointScale,
}

/// One column of a scorecard.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ScoredColumn {
    /// Its bins.
    pub binned: BinnedColumn,
    /// What became of it.
    pub fate: Fate,
    /// Coefficient of its weight of evidence, above 0 if it is in the card and 0 otherwise.
    pub coefficient: f64,
    /// Mean weight of evidence over the rows learned from.
    pub mean: f64,
}

/// Why a column is in the card or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// In the card.
    Used,
    /// Its information value is below what was asked, or no more than noise could show.
    Uninformative,
    /// Others have larger information values, and there is room for so many only.
    NoRoom,
    /// Next to the others its coefficient turned against its own churn rates.
    WrongSign,
}

/// Fits on `task.rows`: columns are binned, chosen by information value, and left out one by one, the most negative first, while the regression turns
/// any against its own churn rates. No column left: everyone has the base rate.
///
/// # Errors
/// [`LearnError::Setting`], [`LearnError::NoConvergence`].
pub fn fit(task: &Task, settings: &ScorecardSettings) -> Result<ScorecardModel, LearnError> {
    settings.check()?;
    let draw = Draw::of(task, STREAM, settings.max_rows);
    let cases = draw.part.cases(task);
    let mut columns: Vec<ScoredColumn> = task
        .frame
        .columns
        .par_iter()
        .map(|feature| {
            let binned = BinnedColumn::fit(&cases, feature, settings.fine_bins, settings.least_share)?;
            let least = settings.least_information.max(binned.noise(settings.fine_bins));
            let fate = if binned.information_value > least {
                Fate::NoRoom
            } else {
                Fate::Uninformative
            };
            Ok(ScoredColumn {
                binned,
                fate,
                coefficient: 0.0,
                mean: 0.0,
            })
        })
        .collect::<Result<_, LearnError>>()?;
    let mut chosen: Vec<usize> = (0..columns.len())
        .filter(|&column| columns[column].fate == Fate::NoRoom)
        .collect();
    let value = |column: usize| columns[column].binned.information_value;
    chosen.sort_by(|&a, &b| value(b).total_cmp(&value(a)).then(a.cmp(&b)));
    chosen.truncate(settings.columns);
    chosen.sort_unstable();
    let beta = loop {
        let beta = regress(&cases, &columns, &chosen, settings.ridge)?;
        let worst = (0..chosen.len()).min_by(|&a, &b| beta[a].total_cmp(&beta[b]));
        match worst {
            Some(worst) if beta[worst] <= 0.0 => columns[chosen.remove(worst)].fate = Fate::WrongSign,
            _ => break beta,
        }
    };
    let (_, all) = cases.totals();
    for (&column, &coefficient) in chosen.iter().zip(&beta) {
        let data = &task.frame.columns[column].data;
        let scored = &mut columns[column];
        scored.fate = Fate::Used;
        scored.coefficient = coefficient;
        let pairs = cases.rows.iter().zip(cases.weights);
        scored.mean = pairs
            .map(|(&row, &weight)| weight * scored.binned.woe(data, row))
            .sum::<f64>()
            / all;
    }
    Ok(ScorecardModel {
        columns,
        intercept: beta[chosen.len()],
        scale: settings.scale,
    })
}

fn regress(cases: &Cases, columns: &[ScoredColumn], chosen: &[usize], ridge: f64) -> Result<Vec<f64>, LearnError> {
    let mut values = vec![0.0; cases.rows.len() * chosen.len()];
    for (place, &column) in chosen.iter().enumerate() {
        let (binned, data) = (&columns[column].binned, &cases.frame.columns[column].data);
        for (position, &row) in cases.rows.iter().enumerate() {
            values[position * chosen.len() + place] = binned.woe(data, row);
        }
    }
    let labels: Vec<bool> = (0..cases.rows.len()).map(|position| cases.label(position)).collect();
    let dense = Dense {
        values: &values,
        width: chosen.len(),
        labels: &labels,
        weights: cases.weights,
        ridge,
    };
    let ended = dense.climb();
    match ended.how {
        End::Optimum => Ok(ended.beta),
        End::Singular => Err(LearnError::Numeric {
            what: "scorecard",
            message: "the information is singular".to_owned(),
        }),
        End::Steps(iterations) => Err(LearnError::NoConvergence {
            what: "scorecard",
            iterations,
        }),
    }
}

impl ScorecardModel {
    fn part(&self, frame: &Frame, column: usize, row: u32) -> f64 {
        let scored = &self.columns[column];
        if scored.coefficient == 0.0 {
            return 0.0;
        }
        scored.coefficient * scored.binned.woe(&frame.columns[column].data, row)
    }
}

impl Predict for ScorecardModel {
    fn margins(&self, frame: &Frame, rows: &[u32]) -> Vec<f64> {
        let used: Vec<usize> = (0..self.columns.len())
            .filter(|&c| self.columns[c].coefficient != 0.0)
            .collect();
        let margin =
            |&row: &u32| self.intercept + used.iter().map(|&column| self.part(frame, column, row)).sum::<f64>();
        rows.par_iter().with_min_len(1024).map(margin).collect()
    }

    fn contributions(&self, frame: &Frame, rows: &[u32]) -> Contributions {
        let width = self.columns.len();
        let base = self.intercept + self.columns.iter().map(|c| c.coefficient * c.mean).sum::<f64>();
        let mut out = Contributions::zero(base, rows.len(), width);
        for (values, &row) in out.values.chunks_mut(width.max(1)).zip(rows) {
            for (column, value) in values.iter_mut().enumerate() {
                *value = self.part(frame, column, row) - self.columns[column].coefficient * self.columns[column].mean;
            }
        }
        out
    }
}

//! The logistic regression as a learner.

use serde::{Deserialize, Serialize};

use super::fit::{self as newton, FittedLogistic, LogisticSettings};
use crate::contract::predict::{Contributions, Predict};
use crate::contract::task::Task;
use crate::error::LearnError;
use crate::frame::Frame;

/// A fitted logistic regression and what its columns add on average.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LogisticModel {
    /// The regression.
    pub fitted: FittedLogistic,
    /// Mean contribution of each column over the rows it was fitted on, in log-odds.
    pub means: Vec<f64>,
}

/// Fits on `task.rows`.
///
/// # Errors
/// See [`newton::fit`].
pub fn fit(task: &Task, settings: &LogisticSettings) -> Result<LogisticModel, LearnError> {
    let fitted = newton::fit(task.frame, task.labels, task.rows, settings)?;
    let (_, all) = task.totals();
    let means = (0..task.frame.columns.len())
        .map(|column| {
            let sum: f64 = task
                .rows
                .iter()
                .map(|&row| task.weight(row) * fitted.contribution(task.frame, column, row))
                .sum();
            sum / all
        })
        .collect();
    Ok(LogisticModel { fitted, means })
}

impl Predict for LogisticModel {
    fn margins(&self, frame: &Frame, rows: &[u32]) -> Vec<f64> {
        self.fitted.margins(frame, rows)
    }

    fn contributions(&self, frame: &Frame, rows: &[u32]) -> Contributions {
        let columns = self.means.len();
        let mut out = Contributions::zero(
            self.fitted.intercept() + self.means.iter().sum::<f64>(),
            rows.len(),
            columns,
        );
        for (values, &row) in out.values.chunks_mut(columns).zip(rows) {
            for (column, (value, mean)) in values.iter_mut().zip(&self.means).enumerate() {
                *value = self.fitted.contribution(frame, column, row) - mean;
            }
        }
        out
    }
}

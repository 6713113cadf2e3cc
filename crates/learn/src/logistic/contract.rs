//! The logistic regression as a learner.

use serde::{Deserialize, Serialize};

use super::elastic::{self, ElasticNetSettings};
use super::fit::{self as newton, FittedLogistic, LogisticSettings};
use crate::contract::draw::{Cases, Draw};
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

/// What the draws of this learner are told from others by.
const STREAM: u64 = 0x106;

/// Fits on `task.rows` with a ridge penalty.
///
/// # Errors
/// See [`newton::fit_cases`]; [`LearnError::Setting`] for a ridge that is not a number of 0 or above.
pub fn fit(task: &Task, settings: &LogisticSettings) -> Result<LogisticModel, LearnError> {
    if !(settings.ridge.is_finite() && settings.ridge >= 0.0) {
        return Err(LearnError::Setting {
            name: "ridge",
            value: settings.ridge.to_string(),
            allowed: "a number of 0 or above",
        });
    }
    let draw = Draw::of(task, STREAM ^ settings.seed, settings.max_rows);
    let cases = draw.part.cases(task);
    Ok(with_means(newton::fit_cases(&cases, settings.ridge)?, &cases))
}

/// Fits on `task.rows` with an elastic net.
///
/// # Errors
/// See [`elastic::fit`].
pub fn fit_elastic(task: &Task, settings: &ElasticNetSettings) -> Result<LogisticModel, LearnError> {
    let draw = Draw::of(task, STREAM, settings.max_rows);
    let fitted = elastic::fit(task, &draw, settings)?;
    Ok(with_means(fitted, &draw.part.cases(task)))
}

fn with_means(fitted: FittedLogistic, cases: &Cases) -> LogisticModel {
    let (_, all) = cases.totals();
    let means = (0..cases.frame.columns.len())
        .map(|column| {
            let pairs = cases.rows.iter().zip(cases.weights);
            let sum: f64 = pairs
                .map(|(&row, &weight)| weight * fitted.contribution(cases.frame, column, row))
                .sum();
            sum / all
        })
        .collect();
    LogisticModel { fitted, means }
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

//! Every way to learn, as one stored type.

use serde::{Deserialize, Serialize};

use super::fitted::Fitted;
use super::model::Model;
use super::schema::Schema;
use super::task::Task;
use crate::additive::fit as additive;
use crate::additive::settings::AdditiveSettings;
use crate::error::LearnError;
use crate::logistic::contract as logistic;
use crate::logistic::fit::LogisticSettings;

/// A learner and its settings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Method {
    /// Logistic regression on piecewise-linear terms.
    Logistic(LogisticSettings),
    /// Explainable boosting: shape functions and pairs.
    Additive(AdditiveSettings),
}

impl Method {
    /// Stable name.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Logistic(_) => "logistic",
            Self::Additive(_) => "additive",
        }
    }

    /// Fits on `task.rows` and on nothing else.
    ///
    /// # Errors
    /// See [`Task::check`]; [`LearnError::NoConvergence`] and [`LearnError::Numeric`] from the optimisers.
    pub fn fit(&self, task: &Task) -> Result<Fitted, LearnError> {
        task.check()?;
        let model = match self {
            Self::Logistic(settings) => Model::Logistic(logistic::fit(task, settings)?),
            Self::Additive(settings) => Model::Additive(additive::fit(task, settings)?),
        };
        Ok(Fitted {
            schema: Schema::of(task.frame),
            model,
        })
    }
}

//! Every kind of fitted model, as one stored type.

use serde::{Deserialize, Serialize};

use super::predict::{Contributions, Predict};
use crate::additive::model::AdditiveModel;
use crate::frame::Frame;
use crate::logistic::contract::LogisticModel;

/// A fitted model of any kind.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Model {
    /// Logistic regression on piecewise-linear terms.
    Logistic(LogisticModel),
    /// Explainable boosting: shape functions and pairs.
    Additive(AdditiveModel),
}

impl Model {
    fn inner(&self) -> &dyn Predict {
        match self {
            Self::Logistic(model) => model,
            Self::Additive(model) => model,
        }
    }
}

impl Predict for Model {
    fn margins(&self, frame: &Frame, rows: &[u32]) -> Vec<f64> {
        self.inner().margins(frame, rows)
    }

    fn contributions(&self, frame: &Frame, rows: &[u32]) -> Contributions {
        self.inner().contributions(frame, rows)
    }
}

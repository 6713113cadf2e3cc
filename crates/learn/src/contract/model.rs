//! Every kind of fitted model, as one stored type.

use serde::{Deserialize, Serialize};

use super::predict::{Contributions, Predict};
use crate::additive::model::AdditiveModel;
use crate::bayes::fit::BayesModel;
use crate::blend::contract::BlendModel;
use crate::boost::contract::BoostingModel;
use crate::frame::Frame;
use crate::logistic::contract::LogisticModel;
use crate::neighbours::fit::NeighbourModel;
use crate::scorecard::fit::ScorecardModel;
use crate::vectors::fit::VectorModel;

/// A fitted model of any kind.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Model {
    /// Logistic regression on piecewise-linear terms.
    Logistic(LogisticModel),
    /// Several models, weighted.
    Blend(BlendModel),
    /// Gradient-boosted trees.
    Boosting(BoostingModel),
    /// Points by bin.
    Scorecard(ScorecardModel),
    /// k nearest neighbours.
    Neighbours(NeighbourModel),
    /// Support vector machine.
    Vectors(VectorModel),
    /// Naive Bayes.
    NaiveBayes(BayesModel),
    /// Explainable boosting: shape functions and pairs.
    Additive(AdditiveModel),
}

impl Model {
    fn inner(&self) -> &dyn Predict {
        match self {
            Self::Logistic(model) => model,
            Self::Blend(model) => model,
            Self::Boosting(model) => model,
            Self::Scorecard(model) => model,
            Self::Neighbours(model) => model,
            Self::Vectors(model) => model,
            Self::NaiveBayes(model) => model,
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

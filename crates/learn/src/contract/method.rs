//! Every way to learn, as one stored type.

use serde::{Deserialize, Serialize};

use super::fitted::Fitted;
use super::model::Model;
use super::schema::Schema;
use super::task::Task;
use crate::additive::fit as additive;
use crate::additive::settings::AdditiveSettings;
use crate::bayes::fit::{self as bayes, BayesSettings};
use crate::blend::contract::{self as blend, BlendSettings};
use crate::boost::contract as boosting;
use crate::boost::plan::BoostingSettings;
use crate::error::LearnError;
use crate::logistic::contract as logistic;
use crate::logistic::elastic::ElasticNetSettings;
use crate::logistic::fit::LogisticSettings;
use crate::neighbours::fit::{self as neighbours, NeighbourSettings};
use crate::scorecard::fit as scorecard;
use crate::scorecard::settings::ScorecardSettings;
use crate::vectors::fit as vectors;
use crate::vectors::settings::VectorSettings;

/// A learner and its settings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Method {
    /// Logistic regression on piecewise-linear terms.
    Logistic(LogisticSettings),
    /// Several learners, weighted.
    Blend(BlendSettings),
    /// Gradient-boosted trees.
    Boosting(BoostingSettings),
    /// Logistic regression on the same terms with an elastic net.
    ElasticNet(ElasticNetSettings),
    /// Points by bin, as banks use them.
    Scorecard(ScorecardSettings),
    /// k nearest neighbours.
    Neighbours(NeighbourSettings),
    /// Support vector machine.
    Vectors(VectorSettings),
    /// Naive Bayes.
    NaiveBayes(BayesSettings),
    /// Explainable boosting: shape functions and pairs.
    Additive(AdditiveSettings),
}

impl Method {
    /// Stable name.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Logistic(_) => "logistic",
            Self::Blend(_) => "blend",
            Self::Boosting(_) => "boosting",
            Self::ElasticNet(_) => "elastic_net",
            Self::Scorecard(_) => "scorecard",
            Self::Neighbours(_) => "neighbours",
            Self::Vectors(_) => "vectors",
            Self::NaiveBayes(_) => "naive_bayes",
            Self::Additive(_) => "additive",
        }
    }

    /// Fits on `task.rows` and on nothing else.
    ///
    /// # Errors
    /// See [`Task::check`]; [`LearnError::Setting`]; [`LearnError::NoConvergence`] and [`LearnError::Numeric`] from the optimisers.
    pub fn fit(&self, task: &Task) -> Result<Fitted, LearnError> {
        task.check()?;
        let model = match self {
            Self::Logistic(settings) => Model::Logistic(logistic::fit(task, settings)?),
            Self::Blend(settings) => Model::Blend(blend::fit(task, settings)?),
            Self::Boosting(settings) => Model::Boosting(boosting::fit(task, settings)?),
            Self::ElasticNet(settings) => Model::Logistic(logistic::fit_elastic(task, settings)?),
            Self::Scorecard(settings) => Model::Scorecard(scorecard::fit(task, settings)?),
            Self::Neighbours(settings) => Model::Neighbours(neighbours::fit(task, settings)?),
            Self::Vectors(settings) => Model::Vectors(vectors::fit(task, settings)?),
            Self::NaiveBayes(settings) => Model::NaiveBayes(bayes::fit(task, settings)?),
            Self::Additive(settings) => Model::Additive(additive::fit(task, settings)?),
        };
        Ok(Fitted {
            schema: Schema::of(task.frame),
            model,
        })
    }
}

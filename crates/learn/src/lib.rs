//! Models that learn from a table: logistic regression, explainable boosting, boosted trees, their blend, exact reasons, rules, clusters.
//!
//! `Fit → Fitted`: a settings value fits and returns another type that predicts, so an unfitted model cannot be asked.
//! Everything is fitted on the rows it is given and on nothing else; seeds are arguments; the result does not depend on
//! the number of threads. To add a learner: a folder with `fit` and a fitted type that gives log-odds and Shapley values.

pub mod additive;
pub mod bayes;
pub mod blend;
pub mod boost;
pub mod cluster;
pub mod contract;
pub mod encode;
pub mod ensemble;
pub mod error;
pub mod explain;
pub mod folds;
pub mod frame;
pub mod hazard;
pub mod keyed_folds;
pub mod logistic;
pub mod neighbours;
pub mod platt;
pub mod resample;
pub mod rules;
pub mod scorecard;
pub mod tree_text;
pub mod vectors;
pub mod watch;

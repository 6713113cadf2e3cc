//! The learners that are tested.

use holdfast_learn::additive::settings::AdditiveSettings;
use holdfast_learn::bayes::evidence::Density;
use holdfast_learn::bayes::fit::BayesSettings;
use holdfast_learn::blend::contract::BlendSettings;
use holdfast_learn::boost::plan::BoostingSettings;
use holdfast_learn::contract::method::Method;
use holdfast_learn::logistic::elastic::ElasticNetSettings;
use holdfast_learn::logistic::fit::LogisticSettings;
use holdfast_learn::neighbours::fit::NeighbourSettings;
use holdfast_learn::scorecard::settings::ScorecardSettings;
use holdfast_learn::vectors::settings::{Kernel, VectorSettings};

/// A learner and how near two fits on the same customers must be.
pub struct Entry {
    /// Learner and settings.
    pub method: Method,
    /// Largest difference of log-odds, relative to 1 + their size, between fits on rows in another order, or with a row twice instead of
    /// weight 2. 0: to the bit.
    pub tolerance: f64,
}

/// Sums run over the rows of a `Draw`: in an order of their own, equal rows taken together.
const DRAWN: f64 = 0.0;

/// Slopes are kept in single precision: a weight of 2 is added once, a row twice is added twice.
const SINGLE: f64 = 1e-4;
/// Weights of parts are found by sums in the order of the rows.
const SUMMED: f64 = 1e-6;

fn entry(method: Method, tolerance: f64) -> Entry {
    Entry { method, tolerance }
}

/// Every learner.
pub fn all() -> Vec<Entry> {
    vec![
        entry(Method::Logistic(LogisticSettings::default()), DRAWN),
        entry(
            Method::ElasticNet(ElasticNetSettings {
                penalties: 8,
                ..ElasticNetSettings::default()
            }),
            DRAWN,
        ),
        entry(Method::Scorecard(ScorecardSettings::default()), DRAWN),
        entry(
            Method::Neighbours(NeighbourSettings {
                background: 4,
                ..NeighbourSettings::default()
            }),
            DRAWN,
        ),
        entry(
            Method::Vectors(VectorSettings {
                kernel: Kernel::Linear,
                ..VectorSettings::default()
            }),
            DRAWN,
        ),
        entry(
            Method::Vectors(VectorSettings {
                landmarks: 24,
                background: 4,
                ..VectorSettings::default()
            }),
            DRAWN,
        ),
        entry(
            Method::NaiveBayes(BayesSettings {
                density: Density::Gaussian,
                ..BayesSettings::default()
            }),
            DRAWN,
        ),
        entry(Method::NaiveBayes(BayesSettings::default()), DRAWN),
        entry(Method::Boosting(BoostingSettings::default()), DRAWN),
        entry(Method::Additive(AdditiveSettings::for_rows(1_000, 8, 0)), SINGLE),
        entry(
            Method::Blend(BlendSettings {
                parts: vec![
                    Method::Logistic(LogisticSettings::default()),
                    Method::Boosting(BoostingSettings::default()),
                ],
                folds: 3,
            }),
            SUMMED,
        ),
    ]
}

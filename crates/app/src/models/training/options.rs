//! What can be said of a training run.

use crate::lake::When;

/// Options of a training run; what is absent comes from `[model]` in the workspace's file.
#[derive(Clone, Debug)]
pub struct TrainOptions {
    /// Id of the churn definition.
    pub definition: Option<String>,
    /// Days of the outcome window.
    pub horizon_days: Option<i32>,
    /// Days between cutoff and outcome window.
    pub gap_days: Option<i32>,
    /// Most cutoffs.
    pub cutoffs: Option<usize>,
    /// Names of the candidates that are tried; empty: all.
    pub candidates: Vec<String>,
    /// Minutes after which no further candidate is begun.
    pub minutes: f64,
    /// Seed of every draw.
    pub seed: u64,
    /// From when it looks back.
    pub when: When,
    /// Make the new model the champion whatever its figures.
    pub promote: bool,
}

impl Default for TrainOptions {
    fn default() -> Self {
        Self {
            definition: None,
            horizon_days: None,
            gap_days: None,
            cutoffs: None,
            candidates: Vec::new(),
            minutes: 10.0,
            seed: 0,
            when: When::default(),
            promote: false,
        }
    }
}

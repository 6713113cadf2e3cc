//! Inverse probability of censoring weights.

use super::product_limit::{Curve, Leaving};
use crate::error::StatsError;
use crate::survival::spells::Spells;

/// G(t): the share who would still be under observation past t if nobody churned.
pub(super) struct Censoring {
    curve: Curve,
}

impl Censoring {
    /// From checked training spells without late entry: the product-limit curve of censoring, where churn at a time
    /// counts before censoring at it.
    pub(super) fn new(train: &Spells<'_>) -> Self {
        Self {
            curve: Curve::of_all(train, Leaving::Censoring),
        }
    }

    /// 1/G(t), 1 or more; `None` past the training data's last time and where G is 0.
    pub(super) fn weight_at(&self, t: f64) -> Option<f64> {
        let g = self.curve.survival_at(t);
        let weight = 1.0 / g;
        (t <= self.curve.last && weight.is_finite()).then_some(weight)
    }
}

/// Churn at a time without a weight, with what to do.
pub(super) fn no_weight(index: usize, value: f64) -> StatsError {
    StatsError::BadValue {
        name: "test duration",
        index,
        value,
        expected: "at a time when training customers are still under observation: choose an earlier tau or times",
    }
}

/// Censoring weights are not defined for customers who came under observation late.
pub(super) fn refuse_late_entry(spells: &Spells<'_>, model: &'static str) -> Result<(), StatsError> {
    if spells.entry.is_none() {
        return Ok(());
    }
    Err(StatsError::WrongSetting {
        model,
        reason: "customers came under observation late, and its censoring weights assume that none did".to_owned(),
        instead: "Harrell's concordance or calibration at a horizon",
    })
}

/// Times to score at: at least one, finite, 0 or more, rising.
pub(super) fn check_times(times: &[f64]) -> Result<(), StatsError> {
    if times.is_empty() {
        return Err(StatsError::TooFew {
            name: "times",
            needed: 1,
            found: 0,
        });
    }
    let bad = |index: usize| {
        let value = times[index];
        !value.is_finite() || value < 0.0 || (index > 0 && value <= times[index - 1])
    };
    match (0..times.len()).find(|&index| bad(index)) {
        None => Ok(()),
        Some(index) => Err(StatsError::BadValue {
            name: "time",
            index,
            value: times[index],
            expected: "finite, 0 or more and above the time before it",
        }),
    }
}

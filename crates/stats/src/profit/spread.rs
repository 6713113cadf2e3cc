//! Laws of sums: how many of those contacted churn, what a campaign returns; and rounding to minor units.

use statrs::function::erf::erfc;

use crate::error::StatsError;
use crate::interval::{Interval, Z_975};

/// Sums of so few probabilities have their law computed exactly.
const EXACT_UP_TO: usize = 600;

/// Rounds to whole minor units; beyond 2⁵³ an f64 no longer holds every one.
pub(super) fn minor(name: &'static str, value: f64) -> Result<i64, StatsError> {
    if value.abs() <= 9_007_199_254_740_992.0 {
        Ok(value.round() as i64)
    } else {
        Err(StatsError::Overflow { name })
    }
}

/// Central 95 % of the number of events among independent ones: exact by convolution up to 600, else normal with
/// continuity correction.
pub(super) fn number_of_events(p: &[f64]) -> Interval {
    if p.len() > EXACT_UP_TO {
        let mean: f64 = p.iter().sum();
        let half = Z_975 * p.iter().map(|p| p * (1.0 - p)).sum::<f64>().sqrt() + 0.5;
        return Interval {
            low: (mean - half).max(0.0).ceil(),
            high: (mean + half).min(p.len() as f64).floor(),
        };
    }
    let mut law = vec![0.0; p.len() + 1];
    law[0] = 1.0;
    for (passed, &p) in p.iter().enumerate() {
        for events in (0..=passed).rev() {
            law[events + 1] += law[events] * p;
            law[events] *= 1.0 - p;
        }
    }
    let quantile = |level: f64| {
        let mut below = 0.0;
        let place = law.iter().position(|mass| {
            below += mass;
            below >= level
        });
        place.unwrap_or(p.len()) as f64
    };
    Interval {
        low: quantile(0.025),
        high: quantile(0.975),
    }
}

/// A mixture of normal laws with equal weights.
pub(super) struct Mixture {
    /// Mean and standard deviation of each.
    pub(super) parts: Vec<(f64, f64)>,
}

impl Mixture {
    pub(super) fn mean(&self) -> f64 {
        self.parts.iter().map(|(mean, _)| mean).sum::<f64>() / self.parts.len() as f64
    }

    /// P(X ≤ x).
    pub(super) fn below(&self, x: f64) -> f64 {
        let sum: f64 = self
            .parts
            .iter()
            .map(|&(mean, sd)| {
                if sd > 0.0 {
                    0.5 * erfc((mean - x) / (sd * std::f64::consts::SQRT_2))
                } else {
                    f64::from(u8::from(mean <= x))
                }
            })
            .sum();
        sum / self.parts.len() as f64
    }

    pub(super) fn quantile(&self, level: f64) -> f64 {
        let ends = |sign: f64| self.parts.iter().map(move |(mean, sd)| mean + sign * 10.0 * sd);
        let mut low = ends(-1.0).fold(f64::INFINITY, f64::min);
        let mut high = ends(1.0).fold(f64::NEG_INFINITY, f64::max);
        for _ in 0..100 {
            let middle = low + 0.5 * (high - low);
            if self.below(middle) < level {
                low = middle;
            } else {
                high = middle;
            }
        }
        high
    }
}

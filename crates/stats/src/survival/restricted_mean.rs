//! The mean time that customers stay within a horizon.

use super::kaplan_meier::KaplanMeier;
use crate::check;
use crate::error::StatsError;
use crate::interval::{Interval, Z_975};

/// Mean time stayed up to a horizon.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RestrictedMean {
    /// The horizon, in the unit of the durations.
    pub tau: f64,
    /// Mean of min(duration, tau), 0 to tau.
    pub mean: f64,
    /// Its standard error.
    pub se: f64,
    /// 95 % interval, mean ± 1.96·se within 0 to tau.
    pub interval: Interval,
}

impl KaplanMeier {
    /// Restricted mean survival time: μ(τ) = ∫ S(t) dt from 0 to τ, the mean time a customer stays within `tau`.
    ///
    /// Variance Σ over tᵢ ≤ τ of (∫ S from tᵢ to τ)²·dᵢ/(nᵢ(nᵢ−dᵢ)) (Klein & Moeschberger 2003, 4.5), without the factor
    /// m/(m−1) of some programs; as R's `print(survfit, rmean = tau)` and survRM2. A time at which all have churned adds
    /// nothing.
    ///
    /// Errors: `tau` not above 0, not finite, or beyond the last observed time while some are left (what happens there
    /// is not known, and a mean would be a guess).
    pub fn restricted_mean(&self, tau: f64) -> Result<RestrictedMean, StatsError> {
        if !(tau > 0.0 && tau.is_finite()) {
            return Err(StatsError::OutOfRange {
                name: "horizon of the restricted mean",
                value: tau,
                expected: "finite and above 0",
            });
        }
        if tau > self.last_time && self.survival_at(tau) > 0.0 {
            return Err(StatsError::OutOfRange {
                name: "horizon of the restricted mean",
                value: tau,
                expected: "at most the last observed time",
            });
        }
        let used = &self.steps[..self.steps.partition_point(|step| step.time <= tau)];
        // In units of tau, so that no square overflows.
        let (mut area, mut variance) = (0.0, 0.0);
        let mut until = 1.0;
        for (index, step) in used.iter().enumerate().rev() {
            let time = step.time / tau;
            area += step.survival * (until - time);
            until = time;
            let before = index.checked_sub(1).map_or(1.0, |last| used[last].survival);
            // The weight of those left: exact where the difference n − d would have lost it.
            let left = step.at_risk * (step.survival / before);
            if left > 0.0 {
                variance += area * area * (step.events / step.at_risk / left);
            }
        }
        let mean = (area + until) * tau;
        let se = check::no_overflow("the variance of the restricted mean", variance.sqrt() * tau)?;
        Ok(RestrictedMean {
            tau,
            mean,
            se,
            interval: Interval {
                low: (mean - Z_975 * se).max(0.0),
                high: (mean + Z_975 * se).min(tau),
            },
        })
    }
}

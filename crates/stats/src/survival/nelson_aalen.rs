//! The cumulative hazard.

use super::harmonic;
use super::risk::{RiskSet, risk_sets};
use super::spells::Spells;
use crate::check;
use crate::error::StatsError;
use crate::interval::{Interval, Z_975};

/// How churn at one time enters the cumulative hazard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HazardTies {
    /// One after the other, 1/n + 1/(n−1) + …: time is continuous and ties are rounding. As lifelines.
    Spread,
    /// All at once, d/n: time is discrete. As the cumulative hazard of R's `survfit`.
    Together,
}

/// A time at which somebody churned.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HazardStep {
    /// The time, in the unit of the durations.
    pub time: f64,
    /// Weight of the customers under observation just before.
    pub at_risk: f64,
    /// Weight of the customers who churned at `time`.
    pub events: f64,
    /// Cumulative hazard up to and with `time`, 0 or more.
    pub hazard: f64,
    /// Its standard error.
    pub se: f64,
    /// 95 % interval, pointwise, 0 or more.
    pub interval: Interval,
}

/// A cumulative hazard: 0 before the first step, constant between steps.
#[derive(Clone, Debug, PartialEq)]
pub struct NelsonAalen {
    /// The distinct times of events, rising; empty if nobody churned.
    pub steps: Vec<HazardStep>,
    /// Rows: customers, or their spells of observation.
    pub n: u64,
    /// Rows that ended with churn.
    pub events: u64,
    /// The largest duration: where the curve ends.
    pub last_time: f64,
}

impl NelsonAalen {
    /// Cumulative hazard at `t`; after the last observed time a lower bound.
    pub fn hazard_at(&self, t: f64) -> f64 {
        let passed = self.steps.partition_point(|step| step.time <= t);
        let last = passed.checked_sub(1).and_then(|last| self.steps.get(last));
        last.map_or(0.0, |step| step.hazard)
    }
}

/// [`nelson_aalen_with`] ties spread, as lifelines.
///
/// Errors: as [`nelson_aalen_with`].
pub fn nelson_aalen(spells: &Spells) -> Result<NelsonAalen, StatsError> {
    nelson_aalen_with(spells, HazardTies::Spread)
}

/// Nelson–Aalen estimator (Aalen 1978): how much hazard of churn has passed by each time.
///
/// Together: H(t) = Σ dᵢ/nᵢ with Aalen's variance Σ dᵢ/nᵢ². Spread: H(t) = Σᵢ Σ_{j<dᵢ} 1/(nᵢ−j), variance Σᵢ Σ 1/(nᵢ−j)².
/// Interval on the log scale, H·exp(±z·se/H). nᵢ counts rows with entry < tᵢ ≤ exit. Weights are frequencies; of a
/// weight that is not whole the rest counts as that part of the last customer (lifelines drops it). Without ties the two
/// agree. Assumes that entry and censoring tell nothing about churn. O(n log n), whole durations O(n).
///
/// Errors: as [`Spells::check`]; weights whose sum, or whose inverse, overflows.
pub fn nelson_aalen_with(spells: &Spells, ties: HazardTies) -> Result<NelsonAalen, StatsError> {
    let mut steps = risk_sets(spells, |set| {
        let (hazard, variance) = increment(&set, ties);
        HazardStep {
            time: set.time,
            at_risk: set.at_risk(),
            events: set.events,
            hazard,
            se: variance,
            interval: Interval { low: 0.0, high: 0.0 },
        }
    })?;
    let (mut hazard, mut variance) = (0.0, 0.0);
    for step in &mut steps {
        hazard += step.hazard;
        variance += step.se;
        step.hazard = hazard;
        step.se = variance.sqrt();
        // A hazard below the smallest float is 0 with nothing known above.
        let factor = if hazard > 0.0 {
            (Z_975 * step.se / hazard).exp()
        } else {
            f64::MAX
        };
        step.interval = Interval {
            low: hazard / factor,
            high: (hazard * factor).min(f64::MAX),
        };
    }
    check::no_overflow("the variance of the cumulative hazard", hazard + variance)?;
    Ok(NelsonAalen {
        steps,
        n: spells.len() as u64,
        events: spells.event.iter().filter(|&&event| event).count() as u64,
        last_time: spells.exit.iter().copied().fold(0.0, f64::max),
    })
}

/// Hazard and variance of one time.
fn increment(set: &RiskSet, ties: HazardTies) -> (f64, f64) {
    let at_risk = set.at_risk();
    match ties {
        HazardTies::Together => {
            let hazard = set.events / at_risk;
            (hazard, hazard / at_risk)
        }
        HazardTies::Spread => harmonic::between(set.left, set.events),
    }
}

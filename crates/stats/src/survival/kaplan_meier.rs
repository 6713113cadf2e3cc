//! The survival curve.

use rayon::prelude::*;

use super::risk::risk_sets;
use super::spells::Spells;
use crate::check;
use crate::error::StatsError;
use crate::interval::{Interval, Z_975};

/// Survival is a running product; a value this near to a share is that share but for rounding.
pub(super) const ROUNDING: f64 = 1e-12;

/// A time at which somebody churned.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// The time, in the unit of the durations.
    pub time: f64,
    /// Weight of the customers under observation just before; their number without weights.
    pub at_risk: f64,
    /// Weight of the customers who churned at `time`; their number without weights.
    pub events: f64,
    /// Share who stay longer than `time`, 0–1.
    pub survival: f64,
    /// Standard error of the survival (Greenwood); 0 where the survival is 0.
    pub se: f64,
    /// 95 % interval of the survival, pointwise.
    pub interval: Interval,
}

/// A survival curve: 1 before the first step, constant between steps.
#[derive(Clone, Debug, PartialEq)]
pub struct KaplanMeier {
    /// The distinct times of events, rising; empty if nobody churned.
    pub steps: Vec<Step>,
    /// Rows: customers, or their spells of observation.
    pub n: u64,
    /// Rows that ended with churn.
    pub events: u64,
    /// The largest duration: where the curve ends.
    pub last_time: f64,
}

impl KaplanMeier {
    /// The first time at which at most half are left; `None` if more than half never churned while observed.
    pub fn median(&self) -> Option<f64> {
        let step = self.steps.iter().find(|step| step.survival <= 0.5 + ROUNDING)?;
        Some(step.time)
    }

    /// Share who stay longer than `t`. After the last observed time this is the last known value, which is an upper
    /// bound rather than an estimate.
    pub fn survival_at(&self, t: f64) -> f64 {
        self.step_at(t).map_or(1.0, |step| step.survival)
    }

    /// The last step at or before `t`; `None` before the first, where nobody has churned.
    pub fn step_at(&self, t: f64) -> Option<&Step> {
        let passed = self.steps.partition_point(|step| step.time <= t);
        passed.checked_sub(1).and_then(|last| self.steps.get(last))
    }
}

/// [`survival_curve`] of customers who were all observed from 0 on.
///
/// Errors: lengths differ, no rows, a duration that is negative or not finite (with its index).
pub fn kaplan_meier(durations: &[f64], events: &[bool]) -> Result<KaplanMeier, StatsError> {
    survival_curve(&Spells::new(durations, events))
}

/// Product-limit estimator of Kaplan & Meier (1958): S(t) = Π over tᵢ ≤ t of (1 − dᵢ/nᵢ).
///
/// nᵢ is the weight of the rows with entry < tᵢ ≤ exit: censoring and entry at the time of an event count as after it.
/// Bands: Greenwood's variance S²·σ² with σ² = Σ dᵢ/(nᵢ(nᵢ−dᵢ)) on the log(−log) scale (Kalbfleisch & Prentice 1980),
/// exp(−exp(ln(−ln S) ∓ z·σ/|ln S|)), which stay within 0–1; as R's `survfit(conf.type = "log-log")` and lifelines.
/// Where everybody left has churned (S = 0) the scale breaks down: 0 to the upper end of the step before.
///
/// Weights are frequencies, 2 is the row twice, in the variance too: as lifelines, and as R with `robust = FALSE`; for
/// weights of sampling the errors are too small. With late entry a risk set may run empty in the middle. If all in it
/// churned, S is 0 and stays 0 whoever enters later, as in R; if the last ones were censored, S stays and goes on. Times
/// are different if their bits are; R joins those within 1e-8 of each other. Assumes that entry and censoring tell
/// nothing about churn. O(n log n), whole durations O(n).
///
/// Errors: as [`Spells::check`]; weights whose sum, or whose inverse, overflows.
pub fn survival_curve(spells: &Spells) -> Result<KaplanMeier, StatsError> {
    // First the factor of each time and its part of σ², then the running product and sum.
    let mut steps = risk_sets(spells, |set| Step {
        time: set.time,
        at_risk: set.at_risk(),
        events: set.events,
        survival: set.left / set.at_risk(),
        se: if set.left > 0.0 {
            set.events / set.at_risk() / set.left
        } else {
            0.0
        },
        interval: Interval { low: 0.0, high: 1.0 },
    })?;
    let (mut survival, mut variance) = (1.0, 0.0);
    for step in &mut steps {
        survival *= step.survival;
        variance += step.se;
        (step.survival, step.se) = (survival, variance);
    }
    check::no_overflow("Greenwood's variance", variance)?;
    steps.par_iter_mut().for_each(|step| {
        let sigma = step.se.sqrt();
        step.se = step.survival * sigma;
        step.interval = log_log_band(step.survival, sigma);
    });
    let alive = steps.partition_point(|step| step.survival > 0.0);
    let last_high = alive.checked_sub(1).map_or(1.0, |last| steps[last].interval.high);
    for step in &mut steps[alive..] {
        step.interval.high = last_high;
    }
    Ok(KaplanMeier {
        steps,
        n: spells.len() as u64,
        events: spells.event.iter().filter(|&&event| event).count() as u64,
        last_time: spells.exit.iter().copied().fold(0.0, f64::max),
    })
}

/// The band of a share with standard error share·`sigma`; 0 to 1 where the share is 0 or 1 to all digits.
pub(super) fn log_log_band(share: f64, sigma: f64) -> Interval {
    let hazard = -share.ln();
    if !(hazard > 0.0 && hazard < f64::INFINITY) {
        return Interval { low: 0.0, high: 1.0 };
    }
    let factor = (Z_975 * sigma / hazard).exp();
    Interval {
        low: (-hazard * factor).exp(),
        high: (-hazard / factor).exp(),
    }
}

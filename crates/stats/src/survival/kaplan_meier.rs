//! The survival curve.

use super::durations::check_durations;
use crate::error::StatsError;
use crate::interval::{Interval, Z_975};

/// Survival is a running product; a value this near to ½ is ½ but for rounding.
const ROUNDING: f64 = 1e-12;

/// A time at which somebody churned.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// The time, in the unit of the durations.
    pub time: f64,
    /// Customers under observation just before: whose duration is at least `time`.
    pub at_risk: u64,
    /// Customers who churned at `time`.
    pub events: u64,
    /// Share who stay longer than `time`, 0–1.
    pub survival: f64,
    /// 95 % interval of the survival, pointwise.
    pub interval: Interval,
}

/// A survival curve: 1 before the first step, constant between steps.
#[derive(Clone, Debug, PartialEq)]
pub struct KaplanMeier {
    /// The distinct times of events, rising; empty if nobody churned.
    pub steps: Vec<Step>,
    /// Customers.
    pub n: u64,
    /// Customers who churned.
    pub events: u64,
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
        let passed = self.steps.partition_point(|step| step.time <= t);
        if passed == 0 {
            1.0
        } else {
            self.steps[passed - 1].survival
        }
    }
}

/// Product-limit estimator of Kaplan & Meier (1958): S(t) = Π over tᵢ ≤ t of (1 − dᵢ/nᵢ).
///
/// Censoring at the time of an event counts as after it. Bands: Greenwood's variance on the log(−log) scale
/// (Kalbfleisch & Prentice 1980), exp(−exp(ln(−ln S) ∓ z·σ/|ln S|)) with σ² = Σ dᵢ/(nᵢ(nᵢ−dᵢ)), which stay within 0–1.
/// Where everybody left has churned (S = 0) the scale breaks down: 0 to the upper end of the step before. Assumes that
/// censoring tells nothing about churn.
///
/// Errors: lengths differ, no rows, a duration that is negative or not finite (with its index).
pub fn kaplan_meier(durations: &[f64], events: &[bool]) -> Result<KaplanMeier, StatsError> {
    check_durations(durations, events)?;
    let (churned, all) = sorted(durations, events);
    let mut steps = Vec::new();
    let (mut survival, mut greenwood, mut last_high) = (1.0, 0.0, 1.0);
    let mut before = 0;
    for tie in churned.chunk_by(|a, b| a == b) {
        let time = tie[0];
        before += all[before..].partition_point(|&duration| duration < time);
        let at_risk = (all.len() - before) as f64;
        let events = tie.len() as f64;
        survival *= (at_risk - events) / at_risk;
        greenwood += events / (at_risk * (at_risk - events));
        let interval = log_log_band(survival, greenwood, last_high);
        last_high = interval.high;
        steps.push(Step {
            time,
            at_risk: (all.len() - before) as u64,
            events: tie.len() as u64,
            survival,
            interval,
        });
    }
    Ok(KaplanMeier {
        steps,
        n: all.len() as u64,
        events: churned.len() as u64,
    })
}

/// Durations of the churned and of all, rising.
fn sorted(durations: &[f64], events: &[bool]) -> (Vec<f64>, Vec<f64>) {
    // Adding zero turns −0 into 0, so that the two are one time.
    let mut all: Vec<f64> = durations.iter().map(|d| d + 0.0).collect();
    let with_events = all.iter().zip(events).filter(|&(_, &event)| event);
    let mut churned: Vec<f64> = with_events.map(|(&duration, _)| duration).collect();
    all.sort_unstable_by(f64::total_cmp);
    churned.sort_unstable_by(f64::total_cmp);
    (churned, all)
}

fn log_log_band(survival: f64, greenwood: f64, last_high: f64) -> Interval {
    if survival <= 0.0 {
        return Interval {
            low: 0.0,
            high: last_high,
        };
    }
    let hazard = -survival.ln();
    let factor = (Z_975 * greenwood.sqrt() / hazard).exp();
    Interval {
        low: (-hazard * factor).exp(),
        high: (-hazard / factor).exp(),
    }
}

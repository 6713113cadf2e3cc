//! Whether the probabilities of every horizon come true: fitted on what the last origin learns from, asked of those who judge it.

use holdfast_learn::contract::method::Method;
use holdfast_learn::error::LearnError;
use holdfast_stats::discrimination::auc;
use holdfast_stats::interval::wilson;

use super::horizons;
use super::origins::Origin;
use super::trial::Ground;
use crate::models::observe::Observed;
use crate::models::registry::record::HorizonRecord;

/// The horizons that are offered: days, then the next one to four periods.
pub fn offered(period_days: f64) -> Vec<i32> {
    let periods = (1..=4).map(|periods| (period_days * f64::from(periods)).round() as i32);
    [30, 60, 90].into_iter().chain(periods).collect()
}

/// What is asked of.
#[derive(Clone, Copy, Debug)]
pub struct Check<'a> {
    /// The origin whose rows learn and judge.
    pub origin: &'a Origin,
    /// Probability of each judging row for the main horizon, by a model that did not see it.
    pub main: &'a [f64],
    /// Horizons that are asked.
    pub asked: &'a [i32],
    /// Ends of the segments.
    pub ends: &'a [i32],
    /// The main horizon.
    pub main_days: i32,
}

/// Predicted and observed shares by horizon.
///
/// # Errors
/// See [`horizons::fit`].
pub fn check(
    ground: &Ground,
    method: &Method,
    observed: &Observed,
    known_days: &[i32],
    check: &Check,
) -> Result<Vec<HorizonRecord>, LearnError> {
    // A row that the origin learns from is known through its own window by then, not necessarily further.
    let by_then: Vec<i32> = known_days.iter().map(|&days| days.min(check.main_days)).collect();
    let ends: Vec<i32> = check
        .ends
        .iter()
        .copied()
        .filter(|&end| end <= check.main_days)
        .collect();
    let fitted = horizons::fit(
        ground,
        method,
        &check.origin.learn,
        &observed.lost_after_days,
        &by_then,
        &ends,
        check.main_days,
    )?;
    let cumulated = fitted.cumulated(ground.frame, &check.origin.judge);
    let mut out = Vec::new();
    let mut asked = check.asked.to_vec();
    asked.push(check.main_days);
    asked.sort_unstable();
    asked.dedup();
    for days in asked {
        let Some(p) = fitted.probabilities(&cumulated, check.main, days) else {
            continue;
        };
        let labels: Vec<bool> = check
            .origin
            .judge
            .iter()
            .map(|&row| observed.lost_after_days[row as usize] < days)
            .collect();
        let lost = labels.iter().filter(|&&label| label).count() as u64;
        let interval = wilson(lost, labels.len() as u64);
        out.push(HorizonRecord {
            days,
            customers: labels.len() as u64,
            predicted: p.iter().sum::<f64>() / p.len().max(1) as f64,
            observed: lost as f64 / labels.len().max(1) as f64,
            low: interval.low,
            high: interval.high,
            auc: auc(&p, &labels).ok(),
        });
    }
    Ok(out)
}

//! One step on the levels of a category: each level by itself, drawn towards the mean of all as far as the levels differ little.
//!
//! The values of the levels are taken as draws from a normal distribution whose variance is estimated from them (DerSimonian & Laird 1986);
//! its inverse is the penalty. A column of noise has no variance, and its levels stay at nothing however many there are.

use super::gradient::Sums;
use super::ordered_step::Rules;

/// Smallest and largest variance between levels, in squared log-odds: a standard deviation of 0.03 moves nothing, one of 3 is unbound.
const VARIANCE: [f64; 2] = [1e-3, 10.0];

/// The step of every level, written to `out` (shrunk), and what it gains; 0: not more than `least`. `values` is what the levels have so far; `unit` is that of
/// the weights.
pub fn step(sums: &[Sums], values: &[f64], unit: f64, rules: &Rules, least: f64, out: &mut [f64]) -> f64 {
    out.fill(0.0);
    let penalty = 1.0 / (variance(sums, values, unit) * unit);
    let mut gain = 0.0;
    for ((step, &[slope, curvature]), value) in out.iter_mut().zip(sums).zip(values) {
        if curvature > 0.0 {
            let slope = slope - penalty * value;
            *step = rules.learning_rate * slope / (curvature + penalty);
            gain += slope * slope / (curvature + penalty);
        }
    }
    if gain <= least {
        out.fill(0.0);
        return 0.0;
    }
    gain
}

/// Variance between levels of what each would take if it were alone, beyond what chance gives.
fn variance(sums: &[Sums], values: &[f64], unit: f64) -> f64 {
    let (mut all, mut squares, mut mean, mut levels) = (0.0, 0.0, 0.0, 0.0);
    let alone = |slope: f64, curvature: f64, value: f64| value + slope / curvature;
    for (&[slope, curvature], &value) in sums.iter().zip(values) {
        if curvature > 0.0 {
            let weight = curvature * unit;
            all += weight;
            squares += weight * weight;
            mean += weight * alone(slope, curvature, value);
            levels += 1.0;
        }
    }
    mean /= all;
    let spread: f64 = sums
        .iter()
        .zip(values)
        .filter(|([_, curvature], _)| *curvature > 0.0)
        .map(|(&[slope, curvature], &value)| curvature * unit * (alone(slope, curvature, value) - mean).powi(2))
        .sum();
    let found = (spread - (levels - 1.0)) / (all - squares / all);
    // One level alone: nothing to compare.
    if found.is_finite() {
        found.clamp(VARIANCE[0], VARIANCE[1])
    } else {
        VARIANCE[0]
    }
}

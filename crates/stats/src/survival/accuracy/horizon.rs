//! Whether 30 % by a horizon means three in ten.

use super::order::{self, key};
use super::product_limit::{Curve, Leaving};
use crate::check;
use crate::error::StatsError;
use crate::interval::{Interval, Z_975, wilson};
use crate::survival::spells::Spells;

/// Customers of about the same predicted churn probability.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HorizonBin {
    /// Customers.
    pub n: u64,
    /// Mean predicted probability of churn by the horizon, 0–1.
    pub predicted: f64,
    /// 1 − Kaplan–Meier at the horizon, 0–1; `None` where nobody of the bin was observed that long.
    pub observed: Option<f64>,
    /// 95 % interval of the observed share; `None` with it.
    pub interval: Option<Interval>,
}

/// Predicted and observed churn by a horizon.
#[derive(Clone, Debug, PartialEq)]
pub struct HorizonCalibration {
    /// In rising order of the prediction.
    pub bins: Vec<HorizonBin>,
    /// Mean |predicted − observed| over customers of bins with an observed share, 0–1, smaller is better.
    pub mean_error: f64,
    /// The largest |predicted − observed| of a bin.
    pub largest_error: f64,
    /// Mean predicted probability over all customers.
    pub predicted: f64,
    /// 1 − Kaplan–Meier of all customers at the horizon; `None` where nobody was observed that long.
    pub observed: Option<f64>,
}

/// Calibration of the predicted probability of churn by `horizon`, in at most `groups` groups of about equal count.
///
/// Observed: 1 − Kaplan–Meier of the group at the horizon with late entry and weights; its interval is Greenwood's on
/// the log(−log) scale, the upper end for 100 % taken from the step before, and Wilson's for 0 of those still at risk
/// where nobody churned. Equal predictions are never split, so that there may be fewer groups. The mean error is the
/// integrated calibration index of Austin, Harrell & van Klaveren (2020) with groups in place of their smooth curve; it
/// is biased upward in small groups, because a distance is never negative.
///
/// `predicted`: one probability a row; `horizon` in the unit of the spells, above 0. O(n log n).
///
/// # Errors
/// Those of [`Spells::check`], lengths that differ, a probability outside 0–1, no groups, a horizon that is not a number
/// above 0 or that no group was observed to.
pub fn calibration_at(
    spells: &Spells<'_>,
    horizon: f64,
    predicted: &[f64],
    groups: usize,
) -> Result<HorizonCalibration, StatsError> {
    order::check(spells)?;
    check::same_length(spells.len(), predicted.len())?;
    check::probabilities(predicted)?;
    check::count("groups", groups, 1, "at least 1")?;
    let outside = StatsError::OutOfRange {
        name: "horizon",
        value: horizon,
        expected: "above 0 and not past the last duration of every group",
    };
    if !(horizon > 0.0 && horizon.is_finite()) {
        return Err(outside);
    }
    let mut rows: Vec<u32> = (0..spells.len() as u32).collect();
    rows.sort_unstable_by_key(|&row| (key(predicted[row as usize]), row));
    let cuts = cuts(&rows, predicted, groups);
    let weight = |rows: &[u32]| rows.iter().map(|&row| spells.weight_of(row as usize)).sum::<f64>();
    let (mut bins, mut from) = (Vec::with_capacity(cuts.len()), 0);
    let (mut errors, mut counted, mut largest_error) = (0.0, 0.0, 0.0_f64);
    for &to in &cuts {
        let members = &rows[from..to];
        let bin = bin(spells, horizon, predicted, members);
        if let Some(observed) = bin.observed {
            let (error, share) = ((bin.predicted - observed).abs(), weight(members));
            errors += error * share;
            counted += share;
            largest_error = largest_error.max(error);
        }
        bins.push(bin);
        from = to;
    }
    if counted <= 0.0 {
        return Err(outside);
    }
    let all = bin(spells, horizon, predicted, &rows);
    Ok(HorizonCalibration {
        bins,
        mean_error: check::no_overflow("the calibration error", errors / counted)?,
        largest_error,
        predicted: all.predicted,
        observed: all.observed,
    })
}

/// Ends of the groups among rows in rising order of the prediction.
fn cuts(rows: &[u32], predicted: &[f64], groups: usize) -> Vec<usize> {
    let mut cuts: Vec<usize> = Vec::new();
    let mut filled = 0;
    for at in 1..=rows.len() {
        let ends = at == rows.len() || predicted[rows[at] as usize] != predicted[rows[at - 1] as usize];
        // A group is full once it reaches the next multiple of n/groups.
        let reached = (at as u128 * groups as u128 / rows.len() as u128) as usize;
        if ends && reached > filled {
            cuts.push(at);
            filled = reached;
        }
    }
    cuts
}

fn bin(spells: &Spells<'_>, horizon: f64, predicted: &[f64], members: &[u32]) -> HorizonBin {
    let (mut sum, mut weights, mut outlasting) = (0.0, 0.0, 0);
    for &row in members {
        let row = row as usize;
        let weight = spells.weight_of(row);
        sum += weight * predicted[row];
        weights += weight;
        outlasting += u64::from(spells.exit[row] >= horizon && spells.entry_of(row) < horizon);
    }
    let curve = Curve::new(spells, members.to_vec(), Leaving::Churn);
    let survival = curve.survival_at(horizon);
    let known = curve.last >= horizon || survival <= 0.0;
    HorizonBin {
        n: members.len() as u64,
        predicted: (sum / weights).clamp(0.0, 1.0),
        observed: known.then_some(1.0 - survival),
        interval: known.then(|| churn_interval(&curve, horizon, outlasting)),
    }
}

fn churn_interval(curve: &Curve, horizon: f64, outlasting: u64) -> Interval {
    let mut steps = curve.steps_to(horizon).iter().rev();
    // Churn of a weight that is lost in rounding is none.
    let Some(last) = steps.next().filter(|step| step.survival < 1.0) else {
        return wilson(0, outlasting);
    };
    let band = |survival: f64, greenwood: f64| {
        let hazard = -survival.ln();
        let factor = (Z_975 * greenwood.sqrt() / hazard).exp();
        Interval {
            low: 1.0 - (-hazard / factor).exp(),
            high: 1.0 - (-hazard * factor).exp(),
        }
    };
    if last.survival > 0.0 {
        return band(last.survival, last.greenwood);
    }
    // Nobody is left and the scale breaks down: from the end of the last step at which somebody was.
    let before = steps
        .find(|step| step.survival > 0.0)
        .filter(|step| step.survival < 1.0);
    Interval {
        low: before.map_or(0.0, |step| band(step.survival, step.greenwood).low),
        high: 1.0,
    }
}

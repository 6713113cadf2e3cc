//! Intervals that a label has shaped: weight of evidence, monotone.

use serde::{Deserialize, Serialize};

use super::bins::Bins;
use crate::error::StatsError;

/// Added to both counts of a bin, so that a bin of one class has a finite weight.
const SMOOTHING: f64 = 0.5;

/// A bin and what it says.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct WoeBin {
    /// Training rows that churned.
    pub churned: u64,
    /// Training rows that did not.
    pub retained: u64,
    /// ln(share of the churned in the bin ÷ share of the retained in it); above 0: more churn than on the whole. 0 without rows.
    pub woe: f64,
}

/// Which values churn: bins of a number with a weight of evidence that only rises or only falls along the column.
///
/// Fitting: values are cut into bins of about equal count; neighbours whose churn rates run against the direction are pooled (pool
/// adjacent violators, Barlow et al. 1972), once for a rising and once for a falling rate; the direction with the larger information
/// value is kept, rising on a tie. ½ is added to both counts of a bin for its weight. Missing values are a bin of their own, which the
/// order does not bind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WoeBins {
    /// The intervals; bin 0 is "missing".
    pub bins: Bins,
    /// By bin.
    pub weights: Vec<WoeBin>,
    /// Information value Σ (share of the churned − share of the retained) · weight over all bins, at least 0.
    pub information_value: f64,
}

impl WoeBins {
    /// Fits bins on training rows, out of at most `most` bins of equal count.
    ///
    /// # Errors
    /// `LengthMismatch`, `OneClass`, `NotFinite` for an infinity, `OutOfRange` for fewer than one bin.
    pub fn fit(training: &[f64], churned: &[bool], most: usize) -> Result<Self, StatsError> {
        if training.len() != churned.len() {
            return Err(StatsError::LengthMismatch {
                left: training.len(),
                right: churned.len(),
            });
        }
        if churned.iter().all(|&c| c) || churned.iter().all(|&c| !c) {
            return Err(StatsError::OneClass);
        }
        let fine = Bins::equal_count(training, most)?;
        let mut counts = vec![(0_u64, 0_u64); fine.count()];
        for (&x, &churned) in training.iter().zip(churned) {
            let (left, stayed) = &mut counts[fine.bin(x)];
            *(if churned { left } else { stayed }) += 1;
        }
        let rising = pooled(&fine, &counts, false);
        let falling = pooled(&fine, &counts, true);
        Ok(if falling.information_value > rising.information_value {
            falling
        } else {
            rising
        })
    }

    /// The weight of evidence of a value.
    pub fn apply(&self, x: f64) -> f64 {
        self.weights.get(self.bins.bin(x)).map_or(0.0, |bin| bin.woe)
    }
}

/// Neighbours pooled until the rate rises (falls) along the bins.
fn pooled(fine: &Bins, counts: &[(u64, u64)], falling: bool) -> WoeBins {
    let (missing, known) = (counts[0], &counts[1..]);
    // Counts so far, and the number of fine bins in each.
    let mut pools: Vec<((u64, u64), usize)> = Vec::new();
    for &count in known {
        pools.push((count, 1));
        while let [.., (a, width_a), (b, width_b)] = pools[..] {
            // Rates compared without division: churned_a · n_b against churned_b · n_a.
            let (left, right) = (
                u128::from(a.0) * u128::from(b.0 + b.1),
                u128::from(b.0) * u128::from(a.0 + a.1),
            );
            let in_order = if falling { left > right } else { left < right };
            if in_order {
                break;
            }
            pools.truncate(pools.len() - 2);
            pools.push(((a.0 + b.0, a.1 + b.1), width_a + width_b));
        }
    }
    let mut end = 0;
    let mut cuts = Vec::new();
    for (_, width) in &pools {
        end += width;
        cuts.extend(fine.cuts.get(end - 1));
    }
    let all: Vec<(u64, u64)> = std::iter::once(missing)
        .chain(pools.into_iter().map(|(count, _)| count))
        .collect();
    weighted(Bins { cuts }, &all)
}

fn weighted(bins: Bins, counts: &[(u64, u64)]) -> WoeBins {
    let filled = counts.iter().filter(|count| count.0 + count.1 > 0).count() as f64;
    let total = |of: fn(&(u64, u64)) -> u64| counts.iter().map(of).sum::<u64>() as f64 + SMOOTHING * filled;
    let (left, stayed) = (total(|count| count.0), total(|count| count.1));
    let mut information_value = 0.0;
    let weights = counts
        .iter()
        .map(|&(churned, retained)| {
            if churned + retained == 0 {
                let woe = 0.0;
                return WoeBin { churned, retained, woe };
            }
            let (p, q) = (
                (churned as f64 + SMOOTHING) / left,
                (retained as f64 + SMOOTHING) / stayed,
            );
            let woe = (p / q).ln();
            information_value += (p - q) * woe;
            WoeBin { churned, retained, woe }
        })
        .collect();
    WoeBins {
        bins,
        weights,
        information_value,
    }
}
